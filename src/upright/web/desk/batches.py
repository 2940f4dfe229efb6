"""Bulk work of a desk: what was done at once, by whom, and its undoing as a whole."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import audit, batches
from upright.tracking.models import Assignment, Batch
from upright.web import paging
from upright.web.desk.asking import desk_of, one, person, who

_SHOWN = 200  # rows of a batch that are named; the rest is counted


@login_required
def listed(request: HttpRequest, state: str) -> HttpResponse:
    """What was done at once, the latest first."""
    desk = desk_of(request, state)
    found = Batch.objects.seen_by(who(request)).filter(desk=desk).select_related("organisation")
    page = paging.Page(paging.asked(request), found.count())
    shown = list(found[page.offset : page.offset + page.size])
    makers, sizes = batches.makers(shown, who(request)), batches.sizes(shown)
    lines = [(each, makers.get(each.uid, ""), sizes.get(each.uid, 0)) for each in shown]
    context = {"desk": desk, "page": page, "batches": lines}
    return render(request, "desk/batches/list.html", context)


@login_required
def batch(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """One batch: what it did, and what of it an undoing would leave, because somebody wrote there since."""
    desk, asking = desk_of(request, state), who(request)
    found: Batch = one(Batch.objects.seen_by(asking).filter(desk=desk), uid)
    done = batches.done(found, asking)
    given = {each.uid: each for each in Assignment.objects.inside(asking).filter(batch=found)}
    events = audit.events(done[:_SHOWN], asking)
    context = {
        "desk": desk, "batch": found, "by": batches.makers([found], asking).get(found.uid, ""),
        "counts": done.order_by("table").values_list("table").annotate(Count("object", distinct=True)),
        "done": [(event, given.get(event.row)) for event in events], "more": max(0, done.count() - len(events)),
        "since": [] if found.undone_at else batches.changed_since(found),
        "may_undo": not found.undone_at and Batch.objects.changed_by(asking).filter(pk=found.pk).exists(),
    }  # fmt: skip
    return render(request, "desk/batches/one.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take bulk work back."""
    desk = desk_of(request, state)
    found: Batch = one(Batch.objects.changed_by(who(request)).filter(desk=desk), uid)
    try:
        undone = batches.undo(found, by=person(request))
    except UprightError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(rows)s rows are as they were before.") % {"rows": undone.rows})
        if undone.left:
            messages.warning(request, _("%(left)s were left: somebody changed them since.") % {"left": undone.left})
    return redirect("desk_batch", desk.state, found.uid)


urlpatterns = [
    path("<str:state>/batches", listed, name="desk_batches"),
    path("<str:state>/batches/<uuid:uid>", batch, name="desk_batch"),
    path("<str:state>/batches/<uuid:uid>/undo", undo, name="desk_batch_undo"),
]
