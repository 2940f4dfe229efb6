"""Figures for the eye: counts of positions, bars and charts, each with its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from upright.web.templatetags.upright import POSITIONS, UNSTATED, share

ORDER = tuple(POSITIONS)  # supported first, not stated last
COLOURS = {"supported": "supported", "partially_supported": "supported", "noted": "noted", "pending": "pending", UNSTATED: "none"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar, in hundredths of its width."""

    name: str
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many recommendations have which position; `title` and `url` say of what."""

    title: str
    counts: Mapping[str, int]
    url: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts.values())

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
        said = ", ".join(f"{POSITIONS[name]} {share(self.counts[name], self.total)}" for name in ORDER if self.counts.get(name))
        return f"{self.title}: {said}" if said else f"{self.title}: {_('none')}"


def counted(rows: Iterable[tuple[Any, str | None, int]]) -> dict[Any, dict[str, int]]:
    """Counts by position for each key, out of rows of key, position and number; positions that are not stated are counted as that."""
    found: dict[Any, dict[str, int]] = {}
    for key, position, number in rows:
        here = found.setdefault(key, {})
        here[position or UNSTATED] = here.get(position or UNSTATED, 0) + number
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
        {"name": str(POSITIONS[position]), "values": [row.counts.get(position, 0) for row in rows], "colour": COLOURS[position]}
        for position in names_used(rows)
    ]
    description = "; ".join(row.description for row in rows[:8])
    data = {"names": [row.title for row in rows], "series": series, "stacked": True, "across": across, "description": description}
    return Chart(id=f"chart-{name}", title=title, description=description, data=data, tall=across and len(rows) > 12)
