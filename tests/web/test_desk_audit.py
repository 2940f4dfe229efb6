"""The audit on the desk's pages: for one who may, a colleague who may not, a stranger."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from desks import World
from upright.tracking import audit, keep, people
from upright.tracking.models import Action, Contribution, Person
from upright.tracking.words import Approval, Role
from upright.web.desk import audit_words

PAGE = "/desk/XVA/audit"


def written(world: World) -> Action:
    """An action that was changed, beside what others wrote and what was given in confidence."""
    world.assign(world.items[0], "Ministry of Justice")
    action = world.action(world.items[0], title="Amend the code")
    world.assessment(world.items[0], rationale="Nothing has changed at all.")
    league = world.organisations["League of Defenders"]
    keep.create(Contribution, by=None, author=world.people["nhri"], item=world.items[0], organisation=league, text="Told in confidence")
    people.join(world.people["stranger"], league, Role.ASSESSOR, by=None, confidential=True)
    return keep.change(action, version=1, by=world.people["colleague"], because="The minister asked", title="Amend <all> of it")


def test_whom_one_chooses_stays_chosen_and_a_name_is_no_markup(world: World) -> None:
    written(world)
    colleague = world.people["colleague"]
    Person.objects.filter(pk=colleague.pk).update(name="A & <b>")
    text = world.client("coordinator").get(f"{PAGE}?person={colleague.key}").content.decode()
    assert f'<option value="{colleague.key}" selected>A &amp; &lt;b&gt;</option>' in text
    assert '<select name="person" id="id_person">\n<option value="">' in text


def test_who_reads_the_audit(world: World) -> None:
    written(world)
    text = world.client("coordinator").get(PAGE).content.decode()
    assert "Amend &lt;all&gt; of it" in text
    assert "The minister asked" in text
    assert "Put back" in text
    for hidden in ("Nothing has changed at all.", "Told in confidence", "stranger"):
        assert hidden not in text
    assert "Amend" not in world.client("admin").get(PAGE).content.decode()  # who sees members, not work
    for name in ("colleague", "health", "ngo", "stranger"):
        assert world.client(name).get(PAGE).status_code == world.client(name).get(f"{PAGE}.csv").status_code == 404
    assert world.client("public").get(PAGE).status_code == 302


def test_the_audit_is_narrowed_and_downloaded(world: World) -> None:
    written(world)
    client = world.client("coordinator")
    key, organisation = world.people["colleague"].key, world.organisations["Ministry of Justice"].uid
    answer = client.get(f"{PAGE}.csv?table=action&person={key}&organisation={organisation}&first=2020-01-01")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [(each["who"], each["verb"], each["field"], each["before"], each["after"], each["because"]) for each in rows] == [
        ("colleague", "change", "title", "Amend the code", "Amend <all> of it", "The minister asked")
    ]
    for wrong in ("person=x", "organisation=1", "table=contribution", "first=tomorrow", "page=x", f"person={world.people['stranger'].key}"):
        assert client.get(f"{PAGE}?{wrong}").status_code == 200
    whole = b"".join(client.get(f"{PAGE}.json")).decode()
    assert str(key) not in whole
    assert str(world.people["stranger"].key) not in whole
    for hidden in ("Nothing has changed at all.", "Told in confidence"):
        assert hidden not in whole


def shown(world: World, name: str, action: Action) -> str:
    """What the piece for other pages shows of a row's history."""
    request = RequestFactory().get("/")
    request.user = world.people[name].user  # type: ignore[assignment]
    return Template("{% load audit %}{% history row %}").render(Context({"request": request, "row": action, "desk": world.desk}))


def test_the_history_of_a_row_is_a_piece_for_other_pages(world: World) -> None:
    action = written(world)
    text = shown(world, "focal", action)
    assert "colleague" in text
    assert "Put back" in text
    assert not shown(world, "ngo", action).strip()
    keep.change(action, version=2, by=None, approval=Approval.PUBLISHED.value)
    assert "Put back" not in shown(world, "focal", action)  # nobody writes what is published
    assert not shown(world, "stranger", action).strip()


def test_an_earlier_value_is_put_back(world: World) -> None:
    action = written(world)
    number = audit.history(action, world.who("focal"))[0].number
    address = f"{PAGE}/action/{action.uid}/{number}/title"
    for name, status in (("health", 404), ("stranger", 404), ("ngo", 404), ("public", 302), ("focal", 200)):
        assert world.client(name).get(address).status_code == status
    client = world.client("focal")
    assert (
        client.get(address.replace("title", "approval")).status_code
        == client.get(address.replace("action", "contribution")).status_code
        == 404
    )
    assert client.post(address, {"because": " ", "version": 2}).status_code == 400
    assert "somebody else changed this meanwhile" in client.post(address, {"because": "A slip", "version": 1}).content.decode()
    assert client.post(address, {"because": "A slip", "version": 2}).status_code == 302
    assert Action.objects.get(pk=action.pk).title == "Amend the code"


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ({"new": 5, "led": 1}, "5 new, 1 led by another, left so"),
        (
            {
                "about": "tracker",
                "lines": {"insert": 2, "wrong": 2},
                "columns": {"A": {"x": "y"}},
                "rows": {"Ministry": "0b1c"},
                "keys": {},
            },
            "4 lines: 2 new, 2 not understood; 1 key is kept",
        ),
        ({"about": "tracker"}, "1 part"),
    ],
)
def test_bulk_work_is_summed_up_in_words(summary: dict[str, Any], words: str) -> None:
    assert audit_words.shown("summary", summary) == words


def test_no_value_is_shown_with_braces() -> None:
    assert audit_words.shown("columns", {"A": {"x": 1}, "B": {"y": 2}}) == "2 parts"
    assert audit_words.shown("embargo_until", "2026-12-10T10:00:00.402Z") == "10 December 2026, 10:00 (UTC)"
    assert audit_words.shown("group", {"sex": "women"}) == "sex: women"
