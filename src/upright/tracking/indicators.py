"""What is measured on a desk: indicators, the values that are observed, and how they stand to a target.

    mine = copy(library.find("TOR-P1"), ministry, by=person)
    observe(mine, ministry, by=person, period=Period(start, end), value=Decimal(965), source="Register of the Prosecutor-General")
    standing(Observation.objects.seen_by(who).filter(indicator=mine))

No value is made out of others: what sources say of one period and group stands side by side, and where they differ that is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from upright.exceptions import UprightError
from upright.tracking import keep
from upright.tracking.cells import Period
from upright.tracking.library import Illustrative
from upright.tracking.models import Batch, Desk, Indicator, Item, Observation, Organisation, Person, Target
from upright.tracking.rights import Who
from upright.tracking.words import Direction

Group = dict[str, str]  # of whom a value is: {"sex": "women"}; {}: of all


def copy(illustrative: Illustrative, organisation: Organisation, *, by: Person) -> Indicator:
    """An indicator of the library as the organisation's own; the one of that code that it has, where it has one."""
    given: dict[str, Any] = {
        "title": illustrative.title, "aim": illustrative.aim.value, "right": illustrative.right, "attribute": illustrative.attribute,
        "unit": illustrative.unit, "direction": illustrative.direction.value, "disaggregation": list(illustrative.disaggregation),
        "source": illustrative.kind_of_source, "method": illustrative.method, "sdg": illustrative.sdg, "measure": illustrative.measure,
    }  # fmt: skip
    with keep.alone():
        there = Indicator.objects.filter(organisation=organisation, code=illustrative.code, hidden_at=None).first()
        return there or keep.create(Indicator, by=by, desk=organisation.desk, organisation=organisation, code=illustrative.code, **given)


def measure(indicator: Indicator, among: Iterable[Item], chosen: Iterable[Item]) -> None:
    """Say what an indicator measures: of the items `among`, those that are `chosen`; what it measures besides stays."""
    with keep.alone():
        indicator.items.remove(*among)
        indicator.items.add(*chosen)


def may_publish(indicator: Indicator, who: Who) -> bool:
    """Publishing is the coordinators' on the State's side, and each independent organisation's own."""
    if indicator.organisation.independent:
        return Indicator.objects.changed_by(who).filter(pk=indicator.pk).exists()
    return indicator.desk_id in who.coordinated


def observers(desk: Desk, who: Who) -> list[Organisation]:
    """The organisations that they may enter a value for."""
    return list(Organisation.objects.written_by(who).filter(desk=desk))


# --- values ----------------------------------------------------------------------------------------------------------------------------


def observe(
    indicator: Indicator, organisation: Organisation, *, by: Person, period: Period, source: str, value: Decimal | None = None,
    stated: str = "", group: Group | None = None, method: str = "", batch: Batch | None = None, **figure: Any,
) -> Observation:  # fmt: skip
    """A value of a period, as a draft. `stated`: what is no exact number ('more than 40 000'); `figure`: the columns `figure_*`.

    UprightError where it says nothing, has no source, or ends before it begins.
    """
    given = checked(period, value, stated, source)
    given |= {"group": group or {}, "method": method, **figure}
    return keep.create(Observation, by=by, batch=batch, indicator=indicator, organisation=organisation, **given)


def checked(period: Period, value: Decimal | None, stated: str, source: str) -> dict[str, Any]:
    """The columns of a value, if it is one."""
    if period.end < period.start:
        raise UprightError(_("The period ends before it begins."))
    if value is None and not stated.strip():
        raise UprightError(_("Give a value, or say in words what is no number."))
    if not source.strip():
        raise UprightError(_("Say where the value is from: without a source nobody can check it."))
    return {"period_start": period.start, "period_end": period.end, "value": value, "stated": stated.strip(), "source": source.strip()}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is said of one period and group, by everybody; the latest period is the last of a list."""

    period: Period
    group: Group
    rows: tuple[Observation, ...]

    @property
    def differs(self) -> bool:
        """Do the sources contradict each other? The same value from two of them does not."""
        return len({(row.value, row.stated) for row in self.rows}) > 1

    @property
    def value(self) -> Decimal | None:
        """The number that they all give; None where they differ, or give none."""
        return None if self.differs else self.rows[0].value


def standing(observations: Iterable[Observation]) -> list[Standing]:
    """Values side by side, by period and group."""
    found: dict[tuple[dt.date, dt.date, tuple[tuple[str, str], ...]], list[Observation]] = {}
    for row in observations:
        found.setdefault((row.period_end, row.period_start, tuple(sorted(row.group.items()))), []).append(row)
    return [Standing(Period(start, end), dict(group), tuple(rows)) for (end, start, group), rows in sorted(found.items())]


# --- targets ---------------------------------------------------------------------------------------------------------------------------


def aim_at(indicator: Indicator, value: Decimal, on: dt.date, *, by: Person, baseline: bool = False) -> Target:
    """A target: the value that is to be reached by a day; or the baseline, the value that there was on a day. There is one baseline."""
    if baseline and indicator.targets.filter(baseline=True, hidden_at=None).exists():
        raise UprightError(_("There is a baseline already: take it away first."))
    return keep.create(Target, by=by, indicator=indicator, value=value, on=on, baseline=baseline)


@dataclass(frozen=True, slots=True)
class Toward:
    """How what is observed stands to a target; no score is made of it.

    `latest`: the last period of all persons, or None. `reached`: None where the sources differ, nothing is observed, or the direction is
    not known. `nearer`: nearer to the target than the baseline was; None without a baseline, or at the same distance.
    """

    target: Target
    baseline: Target | None
    latest: Standing | None
    reached: bool | None
    nearer: bool | None


def toward(indicator: Indicator, targets: Iterable[Target], found: Iterable[Standing]) -> list[Toward]:
    """The targets of an indicator in the order of their dates, with what is observed (`standing`)."""
    rows = sorted(targets, key=lambda each: each.on)
    baseline = next((each for each in rows if each.baseline), None)
    latest = next((each for each in reversed(list(found)) if not each.group), None)
    value = latest.value if latest else None
    return [
        Toward(each, baseline, latest, _reached(indicator, each, value), _nearer(each, baseline, value))
        for each in rows
        if not each.baseline
    ]


def _reached(indicator: Indicator, target: Target, value: Decimal | None) -> bool | None:
    if value is None or indicator.direction == Direction.UNKNOWN.value:
        return None
    return value >= target.value if indicator.direction == Direction.UP.value else value <= target.value


def _nearer(target: Target, baseline: Target | None, value: Decimal | None) -> bool | None:
    if value is None or baseline is None:
        return None
    before, now = abs(target.value - baseline.value), abs(target.value - value)
    return None if before == now else now < before
