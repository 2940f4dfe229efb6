"""What a desk follows up: the list, with its filters and what is open, and the page of one record with all work on it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from upright.archive import claims
from upright.archive.dossiers import titles_of
from upright.archive.models import Dossier, DossierMember
from upright.search import LABELS
from upright.tracking import about, publishing
from upright.tracking.about import About
from upright.tracking.models import Action, Assessment, Assignment, Desk, Indicator, Item, Note, Organisation
from upright.tracking.rights import Who
from upright.tracking.words import Part
from upright.web import labels, paging, tables
from upright.web.choosing import Chosen
from upright.web.desk.asking import desk_of, one, who
from upright.web.dossiers import Named, dossiers_of
from upright.web.explorer import Facet, facet

_BY_LABEL = {name: scheme for name, scheme in LABELS.items() if scheme in about.SCHEMES}
FILTERS = ("open", "organisation", "part", "approval", "record", "mechanism", "cycle", "document", "position", *_BY_LABEL)
SORTS = ("dossier", "document", "due")
_LONGEST = 200
COLUMNS = (
    "desk", "symbol", "number", "record", "text", "mechanism", "cycle", "date", "position_in_force", "dossier", "lead", "supporting", "due",
    "actions", "approval", "open", *_BY_LABEL, "item", "address",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Row:
    """An item in a list, with what it is filtered by: as much of the work on it as whoever looks sees. `open`: what is still to be done,
    for those who work on it; `late`: whether that is what was assigned; `late_actions`: when the actions were due that are overdue;
    `approval`: the states of the work on it."""

    item: Item
    about: About
    dossier: int | None = None
    assignments: list[Assignment] = field(default_factory=list)
    actions: int = 0
    approval: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    late: bool = False
    late_actions: list[dt.date] = field(default_factory=list)

    @property
    def lead(self) -> Assignment | None:
        return next((each for each in self.assignments if each.part == Part.LEAD.value), None)

    @property
    def supporting(self) -> list[Assignment]:
        return [each for each in self.assignments if each.part == Part.SUPPORTING.value]

    @property
    def due_on(self) -> dt.date | None:
        """The first day that something is due of what was assigned."""
        return min((each.due_on for each in self.assignments if each.due_on), default=None)

    @property
    def late_since(self) -> dt.date | None:
        """The first day that an action which is overdue was due."""
        return min(self.late_actions, default=None)

    def values(self, name: str, chosen: Chosen) -> Collection[str]:
        """Its values of a filter. An institution and its part are asked for together: the lead of one is not the lead of another."""
        match name:
            case "open" | "approval":
                return self.open if name == "open" else self.approval
            case "organisation" | "part":
                return _of_assignments(self.assignments, name, chosen)
            case "record":
                return (self.item.kind,)
            case "cycle":
                return (str(self.about.cycle),) if self.about.cycle else ()
            case "position":
                return (self.about.position,) if self.about.position else ()
        return self.about.values(_BY_LABEL.get(name, name))

    def fails(self, chosen: Chosen) -> list[str]:
        """The filters that do not hold: values of one filter are alternatives."""
        return [name for name, values in chosen.values.items() if set(values).isdisjoint(self.values(name, chosen))]

    def has(self, words: Sequence[str]) -> bool:
        """Are all words in its text, symbol or number?"""
        text = f"{self.item} {self.item.text}".casefold()
        return all(word in text for word in words)


def _of_assignments(rows: Iterable[Assignment], name: str, chosen: Chosen) -> set[str]:
    other = chosen.values.get("part" if name == "organisation" else "organisation")
    if name == "organisation":
        return {each.organisation.name for each in rows if not other or each.part in other}
    return {each.part for each in rows if not other or each.organisation.name in other}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for: `rows` that have the words, each with the filters that fail, `found` those that all hold for, in order."""

    words: str
    sort: str
    chosen: Chosen
    rows: list[tuple[Row, list[str]]]
    found: list[Row]

    @classmethod
    def of(cls, request: HttpRequest, desk: Desk) -> Asked:
        """Out of the parameters; what is not known among them is passed over."""
        words, sort = request.GET.get("q", "")[:_LONGEST].strip(), request.GET.get("sort", SORTS[0])
        sort = sort if sort in SORTS else SORTS[0]
        chosen = Chosen.of(request, dict.fromkeys(FILTERS, ""))
        asked = words.casefold().split()
        rows = [(row, row.fails(chosen)) for row in rows_of(desk, who(request)) if not asked or row.has(asked)]
        return cls(words=words, sort=sort, chosen=chosen, rows=rows, found=_sorted([row for row, fails in rows if not fails], sort))

    def facets(self) -> list[Facet]:
        """The values that occur, each counted with all filters but its own."""
        found = []
        for name in FILTERS:
            held = (row.values(name, self.chosen) for row, fails in self.rows if not fails or fails == [name])
            counts = Counter(chain.from_iterable(held))
            if counts or name in self.chosen.values:
                found.append(facet(name, sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])), self.chosen.values.get(name, [])))
        return found


def rows_of(desk: Desk, asking: Who) -> list[Row]:
    """All that a desk follows up, with the work that somebody sees. A bounded number of queries, however much it is."""
    items = list(Item.objects.listed().seen_by(asking).filter(desk=desk))
    subjects, dossiers = about.of_items(items), about.dossiers_of(items)
    rows = {each.pk: Row(item=each, about=subjects[each.pk], dossier=dossiers.get(each.pk)) for each in items}
    organisations = {each.pk: each for each in Organisation.objects.filter(desk=desk)}  # few: each is made once, not for every row
    for each in Assignment.objects.seen_by(asking).filter(item__desk=desk).only("item", "organisation", "part", "due_on"):
        each.organisation = organisations[each.organisation_id]
        rows[each.item_id].assignments.append(each)
    _add_work(rows, desk, asking)
    if desk.pk in asking.state_side:
        _add_open(rows, desk, asking)
    return list(rows.values())


def _add_work(rows: dict[int, Row], desk: Desk, asking: Who) -> None:
    for table in (Action, Note, Assessment):
        seen: QuerySet[Any] = table.objects.seen_by(asking).filter(item__desk=desk).order_by()
        for item, approval, number in seen.values_list("item", "approval").annotate(n=Count("pk")):
            rows[item].approval.add(approval)
            rows[item].actions += number if table is Action else 0


def _add_open(rows: dict[int, Row], desk: Desk, asking: Who) -> None:
    """What is still to be done. Whether there is a lead at all is known to whoever sees all of the State's side; whether there is an
    action, also to those who have a part in a record."""
    today = timezone.localdate()
    work: tuple[Any, ...] = (Assignment.objects, Action.objects)
    late = [rows.inside(asking).filter(item__desk=desk).overdue(today).order_by() for rows in work]
    for item in late[0].values_list("item", flat=True):
        rows[item].late = True
    for item, due_on in late[1].values_list("item", "due_on"):
        rows[item].late_actions.append(due_on)
    coordinates, working = desk.pk in asking.coordinated, asking.working
    for row in rows.values():
        of_theirs = any(each.organisation_id in working for each in row.assignments)
        holds = {
            "overdue": row.late or row.late_actions, "no_lead": coordinates and row.lead is None,
            "no_action": (coordinates or of_theirs) and not row.actions,
        }  # fmt: skip
        row.open |= {name for name, is_so in holds.items() if is_so}


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    """In the order of an address. Dossiers: those with most records first, then the records that are in none."""
    by_document = sorted(rows, key=lambda row: (-(row.about.date or dt.date.min).toordinal(), row.about.document, row.item.pk))
    if sort == "document":
        return by_document
    if sort == "due":
        return sorted(by_document, key=lambda row: row.due_on or dt.date.max)
    members = Counter(row.dossier for row in rows)
    return sorted(by_document, key=lambda row: (row.dossier is None, -members[row.dossier] if row.dossier else 0, row.dossier or 0))


# --- the list


def items(request: HttpRequest, state: str) -> HttpResponse:
    """What is followed up, by dossier; to be filtered, and given out."""
    desk, asking = desk_of(request, state), who(request)
    begun = _begin_with_own(request, desk, asking)
    asked = Asked.of(request, desk)
    page = paging.Page(paging.asked(request), len(asked.found))
    rows = asked.found[page.offset : page.offset + page.size]
    context = {
        "desk": desk, "rows": rows, "page": page, "facets": asked.facets(), "chosen": _addresses(asked.chosen, request),
        "words": asked.words, "sort": asked.sort, "sorts": SORTS, "dossiers": titled(row.dossier for row in rows), "own": begun,
        "member": desk.pk in asking.desks, "coordinates": desk.pk in asking.coordinated, "any": bool(asked.rows),
        "asked": [(name, value) for name in ("q", "sort", *FILTERS) for value in request.GET.getlist(name)],
    }  # fmt: skip
    return render(request, "desk/items/list.html", context)


def _begin_with_own(request: HttpRequest, desk: Desk, asking: Who) -> bool:
    """An address that asks for nothing shows whoever works in an institution, and does not coordinate, what is assigned to that."""
    if request.GET or desk.pk not in asking.state_side or desk.pk in asking.coordinated:
        return False
    there = Assignment.objects.inside(asking).filter(organisation=OuterRef("pk"))
    own = Organisation.objects.of_state().filter(Exists(there), desk=desk, pk__in=asking.working)
    names = list(own.values_list("name", flat=True))
    asks = request.GET.copy()
    asks.setlist("organisation", names)
    request.GET = asks  # type: ignore[assignment]  # the links of the page go on from there
    return bool(names)


def _addresses(chosen: Chosen, request: HttpRequest) -> list[tuple[str, str, str]]:
    """As everywhere; where nothing would be left of an address, it still says that all is asked for."""
    return [(name, value, address if address != "?" else f"?sort={SORTS[0]}") for name, value, address in chosen.addresses(request)]


def titled(dossiers: Iterable[int | None]) -> dict[int, Named]:
    """Dossiers by their keys, under the names that persons gave them. Three queries."""
    found = Dossier.objects.in_bulk({each for each in dossiers if each})
    given = titles_of(DossierMember.objects.filter(dossier__in=found))
    return {pk: Named(dossier=each, given=given.get(pk)) for pk, each in found.items()}


def download(request: HttpRequest, state: str, ending: str) -> HttpResponseBase:
    """The same list as data."""
    desk = desk_of(request, state)
    address = request.build_absolute_uri("/")[:-1]

    def listed() -> Iterator[list[Any]]:
        found = Asked.of(request, desk).found
        names = titled(row.dossier for row in found)
        for row in found:
            yield _line(row, names.get(row.dossier or 0), desk, address)

    return tables.respond(tables.Table(name=f"desk-{desk.state}", columns=COLUMNS, rows=listed), ending)


def _line(row: Row, dossier: Named | None, desk: Desk, address: str) -> list[Any]:
    item, subject = row.item, row.about
    return [
        desk.state, item.symbol, item.number, item.kind, item.text, subject.mechanism, subject.cycle, subject.date, subject.position,
        dossier and dossier.title, row.lead and row.lead.organisation.name, [each.organisation.name for each in row.supporting], row.due_on,
        row.actions, sorted(row.approval), sorted(row.open), *(subject.values(scheme) for scheme in _BY_LABEL.values()), str(item.uid),
        f"{address}/desk/{desk.state}/items/{item.uid}",
    ]  # fmt: skip


# --- one


def item(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """One record with who has which part of it, and all work on it that whoever looks may see."""
    desk, asking = desk_of(request, state), who(request)
    found: Item = one(Item.objects.seen_by(asking).filter(desk=desk).select_related("desk", "document"), uid)
    record = _record(found)
    mates = _mates(found, desk, asking)
    subjects = about.of_items([found, *mates])
    seen = {"item": found.pk}
    audited = Assignment.objects.audited_by(asking).filter(**seen).select_related("organisation")
    inside = set(Assignment.objects.inside(asking).filter(**seen).values_list("pk", flat=True))
    assignments = Assignment.objects.seen_by(asking).filter(**seen).select_related("organisation")
    context = {
        "desk": desk, "item": found, "row": record, "document": found.document, "about": subjects[found.pk],
        "groups": labels.of(record) if record else [], "dossiers": dossiers_of(record) if record else [],
        "mates": [(each, subjects[each.pk]) for each in mates],
        "assignments": [(each, each.pk in inside) for each in assignments], "audited": audited,
        "actions": Action.objects.seen_by(asking).filter(**seen).select_related("organisation"),
        "notes": Note.objects.seen_by(asking).filter(**seen).select_related("organisation", "action"),
        "indicators": Indicator.objects.seen_by(asking).filter(items=found).select_related("organisation"),
        "member": desk.pk in asking.desks, "coordinates": desk.pk in asking.coordinated, "asking": asking,
        "ready": publishing.ready_of(found, asking) if publishing.publishes(desk, asking) else 0,
    }  # fmt: skip
    return render(request, "desk/items/one.html", context)


def _record(item: Item) -> Any:
    """The record in the archive; None where it was taken out."""
    rows: Any = claims.TABLES[item.kind]._default_manager
    return rows.filter(document=item.document_id, key=item.key).select_related("document").first() if item.document_id else None


def _mates(item: Item, desk: Desk, asking: Who) -> list[Item]:
    """What else is followed up of the same dossiers: it was asked again."""
    mine = DossierMember.objects.filter(document=item.document_id, kind=item.kind, key=item.key)
    members = DossierMember.objects.filter(dossier__in=mine.values("dossier")).values_list("document", "kind", "key")
    wanted: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for document, kind, key in members:
        wanted[document].add((kind, key))
    keys = {key for places in wanted.values() for _kind, key in places}
    rows = Item.objects.listed().seen_by(asking).filter(desk=desk, document__in=wanted, key__in=keys).exclude(pk=item.pk)
    return [each for each in rows.order_by("-document__date", "pk") if (each.kind, each.key) in wanted[each.document_id or 0]]


urlpatterns = [
    path("<str:state>/items", items, name="desk_items"),
    path("<str:state>/items.<ending:ending>", download, name="desk_items_download"),
    path("<str:state>/items/<uuid:uid>", item, name="desk_item"),
]
