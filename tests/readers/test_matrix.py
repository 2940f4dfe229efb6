"""OHCHR's matrices in their three layouts, reworded, and the real ones against their rows."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from layers import document
from upright.extract import docx as word
from upright.extract import extract
from upright.readers import matrix
from upright.readers.attribution import attribute
from upright.records import Kind, Label, Position, PositionRecord, Recommendation, Record, Unread
from word_files import docx, table

OVER = '<w:tcPr><w:gridSpan w:val="4"/></w:tcPr>'


def read(*rows: tuple[str, ...]) -> list[Record]:
    return list(matrix.read(document(word.read(docx(table(*rows))), Kind.MATRIX)))


def labels(records: list[Record]) -> list[tuple[str, str, str]]:
    return [(each.of, each.scheme, each.value) for each in records if isinstance(each, Label)]


def editions(records: list[Record]) -> dict[str, set[str | None]]:
    found: dict[str, set[str | None]] = defaultdict(set)
    for each in records:
        if isinstance(each, Label):
            found[each.scheme].add(each.edition)
    return dict(found)


def test_the_layout_of_2014() -> None:
    records = read(
        ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"),
        (f"{OVER}Theme: B31 Equality",),
        (
            "90.1 Adopt a law (Chile, Peru);\nSource of position: A/HRC/90/4/Add.1 - Para. 3",
            "Supported",
            "B31 Equality\nAffected persons:\n- women",
            "",
        ),
        (
            "90.2 Amend the law (Spain).\nSource of position: A/HRC/90/4/Add.1 - Para. 5",
            "Noted",
            "B31 Equality\nAffected persons:\n- general",
            "",
        ),
    )
    recommendations = [each for each in records if isinstance(each, Recommendation)]
    assert [(each.number, each.text, each.states, each.position) for each in recommendations] == [
        ("90.1", "Adopt a law", ("CHL", "PER"), Position.SUPPORTED),
        ("90.2", "Amend the law", ("ESP",), Position.NOTED),
    ]
    positions = [each for each in records if isinstance(each, PositionRecord)]
    assert [(each.recommendation.symbol, each.recommendation.number, each.position_as_stated, each.stated_in) for each in positions] == [
        ("A/HRC/90/4", "90.1", "Supported", "matrix: A/HRC/90/4/Add.1 - Para. 3"),
        ("A/HRC/90/4", "90.2", "Noted", "matrix: A/HRC/90/4/Add.1 - Para. 5"),
    ]
    assert labels(records) == [
        ("90.1", "ohchr_themes", "B31 Equality"),
        ("90.1", "ohchr_groups", "women"),
        ("90.2", "ohchr_themes", "B31 Equality"),
        ("90.2", "ohchr_groups", "general"),
    ]
    assert editions(records) == {"ohchr_themes": {"2014"}, "ohchr_groups": {"2014"}}


def test_the_layout_of_2019() -> None:
    goals = "10 - REDUCED INEQUALITIES\n16 - PEACE, JUSTICE AND STRONG INSTITUTIONS"
    cell = f"Racial discrimination\nSDGs:\n{goals}\nAffected persons:\n- minorities\n- women"
    records = read(
        ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"),
        ("90.1 Adopt a law (Chile);\nSource of position: A/HRC/90/4/Add.1", "Supported/Noted", cell, "The law was passed."),
    )
    assert labels(records) == [
        ("90.1", "ohchr_themes", "Racial discrimination"),
        ("90.1", "sdg", "10 - REDUCED INEQUALITIES"),
        ("90.1", "sdg", "16 - PEACE, JUSTICE AND STRONG INSTITUTIONS"),
        ("90.1", "ohchr_groups", "minorities"),
        ("90.1", "ohchr_groups", "women"),
    ]
    assert editions(records) == {"ohchr_themes": {"2019"}, "ohchr_groups": {"2019"}, "sdg": {None}}
    assert [each.position for each in records if isinstance(each, PositionRecord)] == [None]
    (unread,) = (each for each in records if isinstance(each, Unread))
    assert unread.reason.startswith("an assessment of the implementation")


def test_the_layout_of_2025_and_repeated_rows() -> None:
    header = (
        "Recommendation and recommending State",
        "Position of the State under review",
        "Human rights themes and groups of persons",
        "Relevant SDGs",
    )
    row = (
        "90.7 Sign (Chile) and ratify (Peru) the Convention;",
        "Supported",
        "- Treaties\n- Equality\nGroups of Persons:\n- Public officials",
        "- 1 - NO POVERTY",
    )
    records = read(header, (f"{OVER}Theme: Treaties",), row, header, (f"{OVER}Theme: Equality",), row, ("Total", "1", "", ""))
    assert [each.number for each in records if isinstance(each, Recommendation)] == ["90.7"]
    assert [(each.stated_in, each.recommendation.symbol) for each in records if isinstance(each, PositionRecord)] == [("matrix", None)]
    assert labels(records) == [
        ("90.7", "ohchr_themes", "Treaties"),
        ("90.7", "ohchr_themes", "Equality"),
        ("90.7", "ohchr_groups", "Public officials"),
        ("90.7", "sdg", "1 - NO POVERTY"),
    ]
    assert editions(records) == {"ohchr_themes": {"2025"}, "ohchr_groups": {"2025"}, "sdg": {None}}
    assert [each.reason for each in records if isinstance(each, Unread)] == ["a row of the matrix without a recommendation's number"]


def test_themes_that_do_not_tell_their_edition() -> None:
    records = read(
        ("Recommendation", "Position", "Full list of themes"),
        ("90.1 Adopt a law (Chile);\nSource of position: A/HRC/90/4/Add.1", "Noted", "Racial discrimination"),
    )
    assert editions(records) == {"ohchr_themes": {None}}


@pytest.mark.parametrize(
    ("cycle", "name", "twice"),
    [
        (2, "cycle2/UPR20__Slovenia_ThematicListRecommendations_E.docx", set()),
        (4, "cycle4/upr48-slovenia-thematic-list-of-recommendatio.docx", {"140.205"}),  # names one SDG twice
    ],
)
def test_real_matrices_equal_their_rows(corpus: Path, cycle: int, name: str, twice: set[str]) -> None:
    read = document(extract(corpus / "documents" / "upr_slovenia" / name), Kind.MATRIX)
    records = list(matrix.read(read))
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    for of, scheme, value in labels(records):
        values[scheme, of].append(value)
    found = {each.number or "": each for each in records if isinstance(each, Recommendation)}
    positions = {each.recommendation.number: each for each in records if isinstance(each, PositionRecord)}
    rows = [
        row
        for line in (corpus / "gold" / "ohchr_slovenia.jsonl").read_text(encoding="utf-8").splitlines()
        if (row := json.loads(line))["cycle"] == cycle
    ]
    assert len(rows) == len(found) == len(positions) > 100
    assert not any(isinstance(each, Unread) for each in records)
    for row in rows:
        number = row["number"]
        recommendation, position = found[number], positions[number]
        source = recommendation.source
        assert " ".join(read.layer.text[source.start : source.end].split()) == f"{number} {' '.join(row['raw'].split())}"
        assert recommendation.text == attribute(row["raw"]).text
        assert sorted(recommendation.states) == sorted(row["states"])
        assert position.position_as_stated == row["position"]
        assert position.position == row["position"].lower()
        assert (position.recommendation.symbol, position.stated_in) == (row["symbol"], f"matrix: {row['position_source']}")
        assert values["ohchr_themes", number] == list(dict.fromkeys(row["themes"]))
        assert values["ohchr_groups", number] == list(dict.fromkeys(row["groups"]))
        assert values["sdg", number] == (list(dict.fromkeys(row["sdgs"])) if number in twice else row["sdgs"])
