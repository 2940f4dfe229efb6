"""Which State is party to which human rights treaty: facts of the day that the data was collected, not of today.

A State and treaty that the data does not hold is unknown (None), not 'no action'.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from upright.data import rows


class Status(StrEnum):
    """What a State did about a treaty."""

    STATE_PARTY = "state_party"
    SIGNATORY = "signatory"
    NO_ACTION = "no_action"


@dataclass(frozen=True, slots=True)
class Ratification:
    """`state`: its code; `instrument`: the code in `instruments`; `year`: of ratification or accession, where the data gives it."""

    state: str
    instrument: str
    status: Status
    year: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Collected:
    """How old the data is: the year of its latest event, the day that it was collected (where stated), and where it is from."""

    latest_event: int
    day: str | None
    source: str


@cache
def collected() -> Collected:
    """How old the data is."""
    [row] = rows("ratifications_source.csv")
    return Collected(int(row["latest_event"]), row["collected"] or None, row["source"])


@cache
def _all() -> dict[tuple[str, str], Ratification]:
    found = (
        Ratification(row["state"], row["instrument"], Status(row["status"]), int(row["year"]) if row["year"] else None, row["note"] or None)
        for row in rows("ratifications.csv")
    )
    return {(each.state, each.instrument): each for each in found}


@cache
def covered() -> tuple[str, ...]:
    """The instruments that the data covers, core treaties and protocols in the order of `instruments`."""
    return tuple(dict.fromkeys(instrument for _, instrument in _all()))


def status(state: str, instrument: str) -> Ratification | None:
    """What a State did about a treaty; None where it is not known."""
    return _all().get((state, instrument))


def of_state(state: str) -> tuple[Ratification, ...]:
    """A State's status under each treaty."""
    return tuple(each for code in covered() if (each := status(state, code)))


def of_instrument(instrument: str) -> tuple[Ratification, ...]:
    """Every State's status under a treaty."""
    return tuple(each for each in _all().values() if each.instrument == instrument)
