from __future__ import annotations

from collections import Counter

import pytest

from upright import instruments
from upright.data import rows


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("OP-CAT", "OPCAT"),
        ("OPCAT", "OPCAT"),
        ("ICCPR-OP 2", "ICCPR-OP2"),
        ("OP- CRC-AC", "OP-CRC-AC"),
        ("the Arms Trade Treaty", "ATT"),
        ("Rome Statute of the\nInternational Criminal Court", "ROME"),
        ("African Charter on Human and Peoples’ Rights", "ACHPR"),
    ],
)
def test_an_instrument_is_found(name: str, code: str) -> None:
    found = instruments.find(name)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("name", ["CPRD", "OP-CERD", "the Convention", ""])
def test_what_is_no_instrument(name: str) -> None:
    assert instruments.find(name) is None


def test_the_nine_core_treaties_are_there() -> None:
    assert sum(each.kind == "core_treaty" for each in instruments.all_instruments().values()) == 9


def test_no_acronym_stands_for_two_instruments() -> None:
    counted = Counter(acronym for row in rows("instruments.csv") for acronym in row["acronyms"].split(";") if acronym)
    assert [acronym for acronym, times in counted.items() if times > 1] == []


def test_every_instrument_has_a_source() -> None:
    assert all(row["source"] for row in rows("instruments.csv"))
