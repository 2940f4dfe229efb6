"""Official labels that say nothing, since they are on nearly every record: 'Public officials' on 253 of 254 recommendations
(OHCHR's matrix on Slovenia, 2025)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.data import rows
from upright.records import Finding, Label


class Uninformative(NamedTuple):
    """A label that is on `on` of the `records` that have labels of its method; `first` is one of those."""

    scheme: str
    value: str
    on: int
    records: int
    first: Label

    @property
    def share(self) -> float:
        return self.on / self.records


def uninformative(labels: Iterable[Label]) -> list[Uninformative]:
    """The labels that are on nearly all records that are labelled at all, method by method (label_limits.csv); none among few records."""
    share, least = _limits()
    records: dict[str, set[str]] = {}
    on: dict[tuple[str, str, str], dict[str, Label]] = {}
    for label in labels:
        records.setdefault(label.method, set()).add(label.of)
        on.setdefault((label.method, label.scheme, label.value), {}).setdefault(label.of, label)
    found: list[Uninformative] = []
    for (method, scheme, value), where in on.items():
        of = len(records[method])
        if of >= least and len(where) >= share * of:
            found.append(Uninformative(scheme, value, len(where), of, next(iter(where.values()))))
    return found


@cache
def _limits() -> tuple[float, int]:
    """From which share of the records on, among how many at least."""
    limits = {row["limit"]: float(row["value"]) for row in rows("label_limits.csv")}
    return limits["share"], int(limits["records"])


def label_says_nothing(evidence: Evidence) -> Iterator[Finding]:
    """An official label on nearly every recommendation."""
    for each in uninformative(label for label in evidence.of(Label) if label.method == "official"):
        message = f"'{each.value}' is on {each.on} of {each.records} recommendations: it tells none from another."
        found = f"{each.on} of {each.records}"
        yield evidence.finding(Check.LABEL_SAYS_NOTHING, message, each.first.source, paragraphs=(), found=found)
