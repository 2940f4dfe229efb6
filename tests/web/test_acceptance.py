"""How recommendations of each strength were received: counted in the index, and here one by one."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from upright.archive import labels, people
from upright.archive.labels import STRENGTH
from upright.archive.models import Recommendation
from upright.web.words import UNSTATED

STATED = ("supported", "partially_supported", "noted")


@pytest.fixture
def labelled(own_archive: None) -> None:
    labels.catch_up()


def _strength(row: Recommendation) -> str:
    return next((each.value for each in labels.of(row) if each.scheme == STRENGTH and each.holds), "")


def _one_by_one(**only: Any) -> Counter[tuple[str, str]]:
    rows = Recommendation.objects.of_reviews().filter(**only).select_related("document")
    return Counter((_strength(row), row.position_in_force or UNSTATED) for row in rows)


def _shown(client: Client, address: str) -> dict[str, list[int]]:
    return {
        each.strength or "": [each.supported, each.stated, each.pending] for each in client.get(address).context["whole"] if each.strength
    }


def _wanted(counts: Counter[tuple[str, str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for (strength, position), number in counts.items():
        if strength:
            row = found.setdefault(strength, [0, 0, 0])
            row[0] += number * (position == "supported")
            row[1] += number * (position in STATED)
            row[2] += number * (position not in STATED)
    return found


def test_each_strength_is_counted_with_what_it_is_a_part_of(labelled: None, client: Client) -> None:
    wanted = _wanted(_one_by_one())
    assert len(wanted) > 2
    assert _shown(client, "/acceptance") == wanted
    assert _shown(client, "/acceptance?cycle=2&to=XVA") == _wanted(_one_by_one(document__cycle=2, document__state="XVA"))
    assert _shown(client, "/acceptance?to=KEN") == {}


@pytest.mark.parametrize(("by", "column"), [("to", "document__state"), ("cycle", "document__cycle"), ("from", "made_by__state")])
def test_compared_by_a_field(labelled: None, client: Client, by: str, column: str) -> None:
    rows = client.get(f"/acceptance?by={by}").context["rows"]
    assert len(rows) > 0
    for row in rows[:5]:
        only = (
            {"pk__in": [each.pk for each in Recommendation.objects.all() if row["value"] in each.states]}
            if by == "from"
            else {column: row["value"]}
        )
        wanted = _wanted(_one_by_one(**only))
        assert {strength: [each.supported, each.stated, each.pending] for strength, each in row["of"].items() if strength} == wanted
        assert row["all"].total == sum(_one_by_one(**only).values())


def test_the_numbers_lead_to_the_recommendations(labelled: None, client: Client) -> None:
    for each in client.get("/acceptance?cycle=2").context["whole"]:
        if each.url:
            assert client.get(each.url).context["page"].total == each.total


def test_the_same_as_data(labelled: None, client: Client) -> None:
    whole = client.get("/acceptance?by=to").context["whole"]
    body = b"".join(client.get("/acceptance.csv?by=to").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(body)))
    assert {row["strength"]: int(row["supported"]) for row in rows if not row["by"]} == {
        {None: "all", "": "none"}.get(each.strength, each.strength): each.supported for each in whole
    }
    for row in rows:
        assert int(row["recommendations"]) == int(row["stated"]) + int(row["pending_or_not_stated"])
        assert row["share_supported"] == "" or float(row["share_supported"]) == round(int(row["supported"]) / int(row["stated"]), 4)


def test_what_a_person_says_of_a_strength_counts_at_once(labelled: None, client: Client) -> None:
    people.give_account("editor", "a long enough password")
    row = next(each for each in Recommendation.objects.of_reviews().select_related("document") if _strength(each) not in {"", "1"})
    before = {each.strength: each.total for each in client.get("/acceptance").context["whole"]}
    labels.say(row, STRENGTH, "1", holds=True, by=User.objects.get(username="editor"))
    now = {each.strength: each.total for each in client.get("/acceptance").context["whole"]}
    assert now["1"] == before.get("1", 0) + 1
    assert now[None] == before[None]


def test_a_state_page_shows_its_own(labelled: None, client: Client) -> None:
    page = client.get("/states/XVA")
    assert {each.strength: each.total for each in page.context["strengths"] if each.strength} == {
        strength: row[1] + row[2] for strength, row in _wanted(_one_by_one(document__state="XVA")).items()
    }
    assert 'id="strength"' in page.content.decode()
    assert 'id="strength"' in client.get("/states/KEN/recommends").content.decode()
    assert 'id="strength"' not in client.get("/states/KEN").content.decode()
