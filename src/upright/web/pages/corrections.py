"""Corrections: editors say what a record should be, and everybody sees both."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from upright import states
from upright.archive import claims, corrections, entries
from upright.archive.models import Correction, Document
from upright.archive.people import CORRECT
from upright.archive.rows import ROW_OF
from upright.web import paging
from upright.web.templatetags.upright import state_name

_LONGEST_PASSAGE = 4_000  # characters
_BEGINNING = 1_500


def _row(sha256: str, kind: str, key: str) -> corrections.Corrected:
    if kind not in ROW_OF and (kind, key) != (Document.KIND.NAME, Document.key):
        raise Http404(_("There is no such kind of record."))
    document = get_object_or_404(Document, sha256=sha256)
    if kind == document.KIND.NAME:
        return document
    row = ROW_OF[kind]._default_manager.filter(document=document, key=key).first()
    if row is None:
        raise Http404(_("There is no such record."))
    row.document = document
    return row


@login_required
@permission_required(CORRECT, raise_exception=True)
def correct(request: HttpRequest, sha256: str, kind: str, key: str) -> HttpResponse:
    """A form for one field of a record, or of a document itself, and what it becomes."""
    row = _row(sha256, kind, key)
    fields = entries.fields_of(row.KIND)
    name = request.POST.get("field") or request.GET.get("field") or next(iter(fields))
    if name not in fields:
        raise Http404(_("There is no such field."))
    now = claims.plain(getattr(row, claims.column_of(kind, name)))
    value, reason = entries.written(fields[name], now), ""
    if request.method == "POST":
        value, reason = _typed(request), request.POST.get("reason", "")
        try:
            corrections.correct(row, name, entries.read(fields[name], value), reason=reason, by=_editor(request))
        except corrections.NotCorrected as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Corrected. What the document says is kept beside it."))
            if isinstance(row, Document):
                row.refresh_from_db()
                if name == "symbol":
                    _tell_of_others(request, row)
            return redirect(page_of(row))
    context = {
        "row": row, "kind": kind, "field": fields[name], "fields": fields, "now": now, "value": value, "reason": reason,
        "back": page_of(row),
        "corrections": Correction.objects.filter(document=row.document, kind=kind, key=key, withdrawn_at=None).select_related("by"),
        "passage": _passage(row),
        "states": sorted(states.codes(), key=lambda code: states.alphabetical(state_name(code))),
    }  # fmt: skip
    return render(request, "corrections/correct.html", context)


def _passage(row: corrections.Corrected) -> str:
    """The document's words: those of the record, or those that the document begins with."""
    text = row.document.layer.text
    return text[:_BEGINNING] if isinstance(row, Document) else text[row.source_start : row.source_end][:_LONGEST_PASSAGE]


def _tell_of_others(request: HttpRequest, document: Document) -> None:
    """Where a document has several files now, which of them the site shows."""
    files = list(Document.objects.of_symbol(document.symbol)) if document.symbol else []
    if len(files) > 1:
        said = {"symbol": document.symbol, "n": len(files), "file": files[0].file}
        messages.info(request, _("%(symbol)s has %(n)s files here. The one that is shown is %(file)s.") % said)


def _typed(request: HttpRequest) -> str:
    """What was typed; States that were picked from the list stand behind those that were there."""
    return "; ".join(filter(None, (request.POST.get("value", "").strip(), *map(str.strip, request.POST.getlist("more")))))


def _editor(request: HttpRequest) -> User:
    """Who is signed in: the pages that ask let nobody else in."""
    return cast(User, request.user)


def page_of(row: corrections.Corrected) -> str:
    """The page of a record, or its place in its document."""
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
    return redirect(page_of(row) if row else "corrections")


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
