"""Records -> JSON lines, CSV, XLSX.

Whoever opens a table in a spreadsheet must be safe from what a document says: no cell is ever a formula or a link.
"""

from __future__ import annotations

import csv
import datetime
import json
import sys
import typing
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any, Self

import msgspec

from upright.exceptions import UprightError
from upright.records import BETWEEN, RECORDS, Record, as_json, name_of, plain

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet take a cell for a formula (OWASP: CSV injection)
_CELL = 32_767  # characters that an XLSX cell may hold
_SHEET = 1_048_575  # rows of an XLSX sheet under its header
_WIDTHS = {
    "text": 80,
    "message": 80,
    "title": 40,
    "position_as_stated": 40,
    "headings": 30,
    "reason": 60,
    "document": 18,
    "source.file": 24,
}

Cell = str | float | None
_encode = msgspec.json.Encoder().encode
KINDS = {record.NAME: record for record in RECORDS}
_ALL = KINDS | {record.NAME: record for record in BETWEEN}


def json_line(record: Record) -> str:
    """A record as one line of JSON, without the line end: the same as `as_json`, many times faster."""
    if isinstance(record, BETWEEN):  # their fields are put out under other names
        return _encode(as_json(record)).decode()
    return f'{{"record":"{record.NAME}",{_encode(record)[1:].decode()}'


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def jsonl(records: Iterable[Record], out: IO[str]) -> None:
    """One JSON object a line."""
    for record in records:
        out.write(json_line(record) + "\n")


def columns(record: type[Record]) -> tuple[str, ...]:
    """The columns of a record's table; fields of an object inside it are named `source.page`."""
    return tuple(_columns(record))


def _columns(kind: Any, prefix: str = "") -> Iterator[str]:
    hints = typing.get_type_hints(kind)
    for name in _names(kind):
        if is_dataclass(hints[name]):
            yield from _columns(hints[name], f"{prefix}{name_of(name)}.")
        else:
            yield prefix + name_of(name)


def row(record: Record) -> list[Cell]:
    """A record as the cells of one row: a list of words is joined with '; ', a list of objects is JSON."""
    return list(_cells(record))


def _cells(value: Any) -> Iterator[Cell]:
    kind: Any = type(value)
    hints = _hints(kind)
    for name in _names(kind):
        inner = getattr(value, name)
        if is_dataclass(hints[name]):
            yield from _cells(inner)
        else:
            yield _cell(inner)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _cell(value: Any) -> Cell:
    if isinstance(value, tuple):
        simple = all(isinstance(item, str | int | datetime.date) for item in value)
        return "; ".join(str(plain(item)) for item in value) if simple else json.dumps(plain(value), ensure_ascii=False)
    if value is None or isinstance(value, int | float):
        return value
    return str(plain(value))


def guarded(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what would begin one."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


class Csv:
    """CSV files: one for each kind of record in a folder, or one file for one kind.

    Files begin with a byte order mark, without which Excel reads UTF-8 as something else; what goes to stdout does not.
    """

    def __init__(self, output: Path | None, only: tuple[str, ...]) -> None:
        self._single = len(only) == 1 and (output is None or output.suffix.lower() == ".csv")
        if output is None and not self._single:
            raise UprightError("CSV has one table for each kind of record: name one with --only, or a folder for all with --output")
        if output and output.suffix.lower() == ".csv" and not self._single:
            raise UprightError(f"{output} can hold one kind of record: name it with --only, or give a folder with --output")
        self._output = output
        self._stack = ExitStack()
        self._writers: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._stack.close()

    def write(self, records: Iterable[Record]) -> None:
        """Append records."""
        for record in records:
            if record.NAME not in self._writers:
                self._writers[record.NAME] = self._begin(type(record))
            self._writers[record.NAME].writerow([guarded(cell) for cell in row(record)])

    def _begin(self, record: type[Record]) -> Any:
        writer = csv.writer(self._open(record.NAME), lineterminator="\n" if self._output is None else "\r\n")
        writer.writerow(columns(record))
        return writer

    def _open(self, name: str) -> IO[str]:
        if self._output is None:
            return sys.stdout
        if not self._single:
            self._output.mkdir(parents=True, exist_ok=True)
        path = self._output if self._single else self._output / f"{name}.csv"
        return self._stack.enter_context(path.open("w", encoding="utf-8-sig", newline="", errors="replace"))


class Xlsx:
    """A workbook with a sheet for each kind of record: header frozen, filters on."""

    def __init__(self, output: Path) -> None:
        import xlsxwriter  # takes a while to import, and few runs need it  # noqa: PLC0415

        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        output.open("wb").close()  # xlsxwriter would find out only at the end that it cannot write there
        self._book = xlsxwriter.Workbook(output, options)
        self._bold = self._book.add_format({"bold": True, "bottom": 1})
        self._sheets: dict[str, Any] = {}
        self._rows: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        for name, sheet in self._sheets.items():
            sheet.autofilter(0, 0, self._rows[name], len(columns(_ALL[name])) - 1)
        if not self._sheets:
            self._book.add_worksheet("no records")
        self._book.close()

    def write(self, records: Iterable[Record]) -> None:
        """Append records."""
        for record in records:
            sheet = self._sheets.get(record.NAME) or self._begin(type(record))
            self._rows[record.NAME] += 1
            if self._rows[record.NAME] > _SHEET:
                raise UprightError(
                    f"a spreadsheet holds at most {_SHEET} rows and there are more {record.NAME} records: use --format csv or jsonl"
                )
            for column, cell in enumerate(row(record)):
                if isinstance(cell, str):
                    sheet.write_string(self._rows[record.NAME], column, cell if len(cell) <= _CELL else cell[: _CELL - 1] + "…")
                elif cell is not None:
                    sheet.write_number(self._rows[record.NAME], column, cell)

    def _begin(self, record: type[Record]) -> Any:
        sheet = self._sheets[record.NAME] = self._book.add_worksheet(record.NAME)
        self._rows[record.NAME] = 0
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(columns(record)):
            sheet.set_column(column, column, _WIDTHS.get(name, 14))
            sheet.write_string(0, column, name, self._bold)
        return sheet


class Jsonl:
    """JSON lines in a file, or on stdout."""

    def __init__(self, output: Path | None) -> None:
        self._out: IO[str] = output.open("w", encoding="utf-8", newline="\n", errors="replace") if output else sys.stdout

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        if self._out is not sys.stdout:
            self._out.close()

    def write(self, records: Iterable[Record]) -> None:
        """Append records."""
        jsonl(records, self._out)
