"""Where upright keeps what is its own: the archive, the files of its documents, the search index.

One folder, so that it can be copied, moved and deleted whole.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

HOME = "UPRIGHT_HOME"  # environment variable: another folder than the platform's


def folder() -> Path:
    """The platform's folder for a program's data, or what the environment variable UPRIGHT_HOME says."""
    if named := os.environ.get(HOME):
        return Path(named).absolute()
    import platformdirs  # only where the folder is not named  # noqa: PLC0415

    return platformdirs.user_data_path("upright", appauthor=False)


def made() -> Path:
    """The folder, made where it was not there; nobody else on the machine may look into it."""
    home = folder()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def secret_key() -> str:
    """The key that signs sessions: made once, and kept beside the archive."""
    path = made() / "secret.key"
    if not path.exists():
        part = path.with_name(f".part-{os.getpid()}-{path.name}")
        part.touch(mode=0o600)
        part.write_text(secrets.token_urlsafe(48), encoding="ascii")
        part.replace(path)
    return path.read_text(encoding="ascii")
