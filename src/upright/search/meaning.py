"""Search by meaning: a vector for each text, in a folder that is made out of the archive and never the only copy of anything.

A text is known by its digest, so that equal texts have one vector. A vector of length 1 is kept as whole numbers of one byte: 138 MB for
270,000 texts, mapped into memory and not read into it. Every search looks at all of them: what it finds is exactly what is nearest.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from upright import encoder, processes
from upright.exceptions import UprightError
from upright.search.entries import Busy

SCHEMA = 1  # of the folder: one of another number is made anew
KINDS = ("recommendation", "question", "concern")
_STATE, _VECTORS, _LOCK = "state.npz", "vectors.i8", "lock.sqlite3"
_COLUMNS = ("digests", "letters", "kind", "id", "document", "row")
_STEP = 0.2 / 127  # no number of a vector is beyond 0.2: the largest in 27,000 recommendations is 0.155
_AT_ONCE = 64  # rows that are multiplied at once: they stay in the processor's cache, and no library divides so few among threads
_BATCH = 128  # texts that a worker process is given at once
_MANY = 1_000  # texts for which it pays to start processes
_MOST_LETTERS = 60_000
_DIGEST = 16
_FEW = 100  # digests that are quicker compared with all than looked up in a table of all

Encode = Callable[[Sequence[str]], encoder.Vectors]


class NoMeaning(UprightError):
    """The encoder of sentences is not there, or does not work."""

    def __init__(self, why: Exception) -> None:
        super().__init__(f"search by meaning is not available here: the encoder of sentences cannot be used ({why})")


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one record. `kind`: one of KINDS; `id`: its key in the archive."""

    kind: str
    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """A record that was found, and how near it is: 1 is the same, 0 has nothing in common."""

    kind: str
    id: int
    nearness: float


@dataclass(frozen=True, slots=True)
class _State:
    """What one commit wrote: a row of the first three for each text, of the others for each record; `row`: where its text stands."""

    position: int
    vectors: NDArray[np.int8]
    digests: NDArray[np.uint8]
    letters: NDArray[np.uint16]
    kind: NDArray[np.int8]
    id: NDArray[np.int64]
    document: NDArray[np.int64]
    row: NDArray[np.int64]


def digest(text: str) -> bytes:
    """What a text is known by: 16 bytes."""
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST).digest()


def vectors(texts: Sequence[str]) -> encoder.Vectors:
    """The vectors of some texts. NoMeaning where the encoder does not work."""
    try:
        return encoder.vectors(texts)
    except (ImportError, OSError, MemoryError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise NoMeaning(error) from error


class Meanings:
    """Vectors in a folder. One process writes at a time (`Busy`); others see what it wrote with their next search."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[int, int] | None = None
        self._held = _nothing()
        self._changed: dict[int, list[Piece]] = {}

    # --- what is there

    @property
    def position(self) -> int:
        """Up to which change of the archive the folder has seen; 0 when it is new."""
        return self._state().position

    def count(self) -> int:
        """How many records there are."""
        return len(self._state().id)

    def _state(self) -> _State:
        """What was last committed, by whichever process."""
        stamp = _stamp(self._folder / _STATE)
        if stamp != self._seen or stamp is None:
            self._held = self._read()
            self._seen = stamp
        return self._held

    def _read(self) -> _State:
        """An older or unusable folder is like an empty one."""
        try:
            with np.load(self._folder / _STATE, allow_pickle=False) as file:
                if str(file["made_by"]) != _made_by():
                    return _nothing()
                held = {name: file[name] for name in _COLUMNS}
                position = int(file["position"])
            shape = (len(held["digests"]), encoder.DIMENSIONS)
            mapped = np.asarray(np.memmap(self._folder / _VECTORS, np.int8, "r", shape=shape)) if shape[0] else np.zeros(shape, np.int8)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return _nothing()
        return _State(position, mapped, **held)

    # --- taking in

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Nobody else writes meanwhile: Busy where somebody does. Ends with the process, however that ends."""
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(self._folder / _LOCK, timeout=0, isolation_level=None)
        try:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise Busy from error
            yield
        finally:
            lock.close()

    def replace(self, document: int, pieces: Iterable[Piece]) -> None:
        """Take in a document's records in place of those that were there; none, where it has none any more."""
        self._changed[document] = list(pieces)

    def commit(self, position: int, encode: Encode = vectors) -> None:
        """Make it visible. The vectors are written first: whoever is stopped before the state is written takes them in again."""
        state = self._state()
        pieces = [(document, piece) for document, held in self._changed.items() for piece in held]
        rows = _rows(state)
        new: dict[bytes, str] = {}
        for _, piece in pieces:
            if (key := digest(piece.text)) not in rows and key not in new:
                new[key] = piece.text
        self._append(len(rows), encode(list(new.values())))
        rows |= {key: len(rows) + at for at, key in enumerate(new)}
        kept = ~np.isin(state.document, np.fromiter(self._changed, np.int64, len(self._changed)))
        found = [(KINDS.index(piece.kind), piece.id, document, rows[digest(piece.text)]) for document, piece in pieces]
        columns = np.array(found, np.int64).reshape(-1, 4).T
        self._write(
            _State(
                position=position,
                vectors=state.vectors,
                digests=np.concatenate([state.digests, np.frombuffer(b"".join(new), np.uint8).reshape(-1, _DIGEST)]),
                letters=np.concatenate([state.letters, np.array([min(len(text), _MOST_LETTERS) for text in new.values()], np.uint16)]),
                kind=np.concatenate([state.kind[kept], columns[0].astype(np.int8)]),
                id=np.concatenate([state.id[kept], columns[1]]),
                document=np.concatenate([state.document[kept], columns[2]]),
                row=np.concatenate([state.row[kept], columns[3]]),
            )
        )
        self._changed.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._changed.clear()
        self._write(_nothing())

    def _append(self, there: int, found: encoder.Vectors) -> None:
        """Behind the vectors that count; what a writer that was stopped left there is written over."""
        path = self._folder / _VECTORS
        path.touch()
        with path.open("r+b") as file:
            file.seek(there * encoder.DIMENSIONS)
            file.write(small(found).tobytes())
            file.flush()
            os.fsync(file.fileno())

    def _write(self, state: _State) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".part-{os.getpid()}-{_STATE}"
        columns = {name: getattr(state, name) for name in ("position", *_COLUMNS)}
        with part.open("wb") as file:
            np.savez(file, made_by=_made_by(), **columns)
        part.replace(self._folder / _STATE)

    # --- searching

    def nearest(
        self,
        vector: NDArray[np.float32],
        *,
        kinds: Sequence[str],
        limit: int,
        ids: Sequence[int] | None = None,
        documents: Sequence[int] | None = None,
        long: float = 0.0,
        favoured: Sequence[int] = (),
        mistaken: Sequence[int] = (),
        favour: float = 0.0,
    ) -> list[Near]:
        """The `limit` records of these kinds that are nearest to a vector (512 numbers, of length 1), the nearest first.

        Only those of some `ids` and `documents`, where these are given. `long`: what a text gains by being e times as long;
        `favour`: what the `favoured` ids gain, and the `mistaken` ones lose.
        """
        state = self._state()
        wanted = np.isin(state.kind, [KINDS.index(kind) for kind in kinds])
        for column, among in ((state.id, ids), (state.document, documents)):
            if among is not None:
                wanted &= np.isin(column, np.asarray(among, np.int64))
        at = np.flatnonzero(wanted)
        rows = state.row[at]
        scores = _scores(state.vectors, vector, rows)
        if long:
            scores += long * np.log(np.clip(state.letters[rows], 30, 200) / 200, dtype=np.float32)
        for given, gained in ((favoured, favour), (mistaken, -favour)):
            if given:
                scores[np.isin(state.id[at], np.asarray(given, np.int64))] += gained
        best = np.argpartition(-scores, limit)[:limit] if limit < len(scores) else np.arange(len(scores))
        best = best[np.lexsort((state.id[at[best]], -scores[best]))]
        return [Near(KINDS[state.kind[at[each]]], int(state.id[at[each]]), float(scores[each])) for each in best]

    def vectors_of(self, digests: Sequence[bytes]) -> tuple[encoder.Vectors, NDArray[np.bool_]]:
        """The vectors of texts by their digests, a row each, and which of them there are; the rows of the others are zeros."""
        state = self._state()
        rows = _rows(state, digests)
        there = np.array([each in rows for each in digests], np.bool_)
        found = np.zeros((len(digests), encoder.DIMENSIONS), np.float32)
        found[there] = state.vectors[[rows[each] for each in digests if each in rows]]
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), there


def _rows(state: _State, few: Sequence[bytes] | None = None) -> dict[bytes, int]:
    """Where the text of each digest stands: of all, or of those that there are of a few, which are looked up without listing all."""
    if few is None or len(few) > _FEW:
        return {bytes(each): at for at, each in enumerate(state.digests)}
    halves = state.digests.view(np.uint64)
    found: dict[bytes, int] = {}
    for each in few:
        first, second = np.frombuffer(each, np.uint64)
        at = np.flatnonzero((halves[:, 0] == first) & (halves[:, 1] == second))
        if len(at):
            found[each] = int(at[0])
    return found


def _scores(held: NDArray[np.int8], vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """How near the vectors of some rows are to one: each is looked at once, in the order of the file."""
    if len(rows) * 2 > len(held):  # most of them: quicker to look at all than to pick
        return _products(held, None, vector)[rows]
    unique, back = np.unique(rows, return_inverse=True)
    return _products(held, unique, vector)[back]


def _products(held: NDArray[np.int8], picked: NDArray[np.int64] | None, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    number = len(held) if picked is None else len(picked)
    found = np.empty(number, np.float32)
    wide = np.empty((_AT_ONCE, encoder.DIMENSIONS), np.float32)
    scaled = np.asarray(vector, np.float32) * np.float32(_STEP)
    for start in range(0, number, _AT_ONCE):
        some = slice(start, min(start + _AT_ONCE, number))
        part = wide[: some.stop - start]
        np.copyto(part, held[some] if picked is None else held[picked[some]])
        np.dot(part, scaled, out=found[some])
    return found


def small(found: encoder.Vectors) -> NDArray[np.int8]:
    """Vectors as whole numbers of one byte."""
    whole: NDArray[np.int8] = np.clip(np.rint(found / _STEP), -127, 127).astype(np.int8)
    return whole


def _nothing() -> _State:
    none = np.zeros(0, np.int64)
    mapped, digests = np.zeros((0, encoder.DIMENSIONS), np.int8), np.zeros((0, _DIGEST), np.uint8)
    return _State(0, mapped, digests, none.astype(np.uint16), none.astype(np.int8), none, none, none)


def _made_by() -> str:
    return f"{SCHEMA} {encoder.version()}"


def _stamp(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        state = path.stat()
        return state.st_mtime_ns, state.st_ino
    return None


# --- many texts at once


def in_processes(workers: int) -> Encode:
    """An encoder that divides many texts among worker processes."""

    def encode(texts: Sequence[str]) -> encoder.Vectors:
        if workers < 2 or len(texts) < _MANY:
            return vectors(texts)
        batches = [list(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        found: list[encoder.Vectors] = [np.zeros((0, encoder.DIMENSIONS), np.float32)] * len(batches)
        for number, result in processes.run(_encoded, [json.dumps(batch) for batch in batches], workers):
            found[number] = (
                vectors(batches[number])
                if isinstance(result, processes.Lost)
                else np.frombuffer(result, np.float32).reshape(-1, encoder.DIMENSIONS)
            )
        return np.concatenate(found)

    return encode


def _encoded(batch: str) -> bytes:
    return encoder.vectors(json.loads(batch)).tobytes()
