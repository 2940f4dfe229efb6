"""Word files (DOCX) -> text layer, with the numbers that Word computes.

The body in order, one line a paragraph; headers first (a symbol may stand only there), footnotes and endnotes last. Insertions are kept and
deletions dropped; of a field its result is kept. Footers, comments, hidden words and pictures are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from upright.exceptions import UnreadableFile
from upright.extract.numbering import Numbering, W, number, printed, value, word_lists
from upright.extract.parts import DAMAGED, Parts
from upright.extract.styles import Styles, toggle
from upright.extract.text import Run, TextLayer, Writer

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_DROPPED = frozenset(W + name for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "tblPr", "sdtPr", "rt"))
_MARK = re.compile(r"\d{1,3}|[*∗†‡]{1,3}")
_GLYPHS = {"f0b7": "•", "f0a7": "▪", "f02d": "-", "f0d8": "➢", "f0fc": "✓"}
_PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")  # the number of a page that a text layer does not have


def read(data: bytes) -> TextLayer:
    """The text layer of a Word file. UnreadableFile when it is damaged, encrypted, or holds no words."""
    parts = Parts(data)
    name = parts.main()
    root = parts.xml(name) if name else None
    body = None if root is None else root.find(W + "body")
    if name is None or body is None:
        raise UnreadableFile(DAMAGED)
    reader = _Reader(parts, name)
    reader.headers(body)
    reader.blocks(body)
    reader.finish()
    layer = reader.writer.layer(MEDIA_TYPE)
    if not any(character.isalnum() for character in layer.text):
        raise UnreadableFile("the Word file holds no words (only pictures?); run it through text recognition first")
    return layer


def _gives_page(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and words[0].upper() in _PAGE_FIELDS


@dataclass(slots=True)
class _Field:
    """A complex field that is open: its instruction comes first, its result after `separate`."""

    instruction: str = ""
    result: bool = False

    @property
    def hidden(self) -> bool:
        return not self.result or _gives_page(self.instruction)


@dataclass(slots=True)
class _Notes:
    """Footnotes or endnotes, in the order in which the text calls them."""

    bodies: dict[str, etree._Element]
    style: str
    first: int
    called: list[tuple[str, str | None]] = field(default_factory=list)  # id, and the number where it is not the author's own mark
    counted: int = 0

    def call(self, name: str, own_mark: bool) -> str | None:
        mark = None if own_mark else printed(self.first + self.counted, self.style)
        self.counted += 0 if own_mark else 1
        if name in self.bodies:
            self.called.append((name, mark))
        return mark


class _Reader:
    def __init__(self, parts: Parts, name: str) -> None:
        self.parts = parts
        self.related = parts.related(name)
        self.writer = Writer()
        self.styles = Styles(self._part("styles"))
        self.numbering = Numbering(word_lists(self._part("numbering")))
        settings = self._part("settings")
        self.footnotes = self._notes("footnote", settings, "decimal")
        self.endnotes = self._notes("endnote", settings, "lowerRoman")
        self.fields: list[_Field] = []
        self.boxes: list[etree._Element] = []
        self.carried: list[Run] = []
        self.tables = 0

    def _part(self, kind: str) -> etree._Element | None:
        return next((self.parts.xml(target) for found, target in self.related.values() if found == kind), None)

    def _notes(self, kind: str, settings: etree._Element | None, style: str) -> _Notes:
        root = self._part(kind + "s")
        bodies = {} if root is None else {note.get(W + "id") or "": note for note in root.iterfind(W + kind) if not note.get(W + "type")}
        said = None if settings is None else settings.find(W + kind + "Pr")
        return _Notes(bodies, value(said, "numFmt") or style, number(value(said, "numStart")) or 1)

    # --- blocks

    def headers(self, body: etree._Element) -> None:
        """The headers' words, each once, before the body."""
        seen: set[str] = set()
        for reference in body.iter(W + "headerReference"):
            kind, target = self.related.get(reference.get(_R + "id") or "", ("", ""))
            root = self.parts.xml(target) if kind == "header" else None
            for paragraph in () if root is None else root.iter(W + "p"):
                runs = list(self._runs(paragraph))
                words = "".join(run.text for run in runs).strip()
                if words not in seen:
                    seen.add(words)
                    self.writer.paragraph(runs, style="header")
        self.boxes.clear()
        self.fields.clear()

    def blocks(self, parent: etree._Element) -> None:
        """Paragraphs and tables, in order, through content controls and tracked insertions."""
        for child in parent:
            if child.tag == W + "p":
                self._paragraph(child)
            elif child.tag == W + "tbl":
                self._table(child)
            elif child.tag not in _DROPPED:
                self.blocks(_preferred(child))

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(W + "pPr")
        runs = [*self.carried, *self._runs(paragraph)]
        self.carried = []
        if _mark_deleted(properties):  # a tracked deletion of the paragraph's end: its words go on in the next one
            self.carried = runs
            return
        style = self.styles.of_paragraph(properties)
        label = self._label(properties, style)
        level = self.styles.outline(properties, style)
        if any(run.text.strip() for run in runs):
            bold = self.styles.bold(style)
            looks = [run if run.bold is not None else replace(run, bold=bold) for run in runs]
            self.writer.paragraph([Run(label, bold=looks[0].bold), *looks], style=self.styles.name(style), level=level)
        self._text_boxes()

    def _text_boxes(self) -> None:
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.blocks(box)

    def _label(self, properties: etree._Element | None, style: str | None) -> str:
        own = None if properties is None else properties.find(W + "numPr")
        list_id, place = self.styles.numbering(style)
        if list_id is not None and style is not None and place is None:
            place = self.numbering.level_of_style(list_id, style)
        if own is not None:
            list_id = value(own, "numId") or list_id
            said = number(value(own, "ilvl"))
            place = place if said is None else said
        return self.numbering.next(list_id, place or 0) if list_id not in (None, "0") else ""

    # --- tables

    def _table(self, table: etree._Element) -> None:
        if table.find(f"{W}tr//{W}tbl") is not None:  # a table that only lays out other tables
            for row in _rows(table):
                for cell in _children(row, W + "tc"):
                    self.blocks(cell)
            return
        index, self.tables = self.tables, self.tables + 1
        for row_index, row in enumerate(_rows(table)):
            self._row(index, row_index, row)

    def _row(self, table: int, row_index: int, row: etree._Element) -> None:
        properties = row.find(W + "trPr")
        column = number(value(properties, "gridBefore")) or 0
        for cell in _children(row, W + "tc"):
            said = cell.find(W + "tcPr")
            columns = max(number(value(said, "gridSpan")) or 1, 1)
            if not (_continues(said) and not any(text.text for text in cell.iter(W + "t"))):
                start = self.writer.offset
                self.blocks(cell)
                self.writer.cell(table, row_index, column, columns, start)
            column += columns

    # --- runs

    def _runs(self, element: etree._Element) -> Iterator[Run]:
        for child in element:
            if child.tag == W + "r":
                yield from self._run(child)
            elif child.tag == W + "fldSimple":
                if not _gives_page(child.get(W + "instr") or ""):
                    yield from self._runs(child)
            elif child.tag.startswith(_M) and child.tag != _M + "t":
                yield from self._runs(child)
            elif child.tag == _M + "t":
                yield Run(child.text or "")
            elif child.tag not in _DROPPED:
                yield from self._runs(_preferred(child))

    def _run(self, run: etree._Element) -> Iterator[Run]:
        properties = run.find(W + "rPr")
        if toggle(properties, "vanish"):
            return
        bold = toggle(properties, "b")
        if bold is None:
            bold = self.styles.bold(value(properties, "rStyle"))
        raised = value(properties, "vertAlign") == "superscript"
        own_mark = False
        for child in run:
            note = self._note_call(child)
            if note is not None:
                own_mark = own_mark or note == ""
                yield Run(note, mark=True, bold=bold)
                continue
            text = self._text(child)
            if text and not any(each.hidden for each in self.fields):
                yield Run(text, mark=own_mark or (raised and bool(_MARK.fullmatch(text.strip()))), bold=bold)

    def _note_call(self, child: etree._Element) -> str | None:
        """The number of a footnote's call; '' where the author's own mark follows; None for anything else."""
        for tag, notes in ((W + "footnoteReference", self.footnotes), (W + "endnoteReference", self.endnotes)):
            if child.tag == tag:
                own = child.get(W + "customMarkFollows") in ("1", "true", "on")
                return notes.call(child.get(W + "id") or "", own) or ""
        return None

    def _text(self, child: etree._Element) -> str:
        tag = child.tag.removeprefix(W)
        if tag == "t":
            return child.text or ""
        if tag == "fldChar":
            self._field(child.get(W + "fldCharType"))
        elif tag == "instrText" and self.fields:
            self.fields[-1].instruction += child.text or ""
        elif tag == "sym":
            return _symbol(child.get(W + "char") or "")
        elif tag in ("drawing", "pict", "object") or child.tag == _MC + "AlternateContent":
            self.boxes.extend(_outermost(_preferred(child)))
        elif tag == "ruby":
            return "".join(text.text or "" for text in child.iterfind(f"{W}rubyBase//{W}t"))
        return _BREAKS.get(tag, "") if tag != "br" or child.get(W + "type") in (None, "textWrapping") else " "

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif self.fields and kind == "separate":
            self.fields[-1].result = True
        elif self.fields and kind == "end":
            self.fields.pop()

    # --- the end

    def finish(self) -> None:
        """The words of a last paragraph whose end was deleted, then the notes."""
        if self.carried:
            self.writer.paragraph(self.carried)
        for notes, style in ((self.footnotes, "footnote"), (self.endnotes, "endnote")):
            for name, mark in notes.called:
                self._note(notes.bodies[name], mark, style)

    def _note(self, body: etree._Element, mark: str | None, style: str) -> None:
        self.fields.clear()
        runs: list[Run] = []
        for paragraph in body.iter(W + "p"):
            runs += [Run("\n") if runs else Run(""), *self._runs(paragraph)]
        words = "".join(run.text for run in runs).strip()
        own = words.split(maxsplit=1)[0] if words else ""
        span = self.writer.paragraph([Run(f"{mark} " if mark else ""), *runs], style=style)
        if span:
            self.writer.note(mark or own, span)


_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def _preferred(element: etree._Element) -> etree._Element:
    """Of content that a file gives twice (for new and for old programs), the first."""
    if element.tag != _MC + "AlternateContent":
        return element
    choice = element.find(_MC + "Choice")
    return element if choice is None else choice


def _outermost(element: etree._Element) -> Iterator[etree._Element]:
    """Text boxes, without those inside other text boxes, each once where it is given twice."""
    for child in element:
        if child.tag == W + "txbxContent":
            yield child
        else:
            yield from _outermost(_preferred(child))


def _children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, through content controls and tracked insertions, without deleted ones."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "ins", W + "customXml", W + "smartTag"):
            yield from _children(child, tag)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (row for row in _children(table, W + "tr") if row.find(f"{W}trPr/{W}del") is None)


def _continues(properties: etree._Element | None) -> bool:
    """Is a cell merged with the one above or before it?"""
    if properties is None:
        return False
    merges = [properties.find(W + name) for name in ("vMerge", "hMerge")]
    return any(merge is not None and merge.get(W + "val") != "restart" for merge in merges)


def _mark_deleted(properties: etree._Element | None) -> bool:
    return properties is not None and properties.find(f"{W}rPr/{W}del") is not None


def _symbol(code: str) -> str:
    """A character of a symbol font."""
    try:
        return _GLYPHS.get(code.lower()) or chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
