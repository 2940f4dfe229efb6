"""What somebody gives an independent organisation in confidence: a text and its evidence on what is followed up.

Nobody but its author learns whose it is: not who made the row, not the audit, no notice. The day is kept on which it was given, no hour;
those who assess see texts in an order that follows neither time nor person; of what is given to one organisation nobody else sees even that
there is something. Until it is deleted it can be taken back; then it is gone, with its evidence and all that the audit had of it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from upright.tracking import evidence, keep
from upright.tracking.models import Contribution, Desk, Item, Organisation, Person
from upright.tracking.rights import NotAllowed, Who
from upright.tracking.words import INDEPENDENT, Role


def receivers(desk: Desk, who: Who) -> Any:
    """The organisations that something can be given to: the independent ones in which somebody assesses, and would read it."""
    read = Organisation.objects.seen_by(who).filter(desk=desk, kind__in=sorted(INDEPENDENT))
    return read.filter(memberships__role=Role.ASSESSOR.value, memberships__hidden_at=None).distinct()


def give(item: Item, organisation: Organisation, text: str, who: Who, *, by: Person) -> Contribution:
    """Write a draft, which its author alone sees."""
    if not receivers(item.desk, who).filter(pk=organisation.pk).exists():
        raise NotAllowed(_("Nothing can be given to this organisation."))
    return keep.create(Contribution, by=None, author=by, item=item, organisation=organisation, text=text)


def write(row: Contribution, text: str, who: Who, *, version: int) -> Contribution:
    """Change a draft. What was given is taken back first: those who assess may have read it as it was."""
    _of_author(row, who)
    if row.submitted_at is not None:
        raise NotAllowed(_("Take it back first: the organisation may have read it as it is."))
    return keep.change(row, version=version, by=None, text=text)


def submit(row: Contribution, who: Who, *, version: int) -> Contribution:
    """Let those who assess in the organisation see the text. The day is kept, not the hour."""
    _of_author(row, who)
    day = dt.datetime.combine(timezone.localdate(), dt.time(), timezone.get_current_timezone())
    return keep.change(row, version=version, by=None, verb="submit", submitted_at=day)


def take_back(row: Contribution, who: Who, *, version: int) -> Contribution:
    """A draft again: nobody else sees it any more."""
    _of_author(row, who)
    return keep.change(row, version=version, by=None, verb="take_back", submitted_at=None)


def delete(row: Contribution, who: Who) -> None:
    """Really delete it: the text, its evidence and files, and what the audit had of them. All that is left is that there was something."""
    _of_author(row, who)
    with keep.alone():
        evidence.delete_of(row)
        keep.delete_own(row, by=None)


def mine(desk: Desk, who: Who) -> Any:
    """What somebody gave, or is writing, the latest first."""
    return Contribution.objects.changed_by(who).filter(item__desk=desk).select_related("item", "organisation").order_by("-pk")


def given(desk: Desk, who: Who) -> Any:
    """What was given to the organisations in which somebody assesses, item by item, in an order that says nothing of whose it is."""
    rows = Contribution.objects.seen_by(who).filter(item__desk=desk, submitted_at__isnull=False)
    return rows.filter(organisation__in=who.organisations({Role.ASSESSOR})).select_related("item", "organisation").order_by("item", "uid")


def _of_author(row: Contribution, who: Who) -> None:
    if not Contribution.objects.changed_by(who).filter(pk=row.pk).exists():
        raise NotAllowed(_("This is not yours."))
