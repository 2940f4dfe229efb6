"""What persons say of records, laid over what was read of them.

A claim names its record by kind and key, and remembers the record's passage. When a document is read again, a key may come to mean another
record ('12+#3' is the third paragraph without a number below 12), and a record may get another key. A claim then follows its passage, and
is never laid over a record that the person did not see; one whose record is gone is kept, and said to be on no record.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models as fields

from upright.archive.models import COLUMN_OF, Correction, Document, DossierTitle, LabelClaim, Row
from upright.archive.rows import ROW_OF
from upright.records import Record

TABLES: Mapping[str, type[Row | Document]] = {**ROW_OF, Document.KIND.NAME: Document}  # by kind of record: what can be corrected

Claims = dict[tuple[str, str], dict[str, Any]]  # by kind and key of the record: the value in effect by column
Places = Mapping[tuple[str, str], str]  # by kind and key of a record: its passage
BETWEEN = "between: "  # the keys of findings between documents: `settle` makes them anew each time, out of what they say
_GONE = " (gone, "


def in_effect(document: Document) -> Claims:
    """What persons say of a document's records."""
    claims: Claims = defaultdict(dict)
    for each in Correction.objects.filter(document=document, withdrawn_at=None):
        claims[each.kind, each.key][column_of(each.kind, each.field)] = stored(each.kind, each.field, each.value)
    return dict(claims)


def on_itself(document: Document) -> dict[str, Any]:
    """What persons say of a document's own fields."""
    return in_effect(document).get((document.KIND.NAME, document.key), {})


def over(values: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """Columns with the claims of persons over what was read, which is kept in `as_read` (None without a claim)."""
    read = {name: values.get(name) for name in claims}
    return {**values, **claims, "as_read": {name: plain(value) for name, value in read.items()} or None}


def column_of(kind: str, field: str) -> str:
    """The column of a record's field."""
    return COLUMN_OF.get((kind, field), field)


def stored(kind: str, field: str, value: Any) -> Any:
    """A value in its JSON form as its column holds it."""
    column = column_of(kind, field)
    if isinstance(value, str) and isinstance(TABLES[kind]._meta.get_field(column), fields.DateField):
        return dt.date.fromisoformat(value)
    return value


def plain(value: Any) -> Any:
    """A column's value in its JSON form."""
    return value.isoformat() if isinstance(value, dt.date) else value


def passage(text: str, start: int, end: int) -> str:
    """The passage of a record, in which any white space is a space: it does not change with the lines of a page."""
    return " ".join(text[start:end].split())


def places(records: Iterable[tuple[str, Record]], text: str) -> dict[tuple[str, str], str]:
    """The passages of records, given with their keys."""
    return {(record.NAME, key): passage(text, record.source.start, record.source.end) for key, record in records}


# Claims on one record, and which of their columns say what of it is claimed: of those one is in effect.
ON_ONE: Mapping[Any, tuple[str, ...]] = {Correction: ("field",), LabelClaim: ("scheme", "value"), DossierTitle: ()}


def follow(document: Document, now: Places) -> None:
    """Give the claims on a document that is read again the keys that their records have now."""
    for table, what in ON_ONE.items():
        _follow(table, what, document, now)


def _follow(table: Any, what: tuple[str, ...], document: Document, now: Places) -> None:
    said = list(table.objects.filter(document=document).exclude(key__startswith=BETWEEN).order_by("pk"))
    keys = {each.pk: key_now(each.kind, each.key, each.passage, now) or gone(each.key, each.pk) for each in said}
    moved = [each for each in said if keys[each.pk] != each.key]
    taken = {_slot(each, each.key, what) for each in said if each.withdrawn_at is None and each not in moved}
    for each in moved:  # through keys that nothing has: two may change places
        table.objects.filter(pk=each.pk).update(key=f"moves {each.pk}")
    for each in moved:
        slot = _slot(each, keys[each.pk], what)
        each.key = gone(each.key, each.pk) if each.withdrawn_at is None and slot in taken else keys[each.pk]
        each.save(update_fields=["key"])
        taken.add(slot)


def _slot(claim: Any, key: str, what: tuple[str, ...]) -> tuple[str, ...]:
    return (claim.kind, key, *(getattr(claim, name) for name in what))


def on_no_record(document: Document) -> list[Any]:
    """The claims in effect whose record the document, as it is read now, does not have."""
    said = [each for table in ON_ONE for each in table.objects.filter(document=document, withdrawn_at=None).order_by("pk")]
    return [each for each in said if not _has(document, each.kind, each.key)]


def _has(document: Document, kind: str, key: str) -> bool:
    """A document has itself."""
    return kind == document.KIND.NAME or ROW_OF[kind]._default_manager.filter(document=document, key=key).exists()


def key_now(kind: str, key: str, passage: str, now: Places) -> str | None:
    """The key of the record that a person saw under a key and with a passage; None where it is gone."""
    here = now.get((kind, key))
    if not passage or here == passage:
        return key
    alike = [each for (kind_there, each), text in now.items() if kind_there == kind and text == passage]
    if len(alike) == 1:
        return alike[0]
    if here is None or _cited_once(kind, key, now):
        return key  # what is cited by this number is the same record, however it reads now
    return None


def _cited_once(kind: str, key: str, now: Places) -> bool:
    """Does a key cite one record, and not one of several by a counter?"""
    return "#" not in key and (kind, f"{key}#2") not in now and not key.endswith("+") and key != "-"


def gone(key: str, pk: int) -> str:
    """A key that no record has, for the claim of a record that is gone."""
    return f"{key.partition(_GONE)[0][:130]}{_GONE}{pk})"
