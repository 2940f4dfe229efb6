"""What the tests read: real documents where they are at hand, and the specimens, which always are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder with real documents: UPRIGHT_CORPUS, or ../shared beside the repository. Skipped without; on CI a failure."""
    folder = Path(os.environ.get("UPRIGHT_CORPUS") or REPOSITORY.parent / "shared")
    if not (folder / "documents").is_dir():
        message = f"no real documents in {folder}; set UPRIGHT_CORPUS to a folder that holds `documents`"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def specimens() -> Path:
    """The folder with the specimens: `files` and `expected`."""
    return REPOSITORY / "specimens"


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, for this process and those that it starts."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("UPRIGHT_CACHE", str(folder))
    return folder
