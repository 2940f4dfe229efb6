"""What everybody reads of a row once it is published: all of it, with what hangs on it (evidence, milestones, targets)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from upright.tracking import assessments, evidence
from upright.tracking.models import Evidence, Milestone, Target
from upright.tracking.rights import Who
from upright.web.desk.words import AIMS, DIRECTIONS, PARTS, PROGRESS
from upright.web.templatetags.desk_assessments import stand_word
from upright.web.templatetags.desk_indicators import observed, of_observation, of_whom, period_words
from upright.web.templatetags.upright import quantity, un_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row as everybody will read it: a title, a text, what else is said of it (label, value), and what becomes public with it.

    `parts`: milestones or targets, a line each. `but`: why it is not seen all the same.
    """

    row: Any
    title: str
    text: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    but: str = ""

    @property
    def item(self) -> Any:
        return getattr(self.row, "item", None)


def shown(kind: str, rows: Sequence[Any], asking: Who) -> list[Shown]:
    """Rows of one kind, as everybody will read them. A bounded number of queries, however many rows there are."""
    stands = {stand.assessment.pk: stand for stand in assessments.stands_of(rows) if stand.assessment} if kind == "assessment" else {}
    borne_out = evidence.of_each(rows, asking) if kind in evidence.TABLES else {}
    parts = _PARTS[kind](rows, asking) if kind in _PARTS else {}
    found = []
    for row in rows:
        said = _SAID[kind](stands.get(row.pk, row))
        said["facts"] = [(str(label), str(value)) for label, value in said.get("facts", []) if value]
        rest = {"evidence": borne_out[row.uid].rows if borne_out else [], "parts": parts.get(row.pk, [])}
        found.append(Shown(row=row, **said, **rest))
    return found


def _of_action(row: Any) -> dict[str, Any]:
    budget = "" if row.budget is None else f"{quantity(float(row.budget))} {row.currency}"
    dates = [(_("Begins"), row.starts_on), (_("Due"), row.due_on), (_("Done on"), row.done_on)]
    facts = [(_("Aim"), AIMS[row.aim]), (_("Progress"), PROGRESS[row.progress]), *((label, un_date(day)) for label, day in dates)]
    return {"title": row.title, "text": row.description, "facts": [*facts, (_("Budget"), budget)]}


def _of_observation(row: Any) -> dict[str, Any]:
    facts = [
        (_("Period"), of_observation(row)), (_("Of whom"), of_whom(row.group)), (_("Source"), row.source), (_("Method"), row.method),
        (_("The document’s words"), row.figure_passage),
    ]  # fmt: skip
    unseen = _("Its indicator is not published: nobody else sees the value before that is.")
    said = f"{observed(row)} {row.indicator.unit}".strip()
    return {"title": row.indicator.title, "text": said, "facts": facts, "but": "" if row.indicator.published_at else unseen}


def _of_indicator(row: Any) -> dict[str, Any]:
    facts = [
        (_("Kind"), AIMS[row.aim]), (_("Right"), row.right), (_("Unit"), row.unit), (_("Direction"), DIRECTIONS[row.direction]),
        (_("Source of the data"), row.source), (_("Method"), row.method), (_("Goals"), row.sdg), (_("Code"), row.code),
    ]  # fmt: skip
    return {"title": row.title, "text": row.definition, "facts": facts}


def _of_assessment(stand: Any) -> dict[str, Any]:
    facts = [(_("As of"), un_date(stand.as_of)), (_("Part of the record"), stand.limb)]
    return {"title": stand_word(stand), "text": stand.rationale, "facts": facts}


_SAID: dict[str, Any] = {
    "assignment": lambda row: {"title": str(PARTS[row.part]), "facts": [(_("Due"), un_date(row.due_on))]},
    "action": _of_action,
    "note": lambda row: {"title": un_date(row.on), "text": row.text},
    "indicator": _of_indicator,
    "observation": _of_observation,
    "assessment": _of_assessment,
    "deadline": lambda row: {"title": row.title, "facts": [(_("Due"), un_date(row.on)), (_("Done on"), un_date(row.done_on))]},
}


def _milestones(rows: Sequence[Any], asking: Who) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for each in Milestone.objects.seen_by(asking).filter(action__in=rows).order_by("due_on", "pk"):
        said = _("done on %(day)s") % {"day": un_date(each.done_on)} if each.done_on else un_date(each.due_on)
        found[each.action_id].append(_("Milestone: %(title)s") % {"title": each.title} + (f", {said}" if said else ""))
    return found


def _targets(rows: Sequence[Any], asking: Who) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for each in Target.objects.seen_by(asking).filter(indicator__in=rows):
        words = _("Baseline of %(when)s: %(value)s") if each.baseline else _("Target by %(when)s: %(value)s")
        found[each.indicator_id].append(words % {"when": period_words(each.on), "value": quantity(float(each.value))})
    return found


_PARTS: dict[str, Any] = {"action": _milestones, "indicator": _targets}
