"""Concluding observations: all of them, and each one as concerns with the recommendations that answer them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from upright.archive import grades
from upright.archive.models import Answer, Concern, Document, FollowUp, Grade, NextReport, Paragraph, Recommendation, Row
from upright.records import Kind
from upright.web import labels, paging, tables
from upright.web.choosing import Chosen

FILTERS = {"body": "body", "state": "state", "language": "language"}
COLUMNS = (
    "symbol", "state", "body", "date", "section", "concern_paragraphs", "concern", "number", "limb", "recommendation", "follow_up",
    "grade", "grade_as_stated", "followed_up_in", "page",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Asked:
    """A recommendation with what became of it: whether it was chosen for follow-up, the State's information, and the grades."""

    row: Recommendation
    chosen: bool
    information: list[Answer] = field(default_factory=list)
    grades: list[Grade] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Pair:
    """A concern and the recommendations that answer it; without one of the two where the document gives none."""

    headings: list[str]
    concern: Concern | None
    recommendations: list[Asked]


def _all() -> Any:
    return Document.objects.principal().filter(kind=Kind.CONCLUDING_OBSERVATIONS)


def observations(request: HttpRequest) -> HttpResponse:
    """All concluding observations, the newest first."""
    chosen = Chosen.of(request, FILTERS)
    found = chosen.filtered(_all())
    page = paging.Page(paging.asked(request), found.count())
    rows = list(found.order_by(F("date").desc(nulls_last=True), "symbol", "pk")[page.offset : page.offset + page.size])
    context = {
        "rows": _facts(rows),
        "page": page,
        "facets": chosen.facets(_all()),
        "chosen": chosen.addresses(request),
    }
    return render(request, "observations/list.html", context)


def _facts(documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Each document with its counts, in a few queries for all."""
    in_all = {"document__in": documents}
    counts = {kind: _counts(kind, documents) for kind in (Concern, Recommendation)}
    chosen: dict[int, list[str]] = defaultdict(list)
    for row in FollowUp.objects.filter(**in_all):
        chosen[row.document_id] += row.paragraphs
    due = {row.document_id: row for row in NextReport.objects.filter(**in_all).order_by("-order")}
    return [
        {
            "document": document,
            "concerns": counts[Concern].get(document.pk, 0),
            "recommendations": counts[Recommendation].get(document.pk, 0),
            "chosen": chosen[document.pk],
            "next_report": due.get(document.pk),
        }
        for document in documents
    ]


def _counts(kind: Any, documents: Sequence[Document]) -> dict[int, int]:
    return dict(kind.objects.filter(document__in=documents).order_by().values_list("document").annotate(n=Count("pk")))


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    columns = (
        "symbol", "state", "body", "session", "date", "language", "concerns", "recommendations", "follow_up", "next_report_due",
        "next_report_as_stated",
    )  # fmt: skip
    found = list(Chosen.of(request, FILTERS).filtered(_all()).order_by(F("date").desc(nulls_last=True), "symbol", "pk"))

    def rows() -> Any:
        for each in _facts(found):
            document, due = each["document"], each["next_report"]
            yield [
                document.symbol, document.state, document.body, document.committee_session, document.date, document.language,
                each["concerns"], each["recommendations"], each["chosen"], due and due.due, due and due.as_stated,
            ]  # fmt: skip

    return tables.respond(tables.Table(name="concluding-observations", columns=columns, rows=rows), ending)


def _named(name: str) -> Document:
    """By its symbol, or the digest of its file."""
    found = Document.objects.filter(kind=Kind.CONCLUDING_OBSERVATIONS)
    document: Document | None = found.filter(symbol=name, principal=True).first() or found.filter(sha256=name).first()
    if document is None:
        raise Http404(_("%(symbol)s is not among the concluding observations in this archive.") % {"symbol": name[:80]})
    return document


def one(request: HttpRequest, name: str) -> HttpResponse:
    """Concluding observations as pairs."""
    document = _named(name)
    pairs = pairs_of(document)
    context = {
        "document": document,
        "pairs": pairs,
        "labels": labels.of_many(_records(pairs)),
        "follow_up": FollowUp.objects.filter(document=document).order_by("order"),
        "next_report": NextReport.objects.filter(document=document).order_by("order").first(),
        "number": sum(len(pair.recommendations) for pair in pairs),
        "concerns": sum(pair.concern is not None for pair in pairs),
        "graded": any(asked.grades for pair in pairs for asked in pair.recommendations),
    }
    return render(request, "observations/one.html", context)


def _records(pairs: Iterable[Pair]) -> Iterator[Row]:
    for pair in pairs:
        if pair.concern:
            yield pair.concern
        yield from (each.row for each in pair.recommendations)


def one_download(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:  # noqa: ARG001
    """The same pairs as data, a row for each recommendation."""
    document = _named(name)
    pairs = pairs_of(document)

    def rows() -> Any:
        for pair in pairs:
            concern = pair.concern
            about = [
                document.symbol, document.state, document.body, document.date, " / ".join(pair.headings),
                concern.paragraphs if concern else [], concern.text if concern else None,
            ]  # fmt: skip
            if not pair.recommendations:
                yield [*about, *[None] * (len(COLUMNS) - len(about))]
            for each in pair.recommendations:
                yield [*about, *_columns(each)]

    return tables.respond(tables.Table(name="concluding-observations", columns=COLUMNS, rows=rows), ending)


def _columns(each: Asked) -> list[Any]:
    row = each.row
    information = [f"{answer.document} {label}" for answer in each.information for label in answer.paragraphs[:1]]
    letters = [grade.grade for grade in each.grades if grade.grade]
    return [
        row.number, row.limb, row.text, each.chosen, letters, [grade.grade_as_stated for grade in each.grades], information,
        row.source_page,
    ]  # fmt: skip


def pairs_of(document: Document) -> list[Pair]:
    """Concerns and recommendations in the order of the document: a recommendation that answers several concerns stands with the first."""
    in_it = {"document": document}
    headings = {row.label: row.headings for row in Paragraph.objects.filter(**in_it).exclude(label=None)}
    recommendations = list(Recommendation.objects.filter(**in_it).order_by("order"))
    asked = _asked(document, recommendations)
    by_number: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        by_number[each.row.number or ""].append(each)
        by_number[each.row.key].append(each)
    taken: set[int] = set()
    found: list[tuple[int, Pair]] = []
    for concern in Concern.objects.filter(**in_it).order_by("order"):
        mine = [each for number in concern.recommendations for each in by_number.get(number, []) if each.row.pk not in taken]
        mine = list({each.row.pk: each for each in mine}.values())
        taken |= {each.row.pk for each in mine}
        found.append((concern.order, Pair(headings=_above(concern.paragraphs, headings), concern=concern, recommendations=mine)))
    left = [each for each in asked if each.row.pk not in taken]
    found += [
        (each.row.order, Pair(headings=_above([each.row.source_paragraph], headings), concern=None, recommendations=[each]))
        for each in left
    ]
    return _joined([pair for _, pair in sorted(found, key=lambda row: row[0])])


def _joined(pairs: Iterable[Pair]) -> list[Pair]:
    """The limbs of one paragraph without a concern stand together."""
    joined: list[Pair] = []
    for pair in pairs:
        before = joined[-1] if joined else None
        alone = pair.concern is None and before is not None and before.concern is None
        if before and alone and before.recommendations[-1].row.number == pair.recommendations[0].row.number:
            before.recommendations += pair.recommendations
        else:
            joined.append(pair)
    return joined


def _above(labels: Iterable[str | None], headings: dict[str | None, list[str]]) -> list[str]:
    return next((headings[label] for label in labels if label in headings), [])


def _asked(document: Document, rows: Iterable[Recommendation]) -> list[Asked]:
    """Each recommendation with what became of it."""
    chosen = [grades.labelled(label) for row in FollowUp.objects.filter(document=document) for label in row.paragraphs]
    information: list[Answer] = []
    if document.symbol:
        found = Answer.objects.filter(to=document.symbol, document__principal=True, document__kind=Kind.FOLLOW_UP)
        information = list(found.select_related("document").order_by("document__date", "order"))
    graded = grades.given([document]).get(document.pk, [])
    asked = []
    for row in rows:
        row.document = document
        here = grades.place(row.number, row.limb)
        asked.append(
            Asked(
                row=row,
                chosen=any(grades.covers(each, here) for each in chosen),
                information=[each for each in information if grades.covers(grades.labelled(each.question), here) and each.paragraphs],
                grades=[each for each in graded if grades.covers(grades.place(each.paragraph, each.limb), here)],
            )
        )
    return asked
