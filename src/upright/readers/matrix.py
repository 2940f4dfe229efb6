"""OHCHR's matrix (thematic list) of a review's recommendations: a Word table, one row a recommendation, under rows 'Theme: ...'.

Layouts, which are read alike; the edition of the list of themes and groups that a matrix is labelled with is told by them:

    2014    Recommendation | Position | Full list of themes | Assessment/comments on level of implementation; themes with codes
    2019    the same, without codes, and with SDGs and affected persons in the themes' cell
    2025    Recommendation and recommending State | Position of the State under review | Human rights themes and groups of persons |
            Relevant SDGs

A recommendation that stands under several themes is one recommendation. The matrix repeats what others stated: its positions say where
(`stated_in`, after 'matrix').
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from upright.extract.text import Cell, Span
from upright.readers.addendum import report_symbol
from upright.readers.attribution import attribute
from upright.readers.document import Document
from upright.readers.verdicts import status
from upright.records import Label, PositionRecord, Recommendation, RecommendationRef, Record, Unread, words
from upright.symbols import find_symbols

THEMES, GROUPS, SDG = "ohchr_themes", "ohchr_groups", "sdg"

_HEADERS = (
    ("recommendation", re.compile(r"recommendations?\b", re.IGNORECASE)),
    ("position", re.compile(r"(?:state[’']?s? )?position\b", re.IGNORECASE)),
    ("sdgs", re.compile(r"(?:relevant )?(?:SDGs?|sustainable development goals?)\b", re.IGNORECASE)),
    ("assessment", re.compile(r"assessment|comments?\b|level of implementation", re.IGNORECASE)),
    ("themes", re.compile(r"(?:full list of |human rights )?themes?\b", re.IGNORECASE)),
)
_THEME_ROW = re.compile(r"(?:Theme|Thème|Tema)\s*:", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,3}(?:\s?\.\s?\d{1,3})?)\.?\s*(?=[^\s\d.])")
_SOURCE = re.compile(r"Source\s+of\s+position\s*:\s*(.+)", re.IGNORECASE)
# Inside a themes' cell, lines that say what the following ones are: 'Affected persons:' (2014), 'Groups of Persons:' (2025).
_PERSONS = re.compile(r"(?:affected persons|groups? of persons|persons affected)\s*:?\s*", re.IGNORECASE)
_SDGS = re.compile(r"(?:relevant )?(?:SDGs?|sustainable development goals?)\s*:?\s*", re.IGNORECASE)
_THEMES = re.compile(r"(?:full list of |human rights )?themes?\s*:\s*", re.IGNORECASE)
# '16 - PEACE, JUSTICE AND STRONG INSTITUTIONS', '1.4 - Equal rights to ownership ...'
_GOAL = re.compile(r"\d{1,2}(?:\.[0-9a-d]{1,2})? - ")
# 'B31 Equality': themes had codes in the edition of 2014 alone.
_CODED = re.compile(r"[A-G]\d{1,2} ")
_HEADINGS = ((_PERSONS, GROUPS), (_SDGS, SDG), (_THEMES, THEMES))
_BULLET = re.compile(r"[-–•·]\s+|[•·]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a cell: its words and their span."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table, by what its header says of each column."""

    cells: dict[str, Cell]
    lines: dict[str, tuple[_Line, ...]]

    @property
    def span(self) -> Span:
        return min(cell.start for cell in self.cells.values()), max(cell.end for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row that holds a recommendation."""

    row: _Row
    number: str
    at: Span  # of the recommendation, its number included
    text: str
    stated_in: str | None


def read(document: Document) -> Iterator[Record]:
    """Recommendations, positions and official labels, row by row; rows that could not be read, and assessments somebody wrote in."""
    rows = list(_rows(document))
    entries = [_entry(row) for row in rows]
    report = _report(entry for entry in entries if entry)
    edition = _edition(rows)
    seen: set[Record | tuple[str, ...]] = set()
    for row, entry in zip(rows, entries, strict=True):
        if entry is None:
            yield from _unread_row(document, row)
            continue
        yield from _records(document, entry, report, edition, seen)
        yield from _assessment(document, row)


# --- rows -------------------------------------------------------------------------------------------------------------------------------


def _rows(document: Document) -> Iterator[_Row]:
    """The rows of the tables whose header is a matrix's; header rows, which pages repeat, and theme rows left out."""
    for _, table in groupby(document.layer.cells, key=lambda cell: cell.table):
        columns: dict[int, str] = {}
        for _, cells in groupby(table, key=lambda cell: cell.row):
            row = list(cells)
            found = _columns(document, row)
            if found:
                columns = found
            elif columns and not _THEME_ROW.match(_cell_text(document, row[0])):
                named = {columns[cell.column]: cell for cell in row if cell.column in columns}
                if named:
                    yield _Row(named, {name: tuple(_lines(document, cell)) for name, cell in named.items()})


def _columns(document: Document, row: list[Cell]) -> dict[int, str]:
    """What each column holds, where a row is the header: it names recommendation and position."""
    found: dict[int, str] = {}
    for cell in row:
        text = _cell_text(document, cell)
        name = next((name for name, pattern in _HEADERS if len(text) < 100 and pattern.match(text) and name not in found.values()), None)
        if name:
            found[cell.column] = name
    return found if {"recommendation", "position"} <= set(found.values()) else {}


def _cell_text(document: Document, cell: Cell) -> str:
    return words(document.layer.text[cell.start : cell.end])


def _lines(document: Document, cell: Cell) -> Iterator[_Line]:
    for match in re.finditer(r"[^\n]+", document.layer.text[cell.start : cell.end]):
        text = match[0].strip()
        if text:
            start = cell.start + match.start() + match[0].index(text)
            yield _Line(text, start, start + len(text))


def _entry(row: _Row) -> _Entry | None:
    lines = row.lines.get("recommendation", ())
    number = _NUMBER.match(lines[0].text) if lines else None
    if number is None:
        return None
    source = next((match[1] for line in lines if (match := _SOURCE.match(line.text))), None)
    own = [line for line in lines if not _SOURCE.match(line.text)]
    text = " ".join(line.text for line in own)
    return _Entry(row, re.sub(r"\s", "", number[1]), (own[0].start, own[-1].end), text[number.end() :], source)


def _edition(rows: Iterable[_Row]) -> str | None:
    """The edition of OHCHR's list that the rows are labelled with; None where they do not tell."""
    labels: list[tuple[str, str]] = []
    for row in rows:
        if "sdgs" in row.cells:
            return "2025"
        labels += ((line.text, scheme) for line, scheme in _labelled(row))
    if any(scheme == THEMES and _CODED.match(text) for text, scheme in labels):
        return "2014"
    return "2019" if any(scheme == SDG for _, scheme in labels) else None


def _report(entries: Iterable[_Entry]) -> str | None:
    """The symbol of the report: the one that most rows name as the source of a position, or add to."""
    named: Counter[str] = Counter()
    for entry in entries:
        for _, _, symbol in find_symbols(entry.stated_in or ""):
            named[report_symbol(str(symbol)) or str(symbol)] += 1
    return named.most_common(1)[0][0] if named else None


# --- records ----------------------------------------------------------------------------------------------------------------------------


def _records(
    document: Document, entry: _Entry, report: str | None, edition: str | None, seen: set[Record | tuple[str, ...]]
) -> Iterator[Record]:
    """The records of one row; what an earlier row under another theme has said is not said again."""
    position = _position(document, entry, report)
    for key, record in (
        (("recommendation", entry.number, entry.text), _recommendation(document, entry, position)),
        (("position", entry.number, position.position_as_stated or ""), position),
    ):
        if key not in seen:
            seen.add(key)
            yield record
    for line, scheme in _labelled(entry.row):
        key = (scheme, entry.number, line.text)
        if key not in seen:
            seen.add(key)
            source = document.source(line.start, line.end, entry.number)
            yield Label(
                document=document.symbol,
                source=source,
                of=entry.number,
                scheme=scheme,
                value=line.text,
                method="official",
                edition=None if scheme == SDG else edition,
            )


def _recommendation(document: Document, entry: _Entry, position: PositionRecord) -> Recommendation:
    said = attribute(entry.text)
    return Recommendation(
        document=document.symbol,
        source=document.source(*entry.at, entry.number),
        number=entry.number,
        text=said.text,
        states=said.states,
        parts=said.parts,
        position=position.position,
        progress=position.progress,
        position_as_stated=position.position_as_stated,
    )


def _position(document: Document, entry: _Entry, report: str | None) -> PositionRecord:
    lines = entry.row.lines.get("position", ())
    stated = " ".join(line.text for line in lines) or None
    found = {verdict.position if (verdict := status(said.strip())) else None for said in (stated or "").split("/")}
    span = (lines[0].start, lines[-1].end) if lines else entry.at
    return PositionRecord(
        document=document.symbol,
        source=document.source(*span, entry.number),
        recommendation=RecommendationRef(symbol=report, number=entry.number),
        position=found.pop() if len(found) == 1 else None,  # 'Supported/Noted' does not say which part is which
        position_as_stated=stated,
        stated_in=f"matrix: {entry.stated_in}" if entry.stated_in else "matrix",
    )


def _labelled(row: _Row) -> Iterator[tuple[_Line, str]]:
    """The lines of the cells for themes and SDGs, each with its scheme."""
    for column, scheme in (("themes", THEMES), ("sdgs", SDG)):
        at = scheme
        for line in row.lines.get(column, ()):
            named, rest = next(((named, match.end()) for heading, named in _HEADINGS if (match := heading.match(line.text))), (at, 0))
            at = named
            value = _after(line, rest)
            value = _after(value, match.end()) if (match := _BULLET.match(value.text)) else value
            if value.text:
                yield value, SDG if _GOAL.match(value.text) else at


def _after(line: _Line, at: int) -> _Line:
    rest = line.text[at:].lstrip()
    return _Line(rest, line.end - len(rest), line.end)


def _assessment(document: Document, row: _Row) -> Iterator[Unread]:
    lines = row.lines.get("assessment", ())
    if lines:
        source = document.source(lines[0].start, lines[-1].end, None)
        yield Unread(document=document.symbol, source=source, reason="an assessment of the implementation, which upright does not read yet")


def _unread_row(document: Document, row: _Row) -> Iterator[Unread]:
    if any(row.lines.values()):
        source = document.source(*row.span, None)
        yield Unread(document=document.symbol, source=source, reason="a row of the matrix without a recommendation's number")
