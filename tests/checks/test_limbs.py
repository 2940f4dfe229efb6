"""Slips of concluding observations: limbs, paragraphs for follow-up, the day of the next report."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from layers import document, printed
from upright.checks import check
from upright.pipeline import read_file
from upright.readers import concluding_observations
from upright.readers.document import Document, paragraphs
from upright.records import Finding, Kind

TEXT = """1. The Committee considered the report.
I. Introduction
2. The Committee welcomes it.
II. Principal areas of concern and recommendations
3. The Committee is concerned about:
(a) Fees;
(b) Rents.
4. The Committee recommends that the State party:
(a) Lower fees;
(b) Lower rents;
(c) Build homes.
III. Follow-up
5. The Committee requests the State party to provide, within one year, information on the
recommendations contained in paragraphs 4 (a) and 4 (c).
6. The Committee requests the State party to submit its next periodic report by 4 January 2024."""

CHECKS = ("limb_missing", "follow_up_astray", "next_report_date")


def findings(text: str, issued: dt.date | None = dt.date(2019, 3, 1)) -> list[Finding]:
    made = document(printed(text), Kind.CONCLUDING_OBSERVATIONS)
    made = Document(file=made.file, sha256=made.sha256, structure=made.structure, identity=replace(made.identity, date=issued))
    records = [*paragraphs(made), *concluding_observations.read(made)]
    return [each for each in check(made, records) if each.check in CHECKS]


def test_a_document_without_slips() -> None:
    assert findings(TEXT) == []


@pytest.mark.parametrize(("find", "put", "check_name", "expected", "found"), [
    ("paragraphs 4 (a)", "paragraphs 9 (a)", "follow_up_astray", None, "9 (a)"),
    ("paragraphs 4 (a)", "paragraphs 4 (d)", "follow_up_astray", None, "4 (d)"),
    ("paragraphs 4 (a)", "paragraphs 3 (a)", "follow_up_astray", "4", "3 (a)"),
    ("paragraphs 4 (a)", "paragraphs 2", "follow_up_astray", None, "2"),
    ("4 January 2024", "31 June 2024", "next_report_date", None, "by 31 June 2024"),
    ("4 January 2024", "4 January 2014", "next_report_date", "after 2019-03-01", "2014-01-04"),
])  # fmt: skip
def test_slips(find: str, put: str, check_name: str, expected: str | None, found: str) -> None:
    assert TEXT.count(find) == 1
    (finding,) = findings(TEXT.replace(find, put))
    assert (finding.check, finding.expected, finding.found) == (check_name, expected, found)


def test_no_day_is_no_slip() -> None:
    assert findings(TEXT.replace("by 4 January 2024", "by 2026")) == []
    assert findings(TEXT, issued=None) == []


@pytest.mark.parametrize(("name", "expected"), [
    ("Luxembourg_UnknownYear_CRPD_C_LUX_CO_1.pdf", [("limb_missing", "(d)", "(e)")]),
    ("India_2019_CRPD_C_IND_CO_1.pdf", [("follow_up_astray", "7", "6 (c)"), ("follow_up_astray", "35", "34 (c)")]),
    ("Mongolia_2015_CRPD_C_MNG_CO_1.pdf", [("follow_up_astray", "33", "32"), ("follow_up_astray", "47", "46")]),
    ("Greece_2019_CRPD_C_GRC_CO_1.pdf", [("next_report_date", None, "a más tardar el 31 de junio de 2026")]),
    ("Georgia_2023_CRPD_C_GEO_CO_1.pdf", []),
])  # fmt: skip
def test_documents(corpus: Path, name: str, expected: list[tuple[str, str | None, str]]) -> None:
    found = read_file(corpus / "documents/treaty_bodies/concluding_observations/crpd" / name).of(Finding)
    assert [(each.check, each.expected, each.found) for each in found if each.check in CHECKS] == expected
