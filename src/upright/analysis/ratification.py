"""Which treaties a recommendation asks the State to ratify, by the names that stand behind the verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from upright.analysis.treaty_names import Named, named

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


def asked_to_ratify(text: str) -> tuple[str, ...]:
    """The codes of the instruments that a recommendation asks to ratify, accede to or sign, in their order; () where none is named."""
    found: dict[str, None] = {}
    plain = " ".join(text.replace("’", "'").split())
    names = named(plain)
    for verb in _ASKS.finditer(plain):
        if not _DONE.search(plain[: verb.start()]):
            found.update(dict.fromkeys(_asked(plain, names, verb.end())))
    return tuple(found)


def _asked(text: str, names: Sequence[Named], start: int) -> Iterator[str]:
    """The instruments named from `start` to where another request begins."""
    end = len(text)
    for each in names:
        if each.start >= start and each.start <= end:
            yield each.code
            if another := _ENDS.search(text, each.end):
                end = min(end, another.start())
