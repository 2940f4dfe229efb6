"""Whoever is named in a request may be anybody: such words become no title, and no reason of a link."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from upright.analysis.terms import stems
from upright.linking.rarity import is_usual
from upright.states import all_states

_ADDRESSED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sheikh|Sayyid|Ayatollah|Bishop|Pastor)\b\.?\s")
_OF_PERSONS = re.compile(
    r"\b(?:release|detention|imprisonment|arrest|killing|murder|assassination|death|disappearance|case|trial)s?\b", re.IGNORECASE
)
# A word with a large letter before small ones; letters with marks are letters.
_LARGE_WORD = r"\b(?=[^\W\d_a-zß-öø-ÿ])[^\W\d_](?=[^\W\d_A-ZÀ-ÖØ-Þ])[^\W\d_]+(?:[’'-][^\W\d_]+)*"
_LARGE = re.compile(_LARGE_WORD)
_NAMED = re.compile(rf"(?<!^){_LARGE_WORD}(?:\s+(?:al-|bin\s|de\s)?{_LARGE_WORD})+")
_WORD = re.compile(r"[^\W_]+")


def may_be_named(text: str) -> bool:
    """Somebody is addressed, or words with large letters, not all of them usual ones, stand where persons are spoken of."""
    return bool(_ADDRESSED.search(text) or (_OF_PERSONS.search(text) and any(map(_unusual, _spans(text)))))


@lru_cache(maxsize=65_536)
def names(text: str) -> frozenset[str]:
    """The words, in small letters, that may be a person's name: those with large letters that hardly any request has, where persons are
    spoken of; elsewhere two together."""
    if _ADDRESSED.search(text) or _OF_PERSONS.search(text):
        return frozenset(word for span in _LARGE.findall(text) for word in _unusual(span))
    found = ((_unusual(span), _WORD.findall(span)) for span in _spans(text))
    return frozenset(word for unusual, words in found if len(unusual) == len(words) for word in unusual)


def _spans(text: str) -> list[str]:
    return [match[0] for match in _NAMED.finditer(text)]


def _unusual(span: str) -> list[str]:
    """Its words that hardly any request has, in small letters."""
    return [word.casefold() for word in _WORD.findall(span) if not any(map(_is_known, stems(word)))]


def _is_known(stem: str) -> bool:
    return is_usual(stem) or stem in _of_states()


@cache
def _of_states() -> frozenset[str]:
    return frozenset(stem for each in all_states().values() for stem in stems(each.name))
