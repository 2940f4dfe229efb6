"""A desk to try: invented institutions and people, at work on what a real State, or that of the specimens, was asked.

All of it says that it is a sample, and all of it is taken away at once. Nothing here speaks for anybody.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from upright.archive.labels import ISSUES
from upright.archive.models import Document
from upright.exceptions import UprightError
from upright.records import Kind
from upright.tracking import about, approval, assessments, assigning, indicators, items, keep, library, offers, people
from upright.tracking.models import (
    TABLES,
    Action,
    Approved,
    Assessment,
    Desk,
    Indicator,
    Item,
    Kept,
    Milestone,
    Note,
    Observation,
    Organisation,
    Person,
    Rule,
)  # fmt: skip
from upright.tracking.words import Aim, Direction, OrganisationKind, Part, Progress, Role, Step

_MARK = "sample"
_COUNCIL, _MINISTRY, _COMMISSION, _LEAGUE = (
    "Coordination Council (sample)", "Ministry of Justice (sample)", "Commission for Human Rights (sample)", "League of Defenders (sample)",
)  # fmt: skip
_KINDS = {
    _COUNCIL: OrganisationKind.MECHANISM,
    _MINISTRY: OrganisationKind.MINISTRY,
    _COMMISSION: OrganisationKind.NATIONAL_INSTITUTION,
    _LEAGUE: OrganisationKind.CIVIL_SOCIETY,
}
# Who there is: the name of the account, the organisation, the roles.
_PEOPLE = {
    "coordinator": (_COUNCIL, (Role.COORDINATOR, Role.EDITOR, Role.ADMINISTRATOR)),
    "focal-point": (_MINISTRY, (Role.FOCAL_POINT,)),
    "approver": (_MINISTRY, (Role.APPROVER,)),
    "commission": (_COMMISSION, (Role.ASSESSOR,)),
    "league": (_LEAGUE, (Role.ASSESSOR,)),
}
_WORKED_ON = 24  # records of the report
_COMMONEST = 4  # rules: for the issues that are asked about most
_FIRST = 2  # records for each indicator, before those that come next in the report
# What is done about a record, by how a word of it begins: the action, its aim, what is noted of it. The first that fits; the last always.
_ACTIONS = (
    ("ratif|acced|accession", "Prepare the bill of ratification", Aim.STRUCTURAL, "Two ministries have said what they think of it."),
    ("torture|ill-treatment|detention|police|violence|traffick", "Say in an order how complaints are looked into", Aim.PROCESS,
     "The order is in force in two regions."),
    ("statistic|data|figures|publish|register", "Publish figures every half-year", Aim.OUTCOME, "The first table is out."),
    ("ombuds|national human rights institution|mechanism", "Give the office the staff that it asked for", Aim.PROCESS,
     "Two posts are advertised."),
    ("law|legislat|bill|amend|incorporat|code|abolish|lower|raise", "Draft the amendment and consult on it", Aim.STRUCTURAL,
     "A working group met twice; a first text is with the parliament's committee."),
    ("train|teach|educat|school|campaign|awareness", "Hold the first courses, and ask those who took part", Aim.PROCESS,
     "The first course was held."),
    ("", "Agree with those concerned on a plan, and on its budget", Aim.PROCESS, "The plan was discussed with those concerned."),
)  # fmt: skip
_PROGRESS = (Progress.UNDER_WAY, Progress.DONE, Progress.PLANNED, Progress.DELAYED)
# Indicators of the library, each with how a word begins of the records that ask for what it measures.
_MEASURED = (
    ("TOR-P1", "torture|ill-treatment"),
    ("TOR-P3", "torture|ill-treatment"),
    ("TOR-O2", "detention|detainee|prison"),
    ("TOR-S2", "preventive mechanism|optional protocol to the convention against torture"),
    ("TOR-P5", "police"),
    ("ALL-P2", "ombuds|national human rights institution|paris principles"),
    ("ALL-S1", "ratif|acced"),
)
_TOWARD = {Direction.DOWN.value: Decimal("0.5"), Direction.UP.value: Decimal(2)}  # a target, as a part of what was observed
_ASSESSED = 4  # records
_ACCEPTED = 2  # figures for each indicator: the others wait for whoever tries it


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample desk: its accounts, which share one password."""

    desk: Desk
    mechanism: Organisation
    coordinator: Person
    accounts: tuple[str, ...]
    password: str


@dataclass(frozen=True, slots=True)
class _Cast:
    desk: Desk
    organisations: dict[str, Organisation]
    people: dict[str, Person]

    def organisation_of(self, name: str) -> Organisation:
        return self.organisations[_PEOPLE[name][0]]

    def take(self, work: Approved, *steps: tuple[Step, str]) -> Approved:
        """Take a piece of work through steps, each by a person."""
        for step, name in steps:
            who = people.who_of(self.people[name])
            work = approval.take(work, step, who, version=work.version, by=self.people[name])
        return work


@transaction.atomic
def make(state: str, name: str, report: Document | None = None) -> Sample:
    """Make a sample desk for a State, anew where there is one; its work is on what a report of a review asks, by default that which asks
    most. UprightError where the State has a desk of its own."""
    there = Desk.objects.filter(state=state).first()
    if there and not there.sample:
        raise UprightError(f"{there.name} is a desk that people work on: a sample is made for a State without one")
    if there:
        remove(there)
    password = secrets.token_urlsafe(12)
    desk = items.open_desk(state, f"{name} (sample)", by=None, sample=True)
    cast = _cast(desk, password)
    _assign(cast)
    chosen = _chosen(cast, report or _asks_most(state))
    _act(cast, chosen)
    _measure(cast)
    _assess(cast, chosen)
    accounts = tuple(f"{_MARK}-{each}" for each in _PEOPLE)
    return Sample(desk, cast.organisations[_COUNCIL], cast.people["coordinator"], accounts, password)


@transaction.atomic
def remove(desk: Desk) -> None:
    """Take a sample desk away, with its people. UprightError where it is no sample. What the audit's chain holds of it stays: no values."""
    if not desk.sample:
        raise UprightError("this is no sample: a desk that people work on is not taken away")
    persons = list(_persons(desk))
    for table in reversed(TABLES):
        if issubclass(table, Kept):
            for row in table._default_manager.filter(_of(table, desk)):
                keep.delete_own(row, by=None)
    Person.objects.filter(pk__in=[each.pk for each in persons]).delete()
    User.objects.filter(pk__in=[each.user_id for each in persons]).delete()


def accounts(desk: Desk) -> list[str]:
    """The accounts that go with a sample desk."""
    return [name for name in _persons(desk).values_list("user__username", flat=True) if name]


def _persons(desk: Desk) -> QuerySet[Person, Person]:
    return Person.objects.filter(memberships__organisation__desk=desk, user__username__startswith=f"{_MARK}-").order_by("pk").distinct()


def _of(table: type[Kept], desk: Desk) -> Q:
    """The rows of a table that are of a desk."""
    if table is Desk:
        return Q(pk=desk.pk)
    names = {field.name for field in table._meta.get_fields()}
    if "desk" in names:
        return Q(desk=desk)
    found = Q(pk__in=[])
    for name, path in (("item", "item__desk"), ("organisation", "organisation__desk"), ("action", "action__item__desk")):
        if name in names:
            found |= Q(**{path: desk})
    for name in ("note", "assessment", "contribution"):
        if name in names:
            found |= Q(**{f"{name}__item__desk": desk})
    if "indicator" in names:
        found |= Q(indicator__desk=desk)
    return found | (Q(observation__indicator__desk=desk) if "observation" in names else Q(pk__in=[]))


def _cast(desk: Desk, password: str) -> _Cast:
    organisations = {name: keep.create(Organisation, by=None, desk=desk, name=name, kind=kind.value) for name, kind in _KINDS.items()}
    persons = {}
    for name, (organisation, roles) in _PEOPLE.items():
        user = User.objects.create_user(f"{_MARK}-{name}", password=password)
        persons[name] = people.person_of(user)
        for role in roles:
            people.join(persons[name], organisations[organisation], role, by=None)
    return _Cast(desk, organisations, persons)


def _assign(cast: _Cast) -> None:
    """By rules: what is asked about the commonest issues goes to the ministry."""
    followed = list(Item.objects.filter(desk=cast.desk))
    named = Counter(value for each in about.of_items(followed).values() for value in each.values(ISSUES))
    by = cast.people["coordinator"]
    for value, _times in named.most_common(_COMMONEST):
        keep.create(
            Rule, by=by, desk=cast.desk, scheme=ISSUES, value=value, organisation=cast.organisations[_MINISTRY], part=Part.LEAD.value
        )
    terms = assigning.Terms(due_on=timezone.localdate() + dt.timedelta(days=180), published=True)
    plan = assigning.by_rules(cast.desk, followed)
    assigning.carry_out(plan, cast.desk, by=by, title="The commonest issues to the ministry", terms=terms)


def _asks_most(state: str) -> Document | None:
    """The report of a State's review that asks most."""
    reports = Document.objects.filter(state=state, kind=Kind.WORKING_GROUP_REPORT, principal=True)
    found: Document | None = (
        reports.annotate(n=Count("recommendation"))
        .order_by("-n", F("date").desc(nulls_last=True), F("symbol").asc(nulls_last=True), "pk")
        .first()
    )
    return found


def _about(items: Iterable[Item], words: str) -> list[Item]:
    """Those in which a word begins so."""
    return [each for each in items if re.search(rf"\b(?:{words})", each.text, re.IGNORECASE)]


def _chosen(cast: _Cast, report: Document | None) -> list[Item]:
    """The records of a report that the sample works on, in their order: the first that each indicator measures, and those after them; what
    the State did not accept comes last. All of them are led by the ministry."""
    every = Item.objects.filter(desk=cast.desk).order_by("pk")
    of_report = list(every.filter(document=report)) or list(every)
    known = about.of_items(of_report)
    asked = sorted(of_report, key=lambda each: known[each.pk].position != "supported")
    first = [each for _code, words in _MEASURED for each in _about(asked, words)[:_FIRST]]
    chosen = sorted({each.pk: each for each in [*first, *asked]}.values(), key=lambda each: each not in first)[:_WORKED_ON]
    _lead(cast, chosen)
    return sorted(chosen, key=lambda each: each.pk)


def _lead(cast: _Cast, chosen: Sequence[Item]) -> None:
    """By hand: what the rules gave to nobody."""
    terms = assigning.Terms(due_on=timezone.localdate() + dt.timedelta(days=120), published=True)
    known = assigning.standing(chosen)
    plan = assigning.by_hand([each for each in chosen if each.pk not in known], cast.organisations[_MINISTRY], Part.LEAD, terms=terms)
    if plan.written:
        title = "What the report asks for, to the ministry"
        assigning.carry_out(plan, cast.desk, by=cast.people["coordinator"], title=title, terms=terms)


def _act(cast: _Cast, chosen: Iterable[Item]) -> None:
    """Actions at every step of approval, with milestones and notes."""
    today, by = timezone.localdate(), cast.people["focal-point"]
    published = ((Step.SUBMIT, "focal-point"), (Step.APPROVE, "approver"), (Step.PUBLISH, "coordinator"))
    ways: tuple[tuple[tuple[Step, str], ...], ...] = (published, published[:2], published, published[:1], published[:2], ())
    for at, item in enumerate(chosen):
        title, aim, noted = next((title, aim, noted) for words, title, aim, noted in _ACTIONS if _about([item], words))
        action = keep.create(
            Action, by=by, item=item, organisation=cast.organisations[_MINISTRY], title=title, aim=aim.value,
            progress=_PROGRESS[at % len(_PROGRESS)].value,
            starts_on=today - dt.timedelta(days=200), due_on=today + dt.timedelta(days=60 * (at % 6) - 30),
        )  # fmt: skip
        for title_of_step, days in (("First step", -60), ("All of it", 120)):
            done = today + dt.timedelta(days=days) if days < 0 else None
            keep.create(Milestone, by=by, action=action, title=title_of_step, due_on=today + dt.timedelta(days=days), done_on=done)
        note = keep.create(
            Note, by=by, item=item, action=action, organisation=cast.organisations[_MINISTRY], on=today - dt.timedelta(days=30),
            text=f"{noted} (Sample.)",
        )  # fmt: skip
        for work in (action, note):
            cast.take(work, *ways[at % len(ways)])


def _measure(cast: _Cast) -> None:
    """Indicators out of the library, each where records ask for what it measures, fed by the figures that the State's documents quote."""
    by, ministry, followed = cast.people["focal-point"], cast.organisations[_MINISTRY], list(Item.objects.filter(desk=cast.desk))
    for code, words in _MEASURED:
        illustrative, measured = library.find(code), _about(followed, words)
        if illustrative is None or not measured:
            continue
        indicator = indicators.copy(illustrative, ministry, by=by)
        indicators.measure(indicator, measured, measured)
        keep.change(indicator, version=indicator.version, by=cast.people["coordinator"], published_at=timezone.now())
        _feed(cast, indicator)


def _feed(cast: _Cast, indicator: Indicator) -> None:
    """The first figures that can be taken as they are: with a value, one for a period (a second is often a part of the first). A target,
    where there is a value to start from."""
    by, ministry = cast.people["focal-point"], cast.organisations[_MINISTRY]
    offered = [each for each in offers.offers(indicator) if each.period and each.value is not None]
    first = {each.period: each for each in reversed(offered)}
    observed: list[Observation] = []
    for each in [each for each in offered if first[each.period] is each][:_ACCEPTED]:
        row = offers.accept(each, indicator, ministry, by=by, period=each.period, value=each.value, source=each.source)
        observed.append(row)
        cast.take(row, (Step.SUBMIT, "focal-point"), (Step.APPROVE, "approver"), (Step.PUBLISH, "coordinator"))
    if observed and observed[-1].value is not None and indicator.direction in _TOWARD:
        value = observed[-1].value * _TOWARD[indicator.direction]
        indicators.aim_at(indicator, value, dt.date(timezone.localdate().year + 2, 12, 31), by=by)


def _assess(cast: _Cast, chosen: Iterable[Item]) -> None:
    """The ministry, the commission and the league, who do not see it alike."""
    views = (
        ("focal-point", "implemented", "The steps that were planned are taken. (Sample.)"),
        ("commission", "partly", "A first step; those concerned were not asked yet. (Sample.)"),
        ("league", "not", "Nothing has changed for those concerned. (Sample.)"),
    )
    for item in list(chosen)[:_ASSESSED]:
        for name, value, rationale in views:
            row: Assessment = assessments.assess(
                item, cast.organisation_of(name), people.who_of(cast.people[name]), by=cast.people[name], scale="implementation",
                value=value, rationale=rationale, as_of=timezone.localdate() - dt.timedelta(days=20),
            )  # fmt: skip
            own = ((Step.SUBMIT, name), (Step.APPROVE, "approver"), (Step.PUBLISH, "coordinator"))
            cast.take(row, *(own if name == "focal-point" else ((Step.APPROVE, name), (Step.PUBLISH, name))))
