"""Which line is a heading, and of which level."""

from __future__ import annotations

import re

from upright.extract.text import Line
from upright.structure.lines import Lines

_SECTION = re.compile(r"(?:(?P<roman>[IVX]{1,6})|(?P<letter>[A-Z])|(?P<digit>\d{1,2}))\.?\s+(?=[^\W\d_])")
_NAMED = re.compile(r"(?:Introduction|INTRODUCTION|Conclusions?|Background|Foreword)[*∗]{0,3}$")
_LANGUAGES = r"(?:English|French|Spanish|Arabic|Chinese|Russian)"
# 'Annex II', 'Annex: Composition of the delegation', or '[English only]' where plain text has lost the heading above it. What follows is
# not read into records: it names whole delegations.
ANNEX = re.compile(
    r"(?:Annex(?:es)?|ANNEX(?:ES)?|Appendix|Annexes?|Anexos?|Приложени[ея]|附件"
    r"|المرفق)(?:\s+[IVX\d]+)?(?:\s*[.:–-]?\s+(?:[Cc]omposition|COMPOSITION|[Ll]ist of|LIST OF)\b.{0,80})?[*∗]{0,3}$"
    r"|(?:Composition of the delegation|COMPOSITION OF THE DELEGATION|List of participants)[*∗]{0,3}$"
    rf"|\[{_LANGUAGES}(?:[,/ ]+(?:and )?{_LANGUAGES})* only\]$"
)
CONTENTS = re.compile(
    r"(?:Contents|CONTENTS|Table of contents|TABLE OF CONTENTS|Table des matières|Índice|Indice|Содержание|目录|المحتويات)$"
)
LEADERS = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}")
# The styles of the UN's templates: chapter, section, subsections.
_UN_STYLE = re.compile(r"_?\s?H_?\s?_?(Ch|[1-5])")
_UN_LEVELS = {"Ch": 1, "1": 2, "2": 3, "3": 3, "4": 4, "5": 4}
_STYLED = re.compile(r"_?\s?(?:H_?\s?(?:Ch|\d)|H[MC]|heading|title)", re.IGNORECASE)
# 'Equality and non-discrimination (art. 5)': the bracket ends a heading; '(Spain)' ends a recommendation.
ARTICLES = re.compile(r"\((?:arts?\.|arts?\s(?=\d)|articles?|artículos?|ст\.|статьи|recommendations? \d|paras?\.)[^()]*\)$", re.IGNORECASE)
NO_HEADING_END = re.compile(r"[;:,]$|[^.]\.$")


def begins_as_heading(words: str) -> bool:
    """With a capital, or in a script that has none."""
    return words[:1].isupper() or (words[:1].isalpha() and words[:1].lower() == words[:1].upper())


def heading_level(seen: Lines, index: int, opening: bool | None, single: bool) -> int | None:
    """The level of a line that is a heading, from 1; None for a line that is none."""
    words, line = seen.words[index], seen.lines[index]
    if len(words) > 160 or not any(character.isalpha() for character in words):
        return None
    if ANNEX.match(words) or _NAMED.match(words):
        return 1
    if not seen.layer.wrapped:
        return _styled_level(words, line)
    section = _SECTION.match(words)
    larger = bool(line.size and seen.body_size and line.size > seen.body_size * 1.1)
    if NO_HEADING_END.search(words) or opening is False:
        return None
    if (
        section
        and not section["digit"]
        and (line.bold or larger or words.isupper() or line.size is None)
        and words[section.end()].isupper()
    ):
        return 1 if section["roman"] and section["roman"] not in "CD" else 2
    if larger and line.bold is not False:
        return 2
    if line.bold and single and opening and len(words) < 120 and not words.endswith(")") and words[:1].isupper():
        return 3
    return 3 if section and section["digit"] and line.bold and single and len(words) < 120 else None


def _styled_level(words: str, line: Line) -> int | None:
    if line.level is not None:
        return line.level + 1
    if line.style and (styled := _UN_STYLE.match(line.style)):
        return _UN_LEVELS[styled[1]]
    if line.style and _STYLED.match(line.style):
        return 2
    section = _SECTION.match(words)
    short = len(words) < 120 and not NO_HEADING_END.search(words)
    if section and not section["digit"] and short and (line.bold or words.isupper()):
        return 1 if section["roman"] else 2
    return 3 if line.bold and short else None
