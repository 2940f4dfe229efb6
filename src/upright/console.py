"""What commands say on stderr: progress where that is a terminal, and one line at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]


@contextmanager
def bar(what: str) -> Iterator[Progress | None]:
    """A progress bar on stderr where that is a terminal; it goes when all is done."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  # commands that show no bar do not wait for it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None)

        def progress(done: int, total: int) -> None:
            shown.update(task, completed=done, total=total)
            if done >= total:
                shown.stop()

        yield progress


def say(message: str) -> None:
    """One line on stderr."""
    print(message, file=sys.stderr)  # noqa: T201


def counted(number: int, word: str) -> str:
    """A number with its word: '1 file', '1,803 files'."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")
