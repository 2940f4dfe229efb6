"""Specimens as DOCX, written part by part: with footnotes in their own part, Word's automatic numbering, and tables, byte for byte the same
every time (a library's template would change with its version; footnotes it would not write at all)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape

from matrices import Matrix, Row
from pages import DISCLAIMER, Block, Document, Run, day, runs

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = {
    "Normal": ("Normal", 20, False), "SingleTxtG": ("_ Single Txt_G", 20, False), "HChG": ("_ H _Ch_G", 28, True),
    "H1G": ("_ H_1_G", 24, True), "FootnoteText": ("footnote text", 18, False), "Header": ("header", 18, True),
}  # fmt: skip
PARTS = ("styles", "numbering", "footnotes", "header1")

# Word counts by itself: 57. and below it 57.1; limbs (a), (b); bullets.
NUMBERS = {"paragraph": (1, 0), "item": (1, 1), "limb": (2, 0), "bullet": (3, 0)}
LEVELS = {1: (("decimal", "%1."), ("decimal", "%1.%2")), 2: (("lowerLetter", "(%1)"),), 3: (("bullet", "•"),)}


def write(document: Document, path: Path, *, automatic: bool) -> None:
    """Write the DOCX; `automatic`: Word counts the paragraphs, else the numbers are typed."""
    notes = _Notes(document)
    body = _masthead(document) + "".join(_cover(document, notes)) + "".join(_block(block, notes, automatic) for block in document.blocks)
    _save(path, body, notes.part(), document.symbol, document.symbol, landscape=False)


def write_matrix(matrix: Matrix, path: Path) -> None:
    """Write a thematic list: one table."""
    _save(path, _table(matrix), _footnotes(""), f"{matrix.title}\t\t\t{matrix.list_title}\t\t\t\tPage 1", matrix.title, landscape=True)


# Paragraphs


class _Notes:
    """The footnotes of a document in the order of their references."""

    def __init__(self, document: Document) -> None:
        self._texts = {**document.notes, "*": document.cover_note}
        self._written: list[str] = []

    def reference(self, run: Run) -> str:
        """The reference in the text; stars are typed as custom marks."""
        mark = run.anchor or ""
        text = _run(runs(" " + self._texts[mark])[0])
        own = f"<w:t>{mark}</w:t>" if "*" in mark else "<w:footnoteRef/>"
        number = len(self._written) + 2
        sign = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>{own}</w:r>'
        self._written.append(f'<w:footnote w:id="{number}"><w:p>{_style("FootnoteText")}{sign}{text}</w:p></w:footnote>')
        custom = ' w:customMarkFollows="1"' if "*" in mark else ""
        typed = f"<w:t>{mark}</w:t>" if custom else ""
        return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference{custom} w:id="{number}"/>{typed}</w:r>'

    def part(self) -> str:
        return _footnotes("".join(self._written))


def _footnotes(notes: str) -> str:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
        for at, (kind, tag) in enumerate((("separator", "separator"), ("continuationSeparator", "continuationSeparator")))
    )
    return f"{HEAD}<w:footnotes {W}>{separators}{notes}</w:footnotes>"


def _style(style: str, extra: str = "") -> str:
    return f'<w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>'


def _run(run: Run, size: int = 0) -> str:
    face = "<w:b/>" * run.bold + "<w:i/>" * run.italic + (f'<w:sz w:val="{size}"/>' if size else "")
    return f'<w:r><w:rPr>{face}</w:rPr><w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'


def _runs(text: Iterable[Run], notes: _Notes) -> str:
    return "".join(notes.reference(run) if run.mark else _run(run) for run in text if run.mark or run.text)


def _paragraph(text: str, style: str = "Normal", *, bold: bool = False, italic: bool = False, size: int = 0) -> str:
    return f"<w:p>{_style(style)}{_run(Run(text, bold, italic), size)}</w:p>"


def _block(block: Block, notes: _Notes, automatic: bool) -> str:
    style = {0: "SingleTxtG", 1: "HChG", 2: "H1G"}[block.level]
    words = _runs(block.runs, notes)
    if not block.label:
        return f"<w:p>{_style(style)}{words}</w:p>"
    if automatic or block.kind == "bullet":
        number, level = NUMBERS[block.kind]
        counted = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return f"<w:p>{_style(style, counted)}{words}</w:p>"
    return f"<w:p>{_style(style)}<w:r><w:t>{block.label}</w:t></w:r><w:r><w:tab/></w:r>{words}</w:p>"


# Cover


def _masthead(document: Document) -> str:
    right = [document.symbol], ["Distr.: General", day(document.dated), "Original: English"]
    left = ["United Nations"], [document.front.get("covenant", "General Assembly")]
    rows = [_row([_cell([_paragraph(text) for text in cell], 4800) for cell in pair]) for pair in zip(left, right, strict=True)]
    return _grid([4800, 4800], rows)


def _cover(document: Document, notes: _Notes) -> list[str]:
    front = document.front
    if "body" in front:
        keys = ("body", "title", "committee_session_words", "meeting", "held", "chair", "agenda", "report")
        return [_paragraph(front[key], bold=key in ("body", "title", "meeting")) for key in keys if key in front]
    lines = ["Human Rights Council", front["council_session"], "Agenda item 6", "Universal Periodic Review"]
    title = f"<w:p>{_style('HChG')}{_runs(runs(front['title'] + '^*', bold=True), notes)}</w:p>"
    rest = [_paragraph(front["state"], "HChG", bold=True)]
    if "addendum" in front:
        rest += [_paragraph("Addendum", "H1G", bold=True), _paragraph(front["addendum"], "H1G", bold=True)]
    return [*(_paragraph(text, bold=True) for text in lines), title, *rest]


# Tables


def _grid(widths: list[int], rows: list[str]) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(rows)}</w:tbl>'


def _row(cells: list[str], *, header: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if header else ''}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(paragraphs: list[str], width: int, span: int = 1) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}</w:tcPr>{"".join(paragraphs)}</w:tc>'


WIDTHS = [4520, 1100, 5000, 4600]
COLUMNS = {
    "2014": ("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation"),
    "2025": (
        "Recommendation and recommending State",
        "Position of the State under review",
        "Human rights themes and groups of persons",
        "Relevant SDGs",
    ),
}


def _table(matrix: Matrix) -> str:
    cells = [_cell([_paragraph(head, bold=True)], width) for head, width in zip(COLUMNS[matrix.layout], WIDTHS, strict=True)]
    rows = [_row(cells, header=True)]
    theme = None
    for row in matrix.rows:
        if row.theme != theme:
            theme = row.theme
            title = _paragraph(f"Theme: {theme}", bold=True, italic=True, size=28)
            rows.append(_row([_cell([title], sum(WIDTHS), 4)]))
        rows.append(_row([_cell(text, width) for text, width in zip(_columns(matrix.layout, row), WIDTHS, strict=True)]))
    return _grid(WIDTHS, rows) + "<w:p/>"


def _columns(layout: str, row: Row) -> list[list[str]]:
    old = layout == "2014"
    position, para = ("position", "Para. ") if old else ("Position", "Para.")
    source = f"Source of {position}: {row.stated_in} - {para}{row.paragraph}"
    themes = [theme if old else f"- {theme}" for theme in row.themes]
    listed = [*themes, "Affected persons:" if old else "Groups of Persons: ", *(f"- {group}" for group in row.groups)]
    last = ["", ""] if old else [f"- {goal}" for goal in row.sdgs]
    columns = [[f"{row.number} {row.text}", source], [row.position], listed, last]
    return [[_paragraph(text) for text in column] for column in columns]


# The package


def _save(path: Path, body: str, footnotes: str, header: str, title: str, *, landscape: bool) -> None:
    size = '<w:pgSz w:w="16840" w:h="11907" w:orient="landscape"/>' if landscape else '<w:pgSz w:w="11907" w:h="16840"/>'
    section = f'<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>{size}</w:sectPr>'
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations((("officeDocument", "word/document.xml"),)),
        "docProps/core.xml": _properties(title),
        "word/document.xml": f"{HEAD}<w:document {W} {R}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations((part.rstrip("1"), f"{part}.xml") for part in PARTS),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/footnotes.xml": footnotes,
        "word/header1.xml": f"{HEAD}<w:hdr {W}>{_paragraph(header, 'Header', bold=True)}</w:hdr>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)


def _content_types() -> str:
    kinds = {"document": "document.main", "header1": "header"}
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{MAIN}.{kinds.get(part, part)}+xml"/>' for part in ("document", *PARTS)
    )
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{rels}{xml}{overrides}{core}</Types>'


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(targets, 1)
    )
    if "word/document.xml" in inner:
        inner += f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def _properties(title: str) -> str:
    names = f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = f"<dc:title>{escape(title)}</dc:title><dc:subject>{DISCLAIMER}</dc:subject><dc:creator>The upright developers</dc:creator>"
    return f"{HEAD}<cp:coreProperties {names}>{content}</cp:coreProperties>"


def _styles() -> str:
    styles = "".join(
        f'<w:style w:type="paragraph" {"w:default=" + chr(34) + "1" + chr(34) + " " if key == "Normal" else ""}w:styleId="{key}">'
        f'<w:name w:val="{name}"/><w:rPr>{"<w:b/>" * bold}<w:sz w:val="{size}"/></w:rPr></w:style>'
        for key, (name, size, bold) in STYLES.items()
    )
    face = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    font = f"<w:docDefaults><w:rPrDefault><w:rPr>{face}</w:rPr></w:rPrDefault></w:docDefaults>"
    return f"{HEAD}<w:styles {W}>{font}{styles}</w:styles>"


def _numbering() -> str:
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for level, (form, text) in enumerate(levels)
        )
        + "</w:abstractNum>"
        for at, levels in LEVELS.items()
    )
    numbers = "".join(f'<w:num w:numId="{at}"><w:abstractNumId w:val="{at}"/></w:num>' for at in LEVELS)
    return f"{HEAD}<w:numbering {W}>{abstract}{numbers}</w:numbering>"
