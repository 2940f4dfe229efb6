"""Documents that belong to another one: decision, corrigendum, infographic."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers import document, printed
from upright.extract import extract
from upright.readers import corrigendum, decision, infographic
from upright.records import Citation, Kind, Label

INLINE = """Decision adopted by the Human Rights Council
The Human Rights Council,
Acting in compliance with resolution 60/251 and document A/HRC/5/21,
Adopts the outcome of the review of Freedonia, made of the report
(A/HRC/90/4), together with its views (A/HRC/90/37, chapter VI and A/HRC/90/4/Add.1).
United Nations A/HRC/DEC/90/105"""
NOTES = """Decides to adopt the outcome of the review of Freedonia, comprising the report,1
and the views of the State.2
1 A/HRC/90/4.
2 A/HRC/90/4/Add.1; see also A/HRC/90/2."""


@pytest.mark.parametrize(
    ("text", "targets"),
    [(INLINE, ["A/HRC/90/4", "A/HRC/90/37", "A/HRC/90/4/Add.1"]), (NOTES, ["A/HRC/90/4", "A/HRC/90/4/Add.1", "A/HRC/90/2"])],
)
def test_what_a_decision_adopts(text: str, targets: list[str]) -> None:
    read = document(printed(text), Kind.DECISION, "A/HRC/DEC/90/105")
    records = list(decision.read(read))
    assert [each.target for each in records if isinstance(each, Citation)] == targets
    assert [read.layer.text[each.source.start : each.source.end] for each in records] == targets
    assert decision.adopted(read) == "A/HRC/90/4"


def test_a_decision_that_adopts_nothing() -> None:
    read = document(printed("Recalling document A/HRC/90/4,\nRequests the Office to report."), Kind.DECISION)
    assert decision.adopted(read) is None
    assert list(decision.read(read)) == []


@pytest.mark.parametrize(
    ("name", "report"),
    [("cycle1/g1014611.pdf", "A/HRC/14/15"), ("cycle2/g1510722.pdf", "A/HRC/28/15"), ("cycle4/g2511026.pdf", "A/HRC/59/15")],
)
def test_real_decisions(corpus: Path, name: str, report: str) -> None:
    read = document(extract(corpus / "documents" / "upr_slovenia" / name), Kind.DECISION)
    assert decision.adopted(read) == report
    assert f"{report}/Add.1" in [each.target for each in decision.read(read) if isinstance(each, Citation)]


CORRIGENDUM = """United Nations
A/HRC/90/4/Corr.1
Corrigendum
1. Paragraph 12, second sentence
For sixteen read sixty
A/HRC/90/4/Corr.1
2
2. Page 7
For the existing table substitute
Treaty 2001
3. Paragraph 124.15 should read: Ratify the Convention (Chile);
Paragraph 20 (b)
Replace “shall” with “should”.
Annex
Delete the last name.
Paragraph 31
Insert and women after men."""


def test_what_a_corrigendum_corrects() -> None:
    read = document(printed(CORRIGENDUM), Kind.CORRIGENDUM, "A/HRC/90/4/Corr.1")
    found = [(each.where, each.paragraph, each.replaced, each.replacing) for each in corrigendum.corrections(read)]
    assert found == [
        ("Paragraph 12, second sentence", "12", "sixteen", "sixty"),
        ("Page 7", None, "the existing table", "Treaty 2001"),
        ("Paragraph 124.15", "124.15", None, "Ratify the Convention (Chile)"),
        ("Paragraph 20 (b)", "20 (b)", "shall", "should"),
        ("Annex", None, "the last name", None),
        ("Paragraph 31", "31", None, "and women after men"),
    ]
    records = list(corrigendum.read(read))
    assert [each.target for each in records if isinstance(each, Citation)][:2] == [
        "A/HRC/90/4",
        "A/HRC/90/4, Paragraph 12, second sentence",
    ]
    assert len(records) == 7
    assert read.layer.text[records[1].source.start : records[1].source.end] == "For sixteen read sixty"


def test_a_document_that_corrects_nothing() -> None:
    assert list(corrigendum.read(document(printed("Paragraph 12\nFor sixteen read sixty"), Kind.CORRIGENDUM))) == []


def test_a_real_corrigendum(corpus: Path) -> None:
    read = document(extract(corpus / "documents" / "upr_slovenia" / "cycle1" / "g0917825.pdf"), Kind.CORRIGENDUM)
    (correction,) = corrigendum.corrections(read)
    assert (correction.where, correction.replaced) == ("Page 4", "the existing table")
    assert [each.target for each in corrigendum.read(read) if isinstance(each, Citation)] == [
        "A/HRC/WG.6/7/SVN/2",
        "A/HRC/WG.6/7/SVN/2, Page 4",
    ]


def test_totals_of_an_infographic() -> None:
    read = document(printed("It received 194\nrecommendations and it supported 143 recommendations, and noted 51."), Kind.INFOGRAPHIC)
    assert infographic.totals(read) == {"recommendations": 194, "supported": 143, "noted": 51}
    labels = [each for each in infographic.read(read) if isinstance(each, Label)]
    assert [(each.of, each.value) for each in labels] == [("recommendations", "194"), ("supported", "143"), ("noted", "51")]


def test_a_real_infographic(corpus: Path) -> None:
    read = document(extract(corpus / "documents" / "upr_slovenia" / "cycle4" / "infographic-slovenia.pdf"), Kind.INFOGRAPHIC)
    assert infographic.totals(read) == {"recommendations": 254, "supported": 217}
