"""Varied copies of the reports in the archive, so that it can be measured with more recommendations than there are.

A copy has another symbol, State under review and session than its report and other recommending States. In every text of it some words
are exchanged for words of other texts, as common as they are there, and two words change places. Paragraphs are copied and varied as
recommendations are; the text that offsets count in is the report's own; statements and findings are left out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from upright import sessions, states
from upright.archive import bulk
from upright.archive.models import Change, Clock, Document, Paragraph, Recommendation, RecommendingState, Review, Row, Text
from upright.states import StateKind

COPY = "copy"  # how a document came that is none
_EXCHANGED = 7  # every seventh word of a text, about
_AT_ONCE = 20  # copies of one transaction
_SESSIONS = range(1, 50)

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Report:
    """A report as rows: what copies are made of."""

    document: Values
    text: str
    review: Values
    recommendations: list[Values]
    paragraphs: list[Values]


def grow(wanted: int) -> int:
    """Add copies until the archive lists at least `wanted` recommendations; how many rows of all kinds were added."""
    chance = random.Random(wanted)  # noqa: S311  # no secret: the same copies each time
    reports = list(_reports())
    words = [word for report in reports for row in report.recommendations for word in row["text"].split()]
    there, added = Recommendation.objects.counted().count(), 0
    while there < wanted:
        chosen = [chance.choice(reports) for _ in range(_AT_ONCE)]
        with transaction.atomic():
            added += _add(chosen, words, chance)
        there += sum(len(report.recommendations) for report in chosen)
    return added


def _reports() -> Iterator[_Report]:
    for document in Document.objects.filter(counted=True, kind="working_group_report").exclude(origin=COPY).select_related("layer"):
        review = Review.objects.filter(document=document).first()
        recommendations = _values(Recommendation, document)
        if review and recommendations:
            yield _Report(_plain(document), document.layer.text, _plain(review), recommendations, _values(Paragraph, document))


def _values(model: type[Row], document: Document) -> list[Values]:
    return [_plain(row) for row in model._default_manager.filter(document=document)]  # noqa: SLF001  # Django's way to any model's rows


def _plain(row: Any) -> Values:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001  # Django's documented way


def _add(reports: list[_Report], words: list[str], chance: random.Random) -> int:
    """Insert a copy of each report."""
    rows: dict[Any, list[Values]] = {model: [] for model in (Document, Text, Review, Recommendation, RecommendingState, Paragraph, Change)}
    document, recommendation, tick = _last(Document), _last(Recommendation), Clock.objects.get(pk=1).number
    for report in reports:
        document, tick = document + 1, tick + 1
        made = _copied(report.document, document, chance)
        rows[Document].append(made)
        rows[Text].append({"document_id": document, "text": report.text})
        rows[Review].append(_of(report.review, document, reviewed_on=made["date"], state_under_review=made["state"]))
        rows[Change].append({"document_id": document, "number": tick})
        others = _permuted(chance)
        for row in report.recommendations:
            recommendation += 1
            by = [others.get(code, code) for code in row["states"]]
            text = _varied(row["text"], words, chance)
            rows[Recommendation].append(_of(row, document, id=recommendation, text=text, states=by))
            rows[RecommendingState] += [_recommends(row, recommendation, document, code) for code in dict.fromkeys(by)]
        rows[Paragraph] += [_of(row, document, text=_varied(row["text"], words, chance)) for row in report.paragraphs]
    for model, values in rows.items():
        bulk.insert(model, values)
    Clock.objects.filter(pk=1).update(number=tick)
    return sum(map(len, rows.values()))


def _last(model: Any) -> int:
    newest = model._default_manager.order_by("-pk").first()  # noqa: SLF001  # Django's way to any model's rows
    return int(newest.pk) if newest else 0


def _of(row: Values, document: int, **changed: Any) -> Values:
    """A row of a copy; its key is made by the database where none is given."""
    return {name: value for name, value in row.items() if name != "id"} | {"document_id": document} | changed


def _recommends(row: Values, recommendation: int, document: int, code: str) -> Values:
    return {"recommendation_id": recommendation, "document_id": document, "state": code, "position": row["position_in_force"]}


def _copied(document: Values, pk: int, chance: random.Random) -> Values:
    session = sessions.working_group_session(chance.choice(_SESSIONS))
    return document | {
        "id": pk,
        "sha256": hashlib.sha256(str(pk).encode()).hexdigest(),
        "origin": COPY,
        "symbol": f"A/HRC/{session.council_session or session.number}/{1_000_000 + pk}",
        "state": chance.choice(_members()),
        "working_group_session": session.number,
        "council_session": session.council_session,
        "cycle": session.cycle,
        "date": session.first_day or dt.date(session.year, 1, 1),
    }


def _members() -> list[str]:
    return [each.code for each in states.all_states().values() if each.kind is StateKind.MEMBER and not each.until]


def _permuted(chance: random.Random) -> dict[str, str]:
    """Another State for each State."""
    codes = _members()
    return dict(zip(codes, chance.sample(codes, len(codes)), strict=True))


def _varied(text: str, words: list[str], chance: random.Random) -> str:
    own = text.split()
    if not own:
        return text
    for _ in range(len(own) // _EXCHANGED + 1):
        own[int(chance.random() * len(own))] = words[int(chance.random() * len(words))]
    first, second = int(chance.random() * len(own)), int(chance.random() * len(own))
    own[first], own[second] = own[second], own[first]
    return " ".join(own)
