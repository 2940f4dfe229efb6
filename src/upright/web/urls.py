"""The pages' addresses. What a page shows is all in its address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def _later(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=501)


urlpatterns = [
    path("", _later, name="home"),
    path("accounts/", include("allauth.urls")),
]
