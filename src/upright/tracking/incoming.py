"""Files that a person sent and has not decided about yet: kept for a day, for that person alone, while they look at what would change.

digest = put(data, person)
get(digest, person)          # the same bytes; None where they are not there (any more), or another person's
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import time
from pathlib import Path

from django.conf import settings

from upright.tracking.models import Person

_KEPT = 24 * 60 * 60  # seconds


def _folder() -> Path:
    return Path(settings.UPRIGHT_HOME) / "incoming"


def _place(digest: str, person: Person) -> Path:
    return _folder() / f"{person.key}-{digest}"


def put(data: bytes, person: Person) -> str:
    """Keep a file; its SHA-256. What others left for longer than a day is deleted."""
    digest, folder = hashlib.sha256(data).hexdigest(), _folder()
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    part = folder / f".part-{time.monotonic_ns()}-{digest}"
    part.write_bytes(data)
    part.replace(_place(digest, person))
    return digest


def get(digest: str, person: Person) -> bytes | None:
    """A file that they sent."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        return None
    try:
        return _place(digest, person).read_bytes()
    except OSError:
        return None


def drop(digest: str, person: Person) -> None:
    """Delete a file that is done with."""
    if re.fullmatch(r"[0-9a-f]{64}", digest):
        _place(digest, person).unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < time.time() - _KEPT:
                path.unlink()
