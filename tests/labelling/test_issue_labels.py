"""Which of UPR Info's issues a text is about."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from upright import taxonomies
from upright.data import rows
from upright.labelling import issues, weights
from upright.labelling.text import Text
from upright.labelling.training import Row, fold
from upright.labelling.training_issues import train_issues

# What UPR Info's documentation says, in words of our own.
DOCUMENTED = [
    ("Extend a standing invitation to the special procedures", {"Special procedures"}),
    ("Ratify OPCAT", {"International instruments", "Torture and other CID treatment", "Detention"}),
    ("Accede to the Rome Statute", {"International instruments", "Justice"}),
    ("Prohibit corporal punishment in schools", {"Rights of the Child", "Torture and other CID treatment"}),
    ("End impunity for those who threaten journalists", {"Impunity", "Freedom of the press"}),
    ("Punish domestic violence", {"Women's rights", "Rights of the Child"}),
    ("Close the pay gap between men and women", {"Women's rights"}),
    ("Abolish the death penalty", {"Death penalty"}),
    ("Consult civil society in the follow-up to the UPR", {"Civil society", "UPR process"}),
    ("Adopt a national plan of action against trafficking", {"National plan of action", "Trafficking"}),
]


def _values(text: str) -> set[str]:
    return {each.value for each in issues.label(Text(text))}


@pytest.mark.parametrize(("text", "expected"), DOCUMENTED)
def test_documented_rules_hold(text: str, expected: set[str]) -> None:
    assert expected <= _values(text)


@pytest.mark.parametrize(("text", "expected"), DOCUMENTED)
def test_rules_answer_without_weights(text: str, expected: set[str]) -> None:
    found = issues.by_rules(Text(text))
    assert {each.value for each in found} & expected
    assert {each.method for each in found} == {"rule"}


def test_pay_is_no_matter_of_labour() -> None:
    assert "Labour" not in _values("Ensure equal pay for women and men")


def test_impunity_alone_is_not_justice() -> None:
    assert _values("Fight impunity") == {"Impunity"}


def test_the_words_that_decided_stand_in_the_text() -> None:
    text = "Allow independent trade unions, and let the workers of export zones bargain collectively"
    found = {each.value: each for each in issues.label(Text(text))}
    assert "Labour" in found
    for each in found.values():
        assert each.because
        assert all(part in text for part in each.because.split(" · "))
        assert 0 < each.confidence <= 1
        assert each.scheme == "upr_info_issues"


def test_a_text_about_nothing_has_no_issue() -> None:
    assert _values("It thanked the delegation for its answers") == set()


def test_every_rule_is_counted_and_about_an_issue_of_the_list() -> None:
    known = {each.code for each in taxonomies.scheme("upr_info_issues").values}
    for row in rows("issue_rules.csv"):
        assert row["value"] in known
        assert 0 <= int(row["right"]) <= int(row["given"])


def test_the_weights_that_are_shipped_have_the_54_issues() -> None:
    model = weights.load(issues.NAME)
    assert model is not None
    assert len(model.values) == 54
    assert list(model.values) == sorted(model.values)
    assert model.extra["mix"].shape == (2 * 54 + 1, 54)


def test_names_of_states_say_nothing() -> None:
    words = weights.names(issues.blocks(Text("As Slovenia did, protect refugees in Chad")))
    assert "protect refugees" in words
    assert not [name for name in words if "slov" in name or "chad" in name]


def test_confidence_grows_with_the_score() -> None:
    extra = {"mix": np.vstack([np.eye(2), np.eye(2), np.zeros((1, 2))]).astype(np.float32), "mix_bias": np.zeros(2, np.float32)}
    low, high = (issues.confidences(np.array([score, 0.0], np.float32), 9, extra)[0] for score in (-1.0, 1.0))
    assert low < 0.5 < high


def test_the_likeliest_issue_stands_in_for_none_unless_it_is_unlikely() -> None:
    assert issues.chosen(np.array([0.5, 0.6], np.float32), 0.4) == [0, 1]
    assert issues.chosen(np.array([0.3, 0.2], np.float32), 0.4) == [0]
    assert issues.chosen(np.array([0.05, 0.02], np.float32), 0.4) == []


# --- training


SUBJECTS = {"Water": "wells of clean water", "Schools": "schools in the uplands", "Courts": "courts without delay"}
VERBS = ("Build", "Keep open", "Pay for", "Look after", "Inspect")


def _coded() -> list[Row]:
    states = [f"State {number}" for number in range(40)]
    return [
        Row(state=state, text=f"{verb} the {words} of {state.replace(' ', '')}land", action=5, issues=(issue,))
        for state, verb, (issue, words) in product(states, VERBS, SUBJECTS.items())
    ]


def test_training_learns_and_gives_the_same_bytes_twice() -> None:
    coded = _coded()
    assert len({fold(row.state) for row in coded}) == 5
    model = train_issues(coded, lambda line: None)
    assert weights.packed(model) == weights.packed(train_issues(coded, lambda line: None))
    assert {each.value for each in issues.by_model(Text("Clean the wells of every village"), model)} == {"Water"}
    assert not {f"state{number}land" for number in range(40)} & model.rows.keys()
