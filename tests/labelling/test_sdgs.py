"""Goals and targets by words and through the themes."""

from __future__ import annotations

import pytest

from upright import taxonomies
from upright.data import rows
from upright.labelling import sdgs
from upright.labelling.text import Text


def _codes(text: str) -> list[str]:
    return [each.value for each in sdgs.label(Text(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Provide safe drinking water to all", {"6", "6.1"}),
        ("Register all births", {"16", "16.9"}),
        ("End child marriage", {"5", "5.3"}),
        ("Combat corruption", {"16", "16.5"}),
        ("Reduce emissions of greenhouse gases", {"13", "13.2"}),
    ],
)
def test_goals_and_targets_of_a_text(text: str, wanted: set[str]) -> None:
    assert wanted <= set(_codes(text))


def test_a_target_brings_its_goal_and_the_order_is_that_of_the_agenda() -> None:
    codes = _codes("Combat trafficking in women and children, corruption, and the discrimination of migrants in schools")
    order = [each.code for each in taxonomies.scheme("sdg").values]
    assert codes == sorted(codes, key=order.index)
    assert {code.partition(".")[0] for code in codes} <= set(codes)


def test_what_is_said_of_nothing_has_no_goal() -> None:
    assert _codes("Continue its good practices") == []


def test_every_rule_is_of_a_goal_or_target() -> None:
    for row in rows("sdg_words.csv"):
        assert taxonomies.scheme("sdg").get(row["value"]), row["value"]
        assert row["source"]


def test_a_label_says_by_which_words() -> None:
    labels = {each.value: each for each in sdgs.label(Text("Reduce maternal mortality"))}
    assert labels["3.1"].because == "maternal mortality"
    assert labels["3.1"].edition is None
