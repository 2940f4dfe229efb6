"""Bulk work, undone as a whole: what its entries in the audit say that it did is taken back, and what somebody changed since is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from upright.exceptions import UprightError
from upright.tracking import audit, keep
from upright.tracking.models import KEPT, Batch, Entry, Kept, Person
from upright.tracking.rights import Who

_BY_NAME: dict[str, type[Kept]] = {str(table._meta.model_name): table for table in KEPT}


class Undone(NamedTuple):
    """How many rows are as they were before, and how many were left, because somebody changed them since."""

    rows: int
    left: int


def done(batch: Batch, who: Who) -> QuerySet[Entry, Entry]:
    """What bulk work did, as far as somebody sees it, in that order."""
    return audit.entries(batch.desk, who).filter(batch=batch.uid).order_by("number")


def makers(batches: Iterable[Batch], who: Who) -> dict[UUID, str]:
    """Who did bulk work, by its uid, as far as somebody is told. A few queries, however many there are."""
    made = Entry.objects.filter(table="batch", verb="create", object__in=[each.uid for each in batches])
    return {event.row: event.who for event in audit.events(made, who) if event.who}


def sizes(batches: Iterable[Batch]) -> dict[UUID, int]:
    """How many rows each wrote, by its uid. One query."""
    written = Entry.objects.filter(batch__in=[each.uid for each in batches]).order_by()
    return {uid: number for uid, number in written.values_list("batch").annotate(Count("object", distinct=True)) if uid}


def rows_of(batch: Batch) -> list[Kept]:
    """The rows that bulk work wrote, in the order that it did."""
    found: dict[Any, Kept] = {}
    for entry in Entry.objects.filter(batch=batch.uid).order_by("number"):
        row = _BY_NAME[entry.table]._default_manager.filter(uid=entry.object).first()
        if row is not None:
            found[entry.object] = row
    return list(found.values())


def changed_since(batch: Batch) -> list[Kept]:
    """The rows of bulk work that somebody wrote since: an undoing leaves them. Two queries, and one for each table of such rows."""
    mine = Entry.objects.filter(batch=batch.uid)
    last = dict(mine.order_by().values_list("object").annotate(Max("number")))
    now = Entry.objects.filter(object__in=mine.values("object")).order_by().values_list("table", "object").annotate(Max("number"))
    since: dict[str, list[Any]] = defaultdict(list)
    for table, uid, number in now:
        if number != last[uid]:
            since[table].append(uid)
    return [row for table, uids in since.items() for row in _BY_NAME[table]._default_manager.filter(uid__in=uids)]


def undo(batch: Batch, *, by: Person) -> Undone:
    """Take bulk work back, the latest row first, in one transaction. UprightError where it was taken back before."""
    if batch.undone_at is not None:
        raise UprightError("this was undone already")
    undone = left = 0
    with keep.alone():
        for row in reversed(rows_of(batch)):
            if _undo(row, batch, by):
                undone += 1
            else:
                left += 1
        summary = {**batch.summary, "undone": undone, "left": left}
        keep.change(batch, version=batch.version, by=by, verb="undo", undone_at=timezone.now(), summary=summary)
    return Undone(undone, left)


def _undo(row: Kept, batch: Batch, by: Person) -> bool:
    """Give a row the values that it had before; False where somebody wrote it since, or what was done since leaves no room for them."""
    try:
        with transaction.atomic():
            return _as_before(row, batch, by)
    except IntegrityError:  # another lead, say
        return False


def _as_before(row: Kept, batch: Batch, by: Person) -> bool:
    entries = list(Entry.objects.filter(object=row.uid).order_by("number"))
    if entries[-1].batch != batch.uid:
        return False
    first = next(each for each in entries if each.batch == batch.uid)
    if first.verb == "create":
        keep.hide(row, version=row.version, by=by, because=f"undone: {batch.title}")
        return True
    before = {name: value for name, value in keep.values_at(row, first.row_version - 1).items() if value != keep.values(row)[name]}
    keep.change(row, version=row.version, by=by, because=f"undone: {batch.title}", verb="undo", **before)
    return True
