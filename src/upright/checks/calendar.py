"""Session and dates of a review against the table of sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from upright import sessions
from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.records import Finding, Review


def session_dates(evidence: Evidence) -> Iterator[Finding]:
    """The session's days as the introduction gives them, and the days of the review and of the report's adoption within it."""
    review = evidence.review
    if review is None:
        return
    days = _days(review.working_group_session)
    if days and review.session_dates and review.session_dates != days:
        expected, found = _range(*days), _range(*review.session_dates)
        message = f"Session {review.working_group_session} of the Working Group was held from {expected}, not from {found}."
        yield evidence.finding(Check.SESSION_DATES, message, review.source, expected=expected, found=found)
    for day, what in ((review.reviewed_on, "review"), (review.adopted_on, "adoption of the report")):
        within = days or review.session_dates
        if day and within and not within[0] <= day <= within[1]:
            message = f"The {what} on {day.day} {day:%B %Y} is not within the session ({_range(*within)})."
            yield evidence.finding(Check.SESSION_DATES, message, review.source, expected=_range(*within), found=day.isoformat())
    if review.reviewed_on and review.adopted_on and review.adopted_on < review.reviewed_on:
        yield _before(evidence, review, review.reviewed_on, review.adopted_on)


def _before(evidence: Evidence, review: Review, reviewed: date, adopted: date) -> Finding:
    message = f"The report was adopted on {adopted.day} {adopted:%B %Y}, before the review on {reviewed.day} {reviewed:%B %Y}."
    return evidence.finding(Check.SESSION_DATES, message, review.source, found=adopted.isoformat())


def _days(session: int | None) -> tuple[date, date] | None:
    if session is None:
        return None
    try:
        known = sessions.working_group_session(session)
    except KeyError:
        return None
    return (known.first_day, known.last_day) if known.first_day and known.last_day else None


def _range(first: date, last: date) -> str:
    return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"
