"""Who takes part: invitations, roles, names, and personal data handed out and erased."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from desks import PASSWORD, World
from upright.exceptions import UprightError
from upright.tracking import audit, keep, notices, people
from upright.tracking.models import Contribution, Entry, Invitation, Membership, Notice, Organisation, Person, Value
from upright.tracking.rights import NotAllowed
from upright.tracking.words import News, Role


def membership(world: World, name: str) -> Membership:
    return Membership.objects.select_related("organisation").get(person=world.people[name], hidden_at=None)


def test_an_invitation_is_accepted_once_and_its_secret_is_nowhere_kept(world: World) -> None:
    ministry = world.organisations["Ministry of Justice"]
    invitation, secret = people.invite(ministry, Role.APPROVER, "new@example.org", by=world.people["admin"])
    assert secret not in json.dumps([*Invitation.objects.values(), *Value.objects.values(), *Entry.objects.values()], cls=DjangoJSONEncoder)
    user = people.open_account(secret, "new", PASSWORD)
    made = people.accept(secret, user)
    assert (made.organisation, made.role, made.person.user) == (ministry, "approver", user)
    assert user.emailaddress_set.get().verified  # type: ignore[attr-defined]  # allauth has no types
    for again in (lambda: people.accept(secret, user), lambda: people.open_account(secret, "other", PASSWORD)):
        with pytest.raises(NotAllowed):
            again()
    assert invitation.accepted_at is None


@pytest.mark.parametrize(("name", "password"), [("focal", PASSWORD), ("new", "short"), ("new", "password1234"), ("a b", PASSWORD)])
def test_an_account_that_breaks_the_rules_is_not_opened(world: World, name: str, password: str) -> None:
    secret = people.invite(world.organisations["Ministry of Justice"], Role.EDITOR, "new@example.org", by=world.people["admin"])[1]
    with pytest.raises(ValidationError):
        people.open_account(secret, name, password)
    assert not User.objects.filter(email="new@example.org").exists()


def test_an_invitation_ends(world: World) -> None:
    invitation, secret = people.invite(
        world.organisations["Ministry of Health"], Role.EDITOR, "new@example.org", by=world.people["coordinator"]
    )
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(NotAllowed):
        people.invitation_of(secret)
    with pytest.raises(UprightError, match="no such role"):
        people.invite(world.organisations["Ministry of Health"], Role.COORDINATOR, "new@example.org", by=world.people["coordinator"])


def test_a_desk_is_not_left_without_a_coordinator_by_mistake(world: World) -> None:
    row, by = membership(world, "coordinator"), world.people["coordinator"]
    with pytest.raises(UprightError, match="name another"):
        people.end(row, version=row.version, by=by, because="moved")
    with pytest.raises(UprightError, match="name another"):
        people.change_role(row, Role.EDITOR, version=row.version, by=by)
    people.join(world.people["stranger"], row.organisation, Role.COORDINATOR, by=by)
    assert people.end(row, version=row.version, by=by, because="moved").hidden_because == "moved"
    assert not people.who_of(by).holds


def test_roles_are_those_of_the_organisation_and_had_once(world: World) -> None:
    row, by = membership(world, "focal"), world.people["admin"]
    with pytest.raises(UprightError, match="no such role"):
        people.change_role(row, Role.ASSESSOR, version=1, by=by)
    people.join(world.people["focal"], row.organisation, Role.EDITOR, by=by)
    with pytest.raises(UprightError, match="already"):
        people.change_role(row, Role.EDITOR, version=1, by=by)
    assert people.change_role(row, Role.APPROVER, version=1, by=by).role == "approver"


def test_who_is_known_by_name_to_whom(world: World) -> None:
    """One who may, a colleague who may not, a stranger; also when the membership has ended, and never where it was in confidence."""
    justice, league = world.organisations["Ministry of Justice"], world.organisations["League of Defenders"]

    def names(who: str, person: str, organisation: Organisation) -> str | None:
        return people.name_of(world.people[person], organisation, world.who(who))

    row = membership(world, "focal")
    keep.hide(row, version=1, by=None, because="left")
    assert [names(who, "focal", justice) for who in ("coordinator", "colleague")] == ["focal", "focal"]
    assert [names(who, "focal", justice) for who in ("health", "ngo", "public")] == [None, None, None]
    people.join(world.people["stranger"], league, Role.ASSESSOR, by=None, confidential=True)
    assert [names(who, "stranger", league) for who in ("ngo", "coordinator", "nhri", "public", "stranger")] == [None] * 4 + ["stranger"]
    assert names("coordinator", "ngo", league) is None


def test_what_is_kept_of_a_person_is_handed_out(world: World) -> None:
    person = world.people["ngo"]
    keep.create(
        Contribution, by=None, author=person, item=world.items[0], organisation=world.organisations["League of Defenders"], text="Mine"
    )
    notices.tell(News.APPROVED, world.assessment(world.items[0]), to=[person])
    given = json.loads(json.dumps(people.export(person), cls=DjangoJSONEncoder))
    assert given["account"]["email"] == "ngo@example.org"
    assert [each["organisation"] for each in given["memberships"]] == ["League of Defenders"]
    assert [each["text"] for each in given["contributions"]] == ["Mine"]
    assert [each["table"] for each in given["audit"]] == ["assessment"]
    assert len(given["notices"]) == 1
    assert "Mine" not in json.dumps(people.export(world.people["nhri"]), cls=DjangoJSONEncoder)


def test_an_account_is_erased_and_the_audit_still_verifies(world: World) -> None:
    ministry = world.organisations["Ministry of Justice"]
    secret = people.invite(ministry, Role.EDITOR, "other-address@example.org", by=world.people["admin"])[1]
    people.invite(ministry, Role.EDITOR, "focal@example.org", by=world.people["admin"])
    person, user = world.people["focal"], world.people["focal"].user
    assert user is not None
    people.accept(secret, user)
    action = world.action(world.items[0])
    notices.tell(News.APPROVED, action, to=[person])
    draft = keep.create(
        Contribution, by=None, author=person, item=world.items[0], organisation=world.organisations["League of Defenders"], text="x"
    )
    people.erase(person, by=person)
    held = json.dumps(
        [list(table._default_manager.values()) for table in (User, Person, Invitation, Value, Membership, Notice)], cls=DjangoJSONEncoder
    )  # fmt: skip
    assert "focal" not in held.replace("focal_point", "")
    assert "other-address" not in held
    assert not Contribution.objects.filter(pk=draft.pk).exists()
    assert Entry.objects.filter(actor=person.key, object=action.uid).exists()  # what they did stays done
    verified = audit.verify()
    assert verified.broken is None
    assert verified.erased > 2
    assert not world.client("stranger").login(username="focal", password=PASSWORD)
    assert people.name_of(Person.objects.get(pk=person.pk), ministry, world.who("coordinator")) is None
