"""JSON Schema of what upright puts out, generated from `records.py`: the shape of a record is said there and nowhere else."""

from __future__ import annotations

import datetime
import enum
import types
import typing
from dataclasses import fields, is_dataclass
from typing import Any

from upright.records import BETWEEN, RECORDS, SCHEMA, DocumentRecord, Record, name_of

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line of `upright read --format jsonl`, and of `upright link`."""
    shared: dict[str, Any] = {}
    records = {record.NAME: _record(record, shared) for record in (*RECORDS, *BETWEEN)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:upright:record:{SCHEMA}",
        "title": f"An upright record (schema {SCHEMA})",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in records],
        "$defs": records | dict(sorted(shared.items())),
    }


def _record(record: type[Record], shared: dict[str, Any]) -> dict[str, Any]:
    form = _object(record, shared)
    if record is DocumentRecord:
        form["properties"]["schema"] = {"const": SCHEMA}
    form["properties"] = {"record": {"const": record.NAME}, **form["properties"]}
    form["required"] = ["record", *form["required"]]
    return form


def _object(kind: Any, shared: dict[str, Any]) -> dict[str, Any]:
    """A dataclass: every field is always there, null where the document does not give it."""
    hints = typing.get_type_hints(kind)
    properties = {name_of(field.name): _form(hints[field.name], shared) for field in fields(kind)}
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _form(kind: Any, shared: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_form(argument, shared) for argument in arguments]}
    if kind is type(None):
        return {"type": "null"}
    if origin is tuple:
        return _array(arguments, shared)
    if is_dataclass(kind):
        return _reference(kind, shared, lambda: _object(kind, shared))
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _reference(
            kind, shared, lambda: {"description": " ".join((kind.__doc__ or "").split()), "enum": [each.value for each in kind]}
        )
    if kind is datetime.date:
        return {"type": "string", "format": "date"}
    return {"type": _PLAIN[kind]}


def _array(kinds: tuple[Any, ...], shared: dict[str, Any]) -> dict[str, Any]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return {"type": "array", "items": _form(kinds[0], shared)}
    return {"type": "array", "prefixItems": [_form(kind, shared) for kind in kinds], "items": False, "minItems": len(kinds)}


def _reference(kind: Any, shared: dict[str, Any], make: typing.Callable[[], dict[str, Any]]) -> dict[str, Any]:
    if kind.__name__ not in shared:
        shared[kind.__name__] = {}
        shared[kind.__name__] = make()
    return {"$ref": f"#/$defs/{kind.__name__}"}
