"""Figures that a State's documents quote, offered to its indicators as values. None enters before a person accepts it.

    offers(indicator)                       # by the words of `Indicator.measure`
    offers(indicator, "suicides")           # by other words

A figure is offered when every word of one alternative begins a word of what it counts ("torture complaint; ill-treatment complaint" finds
"torture complaints filed"). What a person decided is remembered, also when it was no.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from upright.archive import claims
from upright.archive.models import Figure, Text
from upright.exceptions import UprightError
from upright.tracking import keep
from upright.tracking.cells import Period, span
from upright.tracking.indicators import Group, observe
from upright.tracking.models import Desk, Indicator, Observation, Offer, Organisation, Person

_MOST = 200  # figures in one list: more words narrow it
_AROUND = 240  # characters
_COUNTS = ("measure", "population", "unit")  # the columns that say what a figure counts


@dataclass(frozen=True, slots=True)
class Offered:
    """A figure that may be a value of an indicator. `period`: None where the document names no two ends, and a person must say them;
    `value`: None where the figure is not exact, `stated` says it then; `around`: the words before and behind the passage; `decided`: what a
    person said of it."""

    figure: Figure
    passage: str
    around: tuple[str, str]
    period: Period | None
    value: Decimal | None
    stated: str
    source: str
    decided: Offer | None


def offers(indicator: Indicator, words: str = "") -> list[Offered]:
    """The figures of the State's documents that the words find, document by document; without words those of `Indicator.measure`."""
    wanted = _alternatives(words or indicator.measure)
    if not wanted:
        return []
    decided = {(each.sha256, each.key): each for each in Offer.objects.filter(indicator=indicator, hidden_at=None)}
    rows = _figures(indicator, wanted)
    texts = dict(Text.objects.filter(document__in={row.document_id for row in rows}).values_list("document", "text"))
    return [_offered(row, texts[row.document_id], decided.get((row.document.sha256, row.key))) for row in rows]


def waiting(desk: Desk, found: Iterable[Indicator]) -> Counter[int]:
    """How many figures wait for a decision, by the key of each indicator of a desk. Two queries."""
    wanted = {each.pk: _alternatives(each.measure) for each in found if each.measure}
    if not wanted:
        return Counter()
    decided = set(Offer.objects.filter(indicator__in=wanted, hidden_at=None).values_list("indicator", "sha256", "key"))
    rows = _near(desk, [alternative for each in wanted.values() for alternative in each])
    figures = [(_said(*counts), sha256, key) for *counts, sha256, key in rows.values_list(*_COUNTS, "document__sha256", "key")]
    counted = ((pk, *at) for pk, alternatives in wanted.items() for words, *at in figures if _counts(words, alternatives))
    return Counter(pk for pk, sha256, key in counted if (pk, sha256, key) not in decided)


def _alternatives(words: str) -> list[list[str]]:
    return [each.casefold().split() for each in words.split(";") if each.strip()]


def _figures(indicator: Indicator, wanted: list[list[str]]) -> list[Figure]:
    found = _near(indicator.desk, wanted).select_related("document").order_by("document__date", "document", "order")
    return [row for row in found if _counts(_said(*(getattr(row, name) for name in _COUNTS)), wanted)][:_MOST]


def _near(desk: Desk, wanted: list[list[str]]) -> QuerySet[Figure, Figure]:
    """The figures that have the words of one alternative somewhere."""
    near = Q()
    for alternative in wanted:
        near |= Q(*(_has(word) for word in alternative))
    return Figure.objects.filter(near, document__state=desk.state, document__principal=True)


def _has(word: str) -> Q:
    return Q(measure__icontains=word) | Q(population__icontains=word) | Q(unit__icontains=word)


def _said(*counts: str | None) -> list[str]:
    """The words of what a figure counts."""
    return re.findall(r"[^\W_]+(?:-[^\W_]+)*", " ".join(filter(None, counts)).casefold())


def _counts(said: list[str], wanted: list[list[str]]) -> bool:
    """Does every word of one alternative begin a word of what the figure counts? 'rape' does not begin 'therapy'."""
    return any(all(any(each.startswith(word) for each in said) for word in alternative) for alternative in wanted)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a passage in its paragraph, by whole words."""
    before, behind = text[max(0, start - _AROUND) : start].rpartition("\n\n")[2], text[end : end + _AROUND].partition("\n\n")[0]
    if start > _AROUND:
        before = before.partition(" ")[2]
    if end + _AROUND < len(text):
        behind = behind.rpartition(" ")[0]
    return " ".join(before.split()), " ".join(behind.split())


def _offered(row: Figure, text: str, decided: Offer | None) -> Offered:
    exact = row.qualifier is None and row.value_high is None
    value = Decimal(repr(row.value)).normalize() if exact else None
    parts = (row.qualifier, _number(row.value), row.value_high and "–", _number(row.value_high), row.unit)
    paragraph = row.source_paragraph and _("para. %(number)s") % {"number": row.source_paragraph}
    return Offered(
        figure=row, passage=claims.passage(text, row.source_start, row.source_end), period=span(row.period), value=value,
        around=_around(text, row.source_start, row.source_end),
        stated="" if exact else " ".join(str(part) for part in parts if part),
        source=", ".join(filter(None, (str(row.document), paragraph, row.stated_by))), decided=decided,
    )  # fmt: skip


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def find(indicator: Indicator, sha256: str, key: str) -> Offered | None:
    """The figure of a document of the State's, as an offer; None where it is not there any more."""
    rows = Figure.objects.filter(document__state=indicator.desk.state, document__sha256=sha256, key=key).select_related("document__layer")
    row = rows.first()
    if row is None:
        return None
    decided = Offer.objects.filter(indicator=indicator, sha256=sha256, key=key, hidden_at=None).first()
    return _offered(row, row.document.layer.text, decided)


def accept(
    offered: Offered, indicator: Indicator, organisation: Organisation, *, by: Person, group: Group | None = None, **given: Any
) -> Observation:
    """A figure becomes a value, with where it is from. `given`: what `observe` takes. UprightError where it was accepted already."""
    document = offered.figure.document
    figure: dict[str, Any] = {
        "figure_document": document, "figure_symbol": document.symbol or "", "figure_key": offered.figure.key,
        "figure_passage": offered.passage,
    }  # fmt: skip
    with keep.alone():
        _once(offered, indicator, by)
        row = observe(indicator, organisation, by=by, group=group, **figure, **given)
        _decide(offered, indicator, by, taken=True, observation=row)
    return row


def decline(offered: Offered, indicator: Indicator, *, by: Person) -> Offer:
    """A figure is no value of the indicator, and is not offered again."""
    with keep.alone():
        _once(offered, indicator, by)
        return _decide(offered, indicator, by, taken=False)


def offer_again(decided: Offer, *, by: Person) -> None:
    """Take back what was decided; a value that was entered stays."""
    keep.hide(decided, version=decided.version, by=by, because=_("offered again"))


def _once(offered: Offered, indicator: Indicator, by: Person) -> None:
    """A second decision stands instead of a no, never beside a yes."""
    there = Offer.objects.filter(indicator=indicator, sha256=offered.figure.document.sha256, key=offered.figure.key, hidden_at=None).first()
    if there is not None and there.taken:
        raise UprightError(_("This figure was accepted already: its value stands below the indicator."))
    if there is not None:
        offer_again(there, by=by)


def _decide(offered: Offered, indicator: Indicator, by: Person, *, taken: bool, observation: Observation | None = None) -> Offer:
    return keep.create(
        Offer, by=by, indicator=indicator, sha256=offered.figure.document.sha256, key=offered.figure.key, passage=offered.passage,
        taken=taken, observation=observation,
    )  # fmt: skip
