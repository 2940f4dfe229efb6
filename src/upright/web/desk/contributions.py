"""What is given in confidence: writing it, giving it, taking it back, deleting it; and reading what was given, not whose it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import contributions, keep
from upright.tracking.models import Contribution, Desk, Item, Organisation
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Form, Text
from upright.web.desk.merging import conflict


class Written(Form):
    """The text."""

    text = Text(
        label=gettext_lazy("What you know"), rows=12, max_length=20_000,
        help_text=gettext_lazy("Do not name yourself. Where few people can know something, what you write may itself tell who you are."),
    )  # fmt: skip


class New(Written):
    """A text, and to whom it is given."""

    organisation = forms.ModelChoiceField(label=gettext_lazy("For"), queryset=Organisation.objects.none(), empty_label=None)
    field_order = ("organisation",)

    def __init__(self, *args: Any, receivers: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        field: Any = self.fields["organisation"]
        field.queryset = receivers


@never_cache
@login_required
def listed(request: HttpRequest, state: str) -> HttpResponse:
    """One's own; and what was given to the organisations that one assesses for."""
    desk, asking = desk_of(request, state), who(request)
    context = {"desk": desk, "mine": contributions.mine(desk, asking), "given": contributions.given(desk, asking)}
    return render(request, "desk/contributions/list.html", context | {"receivers": contributions.receivers(desk, asking)})


@never_cache
@login_required
def contribute(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Write something on an item. It is a draft, which nobody else sees."""
    by = person(request)  # first: who has no role is nobody yet
    desk, asking = desk_of(request, state), who(request)
    item = one(Item.objects.seen_by(asking).filter(desk=desk).select_related("desk"), uid)
    form = New(request.POST or None, receivers=contributions.receivers(desk, asking))
    if request.method == "POST" and form.is_valid():
        made = contributions.give(item, form.cleaned_data["organisation"], form.cleaned_data["text"], asking, by=by)
        messages.success(request, _("Saved. Nobody else sees it before you give it."))
        return redirect("desk_contribution", state=desk.state, uid=made.uid)
    context = {"desk": desk, "item": item, "form": form, "receivers": contributions.receivers(desk, asking)}
    return render(request, "desk/contributions/write.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
def shown(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """One: to its author with what can be done with it; to those who assess the text and its evidence."""
    desk, asking = desk_of(request, state), who(request)
    row = one(Contribution.objects.seen_by(asking).filter(item__desk=desk).select_related("item__desk", "organisation"), uid)
    mine = Contribution.objects.changed_by(asking).filter(pk=row.pk).exists()
    return render(request, "desk/contributions/one.html", {"desk": desk, "work": row, "mine": mine})


def _mine(request: HttpRequest, desk: Desk, uid: UUID) -> Contribution:
    rows = Contribution.objects.changed_by(who(request)).filter(item__desk=desk).select_related("item__desk", "organisation")
    found: Contribution = one(rows, uid)
    return found


@never_cache
@login_required
def change(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Change a draft."""
    desk = desk_of(request, state)
    row = _mine(request, desk, uid)
    form = Written(request.POST or None, initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        try:
            contributions.write(row, form.cleaned_data["text"], who(request), version=version(request))
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=desk, back=_address(row, desk))
        except UprightError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(_address(row, desk))
    context = {"desk": desk, "item": row.item, "work": row, "form": form, "version": row.version}
    return render(request, "desk/contributions/write.html", context, status=400 if form.errors else 200)


def _address(row: Contribution, desk: Desk) -> str:
    return reverse("desk_contribution", args=[desk.state, row.uid])


@login_required
@require_POST
def step(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Give it, or take it back."""
    desk = desk_of(request, state)
    row, back = _mine(request, desk, uid), "take_back" in request.POST
    try:
        (contributions.take_back if back else contributions.submit)(row, who(request), version=version(request))
    except keep.Conflict:
        messages.error(request, _("It was changed meanwhile, in another window: look at it as it is now, then decide."))
    else:
        given = _("Given: those who assess in %(name)s read it now, and are not told whose it is.") % {"name": row.organisation.name}
        messages.success(request, _("Taken back: nobody else sees it now.") if back else given)
    return redirect(_address(row, desk))


@never_cache
@login_required
def delete(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Really delete it, after a question."""
    desk = desk_of(request, state)
    row = _mine(request, desk, uid)
    if request.method == "POST":
        contributions.delete(row, who(request))
        messages.success(request, _("It is deleted: text, evidence and files are gone."))
        return redirect("desk_contributions", state=desk.state)
    return render(request, "desk/contributions/delete.html", {"desk": desk, "work": row})


urlpatterns = [
    path("<str:state>/contributions", listed, name="desk_contributions"),
    path("<str:state>/contributions/<uuid:uid>", shown, name="desk_contribution"),
    path("<str:state>/contributions/<uuid:uid>/change", change, name="desk_contribution_change"),
    path("<str:state>/contributions/<uuid:uid>/step", step, name="desk_contribution_step"),
    path("<str:state>/contributions/<uuid:uid>/delete", delete, name="desk_contribution_delete"),
    path("<str:state>/items/<uuid:uid>/contribute", contribute, name="desk_contribute"),
]
