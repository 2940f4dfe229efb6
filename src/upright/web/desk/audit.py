"""Who changed what on a desk, as far as one sees it; and an earlier value put back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from upright.tracking import audit, keep
from upright.tracking.models import NAMED, Desk, Kept, Organisation, Person
from upright.tracking.rights import NotAllowed
from upright.web import paging, tables
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Day, Form, Text, back
from upright.web.desk.words import WORDS
from upright.web.templatetags.upright import un_date

TABLES: dict[str, Any] = {
    "desk": gettext_lazy("desk"),
    "organisation": gettext_lazy("organisation"),
    "membership": gettext_lazy("membership"),
    "invitation": gettext_lazy("invitation"),
    "batch": gettext_lazy("bulk work"),
    "item": gettext_lazy("record followed up"),
    "assignment": gettext_lazy("assignment"),
    "rule": gettext_lazy("rule"),
    "action": gettext_lazy("action"),
    "milestone": gettext_lazy("milestone"),
    "note": gettext_lazy("progress note"),
    "evidence": gettext_lazy("evidence"),
    "comment": gettext_lazy("comment"),
    "indicator": gettext_lazy("indicator"),
    "target": gettext_lazy("target"),
    "observation": gettext_lazy("observed value"),
    "offer": gettext_lazy("decision on a figure"),
    "scale": gettext_lazy("scale"),
    "assessment": gettext_lazy("assessment"),
    "deadline": gettext_lazy("deadline"),
    "draft": gettext_lazy("draft of a report"),
}
FIELDS: dict[str, Any] = {
    "about": gettext_lazy("about"),
    "accepted_at": gettext_lazy("accepted"),
    "action_id": gettext_lazy("action"),
    "aim": gettext_lazy("aim"),
    "approval": gettext_lazy("approval"),
    "approved_at": gettext_lazy("approved"),
    "approved_by_id": gettext_lazy("approved by"),
    "as_of": gettext_lazy("as of"),
    "assessment_id": gettext_lazy("assessment"),
    "attribute": gettext_lazy("attribute of the right"),
    "baseline": gettext_lazy("baseline"),
    "budget": gettext_lazy("budget"),
    "by": gettext_lazy("by when"),
    "code": gettext_lazy("code"),
    "confidential": gettext_lazy("in confidence"),
    "contribution_id": gettext_lazy("contribution"),
    "currency": gettext_lazy("currency"),
    "data_version": gettext_lazy("state of the data"),
    "definition": gettext_lazy("definition"),
    "description": gettext_lazy("description"),
    "direction": gettext_lazy("direction"),
    "disaggregation": gettext_lazy("disaggregated by"),
    "done_on": gettext_lazy("done on"),
    "due_on": gettext_lazy("due on"),
    "email": gettext_lazy("e-mail address"),
    "embargo_until": gettext_lazy("embargo until"),
    "expires_at": gettext_lazy("works until"),
    "figure_symbol": gettext_lazy("document of the figure"),
    "file": gettext_lazy("file"),
    "group": gettext_lazy("of whom"),
    "indicator_id": gettext_lazy("indicator"),
    "item_id": gettext_lazy("record"),
    "kind": gettext_lazy("kind"),
    "limb": gettext_lazy("limb"),
    "measure": gettext_lazy("measure in documents"),
    "method": gettext_lazy("method"),
    "name": gettext_lazy("name"),
    "note_id": gettext_lazy("progress note"),
    "number": gettext_lazy("number"),
    "observation_id": gettext_lazy("observed value"),
    "on": gettext_lazy("on"),
    "open_to_public": gettext_lazy("open to the public"),
    "organisation_id": gettext_lazy("organisation"),
    "part": gettext_lazy("part"),
    "period_end": gettext_lazy("end of the period"),
    "period_start": gettext_lazy("begin of the period"),
    "person_id": gettext_lazy("person"),
    "progress": gettext_lazy("progress"),
    "published_at": gettext_lazy("published"),
    "rationale": gettext_lazy("reasons"),
    "request": gettext_lazy("request"),
    "returned_because": gettext_lazy("comment on the return"),
    "right": gettext_lazy("right"),
    "role": gettext_lazy("role"),
    "rule": gettext_lazy("rule"),
    "sample": gettext_lazy("sample"),
    "scale": gettext_lazy("scale"),
    "scheme": gettext_lazy("kind of label"),
    "sdg": gettext_lazy("Sustainable Development Goal"),
    "sections": gettext_lazy("text"),
    "short": gettext_lazy("short name"),
    "source": gettext_lazy("source"),
    "starts_on": gettext_lazy("begins on"),
    "state": gettext_lazy("State"),
    "stated": gettext_lazy("stated"),
    "submitted_at": gettext_lazy("submitted"),
    "summary": gettext_lazy("summary"),
    "symbol": gettext_lazy("symbol"),
    "taken": gettext_lazy("taken"),
    "text": gettext_lazy("text"),
    "title": gettext_lazy("title"),
    "undone_at": gettext_lazy("undone"),
    "unit": gettext_lazy("unit"),
    "url": gettext_lazy("link"),
    "value": gettext_lazy("value"),
    "values": gettext_lazy("degrees"),
    "work": gettext_lazy("bulk work"),
    "workflow": gettext_lazy("steps of approval"),
}
# Fields whose values have words.
_WORDS = {name: name for name in ("aim", "approval", "direction", "kind", "part", "progress", "role", "workflow")} | {"work": "bulk"}
_ALL = pgettext_lazy("no choice made", "all")
_LONGEST = 400  # characters of a value in a list


def shown(field: str, value: Any) -> str:
    """A value of a field for the eye."""
    if value in (None, "", [], {}):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field in _WORDS:
        return str(WORDS[_WORDS[field]].get(value, value))
    if isinstance(value, list | dict):
        return _listed(value)
    text = str(value)
    return f"{text[:_LONGEST]} …" if len(text) > _LONGEST else _day(text)


def _listed(value: list[Any] | dict[str, Any]) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    if all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return ngettext("%(n)s part", "%(n)s parts", len(value)) % {"n": len(value)}


def _day(text: str) -> str:
    """A date as one reads it; any other text as it is."""
    try:
        return un_date(dt.date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


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
        Person.objects.none(), label=gettext_lazy("Person"), required=False, to_field_name="key", empty_label=_ALL
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
    page = paging.Page(paging.asked(request), found.count())
    context = {"desk": desk, "form": form, "page": page, "events": audit.events(found[page.offset : page.offset + page.size], who(request))}
    return render(request, "desk/audit/list.html", context)


@login_required
def download(request: HttpRequest, state: str, ending: str) -> HttpResponseBase:
    """The same as a file: a row for each field that was changed."""
    desk = _administered(request, state)
    found = audit.entries(desk, who(request), **Narrow(request, desk).narrowed())
    columns = ("number", "at", "who", "verb", "table", "about", "organisation", "field", "before", "after", "because")

    def rows() -> Iterator[tuple[Any, ...]]:
        for start in range(0, found.count(), 500):
            for event in audit.events(found[start : start + 500], who(request)):
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
    form = Restoring(request.POST or None)
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
