"""The figures that documents state: of each State a table, series over time, and what contradicts what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from upright.analysis import series as analysis
from upright.archive.models import Figure
from upright.archive.rows import record_of
from upright.records import Figure as FigureRecord
from upright.web import figures, paging, tables
from upright.web.choosing import Chosen
from upright.web.templatetags.upright import quantity

FILTERS = {"stated_in": "document__symbol"}
COLUMNS = (
    "state", "measure", "value", "value_high", "unit", "period", "population", "qualifier", "stated_by", "text", "symbol", "paragraph",
    "page", "address",
)  # fmt: skip
_ORDER = (F("measure").asc(nulls_last=True), "document__date", "document", "order")
_CHARTS = 6
_POINTS = 3  # fewer are no series for the eye
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A series with the rows of its figures, and its chart where it has one."""

    series: analysis.Series
    rows: list[Figure]
    chart: figures.Chart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Figures for one measure and period that do not agree."""

    measure: str
    period: str
    rows: list[Figure]


def _rows(request: HttpRequest) -> tuple[str, str, QuerySet[Figure]]:
    """The State and the words that an address asks for, and the figures of one file for each document."""
    state, words = request.GET.get("state", "")[:100], request.GET.get("q", "")[:200].strip()
    rows = Figure.objects.filter(document__principal=True).select_related("document")
    if state:
        rows = rows.filter(document__state=state)
    for word in words.split():
        rows = rows.filter(Q(measure__icontains=word) | Q(population__icontains=word) | Q(unit__icontains=word))
    return state, words, rows


def stated(request: HttpRequest) -> HttpResponse:
    """The figures of a State; without one, how many there are of each."""
    state, words, rows = _rows(request)
    chosen = Chosen.of(request, FILTERS)
    context: dict[str, Any] = {"state": state, "words": words}
    if not state:
        counts = rows.exclude(document__state=None).order_by().values_list("document__state")
        context["states"] = list(
            counts.annotate(figures=Count("pk"), documents=Count("document", distinct=True)).order_by("document__state")
        )
        return render(request, "series/states.html", context)
    found = chosen.filtered(rows)
    page = paging.Page(paging.asked(request), found.count())
    every = list(found.order_by("document__date", "document", "order"))
    records = {id(record): (record, row) for row in every for record in [_record(row)]}
    shown = _series(records)
    context |= {
        "rows": found.order_by(*_ORDER)[page.offset : page.offset + page.size],
        "page": page,
        "series": [each for each in shown if each.chart][:_CHARTS],
        "contradictions": _contradictions(records),
        "facets": chosen.facets(rows),
        "chosen": chosen.addresses(request),
    }
    return render(request, "series/state.html", context)


def _record(row: Figure) -> FigureRecord:
    return cast(FigureRecord, record_of(row, row.document))


Records = dict[int, tuple[FigureRecord, Figure]]  # by the identity of a record: it and its row


def _rows_of(found: Sequence[FigureRecord], records: Records) -> list[Figure]:
    return [records[id(each)][1] for each in found]


def _series(records: Records) -> list[Shown]:
    """The series, those with the most points first."""
    shown = [
        Shown(series=each, rows=_rows_of(each.figures, records), chart=_chart(each, at))
        for at, each in enumerate(analysis.series(record for record, _ in records.values()))
    ]
    return sorted(shown, key=lambda each: -len(each.rows))


def _contradictions(records: Records) -> list[Contradiction]:
    found = analysis.conflicts(record for record, _ in records.values())
    return [Contradiction(measure=each.measure, period=each.period, rows=_rows_of(each.figures, records)) for each in found]


def _chart(series: analysis.Series, at: int) -> figures.Chart | None:
    """The series as a line, where it has enough points and each of its years one value: else it counts several things in one measure."""
    points: dict[str, FigureRecord] = {}
    for each in series.figures:
        year = _year(each.period)
        if year and points.setdefault(year, each).value != each.value:
            return None
    if len(points) < _POINTS:
        return None
    title = _title(series)
    said = "; ".join(f"{year}: {quantity(each.value)}" for year, each in points.items())
    data = {
        "names": list(points),
        "series": [{"name": title, "values": [each.value for each in points.values()], "colour": "link"}],
        "type": "line",
        "description": f"{title}: {said}",
    }
    return figures.Chart(id=f"chart-{at}", title=title, description=f"{title}: {said}", data=data)


def _year(period: str | None) -> str | None:
    """The year of a period that lies in one year."""
    years = set(_YEAR.findall(period or ""))
    return years.pop() if len(years) == 1 else None


def _title(series: analysis.Series) -> str:
    """What is counted, of whom, in which unit: each said once."""
    parts: list[str] = []
    for part in (series.measure, series.population, series.unit):
        if part and not any(part.casefold() in each.casefold() for each in parts):
            parts.append(part)
    return ", ".join(parts)


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    _state, _words, rows = _rows(request)
    found = Chosen.of(request, FILTERS).filtered(rows).order_by("document__state", *_ORDER)
    address = request.build_absolute_uri("/")[:-1]

    def listed() -> Any:
        for row in found.iterator(chunk_size=1_000):
            document = row.document
            yield [
                document.state, row.measure, row.value, row.value_high, row.unit, row.period, row.population, row.qualifier, row.stated_by,
                row.text, document.symbol, row.source_paragraph, row.source_page,
                f"{address}{document.get_absolute_url()}#{row.source_paragraph or ''}",
            ]  # fmt: skip

    return tables.respond(tables.Table(name="figures", columns=COLUMNS, rows=listed), ending)
