"""What every page knows."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from django.http import HttpRequest


@cache
def _version() -> str:
    return version("upright")


def site(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001  # Django's shape
    """The version that is running."""
    return {"upright_version": _version()}  # pages of the desk have versions of rows
