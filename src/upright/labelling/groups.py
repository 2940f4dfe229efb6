"""Whom a text is about: persons who have the rights, and those who owe them, as two schemes; by its words (group_words.csv).

OHCHR's list mixes both; which of its groups is which is said in taxonomies.csv.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from upright import taxonomies
from upright.labelling import phrases
from upright.labelling.labelled import Labelled
from upright.labelling.phrases import precision
from upright.labelling.text import Text

EDITION = "2025"


def label(text: Text) -> tuple[Labelled, ...]:
    """The groups of affected persons and of duty-bearers, in the order of OHCHR's list."""
    found = phrases.found("group_words.csv", text)
    return tuple(
        Labelled(
            scheme=scheme,
            value=value,
            method="rule",
            confidence=precision(scheme)(value),
            because=text.quoted(found[value]),
            edition=EDITION,
        )
        for value, scheme in _schemes().items()
        if value in found
    )


@cache
def _schemes() -> Mapping[str, str]:
    """The scheme of each group, in the order of the list."""
    sides = {each.code: scheme for scheme in taxonomies.FACETS for each in taxonomies.scheme(scheme, EDITION).values}
    return {each.code: sides[each.code] for each in taxonomies.scheme("ohchr_groups", EDITION).values if each.code in sides}
