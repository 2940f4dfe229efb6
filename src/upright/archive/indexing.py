"""The archive's documents, put into the search index: derived, caught up with whenever something changed, and never the only copy.

The index knows up to which change it has seen. What is between that and the archive's last change is put in again, whole documents at a
time, so that doing it twice does no harm.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from upright import search
from upright.archive import labels
from upright.archive.models import Change, Clock, Document, Label, Paragraph, PositionRecord, Recommendation, Review
from upright.records import Kind
from upright.search import LABELS, Entry, Filters, Hits, Index, Query

Progress = Callable[[int, int], None]
UNSTATED = "not_stated"
_AT_ONCE = 50  # documents of one commit
_INLINE = 50  # documents that a search waits for; more are put in beside it
_FACETS = ("to", "from", "position", "session", "cycle", "year", *LABELS)
_log = logging.getLogger(__name__)
_catching_up = threading.Lock()


def index() -> Index:
    """The index of this archive, as the settings choose it."""
    clock, _ = Clock.objects.get_or_create(pk=1)
    return _index(settings.SEARCH, Path(settings.INDEX), clock.archive)


@cache
def _index(kind: str, folder: Path, archive: UUID) -> Index:
    if kind == "postgresql":
        return search.PostgresIndex(_cursor)
    if folder.is_dir():
        for other in folder.iterdir():
            if other.name != str(archive):  # of an archive that was replaced by another one
                shutil.rmtree(other, ignore_errors=True)
    return search.DerivedIndex(folder / str(archive))


def _cursor() -> Any:
    """A cursor on the connection of the thread that asks: `connection.cursor` itself would be that of one thread for ever."""
    return connection.cursor()


def find(query: Query, *, kind: str, filters: Filters, sort: str, offset: int, limit: int, facets: Sequence[str] = _FACETS) -> Hits:
    """Search in what the archive holds now."""
    return current().search(query, kind=kind, filters=filters, facets=facets, sort=sort, offset=offset, limit=limit)


def current() -> Index:
    """The index with what the archive holds now; where much has changed, with what it held before, until that is put in."""
    here = index()
    waiting = behind(here)
    if 0 < waiting <= _INLINE:
        catch_up(here)
    elif waiting:
        threading.Thread(target=_beside, daemon=True).start()
    return here


def _beside() -> None:
    """Catch up in a thread of its own, with a connection of its own."""
    try:
        catch_up()
    finally:
        connection.close()


def behind(here: Index) -> int:
    """How many documents changed that the index has not seen."""
    return Change.objects.filter(number__gt=here.position).count()


def catch_up(here: Index | None = None, progress: Progress | None = None) -> int:
    """Put in what changed; how many documents that were. Where another process is doing so, nothing."""
    here = here or index()
    if not _catching_up.acquire(blocking=False):
        return 0
    try:
        return _catch_up(here, progress)
    except search.Busy:
        _log.info("another process is writing the index")
        return 0
    finally:
        _catching_up.release()


def _catch_up(here: Index, progress: Progress | None) -> int:
    waiting = list(Change.objects.filter(number__gt=here.position).order_by("number").values_list("number", "document_id"))
    for start in range(0, len(waiting), _AT_ONCE):
        batch = waiting[start : start + _AT_ONCE]
        documents = Document.objects.in_bulk([pk for _, pk in batch])
        for _, pk in batch:
            if pk in documents:
                here.replace(pk, entries(documents[pk]))
            else:
                here.remove(pk)
        here.commit(batch[-1][0])
        if progress:
            progress(start + len(batch), len(waiting))
    return len(waiting)


def rebuild(progress: Progress | None = None) -> int:
    """Make the index anew; how many documents are in it."""
    here = index()
    here.clear()
    return catch_up(here, progress)


def entries(document: Document) -> Iterator[Entry]:
    """What is found of a document: its recommendations, where they count, and its paragraphs, in each language once."""
    if document.counted:
        yield from _recommendations(document)
    if document.shown:
        yield from _paragraphs(document)


def _recommendations(document: Document) -> Iterator[Entry]:
    themes = _themes(document)
    in_effect = labels.in_effect(document)
    about = _about(document)
    for row in Recommendation.objects.filter(document=document).iterator():
        fields = {
            **about,
            "from": tuple(row.states),
            # No State takes a position on what a committee recommends.
            "position": () if document.kind == Kind.CONCLUDING_OBSERVATIONS else (row.position_in_force or UNSTATED,),
            **{name: in_effect.get(row.key, {}).get(scheme, ()) for name, scheme in LABELS.items()},
            "theme_given": themes.get(row.pk, ()),
            "para": _given(row.number or row.source_paragraph),
        }
        yield Entry("recommendation", row.pk, document.pk, document.language, row.text, _order(document, row.order), fields)


def _paragraphs(document: Document) -> Iterator[Entry]:
    about = _about(document)
    for row in Paragraph.objects.filter(document=document).iterator():
        yield Entry(
            "paragraph", row.pk, document.pk, document.language, row.text, _order(document, row.order), {**about, "para": _given(row.label)}
        )


def _about(document: Document) -> dict[str, tuple[str, ...]]:
    """What all entries of a document share."""
    review = Review.objects.filter(document=document).first()
    held = (review.reviewed_on if review else None) or document.date
    return {
        "to": _given(document.state),
        "session": _given(document.working_group_session),
        "cycle": _given(document.cycle),
        "year": _given(held.year if held else None),
        "symbol": _given(document.symbol),
        "type": (document.kind,),
        "language": _given(document.language),
    }


def _given(value: object) -> tuple[str, ...]:
    return () if value is None else (str(value),)


def _themes(document: Document) -> dict[int, tuple[str, ...]]:
    """The themes of each recommendation, as the official matrices of the review give them."""
    stated = PositionRecord.objects.filter(about__document=document).values_list("document_id", "key", "about_id")
    recommendation = {(matrix, key): pk for matrix, key, pk in stated}
    given = Label.objects.filter(document__in={matrix for matrix, _ in recommendation}, scheme=labels.THEMES)
    found: dict[int, set[str]] = defaultdict(set)
    for matrix, of, value in given.values_list("document_id", "of", "value"):
        if (matrix, of) in recommendation:
            found[recommendation[matrix, of]].add(value)
    return {pk: tuple(sorted(values)) for pk, values in found.items()}


def _order(document: Document, order: int) -> int:
    """The newest document first, its records in their order."""
    age = 4_000_000 - (document.date.toordinal() if document.date else 0)
    return (age * 10_000_000 + document.pk) * 100_000 + min(order, 99_999)
