"""Training the model of UPR Info's issues (`labelling.issues`), and its figures."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from upright.labelling import issues
from upright.labelling.text import Text
from upright.labelling.training import Row, Tell, common_issues, fitted, fold
from upright.labelling.weights import Floats, Model
from upright.labelling.weights import names as names_of

_STATES = 2  # so many States a feature must have been said to: names of a State's laws, places and bodies are said to it alone
_PENALTY = 0.5  # C of the machines that score
_GRID = np.arange(0.3, 0.6, 0.01)

Given = NDArray[np.int8]


def train_issues(rows: Sequence[Row], tell: Tell) -> Model:
    """The model of the issues of these rows; how scores become confidence, and the cutoff, are learnt on States that the scores were not
    trained on."""
    values = common_issues(rows)
    given = np.array([[value in row.issues for value in values] for row in rows], dtype=np.int8)
    texts = [Text(row.text) for row in rows]
    parts = np.array([fold(row.state) for row in rows])
    different = sorted(set(parts.tolist()))
    held = np.zeros(given.shape, dtype=np.float32)
    for done, part in enumerate(different, 1):
        tell(f"issues: {done} of {len(different) + 1}")
        inside, outside = np.flatnonzero(parts != part).tolist(), np.flatnonzero(parts == part).tolist()
        model = _scores([rows[each] for each in inside], [texts[each] for each in inside], given[inside], values)
        for each in outside:
            held[each] = model.scores(model.find(issues.blocks(texts[each])))
    tell(f"issues: {len(different) + 1} of {len(different) + 1}")
    model = _scores(rows, texts, given, values)
    return Model(values, model.rows, model.idf, model.weights, model.bias, _confidence(held, texts, given))


def _scores(rows: Sequence[Row], texts: Sequence[Text], given: Given, values: tuple[str, ...]) -> Model:
    """A linear support vector machine for each issue."""
    return fitted(_vocabulary(rows, texts, values), texts, issues.blocks, given == 1, _PENALTY)


def _vocabulary(rows: Sequence[Row], texts: Sequence[Text], values: tuple[str, ...]) -> Model:
    """A model without weights: the features that were said to several States, and what each counts for by its rarity."""
    states: dict[str, set[str]] = defaultdict(set)
    frequency: Counter[str] = Counter()
    for row, text in zip(rows, texts, strict=True):
        for name in names_of(issues.blocks(text)):
            states[name].add(row.state)
            frequency[name] += 1
    names = sorted(name for name, of in states.items() if len(of) >= _STATES)
    idf = np.array([math.log((1 + len(rows)) / (1 + frequency[name])) + 1 for name in names], dtype=np.float16).astype(np.float32)
    zeros = np.zeros((len(names), len(values)), dtype=np.float32)
    return Model(values, {name: row for row, name in enumerate(names)}, idf, zeros, np.zeros(len(values), dtype=np.float32))


# --- confidence


def _confidence(held: Floats, texts: Sequence[Text], given: Given) -> dict[str, Floats]:
    """How scores become confidence, and from which confidence on an issue is given."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    evidence = np.stack([issues.evidence(scores, len(text)) for scores, text in zip(held, texts, strict=True)])
    fitted = [LogisticRegression(solver="liblinear", random_state=0).fit(evidence, column) for column in given.T]
    mix = np.stack([each.coef_[0] for each in fitted], axis=1).astype(np.float32)
    bias = np.array([each.intercept_[0] for each in fitted], dtype=np.float32)
    sure = 1 / (1 + np.exp(-(evidence @ mix + bias)))
    return {"mix": mix, "mix_bias": bias, "cutoff": np.array(max(_GRID, key=lambda cutoff: _f1(sure >= cutoff, given)), dtype=np.float32)}


def _f1(found: NDArray[np.bool_], given: Given) -> float:
    """Of all issues together. A cutoff for each issue was tried: for States that it was not chosen by it is worse, for most issues too."""
    return float(2 * (found & (given == 1)).sum() / (found.sum() + given.sum(dtype=np.int64)))
