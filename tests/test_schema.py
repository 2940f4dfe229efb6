"""The JSON Schema says exactly what the records are."""

from __future__ import annotations

import dataclasses
import json

import jsonschema
import pytest

from readings import between, reading
from upright.export import json_line
from upright.records import BETWEEN, RECORDS, name_of
from upright.schema import schema

VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_every_record_and_field_is_there() -> None:
    for record in (*RECORDS, *BETWEEN):
        properties = schema()["$defs"][record.NAME]["properties"]
        assert list(properties) == ["record", *(name_of(field.name) for field in dataclasses.fields(record))]


@pytest.mark.parametrize("line", [json_line(record) for record in (*reading().records, *between())])
def test_records_are_valid(line: str) -> None:
    VALIDATOR.validate(json.loads(line))


@pytest.mark.parametrize(
    "change",
    [
        {"position": "agreed"},  # not a position
        {"states": "FRA"},  # not a list
        {"number": 5},
        {"surplus": 1},
        {"source": None},
    ],
)
def test_other_records_are_not(change: dict[str, object]) -> None:
    line = next(json_line(record) for record in reading().records if record.NAME == "recommendation")
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(json.loads(line) | change)
