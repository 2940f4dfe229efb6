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
_CARD = REPOSITORY / "docs" / "reference" / "models.md"
_INTRODUCTION = """# Models of labels

Written by `make train`, which trains the weights of the package on all States; the figures here are those of models trained alike
on four fifths of the States and measured on the last fifth, by which nothing was chosen.

**Data.** Recommendations of sessions 1 to 20 of the Working Group as UPR Info coded them (27,442, 129 States). **Split.** By State
under review: the State's digest says in which fifth it is, so that it is the same whatever other States there are. **Near-duplicates.**
A text of which a training text has nearly the same words: words in common by words in either at least 0.8 (Jaccard index of the
sets of words).

The files are small linear models (`src/upright/labelling/weights`): the same rows give the same bytes. Whoever has other data
trains with `upright train --from FILE`, and the weights in `UPRIGHT_HOME/weights` then win over those of the package.

## Strength of action

UPR Info's categories: 1 minimal, 2 continuing, 3 considering, 4 general, 5 specific action. Where the coding rules name the verb
and it was coded so at least 97 times of 100 (`ratify`, `consider`), the rule decides; elsewhere a model of the verb, the words
behind it by their place, the verb together with each other word, and all words and pairs of words.

"""
_WEAKNESSES = """
**Known weaknesses.** Most errors confuse 4 and 5, where the coding itself varies: 'put in place a system' or 'develop a programme'
is coded as either. 'Continue ... by adopting ...' is coded 2, 4 or 5. Category 1 is rare. Recommendations that begin with a word
that few others begin with go wrong more often, and so do long ones. English only. What is no recommendation or pledge gets
no strength of action.
"""
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
        """A row for each coded value: how often each was found, and the value's precision, recall and F1."""
        counted = Counter((coded, found.value) for coded, found in self.pairs)
        for coded in action.VALUES:
            cells = [f"{counted[coded, value]:,}" for value in action.VALUES] + [f"{figure:.3f}" for figure in self.of(coded)]
            yield f"| {coded} | {' | '.join(cells)} |"

    def reliability(self) -> Iterator[str]:
        """Labels by their confidence: how many, what they say of themselves, and how many were right."""
        for low, high in pairwise(_BINS):
            inside = [(coded, found) for coded, found in self.pairs if low <= found.confidence < high]
            if inside:
                said = sum(found.confidence for _, found in inside) / len(inside)
                yield f"| {low:.2f} to {min(high, 1):.2f} | {len(inside):,} | {said:.3f} | {Figures(inside).accuracy:.3f} |"


def measured(model: Model, rows: Sequence[Row]) -> Figures:
    """What the model and the rules say of rows, beside what was coded."""
    return Figures([(str(row.action), action.decided(Text(row.text), model)[0]) for row in rows])


def action_figures(rows: Sequence[Row], training_rows: Sequence[Row], novel_rows: Sequence[Row]) -> tuple[Figures, Figures]:
    """The strength of action of novel rows, and of all rows of the measured States."""
    model = unpacked(packed(training.action_model(training_rows, lambda _: None)))
    return measured(model, novel_rows), measured(model, rows)


def details(new: Figures, whole: Figures, trained_on: int) -> Iterator[str]:
    """The figures as Markdown."""
    yield f"Trained on {trained_on:,} recommendations; measured on {len(new.pairs):,} of other States that are no near-duplicates of these,"
    yield f"and on all {len(whole.pairs):,} of those States."
    yield "\n| | accuracy | macro-F1 |\n|---|---|---|"
    yield f"| near-duplicates removed | {new.accuracy:.3f} | {new.macro:.3f} |"
    yield f"| all | {whole.accuracy:.3f} | {whole.macro:.3f} |"
    for method in ("rule", "model"):
        part = Figures([pair for pair in new.pairs if pair[1].method == method])
        yield f"| near-duplicates removed, by {method} ({len(part.pairs):,}) | {part.accuracy:.3f} | |"
    yield "\n| coded | found 1 | 2 | 3 | 4 | 5 | precision | recall | F1 |\n|---|---|---|---|---|---|---|---|---|"
    yield from new.confusion()
    yield "\n| confidence | labels | mean | right |\n|---|---|---|---|"
    yield from new.reliability()


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


def held_out(rows: Sequence[Row], part: int) -> str:
    """Figures of one fold's States, by a model of the others among these rows."""
    inside, novel = training.apart(rows, part)
    new, whole = action_figures([row for row in rows if training.fold(row.state) == part], inside, novel)
    return "\n".join(details(new, whole, len(inside)))


def main() -> None:
    rows, _ = training.read(_GOLD)
    if "--rules" in sys.argv:
        count_rules(rows)
    elif "--development" in sys.argv:
        development = [row for row in rows if training.fold(row.state) != training.LAST]
        for part in range(training.LAST):
            print(held_out(development, part), end="\n\n")
    elif "--card" in sys.argv:
        _CARD.write_text(f"{_INTRODUCTION}{held_out(rows, training.LAST)}\n{_WEAKNESSES}", encoding="utf-8")
    else:
        print(held_out(rows, training.LAST))


if __name__ == "__main__":
    main()
