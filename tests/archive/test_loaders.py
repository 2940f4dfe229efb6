"""Several processes at one archive, and machines that fail: the command `upright load` in processes of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from whole import differing

TESTS = Path(__file__).resolve().parents[1]
Everything = dict[str, list[str]]


class Archive:
    """An archive of its own: a folder, and a database in it or on a server."""

    def __init__(self, home: Path, cache: Path, url: str = "") -> None:
        self.environment = {**os.environ, "UPRIGHT_HOME": str(home), "UPRIGHT_CACHE": str(cache)}
        self.environment.pop("DATABASE_URL", None)
        if url:
            self.environment["DATABASE_URL"] = url

    def start(self, *command: str, limited: Callable[[], None] | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", *command],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=limited,  # noqa: PLW1509  # no thread of the tests holds a lock that it needs
        )

    def load(self, *paths: Path, limited: Callable[[], None] | None = None) -> subprocess.Popen[str]:
        return self.start("-m", "upright", "load", "--workers", "1", *map(str, paths), limited=limited)

    def everything(self) -> Everything:
        """Its rows; of its readings how many each document has is left out, as the second of two loaders may read it too."""
        with self.start(str(TESTS / "whole.py")) as process:
            output, errors = process.communicate()
        assert output, errors
        found: Everything = json.loads(output)
        del found["Reading"]
        return found


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(params=["sqlite", "postgresql"])
def archive_elsewhere(request: pytest.FixtureRequest, tmp_path: Path, cache: Path) -> Archive:
    """An empty archive, without tables, on each database."""
    if request.param == "sqlite":
        return Archive(tmp_path / "home", cache)
    url: str = request.getfixturevalue("postgres_url")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS two_loaders WITH (FORCE)")
        connection.execute("CREATE DATABASE two_loaders")
    return Archive(tmp_path / "home", cache, urlsplit(url)._replace(path="/two_loaders").geturl())


def _outcome(process: subprocess.Popen[str]) -> tuple[int, str]:
    with process:
        _, errors = process.communicate(timeout=300)
    return process.returncode, errors


def _finished(process: subprocess.Popen[str]) -> str:
    code, errors = _outcome(process)
    assert code == 0, errors
    return errors


def test_two_loaders_at_once_give_what_one_gives(archive_elsewhere: Archive, tmp_path: Path, cache: Path, specimens: Path) -> None:
    """They make the tables, meet at the same documents, and each loads documents that the other's are put together with."""
    paths = sorted((specimens / "files").iterdir())
    alone = Archive(tmp_path / "alone", cache)
    _finished(alone.load(*paths))
    two = [archive_elsewhere.load(*paths), archive_elsewhere.load(*paths[::-1])]
    outcomes = [_outcome(process) for process in two]
    assert [code for code, _ in outcomes] == [0, 0], outcomes
    assert not differing(alone.everything(), archive_elsewhere.everything())
    again = _finished(archive_elsewhere.load(*paths))
    assert "0 of them new; records: 0 inserted, 0 updated, 0 removed" in again


def _no_room_for(size: int) -> Callable[[], None]:
    """No file of the process may grow beyond this: what a full disk is to the process."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize(
    ("size", "says"), [(40_000, "report2014.pdf cannot be kept in the archive: File too large"), (400_000, "loading stopped: ")]
)
def test_a_full_disk_is_one_sentence_and_the_same_command_goes_on(
    size: int, says: str, tmp_path: Path, cache: Path, specimens: Path
) -> None:
    archive = Archive(tmp_path / "home", cache)
    first, *rest = [specimens / "files" / name for name in ("report2008.txt", "report2014.pdf", "report2014.docx")]
    _finished(archive.load(first))
    before = archive.everything()
    code, errors = _outcome(archive.load(*rest, limited=_no_room_for(size)))
    assert code == 1
    assert says in errors, errors
    assert "Traceback" not in errors
    assert set(before["Text"]) <= set(archive.everything()["Text"])
    _finished(archive.load(first, *rest))
    alone = Archive(tmp_path / "alone", cache)
    _finished(alone.load(first, *rest))
    assert not differing(alone.everything(), archive.everything())
