"""OHCHR's themes by words and treaties; the examples are worded after recommendations of the sessions 1 to 20."""

from __future__ import annotations

import pytest

from upright import taxonomies
from upright.data import rows
from upright.labelling import themes
from upright.labelling.text import Text

RATIFICATION = "Ratification of & accession to international instruments"
LAW = "Constitutional & legislative framework"
DISABILITIES = "Persons with disabilities: definition, general principles"
EQUALITY = "Equality & non-discrimination"


def _themes(text: str) -> set[str]:
    return {each.value for each in themes.label(Text(text))}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ratify ICRMW", {RATIFICATION, "Migrants"}),
        ("Accede to the Convention on the Rights of Persons with Disabilities", {RATIFICATION, DISABILITIES}),
        ("Ratify CEDAW", {RATIFICATION, "Discrimination against women"}),
        ("Ratify the International Covenant on Economic, Social and Cultural Rights", {RATIFICATION}),  # of rights of every kind
        ("Provide universal access to health care and education", {"Right to health", "Right to education"}),
        ("Adopt a law that prohibits corporal punishment of children", {
            LAW, "Children: definition; general principles; protection", "Children: family environment & alternative care",
        }),
        ("Build a climate of trust among people", set()),
        ("Put an end to forced evictions", {"Right to adequate housing"}),
        ("Respect the rule of law", {"Rule of law & impunity"}),
        ("", set()),
    ],
)  # fmt: skip
def test_themes_of_a_text(text: str, wanted: set[str]) -> None:
    assert _themes(text) == wanted


@pytest.mark.parametrize(
    ("text", "not_wanted"),
    [
        ("Ratify the Convention on the Elimination of All Forms of Discrimination against Women", EQUALITY),
        ("Create an enabling environment for civil society", "Human rights & the environment"),
        ("Strengthen the rule of law", LAW),
        ("Give free legal aid to all", LAW),
        ("Convene the National Assembly", "Right to peaceful assembly"),
        ("Prosecute war crimes before the International Criminal Court", "Administration of justice & fair trial"),
    ],
)
def test_words_that_stand_for_something_else(text: str, not_wanted: str) -> None:
    assert not_wanted not in _themes(text)


def test_a_label_says_by_which_words_and_how_sure() -> None:
    labels = themes.label(Text("Combat trafficking in persons and train the police"))
    assert [each.confidence for each in labels] == sorted((each.confidence for each in labels), reverse=True)
    (trafficking,) = (each for each in labels if each.value.startswith("Human trafficking"))
    assert (trafficking.scheme, trafficking.edition, trafficking.method) == ("ohchr_themes", "2025", "rule")
    assert trafficking.because == "trafficking"
    assert 0 < trafficking.confidence < 1


def test_every_rule_is_of_a_theme_of_the_edition_and_has_a_source() -> None:
    known = taxonomies.scheme("ohchr_themes", "2025")
    for row in rows("theme_words.csv"):
        assert known.get(row["value"]), row["value"]
        assert row["words"].strip()
        assert row["source"]


def test_no_rule_stands_twice() -> None:
    table = [(row["value"], row["words"]) for row in rows("theme_words.csv")]
    assert len(table) == len(set(table))
