"""What only shows when documents are put together: which file speaks for a document, and the history of every position.

All of it is derived from the rows of single documents, and made anew whenever one of them changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from upright.analysis import reviews
from upright.analysis.answers import answers_across
from upright.archive import bulk, claims, examinations, exchange, models
from upright.archive.models import Document, Recommendation, RecommendingState
from upright.archive.rows import SOURCE, column_names, columns, reading_of, rows_of
from upright.bodies import LANGUAGES
from upright.checks import check_review
from upright.readers.reading import Reading
from upright.records import Answer, Finding, Kind, Record, keyed
from upright.records import PositionRecord as StatedPosition
from upright.records import Recommendation as RecommendationRecord

# What has a part in the history of positions (`analysis.reviews`), and in what documents say against each other (`checks.together`).
_KINDS = (Kind.WORKING_GROUP_REPORT, Kind.ADDENDUM, Kind.DECISION, Kind.MATRIX, Kind.UHRI, Kind.INFOGRAPHIC)
# What `analysis.answers` looks at in a summary record.
_DIALOGUE = (models.Paragraph, models.Turn, models.Question, models.Answer, models.Citation)
_ROWS = (models.Recommendation, models.PositionRecord, models.Label, models.Pledge)
BEHIND = 10_000_000  # the order of what is found between documents: behind all that was found in one
_FORMATS = ("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/msword", "text/html")


@contextmanager
def alone() -> Iterator[None]:
    """A transaction of the only writer: what is derived from several documents is made of all that others wrote before."""
    with transaction.atomic():
        models.Clock.objects.get_or_create(pk=1)
        models.Clock.objects.select_for_update().get(pk=1)
        yield


def settle(document: Document, *, new: bool = False) -> None:
    """Choose the file that speaks for this document, and put the documents of its State's reviews together. Within a transaction.

    `new`: its rows were inserted a moment ago, with what it says of its own positions.
    """
    changed = _choose(document)
    for each in [*changed, *_left(document, changed)]:
        put_together(each)
        touch(each)
    if new and len(_family(document)) == 1:
        _recommending_states(document)
        _count([document])
    else:
        put_together(document)
    examine(document)


def examine(document: Document) -> None:
    """Put the documents of its State's examinations together, and say which of their questions are answered."""
    if not document.state or document.kind not in examinations.KINDS:
        if document.examination is not None:  # another reader took it for another document
            Document.objects.filter(pk=document.pk).update(examination=None)
            document.examination = None
            _leave_examinations(Q(document=document.pk))
        return
    moved = examinations.tie(document)
    _leave_examinations(Q(document__state=document.state, document__body=document.body, document__examination=None))
    held = {each.examination for each in (document, *moved) if each.kind == Kind.SUMMARY_RECORD and each.examination}
    for examination in sorted(held):
        _answer_across(Document.objects.filter(state=document.state, body=document.body, examination=examination))
    exchange.settle(document.state, document.body)


def _leave_examinations(without: Q) -> None:
    """Nothing is derived of documents that belong to no examination, as other files of a document do."""
    models.Answer.objects.filter(without, order__gte=BEHIND).delete()
    models.Question.objects.filter(without).exclude(status=models.Status.UNKNOWN).update(status=models.Status.UNKNOWN)


def _answer_across(examination: QuerySet[Document]) -> None:
    """What one meeting of an examination answers of the questions that were left open in another."""
    meetings = list(examination.filter(kind=Kind.SUMMARY_RECORD).select_related("layer").order_by("symbol", "pk"))
    readings = [_alone_between(reading_of(each, _DIALOGUE)) for each in meetings] if len(meetings) > 1 else []
    open_ones = {(each.document, each.question) for reading in readings for each in reading.of(Answer) if not each.paragraphs}
    found = [each for each in answers_across(readings) if each.to and each.paragraphs and (each.to, each.question) in open_ones]
    for each in meetings:
        _keep_between(each, models.Answer, [answer for answer in found if answer.document == each.symbol])


def _alone_between(reading: Reading) -> Reading:
    """A reading without what others are answered in it."""
    records = tuple(each for each in reading.records if not (isinstance(each, Answer) and each.to))
    return replace(reading, records=records)


def _left(document: Document, changed: Iterable[Document]) -> list[Document]:
    """The documents that a file which spoke for another was read together with, where they are not put together with this one."""
    states = {each.state for each in changed if each.kind in _KINDS and each.state}
    if len(_family(document)) > 1:
        states.discard(document.state)
    apart = [document.pk, *(each.pk for each in changed)]
    return list(Document.objects.filter(state__in=states, principal=True, kind__in=_KINDS).exclude(pk__in=apart)) if states else []


def others_of(document: Document) -> list[Document]:
    """The documents that this one has a part in: its other files, and those that are read together with it."""
    together = [member for member in _family(document) if member.pk != document.pk]
    files = Document.objects.filter(_same(document)).exclude(pk=document.pk)
    examined = examinations.siblings(document)[:1] if document.kind in examinations.KINDS else []  # one: it takes the others with it
    return list({each.pk: each for each in [*together, *files, *_bare(document), *examined]}.values())


def touch(document: Document) -> None:
    """Say that a document changed, to whoever derives something from it."""
    models.Change.objects.update_or_create(document_id=document.pk, defaults={"number": models.Clock.tick()})


def _choose(document: Document) -> list[Document]:
    """The other files, of this document and without a cover, whose part changed."""
    changed = {each.pk: each for one in (document, *_bare(document)) for each in _choose_among(one)}
    if own := changed.pop(document.pk, None):
        document.shown, document.principal = own.shown, own.principal
    return list(changed.values())


def _choose_among(document: Document) -> list[Document]:
    """The files of one document whose part changed."""
    best: set[str | None] = set()
    changed = []
    for at, edition in enumerate(sorted(Document.objects.filter(_same(document)), key=_rank)):
        part = (edition.language not in best, at == 0)
        best.add(edition.language)
        if part != (edition.shown, edition.principal):
            edition.shown, edition.principal = part
            edition.save(update_fields=["shown", "principal"])
            changed.append(edition)
    return changed


def _bare(document: Document) -> list[Document]:
    """The reports without a symbol of the same review: whose file each is hangs on how many symbols the review's reports have."""
    if not document.symbol or not _is_of_a_review(document):
        return []
    return list(Document.objects.filter(_of_review(document), symbol=None).exclude(pk=document.pk))


def _is_of_a_review(document: Document) -> bool:
    return document.kind == Kind.WORKING_GROUP_REPORT and bool(document.state) and document.working_group_session is not None


def _of_review(document: Document) -> Q:
    return Q(kind=document.kind, state=document.state, working_group_session=document.working_group_session)


def _same(document: Document) -> Q:
    """The files of one document: of one symbol; a report without its cover, and so without a symbol, is known by State and session."""
    same = Q(symbol=document.symbol) if document.symbol else Q(pk=document.pk)
    if not _is_of_a_review(document):
        return same
    review = _of_review(document)
    symbols = Document.objects.filter(review).exclude(symbol=None).order_by().values_list("symbol", flat=True).distinct()
    if len(symbols) > 1:
        return same
    return same | review & Q(symbol=None) if document.symbol else review


def _rank(document: Document) -> tuple[bool, int, int, int, str]:
    """A file with its symbol; the language in the UN's usual order; the format that keeps most of the layout; the latest date.

    Of files that are alike in all that, one by its content: never the one that came first.
    """
    at = LANGUAGES.index(document.language) if document.language in LANGUAGES else len(LANGUAGES)
    layout = _FORMATS.index(document.media_type) if document.media_type in _FORMATS else len(_FORMATS)
    return document.symbol is None, at, layout, -document.date.toordinal() if document.date else 0, document.sha256


def put_together(document: Document) -> None:
    """The history of every recommendation that this document has a part in."""
    family = _family(document)
    merged = reviews.merge([_alone(reading_of(member, _ROWS)) for member in family])
    for member, reading in zip(family, merged, strict=True):
        _histories(member, reading)
        _found_between(member, _against_reports(reading, merged))
        if member.pk != document.pk:
            touch(member)
    _tie_positions(family, merged)
    _count(family)


def _alone(reading: Reading) -> Reading:
    """A reading without what others said of its recommendations before."""
    records = (
        replace(record, history=(), position_in_force=None) if isinstance(record, RecommendationRecord) else record
        for record in reading.records
    )
    return replace(reading, records=tuple(records))


def _against_reports(reading: Reading, merged: Sequence[Reading]) -> list[Finding]:
    """What a document says against the reports of its State. One document at a time: two may have files of the same name."""
    if reading.identity.kind is Kind.WORKING_GROUP_REPORT:
        return []
    reports = [each for each in merged if each.identity.kind is Kind.WORKING_GROUP_REPORT]
    return list(check_review([*reports, reading]))


def _family(document: Document) -> list[Document]:
    """The documents that are read together with this one: of each the file that speaks for it. Another file stands alone."""
    if document.state is None or not document.principal or document.kind not in _KINDS:
        return [document]
    others = Document.objects.filter(state=document.state, principal=True, kind__in=_KINDS).exclude(pk=document.pk)
    others = others.exclude(_same(document))
    family = sorted([document, *others.select_related("layer")], key=lambda member: (member.symbol or "", member.file, member.sha256))
    alone = all(member.kind == Kind.WORKING_GROUP_REPORT for member in family)  # reports say nothing of each other
    return [document] if alone else family


def _histories(document: Document, reading: Reading) -> None:
    """Write the histories and positions in force of a document's recommendations."""
    changed = []
    rows = list(Recommendation.objects.filter(document=document).order_by("order"))
    for row, record in zip(rows, reading.of(RecommendationRecord), strict=True):
        read = columns(record)
        values = _effective(row, {name: read[name] for name in Recommendation.DERIVED})
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    bulk.update(Recommendation, changed, ["history", "position_in_force", "as_read"])
    _recommending_states(document)


def _effective(row: Recommendation, derived: dict[str, Any]) -> dict[str, Any]:
    """Derived values under what a person corrected."""
    as_read = dict(row.as_read or {})
    corrected = {name for name in derived if name in as_read}
    as_read.update({name: derived[name] for name in corrected})
    kept = {name: getattr(row, name) for name in corrected}
    return {**derived, **kept, "as_read": as_read or None}


def _recommending_states(document: Document) -> None:
    """One row for each State that makes a recommendation."""
    rows = Recommendation.objects.filter(document=document).values_list("pk", "states", "position_in_force")
    wanted = {(pk, state): position for pk, states, position in rows for state in states}
    there = {(each.recommendation_id, each.state): each for each in RecommendingState.objects.filter(document=document)}
    gone = [each.pk for key, each in there.items() if key not in wanted]
    moved = [each for key, each in there.items() if key in wanted and each.position != wanted[key]]
    for each in moved:
        each.position = wanted[each.recommendation_id, each.state]
    if gone:
        RecommendingState.objects.filter(pk__in=gone).delete()
    bulk.update(RecommendingState, moved, ["position"])
    fresh = [
        {"recommendation_id": pk, "document_id": document.pk, "state": state, "position": position}
        for (pk, state), position in wanted.items()
        if (pk, state) not in there
    ]
    bulk.insert(RecommendingState, fresh)


def _found_between(document: Document, findings: Sequence[Finding]) -> None:
    """Keep what the documents of a review say against each other."""
    _keep_between(document, models.Finding, findings, between=True)


def _keep_between(document: Document, table: type[models.Row], records: Sequence[Record], **own: Any) -> None:
    """Keep what is found between documents, under what persons corrected; `own`: columns that are no field of the record."""
    there = {row.key: row for row in table._default_manager.filter(document=document, order__gte=BEHIND)}
    found = {f"{claims.BETWEEN}{key}"[:160]: columns(record) for key, record in keyed(records)}
    corrected = claims.in_effect(document) if found else {}
    wanted = {
        key: claims.over(values, corrected.get((table.KIND.NAME, key), {})) | {"order": BEHIND + at}
        for at, (key, values) in enumerate(found.items())
    }
    gone = [row.pk for key, row in there.items() if key not in wanted or wanted[key] != _columns(row)]
    fresh = [(key, values) for key, values in wanted.items() if key not in there or there[key].pk in gone]
    if gone:
        table._default_manager.filter(pk__in=gone).delete()
    bulk.insert(table, [{"document_id": document.pk, "key": key, **own, **values} for key, values in fresh])


def _columns(row: models.Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*column_names(row.KIND).values(), *SOURCE, "as_read", "order")}


def _count(family: Iterable[Document]) -> None:
    """A matrix or an index repeats a report's recommendations: they count only where the report is not at hand."""
    for member in family:
        repeats = member.kind in reviews.REPEATING and models.PositionRecord.objects.filter(document=member, about__isnull=False).exists()
        counted = member.principal and not repeats
        if counted != member.counted:
            member.counted = counted
            member.save(update_fields=["counted"])


def _tie_positions(family: Iterable[Document], readings: Iterable[Reading]) -> None:
    """Tie every position stated in another document to the recommendation that it is on."""
    known: dict[tuple[str | None, str | None], int] = {}
    for member in family:
        if member.kind == Kind.WORKING_GROUP_REPORT:
            numbers = Recommendation.objects.filter(document=member).values_list("number", "pk").order_by("-order")
            known.update({(member.symbol, number): pk for number, pk in numbers})
    for member, reading in zip(family, readings, strict=True):
        rows = rows_of(member, (models.PositionRecord,))
        moved = []
        for row, record in zip(rows, reading.of(StatedPosition), strict=True):
            about = known.get((record.recommendation.symbol, record.recommendation.number))
            if row.about_id != about:  # type: ignore[attr-defined]
                row.about_id = about  # type: ignore[attr-defined]
                moved.append(row)
        bulk.update(models.PositionRecord, moved, ["about_id"])
