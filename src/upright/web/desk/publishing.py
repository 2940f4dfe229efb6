"""What is shown to everybody: chosen, looked at as it will be seen, published with or without an embargo, taken back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
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

from upright.tracking import publishing
from upright.tracking.models import Approved, Desk, Item, Organisation
from upright.tracking.rights import Who
from upright.web.desk import preview
from upright.web.desk.asking import desk_of, person, who
from upright.web.desk.forms import Form

AT_ONCE = 200  # rows of a kind
_MOST = 900  # rows of a record, of all kinds
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
class Asked:
    """What is looked at: a kind of work, or, of one record (its uid), all kinds; `out`: what is published already. `counts`: how much there
    is of each kind. `organisation`, `document`: what a kind is narrowed by."""

    desk: Desk
    who: Who
    kind: str
    out: bool
    item: Item | None
    organisation: str
    document: str
    counts: list[tuple[str, Any, int]]

    @classmethod
    def of(cls, request: HttpRequest, desk: Desk, asking: Who) -> Asked:
        """Out of the address, or of the form that was sent; what is not known is passed over."""
        given = request.POST if request.method == "POST" else request.GET
        out, item = given.get("out") == "1", _item(given.get("item", ""), desk, asking)
        counts = [(kind, title, _rows(kind, desk, asking, out=out, item=item).count()) for kind, title in KINDS.items()]
        first = next((name for name, _title, number in counts if number), next(iter(KINDS)))
        kind = given.get("kind", "")
        return cls(
            desk=desk, who=asking, kind=kind if kind in KINDS else first, out=out, item=item, counts=counts,
            organisation=given.get("organisation", ""), document=given.get("document", ""),
        )  # fmt: skip

    def every(self, kind: str) -> Any:
        """All rows of a kind, before they are narrowed."""
        return _rows(kind, self.desk, self.who, out=self.out, item=self.item)

    def kinds(self) -> list[str]:
        """The kinds that are listed on the page."""
        return [name for name, _title, number in self.counts if number] if self.item else [self.kind]

    def rows(self, kind: str) -> Any:
        """What is listed of a kind."""
        rows = self.every(kind)
        if _UID.fullmatch(self.organisation):
            rows = rows.filter(organisation__uid=self.organisation)
        return rows.filter(item__symbol=self.document) if self.document and kind in _OF_RECORDS else rows


_IDENTIFIER = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_UID = re.compile(_IDENTIFIER)
_OF_RECORDS = frozenset({"assignment", "action", "note", "assessment"})


def _item(uid: str, desk: Desk, asking: Who) -> Item | None:
    return Item.objects.seen_by(asking).filter(desk=desk, uid=uid).first() if _UID.fullmatch(uid) else None


def _rows(kind: str, desk: Desk, asking: Who, *, out: bool, item: Item | None) -> Any:
    rows = (publishing.shown if out else publishing.ready)(kind, desk, asking)
    return rows.filter(**{publishing.ITEM.get(kind, "item"): item}) if item else rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of one kind, as everybody reads them; `embargoes`: whether they can be published under an embargo."""

    kind: str
    title: Any
    embargoes: bool
    lines: list[preview.Shown]


class Chosen(Form):
    """What is done with the rows that are chosen, and until when what is published stays unseen."""

    do = forms.ChoiceField(choices=[(each, each) for each in ("preview", "preview_all", "publish", "take_back")])
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
    asked = Asked.of(request, desk, asking)
    every = asked.every(asked.kind)
    narrows = asked.kind in _OF_RECORDS and not asked.item
    symbols = every.order_by().values_list("item__symbol", flat=True).distinct() if narrows else []
    groups = [_group(kind, asked.rows(kind)[:AT_ONCE], asking) for kind in asked.kinds()]
    context = {
        "desk": desk, "asked": asked, "groups": [each for each in groups if each.lines], "at_once": AT_ONCE, "form": form or Chosen(),
        "listed": sum(len(each.lines) for each in groups), "total": sum(asked.rows(kind).count() for kind in asked.kinds()),
        "documents": sorted({symbol for symbol in symbols if symbol}),
        "organisations": [] if asked.item else Organisation.objects.filter(pk__in=every.order_by().values("organisation")),
    }  # fmt: skip
    return render(request, "desk/publishing/list.html", context, status=status)


def _group(kind: str, rows: Any, asking: Who) -> Group:
    related = {"observation": ("indicator", "organisation"), "indicator": ("organisation",), "deadline": ("organisation", "item__desk")}
    found = list(rows.select_related(*related.get(kind, ("item__desk", "organisation"))))
    return Group(
        kind=kind, title=KINDS[kind], embargoes=issubclass(publishing.TABLES[kind], Approved), lines=preview.shown(kind, found, asking)
    )


def _posted(request: HttpRequest, desk: Desk, asking: Who) -> HttpResponse:
    form, chosen = Chosen(request.POST), _keys(request.POST.getlist("chosen"))
    if form.is_valid() and form.cleaned_data["do"] == "preview_all":
        asked = Asked.of(request, desk, asking)
        return _preview(request, desk, [_group(kind, asked.rows(kind)[:AT_ONCE], asking) for kind in asked.kinds()], form)
    if not form.is_valid() or not chosen:
        if not chosen:
            form.add_error(None, _("Choose at least one."))
        return _page(request, desk, asking, form, status=400)
    if form.cleaned_data["do"] == "preview":
        groups = [
            _group(kind, publishing.ready(kind, desk, asking).filter(uid__in=[uid for uid, _version in rows]), asking)
            for kind, rows in chosen.items()
        ]  # fmt: skip
        return _preview(request, desk, groups, form)
    return _done(request, desk, asking, chosen, form)


def _preview(request: HttpRequest, desk: Desk, groups: Sequence[Group], form: Chosen) -> HttpResponse:
    """What everybody will read, once more, before it is published."""
    back = {name: request.POST.get(name, "") for name in ("kind", "item", "organisation", "document")}
    given = {name: value for name, value in back.items() if value}
    context = {
        "desk": desk, "groups": [each for each in groups if each.lines], "embargo_until": form.cleaned_data["embargo_until"],
        "given": given, "back": f"{request.path}?{urlencode(given)}",
    }  # fmt: skip
    return render(request, "desk/publishing/preview.html", context)


def _done(request: HttpRequest, desk: Desk, asking: Who, chosen: dict[str, list[tuple[UUID, int]]], form: Chosen) -> HttpResponse:
    """Publish what was chosen, or take it back; and say how much that was, and what was left."""
    given, by = form.cleaned_data, person(request)
    published = given["do"] == "publish"
    if published:
        until = given["embargo_until"]
        done = [publishing.publish(kind, rows, asking, desk=desk, by=by, embargo_until=until) for kind, rows in chosen.items()]
    else:
        done = [publishing.take_back(kind, rows, asking, desk=desk, by=by) for kind, rows in chosen.items()]
    said = _("%(n)s published.") if published else _("%(n)s taken back: nobody else sees them any more.")
    messages.success(request, said % {"n": sum(each.done for each in done)})
    if left := sum(each.left for each in done):
        messages.warning(request, _("%(n)s left as they were: somebody changed them meanwhile. Look at them again.") % {"n": left})
    there = {name: request.POST.get(name, "") for name in ("kind", "item", "organisation", "document", "out")}
    return redirect(f"{request.path}?{urlencode({name: value for name, value in there.items() if value})}")


def _keys(given: Sequence[str]) -> dict[str, list[tuple[UUID, int]]]:
    """What was chosen, of each kind: uid and version; what is none is passed over."""
    found: dict[str, list[tuple[UUID, int]]] = {}
    for each in given[:_MOST]:
        if match := _KEY.fullmatch(each):
            found.setdefault(match["kind"], []).append((UUID(match["uid"]), int(match["version"])))
    return found


_KEY = re.compile(rf"(?P<kind>{'|'.join(KINDS)}):(?P<uid>{_IDENTIFIER}):(?P<version>[0-9]{{1,9}})")

urlpatterns = [path("<str:state>/publishing", login_required(publish), name="desk_publishing")]
