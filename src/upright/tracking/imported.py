"""Values of indicators out of a table: first what each line would do, then, when a person says so, that.

    planned = plan(sheet, mapping, organisation, who, source="Statistical yearbook 2025")
    batch = enter(planned, organisation, by=person, title="yearbook.xlsx", ...)      # batches.undo takes it back

A line is *new*, the *same* as a value that is there, a *conflict* with one (another value for the same indicator, period and group),
*empty* (no value), or *wrong*, with the reason. Entering the same table again enters nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from upright.exceptions import UprightError
from upright.tracking import cells, keep
from upright.tracking.indicators import Group, checked, observe
from upright.tracking.models import Batch, Indicator, Observation, Organisation, Person
from upright.tracking.rights import Who
from upright.tracking.sheets import Mapped, Mapping, Sheet, Value
from upright.tracking.words import Aim, Work

FIELDS = ("code", "indicator", "period", "start", "end", "value", "group", "source", "method")
MOST = 2_000  # lines of one import: each is a link in the audit's chain, and nobody else writes meanwhile


class Outcome(StrEnum):
    """What entering a line would do."""

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"
    EMPTY = "empty"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A line of a table: `number` in the file; `against`: the values that it contradicts; `why`: what is wrong with it."""

    number: int
    outcome: Outcome
    indicator: Indicator | None = None
    given: dict[str, Any] = field(default_factory=dict)
    against: tuple[Observation, ...] = ()
    why: str = ""

    @property
    def period(self) -> cells.Period | None:
        return cells.Period(self.given["period_start"], self.given["period_end"]) if self.given else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How cells are meant where they can be read in two ways; `source`: of lines that name none; `indicator`: of a table about one."""

    day_first: bool | None = None
    decimal: str | None = None
    source: str = ""
    indicator: Indicator | None = None


def lacking(mapping: Mapping, reading: Reading) -> list[str]:
    """What has no column yet and must have one, each in words."""
    has = mapping.columns
    needed = {
        _("the indicator, by its code or its name"): reading.indicator is not None or "code" in has or "indicator" in has,
        _("the period, or its first and last day"): "period" in has or {"start", "end"} <= set(has),
        _("the value"): "value" in has,
        _("the source, here or in a column"): bool(reading.source.strip()) or "source" in has,
    }
    return [words for words, there in needed.items() if not there]


def plan(sheet: Sheet, mapping: Mapping, organisation: Organisation, who: Who, reading: Reading) -> list[Planned]:
    """What each line of a table would do. UprightError for a table that is too long, or whose mapping lacks a column."""
    if len(sheet.rows) > MOST:
        raise UprightError(_("The table has more than %(most)s lines: split it.") % {"most": MOST})
    if missing := lacking(mapping, reading):
        raise UprightError(_("Choose a column for: %(what)s.") % {"what": "; ".join(missing)})
    known = _Known(organisation, who)
    return [_planned(line, known, reading) for line in mapping.of(sheet)]


class _Known:
    """What is there: indicators by code and name, and the values that somebody may see of them."""

    def __init__(self, organisation: Organisation, who: Who) -> None:
        self.organisation = organisation
        indicators = Indicator.objects.seen_by(who).filter(desk=organisation.desk)
        self.by_name: dict[str, list[Indicator]] = defaultdict(list)
        for each in indicators:
            for name in {_folded(each.code), _folded(each.title)} - {""}:
                self.by_name[name].append(each)
        self.rows: dict[tuple[Any, ...], list[Observation]] = defaultdict(list)
        for row in Observation.objects.seen_by(who).filter(indicator__in=indicators).select_related("organisation"):
            self.rows[_place(row.indicator_id, row.period_start, row.period_end, row.group)].append(row)

    def named(self, values: Iterable[Value]) -> Indicator:
        """The indicator of a code or a name: the organisation's own, where others have one of that name."""
        names = [str(value) for value in values if value is not None]
        found = next((there for name in names if (there := self.by_name.get(_folded(name)))), [])
        own = [each for each in found if each.organisation_id == self.organisation.pk] or found
        if not own:
            raise ValueError(_("There is no indicator “%(name)s” on this desk.") % {"name": names[0] if names else ""})
        if len(own) > 1:
            raise ValueError(_("Several indicators are called “%(name)s”: give the code.") % {"name": names[0]})
        return own[0]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _place(indicator: int, start: Any, end: Any, group: Group) -> tuple[Any, ...]:
    return indicator, start, end, tuple(sorted(group.items()))


def _planned(line: Mapped, known: _Known, reading: Reading) -> Planned:
    values = line.values
    if values["value"] is None:
        return Planned(number=line.number, outcome=Outcome.EMPTY)
    try:
        indicator = reading.indicator or known.named((values.get("code"), values.get("indicator")))
        given = _given(values, indicator, reading)
    except (ValueError, UprightError) as error:
        return Planned(number=line.number, outcome=Outcome.WRONG, why=str(error))
    row = Observation(indicator=indicator, organisation=known.organisation, **given)
    there = known.rows[_place(indicator.pk, row.period_start, row.period_end, row.group)]
    same = [each for each in there if _is_same(each, row)]
    against = () if same else tuple(each for each in there if (each.value, each.stated) != (row.value, row.stated))
    if not same:
        there.append(row)  # a line below may say the same again, or something else
    outcome = Outcome.SAME if same else Outcome.CONFLICT if against else Outcome.NEW
    return Planned(number=line.number, outcome=outcome, indicator=indicator, given=given, against=against)


def _is_same(one: Observation, other: Observation) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("organisation_id", "value", "stated", "source"))


def _given(values: dict[str, Value], indicator: Indicator, reading: Reading) -> dict[str, Any]:
    """The columns of a value, out of a line. ValueError, UprightError with what is wrong."""
    period = _period(values, reading)
    if period is None:
        raise ValueError(_("The line has no period."))
    value, stated = _value(values["value"], indicator, reading)
    source = str(values["source"]) if values.get("source") is not None else reading.source
    method = str(values["method"]) if values.get("method") is not None else ""
    return {**checked(period, value, stated, source), "group": group_of(str(values.get("group") or "")), "method": method}


def _period(values: dict[str, Value], reading: Reading) -> cells.Period | None:
    start = cells.date(values.get("start"), day_first=reading.day_first)
    end = cells.date(values.get("end"), day_first=reading.day_first)
    if start and end:
        return cells.Period(start, end)
    return cells.period(values.get("period"), day_first=reading.day_first)


def _value(written: Value, indicator: Indicator, reading: Reading) -> tuple[Decimal | None, str]:
    """A number; of a commitment ('in force since 2014', 'yes') what is said."""
    try:
        number = cells.number(written, decimal=reading.decimal)
    except ValueError:
        if indicator.aim != Aim.STRUCTURAL.value:
            raise
        return None, str(written)
    return (None if number is None else Decimal(str(number)).quantize(_PRECISION)), ""


_PRECISION = Decimal("0.0001")  # of the column


def group_of(text: str) -> Group:
    """Of whom: 'sex: women; age = 0-14' -> {"sex": "women", "age": "0-14"}; words without a name are {"group": words}; '' is of all."""
    found: Group = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        name, sign, value = (each.strip() for each in re.match(r"([^:=]*)([:=]?)(.*)", part, re.DOTALL).groups())  # type: ignore[union-attr]
        found[name.casefold() if sign and name else "group"] = value if sign and name else part
    return found


def enter(
    planned: Sequence[Planned], organisation: Organisation, *, by: Person, title: str, digest: str, mapping: Mapping, conflicts: bool
) -> Batch:
    """Enter what is new, and with `conflicts` what contradicts a value that is there, beside it; all of it, or nothing.

    `digest`: of the file. The mapping is kept with the batch, for the next file of this form (`mapping_before`).
    """
    wanted = {Outcome.NEW, Outcome.CONFLICT} if conflicts else {Outcome.NEW}
    lines = Counter(each.outcome.value for each in planned)
    given: dict[str, Any] = {
        "desk": organisation.desk, "organisation": organisation, "work": Work.IMPORT.value, "title": title, "digest": digest,
        "summary": {"about": "indicators", "lines": lines, "columns": mapping.columns, "conflicts": conflicts},
    }  # fmt: skip
    with keep.alone():
        batch = keep.create(Batch, by=by, **given)
        for each in planned:
            if each.outcome in wanted and each.indicator is not None:
                _enter(each, each.indicator, organisation, by, batch)
    return batch


def _enter(each: Planned, indicator: Indicator, organisation: Organisation, by: Person, batch: Batch) -> None:
    given = dict(each.given)
    period = cells.Period(given.pop("period_start"), given.pop("period_end"))
    observe(indicator, organisation, by=by, batch=batch, period=period, **given)


def mapping_before(organisation: Organisation, header: Sequence[str]) -> Mapping | None:
    """The columns that the organisation chose last for a table with these headings."""
    for batch in Batch.objects.filter(organisation=organisation, work=Work.IMPORT.value, hidden_at=None).order_by("-pk")[:20]:
        columns = batch.summary.get("columns")
        if columns and set(columns) <= set(FIELDS) and Mapping(columns).fits(header):
            return Mapping(columns)
    return None
