"""The shape of the records: what they put out, and that their names are the ones that are promised."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import types
import typing
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readings import between, reading
from upright import records
from upright.records import BETWEEN, RECORDS, Record, Source, as_json, field_names, name_of, plain, words

# What the contract of the output names, in its order.
PROMISED = {
    "document": "schema symbol kind language title body state date council_session working_group_session cycle committee_session meeting"
    " pages sha256",
    "paragraph": "label headings text footnotes",
    "review": "state_under_review working_group_session session_dates reviewed_on adopted_on meetings head_of_delegation troika documents"
    " advance_questions_from statements_announced",
    "statement": "paragraph by acts recommendations_announced",
    "label": "of scheme value method confidence because edition by",
    "position": "recommendation position progress position_as_stated reason stated_in",
    "pledge": "text made_in",
    "turn": "paragraphs speaker",
    "event": "event at",
    "question": "id asked_by text form about",
    "answer": "question paragraphs confidence method because to",
    "figure": "measure value value_high unit period population qualifier stated_by text",
    "commitment": "by text tense",
    "concern": "paragraphs text recommendations",
    "follow_up": "paragraphs within due",
    "next_report": "due as_stated",
    "grade": "paragraph limb grade_as_stated grade scale evaluation",
    "citation": "cites target text",
    "finding": "check severity message paragraphs expected found",
    "unread": "reason",
    "recommendation": "number text states parts limb position progress position_as_stated footnotes history position_in_force",
    "link": "from_ to kind method confidence because by",
    "dossier": "id state title treaties members because",
}
ALL = (*RECORDS, *BETWEEN)
SAMPLES = (*reading().records, *between())


def test_names_of_records_and_fields_are_the_promised_ones() -> None:
    assert {record.NAME: " ".join(field_names(record)) for record in ALL} == PROMISED


def test_every_record_of_the_module_is_listed() -> None:
    defined = {value for value in vars(records).values() if isinstance(value, type) and issubclass(value, Record) and value is not Record}
    assert set(ALL) == defined
    assert len({record.NAME for record in ALL}) == len(ALL)


def test_the_reference_describes_every_field() -> None:
    text = (Path(__file__).parents[1] / "docs" / "reference" / "records.md").read_text(encoding="utf-8")
    missing = [f"{record.NAME}.{name}" for record in ALL for name in field_names(record) if not re.search(rf"`{name_of(name)}`", text)]
    assert missing == []


def back(kind: Any, value: Any) -> Any:
    """A value out of its JSON form, by the type that the record declares."""
    origin = typing.get_origin(kind)
    if value is None:
        return None
    if origin in (types.UnionType, typing.Union):
        return back(next(each for each in typing.get_args(kind) if each is not type(None)), value)
    if origin is tuple:
        kinds = typing.get_args(kind)
        return tuple(back(kinds[0] if kinds[-1] is Ellipsis else kinds[at], each) for at, each in enumerate(value))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = {name_of(field.name): field.name for field in dataclasses.fields(kind)}
        return kind(**{fields[name]: back(hints[fields[name]], each) for name, each in value.items() if name in fields})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    return dt.date.fromisoformat(value) if kind is dt.date else value


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: record.NAME)
def test_as_json_and_back(record: Record) -> None:
    line = json.loads(json.dumps(as_json(record)))
    assert back(type(record), line) == record


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: record.NAME)
def test_record_comes_first_then_the_common_fields(record: Record) -> None:
    assert list(as_json(record))[:3] == ["record", "document", "source"]
    assert set(as_json(record)["source"]) == {"file", "paragraph", "page", "start", "end"}


def test_the_sample_holds_one_record_of_every_kind() -> None:
    assert {type(record) for record in reading().records} == set(RECORDS)
    assert {type(record) for record in between()} == set(BETWEEN)


def test_no_field_is_put_out_under_the_name_of_another() -> None:
    for record in ALL:
        names = [name_of(field.name) for field in dataclasses.fields(record)]
        assert len(set(names)) == len(names)
    assert name_of("from_") == "from"


def simple(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and simple(each) for key, each in value.items())
    return all(map(simple, value)) if isinstance(value, list) else value is None or isinstance(value, str | int | float | bool)


@given(st.recursive(st.none() | st.dates() | st.text() | st.integers(), lambda inner: st.lists(inner).map(tuple) | st.lists(inner)))
def test_plain_leaves_nothing_that_json_cannot_say(value: Any) -> None:
    found = plain(value)
    assert simple(found)
    assert plain(found) == found


def test_records_cannot_be_changed() -> None:
    source = Source(file="a", paragraph=None, page=None, start=0, end=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        source.start = 5  # type: ignore[misc]


@pytest.mark.parametrize(("text", "wanted"), [("  a \n b\tc ", "a b c"), ("", ""), ("a", "a"), ("a\u00a0b", "a b")])
def test_words(text: str, wanted: str) -> None:
    assert words(text) == wanted
