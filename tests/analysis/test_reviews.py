"""Positions of one review, put together."""

from __future__ import annotations

from pathlib import Path

import pytest

from upright import structure
from upright.analysis import reviews
from upright.extract import pdf
from upright.identify import Identity
from upright.readers import addendum, named, working_group_report
from upright.readers.document import Document
from upright.readers.reading import Reading
from upright.records import Kind, Position, PositionRecord, Progress, Recommendation, RecommendationRef, Record, Source

REPORT, ADDENDUM, MATRIX = "A/HRC/28/15", "A/HRC/28/15/Add.1", None
SUPPORTED, NOTED, PENDING = Position.SUPPORTED, Position.NOTED, Position.PENDING


def reading(kind: Kind, symbol: str | None, *records: Record, state: str | None = "SVN", session: int | None = None) -> Reading:
    identity = Identity(symbol=symbol, kind=kind, language="en", state=state, working_group_session=session)
    return Reading(file=f"{kind}.pdf", sha256="", identity=identity, text="", records=records, seconds=0.0)


def recommendation(number: str, position: Position | None = PENDING) -> Recommendation:
    source = Source(file="report.pdf", paragraph=number, page=1, start=0, end=1)
    return Recommendation(
        document=REPORT,
        source=source,
        number=number,
        text="Ratify",
        states=("ESP",),
        position=position,
        position_as_stated="as in the report",
    )


def position(
    number: str, value: Position | None, *, symbol: str | None = REPORT, where: str = ADDENDUM, progress: Progress | None = None
) -> PositionRecord:
    return PositionRecord(
        document=where,
        source=Source(file="x", paragraph="3", page=1, start=0, end=1),
        recommendation=RecommendationRef(symbol=symbol, number=number),
        position=value,
        progress=progress,
        position_as_stated="words",
        stated_in=f"{where} para. 3",
    )


def merged(report: Reading, *others: Reading) -> dict[str | None, Recommendation]:
    readings = reviews.merge([*others, report])
    assert [each.identity for each in readings] == [each.identity for each in [*others, report]]
    return {each.number: each for each in readings[-1].of(Recommendation)}


def report(*recommendations: Recommendation, session: int | None = None) -> Reading:
    return reading(Kind.WORKING_GROUP_REPORT, REPORT, *recommendations, session=session)


def answers(*positions: PositionRecord) -> Reading:
    return reading(Kind.ADDENDUM, ADDENDUM, *positions)


def test_the_addendum_is_in_force_and_the_report_stays_in_the_history() -> None:
    one = merged(report(recommendation("115.1")), answers(position("115.1", SUPPORTED)))["115.1"]
    assert one.position_in_force is SUPPORTED
    assert one.position is PENDING
    assert [(event.position, event.stated_in) for event in one.history] == [
        (PENDING, "A/HRC/28/15 para. 115.1"),
        (SUPPORTED, "A/HRC/28/15/Add.1 para. 3"),
    ]


def test_a_matrix_overrides_nothing_and_stays_in_the_history() -> None:
    matrix = reading(Kind.MATRIX, None, position("115.1", NOTED, where="matrix"))
    one = merged(report(recommendation("115.1")), matrix, answers(position("115.1", SUPPORTED)))["115.1"]
    assert one.position_in_force is SUPPORTED
    assert [event.position for event in one.history] == [PENDING, SUPPORTED, NOTED]


def test_bare_numbers_get_the_number_of_the_report() -> None:
    both = reviews.merge([report(recommendation("111.5")), answers(position("5", SUPPORTED))])
    assert both[0].of(Recommendation)[0].position_in_force is SUPPORTED
    assert both[1].of(PositionRecord)[0].recommendation == RecommendationRef(symbol=REPORT, number="111.5")


def test_a_bare_number_in_two_lists_is_the_one_that_was_left_open() -> None:
    found = merged(report(recommendation("114.5", SUPPORTED), recommendation("115.5")), answers(position("5", NOTED)))
    assert (found["114.5"].position_in_force, found["115.5"].position_in_force) == (SUPPORTED, NOTED)


def test_a_bare_number_that_may_be_two_is_not_guessed() -> None:
    found = merged(report(recommendation("114.5"), recommendation("115.5")), answers(position("5", NOTED)))
    assert {each.position_in_force for each in found.values()} == {PENDING}


def test_all_the_others_and_a_whole_paragraph() -> None:
    three = report(recommendation("115.1"), recommendation("115.2"), recommendation("116.1"))
    found = merged(three, answers(position("115.1", NOTED), position(named.OTHERS, SUPPORTED)))
    assert [each.position_in_force for each in found.values()] == [NOTED, SUPPORTED, SUPPORTED]
    found = merged(three, answers(position(f"115.{named.ALL}", SUPPORTED)))
    assert [each.position_in_force for each in found.values()] == [SUPPORTED, SUPPORTED, PENDING]


def test_progress_alone_changes_no_position() -> None:
    one = merged(report(recommendation("115.1", SUPPORTED)), answers(position("115.1", None, progress=Progress.IN_PROCESS)))["115.1"]
    assert one.position_in_force is SUPPORTED
    assert len(one.history) == 2


def test_words_that_are_neither_make_the_position_unknown() -> None:
    one = merged(report(recommendation("115.1")), answers(position("115.1", None)))["115.1"]
    assert one.position_in_force is None


def test_another_review_of_the_state_is_another_review() -> None:
    later = reading(Kind.ADDENDUM, "A/HRC/43/15/Add.1", position("115.1", SUPPORTED, symbol="A/HRC/43/15"))
    assert merged(report(recommendation("115.1")), later)["115.1"].position_in_force is PENDING


@pytest.mark.parametrize(("session", "wanted"), [(20, SUPPORTED), (34, PENDING)])
def test_without_a_symbol_state_and_session_tell(session: int, wanted: Position) -> None:
    matrix = reading(Kind.ADDENDUM, None, position("115.1", SUPPORTED, symbol=None), session=session)
    assert merged(report(recommendation("115.1"), session=20), matrix)["115.1"].position_in_force is wanted


SLOVENIA = [
    ("cycle1", "g1012049", "g1012465", "A/HRC/14/15", {SUPPORTED: 89, Position.PARTIALLY_SUPPORTED: 3, NOTED: 3, PENDING: 2}),
    ("cycle2", "g1423930", "g1504261", "A/HRC/28/15", {SUPPORTED: 142, NOTED: 21}),
    ("cycle4", "g2502644", "g2505828", "A/HRC/59/15", {SUPPORTED: 217, NOTED: 37}),
]


@pytest.mark.parametrize(("cycle", "first", "second", "symbol", "wanted"), SLOVENIA)
def test_positions_of_a_real_review(corpus: Path, cycle: str, first: str, second: str, symbol: str, wanted: dict[Position, int]) -> None:
    folder = corpus / "documents" / "upr_slovenia" / cycle
    readings = [
        read(folder / f"{first}.pdf", symbol, Kind.WORKING_GROUP_REPORT),
        read(folder / f"{second}.pdf", f"{symbol}/Add.1", Kind.ADDENDUM),
    ]
    found = reviews.merge(readings)[0].of(Recommendation)
    assert {value: sum(each.position_in_force is value for each in found) for value in wanted} == wanted
    assert len(found) == sum(wanted.values())


def read(path: Path, symbol: str, kind: Kind) -> Reading:
    layer = pdf.read(path)
    document = Document(
        file=path.name, sha256="", structure=structure.build(layer), identity=Identity(symbol=symbol, kind=kind, language="en", state="SVN")
    )
    reader = addendum.read if kind is Kind.ADDENDUM else working_group_report.read
    return Reading(file=path.name, sha256="", identity=document.identity, text=layer.text, records=tuple(reader(document)), seconds=0.0)
