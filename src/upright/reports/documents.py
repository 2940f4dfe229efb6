"""A report as Word and PDF: headings, numbered paragraphs, and an endnote for each paragraph that has sources.

The same draft in the same version gives the same bytes. Its footer says which version it is, and of which data it was made.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from upright.extract.text import plain_characters
from upright.reports import drafts, files
from upright.reports.drafts import Paragraph, Section
from upright.tracking.models import Draft
from upright.tracking.words import Approval

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_MARGIN = 25  # millimetres


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is printed. `head`: whose it is, and how far; `foot`: which version, of which data."""

    title: str
    head: str
    foot: str
    dated: dt.date
    sections: Sequence[Section]


def of(draft: Draft) -> Report:
    """A draft as it is printed."""
    dated, approval = draft.changed_at.date(), Approval(draft.approval)
    state = approval.value if approval in (Approval.APPROVED, Approval.PUBLISHED) else "draft, not approved"
    made = f"{dated.day} {dated:%B %Y}"
    return Report(
        title=_clean(draft.title),
        head=_clean(f"{draft.organisation}: {state}"),
        foot=f"Version {draft.version} of {made}. Version of the data {draft.data_version}.",
        dated=dated,
        sections=[each for each in drafts.of(draft) if not each.out],
    )


def noted(paragraph: Paragraph) -> str:
    """The endnote of a paragraph: its sources as they are cited; nothing where it has none."""
    words = "; ".join(dict.fromkeys(each.words.rstrip(" .") for each in paragraph.sources))
    return f"{words}." if words else ""


def _clean(text: str) -> str:
    return plain_characters(text).replace("\uffff", "").strip()


# --- Word


def write_docx(report: Report, out: BinaryIO) -> None:
    """Write a report as a Word file with real endnotes, for going on in Word."""
    import docx  # takes a while to import, and few requests need it  # noqa: PLC0415

    document = docx.Document()
    _page(document.sections[0], report)
    _styles(document.styles)
    _properties(document.core_properties, report)
    notes: list[str] = []
    document.element.body[:0] = _element(f"<w:body {_W}>{''.join(_body(report, notes))}</w:body>")
    _endnotes(document, notes)
    package = io.BytesIO()
    document.save(package)
    files.repack(package, out)


def _body(report: Report, notes: list[str]) -> Iterator[str]:
    """The paragraphs in their styles; `notes` gets the endnotes, in the order in which they are referred to."""
    yield _paragraph("Title", report.title)
    for section in report.sections:
        yield _paragraph(f"Heading{section.level}", _clean(section.heading))
        for paragraph in section.shown:
            note, mark = noted(paragraph), ""
            if note:
                notes.append(note)
                mark = f'<w:r>{_RAISED}<w:endnoteReference w:id="{len(notes)}"/></w:r>'
            yield _paragraph("ListNumber", _clean(paragraph.text), mark)


def _paragraph(style: str, words: str, mark: str = "") -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in words.split("\n"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{lines}</w:r>{mark}</w:p>'


def _element(xml: str) -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415

    return parse_xml(xml)


def _endnotes(document: Any, notes: Sequence[str]) -> None:
    """The part of the package that holds the notes, numbered 1, 2, 3."""
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415

    lines = "".join(_endnote(number, note) for number, note in enumerate(notes, 1))
    around = "".join(
        f'<w:endnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{kind}/></w:r></w:p></w:endnote>'
        for at, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:endnotes {_W}>{around}{lines}</w:endnotes>'
    part = Part(PackURI("/word/endnotes.xml"), _TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, _RELATION)
    decimal = f'<w:endnotePr {_W}><w:numFmt w:val="decimal"/></w:endnotePr>'
    properties = document.sections[0]._sectPr  # noqa: SLF001
    last = [each for each in properties if each.tag.endswith(("headerReference", "footerReference"))][-1]
    last.addnext(_element(decimal))


def _endnote(number: int, note: str) -> str:
    words = escape(_clean(note))
    size, number_size = '<w:rPr><w:sz w:val="18"/></w:rPr>', '<w:rPr><w:sz w:val="18"/><w:vertAlign w:val="superscript"/></w:rPr>'
    return (
        f'<w:endnote w:id="{number}"><w:p><w:pPr><w:spacing w:before="0" w:after="40"/></w:pPr><w:r>{number_size}<w:endnoteRef/></w:r>'
        f'<w:r>{size}<w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:endnote>'
    )


def _page(section: Any, report: Report) -> None:
    from docx.shared import Mm  # noqa: PLC0415

    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN))
    section.header.paragraphs[0].text = report.head
    foot = section.footer.paragraphs[0]
    foot.text = f"{report.foot} Page "
    foot._p.append(_element(f'<w:fldSimple {_W} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))  # noqa: SLF001


def _styles(styles: Any) -> None:
    """Black Times New Roman, as in documents of the United Nations."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    sizes = {"Normal": 11, "List Number": 11, "Header": 9, "Footer": 9, "Title": 18, "Heading 1": 14, "Heading 2": 12, "Heading 3": 11}
    for name, size in sizes.items():
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Times New Roman", Pt(size), RGBColor(0, 0, 0)
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts = style.element.rPr.rFonts
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
    styles["Normal"].element.get_or_add_rPr().append(_element(f'<w:lang {_W} w:val="en-GB"/>'))
    styles["List Number"].paragraph_format.space_after = Pt(6)
    for name, unwanted in (("List Number", "w:contextualSpacing"), ("Title", "w:pBdr")):  # no space between paragraphs; a blue line
        form = styles[name].element.pPr
        for each in form.findall(qn(unwanted)):
            form.remove(each)


def _properties(properties: Any, report: Report) -> None:
    properties.title = report.title
    properties.author = properties.last_modified_by = properties.keywords = ""
    properties.comments = report.foot
    properties.language = "en-GB"
    properties.created = properties.modified = files.noon(report.dated)


# --- PDF


def write_pdf(report: Report, out: BinaryIO) -> None:
    """Write a report as PDF/UA-1. UprightError when no font on this machine has a character (Chinese, Arabic): a Word file needs none."""
    files.write_pdf("report.typ", "report", _plain(report), report.dated, out)


def _plain(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "head": report.head,
        "foot": report.foot,
        "sections": [
            {
                "heading": _clean(section.heading),
                "level": section.level,
                "paragraphs": [{"text": _clean(each.text), "note": _clean(noted(each))} for each in section.shown],
            }
            for section in report.sections
        ],
    }
