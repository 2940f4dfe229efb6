"""Word files of the binary format (DOC, Word 97 to 2003) -> text layer, by the piece table ([MS-DOC] 2.4.1).

Headers first, footnotes and endnotes last, as in DOCX; of a field its result is kept. Text boxes and comments are left out.
"""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from upright.exceptions import UnreadableFile
from upright.extract.doc_tables import Look, looks, numbered_lists, table
from upright.extract.numbering import Numbering
from upright.extract.parts import DAMAGED
from upright.extract.plain import MAX_TEXT
from upright.extract.text import Run, Span, TextLayer, Writer

MEDIA_TYPE = "application/msword"
ENCRYPTED = "the file is encrypted; save a copy without a password and read that"
OLD = "the file was saved by Word 95 or an older program; save it as DOCX and read that"

WORD_97 = 0xC1  # nFib, the version of the format
_FOOTNOTE_REFERENCES, _FOOTNOTE_TEXTS, _CLX, _ENDNOTE_REFERENCES, _ENDNOTE_TEXTS = 2, 3, 33, 46, 47  # places in FibRgFcLcb97

# Line break, hyphens that do and do not break; comment marks, pictures and drawn objects have no words.
_PLAIN = str.maketrans({"\x0b": "\n", "\x1e": "-", "\x1f": None, "\x05": None, "\x01": None, "\x08": None})
_ENDS = re.compile("[^\r\x07\x0c]*[\r\x07\x0c]?")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters `start` to `end` of the text stand from byte `at` on, each `width` bytes wide."""

    start: int
    end: int
    at: int
    width: int


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph of the text, its end mark included, with its place in the text."""

    text: str
    start: int
    look: Look


def read(data: bytes) -> TextLayer:
    """The text layer of a binary Word file. UnreadableFile when it is damaged, encrypted, older than Word 97, or holds no words."""
    try:
        layer = _layer(data)
    except (OSError, struct.error, IndexError, ValueError, olefile.olefile.OleFileError) as error:  # what damaged bytes lead to
        raise UnreadableFile(DAMAGED) from error
    if not any(character.isalnum() for character in layer.text):
        raise UnreadableFile("the Word file holds no words (only pictures?); run it through text recognition first")
    return layer


def _layer(data: bytes) -> TextLayer:
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if not ole.exists("WordDocument"):
            raise UnreadableFile(DAMAGED)
        document = ole.openstream("WordDocument").read()
        magic, version, flags = struct.unpack_from("<HH6xH", document)
        if magic != 0xA5EC or version < WORD_97:
            raise UnreadableFile(OLD if magic in (0xA5DC, 0xA5EC) else DAMAGED)
        if flags & 0x8100:  # encrypted, or made unreadable with a key
            raise UnreadableFile(ENCRYPTED)
        tables = ole.openstream("1Table" if flags & 0x200 else "0Table").read()
    return _Reader(document, tables).layer()


def _pieces(document: bytes, tables: bytes) -> Iterator[_Piece]:
    clx = table(document, tables, _CLX)
    at = 0
    while clx[at] == 1:  # formatting that pieces share
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    size = struct.unpack_from("<xI", clx, at)[0]
    count = (size - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    for index in range(count):
        place = struct.unpack_from("<2xI", clx, at + 5 + 4 * (count + 1) + 8 * index)[0]
        compressed = place & 0x40000000
        yield _Piece(starts[index], starts[index + 1], (place & 0x3FFFFFFF) // (2 if compressed else 1), 1 if compressed else 2)


def _decoded(document: bytes, piece: _Piece) -> str:
    """A piece's words, one character for each place: of each byte one in Windows-1252, or of each pair of bytes one in UTF-16."""
    raw = document[piece.at : piece.at + (piece.end - piece.start) * piece.width]
    if piece.width == 1:
        return raw.decode("cp1252", "replace")
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))


def _whole(text: str) -> str:
    """Text whose characters beyond the basic plane are whole again."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(slots=True)
class _Table:
    """The table at hand: the cell that is open began at `start` of the layer."""

    index: int
    start: int
    row: int = 0
    column: int = 0


@dataclass(slots=True)
class _Reader:
    document: bytes
    tables: bytes
    writer: Writer = field(default_factory=Writer)
    marks: dict[int, str] = field(default_factory=dict)  # places in the text where a footnote is called, and its number
    fields: list[bool] = field(default_factory=list)  # open fields: has the result begun?
    tables_seen: int = 0
    open_table: _Table | None = None

    def layer(self) -> TextLayer:
        # How many characters the main text has, then its footnotes, headers, macros and comments; endnotes are last.
        main, footnotes, headers, macros, comments = struct.unpack_from("<5I", self.document, 0x4C)
        pieces = list(_pieces(self.document, self.tables))
        if any(piece.end < piece.start for piece in pieces):
            raise UnreadableFile(DAMAGED)
        if pieces[-1].end > MAX_TEXT:
            raise UnreadableFile(f"the text is larger than upright reads in one file ({MAX_TEXT // 2**20} MiB); split it")
        text = "".join(_decoded(self.document, piece) for piece in pieces)
        if len(text) < main:
            raise UnreadableFile(DAMAGED)
        paragraphs = _Paragraphs(text, pieces, looks(self.document, self.tables))
        self._headers(paragraphs.between(main + footnotes, main + footnotes + headers))
        notes = [
            *self._notes(_FOOTNOTE_REFERENCES, _FOOTNOTE_TEXTS, main, "footnote"),
            *self._notes(_ENDNOTE_REFERENCES, _ENDNOTE_TEXTS, main + footnotes + headers + macros + comments, "endnote"),
        ]
        self._body(paragraphs.between(0, main))
        for mark, (start, end), style in notes:
            self._note(mark, paragraphs.between(start, end), style)
        return self.writer.layer(MEDIA_TYPE)

    def _headers(self, paragraphs: Iterator[_Paragraph]) -> None:
        """The headers' words, each once; only those with letters, for a page number alone says nothing."""
        seen: set[str] = set()
        for paragraph in paragraphs:
            runs = list(self._runs(paragraph))
            words = "".join(run.text for run in runs).strip()
            if words not in seen and any(character.isalpha() for character in words) and not _PAGE_OR_JOB.fullmatch(words):
                seen.add(words)
                self.writer.paragraph(runs, style="header")
        self.fields.clear()

    def _body(self, paragraphs: Iterator[_Paragraph]) -> None:
        numbering = Numbering(numbered_lists(self.document, self.tables))
        for paragraph in paragraphs:
            look = paragraph.look
            ends_cell = paragraph.text.endswith("\x07")
            if look.in_table and self.open_table is None:
                self.open_table = _Table(self.tables_seen, self.writer.offset)
                self.tables_seen += 1
            if look.in_table and ends_cell and look.ends_row:
                self._end_row()
                continue
            if not look.in_table:
                self.open_table = None
            label = numbering.next(str(look.list_id), look.level) if look.list_id else ""
            runs = list(self._runs(paragraph))
            if any(run.text.strip() for run in runs):
                self.writer.paragraph([Run(label), *runs], style=None, level=look.outline)
            if ends_cell and self.open_table:
                self._end_cell(self.open_table)

    def _end_cell(self, at: _Table) -> None:
        self.writer.cell(at.index, at.row, at.column, 1, at.start)
        at.column, at.start = at.column + 1, self.writer.offset

    def _end_row(self) -> None:
        if self.open_table:
            self.open_table.row, self.open_table.column = self.open_table.row + 1, 0

    def _runs(self, paragraph: _Paragraph) -> Iterator[Run]:
        """The words that are printed: of a field the result, for a footnote's call its number."""
        for match in re.finditer("[\x13\x14\x15\x02]|[^\x13\x14\x15\x02\r\x07\x0c]+", paragraph.text):
            if match[0] == "\x13":
                self.fields.append(False)
            elif match[0] == "\x14" and self.fields:
                self.fields[-1] = True
            elif match[0] == "\x15" and self.fields:
                self.fields.pop()
            elif match[0] == "\x02":
                yield Run(self.marks.get(paragraph.start + match.start(), ""), mark=True)
            elif all(self.fields) and match[0] not in "\x13\x14\x15":
                yield Run(_whole(match[0].translate(_PLAIN)))

    # --- footnotes

    def _notes(self, references: int, texts: int, begin: int, style: str) -> Iterator[tuple[str, Span, str]]:
        """Mark and place of each footnote; the marks' places in the text are kept for `_runs`."""
        calls, bodies = table(self.document, self.tables, references), table(self.document, self.tables, texts)
        count = max((len(calls) - 4) // 6, 0)
        places = struct.unpack_from(f"<{count}I", calls) if count else ()
        kinds = struct.unpack_from(f"<{count}H", calls, 4 * (count + 1)) if count else ()
        starts = struct.unpack_from(f"<{count + 1}I", bodies) if count else (0,)
        number = 0
        for place, automatic, start, end in zip(places, kinds, starts, starts[1:], strict=False):
            number += 1 if automatic else 0
            mark = str(number) if automatic else ""
            self.marks[place] = self.marks[begin + start] = mark
            yield mark, (begin + start, begin + end), style

    def _note(self, mark: str, paragraphs: Iterator[_Paragraph], style: str) -> None:
        runs: list[Run] = []
        for paragraph in paragraphs:
            runs += [Run("\n" if runs else ""), *(Run(run.text + " " if run.mark else run.text) for run in self._runs(paragraph))]
        words = "".join(run.text for run in runs).strip()
        span = self.writer.paragraph(runs, style=style)
        if span:
            self.writer.note(mark or words.split(maxsplit=1)[0], span)


_PAGE_OR_JOB = re.compile(r"(?:Page|página|Стр\.)\s*\d*|(?:\d+\s+)?(?:GE|V)\.\d\d-\d{4,6}.*", re.IGNORECASE)


class _Paragraphs:
    """The paragraphs of the whole text with what their properties say."""

    def __init__(self, text: str, pieces: list[_Piece], found: list[tuple[int, int, Look]]) -> None:
        self._text = text
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]
        self._looks = found
        self._look_starts = [start for start, _, _ in found]

    def between(self, start: int, end: int) -> Iterator[_Paragraph]:
        """The paragraphs of one part of the text."""
        while start < end and (match := _ENDS.match(self._text, start, end)) and match[0]:
            yield _Paragraph(match[0], start, self._look(match.end() - 1))
            start = match.end()

    def _look(self, place: int) -> Look:
        """The properties of a paragraph are those at its end mark."""
        piece = self._pieces[max(bisect_right(self._starts, place) - 1, 0)]
        at = piece.at + (place - piece.start) * piece.width
        index = bisect_right(self._look_starts, at) - 1
        return self._looks[index][2] if index >= 0 and at < self._looks[index][1] else Look()
