"""What a document says that its parts answer: headings that name an issue of a list, or a paragraph of concluding observations.

    heading    'Reply to paragraph 4 (a) of the list of issues CRPD/C/JAM/Q/1'      'Replies to the issues raised in paragraphs 4 and 5'
               'A. Follow-up information relating to paragraph 11 (b)'              'Respuesta al párrafo 3 de la lista de cuestiones'
    bare       'Issue No. 5'    'Question 7 (a): Access to justice'     'Paragraph 9 of the concluding observations'
    opening    '12. With reference to question 3 of the list of issues, the Government ...'
    repeated   '18. Please indicate whether ...': the issue itself, in the replies (CRPD/C/UKR/Q/1/Add.1)
               '12. The Committee recommends ...': the recommendation, in information on follow-up

A part goes on to the next such heading, or to a heading above it. Headings that stand close upon each other are answered together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from upright.data import rows
from upright.extract.text import Span
from upright.readers.articles import articles_of_heading
from upright.readers.document import Document
from upright.readers.issue_numbers import NUMBER_LIST, issue_numbers
from upright.records import Answer, Kind
from upright.structure import Block, BlockKind
from upright.symbols import find_symbols

LIST, OBSERVATIONS = "list", "observations"
_READ = frozenset({BlockKind.COVER, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TEXT, BlockKind.TABLE})
_ALONE = _READ - {BlockKind.COVER, BlockKind.PARAGRAPH}  # blocks that may be a heading as a whole
_SHORT = 300  # characters of the longest heading that names an issue
_LINES = 3  # and its lines, where it stands inside a block
_REPEATED = 5  # issues repeated one after the other, before they are believed to be the list
_FEW = 5  # headings; a document with fewer may say in other ways what it answers


@dataclass(slots=True)
class Part:
    """A part of a document. `numbers` are those that its heading names; `words` and `span` the heading's; `symbol` and `of` the document
    and the kind of document (`LIST`, `OBSERVATIONS`) that it names; `below` the labels of its paragraphs (None: unnumbered) with their
    spans."""

    numbers: tuple[str, ...]
    words: str
    span: Span
    symbol: str | None
    of: str | None
    level: int
    below: list[tuple[str | None, Span]] = field(default_factory=list)


@cache
def written(table: str, **wanted: str) -> str:
    """The words of a table as one pattern, longest first: 'repl*' stands for any ending, a space for any white space."""
    found = [row["words"] for row in rows(table) if all(row[column] == value for column, value in wanted.items())]
    patterns = (re.escape(each).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for each in sorted(found, key=len, reverse=True))
    return f"(?:{'|'.join(patterns)})"


def _said(what: str) -> str:
    return written("answer_words.csv", what=what)


_BULLET = r"(?:(?:[IVX]{1,6}|[A-Z]|\d{1,3}|[a-z])[.)]\s+|\(\w{1,4}\)\s+)?"
# A word ends, or begins; Chinese sets no space.
_EDGE, _APART = r"(?:\b|(?<=[\u4e00-\u9fff]))", r"(?<![^\W\u4e00-\u9fff])"
_NAMED = rf"(?<!general )(?P<noun>{_said('number')}|{_said('recommendation')})"
_SIGN = r"\s*(?:\(?(?:nos?\b\.?|n[°ºo]s?\b\.?|№|núms?\.?|numbers?|رقم)\s*)?"
_LISTED = rf"{_NAMED}{_SIGN}\(?(?P<list>{NUMBER_LIST})"
# 'paragraph 2 of article 4' is no issue; nor is a year, a share, a date ('question 5 per cent').
_NOT_OF = r"(?!\s*(?:,?\s*(?:of|in)\s+(?:the\s+)?(?:article|section|chapter)|de\s+l.article|del\s+artículo|per\s+cent|%))"
_STRONG = re.compile(
    rf"{_BULLET}(?:{_said('reply')}){_EDGE}(?P<between>[^.?!;]{{0,160}}?){_APART}{_LISTED}{_NOT_OF}(?P<rest>.*)", re.IGNORECASE
)
_BARE = re.compile(
    rf"{_BULLET}{_LISTED}(?P<rest>\s*[.:–—-]?\s*|\s*(?:[.:–—-]\s*\S.*|\(.*\)\.?|\W*\b(?:of|du|des|de|del|in|from|contained)\b.*))",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:\d{1,3}[.)]\s*)?(?:in\s+(?:reply|response|answer)\s+to|(?:with|in)\s+(?:regard|respect|reference|relation)\s+to|regarding|concerning"
    r"|as\s+(?:regards|for|to)|further\s+to|en\s+réponse|s'agissant|en\s+ce\s+qui\s+concerne|concernant|respecto\s+(?:de|a)|en\s+respuesta"
    rf"|con\s+respecto|en\s+relación\s+con|в\s+ответ|что\s+касается)\b(?P<between>[^.?!;:]{{0,80}}?){_APART}{_LISTED}"
    rf"(?P<rest>[^.?!;]{{0,60}}?(?:{_said('list')}|{_said('observations')}))",
    re.IGNORECASE,
)
_BEGINS = re.compile(rf"{_BULLET}(?:{_said('reply')}{_EDGE}|{_LISTED})", re.IGNORECASE)
_REPEATS = re.compile(r"(\d{1,3})[.)]\s+(?=\w)")
_BY_COMMITTEE = re.compile(
    r"(?:para(?:graph)?\.?\s+)?(\d{1,3})[.)]\s+(?:The\s+(?:Committee|State\s+party\s+should)|While\b.{0,200}\bthe\s+Committee"
    r"|(?:Le|El)\s+Comité|L[’']État\s+partie\s+devrait|El\s+Estado\s+parte\s+debería|Комитет|Государству-участнику|اللجنة|ينبغي)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b{written('asking_words.csv')}\b|\?|请", re.IGNORECASE)
_CLOSES = re.compile(rf"{_BULLET}{_said('closing')}\W*(?:[IVX\d]+\W*)?", re.IGNORECASE)
_SECTION = re.compile(r"(?:[IVX]{1,6}|[A-Z])\.\s")
_OF_LIST, _OF_OBSERVATIONS = (re.compile(_said(what), re.IGNORECASE) for what in ("list", "observations"))


def asks(text: str) -> bool:
    """Does a text ask for information: 'Please provide ...', 'What measures ...?'"""
    return bool(_ASKS.search(text))


def parts(document: Document) -> list[Part]:
    """The parts of a document that say what they answer, in document order."""
    found = _Walk(document, {}, openings=False).parts()
    return found if len(found) >= _FEW else _Walk(document, _repeated(document), openings=True).parts()


def answers(document: Document, part: Part, to: str | None) -> Iterator[Answer]:
    """An `answer` for each number that a part names, at the first paragraph below its heading.

    Where only unnumbered text stands there, it has no labels and its source is all of that text. Where nothing does, it has no
    confidence, and its source is the heading.
    """
    labels = tuple(dict.fromkeys(label for label, _ in part.below if label))
    start, end = part.span
    if part.below:
        start, end = next((span for label, span in part.below if label), (part.below[0][1][0], part.below[-1][1][1]))
    for number in part.numbers:
        yield Answer(
            document=document.symbol,
            source=document.source(start, end, labels[0] if labels else None),
            question=number,
            paragraphs=labels,
            confidence=1.0 if part.below else None,
            method="stated",
            because=part.words,
            to=to,
        )


class _Walk:
    """Walks the blocks once; `repeated`: where issues are repeated, by block and line; `openings`: are first words read too?"""

    def __init__(self, document: Document, repeated: dict[tuple[int, int], str], *, openings: bool) -> None:
        self.document = document
        self.repeated = repeated
        self.openings = openings
        self.done: list[Part] = []
        self.open: list[Part] = []  # the parts that what follows belongs to: several, where headings stand upon each other

    def parts(self) -> list[Part]:
        for at, block in enumerate(self.document.blocks):
            if block.kind is BlockKind.ANNEX:
                self.open = []
            elif block.kind in _READ:
                self._block(at, block)
        return self.done

    def _block(self, at: int, block: Block) -> None:
        inside = self._inside(at, block)
        whole = _heading(block.text) if block.kind in _ALONE and not inside else None
        if whole:
            self._begin(block, whole, (block.start, block.end))
        elif block.kind is BlockKind.HEADING or (block.kind is BlockKind.TEXT and _is_article_heading(block.text)):
            self._end(block)
        else:
            self._lines(block, inside)

    def _lines(self, block: Block, inside: dict[int, tuple[re.Match[str] | str, int]]) -> None:
        """Headings that stand inside a block, and the words between them."""
        label = block.label if block.kind is BlockKind.PARAGRAPH else None
        opening = _OPENING.match(block.text) if label and self.openings else None
        if opening:
            self._begin(block, opening, (block.start, block.end))
        last = 0
        for line, (match, lines) in inside.items():
            self._below(label, block.pieces[last:line])
            self._begin(block, match, (block.pieces[line][0], block.pieces[line + max(lines, 1) - 1][1]))
            last, label = line + lines, label if not lines else None
        self._below(label, block.pieces[last:])

    def _inside(self, at: int, block: Block) -> dict[int, tuple[re.Match[str] | str, int]]:
        """The headings inside a block by their line, with the number of their lines; a repeated issue runs on to the end of the block."""
        found: dict[int, tuple[re.Match[str] | str, int]] = {}
        for line in range(len(block.pieces)):
            if (at, line) in self.repeated:
                own_number = block.kind is BlockKind.PARAGRAPH and line == 0
                found[line] = (self.repeated[at, line], 0 if own_number else len(block.pieces) - line)
                continue
            if self._may_begin(block, line) and (heading := self._heading_at(block, line)):
                found[line] = heading
        return {} if set(found) == {0} and (at, 0) not in self.repeated else found

    def _may_begin(self, block: Block, line: int) -> bool:
        """A heading inside a block begins with a capital, below a whole sentence or another heading; on a cover, and where it names the
        list, it may stand anywhere."""
        text = self.document.layer.text
        start = block.pieces[line][0]
        if line == 0 or not _BEGINS.match(text, start) or text[start].islower():
            return line == 0 and block.kind in _ALONE and bool(_BEGINS.match(text, start))
        above, words = text[slice(*block.pieces[line - 1])].rstrip(), text[slice(*block.pieces[line])]
        clear = block.kind is BlockKind.COVER or _of(words) is not None
        return clear or above.endswith((".", ";", ":", ")", "”")) or _heading(above) is not None

    def _heading_at(self, block: Block, line: int) -> tuple[re.Match[str], int] | None:
        """A heading of one to three lines, none of which begins another one."""
        for lines in range(1, min(_LINES, len(block.pieces) - line) + 1):
            if lines > 1 and _BEGINS.match(self.document.layer.text, block.pieces[line + lines - 1][0]):
                return None
            match = _heading(self.document.words(block.pieces[line][0], block.pieces[line + lines - 1][1]))
            if match and (match.re is _STRONG or not re.search(r"\w", match["rest"])):
                return match, lines
        return None

    def _begin(self, block: Block, match: re.Match[str] | str, span: Span) -> None:
        named = "" if isinstance(match, str) else match.string
        numbers = (match,) if isinstance(match, str) else issue_numbers(match["list"])
        symbol = next((str(symbol) for _, _, symbol in find_symbols(named)), None)
        words = self.document.words(*span)[:_SHORT].strip()
        part = Part(numbers, words, span, symbol, _of(named), block.level or 3)
        self.open = [each for each in self.open if not each.below] if self._upon(span) else []
        self.open.append(part)
        self.done.append(part)

    def _upon(self, span: Span) -> bool:
        """Does a heading stand directly below that of a part without anything between?"""
        return bool(self.open) and not self.document.words(self.open[-1].span[1], span[0]).strip()

    def _below(self, label: str | None, pieces: Sequence[Span]) -> None:
        if pieces and self.document.words(pieces[0][0], pieces[-1][1]).strip():
            for part in self.open:
                part.below.append((label, (pieces[0][0], pieces[-1][1])))

    def _end(self, block: Block) -> None:
        """A heading ends the parts that it stands above: one of articles or of a section, or the document's conclusion."""
        if not self.open:
            return
        above = (block.level or 3) <= self.open[-1].level
        if _CLOSES.fullmatch(block.text) or (above and (articles_of_heading(block.text) or _SECTION.match(block.text))):
            self.open = []


def _heading(text: str) -> re.Match[str] | None:
    """What a heading names, where a text is a heading that names issues."""
    if len(text) > _SHORT and not _BARE.match(text):
        return None
    strong = _STRONG.fullmatch(text)
    return strong if strong and not text.endswith(";") else _BARE.fullmatch(text)


def _of(words: str) -> str | None:
    """Whose numbers a heading names: those of a list of issues, or of concluding observations."""
    if _OF_OBSERVATIONS.search(words):
        return OBSERVATIONS
    return LIST if _OF_LIST.search(words) else None


def _is_article_heading(text: str) -> bool:
    return len(text) < _SHORT and text.endswith(")") and bool(articles_of_heading(text))


def _repeated(document: Document) -> dict[tuple[int, int], str]:
    """Where the issues or recommendations themselves stand in the document, by block and line."""
    return _recommendations(document) if document.identity.kind is Kind.FOLLOW_UP else _issues(document)


def _issues(document: Document) -> dict[tuple[int, int], str]:
    """Lines that begin with the next number, and ask."""
    found: dict[tuple[int, int], str] = {}
    last = 0
    for at, block in enumerate(document.blocks):
        for line, (start, _) in enumerate(block.pieces if block.kind in _READ else ()):
            match = _REPEATS.match(document.layer.text, start)
            if match and last < int(match[1]) <= last + 2 and asks(document.words(start, block.end)[:_SHORT]):
                last = int(match[1])
                found[at, line] = match[1]
    return found if len(found) >= _REPEATED else {}


def _recommendations(document: Document) -> dict[tuple[int, int], str]:
    """Lines that begin no numbered paragraph of the document, but with a higher number than the one before and the committee's words:
    '12. The Committee recommends ...', '14. The State party should ...'."""
    found: dict[tuple[int, int], str] = {}
    last = 0
    for at, block in enumerate(document.blocks):
        for line, (start, _) in enumerate(block.pieces if block.kind in _READ else ()):
            match = _BY_COMMITTEE.match(document.layer.text, start) if line or block.kind is not BlockKind.PARAGRAPH else None
            if match and int(match[1]) > last:
                last = int(match[1])
                found[at, line] = match[1]
    return found
