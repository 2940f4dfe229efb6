"""The steps of approval: one address for every kind of work. Pages show its buttons with `desk/pieces/approval.html`."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.tracking import approval, keep
from upright.tracking.models import Action, Approved, Assessment, Desk, Draft, Note, Observation
from upright.tracking.rights import NotAllowed
from upright.tracking.words import Step
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Form, back
from upright.web.desk.words import VERBS

TABLES: dict[str, type[Approved]] = {
    "action": Action, "note": Note, "observation": Observation, "assessment": Assessment, "draft": Draft,
}  # fmt: skip


class Taken(Form):
    """What is given with a step."""

    step = forms.ChoiceField(choices=[(each.value, each.value) for each in Step])
    because = forms.CharField(required=False, max_length=5_000)
    embargo_until = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("The embargo is no date and time: write it as 2026-04-30 12:00.")},
    )


def work(request: HttpRequest, desk: Desk, table: str, uid: UUID) -> Any:
    """A piece of work on a desk that they may see; 404 where there is none."""
    if table not in TABLES:
        raise Http404(_("There is no such thing on this desk."))
    rows: Any = TABLES[table]._default_manager
    found = one(rows.seen_by(who(request)), uid)
    if approval.desk_of(found) != desk:
        raise Http404(_("There is no such thing on this desk."))
    return found


@login_required
@require_POST
def step(request: HttpRequest, state: str, table: str, uid: UUID) -> HttpResponse:
    """Take a step with a piece of work. Where it cannot be taken, the page says why, and has what was typed."""
    desk = desk_of(request, state)
    found, form = work(request, desk, table, uid), Taken(request.POST)
    if not form.is_valid():
        return _again(request, desk, found, next(str(each[0]) for each in form.errors.values()), 400)
    given = form.cleaned_data
    taken = Step(given["step"])
    try:
        if taken in {Step.RETURN, Step.PUBLISH, Step.TAKE_BACK} or not (notes := _along(request, found)):
            approval.take(
                found, taken, who(request), version=version(request), by=person(request), because=given["because"],
                embargo_until=given["embargo_until"] if taken is Step.PUBLISH else None,
            )  # fmt: skip
        else:
            approval.take_together(found, notes, taken, who(request), version=version(request), by=person(request))
    except NotAllowed as error:
        return _again(request, desk, found, str(error), 403)
    except keep.Conflict as error:
        return _again(request, desk, error.current, _("Somebody else changed this meanwhile: look at it as it is now, then decide."), 409)
    messages.success(request, _("It is %(done)s.") % {"done": VERBS[taken.value]})
    return redirect(back(request, _page(found, desk)))


def _along(request: HttpRequest, work: Any) -> list[tuple[UUID, int]]:
    """The notes that an action takes along, as they were seen; what is none is passed over."""
    if not isinstance(work, Action) or "along" not in request.POST:
        return []
    found = (_NOTE.fullmatch(each) for each in request.POST.getlist("note")[:100])
    return [(UUID(each[1]), int(each[2])) for each in found if each]


_NOTE = re.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9]{1,9})")


def _page(work: Any, desk: Desk) -> str:
    return str(work.get_absolute_url() if hasattr(work, "get_absolute_url") else desk.get_absolute_url())


def _again(request: HttpRequest, desk: Desk, work: Any, error: str, status: int) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("because", "embargo_until")}
    typed["tried"] = request.POST.get("step", "")
    context = {"desk": desk, "work": work, "error": error.rstrip("."), "next": back(request, _page(work, desk)), **typed}
    return render(request, "desk/pieces/step.html", context, status=status)


urlpatterns = [path("<str:state>/steps/<str:table>/<uuid:uid>", step, name="desk_step")]
