"""A desk with as many rows as a large State's would have, to be measured.

Rows are put in in bulk, past `tracking.keep`, which writes one at a time: but each with the links of the audit's chain that `keep` would
have written, so `upright audit verify` holds. What is followed up is what the documents of one State ask, the real ones where they are at
hand; where that is not enough, its report with the most recommendations once more under another symbol.
"""

# ruff: noqa: SLF001  # records are taken as items are made of them

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from corpus import REPOSITORY, SHARED
from upright.archive import bulk, claims
from upright.archive.models import ROWS, Document, Recommendation, Text
from upright.archive.settle import touch
from upright.tracking import items, keep
from upright.tracking.models import (
    Action,
    Approved,
    Assessment,
    Assignment,
    ChainHead,
    Comment,
    Deadline,
    Desk,
    Entry,
    Evidence,
    Indicator,
    Item,
    Kept,
    Membership,
    Milestone,
    Note,
    Notice,
    Observation,
    Organisation,
    Person,
    Target,
    Value,
)
from upright.tracking.words import Aim, Approval, Digest, News, OrganisationKind, Part, Progress, Role, Step

_Kept = TypeVar("_Kept", bound=Kept)
# A whole desk. The first five are what is asked of it; the others go with them.
WHOLE = {
    "users": 1_000, "organisations": 50, "items": 900, "actions": 5_000, "observations": 50_000, "indicators": 200, "assessments": 1_500,
    "notes": 5_000, "milestones": 10_000, "comments": 2_500, "evidence": 2_500, "deadlines": 100, "notices": 40_000,
}  # fmt: skip
_AT_ONCE = 2_000
_KINDS = (
    OrganisationKind.MECHANISM, OrganisationKind.NATIONAL_INSTITUTION, OrganisationKind.CIVIL_SOCIETY, OrganisationKind.UN,
    OrganisationKind.COURT, OrganisationKind.PARLIAMENT, OrganisationKind.CIVIL_SOCIETY, OrganisationKind.AGENCY,
)  # fmt: skip  # then ministries, and every eighth of civil society
_STATE_ROLES = (Role.FOCAL_POINT,) * 6 + (Role.APPROVER, Role.EDITOR, Role.ADMINISTRATOR, Role.FOCAL_POINT)
_OTHER_ROLES = (Role.ASSESSOR,) * 7 + (Role.ADMINISTRATOR,)
# How far work is: most of it is published, a part waits.
_STAGES = (0, 0, 1, 2, 3, 3, 3, 3, 3, 3)
_WAY = ((Step.SUBMIT, Approval.SUBMITTED), (Step.APPROVE, Approval.APPROVED), (Step.PUBLISH, Approval.PUBLISHED))
_GROUPS: tuple[dict[str, str], ...] = (
    {}, {}, {"sex": "women"}, {"sex": "men"}, {"age": "0-14"}, {"age": "60+"}, {"region": "north"}, {"region": "south"},
)  # fmt: skip
_TODAY = dt.date(2026, 6, 30)


def documents() -> tuple[list[Path], str, str]:
    """The documents of one State, its code, and what they are."""
    folder = SHARED / "documents" / "upr_slovenia"
    if folder.is_dir():
        return sorted(each for each in folder.rglob("*") if each.is_file()), "SVN", "documents of the reviews of one State"
    return sorted((REPOSITORY / "specimens" / "files").iterdir()), "XVA", "specimens"


@dataclass(slots=True)
class Filled:
    """A desk that is filled, more and more. `coordinator`, `focal`: those who look at it."""

    desk: Desk
    chance: random.Random
    words: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)

    @classmethod
    def of(cls, state: str) -> Filled:
        desk = keep.create(Desk, by=None, state=state, name="Desk", open_to_public=True)
        return cls(desk, random.Random(1))  # noqa: S311  # no secret: the same desk each time

    @property
    def coordinator(self) -> Person:
        return self.people[0]

    @property
    def focal(self) -> Person:
        """Of the first ministry."""
        ministry = next(each for each in self.organisations if each.kind == OrganisationKind.MINISTRY.value)
        held = Membership.objects.filter(organisation=ministry, role=Role.FOCAL_POINT.value).order_by("pk")
        return held.select_related("person__user")[0].person

    def grow(self, part: float) -> int:
        """Add rows until there is this part of a whole desk, but all institutions; how many rows, those of the audit apart."""
        added = 0
        with transaction.atomic():
            for name, add in self._tables().items():
                table, rows = add
                missing = round(WHOLE[name] * (1 if table is Organisation else part)) - self._there(table)
                added += rows(missing) if missing > 0 else 0
        return added

    def _there(self, table: Any) -> int:
        return int(table._default_manager.count())

    def _tables(self) -> dict[str, tuple[Any, Callable[[int], int]]]:
        """By name, in the order that they refer to each other: the table and what adds rows to it."""
        return {
            "organisations": (Organisation, self._organisations), "users": (Person, self._users), "items": (Item, self._items),
            "actions": (Action, self._actions), "milestones": (Milestone, self._milestones), "notes": (Note, self._notes),
            "indicators": (Indicator, self._indicators), "observations": (Observation, self._observations),
            "assessments": (Assessment, self._assessments), "comments": (Comment, self._comments), "evidence": (Evidence, self._evidence),
            "deadlines": (Deadline, self._deadlines), "notices": (Notice, self._notices),
        }  # fmt: skip

    # --- people

    def _organisations(self, number: int) -> int:
        first = len(self.organisations)
        for at in range(first, first + number):
            kind = _KINDS[at] if at < len(_KINDS) else OrganisationKind.CIVIL_SOCIETY if at % 8 == 0 else OrganisationKind.MINISTRY
            self.organisations += self._put([Organisation(desk=self.desk, name=f"Institution {at:02}", kind=kind.value)])
        return number

    def _users(self, number: int) -> int:
        first = len(self.people)
        users = [User(username=f"user{at}", email=f"user{at}@example.org") for at in range(first, first + number)]
        users = User.objects.bulk_create(users)
        made = [Person(user=user, name=f"Person {user.username}", digest=Digest.DAILY.value) for user in users]
        self.people += Person.objects.bulk_create(made)
        self._put([self._membership(at, self.people[at]) for at in range(first, first + number)])
        return number

    def _membership(self, at: int, person: Person) -> Membership:
        if at == 0:
            return Membership(person=person, organisation=self.organisations[0], role=Role.COORDINATOR.value)
        organisation = self.organisations[at % len(self.organisations)]
        roles = _OTHER_ROLES if organisation.independent else _STATE_ROLES
        return Membership(person=person, organisation=organisation, role=roles[at // len(self.organisations) % len(roles)].value)

    def _somebody(self, organisation: Organisation) -> Person:
        """One who works there: `_membership` deals them out in turn."""
        return self.people[self.organisations.index(organisation)]

    # --- what is followed up

    def _items(self, number: int) -> int:
        """What documents ask and is not followed yet, with who has which part of it."""
        while len(records := _records(self.desk)) < number:
            _add_copy(self.desk)
        made = self._put([Item(desk=self.desk, **values) for values in records[:number]])
        self.words = [word for each in Item.objects.filter(desk=self.desk)[:300] for word in each.text.split()]
        self._put([assignment for item in made for assignment in self._assignments(item)])
        return number

    def _assignments(self, item: Item) -> Iterator[Assignment]:
        institutions = self.chance.sample(self._of_state(), 3)
        for at, organisation in enumerate(institutions[: self.chance.choice((0, 1, 1, 2, 2, 3))]):
            part = Part.SUPPORTING if at else Part.LEAD
            published = timezone.now() if self.chance.random() < 0.6 else None
            yield Assignment(item=item, organisation=organisation, part=part.value, due_on=self._day(), published_at=published)

    def _of_state(self) -> list[Organisation]:
        return [each for each in self.organisations if not each.independent][1:]

    def _independent(self) -> list[Organisation]:
        return [each for each in self.organisations if each.independent]

    # --- the work on it

    def _actions(self, number: int) -> int:
        assigned = list(Assignment.objects.select_related("organisation", "item"))
        for some in _shares(number):
            self._put_work([self._action(self.chance.choice(assigned)) for _ in range(some)])
        return number

    def _action(self, of: Assignment) -> Action:
        progress = self.chance.choice(list(Progress))
        done = self._day() if progress is Progress.DONE else None
        return Action(
            item=of.item, organisation=of.organisation, title=self._said(8), description=self._said(60), progress=progress.value,
            aim=self.chance.choice(list(Aim)).value, starts_on=_TODAY - dt.timedelta(days=400), due_on=self._day(), done_on=done,
        )  # fmt: skip

    def _milestones(self, number: int) -> int:
        actions = self._some(Action, 5_000)
        return self._all(number, lambda: Milestone(action=self.chance.choice(actions), title=self._said(6), due_on=self._day()))

    def _notes(self, number: int) -> int:
        actions = self._some(Action, 5_000)
        for some in _shares(number):
            self._put_work([self._note(self.chance.choice(actions)) for _ in range(some)])
        return number

    def _note(self, of: Action) -> Note:
        return Note(item=of.item, action=of, organisation=of.organisation, on=self._day(), text=self._said(80))

    def _comments(self, number: int) -> int:
        actions = self._some(Action, 500)

        def comment() -> Comment:
            of = self.chance.choice(actions)
            return Comment(item=of.item, action=of, organisation=of.organisation, text=self._said(30))

        return self._all(number, comment)

    def _evidence(self, number: int) -> int:
        actions = self._some(Action, 5_000)
        return self._all(
            number, lambda: Evidence(action=self.chance.choice(actions), title=self._said(5), url="https://example.org/evidence")
        )

    def _deadlines(self, number: int) -> int:
        organisations = [None, *self._of_state()]
        return self._all(
            number,
            lambda: Deadline(desk=self.desk, organisation=self.chance.choice(organisations), title=self._said(6), on=self._day()),
        )  # fmt: skip

    # --- what is measured and judged

    def _indicators(self, number: int) -> int:
        followed, first = self._some(Item, 900), Indicator.objects.count()
        made = self._put([self._indicator(at) for at in range(first, first + number)])
        through: Any = Indicator.items.through
        pairs = [(each.pk, item.pk) for each in made for item in self.chance.sample(followed, 4)]
        through.objects.bulk_create([through(indicator_id=indicator, item_id=item) for indicator, item in pairs])
        self._put([Target(indicator=each, value=Decimal(90), on=dt.date(2030, 12, 31)) for each in made])
        return number

    def _indicator(self, at: int) -> Indicator:
        organisation = self.chance.choice([*self._of_state(), *self._independent()])
        published = timezone.now() if at % 2 else None
        return Indicator(
            desk=self.desk, organisation=organisation, code=f"I-{at:03}", title=self._said(8), aim=list(Aim)[at % 3].value,
            right=f"Right {at % 14}", attribute=f"Attribute {at % 40}", unit="per cent", measure="prison population",
            published_at=published,
        )  # fmt: skip

    def _observations(self, number: int) -> int:
        """Half of them of a tenth of the indicators: what is counted each month."""
        indicators = list(Indicator.objects.select_related("organisation"))
        often = indicators[: max(1, len(indicators) // 10)]
        for some in _shares(number):
            chosen = [self.chance.choice(often if self.chance.random() < 0.5 else indicators) for _ in range(some)]
            self._put_work([self._observation(each) for each in chosen])
        return number

    def _observation(self, of: Indicator) -> Observation:
        start = dt.date(self.chance.randint(2000, 2025), self.chance.randint(1, 12), 1)
        return Observation(
            indicator=of, organisation=of.organisation, period_start=start, period_end=start + dt.timedelta(days=27),
            value=Decimal(self.chance.randint(0, 10_000)) / 100, group=self.chance.choice(_GROUPS), source=self.chance.choice(_SOURCES),
        )  # fmt: skip

    def _assessments(self, number: int) -> int:
        followed = self._some(Item, 900)
        for some in _shares(number):
            self._put_work([self._assessment(self.chance.choice(followed)) for _ in range(some)])
        return number

    def _assessment(self, item: Item) -> Assessment:
        organisation = self.chance.choice([*self._independent(), *self._of_state()[:3]])
        value = self.chance.choice(("implemented", "partly", "not", "unknown"))
        return Assessment(
            item=item, organisation=organisation, scale="implementation", value=value, rationale=self._said(80), as_of=self._day()
        )  # fmt: skip

    # --- what is told

    def _notices(self, number: int) -> int:
        """A tenth of them to those who look, the others to everybody."""
        actions, first = self._some(Action, 5_000), Notice.objects.count()
        looking = [self.coordinator, self.focal]
        for at in range(first, first + number, _AT_ONCE):
            chosen = [self.chance.choice(looking if self.chance.random() < 0.1 else self.people) for _ in range(_AT_ONCE)]
            told = [self._notice(person, self.chance.choice(actions), at + n) for n, person in enumerate(chosen)]
            Notice.objects.bulk_create(told[: first + number - at])
        return number

    def _notice(self, person: Person, about: Action, number: int) -> Notice:
        facts = {"table": "action", "uid": str(about.uid), "title": about.title, "item": str(about.item)}
        url = f"/desk/{self.desk.state}/actions/{about.uid}"
        return Notice(
            person=person, desk=self.desk, verb=News.APPROVED.value, facts=facts, url=url, once=f"{number}", at=timezone.now(),
            seen_at=timezone.now() if self.chance.random() < 0.7 else None, mailed_at=timezone.now(),
        )  # fmt: skip

    # --- put in

    def _some(self, table: Any, most: int) -> list[Any]:
        related = [name for name in ("organisation", "item") if name in {each.name for each in table._meta.fields}]
        rows = table._default_manager.order_by("pk")
        return list((rows.select_related(*related) if related else rows)[:most])

    def _said(self, number: int) -> str:
        return " ".join(self.chance.choices(self.words, k=number))[:290]

    def _day(self) -> dt.date:
        return _TODAY + dt.timedelta(days=self.chance.randint(-300, 700))

    def _all(self, number: int, made: Callable[[], Kept]) -> int:
        for some in _shares(number):
            self._put([made() for _ in range(some)])
        return number

    def _put(self, rows: Sequence[_Kept]) -> list[_Kept]:
        """Insert rows, with the link of the audit that says so."""
        now = timezone.now()
        for row in rows:
            by = self._by(row)
            row.created_at, row.changed_at, row.created_by, row.changed_by = now, now, by, by
        made: list[_Kept] = type(rows[0])._default_manager.bulk_create(rows, batch_size=500) if rows else []
        _link([(row, "create", row.created_by, {}, keep.values(row)) for row in made])
        return made

    def _by(self, row: Kept) -> Person | None:
        organisation = getattr(row, "organisation", None)
        return self._somebody(organisation) if organisation and self.people else self.people[0] if self.people else None

    def _put_work(self, rows: Sequence[Any]) -> None:
        """Insert work, and take it as far as it comes: some is a draft, some waits, most is published."""
        made = self._put(rows)
        stages = {row.pk: self.chance.choice(_STAGES) for row in made}
        for at, (step, state) in enumerate(_WAY):
            _take([row for row in made if stages[row.pk] > at], step, state, self.coordinator)
        columns = ["approval", "version", "changed_at", "changed_by", "approved_at", "approved_by", "published_at"]
        type(rows[0])._default_manager.bulk_update(made, columns, batch_size=500)


_SOURCES = ("Statistical office", "Register of courts", "Household survey", "Prosecutor-General")


def _shares(number: int) -> Iterator[int]:
    """A number in parts that are put in at once."""
    for at in range(0, number, _AT_ONCE):
        yield min(_AT_ONCE, number - at)


def _take(rows: Sequence[Approved], step: Step, state: Approval, by: Person) -> None:
    now, links = timezone.now(), []
    given: dict[str, Any] = {"approval": state.value}
    given |= {"approved_at": now, "approved_by": by} if step is Step.APPROVE else {}
    given |= {"published_at": now} if step is Step.PUBLISH else {}
    for row in rows:
        before = _plain(row, given)
        for name, value in {**given, "version": row.version + 1, "changed_at": now, "changed_by": by}.items():
            setattr(row, name, value)
        links.append((row, step.value, by, before, _plain(row, given)))
    _link(links)


def _plain(row: Kept, names: Iterable[str]) -> dict[str, Any]:
    """What a row holds in some columns, as the audit has it."""
    columns = [str(row._meta.get_field(name).attname) for name in names]  # type: ignore[union-attr]  # columns only
    return {name: keep.plain(row, name, getattr(row, name)) for name in columns}


_Link = tuple[Kept, str, Person | None, Mapping[str, Any], Mapping[str, Any]]


def _link(links: Iterable[_Link]) -> None:
    """Add links to the audit's chain as `keep` does, but many at once."""
    head = ChainHead.objects.get_or_create(pk=1)[0]
    entries, said = [], []
    for row, verb, by, before, after in links:
        values = [Value(field=name, before=before.get(name), after=after[name], salt=secrets.token_hex(16)) for name in after]
        entry = Entry(
            number=head.number + 1, at=timezone.now(), actor=by.key if by else None, verb=verb, table=str(row._meta.model_name),
            object=row.uid, row_version=row.version, digests={each.field: keep.digests(each) for each in values}, previous=head.hash,
        )  # fmt: skip
        entry.hash = keep.hash_of(entry)
        head.number, head.hash = entry.number, entry.hash
        for value in values:
            value.entry = entry
        entries.append(entry)
        said += values
    Entry.objects.bulk_create(entries, batch_size=500)
    columns = ("entry_id", "field", "before", "after", "salt")
    bulk.insert(Value, [{name: getattr(value, name) for name in columns} for value in said])
    head.save()


# --- what documents ask


def _records(desk: Desk) -> list[dict[str, Any]]:
    """The values of items for what the State's documents ask and is not followed yet."""
    there = set(Item.objects.filter(desk=desk).values_list("sha256", "kind", "key"))
    found = []
    for document in Document.objects.principal().filter(state=desk.state).select_related("layer").order_by("pk"):
        rows = {(row.KIND.NAME, row.key): row for row in items._rows(document)}
        for (kind, key), row in rows.items():
            if (document.sha256, kind, key) not in there:
                passage = claims.passage(document.layer.text, row.source_start, row.source_end)
                found.append(items._values(document, row, passage))
    return found


def _add_copy(desk: Desk) -> None:
    """A report of the State with the most recommendations once more, of another session."""
    rows = Recommendation.objects.filter(document__state=desk.state, document__principal=True, document__counted=True)
    chosen = rows.order_by("document").values_list("document", flat=True).distinct()
    report = max(Document.objects.filter(pk__in=chosen), key=lambda each: rows.filter(document=each).count())
    number = Document.objects.filter(state=desk.state, origin="copy").count() + 1
    values = Document.objects.filter(pk=report.pk).values().get() | {
        "id": None, "sha256": secrets.token_hex(32), "symbol": f"{report.symbol}/Copy.{number}", "working_group_session": 60 + number,
        "origin": "copy",
    }  # fmt: skip
    copy = Document.objects.create(**values)
    Text.objects.create(document=copy, text=report.layer.text)
    for model in ROWS:
        there = model._default_manager.filter(document=report).values()
        bulk.insert(model, [{name: value for name, value in row.items() if name != "id"} | {"document_id": copy.pk} for row in there])
    touch(copy)
