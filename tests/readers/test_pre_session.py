"""What national reports, compilations and summaries cite, in reworded lines."""

from __future__ import annotations

from upright import structure
from upright.extract.text import Line, TextLayer
from upright.identify import Identity
from upright.readers import pre_session
from upright.readers.document import Document
from upright.records import Citation, Kind


def read(*paragraphs: str) -> list[Citation]:
    text, lines = "", []
    for paragraph in ("# I. Introduction", *paragraphs):
        words = paragraph.removeprefix("#").strip()
        lines.append(Line(len(text), len(text) + len(words), 1, level=0 if paragraph.startswith("#") else None))
        text += words + "\n"
    layer = TextLayer(text=text, media_type="x", page_starts=(0,), lines=tuple(lines), wrapped=False, has_pages=False)
    identity = Identity(symbol="A/HRC/WG.6/20/SVN/2", kind=Kind.COMPILATION, language="en", state="SVN")
    document = Document(file="x.docx", sha256="", structure=structure.build(layer), identity=identity)
    citations = list(pre_session.read(document))
    for citation in citations:
        assert text[citation.source.start : citation.source.end] == citation.text
    return citations


def targets(*paragraphs: str) -> list[tuple[str, str]]:
    return [(citation.cites, citation.target) for citation in read(*paragraphs)]


def test_recommendations_with_their_report() -> None:
    assert targets("1. For relevant recommendations, see A/HRC/14/15, paras. 111.1-111.3 and 111.9 (Chile). 4 See below.") == [
        ("document", "A/HRC/14/15"),
        *(("recommendation", f"A/HRC/14/15 111.{number}") for number in (1, 2, 3, 9)),
    ]


def test_recommendations_by_number_alone() -> None:
    assert targets("# Gender (Recommendations 4, 14, 65–66)") == [("recommendation", number) for number in ("4", "14", "65", "66")]
    assert targets("1. La loi fut votée (recommandations 1 et 3).") == [("recommendation", "1"), ("recommendation", "3")]
    assert targets("1. Закон принят (рекомендации 97.1 и 97.3).") == [("recommendation", "97.1"), ("recommendation", "97.3")]


def test_bracketed_numbers_where_the_document_uses_them() -> None:
    assert targets("1. A law was passed (97.24).", "2. A court was founded (97.1, 97.3).") == [
        ("recommendation", "97.24"),
        ("recommendation", "97.1"),
        ("recommendation", "97.3"),
    ]
    assert targets("1. The share fell (41.5).") == []


def test_recommendations_of_others_are_none() -> None:
    assert targets("1. It took note of general recommendation No. 35 and of ILO Recommendation No. 204.") == [
        ("general_comment", "general recommendation No. 35")
    ]


def test_documents_and_resolutions() -> None:
    assert targets(
        "1. See CEDAW/C/SVN/CO/6, para. 12, and Human Rights Council resolutions 5/1 and 16/21; General Assembly resolution 60/251."
    ) == [
        ("document", "CEDAW/C/SVN/CO/6"),
        ("resolution", "A/HRC/RES/5/1"),
        ("resolution", "A/HRC/RES/16/21"),
        ("resolution", "A/RES/60/251"),
    ]


def test_endnotes_begin_with_the_next_number() -> None:
    citations = read("1. The law was passed in May.", "Notes", "1 A/HRC/14/15, paras. 111.1.", "2 CAT/C/SVN/CO/3, para. 4.")
    assert [citation.target for citation in citations] == ["A/HRC/14/15", "A/HRC/14/15 111.1", "CAT/C/SVN/CO/3"]
