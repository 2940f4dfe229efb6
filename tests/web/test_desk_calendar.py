"""The calendar of a desk: who sees and changes what in it, why something is due, and the feed of each person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from desks import World
from upright.tracking import keep, procedures
from upright.tracking.models import Deadline, Person

FOLLOW_UP = ("follow_up", "CRPD/C/XVA/CO/902 12")
REPORT = ("next_report", "CRPD/C/XVA/CO/902 14")
CALENDAR = "/desk/XVA/calendar"


def deadline(world: World, by: str, organisation: str | None, title: str, **given: Any) -> Deadline:
    owner = world.organisations[organisation] if organisation else None
    values = {"on": dt.date(2031, 3, 1), **given}
    return keep.create(Deadline, by=world.people[by], desk=world.desk, organisation=owner, title=title, **values)


def shown(client: Client, path: str = CALENDAR) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return page.content.decode()


# --- what is due


def test_what_follows_from_the_documents_is_seen_by_everybody(world: World) -> None:
    text = shown(world.client("public"))
    assert "Information on follow-up: Committee on the Rights of Persons with Disabilities" in text
    assert "18 August 2023" in text
    assert text.index('id="late"') < text.index("18 August 2023") < text.index('id="coming"') < text.index("8 March 2030")
    assert "Add a deadline" not in text


def test_one_says_why(world: World) -> None:
    text = shown(world.client("public"), reverse("desk_due", args=["XVA", *FOLLOW_UP]))
    assert "The document states the period, “one year”, counted from the adoption of the concluding observations: 18 August 2022." in text
    assert "5 (a), 5 (b), 11" in text
    assert "/CRPD/C/XVA/CO/902#12" in text
    assert "nothing that is at hand" in text
    assert "<form" not in text.split("<main")[1].split("</main>")[0]  # nobody who is not signed in says anything
    [first, *_] = procedures.plan("follow_up", dt.date(2023, 8, 18))
    assert f"<td>{first.begins.day} {first.begins:%B %Y}</td>" in text


def test_a_rule_that_is_not_verified_says_so(world: World) -> None:
    code, about = next(
        each.key for each in procedures.deadlines([procedures.Review(session=20)], dt.date(2026, 1, 1)) if each.code == "mid_term"
    )
    text = shown(world.client("public"), reverse("desk_due", args=["XVA", code, about]))
    assert "No later review than that in A/HRC/28/901 is at hand" in text
    assert "2 cycles on" in text
    assert "24 months after the adoption of the outcome" in text
    assert "This was not verified" in text


def test_what_is_not_there(world: World) -> None:
    client = world.client("coordinator")
    for path in ("due/follow_up/CRPD/C/XVA/CO/902", "due/nothing/x", "00000000-0000-0000-0000-000000000000"):
        assert client.get(f"{CALENDAR}/{path}").status_code == 404


def test_a_desk_that_is_not_open(world: World) -> None:
    keep.change(world.desk, version=1, by=None, open_to_public=False)
    for path in (CALENDAR, f"{CALENDAR}.csv", reverse("desk_due", args=["XVA", *FOLLOW_UP])):
        assert world.client("public").get(path).status_code == 404
        assert world.client("stranger").get(path).status_code == 404
        assert world.client("health").get(path).status_code == 200


# --- rights: who sees which of four deadlines, on the page, in the data, in the feed

SEEN = {
    "coordinator": {"of all", "justice"},
    "focal": {"of all", "justice"},
    "colleague": {"of all", "justice"},
    "health": {"of all"},
    "admin": set(),  # sees members, not work
    "nhri": set(),
    "ngo": {"league"},
    "stranger": set(),
    "public": set(),
}


@pytest.fixture
def four(world: World) -> World:
    deadline(world, "coordinator", None, "of all")
    deadline(world, "focal", "Ministry of Justice", "justice")
    deadline(world, "ngo", "League of Defenders", "league")
    deadline(world, "focal", "Ministry of Justice", "hidden", hidden_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    return world


def test_own_deadlines_are_seen_by_whoever_may(four: World) -> None:
    for name, seen in SEEN.items():
        client = four.client(name)
        page, csv = shown(client), b"".join(client.get(f"{CALENDAR}.csv")).decode()
        feeds = {str(entry["summary"]) for entry in entries(four, name)} if name in four.people else seen
        for title in ("of all", "justice", "league", "hidden"):
            found = (f">{title}</a>" in page, f",{title}," in csv, title in feeds)
            assert found == (title in seen,) * 3, (name, title)


CHANGED = {"of all": {"coordinator"}, "justice": {"coordinator", "focal", "colleague"}, "league": {"ngo"}}


def test_own_deadlines_are_changed_by_whoever_may(four: World) -> None:
    for name, seen in SEEN.items():
        client = four.client(name)
        for title, may in CHANGED.items():
            row = Deadline.objects.get(title=title)
            given = {"title": title, "on": "2030-01-01", "version": row.version}
            change = client.post(reverse("desk_deadline_change", args=["XVA", row.uid]), given)
            done = client.post(reverse("desk_deadline_done", args=["XVA", row.uid]), {"done": "yes", "version": row.version + 1})
            now = Deadline.objects.get(title=title)
            assert (now.on == dt.date(2030, 1, 1), now.done_on is not None) == ((name in may),) * 2, (name, title)
            if name not in may and name != "public":
                assert {change.status_code, done.status_code} == ({403} if title in seen else {404})
            Deadline.objects.filter(pk=row.pk).update(on=row.on, done_on=None)


# --- written


def test_add_change_done_and_take_away(world: World) -> None:
    client = world.client("focal")
    given = {"title": "Data of the courts", "on": "2030-04-01", "organisation": str(world.organisations["Ministry of Justice"].uid)}
    page = client.post(f"{CALENDAR}/new", given)
    row = Deadline.objects.get(title="Data of the courts")
    assert page["Location"] == reverse("desk_deadline", args=["XVA", row.uid])
    assert "Collect information" in shown(client, page["Location"])
    client.post(reverse("desk_deadline_done", args=["XVA", row.uid]), {"done": "yes", "version": 1})
    assert "Not done after all" in shown(client, page["Location"])
    client.post(reverse("desk_deadline_done", args=["XVA", row.uid]), {"version": 2})
    row.refresh_from_db()
    assert (row.done_on, row.version) == (None, 3)
    client.post(reverse("desk_deadline_done", args=["XVA", row.uid]), {"because": " ", "version": 3})
    assert client.get(page["Location"]).status_code == 200  # not without a reason
    client.post(reverse("desk_deadline_done", args=["XVA", row.uid]), {"because": "asked twice", "version": 3})
    assert client.get(page["Location"]).status_code == 404


def test_what_was_typed_is_kept_when_something_is_wrong(world: World) -> None:
    client, owner = world.client("focal"), str(world.organisations["Ministry of Justice"].uid)
    for title, on, error in (
        ("", "2030-04-01", "This field is required."),
        ("Typed", "1.4.2030", "This is no date: write it as 2026-04-30."),
        ("Typed", "", "This field is required."),
    ):
        page = client.post(f"{CALENDAR}/new", {"title": title, "on": on, "organisation": owner})
        assert page.status_code == 400
        assert error in page.content.decode()
        assert f'value="{title or on}"' in page.content.decode()
    assert not Deadline.objects.exists()


def test_nobody_writes_for_others(world: World) -> None:
    for name in ("focal", "ngo"):
        for owner in ("state", "", str(world.organisations["Ministry of Health"].uid)):
            page = world.client(name).post(f"{CALENDAR}/new", {"title": "x", "on": "2030-04-01", "organisation": owner})
            assert page.status_code == 400, (name, owner)
    assert world.client("stranger").get(f"{CALENDAR}/new").status_code == 403
    assert not Deadline.objects.exists()


def test_two_people_change_one_deadline(four: World) -> None:
    row = Deadline.objects.get(title="justice")
    there = reverse("desk_deadline_change", args=["XVA", row.uid])
    assert four.client("focal").post(there, {"title": "first", "on": "2031-03-01", "version": 1}).status_code == 302
    page = four.client("colleague").post(there, {"title": "second", "on": "2031-03-02", "version": 1})
    assert page.status_code == 409
    assert "first" in page.content.decode()
    row.refresh_from_db()
    assert (row.title, row.version) == ("first", 2)


def test_said_of_what_follows_from_the_procedures(world: World) -> None:
    client, there = world.client("coordinator"), reverse("desk_due_say", args=["XVA", *FOLLOW_UP])
    assert client.post(there, {"organisation": "state", "on": "", "done_on": ""}).status_code == 400
    assert client.post(there, {"organisation": "state", "done_on": "2023-08-01"}).status_code == 302
    row = Deadline.objects.get(rule="follow_up")
    assert (row.about, row.organisation, row.done_on) == ("CRPD/C/XVA/CO/902 12", None, dt.date(2023, 8, 1))
    over = shown(client).split('id="over"')[1]
    assert "done on 1 August 2023" in over
    assert client.post(there, {"organisation": "state", "done_on": "2023-08-02"}).status_code == 400  # it is changed where it stands
    public = shown(world.client("public"))
    assert "1 August 2023" not in public
    assert 'id="late"' in public  # nobody else is told that it is done


# --- the feed


def feed_path(world: World, name: str, language: str = "en") -> str:
    secret = Person.objects.get(pk=world.people[name].pk).feed_secret
    return reverse("desk_feed", args=[secret, "XVA", language])


def entries(world: World, name: str, language: str = "en") -> list[Any]:
    page = Client().get(feed_path(world, name, language))
    assert page["Content-Type"] == "text/calendar; charset=utf-8"
    read: Any = Calendar.from_ical(page.content)
    return list(read.walk("VEVENT"))


def test_the_feed_needs_no_session_and_says_why(world: World) -> None:
    deadline(world, "coordinator", None, "Draft; to «Parliament», twice")
    found = {str(entry["summary"]): entry for entry in entries(world, "coordinator")}
    report = found["Next report: Committee on the Rights of Persons with Disabilities"]
    assert report["dtstart"].dt == dt.date(2030, 3, 8)
    assert "The document states the day: “by 8 March 2030”." in str(report["description"])
    assert str(report["url"]).endswith(reverse("desk_due", args=["XVA", *REPORT]))
    assert [alarm["trigger"].dt.days for alarm in report.walk("VALARM")] == [-52 * 7, -8 * 7]
    assert found["Draft; to «Parliament», twice"]["dtstart"].dt == dt.date(2031, 3, 1)
    uids = [str(entry["uid"]) for entry in found.values()]
    assert len(set(uids)) == len(uids)


def test_the_feed_is_the_same_bytes_and_in_the_language_of_its_address(world: World) -> None:
    one, other = (Client().get(feed_path(world, "focal")).content for _ in range(2))
    assert one == other
    french = {str(entry["uid"]) for entry in entries(world, "focal", "fr")}
    assert french == {str(entry["uid"]) for entry in entries(world, "focal")}
    assert "Comité des droits des personnes handicapées" in str(entries(world, "focal", "fr")[0]["summary"]) + str(
        [str(entry["summary"]) for entry in entries(world, "focal", "fr")]
    )


def test_an_address_that_is_renewed_or_lost_shows_nothing(world: World) -> None:
    client, before = world.client("focal"), feed_path(world, "focal")
    assert before in shown(client, f"{CALENDAR}/feed")
    client.post(f"{CALENDAR}/feed")
    after = feed_path(world, "focal")
    assert after != before
    assert [Client().get(path).status_code for path in (before, after)] == [404, 200]
    assert Client().get(reverse("desk_feed", args=["x" * 43, "XVA", "en"])).status_code == 404
    assert Client().get(after.replace("en.ics", "xx.ics")).status_code == 404
    user = world.people["focal"].user
    assert user is not None
    user.is_active = False
    user.save()
    assert Client().get(after).status_code == 404


def test_the_page_of_the_address_is_for_those_who_are_signed_in(world: World) -> None:
    assert world.client("public").get(f"{CALENDAR}/feed").status_code == 302
    page = world.client("ngo").get(f"{CALENDAR}/feed")
    assert page["Cache-Control"] == "private, no-store"


# --- bounded


def test_the_number_of_queries_does_not_grow(four: World, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        deadline(four, "focal", "Ministry of Justice", f"one of many {number}")
    client = four.client("coordinator")
    with django_assert_max_num_queries(18):
        client.get(CALENDAR)


def test_the_data_name_the_rule_and_whether_it_was_verified(world: World) -> None:
    rows = world.client("public").get(f"{CALENDAR}.json")
    import json

    found = {row["code"]: row for row in json.loads(b"".join(rows))}
    assert found["follow_up"]["first_day"] == "2023-08-18"
    assert (found["follow_up"]["paragraph"], found["follow_up"]["late"]) == ("12", True)
    assert found["mid_term"]["verified"] is False
    assert found["next_review"]["first_day"] < found["next_review"]["last_day"]
