"""The pages of actions: planned, changed, merged, approved, talked about, listed; each tried by one who may, a colleague who may not, and a
stranger."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any, cast

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from PIL import Image

from desks import World
from upright.tracking import comments, evidence, keep
from upright.tracking.models import Action, Comment, Evidence, Membership, Milestone, Note, Notice
from upright.tracking.words import Approval, Part

DESK = "/desk/XVA"
GIVEN = {
    "title": "Amend the code", "description": "Article 12", "aim": "structural", "progress": "planned", "starts_on": "2026-01-01",
    "due_on": "2027-06-30", "budget": "1200.5", "currency": "eur",
}  # fmt: skip


def page(world: World, name: str, address: str, **given: Any) -> str:
    response = world.client(name).get(address, given)
    assert response.status_code == 200, (name, address, response.status_code)
    return str(response.content.decode())


def at(action: Action, *more: str) -> str:
    return "/".join([f"{DESK}/actions/{action.uid}", *more])


# --- planned and changed


def test_an_action_is_planned(world: World) -> None:
    item = world.items[0]
    address = f"{DESK}/items/{item.uid}/actions/new"
    organisation = world.organisations["Ministry of Justice"].pk
    response = world.client("focal").post(address, {**GIVEN, "organisation": organisation})
    made = Action.objects.get()
    assert (response.status_code, response["Location"]) == (302, at(made))
    assert (made.organisation_id, str(made.budget), made.currency, made.approval) == (organisation, "1200.50", "EUR", "draft")
    assert made.created_by == world.people["focal"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"), ({"due_on": "2025-01-01"}, "due_on"), ({"due_on": "soon"}, "due_on"), ({"currency": ""}, "currency"),
        ({"currency": "euro"}, "currency"), ({"done_on": "2026-05-01"}, "progress"), ({"aim": "fame"}, "aim"), ({"budget": "-1"}, "budget"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(given: dict[str, str], field: str) -> None:
    from upright.web.desk.actions import ActionForm  # its addresses need the site's

    form = ActionForm(cast(QueryDict, {**GIVEN, **given}), organisations=[])
    form.fields.pop("organisation")  # asks the database
    assert not form.is_valid()
    assert field in form.errors
    assert f'id="id_{field}_error"' in str(form[field].errors)
    assert "Article 12" in str(form["description"])


def test_who_may_plan(world: World) -> None:
    address = f"{DESK}/items/{world.items[0].uid}/actions/new"
    expected = {"focal": 200, "coordinator": 200, "approver": 200, "admin": 403, "ngo": 403, "nhri": 403, "stranger": 403, "public": 302}
    assert {name: world.client(name).get(address).status_code for name in expected} == expected
    health = world.organisations["Ministry of Health"].pk
    response = world.client("focal").post(address, {**GIVEN, "organisation": health})  # not theirs
    assert response.status_code == 400
    assert not Action.objects.exists()


# Every address of an action that is a draft of the Ministry of Justice: who gets what.
MAY, NOT_THERE = 200, 404
SEEN = {
    "focal": MAY, "colleague": MAY, "coordinator": MAY, "health": NOT_THERE, "admin": NOT_THERE, "ngo": NOT_THERE, "stranger": NOT_THERE,
}  # fmt: skip


def test_a_draft_is_seen_by_those_who_work_on_it(world: World) -> None:
    action = world.action(world.items[0])
    milestone = keep.create(Milestone, by=None, action=action, title="Draft law")
    note = keep.create(
        Note, by=world.people["focal"], item=action.item, action=action, organisation=action.organisation, on=dt.date(2026, 5, 1),
        text="Begun",
    )  # fmt: skip
    addresses = [
        at(action), at(action, "change"), at(action, "milestones/new"), at(action, "notes/new"), f"{DESK}/milestones/{milestone.uid}",
        f"{DESK}/notes/{note.uid}",
    ]  # fmt: skip
    for name, status in SEEN.items():
        assert {world.client(name).get(address).status_code for address in addresses} == {status}, name
    public = world.client("public")
    assert [public.get(address).status_code for address in addresses] == [404, 302, 302, 302, 302, 302]
    assert world.client("focal").get(at(action).replace("XVA", "KEN")).status_code == 404  # on another desk


def test_nobody_else_writes(world: World) -> None:
    action = world.action(world.items[0])
    milestone = keep.create(Milestone, by=None, action=action, title="Draft law")
    asked = {
        at(action, "change"): GIVEN, at(action, "hide"): {"version": 1, "because": "x"}, at(action, "milestones/new"): {"title": "x"},
        at(action, "notes/new"): {"text": "x", "on": "2026-01-01"}, f"{DESK}/milestones/{milestone.uid}/done": {"version": 1},
        f"{DESK}/milestones/{milestone.uid}/hide": {"version": 1, "because": "x"}, f"{DESK}/comments/action/{action.uid}": {"text": "x"},
        f"{DESK}/evidence/action/{action.uid}": {"url": "https://example.org"},
        f"{DESK}/steps/action/{action.uid}": {"step": "submit", "version": 1},
    }  # fmt: skip
    for name in ("health", "admin", "ngo", "stranger"):
        client = world.client(name)
        assert {client.post(address, given).status_code for address, given in asked.items()} == {404}, name
    assert keep.values(Action.objects.get()) == keep.values(action)
    assert not Comment.objects.exists()
    assert not Evidence.objects.exists()


def test_two_changes_at_once_meet_on_a_page(world: World) -> None:
    action = world.action(world.items[0], description="Article 12")
    form = {**GIVEN, "organisation": action.organisation_id, "starts_on": "", "budget": "", "currency": ""}
    theirs = {**form, "title": "Theirs", "progress": "under_way"}
    mine = {**form, "title": "Mine", "description": "Articles 12\r\nand 13", "because": "Asked by the cabinet"}
    assert world.client("colleague").post(at(action, "change"), {**theirs, "version": 1}).status_code == 302
    response = world.client("focal").post(at(action, "change"), {**mine, "version": 1})
    said = response.content.decode()
    assert response.status_code == 409
    assert all(word in said for word in ("Amend the code", "Theirs", "Mine", "Articles 12", "both changed it"))
    assert "Asked by the cabinet" in said
    assert "colleague saved this while you were writing." in said
    assert said.count("Both of you changed this: see above") == 1  # the title, in the form
    for each in Membership.objects.filter(person=world.people["colleague"]):
        keep.change(each, version=each.version, by=None, confidential=True)
    silent = world.client("focal").post(at(action, "change"), {**mine, "version": 1}).content.decode()
    assert "saved this while" not in silent  # who takes part in confidence is not named
    again = dict(response.context["form"].data.items())
    assert again["progress"] == "under_way"  # what only they changed
    assert 'name="version" value="2"' in said
    assert world.client("focal").post(at(action, "change"), {**again, "version": 2}).status_code == 302
    saved = Action.objects.get()
    assert (saved.title, saved.description, saved.progress, saved.version) == ("Mine", "Articles 12\nand 13", "under_way", 3)


def test_an_action_is_taken_out_of_sight_with_a_reason(world: World) -> None:
    action = world.action(world.items[0])
    client = world.client("focal")
    client.post(at(action, "hide"), {"version": 1, "because": " "})
    assert client.get(at(action)).status_code == 200
    client.post(at(action, "hide"), {"version": 1, "because": "Planned twice"})
    assert client.get(at(action)).status_code == 404
    assert Action.objects.get().hidden_because == "Planned twice"


# --- milestones and notes


def test_milestones_stand_by_date_and_are_done(world: World) -> None:
    action, client = world.action(world.items[0]), world.client("focal")
    for title, due in (("Third", ""), ("Second", "2027-02-01"), ("First", "2027-01-01")):
        assert client.post(at(action, "milestones/new"), {"title": title, "due_on": due}).status_code == 302
    said = page(world, "focal", at(action))
    assert said.index("First") < said.index("Second") < said.index("Third")
    first = Milestone.objects.get(title="First")
    client.post(f"{DESK}/milestones/{first.uid}/done", {"version": 1})
    first.refresh_from_db()
    assert first.done_on is not None
    response = client.post(f"{DESK}/milestones/{first.uid}", {"version": 1, "title": "Mine", "due_on": "2027-01-01"})
    assert response.status_code == 409
    assert "Mine" in response.content.decode()


def test_a_note_has_its_own_approval(world: World) -> None:
    action = world.action(world.items[0], approval=Approval.PUBLISHED)
    world.client("focal").post(at(action, "notes/new"), {"on": "2026-05-01", "text": "The draft is with the cabinet."})
    note = Note.objects.get()
    assert (note.approval, note.organisation) == ("draft", action.organisation)
    assert "with the cabinet" in page(world, "colleague", at(action))
    assert "with the cabinet" not in page(world, "public", at(action))
    for name, step, version in (("focal", "submit", 1), ("approver", "approve", 2), ("coordinator", "publish", 3)):
        assert world.client(name).post(f"{DESK}/steps/note/{note.uid}", {"step": step, "version": version}).status_code == 302
    said = page(world, "public", at(action))
    assert "with the cabinet" in said
    assert "What became of it" not in said


def test_who_supports_says_how_it_goes_in_their_own_name(world: World) -> None:
    item = world.items[0]
    world.assign(item, "Ministry of Justice")
    world.assign(item, "Ministry of Health", Part.SUPPORTING)
    action = world.action(item)
    response = world.client("health").post(at(action, "notes/new"), {"on": "2026-05-01", "text": "Doctors were trained."})
    assert response.status_code == 302
    assert Note.objects.get().organisation == world.organisations["Ministry of Health"]
    assert world.client("health").get(at(action, "change")).status_code == 403


def test_an_action_begins_as_it_was_assigned(world: World) -> None:
    item = world.items[0]
    world.assign(item, "Ministry of Justice", due_on=dt.date(2027, 3, 9))
    address = f"{DESK}/items/{item.uid}/actions/new"
    assert 'value="2027-03-09"' in page(world, "focal", address)
    assert 'value="2027-03-09"' not in page(world, "health", address)


# --- steps


def test_notes_are_submitted_with_their_action_where_that_is_wished(world: World) -> None:
    action, other = world.action(world.items[0]), world.action(world.items[1])
    for each in (action, other):
        world.client("focal").post(at(each, "notes/new"), {"on": "2026-05-01", "text": "It begins."})
    assert "with its note on how it goes" in page(world, "focal", at(action))
    assert "Add evidence to the note of 1 May 2026" in page(world, "focal", at(action))
    notes = [f"{each.uid}:1" for each in Note.objects.all()]
    address = f"{DESK}/steps/action/{action.uid}"
    assert world.client("focal").post(address, {"step": "submit", "version": 9, "note": notes, "along": "1"}).status_code == 409
    assert set(Note.objects.values_list("approval", flat=True)) == {"draft"}
    world.client("focal").post(address, {"step": "submit", "version": 1, "note": notes, "along": "1"})
    assert [Note.objects.get(action=each).approval for each in (action, other)] == ["submitted", "draft"]
    world.client("approver").post(address, {"step": "approve", "version": 2, "note": [notes[0].replace(":1", ":2")]})  # not ticked
    assert (Action.objects.get(pk=action.pk).approval, Note.objects.get(action=action).approval) == ("approved", "submitted")


def test_who_may_publish_is_led_there_and_others_told_who_does(world: World) -> None:
    action = world.action(world.items[0], approval=Approval.APPROVED)
    there = f"{DESK}/publishing?item={world.items[0].uid}"
    assert there in page(world, "coordinator", at(action))
    assert "Publish what is ready of it (1)" in page(world, "coordinator", f"{DESK}/items/{world.items[0].uid}")
    for name in ("approver", "focal"):
        assert there not in page(world, name, at(action)) + page(world, name, f"{DESK}/items/{world.items[0].uid}")
        assert "The coordinator publishes it." in page(world, name, at(action))


def test_what_was_typed_with_a_step_that_is_not_taken_is_kept(world: World) -> None:
    action = world.action(world.items[0], approval=Approval.SUBMITTED)
    address = f"{DESK}/steps/action/{action.uid}"
    keep.change(action, version=1, by=None, title="Meanwhile")
    for client, given, status in (
        (world.client("approver"), {"step": "return", "version": 1, "because": "Give the article"}, 409),
        (world.client("focal"), {"step": "return", "version": 2, "because": "Give the article"}, 403),
        (world.client("coordinator"), {"step": "publish", "version": 2, "embargo_until": "tomorrow", "because": "Give the article"}, 400),
    ):
        response = client.post(address, given)
        assert response.status_code == status
        assert "Give the article" in response.content.decode()
    elsewhere = {"step": "return", "version": 2, "because": "Give the article", "next": "https://example.org/"}
    assert world.client("approver").post(address, elsewhere)["Location"] == at(action)  # never to another site
    assert "Give the article" in page(world, "focal", at(action))


# --- evidence


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return SimpleUploadedFile("school.png", out.getvalue(), "text/html")


def test_evidence_is_added_and_fetched_by_those_who_see_the_work(world: World) -> None:
    action, client = world.action(world.items[0]), world.client("focal")
    address = f"{DESK}/evidence/action/{action.uid}"
    client.post(address, {"files": picture(), "title": "A new school", "url": "https://example.org/law", "url_title": "The law",
                          "next": at(action)})  # fmt: skip
    assert "PNG up to 25 MB" in client.get(at(action)).content.decode()
    bad = client.post(address, {"files": SimpleUploadedFile("a.pdf", b"MZ\x90\x00" + bytes(99)), "title": "My title", "next": at(action)})
    assert bad.status_code == 400
    assert all(word in bad.content.decode() for word in ("a.pdf", "binary data", "My title"))
    assert client.post(address, {"url": "javascript:alert(1)"}).status_code == 400
    file, link = Evidence.objects.exclude(sha256="").get(), Evidence.objects.exclude(url="").get()
    assert (file.title, file.media_type) == ("A new school", "image/png")
    assert (link.title, link.url) == ("The law", "https://example.org/law")
    fetch = f"{DESK}/evidence/{file.uid}/file"
    for name, status in [*SEEN.items(), ("public", NOT_THERE)]:
        response = world.client(name).get(fetch)
        assert response.status_code == status, name
        assert b"".join(response)  # read to its end, it is closed
    response = client.get(fetch)
    assert response["Content-Disposition"] == 'attachment; filename="A-new-school.png"'
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "image/png")
    assert b"".join(response)[:4] == b"\x89PNG"
    assert world.client("focal").get(f"{DESK}/evidence/{link.uid}/file").status_code == 404
    client.post(f"{DESK}/evidence/{file.uid}/hide", {"version": 1, "because": "Another school"})
    assert client.get(fetch).status_code == 404
    assert evidence.place(file).exists()


# --- comments


def test_those_can_be_called_who_see_the_work(world: World) -> None:
    item = world.items[0]
    world.assign(item, "Ministry of Health", Part.SUPPORTING)
    action = world.action(item)
    for name in ("focal", "coordinator", "health"):
        reached = {pk for each in comments.callable_by(action, world.who(name)) for pk in each.persons}
        seeing = {
            person.pk for other, person in world.people.items()
            if other != name and Action.objects.inside(world.who(other)).filter(pk=action.pk).exists()
        }  # fmt: skip
        assert reached == seeing, name
    names = {each.name for each in comments.callable_by(action, world.who("focal"))}
    assert names == {"Ministry of Justice", "Ministry of Health", "Coordination Council", "colleague", "approver"}
    assert comments.callable_by(action, world.who("ngo")) == []


def test_a_comment_calls_others_and_names_only_whom_its_reader_may_know(world: World) -> None:
    item = world.items[0]
    world.assign(item, "Ministry of Health", Part.SUPPORTING)
    action = world.action(item)
    address = f"{DESK}/comments/action/{action.uid}"
    organisation = world.organisations["Ministry of Health"]
    text = "@Colleague please look; @ngo too, and ask them@example.org"
    assert world.client("focal").post(address, {"text": text, "call": f"o:{organisation.uid}"}).status_code == 302
    comment = Comment.objects.get()
    assert set(comment.mentions.all()) == {world.people["colleague"], world.people["health"]}
    assert "colleague" not in comment.text.casefold()
    told = Notice.objects.filter(verb="mentioned").values_list("person", flat=True)
    assert set(told) == {world.people["colleague"].pk, world.people["health"].pk}
    assert "@colleague please look; @ngo too, and ask them@example.org" in page(world, "approver", at(action))
    seen = page(world, "health", at(action))
    assert "@Ministry of Justice please look" in seen  # who that is is not theirs to know
    assert not {"focal", "colleague"} & set(seen.replace(",", " ").replace("<", " ").replace(">", " ").split())
    missing = world.client("focal").post(address, {"text": " ", "call": f"o:{organisation.uid}"})
    assert missing.status_code == 400
    assert "checked" in missing.content.decode()
    assert world.client("colleague").post(f"{DESK}/comments/{comment.uid}/hide", {"version": 1, "because": "x"}).status_code == 404
    assert world.client("focal").post(f"{DESK}/comments/{comment.uid}/hide", {"version": 1, "because": "x"}).status_code == 302
    assert "please look" not in page(world, "approver", at(action))


# --- history


def test_what_became_of_it_is_shown_to_those_who_work_on_it(world: World) -> None:
    action = world.action(world.items[0])
    keep.change(action, version=1, by=world.people["coordinator"], because="The cabinet asked", due_on=dt.date(2027, 12, 31))
    mine, theirs = page(world, "focal", at(action)), page(world, "coordinator", at(action))
    for said in (mine, theirs):
        assert all(word in said for word in ("30 June 2027", "31 December 2027", "The cabinet asked"))
    assert "· coordinator" not in mine[mine.index("History: ") :]
    assert "· focal" in theirs[theirs.index("History: ") :]


# --- the list


@pytest.fixture
def several(world: World) -> World:
    one, two, three = world.items[:3]
    world.action(one, title="Late work", due_on=dt.date(2020, 1, 1))
    world.action(two, title="Done work", due_on=dt.date(2020, 1, 1), progress="done", approval=Approval.PUBLISHED)
    world.action(three, by="health", title="Train doctors", due_on=None)
    return world


def test_the_list_begins_with_ones_own_and_is_filtered(several: World) -> None:
    def titles(name: str, **given: str) -> list[str]:
        return [each.title for each in several.client(name).get(f"{DESK}/actions", given).context["rows"]]

    assert titles("focal") == ["Late work", "Done work"]
    assert titles("focal", organisation="all") == ["Late work", "Done work"]  # others' work is not seen
    assert titles("coordinator") == ["Late work", "Done work", "Train doctors"]
    assert titles("coordinator", sort="-due")[-1] == "Train doctors"
    assert titles("coordinator", overdue="1") == ["Late work"]
    assert titles("coordinator", progress="done") == titles("coordinator", approval="published") == ["Done work"]
    assert titles("coordinator", q="doctors") == ["Train doctors"]
    assert titles("coordinator", organisation=str(several.organisations["Ministry of Health"].uid)) == ["Train doctors"]
    assert titles("coordinator", organisation="nonsense") == []
    assert titles("public") == titles("stranger") == titles("ngo") == ["Done work"]


def test_the_list_is_given_as_a_file(several: World) -> None:
    client = several.client("coordinator")
    rows = list(csv.DictReader(io.StringIO(b"".join(client.get(f"{DESK}/actions.csv")).decode("utf-8-sig"))))
    assert [(each["title"], each["organisation"], each["overdue"]) for each in rows] == [
        ("Late work", "Ministry of Justice", "True"), ("Done work", "Ministry of Justice", "False"),
        ("Train doctors", "Ministry of Health", "False"),
    ]  # fmt: skip
    assert [each["title"] for each in json.loads(b"".join(several.client("ngo").get(f"{DESK}/actions.json")))] == ["Done work"]
    assert client.get(f"{DESK}/actions.xlsx").status_code == 200


def test_pages_ask_a_bounded_number_of_questions(several: World) -> None:
    action = Action.objects.get(title="Late work")

    def asked(address: str) -> int:
        client = several.client("focal")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    def grow() -> None:
        for n in range(5):
            keep.create(Milestone, by=several.people["focal"], action=action, title=f"Step {n}")
            several.action(several.items[n], title=f"More {n}")
            keep.create(
                Note, by=several.people["focal"], item=action.item, action=action, organisation=action.organisation,
                on=dt.date(2026, 1, 1), text="Begun", approval=Approval.SUBMITTED.value,
            )  # fmt: skip
            comments.say(action, f"@colleague look {n}", call=[], who=several.who("focal"), by=several.people["focal"])

    grow()
    before = asked(at(action)), asked(f"{DESK}/actions")
    grow()
    assert (asked(at(action)), asked(f"{DESK}/actions")) == before


def test_the_page_of_what_is_followed_up_leads_to_its_actions(world: World) -> None:
    item = world.items[0]
    action = world.action(item, approval=Approval.PUBLISHED)
    address = f"{DESK}/items/{item.uid}"
    assert world.client("focal").post(f"{DESK}/comments/item/{item.uid}", {"text": "@Coordination Council whose is it?"}).status_code == 302
    seen = {name: page(world, name, address) for name in ("focal", "coordinator", "ngo", "public")}
    assert {name for name, said in seen.items() if at(action) in said} == set(seen)
    assert {name for name, said in seen.items() if "actions/new" in said} == {"focal", "coordinator"}
    assert {name for name, said in seen.items() if "@Coordination Council whose is it?" in said} == {"focal", "coordinator"}


def test_a_published_note_does_not_tell_of_an_action_that_is_not(world: World) -> None:
    item = world.items[0]
    action = world.action(item, title="A secret plan")
    keep.create(
        Note, by=world.people["focal"], item=item, action=action, organisation=action.organisation, on=dt.date(2026, 5, 1),
        text="The bill was tabled.", approval=Approval.PUBLISHED.value,
    )  # fmt: skip
    said = page(world, "public", f"{DESK}/items/{item.uid}")
    assert "The bill was tabled." in said
    assert "A secret plan" not in said
    assert "A secret plan" in page(world, "focal", f"{DESK}/items/{item.uid}")
