"""Figures against labels made by hand in three documents: floors are what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelled import FIGURES, LABELS, Score, score
from upright.records import Figure


def of(name: str, corpus: Path) -> Score:
    return score(FIGURES, LABELS / f"figures_{name}.jsonl", corpus / "documents")


@pytest.mark.parametrize(("name", "labels"), [("sr3272", 62), ("sr724", 16), ("rq_kaz", 14)])
def test_every_labelled_figure_and_no_other(name: str, labels: int, corpus: Path) -> None:
    found = of(name, corpus)
    assert len(found.pairs) + len(found.missed) == labels
    assert (found.missed, found.surplus) == ((), ())


def test_years_are_carried_over(corpus: Path) -> None:
    dated = [(label["period"], figure.period) for label, figure in of("sr3272", corpus).pairs if label["period"]]
    assert sum(expected == found for expected, found in dated) / len(dated) >= 0.9


def test_the_figures_of_a_delegate_are_a_series(corpus: Path) -> None:
    figures: list[Figure] = [figure for _, figure in of("sr3272", corpus).pairs]
    filed = [(figure.period, figure.value) for figure in figures if figure.measure == "torture complaints filed"]
    assert filed == [("2013", 965), ("2014", 1282), ("2015", 622), ("thus far in 2016", 114)]
    assert {figure.stated_by for figure in figures if figure.measure == "torture complaints filed"} == {"Suindikov"}
