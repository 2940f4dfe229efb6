"""Concluding observations and lists of issues: letters left out, paragraphs chosen that recommend nothing, days that cannot be.

(c), then (e)                                                            (CRPD/C/LUX/CO/1, 42)
'the recommendations contained in paragraphs 6 (c)', where 6 is a concern and 7 its recommendation     (CRPD/C/IND/CO/1, 70)
'by 31 June 2026'                                                        (CRPD/C/GRC/CO/1, 54)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.records import Concern, Finding, FollowUp, Kind, NextReport, Paragraph, Recommendation

_KINDS = (Kind.CONCLUDING_OBSERVATIONS, Kind.LIST_OF_ISSUES)
_LIMB = re.compile(r"(?P<base>\d+) \((?P<letter>[a-z])\)")
_DAY = re.compile(r"\b\d{1,2}(?:er|º)?\s?(?:de\s+)?[^\W\d]{3,}\s+(?:de\s+)?\d{4}\b")


def limb_missing(evidence: Evidence) -> Iterator[Finding]:
    """A gap in the letters of a paragraph's limbs."""
    if evidence.document.identity.kind not in _KINDS:
        return
    before: dict[str, str] = {}
    for block in evidence.body:
        limb = _LIMB.fullmatch(block.label or "")
        if limb is None:
            continue
        base, letter = limb["base"], limb["letter"]
        expected = chr(ord(before.get(base, "`")) + 1)
        before[base] = letter
        if letter > expected:
            after = f"({letter}) follows ({chr(ord(expected) - 1)})" if expected > "a" else f"({letter}) is the first"
            message = f"Limb ({expected}) of paragraph {base} is missing: {after}."
            source = evidence.words_at(block, 0, len("(a)"))
            yield evidence.finding(Check.LIMB_MISSING, message, source, expected=f"({expected})", found=f"({letter})")


def follow_up_astray(evidence: Evidence) -> Iterator[Finding]:
    """A paragraph chosen for follow-up that does not exist, or recommends nothing."""
    labels = {each.label for each in evidence.of(Paragraph)}
    numbers = {each.number for each in evidence.of(Recommendation)}
    answers = {label: each.recommendations for each in evidence.of(Concern) for label in each.paragraphs}
    for each in evidence.of(FollowUp):
        for label in each.paragraphs:
            number = label.partition(" ")[0]
            if label not in labels:
                message = f"Paragraph {label} is chosen for follow-up, and does not exist."
                yield evidence.finding(Check.FOLLOW_UP_ASTRAY, message, each.source, found=label)
            elif number not in numbers:
                meant = ", ".join(answers.get(number, ()))
                message = f"Paragraph {label} is chosen for follow-up, and recommends nothing" + (f": {meant} does." if meant else ".")
                yield evidence.finding(Check.FOLLOW_UP_ASTRAY, message, each.source, expected=meant or None, found=label)


def next_report_date(evidence: Evidence) -> Iterator[Finding]:
    """The day of the next report is none of the calendar, or is not after the document's own."""
    issued = evidence.document.identity.date
    for each in evidence.of(NextReport):
        if each.due is None and _DAY.search(each.as_stated):
            message = f"The next report is due on a day that does not exist: {each.as_stated}."
            yield evidence.finding(Check.NEXT_REPORT_DATE, message, each.source, found=each.as_stated)
        elif each.due and issued and each.due <= issued:
            message = f"The next report is due on {each.due}, and the document is of {issued}."
            yield evidence.finding(Check.NEXT_REPORT_DATE, message, each.source, expected=f"after {issued}", found=each.due)
