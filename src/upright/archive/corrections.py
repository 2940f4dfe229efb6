"""Corrections: what a person says a field of a record should be.

A correction is a claim above the document's. Both are kept and shown; it survives when the document is read again, and can be withdrawn.
"""

from __future__ import annotations

import datetime as dt
import typing
from collections import defaultdict
from typing import Any

import msgspec
from django.contrib.auth.models import User
from django.db import models as fields
from django.db import transaction
from django.utils import timezone

from upright.archive import settle
from upright.archive.models import COLUMN_OF, Correction, Document, Row
from upright.archive.rows import ROW_OF, column_names
from upright.exceptions import UprightError

Claims = dict[tuple[str, str], dict[str, Any]]  # by kind and key of the record: the value in effect by column


class NotCorrected(UprightError):
    """A correction that cannot be made; the message says why."""


def in_effect(document: Document) -> Claims:
    """What persons say of a document's records."""
    claims: Claims = defaultdict(dict)
    for each in Correction.objects.filter(document=document, withdrawn_at=None):
        claims[each.kind, each.key][_column(each.kind, each.field)] = _stored(each.kind, each.field, each.value)
    return dict(claims)


def over(values: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """Columns with the claims of persons over what was read, which is kept in `as_read`."""
    read = {name: values.get(name) for name in claims}
    return {**values, **claims, "as_read": {name: _plain(value) for name, value in read.items()}}


def fields_of(row: Row) -> tuple[str, ...]:
    """The fields of a record that can be corrected."""
    return tuple(column_names(row.KIND))


def correct(row: Row, field: str, value: Any, *, reason: str, by: User) -> Correction:
    """Say that a field should be `value` (in its JSON form). A correction that was in effect is withdrawn. NotCorrected says why not."""
    if not reason.strip():
        raise NotCorrected("A correction needs a reason: say how you know.")
    _check(row, field, value)
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=row.document_id)
        now = timezone.now()
        _in_effect_on(row, field).update(withdrawn_at=now, withdrawn_by=by, withdrawn_because="corrected again")
        correction = Correction.objects.create(
            document=document, kind=row.KIND.NAME, key=row.key, field=field, value=value, reason=reason.strip(), by=by, at=now
        )
        _write(row, field, _stored(row.KIND.NAME, field, value))
        _follow(document)
    return correction


def withdraw(correction: Correction, *, by: User, because: str = "") -> None:
    """Take a correction back: the document's own value is in effect again."""
    if correction.withdrawn_at is not None:
        return
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=correction.document_id)
        correction.withdrawn_at, correction.withdrawn_by, correction.withdrawn_because = timezone.now(), by, because.strip()
        correction.save()
        row = row_of(correction)
        if row is not None:
            _restore(row, _column(correction.kind, correction.field))
        _follow(document)


def row_of(correction: Correction) -> Row | None:
    """The record that a correction is about; None where the document, read again, has it no more."""
    found = ROW_OF[correction.kind]._default_manager.filter(document=correction.document_id, key=correction.key)
    return found.select_related("document").first()


def _in_effect_on(row: Row, field: str) -> fields.QuerySet[Correction]:
    return Correction.objects.filter(document=row.document_id, kind=row.KIND.NAME, key=row.key, field=field, withdrawn_at=None)


def _write(row: Row, field: str, value: Any) -> None:
    column = _column(row.KIND.NAME, field)
    as_read = dict(row.as_read or {})
    as_read.setdefault(column, _plain(getattr(row, column)))
    setattr(row, column, value)
    row.as_read = as_read
    row.save(update_fields=[column, "as_read"])


def _restore(row: Row, column: str) -> None:
    as_read = dict(row.as_read or {})
    if column not in as_read:
        return
    setattr(row, column, _typed(row, column, as_read.pop(column)))
    row.as_read = as_read or None
    row.save(update_fields=[column, "as_read"])


def _follow(document: Document) -> None:
    """What is derived from the record follows."""
    settle.settle(document)
    settle.touch(document)


def _column(kind: str, field: str) -> str:
    return COLUMN_OF.get((kind, field), field)


def _check(row: Row, field: str, value: Any) -> None:
    """The value must be one that the field can have."""
    if field not in column_names(row.KIND):
        raise NotCorrected(f"A {row.KIND.NAME} has no field '{field}'.")
    try:
        msgspec.convert(value, typing.get_type_hints(row.KIND)[field])
    except msgspec.ValidationError as error:
        raise NotCorrected(f"'{value}' cannot be the {field.replace('_', ' ')}: {error}") from error


def _stored(kind: str, field: str, value: Any) -> Any:
    column = _column(kind, field)
    if isinstance(value, str) and isinstance(ROW_OF[kind]._meta.get_field(column), fields.DateField):
        return dt.date.fromisoformat(value)
    return value


def _typed(row: Row, column: str, value: Any) -> Any:
    if isinstance(value, str) and isinstance(row._meta.get_field(column), fields.DateField):
        return dt.date.fromisoformat(value)
    return value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
