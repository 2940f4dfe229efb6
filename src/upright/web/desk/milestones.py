"""The milestones of an action: added, changed, done, taken away."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import keep
from upright.tracking.models import Desk, Milestone
from upright.web.desk import actions
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Day, Form
from upright.web.desk.merging import conflict


class MilestoneForm(Form):
    """A step of an action."""

    title = forms.CharField(label=gettext_lazy("Milestone"), max_length=300)
    due_on = Day(label=gettext_lazy("Due"), required=False)
    done_on = Day(label=gettext_lazy("Done on"), required=False)


def _one(request: HttpRequest, desk: Desk, uid: UUID) -> Milestone:
    rows = Milestone.objects.changed_by(who(request)).filter(action__item__desk=desk)
    found: Milestone = one(rows.select_related("action__item__desk"), uid)
    return found


@login_required
def add(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Add a milestone to an action."""
    desk = desk_of(request, state)
    action = actions.changing(request, desk, uid)
    form = MilestoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        keep.create(Milestone, by=person(request), action=action, **form.cleaned_data)
        messages.success(request, _("Added."))
        return redirect(f"{action.get_absolute_url()}#milestones")
    context = {"desk": desk, "action": action, "form": form}
    return render(request, "desk/actions/milestone.html", context, status=400 if form.errors else 200)


@login_required
def change(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Change a milestone."""
    desk = desk_of(request, state)
    found = _one(request, desk, uid)
    initial = {name: getattr(found, name) for name in MilestoneForm.base_fields}
    form = MilestoneForm(request.POST if request.method == "POST" else None, initial=initial)
    seen = version(request) if request.method == "POST" else found.version
    if form.is_valid():
        try:
            keep.change(found, version=seen, by=person(request), **form.cleaned_data)
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=desk, back=found.action.get_absolute_url())
        messages.success(request, _("Changed."))
        return redirect(f"{found.action.get_absolute_url()}#milestones")
    context = {"desk": desk, "action": found.action, "milestone": found, "form": form, "version": seen}
    return render(request, "desk/actions/milestone.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def done(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Say that a milestone was done today."""
    found = _one(request, desk_of(request, state), uid)
    try:
        keep.change(found, version=version(request), by=person(request), done_on=timezone.localdate())
    except keep.Conflict as error:
        messages.error(request, str(error))
    return redirect(f"{found.action.get_absolute_url()}#milestones")


@login_required
@require_POST
def hide(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take a milestone out of sight, with a reason."""
    found = _one(request, desk_of(request, state), uid)
    try:
        keep.hide(found, version=version(request), by=person(request), because=request.POST.get("because", ""))
    except UprightError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken away."))
    return redirect(f"{found.action.get_absolute_url()}#milestones")


urlpatterns = [
    path("<str:state>/actions/<uuid:uid>/milestones/new", add, name="desk_milestone_new"),
    path("<str:state>/milestones/<uuid:uid>", change, name="desk_milestone"),
    path("<str:state>/milestones/<uuid:uid>/done", done, name="desk_milestone_done"),
    path("<str:state>/milestones/<uuid:uid>/hide", hide, name="desk_milestone_hide"),
]
