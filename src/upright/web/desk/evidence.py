"""Files and links that bear out work: added, fetched, taken away. Pages show them with `desk/pieces/evidence.html`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.validators import URLValidator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import evidence, keep
from upright.tracking.models import Contribution, Desk, Evidence
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Form, back


class Link(Form):
    """What a file is called; a link, and what that is called."""

    url = forms.CharField(
        required=False, max_length=1000,
        validators=[URLValidator(schemes=["http", "https"], message=gettext_lazy("The link is no address: it begins with https://."))],
    )  # fmt: skip
    title = forms.CharField(required=False, max_length=300)
    url_title = forms.CharField(required=False, max_length=300)


@login_required
@require_POST
def add(request: HttpRequest, state: str, table: str, uid: UUID) -> HttpResponse:
    """Add files, or a link, to a piece of work that they may change; each that is not taken says why."""
    desk = desk_of(request, state)
    work = _work(request, desk, table, uid)
    there, form = back(request, desk.get_absolute_url()), Link(request.POST)
    if not form.is_valid():
        return _again(request, desk, [str(each[0]) for each in form.errors.values()], there)
    files, url, title = request.FILES.getlist("files"), form.cleaned_data["url"], form.cleaned_data["title"]
    if not files and not url:
        return _again(request, desk, [_("Choose a file, or give a link.")], there)
    refused = _files(request, work, files, title)
    if url:
        evidence.add_link(work, url, form.cleaned_data["url_title"] or ("" if files else title), by=person(request))
    if refused:
        return _again(request, desk, refused, there)
    messages.success(request, _("Added."))
    return redirect(there)


def _files(request: HttpRequest, work: evidence.Work, files: list[Any], title: str) -> list[str]:
    """Add files; why those are not taken that are not. A title is for one file: several are called by their own names."""
    refused = []
    if len(files) > evidence.AT_ONCE:
        refused.append(_("More than %(n)s files at once: the others were not taken.") % {"n": evidence.AT_ONCE})
    for each in files[: evidence.AT_ONCE]:
        called = title if len(files) == 1 else ""
        try:
            evidence.add_file(work, each.read(evidence.LARGEST + 1), name=each.name, title=called, by=person(request))
        except UprightError as error:
            refused.append(str(error))
    return refused


def _work(request: HttpRequest, desk: Desk, table: str, uid: UUID) -> evidence.Work:
    if table not in evidence.TABLES:
        raise Http404(_("There is no such thing on this desk."))
    rows: Any = evidence.TABLES[table]._default_manager
    found: evidence.Work = one(rows.changed_by(who(request)), uid)
    if evidence.desk_of(found) != desk:
        raise Http404(_("There is no such thing on this desk."))
    return found


def _again(request: HttpRequest, desk: Desk, errors: list[str], there: str) -> HttpResponse:
    """What was not taken, and the form with what was typed, once more."""
    context = {
        "desk": desk, "errors": errors, "next": there, "url": request.POST.get("url", ""), "title": request.POST.get("title", ""),
        "url_title": request.POST.get("url_title", ""),
        "types": evidence.types().values(), "to": request.path,
    }  # fmt: skip
    return render(request, "desk/pieces/evidence_again.html", context, status=400)


def _one(request: HttpRequest, state: str, rows: Any, uid: UUID) -> Evidence:
    desk = desk_of(request, state)
    found: Evidence = one(rows, uid)
    if evidence.desk_of(evidence.work_of(found)) != desk:
        raise Http404(_("There is no such thing on this desk."))
    return found


def fetch(request: HttpRequest, state: str, uid: UUID) -> HttpResponseBase:
    """A file, to whoever sees the work that it bears out: to be kept, never shown in the browser."""
    found = _one(request, state, Evidence.objects.seen_by(who(request)), uid)
    try:
        stream = evidence.place(found).open("rb") if found.sha256 else None
    except OSError:
        stream = None
    if stream is None:
        raise Http404(_("There is no such file."))
    response = FileResponse(stream, as_attachment=True, filename=found.file, content_type=found.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def hide(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take evidence out of sight with a reason; what was given in confidence is really deleted."""
    found = _one(request, state, Evidence.objects.changed_by(who(request)), uid)
    there = back(request, desk_of(request, state).get_absolute_url())
    try:
        if isinstance(evidence.work_of(found), Contribution):
            evidence.delete(found)
        else:
            keep.hide(found, version=version(request), by=person(request), because=request.POST.get("because", ""))
    except UprightError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken away."))
    return redirect(there)


urlpatterns = [
    path("<str:state>/evidence/<str:table>/<uuid:uid>", add, name="desk_evidence"),
    path("<str:state>/evidence/<uuid:uid>/file", fetch, name="desk_evidence_file"),
    path("<str:state>/evidence/<uuid:uid>/hide", hide, name="desk_evidence_hide"),
]
