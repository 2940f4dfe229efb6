"""A table out of a file: CSV of any usual encoding and separator, or a workbook (XLSX, XLS, ODS), as plain values.

    [sheet] = read(data, "tracker.csv")
    mapping = Mapping.suggested(sheet.header, ("number", "organisation", "due"))
    for line in mapping.of(sheet):
        line.number, line.values["due"]          # the line in the file, for messages; a value, or None for an empty cell

Title lines above the header and empty lines are left out. A cell merged over several lines stands in each of them. What a value means
(a date, a number, a period) is the matter of `cells`. `Mapping.columns` is a plain dict: whoever imports again and again keeps it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from upright.data import rows
from upright.exceptions import UnreadableFile
from upright.export import guarded
from upright.extract import plain
from upright.tracking import workbooks
from upright.tracking.workbooks import MAX_COLUMNS, MAX_LINES

MAX_BYTES = 20 * 2**20
_DELIMITERS = ",;\t|"
_SAMPLE = 50  # lines by which delimiter and header are found
_FILLED = 0.75  # of the fullest line: a line above the header is a title, and has fewer cells

Value = str | int | float | bool | dt.date | dt.datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its number in the file, counted from 1, and a value for each column."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: headings are never empty nor twice the same; rows are as wide as the header, and none is empty. `name`: of the sheet in its
    workbook, or of the file."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Line, ...]


def read(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The tables of a file, those without a line left out. UnreadableFile says in one sentence why there is none."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            _("The file is larger than %(most)s MB: take out what is not needed, or split it.") % {"most": MAX_BYTES >> 20}
        )
    tables = _workbook(data) if workbooks.is_workbook(data) else [(name, _csv(data))]
    found = tuple(sheet for title, lines in tables if (sheet := _sheet(title, lines)))
    if not found:
        raise UnreadableFile(_("There is no table in the file: a line of headings and at least one line below it are needed."))
    return found


# --- files -----------------------------------------------------------------------------------------------------------------------------


def _workbook(data: bytes) -> list[tuple[str, list[Line]]]:
    found = workbooks.tables(data)
    if isinstance(found, workbooks.Refused):
        raise UnreadableFile(_refusals()[found])
    return [(name, [Line(number, tuple(map(_plain, cells))) for number, cells in enumerate(table, 1)]) for name, table in found]


def _refusals() -> dict[workbooks.Refused, str]:
    most = {"lines": MAX_LINES, "columns": MAX_COLUMNS}
    return {
        workbooks.Refused.PASSWORD: _("The workbook is protected with a password: save it without one."),
        workbooks.Refused.DAMAGED: _("The workbook is damaged, or of a kind that cannot be read: save it anew as XLSX, or as CSV."),
        workbooks.Refused.LARGE: _("The workbook is too large, or a sheet has more than %(lines)s lines or %(columns)s columns: split it.")
        % most,
    }


def _plain(cell: object) -> Value:
    """A cell's value: no text that is empty, no whole number with a fraction, no date with a time of midnight."""
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date()
    return cell if isinstance(cell, bool | int | float | dt.date) else str(cell)


def _text(cell: str) -> str | None:
    """Without NUL, spaces around it, and the apostrophe that an export puts before what a spreadsheet would take for a formula."""
    text = cell.replace("\0", "").replace("\r\n", "\n").replace("\u00a0", " ").strip()
    return (text[1:] if text.startswith("'") and guarded(text[1:]) == text else text) or None


def _csv(data: bytes) -> list[Line]:
    text = plain.decode(data)
    if not plain.is_text(text):
        raise UnreadableFile(_("The file is neither a table in text nor a workbook: save it as CSV or XLSX."))
    said = re.match(r"sep=(.)[\r\n]+", text)  # how Excel is told
    found: list[Line] = []
    try:
        delimiter = said[1] if said else _delimiter(text)
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            _within_limits(number, len(cells))
            found.append(Line(number, tuple(map(_text, cells))))
    except csv.Error as error:
        raise UnreadableFile(_("Line %(line)s of the file cannot be read as CSV.") % {"line": len(found) + 1}) from error
    return found[1:] if said else found


def _delimiter(text: str) -> str:
    """The sign that cuts most lines into the same number of cells, the more the better."""

    def fit(sign: str) -> tuple[int, int]:
        sample = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=sign)
        widths = Counter(len(cells) for cells, _number in zip(sample, range(_SAMPLE), strict=False) if len(cells) > 1)
        return max(((count, width) for width, count in widths.items()), default=(0, 0))

    return max(_DELIMITERS, key=fit)


def _within_limits(lines: int, columns: int) -> None:
    if lines > MAX_LINES or columns > MAX_COLUMNS:
        most = {"lines": MAX_LINES, "columns": MAX_COLUMNS}
        raise UnreadableFile(_("The table has more than %(lines)s lines or %(columns)s columns: split it.") % most)


# --- header ----------------------------------------------------------------------------------------------------------------------------


def _sheet(name: str, lines: Iterable[Line]) -> Sheet | None:
    filled = [line for line in lines if _count(line.cells)]
    if len(filled) < 2:
        return None
    fullest = max(_count(line.cells) for line in filled[:_SAMPLE])
    at = next(at for at, line in enumerate(filled) if _count(line.cells) >= _FILLED * fullest)
    width = max(max(at for at, cell in enumerate(line.cells, 1) if cell is not None) for line in filled[at:])
    body = tuple(Line(line.number, _wide(line.cells, width)) for line in filled[at + 1 :])
    return Sheet(name, _headings(_wide(filled[at].cells, width)), body) if body else None


def _count(cells: Iterable[Value]) -> int:
    return sum(cell is not None for cell in cells)


def _wide(cells: Sequence[Value], width: int) -> tuple[Value, ...]:
    return (*cells[:width], *[None] * (width - len(cells)))


def _headings(cells: Iterable[Value]) -> tuple[str, ...]:
    """The headings: what is empty is named by its place, what comes again by its number."""
    found: list[str] = []
    for at, cell in enumerate(cells, 1):
        name = " ".join(str(cell).split()) if cell is not None else _("Column %(number)s") % {"number": at}
        again = 1
        while (heading := name if again == 1 else f"{name} ({again})") in found:
            again += 1
        found.append(heading)
    return tuple(found)


# --- which column is what --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mapped:
    """A line as our fields: `values` has every field that the mapping names."""

    number: int
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column each of our fields is read from: `columns` says the heading for a field. A field without a column is not there."""

    columns: dict[str, str]

    @classmethod
    def suggested(
        cls, header: Sequence[str], fields: Iterable[str], holds: Callable[[str, str], bool] = lambda _field, _heading: True
    ) -> Mapping:
        """What the headings say (`data/sheet_headings.csv`): a heading that is one of a field's, else the only one with its words.

        `holds`: whether what stands below a heading can be a field's values. No column is suggested twice, and none where two fit as well:
        nothing is guessed.
        """
        wanted = tuple(fields)
        found: dict[str, str] = {}
        for fits in (_is, _has):
            for field in wanted:
                free = [heading for heading in header if heading not in found.values() and holds(field, heading)]
                fitting = [heading for heading in free if any(fits(_folded(heading), name) for name in _names(field))]
                if field not in found and len(fitting) == 1:
                    found[field] = fitting[0]
        return cls(found)

    def fits(self, header: Collection[str]) -> bool:
        """Is every column of the mapping there? A mapping that was kept from an earlier file may not fit."""
        return all(heading in header for heading in self.columns.values())

    def of(self, sheet: Sheet) -> Iterator[Mapped]:
        """The lines of a table as our fields. KeyError for a column that it does not have."""
        places = {heading: at for at, heading in enumerate(sheet.header)}
        at = {field: places[heading] for field, heading in self.columns.items()}
        for line in sheet.rows:
            yield Mapped(line.number, {field: line.cells[place] for field, place in at.items()})


@cache
def _names(field: str) -> tuple[str, ...]:
    """The headings by which a field is known, and its own name."""
    return (_folded(field), *(_folded(row["heading"]) for row in rows("sheet_headings.csv") if row["field"] == field))


def _folded(heading: str) -> str:
    """Without capitals, accents and punctuation."""
    letters = "".join(each for each in unicodedata.normalize("NFKD", heading.casefold()) if not unicodedata.combining(each))
    return " ".join(re.findall(r"[^\W_]+", letters))


def _is(heading: str, name: str) -> bool:
    return heading == name


def _has(heading: str, name: str) -> bool:
    return f" {name} " in f" {heading} "
