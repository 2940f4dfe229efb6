"""Text layer -> numbered paragraphs, headings, footnotes, furniture: every line of the text belongs to exactly one block.

Numbers are believed when they are the next ones expected and stand where a paragraph can begin; a number that breaks the sequence needs
the stronger sign of white space above it. What cannot be a paragraph stays part of the one before: nothing is dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from upright.extract.text import Line, Span, TextLayer


class BlockKind(StrEnum):
    COVER = "cover"  # the first page: symbol, title, date
    CONTENTS = "contents"  # table of contents
    HEADING = "heading"
    PARAGRAPH = "paragraph"  # numbered: a paragraph, an item of a list (124.1), or a limb ("12 (a)")
    TEXT = "text"  # unnumbered text in the body: quotation, continuation after a table, closing line
    TABLE = "table"  # one cell
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"  # running headers, page numbers, job numbers, barcodes
    ANNEX = "annex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block. `pieces` are the spans of the text layer that are its own words (whole lines, furniture and footnotes left out);
    `text` is their words joined, with the number, without footnote marks. `label` is the number as cited ("24", "124.1", "12 (a)"; for a
    footnote its mark), `headings` the path of headings above it.
    """

    kind: BlockKind
    label: str | None
    pieces: tuple[Span, ...]
    text: str
    headings: tuple[str, ...] = ()
    level: int | None = None  # of a heading, from 1
    marks: tuple[tuple[str, int], ...] = ()  # footnote marks in it: the mark, and its offset in the text layer

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A document's blocks, in order of their first line."""

    layer: TextLayer
    blocks: tuple[Block, ...]
    marks: tuple[Span, ...]  # footnote marks, also those found by their sequence in formats without superscripts


# --- joining -------------------------------------------------------------------------------------------------------------------------

# 'short-' at a line end keeps its space before 'and long-term': only then is the hyphen not inside one word.
_HANGING = re.compile(r"(?:and|or|et|ou|y|и|или)\b")


_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})  # one for one: offsets stay


@dataclass(frozen=True, slots=True)
class Aligned:
    """Words joined from pieces of the text layer, and the way back: `segments` are (offset in `text`, offset in the layer), ascending."""

    text: str
    segments: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the text layer."""
        return self._offset(start), self._offset(max(end - 1, start)) + 1

    def _offset(self, at: int) -> int:
        joined, layer = self.segments[max(bisect_right(self.segments, (at, 1 << 60)) - 1, 0)]
        return layer + at - joined


def align(layer: TextLayer, pieces: Iterable[Span], marks: tuple[Span, ...]) -> Aligned:
    """The words of some pieces of the text layer as running text, footnote marks left out.

    A hyphen at a line end is a real one ('same-sex') and takes no space after it.
    """
    text = ""
    segments: list[tuple[int, int]] = []
    for start, end in pieces:
        line_begins = True
        for match in _runs(layer.text, start, end, marks):
            words = match[0]
            if line_begins and text and not (text.endswith("-") and not text.endswith(" -") and not _HANGING.match(words)):
                text += " "
            elif not line_begins and match[2]:
                text += " "
            segments.append((len(text), match[1]))
            text += words
            line_begins = False
    return Aligned(text, tuple(segments))


def _runs(text: str, start: int, end: int, marks: tuple[Span, ...]) -> Iterator[tuple[str, int, bool]]:
    """Runs of words with single spaces: the words, their offset, and whether white space stands before them."""
    cuts = [mark for mark in marks[bisect_left(marks, (start, 0)) : bisect_left(marks, (end, 0))]]
    for a, b in zip([start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end], strict=True):
        piece = text[a:b].translate(_SPACES)
        if "  " in piece or "\t" in piece or "\n" in piece:
            for match in re.finditer(r"\S+(?: \S+)*", piece):
                yield match[0], a + match.start(), match.start() > 0
        elif words := piece.strip():
            yield words, a + piece.index(words), piece[0] == " "


def passage(layer: TextLayer, pieces: Iterable[Span], marks: tuple[Span, ...]) -> str:
    """The words of some pieces of the text layer as running text; see `align`."""
    return align(layer, pieces, marks).text


# --- furniture and footnotes ---------------------------------------------------------------------------------------------------------

_SYMBOL_LINE = re.compile(r"(?:United Nations\s+)?[A-Z]{1,5}/[A-Z0-9][A-Za-z0-9./ \-]*[A-Z0-9][*]{0,3}(?:\s+\d{1,4})?$")
_PAGE_LINE = re.compile(r"(?:Page|page|Página|página|Стр\.|стр\.)\s*\d{1,4}$|\d{1,4}$|\d{1,4}/\d{1,4}$")
_JOB_LINE = re.compile(r"(?:\d{1,4}\s+)?(?:GE|V)\.\s?\d\d-\d{4,6}.{0,40}$|[*\uf02a][\d\uf030-\uf039]{7}[*\uf02a]$|[\uf000-\uf0ff\s]+$")
_RULE_LINE = re.compile(r"[_\u2014\u2013\-]{5,}$")
# '** Conclusions and recommendations have not been edited.' stands at the foot of the page where section II begins (2012 on); in plain
# text its stars are lost and it stands between two recommendations.
_UNEDITED = re.compile(r"[*∗\s]*(?:The )?conclusions and(?:/or)? recommendations (?:have not been|will not be) edited", re.IGNORECASE)
_STARS = re.compile(r"[*∗]{1,3}$")  # the note's mark alone, its words on the next line
_NOTE_START = re.compile(r"(\d{1,3}|[*∗]{1,3}|[a-z])\s*(?=\S)")
_ALONE = re.compile(r"(?:\d{1,3}|[*∗]{1,3})$")  # the mark on a line of its own
_TRAILING_MARK = re.compile(r"[.)”\"]\s*(\d{1,2})$")
_PLAIN_NOTE = re.compile(r"(\d{1,3})\s+(?=[A-Z“\"])")
# 'employment1', '(State)3 ;' and 'poor.22', but neither 'Add.1' nor '99.2'.
_GLUED_DIGITS = re.compile(r"(?:(?<=[^\W\d_]{2})|(?<=[)”’\"])|(?<=[^\W\d_]{3}[.,;])|(?<=[)”’\"][.,;]))(?<!Add\.)(?<!Corr\.)(?<!Rev\.)(?<!Nos\.)(?<!ara\.)(\d{1,3})(?=[\s;.,:)”]|$)")


def _is_furniture(words: str, edge: bool, near_furniture: bool) -> bool:
    if _JOB_LINE.match(words):
        return True
    if not edge:
        return False
    return bool(_SYMBOL_LINE.match(words)) or (near_furniture and bool(_PAGE_LINE.match(words)))


@dataclass(slots=True)
class _Lines:
    """The lines of a layer with what was found out about each."""

    layer: TextLayer
    lines: tuple[Line, ...]
    words: list[str]
    body_size: float | None
    furniture: list[bool]
    note: list[str | None]  # the mark of the footnote that the line belongs to


def _look_at(layer: TextLayer) -> _Lines:
    words = [layer.text[line.start : line.end].strip() for line in layer.lines]
    sizes: Counter[float] = Counter()
    for line in layer.lines:
        if line.size:
            sizes[line.size] += line.end - line.start
    body_size = sizes.most_common(1)[0][0] if sizes else None
    seen = _Lines(layer, layer.lines, words, body_size, [False] * len(words), [None] * len(words))
    _mark_furniture(seen)
    _mark_footnotes(seen)
    return seen


def _mark_furniture(seen: _Lines) -> None:
    if not seen.layer.wrapped:
        for index, line in enumerate(seen.lines):
            seen.furniture[index] = line.style == "header" and index > 40
        return
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(seen.lines):
        pages.setdefault(line.page, []).append(index)
    for page, indexes in pages.items():
        edges = set(indexes[:4] + indexes[-4:]) if seen.layer.has_pages else set(indexes)
        for index in indexes:
            if page == 1 and seen.layer.has_pages and not _JOB_LINE.match(seen.words[index]):
                continue  # the cover's own symbol and date
            if _ALONE.match(seen.words[index]) and _is_raised(seen, index):
                continue  # the mark of a footnote, not a page number
            near = seen.layer.has_pages or _near_furniture(seen, index)
            seen.furniture[index] = _is_furniture(seen.words[index], index in edges, near)


def _is_raised(seen: _Lines, index: int) -> bool:
    size = seen.lines[index].size
    return size is not None and seen.body_size is not None and size < seen.body_size * 0.7


def _near_furniture(seen: _Lines, index: int) -> bool:
    return any(
        0 <= other < len(seen.words) and (_SYMBOL_LINE.match(seen.words[other]) or _JOB_LINE.match(seen.words[other]))
        for other in (index - 1, index + 1)
    )


def _mark_footnotes(seen: _Lines) -> None:
    """Footnotes stand in smaller type at the foot of a page, each behind its mark; one may go on at the foot of the next page."""
    for index, words in enumerate(seen.words):
        if seen.furniture[index]:
            continue
        if seen.layer.wrapped and _RULE_LINE.match(words):
            seen.furniture[index] = True
        elif _UNEDITED.match(words) or _STARS.match(words):
            seen.note[index] = "**"
    _mark_kept_apart(seen)
    if seen.body_size is None:
        return
    last: str | None = None
    for zone in _foot_zones(seen):
        last = _read_zone(seen, zone, last)


def _mark_kept_apart(seen: _Lines) -> None:
    """Footnotes that the format itself keeps apart (DOCX)."""
    starts = [line.start for line in seen.lines]
    for mark, start, end in seen.layer.notes:
        for index in range(bisect_left(starts, start), bisect_left(starts, end)):
            seen.note[index] = mark


def _foot_zones(seen: _Lines) -> Iterator[list[int]]:
    """For each page the lines at its foot that are smaller than the body."""
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(seen.lines):
        if not seen.furniture[index]:
            pages.setdefault(line.page, []).append(index)
    for indexes in pages.values():
        zone: list[int] = []
        for index in reversed(indexes):
            if not _is_smaller(seen, index) and seen.note[index] is None:
                break
            zone.append(index)
        if zone and len(zone) < len(indexes):
            yield zone[::-1]


def _is_smaller(seen: _Lines, index: int) -> bool:
    return (seen.lines[index].size or 99) < (seen.body_size or 0) * 0.96


def _read_zone(seen: _Lines, zone: list[int], last: str | None) -> str | None:
    """Give each line of a zone its footnote's mark; the mark that is still open at its end."""
    mark: str | None = None
    follows: str | None = None  # a mark that stands at the end of the line before: '... (Brazil). 2'
    for index in zone:
        begins = _mark_at(seen, index) or follows
        if begins is None and mark is None:
            if last is None or seen.note[index] is not None:
                continue
            begins = last  # carried over from the page before
        mark = begins or mark
        seen.note[index] = seen.note[index] or mark
        trailing = _TRAILING_MARK.search(seen.words[index])
        follows = trailing[1] if trailing and mark is not None and _follows(trailing[1], mark) else None
    return mark


def _mark_at(seen: _Lines, index: int) -> str | None:
    words = seen.words[index]
    if seen.note[index] is not None:
        return seen.note[index]
    if (seen.lines[index].size or 99) >= (seen.body_size or 0) * 0.8:
        return None
    start = _ALONE.match(words) or _NOTE_START.match(words)
    return start[0].strip() if start else None


def _follows(number: str, mark: str) -> bool:
    return number == (str(int(mark) + 1) if mark.isdigit() else "1")


# --- where paragraphs can begin --------------------------------------------------------------------------------------------------------


def _openings(seen: _Lines, body: list[int]) -> list[bool | None]:
    """For each line of the body: is there white space above it? None where the layout does not say."""
    if not seen.layer.wrapped:
        return [True] * len(body)
    gaps: list[float | None] = [None]
    for before, index in zip(body, body[1:], strict=False):
        a, b = seen.lines[before], seen.lines[index]
        known = a.page == b.page and a.bottom is not None and b.bottom is not None
        gaps.append(round((a.bottom or 0) - (b.bottom or 0), 1) if known else None)
    usual = Counter(round(gap) for gap in gaps if gap is not None and gap > 4).most_common(1)
    if not usual:
        return [None] * len(body)
    least = usual[0][0] * 1.27
    return [None if gap is None or gap <= 0 else gap >= least for gap in gaps]


_COMPLETE = re.compile(r"[.;:?!…。؛][\])”’\"*∗\d]*$|\)$")


# --- numbering -------------------------------------------------------------------------------------------------------------------------

# '124.1 Adopt', '67.1. Adopt', and the slips '77. 24 Adopt' and '125-15. Adopt'.
_DOTTED = re.compile(r"(\d{1,3})(\.\s?|-)(\d{1,3})\.?(?:\s|(?=[A-Z“\"(]))")
_PLAIN = re.compile(r"(\d{1,3})\s?[.)](?:\s|(?=[A-Z“\"(]))|(\d{1,3})\s*[-–.](?=\s*[\u0600-\u06ff])|(\d{1,3})[.、．](?=[\u4e00-\u9fff])")
_BARE = re.compile(r"(\d{1,3})\s+(?=[A-Z“])")  # '83 Strengthen': the dot was forgotten
_LIMB = re.compile(r"\(\s?([a-z]{1,4}|[а-я]|[\u0621-\u064a]ـ?)\s?\)(?:\s|(?=[A-Z“]))")
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
# How the paragraphs of section II begin that are no items, where item and paragraph numbers collide (items 1 to 166 under paragraph 87).
_NOT_AN_ITEM = re.compile(
    r"(?:All (?:the )?|The )?(?:conclusions|(?:following |above )?recommendations? (?:formulated|listed|below|noted|above|made|will|did|do|enjoy|in|was|were|have|has|which)"
    r"|following|response|responses)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Numbering:
    """Which numbers have been given, and so which is expected next."""

    paragraph: int = 0
    item: int = 0
    dotted: bool = False
    limb: str = ""
    roman: int = 0
    base: str | None = None  # the label that limbs stand under
    paragraph_indent: float | None = None
    item_indent: float | None = None

    def dotted_item(self, first: int, second: int, opening: bool | None, odd: bool) -> str | None:
        expected = first == self.paragraph and second == self.item + 1 and (self.dotted or second == 1)
        if odd and not expected:
            return None
        # A slip such as 128.12 among the items of 129, or a gap, is believed only with white space above it.
        near = second == self.item + 1 or (abs(first - self.paragraph) <= 2 and second <= self.item + 12)
        if not expected and not (near and opening and self.paragraph):
            return None
        self.item, self.dotted = second, True
        return self._numbered(f"{first}.{second}")

    def main(self, number: int, opening: bool | None, complete: bool, indent: float | None, rest: str, after_heading: bool, leads: bool) -> str | None:
        next_item = not self.dotted and self.item > 0 and number == self.item + 1
        next_paragraph = number == self.paragraph + 1
        if next_item and next_paragraph:
            next_item = self._looks_like_item(indent, rest)
            next_paragraph = not next_item
        # At the top of a page nothing stands above the line: the number that is expected is believed where a sentence begins.
        begins = opening or (opening is None and (complete or (indent is not None and rest[:1].isupper())))
        if next_item and (begins or complete):
            return self._item(number, indent)
        if next_paragraph and (begins or complete or after_heading):
            return self._paragraph(number, indent)
        if number == 1 and self.paragraph > 1 and (opening or (leads and begins)):
            return self._item(1, indent)
        return self._slip(number, indent, rest) if opening else None

    def _slip(self, number: int, indent: float | None, rest: str) -> str | None:
        """A gap or a repeated number, with white space above it."""
        if not rest[:1].isupper() and rest[:1] not in "“\"'(":
            return None
        if not self.dotted and self.item and self.item < number <= self.item + 3 and not self._at_paragraph(indent):
            return self._item(number, indent)
        if self.paragraph <= number <= self.paragraph + 4 and self.paragraph and not self._further_in(indent):
            return self._paragraph(number, indent)
        return None

    def limb_of(self, letter: str, opening: bool | None, complete: bool) -> str | None:
        if self.base is None:
            return None
        begins = opening or (opening is None and complete)
        after = _next_letter(self.limb)
        if letter == after and (begins or complete):
            self.limb, self.roman = letter, 0
            return f"{self.base} ({letter})"
        if self.limb and self.roman < len(_ROMAN) and letter == _ROMAN[self.roman] and (begins or complete):
            self.roman += 1
            return f"{self.base} ({self.limb}) ({letter})"
        if begins and not self.limb and letter == "i":
            return None
        return None

    def expected(self) -> int:
        """The next plain number: the list's, where one is open."""
        return self.item + 1 if self.item and not self.dotted else self.paragraph + 1

    def _numbered(self, label: str) -> str:
        self.base, self.limb, self.roman = label, "", 0
        return label

    def _item(self, number: int, indent: float | None) -> str:
        self.item, self.dotted = number, False
        if indent is not None:
            self.item_indent = indent
        return self._numbered(f"{self.paragraph}.{number}")

    def _paragraph(self, number: int, indent: float | None) -> str:
        self.paragraph = number
        if self.dotted:
            self.item, self.dotted = 0, False
        if indent is not None:
            self.paragraph_indent = indent
        return self._numbered(str(number))

    def _at_paragraph(self, indent: float | None) -> bool:
        return indent is not None and self.paragraph_indent is not None and abs(indent - self.paragraph_indent) < 6

    def _further_in(self, indent: float | None) -> bool:
        return indent is not None and self.paragraph_indent is not None and indent > self.paragraph_indent + 6

    def _looks_like_item(self, indent: float | None, rest: str) -> bool:
        if indent is not None and self.item_indent is not None and self.paragraph_indent is not None and self.item_indent != self.paragraph_indent:
            return abs(indent - self.item_indent) < abs(indent - self.paragraph_indent)
        return not _NOT_AN_ITEM.match(rest)


def _next_letter(letter: str) -> str:
    return chr(ord(letter[0]) + 1) * len(letter) if letter else "a"


# --- headings --------------------------------------------------------------------------------------------------------------------------

_SECTION = re.compile(r"(?:(?P<roman>[IVX]{1,6})|(?P<letter>[A-Z])|(?P<digit>\d{1,2}))\.?\s+(?=[^\W\d_])")
_NAMED = re.compile(r"(?:Introduction|INTRODUCTION|Conclusions?|Background|Foreword)[*∗]{0,3}$")
_ANNEX = re.compile(r"(?:Annex(?:es)?|ANNEX(?:ES)?|Appendix|Annexe?s?|Anexos?|Приложени[ея]|附件|المرفق)(?:\s+[IVX\d]+)?[*∗]{0,3}$|\[(?:English|French|Spanish|Arabic|Chinese|Russian)(?:[,/ ]+(?:and )?(?:English|French|Spanish|Arabic|Chinese|Russian))* only\]$")
_CONTENTS = re.compile(r"(?:Contents|CONTENTS|Table of contents|TABLE OF CONTENTS|Table des matières|Índice|Indice|Содержание|目录|المحتويات)$")
_LEADERS = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}")
_STYLED = re.compile(r"_?\s?(?:H_?\s?(?:Ch|\d)|H[MC]|heading|title)", re.IGNORECASE)
_NO_HEADING_END = re.compile(r"[;:,]$|[^.]\.$")


def _heading_level(seen: _Lines, index: int, opening: bool | None, single: bool) -> int | None:
    """The level of a line that is a heading, from 1; None for a line that is none."""
    words, line = seen.words[index], seen.lines[index]
    if len(words) > 160 or not any(character.isalpha() for character in words):
        return None
    if _ANNEX.match(words) or _NAMED.match(words):
        return 1
    if not seen.layer.wrapped:
        return _styled_level(words, line)
    section = _SECTION.match(words)
    larger = bool(line.size and seen.body_size and line.size > seen.body_size * 1.1)
    if _NO_HEADING_END.search(words) or opening is False:
        return None
    if section and not section["digit"] and (line.bold or larger or words.isupper() or line.size is None) and words[section.end()].isupper():
        return 1 if section["roman"] and section["roman"] not in "CD" else 2
    if larger and line.bold is not False:
        return 2
    if line.bold and single and opening and len(words) < 120 and not words.endswith(")") and words[:1].isupper():
        return 3
    return 3 if section and section["digit"] and line.bold and single and len(words) < 120 else None


def _styled_level(words: str, line: Line) -> int | None:
    if line.level is not None:
        return line.level + 1
    if line.style and _STYLED.match(line.style):
        return 2
    section = _SECTION.match(words)
    short = len(words) < 120 and not _NO_HEADING_END.search(words)
    if section and not section["digit"] and short and (line.bold or words.isupper()):
        return 1 if section["roman"] else 2
    return 3 if line.bold and short else None


# --- blocks ----------------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Draft:
    kind: BlockKind
    label: str | None
    lines: list[int] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    level: int | None = None


def build(layer: TextLayer) -> Structure:
    """A text layer's blocks. Every line stands in exactly one of them."""
    seen = _look_at(layer)
    body = [index for index in range(len(seen.lines)) if not seen.furniture[index] and seen.note[index] is None]
    tabled = {line for line in body if _in_cell(layer, seen.lines[line])} if layer.cells else set()
    drafts = _Builder(seen, [index for index in body if index not in tabled]).drafts()
    marks = layer.marks if layer.marks or not layer.wrapped else _marks_by_sequence(seen, drafts)
    drafts += _cells(seen, sorted(tabled)) + _furniture_and_notes(seen) + _kept_notes(seen, drafts, marks)
    drafts = sorted((draft for draft in drafts if draft.lines), key=lambda draft: draft.lines[0])
    return Structure(layer=layer, blocks=tuple(_block(seen, draft, marks) for draft in drafts), marks=marks)


def _block(seen: _Lines, draft: _Draft, marks: tuple[Span, ...]) -> Block:
    pieces = tuple((seen.lines[index].start, seen.lines[index].end) for index in draft.lines)
    inside = tuple(
        (seen.layer.text[start:end], start)
        for start, end in marks[bisect_left(marks, (pieces[0][0], 0)) : bisect_left(marks, (pieces[-1][1], 0))]
        if any(a <= start < b for a, b in pieces)
    )
    return Block(
        kind=draft.kind,
        label=draft.label,
        pieces=pieces,
        text=passage(seen.layer, pieces, marks),
        headings=draft.headings,
        level=draft.level,
        marks=inside,
    )


class _Builder:
    """Walks the lines of the body once and cuts them into drafts of blocks."""

    def __init__(self, seen: _Lines, body: list[int]) -> None:
        self.seen = seen
        self.body = body
        self.openings = _openings(seen, body)
        self.numbering = _Numbering()
        self.path: list[tuple[int, str]] = []
        self.done: list[_Draft] = []
        self.current = _Draft(BlockKind.COVER, None)
        self.annex = False
        self.bases = _bases(seen, body)
        self.width = _usual_width(seen, body)

    def drafts(self) -> list[_Draft]:
        contents = self._contents()
        for at, index in enumerate(self.body):
            if contents and contents[0] <= at <= contents[1]:
                self._add(BlockKind.CONTENTS, at, joined=at > contents[0])
            else:
                self._line(at, index)
        return [draft for draft in [*self.done, self.current] if draft.lines]

    def _contents(self) -> tuple[int, int] | None:
        """The first and last line of the table of contents: from its heading to the last line with leaders, or the page's end."""
        start = next((at for at, index in enumerate(self.body[:400]) if _CONTENTS.match(self.seen.words[index])), None)
        if start is None:
            return None
        end = start
        for at in range(start + 1, min(start + 200, len(self.body))):
            words = self.seen.words[self.body[at]]
            if _LEADERS.search(words):
                end = at
            elif at > end + 12:
                break
        page = self.seen.lines[self.body[end]].page
        while self.seen.layer.has_pages and end + 1 < len(self.body) and self.seen.lines[self.body[end + 1]].page == page:
            if re.match(r"1\.\s+[A-Z]", self.seen.words[self.body[end + 1]]):
                break
            end += 1
        return start, end

    def _line(self, at: int, index: int) -> None:
        opening = self.openings[at]
        complete = self._complete()
        if self.annex:
            self._add(BlockKind.ANNEX, at, joined=not (opening or (opening is None and complete)))
            return
        label = self._label(at, index, opening, complete)
        if label:
            self._add(BlockKind.PARAGRAPH, at, label=label)
            return
        if self._continues_heading(at, index, opening):
            self.current.lines.append(index)
            self._name_heading()
            return
        level = self._heading(at, index, opening, complete)
        if level is not None:
            self._begin_heading(at, index, level)
            return
        after = self.current.kind in (BlockKind.HEADING, BlockKind.CONTENTS)
        separate = after or (bool(opening) and complete and self.current.kind is not BlockKind.COVER)
        self._add(BlockKind.COVER if self.current.kind is BlockKind.COVER else BlockKind.TEXT, at, joined=not separate)

    def _heading(self, at: int, index: int, opening: bool | None, complete: bool) -> int | None:
        if opening is None and not (complete or self.current.kind in (BlockKind.HEADING, BlockKind.CONTENTS, BlockKind.COVER)):
            return None
        if self.current.kind is BlockKind.COVER and not _begins_body(self.seen.words[index]):
            return None
        single = at + 1 == len(self.body) or self.openings[at + 1] is not False
        return _heading_level(self.seen, index, opening, single)

    def _begin_heading(self, at: int, index: int, level: int) -> None:
        self._close()
        self.path = [entry for entry in self.path if entry[0] < level]
        self.current = _Draft(BlockKind.HEADING, None, [index], tuple(name for _, name in self.path), level)
        self._name_heading()
        self.annex = bool(_ANNEX.match(self.seen.words[index])) and self.numbering.paragraph > 0

    def _name_heading(self) -> None:
        level = self.current.level or 1
        self.path = [entry for entry in self.path if entry[0] < level]
        pieces = [(self.seen.lines[index].start, self.seen.lines[index].end) for index in self.current.lines]
        self.path.append((level, passage(self.seen.layer, pieces, self.seen.layer.marks).rstrip("*∗ ")))

    def _continues_heading(self, at: int, index: int, opening: bool | None) -> bool:
        if self.current.kind is not BlockKind.HEADING or opening is not False:
            return False
        last, line = self.seen.lines[self.current.lines[-1]], self.seen.lines[index]
        return last.bold == line.bold and last.size == line.size and last.page == line.page

    def _label(self, at: int, index: int, opening: bool | None, complete: bool) -> str | None:
        words = self.seen.words[index]
        dotted = _DOTTED.match(words)
        if dotted:
            label = self.numbering.dotted_item(int(dotted[1]), int(dotted[3]), opening or (opening is None and complete), dotted[2] != ".")
            if label:
                return label
        plain = _PLAIN.match(words)
        if plain:
            number = int(next(group for group in plain.groups() if group))
            return self._plain_label(number, words[plain.end() :].lstrip(), at, index, opening, complete)
        bare = _BARE.match(words)
        if bare and opening and int(bare[1]) == self.numbering.expected():
            return self._plain_label(int(bare[1]), words[bare.end() :], at, index, opening, complete)
        limb = _LIMB.match(words)
        return self.numbering.limb_of(limb[1], opening, complete) if limb else None

    def _plain_label(self, number: int, rest: str, at: int, index: int, opening: bool | None, complete: bool) -> str | None:
        if self._numbered_heading(at, index, number, opening):
            return None
        after_heading = self.current.kind in (BlockKind.HEADING, BlockKind.CONTENTS, BlockKind.COVER)
        leads = bool(self.current.lines) and self.seen.words[self.current.lines[-1]].endswith(":")
        return self.numbering.main(number, opening, complete or after_heading, self._indent(index), rest, after_heading, leads)

    def _numbered_heading(self, at: int, index: int, number: int, opening: bool | None) -> bool:
        """'1. Background and framework' in bold: a heading that is numbered like a paragraph."""
        line, words = self.seen.lines[index], self.seen.words[index]
        if opening is False or not line.bold or len(words) > 120 or _NO_HEADING_END.search(words) or words.endswith(")"):
            return False
        single = at + 1 == len(self.body) or self.openings[at + 1] is not False
        return single and number != self.numbering.item + 1 and (number != self.numbering.paragraph + 1 or bool(self.path))

    def _indent(self, index: int) -> float | None:
        left = self.seen.lines[index].left
        return None if left is None else left - self.bases.get(self.seen.lines[index].page, left)

    def _complete(self) -> bool:
        if not self.current.lines:
            return True
        words = self.seen.words[self.current.lines[-1]]
        return bool(_COMPLETE.search(words)) or (self.seen.layer.wrapped and len(words) < self.width * 0.6 and not words.endswith(","))

    def _add(self, kind: BlockKind, at: int, *, label: str | None = None, joined: bool = False) -> None:
        index = self.body[at]
        if joined and self.current.lines and self.current.kind is not BlockKind.HEADING:
            self.current.lines.append(index)
            return
        self._close()
        self.current = _Draft(kind, label, [index], tuple(name for _, name in self.path))

    def _close(self) -> None:
        if self.current.lines:
            self.done.append(self.current)


_BODY_BEGINS = re.compile(r"(?:Introduction|INTRODUCTION|Introducción|Введение|导言|مقدمة|I{1,3}\.?\s|A\.\s|Foreword|Executive summary|Annex)", re.IGNORECASE)


def _begins_body(words: str) -> bool:
    return bool(_BODY_BEGINS.match(words))


def _bases(seen: _Lines, body: list[int]) -> dict[int, float]:
    """The left edge of the text on each page: margins of left and right pages differ."""
    lefts: dict[int, list[float]] = {}
    for index in body:
        line = seen.lines[index]
        if line.left is not None:
            lefts.setdefault(line.page, []).append(line.left)
    return {page: sorted(found)[len(found) // 20] for page, found in lefts.items()}


def _usual_width(seen: _Lines, body: list[int]) -> int:
    widths = sorted(len(seen.words[index]) for index in body)
    return widths[len(widths) * 3 // 4] if widths else 0


def _in_cell(layer: TextLayer, line: Line) -> bool:
    at = bisect_left(layer.cells, line.start + 1, key=lambda cell: cell.start) - 1
    return at >= 0 and layer.cells[at].start <= line.start < max(layer.cells[at].end, layer.cells[at].start + 1)


def _cells(seen: _Lines, lines: list[int]) -> list[_Draft]:
    drafts: list[_Draft] = []
    last: int | None = None
    for index in lines:
        at = bisect_left(seen.layer.cells, seen.lines[index].start + 1, key=lambda cell: cell.start) - 1
        if at == last:
            drafts[-1].lines.append(index)
        else:
            drafts.append(_Draft(BlockKind.TABLE, None, [index]))
        last = at
    return drafts


def _furniture_and_notes(seen: _Lines) -> list[_Draft]:
    drafts: list[_Draft] = []
    for index in range(len(seen.lines)):
        if seen.furniture[index]:
            drafts.append(_Draft(BlockKind.FURNITURE, None, [index]))
        mark = seen.note[index]
        if mark is None:
            continue
        if drafts and drafts[-1].kind is BlockKind.FOOTNOTE and drafts[-1].label == mark and not _begins_again(seen, index, mark):
            drafts[-1].lines.append(index)
        else:
            drafts.append(_Draft(BlockKind.FOOTNOTE, mark, [index]))
    return drafts


def _begins_again(seen: _Lines, index: int, mark: str) -> bool:
    """Two footnotes with one mark, as '*' on two pages."""
    return _mark_at(seen, index) == mark and bool(_ALONE.match(seen.words[index]) or _NOTE_START.match(seen.words[index])) and _is_smaller_mark(seen, index)


def _is_smaller_mark(seen: _Lines, index: int) -> bool:
    return seen.body_size is not None and (seen.lines[index].size or 99) < seen.body_size * 0.8


def _kept_notes(seen: _Lines, drafts: list[_Draft], marks: tuple[Span, ...]) -> list[_Draft]:
    """Plain text shows no type sizes: a footnote stands inside the paragraph that the page broke, behind the number of a mark before it.

    It ends where the next page begins: at a line with no blank line above it in a text that has one above all others.
    """
    if not seen.layer.wrapped or seen.body_size is not None:
        return []
    numbers = {int(seen.layer.text[start:end]): start for start, end in marks}
    spaced = "\n\n" in seen.layer.text[:2000]
    notes: list[_Draft] = []
    for draft in drafts:
        at = 1 if draft.kind is not BlockKind.TEXT else 0
        while at < len(draft.lines):
            match = _PLAIN_NOTE.match(seen.words[draft.lines[at]])
            if match and int(match[1]) == len(notes) + 1 and numbers.get(int(match[1]), 1 << 60) < seen.lines[draft.lines[at]].start:
                end = _note_end(seen, draft.lines, at, spaced)
                notes.append(_Draft(BlockKind.FOOTNOTE, match[1], draft.lines[at:end]))
                del draft.lines[at:end]
            else:
                at += 1
    return notes


def _note_end(seen: _Lines, lines: list[int], at: int, spaced: bool) -> int:
    for end in range(at + 1, len(lines)):
        between = seen.layer.text[seen.lines[lines[end - 1]].end : seen.lines[lines[end]].start + 1]
        if spaced and between.count("\n") == 1:
            return end
        if _PLAIN_NOTE.match(seen.words[lines[end]]):
            return end
    return len(lines)


def _marks_by_sequence(seen: _Lines, drafts: list[_Draft]) -> tuple[Span, ...]:
    """Without superscripts a digit glued to a word is a mark when it is the next of its sequence: 'employment1', then 'rights2'."""
    marks: list[Span] = []
    expected = 1
    for draft in drafts:
        if draft.kind in (BlockKind.FURNITURE, BlockKind.FOOTNOTE, BlockKind.COVER, BlockKind.CONTENTS):
            continue
        for index in draft.lines:
            line = seen.lines[index]
            for match in _GLUED_DIGITS.finditer(seen.layer.text, line.start, line.end):
                if int(match[1]) == expected:
                    marks.append(match.span(1))
                    expected += 1
    return tuple(sorted(marks))
