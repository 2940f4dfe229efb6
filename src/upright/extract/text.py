"""The text layer: everything a file says, in reading order, with what the eye sees beside the words.

All offsets in upright count characters of `TextLayer.text`; `upright text FILE` prints exactly it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text layer: `text[start:end]`, without its line end.

    Of a PDF, a line as printed: `left` and `bottom` in points from the page's lower left corner, `size` in points, `bold` of its
    first character. Of a format without layout (DOCX, DOC, HTML) a whole paragraph: geometry is None, `style` the style's name.
    """

    start: int
    end: int
    page: int
    left: float | None = None
    bottom: float | None = None
    size: float | None = None
    bold: bool | None = None
    style: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: row and column count from 0; `column` counts grid columns, a merged cell spans several."""

    table: int
    row: int
    column: int
    columns: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLayer:
    """A file's text with pages and positions.

    `wrapped`: lines are broken where the page ends, not where the paragraph does (PDF, plain text).
    `marks`: spans of footnote marks in the text (superscripts). `notes`: footnote bodies where the format keeps them apart (DOCX): mark and span.
    `page_starts[i]` is the offset where page i + 1 begins; one page for formats without pages.
    """

    text: str
    media_type: str
    page_starts: tuple[int, ...]
    lines: tuple[Line, ...]
    wrapped: bool
    marks: tuple[Span, ...] = ()
    notes: tuple[tuple[str, int, int], ...] = ()
    cells: tuple[Cell, ...] = ()
    has_pages: bool = True

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, that an offset stands on; None where the format has no pages."""
        return bisect_right(self.page_starts, offset) if self.has_pages else None


# What a text layer never holds: pdfium's sign for a hyphen at a line end (a real one: 'same-sex'), soft hyphens, ligatures, control characters.
_CHARACTERS = str.maketrans(
    {"\ufffe": "-", "\u0002": "-", "\u00ad": None, "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\u00a0": " ", "\t": " "}
    | {chr(code): None for code in range(32) if chr(code) not in "\n\t\u0002"}
)  # fmt: skip


def clean_line(line: str) -> str:
    """A line as the text layer has it: characters made plain, no space at its ends."""
    return line.translate(_CHARACTERS).strip()
