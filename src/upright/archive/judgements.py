"""Judgements: what a person says of a question and a paragraph, above the machine's links.

A judgement is in effect until it is withdrawn, also when either document is read again: it follows the passages, as corrections do
(`archive.claims`), and is never laid over a question or a paragraph that the person did not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from upright.archive import claims, exchange, settle
from upright.archive.models import Document, Judgement, Paragraph, Question, Row, Verdict
from upright.exceptions import UprightError

_R = TypeVar("_R", Question, Paragraph)


class NotJudged(UprightError):
    """A judgement that cannot be made; the message says why."""


def judge(question: Question, paragraphs: Sequence[Paragraph], verdict: Verdict, *, by: User) -> list[Judgement]:
    """Say that paragraphs answer a question, in part, or do not; without a paragraph that nothing does.

    What was said of each before is withdrawn. NotJudged says why not; then nothing changed.
    """
    if not paragraphs and verdict is not Verdict.DOES_NOT:
        raise NotJudged("Say which paragraph answers the question.")
    with settle.alone():
        question = _now(question)
        made = [_judge(question, _now(paragraph), verdict, by) for paragraph in paragraphs] or [_judge(question, None, verdict, by)]
        exchange.settle(question.document.state, question.document.body)
    return made


def _judge(question: Question, paragraph: Paragraph | None, verdict: Verdict, by: User) -> Judgement:
    answered_in = paragraph.document if paragraph else question.document
    if _examination(question.document) != _examination(answered_in):
        raise NotJudged(f"{answered_in} is of another examination than the question.")
    said = Judgement.objects.filter(document=question.document, question=question.key)
    if paragraph:  # that nothing answers is withdrawn by naming what does
        _withdraw(said.filter(paragraph=""), by)
    key = paragraph.key if paragraph else ""
    _withdraw(said.filter(answered_in=answered_in, paragraph=key), by)
    return Judgement.objects.create(
        document=question.document,
        question=question.key,
        question_passage=_passage(question),
        answered_in=answered_in,
        paragraph=key,
        paragraph_passage=_passage(paragraph) if paragraph else "",
        verdict=verdict,
        by=by,
        at=timezone.now(),
    )


def withdraw(question: Question, *, by: User) -> int:
    """Take back all that is said of a question: the machine's links are in effect again. How many judgements that were."""
    with settle.alone():
        question = _now(question)
        number = _withdraw(Judgement.objects.filter(document=question.document, question=question.key), by)
        exchange.settle(question.document.state, question.document.body)
    return number


def of(document: Document) -> QuerySet[Judgement]:
    """The judgements that a document has a part in: on its questions, or on its paragraphs."""
    return Judgement.objects.filter(Q(document=document) | Q(answered_in=document))


def follow(document: Document, now: claims.Places) -> None:
    """Give the judgements on a document that is read again the keys that its questions and paragraphs have now."""
    for each in list(of(document).order_by("pk")):
        before = (each.question, each.paragraph)
        if each.document_id == document.pk:
            each.question = _key("question", each.question, each.question_passage, each.pk, now)
        if each.answered_in_id == document.pk and each.paragraph:
            each.paragraph = _key("paragraph", each.paragraph, each.paragraph_passage, each.pk, now)
        if before != (each.question, each.paragraph):
            Judgement.objects.filter(pk=each.pk).update(question=f"moves {each.pk}")  # through a key that nothing has
            _put(each)


def _put(judgement: Judgement) -> None:
    """Write its keys; where somebody said something of the same two already, it is kept on no record."""
    slot = Judgement.objects.filter(
        document=judgement.document_id,
        question=judgement.question,
        answered_in=judgement.answered_in_id,
        paragraph=judgement.paragraph,
        withdrawn_at=None,
    )
    if judgement.withdrawn_at is None and slot.exclude(pk=judgement.pk).exists():
        judgement.question = claims.gone(judgement.question, judgement.pk)
    judgement.save(update_fields=["question", "paragraph"])


def on_no_record(document: Document) -> list[Judgement]:
    """The judgements in effect whose question or paragraph the document, as it is read now, does not have."""
    return [each for each in of(document).filter(withdrawn_at=None).order_by("pk") if not _there(each)]


def _there(judgement: Judgement) -> bool:
    question = Question.objects.filter(document=judgement.document_id, key=judgement.question)
    paragraph = Paragraph.objects.filter(document=judgement.answered_in_id, key=judgement.paragraph)
    return question.exists() and (not judgement.paragraph or paragraph.exists())


def _key(kind: str, key: str, passage: str, pk: int, now: claims.Places) -> str:
    return claims.key_now(kind, key, passage, now) or claims.gone(key, pk)


def _withdraw(found: QuerySet[Judgement], by: User) -> int:
    return found.filter(withdrawn_at=None).update(withdrawn_at=timezone.now(), withdrawn_by=by)


def _now(row: _R) -> _R:
    """The record as it is now: others may have loaded since it was looked at."""
    found: _R | None = type(row)._default_manager.filter(pk=row.pk, key=row.key).select_related("document__layer").first()
    if found is None:
        raise NotJudged("The document was read again, and this record is not in it any more: look at the document anew.")
    return found


def _examination(document: Document) -> tuple[str | None, str | None, str | None]:
    return document.state, document.body, document.examination


def _passage(row: Row) -> str:
    return claims.passage(row.document.layer.text, row.source_start, row.source_end)
