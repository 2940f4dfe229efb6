"""What the archive's records mean: vectors beside the search index, derived and caught up with as it is; search by meaning; more like this.

What people ask for in plain words is looked for in the words that the field has for it, too. Phrases, operators and filters of a query
still hold exactly: only what the index finds for them is put in order of its meaning.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from upright import search
from upright.archive import indexing
from upright.archive.models import Change, Clock, Concern, Document, Question, Recommendation, Row
from upright.search import Filters, Query, plain_words
from upright.search.meaning import Encode, Meanings, NoMeaning, Piece, digest, in_processes, vectors

Progress = Callable[[int, int], None]
MOST = 200  # records that are put in order: further down nothing is near any more
_AT_ONCE = 50  # documents of one commit
_INLINE = 1_000  # records that a search waits for; more are taken in beside it
_LONG = 0.03  # what a text gains by being e times as long: very short ones are a little near to everything
_IN_FIELD_WORDS = 0.12  # what a text gains that has the field's words for what is asked, and one loses that is mistaken for it
_IN_FIELD_WORDS_AT_MOST = 5_000  # texts that gain so
NEAR = 0.4  # of the first hits of 60 queries 2 of 50 right ones are below that, and 3 of 10 wrong ones
_RANK = 60  # how little the first ranks differ when two rankings are joined
_LIKE = 0.5  # below that nothing is alike
_ROWS: dict[str, type[Row]] = {"recommendation": Recommendation, "question": Question, "concern": Concern}
_log = logging.getLogger(__name__)
_running = threading.Lock()  # one thread of this process takes in what is missing


def meanings() -> Meanings:
    """The vectors of this archive."""
    clock, _ = Clock.objects.get_or_create(pk=1)
    return _meanings(Path(settings.INDEX).with_name("meaning"), clock.archive)


@cache
def _meanings(folder: Path, archive: UUID) -> Meanings:
    return Meanings(folder / str(archive))


# --- taking in


def behind(here: Meanings) -> int:
    """How many documents changed that the vectors do not know."""
    return Change.objects.filter(number__gt=here.position).count()


def catch_up(workers: int = 1, progress: Progress | None = None) -> int:
    """Take in what changed; how many documents that were. Where another process is doing so, or without the encoder, nothing."""
    here = meanings()
    try:
        with here.writing():
            return _catch_up(here, in_processes(workers), progress)
    except search.Busy:
        _log.info("another process is writing the vectors")
    except NoMeaning as error:
        _log.warning("%s", error)
    return 0


def _catch_up(here: Meanings, encode: Encode, progress: Progress | None) -> int:
    waiting = list(Change.objects.filter(number__gt=here.position).order_by("number").values_list("number", "document_id"))
    for start in range(0, len(waiting), _AT_ONCE):
        batch = waiting[start : start + _AT_ONCE]
        documents = Document.objects.in_bulk([pk for _, pk in batch])
        for _, pk in batch:
            here.replace(pk, pieces(documents[pk]) if pk in documents else ())
        here.commit(batch[-1][0], encode)
        if progress:
            progress(start + len(batch), len(waiting))
    return len(waiting)


def rebuild(workers: int = 1, progress: Progress | None = None) -> int:
    """Make the vectors anew; of how many documents."""
    meanings().clear()
    return catch_up(workers, progress)


def pieces(document: Document) -> Iterator[Piece]:
    """What is found of a document: the recommendations that count, and the questions and concerns of the file that speaks for it."""
    for kind, rows in _found_of([document.pk]).items():
        for pk, text in rows.values_list("pk", "text"):
            yield Piece(kind, pk, text)


def _found_of(documents: Sequence[int]) -> dict[str, Any]:
    shown = {"recommendation": "counted", "question": "principal", "concern": "principal"}
    return {kind: _ROWS[kind]._default_manager.filter(document__in=documents, **{f"document__{shown[kind]}": True}) for kind in _ROWS}


def _caught_up(here: Meanings) -> int:
    """Take in the few records that are missing; of how many documents others are, which are then taken in beside."""
    waiting = list(Change.objects.filter(number__gt=here.position).values_list("document_id", flat=True))
    if not waiting:
        return 0
    if sum(rows.count() for rows in _found_of(waiting).values()) <= _INLINE:
        catch_up()
        return 0
    if _running.acquire(blocking=False):
        threading.Thread(target=_beside, daemon=True).start()
    return len(waiting)


def _beside() -> None:
    """Catch up in a thread of its own, with a connection of its own."""
    try:
        catch_up()
    finally:
        _running.release()
        connection.close()


# --- searching


@dataclass(frozen=True, slots=True)
class Found:
    """Recommendations in order of what they mean. `ids`: one page of `total`; `near`: how near each is that was found by its meaning.

    `words`: those that have the words that were typed; `terms`: what the field calls what is asked; `among`: how many there were to choose
    from; `facets`: how many of these have each value; `waiting`: documents whose records are not known yet.
    """

    total: int
    ids: tuple[int, ...]
    near: Mapping[int, float]
    words: frozenset[int]
    terms: tuple[plain_words.FieldTerm, ...]
    among: int
    facets: Mapping[str, Sequence[tuple[str, int]]]
    waiting: int

    @property
    def anything_near(self) -> bool:
        """Is the nearest so near as right ones mostly are?"""
        return any(nearness >= NEAR for nearness in self.near.values())


def find(query: Query, *, filters: Filters, facets: Sequence[str], words: bool, offset: int, limit: int) -> Found:
    """The recommendations nearest in meaning among those that filters, phrases and operators hold for.

    `words`: joined with those that have the words. NoMeaning without the encoder.
    """
    here = meanings()
    waiting = _caught_up(here)
    meant = plain_words.meant(query.typed)
    demanded = query.demanded()
    hits = _hits(demanded, filters, "order", 1, facets)
    favoured = _having([term.query for term in meant.terms], filters)
    narrowed = bool(demanded.root or demanded.filters or demanded.excluded or any(filters.values()))
    near = here.nearest(
        meant.vector,
        kinds=("recommendation",),
        limit=MOST,
        ids=_hits(demanded, filters, "order", hits.total).ids if narrowed else None,
        long=_LONG,
        favoured=list(favoured),
        mistaken=list(_having([term.mistaken for term in meant.terms], filters) - favoured),
        favour=_IN_FIELD_WORDS,
    )
    typed = _hits(query, filters, "relevance", MOST).ids
    by_meaning = [each.id for each in near]
    ids = _joined(by_meaning, typed)[:MOST] if words else by_meaning
    return Found(
        total=len(ids),
        ids=tuple(ids[offset : offset + limit]),
        near={each.id: each.nearness for each in near},
        words=frozenset(typed),
        terms=meant.terms,
        among=hits.total,
        facets=hits.facets,
        waiting=waiting,
    )


def _having(queries: Sequence[Query], filters: Filters) -> set[int]:
    """The recommendations that have what one of some queries asks for."""
    return {pk for query in queries if query.root for pk in _hits(query, filters, "order", _IN_FIELD_WORDS_AT_MOST).ids}


def _hits(query: Query, filters: Filters, sort: str, limit: int, facets: Sequence[str] = ()) -> search.Hits:
    return indexing.find(query, kind="recommendation", filters=filters, sort=sort, offset=0, limit=max(1, limit), facets=facets)


def _joined(*rankings: Sequence[int]) -> list[int]:
    """One ranking out of several: what stands high in any comes first, what stands high in all before it."""
    found: dict[int, float] = {}
    for ranking in rankings:
        for rank, pk in enumerate(ranking):
            found[pk] = found.get(pk, 0.0) + 1 / (_RANK + rank)
    return sorted(found, key=lambda pk: (-found[pk], pk))


def like(row: Row, *, state: str | None, limit: int) -> list[tuple[Row, float]]:
    """The recommendations, questions and concerns that are most like a record, each with its nearness; of one State or of all."""
    here = meanings()
    _caught_up(here)
    text = str(getattr(row, "text"))  # noqa: B009  # a row of a kind that has one
    known, there = here.vectors_of([digest(text)])
    vector = known[0] if there[0] else vectors([text])[0]
    of = (
        None
        if state is None
        else list(Document.objects.filter(Q(counted=True) | Q(principal=True), state=state).values_list("pk", flat=True))
    )
    near = here.nearest(vector, kinds=tuple(_ROWS), limit=limit + 1, documents=of)
    kind = row.KIND.NAME
    alike = [each for each in near if each.nearness >= _LIKE and (each.kind, each.id) != (kind, row.pk)][:limit]
    rows = {kind: _in_bulk(kind, [each.id for each in alike if each.kind == kind]) for kind in _ROWS}
    return [(rows[each.kind][each.id], each.nearness) for each in alike if each.id in rows[each.kind]]


def _in_bulk(kind: str, ids: Sequence[int]) -> dict[int, Row]:
    found: dict[int, Row] = _ROWS[kind]._default_manager.select_related("document").in_bulk(ids) if ids else {}
    return found
