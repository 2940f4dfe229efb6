"""The model card (docs/reference/models.md) is of the weights that are shipped, and says what its prose says (`make score-labels`)."""

from __future__ import annotations

import importlib
import re

import pytest

from conftest import REPOSITORY

_CARD = REPOSITORY / "docs" / "reference" / "models.md"


def test_the_card_is_of_these_weights_and_this_prose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(REPOSITORY / "benchmarks")
    scores = importlib.import_module("score_labels")
    card = _CARD.read_text(encoding="utf-8")
    assert "\n".join(scores.shipped()) in card
    prose = re.split(r"\$\w+", scores.PROSE.read_text(encoding="utf-8"))
    assert re.fullmatch(".+".join(map(re.escape, prose)), card, re.DOTALL)
