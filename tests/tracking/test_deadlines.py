"""The facts out of the archive, and what is due by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from upright.tracking import deadlines
from upright.tracking.procedures import Basis, Due, Span

ON = dt.date(2026, 1, 1)


def by_code(state: str, on: dt.date = ON) -> dict[str, Due]:
    return {each.code: each for each in deadlines.of_state(state, on)}


def test_the_specimens(archive: None) -> None:
    found = by_code("XVA", dt.date(2023, 1, 1))
    follow_up, report = found["follow_up"], found["next_report"]
    assert (follow_up.document, follow_up.paragraph, follow_up.about) == ("CRPD/C/XVA/CO/902", "12", ("5 (a)", "5 (b)", "11"))
    assert follow_up.counted_from == Span(dt.date(2022, 8, 18), dt.date(2022, 8, 18))  # adopted that day, issued on 5 October
    assert (follow_up.date, follow_up.basis) == (dt.date(2023, 8, 18), Basis.PERIOD)
    assert follow_up.met_by is None  # what a committee writes of another follow-up is no answer of the State
    assert (report.date, report.basis, report.paragraph) == (dt.date(2030, 3, 8), Basis.DAY, "14")
    assert found["list_of_issues_prior"].date == dt.date(2029, 3, 8)


def test_the_specimens_when_the_review_was_young(archive: None) -> None:
    found = by_code("XVA", dt.date(2015, 6, 1))
    assert (found["positions"].met_by, found["positions"].date) == ("A/HRC/28/901/Add.1", dt.date(2015, 3, 2))
    assert (found["next_review"].session, found["mid_term"].document) == (34, "A/HRC/28/901")
    assert "follow_up" not in found  # the observations were not there yet


def test_a_state_without_documents(archive: None) -> None:
    assert deadlines.of_state("NPL", ON) == []


def test_the_number_of_queries_is_bounded(archive: None, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]) -> None:
    with django_assert_num_queries(5):
        deadlines.of_state("XVA", ON)


REAL = {
    "KAZ": ["upr/kazakhstan2014.pdf", "treaty_bodies/concluding_observations/crpd/Kazakhstan_2024_CRPD_C_KAZ_CO_1.pdf"],
    "BRA": [
        "treaty_bodies/concluding_observations/cerd/CERD_C_BRA_CO_18-20.pdf",
        "treaty_bodies/follow_up/cerd/CERD_C_BRA_FCO_18-20.pdf",
    ],
    "SVN": ["upr_slovenia/cycle4/g2502644.pdf", "upr_slovenia/cycle4/g2505828.pdf", "upr_slovenia/cycle4/g2511026.pdf"],
}


@pytest.fixture
def real(corpus: Path, own_archive: None) -> Callable[[str], None]:
    from upright.archive import load

    def take(state: str) -> None:
        list(load.load([corpus / "documents" / name for name in REAL[state]], workers=1))

    return take


def test_kazakhstan(real: Callable[[str], None]) -> None:
    real("KAZ")
    young, today = by_code("KAZ", dt.date(2015, 1, 1)), by_code("KAZ")
    assert (young["positions"].date, young["positions"].document) == (dt.date(2015, 3, 2), "A/HRC/28/10")
    assert (young["next_review"].session, today["next_review"].session) == (34, 62)  # sessions 20, 34, 48, 62
    report = today["next_report"]  # its words stay as they are: the Arabic text has no day that can be read
    assert (report.date, report.basis, report.document, report.paragraph) == (None, Basis.WORDS, "CRPD/C/KAZ/CO/1", "75")
    assert report.stated is not None
    assert "2029" in report.stated


def test_brazil(real: Callable[[str], None]) -> None:
    real("BRA")
    found = by_code("BRA", dt.date(2025, 1, 1))["follow_up"]
    assert (found.date, found.paragraph) == (dt.date(2023, 12, 1), "68")  # a year after the adoption, not after the issue on 19 December
    assert found.overdue(dt.date(2025, 1, 1))
    assert by_code("BRA", dt.date(2026, 2, 1))["follow_up"].met_by == "CERD/C/BRA/FCO/18-20"


def test_slovenia(real: Callable[[str], None]) -> None:
    real("SVN")
    found = by_code("SVN")
    assert (found["mid_term"].date, found["mid_term"].document) == (dt.date(2027, 7, 2), "A/HRC/59/15")  # decided on 2 July 2025
    assert found["positions"].met_by == "A/HRC/59/15/Add.1"
