"""Figures for the eye: counts of positions, bars and charts, each with its words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from upright.records import Position
from upright.web.templatetags.upright import count, share
from upright.web.words import AWAITED, COUNTED, POSITIONS, UNSTATED

ORDER = tuple(COUNTED)  # supported first, what waits for an answer last
STATED = tuple(POSITIONS)
COLOURS = {
    "supported": "supported", "partially_supported": "supported", "noted": "noted", "pending": "pending", UNSTATED: "none", AWAITED: "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, in hundredths of its width."""

    name: str
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many recommendations have which position; `title` and `url` say of what.

    Those whose answer is not in the archive (`AWAITED`) are part of `total`, and of no share: the others are shares of what is `answered`.
    """

    title: str
    counts: Mapping[str, int]
    url: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def awaited(self) -> int:
        return self.counts.get(AWAITED, 0)

    @property
    def answered(self) -> int:
        return self.total - self.awaited

    @property
    def stated(self) -> dict[str, int]:
        """The counts as the documents at hand state them: what waits for an answer is pending."""
        return {name: self.counts.get(name, 0) + (self.awaited if name == Position.PENDING else 0) for name in STATED}

    @property
    def shares(self) -> dict[str, str]:
        """For each position its number with what it is a part of, in words."""
        return {name: self._share(name) for name in ORDER}

    def _share(self, name: str) -> str:
        number = self.counts.get(name, 0)
        if name == AWAITED:
            return count(number)
        if not self.awaited:
            return share(number, self.total)
        if not self.answered:
            return "–"
        return _("%(part)s of %(whole)s answered (%(percent)d %%)") % {
            "part": count(number),
            "whole": count(self.answered),
            "percent": round(100 * number / self.answered),
        }

    @property
    def names(self) -> list[str]:
        """The positions that occur, in their order."""
        return [name for name in ORDER if self.counts.get(name)]

    @property
    def parts(self) -> list[Part]:
        parts, at = [], 0.0
        for name in ORDER:
            width = 100 * self.counts.get(name, 0) / self.total if self.total else 0
            if width:
                parts.append(Part(name, round(at, 3), round(width, 3)))
            at += width
        return parts

    @property
    def description(self) -> str:
        """The bar in words."""
        said = ", ".join(f"{COUNTED[name]} {self._share(name)}" for name in self.names)
        return f"{self.title}: {said}" if said else f"{self.title}: {_('none')}"


def counted_as(position: str | None, document: int, unanswered: Container[int]) -> str:
    """What a position is counted as: pending is `AWAITED` in the reports whose answer is not in the archive."""
    return AWAITED if position == Position.PENDING and document in unanswered else position or UNSTATED


def counted(rows: Iterable[tuple[Any, int, str | None, int]], unanswered: Container[int]) -> dict[Any, dict[str, int]]:
    """Counts for each key, out of rows of key, document, position and number; see `counted_as`."""
    found: dict[Any, dict[str, int]] = {}
    for key, document, position, number in rows:
        here = found.setdefault(key, {})
        name = counted_as(position, document, unanswered)
        here[name] = here.get(name, 0) + number
    return found


def names_used(rows: Iterable[Counted]) -> list[str]:
    """The positions that occur at all, in their order."""
    used = {name for row in rows for name, number in row.counts.items() if number}
    return [name for name in ORDER if name in used]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart that the browser draws out of `data`; the same numbers stand in a table beside it."""

    id: str
    title: str
    description: str
    data: dict[str, Any] = field(default_factory=dict)
    tall: bool = False


def stacked(name: str, title: str, rows: Sequence[Counted], *, across: bool = False) -> Chart:
    """Positions of several reviews, or States, as stacked bars."""
    series = [
        {"name": str(COUNTED[position]), "values": [row.counts.get(position, 0) for row in rows], "colour": COLOURS[position]}
        for position in names_used(rows)
    ]
    description = "; ".join(row.description for row in rows[:8])
    data = {"names": [row.title for row in rows], "series": series, "stacked": True, "across": across, "description": description}
    return Chart(id=f"chart-{name}", title=title, description=description, data=data, tall=across and len(rows) > 12)
