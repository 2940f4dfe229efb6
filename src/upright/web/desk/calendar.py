"""The calendar of a desk: what follows from the procedures and what the desk set itself, with why and the way there.

Mail programs have it at a secret address of each person, who sees there what they see here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.archive.models import Document
from upright.exceptions import UprightError
from upright.tracking import deadlines, feed, keep, procedures
from upright.tracking.models import Deadline, Desk, Organisation, Person
from upright.tracking.people import who_of
from upright.tracking.procedures import Due, Span
from upright.tracking.rights import Who
from upright.web import tables
from upright.web.desk import due_words
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Day, Form
from upright.web.desk.merging import conflict

COLUMNS = (
    "first_day", "last_day", "title", "code", "body", "session", "by", "duty", "basis", "stated", "source", "verified", "document",
    "paragraph", "paragraphs", "met_by", "organisation", "done_on", "late", "address",
)  # fmt: skip
_WHOLE = "state"  # of the whole State's side


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is due, by the procedures (`due`) or because the desk set it (`own`). `said`: what organisations say of it."""

    title: str
    url: str
    when: Span | None
    due: Due | None = None
    own: Deadline | None = None
    said: list[Deadline] = field(default_factory=list)

    @property
    def rows(self) -> list[Deadline]:
        return [self.own] if self.own else self.said

    @property
    def days(self) -> str:
        return due_words.days(self.when)

    @property
    def reasons(self) -> list[str]:
        return due_words.reasons(self.due) if self.due else []

    @property
    def done(self) -> bool:
        return any(each.done_on for each in self.rows) or bool(self.due and self.due.met_by)

    def late(self, today: dt.date) -> bool:
        """Whether it is over, owed and not done."""
        if self.done:
            return False
        return self.due.overdue(today) if self.due else self.when is not None and self.when.last < today

    def over(self, today: dt.date) -> bool:
        """Whether nothing is to be done for it any more."""
        return self.done or (self.when is not None and self.when.last < today and not self.late(today))


def lines(desk: Desk, asking: Who, today: dt.date) -> list[Line]:
    """All that is due on a desk, as far as somebody sees it, in the order of days; what has no day is last."""
    rows = list(Deadline.objects.seen_by(asking).filter(desk=desk).select_related("organisation", "desk").order_by("on", "pk"))
    found = [_of_due(desk, due, rows) for due in deadlines.of_state(desk.state, today)]
    known = {line.due.key for line in found if line.due}
    found += [_of_row(row) for row in rows if (row.rule, row.about) not in known]
    return sorted(found, key=lambda line: (line.when is None, line.when.first if line.when else dt.date.max, line.title))


def _of_due(desk: Desk, due: Due, rows: Iterable[Deadline]) -> Line:
    said = [row for row in rows if (row.rule, row.about) == due.key]
    url = reverse("desk_due", args=[desk.state, *due.key])
    return Line(title=due_words.title(due), url=url, when=due.when, due=due, said=said)


def _of_row(row: Deadline) -> Line:
    """A deadline of the desk's own; or what was said of one that documents have overtaken."""
    url = reverse("desk_deadline", args=[row.desk.state, row.uid])
    return Line(title=row.title, url=url, when=procedures.on_day(row.on), own=row)


# --- looked at


def calendar(request: HttpRequest, state: str) -> HttpResponse:
    """The calendar: what is late, what comes, what has no day, what is over."""
    desk, asking, today = desk_of(request, state), who(request), timezone.localdate()
    found = lines(desk, asking, today)
    open_ = [line for line in found if not line.over(today)]
    groups = [
        ("late", _("Late"), [line for line in open_ if line.late(today)]),
        ("coming", _("To come"), [line for line in open_ if line.when and not line.late(today)]),
        ("undated", _("Without a day"), [line for line in open_ if not line.when]),
        ("over", _("Done or over"), [line for line in found if line.over(today)][::-1]),
    ]
    context = {
        "desk": desk, "groups": [each for each in groups if each[2]], "writes": bool(_owners(desk, asking)),
        "member": desk.pk in asking.desks, "today": today,
    }  # fmt: skip
    return render(request, "desk/calendar/list.html", context)


def data(request: HttpRequest, state: str, ending: str) -> HttpResponseBase:
    """The same list as data: a row for what is due, and one for what each organisation says of it."""
    desk, today = desk_of(request, state), timezone.localdate()
    found, address = lines(desk, who(request), today), request.build_absolute_uri("/")[:-1]

    def rows() -> Iterator[list[Any]]:
        for line in found:
            if line.due:
                yield [*_due_cells(line, line.due), "", None, line.late(today), address + line.url]
            for row in line.rows:
                span = procedures.on_day(row.on)
                late = row.done_on is None and span is not None and span.last < today
                cells = [row.on, row.on, row.title, row.rule, *[None] * 12]
                yield [*cells, str(row.organisation or ""), row.done_on, late, address + line.url]

    return tables.respond(tables.Table(name=f"calendar-{desk.state}", columns=COLUMNS, rows=rows), ending)


def _due_cells(line: Line, due: Due) -> list[Any]:
    when, rule = due.when, due.rule
    return [
        when.first if when else None, when.last if when else None, line.title, due.code, due.body, due.session,
        rule.by if rule else None, rule.duty if rule else None, due.basis.value, due.stated, rule.source if rule else None,
        rule.verified if rule else None, due.document, due.paragraph, "; ".join(due.about), due.met_by,
    ]  # fmt: skip


def due(request: HttpRequest, state: str, code: str, about: str) -> HttpResponse:
    """One that follows from the procedures: why, by whom, the steps before it, what organisations say of it."""
    desk, asking = desk_of(request, state), who(request)
    line = _line(request, desk, code, about)
    owners = _silent(line, _owners(desk, asking))
    return _due_page(request, desk, line, Said(owners=owners) if owners else None)


def _silent(line: Line, owners: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those who said nothing of it yet: what was said is changed on its own page."""
    said = {str(row.organisation.uid) if row.organisation else _WHOLE for row in line.said}
    return [each for each in owners if each[0] not in said]


def _line(request: HttpRequest, desk: Desk, code: str, about: str) -> Line:
    found = (line for line in lines(desk, who(request), timezone.localdate()) if line.due and line.due.key == (code, about))
    line = next(found, None)
    if line is None:
        raise Http404(_("Nothing of this kind is due."))
    return line


def _due_page(request: HttpRequest, desk: Desk, line: Line, form: Said | None, status: int = 200) -> HttpResponse:
    rule = line.due.rule if line.due else None
    document = Document.objects.filter(symbol=line.due.document, principal=True).first() if line.due and line.due.document else None
    met_by = Document.objects.filter(symbol=line.due.met_by, principal=True).first() if line.due and line.due.met_by else None
    context = {
        "desk": desk, "line": line, "due": line.due, "document": document, "met_by": met_by, "form": form,
        "late": line.late(timezone.localdate()),
        "by": due_words.BY[rule.by] if rule else "", "duty": due_words.DUTIES[rule.duty] if rule else "",
        "plan": _plan(line.due.code, line.when) if line.due else [],
    }  # fmt: skip
    return render(request, "desk/calendar/due.html", context, status=status)


def _plan(code: str, when: Span | None) -> list[tuple[str, procedures.Step]]:
    """The steps before the day, or the first day that it may be."""
    return [(due_words.STEPS[step.step], step) for step in procedures.plan(code, when.first)] if when else []


# --- written


def _owners(desk: Desk, asking: Who) -> list[tuple[str, str]]:
    """For whom somebody may write in the calendar: organisations, and the State's side as a whole."""
    rows = Organisation.objects.written_by(asking).filter(desk=desk)
    whole = [(_WHOLE, _("The whole State’s side"))] if desk.pk in asking.coordinated else []
    return [*whole, *((str(each.uid), str(each)) for each in rows)]


class Owned(Form):
    """Something of an organisation, or of the whole State's side. `owners`: as `_owners`."""

    organisation = forms.ChoiceField(label=gettext_lazy("Whose it is"))

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        choice: Any = self.fields["organisation"]
        choice.choices = owners


class New(Owned):
    """A date of one's own."""

    title = forms.CharField(label=gettext_lazy("What is due"), max_length=300)
    on = Day(label=gettext_lazy("By when"))


class Said(Owned):
    """What an organisation says of something that is due."""

    on = Day(label=gettext_lazy("Our own day"), required=False, help_text=gettext_lazy("You are reminded of it."))
    done_on = Day(label=gettext_lazy("Done on"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not (given.get("on") or given.get("done_on")):
            self.add_error(None, _("Give a day: your own, or the one on which it was done."))
        return given


class Changed(Form):
    """A deadline that is there: `on` may be empty where the procedures give the day."""

    title = forms.CharField(label=gettext_lazy("What is due"), max_length=300)
    on = Day(label=gettext_lazy("By when"), required=False)
    done_on = Day(label=gettext_lazy("Done on"), required=False)


def _organisation(desk: Desk, uid: str) -> Organisation | None:
    return None if uid == _WHOLE else Organisation.objects.get(desk=desk, uid=uid)


@login_required
def add(request: HttpRequest, state: str) -> HttpResponse:
    """A new deadline."""
    desk = desk_of(request, state)
    owners = _may_write(request, desk)
    form = New(request.POST or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        organisation = _organisation(desk, given["organisation"])
        made = keep.create(Deadline, by=person(request), desk=desk, organisation=organisation, title=given["title"], on=given["on"])
        messages.success(request, _("It is in the calendar."))
        return redirect("desk_deadline", state=desk.state, uid=made.uid)
    return render(request, "desk/calendar/write.html", {"desk": desk, "form": form}, status=400 if form.errors else 200)


def _may_write(request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
    owners = _owners(desk, who(request))
    if not owners:
        raise PermissionDenied
    return owners


@login_required
@require_POST
def say(request: HttpRequest, state: str, code: str, about: str) -> HttpResponse:
    """Say of something that follows from the procedures by when one wants it oneself, or that it is done."""
    desk = desk_of(request, state)
    line = _line(request, desk, code, about)
    owners = _silent(line, _may_write(request, desk))
    form = Said(request.POST, owners=owners)
    if not form.is_valid():
        return _due_page(request, desk, line, form, status=400)
    given = form.cleaned_data
    keep.create(
        Deadline, by=person(request), desk=desk, organisation=_organisation(desk, given["organisation"]), rule=code, about=about,
        title=line.title[:300], on=given["on"], done_on=given["done_on"],
    )  # fmt: skip
    messages.success(request, _("Saved."))
    return redirect(line.url)


def one_deadline(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """A deadline of the desk's own, with the steps before it."""
    desk, asking = desk_of(request, state), who(request)
    row = one(Deadline.objects.seen_by(asking).filter(desk=desk).select_related("organisation", "desk"), uid)
    line = _of_row(row)
    context = {
        "desk": desk, "line": line, "row": row, "late": line.late(timezone.localdate()), "plan": _plan(procedures.OWN, line.when),
        "may_change": Deadline.objects.changed_by(asking).filter(pk=row.pk).exists(), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "desk/calendar/one.html", context)


def _changing(request: HttpRequest, desk: Desk, uid: UUID) -> Deadline:
    """A deadline that they may change; 403 for one that they only see."""
    rows = Deadline.objects.filter(desk=desk).select_related("organisation", "desk")
    one(rows.seen_by(who(request)), uid)
    found = rows.changed_by(who(request)).filter(uid=uid).first()
    if found is None:
        raise PermissionDenied
    return found


@login_required
def change(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Change a deadline."""
    desk = desk_of(request, state)
    row = _changing(request, desk, uid)
    form = Changed(request.POST or None, initial={name: getattr(row, name) for name in Changed.base_fields})
    there = reverse("desk_deadline", args=[desk.state, row.uid])
    if request.method == "POST" and form.is_valid():
        try:
            keep.change(row, version=version(request), by=person(request), **form.cleaned_data)
        except keep.Conflict as error:
            return conflict(request, error, form=form, desk=desk, back=there)
        messages.success(request, _("Saved."))
        return redirect(there)
    context = {"desk": desk, "form": form, "row": row, "version": row.version}
    return render(request, "desk/calendar/write.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def done(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Mark a deadline as done today, or as not done after all; or take it out of sight with a reason."""
    desk = desk_of(request, state)
    row, seen, by = _changing(request, desk, uid), version(request), person(request)
    there = redirect("desk_deadline", state=desk.state, uid=row.uid)
    try:
        if "because" in request.POST:
            keep.hide(row, version=seen, by=by, because=request.POST["because"][:500])
            there = redirect("desk_calendar", state=desk.state)
        else:
            keep.change(row, version=seen, by=by, done_on=timezone.localdate() if request.POST.get("done") else None)
    except keep.Conflict:
        messages.error(request, _("Somebody else changed this meanwhile: look at it as it is now, then decide."))
    except UprightError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return there


# --- the feed


@login_required
def subscribe(request: HttpRequest, state: str) -> HttpResponse:
    """The secret address of whoever asks, for their mail program; it is renewed where it became known to others."""
    desk, me = desk_of(request, state), person(request)
    if request.method == "POST":
        deadlines.renew_address(me)
        messages.success(request, _("The address is a new one; the one before does not work any more."))
        return redirect("desk_subscribe", state=desk.state)
    address = reverse("desk_feed", args=[me.feed_secret, desk.state, translation.get_language() or "en"])
    response = render(request, "desk/calendar/subscribe.html", {"desk": desk, "address": request.build_absolute_uri(address)})
    response["Cache-Control"] = "private, no-store"
    return response


def subscribed(request: HttpRequest, secret: str, state: str, language: str) -> HttpResponse:
    """The calendar of whom a secret address belongs to, as they see it today: what is not done. Nobody has to sign in for it."""
    reader = Person.objects.filter(feed_secret=secret, erased_at=None, user__is_active=True).first()
    asking = who_of(reader) if reader else None
    desk = Desk.objects.seen_by(asking).filter(state=state).first() if asking else None
    if asking is None or desk is None or language not in dict(settings.LANGUAGES):
        raise Http404(_("There is no such calendar."))
    with translation.override(language):
        today = timezone.localdate()
        entries = [entry for line in lines(desk, asking, today) if not line.over(today) for entry in _entries(request, line)]
        written = feed.calendar(desk.name, entries, host=request.get_host())
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{desk.state}.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _entries(request: HttpRequest, line: Line) -> Iterator[feed.Entry]:
    """The entry of what is due, on the first day that it may be; and those of days that organisations set themselves."""
    url = request.build_absolute_uri(line.url)
    if line.due and line.when:
        title = line.title if line.when.day else _("%(title)s (first possible day)") % {"title": line.title}
        text = "\n".join([_("Due: %(days)s.") % {"days": line.days}, *line.reasons, *([line.due.document] if line.due.document else [])])
        yield feed.Entry(
            uid="-".join((line.due.code, *line.due.key[1].replace("/", "-").split())), day=line.when.first, title=title, text=text, url=url,
            changed=_changed(line), remind=_remind(line.due.code, line.when),
        )  # fmt: skip
    for row in line.rows:
        if row.on and not row.done_on:
            yield feed.Entry(
                uid=str(row.uid), day=row.on, title=row.title, text=str(row.organisation or _("The whole State’s side")), url=url,
                changed=row.changed_at, remind=_remind(procedures.OWN, procedures.on_day(row.on)),
            )  # fmt: skip


def _changed(line: Line) -> dt.datetime:
    """The day that it is counted from, else the day itself: the same in every copy, whenever it is asked for."""
    span = (line.due.counted_from if line.due else None) or line.when
    return dt.datetime.combine(span.first if span else dt.date.min, dt.time(), dt.UTC)


def _remind(code: str, when: Span | None) -> tuple[int, ...]:
    """How many days before one is reminded: when the first step of the plan begins, and when the last one before the day does."""
    if when is None:
        return ()
    left = [(when.first - step.begins).days for step in procedures.plan(code, when.first)]
    return tuple(dict.fromkeys(days for days in (*left[:1], *left[-2:-1]) if days))


urlpatterns = [
    path("feed/<str:secret>/<str:state>/<str:language>.ics", subscribed, name="desk_feed"),
    path("<str:state>/calendar", calendar, name="desk_calendar"),
    path("<str:state>/calendar.<ending:ending>", data, name="desk_calendar_data"),
    path("<str:state>/calendar/new", add, name="desk_deadline_new"),
    path("<str:state>/calendar/feed", subscribe, name="desk_subscribe"),
    path("<str:state>/calendar/<uuid:uid>", one_deadline, name="desk_deadline"),
    path("<str:state>/calendar/<uuid:uid>/change", change, name="desk_deadline_change"),
    path("<str:state>/calendar/<uuid:uid>/done", done, name="desk_deadline_done"),
    path("<str:state>/calendar/say/<slug:code>/<path:about>", say, name="desk_due_say"),
    path("<str:state>/calendar/due/<slug:code>/<path:about>", due, name="desk_due"),
]
