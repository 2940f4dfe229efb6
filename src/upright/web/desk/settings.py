"""What a desk is called, which steps its work takes, whether the public sees it, and its organisations."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.tracking import keep, sample
from upright.tracking.models import Desk, Organisation
from upright.tracking.rights import Who
from upright.tracking.words import INDEPENDENT, OrganisationKind, Workflow
from upright.web.desk.asking import one, person, version, who
from upright.web.desk.forms import Form
from upright.web.desk.merging import conflict
from upright.web.desk.words import KINDS, WORKFLOWS


def administered(request: HttpRequest, state: str) -> Desk:
    """A desk whose settings whoever asks may change; 404 where it is none."""
    found = Desk.objects.changed_by(who(request)).filter(state=state).first()
    if found is None:
        raise Http404(_("There is no such thing on this desk."))
    return found


class OfDesk(Form):
    """The settings of a desk."""

    name = forms.CharField(max_length=200, label=gettext_lazy("Name of the desk"))
    workflow = forms.ChoiceField(
        choices=[(each.value, WORKFLOWS[each.value]) for each in Workflow], label=gettext_lazy("Who approves work of the State’s side"),
        help_text=gettext_lazy("Work that is under way goes on from where it is. Independent institutions decide for themselves."),
    )  # fmt: skip
    open_to_public = forms.BooleanField(
        required=False, label=gettext_lazy("Open to the public"),
        help_text=gettext_lazy("Everybody sees what is published, without an account. Closed: members alone."),
    )  # fmt: skip


class OfOrganisation(Form):
    """An organisation of a desk. Its side cannot change: what was written for one side would be seen by the other. Nor can those who only
    administer an institution of the State's side make a mechanism of it, and so give themselves the desk."""

    name = forms.CharField(max_length=200, label=gettext_lazy("Name"))
    short = forms.CharField(max_length=30, required=False, label=gettext_lazy("Short name"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))

    def __init__(self, there: Organisation | None, who: Who, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if there and not there.independent and there.desk_id not in who.administered:
            del self.fields["kind"]
            return
        kinds = [each for each in OrganisationKind if there is None or (each in INDEPENDENT) == there.independent]
        cast(forms.ChoiceField, self.fields["kind"]).choices = [(each.value, KINDS[each.value]) for each in kinds]


@login_required
def settings(request: HttpRequest, state: str) -> HttpResponse:
    """The settings, and the organisations."""
    desk = administered(request, state)
    form = OfDesk(request.POST or None, initial={name: getattr(desk, name) for name in OfDesk.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            keep.change(desk, version=version(request), by=person(request), **form.cleaned_data)
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=desk, back=request.path)
        messages.success(request, _("The settings are kept."))
        return redirect("desk_settings", desk.state)
    return render(request, "desk/settings/settings.html", {"form": form, **_context(request, desk)})


@login_required
@require_POST
def remove_sample(request: HttpRequest, state: str) -> HttpResponse:
    """Take a sample desk away, with its invented people; whoever is signed in as one of them is signed out."""
    desk = administered(request, state)
    if not desk.sample:
        raise PermissionDenied(_("This is no sample: a desk that people work on is not taken away."))
    sample.remove(desk)
    logout(request)
    messages.success(request, _("The sample is taken away."))
    return redirect("desks")


def _context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    asking = who(request)
    parts = Count("assignments", filter=Q(assignments__hidden_at=None))
    changed = set(Organisation.objects.changed_by(asking).filter(desk=desk).values_list("pk", flat=True))
    found = Organisation.objects.seen_by(asking).filter(desk=desk).annotate(parts=parts).order_by("kind", "name")
    return {
        "desk": desk, "organisations": [(each, each.pk in changed) for each in found],
        "hidden": Organisation.objects.brought_back_by(asking).filter(desk=desk), "accounts": sample.accounts(desk) if desk.sample else [],
    }  # fmt: skip


@login_required
def add(request: HttpRequest, state: str) -> HttpResponse:
    """A new organisation."""
    desk = administered(request, state)
    form = OfOrganisation(None, who(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = keep.create(Organisation, by=person(request), desk=desk, **form.cleaned_data)
        except IntegrityError:
            form.add_error("name", _said_twice(desk, form.cleaned_data["name"]))
        else:
            messages.success(request, _("%(name)s is on the desk now. Invite somebody to it.") % {"name": made.name})
            return redirect("desk_settings", desk.state)
    return render(request, "desk/settings/organisation.html", {"desk": desk, "form": form})


def _said_twice(desk: Desk, name: str) -> str:
    gone = Organisation.objects.filter(desk=desk, name=name, hidden_at__isnull=False).exists()
    return _("One of this name was taken off the desk: bring it back in the settings.") if gone else _("There is one of this name already.")


@login_required
def organisation(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Change an organisation: of the State's side, those who administer the desk; of an independent one, its own administrator."""
    found: Organisation = one(Organisation.objects.changed_by(who(request)).filter(desk__state=state).select_related("desk"), uid)
    initial = {name: getattr(found, name) for name in OfOrganisation.base_fields}
    form = OfOrganisation(found, who(request), request.POST or None, initial=initial)
    back = found.desk.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        try:
            keep.change(found, version=version(request), by=person(request), **form.cleaned_data)
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=found.desk, back=back)
        except IntegrityError:
            form.add_error("name", _said_twice(found.desk, form.cleaned_data["name"]))
        else:
            messages.success(request, _("It is changed."))
            return redirect(_after(request, found.desk))
    context = {"desk": found.desk, "organisation": found, "form": form, "parts": _parts(found), "own": _works_in(request, found)}
    return render(request, "desk/settings/organisation.html", context)


def _parts(found: Organisation) -> int:
    return found.assignments.filter(hidden_at=None).count()


def _after(request: HttpRequest, desk: Desk) -> str:
    """The settings, for whoever may see them."""
    return f"{desk.get_absolute_url()}/settings" if desk.pk in who(request).administered else desk.get_absolute_url()


@login_required
@require_POST
def hide(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take an organisation off the desk, with a reason: not before what it had a part in was given to others."""
    found: Organisation = one(Organisation.objects.changed_by(who(request)).filter(desk__state=state).select_related("desk"), uid)
    because = request.POST.get("because", "").strip()
    if error := _kept(request, found, because):
        messages.error(request, error)
        return redirect("desk_organisation", state, found.uid)
    try:
        keep.hide(found, version=version(request), by=person(request), because=because)
    except keep.Conflict:
        messages.error(request, _("Somebody else changed this meanwhile: look at it as it is now, then decide."))
        return redirect("desk_organisation", state, found.uid)
    messages.success(request, _("%(name)s is off the desk; it can be brought back.") % {"name": found.name})
    return redirect(_after(request, found.desk))


def _kept(request: HttpRequest, found: Organisation, because: str) -> str | None:
    """Why an organisation stays."""
    if not because:
        return _("Say why it is taken off the desk.")
    if _works_in(request, found):
        return _("You have a role in it, and would lose it: somebody else has to take it off.")
    if _parts(found):
        return _("It has a part in what is followed up: give that to others first.")
    return None


def _works_in(request: HttpRequest, found: Organisation) -> bool:
    return any(each.organisation == found.pk for each in who(request).holds)


@login_required
@require_POST
def bring_back(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Bring an organisation back."""
    rows = Organisation.objects.brought_back_by(who(request)).filter(desk__state=state).select_related("desk")
    found: Organisation = one(rows, uid)
    keep.unhide(found, version=found.version, by=person(request))
    messages.success(request, _("%(name)s is on the desk again.") % {"name": found.name})
    return redirect(_after(request, found.desk))


urlpatterns = [
    path("<str:state>/settings", settings, name="desk_settings"),
    path("<str:state>/settings/remove-sample", remove_sample, name="desk_sample_remove"),
    path("<str:state>/organisations/new", add, name="desk_organisation_add"),
    path("<str:state>/organisations/<uuid:uid>", organisation, name="desk_organisation"),
    path("<str:state>/organisations/<uuid:uid>/hide", hide, name="desk_organisation_hide"),
    path("<str:state>/organisations/<uuid:uid>/bring-back", bring_back, name="desk_organisation_bring_back"),
]
