"""What stands in the last column of OHCHR's matrix: assessments, actions and notes of a desk, as far as somebody sees them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Q

from upright.archive.models import Document
from upright.reports import sentences
from upright.reports.collect import READY
from upright.tracking import scales
from upright.tracking.models import Action, Approved, Assessment, Desk, Note, Organisation
from upright.tracking.queries import state_side
from upright.tracking.rights import Who


def of(document: Document, desk: Desk, who: Who, organisation: Organisation | None) -> tuple[dict[str, list[str]], dt.date | None]:
    """Lines by the keys of a document's recommendations, and the last day on which one of them changed.

    Of the State's side, or of one organisation; of it what is approved or published and somebody may see.
    """
    whose, gradings = Q(organisation=organisation) if organisation else state_side(), scales.of(desk)
    lines: dict[str, list[str]] = defaultdict(list)
    days: list[dt.date] = []
    for table, order in ((Assessment, ("as_of", "pk")), (Action, ("due_on", "pk")), (Note, ("on", "pk"))):
        rows: Any = table.objects.seen_by(who).filter(
            whose, item__desk=desk, item__document=document, item__kind="recommendation", approval__in=READY
        )
        for row in rows.select_related("organisation", "item").order_by(*order):
            lines[row.item.key].append(_line(row, gradings))
            days.append(row.changed_at.date())
    return dict(lines), max(days, default=None)


def _line(row: Approved, gradings: dict[str, scales.Grading]) -> str:
    if isinstance(row, Assessment):
        return sentences.assessment(row, gradings.get(row.scale), ()).text
    return (sentences.action(row, (), ()) if isinstance(row, Action) else sentences.note(row, ())).text  # type: ignore[arg-type]
