"""What was raised before a review and taken up in none of its recommendations; reworded from A/HRC/WG.6/20/SVN/2 and /3."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from upright.identify import Identity
from upright.linking.nearness import Nearness, Passage
from upright.linking.neglected import followed, is_before, of_reviews, raised, raising
from upright.linking.requests import requests_of
from upright.readers.reading import Reading
from upright.records import Kind, Paragraph, Question, Recommendation, Record, Source


@pytest.mark.parametrize(
    "sentence",
    [
        "The Committee recommended that the State ratify the protocol.",
        "It was concerned about crowded prisons.",
        "The organization stated that the State had failed to enact the law.",
        "Doctors should record injuries.",
        "The mandates of these institutions lacked clarity.",
    ],
)
def test_requests_and_concerns_raise(sentence: str) -> None:
    assert raising(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Committee welcomed the new law on equality.",
        "The Committee requested the State to provide information on the law within a year.",
        "The Government stated that it had adopted all that was recommended.",
        "The State contributed to the Fund between 2009 and 2013.",
    ],
)
def test_praise_reports_and_the_states_own_words_raise_nothing(sentence: str) -> None:
    assert raising(sentence) is None


def reading(kind: Kind, symbol: str, text: str, records: list[Record], cycle: int | None = 2, date: dt.date | None = None) -> Reading:
    identity = Identity(symbol=symbol, kind=kind, language="en", state="SVN", cycle=cycle, date=date)
    return Reading(file="f", sha256=symbol, identity=identity, text=text, records=tuple(records), seconds=0.0)


def source(text: str, words: str, paragraph: str) -> Source:
    return Source(file="f", paragraph=paragraph, page=1, start=text.index(words), end=text.index(words) + len(words))


RAW = "22. CAT was concerned about crowded\nprisons.85 It welcomed the plan. CRC recommended a law against the\nbeating of children.86"
CLEAN = "22. CAT was concerned about crowded prisons. It welcomed the plan. CRC recommended a law against the beating of children."
COMPILATION = reading(
    Kind.COMPILATION,
    "A/HRC/WG.6/20/SVN/2",
    RAW,
    [Paragraph(document="A/HRC/WG.6/20/SVN/2", source=source(RAW, RAW, "22"), label="22", headings=(), text=CLEAN)],
)
ASKED = ["Prohibit by law all beating of children", "Ratify the Convention on Migrant Workers", "Protect the languages of minorities"]
LISTED = "\n".join(ASKED)
REPORT = reading(
    Kind.WORKING_GROUP_REPORT,
    "A/HRC/28/15",
    LISTED,
    [
        Recommendation(
            document="A/HRC/28/15", source=source(LISTED, text, "115"), number=f"115.{number}", text=text, states=("AUT",)
        )
        for number, text in enumerate(ASKED, 1)
    ],
    date=dt.date(2014, 12, 10),
)  # fmt: skip


def test_sentences_stand_where_they_are_in_the_text_layer() -> None:
    found = list(raised(COMPILATION))
    assert [each.text for each in found] == [
        "CAT was concerned about crowded prisons.",
        "CRC recommended a law against the beating of children.",
    ]
    assert [RAW[each.source.start : each.source.end] for each in found] == [
        "CAT was concerned about crowded\nprisons",
        "CRC recommended a law against the\nbeating of children",
    ]
    assert [each.because for each in found] == ["concerned", "recommended"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("CAT was concerned about prisons. 7", ["CAT was concerned about prisons."]),
        ("CAT was concerned about that which stands in para. 7", ["CAT was concerned about that which stands in para. 7"]),
        ("CAT was concerned about children up to the age of 18.", ["CAT was concerned about children up to the age of 18."]),
    ],
)
def test_what_is_left_of_the_mark_of_a_note_is_no_part_of_a_sentence(text: str, sentences: list[str]) -> None:
    """As in A/HRC/WG.6/48/SVN/3."""
    paragraph = Paragraph(document=None, source=source(text, text, "4"), label="4", headings=(), text=text)
    found = list(raised(reading(Kind.COMPILATION, "A/HRC/WG.6/48/SVN/3", text, [paragraph])))
    assert [each.text for each in found] == sentences
    assert all(text[each.source.start : each.source.end] == each.text.rstrip(".") for each in found)


def test_what_is_taken_up_and_what_is_neglected() -> None:
    prisons, children = of_reviews([COMPILATION, REPORT])
    assert prisons.neglected
    assert "prisons" in prisons.because.split(" · ")
    assert not children.neglected
    assert children.nearest is not None
    assert children.nearest.number == "115.1"
    assert {"beating", "children"} <= set(children.because.split(" · "))
    assert all(0.5 <= each.confidence <= 1 for each in (prisons, children))


def test_without_recommendations_nothing_is_near() -> None:
    (first, _) = followed(list(raised(COMPILATION)), [])
    assert (first.nearest, first.neglected, first.confidence) == (None, True, 1.0)


def test_only_documents_of_the_same_review_are_before_it() -> None:
    other = replace(COMPILATION, identity=replace(COMPILATION.identity, cycle=1))
    assert is_before(COMPILATION, REPORT)
    assert not is_before(other, REPORT)
    assert not list(of_reviews([other, REPORT]))


@pytest.mark.parametrize(("year", "before"), [(2013, True), (2015, False), (2008, False)])
def test_a_list_of_issues_counts_for_the_review_after_it(year: int, before: bool) -> None:
    text = "Please say what is done against the beating of children"
    question = Question(document="CRC/C/SVN/Q/3-4", source=source(text, text, "5"), id="5", asked_by=("CRC",), text=text, form="direct")
    issues = reading(Kind.LIST_OF_ISSUES, "CRC/C/SVN/Q/3-4", text, [question], cycle=None, date=dt.date(year, 1, 1))
    assert is_before(issues, REPORT) is before
    assert [each.text for each in raised(issues)] == [text]


def test_the_paragraph_tells_what_a_sentence_leaves_out() -> None:
    alone = "None of these promises had been kept."
    paragraph = f"The authorities promised a law against the beating of children in schools. {alone}"
    (with_it,) = Nearness(ASKED, [Passage(alone, paragraph)]).near()
    (without,) = Nearness(ASKED, [Passage(alone, alone)]).near()
    assert with_it.at == 0
    assert with_it.taken > without.taken


def test_nearness_does_not_hang_on_the_order_of_requests() -> None:
    requests = [each.text for each in requests_of(REPORT)]
    passage = Passage("CRC recommended a law against the beating of children.", "CRC recommended a law against the beating of children.")
    (one,) = Nearness(requests, [passage], "SVN").near()
    (other,) = Nearness(requests[::-1], [passage], "SVN").near()
    assert (one.at, other.at) == (0, 2)
    assert one.taken == pytest.approx(other.taken, abs=1e-6)
