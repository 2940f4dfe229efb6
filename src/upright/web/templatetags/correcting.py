"""Fields of records and their values, as pages of corrections show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upright.archive import claims, entries
from upright.archive.corrections import Corrected
from upright.archive.entries import Field
from upright.archive.models import Correction
from upright.records import Act, DocumentRecord, Kind, Moment, Position, Progress, Role, Severity, Tense
from upright.web.templatetags.upright import state, state_list, un_date
from upright.web.words import ACTS, KINDS, LANGUAGES, MOMENTS, POSITIONS, PROGRESS, ROLES, SEVERITIES, TENSES
from upright.web.words import RECORDS as OF_EXAMINATIONS

register = template.Library()

# Names of fields that do not say by themselves what they hold; any other name is shown as words.
FIELDS: dict[str, Any] = {
    "number": gettext_lazy("number"),
    "text": gettext_lazy("text"),
    "states": gettext_lazy("recommending States"),
    "parts": gettext_lazy("what each State says"),
    "limb": gettext_lazy("sub-paragraph"),
    "position": gettext_lazy("position in this document"),
    "progress": gettext_lazy("state of implementation"),
    "position_as_stated": gettext_lazy("position in the document’s words"),
    "footnotes": gettext_lazy("footnotes"),
    "history": gettext_lazy("positions stated"),
    "position_in_force": gettext_lazy("position in force"),
}
RECORDS: dict[str, Any] = {
    "recommendation": gettext_lazy("recommendation"),
    "paragraph": gettext_lazy("paragraph"),
    **OF_EXAMINATIONS,
}
_CHOICES: dict[Any, Any] = {
    Position: POSITIONS,
    Progress: PROGRESS,
    Act: ACTS,
    Severity: SEVERITIES,
    Kind: KINDS,
    Role: ROLES,
    Moment: MOMENTS,
    Tense: TENSES,
}
_OF_DOCUMENTS: dict[str, Any] = {"language": LANGUAGES}  # what stands in a field of a document that is one of a list


@register.filter
def field_word(name: str) -> Any:
    """The name of a field."""
    return FIELDS.get(name, name.replace("_", " "))


@register.filter
def record_word(kind: str) -> Any:
    """The name of a kind of record."""
    return RECORDS.get(kind, kind.replace("_", " "))


@register.filter
def choice_word(value: str, field: Field) -> Any:
    """A value of a choice in words."""
    words = _OF_DOCUMENTS.get(field.name, {}) if field.owner is DocumentRecord else _CHOICES.get(field.item, {})
    return words.get(value, value.replace("_", " "))


@register.simple_tag
def value_of(kind: str, name: str, value: Any) -> SafeString | str:
    """A value of a record's field for the eye: States by their names, with links."""
    return _shown(entries.fields_of(claims.TABLES[kind].KIND)[name], value)


def _shown(field: Field, value: Any) -> SafeString | str:
    if value is None or value in ("", []):
        return _("nothing")
    match field.form:
        case "states":
            return state_list(value)
        case "state":
            return state(value)
        case "parts":
            parts = value if field.many else [value]
            return format_html_join(SafeString("<br>"), "{}", ((_part(field, each),) for each in parts))
        case "list":
            return "; ".join(map(str, map(un_date, value) if field.length else value))
        case "choice":
            return str(choice_word(value, field))
        case "date":
            return un_date(value)
    return str(value)


def _part(field: Field, part: dict[str, Any]) -> SafeString:
    said = ((field_word(name), _shown(inner, part[name])) for name, inner in field.inner.items() if part.get(name))
    return format_html_join("; ", "{}: {}", said)


@register.simple_tag
def as_read(record: Corrected, name: str) -> Any:
    """What the document says of a field that is corrected."""
    return (record.as_read or {}).get(claims.column_of(record.KIND.NAME, name))


@register.filter
def in_effect(corrections: Iterable[Correction]) -> list[Correction]:
    """The corrections that are not withdrawn."""
    return [each for each in corrections if each.withdrawn_at is None]


@register.filter
def withdrawn(corrections: Iterable[Correction]) -> list[Correction]:
    """The corrections that are withdrawn."""
    return [each for each in corrections if each.withdrawn_at is not None]


@register.filter
def of_field(corrections: Iterable[Correction], name: str) -> list[Correction]:
    """The correction in effect of a field, or none."""
    return [each for each in in_effect(corrections) if each.field == name]
