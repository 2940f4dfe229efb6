"""What became of a piece of work: who changed what from what to what, for those who work on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from upright.tracking import keep
from upright.tracking.models import Desk, Entry, Kept, Membership, Value
from upright.tracking.people import names_of
from upright.tracking.rights import Who
from upright.web.desk.words import AIMS, APPROVALS, PARTS, PROGRESS
from upright.web.templatetags.upright import un_date

SHOWN = 100  # the latest of what happened
# The fields that are told of; what only keeps the row, or follows from a step, is not.
FIELDS: dict[str, Any] = {
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("Description"),
    "text": gettext_lazy("Text"),
    "part": gettext_lazy("Its part"),
    "request": gettext_lazy("What is asked of them"),
    "aim": gettext_lazy("Aim"),
    "progress": pgettext_lazy("of an action", "Progress"),
    "starts_on": gettext_lazy("Begins"),
    "due_on": gettext_lazy("Due"),
    "done_on": gettext_lazy("Done"),
    "on": gettext_lazy("Date"),
    "budget": gettext_lazy("Budget"),
    "currency": gettext_lazy("Currency"),
    "approval": gettext_lazy("Approval"),
}
_WORDS: dict[str, Mapping[str, Any]] = {"part": PARTS, "aim": AIMS, "progress": PROGRESS, "approval": APPROVALS}


class Change(NamedTuple):
    """A field, and its values for the eye."""

    label: Any
    before: str
    after: str


class Event(NamedTuple):
    """Something that was done: to which row, by whom (a name, or an organisation), why, and what it changed."""

    at: dt.datetime
    row: Kept
    verb: str
    who: str
    because: str
    changes: list[Change]


def of(rows: Sequence[Kept], desk: Desk, who: Who) -> list[Event]:
    """What happened to rows of a desk, the latest first. Whoever calls has asked that `who` sees the rows unpublished."""
    by_uid = {row.uid: row for row in rows}
    entries = list(Entry.objects.filter(object__in=by_uid).order_by("-number").prefetch_related("values")[:SHOWN])
    actors = _actors({each.actor for each in entries if each.actor}, desk, who)
    return [_event(entry, by_uid[entry.object], actors) for entry in entries]


def _event(entry: Entry, row: Kept, actors: Mapping[UUID, str]) -> Event:
    values = list(entry.values.all())
    because = next((str(each.after) for each in values if each.field == keep.BECAUSE and each.after), "")
    changes = [] if entry.verb == "create" else list(_changes(values))
    by = actors.get(entry.actor) if entry.actor else None
    return Event(entry.at, row, entry.verb, by or (gettext("somebody") if entry.actor else ""), because, changes)


def _changes(values: Iterable[Value]) -> Iterable[Change]:
    for each in values:
        if each.field in FIELDS:
            yield Change(FIELDS[each.field], _shown(each.field, each.before), _shown(each.field, each.after))


def _shown(field: str, value: Any) -> str:
    if value in (None, ""):
        return gettext("nothing")
    if field in _WORDS:
        return str(_WORDS[field].get(value, value))
    return un_date(value) if field == "on" or field.endswith("_on") else str(value)


def _actors(keys: Iterable[UUID], desk: Desk, who: Who) -> dict[UUID, str]:
    """What those who did something are called to whoever looks: by name, where they may know it, or by their organisation."""
    held = Membership.objects.filter(person__key__in=keys, organisation__desk=desk).select_related("person", "organisation")
    names = names_of([(each.person, each.organisation) for each in held], who)
    found: dict[UUID, str] = {}
    for each in held:
        name = names.get((each.person_id, each.organisation_id))
        if name or each.person.key not in found:
            found[each.person.key] = name or each.organisation.name
    return found
