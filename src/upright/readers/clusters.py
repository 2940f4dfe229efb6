"""What each State says inside one numbered recommendation, where several word it differently.

'To ratify (Spain)/consider ratifying (Peru) the Convention'           the object that follows is both States' object
'Ratify the Convention (Chile), the Protocol (Peru)'                   the verb that went before governs the next object
'... at all levels (Chile, Peru), through consultations (Peru)'        what is added is said by those who are named there
'Ratify the Convention (Chile) and lift its reservations (Peru)'       a new verb, a wording of its own
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from upright.data import rows
from upright.records import Part

_LEADING = re.compile(r"[\s;,.:/)*∗”\"]*(?:(?:and/or|/\s*or|as well as|and|or)\b[\s,]*)?(?:[;:/]\s*)?", re.IGNORECASE)
_TRAILING = re.compile(r"(?<![\s;,:/])[\s;,:/]*+(?:\b(?:and/or|and|or)\b)?+[\s;,:/]*+$")
_ADVERBS = re.compile(
    (
        r"(?:(?:to|that|also|further|then|thus|fully|[a-z]+ly|in particular|the Government|it|as soon as possible"
        r"|in this (?:regard|context|respect)|for (?:this|that) purpose)[\s,]+)*"
    ),
    re.IGNORECASE,
)
_MODIFIER = re.compile(
    (
        r"(?:through|by|in|with|without|as|at|on|for|from|to|within|while|where|when|which|who|whose|so|especially"
        r"|particularly|including|inter alia|amongst?|under|until|before|after|during|via|upon|against|across|into|aimed"
        r"|signed|based|taking|bearing|given|thus|throughout|such|namely|because|since|if|[a-z]+ly)\b"
    ),
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"(?:the|its|their|all|other|both|a|an|any|each|every|this|that|these|those)\b", re.IGNORECASE)
_ANAPHORIC = re.compile(
    r"(?:its|their)\s+(?:\w+\s+)?(?:optional\s+)?protocols?\b|the optional protocols?\s+thereto\b", re.IGNORECASE
)  # 'and its Optional Protocol'
_HEAD_WORDS = frozenset(
    {
        *("to", "of", "and", "or", "in", "with", "the", "its", "view", "possibility", "process", "ratification", "accession"),
        *("ratifications", "signing", "signature", "effort", "efforts", "steps", "measures", "necessary", "possible", "early", "prompt"),
    }
)
_OBJECT_FOLLOWS = frozenset(("to", "of", "with", "on", "the", "by", "for", "from"))
_GOVERNING = re.compile(r"\b(?:of|including|against|for|on|in|with|by|between|among|to|and|or)\s+", re.IGNORECASE)


@dataclass(slots=True)
class _Wording:
    """What some States say, while a cluster is read from left to right; `waits`: its object is still to come."""

    text: str
    states: tuple[str, ...]
    waits: bool


def parts(segments: Iterable[str], groups: Iterable[tuple[str, ...]], tail: str) -> tuple[Part, ...]:
    """The wordings of a cluster. `segments`: the words before each group of States; `tail`: the words after the last."""
    done: list[_Wording] = []
    clause: list[_Wording] = []
    for segment, group in zip(segments, groups, strict=True):
        separator = (_LEADING.match(segment) or re.match("", segment))[0]  # type: ignore[index]
        text = _tidy(_TRAILING.sub("", segment[len(separator) :]))
        if not text:
            continue
        begins = not clause or _is_verb(_first_word(text))
        goes_on = bool(clause) and _goes_on(text, group, clause)
        if ";" in separator and not goes_on and (begins or not _DETERMINER.match(text)):
            done, clause = done + clause, []
        _add(clause, text, group, not clause or (begins and not goes_on))
    if tail and clause:
        for wording in [wording for wording in clause if wording.waits] or clause[-1:]:
            wording.text = f"{wording.text} {tail.strip()}"
    return _merged(done + clause)


def _goes_on(text: str, group: tuple[str, ...], clause: list[_Wording]) -> bool:
    """'...; allowing for complaints (Peru)', '...; in order to strengthen it (Peru)': more of what these States have just said."""
    said = {code for wording in clause for code in wording.states}
    adds = _first_word(text).endswith("ing") or text.lower().startswith(("in order to", "including", "in particular", "with a view"))
    return adds and set(group) <= said and not _first_word(clause[0].text).endswith("ing")


def _tidy(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip(" ;,.")


def _add(clause: list[_Wording], text: str, group: tuple[str, ...], begins: bool) -> None:
    waiting = [wording for wording in clause if wording.waits]
    if begins:
        waits = _waits(text)
        if not waits:
            _give([wording for wording in waiting if not set(wording.states) & set(group)], text)
        _say_more(clause, f"and {text}", group, otherwise=text, waits=waits)
    elif waiting:
        for wording in waiting:
            wording.text, wording.waits = f"{wording.text} {text}", False
        said = {code for wording in clause for code in wording.states}
        if others := tuple(code for code in group if code not in said):
            clause.append(_Wording(f"{_head(clause[0].text)} {text}".strip(), others, False))
    elif _ANAPHORIC.match(text):
        _say_more(clause, f"and {text}", group, otherwise=f"{_head(clause[0].text)} {text}")
    elif _MODIFIER.match(text) or _first_word(text).endswith("ing"):
        _say_more(clause, text, group, otherwise=f"{clause[-1].text} {text}")
    else:
        clause.append(_Wording(_next_object(clause, text), group, _waits(text)))


def _give(waiting: list[_Wording], text: str) -> None:
    """'Sign (Spain) and ratify the Convention (Peru)': the object of the second verb is the first's as well."""
    rest = text[len(_head(text)) :].strip()
    for wording in waiting:
        adverb = not any(_is_verb(piece.lower()) for piece in wording.text.split())
        wording.text, wording.waits = f"{wording.text} {text if adverb else rest}", False


def _say_more(clause: list[_Wording], text: str, group: tuple[str, ...], *, otherwise: str, waits: bool = False) -> None:
    """Who has said something in this clause and is named again says both; the others of the group say `otherwise`.

    '... at all levels (Chile, Peru), through consultations (Peru)'; 'Ratify the Convention (Chile, Peru) and lift its reservations (Peru)'.
    """
    left = set(group)
    for wording in list(clause):
        both = tuple(code for code in wording.states if code in left)
        if not both:
            continue
        left -= set(both)
        rest = tuple(code for code in wording.states if code not in both)
        if rest:
            clause.append(_Wording(f"{wording.text} {text}", both, waits))
            wording.states = rest
        else:
            wording.text, wording.waits = f"{wording.text} {text}", waits
    if others := tuple(code for code in group if code in left):
        clause.append(_Wording(otherwise.strip(), others, waits))


def _next_object(clause: list[_Wording], text: str) -> str:
    """The next object of a list with the words that govern it: 'Ratify' or '... of vulnerable groups, including'."""
    base = clause[0].text
    if _DETERMINER.match(text):
        return f"{_head(base)} {text}".strip()
    base = clause[-1].text
    governed = re.match(r"(?:of|to|with|on|in|for)\b", text)
    if governed and (cut := base.find(f" {governed[0]} ")) > 0:
        return f"{base[:cut]} {text}"
    shared = next((match.start() for word in re.findall(r"[a-z]{5,}", text) if (match := re.search(rf"\b{word}\b", base))), len(base))
    cuts = [match.end() for match in _GOVERNING.finditer(base, 0, shared)] + [len(_head(base))]
    kept = base[: max(cuts)].split()
    if kept[-1:] == text.split()[:1]:  # 'freedom of expression (Sweden) and of the media (Canada)' (A/HRC/10/78, 57.19)
        kept.pop()
    return " ".join([*kept, text])


def _merged(wordings: list[_Wording]) -> tuple[Part, ...]:
    """Parts with their States; the same wording twice is one part."""
    found: dict[str, Part] = {}
    for wording in wordings:
        text = _tidy(wording.text)
        key = re.sub(r"\W+", " ", text).lower()
        before = found[key].states if key in found else ()
        found[key] = Part(text=found[key].text if key in found else text, states=tuple(dict.fromkeys([*before, *wording.states])))
    return tuple(found.values())


@cache
def _verbs() -> frozenset[str]:
    return frozenset(row["verb"] for row in rows("action_verbs.csv"))


def _first_word(text: str) -> str:
    adverbs = _ADVERBS.match(text)
    rest = text[adverbs.end() :] if adverbs else text
    return re.split(r"[\s,;:/.]", rest, maxsplit=1)[0].lower()


@cache
def _is_verb(word: str) -> bool:
    """A verb of recommendations, also as '-ing'."""
    if word in _verbs() or (word.startswith("re-") and word[3:] in _verbs()):
        return True
    if not word.endswith("ing"):
        return False
    stem = word[:-3]
    return stem in _verbs() or f"{stem}e" in _verbs() or stem[:-1] in _verbs()


def _waits(text: str) -> bool:
    """Whether a wording has no object yet: nothing but verbs, or an end where an object must follow."""
    pieces = [piece for piece in re.split(r"[\s,/]+", text.lower()) if piece]
    verbs = len(pieces) <= 6 and all(_is_verb(piece) or piece in _HEAD_WORDS or piece.endswith("ly") for piece in pieces)
    return verbs or pieces[-1] in _OBJECT_FOLLOWS or (len(pieces) > 1 and pieces[-1].endswith("ing") and _is_verb(pieces[-1]))


def _head(text: str) -> str:
    """The verbs that a wording begins with: 'To consider ratifying' of 'To consider ratifying the Convention'."""
    end = at = 0
    for match in re.finditer(r"\S+", text):
        bare = match[0].strip(",;/").lower()
        verb = all(_is_verb(piece) for piece in bare.split("/") if piece)
        if not (verb or bare in _HEAD_WORDS or bare.endswith("ly")):
            break
        at = match.end()
        if verb or bare in ("to", "of", "with", "in"):
            end = at
    return text[:end].rstrip(",;/ ")
