"""Issues of a list tied to the replies: four pairs, two of them in two languages, against labels made by reading; and made-up ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from upright.analysis.replies_to import pairs, replies_to
from upright.identify import Identity
from upright.pipeline import read_file
from upright.readers.issue_numbers import issue_of
from upright.readers.reading import Reading
from upright.records import Answer, Kind, Paragraph, Question, Record, Source

LABELS = Path(__file__).parents[1] / "labels"
LIST, REPLIES = "CRPD/C/XVA/Q/1", "CRPD/C/XVA/RQ/1"
HERE = Source(file="x.pdf", paragraph=None, page=1, start=0, end=1)


@pytest.fixture(scope="module")
def tied(corpus: Path) -> dict[str, dict[str, Answer]]:
    """The answers to every issue, by State."""
    folder = corpus / "documents" / "treaty_bodies"
    states = {path.stem.rpartition("_")[2] for path in LABELS.glob("replies_*.jsonl")}
    files = [next(folder.glob(f"*/crpd/*_{state}_{kind}_1.pdf")) for state in sorted(states) for kind in ("Q", "RQ")]
    found = {issues.identity.state or "": replies_to(issues, replies) for issues, replies in pairs([read_file(file) for file in files])}
    assert found.keys() == states
    return {state: {answer.question: answer for answer in answers} for state, answers in found.items()}


def test_issues_of_four_pairs_are_tied_to_the_paragraphs_that_answer_them(tied: dict[str, dict[str, Answer]]) -> None:
    rows = [json.loads(line) for path in LABELS.glob("replies_*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 121
    wrong = []
    for row in rows:
        answer = tied[row["list"].split("/")[2]][row["issue"]]
        if {issue_of(label) for label in answer.paragraphs} != set(row["paragraphs"]) or answer.to != row["list"]:
            wrong.append(row)
    assert len(wrong) / len(rows) <= 0.02


def test_every_issue_of_a_list_has_its_line(tied: dict[str, dict[str, Answer]]) -> None:
    counts = {state: sum(number.isdigit() for number in answers) for state, answers in tied.items()}
    assert counts == {"JAM": 31, "KAZ": 30, "MRT": 30, "PAK": 30}
    unanswered = {
        state: [n for n, answer in answers.items() if n.isdigit() and answer.confidence is None] for state, answers in tied.items()
    }
    assert unanswered == {"JAM": ["27"], "KAZ": [], "MRT": ["28"], "PAK": []}


# --- made-up lists and replies


def reading(kind: Kind, symbol: str, records: Iterable[Record], language: str = "en") -> Reading:
    identity = Identity(symbol=symbol, kind=kind, language=language, body="CRPD", state="XVA")
    return Reading(file=f"{symbol}.pdf", sha256="", identity=identity, text="", records=tuple(records), seconds=0.0)


def issue(number: str, *about: str, text: str = "Please describe.") -> Question:
    return Question(document=LIST, source=HERE, id=number, asked_by=("CRPD",), text=text, form="indirect", about=about)


def answer(number: str, *paragraphs: str, to: str | None = LIST, because: str = "") -> Answer:
    because = because or f"Reply to paragraph {number}"
    return Answer(
        document=REPLIES, source=HERE, question=number, paragraphs=paragraphs, confidence=1.0, method="stated", because=because, to=to
    )  # fmt: skip


def paragraph(label: str, *headings: str, text: str = "The law was amended.") -> Paragraph:
    return Paragraph(document=REPLIES, source=HERE, label=label, headings=headings, text=text)


def tie(questions: Iterable[Record], said: Iterable[Record]) -> list[tuple[str, tuple[str, ...], float | None, str]]:
    found = replies_to(reading(Kind.LIST_OF_ISSUES, LIST, questions), reading(Kind.REPLIES, REPLIES, said))
    return [(one.question, one.paragraphs, one.confidence, one.method) for one in found]


def test_an_issue_takes_the_answers_of_its_limbs_and_a_limb_that_of_its_issue() -> None:
    questions = [issue("4"), issue("4 (a)"), issue("4 (b)"), issue("5"), issue("5 (a)"), issue("6")]
    assert tie(questions, [answer("4 (a)", "10"), answer("4 (b)", "11", "12"), answer("5", "13")]) == [
        ("4", ("10", "11", "12"), 1.0, "stated"),
        ("4 (a)", ("10",), 1.0, "stated"),
        ("4 (b)", ("11", "12"), 1.0, "stated"),
        ("5", ("13",), 1.0, "stated"),
        ("5 (a)", ("13",), 1.0, "stated"),
        ("6", (), None, "rule"),
    ]


def test_limbs_are_the_same_in_all_alphabets() -> None:
    assert tie([issue("4"), issue("4 (ب)")], [answer("4 (b)", "10")])[1] == ("4 (ب)", ("10",), 1.0, "stated")


def test_a_number_that_its_article_contradicts_is_corrected() -> None:
    questions = [issue("28", "article 30"), issue("29", "article 31"), issue("29 (a)", "article 31")]
    said = [paragraph("85", "Statistics (art. 31)"), answer("28 (a)", "85")]
    assert tie(questions, said) == [("28", (), None, "rule"), ("29", ("85",), 0.7, "rule"), ("29 (a)", ("85",), 0.7, "rule")]


def test_a_number_that_its_article_confirms_is_not() -> None:
    questions = [issue("28", "article 30"), issue("29", "article 31")]
    assert tie(questions, [paragraph("85", "Sport (art. 30)"), answer("28", "85")])[0] == ("28", ("85",), 1.0, "stated")


def test_the_same_limb_twice() -> None:
    questions = [issue("21"), issue("21 (c)"), issue("21 (d)")]
    assert tie(questions, [answer("21 (c)", "56"), answer("21 (c)", "57")])[1:] == [
        ("21 (c)", ("56",), 1.0, "stated"),
        ("21 (d)", ("57",), 0.7, "rule"),
    ]


def test_words_decide_between_two_issues_of_one_article() -> None:
    questions = [
        issue("27", "article 30", text="How are museums and stadiums made accessible?"),
        issue("28", "article 30", text="When will the treaty on printed works be ratified?"),
    ]
    said = [paragraph("81", text="The treaty on printed works will be ratified in spring."), paragraph("82", text="Other matters follow.")]
    assert tie(questions, [*said, answer("27", "81")]) == [("27", (), None, "rule"), ("28", ("81",), 0.7, "rule")]
    assert tie(questions, [*said, answer("27", "82")])[0] == ("27", ("82",), 1.0, "stated")


def test_replies_by_article() -> None:
    questions = [issue("1", "article 1", "article 4"), issue("2", "article 5"), issue("3", "article 9"), issue("4", "article 9")]
    said = [
        paragraph("1"),
        paragraph("2", "Equality Article 5"),
        paragraph("3", "Accessibility Article 9"),
        paragraph("4", "Accessibility Article 9"),
    ]
    assert tie(questions, said) == [
        ("1", ("1",), 0.8, "rule"),
        ("2", ("2",), 0.8, "rule"),
        ("3", ("3", "4"), 0.5, "rule"),
        ("4", ("3", "4"), 0.5, "rule"),
    ]


def test_which_replies_are_of_which_list() -> None:
    issues = reading(Kind.LIST_OF_ISSUES, LIST, [issue("1")])
    second = reading(Kind.LIST_OF_ISSUES, "CRPD/C/XVA/Q/2", [issue("1")])
    named, silent = reading(Kind.REPLIES, "CRPD/C/XVA/Q/1/Add.1", [answer("1", "1")]), reading(Kind.REPLIES, "CRPD/C/XVA/RQ/2", [])
    assert list(pairs([named, issues, silent, second])) == [(issues, named), (second, silent)]
