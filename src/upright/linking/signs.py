"""The signs by which two requests are taken to ask the same: numbers of about 0 to 1, weighed in `data/link_weights.csv`. They are the same
whichever of the two comes first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from upright.analysis.terms import families
from upright.linking.asks import Ask
from upright.linking.rarity import rarity, total

_KIN = 0.5  # what another word of the same family counts
_NONE: frozenset[str] = frozenset()
_USUAL = 6.0  # the rarity of two or three words
# Classes of what is to be done that any request may have: they do not tell one from another.
LOOSE = frozenset({"combat", "secure", "improve", "establish", "implement", "policy"})
# Persons that are mostly the place or the means, not those for whom something is asked.
INCIDENTAL = frozenset({"victims", "police", "judges", "workers", "poor", "civil society"})


def left(some: AbstractSet[str], by: AbstractSet[str], kin: AbstractSet[str]) -> float:
    """The rarity of the words that others do not have; half of it where they have another word of the family."""
    return math.fsum([rarity(stem) * (_KIN if kin and families(stem) & kin else 1.0) for stem in some - by])


def covered(some: AbstractSet[str], weight: float, by: AbstractSet[str], kin: AbstractSet[str]) -> float:
    """How much of some words others have, by their rarity. `weight`: the rarity of all of them."""
    return 1.0 - left(some, by, kin) / weight if weight else 0.0


def _share(amount: float) -> float:
    return amount / (amount + _USUAL)


def _sets(name: str, one: AbstractSet[str], other: AbstractSet[str]) -> dict[str, float]:
    """How two sets stand to each other."""
    both = bool(one and other)
    return {
        f"{name} same": float(both and one == other),
        f"{name} one": float(bool(one) != bool(other)),
        f"{name} part": float(both and one != other and (one < other or other < one)),
        f"{name} other": float(both and not one & other),
    }


def whole_covered(one: Ask, other: Ask) -> float:
    """How much of all that `one` is about the other says."""
    return covered(one.whole.topic, one.whole.weight, other.whole.topic, other.kin)


def first_covered(one: Ask, other: Ask) -> float:
    """How much of what `one` asks in the first place the other says anywhere."""
    return covered(one.first.topic, one.first.weight, other.whole.topic, other.kin)


def extra(one: Ask, other: Ask) -> float:
    """How much the things that `one` asks in the second place have that `other` does not say."""
    return max((left(limb.topic, other.whole.topic, other.kin) for limb in one.limbs[1:]), default=0.0)


def _themes(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """How much of the themes of both is common, by their confidence; a quarter where neither has any."""
    every = sorted(one.keys() | other.keys())
    most = math.fsum(max(one.get(theme, 0.0), other.get(theme, 0.0)) for theme in every)
    least = math.fsum(min(one.get(theme, 0.0), other.get(theme, 0.0)) for theme in every)
    return {"themes": least / most if most else 0.25, **{f"themes {name}": value for name, value in _part_or_other(one, other)}}


def _part_or_other(one: Mapping[str, float], other: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    a, b = one.keys(), other.keys()
    return ("part", float(a < b or b < a)), ("other", float(bool(a and b) and not a & b))


def signs(one: Ask, other: Ask, cosine: float) -> dict[str, float]:
    """How near two requests are. `cosine`: of their meanings.

    meaning               the cosine, from 0.4 up
    pairs                 neighbouring words in common
    length                how differently long they are
    first, whole, words   how much of the one is in the other, of what is asked first, of all topics, of all words: at least, at most
    in whole              how much of what the one asks first the other says anywhere
    left, extra           how much of what the one asks first, or asks in the second place, the other does not say
    shared, rarest        the words in common of what is asked first, and the rarest of them
    action, group         what is to be done, and for whom: the same, said by one only, a part, another
    loose other           nothing that is to be done is the same
    head, victims         what is to be done first is another, or is said by one only; victims are named by one only
    themes                how much of their themes is common; those of the one are a part of the other's, or none is common
    names, numbers        of treaties; years and articles
    many                  how many things the one asks that asks more
    """
    a, b = one.first, other.first
    first = covered(a.topic, a.weight, b.topic, other.first_kin), covered(b.topic, b.weight, a.topic, one.first_kin)
    lefts = left(a.topic, other.whole.topic, other.kin), left(b.topic, one.whole.topic, one.kin)
    in_whole = first_covered(one, other), first_covered(other, one)
    whole = whole_covered(one, other), whole_covered(other, one)
    words = covered(one.words, one.words_weight, other.words, _NONE), covered(other.words, other.words_weight, one.words, _NONE)
    extras = extra(one, other), extra(other, one)
    shared = a.topic & b.topic
    return {
        "meaning": max(0.0, cosine - 0.4) * 1.67,
        "pairs": len(one.pairs & other.pairs) / (min(len(one.pairs), len(other.pairs)) + 2),
        "length": abs(math.log((one.length + 3) / (other.length + 3))),
        "first least": min(first),
        "in whole least": min(in_whole),
        "whole least": min(whole),
        "whole most": max(whole),
        "words least": min(words),
        "words most": max(words),
        "left least": _share(min(lefts)),
        "left most": _share(max(lefts)),
        "extra least": _share(min(extras)),
        "extra most": _share(max(extras)),
        "shared": _share(total(shared)),
        "rarest": max(map(rarity, shared), default=0.0) / 5,
        **_sets("action", a.actions - LOOSE, b.actions - LOOSE),
        "loose other": float(not a.actions & b.actions),
        **_sets("group", a.groups - INCIDENTAL, b.groups - INCIDENTAL),
        **_themes(one.themes, other.themes),
        "head other": float(one.head != other.head and one.head is not None and other.head is not None),
        "head one": float((one.head is None) != (other.head is None)),
        "victims one": float(("victims" in a.groups) != ("victims" in b.groups)),
        "names same": float(bool(one.names & other.names)),
        "names other": float(bool(one.names and other.names) and not one.names & other.names),
        "numbers other": float(bool(one.numbers and other.numbers) and not one.numbers & other.numbers),
        "many": (max(len(one.limbs), len(other.limbs)) - 1) / 3,
    }
