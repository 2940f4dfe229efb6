"""Examinations of States by committees: all of them, and each one as a dialogue."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Max, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from upright.archive import exchange
from upright.archive.examinations import KINDS
from upright.archive.exchange import Asked
from upright.archive.models import Commitment, Concern, Document, Event, Finding, Grade, NextReport, Question, Recommendation, Status, Turn
from upright.web import paging, tables
from upright.web.choosing import Chosen
from upright.web.explorer import Facet, facet

FILTERS = {"body": "body", "state": "state"}
_GROUPINGS = ("order", "about")
_ORDER = tuple(kind.value for kind in KINDS)
_ROLES = ("chair", "member", "delegation", "secretariat", "other")
Key = tuple[str, str, str]  # State, committee, name of the examination


@dataclass(slots=True, kw_only=True)
class Examination:
    """An examination of a State by a committee: its documents, and how its questions stand."""

    state: str
    body: str
    name: str
    documents: list[Document] = field(default_factory=list)
    questions: Counter[str] = field(default_factory=Counter)
    recommendations: int = 0

    @property
    def url(self) -> str:
        return reverse("examination", args=[self.state, self.body, self.name])

    @property
    def asked(self) -> int:
        return sum(self.questions.values())

    @property
    def statuses(self) -> list[tuple[str, int]]:
        """How many questions stand how, those without a question left out."""
        return [(status.value, self.questions[status]) for status in Status if self.questions[status]]

    @property
    def unanswered(self) -> int:
        return self.questions[Status.UNANSWERED]

    @property
    def observations(self) -> list[Document]:
        return [each for each in self.documents if each.kind == "concluding_observations"]

    @property
    def date(self) -> dt.date | None:
        """The day of the meetings, or of the concluding observations, or of its last document."""
        for kinds in ({"summary_record"}, {"concluding_observations"}, set(_ORDER)):
            days = [each.date for each in self.documents if each.kind in kinds and each.date]
            if days:
                return max(days)
        return None


@dataclass(slots=True, kw_only=True)
class Section:
    """Questions under one heading: of a document, or on one article or issue."""

    title: str
    document: Document | None = None
    asked: list[Asked] = field(default_factory=list)


def gathered(keys: Iterable[Key]) -> list[Examination]:
    """Examinations with their documents and counts, in a few queries for all."""
    found = {key: Examination(state=key[0], body=key[1], name=key[2]) for key in keys}
    wanted = Q(pk=None)
    for state, body in {key[:2] for key in found}:
        wanted |= Q(state=state, body=body)
    documents = Document.objects.of_examinations().filter(wanted)
    for each in documents.order_by(F("date").asc(nulls_last=True), "symbol", "pk"):
        if here := found.get((each.state or "", each.body or "", each.examination or "")):
            here.documents.append(each)
    of = {document.pk: each for each in found.values() for document in each.documents}
    for pk, status, number in Question.objects.filter(document__in=of).order_by().values_list("document", "status").annotate(n=Count("pk")):
        of[pk].questions[status] += number
    for pk, number in Recommendation.objects.filter(document__in=of).order_by().values_list("document").annotate(n=Count("pk")):
        of[pk].recommendations += number
    for examination in found.values():
        examination.documents.sort(key=lambda each: _ORDER.index(each.kind))
    return list(found.values())


def of_state(state: str) -> list[Examination]:
    """The examinations of a State, the newest first."""
    keys = Document.objects.of_examinations().filter(state=state).order_by().values_list("state", "body", "examination").distinct()
    return sorted(gathered(keys), key=lambda each: (each.date or dt.date.min, each.body, each.name), reverse=True)


def _keys(chosen: Chosen) -> Any:
    """The examinations that are chosen, the newest first."""
    rows = chosen.filtered(Document.objects.of_examinations())
    last = rows.order_by().values("state", "body", "examination").annotate(last=Max("date"))
    return last.order_by(F("last").desc(nulls_last=True), "state", "body", "examination").values_list("state", "body", "examination")


def examinations(request: HttpRequest) -> HttpResponse:
    """All examinations, the newest first."""
    chosen = Chosen.of(request, FILTERS)
    keys = _keys(chosen)
    page = paging.Page(paging.asked(request), keys.count())
    context = {
        "rows": gathered(keys[page.offset : page.offset + page.size]),
        "page": page,
        "facets": _facets(chosen),
        "chosen": chosen.addresses(request),
    }
    return render(request, "examinations/list.html", context)


def _facets(chosen: Chosen) -> list[Facet]:
    """The committees and States, each with its number of examinations."""
    keys = list(Document.objects.of_examinations().order_by().values("state", "body", "examination").distinct())
    found = []
    for name in FILTERS:
        others = {each: values for each, values in chosen.values.items() if each != name}
        counts = Counter(key[name] for key in keys if all(key[each] in values for each, values in others.items()))
        found.append(facet(name, sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])), chosen.values.get(name, [])))
    return found


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    columns = ("state", "body", "examination", "date", "documents", "questions", *(status.value for status in Status), "recommendations")
    keys = list(_keys(Chosen.of(request, FILTERS)))

    def rows() -> Any:
        for each in gathered(keys):
            names = [document.symbol or document.file for document in each.documents]
            statuses = [each.questions[status] for status in Status]
            yield [each.state, each.body, each.name, each.date, names, each.asked, *statuses, each.recommendations]

    return tables.respond(tables.Table(name="examinations", columns=columns, rows=rows), ending)


def examination(request: HttpRequest, code: str, body: str, name: str) -> HttpResponse:
    """An examination as one page: who asked what, and beside it what was answered."""
    [found] = gathered([(code, body, name)])
    if not found.documents:
        raise Http404(_("There is no such examination in this archive."))
    by = request.GET.get("by", "order")
    asked = exchange.asked(list(Question.objects.of_examinations().filter(document__in=found.documents).order_by("document", "order")))
    sections = _by_what_is_named(asked) if by == "about" else _by_document(asked, found.documents)
    in_all = {"document__in": found.documents}
    context = {
        "examination": found,
        "by": by if by in _GROUPINGS else "order",
        "sections": sections,
        "speakers": _speakers(Turn.objects.filter(**in_all).order_by("document", "order")),
        "events": Event.objects.filter(**in_all).select_related("document").order_by("document__meeting", "document", "order"),
        "commitments": Commitment.objects.filter(**in_all).select_related("document").order_by("document", "order"),
        "concerns": Concern.objects.filter(**in_all).count(),
        "next_report": NextReport.objects.filter(**in_all).select_related("document").first(),
        "grades": Grade.objects.filter(**in_all).select_related("document").order_by("document", "order"),
        "findings": Finding.objects.filter(**in_all).select_related("document").order_by("document", "order"),
    }
    return render(request, "examinations/one.html", context)


def _by_document(asked: Sequence[Asked], documents: Sequence[Document]) -> list[Section]:
    sections = {each.pk: Section(title=str(each), document=each) for each in documents}
    for each in asked:
        sections[each.question.document_id].asked.append(each)
    return [section for section in sections.values() if section.asked]


def _by_what_is_named(asked: Sequence[Asked]) -> list[Section]:
    """By the article or issue that a question names first; those that name none last."""
    found: dict[str, Section] = {}
    for each in asked:
        named = next((value for value in each.question.about if value.startswith(("article ", "issue "))), "")
        found.setdefault(named, Section(title=named)).asked.append(each)
    return sorted(found.values(), key=lambda section: _in_order(section.title))


def _in_order(title: str) -> tuple[bool, str, int, str]:
    kind, _space, number = title.partition(" ")
    digits = "".join(letter for letter in number.partition(" ")[0] if letter.isdigit())
    return not title, kind, int(digits) if digits else 0, number


def _speakers(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """Who spoke, in which capacity, and how often, the Chair first."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for turn in turns:
        speaker = turn.speaker
        key = (speaker["role"], speaker["name"] or "", speaker["title"] or "", speaker["state"] or "")
        row = found.setdefault(key, {**speaker, "turns": 0, "paragraphs": 0})
        row["turns"] += 1
        row["paragraphs"] += len(turn.paragraphs)
    return sorted(found.values(), key=lambda row: (_ROLES.index(row["role"]), row["name"] or ""))
