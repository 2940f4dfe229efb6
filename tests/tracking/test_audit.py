"""The audit: who sees what of it, an earlier value put back, and whether it is whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from desks import World
from upright.tracking import audit, keep, people
from upright.tracking.models import KEPT, Action, Assessment, ChainHead, Comment, Contribution, Entry, Evidence, Observation, Value
from upright.tracking.rights import NotAllowed
from upright.tracking.words import Approval, Part, Role
from upright.web.desk import audit_words


def test_every_table_has_its_way_and_its_words() -> None:
    names = {str(table._meta.model_name) for table in KEPT}
    assert names == set(audit.WAYS) | {"contribution"} == set(audit_words.TABLES) | {"contribution"}
    own = {"id", "uid", "version", "created_at", "created_by_id", "changed_at", "changed_by_id", "author_id"}
    fields = {field.attname for table in KEPT for field in table._meta.concrete_fields} - own
    assert fields - audit._UNSAID == set(audit_words.FIELDS)


def test_the_history_says_who_when_what_and_why(world: World) -> None:
    action = world.action(world.items[0])
    world.assign(world.items[0], "Ministry of Justice")
    keep.change(action, version=1, by=world.people["colleague"], because="The minister asked", title="Amend the whole code", due_on=None)
    latest, first = audit.history(action, world.who("focal"))
    assert (latest.who, latest.verb, latest.because, latest.about) == ("colleague", "change", "The minister asked", "Amend the whole code")
    assert set(latest.changes) == {("title", "Amend the code", "Amend the whole code"), ("due_on", "2027-06-30", None)}
    assert (first.who, first.verb) == ("focal", "create")
    assert ("organisation_id", None, "Ministry of Justice") in first.changes
    # Health sees the action where it supports, and not who did it; others see none of it, also when all is published.
    world.assign(world.items[0], "Ministry of Health", part=Part.SUPPORTING)
    assert [each.who for each in audit.history(action, world.who("health"))] == [None, None]
    Action.objects.update(approval=Approval.PUBLISHED.value)
    assert [len(audit.history(action, world.who(name))) for name in ("coordinator", "ngo", "admin", "stranger", "public")] == [
        2,
        0,
        0,
        0,
        0,
    ]


def seen(world: World, name: str, **chosen: Any) -> set[tuple[str, str | None]]:
    """Tables and names that somebody reads in the desk's audit."""
    who = world.who(name)
    return {(each.table, each.who) for each in audit.events(audit.entries(world.desk, who, **chosen), who)}


def test_the_list_holds_what_each_may_see(world: World) -> None:
    item = world.items[0]
    world.assign(item, "Ministry of Justice")
    world.action(item)
    world.assessment(item, approval=Approval.PUBLISHED)
    keep.create(
        Contribution, by=None, author=world.people["nhri"], item=item, organisation=world.organisations["League of Defenders"], text="x"
    )
    league = world.organisations["League of Defenders"]
    people.join(world.people["stranger"], league, Role.ASSESSOR, by=world.people["ngo"], confidential=True)
    assert {("action", "focal"), ("assignment", "coordinator"), ("membership", None)} <= seen(world, "coordinator")
    assert "assessment" not in {table for table, _ in seen(world, "coordinator")}
    assert {table for table, _ in seen(world, "admin")} == {"membership", "organisation"}
    assert seen(world, "ngo") == {("assessment", "ngo")}
    people.join(world.people["health"], league, Role.ADMINISTRATOR, by=None)
    confidential = {each.uid for each in league.memberships.filter(confidential=True)}
    for name in world.people:
        found = audit.entries(world.desk, world.who(name))
        assert not {each.object for each in found} & confidential
        assert not found.filter(table="contribution").exists()
    assert seen(world, "stranger") == {("assessment", "ngo")}  # who works there, in confidence
    assert not seen(world, "public")


def test_what_is_done_in_confidence_is_not_found_by_name(world: World) -> None:
    """A person who is openly in one ministry and in confidence in another: their name leads to what they did openly."""
    health = world.organisations["Ministry of Health"]
    people.join(world.people["focal"], health, Role.FOCAL_POINT, by=None, confidential=True)
    world.action(world.items[0])
    hidden = keep.create(Action, by=world.people["focal"], item=world.items[0], organisation=health, title="Train", aim="process")
    found = audit.entries(world.desk, world.who("coordinator"), person=world.people["focal"])
    assert found.exists()
    assert not found.filter(object=hidden.uid).exists()
    assert [each.who for each in audit.history(hidden, world.who("coordinator"))] == [None]


def test_the_list_is_narrowed(world: World) -> None:
    world.action(world.items[0])
    coordinator, today = world.who("coordinator"), dt.datetime.now(dt.UTC).date()

    def count(**chosen: Any) -> int:
        return audit.entries(world.desk, coordinator, **chosen).count()

    assert count(table="action") == count(organisation=world.organisations["Ministry of Justice"], person=world.people["focal"]) == 1
    assert count(organisation=world.organisations["Ministry of Health"], table="action") == 0
    assert count(first=today + dt.timedelta(1)) == count(last=today - dt.timedelta(1)) == 0
    assert count(first=today, last=today) == count()


# --- an earlier value


def test_an_earlier_value_is_put_back_with_a_reason(world: World) -> None:
    action, focal = world.action(world.items[0]), world.who("focal")
    keep.change(action, version=1, by=world.people["colleague"], title="Mistaken", due_on=None)
    action.refresh_from_db()
    number = audit.history(action, focal)[0].number
    back: Callable[..., Any] = lambda field, who="focal", because="A slip", version=2: audit.restore(  # noqa: E731
        action, number, field, world.who(who), version=version, by=world.people[who], because=because
    )
    for field, who, because in (
        ("title", "health", "x"),
        ("title", "stranger", "x"),
        ("title", "focal", " "),
        ("approval", "focal", "x"),
        ("organisation_id", "focal", "x"),
    ):
        with pytest.raises(NotAllowed):
            back(field, who, because)
    with pytest.raises(keep.Conflict):
        back("title", version=1)
    assert back("title").title == "Amend the code"
    assert str(back("due_on", version=3).due_on) == "2027-06-30"
    latest = audit.history(action, focal)[0]
    assert (latest.verb, latest.because, latest.changes) == ("restore", "A slip", (("due_on", None, "2027-06-30"),))


def test_no_step_of_approval_can_be_put_back() -> None:
    for table in KEPT:
        fields = audit.restorable(table)
        assert not fields & {
            "approval",
            "published_at",
            "approved_at",
            "embargo_until",
            "hidden_at",
            "organisation_id",
            "created_by_id",
            "role",
        }
    assert audit.restorable(Observation) >= {"value", "source", "period_start"}
    assert not audit.restorable(Evidence)


# --- is it whole?


def chain(world: World) -> Action:
    action = world.action(world.items[0])
    for version, title in enumerate(("Second", "Third", "Fourth"), 1):
        action = keep.change(action, version=version, by=world.people["focal"], title=title, because="because")
    world.assessment(world.items[1])
    return action


def test_what_nobody_touched_is_whole(world: World) -> None:
    chain(world)
    verified = audit.verify()
    assert verified.broken is None
    assert verified.links == Entry.objects.count() == ChainHead.objects.get().number
    assert verified.rows == sum(table._default_manager.count() for table in KEPT)
    assert audit.verify(noted=verified.head).broken is None


def _cut(action: Action, *, head: bool) -> None:
    last = Entry.objects.order_by("-number")[0]
    if head:
        ChainHead.objects.update(number=last.number - 1, hash=last.previous)
    Assessment.objects.all().delete()
    last.delete()


def _entries(action: Action) -> Any:
    return Entry.objects.filter(object=action.uid).order_by("number")


def _delete(action: Action) -> None:
    _entries(action)[2].delete()


def _delete_and_close(action: Action) -> None:
    """A link taken out of the middle, and those after it numbered and tied anew, their hashes apart."""
    gone = _entries(action)[2]
    number = gone.number
    after = Entry.objects.filter(number=gone.number + 1)
    previous = gone.previous
    gone.delete()
    values = list(Value.objects.filter(entry=after.get()))
    row = after.get()
    after.delete()
    row.number, row.previous = number, previous
    row.save(force_insert=True)
    Value.objects.bulk_create(Value(entry=row, field=each.field, before=each.before, after=each.after, salt=each.salt) for each in values)


def _link(action: Action) -> Any:
    return Entry.objects.filter(pk=_entries(action)[1].pk)


def _value(action: Action, field: str = "title") -> Any:
    return Value.objects.filter(entry=_entries(action)[1], field=field)


_OTHER = "the link itself was changed"
# What somebody does behind the program's back, and what the walk says of it.
TAMPERING: dict[str, tuple[Callable[[Action], Any], str]] = {
    "a row": (lambda it: Action.objects.filter(pk=it.pk).update(title="Other"), "'title' of a row of 'action' was changed since"),
    "a row that is gone": (lambda it: it.delete(), "the row of 'action' that it made is gone"),
    "a value": (lambda it: _value(it).update(after="Other"), "the value of 'title' was changed"),
    "a reason": (lambda it: _value(it, "because").update(after="x"), "the value of 'because' was changed"),
    "a value that is missing": (lambda it: _value(it).delete(), "no link says that it was erased"),
    "a value too many": (lambda it: Value.objects.create(entry=_link(it)[0], field="aim", salt=""), "that the link does not know"),
    "who did it": (lambda it: _link(it).update(actor=it.uid), _OTHER),
    "when": (lambda it: _link(it).update(at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)), _OTHER),
    "a link in the middle": (_delete, "is missing before it"),
    "a link in the middle, closed up": (_delete_and_close, _OTHER),
    "the end": (lambda it: _cut(it, head=False), "its end was cut off"),
    "the head": (lambda it: ChainHead.objects.update(hash="0" * 64), "the head of the chain is another one"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_what_is_changed_behind_it_is_found(world: World, what: str) -> None:
    action = chain(world)
    tamper, expected = TAMPERING[what]
    tamper(action)
    broken = audit.verify().broken
    assert broken is not None
    assert expected in broken.what
    if what not in {"the end", "the head"}:
        first = _entries(action).first()
        assert broken.number is None or first is None or broken.number >= first.number


def test_an_end_that_is_cut_off_with_its_head_shows_by_a_hash_that_was_noted(world: World) -> None:
    action = chain(world)
    noted = audit.verify().head
    _cut(action, head=True)
    assert audit.verify().broken is None  # nothing in the database can tell
    broken = audit.verify(noted=noted).broken
    assert broken is not None
    assert "no link of this chain" in broken.what


def test_what_was_erased_is_counted(world: World) -> None:
    league = world.organisations["League of Defenders"]
    comment = keep.create(
        Comment, by=None, item=world.items[0], organisation=world.organisations["Ministry of Justice"], text="call me under 555"
    )  # fmt: skip
    keep.erase(comment, "text", "…", by=None)
    contribution = keep.create(
        Contribution, by=None, author=world.people["ngo"], item=world.items[0], organisation=league, text="x"
    )  # fmt: skip
    values = Value.objects.filter(entry__object=contribution.uid).count()
    keep.delete_own(contribution, by=None)
    verified = audit.verify()
    assert (verified.broken, verified.erased) == (None, 1 + values)
