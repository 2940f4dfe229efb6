"""How rare a word is in what States are asked: the same for every State and every set of documents, so that two requests are compared alike
whatever stands beside them. Counted once (`benchmarks/count_words.py`); a word that is not in the table is one that hardly anybody says."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from upright.data import rows

_ALL = ""  # the row that says how many recommendations were counted
_FEW = 20  # a word of fewer recommendations tells no more than one of so many


@cache
def _rarities() -> dict[str, float]:
    having = {row["stem"]: int(row["recommendations"]) for row in rows("request_rarity.csv")}
    return {stem: math.log((having[_ALL] + 1) / (max(number, _FEW) + 1)) / 1.5 for stem, number in having.items()}


@cache
def _unknown() -> float:
    return max(_rarities().values())


def rarity(stem: str) -> float:
    """From about 1 for a word of every fifth recommendation to about 5 for a word of hardly any."""
    return _rarities().get(stem, _unknown())


def is_usual(stem: str) -> bool:
    """More than a few recommendations have it."""
    return rarity(stem) < _unknown()


def total(some: Iterable[str]) -> float:
    """The sum over some words."""
    return math.fsum(map(rarity, some))
