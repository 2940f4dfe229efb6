"""How recommendations are looked for: by the words of a query, by its meaning, or by both; and what a page says of each that it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from upright.archive import meaning
from upright.archive.models import Recommendation
from upright.search import Hits, Query, highlight
from upright.search.highlighting import Pieces
from upright.search.meaning import NoMeaning
from upright.web import paging
from upright.web.explorer import Asked

WORDS = "words"
WAYS: dict[str, Any] = {WORDS: _("by their words"), "meaning": _("by their meaning"), "both": _("by words and meaning")}
_FEW = 10  # found by their words: so few that the page shows what is near in meaning, too


@dataclass(frozen=True, slots=True)
class Row:
    """A recommendation that was found, its text in pieces, and why: because it has the `words`, or how near it is in meaning."""

    recommendation: Recommendation
    pieces: Pieces
    words: bool = False
    nearness: float | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found on one page. `way`: how it was looked for; `unavailable`: it was to be by meaning, and could not be.

    `found`: what the search by meaning says of it; None where it was by words. `below`: what is near in meaning where few have the words.
    """

    way: str
    hits: Hits
    rows: list[Row]
    found: meaning.Found | None = None
    below: Sequence[Row] = ()
    unavailable: bool = False


def way(request: HttpRequest, query: Query) -> str:
    """How it is to be looked for: by words, where the address says nothing else or no word says what is meant."""
    asked = request.GET.get("by", WORDS)
    return asked if asked in WAYS and query.typed else WORDS


def look(request: HttpRequest, asked: Asked, facets: Sequence[str]) -> Looked:
    """One page of the recommendations that are asked for."""
    chosen = way(request, asked.query)
    if chosen != WORDS:
        try:
            return _by_meaning(asked, chosen, facets)
        except NoMeaning:
            return replace(_by_words(asked, facets), unavailable=True)
    return _by_words(asked, facets)


def _by_meaning(asked: Asked, chosen: str, facets: Sequence[str]) -> Looked:
    start = (asked.page - 1) * paging.SIZE
    found = meaning.find(asked.query, filters=asked.filters, facets=facets, words=chosen == "both", offset=start, limit=paging.SIZE)
    return Looked(chosen, Hits(found.total, found.ids, found.facets), _rows(found.ids, asked, found), found)


def _by_words(asked: Asked, facets: Sequence[str]) -> Looked:
    hits = asked.find("recommendation", facets)
    rows = [Row(row, highlight(row.text, asked.query, row.document.language)) for row in Recommendation.objects.in_order_of(hits.ids)]
    below = _below(asked, hits) if asked.query.typed and hits.total < _FEW and asked.page == 1 else None
    return Looked(WORDS, hits, rows, below, _rows(below.ids, asked, below)[:_FEW] if below else ())


def _below(asked: Asked, hits: Hits) -> meaning.Found | None:
    """What is near in meaning and has not the words."""
    try:
        found = meaning.find(asked.query, filters=asked.filters, facets=(), words=False, offset=0, limit=_FEW + len(hits.ids))
    except NoMeaning:
        return None
    return replace(found, ids=tuple(pk for pk in found.ids if pk not in hits.ids))


def _rows(ids: Sequence[int], asked: Asked, found: meaning.Found) -> list[Row]:
    """The words that were typed are marked, and the terms that the field has for them, where the whole of one stands."""
    terms = [term.query for term in found.terms]
    return [
        Row(row, highlight(row.text, asked.query, row.document.language, terms), row.pk in found.words, found.near.get(row.pk))
        for row in Recommendation.objects.in_order_of(ids)
    ]


def every(request: HttpRequest, asked: Asked) -> Sequence[int] | None:
    """The keys of all that is found by meaning, in their order; None where it is looked for by words."""
    chosen = way(request, asked.query)
    if chosen == WORDS:
        return None
    try:
        return meaning.find(asked.query, filters=asked.filters, facets=(), words=chosen == "both", offset=0, limit=meaning.MOST).ids
    except NoMeaning:
        return None
