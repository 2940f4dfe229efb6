"""Words of the field that say the same: treaties and their acronyms, institutions, irregular plurals."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from upright import instruments
from upright.data import rows
from upright.search.words import exact

Words = tuple[str, ...]


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    """Terms that say the same, in groups; a term of two groups joins them."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows("synonyms.csv"):
        found[row["group"]].append(row["term"])
    groups = [list(terms) for terms in found.values()]
    groups += [[each.name, *each.acronyms] for each in instruments.all_instruments().values() if each.acronyms]
    return tuple(map(tuple, _joined(groups)))


def _joined(groups: list[list[str]]) -> list[list[str]]:
    joined: list[list[str]] = []
    for group in groups:
        same = [other for other in joined if {tuple(exact(term)) for term in other} & {tuple(exact(term)) for term in group}]
        joined = [other for other in joined if other not in same]
        joined.append([*(term for other in same for term in other), *group])
    return joined


@cache
def _by_words() -> dict[Words, tuple[str, ...]]:
    found: dict[Words, tuple[str, ...]] = {}
    for group in _groups():
        for term in group:
            found.setdefault(tuple(exact(term)), group)
    return found


@cache
def longest() -> int:
    """How many words the longest term has."""
    return max(map(len, _by_words()))


def others(words: Words) -> tuple[str, ...]:
    """What says the same as these words, each wording once; nothing for most words."""
    seen = {words}
    found = []
    for term in _by_words().get(words, ()):
        if (key := tuple(exact(term))) not in seen:
            seen.add(key)
            found.append(term)
    return tuple(found)
