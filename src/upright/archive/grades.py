"""Which recommendation the follow-up procedure of a committee is about: the labels of its paragraphs, and the grades that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from upright.archive.models import Document, Grade

_LABEL = re.compile(r"(?P<number>\d+)\s*(?:\((?P<limb>\w+)\))?")


class Place(NamedTuple):
    """A paragraph of concluding observations, or one limb of it, without brackets."""

    number: str | None
    limb: str | None


def place(number: str | None, limb: str | None) -> Place:
    """A paragraph and a limb as records have them: '5', '(a)'."""
    return Place(number, limb.strip("() ") if limb else None)


def labelled(label: str) -> Place:
    """'28 (a)' as a place."""
    match = _LABEL.match(label)
    return Place(match["number"], match["limb"]) if match else Place(None, None)


def covers(named: Place, here: Place) -> bool:
    """Is a recommendation what a label names: its paragraph as a whole, or its limb?"""
    return named.number == here.number and named.number is not None and (named.limb is None or named.limb == here.limb)


def given(documents: Iterable[Document]) -> dict[int, list[Grade]]:
    """The grades that were given in the examination of each of some documents, in the order in which they were. One query."""
    examined = {each.pk: _examination(each) for each in documents if each.examination and each.state}
    found: dict[tuple[str | None, ...], list[Grade]] = {each: [] for each in examined.values()}
    if not found:
        return {}
    rows = Grade.objects.filter(document__principal=True, document__state__in={state for state, *_others in found})
    for row in rows.select_related("document").order_by("document__date", "document", "order"):
        if (there := found.get(_examination(row.document))) is not None:
            there.append(row)
    return {pk: found[each] for pk, each in examined.items()}


def _examination(document: Document) -> tuple[str | None, ...]:
    return document.state, document.body, document.examination
