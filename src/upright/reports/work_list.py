"""The work list of an institution as Word and Excel, and what comes back by mail: a work list, or OHCHR's matrix with comments.

    write(tasks, organisation, "docx", out)
    rows, left = read(data, "list.xlsx")           # for `tracking.rounds.look`; `left`: columns that are not the work list's
    comments = read_matrix(data)                   # for `tracking.rounds.look_at_comments`

The same tasks give the same bytes. A file's last column holds the keys of the work, with versions, for everybody to see. Files that come
back are read in a process of their own: what a hostile one does, it does there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from upright import processes
from upright.data import rows as data
from upright.exceptions import UnreadableFile
from upright.reports import matrix, returned
from upright.reports.layouts import Cell, Column, Line, Table, Theme
from upright.reports.rows import VERSION
from upright.tracking import scales, sheets
from upright.tracking.models import Organisation
from upright.tracking.rounds import SCALE, Commented, Returned, Task
from upright.tracking.sheets import Sheet
from upright.tracking.tracker_places import folded
from upright.tracking.words import Approval

ENDINGS = ("docx", "xlsx")
# What a column holds, its heading, its width in twentieths of a point: a landscape page is 15,397 wide.
_COLUMNS: tuple[tuple[str, Any, int], ...] = (
    ("record", gettext_lazy("Record"), 800),
    ("recommendation", gettext_lazy("What it says"), 2250),
    ("asked", gettext_lazy("Asked of you"), 1300),
    ("action", gettext_lazy("Your action"), 1650),
    ("locked", gettext_lazy("Locked: changes to such an action are held back"), 900),
    ("aim", gettext_lazy("Aim (structural, process, outcome)"), 1150),
    ("progress", gettext_lazy("Progress (planned, under way, done, delayed, dropped)"), 1000),
    ("due", gettext_lazy("Action due (2027-12-31)"), 1130),
    ("done", gettext_lazy("Done on (2027-12-31)"), 1130),
    ("note", gettext_lazy("Note: how it goes, or why the value changed"), 1450),
    ("value", gettext_lazy("Value (implemented, partly, not, no information)"), 1300),
    ("key", gettext_lazy("Key: leave as it is"), 1337),
)
_LOCKED: dict[str, Any] = {  # what is said of an action that nobody changes before it is taken back
    Approval.SUBMITTED.value: pgettext_lazy("state of work", "submitted"),
    Approval.ENDORSED.value: pgettext_lazy("state of work", "endorsed"),
    Approval.APPROVED.value: pgettext_lazy("state of work", "approved"),
    Approval.PUBLISHED.value: pgettext_lazy("state of work", "published"),
}
_LIMITS = processes.Limits(seconds=60, memory=1 << 30)


# --- out -------------------------------------------------------------------------------------------------------------------------------


def write(tasks: Sequence[Task], organisation: Organisation, ending: str, out: BinaryIO) -> None:
    """Write a work list as `docx` or `xlsx`."""
    made, dated = table(tasks, organisation), _dated(tasks, organisation)
    if ending == "docx":
        matrix.write_table_docx(made, version(tasks), dated, out)
    else:
        matrix.write_table_xlsx(made, "Work list", dated, out)


def version(tasks: Iterable[Task]) -> str:
    """The version of the data in a work list: another one whenever anything in it differs."""
    said = "\n".join("|".join(line.text for cell in _cells(task) for line in cell) for task in tasks)
    return hashlib.sha256(said.encode()).hexdigest()[:VERSION]


def _dated(tasks: Iterable[Task], organisation: Organisation) -> dt.date:
    """The last day on which something in it changed."""
    return max((row.changed_at for task in tasks for row in task.rows), default=organisation.changed_at).date()


def table(tasks: Sequence[Task], organisation: Organisation) -> Table:
    """A work list as it is printed, under the symbol of each document."""
    columns = tuple(Column(name, str(heading), width) for name, heading, width in _COLUMNS)
    themes = [
        Theme(title=symbol or _("Without a symbol"), rows=tuple(_cells(task) for task in group))
        for symbol, group in groupby(tasks, key=lambda task: task.item.symbol)
    ]
    made = _("Data of %(day)s, version %(version)s.") % {"day": _dated(tasks, organisation).isoformat(), "version": version(tasks)}
    how = _("Change what is to change and send the file back; for another action copy a row without one. Nothing is deleted by a file.")
    title = _("Work list: %(name)s") % {"name": organisation.name}
    return Table(title=title, list_name=organisation.desk.name, columns=columns, themes=tuple(themes), notes=(made, how))


def _cells(task: Task) -> tuple[Cell, ...]:
    return tuple(_cell(each) for each in _words(task))


def _cell(words: str) -> Cell:
    return tuple(Line("", each) for each in words.splitlines() if each.strip())


def _words(task: Task) -> Iterator[str]:
    """What stands in each column."""
    given, action, judged = task.assignment, task.action, task.assessment
    asked = [given.part, given.request, _("by %(day)s") % {"day": given.due_on} if given.due_on else ""] if given else []
    yield task.item.number
    yield task.item.text
    yield "\n".join(filter(None, asked))
    yield action.title if action else ""
    yield str(_LOCKED.get(action.approval, "")) if action else ""
    yield _word("aim", action.aim) if action else ""
    yield _word("status", action.progress) if action else ""
    yield str(action.due_on or "") if action else ""
    yield str(action.done_on or "") if action else ""
    yield ""
    degree = scales.known()[SCALE].degree(judged.value) if judged else None
    yield degree.meaning if degree else ""
    yield "\n".join(task.key.split())


def _word(name: str, value: str) -> str:
    """The first word of a value, in English: it is read back in any language."""
    return next(row["word"] for row in data("tracker_words.csv") if (row["field"], row["value"]) == (name, value))


# --- back ------------------------------------------------------------------------------------------------------------------------------


def read(content: bytes, name: str) -> tuple[list[Returned], tuple[str, ...]]:
    """The rows of a work list, and the headings of columns that are not its own. UnreadableFile says in one sentence why there are none."""
    tables = _word_tables(content) if _is_word(name) else sheets.read(content, name)
    for sheet in tables:
        places = _places(sheet)
        if {"key", "record"} <= set(places):
            left = tuple(heading for at, heading in enumerate(sheet.header) if at not in places.values())
            return [_returned(line, places) for line in sheet.rows if sum(cell is not None for cell in line.cells) > 1], left
    raise UnreadableFile(_("This is no work list of this site: it has no column with keys. Other tables are brought in under Import."))


def _is_word(name: str) -> bool:
    return name.lower().endswith(".docx")


def _places(sheet: Sheet) -> dict[str, int]:
    """The places of a work list's columns, by the headings in any language of the site."""
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {_head(str(heading)): column for column, heading, _width in _COLUMNS}
    return {known[_head(heading)]: at for at, heading in enumerate(sheet.header) if _head(heading) in known}


def _head(heading: str) -> str:
    """What a column is called, without what is said of how to fill it in."""
    return folded(re.split(r"[(:]", heading, maxsplit=1)[0])


def _returned(line: sheets.Line, places: dict[str, int]) -> Returned:
    cells = {name: line.cells[at] for name, at in places.items()}
    return Returned(number=line.number, cells=cells, key=str(cells["key"] or ""))


def read_matrix(content: bytes, name: str) -> list[Commented]:
    """The comments in a matrix, row by row. UnreadableFile says in one sentence why there are none."""
    found = _apart(returned.matrix_of_word if _is_word(name) else returned.matrix_of_excel, content)
    return [Commented(*row) for row in found]


def _apart(task: Callable[[str], Any], content: bytes) -> Any:
    """What a reader makes of a file in a process of its own; it gives a sentence where it cannot read it."""
    if len(content) > sheets.MAX_BYTES:
        raise UnreadableFile(_("The file is larger than %(most)s MB.") % {"most": sheets.MAX_BYTES >> 20})
    with tempfile.TemporaryDirectory(prefix="upright-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        [(_number, found)] = processes.run(task, [str(path)], 1, _LIMITS)
    if isinstance(found, processes.Lost):
        raise UnreadableFile(_("The file cannot be read: it is damaged, or too large."))
    if isinstance(found, str):
        raise UnreadableFile(found)
    return found


def _word_tables(content: bytes) -> tuple[Sheet, ...]:
    found: list[list[list[str]]] = _apart(returned.tables_of_word, content)
    return tuple(_sheet(each) for each in found if len(each) > 1)


def _sheet(rows: list[list[str]]) -> Sheet:
    header = tuple(" ".join(cell.split()) for cell in rows[0])
    lines = tuple(sheets.Line(number, tuple(cell or None for cell in row)) for number, row in enumerate(rows[1:], 2))
    return Sheet("", header, lines)
