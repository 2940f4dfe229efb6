"""What only shows when the documents of a review are read together."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from upright import extract, identify, structure
from upright.analysis import reviews
from upright.checks import check_review
from upright.identify import Identity
from upright.readers import READERS
from upright.readers.document import Document
from upright.readers.reading import Reading
from upright.records import Kind, Label, Position, PositionRecord, RecommendationRef, Record, Source

SPECIMENS = Path(__file__).parents[2] / "specimens" / "files"


def reading(path: Path) -> Reading:
    layer = extract.extract(path)
    document = Document(file=path.name, sha256="0" * 64, structure=structure.build(layer), identity=identify.identify(layer, path.name))
    records = tuple(READERS[document.identity.kind](document))
    return Reading(file=path.name, sha256="0" * 64, identity=document.identity, text=layer.text, records=records, seconds=0.0)


def review(change: Callable[[Record], Record] = lambda record: record) -> list[Reading]:
    """Report, addendum and matrix of the invented State; `change` is done to every record of the matrix."""
    report, addendum, matrix = (reading(SPECIMENS / name) for name in ("report2014.pdf", "addendum2015.pdf", "matrix2014.docx"))
    return reviews.merge([report, addendum, dataclasses.replace(matrix, records=tuple(map(change, matrix.records)))])


def said(readings: list[Reading]) -> list[tuple[str, str, str | None, str | None]]:
    return [(each.source.file, each.check, each.expected, each.found) for each in check_review(readings)]


def infographic(of: Reading, **totals: int) -> Reading:
    source = Source(file="infographic.pdf", paragraph=None, page=1, start=0, end=9)
    labels = tuple(
        Label(document=None, source=source, of=name, scheme="ohchr_infographic", value=str(value), method="official")
        for name, value in totals.items()
    )
    identity = Identity(symbol=None, kind=Kind.INFOGRAPHIC, language="en", state=of.identity.state, cycle=2)
    return Reading(file="infographic.pdf", sha256="0" * 64, identity=identity, text="x" * 9, records=labels, seconds=0.0)


def test_documents_that_agree() -> None:
    assert said(review()) == []


def test_a_matrix_that_contradicts_the_addendum() -> None:
    def turned(record: Record) -> Record:
        if isinstance(record, PositionRecord) and record.recommendation.number == "60.1":
            return dataclasses.replace(record, position=Position.NOTED)
        return record

    assert said(review(turned)) == [("matrix2014.docx", "position_contradicted", "supported", "noted")]


def test_a_position_on_a_number_that_the_report_does_not_have() -> None:
    def renumbered(record: Record) -> Record:
        if isinstance(record, PositionRecord) and record.recommendation.number == "60.1":
            return dataclasses.replace(record, recommendation=RecommendationRef(symbol=None, number="60.91"))
        return record

    assert said(review(renumbered)) == [("matrix2014.docx", "reference_astray", None, "60.91")]


def test_a_position_on_a_whole_list_is_not_astray() -> None:
    def whole(record: Record) -> Record:
        if isinstance(record, PositionRecord) and record.recommendation.number == "60.1":
            return dataclasses.replace(record, recommendation=RecommendationRef(symbol=None, number="60.all"))
        return record

    assert said(review(whole)) == []


def test_totals_of_an_infographic() -> None:
    readings = review()
    right = infographic(readings[0], recommendations=49)
    wrong = infographic(readings[0], recommendations=48, supported=2)
    assert said([*readings, right]) == []
    assert said([*readings, wrong]) == [("infographic.pdf", "totals", "49", "48"), ("infographic.pdf", "totals", "37", "2")]


def test_the_reviews_of_slovenia_agree(corpus: Path) -> None:
    folder = corpus / "documents" / "upr_slovenia"
    cycle2 = ["cycle2/g1423930.pdf", "cycle2/g1504261.pdf", "cycle2/UPR20__Slovenia_ThematicListRecommendations_E.docx"]
    cycle4 = [
        "cycle4/g2502644.pdf",
        "cycle4/g2505828.pdf",
        "cycle4/infographic-slovenia.pdf",
        "cycle4/upr48-slovenia-thematic-list-of-recommendatio.docx",
    ]
    for names in (cycle2, cycle4):
        assert said(reviews.merge([reading(folder / name) for name in names])) == []
