"""The same work on a Dask cluster, where one machine is not enough."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from upright.exceptions import UprightError
from upright.processes import Lost

if TYPE_CHECKING:
    import distributed

T = TypeVar("T")
Task = Callable[[str], T]
CHUNK = 4  # files: a report takes some 200 ms, and Dask's own cost of 2 ms a task should not be felt
PATIENCE = 10.0  # seconds to wait for the scheduler
_DEADLY = "reading it ended every worker of the cluster that tried; the file may be damaged, or memory ran out"
_ONE_AT_A_TIME = threading.Lock()  # PDFium is not thread-safe, and a Dask worker may have several threads


def _do(task: Task[T], items: Sequence[str]) -> list[T]:
    with _ONE_AT_A_TIME:
        return [task(item) for item in items]


def run(task: Task[T], items: Sequence[str], address: str) -> Iterator[tuple[int, T | Lost]]:
    """`task(item)` for each item, on the workers of the cluster at `address`; yields (number of the item, result) as they come.

    The workers must see the same files under the same paths. Dask gives the work of a worker that died to another; items of a chunk that
    ended several workers are tried one by one at the end, and the one that ends them is Lost.
    """
    try:
        import distributed  # an extra: upright[dask]  # noqa: PLC0415
    except ImportError as error:
        raise UprightError("--dask needs the package distributed; install it with: pip install 'upright[dask]'") from error
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UprightError(
            f"no Dask scheduler answers at {address}; start one with `dask scheduler` and give its address (tcp://HOST:8786)"
        ) from error
    with client:
        yield from _run(client, task, items)


def _run(client: distributed.Client, task: Task[T], items: Sequence[str]) -> Iterator[tuple[int, T | Lost]]:
    import distributed  # noqa: PLC0415

    def submit(numbers: Sequence[int]) -> distributed.Future[list[T]]:
        return client.submit(_do, task, [items[number] for number in numbers], pure=False)

    every = range(len(items))
    chunks = {submit(chunk): chunk for chunk in (every[at : at + CHUNK] for at in range(0, len(items), CHUNK))}
    suspects: list[int] = []
    for future in distributed.as_completed(list(chunks), loop=client.loop):
        numbers = chunks.pop(future)
        if _killed(future):
            suspects += numbers
        else:
            yield from zip(numbers, future.result(), strict=True)
    for number in suspects:  # with nothing else running, so that nothing is blamed for what another item did
        future = submit([number])
        yield number, Lost(_DEADLY) if _killed(future) else future.result()[0]


def _killed(future: distributed.Future[list[T]]) -> bool:
    """Whether the work ended every worker that tried it; waits for the work."""
    import distributed  # noqa: PLC0415

    error = future.exception()
    if error is not None and not isinstance(error, distributed.KilledWorker):
        raise error
    return error is not None
