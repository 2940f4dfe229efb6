"""Files that came back by mail, read in a process of their own (`upright.processes`): nothing here knows of the desk.

Each function gives what it read, or a sentence that says why it could not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from upright.exceptions import UnreadableFile
from upright.extract import docx
from upright.reports import read_back
from upright.reports.rows import MatrixRow

Comment = tuple[str, str, tuple[str, ...]]  # the number of a recommendation, its text, lines on how far it is implemented


def matrix_of_word(path: str) -> list[Comment] | str:
    """The comments of a matrix in a Word file, row by row."""
    return _commented(read_back.read_docx, path)


def matrix_of_excel(path: str) -> list[Comment] | str:
    """The same of an Excel file."""
    return _commented(read_back.read_xlsx, path)


def _commented(read: Callable[[BinaryIO], list[MatrixRow]], path: str) -> list[Comment] | str:
    try:
        with Path(path).open("rb") as file:
            return [(row.number or "", row.text, row.comments) for row in read(file)]
    except UnreadableFile as error:
        return str(error)


def tables_of_word(path: str) -> list[list[list[str]]] | str:
    """The tables of a Word file, row by row, cell by cell; as wide as their widest row."""
    try:
        layer = docx.read(Path(path).read_bytes())
    except UnreadableFile as error:
        return str(error)
    tables: dict[int, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for cell in layer.cells:
        tables[cell.table][cell.row][cell.column] = layer.text[cell.start : cell.end].strip()
    wide = {number: 1 + max(at for row in rows.values() for at in row) for number, rows in tables.items()}
    return [[[row.get(at, "") for at in range(wide[number])] for _at, row in sorted(rows.items())] for number, rows in tables.items()]
