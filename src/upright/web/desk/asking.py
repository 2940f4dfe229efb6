"""Who asks for a page of a desk, and what of it they may see: every page of the desk begins here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from upright.tracking.models import Desk, Person
from upright.tracking.people import person_of, who_is
from upright.tracking.rights import Who

_KNOWN = "_who"  # on the request: asked for once


def who(request: HttpRequest) -> Who:
    """The roles of whoever asks; of the public for a member who asks to see a page as it does (`?as=public`)."""
    if not hasattr(request, _KNOWN):
        if as_public(request):
            request.user = AnonymousUser()
        setattr(request, _KNOWN, who_is(request.user))
    found: Who = getattr(request, _KNOWN)
    return found


def as_public(request: HttpRequest) -> bool:
    """Is a page looked at as the public sees it?"""
    return request.method == "GET" and request.GET.get("as") == "public"


def person(request: HttpRequest) -> Person:
    """The person who asks: pages that change something let nobody in who is not signed in."""
    if not request.user.is_authenticated:  # who looks as the public does changes nothing
        raise PermissionDenied
    return person_of(request.user)


def desk_of(request: HttpRequest, state: str) -> Desk:
    """The desk of a State; 404 where there is none that they may see."""
    found = Desk.objects.seen_by(who(request)).filter(state=state).first()
    if found is None:
        raise Http404(_("There is no desk of this State."))
    return found


def one(rows: QuerySet[Any, Any], uid: UUID) -> Any:
    """One of the rows that somebody may see, or change; 404 where it is none of them: what may not be seen is not there."""
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404(_("There is no such thing on this desk."))
    return found


def version(request: HttpRequest) -> int:
    """The version of the row that a form was filled in on."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
