"""The public door: both sides beside each other, nothing that is not published; and what is given in confidence, looked for everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from desks import World
from upright.tracking import contributions, evidence, keep
from upright.tracking.models import KEPT, Contribution, Evidence
from upright.tracking.words import Approval

PUBLISHED = Approval.PUBLISHED


def test_both_sides_stand_beside_each_other(world: World) -> None:
    item, other = world.items[:2]
    world.action(item, approval=PUBLISHED, title="Amend the code at once")
    world.assessment(item, approval=PUBLISHED, rationale="No code was amended.")
    world.assessment(item, "focal", approval=PUBLISHED, value="implemented", rationale="The code is amended.")
    world.action(other, title="Only planned within")
    world.assessment(other, rationale="Only thought within")
    address = f"/desk/{world.desk.state}/public"
    pages = {name: world.client(name).get(address).content.decode() for name in ("public", "coordinator", "ngo")}
    for page in pages.values():
        for words in ("Amend the code at once", "No code was amended.", "The code is amended.", "2 steps apart"):
            assert words in page
        assert "within" not in re.sub(r"<[^>]*>", "", page).replace("within the time", "")
    rows = json.loads(b"".join(world.client("ngo").get(f"{address}.json").streaming_content))  # type: ignore[attr-defined]
    said = next(row for row in rows if row["number"] == item.number and row["actions"])
    assert said["steps_apart"] == 2
    assert len(rows) == _items(world)
    counted = re.findall(r"<b>(\d+ of \d+)", pages["public"])
    assert counted == [f"{n} of {len(rows)}" for n in (1, 1, 1, 1, len(rows) - 1)]


def _items(world: World) -> int:
    return world.desk.items.count()


def test_a_member_sees_a_page_as_the_public_does(world: World) -> None:
    row = world.assessment(world.items[0], rationale="Only thought within")
    address = f"/desk/{world.desk.state}/assessments"
    ngo = world.client("ngo")
    assert "Only thought within" in ngo.get(address).content.decode()
    seen = ngo.get(f"{address}?as=public").content.decode()
    assert "Only thought within" not in seen
    assert "as the public sees it" in seen
    assert ngo.get(f"{row.get_absolute_url()}?as=public").status_code == 404
    assert ngo.get(f"/desk/{world.desk.state}/items/{world.items[0].uid}/contribute?as=public").status_code in {200, 403}


def test_a_closed_desk_is_closed(world: World) -> None:
    keep.change(world.desk, version=world.desk.version, by=None, open_to_public=False)
    world.action(world.items[0], approval=PUBLISHED, title="Amend the code at once")
    address = f"/desk/{world.desk.state}/public"
    assert world.client("public").get(address).status_code == 404
    assert world.client("stranger").get(address).status_code == 404
    assert "Amend the code" not in world.client("coordinator").get(address).content.decode()


# --- in confidence, through every page -------------------------------------------------------------------------------------------------

TEXT = "The keys are kept under the third stone."
TITLE = "Photograph of the stone"
AUTHOR = ("Zora Veritas", "zora-username", "zora@whistle.example")


@pytest.fixture
def given(world: World) -> Contribution:
    """A contribution by a person whose names are like nobody else's, with a file, given to the League."""
    person = world.people["stranger"]
    assert person.user is not None
    person.name, person.user.username, person.user.email = AUTHOR
    person.user.first_name, person.user.last_name = AUTHOR[0].split()
    person.user.save()
    person.save()
    who, item = world.who("stranger"), world.items[0]
    row = contributions.give(item, world.organisations["League of Defenders"], TEXT, who, by=person)
    evidence.add_file(row, b"What stands on the stone.\n", name=f"{AUTHOR[0]}.txt", title=TITLE, by=person)
    return contributions.submit(row, who, version=row.version)


def _patterns(patterns: Any, before: tuple[str, ...] = ()) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each.url_patterns, before)
        elif isinstance(each, URLPattern) and each.name:
            yield each.name


def _addresses(world: World) -> Iterator[str]:
    """Every address of the desk that there is, for a row of each kind, also of kinds that it is not for."""
    uids = [row.uid for table in KEPT for row in table._default_manager.all()[:1]]
    tables = ("contribution", "assessment", "action", "evidence", "item")
    for name in sorted(set(_patterns(get_resolver().url_patterns))):
        if not name.startswith("desk"):
            continue
        for given in _arguments(world, uids, tables):
            try:
                yield reverse(name, kwargs=given)
            except NoReverseMatch:
                continue


def _arguments(world: World, uids: list[Any], tables: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    state, endings = {"state": world.desk.state}, [{"ending": each} for each in ("csv", "json")]
    of_uid = [{"uid": uid} for uid in uids]
    of_table = [{"table": table, **uid} for table in tables for uid in of_uid]
    yield {}
    for more in ({}, *endings, *of_uid, *of_table, *({**uid, **ending} for uid in of_uid for ending in endings)):
        yield {**state, **more}


def _body(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    whole: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return whole.decode("utf-8", "replace") + str(answer.headers)


def test_nobody_learns_whose_it_is(world: World, given: Contribution) -> None:
    """Every page and download of the desk, as everybody but the author: no name anywhere; the text for its readers alone."""
    world.assessment(world.items[0], approval=PUBLISHED)
    addresses = list(dict.fromkeys(_addresses(world)))
    assert len(addresses) > 50
    for name in ("public", "coordinator", "admin", "nhri", "ngo"):
        client = world.client(name)
        for address in addresses:
            said = _body(client, address)
            found = [word for word in (*AUTHOR, "Zora", "zora") if word in said]
            assert not found, (name, address, found)
            if name != "ngo":
                assert TEXT not in said, (name, address)
                assert TITLE not in said, (name, address)
                assert str(given.uid) not in said.replace(address, ""), (name, address)


def test_those_who_assess_read_the_text_and_its_day(world: World, given: Contribution) -> None:
    page = world.client("ngo").get(f"/desk/{world.desk.state}/contributions/{given.uid}").content.decode()
    assert TEXT in page
    assert TITLE in page
    assert not re.search(r"\d{2}:\d{2}", re.sub(r"<[^>]*>", "", page)), "an hour"
    assert "Delete" not in page
    kept = Evidence.objects.get()
    answer: Any = world.client("ngo").get(f"/desk/{world.desk.state}/evidence/{kept.uid}/file")
    assert b"".join(answer.streaming_content) == b"What stands on the stone.\n"
    for name in ("nhri", "coordinator", "public"):
        assert world.client(name).get(f"/desk/{world.desk.state}/evidence/{kept.uid}/file").status_code == 404


def test_the_way_of_a_contribution(world: World) -> None:
    """Written, given, taken back, deleted, by somebody who has an account and no role."""
    desk, item, author = f"/desk/{world.desk.state}", world.items[0], world.client("stranger")
    address = f"{desk}/items/{item.uid}/contribute"
    assert world.client("public").get(address).status_code == 302
    organisation = world.organisations["League of Defenders"].pk
    assert author.post(address, {"text": "", "organisation": organisation}).status_code == 400
    made = author.post(address, {"text": TEXT, "organisation": organisation})
    row, one = Contribution.objects.get(), made["Location"]
    ngo = world.client("ngo")
    assert ngo.get(one).status_code == 404
    assert ngo.post(f"{one}/step", {"give": "1", "version": 1}).status_code == 404
    assert author.post(f"{one}/change", {"text": TEXT + "!", "version": row.version}).status_code == 302
    row.refresh_from_db()
    said = author.post(f"{one}/step", {"give": "1", "version": row.version}, follow=True).content.decode()
    assert "Given: those who assess in League of Defenders read it now" in said
    assert "<details" not in said[said.index("What you can rely on") - 200 : said.index("What you can rely on")]
    assert TEXT in ngo.get(one).content.decode()
    assert TEXT in ngo.get(f"{desk}/contributions").content.decode()
    assert ngo.post(f"{one}/delete").status_code == 404
    row.refresh_from_db()
    author.post(f"{one}/step", {"take_back": "1", "version": row.version})
    assert ngo.get(one).status_code == 404
    assert "cannot be brought back" in author.get(f"{one}/delete").content.decode()
    author.post(f"{one}/delete")
    assert not Contribution.objects.exists()
    assert author.get(one).status_code == 404
