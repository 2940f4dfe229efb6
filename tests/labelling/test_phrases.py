"""Rules that are words."""

from __future__ import annotations

import pytest

from upright.data import rows
from upright.labelling.phrases import Rules, precision
from upright.labelling.text import Text


def _holds(words: str, text: str, unless: str = "") -> bool:
    return "x" in Rules([{"value": "x", "words": words, "unless": unless}]).find(Text(text))


@pytest.mark.parametrize(
    ("words", "text", "holds"),
    [
        ("corporal punishment", "Prohibit corporal punishment", True),
        ("corporal punishment", "Punishment must not be corporal", False),
        ("discriminat*", "Fight discriminatory practices", True),
        ("discriminat*", "Fight indiscriminate attacks", False),
        ("girl|girls", "Send GIRLS to school", True),
        ("women ~ decision*", "Bring women into places of decision-making", True),  # four words between at most
        ("women ~ decision*", "Bring women into all of the places of decision-making", False),
        ("women ~ decision*", "Let decisions reach women", False),  # in this order
        ("roma + school*", "Build schools for Roma", True),
        ("roma + school*", "Build schools", False),
        ("women", "Respect women's rights", True),
    ],
)
def test_the_signs_of_a_rule(words: str, text: str, holds: bool) -> None:
    assert _holds(words, text) is holds


def test_a_rule_does_not_hold_with_what_it_excludes() -> None:
    assert _holds("environment*", "Protect the environment", "enabling environment;school environment")
    assert not _holds("environment*", "Create an enabling environment", "enabling environment;school environment")
    assert not _holds("environment*", "Improve the school environment", "enabling environment;school environment")


def test_what_is_found_says_where() -> None:
    text = Text("Ensure that Roma girls go to school; girls first")
    found = Rules([{"value": "x", "words": "girl|girls", "unless": ""}, {"value": "y", "words": "roma ~ school", "unless": ""}]).find(text)
    assert text.quoted(found["x"]) == "girls"
    assert [text.raw[start:end] for start, end in found["x"]] == ["girls", "girls"]
    assert text.quoted(found["y"]) == "Roma girls go to school"


def test_all_rules_are_found_as_one_by_one() -> None:
    """One walk for all rules finds what each alone finds."""
    table = rows("theme_words.csv")
    text = Text("Adopt a law against violence against Roma women, train the police, and compensate the victims of forced evictions")
    alone = {row["value"] for row in table if Rules([row]).find(text)}
    assert set(Rules(table).find(text)) == alone != set()


@pytest.mark.parametrize("scheme", ["ohchr_themes", "affected_persons", "duty_bearers", "sdg"])
def test_how_sure_a_rule_is_lies_between_nothing_and_all(scheme: str) -> None:
    counted = [row for row in rows("label_precision.csv") if row["scheme"] == scheme]
    assert counted
    sure = precision(scheme)
    for row in counted:
        assert int(row["right"]) <= int(row["given"])
        assert 0 < sure(row["value"]) < 1
    assert 0 < sure("never seen") < 1


def test_what_was_right_more_often_is_surer() -> None:
    sure = precision("ohchr_themes")
    assert sure("Migrants") > sure("Right to social security")
