"""Reviews: all of them by session, and each with its facts, statements and recommendations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from upright import states
from upright.archive.models import Document, Finding, Recommendation, Review, Statement
from upright.web import figures, paging, tables
from upright.web.templatetags.upright import state_name
from upright.web.words import GROUPS

_FILTERS = ("state", "cycle", "group")
_SORTS = ("date", "state", "recommendations", "supported", "awaited")


@dataclass(frozen=True, slots=True)
class Section:
    """The recommendations of one list of a report ('124'), under the paragraph that introduces it."""

    number: str
    introduced: str | None
    rows: list[Recommendation]


def reviews(request: HttpRequest) -> HttpResponse:
    """All reviews, the newest first or in another order, of a State, a cycle or a regional group."""
    chosen = {name: request.GET.get(name, "") for name in _FILTERS}
    sort = request.GET.get("sort", "")
    sort = sort if sort in _SORTS else _SORTS[0]
    found = _filtered(chosen)
    page = paging.Page(paging.asked(request), found.count())
    rows = _on_page(found, sort, page)
    counts = _counts([row.document_id for row in rows])
    reports = Document.objects.principal().filter(kind="working_group_report")
    context = {
        "listed": [(row, _counted(row.document.state, counts.get(row.document_id, {}))) for row in rows],
        "page": page,
        "sort": sort,
        "chosen": chosen,
        "states": sorted((state for state, _ in reports.values_of("state")), key=_alphabetical),
        "cycles": sorted(cycle for cycle, _ in reports.values_of("cycle")),
        "groups": GROUPS.items(),
    }
    return render(request, "reviews/list.html", context)


def _counted(state: str | None, counts: dict[str, int]) -> figures.Counted:
    return figures.Counted(title=state_name(state), counts=counts)


def _alphabetical(state: str | None) -> str:
    return states.alphabetical(state_name(state))


def _filtered(chosen: Mapping[str, str]) -> Any:
    """The reviews that filters hold for; one that says nothing is none."""
    found = Review.objects.all().each_once().newest()
    if chosen["state"]:
        found = found.filter(document__state=chosen["state"])
    if chosen["cycle"].isdecimal():
        found = found.filter(document__cycle=int(chosen["cycle"][:4]))
    if chosen["group"]:
        found = found.filter(document__state__in=[code for code, each in states.all_states().items() if each.group == chosen["group"]])
    return found


def _on_page(found: Any, sort: str, page: paging.Page) -> list[Review]:
    """One page of reviews. What the database cannot sort by, names in a language and shares, is sorted here."""
    part = slice(page.offset, page.offset + page.size)
    if sort == "date":
        return list(found[part])
    rows = list(found.values_list("pk", "document_id", "document__state"))
    if sort == "state":
        rows.sort(key=lambda row: _alphabetical(row[2]))
    else:
        counts = _counts([document for _pk, document, _state in rows])
        rows.sort(key=lambda row: -_weight(sort, _counted(None, counts.get(row[1], {}))))
    pks = [pk for pk, *_rest in rows[part]]
    reviews = Review.objects.select_related("document").in_bulk(pks)
    return [reviews[pk] for pk in pks]


def _weight(sort: str, counted: figures.Counted) -> float:
    if sort == "supported":
        return counted.counts.get("supported", 0) / counted.answered if counted.answered else -1.0
    return counted.awaited if sort == "awaited" else counted.total


def _counts(documents: list[int]) -> dict[int, dict[str, int]]:
    """The counts of each report's recommendations."""
    rows = Recommendation.objects.counted().filter(document__in=documents).positions_by("document_id")
    return figures.counted(((key, key, *rest) for key, *rest in rows), Document.objects.filter(pk__in=documents).unanswered())


def reviews_download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    columns = (
        "symbol", "state_under_review", "working_group_session", "cycle", "reviewed_on", "adopted_on", "head_of_delegation", "troika",
        "advance_questions_from", "statements_announced",
    )  # fmt: skip

    def rows() -> Any:
        for row in _filtered({name: request.GET.get(name, "") for name in _FILTERS}):
            yield [
                row.document.symbol, row.state_under_review, row.working_group_session, row.document.cycle, row.reviewed_on, row.adopted_on,
                row.head_of_delegation, row.troika, row.advance_questions_from, row.statements_announced,
            ]  # fmt: skip

    return tables.respond(tables.Table(name="reviews", columns=columns, rows=rows), ending)


def review(request: HttpRequest, code: str, session: int) -> HttpResponse:
    """A State's review in a session of the Working Group."""
    reports = Document.objects.principal().filter(kind="working_group_report", state=code.upper(), working_group_session=session)
    document = reports.newest().first()
    if document is None:
        raise Http404(_("The report of this review is not in the archive."))
    rows = list(Recommendation.objects.filter(document=document).order_by("order"))
    for row in rows:
        row.document = document
    statements = list(Statement.objects.filter(document=document).order_by("order"))
    for row in statements:
        row.document = document
    unanswered = Document.objects.filter(pk=document.pk).unanswered()
    counts = Counter(figures.counted_as(row.position_in_force, document.pk, unanswered) for row in rows)
    facts = Review.objects.filter(document=document).first()
    context = {
        "document": document,
        "review": facts,
        "documents": _documents(facts, document),
        "bar": figures.Counted(title=_("Recommendations"), counts=counts),
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
