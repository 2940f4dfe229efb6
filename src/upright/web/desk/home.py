"""The desks, and the first page of one: what is to be done, by whom, by when."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from upright.tracking.models import Action, Assignment, Desk, Item
from upright.web.desk.asking import desk_of, who


def desks(request: HttpRequest) -> HttpResponse:
    """The desks that they may see: their own first."""
    asking = who(request)
    found = sorted(Desk.objects.seen_by(asking), key=lambda each: (each.pk not in asking.desks, each.name))
    return render(request, "desk/home/list.html", {"desks": found, "own": asking.desks})


def desk(request: HttpRequest, state: str) -> HttpResponse:
    """What is to be done."""
    here, asking, today = desk_of(request, state), who(request), timezone.localdate()
    items = Item.objects.seen_by(asking).filter(desk=here)
    assignments = Assignment.objects.seen_by(asking).filter(item__desk=here)
    actions = Action.objects.seen_by(asking).filter(item__desk=here)
    late = Q(due_on__lt=today)
    context = {
        "desk": here, "asking": asking, "member": here.pk in asking.desks, "coordinates": here.pk in asking.coordinated,
        "items": items.count(), "unowned": items.exclude(pk__in=assignments.filter(part="lead").values("item")).count(),
        "assignments": assignments.count(), "actions": actions.count(),
        "overdue": actions.filter(late, done_on=None).exclude(progress__in=("done", "dropped")).count(),
    }  # fmt: skip
    return render(request, "desk/home/desk.html", context)


urlpatterns = [
    path("", desks, name="desks"),
    path("<str:state>", desk, name="desk"),
]
