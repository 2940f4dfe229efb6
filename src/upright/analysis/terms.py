"""The words that tell one subject from another: stems without the words of any meeting, their rarity in a record, and families of words
for one thing ('lawyer', 'counsel'; 'detained', 'custody', 'prison')."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

import tantivy

from upright.data import rows

_EVEN = 1.5  # the power of rarity: a rare word in common says more than several usual ones
_NAME = 5
_SCALE = math.sqrt(3)  # keeps the weight of a word of usual rarity near what it was before the power


@cache
def _analyzer() -> tantivy.TextAnalyzer:
    stemmer = tantivy.Filter.stemmer("english")
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"[\p{L}]+|\d+")).filter(tantivy.Filter.lowercase()).filter(stemmer).build()


def stems(text: str) -> list[str]:
    """The stems of all words and numbers of an English text, in order."""
    return list(_analyzer().analyze(text))


def terms(text: str) -> list[str]:
    """The stems that say what a text is about, in order: without words of grammar, of asking and of any meeting."""
    return [stem for stem in stems(text) if len(stem) > 1 and stem not in _common()]


@cache
def words(role: str) -> tuple[str, ...]:
    """The words of a role in `data/exchange_words.csv`."""
    return tuple(row["words"] for row in rows("exchange_words.csv") if row["role"] == role)


@cache
def pattern(role: str) -> re.Pattern[str]:
    """Any of the words of a role."""
    return re.compile(rf"\b(?:{'|'.join(re.escape(each) for each in words(role))})\b", re.IGNORECASE)


@cache
def _common() -> frozenset[str]:
    return frozenset(stem for word in words("common") for stem in stems(word))


@cache
def _families() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("word_families.csv"):
        for stem in stems(row["word"]):
            found.setdefault(stem, set()).add(row["family"])
    return {stem: frozenset(families) for stem, families in found.items()}


def families(stem: str) -> frozenset[str]:
    """The families that a stem is of."""
    return _families().get(stem, frozenset())


class Rarity:
    """How much a word tells, from how few of a record's paragraphs have it. `names`: of the State that is examined, which tell nothing, nor
    do their beginnings ('Kazakh')."""

    def __init__(self, paragraphs: Iterable[frozenset[str]], names: Iterable[str]) -> None:
        counted = list(paragraphs)
        self._names = [stem for name in names for stem in stems(name) if len(stem) >= _NAME]
        self._all = len(counted)
        self._having = Counter(term for each in counted for term in each)

    def of(self, term: str) -> float:
        """From 0 for a word that tells nothing and nearly 0 for a word of every paragraph to about 5 for a word of one."""
        if len(term) >= _NAME and any(name.startswith(term) for name in self._names):
            return 0.0
        having = self._having[term]
        return math.pow(math.log(1 + (self._all - having + 0.5) / (having + 0.5)), _EVEN) / _SCALE

    def total(self, some: Iterable[str]) -> float:
        """The sum over some words."""
        return math.fsum(self.of(term) for term in some)
