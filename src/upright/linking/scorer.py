"""How one request stands to another: by rules where both are about ratifying, else by weighed signs; always with what decided.

The weights (`data/link_weights.csv`) are fitted to pairs that were labelled by reading (`benchmarks/fit_links.py`), in three steps: `same`,
whether both ask the same; `part`, whether one of two that do not is a part of the other; `broader`, which of them asks for more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from upright.data import rows
from upright.linking.asks import Ask
from upright.linking.persons import names
from upright.linking.rarity import rarity, total
from upright.linking.signs import INCIDENTAL, LOOSE, extra, first_covered, left, signs, whole_covered
from upright.records import LinkKind

SAME = 0.6  # from this probability on two requests are said to ask the same
PART = 0.5  # the same for one that is a part of another
RULE, MODEL = "rule", "model"
BIAS = "bias"
_ATTACHED = {"APIC": "ROME"}  # what is ratified with a treaty and asks for nothing apart
_ADDED = 7.0  # rarity of words behind a treaty's name from which they are another request
_OPPOSED = 0.75  # how much two requests must be about the same thing to be opposed in it
_NEAR = 0.5  # and how near their meanings must be
_FAR, _LITTLE = 0.55, 2.5  # requests that are no nearer, and have no more in common, are not weighed
_UNLIKE = -5.0  # their log-odds
_THIRD, _UNTOLD = 0.34, -0.5  # far in meaning and two thirds of it unsaid: one rare word in common does not make them the same
_NEVER = -9.0  # log-odds of what is certain


@dataclass(frozen=True, slots=True)
class Scored:
    """`kind`: how the first request stands to the second, None where they have nothing to do with each other; `confidence`: its
    probability; `bond`: the log-odds that both belong in one dossier; `because`: what decided."""

    kind: LinkKind | None
    confidence: float
    bond: float
    method: str
    because: str


@cache
def weights(step: str) -> Mapping[str, float]:
    """The weights of a step's signs: "same", "part" or "broader"."""
    return {row["sign"]: float(row["weight"]) for row in rows("link_weights.csv") if row["step"] == step}


def log_odds(found: Mapping[str, float], by: Mapping[str, float]) -> float:
    """The sum of signs by their weights."""
    return by.get(BIAS, 0.0) + math.fsum([by.get(sign, 0.0) * value for sign, value in found.items() if value])


def chance(odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-odds))


def compare(one: Ask, other: Ask, cosine: float) -> Scored:
    """How the first request stands to the second. `cosine`: of their meanings."""
    return _ratifying(one, other) or _weighed(one, other, cosine)


# --- ratification


def _ratifying(one: Ask, other: Ask) -> Scored | None:
    """Both ask in the first place to ratify treaties, or one of them does; None where neither does."""
    if not (one.first_ratifies or other.first_ratifies):
        return None
    a, b = _treaties(one), _treaties(other)
    both = one.first_ratifies and other.first_ratifies
    if both and a == b:
        return _same_treaties(one, other)
    shared = a & b
    if not shared:
        named = one.names & other.names
        return Scored(None, 0.99, _NEVER, RULE, f"about {_listed(named)}, but not both to ratify" if named else "other treaties")
    because = f"both ask to ratify {_listed(shared)}"
    if a < b or (a == b and one.first_ratifies):
        return Scored(LinkKind.NARROWER, 0.8, -2.0, RULE, f"{because}; the other asks for more")
    if b < a or (a == b and other.first_ratifies):
        return Scored(LinkKind.BROADER, 0.8, -2.0, RULE, f"{because}; this asks for more")
    return Scored(None, 0.6, -3.0, RULE, f"{because}, and each another treaty")


def _treaties(request: Ask) -> frozenset[str]:
    return frozenset(_ATTACHED.get(code, code) for code in request.ratifies)


def _same_treaties(one: Ask, other: Ask) -> Scored:
    """Both ask to ratify the same; one may ask for more behind it, and goes into the dossier all the same."""
    because = f"both ask to ratify {_listed(one.ratifies & other.ratifies)}"
    more, others_more = _adds(one, other), _adds(other, one)
    if more == others_more:
        return Scored(LinkKind.SAME, 0.97, 4.0, RULE, because)
    kind = LinkKind.BROADER if more else LinkKind.NARROWER
    return Scored(kind, 0.7, 2.0, RULE, f"{because}; {'this' if more else 'the other'} asks for more")


def _adds(one: Ask, other: Ask) -> bool:
    """It asks for an instrument beside the treaty, or for something else."""
    return bool(one.ratifies - other.ratifies) or left(one.first.topic, other.whole.topic, other.kin) > _ADDED


# --- everything else


def _weighed(one: Ask, other: Ask, cosine: float) -> Scored:
    if cosine < _FAR and total(one.whole.topic & other.whole.topic) < _LITTLE:
        return Scored(None, 0.95, _UNLIKE, MODEL, "")
    if opposed(one, other, cosine):
        return Scored(LinkKind.CONTRADICTS, 0.6, _NEVER, RULE, f"the same subject ({_common_words(one, other)}), allowed and forbidden")
    found = signs(one, other, cosine)
    odds = log_odds(found, weights("same"))
    if cosine < _FAR and found["in whole least"] < _THIRD:
        odds = min(odds, _UNTOLD)
    same = chance(odds)
    part = (1 - same) * chance(log_odds(found, weights("part")))
    if same >= SAME:
        return Scored(LinkKind.SAME, same, odds, MODEL, because(one, other, cosine))
    if part < PART or part < same:
        return Scored(None, 1 - same - part, odds, MODEL, "")
    kind = LinkKind.BROADER if log_odds(direction(one, other), weights("broader")) > 0 else LinkKind.NARROWER
    return Scored(kind, part, odds, MODEL, because(one, other, cosine))


def direction(one: Ask, other: Ask) -> dict[str, float]:
    """What speaks for the first request's being the broader; each sign turns round when the requests change places."""
    a, b = one.first, other.first
    acts = (a.actions - LOOSE, b.actions - LOOSE)
    groups = (a.groups - INCIDENTAL, b.groups - INCIDENTAL)
    return {
        "extra": (extra(one, other) - extra(other, one)) / 10,
        "left": (left(a.topic, other.whole.topic, other.kin) - left(b.topic, one.whole.topic, one.kin)) / 10,
        "whole": whole_covered(one, other) - whole_covered(other, one),
        "action": float(len(acts[0]) - len(acts[1])) / 2,
        "group": float(len(groups[0]) - len(groups[1])) / 2,
        "no group": float(not groups[0]) - float(not groups[1]),
        "limbs": float(len(one.limbs) - len(other.limbs)) / 3,
        "length": math.log((one.length + 3) / (other.length + 3)),
    }


def opposed(one: Ask, other: Ask, cosine: float) -> bool:
    """One asks to allow or bring back what the other asks to forbid or end."""
    if cosine < _NEAR or one.allows == other.allows or one.forbids in (other.forbids, one.allows):
        return False
    return min(first_covered(one, other), first_covered(other, one)) >= _OPPOSED


# --- what decided, in words


def because(one: Ask, other: Ask, cosine: float) -> str:
    """The words in common, what is to be done and for whom where it is the same or said by one only, and how near the meanings are."""
    parts = [f"both: {words}" if (words := _common_words(one, other)) else "no word about the subject in common"]
    for name, a, b in (("to do", one.first.actions, other.first.actions), ("for", one.first.groups, other.first.groups)):
        if a & b:
            parts.append(f"{name}: {_listed(a & b)}")
        elif a or b:
            parts.append(f"{name}, {'this' if a else 'the other'} only: {_listed(a or b)}")
    return " · ".join([*parts, f"meaning {cosine:.2f}"])


def _common_words(one: Ask, other: Ask) -> str:
    """The rarest words that both have, as the first writes them."""
    shared = sorted(one.whole.topic & other.whole.topic, key=lambda stem: (-rarity(stem), stem))
    return ", ".join(list(unnamed((one.form(stem) for stem in shared), (one, other)))[:4])


def unnamed(words: Iterable[str], asks: Iterable[Ask]) -> Iterator[str]:
    """The words but those that may be a person's name in one of the requests."""
    persons = frozenset[str]().union(*(names(each.text) for each in asks))
    return (word for word in words if word not in persons)


def _listed(some: frozenset[str]) -> str:
    return ", ".join(sorted(some))
