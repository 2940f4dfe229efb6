"""A matrix that is written and read again says the same: as Word and Excel in every layout, OHCHR's own and invented ones."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from lxml import etree

from upright import states
from upright.exceptions import UnreadableFile, UprightError
from upright.extract import docx
from upright.pipeline import read_file
from upright.readers.attribution import attribute
from upright.readers.reading import Reading
from upright.records import Kind, Position
from upright.reports import layouts, read_back
from upright.reports.matrix import write_docx, write_pdf, write_xlsx
from upright.reports.rows import Heading, MatrixRow, version

LAYOUTS = ("2014", "2019", "2025")
REAL = {
    2: "cycle2/UPR20__Slovenia_ThematicListRecommendations_E.docx",
    4: "cycle4/upr48-slovenia-thematic-list-of-recommendatio.docx",
}
HEADING = Heading(state="SVN", cycle=4, session=48, dated=dt.date(2025, 7, 1))
ROW = MatrixRow(
    number="90.1",
    text="Adopt a law",
    states=("CHL", "PER"),
    source="A/HRC/90/4/Add.1 - Para. 3",
    position=Position.SUPPORTED,
    position_as_stated="Supported",
    themes=("Right to health", "Equality & non-discrimination"),
    persons=("Women & girls",),
    sdgs=("3 - GOOD HEALTH AND WELL-BEING",),
)
HOSTILE = (
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "'quoted' at the beginning",
    "</w:t><w:p/> & <b>",
    "#sys.inputs *not bold* $x$ \\ [",
    "a\x08control\x00 character\uffff",
)


@cache
def _read(path: Path) -> Reading:
    return read_file(path)


def _rows(path: Path) -> list[MatrixRow]:
    return read_back.of_records(_read(path).records, _read(path).text)


def _carried(rows: list[MatrixRow], layout: str) -> list[MatrixRow]:
    """What a layout can say of rows: that of 2014 has no SDGs."""
    return [dataclasses.replace(row, sdgs=()) for row in rows] if layout == "2014" else rows


def _written(rows: list[MatrixRow], layout: str, heading: Heading = HEADING) -> tuple[io.BytesIO, io.BytesIO]:
    word, sheet = io.BytesIO(), io.BytesIO()
    write_docx(rows, layout, heading, word)
    write_xlsx(rows, layout, heading, sheet)
    return io.BytesIO(word.getvalue()), io.BytesIO(sheet.getvalue())


def _themes(file: io.BytesIO) -> list[str]:
    """The lines above the groups of rows in a Word file."""
    return [line for line in docx.read(file.getvalue()).text.split("\n") if line.startswith("Theme: ")]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("cycle", REAL)
def test_ohchrs_matrices_read_again_are_the_same(corpus: Path, tmp_path: Path, cycle: int, layout: str) -> None:
    real = corpus / "documents" / "upr_slovenia" / REAL[cycle]
    rows = _rows(real)
    assert len(rows) == {2: 163, 4: 254}[cycle]
    word, sheet = _written(rows, layout, dataclasses.replace(HEADING, cycle=cycle, session={2: 20, 4: 48}[cycle]))
    path = tmp_path / "matrix.docx"
    path.write_bytes(word.getvalue())
    assert _rows(path) == _carried(rows, layout)
    assert read_back.read_docx(word) == _carried(rows, layout)
    assert read_back.read_xlsx(sheet) == _carried(rows, layout)
    assert _themes(word) == [line.rstrip() for line in _themes(io.BytesIO(real.read_bytes()))]
    ours, theirs = _read(path).identity, _read(real).identity
    assert dataclasses.replace(ours, title=None) == dataclasses.replace(theirs, title=None)
    assert (ours.kind, ours.state, ours.cycle) == (Kind.MATRIX, "SVN", cycle)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["matrix2014.docx", "matrix2025.docx"])
def test_invented_matrices_with_comments_read_again_are_the_same(specimens: Path, name: str, layout: str) -> None:
    rows = _rows(specimens / "files" / name)
    rows[::2] = [dataclasses.replace(row, comments=("First line.", "- second line")) for row in rows[::2]]
    assert len(rows) > 5
    assert any(row.parts for row in rows)
    for file, read in zip(_written(rows, layout), (read_back.read_docx, read_back.read_xlsx), strict=True):
        assert read(file) == _carried(rows, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_without_the_documents_own_words_are_put_together(specimens: Path, layout: str) -> None:
    rows = [dataclasses.replace(row, wording=None) for row in _rows(specimens / "files" / "matrix2025.docx")]
    word, _ = _written(rows, layout)
    again = read_back.read_docx(word)
    assert [row.states for row in again] == [row.states for row in rows]
    plain = [(row, made) for row, made in zip(rows, again, strict=True) if row.parts is None]
    assert [made.text for _, made in plain] == [row.text for row, _ in plain]
    for row, made in zip(rows, again, strict=True):
        for part in row.parts or ():
            assert any(part.text in each.text and each.states == part.states for each in made.parts or ())


@pytest.mark.parametrize("between", [layouts.layout(name).words["between_states"] for name in LAYOUTS])
def test_every_member_state_is_read_again(between: str) -> None:
    members = [each for each in states.all_states().values() if each.kind is states.StateKind.MEMBER and each.until is None]
    assert len(members) == 193
    for each, other in zip(members, [*members[1:], members[0]], strict=True):
        assert attribute(f"Adopt a law ({each.name}{between}{other.name}).").states == (each.code, other.code)


@pytest.mark.parametrize("position", Position)
def test_positions_are_written_in_words_that_are_read(position: Position) -> None:
    rows = [dataclasses.replace(ROW, position=position, position_as_stated=None)]
    for file, read in zip(_written(rows, "2025"), (read_back.read_docx, read_back.read_xlsx), strict=True):
        assert read(file)[0].position is position


def test_what_is_not_known_stays_so() -> None:
    bare = MatrixRow(number="90.1", text="Adopt a law", states=())
    for file, read in zip(_written([bare], "2025"), (read_back.read_docx, read_back.read_xlsx), strict=True):
        assert read(file) == [dataclasses.replace(bare, wording="Adopt a law.")]


# --- the layouts -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "comments", "columns"),
    [
        ("2014", (), ["recommendation", "position", "themes", "comments"]),
        ("2019", ("x",), ["recommendation", "position", "themes", "comments"]),
        ("2025", (), ["recommendation", "position", "themes", "sdgs"]),
        ("2025", ("x",), ["recommendation", "position", "themes", "sdgs", "comments"]),
    ],
)
def test_columns(layout: str, comments: tuple[str, ...], columns: list[str]) -> None:
    made = layouts.table([dataclasses.replace(ROW, comments=comments)], layout, HEADING)
    assert [column.name for column in made.columns] == columns
    assert 14_900 < sum(column.width for column in made.columns) <= 15_400 - 108  # A4 lying, between margins of half an inch


def test_cells_of_each_layout() -> None:
    cells = {name: [[line.text for line in cell] for cell in layouts.table([ROW], name, HEADING).themes[0].rows[0]] for name in LAYOUTS}
    said = ["90.1 Adopt a law (Chile, Peru).", "Source of position: A/HRC/90/4/Add.1 - Para. 3"]
    themes, goals = ["Right to health", "Equality & non-discrimination"], ["SDGs:", "3 - GOOD HEALTH AND WELL-BEING"]
    persons = ["Affected persons:", "- Women & girls"]
    assert cells["2014"] == [said, ["Supported"], themes + persons, []]
    assert cells["2019"] == [said, ["Supported"], themes + goals + persons, []]
    assert cells["2025"] == [
        ["90.1 Adopt a law (Chile) (Peru).", "Source of Position: A/HRC/90/4/Add.1 - Para. 3"],
        ["Supported"],
        ["- Right to health", "- Equality & non-discrimination", "Groups of Persons:", "- Women & girls"],
        ["- 3 - GOOD HEALTH AND WELL-BEING"],
    ]


def test_title_and_notes() -> None:
    made = layouts.table([ROW, dataclasses.replace(ROW, derived=True)], "2014", dataclasses.replace(HEADING, cycle=2, session=22))
    assert (made.title, made.list_name) == ("UPR of Slovenia (2nd Cycle – 22nd session)", "Thematic list of recommendations")
    assert made.notes[0].startswith("Made out of the data of 1 July 2025; version of the data ")
    assert "of 1 of 2 recommendations" in made.notes[1]
    unknown = layouts.table([ROW], "2014", dataclasses.replace(HEADING, session=None))
    assert (unknown.title, len(unknown.notes)) == ("UPR of Slovenia", 1)
    assert layouts.table([dataclasses.replace(ROW, themes=())], "2025", HEADING).themes[0].title == "Theme: none given"
    with pytest.raises(KeyError):
        layouts.table([ROW], "2020", HEADING)


# --- files -------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [write_docx, write_xlsx, write_pdf])
def test_the_same_data_give_the_same_bytes(write: Any, tmp_path: Path) -> None:
    """Made here and by another process, whose day and hashes are others."""
    out = io.BytesIO()
    write([ROW], "2025", HEADING, out)
    program = f"""
import sys, time, datetime
from upright.records import Position
from upright.reports.matrix import {write.__name__}
from upright.reports.rows import Heading, MatrixRow
time.time = lambda: 2e9
{write.__name__}([{ROW!r}], "2025", {HEADING!r}, open(sys.argv[1], "wb"))
""".replace(repr(Position.SUPPORTED), "Position.SUPPORTED")
    path = tmp_path / "again"
    subprocess.run([sys.executable, "-c", program, path], check=True, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PATH": ""})
    assert path.read_bytes() == out.getvalue()


def test_packages_hold_no_day_but_that_of_the_data() -> None:
    for file in _written([ROW], "2025"):
        with zipfile.ZipFile(file) as package:
            assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = etree.fromstring(package.read("docProps/core.xml"))
        assert {(each.text or "")[:10] for each in core if each.tag.endswith(("created", "modified"))} == {"2025-07-01"}


def test_the_version_is_of_all_that_the_rows_say() -> None:
    changed: list[dict[str, Any]] = [{"comments": ("x",)}, {"sdgs": ()}, {"position": Position.NOTED}, {"derived": True}]
    versions = [version([ROW]), *(version([dataclasses.replace(ROW, **change)]) for change in changed), version([]), version([ROW, ROW])]
    assert len(set(versions)) == len(versions)


def test_no_cell_is_a_formula() -> None:
    rows = [dataclasses.replace(ROW, number=None, text=text, wording=text, themes=(text,), comments=(text,)) for text in HOSTILE]
    _, sheet = _written(rows, "2025")
    for table in openpyxl.load_workbook(sheet):
        for cells in table.iter_rows():
            for cell in cells:
                assert cell.data_type in ("s", "n")
                assert cell.data_type == "s" or cell.value is None
                assert not str(cell.value or "").startswith(("=", "+", "-", "@", "\t", "\r"))
                assert cell.value is None or table.title == "About" or cell.number_format == "@"
    with zipfile.ZipFile(sheet) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())


def test_whatever_is_said_comes_back_from_every_file() -> None:
    said = tuple(" ".join(text.translate(dict.fromkeys((0, 8, 0xFFFF))).split()) for text in HOSTILE)
    rows = [dataclasses.replace(ROW, number=f"91.{at}", comments=(text,)) for at, text in enumerate(HOSTILE)]
    rows.append(dataclasses.replace(ROW, comments=HOSTILE))
    for file, read in zip(_written(rows, "2025"), (read_back.read_docx, read_back.read_xlsx), strict=True):
        found = read(file)
        assert [row.comments for row in found] == [*((line,) for line in said), said]


def test_a_file_without_a_matrix_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Expenses"
    other = io.BytesIO()
    book.save(other)
    for damaged in (io.BytesIO(b"no workbook"), io.BytesIO(other.getvalue()[:900]), io.BytesIO(other.getvalue()), io.BytesIO()):
        with pytest.raises(UnreadableFile):
            read_back.read_xlsx(damaged)


def test_a_word_file_repeats_its_header_and_keeps_themes_with_their_rows() -> None:
    word, _ = _written([ROW, dataclasses.replace(ROW, themes=("Right to life",))], "2025")
    with zipfile.ZipFile(word) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    rows = list(root.iter(f"{w}tr"))
    assert [row.find(f"{w}trPr/{w}tblHeader") is not None for row in rows] == [True, False, False, False, False]
    assert all(row.find(f"{w}trPr/{w}cantSplit") is not None for row in rows)
    assert [next(row.iter(f"{w}keepNext"), None) is not None for row in rows] == [False, True, False, True, False]
    size = root.find(f".//{w}sectPr/{w}pgSz")
    assert size is not None
    assert size.get(f"{w}orient") == "landscape"


def test_a_pdf_is_tagged_and_says_all() -> None:
    out = io.BytesIO()
    long = tuple(f"Line {at} of what was done." for at in range(120))  # more than a page
    rows = [dataclasses.replace(ROW, comments=HOSTILE), dataclasses.replace(ROW, number="90.2", comments=long)]
    write_pdf(rows, "2025", HEADING, out)
    pdf = pypdfium2.PdfDocument(out.getvalue())
    assert pdf.get_metadata_value("Title") == "UPR of Slovenia (4th Cycle - 48th Session): Thematic list of recommendations"
    assert b"pdfuaid" in out.getvalue()
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]
    assert len(pages) > 2
    assert all("Recommendation and recommending State" in page and "Theme: Right to health" in page for page in pages)
    whole = " ".join(pages)
    assert all(f"Line {at} of" in whole for at in range(120))
    assert all(words in whole for words in ("90.1 Adopt a law (Chile) (Peru).", "#sys.inputs *not bold* $x$", "=HYPERLINK", version(rows)))


def test_a_pdf_says_which_character_no_font_has() -> None:
    with pytest.raises(UprightError, match="no font on this machine has “.+”"):
        write_pdf([dataclasses.replace(ROW, comments=("\U0010fffd",))], "2025", HEADING, io.BytesIO())


@pytest.mark.parametrize("write", [write_docx, write_xlsx, write_pdf])
def test_a_matrix_without_rows_is_a_header(write: Any) -> None:
    out = io.BytesIO()
    write([], "2014", HEADING, out)
    assert out.tell() > 1000
