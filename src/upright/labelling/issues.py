"""Which of UPR Info's 54 issues a text is about: its rules (issue_rules.csv) and a linear model over words, together.

The model has a row for each word and pair of words, for beginnings and ends of words ('discri-', '-tion'), for pairs of words that carry
meaning with at most one between, and for each issue whose rules hold. The scores of all issues together give the confidence of one: where
'Torture' is likely, 'Detention' may be. Without weights the rules answer alone, with the share in which UPR Info agrees with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np

from upright import states
from upright.data import rows
from upright.labelling import phrases, weights
from upright.labelling.labelled import Labelled
from upright.labelling.text import Text, folded
from upright.labelling.weights import Block, Floats, Model

SCHEME = "upr_info_issues"
NAME = "issues"  # of the weights
_LENGTHS = (3, 4, 5, 6, 7, 8), (4, 5, 6)  # letters of beginnings and of ends
_STEM = 6
_SMALL = frozenset("the a an of and to in for with on by as its it that is are be or at from this their all other which".split())  # noqa: SIM905
_CLIP, _KNEE = 1.5, 0.4  # scores beyond say no more; from here on a score speaks for an issue
_HALF = 0.5
_LEAST = 0.25  # a text whose best issue is less likely has none

Spans = list[tuple[int, int]]


def label(text: Text) -> tuple[Labelled, ...]:
    """The issues of a text, in alphabetical order: all that are likely enough; where none is, the likeliest, unless it is unlikely."""
    model = weights.load(NAME)
    return by_rules(text) if model is None else by_model(text, model)


def by_rules(text: Text) -> tuple[Labelled, ...]:
    """What the rules say alone: the issues that UPR Info gives more often than not where they hold."""
    ruled = phrases.found("issue_rules.csv", text)
    return tuple(_labelled(text, issue, "rule", share(issue), ruled[issue]) for issue in sorted(ruled) if share(issue) > _HALF)


def by_model(text: Text, model: Model) -> tuple[Labelled, ...]:
    """What rules and model say together; the method is 'rule' where the words of one stand in the text."""
    ruled = phrases.found("issue_rules.csv", text)
    found = model.find(_blocks(text, ruled))
    sure = confidences(model.scores(found), len(text), model.extra)
    given = []
    for column in chosen(sure, float(model.extra["cutoff"])):
        issue = model.values[column]
        method, spans = ("rule", ruled[issue]) if issue in ruled else ("model", model.because(found, column))
        given.append(_labelled(text, issue, method, float(sure[column]), spans))
    return tuple(given)


def _labelled(text: Text, issue: str, method: str, confidence: float, spans: Spans) -> Labelled:
    return Labelled(scheme=SCHEME, value=issue, method=method, confidence=round(confidence, 2), because=text.quoted(spans))


def chosen(sure: Floats, cutoff: float) -> list[int]:
    """The columns of the issues that a text gets."""
    above = np.flatnonzero(sure >= cutoff).tolist()
    if above:
        return [int(column) for column in above]
    best = int(np.argmax(sure))
    return [best] if sure[best] >= _LEAST else []


# --- from scores to confidence


def confidences(scores: Floats, words: int, extra: Mapping[str, Floats]) -> Floats:
    """How likely each issue is, from 0 to 1, by the scores of all; `extra`: `mix` and `mix_bias` of the model."""
    mixed: Floats = evidence(scores, words) @ extra["mix"] + extra["mix_bias"]
    return (1 / (1 + np.exp(-mixed))).astype(np.float32)


def evidence(scores: Floats, words: int) -> Floats:
    """What confidence is made of: the scores, how far each speaks for its issue, and the length of the text."""
    clipped = np.minimum(np.maximum(scores, -_CLIP), _CLIP)
    return np.concatenate([clipped, np.maximum(clipped + _KNEE, 0), [np.log(words) / 4]]).astype(np.float32)


# --- features


def blocks(text: Text) -> list[Block]:
    """The features of a text: words and pairs of them; beginnings and ends (those of a word together); pairs of stems; rules that hold."""
    return _blocks(text, phrases.found("issue_rules.csv", text))


def _blocks(text: Text, ruled: Mapping[str, Spans]) -> list[Block]:
    names = _names()
    single = [(word, span) for word, span in zip(text.words, text.spans, strict=True) if word not in names]
    pairs = [(f"{a} {b}", (at[0], behind[1])) for (a, at), (b, behind) in pairwise(single)]
    parts = [(_parts(word), span) for word, span in single]
    stems = [(word[:_STEM], span) for word, span in single if word not in _SMALL]
    near = [(f"~{a} {b}", (at[0], behind[1])) for far in (1, 2) for (a, at), (b, behind) in zip(stems, stems[far:], strict=False)]
    return [single + pairs, parts, near, [(f"={issue}", places[0]) for issue, places in ruled.items()]]


@cache
def _names() -> frozenset[str]:
    """The names of States, in one word: who is spoken of says nothing about what is asked."""
    return frozenset(folded(each.name) for each in states.all_states().values() if each.name.isalpha())


@lru_cache(maxsize=50_000)
def _parts(word: str) -> tuple[str, ...]:
    begins, ends = _LENGTHS
    beginnings = [f"{word[:length]}-" for length in begins if len(word) >= length]
    return (*beginnings, *(f"-{word[-length:]}" for length in ends if len(word) > length))


# --- rules


@cache
def _shares() -> Mapping[str, float]:
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for row in rows("issue_rules.csv"):
        right[row["value"]] += int(row["right"])
        given[row["value"]] += int(row["given"])
    return {issue: right[issue] / max(1, given[issue]) for issue in given}


def share(issue: str) -> float:
    """How often UPR Info gives an issue where its rules hold."""
    return _shares().get(issue, 0.0)
