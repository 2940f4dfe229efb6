"""Checks: what a document says against itself, and the documents of a review against each other.

Each check is a function from `Evidence` to findings. A finding is something that an editor would want to know; `catalogue` names the
checks, `docs/reference/checks.md` describes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from upright.checks import (
    acronyms,
    calendar,
    footnotes,
    issues,
    labels,
    limbs,
    meeting,
    names,
    numbering,
    positions,
    references,
    statements,
)
from upright.checks.evidence import Evidence
from upright.checks.together import check_review
from upright.readers.document import Document
from upright.records import Finding, Record

__all__ = ["CHECKS", "check", "check_review"]

CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    statements.statements_announced,
    statements.statement_twice,
    statements.recommendations_announced,
    statements.recommending_state_silent,
    numbering.numbers,
    numbering.lead_in_twice,
    names.name_misspelt,
    names.name_variant,
    names.attribution_missing,
    names.attribution_misprinted,
    names.bracket_unbalanced,
    positions.position_contradicted,
    positions.totals,
    positions.recommendation_twice,
    references.symbol_astray,
    references.reference_astray,
    footnotes.footnotes,
    acronyms.acronym_mistyped,
    calendar.session_dates,
    issues.issue_twice,
    issues.issue_passed_over,
    meeting.times,
    meeting.speaker_spelt_twice,
    limbs.limb_missing,
    limbs.follow_up_astray,
    limbs.next_report_date,
    labels.label_says_nothing,
)


def check(document: Document, records: Sequence[Record]) -> Iterator[Finding]:
    """What a document says against itself, check by check; `records` are all records that were read from it."""
    evidence = Evidence(document, records)
    for run in CHECKS:
        yield from run(evidence)
