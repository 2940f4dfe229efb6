"""Who somebody is on the desks: the roles that all rights follow from. What is seen and changed by whom is said in `queries`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from upright.exceptions import UprightError
from upright.tracking.words import Role

# Who writes: work of the State's side, and an independent organisation's own.
WRITES = frozenset({Role.FOCAL_POINT, Role.APPROVER, Role.COORDINATOR, Role.ASSESSOR, Role.EDITOR})


class NotAllowed(UprightError):
    """Somebody may not do what they asked for; the message says what it would need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """A role that somebody has: where, and whether that organisation is independent, or the mechanism that coordinates the State's side."""

    desk: int
    organisation: int
    role: Role
    independent: bool
    mechanism: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who looks at a desk: a person with roles, or the public, who has none."""

    person: int | None = None
    holds: tuple[Holds, ...] = ()

    @property
    def desks(self) -> frozenset[int]:
        """The desks that they are a member of, in any organisation."""
        return frozenset(each.desk for each in self.holds)

    @property
    def coordinated(self) -> frozenset[int]:
        """The desks whose State's side they coordinate."""
        return frozenset(each.desk for each in self.holds if each.role is Role.COORDINATOR and not each.independent)

    @property
    def administered(self) -> frozenset[int]:
        """The desks whose settings and organisations they change: as coordinators, or as administrators of the mechanism."""
        return self.coordinated | {each.desk for each in self.holds if each.role is Role.ADMINISTRATOR and each.mechanism}

    @property
    def state_side(self) -> frozenset[int]:
        """The desks on whose State's side they work."""
        return frozenset(each.desk for each in self.holds if not each.independent and each.role in WRITES)

    @property
    def working(self) -> frozenset[int]:
        """The organisations that they work in: an administrator alone sees members, not work."""
        return self.organisations(WRITES)

    def organisations(self, roles: Collection[Role]) -> frozenset[int]:
        """The organisations in which they have one of these roles."""
        return frozenset(each.organisation for each in self.holds if each.role in roles)


PUBLIC = Who()
