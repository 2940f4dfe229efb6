"""Speed of the archive: loading, and the pages of the site with 20,000, 270,000 and more recommendations, for `make bench`.

    PYTHONPATH=tests python benchmarks/bench_archive.py [--sizes 270000,1000000] [--questions N] [--rounds N] [--databases sqlite]

Each database has a process of its own, which loads the real reports (the specimens, where there are none), times the pages, adds varied
copies (`archive_copies`) up to the next size, and times the pages again. Pages are asked for with Django's test client: the whole way of
a request through the server, without the network. Before they are timed, the answers to all questions are compared with those of a scan
of every row (`archive_scan`); one that differs ends the run.

Every page is asked for once in each round, in mixed order, after a warm-up with other questions; its time is the median of the rounds. The
yardstick is a scan of the texts of all recommendations by the same database in the same rounds (`text LIKE '%word%'`). Beside the time on
the clock stands the CPU time of the server's process (not that of PostgreSQL), for machines that do other work at the same time.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus import REPOSITORY, reports

SEARCHES = {"sqlite": ("index",), "postgresql": ("index", "postgresql")}
YARDSTICK = "yardstick: scan of all texts"
_MOST_IN_POSTGRESQL = 300_000  # recommendations in PostgreSQL's own index: it takes long to fill
_PAGES = 100  # State pages, recommendation pages
_REPEATED = 20  # times that a page without a question is asked for in a round
_WARMING = 8  # questions of each kind
_WORKERS = 2

Times = dict[str, list[tuple[float, float]]]  # kind of page: ms on the clock and of the CPU, one pair for each page


def main() -> int:
    """Measure each database in a process of its own, which prints what it finds."""
    options = _options()
    if options.here:
        _measure(options.databases, options)
        return 0
    failed = 0
    for database in options.databases.split(","):
        with _environment(database) as environment:
            if environment is not None:
                command = [sys.executable, *sys.argv, "--databases", database, "--here"]
                failed |= subprocess.run(command, env=environment, check=False).returncode
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="270000", help="recommendations, after those of the real reports")
    parser.add_argument("--questions", type=int, default=70, help="of each of three kinds")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


@contextmanager
def _environment(database: str) -> Iterator[dict[str, str] | None]:
    """An empty archive in a folder that goes with it; None where the database cannot be had."""
    with tempfile.TemporaryDirectory(prefix="upright-bench-") as folder:
        ours = {"UPRIGHT_HOME": folder, "DJANGO_SETTINGS_MODULE": "upright.web.settings"}
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | ours
        if database == "sqlite":
            yield environment
            return
        import postgres  # the tests' own  # noqa: PLC0415

        try:
            with postgres.server() as url:
                yield environment | {"DATABASE_URL": url}
        except postgres.NoServer as error:
            print(f"{database}: {error}", file=sys.stderr)
            yield None


def _measure(database: str, options: argparse.Namespace) -> None:
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    files, name = reports()
    if name.startswith("specimens"):  # an archive keeps the same content once
        files, name = sorted((REPOSITORY / "specimens" / "files").iterdir()), "specimens"
    _say(f"{database}: {len(files)} files, {name}")
    _loading(files)
    first: dict[str, tuple[int, Times]] = {}
    for size in (0, *map(int, options.sizes.split(","))):
        _grow(size)
        _measure_size(database, options, first)


def _say(line: str) -> None:
    print(line, flush=True)


# --- loading


def _loading(files: Sequence[Path]) -> None:
    """Loading against reading alone, each with the same worker processes and without a cache."""
    from upright import pipeline  # noqa: PLC0415
    from upright.archive import load, models  # noqa: PLC0415

    read = _clocked(lambda: sum(1 for _ in pipeline.read_each(files, workers=_WORKERS)))
    loaded = _clocked(lambda: sum(1 for _ in load.load(files, workers=_WORKERS)))
    for title, (seconds, cpu) in (("reading alone", read), ("loading", loaded)):
        _say(f"  {title:<32} {seconds:7.1f} s, {cpu:6.1f} s of CPU, with {_WORKERS} worker processes")
    _say(f"  loading / reading                {loaded[0] / read[0]:7.2f} on the clock, {loaded[1] / read[1]:.2f} of CPU")
    rows = sum(model._default_manager.count() for model in models.ROWS)  # noqa: SLF001  # Django's way to any model's rows
    _say(f"  loading rate                     {rows / loaded[0]:7,.0f} records a second ({rows:,} records)")


def _clocked(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds on the clock, and of CPU in this process and those that it started."""
    begun, cpu = time.perf_counter(), _cpu()
    work()
    return time.perf_counter() - begun, _cpu() - cpu


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _grow(size: int) -> None:
    from django.db import connection  # noqa: PLC0415

    import archive_copies  # once Django is ready  # noqa: PLC0415

    added = 0

    def grow() -> None:
        nonlocal added
        added = archive_copies.grow(size)

    seconds, _ = _clocked(grow)
    if added:
        _say(f"  varied copies                    {added / seconds:7,.0f} rows a second ({added:,} rows, in bulk)")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# --- pages


def _measure_size(database: str, options: argparse.Namespace, first: dict[str, tuple[int, Times]]) -> None:
    from django.test import override_settings  # noqa: PLC0415

    import archive_scan  # once Django is ready  # noqa: PLC0415
    from upright.archive.models import Recommendation  # noqa: PLC0415

    chance = random.Random(1)  # noqa: S311  # no secret: the same questions each time
    rows = Recommendation.objects.counted().count()
    asked = archive_scan.questions(options.questions + _WARMING, chance)
    flat = [question for kind in asked.values() for question in kind[_WARMING:]]
    answers = archive_scan.answers(flat)
    for search in SEARCHES[database]:
        if search == "postgresql" and rows > _MOST_IN_POSTGRESQL:
            _say(f"{rows:,} recommendations, {database}, search by {search}: not measured above {_MOST_IN_POSTGRESQL:,}")
            continue
        with override_settings(SEARCH=search):
            _fill_index(f"{database}, search by {search}")
            _compare(flat, answers)
            times = _times(asked, options.rounds, chance)
        began, before = first.setdefault(search, (rows, times))
        _say(f"{rows:,} recommendations, {database}, search by {search} (rows: {rows / began:.1f} times the first)")
        _print(times, before)


def _fill_index(title: str) -> None:
    from bench_meaning import take_in_varied  # it takes its archive from here  # noqa: PLC0415
    from upright.archive import indexing  # noqa: PLC0415

    take_in_varied()  # else pages with few hits would begin to encode all texts beside what is timed
    before = indexing.index().count()
    seconds, _ = _clocked(indexing.catch_up)
    entries = indexing.index().count() - before
    _say(f"  {title}: {entries:,} entries put in, {entries / seconds:,.0f} a second")


def _compare(asked: Sequence[Any], answers: Sequence[Any]) -> None:
    """Every answer is the scan's: the keys, the total, and all counts."""
    from upright.archive import indexing  # noqa: PLC0415
    from upright.search import Query  # noqa: PLC0415
    from upright.web.pages.recommendations import FACETS  # noqa: PLC0415

    for question, answer in zip(asked, answers, strict=True):
        filters = {name: [value] for name, value in question.filters}
        hits = indexing.find(
            Query.parse(question.text), kind="recommendation", filters=filters, sort="relevance", offset=0,
            limit=len(answer.ids) + 1, facets=FACETS,
        )  # fmt: skip
        counts = {name: dict(values) for name, values in hits.facets.items()}
        if (hits.total, len(hits.ids), set(hits.ids), counts) != (len(answer.ids), len(answer.ids), answer.ids, answer.facets):
            raise SystemExit(f"{question} is answered otherwise than by a scan: {hits.total} found, the scan found {len(answer.ids)}")
    found = statistics.median(len(answer.ids) for answer in answers)
    _say(f"  {len(set(asked))} different questions answered as by a scan of every row; {found:,.0f} rows found, in the median")


def _times(asked: dict[str, list[Any]], rounds: int, chance: random.Random) -> Times:
    """Each page's time, as the median of the rounds."""
    pages = _pages(asked, chance)
    for kind, questions in asked.items():
        for question in questions[:_WARMING]:
            _page(kind, question.address)
    measured: dict[tuple[str, str, int], list[tuple[float, float]]] = defaultdict(list)
    for _ in range(rounds):
        for page in chance.sample(pages, len(pages)):
            measured[page].append(_page(*page[:2]))
    times: Times = {kind: [] for kind, _, _ in pages}
    for (kind, _, _), values in measured.items():
        times[kind].append((statistics.median(clock for clock, _ in values), statistics.median(cpu for _, cpu in values)))
    return times


def _pages(asked: dict[str, list[Any]], chance: random.Random) -> list[tuple[str, str, int]]:
    """What is asked for in a round: kind of page, address, and a number that tells one repetition from another."""
    from upright.archive.models import Document, Recommendation  # noqa: PLC0415

    states = sorted({str(code) for code in Document.objects.filter(counted=True).exclude(state=None).values_list("state", flat=True)})
    ids = list(Recommendation.objects.counted().exclude(number=None).values_list("pk", flat=True))
    ids = chance.sample(ids, min(_PAGES, len(ids)))
    rows = Recommendation.objects.in_bulk(ids)
    addresses = {
        "home": ["/"] * _REPEATED,
        "explorer, nothing chosen": ["/recommendations"] * _REPEATED,
        **{kind: [question.address for question in questions[_WARMING:]] for kind, questions in asked.items()},
        "State": [f"/states/{code}" for code in chance.sample(states, min(_PAGES, len(states)))],
        "recommendation": [rows[pk].get_absolute_url() for pk in ids],
        YARDSTICK: [question.text.split()[0] for question in asked["search, three words"][:5]],
    }
    return [(kind, address, number) for kind, each in addresses.items() for number, address in enumerate(each)]


def _page(kind: str, address: str) -> tuple[float, float]:
    """Milliseconds on the clock, and of the CPU, that one page takes."""
    from django.test import Client  # noqa: PLC0415

    client = Client(SERVER_NAME="localhost")
    begun, cpu = time.perf_counter(), time.process_time()
    if kind == YARDSTICK:
        _scan(address)
    else:
        status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{address}: {status}")
    return 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - cpu)


def _scan(word: str) -> None:
    from upright.archive.models import Recommendation  # noqa: PLC0415

    Recommendation.objects.filter(text__contains=word).count()


def _print(times: Times, first: Times) -> None:
    yardstick = statistics.median(clock for clock, _ in times[YARDSTICK])
    _say(f"  {'':<32} {'pages':>6} {'p50 ms':>8} {'p95 ms':>8} {'CPU p95':>8} {'p95/yardstick':>14} {'p95 growth':>11}")
    for kind in first:
        values = times[kind]
        clock, cpu = [each for each, _ in values], [each for _, each in values]
        high, before = _p95(clock), _p95([each for each, _ in first[kind]])
        figures = f"{statistics.median(clock):8.1f} {high:8.1f} {_p95(cpu):8.1f} {high / yardstick:14.3f} {high / before:11.2f}"
        _say(f"  {kind:<32} {len(values):6} {figures}")


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


if __name__ == "__main__":
    sys.exit(main())
