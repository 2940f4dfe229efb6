"""Two people changed the same thing: what each of them wrote, side by side, and one form to save what is to stand. Nothing is lost."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from upright.tracking import audit, keep, people
from upright.tracking.models import Desk
from upright.web.desk.asking import version, who
from upright.web.templatetags.upright import un_date


class Field(NamedTuple):
    """A field that somebody changed: what both saw, what the other wrote, what you wrote. `both`: it is two different values."""

    label: Any
    before: str
    theirs: str
    yours: str
    both: bool


def conflict(request: HttpRequest, error: keep.Conflict, *, form: forms.Form, desk: Desk, back: str) -> HttpResponse:
    """The page that shows what both wrote (status 409). Its form is sent to the same address, over the version that is there now.

    `form`: valid, its fields called as the columns; those that only the other changed have their value in it, all others yours.
    """
    current = error.current
    seen = keep.values_at(current, version(request))
    now = keep.values(current)
    data, fields = request.POST.copy(), []
    for name, field in form.fields.items():
        column = _column(current, name)
        if column is None:
            continue
        before, there, mine = seen.get(column), now.get(column), keep.plain(current, name, form.cleaned_data.get(name))
        if there != before and mine == before:
            data[form.add_prefix(name)] = field.prepare_value(there)
        if before not in (there, mine) or there != mine:
            shown = _shown(field, before), _shown(field, there), _shown(field, mine)
            both = there != before and mine not in (before, there)
            fields.append(Field(field.label, *shown, both))
            if both:
                _mark(form[name])
    form.data = data
    context = {
        "desk": desk, "form": form, "fields": fields, "row": current, "version": current.version, "back": back,
        "theirs": people.name_of(current.changed_by, owner, who(request)) if (owner := audit.organisation_of(current)) else None,
    }  # fmt: skip
    return render(request, "desk/merging/conflict.html", context, status=409)


def _mark(bound: forms.BoundField) -> None:
    """Say at a field of the form that both changed it."""
    bound.help_text = " ".join(filter(None, (_("Both of you changed this: see above what the other wrote."), str(bound.help_text))))
    attrs = bound.field.widget.attrs
    attrs["class"] = f"{attrs.get('class', '')} both-changed".strip()


def _column(row: Model, name: str) -> str | None:
    try:
        return str(row._meta.get_field(name).attname)  # type: ignore[union-attr]  # only columns have fields in forms
    except FieldDoesNotExist:
        return None


def _shown(field: forms.Field, value: Any) -> str:
    """A value for the eye."""
    if value in (None, "", [], {}):
        return _("nothing")
    for each, label in getattr(field, "choices", None) or ():
        if str(getattr(each, "value", each)) == str(value):
            return str(label)
    if isinstance(field, forms.DateField):
        return un_date(dt.date.fromisoformat(str(value)))
    return str(value)
