"""What the forms of the desk have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from upright.tracking.models import Organisation


class Form(forms.Form):
    """A form of the desk: in `desk/pieces/form.html`. Its fields are called as the columns that they are written to."""

    def __init__(self, data: QueryDict | None = None, **given: Any) -> None:
        super().__init__(data, label_suffix="", **given)


class OfOrganisation(Form):
    """A form of what an organisation does: which one, where somebody writes for several."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Institution"), empty_label=None)

    def __init__(self, data: QueryDict | None = None, *, organisations: Sequence[Organisation], **given: Any) -> None:
        super().__init__(data, **given)
        self.organisations = organisations
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in organisations])
        if len(organisations) == 1:
            field.required, field.widget = False, forms.HiddenInput()

    def clean_organisation(self) -> Organisation:
        return self.cleaned_data["organisation"] or self.organisations[0]


class Choice(forms.Select):
    """A choice among hundreds, which Django would make with a template for each of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        chosen = self.format_value(value)
        options = ((key, " selected" if str(key) in chosen else "", label) for key, label in self.choices)
        written = format_html_join("\n", '<option value="{}"{}>{}</option>', options)
        return format_html('<select name="{}"{}>\n{}\n</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), written)


class Day(forms.DateField):
    """A date, picked or typed as 2026-04-30."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d"], **given)
        self.error_messages["invalid"] = _("This is no date: write it as 2026-04-30.")


class Text(forms.CharField):
    """A text of several lines, which end as they do everywhere but in what browsers send."""

    def __init__(self, rows: int = 4, **given: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **given)

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return found.replace("\r\n", "\n") if isinstance(found, str) else found


def back(request: HttpRequest, otherwise: str) -> str:
    """The page that a form came from, where it is one of this site's."""
    asked = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if known else otherwise
