"""Trackers that institutions kept before: sent, looked at line by line, entered at once, undone as a whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from upright.exceptions import UnreadableFile, UprightError
from upright.tracking import incoming, scales, sheets, trackers
from upright.tracking.models import Batch, Desk, Item, Organisation
from upright.tracking.pieces import Outcome, Plan
from upright.tracking.sheets import Mapping, Sheet, Value
from upright.tracking.trackers import FirstOf, Reading, Side
from upright.tracking.words import INDEPENDENT, Aim, OrganisationKind, Work
from upright.web.desk import looking
from upright.web.desk.asking import desk_of, person, who
from upright.web.desk.forms import Day, Form
from upright.web.desk.words import AIMS, KINDS
from upright.web.templatetags.desk_assessments import scale_title

_STATE = "state"  # in addresses: for the State's side
_FIRST = 3  # values that are shown of a column
_SAID_IN = {"aim": "stated_aim", "rationale": "stated_rationale"}  # the fields in which something is said of all lines
_COLUMNS: dict[str, Any] = {
    "key": gettext_lazy("Key of the line or record"),
    "symbol": gettext_lazy("Document"),
    "number": gettext_lazy("Number of the recommendation or paragraph"),
    "text": gettext_lazy("Text of the recommendation"),
    "organisation": gettext_lazy("Institution"),
    "supporting": gettext_lazy("Supporting institutions"),
    "part": gettext_lazy("Part of the institution"),
    "due": gettext_lazy("By when the institution is asked"),
    "action": gettext_lazy("Action"),
    "description": gettext_lazy("Description of the action"),
    "aim": gettext_lazy("Aim of the action"),
    "status": gettext_lazy("Progress of the action"),
    "start": gettext_lazy("Action begins"),
    "end": gettext_lazy("Action due"),
    "done": gettext_lazy("Action done on"),
    "progress": gettext_lazy("Note: how it goes"),
    "assessment": gettext_lazy("Value of the assessment"),
    "rationale": gettext_lazy("Reason of the assessment"),
    "as_of": gettext_lazy("Day of the note or assessment"),
    "limb": gettext_lazy("Sub-paragraph that is assessed"),
}
_PRESETS: dict[str, Any] = {"impact_oss": gettext_lazy("IMPACT OSS, actions (CSV)"), "uhri": gettext_lazy("UHRI (XLSX)")}
_SEPARATORS = {
    "semicolon": (";", gettext_lazy("a semicolon")),
    "comma": (",", gettext_lazy("a comma")),
    "line": ("\n", gettext_lazy("a line break")),
    "bar": ("|", gettext_lazy("a vertical bar")),
    "nothing": ("", gettext_lazy("nothing: a cell names one")),
}


class Sent(Form):
    """A table, and for whom it is imported."""

    file = forms.FileField(label=gettext_lazy("Table"), help_text=gettext_lazy("CSV, XLSX, XLS or ODS, with a line of headings"))
    side = forms.ChoiceField(label=gettext_lazy("For whom"))

    def __init__(self, *args: Any, sides: list[Side], **given: Any) -> None:
        super().__init__(*args, **given)
        field: Any = self.fields["side"]
        field.choices = [(_name(side), side.organisation or _("the State’s side")) for side in sides]
        if len(sides) == 1:
            field.widget, field.initial = forms.HiddenInput(), _name(sides[0])


def _name(side: Side) -> str:
    return str(side.organisation.uid) if side.organisation else _STATE


class Columns(Form):
    """What each column of a table is, and how the table is meant. It is sent with the address: the page shows at once what would happen."""

    symbol = forms.ChoiceField(label=gettext_lazy("Document of all lines that name none"), required=False)
    separator = forms.ChoiceField(
        label=gettext_lazy("Between several in one cell stands"), choices=[(name, words) for name, (_sign, words) in _SEPARATORS.items()]
    )  # fmt: skip
    first = forms.ChoiceField(
        label=gettext_lazy("Of several institutions in one cell"), required=False,
        choices=[
            (FirstOf.LEADS.value, gettext_lazy("the first leads, the others support")),
            (FirstOf.SUPPORTS.value, gettext_lazy("all support")),
        ],
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Institution of lines that name none"), queryset=Organisation.objects.none(), required=False,
        to_field_name="uid", empty_label=gettext_lazy("none: such a line is not taken"),
    )  # fmt: skip
    stated_aim = forms.ChoiceField(
        label=gettext_lazy("Aim of actions that give none"), required=False,
        choices=[("", gettext_lazy("not said")), *((each.value, AIMS[each.value]) for each in Aim)],
    )  # fmt: skip
    scale = forms.ChoiceField(label=gettext_lazy("Scale of the assessments"), required=False)
    stated_rationale = forms.CharField(
        label=gettext_lazy("Reason of assessments that give none"), required=False, max_length=2_000
    )  # fmt: skip
    day = Day(label=gettext_lazy("Day of notes and assessments that give none"), required=False)
    day_first = forms.ChoiceField(
        label=pgettext_lazy("a date that can be read in two ways", "03/04/2025 is"), required=False,
        choices=[
            ("", gettext_lazy("not said: such a date is not taken")),
            ("yes", gettext_lazy("3 April")),
            ("no", gettext_lazy("4 March")),
        ],
    )  # fmt: skip
    repeats = forms.BooleanField(
        label=gettext_lazy("An empty cell of document, number and text repeats the one above"), required=False
    )  # fmt: skip

    def __init__(self, *args: Any, header: tuple[str, ...], side: Side, **given: Any) -> None:
        super().__init__(*args, **given)
        known = [("", _("nothing is taken of it")), *((name, label) for name, label in _COLUMNS.items() if name in side.fields)]
        columns = {_column(at): forms.ChoiceField(label=heading, choices=known, required=False) for at, heading in enumerate(header)}
        self.fields = {**columns, **self.fields}
        self.side, self.header = side, header
        if side.organisation:
            for name in ("first", "organisation", "stated_aim"):
                del self.fields[name]
        else:
            field: Any = self.fields["organisation"]
            field.queryset = Organisation.objects.of_state().filter(desk=side.desk, hidden_at=None)
        offered = scales.offered(side.organisation) if side.organisation else {k: v for k, v in scales.known().items() if not v.until}
        choices: Any = self.fields
        choices["scale"].choices = [("", _("not said")), *((name, scale_title(each)) for name, each in offered.items())]
        choices["symbol"].choices = [("", _("not said")), *((symbol, symbol) for symbol in _symbols(side.desk))]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first: dict[str, str] = {}
        for at, heading in enumerate(self.header):
            name = found.get(_column(at), "")
            if name and first.setdefault(name, heading) != heading:
                self.add_error(_column(at), _("The column %(heading)s is this already.") % {"heading": first[name]})
        return found

    @property
    def mapping(self) -> Mapping:
        given = {self.cleaned_data.get(_column(at)): heading for at, heading in enumerate(self.header)}
        return Mapping({name: heading for name, heading in given.items() if name})

    def columns(self, sheet: Sheet) -> list[tuple[Any, list[Value]]]:
        """What each column is, with what stands in it first."""
        shown = [[line.cells[at] for line in sheet.rows if line.cells[at] is not None][:_FIRST] for at in range(len(self.header))]
        return [(self[_column(at)], values) for at, values in enumerate(shown)]

    def answers(self) -> tuple[list[Any], list[Any]]:
        """What is asked of a table with these columns, and what else can be said."""
        has = {self.data.get(_column(at)) for at in range(len(self.header))}
        asked = {
            "symbol": "symbol" not in has and has & {"number", "text"},
            "organisation": "organisation" not in has,
            "stated_aim": "action" in has and "aim" not in has,
            "scale": "assessment" in has,
            "stated_rationale": "assessment" in has and "rationale" not in has,
            "day": has & {"assessment", "progress"} and "as_of" not in has,
            "day_first": has & trackers.DATES,
        }
        fields = [self[name] for name in self.fields if not name.startswith("column_")]
        return [each for each in fields if asked.get(each.name) or each.errors], [
            each for each in fields if not (asked.get(each.name) or each.errors)
        ]

    def say(self, missing: dict[str, str]) -> None:
        """Mark what is not said yet, each where it can be said."""
        for name, words in missing.items():
            field = _SAID_IN.get(name, name)
            self.add_error(field if field in self.fields else None, _("Say this: %(what)s.") % {"what": words})

    def reading(self, request: HttpRequest) -> Reading:
        given = self.cleaned_data
        named = dict(zip(request.GET.getlist("unknown"), request.GET.getlist("becomes"), strict=False))
        return Reading(
            symbol=given["symbol"], day_first={"yes": True, "no": False}.get(given["day_first"]),
            separator=_SEPARATORS[given["separator"]][0],
            first=FirstOf(given.get("first") or FirstOf.LEADS), organisation=given.get("organisation"), aim=given.get("stated_aim") or "",
            scale=given["scale"], day=given["day"], rationale=given["stated_rationale"], repeats=given["repeats"],
            named={name: said for name, said in named.items() if said}, chosen=_means(request),
        )  # fmt: skip


def _column(at: int) -> str:
    return f"column_{at}"


def _symbols(desk: Desk) -> list[str]:
    """The documents whose records are followed up."""
    found = Item.objects.filter(desk=desk, hidden_at=None).values_list("symbol", "file").distinct()
    return sorted({symbol or file for symbol, file in found if symbol or file})


def _means(request: HttpRequest) -> dict[int, UUID]:
    """The records that lines mean, as a person said."""
    found: dict[int, UUID] = {}
    for each in request.GET.getlist("means"):
        number, _colon, uid = each.partition(":")
        try:
            found[int(number)] = UUID(uid)
        except ValueError:
            continue
    return found


def _sides(request: HttpRequest, desk: Desk) -> dict[str, Side]:
    found = trackers.sides(desk, who(request))
    if not found:
        raise PermissionDenied(_("Coordinators import for the State’s side, and independent organisations for themselves."))
    return {_name(side): side for side in found}


@login_required
def send(request: HttpRequest, state: str) -> HttpResponse:
    """Choose a table; and what was imported before."""
    desk = desk_of(request, state)
    sides = list(_sides(request, desk).values())
    form = Sent(request.POST if request.method == "POST" else None, files=request.FILES or None, sides=sides)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read(sheets.MAX_BYTES + 1)
        try:
            sheets.read(content, file.name)
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            digest = incoming.put(content, person(request))
            about = urlencode({"name": file.name[:200], "side": form.cleaned_data["side"]})
            return redirect(f"{reverse('desk_import_plan', args=[desk.state, digest])}?{about}")
    before = Batch.objects.seen_by(who(request)).filter(desk=desk, work=Work.IMPORT.value, summary__about=trackers.ABOUT)[:20]
    context = {
        "desk": desk,
        "form": form,
        "before": before,
        "most": trackers.MOST,
        "state_side": any(not each.organisation for each in sides),
    }
    return render(request, "desk/imports/send.html", context, status=400 if form.errors else 200)


@login_required
def plan(request: HttpRequest, state: str, digest: str) -> HttpResponse:
    """Which column is what, and what each line would do; sent with POST it is done."""
    desk = desk_of(request, state)
    side = _sides(request, desk).get(request.GET.get("side", ""))
    content = incoming.get(digest, person(request))
    if content is None or side is None:
        messages.error(request, _("The table is not here any more: send it again."))
        return redirect("desk_import", desk.state)
    name = request.GET.get("name", "")[:200] or _("table")
    found = sheets.read(content, name)
    at = request.GET.get("sheet", "0")
    sheet = found[int(at) if at.isascii() and at.isdigit() and int(at) < len(found) else 0]
    form = _form(request, side, sheet)
    made, error = _look(request, side, sheet, form)
    if request.method == "POST" and made and not error:
        return _enter(request, side, sheet, form, name=name, digest=digest)
    context = _shown(side, found, sheet, form, made, name=name, error=error, digest=digest, means=_means(request))
    return render(request, "desk/imports/plan.html", context)


def _look(request: HttpRequest, side: Side, sheet: Sheet, form: Columns) -> tuple[Plan | None, str]:
    """What each line would do; where that cannot be said yet, what else the table asks, and why."""
    if not form.is_valid():
        return None, _("A column or an answer is to be put right.")
    mapping, reading = form.mapping, form.reading(request)
    try:
        return trackers.look(sheet, mapping, side, who(request), reading), ""
    except UprightError as wrong:
        missing = trackers.lacking(mapping, reading, side)
        form.say(missing)
        can = missing and "record" not in missing and len(sheet.rows) <= trackers.MOST
        return trackers.asked(sheet, mapping, side, who(request), reading) if can else None, str(wrong)


def _form(request: HttpRequest, side: Side, sheet: Sheet) -> Columns:
    """The form with what was chosen; else with the columns of a program, of the last such table, or what the headings say."""
    if request.GET.get("chosen") and request.GET.get("sheet", "0") == request.GET.get("chosen_of", "0"):
        return Columns(request.GET, header=sheet.header, side=side)
    program = request.GET.get("preset", "")
    columns = trackers.preset(program, sheet.header, side.fields) if program in trackers.presets() else None
    columns = columns or trackers.columns_before(side, sheet.header) or trackers.suggested(sheet, side)
    places = {heading: at for at, heading in enumerate(sheet.header)}
    given: Any = {**{_column(places[heading]): name for name, heading in columns.columns.items()}, "separator": "semicolon"}
    return Columns(given, header=sheet.header, side=side)


def _shown(
    side: Side, found: Any, sheet: Sheet, form: Columns, made: Plan | None, *, error: str, means: dict[int, UUID], **given: Any
) -> dict[str, Any]:  # fmt: skip
    unknown = _unknown(form, made)
    groups = looking.groups(made) if made and not error else []
    choices = [line for line in made.lines if line.candidates] if made and error else []
    chosen = {line.number for line in (*choices, *(line for group in groups for line in group.lines)) if line.candidates}
    asked, more = form.answers()
    return {
        "desk": side.desk, "side": side, "side_name": _name(side), "sheets": found, "sheet": sheet, "form": form, "plan": made,
        "groups": groups, "choices": choices, "chooses": bool(chosen or unknown), "unknown": unknown, "presets": _PRESETS.items(),
        "columns": form.columns(sheet), "asked": asked, "more": more, "said": bool(form.data.get("chosen")), "error": error,
        "means": [f"{number}:{uid}" for number, uid in means.items() if number not in chosen],
        "nothing": "" if error or not made else _nothing(made),
        "kinds": [(kind.value, KINDS[kind.value]) for kind in OrganisationKind if kind not in INDEPENDENT],
        "institutions": Organisation.objects.of_state().filter(desk=side.desk, hidden_at=None) if unknown else [],
        "conflicts": bool(made and any(piece.clashes for line in made.lines for piece in line.pieces)), **given,
    }  # fmt: skip


def _nothing(made: Plan) -> str:
    """Why there is nothing to enter."""
    wrong, held = len(made.of(Outcome.WRONG)), len(made.of(Outcome.LOCKED))
    if wrong:
        words = ngettext(
            "Nothing can be entered: %(n)s line is not understood. What is missing stands beside it.",
            "Nothing can be entered: %(n)s lines are not understood. What is missing stands beside each.",
            wrong,
        )
        return words % {"n": wrong}
    if held:
        return _("Nothing can be entered: what the other lines say is on the desk already, and the rest is held back there.")
    return _("There is nothing in the table to enter that is not on the desk already.")


def _unknown(form: Columns, made: Plan | None) -> list[tuple[str, str]]:
    """Names of institutions that are not on the desk, with what a person said that they are."""
    getlist: Any = getattr(form.data, "getlist", lambda _name: [])
    said = dict(zip(getlist("unknown"), getlist("becomes"), strict=False))
    return [(name, said.get(name, "")) for name in (made.unknown if made else ())]


def _enter(request: HttpRequest, side: Side, sheet: Sheet, form: Columns, *, name: str, digest: str) -> HttpResponse:
    by = person(request)
    try:
        batch = trackers.enter(
            sheet, form.mapping, side, who(request), form.reading(request), seen=request.POST.get("seen", ""), by=by, title=name,
            file=digest, over=looking.chosen(request, "over"), leave=looking.chosen(request, "leave"),
        )  # fmt: skip
    except UprightError as error:  # somebody was faster, or the rights are others now: nothing was done
        messages.error(request, str(error))
        return redirect(request.get_full_path())
    incoming.drop(digest, by)
    messages.success(request, _("Entered, as drafts. You can undo it as a whole here."))
    return redirect("desk_batch", side.desk.state, batch.uid)


@login_required
@require_POST
def drop(request: HttpRequest, state: str, digest: str) -> HttpResponse:
    """Do not import a table: it is deleted here."""
    desk = desk_of(request, state)
    incoming.drop(digest, person(request))
    messages.success(request, _("Nothing was taken, and the file is deleted here."))
    return redirect("desk_import", desk.state)


urlpatterns = [
    path("<str:state>/import", send, name="desk_import"),
    path("<str:state>/import/<str:digest>", plan, name="desk_import_plan"),
    path("<str:state>/import/<str:digest>/drop", drop, name="desk_import_drop"),
]
