"""Giving work out on the site: what is shown before, what is done after, rules, undoing, settings, and who may do which."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from desks import STATE, World
from upright.archive.models import Labelling
from upright.tracking import keep
from upright.tracking.models import Assignment, Batch, Desk, Item, Notice, Organisation, Rule
from upright.tracking.words import Part

DESK = f"/desk/{STATE}"
JUSTICE, HEALTH = "Ministry of Justice", "Ministry of Health"
THEMES = "ohchr_themes"
OTHERS = ("focal", "admin", "ngo", "stranger")  # who are signed in, and may not
MOST = 26


def give(world: World, items: list[Item], organisation: str, **given: str) -> tuple[str, dict[str, str]]:
    """The address and the form that give records to an institution."""
    chosen = "&".join(f"item={each.uid}" for each in items)
    form = {"organisation": str(world.organisations[organisation].uid), "part": "lead", "instead": "leave", **given}
    return f"{DESK}/assign?{chosen}", form


def digest(page: str) -> str:
    found = re.search(r'name="digest" value="(\w+)"', page)
    assert found
    return found[1]


def leads(world: World) -> dict[str, str]:
    rows = Assignment.objects.filter(item__desk=world.desk, hidden_at=None, part="lead").select_related("organisation", "item")
    return {str(each.item.uid): each.organisation.name for each in rows}


def test_by_hand_is_shown_then_done_then_undone(world: World) -> None:
    one, two, three = world.items[:3]
    world.assign(three, JUSTICE)
    client = world.client("coordinator")
    address, form = give(world, [one, two, three], HEALTH, request="Tell us", due_on="2027-03-01")
    shown = client.post(address, form).content.decode()
    assert "Do it for 2 records" in shown
    assert "record is led by another institution, and stays so" in shown
    assert leads(world) == {str(three.uid): JUSTICE}
    done = client.post(f"{address}&q=Nothing&from=list", {**form, "digest": digest(shown)}, follow=True)
    assert (done.request["PATH_INFO"], done.request["QUERY_STRING"]) == (f"{DESK}/items", "q=Nothing")  # the list that it was chosen in
    assert "2 parts are given out." in done.content.decode()
    batch = re.findall(rf"{DESK}/batches/[^\"]+", done.content.decode())[0]
    assert leads(world) == {str(one.uid): HEALTH, str(two.uid): HEALTH, str(three.uid): JUSTICE}
    row = Assignment.objects.get(item=one)
    assert (row.request, str(row.due_on), row.published_at) == ("Tell us", "2027-03-01", None)
    assert list(Notice.objects.values_list("person__name", "facts__n")) == [("health", 2)]  # told once, of both
    keep.change(row, version=1, by=None, request="Tell us all")
    assert "will be left as it is" in client.get(batch).content.decode()
    undone = client.post(f"{batch}/undo", follow=True).content.decode()
    assert "1 was left" in undone
    assert leads(world) == {str(one.uid): HEALTH, str(three.uid): JUSTICE}


def test_what_is_done_is_what_was_shown(world: World) -> None:
    one, two = world.items[:2]
    client = world.client("coordinator")
    address, form = give(world, [one, two], HEALTH)
    shown = client.post(address, form).content.decode()
    world.assign(two, JUSTICE)
    again = client.post(address, {**form, "digest": digest(shown)})
    assert again.status_code == 409
    assert "nothing was done yet" in again.content.decode()
    assert leads(world) == {str(two.uid): JUSTICE}
    assert client.post(address, {**form, "digest": digest(again.content.decode())}).status_code == 302
    assert leads(world) == {str(one.uid): HEALTH, str(two.uid): JUSTICE}


def test_all_that_matches_is_given(world: World) -> None:
    client = world.client("coordinator")
    _address, form = give(world, [], HEALTH)
    address = f"{DESK}/assign?all=1&q={world.items[0].number}"
    form["digest"] = digest(client.post(address, form).content.decode())
    client.post(address, form)
    assert leads(world)
    assert {Item.objects.get(uid=uid).number for uid in leads(world)} >= {world.items[0].number}
    assert len(leads(world)) < len(world.items)


def label(item: Item, *values: str) -> None:
    held = [[THEMES, value, "rule", 0.9, "", None] for value in values]
    named: dict[str, Any] = {"document_id": item.document_id, "kind": item.kind, "key": item.key}
    Labelling.objects.update_or_create(**named, defaults={"labels": held})


def test_rules_are_made_and_give_out(world: World) -> None:
    one, both = world.items[:2]
    Labelling.objects.all().delete()
    label(one, "Right to health")
    label(both, "Right to health", "Torture")
    client = world.client("coordinator")
    for value, organisation in (("Right to health", HEALTH), ("Torture", JUSTICE)):
        form = {"what": f"{THEMES}|{value}", "organisation": str(world.organisations[organisation].uid), "part": "lead"}
        assert client.post(f"{DESK}/rules", form).status_code == 302
    assert "such a rule already" in client.post(f"{DESK}/rules", form).content.decode()
    listed = client.get(f"{DESK}/rules").content.decode()
    assert listed.index("Right to health") < listed.index("Torture")
    nothing = listed.index("Nothing that is followed up is about it yet")
    assert listed.index(f'value="{THEMES}|Torture"') < nothing < listed.index(f'value="{THEMES}|Right to education"')
    assert "(0)" not in listed
    shown = client.get(f"{DESK}/assign/rules").content.decode()
    assert "1 has several leads, see below" in shown  # why both get fewer than the list of rules says
    assert "1 record with several leads" in shown
    decided = {"digest": digest(shown), f"lead-{both.uid}": str(world.organisations[JUSTICE].uid)}
    assert client.post(f"{DESK}/assign/rules", decided).status_code == 302
    named = Batch.objects.get()
    line = client.get(f"{DESK}/batches").content.decode().split(f"/batches/{named.uid}")[-1].split("</tr>")[0]
    assert named.title.startswith("by rules: "), named.title
    assert [cell in line for cell in (f'<td class="n">{Assignment.objects.count()}</td>', "<td>coordinator</td>")] == [True, True]
    assert leads(world) == {str(one.uid): HEALTH, str(both.uid): JUSTICE}
    assert Assignment.objects.get(item=both, organisation=world.organisations[HEALTH]).part == Part.SUPPORTING
    assert client.post(f"{DESK}/assign/rules", decided).status_code == 409
    rule = Rule.objects.get(value="Torture")
    client.post(f"{DESK}/rules/{rule.uid}/remove")
    assert list(Rule.objects.filter(hidden_at=None).values_list("value", flat=True)) == ["Right to health"]


def test_an_assignment_is_changed_and_ended(world: World) -> None:
    one = world.items[0]
    world.assign(one, JUSTICE)
    other = world.assign(one, HEALTH, Part.SUPPORTING)
    client, address = world.client("coordinator"), f"{DESK}/assignments/{other.uid}"
    form = {"part": "supporting", "due_on": "2027-05-01", "request": "Soon", "published": "on", "version": "1"}
    assert "leads here" in client.post(address, {**form, "part": "lead"}).content.decode()
    assert client.post(address, form).status_code == 302
    other.refresh_from_db()
    assert (str(other.due_on), other.request, other.published_at is not None) == ("2027-05-01", "Soon", True)
    assert HEALTH in world.client("public").get(one.get_absolute_url()).content.decode()
    assert client.post(address, {**form, "request": "Later"}).status_code == 409  # on a version that is gone
    assert "Say why" in client.post(f"{address}/end", {"version": "2"}, follow=True).content.decode()
    client.post(f"{address}/end", {"version": "2", "because": "It is not theirs"})
    other.refresh_from_db()
    assert (other.hidden_at is not None, other.hidden_because) == (True, "It is not theirs")


def test_settings_and_organisations(world: World) -> None:
    client = world.client("coordinator")
    form = {"name": "The desk", "workflow": "alone", "version": "1"}
    assert client.post(f"{DESK}/settings", form).status_code == 302
    desk = Desk.objects.get(state=STATE)
    assert (desk.name, desk.workflow, desk.open_to_public) == ("The desk", "alone", False)
    assert client.post(f"{DESK}/settings", {**form, "name": "Another"}).status_code == 409
    given = {"name": "Supreme Court", "short": "SC", "kind": "court"}
    assert client.post(f"{DESK}/organisations/new", given).status_code == 302
    assert "one of this name" in client.post(f"{DESK}/organisations/new", given).content.decode()
    court = Organisation.objects.get(name="Supreme Court")
    address = f"{DESK}/organisations/{court.uid}"
    assert "Select a valid choice" in client.post(address, {**given, "kind": "un", "version": "1"}).content.decode()  # another side
    client.post(address, {**given, "name": "Constitutional Court", "version": "1"})
    row = keep.create(Assignment, by=None, item=world.items[0], organisation=court, part="lead")
    client.post(f"{address}/hide", {"version": "2", "because": "Merged"})
    assert Organisation.objects.get(pk=court.pk).hidden_at is None  # it has a part in something
    keep.hide(row, version=1, by=None, because="over")
    client.post(f"{address}/hide", {"version": "2", "because": "Merged"})
    assert "Merged" in client.get(f"{DESK}/settings").content.decode()
    client.post(f"{address}/bring-back")
    court.refresh_from_db()
    assert (court.name, court.hidden_at) == ("Constitutional Court", None)
    council = world.organisations["Coordination Council"]
    client.post(f"{DESK}/organisations/{council.uid}/hide", {"version": "1", "because": "Oops"})
    assert Organisation.objects.get(pk=council.pk).hidden_at is None  # whoever does it would be locked out


def test_an_administrator_of_an_institution_cannot_take_the_desk(world: World) -> None:
    justice = world.organisations[JUSTICE]
    address = f"{DESK}/organisations/{justice.uid}"
    world.client("admin").post(address, {"name": "Ministry of Law", "short": "", "kind": "mechanism", "version": "1"})
    justice.refresh_from_db()
    assert (justice.name, justice.kind) == ("Ministry of Law", "ministry")
    assert world.client("admin").get(f"{DESK}/settings").status_code == 404


def test_nobody_else_may(world: World) -> None:
    one, two = world.items[:2]
    there = world.assign(one, JUSTICE)
    rule = keep.create(
        Rule, by=None, desk=world.desk, scheme=THEMES, value="Torture", organisation=world.organisations[JUSTICE], part="lead"
    )  # fmt: skip
    batch = keep.create(Batch, by=None, desk=world.desk, work="assign", title="Test")
    league = world.organisations["League of Defenders"]
    address, form = give(world, [two], JUSTICE)
    tries: list[tuple[str, str, dict[str, str]]] = [
        ("get", address, {}), ("post", address, form), ("get", f"{DESK}/assign/rules", {}), ("get", f"{DESK}/rules", {}),
        ("post", f"{DESK}/rules/{rule.uid}/remove", {}), ("get", f"{DESK}/assignments/{there.uid}", {}),
        ("post", f"{DESK}/assignments/{there.uid}/end", {"version": "1", "because": "Mine"}), ("get", f"{DESK}/batches/{batch.uid}", {}),
        ("post", f"{DESK}/batches/{batch.uid}/undo", {}), ("get", f"{DESK}/settings", {}), ("get", f"{DESK}/organisations/new", {}),
        ("get", f"{DESK}/organisations/{world.organisations[HEALTH].uid}", {}),
    ]  # fmt: skip
    for method, place, values in tries:
        codes = {name: getattr(world.client(name), method)(place, values).status_code for name in OTHERS}
        assert set(codes.values()) == {404}, (place, codes)
        public = getattr(world.client("public"), method)(place, values)
        assert (public.status_code, public.headers["Location"][:16]) == (302, "/accounts/login/"), place
    assert world.client("coordinator").get(f"{DESK}/organisations/{league.uid}").status_code == 404  # theirs alone
    there.refresh_from_db()
    assert there.hidden_at is None
    assert leads(world) == {str(one.uid): JUSTICE}


def test_more_rows_take_no_more_queries(world: World) -> None:
    client = world.client("coordinator")
    places = ("/rules", "/assign/rules", "/assign?all=1", "/batches", "/settings")

    def taken(place: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{DESK}{place}").status_code == 200
        return len(captured)

    for value in ("Torture", "Right to health"):
        keep.create(Rule, by=None, desk=world.desk, scheme=THEMES, value=value, organisation=world.organisations[JUSTICE], part="lead")
    label(world.items[0], "Torture")
    keep.create(Batch, by=None, desk=world.desk, work="assign", title="The first")
    before = {place: taken(place) for place in places}
    for each in world.items[1:12]:
        label(each, "Torture")
        world.assign(each, HEALTH)
    for number in range(6):
        keep.create(Batch, by=None, desk=world.desk, work="assign", title=f"Test {number}")
        keep.create(Organisation, by=None, desk=world.desk, name=f"Agency {number}", kind="agency")
    after = {place: taken(place) for place in places}
    assert {place: (before[place], number) for place, number in after.items() if number > min(before[place], MOST)} == {}
