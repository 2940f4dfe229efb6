"""Who takes part: persons, their roles, invitations; their data handed out and erased."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone

from upright.exceptions import UprightError
from upright.tracking import keep
from upright.tracking.models import Invitation, Membership, Organisation, Person, Value
from upright.tracking.rights import PUBLIC, Holds, NotAllowed, Who
from upright.tracking.words import INDEPENDENT, OrganisationKind, Role

INVITED_FOR = dt.timedelta(days=14)
ERASED = "erased"


def person_of(user: User) -> Person:
    """The person behind an account."""
    return Person.objects.get_or_create(user=user, defaults={"name": user.get_full_name() or user.get_username()})[0]


def who_is(user: User | AnonymousUser) -> Who:
    """The roles that somebody has. One query, and one more for whoever is new."""
    if not isinstance(user, User) or not user.is_active:
        return PUBLIC
    person = Person.objects.filter(user=user).first()
    return who_of(person) if person else PUBLIC


def who_of(person: Person) -> Who:
    """The roles that a person has."""
    rows = Membership.objects.filter(person=person, hidden_at=None, organisation__hidden_at=None).select_related("organisation")
    return Who(person.pk, tuple(_holds(each.organisation, Role(each.role)) for each in rows))


def _holds(organisation: Organisation, role: Role) -> Holds:
    mechanism = organisation.kind == OrganisationKind.MECHANISM.value
    return Holds(
        desk=organisation.desk_id, organisation=organisation.pk, role=role, independent=organisation.independent, mechanism=mechanism
    )  # fmt: skip


def roles_for(organisation: Organisation) -> list[Role]:
    """The roles that there are in an organisation of its kind."""
    if OrganisationKind(organisation.kind) in INDEPENDENT:
        return [Role.ASSESSOR, Role.APPROVER, Role.ADMINISTRATOR]
    coordinator = [Role.COORDINATOR] if organisation.kind == OrganisationKind.MECHANISM.value else []
    return [*coordinator, Role.FOCAL_POINT, Role.APPROVER, Role.EDITOR, Role.ADMINISTRATOR]


# --- invitations


def invite(organisation: Organisation, role: Role, email: str, *, by: Person, confidential: bool = False) -> tuple[Invitation, str]:
    """Invite somebody; the invitation and its secret, which stands in the link alone."""
    if role not in roles_for(organisation):
        raise UprightError(f"there is no {role.value.replace('_', ' ')} in {organisation}")
    secret = secrets.token_urlsafe(32)
    invitation = keep.create(
        Invitation, by=by, organisation=organisation, role=role.value, email=email, confidential=confidential, digest=_digest(secret),
        expires_at=timezone.now() + INVITED_FOR,
    )  # fmt: skip
    return invitation, secret


def invitation_of(secret: str) -> Invitation:
    """An invitation that may be accepted. NotAllowed where there is none, or it is over."""
    found = Invitation.objects.filter(digest=_digest(secret), hidden_at=None, accepted_at=None, expires_at__gt=timezone.now())
    invitation = found.select_related("organisation__desk").first()
    if invitation is None:
        raise NotAllowed("this invitation is not valid any more: ask whoever invited you for another one")
    return invitation


def accept(secret: str, user: User) -> Membership:
    """Join the organisation that an invitation is to."""
    with keep.alone():
        invitation, person = invitation_of(secret), person_of(user)
        keep.change(invitation, version=invitation.version, by=person, verb="accept", accepted_at=timezone.now())
        return join(person, invitation.organisation, Role(invitation.role), by=person, confidential=invitation.confidential)


def join(person: Person, organisation: Organisation, role: Role, *, by: Person | None, confidential: bool = False) -> Membership:
    """Give a person a role; the one that they have, where they have it."""
    with keep.alone():
        there = Membership.objects.filter(person=person, organisation=organisation, role=role.value, hidden_at=None).first()
        given: dict[str, Any] = {"person": person, "organisation": organisation, "role": role.value, "confidential": confidential}
        return there or keep.create(Membership, by=by, **given)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


# --- names


def name_of(person: Person | None, organisation: Organisation, who: Who) -> str | None:
    """What a person is called to somebody: their name, or None where they take part in confidence, or are not to be told."""
    return names_of([(person, organisation)], who).get((person.pk, organisation.pk)) if person else None


def names_of(pairs: Iterable[tuple[Person | None, Organisation]], who: Who) -> dict[tuple[int, int], str]:
    """What persons are called to somebody, by the keys of person and organisation: those that have no name to them are left out."""
    known = {(person.pk, organisation.pk): person for person, organisation in pairs if person is not None and person.erased_at is None}
    if not known:
        return {}
    persons, organisations = zip(*known, strict=True)
    rows = Membership.objects.seen_by(who).filter(person__in=persons, organisation__in=organisations, confidential=False)
    seen = set(rows.values_list("person_id", "organisation_id"))
    return {key: str(person) for key, person in known.items() if key in seen or person.pk == who.person}


# --- personal data


def export(person: Person) -> dict[str, Any]:
    """Everything that is kept of a person."""
    user = person.user
    return {
        "name": person.name,
        "account": user and {"name": user.get_username(), "email": user.email, "joined": user.date_joined, "last_login": user.last_login},
        "digest": person.digest,
        "memberships": [
            {"organisation": str(each.organisation), "role": each.role, "since": each.created_at, "confidential": each.confidential}
            for each in person.memberships.select_related("organisation")
        ],
        "notices": list(person.notices.values("verb", "facts", "url", "at", "seen_at")),
    }


@transaction.atomic
def erase(person: Person, *, by: Person) -> None:
    """Erase the account and what is personal of it; what the person did stays done, by somebody who is not known any more."""
    for each in person.memberships.filter(hidden_at=None):
        keep.hide(each, version=each.version, by=by, because=ERASED)
    for invitation in Invitation.objects.filter(email__iexact=person.user.email if person.user else ""):
        Value.objects.filter(entry__object=invitation.uid, field="email").delete()
        Invitation.objects.filter(pk=invitation.pk).update(email="erased@example.invalid")
    person.notices.all().delete()
    user, person.user, person.name, person.erased_at = person.user, None, "", timezone.now()
    person.save()
    if user is not None:
        user.is_active = False
        user.username, user.email, user.first_name, user.last_name = f"erased-{person.key}", "", "", ""
        user.set_unusable_password()
        user.save()
        user.emailaddress_set.all().delete()  # type: ignore[attr-defined]  # allauth has no types
