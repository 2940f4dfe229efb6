"""Models in small files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from upright import labelling
from upright.labelling import weights
from upright.labelling.text import Text


def _model() -> weights.Model:
    table = np.array([[1.0, -0.5], [-0.25, 0.75], [0.5, 0.5]], dtype=np.float32)
    return weights.Model(
        values=("yes", "no"),
        rows={"ratify": 0, "consider": 1, "lead:é": 2},
        idf=np.array([1, 2, 1], dtype=np.float32),
        weights=table,
        bias=np.array([0.25, 0], dtype=np.float32),
        extra={"threshold": np.array([0.5], dtype=np.float32)},
    )


def test_a_model_comes_back_out_of_its_file_and_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    weights.save(_model(), tmp_path / "a.npz")
    weights.save(_model(), tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    again = weights.unpacked((tmp_path / "a.npz").read_bytes())
    assert again.values == ("yes", "no")
    assert again.rows == _model().rows
    assert np.allclose(again.weights, _model().weights, atol=1 / 127)
    assert again.extra["threshold"].tolist() == [0.5]


def test_each_block_is_of_length_one_and_a_score_says_which_words_made_it() -> None:
    model = _model()
    found = model.find([[("consider", (0, 8)), ("ratify", (9, 15)), ("unknown", (16, 20)), ("ratify", (30, 36))], [("lead:é", (0, 8))]])
    assert found.spans == ((0, 8), (9, 15), (0, 8))
    assert found.counts[:2].tolist() == pytest.approx([2 / 5**0.5, 1 / 5**0.5])
    assert found.counts[2] == 1
    scores = model.scores(found)
    assert scores.tolist() == pytest.approx([0.25 - 0.5 / 5**0.5 + 1 / 5**0.5 + 0.5, 1.5 / 5**0.5 - 0.5 / 5**0.5 + 0.5], abs=1e-6)
    assert model.because(found, 1) == [(0, 8), (0, 8)]
    assert model.because(found, 0, against=1) == [(9, 15)]


def test_a_text_without_known_features_has_the_bias_alone() -> None:
    assert _model().scores(_model().find([[("unknown", (0, 3))], []])).tolist() == [0.25, 0]


def test_the_users_own_weights_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPRIGHT_HOME", str(tmp_path))
    assert weights.content("nothing_of_that_name") is None
    weights.save(_model(), tmp_path / "weights" / "action.npz")
    assert weights.content("action") == (tmp_path / "weights" / "action.npz").read_bytes()


def test_folding_changes_no_offset() -> None:
    text = Text("Protéger les Women’s rights — OP‑CAT, İstanbul\u00adStraße")
    assert len(text.folded) == len(text.raw)
    assert text.words[:6] == ("proteger", "les", "women", "rights", "op", "cat")
    assert [text.raw[start:end] for start, end in text.spans][:3] == ["Protéger", "les", "Women"]


def test_passages_that_meet_are_quoted_as_one() -> None:
    text = Text("Ratify the  Convention, and report")
    assert text.quoted([(24, 27), (7, 10), (0, 6)]) == "Ratify the · and"
    assert text.quoted([(0, 6), (12, 22)]) == "Ratify · Convention"


def test_labels_are_the_same_each_time_and_a_text_without_words_has_none() -> None:
    assert labelling.label(" . ") == ()
    assert labelling.label("Ratify the Convention") == labelling.label("Ratify the Convention")
    assert len(labelling.version()) == 16
