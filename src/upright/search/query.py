"""The query language: words, "phrases", -without, OR, parentheses, prefix*, field:value.

`Query.parse` takes whatever a person types and never fails: a value that there is not finds nothing, what is too much is left out, and
`notes` say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any

from upright import bodies, instruments, states, taxonomies
from upright.records import Kind, Position
from upright.search import synonyms
from upright.search.entries import FIELDS, LABELS, Filters
from upright.search.words import exact

_MOST_WORDS = 64  # of a query: nobody types more, and who pastes a page means something else
_MOST_LETTERS = 4_000
_DEEPEST = 20  # parentheses in parentheses
_NEAR_ENOUGH = 80.0  # of 100: a State's name that may be meant
_TOKEN = re.compile(
    r"""(?P<open>[-]?\() | (?P<close>\))
    | (?P<minus>-(?=[^\s-]))? (?: (?P<field>[A-Za-z_]+) : (?=\S) )? (?: "(?P<phrase>[^"]*)"? | (?P<word>[^\s()"]+) )""",
    re.VERBOSE,
)
_POSITIONS = {
    "supported": Position.SUPPORTED.value, "accepted": Position.SUPPORTED.value, "support": Position.SUPPORTED.value,
    "noted": Position.NOTED.value, "rejected": Position.NOTED.value, "pending": Position.PENDING.value,
    "partially_supported": Position.PARTIALLY_SUPPORTED.value, "partially": Position.PARTIALLY_SUPPORTED.value,
    "not_stated": "not_stated",
}  # fmt: skip
_STRENGTHS = {"minimal": "1", "continuing": "2", "considering": "3", "general": "4", "specific": "5"} | {each: each for each in "12345"}
_KNOWN: Mapping[str, Mapping[str, str]] = {
    "strength": _STRENGTHS,
    "position": _POSITIONS,
    "type": {kind.value: kind.value for kind in Kind},
    "language": {language: language for language in bodies.LANGUAGES},
}
_CLOSED = frozenset({*_KNOWN, *LABELS})  # fields that have a list of values
_LISTED = 24  # values that a note lists: more are too many to read
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}


@dataclass(frozen=True, slots=True)
class Term:
    """Something to be looked for: words one after the other, exactly (a phrase), stemmed, or the last as the beginning of a word.

    `added`: nobody typed it, it says the same as what was typed.
    """

    words: tuple[str, ...]
    text: str
    phrase: bool = False
    prefix: bool = False
    added: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """All of these."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of these at least."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Not this."""

    of: Node


Node = Term | All | Some | Without


class Remark(StrEnum):
    """What there is to say of a query."""

    CUT = "cut"  # only the first `others` words are looked for
    NO_STATE = "no_state"  # no State is called `value`; `others`: the code of the one that may be meant
    NO_VALUE = "no_value"  # `field` has no such `value`; `others`: those that it has
    SAME = "same"  # `others` say the same as `value` and are looked for too


@dataclass(frozen=True, slots=True)
class Note:
    """A remark for the person; `typed`: the part of the query that it is about, as it stands there."""

    remark: Remark
    value: str = ""
    others: tuple[str, ...] = ()
    field: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for (`root`, None for everything), the fields that must hold, those that must not, and remarks for the person."""

    text: str
    root: Node | None = None
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Query:
        """The query that a person typed."""
        return _Parser(text).query()

    @property
    def is_empty(self) -> bool:
        """Is nothing asked for?"""
        return self.root is None and not self.filters and not self.excluded

    def names_meant(self) -> Iterator[tuple[str, str]]:
        """Words that may be slips for the name of a State, each with the name."""
        for term in self.wanted():
            meant = states.certainly(term.text) if len(term.words) == 1 and not term.prefix else None
            if meant and states.alphabetical(meant.name) != states.alphabetical(term.text):
                yield term.text, meant.name

    def wanted(self) -> Iterator[Term]:
        """The terms that a hit should show, those that it must not have left out."""
        return _wanted(self.root)

    @property
    def typed(self) -> str:
        """The words that say what is meant: those that were typed and are wanted, without signs and fields."""
        return " ".join(term.text.rstrip("*") for term in self.wanted() if not term.added)

    def demanded(self) -> Query:
        """What must hold exactly, however near a text is in meaning: phrases, beginnings, what is left out, OR, fields; no plain words."""
        nodes = self.root.of if isinstance(self.root, All) else (self.root,) if self.root else ()
        return replace(self, root=_all([node for node in nodes if not _is_plain(node)]))


def _is_plain(node: Node) -> bool:
    """Is it a word as people type it, with what says the same?"""
    match node:
        case Term():
            return not node.phrase and not node.prefix
        case Some(of=nodes):
            return sum(not all(term.added for term in _wanted(each)) for each in nodes) == 1 and all(map(_is_plain, nodes))
        case All(of=nodes):
            return all(map(_is_plain, nodes))
        case Without():
            return False


def _wanted(node: Node | None) -> Iterator[Term]:
    match node:
        case Term():
            yield node
        case All() | Some():
            for each in node.of:
                yield from _wanted(each)


class _Parser:
    """One pass over the tokens; parentheses call down."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._notes: list[Note] = []
        self._filters: dict[str, list[str]] = {}
        self._excluded: dict[str, list[str]] = {}
        cut = text[:_MOST_LETTERS].replace("\x00", " ").encode("utf-8", "replace").decode()
        self._tokens = [{**match.groupdict(), "typed": match[0].strip()} for match in _TOKEN.finditer(cut)]
        if len(self._tokens) > _MOST_WORDS or len(cut) < len(text):
            self._tokens = self._tokens[:_MOST_WORDS]
            self._notes.append(Note(Remark.CUT, others=(str(_MOST_WORDS),)))
        self._at = 0

    def query(self) -> Query:
        roots = []
        while self._at < len(self._tokens):  # a parenthesis too many ends nothing
            roots.append(self._alternatives(0))
            self._at += 1
        return Query(
            text=self._text.strip(),
            root=_all([root for root in roots if root]),
            filters={name: tuple(values) for name, values in self._filters.items()},
            excluded={name: tuple(values) for name, values in self._excluded.items()},
            notes=tuple(dict.fromkeys(self._notes)),
        )

    def _alternatives(self, depth: int) -> Node | None:
        """`a b OR c`: OR binds two neighbours, as in most search engines."""
        groups: list[list[Node]] = []
        joined = False
        negated = False
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token["close"]:
                break
            self._at += 1
            if (word := self._operator(token)) is not None:
                joined, negated = joined or word == "OR", negated or word == "NOT"
                continue
            node = self._inner(token, depth) if token["open"] else self._plain(token, negated=negated)
            if node is None:
                negated = negated and not token["field"]  # a field takes the NOT before it
                continue
            node = Without(node) if negated else node
            if joined and groups:
                groups[-1].append(node)
            else:
                groups.append([node])
            joined = negated = False
        return _all([_some(group) for group in self._expanded(groups)])

    @staticmethod
    def _operator(token: Mapping[str, Any]) -> str | None:
        bare = token["word"] in {"AND", "OR", "NOT"} and not token["minus"] and not token["field"]
        return str(token["word"]) if bare else None

    def _inner(self, token: Mapping[str, Any], depth: int) -> Node | None:
        if depth >= _DEEPEST:
            return None
        inner = self._alternatives(depth + 1)
        self._at += 1  # over the closing parenthesis, or the end
        return Without(inner) if inner and token["open"].startswith("-") else inner

    def _plain(self, token: Mapping[str, Any], *, negated: bool) -> Node | None:
        """A word, a phrase, or a field with its value."""
        value = token["phrase"] if token["phrase"] is not None else token["word"]
        name = (token["field"] or "").lower()
        if name in FIELDS:
            into = self._excluded if token["minus"] or negated else self._filters
            if value.strip():
                into.setdefault(name, []).append(self._value(name, value.strip(), token["typed"]))
            return None
        if name:
            value = f"{token['field']}:{value}"  # no field of ours: 'note: this', an address
        prefix = token["phrase"] is None and value.endswith("*")
        words = tuple(exact(value))
        if not words:
            return None
        node = Term(words, value, phrase=token["phrase"] is not None, prefix=prefix)
        return Without(node) if token["minus"] else node

    def _value(self, name: str, value: str, typed: str) -> str:
        """The value as the index has it; one that there is not stays as it is, and a note says so."""
        if name in {"to", "from"}:
            return self._state(name, value, typed)
        if name == "cycle":
            return _ROMAN.get(value.lower(), value)
        if name not in _CLOSED:
            return value.upper() if name == "symbol" else value
        found = _known(name, value)
        if found is None:
            self._notes.append(_no_value(name, value, typed))
        return found or value

    def _state(self, name: str, value: str, typed: str) -> str:
        found = states.state(value.upper()) or states.find(value)
        if found:
            return found.code
        near = states.suggest(value)
        meant = (near[0].code,) if near and near[1] >= _NEAR_ENOUGH else ()
        self._notes.append(Note(Remark.NO_STATE, value, meant, name, typed))
        return value

    def _expanded(self, groups: list[list[Node]]) -> list[list[Node]]:
        """Words that stand side by side, with what says the same as they do."""
        found: list[list[Node]] = []
        at = 0
        while at < len(groups):
            length, other = self._same(groups[at:])
            if length:
                alone = All(tuple(group[0] for group in groups[at : at + length])) if length > 1 else groups[at][0]
                found.append([alone, *groups[at][1:], *other] if length == 1 else [alone, *other])
            else:
                found.append(groups[at])
            at += length or 1
        return found

    def _same(self, groups: list[list[Node]]) -> tuple[int, list[Node]]:
        """How many words from here say the same as something else, and what."""
        plain: list[Term] = []
        for group in groups[: synonyms.longest()]:
            first = group[0]
            if not isinstance(first, Term) or first.phrase or first.prefix or (len(group) > 1 and plain):
                break
            plain.append(first)
            if len(group) > 1:
                break
        for length in range(len(plain), 0, -1):
            words = tuple(word for term in plain[:length] for word in term.words)
            other = synonyms.others(words)
            if other:
                shown = " ".join(term.text for term in plain[:length])
                self._notes.append(Note(Remark.SAME, shown, tuple(other)))
                return length, [Term(tuple(exact(term)), term, added=True) for term in other]
        return 0, []


def unknown(filters: Filters) -> Iterator[Note]:
    """What there is to say of filters that are chosen by their exact values: which of these there are not."""
    for name, values in filters.items():
        for value in values:
            if name in _CLOSED and value not in _values(name):
                yield _no_value(name, value)
            elif name in {"to", "from"} and not states.state(value):
                found = states.state(value.upper()) or states.find(value)
                yield Note(Remark.NO_VALUE, value, (found.code,), name) if found else Note(Remark.NO_STATE, value, field=name)


@cache
def _values(name: str) -> tuple[str, ...]:
    """The values of a field that has a list of them, as the index has them."""
    if name in _KNOWN:
        return tuple(sorted(set(_KNOWN[name].values())))
    return tuple(each.label for each in taxonomies.scheme(LABELS[name]).values)


def _known(name: str, value: str) -> str | None:
    """A value by any of its names, or by how it alone begins."""
    if name in _KNOWN and (known := _KNOWN[name].get(value.lower().replace(" ", "_"))):
        return known
    treaty = (instruments.find(value) or instruments.find(value.upper())) if name == "treaty" else None
    found = taxonomies.scheme(LABELS[name]).find(treaty.code if treaty else value) if name in LABELS else None
    begun = [each for each in _values(name) if each.casefold().startswith(value.casefold())]
    return found.label if found else begun[0] if len(begun) == 1 else None


def _no_value(name: str, value: str, typed: str = "") -> Note:
    others = _values(name)
    return Note(Remark.NO_VALUE, value, others if len(others) <= _LISTED else (*others[:_LISTED], "…"), name, typed)


def _all(nodes: list[Node]) -> Node | None:
    return nodes[0] if len(nodes) == 1 else All(tuple(nodes)) if nodes else None


def _some(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Some(tuple(nodes))
