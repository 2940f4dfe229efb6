"""OHCHR's matrix of recommendations as Word, Excel and PDF.

    write_docx(rows, "2025", heading, out)

The same rows, layout and heading give the same bytes: nothing of the day, the machine or the user goes into a file. What a file says of
its data (`Heading.dated`, the version of the rows) stands in its footer; in Excel, on a second sheet too.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from upright.export import guarded
from upright.reports import files
from upright.reports.layouts import Cell, Column, Line, Table, table
from upright.reports.rows import Heading, MatrixRow, version

_SHADE = "DBE5F1"  # of a theme's row, as in the matrices of 2014


def _growing(name: str, content: bytes) -> bytes:
    """Rows of a sheet keep their height, but as one that Excel found itself: it grows when somebody writes more."""
    return content.replace(b' customHeight="1"', b"") if name.startswith("xl/worksheets/") else content


def _height(cells: Iterable[Cell], columns: Sequence[Column], letter: int) -> int:
    """How many printed lines a row is high, about; `letter`: the mean width of one in twentieths of a point."""
    return max(
        sum(-(-len(line.text) // max(column.width // letter, 1)) or 1 for line in cell) for cell, column in zip(cells, columns, strict=True)
    )


# --- Word -------------------------------------------------------------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PAGE, _MARGIN = (297, 210), 12.7  # millimetres: A4, lying
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_FIELD = f'<w:fldSimple {_W} w:instr="{{name}}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def write_docx(rows: Sequence[MatrixRow], layout: str, heading: Heading, out: BinaryIO) -> None:
    """Write the matrix as a Word file: landscape, header row on every page, a row for each theme. KeyError for an unknown layout."""
    write_table_docx(table(rows, layout, heading), version(rows), heading.dated, out)


def write_table_docx(made: Table, data_version: str, dated: dt.date, out: BinaryIO) -> None:
    """Write a table as a Word file, with the version of its data and their day in its properties."""
    import docx  # takes a while to import, and few requests need it  # noqa: PLC0415

    document = docx.Document()
    _page(document.sections[0])
    _styles(document.styles)
    _properties(document.core_properties, made, data_version, dated)
    section = document.sections[0]
    _header(section.header.paragraphs[0], made)
    section.footer.paragraphs[0].text = " ".join(made.notes)
    document.element.body.insert(0, _element(_word_table(made)))
    _last_line(document.add_paragraph().paragraph_format)
    package = io.BytesIO()
    document.save(package)
    files.repack(package, out)


def _element(xml: str) -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415

    return parse_xml(xml)


def _page(section: Any) -> None:
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(_PAGE[0]), Mm(_PAGE[1])
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN))
    section.header_distance = section.footer_distance = Mm(7)


def _last_line(form: Any) -> None:
    """Word wants a paragraph behind a table: one that takes no room."""
    from docx.shared import Pt  # noqa: PLC0415

    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(0), Pt(1)


def _styles(styles: Any) -> None:
    """Times New Roman, as in OHCHR's files, and in British English for whoever has it read aloud."""
    from docx.shared import Pt  # noqa: PLC0415

    for name, size, around in (("Normal", 10, 2), ("Header", 10, 0), ("Footer", 8, 0)):
        style = styles[name]
        style.font.name, style.font.size, style.font.bold = "Times New Roman", Pt(size), name == "Header"
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(around)
        style.paragraph_format.line_spacing = 1
    styles["Normal"].element.get_or_add_rPr().append(_element(f'<w:lang {_W} w:val="en-GB"/>'))


def _properties(properties: Any, made: Table, data_version: str, dated: dt.date) -> None:
    properties.title = f"{made.title}: {made.list_name}"
    properties.author = properties.last_modified_by = properties.keywords = ""
    properties.comments = made.notes[0]
    properties.version = data_version
    properties.language = "en-GB"
    properties.created = properties.modified = files.noon(dated)


def _header(paragraph: Any, made: Table) -> None:
    """Title at the left, name of the list in the middle, page at the right."""
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    width = _PAGE[0] - 2 * _MARGIN
    stops = paragraph.paragraph_format.tab_stops
    paragraph.style.paragraph_format.tab_stops.clear_all()
    stops.add_tab_stop(Mm(width / 2), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    for before, field in ((f"{made.title}\t{made.list_name}\tPage ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(before)
        paragraph._p.append(_element(_FIELD.format(name=field)))  # python-docx has no fields  # noqa: SLF001


def _word_table(made: Table) -> str:
    widths = [column.width for column in made.columns]
    borders = "".join(
        f'<w:{side} w:val="dotted" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _word_row([_word_cell((Line(column.heading, ""),), column.width) for column in made.columns], header=True)
    return (
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="108" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1"/>'
        f"<w:tblCaption w:val={quoteattr(made.title)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{''.join(_word_rows(made, widths))}</w:tbl>"
    )


def _word_rows(made: Table, widths: Sequence[int]) -> Iterable[str]:
    for theme in made.themes:
        yield _word_row([_word_theme(theme.title, widths)])
        for cells in theme.rows:
            yield _word_row([_word_cell(cell, width) for cell, width in zip(cells, widths, strict=True)])


def _word_row(cells: Iterable[str], *, header: bool = False) -> str:
    """A row that no page breaks, unless it is longer than one."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * header}</w:trPr>{''.join(cells)}</w:tr>"


def _word_theme(title: str, widths: Sequence[int]) -> str:
    """A theme over all columns, kept on the page of the row below it."""
    look = '<w:rPr><w:b/><w:i/><w:sz w:val="28"/></w:rPr>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/><w:shd w:val="clear" w:color="auto" '
        f'w:fill="{_SHADE}"/></w:tcPr><w:p><w:pPr><w:keepNext/></w:pPr><w:r>{look}<w:t>{escape(title)}</w:t></w:r></w:p></w:tc>'
    )


def _word_cell(cell: Cell, width: int) -> str:
    paragraphs = "".join(f"<w:p>{_word_run(line.label, '<w:b/>')}{_word_run(line.words)}</w:p>" for line in cell) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'


def _word_run(words: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>' if words else ""


# --- Excel ------------------------------------------------------------------------------------------------------------------------------

_CELL = 32_767  # characters that a cell holds
_LISTS = ("themes", "sdgs")
_LETTER = 105  # twentieths of a point that one character of Excel's usual type takes
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_xlsx(rows: Sequence[MatrixRow], layout: str, heading: Heading, out: BinaryIO) -> None:
    """Write the matrix as an Excel file: one sheet as the table is, one on the data. No cell is a formula. KeyError for an unknown layout.

    A cell holds 32,767 characters: what is longer is cut, with an ellipsis.
    """
    write_table_xlsx(table(rows, layout, heading), "Matrix", heading.dated, out)


def write_table_xlsx(made: Table, name: str, dated: dt.date, out: BinaryIO) -> None:
    """Write a table as an Excel file: a sheet of some name, and one on the data, whose day stands in its properties."""
    import xlsxwriter  # takes a while to import, and few requests need it  # noqa: PLC0415

    package = io.BytesIO()
    with xlsxwriter.Workbook(package, _OPTIONS) as book:
        book.set_properties({"title": f"{made.title}: {made.list_name}", "comments": made.notes[0], "created": files.noon(dated)})
        sheet = book.add_worksheet(name)
        _print_settings(sheet, made)
        _fill(sheet, made, _Formats(book))
        _about(book.add_worksheet("About"), made, book.add_format({"text_wrap": True, "valign": "top"}))
    files.repack(package, out, _growing)


class _Formats:
    """How cells look. All are text, so that no cell becomes a formula when somebody changes it."""

    def __init__(self, book: Any) -> None:
        text = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 4}
        self.words = book.add_format(text)
        self.heading = book.add_format(text | {"bold": True, "bottom": 1})
        theme = {"num_format": "@", "top": 4, "bottom": 4, "bold": True, "italic": True, "font_size": 13, "bg_color": f"#{_SHADE}"}
        self.theme = book.add_format(theme)


def _print_settings(sheet: Any, made: Table) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    sheet.set_header(f"&L{_doubled(made.title)}&C{_doubled(made.list_name)}&RPage &P of &N")
    sheet.set_footer(f"&L&8{_doubled(made.notes[0])}")


def _doubled(words: str) -> str:
    """In a header of Excel's one & begins a command."""
    return words.replace("&", "&&")


def _fill(sheet: Any, made: Table, formats: _Formats) -> None:
    for at, column in enumerate(made.columns):
        sheet.set_column(at, at, _characters(column))
        sheet.write_string(0, at, column.heading, formats.heading)
    row = 0
    sheet.set_row(0, 3 + 15 * _height([(Line(column.heading, ""),) for column in made.columns], made.columns, _LETTER))
    for theme in made.themes:
        row += 1
        sheet.set_row(row, 19)
        sheet.write_string(row, 0, _within(theme.title), formats.theme)
        for at in range(1, len(made.columns)):
            sheet.write_blank(row, at, None, formats.theme)
        for cells in theme.rows:
            row += 1
            sheet.set_row(row, min(3 + 15 * _height(cells, made.columns, _LETTER), 409))
            for at, (cell, column) in enumerate(zip(cells, made.columns, strict=True)):
                _write(sheet, row, at, _dotted(cell) if column.name in _LISTS else cell, formats.words)
    sheet.autofilter(0, 0, row, len(made.columns) - 1)


def _characters(column: Column) -> float:
    """A column's width as Excel counts it, in characters of its usual type."""
    return column.width / _LETTER


def _write(sheet: Any, row: int, column: int, cell: Cell, form: Any) -> None:
    words = "\n".join(line.text for line in cell)
    if words:
        sheet.write_string(row, column, _within(words), form)
    else:
        sheet.write_blank(row, column, None, form)


def _dotted(cell: Cell) -> Cell:
    """A dash at the beginning makes a formula of a cell: lists have dots."""
    return tuple(Line(line.label, "• " + line.words[2:] if line.words.startswith("- ") else line.words) for line in cell)


def _within(words: str) -> str:
    """What a cell holds, and no spreadsheet takes for a formula, also when the sheet is saved as CSV."""
    safe = str(guarded(words))
    return safe if len(safe) <= _CELL else safe[: _CELL - 1] + "…"


def _about(sheet: Any, made: Table, form: Any) -> None:
    sheet.set_column(0, 0, 100)
    for at, words in enumerate((made.title, made.list_name, *made.notes)):
        sheet.write_string(at, 0, words, form)


# --- PDF --------------------------------------------------------------------------------------------------------------------------------


_WHOLE = 25  # lines of a row that is not parted between pages: less than a page, however short the estimate is


def write_pdf(rows: Sequence[MatrixRow], layout: str, heading: Heading, out: BinaryIO) -> None:
    """Write the matrix as PDF/UA-1: tagged, with a title, header row and theme on every page. KeyError for an unknown layout.

    UprightError when no font on this machine has a character (Chinese, Arabic): Word and Excel files need none.
    """
    made = table(rows, layout, heading)
    files.write_pdf("matrix.typ", "matrix", _plain(made), heading.dated, out)


def _plain(made: Table) -> dict[str, Any]:
    return {
        "title": made.title,
        "list": made.list_name,
        "notes": made.notes,
        "columns": [{"heading": column.heading, "width": column.width} for column in made.columns],
        "themes": [
            {"title": theme.title, "rows": [{"cells": cells, "whole": _height(cells, made.columns, 80) <= _WHOLE} for cells in theme.rows]}
            for theme in made.themes
        ],
        "shade": f"#{_SHADE}",
    }
