"""Reviews: all of them by session, and each with its facts, statements and recommendations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from upright.archive.models import Document, Finding, Recommendation, Review, Statement
from upright.web import figures, paging, tables
from upright.web.templatetags.upright import state_name


@dataclass(frozen=True, slots=True)
class Section:
    """The recommendations of one list of a report ('124'), under the paragraph that introduces it."""

    number: str
    introduced: str | None
    rows: list[Recommendation]


def reviews(request: HttpRequest) -> HttpResponse:
    """All reviews, the newest first."""
    found = Review.objects.principal().newest()
    page = paging.Page(paging.asked(request), found.count())
    rows = list(found[page.offset : page.offset + page.size])
    counts = _counts([row.document_id for row in rows])
    listed = [(row, figures.Counted(title=state_name(row.document.state), counts=counts.get(row.document_id, {}))) for row in rows]
    return render(request, "reviews/list.html", {"listed": listed, "page": page})


def _counts(documents: list[int]) -> dict[int, dict[str, int]]:
    """The counts of each report's recommendations."""
    rows = Recommendation.objects.counted().filter(document__in=documents).positions_by("document_id")
    return figures.counted(((key, key, *rest) for key, *rest in rows), Document.objects.filter(pk__in=documents).unanswered())


def reviews_download(request: HttpRequest, ending: str) -> HttpResponseBase:  # noqa: ARG001
    """The same list as data."""
    columns = (
        "symbol", "state_under_review", "working_group_session", "cycle", "reviewed_on", "adopted_on", "head_of_delegation", "troika",
        "advance_questions_from", "statements_announced",
    )  # fmt: skip

    def rows() -> Any:
        for row in Review.objects.principal().newest():
            yield [
                row.document.symbol, row.state_under_review, row.working_group_session, row.document.cycle, row.reviewed_on, row.adopted_on,
                row.head_of_delegation, row.troika, row.advance_questions_from, row.statements_announced,
            ]  # fmt: skip

    return tables.respond(tables.Table(name="reviews", columns=columns, rows=rows), ending)


def review(request: HttpRequest, code: str, session: int) -> HttpResponse:
    """A State's review in a session of the Working Group."""
    reports = Document.objects.principal().filter(kind="working_group_report", state=code.upper(), working_group_session=session)
    document = reports.first()
    if document is None:
        raise Http404(_("The report of this review is not in the archive."))
    rows = list(Recommendation.objects.filter(document=document).order_by("order"))
    for row in rows:
        row.document = document
    statements = list(Statement.objects.filter(document=document).order_by("order"))
    unanswered = Document.objects.filter(pk=document.pk).unanswered()
    counts = Counter(figures.counted_as(row.position_in_force, document.pk, unanswered) for row in rows)
    facts = Review.objects.filter(document=document).first()
    context = {
        "document": document,
        "review": facts,
        "documents": _documents(facts, document),
        "bar": figures.Counted(title=_("Recommendations"), counts=counts),
        "names": [name for name in figures.ORDER if counts.get(name)],
        "sections": _sections(rows),
        "spoken": [row for row in rows if row.number is None],
        "statements": [row for row in statements if row.by != ["delegation"]],
        "delegation": [row for row in statements if row.by == ["delegation"]],
        "findings": Finding.objects.filter(document=document).select_related("document"),
    }
    return render(request, "reviews/one.html", context)


def _documents(review: Review | None, report: Document) -> list[tuple[str, str, Document | None]]:
    """The review's documents: role, symbol, and the document where it is in the archive; those that the report names, and others."""
    named = [(each["role"], each["symbol"]) for each in (review.documents if review else [])]
    same = Document.objects.principal().filter(state=report.state, cycle=report.cycle).exclude(pk=report.pk) if report.cycle else []
    here = {each.symbol or each.file: each for each in same}
    here.update(
        {each.symbol: each for each in Document.objects.principal().filter(symbol__in=[symbol for _, symbol in named]) if each.symbol}
    )
    listed = [(role, symbol, here.pop(symbol, None)) for role, symbol in named]
    return listed + [(each.kind, name, each) for name, each in here.items()]


def _sections(rows: list[Recommendation]) -> list[Section]:
    """Recommendations by the list that they stand in."""
    found: dict[str, list[Recommendation]] = {}
    for row in rows:
        if row.number is not None:
            found.setdefault(row.number.rpartition(".")[0] or row.number, []).append(row)
    return [Section(number, here[0].position_as_stated, here) for number, here in found.items()]


def address(document: Document) -> str:
    """The page of a report's review; the report itself where its session is not known."""
    if document.state and document.working_group_session is not None:
        return reverse("review", args=[document.state, document.working_group_session])
    return document.get_absolute_url()
