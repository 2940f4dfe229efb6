"""Which readings may be of one review: told from each alone, so that only those that may be are held in memory together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from upright.readers.reading import Reading
from upright.records import PositionRecord
from upright.symbols import Symbol


def keys(reading: Reading) -> tuple[str, ...]:
    """What ties a reading to others: the State, the report's symbol (A/HRC/28/10 for its addendum), the symbols that it answers."""
    named = {reading.identity.state, reading.identity.symbol, *(record.recommendation.symbol for record in reading.of(PositionRecord))}
    return tuple(sorted({_report(name) for name in named if name}))


def _report(name: str) -> str:
    try:
        parent = Symbol.parse(name).parent
    except ValueError:  # the code of a State
        return name
    return str(parent or name)


def families(keys_of: Mapping[int, Iterable[str]]) -> dict[int, list[int]]:
    """For every number its family: all numbers that are tied by keys, directly or through others, in their order."""
    family: dict[int, list[int]] = {}
    first: dict[str, int] = {}
    for number in sorted(keys_of):
        tied = {number, *(first.setdefault(key, number) for key in keys_of[number])}
        members = sorted({number, *(member for each in tied for member in family.get(each, []))})
        for member in members:
            family[member] = members
    return family
