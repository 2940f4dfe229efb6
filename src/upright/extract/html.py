"""HTML -> text layer: block elements become paragraphs, tables cells; scripts, styles and forms are left out."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as parser

from upright.exceptions import UnreadableFile
from upright.extract.plain import MAX_TEXT, decode
from upright.extract.text import Run, TextLayer, Writer

MEDIA_TYPE = "text/html"
MAX_SPAN = 64  # rows or columns that one cell may fill
MAX_COLUMNS = 1_000  # beyond these a cell does not reach into the rows below

_DROPPED = frozenset({"script", "style", "template", "noscript", "head", "nav", "form", "button", "select", "svg", "iframe", "object"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer header hr html legend "
        "li main ol p pre section summary table tbody td tfoot th thead tr ul",
    )
) | frozenset(_HEADINGS)
_MARK = re.compile(r"\[?(?:\d{1,3}|[*∗†‡]{1,3})\]?")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{3,20})", re.IGNORECASE)


def read(data: bytes) -> TextLayer:
    """The text layer of an HTML page. UnreadableFile when it holds no words."""
    if len(data) > MAX_TEXT:
        raise UnreadableFile(f"the page is larger than upright reads in one file ({MAX_TEXT // 2**20} MiB); split it")
    words = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decode(data)).replace("\x00", "")
    bounded = parser.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = parser.document_fromstring(words, parser=bounded)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("the page holds no words") from error
    if any("Excessive depth" in entry.message for entry in bounded.error_log):
        raise UnreadableFile("the page nests its elements too deeply to be a document; save it as text and read that")
    reader = _Reader()
    reader.element(root)
    reader.close()
    layer = reader.writer.layer(MEDIA_TYPE)
    if not any(character.isalnum() for character in layer.text):
        raise UnreadableFile("the page holds no words (only scripts or pictures?); save it from the browser once it is shown in full")
    return layer


def _decode(data: bytes) -> str:
    """By byte order mark or UTF-8; else by what the page says of itself."""
    said = _CHARSET.search(data[:4096])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode(said[1].decode("ascii")) if said else decode(data)
        except (UnicodeDecodeError, LookupError):
            return decode(data)


class _Reader:
    def __init__(self) -> None:
        self.writer = Writer()
        self.runs: list[Run] = []
        self.style: str | None = None
        self.label = ""  # of a list's item, before its first words
        self.tables = 0
        self.lists: list[int | None] = []  # the next number of each open list; None for bullets

    def element(self, element: etree._Element, bold: bool = False, raised: bool = False, kept: bool = False) -> None:
        """Read one element and what follows inside it."""
        tag = element.tag
        if tag in _DROPPED:
            return
        if tag == "br":
            self.runs.append(Run("\n"))
        elif tag == "table" and element.find(".//table") is None:
            self._table(element)
        elif tag in _BLOCKS:
            self._block(element, bold, kept or tag == "pre")
        else:
            self._content(element, bold or tag in ("b", "strong"), raised or tag == "sup", kept)

    def _content(self, element: etree._Element, bold: bool, raised: bool, kept: bool) -> None:
        self._words(element.text, bold, raised, kept)
        for child in element:
            self.element(child, bold, raised, kept)
            self._words(child.tail, bold, raised, kept)

    def _words(self, text: str | None, bold: bool, raised: bool, kept: bool) -> None:
        if text:
            if self.label and text.strip():
                self.runs, self.label = [Run(self.label)], ""
            words = text if kept else re.sub(r"[ \t\r\n\f]+", " ", text)
            self.runs.append(Run(words, mark=raised and bool(_MARK.fullmatch(words.strip())), bold=bold or None))

    def _block(self, element: etree._Element, bold: bool, kept: bool) -> None:
        self.close()
        tag = str(element.tag)
        if tag in ("ol", "ul"):
            self.lists.append(_start(element) if tag == "ol" else None)
        if tag == "li":
            self.label = self._number(element)
        outer, self.style = self.style, tag if tag not in ("div", "body", "html", "section", "article", "main") else self.style
        self._content(element, bold or tag in _HEADINGS or tag == "th", False, kept)
        self.close()
        self.style = outer
        self.label = "" if tag == "li" else self.label
        if tag in ("ol", "ul"):
            self.lists.pop()

    def _number(self, item: etree._Element) -> str:
        """What the browser shows before an item: its number, or a bullet."""
        count = self.lists[-1] if self.lists else None
        if count is None:
            return "• "
        said = item.get("value") or ""
        count = int(said) if re.fullmatch(r"\d{1,6}", said) else count
        self.lists[-1] = count + 1
        return f"{count}. "

    def close(self) -> None:
        """End the paragraph at hand. Spaces beside line breaks go."""
        if self.runs and any(run.text.strip() for run in self.runs):
            self.writer.paragraph(_single_spaces(self.runs), style=self.style, level=_HEADINGS.get(self.style or ""))
        self.runs = []

    def _table(self, table: etree._Element) -> None:
        self.close()
        index, self.tables = self.tables, self.tables + 1
        taken: dict[int, int] = {}  # columns that a cell of a row above still fills, and for how many rows
        for row_index, row in enumerate(table.iter("tr")):
            column = 0
            below: dict[int, int] = {}
            for cell in row.iterchildren("td", "th"):
                while taken.get(column, 0):
                    column += 1
                columns, rows = _span(cell, "colspan"), _span(cell, "rowspan")
                start = self.writer.offset
                self._block(cell, False, False)
                self.writer.cell(index, row_index, column, columns, start)
                if rows > 1 and column < MAX_COLUMNS:
                    below.update(dict.fromkeys(range(column, column + columns), rows))
                column += columns
            taken = {place: rows - 1 for place, rows in {**taken, **below}.items() if rows > 1}


def _start(element: etree._Element) -> int:
    said = element.get("start") or ""
    return int(said) if re.fullmatch(r"\d{1,6}", said) else 1


def _span(cell: etree._Element, name: str) -> int:
    said = cell.get(name) or ""
    return min(max(int(said), 1), MAX_SPAN) if re.fullmatch(r"\d{1,6}", said) else 1


def _single_spaces(runs: list[Run]) -> list[Run]:
    """Runs without the space that a page's source has at its own line ends and beside breaks."""
    tidy: list[Run] = []
    before = "\n"
    for run in runs:
        text = re.sub(r" *\n *", "\n", run.text)
        if before[-1] in " \n" and text.startswith(" "):
            text = text[1:]
        if text:
            before = text
            tidy.append(Run(text, run.mark, run.bold))
    return tidy
