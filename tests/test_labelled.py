"""What is read against labels made by hand: nothing falls below what was measured (docs/accuracy.md), rounded down to whole per cent.

Figures, answers, replies and concluding observations have tests of their own, beside those of their modules.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from labelled import IN_PART, LABELS, PAIRS, SETS, score

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
}


@pytest.mark.parametrize(("kind", "name"), FLOORS)
def test_floors(kind: str, name: str, corpus: Path) -> None:
    (labels,) = (each for each in SETS if each.name == kind)
    found = score(labels, LABELS / f"{name}.jsonl", corpus / "documents")
    recall, precision = FLOORS[kind, name]
    assert found.recall is not None
    assert found.recall >= recall, found.missed
    assert found.precision is not None
    assert found.precision >= precision, found.surplus


def test_every_file_of_labels_is_in_a_set() -> None:
    elsewhere = {LABELS / "meaning.jsonl", LABELS / "courses.jsonl"}  # benchmarks/bench_meaning.py, tests/linking/test_courses.py
    there = set(LABELS.glob("*.jsonl")) - elsewhere
    in_sets = {path for labels in SETS for path in LABELS.glob(f"{labels.pattern}.jsonl")}
    assert there == in_sets | {LABELS / f"{name}.jsonl" for name in PAIRS}
    assert {path.stem for path in there} >= IN_PART
