"""The calendar is read back by the library that reads other people's calendars."""

from __future__ import annotations

import datetime as dt
from typing import Any

from icalendar import Calendar

from upright.tracking import feed

ENTRY = feed.Entry(
    uid="own-1",
    day=dt.date(2027, 7, 2),
    title="Mid-term report; Ministry, of «Justice»",
    text="Two years after the adoption,\nA/HRC/RES/16/21; \\ 1:2\n" + "слово 国家 " * 40,
    url="https://desk.example/desk/KAZ/calendar",
    changed=dt.datetime(2025, 7, 14, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=5))),
    remind=(14, 1),
)
OTHER = feed.Entry(uid="upr", day=dt.date(2026, 1, 1), title="x", text="y", url="https://desk.example/", changed=ENTRY.changed)


def read(written: bytes) -> Any:
    return Calendar.from_ical(written)


def test_what_is_written_is_read_back() -> None:
    found = read(feed.calendar("Kazakhstan, desk", [ENTRY, OTHER], host="desk.example"))
    assert (str(found["version"]), str(found["x-wr-calname"])) == ("2.0", "Kazakhstan, desk")
    assert found["prodid"]
    first, second = found.walk("VEVENT")
    assert str(first["uid"]) == "upr@desk.example"
    assert (str(second["uid"]), str(second["summary"])) == ("own-1@desk.example", ENTRY.title)
    assert str(second["description"]) == ENTRY.text
    assert str(second["url"]) == ENTRY.url
    assert (second["dtstart"].dt, second["dtend"].dt) == (dt.date(2027, 7, 2), dt.date(2027, 7, 3))
    assert second["dtstamp"].dt == dt.datetime(2025, 7, 14, 4, 30, tzinfo=dt.UTC)
    alarms = second.walk("VALARM")
    assert [alarm["trigger"].dt for alarm in alarms] == [dt.timedelta(days=-14), dt.timedelta(days=-1)]
    assert all(str(alarm["action"]) == "DISPLAY" and str(alarm["description"]) == ENTRY.title for alarm in alarms)
    assert not found.errors
    assert not second.errors


def test_the_same_entries_give_the_same_bytes() -> None:
    assert feed.calendar("x", [ENTRY, OTHER], host="h") == feed.calendar("x", [OTHER, ENTRY], host="h")


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    written = feed.calendar("x", [ENTRY], host="h")
    lines = written.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert written.endswith(b"END:VCALENDAR\r\n")


def test_a_calendar_without_entries_is_one() -> None:
    assert read(feed.calendar("x", [], host="h")).walk("VEVENT") == []
