"""Deadlines as an iCalendar file (RFC 5545), for any mail program: the same entries give the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from icalendar import Alarm, Calendar, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A day in the calendar. `uid`: the same for as long as it is the same deadline; `changed`: when what it rests on last changed, with
    a time zone; `remind`: how many days before."""

    uid: str
    day: dt.date
    title: str
    text: str
    url: str
    changed: dt.datetime
    remind: Sequence[int] = ()


def calendar(name: str, entries: Iterable[Entry], *, host: str) -> bytes:
    """The calendar of some entries. `host`: whose deadlines they are, so that a UID is the only one in the world."""
    found = Calendar()
    found.add("prodid", "-//upright//desk//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    for entry in sorted(entries, key=lambda each: (each.day, each.uid)):
        found.add_component(_event(entry, host))
    return bytes(found.to_ical())


def _event(entry: Entry, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", entry.changed.astimezone(dt.UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + dt.timedelta(days=1))  # the day after the last one
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")  # it makes nobody busy
    for days in entry.remind:
        event.add_component(_alarm(entry.title, days))
    return event


def _alarm(title: str, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -dt.timedelta(days=days))
    return alarm
