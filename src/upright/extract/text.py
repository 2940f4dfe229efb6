"""The text layer: everything a file says, in reading order, with what the eye sees beside the words.

All offsets in upright count characters of `TextLayer.text`; `upright text FILE` prints exactly it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

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
    `marks`: spans of footnote marks in the text (superscripts). `notes`: footnote bodies where the format keeps them apart (DOCX), each
    with its mark and span.
    `page_starts[i]` is the offset where page i + 1 begins; one page for formats without pages. `unread_pages`: those that are damaged.
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
    unread_pages: tuple[int, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, that an offset stands on; None where the format has no pages."""
        return bisect_right(self.page_starts, offset) if self.has_pages else None


# What a text layer never holds: pdfium's sign for a hyphen at a line end (a real one: 'same-sex'), soft hyphens, ligatures, controls.
_CHARACTERS = str.maketrans(
    {"\ufffe": "-", "\u0002": "-", "\u00ad": None, "\u00a0": " ", "\t": " "}
    | {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
    | {chr(code): None for code in range(32) if chr(code) not in "\n\t\u0002"}
)  # fmt: skip


def plain_characters(text: str) -> str:
    """Text with plain characters: non-breaking spaces and tabs become spaces, ligatures letters; soft hyphens and control characters go."""
    return text.translate(_CHARACTERS)


def clean_line(line: str) -> str:
    """A line as the text layer has it: characters made plain, no space at its ends."""
    return plain_characters(line).strip()


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look inside a paragraph; `mark`: they are a footnote mark."""

    text: str
    mark: bool = False
    bold: bool | None = None


@dataclass(slots=True)
class Writer:
    """Writes the text layer of a format without layout, paragraph by paragraph: one paragraph, one `Line`."""

    _texts: list[str] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _marks: list[Span] = field(default_factory=list)
    _notes: list[tuple[str, int, int]] = field(default_factory=list)
    _cells: list[Cell] = field(default_factory=list)
    offset: int = 0

    def paragraph(self, runs: Iterable[Run], *, style: str | None = None, level: int | None = None) -> Span | None:
        """Write one paragraph, cleaned; its span, or None when it has no words. Line breaks inside it stay."""
        cleaned = [Run(plain_characters(run.text), run.mark, run.bold) for run in runs]
        whole = "".join(run.text for run in cleaned)
        words = whole.strip()
        if not words:
            return None
        start = self.offset
        self._find_marks(cleaned, start - whole.index(words))
        bold = next((run.bold for run in cleaned if run.text.strip()), None)
        self._lines.append(Line(start, start + len(words), 1, bold=bold, style=style, level=level))
        self._write(words + "\n")
        return start, start + len(words)

    def _find_marks(self, runs: list[Run], at: int) -> None:
        for run in runs:
            if run.mark and run.text.strip():
                lead = len(run.text) - len(run.text.lstrip())
                self._marks.append((at + lead, at + lead + len(run.text.strip())))
            at += len(run.text)

    def _write(self, text: str) -> None:
        self._texts.append(text)
        self.offset += len(text)

    def cell(self, table: int, row: int, column: int, columns: int, start: int) -> None:
        """Record a cell whose paragraphs were written since `start`. An empty one takes an empty line: no two cells share an offset."""
        end = max(start, self.offset - 1)
        if end == start:
            self._write("\n")
        self._cells.append(Cell(table, row, column, columns, start, end))

    def note(self, mark: str, span: Span) -> None:
        """Record the body of a footnote, its mark included."""
        self._notes.append((mark, *span))

    def layer(self, media_type: str) -> TextLayer:
        """What was written, as a text layer without pages."""
        return TextLayer(
            text="".join(self._texts),
            media_type=media_type,
            page_starts=(0,),
            lines=tuple(self._lines),
            wrapped=False,
            marks=tuple(self._marks),
            notes=tuple(self._notes),
            cells=tuple(self._cells),
            has_pages=False,
        )
