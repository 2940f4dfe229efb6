"""The desks, and the first page of one: what is to be done, by whom, by when; to each who looks, their own part of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from upright.archive.dossiers import mechanism
from upright.archive.models import Document
from upright.tracking import approval
from upright.tracking.models import Action, Approved, Assessment, Assignment, Desk, Draft, Item, Note, Observation, Organisation
from upright.tracking.queries import Actions, published
from upright.tracking.rights import Who
from upright.tracking.words import Approval, Part, Role
from upright.web import paging
from upright.web.desk.asking import desk_of, who
from upright.web.desk.calendar import Line, lines

_FEW = 8  # of each list: the rest is on the page that it leads to
_WORK: tuple[type[Approved], ...] = (Action, Note, Observation, Assessment)
_OF_STATE: tuple[type[Approved], ...] = (Action, Note, Observation)
_DESK: dict[type[Approved], str] = {Observation: "indicator__desk", Draft: "desk"}  # the way to the desk, where it is not over the record


def desks(request: HttpRequest) -> HttpResponse:
    """The desks that they may see: their own first."""
    asking = who(request)
    found = sorted(Desk.objects.seen_by(asking), key=lambda each: (each.pk not in asking.desks, each.name))
    return render(request, "desk/home/list.html", {"desks": found, "own": asking.desks})


def desk(request: HttpRequest, state: str) -> HttpResponse:
    """What is to be done: for whoever coordinates of all, for the others of their own; and what the public sees."""
    here, asking = desk_of(request, state), who(request)
    coordinates, works = here.pk in asking.coordinated, _working(here, asking)
    today = timezone.localdate()
    of_state = [each for each in works if not each.independent]
    context = {
        "desk": here, "today": today, "member": here.pk in asking.desks, "coordinates": coordinates,
        "of": _counted(here, asking), "coming": _coming(here, asking) if works else [], "lately": _lately(here, asking),
        "waiting": _longest(here, asking) if _approves(here, asking) else None, "institutions": works,
        "own": _own(here, asking, of_state), "own_address": "".join(f"{urlencode({'organisation': each.name})}&" for each in of_state),
        "assessed": _assessed(here, [each for each in works if each.independent], asking),
    }  # fmt: skip
    return render(request, "desk/home/desk.html", context)


def _working(here: Desk, asking: Who) -> list[Organisation]:
    """The organisations of this desk that they work in."""
    return list(Organisation.objects.seen_by(asking).filter(desk=here, pk__in=asking.working))


# --- how much there is of what


@dataclass(slots=True)
class Tally:
    """How many records there are, and of how many of them something holds: that they are led, active, overdue, published, assessed."""

    title: str = ""
    mechanism: str | None = None
    document: Document | None = None
    records: int = 0
    held: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The records of a desk, in all and document by document."""

    all: Tally
    documents: list[Tally]

    @property
    def without_lead(self) -> int:
        return self.all.records - self.all.held["led"]


def _counted(here: Desk, asking: Who) -> Numbers:
    """Of how many records something holds, as far as they see it. Seven queries."""
    today = timezone.localdate()
    assignments, actions = Assignment.objects.inside(asking), cast(Actions[Action], Action.objects.inside(asking))
    shown = published(asking, "item__desk")  # also to members not before its embargo is over
    holds = {
        "led": _on(assignments.filter(part=Part.LEAD.value), here),
        "active": _on(actions, here),
        "overdue": _on(assignments.overdue(today), here) | _on(actions.overdue(today), here),
        "published": _on(Action.objects.filter(shown, hidden_at=None), here),
        "assessed": _on(Assessment.objects.filter(shown, hidden_at=None), here),
    }
    tallies: dict[int | None, Tally] = {}
    total = Tally()
    for item, document in Item.objects.seen_by(asking).filter(desk=here).order_by().values_list("pk", "document"):
        for tally in (total, tallies.setdefault(document, Tally())):
            tally.records += 1
            tally.held.update(name for name, items in holds.items() if item in items)
    return Numbers(total, _titled(tallies))


def _on(rows: Any, here: Desk) -> set[int]:
    """The records of a desk that some work is on."""
    return set(rows.filter(item__desk=here).order_by().values_list("item", flat=True).distinct())


def _titled(tallies: dict[int | None, Tally]) -> list[Tally]:
    """The documents that records are of, the newest first, those taken out of the archive last."""
    documents = Document.objects.in_bulk([pk for pk in tallies if pk])
    for pk, tally in tallies.items():
        if found := documents.get(pk or 0):
            tally.title, tally.document, tally.mechanism = str(found), found, mechanism(found)
    return sorted(tallies.values(), key=lambda each: (each.document is None, -_day(each), each.title))


def _day(tally: Tally) -> int:
    date = tally.document.date if tally.document else None
    return date.toordinal() if date else 0


# --- what waits, comes, and changed


def _approves(here: Desk, asking: Who) -> bool:
    """Whether anything waits for them: for whoever coordinates, and for approvers."""
    return here.pk in asking.coordinated or any(each.desk == here.pk and each.role is Role.APPROVER for each in asking.holds)


def _longest(here: Desk, asking: Who) -> tuple[int, list[Any]]:
    """Work that waits for their approval: how much, and what has waited longest."""
    every = _waiting(here, asking)
    return every.count(), _at(every[:_FEW])


def _waiting(here: Desk, asking: Who) -> Any:
    """Where the work that waits for their approval is, what has waited longest first: since when, its key, which table of
    `approval.WAITS`."""
    rows = [
        approval.waiting(table, here, asking).order_by().annotate(table=Value(at)).values_list("changed_at", "pk", "table")
        for at, table in enumerate(approval.WAITS)
    ]  # fmt: skip
    return rows[0].union(*rows[1:], all=True).order_by("changed_at", "pk")


def _at(waiting: Iterable[tuple[dt.datetime, int, int]]) -> list[Any]:
    """The rows that some places are of, in their order."""
    places = [(table, pk) for _since, pk, table in waiting]
    found: dict[tuple[int, int], Any] = {}
    for at in {table for table, _pk in places}:
        table = approval.WAITS[at]
        rows: Any = table._default_manager
        wanted = rows.filter(pk__in=[pk for each, pk in places if each == at])
        found |= {(at, row.pk): row for row in wanted.select_related("organisation", _DESK.get(table, "item__desk"))}
    return [found[place] for place in places]


@login_required
def waiting(request: HttpRequest, state: str) -> HttpResponse:
    """All that waits for their approval."""
    here, asking = desk_of(request, state), who(request)
    if not _approves(here, asking):
        raise PermissionDenied(_("What waits for approval is seen by those who approve."))
    every = _waiting(here, asking)
    page = paging.Page(paging.asked(request), every.count())
    rows = _at(every[page.offset : page.offset + page.size])
    return render(request, "desk/home/waiting_list.html", {"desk": here, "page": page, "rows": rows})


def _inside(here: Desk, asking: Who, tables: Iterable[type[Approved]]) -> list[Any]:
    """The rows of some tables that they see as those who work on them do."""
    found = [(table, _of_desk(table, table._default_manager.inside(asking), here)) for table in tables]  # type: ignore[attr-defined]
    return [rows.select_related("organisation", _DESK.get(table, "item__desk")) for table, rows in found]


def _of_desk(table: type[Approved], rows: Any, here: Desk) -> Any:
    return rows.filter(**{_DESK.get(table, "item__desk"): here})


def _merged(found: Sequence[QuerySet[Any]], order: str) -> list[Any]:
    """The first few rows of several tables, in one order."""
    name = order.removeprefix("-")
    rows = [row for each in found for row in each.order_by(order, order.replace(name, "pk"))[:_FEW]]
    return sorted(rows, key=lambda row: getattr(row, name), reverse=order.startswith("-"))[:_FEW]


def _lately(here: Desk, asking: Who) -> list[Any]:
    """The work that changed last, as far as they see it: asked of one row after the other, from the last on, for there are many."""
    found = []
    for table in _WORK:
        rows: Any = table._default_manager
        seen = _of_desk(table, rows.seen_by(asking), here).filter(pk=OuterRef("pk"))
        found.append(rows.filter(Exists(seen)).select_related("organisation", _DESK.get(table, "item__desk")))
    return _merged(found, "-changed_at")


def _coming(here: Desk, asking: Who) -> list[tuple[Line, bool]]:
    """What is due next, and whether it is late."""
    today = timezone.localdate()
    return [(each, each.late(today)) for each in lines(here, asking, today) if each.when and not each.over(today)][:_FEW]


# --- of one's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What an institution of the State's side has to do: how many records it has a part in, of how many of them nobody planned anything or
    something is overdue, its actions that are, what is due first, what was returned to it, and what it is asked and has not answered with
    an action or a note."""

    records: int
    idle: int
    late: int
    overdue: list[Action]
    due: list[tuple[Assignment, bool]]
    returned: list[Any]
    asked: list[Assignment]


def _own(here: Desk, asking: Who, works: Sequence[Organisation]) -> Own | None:
    if not works:
        return None
    today = timezone.localdate()
    mine: Any = Assignment.objects.inside(asking).filter(item__desk=here, organisation__in=works)
    late = set(mine.overdue(today).values_list("pk", flat=True))
    dated = mine.filter(due_on__isnull=False).select_related("item__desk", "organisation").order_by("due_on", "pk")
    answered = _answered(here, asking, works)
    asked = [each for each in mine.exclude(request="").select_related("item__desk", "organisation") if _key(each) not in answered]
    returned = [
        rows.filter(approval=Approval.RETURNED.value, organisation__in=works) for rows in _inside(here, asking, _OF_STATE)
    ]  # fmt: skip
    actions: Any = Action.objects.inside(asking)
    overdue = actions.overdue(today).filter(item__desk=here, organisation__in=works).select_related("item__desk", "organisation")
    records = mine.values("item").distinct().count()
    idle, behind = _neglected(mine, asking, today) if records else (0, 0)
    return Own(
        records=records, idle=idle, late=behind, overdue=list(overdue.order_by("due_on", "pk")[:_FEW]),
        due=[(each, each.pk in late) for each in dated if each.pk in late or each.due_on >= today][:_FEW],
        returned=_merged(returned, "-changed_at"), asked=sorted(asked, key=lambda each: (each.due_on is None, each.due_on))[:_FEW],
    )  # fmt: skip


def _neglected(mine: Any, asking: Who, today: dt.date) -> tuple[int, int]:
    """On how many of the records that are assigned to them no action that they see is planned; and something is overdue, whosever it is."""
    acted: Any = Action.objects.seen_by(asking).filter(item=OuterRef("item"))  # as the list of records, which the number leads to
    inside: Any = [table.objects.inside(asking) for table in (Action, Assignment)]
    late = [rows.overdue(today).filter(item__in=mine.values("item")).order_by().values_list("item") for rows in inside]
    return mine.filter(~Exists(acted)).values("item").distinct().count(), late[0].union(late[1]).count()


def _key(work: Any) -> tuple[int, int]:
    return work.item_id, work.organisation_id


def _answered(here: Desk, asking: Who, works: Sequence[Organisation]) -> set[tuple[int, int]]:
    """The records on which some organisations wrote something: each with the organisation."""
    found: set[tuple[int, int]] = set()
    for rows in _inside(here, asking, (Action, Note)):
        found |= set(rows.filter(organisation__in=works).order_by().values_list("item", "organisation"))
    return found


def _assessed(here: Desk, works: Sequence[Organisation], asking: Who) -> list[tuple[Organisation, int, dict[str, int]]]:
    """Of each independent organisation that they work in: how many records it assessed, and how many assessments are how far."""
    rows: Any = Assessment.objects.inside(asking).filter(item__desk=here, organisation__in=works).order_by()
    far: dict[int, dict[str, int]] = {each.pk: {} for each in works}
    for organisation, state, number in rows.values_list("organisation", "approval").annotate(n=Count("pk")):
        far[organisation][state] = number
    records = dict(rows.values_list("organisation").annotate(n=Count("item", distinct=True)))
    return [(each, records.get(each.pk, 0), far[each.pk]) for each in works]


urlpatterns = [
    path("", desks, name="desks"),
    path("<str:state>", desk, name="desk"),
    path("<str:state>/waiting", waiting, name="desk_waiting"),
]
