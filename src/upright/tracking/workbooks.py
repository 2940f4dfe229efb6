"""Workbooks (XLSX, XLS, ODS) -> the cells of their sheets, in a process of its own.

A workbook of a few kilobytes can ask for more memory than a machine has (one cell in the first line, one in the last), and the library that
reads it then ends its process: it must not be the site's.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from enum import StrEnum
from pathlib import Path

import python_calamine as calamine

from upright import processes

MAX_UNPACKED = 200 * 2**20  # bytes of a workbook, which is a zip file
MAX_LINES = 50_000
MAX_COLUMNS = 500
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LIMITS = processes.Limits(seconds=60, memory=1 << 30)

Table = list[list[object]]


class Refused(StrEnum):
    """Why a workbook is not read."""

    PASSWORD = "password"  # noqa: S105
    DAMAGED = "damaged"
    LARGE = "large"


def is_workbook(data: bytes) -> bool:
    return data.startswith((ZIP, OLE))


def tables(data: bytes) -> list[tuple[str, Table]] | Refused:
    """The sheets by name, each from its first line and column on; a cell merged over several lines stands in each of them."""
    if data.startswith(ZIP) and (refused := _unpacks(data)):
        return refused
    with tempfile.TemporaryDirectory(prefix="upright-") as folder:
        path = Path(folder) / "workbook"
        path.write_bytes(data)
        [(_number, found)] = processes.run(_tables, [str(path)], 1, _LIMITS)
    return Refused.LARGE if isinstance(found, processes.Lost) else found


def _unpacks(data: bytes) -> Refused | None:
    try:
        size = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist())
    except zipfile.BadZipFile:
        return Refused.DAMAGED
    return Refused.LARGE if size > MAX_UNPACKED else None


def _tables(path: str) -> list[tuple[str, Table]] | Refused:
    try:
        book = calamine.CalamineWorkbook.from_path(path)
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
        if any(sheet.total_height > MAX_LINES or sheet.total_width > MAX_COLUMNS for sheet in sheets):
            return Refused.LARGE
        return [(sheet.name, _cells(sheet)) for sheet in sheets]
    except calamine.PasswordError:
        return Refused.PASSWORD
    except (calamine.CalamineError, OSError, ValueError, MemoryError):
        return Refused.DAMAGED


def _cells(sheet: calamine.CalamineSheet) -> Table:
    table: Table = [list(line) for line in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        for at in range(top + 1, min(bottom + 1, len(table))):
            if left < len(table[at]):
                table[at][left] = table[top][left]
    return table
