"""A desk with people, for the tests: an invented State's, with the specimens' recommendations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from upright.tracking import items, keep, people
from upright.tracking.models import Action, Assessment, Assignment, Desk, Item, Organisation, Person
from upright.tracking.rights import Who
from upright.tracking.words import Approval, OrganisationKind, Part, Role

STATE = "XVA"  # of the specimens
PASSWORD = "correct horse battery staple"
# Who is who: name, organisation, role.
PEOPLE = {
    "coordinator": ("Coordination Council", Role.COORDINATOR),
    "focal": ("Ministry of Justice", Role.FOCAL_POINT),
    "colleague": ("Ministry of Justice", Role.FOCAL_POINT),
    "approver": ("Ministry of Justice", Role.APPROVER),
    "health": ("Ministry of Health", Role.FOCAL_POINT),
    "admin": ("Ministry of Justice", Role.ADMINISTRATOR),
    "nhri": ("Commission for Human Rights", Role.ASSESSOR),
    "ngo": ("League of Defenders", Role.ASSESSOR),
}
KINDS = {
    "Coordination Council": OrganisationKind.MECHANISM,
    "Ministry of Justice": OrganisationKind.MINISTRY,
    "Ministry of Health": OrganisationKind.MINISTRY,
    "Commission for Human Rights": OrganisationKind.NATIONAL_INSTITUTION,
    "League of Defenders": OrganisationKind.CIVIL_SOCIETY,
}


@dataclass(frozen=True, slots=True)
class World:
    """A desk, its organisations by name, and its people by what they are called in `PEOPLE`; `stranger` has an account and no role."""

    desk: Desk
    organisations: dict[str, Organisation]
    people: dict[str, Person]

    def who(self, name: str) -> Who:
        """The roles of one of them; of the public where there is no such person."""
        return people.who_of(self.people[name]) if name in self.people else Who()

    def client(self, name: str) -> Client:
        """A browser in which one of them is signed in; nobody, for `public`."""
        client = Client()
        if name in self.people:
            user = self.people[name].user
            assert user is not None
            client.force_login(user)
        return client

    @property
    def items(self) -> list[Item]:
        return list(Item.objects.filter(desk=self.desk, kind="recommendation").order_by("pk"))

    def assign(self, item: Item, organisation: str, part: Part = Part.LEAD, **given: Any) -> Assignment:
        by = self.people["coordinator"]
        return keep.create(Assignment, by=by, item=item, organisation=self.organisations[organisation], part=part.value, **given)

    def action(self, item: Item, by: str = "focal", approval: Approval = Approval.DRAFT, **given: Any) -> Action:
        organisation = self.organisations[PEOPLE[by][0]]
        values = {"title": "Amend the code", "aim": "structural", "due_on": dt.date(2027, 6, 30), "approval": approval.value, **given}
        return keep.create(Action, by=self.people[by], item=item, organisation=organisation, **values)

    def assessment(self, item: Item, by: str = "ngo", approval: Approval = Approval.DRAFT, **given: Any) -> Assessment:
        organisation = self.organisations[PEOPLE[by][0]]
        values = {"scale": "implementation", "value": "not", "rationale": "Nothing has changed.", "as_of": dt.date(2026, 6, 30), **given}
        return keep.create(Assessment, by=self.people[by], item=item, organisation=organisation, approval=approval.value, **values)


def world(**given: Any) -> World:
    """A desk with its organisations and people; `given`: of the desk."""
    desk = items.open_desk(STATE, "Desk of Varland", by=None, **given)
    organisations = {
        name: keep.create(Organisation, by=None, desk=desk, name=name, kind=kind.value) for name, kind in KINDS.items()
    }  # fmt: skip
    found = {name: _person(name) for name in [*PEOPLE, "stranger"]}
    for name, (organisation, role) in PEOPLE.items():
        people.join(found[name], organisations[organisation], role, by=None)
    return World(desk, organisations, found)


def _person(name: str) -> Person:
    user = User.objects.create_user(name, email=f"{name}@example.org", password=None)
    return people.person_of(user)
