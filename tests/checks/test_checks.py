"""The checks find the slips that were put into the specimens and those that real documents hold, and nothing in clean ones."""

from __future__ import annotations

import importlib
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from upright import extract, identify, structure
from upright.checks import check
from upright.checks.catalogue import SEVERITY, Check
from upright.readers import READERS
from upright.readers.document import Document, document_record, paragraphs
from upright.records import Finding, Record

REPOSITORY = Path(__file__).parents[2]
SPECIMENS = REPOSITORY / "specimens" / "files"


def load(path: Path) -> tuple[Document, tuple[Record, ...]]:
    layer = extract.extract(path)
    document = Document(file=path.name, sha256="0" * 64, structure=structure.build(layer), identity=identify.identify(layer, path.name))
    reader = READERS.get(document.identity.kind)
    return document, (document_record(document), *paragraphs(document), *(reader(document) if reader else ()))


@cache
def findings(path: Path) -> tuple[Finding, ...]:
    return tuple(check(*load(path)))


def said(path: Path) -> set[tuple[str, str | None, str | None]]:
    return {(each.check, each.expected, each.found) for each in findings(path)}


@pytest.fixture
def seeded(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(REPOSITORY / "benchmarks")
    return importlib.import_module("seeded_errors")


SLIPS_2014 = {
    ("statements_announced", "38", "37"),
    ("number_missing", "57.6", "57.7"),
    ("number_misprinted", "60.14", "60.13"),
    ("number_misprinted", "59.2", "59. 2"),
    ("name_misspelt", "Philippines", "Phillipines"),
    ("name_misspelt", "United Kingdom of Great Britain and Northern Ireland", "United Kingdom of Great Britain and Northern Irland"),
    ("name_variant", "Republic of Korea", "South Korea"),
    ("recommending_state_silent", None, "Iceland"),
    ("acronym_mistyped", "CRPD", "CPRD"),
    ("footnote_without_mark", None, "2"),
    ("position_contradicted", "supported", "noted"),
    ("symbol_astray", "A/HRC/WG.6/20/XVA/3", "A/HRC/WG.6/20/XVB/3"),
    ("reference_astray", None, "98"),
    ("recommendations_announced", "one", "2"),
    ("bracket_unbalanced", None, "e of charge Côte d’Ivoire)"),
}


def test_every_slip_of_the_report_is_found_and_nothing_else() -> None:
    assert said(SPECIMENS / "slips2014.pdf") == SLIPS_2014


def test_every_slip_of_the_addendum_is_found_and_nothing_else() -> None:
    assert said(SPECIMENS / "slips2015.pdf") == {
        ("totals", "14", "13"),
        ("position_contradicted", "supported", "noted"),
        ("symbol_astray", "A/HRC/WG.6/2/XVA/1", "A/HRC/WG.6/2/XVB/1"),
    }


@pytest.mark.parametrize(
    "name",
    ["report2014.pdf", "report2014.docx", "report2014.txt", "report2008.pdf", "report2008.docx", "addendum2015.pdf", "matrix2014.docx"],
)
def test_nothing_is_found_in_clean_specimens(name: str) -> None:
    assert [each.message for each in findings(SPECIMENS / name)] == []


@pytest.mark.parametrize("name", ["slips2014.pdf", "slips2014.txt", "slips2015.pdf"])
def test_findings_point_to_their_passage(name: str) -> None:
    text = load(SPECIMENS / name)[0].layer.text
    for each in findings(SPECIMENS / name):
        assert 0 <= each.source.start < each.source.end <= len(text)
        assert each.severity is SEVERITY[Check(each.check)]
        assert each.message.endswith((".", "'."))
        if each.check in ("name_misspelt", "name_variant", "acronym_mistyped", "symbol_astray"):
            assert " ".join(text[each.source.start : each.source.end].split()) == each.found


def test_the_reference_lists_every_check_with_its_severity() -> None:
    page = (REPOSITORY / "docs" / "reference" / "checks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \|", page, re.MULTILINE)
    assert rows == [(each.value, SEVERITY[each].value) for each in Check]


def test_seeded_errors_are_found_in_a_specimen(seeded: ModuleType) -> None:
    for number in range(3):
        outcome = seeded.outcome(SPECIMENS / "report2014.pdf", number)
        assert ([edit.check for edit in outcome.missed], [each.message for each in outcome.extra]) == ([], [])
        assert len(outcome.found) >= 8


def test_seeded_errors_are_found_in_clean_reports(corpus: Path, seeded: ModuleType) -> None:
    outcomes = [seeded.outcome(corpus / "documents" / "upr" / name, number) for number, name in enumerate(seeded.CLEAN)]
    assert sum(len(each.found) + len(each.missed) for each in outcomes) == 30
    assert sum(len(each.found) for each in outcomes) >= 27
    assert [each.message for outcome in outcomes for each in outcome.extra] == []


@pytest.mark.parametrize("name", ["upr/kazakhstan2014.pdf", "A_HRC_28_10.txt"])
def test_what_is_wrong_with_a_real_report(corpus: Path, name: str) -> None:
    found = [(each.check, each.paragraphs, each.expected, each.found) for each in findings(corpus / "documents" / name)]
    assert found == [
        ("name_variant", ("124.37", "125.25", "125.91"), "Iran (Islamic Republic of)", "Iran (Islamic republic of)"),
        ("acronym_mistyped", ("125.5",), "CRPD", "CPRD"),
    ]


# Slips that were noticed by eye, by file.
NOTICED = [
    ("bahrain2012", "number_misprinted", "115.77", "155.77"),
    ("burundi2013", "number_misprinted", "126.10", "127.10"),
    ("japan2012", "number_misprinted", "147.18", "146.18"),
    ("qatar2014", "number_misprinted", "124.60", "214.60"),
    ("ghana2012", "number_misprinted", "125.15", "125-15"),
    ("poland2012", "name_misspelt", "Holy See", "Holly See"),
    ("switzerland2012", "name_misspelt", "United States of America", "United States of Americas"),
    ("angola2014", "bracket_unbalanced", None, "onal Criminal Court Ghana)"),
    ("timorleste2011", "symbol_astray", "A/HRC/WG.6/12/TLS/1", "A/HRC/WG.6/12/TSL/1"),
    ("cambodia2010", "session_dates", "30 November to 11 December 2009", "30 November to 11 December 2010"),
    ("morocco2012", "statements_announced", "93", "91"),
    ("singapore2011", "acronym_mistyped", "ICCPR", "ICPPR"),
]


@pytest.mark.parametrize(("name", "check_name", "expected", "found"), NOTICED)
def test_slips_noticed_by_eye_are_found(corpus: Path, name: str, check_name: str, expected: str | None, found: str) -> None:
    assert (check_name, expected, found) in said(corpus / "documents" / "upr" / f"{name}.pdf")


def test_a_recommendation_without_its_state_is_found(corpus: Path) -> None:
    found = findings(corpus / "documents" / "upr" / "solomonislands2011.pdf")
    assert [each.paragraphs for each in found if each.check == "attribution_missing"] == [("81.23",)]
