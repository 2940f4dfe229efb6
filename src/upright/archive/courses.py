"""What became of what a State is asked, and what was raised before its reviews: derived State by State, beside its links and dossiers.

Where a State speaks of a request, and what its reviews took up, hangs on its documents alone, and takes seconds: it is compared where one
of them changed (`compare`). What became of a request hangs on the dossiers too: it follows every judgement at once (`keep`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from upright import linking
from upright.archive import bulk, labels
from upright.archive.models import Answer, Citation, Course, Document, Paragraph, Question, Raised, Status
from upright.archive.rows import document_record, reading_of, ref_of
from upright.linking import across, neglected
from upright.linking.across import Asked, Change, Reply
from upright.linking.nearness import Meanings
from upright.linking.requests import COMPARED, Request
from upright.linking.spoken import spoken
from upright.readers.reading import Reading
from upright.records import Kind, Recommendation, RecordRef
from upright.records import Paragraph as ParagraphRecord

_SPEAK = (Paragraph, Question, Answer, Citation)  # what is read of documents that may speak of a request, or raise something
_ANSWERS = {Status.ANSWERED: True, Status.PARTLY: True, Status.UNANSWERED: False}  # of any other nothing is known
_COURSE = ("course", "document_id", "kind", "key", "to_document_id", "to_kind", "to_key", "method", "confidence", "because")
_RAISED = (
    "report_id", "document_id", "source_paragraph", "source_page", "source_start", "source_end", "text", "raised_by", "neglected",
    "nearest", "method", "confidence", "because",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """The passages of a State's documents beside what it is asked: where it speaks of a request, and what each review took up, by the
    digest of the review's report."""

    replies: Sequence[Reply]
    raised: Mapping[str, Sequence[neglected.Followed]]


def reports(**named: str) -> list[Document]:
    """The reports of reviews, the earliest first; of several of one State and cycle the last that has a date."""
    found = Document.objects.principal().filter(kind=Kind.WORKING_GROUP_REPORT, language=COMPARED, **named).exclude(state=None)
    by_review = {(each.state, each.cycle): each for each in found.order_by(F("date").asc(nulls_first=True), "symbol")}
    return list(by_review.values())


def compare(state: str, requests: Sequence[Request], vectors: Meanings) -> Compared:
    """Compare the passages of a State's documents with what it is asked; nothing is written. `vectors`: those of the requests' texts."""
    documents = Document.objects.principal().filter(state=state).select_related("layer").order_by("date", "symbol", "pk")
    readings = [reading_of(each, _SPEAK) for each in documents]
    at = {each.sha256: each for each in readings}
    raised = {each.sha256: _followed(at[each.sha256], readings, requests, vectors) for each in reports(state=state)}
    return Compared(list(spoken(readings, requests, vectors)), raised)


def _followed(report: Reading, readings: Iterable[Reading], requests: Iterable[Request], vectors: Meanings) -> list[neglected.Followed]:
    before = [sentence for each in readings if neglected.is_before(each, report) for sentence in neglected.raised(each)]
    asked = [each for each in requests if each.ref.sha256 == report.sha256 and each.ref.record == Recommendation.NAME]
    return neglected.followed(before, asked, vectors)


def keep(state: str, requests: Sequence[Request], linked: linking.Linked, vectors: Meanings, compared: Compared | None) -> None:
    """Make the rows of a State what follows from its links and dossiers; without a comparison that of before stays in effect.

    `vectors`: those of the requests' texts.
    """
    documents = list(Document.objects.filter(state=state))
    at = {each.sha256: each.pk for each in documents}
    if compared is not None:
        bulk.keep(Raised, _RAISED, _raised_rows(compared.raised, documents), state=state)
    replies = list(_kept(state, documents)) if compared is None else compared.replies
    known = [document_record(each, 0) for each in documents if each.principal]
    found = across.changes(_asked(requests, documents), linked.dossiers, linked.links, known, _once(replies), vectors)
    missing_in = {each.symbol: each.pk for each in documents if each.principal}
    bulk.keep(Course, _COURSE, (_row(each, at, missing_in) for each in found), state=state)


def _asked(requests: Iterable[Request], documents: Iterable[Document]) -> Iterator[Asked]:
    """Requests with how strongly they ask, and whether anything answers them."""
    by_digest = {each.sha256: each for each in documents}
    keys = [each.pk for each in by_digest.values()]
    in_effect = labels.in_effect_in(keys, [Recommendation.NAME])
    rows = Question.objects.filter(document__in=keys).values_list("document__sha256", "key", "status")
    statuses = {(sha256, key): Status(status) for sha256, key, status in rows}
    for each in requests:
        sha256, key = each.ref.sha256 or "", each.ref.key
        strong = in_effect.get((by_digest[sha256].pk, each.ref.record, key), {}).get(labels.STRENGTH)
        status = statuses.get((sha256, key)) if each.ref.record == Question.KIND.NAME else None
        yield Asked(
            request=each, kind=Kind(by_digest[sha256].kind), action=int(strong[0]) if strong else None,
            answered=_ANSWERS.get(status) if status else None,
        )  # fmt: skip


def _kept(state: str, documents: Iterable[Document]) -> Iterator[Reply]:
    """What the State was found to say of its requests, when its documents were compared last."""
    at = {each.pk: each for each in documents}
    for each in Course.objects.filter(state=state, course=across.Course.ANSWERED, to_kind=ParagraphRecord.NAME).order_by("pk"):
        if each.document_id in at and each.to_document_id in at:
            yield Reply(
                to=ref_of(at[each.document_id], each.kind, each.key), at=ref_of(at[each.to_document_id], each.to_kind, each.to_key),
                date=at[each.to_document_id].date, method=each.method, confidence=each.confidence, because=each.because,
            )  # fmt: skip


def _once(replies: Iterable[Reply]) -> list[Reply]:
    """Of several ways in which a passage is found to speak of a request the surest."""
    surest: dict[tuple[RecordRef, RecordRef], Reply] = {}
    for each in replies:
        known = surest.get((each.to, each.at))
        if known is None or (known.confidence or 0.0) < (each.confidence or 0.0):
            surest[each.to, each.at] = each
    return list(surest.values())


def _row(change: Change, at: Mapping[str, int], missing_in: Mapping[str | None, int]) -> tuple[object, ...]:
    earlier, later = change.earlier, change.later
    to = (at[later.sha256 or ""], later.record, later.key) if later else (missing_in[change.document], "", "")
    start = (at[earlier.sha256 or ""], earlier.record, earlier.key)
    return change.course.value, *start, *to, change.method, change.confidence, change.because


def _raised_rows(raised: Mapping[str, Iterable[neglected.Followed]], documents: Iterable[Document]) -> Iterator[tuple[object, ...]]:
    named = {name: each.pk for each in documents if each.principal for name in (each.sha256, each.file, each.symbol) if name}
    for report, found in raised.items():
        for each in found:
            sentence, source = each.raised, each.raised.source
            yield (
                named[report], named[sentence.document or source.file], source.paragraph, source.page, source.start, source.end,
                sentence.text, sentence.because, each.neglected, each.nearest.ref.key if each.nearest else None, each.method,
                each.confidence, each.because,
            )  # fmt: skip
