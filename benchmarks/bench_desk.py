"""Speed of a desk: the pages that a coordinator and a focal point open, for `make bench`.

    PYTHONPATH=tests python benchmarks/bench_desk.py [--rounds N] [--databases sqlite] [--no-server]

A desk of 1,000 people in 50 institutions, with 900 records, 5,000 actions and 50,000 observed values (`desk_rows`, in bulk), is measured
when a quarter, half, and all of it is there. Each database has a process of its own. Pages are asked for with Django's test client, signed
in, in mixed order, after a warm-up; p50 and p95 are over all pages of a kind in all rounds. The yardstick is the page of the archive's
explorer in the same rounds. Then the whole desk is asked for over HTTP, from two processes of `upright serve`, by two askers at once.
"""

# ruff: noqa: PLC0415  # Django may only be imported where the archive is known

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from bench_archive import _environment

PARTS = (0.25, 0.5, 1.0)
YARDSTICK = "yardstick: explorer of the archive"
_ONES = 20  # pages of single rows
_SERVERS = 2
_OVER_HTTP = 1  # rounds

Page = tuple[str, str, str]  # who, kind, address
Times = dict[tuple[str, str], list[tuple[float, float]]]  # by who and kind: ms on the clock and of the CPU


def main() -> int:
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
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--parts", default=",".join(map(str, PARTS)), help="of a whole desk")
    parser.add_argument("--no-server", action="store_true", help="do not ask over HTTP")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure(database: str, options: argparse.Namespace) -> None:
    from upright import archive_cli

    archive_cli._ready()  # noqa: SLF001  # as every command begins
    import_module("upright.web.wsgi")  # as the server begins
    filled = _loaded(database)
    first: Times = {}
    pages: list[Page] = []
    for part in map(float, options.parts.split(",")):
        _grow(filled, part)
        pages = _pages(filled)
        times = _times(pages, options.rounds)
        first = first or times
        _say(f"{database}, {part:g} of a desk; load of the machine {os.getloadavg()[0]:.1f}")
        _print(times, first)
    _verify()
    if not options.no_server:
        _over_http(pages, database)


def _say(line: str) -> None:
    print(line, flush=True)


def _loaded(database: str) -> Any:
    import desk_rows  # once Django is ready
    from upright.archive import load
    from upright.cache import Cache

    files, state, what = desk_rows.documents()
    for _ in load.load(files, workers=2, cache=Cache()):
        pass
    _say(f"{database}: {len(files)} {what}")
    return desk_rows.Filled.of(state)


def _grow(filled: Any, part: float) -> None:
    from django.db import connection

    from upright.tracking.models import TABLES, Item

    begun = time.perf_counter()
    added = filled.grow(part)
    _derive()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    counts = {table._meta.model_name: table._default_manager.count() for table in TABLES}  # noqa: SLF001
    wanted = ("person", "organisation", "item", "action", "observation", "indicator", "assessment", "notice", "entry", "value")
    copies = Item.objects.filter(document__origin="copy").count()
    _say(f"  {added:,} rows added in {time.perf_counter() - begun:.0f} s; {copies} items of copies of reports")
    _say("  " + ", ".join(f"{counts[name]:,} of {name}" for name in wanted))


def _derive() -> None:
    """What is made of documents, but the items of the desk: that is as large as it is meant to be."""
    from upright.archive import dossiers, indexing, labels, meaning

    labels.catch_up()
    meaning.catch_up()
    dossiers.catch_up()
    indexing.catch_up()


def _verify() -> None:
    from upright.tracking import audit

    seconds = time.perf_counter()
    found = audit.verify()
    _say(
        f"  audit verified in {time.perf_counter() - seconds:.1f} s: {found.links:,} links, {found.rows:,} rows, {found.broken or 'whole'}"
    )
    if found.broken:
        raise SystemExit("what was put in in bulk is not what the audit says")


# --- pages


def _pages(filled: Any) -> list[Page]:
    """What is asked for in a round."""
    chance = random.Random(1)  # noqa: S311  # no secret: the same pages each time
    found = []
    for name, person in (("coordinator", filled.coordinator), ("focal point", filled.focal)):
        for kind, addresses in _addresses(filled, person, chance).items():
            found += [(name, kind, address) for address in addresses]
    return found


def _addresses(filled: Any, person: Any, chance: random.Random) -> dict[str, list[str]]:
    from upright.tracking import people
    from upright.tracking.models import Action, Assessment, Indicator, Item
    from upright.tracking.rights import WRITES

    who, at = people.who_of(person), f"/desk/{filled.desk.state}"
    own = next(iter(who.organisations(WRITES)))
    organisation = next(each for each in filled.organisations if each.pk == own)

    def some(rows: Any, name: str) -> list[str]:
        uids = list(rows.order_by("pk").values_list("uid", flat=True))
        return [f"{at}/{name}/{uid}" for uid in chance.sample(uids, min(_ONES, len(uids)))]

    asked = Item.objects.all() if who.coordinated else Item.objects.of(who)
    found = {
        YARDSTICK: ["/recommendations"] * 3,
        "overview": [at] * 3,
        "items": [f"{at}/items", f"{at}/items?page=3", f"{at}/items?organisation={organisation.name}", f"{at}/items?q=women&sort=due"],
        "item": some(asked, "items"),
        "actions": [f"{at}/actions", f"{at}/actions?organisation=all&page=2", f"{at}/actions?overdue=1", f"{at}/actions?q=women"],
        "action": some(Action.objects.inside(who), "actions"),
        "indicators": [f"{at}/indicators", f"{at}/indicators?page=2"],
        "indicator": some(Indicator.objects.seen_by(who), "indicators"),
        "assessments": [f"{at}/assessments", f"{at}/assessments?value=not"],
        "assessment": some(Assessment.objects.seen_by(who), "assessments"),
        "calendar": [f"{at}/calendar"] * 3,
        "notices": [f"{at}/notices"] * 3,
        "both sides": [f"{at}/public"] * 3,
    }
    if who.coordinated:
        found |= {
            "audit": [f"{at}/audit", f"{at}/audit?page=9", f"{at}/audit?table=action"],
            "publishing": [f"{at}/publishing"] * 3,
            "people": [f"{at}/people"] * 3,
        }
    return found


def _times(pages: Sequence[Page], rounds: int) -> Times:
    from django.contrib.auth.models import User
    from django.test import Client

    clients = {}
    for name, username in (("coordinator", "user0"), ("focal point", _focal_name())):
        clients[name] = Client(SERVER_NAME="localhost")
        clients[name].force_login(User.objects.get(username=username))
    chance = random.Random(2)  # noqa: S311
    for who, kind, address in {(who, kind): (who, kind, address) for who, kind, address in pages}.values():
        _page(clients[who], address, kind)
    times: Times = defaultdict(list)
    for _ in range(rounds):
        for who, kind, address in chance.sample(pages, len(pages)):
            times[who, kind].append(_page(clients[who], address, kind))
    return times


def _focal_name() -> str:
    from upright.tracking.models import Membership

    held = Membership.objects.filter(organisation__kind="ministry", role="focal_point").order_by("organisation", "pk")
    user = held.select_related("person__user")[0].person.user
    return str(user.username) if user else ""


def _page(client: Any, address: str, kind: str) -> tuple[float, float]:
    """Milliseconds on the clock, and of the CPU, that one page takes."""
    begun, cpu = time.perf_counter(), time.process_time()
    status = client.get(address).status_code
    taken = 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - cpu)
    if status != 200:
        raise SystemExit(f"{kind}, {address}: {status}")
    return taken


def _print(times: Times, first: Times) -> None:
    clock = {key: [each for each, _ in values] for key, values in times.items()}
    yardstick = statistics.median(ms for (_, kind), values in clock.items() if kind == YARDSTICK for ms in values)
    head = f"  {'':<48} {'pages':>6} {'p50 ms':>8} {'p95 ms':>8} {'CPU p95':>8} {'p95/yardstick':>14} {'p95 growth':>11}"
    _say(head)
    for key, values in clock.items():
        cpu, high = _p95([each for _, each in times[key]]), _p95(values)
        before = _p95([each for each, _ in first[key]]) if key in first else high
        figures = f"{statistics.median(values):8.1f} {high:8.1f} {cpu:8.1f} {high / yardstick:14.2f} {high / before:11.2f}"
        _say(f"  {', '.join(key):<48} {len(values):6} {figures}")
    every = [ms for (_, kind), values in clock.items() if kind != YARDSTICK for ms in values]
    _say(f"  {'all pages of the desk':<48} {len(every):6} {statistics.median(every):8.1f} {_p95(every):8.1f}")


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


# --- over HTTP


def _over_http(pages: Sequence[Page], database: str) -> None:
    """The same pages from two servers, asked for by two at once."""
    cookies = {"coordinator": _session("user0"), "focal point": _session(_focal_name())}
    times: Times = defaultdict(list)
    with _servers() as ports:
        asked = [page for _ in range(_OVER_HTTP) for page in random.Random(3).sample(pages, len(pages))]  # noqa: S311
        _ask(ports, pages[::7], cookies, defaultdict(list))
        begun = time.perf_counter()
        _ask(ports, asked, cookies, times)
        seconds = time.perf_counter() - begun
    _say(f"{database}, over HTTP from {_SERVERS} processes, {_SERVERS} askers: {len(asked) / seconds:.1f} pages a second")
    _print(times, times)


def _session(username: str) -> str:
    """The cookie of somebody who signed in."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.get(username=username))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def _servers() -> Iterator[list[int]]:
    """Processes that serve the site, when each of them answers."""
    ports = [_free() for _ in range(_SERVERS)]
    started = [
        subprocess.Popen([sys.executable, "-m", "upright", "serve", "--port", str(port)], stderr=subprocess.DEVNULL) for port in ports
    ]
    try:
        while not all(map(_answers, ports)):
            if any(process.poll() is not None for process in started):
                raise SystemExit("a server ended before it answered")
            time.sleep(0.5)
        yield ports
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def _free() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _ask(ports: Sequence[int], pages: Sequence[Page], cookies: dict[str, str], times: Times) -> None:
    threads = [threading.Thread(target=_asker, args=[port, pages[at :: len(ports)], cookies, times]) for at, port in enumerate(ports)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _asker(port: int, pages: Sequence[Page], cookies: dict[str, str], times: Times) -> None:
    connection = http.client.HTTPConnection("localhost", port, timeout=120)
    for who, kind, address in pages:
        begun = time.perf_counter()
        connection.request("GET", address.replace(" ", "%20"), headers={"Cookie": cookies[who]})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            times["", f"status {response.status}"].append((0.0, 0.0))
            continue
        times[who, kind].append((1000 * (time.perf_counter() - begun), 0.0))
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
