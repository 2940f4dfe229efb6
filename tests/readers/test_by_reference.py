"""Recommendations that stand only in the dialogue: how section II cites them, and which sentence is meant."""

# ruff: noqa: E501  # one row of a table is one line

from __future__ import annotations

import pytest

from layers import document, printed
from upright.readers import working_group_report
from upright.readers.by_reference import Reference, clause, references
from upright.records import Kind, Position, Recommendation, Record, Unread

LEAD = "The recommendations noted in the report in {} above did not enjoy the support of Ruritania."


def ref(paragraph: int, limbs: str = "", topic: str | None = None) -> Reference:
    return Reference(str(paragraph), tuple(limbs), topic)


# (what it stands for, how the paragraphs are cited, what is cited)
CITATIONS = [
    ("one", "paragraph 24", [ref(24)]),
    ("two", "paragraphs 24 and 37", [ref(24), ref(37)]),
    ("A/HRC/12/10, 98", "paragraphs 24(b), 37(a) and 41", [ref(24, "b"), ref(37, "a"), ref(41)]),
    ("a space before the letter", "paragraphs 24 (b), 37 (a) and 41", [ref(24, "b"), ref(37, "a"), ref(41)]),
    ("two letters", "paragraphs 24 (b) and (c) and 41", [ref(24, "bc"), ref(41)]),
    ("three letters", "paragraphs 24 (a), (b), (d), and 41 (a)", [ref(24, "abd"), ref(41, "a")]),
    ("letters joined", "paragraphs 24 (a) (b) and 30", [ref(24, "ab"), ref(30)]),
    ("a range", "paragraphs 24 to 27", [ref(24), ref(25), ref(26), ref(27)]),
    ("a range with a dash", "paragraphs 24–26", [ref(24), ref(25), ref(26)]),
    ("a range and more", "paragraphs 24-26, 30 and 41", [ref(24), ref(25), ref(26), ref(30), ref(41)]),
    ("paras.", "paras. 24 and 37", [ref(24), ref(37)]),
    ("ampersand", "paragraphs 24 & 37", [ref(24), ref(37)]),
    ("as well as", "paragraphs 24, 30, as well as 37", [ref(24), ref(30), ref(37)]),
    ("said twice", "paragraph 24 and in paragraph 37", [ref(24), ref(37)]),
    ("A/HRC/8/41, 58, a topic of all", "paragraphs 10, 15 and 39 (the ratification of the Convention on Roads)",
     [ref(number, "", "the ratification of the Convention on Roads") for number in (10, 15, 39)]),
    ("a topic of each", "paragraphs 10 (on roads) and 15 (on schools)", [ref(10, "", "on roads"), ref(15, "", "on schools")]),
    ("a sentence", "paragraph 43 (last sentence)", [ref(43, "", "last sentence")]),
    ("first sentence, and another", "paragraphs 43 (first sentence) and 44", [ref(43, "", "first sentence"), ref(44)]),
    ("semicolons", "paragraphs 24; 37; 41", [ref(24), ref(37), ref(41)]),
]  # fmt: skip


@pytest.mark.parametrize(("cited", "wanted"), [row[1:] for row in CITATIONS], ids=[row[0] for row in CITATIONS])
def test_what_is_cited(cited: str, wanted: list[Reference]) -> None:
    assert references(LEAD.format(cited), 58) == wanted


NOT_CITED = [
    ("of this section", "The recommendations in paragraph 60 enjoy the support of Ruritania."),
    ("no recommendation is spoken of", "The State answered the questions in paragraphs 24 and 37."),
    ("a year", "The recommendations of 2009 enjoy its support."),
    ("the annex", "The recommendations enjoy its support, in line with paragraph 1 of the annex."),
]


@pytest.mark.parametrize("text", [row[1] for row in NOT_CITED], ids=[row[0] for row in NOT_CITED])
def test_nothing_is_cited(text: str) -> None:
    assert references(text, 58) == []


def read(dialogue: dict[int, str], section: str) -> list[Record]:
    """The records of a report whose dialogue begins with paragraph 5 and whose section II is one paragraph behind it."""
    last = max(dialogue)
    lines = [
        "I. Introduction",
        *(f"{number}. It was so." for number in range(1, 5)),
        "I. Summary of the proceedings",
        "B. Interactive dialogue",
    ]
    lines += [f"{number}. {dialogue.get(number, 'Cuba welcomed the report.')}" for number in range(5, last + 1)]
    lines += [
        "II. Conclusions and/or recommendations",
        f"{last + 1}. {section}",
        f"{last + 2}. All conclusions and/or recommendations reflect the position of the State.",
    ]
    made = document(printed("\n".join(lines) + "\n"), Kind.WORKING_GROUP_REPORT, "A/HRC/90/4")
    return list(working_group_report.read(made))


def chosen(dialogue: dict[int, str], cited: str) -> list[tuple[str, str]]:
    found = [record for record in read(dialogue, LEAD.format(cited)) if isinstance(record, Recommendation)]
    assert all((one.number, one.position) == (None, Position.NOTED) for one in found)
    return [("+".join(one.states), one.text) for one in found]


CHOICES: list[tuple[str, dict[int, str], str, list[tuple[str, str]]]] = [
    ("the sentence that recommends", {6: "Peru welcomed the plan. It recommended that roads be built. It noted the schools."}, "paragraph 6",
     [("PER", "It recommended that roads be built")]),
    ("two that recommend", {6: "Peru recommended building roads. It also recommended building schools."}, "paragraph 6",
     [("PER", "Peru recommended building roads"), ("PER", "It also recommended building schools")]),
    ("its letter", {6: "Peru recommended (a) building of roads; (b) building of schools; (c) building of walls."}, "paragraph 6 (b)",
     [("PER", "(b) building of schools")]),
    ("two letters", {6: "Peru recommended (a) building of roads; (b) building of schools; (c) building of walls."}, "paragraph 6 (a) and (c)",
     [("PER", "Peru recommended (a) building of roads"), ("PER", "(c) building of walls")]),
    ("letters that are not printed", {6: "Peru recommended building roads. It recommended building schools."}, "paragraph 6 (b)",
     [("PER", "It recommended building schools")]),
    ("the last sentence", {6: "Peru recommended building roads. It recommended building schools."}, "paragraph 6 (last sentence)",
     [("PER", "It recommended building schools")]),
    ("the topic", {6: "Peru recommended building roads. It recommended ratifying the Convention."}, "paragraph 6 (the ratification of the Convention)",
     [("PER", "It recommended ratifying the Convention")]),
    ("no recommendation by name, a wish", {6: "Peru welcomed the plan. It suggested that roads be built."}, "paragraph 6",
     [("PER", "It suggested that roads be built")]),
    ("somebody else's recommendation", {6: "Peru noted that the Committee had recommended schools. It recommended that roads be built."}, "paragraph 6",
     [("PER", "It recommended that roads be built")]),
    ("several paragraphs", {6: "Peru recommended that roads be built.", 8: "Chile recommended that schools be built."}, "paragraphs 6 and 8",
     [("PER", "Peru recommended that roads be built"), ("CHL", "Chile recommended that schools be built")]),
    ("several speakers in one paragraph", {6: "Peru welcomed the plan. Chile recommended that schools be built."}, "paragraph 6",
     [("CHL", "Chile recommended that schools be built")]),
]  # fmt: skip


@pytest.mark.parametrize(("dialogue", "cited", "wanted"), [row[1:] for row in CHOICES], ids=[row[0] for row in CHOICES])
def test_which_sentence(dialogue: dict[int, str], cited: str, wanted: list[tuple[str, str]]) -> None:
    assert chosen(dialogue, cited) == wanted


def test_a_reference_that_leads_nowhere_is_unread() -> None:
    found = read({6: "Peru welcomed the plan."}, LEAD.format("paragraph 6"))
    assert [record.reason for record in found if isinstance(record, Unread)] == [
        "the recommendation that is cited in paragraph 6 was not found there"
    ]


CLAUSES = [
    ("Peru recommended that the Government build roads everywhere", "build roads everywhere"),
    ("It recommended that Ruritania: (a) abolish the levy on roads", "abolish the levy on roads"),
    ("It urged the authorities to abolish the levy", "abolish the levy"),
    ("Peru was content", "Peru was content"),
]


@pytest.mark.parametrize(("sentence", "wanted"), CLAUSES)
def test_what_is_asked_in_a_sentence(sentence: str, wanted: str) -> None:
    assert clause(sentence) == wanted


def test_the_passage_of_each_is_its_own_sentence() -> None:
    found = read({6: "Peru recommended building roads. It recommended building schools."}, LEAD.format("paragraph 6"))
    spans = [(one.source.start, one.source.end) for one in found if isinstance(one, Recommendation)]
    assert len(spans) == 2
    assert spans[0][1] <= spans[1][0]
    assert {one.source.paragraph for one in found if isinstance(one, Recommendation)} == {"6"}
