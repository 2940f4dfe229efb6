"""Text layer -> numbered paragraphs, headings, footnotes, furniture: every line of the text belongs to exactly one block.

Numbers are believed when they are the next ones expected and stand where a paragraph can begin; a number that breaks the sequence needs
the stronger sign of white space above it. What cannot be a paragraph stays part of the one before: nothing is dropped.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from upright.extract.text import Span, TextLayer
from upright.structure.align import Aligned, align, passage
from upright.structure.apart import cells, furniture_and_notes, in_cell, kept_notes, marks_by_sequence, raised_marks
from upright.structure.blocks import Block, BlockKind, Draft, Structure
from upright.structure.builder import Builder
from upright.structure.footnotes import mark_footnotes
from upright.structure.furniture import mark_furniture
from upright.structure.lines import Lines, parted

__all__ = ["Aligned", "Block", "BlockKind", "Structure", "align", "build", "passage"]


def build(layer: TextLayer) -> Structure:
    """A text layer's blocks. Every line stands in exactly one of them."""
    seen = _look_at(layer)
    body = [index for index in range(len(seen.lines)) if not seen.furniture[index] and seen.note[index] is None]
    tabled = {line for line in body if in_cell(layer, seen.lines[line])} if layer.cells else set()
    drafts = Builder(seen, [index for index in body if index not in tabled]).drafts()
    marks = layer.marks if layer.marks or not layer.wrapped else marks_by_sequence(seen, drafts)
    marks = tuple(sorted({*marks, *raised_marks(seen)}))
    drafts += cells(seen, sorted(tabled)) + furniture_and_notes(seen) + kept_notes(seen, drafts, marks)
    drafts = sorted((draft for draft in drafts if draft.lines), key=lambda draft: draft.lines[0])
    return Structure(layer=layer, blocks=tuple(_block(seen, draft, marks) for draft in drafts), marks=marks)


def _block(seen: Lines, draft: Draft, marks: tuple[Span, ...]) -> Block:
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


def _look_at(layer: TextLayer) -> Lines:
    lines = parted(layer)
    words = [layer.text[line.start : line.end].strip() for line in lines]
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.size:
            sizes[line.size] += line.end - line.start
    body_size = sizes.most_common(1)[0][0] if sizes else None
    seen = Lines(layer, lines, words, body_size, [False] * len(words), [None] * len(words))
    mark_furniture(seen)
    mark_footnotes(seen)
    return seen
