"""Trackers of institutions, onto the desk: each line found, compared, entered once, undone."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from desks import World
from upright.exceptions import UprightError
from upright.tracking import audit, batches, keep, sheets, trackers
from upright.tracking.models import Action, Assessment, Assignment, Batch, Entry, Note, Organisation
from upright.tracking.pieces import Changed, Plan
from upright.tracking.rights import NotAllowed
from upright.tracking.trackers import Reading, Side
from upright.tracking.words import Approval

DAY = dt.date(2026, 9, 30)
HEADER = ("Number", "Responsible", "Due", "Action", "Status", "Target date", "Comments")
COLUMNS = {
    "number": "Number", "organisation": "Responsible", "due": "Due", "action": "Action", "status": "Status", "end": "Target date",
    "progress": "Comments",
}  # fmt: skip
READING = Reading(aim="structural", day=DAY)


def sheet(*lines: Sequence[Any], header: Sequence[str] = HEADER) -> sheets.Sheet:
    out = io.StringIO()
    csv.writer(out).writerows([header, *lines])
    return sheets.read(out.getvalue().encode(), "tracker.csv")[0]


def look(
    world: World, table: sheets.Sheet, columns: dict[str, str] = COLUMNS, reading: Reading = READING, who: str = "coordinator"
) -> Plan:
    return trackers.look(table, sheets.Mapping(columns), _side(world, who), world.who(who), reading)


def _side(world: World, who: str) -> Side:
    return trackers.sides(world.desk, world.who(who))[0]


def enter(
    world: World, table: sheets.Sheet, columns: dict[str, str] = COLUMNS, reading: Reading = READING, who: str = "coordinator", **given: Any
) -> Batch:
    seen = look(world, table, columns, reading, who).digest
    given = {"seen": seen, "title": "tracker.csv", "file": "0", "by": world.people[who], **given}
    return trackers.enter(table, sheets.Mapping(columns), _side(world, who), world.who(who), reading, **given)


def outcomes(plan: Plan) -> list[str]:
    return [line.outcome.value for line in plan.lines]


def test_a_tracker_is_entered_once_and_undone(world: World) -> None:
    """Several actions of one record, several institutions in a cell; the same file again changes nothing; the whole is taken back."""
    first, second = world.items[:2]
    table = sheet(
        (first.number, "Ministry of Justice; Ministry of Health", "2027-01-31", "Draft a bill", "in progress", "2026-12-31", "Half done."),
        (first.number, "Ministry of Justice; Ministry of Health", "2027-01-31", "Train judges", "", "", ""),
        (second.number, "Ministry of Health", "", "", "", "", ""),
    )
    assert outcomes(look(world, table)) == ["insert"] * 3
    batch = enter(world, table)
    parts = {(each.item_id, each.organisation.name, each.part) for each in Assignment.objects.all()}
    assert parts == {
        (first.pk, "Ministry of Justice", "lead"), (first.pk, "Ministry of Health", "supporting"), (second.pk, "Ministry of Health", "lead")
    }  # fmt: skip
    bill, train = Action.objects.order_by("pk")
    assert (bill.progress, bill.due_on, bill.approval, train.progress) == ("under_way", dt.date(2026, 12, 31), "draft", "planned")
    note = Note.objects.get()
    assert (note.action, note.on, note.text) == (bill, DAY, "Half done.")
    links = Entry.objects.count()
    again = look(world, table, reading=Reading(aim="process", day=DAY + dt.timedelta(90)))
    assert (outcomes(again), again.writes) == (["same"] * 3, False)
    enter(world, table)
    assert Entry.objects.count() == links + 2  # of the batch alone
    batches.undo(batch, by=world.people["coordinator"])
    assert not [row for model in (Assignment, Action, Note) for row in model._default_manager.filter(hidden_at=None)]
    assert audit.verify().broken is None
    assert outcomes(look(world, table)) == ["insert"] * 3


def test_what_both_changed_is_a_conflict(world: World) -> None:
    """What only the file changed is an update; what somebody changed stays, unless both did: then a person decides."""
    item = world.items[0]
    row = (item.number, "Ministry of Justice", "", "Draft a bill", "planned", "2026-12-31", "")
    enter(world, sheet(row))
    action = Action.objects.get()
    action = keep.change(action, version=1, by=world.people["focal"], title="Draft two bills", progress="delayed")
    assert outcomes(look(world, sheet(row))) == ["same"]  # the file says nothing new, under whatever title it is now
    later = sheet((*row[:4], "done", "2027-03-31", ""))
    plan = look(world, later)
    assert outcomes(plan) == ["conflict"]
    [clash] = plan.lines[0].pieces[1].clashes
    assert (clash.field, clash.before, clash.theirs, clash.yours) == ("progress", "planned", "delayed", "done")
    enter(world, later)
    action.refresh_from_db()
    assert (action.progress, action.due_on, action.title) == ("delayed", dt.date(2027, 3, 31), "Draft two bills")
    enter(world, sheet((*row[:4], "dropped", "2027-03-31", "")), over=[2])
    action.refresh_from_db()
    assert action.progress == "dropped"
    keep.change(action, version=action.version, by=None, approval=Approval.SUBMITTED.value)
    assert outcomes(look(world, sheet((*row[:4], "done", "", "")))) == ["locked"]
    keep.hide(Action.objects.get(), version=Action.objects.get().version, by=None, because="Twice")
    assert "hidden on the desk" in look(world, sheet(row)).lines[0].pieces[1].why


def test_a_plan_is_done_only_as_it_was_shown(world: World) -> None:
    item = world.items[0]
    table = sheet((item.number, "Ministry of Justice", "", "Draft a bill", "", "", ""))
    seen = look(world, table).digest
    world.assign(item, "Ministry of Health")
    with pytest.raises(Changed):
        enter(world, table, seen=seen)
    assert not Action.objects.exists()
    assert "Ministry of Health leads here" in look(world, table).lines[0].pieces[0].why
    for name in ("focal", "admin", "stranger", "public"):
        assert trackers.sides(world.desk, world.who(name)) == []
    with pytest.raises(NotAllowed):
        trackers.enter(table, sheets.Mapping(COLUMNS), Side(world.desk), world.who("focal"), READING, seen=look(world, table).digest,
                       by=world.people["focal"], title="t", file="0")  # fmt: skip


WRONG = [
    (("9999", "", "", "", "", "", ""), "No record on this desk has the number 9999"),
    (("", "Ministry of Justice", "", "", "", "", ""), "names no record"),
    (("{n}", "Ministry of Magic", "", "", "", "", ""), "no institution “Ministry of Magic”"),
    (("{n}", "Ministry of Justice", "03/04/2027", "", "", "", ""), "can be 2027-04-03 or 2027-03-04"),
    (("{n}", "Ministry of Justice", "", "Draft", "so so", "", ""), "“so so” is none of the words"),
    (("{n}", "Ministry of Justice", "", "", "done", "", ""), "but not what is done"),
    (("{n}", "", "", "Draft", "", "", ""), "names no institution"),
    (("{n}", "Ministry of Justice", "", "x" * 301, "", "", ""), "more than 300 characters"),
]


def test_what_is_not_understood_is_said(world: World) -> None:
    """A line that is not understood holds back itself alone: what comes after it, also of the same, is entered."""
    item = world.items[0]
    wrong = [[each.format(n=item.number) for each in cells] for cells, _why in WRONG]
    table = sheet(*wrong, (item.number, "Ministry of Justice", "", "Draft", "", "", ""))
    plan = look(world, table)
    assert outcomes(plan) == [*["wrong"] * len(WRONG), "insert"]
    for line, (_cells, why) in zip(plan.lines, WRONG, strict=False):
        assert why in line.why
    enter(world, table)
    assert Action.objects.count() == 1


def test_a_record_is_found_by_its_text_and_never_guessed(world: World) -> None:
    texts = Counter(each.text for each in world.items)
    item = next(each for each in world.items if texts[each.text] == 1)
    header, columns = ("ID", "Recommendation", "Topic"), {"key": "ID", "text": "Recommendation"}
    near = item.text.replace(" ", " also ", 1)
    table = sheet(
        ("A-1", f"{item.number} {item.text.upper()} (Kenya);", "x"), ("A-2", near, "x"), ("A-3", "On something else", "x"), header=header
    )
    plan = look(world, table, columns)
    assert (outcomes(plan), plan.left) == (["insert", "wrong", "wrong"], ("Topic",))
    assert plan.lines[0].items == (item,)
    assert item in plan.lines[1].candidates
    assert not plan.lines[2].candidates
    chosen = Reading(aim="structural", day=DAY, chosen={3: item.uid})
    enter(world, table, columns, chosen)
    assert outcomes(look(world, table, columns, chosen))[:2] == ["same", "same"]
    # The key alone finds the record from now on.
    by_key = sheet(("A-1", "Ministry of Justice"), header=("ID", "Responsible"))
    assert look(world, by_key, {"key": "ID", "organisation": "Responsible"}).lines[0].items == (item,)


def test_numbers_that_a_spreadsheet_shortened_are_not_guessed(world: World) -> None:
    a, b = world.items[:2]
    keep.change(a, version=1, by=None, number="135.1", symbol="X/1")
    keep.change(b, version=1, by=None, number="135.10", symbol="X/1")
    table = sheets.Sheet("t", HEADER, (sheets.Line(2, (135.1, "Ministry of Justice", *[None] * 5)),))
    line = look(world, table).lines[0]
    assert (set(line.candidates), line.items) == ({a, b}, ())


def test_institutions_that_are_not_there_are_made_when_a_person_says_so(world: World) -> None:
    item = world.items[0]
    table = sheet((item.number, "Ministry of Labour; MoJ", "", "Draft a bill", "", "", ""))
    assert look(world, table).unknown == ("Ministry of Labour", "MoJ")  # both are asked at once
    justice = world.organisations["Ministry of Justice"]
    said = Reading(aim="process", day=DAY, named={"Ministry of Labour": "ministry", "MoJ": str(justice.uid)})
    for _again in range(2):  # what was undone comes back under its name
        batch = enter(world, table, reading=said)
        labour = Organisation.objects.get(name="Ministry of Labour")
        assert (labour.hidden_at, labour.kind) == (None, "ministry")
        assert set(Assignment.objects.filter(hidden_at=None).values_list("organisation", "part")) == {
            (labour.pk, "lead"),
            (justice.pk, "supporting"),
        }
        batches.undo(batch, by=world.people["coordinator"])
    assert Organisation.objects.get(name="Ministry of Labour").hidden_at is not None


def test_an_independent_organisation_imports_its_own_assessments(world: World) -> None:
    """On a scale that is named; nothing else is taken, nobody else's is touched; coordinators do not see it."""
    item = world.items[0]
    header, columns = ("No", "Level", "Why", "Ministry"), {"number": "No", "assessment": "Level", "rationale": "Why"}
    reading = Reading(scale="implementation", day=DAY)
    table = sheet((item.number, "Partly implemented", "A bill is there.", "MoJ"), (item.number, "somewhat", "", ""), header=header)
    plan = look(world, table, columns, reading, "ngo")
    assert (outcomes(plan), plan.left) == (["insert", "wrong"], ("Ministry",))
    assert "is no value of the scale" in plan.lines[1].why
    enter(world, table, columns, reading, "ngo")
    row = Assessment.objects.get()
    assert (row.value, row.rationale, row.as_of, row.organisation.name) == ("partly", "A bill is there.", DAY, "League of Defenders")
    assert outcomes(look(world, table, columns, reading, "ngo"))[0] == "same"
    assert outcomes(look(world, table, columns, reading, "nhri"))[0] == "insert"
    batch = Batch.objects.get()
    seen = {name: Batch.objects.seen_by(world.who(name)).filter(pk=batch.pk).exists() for name in ("ngo", "nhri", "coordinator", "public")}
    assert seen == {"ngo": True, "nhri": False, "coordinator": False, "public": False}
    with pytest.raises(UprightError, match="Say first"):
        look(world, table, columns, Reading(), "ngo")


def test_columns_of_programs_and_of_the_last_import(world: World) -> None:
    header = ("id", "title", "description", "target_date", "organisations", "recommendations", "draft")
    assert trackers.presets() == ("impact_oss", "uhri")
    assert trackers.preset("impact_oss", header, trackers.STATE_FIELDS).columns == {
        "key": "id", "number": "recommendations", "organisation": "organisations", "action": "title", "description": "description",
        "end": "target_date",
    }  # fmt: skip
    uhri = trackers.preset("uhri", ("Text", "Symbol", "AnnotationId"), trackers.STATE_FIELDS).columns
    assert uhri == {"key": "AnnotationId", "symbol": "Symbol", "text": "Text"}
    enter(world, sheet((world.items[0].number, "Ministry of Justice", *[""] * 5)))
    kept = trackers.columns_before(_side(world, "coordinator"), HEADER)
    assert kept is not None
    assert kept.columns == COLUMNS
    assert trackers.columns_before(_side(world, "ngo"), HEADER) is None


def test_empty_cells_may_repeat_the_line_above(world: World) -> None:
    item = world.items[0]
    table = sheet((item.number, "Ministry of Justice", "", "One", "", "", ""), ("", "Ministry of Justice", "", "Two", "", "", ""))
    assert outcomes(look(world, table)) == ["insert", "wrong"]
    repeats = Reading(aim="structural", day=DAY, repeats=True)
    assert [line.items for line in look(world, table, reading=repeats).lines] == [(item,), (item,)]


def test_lines_ask_a_bounded_number_of_questions(world: World, django_assert_max_num_queries: Any) -> None:
    table = sheet(*((item.number, "Ministry of Justice", "", "Draft a bill", "", "", "Yes.") for item in world.items[:30]))
    enter(world, table)
    with django_assert_max_num_queries(20):
        look(world, table)
