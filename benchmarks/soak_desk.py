"""Two people who change the same thing at once, and processes that are killed at work, for `make soak`.

    PYTHONPATH=tests python benchmarks/soak_desk.py [--edits N] [--kills N] [--only mail] [--databases sqlite] [--seed N]

*Edits.* Two processes add a word each to the description of one action, over the pages of the site, again and again: who is told that
somebody else changed it meanwhile adds the word to what the page says is there now. In the end every word that was accepted must be there
once, the history must have each of these changes, each made of the one before it, and the versions no gap.

*Kills.* A process approves, imports, writes files or sends mail, and is ended by SIGKILL at a moment that is drawn from the time that the
work takes undisturbed; where it was done before, that does not count. After each kill: all of a batch is there or nothing of it, every step
has its entry in the audit and its notices, no file of an export is half, nobody was written to of a thing twice, and the audit is whole.

Each database has a process of its own. Exit code 1 when anything is not so.
"""

# ruff: noqa: PLC0415  # Django may only be imported where the archive is known

from __future__ import annotations

import argparse
import datetime as dt
import html
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench_archive import _environment
from corpus import REPOSITORY

_AT_ONCE = 20  # actions that are approved and published in a round
_LINES = 100  # of a table that is imported
_LONGEST = 3_600  # seconds that all edits may take
_TRIES = 5  # for each kill that is to hit
_FORK = multiprocessing.get_context("fork")


def main() -> int:
    options = _options()
    if options.here:
        return _soak(options.databases, options)
    failed = 0
    for database in options.databases.split(","):
        with _environment(database) as environment:
            if environment is not None:
                command = [sys.executable, "-W", "ignore", *sys.argv, "--databases", database, "--here"]
                failed |= subprocess.run(command, env=environment, check=False).returncode
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=200, help="of each of the two")
    parser.add_argument("--kills", type=int, default=50, help="of each kind of work")
    parser.add_argument("--only", default=",".join(KINDS), help="kinds of work that are killed")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _soak(database: str, options: argparse.Namespace) -> int:
    from upright import archive_cli

    archive_cli._ready()  # noqa: SLF001  # as every command begins
    import desks  # the tests' own
    from upright.archive import load

    for _ in load.load(sorted((REPOSITORY / "specimens" / "files").iterdir()), workers=1):
        pass
    world = desks.world()
    bad = [f"edits: {each}" for each in _edits(world, options.edits, database)]
    chance = random.Random(options.seed)  # noqa: S311  # no secret
    for name in options.only.split(","):
        bad += [f"{name}: {each}" for each in _kills(name, KINDS[name](world), options.kills, chance, database)]
    for each in bad:
        print(each)
    print(f"{database}: {len(bad)} bad outcomes", flush=True)
    return 1 if bad else 0


# --- edits


def _edits(world: Any, number: int, database: str) -> list[str]:
    """What is wrong after two changed one action that often."""
    action = world.action(world.items[0], title="Changed by two", description="begin")
    begun, ready, told = time.perf_counter(), _FORK.Barrier(2), _FORK.Queue()
    _close()
    editors = [_FORK.Process(target=_edit, args=[world, action, name, number, ready, told]) for name in ("focal", "colleague")]
    for each in editors:
        each.start()
    said = [told.get(timeout=_LONGEST) for _ in editors]
    for each in editors:
        each.join()
    action.refresh_from_db()
    accepted = [word for words, _ in said for word in words]
    conflicts = sum(count for _, count in said)
    wrong = [*_wrong_words(action, accepted, 2 * number), *_wrong_history(action, len(accepted)), *_audit()]
    seconds = time.perf_counter() - begun
    lost = len(accepted) - len(set(action.description.split()) & set(accepted))
    print(
        f"{database}: {len(accepted)} edits accepted, {conflicts} conflicts shown, {lost} updates lost, in {seconds:.0f} s", flush=True
    )  # fmt: skip
    return wrong


def _edit(world: Any, action: Any, name: str, number: int, ready: Any, told: Any) -> None:
    """One of the two."""
    _close()
    client, address = world.client(name), f"{action.get_absolute_url()}/change"
    client.defaults["SERVER_NAME"] = "localhost"
    accepted, conflicts = [], 0
    ready.wait()
    for at in range(number):
        word = f"{name}{at}"
        page = client.get(address).content.decode()
        there = _between(page, r'<textarea name="description"[^>]*>', "</textarea>")
        response = client.post(address, _form(action, f"{there.strip()} {word}", page))
        while response.status_code == 409:
            conflicts += 1
            page = response.content.decode()
            response = client.post(address, _form(action, f"{_theirs(page)} {word}", page))
        if response.status_code != 302:
            raise SystemExit(f"{address}: {response.status_code}")
        accepted.append(word)
    told.put((accepted, conflicts))


def _form(action: Any, description: str, page: str) -> dict[str, Any]:
    version = _between(page, r'<input type="hidden" name="version" value="', '"')
    given = {name: getattr(action, name) for name in ("title", "aim", "progress", "due_on")}
    return {**given, "description": description, "version": version}


def _between(page: str, before: str, after: str) -> str:
    found = re.search(f"{before}(.*?){after}", page, re.DOTALL)
    if found is None:
        raise SystemExit(f"the page has no {before}")
    return html.unescape(found[1])


def _theirs(page: str) -> str:
    """What the other wrote, as the page where both meet shows it."""
    return _between(page, r'<th scope="row">Description.*?</th>\s*<td[^>]*>.*?</td>\s*<td[^>]*>', "</td>").strip()


def _wrong_words(action: Any, accepted: Sequence[str], number: int) -> list[str]:
    there = Counter(action.description.split()[1:])
    wrong = [] if len(accepted) == number else [f"{len(accepted)} of {number} were accepted"]
    return wrong + [f"{word} is there {there[word]} times" for word in {*accepted, *there} if there[word] != 1 or word not in accepted]


def _wrong_history(action: Any, number: int) -> list[str]:
    """Every change is in the history, made of the one before it; the last one is what is there."""
    from upright.tracking.models import Entry

    entries = list(Entry.objects.filter(object=action.uid).order_by("number").prefetch_related("values"))
    wrong = []
    if [each.row_version for each in entries] != list(range(1, number + 2)):
        wrong.append(f"{len(entries)} entries with versions up to {entries[-1].row_version} for {number} changes")
    values = [next(value for value in each.values.all() if value.field == "description") for each in entries]
    if any(now.before != before.after for before, now in pairwise(values)):
        wrong.append("a change was made of another text than the one before it")
    if values[-1].after != action.description or action.version != number + 1:
        wrong.append("the last change is not what is there")
    return wrong


# --- kills


class Work:
    """Work that is killed: `prepare` a round, `work` in a process of its own, then say what is `wrong`."""

    def __init__(self, world: Any) -> None:
        self.world = world

    def prepare(self) -> None:
        pass

    def work(self) -> None:
        raise NotImplementedError

    def wrong(self) -> list[str]:
        raise NotImplementedError

    def in_the_end(self) -> list[str]:
        return []

    def said(self) -> str:
        return ""


@dataclass
class Hit:
    """How many kills hit work that was not done, and what was wrong then."""

    kills: int = 0
    late: int = 0
    bad: list[str] = field(default_factory=list)


def _kills(name: str, work: Work, number: int, chance: random.Random, database: str) -> list[str]:
    hit, begun = Hit(), time.perf_counter()
    work.prepare()
    _process, seconds = _run(work, None)
    hit.bad += [f"undisturbed: {each}" for each in work.wrong()]
    while hit.kills < number and hit.kills + hit.late < _TRIES * number:
        work.prepare()
        killed, _ = _run(work, chance.uniform(0, seconds))
        hit.kills, hit.late = hit.kills + killed, hit.late + (not killed)
        hit.bad += [f"kill {hit.kills}: {each}" for each in (*work.wrong(), *_audit())]
    hit.bad += work.in_the_end()
    taken = time.perf_counter() - begun
    print(
        f"{database}, {name}: {hit.kills} kills, {hit.late} came too late, {len(hit.bad)} bad outcomes; work of {seconds:.2f} s"
        f"{work.said()}; {taken:.0f} s", flush=True,
    )  # fmt: skip
    return hit.bad + ([f"only {hit.kills} kills hit"] if hit.kills < number else [])


def _run(work: Work, after: float | None) -> tuple[bool, float]:
    """Do the work in a process of its own, and kill it after some seconds: whether it was killed, and how long it took."""
    _close()
    here, there = _FORK.Pipe()
    process = _FORK.Process(target=_child, args=[work, there])
    process.start()
    here.recv()
    begun = time.perf_counter()
    if after is not None:
        process.join(after)
        if process.pid and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
    process.join()
    if process.exitcode not in (0, -signal.SIGKILL):
        raise SystemExit(f"{type(work).__name__} ended with {process.exitcode}")
    return process.exitcode == -signal.SIGKILL, time.perf_counter() - begun


def _child(work: Work, ready: Any) -> None:
    from django.db import connection

    _close()
    connection.ensure_connection()
    ready.send(1)
    work.work()
    _close()


def _close() -> None:
    """No connection is shared by two processes."""
    from django.db import connections

    connections.close_all()


def _audit() -> list[str]:
    """What `upright audit verify` says."""
    from upright.tracking import audit

    broken = audit.verify().broken
    return [f"the audit breaks at {broken.number}: {broken.what}"] if broken else []


class Approving(Work):
    """Actions that are approved one by one, then published in one go."""

    def prepare(self) -> None:
        from upright.tracking import approval
        from upright.tracking.words import Step

        world, by = self.world, self.world.people["focal"]
        made = [world.action(world.items[1], title=f"Approved {at}") for at in range(_AT_ONCE)]
        self.rows = [approval.take(row, Step.SUBMIT, world.who("focal"), version=1, by=by) for row in made]

    def work(self) -> None:
        from upright.tracking import approval, publishing
        from upright.tracking.words import Step

        who, by = self.world.who("approver"), self.world.people["approver"]
        done = [approval.take(row, Step.APPROVE, who, version=row.version, by=by) for row in self.rows]
        who, by = self.world.who("coordinator"), self.world.people["coordinator"]
        publishing.publish("action", [(row.uid, row.version) for row in done], who, desk=self.world.desk, by=by)

    def wrong(self) -> list[str]:
        from upright.tracking.models import Entry, Notice

        wrong, published = [], 0
        for row in self.rows:
            row.refresh_from_db()
            last = Entry.objects.filter(object=row.uid).order_by("-number").first()
            verb = {"submitted": "submit", "approved": "approve", "published": "publish"}[row.approval]
            published += row.approval == "published"
            if last is None or (last.verb, last.row_version) != (verb, row.version):
                wrong.append(f"{row.title} is {row.approval}, version {row.version}; the audit ends with {last and last.verb}")
            told = Notice.objects.filter(person=self.world.people["focal"], once=f"{row.approval}:{row.uid}:{row.version}").count()
            if told != (row.approval != "submitted"):
                wrong.append(f"{row.title} is {row.approval}, and its author was told {told} times")
        return wrong + ([f"{published} of {_AT_ONCE} are published"] if published not in (0, _AT_ONCE) else [])


class Importing(Work):
    """A table of values, entered as one batch."""

    def prepare(self) -> None:
        from upright.tracking import keep
        from upright.tracking.imported import Outcome, Planned
        from upright.tracking.models import Indicator

        organisation, by = self.world.organisations["Ministry of Justice"], self.world.people["focal"]
        indicator = keep.create(Indicator, by=by, desk=self.world.desk, organisation=organisation, title="Prisoners", aim="outcome")
        self.indicator = indicator
        self.lines = [Planned(number=at, outcome=Outcome.NEW, indicator=indicator, given=_given(at)) for at in range(_LINES)]

    def work(self) -> None:
        from upright.tracking import imported
        from upright.tracking.sheets import Mapping

        organisation, by = self.world.organisations["Ministry of Justice"], self.world.people["focal"]
        mapping = Mapping({"value": "Value"})
        imported.enter(self.lines, organisation, by=by, title=str(self.indicator.uid), digest="", mapping=mapping, conflicts=False)

    def wrong(self) -> list[str]:
        from upright.tracking.models import Batch, Entry

        there = self.indicator.observations.count()
        batches = list(Batch.objects.filter(title=str(self.indicator.uid)))
        linked = Entry.objects.filter(batch__in=[each.uid for each in batches], table="observation").count()
        if (there, len(batches), linked) in {(0, 0, 0), (_LINES, 1, _LINES)}:
            return []
        return [f"{there} values, {len(batches)} batches, {linked} entries of {_LINES} lines"]


def _given(at: int) -> dict[str, Any]:
    year = 1900 + at
    period = {"period_start": dt.date(year, 1, 1), "period_end": dt.date(year, 12, 31)}
    return {**period, "value": Decimal(at), "stated": "", "source": "Register", "group": {}, "method": ""}


class Exporting(Work):
    """A file or folder that is written. `write` writes into a place."""

    name = ""

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self._kept = tempfile.TemporaryDirectory(prefix="upright-soak-desk-")
        self._round = 0
        self.left = 0

    def prepare(self) -> None:
        self._round += 1
        self.folder = Path(self._kept.name) / str(self._round)
        self.folder.mkdir()

    @property
    def target(self) -> Path:
        return self.folder / self.name

    def wrong(self) -> list[str]:
        there = {each for each in self.folder.iterdir() if not each.name.startswith(".")}
        self.left += sum(1 for each in self.folder.rglob(".*"))
        return [f"{sorted(each.name for each in there)} was written"] if there - {self.target} else self.half()

    def half(self) -> list[str]:
        """What is wrong with what has its name."""
        raise NotImplementedError

    def said(self) -> str:
        return f", {self.left} parts left under a hidden name"


class Packing(Exporting):
    """A file that is a package: whole, or not there."""

    def half(self) -> list[str]:
        if not self.target.exists():
            return []
        with zipfile.ZipFile(self.target) as package:
            return [f"{self.target.name} is damaged"] if package.testzip() else []


class BackingUp(Packing):
    name = "backup.zip"

    def work(self) -> None:
        from upright.archive import backup

        backup.write(self.target)


class Folder(Exporting):
    """A folder: what has its name is as an undisturbed run writes it."""

    name = "folder"

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self._whole: dict[str, int] = {}

    def half(self) -> list[str]:
        files = (each for each in self.target.rglob("*") if each.is_file())
        found = {str(each.relative_to(self.target)): each.stat().st_size for each in files if not _hidden(each, self.target)}
        self._whole = self._whole or found
        return [f"{len(found)} files of {len(self._whole)}, or half of one"] if found not in ({}, self._whole) else []


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


class PublishingData(Folder):
    def work(self) -> None:
        from upright.archive import publish

        publish.write(self.target)


class PublishingPages(Folder):
    def work(self) -> None:
        from upright.web import static_export

        static_export.write(self.target, self.world.desk.state)


class Mailing(Work):
    """What people are told, mailed at once by a worker: at most once, whoever is killed."""

    def __init__(self, world: Any) -> None:
        super().__init__(world)
        self._round, self.never, self.mailed = 0, 0, 0
        self._persons = [world.people[name] for name in ("coordinator", "focal", "colleague", "approver")]
        for person in self._persons:
            type(person).objects.filter(pk=person.pk).update(digest="at_once")
            person.refresh_from_db()

    def prepare(self) -> None:
        from django.db import transaction

        from upright.tracking import notices
        from upright.tracking.words import News

        self._round += 1
        self._titles = [f"Mailed-{self._round}-{at}-" for at in range(5)]
        with transaction.atomic():
            for title in self._titles:
                notices.tell(News.SUBMITTED, self.world.action(self.world.items[2], title=title), to=self._persons)

    def work(self) -> None:
        from upright.tracking import jobs

        jobs.look()

    def wrong(self) -> list[str]:
        """After the worker of the next day: its jobs are those that are left, and those of the worker that was killed."""
        from django.utils import timezone
        from django_tasks_db.models import DBTaskResult

        from upright.tracking import jobs

        long_ago = timezone.now() - 2 * jobs.LOST_AFTER
        DBTaskResult.objects.filter(status="RUNNING").update(started_at=long_ago)
        jobs.revive(timezone.now())
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        _run(self, None)
        left = DBTaskResult.objects.filter(status__in=("READY", "RUNNING")).count()
        counts = _mailed()
        found = [counts[str(person.user.email), title] for person in self._persons for title in self._titles]
        self.mailed, self.never = self.mailed + sum(found), self.never + found.count(0)
        wrong = [f"{sum(each > 1 for each in found)} notices were mailed twice"] if max(found) > 1 else []
        return wrong + ([f"{left} jobs are left"] if left else [])

    def said(self) -> str:
        return f", {self.mailed} notices mailed, {self.never} claimed by a worker that was killed before it wrote: they are on the page"


def _mailed() -> Counter[tuple[str, str]]:
    """How often each title was written to each address."""
    import email
    from email import policy

    from django.conf import settings

    found: Counter[tuple[str, str]] = Counter()
    for path in Path(settings.EMAIL_FILE_PATH).glob("*"):
        for written in path.read_bytes().split(b"-" * 79):
            message = email.message_from_bytes(written.strip(), policy=policy.default)
            body = message.get_body() if message["To"] else None
            for title in set(re.findall(r"Mailed-\d+-\d+-", str(body.get_content()) if body else "")):
                found[str(message["To"]), title] += 1
    return found


KINDS: dict[str, Callable[[Any], Work]] = {
    "approval": Approving,
    "import": Importing,
    "backup": BackingUp,
    "data set": PublishingData,
    "public pages": PublishingPages,
    "mail": Mailing,
}

if __name__ == "__main__":
    sys.exit(main())
