"""Bulk work is undone as a whole, and what somebody changed since is left."""

from __future__ import annotations

import pytest

from desks import World
from upright.exceptions import UprightError
from upright.tracking import assigning, batches, keep
from upright.tracking.assigning import Instead, Terms
from upright.tracking.models import Assignment, Batch, Item
from upright.tracking.words import Part

JUSTICE, HEALTH = "Ministry of Justice", "Ministry of Health"


def give(world: World, items: list[Item], organisation: str, instead: Instead = Instead.LEAVE) -> Batch:
    plan = assigning.by_hand(items, world.organisations[organisation], Part.LEAD, terms=Terms(), instead=instead)
    return assigning.carry_out(plan, world.desk, by=world.people["coordinator"], title="Test", terms=Terms(), instead=instead)


def test_what_somebody_changed_since_is_left(world: World) -> None:
    one, two = world.items[:2]
    batch = give(world, [one, two], JUSTICE)
    row = Assignment.objects.get(item=one)
    keep.change(row, version=1, by=world.people["coordinator"], request="By spring, please")
    assert batches.changed_since(batch) == [row]
    assert batches.undo(batch, by=world.people["coordinator"]) == (1, 1)
    assert list(Assignment.objects.filter(hidden_at=None)) == [row]
    batch.refresh_from_db()
    assert (batch.undone_at is not None, batch.summary) == (True, {"new": 2, "undone": 1, "left": 1})
    with pytest.raises(UprightError):
        batches.undo(batch, by=world.people["coordinator"])


def test_a_lead_that_was_taken_over_comes_back_only_where_there_is_room(world: World) -> None:
    one, two = world.items[:2]
    give(world, [one, two], JUSTICE)
    batch = give(world, [one, two], HEALTH, Instead.SUPPORTS)
    row = Assignment.objects.get(item=one, organisation=world.organisations[HEALTH])
    keep.change(row, version=1, by=world.people["coordinator"], request="By spring, please")
    assert batches.undo(batch, by=world.people["coordinator"]) == (2, 2)  # both rows of the second item; of the first, neither
    leads = {each.item: each.organisation.name for each in Assignment.objects.filter(hidden_at=None, part="lead")}
    assert leads == {one: HEALTH, two: JUSTICE}
