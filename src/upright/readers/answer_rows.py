"""The rows of a table in an addendum that answer recommendations: number, position, comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from upright.extract.text import Span
from upright.readers.document import Document
from upright.readers.numbers import NUMBER_LIST, numbers
from upright.readers.verdicts import Verdict, heading_verdict, status

REPEATED = re.compile(r"\([^()]+(?:\([^()]+\))?\)[;.]?\s*$|[”\"][;.]?\s*$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table that answers recommendations: its number cell, the cell or the column that states a position, and the rest."""

    numbers: tuple[str, ...]
    position: Verdict | None
    stated: str
    text: str
    span: Span


_CHECKED = re.compile(r"[xX✓✔√☑☒•●+]|yes|Yes", re.IGNORECASE)
_NUMBER_CELL = re.compile(rf"(?:(?i:recommendations?|recs?\.?|nos?\.?|paras?\.?)\s*)*\(?(?P<list>{NUMBER_LIST.pattern})\)?[.:)]?(?=\s|$)")


def rows(document: Document) -> Iterator[Row]:
    """The rows of Word tables; a PDF shows no cells, its rows are read as entries."""
    cells = document.layer.cells
    over: tuple[Verdict, str] | None = None
    header: list[Verdict | None] = []
    for (_, row), group in groupby(cells, key=lambda cell: (cell.table, cell.row)):
        some = list(group)
        texts = [document.words(cell.start, cell.end) for cell in some]
        span = (some[0].start, some[-1].end)
        if row == 0:
            header, over = [heading_verdict(text) if text else None for text in texts], None
        match = next((found for text in texts[:2] if (found := _NUMBER_CELL.match(text))), None)
        if match is None:
            spanning = {text for text in texts if text}
            if row and len(spanning) == 1 and (verdict := heading_verdict(spanning.pop())):
                over = (verdict, next(text for text in texts if text))
            continue
        verdict, stated = _cell_verdict(texts, header, over)
        rest = [text[found.end() :].strip() if (found := _NUMBER_CELL.match(text)) and at < 2 else text for at, text in enumerate(texts)]
        answer = [text for at, text in enumerate(rest) if text and text != stated and not (at < len(rest) - 1 and REPEATED.search(text))]
        yield Row(tuple(dict.fromkeys(numbers(match["list"]))), verdict, stated, " ".join(answer), span)


def _cell_verdict(texts: list[str], header: list[Verdict | None], over: tuple[Verdict, str] | None) -> tuple[Verdict | None, str]:
    """A cell that is a status, a column 'Accepted' that is ticked, or the row above that spans the table."""
    for text in texts:
        verdict = status(text[:1].upper() + text[1:]) if text else None
        if verdict and len(text.split()) <= 12:
            return verdict, text
    for text, column in zip(texts, header, strict=False):
        if column and _CHECKED.fullmatch(text.strip()):
            return column, text
    return over or (None, "")
