"""Numbers of issues that replies name, against each other and against the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers import document, printed
from upright.checks import check, check_review
from upright.identify import Identity
from upright.pipeline import read_file
from upright.readers import READERS
from upright.readers.document import paragraphs
from upright.readers.reading import Reading
from upright.records import Finding, Kind

LIST, REPLIES = "CRPD/C/XVA/Q/1", "CRPD/C/XVA/RQ/1"
ISSUES = """A. Specific rights

Equality (art. 5)

1. Please describe the law.

Access to justice (art. 13)

2. Please provide information on:

(a) The courts;

(b) The judges.
"""


def replied(*headings: str) -> str:
    parts = [f"{heading}\n\n{number}. It was amended in 2020." for number, heading in enumerate(headings, 2)]
    return "\n\n".join(["I. Introduction\n\n1. The State party is pleased to reply.", *parts])


def reading(text: str, kind: Kind, symbol: str) -> Reading:
    made = document(printed(text), kind, symbol)
    records = (*paragraphs(made), *READERS[kind](made))
    identity = Identity(symbol=symbol, kind=kind, language="en", body="CRPD", state="XVA")
    found = tuple(check(made, records))
    return Reading(file=f"{symbol}.pdf", sha256="", identity=identity, text=text, records=(*records, *found), seconds=0.0)


def alone(*headings: str) -> list[tuple[str, str | None, str | None]]:
    found = reading(replied(*headings), Kind.REPLIES, REPLIES).of(Finding)
    return [(one.check, one.expected, one.found) for one in found if one.check.startswith("issue")]


def together(*headings: str) -> list[tuple[str, str | None, str | None]]:
    readings = [reading(ISSUES, Kind.LIST_OF_ISSUES, LIST), reading(replied(*headings), Kind.REPLIES, REPLIES)]
    return [(one.check, one.expected, one.found) for one in check_review(readings)]


def test_replies_in_order() -> None:
    assert alone("Reply to paragraph 1", "Reply to paragraph 2 (a)", "Reply to paragraph 2 (b)") == []


def test_one_paragraph_may_be_answered_in_two_places() -> None:
    assert alone("Reply to paragraph 1", "Reply to paragraph 2 (a)", "Reply to paragraphs 2 (a) and 2 (b)") == []


def test_the_same_heading_twice() -> None:
    assert alone("Reply to paragraph 1", "Reply to paragraph 2 (a)", "Reply to paragraph 2 (a)") == [("issue_twice", None, "2 (a)")]


def test_a_gap() -> None:
    assert alone("Reply to paragraph 1", "Reply to paragraph 3", "Reply to paragraph 4") == [("issue_passed_over", "2", "3")]


def test_replies_that_agree_with_their_list() -> None:
    assert together("Reply to paragraph 1", "Reply to paragraph 2 (a)", "Reply to paragraph 2 (b)") == []
    assert together("Reply to paragraph 1 (a)", "Reply to paragraph 2") == []  # the replies count the sentences of an issue without limbs


def test_an_issue_that_the_list_does_not_have() -> None:
    assert together("Reply to paragraph 1", "Reply to paragraph 2 (c)", "Reply to paragraph 3") == [
        ("issue_unknown", None, "2 (c)"),
        ("issue_unknown", None, "3"),
    ]


def test_an_issue_under_the_article_of_another() -> None:
    found = together("Reply to paragraph 2", "II. Access to justice (art. 13)\n\nReply to paragraph 1")
    assert found == [("issue_astray", "2", "1")]


@pytest.mark.parametrize(("state", "alone", "between"), [
    ("JAM", [("issue_twice", None, "21 (c)")],
     [("13", "12 (a)"), ("13", "12 (b)"), ("28", "27"),
      ("29", "28 (a)"), ("29", "28 (b)"), ("29", "28 (c)"), ("30", "29"), ("31", "30 (a)"), ("31", "30 (b)")]),  # one less from issue 28 on
    ("MRT", [("issue_passed_over", "28", "29")], []),
    ("KAZ", [], []),
    ("PAK", [], []),
])  # fmt: skip
def test_slips_noticed_by_eye_are_found_and_nothing_else(
    corpus: Path, state: str, alone: list[tuple[str, str | None, str]], between: list[tuple[str, str]]
) -> None:
    folder = corpus / "documents" / "treaty_bodies"
    readings = [read_file(next(folder.glob(f"*/crpd/*_{state}_{kind}_1.pdf"))) for kind in ("Q", "RQ")]
    found = [one for each in readings for one in each.of(Finding) if one.check.startswith("issue")]
    assert [(one.check, one.expected, one.found) for one in found] == alone
    assert [(one.check, one.expected, one.found) for one in check_review(readings)] == [("issue_astray", *numbers) for numbers in between]
