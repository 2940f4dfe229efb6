"""Symbols and cross-references that lead nowhere.

'A/HRC/WG.6/12/TSL/1' in the report on TLS     another code than the State's
'A/HRC/WG.6/7L.14'                             no symbol
'(see paragraph 98 below)' in 64 paragraphs    no such paragraph
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from upright import states
from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.records import Finding, Unread
from upright.structure import Block, BlockKind
from upright.symbols import Symbol, find_symbols

_WITH_SYMBOLS = (BlockKind.PARAGRAPH, BlockKind.TEXT, BlockKind.FOOTNOTE, BlockKind.COVER)
_REVIEW_SERIES = re.compile(r"A\s?/\s?HRC\s?/\s?WG\.?\s?6\s?/?\s?[\dA-Z]")
_DRAFT = re.compile(r"[LC]\.\d+")


def symbol_astray(evidence: Evidence) -> Iterator[Finding]:
    """Symbols of the review's own documents that are malformed, or carry another State or another session."""
    own = _own_code(evidence)
    session = evidence.document.identity.working_group_session if evidence.is_report else None
    wrong: dict[tuple[str | None, str], list[tuple[Block, int, int, Symbol]]] = {}
    for block in evidence.document.blocks:
        if block.kind not in _WITH_SYMBOLS or "WG." not in block.text:
            continue
        found = list(find_symbols(block.text))
        if block.kind is not BlockKind.COVER:
            yield from _malformed(evidence, block, found)
        for start, end, symbol in found:
            if slip := _slip(symbol, own, session):
                wrong.setdefault(slip, []).append((block, start, end, symbol))
    for (expected, found_part), places in wrong.items():
        yield _wrong(evidence, expected, found_part, places)


def _malformed(evidence: Evidence, block: Block, found: list[tuple[int, int, Symbol]]) -> Iterator[Finding]:
    for match in _REVIEW_SERIES.finditer(block.text):
        if not any(start <= match.start() < end for start, end, _ in found):
            words = block.text[match.start() :].split(maxsplit=1)[0].rstrip(").,;")
            message = f"'{words}' is not the symbol of a document of a review."
            yield evidence.finding(
                Check.SYMBOL_ASTRAY, message, evidence.words_at(block, match.start(), match.start() + len(words)), found=words
            )


def _own_code(evidence: Evidence) -> str | None:
    """The State's code; where the State is not known, the one that most symbols of the document carry."""
    if evidence.document.identity.state:
        return evidence.document.identity.state
    codes = Counter(code for block in evidence.body for _, _, symbol in find_symbols(block.text) if (code := _code(symbol)))
    common = codes.most_common(1)
    return common[0][0] if common and common[0][1] > 1 else None


def _code(symbol: Symbol) -> str | None:
    """The part of a symbol of the Working Group that names a State: KAZ in A/HRC/WG.6/20/KAZ/1."""
    return symbol.parts[4] if symbol.body == "UPR" and len(symbol.parts) > 5 and symbol.parts[4].isalpha() else None


def _slip(symbol: Symbol, own: str | None, session: int | None) -> tuple[str | None, str] | None:
    """The part of a symbol of the Working Group that is wrong: what it should be, and what it is."""
    code = _code(symbol)
    if code and code != own and (own or code not in states.codes()):
        return own, code
    number = symbol.working_group_session
    if number and session and (number > session or (number != session and _DRAFT.fullmatch(symbol.parts[-1]))):
        return str(session), str(number)
    return None


def _wrong(evidence: Evidence, expected: str | None, found: str, places: list[tuple[Block, int, int, Symbol]]) -> Finding:
    block, start, end, symbol = places[0]
    right = "/".join(expected if part == found else part for part in symbol.parts) if expected else None
    others = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
    should = f"where {expected} is expected" if expected else "which is the code of no State"
    message = f"The symbol {symbol}{others} has {found}, {should}."
    paragraphs = [place[0].label for place in places]
    return evidence.finding(
        Check.SYMBOL_ASTRAY, message, evidence.words_at(block, start, end), paragraphs=paragraphs, expected=right, found=symbol
    )  # fmt: skip


# 'paragraph 98 below', 'in paragraph 24 (b) above', 'paragraph 12 of the present report'; a paragraph of a resolution is none of ours.
_PARAGRAPH = re.compile(
    r"\bparagraphs?\s+(?P<number>\d{1,3})(?:\s?\([a-z]\))?\s*,?\s*(?:above|below|of\s+(?:the\s+present|this)\s+report)\b"
)
_NOT_THERE = re.compile(r"cited in paragraph (?P<paragraph>\S.*?) was not found")


def reference_astray(evidence: Evidence) -> Iterator[Finding]:
    """Paragraphs of the document that are cited and do not exist; recommendations cited by a paragraph in which none is made."""
    for block in evidence.body:
        if "paragraph" not in block.text:
            continue
        for match in _PARAGRAPH.finditer(block.text):
            if match["number"] not in evidence.labels:
                message = f"Paragraph {match['number']} is cited, but the document has no such paragraph."
                yield evidence.finding(Check.REFERENCE_ASTRAY, message, evidence.words_at(block, *match.span()), found=match["number"])
    for unread in evidence.of(Unread):
        if cited := _NOT_THERE.search(unread.reason):
            message = f"A recommendation is cited in paragraph {cited['paragraph']}, but none is made there."
            paragraphs = [unread.source.paragraph, cited["paragraph"]]
            yield evidence.finding(Check.REFERENCE_ASTRAY, message, unread.source, paragraphs=paragraphs, found=cited["paragraph"])
