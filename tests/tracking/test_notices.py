"""What people are told: once, of what they may see, naming nobody; and mail, at most once."""

from __future__ import annotations

import datetime as dt
import smtplib
from traceback import format_exception
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from desks import World
from upright.tracking import approval, deadlines, items, keep, notices, people
from upright.tracking.models import Action, Comment, Deadline, Indicator, Membership, Note, Notice, Observation, Person
from upright.tracking.words import Approval, Digest, News, Role, Step
from upright.web.desk import due_words
from upright.web.templatetags.upright import un_date

TODAY = dt.date(2027, 6, 1)


def told(world: World, name: str) -> list[tuple[str, dict[str, Any]]]:
    """What one of them was told, the first first."""
    found = Notice.objects.filter(person=world.people[name]).order_by("pk")
    return [(each.verb, {key: value for key, value in each.facts.items() if key not in {"table", "uid"}}) for each in found]


def everybody(world: World) -> dict[str, list[str]]:
    return {name: [verb for verb, _ in told(world, name)] for name in world.people if told(world, name)}


def test_whoever_takes_the_next_step_is_told_and_the_author_of_what_became_of_it(world: World) -> None:
    item = world.items[0]
    world.assign(item, "Ministry of Justice")
    action = world.action(item, by="focal")

    def take(step: Step, name: str, **given: Any) -> None:
        now = Action.objects.get(pk=action.pk)
        approval.take(now, step, world.who(name), by=world.people[name], version=now.version, **given)

    take(Step.SUBMIT, "focal")
    assert everybody(world) == {"approver": ["submitted"], "coordinator": ["submitted"]}
    take(Step.RETURN, "approver", because="Say by when")
    facts = {"item": str(item), "title": "Amend the code", "organisation": "Ministry of Justice", "because": "Say by when"}
    assert told(world, "focal") == [("returned", facts)]
    take(Step.SUBMIT, "colleague")
    take(Step.APPROVE, "approver")
    assert [verb for verb, _ in told(world, "focal")] == ["returned", "approved"]  # its author
    assert [verb for verb, _ in told(world, "colleague")] == ["approved"]  # who submitted it
    take(Step.PUBLISH, "coordinator", embargo_until=timezone.now() + dt.timedelta(days=2))
    assert [verb for verb, _ in told(world, "focal")] == ["returned", "approved", "published"]
    assert not told(world, "stranger")
    assert not told(world, "ngo")


def test_what_asks_for_a_step_is_read_when_it_was_taken(world: World) -> None:
    action = world.action(world.items[0], by="focal")

    def take(step: Step, name: str, **given: Any) -> set[tuple[str, str]]:
        """Take a step; what is unread then, and by whom."""
        now = Action.objects.get(pk=action.pk)
        approval.take(now, step, world.who(name), by=world.people[name], version=now.version, **given)
        names = {person.pk: each for each, person in world.people.items()}
        return {(names[each.person_id], each.verb) for each in Notice.objects.filter(seen_at=None)}

    assert take(Step.SUBMIT, "focal") == {("approver", "submitted"), ("coordinator", "submitted")}
    assert take(Step.RETURN, "approver", because="Say by when") == {("focal", "returned")}
    assert take(Step.SUBMIT, "colleague") == {("approver", "submitted"), ("coordinator", "submitted")}
    assert {verb for _name, verb in take(Step.APPROVE, "approver")} == {"approved"}


def test_a_notice_of_a_value_leads_to_the_value_and_of_a_note_to_the_note(world: World) -> None:
    by, justice = world.people["focal"], world.organisations["Ministry of Justice"]
    given: dict[str, Any] = {"organisation": justice, "approval": Approval.SUBMITTED.value}
    indicator = keep.create(Indicator, by=by, desk=world.desk, organisation=justice, title="Prisoners", aim="outcome")
    value = keep.create(Observation, by=by, indicator=indicator, period_start=TODAY, period_end=TODAY, value=7, source="Registry", **given)
    note = keep.create(Note, by=by, item=world.items[0], action=world.action(world.items[0]), on=TODAY, text="It goes", **given)
    for work, ending in ((value, f"/indicators/values/{value.uid}"), (note, f"#note-{note.uid}")):
        notices.tell(News.SUBMITTED, work, to=[world.people["approver"]])
        found = Notice.objects.filter(person=world.people["approver"]).latest("pk")
        assert found.url.endswith(ending)
        assert found.facts["title" if work is value else "item"]


def test_what_an_independent_organisation_writes_is_told_to_itself_and_not_named(world: World) -> None:
    people.join(world.people["stranger"], world.organisations["League of Defenders"], Role.APPROVER, by=None)
    assessment = world.assessment(world.items[0], by="ngo", rationale="They said so in confidence")
    approval.take(assessment, Step.SUBMIT, world.who("ngo"), by=world.people["ngo"], version=1)
    assert everybody(world) == {"stranger": ["submitted"]}  # their approver; neither the coordinator nor the other institution
    assert told(world, "stranger")[0][1] == {"item": str(world.items[0]), "organisation": "League of Defenders"}


def test_an_organisation_is_told_once_of_all_that_it_was_assigned(world: World) -> None:
    rows = [world.assign(item, "Ministry of Justice") for item in world.items[:3]] + [world.assign(world.items[3], "Ministry of Health")]
    for _ in range(2):
        notices.assigned(rows, by=world.people["coordinator"])
    assert everybody(world) == {name: ["assigned"] for name in ("focal", "colleague", "approver", "health")}
    assert told(world, "focal")[0][1]["n"] == 3
    assert not told(world, "admin")  # who sees members, not work


def test_only_whoever_may_see_a_comment_is_told_that_it_names_them(world: World) -> None:
    item = world.items[0]
    world.assign(item, "Ministry of Justice")
    organisation = world.organisations["Ministry of Justice"]
    comment = keep.create(Comment, by=world.people["focal"], item=item, organisation=organisation, text="@colleague @health see this")
    comment.mentions.set([world.people[name] for name in ("colleague", "health", "ngo", "focal")])
    notices.mentioned(comment, by=world.people["focal"])
    assert everybody(world) == {"colleague": ["mentioned"]}


def test_nothing_is_told_of_work_that_was_not_done(world: World) -> None:
    with transaction.atomic():
        notices.assigned([world.assign(world.items[0], "Ministry of Justice")])
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


# Days before the date, what is told, and how often in two looks on each day.
@pytest.mark.parametrize(
    ("days", "expected"),
    [((31,), []), ((30, 29), ["due"]), ((9, 7, 3), ["due", "due"]), ((1, 0, -1, -2), ["due", "overdue"]), ((-31,), [])],
)
def test_dates_come_near(world: World, days: tuple[int, ...], expected: list[str]) -> None:
    on = TODAY + dt.timedelta(days=40)
    world.action(world.items[0], due_on=on)
    for before in days:
        for _ in range(2):
            notices.remind(on - dt.timedelta(days=before))
    assert [verb for verb, _ in told(world, "focal")] == expected
    assert not told(world, "health")
    assert all("due" in facts for _, facts in told(world, "coordinator"))  # of the procedures, nothing of the ministry's


def test_what_is_done_is_not_due_and_everything_with_a_date_is(world: World) -> None:
    item, day = world.items[0], TODAY + dt.timedelta(days=5)
    world.assign(item, "Ministry of Health", due_on=day)
    done = world.action(item, due_on=day)
    keep.change(done, version=1, by=None, progress="done")
    keep.create(Deadline, by=None, desk=world.desk, title="Mid-term report", on=day)
    assert notices.remind(TODAY) == len(everybody(world)) + 1  # the Ministry of Health has two
    assert set(everybody(world)) == {"coordinator", "focal", "colleague", "approver", "health"}
    assert sorted(facts.get("title", "") for _, facts in told(world, "health")) == ["", "Mid-term report"]


def test_coordinators_are_told_of_what_the_procedures_oblige_their_state_to(world: World) -> None:
    due = next(each for each in deadlines.of_state(world.desk.state, TODAY) if each.when and each.of_the_state and not each.met_by)
    assert due.when is not None
    for days in (40, 7, 6):
        notices.remind(due.when.last - dt.timedelta(days=days))
    told_of = [facts for verb, facts in told(world, "coordinator") if verb == "due" and facts["due"] == due.code]
    assert [(each["on"], each["body"]) for each in told_of] == [(due.when.last.isoformat(), due.body)]
    assert not [facts for name in ("focal", "ngo", "health") for _, facts in told(world, name)]
    page = world.client("coordinator").get(f"/desk/{world.desk.state}/notices").content.decode()
    assert f"{due_words.title(due)}” is due on {un_date(due.when.last)}" in page
    keep.create(Deadline, by=None, desk=world.desk, title="Sent", rule=due.key[0], about=due.key[1], done_on=TODAY)
    notices.remind(due.when.last)
    assert [facts for verb, facts in told(world, "coordinator") if verb == "due" and facts["due"] == due.code] == told_of


def test_an_embargo_that_is_over_is_told(world: World) -> None:
    now = timezone.now()
    over, still = (world.action(world.items[0], approval=Approval.PUBLISHED, embargo_until=now + dt.timedelta(d)) for d in (-1, 1))
    notices.lift(now)
    notices.lift(now)
    assert [facts["title"] for verb, facts in told(world, "focal") if verb == "lifted"] == [over.title]
    assert still.embargo_until is not None


# --- on the page and by mail


def written(world: World, name: str = "focal", digest: Digest = Digest.AT_ONCE) -> Person:
    """A person who has a notice that no mail has told of yet."""
    person = world.people[name]
    Person.objects.filter(pk=person.pk).update(digest=digest.value)
    action = world.action(world.items[0])
    notices.tell(News.APPROVED, action, to=[Person.objects.get(pk=person.pk)])
    return person


def test_mail_is_sent_once(world: World, settings: Any) -> None:
    settings.SITE = "https://desk.example.org"
    person = written(world)
    assert [each.args_kwargs["args"] for each in DBTaskResult.objects.all()] == [[person.pk]]  # asked for with the work
    assert [notices.mail.call(person.pk) for _ in range(3)] == [1, 0, 0]
    (message,) = outbox.outbox
    assert message.to == ["focal@example.org"]
    assert message.subject == "upright: 1 notice for you"
    assert "“Amend the code” was approved.\nhttps://desk.example.org/desk/" in message.body
    assert "Chère" not in message.body


def test_mail_is_in_the_language_that_is_known(world: World) -> None:
    person = written(world)
    Person.objects.filter(pk=person.pk).update(language="fr")
    notices.mail.call(person.pk)
    assert "https://" not in outbox.outbox[0].subject
    assert "localhost:8000" in outbox.outbox[0].body


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (ConnectionRefusedError(), 1),
        (smtplib.SMTPRecipientsRefused({"focal@example.org": (550, b"no")}), 1),
        (smtplib.SMTPServerDisconnected(), 0),
        (OSError(), 0),
    ],
)
def test_a_message_that_may_have_been_sent_is_not_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception, again: int
) -> None:
    person = written(world)

    def failing(*_arguments: Any, **_given: Any) -> int:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", failing)
        with pytest.raises((notices.Unreachable, notices.Refused)) as caught:
            notices.mail.call(person.pk)
    assert "example.org" not in "".join(format_exception(caught.value))
    assert notices.mail.call(person.pk) == again == len(outbox.outbox)


@pytest.mark.parametrize(
    ("digest", "days", "expected"),
    [(Digest.DAILY, 1, True), (Digest.DAILY, 0, False), (Digest.WEEKLY, 1, False), (Digest.WEEKLY, 7, True), (Digest.NEVER, 99, False)],
)
def test_digests_come_as_often_as_is_wished(world: World, digest: Digest, days: int, expected: bool) -> None:
    person, now = written(world, digest=digest), timezone.now()
    assert not DBTaskResult.objects.exists()
    Person.objects.filter(pk=person.pk).update(digested_at=now - dt.timedelta(days))
    assert notices.digests(now) == DBTaskResult.objects.count() == expected
    notices.read(Notice.objects.filter(person=person))
    assert notices.digests(now) == 0


def test_what_is_not_seen_any_more_is_told_neither_by_mail_nor_on_the_page(world: World) -> None:
    person = written(world)
    (membership,) = Membership.objects.filter(person=person)
    keep.hide(membership, version=1, by=None, because="left")
    (shown,) = notices.shown(Notice.objects.filter(person=person), people.who_of(person))
    assert not shown.stands
    assert notices.mail.call(person.pk) == 0
    assert not outbox.outbox


def test_bulk_work_that_is_followed_stays_quiet(world: World) -> None:
    items.take_in(world.desk)
    assert not Notice.objects.exists()
