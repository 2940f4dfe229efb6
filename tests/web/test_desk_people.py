"""People, notices and jobs on the desk's pages: for one who may, a colleague who may not, a stranger."""

from __future__ import annotations

import re
import smtplib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from desks import PASSWORD, World
from upright.tracking import audit, jobs, notices, people
from upright.tracking.models import Invitation, Membership, Notice, Person
from upright.tracking.words import News, Role


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def row(world: World, name: str) -> Membership:
    return Membership.objects.get(person=world.people[name])


def invite(world: World, name: str, organisation: str, **given: str) -> Any:
    uid = world.organisations[organisation].uid
    return world.client(name).post(f"/desk/XVA/organisations/{uid}/invite", {"email": "new@example.org", "role": "editor", **given})


def test_members_are_shown_to_whom_they_are_known(world: World) -> None:
    people.join(world.people["stranger"], world.organisations["League of Defenders"], Role.ASSESSOR, by=None, confidential=True)
    people.join(world.people["health"], world.organisations["League of Defenders"], Role.ADMINISTRATOR, by=None)
    names = {name: set(re.findall(r'<th scope="row">(\w+)', page(world.client(name), "/desk/XVA/people"))) for name in world.people}
    justice = {"focal", "colleague", "approver", "admin"}
    assert names["focal"] == justice
    assert names["coordinator"] == justice | {"coordinator", "health"}
    assert names["ngo"] == {"ngo", "health"}  # not who takes part there in confidence
    assert names["health"] == {"health", "ngo", "stranger"}  # who administers it
    assert names["stranger"] == {"stranger", "ngo", "health"}
    assert names["nhri"] == {"nhri"}
    assert world.client("public").get("/desk/XVA/people").status_code == 302


@pytest.mark.parametrize(("name", "status"), [("admin", 302), ("coordinator", 302), ("colleague", 404), ("ngo", 404), ("stranger", 404)])
def test_who_invites_and_changes_members(world: World, name: str, status: int) -> None:
    assert invite(world, name, "Ministry of Justice").status_code == status
    assert Invitation.objects.exists() is (status == 302)
    member, address = row(world, "focal"), f"/desk/XVA/people/{row(world, 'focal').uid}"
    client = world.client(name)
    assert client.get(address).status_code == (200 if status == 302 else 404)
    assert client.post(f"{address}/role", {"role": "approver", "version": 1}).status_code == status
    assert client.post(f"{address}/end", {"because": "left", "version": 2}).status_code == status
    member.refresh_from_db()
    assert (member.role, member.hidden_because) == (("approver", "left") if status == 302 else ("focal_point", ""))


def test_what_cannot_be_done_is_said(world: World) -> None:
    client, address = world.client("admin"), f"/desk/XVA/people/{row(world, 'focal').uid}"
    for form, given, said in (
        ("end", {"because": " ", "version": 1}, "This field is required"),
        ("end", {"because": "left", "version": 7}, "somebody else changed this meanwhile"),
        ("role", {"role": "coordinator", "version": 1}, "Select a valid choice"),
    ):
        answer = client.post(f"{address}/{form}", given)
        assert answer.status_code == 400
        assert said in answer.content.decode()
    last = world.client("coordinator").post(f"/desk/XVA/people/{row(world, 'coordinator').uid}/end", {"because": "x", "version": 1})
    assert "name another coordinator first" in last.content.decode()


def link(message: Any) -> str:
    found = re.search(r"http://testserver(/desk/join/\S+)", message.body)
    assert found
    return found[1]


def test_whoever_is_invited_opens_an_account_and_joins(world: World) -> None:
    assert invite(world, "admin", "Ministry of Justice", role="focal_point").status_code == 302
    (message,) = mail.outbox
    assert message.to == ["new@example.org"]
    address, guest = link(message), Client()
    assert address.rsplit("/", 1)[1] not in page(world.client("admin"), "/desk/XVA/people")
    assert "Ministry of Justice" in page(guest, address)
    for given, said in (
        ({"name": "new", "password": "short", "again": "short"}, "too short"),
        ({"name": "new", "password": PASSWORD, "again": "other"}, "The two passwords differ"),
        ({"name": "focal", "password": PASSWORD, "again": PASSWORD}, "already exists"),
    ):
        answer = guest.post(address, given)
        assert answer.status_code == 400
        assert said in answer.content.decode()
    answer = guest.post(address, {"name": "new", "password": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == "/desk/XVA"
    assert page(guest, "/desk/XVA/people").count("new") >= 1
    assert "Your invitation to Ministry of Justice was accepted." in page(world.client("admin"), "/desk/XVA/notices")
    assert guest.get(address).status_code == Client().get(address).status_code == 410  # used
    assert Client().get("/accounts/signup/").status_code == 200
    assert Client().post("/accounts/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD}).status_code == 200
    assert not User.objects.filter(username="x").exists()  # the door is closed otherwise


def test_without_a_mail_server_whoever_invites_is_shown_the_link_once(world: World, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(tmp_path)
    client = world.client("admin")
    uid = world.organisations["Ministry of Justice"].uid
    client.post(f"/desk/XVA/organisations/{uid}/invite", {"email": "new@example.org", "role": "editor"})
    said = page(client, "/desk/XVA/people")
    found = re.search(r"http://testserver(/desk/join/[^\s<]+)", said)
    assert found
    assert str(tmp_path) in said
    assert Client().get(found[1]).status_code == 200
    assert found[1] not in page(client, "/desk/XVA/people")


def test_whoever_has_an_account_joins_with_it(world: World) -> None:
    invite(world, "coordinator", "Coordination Council", email="stranger@example.org", role="coordinator")
    address, client = link(mail.outbox[0]), world.client("stranger")
    assert "There is an account with the address stranger@example.org" in page(Client(), address)
    assert "You are signed in as stranger" in page(client, address)
    assert client.post(address).status_code == 302
    assert world.desk.pk in world.who("stranger").coordinated


def test_an_invitation_that_was_withdrawn_or_could_not_be_sent_leads_nowhere(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    invite(world, "admin", "Ministry of Justice")
    invitation = Invitation.objects.get()
    for name, status in (("colleague", 404), ("stranger", 404), ("admin", 302)):
        assert world.client(name).post(f"/desk/XVA/invitations/{invitation.uid}/withdraw", {"version": 1}).status_code == status
    assert Client().get(link(mail.outbox[0])).status_code == 410

    def failing(*_arguments: Any, **_given: Any) -> int:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", failing)
    assert "nobody is invited" in invite(world, "admin", "Ministry of Justice").content.decode()
    assert not Invitation.objects.filter(hidden_at=None).exists()


# --- oneself


def test_one_says_how_one_is_told(world: World) -> None:
    client = world.client("focal")
    assert "Ministry of Justice, focal point" in page(client, "/desk/you")
    assert client.post("/desk/you", {"digest": "weekly", "language": "fr"}).status_code == 302
    assert client.post("/desk/you", {"digest": "hourly"}).status_code == 400
    assert [(each.digest, each.language) for each in [Person.objects.get(pk=world.people["focal"].pk)]] == [("weekly", "fr")]
    assert world.client("public").get("/desk/you").status_code == 302


def test_one_gets_what_is_kept_and_is_erased_after_the_password(world: World) -> None:
    user = world.people["focal"].user
    assert user is not None
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.login(username="focal", password=PASSWORD)
    given = client.get("/desk/you/data.json")
    assert given.json()["account"]["name"] == "focal"
    assert "attachment" in given["Content-Disposition"]
    assert client.get("/desk/you/erase")["Location"].startswith("/accounts/reauthenticate/")
    assert client.post("/desk/you/erase", {"sure": "on"}).status_code == 302
    assert User.objects.filter(username="focal").exists()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post("/desk/you/erase", {}).status_code == 400
    assert "Your account is erased" in client.post("/desk/you/erase", {"sure": "on"}).content.decode()
    assert client.get("/desk/you").status_code == 302  # signed out
    assert not User.objects.filter(username="focal").exists()
    assert audit.verify().broken is None


# --- notices and jobs


def test_notices_are_ones_own_and_marked_as_read(world: World) -> None:
    action = world.action(world.items[0], title="Amend <the> code")
    for name in ("focal", "colleague"):
        notices.tell(News.APPROVED, action, to=[world.people[name]])
    client = world.client("focal")
    text = page(client, "/desk/XVA/notices")
    assert "“Amend &lt;the&gt; code” was approved." in text
    assert '<b class="unread">1' in text
    assert "told nothing yet" in page(world.client("approver"), "/desk/XVA/notices")
    theirs = Notice.objects.get(person=world.people["colleague"])
    for given in ({"notice": theirs.pk}, {"notice": "x"}, {"notice": "9" * 30}):
        assert client.post("/desk/XVA/notices/read", given).status_code == 302
    assert not Notice.objects.exclude(seen_at=None).exists()
    client.post("/desk/XVA/notices/read")
    assert [each.person for each in Notice.objects.exclude(seen_at=None)] == [world.people["focal"]]
    assert '<b class="unread">' not in page(client, "/desk/XVA/notices")


def test_jobs_that_failed_are_said_to_whoever_administers_the_desk(world: World) -> None:
    job = DBTaskResult.objects.create(
        args_kwargs={"args": [4711], "kwargs": {}}, task_path="upright.tracking.notices.mail", status="FAILED", backend_name="default",
        run_after=timezone.now(), worker_ids=["a"] * jobs.TRIES, exception_class_path="upright.tracking.notices.Unreachable",
        traceback="focal@example.org 4711",
    )  # fmt: skip
    text = page(world.client("coordinator"), "/desk/XVA/jobs")
    assert "The mail server cannot be reached" in text
    assert "Write to a person what they are told" in text
    assert "focal@" not in text
    assert "4711" not in text
    for name, status in (("admin", 404), ("ngo", 404), ("stranger", 404), ("coordinator", 302)):
        client = world.client(name)
        assert client.get("/desk/XVA/jobs").status_code == (200 if status == 302 else 404)
        assert client.post(f"/desk/XVA/jobs/{job.pk}/again").status_code == status
    job.refresh_from_db()
    assert job.status == "READY"
