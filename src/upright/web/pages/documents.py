"""Documents: all of them, and each one to be read with its records in the margin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from upright.archive import corrections, files
from upright.archive.models import (
    Answer,
    Commitment,
    Concern,
    Correction,
    Document,
    Event,
    Figure,
    Finding,
    FollowUp,
    Grade,
    NextReport,
    Paragraph,
    PositionRecord,
    Question,
    Recommendation,
    Row,
    Statement,
    Turn,
    Unread,
)
from upright.records import Kind
from upright.web import paging, rendering, tables
from upright.web.templatetags.upright import quantity, un_date, word
from upright.web.words import STATUSES

_FILTERS = ("kind", "state", "language")
_ITEM = re.compile(r"\.|\(")  # a number of an item or a limb: 124.1, 12 (a)
_FOREVER = "public, max-age=31536000, immutable"
PDF = "application/pdf"
_DIALOGUE: dict[str, tuple[type[Row], ...]] = {
    Kind.SUMMARY_RECORD: (Event, Turn, Question, Figure, Commitment),
    Kind.LIST_OF_ISSUES: (Question,),
    Kind.REPLIES: (Answer, Figure),
    Kind.STATE_REPORT: (Figure,),
    Kind.CONCLUDING_OBSERVATIONS: (Concern, FollowUp, NextReport, Figure),
    Kind.FOLLOW_UP: (Answer, Figure, Grade),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A record of the dialogue in the margin: its kind, in a few words what it holds, and where it leads."""

    row: Row
    words: str
    url: str = ""

    @property
    def kind(self) -> str:
        return self.row.KIND.NAME


@dataclass(slots=True)
class Shown:
    """A paragraph with what stands in its margin; `headings`: those that begin before it, with their level."""

    row: Paragraph
    anchor: str
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    item: bool = False
    anchors: list[str] = field(default_factory=list)


def documents(request: HttpRequest) -> HttpResponse:
    """All documents, one file of each, the newest first."""
    chosen = {name: request.GET.getlist(name) for name in _FILTERS}
    rows = _filtered(request)
    page = paging.Page(paging.asked(request), rows.count())
    every = Document.objects.principal()
    context = {
        "rows": rows[page.offset : page.offset + page.size],
        "page": page,
        "text": request.GET.get("q", ""),
        "chosen": chosen,
        "choices": {name: every.values_of(name) for name in _FILTERS},
    }
    return render(request, "documents/list.html", context)


def _filtered(request: HttpRequest) -> Any:
    rows = Document.objects.principal().newest().named(request.GET.get("q", ""))
    for name in _FILTERS:
        if wanted := [value for value in request.GET.getlist(name) if value]:
            rows = rows.filter(**{f"{name}__in": wanted})
    return rows


def documents_download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    columns = (
        "symbol", "kind", "language", "title", "body", "state", "date", "council_session", "working_group_session", "cycle",
        "committee_session", "meeting", "pages", "file", "sha256", "media_type",
    )  # fmt: skip
    rows = _filtered(request)
    table = tables.Table(name="documents", columns=columns, rows=lambda: rows.values_list(*columns).iterator())
    return tables.respond(table, ending)


def by_symbol(request: HttpRequest, symbol: str) -> HttpResponse:
    """The document of a symbol, in the language that is asked for."""
    editions = list(Document.objects.of_symbol(symbol))
    if not editions:
        editions = list(Document.objects.filter(symbol__iexact=symbol.rstrip("/")).order_by("-principal", "pk"))
    if not editions:
        raise Http404(
            _(
                "%(symbol)s is not in this archive. With a connection: upright fetch %(symbol)s, "
                "then upright load on the file that it gives."
            )
            % {"symbol": symbol}
        )
    if editions[0].symbol != symbol:
        return redirect(editions[0], permanent=True)
    language = request.GET.get("language")
    chosen = next((each for each in editions if each.shown and each.language == language), editions[0])
    return _read(request, chosen, editions)


def by_file(request: HttpRequest, sha256: str) -> HttpResponse:
    """A document's file by the digest of its content."""
    document = get_object_or_404(Document, sha256=sha256)
    editions = list(Document.objects.of_symbol(document.symbol)) if document.symbol else [document]
    return _read(request, document, editions)


def _read(request: HttpRequest, document: Document, editions: Sequence[Document]) -> HttpResponse:
    shown = _shown(document)
    paged = document.media_type == PDF and bool(document.pages)
    page = min(max(paging.asked(request), 1), document.pages or 1)
    context = {
        "document": document,
        "editions": editions,
        "paragraphs": shown,
        "contents": [heading for each in shown for heading in each.headings],
        "paged": paged,
        "page_number": page,
        "readings": document.readings.all()[:5],
        "corrections": Correction.objects.filter(document=document, kind=document.KIND.NAME).select_related("by", "withdrawn_by"),
        "fields": corrections.fields_of(document),
        "next": reverse("file", args=[document.sha256]),  # an address that the document keeps, whatever is said of its symbol
        "review": document.kind == "working_group_report" and document.state and document.working_group_session,
        "unread": Unread.objects.filter(document=document),
        "alone": [] if shown else _alone(document),
        "stated": _stated(document, {name for each in shown for name in (each.anchor, *each.anchors)}),
    }
    return render(request, "documents/read.html", context)


def _stated(document: Document, taken: set[str]) -> list[tuple[str, PositionRecord]]:
    """The positions that the document states on recommendations of another, each with a place to link to, where no paragraph is that."""
    rows = PositionRecord.objects.filter(document=document).select_related("about__document").order_by("order")
    return [("" if row.key in taken else row.key, row) for row in rows]


def _alone(document: Document) -> list[tuple[str, Said, str]]:
    """The records of a document that has no paragraphs, each with its passage, and the first of each number with a place to link to."""
    text = document.layer.text
    places: set[str] = set()
    found = []
    for said in _said(document):
        place = said.row.source_paragraph or ""
        found.append(("" if place in places else place, said, text[said.row.source_start : said.row.source_end]))
        places.add(place)
    return found


def _shown(document: Document) -> list[Shown]:
    """The paragraphs with their headings, and with the records that stand in each."""
    shown = [Shown(row, row.label or row.key, item=bool(row.label and _ITEM.search(row.label))) for row in _rows(Paragraph, document)]
    _head(shown)
    starts = [(each.row.source_start, each) for each in shown]
    for kind, name in ((Recommendation, "recommendations"), (Statement, "statements"), (Unread, "unread")):
        for row in _rows(kind, document):
            row.document = document
            if here := _at(starts, row.source_start):
                getattr(here, name).append(row)
    by_label = {each.row.label: each for each in reversed(shown)}
    for said in _said(document):
        if here := _at(starts, said.row.source_start):
            here.said.append(said)
            _place(said.row.source_paragraph, by_label, here)
    for finding in Finding.objects.filter(document=document):
        _find(finding, by_label, _at(starts, finding.source_start) or (shown[0] if shown else None))
    return shown


def _place(label: str | None, by_label: dict[str | None, Shown], here: Shown) -> None:
    """A place to link to for a number that no paragraph has."""
    if label is not None and label not in by_label:
        by_label[label] = here
        here.anchors.append(label)


def _said(document: Document) -> Iterator[Said]:
    """The records of the dialogue that a document of its kind can have."""
    for kind in _DIALOGUE.get(document.kind, ()):
        for row in _rows(kind, document):
            yield Said(row=row, words=_words(row), url=document.examined or "" if kind in {Question, Answer} else "")


def _words(row: Any) -> str:
    """What a record holds, in a few words."""
    match row:
        case Turn():
            speaker = row.speaker
            return " ".join(part for part in (speaker["title"], speaker["name"]) if part) or str(word(speaker["role"], "role"))
        case Question():
            return str(STATUSES[row.status])
        case Answer():
            return row.question if row.paragraphs else ""
        case Figure():
            high = f"–{quantity(row.value_high)}" if row.value_high is not None else ""
            return " ".join(part for part in (row.qualifier, f"{quantity(row.value)}{high}", row.unit, row.period) if part)
        case Commitment():
            return str(word(row.tense, "tense"))
        case Concern():
            return f"→ {', '.join(row.recommendations)}" if row.recommendations else ""
        case FollowUp():
            return ", ".join(row.paragraphs)
        case NextReport():
            return un_date(row.due) or row.as_stated
        case Grade():
            return f"{row.paragraph}{f' ({row.limb})' if row.limb else ''}: {row.grade_as_stated}"
        case _:
            return " ".join(part for part in (str(word(row.event, "moment")), row.at) if part)


def _find(finding: Finding, by_label: dict[str | None, Shown], there: Shown | None) -> None:
    """Put a finding in the margin, and a place to link to for each number that it names and no paragraph has."""
    for at, label in enumerate(finding.paragraphs):
        here = by_label.get(label) or there
        if here:
            _place(label, by_label, here)
        if here and at == 0:
            here.findings.append(finding)


def _rows(kind: Any, document: Document) -> list[Any]:
    return list(kind.objects.filter(document=document).order_by("order"))


def _head(shown: Sequence[Shown]) -> None:
    """Put each heading before the first paragraph under it."""
    path: list[str] = []
    counts: dict[str, int] = defaultdict(int)
    for each in shown:
        headings = list(each.row.headings)
        same = next((at for at, (a, b) in enumerate(zip(path, headings, strict=False)) if a != b), min(len(path), len(headings)))
        for level, heading in enumerate(headings[same:], same + 1):
            counts[heading] += 1
            each.headings.append((min(level, 3), heading, f"h-{len(counts)}-{counts[heading]}"))
        path = headings


def _at(starts: Sequence[tuple[int, Shown]], at: int) -> Shown | None:
    """The paragraph that a place of the text is in."""
    here = None
    for start, each in starts:
        if start > at:
            break
        if each.row.source_end > at or here is None or start == at:
            here = each
    return here


def page_image(request: HttpRequest, sha256: str, page: int) -> HttpResponse:
    """A page of a PDF as it was printed."""
    tag = f'"{sha256[:32]}-{page}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    document = get_object_or_404(Document, sha256=sha256, media_type=PDF)
    try:
        picture = rendering.page_png(files.place(document.sha256), page)
    except rendering.NotDrawn as error:
        raise Http404(str(error)) from error
    return HttpResponse(picture, content_type="image/png", headers={"ETag": tag, "Cache-Control": _FOREVER})


def original(request: HttpRequest, sha256: str) -> FileResponse:  # noqa: ARG001
    """The file as it was loaded."""
    document = get_object_or_404(Document, sha256=sha256)
    try:
        stream = files.place(sha256).open("rb")
    except OSError as error:
        raise Http404(_("The file of this document is not in the archive any more.")) from error
    return FileResponse(stream, as_attachment=True, filename=document.file, content_type=document.media_type)
