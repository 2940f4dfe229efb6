"""Training the models of labels, and what their figures are measured on.

Training needs scikit-learn (the extra `train`); labelling does not. States that are trained on and States that are measured are kept apart,
and so are texts that differ in few words: many recommendations are made to one State after another in the same words.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from upright.labelling.text import Text

FOLDS = 5
LAST = FOLDS - 1  # this fold's States are measured at the very end: nothing is chosen by them
NEAR = 0.8  # of two texts, words in common by words in either: from here on they are near-duplicates


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One recommendation as somebody coded it: `state` (alpha-3, or the name given) under review, `action` 1 to 5."""

    state: str
    text: str
    action: int
    issues: tuple[str, ...]


def fold(state: str) -> int:
    """Which of the five parts of the States one belongs to: the same for ever, whatever other States there are."""
    return int(hashlib.sha256(f"fold:{state}".encode()).hexdigest(), 16) % FOLDS


def novel(texts: Sequence[str], known: Sequence[str]) -> list[bool]:
    """For each text, whether no known text is a near-duplicate of it (Jaccard index of their sets of words at least NEAR)."""
    sets = [frozenset(Text(text).words) for text in known]
    rarity = Counter(word for words in sets for word in words)
    by_word: dict[str, list[frozenset[str]]] = defaultdict(list)
    for words in set(sets):
        for word in _rarest(words, rarity):
            by_word[word].append(words)
    return [not _has_near(frozenset(Text(text).words), by_word, rarity) for text in texts]


def _rarest(words: frozenset[str], rarity: Counter[str]) -> list[str]:
    """So many of the rarest words that a near-duplicate must share one of them."""
    ordered = sorted(words, key=lambda word: (rarity[word], word))
    return ordered[: len(words) - math.ceil(NEAR * len(words)) + 1]


def _has_near(words: frozenset[str], by_word: dict[str, list[frozenset[str]]], rarity: Counter[str]) -> bool:
    return any(_near(words, other) for word in _rarest(words, rarity) for other in by_word.get(word, ()))


def _near(words: frozenset[str], other: frozenset[str]) -> bool:
    if not NEAR * len(words) <= len(other) <= len(words) / NEAR:
        return False
    common = len(words & other)
    return common >= NEAR * (len(words) + len(other) - common)


def folds(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    """The development States four ways: rows to train on, and the novel rows of other States. The last fold's States are in neither."""
    development = [row for row in rows if fold(row.state) != LAST]
    for each in range(LAST):
        yield apart(development, each)


def apart(rows: Sequence[Row], measured: int) -> tuple[list[Row], list[Row]]:
    """Rows of the States outside a fold, and the rows of its States that are no near-duplicates of them."""
    training = [row for row in rows if fold(row.state) != measured]
    others = [row for row in rows if fold(row.state) == measured]
    kept = novel([row.text for row in others], [row.text for row in training])
    return training, [row for row, new in zip(others, kept, strict=True) if new]
