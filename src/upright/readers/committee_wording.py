"""What a sentence of a committee says, by the words in `data/concluding_wording.csv`, and what a heading begins, by
`data/concluding_sections.csv`. Both are lists per language: a language without rows has no wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from upright.data import rows


@cache
def languages() -> frozenset[str]:
    """The languages whose wordings are known."""
    return frozenset(row["language"] for row in rows("concluding_wording.csv"))


@cache
def _patterns(language: str | None, says: str) -> tuple[re.Pattern[str], ...]:
    wanted = (row for row in rows("concluding_wording.csv") if (row["language"], row["says"]) == (language, says))
    return tuple(re.compile(row["pattern"], re.IGNORECASE) for row in wanted)


def said(language: str | None, says: str, sentence: str) -> re.Match[str] | None:
    """The first words of a sentence that say it (`says`: concern, recommends, commends, ...); None where none do."""
    words = sentence.replace("’", "'")
    return next((match for pattern in _patterns(language, says) if (match := pattern.search(words))), None)


def every(language: str | None, says: str, sentence: str) -> Iterator[re.Match[str]]:
    """All words of a sentence that say it, in the order of the patterns."""
    return (match for pattern in _patterns(language, says) for match in pattern.finditer(sentence.replace("’", "'")))


# 'III.', 'B.', '1.' before the words of a heading.
_NUMBER = re.compile(r"(?:[IVX]{1,5}|[A-Z]|\d{1,2})\s?[.)–-]\s*|[一二三四五六七八九十]{1,3}、\s*")


@cache
def _sections(language: str | None) -> tuple[tuple[str, re.Pattern[str]], ...]:
    wanted = (row for row in rows("concluding_sections.csv") if row["language"] == language)
    return tuple((row["section"], re.compile(row["pattern"], re.IGNORECASE)) for row in wanted)


def section(language: str | None, heading: str) -> str | None:
    """The section that a heading begins (introduction, positive, factors, concerns, recommendations, other, closing); None for a
    heading inside a section."""
    words = _NUMBER.sub("", heading.replace("’", "'").strip(), count=1).rstrip(" .:*∗")
    return next((name for name, pattern in _sections(language) if pattern.fullmatch(words)), None)
