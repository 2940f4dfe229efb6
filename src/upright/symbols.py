"""UN document symbols.

All language versions of a document carry one symbol; a stored text is known by its symbol and its language. The parts of a symbol say the
body (A/HRC, CCPR/C), the session or the State, and the kind of document (Q list of issues, CO concluding observations, SR summary record),
its last parts what changes it (Add.1 addendum, Corr.1 corrigendum, Rev.1 revision). Rules: Dag Hammarskjöld Library, UN document symbols.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from upright import bodies, states

# A part: '10', 'KAZ', '2-3', 'Add.1', 'S-17'; documents break it after a dot or a hyphen ('Add. 1', 'WG. 6', '18-\n20').
_PART = r"(?:[A-Za-z]{1,5}\.\s?\d+|S-\d+|\d+[A-Z]?(?:[\-‐‑–]\s?\d+)?|[A-Z]{1,7}\d*)(?![A-Za-z])"
_SUFFIX = r"(?:Add|Corr|Rev|Amend|Summary)\.?\s?\d+"
_SUFFIX_PART = re.compile(r"(Add|Corr|Rev|Amend)\.(\d+)", re.IGNORECASE)
_MEETING = re.compile(r"SR\.(\d+)")
# Parts between a body's prefix and the number of a Council session: A/HRC/28/10, A/HRC/DEC/28/101, A/HRC/RES/16/21.
_COUNCIL_DOCUMENTS = ("RES", "DEC", "PRST")


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """A symbol, as its parts: ('A', 'HRC', '28', '10', 'Add.1')."""

    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Symbol:
        """The symbol that a text is, whatever spaces and line breaks stand inside. ValueError when it is none."""
        match = _symbol_pattern().fullmatch(text.strip())
        symbol = cls(_parts(match["symbol"])) if match else None
        if symbol is None or not symbol.is_complete:
            raise ValueError(f"{text.strip()!r} is not the symbol of a UN document (such as A/HRC/28/10 or CCPR/C/KAZ/CO/2)")
        return symbol

    def __str__(self) -> str:
        return "/".join(self.parts)

    @property
    def is_complete(self) -> bool:
        """A symbol ends in a number of some kind; its series alone ('A/HRC', 'CCPR/C/KAZ') is no document."""
        return len(self.parts) >= 3 and len(self.parts) > len(_prefix(self.parts)) and any(map(str.isdigit, self.parts[-1]))

    @property
    def body(self) -> str | None:
        """Code of the body whose document it is ('HRC', 'UPR', 'CCPR')."""
        return bodies.prefixes().get(_prefix(self.parts))

    @property
    def state(self) -> str | None:
        """The State that the document is about, where the symbol says it: KAZ in CRPD/C/KAZ/CO/1; the European Union keeps its name."""
        for part in self.parts[len(_prefix(self.parts)) :]:
            if part in states.codes():
                return part
        return _UNION if "EU" in self.parts[2:3] else None

    @property
    def parent(self) -> Symbol | None:
        """The document that this one adds to, corrects or revises: A/HRC/28/10 for A/HRC/28/10/Add.1."""
        return Symbol(self.parts[:-1]) if _SUFFIX_PART.fullmatch(self.parts[-1]) else None

    @property
    def is_addendum(self) -> bool:
        return self.parts[-1].startswith("Add.")

    @property
    def is_corrigendum(self) -> bool:
        return self.parts[-1].startswith("Corr.")

    @property
    def council_session(self) -> int | None:
        """Session of the Human Rights Council: 28 in A/HRC/28/10 and A/HRC/DEC/28/101; a special session (S-17) has none."""
        if self.body != "HRC":
            return None
        rest = self.parts[2:]
        number = rest[1] if rest[0] in _COUNCIL_DOCUMENTS and len(rest) > 2 else rest[0]
        return int(number) if number.isdigit() and len(rest) > 1 else None

    @property
    def working_group_session(self) -> int | None:
        """Session of the UPR Working Group: 20 in A/HRC/WG.6/20/KAZ/1."""
        number = self.parts[3] if self.body == "UPR" and len(self.parts) > 3 else ""
        return int(number) if number.isdigit() else None

    @property
    def meeting(self) -> int | None:
        """Number of the meeting of a summary record: 3272 in CCPR/C/SR.3272."""
        found = (_MEETING.fullmatch(part) for part in self.parts)
        return next((int(match[1]) for match in found if match), None)


_UNION = "European Union"


def find_symbols(text: str) -> Iterator[tuple[int, int, Symbol]]:
    """Every symbol in a text with its span. 'CCPR/C/KAZ/Q/2 and Add.1' gives two: the second one's span is that of 'Add.1'."""
    for match in _symbol_pattern().finditer(text):
        symbol = Symbol(_parts(match["symbol"]))
        if not symbol.is_complete:
            continue
        yield match.start("symbol"), match.end("symbol"), symbol
        if match["also"]:
            yield from _also(match, symbol)


def _also(match: re.Match[str], symbol: Symbol) -> Iterator[tuple[int, int, Symbol]]:
    for suffix in re.finditer(_SUFFIX, match["also"]):
        start = match.start("also") + suffix.start()
        yield start, start + len(suffix[0]), Symbol((*symbol.parts, *_parts(suffix[0])))


@cache
def _symbol_pattern() -> re.Pattern[str]:
    """One symbol; `also` holds what is joined to it: 'CCPR/C/KAZ/Q/2 and Add.1', 'A/HRC/21/4, Corr.1 and Add.1'."""
    roots = sorted(bodies.prefixes(), key=len, reverse=True)
    series = "|".join(r"\s?/\s*".join(re.escape(part).replace(r"\.", r"\.\s?") for part in root) for root in roots)
    return re.compile(
        rf"(?<![\w/.-])(?P<symbol>(?:{series})(?:\s?/\s*{_PART})+)(?!\w)(?P<also>(?:(?:\s*,|\s*-|\s+and|\s*&)\s*{_SUFFIX})*)", re.ASCII
    )


def _parts(text: str) -> tuple[str, ...]:
    plain = re.sub(r"\s+", "", text).replace("–", "-").replace("‐", "-").replace("‑", "-")
    parts = plain.split("/")
    return tuple(_suffix(part) for part in parts)


def _suffix(part: str) -> str:
    """'ADD.1' and 'add.1' are 'Add.1'."""
    match = _SUFFIX_PART.fullmatch(part)
    return f"{match[1].capitalize()}.{match[2]}" if match else part


def _prefix(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The longest known series that a symbol begins with."""
    known = bodies.prefixes()
    return next((parts[:length] for length in (3, 2, 1) if parts[:length] in known), ())
