"""The desks, and the first page of one: to each their own; and the command that opens a desk."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desks import STATE, World
from upright.archive.models import Document, Recommendation
from upright.tracking import items, keep, people
from upright.tracking.models import Desk, Draft, Entry, Indicator, Membership, Note, Observation, Organisation
from upright.tracking.words import Approval, Part

HOME = f"/desk/{STATE}"
JUSTICE, HEALTH = "Ministry of Justice", "Ministry of Health"
PAST, COMING = dt.date(2020, 1, 1), dt.date(2099, 1, 1)
MOST = 44  # SQL queries of the page, those of the calendar and about who is signed in included


def page(world: World, name: str) -> str:
    """The words of the page, without its marks."""
    text = world.client(name).get(HOME).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main")]).split())


def test_the_desk_is_seen(world: World) -> None:
    for name in ("public", "coordinator", "ngo"):
        found = world.client(name).get("/desk/")
        assert "Desk of Varland" in found.content.decode()
        assert world.client(name).get(world.desk.get_absolute_url()).status_code == 200


@pytest.fixture
def busy(world: World) -> World:
    """A late request, one that is answered, work that is returned, that waits, and that is published."""
    late, answered, shown, theirs = world.items[:4]
    world.assign(late, JUSTICE, due_on=PAST, request="Say what you plan")
    world.assign(answered, JUSTICE, Part.SUPPORTING, due_on=COMING, request="Say what you did")
    world.assign(theirs, HEALTH, due_on=COMING, request="Say who is ill")
    world.action(answered, title="Repair the cells", approval=Approval.RETURNED, returned_because="Say by when")
    world.action(theirs, by="health", title="Build wards", approval=Approval.SUBMITTED)
    world.action(shown, title="Train judges", approval=Approval.PUBLISHED)
    world.assessment(shown, by="nhri", approval=Approval.PUBLISHED)
    world.assessment(late, by="ngo", rationale="Not a word")
    return world


def test_to_each_their_own(busy: World) -> None:
    total = busy.desk.items.count()
    everybody = ("coordinator", "focal", "health", "ngo", "public", "stranger")
    pages = {name: page(busy, name) for name in everybody}
    said = {
        f"{total - 2} without a lead": {"coordinator"},
        "1 waiting for approval": {"coordinator"},
        "1 overdue": {"coordinator", "focal"},
        "2 records given to you": {"focal"},
        "1 without an action": {"focal"},
        "Say what you plan": {"focal"},
        "Say what you did": set(),  # it is answered
        "Say who is ill": set(),
        "Say by when": {"focal"},
        "Repair the cells": {"coordinator", "focal"},
        "Build wards": {"coordinator", "health"},
        "Train judges": set(everybody),
        f"1 of {total}": set(everybody),
        "Choose a record to assess": {"ngo"},
        "1 draft": {"ngo"},
    }
    assert {words: {name for name in everybody if words in pages[name]} for words in said} == said


def test_whoever_approves_is_shown_what_waits_of_every_kind(world: World) -> None:
    item, by = world.items[0], world.people["focal"]
    justice: dict[str, Any] = {"organisation": world.organisations[JUSTICE], "approval": Approval.SUBMITTED.value}
    made = keep.create(Indicator, by=by, desk=world.desk, organisation=justice["organisation"], title="Prisoners", aim="outcome")
    period: dict[str, Any] = {"period_start": PAST, "period_end": PAST}
    value = keep.create(Observation, by=by, indicator=made, value=7, source="Registry", **period, **justice)
    keep.create(Note, by=by, item=item, on=PAST, text="So it goes", **justice)
    keep.create(Draft, by=by, desk=world.desk, kind="midterm", title="Mid-term report", **justice)
    world.action(item, title="Repair the cells", approval=Approval.SUBMITTED)
    world.action(item, by="approver", title="Of their own hand", approval=Approval.SUBMITTED)
    world.action(item, by="health", title="Build wards", approval=Approval.SUBMITTED)
    waits = {"Prisoners": True, "So it goes": True, "Mid-term report": True, "Repair the cells": True, "Of their own hand": False}
    for name, status in (("coordinator", 200), ("approver", 200), ("focal", 403), ("ngo", 403)):
        assert world.client(name).get(f"{HOME}/waiting").status_code == status
    for address in (HOME, f"{HOME}/waiting"):
        text = world.client("approver").get(address).content.decode().split("What changed lately")[0]
        text = text[text.index("Waiting for approval") :]
        assert {words: words in text for words in waits} == waits
        assert "Build wards" not in text
        assert f"/values/{value.uid}" in text
    everything = world.client("coordinator").get(f"{HOME}/waiting").content.decode()
    assert all(words in everything for words in (*waits, "Build wards"))


def test_overdue_actions_of_ones_own_are_named(world: World) -> None:
    world.assign(world.items[0], JUSTICE, due_on=COMING)
    world.action(world.items[0], title="Repair the cells", due_on=PAST)
    for name, words in (("focal", "1 January 2020 · Repair the cells"), ("focal", "1 overdue"), ("focal", "0 without an action")):
        assert words in page(world, name)


def test_what_is_not_there_is_said(world: World) -> None:
    assert "Nothing was given to you yet" in page(world, "focal")
    assert "Nothing waits" in page(world, "coordinator")
    assert "Nothing is published yet" in page(world, "public")
    keep.change(world.desk, version=world.desk.version, by=None, open_to_public=False)
    assert "closed to the public" in page(world, "ngo")
    assert world.client("public").get(HOME).status_code == 404
    Recommendation.objects.all().delete()
    empty = items.open_desk("CHE", "Desk of Switzerland", by=None)
    assert "Nothing is followed up yet" in world.client("public").get(empty.get_absolute_url()).content.decode()


def test_more_rows_take_no_more_queries(busy: World) -> None:
    def taken(name: str) -> int:
        client: Any = busy.client(name)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(HOME).status_code == 200
        return len(captured)

    people = ("coordinator", "focal", "ngo", "public")
    before = {name: taken(name) for name in people}
    for each in busy.items[4:14]:
        busy.assign(each, JUSTICE, due_on=PAST, request="Say something")
        busy.action(each, approval=Approval.RETURNED)
        busy.action(each, by="health", approval=Approval.SUBMITTED)
        busy.assessment(each, approval=Approval.PUBLISHED)
        keep.create(Note, by=None, item=each, organisation=busy.organisations[JUSTICE], on=PAST, text="So it goes", approval="published")
    after = {name: taken(name) for name in people}
    assert {name: (before[name], number) for name, number in after.items() if number > min(before[name], MOST)} == {}


def test_a_desk_is_opened_with_who_coordinates(own_archive: None) -> None:
    maria, pavel = (User.objects.create_user(name) for name in ("maria", "pavel"))
    desk = items.open_for(STATE, "Desk of Vandrelia", mechanism="Council", coordinator=maria)
    assert desk.items.count() > 100
    again = items.open_for(STATE, "Another name", mechanism="Another council", coordinator=pavel)
    assert (again, again.name, Organisation.objects.get(desk=desk).name) == (desk, "Desk of Vandrelia", "Council")
    items.open_for(STATE, "Another name", mechanism="Council", coordinator=pavel)  # once more changes nothing
    assert Membership.objects.filter(hidden_at=None).count() == 2
    assert all(desk.pk in people.who_is(each).coordinated for each in (maria, pavel))


def test_a_desk_follows_what_is_loaded(world: World) -> None:
    row = Recommendation.objects.filter(document__in=Document.objects.principal().filter(state=STATE, counted=True)).first()
    assert row
    before, links = world.desk.items.count(), Entry.objects.count()
    assert {"5 (a)", "5 (b)"} <= set(world.desk.items.filter(symbol="CRPD/C/XVA/CO/902").values_list("number", flat=True))
    assert (items.catch_up(), Entry.objects.count()) == (0, links)  # where nothing changed nothing is written
    row.pk, row.key, row.number, row.text, row.source_start, row.source_end = None, "99.1", "99.1", "Be kind", 0, 5
    row.save()
    assert (items.catch_up(), Desk.objects.get().items.count()) == (1, before + 1)
