"""Tables out of CSV files and workbooks, what their columns are, and what their cells mean."""

from __future__ import annotations

import codecs
import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from upright.exceptions import UnreadableFile
from upright.export import guarded
from upright.tracking import cells, sheets, workbooks
from upright.tracking.sheets import Mapping, Sheet

TABLE = [
    ["Numéro", "Ministère", "Échéance"],
    ["126.1", "Ministère de la Justice", "2025-04-30"],
    ["126.2", "Santé; Éducation", "2026-01-01"],
]


def _text(delimiter: str, end: str = "\n") -> str:
    return end.join(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) for line in TABLE) + end


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "end"),
    [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\r\n"), ("cp1252", "\r\n"), ("mac_roman", "\r"), ("utf-16-le", "\n")],
)
def test_a_csv_of_any_usual_form(encoding: str, end: str, delimiter: str) -> None:
    [sheet] = sheets.read(_text(delimiter, end).encode(encoding), "tracker.csv")
    assert sheet.header == ("Numéro", "Ministère", "Échéance")
    assert [list(line.cells) for line in sheet.rows] == TABLE[1:]
    assert [line.number for line in sheet.rows] == [2, 3]


def _xlsx(lines: list[list[object]], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    if merged:
        sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook() -> None:
    """Title lines, a merged cell, an empty line, columns of one name and of none, numbers, dates."""
    lines: list[list[object]] = [
        ["Tracker of the Ministry"],
        [None, "as of", dt.date(2025, 5, 1)],
        [],
        ["No.", "Recommendation", "Note", "Note", None],
        [16, "Ratify the protocol", dt.datetime(2025, 4, 3), 12.5, "x"],  # noqa: DTZ001
        [None, "  ", None, None, None],
        [None, "Second action", True, None, " y\u00a0"],
    ]
    [sheet] = sheets.read(_xlsx(lines, "A5:A7"), "tracker.xlsx")
    assert sheet.header == ("No.", "Recommendation", "Note", "Note (2)", "Column 5")
    # The empty line is one of the three that the merged cell covers.
    assert [(line.number, line.cells) for line in sheet.rows if line.number != 6] == [
        (5, (16, "Ratify the protocol", dt.date(2025, 4, 3), 12.5, "x")),
        (7, (16, "Second action", True, None, "y")),
    ]


def test_what_an_export_guards_comes_back() -> None:
    for text in ("=1+1", "-3 per cent", "'quoted", "plain"):
        [sheet] = sheets.read(f'a,b\n"{guarded(text)}",1\n'.encode(), "a.csv")
        assert sheet.rows[0].cells == (text, "1")


def test_no_cell_has_nul() -> None:
    [sheet] = sheets.read(b"a,b\n" + b"x\x00y,1\n" + b"plain words,2\n" * 200, "a.csv")
    assert sheet.rows[0].cells == ("xy", "1")


def test_excel_says_the_delimiter() -> None:
    [sheet] = sheets.read(b"sep=|\r\na|b,c\r\n1|2,3\r\n", "a.csv")
    assert (sheet.header, sheet.rows[0].cells, sheet.rows[0].number) == (("a", "b,c"), ("1", "2,3"), 3)


def _far() -> bytes:
    """A few kilobytes that ask for 400 gigabytes of cells."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    return file.getvalue()


def _swollen() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (workbooks.MAX_UNPACKED + 1))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no table"),
        (b"only a line of headings,x\n", "no table"),
        (b"a,b\n" + b"1,2\n" * workbooks.MAX_LINES, "more than"),
        (b"," * workbooks.MAX_COLUMNS + b"\n", "more than"),
        (b"a" * (sheets.MAX_BYTES + 1), "larger than"),
        (b"\x00\x01\x02\x05" * 50, "neither a table"),
        (codecs.BOM_UTF8 + b"a\xff\n", "damaged"),
        (b'a,b\n"' + b"x" * 200_000, "cannot be read as CSV"),
        (b"PK\x03\x04 no zip", "damaged"),
        (b"\xd0\xcf\x11\xe0 no workbook", "damaged"),
        (_far(), "too large"),
        (_swollen(), "too large"),
    ],
)
def test_what_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why) as refused:
        sheets.read(data, "a.csv")
    assert str(refused.value).endswith((".", "UTF-8"))


def test_which_column_is_what() -> None:
    fields = ("number", "organisation", "action", "due", "value", "unit")
    english = Mapping.suggested(("Rec. No", "Responsible institution", "Activity", "Deadline (month)", "Remarks"), fields)
    assert english.columns == {
        "number": "Rec. No",
        "organisation": "Responsible institution",
        "action": "Activity",
        "due": "Deadline (month)",
    }
    french = Mapping.suggested(("N°", "Ministère", "Échéance", "VALEUR"), fields)
    assert french.columns == {"organisation": "Ministère", "due": "Échéance", "value": "VALEUR"} | {"number": "N°"}
    russian = Mapping.suggested(("№", "Ведомство", "Срок исполнения", "Ед. изм."), fields)
    assert russian.columns == {"number": "№", "organisation": "Ведомство", "due": "Срок исполнения", "unit": "Ед. изм."}


def test_nothing_is_guessed_of_columns() -> None:
    assert Mapping.suggested(("Value of men", "Value of women", "x"), ("value",)).columns == {}
    assert Mapping.suggested(("Value", "Value of women"), ("value",)).columns == {"value": "Value"}
    assert Mapping.suggested(("Source",), ("source", "evidence")).columns == {"source": "Source"}


def test_lines_by_mapping() -> None:
    sheet = Sheet("s", ("a", "b"), (sheets.Line(4, ("1", None)),))
    mapping = Mapping({"value": "b", "number": "a"})
    assert [(line.number, line.values) for line in mapping.of(sheet)] == [(4, {"value": None, "number": "1"})]
    assert mapping.fits(sheet.header)
    assert not Mapping({"value": "c"}).fits(sheet.header)
    with pytest.raises(KeyError):
        list(Mapping({"value": "c"}).of(sheet))


# --- cells -----------------------------------------------------------------------------------------------------------------------------

APRIL = dt.date(2025, 4, 3)


@pytest.mark.parametrize(
    "value",
    [APRIL, dt.datetime(2025, 4, 3, 12), "2025-04-03", "2025/4/3", "03.04.2025", "3 April 2025", "April 3, 2025", "3rd Apr 2025",  # noqa: DTZ001
     "3 avril 2025", "3 de abril de 2025", "3 апреля 2025 г.", " 3  April\n2025 ", "2025-04-03T00:00:00"],
)  # fmt: skip
def test_dates(value: sheets.Value) -> None:
    assert cells.date(value) == APRIL


def test_dates_that_can_be_read_in_two_ways() -> None:
    with pytest.raises(ValueError, match="2025-04-03 or 2025-03-04"):
        cells.date("03/04/2025")
    assert cells.date("03/04/2025", day_first=True) == APRIL
    assert cells.date("04/03/2025", day_first=False) == APRIL
    assert cells.date("25/04/2025") == cells.date("04/25/2025") == dt.date(2025, 4, 25)
    assert cells.date("04/04/2025") == dt.date(2025, 4, 4)
    assert cells.date(None) is None


@pytest.mark.parametrize("value", ["2025", 45000, 45000.5, True, "soon", "31/02/2025", "30 Foo 2025", "03/04/25", "2025-13-01"])
def test_no_dates(value: sheets.Value) -> None:
    with pytest.raises(ValueError, match="no date|no such day"):
        cells.date(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [(12, 12), (1.5, 1.5), ("12", 12), ("1 234,5", 1234.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1,234,567", 1234567), ("12 %", 12),
     ("−3", -3), ("0.234", 0.234), ("0,234", 0.234), ("1\u202f000", 1000), ("1234.567", 1234.567), ("1’000", 1000), (None, None)],
)  # fmt: skip
def test_numbers(value: sheets.Value, number: float | None) -> None:
    assert cells.number(value) == number


@pytest.mark.parametrize("value", ["1,234", "-1.234"])
def test_numbers_that_can_be_read_in_two_ways(value: str) -> None:
    with pytest.raises(ValueError, match="thousand or a fraction"):
        cells.number(value)
    assert cells.number(value, decimal=",") != cells.number(value, decimal=".")


@pytest.mark.parametrize("value", ["", "n/a", "12 persons", "1,23,4", "1.2.3,4,5", "1 (2013)", True, "–"])
def test_no_numbers(value: sheets.Value) -> None:
    with pytest.raises(ValueError, match="no number"):
        cells.number(value)


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        (2013, "2013-01-01", "2013-12-31"),
        ("2013", "2013-01-01", "2013-12-31"),
        ("2012-2015", "2012-01-01", "2015-12-31"),
        ("2013/14", "2013-01-01", "2014-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("May 2016", "2016-05-01", "2016-05-31"),
        ("2016-01/2016-05", "2016-01-01", "2016-05-31"),
        ("Q2 2024", "2024-04-01", "2024-06-30"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("2010/2011", "2010-01-01", "2011-12-31"),
        (APRIL, "2025-04-03", "2025-04-03"),
        ("25/04/2025", "2025-04-25", "2025-04-25"),
    ],
)
def test_periods(value: sheets.Value, start: str, end: str) -> None:
    assert cells.period(value) == (dt.date.fromisoformat(start), dt.date.fromisoformat(end))


@pytest.mark.parametrize(
    ("value", "why"),
    [("2010-11", "month or two years"), ("2015-2012", "ends before"), ("lately", "no period"), ("since 2010", "no period"),
     ("H3 2024", "no period"), ("2024-19", "no period"), (16, "no period"), ("31/02/2025", "no such day"), ("03/04/2025", "2025-04-03 or")],
)  # fmt: skip
def test_no_periods(value: sheets.Value, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        cells.period(value)


@pytest.mark.parametrize("normal", [None, "", "thus far in 2016", "since 2010", "in the past year", "2016-02-30", "2016-00", "2016-13"])
def test_what_has_no_two_ends(normal: str | None) -> None:
    assert cells.span(normal) is None
