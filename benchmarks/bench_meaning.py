"""Search by meaning: how right it is, and how fast with 270,000 recommendations.

    PYTHONPATH=tests python benchmarks/bench_meaning.py right
    PYTHONPATH=tests python benchmarks/bench_meaning.py fast [--size 270000] [--databases sqlite,postgresql] [--rounds N]

`right` loads all documents at hand, asks the queries of `tests/labels/meaning.jsonl` by words, by meaning and by both, and counts how often
the first hit is right, and one of ten. Right is what persons judged so; what nobody judged counts as wrong.

`fast` loads the reports, adds varied copies (`archive_copies`), and times pages of the explorer with Django's test client: the whole way of
a request through the server, without the network. A copy's vector is that of a real text, varied by noise: to encode 270,000 texts takes
ten minutes, and a search takes the same time whatever the vectors are.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np

from bench_archive import _environment
from corpus import REPOSITORY, SHARED, reports

LABELS = REPOSITORY / "tests" / "labels" / "meaning.jsonl"
WAYS = ("words", "meaning", "both")
_CHOICES: tuple[dict[str, str], ...] = (
    {},
    {"to": "SVN"},
    {"position": "supported"},
    {"cycle": "2", "position": "noted"},
)  # everything, few, many
_NOISE = 0.02  # of each number of a vector of length 1: near copies, and none the same


def main() -> int:
    """Measure in a process of its own for each database, whose archive goes with it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("right", "fast"))
    parser.add_argument("--size", type=int, default=270_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--databases", default="sqlite")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        _ready()
        _right() if options.what == "right" else _fast(options)
        return 0
    failed = 0
    for database in options.databases.split(","):
        with _environment(database) as environment:
            if environment is not None:
                print(database, flush=True)
                failed |= subprocess.run([sys.executable, *sys.argv, "--here"], env=environment, check=False).returncode
    return 1 if failed else 0


def _ready() -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def _load(files: Sequence[Path]) -> None:
    from upright.archive import indexing, load  # noqa: PLC0415

    for _ in load.load(files, workers=2):
        pass
    indexing.catch_up()


# --- how right


def _right() -> None:
    from upright.archive import meaning  # noqa: PLC0415
    from upright.archive.models import Recommendation  # noqa: PLC0415

    _load([SHARED / "documents"])
    begun = time.perf_counter()
    meaning.catch_up(workers=os.cpu_count() or 1)
    print(f"{meaning.meanings().count():,} records taken in, in {time.perf_counter() - begun:.0f} s")
    names = {pk: f"{symbol or file} {key}" for pk, symbol, file, key in _named(Recommendation)}
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    for way in WAYS:
        _print(way, labels, [[names[pk] for pk in _ten(label["query"], way)] for label in labels])


def _named(model: Any) -> Iterator[tuple[int, str | None, str, str]]:
    yield from model.objects.counted().values_list("pk", "document__symbol", "document__file", "key")


def _ten(text: str, way: str) -> Sequence[int]:
    """The first ten that the explorer shows."""
    from upright.archive import indexing, meaning  # noqa: PLC0415
    from upright.search import Query  # noqa: PLC0415

    query = Query.parse(text)
    if way == "words":
        return indexing.find(query, kind="recommendation", filters={}, sort="relevance", offset=0, limit=10, facets=()).ids
    return meaning.find(query, filters={}, facets=(), words=way == "both", offset=0, limit=10).ids


def _print(way: str, labels: Sequence[Any], found: Sequence[Sequence[str]]) -> None:
    """All queries, then those of each language."""
    lines = [("all", list(range(len(labels))))]
    lines += [(code, [at for at, label in enumerate(labels) if label["language"] == code]) for code in ("en", "fr", "es", "ru", "ar", "zh")]
    for name, which in lines:
        hits = [[each in labels[at]["right"] for each in found[at]] for at in which]
        first, ten = sum(bool(each and each[0]) for each in hits), sum(map(any, hits))
        share = sum(map(sum, hits)) / (10 * len(hits))
        print(f"  {way:<8} {name:<4} first right {first:>2}/{len(hits)}   right within ten {ten:>2}/{len(hits)}   right of ten {share:.2f}")


# --- how fast


def _fast(options: argparse.Namespace) -> None:
    import archive_copies  # once Django is ready  # noqa: PLC0415
    from upright.archive import indexing, meaning  # noqa: PLC0415

    files, _ = reports()
    _load(files)
    archive_copies.grow(options.size)
    indexing.catch_up()
    take_in_varied()
    here = meaning.meanings()
    size = sum(file.stat().st_size for file in here._folder.iterdir()) / 1e6  # noqa: SLF001  # to be measured
    print(f"{here.count():,} records, {size:.0f} MB on disk; memory of the process before a search: {_memory():.0f} MB")
    _time(options.rounds)
    print(f"  memory of the process after them: {_memory():.0f} MB, with the {size:.0f} MB of mapped vectors, which processes share")


def _time(rounds: int) -> None:
    """Every page once in each round, in mixed order: on the clock, and of the CPU."""
    from django.test import Client  # noqa: PLC0415

    client = Client(headers={"host": "localhost"})
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    asked = [
        (way, "/recommendations?" + urlencode({"q": label["query"], "by": way} | chosen))
        for way in WAYS
        for label in labels
        for chosen in _CHOICES
    ]
    asked += [("more like this", address) for address in _alike(60)]
    begun = time.perf_counter()
    client.get(asked[-61][1])
    print(f"  the first search of the process: {time.perf_counter() - begun:.1f} s (it loads the encoder)")
    times: dict[str, list[tuple[float, float]]] = {}
    chance = random.Random(1)  # noqa: S311  # no secret: the same order each time
    for _ in range(rounds):
        chance.shuffle(asked)
        for way, address in asked:
            begun, cpu = time.perf_counter(), time.process_time()
            answer = client.get(address)
            times.setdefault(way, []).append((1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - cpu)))
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
    for way, found in times.items():
        for name, of in (("clock", 0), ("CPU", 1)):
            ordered = sorted(each[of] for each in found)
            p50, p95 = statistics.median(ordered), ordered[int(0.95 * len(ordered))]
            print(f"  {way:<15} {name:<5} {len(found):>4} pages   p50 {p50:5.0f} ms   p95 {p95:5.0f} ms   longest {ordered[-1]:5.0f} ms")


def take_in_varied() -> None:
    """Make the vectors: the vectors of 5,000 real texts, and of all others one of these, varied."""
    from upright.archive import meaning  # noqa: PLC0415
    from upright.archive.models import Recommendation  # noqa: PLC0415
    from upright.search.meaning import vectors  # noqa: PLC0415

    noise = np.random.default_rng(1)
    real = vectors(list(Recommendation.objects.order_by("pk").values_list("text", flat=True)[:5_000]))

    def varied(texts: Sequence[str]) -> Any:
        found = real[noise.integers(0, len(real), len(texts))] + noise.normal(0, _NOISE, (len(texts), real.shape[1])).astype(np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    here = meaning.meanings()
    with here.writing():
        meaning._catch_up(here, varied, None)  # noqa: SLF001  # with an encoder that takes no time


def _alike(number: int) -> Iterator[str]:
    from upright.archive.models import Recommendation  # noqa: PLC0415

    rows = Recommendation.objects.select_related("document").order_by("-pk")[: number * 1_000 : 1_000]
    for at, row in enumerate(rows):
        yield f"/like/{row.document.sha256}/recommendation/{row.key}" + ("?in=all" if at % 2 else "")


def _memory() -> float:
    """The most that this process held at once, in MB; pages of mapped files among them."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
