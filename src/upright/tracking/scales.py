"""The scales that assessments are on: the known ones (`data/scales.csv`), and an organisation's own.

A degree has a rank, and ranks are in order, the highest the best; a degree without a rank stands off the order: that there is no
information, or no cooperation, is no degree between two others. What the degrees of a committee mean is said in `data/grades.csv`, by which
documents are read; which degrees of two scales are the same, in `data/scale_mapping.csv` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from upright.archive.models import Grade
from upright.data import rows
from upright.exceptions import UprightError
from upright.tracking import keep
from upright.tracking.models import Desk, Organisation, Person, Scale

_MOST = 12  # degrees of an own scale: nobody tells more apart
_LONGEST = 60
_LETTER = re.compile(r"[A-Z][0-9]?")


@dataclass(frozen=True, slots=True)
class Degree:
    """A value of a scale. `rank`: None where it stands off the order."""

    value: str
    meaning: str
    rank: int | None

    @property
    def letter(self) -> str:
        """The letter that it goes by, where it goes by one."""
        return self.value if _LETTER.fullmatch(self.value) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """A scale: `name` in `scales.csv`, or the uid of an organisation's own; `until`: the last year in which it was in use; `owner`: the
    organisation whose it is. Degrees from the best to the worst, those off the order last."""

    name: str
    title: str
    degrees: tuple[Degree, ...]
    until: str = ""
    owner: int | None = None

    def degree(self, value: str) -> Degree | None:
        return next((each for each in self.degrees if each.value == value), None)

    @property
    def places(self) -> list[tuple[Degree, int | None]]:
        """Its degrees with their place in the order, 1 for the best; those of one rank have one place."""
        ranks = sorted({each.rank for each in self.degrees if each.rank is not None}, reverse=True)
        return [(each, None if each.rank is None else ranks.index(each.rank) + 1) for each in self.degrees]

    def steps(self, first: Degree, second: Degree) -> int | None:
        """How many steps of this scale lie between two of its degrees; None where one of them stands off the order."""
        if first.rank is None or second.rank is None:
            return None
        order = sorted({each.rank for each in self.degrees if each.rank is not None})
        return abs(order.index(first.rank) - order.index(second.rank))


@cache
def known() -> dict[str, Grading]:
    """The scales of `data/scales.csv`, by name."""
    meanings = {(row["scale"], row["grade"]): row["meaning"] for row in rows("grades.csv")}
    degrees: dict[str, list[Degree]] = {}
    said: dict[str, dict[str, str]] = {}
    for row in rows("scales.csv"):
        meaning = row["meaning"] or meanings.get((row["scale"], row["value"])) or row["value"]
        degrees.setdefault(row["scale"], []).append(Degree(row["value"], meaning, int(row["rank"]) if row["rank"] else None))
        said[row["scale"]] = row
    return {
        name: Grading(name=name, title=said[name]["title"], degrees=_ordered(found), until=said[name]["until"])
        for name, found in degrees.items()
    }


def _ordered(degrees: Iterable[Degree]) -> tuple[Degree, ...]:
    return tuple(sorted(degrees, key=lambda each: (each.rank is None, -(each.rank or 0))))


def of(desk: Desk) -> dict[str, Grading]:
    """The scales that assessments on a desk may be on, by name: the known ones, and those of its organisations. One query."""
    return {**known(), **{str(row.uid): own(row) for row in Scale.objects.filter(desk=desk)}}  # also hidden ones: values stay on them


def own(row: Scale) -> Grading:
    """An organisation's own scale."""
    degrees = (Degree(each["value"], each["label"], each["rank"]) for each in row.values)
    return Grading(name=str(row.uid), title=row.name, degrees=_ordered(degrees), owner=row.organisation_id)


def offered(organisation: Organisation) -> dict[str, Grading]:
    """The scales that an organisation may assess on now: those in use, and its own."""
    theirs = Scale.objects.filter(organisation=organisation, hidden_at=None).order_by("name")
    return {**{name: each for name, each in known().items() if not each.until}, **{str(row.uid): own(row) for row in theirs}}


def same(grading: Grading, degree: Degree, to: Grading) -> Degree | None:
    """The degree of another scale that the table of mappings says is the same; None where it says nothing."""
    return degree if grading == to else to.degree(_mapping().get((grading.name, degree.value, to.name), ""))


@cache
def _mapping() -> dict[tuple[str, str, str], str]:
    return {(row["scale"], row["value"], row["to_scale"]): row["to_value"] for row in rows("scale_mapping.csv")}


def mapped_to(grading: Grading) -> list[Grading]:
    """The scales on which its degrees have the same: itself first."""
    names = dict.fromkeys(to for scale, _value, to in _mapping() if scale == grading.name)
    return [grading, *(known()[name] for name in names)]


def of_grade(grade: Grade) -> tuple[Grading, Degree] | None:
    """The scale and degree of a grade that a committee's document gives; None where it is not known which it is."""
    grading = known().get(grade.scale or "")
    degree = grading and grading.degree(grade.grade or _in_words(grade))
    return (grading, degree) if grading and degree else None


def _in_words(grade: Grade) -> str:
    words = ((re.compile(row["pattern"], re.IGNORECASE), row["meaning"]) for row in rows("grades.csv") if row["scale"] == grade.scale)
    return next((meaning for pattern, meaning in words if pattern.search(grade.grade_as_stated)), "")


# --- own scales


def create(organisation: Organisation, name: str, ordered: Iterable[str], off: Iterable[str] = (), *, by: Person) -> Scale:
    """An organisation's own scale: the degrees in order, the best first, and those off the order. UprightError says what is wrong."""
    best_first, others = _lines(ordered), _lines(off)
    said = [*best_first, *others]
    if len(best_first) < 2:
        raise UprightError(_("A scale needs two degrees in an order at least."))
    if len(said) > _MOST or max(map(len, said)) > _LONGEST:
        raise UprightError(
            _("A scale has %(most)s degrees at most, each of %(longest)s characters at most.") % {"most": _MOST, "longest": _LONGEST}
        )
    if len({each.casefold() for each in said}) < len(said):
        raise UprightError(_("Each degree of a scale is named once."))
    if Scale.objects.filter(organisation=organisation, name=name, hidden_at=None).exists():
        raise UprightError(_("There is a scale of this name already."))
    ranks: dict[str, Any] = {each: rank for rank, each in enumerate(reversed(best_first))}
    degrees = [{"value": each, "label": each, "rank": ranks.get(each)} for each in said]
    return keep.create(Scale, by=by, desk=organisation.desk, organisation=organisation, name=name, values=degrees)


def _lines(lines: Iterable[str]) -> list[str]:
    return [" ".join(each.split()) for each in lines if each.strip()]
