"""Values out of a table: which column is what, what each line would do, done, undone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.exceptions import UnreadableFile, UprightError
from upright.tracking import batches, imported, incoming, sheets
from upright.tracking.imported import FIELDS, Outcome, Planned, Reading
from upright.tracking.models import Batch, Desk, Indicator, Organisation
from upright.tracking.sheets import Mapping, Sheet
from upright.tracking.words import Work
from upright.web.desk.asking import desk_of, one, person, who
from upright.web.desk.forms import Form
from upright.web.desk.indicators import done, posted, said, writing

_LINES = 200  # of each outcome that are shown: the counts are of all
_COLUMNS: dict[str, Any] = {
    "code": gettext_lazy("Code of the indicator"),
    "indicator": gettext_lazy("Name of the indicator"),
    "period": gettext_lazy("Period"),
    "start": gettext_lazy("First day"),
    "end": gettext_lazy("Last day"),
    "value": gettext_lazy("Value"),
    "group": gettext_lazy("Of whom"),
    "source": gettext_lazy("Source"),
    "method": gettext_lazy("Method"),
}
OUTCOMES: dict[Outcome, Any] = {
    Outcome.NEW: gettext_lazy("new"),
    Outcome.CONFLICT: gettext_lazy("contradict a value that is there"),
    Outcome.WRONG: gettext_lazy("cannot be read"),
    Outcome.SAME: gettext_lazy("there already"),
    Outcome.EMPTY: gettext_lazy("without a value"),
}


class Sent(Form):
    """A table, and whose values are in it."""

    file = forms.FileField(label=gettext_lazy("Table"), help_text=gettext_lazy("CSV, XLSX, XLS or ODS, with a line of headings"))
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Who says so"), queryset=Organisation.objects.none(), empty_label=None, to_field_name="uid"
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **given: Any) -> None:
        super().__init__(*args, **given)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in organisations])


class Columns(Form):
    """Which column is what, and how its cells are meant. It is sent with the address: the page shows at once what would happen."""

    day_first = forms.ChoiceField(
        label=gettext_lazy("03/04/2025 is"), required=False,
        choices=[
            ("", gettext_lazy("not said: such a date is not taken")),
            ("yes", gettext_lazy("3 April")),
            ("no", gettext_lazy("4 March")),
        ],
    )  # fmt: skip
    decimal = forms.ChoiceField(
        label=gettext_lazy("1,234 and 1.234"), required=False,
        choices=[
            ("", gettext_lazy("not said: such a number is not taken")),
            (".", gettext_lazy("the point is before the fraction")),
            (",", gettext_lazy("the comma is before the fraction")),
        ],
    )  # fmt: skip
    stated_source = forms.CharField(
        label=gettext_lazy("Source of lines that name none"), max_length=500, required=False
    )  # fmt: skip
    about = forms.ModelChoiceField(
        label=gettext_lazy("The whole table is about"), queryset=Indicator.objects.none(), required=False, to_field_name="uid",
        empty_label=gettext_lazy("the indicators that its lines name"),
    )  # fmt: skip

    def __init__(self, *args: Any, header: tuple[str, ...], known: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        headings = [("", _("no column")), *((heading, heading) for heading in header)]
        columns = {
            name: forms.ChoiceField(label=label, choices=headings, required=False) for name, label in _COLUMNS.items()
        }  # fmt: skip
        self.fields = {**columns, **self.fields}
        field: Any = self.fields["about"]
        field.queryset = known

    @property
    def mapping(self) -> Mapping:
        return Mapping({name: self.cleaned_data[name] for name in FIELDS if self.cleaned_data.get(name)})

    @property
    def reading(self) -> Reading:
        given = self.cleaned_data
        day_first = {"yes": True, "no": False}.get(given["day_first"])
        return Reading(day_first=day_first, decimal=given["decimal"] or None, source=given["stated_source"], indicator=given["about"])


@login_required
def send(request: HttpRequest, state: str) -> HttpResponse:
    """Choose a table; and the tables that were entered before."""
    desk = desk_of(request, state)
    form = Sent(posted(request), files=request.FILES or None, organisations=writing(request, desk))
    if request.method == "POST" and form.is_valid():
        file, organisation = form.cleaned_data["file"], form.cleaned_data["organisation"]
        content = file.read(sheets.MAX_BYTES + 1)
        try:
            sheets.read(content, file.name)
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            digest = incoming.put(content, person(request))
            about = urlencode({"name": file.name[:200], "organisation": organisation.uid})
            return redirect(f"{reverse('desk_values_plan', args=[desk.state, digest])}?{about}")
    before = Batch.objects.seen_by(who(request)).filter(desk=desk, work=Work.IMPORT.value).select_related("organisation")
    before = before.filter(summary__about="indicators")[:20]
    context = {"desk": desk, "form": form, "before": before, "most": imported.MOST}
    return render(request, "desk/indicators/send.html", context, status=400 if form.errors else 200)


@login_required
def plan(request: HttpRequest, state: str, digest: str) -> HttpResponse:
    """Which column is what, and what each line would do; sent with POST it is done."""
    desk = desk_of(request, state)
    organisations = {str(each.uid): each for each in writing(request, desk)}
    organisation = organisations.get(request.GET.get("organisation", ""))
    content = incoming.get(digest, person(request))
    if content is None or organisation is None:
        messages.error(request, _("The table is not here any more: send it again."))
        return redirect("desk_values_import", state=desk.state)
    name = said(request.GET, "name") or _("table")
    found = sheets.read(content, name)
    at = request.GET.get("sheet", "0")
    sheet = found[int(at) if at.isdecimal() and int(at) < len(found) else 0]
    form, planned, error = _planned(request, desk, organisation, sheet)
    if request.method == "POST" and planned:
        return _enter(request, desk, organisation, planned, form.mapping, name=name, digest=digest)
    context = {
        "desk": desk, "sheets": found, "sheet": sheet, "name": name, "organisation": organisation, "form": form, "error": error,
        "planned": planned, "outcomes": _outcomes(planned), "first": sheet.rows[:3],
        "enters": any(each.outcome is Outcome.NEW for each in planned),
        "conflicts": any(each.outcome is Outcome.CONFLICT for each in planned),
    }  # fmt: skip
    return render(request, "desk/indicators/plan.html", context)


def _planned(request: HttpRequest, desk: Desk, organisation: Organisation, sheet: Sheet) -> tuple[Columns, list[Planned], str]:
    """The form with what was chosen, or what the headings say; what each line would do, or why that is not known yet."""
    known = Indicator.objects.seen_by(who(request)).filter(desk=desk)
    chosen = bool(request.GET.get("chosen"))
    suggested = imported.mapping_before(organisation, sheet.header) or Mapping.suggested(sheet.header, FIELDS)
    form = Columns(request.GET if chosen else dict(suggested.columns), header=sheet.header, known=known)
    if not form.is_valid():  # columns of another sheet
        form = Columns(dict(suggested.columns), header=sheet.header, known=known)
        form.full_clean()
    try:
        return form, imported.plan(sheet, form.mapping, organisation, who(request), form.reading), ""
    except UprightError as error:
        return form, [], str(error)


def _outcomes(planned: list[Planned]) -> list[tuple[Any, str, int, list[Planned]]]:
    """Each outcome that occurs: its words, its name, how many lines, and the first of them."""
    lines = {outcome: [each for each in planned if each.outcome is outcome] for outcome in OUTCOMES}
    return [(words, outcome.value, len(lines[outcome]), lines[outcome][:_LINES]) for outcome, words in OUTCOMES.items() if lines[outcome]]


def _enter(
    request: HttpRequest, desk: Desk, organisation: Organisation, planned: list[Planned], mapping: Mapping, *, name: str, digest: str
) -> HttpResponse:
    conflicts, by = bool(request.POST.get("conflicts")), person(request)
    wanted = {Outcome.NEW, Outcome.CONFLICT} if conflicts else {Outcome.NEW}
    if not any(each.outcome in wanted for each in planned):
        messages.info(request, _("There is nothing in the table that is not on the desk already."))
        return redirect("desk_indicators", state=desk.state)
    batch = imported.enter(planned, organisation, by=by, title=name, digest=digest, mapping=mapping, conflicts=conflicts)
    incoming.drop(digest, by)
    messages.success(request, _("Entered, as drafts. You can undo it as a whole."))
    return redirect("desk_values_entered", state=desk.state, uid=batch.uid)


def _batch(request: HttpRequest, desk: Desk, uid: UUID) -> Batch:
    found: Batch = one(Batch.objects.seen_by(who(request)).filter(desk=desk, work=Work.IMPORT.value, summary__about="indicators"), uid)
    return found


@login_required
def entered(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """What was entered out of a table."""
    desk = desk_of(request, state)
    batch = _batch(request, desk, uid)
    lines = batch.summary.get("lines", {})
    counts = [(words, lines[outcome.value]) for outcome, words in OUTCOMES.items() if lines.get(outcome.value)]
    may_undo = batch.undone_at is None and Batch.objects.changed_by(who(request)).filter(pk=batch.pk).exists()
    context = {"desk": desk, "batch": batch, "counts": counts, "conflicts": batch.summary.get("conflicts"), "may_undo": may_undo}
    return render(request, "desk/indicators/entered.html", context)


@login_required
@require_POST
def undo(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take back what was entered out of a table; what somebody changed since stays."""
    desk = desk_of(request, state)
    batch: Batch = one(Batch.objects.changed_by(who(request)).filter(pk=_batch(request, desk, uid).pk, undone_at=None), uid)
    undone: list[batches.Undone] = []
    if done(request, lambda: undone.append(batches.undo(batch, by=person(request)))):
        left = _("%(n)s were changed since, and stay.") % {"n": undone[0].left} if undone[0].left else ""
        messages.success(request, " ".join(filter(None, (_("%(n)s values are taken back.") % {"n": undone[0].rows}, left))))
    return redirect("desk_values_entered", state=desk.state, uid=batch.uid)


urlpatterns = [
    path("<str:state>/indicators/import", send, name="desk_values_import"),
    path("<str:state>/indicators/import/<str:digest>", plan, name="desk_values_plan"),
    path("<str:state>/indicators/imports/<uuid:uid>", entered, name="desk_values_entered"),
    path("<str:state>/indicators/imports/<uuid:uid>/undo", undo, name="desk_values_undo"),
]
