"""Corrigendum: which document it corrects, where, and which words by which.

'Paragraph 12, second sentence'  then  'For sixteen read sixty'
'Page 4'                         then  'For the existing table substitute' and the table (A/HRC/WG.6/7/SVN/2/Corr.1)
'Paragraph 124.15 should read: ...', 'Replace X with Y', 'Delete X', 'Insert X'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from upright.extract.text import Line, Span
from upright.readers.document import Document
from upright.records import Citation, Record
from upright.structure import BlockKind, align
from upright.symbols import Symbol, find_symbols

_PLACES = "Pages?|Paragraphs?|Paras?\\.?|Annex(?:es)?|Tables?|Footnotes?|Cover page|Title|Headings?|Sections?|Recommendations?|Summary"
_WHERE = re.compile(
    rf"(?:\d{{1,2}}\.\s+|\(?[a-z]\)\s+)?(?:In\s+)?(?P<where>(?:{_PLACES})\b[^:]*?)(?P<rest>(?::|\s+should\s+read|\s+shall\s+read).*)?$",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:Page\s+)?\d{1,3}")
_PARAGRAPH = re.compile(r"\b(?:paragraphs?|paras?\.?|recommendations?)\s+(\d{1,3}(?:\.\d{1,3})?(?:\s?\([a-z]+\))?)", re.IGNORECASE)
_QUOTES = " “”\"'‘’«»,.;:"
# For the existing table substitute ..., For sixteen read sixty; Replace a with b; should read; Delete; Insert.
_CHANGES = (
    re.compile(r"\bFor\s+(?P<old>.+?),?\s+(?:read|substitute)\b:?\s*(?P<new>.*)", re.DOTALL),
    re.compile(r"\b[Rr]eplace\s+(?P<old>.+?)\s+(?:with|by)\b:?\s*(?P<new>.*)", re.DOTALL),
    re.compile(r"\bDonde dice\s+(?P<old>.+?),?\s+(?:debe decir|léase)\b:?\s*(?P<new>.*)", re.DOTALL),
    re.compile(r"\bAu lieu de\s+(?P<old>.+?),?\s+lire\b:?\s*(?P<new>.*)", re.DOTALL),
    re.compile(r"\b(?:should|shall)\s+(?:now\s+)?read(?:\s+as\s+follows)?\b:?\s*(?P<new>.*)", re.DOTALL),
    re.compile(r"\b[Dd]elete\s+(?P<old>.+)", re.DOTALL),
    re.compile(r"\b(?:[Ii]nsert|[Aa]dd)\s+(?P<new>.+)", re.DOTALL),
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: the place as the corrigendum names it, the paragraph's number where it names one, the words where it states them."""

    where: str
    paragraph: str | None
    replaced: str | None
    replacing: str | None
    start: int
    end: int


@dataclass(slots=True)
class _Entry:
    where: str
    spans: list[Span] = field(default_factory=list)


def read(document: Document) -> Iterator[Record]:
    """A citation of the corrected document, and one for each place in it; `text` says what is to change."""
    corrected = corrects(document)
    if corrected is None:
        return
    symbol, (start, end) = corrected
    own = document.layer.text[start:end]
    yield Citation(document=document.symbol, source=document.source(start, end, None), cites="document", target=symbol, text=own)
    for each in corrections(document):
        source = document.source(each.start, each.end, None)
        text = document.words(each.start, each.end) or document.layer.text[each.start : each.end]
        yield Citation(document=document.symbol, source=source, cites="document", target=f"{symbol}, {each.where}", text=text)


def corrects(document: Document) -> tuple[str, Span] | None:
    """The symbol of the corrected document, and where the corrigendum's own symbol says it: A/HRC/28/10 of A/HRC/28/10/Corr.1."""
    for start, end, symbol in find_symbols(document.layer.text):
        parent = _corrected(symbol)
        if parent:
            return parent, (start, end)
    return None


def _corrected(symbol: Symbol) -> str | None:
    return str(symbol.parent) if symbol.is_corrigendum and symbol.parent else None


def corrections(document: Document) -> list[Correction]:
    """The corrections, in order."""
    return [_correction(document, entry) for entry in _entries(document) if entry.spans]


def _entries(document: Document) -> Iterator[_Entry]:
    """What stands under each place: 'Page 4' under the document's symbol is a running header, anywhere else a place."""
    furniture = {piece for block in document.blocks if block.kind is BlockKind.FURNITURE for piece in block.pieces}
    current: _Entry | None = None
    under_symbol = False
    for line in document.layer.lines:
        words = document.layer.text[line.start : line.end]
        running_head = under_symbol and _PAGE.fullmatch(words)
        under_symbol = len(words) < 60 and any(_corrected(symbol) for _, _, symbol in find_symbols(words))
        if under_symbol or running_head:
            continue
        match = _WHERE.match(words) if len(words) < 200 else None
        if match:
            if current:
                yield current
            current = _Entry(match["where"].strip(" ,.:"), [_rest(line, match)] if match["rest"] else [])
        elif current and (line.start, line.end) not in furniture:
            current.spans.append((line.start, line.end))
    if current:
        yield current


def _rest(line: Line, match: re.Match[str]) -> Span:
    return line.start + match.start("rest"), line.end


def _correction(document: Document, entry: _Entry) -> Correction:
    words = align(document.layer, entry.spans, document.structure.marks).text
    found = next((match.groupdict() for pattern in _CHANGES if (match := pattern.search(words))), {})
    old, new = ((found.get(name) or "").strip(_QUOTES) or None for name in ("old", "new"))
    numbered = _PARAGRAPH.search(entry.where)
    return Correction(entry.where, numbered[1] if numbered else None, old, new, entry.spans[0][0], entry.spans[-1][1])
