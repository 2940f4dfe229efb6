"""How strongly a recommendation asks. The examples are worded for these tests."""

from __future__ import annotations

import numpy as np
import pytest

from upright.labelling import action, heads, weights
from upright.labelling.text import Text
from upright.labelling.weights import Model


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Ratify the Convention", "ratify"),
        ("To further and urgently strengthen the institution", "strengthen"),
        ("Strengthening of the institution", "strengthen"),
        ("Ratification of the Protocol", "ratify"),
        ("In line with its duties under the Covenant, fully implement the plan", "implement"),
        ("That the law on assemblies be revised", "revise"),
        ("The State should abolish the penalty", "abolish"),
        ("Recommended that the State investigate all cases", "investigate"),
        ("Continues its programme", "continue"),
        ("Setting up a register", "set"),
    ],
)
def test_the_verb_that_a_recommendation_asks_with(text: str, verb: str) -> None:
    assert heads.head(Text(text))[1] == verb


def test_what_introduces_is_no_verb_and_a_text_without_verb_has_its_first_word() -> None:
    assert heads.head(Text("With a view to reform, consider the treaty")) == (5, "consider")
    assert heads.head(Text("Peace"))[1] == "peace"
    assert heads.head(Text(""))[1] == ""


@pytest.mark.parametrize("word", ["quickly", "further", "fully"])
def test_adverbs_are_skipped(word: str) -> None:
    assert heads.is_adverb(word)


@pytest.mark.parametrize("word", ["apply", "comply", "assembly", "ratify"])
def test_not_everything_in_ly_is_an_adverb(word: str) -> None:
    assert not heads.is_adverb(word)


def _ruled(text: str) -> tuple[int, str] | None:
    prepared = Text(text)
    found = action.rule(prepared)
    return (found[0].action, prepared.quoted(prepared.spans[place] for place in found[1])) if found else None


def test_the_rule_goes_by_the_verb_and_of_two_joined_verbs_by_the_second() -> None:
    assert _ruled("Continue the reform of the courts") == (2, "Continue")
    assert _ruled("Continue and further strengthen the reform") == (4, "Continue · strengthen")
    assert _ruled("Sign and ratify the Protocol") == (5, "Sign · ratify")
    assert _ruled("Continue the reform and ratify the Protocol") == (2, "Continue")
    assert _ruled("Paint the courts") is None


def test_without_weights_the_rules_answer_alone() -> None:
    (found,) = action.decided(Text("Consider ratifying the Protocol"), None)
    assert (found.value, found.method, found.because) == ("3", "rule", "Consider")
    assert 0.9 < found.confidence < 1
    assert action.decided(Text("Paint the courts"), None) == ()


def _model() -> Model:
    """Two words: 'paint' speaks for 4, 'courts' for 5, less strongly."""
    table = np.zeros((2, 5), dtype=np.float32)
    table[0, 3], table[1, 4] = 2, 1
    chances = np.vstack([np.eye(5), np.zeros(5)]).astype(np.float32)
    return Model(action.VALUES, {"w:paint": 0, "w:courts": 1}, np.ones(2, np.float32), table, np.zeros(5, np.float32), {"chances": chances})


def test_the_model_says_which_words_decided_and_how_sure_it_is() -> None:
    (found,) = action.decided(Text("Paint the courts"), _model())
    assert (found.value, found.method, found.because) == ("4", "model", "Paint")
    powers = np.exp([0, 0, 0, 2 / 2**0.5, 1 / 2**0.5])
    assert found.confidence == pytest.approx(powers[3] / powers.sum(), abs=1e-3)


def test_beside_a_model_a_rule_decides_only_where_it_is_sure() -> None:
    assert action.decided(Text("Ratify the Protocol"), _model())[0].method == "rule"
    assert action.decided(Text("Adopt measures"), _model())[0].method == "model"
    sure = {verb for verb, rule in action.rules().items() if action.is_sure(rule)}
    assert "adopt" not in sure
    assert {"ratify", "consider"} <= sure


def test_the_weights_of_the_package_know_the_categories() -> None:
    model = weights.load(action.NAME)
    assert model is not None
    said = {
        text: action.decided(Text(text), model)[0].value for text in ("Step up efforts to combat poverty", "Enact a law against torture")
    }
    assert said == {"Step up efforts to combat poverty": "4", "Enact a law against torture": "5"}
