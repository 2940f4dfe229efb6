"""The words of pages for what is due: what it is called, when it is, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from upright.tracking.procedures import Basis, Due, Parameter, Span
from upright.web.templatetags.upright import body_name, un_date

DUES: dict[str, Any] = {
    "positions": gettext_lazy("Positions on the recommendations"),
    "mid_term": gettext_lazy("Mid-term report"),
    "next_review": gettext_lazy("Next review"),
    "national_report": gettext_lazy("National report"),
    "stakeholder_submission": gettext_lazy("Submissions of stakeholders"),
    "advance_questions": gettext_lazy("Advance questions"),
    "follow_up": gettext_lazy("Information on follow-up"),
    "next_report": gettext_lazy("Next report"),
    "list_of_issues_prior": gettext_lazy("List of issues prior to reporting"),
    "replies_to_list_prior": gettext_lazy("Replies to the list of issues prior to reporting"),
    "next_dialogue": gettext_lazy("Next dialogue"),
}
BY: dict[str, Any] = {
    "state": gettext_lazy("the State"),
    "states": gettext_lazy("other States"),
    "stakeholders": gettext_lazy("institutions and organisations"),
    "committee": gettext_lazy("the committee"),
}
DUTIES: dict[str, Any] = {
    "required": gettext_lazy("required"),
    "voluntary": gettext_lazy("voluntary"),
    "expected": gettext_lazy("expected"),
}
EVENTS: dict[str, Any] = {
    "council_session": gettext_lazy("the session of the Human Rights Council that adopts the outcome"),
    "outcome_adopted": gettext_lazy("the adoption of the outcome by the Human Rights Council"),
    "review": gettext_lazy("the review"),
    "session": gettext_lazy("the session of the Working Group"),
    "observations_adopted": gettext_lazy("the adoption of the concluding observations"),
    "document_issued": gettext_lazy("the date on the document, since it does not say when it was adopted"),
    "report_due": gettext_lazy("the day by which the report is due"),
    "list_issued": gettext_lazy("the date of the list of issues"),
}
STEPS: dict[str, Any] = {
    "collect": gettext_lazy("Collect information"),
    "draft": gettext_lazy("Write the draft"),
    "consult": gettext_lazy("Consult"),
    "approve": gettext_lazy("Have it approved"),
    "submit": gettext_lazy("Submit"),
}


def title(due: Due) -> str:
    """What is due: 'Mid-term report: Universal Periodic Review, session 48'."""
    return named(due.code, due.body, due.session)


def named(code: str, body: str, session: int | None) -> str:
    """What is due of a procedure, in words."""
    of = _("Universal Periodic Review") if body == "UPR" else body_name(body)
    name = f"{DUES[code]}: {of}"
    return _("%(name)s, session %(number)s") % {"name": name, "number": session} if session else name


def days(span: Span | None) -> str:
    """A day, or between which days; nothing where it is not known."""
    if span is None:
        return ""
    if span.day:
        return un_date(span.day)
    return _("between %(first)s and %(last)s") % {"first": un_date(span.first), "last": un_date(span.last)}


def reasons(due: Due) -> list[str]:
    """Why it is due then, one sentence after the other."""
    return [*_reckoned(due), *_told(due), *_differs(due), *_source(due)]


def _reckoned(due: Due) -> Iterator[str]:
    """That a review is not known from a document, but from the order in which States are reviewed."""
    if due.cycles:
        yield ngettext(
            "No later review than that in %(document)s is at hand: the one after it is reckoned by the order of reviews, %(n)s cycle on.",
            "No later review than that in %(document)s is at hand: those after it are reckoned by the order of reviews, %(n)s cycles on.",
            due.cycles,
        ) % {"document": due.document, "n": due.cycles}


def _told(due: Due) -> Iterator[str]:
    since = {"event": EVENTS.get(due.counted_after or "", ""), "days": days(due.counted_from)}
    if due.basis is Basis.DAY:
        stated = _("The document states the day: “%(words)s”.") if due.stated else _("The day is set.")
        yield stated % {"words": due.stated}
    elif due.basis is Basis.PERIOD:
        yield _("The document states the period, “%(words)s”, counted from %(event)s: %(days)s.") % {"words": due.stated, **since}
    elif due.basis is Basis.WORDS:
        yield _("The document says “%(words)s”, which names no day.") % {"words": due.stated}
    elif due.basis is Basis.RULE and due.rule and due.counted_from:
        yield _("%(amount)s %(event)s: %(days)s.") % {"amount": _amount(due.rule), **since}
    elif due.basis is Basis.RULE:
        yield _("The calendar of the Working Group gives the days of the session.")
    else:
        yield _("The day is not known: neither a document nor a rule gives it.")


def _differs(due: Due) -> Iterator[str]:
    if due.computed:
        yield _("By the rule it would be %(days)s; what the document says counts.") % {"days": days(due.computed)}


def _source(due: Due) -> Iterator[str]:
    if due.rule and (due.basis is Basis.RULE or due.computed):  # else it is the document that says it
        checked = _("This was checked.") if due.rule.verified else _("This was not verified: check it before you rely on it.")
        yield f"{_('The rule is from: %(source)s.') % {'source': due.rule.source}} {checked}"


def _amount(rule: Parameter) -> str:
    """How long before or after: '10 working days before', '12 to 15 weeks before', '24 months after'."""
    least, most = sorted((abs(rule.least or 0), abs(rule.most or 0)))
    if most == 0:
        return _("Before")
    count = str(most) if least == most else _("%(least)s to %(most)s") % {"least": least, "most": most}
    amount = {
        "working_days": ngettext("%(n)s working day", "%(n)s working days", most),
        "days": ngettext("%(n)s day", "%(n)s days", most),
        "weeks": ngettext("%(n)s week", "%(n)s weeks", most),
        "months": ngettext("%(n)s month", "%(n)s months", most),
        "years": ngettext("%(n)s year", "%(n)s years", most),
        "calendar_years": ngettext("%(n)s year, known to the year,", "%(n)s years, known to the year,", most),
        "sessions": ngettext("%(n)s session", "%(n)s sessions", most),
    }[rule.unit] % {"n": count}
    before = (rule.most or 0) <= 0
    return (_("%(amount)s before") if before else _("%(amount)s after")) % {"amount": amount}
