"""What the lines of a file would do to the desk, piece by piece, and doing it: the same for trackers and for what comes back by mail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from upright.exceptions import UprightError
from upright.tracking import keep
from upright.tracking.merged import Clash, Merged
from upright.tracking.models import Batch, Item, Kept, Organisation, Person
from upright.tracking.words import Approval

_OPEN = (Approval.DRAFT.value, Approval.RETURNED.value)


class Outcome(StrEnum):
    """What entering a piece, or a line, would do; of a line the first of them that one of its pieces has."""

    WRONG = "wrong"  # not understood
    CONFLICT = "conflict"
    LOCKED = "locked"  # what is there cannot be changed now
    UPDATE = "update"
    INSERT = "insert"
    SAME = "same"


class Changed(UprightError):
    """What is on the desk is not what the plan was made of any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One row of the desk that a line says something of. `ext`: by which it is found again; `values`: what is said; `there`: the row."""

    table: type[Kept]
    ext: str
    item: Item
    organisation: Organisation
    outcome: Outcome
    values: dict[str, Any] = field(default_factory=dict)
    there: Kept | None = None
    merged: Merged | None = None
    why: str = ""
    of: str = ""  # of a note: the piece that is its action
    held: tuple[str, ...] = ()  # the columns that would be written, of one that is locked

    @property
    def name(self) -> str:
        return str(self.table._meta.model_name)

    @property
    def clashes(self) -> tuple[Clash, ...]:
        return self.merged.clashes if self.merged else ()

    @property
    def changes(self) -> list[str]:
        """The columns that are written, of one that changes."""
        return list(self.merged.given) if self.merged else list(self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table. `title`: its first words; `why`: what is not understood; `candidates`: the records that it may mean; `key`: of
    the line, remembered for its record where that is new."""

    number: int
    title: str
    items: tuple[Item, ...] = ()
    pieces: tuple[Piece, ...] = ()
    why: str = ""
    candidates: tuple[Item, ...] = ()
    key: str = ""
    new_key: bool = False

    @property
    def outcome(self) -> Outcome:
        found = {piece.outcome for piece in self.pieces} | ({Outcome.WRONG} if self.why else set())
        found |= {Outcome.INSERT} if self.new_key else set()
        return next((each for each in Outcome if each in found), Outcome.SAME)

    @property
    def said(self) -> str:
        """All that a person is shown of it."""
        pieces = [(each.ext, each.outcome, str(each.there and each.there.version), each.changes, each.clashes) for each in self.pieces]
        return json.dumps([self.number, self.outcome, self.why, [str(item.uid) for item in self.items], pieces], default=str)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do. `unknown`: names of institutions that are not on the desk; `left`: columns that nothing is taken of; `missing`:
    what is on the desk and not in the file, which stays as it is."""

    lines: tuple[Line, ...]
    unknown: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def of(self, outcome: Outcome) -> list[Line]:
        return [line for line in self.lines if line.outcome is outcome]

    @property
    def writes(self) -> bool:
        """Is there anything to enter, conflicts apart?"""
        wanted = {Outcome.INSERT, Outcome.UPDATE}
        return any(line.new_key or any(piece.outcome in wanted for piece in line.pieces) for line in self.lines if not line.why)

    @property
    def digest(self) -> str:
        return hashlib.sha256("\n".join(line.said for line in self.lines).encode()).hexdigest()


def against(there: Kept, merged: Merged, given: dict[str, Any]) -> Piece:
    """A piece whose row is there, and that a file says `merged` of."""
    if not merged.given and not merged.clashes:
        return Piece(**given, there=there, outcome=Outcome.SAME)
    if getattr(there, "approval", _OPEN[0]) not in _OPEN:
        why = _("It is submitted, approved or published: take it back first.")
        held = (*merged.given, *(clash.field for clash in merged.clashes))
        return Piece(**given, there=there, outcome=Outcome.LOCKED, why=why, held=held)
    return Piece(**given, there=there, merged=merged, outcome=Outcome.CONFLICT if merged.clashes else Outcome.UPDATE)


class Writer:
    """Writes the pieces of a plan, and remembers which row each became. `over`: the lines whose conflicts the file wins."""

    def __init__(self, batch: Batch, by: Person, over: Collection[int] = (), leave: Collection[int] = ()) -> None:
        self.batch, self.by, self.over, self.leave = batch, by, over, leave
        self.rows: dict[str, str] = {}  # the uid of the row that each piece became
        self.keys: dict[str, str] = {}
        self._written: dict[str, Kept] = {}
        self._made: dict[str, Organisation] = {}

    def write(self, plan: Plan) -> None:
        """Write all lines but those that are not understood, or left out."""
        for line in plan.lines:
            if not line.why and line.number not in self.leave:
                self._line(line)

    def _line(self, line: Line) -> None:
        if line.key and len(line.items) == 1:
            self.keys[line.key] = str(line.items[0].uid)
        for piece in line.pieces:
            row = self._write(piece, file_wins=line.number in self.over)
            if row is not None:
                self._written[piece.ext] = row
                self.rows[piece.ext] = str(row.uid)

    def _write(self, piece: Piece, *, file_wins: bool) -> Kept | None:
        if piece.outcome is Outcome.INSERT:
            return self._create(piece)
        if piece.there and piece.merged:
            values = piece.merged.values(file_wins=file_wins)
            return keep.change(piece.there, version=piece.there.version, by=self.by, batch=self.batch, **values)
        return piece.there

    def _create(self, piece: Piece) -> Kept:
        values = {"item": piece.item, "organisation": self._organisation(piece.organisation), **piece.values}
        if piece.of:
            values["action"] = self._written.get(piece.of)
        return keep.create(piece.table, by=self.by, batch=self.batch, **values)

    def _organisation(self, organisation: Organisation) -> Organisation:
        """The organisation of a piece, made where it is not there; one of that name that was taken out of sight is brought back."""
        if organisation.pk:
            return organisation
        if organisation.name not in self._made:
            there = Organisation.objects.of_state().filter(desk=organisation.desk, name=organisation.name)
            hidden = there.filter(hidden_at__isnull=False).first()
            given: dict[str, Any] = {"desk": organisation.desk, "name": organisation.name, "kind": organisation.kind}
            self._made[organisation.name] = (
                keep.unhide(hidden, version=hidden.version, by=self.by, batch=self.batch)
                if hidden
                else keep.create(Organisation, by=self.by, batch=self.batch, **given)
            )
        return self._made[organisation.name]
