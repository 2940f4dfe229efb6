"""Who takes part: persons, their roles, invitations; their data handed out and erased."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from upright.exceptions import UprightError
from upright.tracking import evidence, keep
from upright.tracking.models import Comment, Contribution, Entry, Invitation, Membership, Organisation, Person
from upright.tracking.models.people import feed_secret
from upright.tracking.rights import PUBLIC, Holds, NotAllowed, Who
from upright.tracking.words import INDEPENDENT, Digest, OrganisationKind, Role

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
        raise UprightError(_("There is no such role in %(organisation)s.") % {"organisation": organisation})
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
        raise NotAllowed(_("This invitation is not valid any more: ask whoever invited you for another one."))
    return invitation


def accept(secret: str, user: User) -> Membership:
    """Join the organisation that an invitation is to."""
    with keep.alone():
        invitation, person = invitation_of(secret), person_of(user)
        keep.change(invitation, version=invitation.version, by=person, verb="accept", accepted_at=timezone.now())
        membership = join(person, invitation.organisation, Role(invitation.role), by=person, confidential=invitation.confidential)
        if not person.language:
            Person.objects.filter(pk=person.pk).update(language=get_language() or "")
        return membership


def open_account(secret: str, name: str, password: str) -> User:
    """An account for whoever was invited and has none: its address is that of the invitation, which they read there.

    ValidationError where the name is taken, or the password too easy to guess.
    """
    with keep.alone():
        user = User(username=name, email=invitation_of(secret).email)
        user.full_clean(exclude=["password"])
        validate_password(password, user)
        user.set_password(password)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        return user


def join(person: Person, organisation: Organisation, role: Role, *, by: Person | None, confidential: bool = False) -> Membership:
    """Give a person a role; the one that they have, where they have it."""
    with keep.alone():
        there = Membership.objects.filter(person=person, organisation=organisation, role=role.value, hidden_at=None).first()
        given: dict[str, Any] = {"person": person, "organisation": organisation, "role": role.value, "confidential": confidential}
        return there or keep.create(Membership, by=by, **given)


def change_role(membership: Membership, role: Role, *, version: int, by: Person) -> Membership:
    """Give a member another role. UprightError where there is none of the kind, they have it already, or nobody would coordinate."""
    organisation = membership.organisation
    if role not in roles_for(organisation):
        raise UprightError(_("There is no such role in %(organisation)s.") % {"organisation": organisation})
    with keep.alone():
        same = organisation.memberships.filter(person=membership.person_id, role=role.value, hidden_at=None).exclude(pk=membership.pk)
        if same.exists():
            raise UprightError(_("They have that role in %(organisation)s already.") % {"organisation": organisation})
        if role is not Role.COORDINATOR:
            _somebody_coordinates(membership)
        return keep.change(membership, version=version, by=by, role=role.value)


def end(membership: Membership, *, version: int, by: Person, because: str) -> Membership:
    """End a membership, with a reason. UprightError where nobody would coordinate the desk any more."""
    with keep.alone():
        _somebody_coordinates(membership)
        return keep.hide(membership, version=version, by=by, because=because)


def _somebody_coordinates(membership: Membership) -> None:
    """Hold that a desk is not left without a coordinator by mistake."""
    if membership.role != Role.COORDINATOR.value:
        return
    desk = membership.organisation.desk_id
    others = Membership.objects.filter(organisation__desk=desk, role=Role.COORDINATOR.value, hidden_at=None).exclude(pk=membership.pk)
    if not others.exists():
        raise UprightError(_("Nobody else coordinates this desk: name another coordinator first."))


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
    rows = Membership.objects.known_to(who).filter(person__in=persons, organisation__in=organisations)
    seen = set(rows.values_list("person_id", "organisation_id"))
    return {key: str(person) for key, person in known.items() if key in seen or person.pk == who.person}


# --- personal data


def export(person: Person) -> dict[str, Any]:
    """Everything that is kept of a person."""
    user = person.user
    return {
        "name": person.name,
        "account": user and {"name": user.get_username(), "email": user.email, "joined": user.date_joined, "last_login": user.last_login},
        "addresses": list(_addresses(person)),
        "language": person.language,
        "digest": person.digest,
        "digested_at": person.digested_at,
        "memberships": [
            {
                "organisation": str(each.organisation), "role": each.role, "since": each.created_at, "confidential": each.confidential,
                "ended_at": each.hidden_at, "ended_because": each.hidden_because,
            }
            for each in person.memberships.select_related("organisation")
        ],
        "invitations": [
            {"organisation": str(each.organisation), "email": each.email, "role": each.role, "at": each.created_at}
            for each in _invitations(person).select_related("organisation")
        ],
        "notices": list(person.notices.values("verb", "facts", "url", "at", "seen_at", "mailed_at")),
        "contributions": list(Contribution.objects.filter(author=person).values("organisation__name", "text", "submitted_at")),
        "comments": list(Comment.objects.filter(created_by=person).values("text", "created_at")),
        "audit": list(Entry.objects.filter(actor=person.key).order_by("number").values("at", "verb", "table", "object")),
        **({"signed_in": list(user.usersession_set.values("ip", "user_agent", "created_at", "last_seen_at"))} if user else {}),  # type: ignore[attr-defined]
    }  # fmt: skip


def _addresses(person: Person) -> set[str]:
    user = person.user
    return {user.email, *user.emailaddress_set.values_list("email", flat=True)} - {""} if user else set()  # type: ignore[attr-defined]  # allauth has no types


def _invitations(person: Person) -> QuerySet[Invitation, Invitation]:
    """Those to an address of a person, and those that they accepted."""
    accepted = Entry.objects.filter(actor=person.key, table="invitation", verb="accept").values("object")
    to = Q(uid__in=accepted)
    for address in _addresses(person):
        to |= Q(email__iexact=address)
    return Invitation.objects.filter(to)


def erase(person: Person, *, by: Person) -> None:
    """Erase the account and what is personal of it; what the person did stays done, by somebody who is not known any more."""
    with keep.alone():
        for each in person.memberships.filter(hidden_at=None):
            keep.hide(each, version=each.version, by=by, because=ERASED)
        for draft in Contribution.objects.filter(author=person, submitted_at=None):
            evidence.delete_of(draft)
            keep.delete_own(draft, by=None)
        for invitation in _invitations(person):
            keep.erase(invitation, "email", "erased@example.invalid", by=by)
        person.notices.all().delete()
        _forget_account(person)
        person.user, person.name, person.language, person.digest = None, "", "", Digest.NEVER.value
        person.erased_at, person.digested_at, person.feed_secret = timezone.now(), None, feed_secret()
        person.save()


def _forget_account(person: Person) -> None:
    """Empty the account: its row stays, for what was corrected and judged points to it."""
    user = person.user
    if user is None:
        return
    for kept in ("emailaddress_set", "authenticator_set", "socialaccount_set", "usersession_set"):
        getattr(user, kept).all().delete()
    user.is_active, user.last_login = False, None
    user.username, user.email, user.first_name, user.last_name = f"erased-{person.key}", "", "", ""
    user.user_permissions.clear()
    user.set_unusable_password()
    user.save()
