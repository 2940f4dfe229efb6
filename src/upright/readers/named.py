"""The recommendations that a sentence of an addendum names by number, and which of its verdicts is on which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from upright.readers.numbers import NUMBER_LIST, numbers
from upright.readers.verdicts import Verdict
from upright.records import Position

# What stands for a number where a position is on all recommendations ('all'), on all under a paragraph of the report ('97.all'), or on all
# that the addendum names nowhere else ('others'): only the report can say which they are.
ALL = "all"
OTHERS = "others"

_LIST = NUMBER_LIST.pattern
_AFTER_WORD = re.compile(
    rf"(?<!\()\b(?:recommendations?|recs?\.?|numbers|numbered|nos?\.?)\s+(?:(?:contained|listed|set\s+out|included|made|found|in|under"
    rf"|the|nos?\b\.?|numbers?|numbered|following|and|sub-?paragraphs?)\s*)*:?\s*\(?(?P<list>{_LIST})",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(rf"(?P<list>(?=\d{{1,3}}\s?(?:\.\d|\(\d)){_LIST})")
_PARAGRAPH = re.compile(
    rf"\brecommendations?\b[^.;:]{{0,60}}?\bparagraphs?\s+(?P<under>\d{{1,3}})(?!\d|\.\d|\s?\(\d)(?:\s+(?:and"
    rf"|to)\s+(?P<also>\d{{1,3}})(?!\d|\.\d))?(?:[^:.;]{{0,90}}:\s*(?P<list>(?!\d{{1,3}}\.\d){_LIST}))?",
    re.IGNORECASE,
)
_NO_NUMBER_BEFORE = re.compile(
    r"(?:articles?|arts?\.|sections?|targets?|goals?|SDGs?|rules?|chapters?|table|annex|version|USD|EUR|US\$|€|\$|about|approximately"
    r"|resolution)\s*$",
    re.IGNORECASE,
)
_NO_NUMBER_AFTER = re.compile(r"\s*(?:%|per\s+cent|percent|million|billion|thousand|km|years?|hectares?|euros?|dollars?)", re.IGNORECASE)
REST = re.compile(
    r"\b(?:all\s+(?:the\s+)?(?:other|remaining)|(?:the\s+)?(?:other|remaining|rest\s+of\s+the))\s+(?:\d+\s+)?recommendations\b",
    re.IGNORECASE,
)
EXCEPT = re.compile(r"\b(?:except(?:\s+for)?|with\s+the\s+exception\s+of|other\s+than|apart\s+from|save\s+for|excluding)\b", re.IGNORECASE)
LEADS = re.compile(r":\s*$|\b(?:following|below|listed\s+here|hereunder|hereafter)\b", re.IGNORECASE)
_PARTLY = re.compile(r"\(\s*(?:in\s+part|partially|partly|(?:first|second|last)\s+part(?:\s+only)?|partial)\s*\)", re.IGNORECASE)
PART = re.compile(
    r"\bparts?\b|\bportion\b|\bformer\b|\blatter\b|\bremainder\b|\brest\s+of\s+(?:it|the\s+recommendation)\b|\belements?\b|\baspects?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Numbers in a sentence; `partly`: those that it marks '(in part)'."""

    start: int
    end: int
    numbers: tuple[str, ...]
    partly: frozenset[str] = frozenset()


def lists(sentence: str, under: str | None) -> Iterator[Listed]:
    """The recommendations that a sentence names by number."""
    partly: set[str] = set()
    for match in _PARTLY.finditer(sentence):
        before = list(NUMBER_LIST.finditer(sentence, 0, match.start()))
        if before:
            partly.update(list(numbers(before[-1][0], under))[-1:])
    plain = _PARTLY.sub(lambda match: " " * len(match[0]), sentence)
    at = 0
    for match in _found_lists(plain):
        if match.start() < at:
            continue
        at = match.end()
        if _NO_NUMBER_BEFORE.search(plain[: match.start("list") if match["list"] else match.start()]) or _NO_NUMBER_AFTER.match(
            plain, match.end()
        ):
            continue
        listed = tuple(dict.fromkeys(_named(match, under)))
        yield Listed(match.start(), match.end(), listed, frozenset(partly.intersection(listed)))


def with_others(sentence: str, listed_numbers: list[Listed], found: Sequence[Verdict]) -> list[Listed]:
    """The listed_numbers of a sentence and 'all other recommendations' among them, unless a list follows that says which these are."""
    rest = REST.search(sentence)
    if rest is None or LEADS.search(sentence) or EXCEPT.search(sentence):
        return listed_numbers
    after = min((listed.start for listed in listed_numbers if listed.end > rest.end()), default=None)
    if after is not None and not any(rest.end() <= verdict.start < after for verdict in found):
        return listed_numbers
    return sorted([*listed_numbers, Listed(*rest.span(), (OTHERS,))], key=lambda listed: listed.start)


def _found_lists(sentence: str) -> list[re.Match[str]]:
    found = [match for pattern in (_PARAGRAPH, _AFTER_WORD, _ANYWHERE) for match in pattern.finditer(sentence)]
    return sorted(found, key=lambda match: (match.start(), -match.end()))


def _named(match: re.Match[str], under: str | None) -> Iterator[str]:
    paragraph = match.groupdict().get("under")
    if match["list"]:
        yield from numbers(match["list"], paragraph or under)
    elif paragraph:  # 'the recommendations in paragraph 97': every one that stands under it
        yield from (f"{each}.{ALL}" for each in (paragraph, match["also"]) if each)


def assigned(sentence: str, listed_numbers: Sequence[Listed], found: Sequence[Verdict]) -> Iterator[tuple[Sequence[str], Position | None]]:
    """Each list takes the verdict before it ('accepts 1, 2 and notes 3'), or, where the first list opens the sentence, the one after it
    ('1 and 2 are accepted, 3 is noted'). A verdict left over, on another part of the same recommendations, makes them accepted in part."""
    if not found:
        return
    passive = listed_numbers[0].start < found[0].start
    taken: dict[int, list[Listed]] = {}
    for listed in listed_numbers:
        after = next((at for at, verdict in enumerate(found) if verdict.start >= listed.end), None)
        before = next((at for at, verdict in reversed(list(enumerate(found))) if verdict.start < listed.start), None)
        chosen = (after if after is not None else before) if passive else (before if before is not None else after)
        if chosen is None:  # 'Recommendation 97.1 is under consideration': the verdict's words hold the number
            chosen = next((at for at, verdict in enumerate(found) if verdict.start < listed.end and listed.start < verdict.end), None)
        if chosen is not None:
            taken.setdefault(chosen, []).append(listed)
    left = [verdict for at, verdict in enumerate(found) if at not in taken]
    for at, some in taken.items():
        position = combined([found[at], *(verdict for verdict in left if verdict.of_part or PART.search(sentence))])
        for listed in some:
            yield [number for number in listed.numbers if number not in listed.partly], position
            yield sorted(listed.partly), Position.PARTIALLY_SUPPORTED if position is Position.SUPPORTED else position


def combined(found: Sequence[Verdict]) -> Position | None:
    """One position out of the verdicts of one answer. Support of one thing and refusal of another: in part. Refusal of a part, and no
    word of the rest: None."""
    positions = {verdict.position for verdict in found}
    if Position.PARTIALLY_SUPPORTED in positions or (Position.SUPPORTED in positions and len(positions) > 1):
        return Position.PARTIALLY_SUPPORTED
    if any(verdict.of_part for verdict in found):
        return Position.PARTIALLY_SUPPORTED if Position.SUPPORTED in positions else None
    return next((position for position in (Position.SUPPORTED, Position.NOTED, Position.PENDING) if position in positions), None)
