"""Giving work out in bulk: what a plan says, what is done of it, and what is never done silently."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desks import World
from upright.archive.models import Dossier as Dossiers
from upright.archive.models import DossierMember, Labelling, Link
from upright.tracking import about, assigning, batches, keep
from upright.tracking.assigning import Fate, Instead, Terms
from upright.tracking.models import Assignment, Item, Rule
from upright.tracking.words import Part

JUSTICE, HEALTH = "Ministry of Justice", "Ministry of Health"
THEMES = "ohchr_themes"


def label(item: Item, *labels: tuple[str, str]) -> None:
    """Have the machine say labels of an item's record."""
    held = [[scheme, value, "rule", 0.9, "", None] for scheme, value in labels]
    values: dict[str, Any] = {"document_id": item.document_id, "kind": item.kind, "key": item.key}
    Labelling.objects.update_or_create(**values, defaults={"labels": held})


def rule(world: World, scheme: str, value: str, organisation: str, part: Part = Part.LEAD) -> Rule:
    given: dict[str, Any] = {"scheme": scheme, "value": value, "organisation": world.organisations[organisation], "part": part.value}
    return keep.create(Rule, by=None, desk=world.desk, **given)


def parts(item: Item) -> dict[str, str]:
    return {each.organisation.name: each.part for each in Assignment.objects.filter(item=item, hidden_at=None)}


def fates(plan: assigning.Plan) -> list[tuple[str, str | None]]:
    return [(each.fate.value, each.organisation.name if each.organisation else None) for each in plan.lines]


def carry_out(world: World, plan: assigning.Plan, terms: Terms = Terms(), **given: Any) -> Any:  # noqa: B008
    return assigning.carry_out(plan, world.desk, by=world.people["coordinator"], title="Test", terms=terms, **given)


@pytest.mark.parametrize(
    ("instead", "fate", "after"),
    [
        (Instead.LEAVE, Fate.LED, {JUSTICE: "lead"}),
        (Instead.SUPPORTS, Fate.TAKES, {JUSTICE: "supporting", HEALTH: "lead"}),
        (Instead.ENDS, Fate.TAKES, {HEALTH: "lead"}),
    ],
)
def test_a_lead_is_taken_over_only_as_was_said(world: World, instead: Instead, fate: Fate, after: dict[str, str]) -> None:
    led, free = world.items[:2]
    world.assign(led, JUSTICE)
    plan = assigning.by_hand([led, free], world.organisations[HEALTH], Part.LEAD, terms=Terms(), instead=instead)
    assert [each.fate for each in plan.lines] == [fate, Fate.NEW]
    batch = carry_out(world, plan, instead=instead)
    assert (parts(led), parts(free)) == (after, {HEALTH: "lead"})
    batches.undo(batch, by=world.people["coordinator"])
    assert (parts(led), parts(free)) == ({JUSTICE: "lead"}, {})


def test_by_hand_what_is_there_changes_only_where_it_differs(world: World) -> None:
    one, two, three = world.items[:3]
    world.assign(one, HEALTH, due_on=dt.date(2027, 1, 1))
    world.assign(two, HEALTH, Part.SUPPORTING, request="Say what you do")
    plan = assigning.by_hand([one, two, three], world.organisations[HEALTH], Part.LEAD, terms=Terms(due_on=dt.date(2027, 1, 1)))
    assert [each.fate for each in plan.lines] == [Fate.THERE, Fate.CHANGES, Fate.NEW]
    carry_out(world, plan, Terms(due_on=dt.date(2027, 1, 1)))
    kept = Assignment.objects.get(item=two, hidden_at=None)
    assert (kept.part, kept.due_on, kept.request) == ("lead", dt.date(2027, 1, 1), "Say what you do")
    gone = assigning.by_hand([one, two, three], world.organisations[HEALTH], None, terms=Terms())
    batch = carry_out(world, gone)
    assert not any(map(parts, (one, two, three)))
    assert batches.undo(batch, by=world.people["coordinator"]).rows == len(gone.of(Fate.ENDS)) == 3


def test_rules_by_every_scheme(world: World) -> None:
    one, two, *_ = world.items
    label(one, (THEMES, "Right to health"), ("affected_persons", "Children"), ("sdg", "3"), ("treaties", "CRC"))
    label(two, (THEMES, "Right to education"))
    document, mechanism = about.of_items([one])[one.pk].document, about.of_items([one])[one.pk].mechanism
    table = [(THEMES, "Right to health"), ("affected_persons", "Children"), ("sdg", "3"), ("treaties", "CRC")]
    for scheme, value in [*table, (about.DOCUMENT, document), (about.MECHANISM, str(mechanism))]:
        given = rule(world, scheme, value, HEALTH)
        plan = assigning.by_rules(world.desk, [one, two])
        assert (fates(plan)[0], plan.lines[0].rules) == (("new", HEALTH), (given,)), scheme
        keep.hide(given, version=1, by=None, because="tried")


def test_rules_never_decide_between_leads_and_never_take_one_over(world: World) -> None:
    both, led, none, supported = world.items[:4]
    label(both, (THEMES, "Right to health"), (THEMES, "Torture"))
    label(led, (THEMES, "Right to health"))
    label(none)
    label(supported, ("affected_persons", "Children"))
    rule(world, THEMES, "Right to health", HEALTH)
    rule(world, THEMES, "Torture", JUSTICE)
    rule(world, "affected_persons", "Children", HEALTH, Part.SUPPORTING)
    world.assign(led, JUSTICE)
    items = [both, led, none, supported]
    plan = assigning.by_rules(world.desk, items)
    assert fates(plan) == [("undecided", None), ("led", HEALTH), ("uncovered", None), ("new", HEALTH)]
    assert {each.name for each in plan.lines[0].candidates} == {JUSTICE, HEALTH}
    decided = assigning.by_rules(world.desk, items, {both.uid: world.organisations[JUSTICE].uid})
    assert fates(decided)[:2] == [("new", JUSTICE), ("new", HEALTH)]
    assert decided.digest != plan.digest
    carry_out(world, decided)
    assert [parts(each) for each in items] == [{JUSTICE: "lead", HEALTH: "supporting"}, {JUSTICE: "lead"}, {}, {HEALTH: "supporting"}]
    assert not assigning.by_rules(world.desk, items).written  # again, nothing is left to do


def test_a_plan_is_done_as_a_whole_or_not_at_all(world: World) -> None:
    one, two = world.items[:2]
    there = world.assign(two, HEALTH, Part.SUPPORTING)
    plan = assigning.by_hand([one, two], world.organisations[HEALTH], Part.LEAD, terms=Terms())
    keep.change(there, version=1, by=None, request="Meanwhile")
    with pytest.raises(keep.Conflict):
        carry_out(world, plan)
    assert parts(one) == {}
    assert plan.digest != assigning.by_hand([one, two], world.organisations[HEALTH], Part.LEAD, terms=Terms()).digest


def test_a_record_in_several_dossiers_is_in_the_surest(world: World) -> None:
    one, two, three = world.items[:3]
    Dossiers.objects.all().delete()
    Link.objects.all().delete()
    found = [Dossiers.objects.create(state=world.desk.state, slug=name, title=name) for name in "ab"]
    for dossier, members in ((found[0], (one, two)), (found[1], (one, three))):
        for at, each in enumerate(members):
            DossierMember.objects.create(dossier=dossier, document_id=each.document_id or 0, kind=each.kind, key=each.key, at=at)
    for other, confidence in ((two, 0.6), (three, 0.9)):
        ends = {"document_id": one.document_id, "kind": one.kind, "key": one.key}
        to = {"to_document_id": other.document_id, "to_kind": other.kind, "to_key": other.key}
        Link.objects.create(state=world.desk.state, relation="same", method="model", confidence=confidence, **ends, **to)
    assert about.dossiers_of(world.items) == {one.pk: found[1].pk, two.pk: found[0].pk, three.pk: found[1].pk}
