"""Word files: what is kept, what is left out, and in which order."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from upright.exceptions import UnreadableFile
from upright.extract import docx as reader
from upright.extract import extract
from upright.extract.text import TextLayer
from word_files import NAMESPACES, RELATIONSHIPS, abstract, docx, level, numbered, paragraph, table, use, zipped


def layer(body: str, **parts: str) -> TextLayer:
    return reader.read(docx(body, **parts))


def lines(body: str, **parts: str) -> list[str]:
    read = layer(body, **parts)
    return [read.text[line.start : line.end] for line in read.lines]


def test_one_line_a_paragraph_with_the_look_of_its_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="_ H_1_G"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="Base"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>'
        "<w:rPr><w:b/></w:rPr></w:style>"
    )
    body = paragraph("A. Background", '<w:pStyle w:val="H"/>') + paragraph("1. Body.") + paragraph("Bold", run="<w:b/>")
    read = layer(body, styles=styles)
    looks = [(line.style, line.level, line.bold) for line in read.lines]
    assert looks == [("_ H_1_G", 2, True), ("Normal", None, None), ("Normal", None, True)]
    assert read.text == "A. Background\n1. Body.\nBold\n"
    assert not read.has_pages
    assert not read.wrapped


def test_characters_are_made_plain() -> None:
    hyphens = "<w:t>same</w:t><w:noBreakHyphen/><w:t>sex</w:t><w:tab/><w:t>co\u00adoperation\u00a0\ufb01le</w:t><w:softHyphen/>"
    assert lines(f"<w:p><w:r>{hyphens}<w:br/><w:t>next</w:t></w:r></w:p>") == ["same-sex cooperation file\nnext"]


def test_insertions_are_kept_and_deletions_dropped() -> None:
    body = (
        '<w:p><w:r><w:t>kept </w:t></w:r><w:ins w:id="1"><w:r><w:t>new</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t>joined </w:t></w:r></w:p>' + paragraph("with the next")
    )
    assert lines(body) == ["kept new", "joined with the next"]


def test_a_field_gives_its_result() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>shown</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:fldSimple w:instr=" REF y "><w:r><w:t> too</w:t></w:r></w:fldSimple>'
        "<w:hyperlink><w:r><w:t> linked</w:t></w:r></w:hyperlink></w:p>"
    )
    assert lines(body) == ["shown too linked"]


def test_hidden_words_are_left_out() -> None:
    body = paragraph("seen") + paragraph("unseen", run="<w:vanish/>") + paragraph("shown", run='<w:vanish w:val="0"/>')
    assert lines(body) == ["seen", "shown"]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('in the box')}</w:txbxContent>"
    new, old = f"<w:drawing>{box}</w:drawing>", f"<w:pict>{box}</w:pict>"
    twice = f"<mc:AlternateContent><mc:Choice Requires='wps'>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    assert lines(f"<w:p><w:r><w:t>before</w:t></w:r><w:r>{twice}</w:r></w:p>") == ["before", "in the box"]


def test_headers_come_first_each_once() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:headerReference w:type="even" r:id="header"/></w:sectPr>'
    page = '<w:p><w:r><w:t>CCPR/C/FRD/CO/1 </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>'
    read = layer(paragraph("1. Body.") + section, header=page)
    assert read.text == "CCPR/C/FRD/CO/1\n1. Body.\n"
    assert [line.style for line in read.lines] == ["header", None]


def test_footnotes_are_marked_and_come_last() -> None:
    body = (
        '<w:p><w:r><w:t>Law</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r><w:r><w:t> passed.</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>Title</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="6"/><w:t>*</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>Act</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t> and</w:t></w:r>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>12</w:t></w:r></w:p>'
    )
    words = {5: "See art. 3.", 6: "* Unedited.", 7: "Ibid."}
    notes = "".join(f'<w:footnote w:id="{name}">{paragraph(said)}</w:footnote>' for name, said in words.items())
    read = layer(body, footnotes=f'<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>{notes}')
    assert read.text == "Law1 passed.\nTitle*\nAct2 and12\n1 See art. 3.\n* Unedited.\n2 Ibid.\n"
    assert [read.text[start:end] for start, end in read.marks] == ["1", "*", "2", "12"]
    bodies = [(mark, read.text[start:end]) for mark, start, end in read.notes]
    assert bodies == [("1", "1 See art. 3."), ("*", "* Unedited."), ("2", "2 Ibid.")]


def test_cells_of_a_table() -> None:
    merged = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>over two'
    above, below = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>down', "<w:tcPr><w:vMerge/></w:tcPr>"
    read = layer(paragraph("before") + table((merged, "c"), (above, "", "two\nlines"), (below, "e", "f")) + paragraph("after"))
    cells = [(cell.row, cell.column, cell.columns, read.text[cell.start : cell.end]) for cell in read.cells]
    assert cells[:2] == [(0, 0, 2, "over two"), (0, 2, 1, "c")]
    assert cells[2:] == [(1, 0, 1, "down"), (1, 1, 1, ""), (1, 2, 1, "two\nlines"), (2, 1, 1, "e"), (2, 2, 1, "f")]
    assert len({cell.start for cell in read.cells}) == len(read.cells)
    assert read.text.startswith("before\n")
    assert read.text.endswith("\nafter\n")


def test_a_table_that_lays_out_tables_has_no_cells_of_its_own() -> None:
    inner = table(("a", "b"))
    read = layer(f"<w:tbl><w:tr><w:tc>{paragraph('left')}</w:tc><w:tc>{inner}{paragraph('end')}</w:tc></w:tr></w:tbl>")
    assert [read.text[cell.start : cell.end] for cell in read.cells] == ["a", "b"]
    assert read.text == "left\na\nb\nend\n"


def test_a_deleted_row_is_left_out() -> None:
    row = f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{paragraph('gone')}</w:tc></w:tr>"
    assert lines(f"<w:tbl>{row}<w:tr><w:tc>{paragraph('stays')}</w:tc></w:tr></w:tbl>") == ["stays"]


def test_numbers_are_written_into_the_text() -> None:
    numbering = abstract(0, level(0, "%1.", start=110), level(1, "(%2)", "lowerLetter")) + use(1, 0)
    body = numbered("First", 1) + numbered("limb", 1, 1) + numbered("limb", 1, 1) + numbered("Second", 1) + numbered("limb", 1, 1)
    assert lines(body, numbering=numbering) == ["110. First", "(a) limb", "(b) limb", "111. Second", "(a) limb"]


def test_numbers_of_a_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>'
    )
    numbering = abstract(0, level(0, "%1."), level(1, "(%2)", "lowerRoman", more='<w:pStyle w:val="B"/>')) + use(1, 0)
    off = '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = paragraph("one", '<w:pStyle w:val="A"/>') + paragraph("sub", '<w:pStyle w:val="B"/>') + paragraph("bare", off)
    assert lines(body, styles=styles, numbering=numbering) == ["1. one", "(i) sub", "bare"]


def test_what_python_docx_writes() -> None:
    document = Document()
    document.add_heading("Recommendations", 1)
    document.add_paragraph("Ratify the Convention (Spain);", style="List Number")
    document.add_paragraph("Adopt a law (Chile).", style="List Number")
    buffer = io.BytesIO()
    document.save(buffer)
    read = reader.read(buffer.getvalue())
    assert read.text == "Recommendations\n1. Ratify the Convention (Spain);\n2. Adopt a law (Chile).\n"
    assert read.lines[0].level == 1


def test_a_file_without_words() -> None:
    with pytest.raises(UnreadableFile, match="no words"):
        layer("<w:p/>")


def test_entities_do_not_expand() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    body = f"<w:document {NAMESPACES}><w:body>{paragraph('&b;')}</w:body></w:document>"
    files = {"word/document.xml": (bomb + body).encode()}
    files["_rels/.rels"] = RELATIONSHIPS
    with pytest.raises(UnreadableFile, match="zip bomb"):
        reader.read(zipped(files))


@pytest.mark.parametrize("name", ["UPR20__Slovenia_ThematicListRecommendations_E.docx", "AdvancedQuestionsSlovenia.doc"])
def test_real_files(corpus: Path, name: str) -> None:
    read = extract(corpus / "documents" / "upr_slovenia" / "cycle2" / name)
    assert read.media_type == reader.MEDIA_TYPE
    assert all(read.text[line.start : line.end].strip() == read.text[line.start : line.end] != "" for line in read.lines)


def test_a_symbol_that_stands_in_the_header(corpus: Path) -> None:
    read = extract(corpus / "documents" / "treaty_bodies" / "concluding_observations" / "cerd" / "CERD_C_URY_CO_21-23_G1700519.docx")
    assert read.text.startswith("CERD/C/URY/CO/21-23\n")
    assert [mark for mark, _, _ in read.notes] == ["*"]
    words = [read.text[line.start : line.end] for line in read.lines]
    assert [int(each.split(".")[0]) for each in words if each[:1].isdigit() and ". " in each[:5]] == list(range(1, 45))
