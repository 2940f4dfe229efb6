"""A matrix that was read, as rows again: OHCHR's own, or one of ours that went out and came back with comments.

    read_docx(file), read_xlsx(file)        a file in any of the layouts
    of_records(reading.records, reading.text)

A spreadsheet is read by the reader of Word's matrices: its cells are laid out as the cells of a table.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from upright import structure
from upright.exceptions import UnreadableFile
from upright.export import guarded
from upright.extract import docx
from upright.extract.parts import Parts
from upright.extract.text import Run, TextLayer, Writer
from upright.identify import Identity
from upright.readers import matrix
from upright.readers.attribution import attribute
from upright.readers.document import Document
from upright.readers.recommendations import without_number
from upright.records import Kind, Label, PositionRecord, Recommendation, Record, Unread
from upright.reports.rows import MatrixRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_MATRIX = "the file has no table with the columns of a matrix: recommendation and position"


def read_docx(file: BinaryIO) -> list[MatrixRow]:
    """The rows of a matrix in a Word file. UnreadableFile when it is damaged, or no matrix is in it."""
    return _rows(docx.read(file.read()))


def read_xlsx(file: BinaryIO) -> list[MatrixRow]:
    """The rows of a matrix in an Excel file, on whichever sheets. UnreadableFile when it is damaged, or no matrix is in it.

    Who takes files from others calls this in a process of its own (`upright.processes`), as all readers of files.
    """
    return _rows(_sheets(file.read()))


def _sheets(data: bytes) -> TextLayer:
    """The sheets of a workbook as tables of a text layer."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415

    Parts(data)  # refuses what would unpack to far more than a workbook holds
    writer = Writer()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for table, name in enumerate(book.sheet_names):
            for row, cells in enumerate(book.get_sheet_by_name(name).iter_rows()):
                _row(writer, table, row, [str(cell) for cell in cells])
    except CalamineError as error:
        raise UnreadableFile("the Excel file is damaged, or protected with a password") from error
    return writer.layer(XLSX)


def _row(writer: Writer, table: int, row: int, cells: Sequence[str]) -> None:
    """Write the cells of a row that have words."""
    for column, words in enumerate(cells):
        start = writer.offset
        for line in _unguarded(words).splitlines():
            writer.paragraph([Run(line)])
        if words:
            writer.cell(table, row, column, 1, start)


def _unguarded(words: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return words[1:] if words.startswith("'") and guarded(words[1:]) == words else words


def _rows(layer: TextLayer) -> list[MatrixRow]:
    identity = Identity(symbol=None, kind=Kind.MATRIX, language=None)
    document = Document(file="matrix", sha256="", structure=structure.build(layer), identity=identity)
    found = of_records(matrix.read(document), layer.text)
    if not found:
        raise UnreadableFile(NO_MATRIX)
    return found


def of_records(records: Iterable[Record], text: str) -> list[MatrixRow]:
    """The rows of a matrix out of its records and the text that their offsets count in, in the order of the document."""
    records = list(records)
    recommendations = [each for each in records if isinstance(each, Recommendation)]
    stated = {each.recommendation.number: each.stated_in for each in records if isinstance(each, PositionRecord)}
    labels: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in records:
        if isinstance(each, Label):
            labels[each.of, each.scheme].append(each.value)
    comments = _comments(records, recommendations, text)
    return [
        MatrixRow(
            number=each.number,
            text=each.text,
            states=each.states,
            parts=each.parts,
            wording=wording(each, text),
            source=source(stated.get(each.number or "")),
            position=each.position,
            position_as_stated=each.position_as_stated,
            themes=tuple(labels[each.number or "", matrix.THEMES]),
            persons=tuple(labels[each.number or "", matrix.GROUPS]),
            sdgs=tuple(labels[each.number or "", matrix.SDG]),
            comments=tuple(comments[at]),
        )
        for at, each in enumerate(recommendations)
    ]


def wording(record: Recommendation, text: str) -> str | None:
    """A recommendation in its document's own words, States included and number left out.

    None where the passage gives another text or other States: something stands between its words, or a person corrected them.
    """
    said = without_number(" ".join(text[record.source.start : record.source.end].split()), record.number)
    found = attribute(said)
    return said if (found.text, found.states, found.parts) == (record.text, record.states, record.parts) else None


def source(stated_in: str | None) -> str | None:
    """Where a matrix says that a position is stated ('SYMBOL - Para. n'); None where it does not say."""
    return None if stated_in is None else stated_in.removeprefix("matrix").removeprefix(": ") or None


def _comments(records: Iterable[Record], recommendations: Sequence[Recommendation], text: str) -> dict[int, list[str]]:
    """The lines on the level of implementation, by the place of their recommendation."""
    starts = [each.source.start for each in recommendations]
    found: dict[int, list[str]] = defaultdict(list)
    for each in records:
        if isinstance(each, Unread) and each.reason.startswith("an assessment"):
            found[bisect_right(starts, each.source.start) - 1] += _lines(text[each.source.start : each.source.end])
    return found


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if line.strip())
