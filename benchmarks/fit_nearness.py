"""Fit the weights by which a passage is near a request to tests/labels/neglected_*.jsonl, and measure each document with the weights of
the others.

Prints the figures; with --write also src/upright/data/nearness_weights.csv, fitted to all documents. Needs the extra `train`.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression

import upright
from corpus import REPOSITORY, SHARED
from upright.linking.nearness import BIAS, CHOOSING, DECIDING, Nearness, Passage, Signs, decisive
from upright.linking.neglected import raised
from upright.linking.requests import requests_of
from upright.records import Recommendation

_LABELS = REPOSITORY / "tests" / "labels"
_DATA = REPOSITORY / "src" / "upright" / "data" / "nearness_weights.csv"
_CHOOSE_PENALTY, _DECIDE_STRENGTH = 1.0, 0.1
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence: its signs, which of their rows are of a recommendation that takes it up, whether the label doubts."""

    signs: Signs
    right: NDArray[np.bool_]
    taken: bool
    doubt: bool


def labelled(path: Path) -> list[Sentence]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    reading, report = (upright.read(next((SHARED / "documents").rglob(rows[0][name]))) for name in ("file", "report"))
    recommendations = [each for each in requests_of(report) if each.ref.record == Recommendation.NAME]
    found = [(row, each) for row in rows for each in raised(reading) if each.source.start == row["start"]]
    near = Nearness(
        [each.text for each in recommendations], [Passage(each.text, each.paragraph) for _, each in found], reading.identity.state
    )
    numbers = [each.number for each in recommendations]
    return [
        Sentence(
            signs,
            np.array([numbers[at] in row["recommendations"] for at in signs.request]),
            bool(row["recommendations"]),
            bool(row.get("doubt")),
        )
        for (row, _), signs in zip(found, near.signs(), strict=True)
    ]


def chosen(data: Sequence[Sentence]) -> Floats:
    """Weights under which the recommendations that take a sentence up are likely among all (softmax)."""
    taken = [each for each in data if each.right.any()]

    def loss(now: Floats) -> tuple[float, Floats]:
        value, slope = _CHOOSE_PENALTY * float(now @ now) / 2, _CHOOSE_PENALTY * now
        for each in taken:
            scores = each.signs.pairs @ now
            everything, right = logsumexp(scores), logsumexp(scores[each.right])
            value += everything - right
            slope = slope + each.signs.pairs.T @ (np.exp(scores - everything) - np.where(each.right, np.exp(scores - right), 0))
        return value, slope

    found: Floats = minimize(loss, np.zeros(len(CHOOSING)), jac=True, method="L-BFGS-B").x
    return found


def decided(data: Sequence[Sentence], choose: Floats) -> Floats:
    """Weights, the bias last, under which a sentence that is taken up is told from one that is not."""
    signs = np.array([_decisive(each, choose) for each in data])
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    model = LogisticRegression(C=_DECIDE_STRENGTH, max_iter=3000).fit((signs - mean) / spread, [each.taken for each in data])
    weights = model.coef_[0] / spread
    return np.append(weights, model.intercept_[0] - weights @ mean)


def _decisive(each: Sentence, choose: Floats) -> Floats:
    return decisive(each.signs, float((each.signs.pairs @ choose).max()))


def main() -> int:
    paths = sorted(_LABELS.glob("neglected_*.jsonl"))
    data = {path.stem: labelled(path) for path in paths}
    told: list[tuple[float, Sentence, bool]] = []
    for name, measured in data.items():
        others = [each for other, some in data.items() if other != name for each in some]
        choose = chosen(others)
        decide = decided(others, choose)
        found = [(_neglected(each, choose, decide), each, bool(each.right[(each.signs.pairs @ choose).argmax()])) for each in measured]
        print(f"{name:28} {_figures(found)}")
        told += found
    print(f"{'all':28} {_figures(told)}")
    print(f"{'all but those in doubt':28} {_figures([each for each in told if not each[1].doubt])}")
    for low, high in ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 1.0)):
        said = [(likely, each) for likely, each, _ in told if low < max(likely, 1 - likely) <= high]
        right = sum((likely > 0.5) is not each.taken for likely, each in said)
        print(f"confidence {low} to {high}: {right} of {len(said)} right")
    if "--write" in sys.argv:
        write([each for some in data.values() for each in some])
    return 0


def _neglected(each: Sentence, choose: Floats, decide: Floats) -> float:
    return float(1 / (1 + np.exp(_decisive(each, choose) @ decide[:-1] + decide[-1])))


def _figures(told: Sequence[tuple[float, Sentence, bool]]) -> str:
    said = [each for likely, each, _ in told if likely > 0.5]
    right = sum(not each.taken for each in said)
    missing = sum(not each.taken for _, each, _ in told)
    shown = [nearest for _, each, nearest in told if each.taken]
    return (
        f"{len(told)} sentences, {missing} neglected: precision {right / max(1, len(said)):.3f}, recall {right / max(1, missing):.3f}; "
        f"nearest right {sum(shown) / max(1, len(shown)):.3f} of {len(shown)}"
    )


def write(data: Sequence[Sentence]) -> None:
    choose = chosen(data)
    decide = decided(data, choose)
    source = "benchmarks/fit_nearness.py on neglected_*.jsonl"
    with _DATA.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("step", "sign", "weight", "source"))
        table.writerows(("choose", name, f"{weight:.3f}", source) for name, weight in zip(CHOOSING, choose, strict=True))
        table.writerows(("decide", name, f"{weight:.3f}", source) for name, weight in zip((*DECIDING, BIAS), decide, strict=True))


if __name__ == "__main__":
    sys.exit(main())
