"""The audit: who changed what, when, from what to what, why; whether it is whole; and an earlier value put back.

What somebody sees of it hangs on the row that an entry is about (`queries`, `audited_by`): nobody learns here what they do not see there.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Exists, ForeignKey, OuterRef, Q, QuerySet

from upright.archive import backup
from upright.tracking import keep
from upright.tracking.models import (
    KEPT,
    NAMED,
    Action,
    Approved,
    Assessment,
    Assignment,
    ChainHead,
    Comment,
    Deadline,
    Desk,
    Draft,
    Entry,
    Indicator,
    Kept,
    Membership,
    Milestone,
    Note,
    Observation,
    Organisation,
    Person,
    Target,
    Value,
)
from upright.tracking.rights import NotAllowed, Who


class Change(NamedTuple):
    """A field of an event: what it was, and what it became; what it points to by its name."""

    field: str
    before: Any
    after: Any


class Event(NamedTuple):
    """What was done to a row. `who`: None where they are not to be told, or `by_itself`: where the program did it, and nobody.

    `about`: what the row is called; `url`: its page.
    """

    number: int
    at: dt.datetime
    who: str | None
    by_itself: bool
    verb: str
    table: str
    row: UUID
    version: int
    about: str
    url: str
    organisation: str
    changes: tuple[Change, ...]
    because: str


class Way(NamedTuple):
    """How a table leads to its desk, and to the organisation whose it is: several where it hangs on one of several."""

    desk: tuple[str, ...]
    organisation: tuple[str, ...] = ()


_OF_ITEM, _OF_DESK, _OF_INDICATOR = (
    Way(("item__desk",), ("organisation",)), Way(("desk",), ("organisation",)), Way(("indicator__desk",), ("indicator__organisation",)),
)  # fmt: skip
_OF_ORGANISATION = Way(("organisation__desk",), ("organisation",))
WAYS: dict[str, Way] = {
    "desk": Way(("pk",)), "organisation": Way(("desk",), ("pk",)), "membership": _OF_ORGANISATION, "invitation": _OF_ORGANISATION,
    "batch": _OF_DESK, "item": Way(("desk",)), "assignment": _OF_ITEM, "rule": _OF_DESK, "action": _OF_ITEM, "note": _OF_ITEM,
    "milestone": Way(("action__item__desk",), ("action__organisation",)), "indicator": _OF_DESK, "target": _OF_INDICATOR,
    "offer": _OF_INDICATOR, "observation": Way(("indicator__desk",), ("organisation",)), "scale": _OF_DESK, "assessment": _OF_ITEM,
    "comment": _OF_ITEM, "deadline": _OF_DESK, "draft": _OF_DESK,
    "evidence": Way(
        ("action__item__desk", "note__item__desk", "observation__indicator__desk", "assessment__item__desk"),
        ("action__organisation", "note__organisation", "observation__organisation", "assessment__organisation"),
    ),
}  # fmt: skip
SHOWN = 100  # entries beside the rows that they are of: the latest
# What only the program needs: places of records, digests; and what the verb of the entry says.
_UNSAID = frozenset(
    {
        "desk_id", "document_id", "sha256", "key", "passage", "digest", "batch_id", "hidden_at", "hidden_because",
        "figure_document_id", "figure_key", "figure_passage", "media_type", "size", "returned_because", keep.BECAUSE,
    }
)  # fmt: skip


# --- reading


def history(row: Kept, who: Who) -> list[Event]:
    """What was done to a row, the latest first. Empty for whoever does not see it as those who work on it do."""
    return histories([row], who)


def histories(rows: Iterable[Kept], who: Who) -> list[Event]:
    """The same of several rows together: the latest of what was done to them."""
    by_table: dict[type[Kept], list[int]] = defaultdict(list)
    for row in rows:
        by_table[type(row)].append(row.pk)
    seen: list[UUID] = []
    for table, keys in by_table.items():
        known: Any = table._default_manager
        seen += known.audited_by(who).filter(pk__in=keys).values_list("uid", flat=True)
    return events(Entry.objects.filter(object__in=seen).order_by("-number")[:SHOWN], who) if seen else []


def entries(
    desk: Desk,
    who: Who,
    *,
    table: str = "",
    organisation: Organisation | None = None,
    person: Person | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> QuerySet[Entry, Entry]:
    """What was done on a desk, as far as they see it, the latest first."""
    found = Q(pk__in=[])
    for name in [table] if table in WAYS else WAYS:
        rows = _rows(name, desk, who)
        if organisation is not None:
            rows = rows.filter(_any(WAYS[name].organisation, organisation.pk))
        if person is not None:
            rows = rows.filter(_where_known(name, person, desk, who))
        found |= Q(Exists(rows.filter(uid=OuterRef("object"))), table=name)  # asked of each link, from the latest on: all rows are many
    if person is not None:
        found &= Q(actor=person.key)
    if first is not None:
        found &= Q(at__date__gte=first)
    if last is not None:
        found &= Q(at__date__lte=last)
    return Entry.objects.filter(found).order_by("-number")


def _rows(name: str, desk: Desk, who: Who) -> QuerySet[Any, Any]:
    manager: Any = NAMED[name]._default_manager
    found: QuerySet[Any, Any] = manager.audited_by(who).filter(on(name, desk))
    return found


def on(table: str, desk: Desk) -> Q:
    """Rows of a table that are on a desk."""
    return _any(WAYS[table].desk, desk.pk)


def _any(paths: Iterable[str], value: Any) -> Q:
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{path: value})
    return found


def _where_known(name: str, person: Person, desk: Desk, who: Who) -> Q:
    """Rows on which they are told this person's name: where that is in confidence elsewhere, what is done there is not found by it."""
    known = Membership.objects.known_to(who).filter(person=person, organisation__desk=desk).values_list("organisation", flat=True)
    organisations = set(known)
    if not WAYS[name].organisation:
        return Q() if organisations else Q(pk__in=[])
    return _any((f"{path}__in" for path in WAYS[name].organisation), organisations)


def people(desk: Desk, who: Who) -> QuerySet[Person, Person]:
    """The persons of a desk whom they know by name."""
    known = Membership.objects.known_to(who).filter(organisation__desk=desk)
    found = Person.objects.filter(memberships__in=known, erased_at=None).select_related("user").distinct()
    return found.only("key", "name", "user__username").order_by("name", "pk")


def events(found: Iterable[Entry], who: Who) -> list[Event]:
    """Entries for the eye. Rights are those of the query that found them."""
    there = list(found)
    rows = _rows_of(there)
    values: dict[int, list[Value]] = defaultdict(list)
    for value in Value.objects.filter(entry__in=there):
        values[value.entry_id].append(value)
    names = _Names(there, _pointers((rows.get(entry.object), values[entry.number]) for entry in there), who)
    return [_event(entry, rows.get(entry.object), values[entry.number], names) for entry in there]


def _rows_of(there: Iterable[Entry]) -> dict[UUID, Kept]:
    """The rows that entries are about, with what they are named by."""
    uids: dict[str, set[UUID]] = defaultdict(set)
    for entry in there:
        uids[entry.table].add(entry.object)
    rows: dict[UUID, Kept] = {}
    for table, some in uids.items():
        way = WAYS[table]
        manager: Any = NAMED[table]._default_manager
        related = [path for path in (*way.desk, *way.organisation) if path != "pk"]
        if any(field.name == "action" for field in NAMED[table]._meta.concrete_fields):
            related.append("action__item__desk")  # whose page it is on
        rows |= {row.uid: row for row in manager.filter(uid__in=some).select_related(*related)}
    return rows


def _event(entry: Entry, row: Kept | None, values: list[Value], names: _Names) -> Event:
    organisation = organisation_of(row) if row else None
    changes = [
        Change(each.field, names.plain(row, each.field, each.before), names.plain(row, each.field, each.after))
        for each in values
        if each.field not in _UNSAID
    ]
    because = next((str(each.after) for each in values if each.field == keep.BECAUSE), "")
    return Event(
        number=entry.number, at=entry.at, who=names.of(entry.actor, organisation), by_itself=entry.actor is None, verb=entry.verb,
        table=entry.table, row=entry.object, version=entry.row_version, about=called(row) if row else "", url=_page(row),
        organisation=str(organisation or ""), because=because,
        changes=tuple(each for each in changes if _said(each.before) or _said(each.after)),
    )  # fmt: skip


def _said(value: Any) -> bool:
    return value not in (None, "", [], {})


def organisation_of(row: Kept) -> Organisation | None:
    """The organisation whose a row is."""
    for path in WAYS[str(row._meta.model_name)].organisation:
        found: Any = row
        for name in path.split("__") if path != "pk" else ():
            found = getattr(found, name, None)
        if found is not None:
            return found if isinstance(found, Organisation) else None
    return None


def called(row: Kept) -> str:
    """What a row is called: by its title or name, or that of what it is about."""
    for name in ("title", "name", "action", "indicator", "item", "organisation"):
        if getattr(row, name, None):
            return str(getattr(row, name))
    return ""


def _page(row: Any) -> str:
    """The page of a row, or of what it is about."""
    for each in (row, *(getattr(row, name, None) for name in ("action", "indicator", "item"))):
        if hasattr(each, "get_absolute_url"):
            return str(each.get_absolute_url())
    return ""


Pointers = dict[type[Any], set[Any]]  # keys of rows that fields point to, by their table


def _pointers(said: Iterable[tuple[Kept | None, Iterable[Value]]]) -> Pointers:
    """The rows that values point to."""
    found: Pointers = defaultdict(set)
    for row, values in said:
        models = _pointing(row) if row else {}
        for each in values:
            if each.field in models:
                found[models[each.field]] |= {each.before, each.after} - {None}
    return found


def _pointing(row: Kept) -> dict[str, type[Any]]:
    """The columns of a row that point to another one, and to which table."""
    return {field.attname: field.related_model for field in row._meta.concrete_fields if isinstance(field, ForeignKey)}


class _Names:
    """What is known by name to whoever looks: persons, and what fields point to. A query for each table, however many rows."""

    def __init__(self, there: Iterable[Entry], pointers: Pointers, who: Who) -> None:
        self._who = who
        actors = {each.actor for each in there if each.actor}
        known = Membership.objects.known_to(who).filter(Q(person__key__in=actors) | Q(person__in=pointers.pop(Person, ())))
        rows = list(known.order_by().values_list("person__key", "person", "organisation"))
        self._known = {(key, organisation) for key, _pk, organisation in rows}
        self._pointed = {(pk, organisation) for _key, pk, organisation in rows}
        self._anywhere = {key for key, _pk, _organisation in rows}
        persons = Person.objects.filter(Q(key__in=self._anywhere) | Q(pk=who.person), erased_at=None).select_related("user")
        self._persons = {each.key: each for each in persons}
        self._by_pk = {each.pk: each for each in persons}
        self._called = {(table, pk): name for table, keys in pointers.items() for pk, name in _called(table, keys)}

    def of(self, key: UUID | None, organisation: Organisation | None) -> str | None:
        """The name of whoever did something to a row of an organisation."""
        person = self._persons.get(key) if key else None
        if person is None:
            return None
        told = (key, organisation.pk) in self._known if organisation else key in self._anywhere
        return str(person) if told or person.pk == self._who.person else None

    def plain(self, row: Kept | None, column: str, value: Any) -> Any:
        """A value; what points to another row, by its name."""
        model = _pointing(row).get(column) if row else None
        if row is None or value is None or model is None:
            return value
        return self._person(value, organisation_of(row)) if model is Person else self._called.get((model, value))

    def _person(self, pk: Any, organisation: Organisation | None) -> str | None:
        told = organisation is not None and (pk, organisation.pk) in self._pointed
        return str(self._by_pk[pk]) if told and pk in self._by_pk else None


def _called(table: type[Any], keys: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """What rows of a table are called; nothing of what is not of the desk."""
    if issubclass(table, Kept):
        names = {field.name for field in table._meta.concrete_fields}
        related = [name for name in ("action", "indicator", "item", "organisation") if name in names]
        rows: Any = table._default_manager
        for row in rows.select_related(*related).filter(pk__in=keys):
            yield row.pk, called(row) or str(row)


# --- an earlier value

_RESTORED: tuple[type[Kept], ...] = (
    Action, Milestone, Note, Indicator, Target, Observation, Assessment, Deadline, Draft, Assignment, Comment,
)  # fmt: skip


def restorable(model: type[Kept]) -> frozenset[str]:
    """The fields that an earlier value can be put back in: what was written, not whose it is or how far it is approved."""
    if model not in _RESTORED:
        return frozenset()
    steps = {field.name for field in Approved._meta.fields} | {"published_at"}
    fields = (field for field in model._meta.concrete_fields if field.name not in steps and not field.is_relation)
    return frozenset(field.attname for field in fields if not field.primary_key and not field.name.startswith("figure_"))


def restore(row: Kept, number: int, field: str, who: Who, *, version: int, by: Person, because: str) -> Kept:
    """Put back what a field was before an entry of the audit: a change of its own, with a reason.

    NotAllowed where they may not change the row, or no value is there; keep.Conflict where somebody else changed it meanwhile.
    """
    rows: Any = type(row)._default_manager
    if field not in restorable(type(row)) or not rows.changed_by(who).filter(pk=row.pk).exists():
        raise NotAllowed("this cannot be put back now, or not by you")
    if not because.strip():
        raise NotAllowed("say why the earlier value is put back")
    value = Value.objects.filter(entry=number, entry__object=row.uid, field=field).exclude(entry__verb="create").first()
    if value is None:
        raise NotAllowed("this value is not kept any more")
    try:
        before = _cleaned(row, field, value.before)
        with keep.alone():
            return keep.change(row, version=version, by=by, because=because, verb="restore", **{field: before})
    except (IntegrityError, ValidationError) as error:
        raise NotAllowed("this value does not go with what the rest says now") from error


def _cleaned(row: Kept, name: str, value: Any) -> Any:
    field: Any = row._meta.get_field(name)
    return field.clean(value, row) if value is not None else None


# --- is it whole?


class Broken(NamedTuple):
    """Where the audit breaks first: at which link, and what is wrong there."""

    number: int | None
    what: str


class Verified(NamedTuple):
    """What a walk through the chain found. `erased`: values that were erased, as a link says. `head`: the hash of the last link."""

    links: int
    rows: int
    erased: int
    head: str
    broken: Broken | None


Progress = Callable[[int, int], None]
_AT_ONCE = 500
# Emptied by the database, where what they point to is gone: the audit cannot know.
_LET_GO = frozenset({"document_id", "figure_document_id", "batch_id", "observation_id"})


def verify(noted: str = "", progress: Progress | None = None) -> Verified:
    """Walk the chain from its first link to its head, at one moment, and hold the rows against it.

    `noted`: the hash of a head that somebody wrote down elsewhere, which must be a link still. It is the only sign where the end of the
    chain was cut off together with its head, or the whole was made anew.
    """
    with backup.moment():
        walk = _Walk(progress)
        broken = walk.links() or walk.head() or walk.noted(noted) or walk.rows()
    return Verified(walk.number, walk.checked, walk.erased, walk.hash, broken)


class _Walk:
    def __init__(self, progress: Progress | None) -> None:
        self.number, self.hash, self.erased, self.checked = 0, "", 0, 0
        self._head = ChainHead.objects.filter(pk=1).first() or ChainHead(number=0, hash="")
        self._forgotten = set(Entry.objects.filter(verb__in=(keep.ERASE, keep.DELETE)).values_list("object", flat=True))
        self._progress = progress

    def links(self) -> Broken | None:
        """Each link against the one before it, and its values against its digests."""
        values = Value.objects.order_by("entry_id", "pk").iterator(chunk_size=_AT_ONCE)
        of_entries = groupby(values, key=lambda each: each.entry_id)
        at, its = next(of_entries, (None, iter(())))
        for entry in Entry.objects.order_by("number").iterator(chunk_size=_AT_ONCE):
            some: list[Value] = []
            if at == entry.number:
                some = list(its)
                at, its = next(of_entries, (None, iter(())))
            if what := self._link(entry) or self._values(entry, some):
                return Broken(entry.number, what)
            self.number, self.hash = entry.number, entry.hash
            if self._progress and entry.number % _AT_ONCE == 0:
                self._progress(entry.number, self._head.number)
        return None

    def _link(self, entry: Entry) -> str:
        if entry.number != self.number + 1:
            return f"link {self.number + 1} is missing before it"
        if entry.previous != self.hash:
            return "it does not follow from the link before it"
        return "" if keep.hash_of(entry) == entry.hash else "the link itself was changed: its hash is another one"

    def _values(self, entry: Entry, values: list[Value]) -> str:
        there = {each.field: each for each in values}
        for field, digests in entry.digests.items():
            if field not in there:
                if entry.object not in self._forgotten:
                    return f"the value of '{field}' is missing, and no link says that it was erased"
                self.erased += 1
            elif keep.digests(there[field]) != digests:
                return f"the value of '{field}' was changed: its digest is another one"
        unknown = sorted(there.keys() - entry.digests.keys())
        return f"there is a value of '{unknown[0]}' that the link does not know" if unknown else ""

    def head(self) -> Broken | None:
        """The last link against what is known of the head."""
        if (self.number, self.hash) == (self._head.number, self._head.hash):
            return None
        if self.number < self._head.number:
            return Broken(self.number + 1, f"the chain ends at link {self.number}, and had {self._head.number}: its end was cut off")
        return Broken(self._head.number, "the head of the chain is another one")

    def noted(self, noted: str) -> Broken | None:
        """A head that somebody wrote down."""
        if not noted or Entry.objects.filter(hash=noted).exists():
            return None
        return Broken(None, "the hash that was noted is no link of this chain: its end was cut off, or the whole was made anew")

    def rows(self) -> Broken | None:
        """The rows as they are against what the audit says of them last."""
        return next((broken for table in KEPT if (broken := self._table(table))), None)

    def _table(self, table: type[Kept]) -> Broken | None:
        name = str(table._meta.model_name)
        known = Entry.objects.filter(table=name, verb="create").exclude(object__in=self._forgotten)
        gone = known.exclude(object__in=table._default_manager.values("uid")).order_by("number").first()
        if gone is not None:
            return Broken(gone.number, f"the row of '{name}' that it made is gone, and no link says that it was deleted")
        rows = table._default_manager.order_by("pk").iterator(chunk_size=_AT_ONCE)
        while batch := list(islice(rows, _AT_ONCE)):
            if broken := self._batch(name, batch):
                return broken
            self.checked += len(batch)
        return None

    def _batch(self, name: str, rows: list[Kept]) -> Broken | None:
        last = _last({row.uid for row in rows})
        for row in rows:
            if row.uid not in last:
                return Broken(None, f"a row of '{name}' was made without the audit: {row.uid}")
            for field, (number, value) in last[row.uid].items():
                if not _same(row, field, value):
                    return Broken(number, f"'{field}' of a row of '{name}' was changed since without the audit: {row.uid}")
        return None


def _last(uids: set[UUID]) -> dict[UUID, dict[str, tuple[int, Any]]]:
    """By row and field: the link that wrote it last, and the value."""
    found: dict[UUID, dict[str, tuple[int, Any]]] = {
        uid: {} for uid in Entry.objects.filter(object__in=uids).values_list("object", flat=True)
    }
    values = Value.objects.filter(entry__object__in=uids).exclude(field=keep.BECAUSE).order_by("entry_id")
    for uid, field, number, value in values.values_list("entry__object", "field", "entry_id", "after"):
        found[uid][field] = (number, value)
    return found


def _same(row: Kept, name: str, value: Any) -> bool:
    field: Any = next((each for each in row._meta.concrete_fields if each.attname == name), None)
    if field is None or name in _LET_GO:  # a column that is no more
        return True
    now = keep.plain(row, name, getattr(row, name))
    return now == value or (value is not None and now is not None and field.to_python(now) == field.to_python(value))


def walked(verified: Verified) -> Iterator[str]:
    """What a walk found, in sentences."""
    if verified.broken is None and not verified.links:
        yield "there is no audit here: nothing was done on a desk of this archive"
        return
    if verified.broken is None:
        yield f"the audit is whole: {verified.links:,} links, {verified.rows:,} rows as it says, {verified.erased:,} values erased"
        yield f"its last link: {verified.head}"
        yield "note it elsewhere: given with --noted, it shows later whether the end was cut off or all made anew; nothing else can"
        return
    where = f"at link {verified.broken.number:,}" if verified.broken.number else "beside the chain"
    yield f"the audit is broken {where}: {verified.broken.what}; {verified.links:,} links before are whole"
