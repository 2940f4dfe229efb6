"""Who recommends what inside one numbered recommendation: brackets of recommending States, and the texts that they belong to.

'Ratify the Convention (Spain);'                                  one text, one State
'Ratify the Convention (Hungary) (Spain), (Chile);'               one text, three States
'Ratify the Convention (Chile) and lift its reservations (Peru)'  two texts
'To ratify (Spain)/consider ratifying (Peru) the Convention'      two wordings of one text (A/HRC/15/15, 111.1)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from upright import states
from upright.readers.clusters import parts
from upright.records import Part

# A bracket with at most one bracket inside: '(Iran (Islamic Republic of); Slovenia)'.
BRACKET = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_SEPARATORS = re.compile(r"[\s;,.:/*∗]*+(?:and\b|or\b|&)?+[\s;,.:/*∗]*+$")
# The bracket was forgotten or opened only: 'before the Court Ghana);' (A/HRC/28/16, 135.7), '(Chile Peru,'.
_OPEN_END = re.compile(r"\((?P<open>[^()]{3,80}(?:\([^()]{2,40}\))?)[;.,]*\s*$|(?P<closed>[^()]+)\)\s*[;.,]*\s*$")
_LOOK_BACK = 200  # characters: a bracket of States at the end of a text
_LONGEST_NAME = 9  # words: 'United Kingdom of Great Britain and Northern Ireland'
_OF_STATE = re.compile(r"\brecommendations?\s+(?:of|by|made by|from)\s+(?=[A-Z]|the\s[A-Z])")
# What is left after the last bracket and is no text of its own.
_NO_TEXT = re.compile(r"[\s;,.:/*∗\d”\"’')\]]*+(?:and|or)?+[\s;,.:/*∗]*+$")


# The State's own comment behind the brackets: '... nationality (Canada). The State does not accept this, since ...' (A/HRC/13/3, 89.1).
_COMMENT = re.compile(
    r"\s*[.;:]?\s*(?:(?:[A-Z][\w’'-]*\s+){1,6}(?:[a-z]+\s+){0,3}?|The\s+(?:[\w’'-]+\s+){1,6}?)(?:does|did|do|is|are|was|were|has|have"
    r"|considers?|notes?|will|would|cannot|believes?|accepts?|agrees?|rejects?|wishes|states?|stated|indicated|explained|recalls?)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """A recommendation's text without its States; `states` in the order of their first mention; `parts` where they word it differently;
    `misspelt`: names as printed that were read as the State nearest to them."""

    text: str
    states: tuple[str, ...]
    parts: tuple[Part, ...] | None = None
    misspelt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bracket:
    start: int
    end: int
    codes: tuple[str, ...]


def attribute(words: str) -> Attributed:
    """Read the words of one recommendation, its number already removed."""
    brackets, misspelt = _brackets(words)
    groups = _groups(words, brackets)
    if not groups:
        return Attributed(text=tidy(words), states=_named_in_prose(words))
    segments = _segments(words, groups)
    tail = words[groups[-1][-1].end :]
    if _NO_TEXT.fullmatch(tail) or _COMMENT.match(tail):
        words, tail = words[: groups[-1][-1].end], ""
    codes = [tuple(dict.fromkeys(code for bracket in group for code in bracket.codes)) for group in groups]
    wordings = parts(segments, codes, tail)
    return Attributed(
        text=without(words, [(group[0].start, group[-1].end) for group in groups]),
        states=tuple(dict.fromkeys(code for group in codes for code in group)),
        parts=wordings if len(groups) > 1 else None,
        misspelt=misspelt,
    )


def rebuilt(words: str) -> str:
    """A recommendation's text from the words of its passage, its number removed: what is left without its States."""
    return attribute(words).text


def without(words: str, spans: list[tuple[int, int]]) -> str:
    """Words without some spans, spaces and separators made good."""
    kept, at = "", 0
    for start, end in spans:
        kept += words[at:start]
        at = end
    return tidy(kept + words[at:])


def tidy(words: str) -> str:
    """One space between words, none before a comma, no separator at the end."""
    words = re.sub(r"\s+", " ", words).strip()
    words = re.sub(r"\s+(?=[,;.:)])", "", words)
    words = re.sub(r"([,;])(?:\s*[,;])+", r"\1", words)
    return words.rstrip(" ;.,*∗").strip()


def _brackets(words: str) -> tuple[list[_Bracket], tuple[str, ...]]:
    found: list[_Bracket] = []
    misspelt: tuple[str, ...] = ()
    for match in BRACKET.finditer(words):
        inside = match[0][1:-1]
        known = states.attribution(inside)
        if known is None and _may_be_states(inside):
            known, wrong = states.attribution_fuzzy(inside) or (None, ())
            misspelt += wrong
        if known:
            found.append(_Bracket(match.start(), match.end(), tuple(state.code for state in known)))
    if not found or not _NO_TEXT.fullmatch(words[found[-1].end :]):
        found += _unbalanced(words, found[-1].end if found else 0)
    return found, misspelt


def _may_be_states(inside: str) -> bool:
    return inside[:1].isupper() or inside.startswith(("the ", " "))


def _unbalanced(words: str, after: int) -> Iterator[_Bracket]:
    match = _OPEN_END.search(words, max(after, len(words) - _LOOK_BACK))
    if match is None:
        return
    name = "open" if match["open"] else "closed"
    if name == "open":
        near = states.attribution_fuzzy(match["open"].strip(" ;.,"))
        if near:
            yield _Bracket(match.start(), len(words), tuple(state.code for state in near[0]))
        return
    pieces = list(re.finditer(r"\S+", match["closed"]))[-_LONGEST_NAME:]
    for piece in pieces:
        start = match.start("closed") + piece.start()
        known = states.attribution(words[start : match.end("closed")]) if words[start].isupper() else None
        if known:
            yield _Bracket(start, len(words), tuple(state.code for state in known))
            return


def _groups(words: str, brackets: list[_Bracket]) -> list[list[_Bracket]]:
    """Brackets with nothing but separators between them belong to one text: '(Hungary) (Spain)'."""
    groups: list[list[_Bracket]] = []
    for bracket in brackets:
        if groups and _SEPARATORS.fullmatch(words[groups[-1][-1].end : bracket.start]):
            groups[-1].append(bracket)
        else:
            groups.append([bracket])
    return groups


def _segments(words: str, groups: list[list[_Bracket]]) -> list[str]:
    starts = [0, *(group[-1].end for group in groups[:-1])]
    return [words[start : group[0].start] for start, group in zip(starts, groups, strict=True)]


def _named_in_prose(words: str) -> tuple[str, ...]:
    """'With regard to the recommendation of Switzerland reflected in paragraph 35 above, ...' (A/HRC/8/19, 60.3)."""
    match = _OF_STATE.search(words)
    found = states.leading(words[match.end() :]) if match else None
    return (found[0].code,) if found else ()
