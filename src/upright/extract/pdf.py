"""PDF -> text layer, with pypdfium2.

The text is pdfium's own, page by page, a form feed between pages. Geometry is asked for once a line (its first character) and for the
few digits that may be footnote marks: asking for every character would cost ten times the text itself.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from upright.exceptions import UnreadableFile
from upright.extract.text import Line, Span, TextLayer, clean_line

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 2_000
MAX_CHARACTERS = 200_000  # of one page: a dense one has 10,000

# A digit or star glued to a word, a bracket or a quotation mark: 'employment1', '(Switzerland)3 ;', 'Review*'; but 'ICCPR-OP2', 'km2'.
GLUED = re.compile(r"(?<=[^\W\d_]|[)\]”’\",;.*])(?<!OP)(?<!\bkm)(?<!\bm)(?:\d{1,3}|[*∗]{1,3})(?=[\s;.,:)\]”’*]|$)")
SMALLER = 0.85  # a superscript is set in 6 to 6.5 points beside a body of 10 and footnotes of 9


def read(path: Path) -> TextLayer:
    """The text layer of a PDF file. UnreadableFile when it is encrypted, damaged, too long, or has no text (a scan)."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise UnreadableFile(_reason(path, error)) from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableFile(f"{path.name}: {len(document)} pages are more than upright reads in one file ({MAX_PAGES}); split it")
        return _layer(document, path.name)
    finally:
        document.close()


def _reason(path: Path, error: Exception) -> str:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return f"{path.name}: the PDF is encrypted; save a copy without a password and read that"
    return f"{path.name}: the PDF is damaged or cut short; fetch it again"


def _layer(document: pdfium.PdfDocument, name: str) -> TextLayer:
    texts: list[str] = []
    lines: list[Line] = []
    marks: list[Span] = []
    starts: list[int] = []
    offset = 0
    unread: list[int] = []
    for number in range(len(document)):
        if number:
            texts.append("\f")
            offset += 1
        starts.append(offset)
        after = _page(document, number, offset, texts, lines, marks)
        if after is None:
            unread.append(number + 1)
        offset = offset if after is None else after
    text = "".join(texts)
    if not any(character.isalnum() for character in text):
        raise UnreadableFile(f"{name}: the PDF has no text layer (a scan); run it through text recognition first, for example ocrmypdf")
    return TextLayer(
        text=text,
        media_type=MEDIA_TYPE,
        page_starts=tuple(starts),
        lines=tuple(lines),
        wrapped=True,
        marks=tuple(marks),
        unread_pages=tuple(unread),
    )


def _page(document: pdfium.PdfDocument, number: int, offset: int, texts: list[str], lines: list[Line], marks: list[Span]) -> int | None:
    """Append one page's lines; the offset after it, or None for a page that is damaged."""
    try:
        page = document[number]
        textpage = page.get_textpage()
    except pdfium.PdfiumError:  # the others are still read
        return None
    if textpage.count_chars() > MAX_CHARACTERS:
        raise UnreadableFile(f"page {number + 1} holds more characters than any page does; the PDF is damaged or malicious")
    content = textpage.get_text_range()
    look = _Look(textpage.raw, whole=len(content) == textpage.count_chars())  # else: characters outside the basic plane
    printed_lines: list[_Printed] = []
    at = 0
    for printed in content.split("\n"):
        words = clean_line(printed)
        if words:
            first = at + len(printed) - len(printed.lstrip())
            left, bottom, size, bold = look.at(first)
            lines.append(Line(offset, offset + len(words), number + 1, left, bottom, size, bold))
            printed_lines.append((at, offset - first if len(words) == len(printed.strip()) else None, size))
            texts.append(words)
            offset += len(words)
        texts.append("\n")
        offset += 1
        at += len(printed) + 1
    marks += _marks(look, content, printed_lines)
    textpage.close()
    page.close()
    return offset


# A line as printed: where it begins in the page's text, what to add for its offset in the layer (None where cleaning moved its
# characters), and its size.
_Printed = tuple[int, int | None, float | None]


def _marks(look: _Look, content: str, printed: list[_Printed]) -> Iterator[Span]:
    """The footnote marks of a page: small digits or stars behind a word."""
    starts = [at for at, _, _ in printed]
    for match in GLUED.finditer(content):
        _, shift, size = printed[bisect_right(starts, match.start()) - 1] if starts else (0, None, None)
        if shift is None or not size:
            continue
        mark_size = look.size(match.start())
        if mark_size and mark_size < size * SMALLER:
            yield match.start() + shift, match.end() + shift


class _Look:
    """What the eye sees at a character of one page."""

    def __init__(self, textpage: raw.FPDF_TEXTPAGE, whole: bool) -> None:
        self._page = textpage
        self._whole = whole
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()

    def _index(self, at: int) -> int:
        return at if self._whole else int(raw.FPDFText_GetCharIndexFromTextIndex(self._page, at))

    def size(self, at: int) -> float | None:
        """Font size in points; the size alone says 1.0 where the file scales the text by its matrix."""
        index = self._index(at)
        size = float(raw.FPDFText_GetFontSize(self._page, index))
        if size <= 2 and raw.FPDFText_GetMatrix(self._page, index, ctypes.byref(self._matrix)):
            size *= abs(self._matrix.d) or abs(self._matrix.b)
        return round(size, 1) or None

    def at(self, at: int) -> tuple[float | None, float | None, float | None, bool | None]:
        """Left and bottom in points, size in points, bold."""
        index = self._index(at)
        if not raw.FPDFText_GetLooseCharBox(self._page, index, ctypes.byref(self._box)):
            return None, None, None, None
        weight = int(raw.FPDFText_GetFontWeight(self._page, index))
        return round(self._box.left, 1), round(self._box.bottom, 1), self.size(at), weight >= 600 if weight > 0 else None
