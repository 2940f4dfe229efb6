"""Recommendations that are known by their type: concluding observations of the Committee on the Rights of Persons with Disabilities print
them in bold, in every language. Used where the words cannot be relied on: fonts of Arabic PDFs give other letters than they show.

A paragraph in bold recommends; the paragraphs above it that are not, up to the one in bold before them, are the concern: the nearest one,
and those before it under the same heading.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from upright import sessions
from upright.readers.cited_paragraphs import cited_paragraphs
from upright.readers.committee_paragraphs import Numbered
from upright.readers.document import Document
from upright.records import FollowUp, NextReport
from upright.structure import Block

_DAY = re.compile(r"\b\d{1,2}\s+[^\d.;:()]{3,30}\s20\d{2}\b")
_MOST = 0.5  # of the lines that say anything


def paired(document: Document, paragraphs: Sequence[Numbered]) -> Iterator[tuple[list[Numbered], list[Numbered]]]:
    """Concerns with the recommendations that answer them; what is recommended under a later heading answers no concern."""
    concerns: list[Numbered] = []
    answers: list[Numbered] = []
    for paragraph in paragraphs:
        bold = in_bold(document, paragraph)
        if answers and (not bold or paragraph.heading != answers[0].heading):
            yield concerns, answers
            concerns, answers = [], []
        if bold:
            answers.append(paragraph)
        else:
            concerns = [*(each for each in concerns if each.heading == paragraph.heading), paragraph]
    if answers:
        yield concerns, answers


def ends(document: Document, paragraphs: Sequence[Numbered]) -> Iterator[FollowUp | NextReport]:
    """The first paragraph behind the last concern that names others, and the last one with a day in it. Where the name of the month is
    damaged, the day stays in its words."""
    labels = {paragraph.label for paragraph in paragraphs}
    last = max((at for at, paragraph in enumerate(paragraphs) if not in_bold(document, paragraph)), default=len(paragraphs))
    behind = paragraphs[last + 1 :]
    for paragraph in behind:
        named = cited_paragraphs(paragraph.block.text)
        if named and {label.partition(" ")[0] for label in named} <= labels:
            source = document.source(paragraph.block.start, paragraph.block.end, paragraph.label)
            yield FollowUp(document=document.symbol, source=source, paragraphs=named, within=None, due=None)
            break
    for paragraph in reversed(behind):
        day = _DAY.search(paragraph.block.text)
        if day:
            source = document.source(paragraph.block.start, paragraph.block.end, paragraph.label)
            due = next((found for _, _, found in sessions.dates(day[0])), None)
            yield NextReport(document=document.symbol, source=source, due=due, as_stated=day[0])
            return


def in_bold(document: Document, paragraph: Numbered) -> bool:
    """Is most of a paragraph in bold? The first line of each block is not asked: numbers never are."""
    blocks = [paragraph.block, *(block for limb in paragraph.limbs.values() for block in limb)]
    told = [bold for block in blocks for bold in _told(document, block)]
    return bool(told) and sum(told) > _MOST * len(told)


def _told(document: Document, block: Block) -> Iterator[bool]:
    lines = document.layer.lines
    for start, _ in block.pieces[1:]:
        bold = lines[bisect_right(lines, start, key=lambda line: line.start) - 1].bold
        if bold is not None:
            yield bold
