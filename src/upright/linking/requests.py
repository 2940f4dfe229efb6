"""The records that ask a State for something, out of what was read: recommendations, and the questions of committees and States; and what
its delegation promises, which belongs to what was asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from upright.readers.reading import Reading
from upright.records import Commitment, Kind, Question, Recommendation, Record, RecordRef, Review, Source, keyed

# The kinds of document whose records ask; in others recommendations are repeated (addenda, matrices), or nobody asks.
KINDS = frozenset(
    {Kind.WORKING_GROUP_REPORT, Kind.CONCLUDING_OBSERVATIONS, Kind.SUMMARY_RECORD, Kind.LIST_OF_ISSUES, Kind.ADVANCE_QUESTIONS}
)
RECORDS: tuple[type[Record], ...] = (Recommendation, Question, Commitment, Review)  # what is read of them
COMPARED = "en"  # the language of the documents that are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A record that asks a State (its code) for something, or a promise. `mechanism`: the code of the body (UPR, CCPR); `date`: of its
    document, `cycle` of its review, None where they are not known; `number`: of a recommendation."""

    ref: RecordRef
    source: Source
    state: str
    text: str
    mechanism: str | None = None
    date: dt.date | None = None
    cycle: int | None = None
    number: str | None = None

    @property
    def asks(self) -> bool:
        """False for a promise, which asks for nothing itself."""
        return self.ref.record != Commitment.NAME

    @property
    def when(self) -> tuple[dt.date, str, str, int, str]:
        """By what requests are ordered: the earliest document first, in its order; a document without a date comes last."""
        return self.date or dt.date.max, self.ref.symbol or "", self.ref.sha256 or "", self.source.start, self.ref.key


def requests(readings: Iterable[Reading]) -> Iterator[Request]:
    """What each reading asks a State for; of several files of one document those of the first."""
    seen: set[str] = set()
    for reading in readings:
        name = reading.identity.symbol or reading.sha256
        if name not in seen:
            seen.add(name)
            yield from requests_of(reading)


def requests_of(reading: Reading) -> Iterator[Request]:
    """What one document asks a State for; nothing where it is not known which State, or where the document is not in English."""
    identity = reading.identity
    if identity.state is None or identity.kind not in KINDS or in_another_language(reading):
        return
    date = identity.date or next((each.adopted_on or each.reviewed_on for each in reading.of(Review)), None)
    for key, record in _asking(list(keyed(reading.records))):
        yield Request(
            ref=RecordRef(symbol=identity.symbol, sha256=reading.sha256, record=record.NAME, key=key),
            source=record.source,
            state=identity.state,
            text=record.text,
            mechanism="UPR" if identity.cycle else identity.body,
            date=date,
            cycle=identity.cycle,
            number=record.number if isinstance(record, Recommendation) else None,
        )


def in_another_language(reading: Reading) -> bool:
    """Is it a document whose records ask, but not in English, or in a language that is not known?"""
    return reading.identity.kind in KINDS and reading.identity.language != COMPARED


def _asking(records: Sequence[tuple[str, Record]]) -> Iterator[tuple[str, Recommendation | Question | Commitment]]:
    """Questions, promises and recommendations; those that stand in the dialogue alone only where the report has no list of them."""
    listed = any(isinstance(each, Recommendation) and each.number for _, each in records)
    for key, each in records:
        if isinstance(each, Question | Commitment) or (isinstance(each, Recommendation) and (each.number or not listed)):
            yield key, each
