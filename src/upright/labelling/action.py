"""How strongly a recommendation asks: UPR Info's five categories.

1 minimal action, 2 continuing action, 3 considering action, 4 general action, 5 specific action.

The coding rules go by the verb, of two joined verbs by the second ('continue and strengthen'). Where a verb has nearly always been coded by
the rule, the rule decides; everywhere else a model of the words, of the verb and what stands near it, and of the verb together with each of
the other words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from upright.data import rows
from upright.labelling import heads, weights
from upright.labelling.labelled import Labelled
from upright.labelling.text import Text
from upright.labelling.weights import Feature, Floats, Found, Model

SCHEME = "upr_info_action"
NAME = "action"  # of the file of weights
VALUES = ("1", "2", "3", "4", "5")
SURE, OFTEN = 0.97, 20  # a rule decides beside a model where it was right so often, of so many at least
_LEAD, _NEAR, _WITH = 8, 6, 60  # words from the verb on: that are read, that have a place, that are put together with the verb
_STEM = 6  # letters that stand for all forms of a word


@dataclass(frozen=True, slots=True)
class Rule:
    """What a documented verb stands for, and how often that was so: `right` of `of` recommendations."""

    verb: str
    action: int
    right: int
    of: int

    @property
    def precision(self) -> float:
        return (self.right + 1) / (self.of + 2)


@cache
def rules() -> dict[str, Rule]:
    """The documented verbs."""
    found = (Rule(row["verb"], int(row["action"]), int(row["right"]), int(row["of"])) for row in rows("action_rules.csv"))
    return {rule.verb: rule for rule in found}


def label(text: Text) -> tuple[Labelled, ...]:
    """One label; none where no rule holds and there is no model."""
    return decided(text, weights.load(NAME))


def decided(text: Text, model: Model | None) -> tuple[Labelled, ...]:
    """The same by a given model."""
    ruled = rule(text)
    if ruled and (model is None or is_sure(ruled[0])):
        found, places = ruled
        return (_labelled(found.action, "rule", found.precision, text.quoted(text.spans[place] for place in places)),)
    return (judged(text, model),) if model else ()


def is_sure(found: Rule) -> bool:
    """Whether a rule decides beside a model."""
    return found.of >= OFTEN and found.right >= SURE * found.of


def rule(text: Text) -> tuple[Rule, tuple[int, ...]] | None:
    """The rule that holds for a text, and the numbers of the words that it goes by."""
    place, verb = heads.head(text)
    joined = _joined(text, place)
    if joined:
        found = rules().get(text.words[joined])
        return (found, (place, joined)) if found else None
    found = rules().get(verb)
    return (found, (place,)) if found else None


def _joined(text: Text, place: int) -> int | None:
    """The second of two joined verbs: 'and' right behind the first, a verb right behind 'and'."""
    behind = heads.past_adverbs(text, place + 1) if place + 1 < len(text) else place
    if text.words[behind : behind + 1] != ("and",) or behind + 1 >= len(text):
        return None
    second = heads.past_adverbs(text, behind + 1)
    return second if text.words[second] in heads.verbs() else None


def judged(text: Text, model: Model) -> Labelled:
    """What the model says, and the words that speak for it rather than for the value that is next to it."""
    found = model.find(blocks(text))
    chances = probabilities(model, model.scores(found))
    best, second = np.argsort(-chances, kind="stable")[:2].tolist()
    spans = model.because(found, best, against=second) or _head_of(text, found)
    return _labelled(best + 1, "model", float(chances[best]), text.quoted(spans))


def probabilities(model: Model, scores: Floats) -> Floats:
    """How likely each value is, from its scores: as they turned out on States that were not trained on."""
    turned = scores @ model.extra["chances"][:-1] + model.extra["chances"][-1]
    powers = np.exp(turned - turned.max(axis=-1, keepdims=True))
    likely: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return likely


def _head_of(text: Text, found: Found) -> list[tuple[int, int]]:
    """Where nothing speaks for the value more than for the next: the verb."""
    return list(found.spans[:1]) or [text.spans[heads.head(text)[0]]]


def _labelled(action: int, method: str, confidence: float, because: str) -> Labelled:
    return Labelled(scheme=SCHEME, value=str(action), method=method, confidence=round(confidence, 4), because=because)


def blocks(text: Text) -> tuple[list[Feature], ...]:
    """What the model goes by: words and pairs of words; the verb and the words behind it, by their place; the verb with each other word."""
    lead = _lead(text)
    return _words(text), _places(lead), _together(lead)


def _words(text: Text) -> list[Feature]:
    stems = [(word[:_STEM], span) for word, span in zip(text.words, text.spans, strict=True)]
    single = [("w:" + stem, span) for stem, span in stems]
    return single + [(f"w:{a} {b}", (at[0], behind[1])) for (a, at), (b, behind) in pairwise(stems)]


def _lead(text: Text) -> list[Feature]:
    """The verb and the words behind it, adverbs left out."""
    if not text.words:
        return []
    place, verb = heads.head(text)
    behind = (each for each in range(place + 1, len(text)) if not heads.is_adverb(text.words[each]))
    chosen = [each for each, _ in zip(behind, range(_WITH - 1), strict=False)]
    return [(verb, text.spans[place]), *((text.words[each], text.spans[each]) for each in chosen)]


def _places(lead: list[Feature]) -> list[Feature]:
    near = lead[:_LEAD]
    found = [(f"a:{word}", span) for word, span in near[:1]]  # the verb counts twice
    found += [(f"l{i}:{word}", span) for i, (word, span) in enumerate(near[:_NEAR])]
    found += [(f"b{i}:{a} {b}", (at[0], behind[1])) for i, ((a, at), (b, behind)) in enumerate(pairwise(near[:_NEAR]))]
    if len(near) > 2:
        (a, at), (b, _), (c, behind) = near[:3]
        found.append((f"t:{a} {b} {c}", (at[0], behind[1])))
    return found


def _together(lead: list[Feature]) -> list[Feature]:
    if not lead:
        return []
    verb, skipped = lead[0][0], heads.words("function")
    return [(f"v:{verb}|{word[:_STEM]}", span) for word, span in lead[1:] if word not in skipped]
