"""The library of indicators: rows that hold together, codes of Goals that exist, words that find."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from upright import taxonomies
from upright.data import rows
from upright.tracking import library
from upright.tracking.words import Aim


def test_every_right_is_measured_in_all_three_ways() -> None:
    of = Counter((each.right, each.aim) for each in library.library().values())
    rights = library.rights()
    assert len(rights) >= 12
    # A right without one of the three says nothing of commitment, effort or enjoyment.
    lacking = [(right, aim) for right in rights for aim in Aim if not of[right, aim]]
    assert lacking == [("All rights", Aim.OUTCOME)]
    assert all(2 <= len(attributes) <= 5 for attributes in rights.values())


def test_rows_are_whole() -> None:
    read = rows("indicators.csv")
    assert len({row["code"] for row in read}) == len(read) == len(library.library())
    for row in read:
        assert all(row[name] for name in row if name not in {"disaggregation", "measure", "sdg"}), row["code"]
        assert len(row["title"]) <= 300, row["code"]
        assert len(row["unit"]) <= 60, row["code"]
        assert len(row["measure"]) <= 200, row["code"]
        assert row["verified"] == (library.CODE if row["sdg"] else library.NOTHING)


def test_codes_of_goals_are_those_of_the_framework(corpus: Path) -> None:
    text = (corpus / "data" / "sdg" / "en_global_indicators.yml").read_text(encoding="utf-8")
    known = {line.split("-title:")[0].replace("-", ".") for line in text.splitlines() if "-title:" in line}
    ours = {each.sdg for each in library.library().values() if each.sdg}
    assert len(ours) > 40
    assert ours <= known


@pytest.mark.parametrize(
    ("code", "target"), [("16.3.2", "16.3"), (" 16.b.1 ", "16.b"), ("16.99.1", None), ("16.3", None), ("TOR-P1", None), ("", None)]
)
def test_the_target_of_a_code(code: str, target: str | None) -> None:
    found = library.sdg_target(code)
    assert (found.code if found else None) == target
    assert target is None or taxonomies.scheme("sdg").get(target) is found


def test_finding() -> None:
    complaints = library.find("TOR-P1")
    assert complaints is not None
    assert (complaints.aim, complaints.unit, complaints.disaggregation) == (Aim.PROCESS, "complaints", ("sex", "age", "place", "force"))
    assert library.find("none") is None
    assert complaints in library.matching("TORTURE complaints", aim="process")
    assert complaints not in library.matching("torture", aim="outcome")
    assert {each.right for each in library.matching(right="Fair trial")} == {"Fair trial"}
    assert library.matching("torture unicorn") == []
