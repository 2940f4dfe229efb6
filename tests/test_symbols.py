from __future__ import annotations

import pytest

from upright.symbols import Symbol, find_symbols

CANONICAL = [
    "A/HRC/28/10",
    "A/HRC/28/10/Add.1",
    "A/HRC/28/10/Corr.1",
    "A/HRC/28/10/Add.1/Rev.1",
    "A/HRC/WG.6/20/KAZ/1",
    "A/HRC/WG.6/7/SVN/2/Corr.1",
    "A/HRC/WG.6/20/L.8",
    "A/HRC/DEC/28/101",
    "A/HRC/RES/16/21",
    "A/HRC/S-17/2/Add.1",
    "A/RES/60/251",
    "A/AC.183/SR.413",
    "CCPR/C/SR.3272",
    "CCPR/C/KAZ/Q/2/Add.1",
    "CCPR/C/108/2",
    "CRPD/C/KAZ/CO/1",
    "CRPD/C/ARG/CO/2-3",
    "CRPD/C/EU/CO/2-3",
    "CRPD/C/ESP/RFIR/1",
    "CERD/C/BRA/FCO/18-20",
    "CRC/C/OPAC/KAZ/1",
    "CAT/OP/KAZ/1",
    "E/C.12/KAZ/CO/1",
    "HRI/CORE/KAZ/2012",
]


@pytest.mark.parametrize("text", CANONICAL)
def test_a_canonical_symbol_is_printed_as_it_was_parsed(text: str) -> None:
    assert str(Symbol.parse(text)) == text


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("A/HRC/ 8/29", "A/HRC/8/29"),
        ("A/HRC/WG.6/20/\nKAZ/1", "A/HRC/WG.6/20/KAZ/1"),
        ("A/HRC/WG. 6/1/BRA/1", "A/HRC/WG.6/1/BRA/1"),
        ("A/HRC/28/10 /Add. 1", "A/HRC/28/10/Add.1"),
        ("A/HRC/10/69/ADD.1", "A/HRC/10/69/Add.1"),
        ("CRPD/C/ARG/CO/2–3", "CRPD/C/ARG/CO/2-3"),
        ("CERD/C/BRA/CO/18-\n20", "CERD/C/BRA/CO/18-20"),
    ],
)
def test_spaces_line_breaks_and_dashes_inside_a_symbol_do_not_matter(written: str, canonical: str) -> None:
    assert str(Symbol.parse(written)) == canonical


@pytest.mark.parametrize("text", ["", "Kazakhstan", "A/HRC", "CCPR/C/KAZ", "A/B", "and/or", "A/HRC/28/10 and more", "CAT/CEDAW"])
def test_what_is_no_symbol_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="is not the symbol of a UN document"):
        Symbol.parse(text)


def test_the_parts_of_a_review_document() -> None:
    symbol = Symbol.parse("A/HRC/WG.6/20/KAZ/1")
    assert (symbol.body, symbol.working_group_session, symbol.council_session, symbol.state) == ("UPR", 20, None, "KAZ")


@pytest.mark.parametrize(
    ("text", "session"),
    [("A/HRC/28/10", 28), ("A/HRC/DEC/28/101", 28), ("A/HRC/RES/16/21", 16), ("A/HRC/S-17/2", None), ("A/69/40/1", None)],
)
def test_the_session_of_the_council(text: str, session: int | None) -> None:
    assert Symbol.parse(text).council_session == session


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("CRPD/C/KAZ/CO/1", "KAZ"),
        ("CRC/C/OPAC/KAZ/1", "KAZ"),
        ("CRPD/C/EU/CO/2-3", "European Union"),
        ("A/HRC/28/10", None),
        ("CCPR/C/GC/36", None),
    ],
)
def test_the_state_inside_a_symbol(text: str, state: str | None) -> None:
    assert Symbol.parse(text).state == state


def test_an_addendum_knows_its_parent() -> None:
    symbol = Symbol.parse("A/HRC/28/10/Add.1")
    assert symbol.parent == Symbol.parse("A/HRC/28/10")
    assert symbol.is_addendum
    assert not symbol.is_corrigendum
    assert Symbol.parse("A/HRC/28/10").parent is None


def test_a_corrigendum_of_a_session_document() -> None:
    symbol = Symbol.parse("A/HRC/WG.6/7/SVN/2/Corr.1")
    assert symbol.is_corrigendum
    assert str(symbol.parent) == "A/HRC/WG.6/7/SVN/2"


def test_the_meeting_of_a_summary_record() -> None:
    assert Symbol.parse("CCPR/C/SR.3272").meeting == 3272
    assert Symbol.parse("CCPR/C/KAZ/CO/2").meeting is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the report (A/HRC/28/10). It", ["A/HRC/28/10"]),
        ("(CCPR/C/KAZ/2; CCPR/C/KAZ/Q/2 and Add.1)", ["CCPR/C/KAZ/2", "CCPR/C/KAZ/Q/2", "CCPR/C/KAZ/Q/2/Add.1"]),
        ("A/HRC/21/4, Corr.1 and Add.2", ["A/HRC/21/4", "A/HRC/21/4/Corr.1", "A/HRC/21/4/Add.2"]),
        ("CAT/CEDAW and/or he/she, 24/7, A/B", []),
        ("第A/HRC/28/10号", ["A/HRC/28/10"]),
        ("документа A/HRC/WG.6/34/\nITA/3, пункт 2", ["A/HRC/WG.6/34/ITA/3"]),
    ],
)
def test_symbols_in_running_text(text: str, found: list[str]) -> None:
    assert [str(symbol) for _, _, symbol in find_symbols(text)] == found


def test_the_span_of_a_found_symbol_is_what_is_printed() -> None:
    text = "see A/HRC/21/4 and Add.2 here"
    assert [text[start:end] for start, end, _ in find_symbols(text)] == ["A/HRC/21/4", "Add.2"]
