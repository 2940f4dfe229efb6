"""Fit the weights of the signs by which requests ask the same, and measure them on States that they were not fitted to.

The labels: tests/labels/pairs.jsonl (Kazakhstan, Slovenia; two passes), of which each State is measured with weights that are fitted to all
others, and tests/labels/pairs_one_pass.jsonl (other States). Prints the figures; with --write also src/upright/data/link_weights.csv,
fitted to all labels.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import REPOSITORY, SHARED

sys.path.insert(0, str(REPOSITORY / "tests"))

from labelled import PAIRS, reading  # it stands beside the labels
from labelled_pairs import LabelledPair, labelled_pairs
from upright.linking import of_state, requests_of, scorer
from upright.linking.scorer import BIAS, MODEL, Scored, compare, direction
from upright.linking.signs import signs
from upright.records import LinkKind

_DATA = REPOSITORY / "src" / "upright" / "data" / "link_weights.csv"
_PENALTY = {"same": 30.0, "part": 20.0, "broader": 8.0}
_RECALL = 0.8
_NESTED = (LinkKind.NARROWER, LinkKind.BROADER)

Weights = Mapping[str, Mapping[str, float]]
Row = tuple[dict[str, float], bool]


def rows(step: str, pairs: Sequence[LabelledPair]) -> Iterator[Row]:
    """What a step learns from: the signs of each pair that no rule decides, and whether it holds."""
    for each in pairs:
        if compare(*each.asks, each.cosine).method != MODEL:
            continue
        if step == "same":
            yield signs(*each.asks, each.cosine), each.label == LinkKind.SAME
        elif step == "part" and each.label != LinkKind.SAME:
            yield signs(*each.asks, each.cosine), each.label in _NESTED
        elif step == "broader" and each.label in _NESTED:
            yield direction(*each.asks), each.label == LinkKind.BROADER


def fitted(step: str, pairs: Sequence[LabelledPair]) -> dict[str, float]:
    """Weights under which the labels are likely: logistic regression by Newton's method, with a penalty on large weights."""
    found = list(rows(step, pairs))
    names = list(found[0][0])
    values = np.array([[each[name] for name in names] for each, _ in found])
    right = np.array([float(holds) for _, holds in found])
    spread = values.std(axis=0) + 1e-6
    centre = values.mean(axis=0) if step != "broader" else np.zeros(len(names))
    scaled = np.column_stack([(values - centre) / spread, np.ones(len(found))])
    free = np.ones(len(names) + 1)
    free[-1] = 0.0 if step != "broader" else 1e6  # which of two is broader has no bias
    now = _climb(scaled, right, _PENALTY[step] * free)
    weights = now[:-1] / spread
    bias = float(now[-1] - weights @ centre)
    return {**dict(zip(names, map(float, weights), strict=True)), **({} if step == "broader" else {BIAS: bias})}


def _climb(values: NDArray[np.float64], right: NDArray[np.float64], penalty: NDArray[np.float64]) -> NDArray[np.float64]:
    now = np.zeros(values.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-values @ now))
        slope = values.T @ (right - likely) - penalty * now
        bend = (values * (likely * (1 - likely))[:, None]).T @ values + np.diag(penalty)
        now = now + np.linalg.solve(bend, slope)
    return now


def scored(pairs: Sequence[LabelledPair], weights: Weights) -> list[Scored]:
    """How the scorer judges the pairs by some weights."""
    with weighing(weights):
        return [compare(*each.asks, each.cosine) for each in pairs]


@contextmanager
def weighing(weights: Weights) -> Iterator[None]:
    """The scorer with other weights than those of the package."""
    kept = scorer.weights
    scorer.weights = weights.__getitem__  # type: ignore[assignment]
    try:
        yield
    finally:
        scorer.weights = kept


def curve(pairs: Sequence[LabelledPair], found: Sequence[Scored]) -> list[tuple[float, float]]:
    """Recall and precision of 'same' as the bar falls: what a rule says first, then by probability, what a rule denies last."""
    likely = [
        scorer.chance(each.bond) if each.method == MODEL else 1.0 if each.kind is LinkKind.SAME else 0.0 for each in found
    ]  # fmt: skip
    right = np.array([pairs[at].label == LinkKind.SAME for at in np.argsort(-np.array(likely), kind="stable")])
    hits = np.cumsum(right)
    return [(float(hit / hits[-1]), float(hit / number)) for number, hit in enumerate(hits, 1)]


def precision_at(points: Sequence[tuple[float, float]], recall: float) -> float:
    return next(precision for reached, precision in points if reached >= recall - 1e-9)


def report(name: str, pairs: Sequence[LabelledPair], found: Sequence[Scored]) -> Iterator[str]:
    """Precision at recall 0.8 of all pairs and of those without doubt; what is said at the bar; how parts are told."""
    sure = [at for at, each in enumerate(pairs) if not each.doubt]
    of_all, of_sure = curve(pairs, found), curve([pairs[at] for at in sure], [found[at] for at in sure])
    said = [pair.label == LinkKind.SAME for pair, each in zip(pairs, found, strict=True) if each.kind is LinkKind.SAME]
    same = sum(each.label == LinkKind.SAME for each in pairs)
    yield (
        f"{name:12} {len(pairs):4} pairs {same:4} same   precision at recall {_RECALL:.0%}: {precision_at(of_all, _RECALL):6.1%}"
        f" (without doubt, {len(sure)}: {precision_at(of_sure, _RECALL):6.1%})"
        f"   said same: recall {sum(said) / same:6.1%} precision {sum(said) / len(said):6.1%}"
    )
    parts = [(pair.label, each.kind) for pair, each in zip(pairs, found, strict=True) if pair.label in _NESTED or each.kind in _NESTED]
    told = [(label, kind) for label, kind in parts if label in _NESTED and kind in _NESTED]
    labelled, named = sum(label in _NESTED for label, _ in parts), sum(kind in _NESTED for _, kind in parts)
    yield (
        f"{'':12} narrower or broader: {labelled} labelled, {named} said, {len(told)} of them rightly,"
        f" {sum(label == kind for label, kind in told)} in the right direction"
    )


def together(name: str, pairs: Sequence[LabelledPair], documents: Path, weights: Weights) -> str:
    """The pairs of a State as its dossiers put them together."""
    files = sorted({each.source.file for pair in pairs for each in (pair.one, pair.other)})
    with weighing(weights):
        found = of_state([each for file in files for each in requests_of(reading(documents, file))])
    dossier = {member: each.id for each in found.dossiers for member in each.members}
    said = [pair.label == LinkKind.SAME for pair in pairs if dossier[pair.one.ref] == dossier[pair.other.ref]]
    same = sum(pair.label == LinkKind.SAME for pair in pairs)
    figures = f"recall {sum(said) / same:6.1%} precision {sum(said) / len(said):6.1%}"
    return f"{name:12} {len(found.dossiers):4} dossiers: pairs in one dossier: {figures}"


def measured(documents: Path) -> Iterator[str]:
    """The figures, a line each: every State with weights that are fitted to all others."""
    own, others = labelled_pairs("pairs", documents), labelled_pairs("pairs_one_pass", documents)
    pooled: list[tuple[LabelledPair, Scored]] = []
    for state in sorted({each.state for each in own}):
        there = [each for each in own if each.state == state]
        weights = all_steps([*(each for each in own if each.state != state), *others])
        found = scored(there, weights)
        yield from report(f"pairs {state}", there, found)
        yield together(f"pairs {state}", there, documents, weights)
        pooled += zip(there, found, strict=True)
    yield from report("pairs", [pair for pair, _ in pooled], [each for _, each in pooled])
    yield from report("one pass", others, scored(others, all_steps(own)))


def all_steps(pairs: Sequence[LabelledPair]) -> Weights:
    return {step: fitted(step, pairs) for step in _PENALTY}


def main() -> None:
    documents = SHARED / "documents"
    for line in measured(documents):
        print(line)
    if "--write" in sys.argv:
        write(all_steps([each for name in PAIRS for each in labelled_pairs(name, documents)]))


def write(weights: Weights) -> None:
    source = f"benchmarks/fit_links.py on pairs and pairs_one_pass, {dt.datetime.now(tz=dt.UTC).date()}"
    with _DATA.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["step", "sign", "weight", "source"])
        for step, by in weights.items():
            writer.writerows([step, sign, f"{weight:.3f}", source] for sign, weight in by.items())


if __name__ == "__main__":
    main()
