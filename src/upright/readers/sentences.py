"""Sentences of UN prose: 'Mr.', 'No. 5', 'para. 3' and 'St. Lucia' end none."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.?!][”’\"')]*\s+(?=[A-Z“‘\"(])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mme|Dr|Prof|Sr|Sra|Sres|Sh|St|H\.E|H|E|S\.E|Nos?|[Pp]aras?|[Aa]rts?|[Cc]hap|[Ss]ect|[Vv]ol|pp?|i\.e|e\.g|cf"
    r"|Lt|Gen|Hon|Amb|Rev|Messrs|Corr|Add|vs?)|\b[A-Z])\.[”’\"')]*$"
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a paragraph's text."""
    start = 0
    for match in _END.finditer(text):
        end = match.start() + len(match[0].rstrip())
        if _ABBREVIATION.search(text, max(start, end - 14), end):
            continue
        yield start, end
        start = match.end()
    if start < len(text):
        yield start, len(text)
