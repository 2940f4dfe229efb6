"""Official labels that say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import upright
from upright.checks.labels import uninformative
from upright.records import Finding, Label, Source

_HERE = Source(file="matrix.docx", paragraph=None, page=None, start=0, end=1)


def _labels(records: int, on: int, method: str = "official") -> list[Label]:
    """Labels of so many records: a theme on each, and one group on the first `on` of them."""
    made = [(str(number), "ohchr_themes", f"theme {number % 7}") for number in range(records)]
    made += [(str(number), "ohchr_groups", "Public officials") for number in range(on)]
    return [Label(document=None, source=_HERE, of=of, scheme=scheme, value=value, method=method) for of, scheme, value in made]


@pytest.mark.parametrize(
    ("records", "on", "says_nothing"), [(100, 99, True), (100, 90, True), (100, 89, False), (19, 19, False), (20, 20, True)]
)
def test_a_label_on_nearly_all_says_nothing(records: int, on: int, says_nothing: bool) -> None:
    found = uninformative(_labels(records, on))
    assert [(each.value, each.on, each.records) for each in found] == ([("Public officials", on, records)] if says_nothing else [])
    assert all(each.share >= 0.9 for each in found)


def test_a_label_counts_once_for_a_record_and_among_those_of_its_method() -> None:
    twice = _labels(100, 50) + _labels(100, 50)
    assert uninformative(twice) == []
    (found,) = uninformative(_labels(100, 50) + _labels(30, 30, method="rule"))
    assert (found.on, found.records) == (30, 30)


def test_the_matrices_on_slovenia(corpus: Path) -> None:
    """One label of 2025 says nothing; of 2014 none."""
    folder = corpus / "documents" / "upr_slovenia"

    def found(pattern: str) -> list[str | None]:
        (path,) = folder.glob(pattern)
        return [each.found for each in upright.read(path).of(Finding) if each.check == "label_says_nothing"]

    assert found("cycle4/*thematic*.docx") == ["253 of 254"]
    assert found("cycle2/*Thematic*.docx") == []
