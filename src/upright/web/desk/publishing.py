"""What is shown to everybody: chosen, looked at as it will be seen, published with or without an embargo, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upright.tracking import assessments, publishing
from upright.tracking.models import Approved, Desk, Organisation
from upright.tracking.rights import Who
from upright.web.desk.asking import desk_of, person, who
from upright.web.desk.forms import Form
from upright.web.desk.words import AIMS, PARTS, PROGRESS
from upright.web.templatetags.desk_assessments import stand_word
from upright.web.templatetags.upright import un_date

AT_ONCE = 200
KINDS: dict[str, Any] = {
    "assignment": gettext_lazy("Who does what by when"),
    "action": gettext_lazy("Actions"),
    "note": gettext_lazy("Progress"),
    "indicator": gettext_lazy("Indicators"),
    "observation": gettext_lazy("Values of indicators"),
    "assessment": gettext_lazy("Assessments"),
    "deadline": gettext_lazy("Dates"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row that is published or taken back: what everybody reads of it. `key`: its uid and the version that is seen here."""

    key: str
    title: str
    text: str
    organisation: Organisation | None
    item: Any
    row: Any


class Chosen(Form):
    """What is done with the rows that are chosen, and until when what is published stays unseen."""

    do = forms.ChoiceField(choices=[(each, each) for each in ("preview", "publish", "take_back")])
    embargo_until = forms.DateTimeField(
        label=gettext_lazy("Not before (UTC)"), required=False, help_text=gettext_lazy("Empty: at once. The embargo is over by itself."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("The embargo is no date and time: write it as 2026-04-30 12:00.")},
    )  # fmt: skip

    def clean_embargo_until(self) -> dt.datetime | None:
        until: dt.datetime | None = self.cleaned_data["embargo_until"]
        if until is not None and until <= timezone.now():
            raise forms.ValidationError(_("The embargo is over already: leave it empty to publish at once."))
        return until


def publish(request: HttpRequest, state: str) -> HttpResponse:
    """Choose what is published, or taken back."""
    desk, asking = desk_of(request, state), who(request)
    if not publishing.publishes(desk, asking):
        raise PermissionDenied
    if request.method == "POST":
        return _posted(request, desk, asking)
    return _page(request, desk, asking)


def _page(request: HttpRequest, desk: Desk, asking: Who, form: Chosen | None = None, status: int = 200) -> HttpResponse:
    kind, out, counts = _asked(request, desk, asking)
    rows = _rows(kind, desk, asking, out=out)
    institutions = Organisation.objects.filter(pk__in=rows.order_by().values("organisation"))
    organisation, document = request.GET.get("organisation", ""), request.GET.get("document", "")
    symbols = _symbols(kind, rows)
    if organisation in {str(each.uid) for each in institutions}:
        rows = rows.filter(organisation__uid=organisation)
    if document in symbols:
        rows = rows.filter(item__symbol=document)
    context = {
        "desk": desk, "kinds": counts, "kind": kind, "out": out, "lines": _lines(kind, rows[:AT_ONCE]), "total": rows.count(),
        "organisations": institutions, "organisation": organisation, "documents": symbols, "document": document, "at_once": AT_ONCE,
        "form": form or Chosen(), "embargoes": issubclass(publishing.TABLES[kind], Approved),
    }  # fmt: skip
    return render(request, "desk/publishing/list.html", context, status=status)


def _asked(request: HttpRequest, desk: Desk, asking: Who) -> tuple[str, bool, list[tuple[str, Any, int]]]:
    """The kind of work, whether it is what is out already, and how much there is of each kind."""
    given = request.POST if request.method == "POST" else request.GET
    kind, out = given.get("kind", ""), given.get("out") == "1"
    counts = _counts(desk, asking, out=out)
    kind = kind if kind in KINDS else next((name for name, _title, number in counts if number), next(iter(KINDS)))
    return kind, out, counts


def _rows(kind: str, desk: Desk, asking: Who, *, out: bool) -> Any:
    return publishing.shown(kind, desk, asking) if out else publishing.ready(kind, desk, asking)


def _counts(desk: Desk, asking: Who, *, out: bool) -> list[tuple[str, Any, int]]:
    return [(kind, title, _rows(kind, desk, asking, out=out).count()) for kind, title in KINDS.items()]


def _symbols(kind: str, rows: Any) -> list[str]:
    if kind in {"indicator", "observation", "deadline"}:
        return []
    return sorted({symbol for symbol in rows.order_by().values_list("item__symbol", flat=True).distinct() if symbol})


def _posted(request: HttpRequest, desk: Desk, asking: Who) -> HttpResponse:
    kind, _out, _counted = _asked(request, desk, asking)
    form, rows = Chosen(request.POST), _keys(request.POST.getlist("chosen"))
    if not form.is_valid() or not rows:
        if not rows:
            form.add_error(None, _("Choose at least one."))
        return _page(request, desk, asking, form, status=400)
    given = form.cleaned_data
    if given["do"] == "preview":
        found = _lines(kind, publishing.ready(kind, desk, asking).filter(uid__in=[uid for uid, _version in rows]))
        context = {"desk": desk, "kind": kind, "title": KINDS[kind], "lines": found, "embargo_until": given["embargo_until"]}
        return render(request, "desk/publishing/preview.html", context)
    if given["do"] == "publish":
        done = publishing.publish(kind, rows, asking, desk=desk, by=person(request), embargo_until=given["embargo_until"])
        said = _("%(n)s published.")
    else:
        done = publishing.take_back(kind, rows, asking, desk=desk, by=person(request))
        said = _("%(n)s taken back: nobody else sees them any more.")
    messages.success(request, said % {"n": done.done})
    if done.left:
        left = _("%(n)s left as they were: somebody changed them meanwhile. Look at them again.") % {"n": done.left}
        messages.warning(request, left)
    return redirect(f"{request.path}?kind={kind}" + ("&out=1" if given["do"] == "take_back" else ""))


def _keys(given: Sequence[str]) -> list[tuple[UUID, int]]:
    """What was chosen: uid and version of each; what is none is passed over."""
    found = []
    for each in given[:AT_ONCE]:
        uid, _colon, version = each.partition(":")
        if version.isascii() and version.isdigit() and len(version) < 10:
            try:
                found.append((UUID(uid), int(version)))
            except ValueError:
                continue
    return found


# --- what everybody reads of each --------------------------------------------------------------------------------------------------------


def _lines(kind: str, rows: Any) -> list[Line]:
    related = {"observation": ("indicator", "organisation"), "indicator": ("organisation",), "deadline": ("organisation", "item__desk")}
    found = list(rows.select_related(*related.get(kind, ("item__desk", "organisation"))))
    if kind == "assessment":
        said = [(f"{stand_word(each)}, {un_date(each.as_of)}", each.rationale) for each in assessments.stands_of(found)]
    else:
        said = [_SAID[kind](row) for row in found]
    return [_line(row, title, text) for row, (title, text) in zip(found, said, strict=True)]


def _line(row: Any, title: str, text: str) -> Line:
    item = getattr(row, "item", None)
    return Line(key=f"{row.uid}:{row.version}", title=title, text=text, organisation=row.organisation, item=item, row=row)


def _of_observation(row: Any) -> tuple[str, str]:
    said = f"{row.value.normalize():f}" if row.value is not None else row.stated
    return row.indicator.title, f"{said} {row.indicator.unit}, {un_date(row.period_start)} – {un_date(row.period_end)}. {row.source}"


_SAID: dict[str, Any] = {
    "assignment": lambda row: (str(PARTS[row.part]), _("due %(day)s") % {"day": un_date(row.due_on)} if row.due_on else ""),
    "action": lambda row: (row.title, f"{AIMS[row.aim]}, {PROGRESS[row.progress]}. {row.description}"),
    "note": lambda row: (un_date(row.on), row.text),
    "indicator": lambda row: (row.title, row.definition),
    "observation": _of_observation,
    "deadline": lambda row: (row.title, un_date(row.on) if row.on else ""),
}

urlpatterns = [path("<str:state>/publishing", login_required(publish), name="desk_publishing")]
