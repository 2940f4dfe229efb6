"""The server as a process: however it is started, a service manager can stop it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from upright.pipeline import read_file


def _group_is_gone(group: int, seconds: float) -> bool:
    """Is no process of a group left, within some seconds?"""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("ctrl_c", [signal.SIG_IGN, signal.SIG_DFL], ids=["in the background", "in a terminal"])
def test_a_service_manager_stops_it(tmp_path: Path, specimens: Path, ctrl_c: signal.Handlers) -> None:
    """A shell has what it starts with `&` ignore SIGINT. The process that draws pages ends too."""
    report = specimens / "files" / "report2014.pdf"
    environment = {**os.environ, "UPRIGHT_HOME": str(tmp_path / "home"), "UPRIGHT_CACHE": str(tmp_path / "cache")}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-W", "ignore", "-m", "upright"]
    subprocess.run([*command, "load", str(report)], env=environment, check=True, capture_output=True)
    serve = [*command, "serve", "--port", "0"]
    with subprocess.Popen(
        serve, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, ctrl_c),  # noqa: PLW1509
    ) as server:  # fmt: skip
        try:
            assert server.stderr
            site = re.search(r"http://localhost:\d+", server.stderr.readline())
            assert site
            with urllib.request.urlopen(f"{site[0]}/documents/{read_file(report).sha256}/pages/1.png", timeout=30) as picture:
                assert picture.read(4) == b"\x89PNG"
            server.terminate()
            assert server.wait(timeout=20) == 0
            assert server.stderr.read() == ""
            assert _group_is_gone(server.pid, 10)
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
