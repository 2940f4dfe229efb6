"""What the checks look at: one document, the records that were read from it, and the findings that point into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeVar

from upright.checks.catalogue import SEVERITY, Check
from upright.readers.dialogue import DELEGATION
from upright.readers.document import Document
from upright.readers.recommendations import section
from upright.records import Finding, Kind, Recommendation, Record, Review, Source, Statement
from upright.structure import Block, BlockKind

R = TypeVar("R", bound=Record)
_BODY = (BlockKind.PARAGRAPH, BlockKind.TEXT)


class Evidence:
    """A document and its records."""

    def __init__(self, document: Document, records: Sequence[Record]) -> None:
        self.document = document
        self.records = records

    def of(self, kind: type[R]) -> list[R]:
        """The records of one kind, in document order."""
        return [record for record in self.records if isinstance(record, kind)]

    @property
    def is_report(self) -> bool:
        return self.document.identity.kind is Kind.WORKING_GROUP_REPORT

    @cached_property
    def body(self) -> list[Block]:
        """Numbered paragraphs, items, limbs and unnumbered text."""
        return [block for block in self.document.blocks if block.kind in _BODY]

    @cached_property
    def section(self) -> list[Block]:
        """The paragraphs of a report's section of recommendations."""
        return [block for block in section(self.document) if block.kind in _BODY] if self.is_report else []

    @cached_property
    def debate(self) -> list[Block]:
        """The paragraphs of a report between the first statement of another State and the last."""
        if not self.statements:
            return []
        first, last = self.statements[0].source.start, self.statements[-1].source.end
        return [block for block in self.body if block.kind is BlockKind.PARAGRAPH and first <= block.end and block.start <= last]

    @cached_property
    def spoken_in(self) -> frozenset[str | None]:
        """The paragraphs in which somebody speaks."""
        return frozenset(each.paragraph for each in self.of(Statement))

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        return self.of(Recommendation)

    @cached_property
    def statements(self) -> list[Statement]:
        """The statements of other States than the one under review."""
        return [each for each in self.of(Statement) if each.by != (DELEGATION,)]

    @cached_property
    def review(self) -> Review | None:
        return next(iter(self.of(Review)), None)

    @cached_property
    def labels(self) -> dict[str, Block]:
        """The blocks that a number is given to."""
        return {block.label: block for block in self.body if block.label}

    def words_at(self, block: Block, start: int, end: int) -> Source:
        """The source of some words of a block: `block.text[start:end]`."""
        first, last = self.document.aligned(block).span(start, end)
        return self.document.source(first, last, block.label)

    def whole(self, block: Block) -> Source:
        return self.document.source(block.start, block.end, block.label)

    def finding(
        self,
        check: Check,
        message: str,
        source: Source,
        *,
        paragraphs: Iterable[str | None] = (),
        expected: object = None,
        found: object = None,
    ) -> Finding:
        """A finding at a passage; without `paragraphs` it is about the paragraph of its passage."""
        about = tuple(dict.fromkeys(label for label in paragraphs if label)) or ((source.paragraph,) if source.paragraph else ())
        return Finding(
            document=self.document.symbol,
            source=source,
            check=check.value,
            severity=SEVERITY[check],
            message=message,
            paragraphs=about,
            expected=None if expected is None else str(expected),
            found=None if found is None else str(found),
        )
