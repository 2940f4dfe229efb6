"""Where in a text the words of a query stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from upright.search.query import Query, Term
from upright.search.words import STEMMERS, Word, scripts, stems, words

Pieces = list[tuple[str, bool]]


def highlight(text: str, query: Query, language: str | None) -> Pieces:
    """The text in pieces, and whether each is what was looked for."""
    return _pieces(text, 0, len(text), _spans(text, query, language))


def snippet(text: str, query: Query, language: str | None, length: int = 300) -> Pieces:
    """About `length` characters of a text around the first words that were looked for, in pieces."""
    spans = _spans(text, query, language)
    if len(text) <= length:
        return _pieces(text, 0, len(text), spans)
    first = spans[0][0] if spans else 0
    start = max(0, min(first - length // 3, len(text) - length))
    start = text.find(" ", start) + 1 if start else 0
    end = min(len(text), start + length)
    end = text.rfind(" ", start, end) if end < len(text) and " " in text[start:end] else end
    inside = [span for span in spans if span[0] >= start and span[1] <= end]
    return [*([("… ", False)] if start else []), *_pieces(text, start, end, inside), *([(" …", False)] if end < len(text) else [])]


def _pieces(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Pieces:
    pieces: Pieces = []
    at = start
    for a, b in spans:
        if a > at:
            pieces.append((text[at:a], False))
        pieces.append((text[max(a, at) : b], True))
        at = b
    if at < end:
        pieces.append((text[at:end], False))
    return pieces


def _spans(text: str, query: Query, language: str | None) -> list[tuple[int, int]]:
    terms = list(query.wanted())
    if not terms:
        return []
    here = list(words(text, language))
    found = sorted({span for term in terms for span in _found(here, term)})
    return _merged(found)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _found(here: Sequence[Word], term: Term) -> Iterator[tuple[int, int]]:
    for at in range(len(here) - len(term.words) + 1):
        window = here[at : at + len(term.words)]
        if all(
            _is(word, wanted, term, last=place == len(window) - 1)
            for place, (word, wanted) in enumerate(zip(window, term.words, strict=True))
        ):
            yield window[0].start, window[-1].end


def _is(word: Word, wanted: str, term: Term, *, last: bool) -> bool:
    if term.prefix and last:
        return word.exact.startswith(wanted)
    return word.exact == wanted or (not term.phrase and word.stem in _stems(wanted))


@lru_cache(maxsize=4096)
def _stems(wanted: str) -> frozenset[str]:
    return frozenset(stem for language in scripts(wanted) if language in STEMMERS for stem in stems(wanted, language))
