"""How right labels of one scheme are: what was coded beside what was found, and the figures of both as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from upright.labelling.labelled import Labelled

_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)


@dataclass(frozen=True)
class Figures:
    """Of each text, the values that were coded and the labels that were found (of the strength of action one each)."""

    pairs: Sequence[tuple[frozenset[str], tuple[Labelled, ...]]]

    @cached_property
    def coded(self) -> Counter[str]:
        return Counter(value for coded, _ in self.pairs for value in coded)

    @cached_property
    def found(self) -> Counter[str]:
        return Counter(each.value for _, found in self.pairs for each in found)

    @cached_property
    def right(self) -> Counter[str]:
        return Counter(each.value for coded, found in self.pairs for each in found if each.value in coded)

    def of(self, value: str) -> tuple[float, float, float]:
        """Precision, recall, F1 of a value."""
        right, found, coded = self.right[value], self.found[value], self.coded[value]
        return right / max(1, found), right / max(1, coded), 2 * right / max(1, found + coded)

    @property
    def micro(self) -> float:
        """F1 of all labels together; where each text has one, the accuracy."""
        return 2 * self.right.total() / (self.found.total() + self.coded.total())

    @property
    def macro(self) -> float:
        """The mean F1 of the values that were coded."""
        return sum(self.of(value)[2] for value in self.coded) / len(self.coded)

    def confusion(self) -> Iterator[str]:
        """Of a scheme with one value a text: how often each was found where each was coded."""
        counted = Counter((value, each.value) for coded, found in self.pairs for value in coded for each in found)
        values = sorted(self.coded)
        yield f"| coded | found {' | '.join(values)} | precision | recall | F1 |"
        yield "|---" * (len(values) + 4) + "|"
        for value in values:
            cells = [f"{counted[value, other]:,}" for other in values] + [f"{figure:.3f}" for figure in self.of(value)]
            yield f"| {value} | {' | '.join(cells)} |"

    def by_value(self) -> Iterator[str]:
        """Every value, the most frequent first."""
        yield "| value | coded | found | precision | recall | F1 |"
        yield "|---|---|---|---|---|---|"
        for value in sorted(self.coded, key=lambda value: (-self.coded[value], value)):
            figures = " | ".join(f"{figure:.2f}" for figure in self.of(value))
            yield f"| {value} | {self.coded[value]:,} | {self.found[value]:,} | {figures} |"

    def reliability(self) -> Iterator[str]:
        """Labels by their confidence: how many, what they say of themselves, and how many were right."""
        every = [(each.confidence, each.value in coded) for coded, found in self.pairs for each in found]
        yield "| confidence | labels | mean | right |"
        yield "|---|---|---|---|"
        for low, high in pairwise(_BINS):
            inside = [(said, right) for said, right in every if low <= said < high]
            if inside:
                said, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
                yield f"| {low:.2f} to {min(high, 1):.2f} | {len(inside):,} | {said:.3f} | {right:.3f} |"
