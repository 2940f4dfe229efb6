"""The starter library of indicators: for each right its attributes, and under each what commitment, effort and enjoyment are measured by.

    find("TOR-P1")                       # complaints of torture or ill-treatment received
    matching("detention", aim="outcome") # those with a word in their text

It follows the framework of OHCHR (structural, process, outcome) in words of our own; a desk copies what it needs and changes the copy.
Indicators of the Sustainable Development Goals have their code. Rows stand in data/indicators.csv.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from upright import taxonomies
from upright.data import rows
from upright.tracking.words import Aim, Direction

CODE, NOTHING = "code", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustrative:
    """An indicator of the library. `disaggregation`: by what its values are worth telling apart; `measure`: what figures in documents call
    it, alternatives with ';' between them; `sdg`: the code of the global indicator ('16.3.2') or ''; `verified`: 'code' where the code was
    compared with a list of the framework, 'no' where nothing was; `dated`: of the source."""

    code: str
    right: str
    attribute: str
    aim: Aim
    title: str
    unit: str
    direction: Direction
    disaggregation: tuple[str, ...]
    kind_of_source: str
    method: str
    measure: str
    sdg: str
    verified: str
    dated: str
    source: str


@cache
def library() -> Mapping[str, Illustrative]:
    """Every indicator by its code, right by right."""
    return {row["code"]: _read(row) for row in rows("indicators.csv")}


def _read(row: Mapping[str, str]) -> Illustrative:
    groups = tuple(part for part in row["disaggregation"].split(";") if part)
    typed = {"aim": Aim(row["aim"]), "direction": Direction(row["direction"]), "disaggregation": groups}
    return Illustrative(**{**row, **typed})  # type: ignore[arg-type]


def find(code: str) -> Illustrative | None:
    """The indicator of a code; None for one that is not there."""
    return library().get(code)


@cache
def rights() -> Mapping[str, tuple[str, ...]]:
    """The rights of the library, each with its attributes, in the order of the file."""
    found: dict[str, dict[str, None]] = {}
    for each in library().values():
        found.setdefault(each.right, {})[each.attribute] = None
    return {right: tuple(attributes) for right, attributes in found.items()}


def matching(words: str = "", *, right: str = "", aim: str = "") -> list[Illustrative]:
    """The indicators of a right and an aim that have every word somewhere in their text; '' asks for any."""
    wanted = words.casefold().split()
    return [
        each
        for each in library().values()
        if right in ("", each.right) and aim in ("", each.aim) and all(word in _text(each) for word in wanted)
    ]


def _text(each: Illustrative) -> str:
    parts: Iterable[str] = (each.code, each.right, each.attribute, each.title, each.method, *each.disaggregation)
    return " ".join(parts).casefold()


def sdg_target(code: str) -> taxonomies.Value | None:
    """The target that a global indicator measures: '16.3' of '16.3.2'; None for what is no code of an indicator."""
    target, _, number = code.strip().rpartition(".")
    return taxonomies.scheme("sdg").get(target) if number.isdigit() and "." in target else None
