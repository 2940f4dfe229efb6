"""The values of an indicator: entered by hand, taken from figures that documents quote, and its targets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import cells, indicators, keep, offers
from upright.tracking.cells import Period
from upright.tracking.imported import group_of
from upright.tracking.models import Desk, Indicator, Observation, Offer, Organisation, Target
from upright.tracking.offers import Offered
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Day, Form, Text
from upright.web.desk.indicators import changing, done, posted, said, seen, writing
from upright.web.desk.merging import conflict
from upright.web.templatetags.desk_indicators import of_observation, of_whom


class Whom(forms.CharField):
    """Of whom a value is, typed as 'sex: women; age: 0-14'."""

    def to_python(self, value: Any) -> Any:
        return group_of(super().to_python(value) or "")

    def prepare_value(self, value: Any) -> Any:
        return of_whom(value) if isinstance(value, dict) else value


class Values(Form):
    """What is observed, and where it is from."""

    value = forms.DecimalField(label=gettext_lazy("Value"), max_digits=20, decimal_places=4, required=False)
    stated = forms.CharField(
        label=gettext_lazy("In words"), max_length=300, required=False,
        help_text=gettext_lazy("What is no exact number: more than 40 000, in force since 2014."),
    )  # fmt: skip
    group = Whom(
        label=gettext_lazy("Of whom"), max_length=300, required=False,
        help_text=gettext_lazy("Empty: of all. Else, for example, sex: women; age: 0-14"),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Source"), max_length=500)
    method = Text(label=gettext_lazy("Method"), required=False, max_length=5_000, rows=2)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if "value" in given and given["value"] is None and not given.get("stated"):
            self.add_error("value", _("Give a value, or say in words what is no number."))
        return given


class Entered(Values):
    """A value of an organisation that they write for."""

    organisation = forms.ModelChoiceField(label=gettext_lazy("Who says so"), queryset=Organisation.objects.none(), empty_label=None)
    period = forms.CharField(
        label=gettext_lazy("Period"), max_length=60,
        help_text=gettext_lazy("A year (2024), a month (2024-05), a day (2024-05-31), or two of them: 2024-01/2024-06"),
    )  # fmt: skip
    field_order = ("organisation", "period")

    def __init__(self, *args: Any, organisations: list[Organisation], **given: Any) -> None:
        super().__init__(*args, **given)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in organisations])

    def clean_period(self) -> Period:
        try:
            found = cells.period(self.cleaned_data["period"])
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if found is None:
            raise ValidationError(_("Say for which period the value is."))
        return found


class Changed(Values):
    """A value that is there."""

    period_start = Day(label=gettext_lazy("First day"))
    period_end = Day(label=gettext_lazy("Last day"))
    field_order = ("period_start", "period_end")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("period_start") and given.get("period_end") and given["period_end"] < given["period_start"]:
            self.add_error("period_end", _("The period ends before it begins."))
        return given


class Aimed(Form):
    """A target, or the baseline."""

    value = forms.DecimalField(label=gettext_lazy("Value"), max_digits=20, decimal_places=4)
    on = Day(label=gettext_lazy("By when"))
    baseline = forms.BooleanField(label=gettext_lazy("It is the baseline: where it started from, on that day"), required=False)


# --- values ----------------------------------------------------------------------------------------------------------------------------


@login_required
def enter(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Enter a value by hand: whoever sees the indicator may, for an organisation that they write for."""
    desk = desk_of(request, state)
    indicator = seen(request, desk, uid)
    form = Entered(posted(request), organisations=writing(request, desk))
    valid = request.method == "POST" and form.is_valid()
    if valid and done(request, lambda: indicators.observe(indicator, by=person(request), **form.cleaned_data)):
        messages.success(request, _("Entered as a draft."))
        return redirect(indicator.get_absolute_url())
    context = {"desk": desk, "indicator": indicator, "form": form}
    return render(request, "desk/indicators/enter.html", context, status=400 if form.errors else 200)


def _value(request: HttpRequest, desk: Desk, uid: UUID) -> Observation:
    rows = Observation.objects.seen_by(who(request)).filter(indicator__desk=desk)
    found: Observation = one(rows.select_related("indicator__desk", "organisation", "figure_document", "created_by"), uid)
    return found


def value(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """One value: where it is from, how far it is, and what bears it out."""
    desk = desk_of(request, state)
    row = _value(request, desk, uid)
    may_change = Observation.objects.changed_by(who(request)).filter(pk=row.pk).exists()
    inside = Observation.objects.inside(who(request)).filter(pk=row.pk).exists()
    context = {"desk": desk, "row": row, "indicator": row.indicator, "may_change": may_change, "inside": inside}
    return render(request, "desk/indicators/value.html", context)


def _changing(request: HttpRequest, desk: Desk, uid: UUID) -> Observation:
    row = _value(request, desk, uid)
    if not Observation.objects.changed_by(who(request)).filter(pk=row.pk).exists():
        raise PermissionDenied
    return row


@login_required
def change(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Change a value that is still a draft, or was returned."""
    desk = desk_of(request, state)
    row = _changing(request, desk, uid)
    there = reverse("desk_value", args=[desk.state, row.uid])
    form = Changed(posted(request), initial={name: getattr(row, name) for name in Changed.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            keep.change(row, version=version(request), by=person(request), **form.cleaned_data)
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=desk, back=there)
        messages.success(request, _("Saved."))
        return redirect(there)
    context = {"desk": desk, "indicator": row.indicator, "row": row, "form": form, "version": row.version, "there": there}
    return render(request, "desk/indicators/change_value.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def hide(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take a value out of sight, with a reason."""
    row = _changing(request, desk_of(request, state), uid)
    because = said(request.POST, "because", 500)
    if done(request, lambda: keep.hide(row, version=version(request), by=person(request), because=because)):
        messages.success(request, _("%(period)s: taken away.") % {"period": of_observation(row)})
    return redirect(row.indicator.get_absolute_url())


# --- targets ---------------------------------------------------------------------------------------------------------------------------


@login_required
def aim(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Set a target by a day, or the baseline."""
    desk = desk_of(request, state)
    indicator = changing(request, desk, uid)
    form = Aimed(posted(request))
    valid = request.method == "POST" and form.is_valid()
    if valid and done(request, lambda: indicators.aim_at(indicator, by=person(request), **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect(indicator.get_absolute_url())
    context = {"desk": desk, "indicator": indicator, "form": form}
    return render(request, "desk/indicators/aim.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def drop(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take a target away, with a reason."""
    desk = desk_of(request, state)
    row: Target = one(Target.objects.changed_by(who(request)).filter(indicator__desk=desk).select_related("indicator__desk"), uid)
    because = said(request.POST, "because", 500)
    if done(request, lambda: keep.hide(row, version=version(request), by=person(request), because=because)):
        messages.success(request, _("The target is taken away."))
    return redirect(row.indicator.get_absolute_url())


# --- figures of documents --------------------------------------------------------------------------------------------------------------

_Waiting = list[tuple[Offered, Entered]]


@login_required
def offered(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """The figures of the State's documents that may be values: each is accepted or declined by a person."""
    desk = desk_of(request, state)
    indicator = changing(request, desk, uid)
    organisations = writing(request, desk)
    wrong: Entered | None = None
    if request.method == "POST" and request.POST.get("what") == "words":
        return _keep_words(request, indicator)
    if request.method == "POST":
        wrong = _decide(request, indicator, organisations)
        if wrong is None:
            return redirect(f"{request.path}?{request.GET.urlencode()}")
    words = said(request.GET, "q")
    found = offers.offers(indicator, words)
    context = {
        "desk": desk, "indicator": indicator, "words": words,
        "waiting": _waiting([each for each in found if each.decided is None], organisations, wrong),
        "declined": [each for each in found if each.decided is not None and not each.decided.taken],
        "taken": [each for each in found if each.decided is not None and each.decided.taken],
    }  # fmt: skip
    return render(request, "desk/indicators/offers.html", context, status=400 if wrong else 200)


def _keep_words(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """Offer the figures with other words from now on."""
    words = said(request.POST, "q")
    if done(request, lambda: keep.change(indicator, version=version(request), by=person(request), measure=words)):
        messages.success(request, _("Kept: figures with these words are offered for the indicator from now on."))
    return redirect(request.path)


def _waiting(found: list[Offered], organisations: list[Organisation], wrong: Entered | None) -> _Waiting:
    """Each figure with its form; the one that was sent with what was typed."""
    forms_of = []
    for at, each in enumerate(found):
        sent = wrong is not None and (wrong.data.get("sha256"), wrong.data.get("key")) == (each.figure.document.sha256, each.figure.key)
        fresh = Entered(organisations=organisations, auto_id=f"id-{at}-%s", initial=_initial(each))
        forms_of.append((each, wrong if sent and wrong is not None else fresh))
    return forms_of


def _initial(each: Offered) -> dict[str, Any]:
    """What the document says: a period only where it names both ends, a number only where it is exact."""
    period = each.figure.period if each.period is not None else ""
    return {"period": period, "value": each.value, "stated": each.stated, "source": each.source}


def _decide(request: HttpRequest, indicator: Indicator, organisations: list[Organisation]) -> Entered | None:
    """Accept or decline a figure, or offer it again; the form, where something in it is to be put right."""
    each = offers.find(indicator, said(request.POST, "sha256"), said(request.POST, "key"))
    if each is None:
        raise Http404(_("There is no such figure in the archive."))
    what, by = request.POST.get("what"), person(request)
    if what == "decline":
        if done(request, lambda: offers.decline(each, indicator, by=by)):
            messages.success(request, _("Declined: it is not offered for this indicator any more."))
    elif what == "again":
        decided = Offer.objects.filter(
            indicator=indicator, sha256=each.figure.document.sha256, key=each.figure.key, hidden_at=None, taken=False
        )
        for row in decided:
            offers.offer_again(row, by=by)
    else:
        return _accept(request, each, indicator, organisations)
    return None


def _accept(request: HttpRequest, each: Offered, indicator: Indicator, organisations: list[Organisation]) -> Entered | None:
    form = Entered(request.POST, organisations=organisations, auto_id="id-sent-%s")
    if not form.is_valid():
        return form
    given = dict(form.cleaned_data)
    try:
        offers.accept(each, indicator, given.pop("organisation"), by=person(request), **given)
    except UprightError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Accepted: it is a value of the indicator now, as a draft."))
    return None


urlpatterns = [
    path("<str:state>/indicators/<uuid:uid>/enter", enter, name="desk_value_new"),
    path("<str:state>/indicators/values/<uuid:uid>", value, name="desk_value"),
    path("<str:state>/indicators/values/<uuid:uid>/change", change, name="desk_value_change"),
    path("<str:state>/indicators/values/<uuid:uid>/hide", hide, name="desk_value_hide"),
    path("<str:state>/indicators/<uuid:uid>/aim", aim, name="desk_target_new"),
    path("<str:state>/indicators/targets/<uuid:uid>/hide", drop, name="desk_target_hide"),
    path("<str:state>/indicators/<uuid:uid>/offers", offered, name="desk_offers"),
]
