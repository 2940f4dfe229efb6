"""The scales that assessments are on: the known ones, and those that organisations make for themselves."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import keep, scales
from upright.tracking.models import Organisation, Scale
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Form, Text


class Own(Form):
    """A scale of one's own."""

    name = forms.CharField(label=gettext_lazy("Name of the scale"), max_length=100)
    ordered = Text(label=gettext_lazy("Degrees, a line each"), rows=5, max_length=2_000, help_text=gettext_lazy("The best one first."))
    off = Text(
        label=gettext_lazy("Not ranked, a line each"), rows=2, max_length=500, required=False,
        help_text=gettext_lazy("What is no degree between others: no information, no cooperation."),
    )  # fmt: skip


def listed(request: HttpRequest, state: str) -> HttpResponse:
    """All scales that there are on a desk, with their degrees; and a form for one's own."""
    desk, asking = desk_of(request, state), who(request)
    organisations = list(Organisation.objects.written_by(asking).filter(desk=desk))
    form = Own(request.POST or None)
    if request.method == "POST":
        mine = next((each for each in organisations if str(each.uid) == request.POST.get("organisation")), None)
        if mine is None:
            raise PermissionDenied
        if form.is_valid():
            given = form.cleaned_data
            try:
                scales.create(mine, given["name"], given["ordered"].splitlines(), given["off"].splitlines(), by=person(request))
            except UprightError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The scale is there."))
                return redirect("desk_scales", state=desk.state)
    changed = set(Scale.objects.changed_by(asking).values_list("pk", flat=True))
    context = {
        "desk": desk, "form": form, "organisations": organisations, "known": scales.known().values(),
        "own": [(row, scales.own(row), row.pk in changed) for row in Scale.objects.seen_by(asking).filter(desk=desk).order_by("name")],
    }  # fmt: skip
    return render(request, "desk/assessments/scales.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def hide(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Offer a scale no more. What was assessed on it stays as it is."""
    desk = desk_of(request, state)
    row = one(Scale.objects.changed_by(who(request)).filter(desk=desk), uid)
    try:
        keep.hide(row, version=version(request), by=person(request), because=request.POST.get("because", "")[:500])
    except UprightError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The scale is not offered any more; what was assessed on it stays."))
    return redirect("desk_scales", state=desk.state)


urlpatterns = [
    path("<str:state>/scales", listed, name="desk_scales"),
    path("<str:state>/scales/<uuid:uid>/hide", hide, name="desk_scale_hide"),
]
