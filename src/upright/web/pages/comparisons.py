"""Two cycles, mechanisms or States side by side: what both ask, by dossier or by what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upright.linking.across import UPR
from upright.records import Kind
from upright.search import LABELS
from upright.web import courses, figures, paging, tables
from upright.web.courses import Requests
from upright.web.dossiers import Member, with_dossiers
from upright.web.explorer import TITLES
from upright.web.figures import Counted
from upright.web.templatetags.upright import facet_value, mechanism_name, state_name

KINDS = {"cycles": gettext_lazy("Two cycles"), "mechanisms": gettext_lazy("Two mechanisms"), "states": gettext_lazy("Two States")}
_SHOWN = 12  # values in the chart; all are in the table beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is compared with something else: its records; `filters`: those of the explorer that show them, empty where none do."""

    title: str
    members: Sequence[Member]
    filters: Mapping[str, Any]

    @property
    def number(self) -> int:
        return len(self.members)

    def counted(self, members: Sequence[Member], **more: str) -> Counted:
        """Some of its records by position, with the address of the explorer that lists them."""
        url = f"{reverse('recommendations')}?{urlencode({**self.filters, **more}, doseq=True)}" if self.filters else ""
        return Counted(title=self.title, counts=_positions(members), url=url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value, or one dossier, on both sides."""

    title: str
    url: str
    left: Counted
    right: Counted


def comparison(request: HttpRequest) -> HttpResponse:
    """Two cycles of a State, two mechanisms that ask it, or two States: by dossier, or by what their records are about."""
    asked = _Asked.of(request)
    context = {
        "asked": asked,
        "state": asked.state,
        "kinds": KINDS,
        "schemes": [(name, TITLES[name]) for name in LABELS],
        "title": TITLES.get(asked.by),
    }
    if asked.sides:
        rows = asked.rows()
        page = paging.Page(paging.asked(request), len(rows))
        shown = rows[page.offset : page.offset + page.size]
        context |= {"rows": shown, "page": page, "charts": _charts(asked, rows), "shared": asked.shared()}
    return render(request, "comparisons/side_by_side.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What an address asks for. `options`: what there is to choose from; `sides`: both, or none."""

    kind: str
    by: str
    state: str
    left: str
    right: str
    known: Sequence[str]
    options: Sequence[str]
    sides: tuple[Side, ...]
    requests: Requests | None

    @classmethod
    def of(cls, request: HttpRequest) -> _Asked:
        kind = request.GET.get("of", "")
        kind = kind if kind in KINDS else "cycles"
        state, known = request.GET.get("state", "")[:100], with_dossiers()
        by = request.GET.get("by", "")
        by = by if by in LABELS or (by == "dossier" and kind != "states") else ("theme" if kind == "states" else "dossier")
        compared = state and (kind == "mechanisms" or by == "dossier")
        requests = courses.of_state(state) if compared else None
        members = requests.members if requests else courses.recommended([state]) if state and kind == "cycles" else []
        options = known if kind == "states" else _options(kind, members)
        left, right = _two(request, options)
        sides = _sides(kind, state, left, right, members) if left and right else ()
        return cls(
            kind=kind, by=by, state=state, left=left, right=right, known=known, options=options, sides=sides, requests=requests
        )  # fmt: skip

    @property
    def words(self) -> list[tuple[str, str]]:
        """What there is to choose from, in words."""
        name = {"cycles": lambda value: _("Cycle %(n)s") % {"n": value}, "mechanisms": mechanism_name, "states": state_name}[self.kind]
        return [(each, name(each)) for each in self.options]

    def rows(self) -> list[Row]:
        """What both sides ask, that which is asked most first."""
        rows = _by_dossier_of(self) if self.by == "dossier" else _by_label(self)
        if self.by == "strength":
            return sorted(rows, key=lambda row: row.title)
        return sorted(rows, key=lambda row: (not (row.left.total and row.right.total), -(row.left.total + row.right.total), row.title))

    def shared(self) -> list[tuple[Side, Side, int]]:
        """For each side and the other, how many of its records are in a dossier that the other side has a record in."""
        dossiers = self.requests.dossiers if self.requests else ()
        places = [{each.place for each in side.members} for side in self.sides]
        found = [0, 0]
        for dossier in dossiers:
            inside = {each.place for each in dossier.members}
            numbers = [len(inside & side) for side in places]
            if all(numbers):
                found = [before + number for before, number in zip(found, numbers, strict=True)]
        return list(zip(self.sides, reversed(self.sides), found, strict=True)) if self.requests else []


def _options(kind: str, members: Sequence[Member]) -> list[str]:
    """The cycles, or the mechanisms, that asked a State for something."""
    if kind == "mechanisms":
        return sorted({each.mechanism for each in members if each.mechanism}, key=lambda code: (code != UPR, code))
    return [str(cycle) for cycle in sorted({each.document.cycle for each in members if each.document.cycle and each.is_recommendation})]


def _two(request: HttpRequest, options: Sequence[str]) -> tuple[str, str]:
    """The two that are asked for, else the first two; two empty words where there are no two."""
    if len(options) < 2:
        return "", ""
    left, right = (request.GET.get(name, "") for name in ("left", "right"))
    left = left if left in options else next(each for each in options if each != right)
    right = right if right in options else next(each for each in options if each != left)
    return left, right


def _sides(kind: str, state: str, left: str, right: str, members: Sequence[Member]) -> tuple[Side, ...]:
    if kind == "states":
        members = courses.recommended([left, right])
        return tuple(
            Side(
                title=state_name(code), members=[each for each in members if each.document.state == code],
                filters={"to": code, "type": Kind.WORKING_GROUP_REPORT.value},
            )
            for code in (left, right)
        )  # fmt: skip
    if kind == "mechanisms":
        return tuple(
            Side(
                title=mechanism_name(code),
                members=[each for each in members if each.mechanism == code and not each.is_promise],
                filters={},
            )
            for code in (left, right)
        )
    return tuple(
        Side(
            title=_("Cycle %(n)s") % {"n": cycle},
            members=[each for each in members if str(each.document.cycle) == cycle and each.is_recommendation],
            filters={"to": state, "cycle": cycle, "type": Kind.WORKING_GROUP_REPORT.value},
        )
        for cycle in (left, right)
    )


def _by_dossier_of(asked: _Asked) -> list[Row]:
    rows = []
    for dossier in asked.requests.dossiers if asked.requests else ():
        inside = {each.place for each in dossier.members}
        left, right = ([each for each in side.members if each.place in inside] for side in asked.sides)
        if left or right:
            one, other = (
                Counted(title=side.title, counts=_positions(members)) for side, members in zip(asked.sides, (left, right), strict=True)
            )
            rows.append(Row(title=dossier.title, url=dossier.url, left=one, right=other))
    return rows


def _positions(members: Sequence[Member]) -> Counter[str]:
    """How many records have which position; those on which no State takes one count, and are shown under none."""
    return Counter(each.position or "" for each in members)


def _by_label(asked: _Asked) -> list[Row]:
    """By the values of a label: a record with several counts for each."""
    held = asked.requests.labels if asked.requests else courses.labels_of(each for side in asked.sides for each in side.members)
    found: dict[str, tuple[list[Member], list[Member]]] = {}
    for at, side in enumerate(asked.sides):
        for each in side.members:
            for value in held.get(each.place, {}).get(LABELS[asked.by], ()):
                found.setdefault(value, ([], []))[at].append(each)
    left, right = asked.sides
    return [
        Row(
            title=str(facet_value(value, asked.by)), url="", left=left.counted(ones, **{asked.by: value}),
            right=right.counted(others, **{asked.by: value}),
        )
        for value, (ones, others) in found.items()
    ]  # fmt: skip


def _charts(asked: _Asked, rows: Sequence[Row]) -> list[figures.Chart]:
    """What is asked most on both sides, in hundredths of each side's records: the sides are of different sizes."""
    if asked.by == "dossier" or not rows:
        return []
    shown = rows[:_SHOWN]
    title = _("In per cent of the records of each side")
    series = [
        {
            "name": side.title,
            "values": [round(100 * getattr(row, name).total / max(1, side.number)) for row in shown],
            "colour": colour,
        }
        for side, name, colour in zip(asked.sides, ("left", "right"), ("link", "noted"), strict=True)
    ]
    data = {"names": [row.title for row in shown], "series": series, "across": True, "description": title}
    return [figures.Chart(id="chart-sides", title=title, description=title, data=data, tall=True)]


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same table as data."""
    asked = _Asked.of(request)
    columns = ("of", "by", "what", "side", "records", "records_of_the_side", *figures.STATED)

    def listed() -> Iterator[list[Any]]:
        for row in asked.rows() if asked.sides else ():
            for side, counted in zip(asked.sides, (row.left, row.right), strict=True):
                yield [asked.kind, asked.by, row.title, side.title, counted.total, side.number, *counted.stated.values()]

    return tables.respond(tables.Table(name="comparison", columns=columns, rows=listed), ending)
