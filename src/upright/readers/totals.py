"""The counts of recommendations that an addendum states: 'accepts 142 recommendations', 'of which 217 are supported and 37 noted'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from upright.extract.text import Span
from upright.readers.document import Document
from upright.readers.entries import BODY
from upright.readers.numbers import NUMBER_WORDS, count
from upright.readers.sentences import sentences
from upright.readers.verdicts import Verdict, status, verdicts
from upright.records import Position
from upright.structure import Block, BlockKind

_COUNT = rf"(?:\d{{1,3}}|(?:(?:{'|'.join(NUMBER_WORDS)}|hundred|and|a)[\s-]+)*(?:{'|'.join(NUMBER_WORDS)}|hundred))"


@dataclass(frozen=True, slots=True)
class Total:
    """A count that the addendum states: so many recommendations of a position; None: received in all."""

    position: Position | None
    count: int
    block: Block
    span: Span  # of the sentence


def totals_stated(document: Document) -> tuple[Total, ...]:
    """The counts of recommendations that an addendum states ('accepts 142 recommendations', 'of which 217 are supported and 37 noted')."""
    found: list[Total] = []
    for block in document.blocks:
        if block.kind not in BODY or block.kind is BlockKind.HEADING:
            continue
        words = document.aligned(block)
        for start, end in sentences(words.text):
            span = words.span(start, end)
            found += [Total(position, number, block, span) for position, number in total(words.text[start:end])]
    return tuple(found)


# Not the number of a list ('2. Accepted recommendations', '40., 41.'), of a range, of a symbol.
_NUMERAL = re.compile(rf"(?<![\w./–-])(?P<count>{_COUNT})(?![\w/–-]|\.\d|,\s?\d|\.\s*[,A-Z\d])", re.IGNORECASE)
_OF_ALL = re.compile(r"\b(?:of|from|out\s+of)\s+(?:the\s+|a\s+|its\s+)?(?:total\s+(?:of\s+)?)?$", re.IGNORECASE)
_RECEIVED = re.compile(
    r"\b(?:received|contains?|containing|made|issued|put\s+forward|addressed|total\s+of|were\s+(?:made|presented))\b", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?:of\s+(?:the|these|those|its|them|which)\s+)?(?:\d{1,3}\s+)?(?:other\s+|remaining\s+|further\s+"
    r"|of\s+)?recommendations?\b|(?:of\s+(?:them|which|these|those)\b|others?\b)|(?=\s*(?:,|\.|;|and\b|are\b|were\b|is\b|have\b|has\b"
    r"|enjoy|do\b|did\b|could\b|cannot\b|accepted|supported|noted|rejected|not\b)))",
    re.IGNORECASE,
)
_IN_PART = re.compile(r"\s*,?\s*(?:in\s+part|partially|partly)\b", re.IGNORECASE)
_ENDED = re.compile(
    r"\s*(?:recommendations?\s+)?(?:(?:are|were|was|is|have|has|been|being|as)\s+)*(?P<status>not\s+(?:accepted|supported)|accepted"
    r"|supported|noted|rejected|pending|partially\s+(?:accepted|supported))",
    re.IGNORECASE,
)


def total(sentence: str) -> list[tuple[Position | None, int]]:
    """The counts that one sentence states, each with its position."""
    if not re.search(r"\brecommendations?\b", sentence, re.IGNORECASE):
        return []
    found = list(verdicts(sentence))
    totals: list[tuple[Position | None, int]] = []
    for match in _NUMERAL.finditer(sentence):
        counted = _COUNTED.match(sentence, match.end())
        number = count(match["count"])
        named = re.search(
            r"\b(?:recommendations?|nos?\.?|numbers?|paragraphs?|paras?\.?|cycle|session|article)\s*(?:[\d.,\s–-]|and\b)*$",
            sentence[: match.start()],
            re.IGNORECASE,
        )
        enumerator = sentence[match.end() : match.end() + 1] == "." and re.search(r"(?:^|[;:.])\s*$", sentence[: match.start()])
        if counted is None or number is None or named or enumerator:
            continue
        if _OF_ALL.search(sentence[: match.start()]):
            totals.append((None, number))
        elif _IN_PART.match(sentence, counted.end()):
            totals.append((Position.PARTIALLY_SUPPORTED, number))
        elif chosen := _counted_position(sentence, match.start(), counted.end(), found):
            totals.append((chosen.position, number))
        elif "recommendation" in counted[0] and _RECEIVED.search(sentence):
            totals.append((None, number))
    return totals


def _counted_position(sentence: str, start: int, end: int, found: Sequence[Verdict]) -> Verdict | None:
    """The verdict beside a count: '37 are noted', 'accepts 142'."""
    ended = _ENDED.match(sentence, end)
    if ended and (verdict := status(ended["status"].capitalize())):
        return verdict
    close = [verdict for verdict in found if 0 <= start - verdict.end <= 25 or verdict.start <= start < verdict.end]
    after = [verdict for verdict in found if 0 <= verdict.start - end <= 25]
    return close[-1] if close else after[0] if after else None
