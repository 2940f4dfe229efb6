"""Comments on work that is not published: `desk/pieces/comments.html` shows them, with a form, on any page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import comments, keep
from upright.tracking.models import Comment, Desk
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import back

_LONGEST = 10_000  # characters


@login_required
@require_POST
def say(request: HttpRequest, state: str, table: str, uid: UUID) -> HttpResponse:
    """Comment on work that they see, and call others who see it."""
    desk = desk_of(request, state)
    work = _work(request, desk, table, uid)
    text, call = request.POST.get("text", ""), request.POST.getlist("call")[:100]
    there = back(request, desk.get_absolute_url())
    if len(text) > _LONGEST:
        return _again(request, desk, work, _("A comment has at most %(n)s characters.") % {"n": _LONGEST}, there)
    try:
        comments.say(work, text, call=call, who=who(request), by=person(request))
    except UprightError as error:
        return _again(request, desk, work, str(error), there)
    messages.success(request, _("Said."))
    return redirect(f"{there}#comments")


def _work(request: HttpRequest, desk: Desk, table: str, uid: UUID) -> comments.Work:
    if table not in comments.TABLES:
        raise Http404(_("There is no such thing on this desk."))
    rows: Any = comments.TABLES[table]._default_manager
    found: comments.Work = one(rows.seen_by(who(request)), uid)
    if comments.desk_of(found) != desk:
        raise Http404(_("There is no such thing on this desk."))
    return found


def _again(request: HttpRequest, desk: Desk, work: comments.Work, error: str, there: str) -> HttpResponse:
    """The form once more, with what was typed."""
    context = {
        "desk": desk, "work": work, "error": error, "next": there, "typed": request.POST.get("text", ""),
        "picked": request.POST.getlist("call"),
    }  # fmt: skip
    return render(request, "desk/pieces/comment_again.html", context, status=400)


@login_required
@require_POST
def hide(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Take one's own comment out of sight."""
    desk = desk_of(request, state)
    found: Comment = one(Comment.objects.changed_by(who(request)).filter(item__desk=desk), uid)
    try:
        keep.hide(found, version=version(request), by=person(request), because=request.POST.get("because", ""))
    except UprightError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken away."))
    return redirect(back(request, desk.get_absolute_url()))


urlpatterns = [
    path("<str:state>/comments/<str:table>/<uuid:uid>", say, name="desk_comment"),
    path("<str:state>/comments/<uuid:uid>/hide", hide, name="desk_comment_hide"),
]
