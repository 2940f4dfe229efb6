"""Records of the Universal Human Rights Index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from layers import document
from upright.extract import extract, plain
from upright.extract.sniff import JSON
from upright.readers import uhri
from upright.readers.document import Document
from upright.records import Citation, Kind, Label, Paragraph, Recommendation, Record, Unread, words

ANNOTATION: dict[str, Any] = {
    "_id": "ab-1",
    "text": 'Housing \n12. The Committee “asks” that "symbol": be \\ kept, and\tso on – é.',
    "symbol": "E/C.12/FRD/CO/2",
    "body": "CESCR",
    "annotation_type": "Recommendations",
    "countries": ["Freedonia"],
    "themes": ["Housing", "Equality, [all] of it"],
    "sdgs": [],
    "affected_persons": ["Children"],
    "upr_cycle": None,
    "upr_recommending_country": ["Chile", "Sylvania"],
}


def made(value: object, *, ascii_only: bool = False) -> Document:
    return document(plain.read(json.dumps(value, indent=2, ensure_ascii=ascii_only).encode(), JSON), Kind.UHRI)


def check_spans(document: Document, records: list[Record]) -> None:
    for record in records:
        if isinstance(record, Unread):
            continue
        said = uhri.passage(document.layer.text[record.source.start : record.source.end])
        if isinstance(record, Recommendation | Paragraph):
            assert words(said).endswith(record.text)
        elif isinstance(record, Label):
            assert said == record.value
        elif isinstance(record, Citation):
            assert said == record.target


def test_a_recommendation_with_its_labels() -> None:
    for ascii_only in (False, True):
        read = made(ANNOTATION, ascii_only=ascii_only)
        records = list(uhri.read(read))
        check_spans(read, records)
        first, second, *labels = records
        assert isinstance(first, Recommendation)
        assert (first.number, first.states) == ("12", ("CHL", "Sylvania"))
        assert first.text == 'The Committee “asks” that "symbol": be \\ kept, and so on – é.'
        assert isinstance(second, Citation)
        assert second.target == "E/C.12/FRD/CO/2"
        assert [(each.of, each.scheme, each.value, each.method) for each in labels if isinstance(each, Label)] == [
            ("12", "ohchr_themes", "Housing", "official"),
            ("12", "ohchr_themes", "Equality, [all] of it", "official"),
            ("12", "ohchr_groups", "Children", "official"),
            ("12", "uhri_countries", "Freedonia", "official"),
            ("12", "uhri_body", "CESCR", "official"),
            ("12", "uhri_annotation", "ab-1", "official"),
        ]


def test_a_list_of_records_with_a_concern_and_one_without_text() -> None:
    concern = ANNOTATION | {"annotation_type": "Concerns/Observations", "text": "B.Health\nAccess\n7.The Committee is concerned."}
    unnumbered = ANNOTATION | {"text": "The Committee welcomes that."}
    read = made([concern, {"_id": "x", "text": None}, unnumbered])
    records = list(uhri.read(read))
    check_spans(read, records)
    concerns = [each for each in records if isinstance(each, Paragraph)]
    assert [(each.label, each.headings, each.text) for each in concerns] == [("7", ("B.Health", "Access"), "The Committee is concerned.")]
    assert sum(isinstance(each, Unread) for each in records) == 1
    assert {each.of for each in records if isinstance(each, Label)} == {"7", "ab-1"}


def test_real_records(corpus: Path) -> None:
    paths = sorted((corpus / "documents" / "uhri").glob("*.json"))
    assert len(paths) == 15
    for path in paths:
        read = document(extract(path), Kind.UHRI)
        records = list(uhri.read(read))
        check_spans(read, records)
        given = json.loads(path.read_text(encoding="utf-8"))
        first = records[0]
        assert isinstance(first, Recommendation | Paragraph)
        assert isinstance(first, Recommendation) == (given["annotation_type"] == "Recommendations")
        assert first.source.paragraph is not None
        assert [each.value for each in records if isinstance(each, Label) and each.scheme == "ohchr_themes"] == given["themes"]
