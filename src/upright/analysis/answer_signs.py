"""The signs by which a passage is taken for the answer to a question. Each is a number of about 0 to 1, weighed in
`data/answer_weights.csv`: first which passage is the nearest ('choose'), then whether the nearest answers ('decide')."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from upright.analysis.exchange import Asked, Exchange, Passage
from upright.data import rows

_USUAL = 6.0  # the rarity of two or three words in common
_CONTEXT = 0.4  # what a word before the question counts beside one of the question
_MANY = 5


@cache
def weights(step: str) -> Mapping[str, float]:
    """The weights of a step's signs: "choose" or "decide"."""
    return {row["sign"]: float(row["weight"]) for row in rows("answer_weights.csv") if row["step"] == step}


def weighed(signs: Mapping[str, float], by: Mapping[str, float]) -> float:
    """The sum of signs by their weights; a sign that has not been weighed yet counts for nothing."""
    return math.fsum(by.get(sign, 0.0) * value for sign, value in signs.items())


def choosing(exchange: Exchange, asked: Asked, passage: Passage) -> dict[str, float]:
    """How near a passage is to a question.

    own, family      words of the question itself, and other words of their families
    lead             words before it in its sentence
    referred         words of the sentence before, where the question refers back ('such a reduction')
    topic, kin       words that come back in what the member says, and other words of their families
    beside           all of these in the passages around, of the same speaker
    opening          how much of the passage's first words is in the question
    announced        how much of what it says that it is about ('With regard to ...,') is in the question
    named            it names the member who asks
    next             the passage is of the replies that follow the question
    order            how nearly it stands in its replies where the question stands among the questions
    kind             numbers, a duration or a reason are asked for and given (1), or not given (-1)
    rarest, sentence the rarest word in common; the words that one sentence of the passage has in common
    """
    rarity, replies = exchange.rarity, exchange.replies_after(asked)
    upcoming = passage.block == replies[0].block
    opening = rarity.total(passage.opening & (asked.own | asked.lead)) / (rarity.total(passage.opening) or 1)
    announced = [each for each in passage.announced if rarity.total(each)]
    near = exchange.beside(passage)
    everything = asked.own | asked.lead | asked.referred

    def shared(some: Iterable[str], by: Passage = passage) -> float:
        return rarity.total(term for term in some if term in by.terms)

    def repeated(by: Passage = passage) -> float:
        return math.fsum(weight * rarity.of(term) for term, weight in asked.topic.items() if term in by.terms)

    def kin(some: Mapping[str, float]) -> float:
        return math.fsum(weight * rarity.of(term) for term, weight in some.items() if passage.has(term) == 0.5)

    scale = _USUAL * passage.length
    order = -abs(exchange.position(passage) - exchange.position(asked.passage)) if upcoming else -0.5
    return {
        "own": shared(asked.own) / scale,
        "family": kin(dict.fromkeys(asked.own, 1.0)) / scale,
        "lead": shared(asked.lead) / scale,
        "referred": shared(asked.referred) / scale,
        "topic": repeated() / scale,
        "kin": kin(asked.topic) / scale,
        "beside": sum(shared(everything, each) + repeated(each) for each in near) / max(1, len(near)) / 10,
        "opening": opening,
        "announced": max((rarity.total(each & (asked.own | asked.lead)) / rarity.total(each) for each in announced), default=0.0),
        "named": float(asked.is_named_in(passage)),
        "next": float(upcoming),
        "order": order,
        "kind": float(asked.kind_given(passage)),
        "rarest": max((rarity.of(term) for term in asked.own & passage.terms), default=0.0) / 4,
        "sentence": max((rarity.total(asked.own & each) for each in passage.sentences), default=0.0) / _USUAL,
    }


@dataclass(frozen=True, eq=False)
class Choice:
    """A question with the replies after it in their order, how near each is, and the nearest (None: nobody replies after it)."""

    asked: Asked
    nearness: Mapping[Passage, float]
    nearest: Passage | None


def choices(exchange: Exchange, by: Mapping[str, float]) -> list[Choice]:
    """The nearest passage of every question."""
    found = []
    for asked in exchange.asked:
        nearness = {each: weighed(choosing(exchange, asked, each), by) for each in exchange.replies_after(asked)}
        found.append(Choice(asked, nearness, max(nearness, key=nearness.__getitem__, default=None)))
    return found


def deciding(exchange: Exchange, choice: Choice, all_choices: Sequence[Choice]) -> dict[str, float]:
    """Whether the nearest passage answers; the passage is given by `choice`, which must have one (ValueError).

    opening, announced, named, kind   as for choosing
    covered, in context   how much of the question is in the passage; with what it leans on
    missing               how much of the question is in no reply at all
    bare                  how few words of its own it has
    place                 how many questions stand before it in what the member says: the last of many is answered least
    share                 how much of the passage's nearness to all questions is to this one
    """
    asked, passage = choice.asked, choice.nearest
    if passage is None:
        raise ValueError("nobody replies after this question")
    rarity = exchange.rarity
    signs = choosing(exchange, asked, passage)
    own = rarity.total(asked.own)
    context = (asked.lead | asked.before if asked.refers_back else asked.lead) - asked.own
    others = [
        each.nearness[passage]
        for each in all_choices
        if each is not choice and each.asked.passage.block == asked.passage.block and passage in each.nearness
    ]
    nearness = choice.nearness[passage]

    def covered(some: Iterable[str]) -> float:
        return math.fsum(passage.has(term) * rarity.of(term) for term in some)

    unsaid = (term for term in asked.own if not any(each.has(term) for each in choice.nearness))
    return {
        **{sign: signs[sign] for sign in ("opening", "announced", "named", "kind")},
        "covered": covered(asked.own) / (own + 2),
        "in context": (covered(asked.own) + _CONTEXT * covered(context)) / (own + _CONTEXT * rarity.total(context) + 2),
        "missing": rarity.total(unsaid) / (own + 2),
        "bare": 1 / (1 + own / _MANY),
        "place": asked.number / _MANY,
        "share": 1 / (1 + math.fsum(math.exp(each - nearness) for each in others)),
    }
