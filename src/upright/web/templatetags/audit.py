"""What templates ask of the audit: {% history row %} shows what was done to a row, where whoever looks may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from django import template

from upright.tracking import audit
from upright.tracking.models import Kept
from upright.tracking.rights import Who
from upright.web.desk import asking
from upright.web.desk.audit_words import FIELDS, TABLES, shown

register = template.Library()


@register.inclusion_tag("desk/audit/history.html", takes_context=True)
def history(context: Any, rows: Kept | Sequence[Kept]) -> dict[str, Any]:
    """What was done to a row, or to several, the latest first; with a way to put an earlier value back, for whoever may change it."""
    who, rows = asking.who(context["request"]), [rows] if isinstance(rows, Kept) else rows
    fields = _restorable(rows, who)
    events = [(event, fields.get(event.row, ())) for event in audit.histories(rows, who)]
    return {"events": events, "desk": context["desk"], "several": len(rows) > 1}


def _restorable(rows: Sequence[Kept], who: Who) -> dict[UUID, Collection[str]]:
    """The fields that somebody may put an earlier value back in, of each row where there are any. A query for each table."""
    found: dict[UUID, Collection[str]] = {}
    for table in {type(row) for row in rows}:
        if fields := audit.restorable(table):
            known = cast(Any, table._default_manager).changed_by(who).filter(pk__in=[row.pk for row in rows if type(row) is table])
            found |= dict.fromkeys(known.values_list("uid", flat=True), fields)
    return found


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
