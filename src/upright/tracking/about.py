"""What is followed up is about: its labels, mechanism, document and position, out of the archive; and the dossier that it is in.

A label scheme, `MECHANISM` or `DOCUMENT` is what items are found by and given to organisations by.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q

from upright.archive import labels
from upright.archive.dossiers import Place, mechanism
from upright.archive.models import Document, DossierMember, Link, Recommendation
from upright.records import LinkKind
from upright.tracking.models import Item

MECHANISM, DOCUMENT = "mechanism", "document"
SCHEMES = (*(each for each in labels.SCHEMES if each not in labels.SINGLE), MECHANISM, DOCUMENT)  # what items are given out by

_FEW = 100  # records that are asked for by their keys: more take longer so than all of their documents


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an item is about. `document`: its symbol, or the name of its file; `mechanism`: UPR, or the code of a committee; `labels`: the
    values of each scheme that are in effect. Of what was taken out of the archive only the document's symbol is known."""

    document: str
    mechanism: str | None = None
    cycle: int | None = None
    date: dt.date | None = None
    position: str | None = None
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def values(self, scheme: str) -> tuple[str, ...]:
        """Its values of a scheme."""
        if scheme == MECHANISM:
            return (self.mechanism,) if self.mechanism else ()
        return (self.document,) if scheme == DOCUMENT else self.labels.get(scheme, ())


def of_items(items: Iterable[Item]) -> dict[int, About]:
    """What each item is about, by its key. Four queries, however many there are."""
    items = list(items)
    documents = Document.objects.in_bulk({each.document_id for each in items if each.document_id})
    named: dict[str, set[str]] = {"key__in": {each.key for each in items}} if len(items) <= _FEW else {}
    held = labels.in_effect_in(documents, {each.kind for each in items}, **named)
    rows = Recommendation.objects.filter(document__in=documents, **named).order_by()
    positions = {
        (document, Recommendation.KIND.NAME, key): position
        for document, key, position in rows.values_list("document_id", "key", "position_in_force")
    }
    return {each.pk: _about(each, documents.get(each.document_id or 0), held, positions) for each in items}


def _about(
    item: Item, document: Document | None, held: Mapping[Place, Mapping[str, tuple[str, ...]]], positions: Mapping[Place, str | None]
) -> About:
    if document is None:
        return About(document=item.symbol or item.file)
    place = (document.pk, item.kind, item.key)
    return About(
        document=str(document), mechanism=mechanism(document), cycle=document.cycle, date=document.date, position=positions.get(place),
        labels=held.get(place, {}),
    )  # fmt: skip


def dossiers_of(items: Iterable[Item]) -> dict[int, int]:
    """The dossier of each item that is in one, by their keys: of several the one that its surest link keeps it in. Two queries."""
    at = {(each.document_id, each.kind, each.key): each.pk for each in items if each.document_id}
    documents = {document for document, _kind, _key in at}
    within: dict[Place, list[int]] = defaultdict(list)
    inside: dict[int, set[Place]] = defaultdict(set)
    for dossier, document, kind, key in DossierMember.objects.filter(document__in=documents).values_list(
        "dossier", "document", "kind", "key"
    ):
        within[document, kind, key].append(dossier)
        inside[dossier].add((document, kind, key))
    several = {place for place, dossiers in within.items() if len(dossiers) > 1 and place in at}
    surest = _surest(several, within, inside)
    return {at[place]: surest.get(place, dossiers[0]) for place, dossiers in within.items() if place in at}


def _surest(several: set[Place], within: Mapping[Place, list[int]], inside: Mapping[int, set[Place]]) -> dict[Place, int]:
    """Of records that are in several dossiers, the one where the surest link to another of its records is."""
    if not several:
        return {}
    sure: dict[Place, dict[int, float]] = defaultdict(dict)
    documents, keys = {place[0] for place in several}, {place[2] for place in several}
    ends = Q(document__in=documents, key__in=keys) | Q(to_document__in=documents, to_key__in=keys)
    for link in Link.objects.filter(ends, relation=LinkKind.SAME.value):
        here, there = (link.document_id, link.kind, link.key), (link.to_document_id, link.to_kind, link.to_key)
        how = 2.0 if link.method == "person" else link.confidence or 0.0
        for one, other in ((here, there), (there, here)):
            for dossier in within.get(one, ()) if one in several else ():
                if other in inside[dossier]:
                    sure[one][dossier] = max(sure[one].get(dossier, 0.0), how)
    return {place: max(sorted(found), key=found.__getitem__) for place, found in sure.items() if found}
