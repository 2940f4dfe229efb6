"""What everybody sees of a desk: the government's word and the others' side by side, record by record; the same for all who look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path

from upright.tracking import assessments
from upright.tracking.assessments import Compared, Disagreement, Stand
from upright.tracking.models import Action, Assignment, Desk, Item, Note, Observation
from upright.tracking.queries import state_side
from upright.tracking.rights import PUBLIC
from upright.tracking.words import Part
from upright.web import paging, tables
from upright.web.desk.asking import desk_of
from upright.web.desk.words import PROGRESS
from upright.web.templatetags.desk_assessments import assessor_name, stand_word
from upright.web.templatetags.desk_indicators import observed, of_observation
from upright.web.templatetags.upright import un_date

SHOWN = ("both", "state", "others", "disagree", "neither")
COLUMNS = ("symbol", "number", "text", "lead", "actions", "progress", "values", "state_assesses", "others_assess", "steps_apart", "address")


@dataclass(kw_only=True)
class Sides:
    """A record, and what both sides published of it. `told`: the State's side published an action, a note or a value; `given`: who does
    it, which says nothing yet of what is done."""

    item: Item
    told: bool = False
    given: bool = False
    assignments: list[Assignment] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    values: list[Observation] = field(default_factory=list)
    own: list[Stand] = field(default_factory=list)
    others: list[Stand] = field(default_factory=list)

    @property
    def lead(self) -> Assignment | None:
        return next((each for each in self.assignments if each.part == Part.LEAD.value), None)

    @property
    def state(self) -> bool:
        """Has the State's side published what it does, or how far it is?"""
        return self.told or bool(self.own)

    @cached_property
    def disagreement(self) -> Disagreement:
        return assessments.compare([*self.own, *self.others])

    def is_(self, shown: str) -> bool:
        """Is it one of those that an address asks for?"""
        match shown:
            case "both":
                return self.state and bool(self.others)
            case "state":
                return self.state
            case "others":
                return bool(self.others)
            case "disagree":
                return self.disagreement.count(Compared.APART) > 0
            case "neither":
                return not (self.state or self.others)
        return True


def sides_of(desk: Desk) -> list[Sides]:
    """All that a desk follows up, and how what is published of it is assessed: what anybody sees, whoever looks. The State's work itself is
    added by `with_work`, where it is shown."""
    items = list(Item.objects.listed().seen_by(PUBLIC).filter(desk=desk))
    on = {table: set(_seen(table).filter(item__desk=desk).order_by().values_list("item", flat=True).distinct()) for table in _WORK}
    told = on[Action] | on[Note] | set(_values().filter(indicator__desk=desk).values_list("indicator__items", flat=True).distinct())
    for item in items:
        item.desk = desk
    sides = {item.pk: Sides(item=item, told=item.pk in told, given=item.pk in on[Assignment]) for item in items}
    for pk, stands in assessments.of_items(items, PUBLIC).items():
        for stand in stands:
            of_state = stand.organisation is not None and not stand.organisation.independent
            (sides[pk].own if of_state else sides[pk].others).append(stand)
    return list(sides.values())


def with_work(rows: Sequence[Sides]) -> Sequence[Sides]:
    """The same records with what the State's side published: who does it, actions, notes, the latest value of each indicator. Four
    queries."""
    sides = {row.item.pk: row for row in rows}
    told = [pk for pk, row in sides.items() if row.told or row.given]
    for table, (name, *shown) in _WORK.items():
        found = _seen(table).filter(item__in=told).select_related("organisation")
        for work in found.only("uid", "item", "organisation__name", *shown):
            work.item = sides[work.item_id].item
            getattr(sides[work.item_id], name).append(work)
    latest: dict[tuple[int, int], Observation] = {}
    for value in _values().filter(indicator__items__in=told).annotate(about=F("indicator__items")).order_by("period_end", "pk"):
        latest[value.about, value.indicator_id] = value
    for (item, _indicator), value in latest.items():
        sides[item].values.append(value)
    return rows


# Where the work of a table stands in a record, and what is shown of it.
_WORK: dict[type[Any], tuple[str, ...]] = {
    Assignment: ("assignments", "part", "due_on"), Action: ("actions", "title", "progress"), Note: ("notes", "on", "text"),
}  # fmt: skip


def _seen(table: type[Any]) -> Any:
    return table.objects.seen_by(PUBLIC)


def _values() -> Any:
    """The values that the State's side published."""
    return Observation.objects.seen_by(PUBLIC).filter(state_side()).select_related("indicator__desk", "organisation").order_by()


def public(request: HttpRequest, state: str) -> HttpResponse:
    """Both sides, side by side."""
    desk, shown = desk_of(request, state), request.GET.get("of", "")
    every = sides_of(desk)
    counts = {each: sum(row.is_(each) for row in every) for each in SHOWN}
    asked = shown if shown in SHOWN else ""
    found = (
        [row for row in every if row.is_(asked)] if asked else sorted(every, key=lambda row: (not (row.state or row.others), not row.given))
    )
    page = paging.Page(paging.asked(request), len(found))
    context = {
        "desk": desk, "rows": with_work(found[page.offset : page.offset + page.size]), "page": page, "counts": counts, "total": len(every),
        "asked": asked, "suffix": "?as=public" if request.user.is_authenticated else "",
    }  # fmt: skip
    return render(request, "desk/public/list.html", context)


def data(request: HttpRequest, state: str, ending: str) -> HttpResponseBase:
    """The same as data, a line for each record."""
    desk = desk_of(request, state)
    address = request.build_absolute_uri("/")[:-1]
    table = tables.Table(name=f"both-sides-{desk.state}", columns=COLUMNS, rows=lambda: _lines(with_work(sides_of(desk)), address))
    return tables.respond(table, ending)


def _lines(rows: Sequence[Sides], address: str) -> Iterator[list[Any]]:
    for row in rows:
        item = row.item
        yield [
            item.symbol, item.number, item.text, row.lead.organisation.name if row.lead else None,
            [f"{each.title} ({each.organisation.name}, {PROGRESS[each.progress]})" for each in row.actions],
            [f"{each.on}: {each.text} ({each.organisation.name})" for each in row.notes],
            [f"{each.indicator.title}, {of_observation(each)}: {observed(each)} {each.indicator.unit}".strip() for each in row.values],
            _said(row.own), _said(row.others), row.disagreement.steps, f"{address}{item.get_absolute_url()}",
        ]  # fmt: skip


def _said(stands: Sequence[Stand]) -> list[str]:
    return [f"{assessor_name(each)}{each.limb and f' {each.limb}'}: {stand_word(each)}, {un_date(each.as_of)}" for each in stands]


urlpatterns = [
    path("<str:state>/public", public, name="desk_public"),
    path("<str:state>/public.<ending:ending>", data, name="desk_public_download"),
]
