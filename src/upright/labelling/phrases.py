"""Rules that are words: which values of a scheme the words of a text speak for.

A rule is a line of a table: a value, and words that stand for it.

    corporal punishment         these words, one behind the other
    discriminat*                any ending
    girl|girls                  one or the other
    women ~ decision*           at most four words between
    roma + school*              both, anywhere
    unless                      words (with the same signs, ';' between) with which the rule does not hold

All rules of all tables are searched for in one walk along the text. How often each value is right is counted where somebody else gave
labels (label_precision.csv).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import product

from upright.data import rows
from upright.labelling.text import Text

_FAR = 4  # words between the halves of 'women ~ decision*'

Places = list[tuple[int, int]]  # first word and the word behind the last, by their numbers in the text


@dataclass(frozen=True)
class Rule:
    """`value` holds where each of `parts` stands in the text and none of `unless`; a part is phrases that stand near each other, in
    order."""

    value: str
    parts: tuple[tuple[str, ...], ...]
    unless: tuple[tuple[tuple[str, ...], ...], ...] = ()

    @cached_property
    def is_one_phrase(self) -> bool:
        return len(self.parts) == len(self.parts[0]) == 1

    @cached_property
    def needed(self) -> frozenset[str]:
        """The phrases of all its parts."""
        return frozenset(phrase for part in self.parts for phrase in part)


@dataclass(slots=True)
class _Node:
    behind: dict[str, _Node] = field(default_factory=dict)
    phrases: list[str] = field(default_factory=list)


class Rules:
    """The rules of a table, ready to be looked for."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self.rules = tuple(_rule(row) for row in rows)
        self._root = _Node()
        self._known: dict[str, tuple[tuple[str, ...], tuple[_Node, ...]]] = {}
        for phrase in sorted({phrase for rule in self.rules for part in _all_parts(rule) for phrase in part}):
            self._add(phrase)

    def _add(self, phrase: str) -> None:
        for written in product(*(word.split("|") for word in phrase.split())):
            node = self._root
            for word in written:
                node = node.behind.setdefault(word, _Node())
            node.phrases.append(phrase)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for rule in self.rules for part in _all_parts(rule) for phrase in part for word in re.split(r"[ |]", phrase))

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(word[:-1] for word in self._words if word.endswith("*"))

    @cached_property
    def _first(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules by the phrase that they begin with."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.parts[0][0], []).append(rule)
        return {phrase: tuple(rules) for phrase, rules in found.items()}

    def _look_up(self, word: str) -> tuple[tuple[str, ...], tuple[_Node, ...]]:
        """What a word may stand for in a rule, itself and its beginnings; and where phrases that begin with it go on."""
        begins = [f"{word[:end]}*" for end in range(1, len(word) + 1) if word[:end] in self._beginnings]
        signs = tuple([word, *begins] if word in self._words else begins)
        found = signs, tuple(self._root.behind[sign] for sign in signs if sign in self._root.behind)
        self._known[word] = found
        return found

    def _phrases(self, text: Text) -> dict[str, Places]:
        found: dict[str, Places] = {}
        known = self._known
        words = [known.get(word) or self._look_up(word) for word in text.words]
        for start, (_, begun) in enumerate(words):
            nodes, end = begun, start + 1
            while nodes:
                for node in nodes:
                    for phrase in node.phrases:
                        found.setdefault(phrase, []).append((start, end))
                if end == len(words):
                    break
                nodes = tuple(node.behind[sign] for node in nodes if node.behind for sign in words[end][0] if sign in node.behind)
                end += 1
        return found

    def find(self, text: Text) -> dict[str, list[tuple[int, int]]]:
        """The values that hold, each with where the words stand that decided: their characters."""
        phrases, spans = self._phrases(text), text.spans
        found: dict[str, list[tuple[int, int]]] = {}
        for phrase in phrases:
            for rule in self._first.get(phrase, ()):
                if not rule.needed <= phrases.keys():
                    continue
                places = phrases[phrase] if rule.is_one_phrase else _places(rule.parts, phrases)
                if places and not any(_places(each, phrases) for each in rule.unless):
                    found.setdefault(rule.value, []).extend((spans[start][0], spans[end - 1][1]) for start, end in places)
        return found


def _places(parts: Sequence[Sequence[str]], phrases: Mapping[str, Places]) -> Places:
    """Where the parts stand; none unless each does."""
    found: Places = []
    for part in parts:
        places = _in_order(part, phrases)
        if not places:
            return []
        found += places
    return found


def _in_order(part: Sequence[str], phrases: Mapping[str, Places]) -> Places:
    found = phrases.get(part[0], [])
    for phrase in part[1:]:
        behind = phrases.get(phrase, [])
        found = [(start, other_end) for start, end in found for other, other_end in behind if 0 <= other - end <= _FAR]
    return found


def _rule(row: Mapping[str, str]) -> Rule:
    unless = tuple(_parts(words) for words in row["unless"].split(";") if words.strip())
    return Rule(row["value"], _parts(row["words"]), unless)


def _parts(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(" ".join(phrase.split()) for phrase in part.split("~")) for part in words.split("+"))


def _all_parts(rule: Rule) -> Iterable[tuple[str, ...]]:
    yield from rule.parts
    for each in rule.unless:
        yield from each


_TABLES = ("issue_rules.csv", "theme_words.csv", "group_words.csv", "sdg_words.csv")


def found(table: str, text: Text) -> Mapping[str, list[tuple[int, int]]]:
    """The values of a table whose rules hold, each with where the words stand that decided."""
    return _found(text)[table]


@lru_cache(maxsize=4)  # each scheme asks for its own table
def _found(text: Text) -> Mapping[str, Mapping[str, list[tuple[int, int]]]]:
    by_table: dict[str, dict[str, list[tuple[int, int]]]] = {table: {} for table in _TABLES}
    for value, spans in _every_rule().find(text).items():
        table, _, own = value.partition(":")
        by_table[table][own] = spans
    return by_table


@cache
def _every_rule() -> Rules:
    return Rules({**row, "value": f"{table}:{row['value']}"} for table in _TABLES for row in rows(table))


_PRIOR = 5  # labels of the scheme as a whole that a value of its own counts for


@cache
def precision(scheme: str) -> Callable[[str], float]:
    """How often the rules of a scheme are right, by value: as counted, drawn to the mean of the scheme where a value was seen seldom."""
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for row in rows("label_precision.csv"):
        if row["scheme"] == scheme:
            right[row["value"]] += int(row["right"])
            given[row["value"]] += int(row["given"])
    mean = right.total() / max(1, given.total())

    @cache
    def of(value: str) -> float:
        return round((right[value] + _PRIOR * mean) / (given[value] + _PRIOR), 2)

    return of
