"""What is made of an address before a page is asked for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answers = Callable[[HttpRequest], HttpResponse]
_NUL = "%00"


def without_nul(get_response: Answers) -> Answers:
    """The character NUL is in no text, and PostgreSQL refuses it: a middleware that takes it out of what is asked for."""

    def answer(request: HttpRequest) -> HttpResponse:
        if _NUL in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace(_NUL, "")
        return get_response(request)

    return answer
