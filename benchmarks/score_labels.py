"""Strength of action and issues against UPR Info's coding, on States that were not trained on, near-duplicates of training texts removed.

python benchmarks/score_labels.py                 trained on four fifths of the States, measured on the last fifth
python benchmarks/score_labels.py --development   four times: trained on three of these fifths, measured on the fourth
python benchmarks/score_labels.py --rules         count how often each documented verb was coded by the rule (data/action_rules.csv)
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus import REPOSITORY, SHARED
from upright.labelling import action, training
from upright.labelling.labelled import Labelled
from upright.labelling.text import Text
from upright.labelling.training import Row
from upright.labelling.weights import Model, packed, unpacked

_GOLD = SHARED / "gold" / "upr_info.jsonl"
_RULES = REPOSITORY / "src" / "upright" / "data" / "action_rules.csv"
_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


@dataclass(frozen=True)
class Figures:
    """Of one scheme with one value a text: `pairs` of what was coded and what was found."""

    pairs: Sequence[tuple[str, Labelled]]

    @property
    def accuracy(self) -> float:
        return sum(coded == found.value for coded, found in self.pairs) / len(self.pairs)

    def of(self, value: str) -> tuple[float, float, float]:
        """Precision, recall, F1 of a value."""
        coded = sum(each == value for each, _ in self.pairs)
        found = sum(each.value == value for _, each in self.pairs)
        right = sum(each == value == given.value for each, given in self.pairs)
        return right / max(1, found), right / max(1, coded), 2 * right / max(1, found + coded)

    @property
    def macro(self) -> float:
        return sum(self.of(value)[2] for value in action.VALUES) / len(action.VALUES)

    def confusion(self) -> Iterator[str]:
        counted = Counter((coded, found.value) for coded, found in self.pairs)
        yield "coded \\ found" + "".join(f"{value:>7}" for value in action.VALUES)
        for coded in action.VALUES:
            yield f"{coded:>13}" + "".join(f"{counted[coded, value]:7,}" for value in action.VALUES)

    def reliability(self) -> Iterator[str]:
        """Labels by their confidence: how many, what they say of themselves, and how many were right."""
        for low, high in pairwise(_BINS):
            inside = [(coded, found) for coded, found in self.pairs if low <= found.confidence < high]
            if inside:
                said = sum(found.confidence for _, found in inside) / len(inside)
                yield f"  {low:.2f}-{min(high, 1):.2f}  {len(inside):6,}  said {said:.3f}  right {Figures(inside).accuracy:.3f}"


def measured(model: Model, rows: Sequence[Row]) -> Figures:
    """What the model and the rules say of rows, beside what was coded."""
    return Figures([(str(row.action), action.decided(Text(row.text), model)[0]) for row in rows])


def action_figures(rows: Sequence[Row], training_rows: Sequence[Row], novel_rows: Sequence[Row]) -> Figures:
    """Prints the figures of the strength of action; `rows`: all rows of the measured States."""
    model = unpacked(packed(training.action_model(training_rows, lambda _: None)))
    new = measured(model, novel_rows)
    whole = measured(model, rows)
    print(f"trained on {len(training_rows):,}, measured on {len(novel_rows):,} novel texts of {len(rows):,} of other States")
    print(f"  accuracy {new.accuracy:.4f}, macro-F1 {new.macro:.4f}; near-duplicates included {whole.accuracy:.4f}, {whole.macro:.4f}")
    return new


def details(figures: Figures) -> None:
    for value in action.VALUES:
        precision, recall, f1 = figures.of(value)
        print(f"  {value}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} of {sum(coded == value for coded, _ in figures.pairs):,}")
    for method in ("rule", "model"):
        part = Figures([pair for pair in figures.pairs if pair[1].method == method])
        print(f"  by {method}: {len(part.pairs):,}, accuracy {part.accuracy:.4f}")
    print(*figures.confusion(), sep="\n")
    print("by confidence:", *figures.reliability(), sep="\n")


def count_rules(rows: Sequence[Row]) -> None:
    """Write how often each documented verb was coded by the rule in the States that are developed on."""
    coded: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if training.fold(row.state) != training.LAST and (found := action.rule(Text(row.text))):
            coded[found[0].verb].append(found[0].action == row.action)
    with _RULES.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    with _RULES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(line | {"right": sum(coded[line["verb"]]), "of": len(coded[line["verb"]])} for line in lines)


def main() -> None:
    rows, _ = training.read(_GOLD)
    if "--rules" in sys.argv:
        count_rules(rows)
    elif "--development" in sys.argv:
        for part, (inside, novel) in enumerate(training.folds(rows)):
            details(action_figures([row for row in rows if training.fold(row.state) == part], inside, novel))
    else:
        inside, novel = training.apart(rows, training.LAST)
        details(action_figures([row for row in rows if training.fold(row.state) == training.LAST], inside, novel))


if __name__ == "__main__":
    main()
