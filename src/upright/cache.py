"""What was read before: a folder of readings, so that a file that has not changed is not read again.

An entry is known by the content of the file, its name (records carry it), the reader version and the schema: when any of them changes, the
file is read anew. An entry is one file: a line of JSON that says what it is, then the reading as compressed JSON. Entries are written whole
under another name and moved into place, so that two processes never see half of one; an entry that cannot be read is no entry.
"""

from __future__ import annotations

import datetime
import enum
import functools
import hashlib
import importlib.metadata
import importlib.resources
import json
import os
import shutil
import tempfile
import types
import typing
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from upright.analysis import kinship
from upright.identify import Identity
from upright.readers.reading import Reading
from upright.records import RECORDS, SCHEMA, as_json, plain

FOLDER = "UPRIGHT_CACHE"  # environment variable: another folder than the platform's
VERSIONS_KEPT = 2  # reader versions whose entries stay: this one and the one before
_READ_WITH = ("lxml", "olefile", "py3langid", "pypdfium2", "python-docx")  # a new release of these may read other text from the same file


@functools.cache
def reader_version() -> str:
    """What readings depend on beside the file: the package, as a digest of its source and data, and the libraries that it reads with."""
    digest = hashlib.sha256()
    for package in _READ_WITH:
        digest.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    root = Path(str(importlib.resources.files("upright")))
    for path in sorted(path for suffix in ("py", "csv", "toml") for path in root.rglob(f"*.{suffix}")):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{importlib.metadata.version('upright')}-{digest.hexdigest()[:16]}"


def default_folder() -> Path:
    """The platform's cache folder for upright, or what the environment variable UPRIGHT_CACHE says."""
    if named := os.environ.get(FOLDER):
        return Path(named)
    import platformdirs  # only where the folder is not named  # noqa: PLC0415

    return platformdirs.user_cache_path("upright", appauthor=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What an entry says of itself: the document, what ties it to others (`analysis.kinship`), the file that was read, and its place."""

    symbol: str | None
    language: str | None
    keys: list[str]
    file: str
    path: str
    sha256: str
    stored_in: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much the cache holds: readings of this reader version, readings of older ones, bytes of both."""

    current: int
    older: int
    bytes: int


class Cache:
    """The readings kept in a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or default_folder()

    @property
    def _readings(self) -> Path:
        return self.folder / "readings"

    @property
    def _current(self) -> Path:
        return self._readings / f"{reader_version()}-schema{SCHEMA}"

    def _place(self, sha256: str, file: str) -> Path:
        return self._current / sha256[:2] / f"{sha256}-{hashlib.sha256(file.encode()).hexdigest()[:8]}"

    def load(self, sha256: str, file: str) -> Reading | None:
        """The reading of a file of this content and name, or None."""
        return _load(self._place(sha256, file))

    def store(self, reading: Reading, path: Path) -> None:
        """Keep a reading of the file at `path`. A cache that cannot be written (a full disk, a folder of somebody else) is no failure."""
        identity = reading.identity
        head = {
            "symbol": identity.symbol,
            "language": identity.language,
            "keys": kinship.keys(reading),
            "file": reading.file,
            "path": str(path.absolute()),
        }
        body = {
            "file": reading.file,
            "sha256": reading.sha256,
            "identity": plain(identity),
            "text": reading.text,
            "records": [as_json(record) for record in reading.records],
        }
        data = json.dumps(head).encode() + b"\n" + zlib.compress(json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)
        try:
            self._write(self._place(reading.sha256, reading.file), data)
        except OSError:
            return

    def _write(self, place: Path, data: bytes) -> None:
        new_version = not self._current.exists()
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".part-", delete=False) as part:
            part.write(data)
        Path(part.name).replace(place)
        if new_version:
            self._drop_old_versions()

    def _drop_old_versions(self) -> None:
        versions = sorted((path for path in self._readings.iterdir() if path != self._current), key=lambda path: path.stat().st_mtime)
        for version in versions[: len(versions) - VERSIONS_KEPT + 1]:
            shutil.rmtree(version, ignore_errors=True)

    def entries(self) -> Iterator[Entry]:
        """What was read with this reader version, by path and name."""
        found = (_entry(place) for place in self._current.glob("*/*-*") if not place.name.startswith("."))
        yield from sorted((entry for entry in found if entry), key=lambda entry: (entry.path, entry.sha256))

    def open(self, entry: Entry) -> Reading | None:
        """The reading of an entry."""
        return _load(entry.stored_in)

    def size(self) -> Size:
        """How many readings there are, and how large they are."""
        files = [path for path in self._readings.glob("*/*/*") if path.is_file()]
        current = sum(self._current in path.parents for path in files)
        return Size(current=current, older=len(files) - current, bytes=sum(path.stat().st_size for path in files))

    def clear(self) -> Size:
        """Forget all that was read; what there was."""
        size = self.size()
        shutil.rmtree(self._readings, ignore_errors=True)
        return size


def _entry(place: Path) -> Entry | None:
    try:
        with place.open("rb") as file:
            head = json.loads(file.readline())
        return Entry(**head, sha256=place.name.partition("-")[0], stored_in=place)
    except (OSError, ValueError, TypeError):
        return None


def _load(place: Path) -> Reading | None:
    try:
        body = json.loads(zlib.decompress(place.read_bytes().partition(b"\n")[2]).decode("utf-8", "surrogatepass"))
        records = tuple(_record_decoders()[record["record"]](record) for record in body["records"])
        identity = _decoder(Identity)(body["identity"])
        return Reading(file=body["file"], sha256=body["sha256"], identity=identity, text=body["text"], records=records, seconds=0.0)
    except (OSError, ValueError, KeyError, TypeError, zlib.error):
        return None


# The way back from `plain`: what a field's type says, once for each type.

_Decoder = Callable[[Any], Any]


@functools.cache
def _record_decoders() -> dict[str, _Decoder]:
    kinds: tuple[Any, ...] = RECORDS
    return {kind.NAME: _decoder(kind) for kind in kinds}


def _as_it_is(value: Any) -> Any:
    return value


@functools.cache
def _decoder(kind: Any) -> _Decoder:
    """From the JSON form to a value of a type: dataclass, enum, date, tuple, union with None, or what JSON has itself."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _optional(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        return _tuple_of(arguments)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind
    if kind is datetime.date:
        return datetime.date.fromisoformat
    return _as_it_is


def _optional(kind: Any) -> _Decoder:
    decode = _decoder(kind)
    return decode if decode is _as_it_is else lambda value: None if value is None else decode(value)


def _tuple_of(kinds: tuple[Any, ...]) -> _Decoder:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        decode = _decoder(kinds[0])
        return tuple if decode is _as_it_is else lambda values: tuple([decode(value) for value in values])
    decoders = [_decoder(kind) for kind in kinds]
    return lambda values: tuple([decode(value) for decode, value in zip(decoders, values, strict=True)])


def _dataclass(kind: Any) -> _Decoder:
    hints = typing.get_type_hints(kind)
    decoders = [(field.name, _decoder(hints[field.name])) for field in fields(kind)]
    return lambda value: kind(**{name: decode(value[name]) for name, decode in decoders})
