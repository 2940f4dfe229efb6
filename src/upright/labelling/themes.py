"""OHCHR's themes, edition 2025, of any text: by its words (theme_words.csv), and by the treaties that it names.

A treaty has the theme that it is about: who asks to ratify ICRMW speaks of migrants. The words of its name are not read beside that:
CEDAW is about women, and not about equality in general. The Covenants are about rights of every kind, so that their themes hold only where
the other words say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from upright import taxonomies
from upright.labelling import phrases, treaties
from upright.labelling.labelled import Labelled
from upright.labelling.phrases import precision
from upright.labelling.text import Text

SCHEME, EDITION = "ohchr_themes", "2025"


def label(text: Text) -> tuple[Labelled, ...]:
    """The themes of a text, the surest first."""
    sure = precision(SCHEME)
    found = [
        Labelled(scheme=SCHEME, value=value, method="rule", confidence=sure(value), because=text.quoted(spans), edition=EDITION)
        for value, spans in spans_of(text).items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.confidence, each.value)))


@lru_cache(maxsize=4)  # the Goals ask for them too
def spans_of(text: Text) -> Mapping[str, list[tuple[int, int]]]:
    """The themes, each with where the words stand that decided."""
    names = treaties.names(text)
    found: dict[str, list[tuple[int, int]]] = {}
    for theme, spans in phrases.found("theme_words.csv", text).items():
        if own := [span for span in spans if not any(name.start <= span[0] and span[1] <= name.end for name in names)]:
            found[theme] = own
    for name in names:
        for theme in _of_treaties().get(name.code, ()):
            found.setdefault(theme, []).append((name.start, name.end))
    return found


@cache
def _of_treaties() -> Mapping[str, tuple[str, ...]]:
    """The themes of each treaty by its code."""
    return {
        treaty.code: tuple(each.value.code for each in taxonomies.crosswalk(treaty, SCHEME, EDITION) if each.relation == "broader")
        for treaty in taxonomies.scheme("treaties").values
    }
