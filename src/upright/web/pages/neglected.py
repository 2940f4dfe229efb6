"""What was raised before a review, and taken up in no recommendation of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from upright import states
from upright.archive.courses import reports
from upright.archive.models import Document, Raised
from upright.web import courses, paging, tables
from upright.web.dossiers import Member
from upright.web.explorer import Facet, facet
from upright.web.templatetags.upright import state_name

SHOWN = ("neglected", "taken_up")
COLUMNS = (
    "state", "cycle", "report", "symbol", "kind", "paragraph", "raised", "raised_by", "neglected", "confidence", "because",
    "nearest_number", "nearest", "nearest_position", "page", "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence that raises something, and the recommendation nearest to it."""

    found: Raised
    nearest: Member | None

    @property
    def document(self) -> Document:
        return self.found.document

    @property
    def paragraph(self) -> str:
        return self.found.source_paragraph or ""

    @property
    def url(self) -> str:
        return f"{self.document.get_absolute_url()}#{self.paragraph}"


def neglected(request: HttpRequest) -> HttpResponse:
    """What the documents before a review raised, and no recommendation took up; or what some did."""
    state = request.GET.get("state", "")[:100]
    here = reports()
    known = sorted({each.state for each in here if each.state}, key=lambda code: states.alphabetical(state_name(code)))
    context: dict[str, Any] = {"state": state, "known": known}
    if state:
        asked = _Asked.of(request, [each for each in here if each.state == state])
        page = paging.Page(paging.asked(request), len(asked.found))
        context |= {
            "asked": asked, "rows": asked.found[page.offset : page.offset + page.size], "page": page, "facets": asked.facets(),
        }  # fmt: skip
    return render(request, "neglected/list.html", context)


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
    """What the documents before a review raised, each with the recommendation nearest to it; the earliest first."""
    found = list(Raised.objects.filter(report=report).select_related("document").order_by("document__date", "document", "source_start"))
    members = courses.recommended_in(report, [each.nearest for each in found if each.nearest])
    return [Row(found=each, nearest=members.get(each.nearest) if each.nearest else None) for each in found]


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    state, address = request.GET.get("state", "")[:100], request.build_absolute_uri("/")[:-1]

    def listed() -> Iterator[list[Any]]:
        asked = _Asked.of(request, reports(state=state))
        for each in asked.found:
            yield _line(asked.report, each, address)

    return tables.respond(tables.Table(name="neglected", columns=COLUMNS, rows=listed), ending)


def _line(report: Document | None, each: Row, address: str) -> list[Any]:
    found, near = each.found, each.nearest
    return [
        each.document.state, report and report.cycle, report and report.symbol, each.document.symbol, each.document.kind, each.paragraph,
        found.text, found.raised_by, found.neglected, found.confidence, found.because, near and near.number,
        near and near.row.text, near and near.position, found.source_page, address + each.url,
    ]  # fmt: skip
