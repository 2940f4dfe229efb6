"""Themes, groups and Goals against OHCHR's matrices: no less than what was measured (docs/decisions/0032-labels-by-words.md)."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from conftest import REPOSITORY
from upright.data import rows

# F1 of all labels together, and the mean of the values' F1.
_FLOORS = {
    (2, "ohchr_themes"): (0.79, 0.69),
    (2, "affected_persons"): (0.75, 0.76),
    (2, "duty_bearers"): (0.72, 0.88),
    (4, "ohchr_themes"): (0.70, 0.62),
    (4, "affected_persons"): (0.83, 0.74),
    (4, "duty_bearers"): (0.46, 0.46),
    (4, "sdg"): (0.70, 0.62),
}


@pytest.fixture
def scores(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("UPRIGHT_CORPUS", str(corpus))
    monkeypatch.syspath_prepend(REPOSITORY / "benchmarks")
    return importlib.import_module("theme_scores")


@pytest.mark.parametrize("cycle", [2, 4])
def test_figures_do_not_fall(cycle: int, scores: ModuleType) -> None:
    for scheme, score in scores.measured(cycle):
        micro, macro = _FLOORS[cycle, scheme]
        assert (score.figures()[2] >= micro, score.macro() >= macro) == (True, True), (scheme, score.figures(), score.macro())


def test_what_is_counted_is_what_stands_in_the_table(scores: ModuleType) -> None:
    """The table of precisions is of these rules: 'benchmarks/theme_scores.py --write' after a change."""
    table = {(row["scheme"], row["value"], row["source"]): (int(row["right"]), int(row["given"])) for row in rows("label_precision.csv")}
    assert table == {(scheme, value, source): (right, given) for scheme, value, right, given, source in scores.counted()}
