"""Whom a text is about: who has the rights, and who owes them."""

from __future__ import annotations

import pytest

from upright import taxonomies
from upright.data import rows
from upright.labelling import groups
from upright.labelling.text import Text

_MINORITIES = "Minorities/ racial, ethnic, linguistic, religious or descent-based groups"


def _groups(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in groups.label(Text(text)):
        found.setdefault(each.scheme, []).append(each.value)
    return found


@pytest.mark.parametrize(
    ("text", "persons", "bearers"),
    [
        ("Train the police and judges in the rights of detainees", ["Persons deprived of their liberty & detainees"],
         ["Judges, lawyers and prosecutors", "Law enforcement / police & prison officials"]),
        ("Provide housing for Roma", [_MINORITIES, "Roma, Gypsies, Sinti & Travellers"], []),
        ("Protect journalists", [], ["Media"]),
        ("Decriminalize consensual relations between adults of the same sex",
         ["Lesbian, gay, bisexual and transgender and intersex persons (LGBTI)"], []),
        ("Raise the pensions of the elderly", ["Older persons"], []),
        ("Ratify the remaining treaties", [], []),
    ],
)  # fmt: skip
def test_groups_of_a_text(text: str, persons: list[str], bearers: list[str]) -> None:
    found = _groups(text)
    assert found.get("affected_persons", []) == persons
    assert found.get("duty_bearers", []) == bearers


def test_every_rule_is_of_one_side() -> None:
    sides = [taxonomies.scheme(name, "2025") for name in taxonomies.FACETS]
    for row in rows("group_words.csv"):
        assert sum(side.get(row["value"]) is not None for side in sides) == 1, row["value"]
        assert row["source"]


def test_a_label_says_by_which_words() -> None:
    children = groups.label(Text("Register every child, and all children of migrants"))[0]
    assert (children.value, children.because, children.edition) == ("Children", "child · children", "2025")
