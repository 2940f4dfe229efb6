"""Who is given what, in bulk: by hand to what was chosen, or by rules. First a plan that says exactly what would happen, then the batch.

A lead is never taken over silently: where there is one, a plan by rules leaves it, and a plan by hand does what its maker said. Where rules
name several leads, none is taken before a person has decided.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from django.utils import timezone

from upright.tracking import about, keep, notices
from upright.tracking.about import About
from upright.tracking.models import Assignment, Batch, Desk, Item, Organisation, Person, Rule
from upright.tracking.words import Part, Work


class Fate(StrEnum):
    """What a plan does with an item, or why it does nothing. Up to `ENDS` something is written."""

    NEW = "new"
    CHANGES = "changes"  # the organisation has another part, date or request there
    TAKES = "takes"  # the lead, from another organisation
    ENDS = "ends"
    LED = "led"  # another organisation leads, and stays
    THERE = "there"  # it has that part already
    UNDECIDED = "undecided"  # rules name several leads
    UNCOVERED = "uncovered"  # nobody leads, and no rule names anybody


WRITES = frozenset({Fate.NEW, Fate.CHANGES, Fate.TAKES, Fate.ENDS})


class Instead(StrEnum):
    """What becomes of another organisation's lead, where a lead is given by hand."""

    LEAVE = "leave"
    SUPPORTS = "supports"
    ENDS = "ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is said with every assignment of a batch. `published`: whether the public sees who has the part; empty values change nothing
    of an assignment that is there."""

    due_on: dt.date | None = None
    request: str = ""
    published: bool = False

    def of(self, part: Part, there: Assignment | None) -> dict[str, Any]:
        """The values to write."""
        values: dict[str, Any] = {"part": part.value}
        if self.due_on:
            values["due_on"] = self.due_on
        if self.request:
            values["request"] = self.request
        if self.published and not (there and there.published_at):
            values["published_at"] = timezone.now()
        return values

    def change(self, part: Part, there: Assignment) -> bool:
        """Do they change an assignment that is there?"""
        return any(getattr(there, name) != value for name, value in self.of(part, there).items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One item in a plan. `there`: the assignment that the organisation has; `lead`: the other one that leads; `rules`: that name it;
    `candidates`: whom rules name as lead, where they are several."""

    fate: Fate
    item: Item
    organisation: Organisation | None = None
    part: Part | None = None
    there: Assignment | None = None
    lead: Assignment | None = None
    rules: tuple[Rule, ...] = ()
    candidates: tuple[Organisation, ...] = ()

    @property
    def said(self) -> str:
        """All that a person is shown of it: what the digest of a plan is made of."""
        rows = (self.there, self.lead)
        return "|".join(
            [
                self.fate.value, str(self.item.uid), str(self.organisation and self.organisation.uid), str(self.part),
                *(f"{row.uid} {row.version}" if row else "" for row in rows), *(str(each.uid) for each in self.candidates),
            ]
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen, line by line."""

    lines: tuple[Line, ...]

    def of(self, fate: Fate) -> list[Line]:
        return [each for each in self.lines if each.fate is fate]

    @property
    def written(self) -> list[Line]:
        return [each for each in self.lines if each.fate in WRITES]

    @property
    def digest(self) -> str:
        """By which it is told whether what is done is what was shown."""
        return hashlib.sha256("\n".join(each.said for each in self.lines).encode()).hexdigest()


Standing = Mapping[int, Sequence[Assignment]]  # by item, the assignments that there are


def standing(items: Iterable[Item]) -> Standing:
    """The assignments of some items. One query."""
    found: dict[int, list[Assignment]] = defaultdict(list)
    for each in Assignment.objects.filter(item__in=[item.pk for item in items], hidden_at=None).select_related("organisation"):
        found[each.item_id].append(each)
    return found


def lead_of(there: Iterable[Assignment]) -> Assignment | None:
    return next((each for each in there if each.part == Part.LEAD.value), None)


def part_of(there: Iterable[Assignment], organisation: Organisation) -> Assignment | None:
    return next((each for each in there if each.organisation_id == organisation.pk), None)


# --- by hand


def by_hand(
    items: Iterable[Item], organisation: Organisation, part: Part | None, *, terms: Terms, instead: Instead = Instead.LEAVE
) -> Plan:
    """Give an organisation a part in each of some items; with no part, take away the one that it has."""
    items = list(items)
    known = standing(items)
    return Plan(tuple(_by_hand(item, known.get(item.pk, ()), organisation, part, terms, instead) for item in items))


def _by_hand(
    item: Item, there: Sequence[Assignment], organisation: Organisation, part: Part | None, terms: Terms, instead: Instead
) -> Line:
    own, lead = part_of(there, organisation), lead_of(there)
    given: dict[str, Any] = {"item": item, "organisation": organisation, "part": part, "there": own}
    if part is None:
        return Line(fate=Fate.ENDS if own else Fate.THERE, **given)
    if part is Part.LEAD and lead and lead is not own:
        return Line(fate=Fate.LED if instead is Instead.LEAVE else Fate.TAKES, lead=lead, **given)
    if own:
        return Line(fate=Fate.CHANGES if terms.change(part, own) else Fate.THERE, **given)
    return Line(fate=Fate.NEW, **given)


# --- by rules


@dataclass(frozen=True, slots=True)
class Named:
    """Whom rules name for an item: each organisation with the rules that do."""

    lead: dict[Organisation, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    supporting: dict[Organisation, list[Rule]] = field(default_factory=lambda: defaultdict(list))


def by_rules(desk: Desk, items: Iterable[Item], decided: Mapping[UUID, UUID] | None = None) -> Plan:
    """What the rules of a desk give of some items to whom. `decided`: the lead (an organisation) of items for which they name several."""
    items = list(items)
    rules = list(Rule.objects.filter(desk=desk, hidden_at=None, organisation__hidden_at=None).select_related("organisation"))
    known, subjects = standing(items), about.of_items(items)
    return Plan(
        tuple(line for item in items for line in _by_rules(item, known.get(item.pk, ()), _named(rules, subjects[item.pk]), decided))
    )


def _named(rules: Iterable[Rule], subject: About) -> Named:
    found = Named()
    for rule in rules:
        if rule.value in subject.values(rule.scheme):
            (found.lead if rule.part == Part.LEAD.value else found.supporting)[rule.organisation].append(rule)
    return found


def _by_rules(item: Item, there: Sequence[Assignment], named: Named, decided: Mapping[UUID, UUID] | None) -> Iterator[Line]:
    lead, wanted = lead_of(there), list(named.lead)
    chosen = next((each for each in wanted if each.uid == (decided or {}).get(item.uid)), None) if len(wanted) > 1 else None
    supporting: Collection[Organisation] = [each for each in named.supporting if each not in named.lead]
    if lead:
        yield from (_beside(item, there, each, lead, named) for each in wanted)
    elif len(wanted) == 1 or chosen:
        first = chosen or wanted[0]
        own = part_of(there, first)
        yield Line(
            fate=Fate.CHANGES if own else Fate.NEW, item=item, organisation=first, part=Part.LEAD, there=own,
            rules=tuple(named.lead[first]), candidates=tuple(wanted) if chosen else (),
        )  # fmt: skip
        supporting = [*(each for each in wanted if each != first), *supporting]
    elif wanted:
        yield Line(fate=Fate.UNDECIDED, item=item, part=Part.LEAD, candidates=tuple(wanted))
    elif not supporting:
        yield Line(fate=Fate.UNCOVERED, item=item)
    for each in supporting:
        own, rules = part_of(there, each), named.supporting.get(each) or named.lead[each]
        fate = Fate.THERE if own else Fate.NEW
        yield Line(fate=fate, item=item, organisation=each, part=Part.SUPPORTING, there=own, rules=tuple(rules))


def _beside(item: Item, there: Sequence[Assignment], wanted: Organisation, lead: Assignment, named: Named) -> Line:
    """What rules would give to a lead where there is one already."""
    own = part_of(there, wanted)
    fate = Fate.THERE if own is lead else Fate.LED
    rules = tuple(named.lead[wanted])
    return Line(fate=fate, item=item, organisation=wanted, part=Part.LEAD, there=own, lead=None if own is lead else lead, rules=rules)


# --- what is done


def carry_out(plan: Plan, desk: Desk, *, by: Person, title: str, terms: Terms, instead: Instead = Instead.LEAVE) -> Batch:
    """Do what a plan says, in one transaction: all of it or nothing. keep.Conflict where somebody changed a row of it meanwhile."""
    with keep.alone():
        summary = {fate.value: len(plan.of(fate)) for fate in Fate if plan.of(fate)}
        batch = keep.create(Batch, by=by, desk=desk, work=Work.ASSIGN.value, title=title, summary=summary)
        done = [_carry_out(line, batch, by, terms, instead) for line in plan.written]
        notices.assigned([each for each in done if each.hidden_at is None], by=by)
    return batch


def _carry_out(line: Line, batch: Batch, by: Person, terms: Terms, instead: Instead) -> Assignment:
    if line.fate is Fate.ENDS:
        there = cast(Assignment, line.there)
        return keep.hide(there, version=there.version, by=by, because=batch.title, batch=batch)
    if line.fate is Fate.TAKES and line.lead:  # first, for there is one lead
        if instead is Instead.SUPPORTS:
            keep.change(line.lead, version=line.lead.version, by=by, batch=batch, part=Part.SUPPORTING.value)
        else:
            keep.hide(line.lead, version=line.lead.version, by=by, because=batch.title, batch=batch)
    values = terms.of(cast(Part, line.part), line.there)
    if line.there:
        return keep.change(line.there, version=line.there.version, by=by, batch=batch, **values)
    return keep.create(Assignment, by=by, batch=batch, item=line.item, organisation=line.organisation, **values)
