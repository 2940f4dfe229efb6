"""The deadlines of a State out of the archive: the facts that its documents give, and what `tracking.procedures` makes of them."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F

from upright import bodies, sessions
from upright.archive.models import Document, FollowUp, NextReport, Paragraph, Review
from upright.records import Kind
from upright.symbols import Symbol
from upright.tracking import procedures
from upright.tracking.models import Person
from upright.tracking.models.people import feed_secret
from upright.tracking.procedures import Due, Fact, ListPrior, Observations, Outcome, Stated, Submitted

_UPR = "UPR"
_COMMITTEE = {Kind.FOLLOW_UP: "follow_up", Kind.STATE_REPORT: "next_report", Kind.REPLIES: "replies_to_list_prior"}
_REVIEW = {
    Kind.NATIONAL_REPORT: "national_report",
    Kind.ADVANCE_QUESTIONS: "advance_questions",
    Kind.STAKEHOLDER_SUMMARY: "stakeholder_submission",
    Kind.ADDENDUM: "positions",
}
_BEFORE = (Kind.NATIONAL_REPORT, Kind.COMPILATION, Kind.STAKEHOLDER_SUMMARY, Kind.ADVANCE_QUESTIONS)
_KINDS = (
    Kind.WORKING_GROUP_REPORT, Kind.ADDENDUM, Kind.DECISION, Kind.CONCLUDING_OBSERVATIONS, Kind.LIST_OF_ISSUES, *_BEFORE, *_COMMITTEE,
)  # fmt: skip
_PRIOR = re.compile(r"/QPR/|/LOIPR/|/Q[A-Z]*PR/")  # 'CCPR/C/KAZ/QPR/3': a list of issues prior to reporting
_FIRST_PARAGRAPHS = ("1", "2", "3")
_ADOPTED_BEFORE_ISSUE = dt.timedelta(days=400)  # they are issued weeks later, some again after many months


def of_state(state: str, on: dt.date) -> list[Due]:
    """What is due for a State (its code), as far as the archive can tell on a day. Five queries, however many documents there are."""
    return procedures.deadlines(facts(state), on)


def renew_address(person: Person) -> None:
    """Give a person's calendar another secret address: the one before does not work any more."""
    Person.objects.filter(pk=person.pk).update(feed_secret=feed_secret())


def facts(state: str) -> list[Fact]:
    """What the documents of a State say that obliges it, and which documents meet it."""
    documents = list(
        Document.objects.filter(state=state, principal=True, kind__in=_KINDS).order_by(F("date").asc(nulls_last=True), "symbol", "file")
    )
    reports = [each for each in documents if each.kind == Kind.WORKING_GROUP_REPORT]
    sessions_at = {report.council_session: report.working_group_session for report in reports if report.council_session}
    return [*_reviews(documents, reports), *_outcomes(documents, sessions_at), *_observations(documents), *_met(documents, sessions_at)]


def prior_to_reporting(document: Document) -> bool:
    """Whether a list of issues asks for the next report, instead of being on one: as its symbol says."""
    return bool(_PRIOR.search(_name(document)))


def _name(document: Document) -> str:
    return document.symbol or document.file


def _reviews(documents: Iterable[Document], reports: Iterable[Document]) -> Iterator[procedures.Review]:
    rows = {row.document_id: row for row in Review.objects.filter(document__in=list(reports))}
    held = set()
    for report in reports:
        row = rows.get(report.pk)
        session = report.working_group_session or (row and row.working_group_session)
        if session and session not in held:
            held.add(session)
            yield procedures.Review(
                session=session,
                day=row.reviewed_on if row else None,
                document=_name(report),
                paragraph=row.source_paragraph if row else None,
            )
    for document in documents:  # a review is to come for which documents are there
        session = document.working_group_session
        if document.kind in _BEFORE and session and session not in held:
            held.add(session)
            yield procedures.Review(session=session, document=_name(document))


def _outcomes(documents: Iterable[Document], sessions_at: dict[int | None, int | None]) -> Iterator[Outcome]:
    """The Council's decisions: on the review that its session adopts the outcome of. Their titles say the day, their covers a later one."""
    for document in documents:
        session = sessions_at.get(document.council_session) if document.kind == Kind.DECISION else None
        day = _last_day(document.title or "") or document.date
        if session and day:
            yield Outcome(session=session, day=day, document=_name(document))


def _last_day(text: str) -> dt.date | None:
    return max((day for _, _, day in sessions.dates(text)), default=None)


def _observations(documents: Iterable[Document]) -> Iterator[Observations]:
    found = {each.pk: each for each in documents if each.kind == Kind.CONCLUDING_OBSERVATIONS and _committee(each)}
    follow_ups = _by_document(FollowUp.objects.filter(document__in=found))
    reports = _by_document(NextReport.objects.filter(document__in=found))
    first = _by_document(Paragraph.objects.filter(document__in=found, label__in=_FIRST_PARAGRAPHS))
    for pk, document in found.items():
        next_report = next(iter(reports[pk]), None)
        yield Observations(
            body=document.body or "",
            document=_name(document),
            adopted=_adopted(document, first[pk]),
            issued=document.date,
            follow_up=tuple(_follow_up(row) for row in follow_ups[pk]),
            next_report=_next_report(next_report) if next_report else None,
        )


def _committee(document: Document) -> bool:
    body = bodies.body(document.body or "")
    return body is not None and body.kind == "treaty_body"


def _by_document(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[row.document_id].append(row)
    return found


def _adopted(document: Document, paragraphs: Iterable[Paragraph]) -> dt.date | None:
    """The first paragraph that gives days ends with the day of adoption: the dialogue comes before it. None where no day can be it."""
    for paragraph in paragraphs:
        days = [day for _, _, day in sessions.dates(paragraph.text)]
        if days:
            fits = document.date is None or dt.timedelta(0) <= document.date - days[-1] <= _ADOPTED_BEFORE_ISSUE
            return days[-1] if fits else None
    return None


def _follow_up(row: FollowUp) -> Stated:
    return Stated(paragraph=row.source_paragraph, day=row.due, period=row.within, about=tuple(row.paragraphs))


def _next_report(row: NextReport) -> Stated:
    return Stated(paragraph=row.source_paragraph, day=row.due, words=row.as_stated)


def _met(documents: Iterable[Document], sessions_at: dict[int | None, int | None]) -> Iterator[Submitted | ListPrior]:
    """The documents that meet what is due, and the lists of issues that ask for the next report."""
    for document in documents:
        kind, name, body = Kind(document.kind), _name(document), document.body or ""
        if kind == Kind.LIST_OF_ISSUES and document.date and prior_to_reporting(document):
            yield ListPrior(body=body, day=document.date, document=name)
        elif kind in _COMMITTEE and _of_the_state(document):
            yield Submitted(code=_COMMITTEE[kind], body=body, document=name, day=document.date)
        elif kind in _REVIEW:
            session = document.working_group_session or sessions_at.get(document.council_session)
            yield Submitted(code=_REVIEW[kind], body=_UPR, document=name, day=document.date, session=session)


def _of_the_state(document: Document) -> bool:
    """Whether its symbol names the State: what a committee writes of the follow-up (CCPR/C/140/3/Add.1) is not the State's information."""
    return document.symbol is not None and Symbol(tuple(document.symbol.split("/"))).state is not None
