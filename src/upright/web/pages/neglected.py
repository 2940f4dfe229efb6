"""What was raised before a review, and taken up in no recommendation of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from upright import states
from upright.archive.models import Change, Document, Paragraph, Question
from upright.archive.rows import document_record, identity_of, record_of
from upright.linking import neglected as engine
from upright.linking.neglected import Followed
from upright.readers.reading import Reading
from upright.records import Kind
from upright.web import courses, paging, tables
from upright.web.dossiers import Member
from upright.web.explorer import Facet, facet
from upright.web.templatetags.upright import state_name

SHOWN = ("neglected", "taken_up")
_BEFORE = (*sorted(engine.BEFORE_A_REVIEW), Kind.LIST_OF_ISSUES)
_KEPT = 32  # reviews whose sentences stay compared: comparing takes some seconds
COLUMNS = (
    "state", "cycle", "report", "symbol", "kind", "paragraph", "raised", "raised_by", "neglected", "confidence", "because",
    "nearest_number", "nearest", "nearest_position", "page", "address",
)  # fmt: skip
Seen = tuple[tuple[str, int], ...]  # digests of documents, with the number of their last change


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence that raises something, and the recommendation nearest to it."""

    found: Followed
    document: Document
    nearest: Member | None

    @property
    def paragraph(self) -> str:
        return self.found.raised.source.paragraph or ""

    @property
    def url(self) -> str:
        return f"{self.document.get_absolute_url()}#{self.paragraph}"


def neglected(request: HttpRequest) -> HttpResponse:
    """What the documents before a review raised, and no recommendation took up; or what some did."""
    state = request.GET.get("state", "")[:100]
    reports = _reports()
    known = sorted({each.state for each in reports if each.state}, key=lambda code: states.alphabetical(state_name(code)))
    context: dict[str, Any] = {"state": state, "known": known}
    if state:
        asked = _Asked.of(request, [each for each in reports if each.state == state])
        page = paging.Page(paging.asked(request), len(asked.found))
        context |= {
            "asked": asked, "rows": asked.found[page.offset : page.offset + page.size], "page": page, "facets": asked.facets(),
        }  # fmt: skip
    return render(request, "neglected/list.html", context)


def _reports(**named: Any) -> list[Document]:
    """The reports of reviews, the earliest first; of several of one State and cycle the last that has a date."""
    found = Document.objects.principal().filter(kind=Kind.WORKING_GROUP_REPORT, language="en", **named).exclude(state=None)
    by_review = {(each.state, each.cycle): each for each in found.order_by(F("date").asc(nulls_first=True), "symbol")}
    return list(by_review.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What an address asks for: the report of a review, `show`: what became of what was raised, `kinds` of document that raised it."""

    reports: Sequence[Document]
    report: Document | None
    show: str
    kinds: Sequence[str]
    rows: Sequence[Row]

    @classmethod
    def of(cls, request: HttpRequest, reports: Sequence[Document]) -> _Asked:
        given = request.GET.get("cycle", "")
        report = next((each for each in reports if str(each.cycle) == given), reports[-1] if reports else None)
        show = request.GET.get("show", "")
        kinds = [each for each in request.GET.getlist("type")[:10] if each]
        rows = _rows(report) if report else []
        return cls(reports=reports, report=report, show=show if show in SHOWN else SHOWN[0], kinds=kinds, rows=rows)

    @property
    def total(self) -> int:
        """How much was raised at all, in documents of these kinds."""
        return len(self._of_kinds())

    @property
    def number(self) -> int:
        """How much of it was taken up in no recommendation."""
        return sum(each.found.neglected for each in self._of_kinds())

    @property
    def found(self) -> list[Row]:
        """What is to be shown, the surest first."""
        rows = [each for each in self._of_kinds() if each.found.neglected == (self.show == "neglected")]
        return sorted(rows, key=lambda each: -each.found.confidence)

    def _of_kinds(self) -> list[Row]:
        return [each for each in self.rows if not self.kinds or each.document.kind in self.kinds]

    def facets(self) -> list[Facet]:
        """The kinds of document that raise something."""
        counts = Counter(each.document.kind for each in self.rows if each.found.neglected == (self.show == "neglected"))
        return [facet("type", counts.most_common(), self.kinds)]


def _rows(report: Document) -> list[Row]:
    """What the documents before a review raised, each with the recommendation nearest to it."""
    before = list(Document.objects.principal().filter(state=report.state, kind__in=_BEFORE))
    sha256 = {each.pk: each.sha256 for each in (report, *before)}
    changed = Change.objects.filter(document_id__in=sha256).values_list("document_id", "number")
    found = _followed(report.sha256, tuple(sorted((sha256[pk], number) for pk, number in changed)))
    documents = {str(each): each for each in before}
    members = {courses.ref(each): each for each in courses.recommended_in(report)}
    return [
        Row(
            found=each,
            document=documents[each.raised.document or each.raised.source.file],
            nearest=members.get(each.nearest.ref) if each.nearest else None,
        )
        for each in found
    ]


@lru_cache(maxsize=_KEPT)
def _followed(sha256: str, seen: Seen) -> list[Followed]:
    """What was raised before a review, compared with its recommendations: once, until one of the documents changes."""
    report = Document.objects.get(sha256=sha256)
    before = Document.objects.filter(sha256__in=[each for each, _number in seen], kind__in=_BEFORE).select_related("layer")
    own = Reading(file=report.file, sha256=report.sha256, identity=identity_of(report), text="", records=(), seconds=0.0)
    held = [each for each in _readings(before.order_by("date", "symbol")) if engine.is_before(each, own)]
    raised = [sentence for each in held for sentence in engine.raised(each)]
    return engine.followed(raised, [courses.request_of(each) for each in courses.recommended_in(report)])


def _readings(documents: Iterable[Document]) -> Iterator[Reading]:
    """Documents with their paragraphs and questions, in a few queries for all."""
    here = {each.pk: each for each in documents}
    rows: dict[int, list[Any]] = {pk: [] for pk in here}
    for table in (Paragraph, Question):
        for row in table._default_manager.filter(document__in=here).order_by("document", "order"):
            rows[row.document_id].append(row)
    for pk, document in here.items():
        text = document.layer.text
        records = (record_of(row, document) for row in sorted(rows[pk], key=lambda row: row.order))
        yield Reading(
            file=document.file, sha256=document.sha256, identity=identity_of(document), text=text,
            records=(document_record(document, len(text)), *records), seconds=0.0,
        )  # fmt: skip


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    state, address = request.GET.get("state", "")[:100], request.build_absolute_uri("/")[:-1]

    def listed() -> Iterator[list[Any]]:
        asked = _Asked.of(request, _reports(state=state))
        for each in asked.found:
            yield _line(asked.report, each, address)

    return tables.respond(tables.Table(name="neglected", columns=COLUMNS, rows=listed), ending)


def _line(report: Document | None, each: Row, address: str) -> list[Any]:
    found, near = each.found, each.nearest
    return [
        each.document.state, report and report.cycle, report and report.symbol, each.document.symbol, each.document.kind, each.paragraph,
        found.raised.text, found.raised.because, found.neglected, found.confidence, found.because, near and near.number,
        near and near.row.text, near and near.position, found.raised.source.page, address + each.url,
    ]  # fmt: skip
