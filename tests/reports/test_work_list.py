"""The work list of an institution as Word and Excel: the same bytes for the same work, and read back as it went out."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from docx import Document

from desks import World
from upright.exceptions import UnreadableFile
from upright.reports import work_list
from upright.tracking import keep, rounds
from upright.tracking.models import Action, Assessment, Note

DAY = dt.date(2026, 10, 31)


def work(world: World) -> list[rounds.Task]:
    """An assignment with two actions and a value, and one with nothing yet."""
    first, second = world.items[:2]
    world.assign(first, "Ministry of Justice", due_on=dt.date(2027, 12, 31), request="Say what the courts do.")
    world.assign(second, "Ministry of Justice")
    world.action(first, title="Amend the code")
    world.action(first, title="=Train the judges", progress="under_way")
    world.assessment(first, by="focal", value="partly", rationale="A bill is there.")
    return rounds.tasks(world.desk, world.organisations["Ministry of Justice"], world.who("focal"))


def written(world: World, ending: str) -> bytes:
    out = io.BytesIO()
    ministry = world.organisations["Ministry of Justice"]
    work_list.write(rounds.tasks(world.desk, ministry, world.who("focal")), ministry, ending, out)
    return out.getvalue()


def changed(content: bytes, ending: str, cells: dict[tuple[int, int], str]) -> bytes:
    """The file with other words in some cells, by row and column from 0."""
    out = io.BytesIO()
    if ending == "docx":
        document = Document(io.BytesIO(content))
        for (row, column), words in cells.items():
            document.tables[0].rows[row].cells[column].text = words
        document.save(out)
    else:
        book = openpyxl.load_workbook(io.BytesIO(content))
        for (row, column), words in cells.items():
            book.worksheets[0].cell(row + 1, column + 1).value = words
        book.save(out)
    return out.getvalue()


def look(world: World, content: bytes, ending: str) -> Any:
    rows, left = work_list.read(content, f"list.{ending}")
    return rounds.look(rows, world.organisations["Ministry of Justice"], world.who("focal"), day=DAY, left=left)


def test_a_work_list_goes_out_and_comes_back(world: World) -> None:
    tasks = work(world)
    assert [len(task.rows) for task in tasks] == [2, 1, 1]
    for ending in work_list.ENDINGS:
        content = written(world, ending)
        assert content == written(world, ending), ending
        plan = look(world, content, ending)
        assert [line.outcome.value for line in plan.lines] == ["same"] * 3, ending
        assert (plan.missing, plan.left) == ((), ()), ending
        # Row 0 is the header, row 1 the document's; below them a changed action, a note with a value, and a new action.
        back = changed(content, ending, {(0, 10): "Value", (2, 6): "done", (2, 8): "2026-10-01", (2, 9): "In force.",
                                         (2, 10): "Implemented", (4, 3): "Write a plan", (4, 5): "process"})  # fmt: skip
        assert [line.outcome.value for line in look(world, back, ending).lines] == ["update", "same", "insert"], ending
    ministry, who = world.organisations["Ministry of Justice"], world.who("focal")
    rows, _left = work_list.read(back, f"list.{ending}")

    def again() -> Any:
        return rounds.look(rows, ministry, who, day=DAY)

    batch = rounds.enter(again, ministry, who, seen=again().digest, by=world.people["focal"], title="list", file="0")
    first, new = Action.objects.order_by("pk")[0], Action.objects.order_by("-pk")[0]
    assert (first.progress, first.done_on, first.title) == ("done", dt.date(2026, 10, 1), "Amend the code")
    assert (new.title, new.aim, new.item) == ("Write a plan", "process", world.items[1])
    judged = Assessment.objects.get()
    assert (judged.value, judged.rationale, judged.as_of) == ("implemented", "In force.", DAY)
    assert Note.objects.get().action == first
    assert batch.organisation == ministry
    assert {line.outcome.value for line in again().lines} == {"same"}  # read in twice, nothing happens twice


def test_the_version_of_the_data_stands_on_it(world: World) -> None:
    tasks = work(world)
    version = work_list.version(tasks)
    document = Document(io.BytesIO(written(world, "docx")))
    assert version in document.sections[0].footer.paragraphs[0].text
    assert document.core_properties.version == version
    book = openpyxl.load_workbook(io.BytesIO(written(world, "xlsx")))
    assert any(version in str(row[0]) for row in book["About"].iter_rows(values_only=True))
    sheet = book["Work list"]
    assert sheet["L3"].value.split() == tasks[0].key.split()
    assert not sheet.column_dimensions["K"].hidden
    assert sheet["D4"].value == "'=Train the judges"  # no formula, and read back without its guard
    action = Action.objects.first()
    assert action is not None
    keep.change(action, version=1, by=None, title="Amend the law")
    assert work_list.version(rounds.tasks(world.desk, world.organisations["Ministry of Justice"], world.who("focal"))) != version


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("list.xlsx", b"PK\x03\x04 no", "damaged"),
        ("list.docx", b"PK\x03\x04 no", "damaged"),
        ("list.csv", b"a,b\n1,2\n", "no work list"),
        ("list.docx", b"", "damaged"),
    ],
)
def test_other_files_are_refused_in_one_sentence(name: str, content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        work_list.read(content, name)


def test_a_matrix_that_is_none() -> None:
    for name in ("matrix.docx", "matrix.xlsx"):
        with pytest.raises(UnreadableFile):
            work_list.read_matrix(b"PK\x03\x04 no", name)
