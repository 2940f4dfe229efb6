"""Sustainable Development Goals and targets: by a text's words (sdg_words.csv), and by its themes through the crosswalk.

A target brings its Goal. What is only related to a theme is not taken over: nearly everything is related to Goal 16.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from upright import taxonomies
from upright.labelling import phrases, themes
from upright.labelling.labelled import Labelled
from upright.labelling.phrases import precision
from upright.labelling.text import Text

SCHEME = "sdg"


def label(text: Text) -> tuple[Labelled, ...]:
    """Goals ('16') and targets ('16.3'), in the order of the 2030 Agenda."""
    found: dict[str, list[tuple[int, int]]] = {}
    for value, spans in [*phrases.found("sdg_words.csv", text).items(), *_by_themes(text)]:
        for code in dict.fromkeys((value.partition(".")[0], value)):
            found.setdefault(code, []).extend(spans)
    sure = precision(SCHEME)
    return tuple(
        Labelled(scheme=SCHEME, value=code, method="rule", confidence=sure(code), because=text.quoted(found[code]))
        for code in sorted(found, key=_place().__getitem__)
    )


def _by_themes(text: Text) -> list[tuple[str, list[tuple[int, int]]]]:
    return [(code, spans) for theme, spans in themes.spans_of(text).items() for code in _of_themes().get(theme, ())]


@cache
def _of_themes() -> Mapping[str, tuple[str, ...]]:
    """The goals and targets that stand for each theme."""
    return {
        theme.code: tuple(each.value.code for each in taxonomies.crosswalk(theme, SCHEME) if each.relation != "related")
        for theme in taxonomies.scheme(themes.SCHEME, themes.EDITION).values
    }


@cache
def _place() -> Mapping[str, int]:
    """Where each goal and target stands in the 2030 Agenda."""
    return {each.code: place for place, each in enumerate(taxonomies.scheme(SCHEME).values)}
