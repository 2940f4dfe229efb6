"""What is given in confidence: who sees it, that nobody sees whose it is, that it is really gone when it is deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings

from desks import World
from upright.tracking import contributions, evidence, keep, people
from upright.tracking.models import Contribution, Entry, Evidence, Notice, Value
from upright.tracking.rights import NotAllowed
from upright.tracking.words import Role

SECRET = "The keys are kept under the third stone."


def give(world: World, by: str = "stranger", to: str = "League of Defenders", *, submit: bool = True) -> Contribution:
    item, organisation = world.items[0], world.organisations[to]
    row = contributions.give(item, organisation, SECRET, world.who(by), by=world.people[by])
    return contributions.submit(row, world.who(by), version=row.version) if submit else row


@pytest.mark.parametrize("by", ["stranger", "focal", "nhri"])
def test_who_sees_what(world: World, by: str) -> None:
    row = give(world, by, submit=False)

    def seen() -> set[str]:
        return {name for name in (*world.people, "public") if Contribution.objects.seen_by(world.who(name)).exists()}

    assert seen() == {by}
    row = contributions.submit(row, world.who(by), version=row.version)
    assert seen() == {by, "ngo"}
    assert [each.text for each in contributions.given(world.desk, world.who("ngo"))] == [SECRET]
    assert not contributions.given(world.desk, world.who(by)).exists()
    contributions.take_back(row, world.who(by), version=row.version)
    assert seen() == {by}


def test_to_whom(world: World) -> None:
    names = {each.name for each in contributions.receivers(world.desk, world.who("public"))}
    assert names == {"League of Defenders", "Commission for Human Rights"}
    for to in ("Ministry of Justice", "Coordination Council"):
        with pytest.raises(NotAllowed):
            give(world, to=to)


def test_nobody_else_changes_it(world: World) -> None:
    row = give(world, submit=False)
    for name in ("ngo", "coordinator", "admin", "public"):
        who = world.who(name)
        for change in (
            lambda who=who: contributions.write(row, "x", who, version=row.version),
            lambda who=who: contributions.submit(row, who, version=row.version),
            lambda who=who: contributions.delete(row, who),
        ):
            with pytest.raises(NotAllowed):
                change()
    assert contributions.write(row, "Better words.", world.who("stranger"), version=row.version).text == "Better words."


def test_what_was_given_is_not_rewritten(world: World) -> None:
    row = give(world)
    with pytest.raises(NotAllowed):
        contributions.write(row, "x", world.who("stranger"), version=row.version)


def test_no_row_names_the_author_and_no_hour_is_kept(world: World) -> None:
    row = give(world)
    evidence.add_file(row, _text(), name="letter by stranger.txt", title="", by=world.people["stranger"])
    assert row.submitted_at is not None
    assert row.submitted_at.time() == dt.time()
    held: list[Any] = [row, *Evidence.objects.filter(contribution=row)]
    assert [(each.created_by, each.changed_by) for each in held] == [(None, None)] * 2
    key = str(world.people["stranger"].key)
    entries = Entry.objects.filter(object__in=[each.uid for each in held])
    assert {each.actor for each in entries} == {None}
    assert not Value.objects.filter(entry__in=entries, field__in=("author", "author_id", "created_by_id", "changed_by_id")).exists()
    said = [str(list(table.objects.values())) for table in (Entry, Value, Notice, Evidence)]
    assert not any(key in each or "stranger" in each for each in said)


def _text() -> bytes:
    return b"Minutes of a meeting, held on a Tuesday.\n"


def test_deleted_is_gone(world: World) -> None:
    row = give(world)
    kept = evidence.add_file(row, _text(), name="a.txt", title="Minutes", by=world.people["stranger"])
    path, uids = evidence.place(kept), [row.uid, kept.uid]
    assert path.exists()
    assert str(settings.FILES.parent) in str(path)
    contributions.delete(Contribution.objects.get(pk=row.pk), world.who("stranger"))
    assert not Contribution.objects.exists()
    assert not Evidence.objects.exists()
    assert not Value.objects.filter(entry__object__in=uids).exists()
    assert not any(SECRET in str(each) or "Minutes" in str(each) for each in Value.objects.values_list("before", "after"))
    assert _verifies()


def _verifies() -> bool:
    """Is each link of the chain what its hash says, and on the one before it?"""
    previous = ""
    for entry in Entry.objects.order_by("number"):
        if entry.previous != previous or keep.hash_of(entry) != entry.hash:
            return False
        previous = entry.hash
    return True


def test_the_order_says_nothing(world: World) -> None:
    """Those who assess see texts item by item, by a number that was drawn: not by time, and not by person."""
    rows = [give(world, by) for by in ("stranger", "focal", "nhri", "stranger", "focal", "health", "colleague", "approver")]
    shown = [each.pk for each in contributions.given(world.desk, world.who("ngo"))]
    assert shown == [each.pk for each in sorted(rows, key=lambda each: each.uid.hex)]


def test_an_assessor_reads_what_is_given_to_their_organisation_alone(world: World) -> None:
    give(world, to="Commission for Human Rights")
    assert not contributions.given(world.desk, world.who("ngo")).exists()
    people.join(world.people["colleague"], world.organisations["Commission for Human Rights"], Role.APPROVER, by=None)
    assert not Contribution.objects.seen_by(world.who("colleague")).exists()
    assert contributions.given(world.desk, world.who("nhri")).count() == 1
