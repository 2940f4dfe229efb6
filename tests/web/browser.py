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

import axe_playwright_python
import pytest

CHROMIUM = "UPRIGHT_CHROMIUM"  # environment variable: another browser than the one on the path
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
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


def faults(page: Any, *, width: int, **rules: Any) -> list[Any]:
    """What is not accessible on a page, with all that can be unfolded unfolded, and whether it is wider than the window."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    page.evaluate(f"if (!window.axe) {{ {AXE} }}")
    found = page.evaluate("rules => axe.run(document, rules).then(found => found.violations)", {**RULES, **rules})
    wide = page.evaluate("document.documentElement.scrollWidth")
    wrong: list[Any] = [(each["id"], each["nodes"][0]["html"][:200], len(each["nodes"])) for each in found]
    return [*wrong, *([("wide", wide)] if wide > width else [])]
