"""What a file says of a row of the desk, and what somebody wrote there since: field by field, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from upright.tracking import keep
from upright.tracking.models import Kept


class Clash(NamedTuple):
    """A field that both changed: what it was, what it is on the desk, what the file says; each as the audit has it."""

    field: str
    before: Any
    theirs: Any
    yours: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """`given`: the values that the file alone changes; `clashes`: what somebody else changed as well; `said`: every value of the file;
    `together`: it is one thing, which is written as a whole or not at all."""

    given: dict[str, Any]
    clashes: tuple[Clash, ...]
    said: Mapping[str, Any]
    together: bool = False

    def values(self, *, file_wins: bool) -> dict[str, Any]:
        """What is to be written."""
        won = {clash.field: self.said[clash.field] for clash in self.clashes} if file_wins else {}
        return {} if self.together and self.clashes and not file_wins else {**self.given, **won}


def merge(row: Kept, version: int | None, said: Mapping[str, Any]) -> Merged:
    """What a file changes of a row that it knew in a version; None: it never did, and only what is empty there is not changed by two."""
    now = keep.values(row)
    seen = now if version == row.version else {} if version is None else keep.values_at(row, version)
    given: dict[str, Any] = {}
    clashes: list[Clash] = []
    for name, value in said.items():
        column = str(row._meta.get_field(name).attname)  # type: ignore[union-attr]  # the desk's own columns only
        mine, theirs = keep.plain(row, name, value), now[column]
        before = seen.get(column)
        if mine == theirs or (version is not None and mine == before):
            continue
        if theirs == before or (version is None and theirs in (None, "")):
            given[name] = value
        else:
            clashes.append(Clash(name, before, theirs, mine))
    return Merged(given, tuple(clashes), said)
