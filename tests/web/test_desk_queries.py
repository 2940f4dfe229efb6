"""How many SQL queries a page of the desk takes: a bounded number, and no more when there are twice as many rows of everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desks import World
from upright.tracking import approval, comments, contributions, evidence, indicators, keep, people
from upright.tracking.cells import Period
from upright.tracking.models import Action, Assessment, Batch, Deadline, Indicator, Item, Milestone, Note, Organisation, Rule
from upright.tracking.words import Part, Role, Step

MOST = 50  # SQL queries of any page, those about who is signed in included
INSIDE = ("coordinator", "focal", "ngo")
# Under /desk/XVA, with names in capitals for the identifiers of rows: the pages, and who opens them.
PAGES: dict[str, tuple[str, ...]] = {
    "": INSIDE,
    "/items": (*INSIDE, "public"),
    "/items?q=the&sort=due&open=overdue": ("coordinator",),
    "/items.csv": ("coordinator",),
    "/items/ITEM": (*INSIDE, "public"),
    "/actions": INSIDE,
    "/actions?organisation=all&overdue=1&q=code": ("coordinator",),
    "/actions.csv": ("coordinator",),
    "/actions/ACTION": ("coordinator", "focal", "public"),
    "/indicators": INSIDE,
    "/indicators.csv": ("coordinator",),
    "/indicators/INDICATOR": ("coordinator", "focal"),
    "/assessments": INSIDE,
    "/assessments.csv": ("ngo",),
    "/assessments/ASSESSMENT": ("ngo",),
    "/calendar": INSIDE,
    "/calendar.csv": ("coordinator",),
    "/audit": ("coordinator", "admin"),
    "/audit?table=action": ("coordinator",),
    "/audit.csv": ("coordinator",),
    "/notices": ("focal",),
    "/people": ("coordinator", "admin", "ngo"),
    "/public": ("coordinator", "public"),
    "/public.csv": ("public",),
    "/publishing": ("coordinator", "ngo"),
    "/contributions": ("ngo", "stranger"),
    "/rules": ("coordinator",),
    "/batches": ("coordinator",),
    "/scales": ("ngo",),
    "/settings": ("coordinator",),
}
ADDRESSES = [(address, name) for address, names in PAGES.items() for name in names]


@dataclass(slots=True)
class Desk:
    """A desk that is filled: `fill` puts as much in once more."""

    world: World
    rows: dict[str, Action | Indicator | Assessment | Item] = field(default_factory=dict)
    filled: int = 0

    def fill(self) -> None:
        """Two of everything on the first record, and one on another record."""
        first, *others = self.world.items
        for item in (first, first, others[self.filled]):
            self._act(item)
            self._measure(item)
            self._judge(item)
        self._more(others[self.filled])
        for each in ("ACTION", "INDICATOR", "ASSESSMENT"):
            self._hang_on(self.rows[each])
        self.filled += 1

    def address(self, address: str) -> str:
        for name, row in self.rows.items():
            address = address.replace(name, str(row.uid))
        return f"/desk/{self.world.desk.state}{address}"

    def _act(self, item: Item) -> None:
        """An action that is published, and one that waits, both of whom the approver is told."""
        action = self.world.action(item, title="Amend the code", due_on=dt.date(2026, 1, 31))
        self.rows.setdefault("ITEM", item)
        self.rows.setdefault("ACTION", action)
        for step, name in ((Step.SUBMIT, "focal"), (Step.APPROVE, "approver"), (Step.PUBLISH, "coordinator")):
            action = approval.take(action, step, self.world.who(name), version=action.version, by=self.world.people[name])
        waiting = self.world.action(item, title="Train judges")
        approval.take(waiting, Step.SUBMIT, self.world.who("focal"), version=1, by=self.world.people["focal"])

    def _measure(self, item: Item) -> None:
        made = keep.create(
            Indicator, by=self.world.people["focal"], desk=self.world.desk, organisation=self._ministry, title="Prisoners", aim="outcome",
            measure="prison population",
        )  # fmt: skip
        made.items.add(item)
        self.rows.setdefault("INDICATOR", made)
        self._hang_on(made)

    def _judge(self, item: Item) -> None:
        self.world.assessment(item, by="nhri")
        made = self.world.assessment(item, by="ngo")
        self.rows.setdefault("ASSESSMENT", made)
        for step in (Step.APPROVE, Step.PUBLISH):
            made = approval.take(made, step, self.world.who("ngo"), version=made.version, by=self.world.people["ngo"])

    def _hang_on(self, row: Action | Indicator | Assessment | Item) -> None:
        """What hangs on a row: values, milestones, notes, evidence, comments."""
        world, by = self.world, self.world.people["focal"]
        if isinstance(row, Indicator):
            first = row.observations.count()
            for at in range(first, first + 2):
                period = Period(dt.date(2000 + at, 1, 1), dt.date(2000 + at, 12, 31))
                value = indicators.observe(row, self._ministry, by=by, period=period, source="Register", value=Decimal(at))
                evidence.add_link(value, "https://example.org/table", "The table", by=by)
            indicators.aim_at(row, Decimal(9), dt.date(2030, 1, 1), by=by)
        elif isinstance(row, Action):
            keep.create(Milestone, by=by, action=row, title="A first text", due_on=dt.date(2026, 2, 1))
            note = keep.create(
                Note, by=by, item=row.item, action=row, organisation=self._ministry, on=dt.date(2026, 2, 1), text="It begins."
            )
            for work in (row, note):
                evidence.add_link(work, "https://example.org/law", "The law", by=by)
            for about in (row, row.item):
                comments.say(about, "See this.", call=(), who=world.who("focal"), by=by)
        elif isinstance(row, Assessment):
            evidence.add_link(row, "https://example.org/report", "A report", by=world.people["ngo"])
            comments.say(row, "See this.", call=(), who=world.who("ngo"), by=world.people["ngo"])

    def _more(self, item: Item) -> None:
        """What a desk has besides: parts, people, dates, texts in confidence, rules, bulk work."""
        world, by = self.world, self.world.people["coordinator"]
        world.assign(item, "Ministry of Justice", due_on=dt.date(2026, 3, 1))
        world.assign(item, "Ministry of Health", Part.SUPPORTING)
        for name, role in (("Ministry of Justice", Role.EDITOR), ("League of Defenders", Role.ASSESSOR)):
            user = User.objects.create_user(f"{role}{self.filled}")
            people.join(people.person_of(user), world.organisations[name], role, by=by)
        keep.create(Deadline, by=by, desk=world.desk, organisation=self._ministry, title="The plan", on=dt.date(2026, 4, 1))
        keep.create(Rule, by=by, desk=world.desk, scheme="issue", value=f"{self.filled}", organisation=self._ministry, part="lead")
        keep.create(Batch, by=by, desk=world.desk, work="assign", title="By hand")
        league, stranger = world.organisations["League of Defenders"], world.people["stranger"]
        given = contributions.give(item, league, "What I saw.", world.who("stranger"), by=stranger)
        contributions.submit(given, world.who("stranger"), version=1)

    @property
    def _ministry(self) -> Organisation:
        return self.world.organisations["Ministry of Justice"]


def _queries(desk: Desk, clients: Mapping[str, Client]) -> dict[tuple[str, str], list[str]]:
    """The statements that each page takes."""
    found = {}
    for address, name in ADDRESSES:
        with CaptureQueriesContext(connection) as captured:
            response = clients[name].get(desk.address(address))
            if response.streaming:
                b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert response.status_code == 200, (address, name)
        found[address, name] = [query["sql"] for query in captured.captured_queries]
    return found


def test_a_page_of_the_desk_takes_a_bounded_number_of_queries_however_many_rows_there_are(world: World) -> None:
    desk = Desk(world)
    desk.fill()
    clients = {name: world.client(name) for _, name in ADDRESSES}
    for client in clients.values():
        client.get(desk.address(""))  # what is asked for once in the life of a session
    before = _queries(desk, clients)
    desk.fill()
    after = _queries(desk, clients)
    numbers = {page: (len(before[page]), len(after[page])) for page in before}
    assert {page: found for page, found in numbers.items() if found[1] > found[0]} == {}
    assert {page: found for page, found in numbers.items() if found[1] > MOST} == {}
