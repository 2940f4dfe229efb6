"""What one is told on a desk; and, for whoever administers it, what became of the jobs that tell it."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from upright.tracking import jobs
from upright.tracking import notices as told
from upright.tracking.models import Desk, Notice
from upright.web import paging
from upright.web.desk.asking import desk_of, person, who
from upright.web.desk.words import DIGESTS

# What jobs do, by the name of their function.
JOBS: dict[str, Any] = {
    "mail": gettext_lazy("Write to a person what they are told"),
    "digests": gettext_lazy("Find who is to be written to today or this week"),
    "reminders": gettext_lazy("Tell of dates that come near"),
    "embargoes": gettext_lazy("Tell of embargoes that are over"),
    "tidy": gettext_lazy("Forget jobs that were done a while ago"),
}
WHY: dict[str, Any] = {
    "mail_unreachable": gettext_lazy("The mail server cannot be reached, or broke off: see EMAIL_URL, and whether the server is up."),
    "mail_refused": gettext_lazy("The mail server did not take the message: see the name and password in EMAIL_URL, and the address."),
    "database": gettext_lazy("The database could not be used: it was locked for too long, or not there."),
    "lost": gettext_lazy("The worker was stopped in the middle, each time."),
    "other": gettext_lazy("Something went wrong that the program does not know: the output of the worker says more."),
}
STATES: dict[str, Any] = {
    TaskResultStatus.READY.value: gettext_lazy("waits"),
    TaskResultStatus.RUNNING.value: gettext_lazy("is being done"),
    TaskResultStatus.FAILED.value: gettext_lazy("failed"),
    TaskResultStatus.SUCCESSFUL.value: gettext_lazy("done"),
}
_SHOWN = 50


@login_required
def notices(request: HttpRequest, state: str) -> HttpResponse:
    """What one is told, the latest first."""
    desk, asks = desk_of(request, state), person(request)
    found = _mine(request, desk)
    page = paging.Page(paging.asked(request), found.count())
    context = {
        "desk": desk, "page": page, "unread": found.filter(seen_at=None).count(), "digest": DIGESTS[asks.digest],
        "told": told.shown(found[page.offset : page.offset + page.size], who(request)),
    }  # fmt: skip
    return render(request, "desk/notices/list.html", context)


def _mine(request: HttpRequest, desk: Desk) -> Any:
    return Notice.objects.seen_by(who(request)).filter(desk=desk)


@login_required
@require_POST
def read(request: HttpRequest, state: str) -> HttpResponse:
    """Mark one notice as read, or all."""
    desk = desk_of(request, state)
    found = _mine(request, desk)
    one = request.POST.get("notice", "")
    if one:
        found = found.filter(pk=int(one)) if one.isascii() and one.isdigit() and len(one) < 18 else found.none()
    told.read(found)
    return redirect("desk_notices", state=desk.state)


# --- jobs


class Job(NamedTuple):
    """A job as the page shows it: what it does, how far it is, how often it was tried, and why it failed."""

    row: Any
    does: Any
    state: Any
    tries: int
    why: Any
    given_up: bool


def _administered(request: HttpRequest, state: str) -> Desk:
    desk = desk_of(request, state)
    if not Desk.objects.changed_by(who(request)).filter(pk=desk.pk).exists():
        raise Http404(_("There is no such thing on this desk."))
    return desk


@login_required
def listed(request: HttpRequest, state: str) -> HttpResponse:
    """The jobs of the site: those that failed first, then what waits, then the latest that were done."""
    desk = _administered(request, state)
    failed, waiting = (DBTaskResult.objects.filter(status=each.value) for each in (TaskResultStatus.FAILED, TaskResultStatus.READY))
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL.value).order_by("-finished_at")
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING.value)
    rows = [*failed.order_by("-finished_at")[:_SHOWN], *running[:_SHOWN], *waiting[:_SHOWN], *done[:_SHOWN]]
    context = {
        "desk": desk, "jobs": [_job(each) for each in rows], "failed": failed.count(), "waiting": waiting.count(), "tries": jobs.TRIES,
    }  # fmt: skip
    return render(request, "desk/notices/jobs.html", context)


def _job(row: Any) -> Job:
    failed = row.status == TaskResultStatus.FAILED.value
    tries = len(row.worker_ids)
    name = row.task_path.rsplit(".", 1)[-1]
    why = WHY[jobs.why(row)] if row.exception_class_path else ""
    return Job(row, JOBS.get(name, name), STATES[row.status], tries, why, failed and tries >= jobs.TRIES)


@login_required
@require_POST
def again(request: HttpRequest, state: str, job: UUID) -> HttpResponse:
    """Have a job that was given up tried again."""
    desk = _administered(request, state)
    jobs.again(get_object_or_404(DBTaskResult, pk=job))
    messages.success(request, _("It is tried again."))
    return redirect("desk_jobs", state=desk.state)


urlpatterns = [
    path("<str:state>/notices", notices, name="desk_notices"),
    path("<str:state>/notices/read", read, name="desk_notices_read"),
    path("<str:state>/jobs", listed, name="desk_jobs"),
    path("<str:state>/jobs/<uuid:job>/again", again, name="desk_job_again"),
]
