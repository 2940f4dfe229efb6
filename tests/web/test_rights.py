"""Who sees what on a desk: a table that was written by hand (`rights_seen.csv`), held against every page and every download.

Each thing on the planted desk has a word of its own. Everybody opens every address that there is, of everything that is planted; a word is
found there by those who may see the thing, and by nobody else.
"""

from __future__ import annotations

import csv
import io
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver
from planted import ELSEWHERE, PART, Planted, plant, word

from desks import STATE, World
from upright.tracking import sample
from upright.tracking.models import (
    Action,
    Assessment,
    Assignment,
    Batch,
    Comment,
    Contribution,
    Deadline,
    Draft,
    Entry,
    Evidence,
    Indicator,
    Invitation,
    Item,
    Kept,
    Membership,
    Milestone,
    Note,
    Observation,
    Organisation,
    Rule,
    Scale,
    Target,
)

_EVERY = 7  # of what is planted one in so many is tried where it is not
SEEN = Path(__file__).with_name("rights_seen.csv")
_TABLES: dict[str, type[Kept]] = {
    "actions": Action, "assessments": Assessment, "assignments": Assignment, "batches": Batch, "comments": Comment,
    "contributions": Contribution, "calendar": Deadline, "evidence": Evidence, "indicators": Indicator, "invitations": Invitation,
    "items": Item, "people": Membership, "milestones": Milestone, "notes": Note, "values": Observation, "organisations": Organisation,
    "reports": Draft, "rules": Rule, "scales": Scale, "targets": Target, "imports": Batch, "rounds": Organisation,
}  # fmt: skip
_BY_NAME: dict[str, type[Kept]] = {
    "action": Action, "note": Note, "observation": Observation, "assessment": Assessment, "draft": Draft, "item": Item,
    "milestone": Milestone, "deadline": Deadline, "indicator": Indicator, "assignment": Assignment, "contribution": Contribution,
    "membership": Membership,
}  # fmt: skip


def _addresses(planted: Planted) -> Iterator[str]:
    """Every address below the desks, of everything that is planted."""
    for pattern, route in _patterns():
        yield from _filled(planted, pattern, route)


def _patterns() -> list[tuple[URLPattern, str]]:
    desks: Any = next(each for each in get_resolver().url_patterns if str(each.pattern) == "desk/")
    return [(each, f"/desk/{each.pattern}") for each in desks.url_patterns]


def _filled(planted: Planted, pattern: URLPattern, route: str) -> Iterator[str]:
    """The addresses of one pattern. KeyError for a parameter that nobody said what to put in: a new page is said here."""
    known: list[dict[str, str]] = [{}]
    for name in pattern.pattern.converters:
        choices = list(_values(planted, name, route))
        known = [{**each, name: value} for each in known for value in choices]
    for values in known:
        address = route
        for name, value in values.items():
            start = address.index("<")
            stop = address.index(">")
            assert address[start:stop].rpartition(":")[2].strip("<") == name
            address = address[:start] + value + address[stop + 1 :]
        yield address


def _values(planted: Planted, name: str, route: str) -> Iterable[str]:
    fixed: dict[str, list[str]] = {
        "state": [STATE], "ending": ["csv", "json", "xlsx"], "language": ["en"], "secret": ["wrong"], "layout": ["2014", "2025"],
        "code": ["mid_term_report"], "about": ["A/HRC/28/901"], "digest": ["0" * 64], "number": ["1"], "field": ["title"],
        "job": [str(uuid.UUID(int=0))], "key": [PART], "table": list(_BY_NAME), "format": ["docx", "pdf"], "symbol": ["A/HRC/28/901"],
    }  # fmt: skip
    if name in fixed:
        return fixed[name]
    if name != "uid":
        raise KeyError(name)
    return [str(row.uid) for row in _rows(planted, route)]


def _rows(planted: Planted, route: str) -> list[Kept]:
    """The rows that an address is of: by the word before its `uid`, or of every table that has one."""
    before = route.partition("/<uuid:uid>")[0].rpartition("/")[2]
    if before == "<str:table>":
        wanted: list[type[Kept]] = list(_BY_NAME.values())
        return [row for row in planted.rows.values() if type(row) in wanted][:12]
    table = _TABLES[before]
    if table is Item:
        return [planted.world.items[at] for at in range(4)]
    rows = [row for row in planted.rows.values() if isinstance(row, table)]
    return rows or list(table._default_manager.filter(sample._of(table, planted.world.desk)).order_by("pk")[:3])


def _text(response: Any) -> str:
    """What an answer says, also inside a workbook or a document."""
    data = response.getvalue() if response.streaming else response.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    return bytes(data).decode("utf-8", "replace")


def _found(planted: Planted, client: Client, words: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The planted words that somebody comes upon, each with the first address where they do; and the addresses that fail."""
    found: dict[str, str] = {}
    client.raise_request_exception = False
    faults = []
    for address in _addresses(planted):
        response = client.get(address)
        if response.status_code >= 500:
            faults.append(address)
        text = _text(response)
        for each in words:
            if each not in found and word(each) in text:
                found[each] = address
    return found, faults


def _table() -> dict[str, dict[str, bool]]:
    with SEEN.open(encoding="utf-8", newline="") as lines:
        return {row.pop("planted"): {who: may == "y" for who, may in row.items()} for row in csv.DictReader(lines)}


@pytest.fixture
def planted(world: World) -> Planted:
    return plant(world)


@pytest.mark.parametrize("name", list(next(iter(_table().values()))))
def test_everybody_sees_what_they_may_and_nothing_else(planted: Planted, name: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the queries are the same on every database")
    table = _table()
    found, faults = _found(planted, planted.world.client(name), table)
    leaks = {each: where for each, where in found.items() if not table[each][name]}
    missing = [each for each, may in table.items() if may[name] and each not in found]
    assert (leaks, missing, faults) == ({}, [], [])


def test_what_is_not_there_is_not_told_from_what_may_not_be_seen(planted: Planted) -> None:
    """Addresses with an identifier that is nothing's, another table's, or of another desk: not found, or not without signing in."""
    before = Entry.objects.count()
    everything = [str(row.uid) for row in planted.rows.values()]
    for name in ("public", "foreign", "ngo"):
        client = planted.world.client(name)
        for pattern, route in _patterns():
            if "uid" not in pattern.pattern.converters:
                continue
            own = {str(row.uid) for row in _rows(planted, route)}
            others = [str(uuid.UUID(int=7)), *(uid for uid in everything[::_EVERY] if uid not in own)]
            sample = min(_filled(planted, pattern, route), default="")
            there = next((uid for uid in own if uid in sample), "")
            if not there:
                continue
            for address in [*(sample.replace(there, uid) for uid in others), sample.replace(f"/desk/{STATE}", f"/desk/{ELSEWHERE}")]:
                for response in (client.get(address), client.post(address, {"version": "1", "step": "publish"})):
                    assert response.status_code in {302, 400, 403, 404, 405}, (name, address, response.status_code)
    assert Entry.objects.count() == before
