"""Linear models over named features, as small files: a row of whole numbers (-127 to 127) for each feature, a column for each value.

A feature is a name and the place in the text where it stands. Features come in blocks (words, lead ...), each brought to length 1 alone, so
that a long text weighs what a short one does; no name is in two blocks. A score is the bias and the weights of all features times what they
count for. The same model has the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from upright import home

Floats = NDArray[np.float32]
Span = tuple[int, int]  # start, end
Feature = tuple[str, Span]
Features = tuple[tuple[str, ...], Span]  # the names that a word always has together
Block = Sequence[Feature | Features]
FOLDER = "weights"
_MOST_TOGETHER = 50_000  # words
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Found:
    """The features of a text that a model knows: their rows, what each counts for, where they stand."""

    rows: NDArray[np.intp]
    counts: Floats
    spans: Sequence[Span]


@dataclass(frozen=True)
class Model:
    """`values`: the names of the columns; `rows`: the row of each feature; `idf`: what a feature counts for, by row; `weights`: rows by
    columns; `bias` by column; `extra`: what else a scheme keeps with its model (thresholds, how scores become confidence)."""

    values: tuple[str, ...]
    rows: Mapping[str, int]
    idf: Floats
    weights: Floats
    bias: Floats
    extra: Mapping[str, Floats] = field(default_factory=dict)
    _together: dict[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict, compare=False, repr=False)

    def find(self, blocks: Sequence[Block]) -> Found:
        """The features of a text that have a row, each block of length 1; one that stands there several times counts once."""
        row_of, known = self.rows.get, self._together.get
        places: dict[int, Span] = {}
        begins: list[int] = []
        lengths: list[int] = []
        for block in blocks:
            before = len(places)
            for name, span in block:
                if isinstance(name, str):
                    if (row := row_of(name)) is not None and row not in places:
                        places[row] = span
                else:
                    together = known(name)
                    for row in self._look_up(name) if together is None else together:
                        if row not in places:
                            places[row] = span
            if len(places) > before:
                begins.append(before)
                lengths.append(len(places) - before)
        rows = np.fromiter(places, dtype=np.intp, count=len(places))
        counts = self.idf[rows]
        if begins:
            counts /= np.repeat(np.sqrt(np.add.reduceat(counts * counts, begins)), lengths)
        return Found(rows, counts, tuple(places.values()))

    def _look_up(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """The rows of names that come together, looked up once."""
        if len(self._together) > _MOST_TOGETHER:
            self._together.clear()
        return self._together.setdefault(names, tuple(self.rows[name] for name in names if name in self.rows))

    def scores(self, found: Found) -> Floats:
        """A score for each value."""
        scored: Floats = self.bias + found.counts @ self.weights[found.rows]
        return scored

    def because(self, found: Found, column: int, most: int = 3, against: int | None = None) -> list[Span]:
        """Where the features stand that speak most for a value (more than for the value `against`), the strongest first."""
        weights = self.weights[found.rows, column]
        if against is not None:
            weights = weights - self.weights[found.rows, against]
        parts = found.counts * weights
        order = np.argsort(-parts, kind="stable")
        return [found.spans[each] for each in order[:most].tolist() if parts[each] > 0]


def names(blocks: Iterable[Block]) -> set[str]:
    """The names of all features of a text."""
    every = [name for block in blocks for name, _ in block]
    return {each for name in every for each in ((name,) if isinstance(name, str) else name)}


def places(name: str) -> tuple[Any, ...]:
    """Where the weights of a scheme may be, the first that is there wins: the user's own, then the package's."""
    return home.folder() / FOLDER / f"{name}.npz", files("upright.labelling").joinpath(FOLDER, f"{name}.npz")


def content(name: str) -> bytes | None:
    """The file of a scheme's weights; None where there is none."""
    return next((place.read_bytes() for place in places(name) if place.is_file()), None)


@cache
def load(name: str) -> Model | None:
    """The model of a scheme, read once; None where it has no weights: then its rules answer alone."""
    held = content(name)
    return unpacked(held) if held is not None else None


def digest(name: str) -> str:
    """What identifies the weights of a scheme; '' where there are none."""
    held = content(name)
    return hashlib.sha256(held).hexdigest() if held is not None else ""


def unpacked(held: bytes) -> Model:
    """The model of a file's bytes."""
    with np.load(io.BytesIO(held), allow_pickle=False) as arrays:
        names = _lines(arrays["names"])
        return Model(
            values=_lines(arrays["values"]),
            rows={name: row for row, name in enumerate(names)},
            idf=arrays["idf"].astype(np.float32),
            weights=arrays["weights"].astype(np.float32) * arrays["scale"].astype(np.float32),
            bias=arrays["bias"].astype(np.float32),
            extra={name[6:]: arrays[name].astype(np.float32) for name in arrays.files if name.startswith("extra_")},
        )


def packed(model: Model) -> bytes:
    """The bytes of a model's file: weights in 255 steps between the largest of their column and its opposite."""
    scale = np.maximum(np.abs(model.weights).max(axis=0, initial=0), 1e-9) / 127
    arrays: dict[str, NDArray[Any]] = {
        "names": _encoded(model.rows),
        "values": _encoded(model.values),
        "idf": model.idf.astype(np.float16),
        "weights": np.rint(model.weights / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "bias": model.bias.astype(np.float32),
        **{f"extra_{name}": np.asarray(array, dtype=np.float32) for name, array in model.extra.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.save(one, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _EPOCH), one.getvalue(), zipfile.ZIP_DEFLATED, 9)  # no time of writing in it
    return out.getvalue()


def save(model: Model, path: Path) -> int:
    """Write a model's file, whole or not at all; returns its size in bytes."""
    held = packed(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".part-{path.name}")
    part.write_bytes(held)
    part.replace(path)
    return len(held)


def _encoded(names: Mapping[str, int] | Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _lines(held: NDArray[np.uint8]) -> tuple[str, ...]:
    text = held.tobytes().decode()
    return tuple(text.split("\n")) if text else ()
