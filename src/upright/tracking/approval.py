"""The steps that work takes from a draft to what everybody sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from upright.tracking import keep, notices
from upright.tracking.models import Action, Approved, Assessment, Desk, Draft, Indicator, Item, Note, Observation, Organisation, Person
from upright.tracking.people import who_of
from upright.tracking.queries import NOBODY, state_side
from upright.tracking.rights import NotAllowed, Who
from upright.tracking.words import Approval, News, Role, Step, Workflow

_Work = TypeVar("_Work", bound=Approved)


class Way(NamedTuple):
    """A step: from which states, to which."""

    before: frozenset[Approval]
    after: Approval


_DRAFT, _SUBMITTED, _ENDORSED, _RETURNED, _APPROVED, _PUBLISHED = (
    Approval.DRAFT, Approval.SUBMITTED, Approval.ENDORSED, Approval.RETURNED, Approval.APPROVED, Approval.PUBLISHED,
)  # fmt: skip
_WRITTEN = frozenset({_DRAFT, _RETURNED})
_BACK = {
    Step.SUBMIT: Way(_WRITTEN, _SUBMITTED),
    Step.RETURN: Way(frozenset({_SUBMITTED, _ENDORSED, _APPROVED}), _RETURNED),
    Step.PUBLISH: Way(frozenset({_APPROVED}), _PUBLISHED),
    Step.TAKE_BACK: Way(frozenset({_SUBMITTED, _ENDORSED, _APPROVED, _PUBLISHED}), _DRAFT),
}
WAYS: dict[Workflow, dict[Step, Way]] = {
    Workflow.ALONE: {Step.APPROVE: Way(_WRITTEN, _APPROVED), **{each: _BACK[each] for each in (Step.PUBLISH, Step.TAKE_BACK)}},
    Workflow.REVIEWED: {**_BACK, Step.APPROVE: Way(frozenset({_SUBMITTED}), _APPROVED)},
    Workflow.MINISTRY: {
        **_BACK,
        Step.ENDORSE: Way(frozenset({_SUBMITTED}), _ENDORSED),
        Step.APPROVE: Way(frozenset({_ENDORSED}), _APPROVED),
    },
}
# Independent organisations are small: whoever assesses approves, unless the organisation has an approver.
_WRITERS = frozenset({Role.FOCAL_POINT, Role.APPROVER, Role.COORDINATOR, Role.ASSESSOR, Role.EDITOR})


def desk_of(work: Approved) -> Desk:
    """The desk that a piece of work is on."""
    if isinstance(work, Draft):
        return work.desk
    owner: Indicator | Item = work.indicator if isinstance(work, Observation) else work.item  # type: ignore[attr-defined]
    return owner.desk


def workflow_of(work: Approved) -> Workflow:
    """The steps that it takes: the desk's on the State's side; an independent organisation's own, with an approver where it has one."""
    organisation: Organisation = work.organisation  # type: ignore[attr-defined]  # every table of work has one
    if not organisation.independent:
        return Workflow(desk_of(work).workflow)
    reviewed = organisation.memberships.filter(role=Role.APPROVER.value, hidden_at=None).exists()
    return Workflow.REVIEWED if reviewed else Workflow.ALONE


def steps(work: Approved, who: Who) -> list[Step]:
    """The steps that somebody may take with a piece of work as it is."""
    if work.hidden_at is not None:
        return []
    ways = WAYS[workflow_of(work)]
    return [step for step, way in ways.items() if Approval(work.approval) in way.before and _may(step, work, who)]


def _may(step: Step, work: Approved, who: Who) -> bool:
    organisation: Organisation = work.organisation  # type: ignore[attr-defined]
    desk = desk_of(work).pk
    coordinates = not organisation.independent and desk in who.coordinated
    writes = organisation.pk in who.organisations(_WRITERS)
    approves = organisation.pk in who.organisations({Role.APPROVER})
    workflow = workflow_of(work)
    own = work.created_by_id is not None and work.created_by_id == who.person
    if organisation.independent:
        return {
            Step.SUBMIT: writes,
            Step.APPROVE: writes if workflow is Workflow.ALONE else approves,
            Step.RETURN: approves,
            Step.PUBLISH: writes if workflow is Workflow.ALONE else approves,
            Step.TAKE_BACK: writes,
        }.get(step, False)
    return {
        Step.SUBMIT: writes or coordinates,
        Step.ENDORSE: approves or coordinates,
        Step.APPROVE: {
            Workflow.ALONE: writes or coordinates,
            Workflow.REVIEWED: (approves or coordinates) and not own,
            Workflow.MINISTRY: coordinates,
        }[workflow],
        Step.RETURN: approves or coordinates,
        Step.PUBLISH: coordinates,
        Step.TAKE_BACK: coordinates or (writes and work.approval == Approval.SUBMITTED.value),
    }[step]


def take(
    work: _Work, step: Step, who: Who, *, version: int, by: Person, because: str = "", embargo_until: dt.datetime | None = None
) -> _Work:
    """Take a step. NotAllowed where they may not, or it is not at that point; keep.Conflict where somebody else was faster.

    A return needs a comment, which its author is shown. `embargo_until`: until when what is published stays unseen. Whoever takes the
    next step is told, and whoever wrote it of what became of it.
    """
    if step not in steps(work, who):
        raise NotAllowed(_("This step cannot be taken now, or not by you: look at it as it is now."))
    if step is Step.RETURN and not because.strip():
        raise NotAllowed(_("Say what is to be changed: its author is shown your comment."))
    now = timezone.now()
    given: dict[str, Any] = {
        "approval": WAYS[workflow_of(work)][step].after.value,
        "returned_because": because if step is Step.RETURN else "",
    }
    if step is Step.APPROVE:
        given |= {"approved_at": now, "approved_by": by}
    if step is Step.PUBLISH:
        given |= {"published_at": now, "embargo_until": embargo_until}
    if step in {Step.RETURN, Step.TAKE_BACK}:
        given |= {"approved_at": None, "approved_by": None, "published_at": None, "embargo_until": None}
    with keep.alone():
        taken = keep.change(work, version=version, by=by, because=because, verb=step.value, **given)
        notices.taken(taken, desk_of(taken))
        _tell(taken, step, [*notices.authors(taken), *notices.authors(work)], by, because)
    return taken


# Steps in which the notes of an action are taken along; published, and sent back, each is by itself.
_TOGETHER = frozenset({Step.SUBMIT, Step.ENDORSE, Step.APPROVE})


def along(action: Action, who: Who) -> list[Note]:
    """The notes of an action that may take one of the steps that the action itself may take now."""
    ahead = _TOGETHER.intersection(steps(action, who))
    notes = action.notes.filter(hidden_at=None).select_related("organisation", "item__desk") if ahead else ()
    return [note for note in notes if ahead.intersection(steps(note, who))]


def take_together(
    action: Action, notes: Iterable[tuple[UUID, int]], step: Step, who: Who, *, version: int, by: Person
) -> Action:  # fmt: skip
    """Take a step with an action and those of its notes, given as they were seen (uid and version), that can take it; all or nothing."""
    versions = dict(notes)
    with keep.alone():
        there = [note for note in along(action, who) if note.uid in versions and step in _TOGETHER.intersection(steps(note, who))]
        taken = take(action, step, who, version=version, by=by)
        for note in there:
            take(note, step, who, version=versions[note.uid], by=by)
    return taken


def _tell(work: Approved, step: Step, authors: list[Person], by: Person, because: str) -> None:
    if step in {Step.SUBMIT, Step.ENDORSE}:
        notices.tell(News.SUBMITTED, work, to=_next(work), by=by)
    elif step in _NEWS:
        notices.tell(_NEWS[step], work, to=authors, by=by, because=because, on=work.embargo_until)


# What waits for somebody's approval, of every kind.
WAITS: tuple[type[Approved], ...] = (Action, Note, Observation, Assessment, Draft)


def waiting(table: type[Approved], desk: Desk, who: Who) -> QuerySet[Any, Any]:
    """Work of a table that waits to be approved: by whoever coordinates all of the State's side, by an approver that of their organisation,
    but for what they wrote themselves where another person must."""
    rows: Any = table._default_manager
    of_state = Q(approval__in=(_SUBMITTED.value, _ENDORSED.value)) & state_side() if desk.pk in who.coordinated else NOBODY
    own = Q(organisation__in=who.organisations({Role.APPROVER}), approval=_SUBMITTED.value)
    if desk.workflow == Workflow.REVIEWED.value and who.person:
        own &= ~(state_side() & Q(created_by=who.person))
    found: QuerySet[Any, Any] = rows.filter(of_state | own, hidden_at=None, **{rows.all().DESK: desk})
    return found


def _next(work: Approved) -> list[Person]:
    """Those who may take a piece of work further."""
    organisation: Organisation = work.organisation  # type: ignore[attr-defined]
    known = (notices.workers(organisation) | notices.coordinators(desk_of(work))).distinct()
    return [each for each in known if {Step.ENDORSE, Step.APPROVE} & set(steps(work, who_of(each)))]


_NEWS = {Step.RETURN: News.RETURNED, Step.APPROVE: News.APPROVED, Step.PUBLISH: News.PUBLISHED}
