"""Fit the weights of the signs of an answer to tests/labels/answers_*.jsonl, and measure each record with the weights of the others.

Prints the figures; with --write also src/upright/data/answer_weights.csv, fitted to all records.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import upright
from corpus import REPOSITORY, SHARED
from upright.analysis.answer_signs import Choice, choices, choosing, deciding, weighed
from upright.analysis.answers import BIAS, THRESHOLD
from upright.analysis.exchange import Exchange

_LABELS = REPOSITORY / "tests" / "labels"
_DATA = REPOSITORY / "src" / "upright" / "data" / "answer_weights.csv"
_CHOOSE_PENALTY, _DECIDE_PENALTY = 1.5, 6.0
_BEREFT = 0.3
_STEPS, _PACE = 500, 0.05

Signs = dict[str, float]
Weights = Mapping[str, float]


@dataclass(frozen=True)
class Labelled:
    """One record: its exchange, the right paragraphs of each question by the question's id, and the signs of every pair."""

    name: str
    exchange: Exchange
    right: Mapping[str, frozenset[str]]
    pairs: Mapping[str, Sequence[tuple[bool, Signs]]]


def labelled(path: Path) -> Labelled:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    reading = upright.read(next((SHARED / "documents").rglob(rows[0]["file"])))
    exchange = Exchange([reading.records])
    right: dict[str, frozenset[str]] = {}
    pairs: dict[str, list[tuple[bool, Signs]]] = {}
    for asked in exchange.asked:
        source = asked.question.source
        row = max(rows, key=lambda row: min(source.end, row["end"]) - max(source.start, row["start"]))
        if min(source.end, row["end"]) > max(source.start, row["start"]):
            right[asked.question.id] = frozenset(row["paragraphs"])
            pairs[asked.question.id] = [
                (each.label in row["paragraphs"], choosing(exchange, asked, each)) for each in exchange.replies_after(asked)
            ]
    return Labelled(path.stem, exchange, right, pairs)


def chosen(records: Sequence[Labelled]) -> Signs:
    """Weights under which the right passages of an answered question are likely (softmax over all replies after it)."""
    questions = [pairs for each in records for pairs in each.pairs.values() if any(right for right, _ in pairs)]
    names = list(questions[0][0][1])
    data = [([right for right, _ in pairs], [[signs[name] for name in names] for _, signs in pairs]) for pairs in questions]

    def slope(now: Sequence[float]) -> list[float]:
        total = [-_CHOOSE_PENALTY * each for each in now]
        for right, rows in data:
            scores = [math.fsum(map(float.__mul__, now, row)) for row in rows]
            top = max(scores)
            likely = [math.exp(score - top) for score in scores]
            all_of, right_of = sum(likely), sum(each for each, yes in zip(likely, right, strict=True) if yes)
            for each, yes, row in zip(likely, right, rows, strict=True):
                push = (each / right_of if yes else 0.0) - each / all_of
                for at, value in enumerate(row):
                    total[at] += push * value
        return total

    return dict(zip(names, _climb(len(names), slope), strict=True))


def decided(records: Sequence[Labelled], by: Weights) -> Signs:
    """Weights under which an answered question is told from one that is not (logistic).

    Every answered question is taken a second time without the passages that answer it: then nothing does, however near the next one is.
    That counts less, and not for the bias: there are as many answered questions as in the records.
    """
    real = [(bool(each.right[choice.asked.question.id]), signs) for each in records for choice, signs in _decidable(each, by)]
    bereft = [(False, signs) for each in records for signs in _bereft(each, by)]
    names = list(real[0][1])
    rows = [
        (yes, [*(signs[name] for name in names), 1.0], 1.0 if at < len(real) else _BEREFT) for at, (yes, signs) in enumerate(real + bereft)
    ]
    spread = [_spread([row[at] for _, row, _ in rows]) for at in range(len(names) + 1)]

    def slope(now: Sequence[float]) -> list[float]:
        total = [-_DECIDE_PENALTY * each for each in now[:-1]] + [0.0]
        for yes, row, counts in rows:
            push = counts * (yes - _likely(math.fsum(w * value / by for w, value, by in zip(now, row, spread, strict=True))))
            for at, value in enumerate(row):
                total[at] += push * value / spread[at]
        return total

    found = {name: weight / by for name, weight, by in zip(names, _climb(len(spread), slope), spread, strict=False)}
    return {**found, BIAS: _bias([weighed(signs, found) for _, signs in real], sum(yes for yes, _ in real))}


def _bereft(record: Labelled, by: Weights) -> list[Signs]:
    """The signs of the nearest passage of each answered question that does not answer it."""
    found = choices(record.exchange, by)
    signs = []
    for choice in found:
        right = record.right.get(choice.asked.question.id)
        rest = {each: nearness for each, nearness in choice.nearness.items() if right and each.label not in right}
        if rest:
            signs.append(deciding(record.exchange, Choice(choice.asked, rest, max(rest, key=rest.__getitem__)), found))
    return signs


def _likely(score: float) -> float:
    return 1 / (1 + math.exp(-score))


def _bias(scores: Sequence[float], answered: int) -> float:
    """The bias under which as many are answered as are."""
    low, high = -20.0, 20.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if math.fsum(_likely(score + middle) for score in scores) < answered else (low, middle)
    return low


def _spread(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values)) or 1.0


def _climb(size: int, slope: Callable[[Sequence[float]], list[float]]) -> list[float]:
    """Adam."""
    now, first, second = [0.0] * size, [0.0] * size, [0.0] * size
    for step in range(1, _STEPS + 1):
        for at, each in enumerate(slope(now)):
            first[at] = 0.9 * first[at] + 0.1 * each
            second[at] = 0.99 * second[at] + 0.01 * each * each
            now[at] += _PACE * first[at] / (1 - 0.9**step) / (math.sqrt(second[at] / (1 - 0.99**step)) + 1e-8)
    return now


def _decidable(record: Labelled, by: Weights) -> list[tuple[Choice, Signs]]:
    found = choices(record.exchange, by)
    return [(each, deciding(record.exchange, each, found)) for each in found if each.nearest and each.asked.question.id in record.right]


def _label(choice: Choice) -> str | None:
    return choice.nearest.label if choice.nearest else None


def report(record: Labelled, choose: Weights, decide: Weights) -> None:
    """One line a threshold, and how often each band of confidence is right."""
    told = []
    for choice, signs in _decidable(record, choose):
        right = record.right[choice.asked.question.id]
        sure = _likely(weighed({**signs, BIAS: 1.0}, decide))
        told.append((sure, bool(right), _label(choice) in right))
    none = [right for name, right in record.right.items() if not record.pairs[name]]
    told += [(0.0, bool(right), False) for right in none]
    answered = sum(yes for _, yes, _ in told)
    print(f"  nearest passage right: {sum(hit for *_, hit in told)} of {answered} answered questions")
    for threshold in sorted({0.4, 0.45, 0.5, 0.55, 0.6, THRESHOLD}):
        linked = [(yes, hit) for sure, yes, hit in told if sure >= threshold]
        listed = [yes for sure, yes, _ in told if sure < threshold]
        good = sum(hit for _, hit in linked) + listed.count(False)
        rightly = f"all {good / len(told):.1%}, linked rightly {sum(hit for _, hit in linked) / answered:.1%}"
        found = f"unanswered found {listed.count(False) / (len(told) - answered):.1%}"
        print(f"  from {threshold:.2f}: {rightly}, {found}, listed wrongly {listed.count(True) / max(1, len(listed)):.1%}")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        band = [yes for sure, yes, _ in told if low <= sure < low + 0.2 or (low == 0.8 and sure == 1)]
        if band:
            print(f"  said {low:.1f}-{low + 0.2:.1f}: answered {sum(band) / len(band):.1%} of {len(band)}")


def main() -> int:
    if not (SHARED / "documents").is_dir():
        print(f"no documents in {SHARED}: set UPRIGHT_CORPUS", file=sys.stderr)
        return 1
    records = [labelled(path) for path in sorted(_LABELS.glob("answers_*.jsonl"))]
    for record in records:
        others = [each for each in records if each is not record]
        choose = chosen(others)
        print(f"{record.name}, with weights of the others")
        report(record, choose, decided(others, choose))
    choose = chosen(records)
    decide = decided(records, choose)
    for record in records:
        print(f"{record.name}, with weights of all")
        report(record, choose, decide)
    if "--write" in sys.argv[1:]:
        _write(choose, decide, records)
    return 0


def _write(choose: Weights, decide: Weights, records: Sequence[Labelled]) -> None:
    source = f"benchmarks/fit_answers.py on {' and '.join(each.name for each in records)}"
    with _DATA.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("step", "sign", "weight", "source"))
        for step, found in (("choose", choose), ("decide", decide)):
            table.writerows((step, sign, f"{weight:.2f}", source) for sign, weight in found.items())


if __name__ == "__main__":
    sys.exit(main())
