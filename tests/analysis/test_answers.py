"""Questions of a summary record and the paragraphs that answer them: small exchanges made by hand, and two records with labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import upright
from labelled import LABELS, SETS, score, scores
from upright.analysis.answer_signs import choosing
from upright.analysis.answers import answers_across, answers_in
from upright.analysis.exchange import Exchange
from upright.records import Answer, Paragraph, Question, Record, Role, Source, Speaker, Turn

SET = {each.name: each for each in SETS}
ROLES = {"M": Role.MEMBER, "D": Role.DELEGATION, "C": Role.CHAIR}


def meeting(*said: tuple[str, str, Sequence[str]], symbol: str = "CCPR/C/SR.1") -> list[Record]:
    """Records of a meeting: who speaks ('M Roe'), what, and which of it is asked; every paragraph is a turn."""
    records: list[Record] = []
    questions: list[Record] = []
    at = 0
    for number, (who, text, asked) in enumerate(said, start=1):
        label, (role, _, name) = str(number), who.partition(" ")
        source = Source(file="made-by-hand", paragraph=label, page=None, start=at, end=at + len(text))
        state = "XXA" if role == "D" else None
        speaker = Speaker(name=name or None, title=None, role=ROLES[role], state=state)
        records += [
            Paragraph(document=symbol, source=source, label=label, headings=(), text=f"{label}. {text}"),
            Turn(document=symbol, source=source, paragraphs=(label,), speaker=speaker),
        ]
        for count, words in enumerate(asked, start=1):
            start = at + text.index(words)
            span = Source(file="made-by-hand", paragraph=label, page=None, start=start, end=start + len(words))
            questions.append(Question(document=symbol, source=span, id=f"{label}/{count}", asked_by=(name,), text=words, form="indirect"))
        at += len(text) + 1
    return records + questions


FERRIES = (
    "M Roe",
    "Ms. Roe asked how many ferries had been repaired, why the harbour tariff had been raised and whether beacon keepers had a pension.",
    ("asked how many ferries had been repaired", "why the harbour tariff had been raised", "whether beacon keepers had a pension"),
)
TARIFF = ("D Ek", "Ms. Ek (Aland) said that the harbour tariff had been raised because dredging had become dearer.", ())
REPAIRED = ("D Ek", "Ms. Ek (Aland) said that 14 ferries had been repaired since the storm.", ())
BEES = ("D Ost", "Mr. Ost (Aland) said that the beekeeping school had opened its doors.", ())


def answered(records: Sequence[Record]) -> dict[str, Answer]:
    return {each.question: each for each in answers_in(records)}


def test_each_question_has_its_paragraph() -> None:
    found = answered(meeting(FERRIES, BEES, TARIFF, REPAIRED))
    assert {name: each.paragraphs for name, each in found.items()} == {"1/1": ("4",), "1/2": ("3",), "1/3": ()}
    assert found["1/1"].source.paragraph == "4"
    assert found["1/3"].source.paragraph == "1"
    assert all(each.method == "rule" and each.to is None and 0 <= (each.confidence or 0) <= 1 for each in found.values())


def test_what_decided_is_said() -> None:
    found = answered(meeting(FERRIES, BEES, TARIFF, REPAIRED))
    assert found["1/1"].because == "ferries; repaired; gives what is asked for"
    assert found["1/2"].because is not None
    assert {"harbour", "tariff", "raised"} <= set(found["1/2"].because.split("; "))
    assert found["1/3"].because is not None
    assert found["1/3"].because.startswith("nearest: ")


def test_what_is_said_before_a_question_does_not_answer_it() -> None:
    asked = ("M Roe", "Ms. Roe asked why the harbour tariff had been raised.", ("asked why the harbour tariff had been raised",))
    assert answered(meeting(TARIFF, asked))["2/1"].paragraphs == ()
    assert answered(meeting(TARIFF, asked))["2/1"].because == "the delegation says nothing after it"
    assert answered(meeting(TARIFF, asked, BEES))["2/1"].paragraphs == ()


def test_only_the_delegation_answers() -> None:
    other = ("M Idris", "Mr. Idris said that the harbour tariff had been raised because dredging had become dearer.", ())
    asked = ("M Roe", "Ms. Roe asked why the harbour tariff had been raised.", ("asked why the harbour tariff had been raised",))
    assert answered(meeting(asked, other, BEES))["1/1"].paragraphs == ()
    assert answered(meeting(asked, other, TARIFF))["1/1"].paragraphs == ("3",)


def test_blocks_of_questions_and_replies() -> None:
    chair = ("C", "The Chair gave the floor to the delegation.", ())
    exchange = Exchange([meeting(TARIFF, FERRIES, FERRIES, TARIFF, chair, REPAIRED, FERRIES, BEES), meeting(FERRIES, BEES)])
    assert [each.block for each in exchange.passages] == [0, 1, 1, 1, 1, 1, 2, 2, 3, 3]
    first, *_ = exchange.asked
    assert [choosing(exchange, first, each)["next"] for each in exchange.replies_after(first)] == [1, 1, 0, 0]


def test_no_name_is_said() -> None:
    asked = (
        "M Roe",
        "Ms. Roe asked why Mr. Quill Zander, a beekeeper, was still detained.",
        ("asked why Mr. Quill Zander, a beekeeper, was still detained",),
    )
    reply = ("D Ek", "Ms. Ek (Aland) said that Mr. Zander, a beekeeper, was detained because of a fine.", ())
    found = answered(meeting(asked, reply))["1/1"]
    assert found.paragraphs == ("2",)
    assert found.because == "beekeeper; detained; gives what is asked for"


def signs(asked: tuple[str, str, Sequence[str]], *replies: str) -> list[dict[str, float]]:
    exchange = Exchange([meeting(asked, *(("D Ek", text, ()) for text in replies), BEES)])
    return [choosing(exchange, exchange.asked[0], each) for each in exchange.replies_after(exchange.asked[0])]


SIGNS = [
    # CCPR/C/SR.3272, 32: the reply says what it is about
    ("announced", "With regard to lighthouse keepers, they were paid monthly.", "Lighthouse keepers were paid monthly."),
    # CEDAW/C/SR.724, 13: without a comma behind it
    ("announced", "Concerning lighthouse keepers she said that they were paid.", "There were lighthouse keepers, she said."),
    ("announced", "It was spring. As to the lighthouse keepers, they were paid.", "It was spring, and they were paid."),
    # CCPR/C/SR.3272, 30: the member is named
    ("named", "The keepers to whom Ms. Roe had referred were paid.", "The keepers to whom members had referred were paid."),
    ("family", "Wages had risen.", "Prices had risen."),
    ("own", "The lighthouse stood.", "The tower stood."),
    ("kind", "There were 25 of them.", "There were many of them."),
    ("kind", "They made up 4 per cent.", "Article 25 spoke of them."),
    ("opening", "Lighthouse keepers were paid when the sea and the wind and the ice and the fog let the boat come.",
     "When the sea and the wind and the ice and the fog let the boat come, lighthouse keepers were paid."),
]  # fmt: skip


@pytest.mark.parametrize(("sign", "more", "less"), SIGNS)
def test_signs(sign: str, more: str, less: str) -> None:
    words = "asked how many lighthouse keepers had their salary paid"
    first, second, _ = signs(("M Roe", f"Ms. Roe {words}.", (words,)), more, less)
    assert first[sign] > second[sign]


def test_a_question_that_refers_back_leans_on_the_sentence_before() -> None:
    text = "The dredging of the canal was slow. She would welcome more information on that issue."
    alone = "The dredging of the canal was slow. She would welcome more information on the beekeeping school in Aland."
    for said, leans in ((text, True), (alone, False)):
        asked = said[said.index("She would") : -1]
        first, _ = signs(("M Roe", said, (asked,)), "The canal was dredged at night.")
        assert (first["referred"] > 0) is leans


def test_several_meetings() -> None:
    asked = ("M Roe", "Ms. Roe asked why the harbour tariff had been raised.", ("asked why the harbour tariff had been raised",))
    first, second = meeting(asked, BEES, symbol="CCPR/C/SR.1"), meeting(BEES, TARIFF, symbol="CCPR/C/SR.2")
    assert [each.paragraphs for each in answers_in(first)] == [()]
    (found,) = answers_in(first, second)
    assert (found.document, found.to, found.question, found.paragraphs) == ("CCPR/C/SR.2", "CCPR/C/SR.1", "1/1", ("2",))


@pytest.mark.parametrize(
    ("file", "linked", "found", "listed_rightly"),
    [
        # At least: recall and precision of links to a right paragraph; recall and precision of what is listed as unanswered
        ("answers_sr3272", (0.72, 0.70), 0.70, 0.70),
        ("answers_sr724", (0.65, 0.65), 0.70, 0.63),
    ],
)
def test_against_labels(corpus: Path, file: str, linked: tuple[float, float], found: float, listed_rightly: float) -> None:
    links, unanswered = (score(SET[name], LABELS / f"{file}.jsonl", corpus / "documents") for name in ("linked", "unanswered"))
    assert (links.recall or 0) >= linked[0]
    assert (links.precision or 0) >= linked[1]
    assert (unanswered.recall or 0) >= found
    assert (unanswered.precision or 0) >= listed_rightly


def test_a_confidence_means_what_it_says(corpus: Path) -> None:
    """Links by their confidence: about as many are right as they say, and of the surest almost all."""
    told: list[tuple[float, bool]] = []
    for each in scores(SET["linked"], corpus / "documents"):
        told += [(answer.confidence, True) for _, (_, answer) in each.pairs]
        told += [(answer.confidence, False) for _, answer in each.surplus]
    shares = []
    for low, high in ((0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        band = [(said, right) for said, right in told if low <= said < high]
        shares.append(sum(right for _, right in band) / len(band))
        assert shares[-1] == pytest.approx(sum(said for said, _ in band) / len(band), abs=0.2)
    assert shares == sorted(shares)
    assert shares[-1] >= 0.9


def test_every_question_has_an_answer_record(corpus: Path) -> None:
    reading = upright.read(next(corpus.rglob("CCPR_C_SR.3272.txt")))
    assert {each.question for each in reading.of(Answer)} == {each.id for each in reading.of(Question)}


def test_across_is_the_same_for_one_record(corpus: Path) -> None:
    reading = upright.read(next(corpus.rglob("CCPR_C_SR.3272.txt")))
    across = {each.question: each for each in answers_across([reading])}
    assert across == {each.question: each for each in reading.of(Answer)}


def test_earlier_replies_are_no_part_of_it(corpus: Path) -> None:
    reading = upright.read(next(corpus.rglob("CCPR_C_SR.3272.txt")))
    assert all({"2", "3", "4", "5"}.isdisjoint(each.paragraphs) for each in reading.of(Answer))
