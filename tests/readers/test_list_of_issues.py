"""Lists of issues in reworded lines, and those at hand: every issue and every limb a question."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from layers import document, printed
from upright.pipeline import read_file
from upright.readers import list_of_issues
from upright.readers.rebuild import rebuild
from upright.records import Kind, Paragraph, Question

SYMBOL = "CRPD/C/XVA/Q/1"


def read(text: str) -> list[Question]:
    made = document(printed(text), Kind.LIST_OF_ISSUES, SYMBOL)
    found = list(list_of_issues.read(made))
    assert all(rebuild(made, question) == question.text for question in found)
    return found


LIMBS = """A. Purpose and general obligations (arts. 1–4)

1. Please explain how the definition was harmonized (CRPD/C/XVA/1, para. 4).

Equality and non-discrimination (art. 5)

2. Please provide information on measures taken to:

(a) Adopt a law against discrimination (paras. 34 and 35);

(b) Train judges, in line with articles 12 and 13 of the Convention.

3. What plans does the State party have to amend the Code?
"""


def test_issues_and_limbs() -> None:
    found = read(LIMBS)
    assert [(one.id, one.text) for one in found] == [
        ("1", "Please explain how the definition was harmonized (CRPD/C/XVA/1, para. 4)."),
        ("2", "Please provide information on measures taken to:"),
        ("2 (a)", "Adopt a law against discrimination (paras. 34 and 35);"),
        ("2 (b)", "Train judges, in line with articles 12 and 13 of the Convention."),
        ("3", "What plans does the State party have to amend the Code?"),
    ]
    assert [one.form for one in found] == ["indirect", "indirect", "indirect", "indirect", "direct"]


def test_what_an_issue_is_about() -> None:
    assert [one.about for one in read(LIMBS)] == [
        ("article 1", "article 2", "article 3", "article 4", "report para. 4"),
        ("article 5",),
        ("article 5", "report para. 34", "report para. 35"),
        ("article 5", "article 12", "article 13"),
        ("article 5",),
    ]


@pytest.mark.parametrize(("words", "about"), [
    ("(CRPD/C/XVA/2-3, paras. 34–36)", ["34", "35", "36"]),
    ("(CCPR/C/KAZ/2, paras. 34–36)", []),  # another committee's
    ("with reference to paragraph 34 of the State party's initial report", ["34"]),
    ("(see para. 254)", ["254"]),
    ("(párr. 254)", ["254"]),
    ("en el párrafo 255 del informe inicial", ["255"]),
    ("(CRPD/C/XVA/CO/1, para. 12)", []),  # concluding observations
    ("(general comment No. 1, para. 5)", []),
    ("article 33, paragraph 2, of the Convention", []),
])  # fmt: skip
def test_paragraphs_of_the_report(words: str, about: list[str]) -> None:
    (one,) = (found for found in read(f"1. Please explain {words} what was done.") if found.id == "1")
    assert [each for each in one.about if each.startswith("report")] == [f"report para. {number}" for number in about]


@pytest.mark.parametrize("words", [
    "Please provide information on X.", "Kindly describe the courts.", "Provide data on X.", "In the light of the law, indicate whether X.",
    "The State party is requested to submit data.", "How many courts are there?", "Veuillez indiquer X.", "Fournir des renseignements.",
    "Sírvanse indicar X.", "Se ruega aporten información.", "Просьба представить информацию.", "يرجى تقديم معلومات.", "请说明情况。",
])  # fmt: skip
def test_what_asks(words: str) -> None:
    assert [one.id for one in read(f"1. {words}")] == ["1"]


@pytest.mark.parametrize("words", [
    "The Committee adopted the present list at its 30th session.", "The list was sent to the State party in May.",
])  # fmt: skip
def test_what_asks_nothing(words: str) -> None:
    assert read(f"1. {words}") == []


# --- lists at hand


def lists(corpus: Path) -> list[Path]:
    return sorted((corpus / "documents" / "treaty_bodies" / "lists_of_issues").rglob("*.pdf"))


def test_every_numbered_paragraph_of_the_lists_at_hand_is_a_question(corpus: Path) -> None:
    """They hold nothing but issues; numbers follow each other without a gap, and so do the letters of limbs."""
    assert len(lists(corpus)) >= 23
    for path in lists(corpus):
        reading = read_file(path)
        questions = [one.id for one in reading.of(Question)]
        assert questions == [one.label for one in reading.of(Paragraph) if one.label], path.name
        numbers = [int(number) for number in questions if number.isdigit()]
        assert numbers == list(range(1, len(numbers) + 1)), path.name
        for number in numbers:
            letters = [limb[-2] for limb in questions if re.fullmatch(rf"{number} \(\w\)", limb)]
            assert letters == [chr(ord("a") + at) for at in range(len(letters))], (path.name, number)
        assert {one.asked_by for one in reading.of(Question)} == {("CRPD",)}
        assert all(one.about for one in reading.of(Question)), path.name


@pytest.mark.parametrize(("file", "language", "limbs", "direct"), [
    ("Kazakhstan_2020_CRPD_C_KAZ_Q_1", "es", 75, 0),
    ("Pakistan_2024_CRPD_C_PAK_Q_1", "fr", 121, 0),
    ("Jamaica_UnknownYear_CRPD_C_JAM_Q_1", "en", 55, 0),
])  # fmt: skip
def test_lists_in_three_languages(corpus: Path, file: str, language: str, limbs: int, direct: int) -> None:
    reading = read_file(corpus / "documents" / "treaty_bodies" / "lists_of_issues" / "crpd" / f"{file}.pdf")
    questions = reading.of(Question)
    assert reading.identity.language == language
    assert sum(" " in one.id for one in questions) == limbs
    assert sum(one.form == "direct" for one in questions) == direct
