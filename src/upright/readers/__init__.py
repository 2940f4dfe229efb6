"""Readers: one module for one kind of document; `READERS` is the list of them.

A reader takes a `Document` and yields records in document order. It opens no file and knows of no other document. Every kind gets its
`document` and `paragraph` records besides, so a kind without a reader is read as paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from upright.readers import (
    addendum,
    advance_questions,
    assessment,
    concluding_observations,
    corrigendum,
    decision,
    follow_up,
    infographic,
    list_of_issues,
    matrix,
    pre_session,
    replies,
    state_report,
    summary_record,
    uhri,
    working_group_report,
)
from upright.readers.document import Document
from upright.records import Kind, Record

Reader = Callable[[Document], Iterator[Record]]


def _follow_up(document: Document) -> Iterator[Record]:
    """What the State answers, or how the committee assesses it: the symbols are alike."""
    yield from follow_up.read(document)
    yield from assessment.read(document)


READERS: Mapping[Kind, Reader] = {
    Kind.WORKING_GROUP_REPORT: working_group_report.read,
    Kind.ADDENDUM: addendum.read,
    Kind.MATRIX: matrix.read,
    Kind.UHRI: uhri.read,
    Kind.ADVANCE_QUESTIONS: advance_questions.read,
    Kind.NATIONAL_REPORT: pre_session.read,
    Kind.COMPILATION: pre_session.read,
    Kind.STAKEHOLDER_SUMMARY: pre_session.read,
    Kind.CORRIGENDUM: corrigendum.read,
    Kind.DECISION: decision.read,
    Kind.INFOGRAPHIC: infographic.read,
    Kind.CONCLUDING_OBSERVATIONS: concluding_observations.read,
    Kind.SUMMARY_RECORD: summary_record.read,
    Kind.LIST_OF_ISSUES: list_of_issues.read,
    Kind.REPLIES: replies.read,
    Kind.STATE_REPORT: state_report.read,
    Kind.FOLLOW_UP: _follow_up,
}
