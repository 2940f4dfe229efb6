"""What the tests read: real documents where they are at hand, and the specimens, which always are."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.conf import settings

import postgres

if TYPE_CHECKING:
    from desks import World

# Before Django reads its settings: no test touches the archive of whoever runs it.
_home = tempfile.TemporaryDirectory(prefix="upright-tests-")
os.environ["UPRIGHT_HOME"] = _home.name
os.environ["DJANGO_SETTINGS_MODULE"] = "upright.web.settings"
IN_WORKER = "PYTEST_XDIST_WORKER" in os.environ
_server, _postgres = ExitStack(), ExitStack()
if not IN_WORKER:  # workers have it from the process that started them
    os.environ.pop("DATABASE_URL", None)
    if os.environ.get("UPRIGHT_TEST_DATABASE") == "postgresql":
        try:
            os.environ["DATABASE_URL"] = _server.enter_context(postgres.server())
        except postgres.NoServer as error:
            pytest.exit(f"no tests on PostgreSQL: {error}", returncode=1 if os.environ.get("CI") else 0)
django.setup()
# A worker's settings are read before this file is, with the folder of the process that started it: each has a folder of its own.
settings.FILES, settings.INDEX = Path(_home.name) / "files", Path(_home.name) / "index"

REPOSITORY = Path(__file__).resolve().parents[1]


def pytest_unconfigure() -> None:
    _server.close()


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


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL database."""
    try:
        url = _postgres.enter_context(postgres.server())
    except postgres.NoServer as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    with _postgres:
        yield url


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> None:
    """The tables, with the specimens in them and what is derived of them: what every test of the archive and the site begins with."""
    from upright.archive import dossiers, labels, load
    from upright.cache import Cache

    readings = Cache(pytestconfig.cache.mkdir("readings"))
    with django_db_blocker.unblock():
        for _ in load.load([REPOSITORY / "specimens" / "files"], workers=1, cache=readings):
            pass
        labels.catch_up()
        dossiers.catch_up()


@pytest.fixture
def archive(db: None) -> None:
    """The specimens in the archive, to be looked at."""


@pytest.fixture
def own_archive(archive: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The specimens in an archive that a test may change: it has an index of its own, and all is taken back, files that it removes too."""
    from upright.archive.models import Clock

    Clock.renew()
    kept = tmp_path_factory.mktemp("files") / "kept"
    shutil.copytree(settings.FILES, kept, copy_function=os.link)
    yield
    for path in kept.rglob("*"):
        place = Path(settings.FILES) / path.relative_to(kept)
        if path.is_file() and not place.exists():
            os.link(path, place)
    shutil.rmtree(kept)


@pytest.fixture
def empty_archive(own_archive: None) -> None:
    """An archive without documents."""
    from upright.archive.models import Change, Document, Dossier, Linked

    for table in (Dossier, Linked, Document, Change):
        table._default_manager.all().delete()


@pytest.fixture
def world(own_archive: None) -> World:
    """A desk with its people, for the State of the specimens."""
    from desks import world

    return world()
