"""What a document is cut into."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from upright.extract.text import Span, TextLayer


class BlockKind(StrEnum):
    COVER = "cover"  # the first page: symbol, title, date
    CONTENTS = "contents"  # table of contents
    HEADING = "heading"
    PARAGRAPH = "paragraph"  # numbered: a paragraph, an item of a list (124.1), or a limb ("12 (a)")
    TEXT = "text"  # unnumbered text in the body: quotation, continuation after a table, closing line
    TABLE = "table"  # one cell
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"  # running headers, page numbers, job numbers, barcodes
    ANNEX = "annex"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block. `pieces` are the spans of the text layer that are its own words (whole lines, furniture and footnotes left out);
    `text` is their words joined, with the number, without footnote marks. `label` is the number as cited ("24", "124.1", "12 (a)"; for a
    footnote its mark), `headings` the path of headings above it.
    """

    kind: BlockKind
    label: str | None
    pieces: tuple[Span, ...]
    text: str
    headings: tuple[str, ...] = ()
    level: int | None = None  # of a heading, from 1
    marks: tuple[tuple[str, int], ...] = ()  # footnote marks in it: the mark, and its offset in the text layer

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A document's blocks, in order of their first line."""

    layer: TextLayer
    blocks: tuple[Block, ...]
    marks: tuple[Span, ...]  # footnote marks, also those found by their sequence in formats without superscripts


@dataclass(slots=True)
class Draft:
    """A block in the making: the indexes of its lines."""

    kind: BlockKind
    label: str | None
    lines: list[int] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    level: int | None = None
