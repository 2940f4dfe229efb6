"""What is read against labels made by hand: nothing falls below what was measured (docs/accuracy.md), rounded down to whole per cent.

Figures, answers, replies and concluding observations have tests of their own, beside those of their modules.
"""

from __future__ import annotations

import importlib
from itertools import chain
from pathlib import Path

import pytest

from conftest import REPOSITORY
from labelled import IN_PART, LABELS, PAIRS, SETS, score
from labelled_pairs import labelled_pairs
from upright.labelling import training
from upright.labelling.weights import unpacked
from upright.records import LinkKind

FLOORS = {
    ("turns", "turns_sr3272"): (1.0, 1.0),
    ("turns", "turns_sr434"): (1.0, 1.0),
    ("turns", "turns_sr724"): (1.0, 1.0),
    ("questions", "questions_sr3272"): (0.98, 1.0),
    ("questions", "questions_sr434"): (0.95, 0.97),
    ("questions", "questions_sr724"): (0.97, 0.96),
    ("commitments", "commitments_sr3272"): (1.0, 1.0),
    ("commitments", "commitments_sr724"): (1.0, 1.0),
    ("citations", "citations_co_CAN"): (1.0, 1.0),
    ("citations", "citations_rq_AGO"): (1.0, 1.0),
    ("citations", "citations_sr3272"): (1.0, 1.0),
    ("raised", "neglected_compilation_SVN1"): (0.91, 0.96),
    ("raised", "neglected_compilation_SVN2"): (1.0, 1.0),
    ("raised", "neglected_summary_SVN2"): (0.96, 0.98),
    ("neglected", "neglected_compilation_SVN1"): (0.63, 0.77),
    ("neglected", "neglected_compilation_SVN2"): (0.56, 0.72),
    ("neglected", "neglected_summary_SVN2"): (0.82, 0.80),
    ("about", "about_issues"): (0.71, 0.84),
    ("action", "about_issues"): (0.66, 0.66),
}
PAIR_FLOORS = {"KAZ": (0.80, 0.88), "SVN": (0.80, 0.77), "others": (0.49, 0.78)}  # of what is said to ask the same


@pytest.mark.parametrize(("kind", "name"), FLOORS)
def test_floors(kind: str, name: str, corpus: Path) -> None:
    (labels,) = (each for each in SETS if each.name == kind)
    found = score(labels, LABELS / f"{name}.jsonl", corpus / "documents")
    recall, precision = FLOORS[kind, name]
    assert found.recall is not None
    assert found.recall >= recall, found.missed
    assert found.precision is not None
    assert found.precision >= precision, found.surplus


@pytest.mark.parametrize("part", PAIR_FLOORS)
def test_floors_of_pairs(part: str, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With weights that are fitted to the pairs of other States alone."""
    monkeypatch.setenv("UPRIGHT_CORPUS", str(corpus))
    monkeypatch.syspath_prepend(REPOSITORY / "benchmarks")
    fit = importlib.import_module("fit_links")
    own, others = (labelled_pairs(name, corpus / "documents") for name in PAIRS)
    parts = {**{state: [each for each in own if each.state == state] for state in ("KAZ", "SVN")}, "others": [*others]}
    measured = parts.pop(part)
    found = fit.scored(measured, fit.all_steps([*chain.from_iterable(parts.values())]))
    right = [pair.label == LinkKind.SAME for pair, each in zip(measured, found, strict=True) if each.kind is LinkKind.SAME]
    recall, precision = PAIR_FLOORS[part]
    assert sum(right) / sum(pair.label == LinkKind.SAME for pair in measured) >= recall
    assert sum(right) / len(right) >= precision


def test_the_weights_of_the_package_know_the_rows_that_they_were_trained_on(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No figure of how right they are: measured is 0.997 of each, and below 0.9 with weights of a ninth of all rows."""
    monkeypatch.setenv("UPRIGHT_CORPUS", str(corpus))
    monkeypatch.syspath_prepend(REPOSITORY / "benchmarks")
    scores = importlib.import_module("score_labels")
    rows = training.read(corpus / "gold" / "upr_info.jsonl")[0][::14]
    actions, issues = (unpacked(path.read_bytes()) for path in sorted(scores.WEIGHTS.glob("*.npz")))
    assert scores.actions(actions, rows).micro >= 0.99
    assert scores.issues_of(issues, rows).micro >= 0.99


def test_every_file_of_labels_is_in_a_set() -> None:
    elsewhere = {LABELS / "meaning.jsonl", LABELS / "courses.jsonl"}  # benchmarks/bench_meaning.py, tests/linking/test_courses.py
    there = set(LABELS.glob("*.jsonl")) - elsewhere
    in_sets = {path for labels in SETS for path in LABELS.glob(f"{labels.pattern}.jsonl")}
    assert there == in_sets | {LABELS / f"{name}.jsonl" for name in PAIRS}
    assert {path.stem for path in there} >= IN_PART
