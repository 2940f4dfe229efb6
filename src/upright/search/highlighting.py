"""Where in a text the words of a query stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from upright.search.query import All, Node, Query, Some, Term, Without
from upright.search.words import STEMMERS, Word, scripts, stems, words

Pieces = list[tuple[str, bool]]
_WITHIN = 15  # words: no further from each other stand those of one term of several words


def highlight(text: str, query: Query, language: str | None, terms: Sequence[Query] = ()) -> Pieces:
    """The text in pieces, and whether each is what was looked for. `terms`: each is marked only where the whole of it stands."""
    here = list(words(text, language)) if terms else []
    whole = [(here[first].start, here[last].end) for term in terms if term.root for first, last in _standing(here, term.root)]
    return _pieces(text, 0, len(text), _merged(sorted({*_spans(text, query, language), *whole})))


def _standing(here: Sequence[Word], node: Node) -> list[tuple[int, int]]:
    """Where a term stands: the first and the last word of each part, none unless all parts stand near each other."""
    match node:
        case Term():
            return list(_found(here, node))
        case Some(of=nodes):
            return [span for each in nodes for span in _standing(here, each)]
        case Without():
            return []
        case All(of=nodes):
            if any(_standing(here, each.of) for each in nodes if isinstance(each, Without)):
                return []
            first, *rest = [_standing(here, each) for each in nodes if not isinstance(each, Without)]
            return [span for one in first for span in _around(one, rest)]


def _around(one: tuple[int, int], parts: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """A part of a term with the others near it; none where one of them is not."""
    near = [[span for span in part if max(span[0] - one[1], one[0] - span[1]) <= _WITHIN] for part in parts]
    return [one, *(span for part in near for span in part)] if all(near) else []


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
    known = {word.exact for word in here} | {word.stem for word in here}
    found = {span for term in terms if _may_stand(term, known) for span in _found(here, term)}
    return _merged(sorted((here[first].start, here[last].end) for first, last in found))


def _may_stand(term: Term, known: set[str]) -> bool:
    """Are all its words in the text, wherever? Most of what says the same as a word is not: a list of rows is marked in half the time."""
    whole = term.words[:-1] if term.prefix else term.words
    return all(word in known or not known.isdisjoint(_stems(word)) for word in whole)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _found(here: Sequence[Word], term: Term) -> Iterator[tuple[int, int]]:
    """The first and the last word of each place where a term stands."""
    first, *rest = term.words
    for at in range(len(here) - len(rest)):
        if _is(here[at], first, term, last=not rest) and _go_on(here, at + 1, rest, term):
            yield at, at + len(rest)


def _go_on(here: Sequence[Word], at: int, rest: Sequence[str], term: Term) -> bool:
    return all(_is(here[at + place], wanted, term, last=place == len(rest) - 1) for place, wanted in enumerate(rest))


def _is(word: Word, wanted: str, term: Term, *, last: bool) -> bool:
    if term.prefix and last:
        return word.exact.startswith(wanted)
    return word.exact == wanted or (not term.phrase and word.stem in _stems(wanted))


@lru_cache(maxsize=4096)
def _stems(wanted: str) -> frozenset[str]:
    return frozenset(stem for language in scripts(wanted) if language in STEMMERS for stem in stems(wanted, language))
