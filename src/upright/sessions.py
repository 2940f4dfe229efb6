"""Sessions of the UPR Working Group and of the Human Rights Council, and how six languages count sessions and write dates.

The two are counted separately: A/HRC/28/10 is of the Council's twenty-eighth session, the review in it of the Working Group's twentieth.
The cycle of a review is that of its session in the table, never worked out of a year.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from upright.data import rows


@dataclass(frozen=True, slots=True)
class Session:
    """A session. `first_day` and `last_day` are None where they are not certain; `cycle` (from 1) and `council_session`, the session of
    the Council that adopts the outcomes of the reviews, are those of a session of the Working Group."""

    body: str
    number: int
    first_day: dt.date | None
    last_day: dt.date | None
    year: int
    cycle: int | None
    council_session: int | None


@cache
def _sessions() -> dict[tuple[str, int], Session]:
    return {(each.body, each.number): each for each in map(_session, rows("sessions.csv"))}


def _session(row: dict[str, str]) -> Session:
    return Session(
        body=row["body"],
        number=int(row["number"]),
        first_day=_day(row["first_day"]),
        last_day=_day(row["last_day"]),
        year=int(row["year"]),
        cycle=_number(row["cycle"]),
        council_session=_number(row["council_session"]),
    )


def _day(cell: str) -> dt.date | None:
    return dt.date.fromisoformat(cell) if cell else None


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def working_group_session(number: int) -> Session:
    """A session of the UPR Working Group. KeyError for one that the table does not hold."""
    return _sessions()["working_group", number]


def council_session(number: int) -> Session:
    """A regular session of the Human Rights Council. KeyError for one that the table does not hold."""
    return _sessions()["council", number]


def cycle_of(number: int) -> int | None:
    """The cycle that a session of the Working Group belongs to; None for a session that the table does not hold."""
    found = _sessions().get(("working_group", number))
    return found.cycle if found else None


def cycle_at_council(number: int) -> int | None:
    """The cycle of the reviews whose outcomes a session of the Council adopts; None where it adopts none or the table does not say."""
    cycles = {each.cycle for each in _sessions().values() if each.council_session == number}
    return cycles.pop() if len(cycles) == 1 else None


# --- how sessions are counted: 'Twenty-eighth session', 'Vingt-deuxième session', '22º período de sesiones', '第三十四届会议'

# The noun; the words that count it stand before it, in Arabic after it, in Chinese inside it.
_NOUN = {
    "en": re.compile(r"\s+session\b", re.IGNORECASE),
    "fr": re.compile(r"\s+session\b", re.IGNORECASE),
    "es": re.compile(r"\s+per[ií]odo\s+de\s+sesiones\b", re.IGNORECASE),
    "ru": re.compile(r"\s+сесси[яию]\b", re.IGNORECASE),
    "ar": re.compile(r"\b(?:ال)?دور(?:ة|ته|تها)\s+"),
    "zh": re.compile(r"第(?P<count>[\d一二三四五六七八九十百零]{1,7})届"),
}
_FIGURE = re.compile(r"(\d{1,3})(?:st|nd|rd|th|º|ª|°|er|e|ème|-я|-й)?")
_MOST_WORDS = 4  # 'one hundred and eighteenth', 'vingt et unième'
_MOST_CHARACTERS = 45


@cache
def _ordinals() -> dict[str, dict[str, int]]:
    by_language: dict[str, dict[str, int]] = {}
    for row in rows("ordinals.csv"):
        by_language.setdefault(row["language"], {})[row["word"]] = int(row["number"])
    return by_language


def ordinal_sessions(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Every session that a text counts, in words or figures: where its noun stands, and its number."""
    for match in _NOUN[language].finditer(text):
        number = _counted(text, match, language)
        if number:
            yield match.start(), number


def _counted(text: str, noun: re.Match[str], language: str) -> int | None:
    if language == "zh":
        return _ordinal([noun["count"]], language)
    if language == "ar":
        following = text[noun.end() : noun.end() + _MOST_CHARACTERS].split()
        return _first(_ordinal(following[:words], language) for words in (2, 1))
    before = text[max(0, noun.start() - _MOST_CHARACTERS) : noun.start()].split()
    return _first(_ordinal(before[-words:], language) for words in range(_MOST_WORDS, 0, -1))


def _first(numbers: Iterator[int | None]) -> int | None:
    return next((number for number in numbers if number), None)


def _ordinal(words: list[str], language: str) -> int | None:
    """'twenty-', 'eighth' (broken at a line end) and 'twenty-eighth' are 28; figures are read in every language."""
    written = " ".join(words).replace("- ", "-").casefold().strip("(،,.")
    figure = _FIGURE.fullmatch(written)
    return int(figure[1]) if figure else _ordinals()[language].get(written)


# --- dates: '10 December 2014', '1er mars 2019', '29 de octubre de 2019', '16 ноября 2009 года', '2023年8月30日'

_CHINESE_DATE = r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"
_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@cache
def _months() -> dict[str, int]:
    return {row["name"].casefold(): int(row["month"]) for row in rows("months.csv")}


@cache
def _date_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_months(), key=len, reverse=True))
    return re.compile(
        rf"(?<![\d.])(?P<day>\d{{1,2}})(?:er|º)?\s+(?:de\s+)?(?P<month>{names})\s*,?\s*(?:de\s+|del\s+)?(?P<year>\d{{4}})(?!\d)|{_CHINESE_DATE}",
        re.IGNORECASE,
    )


def dates(text: str) -> Iterator[tuple[int, int, dt.date]]:
    """Every full date in a text, in any of the six languages: start, end, date. '31 November' is no date and is passed over."""
    for match in _date_pattern().finditer(text.translate(_ARABIC_DIGITS)):
        year, day = int(match["year"] or match["y"]), int(match["day"] or match["d"])
        month = _months()[" ".join(match["month"].split()).casefold()] if match["month"] else int(match["m"])
        try:
            yield match.start(), match.end(), dt.date(year, month, day)
        except ValueError:
            continue
