"""Grades of follow-up: in brackets under a paragraph, in one line, in a table, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from layers import document, printed
from upright.extract import docx as word
from upright.extract.text import TextLayer
from upright.readers import assessment
from upright.readers.document import Document
from upright.records import Grade, Kind
from word_files import docx, paragraph, table

# The form of CCPR/C/133/2/Add.1 and others of 2017 on, reworded.
UNDER_PARAGRAPHS = """Concluding observations (117th session): CCPR/C/XVA/CO/2, 11 July 2016
Follow-up paragraphs: 18, 24 and 54
Information received from State party: CCPR/C/XVA/CO/2/Add.1, 1 August 2017
Committee’s evaluation: 18 [B] [C], 24 [E] and 54 [A]
Paragraph 18: Measures against terrorism
Summary of the State party’s reply
(a) The law was amended in 2017.
Committee’s evaluation
[B]: (a) and (c)
The Committee welcomes the amendment, but
needs to know how it is applied.
[C]: (b)
The Committee regrets that nothing was said of the definition.
Paragraph 24: Treatment of detainees
Committee’s evaluation
[E]
The Committee regrets the new decree.
Recommended action: a letter should be sent.
Next periodic report due: 15 July 2020"""


def treaty_body(layer: TextLayer, body: str, year: int | None) -> Document:
    made = document(layer, Kind.FOLLOW_UP)
    date = dt.date(year, 5, 1) if year else None
    return Document(file=made.file, sha256=made.sha256, structure=made.structure, identity=replace(made.identity, body=body, date=date))


def grades(layer: TextLayer, body: str = "CCPR", year: int | None = 2018) -> list[Grade]:
    return list(assessment.read(treaty_body(layer, body, year)))


def brief(found: list[Grade]) -> list[tuple[str, str | None, str]]:
    return [(each.paragraph, each.limb, each.grade_as_stated) for each in found]


def test_under_paragraphs() -> None:
    found = grades(printed(UNDER_PARAGRAPHS))
    assert brief(found) == [("54", None, "A"), ("18", "(a)", "B"), ("18", "(c)", "B"), ("18", "(b)", "C"), ("24", None, "E")]
    assert [each.evaluation for each in found] == [
        None,
        "The Committee welcomes the amendment, but needs to know how it is applied.",
        "The Committee welcomes the amendment, but needs to know how it is applied.",
        "The Committee regrets that nothing was said of the definition.",
        "The Committee regrets the new decree.",
    ]
    assert {each.scale for each in found} == {"ccpr_2017"}
    assert {each.grade for each in found} == {"A", "B", "C", "E"}


def test_the_passage_begins_with_the_grade() -> None:
    for each in grades(printed(UNDER_PARAGRAPHS)):
        assert f"[{each.grade}]" in UNDER_PARAGRAPHS[each.source.start : each.source.end]


@pytest.mark.parametrize(("text", "expected"), [
    # the form of CCPR/C/108/2
    ("Paragraph 7: Legal aid\n[B2]: More is to be known.\n[C1] The law is unchanged.", [("7", None, "B2"), ("7", None, "C1")]),
    ("Paragraph 12\n(a) [B1] Some steps were taken.\n(b) [D1] No answer was given.", [("12", "(a)", "B1"), ("12", "(b)", "D1")]),
    ("Paragraph 12 (a) and (b): Prisons\n[A]", [("12", "(a)", "A"), ("12", "(b)", "A")]),
    ("Paragraph 9: Courts\n[C]: (a)-(c)\nNothing was done.", [("9", "(a)", "C"), ("9", "(b)", "C"), ("9", "(c)", "C")]),
    ("Committee’s evaluation: 8 (a) [B], 8 (b)[C], and 21 [D]", [("8", "(a)", "B"), ("8", "(b)", "C"), ("21", None, "D")]),
    ("Follow-up paragraphs: 7, 12 and 19 (a)\nNo reply was received.\n[D]", [("7", None, "D"), ("12", None, "D"), ("19", "(a)", "D")]),
    ("Paragraph 30\nGrade: B\nSome steps were taken.", [("30", None, "B")]),
])  # fmt: skip
def test_forms(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert brief(grades(printed(text), year=None)) == expected


@pytest.mark.parametrize("text", [
    "Information received from Vandrelia on follow-up\n1. With regard to paragraph 12 (a), the law was adopted.",  # CRPD/C/AZE/FCO/2-3
    "A Largely satisfactory\nB Partially satisfactory",  # the key to the grades
    "The text in [brackets] of section [F] and note [1]",
])  # fmt: skip
def test_what_is_no_grade(text: str) -> None:
    assert grades(printed(text)) == []


def test_a_table() -> None:
    rows = [
        ("Paragraph", "Grade", "Evaluation"),
        ("12 (a)", "B1", "Some of the steps were taken, more is to be known."),
        ("Para. 14", "[C2]", "None."),
    ]
    layer = word.read(docx(paragraph("Follow-up") + table(*rows)))
    found = grades(layer, year=2014)
    assert brief(found) == [("12", "(a)", "B1"), ("14", None, "C2")]
    assert [each.evaluation for each in found] == ["Some of the steps were taken, more is to be known.", None]
    assert {each.scale for each in found} == {"ccpr_2008"}


@pytest.mark.parametrize(("body", "text", "expected", "scale"), [
    # CEDAW's letters
    ("CEDAW", ("Regarding the recommendation made in paragraph 13 (b) of the concluding observations, a bill was tabled. "
     "The Committee considers that the recommendation has been partially implemented. "
     "As to paragraph 21, no steps are reported. The Committee considers that the recommendation has not been implemented."),
     [("13", "(b)", "partially implemented"), ("21", None, "not been implemented")], "cedaw"),
    ("CESCR", "The Committee assesses the follow-up to paragraphs 9 and 31 (c): it finds insufficient progress.",
     [("9", None, "insufficient progress"), ("31", "(c)", "insufficient progress")], "cescr_2017"),
])  # fmt: skip
def test_words(body: str, text: str, expected: list[tuple[str, str | None, str]], scale: str) -> None:
    found = grades(printed(text), body, year=2019)
    assert brief(found) == expected
    assert {each.grade for each in found} == {None}
    assert {each.scale for each in found} == {scale}


@pytest.mark.parametrize(("body", "year", "stated", "scale"), [
    ("CCPR", 2013, "C1", "ccpr_2008"), ("CCPR", 2020, "C", "ccpr_2017"), ("CCPR", 2020, "C1", None), ("CERD", 2020, "B", None),
])  # fmt: skip
def test_scales(body: str, year: int, stated: str, scale: str | None) -> None:
    (found,) = grades(printed(f"Paragraph 30: Courts\n[{stated}]"), body, year)
    assert found.scale == scale
