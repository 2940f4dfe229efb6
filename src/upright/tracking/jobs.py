"""What is done after a page is answered, and what is done again and again: mail, reminders, embargoes.

Jobs are rows of the database (django-tasks), written in the transaction of the work that asks for them: none is lost, and none is done
for work that never was. Any number of workers take them. A job may be done again after a failure, so each is such that this does no harm.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.core.management import call_command
from django.db import Error, close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from upright.tracking import notices
from upright.tracking.models import Routine

TRIES = 5
PATIENCE = dt.timedelta(minutes=1)  # before the second try; each further one waits five times as long
LOST_AFTER = dt.timedelta(minutes=30)  # a job that runs as long was that of a worker that was killed
KEPT_FOR = 7  # days that a job is kept for when it is done
EVERY = 1.0  # seconds between looks for jobs
Job = DBTaskResult[Any, Any]
_logger = logging.getLogger(__name__)


class Recurring(NamedTuple):
    """A job that is done again and again."""

    job: Task[[], Any]
    every: dt.timedelta


@task()
def digests() -> int:
    """Write to everybody who wants to hear once a day or a week."""
    return notices.digests(timezone.now())


@task()
def reminders() -> int:
    """Tell of dates that come near, or are over."""
    return notices.remind(timezone.localdate())


@task()
def embargoes() -> None:
    """Tell of embargoes that are over."""
    notices.lift(timezone.now())


@task()
def tidy() -> None:
    """Forget jobs that were done a while ago."""
    call_command("prune_db_task_results", min_age_days=KEPT_FOR, verbosity=0)


RECURRING = {
    "digests": Recurring(digests, dt.timedelta(hours=1)),
    "reminders": Recurring(reminders, dt.timedelta(hours=6)),
    "embargoes": Recurring(embargoes, dt.timedelta(hours=1)),
    "tidy": Recurring(tidy, dt.timedelta(days=1)),
}


def schedule(now: dt.datetime) -> list[str]:
    """Ask for what is due again; the names of what this call asked for. Whoever moves the date on asks, so one of several workers does."""
    asked = []
    for name, recurring in RECURRING.items():
        if Routine.objects.filter(name=name, next_at__gt=now).exists():
            continue
        with transaction.atomic():
            Routine.objects.get_or_create(name=name, defaults={"next_at": now})
            if Routine.objects.filter(name=name, next_at__lte=now).update(next_at=now + recurring.every):
                recurring.job.enqueue()
                asked.append(name)
    return asked


def revive(now: dt.datetime) -> int:
    """Have jobs that failed done again, and those of workers that were killed, up to the limit; how many."""
    failed = Q(status=TaskResultStatus.FAILED.value, finished_at__gt=now - dt.timedelta(1))
    lost = Q(status=TaskResultStatus.RUNNING.value, started_at__lt=now - LOST_AFTER)
    return sum(_revive(job, now) for job in DBTaskResult.objects.filter(failed | lost))


def _revive(job: Job, now: dt.datetime) -> int:
    tries = len(job.worker_ids)  # a worker puts its name there when it begins
    same = DBTaskResult.objects.filter(pk=job.pk, status=job.status, started_at=job.started_at)
    if tries < TRIES:
        return same.update(status=TaskResultStatus.READY.value, run_after=now + PATIENCE * 5 ** (tries - 1))
    if job.status == TaskResultStatus.RUNNING.value:
        same.update(status=TaskResultStatus.FAILED.value, finished_at=now, exception_class_path="upright.tracking.jobs.Lost")
    return 0


def again(job: Job) -> None:
    """Have a job that was given up done again."""
    failed = DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.FAILED.value)
    failed.update(status=TaskResultStatus.READY.value, run_after=timezone.now(), worker_ids=[])


class Lost(Exception):
    """The worker of a job was killed, each time that it was tried."""


# --- workers


def work(stop: threading.Event) -> None:
    """Do jobs until it is said to stop; the one that is being done is finished."""
    while not stop.is_set():
        try:
            close_old_connections()
            look(stop)
        except Error:  # of the database: it is locked for longer than a worker waits, or restarted
            _logger.exception("a worker waits for the database")
        stop.wait(EVERY)
    close_old_connections()


def look(stop: threading.Event | None = None) -> None:
    """Ask for what is due, and do all jobs that are there."""
    schedule(timezone.now())
    revive(timezone.now())
    while DBTaskResult.objects.ready().exists() and not (stop and stop.is_set()):
        _worker().run()


def _worker() -> Worker:
    """A worker of django-tasks-db, for one job."""
    return Worker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=1,
        worker_id=get_random_string(32), excluded_queue_names=[],
    )  # fmt: skip


@contextmanager
def beside() -> Iterator[None]:
    """A worker in a thread of this process, for a site that has no other."""
    stop = threading.Event()
    thread = threading.Thread(target=work, args=[stop], name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)


# --- what became of jobs


_WHY = {
    "upright.tracking.notices.Unreachable": "mail_unreachable",
    "upright.tracking.notices.Refused": "mail_refused",
    "upright.tracking.jobs.Lost": "lost",
}


def why(job: Job) -> str:
    """Why a job failed: mail_unreachable, mail_refused, database, lost, other. An exception's own words may name people."""
    name = job.exception_class_path
    return _WHY.get(name) or ("database" if name.startswith("django.db.") else "other")
