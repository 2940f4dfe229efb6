"""Whoever is named in a request may be anybody: such words become no title, and no reason of a link."""

from __future__ import annotations

import re
from functools import lru_cache

from upright.analysis.terms import stems
from upright.linking.rarity import is_listed

_ADDRESSED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sheikh|Sayyid|Ayatollah|Bishop|Pastor)\b\.?\s")
_OF_PERSONS = re.compile(
    r"\b(?:release|detention|imprisonment|arrest|killing|murder|assassination|death|disappearance|case|trial)s?\b", re.IGNORECASE
)
_NAMED = re.compile(r"(?<!^)\b[A-Z][a-z’'-]+(?:\s+(?:al-|bin\s|de\s)?[A-Z][a-z’'-]+)+")
_LARGE = re.compile(r"\b[A-Z][^\W_]+")
_WORD = re.compile(r"[^\W_]+")


def may_be_named(text: str) -> bool:
    """Somebody is addressed, or words with large letters stand where persons are spoken of."""
    return bool(_ADDRESSED.search(text) or (_OF_PERSONS.search(text) and _NAMED.search(text)))


@lru_cache(maxsize=65_536)
def names(text: str) -> frozenset[str]:
    """The words, in small letters, that may be a person's name: those with large letters that hardly any request has, two together, or
    alone where persons are spoken of."""
    spans = [match[0] for match in _NAMED.finditer(text)]
    if _ADDRESSED.search(text) or _OF_PERSONS.search(text):
        spans += _LARGE.findall(text)
    return frozenset(word.casefold() for span in spans for word in _WORD.findall(span) if not any(map(is_listed, stems(word))))
