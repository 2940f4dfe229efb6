"""Where a text names a treaty, in whatever way texts do; never the treaty itself where only its protocol is named.

    ICCPR, OP-CAT, ICCPR-OP 2, CPRD                             acronyms, and one slip in them (A/HRC/28/10, 125.5)
    Optional Protocol to CRPD; OP to CEDAW                      the protocol
    CRPD and its Optional Protocol                              both
    Optional Protocols to CAT, CEDAW and CRPD                   three protocols
    Second Optional Protocol; the two Optional Protocols to ICCPR
    Optional Protocol to CRC on the sale of children            by its subject; without one, which is meant is not said: none
    ILO Conventions Nos. 138 and 182, Convention 169 of the ILO

Names stand in instruments.csv, instrument_names.csv (other English names) and treaty_names.csv (French, Spanish). Small words, plurals and
'International' make no difference: 'Convention for the Protection of all Persons against Enforced Disappearances' is ICPPED.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from upright import instruments
from upright.data import rows

_WORD = re.compile(r"[^\W_]+")
# A cheap look before the search: most texts name no treaty.
_SIGNS = ("convent", "convenc", "covenant", "protocol", "statut", "treaty", "charter", "agreement", "declara", "déclara", "pacte", "pacto")
_ACRONYM = re.compile(r"[A-Z](?:[A-Z]{2}|Ps?\b)")
# Small words that stand in a name or do not, and words that a name may begin with or without.
_SMALL = frozenset(
    _WORD.findall(
        "the a an of on to for in from against and s its all form other optional international united nation un their by relating"
    )
)
_BEFORE = frozenset({"international", "optional", "united", "nation", "un", "additional", "first", "second", "third"})
_PLURAL_HEADS = {"conventions": "convention", "covenants": "covenant"}
_PROTOCOL = frozenset({"protocol", "protocols", "op", "ops"})
_CAPITALS = re.compile(r"[A-Z]{2}[A-Z\d]*(?:[\s‐‑–-]{0,3}[A-Z\d]+)*")
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3}
_STOP = re.compile(r"[.;:!?](?=\s|$)|\s[–—-]\s|\n\s*\n")
# What may stand between a protocol and whose it is, and between the members of a list.
_TO = frozenset(_WORD.findall("to of on under for the its both relating said each respective international united nation un"))
_LIST = frozenset(_WORD.findall("and the to of as well also both or on international united nation un"))
_THERETO = re.compile(
    r"[\s,()/-]*(?:(?:and|as well as|with|including|or|along with|together with|plus)\s+)?(?:to\s+|of\s+|ratify\s+|sign\s+|accede to\s+)*"
    r"(?:(?:both|all|also)\s+)?(?:of\s+)?(?:its|their|the|his)?\s*(?:corresponding\s+|respective\s+|related\s+|relevant\s+)?"
    r"(?:(?:two|three|first|second|third|new|additional)\s+)?(?:optional\s+)?$",
    re.IGNORECASE,
)
_ILO = re.compile(
    r"\b(?:ILO|International Labou?r Organi[sz]ation)(?:'s|’s)?[\s)]+(?:\w+[\s,]+){0,9}?\(?(?:Conventions?|C)\b[.,]?(?P<behind>[^;]{0,70})"
    r"|\bConventions?\s+(?P<before>(?:Nos?\.?\s*)?\d{2,3}[^;.]{0,40}?)\s+of\s+the\s+(?:ILO|International Labou?r Organi[sz]ation)\b"
    r"|\bConventions?,?\s+(?:\d{4}\s+)?\(?Nos?\.\s*(?P<bare>\d{1,3}\b[^;]{0,50})",
    re.IGNORECASE,
)
_ILO_NUMBERS = re.compile(
    r"^[^\d]{0,60}?(?P<numbers>\d{1,3}(?!\d)(?:(?:\s*,\s*|\s+and\s+|\s*&\s*|\s*/\s*)(?:Nos?\.?\s*)?\d{1,3}(?!\d))*)", re.IGNORECASE
)
# 'both International Covenants', 'the two Covenants'; 'International Covenants on Human Rights'.
_COVENANTS = re.compile(
    r"\b(?:(?:both|two)\s+(?:of\s+)?(?:the\s+)?(?:(?:UN|1966|main|human\s+rights)\s+)?(?:international\s+(?:human\s+rights\s+)?)?"
    r"covenants|international\s+(?:human\s+rights\s+)?covenants(?:\s+on\s+human\s+rights)?)\b(?!\s+(?:on|of|for)\b)",
    re.IGNORECASE,
)
# Which protocol to CRC: by what it is on.
_SUBJECTS = {
    "OP-CRC-AC": re.compile(r"armed\s+conflict", re.IGNORECASE),
    "OP-CRC-SC": re.compile(r"sale\s+of\s+children|child\s+(?:prostitution|pornography)", re.IGNORECASE),
    "OP-CRC-IC": re.compile(
        r"communications?\s+procedure|complaints?\s+procedure|(?:individual|on)\s+(?:communications|complaints)", re.IGNORECASE
    ),
}
_DEATH = re.compile(r"death\s+penalty|capital\s+punishment", re.IGNORECASE)
_FAR = 170  # characters in which a protocol's subject stands behind it
_ONLY = {"CRPD": "OP-CRPD", "CAT": "OPCAT", "CEDAW": "OP-CEDAW", "ICESCR": "OP-ICESCR", "REFUGEES": "REFUGEES-P", "ILO-29": "ILO-P29"}
_SEVERAL = frozenset({"ICCPR", "CRC"})
_COUNTED = frozenset({"two", "both", "three", "first", "second"})  # 'the two Optional Protocols to CRC and CEDAW': CEDAW itself
SHORTEST = 4  # letters of an acronym in which a slip is recognized


class Named(NamedTuple):
    """An instrument named in `text[start:end]`: its code in instruments.csv."""

    start: int
    end: int
    code: str


def named(text: str) -> list[Named]:
    """The instruments that a text names, in its order; one that is named in two ways stands twice."""
    small = text.lower()
    if not (_ACRONYM.search(text) or any(sign in small for sign in _SIGNS)):
        return []
    found = [*_Names(text).found(), *_ilo(text), *_covenants(text)]
    return sorted(dict.fromkeys(found), key=lambda each: each.start)


class _Token(NamedTuple):
    word: str  # small letters, without the s of a plural
    start: int
    end: int


class _Names:
    """The search in one text, from token to token."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [_Token(_singular(match[0].casefold()), *match.span()) for match in _WORD.finditer(text)]
        self.stops = frozenset(_sentence_ends(text, self.tokens))

    def found(self) -> Iterator[Named]:
        at, last = 0, None
        while at < len(self.tokens):
            codes, end = self._at(at, last)
            if codes:
                end = self._repeated(at, end)
                start = self._start(at)
                yield from (Named(start, self.tokens[end - 1].end, code) for code in codes)
            if codes and not self._is_protocol(at):
                last = (codes[0], end)
            at = max(end, at + 1)

    def _repeated(self, at: int, end: int) -> int:
        """The token behind the acronym of what was just named: 'Optional Protocol to the Convention against Torture (CAT)'."""
        own = self._name(end) if end < len(self.tokens) and end - 1 not in self.stops else None
        named = {code for code, _ in filter(None, (self._name(here) for here in range(at, end)))}
        return own[1] if own and own[1] == end + 1 and own[0] in named else end

    def _at(self, at: int, last: tuple[str, int] | None) -> tuple[Sequence[str], int]:
        """What is named from a token on, and the token behind it."""
        whole = self._name(at)
        if whole:
            return self._several(at, whole)
        if self._is_protocol(at):
            return self._protocol(at, last)
        return self._slip(at)

    def _name(self, at: int, head: str | None = None) -> tuple[str, int] | None:
        """The longest name that begins with a token (or with `head`, which is not written again)."""
        node = _trie().behind[head] if head else _trie()
        best: tuple[str, int] | None = None
        for here in range(at, len(self.tokens)):
            word = self.tokens[here].word
            if word in node.behind:
                node = node.behind[word]
            elif word not in _SMALL or (here == at and not head):
                break
            if node.code and word not in _SMALL and self._is_written_so(at, here):
                best = node.code, here + 1
            if here in self.stops:
                break
        return best

    def _is_written_so(self, at: int, here: int) -> bool:
        """An acronym stands in capitals, and is not the half of another ('CRC-XY'); other names are words."""
        if tuple(token.word for token in self.tokens[at : here + 1] if token.word not in _SMALL) not in _acronym_keys():
            return True
        written, behind = self.text[self.tokens[at].start : self.tokens[here].end], self.text[self.tokens[here].end :]
        return _CAPITALS.fullmatch(written) is not None and not re.match(r"-[A-Z\d]", behind)

    def _start(self, at: int) -> int:
        while at and self.tokens[at - 1].word in _BEFORE and at - 1 not in self.stops:
            at -= 1
        return self.tokens[at].start

    def _several(self, at: int, first: tuple[str, int]) -> tuple[Sequence[str], int]:
        """'Conventions on the Rights of the Child and on the Elimination ...': what follows has the same head."""
        codes, end = [first[0]], first[1]
        head = _PLURAL_HEADS.get(self._written(at))
        while head and (more := self._name(self._behind(end, _LIST), head)) and end - 1 not in self.stops:
            codes.append(more[0])
            end = more[1]
        return codes, end

    def _written(self, at: int) -> str:
        token = self.tokens[at]
        return self.text[token.start : token.end].casefold()

    def _behind(self, at: int, small: frozenset[str]) -> int:
        """The first token from `at` on that is none of the small words."""
        while at < len(self.tokens) and self.tokens[at].word in small and at - 1 not in self.stops:
            at += 1
        return at

    # --- protocols ---------------------------------------------------------------------------------------------------------------------

    def _is_protocol(self, at: int) -> bool:
        written = self._written(at)
        return written in _PROTOCOL and (
            not written.startswith("op") or self.text[self.tokens[at].start : self.tokens[at].end].startswith("OP")
        )

    def _protocol(self, at: int, last: tuple[str, int] | None) -> tuple[Sequence[str], int]:
        """The protocols named from the word on, and the token behind them."""
        several = self._written(at) in ("protocols", "ops")
        before = self._words_before(at)
        ordinal = next((number for word, number in _ORDINALS.items() if word in before), None)
        treaties, end = self._whose(at + 1, several and not _COUNTED & set(before))
        if len(treaties) > 1:
            return [code for treaty in treaties for code in self._of_a_list(treaty)], end
        if treaties:
            return self._protocols_to(treaties[0], end, several, ordinal), end
        if ordinal == 2:
            return ["ICCPR-OP2"], at + 1
        if self._is_optional(at) and (found := self._by_subject(at + 1)):
            return found, at + 1
        treaty = self._just_before(at, last) if self._is_optional(at) else None
        return (self._protocols_to(treaty, at + 1, several, ordinal) if treaty else ()), at + 1

    def _is_optional(self, at: int) -> bool:
        """'Optional Protocol', 'its Protocol'; a protocol for the police is another thing."""
        return self._written(at) in ("op", "ops") or bool({"optional", "its", "their"} & set(self._words_before(at)))

    def _of_a_list(self, treaty: str) -> Sequence[str]:
        """'Optional Protocols to CEDAW, CRC and CED': CRC has several, and which is not said; CED has none, and is meant itself."""
        return [_ONLY[treaty]] if treaty in _ONLY else [] if treaty in _SEVERAL else [treaty]

    def _words_before(self, at: int) -> list[str]:
        return [token.word for token in self.tokens[max(0, at - 2) : at]]

    def _whose(self, at: int, several: bool) -> tuple[list[str], int]:
        """The treaties that stand behind 'protocol to', and the token behind them."""
        treaties: list[str] = []
        end = at
        here = self._behind(at, _TO)
        if here < len(self.tokens) and "," in self.text[self.tokens[at - 1].end : self.tokens[here].start]:
            return [], at
        while here < len(self.tokens) and not (here - 1 in self.stops and here > at):
            name = self._name(here)
            if name is None or self._is_protocol(here):
                break
            more, end = self._several(here, name)
            treaties += more
            if not several or end - 1 in self.stops:
                break
            here = self._behind(end, _LIST)
        return treaties, end

    def _just_before(self, at: int, last: tuple[str, int] | None) -> str | None:
        """The treaty of 'CRPD and its Optional Protocol', 'CEDAW Optional Protocol'."""
        if last is None or at <= last[1] - 1:
            return None
        between = self.text[self.tokens[last[1] - 1].end : self.tokens[at].start]
        return last[0] if len(between) < 60 and _THERETO.fullmatch(re.sub(r"\([^)]*\)", "", between)) else None

    def _protocols_to(self, treaty: str, end: int, several: bool, ordinal: int | None) -> Sequence[str]:
        """The protocols meant; none where there are several and which is not said."""
        if treaty in _ONLY:
            return [_ONLY[treaty]]
        if treaty == "ICCPR":
            both = several and not ordinal
            second = ordinal == 2 or bool(_DEATH.search(self._same_sentence(end)))
            return ["ICCPR-OP1", "ICCPR-OP2"] if both else ["ICCPR-OP2" if second else "ICCPR-OP1"]
        if treaty != "CRC":
            return []
        found = self._by_subject(end) or (["OP-CRC-IC"] if ordinal == 3 else [])
        return found or (["OP-CRC-AC", "OP-CRC-SC"] if several else [])  # the plural means at least the two of 2000

    def _by_subject(self, end: int) -> list[str]:
        behind = self._same_sentence(end)
        return [code for code, subject in _SUBJECTS.items() if subject.search(behind)]

    def _same_sentence(self, end: int) -> str:
        """What stands behind a token, to the end of the sentence or the next treaty's acronym."""
        start = self.tokens[end - 1].end
        text = self.text[start : start + _FAR]
        stop = re.search(r"[.;](?:\s|$)|\b(?:Optional Protocol|Convention|Covenant|Statute|OP-|[A-Z]{4,})", text)
        return text[: stop.start()] if stop else text

    # --- slips -------------------------------------------------------------------------------------------------------------------------

    def _slip(self, at: int) -> tuple[Sequence[str], int]:
        """'CPRD', 'ICESR': one slip away from one treaty's acronym, and nobody's own."""
        token = self.tokens[at]
        written = self.text[token.start : token.end]
        code = _meant(written) if len(written) >= SHORTEST and written.isupper() and written.isalpha() else None
        return ([code], at + 1) if code else ((), at + 1)


def _sentence_ends(text: str, tokens: Sequence[_Token]) -> Iterator[int]:
    """The tokens behind which a sentence or a clause ends; 'No.', 'arts.' do not end one."""
    for at, (token, after) in enumerate(pairwise(tokens)):
        if _STOP.search(text[token.end : after.start + 1]) and token.word not in ("no", "nos", "art", "para"):
            yield at


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _key(name: str) -> list[str]:
    """The words of a name that count."""
    tokens = [_singular(word.casefold()) for word in _WORD.findall(name)]
    return [word for word in tokens if word not in _SMALL]


@dataclass(slots=True)
class _Node:
    """The words that may stand behind those so far, and the code of the name that these are."""

    behind: dict[str, _Node] = field(default_factory=dict)
    code: str | None = None


@cache
def _trie() -> _Node:
    """All names, word by word."""
    root = _Node()
    keys = {tuple(_key(name)): code for name, code in reversed(list(_all_names()))}
    for key, code in keys.items():
        if not (_is_protocol_to(key, keys) and instruments.all_instruments()[code].kind == "protocol"):
            node = root
            for word in key:
                node = node.behind.setdefault(word, _Node())
            node.code = code
    return root


def _is_protocol_to(key: tuple[str, ...], names: Container[tuple[str, ...]]) -> bool:
    """'second protocol iccpr' is no name of its own: whose protocol it is, and which, is read."""
    own = key[1:] if key[0] in _ORDINALS else key
    if own[0] not in _PROTOCOL or (len(key) > 2 and key in _acronym_keys()):  # 'OP-CRC-SC' says itself which it is
        return False
    return len(own) == 1 or any(own[1:end] in names for end in range(2, len(own) + 1))


@cache
def _acronym_keys() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(_key(acronym)) for acronym in instruments.acronyms())


def _all_names() -> Iterator[tuple[str, str]]:
    for each in instruments.all_instruments().values():
        yield from ((name, each.code) for name in (each.name, *each.acronyms))
    for table in ("instrument_names.csv", "treaty_names.csv"):
        yield from ((row["name"], row["code"]) for row in rows(table))


@cache
def _meant(written: str) -> str | None:
    """The treaty whose acronym has two letters exchanged or one left out or added, where it is one alone."""
    near = {
        code for acronym, code in instruments.acronyms().items() if acronym.isalpha() and acronym.isupper() and is_slip(written, acronym)
    }
    return near.pop() if len(near) == 1 else None


def is_exchange(wrong: str, right: str) -> bool:
    """Two neighbouring letters exchanged."""
    if len(wrong) != len(right) or wrong == right:
        return False
    differing = [at for at in range(len(wrong)) if wrong[at] != right[at]]
    return (
        len(differing) == 2 and differing[1] == differing[0] + 1
        and wrong[differing[0]] == right[differing[1]] and wrong[differing[1]] == right[differing[0]]
    )  # fmt: skip


def is_slip(wrong: str, right: str) -> bool:
    """Two letters exchanged, or one left out, doubled or added; shorter words are too near to each other for the latter."""
    if is_exchange(wrong, right):
        return True
    shorter, longer = sorted((wrong, right), key=len)
    if len(longer) != len(shorter) + 1 or len(shorter) <= SHORTEST:
        return False
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _covenants(text: str) -> Iterator[Named]:
    """The two Covenants, named together."""
    for match in _COVENANTS.finditer(text):
        yield Named(*match.span(), "ICCPR")
        yield Named(*match.span(), "ICESCR")


def _ilo(text: str) -> Iterator[Named]:
    """Conventions of the ILO by their numbers, those that instruments.csv has."""
    for match in _ILO.finditer(text):
        group = match.lastgroup or ""
        numbers = _ILO_NUMBERS.match(match[group])
        if numbers:
            start = match.start(group) + numbers.start("numbers")
            for number in re.finditer(r"\d+", numbers["numbers"]):
                code = f"ILO-{number[0]}"
                if code in instruments.all_instruments():
                    yield Named(match.start(), start + number.end(), code)
