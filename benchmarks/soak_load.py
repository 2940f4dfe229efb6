"""Load documents and be killed, again and again, for `make soak`: the archive must be whole each time, and in the end as if never killed.

    python benchmarks/soak_load.py [--kills N] [--documents N] [--seed N]

A process loads documents as `upright load` does and is ended by SIGKILL; half of the times inside a transaction. It marks the phases that
it goes through in a pipe, before it enters each: the last mark is the phase that was hit. Marks are put around functions from here; the
product knows nothing of them. On PostgreSQL where DATABASE_URL names a server on which databases may be made, else on SQLite.

After each kill another process looks at the archive: no half document, every document as an undisturbed load keeps it, nothing derived that
disagrees with what it is derived from. When all is loaded, every row and every answer of the search must be those of an undisturbed load.
Exit code 1 when anything is not so, or when fewer than half of the kills hit a transaction.
"""

# ruff: noqa: PLC0415, SLF001  # Django may only be imported where the archive is known; marks are put around what is private

from __future__ import annotations

import argparse
import contextlib
import functools
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from corpus import REPOSITORY, SHARED

INSIDE = ("file", "document", "text", "records", "histories", "commit")
OUTSIDE = ("tables", "reading", "store", "indexing")
QUERIES = ("women", "judicial -independence", '"human rights"', "ratify protocol", "children OR disabilities", "position:noted", "educat*")


def main() -> int:
    """Kill until it is enough; say what was hit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=80, help="how many of the documents at hand are loaded")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--load", help=argparse.SUPPRESS)
    parser.add_argument("--look", help=argparse.SUPPRESS)
    parser.add_argument("--search", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--marks", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        return _load(Path(options.load), options.marks)
    if options.look:
        return _look(Path(options.look), search=options.search)
    with tempfile.TemporaryDirectory(prefix="upright-soak-") as folder:
        soak = Soak(Path(folder), random.Random(options.seed))  # noqa: S311
        return soak.run(options.kills, options.documents)


# --- the process that kills


@dataclass
class Soak:
    """A folder with the documents, one archive that is never disturbed, and others that are."""

    folder: Path
    chance: random.Random
    hit: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)
    rounds: int = 0

    def run(self, kills: int, documents: int) -> int:
        """Load undisturbed, then load and kill; the exit code."""
        count = self._documents(documents)
        self._upright("--load", "clean", home="clean")
        whole = self._seen("clean", "--search")
        self.bad += [f"undisturbed: {each}" for each in whole["errors"]]
        print(f"{count} documents; {len(whole['documents'])} in the archive, {sum(map(len, whole['rows'].values())):,} rows", flush=True)
        while self.hit.total() < kills:
            self.rounds += 1
            home = f"killed{self.rounds}"
            while self.hit.total() < kills and (phase := self._killed(home)):
                self.hit[phase] += 1
                errors = self._partial(whole, self._seen(home))
                self.bad += [f"kill {self.hit.total()} in {phase}: {each}" for each in errors]
                print(f"kill {self.hit.total():3}  {phase:40}  {'whole' if not errors else '; '.join(errors[:3])}", flush=True)
            self._upright("--load", "rest", home=home)
            differences = _differences(whole, self._seen(home, "--search"))
            self.bad += [f"archive {self.rounds}, loaded to its end: {each}" for each in differences]
            print(f"archive {self.rounds}, loaded to its end: {'identical' if not differences else differences[:3]}", flush=True)
        return self._report(kills)

    def _documents(self, number: int) -> int:
        """Put the documents into a folder; how many there are. A State's reviews stay together: what is derived depends on all of them."""
        real = SHARED / "documents"
        files = _of(real) if real.is_dir() else _of(REPOSITORY / "specimens" / "files")
        groups: dict[Path, list[Path]] = {}
        for path in files:
            groups.setdefault(path.parent if path.parent.parent != real else path, []).append(path)
        chosen: list[Path] = []
        for group in sorted(groups.values(), key=lambda each: (len(each) < 2, self.chance.random())):
            chosen += group[: max(0, number - len(chosen))]
        (self.folder / "documents").mkdir()
        for at, path in enumerate(chosen):
            (self.folder / "documents" / str(at)).mkdir()
            (self.folder / "documents" / str(at) / path.name).symlink_to(path)
        return len(chosen)

    def _environment(self, home: str) -> dict[str, str]:
        own = {"UPRIGHT_HOME": str(self.folder / home), "UPRIGHT_CACHE": str(self.folder / "cache")}
        if server := os.environ.get("DATABASE_URL"):
            own["DATABASE_URL"] = _database(server, f"soak_{os.getpid()}_{home}")
        return {**os.environ, **own}

    def _upright(self, *arguments: str, home: str) -> str:
        """Run this script in a process of its own, to its end."""
        if arguments[0] == "--load":
            arguments = ("--load", str(self.folder / "documents"))
        done = subprocess.run(
            [sys.executable, "-W", "ignore", __file__, *arguments], env=self._environment(home), capture_output=True, text=True, check=False
        )
        if done.returncode not in (0, 1):  # 1: a document that cannot be read, said on stderr
            raise RuntimeError(done.stderr)
        return done.stderr

    def _seen(self, home: str, *how: str) -> dict[str, Any]:
        seen = self.folder / "seen.json"
        seen.unlink(missing_ok=True)
        said = self._upright("--look", str(seen), *how, home=home)
        if not seen.exists():
            raise RuntimeError(said)
        found: dict[str, Any] = json.loads(seen.read_text(encoding="utf-8"))
        return found

    def _killed(self, home: str) -> str | None:
        """Load until the chosen moment, and kill; the phase that was hit. None where all was loaded before."""
        inside = self.hit.total() % 2 == 0 or self._inside() * 2 < self.hit.total()
        wanted, times = self.chance.choice(INSIDE if inside else OUTSIDE), self.chance.randint(1, 4)
        delay = self.chance.uniform(0, 0.03)
        marks, theirs = os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__, "--load", str(self.folder / "documents"), "--marks", str(theirs)],
            env=self._environment(home),
            pass_fds=[theirs],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        with os.fdopen(marks, encoding="utf-8") as pipe:
            reached = _await(pipe, wanted, 1 if wanted in {"tables", "indexing"} else times)
            if reached:
                time.sleep(delay)
            process.kill()
            last = ([reached] if reached else []) + pipe.read().split("\n")
        ended = process.wait()
        self.bad += _left_over(process.pid)
        return [each for each in last if each][-1] if reached and ended == -signal.SIGKILL else None

    def _inside(self) -> int:
        return sum(count for phase, count in self.hit.items() if _in_transaction(phase))

    def _partial(self, whole: dict[str, Any], seen: dict[str, Any]) -> list[str]:
        """What is wrong with an archive that holds a part of the documents."""
        errors = list(seen["errors"])
        for sha256, document in seen["documents"].items():
            wanted = whole["documents"].get(sha256)
            if wanted is None:
                errors.append(f"{sha256[:8]} is not one of the documents")
            elif document["counts"] != wanted["counts"]:
                errors.append(f"{sha256[:8]} is half loaded: {document['counts']} instead of {wanted['counts']}")
            elif document["own"] != wanted["own"]:
                errors.append(f"{sha256[:8]} has other values")
        return errors

    def _report(self, kills: int) -> int:
        print(f"\n{'phase':48} kills")
        for phase, count in sorted(self.hit.items()):
            print(f"{phase:48} {count:5}")
        inside = self._inside()
        print(f"{self.hit.total()} kills, {inside} of them inside a transaction; {self.rounds} archives; {len(self.bad)} bad outcomes")
        for message in self.bad:
            print(message)
        return 1 if self.bad or inside * 2 < kills else 0


def _of(folder: Path) -> list[Path]:
    from upright.pipeline import find

    return list(find([folder]).files)


def _await(pipe: Any, wanted: str, times: int) -> str | None:
    """Read marks until a phase was entered that often; the mark."""
    for line in pipe:
        mark = str(line).strip()
        times -= mark.rpartition(" / ")[2] == wanted and (wanted != "commit" or mark.startswith("store"))
        if times <= 0:
            return mark
    return None


def _in_transaction(phase: str) -> bool:
    return phase.startswith("store / transaction")


def _left_over(session: int) -> list[str]:
    """Processes of a killed one must see that it is gone, and end."""
    end = time.monotonic() + 20
    while left := [process for process in psutil.process_iter() if _session(process.pid) == session]:
        if time.monotonic() > end:
            for process in left:
                process.kill()
            return [f"{len(left)} processes outlived the one that was killed"]
        time.sleep(0.05)
    return []


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid) if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE else None
    except (OSError, psutil.Error):
        return None


def _differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What two archives that hold the same documents do not have in common."""
    found = list(other["errors"])
    for name in one["rows"]:
        here, there = Counter(one["rows"][name]), Counter(other["rows"][name])
        if here != there:
            found.append(f"{name}: {(here - there).total()} rows missing, {(there - here).total()} too many")
    return found + [f"the search answers {query} otherwise" for query in QUERIES if one["answers"][query] != other["answers"][query]]


def _database(server: str, name: str) -> str:
    """The URL of a database of that name, made where it is not there."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(server)._replace(path=f"/{name}").geturl()


# --- the process that is killed


class Marks:
    """The phases that this process is in, each written into a pipe before it is entered and when it is left."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe
        self.phases = ["begin"]

    def write(self) -> None:
        os.write(self.pipe, (" / ".join(self.phases) + "\n").encode())

    def enter(self, phase: str) -> None:
        self.phases = [*(each for each in self.phases if each != "begin"), phase]
        self.write()

    def leave(self) -> None:
        self.phases = self.phases[:-1] or ["reading"]
        self.write()

    @contextlib.contextmanager
    def within(self, phase: str) -> Iterator[None]:
        self.enter(phase)
        try:
            yield
        finally:
            self.leave()

    def around(self, module: Any, name: str, phase: str) -> None:
        """Mark every call of a module's function."""
        function: Callable[..., Any] = getattr(module, name)

        @functools.wraps(function)
        def marked(*arguments: Any, **named: Any) -> Any:
            self.phases = [each for each in self.phases if each != "reading"]
            with self.within(phase):
                return function(*arguments, **named)

        setattr(module, name, marked)


def _load(folder: Path, pipe: int | None) -> int:
    """What `upright load FOLDER --workers 1` does, with marks."""
    import typer

    from upright import archive_cli

    if pipe is not None:
        _mark(archive_cli, Marks(pipe))
    try:
        archive_cli.load([folder], workers=1)
    except typer.Exit as stopped:
        return stopped.exit_code
    return 0


def _mark(archive_cli: Any, marks: Marks) -> None:
    marks.write()
    ready = archive_cli._ready

    def marked() -> None:
        with marks.within("tables"):
            ready()
        _mark_archive(marks)

    archive_cli._ready = marked


def _mark_archive(marks: Marks) -> None:
    from django.db import transaction

    from upright.archive import files, indexing, load, settle

    marks.around(load, "store", "store")
    marks.around(files, "keep", "file")
    for module, name, phase in (
        (load, "_document", "document"), (load, "_text", "text"), (load, "_records", "records"), (settle, "settle", "histories"),
    ):  # fmt: skip
        marks.around(module, name, phase)
    marks.around(indexing, "catch_up", "indexing")
    _mark_transactions(transaction.Atomic, marks)


def _mark_transactions(atomic: Any, marks: Marks) -> None:
    """Mark the outermost transaction from when it has begun, and its commit."""
    from django.db import connection

    enter, leave = atomic.__enter__, atomic.__exit__

    def entered(self: Any) -> None:
        outermost = not connection.in_atomic_block
        enter(self)
        if outermost:
            marks.enter("transaction")

    def left(self: Any, *error: Any) -> None:
        if len(connection.savepoint_ids) or not connection.in_atomic_block:
            leave(self, *error)
            return
        with marks.within("commit"):
            leave(self, *error)
        marks.leave()

    atomic.__enter__, atomic.__exit__ = entered, left


# --- the process that looks


def _look(result: Path, *, search: bool) -> int:
    """Write what is in the archive and what is wrong with it."""
    from upright import archive_cli

    archive_cli._ready()
    from upright.archive import indexing
    from upright.archive.models import Document, Text

    names = dict(Document.objects.values_list("pk", "sha256"))
    rows = {table.__name__: [line for _, line, _ in _rows(table, names)] for table in (Document, Text, *_tables())}
    seen: dict[str, Any] = {"errors": list(_errors(names)), "documents": _documents(names), "rows": rows}
    if search:  # never after a kill: the next load must find the index as it was left
        indexing.catch_up()
        seen["answers"] = {query: _answer(query) for query in QUERIES}
    result.write_text(json.dumps(seen), encoding="utf-8")
    return 0


def _tables() -> tuple[Any, ...]:
    from upright.archive.models import ROWS, Reading, RecommendingState

    return (*ROWS, RecommendingState, Reading)


def _rows(table: Any, names: dict[int, str]) -> Iterator[tuple[str, str, str]]:
    """Each row of a table without what differs between equal archives: its document, all of it, and what its document alone says."""
    from upright.archive.models import Recommendation

    cited = {pk: f"{names[document]} {key}" for pk, document, key in Recommendation.objects.values_list("pk", "document_id", "key")}
    derived = {
        "history",
        "position_in_force",
        "about_id",
        "shown",
        "principal",
        "counted",
        "position" if table.__name__ == "RecommendingState" else "",
    }
    columns = [each.attname for each in table._meta.concrete_fields if each.attname not in {"id", "loaded_at", "read_at"}]
    for row in table._default_manager.order_by("pk").values("pk", *columns).iterator():
        sha256 = names[row["document_id"]] if "document_id" in row else row["sha256"]
        values = {name: _named(name, row[name], names, cited) for name in columns}
        alone = (
            "" if values.get("between") else json.dumps({k: v for k, v in values.items() if k not in derived}, sort_keys=True, default=str)
        )
        yield sha256, _digest(json.dumps(values, sort_keys=True, default=str)), _digest(alone) if alone else ""


def _named(name: str, value: Any, documents: dict[int, str], recommendations: dict[int, str]) -> Any:
    known = {"document_id": documents, "about_id": recommendations, "recommendation_id": recommendations}.get(name)
    return known[value] if known and value is not None else value


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _documents(names: dict[int, str]) -> dict[str, Any]:
    """Of each document how many rows it has in each table, and a digest of all that it alone says."""
    from upright.archive.models import Document, Text

    counts: dict[str, Counter[str]] = {sha256: Counter() for sha256 in names.values()}
    own: dict[str, list[str]] = {sha256: [] for sha256 in names.values()}
    for table in (Document, Text, *_tables()):
        for sha256, _, alone in _rows(table, names):
            if alone:
                counts[sha256][table.__name__] += 1
                own[sha256].append(alone)
    return {sha256: {"counts": counts[sha256], "own": _digest("".join(sorted(own[sha256])))} for sha256 in own}


def _errors(names: dict[int, str]) -> Iterator[str]:
    """What does not agree in the archive."""
    from django.db import connection

    from upright.archive import files
    from upright.archive.models import ROWS, Change, Reading, Recommendation, RecommendingState, Text

    if connection.vendor == "sqlite":
        yield from _unsound(connection)
    for pk, sha256 in names.items():
        kept = files.place(sha256)
        if not kept.exists() or hashlib.sha256(kept.read_bytes()).hexdigest() != sha256:
            yield f"{sha256[:8]} has no file"
        if not Text.objects.filter(pk=pk).exists():
            yield f"{sha256[:8]} has no text"
        counted = sum(row._default_manager.filter(document=pk).exclude(order__gte=10_000_000).count() for row in ROWS)
        readings = list(Reading.objects.filter(document=pk).values_list("inserted", "updated", "removed"))
        if readings != [(counted, 0, 0)]:
            yield f"{sha256[:8]} has {counted} rows, but its readings say {readings}"
    wanted = {
        (pk, state, position)
        for pk, states, position in Recommendation.objects.values_list("pk", "states", "position_in_force")
        for state in states
    }
    if set(RecommendingState.objects.values_list("recommendation_id", "state", "position")) != wanted:
        yield "the recommending States do not agree with the recommendations"
    if set(Change.objects.values_list("document_id", flat=True)) != set(names):
        yield "the numbered changes are not those of the documents"


def _unsound(connection: Any) -> Iterator[str]:
    with connection.cursor() as cursor:
        for pragma, sound in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            found = cursor.execute(f"PRAGMA {pragma}").fetchall()
            if found != sound:
                yield f"{pragma}: {found[:3]}"


def _answer(query: str) -> Sequence[Any]:
    """The recommendations and paragraphs that the search finds, as they are cited."""
    from upright import search
    from upright.archive import indexing
    from upright.archive.models import Paragraph, Recommendation

    found: list[Any] = []
    for kind, table in (("recommendation", Recommendation), ("paragraph", Paragraph)):
        hits = indexing.find(search.Query.parse(query), kind=kind, filters={}, sort="date", offset=0, limit=100_000, facets=())
        rows = table.objects.filter(pk__in=hits.ids).values_list("document__sha256", "key")
        found.append([hits.total, sorted(map(list, rows))])
    return found


if __name__ == "__main__":
    sys.exit(main())
