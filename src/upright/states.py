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
def codes() -> frozenset[str]:
    """Three-letter codes, former ones included."""
    return frozenset(code for code in all_states() if len(code) == 3 and code.isupper())


# --- exact names


_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " "})
_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)


def _plain(name: str) -> str:
    """One kind of apostrophe, hyphen and space; no article, comma or full stop around it."""
    name = " ".join(name.translate(_QUOTES).split()).strip(" ,;:")
    return _ARTICLE.sub("", name, count=1) if name[:4].lower() == "the " else name


def _fold(name: str) -> str:
    name = _plain(name)
    if not name.isascii():
        name = "".join(character for character in unicodedata.normalize("NFKD", name) if not unicodedata.combining(character))
    return name.replace("- ", "-").casefold()


def _is_acronym(name: str) -> bool:
    return name.isascii() and name.isupper() and len(name) <= 8 and " " not in name


@cache
def _names() -> dict[str, tuple[str, NameKind]]:
    """Code and kind by folded name; acronyms as they are written, for 'us' is no State."""
    return {_key(row["name"]): (row["code"], NameKind(row["kind"])) for row in rows("state_names.csv")}


def _key(name: str) -> str:
    return name if _is_acronym(name) else _fold(name)


@lru_cache(maxsize=65_536)
def _look_up(name: str) -> tuple[str, NameKind] | None:
    return _names().get(_fold(name)) or _names().get(_plain(name))


def find(name: str) -> State | None:
    """The State, observer or organisation that a name is, in any of the six languages; None for any other text."""
    found = _look_up(name)
    return all_states().get(found[0]) if found else None


def name_kind(name: str) -> NameKind | None:
    """What kind of name it is: official, short, former, variant, or a typing error found in a document."""
    found = _look_up(name)
    return found[1] if found else None


# --- names at a place in a text

# The first word of a name is looked up, then the names that begin with it are tried, the longest first.
_WORD = re.compile(r"[一-鿿]|[^\W\d_]+")
_LATIN_BASE = {"a": "aáàâãäå", "e": "eéèêë", "i": "iíîï", "o": "oóôõö", "u": "uúùûü", "c": "cç", "n": "nñ", "s": "sş"}


def _character(character: str) -> str:
    if character == " ":
        return r"\s+"
    if character == "'":
        return "['’‘`´ʼ]"
    if character == "-":
        return r"\s?[-‐‑–]\s?"
    base = unicodedata.normalize("NFKD", character)[0].lower()
    return f"[{_LATIN_BASE[base]}]" if base in _LATIN_BASE else re.escape(character)


def _name_pattern(name: str) -> str:
    """A name as it may be printed; it ends at the end of a word ('Niger' is not in 'Nigeria', nor 'Guinea' in 'Guinea-Bissau')."""
    plain = unicodedata.normalize("NFC", _plain(name))
    written = re.escape(plain) if _is_acronym(plain) else "(?i:" + "".join(_character(character) for character in plain) + ")"
    if "一" <= plain[-1] <= "鿿":
        return written
    return written + (r"(?![\w])(?!-[A-Z])" if plain[-1].isalnum() else "")


@cache
def _names_by_first_word() -> dict[str, list[str]]:
    """Names that a text may hold. Those of States that are no more are left out: since 2006 'Serbia and Montenegro' is two States."""
    ceased = {each.code for each in all_states().values() if each.until}
    by_word: dict[str, list[str]] = {}
    for row in rows("state_names.csv"):
        name = _plain(row["name"])
        if row["code"] not in ceased and (first := _WORD.match(name)):
            by_word.setdefault(_fold(first[0]), []).append(name)
    return by_word


@cache
def _pattern(word: str) -> re.Pattern[str] | None:
    names = _names_by_first_word().get(word)
    return re.compile("|".join(_name_pattern(name) for name in sorted(set(names), key=len, reverse=True))) if names else None


@lru_cache(maxsize=65_536)
def _pattern_of(word: str) -> re.Pattern[str] | None:
    return _pattern(_fold(word))


def _name_at(text: str, at: int) -> tuple[str, int] | None:
    """Code and end of the longest name that stands at a place; the code is '' for what only looks like a State."""
    word = _WORD.match(text, at)
    pattern = _pattern_of(word[0]) if word else None
    match = pattern.match(text, at) if pattern else None
    found = _look_up(match[0]) if match else None
    return (found[0], match.end()) if match and found else None


def leading(text: str) -> tuple[State, int] | None:
    """The longest name that a text begins with, and where it ends: 'The Islamic Republic of Iran noted' -> (Iran, 28)."""
    article = _ARTICLE.match(text)
    start = article.end() if article else 0
    if not article and text[:1].islower():
        return None
    found = _name_at(text, start)
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
_SPEAKERS = (StateKind.MEMBER, StateKind.OBSERVER, StateKind.OTHER)


@lru_cache(maxsize=65_536)
def attribution(text: str) -> tuple[State, ...] | None:
    """The States inside a bracket of recommending States ('A', 'A, B and C', 'A; B', 'A/B', 'A, on behalf of a group': the speaker),
    in order, each once. None when any piece is no State: '(OPCAT)', '(Law No. 5)'. Organisations do not recommend.
    """
    found: dict[str, State] = {}
    at, end = 0, len(text.rstrip(" \n.,;"))
    while at < end:
        piece = _speaker_at(text, at)
        if piece is None:
            return None
        found[piece[0].code] = piece[0]
        at = _after_separator(text, piece[1], end)
        if at < 0:
            return None
    return tuple(found.values()) or None


def _speaker_at(text: str, at: int) -> tuple[State, int] | None:
    start = at + len(text[at:]) - len(text[at:].lstrip(" \n,;"))
    article = _ARTICLE.match(text, start)
    found = _name_at(text, article.end() if article else start)
    speaker = all_states().get(found[0]) if found else None
    return (speaker, found[1]) if found and speaker and speaker.kind in _SPEAKERS else None


def _after_separator(text: str, at: int, end: int) -> int:
    """Where the next name begins; -1 when something else than a separator stands here."""
    behalf = _ON_BEHALF.match(text, at)
    at = behalf.end() if behalf else at
    if at >= end:
        return end
    separator = _SEPARATOR.match(text, at)
    return separator.end() if separator else -1


# --- near misses: never in the way of exact names

CERTAIN = 88.0  # per cent: 'Phillipines' is 95 from 'Philippines', 'Holly See' 94, 'United States of Americas' 98
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
def _ranked(name: str) -> tuple[tuple[str, float], ...]:
    """The two nearest States, nearest first, with scores from 0 to 100."""
    names, known = _choices()
    best: dict[str, float] = {}
    for _, score, index in process.extract(_fold(name), names, scorer=fuzz.ratio, limit=12):
        best[known[index]] = max(best.get(known[index], 0.0), score)
    return tuple(sorted(best.items(), key=lambda item: -item[1])[:2])


def suggest(name: str) -> tuple[State, float] | None:
    """The State whose name is nearest to a misspelt one, and how near (0 to 100). A suggestion: nothing is read by it alone."""
    ranked = _ranked(name)
    return (all_states()[ranked[0][0]], ranked[0][1]) if ranked else None


def _certainly(name: str) -> State | None:
    """The State that a misspelt name can only be: near enough to one, and far enough from all others."""
    ranked = _ranked(name) if 4 < len(name.strip()) < 70 else ()
    if not ranked or ranked[0][1] < CERTAIN or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < CLEAR):
        return None
    near = all_states()[ranked[0][0]]
    return near if near.kind in _SPEAKERS and not near.until else None


_PIECES = re.compile(r"\s*[,;/]\s*(?:and\s+)?|\s+and\s+")


def attribution_fuzzy(text: str) -> tuple[tuple[State, ...], tuple[str, ...]] | None:
    """As `attribution`, for brackets with misspelt names: the States, and the names as printed that are no State's. None when any
    piece is neither a State nor certainly a slip for one."""
    found: dict[str, State] = {}
    misspelt: list[str] = []
    whole = attribution(text) or _one(_certainly(text))
    pieces = [text] if whole else [piece for piece in _PIECES.split(text) if piece.strip()]
    for piece in pieces:
        known = attribution(piece)
        near = None if known else _certainly(piece)
        if not known and not near:
            return None
        if near:
            misspelt.append(" ".join(piece.split()))
        found |= {each.code: each for each in known or _one(near) or ()}
    return tuple(found.values()), tuple(misspelt)


def _one(found: State | None) -> tuple[State, ...] | None:
    return (found,) if found else None
