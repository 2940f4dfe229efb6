"""The documents of one review, put together: every recommendation knows the history of its position.

A position is stated in the report, may be changed in the addendum (resolution 5/1, annex, para. 32, and 16/21, annex, para. 16) or in
the plenary, and is repeated in OHCHR's matrix. The latest that the State stated is in force; a matrix or an index repeats what others
stated and overrides nothing.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from upright.readers.named import ALL, OTHERS
from upright.readers.reading import Reading
from upright.records import Kind, Position, PositionRecord, PositionStated, Recommendation, Record

_ORDER = {kind: at for at, kind in enumerate((Kind.WORKING_GROUP_REPORT, Kind.ADDENDUM, Kind.DECISION, Kind.MATRIX, Kind.UHRI))}
REPEATING = frozenset({Kind.MATRIX, Kind.UHRI})


@dataclass(frozen=True, slots=True)
class _Event:
    """A position with the place of its document in the review."""

    order: tuple[int, str, int]
    repeats: bool
    stated: PositionStated


def merge(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, in their order, with `history` and `position_in_force` of every recommendation of a report.

    Positions by bare number ('5') get the number that the report gives it ('111.5') where only one recommendation can be meant.
    Documents belong together by the symbol of the report, or, where one of them has none, by State and session.
    """
    reports = [reading for reading in readings if reading.identity.kind is Kind.WORKING_GROUP_REPORT]
    merged = [_resolved(reading, reports) for reading in readings]
    return [_with_history(reading, merged) if reading.identity.kind is Kind.WORKING_GROUP_REPORT else reading for reading in merged]


def _resolved(reading: Reading, reports: Sequence[Reading]) -> Reading:
    """A reading whose positions carry the numbers of the report that they are about."""
    if not any(isinstance(record, PositionRecord) for record in reading.records):
        return reading
    numberings = [(report, _Numbering(report.of(Recommendation))) for report in reports]
    records = tuple(_renumbered(record, reading, numberings) for record in reading.records)
    return dataclasses.replace(reading, records=records)


def _renumbered(record: Record, reading: Reading, numberings: Sequence[tuple[Reading, _Numbering]]) -> Record:
    if not isinstance(record, PositionRecord):
        return record
    for report, numbering in numberings:
        if not _about(record, reading, report):
            continue
        number = numbering.find(record.recommendation.number)
        if number:
            about = dataclasses.replace(record.recommendation, number=number, symbol=record.recommendation.symbol or report.identity.symbol)
            return dataclasses.replace(record, recommendation=about)
    return record


class _Numbering:
    """The numbers of a report's recommendations."""

    def __init__(self, recommendations: Iterable[Recommendation]) -> None:
        self._known: set[str] = set()
        self._by_item: dict[str, list[str]] = defaultdict(list)
        self._pending: set[str] = set()
        for recommendation in recommendations:
            number = recommendation.number
            if number is None or number in self._known:
                continue
            self._known.add(number)
            self._by_item[number.rpartition(".")[2]].append(number)
            if recommendation.position in (Position.PENDING, None):
                self._pending.add(number)

    def find(self, number: str) -> str | None:
        """The report's number for a number as an addendum writes it.

        A bare number is the item of that number; where several lists have one, the only one that the report left open.
        """
        if number in self._known:
            return number
        found = self._by_item.get(number, [])
        if len(found) > 1:
            found = [each for each in found if each in self._pending]
        return found[0] if len(found) == 1 else None


def _about(record: PositionRecord, reading: Reading, report: Reading) -> bool:
    """Is a position about the recommendations of a report?"""
    if record.recommendation.symbol and report.identity.symbol:
        return record.recommendation.symbol == report.identity.symbol
    mine, other = reading.identity, report.identity
    if not mine.state or mine.state != other.state:
        return False
    pairs = (
        (mine.working_group_session, other.working_group_session),
        (mine.council_session, other.council_session),
        (mine.cycle, other.cycle),
    )
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    return bool(known) and all(a == b for a, b in known)


def _with_history(report: Reading, readings: Sequence[Reading]) -> Reading:
    stated = _stated(report, readings)
    records = tuple(_merged(record, report, stated) if isinstance(record, Recommendation) else record for record in report.records)
    return dataclasses.replace(report, records=records)


def _stated(report: Reading, readings: Sequence[Reading]) -> dict[str, list[_Event]]:
    """The positions that the other documents of the review state, by number."""
    found: dict[str, list[_Event]] = defaultdict(list)
    numbers = [recommendation.number for recommendation in report.of(Recommendation) if recommendation.number]
    for reading in readings:
        records = [record for record in reading.of(PositionRecord) if _about(record, reading, report)]
        named = {record.recommendation.number for record in records}
        for record in records:
            for number in _meant(record.recommendation.number, numbers, named):
                found[number].append(_event(reading, record))
    return found


def _meant(number: str, numbers: Sequence[str], named: set[str]) -> Iterator[str]:
    """The recommendations that a position's number means: itself, all, all others, or all under a paragraph ('115.all')."""
    if number in numbers:
        yield number
    elif number in (ALL, OTHERS):
        yield from (each for each in numbers if number == ALL or each not in named)
    elif number.endswith(f".{ALL}"):
        yield from (each for each in numbers if each.startswith(number.removesuffix(ALL)) and each not in named)


def _event(reading: Reading, record: PositionRecord) -> _Event:
    kind = reading.identity.kind
    stated = PositionStated(
        position=record.position, progress=record.progress, position_as_stated=record.position_as_stated, stated_in=record.stated_in
    )  # fmt: skip
    return _Event((_ORDER.get(kind, len(_ORDER)), reading.identity.symbol or reading.file, record.source.start), kind in REPEATING, stated)


def _merged(recommendation: Recommendation, report: Reading, stated: dict[str, list[_Event]]) -> Recommendation:
    events = [*_own(recommendation, report), *sorted(stated.get(recommendation.number or "", []), key=lambda event: event.order)]
    return dataclasses.replace(
        recommendation, history=tuple(dict.fromkeys(event.stated for event in events)), position_in_force=_in_force(events)
    )  # fmt: skip


def _own(recommendation: Recommendation, report: Reading) -> Iterator[_Event]:
    """What the report itself states."""
    if recommendation.position is None and recommendation.progress is None:
        return
    where = recommendation.number or recommendation.source.paragraph
    stated_in = " para. ".join(part for part in (report.identity.symbol or report.file, where) if part)
    yield _Event(
        (0, "", 0),
        False,
        PositionStated(
            position=recommendation.position,
            progress=recommendation.progress,
            position_as_stated=recommendation.position_as_stated,
            stated_in=stated_in,
        ),
    )


def _in_force(events: Sequence[_Event]) -> Position | None:
    """The latest position of the State. Words on progress alone change none; words that are neither support nor refusal make it unknown."""
    for event in reversed(events):
        if event.repeats or (event.stated.position is None and event.stated.progress is not None):
            continue
        return event.stated.position
    return None
