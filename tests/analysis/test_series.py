"""Series of figures, and figures that contradict each other."""

from __future__ import annotations

import pytest

from upright.analysis.series import agree, conflicts, series
from upright.records import Figure, Source


def figure(value: float, period: str | None = "2014", *, by: str = "Azimova", file: str = "a.txt", **fields: object) -> Figure:
    made: dict[str, object] = {
        "measure": "complaints filed",
        "value_high": None,
        "unit": "complaints",
        "population": None,
        "qualifier": None,
    }
    source = Source(file=file, paragraph="2", page=None, start=0, end=1)
    return Figure(document=None, source=source, value=value, period=period, stated_by=by, text="", **(made | fields))  # type: ignore[arg-type]


def test_figures_of_one_measure_are_a_series_in_the_order_of_their_periods() -> None:
    (one, other) = series([
        figure(40, "2015"), figure(19, "thus far in 2016"), figure(7, "2015", measure="Convictions", unit="convictions"),
        figure(30, "2013/2014", measure="Complaints filed"), figure(1, None),
    ])  # fmt: skip
    assert [(each.period, each.value) for each in one.figures] == [("2013/2014", 30), ("2015", 40), ("thus far in 2016", 19), (None, 1)]
    assert other.measure == "Convictions"


def test_a_figure_of_nothing_known_is_in_no_series() -> None:
    assert series([figure(3, measure=None)]) == []


def test_two_speakers_who_differ_are_a_conflict() -> None:
    (found,) = conflicts([figure(40), figure(45, by="Abishev"), figure(45, "2015", by="Abishev")])
    assert (found.measure, found.period, [each.value for each in found.figures]) == ("complaints filed", "2014", [40, 45])


def test_two_documents_that_differ_are_a_conflict() -> None:
    assert len(conflicts([figure(40), figure(45, file="b.txt")])) == 1


@pytest.mark.parametrize(
    "others",
    [
        [figure(45)],  # one speaker in one document: they may count two things
        [figure(40, by="Abishev")],
        [figure(45, by="Abishev", unit="per cent")],
        [figure(45, by="Abishev", population="minors")],
        [figure(45, None, by="Abishev")],
        [figure(39, by="Abishev", qualifier="more than")],
    ],
)
def test_no_conflict(others: list[Figure]) -> None:
    assert conflicts([figure(40), *others]) == []


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (figure(100, qualifier="more than"), figure(105), True),
        (figure(100, qualifier="more than"), figure(95), False),
        (figure(100, qualifier="up to"), figure(95), True),
        (figure(100, qualifier="about"), figure(105), True),
        (figure(100, qualifier="about"), figure(150), False),
        (figure(30, value_high=40), figure(35), True),
        (figure(30, value_high=40), figure(45), False),
        (figure(100), figure(105), False),
    ],
)
def test_what_can_both_be_true(one: Figure, other: Figure, both: bool) -> None:
    assert agree(one, other) is agree(other, one) is both
