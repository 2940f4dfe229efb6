"""The same work on a Dask cluster; a worker that is killed on the way loses nothing."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from upright.cluster import run
from upright.exceptions import UprightError
from upright.processes import Lost

distributed = pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kills a process with SIGKILL"),
    # a killed worker leaves sockets behind; Dask does not close them before the process ends
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning", "ignore::DeprecationWarning"),
]


@pytest.fixture
def cluster() -> Iterator[Any]:
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),  # each failure costs the start of a new worker
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as made,
    ):
        yield made


def work(item: str) -> bytes:
    time.sleep(0.05)
    return f"{item} {os.getpid()}".encode()


def deadly(item: str) -> bytes:
    if item == "13":
        os.kill(os.getpid(), signal.SIGKILL)
    return item.encode()


def test_a_killed_worker_loses_nothing(cluster: Any) -> None:
    items = [str(number) for number in range(120)]
    found: dict[int, bytes | Lost] = {}
    killed = 0
    for number, outcome in run(work, items, cluster.scheduler_address):
        assert number not in found
        found[number] = outcome
        if not killed and isinstance(outcome, bytes):
            killed = int(outcome.split()[1])
            os.kill(killed, signal.SIGKILL)
    assert [bytes(found[number]).split()[0].decode() for number in range(120)] == items  # type: ignore[arg-type]
    assert len({outcome.split()[1] for outcome in found.values() if isinstance(outcome, bytes)} - {str(killed).encode()}) >= 1


def test_an_item_that_ends_every_worker_is_lost_alone(cluster: Any) -> None:
    items = [str(number) for number in range(16)]
    found = dict(run(deadly, items, cluster.scheduler_address))
    assert [number for number, outcome in found.items() if isinstance(outcome, Lost)] == [13]
    assert len(found) == 16


def test_no_cluster_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("upright.cluster.PATIENCE", 0.5)
    with pytest.raises(UprightError, match="no Dask scheduler answers at tcp://127.0.0.1:1"):
        list(run(work, ["1"], "tcp://127.0.0.1:1"))
