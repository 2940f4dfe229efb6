"""What the forms of the desk have in common."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class Form(forms.Form):
    """A form of the desk: in `desk/pieces/form.html`. Its fields are called as the columns that they are written to."""

    def __init__(self, data: QueryDict | None = None, **given: Any) -> None:
        super().__init__(data, label_suffix="", **given)


class Day(forms.DateField):
    """A date, picked or typed as 2026-04-30."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d"], **given)
        self.error_messages["invalid"] = _("This is no date: write it as 2026-04-30.")


class Text(forms.CharField):
    """A text of several lines."""

    def __init__(self, rows: int = 4, **given: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **given)


def back(request: HttpRequest, otherwise: str) -> str:
    """The page that a form came from, where it is one of this site's."""
    asked = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if known else otherwise
