"""Numbers of issues in replies: named twice, passed over, or not those of the list.

'Reply to paragraph 21 (c)' twice, and no reply to 21 (d)          (CRPD/C/JAM/RQ/1)
replies to paragraphs 27 and 29, none to 28                         (CRPD/C/MRT/RQ/1)
'Reply to paragraph 36', where the list has 30 issues
'Reply to paragraph 29' under 'International cooperation (art. 32)', where the list has 30 under that article
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from upright.analysis.replies_to import pairs, ties
from upright.checks.catalogue import SEVERITY, Check
from upright.checks.evidence import Evidence
from upright.readers.issue_numbers import in_latin, issue_of
from upright.readers.reading import Reading
from upright.records import Answer, Finding, Kind, Question


def issue_twice(evidence: Evidence) -> Iterator[Finding]:
    """Two headings of replies with the same number and nothing else."""
    if evidence.document.identity.kind is not Kind.REPLIES:
        return
    named: dict[str, Answer] = {}
    for answer in evidence.of(Answer):
        before = named.setdefault(answer.question, answer)
        if before.source != answer.source and before.because == answer.because:
            message = f"Two replies are headed with issue {answer.question}."
            paragraphs = [before.source.paragraph, answer.source.paragraph]
            yield evidence.finding(Check.ISSUE_TWICE, message, answer.source, paragraphs=paragraphs, found=answer.question)


def issue_passed_over(evidence: Evidence) -> Iterator[Finding]:
    """A gap in the numbers that replies name."""
    if evidence.document.identity.kind is not Kind.REPLIES:
        return
    first = {int(issue_of(answer.question)): answer for answer in reversed(evidence.of(Answer))}
    for before, number in pairwise(sorted(first)):
        for missing in range(before + 1, number):
            message = f"No reply is headed with issue {missing}: {number} follows {before}."
            yield evidence.finding(Check.ISSUE_PASSED_OVER, message, first[number].source, expected=missing, found=number)


def against_list(readings: Sequence[Reading]) -> Iterator[Finding]:
    """Replies against the list that they answer, where both are at hand."""
    for issues, replies in pairs(readings):
        numbers = {in_latin(question.id) for question in issues.of(Question)}
        for answer in replies.of(Answer):
            number = in_latin(answer.question)
            if answer.to in (None, issues.identity.symbol) and number not in numbers and not _limb_of_none(number, numbers):
                message = f"A reply is headed with issue {answer.question}, which {issues.identity.symbol} does not have."
                yield _finding(replies, Check.ISSUE_UNKNOWN, message, answer, expected=None)
        yield from _astray(issues, replies)


def _limb_of_none(number: str, numbers: set[str]) -> bool:
    """4 (a), where issue 4 has no limbs: the replies count its sentences."""
    issue = issue_of(number)
    return issue in numbers and not any(other.startswith(f"{issue} (") for other in numbers)


def _astray(issues: Reading, replies: Reading) -> Iterator[Finding]:
    """Replies that stand under the article, or have the words, of another issue than the one that they name."""
    for tie in ties(issues, replies):
        answer, right = tie.answer, issue_of(tie.number)
        if issue_of(in_latin(answer.question)) != right:
            message = f"A reply is headed with issue {answer.question}, but answers issue {right} of {issues.identity.symbol}."
            yield _finding(replies, Check.ISSUE_ASTRAY, message, answer, expected=right)


def _finding(replies: Reading, check: Check, message: str, answer: Answer, *, expected: str | None) -> Finding:
    return Finding(
        document=replies.identity.symbol,
        source=answer.source,
        check=check.value,
        severity=SEVERITY[check],
        message=message,
        paragraphs=(answer.source.paragraph,) if answer.source.paragraph else (),
        expected=expected,
        found=answer.question,
    )
