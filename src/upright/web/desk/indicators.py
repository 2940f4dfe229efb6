"""What is measured on a desk: the indicators, one of them with its values and targets, the library to copy from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Rank
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import indicators, keep, library, offers
from upright.tracking.indicators import Standing
from upright.tracking.models import Desk, Indicator, Item, Observation, Organisation, Target
from upright.tracking.rights import Who
from upright.tracking.words import Aim, Direction
from upright.web import figures, paging, tables
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Form, Text
from upright.web.desk.merging import conflict
from upright.web.desk.words import AIMS, DIRECTIONS
from upright.web.templatetags.desk_indicators import of_whom, period_words

COLUMNS = (
    "code", "indicator", "right", "attribute", "aim", "unit", "sdg", "start", "end", "value", "stated", "group", "source", "method",
    "organisation", "approval", "document", "address",
)  # fmt: skip
_COLOURS = ("link", "supported", "noted", "pending", "none", "error")
_YEARS = 60
_LINES = 8  # in a chart: those with the most points
_DIFFERING = 5  # the latest that are shown above the table, which has them all
_OFFERED = 3  # figures that are shown on the page of an indicator: the others have a page


# --- the list --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in the list: what is observed last of all persons, the target that comes next, and how many figures of documents wait
    for whoever may decide on them."""

    indicator: Indicator
    latest: Standing | None
    target: Target | None
    offered: int


def said(given: QueryDict, name: str, most: int = 200) -> str:
    """A text that was typed or sent, cut where it is too long, without the character that no text has (NUL)."""
    return given.get(name, "").replace("\0", "")[:most].strip()


def _chosen(request: HttpRequest, desk: Desk) -> tuple[dict[str, str], QuerySet[Indicator, Indicator]]:
    """What an address asks for, and the indicators that it finds."""
    asked = {name: said(request.GET, name) for name in ("q", "right", "aim", "organisation")}
    found = Indicator.objects.seen_by(who(request)).filter(desk=desk)
    for word in asked["q"].split():
        found = found.filter(Q(title__icontains=word) | Q(code__icontains=word) | Q(attribute__icontains=word) | Q(sdg__icontains=word))
    columns = {"right": "right", "aim": "aim", "organisation": "organisation__uid"}
    wanted = {column: asked[name] for name, column in columns.items() if asked[name]}
    try:
        return asked, found.filter(**wanted).select_related("organisation", "desk")
    except ValidationError:  # no identifier
        return asked, found.none()


def listed(request: HttpRequest, state: str) -> HttpResponse:
    """The indicators of a desk by right."""
    desk = desk_of(request, state)
    asked, found = _chosen(request, desk)
    page = paging.Page(paging.asked(request), found.count())
    every = Indicator.objects.seen_by(who(request)).filter(desk=desk)
    context = {
        "desk": desk, "page": page, "asked": asked, "narrowed": any(asked.values()),
        "lines": _lines(desk, list(found[page.offset : page.offset + page.size]), who(request)),
        "rights": sorted(set(every.order_by().values_list("right", flat=True)) - {""}),
        "organisations": Organisation.objects.filter(pk__in=every.order_by().values("organisation")), "aims": AIMS,
        "writes": bool(indicators.observers(desk, who(request))),
    }  # fmt: skip
    return render(request, "desk/indicators/list.html", context)


def _lines(desk: Desk, found: list[Indicator], asking: Who) -> list[Line]:
    rows = Observation.objects.seen_by(asking).filter(group={}, indicator__in=found)
    newest = Window(Rank(), partition_by="indicator", order_by=[F("period_end").desc(), F("period_start").desc()])
    latest: dict[int, list[Observation]] = {}
    for row in rows.annotate(newest=newest).filter(newest=1):
        latest.setdefault(row.indicator_id, []).append(row)
    today = timezone.localdate()
    targets: dict[int, Target] = {}
    for target in Target.objects.filter(indicator__in=found, hidden_at=None, baseline=False, on__gte=today).order_by("on"):
        targets.setdefault(target.indicator_id, target)
    offered = offers.waiting(desk, _deciding(desk, found, asking))
    return [
        Line(each, next(iter(indicators.standing(latest.get(each.pk, []))), None), targets.get(each.pk), offered[each.pk]) for each in found
    ]


def _deciding(desk: Desk, found: list[Indicator], asking: Who) -> list[Indicator]:
    """Those of some indicators on whose figures they decide."""
    if not indicators.observers(desk, asking):
        return []
    mine = set(Indicator.objects.changed_by(asking).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    return [each for each in found if each.pk in mine]


def data(request: HttpRequest, state: str, ending: str) -> HttpResponseBase:
    """The values of the same indicators, in a form that can be imported again."""
    desk = desk_of(request, state)
    _asked, found = _chosen(request, desk)
    rows = Observation.objects.seen_by(who(request)).filter(indicator__in=found).select_related("indicator__desk", "organisation")
    address = request.build_absolute_uri("/")[:-1]

    def each_row() -> Iterator[list[Any]]:
        for row in rows.order_by("indicator", "period_end", "pk").iterator(chunk_size=1_000):
            of = row.indicator
            yield [
                of.code, of.title, of.right, of.attribute, of.aim, of.unit, of.sdg, row.period_start, row.period_end,
                None if row.value is None else float(row.value), row.stated, of_whom(row.group), row.source, row.method,
                row.organisation.name, row.approval, row.figure_symbol, f"{address}{of.get_absolute_url()}",
            ]  # fmt: skip

    return tables.respond(tables.Table(name=f"indicators-{desk.state}", columns=COLUMNS, rows=each_row), ending)


# --- one -------------------------------------------------------------------------------------------------------------------------------


def shown(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """An indicator: its values side by side, its targets, and the figures of documents that may be values."""
    desk, asking = desk_of(request, state), who(request)
    indicator = seen(request, desk, uid)
    rows = Observation.objects.seen_by(asking).filter(indicator=indicator).select_related("organisation", "figure_document")
    found = indicators.standing(rows)
    targets = list(Target.objects.seen_by(asking).filter(indicator=indicator))
    may_change = Indicator.objects.changed_by(asking).filter(pk=indicator.pk).exists()
    waiting = [each for each in offers.offers(indicator) if each.decided is None] if may_change else []
    page = paging.Page(paging.asked(request), len(found))
    differing = [each for each in reversed(found) if each.differs]
    context = {
        "desk": desk, "indicator": indicator, "page": page, "standing": found[::-1][page.offset : page.offset + page.size],
        "differing": differing[:_DIFFERING], "differ": len(differing),
        "toward": indicators.toward(indicator, targets, found), "baseline": next((each for each in targets if each.baseline), None),
        "chart": _chart(indicator, found, targets), "may_change": may_change, "observes": bool(indicators.observers(desk, asking)),
        "may_publish": indicators.may_publish(indicator, asking), "waiting": waiting[:_OFFERED], "offered": len(waiting),
        "target": library.sdg_target(indicator.sdg),
        "items": Item.objects.seen_by(asking).filter(indicators=indicator).select_related("desk"),
    }  # fmt: skip
    return render(request, "desk/indicators/one.html", context)


def seen(request: HttpRequest, desk: Desk, uid: UUID) -> Indicator:
    """An indicator of a desk that they may see."""
    found: Indicator = one(Indicator.objects.seen_by(who(request)).filter(desk=desk).select_related("organisation", "desk"), uid)
    return found


def changing(request: HttpRequest, desk: Desk, uid: UUID) -> Indicator:
    """An indicator of a desk that they may change; 403 for one that they only see."""
    seen(request, desk, uid)
    found = Indicator.objects.changed_by(who(request)).filter(uid=uid).select_related("organisation", "desk").first()
    if found is None:
        raise PermissionDenied
    return found


def _chart(indicator: Indicator, found: list[Standing], targets: list[Target]) -> figures.Chart | None:
    """The numbers of all persons over time, a line for each source, and the targets; of groups where nothing is said of all."""
    plotted = [each for each in found if not each.group] or found
    lines: dict[str, dict[str, float]] = {}
    order: dict[str, dt.date] = {}
    for each in plotted:
        label = period_words(each.period)
        order[label] = each.period.end
        for row in each.rows:
            if row.value is not None:
                lines.setdefault(of_whom(row.group) or row.source, {})[label] = float(row.value)
    if not lines:
        return None
    lines = dict(sorted(lines.items(), key=lambda line: -len(line[1]))[:_LINES])
    order = {label: end for label, end in order.items() if any(label in values for values in lines.values())}
    for target in targets:
        label = period_words(target.on)
        order.setdefault(label, target.on)
        lines.setdefault(_("Baseline") if target.baseline else _("Target"), {})[label] = float(target.value)
    return _drawn(indicator, lines, _axis(order))


def _axis(order: dict[str, dt.date]) -> list[str]:
    """The periods in their order; where all are years, those between them too: the same way on the axis is the same time."""
    years = [int(label) for label in order if label.isdecimal()]
    if len(years) == len(order) and max(years) - min(years) < _YEARS:
        return [str(year) for year in range(min(years), max(years) + 1)]
    return sorted(order, key=lambda label: order[label])


def _drawn(indicator: Indicator, lines: dict[str, dict[str, float]], names: list[str]) -> figures.Chart:
    series = [
        {"name": name, "values": [values.get(label) for label in names], "colour": _COLOURS[at % len(_COLOURS)]}
        for at, (name, values) in enumerate(lines.items())
    ]
    title = f"{indicator.title}, {indicator.unit}" if indicator.unit else indicator.title
    words = "; ".join(
        f"{name}: " + ", ".join(f"{label} {values[label]:g}" for label in names if label in values) for name, values in lines.items()
    )
    description = f"{title}. {words}"
    shown = {"names": names, "series": series, "type": "line", "description": description}
    return figures.Chart(id="chart-indicator", title=title, description=description, data=shown)


# --- written ---------------------------------------------------------------------------------------------------------------------------


class Listed(forms.CharField):
    """A list, typed with ';' between its parts."""

    def to_python(self, value: Any) -> Any:
        return [part.strip() for part in (super().to_python(value) or "").split(";") if part.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "; ".join(value) if isinstance(value, list) else value


class Defined(Form):
    """What an indicator is."""

    title = forms.CharField(label=gettext_lazy("What is measured"), max_length=300)
    aim = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=list(AIMS.items()), initial=Aim.OUTCOME.value,
        help_text=gettext_lazy("Structural: what the State committed itself to. Process: what it does. Outcome: what people have of it."),
    )  # fmt: skip
    right = forms.CharField(label=gettext_lazy("Right"), max_length=120, required=False)
    attribute = forms.CharField(label=gettext_lazy("Attribute of the right"), max_length=200, required=False)
    unit = forms.CharField(label=gettext_lazy("Unit"), max_length=60, required=False)
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), choices=list(DIRECTIONS.items()), initial=Direction.UNKNOWN.value)
    disaggregation = Listed(
        label=gettext_lazy("Told apart by"), max_length=500, required=False, help_text=gettext_lazy("With semicolons: sex; age; region")
    )
    definition = Text(label=gettext_lazy("Definition"), required=False, max_length=5_000)
    source = Text(label=gettext_lazy("Source of the data"), required=False, max_length=5_000, rows=2)
    method = Text(label=gettext_lazy("Method"), required=False, max_length=5_000, rows=2)
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=40, required=False, help_text=gettext_lazy("Tables that are imported name it by this.")
    )
    sdg = forms.CharField(
        label=gettext_lazy("Indicator of the Goals"), max_length=20, required=False, help_text=gettext_lazy("Its code, such as 16.3.2")
    )
    measure = forms.CharField(
        label=gettext_lazy("Words of documents for it"), max_length=200, required=False,
        help_text=gettext_lazy("Figures with all of these words are offered as values. Other wordings after a semicolon."),
    )  # fmt: skip

    def clean_sdg(self) -> str:
        code = str(self.cleaned_data["sdg"]).strip()
        if code and library.sdg_target(code) is None:
            raise ValidationError(_("There is no such indicator: its code begins with that of a target, such as 16.3.2."))
        return code


class New(Defined):
    """An indicator of an organisation that they write for."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Whose indicator it is"), queryset=Organisation.objects.none(), empty_label=None
    )
    field_order = ("organisation",)

    def __init__(self, *args: Any, organisations: list[Organisation], **given: Any) -> None:
        super().__init__(*args, **given)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in organisations])


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where it is only looked at."""
    return request.POST if request.method == "POST" else None


def writing(request: HttpRequest, desk: Desk) -> list[Organisation]:
    """The organisations that they write for; 403 where there is none."""
    found = indicators.observers(desk, who(request))
    if not found:
        raise PermissionDenied
    return found


@login_required
def define(request: HttpRequest, state: str) -> HttpResponse:
    """A new indicator."""
    desk = desk_of(request, state)
    form = New(posted(request), organisations=writing(request, desk))
    if request.method == "POST" and form.is_valid():
        made = keep.create(Indicator, by=person(request), desk=desk, **form.cleaned_data)
        messages.success(request, _("The indicator is on the desk."))
        return redirect(made.get_absolute_url())
    context = {"desk": desk, "form": form, "rights": library.rights()}
    return render(request, "desk/indicators/define.html", context, status=400 if form.errors else 200)


@login_required
def change(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Change what an indicator is."""
    desk = desk_of(request, state)
    indicator = changing(request, desk, uid)
    form = Defined(posted(request), initial={name: getattr(indicator, name) for name in Defined.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            keep.change(indicator, version=version(request), by=person(request), **form.cleaned_data)
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=desk, back=indicator.get_absolute_url())
        messages.success(request, _("Saved."))
        return redirect(indicator.get_absolute_url())
    context = {"desk": desk, "indicator": indicator, "form": form, "version": indicator.version, "rights": library.rights()}
    return render(request, "desk/indicators/define.html", context, status=400 if form.errors else 200)


@login_required
def measures(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Say which of the things that are followed up an indicator measures."""
    desk = desk_of(request, state)
    indicator = changing(request, desk, uid)
    words = said(request.GET, "q")
    found = Item.objects.seen_by(who(request)).filter(desk=desk)
    for word in words.split():
        found = found.filter(Q(text__icontains=word) | Q(number__iexact=word) | Q(symbol__icontains=word))
    page = paging.Page(paging.asked(request), found.count())
    rows = list(found[page.offset : page.offset + page.size])
    if request.method == "POST":
        ticked = set(request.POST.getlist("item"))
        indicators.measure(indicator, rows, [row for row in rows if str(row.uid) in ticked])
        messages.success(request, _("Saved."))
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    there = set(indicator.items.values_list("pk", flat=True))
    context = {"desk": desk, "indicator": indicator, "words": words, "page": page, "rows": [(row, row.pk in there) for row in rows]}
    return render(request, "desk/indicators/measures.html", context)


@login_required
@require_POST
def hide(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take an indicator out of sight, with a reason."""
    desk = desk_of(request, state)
    indicator = changing(request, desk, uid)
    if not done(
        request, lambda: keep.hide(indicator, version=version(request), by=person(request), because=said(request.POST, "because", 500))
    ):
        return redirect(indicator.get_absolute_url())
    messages.success(request, _("The indicator is hidden; its values are kept."))
    return redirect("desk_indicators", state=desk.state)


@login_required
@require_POST
def publish(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Show an indicator to everybody, or to its organisation alone again. Each of its values is published for itself."""
    indicator = seen(request, desk_of(request, state), uid)
    if not indicators.may_publish(indicator, who(request)):
        raise PermissionDenied
    at = timezone.now() if request.POST.get("publish") else None
    if done(request, lambda: keep.change(indicator, version=version(request), by=person(request), verb="publish", published_at=at)):
        messages.success(request, _("Everybody sees the indicator.") if at else _("Only members see the indicator."))
    return redirect(indicator.get_absolute_url())


def done(request: HttpRequest, what: Any) -> bool:
    """Do something that may not be possible any more; False with a message where it is not."""
    try:
        what()
    except keep.Conflict:
        messages.error(request, _("Somebody else changed this meanwhile: look at it as it is now, then decide."))
    except UprightError as error:
        messages.error(request, str(error))
    else:
        return True
    return False


def choose(request: HttpRequest, state: str) -> HttpResponse:
    """The library: what may be measured of each right, to be copied to the desk."""
    desk = desk_of(request, state)
    organisations = indicators.observers(desk, who(request))
    if request.method == "POST":
        return _copy(request, desk, organisations)
    asked = {name: said(request.GET, name) for name in ("q", "right", "aim")}
    found = library.matching(asked["q"], right=asked["right"], aim=asked["aim"])
    context = {
        "desk": desk, "asked": asked, "found": _by_right(found), "count": len(found), "rights": library.rights(), "aims": AIMS,
        "organisations": organisations,
        "there": set(Indicator.objects.seen_by(who(request)).filter(desk=desk).exclude(code="").values_list("code", flat=True)),
    }  # fmt: skip
    return render(request, "desk/indicators/library.html", context)


def _by_right(found: Iterable[library.Illustrative]) -> dict[str, list[library.Illustrative]]:
    by_right: dict[str, list[library.Illustrative]] = {}
    for each in found:
        by_right.setdefault(each.right, []).append(each)
    return by_right


def _copy(request: HttpRequest, desk: Desk, organisations: list[Organisation]) -> HttpResponse:
    mine = next((each for each in organisations if str(each.uid) == request.POST.get("organisation")), None)
    if mine is None:
        raise PermissionDenied
    chosen = [found for code in request.POST.getlist("code") if (found := library.find(code))]
    with keep.alone():
        copied = [indicators.copy(each, mine, by=person(request)) for each in chosen]
    if not copied:
        messages.error(request, _("Choose at least one indicator."))
        return redirect("desk_library", state=desk.state)
    messages.success(request, _("%(n)s indicators are on the desk: change them as you need.") % {"n": len(copied)})
    return redirect(copied[0].get_absolute_url()) if len(copied) == 1 else redirect("desk_indicators", state=desk.state)


urlpatterns = [
    path("<str:state>/indicators", listed, name="desk_indicators"),
    path("<str:state>/indicators.<ending:ending>", data, name="desk_indicators_data"),
    path("<str:state>/indicators/new", define, name="desk_indicator_new"),
    path("<str:state>/indicators/library", choose, name="desk_library"),
    path("<str:state>/indicators/<uuid:uid>", shown, name="desk_indicator"),
    path("<str:state>/indicators/<uuid:uid>/change", change, name="desk_indicator_change"),
    path("<str:state>/indicators/<uuid:uid>/measures", measures, name="desk_indicator_measures"),
    path("<str:state>/indicators/<uuid:uid>/hide", hide, name="desk_indicator_hide"),
    path("<str:state>/indicators/<uuid:uid>/publish", publish, name="desk_indicator_publish"),
]
