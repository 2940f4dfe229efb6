"""What is shown to everybody: by whom, when, and taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from desks import World
from upright.tracking import approval, keep, publishing
from upright.tracking.models import Action, Assessment, Assignment, Deadline, Indicator, Membership
from upright.tracking.words import Approval, Role, Step

DONE = Approval.APPROVED


def _rows(world: World) -> dict[str, Any]:
    """A row of each kind that is ready, of the ministry, and an assessment of the League."""
    item, justice = world.items[0], world.organisations["Ministry of Justice"]
    by = world.people["coordinator"]
    return {
        "action": world.action(item, approval=DONE),
        "assignment": world.assign(item, "Ministry of Justice"),
        "indicator": keep.create(Indicator, by=by, desk=world.desk, organisation=justice, title="Complaints", aim="outcome"),
        "deadline": keep.create(Deadline, by=by, desk=world.desk, title="Mid-term report", on=dt.date(2027, 1, 1)),
        "assessment": world.assessment(item, approval=DONE),
    }


def _publish(world: World, table: str, row: Any, by: str, **given: Any) -> publishing.Outcome:
    rows = [(row.uid, row.version)]
    return publishing.publish(table, rows, world.who(by), desk=world.desk, by=world.people[by], **given)


@pytest.mark.parametrize("table", ["action", "assignment", "indicator", "deadline", "assessment"])
def test_who_publishes(world: World, table: str) -> None:
    """A coordinator for the State's side, each independent organisation for itself, nobody else."""
    row = _rows(world)[table]
    may = "ngo" if table == "assessment" else "coordinator"

    def public() -> bool:
        return bool(type(row)._default_manager.seen_by(world.who("public")).filter(pk=row.pk).exists())

    for name in set(world.people) - {may}:
        assert not publishing.ready(table, world.desk, world.who(name)).exists(), name
        assert _publish(world, table, row, name) == (0, 1)
    assert not public()
    assert _publish(world, table, row, may) == (1, 0)
    assert public()
    row = publishing.shown(table, world.desk, world.who(may)).get()
    for name in set(world.people) - {may}:
        assert publishing.take_back(table, [(row.uid, row.version)], world.who(name), desk=world.desk, by=world.people[name]) == (0, 1)
    assert public()
    assert publishing.take_back(table, [(row.uid, row.version)], world.who(may), desk=world.desk, by=world.people[may]) == (1, 0)
    assert not public()


def test_what_is_not_approved_is_not_ready(world: World) -> None:
    for state in (Approval.DRAFT, Approval.SUBMITTED, Approval.RETURNED):
        row = world.action(world.items[0], approval=state)
        assert _publish(world, "action", row, "coordinator") == (0, 1)
    assert not Action.objects.seen_by(world.who("public")).exists()


def test_what_changed_meanwhile_is_left(world: World) -> None:
    row = world.assign(world.items[0], "Ministry of Justice")
    keep.change(row, version=1, by=world.people["coordinator"], due_on=dt.date(2027, 5, 1))
    assert _publish(world, "assignment", row, "coordinator") == (0, 1)
    assert not Assignment.objects.seen_by(world.who("public")).exists()


def test_an_embargo_is_over_by_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    until = timezone.now() + dt.timedelta(hours=2)
    _publish(world, "action", world.action(world.items[0], approval=DONE), "coordinator", embargo_until=until)
    seen = Action.objects.seen_by
    assert not seen(world.who("public")).exists()
    assert not seen(world.who("health")).exists()
    assert seen(world.who("focal")).exists()
    later = until + dt.timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert seen(world.who("public")).exists()


def test_where_there_is_an_approver_they_publish(world: World) -> None:
    """As the steps have it: what is listed as ready can be published."""
    row = world.assessment(world.items[0], approval=DONE)
    league = world.organisations["League of Defenders"]
    keep.create(Membership, by=None, person=world.people["stranger"], organisation=league, role=Role.APPROVER.value)
    for name, may in (("ngo", False), ("stranger", True)):
        assert publishing.ready("assessment", world.desk, world.who(name)).exists() == may
        assert (Step.PUBLISH in approval.steps(row, world.who(name))) == may
    assert _publish(world, "assessment", row, "ngo") == (0, 1)
    assert _publish(world, "assessment", row, "stranger") == (1, 0)
    assert Assessment.objects.seen_by(world.who("public")).exists()
