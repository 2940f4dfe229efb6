"""File -> reading: the stages in their order, for one file or for many, in this process or in others.

    extract -> identify -> structure -> a reader -> checks

Files are read by other processes, so that a malicious or damaged file can take neither the run nor the machine with it.
"""

from __future__ import annotations

import functools
import hashlib
import io
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from upright import checks, cluster, extract, identify, processes, structure
from upright.analysis import dialogue, kinship, reviews
from upright.cache import Cache
from upright.exceptions import UnknownDocument, UprightError
from upright.extract.sniff import SUFFIXES
from upright.packing import Packed, pack, unpack
from upright.readers import READERS
from upright.readers.document import Document, document_record, paragraphs, unread_pages
from upright.readers.reading import Reading
from upright.records import Finding, Kind, Record

__all__ = ["SUFFIXES", "Failure", "Found", "Reading", "find", "read_file", "read_paths"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that could not be read; `message` is one sentence that begins with the file."""

    file: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The files to read, and how many were passed over because of their type."""

    files: tuple[Path, ...]
    skipped: int


def find(paths: Iterable[Path]) -> Found:
    """Files as they are named; of a folder everything below it by name, but no hidden files and no types that upright does not read."""
    files: list[Path] = []
    skipped = 0
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        below = [each for each in sorted(path.rglob("*")) if each.is_file() and not _hidden(each.relative_to(path))]
        known = [each for each in below if each.suffix.lower() in SUFFIXES]
        files += known
        skipped += len(below) - len(known)
    return Found(files=tuple(dict.fromkeys(files)), skipped=skipped)


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)


def read_file(path: Path) -> Reading:
    """Read one file, in this process.

    UnreadableFile when the file gives no text, UnknownDocument when it is not of a kind that upright reads.
    """
    begun = time.perf_counter()
    layer = extract.extract(path)
    sha256 = _sha256(path)
    identity = identify.identify(layer, path.name)
    if identity.kind is Kind.UNKNOWN:
        raise UnknownDocument(f"{path.name}: this is no kind of document that upright knows; `upright text` prints its text")
    document = Document(file=path.name, sha256=sha256, structure=structure.build(layer), identity=identity)
    reader = READERS.get(identity.kind)
    found = [*paragraphs(document), *unread_pages(document), *(reader(document) if reader else ())]
    found += dialogue.analyse(document, found)
    body = sorted(found, key=lambda record: (record.source.start, -record.source.end))
    records: tuple[Record, ...] = (document_record(document), *body)
    records += tuple(checks.check(document, records))
    return Reading(
        file=path.name, sha256=sha256, identity=identity, text=layer.text, records=records, seconds=time.perf_counter() - begun
    )  # fmt: skip


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_paths(
    paths: Iterable[Path], *, workers: int = 1, dask: str | None = None, cache: Cache | None = None, progress: Progress | None = None
) -> Iterator[Reading | Failure]:
    """Read files (see `find`) in `workers` processes or on the Dask cluster at `dask`; yields in the order of the files, when all are read.

    The documents of one review are merged: each recommendation knows the history of its position (`analysis.reviews`). With a cache,
    unchanged files are not read again. `progress(done, total)` is called after each file. A script that calls this must do so under
    `if __name__ == "__main__":`, as with everything that starts processes.
    """
    files = find(paths).files
    with tempfile.TemporaryFile(prefix="upright-") as storage:
        shelf = _Shelf(storage)
        for done, (number, outcome) in enumerate(_outcomes(files, workers, dask, cache), 1):
            shelf.put(number, outcome)
            if progress:
                progress(done, len(files))
        yield from _merged(shelf)


def read_each(
    files: Sequence[Path], *, workers: int = 1, dask: str | None = None, cache: Cache | None = None
) -> Iterator[tuple[Path, Reading | Failure]]:
    """Read files one by one, as `read_paths` does, and yield each as soon as it is read: not merged with others, in no certain order."""
    for number, outcome in _outcomes(files, workers, dask, cache):
        yield files[number], outcome if isinstance(outcome, Failure) else unpack(outcome)


def _outcomes(files: Sequence[Path], workers: int, dask: str | None, cache: Cache | None) -> Iterator[tuple[int, Packed | Failure]]:
    work = functools.partial(_work, cache)
    names = [str(file.absolute()) for file in files]
    for number, outcome in cluster.run(work, names, dask) if dask else processes.run(work, names, workers):
        yield number, _lost(files[number], outcome) if isinstance(outcome, processes.Lost) else outcome


def _lost(file: Path, lost: processes.Lost) -> Failure:
    return Failure(file=str(file), message=f"{file.name}: {lost.reason}")


def _work(cache: Cache | None, name: str) -> Packed | Failure:
    """Read one file, in a worker process."""
    path = Path(name)
    try:
        return _cached(path, cache) if cache else pack(read_file(path))
    except UprightError as error:
        return Failure(file=name, message=str(error))
    except MemoryError:
        return Failure(file=name, message=f"{path.name}: reading it needs more memory than one file may take; it may be damaged")
    except Exception as error:  # noqa: BLE001  # a fault of ours in one file must not end a run of hundreds; `upright.read` shows it whole
        return Failure(file=name, message=f"{path.name}: upright has a fault ({_place(error)}); please report it")


def _place(error: Exception) -> str:
    """What went wrong and where, in one line."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error}, {Path(frame.filename).name} line {frame.lineno}"


def _cached(path: Path, cache: Cache) -> Packed:
    small = path.is_file() and path.stat().st_size <= extract.MAX_BYTES  # else `extract` says what is wrong
    if small and (known := cache.load(_sha256(path), path.name)):
        return known
    packed = pack(read_file(path))
    cache.store(packed, path)
    return packed


class _Shelf:
    """Outcomes, until all files are read: the bodies on disk, as thousands of readings would not fit the memory that one run may take."""

    def __init__(self, storage: IO[bytes]) -> None:
        self._storage = storage
        self._places: dict[int, tuple[int, int]] = {}
        self._outcomes: dict[int, Packed | Failure] = {}

    def put(self, number: int, outcome: Packed | Failure) -> None:
        if isinstance(outcome, Packed):
            self._places[number] = (self._storage.seek(0, io.SEEK_END), len(outcome.body))
            self._storage.write(outcome.body)
            outcome = replace(outcome, body=b"")
        self._outcomes[number] = outcome

    def families(self) -> dict[int, list[int]]:
        """The numbers of outcomes that may be of one review; a failure is alone."""
        return kinship.families({number: outcome.keys if isinstance(outcome, Packed) else () for number, outcome in self._outcomes.items()})

    def take(self, number: int) -> Reading | Failure:
        outcome = self._outcomes[number]
        if isinstance(outcome, Failure):
            return outcome
        offset, length = self._places[number]
        self._storage.seek(offset)
        return unpack(replace(outcome, body=self._storage.read(length)))


def _merged(shelf: _Shelf) -> Iterator[Reading | Failure]:
    """The outcomes in the order of the files, the readings of each review merged."""
    merged: dict[int, Reading | Failure] = {}
    for number, family in sorted(shelf.families().items()):
        if number not in merged:
            outcomes = [shelf.take(member) for member in family]
            readings = [outcome for outcome in outcomes if isinstance(outcome, Reading)]
            merged.update(zip(family, _together(readings) if readings else outcomes, strict=True))
        yield merged.pop(number)


def _together(readings: Sequence[Reading]) -> list[Reading]:
    """The readings of a review with the history of each position, and with what its documents say against each other."""
    merged = reviews.merge(readings)
    found = list(checks.check_review(merged)) if len(merged) > 1 else []
    return [replace(reading, records=(*reading.records, *(each for each in found if _is_of(reading, each)))) for reading in merged]


def _is_of(reading: Reading, finding: Finding) -> bool:
    """Two documents of a review may have the same file name."""
    return finding.source.file == reading.file and finding.document == reading.identity.symbol
