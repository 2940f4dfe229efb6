"""Section II: what the numbers of its items are, and what is no recommendation."""

from __future__ import annotations

import pytest

from upright.readers.attribution import attribute
from upright.readers.lead_ins import lead_in
from upright.readers.recommendations import without_number
from upright.readers.sentences import sentences
from upright.records import Position
from upright.structure.headings import ANNEX


@pytest.mark.parametrize(
    ("words", "label", "wanted"),
    [
        ("124.1 Build schools", "124.1", "Build schools"),
        ("67.1. Build schools", "67.1", "Build schools"),
        ("77. 24 Build schools", "77.24", "Build schools"),
        ("125-15. Build schools", "125.15", "Build schools"),
        ("118.09 Build schools", "118.9", "Build schools"),
        ("5. Build schools", "86.5", "Build schools"),
        ("4 Build schools", "86.4", "Build schools"),
        ("1. 16 days of activism", "86.1", "16 days of activism"),
        ("16. 16 days of activism", "86.16", "16 days of activism"),
        ("2. 2030 Agenda", "86.2", "2030 Agenda"),
        ("3. 100 per cent of schools", "86.3", "100 per cent of schools"),
        ("(a) Build schools", "104 (a)", "Build schools"),
        ("24. Build schools", "24", "Build schools"),
        ("2030 Agenda", None, "2030 Agenda"),
    ],
)
def test_only_the_number_is_taken_off(words: str, label: str | None, wanted: str) -> None:
    assert without_number(words, label) == wanted


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("The following recommendations were partially accepted by Vandrelia:", Position.PARTIALLY_SUPPORTED),
        ("The recommendations below enjoy the partial support of Vandrelia:", Position.PARTIALLY_SUPPORTED),
        ("Vandrelia accepted the following recommendations in part:", Position.PARTIALLY_SUPPORTED),
        ("Vandrelia accepted the following recommendations in principle:", None),
        ("Vandrelia agreed to consider the following recommendations:", Position.PENDING),
        ("The recommendations below are under consideration:", Position.PENDING),
        ("Vandrelia reserves its position on the following recommendations:", Position.PENDING),
    ],
)
def test_half_a_position_is_no_whole_one(sentence: str, position: Position | None) -> None:
    lead = lead_in(sentence)
    assert lead is not None
    assert lead.position == position


@pytest.mark.parametrize(
    "heading",
    [
        *("Annex", "Annex II", "Annex: Composition of the delegation", "ANNEX I - COMPOSITION OF THE DELEGATION"),
        *("Annex 1. List of participants", "Composition of the delegation", "[English only]"),
    ],
)
def test_the_names_of_a_delegation_stand_in_an_annex(heading: str) -> None:
    assert ANNEX.match(heading)


@pytest.mark.parametrize("sentence", ["Annex II shows the figures.", "The composition of the delegation was announced."])
def test_a_sentence_is_no_annex(sentence: str) -> None:
    assert not ANNEX.match(sentence)


@pytest.mark.parametrize("words", ["word " * 20_000, "." * 100_000, ";" * 50_000 + "x", "A. " * 30_000])
def test_long_nonsense_is_read_in_bounded_time(words: str) -> None:
    """A pattern without a bound takes minutes for these."""
    attribute(words)
    assert list(sentences(words)) or not words.strip()
