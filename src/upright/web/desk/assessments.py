"""How far what is followed up is implemented, as several see it: the list of a desk, one assessment, writing one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upright.archive.labels import THEMES
from upright.exceptions import UprightError
from upright.tracking import about, assessments, keep, scales
from upright.tracking.assessments import COMMITTEE, Compared, Disagreement, Stand
from upright.tracking.models import Assessment, Desk, Item, Organisation
from upright.tracking.rights import Who
from upright.tracking.scales import Grading
from upright.web import paging, tables
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Day, Form, Text
from upright.web.desk.merging import conflict
from upright.web.desk.scale_words import COMPARED
from upright.web.templatetags.desk_assessments import assessor_name, degree_word, scale_title, stand_word

FILTERS = ("assessor", "scale", "value", "compared", "theme")
COLUMNS = (
    "symbol", "number", "text", "limb", "assessor", "kind", "scale", "value", "meaning", "off_the_order", "as_of", "rationale", "approval",
    "document", "steps_apart", "pairs_apart", "pairs_off_the_order", "pairs_not_comparable", "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An item with those who assess it, as far as whoever looks sees them."""

    item: Item
    stands: Sequence[Stand]
    disagreement: Disagreement
    themes: tuple[str, ...]


# --- the list --------------------------------------------------------------------------------------------------------------------------


def rows_of(desk: Desk, asking: Who) -> list[Row]:
    """The items of a desk that somebody assesses, those with the largest disagreement first."""
    items = list(Item.objects.listed().seen_by(asking).filter(desk=desk))
    for item in items:
        item.desk = desk
    stands = assessments.of_items(items, asking)
    assessed = [item for item in items if stands[item.pk]]
    themes = about.of_items(assessed)
    rows = [
        Row(item=item, stands=stands[item.pk], disagreement=assessments.compare(stands[item.pk]), themes=themes[item.pk].values(THEMES))
        for item in assessed
    ]
    return sorted(rows, key=lambda row: tuple(-n for n in row.disagreement.size))


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:200] for name in FILTERS}


def _found(rows: Sequence[Row], asked: dict[str, str]) -> list[Row]:
    """The rows that an address asks for: one assessor must say all that is asked of it, the value on the scale."""

    def said(stand: Stand) -> bool:
        wanted = {"assessor": stand.assessor, "scale": stand.grading.name if stand.grading else "", "value": stand.value}
        return all(not asked[name] or asked[name] == value for name, value in wanted.items())

    def differs(row: Row) -> bool:
        return not asked["compared"] or any(pair.compared.value == asked["compared"] for pair in row.disagreement.pairs)

    return [
        row
        for row in rows
        if any(map(said, row.stands)) and differs(row) and (not asked["theme"] or asked["theme"] in row.themes)
    ]  # fmt: skip


def _choices(rows: Sequence[Row]) -> dict[str, Any]:
    """What there is to choose from: what occurs."""
    stands = [stand for row in rows for stand in row.stands]
    gradings = {stand.grading.name: stand.grading for stand in stands if stand.grading}
    names = {stand.assessor: stand.organisation.name if stand.organisation else _("The committees") for stand in stands}
    return {
        "assessors": sorted(names.items(), key=lambda each: (each[0] != COMMITTEE, each[1])),
        "scales": list(gradings.values()),
        "themes": sorted({theme for row in rows for theme in row.themes}),
        "comparisons": COMPARED.items(),
    }


def listed(request: HttpRequest, state: str) -> HttpResponse:
    """Who says what, side by side; what disagrees most comes first."""
    desk, asking, asked = desk_of(request, state), who(request), _asked(request)
    rows = rows_of(desk, asking)
    found = _found(rows, asked)
    page = paging.Page(paging.asked(request), len(found))
    context = {
        "desk": desk, "asked": asked, "narrowed": any(asked.values()), "page": page, "counts": counts(rows),
        "rows": found[page.offset : page.offset + page.size], "items": Item.objects.seen_by(asking).filter(desk=desk).count(),
        "writes": Organisation.objects.written_by(asking).filter(desk=desk).exists(), **_choices(rows),
    }  # fmt: skip
    return render(request, "desk/assessments/list.html", context)


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many items are assessed, by two or more, and of these how many have a pair of each kind."""
    found = {"assessed": len(rows), "several": sum(len(row.disagreement.pairs) > 0 for row in rows)}
    return found | {each.value: sum(row.disagreement.count(each) > 0 for row in rows) for each in Compared}


def data(request: HttpRequest, state: str, ending: str) -> HttpResponseBase:
    """The same list, a line for each assessment that stands."""
    desk, asking, asked = desk_of(request, state), who(request), _asked(request)
    found = _found(rows_of(desk, asking), asked)
    address = request.build_absolute_uri("/")[:-1]
    table = tables.Table(name=f"assessments-{desk.state}", columns=COLUMNS, rows=lambda: _lines(found, address))
    return tables.respond(table, ending)


def _lines(rows: Sequence[Row], address: str) -> Iterator[list[Any]]:
    for row in rows:
        item, apart = row.item, row.disagreement
        for stand in row.stands:
            degree, work, document = stand.degree, stand.assessment, stand.grade and stand.grade.document
            yield [
                item.symbol, item.number, item.text, stand.limb, assessor_name(stand), stand.organisation.kind if stand.organisation else
                COMMITTEE, str(scale_title(stand.grading)) if stand.grading else None, stand.value, stand_word(stand),
                degree.rank is None if degree else None, stand.as_of, stand.rationale, work.approval if work else None,
                document.symbol if document else None, apart.steps, apart.apart, apart.off_order, apart.not_comparable,
                f"{address}{item.get_absolute_url()}",
            ]  # fmt: skip


# --- one -------------------------------------------------------------------------------------------------------------------------------


def shown(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """An assessment: its reasons and evidence, those before it, and what others say."""
    desk, asking = desk_of(request, state), who(request)
    row = one(Assessment.objects.seen_by(asking).filter(item__desk=desk).select_related("item__desk", "organisation"), uid)
    [stand] = assessments.stands_of([row])
    context = {
        "desk": desk, "work": row, "stand": stand, "earlier": assessments.earlier_than(row, asking),
        "others": [each for each in assessments.of_items([row.item], asking)[row.item_id] if each.organisation != row.organisation],
        "may_change": Assessment.objects.changed_by(asking).filter(pk=row.pk).exists(),
        "inside": Assessment.objects.inside(asking).filter(pk=row.pk).exists(),
        "writes": Organisation.objects.written_by(asking).filter(pk=row.organisation_id).exists(),
    }  # fmt: skip
    return render(request, "desk/assessments/one.html", context)


# --- written ---------------------------------------------------------------------------------------------------------------------------


class Written(Form):
    """An assessment on one scale: which scale is chosen before."""

    scale = forms.CharField(widget=forms.HiddenInput)
    value = forms.ChoiceField(
        label=gettext_lazy("How far is it implemented?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a value of the scale.")},
    )  # fmt: skip
    limb = forms.CharField(
        label=gettext_lazy("Of which part alone"), required=False, max_length=10,
        help_text=gettext_lazy("The letter of a sub-paragraph, such as (a), where you assess only that. Empty: the whole."),
    )  # fmt: skip
    rationale = Text(label=gettext_lazy("Why"), rows=8, max_length=20_000)
    as_of = Day(
        label=gettext_lazy("Cut-off date"), help_text=gettext_lazy("Until when you looked: what happened later is not in this assessment.")
    )  # fmt: skip

    def __init__(self, *args: Any, grading: Grading, **given: Any) -> None:
        super().__init__(*args, **given)
        field: Any = self.fields["value"]
        field.choices = [(each.value, _offered(each)) for each in grading.degrees]

    def clean_limb(self) -> str:
        letter = str(self.cleaned_data["limb"]).strip("() .").lower()
        return f"({letter})" if letter else ""


def _offered(degree: scales.Degree) -> str:
    return degree_word(degree) if degree.rank is not None else _("%(degree)s (not ranked)") % {"degree": degree_word(degree)}


def _item(request: HttpRequest, desk: Desk, uid: UUID) -> Item:
    found: Item = one(Item.objects.seen_by(who(request)).filter(desk=desk).select_related("desk", "document"), uid)
    return found


def _writing(request: HttpRequest, desk: Desk) -> tuple[Organisation, list[Organisation]]:
    """The organisation that is assessed for, and all that they write for; 403 where there is none."""
    found = list(Organisation.objects.written_by(who(request)).filter(desk=desk))
    if not found:
        raise PermissionDenied
    return next((each for each in found if str(each.uid) == request.GET.get("for")), found[0]), found


def _grading(request: HttpRequest, organisation: Organisation, usual: str) -> tuple[Grading, list[Grading]]:
    """The scale that is asked for, else the usual one; and all that are offered."""
    offered = scales.offered(organisation)
    name = request.POST.get("scale") or request.GET.get("scale") or usual
    return offered.get(name) or next(iter(offered.values())), list(offered.values())


def _usual(organisation: Organisation, item: Item, asking: Who) -> str:
    """The scale that an organisation assessed on last: of this item, else at all; else that of the item's committee."""
    mine = Assessment.objects.seen_by(asking).filter(organisation=organisation).order_by("-pk")
    last = mine.filter(item=item).first() or mine.first()
    graded = next((stand.grading for stand in assessments.of_items([item], asking)[item.pk] if stand.grade and stand.grading), None)
    return last.scale if last else graded.name if graded else ""


@login_required
def assess(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """A new assessment of an item."""
    desk, asking = desk_of(request, state), who(request)
    item = _item(request, desk, uid)
    organisation, organisations = _writing(request, desk)
    grading, offered = _grading(request, organisation, _usual(organisation, item, asking))
    first = {"scale": grading.name, "as_of": timezone.localdate()}
    form = Written(request.POST or None, grading=grading, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = assessments.assess(item, organisation, asking, by=person(request), **form.cleaned_data)
        except UprightError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved as a draft: add evidence, then approve it. Nobody else sees it before it is published."))
            return redirect(made.get_absolute_url())
    context = {
        "desk": desk, "item": item, "form": form, "grading": grading, "scales": offered, "organisation": organisation,
        "organisations": organisations,
    }  # fmt: skip
    return render(request, "desk/assessments/write.html", context, status=400 if form.errors else 200)


@login_required
def change(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Change an assessment that is not approved yet."""
    desk, asking = desk_of(request, state), who(request)
    row = one(Assessment.objects.changed_by(asking).filter(item__desk=desk).select_related("item__desk", "organisation"), uid)
    grading, offered = _grading(request, row.organisation, row.scale)
    first = {name: getattr(row, name) for name in Written.base_fields} | {"scale": grading.name}
    form = Written(request.POST or None, grading=grading, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            assessments.change(row, asking, version=version(request), by=person(request), **form.cleaned_data)
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=desk, back=row.get_absolute_url())
        except UprightError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(row.get_absolute_url())
    context = {
        "desk": desk, "item": row.item, "work": row, "form": form, "version": row.version, "grading": grading, "scales": offered,
        "organisation": row.organisation, "organisations": [row.organisation],
    }  # fmt: skip
    return render(request, "desk/assessments/write.html", context, status=400 if form.errors else 200)


urlpatterns = [
    path("<str:state>/assessments", listed, name="desk_assessments"),
    path("<str:state>/assessments.<ending:ending>", data, name="desk_assessments_download"),
    path("<str:state>/assessments/<uuid:uid>", shown, name="desk_assessment"),
    path("<str:state>/assessments/<uuid:uid>/change", change, name="desk_assessment_change"),
    path("<str:state>/items/<uuid:uid>/assess", assess, name="desk_assess"),
]
