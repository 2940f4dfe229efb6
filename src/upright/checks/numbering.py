"""Numbers of paragraphs and recommendations: gaps, repeats, misprints.

'155.77' among the items of 115, '127.10' among those of 126, '118.09' for 118.109, '214.60' for 124.60
'125-15', '77. 24'        printed otherwise than all others
110.43, 110.45            a gap
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.records import Finding
from upright.structure import Block, BlockKind

_LABEL = re.compile(r"(\d{1,3})(?:\.(\d{1,3}))?$")
_PRINTED = re.compile(r"\d{1,3}\s?[.-]\s?\d{1,3}")
_PLAIN_ITEM = re.compile(r"\d{1,3}[.)]?\s*[^\W\d]")  # '5. Ratify': an item that carries its own number only


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of the document: of a paragraph (`item` 0) or of an item in its list."""

    paragraph: int
    item: int
    block: Block

    @property
    def label(self) -> str:
        return self.block.label or ""


def numbers(evidence: Evidence) -> Iterator[Finding]:
    """Numbers missing, repeated or misprinted."""
    found = _numbers(evidence)
    yield from _paragraphs(evidence, [number for number in found if not number.item])
    if evidence.is_report:
        yield from _lists(evidence, found)
        yield from _spellings(evidence, found)


def _numbers(evidence: Evidence) -> list[_Number]:
    found = []
    for block in evidence.body:
        match = _LABEL.match(block.label or "") if block.kind is BlockKind.PARAGRAPH else None
        if match:
            found.append(_Number(int(match[1]), int(match[2] or 0), block))
    return found


def _paragraphs(evidence: Evidence, found: Sequence[_Number]) -> Iterator[Finding]:
    for before, number in pairwise(found):
        if number.paragraph == before.paragraph:
            yield _repeated(evidence, number, str(before.paragraph + 1))
        elif number.paragraph > before.paragraph + 1:
            yield _missing(evidence, before, number, str(before.paragraph + 1))


def _lists(evidence: Evidence, found: Sequence[_Number]) -> Iterator[Finding]:
    """Items, each against the number that the one before it makes expected."""
    paragraph, item = 0, 0
    before: _Number | None = None
    for at, number in enumerate(found):
        if not number.item:
            paragraph, item, before = number.paragraph, 0, number
            continue
        item += 1
        following = found[at + 1] if at + 1 < len(found) else None
        goes_on = following is not None and (following.paragraph, following.item) == (paragraph, item + 1)
        if (number.paragraph, number.item) == (paragraph, item):
            pass
        elif number.paragraph != paragraph or goes_on:
            yield _misprinted(evidence, number, f"{paragraph}.{item}", _printed(number))
        elif number.item < item:
            yield _repeated(evidence, number, f"{paragraph}.{item}")
        elif before is not None:
            yield _missing(evidence, before, number, f"{paragraph}.{item}")
        if number.paragraph == paragraph and not goes_on:
            item = number.item
        before = number


def _misprinted(evidence: Evidence, number: _Number, expected: str, found: str) -> Finding:
    message = f"The recommendation between {_before(expected)} and {_after(expected)} is numbered {found} instead of {expected}."
    if expected.endswith(".1"):
        message = f"The first recommendation of paragraph {expected.partition('.')[0]} is numbered {found} instead of {expected}."
    source = evidence.words_at(number.block, 0, max(len(found), 1))
    return evidence.finding(Check.NUMBER_MISPRINTED, message, source, paragraphs=[number.label], expected=expected, found=found)


def _before(label: str) -> str:
    return _next(label, -1)


def _after(label: str) -> str:
    return _next(label, 1)


def _next(label: str, step: int) -> str:
    paragraph, _, item = label.partition(".")
    return f"{paragraph}.{int(item) + step}"


def _printed(number: _Number) -> str:
    match = _PRINTED.match(number.block.text)
    return match[0] if match else number.label


def _repeated(evidence: Evidence, number: _Number, expected: str) -> Finding:
    message = f"Number {number.label} is given twice; the second one should be {expected}."
    source = evidence.words_at(number.block, 0, len(number.label))
    return evidence.finding(Check.NUMBER_REPEATED, message, source, paragraphs=[number.label], expected=expected, found=number.label)


def _missing(evidence: Evidence, before: _Number, number: _Number, expected: str) -> Finding:
    message = f"Number {expected} is missing: {number.label} follows {before.label}."
    source = evidence.words_at(number.block, 0, len(number.label))
    return evidence.finding(
        Check.NUMBER_MISSING, message, source, paragraphs=[before.label, number.label], expected=expected, found=number.label
    )


def _spellings(evidence: Evidence, found: Sequence[_Number]) -> Iterator[Finding]:
    """'77. 24' and '125-15' in a list whose other numbers are printed '77.23'."""
    for number in found:
        if not number.item or _PLAIN_ITEM.match(number.block.text):
            continue
        printed = _printed(number)
        if re.search(r"[\s-]", printed):
            yield _misprinted(evidence, number, number.label, printed)


def lead_in_twice(evidence: Evidence) -> Iterator[Finding]:
    """The sentence that introduces a list, printed twice."""
    for block in evidence.section:
        match = _LABEL.match(block.label or "")
        if match is None or match[2]:
            continue
        opening = block.text[len(match[0]) + 1 :].strip(" .")[:_OPENING]
        again = block.text.find(opening, len(opening)) if len(opening) == _OPENING else -1
        if again > 0:
            source = evidence.words_at(block, again, len(block.text))
            message = f"The words that introduce the list of paragraph {block.label} stand there twice."
            yield evidence.finding(Check.LEAD_IN_TWICE, message, source)


_OPENING = 60  # characters: as long as no two sentences of one paragraph begin alike
