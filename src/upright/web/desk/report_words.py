"""The words of pages for kinds of reports and for what a report lacks, and names of its parts."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _

from upright.reports.drafts import Lack

KINDS: dict[str, Any] = {
    "mid_term": _("Mid-term report"),
    "follow_up": _("Follow-up information to a committee"),
    "replies_to_list": _("Replies to a list of issues"),
    "replies_to_list_prior": _("Report on a list of issues prior to reporting"),
    "stakeholder_submission": _("Submission to the UPR"),
    "committee_submission": _("Submission to a committee"),
}
LACKS: dict[str, Any] = {
    Lack.NO_SOURCE.value: _("No source is named"),
    Lack.GONE.value: _("What it was made from may not be used any more"),
    Lack.NO_LEAD.value: _("No institution leads"),
    Lack.NO_ACTION.value: _("No action or note is approved"),
    Lack.NO_VALUE.value: _("An indicator has no approved value"),
    Lack.NOT_ASSESSED.value: _("No assessment is approved"),
    Lack.NOT_APPROVED.value: _("Work waits for approval"),
}


def name_of(key: str) -> str:
    """By what forms and addresses name a part of a report, or a paragraph: its key has signs that no name may have."""
    return f"part-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
