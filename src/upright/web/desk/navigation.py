"""What there is on a desk, for whom: the second line of links on its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from upright.tracking.models import Desk
from upright.tracking.publishing import publishes
from upright.tracking.rights import Who
from upright.tracking.words import Role


class Place(NamedTuple):
    """A page of the desk: the name of its address, what it is called, and who is led there (rights are held in the queries)."""

    name: str
    title: str | Promise
    shown: Callable[[Who, Desk], bool]
    seldom: bool = False  # stands in a menu, so that the line stays one line


def _all(who: Who, desk: Desk) -> bool:  # noqa: ARG001
    return True


def _members(who: Who, desk: Desk) -> bool:
    return desk.pk in who.desks


def _coordinators(who: Who, desk: Desk) -> bool:
    return desk.pk in who.coordinated


def _administrators(who: Who, desk: Desk) -> bool:
    return _coordinators(who, desk) or any(each.desk == desk.pk and each.role is Role.ADMINISTRATOR for each in who.holds)


def _settings(who: Who, desk: Desk) -> bool:
    return desk.pk in who.administered


def _persons(who: Who, desk: Desk) -> bool:  # noqa: ARG001
    return who.person is not None


def _importers(who: Who, desk: Desk) -> bool:
    assesses = (each.desk == desk.pk and each.independent and each.role in {Role.ASSESSOR, Role.APPROVER} for each in who.holds)
    return _coordinators(who, desk) or any(assesses)


def _mailers(who: Who, desk: Desk) -> bool:
    return desk.pk in who.state_side


def _publishers(who: Who, desk: Desk) -> bool:
    return publishes(desk, who)


# A line for each group of pages.
PLACES: tuple[Place, ...] = (
    Place("desk", _("Overview"), _all),
    Place("desk_items", _("Followed up"), _all),
    Place("desk_actions", _("Actions"), _all),
    Place("desk_indicators", _("Indicators"), _all),
    Place("desk_assessments", _("Assessments"), _all),
    Place("desk_public", _("Both sides"), _all),
    Place("desk_calendar", _("Calendar"), _all),
    Place("desk_reports", _("Reports"), _all),
    Place("desk_publishing", _("Publishing"), _publishers),
    Place("desk_notices", _("Notices"), _members),
    Place("desk_contributions", _("In confidence"), _persons, seldom=True),
    Place("desk_rounds", _("By mail"), _mailers, seldom=True),
    Place("desk_rules", _("Rules"), _coordinators, seldom=True),
    Place("desk_import", _("Import"), _importers, seldom=True),
    Place("desk_batches", _("Bulk work"), _coordinators, seldom=True),
    Place("desk_people", _("People"), _members, seldom=True),
    Place("desk_audit", _("Audit"), _administrators, seldom=True),
    Place("desk_jobs", _("Jobs"), _settings, seldom=True),
    Place("desk_settings", _("Settings"), _settings, seldom=True),
)


def places(who: Who, desk: Desk) -> list[Place]:
    """Where somebody is led on a desk."""
    return [each for each in PLACES if each.shown(who, desk)]
