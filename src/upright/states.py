"""States, observers and organisations, and every name that UN documents use for them in the six languages.

Names are facts: `data/state_names.csv` holds them with their kind, typing errors found in documents among them. A name is looked up
exactly, after folding what documents vary without meaning: case, accents, kinds of apostrophe and hyphen, spaces and line breaks, a
leading 'the'.
Nearness decides nothing here except in `suggest` and `attribution_fuzzy`, whose results say so.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from upright.data import rows


class StateKind(StrEnum):
    MEMBER = "member"
    OBSERVER = "observer"
    ORGANISATION = "organisation"
    OTHER = "other"
    SPECIMEN = "specimen"  # the invented State of the project's own documents


class NameKind(StrEnum):
    OFFICIAL = "official"
    SHORT = "short"
    FORMER = "former"
    VARIANT = "variant"
    TYPING_ERROR = "typing_error"
    NO_STATE = "no_state"  # 'Northern Ireland', 'Niger Delta': a State's name stands in it, the State is not meant


@dataclass(frozen=True, slots=True)
class State:
    """`code`: ISO 3166-1 alpha-3 (PSE, VAT included), or the name of a body that is no State; `name`: short name in English;
    `group`: regional group (Africa, Asia-Pacific, EEG, GRULAC, WEOG) or None; `until`: the day it ceased to be."""

    code: str
    name: str
    group: str | None
    kind: StateKind
    m49: str | None = None
    until: dt.date | None = None


@cache
def all_states() -> dict[str, State]:
    """Every State, observer and organisation by its code."""
    return {row["code"]: _state(row) for row in rows("states.csv")}


def _state(row: dict[str, str]) -> State:
    until = dt.date.fromisoformat(row["until"]) if row["until"] else None
    return State(row["code"], row["name"], row["group"] or None, StateKind(row["kind"]), row["m49"] or None, until)


def state(code: str) -> State | None:
    """The State of a code."""
    return all_states().get(code)


@cache
def _short_names() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for row in rows("state_names.csv"):
        if row["kind"] == NameKind.SHORT and not row["until"]:
            found.setdefault((row["code"], row["language"]), row["name"])
    return found


def name(code: str, language: str) -> str:
    """The short name of a State in one of the six languages; in English where the language has none, and the code of no State as it is."""
    known = state(code)
    if known is None:
        return code
    return known.name if language == "en" else _short_names().get((code, language), known.name)


@cache
def codes() -> frozenset[str]:
    """Three-letter codes, former ones included."""
    return frozenset(code for code in all_states() if len(code) == 3 and code.isupper())


# --- exact names


_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "‟": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " "})
# 'The Netherlands', and in reports that are partly French or Spanish (A/HRC/12/16) 'Le Maroc', 'L’Algérie', 'El Ecuador'.
_ARTICLE = re.compile(r"(?:the|les?|la|el|los|las)\s+|l['’]", re.IGNORECASE)


def _plain(name: str) -> str:
    """One kind of apostrophe, hyphen and space; no article, comma or full stop around it."""
    name = " ".join(name.translate(_QUOTES).split()).strip(" ,;:")
    return name[4:] if name[:4].lower() == "the " else name


def _fold(name: str) -> str:
    return _fold_letters(_plain(name)).replace("- ", "-")


def alphabetical(name: str) -> str:
    """What names are sorted by: É stands with E, and small letters with capitals."""
    return _fold_letters(name)


def _fold_letters(text: str) -> str:
    return text.casefold() if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()


_ACCENTS = re.compile(r"[\u0300-\u036f\u0653-\u0655]+")


def _is_acronym(name: str) -> bool:
    return name.isascii() and name.isupper() and len(name) <= 8 and " " not in name


@cache
def _name_rows() -> list[dict[str, str]]:
    return rows("state_names.csv")


@cache
def _names() -> dict[str, tuple[str, NameKind]]:
    """Code and kind by folded name; acronyms as they are written, for 'us' is no State."""
    return {_key(row["name"]): (row["code"], NameKind(row["kind"])) for row in _name_rows()}


def _key(name: str) -> str:
    return name if _is_acronym(name) else _fold(name)


@lru_cache(maxsize=65_536)
def _look_up(name: str) -> tuple[str, NameKind] | None:
    known = _names()
    article = _ARTICLE.match(name)
    return known.get(_fold(name)) or known.get(_plain(name)) or (known.get(_fold(name[article.end() :])) if article else None)


def find(name: str) -> State | None:
    """The State, observer or organisation that a name is, in any of the six languages; None for any other text."""
    found = _look_up(name)
    return all_states().get(found[0]) if found else None


def name_kind(name: str) -> NameKind | None:
    """What kind of name it is: official, short, former, variant, or a typing error found in a document."""
    found = _look_up(name)
    return found[1] if found else None


# --- names at a place in a text

# Names are compared word by word; an apostrophe, hyphen or bracket is a word of its own, and so is a Chinese character.
_TOKEN = re.compile(r"\s*([一-鿿]|[^\W\d_]+|[^\w\s])")


@dataclass(slots=True)
class _Node:
    """What may follow the words so far; `code` of the name that ends here."""

    following: dict[str, _Node]
    code: str | None = None


@cache
def _tree() -> _Node:
    """All names, word by word. Those of States that are no more are left out: since 2006 'Serbia and Montenegro' is two States."""
    ceased = {each.code for each in all_states().values() if each.until}
    root = _Node({})
    for row in _name_rows():
        if row["code"] not in ceased:
            _grow(root, _plain(row["name"])).code = row["code"]
    return root


def _grow(node: _Node, name: str) -> _Node:
    for token in _TOKEN.findall(name):
        node = node.following.setdefault(token if _is_acronym(name) else _fold_word(token), _Node({}))
    return node


@lru_cache(maxsize=65_536)
def _fold_word(word: str) -> str:
    return _fold_letters(word.translate(_QUOTES))


def _name_at(text: str, at: int) -> tuple[str, int] | None:
    """Code and end of the longest name that stands at a place; the code is '' for what only looks like a State."""
    node, found = _tree(), None
    while match := _TOKEN.match(text, at):
        word, at = match[1], match.end()
        following = node.following.get(word) or node.following.get(_fold_word(word))
        if following is None:
            break
        node = following
        if node.code is not None and not _goes_on(text, at):
            found = (node.code, at)
    return found


def _goes_on(text: str, at: int) -> bool:
    """A name that is joined to another word by a hyphen is not that name: 'Guinea-Conakry'."""
    return text[at : at + 1] in _HYPHENS and text[at + 1 : at + 2].isupper()


_HYPHENS = frozenset("-‐‑–")


def _name_after_article(text: str, at: int) -> tuple[str, int] | None:
    """As `_name_at`, an article before the name passed over; 'El Salvador' and 'Las Bahamas' tell why the name is tried first."""
    found = _name_at(text, at)
    article = None if found else _ARTICLE.match(text, at)
    return _name_at(text, article.end()) if article else found


def leading(text: str) -> tuple[State, int] | None:
    """The longest name that a text begins with, and where it ends: 'The Islamic Republic of Iran noted' -> (Iran, 28)."""
    found = None if text[:1].islower() and not _ARTICLE.match(text) else _name_after_article(text, 0)
    return (all_states()[found[0]], found[1]) if found and found[0] else None


# Names begin with a capital, in the scripts that have them: 'turkey' and 'chad' are other words.
_CANDIDATE = re.compile(r"(?<![\w])(?:[A-ZÀ-ÖØ-ÞŞА-ЯЁ]|former\s|ex\s|ex-|[\u0621-\u064a])|(?<=['’])[A-ZÀ-Ö]|[一-鿿]")
_ARABIC_PREFIX = "وبلفك"


def mentions(text: str) -> Iterator[tuple[int, int, State]]:
    """Every name in running text with its span, the longest at each place: not 'Guinea' in 'Papua New Guinea'. Adjectives are no names."""
    end = 0
    for candidate in _CANDIDATE.finditer(text):
        start = candidate.start()
        if start < end:
            continue
        found = _name_at(text, start)
        if not found and text[start] in _ARABIC_PREFIX:
            start += 1
            found = _name_at(text, start)
        if found:
            end = found[1]
            if found[0]:
                yield start, end, all_states()[found[0]]


# --- brackets of recommending States

_SEPARATOR = re.compile(r"(?:\s*[,;/&()]|\s+(?:and|et|y)(?=\s))+\s*(?:(?:and|et|y)\s+)?", re.IGNORECASE)
_ON_BEHALF = re.compile(r"\s*,?\s*\(?\s*(?:speaking\s+)?(?:also\s+)?on\s+behalf\s+of\s[^;]*", re.IGNORECASE)
_AROUND = " \n.,;"
_SPEAKERS = (StateKind.MEMBER, StateKind.OBSERVER, StateKind.OTHER)


@lru_cache(maxsize=65_536)
def attribution(text: str) -> tuple[State, ...] | None:
    """The States inside a bracket of recommending States ('A', 'A, B and C', 'A; B', 'A/B', 'A, on behalf of a group': the speaker),
    in order, each once. None when any piece is no State: '(OPCAT)', '(Law No. 5)'. Organisations do not recommend.
    """
    return _speakers(text, _SEPARATOR)


def _speakers(text: str, separator: re.Pattern[str]) -> tuple[State, ...] | None:
    found: dict[str, State] = {}
    start, end = len(text) - len(text.lstrip(_AROUND)), len(text.rstrip(_AROUND))
    at: int | None = start
    while at is not None and at < end:
        named = _name_after_article(text, at)
        speaker = all_states().get(named[0]) if named else None
        if named is None or speaker is None or speaker.kind not in _SPEAKERS:
            return None
        found[speaker.code] = speaker
        at = _next_name(text, named[1], end, separator)
    return (tuple(found.values()) or None) if at is not None else None


def _next_name(text: str, at: int, end: int, separator: re.Pattern[str]) -> int | None:
    """Where the next name begins; None when something else than a separator stands here."""
    behalf = _ON_BEHALF.match(text, at)
    at = behalf.end() if behalf else at
    if at >= end:
        return end
    between = separator.match(text, at)
    return between.end() if between else None


# --- near misses: never in the way of exact names

CERTAIN = 90.0  # per cent: "Phillipines" is 91 from "Philippines", "Holly See" 94, "United States of Americas" 98
CLEAR = 6.0  # how much better than the next State: 'Nigera' is as near to Niger as to Nigeria


@cache
def _choices() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Folded names that a slip may have started from, and their codes: no acronyms, no typing errors."""
    wanted = [
        (folded, code)
        for folded, (code, kind) in _names().items()
        if code and not _is_acronym(folded) and kind is not NameKind.TYPING_ERROR and folded.isascii() and len(folded) > 3
    ]
    return tuple(folded for folded, _ in wanted), tuple(code for _, code in wanted)


@lru_cache(maxsize=4_096)
def _ranked(name: str) -> tuple[tuple[str, float, str], ...]:
    """The two nearest States, nearest first: code, score from 0 to 100, and the name that it is near to."""
    names, known = _choices()
    best: dict[str, tuple[str, float, str]] = {}
    for near, score, index in process.extract(_fold(name), names, scorer=fuzz.ratio, limit=50):
        best.setdefault(known[index], (known[index], score, near))  # nearest first
    return tuple(best.values())[:2]


def suggest(name: str) -> tuple[State, float] | None:
    """The State whose name is nearest to a misspelt one, and how near (0 to 100). A suggestion: nothing is read by it alone."""
    ranked = _ranked(name)
    return (all_states()[ranked[0][0]], ranked[0][1]) if ranked else None


# 'Italian', 'Qatari', 'Indians' are no slips for the State's name, however near.
_ADJECTIVE = re.compile(r"(?:ans?|eans?|is?|ish|ese|ne)$", re.IGNORECASE)


def certainly(name: str) -> State | None:
    """The State that a misspelt name can only be: near enough to one, far enough from all others, and no adjective."""
    ranked = _ranked(name) if 4 < len(name.strip()) < 70 else ()
    if not ranked or ranked[0][1] < CERTAIN or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < CLEAR):
        return None
    code, _, nearest = ranked[0]
    near = all_states()[code]
    adjective = _ADJECTIVE.search(name.strip()) and not nearest.endswith(_fold(name)[-2:])
    return near if near.kind in _SPEAKERS and not near.until and not adjective else None


_PIECES = re.compile(r"\s*[,;/]\s*(?:and\s+)?|\s+and\s+")
# Between names where a comma was forgotten, or the mark of a footnote slipped into the bracket: 'Chile Egypt', 'Mexico 4'.
_FORGOTTEN = re.compile(rf"(?:{_SEPARATOR.pattern})?(?:\s*\d{{1,2}}(?=\W|$))?\s*", re.IGNORECASE)


def attribution_fuzzy(text: str) -> tuple[tuple[State, ...], tuple[str, ...]] | None:
    """As `attribution`, for brackets with slips: the States, and what is printed wrongly (a name that is no State's, or the whole
    bracket where a separator is missing). None when any piece is neither a State nor certainly a slip for one.
    """
    whole = " ".join(text.split())
    if known := attribution(text):
        return known, ()
    if near := certainly(text):
        return (near,), (whole,)
    if known := _speakers(text, _FORGOTTEN):
        return known, (whole,)
    return _piece_by_piece(text)


def _piece_by_piece(text: str) -> tuple[tuple[State, ...], tuple[str, ...]] | None:
    found: dict[str, State] = {}
    misspelt: list[str] = []
    for piece in filter(str.strip, _PIECES.split(text)):
        known = attribution(piece)
        near = None if known else certainly(piece)
        if known is None and near is None:
            return None
        if near:
            misspelt.append(" ".join(piece.split()))
        found |= {each.code: each for each in known or (near,) if each}
    return (tuple(found.values()), tuple(misspelt)) if found else None
