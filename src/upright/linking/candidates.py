"""Which pairs of requests are worth comparing: so few for each request that the work grows with their number, not with its square.

Three ways to a pair: near meanings (the nearest neighbours of the encoder), rare words in common, the same treaty to be ratified. The
neighbours are found by one product of matrices, which is quadratic within one State, but so fast that 8,000 requests take seconds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from upright.encoder import Vectors
from upright.linking.asks import Ask
from upright.linking.rarity import rarity

_NEIGHBOURS = 20
_WORDY = 10  # neighbours by words, beside those by meaning
_RARE = 60  # requests that a word may stand in, to lead from one to another
_TREATY = 40  # requests for one treaty that are compared each with each; of more, each with those after it
_CHUNK = 1024  # rows of a product of matrices

Pair = tuple[int, int]  # the numbers of two requests, the lower first


def ordered(one: int, other: int) -> Pair:
    """The lower number first."""
    return (one, other) if one < other else (other, one)


def candidates(asks: Sequence[Ask], vectors: Vectors) -> list[Pair]:
    """The pairs to be compared, in order. `vectors`: a row for each request."""
    return sorted({*by_meaning(vectors), *by_words(asks), *by_treaty(asks)})


def by_meaning(vectors: Vectors) -> Iterator[Pair]:
    """Each request with its nearest neighbours."""
    most = min(_NEIGHBOURS + 1, len(vectors))
    for start in range(0, len(vectors), _CHUNK):
        near = vectors[start : start + _CHUNK] @ vectors.T
        for row, found in enumerate(np.argpartition(-near, most - 1, axis=1)[:, :most].tolist(), start):
            yield from (ordered(row, other) for other in found if other != row)


def by_words(asks: Sequence[Ask]) -> Iterator[Pair]:
    """Each request with those that have its rare words."""
    having: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(asks):
        for stem in each.whole.topic:
            having[stem].append(at)
    for at, each in enumerate(asks):
        weight: Counter[int] = Counter()
        for stem in sorted(each.whole.topic):
            if len(having[stem]) <= _RARE:
                value = int(100 * rarity(stem))
                weight.update({other: value for other in having[stem] if other != at})
        best = sorted(weight, key=lambda other: (-weight[other], other))[:_WORDY]
        yield from (ordered(at, other) for other in best)


def by_treaty(asks: Sequence[Ask]) -> Iterator[Pair]:
    """Those that ask to ratify one treaty."""
    asking: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(asks):
        for code in each.ratifies:
            asking[code].append(at)
    for found in asking.values():
        for place, at in enumerate(found):
            yield from ((at, other) for other in found[place + 1 : place + 1 + _TREATY])
