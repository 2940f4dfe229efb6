"""Lists of recommendation numbers."""

from __future__ import annotations

import pytest

from upright.readers.numbers import NUMBER_LIST, numbers

LISTS = [
    ("1–5, 14– 16 and 20", None, ["1", "2", "3", "4", "5", "14", "15", "16", "20"]),
    ("122.17-18, 122.34- 35", None, ["122.17", "122.18", "122.34", "122.35"]),
    ("140.82-85, 87", None, ["140.82", "140.83", "140.84", "140.85", "140.87"]),
    ("140.35. 140.36", None, ["140.35", "140.36"]),
    ("115.1 to 115.3", None, ["115.1", "115.2", "115.3"]),
    ("146.9-147.2", None, ["146.9", "147.2"]),
    ("5., 6., 7", None, ["5", "6", "7"]),
    ("9-11, 13. 14 and 20", "60", ["60.9", "60.10", "60.11", "60.13", "60.14", "60.20"]),
    ("77.13, 77. 24", None, ["77.13", "77.24"]),
    ("77. 24", None, ["77.24"]),
    ("86 (1), 86 (3)", None, ["86.1", "86.3"]),
    ("8, 9", "77", ["77.8", "77.9"]),
]


@pytest.mark.parametrize(("text", "paragraph", "wanted"), LISTS)
def test_numbers(text: str, paragraph: str | None, wanted: list[str]) -> None:
    assert list(numbers(text, paragraph)) == wanted


@pytest.mark.parametrize("text", ["in 2014", "A/HRC/28/15", "50% of them", "12.5%"])
def test_no_numbers_of_recommendations(text: str) -> None:
    assert NUMBER_LIST.search(text) is None


def test_repeated_signs_take_no_time() -> None:
    """Where the parts of a pattern overlap, this ends only when the stars do."""
    assert [match[0] for match in NUMBER_LIST.finditer("1 " + "No. " * 200)] == ["1"]
    assert [match[0] for match in NUMBER_LIST.finditer("1 " + "recs. " * 200)] == ["1"]


def test_a_list_is_taken_whole() -> None:
    match = NUMBER_LIST.search("It accepts Nos. 8, 9, 10 and 12 to 14 of the list.")
    assert match is not None
    assert match[0] == "8, 9, 10 and 12 to 14"
