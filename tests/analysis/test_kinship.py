"""What may belong to one review is merged together; nothing else is held in memory."""

from __future__ import annotations

from readings import reading
from upright.analysis.kinship import families, keys


def test_an_addendum_has_the_key_of_its_report() -> None:
    assert keys(reading(symbol="A/HRC/28/10/Add.1", state=None)) == ("A/HRC/28/10",)
    assert keys(reading(symbol="A/HRC/28/10", state="KAZ")) == ("A/HRC/28/10", "KAZ")


def test_families_are_tied_directly_or_through_others() -> None:
    tied = families({0: ["A"], 1: ["B"], 2: ["A", "C"], 3: [], 4: ["C"], 5: ["B", "D"], 6: []})
    assert tied == {0: [0, 2, 4], 1: [1, 5], 2: [0, 2, 4], 3: [3], 4: [0, 2, 4], 5: [1, 5], 6: [6]}


def test_two_families_become_one() -> None:
    assert families({0: ["A"], 1: ["B"], 2: ["A", "B"], 3: ["B"]}) == {number: [0, 1, 2, 3] for number in range(4)}
