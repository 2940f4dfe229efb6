"""What the records of an examination say: questions and their answers, figures, promises, what is cited.

Each analysis takes the document and the records that its reader gave, and yields more records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from upright.analysis import answers, citations, commitments, figures, questions
from upright.readers.document import Document
from upright.records import Record

ANALYSES: tuple[Callable[[Document, Sequence[Record]], Iterator[Record]], ...] = (
    citations.find, questions.find, answers.find, figures.find, commitments.find,
)  # fmt: skip


def analyse(document: Document, records: Sequence[Record]) -> Iterator[Record]:
    """Every analysis in its order: a later one sees the records of those before it."""
    seen = list(records)
    for run in ANALYSES:
        found = list(run(document, seen))
        seen += found
        yield from found
