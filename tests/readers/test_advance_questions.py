"""Questions that States put before a review."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers import document, printed
from upright.extract import docx as word
from upright.extract import extract
from upright.extract.text import TextLayer
from upright.readers import advance_questions
from upright.records import Kind, Paragraph, Question
from word_files import docx, paragraph


def read(layer: TextLayer) -> tuple[list[Question], list[Paragraph]]:
    records = list(advance_questions.read(document(layer, Kind.ADVANCE_QUESTIONS)))
    return [each for each in records if isinstance(each, Question)], [each for each in records if isinstance(each, Paragraph)]


def test_a_word_file() -> None:
    words = (
        "ADVANCE QUESTIONS TO FREEDONIA",
        "BELGIUM",
        "What is the state of the ratification?",
        "UNITED KINGDOM OF GREAT BRITAIN &amp; NORTHERN IRELAND",
        "We welcome the new law.",
        "We should be grateful to know what was done.",
        "PORTUGAL on behalf of the Group of Friends",
        "Joint question by Chile, the Netherlands and Peru, as members of a group: Will the law be passed?",
        "How will the plan be paid for.",
        "SPAIN AND MEXICO",
        "Deseamos saber qué medidas se han tomado? ",
    )
    questions, others = read(word.read(docx("".join(map(paragraph, words)))))
    assert [(each.id, each.asked_by, each.form) for each in questions] == [
        ("BEL 1", ("BEL",), "direct"),
        ("GBR 1", ("GBR",), "indirect"),
        ("CHL 1", ("CHL", "NLD", "PER"), "direct"),
        ("PRT 1", ("PRT",), "direct"),
        ("ESP 1", ("ESP", "MEX"), "direct"),
    ]
    assert [(each.headings, each.text) for each in others] == [((words[3].replace("&amp;", "&"),), "We welcome the new law.")]


def test_lines_that_end_where_the_page_does() -> None:
    text = (
        "ADVANCE QUESTIONS TO FREEDONIA\nNORWAY\n• What was done to secure that all of the children\n"
        "of the region go to school? And will it be\n"
        "enough?\nRights of women\n• We would like to ask how many women stand for\nelection.\n[Translation]\n• Is there a plan?\nCHILE\n"
        "No bullet here: is there\none?"
    )
    questions, others = read(printed(text))
    assert [(each.id, each.text) for each in questions] == [
        ("NOR 1", "What was done to secure that all of the children of the region go to school? And will it be enough?"),
        ("NOR 2", "We would like to ask how many women stand for election."),
        ("NOR 3", "Is there a plan?"),
        ("CHL 1", "No bullet here: is there one?"),
    ]
    assert [each.text for each in others] == ["Rights of women", "[Translation]"]


@pytest.mark.parametrize(
    ("name", "count", "askers"),
    [
        ("cycle1/Slovenia.pdf", 11, ["DNK", "SWE", "GBR"]),
        ("cycle1/Slovenia_Add.pdf", 19, ["ARG", "CZE", "NOR"]),
        ("cycle2/AdvancedQuestionsSlovenia.doc", 15, ["BEL", "DEU", "NLD", "NOR"]),
        ("cycle2/AdvancedQuestionsSloveniaAdd1.doc", 2, ["CZE"]),
        ("cycle2/AdvancedQuestionsSloveniaAdd2.doc", 5, ["ESP", "GBR"]),
        ("cycle2/AdvancedQuestionsSloveniaAdd3.doc", 3, ["MEX"]),
        ("cycle3_questions/Advance_questions_Slovenia_first_batch.doc", 7, ["PRT", "GBR", "DEU"]),
        ("cycle3_questions/Advance_questions_to_Slovenia_Add1.doc", 3, ["USA"]),
        ("cycle3_questions/Advance_questions_to_Slovenia_Add2.doc", 2, ["ESP"]),
        ("cycle4/UPR-wg48-Advance-Questions-Slovenia.docx", 22, ["BEL", "CRI", "DEU", "LIE", "PRT", "ESP", "GBR", "USA"]),
    ],
)
def test_real_files(corpus: Path, name: str, count: int, askers: list[str]) -> None:
    questions, _ = read(extract(corpus / "documents" / "upr_slovenia" / name))
    assert list(dict.fromkeys(each.asked_by[0] for each in questions)) == askers
    assert len({each.id for each in questions}) == len(questions) == count
