"""The verb that a recommendation asks with: which word it is, and which verb, however it is written.

Ratify the Convention                              ratify
Further strengthening of the institution           strengthen
In line with its duties, fully implement the plan  implement
That the law be revised                            revise
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from upright.data import rows
from upright.labelling.text import Text

_FAR, _NEAR = 12, 6  # words from the beginning in which a verb, or a noun made of one, is looked for where there is nothing better
_SUBJECT = 25  # words that a sentence may need until its verb
_BREAK = re.compile(r"[,;:.)]")
_MODAL = frozenset({"should", "must", "shall", "will"})
_ARTICLES = frozenset({"the", "a", "an", "its", "all"})
_BEING = frozenset({"be", "being", "is", "are"})
_NOUNS = (  # ending of a noun, endings that the verb may have instead: 'ratification', 'ratify'
    ("ification", ("ify",)), ("ization", ("ize", "ise")), ("isation", ("ise", "ize")), ("ation", ("ate", "e", "")), ("ition", ("e", "ish")),
    ("ution", ("ute",)), ("uction", ("uce",)), ("tion", ("t", "te", "")), ("sion", ("de", "d", "se", "")), ("ment", ("",)),
    ("ance", ("", "e")), ("al", ("", "e")),
)  # fmt: skip
_FORMS = (("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ing", ("", "e")), ("ied", ("y",)), ("ed", ("", "e")))


@cache
def words(kind: str) -> frozenset[str]:
    """The words of a kind in head_words.csv."""
    return frozenset(row["word"] for row in rows("head_words.csv") if row["kind"] == kind)


@cache
def verbs() -> frozenset[str]:
    """Verbs that recommendations ask with."""
    return frozenset(row["verb"] for row in rows("action_verbs.csv")) | words("verb")


@cache
def is_adverb(word: str) -> bool:
    """Whether a word says only how or when: the coding rules skip it."""
    return word in words("filler") or (word.endswith("ly") and word not in words("no_adverb"))


@cache
def verb_of(word: str) -> str | None:
    """The verb of which a word is a form ('implemented', 'setting')."""
    if word in verbs():
        return word
    return next((verb for verb in _candidates(word, _FORMS) if verb in verbs()), None)


@cache
def noun_of(word: str) -> str | None:
    """The verb of which a word is the noun ('ratification')."""
    return next((verb for verb in _candidates(word, _NOUNS) if verb in verbs()), None)


def _candidates(word: str, endings: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[str]:
    for ending, instead in endings:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield from (stem + other for other in instead)
            if ending in {"ing", "ed"} and stem[-2:-1] == stem[-1:]:
                yield stem[:-1]  # 'setting', 'set'


def head(text: Text) -> tuple[int, str]:
    """The number of the word that a text asks with, and its verb; where none is found, the first word that says something as it stands."""
    begin = _past(text, 0, words("before"))
    return next(_heads(text, begin), (begin, text.words[begin] if text.words else ""))


def past_adverbs(text: Text, place: int) -> int:
    """The next word from a place on that is no adverb, or the last word."""
    return _past(text, place, frozenset())


def _past(text: Text, place: int, passed: frozenset[str]) -> int:
    while place < len(text) - 1 and (text.words[place] in passed or is_adverb(text.words[place])):
        place += 1
    return place


def _heads(text: Text, begin: int) -> Iterator[tuple[int, str]]:
    """From the surest to the least sure."""
    if not text.words:
        return
    first = text.words[begin]
    introduces = first in words("introduces")
    verb = verb_of(first) if text.words[max(begin - 1, 0)] not in _ARTICLES else None  # 'the State', 'its plan'
    if verb and (verb == first or not introduces or first.endswith(("s", "ed"))):
        yield begin, verb
    if not introduces and (verb := noun_of(first)) and text.words[begin + 1 : begin + 2] in {("of",), ("and",), ("the",)}:
        yield begin, verb
    yield from _behind_a_break(text, begin)
    yield from _of_a_subject(text, begin)
    if not introduces:
        yield from _anywhere(text, begin)


def _behind_a_break(text: Text, begin: int) -> Iterator[tuple[int, str]]:
    for place in range(begin + 1, len(text)):
        if _BREAK.search(text.folded, text.spans[place - 1][1], text.spans[place][0]):
            found = _past(text, place, frozenset({"to", "and", "that"}))
            if text.words[found] in verbs():
                yield found, text.words[found]


def _of_a_subject(text: Text, begin: int) -> Iterator[tuple[int, str]]:
    """'That the law be revised', 'the State should revise'."""
    for place in range(begin + 1, min(len(text), _SUBJECT)):
        found = past_adverbs(text, place)
        word = text.words[found]
        if text.words[place - 1] in _BEING and word.endswith(("ed", "en", "t")) and (verb := verb_of(word)):
            yield found, verb
        if text.words[place - 1] in _MODAL and word in verbs() and word != "be":
            yield found, word


def _anywhere(text: Text, begin: int) -> Iterator[tuple[int, str]]:
    for place in range(begin, min(len(text), _FAR)):
        if text.words[place] in verbs() and text.words[place] not in words("no_verb_inside"):
            yield place, text.words[place]
    for place in range(begin, min(len(text), _NEAR)):
        if verb := noun_of(text.words[place]):
            yield place, verb
