"""What only shows when documents are put together: which file speaks for a document, and the history of every position.

All of it is derived from the rows of single documents, and made anew whenever one of them changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from upright.analysis import reviews
from upright.archive import bulk, models
from upright.archive.models import Document, Recommendation, RecommendingState
from upright.archive.rows import SOURCE, column_names, columns, keyed, reading_of, rows_of
from upright.bodies import LANGUAGES
from upright.checks import check_review
from upright.readers.reading import Reading
from upright.records import Finding, Kind
from upright.records import PositionRecord as StatedPosition
from upright.records import Recommendation as RecommendationRecord

# What has a part in the history of positions (`analysis.reviews`), and in what documents say against each other (`checks.together`).
_KINDS = (Kind.WORKING_GROUP_REPORT, Kind.ADDENDUM, Kind.DECISION, Kind.MATRIX, Kind.UHRI, Kind.INFOGRAPHIC)
_ROWS = (models.Recommendation, models.PositionRecord, models.Label, models.Pledge)
BEHIND = 10_000_000  # the order of what is found between documents: behind all that was found in one
_FORMATS = ("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/msword", "text/html")


def settle(document: Document, *, new: bool = False) -> None:
    """Choose the file that speaks for this document, and put the documents of its State's reviews together. Within a transaction.

    `new`: its rows were inserted a moment ago, with what it says of its own positions.
    """
    for changed in _choose(document):
        put_together(changed)
        touch(changed)
    document.counted = document.principal
    if new and len(_family(document)) == 1:
        _recommending_states(document)
    else:
        put_together(document)


def others_of(document: Document) -> list[Document]:
    """The documents that this one has a part in: its other files, and those that are read together with it."""
    together = [member for member in _family(document) if member.pk != document.pk]
    files = Document.objects.filter(_same(document)).exclude(pk=document.pk)
    return list({each.pk: each for each in [*together, *files]}.values())


def touch(document: Document) -> None:
    """Say that a document changed, to whoever derives something from it."""
    models.Change.objects.update_or_create(document_id=document.pk, defaults={"number": models.Clock.tick()})


def _choose(document: Document) -> list[Document]:
    """The other files of the same document whose part changed."""
    editions = sorted(Document.objects.filter(_same(document)), key=_rank)
    best: set[str | None] = set()
    changed = []
    for at, edition in enumerate(editions):
        part = (edition.language not in best, at == 0)
        best.add(edition.language)
        if part != (edition.shown, edition.principal):
            edition.shown, edition.principal = part
            edition.save(update_fields=["shown", "principal"])
            changed.append(edition)
        if edition.pk == document.pk:
            document.shown, document.principal = part
    return [edition for edition in changed if edition.pk != document.pk]


def _same(document: Document) -> Q:
    """The files of one document: of one symbol; a report without its cover, and so without a symbol, is known by State and session."""
    same = Q(symbol=document.symbol) if document.symbol else Q(pk=document.pk)
    if document.kind != Kind.WORKING_GROUP_REPORT or not document.state or document.working_group_session is None:
        return same
    review = Q(kind=document.kind, state=document.state, working_group_session=document.working_group_session)
    symbols = Document.objects.filter(review).exclude(symbol=None).values_list("symbol", flat=True).distinct()
    return same | review & Q(symbol=None) if document.symbol and len(symbols) == 1 else same if len(symbols) > 1 else review


def _rank(document: Document) -> tuple[bool, int, int, int]:
    """A file with its symbol; the language in the UN's usual order; the format that keeps most of the layout; the latest."""
    at = LANGUAGES.index(document.language) if document.language in LANGUAGES else len(LANGUAGES)
    layout = _FORMATS.index(document.media_type) if document.media_type in _FORMATS else len(_FORMATS)
    return document.symbol is None, at, layout, -document.pk


def put_together(document: Document) -> None:
    """The history of every recommendation that this document has a part in."""
    if document.kind not in _KINDS:
        return
    family = _family(document)
    readings = [reading_of(member, _ROWS) for member in family]
    merged = reviews.merge(readings)
    between = list(check_review(merged)) if len(merged) > 1 else []
    for member, reading in zip(family, merged, strict=True):
        _histories(member, reading)
        _found_between(member, [each for each in between if each.source.file == reading.file])
        if member.pk != document.pk:
            touch(member)
    _tie_positions(family, merged)
    _count(family)


def _family(document: Document) -> list[Document]:
    """The documents that are read together with this one: of each the file that speaks for it. Another file stands alone."""
    if document.state is None or not document.principal or document.kind not in _KINDS:
        return [document]
    others = Document.objects.filter(state=document.state, principal=True, kind__in=_KINDS).exclude(pk=document.pk)
    others = others.exclude(_same(document))
    family = sorted([document, *others.select_related("layer")], key=lambda member: member.pk)
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
    there = {row.key: row for row in models.Finding.objects.filter(document=document, between=True)}
    wanted = {f"between: {key}"[:160]: record for key, record in keyed(findings)}
    gone = [row.pk for key, row in there.items() if key not in wanted or columns(wanted[key]) != _columns(row)]
    fresh = {key: record for key, record in wanted.items() if key not in there or there[key].pk in gone}
    if gone:
        models.Finding.objects.filter(pk__in=gone).delete()
    order = 10_000_000  # behind all that was found in the document itself
    models.Finding.objects.bulk_create(
        models.Finding(document=document, key=key, order=order + at, between=True, **columns(record))
        for at, (key, record) in enumerate(fresh.items())
    )


def _columns(row: models.Finding) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*column_names(Finding).values(), *SOURCE)}


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
