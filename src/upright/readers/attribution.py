"""Who recommends what inside one numbered recommendation: brackets of recommending States, and the texts that they belong to.

    'Ratify the Convention (Spain);'                                  one text, one State
    'Ratify the Convention (Hungary) (Spain), (Chile);'               one text, three States
    'Ratify the Convention (Chile) and lift its reservations (Peru)'  two texts
    'To ratify (Spain)/consider ratifying (Peru) the Convention'      two wordings of one text (A/HRC/15/15, 111.1)
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from upright import states
from upright.records import Part

# A bracket with at most one bracket inside: '(Iran (Islamic Republic of); Slovenia)'.
BRACKET = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_SEPARATORS = re.compile(r"[\s;,.:/*∗]*(?:\band\b|\bor\b|&)?[\s;,.:/*∗]*$")
_LEADING = re.compile(r"^[\s;,.:/)*∗]*(?:(?:and|or|as well as|and/or)\b[\s,]*)?(?:[;:]\s*)?", re.IGNORECASE)
_TRAILING = re.compile(r"[\s;,:/]*(?:\b(?:and|or|and/or)\b)?[\s;,:/]*$")
# The bracket was forgotten or opened only: 'before the Court Ghana);' (A/HRC/28/16, 135.7), '(Chile Peru,'.
_OPEN_END = re.compile(r"\((?P<open>[^()]{3,80}(?:\([^()]{2,40}\))?)[;.,]*\s*$|(?P<closed>(?:[A-Z][\w’'.-]*|of|and|the)(?:\s+(?:[A-Z][\w’'.-]*|of|and|the)){0,7})\)\s*[;.,]*\s*$")
_OF_STATE = re.compile(r"\brecommendations?\s+(?:of|by|made by|from)\s+(?=[A-Z]|the\s[A-Z])")
# What is left after the last bracket and is no text of its own.
_NO_TEXT = re.compile(r"[\s;,.:/*∗\d”\"’')\]]*(?:and|or)?[\s;,.:/*∗]*$")


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
    tail = "" if _NO_TEXT.fullmatch(tail) else tail
    codes = [tuple(dict.fromkeys(code for bracket in group for code in bracket.codes)) for group in groups]
    parts = _parts(segments, codes, tail)
    return Attributed(
        text=without(words, [(bracket.start, bracket.end) for bracket in brackets]),
        states=tuple(dict.fromkeys(code for group in codes for code in group)),
        parts=parts if len(parts) > 1 or (len(groups) > 1 and parts) else None,
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
    return re.sub(r"[\s;.,*∗]+$", "", words).strip()


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
    match = _OPEN_END.search(words, after)
    if match is None:
        return
    name = "open" if match["open"] else "closed"
    if name == "open":
        known = states.attribution(match["open"].strip(" ;.,"))
        if known:
            yield _Bracket(match.start(), len(words), tuple(state.code for state in known))
        return
    # The longest run of capitalised words before the bracket that names a State.
    pieces = match["closed"].split()
    for first in range(len(pieces)):
        known = states.attribution(" ".join(pieces[first:]))
        if known:
            start = match.end("closed") - len(" ".join(pieces[first:]))
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


@dataclass(slots=True)
class _Wording:
    """What some States say, while a cluster is read from left to right."""

    text: str
    states: tuple[str, ...]
    open: bool  # its object is still to come: 'To ratify (Spain)/consider ratifying (Peru) the Convention'


def _parts(segments: list[str], codes: list[tuple[str, ...]], tail: str) -> tuple[Part, ...]:
    """The wordings of a cluster. ';' and a new verb begin another wording; other words carry on what the same States said before."""
    done: list[_Wording] = []
    clause: list[_Wording] = []
    for segment, group in zip(segments, codes, strict=True):
        opening = _LEADING.match(segment)
        separator = opening[0] if opening else ""
        text = tidy(_TRAILING.sub("", segment[len(separator) :]))
        if ";" in separator or re.search(r"[a-z]\.\s", separator):
            done, clause = done + clause, []
        if text:
            _carry_on(clause, text, group, new=not clause or _begins_wording(separator, text))
    if tail:
        _end(clause, tail)
    return _joined(done + clause)


def _begins_wording(separator: str, text: str) -> bool:
    return _is_verb(_first_word(text)) or ("/" in separator and not clause_continues(text))


def clause_continues(text: str) -> bool:
    """Whether words carry on a clause: they begin with neither a verb nor 'that'."""
    return not _is_verb(_first_word(text))


def _carry_on(clause: list[_Wording], text: str, group: tuple[str, ...], *, new: bool) -> None:
    waiting = [wording for wording in clause if wording.open]
    if new:
        clause.append(_Wording(text, group, _is_open(text)))
    elif waiting:
        for wording in waiting:
            wording.text, wording.open = f"{wording.text} {text}", False
        said = {code for wording in clause for code in wording.states}
        if others := tuple(code for code in group if code not in said):
            clause.append(_Wording(f"{_head(clause[0].text)} {text}".strip(), others, False))
    elif any(set(wording.states) & set(group) for wording in clause):
        _narrow(clause, text, group)
    else:
        clause.append(_Wording(f"{_head(clause[0].text)} {text}".strip(), group, _is_open(text)))


def _narrow(clause: list[_Wording], text: str, group: tuple[str, ...]) -> None:
    """'... at all levels (Canada, Switzerland), through regular consultations (Canada)': only Canada says the second."""
    for wording in list(clause):
        both = tuple(code for code in wording.states if code in group)
        if not both:
            continue
        rest = tuple(code for code in wording.states if code not in group)
        longer = f"{wording.text} {text}" if text[:1] in ",;" else f"{wording.text}, {text}"
        if rest:
            wording.states = rest
            clause.append(_Wording(longer, both, False))
        else:
            wording.text = longer


def _end(clause: list[_Wording], tail: str) -> None:
    """Words after the last bracket: the object of what still waits for one, else the end of the last wording."""
    waiting = [wording for wording in clause if wording.open] or clause[-1:]
    for wording in waiting:
        wording.text = f"{wording.text} {tail.strip()}"


def _joined(wordings: list[_Wording]) -> tuple[Part, ...]:
    """Parts with their States; the same wording twice is one part."""
    parts: dict[str, Part] = {}
    for wording in wordings:
        text = tidy(wording.text)
        key = re.sub(r"\W+", " ", text).lower()
        before = parts[key].states if key in parts else ()
        parts[key] = Part(text=text, states=tuple(dict.fromkeys([*before, *wording.states])))
    return tuple(parts.values())


@cache
def _verbs() -> frozenset[str]:
    with resources.files("upright.data").joinpath("action_verbs.csv").open(encoding="utf-8") as rows:
        return frozenset(row["verb"] for row in csv.DictReader(rows))


_ADVERB = re.compile(r"(?:(?:to|that|also|further|then|thus|fully|[a-z]+ly|in particular|the Government|it|as soon as possible)[\s,]+)*", re.IGNORECASE)
_GERUND = re.compile(r"(?:ting|ing)$")


def _first_word(text: str) -> str:
    rest = text[_ADVERB.match(text).end() :] if _ADVERB.match(text) else text
    return re.split(r"[\s,;:/.]", rest, maxsplit=1)[0].lower()


def _is_verb(word: str) -> bool:
    if word in _verbs() or word.startswith("re-"):
        return True
    if not word.endswith("ing"):
        return False
    stem = word[:-3]
    return stem in _verbs() or f"{stem}e" in _verbs() or stem[:-1] in _verbs() or f"{stem[:-1]}ie" in _verbs()


_WAITS = frozenset("to of with on in by for at from the and or possibility ratification accession signature signing implementation efforts consideration".split())


def _is_open(text: str) -> bool:
    """Whether a wording has no object yet: it is made of verbs, or ends where an object must follow."""
    pieces = [piece for piece in re.split(r"[\s,/]+", text.lower()) if piece]
    if not pieces:
        return True
    short = len(pieces) <= 4 and all(_is_verb(piece) or piece in _WAITS or piece.endswith("ly") for piece in pieces)
    return short or pieces[-1] in ("to", "of", "with", "on", "the", "by", "for", "from") or (len(pieces) > 1 and _is_verb(pieces[-1]) and pieces[-2] in ("to", "and", "or", "consider"))


def _head(text: str) -> str:
    """The verbs that a wording begins with: 'Ratify' of 'Ratify the Convention', for the next object in the list."""
    head: list[str] = []
    for piece in text.split():
        bare = piece.strip(",;/").lower()
        if not (_is_verb(bare) or bare in ("to", "and", "or", "consider") or bare.endswith("ly")):
            break
        head.append(piece)
    return " ".join(head).rstrip(",;/ ")


def _named_in_prose(words: str) -> tuple[str, ...]:
    """'With regard to the recommendation of Switzerland reflected in paragraph 35 above, ...' (A/HRC/8/19, 60.3)."""
    match = _OF_STATE.search(words)
    found = states.leading(words[match.end() :]) if match else None
    return (found[0].code,) if found else ()
