"""What a record is about: its labels with their reasons, and what editors say of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from upright import taxonomies
from upright.archive import labels as kept
from upright.archive.models import LabelClaim, Row
from upright.archive.people import CORRECT
from upright.instruments import all_instruments
from upright.taxonomies import Value
from upright.web import labels as seen
from upright.web.dossiers import dossiers_of
from upright.web.explorer import TITLES
from upright.web.pages.corrections import page_of
from upright.web.templatetags.labels import place_of

_LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class Adding:
    """A scheme to choose a label from: `values` under each heading, those without one first."""

    scheme: str
    values: list[tuple[str, list[tuple[str, str]]]]

    @property
    def title(self) -> Any:
        return TITLES[seen.FIELDS[self.scheme]]


def labels(request: HttpRequest, sha256: str, kind: str, key: str) -> HttpResponse:
    """The labels of a record: for everybody to see why; for editors to say which hold."""
    row = _row(sha256, kind, key)
    if request.method == "POST":
        return _say(request, row)
    if _in_place(request):
        return _piece(request, row, back=page_of(row))
    context = {
        "row": row,
        "text": " ".join(seen.text_of(row).split()),
        "groups": seen.of(row),
        "dossiers": dossiers_of(row),
        "back": page_of(row),
        "schemes": [(scheme, TITLES[seen.FIELDS[scheme]]) for scheme in kept.SCHEMES],
        "adding": _adding(request.GET.get("scheme", kept.THEMES)),
    }
    response = render(request, "labels/one.html", context)
    response["Vary"] = "HX-Request"
    return response


def _row(sha256: str, kind: str, key: str) -> Row:
    found = kept.KINDS[kind]._default_manager.filter(document__sha256=sha256, key=key) if kind in kept.KINDS else None
    row = found.select_related("document").first() if found is not None else None
    if row is None:
        raise Http404(_("This file has no such record."))
    return row


def _in_place(request: HttpRequest) -> bool:
    """Is it to be put into the page that asks?"""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-Boosted")


def _piece(request: HttpRequest, row: Row, *, back: str) -> HttpResponse:
    context = {"row": row, "groups": seen.of(row), "place": back, "opened": True, "in_place": True}
    response = render(request, "pieces/labels.html", context)
    response["Vary"] = "HX-Request"
    return response


def _say(request: HttpRequest, row: Row) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.user.has_perm(CORRECT):
        raise PermissionDenied
    try:
        _said(request, row)
    except kept.NotLabelled as error:
        messages.error(request, str(error))
    back = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    if _in_place(request):
        return _piece(request, row, back=back if known else page_of(row))
    return redirect(f"{back if known else request.path}#labels-{place_of(row)}")


def _said(request: HttpRequest, row: Row) -> None:
    """What a person says of a label: that it holds, that it does not; or that nothing was said."""
    by = cast(User, request.user)
    say, scheme, value = (request.POST.get(name, "") for name in ("say", "scheme", "value"))
    if say == "withdraw":
        mine = LabelClaim.objects.filter(document=row.document, kind=row.KIND.NAME, key=row.key, withdrawn_at=None)
        for claim in mine.filter(scheme=scheme, value=value):
            kept.withdraw(claim, by=by)
    elif say in {"holds", "does_not"}:
        kept.say(row, scheme, value, holds=say == "holds", reason=request.POST.get("reason", "")[:_LONGEST_REASON], by=by)
    else:
        raise Http404(_("There is no such judgement."))


def _adding(scheme: str) -> Adding:
    scheme = scheme if scheme in kept.SCHEMES else kept.THEMES
    by_parent = groupby(sorted(_under(scheme), key=lambda pair: pair[0][0]), key=lambda pair: pair[0])
    return Adding(scheme, [(parent, [(each.label, _named(each)) for _parent, each in values]) for (_at, parent), values in by_parent])


def _under(scheme: str) -> Iterator[tuple[tuple[int, str], Value]]:
    """Each value with what it stands under: the goal of a target, the heading of a theme; and where that comes first."""
    first: dict[str, int] = {}
    for at, each in enumerate(taxonomies.scheme(scheme).values):
        parent = _parent(scheme, each)
        yield (first.setdefault(parent, at), parent), each


def _parent(scheme: str, value: Value) -> str:
    if scheme == kept.SDG:
        return seen.name_of(scheme, value.parent or value.code)
    return value.group if scheme == kept.THEMES else ""


def _named(value: Value) -> str:
    if value.scheme == kept.TREATIES:
        return f"{value.code}: {all_instruments()[value.code].name}"
    return seen.name_of(value.scheme, value.label)
