"""Work by mail: the work list of an institution goes out as a file and comes back with changes; so does OHCHR's matrix, with comments.

    sent = tasks(desk, organisation, who)                             # `reports.work_list` makes files of them
    plan = look(returned, organisation, who, day=today)               # what each row that came back would do
    batch = enter(lambda: look(...), organisation, who, seen=plan.digest, by=person, title="list.xlsx", file="...")

The key of a row names the work and its version when the file went out. What they alone changed is written; what somebody changed on the
desk meanwhile as well is a conflict, which a person decides. Rows that are missing and cells that were emptied take nothing away.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from upright.archive.models import Document
from upright.exceptions import UprightError
from upright.tracking import assessments, cells, keep, scales
from upright.tracking.merged import merge
from upright.tracking.models import Action, Assessment, Assignment, Batch, Desk, Item, Kept, Note, Organisation, Person
from upright.tracking.pieces import Changed, Line, Outcome, Piece, Plan, Writer, against
from upright.tracking.rights import NotAllowed, Who
from upright.tracking.sheets import Value
from upright.tracking.tracker_places import folded
from upright.tracking.trackers import degree_of, word_of
from upright.tracking.words import Aim, Approval, Progress, Work

SCALE = "implementation"  # that the values of a work list are on
_KEY = re.compile(r"\b([0-9a-f]{32})\.(\d{1,9})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A row of a work list: what an institution is asked, and one of its actions there; its own assessment in the first row of an item."""

    item: Item
    assignment: Assignment | None = None
    action: Action | None = None
    assessment: Assessment | None = None

    @property
    def rows(self) -> tuple[Kept, ...]:
        """Those that the key of the row names: the action, else the assignment; and the assessment."""
        return tuple(each for each in (self.action or self.assignment, self.assessment) if each)

    @property
    def key(self) -> str:
        return " ".join(f"{each.uid.hex}.{each.version}" for each in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A row of a work list that came back: its number in the file, its cells by the names of its columns, its key as it is written."""

    number: int
    cells: Mapping[str, Value]
    key: str

    @property
    def keys(self) -> list[tuple[str, int]]:
        """Identifiers of rows, each with its version."""
        return [(found[1], int(found[2])) for found in _KEY.finditer("".join(self.key.lower().split("\u00ad")))]

    def text(self, name: str) -> str:
        value = self.cells.get(name)
        return "" if value is None else str(value).strip()


class Commented(NamedTuple):
    """A row of a matrix that came back: the number of its recommendation, its text, and the lines on how far it is implemented."""

    number: str
    text: str
    lines: tuple[str, ...]


# --- out -------------------------------------------------------------------------------------------------------------------------------


def organisations(desk: Desk, who: Who) -> list[Organisation]:
    """Those whose work lists somebody sends and reads in: of the State's side, their own, and all for coordinators."""
    return list(Organisation.objects.of_state().filter(pk__in=Organisation.objects.written_by(who).filter(desk=desk)))


def tasks(desk: Desk, organisation: Organisation, who: Who) -> list[Task]:
    """The work list of an organisation as it is now, in the order of the records."""
    work = _Work(desk, organisation, who)
    found: list[Task] = []
    for item in sorted(work.items.values(), key=lambda each: each.pk):
        assignment, judged = work.assignments.get(item.pk), work.assessments.get(item.pk)
        actions = [each for each in work.actions.values() if each.item_id == item.pk] or [None]
        for at, action in enumerate(actions):
            found.append(Task(item=item, assignment=assignment, action=action, assessment=None if at else judged))
    return found


def whose(returned: Sequence[Returned], organisations: Collection[Organisation], who: Who) -> list[Organisation]:
    """Those of some organisations whose work the keys of a work list name."""
    keys, found = {uid for row in returned for uid, _version in row.keys}, set[int]()
    for table in (Assignment, Action):
        rows = table.objects.inside(who).filter(organisation__in=organisations)
        found |= {organisation for uid, organisation in rows.values_list("uid", "organisation") if uid.hex in keys}
    return [each for each in organisations if each.pk in found]


class _Work:
    """What an organisation has on a desk: by the hexadecimal form of its uid, or by item."""

    def __init__(self, desk: Desk, organisation: Organisation, who: Who) -> None:
        def mine(table: Any) -> Any:
            rows = table.objects.inside(who).filter(item__desk=desk, organisation=organisation)
            return rows.select_related("item__desk", "organisation").order_by("pk")

        self.organisation, self.who = organisation, who
        given = list(mine(Assignment))
        self.assignments = {each.item_id: each for each in given}
        self.actions = {each.uid.hex: each for each in mine(Action)}
        judged = [each for each in mine(Assessment) if each.scale == SCALE and not each.limb]
        self.judged = {each.uid.hex: each for each in judged}
        self.assessments = {each.item_id: each for each in sorted(judged, key=lambda each: (each.as_of, each.pk))}
        self.notes = {(each.item_id, folded(each.text)) for each in mine(Note)}
        self.titled = {(each.item_id, folded(each.title)): each for each in self.actions.values()}
        self.given = {each.uid.hex: each for each in given}
        self.items = {each.item_id: each.item for each in (*given, *self.actions.values())}


# --- a work list that came back --------------------------------------------------------------------------------------------------------


def look(
    returned: Sequence[Returned], organisation: Organisation, who: Who, *, day: dt.date, day_first: bool | None = None,
    left: tuple[str, ...] = (),
) -> Plan:  # fmt: skip
    """What each row would do. `day`: of new notes and assessments; `left`: columns of the file that are not the work list's."""
    work, seen = _Work(organisation.desk, organisation, who), set[str]()
    lines = [_line(row, work, seen, day, day_first) for row in returned]
    there = {uid for row in returned for uid, _version in row.keys}
    missing = [task for task in tasks(organisation.desk, organisation, who) if task.rows and task.rows[0].uid.hex not in there]
    return Plan(tuple(lines), left=left, missing=tuple(_named(task) for task in missing))


def _named(task: Task) -> str:
    return " ".join(filter(None, (str(task.item), task.action.title if task.action else "")))


def _line(returned: Returned, work: _Work, seen: set[str], day: dt.date, day_first: bool | None) -> Line:
    words = " ".join(filter(None, (returned.text("record"), returned.text("action") or returned.text("recommendation"))))
    given: dict[str, Any] = {"number": returned.number, "title": words or _("Row %(number)s") % {"number": returned.number}}
    try:
        row = _Row(returned, work, seen, day, day_first)
        return Line(**given, items=(row.item,), pieces=tuple(row.pieces()))
    except (ValueError, UprightError) as error:
        return Line(**given, why=str(error))


class _Row:
    """A row that came back. ValueError, UprightError with what is not understood."""

    def __init__(self, returned: Returned, work: _Work, seen: set[str], day: dt.date, day_first: bool | None) -> None:
        self.returned, self.work, self.day, self.day_first = returned, work, day, day_first
        if not returned.keys:
            raise ValueError(_("The row has no key, so it is not known what it is about: enter it on the desk."))
        (uid, self.version), *others = returned.keys
        self.action = work.actions.get(uid)
        assignment = work.given.get(uid)
        if not (self.action or assignment):
            raise ValueError(_("The key of the row is none of this institution’s work."))
        if self.action and uid in seen:
            raise ValueError(_("A row above has the same key: what it says more is not taken."))
        self.item: Item = (self.action or assignment).item  # type: ignore[union-attr]  # one of them is there
        self.judged = [(work.judged[uid], version) for uid, version in others if uid in work.judged]
        self.first = self.item.uid.hex not in seen
        seen |= {uid, self.item.uid.hex}

    def _given(self, table: type[Kept], what: str, values: dict[str, Any]) -> dict[str, Any]:
        ext = f"{table._meta.model_name}|{self.returned.number}|{what}"
        return {"table": table, "ext": ext, "item": self.item, "organisation": self.work.organisation, "values": values}

    def pieces(self) -> Iterator[Piece]:
        action = self._action()
        if action:
            yield action
        note = self.returned.text("note")
        if note:
            of = action.ext if action else ""
            there = (self.item.pk, folded(note)) in self.work.notes
            given = self._given(Note, "", {"text": note, "on": self.day})
            yield Piece(**given, of=of, outcome=Outcome.SAME if there else Outcome.INSERT)
        if judged := self._assessment(note):
            yield judged

    def _action(self) -> Piece | None:
        said = self._said()
        title = said.get("title", "")
        if self.action:
            if "title" not in said:
                why = _("The action was emptied: nothing is taken away, hide it on its page.")
                return Piece(**self._given(Action, "", {}), there=self.action, outcome=Outcome.LOCKED, why=why)
            return against(self.action, merge(self.action, _known(self.version, self.action), said), self._given(Action, "", said))
        said = {name: value for name, value in said.items() if value}
        if not said:
            return None
        if not title:
            raise ValueError(_("The row says something of an action, but not what is done."))
        if there := self.work.titled.get((self.item.pk, folded(title))):
            return against(there, merge(there, None, said), self._given(Action, "", said))
        if "aim" not in said:
            raise ValueError(_("A new action needs its aim: structural, process or outcome."))
        return Piece(**self._given(Action, "", said), outcome=Outcome.INSERT)

    def _said(self) -> dict[str, Any]:
        """What the cells of an action say; an empty date takes a date away."""
        title = self.returned.text("action")
        if len(title) > 300:
            raise ValueError(_("What is done has more than 300 characters."))
        words = {"aim": word_of("aim", self.returned.cells.get("aim"), list(Aim))}
        words["progress"] = word_of("status", self.returned.cells.get("progress"), list(Progress))
        dates = {"due_on": self._date("due"), "done_on": self._date("done")}
        return {**({"title": title} if title else {}), **{name: value for name, value in words.items() if value}, **dates}

    def _date(self, name: str) -> dt.date | None:
        return cells.date(self.returned.cells.get(name), day_first=self.day_first)

    def _assessment(self, note: str) -> Piece | None:
        written = self.returned.text("value")
        there, version = self.judged[0] if self.judged else (None, 0)
        if not written:
            if there is None:
                return None
            why = _("The value was emptied: nothing is taken away.")
            return Piece(**self._given(Assessment, "", {}), there=there, outcome=Outcome.LOCKED, why=why)
        if not self.first:
            raise ValueError(_("Give the value in the first row of the recommendation."))
        value = degree_of(scales.known().get(SCALE), written)
        if there and keep.values_at(there, _known(version, there))["value"] == value:
            return None
        return self._judged(there, version, value, note)

    def _judged(self, there: Assessment | None, version: int, value: str, note: str) -> Piece:
        said = {"scale": SCALE, "value": value, "rationale": note, "as_of": self.day}
        latest = self.work.assessments.get(self.item.pk)
        if latest and latest.value == value and (not note or latest.rationale == note):
            return Piece(**self._given(Assessment, "", said), there=latest, outcome=Outcome.SAME)
        if not note:
            raise ValueError(_("A new value needs its reason: write it into the note."))
        assessments.checked(self.work.organisation, scale=SCALE, value=value, as_of=self.day)
        given = self._given(Assessment, "", said)
        if there and there.approval in {Approval.DRAFT.value, Approval.RETURNED.value}:
            return against(there, replace(merge(there, _known(version, there), said), together=True), given)
        if latest and latest != there:
            return against(latest, replace(merge(latest, None, said), together=True), given)
        return Piece(**given, outcome=Outcome.INSERT)


def _known(version: int, row: Kept) -> int:
    """The version in a key. ValueError for one that the row never had."""
    if not 1 <= version <= row.version:
        raise ValueError(_("The key of the row names a version that there never was: somebody changed the key."))
    return version


# --- a matrix that came back -----------------------------------------------------------------------------------------------------------


def look_at_comments(
    returned: Sequence[Commented], document: Document, organisation: Organisation, who: Who, *, sent: Mapping[str, Collection[str]],
    day: dt.date,
) -> Plan:  # fmt: skip
    """What the comments in a matrix on a document would become: a note of the organisation for each row, of the lines that are not the
    desk's own. `sent`: these, by the number of the recommendation."""
    followed = Item.objects.seen_by(who).filter(desk=organisation.desk, document=document, kind="recommendation")
    items = {each.number: each for each in followed}
    notes = {
        (each.item_id, folded(each.text)) for each in Note.objects.inside(who).filter(item__in=items.values(), organisation=organisation)
    }
    lines = [_commented(at, row, items.get(row.number), sent, organisation, notes, day) for at, row in enumerate(returned, 1)]
    there = {row.number for row in returned}
    missing = tuple(str(item) for number, item in items.items() if number not in there)
    return Plan(tuple(line for line in lines if line.pieces or line.why), missing=missing)


def _commented(
    at: int, row: Commented, item: Item | None, sent: Mapping[str, Collection[str]], organisation: Organisation,
    notes: Collection[tuple[int, str]], day: dt.date,
) -> Line:  # fmt: skip
    own = {folded(line) for line in sent.get(row.number, ())}
    new = [line for line in row.lines if folded(line) not in own]
    title = f"{row.number} {row.text}"
    if not new:
        return Line(number=at, title=title)
    text = "\n".join(new)
    if item is None:
        why = _("No recommendation of this document has the number %(number)s. It says: %(text)s") % {"number": row.number, "text": text}
        return Line(number=at, title=title, why=why)
    outcome = Outcome.SAME if (item.pk, folded(text)) in notes else Outcome.INSERT
    values = {"text": text, "on": day}
    piece = Piece(table=Note, ext=f"note|{at}", item=item, organisation=organisation, values=values, outcome=outcome)
    return Line(number=at, title=title, items=(item,), pieces=(piece,))


# --- done ------------------------------------------------------------------------------------------------------------------------------


def enter(
    again: Callable[[], Plan], organisation: Organisation, who: Who, *, seen: str, by: Person, title: str, file: str,
    over: Collection[int] = (), leave: Collection[int] = (),
) -> Batch:  # fmt: skip
    """Do what a plan says, all of it or nothing. `again` makes the plan anew; `seen`: the digest of the one that was shown; `over`: the
    rows whose conflicts the file wins; `leave`: those that are left out. NotAllowed; Changed where the plan is another one by now."""
    if organisation not in organisations(organisation.desk, who):
        raise NotAllowed(_("Whoever writes for an institution reads in what it sent, and coordinators do."))
    with keep.alone():
        plan = again()
        if plan.digest != seen:
            raise Changed(_("Somebody changed something meanwhile: look at what the file would do now."))
        counts = {outcome.value: len(plan.of(outcome)) for outcome in Outcome if plan.of(outcome)}
        whose = organisation if organisation.pk in who.working else None  # else of the coordinators
        batch = keep.create(
            Batch, by=by, desk=organisation.desk, organisation=whose, work=Work.RETURNED.value, title=title, digest=file,
            summary={"about": "returned", "lines": counts, "of": organisation.name, "read_on": timezone.localdate().isoformat()},
        )  # fmt: skip
        Writer(batch, by, over, leave).write(plan)
    return batch
