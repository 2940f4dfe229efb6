"""Footnotes without a mark in the text, and marks without a footnote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.records import Finding
from upright.structure import Block, BlockKind

_Mark = tuple[Block, str, int]
_UNITS = re.compile(r"(?:km|m|cm|mi|miles|CO|OP)$")  # an exponent (36,128 km2) or the end of an acronym (ICCPR-OP2), no mark


def footnotes(evidence: Evidence) -> Iterator[Finding]:
    """Numbered footnotes and marks that have no counterpart. Asterisks belong to titles and tables and are left alone."""
    blocks = evidence.document.blocks
    notes = [block for block in blocks if block.kind is BlockKind.FOOTNOTE and (block.label or "").isdigit()]
    in_text = (block for block in blocks if block.kind is not BlockKind.COVER)
    marks = [(block, mark, at) for block in in_text for mark, at in block.marks if mark.isdigit() and not _is_exponent(evidence, at)]
    if max(Counter(mark for _, mark, _ in marks).values(), default=1) > 1:
        return  # they begin anew on every page or table: none says that another is missing
    yield from _without_mark(evidence, notes, marks)
    yield from _without_footnote(evidence, marks)


def _is_exponent(evidence: Evidence, at: int) -> bool:
    return bool(_UNITS.search(evidence.document.layer.text, max(0, at - 6), at))


def _without_mark(evidence: Evidence, notes: list[Block], marks: list[_Mark]) -> Iterator[Finding]:
    """Only where the text shows which digits are raised, and nearly all notes have their mark."""
    printed = "".join(mark for _, mark, _ in marks)  # '678' where three marks stand side by side
    printed += "".join(note.text for note in notes if note.text == note.label)  # a mark on a line of its own
    by_number = {note.label or "": note for note in notes}
    lacking = [number for number in by_number if number not in printed and not _stands_in_body(evidence, number)]
    if not evidence.document.layer.marks or len(notes) > _MOST_IN_REPORTS or len(lacking) > _MOST_WITHOUT:
        return
    for number in lacking:
        message = f"Footnote {number} has no mark in the text."
        yield evidence.finding(Check.FOOTNOTE_WITHOUT_MARK, message, evidence.whole(by_number[number]), found=number)


_MOST_WITHOUT = 3  # above that the marks were not seen
_MOST_IN_REPORTS = 40  # endnotes by the hundred are marked in ranges and lists ('86-88')


def _stands_in_body(evidence: Evidence, number: str) -> bool:
    """Is the number printed behind a word or a bracket as a mark is, though not raised: '(Indonesia 2)', 'working group. 4'?"""
    mark = re.compile(rf"(?:[^\W\d]|[)”]|(?<!\d)[.;])\s?{number}(?=\s?[;.,)]|\s*$)")
    return any(mark.search(block.text) for block in evidence.body)


def _without_footnote(evidence: Evidence, marks: list[_Mark]) -> Iterator[Finding]:
    for block, number, at in marks:
        if int(number) <= _MOST and not _stands_in_notes(evidence, number):
            message = f"The mark of footnote {number} stands in the text, but there is no such footnote."
            source = evidence.document.source(at, at + len(number), block.label)
            yield evidence.finding(Check.MARK_WITHOUT_FOOTNOTE, message, source, found=number)


_MOST = 99  # no report has a hundred footnotes: above that several marks stand side by side


def _stands_in_notes(evidence: Evidence, number: str) -> bool:
    """Is there a footnote of that number, or its number in another's words (two footnotes that the page runs together)?"""
    begins = re.compile(rf"(?:^|(?<=[.)”;]\s)){number}\s+[A-Z“h]", re.MULTILINE)
    notes = (block for block in evidence.document.blocks if block.kind is BlockKind.FOOTNOTE)
    return any(block.label == number or number in block.text.split() for block in notes) or bool(
        begins.search(evidence.document.layer.text)
    )
