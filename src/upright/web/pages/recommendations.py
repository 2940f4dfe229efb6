"""The recommendations: all of them with facets, and each one beside its passage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from upright import ratifications, states
from upright.analysis.ratification import asked_to_ratify
from upright.archive import corrections
from upright.archive.models import (
    Correction,
    Document,
    Finding,
    Paragraph,
    PositionRecord,
    Recommendation,
    RecommendingState,
)
from upright.records import Position
from upright.search import LABELS
from upright.web import labels, paging, tables
from upright.web.dossiers import dossiers_of
from upright.web.explorer import SORTS, Asked
from upright.web.meant import WAYS, every, look
from upright.web.templatetags.upright import un_date

FACETS = ("type", "to", "from", "position", "cycle", "session", "year", *LABELS, "theme_given")
_AT_ONCE = 1_000  # rows that a download fetches at once
_AROUND = 2  # paragraphs of context on each side
_OTHERS = 8
COLUMNS = (
    "symbol", "number", "text", "state_under_review", "recommending_states", "position", "progress", "position_as_stated",
    "position_in_force", "working_group_session", "cycle", "date", "page", "address",
)  # fmt: skip


def explorer(request: HttpRequest) -> HttpResponse:
    """Recommendations that a query and filters hold for."""
    asked = Asked.of(request)
    looked = look(request, asked, FACETS)
    hits = looked.hits
    context = {
        "asked": asked,
        "looked": looked,
        "ways": WAYS.items(),
        "rows": looked.rows,
        "facets": asked.facets(hits),
        "chosen": asked.chosen(request),
        "page": paging.Page(asked.page, hits.total),
        "sorts": SORTS.items(),
        "said": asked.said(request),
        "pointers": asked.pointers(),
        "meant": [] if hits.total else asked.meant(request),
        "nothing_loaded": not hits.total and not Document.objects.exists(),
    }
    template = (
        "recommendations/found.html"
        if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
        else "recommendations/explorer.html"
    )
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data: all of it, not one page."""
    asked = Asked.of(request)
    address = request.build_absolute_uri("/")[:-1]

    def rows() -> Iterator[list[Any]]:
        if (near := every(request, asked)) is not None:
            yield from (_row(row, address) for row in Recommendation.objects.in_order_of(near))
            return
        offset = 0
        while ids := asked.find("recommendation", (), offset=offset, limit=_AT_ONCE).ids:
            yield from (_row(row, address) for row in Recommendation.objects.in_order_of(ids))
            offset += _AT_ONCE

    return tables.respond(tables.Table(name="recommendations", columns=COLUMNS, rows=rows), ending)


def _row(row: Recommendation, address: str) -> list[Any]:
    document = row.document
    return [
        document.symbol, row.number, row.text, document.state, row.states, row.position, row.progress, row.position_as_stated,
        row.position_in_force, document.working_group_session, document.cycle, document.date, row.source_page,
        address + row.get_absolute_url(),
    ]  # fmt: skip


def one(request: HttpRequest, symbol: str, number: str) -> HttpResponse:
    """A recommendation by its document's symbol and its number."""
    found = Recommendation.objects.filter(document__symbol__iexact=symbol, document__principal=True).select_related("document__layer")
    row = found.filter(key=number).first() or found.filter(number=number).order_by("order").first()
    if row is None:
        raise Http404(_("%(symbol)s has no recommendation %(number)s in this archive.") % {"symbol": symbol, "number": number})
    if row.document.symbol != symbol:
        return redirect(row, permanent=True)
    return _page(request, row)


def of_file(request: HttpRequest, sha256: str, key: str) -> HttpResponse:
    """A recommendation without a symbol or a number: by its file and its key there."""
    row = Recommendation.objects.filter(document__sha256=sha256, key=key).select_related("document__layer").first()
    if row is None:
        raise Http404(_("This file has no such recommendation."))
    return _page(request, row)


def _page(request: HttpRequest, row: Recommendation) -> HttpResponse:
    document = row.document
    text = document.layer.text
    context = {
        "row": row,
        "shown": _number(row),
        "document": document,
        "passage": text[row.source_start : row.source_end],
        "context": _context(row),
        "awaited": row.position_in_force == Position.PENDING and bool(Document.objects.filter(pk=document.pk).unanswered()),
        "citation": _citation(row, _public(request, row.get_absolute_url())),
        "stated": PositionRecord.objects.filter(about=row).select_related("document"),
        "history": _history(row),
        "findings": _findings(row),
        "groups": labels.of(row),
        "dossiers": dossiers_of(row),
        "treaties": _treaties(row),
        "others": _others(row),
        "corrections": Correction.objects.filter(document=document, kind="recommendation", key=row.key).select_related(
            "by", "withdrawn_by"
        ),
        "fields": corrections.fields_of(row),
    }
    return render(request, "recommendations/one.html", context)


def _context(row: Recommendation) -> list[tuple[Paragraph, bool]]:
    """The paragraph of the recommendation and those around it."""
    paragraphs = Paragraph.objects.filter(document_id=row.document_id)
    before = list(paragraphs.filter(source_start__lte=row.source_start).order_by("-source_start")[: _AROUND + 1])[::-1]
    after = list(paragraphs.filter(source_start__gt=row.source_start).order_by("source_start")[:_AROUND])
    return [
        (each, each.source_start <= row.source_start < each.source_end or each.source_start == row.source_start)
        for each in [*before, *after]
    ]


def _number(row: Recommendation) -> str:
    """What it is cited by: its number, with the limb where it is one."""
    limb = f" {row.limb if row.limb.startswith('(') else f'({row.limb})'}" if row.limb and row.number else ""
    return f"{row.number or row.source_paragraph or ''}{limb}"


def _citation(row: Recommendation, address: str | None) -> str:
    """As UN documents cite, in the language of the document: title and date, symbol, paragraph, page; then the address, if any."""
    document = row.document
    with translation.override(document.language if document.language in dict(settings.LANGUAGES) else "en"):
        number = _number(row)
        parts = (
            " ".join(part for part in (_title(document), f"({un_date(document.date)})" if document.date else "") if part),
            document.symbol or document.file,
            f"{_('para.')} {number}" if number else "",
            pgettext("page, abbreviated", "p. %(n)s") % {"n": row.source_page} if row.source_page else "",
            address or "",
        )
    return ", ".join(part for part in parts if part)


def _title(document: Document) -> str:
    """The title of a document; on the cover of a report the name of the State stands on a line of its own."""
    words = (document.title or "").split()
    for at in range(1, len(words)):
        found = states.find(" ".join(words[at:]))
        if found and found.code == document.state:
            return f"{' '.join(words[:at]).rstrip(':')}: {' '.join(words[at:])}"
    return " ".join(words)


def _public(request: HttpRequest, address: str) -> str | None:
    """The address in full where others can reach it: on a host of a name (`UPRIGHT_HOSTS`), not on one's own machine."""
    host, _port = split_domain_port(request.get_host())
    return None if host in settings.OWN_HOSTS else request.build_absolute_uri(address)


def _history(row: Recommendation) -> list[tuple[dict[str, Any], Document | None, str]]:
    """Each position that is stated, with its document, where that is in the archive, and the paragraph."""
    places = [_place(event["stated_in"]) for event in row.history]
    names = [name for name, _paragraph in places]
    here = Document.objects.principal().filter(Q(symbol__in=names) | Q(symbol=None, file__in=names))
    documents = {str(document): document for document in here}
    return [(event, documents.get(name), paragraph) for event, (name, paragraph) in zip(row.history, places, strict=True)]


def _findings(row: Recommendation) -> list[Finding]:
    """What the document says against itself in the recommendation, or in the paragraph that it stands in."""
    named = {row.number, row.source_paragraph} - {None}
    found = Finding.objects.filter(document=row.document).select_related("document").order_by("order")
    return [each for each in found if named & set(each.paragraphs) or row.source_start <= each.source_start < row.source_end]


def _place(stated_in: str) -> tuple[str, str]:
    """The symbol and the paragraph of 'A/HRC/28/10/Add.1 para. 3'."""
    symbol, _para, paragraph = stated_in.partition(" para. ")
    return symbol, paragraph


def _treaties(row: Recommendation) -> list[tuple[str, ratifications.Ratification | None]]:
    """The State's status under each treaty that the recommendation asks to ratify."""
    state = row.document.state
    covered = ratifications.covered()
    return [(code, ratifications.status(state, code) if state else None) for code in asked_to_ratify(row.text) if code in covered]


def _others(row: Recommendation) -> list[Recommendation]:
    """What else the same States recommended in this review."""
    same = RecommendingState.objects.filter(document=row.document, state__in=row.states).exclude(recommendation=row)
    rows = Recommendation.objects.filter(pk__in=same.values("recommendation")).select_related("document").order_by("order")
    return list(rows[:_OTHERS])
