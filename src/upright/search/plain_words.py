"""What people say in plain words, and the words that the field has for it: 'prisoners who die in their cells' are deaths in custody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from upright.data import rows
from upright.search import meaning
from upright.search.query import Query

_MOST = 3  # terms of one query
_NEAR = 0.35  # below that the words say something else
_BEHIND = 0.15  # how much less near than the first one another term may be
_SHARE = 0.4  # what the terms weigh beside the words that were typed


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """A term of the field. `query`: what finds records that use it; `mistaken`: those that seem near to it and say something else; `plain`:
    how else people say it."""

    name: str
    query: Query
    mistaken: Query
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a query means: a vector of length 1 to look near to, and the terms that the field has for it, the likeliest first."""

    vector: NDArray[np.float32]
    terms: tuple[FieldTerm, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """The terms, the vectors of their names and of all their wordings, which wording is whose, and the middle of all wordings."""

    terms: tuple[FieldTerm, ...]
    names: NDArray[np.float32]
    wordings: NDArray[np.float32]
    whose: NDArray[np.int64]
    middle: NDArray[np.float32]


@cache
def terms() -> tuple[FieldTerm, ...]:
    """All of them, in the order of the table."""
    table = rows("plain_words.csv")
    return tuple(
        FieldTerm(row["term"], Query.parse(row["find"] or row["term"]), Query.parse(row["mistaken"]), tuple(row["plain"].split(" | ")))
        for row in table
    )


@cache
def _known() -> _Known:
    listed = terms()
    plain = meaning.vectors([wording for term in listed for wording in term.plain])
    names = meaning.vectors([term.name for term in listed])
    middle = plain.mean(axis=0)
    whose = [at for at, term in enumerate(listed) for _ in term.plain]
    both = _unit(np.concatenate([plain, names]) - middle)
    return _Known(listed, _unit(names - middle), both, np.array([*whose, *range(len(listed))]), middle)


def meant(text: str) -> Meant:
    """What a text in any of the encoder's languages means. NoMeaning where the encoder does not work.

    What all wordings have in common is taken away: the encoder puts every few words near to every other few words.
    """
    known = _known()
    own = _unit(meaning.vectors([text]) - known.middle)[0]
    found: dict[int, float] = {}
    nearness = known.wordings @ own
    for at in np.argsort(-nearness, kind="stable"):
        if nearness[at] < max(_NEAR, nearness.max() - _BEHIND) or len(found) == _MOST:
            break
        found.setdefault(int(known.whose[at]), float(nearness[at]))
    vector = own
    if found:
        shares = np.array(list(found.values()), np.float32) / sum(found.values())
        vector = own + _SHARE * (shares @ known.names[list(found)])
    return Meant(_unit(vector), tuple(known.terms[at] for at in found))


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return found
