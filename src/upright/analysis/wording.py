"""The words of quantities in each language that figures are read in: `data/figure_words.csv` and `data/currencies.csv`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from upright.data import rows

LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language by their part in a quantity, each with what it means; folded to small letters."""

    language: str
    cardinals: dict[str, float]
    magnitudes: dict[str, float]
    fractions: dict[str, float]
    units: dict[str, str]
    durations: dict[str, str]
    qualifiers: dict[str, str]
    between: tuple[str, ...]
    joins: tuple[str, ...]
    cites: tuple[str, ...]
    people: frozenset[str]  # nouns for people
    plurals: frozenset[str]  # nouns of many without an 's'
    singulars: frozenset[str]  # words with an 's' that are no nouns of many
    stops: frozenset[str]  # words that end a noun with what stands before it


@cache
def wording(language: str) -> Wording:
    """The words of a language; a language without words has empty tables."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("figure_words.csv"):
        if row["language"] == language:
            found.setdefault(row["role"], {})[row["word"].casefold()] = row["means"]

    def numbers(role: str) -> dict[str, float]:
        return {word: float(means) for word, means in found.get(role, {}).items()}

    def words(role: str) -> tuple[str, ...]:
        return tuple(found.get(role, {}))

    return Wording(
        language=language,
        cardinals=numbers("cardinal"),
        magnitudes=numbers("magnitude"),
        fractions=numbers("fraction"),
        units=found.get("unit", {}),
        durations=found.get("duration", {}),
        qualifiers=found.get("qualifier", {}),
        between=words("between"),
        joins=words("joins"),
        cites=words("cites"),
        people=frozenset(words("people")),
        plurals=frozenset(words("plural")),
        singulars=frozenset(words("singular")),
        stops=frozenset(words("stop")),
    )


@cache
def currencies() -> dict[str, str]:
    """What a word or sign for money stands for ("US dollars" -> "US$"), by the word as it is printed."""
    return {row["word"]: row["unit"] for row in rows("currencies.csv")}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; white space between words as it comes."""
    listed = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed) or "(?!)"
