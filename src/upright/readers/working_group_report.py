"""Report of the Working Group on the Universal Periodic Review (A/HRC/{session}/{n}), cycles 1 to 4."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upright.readers import recommendations
from upright.readers.dialogue import dialogue, statements
from upright.readers.document import Document
from upright.readers.introduction import review
from upright.records import Record
from upright.structure import Block, BlockKind

_DIALOGUE = re.compile(r"(?:[A-Z]\.?\s*)?interactive dialogue", re.IGNORECASE)
_SECTION_ONE = re.compile(r"(?:I\.?\s*)?summary of the proceedings", re.IGNORECASE)


def read(document: Document) -> Iterator[Record]:
    """Review, statements, recommendations, pledges, and what could not be read."""
    introduction, debate = _introduction(document.blocks), _debate(document.blocks)
    found = review(document, introduction, _proceedings(document.blocks))
    if found:
        yield found
    paragraphs = list(dialogue(document, debate, document.identity.state))
    yield from statements(document, paragraphs)
    by_label = {paragraph.block.label: paragraph for paragraph in paragraphs if paragraph.block.label}
    yield from recommendations.recommendations(document, by_label)


def _introduction(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Up to the heading of section I, or the first four paragraphs and what stands under them."""
    end = next((at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING and _SECTION_ONE.match(block.text)), None)
    if end is None:
        end = next((at for at, block in enumerate(blocks) if block.label == "5"), len(blocks))
    return tuple(block for block in blocks[:end] if block.kind in (BlockKind.PARAGRAPH, BlockKind.TEXT))


def _proceedings(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Section I with its first paragraphs, where the number of statements is announced."""
    return tuple(block for block in blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.TEXT) and block.headings)


def _debate(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """From the heading of the interactive dialogue to section II."""
    begin = next((at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING and _DIALOGUE.match(block.text)), None)
    if begin is None:
        begin = next((at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING and _SECTION_ONE.match(block.text)), 0)
    end = next(
        (
            at
            for at, block in enumerate(blocks[begin + 1 :], begin + 1)
            if block.kind is BlockKind.HEADING and recommendations.HEADING.match(block.text)
        ),
        len(blocks),
    )
    return tuple(block for block in blocks[begin + 1 : end] if block.kind in (BlockKind.PARAGRAPH, BlockKind.TEXT))
