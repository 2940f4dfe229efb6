"""What a file would do to the desk, for the eye: its lines by what becomes of them. Shared by imports and what comes back by mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from upright.tracking.pieces import Line, Outcome, Plan

_SHOWN = 200  # lines of what needs no decision; of what does, all are shown
_DECIDED = frozenset({Outcome.WRONG, Outcome.CONFLICT, Outcome.LOCKED})
OUTCOMES: dict[Outcome, Any] = {
    Outcome.WRONG: gettext_lazy("not understood: nothing of these lines is taken"),
    Outcome.CONFLICT: gettext_lazy("in conflict: somebody changed the same on the desk"),
    Outcome.LOCKED: gettext_lazy("held back in part: what is there cannot be changed so"),
    Outcome.UPDATE: gettext_lazy("changed"),
    Outcome.INSERT: gettext_lazy("new"),
    Outcome.SAME: gettext_lazy("the same as on the desk"),
}


class Group(NamedTuple):
    """The lines of one outcome: those that are shown, and how many there are."""

    outcome: str
    words: Any
    lines: Sequence[Line]
    number: int
    open: bool


def groups(plan: Plan) -> list[Group]:
    """The outcomes that occur, what a person decides first."""
    found = []
    for outcome, words in OUTCOMES.items():
        lines = plan.of(outcome)
        if lines:
            shown = lines if outcome in _DECIDED else lines[:_SHOWN]
            found.append(Group(outcome.value, words, shown, len(lines), outcome is not Outcome.SAME))
    return found


def chosen(request: HttpRequest, name: str) -> set[int]:
    """The numbers of lines that a person ticked."""
    return {int(each) for each in request.POST.getlist(name) if each.isascii() and each.isdigit() and len(each) < 8}
