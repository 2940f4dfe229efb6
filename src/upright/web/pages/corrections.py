"""Corrections: editors say what a record should be, and everybody sees both."""

from __future__ import annotations

import json
import re
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from upright.archive import corrections
from upright.archive.models import Correction, Document, Row
from upright.archive.people import CORRECT
from upright.archive.rows import ROW_OF, column_names
from upright.web import paging

_LISTS = frozenset(
    {"states", "by", "troika", "advance_questions_from", "paragraphs", "meetings", "headings", "asked_by", "about", "recommendations"}
)
_NUMBERS = frozenset({("figure", "value"), ("figure", "value_high"), ("answer", "confidence")})
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _row(sha256: str, kind: str, key: str) -> Row:
    if kind not in ROW_OF:
        raise Http404(_("There is no such kind of record."))
    document = get_object_or_404(Document, sha256=sha256)
    row = ROW_OF[kind]._default_manager.filter(document=document, key=key).first()
    if row is None:
        raise Http404(_("There is no such record."))
    row.document = document
    return row


@login_required
@permission_required(CORRECT, raise_exception=True)
def correct(request: HttpRequest, sha256: str, kind: str, key: str) -> HttpResponse:
    """A form for one field of a record, and what it becomes."""
    row = _row(sha256, kind, key)
    field = request.POST.get("field") or request.GET.get("field") or corrections.fields_of(row)[0]
    if field not in column_names(row.KIND):
        raise Http404(_("There is no such field."))
    value = _written(getattr(row, column_names(row.KIND)[field]))
    reason = ""
    if request.method == "POST":
        value, reason = request.POST.get("value", ""), request.POST.get("reason", "")
        try:
            corrections.correct(row, field, _read(kind, field, value), reason=reason, by=_editor(request))
        except corrections.NotCorrected as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Corrected. What the document says is kept beside it."))
            return redirect(_page_of(row))
    context = {"row": row, "kind": kind, "field": field, "fields": corrections.fields_of(row), "value": value, "reason": reason}
    return render(request, "corrections/correct.html", context)


def _editor(request: HttpRequest) -> User:
    """Who is signed in: the pages that ask let nobody else in."""
    return cast(User, request.user)


def _written(value: Any) -> str:
    """A value as a person can edit it: lists of words with semicolons, everything else that has parts as JSON."""
    if isinstance(value, list) and all(isinstance(each, str | int) for each in value):
        return "; ".join(map(str, value))
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return "" if value is None else str(value)


def _read(kind: str, field: str, text: str) -> Any:
    """What was typed as a value; nothing typed is no value."""
    text = text.strip()
    if field in _LISTS and not text.startswith("["):
        words = [word.strip() for word in text.split(";") if word.strip()]
        return [int(word) for word in words] if field == "meetings" and all(word.isdigit() for word in words) else words
    if text.startswith(("[", "{")):
        try:
            return json.loads(text)
        except ValueError as error:
            raise corrections.NotCorrected(_("This list cannot be understood: %(why)s") % {"why": error}) from error
    if (kind, field) in _NUMBERS and _NUMBER.fullmatch(text):
        return float(text)
    return int(text) if text.isdigit() and field.endswith(("session", "announced")) else text or None


def _page_of(row: Row) -> str:
    if hasattr(row, "get_absolute_url"):
        return str(row.get_absolute_url())
    return f"{row.document.get_absolute_url()}#{row.source_paragraph or ''}"


@login_required
@permission_required(CORRECT, raise_exception=True)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a correction back."""
    correction = get_object_or_404(Correction, pk=pk)
    corrections.withdraw(correction, by=_editor(request), because=request.POST.get("because", ""))
    messages.success(request, _("Withdrawn: what the document says is in effect again."))
    row = corrections.row_of(correction)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect(_page_of(row) if row else "corrections")


@login_required
@permission_required(CORRECT, raise_exception=True)
def listed(request: HttpRequest) -> HttpResponse:
    """All corrections, the latest first."""
    found = Correction.objects.select_related("document", "by", "withdrawn_by")
    page = paging.Page(paging.asked(request), found.count())
    rows = [(each, corrections.row_of(each)) for each in found[page.offset : page.offset + page.size]]
    return render(request, "corrections/list.html", {"rows": rows, "page": page})


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """One's own account."""
    return render(request, "account/account.html")
