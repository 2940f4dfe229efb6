"""The same address with another ending gives the data: CSV, XLSX, JSON of what a page lists.

Nothing here is held in memory as a whole but the workbook's compressed rows: a list of a million rows streams.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from upright.export import guarded

ENDINGS = ("csv", "xlsx", "json")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS = 1_048_575  # of an XLSX sheet under its header
_CELL = 32_767
_CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001  # the library takes no zone; the same rows give the same bytes
Row = Sequence[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is given: `name` of the file, the names of the columns, and the rows, made when they are asked for."""

    name: str
    columns: Sequence[str]
    rows: Callable[[], Iterable[Row]]


def respond(table: Table, ending: str) -> HttpResponseBase:
    """The table as a file of a format."""
    return {"csv": _csv, "xlsx": _xlsx, "json": _json}[ending](table)


def _named(response: HttpResponseBase, table: Table, ending: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{table.name}.{ending}"'
    return response


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _cell(value: Any) -> Any:
    """A value in one cell: words of a list are joined, objects are JSON, and no spreadsheet takes it for a formula."""
    if isinstance(value, list | tuple):
        simple = all(isinstance(item, str | int | float) for item in value)
        value = "; ".join(map(str, value)) if simple else json.dumps(value, ensure_ascii=False)
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    return guarded(_plain(value))


class _Line:
    """A file that gives back what is written to it: `csv.writer` needs one."""

    def write(self, text: str) -> str:
        return text


def _csv(table: Table) -> HttpResponseBase:
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(table.columns)  # without the mark Excel reads UTF-8 as something else
        for row in table.rows():
            yield writer.writerow([_cell(value) for value in row])

    return _named(StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8"), table, "csv")


def _json(table: Table) -> HttpResponseBase:
    def pieces() -> Iterator[str]:
        before = "["
        for row in table.rows():
            yield before + json.dumps(dict(zip(table.columns, map(_plain, row), strict=True)), ensure_ascii=False)
            before = ",\n"
        yield "]" if before == ",\n" else "[]"

    return _named(StreamingHttpResponse(pieces(), content_type="application/json; charset=utf-8"), table, "json")


def _xlsx(table: Table) -> HttpResponseBase:
    import xlsxwriter  # takes a while to import, and few requests need it  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="upright-") as folder:
        path = Path(folder) / "table.xlsx"
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(path, options) as book:
            book.set_properties({"created": _CREATED})
            sheet = book.add_worksheet(table.name[:31])
            sheet.freeze_panes(1, 0)
            bold = book.add_format({"bold": True, "bottom": 1})
            for column, name in enumerate(table.columns):
                sheet.write_string(0, column, name, bold)
                sheet.set_column(column, column, 80 if name in {"text", "message"} else 16)
            at = 0
            for at, row in enumerate(_within_a_sheet(table.rows()), 1):
                for column, value in enumerate(row):
                    _write(sheet, at, column, _cell(value))
            sheet.autofilter(0, 0, at, len(table.columns) - 1)
        return _named(FileResponse(io.BytesIO(path.read_bytes()), content_type=_XLSX), table, "xlsx")


def _within_a_sheet(rows: Iterable[Row]) -> Iterator[Row]:
    for at, row in enumerate(rows, 1):
        if at == _ROWS:
            yield ["… there are more rows than a sheet holds: take CSV or JSON"]
            return
        yield row


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool | str):
        text = str(value)
        sheet.write_string(row, column, text if len(text) <= _CELL else text[: _CELL - 1] + "…")
    elif value is not None:
        sheet.write_number(row, column, value)
