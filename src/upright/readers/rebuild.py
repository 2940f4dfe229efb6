"""The text of a record, made again from the passage that it stands in: what proves that `text[start:end]` is its source.

What is left out on the way is furniture, footnotes and their marks, the record's number, and the recommending States.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right

from upright.readers import advance_questions, uhri
from upright.readers.attribution import rebuilt
from upright.readers.committee_paragraphs import own_words
from upright.readers.document import Document
from upright.readers.recommendations import item_words, without_number
from upright.records import Citation, Commitment, Concern, Figure, Kind, Paragraph, Pledge, Question, Recommendation, Record
from upright.structure import align


def rebuild(document: Document, record: Record) -> str | None:
    """The record's `text` out of its source; None for a record that has no text of its own (a review, a statement, a position)."""
    if not isinstance(record, Recommendation | Paragraph | Pledge | Question | Citation | Commitment | Concern | Figure):
        return None
    start, end = record.source.start, record.source.end
    kind = document.identity.kind
    if kind is Kind.UHRI and not isinstance(record, Citation):
        return uhri.own_words(json.loads(f'"{document.layer.text[start:end]}"', strict=False))
    said = document.words(start, end) or _outside_the_body(document, start, end)
    if isinstance(record, Concern) or (isinstance(record, Recommendation) and kind is Kind.CONCLUDING_OBSERVATIONS):
        return own_words(said, record.source.paragraph)
    if isinstance(record, Recommendation):
        return _recommendation(document, record, said)
    if isinstance(record, Pledge):
        return without_number(said, record.source.paragraph)
    if isinstance(record, Question) and kind is Kind.LIST_OF_ISSUES:
        return own_words(said, record.id)
    return advance_questions.own_words(said) if kind is Kind.ADVANCE_QUESTIONS else said


def _outside_the_body(document: Document, start: int, end: int) -> str:
    """The words of a passage in a footnote."""
    lines = document.layer.lines
    first, last = bisect_right(lines, start, key=lambda line: line.end), bisect_left(lines, end, key=lambda line: line.start)
    pieces = [(max(line.start, start), min(line.end, end)) for line in lines[first:last]]
    return align(document.layer, pieces, document.structure.marks).text


def _recommendation(document: Document, record: Recommendation, said: str) -> str:
    """A numbered one loses its number; one that stands only in the dialogue stays as it is, one in a footnote loses its States."""
    start, end = record.source.start, record.source.end
    if record.number is not None:
        return rebuilt(item_words(document, start, end, record.number))
    return said if document.words(start, end) else rebuilt(said)
