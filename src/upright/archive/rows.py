"""Records to rows and back again: nothing is lost on the way (`records_of` gives what `columns` was given)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import msgspec
from django.db import models

from upright.archive.models import COLUMN_OF, ROWS, Document, Row
from upright.identify import Identity
from upright.readers.reading import Reading
from upright.records import DocumentRecord, Record, RecordRef, Source, field_names

_encode, _decode = msgspec.json.Encoder().encode, msgspec.json.Decoder().decode  # lists, not tuples: as a column gives them back
ROW_OF: dict[str, type[Row]] = {row.KIND.NAME: row for row in ROWS}
SOURCE = ("source_paragraph", "source_page", "source_start", "source_end")


_COLUMNS = {row.KIND.NAME: {name: COLUMN_OF.get((row.KIND.NAME, name), name) for name in field_names(row.KIND)} for row in ROWS}
_DATES = {row.KIND.NAME: tuple(each.name for each in row._meta.fields if isinstance(each, models.DateField)) for row in ROWS}


def column_names(kind: type[Record]) -> dict[str, str]:
    """The column of each field of a record."""
    return _COLUMNS[kind.NAME]


def columns(record: Record) -> dict[str, Any]:
    """The values of a record's own columns, its passage included."""
    plain: dict[str, Any] = _decode(_encode(record))
    values = {column: plain[name] for name, column in column_names(type(record)).items()}
    for column in _DATES[record.NAME]:
        values[column] = getattr(record, column)
    source = record.source
    values.update(zip(SOURCE, (source.paragraph, source.page, source.start, source.end), strict=True))
    return values


def record_of(row: Row, document: Document) -> Record:
    """The record that a row holds: what is in effect."""
    kind = row.KIND
    own = {name: getattr(row, column) for name, column in column_names(kind).items()}
    source = Source(
        file=document.file, paragraph=row.source_paragraph, page=row.source_page, start=row.source_start, end=row.source_end
    )  # fmt: skip
    return msgspec.convert({**own, "document": document.symbol, "source": source}, kind)


def document_record(document: Document, length: int) -> DocumentRecord:
    """The `document` record; `length` is that of its text."""
    own = {name: getattr(document, name) for name in field_names(DocumentRecord)}
    source = Source(file=document.file, paragraph=None, page=1 if document.pages else None, start=0, end=length)
    return msgspec.convert({**own, "document": document.symbol, "source": source}, DocumentRecord)


def identity_of(document: Document) -> Identity:
    """Which document it is."""
    return msgspec.convert({field.name: getattr(document, field.name) for field in fields(Identity)}, Identity)


def ref_of(document: Document, kind: str, key: str) -> RecordRef:
    """A record of a document, as links and dossiers name it."""
    return RecordRef(symbol=document.symbol, sha256=document.sha256, record=kind, key=key)


def rows_of(document: Document, kinds: Iterable[type[Row]] = ROWS) -> list[Row]:
    """The rows of a document in the order of its records."""
    found: list[Row] = [row for kind in kinds for row in kind._default_manager.filter(document=document)]
    return sorted(found, key=lambda row: row.order)


def reading_of(document: Document, kinds: Iterable[type[Row]] = ROWS) -> Reading:
    """A document out of the archive, as it was read and corrected; only some kinds of record, where `kinds` says so."""
    return reading_with(document, rows_of(document, kinds))


def reading_with(document: Document, rows: Iterable[Row]) -> Reading:
    """A document out of the archive, with the records of some of its rows behind its own."""
    text = document.layer.text
    found = tuple(record_of(row, document) for row in rows)
    return Reading(
        file=document.file,
        sha256=document.sha256,
        identity=identity_of(document),
        text=text,
        records=(document_record(document, len(text)), *found),
        seconds=0.0,
    )
