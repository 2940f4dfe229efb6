"""The documents' files, kept under their content's digest: two names of the same content are one file."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from pathlib import Path

from django.conf import settings

from upright.exceptions import UprightError

_LEFT_BEHIND = 24 * 60 * 60  # seconds after which a part of a file is nobody's any more: whoever wrote it was ended


class NotKept(UprightError):
    """A file that the archive has no place for: the disk is full, or may not be written."""


class Changed(UprightError):
    """A file that was written while it was loaded: what was read is not what is there."""


def place(sha256: str, folder: Path | None = None) -> Path:
    """Where the file of this content is, or would be: among the documents, or in another folder."""
    return Path(folder or settings.FILES) / sha256[:2] / sha256


def keep(path: Path, sha256: str, folder: Path | None = None) -> None:
    """Copy a file into the archive, whole or not at all. NotKept where the disk is full, Changed where it has another content by now."""
    where = place(sha256, folder)
    try:
        if where.exists() and where.stat().st_size == path.stat().st_size:
            return
        where.parent.mkdir(parents=True, exist_ok=True)
        _sweep(where.parent)
        _copy(path, where, sha256)
    except OSError as error:
        raise NotKept(f"{path.name} cannot be kept in the archive: {error.strerror or error}") from error


def _copy(path: Path, where: Path, sha256: str) -> None:
    part = where.with_name(f".part-{os.getpid()}-{sha256}")
    digest = hashlib.sha256()
    try:
        with path.open("rb") as source, part.open("wb") as copy:
            while piece := source.read(1 << 20):
                digest.update(piece)
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())
        if digest.hexdigest() != sha256:
            raise Changed(f"{path.name} was changed while it was loaded; load it again")
        part.replace(where)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def _sweep(folder: Path) -> None:
    """Delete parts that a process left behind when it was ended."""
    for part in folder.glob(".part-*"):
        with contextlib.suppress(OSError):
            if part.stat().st_mtime < time.time() - _LEFT_BEHIND:
                part.unlink()


def drop(sha256: str, folder: Path | None = None) -> None:
    """Delete the file of this content."""
    place(sha256, folder).unlink(missing_ok=True)
