"""What stands apart from the running text: cells of tables, furniture, footnotes, and the marks of footnotes."""

from __future__ import annotations

import re
from bisect import bisect_left

from upright.extract.text import Line, Span, TextLayer
from upright.structure.blocks import BlockKind, Draft
from upright.structure.footnotes import mark_at
from upright.structure.lines import ALONE, NOTE_START, Lines, begins_raised

_AS_READ = re.compile(
    r"The (?:text of the )?(?:original )?recommendations? (?:as |was |were )?(?:read|made|originally|formulated)", re.IGNORECASE
)
_PLAIN_NOTE = re.compile(r"(\d{1,3})\s+(?=[A-Z“\"])")
# 'employment1', '(State)3 ;' and 'poor.22', but neither 'Add.1' nor '99.2'.
_GLUED_DIGITS = re.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=[)”’\"])|(?<=[^\W\d_]{3}[.,;])|(?<=[)”’\"][.,;]))"
    r"(?<!Add\.)(?<!Corr\.)(?<!Rev\.)(?<!Nos\.)(?<!ara\.)(\d{1,3})(?=[\s;.,:)”]|$)"
)


def in_cell(layer: TextLayer, line: Line) -> bool:
    at = bisect_left(layer.cells, line.start + 1, key=lambda cell: cell.start) - 1
    return at >= 0 and layer.cells[at].start <= line.start < max(layer.cells[at].end, layer.cells[at].start + 1)


def cells(seen: Lines, lines: list[int]) -> list[Draft]:
    drafts: list[Draft] = []
    last: int | None = None
    for index in lines:
        at = bisect_left(seen.layer.cells, seen.lines[index].start + 1, key=lambda cell: cell.start) - 1
        if at == last:
            drafts[-1].lines.append(index)
        else:
            drafts.append(Draft(BlockKind.TABLE, None, [index]))
        last = at
    return drafts


def furniture_and_notes(seen: Lines) -> list[Draft]:
    drafts: list[Draft] = []
    for index in range(len(seen.lines)):
        if seen.furniture[index]:
            drafts.append(Draft(BlockKind.FURNITURE, None, [index]))
        mark = seen.note[index]
        if mark is None:
            continue
        if drafts and drafts[-1].kind is BlockKind.FOOTNOTE and drafts[-1].label == mark and not _begins_again(seen, index, mark):
            drafts[-1].lines.append(index)
        else:
            drafts.append(Draft(BlockKind.FOOTNOTE, mark, [index]))
    return drafts


def _begins_again(seen: Lines, index: int, mark: str) -> bool:
    """Two footnotes with one mark, as '*' on two pages."""
    return (
        mark_at(seen, index) == mark
        and bool(ALONE.match(seen.words[index]) or NOTE_START.match(seen.words[index]))
        and _is_smaller_mark(seen, index)
    )


def _is_smaller_mark(seen: Lines, index: int) -> bool:
    return seen.body_size is not None and (seen.lines[index].size or 99) < seen.body_size * 0.8


def kept_notes(seen: Lines, drafts: list[Draft], marks: tuple[Span, ...]) -> list[Draft]:
    """Plain text shows no type sizes: a footnote stands inside the paragraph that the page broke, behind the number of a mark before it.

    It ends where the next page begins: at a line with no blank line above it in a text that has one above all others.
    """
    if not seen.layer.wrapped or seen.body_size is not None:
        return []
    numbers = {int(seen.layer.text[start:end]): start for start, end in marks}
    spaced = "\n\n" in seen.layer.text[:2000]
    notes: list[Draft] = []
    last = 0
    for draft in drafts:
        at = 1 if draft.kind is not BlockKind.TEXT else 0
        while at < len(draft.lines):
            number = _note_number(seen, draft.lines[at], last, numbers)
            if number is None:
                at += 1
                continue
            end = _note_end(seen, draft.lines, at, spaced)
            notes.append(Draft(BlockKind.FOOTNOTE, str(number), draft.lines[at:end]))
            del draft.lines[at:end]
            last = number
    return notes


def _note_number(seen: Lines, index: int, last: int, numbers: dict[int, int]) -> int | None:
    """The number of the note that a line begins: the next one, behind its mark or in the words that such notes begin with."""
    match = _PLAIN_NOTE.match(seen.words[index])
    if match is None or not last < int(match[1]) <= last + 2:
        return None
    marked = numbers.get(int(match[1]), 1 << 60) < seen.lines[index].start
    return int(match[1]) if marked or _AS_READ.match(seen.words[index], match.end()) else None


def _note_end(seen: Lines, lines: list[int], at: int, spaced: bool) -> int:
    for end in range(at + 1, len(lines)):
        between = seen.layer.text[seen.lines[lines[end - 1]].end : seen.lines[lines[end]].start + 1]
        if (spaced and between.count("\n") == 1) or any(seen.furniture[lines[end - 1] + 1 : lines[end]]):
            return end
        if _PLAIN_NOTE.match(seen.words[lines[end]]):
            return end
    return len(lines)


def raised_marks(seen: Lines) -> list[Span]:
    """The marks that pdfium set at the beginning of a line: '120 The State ...'."""
    found = ((line.start, NOTE_START.match(seen.words[index])) for index, line in enumerate(seen.lines) if begins_raised(seen, index))
    return [(start, start + len(match[1])) for start, match in found if match and match[1].isdigit()]


def marks_by_sequence(seen: Lines, drafts: list[Draft]) -> tuple[Span, ...]:
    """Without superscripts a digit glued to a word is a mark when it is the next of its sequence: 'employment1', then 'rights2'."""
    marks: list[Span] = []
    expected = 1
    for draft in drafts:
        if draft.kind in (BlockKind.FURNITURE, BlockKind.FOOTNOTE, BlockKind.COVER, BlockKind.CONTENTS):
            continue
        for index in draft.lines:
            line = seen.lines[index]
            for match in _GLUED_DIGITS.finditer(seen.layer.text, line.start, line.end):
                if int(match[1]) in (expected, expected + 1):  # one may have been forgotten
                    marks.append(match.span(1))
                    expected = int(match[1]) + 1
    return tuple(sorted(marks))
