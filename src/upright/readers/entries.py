"""The body of an addendum, cut where an answer to numbered recommendations begins.

'97.4 The Government ...', 'Recommendation 97.4: ...' and '5., 6., 7. The Government ...' begin an entry; the rest is prose and headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from upright.extract.text import Span
from upright.readers.document import Document
from upright.readers.named import lists
from upright.readers.numbers import NUMBER_LIST, numbers
from upright.readers.sentences import sentences
from upright.readers.verdicts import Verdict, heading_verdict, verdicts
from upright.structure import Block, BlockKind, align

BODY = frozenset({BlockKind.COVER, BlockKind.PARAGRAPH, BlockKind.TEXT, BlockKind.HEADING, BlockKind.ANNEX})
_LIST = NUMBER_LIST.pattern
_BULLET = r"(?:[•▪◦*·–-]\s*)?"
_TOWARDS = (
    r"(?:(?:with\s+(?:regard|respect)\s+to|regarding|concerning|as\s+(?:regards|to|for)|on|in\s+(?:response|reply|relation|regard)\s+to"
    r"|(?:response|reply|answer|comments?)\s+(?:to|on))\s+(?:the\s+)?)?"
)
_NAMED = re.compile(
    rf"{_BULLET}\(?(?:(?i:{_TOWARDS})(?:(?i:recommendations?|recs?\b\.?|r\.)|Paragraphs?|Paras?\.?)(?:\s*(?i:nos?\b\.?|numbers?|n°"
    rf"|paragraphs?))?|Nos?\.|N°)\s*(?P<list>{_LIST})\)?"
    r"(?P<close>\s*(?:[:.;,)–—-]+(?=\s|$)|(?=[A-Z“\"(])|$))"
)
_DOTTED = re.compile(
    rf"{_BULLET}[\[(]?(?P<list>(?=\d{{1,3}}\s?(?:\.\s?\d|\(\d)){_LIST})(?:[.:;,]*[\])]|[.:;]"
    rf"|\s*[–—-](?=\s))?(?P<close>\s*(?=[A-Z“\"(\[•]|$))"
)
_PLAIN = re.compile(r"(?P<list>\d{1,3}\.(?:\s*[,;&]?\s*(?:and\s+)?\d{1,3}\.)*),?(?P<close>\s+(?=[A-Z“\"(])|\s*$)")
_MORE = re.compile(r"(?P<list>\d{1,3}\.(?:\s*[,;&]?\s*(?:and\s+)?\d{1,3}\.)*),?(?:\s+|$)")
_CONTINUES = re.compile(
    r"(?:[,–-]|\b(?:and|or|to|of|in|by|the|recommendations?|paragraphs?|paras?|Nos?\.?|numbers?|articles?))$|(?:^"
    r"|[\s,.–-])\d{1,3}\.\d{1,3}[.,;]?$",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(r"\d{1,3}\s?[.)]\s+")
_ENDNOTES = re.compile(r"(?:Notes|NOTES|Endnotes?|ENDNOTES?)")
_ENDS = re.compile(r"[.;:!?)\]”\"]\d{0,3}$|^$")


@dataclass(slots=True)
class Line:
    """A line of the body (of a format without layout, a paragraph): its words, its span, whether a block begins with it."""

    words: str
    span: Span
    opens: bool
    block: Block


@dataclass(slots=True)
class Segment:
    """Text under one block heading path: an entry, when it answers `numbers`; else a paragraph of prose or a heading."""

    block: Block
    numbers: tuple[str, ...]
    spans: list[Span]
    start: int
    paragraph: str | None

    @property
    def end(self) -> int:
        return self.spans[-1][1] if self.spans else self.start


def _lines(document: Document) -> Iterator[Line]:
    for block in document.blocks:
        if block.kind in BODY:
            for at, piece in enumerate(block.pieces):
                if _ENDNOTES.fullmatch(document.layer.text[slice(*piece)].strip()):
                    return
                yield Line(align(document.layer, (piece,), document.structure.marks).text, piece, at == 0, block)


def segments(document: Document, under: str | None) -> Iterator[Segment]:
    """The body cut where an answer to numbered recommendations begins, and at blocks."""
    lines = list(_lines(document))
    plain = _numbers_are_recommendations(lines)
    current: Segment | None = None
    paragraph: str | None = None
    before, last = "", 0
    open_list = False
    for line in lines:
        if line.opens and line.block.kind is BlockKind.PARAGRAPH and not plain:
            paragraph = (line.block.label or "").split(" (")[0] or paragraph
        match = _marker(line, before, plain, last)
        if current and current.numbers and open_list and (more := _MORE.match(line.words)):
            current.numbers += tuple(numbers(more["list"], under))
            open_list = line.words[: more.end()].rstrip().endswith(",")
            current.spans.append(_rest(document, line, more.end()))
        elif match:
            if current:
                yield current
            found = tuple(dict.fromkeys(numbers(match["list"], under)))
            last = int(re.sub(r"\D.*", "", match["list"])) if plain else 0
            open_list = plain and line.words[: match.end()].rstrip().endswith(",")
            current = Segment(line.block, found, [_rest(document, line, match.end())], line.span[0], found[0] if plain else paragraph)
        elif current is None or (line.opens and _separate(line, current)):
            if current:
                yield current
            own = _OWN_NUMBER.match(line.words) if line.block.kind is BlockKind.PARAGRAPH else None
            current = Segment(line.block, (), [_rest(document, line, own.end()) if own else line.span], line.span[0], paragraph)
        else:
            current.spans.append(line.span)
        before = line.words
    if current:
        yield current


def _separate(line: Line, current: Segment) -> bool:
    """Does a block begin a segment of its own? An entry goes on through unnumbered blocks under the same heading."""
    if not current.numbers or line.block.kind is BlockKind.HEADING:
        return True
    return line.block.kind is BlockKind.PARAGRAPH or line.block.headings != current.block.headings or heading_like(line.words) is not None


def heading_like(words: str) -> Verdict | None:
    """An unmarked line that is a heading: 'Recommendations that do not enjoy the support of the State'."""
    if (
        len(words) > 140
        or words.endswith((".", ";", ","))
        or re.match(r"[a-z]", words)
        or not re.search(r"\brecommendations\b", words, re.IGNORECASE)
    ):
        return None
    return heading_verdict(words) if not NUMBER_LIST.search(re.sub(r"^(?:\d{1,2}|[IVX]+|[A-Z])[.)]\s", "", words)) else None


def _rest(document: Document, line: Line, at: int) -> Span:
    """What follows the first `at` characters of a line's words, in the text layer."""
    return align(document.layer, (line.span,), document.structure.marks).span(at, at + 1)[0] if at < len(line.words) else line.span[
        1
    ], line.span[1]


def _marker(line: Line, before: str, plain: bool, last: int) -> re.Match[str] | None:
    """The number or numbers that a line's answer is to; None where the line goes on with a sentence or a list."""
    if line.block.kind is BlockKind.COVER and line.opens:
        return None
    if not line.opens and _CONTINUES.search(before):
        return None
    if plain and (match := _PLAIN.match(line.words)):
        return match if last < int(match[0].partition(".")[0]) <= last + 60 else None
    return _named_marker(line, before) or _DOTTED.match(line.words)


def _named_marker(line: Line, before: str) -> re.Match[str] | None:
    """'Recommendation 97.4: ...', 'Rec. 18 We ...'; '(No. 174).' in the middle of a sentence is none."""
    if not line.opens and not _ENDS.search(before):
        return None
    match = _NAMED.match(line.words)
    comma = match is not None and match["close"].strip().startswith(",")
    return None if comma and line.words[:1] not in "WCIAR" else match


def _numbers_are_recommendations(lines: Sequence[Line]) -> bool:
    """Are the numbers of the addendum's paragraphs those of recommendations? Then they answer 'the recommendation', with no number."""
    if any(_named_marker(line, before.words) or (line.opens and _DOTTED.match(line.words)) for before, line in pairwise(lines)):
        return False
    numbered = [at for at, line in enumerate(lines) if _PLAIN.match(line.words)]
    answers = 0
    for at, following in pairwise([*numbered, len(lines)]):
        text = _PLAIN.sub("", " ".join(line.words for line in lines[at : min(at + 3, following)]), count=1)
        first = next((text[start:end] for start, end in sentences(text)), "")
        answers += (
            bool(list(verdicts(first)))
            and bool(re.search(r"\brecommendations?\b|\bstatement\b|\bit\b", first))
            and not list(lists(first, None))
        )
    return answers >= 3 and answers * 2 >= len(numbered)
