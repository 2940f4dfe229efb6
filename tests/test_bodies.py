from __future__ import annotations

import pytest

from upright import bodies, instruments
from upright.data import rows


def test_the_ten_treaty_bodies_and_the_instruments_that_they_watch_over() -> None:
    treaty_bodies = [each for each in bodies.all_bodies().values() if each.kind == "treaty_body"]
    assert len(treaty_bodies) == 10
    assert all(each.treaty in instruments.all_instruments() for each in treaty_bodies)


def test_every_body_has_a_name_in_six_languages_and_a_source() -> None:
    for row in rows("bodies.csv"):
        assert all(row[column] for column in (*bodies.LANGUAGES, "source")), row["code"]


def test_no_prefix_belongs_to_two_bodies() -> None:
    assert len(bodies.prefixes()) == sum(len(each.prefixes) for each in bodies.all_bodies().values())


def test_a_body_by_its_code() -> None:
    found = bodies.body("CCPR")
    assert found is not None
    assert (found.name, found.treaty) == ("Human Rights Committee", "ICCPR")
    assert bodies.body("XYZ") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("HUMAN RIGHTS COUNCIL\nEleventh session", "HRC"),
        ("GE.19\nComité des droits des personnes\nhandicapées\nObservations", "CRPD"),
        ("巴勒斯坦人民行使不可剥夺权利委员会\n第413次", "CEIRPP"),
        ("Report to the Human Rights Council", None),
    ],
)
def test_the_body_that_heads_a_cover(text: str, code: str | None) -> None:
    found = bodies.heading(text)
    assert (found.code if found else None) == code
