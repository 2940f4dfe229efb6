"""Corrections: what a person says a field of a record, or of a document itself, should be.

A correction is a claim above the document's. Both are kept and shown; it survives when the document is read again, and can be withdrawn.
"""

from __future__ import annotations

import datetime as dt
import json
import typing
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models as fields
from django.utils import timezone
from django.utils.translation import gettext as _

from upright.archive import claims, dossiers, entries, settle
from upright.archive.models import Correction, Document, Linked, Row
from upright.archive.rows import ROW_OF

NotCorrected = entries.NotCorrected
Corrected = Row | Document  # a record, or a document by its own fields
_LIMITS: dict[type[Any], MaxValueValidator] = {  # of PostgreSQL; SQLite would hold more, and its backup could not be restored there
    fields.PositiveSmallIntegerField: MaxValueValidator(32_767),
    fields.PositiveIntegerField: MaxValueValidator(2_147_483_647),
}


def fields_of(row: Corrected) -> tuple[str, ...]:
    """The fields of a record that can be corrected."""
    return tuple(entries.fields_of(row.KIND))


def correct(row: Corrected, field: str, value: Any, *, reason: str, by: User) -> Correction:
    """Say that a field should be `value` (in its JSON form; States also by name). A correction that was in effect is withdrawn.

    NotCorrected says why not: a value that cannot be, no reason, or nothing that would change.
    """
    if not reason.strip():
        raise NotCorrected(_("A correction needs a reason: say how you know."))
    value = _checked(row, field, value)
    with settle.alone():
        row = _now(row)
        _changes(row, field, value)
        now = timezone.now()
        _in_effect_on(row, field).update(withdrawn_at=now, withdrawn_by=by, withdrawn_because="corrected again")
        correction = Correction.objects.create(
            document=row.document,
            kind=row.KIND.NAME,
            key=row.key,
            passage=_passage(row),
            field=field,
            value=value,
            reason=reason.strip(),
            by=by,
            at=now,
        )
        with _followed(row.document, row):
            _write(row, field, claims.stored(row.KIND.NAME, field, value))
    return correction


def _now(row: Corrected) -> Corrected:
    """The record as it is now: others may have loaded or corrected since it was looked at."""
    if isinstance(row, Document):
        document: Document | None = Document.objects.filter(pk=row.pk).first()
        if document is None:
            raise NotCorrected(_("This document is not in the archive any more."))
        return document
    found: Row | None = type(row)._default_manager.filter(pk=row.pk, key=row.key).select_related("document__layer").first()
    if found is None:
        raise NotCorrected(_("The document was read again, and this record is not in it any more: look at the document anew."))
    return found


def _passage(row: Corrected) -> str:
    """What the person saw, by which a record is known again; a document is known without it."""
    return "" if isinstance(row, Document) else claims.passage(row.document.layer.text, row.source_start, row.source_end)


def withdraw(correction: Correction, *, by: User, because: str = "") -> None:
    """Take a correction back: the document's own value is in effect again."""
    with settle.alone():
        correction.refresh_from_db()
        if correction.withdrawn_at is not None:
            return
        correction.withdrawn_at, correction.withdrawn_by, correction.withdrawn_because = timezone.now(), by, because.strip()
        correction.save()
        row = row_of(correction)
        with _followed(correction.document, row):
            if row is not None:
                _restore(row, claims.column_of(correction.kind, correction.field))


def row_of(correction: Correction) -> Corrected | None:
    """The record that a correction is about, or the document; None where the document, read again, has the record no more."""
    if correction.kind == Document.KIND.NAME:
        return Document.objects.get(pk=correction.document_id)
    found = ROW_OF[correction.kind]._default_manager.filter(document=correction.document_id, key=correction.key)
    return found.select_related("document").first()


def _in_effect_on(row: Corrected, field: str) -> fields.QuerySet[Correction]:
    return Correction.objects.filter(document=row.document, kind=row.KIND.NAME, key=row.key, field=field, withdrawn_at=None)


def _write(row: Corrected, field: str, value: Any) -> None:
    column = claims.column_of(row.KIND.NAME, field)
    as_read = dict(row.as_read or {})
    as_read.setdefault(column, claims.plain(getattr(row, column)))
    setattr(row, column, value)
    row.as_read = as_read
    row.save(update_fields=[column, "as_read"])


def _restore(row: Corrected, column: str) -> None:
    as_read = dict(row.as_read or {})
    if column not in as_read:
        return
    setattr(row, column, _typed(row, column, as_read.pop(column)))
    row.as_read = as_read or None
    row.save(update_fields=[column, "as_read"])


@contextmanager
def _followed(document: Document, row: Corrected | None) -> Iterator[None]:
    """What is derived from the record follows its change; a document that becomes another one also leaves those that it had a part in."""
    itself = isinstance(row, Document)
    left, before = (settle.others_of(document), document.state) if itself else ([], None)
    yield
    for pk in dict.fromkeys([document.pk, *(other.pk for other in left)]):
        each = Document.objects.get(pk=pk)
        settle.settle(each)
        settle.touch(each)
    if itself and Linked.objects.exists():
        now = Document.objects.get(pk=document.pk).state
        for state in sorted(filter(None, {before, now})):
            dossiers.relink(state)


def _changes(row: Corrected, field: str, value: Any) -> None:
    """A correction says something else than the record, and than the document."""
    column = claims.column_of(row.KIND.NAME, field)
    if claims.plain(getattr(row, column)) == value:
        raise NotCorrected(_("That is what the record says already."))
    as_read = row.as_read or {}
    if column in as_read and as_read[column] == value:
        raise NotCorrected(_("That is what the document says: withdraw the correction instead."))


def _checked(row: Corrected, field: str, value: Any) -> Any:
    """The value as it is kept; it must be one that the field, and its column, can have."""
    if field not in fields_of(row):
        raise NotCorrected(f"A {row.KIND.NAME} has no field '{field}'.")
    value = entries.checked(entries.fields_of(row.KIND)[field], value)
    column = row._meta.get_field(claims.column_of(row.KIND.NAME, field))
    try:
        msgspec.convert(value, typing.get_type_hints(row.KIND)[field])
        if value is not None and not isinstance(column, fields.JSONField):
            column.run_validators(value)  # type: ignore[union-attr]
            if limit := _LIMITS.get(type(column)):
                limit(value)
    except (msgspec.ValidationError, ValidationError) as error:
        why = " ".join(error.messages) if isinstance(error, ValidationError) else error
        raise NotCorrected(f"'{value}' cannot be the {field.replace('_', ' ')}: {why}") from error
    if "\\u0000" in json.dumps(value):
        raise NotCorrected(_("A character stands in it that no text has (NUL)."))
    _in_the_text(row, value)
    return value


def _in_the_text(row: Corrected, value: Any) -> None:
    """A part that says where it stands stands in the document."""
    for part in value if isinstance(value, list) else ():
        if isinstance(part, dict) and {"start", "end"} <= part.keys() and not part["start"] < part["end"] <= len(row.document.layer.text):
            raise NotCorrected(_("There are no characters %(start)s to %(end)s in the document.") % part)


def _typed(row: Corrected, column: str, value: Any) -> Any:
    if isinstance(value, str) and isinstance(row._meta.get_field(column), fields.DateField):
        return dt.date.fromisoformat(value)
    return value
