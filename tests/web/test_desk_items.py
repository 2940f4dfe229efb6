"""What is followed up: the list with its filters, the page of one record, and what each of three people sees there."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desks import STATE, World
from upright.archive.models import Document, Dossier, DossierMember, Labelling
from upright.tracking import keep
from upright.tracking.models import Note
from upright.tracking.words import Approval, Part

LIST = f"/desk/{STATE}/items"
JUSTICE, HEALTH = "Ministry of Justice", "Ministry of Health"
PAST = dt.date(2020, 1, 1)
MOST = 40  # SQL queries of the list or of a record, those about who is signed in included


@pytest.fixture
def busy(world: World) -> World:
    """Four records with work: one led and late, one supported, one with an action of the health ministry's, one with published work.

    None is in a dossier.
    """
    Dossier.objects.all().delete()
    late, supported, theirs, shown = world.items[:4]
    world.assign(late, JUSTICE, due_on=PAST, request="Say what you do")
    world.assign(supported, HEALTH)
    world.assign(supported, JUSTICE, Part.SUPPORTING)
    world.assign(theirs, HEALTH, due_on=PAST)
    world.action(theirs, by="health", title="Build wards", progress="done")
    world.action(shown, title="Train judges", approval=Approval.PUBLISHED)
    world.assessment(shown, approval=Approval.PUBLISHED)
    return world


def data(world: World, name: str, query: str = "") -> list[dict[str, Any]]:
    """The list that somebody gets, as data."""
    rows: list[dict[str, Any]] = json.loads(b"".join(world.client(name).get(f"{LIST}.json{query}").streaming_content))  # type: ignore[attr-defined]
    return rows


def found(world: World, name: str, query: str = "") -> set[str]:
    """The records that somebody finds, by what they are called here."""
    named = dict(zip([str(each.uid) for each in world.items], ["late", "supported", "theirs", "shown"], strict=False))
    return {named.get(each["item"], "other") for each in data(world, name, query)}


def test_filters_find_what_each_may_see(busy: World) -> None:
    shown = {name: {"shown"} for name in ("coordinator", "focal", "ngo", "public", "stranger")}
    table: dict[str, dict[str, set[str]]] = {
        "?open=overdue": {"coordinator": {"late"}, "focal": {"late"}, "ngo": set(), "public": set()},
        "?open=no_action": {"coordinator": {"late", "supported", "other"}, "focal": {"late", "supported"}, "ngo": set(), "public": set()},
        "?open=no_lead": {"coordinator": {"shown", "other"}, "focal": set(), "ngo": set(), "public": set()},
        f"?organisation={JUSTICE}": {name: {"late", "supported"} for name in ("coordinator", "focal")} | {"ngo": set(), "public": set()},
        f"?organisation={JUSTICE}&part=lead": {"coordinator": {"late"}, "health": set()},
        f"?organisation={HEALTH}": {"coordinator": {"supported", "theirs"}, "focal": {"supported"}, "stranger": set()},
        "?approval=draft": {"coordinator": {"theirs"}, "health": {"theirs"}, "focal": set(), "ngo": set(), "public": set()},
        "?approval=published": shown,
    }
    for query, expected in table.items():
        assert {name: found(busy, name, query) for name in expected} == expected, query


def test_filters_of_the_record(busy: World) -> None:
    one = busy.items[0]
    named: dict[str, Any] = {"document_id": one.document_id, "kind": one.kind, "key": one.key}
    Labelling.objects.update_or_create(**named, defaults={"labels": [["ohchr_themes", "Torture", "rule", 0.9, "", None]]})
    document = Document.objects.get(pk=one.document_id or 0)
    assert found(busy, "public", "?theme=Torture") == {"late"}
    for query in (f"?document={document}", "?record=recommendation", f"?q={one.number}"):
        assert "late" in found(busy, "public", query), query
    assert found(busy, "public", "?record=pledge") == found(busy, "public", "?mechanism=CRPD&record=recommendation") == {"other"}
    assert {each["position_in_force"] for each in data(busy, "public", "?position=supported")} == {"supported"}
    assert found(busy, "public", "?q=zebra") == found(busy, "public", "?theme=zebra") == set()


def test_the_list_is_grouped_and_said(busy: World) -> None:
    one, two = busy.items[:2]
    dossier = Dossier.objects.create(state=STATE, slug="wards", title="Wards for all")
    for at, each in enumerate((one, two)):
        DossierMember.objects.create(dossier=dossier, document_id=each.document_id or 0, kind=each.kind, key=each.key, at=at)
    page = busy.client("coordinator").get(LIST).content.decode()
    assert page.index("Wards for all") < page.index(str(one.uid)) < page.index("In no dossier")
    assert 'type="checkbox" name="item"' in page
    for name in ("focal", "ngo", "public"):
        page = busy.client(name).get(LIST).content.decode()
        assert 'name="item"' not in page, name
        assert "no_lead" not in page, name
    assert "try fewer words" in busy.client("public").get(f"{LIST}?q=zebra").content.decode()
    assert "There is no page 99" in busy.client("public").get(f"{LIST}?page=99").content.decode()


def test_one_record_shows_what_each_may_see(busy: World) -> None:
    late, _supported, theirs, shown = busy.items[:4]
    keep.create(
        Note, by=busy.people["focal"], item=late, organisation=busy.organisations[JUSTICE], on=PAST, text="We are still at it"
    )  # fmt: skip
    keep.change(late.assignments.get(), version=1, by=busy.people["coordinator"], request="Say what you plan")
    of_justice, everybody = {"coordinator", "focal"}, {"coordinator", "focal", "health", "ngo", "stranger", "public"}
    said = {
        late: {
            "Say what you do": of_justice,
            "We are still at it": of_justice,
            "Give it to somebody": {"coordinator"},
        },  # asked before: of the history
        theirs: {"Build wards": {"coordinator", "health"}},
        shown: {"Train judges": everybody, "Nothing has changed.": everybody},
    }
    for each, words in said.items():
        pages = {name: busy.client(name).get(each.get_absolute_url()).content.decode() for name in everybody}
        assert all(each.text[:40] in page for page in pages.values())
        for word, by in words.items():
            assert {name for name in everybody if word in pages[name]} == by, word


def test_a_record_outlives_its_document(busy: World) -> None:
    one = busy.items[0]
    Document.objects.filter(pk=one.document_id or 0).delete()
    page = busy.client("focal").get(one.get_absolute_url()).content.decode()
    assert one.text[:40] in page
    assert "taken out of the archive" in page
    assert "late" in found(busy, "focal", f"?organisation={JUSTICE}")


def test_the_list_begins_with_ones_own_and_leads_to_all(busy: World) -> None:
    def listed(name: str, query: str = "") -> int:
        found: Any = busy.client(name).get(f"{LIST}{query}")
        return int(found.context["page"].total)

    every = busy.desk.items.count()
    assert {name: listed(name) for name in ("focal", "health", "coordinator", "public")} == {
        "focal": 2, "health": 2, "coordinator": every, "public": every,
    }  # fmt: skip
    assert 'href="/desk/XVA/items?sort=dossier">Show all' in busy.client("focal").get(LIST).content.decode()
    assert listed("focal", "?sort=dossier") == every


def test_it_is_said_what_is_overdue(busy: World) -> None:
    busy.action(busy.items[1], title="Train nurses", due_on=dt.date(2026, 5, 4))
    page = busy.client("focal").get(f"{LIST}?open=overdue").content.decode()
    assert page.count("1 action overdue since 4 May 2026") == 1
    assert page.count('<span class="lacks">overdue</span>') == 1


def test_a_desk_that_is_closed_is_not_there(busy: World) -> None:
    keep.change(busy.desk, version=busy.desk.version, by=None, open_to_public=False)
    for address in (LIST, f"{LIST}.csv", busy.items[0].get_absolute_url()):
        assert [busy.client(name).get(address).status_code for name in ("coordinator", "ngo", "stranger", "public")] == [200, 200, 404, 404]


def queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def test_more_rows_take_no_more_queries(busy: World) -> None:
    one = busy.items[3]
    addresses = [LIST, f"{LIST}?open=overdue&organisation={JUSTICE}", one.get_absolute_url()]
    people = ("coordinator", "focal", "ngo", "public")
    before = {(name, address): queries(busy.client(name), address) for name in people for address in addresses}
    for each in busy.items[4:24]:
        busy.assign(each, JUSTICE, due_on=PAST)
        busy.action(each)
    for number in range(4):
        busy.action(one, title=f"Action {number}", approval=Approval.PUBLISHED)
        busy.assessment(one, approval=Approval.PUBLISHED)
    after = {(name, address): queries(busy.client(name), address) for name in people for address in addresses}
    assert {key: (before[key], number) for key, number in after.items() if number > before[key] or number > MOST} == {}
