"""How near what a passage speaks of is to what requests ask for, and whether one of them takes it up.

A passage is a sentence of a document that asks nobody for anything itself: of a compilation, a summary, a report of the State. It is
compared piece by piece, as a whole, and with its paragraph, since a sentence may leave its subject to the one before it ('None of these
promises ...'). The nearest request is chosen by the signs of each pair; whether it is near enough is decided by the best sign of each kind
over all requests. Both by weights in `data/nearness_weights.csv`, which `benchmarks/fit_nearness.py` fits to labels.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from upright import encoder, states
from upright.analysis.terms import Rarity, terms
from upright.analysis.treaty_names import named
from upright.data import rows
from upright.linking.requests import COMPARED

CHOOSING = (
    "meaning of piece", "meaning of sentence", "meaning of paragraph", "piece covered", "request covered by piece",
    "request covered by sentence", "sentence covered", "request covered by paragraph", "treaty", "other treaty",
)  # fmt: skip
DECIDING = (*CHOOSING, "score", "words of any request", "rarest word of none")
BIAS = "bias"
TAKEN = 0.5  # how likely it must be that a request takes a passage up, for it to be said
_LEAST = 2  # words about something that a piece must have to be compared by itself
_RAREST = 10.0
Floats = NDArray[np.float64]
Meanings = Mapping[str, encoder.Vectors]  # of each text its vector


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, and the paragraph that it stands in."""

    text: str
    paragraph: str


@dataclass(frozen=True, slots=True)
class Near:
    """The request that is nearest to a passage: its place among the requests, None where there are none. `taken`: from 0 to 1, how likely
    it is that one of the requests takes the passage up. `common`: words of both; `missing`: words of the passage that no request has."""

    at: int | None
    taken: float
    common: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """Of one passage: a row for each piece and request, by the columns of CHOOSING; `request`: that of each row; `alone`: what does not
    hang on one request."""

    pairs: Floats
    request: NDArray[np.intp]
    alone: tuple[float, float]


class Nearness:
    """Requests, prepared once; `state`: of whom they ask, whose name tells nothing; `vectors`: of texts, as far as they are known."""

    def __init__(
        self, texts: Sequence[str], passages: Iterable[Passage], state: str | None = None, vectors: Meanings | None = None
    ) -> None:
        self._passages = tuple(passages)
        self._texts = [frozenset(terms(text)) for text in texts]
        paragraphs = [frozenset(terms(text)) for text in dict.fromkeys(each.paragraph for each in self._passages)]
        self._rarity = Rarity([*self._texts, *paragraphs], [states.name(state, COMPARED)] if state else [])
        self._column = {word: at for at, word in enumerate(sorted(frozenset().union(*self._texts, *paragraphs)))}
        self._weight = np.array([self._rarity.of(word) for word in self._column])
        self._words = np.array([self._vector(each) for each in self._texts]).reshape(len(texts), len(self._column)) > 0
        self._totals = self._words @ self._weight
        self._any = frozenset().union(*self._texts)
        self._treaties = [_treaties(text) for text in texts]
        self._meaning = _meanings(texts, vectors or {})

    def near(self) -> list[Near]:
        """The nearest request of each passage."""
        return [self._near(each, signs) for each, signs in zip(self._passages, self.signs(), strict=True)]

    def signs(self) -> list[Signs]:
        """The signs of each passage."""
        said = [_said(each.text) for each in self._passages]
        pieces = [_pieces(each) for each in said]
        around = [each.paragraph for each in self._passages]
        texts = list(dict.fromkeys([*said, *around, *(piece for some in pieces for piece in some)]))
        meaning = dict(zip(texts, encoder.remembered(texts) @ self._meaning.T, strict=True))
        return [self._signs(*each, meaning) for each in zip(said, around, pieces, strict=True)]

    def _signs(self, said: str, around: str, pieces: Sequence[str], meaning: Mapping[str, encoder.Vectors]) -> Signs:
        sentence = frozenset(terms(said))
        by_sentence, sentence_by = self._covered(sentence)
        by_paragraph, _ = self._covered(frozenset(terms(around)))
        found = []
        for piece in pieces:
            by_piece, piece_by = self._covered(frozenset(terms(piece)))
            treaties = _treaties(piece)
            same = np.array([bool(treaties & other) for other in self._treaties], dtype=float)
            others = np.array([bool(treaties and other) for other in self._treaties], dtype=float) - same
            near = (meaning[piece], meaning[said], meaning[around])
            found.append(np.stack([*near, piece_by, by_piece, by_sentence, sentence_by, by_paragraph, same, others], axis=1))
        count = len(self._texts)
        total = self._rarity.total(sentence)
        known = self._rarity.total(sentence & self._any) / total if total else 0.0
        rarest = max((self._rarity.of(word) for word in sentence - self._any), default=0.0) / _RAREST
        return Signs(np.concatenate(found), np.tile(np.arange(count), len(pieces)), (known, rarest))

    def _covered(self, words: frozenset[str]) -> tuple[Floats, Floats]:
        """How much of each request some words cover, and how much of them each request."""
        own = self._rarity.total(words)
        common = self._words @ (self._vector(words) * self._weight)
        return np.divide(common, self._totals, out=np.zeros_like(common), where=self._totals > 0), common / own if own else common * 0

    def _vector(self, words: frozenset[str]) -> Floats:
        found = np.zeros(len(self._column))
        found[[self._column[word] for word in words if word in self._column]] = 1
        return found

    def _near(self, passage: Passage, signs: Signs) -> Near:
        if not self._texts:
            return Near(None, 0.0, (), ())
        scores = signs.pairs @ _weights("choose", CHOOSING)
        best = int(scores.argmax())
        at = int(signs.request[best])
        said = _said(passage.text)
        told = decisive(signs, float(scores[best])) @ _weights("decide", DECIDING) + _bias()
        return Near(at, 1 / (1 + math.exp(-told)), self._rarest(said, self._texts[at], True), self._rarest(said, self._any, False))

    def _rarest(self, text: str, words: frozenset[str], among: bool, most: int = 4) -> tuple[str, ...]:
        """The words of a text, as it has them, whose stems are among some or not; the rarest."""
        by_stem = {stem: word for word in re.findall(r"[^\W\d_]+", text) for stem in terms(word)}
        found = [stem for stem in by_stem if (stem in words) is among]
        chosen = sorted(found, key=lambda stem: -self._rarity.of(stem))[:most]
        return tuple(by_stem[stem] for stem in found if stem in chosen)


def decisive(signs: Signs, score: float) -> Floats:
    """By what it is decided whether any request takes a passage up: the columns of DECIDING."""
    return np.array([*signs.pairs.max(axis=0), score, *signs.alone])


def _meanings(texts: Sequence[str], known: Meanings) -> encoder.Vectors:
    new = [text for text in texts if text not in known]
    made = dict(zip(new, encoder.remembered(new), strict=True))
    return np.array([known.get(text, made.get(text)) for text in texts], dtype=np.float32).reshape(len(texts), encoder.DIMENSIONS)


# --- passages ----------------------------------------------------------------------------------------------------------------------------


def _treaties(text: str) -> frozenset[str]:
    return frozenset(each.code for each in named(text))


def _said(text: str) -> str:
    """A sentence without who says it: 'CRC recommended that Slovenia', 'it also stated that'."""
    said = _lead().sub("", text, count=1)
    return said if len(terms(said)) >= _LEAST else text


def _pieces(text: str) -> list[str]:
    """What a sentence says one after the other, where each has words enough."""
    pieces = [each for each in _cut().split(text) if len(terms(each)) >= _LEAST]
    return pieces or [text]


@cache
def _lead() -> re.Pattern[str]:
    words = "|".join(row["pattern"] for row in rows("raising_words.csv") if row["says"] == "lead")
    after = "that|the|about|at|to|over|State party|State|country|Government|authorities"
    names = "|".join(re.escape(states.name(code, COMPARED)) for code in sorted(states.codes()))
    return re.compile(rf"^.{{0,260}}?\b(?:{words})\b(?: \w+ly\b)?(?: (?:{after}|(?:{names})\w*)\b)*:? ")


@cache
def _cut() -> re.Pattern[str]:
    verbs = "|".join(row["verb"] for row in rows("action_verbs.csv") if row["verb"].isalpha())
    leads = "|".join(row["pattern"] for row in rows("raising_words.csv") if row["says"] == "lead")
    return re.compile(rf";|\([a-z]\)|: |,? (?:and|as well as) (?:(?:also|further|to|that) )*(?=(?:{verbs}|{leads}|to|that|the)\b)")


# --- weights -----------------------------------------------------------------------------------------------------------------------------


@cache
def _of_step(step: str) -> dict[str, float]:
    return {row["sign"]: float(row["weight"]) for row in rows("nearness_weights.csv") if row["step"] == step}


def _weights(step: str, names: Sequence[str]) -> Floats:
    found = _of_step(step)
    return np.array([found[name] for name in names])


def _bias() -> float:
    return _of_step("decide")[BIAS]
