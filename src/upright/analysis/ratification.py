"""Which treaties a recommendation asks the State to ratify, by the names that stand behind the verb."""

from __future__ import annotations

import re
from functools import cache

from upright import instruments
from upright.data import rows

# 'Ratify', 'Consider ratifying', 'accede to', 'Become a party to', 'sign', 'Complete the ratification of', 'adhere to'.
_ASKS = re.compile(
    r"\b(?:(?:re-?)?ratif(?:y|ying|ication)|acced(?:e|ing)|accession|adher(?:e|ing)|sign(?:ing)?\b"
    r"|becom(?:e|ing) (?:a )?(?:state )?party|join(?:ing)?)\b",
    re.IGNORECASE,
)
# Where what is to be ratified ends and another request begins: 'and bring its law into line with CEDAW', '; implement CRC'.
_ENDS = re.compile(
    r"[;.](?:\s|$)|,?\s+(?:and|as well as|with a view to|in order to|by)\s+(?:to\s+)?(?!ratif|acced|sign|its|the\b)"
    r"(?:\w+ly\s+)?(?:implement|incorporat|harmoni[sz]|bring|align|withdraw|lift|submit|cooperat|ensur|adopt|enact|establish|abolish|take|fulfil|"
    r"comply|respect|domesticat|translat|transpos|review|amend|provid|accept|recogni[sz]|mak|remov|creat|set|allow|put|introduc|strengthen|continu)",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:has|have|already|recently|been|after|having|since|welcom\w+|following|its)\s+(?:\w+\s+)?$", re.IGNORECASE)


# 'the Optional Protocol to CRPD' is not CRPD; 'CRPD and its Optional Protocol' is both. Where a treaty has several, none is meant for sure.
_PROTOCOL_TO = re.compile(r"\b(?:protocols?|OPs?)\s+(?:to|of)\s+(?:the\s+)?(?:(?:international|united nations|UN)\s+)?$", re.IGNORECASE)
_AND_ITS_PROTOCOL = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?,?\s*(?:and|as well as|with)\s+(?:its|the)\s+(?:\w+\s+)?(?:optional protocol|OP)\b", re.IGNORECASE
)
_ONLY_PROTOCOL = {"CRPD": "OP-CRPD", "CAT": "OPCAT", "CEDAW": "OP-CEDAW", "ICESCR": "OP-ICESCR"}


def asked_to_ratify(text: str) -> tuple[str, ...]:
    """The codes of the instruments that a recommendation asks to ratify, accede to or sign, in their order; () where none is named."""
    found: dict[str, None] = {}
    plain = " ".join(text.replace("’", "'").split())
    for verb in _ASKS.finditer(plain):
        if not _DONE.search(plain[: verb.start()]):
            found.update(dict.fromkeys(_named(plain, verb.end())))
    return tuple(found)


def _named(text: str, start: int) -> list[str]:
    """The instruments named from `start` to where another request begins."""
    found: list[str] = []
    end = len(text)
    for match in _pattern().finditer(text, start):
        if match.start() > end:
            break
        found += _meant(_names()[_fold(match[0])], text[: match.start()], text[match.end() :])
        if another := _ENDS.search(text, match.end()):
            end = another.start()
    return found


def _meant(code: str, before: str, behind: str) -> list[str]:
    protocol = [_ONLY_PROTOCOL[code]] if code in _ONLY_PROTOCOL else []
    if _PROTOCOL_TO.search(before):
        return protocol
    return [code, *protocol] if _AND_ITS_PROTOCOL.search(behind) else [code]


def _fold(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.casefold()).strip()


@cache
def _names() -> dict[str, str]:
    """Codes by the folded names and acronyms that are known."""
    found = {_fold(row["name"]): row["code"] for row in rows("instrument_names.csv")}
    for each in instruments.all_instruments().values():
        for name in (each.name, *each.acronyms):
            found.setdefault(_fold(name), each.code)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """Any name, the longest first: 'Optional Protocol to the Convention against Torture' is not the Convention."""
    names = sorted(_names(), key=len, reverse=True)
    spelt = (r"[^A-Za-z0-9]+".join(map(re.escape, name.split())) for name in names)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(spelt)})(?![A-Za-z0-9]|-[A-Z0-9])", re.IGNORECASE)
