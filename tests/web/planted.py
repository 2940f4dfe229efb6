"""A desk on which every kind of thing is planted, each with a word of its own that stands nowhere else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from desks import World
from upright.tracking import evidence, items, keep, notices, people
from upright.tracking.models import (
    Action,
    Approved,
    Assessment,
    Batch,
    Comment,
    Contribution,
    Deadline,
    Draft,
    Evidence,
    Indicator,
    Item,
    Kept,
    Milestone,
    Note,
    Observation,
    Organisation,
    Person,
)
from upright.tracking.words import Approval, News, OrganisationKind, Part, Role

ELSEWHERE = "VRL"  # another State's desk
PART = "done"  # of the reports
_SOON = dt.date(2027, 1, 31)


def word(name: str) -> str:
    """The word by which something planted is found on a page."""
    return f"zq{name.replace('_', '')}qz"


@dataclass(slots=True)
class Planted:
    """The desk, and what is planted: rows by name, and the secrets of addresses."""

    world: World
    rows: dict[str, Kept]
    secrets: dict[str, str]


def plant(world: World) -> Planted:
    """Plant one thing for each line of `rights_seen.csv`."""
    found = Planted(world, {}, {})
    _people(found)
    first, second, *others = world.items
    _actions(found, first, second)
    _measures(found)
    _assessments(found, others[0])
    _given(found, others[1])
    _dates_and_reports(found)
    return found


def _people(found: Planted) -> None:
    world = found.world
    for name in ("focal", "ngo"):
        known = "name_of_focal" if name == "focal" else "name_of_league"
        Person.objects.filter(pk=world.people[name].pk).update(name=word(known))
    hidden = people.person_of(User.objects.create_user("hidden"))
    Person.objects.filter(pk=hidden.pk).update(name=word("name_of_hidden"))
    league, ministry = world.organisations["League of Defenders"], world.organisations["Ministry of Justice"]
    people.join(hidden, league, Role.ASSESSOR, by=None, confidential=True)
    elsewhere = items.open_desk(ELSEWHERE, "Desk of elsewhere", by=None)
    council = keep.create(Organisation, by=None, desk=elsewhere, name="Council", kind=OrganisationKind.MECHANISM.value)
    world.people["foreign"] = people.person_of(User.objects.create_user("foreign"))
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        people.join(world.people["foreign"], council, role, by=None)
    given: dict[str, Any] = {"by": world.people["admin"]}
    invitation, secret = people.invite(ministry, Role.FOCAL_POINT, f"{word('invited_to_ministry')}@example.org", **given)
    found.rows["invited_to_ministry"], found.secrets["invitation"] = invitation, secret
    email = f"{word('invited_in_confidence')}@example.org"
    found.rows["invited_in_confidence"] = people.invite(league, Role.ASSESSOR, email, confidential=True, **given)[0]


def _actions(found: Planted, first: Item, second: Item) -> None:
    world, rows, by = found.world, found.rows, found.world.people["focal"]
    ministry = world.organisations["Ministry of Justice"]
    for name, approval in (
        ("draft", Approval.DRAFT), ("submitted", Approval.SUBMITTED), ("returned", Approval.RETURNED), ("approved", Approval.APPROVED),
        ("published", Approval.PUBLISHED), ("embargoed", Approval.PUBLISHED),
    ):  # fmt: skip
        over = timezone.now() + dt.timedelta(days=3) if name == "embargoed" else None
        rows[f"action_{name}"] = world.action(first, approval=approval, title=word(f"action_{name}"), embargo_until=over)
    rows["action_supported"] = world.action(second, title=word("action_supported"))
    world.assign(first, "Ministry of Justice", request=word("request_unpublished"))
    rows["request_supported"] = world.assign(second, "Ministry of Justice", request=word("request_supported"))
    world.assign(second, "Ministry of Health", Part.SUPPORTING)
    for name, approval in (("draft", Approval.DRAFT), ("published", Approval.PUBLISHED)):
        action = rows[f"action_{name}"]
        assert isinstance(action, Action)
        rows[f"milestone_of_{name}"] = keep.create(Milestone, by=by, action=action, title=word(f"milestone_of_{name}"), due_on=_SOON)
        rows[f"note_{name}"] = keep.create(
            Note, by=by, item=first, action=action, organisation=ministry, on=_SOON, text=word(f"note_{name}"), approval=approval.value
        )
        rows[f"evidence_of_{name}"] = evidence.add_link(action, "https://example.org/law", word(f"evidence_of_{name}"), by=by)
        data = f"A law. {word(f'file_of_{name}')}".encode()
        rows[f"file_of_{name}"] = evidence.add_file(action, data, name="law.txt", title="The law", by=by)
    for name in ("draft", "supported"):
        action = rows[f"action_{name}"]
        item = first if name == "draft" else second
        text = word(f"comment_on_{name}")
        rows[f"comment_on_{name}"] = keep.create(Comment, by=by, item=item, action=action, organisation=ministry, text=text)


def _measures(found: Planted) -> None:
    world, rows, by = found.world, found.rows, found.world.people["focal"]
    now, ministry, league = timezone.now(), world.organisations["Ministry of Justice"], world.organisations["League of Defenders"]

    def indicator(name: str, organisation: Organisation, at: dt.datetime | None) -> Indicator:
        return keep.create(Indicator, by=by, desk=world.desk, organisation=organisation, title=word(name), aim="process", published_at=at)

    rows["indicator_published"] = shown = indicator("indicator_published", ministry, now)
    rows["indicator_unpublished"] = unseen = indicator("indicator_unpublished", ministry, None)
    rows["indicator_of_league"] = indicator("indicator_of_league", league, None)
    for name, under, approval in (
        ("observation_draft", shown, Approval.DRAFT), ("observation_published", shown, Approval.PUBLISHED),
        ("observation_under_unpublished", unseen, Approval.PUBLISHED),
    ):  # fmt: skip
        rows[name] = keep.create(
            Observation, by=by, indicator=under, organisation=ministry, period_start=dt.date(2020, 1, 1), period_end=dt.date(2020, 12, 31),
            value=Decimal(7), source=word(name), approval=approval.value,
        )  # fmt: skip


def _assessments(found: Planted, item: Item) -> None:
    world, rows = found.world, found.rows
    over = timezone.now() + dt.timedelta(days=3)
    for name, by, approval, embargo in (
        ("ministry_draft", "focal", Approval.DRAFT, None), ("league_draft", "ngo", Approval.DRAFT, None),
        ("commission_approved", "nhri", Approval.APPROVED, None), ("league_embargoed", "ngo", Approval.PUBLISHED, over),
        ("league_published", "ngo", Approval.PUBLISHED, None),
    ):  # fmt: skip
        planted = f"assessment_{name}"
        rows[planted] = world.assessment(item, by, approval, rationale=word(planted), embargo_until=embargo)
    draft, league = rows["assessment_league_draft"], world.organisations["League of Defenders"]
    assert isinstance(draft, Assessment)
    by_league, title = world.people["ngo"], word("evidence_of_league_draft")
    rows["evidence_of_league_draft"] = evidence.add_link(draft, "https://example.org/report", title, by=by_league)
    text = word("comment_on_assessment")
    rows["comment_on_assessment"] = keep.create(Comment, by=by_league, item=item, assessment=draft, organisation=league, text=text)


def _given(found: Planted, item: Item) -> None:
    league, author = found.world.organisations["League of Defenders"], found.world.people["health"]
    for name, at in (("contribution_draft", None), ("contribution_submitted", timezone.now())):
        found.rows[name] = keep.create(
            Contribution, by=None, item=item, organisation=league, author=author, text=word(name), submitted_at=at
        )


def _dates_and_reports(found: Planted) -> None:
    world, rows, by = found.world, found.rows, found.world.people["coordinator"]
    organisations = world.organisations
    for name, organisation, at in (
        ("of_ministry", organisations["Ministry of Justice"], None), ("of_state", None, None), ("published", None, timezone.now()),
        ("of_league", organisations["League of Defenders"], None),
    ):  # fmt: skip
        title = word(f"deadline_{name}")
        rows[f"deadline_{name}"] = keep.create(
            Deadline, by=by, desk=world.desk, organisation=organisation, title=title, on=_SOON, published_at=at
        )
    for name, owner in (("report_of_council", "Coordination Council"), ("report_of_league", "League of Defenders")):
        part = {"key": PART, "heading": "What was done", "level": 1, "made": "", "paragraphs": [{"key": "a", "text": word(name)}]}
        given: dict[str, Any] = {"desk": world.desk, "organisation": organisations[owner], "kind": "mid_term", "title": "A report"}
        rows[name] = keep.create(Draft, by=by, sections=[part], **given)
    rows["batch_of_state"] = keep.create(Batch, by=by, desk=world.desk, work="assign", title=word("batch_of_state"))
    action = rows["action_draft"]
    notices.tell(News.RETURNED, action, to=[world.people["focal"]], because=word("notice_to_focal"))


def of_table(found: Planted, table: type[Kept]) -> list[Any]:
    """The planted rows of a table."""
    return [row for row in found.rows.values() if isinstance(row, table)]


__all__ = ["ELSEWHERE", "Approved", "Evidence", "Planted", "of_table", "plant", "word"]
