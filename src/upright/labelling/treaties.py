"""Which treaties a text concerns: those that it names (`analysis.treaty_names`), as their codes in instruments.csv."""

from __future__ import annotations

from functools import lru_cache

from upright import instruments
from upright.analysis.treaty_names import Named, named
from upright.labelling.labelled import Labelled
from upright.labelling.text import Text

SCHEME = "treaties"
_NAMED, _SLIP = 0.99, 0.95  # 149 of 151 names that were read again were right; of acronyms with a slip all 9


def label(text: Text) -> tuple[Labelled, ...]:
    """One label for each treaty, in the order in which they are named; never the treaty where only its protocol is named."""
    places: dict[str, list[Named]] = {}
    for each in names(text):
        places.setdefault(each.code, []).append(each)
    return tuple(
        Labelled(
            scheme=SCHEME,
            value=code,
            method="rule",
            confidence=_confidence(text, found),
            because=text.quoted((each.start, each.end) for each in found),
        )
        for code, found in places.items()
    )


@lru_cache(maxsize=4)  # themes ask for them too
def names(text: Text) -> tuple[Named, ...]:
    """The treaties that a text names, in its order."""
    return tuple(named(text.raw))


def _confidence(text: Text, found: list[Named]) -> float:
    return _SLIP if all(_is_slip(text.raw[each.start : each.end]) for each in found) else _NAMED


def _is_slip(written: str) -> bool:
    return written.isalpha() and written.isupper() and len(written) > len("OP") and written not in instruments.acronyms()
