"""Who changed what on a desk, as far as one sees it; and an earlier value put back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from upright.tracking import audit, keep
from upright.tracking.models import NAMED, Desk, Entry, Kept, Organisation, Person
from upright.tracking.rights import NotAllowed, Who
from upright.web import paging, tables
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.audit_words import TABLES
from upright.web.desk.forms import Choice, Day, Form, Text, back

PAGED = 1_000  # entries that are paged through: to count more takes longer than anybody waits
AT_ONCE = 500  # entries of a file
_ALL = pgettext_lazy("no choice made", "all")


# --- what was done on a desk


class Narrow(Form):
    """Of whom, of which organisation, in which table, when."""

    table = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Organisation"),
        required=False,
        to_field_name="uid",
        empty_label=gettext_lazy("all"),
    )
    person = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("Person"), required=False, to_field_name="key", empty_label=_ALL, widget=Choice()
    )
    first = Day(label=gettext_lazy("From"), required=False)
    last = Day(label=gettext_lazy("To"), required=False)

    def __init__(self, request: HttpRequest, desk: Desk) -> None:
        super().__init__(request.GET or None)
        fields: Any = self.fields
        fields["table"].choices = [("", _ALL), *sorted(TABLES.items(), key=lambda each: str(each[1]))]
        fields["organisation"].queryset = Organisation.objects.seen_by(who(request)).filter(desk=desk)
        fields["person"].queryset = audit.people(desk, who(request))

    def narrowed(self) -> dict[str, Any]:
        """What is asked for; nothing of what was asked for wrongly."""
        self.is_valid()
        return getattr(self, "cleaned_data", {})


def _administered(request: HttpRequest, state: str) -> Desk:
    """The desk, for those who lead an organisation on it."""
    desk = desk_of(request, state)
    if not Organisation.objects.changed_by(who(request)).filter(desk=desk).exists():
        raise Http404(_("There is no such thing on this desk."))
    return desk


@login_required
def listed(request: HttpRequest, state: str) -> HttpResponse:
    """What was done on a desk, the latest first."""
    desk = _administered(request, state)
    form = Narrow(request, desk)
    found = audit.entries(desk, who(request), **form.narrowed())
    page = paging.Page(paging.asked(request), found[:PAGED].count())
    events = audit.events(found[page.offset : page.offset + page.size], who(request))
    more = page.total == PAGED
    context = {"desk": desk, "form": form, "page": page, "more": more, "events": _with_way_back(events, request)}
    return render(request, "desk/audit/list.html", context)


def _with_way_back(events: list[audit.Event], request: HttpRequest) -> list[tuple[audit.Event, frozenset[str]]]:
    """Events, each with the fields that whoever looks may put an earlier value back in."""
    rows: dict[str, set[UUID]] = {}
    for event in events:
        rows.setdefault(event.table, set()).add(event.row)
    changed: set[UUID] = set()
    for table, uids in rows.items():
        manager: Any = NAMED[table]._default_manager
        changed.update(manager.changed_by(who(request)).filter(uid__in=uids).values_list("uid", flat=True))
    return [(each, audit.restorable(NAMED[each.table]) if each.row in changed else frozenset()) for each in events]


def _each(found: QuerySet[Entry, Entry], asking: Who) -> Iterator[audit.Event]:
    """All events, the latest first; no more in memory than are fetched at once."""
    some = list(found[:AT_ONCE])
    while some:
        yield from audit.events(some, asking)
        some = list(found.filter(number__lt=some[-1].number)[:AT_ONCE])


@login_required
def download(request: HttpRequest, state: str, ending: str) -> HttpResponseBase:
    """The same as a file: a row for each field that was changed."""
    desk = _administered(request, state)
    found = audit.entries(desk, who(request), **Narrow(request, desk).narrowed())
    columns = ("number", "at", "who", "verb", "table", "about", "organisation", "field", "before", "after", "because")

    def rows() -> Iterator[tuple[Any, ...]]:
        for event in _each(found, who(request)):
            said = (event.number, event.at.isoformat(), event.who, event.verb, event.table, event.about, event.organisation)
            for each in event.changes or (audit.Change("", None, None),):
                yield (*said, *each, event.because)

    return tables.respond(tables.Table(name=f"audit-{desk.state}", columns=columns, rows=rows), ending)


# --- an earlier value


class Restoring(Form):
    """Why an earlier value is put back."""

    because = Text(label=gettext_lazy("Why is the earlier value put back?"), rows=2, max_length=500)


@login_required
def restore(request: HttpRequest, state: str, table: str, uid: UUID, number: int, field: str) -> HttpResponse:
    """Put back what a field was before an entry of the audit."""
    desk = desk_of(request, state)
    row = _row(request, desk, table, uid)
    event = next((each for each in audit.history(row, who(request)) if each.number == number), None)
    change = next((each for each in event.changes if each.field == field), None) if event else None
    if event is None or change is None or field not in audit.restorable(type(row)):
        raise Http404(_("There is no such thing on this desk."))
    form = Restoring(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            audit.restore(
                row, number, field, who(request), version=version(request), by=person(request), because=form.cleaned_data["because"]
            )  # fmt: skip
        except (NotAllowed, keep.Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The earlier value is back."))
            return redirect(back(request, event.url or desk.get_absolute_url()))
    now = keep.values(row)[field]
    context = {"desk": desk, "row": row, "event": event, "change": change, "form": form, "now": now, "back": event.url}
    return render(request, "desk/audit/restore.html", context, status=400 if form.errors else 200)


def _row(request: HttpRequest, desk: Desk, table: str, uid: UUID) -> Kept:
    if table not in audit.WAYS:
        raise Http404(_("There is no such thing on this desk."))
    rows: Any = NAMED[table]._default_manager
    found: Kept = one(rows.changed_by(who(request)).filter(audit.on(table, desk)), uid)
    return found


urlpatterns = [
    path("<str:state>/audit", listed, name="desk_audit"),
    path("<str:state>/audit.<ending:ending>", download, name="desk_audit_download"),
    path("<str:state>/audit/<str:table>/<uuid:uid>/<int:number>/<str:field>", restore, name="desk_restore"),
]
