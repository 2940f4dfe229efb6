"""Work in other processes that may hang, swell or die: one item lost is one item lost.

The pools of the standard library give up all work when one process dies, and have no limit for one item. Here each process has its own
pipe; the parent knows which item is in whose hands.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Task = Callable[[str], T]
QUEUED = 2  # items in a process's hands: the one that it works on, and the next, so that it never waits for the parent


@dataclass(frozen=True, slots=True)
class Lost:
    """An item that gave no result, and why (the end of a sentence that begins with the item's name)."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one item may take: wall-clock seconds, and bytes of memory of the process that works on it."""

    seconds: float = 180.0
    memory: int = 2 << 30


@contextlib.contextmanager
def _interrupt_held_back() -> Generator[None, None, None]:
    """Ctrl-C is for the parent alone: a process that is started here never sees it; the parent sees it when this ends."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker(Generic[T]):
    """A process, its pipe, and the numbers of the items in its hands, oldest first."""

    def __init__(self, task: Task[T], limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, task, limits.memory), daemon=True)
        with _interrupt_held_back():  # from its first instruction: an interrupt while it still imports would print a traceback
            self.process.start()
        theirs.close()
        self.hands: deque[int] = deque()
        self.started = False
        self.since = time.monotonic()

    def give(self, number: int, item: str) -> None:
        if not self.hands:
            self.since = time.monotonic()
        self.hands.append(number)
        with contextlib.suppress(OSError):  # it has just died: the next look at its pipe says so
            self.pipe.send(item)

    def take(self) -> tuple[int, T] | None:
        """The result for the oldest item; None for the sign that the process has started."""
        result: T = self.pipe.recv()
        self.since = time.monotonic()
        if not self.started:
            self.started = True
            return None
        return self.hands.popleft(), result

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run(task: Task[T], items: Sequence[str], workers: int, limits: Limits | None = None) -> Generator[tuple[int, T | Lost], None, None]:
    """`task(item)` for each item, in `workers` processes; yields (number of the item, result) as they come, each item once.

    `task` must be a module's own function (or a partial of one) that raises nothing. An item that kills its process, or takes longer than
    the limit, comes back as Lost; the items after it are done by a new process.
    """
    limits = limits or Limits()
    waiting = deque(range(len(items)))
    pool = [_Worker(task, limits) for _ in range(max(1, min(workers, len(items))))]
    try:
        while True:
            _hand_out(pool, waiting, items)
            busy = [worker for worker in pool if worker.hands]
            if not busy:
                return
            ready = set(wait([worker.pipe for worker in busy], timeout=_patience(busy, limits)))
            for worker in busy:
                outcome = _outcome(worker, worker.pipe in ready, limits)
                if outcome is None:
                    continue
                if isinstance(outcome[1], Lost):
                    waiting.extendleft(reversed(worker.hands))
                    pool[pool.index(worker)] = _Worker(task, limits)
                yield outcome
    finally:
        for worker in pool:
            worker.end()


def _hand_out(pool: list[_Worker[T]], waiting: deque[int], items: Sequence[str]) -> None:
    """One item to each process with nothing to do, then a second one to each: at the end no process waits while another has two."""
    for held in range(QUEUED):
        for worker in pool:
            if waiting and len(worker.hands) <= held and (held == 0 or len(waiting) > len(pool)):
                number = waiting.popleft()
                worker.give(number, items[number])


def _patience(busy: list[_Worker[T]], limits: Limits) -> float:
    return max(0.0, min(worker.since for worker in busy) + limits.seconds - time.monotonic())


def _outcome(worker: _Worker[T], ready: bool, limits: Limits) -> tuple[int, T | Lost] | None:
    if ready:
        try:
            return worker.take()
        except (EOFError, OSError):
            worker.process.join()
            if not worker.started:  # no file's fault; what happened stands on stderr
                raise RuntimeError("a process for reading could not start") from None
            number = worker.hands.popleft()
            reason = _death(worker.process.exitcode)
    elif time.monotonic() - worker.since >= limits.seconds:
        number = worker.hands.popleft()
        reason = f"reading it took more than {limits.seconds:.0f} seconds and was stopped"
    else:
        return None
    worker.end()
    return number, Lost(reason)


def _death(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return f"the process that read it was ended by {signal.Signals(-exitcode).name}; the file may be damaged, or memory ran out"
    return f"the process that read it ended with exit code {exitcode}; the file may be damaged, or memory ran out"


def _serve(pipe: Connection[Any, Any], task: Task[T], memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer; it ends its processes itself
    _limit_memory(memory)
    with contextlib.suppress(EOFError, BrokenPipeError):  # the parent is gone
        pipe.send(None)
        while True:
            pipe.send(task(pipe.recv()))


def _limit_memory(memory: int) -> None:
    """Bound what the process may allocate, where the platform can: a file that asks for more gets a MemoryError, not the whole machine."""
    if sys.platform == "win32":
        return
    import resource  # not on Windows  # noqa: PLC0415

    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
