"""What the cells of a table mean: dates, numbers and periods. Nothing is guessed: what can be read in two ways is an error that says so.

Every function gives None for an empty cell, and raises ValueError with one sentence for a cell that is none of its kind.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from functools import cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from upright.analysis import periods
from upright.data import rows
from upright.tracking.sheets import Value

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.+Z]+)?")
_NUMERIC = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?: г\.?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º)?\.?\s+(?:de |of )?([^\W\d]+)\.?,?\s+(?:de )?(\d{4})(?: г\.?| года)?")
_MONTH_FIRST = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_YEAR = range(1900, 2101)


class Period(NamedTuple):
    """From the first day to the last."""

    start: dt.date
    end: dt.date


# --- dates -----------------------------------------------------------------------------------------------------------------------------


def date(value: Value, *, day_first: bool | None = None) -> dt.date | None:
    """A date: of a date cell, or of a text ('2025-04-03', '25/04/2025', '3.4.2025', '3 April 2025', '3 апреля 2025').

    `day_first` says how 03/04/2025 is meant; without it that is an error. With dots between the numbers the day is first everywhere.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    text = " ".join(str(value).split())
    found = None if isinstance(value, bool | int | float) else _dated(text, day_first)
    if found is None:
        raise ValueError(_("“%(text)s” is no date: write it as 2025-04-30.") % {"text": text})
    return found


def _dated(text: str, day_first: bool | None) -> dt.date | None:
    """The date that a text is; None for any other text, ValueError for a date that can be two, or is no day."""
    try:
        found = _written(text, day_first)
    except ValueError as error:
        raise ValueError(_("There is no such day: “%(text)s”.") % {"text": text}) from error
    if isinstance(found, str):
        raise ValueError(found)
    return found


def _written(text: str, day_first: bool | None) -> dt.date | str | None:
    """The date that a text is, or why it is none; ValueError where there is no such day."""
    if match := _ISO.fullmatch(text):
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(text):
        return _numeric(int(match[1]), int(match[3]), int(match[4]), True if match[2] == "." else day_first)
    if match := _DAY_FIRST.fullmatch(text):
        day, name, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(text):
        name, day, year = match.groups()
    else:
        return None
    month = _months().get(name.casefold())
    return dt.date(int(year), month, int(day)) if month else None


def _numeric(one: int, two: int, year: int, day_first: bool | None) -> dt.date | str:
    if day_first is None and one <= 12 and two <= 12 and one != two:
        both = {"one": dt.date(year, two, one).isoformat(), "other": dt.date(year, one, two).isoformat()}
        return _("The date can be %(one)s or %(other)s: say whether the day or the month is first.") % both
    day, month = (two, one) if two > 12 or (day_first is False and one <= 12) else (one, two)
    return dt.date(year, month, day)


@cache
def _months() -> dict[str, int]:
    """Names of months in every language of the file, and the first three letters of those in English."""
    found = {row["name"].casefold(): int(row["month"]) for row in rows("months.csv")}
    return found | {row["name"][:3].casefold(): int(row["month"]) for row in rows("months.csv") if row["language"] == "en"}


# --- numbers ---------------------------------------------------------------------------------------------------------------------------


def number(value: Value, *, decimal: str | None = None) -> float | None:
    """A number: of a number cell, or of a text ('1 234,5', '1,234.5', '12 %', '−3').

    `decimal` says whether '.' or ',' stands before the fraction; without it '1,234' and '1.234' are errors, for they can be read both ways.
    """
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    text = re.sub(r"[\s\u00a0\u202f’']", "", str(value)).removesuffix("%").replace("−", "-")
    mark = decimal or _decimal(text, str(value))
    plain = text.replace("," if mark == "." else ".", "").replace(mark, ".")
    grouped = re.fullmatch(r"-?(?:\d{1,3}(?:[.,]\d{3})+|\d+)", text.partition(mark)[0])
    if not grouped or not re.fullmatch(r"-?\d+(?:\.\d+)?", plain):
        raise ValueError(_("“%(text)s” is no number.") % {"text": value})
    return float(plain)


def _decimal(text: str, written: str) -> str:
    """The mark before the fraction, by the text itself."""
    if "," in text and "." in text:
        return max(",.", key=text.rfind)
    mark = "," if "," in text else "."
    if text.count(mark) > 1:
        return "." if mark == "," else ","
    if re.fullmatch(rf"-?[1-9]\d{{0,2}}{re.escape(mark)}\d{{3}}", text):
        raise ValueError(_("“%(text)s” can be a thousand or a fraction: say which sign stands before the fraction.") % {"text": written})
    return mark


# --- periods ---------------------------------------------------------------------------------------------------------------------------


def period(value: Value, *, day_first: bool | None = None) -> Period | None:
    """A period: of a year (2013), or of a text ('2013', '2012-2015', '2013/14', '2016-05', 'Q1 2024', 'May 2016', '2016-01/2016-03'), or
    the one day of a date."""
    if value is None:
        return None
    if isinstance(value, dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        return Period(day, day)
    text = " ".join(str(value).split())
    found = _part_of_year(text) or span(_normal(text)) or _day(text, day_first)
    if found is None:
        raise ValueError(
            _("“%(text)s” is no period: write a year (2024), a month (2024-05), or two of them with a stroke between.") % {"text": text}
        )
    if found.end < found.start:
        raise ValueError(_("The period “%(text)s” ends before it begins.") % {"text": text})
    return found


def _part_of_year(text: str) -> Period | None:
    """A quarter or half of a year: 'Q1 2024', '2024-Q1', 'H2 2024'."""
    match = re.fullmatch(r"(?P<y>\d{4})[- ]?(?P<s>[QHS])(?P<n>[1-4])|(?P<s2>[QHS])(?P<n2>[1-4])[- /]?(?P<y2>\d{4})", text, re.IGNORECASE)
    if not match:
        return None
    sort, part, year = ((match[a] or match[b]) for a, b in (("s", "s2"), ("n", "n2"), ("y", "y2")))
    length = 6 if sort in "HShs" else 3
    first = (int(part) - 1) * length + 1
    return span(f"{year}-{first:02}/{year}-{first + length - 1:02}") if first < 12 else None


def _normal(text: str) -> str:
    """The normal form of `analysis.periods`; a month is no range of years, unless it can be both."""
    if match := re.fullmatch(r"(\d{4})[-–/](\d\d)", text):
        first, second = int(match[1]), int(match[2])
        follows = second == (first + 1) % 100
        if follows and second <= 12:
            raise ValueError(
                _("“%(text)s” can be a month or two years: write %(first)s/%(next)s for the years.")
                % {"text": text, "first": first, "next": first + 1}
            )
        return f"{first}/{first + 1}" if follows else f"{first}-{second:02}"
    if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?(?:/\d{4}-\d\d(?:-\d\d)?)?", text):
        return text
    named = periods.periods(text)
    return named[0].normal if len(named) == 1 and (named[0].start, named[0].end) == (0, len(text)) else ""


def _day(text: str, day_first: bool | None) -> Period | None:
    day = _dated(text, day_first)
    return Period(day, day) if day else None


def span(normal: str | None) -> Period | None:
    """The days of a period in the normal form of `analysis.periods`; None where it has no two ends ('since 2010', 'thus far in 2016')."""
    first, _stroke, last = (normal or "").partition("/")
    start, end = _ends(first), _ends(last or first)
    return Period(start.start, end.end) if start and end else None


def _ends(part: str) -> Period | None:
    """The first and the last day of '2016', '2016-05', '2016-05-21'."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", part)
    if not match or int(match[1]) not in _YEAR:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if month > 12 or (day and day > monthrange(year, month or 1)[1]) or (match[2] and not month):
        return None
    if day:
        return Period(dt.date(year, month, day), dt.date(year, month, day))
    last = month or 12
    return Period(dt.date(year, month or 1, 1), dt.date(year, last, monthrange(year, last)[1]))
