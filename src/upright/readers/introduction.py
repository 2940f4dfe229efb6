"""The introduction of a report of the Working Group: session, dates, meetings, head of delegation, troika, documents, advance questions.

The wordings hardly change: 'held its twentieth session from 27 October to 7 November 2014', 'The review of X was held at the 7th
meeting, on 30 October 2014', 'headed by ...', 'At its 14th meeting, held on 4 November 2014, the Working Group adopted the report'
(A/HRC/28/10, 1-4).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from upright import states
from upright.readers.document import Document
from upright.readers.numbers import count
from upright.readers.sentences import sentences
from upright.records import DocumentRole, Review
from upright.sessions import dates
from upright.structure import Block, BlockKind
from upright.symbols import find_symbols

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = rf"(?P<day>\d{{1,2}})\s+(?P<month>{_MONTHS})\s*,?\s*(?P<year>\d{{4}})?"
_SESSION_DATES = re.compile(
    rf"session\s*,?\s*(?:which was\s+)?(?:held\s+)?(?:in Geneva\s+)?from\s+(?P<first>\d{{1,2}}(?:\s+(?:{_MONTHS}))?(?:\s+\d{{4}})?)\s*(?:to"
    rf"|–|-|until)\s*(?P<last>\d{{1,2}}\s+(?:{_MONTHS})\s+\d{{4}})"
)
_REVIEWED = re.compile(
    rf"\breview\b[^.]{{0,120}}?\bheld\s+at\s+the\s+(?P<meetings>[^.]{{0,80}}?meetings?)\s*,?\s*(?:held\s+)?(?:on\s+)?{_DATE}"
)
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth"),
    *("fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_ORDINAL = re.compile(rf"(?<![\w-])(?:(?P<digits>\d{{1,2}})\s?(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)}))\b", re.IGNORECASE)
# 'At its 14th meeting, held on ...'; in 2009 often 'At its meeting held on ...', without a number (A/HRC/11/25, 1).
_ADOPTED = re.compile(rf"\b[Aa]t\s+its\s+(?P<meetings>(?:[\w-]+\s+)?)meeting\s*,?\s*(?:held\s*,?\s*)?on\s+{_DATE}")
_HEADED = re.compile(r"\b(?:was|were)\s+(?:\w+\s+)?(?:co-)?(?:headed|led)\s+(?:\w+\s+)??(?:by|the)\b\s*:?\s*")
_HEAD_ENDS = re.compile(r",?\s+and (?:was )?(?:composed of|consisted of|included)\b|,\s+and consisted|;")
_TROIKA = re.compile(
    r"\btroika\b[^:]{0,160}:\s*(?P<names>[^.]+)"
    r"|selected\s+(?P<before>[^.]{5,160}?)\s+as\s+(?:members of the\s+)?(?:rapporteurs|troika)",
    re.IGNORECASE,
)
_ADVANCE = re.compile(
    r"\bquestions?\s+(?:was |were |had been )?(?:prepared"
    r"|submitted)\s+(?:\w+\s+){0,2}?(?:in advance\s+)?by\s+(?P<names>.{1,2000}?)\s+(?:was|were|has been"
    r"|have been)\s+transmitted",
    re.IGNORECASE,
)
_COUNT = r"\d{1,3}|[A-Za-z]+(?:-[a-z]+)?"
# '73 delegations made statements', 'statements were made by 46 delegations', '42 statements were made by ...'
_ANNOUNCED = re.compile(
    rf"\b(?P<number>{_COUNT})\s+(?:delegations|States|countries)\s+(?:made|delivered|took|had made|gave|intervened)\b"
    rf"|\bstatements\s+were\s+made\s+by\s+(?P<by>{_COUNT})\s+delegations|\b(?P<statements>{_COUNT})\s+statements\s+were\s+made\b"
)
_ROLES = (
    (re.compile(r"national report|written presentation", re.IGNORECASE), "national_report"),
    (re.compile(r"compilation", re.IGNORECASE), "compilation"),
    (re.compile(r"summary", re.IGNORECASE), "stakeholder_summary"),
)
_NUMBER = re.compile(r"^\d{1,3}\.?\s+")


def review(document: Document, blocks: Iterable[Block], dialogue: Iterable[Block]) -> Review | None:
    """The `review` record out of the introduction's blocks; None where no introduction was found."""
    found = [block for block in blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.TEXT)]
    if not found:
        return None
    text = " ".join(_NUMBER.sub("", block.text, count=1) for block in found)  # a number would hide that a sentence ended before it
    reviewed = _REVIEWED.search(text)
    adopted = _ADOPTED.search(text)
    return Review(
        document=document.symbol,
        source=document.source(found[0].start, found[-1].end, found[0].label),
        state_under_review=document.identity.state,
        working_group_session=document.identity.working_group_session,
        session_dates=_session_dates(text),
        reviewed_on=_date(reviewed),
        adopted_on=_date(adopted),
        meetings=tuple(sorted({*_meetings(reviewed), *_meetings(adopted)})),
        head_of_delegation=next((head for block in found if (head := _head(block.text))), None),
        troika=_troika(text, document.identity.state),
        documents=tuple(_documents(found)),
        advance_questions_from=_advance(text, document.identity.state),
        statements_announced=_announced(dialogue),
    )


def _head(text: str) -> str | None:
    """Name and office, up to the end of the sentence."""
    begin = _HEADED.search(text)
    if begin is None:
        return None
    end = next((last for _, last in sentences(text) if last > begin.end()), len(text))
    words = text[begin.end() : end]
    return _HEAD_ENDS.split(words, maxsplit=1)[0].strip(" ,.") or None


def _meetings(match: re.Match[str] | None) -> Iterator[int]:
    for ordinal in _ORDINAL.finditer(match["meetings"]) if match else ():
        yield int(ordinal["digits"]) if ordinal["digits"] else _ORDINALS.index(ordinal["word"].lower()) + 1


def _date(match: re.Match[str] | None) -> datetime.date | None:
    if match is None or match["year"] is None:
        return None
    return _day(f"{match['day']} {match['month']} {match['year']}")


def _day(words: str) -> datetime.date | None:
    return next((date for _, _, date in dates(words)), None)


def _session_dates(text: str) -> tuple[datetime.date, datetime.date] | None:
    match = _SESSION_DATES.search(text)
    if match is None:
        return None
    last = match["last"].split()
    first = match["first"].split()
    begin, end = _day(" ".join([*first, *last[len(first) :]])), _day(" ".join(last))
    return (begin, end) if begin and end else None


def _codes(text: str, state_under_review: str | None) -> tuple[str, ...]:
    codes = dict.fromkeys(state.code for _, _, state in states.mentions(text))
    return tuple(code for code in codes if code != state_under_review)


def _troika(text: str, state_under_review: str | None) -> tuple[str, ...]:
    match = _TROIKA.search(text)
    return _codes(match["names"] or match["before"], state_under_review) if match else ()


def _advance(text: str, state_under_review: str | None) -> tuple[str, ...]:
    match = _ADVANCE.search(text)
    return _codes(match["names"], state_under_review) if match else ()


def _documents(blocks: list[Block]) -> Iterator[DocumentRole]:
    seen: set[str] = set()
    for block in blocks:
        for _, end, symbol in find_symbols(block.text):
            if str(symbol) in seen or not str(symbol).startswith("A/HRC/WG.6/"):
                continue
            seen.add(str(symbol))
            words = block.text[:end]
            role = max(((match.end(), name) for pattern, name in _ROLES for match in pattern.finditer(words)), default=(0, "other"))[1]
            yield DocumentRole(symbol=str(symbol), role=role)


def _announced(blocks: Iterable[Block]) -> int | None:
    for block in blocks:
        for match in _ANNOUNCED.finditer(block.text):
            number = count(match["number"] or match["by"] or match["statements"])
            if number:
                return number
    return None
