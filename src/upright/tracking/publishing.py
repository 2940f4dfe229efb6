"""What is shown to everybody: published in bulk, or taken back, by whoever answers for it.

A coordinator publishes what the State's side approved, and who does what by when; each independent organisation publishes its own. What
takes the steps of approval is published by that step, also with an embargo, which is over by itself; what has no steps (assignments,
indicators, deadlines) is shown from the moment in which it is published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upright.tracking import approval, keep
from upright.tracking.models import (
    Action,
    Approved,
    Assessment,
    Assignment,
    Deadline,
    Desk,
    Indicator,
    Item,
    Kept,
    Membership,
    Note,
    Observation,
    Person,
)
from upright.tracking.queries import state_side
from upright.tracking.rights import NotAllowed, Who
from upright.tracking.words import Approval, Role, Step

# What there is to publish, by the name that pages ask for; and the path from each table to its desk.
TABLES: dict[str, type[Kept]] = {
    "action": Action, "note": Note, "observation": Observation, "assessment": Assessment, "assignment": Assignment, "indicator": Indicator,
    "deadline": Deadline,
}  # fmt: skip
ITEM = {"observation": "indicator__items", "indicator": "items"}  # the path from each table to the record, where it is not `item`
_DESK = {"observation": "indicator__desk", "indicator": "desk", "deadline": "desk"}


class Outcome(NamedTuple):
    """How many were published or taken back, and how many were left, because somebody changed them meanwhile or they were not ready."""

    done: int
    left: int


def ready(table: str, desk: Desk, who: Who) -> QuerySet[Any, Any]:
    """What somebody may publish now: approved work, and what has no steps and is not shown yet."""
    return _theirs(table, desk, who).filter(_decided_by(who), _is(table, Approval.APPROVED, shown=False))


def shown(table: str, desk: Desk, who: Who) -> QuerySet[Any, Any]:
    """What they published and may take back, under embargo or not."""
    return _theirs(table, desk, who).filter(_is(table, Approval.PUBLISHED, shown=True))


def ready_of(item: Item, who: Who) -> int:
    """How much of a record somebody may publish now. One query."""
    rows = [ready(table, item.desk, who).filter(**{ITEM.get(table, "item"): item}).order_by().values_list("uid") for table in TABLES]
    return rows[0].union(*rows[1:]).count()


def _is(table: str, state: Approval, *, shown: bool) -> Q:
    return Q(approval=state.value) if issubclass(TABLES[table], Approved) else Q(published_at__isnull=not shown)


def _theirs(table: str, desk: Desk, who: Who) -> QuerySet[Any, Any]:
    """What they answer for: the State's side of a desk that they coordinate, and their own independent organisation's."""
    path = _DESK.get(table, "item__desk")
    rows: QuerySet[Any, Any] = TABLES[table]._default_manager.filter(**{path: desk}, hidden_at=None)
    of_state = state_side() | Q(organisation=None) if table == "deadline" else state_side()
    coordinated = of_state & Q(**{f"{path}__in": who.coordinated})
    own = Q(organisation__in=who.organisations({Role.ASSESSOR, Role.APPROVER})) & ~state_side()
    return rows.filter(coordinated | own)


def _decided_by(who: Who) -> Q:
    """As `approval` has it: an approver of an independent organisation publishes, and where there is none, whoever assesses."""
    of_theirs = {"organisation": OuterRef("organisation"), "role": Role.APPROVER.value, "hidden_at": None}
    approvers: QuerySet[Any, Any] = Membership.objects.filter(**of_theirs)
    return state_side() | Q(organisation=None) | Q(organisation__in=who.organisations({Role.APPROVER})) | Q(~Exists(approvers))


def publish(
    table: str, rows: Iterable[tuple[Any, int]], who: Who, *, desk: Desk, by: Person, embargo_until: dt.datetime | None = None
) -> Outcome:
    """Publish rows, each given as it was seen: its uid and version. What changed since is left, and stays unpublished."""
    return _each(table, rows, ready(table, desk, who), who, by, Step.PUBLISH, embargo_until)


def take_back(table: str, rows: Iterable[tuple[Any, int]], who: Who, *, desk: Desk, by: Person) -> Outcome:
    """Have rows unpublished again: work is a draft then, which is approved anew."""
    return _each(table, rows, shown(table, desk, who), who, by, Step.TAKE_BACK, None)


def _each(
    table: str, wanted: Iterable[tuple[Any, int]], allowed: Any, who: Who, by: Person, step: Step, embargo_until: dt.datetime | None
) -> Outcome:
    versions = dict(wanted)
    found = {row.uid: row for row in allowed.filter(uid__in=versions)}
    done = 0
    with keep.alone():
        for uid, row in found.items():
            done += _one(table, row, versions[uid], who, by, step, embargo_until)
    return Outcome(done, len(versions) - done)


def _one(table: str, row: Any, version: int, who: Who, by: Person, step: Step, embargo_until: dt.datetime | None) -> bool:
    try:
        if issubclass(TABLES[table], Approved):
            approval.take(row, step, who, version=version, by=by, embargo_until=embargo_until)
        else:
            published = timezone.now() if step is Step.PUBLISH else None
            keep.change(row, version=version, by=by, verb=step.value, published_at=published)
    except (keep.Conflict, NotAllowed):
        return False
    return True


def publishes(desk: Desk, who: Who) -> bool:
    """Is there anything on a desk that they would publish?"""
    independent = any(each.desk == desk.pk and each.independent and each.role in {Role.ASSESSOR, Role.APPROVER} for each in who.holds)
    return desk.pk in who.coordinated or independent
