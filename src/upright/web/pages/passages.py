"""The paragraphs of all documents, in all languages: what is said anywhere about something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from upright.archive.models import Paragraph
from upright.search import snippet
from upright.web import paging, tables
from upright.web.explorer import SORTS, Asked

FACETS = ("type", "to", "language", "year")
_AT_ONCE = 1_000


def explorer(request: HttpRequest) -> HttpResponse:
    """Paragraphs that a query and filters hold for."""
    asked = Asked.of(request)
    hits = asked.find("paragraph", FACETS)
    rows = _in_order_of(hits.ids)
    context = {
        "asked": asked,
        "rows": [(row, snippet(row.text, asked.query, row.document.language, 420)) for row in rows],
        "facets": asked.facets(hits),
        "chosen": asked.chosen(request),
        "page": paging.Page(asked.page, hits.total),
        "sorts": SORTS.items(),
        "said": asked.said(request),
        "pointers": asked.pointers(),
        "meant": [] if hits.total else asked.meant(request),
    }
    return render(request, "passages/explorer.html", context)


def _in_order_of(ids: tuple[int, ...]) -> list[Paragraph]:
    rows = Paragraph.objects.select_related("document").in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    asked = Asked.of(request)

    def rows() -> Iterator[list[Any]]:
        offset = 0
        while ids := asked.find("paragraph", (), offset=offset, limit=_AT_ONCE).ids:
            for row in _in_order_of(ids):
                yield [row.document.symbol, row.label, row.document.language, row.document.state, row.text, row.source_page]
            offset += _AT_ONCE

    columns = ("symbol", "paragraph", "language", "state", "text", "page")
    return tables.respond(tables.Table(name="passages", columns=columns, rows=rows), ending)


def search_help(request: HttpRequest) -> HttpResponse:
    """What can be typed into a search box."""
    return render(request, "passages/help.html")
