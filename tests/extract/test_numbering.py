"""Word's computed numbers."""

from __future__ import annotations

import pytest
from lxml import etree

from upright.extract.numbering import Numbering, printed, word_lists
from word_files import W, abstract, level, use


def numbering(*parts: str) -> Numbering:
    return Numbering(word_lists(etree.fromstring(f"<w:numbering {W}>{''.join(parts)}</w:numbering>")))


@pytest.mark.parametrize(
    ("style", "first", "later"),
    [
        ("decimal", "1", "28"),
        ("decimalZero", "01", "28"),
        ("lowerRoman", "i", "xxviii"),
        ("upperRoman", "I", "XXVIII"),
        ("lowerLetter", "a", "bb"),
        ("upperLetter", "A", "BB"),
        ("ordinal", "1st", "28th"),
        ("russianLower", "а", "ю"),
        ("chineseCounting", "一", "二十八"),
        ("decimalEnclosedParen", "(1)", "(28)"),
        ("arabicAbjad", "أ", "غ"),
        ("someFutureFormat", "1", "28"),
        ("none", "", ""),
    ],
)
def test_formats(style: str, first: str, later: str) -> None:
    assert (printed(1, style), printed(28, style)) == (first, later)


def test_legal_outline() -> None:
    levels = level(0, "%1.", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>"), level(2, "(%3)", "lowerRoman")
    lists = numbering(abstract(0, *levels), use(1, 0))
    found = [lists.next("1", place) for place in (0, 1, 1, 2, 0, 1, 2, 2)]
    assert found == ["I. ", "1.1 ", "1.2 ", "(i) ", "II. ", "2.1 ", "(i) ", "(ii) "]


def test_a_level_that_never_begins_anew() -> None:
    lists = numbering(abstract(0, level(0, "%1."), level(1, "(%2)", more='<w:lvlRestart w:val="0"/>')), use(1, 0))
    assert [lists.next("1", place) for place in (0, 1, 0, 1)] == ["1. ", "(1) ", "2. ", "(2) "]


def test_uses_of_one_list_count_on_unless_they_say_otherwise() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="124"/></w:lvlOverride>'
    lists = numbering(abstract(0, level(0, "%1.")), use(1, 0), use(2, 0), use(3, 0, again))
    assert [lists.next(each, 0) for each in ("1", "2", "1", "3", "3", "2")] == ["1. ", "2. ", "3. ", "124. ", "125. ", "126. "]


def test_a_use_may_define_a_level_anew() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "(%1)", "lowerLetter", start=3)}</w:lvlOverride>'
    lists = numbering(abstract(0, level(0, "%1.")), use(1, 0, own))
    assert [lists.next("1", 0), lists.next("1", 0)] == ["(c) ", "(d) "]


def test_levels_that_stand_in_a_list_style() -> None:
    style = '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="S"/>' + level(0, "%1)") + "</w:abstractNum>"
    link = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>'
    assert numbering(link, style, use(1, 0)).next("1", 0) == "1) "


def test_bullets_and_suffixes() -> None:
    lists = numbering(abstract(0, level(0, "\uf0b7", "bullet"), level(1, "%2.", more='<w:suff w:val="nothing"/>')), use(1, 0))
    assert [lists.next("1", 0), lists.next("1", 1), lists.next("1", 7), lists.next("9", 0)] == ["• ", "1.", "", ""]
