"""Pairs of requests that were labelled by reading: what each asks for stands in the documents, the label says how the first stands to the
second (`LinkKind`, or "different")."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from labelled import LABELS, reading
from upright.encoder import vectors
from upright.linking.asks import Ask, ask
from upright.linking.requests import Request, requests_of

DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two requests of one State, prepared, the cosine of their meanings, and their label; `doubt`: whoever labelled it was not sure."""

    one: Request
    other: Request
    asks: tuple[Ask, Ask]
    cosine: float
    label: str
    doubt: bool

    @property
    def state(self) -> str:
        return self.one.state


@cache
def labelled_pairs(name: str, documents: Path) -> tuple[LabelledPair, ...]:
    """The pairs of a file of labels. `documents`: the folder in which the files are, at any depth."""
    rows = [json.loads(line) for line in (LABELS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    files = sorted({row[side]["file"] for row in rows for side in "ab"})
    known = {(file, each.source.start): each for file in files for each in requests_of(reading(documents, file))}
    found = [(row, *(known[row[side]["file"], row[side]["start"]] for side in "ab")) for row in rows]
    meaning = _meanings(request for _, one, other in found for request in (one, other))
    return tuple(
        LabelledPair(
            one,
            other,
            (ask(one.text, one.state), ask(other.text, other.state)),
            float(meaning[one.text] @ meaning[other.text]),
            row["label"],
            row["doubt"],
        )
        for row, one, other in found
    )


def _meanings(requests: Iterable[Request]) -> dict[str, np.ndarray]:
    texts = sorted({each.text for each in requests})
    return dict(zip(texts, vectors(texts), strict=True))
