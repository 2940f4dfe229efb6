"""What templates ask of the audit: {% history row %} shows what was done to a row, where whoever looks may see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template

from upright.tracking import audit
from upright.tracking.models import Kept
from upright.web.desk import asking
from upright.web.desk.audit_words import FIELDS, TABLES, shown

register = template.Library()


@register.inclusion_tag("desk/audit/history.html", takes_context=True)
def history(context: Any, row: Kept) -> dict[str, Any]:
    """What was done to a row, the latest first; with a way to put an earlier value back, for whoever may change it."""
    who = asking.who(context["request"])
    rows: Any = type(row)._default_manager
    may_change = bool(audit.restorable(type(row))) and rows.changed_by(who).filter(pk=row.pk).exists()
    return {
        "events": audit.history(row, who), "desk": context["desk"], "restorable": audit.restorable(type(row)) if may_change else (),
    }  # fmt: skip


@register.filter
def field_called(name: str) -> Any:
    """The word for a field."""
    return FIELDS.get(name, name)


@register.filter
def table_called(name: str) -> Any:
    """The word for a table."""
    return TABLES.get(name, name)


@register.filter
def audit_value(value: Any, field: str) -> Any:
    """A value of a field for the eye."""
    return shown(field, value)


@register.filter
def minute(at: dt.datetime) -> str:
    """A moment to the minute, as the audit notes it (UTC)."""
    return f"{at:%Y-%m-%d %H:%M}"
