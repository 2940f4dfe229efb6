"""OHCHR's three layouts of the matrix, and what stands in each of their cells (`data/matrix_layouts.csv`).

    2014    Recommendation | Position | Full list of themes, affected persons below | Assessment/comments
    2019    the same, SDGs between themes and affected persons
    2025    Recommendation | Position | Themes, groups of persons below | SDGs, and Assessment/comments where there are any

A cell is lines; a line is a label in bold and words. Every file of a matrix is made of a `Table`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import NamedTuple

from upright import states
from upright.data import rows as data
from upright.extract.text import plain_characters
from upright.reports.rows import Heading, MatrixRow, version

_NO_XML = re.compile("[\ud800-\udfff\uffff]")  # characters that no XML file may hold, beside controls


class Line(NamedTuple):
    """A line of a cell: `label` in bold, then `words`."""

    label: str
    words: str

    @property
    def text(self) -> str:
        return self.label + self.words


Cell = tuple[Line, ...]


class Column(NamedTuple):
    """A column: what it holds (recommendation, position, themes, sdgs, comments), its heading, its width in twentieths of a point."""

    name: str
    heading: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A layout: its year, its wordings by part, its columns without comments and with them (in 2014 and 2019 the same)."""

    name: str
    words: Mapping[str, str]
    columns: tuple[Column, ...]
    beside_comments: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Rows that stand under one theme: the line above them, and their cells column by column."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A matrix as it is printed: title and name of the list in the header, columns, themes with their rows, and notes in the footer."""

    title: str
    list_name: str
    columns: tuple[Column, ...]
    themes: tuple[Theme, ...]
    notes: tuple[str, ...]


@cache
def names() -> tuple[str, ...]:
    """The layouts that there are, the oldest first."""
    return tuple(dict.fromkeys(row["layout"] for row in data("matrix_layouts.csv") if row["layout"]))


@cache
def layout(name: str) -> Layout:
    """The layout of a year ('2025'). KeyError for one that is not there."""
    if name not in names():
        raise KeyError(name)
    rows = [row for row in data("matrix_layouts.csv") if row["layout"] in ("", name)]
    return Layout(
        name=name,
        words={row["part"]: row["wording"] for row in rows},
        columns=_columns(rows, "width"),
        beside_comments=_columns(rows, "width_beside_comments"),
    )


def _columns(rows: Iterable[Mapping[str, str]], width: str) -> tuple[Column, ...]:
    return tuple(Column(row["part"], row["wording"], int(row[width])) for row in rows if row[width])


def table(rows: Sequence[MatrixRow], name: str, heading: Heading) -> Table:
    """Rows in their order as the matrix of a layout ('2014', '2019', '2025'): a new theme begins where the first theme changes.

    KeyError for a layout that is not there.
    """
    form = layout(name)
    columns = form.beside_comments if any(row.comments for row in rows) else form.columns
    return Table(
        title=_title(form, heading),
        list_name=form.words["list"],
        columns=columns,
        themes=tuple(_themes(rows, form, columns)),
        notes=tuple(_notes(rows, form, heading)),
    )


def _title(form: Layout, heading: Heading) -> str:
    state = states.name(heading.state, "en")
    if heading.cycle is None or heading.session is None:
        return form.words["title_without_session"].format(state=state)
    return form.words["title"].format(state=state, cycle=_ordinal(heading.cycle), session=_ordinal(heading.session))


def _ordinal(count: int) -> str:
    """'1st', '12th', '42nd'."""
    return f"{count}{'th' if count % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"


def _notes(rows: Sequence[MatrixRow], form: Layout, heading: Heading) -> Iterator[str]:
    dated = f"{heading.dated.day} {heading.dated:%B %Y}"
    yield form.words["made"].format(dated=dated, version=version(rows))
    if derived := sum(row.derived for row in rows):
        yield form.words["derived"].format(count=derived, total=len(rows))


def _themes(rows: Iterable[MatrixRow], form: Layout, columns: Sequence[Column]) -> Iterator[Theme]:
    for theme, members in groupby(rows, key=lambda row: row.themes[0] if row.themes else form.words["no_theme"]):
        cells = (tuple(_CELLS[column.name](row, form) for column in columns) for row in members)
        yield Theme(title=_line(theme, form.words["theme"]).text, rows=tuple(cells))


# --- cells ------------------------------------------------------------------------------------------------------------------------------


def _recommendation(row: MatrixRow, form: Layout) -> Cell:
    said = " ".join(part for part in (row.number, row.wording or _put_together(row, form)) if part)
    return (_line(said), *([_line(row.source, form.words["source"])] if row.source else []))


def _put_together(row: MatrixRow, form: Layout) -> str:
    """Text and States as the layout has them: 'Adopt a law (Chile, Peru).'; where States word it differently, each wording with its own."""
    wordings = [(part.text, part.states) for part in row.parts or ()] or [(row.text, row.states)]
    return "; ".join(text + _in_brackets(codes, form) for text, codes in wordings) + "."


def _in_brackets(codes: Sequence[str], form: Layout) -> str:
    return f" ({form.words['between_states'].join(states.name(code, 'en') for code in codes)})" if codes else ""


def _position(row: MatrixRow, form: Layout) -> Cell:
    """Nothing where the position is not known."""
    said = row.position_as_stated or (form.words[row.position] if row.position else "")
    return (_line(said),) if said else ()


def _themes_and_persons(row: MatrixRow, form: Layout) -> Cell:
    """The layout of 2019 has SDGs here too, that of 2014 has none."""
    lines = list(_listed(row.themes, form.words["bullet_themes"]))
    if "sdgs" in form.words and not any(column.name == "sdgs" for column in form.columns) and row.sdgs:
        lines += [Line(form.words["sdgs"], ""), *_listed(row.sdgs, form.words["bullet_themes"])]
    if row.persons:
        lines += [Line(form.words["persons"], ""), *_listed(row.persons, form.words["bullet_persons"])]
    return tuple(lines)


def _sdgs(row: MatrixRow, form: Layout) -> Cell:
    return tuple(_listed(row.sdgs, form.words["bullet_themes"]))


def _comments(row: MatrixRow, _form: Layout) -> Cell:
    return tuple(_line(line) for comment in row.comments for line in comment.splitlines() if line.strip())


def _listed(values: Iterable[str], bullet: str) -> Iterator[Line]:
    return (_line(bullet + value) for value in values)


def _line(words: str, label: str = "") -> Line:
    """One line: what breaks it, and characters that no file can hold, go."""
    return Line(label, " ".join(_NO_XML.sub("", plain_characters(words)).split()))


_CELLS = {"recommendation": _recommendation, "position": _position, "themes": _themes_and_persons, "sdgs": _sdgs, "comments": _comments}
