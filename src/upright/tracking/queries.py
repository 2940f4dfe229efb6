"""What is seen and changed by whom: the only place where it is said. Every page and every export begins with `seen_by` or `changed_by`.

The State's side works together: an organisation sees its own work, that of the others on what it has a part in, and coordinators see all of
it. An independent organisation sees its own, and nobody else does before it publishes. What is published is seen by everybody, when its
embargo is over, and where the desk is open to the public.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from upright.tracking.rights import WRITES, Who
from upright.tracking.words import INDEPENDENT, Approval, Progress, Role

_Row = TypeVar("_Row", bound=models.Model)
_STATE_WRITES = frozenset({Role.FOCAL_POINT, Role.APPROVER, Role.COORDINATOR})
_INDEPENDENT_WRITES = frozenset({Role.ASSESSOR, Role.APPROVER})
_OPEN = (Approval.DRAFT.value, Approval.RETURNED.value)
_OVER = (Progress.DONE.value, Progress.DROPPED.value)
NOBODY = Q(pk__in=[])


def state_side(path: str = "organisation") -> Q:
    """Of an organisation of the State's side."""
    return ~Q(**{f"{path}__kind__in": sorted(INDEPENDENT)})


def _open(who: Who, desk: str) -> Q:
    """On a desk that they look at: one that is open to the public, or their own."""
    return Q(**{f"{desk}__open_to_public": True}) | Q(**{f"{desk}__in": who.desks})


def published(who: Who, desk: str) -> Q:
    """Work that everybody sees."""
    over = Q(embargo_until=None) | Q(embargo_until__lte=timezone.now())
    return Q(approval=Approval.PUBLISHED.value) & over & _open(who, desk)


def shown(who: Who, desk: str) -> Q:
    """What has no steps, but is published by a person."""
    return Q(published_at__isnull=False) & _open(who, desk)


def coordinated(who: Who, desk: str) -> Q:
    """Of the State's side of a desk that they coordinate."""
    return state_side() & Q(**{f"{desk}__in": who.coordinated})


def _assigned(who: Who) -> QuerySet[Any, Any]:
    """What the organisations of the State's side that they work in have a part in."""
    assignments = apps.get_model("tracking", "Assignment")._default_manager
    return assignments.filter(state_side(), hidden_at=None, organisation__in=who.working).values("item")


def inside(who: Who, desk: str = "item__desk") -> Q:
    """Work that they see before it is published."""
    own = Q(organisation__in=who.working)
    together = state_side() & Q(item__in=_assigned(who)) if desk.startswith("item") and who.working else NOBODY
    return own | coordinated(who, desk) | together


def _own(who: Who, desk: str, roles: frozenset[Role]) -> Q:
    """Of an organisation that they write for."""
    mine = Q(organisation__in=who.organisations(roles & _STATE_WRITES)) & state_side()
    independent = Q(organisation__in=who.organisations(roles & _INDEPENDENT_WRITES)) & ~state_side()
    return mine | independent | coordinated(who, desk)


def _on(name: str, chosen: Callable[[Any], Any]) -> Q:
    """On a row of another table that is chosen: asked of each row by its key, for a list of all that somebody sees there is long."""
    rows = chosen(apps.get_model("tracking", name)._default_manager)
    return Q(Exists(rows.filter(pk=OuterRef(f"{name}_id"))))


class Rows(QuerySet[_Row, _Row]):
    """Rows of the desk. `_seen` and `_changed` say by whom."""

    def seen_by(self, who: Who) -> Rows[_Row]:
        """What they may look at."""
        return self.filter(self._seen(who), hidden_at=None)

    def changed_by(self, who: Who) -> Rows[_Row]:
        """What they may change."""
        return self.filter(self._changed(who), hidden_at=None)

    def brought_back_by(self, who: Who) -> Rows[_Row]:
        """What was taken out of sight and they may bring back."""
        return self.filter(self._changed(who), hidden_at__isnull=False)

    def audited_by(self, who: Who) -> Rows[_Row]:
        """Those of which they see what was done to them, also where they are out of sight: never what was given in confidence."""
        return self.filter(self._audited(who))

    def _audited(self, who: Who) -> Q:
        return self._changed(who)

    def _seen(self, who: Who) -> Q:  # noqa: ARG002  # each table says it
        return NOBODY

    def _changed(self, who: Who) -> Q:  # noqa: ARG002
        return NOBODY


class Work(Rows[_Row]):
    """Work of an organisation on an item, which takes the steps of approval."""

    DESK = "item__desk"

    def inside(self, who: Who) -> Rows[_Row]:
        """What they see as those who work on it do, published or not."""
        return self.filter(inside(who, self.DESK), hidden_at=None)

    def _seen(self, who: Who) -> Q:
        return inside(who, self.DESK) | published(who, self.DESK)

    def _audited(self, who: Who) -> Q:
        return inside(who, self.DESK)

    def _changed(self, who: Who) -> Q:
        return _own(who, self.DESK, WRITES) & Q(approval__in=_OPEN)


# --- people


class Desks(Rows[_Row]):
    def _seen(self, who: Who) -> Q:
        return Q(open_to_public=True) | Q(pk__in=who.desks)

    def _changed(self, who: Who) -> Q:
        return Q(pk__in=who.administered)

    def coordinated_by(self, who: Who) -> Desks[_Row]:
        """Those whose State's side they coordinate."""
        return self.filter(pk__in=who.coordinated, hidden_at=None)


class Organisations(Rows[_Row]):
    """Which organisations a desk has is not secret: what they say is published under their name."""

    def _seen(self, who: Who) -> Q:
        return _open(who, "desk")

    def _changed(self, who: Who) -> Q:
        return Q(pk__in=who.organisations({Role.ADMINISTRATOR})) | (~Q(kind__in=sorted(INDEPENDENT)) & Q(desk__in=who.coordinated))

    def of_state(self) -> Organisations[_Row]:
        """Those of the State's side."""
        return self.exclude(kind__in=sorted(INDEPENDENT))

    def written_by(self, who: Who) -> Organisations[_Row]:
        """Those that they write for."""
        mine = Q(pk__in=who.organisations(_STATE_WRITES)) & ~Q(kind__in=sorted(INDEPENDENT))
        independent = Q(pk__in=who.organisations(_INDEPENDENT_WRITES)) & Q(kind__in=sorted(INDEPENDENT))
        of_state = ~Q(kind__in=sorted(INDEPENDENT)) & Q(desk__in=who.coordinated)
        return self.filter(mine | independent | of_state, hidden_at=None)


class Memberships(Rows[_Row]):
    """Oneself; who is in one's own organisations, those in confidence apart; a coordinator, who is on the State's side."""

    def _seen(self, who: Who) -> Q:
        mine = Q(person=who.person) if who.person else NOBODY
        colleagues = Q(organisation__in={each.organisation for each in who.holds}, confidential=False)
        of_state = state_side() & Q(organisation__desk__in=who.coordinated, confidential=False)
        return mine | colleagues | of_state | self._changed(who)

    def _changed(self, who: Who) -> Q:
        of_state = state_side() & Q(organisation__desk__in=who.coordinated, confidential=False)
        return Q(organisation__in=who.organisations({Role.ADMINISTRATOR})) | of_state

    def _audited(self, who: Who) -> Q:
        return self._changed(who) & Q(confidential=False)

    def known_to(self, who: Who) -> Memberships[_Row]:
        """Those by which they know a person by name in an organisation, also ended ones: nobody's who took part there in confidence."""
        there = self.model._default_manager.filter(person=OuterRef("person"), organisation=OuterRef("organisation"), confidential=True)
        return self.filter(~Exists(there), self._seen(who))


class Invitations(Rows[_Row]):
    def _seen(self, who: Who) -> Q:
        of_state = state_side() & Q(organisation__desk__in=who.coordinated, confidential=False)
        return Q(organisation__in=who.organisations({Role.ADMINISTRATOR})) | of_state

    def _audited(self, who: Who) -> Q:
        return self._seen(who) & Q(confidential=False)

    _changed = _seen


class Batches(Rows[_Row]):
    def _seen(self, who: Who) -> Q:
        return Q(organisation=None, desk__in=who.coordinated) | Q(organisation__in=who.working)

    _changed = _seen


class Entries(QuerySet[_Row, _Row]):
    """The audit is read beside the row that it is about: whoever sees that unpublished sees what became of it (`audit.history`)."""


# --- what is followed up


class Items(Rows[_Row]):
    """The records themselves are public; what is done about them is not."""

    def _seen(self, who: Who) -> Q:
        return _open(who, "desk")

    def _changed(self, who: Who) -> Q:
        return Q(desk__in=who.coordinated)

    def listed(self) -> Items[_Row]:
        """With what lists show of them and ask the archive by: not the passage, nor when they were written."""
        return self.only("uid", "desk", "document", "kind", "key", "symbol", "file", "number", "text")

    def of(self, who: Who) -> Items[_Row]:
        """Those that the organisations they work in have a part in."""
        return self.filter(pk__in=_assigned(who))


class Assignments(Rows[_Row]):
    def inside(self, who: Who) -> Assignments[_Row]:
        """What they see as those who work on it do, published or not."""
        return self.filter(inside(who), hidden_at=None)

    def overdue(self, today: dt.date) -> Assignments[_Row]:
        """Those whose day is over, while their organisation has nothing done there."""
        actions = apps.get_model("tracking", "Action")._default_manager
        done = actions.filter(item=OuterRef("item"), organisation=OuterRef("organisation"), hidden_at=None, progress=Progress.DONE.value)
        return self.filter(~Exists(done), due_on__lt=today)

    def _seen(self, who: Who) -> Q:
        return inside(who) | shown(who, "item__desk")

    def _audited(self, who: Who) -> Q:
        return inside(who)

    def _changed(self, who: Who) -> Q:
        return coordinated(who, "item__desk")


class Rules(Rows[_Row]):
    def _seen(self, who: Who) -> Q:
        return Q(desk__in=who.coordinated)

    _changed = _seen


class Actions(Work[_Row]):
    def overdue(self, today: dt.date) -> Actions[_Row]:
        """Those whose day is over, and that are neither done nor dropped."""
        return self.filter(due_on__lt=today, done_on=None).exclude(progress__in=_OVER)


class Notes(Work[_Row]):
    pass


class Milestones(Rows[_Row]):
    """As their action."""

    def _seen(self, who: Who) -> Q:
        return _on("action", lambda rows: rows.seen_by(who))

    def _changed(self, who: Who) -> Q:
        return _on("action", lambda rows: rows.changed_by(who))

    def _audited(self, who: Who) -> Q:
        return _on("action", lambda rows: rows.audited_by(who))


class EvidenceOf(Rows[_Row]):
    """As the work that it bears out."""

    _WORK = ("action", "note", "observation", "assessment", "contribution")

    def _seen(self, who: Who) -> Q:
        return self._where(lambda rows: rows.seen_by(who))

    def _changed(self, who: Who) -> Q:
        return self._where(lambda rows: rows.changed_by(who))

    def _audited(self, who: Who) -> Q:
        return self._where(lambda rows: rows.audited_by(who))

    def _where(self, chosen: Callable[[Any], Any]) -> Q:
        found = NOBODY
        for name in self._WORK:
            found |= _on(name, chosen)
        return found


class Comments(Rows[_Row]):
    """Those who see the work unpublished; on an item alone, the State's side among itself and each independent organisation for itself."""

    def _seen(self, who: Who) -> Q:
        action, assessment = (_on(name, lambda rows: rows.inside(who)) for name in ("action", "assessment"))
        return action | assessment | (Q(action=None, assessment=None) & inside(who))

    def _changed(self, who: Who) -> Q:
        return Q(created_by=who.person) if who.person else NOBODY

    def _audited(self, who: Who) -> Q:
        return self._seen(who)


class Notices(QuerySet[_Row, _Row]):
    def seen_by(self, who: Who) -> Notices[_Row]:
        return self.filter(person=who.person) if who.person else self.none()


class Deadlines(Rows[_Row]):
    def _seen(self, who: Who) -> Q:
        return self._audited(who) | shown(who, "desk")

    def _audited(self, who: Who) -> Q:
        of_state = Q(organisation=None, desk__in=who.state_side)
        return of_state | Q(organisation__in=who.working) | (state_side() & Q(desk__in=who.coordinated))

    def _changed(self, who: Who) -> Q:
        own = Q(organisation__in=who.working)
        return own | (Q(organisation=None) | state_side()) & Q(desk__in=who.coordinated)


class Drafts(Work[_Row]):
    DESK = "desk"

    def _changed(self, who: Who) -> Q:
        mine = Q(organisation__in=who.organisations({Role.EDITOR, Role.APPROVER, Role.COORDINATOR, Role.ASSESSOR, Role.FOCAL_POINT}))
        return (mine | coordinated(who, "desk")) & Q(approval__in=_OPEN)


# --- what is measured and judged


class Indicators(Rows[_Row]):
    def _seen(self, who: Who) -> Q:
        return self._audited(who) | shown(who, "desk")

    def _audited(self, who: Who) -> Q:
        return Q(organisation__in=who.working) | state_side() & Q(desk__in=who.state_side)

    def _changed(self, who: Who) -> Q:
        return _own(who, "desk", WRITES)


class Targets(Rows[_Row]):
    """As their indicator."""

    def _seen(self, who: Who) -> Q:
        return Q(indicator__in=apps.get_model("tracking", "Indicator")._default_manager.seen_by(who))

    def _changed(self, who: Who) -> Q:
        return Q(indicator__in=apps.get_model("tracking", "Indicator")._default_manager.changed_by(who))

    def _audited(self, who: Who) -> Q:
        return Q(indicator__in=apps.get_model("tracking", "Indicator")._default_manager.audited_by(who))


class Observations(Work[_Row]):
    """A value stands under its indicator: whoever does not see that does not see the value."""

    DESK = "indicator__desk"

    def _seen(self, who: Who) -> Q:
        known = Q(indicator__in=apps.get_model("tracking", "Indicator")._default_manager.seen_by(who))
        return known & super()._seen(who)

    def _audited(self, who: Who) -> Q:
        known = Q(indicator__in=apps.get_model("tracking", "Indicator")._default_manager.seen_by(who))
        return known & super()._audited(who)


class Offers(Rows[_Row]):
    def _seen(self, who: Who) -> Q:
        return Q(indicator__in=apps.get_model("tracking", "Indicator")._default_manager.changed_by(who))

    _changed = _seen


class Scales(Rows[_Row]):
    """What a published value means is said beside it."""

    def _seen(self, who: Who) -> Q:
        return _open(who, "desk")

    def _changed(self, who: Who) -> Q:
        return _own(who, "desk", WRITES)


class Assessments(Work[_Row]):
    pass


class Contributions(Rows[_Row]):
    """Their author; once it is submitted, those who assess in the organisation that it was given to (whose it is is never shown)."""

    def _seen(self, who: Who) -> Q:
        given = Q(submitted_at__isnull=False, organisation__in=who.organisations({Role.ASSESSOR}))
        return given | self._changed(who)

    def _changed(self, who: Who) -> Q:
        return Q(author=who.person) if who.person else NOBODY

    def _audited(self, who: Who) -> Q:  # noqa: ARG002  # when something was given would tell by whom
        return NOBODY
