"""What institutions kept in spreadsheets before, onto the desk: first what each line would do, then, when a person says so, that.

    plan = look(sheet, mapping, side, who, reading)
    batch = enter(sheet, mapping, side, who, reading, seen=plan.digest, by=person, title="tracker.xlsx", file="...")

A line says which record it is about, and any of: who has which part in it by when, one action, how it goes, how far it is implemented. Each
of these is a *piece*. A piece is found again in the next import by the key of its line, else by what it says (`Piece.ext`), and compared
field by field with what was imported last: what only the file changed is an update, what somebody changed on the desk as well a conflict.
An empty cell says nothing, so it changes nothing. `batches.undo` takes the whole back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from upright.data import rows
from upright.exceptions import UprightError
from upright.tracking import assessments, cells, keep, scales
from upright.tracking.merged import merge
from upright.tracking.models import Action, Assessment, Assignment, Batch, Desk, Entry, Item, Kept, Note, Organisation, Person
from upright.tracking.pieces import Changed, Line, Outcome, Piece, Plan, Writer, against
from upright.tracking.rights import NotAllowed, Who
from upright.tracking.scales import Grading
from upright.tracking.sheets import Mapping as Columns
from upright.tracking.sheets import Sheet, Value
from upright.tracking.tracker_places import Found, Items, Organisations, folded, parts
from upright.tracking.words import INDEPENDENT, Aim, Part, Progress, Work

ABOUT = "tracker"  # in a batch's summary: what was imported
MOST = 2_000  # lines of one import: each piece is a link in the audit's chain
_SAMPLE = 50  # cells by which it is seen what a column holds
_RECORD = ("key", "symbol", "number", "text")
_JUDGED = ("assessment", "rationale", "as_of", "limb")
_ACTION = ("action", "description", "aim", "status", "start", "end", "done")
DATES = frozenset({"due", "start", "end", "done", "as_of"})
STATE_FIELDS = (*_RECORD, "organisation", "supporting", "part", "due", *_ACTION, "progress", *_JUDGED)
INDEPENDENT_FIELDS = (*_RECORD, *_JUDGED)


class FirstOf(StrEnum):
    """Which part the institutions of one cell have, where no column says it."""

    LEADS = "leads"  # the first leads, the others support
    SUPPORTS = "supports"  # all support


@dataclass(frozen=True, slots=True)
class Side:
    """Whose import it is: the State's side (`organisation` is None), or an independent organisation's."""

    desk: Desk
    organisation: Organisation | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        return INDEPENDENT_FIELDS if self.organisation else STATE_FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a table is meant, where it does not say it itself. `separator`: between several in one cell; `symbol` of a document,
    `organisation`, `aim`, `day`, `rationale`: of lines that give none; `repeats`: an empty cell of the record's columns repeats the one
    above; `named`: what unknown institutions are; `chosen`: the uid of the item that a line means."""

    day_first: bool | None = None
    separator: str = ";"
    first: FirstOf = FirstOf.LEADS
    symbol: str = ""
    organisation: Organisation | None = None
    aim: str = ""
    scale: str = ""
    day: dt.date | None = None
    rationale: str = ""
    repeats: bool = False
    named: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[int, UUID] = field(default_factory=dict)


# --- what is known -----------------------------------------------------------------------------------------------------------------------


def sides(desk: Desk, who: Who) -> list[Side]:
    """For whom somebody imports: coordinators for the State's side, whoever assesses in an independent organisation for that."""
    mine = Organisation.objects.written_by(who).filter(desk=desk)
    independent = mine.exclude(pk__in=Organisation.objects.of_state().filter(desk=desk))
    state = [Side(desk)] if Desk.objects.coordinated_by(who).filter(pk=desk.pk).exists() else []
    return [*state, *(Side(desk, each) for each in independent)]


def before(side: Side) -> list[Batch]:
    """The imports of a side that stand, the latest first."""
    found = Batch.objects.filter(desk=side.desk, organisation=side.organisation, work=Work.IMPORT.value, undone_at=None, hidden_at=None)
    return list(found.filter(summary__about=ABOUT).order_by("-pk"))


def columns_before(side: Side, header: Collection[str]) -> Columns | None:
    """The columns that were chosen last for a table with these headings."""
    kept = (Columns(batch.summary.get("columns", {})) for batch in before(side)[:20])
    return next((each for each in kept if each.columns and each.fits(header) and set(each.columns) <= set(side.fields)), None)


def suggested(sheet: Sheet, side: Side) -> Columns:
    """What the headings say; a column of dates is only one whose cells are dates, most of them at least."""
    places = {heading: at for at, heading in enumerate(sheet.header)}

    def holds(field: str, heading: str) -> bool:
        return field not in DATES or _dated([line.cells[places[heading]] for line in sheet.rows])

    return Columns.suggested(sheet.header, side.fields, holds)


def _dated(values: Iterable[Value]) -> bool:
    given = [value for value in values if value is not None][:_SAMPLE]
    return 2 * sum(map(_is_date, given)) >= len(given)


def _is_date(value: Value) -> bool:
    for day_first in (True, False):
        with contextlib.suppress(ValueError):
            return cells.date(value, day_first=day_first) is not None
    return False


def presets() -> tuple[str, ...]:
    """Programs whose columns are known (`data/tracker_columns.csv`)."""
    return tuple(dict.fromkeys(row["preset"] for row in rows("tracker_columns.csv")))


def preset(name: str, header: Sequence[str], fields: Collection[str]) -> Columns:
    """The columns of a program's table, as far as it has them; a heading is taken in the order of the file."""
    there = {folded(heading): heading for heading in reversed(header)}
    found: dict[str, str] = {}
    for row in rows("tracker_columns.csv"):
        if row["preset"] == name and row["field"] in fields and folded(row["heading"]) in there:
            found.setdefault(row["field"], there[folded(row["heading"])])
    return Columns(found)


@cache
def _words(name: str) -> dict[str, str]:
    """The values of a field by the words for them."""
    return {folded(row["word"]): row["value"] for row in rows("tracker_words.csv") if row["field"] == name}


def word_of(name: str, value: Value, known: Collection[str]) -> str:
    """The value that a cell says; '' for an empty one. ValueError for a word that is none of it."""
    text = "" if value is None else str(value)
    found = _words(name).get(folded(text), text if text in known else "")
    if text and not found:
        raise ValueError(_("“%(word)s” is none of the words for this: %(words)s.") % {"word": text, "words": ", ".join(known)})
    return found


def _remembered(batches: Iterable[Batch], what: str) -> dict[str, str]:
    """What imports remember, given the latest first: `rows`, the uid of the row that a piece became; `keys`, of the item of a key."""
    return {name: uid for batch in reversed(list(batches)) for name, uid in batch.summary.get(what, {}).items()}


class _Known:
    """What is there: items, organisations, the rows that lines may mean, and what earlier imports remember."""

    def __init__(self, side: Side, who: Who, reading: Reading) -> None:
        self.side, self.who = side, who
        batches = before(side)
        self.uids, self.keys = _remembered(batches, "rows"), _remembered(batches, "keys")
        self.items = Items(Item.objects.seen_by(who).filter(desk=side.desk).select_related("desk"), self.keys)
        there = Organisation.objects.of_state().filter(desk=side.desk, hidden_at=None)
        others = Organisation.objects.filter(desk=side.desk, kind__in=sorted(INDEPENDENT)).values_list("name", flat=True)
        self.organisations = Organisations(side.desk, there, reading.named, others)
        entries = Entry.objects.filter(batch__in=[batch.uid for batch in batches]).order_by("number")
        self.versions = dict(entries.values_list("object", "row_version"))
        self.rows: dict[str, Kept] = {}
        self.by_uid: dict[str, Kept] = {}
        self.owners = [side.organisation] if side.organisation else list(there)
        for table in (Assignment, Action, Note, Assessment):
            self._rows_of(table)
        self.leads = {row.item_id: row.organisation for row in self.by_uid.values() if _leads(row)}  # type: ignore[attr-defined]
        self.said: dict[str, tuple[int, dict[str, Any]]] = {}  # of this file: the line and the values of each piece
        self._offered: dict[int, dict[str, Grading]] = {}

    def _rows_of(self, table: Any) -> None:
        for row in table.objects.filter(organisation__in=self.owners).select_related("organisation", "item").order_by("pk"):
            self.by_uid[str(row.uid)] = row
            if row.hidden_at is None:
                self.rows[_place(table, row.item, row.organisation, vars(row))] = row

    def row(self, exts: Iterable[str]) -> Kept | None:
        """The row that a piece means: the one that an import remembers, else the one that says so."""
        found = [row for ext in exts for row in (self.by_uid.get(self.uids.get(ext, "")), self.rows.get(ext)) if row]
        return next((row for row in found if row.hidden_at is None), found[0] if found else None)

    def offered(self, organisation: Organisation) -> dict[str, Grading]:
        """The scales that an organisation may assess on."""
        if not organisation.pk:
            return scales.known()
        if organisation.pk not in self._offered:
            self._offered[organisation.pk] = scales.offered(organisation)
        return self._offered[organisation.pk]


def _leads(row: Kept) -> bool:
    return isinstance(row, Assignment) and row.hidden_at is None and row.part == Part.LEAD.value


_TELLING: dict[type[Kept], tuple[str, ...]] = {
    Assignment: (), Action: ("title",), Note: ("text",), Assessment: ("limb", "as_of"),
}  # fmt: skip


def _place(table: type[Kept], item: Item, organisation: Organisation, values: Mapping[str, Any]) -> str:
    """By which a row is found without a key: what tells it from others of its table, item and organisation."""
    told = hashlib.sha256("|".join(folded(str(values.get(name) or "")) for name in _TELLING[table]).encode()).hexdigest()[:20]
    return f"{table._meta.model_name}|{item.uid}|{folded(organisation.name)}|{told}"


# --- what each line would do -------------------------------------------------------------------------------------------------------------


def lacking(mapping: Columns, reading: Reading, side: Side) -> dict[str, str]:
    """What is not said yet and must be, in words; by the name of what says it in a reading, and `record`."""
    has = mapping.columns
    judged, dated = "assessment" in has, {"assessment", "progress"} & set(has)
    needed = {
        ("record", _("the record: its number, its text, or its key")): bool({"number", "text", "key"} & set(has)),
        ("organisation", _("the institution, here or in a column")): bool(
            side.organisation or reading.organisation or "organisation" in has or not set(has) - set(_RECORD)
        ),
        ("aim", _("the aim of actions, here or in a column")): "action" not in has or "aim" in has or bool(reading.aim),
        ("scale", _("the scale of the assessments")): not judged or bool(reading.scale),
        ("day", _("the day of notes and assessments, here or in a column")): not dated or "as_of" in has or bool(reading.day),
        ("rationale", _("the reason of assessments, here or in a column")): (
            not judged or "rationale" in has or bool(reading.rationale.strip())
        ),
    }  # fmt: skip
    return {name: words for (name, words), there in needed.items() if not there}


def asked(sheet: Sheet, mapping: Columns, side: Side, who: Who, reading: Reading) -> Plan:
    """What a table asks a person beside what is `lacking`, so that all can be said at once: the lines of which a record is to be chosen,
    and the institutions that are not on the desk."""
    known = _Known(side, who, reading)
    lines = [_found(number, values, known, reading)[1] for number, values in _given(sheet, mapping, reading)]
    return Plan(tuple(line for line in lines if line.candidates), tuple(known.organisations.unknown))


def look(sheet: Sheet, mapping: Columns, side: Side, who: Who, reading: Reading) -> Plan:
    """What each line of a table would do. UprightError for a table that is too long, or where something is not said yet."""
    if len(sheet.rows) > MOST:
        raise UprightError(_("The table has more than %(most)s lines: split it.") % {"most": MOST})
    if missing := lacking(mapping, reading, side):
        raise UprightError(_("Say first: %(what)s.") % {"what": "; ".join(missing.values())})
    known = _Known(side, who, reading)
    given = list(_given(sheet, mapping, reading))
    counted = Counter(_key(values) for _number, values in given)
    lines = tuple(_line(number, values, known, reading, alone=counted[_key(values)] == 1) for number, values in given)
    left = tuple(heading for heading in sheet.header if heading not in mapping.columns.values())
    return Plan(lines, tuple(known.organisations.unknown), left)


def _given(sheet: Sheet, mapping: Columns, reading: Reading) -> Iterator[tuple[int, dict[str, Value]]]:
    above: dict[str, Value] = {}
    for line in mapping.of(sheet):
        named = {name: line.values.get(name) for name in ("symbol", "number", "text")}
        if reading.repeats and not any(value is not None for value in named.values()):
            named = above
        above = named
        symbol = named["symbol"] if named.get("symbol") is not None else reading.symbol or None
        yield line.number, {**line.values, **named, "symbol": symbol}


def _key(values: Mapping[str, Value]) -> str:
    return str(values["key"]) if values.get("key") is not None else ""


def _line(number: int, values: dict[str, Value], known: _Known, reading: Reading, *, alone: bool) -> Line:
    """`alone`: no other line has its key, which is then that of the line and not of the record."""
    key, (found, line) = _key(values), _found(number, values, known, reading)
    if not found.items:
        return line
    try:
        row = _Row(values, known, reading, number, key if alone else "")
        pieces = tuple(piece for item in found.items for piece in row.pieces(item))
        known.said |= row.said
        known.leads |= row.leads
    except (ValueError, UprightError) as error:
        return replace(line, why=str(error))
    new_key = bool(key and len(found.items) == 1 and known.keys.get(key) != str(found.items[0].uid))
    return replace(line, pieces=pieces, new_key=new_key)


def _found(number: int, values: dict[str, Value], known: _Known, reading: Reading) -> tuple[Found, Line]:
    """What a line is about. The institutions that it names are noted, where it is about anything."""
    key = _key(values)
    title = " ".join(str(values[name]) for name in ("symbol", "number", "text", "action") if values.get(name) is not None)
    found = known.items.find(values, key, reading.separator, reading.chosen.get(number))
    if found.items or found.candidates:
        known.organisations.ask(each for name in ("organisation", "supporting") for each in parts(values.get(name), reading.separator))
    line = Line(number=number, title=title or key, key=key, items=found.items, why=found.why, candidates=found.candidates)
    return found, line


class _Row:
    """What a line says, cell by cell. ValueError, UprightError with what is not understood."""

    def __init__(self, values: Mapping[str, Value], known: _Known, reading: Reading, number: int, key: str) -> None:
        self.values, self.known, self.reading, self.number, self.key = values, known, reading, number, key
        self.parts = [] if known.side.organisation else self._parts()
        self.said: dict[str, tuple[int, dict[str, Any]]] = {}  # `known`'s when the whole line is understood
        self.leads: dict[int, Organisation] = {}
        self.day = cells.date(values.get("as_of"), day_first=reading.day_first) or reading.day

    def text(self, name: str) -> str:
        return "" if self.values.get(name) is None else str(self.values[name]).strip()

    def date(self, name: str) -> dt.date | None:
        return cells.date(self.values.get(name), day_first=self.reading.day_first)

    def _parts(self) -> list[tuple[Organisation, Part]]:
        """The organisations of the line, each with its part: whose the action is comes first."""
        find, separator = self.known.organisations.find, self.reading.separator
        named = [find(name) for name in parts(self.values.get("organisation"), separator)]
        if not named and self.reading.organisation and self._says():
            named = [self.reading.organisation]
        beside = [find(name) for name in parts(self.values.get("supporting"), separator)]
        said = word_of("part", self.values.get("part"), list(Part))
        if said == Part.LEAD and len(named) > 1:
            raise ValueError(_("Several institutions lead: one can."))
        first = Part(said) if said else Part.LEAD if self.reading.first is FirstOf.LEADS else Part.SUPPORTING
        given = [(each, first if at == 0 else Part.SUPPORTING) for at, each in enumerate(named)]
        return given + [(each, Part.SUPPORTING) for each in beside if each not in named]

    def _says(self) -> bool:
        return any(self.values.get(name) is not None for name in (*_ACTION, "progress", "due", *_JUDGED))

    @property
    def owner(self) -> Organisation:
        """Whose action, note and assessment it is."""
        if self.known.side.organisation:
            return self.known.side.organisation
        if not self.parts:
            raise ValueError(_("The line names no institution."))
        return self.parts[0][0]

    def pieces(self, item: Item) -> Iterator[Piece]:
        """What the line says of one item."""
        for organisation, part in self.parts:
            yield self._assignment(item, organisation, part)
        action = self._action(item)
        if action:
            yield action
        if self.text("progress"):
            yield self._note(item, action)
        if judged := self._assessment(item):
            yield judged

    def _assignment(self, item: Item, organisation: Organisation, part: Part) -> Piece:
        values: dict[str, Any] = {"part": part.value}
        if due := self.date("due"):
            values["due_on"] = due
        lead = self.known.leads.get(item.pk)
        if part is Part.LEAD and lead and folded(lead.name) != folded(organisation.name):
            ext = _place(Assignment, item, organisation, {})
            why = _("%(name)s leads here: it stays so.") % {"name": lead.name}
            return Piece(table=Assignment, ext=ext, item=item, organisation=organisation, outcome=Outcome.LOCKED, why=why)
        if part is Part.LEAD:
            self.leads[item.pk] = organisation
        return self._piece(Assignment, item, organisation, values, {})

    def _action(self, item: Item) -> Piece | None:
        values: dict[str, Any] = {"title": self.text("action"), "description": self.text("description")}
        values["aim"] = word_of("aim", self.values.get("aim"), list(Aim))
        values["progress"] = word_of("status", self.values.get("status"), list(Progress))
        values |= {"starts_on": self.date("start"), "due_on": self.date("end"), "done_on": self.date("done")}
        said = {name: value for name, value in values.items() if value}
        if not said:
            return None
        if "title" not in said:
            raise ValueError(_("The line says something of an action, but not what is done."))
        if len(values["title"]) > 300:
            raise ValueError(_("What is done has more than 300 characters: put the rest into the description."))
        if said.get("done_on") and said.get("progress", Progress.DONE.value) != Progress.DONE.value:
            raise ValueError(_("The action has a day on which it was done, and is not done."))
        assumed = {"aim": self.reading.aim, **({"progress": Progress.DONE.value} if said.get("done_on") else {})}
        return self._piece(Action, item, self.owner, said, {name: value for name, value in assumed.items() if name not in said})

    def _note(self, item: Item, action: Piece | None) -> Piece:
        if self.day is None:
            raise ValueError(_("The note has no day."))
        said = {"text": self.text("progress")}
        when = {"on": self.day} if self.values.get("as_of") is not None else {}
        return self._piece(Note, item, self.owner, {**said, **when}, {"on": self.day}, of=action.ext if action else "")

    def _assessment(self, item: Item) -> Piece | None:
        written = self.text("assessment")
        if not written:
            if self.text("rationale") or self.text("limb"):
                raise ValueError(_("The line gives a reason for an assessment, but no value."))
            return None
        if self.day is None:
            raise ValueError(_("The assessment has no day."))
        value = degree_of(self.known.offered(self.owner).get(self.reading.scale), written)
        letter = self.text("limb").strip("() .").lower()
        said = {"limb": f"({letter})" if letter else "", "scale": self.reading.scale, "value": value}
        when = {"as_of": self.day} if self.values.get("as_of") is not None else {}
        reason = self.text("rationale") or self.reading.rationale
        if not reason:
            raise ValueError(_("The assessment has no reason."))
        if self.owner.pk:
            assessments.checked(self.owner, scale=self.reading.scale, value=value, as_of=self.day)
        return self._piece(Assessment, item, self.owner, {**said, **when, "rationale": reason}, {"as_of": self.day})

    def _piece(
        self, table: type[Kept], item: Item, organisation: Organisation, said: dict[str, Any], assumed: dict[str, Any], of: str = ""
    ) -> Piece:
        """`assumed`: what a new row gets beside what is said."""
        place = _place(table, item, organisation, said)
        name = table._meta.model_name
        keyed = f"{name}|{item.uid}|{folded(organisation.name)}|key:{self.key}" if self.key and table is not Assignment else ""
        ext = keyed or place
        given: dict[str, Any] = {"table": table, "ext": ext, "item": item, "organisation": organisation, "of": of}
        given["values"] = {**assumed, **said}
        number, earlier = self.known.said.get(ext) or self.said.setdefault(ext, (self.number, said))
        if number != self.number and earlier != said:
            raise ValueError(_("Line %(number)s says something else of the same.") % {"number": number})
        if number != self.number:
            return Piece(**given, outcome=Outcome.SAME)
        there = self.known.row((ext, place)) if organisation.pk else None
        return self._against(there, said, given) if there else Piece(**given, outcome=Outcome.INSERT)

    def _against(self, there: Kept, said: dict[str, Any], given: dict[str, Any]) -> Piece:
        """A piece whose row is there."""
        if there.hidden_at is not None:
            return Piece(**given, there=there, outcome=Outcome.LOCKED, why=_("It was hidden on the desk since: it stays so."))
        return against(there, merge(there, self.known.versions.get(there.uid), said), given)


def degree_of(grading: Grading | None, written: str) -> str:
    """The value of a scale that a cell says, by its letter or its meaning."""
    degrees = grading.degrees if grading else ()
    named = {folded(name): each.value for each in degrees for name in (each.value, each.meaning)}
    if folded(written) not in named:
        said = ", ".join(each.meaning or each.value for each in degrees)
        raise ValueError(_("“%(word)s” is no value of the scale: %(words)s.") % {"word": written, "words": said})
    return named[folded(written)]


# --- done ------------------------------------------------------------------------------------------------------------------------------


def enter(
    sheet: Sheet,
    mapping: Columns,
    side: Side,
    who: Who,
    reading: Reading,
    *,
    seen: str,
    by: Person,
    title: str,
    file: str,
    over: Collection[int] = (),
    leave: Collection[int] = (),
) -> Batch:
    """Do what a plan says, all of it or nothing; `seen`: its digest; `file`: the digest of the file; `over`: the lines whose conflicts the
    file wins; `leave`: those that are left out. NotAllowed for whoever does not import for that
    side; Changed where the plan is another one by now."""
    if side not in sides(side.desk, who):
        raise NotAllowed(_("Coordinators import for the State’s side, and independent organisations for themselves."))
    with keep.alone():
        plan = look(sheet, mapping, side, who, reading)
        if plan.digest != seen:
            raise Changed(_("Somebody changed something meanwhile: look at what the import would do now."))
        counts = {outcome.value: len(plan.of(outcome)) for outcome in Outcome if plan.of(outcome)}
        summary = {"about": ABOUT, "lines": counts, "columns": mapping.columns, "left": plan.left}
        batch = keep.create(
            Batch, by=by, desk=side.desk, organisation=side.organisation, work=Work.IMPORT.value, title=title, digest=file, summary=summary
        )
        writer = Writer(batch, by, over, leave)
        writer.write(plan)
        earlier = before(side)
        new = {what: _but(getattr(writer, what), _remembered(earlier, what)) for what in ("rows", "keys")}
        return keep.change(batch, version=batch.version, by=by, summary={**summary, **new})


def _but(found: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """What an earlier import does not remember: what is undone with that is forgotten with it."""
    return {name: uid for name, uid in found.items() if known.get(name) != uid}
