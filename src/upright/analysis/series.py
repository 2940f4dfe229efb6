"""Figures of one measure as a series over time, and figures that contradict each other.

All functions take the figures of one State: a measure says what is counted, not where.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from upright.records import Figure

_LOWEST = frozenset({"more than", "over", "at least", "minimum", "or more", "above", "just over", "well over", "in excess of", "exceeding"})
_HIGHEST = frozenset(
    {"less than", "fewer than", "under", "below", "up to", "at most", "maximum", "no more than", "or less", "just under", "within"}
)
_NEAR = frozenset({"about", "nearly", "almost", "some", "close to", "estimated"})
_NEARNESS = 0.1  # 'about 100' agrees with 95 to 105 and is not contradicted up to 110


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one measure, unit and population; first those with a period, in its order."""

    measure: str
    unit: str | None
    population: str | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Figures for the same measure and period that do not agree, from different documents or speakers."""

    measure: str
    period: str
    figures: tuple[Figure, ...]


def series(figures: Iterable[Figure]) -> list[Series]:
    """The series in the order of their first figure; a figure alone is one too. A figure whose measure is not known is in none."""
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.measure:
            groups[_key(figure)].append(figure)
    return [_series(group) for group in groups.values()]


def conflicts(figures: Iterable[Figure]) -> list[Conflict]:
    """What the figures say against each other, by measure and period."""
    found = []
    for each in series(figures):
        by_period: dict[str, list[Figure]] = defaultdict(list)
        for figure in each.figures:
            if figure.period and re.match(r"(?:thus far in )?\d{4}", figure.period):
                by_period[figure.period].append(figure)
        for period, group in by_period.items():
            against: dict[int, Figure] = {}
            for (one, first), (two, second) in combinations(enumerate(group), 2):
                if _apart(first, second) and not agree(first, second):
                    against |= {one: first, two: second}
            if against:
                found.append(Conflict(each.measure, period, tuple(against[at] for at in sorted(against))))
    return found


def agree(one: Figure, other: Figure) -> bool:
    """Can both figures be true? 'more than 100' and 105 can, 100 and 105 cannot, 'about 100' and 105 can."""
    low, high = _bounds(one)
    other_low, other_high = _bounds(other)
    return low <= other_high and other_low <= high


def _bounds(figure: Figure) -> tuple[float, float]:
    """The least and the greatest value that a figure can mean."""
    low, high = figure.value, figure.value if figure.value_high is None else figure.value_high
    if figure.qualifier in _LOWEST:
        return low, float("inf")
    if figure.qualifier in _HIGHEST:
        return float("-inf"), high
    if figure.qualifier in _NEAR:
        return low * (1 - _NEARNESS), high * (1 + _NEARNESS)
    return low, high


def _apart(one: Figure, other: Figure) -> bool:
    """From different documents or speakers: one speaker's two figures in one document may count two things."""
    return (one.source.file, one.document, one.stated_by) != (other.source.file, other.document, other.stated_by)


def _key(figure: Figure) -> tuple[str, str, str]:
    measure = " ".join(re.findall(r"\w+", (figure.measure or "").casefold()))
    return measure, (figure.unit or "").casefold(), (figure.population or "").casefold()


def _series(group: list[Figure]) -> Series:
    first = group[0]
    ordered = sorted(group, key=lambda figure: _order(figure.period))
    return Series(first.measure or "", first.unit, first.population, tuple(ordered))


def _order(period: str | None) -> tuple[int, str]:
    """Periods by the first year that they name; words without a year behind them, no period last."""
    if period is None:
        return 2, ""
    dated = re.search(r"(?:19|20)\d\d[\d/-]*", period)
    return (0, dated[0]) if dated else (1, period)
