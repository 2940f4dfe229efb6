"""A record by the symbol of its document and its number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from upright.analysis import kinship, reviews
from upright.cache import Cache
from upright.exceptions import NotFound
from upright.packing import unpack
from upright.pipeline import read_paths
from upright.readers.reading import Reading
from upright.records import Paragraph, Recommendation, Record


def _same(symbol: str | None, wanted: str) -> bool:
    return symbol is not None and "".join(symbol.upper().split()) == "".join(wanted.upper().split())


def in_cache(cache: Cache, symbol: str) -> list[Reading]:
    """The readings of a document that are in the cache, with what other documents of its review say of it. NotFound when there is none."""
    packed = dict(enumerate(entry.packed for entry in cache.entries()))
    wanted = [number for number, each in packed.items() if _same(each.symbol, symbol)]
    if not wanted:
        raise NotFound(f"{symbol} is not among what was read: read its file first (upright read FILE), or name a folder with --in")
    family = kinship.families({number: each.keys for number, each in packed.items()})[wanted[0]]
    review = reviews.merge([unpack(packed[number]) for number in family])
    return [reading for reading in review if _same(reading.identity.symbol, symbol)]


def in_folder(folder: Path, cache: Cache, symbol: str) -> list[Reading]:
    """The readings of a document that is in a folder. NotFound when it is not there."""
    outcomes = read_paths([folder], cache=cache)
    found = [outcome for outcome in outcomes if isinstance(outcome, Reading) and _same(outcome.identity.symbol, symbol)]
    if not found:
        raise NotFound(f"{symbol} is not in {folder}")
    return found


def records(readings: list[Reading], symbol: str, number: str) -> Iterator[tuple[Reading, Record]]:
    """What has a number in a document: its recommendation, or else its paragraph; then all else that was read there."""
    seen: set[tuple[str, str]] = set()
    for reading in readings:
        if (reading.sha256, reading.file) in seen:
            continue
        seen.add((reading.sha256, reading.file))
        yield from ((reading, record) for record in _numbered(reading, number))
    if not seen or not any(_numbered(reading, number) for reading in readings):
        raise NotFound(f"{symbol} has no recommendation and no paragraph {number}")


def _numbered(reading: Reading, number: str) -> list[Record]:
    recommendations = [record for record in reading.of(Recommendation) if record.number == number]
    there = [record for record in reading.records if record.source.paragraph == number and record not in recommendations]
    return [*recommendations, *(record for record in there if not (recommendations and isinstance(record, Paragraph)))]
