"""How an action goes: notes of those who work on it, each with its own approval."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import keep
from upright.tracking.models import Desk, Note
from upright.web.desk import actions
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Day, OfOrganisation, Text
from upright.web.desk.merging import conflict


class NoteForm(OfOrganisation):
    """How it went until a day, in the words of an institution."""

    on = Day(label=gettext_lazy("As of"))
    text = Text(rows=6, label=gettext_lazy("How it goes"), max_length=20_000)


@login_required
def add(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Say how an action goes."""
    desk = desk_of(request, state)
    action = actions.seen(request, desk, uid)
    organisations = actions.writers(action, who(request))
    if not organisations:
        raise PermissionDenied(_("Only the institutions that work on it say how it goes."))
    initial = {"on": timezone.localdate(), "organisation": organisations[0]}
    form = NoteForm(request.POST if request.method == "POST" else None, organisations=organisations, initial=initial)
    if form.is_valid():
        keep.create(Note, by=person(request), item=action.item, action=action, **form.cleaned_data)
        messages.success(request, _("Kept as a draft: submit it when it is ready."))
        return redirect(f"{action.get_absolute_url()}#notes")
    context = {"desk": desk, "action": action, "form": form}
    return render(request, "desk/actions/note.html", context, status=400 if form.errors else 200)


def _one(request: HttpRequest, desk: Desk, uid: UUID) -> Note:
    rows = Note.objects.changed_by(who(request)).filter(item__desk=desk, action__isnull=False)
    found: Note = one(rows.select_related("action__item__desk", "organisation"), uid)
    return found


@login_required
def change(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Change a note that is a draft, or was returned."""
    desk = desk_of(request, state)
    found = _one(request, desk, uid)
    there = f"{_page(found)}#notes"
    initial = {"on": found.on, "text": found.text, "organisation": found.organisation}
    form = NoteForm(request.POST if request.method == "POST" else None, organisations=[found.organisation], initial=initial)
    seen = version(request) if request.method == "POST" else found.version
    if form.is_valid():
        try:
            keep.change(found, version=seen, by=person(request), **form.cleaned_data)
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=desk, back=there)
        messages.success(request, _("Changed."))
        return redirect(there)
    context = {"desk": desk, "action": found.action, "note": found, "form": form, "version": seen}
    return render(request, "desk/actions/note.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def hide(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take a note out of sight, with a reason."""
    found = _one(request, desk_of(request, state), uid)
    try:
        keep.hide(found, version=version(request), by=person(request), because=request.POST.get("because", ""))
    except UprightError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken away."))
    return redirect(f"{_page(found)}#notes")


def _page(note: Note) -> str:
    return note.action.get_absolute_url() if note.action else note.item.get_absolute_url()


urlpatterns = [
    path("<str:state>/actions/<uuid:uid>/notes/new", add, name="desk_note_new"),
    path("<str:state>/notes/<uuid:uid>", change, name="desk_note"),
    path("<str:state>/notes/<uuid:uid>/hide", hide, name="desk_note_hide"),
]
