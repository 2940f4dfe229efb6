"""Specimens as PDF, line by line where the official documents have them; positions in points from the lower left corner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFName
from reportlab.pdfbase.pdfmetrics import Font, registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from pages import DISCLAIMER, Block, Document, Run, day, runs

FACES = {(False, False): "Times-Roman", (True, False): "Times-Bold", (False, True): "Times-Italic", (True, True): "Times-BoldItalic"}
BREAKABLE = re.compile(r"(?<=\w[-–])(?=\w)")


class _Described(Font):  # type: ignore[misc]
    """A standard face with widths and a descriptor, which a reader needs to know that it is bold; the face itself is not embedded."""

    def addObjects(self, document: PDFDocument) -> None:  # noqa: N802
        name = f"F{len(document.fontMapping) + 1}"
        super().addObjects(document)
        entry = document.idToObject[name]
        font = getattr(entry, "content", entry)
        bold, italic = "Bold" in self.fontName, "Italic" in self.fontName
        font.FirstChar, font.LastChar, font.Widths = 0, 255, PDFArray(self.widths)
        font.FontDescriptor = PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"), "FontName": PDFName(self.fontName), "Flags": 34 + 64 * italic + (1 << 18) * bold,
                "FontBBox": PDFArray([-168, -218, 1000, 935]), "ItalicAngle": -15 * italic, "Ascent": 683, "Descent": -217,
                "CapHeight": 662, "StemV": 139 if bold else 84,
            }
        )  # fmt: skip


for _face in FACES.values():
    registerFont(_Described(_face, _face, "WinAnsiEncoding"))


@dataclass(frozen=True, slots=True)
class Layout:
    """Measures of one layout."""

    page: tuple[float, float]
    size: float
    leading: float
    gap: float  # between paragraphs, beside the leading
    left: float
    odd: float  # how much further right odd pages begin
    width: float
    tab: float
    top: float
    bottom: float
    note_foot: float  # baseline of the last line of footnotes
    item: float  # where items begin, from `left`
    hang: float  # where their following lines begin, from `left`
    item_tab: float


LAYOUTS = {
    "2014": Layout((595.32, 842.04), 10, 12, 6, 113.3, 0, 397, 28.4, 747.3, 114, 127.5, 28.4, 28.4, 42.5),
    "2016": Layout((595.32, 842.04), 10, 12, 6, 113.3, 0, 397, 28.4, 761.4, 72, 74, 28.4, 28.4, 42.5),
    "2020": Layout((595.32, 842.04), 10, 12, 6, 113.3, 0, 397, 28.4, 747.3, 114, 127.5, 28.4, 28.4, 42.5),
    "2008": Layout((612, 792), 11.28, 13, 11.3, 66.5, 26.3, 452, 34, 709.7, 62, 64, 34, 67.7, 33.7),
}
MARK, NOTE, NOTE_MARK = 6.5, 9.0, 6.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one face at a place of a line."""

    x: float
    text: str
    face: str
    size: float
    rise: float = 0


@dataclass(slots=True)
class Line:
    """A printed line: its pieces from the left."""

    y: float
    pieces: list[Piece]

    @property
    def text(self) -> str:
        """The line as it is read."""
        words = ""
        for before, piece in zip([None, *self.pieces], self.pieces, strict=False):
            gap = before is not None and piece.x - (before.x + stringWidth(before.text, before.face, before.size)) > 1.5
            words += " " + piece.text if gap and not words.endswith(" ") else piece.text
        return words


@dataclass(slots=True)
class Page:
    """A page: its lines in the order of the file; `front` pages are the cover and the contents."""

    number: int
    lines: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    front: bool = False
    started: set[str] = field(default_factory=set)  # headings that stand on it


def write(document: Document, path: Path) -> list[Page]:
    """Write the PDF; the pages as laid out."""
    layout = LAYOUTS[document.layout]
    body = _Setter(document, layout, 3 if document.contents else 2).set()
    pages = [_cover(document)]
    if document.contents:
        pages.append(_contents(document, layout, body))
    pages += body
    canvas = Canvas(str(path), pagesize=layout.page, pageCompression=0, invariant=1, initialFontName="Times-Roman")
    canvas.setTitle(document.symbol)
    canvas.setSubject(DISCLAIMER)
    canvas.setAuthor("The upright developers")
    for page in pages:
        for line in page.lines + page.notes:
            _draw(canvas, line)
        canvas.showPage()
    canvas.save()
    return pages


def _draw(canvas: Canvas, line: Line) -> None:
    text = canvas.beginText()
    for piece in line.pieces:
        text.setTextOrigin(piece.x, line.y + piece.rise)
        text.setFont(piece.face, piece.size)
        text.textOut(piece.text)
    canvas.drawText(text)


def line(x: float, y: float, text: str, size: float = 10, *, bold: bool = False, italic: bool = False) -> Line:
    """A line of one face."""
    return Line(y, [Piece(x, text, FACES[bold, italic], size)])


# Words and lines


@dataclass(frozen=True, slots=True)
class Word:
    """What is never broken: pieces of text with their runs; `space` before it."""

    pieces: tuple[tuple[str, Run], ...]
    space: bool


def _words(text: tuple[Run, ...]) -> list[Word]:
    """Runs cut where a line may end: at spaces, and after the hyphen or dash inside a compound."""
    words: list[list[tuple[str, Run]]] = [[]]
    spaces = [False]
    for run in text:
        for at, chunk in enumerate(re.split(r" ", run.text)):
            for part, bit in enumerate(BREAKABLE.split(chunk)):
                if (at or part) and words[-1]:
                    words.append([])
                    spaces.append(part == 0)
                elif at and part == 0:
                    spaces[-1] = True
                if bit or run.anchor:
                    words[-1].append((bit, run))
    return [Word(tuple(pieces), space) for pieces, space in zip(words, spaces, strict=True) if pieces]


def _size(run: Run, size: float) -> float:
    return MARK if run.mark else size


def _wrap(text: tuple[Run, ...], size: float, starts: tuple[float, float], right: float) -> Iterator[tuple[list[Piece], list[str]]]:
    """Lines of pieces with the footnotes anchored in each; `starts`: left edge of the first line and of the following ones."""
    pieces: list[Piece] = []
    anchors: list[str] = []
    x = starts[0]
    for word in _words(text):
        first = word.pieces[0][1]
        blank = stringWidth(" ", FACES[first.bold, first.italic], size) if word.space and pieces else 0
        width = sum(stringWidth(bit, FACES[run.bold, run.italic], _size(run, size)) for bit, run in word.pieces)
        if pieces and x + blank + width > right:
            yield pieces, anchors
            pieces, anchors, x, blank = [], [], starts[1], 0
        if blank:
            pieces[-1] = Piece(pieces[-1].x, pieces[-1].text + " ", pieces[-1].face, pieces[-1].size, pieces[-1].rise)
            x += blank
        for bit, run in word.pieces:
            x = _append(pieces, x, bit, run, size)
            anchors += [run.anchor] if run.anchor else []
    yield pieces, anchors


def _append(pieces: list[Piece], x: float, bit: str, run: Run, size: float) -> float:
    """Put a bit of text behind the last piece, into it where the face is the same; where the next one begins."""
    face, own = FACES[run.bold, run.italic], _size(run, size)
    rise = size * 0.35 if run.mark else 0
    last = pieces[-1] if pieces else None
    if last and (last.face, last.size, last.rise) == (face, own, rise):
        pieces[-1] = Piece(last.x, last.text + bit, face, own, rise)
    elif bit:
        pieces.append(Piece(x, bit, face, own, rise))
    return x + float(stringWidth(bit, face, own))


# Pages


class _Setter:
    """Sets the blocks of a document on pages, footnotes at the foot of the page where their mark stands."""

    def __init__(self, document: Document, layout: Layout, first: int) -> None:
        self.document = document
        self.layout = layout
        self.pages = [self._page(first)]
        self.y = layout.top

    def set(self) -> list[Page]:
        for block in self.document.blocks:
            if block.kind == "annex":
                self._turn()
            self._block(block)
        for page in self.pages:
            _lift_notes(page, self.layout)
        return self.pages

    def _page(self, number: int) -> Page:
        page = Page(number)
        page.lines += _furniture(self.document, self.layout, number)
        return page

    def _turn(self) -> None:
        self.pages.append(self._page(self.pages[-1].number + 1))
        self.y = self.layout.top

    @property
    def _fresh(self) -> bool:
        return self.y == self.layout.top

    def _shift(self) -> float:
        return self.layout.odd if self.pages[-1].number % 2 else 0

    def _block(self, block: Block) -> None:
        if not self._fresh:
            self.y -= self.layout.gap + (15 if block.kind == "heading" and self.document.layout != "2008" else 0)
        if block.kind in ("heading", "annex") and self.y < self.layout.bottom + 60:
            self._turn()
        self.pages[-1].started.add("".join(run.text for run in block.runs if not run.mark) if block.kind in ("heading", "annex") else "")
        size = {1: 14, 2: 12}.get(block.level, self.layout.size) if self.document.layout != "2008" else self.layout.size
        label, starts = self._edges(block)
        right = self.layout.left + self.layout.width
        placed = block.kind in ("centre", "right") or (block.kind in ("heading", "annex") and self.document.layout == "2008")
        for at, (pieces, anchors) in enumerate(_wrap(block.runs, size, starts, right)):
            shown = _placed(pieces, self.layout, block.kind) if placed else pieces
            self._line(([label] if label and not at else []) + shown, anchors, max(self.layout.leading, size + 1))

    def _edges(self, block: Block) -> tuple[Piece | None, tuple[float, float]]:
        """The number or sign before a block, and where its first and its following lines begin."""
        layout = self.layout
        left = layout.left
        if block.kind == "item":
            bold = self.document.layout == "2008"
            label = Piece(left + layout.item, block.label or "", FACES[bold, False], layout.size)
            return label, (left + layout.item + layout.item_tab, left + layout.hang)
        if block.kind == "limb":
            return Piece(left + layout.tab, block.label or "", "Times-Roman", layout.size), (left + 2 * layout.tab, left)
        if block.kind == "paragraph":
            bold = block.runs[0].bold and self.document.layout == "2008"
            return Piece(left, block.label or "", FACES[bold, False], layout.size), (left + layout.tab, left)
        sign = Piece(left + layout.tab - 8.5, block.label, "Times-Roman", layout.size) if block.label else None
        return sign, self._unnumbered(block)

    def _unnumbered(self, block: Block) -> tuple[float, float]:
        """Where the first and the following lines of a block without number begin."""
        left, tab = self.layout.left, self.layout.tab
        if block.kind == "bullet":
            return left + tab, left + tab
        if block.kind == "under":
            return left + tab, left
        match = re.match(r"[IVX]+\. |[A-Z]\. ", block.runs[0].text)
        if match and block.kind == "heading" and self.document.layout != "2008":  # its number hangs left of the margin
            return left - stringWidth(match[0], "Times-Bold", 14 if block.level == 1 else 12), left
        return left, left

    def _line(self, pieces: list[Piece], anchors: list[str], leading: float) -> None:
        notes = [_note(self.document, mark, self.layout) for mark in anchors if mark in self.document.notes]
        room = sum(len(lines) for lines in notes) * 11 + len(self.pages[-1].notes) * 11
        foot = self.layout.bottom + (room + 16 if room else 0)
        if self.y < foot and not self._fresh:
            self._turn()
        page = self.pages[-1]
        page.lines.append(_shifted(Line(self.y, pieces), self._shift()))
        for lines in notes:
            page.notes += [_shifted(note, self._shift()) for note in lines]
        self.y -= leading


def _placed(pieces: list[Piece], layout: Layout, kind: str) -> list[Piece]:
    """A centred line, or one at the right margin."""
    width = sum(stringWidth(piece.text, piece.face, piece.size) for piece in pieces)
    spare = layout.width - width
    move = spare if kind == "right" else spare / 2
    return [Piece(piece.x + move, piece.text, piece.face, piece.size, piece.rise) for piece in pieces]


def _shifted(printed: Line, by: float) -> Line:
    return Line(printed.y, [Piece(piece.x + by, piece.text, piece.face, piece.size, piece.rise) for piece in printed.pieces])


def _note(document: Document, mark: str, layout: Layout) -> list[Line]:
    """The lines of a footnote, from 0 downwards."""
    lines = []
    for at, (pieces, _) in enumerate(_wrap(runs(document.notes[mark]), NOTE, (layout.left, layout.left), layout.left + layout.width)):
        sign = [Piece(layout.left - 8.6, mark, "Times-Roman", NOTE_MARK, 3)] if not at else []
        lines.append(Line(0, sign + pieces))
    return lines


def _lift_notes(page: Page, layout: Layout) -> None:
    """Put the footnotes of a page at its foot, the last line lowest."""
    for up, note in enumerate(reversed(page.notes)):
        note.y = layout.note_foot + up * 11


def _furniture(document: Document, layout: Layout, number: int) -> list[Line]:
    """Running header and page number: at the outer edge."""
    odd = number % 2 == 1
    if document.layout == "2008":
        x = 431.5 if odd else 66.5
        return [line(x, 748.6, document.symbol, layout.size), line(x, 735.6, f"Page {number}", layout.size)]
    width = stringWidth(document.symbol, "Times-Bold", 9)
    head = line(538.6 - width if odd else 56.6, 777, document.symbol, 9, bold=True)
    if document.layout == "2016":
        job = line(56.6, 30.5, document.job, 8) if odd else line(538.6 - stringWidth(document.job, "Times-Roman", 8), 30.5, document.job, 8)
        page = line(534.1 if odd else 56.6, 30.5, str(number), 9, bold=True)
        return [head, job, page] if odd else [head, page, job]
    return [head, line(538.6 - 4.5 * len(str(number)) if odd else 56.6, 86.8, str(number), 9, bold=True)]


# Covers


def _cover(document: Document) -> Page:
    page = Page(1, front=True)
    make = {"2008": _cover_2008, "2014": _cover_2014, "2016": _cover_2016, "2020": _cover_2020}[document.layout]
    page.lines = make(document)
    return page


def _cover_2014(document: Document) -> list[Line]:
    front = document.front
    lines = [
        line(56.6, 115.3, document.job),
        line(56.6, 610.2, "Human Rights Council", 12, bold=True),
        line(56.6, 597.6, front["council_session"], bold=True),
        line(56.6, 585.9, "Agenda item 6"),
        line(56.6, 573.6, "Universal Periodic Review", bold=True),
    ]
    y = 541.5
    for pieces, _ in _wrap(runs(front["title"] + "^*", bold=True), 14, (113.3, 113.3), 480):
        lines.append(Line(y, pieces))
        y -= 15
    lines.append(line(113.3, y - 18, front["state"], 14, bold=True))
    if "addendum" in front:
        lines.append(line(113.3, y - 49.4, "Addendum", 12, bold=True))
        for at, (pieces, _) in enumerate(_wrap(runs(front["addendum"], bold=True), 12, (113.3, 113.3), 510)):
            lines.append(Line(y - 80.8 - 13.6 * at, pieces))
    lines.append(line(104.4, 154.8, "*", MARK))
    lines += [Line(150.2 - 11 * at, pieces) for at, (pieces, _) in enumerate(_wrap(runs(document.cover_note), NOTE, (113.3, 113.3), 510))]
    return lines + _masthead(document)


def _masthead(document: Document) -> list[Line]:
    """United Nations, the symbol, the date: the last text of a cover in the file."""
    return [
        Line(778, [Piece(119.7, "United Nations", "Times-Roman", 14), Piece(391, document.symbol, "Times-Roman", 14)]),
        Line(747.8, [Piece(119.7, "General Assembly", "Times-Bold", 20), Piece(392.2, "Distr.: General", "Times-Roman", 10)]),
        line(392.2, 737, day(document.dated)),
        line(392.2, 713, "Original: English"),
    ]


def _cover_2008(document: Document) -> list[Line]:
    front = document.front
    size = LAYOUTS["2008"].size

    def centred(y: float, text: str) -> Line:
        return line(306 - stringWidth(text, "Times-Bold", size) / 2, y, text, size, bold=True)

    lines = [
        line(92.8, 726, "UNITED", 13.2, bold=True),
        Line(711, [Piece(92.8, "NATIONS", "Times-Bold", 13.2), Piece(500, "A", "Times-Bold", 30)]),
        Line(663.7, [Piece(166.1, "General Assembly", "Times-Bold", 16.9), Piece(409.3, "Distr.", "Times-Roman", size)]),
    ]
    for y, text in ((649.6, "GENERAL"), (623.6, document.symbol), (610.6, day(document.dated)), (584.7, "Original: ENGLISH")):
        lines.append(line(409.3, y, text, size))
    for y, text in ((551.2, "HUMAN RIGHTS COUNCIL"), (525.3, front["council_session"]), (512.3, "Agenda item 6")):
        lines.append(line(92.8, y, text, size))
    lines += [centred(369.4, "UNIVERSAL PERIODIC REVIEW"), centred(343.4, front["title"]), centred(317.4, front["state"] + " *")]
    lines.append(line(92.8, 148.8, "_" * 25, size))
    for at, (pieces, _) in enumerate(_wrap(runs("* " + document.cover_note), size, (126.7, 92.8), 520)):
        lines.append(Line(122.9 - 13 * at, pieces))
    return [*lines, line(90.2, 55.6, document.job, size)]


def _cover_2016(document: Document) -> list[Line]:
    front = document.front
    texts = [
        (624, front["body"], 12, True), (611, front["committee_session_words"], 10, True), (578, front["meeting"], 14, True),
        (560, front["held"], 10, False), (536, front["chair"], 10, False), (500, "Contents", 14, False), (478, front["agenda"], 10, False),
        (460, front["report"], 10, False),
    ]  # fmt: skip
    lines = [line(56.6, 30.5, f"{document.job} (E)")]
    for y, text, size, bold in texts:
        x = 56.6 if y > 600 else 113.3
        for at, (pieces, _) in enumerate(_wrap(runs(text, bold=bold), size, (x, x), 520)):
            lines.append(Line(y - 12 * at, pieces))
    for at, (pieces, _) in enumerate(_wrap(runs(document.cover_note), NOTE, (113.3, 113.3), 510)):
        lines.append(Line(90 - 11 * at, pieces))
    masthead = _masthead(document)
    masthead[1] = Line(747.8, [Piece(119.7, front["covenant"], "Times-Bold", 11), Piece(392.2, "Distr.: General", "Times-Roman", 10)])
    return lines + masthead


def _cover_2020(document: Document) -> list[Line]:
    lines = [line(56.6, 30.5, f"{document.job} (E)")]
    for y, text, size in ((624, document.front["body"], 12), (578, document.front["title"] + "^*", 14)):
        x = 56.6 if y > 600 else 113.3
        for at, (pieces, _) in enumerate(_wrap(runs(text, bold=True), size, (x, x), 520)):
            lines.append(Line(y - 16 * at, pieces))
    for at, (pieces, _) in enumerate(_wrap(runs("* " + document.cover_note), NOTE, (113.3, 113.3), 510)):
        lines.append(Line(90 - 11 * at, pieces))
    masthead = _masthead(document)
    masthead[1] = Line(
        747.8, [Piece(119.7, document.front["covenant"], "Times-Bold", 10), Piece(412, "Distr.: General", "Times-Roman", 10)]
    )
    return lines + masthead


def _contents(document: Document, layout: Layout, body: list[Page]) -> Page:
    """The contents page: heading, dots, paragraphs, page."""
    page = Page(2, front=True)
    page.lines = _furniture(document, layout, 2)
    old = document.layout == "2008"
    title = line(261.8, 709.7, "CONTENTS", layout.size, bold=True) if old else line(56.6, 743, "Contents", 14)
    page.lines.append(title)
    columns = [Piece(419.3 if old else 460.2, "Paragraphs", "Times-Roman", 9), Piece(510, "Page", "Times-Roman", 9)]
    page.lines.append(Line(685 if old else 725, columns))
    y = 660.0 if old else 707.3
    for heading, paragraphs, place in document.contents:
        at = next((one.number for one in body if any(place.lower() == words.lower() for words in one.started)), None) if place else None
        page.lines.append(_entry(heading.upper() if old and re.match(r"I+\. ", heading) else heading, paragraphs, at, y))
        y -= 18
    return page


def _entry(heading: str, paragraphs: str, at: int | None, y: float) -> Line:
    x = 113.3 if re.match(r"[A-H]\. |Introduction|Composition", heading) else 90
    if at is None:
        return line(72.5, y, heading)
    dots = "." * int((440 - x - stringWidth(heading, "Times-Roman", 10)) / 2.5)
    columns = ((x, heading + dots), (461, paragraphs), (515, str(at)))
    return Line(y, [Piece(left, text, "Times-Roman", 10) for left, text in columns if text])
