"""A record by the symbol of its document and its number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from upright.analysis import kinship, reviews
from upright.bodies import LANGUAGES
from upright.cache import Cache
from upright.exceptions import NotFound
from upright.packing import unpack
from upright.pipeline import read_paths
from upright.readers.reading import Reading
from upright.records import Paragraph, Recommendation, Record

_SUFFIXES = (".pdf", ".docx", ".doc", ".html")


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
    """What has a number in a document: its recommendation, or else its paragraph; then all else that was read there.

    Of several files of the document, out of the one that says most of the place: in English, with pages.
    """
    for reading in sorted(readings, key=_rank):
        if found := _numbered(reading, number):
            yield from ((reading, record) for record in found)
            return
    raise NotFound(f"{symbol} has no recommendation and no paragraph {number}")


def _rank(reading: Reading) -> tuple[int, int, str]:
    """The language in the UN's usual order, then the format that keeps most of the layout."""
    language, suffix = reading.identity.language, Path(reading.file).suffix.lower()
    at = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    layout = _SUFFIXES.index(suffix) if suffix in _SUFFIXES else len(_SUFFIXES)
    return at, layout, reading.file


def _numbered(reading: Reading, number: str) -> list[Record]:
    recommendations = [record for record in reading.of(Recommendation) if record.number == number]
    there = [record for record in reading.records if record.source.paragraph == number and record not in recommendations]
    return [*recommendations, *(record for record in there if not (recommendations and isinstance(record, Paragraph)))]
