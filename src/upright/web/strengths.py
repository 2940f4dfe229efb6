"""How recommendations of each strength of action were received: counts out of the search index, with what each is a part of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from upright.archive import indexing
from upright.records import Position
from upright.search import Filters, Index, Query
from upright.web import figures
from upright.web.figures import Counted
from upright.web.words import STRENGTHS, UNSTATED

STATED = (Position.SUPPORTED.value, Position.PARTIALLY_SUPPORTED.value, Position.NOTED.value)
POSITIONS: Mapping[str, tuple[str, ...]] = {name: (name,) for name in STATED} | {"pending": (Position.PENDING.value, UNSTATED)}
OF_REVIEWS = (*STATED, Position.PENDING.value, UNSTATED)  # no State takes a position on what a committee recommends
_COMMONEST = 16
NONE = ""  # of a recommendation without a strength: one in another language than English


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Recommendations of one strength (of all: None), by position; `pending` are those on which the documents at hand state none."""

    strength: str | None
    counts: Mapping[str, int]
    filters: Filters

    @property
    def title(self) -> Any:
        if self.strength is None:
            return _("All")
        return STRENGTHS.get(self.strength, _("no strength given"))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def supported(self) -> int:
        return self.counts.get(STATED[0], 0)

    @property
    def stated(self) -> int:
        """How many of them the State took a position on."""
        return sum(self.counts.get(name, 0) for name in STATED)

    @property
    def pending(self) -> int:
        return self.counts.get("pending", 0)

    @property
    def url(self) -> str:
        """The recommendations themselves; '' for those that cannot be asked for."""
        if self.strength == NONE:
            return ""
        asked = {**self.filters, "position": OF_REVIEWS, **({"strength": [self.strength]} if self.strength else {})}
        return f"{reverse('recommendations')}?{urlencode(asked, doseq=True)}"

    @property
    def bar(self) -> Counted:
        return Counted(title=str(self.title), counts=self.counts)


def received(filters: Filters, here: Index | None = None) -> list[Received]:
    """Each strength that occurs, those without one, and all together last; nothing where there is no recommendation."""
    here = here or indexing.current()
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    for name, positions in POSITIONS.items():
        hits = _asked(here, {**filters, "position": positions}, ("strength",))
        counts[None][name] = hits.total
        for strength, number in hits.facets["strength"]:
            counts[strength][name] = number
        counts[NONE][name] = hits.total - sum(number for _strength, number in hits.facets["strength"])
    return _rows(counts, filters)


def received_by(field: str, filters: Filters) -> dict[str, list[Received]]:
    """The same for each value of a field of the index, the most recommendations first."""
    here = indexing.current()
    counts: dict[str, dict[str | None, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for strength in (*STRENGTHS, None):
        for name, positions in POSITIONS.items():
            chosen = {"strength": [strength]} if strength else {}
            for value, number in _asked(here, {**filters, **chosen, "position": positions}, (field,)).facets[field]:
                counts[value][strength][name] = number
    wanted = filters.get(field) or counts.keys()  # a facet counts also what its own filter leaves out
    rows = {value: _rows(_with_none(counts[value]), {**filters, field: [value]}) for value in wanted if value in counts}
    return dict(sorted(rows.items(), key=lambda pair: (-pair[1][-1].total, pair[0])))


def on_a_page(filters: Filters) -> dict[str, Any]:
    """What the page of a State shows: how recommendations of each strength were received, with a chart, and the commonest issues."""
    here = indexing.current()
    rows = received(filters, here)
    return {
        "strengths": rows,
        "strength_charts": charts(rows),
        "issues": _commonest("issue", filters, here) if rows else [],
        "compare": f"{reverse('acceptance')}?{urlencode(filters, doseq=True)}",
    }


def charts(rows: Sequence[Received]) -> list[figures.Chart]:
    """The strengths as stacked bars; nothing where none is given."""
    bars = [each.bar for each in rows if each.strength]
    return [figures.stacked("strength", _("Recommendations of each strength, by the position in force"), bars)] if bars else []


def _commonest(field: str, filters: Filters, here: Index) -> list[tuple[str, int, str]]:
    """The commonest values of a field, how many recommendations have each, and the address of these."""
    asked = {**filters, "position": OF_REVIEWS}
    found = _asked(here, asked, (field,)).facets[field][:_COMMONEST]
    return [(value, number, f"{reverse('recommendations')}?{urlencode({**asked, field: value}, doseq=True)}") for value, number in found]


def _asked(here: Index, filters: Filters, facets: Sequence[str]) -> Any:
    return here.search(Query.parse(""), kind="recommendation", filters=filters, facets=facets, sort="order", offset=0, limit=1)


def _with_none(counts: dict[str | None, Counter[str]]) -> dict[str | None, Counter[str]]:
    rest = Counter(counts[None])
    for strength, each in counts.items():
        if strength is not None:
            rest.subtract(each)
    return counts | {NONE: rest}


def _rows(counts: Mapping[str | None, Counter[str]], filters: Filters) -> list[Received]:
    order: tuple[str | None, ...] = (*STRENGTHS, NONE, None)
    rows = [Received(strength=each, counts=counts[each], filters=filters) for each in order if each in counts]
    return [row for row in rows if row.total]
