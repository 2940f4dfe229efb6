"""Actions: the list of a desk's, one with all that belongs to it, and the forms to plan and change it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import approval, evidence, keep
from upright.tracking.models import Action, Assignment, Desk, Evidence, Item, Kept, Milestone, Note, Organisation
from upright.tracking.rights import Who
from upright.tracking.words import Aim, Part, Progress, Step
from upright.web import paging, tables
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Day, OfOrganisation, Text
from upright.web.desk.merging import conflict
from upright.web.desk.words import AIMS, APPROVALS, PROGRESS

MINE, ALL = "mine", "all"
SORTS = {"due": "due_on", "-due": "due_on", "changed": "changed_at"}
COLUMNS = (
    "organisation", "symbol", "number", "record", "title", "description", "aim", "progress", "approval", "starts", "due", "done", "budget",
    "currency", "milestones", "milestones_done", "overdue", "address",
)  # fmt: skip


# --- the list --------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. `organisation`: `mine`, `all`, or the identifier of one."""

    q: str
    organisation: str
    progress: str
    approval: str
    overdue: str
    sort: str

    @classmethod
    def of(cls, request: HttpRequest, asking: Who, desk: Desk) -> Asked:
        """Out of the parameters; whoever works in an institution, and does not coordinate, begins with their own."""
        given = {name: request.GET.get(name, "").strip()[:200] for name in cls.__slots__}
        if not given["organisation"]:
            given["organisation"] = MINE if _own(asking, desk) and desk.pk not in asking.coordinated else ALL
        return cls(**{**given, "sort": given["sort"] if given["sort"] in SORTS else "due"})

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.progress or self.approval or self.overdue or self.organisation != ALL)


def _own(asking: Who, desk: Desk) -> list[Organisation]:
    """The organisations of the State's side that somebody works in."""
    return list(Organisation.objects.of_state().filter(pk__in=asking.working, desk=desk, hidden_at=None)) if asking.working else []


def _found(request: HttpRequest, desk: Desk) -> tuple[Asked, QuerySet[Action, Action]]:
    """What is asked for, and the actions that it finds."""
    asking = who(request)
    asked = Asked.of(request, asking, desk)
    every = Action.objects.overdue(timezone.localdate()) if asked.overdue else Action.objects.all()
    rows = every.seen_by(asking).filter(item__desk=desk)
    for word in asked.q.split()[:20]:
        rows = rows.filter(Q(title__icontains=word) | Q(description__icontains=word) | Q(item__text__icontains=word) | _numbered(word))
    wanted = {name: getattr(asked, name) for name in ("progress", "approval") if getattr(asked, name)}
    rows = rows.filter(**wanted)
    return asked, _of_organisation(rows, asked.organisation, asking).select_related("item__desk", "organisation")


def _numbered(word: str) -> Q:
    return Q(item__number__iexact=word) | Q(item__symbol__iexact=word)


def _of_organisation(rows: QuerySet[Action, Action], asked: str, asking: Who) -> QuerySet[Action, Action]:
    if asked == ALL:
        return rows
    if asked == MINE:
        return rows.filter(organisation__in=asking.working)
    try:
        return rows.filter(organisation__uid=asked)
    except ValidationError:  # no identifier
        return rows.none()


def _sorted(rows: QuerySet[Action, Action], sort: str) -> QuerySet[Action, Action]:
    """By date, those without one last."""
    column = F(SORTS[sort])
    descends = sort != "due"
    return rows.order_by(column.desc(nulls_last=True) if descends else column.asc(nulls_last=True), "pk")


def _counted(rows: QuerySet[Action, Action]) -> QuerySet[Action, Action]:
    """With the number of milestones, and of those that are done."""
    there = Q(milestones__hidden_at=None)
    done = there & Q(milestones__done_on__isnull=False)
    return rows.annotate(steps=Count("milestones", filter=there), steps_done=Count("milestones", filter=done))


def listed(request: HttpRequest, state: str) -> HttpResponse:
    """The actions of a desk."""
    desk, asking = desk_of(request, state), who(request)
    asked, found = _found(request, desk)
    page = paging.Page(paging.asked(request), found.count())
    every = Action.objects.seen_by(asking).filter(item__desk=desk).order_by()
    shown = _sorted(found, asked.sort).values_list("pk", flat=True)[page.offset : page.offset + page.size]
    rows = list(_counted(_sorted(found.filter(pk__in=list(shown)), asked.sort)))  # milestones of these alone are counted
    context = {
        "desk": desk, "asked": asked, "page": page, "own": _own(asking, desk),
        "rows": rows, "late": {each.pk for each in rows if late(each, timezone.localdate())},
        "organisations": Organisation.objects.filter(pk__in=every.values("organisation")),
        "progress": PROGRESS, "approvals": APPROVALS, "member": desk.pk in asking.desks,
    }  # fmt: skip
    return render(request, "desk/actions/list.html", context)


def data(request: HttpRequest, state: str, ending: str) -> HttpResponseBase:
    """The same actions as a file."""
    desk, today = desk_of(request, state), timezone.localdate()
    asked, found = _found(request, desk)
    rows: Any = _counted(_sorted(found, asked.sort))
    address = request.build_absolute_uri("/")[:-1]

    def each_row() -> Iterator[list[Any]]:
        for each in rows.iterator(chunk_size=1_000):
            yield [
                each.organisation.name, each.item.symbol, each.item.number, each.item.text, each.title, each.description, each.aim,
                each.progress, each.approval, each.starts_on, each.due_on, each.done_on,
                None if each.budget is None else float(each.budget), each.currency, each.steps, each.steps_done,
                late(each, today), f"{address}{each.get_absolute_url()}",
            ]  # fmt: skip

    return tables.respond(tables.Table(name=f"actions-{desk.state}", columns=COLUMNS, rows=each_row), ending)


def late(action: Action, today: dt.date) -> bool:
    """Is its day over, while it is neither done nor dropped?"""
    over = action.done_on or action.progress in {Progress.DONE.value, Progress.DROPPED.value}
    return bool(action.due_on and action.due_on < today and not over)


# --- one -------------------------------------------------------------------------------------------------------------------------------


def action(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """An action with its milestones, notes, evidence, comments, and what became of it, as far as whoever looks sees them."""
    desk, asking = desk_of(request, state), who(request)
    found = seen(request, desk, uid)
    inside = Action.objects.inside(asking).filter(pk=found.pk).exists()
    notes = list(Note.objects.seen_by(asking).filter(action=found).select_related("organisation", "item__desk", "created_by"))
    context = {
        "desk": desk, "action": found, "inside": inside, "late": late(found, timezone.localdate()),
        "may_change": Action.objects.changed_by(asking).filter(pk=found.pk).exists(),
        "may_take_back": Step.TAKE_BACK in approval.steps(found, asking),
        "milestones": Milestone.objects.seen_by(asking).filter(action=found).order_by(F("due_on").asc(nulls_last=True), "pk"),
        "notes": notes, "evidence_of": evidence.of_each(notes, asking),
        "changeable": set(Note.objects.changed_by(asking).filter(action=found).values_list("pk", flat=True)),
        "writes": bool(writers(found, asking)), "today": timezone.localdate(),
        "audited": _worked_on(found, notes),
    }  # fmt: skip
    return render(request, "desk/actions/one.html", context)


def seen(request: HttpRequest, desk: Desk, uid: UUID) -> Action:
    """An action of a desk that they may see."""
    rows = Action.objects.seen_by(who(request)).filter(item__desk=desk)
    found: Action = one(rows.select_related("item__desk", "item__document", "organisation__desk"), uid)
    return found


def changing(request: HttpRequest, desk: Desk, uid: UUID) -> Action:
    """An action of a desk that they may change; 403 for one that they only see."""
    found = seen(request, desk, uid)
    if not Action.objects.changed_by(who(request)).filter(pk=found.pk).exists():
        raise PermissionDenied(_("This cannot be changed now, or not by you: take it back first, or ask the institution whose it is."))
    return found


def writers(action: Action, asking: Who) -> list[Organisation]:
    """The organisations that somebody may say how it goes for: whose action it is first, then others that work on it and see it."""
    if not Action.objects.inside(asking).filter(pk=action.pk).exists():
        return []
    mine = _writable(action.item.desk, asking)
    supporting = Q(assignments__item=action.item, assignments__hidden_at=None)
    rows = mine.filter(Q(pk=action.organisation_id) | supporting | Q(pk__in=asking.working)).distinct()
    return sorted(rows, key=lambda each: (each.pk != action.organisation_id, each.name))


def _worked_on(action: Action, notes: list[Note]) -> list[Kept]:
    """The rows that the history of an action is of."""
    return [action, *Milestone.objects.filter(action=action), *notes, *Evidence.objects.filter(action=action)]


# --- planned and changed ---------------------------------------------------------------------------------------------------------------


class ActionForm(OfOrganisation):
    """What an action is."""

    title = forms.CharField(label=gettext_lazy("What is done"), max_length=300)
    description = Text(label=gettext_lazy("Description"), required=False, max_length=20_000)
    aim = forms.ChoiceField(
        label=gettext_lazy("Aim"),
        choices=[(each.value, AIMS[each.value]) for each in Aim],
        help_text=gettext_lazy("Structural: laws, institutions. Process: measures, programmes. Outcome: what people enjoy of the right."),
    )
    progress = forms.ChoiceField(label=gettext_lazy("Progress"), choices=[(each.value, PROGRESS[each.value]) for each in Progress])
    starts_on = Day(label=gettext_lazy("Begins"), required=False)
    due_on = Day(label=gettext_lazy("Due"), required=False)
    done_on = Day(label=gettext_lazy("Done on"), required=False)
    budget = forms.DecimalField(label=gettext_lazy("Budget"), required=False, max_digits=18, decimal_places=2, min_value=0)
    currency = forms.CharField(
        label=gettext_lazy("Currency"), required=False, max_length=3, help_text=gettext_lazy("Its code of three letters: EUR, CHF")
    )

    def clean_currency(self) -> str:
        code = str(self.cleaned_data["currency"]).strip().upper()
        if code and not re.fullmatch(r"[A-Z]{3}", code):
            raise ValidationError(_("A currency is a code of three letters: EUR, CHF."))
        return code

    def clean_budget(self) -> Decimal | None:
        budget: Decimal | None = self.cleaned_data["budget"]
        return None if budget is None else budget.quantize(Decimal("0.01"))  # as it is kept

    def clean(self) -> None:
        given = self.cleaned_data
        starts, due, done = (given.get(name) for name in ("starts_on", "due_on", "done_on"))
        if starts and due and due < starts:
            self.add_error("due_on", _("It is due before it begins."))
        if starts and done and done < starts:
            self.add_error("done_on", _("It is done before it begins."))
        if done and given.get("progress") != Progress.DONE.value:
            self.add_error("progress", _("It has a day on which it was done: then it is done."))
        if given.get("budget") is not None and not given.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("In which currency is the budget?"))


class ChangeForm(ActionForm):
    """What an action is from now on, and why."""

    because = forms.CharField(
        label=gettext_lazy("Why is it changed?"), required=False, max_length=500,
        help_text=gettext_lazy("Stands beside the change for those who work on it."),
    )  # fmt: skip


def _writable(desk: Desk, asking: Who) -> QuerySet[Organisation, Organisation]:
    return Organisation.objects.written_by(asking).of_state().filter(desk=desk)


@login_required
def new(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Plan an action on what is followed up."""
    desk, asking = desk_of(request, state), who(request)
    item: Item = one(Item.objects.seen_by(asking).filter(desk=desk), uid)
    organisations = list(_writable(desk, asking))
    if not organisations:
        raise PermissionDenied(_("Actions are planned by the institutions of the State's side: ask its coordinator to invite you."))
    initial = _as_assigned(item, organisations, asking)
    form = ActionForm(request.POST if request.method == "POST" else None, organisations=organisations, initial=initial)
    if form.is_valid():
        made = keep.create(Action, by=person(request), item=item, **form.cleaned_data)
        messages.success(request, _("Planned. It is a draft until it is submitted."))
        return redirect(made)
    return render(request, "desk/actions/write.html", {"desk": desk, "item": item, "form": form}, status=400 if form.errors else 200)


def _as_assigned(item: Item, organisations: list[Organisation], asking: Who) -> dict[str, Any]:
    """What an action begins with: the institution that the record is assigned to, of those that they write for, and by when."""
    rows = Assignment.objects.seen_by(asking).filter(item=item, organisation__in=organisations).select_related("organisation")
    found = next(iter(sorted(rows, key=lambda each: (each.organisation_id not in asking.working, each.part != Part.LEAD.value))), None)
    return {"organisation": found.organisation, "due_on": found.due_on} if found else {}


@login_required
def change(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Change an action. Where somebody else did meanwhile, the page shows what both wrote."""
    desk = desk_of(request, state)
    found = changing(request, desk, uid)
    organisations = list({found.organisation, *_writable(desk, who(request))})
    initial = {name: getattr(found, name) for name in ActionForm.base_fields}
    form = ChangeForm(request.POST if request.method == "POST" else None, organisations=organisations, initial=initial)
    seen_version = version(request) if request.method == "POST" else found.version
    if form.is_valid():
        try:
            keep.change(found, version=seen_version, by=person(request), **form.cleaned_data)
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=desk, back=found.get_absolute_url())
        messages.success(request, _("Changed."))
        return redirect(found)
    context = {"desk": desk, "item": found.item, "action": found, "form": form, "version": seen_version}
    return render(request, "desk/actions/write.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def hide(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take an action out of sight, with a reason."""
    desk = desk_of(request, state)
    found = changing(request, desk, uid)
    try:
        keep.hide(found, version=version(request), by=person(request), because=request.POST.get("because", ""))
    except UprightError as error:
        messages.error(request, str(error))
        return redirect(found)
    messages.success(request, _("Hidden. It is not deleted: a coordinator can bring it back."))
    return redirect("desk_actions", desk.state)


urlpatterns = [
    path("<str:state>/actions", listed, name="desk_actions"),
    path("<str:state>/actions.<ending:ending>", data, name="desk_actions_download"),
    path("<str:state>/items/<uuid:uid>/actions/new", new, name="desk_action_new"),
    path("<str:state>/actions/<uuid:uid>", action, name="desk_action"),
    path("<str:state>/actions/<uuid:uid>/change", change, name="desk_action_change"),
    path("<str:state>/actions/<uuid:uid>/hide", hide, name="desk_action_hide"),
]
