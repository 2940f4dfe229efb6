"""A site with the specimens in a process of its own, and Chromium to look at it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = "UPRIGHT_CHROMIUM"  # environment variable: another browser than the one on the path
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
PASSWORD = "correct horse battery staple"


def chromium() -> str:
    """Where the browser is. Skipped without one; on CI a failure."""
    found = os.environ.get(CHROMIUM) or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        message = f"no Chromium on this machine: install it (apt-get install chromium), or set {CHROMIUM}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@contextmanager
def site(home: Path, specimens: Path) -> Iterator[str]:
    """The address of a site with the specimens, and with the account `editor`."""
    environment = {**os.environ, "UPRIGHT_HOME": str(home), "UPRIGHT_CACHE": str(home / "cache")}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-W", "ignore", "-m", "upright"]
    subprocess.run([*command, "load", str(specimens)], env=environment, check=True, capture_output=True)
    subprocess.run([*command, "createuser", "editor"], env=environment, check=True, capture_output=True, input=f"{PASSWORD}\n".encode())
    server = subprocess.Popen([*command, "serve", "--port", "0"], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        line = next(iter(server.stderr))
        found = re.search(r"http://localhost:\d+", line)
        assert found, line
        yield found[0]
    finally:
        server.kill()
        server.wait()
        if server.stderr is not None:
            server.stderr.close()


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        yield started
        started.close()
