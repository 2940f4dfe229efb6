"""Questions with what answers them, in whichever document of an examination: the machine's links, and above them what persons judged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from upright.archive import bulk
from upright.archive.models import Answer, Document, Judgement, Paragraph, Question, Status, Verdict
from upright.records import Kind

_ANSWERING = (Kind.REPLIES, Kind.SUMMARY_RECORD, Kind.STATE_REPORT)
_PART = re.compile(r"^(?P<whole>.+?) \([a-z]+\)$")  # '17 (a)': a part of issue 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A paragraph beside a question. `answer`: the machine's link, None where a person alone says so; `judgement`: a person's, if any."""

    document: Document
    label: str
    paragraph: Paragraph | None
    answer: Answer | None
    judgement: Judgement | None

    @property
    def holds(self) -> bool:
        """Is it shown as an answer?"""
        return self.judgement is None or self.judgement.verdict != Verdict.DOES_NOT


@dataclass(slots=True, kw_only=True)
class Asked:
    """A question with its links, those that a person refused among them. `nothing`: a person says that nothing answers it; `whole`: the
    links are those of the issue that it is a part of."""

    question: Question
    links: list[Link] = field(default_factory=list)
    nothing: Judgement | None = None
    whole: bool = False
    looked: bool = False  # something at hand could answer it
    parts: list[Status] = field(default_factory=list)
    replying: list[Document] = field(default_factory=list)  # the documents of its examination in which an answer may stand

    @property
    def answering(self) -> list[Link]:
        return [] if self.nothing else [link for link in self.links if link.holds]

    @property
    def refused(self) -> list[Link]:
        return [link for link in self.links if not link.holds]

    @property
    def judged(self) -> bool:
        return self.nothing is not None or any(link.judgement for link in self.links)

    @property
    def surest(self) -> Answer | None:
        """The machine's link that is the surest of those in effect."""
        answers = [link.answer for link in self.answering if link.answer and link.judgement is None]
        return max(answers, key=lambda each: each.confidence or 0.0, default=None)

    @property
    def status(self) -> Status:
        """What a person said, else what the machine found."""
        verdicts = {link.judgement.verdict for link in self.links if link.judgement}
        if self.nothing:
            return Status.UNANSWERED
        if Verdict.ANSWERS in verdicts:
            return Status.ANSWERED
        if Verdict.PARTLY in verdicts:
            return Status.PARTLY
        if self.answering:
            return Status.ANSWERED
        return self._of_parts() if self.parts and not verdicts else (Status.UNANSWERED if self.looked or verdicts else Status.UNKNOWN)

    def _of_parts(self) -> Status:
        """An issue that is only a heading of its parts is as they are."""
        return self.parts[0] if len(set(self.parts)) == 1 else Status.PARTLY


def asked(questions: Sequence[Question]) -> list[Asked]:
    """Questions, given with their documents, each with what answers it: in a few queries for all."""
    documents = {each.document_id: each.document for each in questions}
    answers = _answers(documents.values())
    judgements = _judgements(documents)
    paragraphs = _paragraphs(answers, judgements)
    found = [_asked(each, answers, judgements, paragraphs) for each in questions]
    _look_at_parts(found)
    replying = _replying(documents.values())
    for each in found:
        each.replying = replying.get(_examination(each.question.document), [])
    return found


def _examination(document: Document) -> tuple[str | None, ...]:
    return document.state, document.body, document.examination


def _replying(documents: Iterable[Document]) -> dict[tuple[str | None, ...], list[Document]]:
    """The documents in which States answer, by examination."""
    wanted = Q(pk=None)
    for state, body, examination in set(map(_examination, documents)):
        if examination:
            wanted |= Q(state=state, body=body, examination=examination)
    found: dict[tuple[str | None, ...], list[Document]] = defaultdict(list)
    for each in Document.objects.of_examinations().filter(wanted, kind__in=_ANSWERING).order_by("date", "symbol", "pk"):
        found[_examination(each)].append(each)
    return found


Answers = dict[tuple[int, str], list[Answer]]  # by the question's document and its number there; '' in place of it: any answer at all
Judgements = dict[tuple[int, str], list[Judgement]]
Paragraphs = dict[tuple[int, str], Paragraph]


def _answers(documents: Iterable[Document]) -> Answers:
    """The machine's links of these documents' questions, in whichever document."""
    by_symbol = {each.symbol: each.pk for each in documents if each.symbol and each.principal}
    here = Q(document__in=[each.pk for each in documents], to=None)
    elsewhere = Q(to__in=list(by_symbol), document__principal=True)
    found: Answers = defaultdict(list)
    for each in Answer.objects.filter(here | elsewhere).select_related("document").order_by("document", "order"):
        of = each.document_id if each.to is None else by_symbol[each.to]
        found[of, each.question].append(each)
        if each.to is not None:
            found[of, ""].append(each)
    return found


def _judgements(documents: Iterable[int]) -> Judgements:
    found: Judgements = defaultdict(list)
    rows = Judgement.objects.filter(document__in=list(documents), withdrawn_at=None).select_related("answered_in", "by").order_by("pk")
    for each in rows:
        found[each.document_id, each.question].append(each)
    return found


def _paragraphs(answers: Answers, judgements: Judgements) -> Paragraphs:
    """The paragraphs that answer, by document and label; those that were judged also by their key."""
    linked = {(each.document_id, label) for group in answers.values() for each in group for label in each.paragraphs}
    judged = {(each.answered_in_id, each.paragraph) for group in judgements.values() for each in group if each.paragraph}
    documents = {document for document, _ in linked | judged}
    names = {name for _, name in linked | judged}
    rows = Paragraph.objects.filter(Q(label__in=names) | Q(key__in=names), document__in=documents).order_by("-order")
    found: Paragraphs = {}
    for row in rows:
        found |= {(row.document_id, name): row for name in (row.label, row.key) if name}
    return found


def _asked(question: Question, answers: Answers, judgements: Judgements, paragraphs: Paragraphs) -> Asked:
    own = answers.get((question.document_id, question.id_in_document))
    whole = _of_whole(question, answers) if own is None else []
    said = judgements.get((question.document_id, question.key), [])
    by_paragraph = {(each.answered_in_id, each.paragraph): each for each in said if each.paragraph}
    links = [
        Link(
            document=answer.document,
            label=label,
            paragraph=paragraphs.get((answer.document_id, label)),
            answer=answer,
            judgement=by_paragraph.pop((answer.document_id, _key(paragraphs, answer.document_id, label)), None),
        )
        for answer in [*(own or []), *whole]
        for label in answer.paragraphs
    ]
    links += [
        Link(
            document=each.answered_in, label=_label(paragraphs, each), paragraph=paragraphs.get((each.answered_in_id, each.paragraph)),
            answer=None, judgement=each,
        )
        for each in by_paragraph.values()
    ]  # fmt: skip
    nothing = next((each for each in said if not each.paragraph), None)
    looked = own is not None or (question.document_id, "") in answers
    return Asked(question=question, links=links, nothing=nothing, whole=bool(whole), looked=looked)


def _wholes(name: str) -> Iterator[str]:
    """What a part belongs to: '8 (b)' and '8' for '8 (b) (i)'."""
    while part := _PART.match(name):
        name = part["whole"]
        yield name


def _of_whole(question: Question, answers: Answers) -> list[Answer]:
    """What answers the issue that a question is a part of, as a whole."""
    found = (answers.get((question.document_id, name)) for name in _wholes(question.id_in_document))
    return next((each for each in found if each), [])


def _key(paragraphs: Paragraphs, document: int, label: str) -> str:
    row = paragraphs.get((document, label))
    return row.key if row else label


def _label(paragraphs: Paragraphs, judgement: Judgement) -> str:
    row = paragraphs.get((judgement.answered_in_id, judgement.paragraph))
    return (row.label if row else None) or judgement.paragraph


def _look_at_parts(found: Sequence[Asked]) -> None:
    """Tell each issue how its parts stand."""
    known = {(each.question.document_id, each.question.id_in_document): each for each in found}
    for each in sorted(found, key=lambda each: -sum(1 for _ in _wholes(each.question.id_in_document))):  # parts of parts first
        above = next(_wholes(each.question.id_in_document), None)
        if above and (whole := known.get((each.question.document_id, above))):
            whole.parts.append(each.status)


def settle(state: str | None, body: str | None) -> None:
    """Write down, of each question of a State's examinations by a committee, whether it is answered."""
    questions = list(Question.objects.of_examinations().filter(document__state=state, document__body=body))
    moved = []
    for each in asked(questions):
        if each.question.status != each.status:
            each.question.status = each.status
            moved.append(each.question)
    bulk.update(Question, moved, ["status"])
