"""Which earlier requests a request goes back to, by its own words: 'As recommended in the previous review', 'accepted during the first
cycle', 'its previous recommendations (CCPR/C/KAZ/CO/1, para. 9)'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from upright.linking.requests import Request
from upright.symbols import find_symbols

# As A/HRC/28/10, 126.32 and CERD/C/URY/CO/21-23, 11 write.
_EARLIER = re.compile(
    r"\b(?:as|already|previously|which (?:was|were)|that (?:was|were)|object of a|accepted|supported|made|issued|reiterat\w+|recall\w+"
    r"|follow\w*|in line with|implement\w*|act on|honour\w*)\b[^.;]{0,80}?"
    r"(?:\b(?:previous|earlier|last|prior|past|first|second|third)\s+(?:UPR|universal periodic review|review|cycle|recommendations?"
    r"|concluding|commitments?|report|round)\b|\brecommendations?\s+(?:accepted|made|received|supported)\b)",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"paras?\.?\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
_BEHIND = 40  # characters behind a symbol in which its paragraph stands
_NUMBER = re.compile(r"\brecommendations?\s+(?:Nos?\.?\s*)?(\d{1,3}\.\d{1,3})\b", re.IGNORECASE)


def goes_back(text: str) -> bool:
    """Whether a request says that it repeats or follows an earlier one."""
    return bool(_EARLIER.search(" ".join(text.split())))


def cited(request: Request, earlier: Sequence[Request]) -> Iterator[tuple[Request, str]]:
    """The earlier requests that a request names by symbol and paragraph, or by number, each with the words that name it."""
    plain = " ".join(request.text.split())
    for start, end, symbol in find_symbols(plain):
        paragraph = _PARAGRAPH.search(plain, end, end + _BEHIND)
        for each in earlier:
            if paragraph and each.ref.symbol == str(symbol) and paragraph[1] in (each.number, each.source.paragraph):
                yield each, plain[start : paragraph.end()]
    for match in _NUMBER.finditer(plain):
        yield from ((each, match[0]) for each in earlier if each.number == match[1])
