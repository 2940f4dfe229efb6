"""Periods, groups and values of indicators, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils import formats

from upright.tracking.cells import Period
from upright.tracking.models import Observation
from upright.web.templatetags.upright import quantity, un_date

register = template.Library()


@register.filter
def period_words(period: Period | dt.date) -> str:
    """A period as people say it: 2015, 2012–2015, May 2016, 1 January 2016 – 31 May 2016. The last day of a year stands for the year."""
    if isinstance(period, dt.date):
        return str(period.year) if (period.month, period.day) == (12, 31) else un_date(period)
    start, end = period
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start.day == 1 and (end + dt.timedelta(days=1)).day == 1:
        first, last = (formats.date_format(day, "F Y") for day in (start, end))
        return first if first == last else f"{first} – {last}"
    return un_date(start) if start == end else f"{un_date(start)} – {un_date(end)}"


@register.filter
def of_observation(row: Observation) -> str:
    """The period of a value."""
    return period_words(Period(row.period_start, row.period_end))


@register.filter
def of_whom(group: Mapping[str, str]) -> str:
    """Of whom a value is: 'sex: women; age: 0-14'; '' of all. What is typed and imported has the same form."""
    return "; ".join(value if name == "group" else f"{name}: {value}" for name, value in group.items())


@register.filter
def decimal(value: Decimal | None) -> str:
    """A number as a text writes it: 1 282, 34.2."""
    return "" if value is None else quantity(float(value))


@register.filter
def observed(row: Observation) -> str:
    """What a value says: its number, or its words."""
    return decimal(row.value) if row.value is not None else row.stated
