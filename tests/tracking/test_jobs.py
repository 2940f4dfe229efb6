"""Jobs: done by any of several workers, once; again where they fail; and what recurs."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core import mail as outbox
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from desks import World
from upright.tracking import jobs, notices
from upright.tracking.models import Person, Routine
from upright.tracking.words import Digest, News

READY, FAILED, RUNNING, DONE = (
    TaskResultStatus.READY.value, TaskResultStatus.FAILED.value, TaskResultStatus.RUNNING.value, TaskResultStatus.SUCCESSFUL.value,
)  # fmt: skip


@task()
def breaking() -> None:
    raise notices.Unreachable


@pytest.fixture
def quiet(db: None) -> None:
    """Nothing recurs meanwhile."""
    for name in jobs.RECURRING:
        Routine.objects.create(name=name, next_at=timezone.now() + dt.timedelta(days=99))


def test_what_recurs_is_asked_for_once_whoever_looks(db: None) -> None:
    now = timezone.now()
    assert set(jobs.schedule(now)) == set(jobs.RECURRING)
    assert jobs.schedule(now) == []
    assert set(jobs.schedule(now + dt.timedelta(hours=1))) == {"digests", "embargoes"}
    assert DBTaskResult.objects.count() == len(jobs.RECURRING) + 2


def test_a_worker_mails_what_is_to_be_told(world: World, quiet: None) -> None:
    Person.objects.filter(pk=world.people["focal"].pk).update(digest=Digest.AT_ONCE.value)
    notices.tell(News.APPROVED, world.action(world.items[0]), to=[Person.objects.get(pk=world.people["focal"].pk)])
    jobs.look()
    jobs.look()
    assert len(outbox.outbox) == 1
    assert DBTaskResult.objects.get().status == DONE


def test_what_recurs_is_done(world: World) -> None:
    world.action(world.items[0], due_on=timezone.localdate())
    Person.objects.filter(pk=world.people["colleague"].pk).update(digest=Digest.NEVER.value)
    jobs.look()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {DONE}
    Routine.objects.update(next_at=timezone.now())
    jobs.look()
    assert sorted(each.to[0] for each in outbox.outbox) == ["approver@example.org", "focal@example.org"]


def test_a_failing_job_is_tried_again_up_to_a_limit(quiet: None) -> None:
    breaking.enqueue()
    now = timezone.now()
    for tries in range(1, jobs.TRIES + 1):
        DBTaskResult.objects.update(run_after=timezone.now())
        jobs.look()
        job = DBTaskResult.objects.get()
        assert (job.status, len(job.worker_ids)) == (FAILED, tries)
        waits = jobs.revive(now)
        assert waits == (tries < jobs.TRIES)
        if waits:
            job.refresh_from_db()
            assert (job.status, job.run_after - now) == (READY, dt.timedelta(minutes=5 ** (tries - 1)))
    assert jobs.why(job) == "mail_unreachable"
    jobs.again(job)
    job.refresh_from_db()
    assert (job.status, job.worker_ids) == (READY, [])


def test_a_job_of_a_worker_that_was_killed_is_done_by_another(quiet: None) -> None:
    now = timezone.now()
    jobs.tidy.enqueue()
    DBTaskResult.objects.update(status=RUNNING, started_at=now - dt.timedelta(minutes=5), worker_ids=["a"])
    assert jobs.revive(now) == 0  # it may still be at it
    DBTaskResult.objects.update(started_at=now - jobs.LOST_AFTER - dt.timedelta(minutes=1))
    assert jobs.revive(now) == 1
    DBTaskResult.objects.update(status=RUNNING, started_at=now - dt.timedelta(hours=1), worker_ids=["a"] * jobs.TRIES)
    assert jobs.revive(now) == 0
    assert (DBTaskResult.objects.get().status, jobs.why(DBTaskResult.objects.get())) == (FAILED, "lost")


def test_jobs_that_were_done_are_forgotten(quiet: None) -> None:
    jobs.digests.enqueue()
    jobs.look()
    DBTaskResult.objects.update(finished_at=timezone.now() - dt.timedelta(days=jobs.KEPT_FOR + 1))
    jobs.tidy.enqueue()
    jobs.look()
    assert [each.task_path.rsplit(".", 1)[-1] for each in DBTaskResult.objects.all()] == ["tidy"]


def test_a_worker_beside_the_site_begins_and_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = threading.Event()
    monkeypatch.setattr(jobs, "look", lambda stop: looked.set())
    with jobs.beside():
        assert looked.wait(5)
        assert any(thread.name == "worker" for thread in threading.enumerate())
    assert not any(thread.name == "worker" for thread in threading.enumerate())
