"""What was read before: a folder of readings, so that a file that has not changed is not read again.

An entry is known by the content of the file, its name (records carry it), the reader version and the schema: when any of them changes, the
file is read anew. An entry is one file: a line of JSON that says what it is, then the reading as compressed JSON. Entries are written whole
under another name and moved into place, so that two processes never see half of one; an entry that cannot be read is no entry.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.metadata
import importlib.resources
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from upright.packing import Packed
from upright.records import SCHEMA

FOLDER = "UPRIGHT_CACHE"  # environment variable: another folder than the platform's
VERSIONS_KEPT = 2  # reader versions whose entries stay: this one and the one before
# They keep and show what was read, or say what it is about, which has versions of its own: no reading depends on them.
_KEEPING = frozenset({"archive", "search", "web", "archive_cli.py", "cli.py", "console.py", "demo.py", "home.py", "table.py"})
_ABOUT = frozenset({"labelling", "linking", "encoder.py"})
_READ_WITH = ("lxml", "olefile", "py3langid", "pypdfium2", "python-docx")  # a new release of these may read other text from the same file


@functools.cache
def reader_version() -> str:
    """What readings depend on beside the file: the package, as a digest of its source and data, and the libraries that it reads with."""
    digest = hashlib.sha256()
    for package in _READ_WITH:
        digest.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    root = Path(str(importlib.resources.files("upright")))
    for path in sorted(path for suffix in ("py", "csv", "toml") for path in root.rglob(f"*.{suffix}")):
        if path.relative_to(root).parts[0] in _KEEPING | _ABOUT:
            continue
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
    """A packed reading, and the file that it was read from."""

    packed: Packed
    path: str


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

    def load(self, sha256: str, file: str) -> Packed | None:
        """The reading of a file of this content and name, or None; its `seconds` are 0.0."""
        entry = _load(self._place(sha256, file))
        return entry.packed if entry else None

    def store(self, packed: Packed, path: Path) -> None:
        """Keep a reading of the file at `path`. A cache that cannot be written (a full disk, a folder of somebody else) is no failure."""
        head = Entry(packed=replace(packed, body=b"", seconds=0.0), path=str(path.absolute()))
        with contextlib.suppress(OSError):
            self._write(self._place(packed.sha256, packed.file), msgspec.json.encode(head) + b"\n" + packed.body)

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
        found = (_load(place) for place in self._current.glob("*/*-*") if not place.name.startswith("."))
        yield from sorted((entry for entry in found if entry), key=lambda entry: (entry.path, entry.packed.sha256))

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


def _load(place: Path) -> Entry | None:
    try:
        line, _, body = place.read_bytes().partition(b"\n")
        head = msgspec.json.decode(line, type=Entry)
        zlib.decompress(body)  # its checksum tells whether it is whole
    except (OSError, msgspec.MsgspecError, zlib.error):
        return None
    return replace(head, packed=replace(head.packed, body=body))
