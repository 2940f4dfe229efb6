"""The documents' files, kept under their content's digest: two names of the same content are one file."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from django.conf import settings


def place(sha256: str) -> Path:
    """Where the file of this content is, or would be."""
    return Path(settings.FILES) / sha256[:2] / sha256


def keep(path: Path, sha256: str) -> None:
    """Copy a file into the archive, whole or not at all. OSError where the disk is full."""
    where = place(sha256)
    if where.exists() and where.stat().st_size == path.stat().st_size:
        return
    where.parent.mkdir(parents=True, exist_ok=True)
    part = where.with_name(f".part-{os.getpid()}-{sha256}")
    try:
        with path.open("rb") as source, part.open("wb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        part.replace(where)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()
