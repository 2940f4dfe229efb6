"""The steps of approval: who takes which, when, under which of the desk's ways to work. The table is written by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from desks import World
from upright.tracking import approval, keep, people
from upright.tracking.models import Action, Assessment
from upright.tracking.rights import NotAllowed
from upright.tracking.words import Approval, Role, Step, Workflow

S, E, R, A, P, T = Step.SUBMIT, Step.ENDORSE, Step.RETURN, Step.APPROVE, Step.PUBLISH, Step.TAKE_BACK
NOTHING: set[Step] = set()
OTHERS = ("health", "admin", "nhri", "ngo", "stranger", "public")
# What each may do next with work of the Ministry of Justice that `focal` wrote: by the way to work, and the state that it is in.
STATE: dict[Workflow, dict[Approval, dict[str, set[Step]]]] = {
    Workflow.ALONE: {
        Approval.DRAFT: {"focal": {A}, "colleague": {A}, "approver": {A}, "coordinator": {A}},
        Approval.APPROVED: {"focal": NOTHING, "colleague": NOTHING, "approver": NOTHING, "coordinator": {P, T}},
        Approval.PUBLISHED: {"focal": NOTHING, "colleague": NOTHING, "approver": NOTHING, "coordinator": {T}},
    },
    Workflow.REVIEWED: {
        Approval.DRAFT: {"focal": {S}, "colleague": {S}, "approver": {S}, "coordinator": {S}},
        Approval.RETURNED: {"focal": {S}, "colleague": {S}, "approver": {S}, "coordinator": {S}},
        Approval.SUBMITTED: {"focal": {T}, "colleague": {T}, "approver": {A, R, T}, "coordinator": {A, R, T}},
        Approval.APPROVED: {"focal": NOTHING, "colleague": NOTHING, "approver": {R}, "coordinator": {P, R, T}},
        Approval.PUBLISHED: {"focal": NOTHING, "colleague": NOTHING, "approver": NOTHING, "coordinator": {T}},
    },
    Workflow.MINISTRY: {
        Approval.DRAFT: {"focal": {S}, "colleague": {S}, "approver": {S}, "coordinator": {S}},
        Approval.SUBMITTED: {"focal": {T}, "colleague": {T}, "approver": {E, R, T}, "coordinator": {E, R, T}},
        Approval.ENDORSED: {"focal": NOTHING, "colleague": NOTHING, "approver": {R}, "coordinator": {A, R, T}},
        Approval.APPROVED: {"focal": NOTHING, "colleague": NOTHING, "approver": {R}, "coordinator": {P, R, T}},
        Approval.PUBLISHED: {"focal": NOTHING, "colleague": NOTHING, "approver": NOTHING, "coordinator": {T}},
    },
}


def test_who_may_take_which_step(world: World) -> None:
    action = world.action(world.items[0])
    for workflow, states in STATE.items():
        world.desk.workflow = workflow.value
        for state, expected in states.items():
            action.approval = state.value
            action.item.desk.workflow = workflow.value
            for name in (*expected, *OTHERS):
                assert set(approval.steps(action, world.who(name))) == expected.get(name, NOTHING), (workflow, state, name)


def test_nobody_approves_what_they_wrote_where_another_person_must(world: World) -> None:
    written = world.action(world.items[0], by="approver", approval=Approval.SUBMITTED)
    assert A not in approval.steps(written, world.who("approver"))
    assert A in approval.steps(written, world.who("coordinator"))


def test_each_assessor_publishes_for_itself(world: World) -> None:
    work = world.assessment(world.items[0])
    assert set(approval.steps(work, world.who("ngo"))) == {A}
    for name in ("nhri", "coordinator", "admin", "focal", "stranger", "public"):
        assert approval.steps(work, world.who(name)) == [], name
    work = approval.take(work, A, world.who("ngo"), version=1, by=world.people["ngo"])
    work = approval.take(work, P, world.who("ngo"), version=2, by=world.people["ngo"])
    assert Assessment.objects.seen_by(world.who("public")).filter(pk=work.pk).exists()
    people.join(world.people["stranger"], world.organisations["League of Defenders"], Role.APPROVER, by=None)
    other = world.assessment(world.items[1])
    assert set(approval.steps(other, world.who("ngo"))) == {S}  # with an approver, another person approves


def test_the_way_of_an_action_to_the_public(world: World) -> None:
    action = world.action(world.items[0])

    def take(step: Step, name: str, **given: object) -> Action:
        current = Action.objects.get(pk=action.pk)
        return approval.take(current, step, world.who(name), version=current.version, by=world.people[name], **given)  # type: ignore[arg-type]

    def seen() -> bool:
        return Action.objects.seen_by(world.who("public")).exists()

    take(S, "focal")
    with pytest.raises(NotAllowed, match="Say what is to be changed"):
        take(R, "approver", because=" ")
    assert take(R, "approver", because="Name the article").returned_because == "Name the article"
    with pytest.raises(NotAllowed, match="cannot be taken now"):
        take(A, "approver")
    assert take(S, "focal").returned_because == ""
    approved = take(A, "approver")
    assert (approved.approved_by, approved.approved_at is not None) == (world.people["approver"], True)
    assert not seen()
    take(P, "coordinator", embargo_until=timezone.now() + dt.timedelta(days=1))
    assert not seen()
    take(T, "coordinator")
    for step, name in ((S, "focal"), (A, "approver"), (P, "coordinator")):
        take(step, name)
    assert seen()
    back = take(T, "coordinator")
    assert (back.approved_by, back.approved_at, back.published_at, back.embargo_until) == (None, None, None, None)
    assert not seen()


def test_a_step_on_what_somebody_changed_meanwhile_is_a_conflict(world: World) -> None:
    action = world.action(world.items[0])
    keep.change(action, version=1, by=world.people["colleague"], title="Meanwhile")
    with pytest.raises(keep.Conflict):
        approval.take(action, S, world.who("focal"), version=1, by=world.people["focal"])
    assert Action.objects.get().approval == "draft"


def test_what_is_submitted_cannot_be_changed_nor_what_is_hidden_taken_further(world: World) -> None:
    action = world.action(world.items[0], approval=Approval.SUBMITTED)
    assert not Action.objects.changed_by(world.who("focal")).exists()
    hidden = keep.hide(action, version=1, by=world.people["focal"], because="Twice")
    assert approval.steps(hidden, world.who("coordinator")) == []
