"""What a reader is given: one document, identified and cut into blocks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from upright.extract.text import Span, TextLayer
from upright.identify import Identity
from upright.records import DocumentRecord, Footnote, Paragraph, Source, Unread
from upright.structure import Aligned, Block, BlockKind, Structure, align

_BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.TEXT, BlockKind.TABLE, BlockKind.HEADING, BlockKind.ANNEX, BlockKind.COVER})


class Document:
    """A document with its text layer, blocks and identity; `file` is the name of the file that it was read from."""

    def __init__(self, *, file: str, sha256: str, structure: Structure, identity: Identity) -> None:
        self.file = file
        self.sha256 = sha256
        self.structure = structure
        self.identity = identity

    @property
    def layer(self) -> TextLayer:
        return self.structure.layer

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.structure.blocks

    @property
    def symbol(self) -> str | None:
        return self.identity.symbol

    def source(self, start: int, end: int, paragraph: str | None) -> Source:
        """The source of a record whose passage is `text[start:end]`."""
        return Source(file=self.file, paragraph=paragraph, page=self.layer.page_of(start), start=start, end=end)

    def aligned(self, block: Block) -> Aligned:
        """A block's words with the way back to the text layer."""
        return align(self.layer, block.pieces, self.structure.marks)

    def words(self, start: int, end: int) -> str:
        """The words of a passage as running text: furniture, footnotes and footnote marks left out.

        This is what rebuilds a record's text from its span.
        """
        return align(self.layer, self._pieces(start, end), self.structure.marks).text

    def _pieces(self, start: int, end: int) -> Iterator[Span]:
        at = bisect_left(self._body_pieces, (start, start))
        if at and self._body_pieces[at - 1][1] > start:
            at -= 1
        while at < len(self._body_pieces) and self._body_pieces[at][0] < end:
            a, b = self._body_pieces[at]
            yield max(a, start), min(b, end)
            at += 1

    @cached_property
    def _body_pieces(self) -> list[Span]:
        return sorted(piece for block in self.blocks if block.kind in _BODY for piece in block.pieces)

    @cached_property
    def footnotes(self) -> dict[int, Footnote]:
        """Footnotes by the offset of their mark in the text layer: the first note of that mark that stands after it."""
        notes = self._notes()
        tied: dict[int, Footnote] = {}
        for mark, at in sorted((entry for block in self.blocks for entry in block.marks), key=lambda entry: entry[1]):
            note = next((note for note in notes if note.mark == mark and note.start > at), None)
            if note is not None:
                tied[at] = note
        return tied

    def _notes(self) -> list[Footnote]:
        """The document's footnotes in order; one that goes on over the page is one."""
        found: list[Footnote] = []
        for block in self.blocks:
            if block.kind is not BlockKind.FOOTNOTE or block.label is None:
                continue
            before = found[-1] if found else None
            carried = before is not None and before.mark == block.label and not block.text.startswith(block.label)
            if before is not None and before.mark != block.label and not block.text.startswith(block.label):
                found[-1] = replace(before, text=before.text.removesuffix(block.label).strip())  # the next note's mark ends this one's line
            if before is not None and carried:
                found[-1] = replace(before, text=f"{before.text} {block.text}", end=block.end)
            else:
                text = block.text.removeprefix(block.label).strip()
                found.append(Footnote(mark=block.label, text=text, start=block.start, end=block.end))
        return found

    def footnotes_of(self, *blocks: Block) -> tuple[Footnote, ...]:
        """The footnotes whose marks stand in some blocks."""
        return tuple(self.footnotes[at] for block in blocks for _, at in block.marks if at in self.footnotes)


def document_record(document: Document) -> DocumentRecord:
    """The `document` record."""
    identity = document.identity
    return DocumentRecord(
        document=document.symbol,
        source=document.source(0, len(document.layer.text), None),
        symbol=identity.symbol,
        kind=identity.kind,
        language=identity.language,
        title=identity.title,
        body=identity.body,
        state=identity.state,
        date=identity.date,
        council_session=identity.council_session,
        working_group_session=identity.working_group_session,
        cycle=identity.cycle,
        committee_session=identity.committee_session,
        meeting=identity.meeting,
        pages=len(document.layer.page_starts) if document.layer.has_pages else None,
        sha256=document.sha256,
    )


def unread_pages(document: Document) -> Iterator[Unread]:
    """An `unread` record for every page that the file could not give."""
    for page in document.layer.unread_pages:
        at = document.layer.page_starts[page - 1]
        source = Source(file=document.file, paragraph=None, page=page, start=at, end=at)
        yield Unread(document=document.symbol, source=source, reason=f"page {page} of the PDF is damaged; fetch the document again")


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """A `paragraph` record for every numbered paragraph, item and limb, and for unnumbered text of the body (`label` None)."""
    for block in document.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.TEXT):
            yield Paragraph(
                document=document.symbol,
                source=document.source(block.start, block.end, block.label),
                label=block.label,
                headings=block.headings,
                text=block.text,
                footnotes=document.footnotes_of(block),
            )
