"""Words for what a file would do to the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy

from upright.tracking import scales
from upright.tracking.merged import Clash
from upright.tracking.pieces import Outcome, Piece
from upright.web.desk.audit_words import FIELDS
from upright.web.desk.words import AIMS, PARTS, PROGRESS, ROWS
from upright.web.templatetags.upright import un_date

register = template.Library()
_FIELDS: Mapping[str, Any] = {
    **FIELDS,
    "part": gettext_lazy("Part"),
    "value": gettext_lazy("Value"),
    "rationale": gettext_lazy("Reason"),
    "as_of": gettext_lazy("Cut-off date"),
    "limb": gettext_lazy("Sub-paragraph"),
    "scale": gettext_lazy("Scale"),
}
_WORDS: Mapping[str, Mapping[str, Any]] = {"part": PARTS, "aim": AIMS, "progress": PROGRESS}
_OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.CONFLICT: gettext_lazy("conflict"),
    Outcome.LOCKED: gettext_lazy("held back"),
    Outcome.INSERT: gettext_lazy("new"),
    Outcome.UPDATE: gettext_lazy("changed"),
    Outcome.SAME: gettext_lazy("as it is"),
}


@register.filter
def piece_word(piece: Piece) -> str:
    """What a piece is: 'Action, new'."""
    return f"{ROWS.get(piece.name, piece.name)}, {_OUTCOMES[piece.outcome]}"


@register.filter
def field_word(name: str) -> Any:
    """What a field is called."""
    return _FIELDS.get(name, name)


@register.filter
def field_value(value: Any, name: str) -> str:
    """A value of a field for the eye; it may be as the audit has it."""
    if value in (None, ""):
        return gettext("nothing")
    if name == "scale" and value in scales.known():
        return scales.known()[value].title
    try:
        return un_date(value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)))
    except ValueError:
        return str(_WORDS.get(name, {}).get(str(value), value))


@register.filter
def clash_words(clash: Clash) -> str:
    """What it was, where that is known, what it is, and what the file says."""
    words = {name: Truncator(field_value(getattr(clash, name), clash.field)).chars(200) for name in ("before", "theirs", "yours")}
    words["field"] = str(field_word(clash.field))
    if clash.before is None:
        return gettext("%(field)s: on the desk it is %(theirs)s; the file says %(yours)s") % words
    return gettext("%(field)s: it was %(before)s; on the desk it is %(theirs)s; the file says %(yours)s") % words


@register.filter
def said_by(piece: Piece) -> list[tuple[str, Any]]:
    """The fields of a piece that are written, or would be, with what is said; of a new one those that are not empty."""
    if piece.outcome is Outcome.INSERT:
        return [(name, value) for name, value in piece.values.items() if value not in (None, "")]
    return [(name, piece.values[name]) for name in piece.changes]


@register.filter
def instead_of(piece: Piece, name: str) -> str:
    """What stands on the desk in a field that is written; nothing of a new row."""
    return Truncator(field_value(getattr(piece.there, name), name)).chars(120) if piece.there else ""
