"""Read the documents at hand again and again, whole and damaged, for `make soak`: what grows, hangs or crashes shows here.

    python benchmarks/soak.py [--minutes N] [--seed N]

Every round reads a sample of files in one process, and damaged copies of them (cut short, bytes changed, a piece missing) in worker
processes. Exit code 1 when memory grows by more than 5 % over the second half, when a damaged file ends a process or takes longer than it
may, or when upright has a fault.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

import psutil

from corpus import REPOSITORY, SHARED
from upright.exceptions import UprightError
from upright.pipeline import Failure, find, read_file, read_paths

SAMPLE = 12


def main() -> int:
    """Rounds until the time is up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311
    folder = SHARED / "documents" if SHARED.is_dir() else REPOSITORY / "specimens" / "files"
    files = find([folder]).files
    process = psutil.Process()
    memory: list[float] = []
    bad: list[str] = []
    rounds = 0
    end = time.monotonic() + 60 * options.minutes
    while time.monotonic() < end:
        sample = chance.sample(files, min(SAMPLE, len(files)))
        for path in sample:
            bad += _faults(path)
        bad += _damaged(sample, chance)
        memory.append(process.memory_info().rss / 1e6)
        rounds += 1
        print(f"round {rounds}: {memory[-1]:.0f} MB, {len(bad)} bad", flush=True)
    for message in bad:
        print(message)
    half = memory[len(memory) // 2 :]
    growth = (half[-1] / half[0] - 1) * 100 if len(half) > 1 else 0.0
    print(f"{rounds} rounds; memory grew by {growth:.1f} % over the second half; {len(bad)} bad outcomes")
    return 1 if bad or growth > 5 else 0


def _faults(path: Path) -> list[str]:
    """Read a whole file; what is no clear failure of the file is a fault of ours."""
    try:
        read_file(path)
    except UprightError:
        pass
    except Exception as error:  # noqa: BLE001
        return [f"{path.name}: {error!r}"]
    return []


def _damaged(sample: list[Path], chance: random.Random) -> list[str]:
    """Read damaged copies; the messages that tell of a crash, a hang or a fault."""
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(sample):
            (Path(folder) / f"{number}{path.suffix}").write_bytes(_damage(path.read_bytes(), chance))
        outcomes = list(read_paths([Path(folder)], workers=2))
    messages = [outcome.message for outcome in outcomes if isinstance(outcome, Failure)]
    return [message for message in messages if any(sign in message for sign in ("the process that read it", "was stopped", "has a fault"))]


def _damage(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    match chance.randrange(3):
        case 0:
            return data[: chance.randrange(len(data))]
        case 1:
            for _ in range(chance.randrange(1, 200)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        case _:
            at, length = chance.randrange(len(changed)), chance.randrange(1, 5000)
            del changed[at : at + length]
    return bytes(changed)


if __name__ == "__main__":
    sys.exit(main())
