"""Items that kill, hang or swell their process are lost alone; all others come back once each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from upright.processes import Limits, Lost, run

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and memory limits of POSIX")


def work(item: str) -> bytes:
    match item:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            os._exit(7)
        case "hang":
            time.sleep(600)
        case "swell":
            try:
                return str(len(bytearray(3 << 30))).encode()
            except MemoryError:
                return b"no memory"
    return f"{item} by {os.getpid()}".encode()


def outcomes(items: list[str], workers: int, limits: Limits | None = None) -> list[bytes | Lost]:
    found = list(run(work, items, workers, limits))
    assert sorted(number for number, _ in found) == list(range(len(items)))
    return [outcome for _, outcome in sorted(found, key=lambda pair: pair[0])]


def test_every_item_comes_back_once_and_every_process_works() -> None:
    found = outcomes([str(number) for number in range(40)], workers=2)
    assert [outcome.split()[0].decode() for outcome in found if isinstance(outcome, bytes)] == [str(number) for number in range(40)]
    assert len({outcome.split()[2] for outcome in found if isinstance(outcome, bytes)}) == 2


def test_nothing_to_do() -> None:
    assert outcomes([], workers=2) == []


@posix
@pytest.mark.parametrize("workers", [1, 2])
def test_a_death_loses_one_item(workers: int) -> None:
    found = outcomes(["a", "die", "b", "leave", "c"], workers)
    lost = [outcome.reason for outcome in found if isinstance(outcome, Lost)]
    assert [isinstance(outcome, Lost) for outcome in found] == [False, True, False, True, False]
    assert "SIGKILL" in lost[0]
    assert "exit code 7" in lost[1]


@posix
def test_an_item_that_hangs_is_stopped_at_the_limit() -> None:
    begun = time.monotonic()
    found = outcomes(["a", "hang", "b"], workers=1, limits=Limits(seconds=2.0))
    assert [isinstance(outcome, Lost) for outcome in found] == [False, True, False]
    assert "more than 2 seconds" in str(found[1])
    assert time.monotonic() - begun < 60


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on all allocated memory is Linux's")
def test_memory_is_bounded() -> None:
    assert outcomes(["swell"], workers=1, limits=Limits(memory=1 << 30)) == [b"no memory"]


def test_leaving_early_ends_the_processes() -> None:
    items = [str(number) for number in range(40)]
    generator = run(work, items, 2)
    pid = int(next(generator)[1].split()[2])  # type: ignore[union-attr]
    generator.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_processes_that_cannot_start_end_the_run(tmp_path: Path) -> None:
    """A script without `if __name__ == "__main__":` starts itself again in every process: that is no file's fault."""
    script = tmp_path / "script.py"
    script.write_text("from upright.processes import run\nlist(run(str.encode, ['a', 'b', 'c'], 1))\n")
    done = subprocess.run([sys.executable, str(script)], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "a process for reading could not start" in done.stderr
