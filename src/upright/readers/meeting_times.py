"""When a meeting was opened, suspended, resumed, and when it rose.

'The meeting was called to order at 10.05 a.m.'                             -> opened 10:05
'The meeting was suspended at 11.25 a.m. and resumed at 11.45 a.m.'         -> suspended 11:25, resumed 11:45
'The public part of the meeting rose at 1 p.m.'                             -> rose 13:00
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from upright.data import rows
from upright.records import Moment

_MEETING = (
    r"The\s+(?:(?:first|second|public|closed|private|open)\s+(?:part\s+(?:\(\w+\)\s+)?of\s+the\s+|\(\w+\)\s+)?)?meeting"
    r"|The\s+(?:public\s+|first\s+part\s+of\s+the\s+)?discussion\s+(?:covered|recorded)\s+in\s+the\s+(?:present\s+)?(?:summary\s+)?record"
)
_CLOCK = r"(?:\d{1,2}(?:[.:]\d{2})?\s*(?:[ap]\.?\s?m\b\.?)?(?:\s+noon|\s+midnight)?|noon|midday|midnight)"
_HAPPENED = (
    (Moment.OPENED, r"(?:was\s+)?(?:called\s+to\s+order|opened|began|started|commenced)"),
    (Moment.SUSPENDED, r"(?:was\s+)?suspended"),
    (Moment.RESUMED, r"(?:was\s+)?(?:resumed|reconvened)"),
    (Moment.ROSE, r"rose|ended|(?:was\s+)?(?:adjourned|closed)"),
)
_VERBS = "|".join(f"(?P<{moment.value}>{verb})" for moment, verb in _HAPPENED)
_ENGLISH = re.compile(
    rf"(?:^|(?<=[.?!)*”’\"]\s))\W?(?:{_MEETING})\s+(?:{_VERBS})(?:\s+(?:at|from)\s+(?P<at>{_CLOCK}))?"
    rf"(?:,?\s+(?:and|to|until)\s+(?:(?:was\s+)?(?P<again>resumed|reconvened|rose)\s+)?(?:at\s+)?(?P<later>{_CLOCK}))?\W*(?=$|[A-Z\d(*])"
)
_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?\s*(?P<half>[ap]?)")


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence `text[start:end]` that tells what happened: each event with its time ('13:10'), None where no time is given."""

    start: int
    end: int
    moments: tuple[tuple[Moment, str | None], ...]


def events(text: str, language: str) -> Iterator[Told]:
    """The events that a text tells, in one of the six languages."""
    if language != "en":
        yield from sorted(_in_another_language(text, language), key=lambda told: told.start)
        return
    for match in _ENGLISH.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Told(start, match.start() + len(match[0].rstrip(" *")), tuple(_moments(match)))


def _moments(match: re.Match[str]) -> Iterator[tuple[Moment, str | None]]:
    first = next(moment for moment, _ in _HAPPENED if match[moment.value])
    later = match["later"]
    half = _half(later) if later and match["at"] and not _half(match["at"]) else ""  # 'from 4.30 to 4.45 p.m.'
    yield first, clock(f"{match['at']} {half}") if match["at"] else None
    if later and first is Moment.SUSPENDED:
        yield Moment.RESUMED, clock(later)
    elif later and match["again"] == "rose":
        yield Moment.ROSE, clock(later)


def _half(time: str) -> str:
    found = _HOUR.match(time)
    return found["half"] if found else ""


def clock(printed: str) -> str | None:
    """'1.10 p.m.' -> '13:10', 'noon' -> '12:00'; None where a time up to 12 does not say in which half of the day it is."""
    time = _HOUR.match(printed)
    if "midnight" in printed or time is None:
        return "00:00" if "midnight" in printed else "12:00"
    hour, minute, half = int(time["hour"]), int(time["minute"] or 0), time["half"]
    if "noon" in printed:
        return "12:00"
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12) or (not half and hour <= 12):
        return None
    return f"{hour % 12 + 12 * (half == 'p') if half else hour:02}:{minute:02}"


# --- other languages than English: the hour counts to 24, or the half of the day stands before it

# '10 h 5', '13 heures', '15.10 horas', '10 ч. 05 м.', '上午10时10分', '10/05'
_TIME = r"(?:[上下中]午\s?)?\d{1,2}(?:\s?(?:[.:/]|h(?:eures?)?\b|ч(?:ас\w*)?\.?|时|點)\s?\d{0,2}分?)?(?:\s?horas)?"
_TWENTY_FOUR = re.compile(r"(?P<half>[上下中]午)?\s?(?P<hour>\d{1,2})\D*(?P<minute>\d{1,2})?")


@cache
def _patterns(language: str) -> tuple[tuple[Moment, re.Pattern[str]], ...]:
    wanted = [row for row in rows("meeting_times.csv") if row["language"] == language]
    return tuple((Moment(row["event"]), re.compile(row["pattern"].replace("TIME", _TIME).replace(" ", r"\s"))) for row in wanted)


def _in_another_language(text: str, language: str) -> Iterator[Told]:
    for moment, pattern in _patterns(language):
        for match in pattern.finditer(text):
            later = match.groupdict().get("later")
            resumed = ((Moment.RESUMED, _twenty_four(later)),) if later else ()
            yield Told(match.start(), match.end(), ((moment, _twenty_four(match["at"])), *resumed))


def _twenty_four(printed: str) -> str | None:
    time = _TWENTY_FOUR.match(printed)
    if time is None:
        return None
    hour, minute = int(time["hour"]), int(time["minute"] or 0)
    hour += 12 * (time["half"] == "下午" and hour < 12)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
