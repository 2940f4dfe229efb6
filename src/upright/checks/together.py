"""What only shows when the documents of a review are read together.

The report, its addendum, OHCHR's matrix and infographic repeat each other's numbers, positions and totals; where they do not agree, one is
wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from upright.checks.catalogue import SEVERITY, Check
from upright.checks.issues import against_list
from upright.readers import infographic
from upright.readers.named import ALL
from upright.readers.reading import Reading
from upright.records import Finding, Kind, Label, Position, PositionRecord, Recommendation, Record

_FIRM = (Position.SUPPORTED, Position.NOTED)
_REPEATING = (Kind.MATRIX, Kind.UHRI)


def check_review(readings: Sequence[Reading]) -> Iterator[Finding]:
    """What the documents of one review say against each other.

    `readings`: those of one review after `analysis.reviews.merge`, so that recommendations carry their history and positions the report's
    numbers. A finding stands in the document that should be looked at: its `source.file` says which.
    """
    for report in readings:
        if report.identity.kind is not Kind.WORKING_GROUP_REPORT:
            continue
        for other in readings:
            if _is_of(other, report):
                yield from _unknown_numbers(other, report)
                yield from _against_position_in_force(other, report)
                yield from _infographic(other, report)
    yield from against_list(readings)


def _is_of(other: Reading, report: Reading) -> bool:
    """Another document of the review that the report is of: the same State and, where both say it, the same cycle."""
    mine, its = other.identity, report.identity
    same_cycle = mine.cycle is None or its.cycle is None or mine.cycle == its.cycle
    return (
        other is not report
        and mine.state is not None
        and mine.state == its.state
        and same_cycle
        and mine.kind is not Kind.WORKING_GROUP_REPORT
    )


def _unknown_numbers(other: Reading, report: Reading) -> Iterator[Finding]:
    """Positions on numbers that the report does not have."""
    known = {each.number for each in report.of(Recommendation)}
    lists = {number.partition(".")[0] for number in known if number}
    for record in other.of(PositionRecord):
        number = record.recommendation.number
        if number.endswith(f".{ALL}"):  # the reader's own mark for every recommendation of a list
            continue
        if known and number not in known and "." in number and number.partition(".")[0] in lists:
            message = f"A position is stated on recommendation {number}, which {_name(report)} does not have."
            yield _finding(other, Check.REFERENCE_ASTRAY, message, record, [record.source.paragraph, number], found=number)


def _against_position_in_force(other: Reading, report: Reading) -> Iterator[Finding]:
    """A matrix or index that gives another position than report and addendum; an addendum that takes back what the report states."""
    recommendations = {each.number: each for each in report.of(Recommendation) if each.number}
    for record in other.of(PositionRecord):
        recommendation = recommendations.get(record.recommendation.number)
        if recommendation is None or record.position not in _FIRM:
            continue
        repeats = other.identity.kind in _REPEATING
        stated = recommendation.position_in_force if repeats else recommendation.position
        wrong = stated in _FIRM and stated != record.position
        if wrong and (repeats or record.position is Position.NOTED):  # a State may accept later what it noted first
            source = "report and addendum" if repeats else "the report"
            message = f"Recommendation {recommendation.number} is {record.position} in {_name(other)}, but {stated} in {source}."
            paragraphs = [record.source.paragraph, recommendation.number]
            yield _finding(other, Check.POSITION_CONTRADICTED, message, record, paragraphs, expected=stated, found=record.position)


def _infographic(other: Reading, report: Reading) -> Iterator[Finding]:
    """The totals of the infographic against the report and its addendum."""
    recommendations = [each for each in report.of(Recommendation) if each.number]
    positions = Counter(each.position_in_force for each in recommendations)
    partly = positions[Position.PARTIALLY_SUPPORTED]
    counted = {"recommendations": len(recommendations), "supported": positions[Position.SUPPORTED], "noted": positions[Position.NOTED]}
    for label in other.of(Label):
        if label.scheme != infographic.SCHEME or label.of not in counted:
            continue
        found, printed = counted[label.of], int(label.value)
        settled = label.of == "recommendations" or not positions[None] + positions[Position.PENDING]
        if settled and not found <= printed <= found + (0 if label.of == "recommendations" else partly):
            message = f"{printed} {_counted(label.of)}, but report and addendum have {found}."
            yield _finding(other, Check.TOTALS, message, label, [], expected=found, found=printed)


def _counted(what: str) -> str:
    return "recommendations are counted" if what == "recommendations" else f"recommendations are said to be {what}"


def _name(reading: Reading) -> str:
    return reading.identity.symbol or reading.file


def _finding(
    reading: Reading,
    check: Check,
    message: str,
    record: Record,
    paragraphs: Sequence[str | None],
    *,
    expected: object = None,
    found: object = None,
) -> Finding:
    return Finding(
        document=reading.identity.symbol,
        source=record.source,
        check=check.value,
        severity=SEVERITY[check],
        message=message,
        paragraphs=tuple(dict.fromkeys(label for label in paragraphs if label)),
        expected=None if expected is None else str(expected),
        found=None if found is None else str(found),
    )
