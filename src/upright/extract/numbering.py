"""The numbers that Word computes and prints beside paragraphs (ECMA-376 part 1, 17.9): many UN files hold no literal number at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9


def value(element: etree._Element | None, child: str) -> str | None:
    """The `w:val` of a child element."""
    found = None if element is None else element.find(W + child)
    return None if found is None else found.get(W + "val")


def number(text: str | None) -> int | None:
    """A whole number as XML writes it, or None where it is absent or no number."""
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else None


# --- how a number is printed -----------------------------------------------------------------------------------------------------------

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"  # Word leaves out ё, й, ъ, ь
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_CHINESE = "〇一二三四五六七八九"


def roman(count: int) -> str:
    """'iv' for 4; beyond 4,999 in digits."""
    if not 0 < count < 5000:
        return str(count)
    printed = ""
    for worth, letters in _ROMAN:
        printed += letters * (count // worth)
        count %= worth
    return printed


def _letters(alphabet: str) -> Callable[[int], str]:
    """Word repeats the letter after the last one: y, z, aa, bb."""

    def printed(count: int) -> str:
        times, place = divmod(count - 1, len(alphabet))
        return alphabet[place] * min(times + 1, 30) if count > 0 else str(count)

    return printed


def _chinese(count: int) -> str:
    """十, 十一, 二十, 二十三; from 100 on digit by digit."""
    if not 0 < count < 100:
        return "".join(_CHINESE[int(digit)] for digit in str(abs(count)))
    tens, ones = divmod(count, 10)
    return (_CHINESE[tens] if tens > 1 else "") + ("十" if tens else "") + (_CHINESE[ones] if ones else "")


def _ordinal(count: int) -> str:
    suffix = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{suffix}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "ordinal": _ordinal,
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "lowerLetter": _letters(_LATIN),
    "upperLetter": _letters(_LATIN.upper()),
    "russianLower": _letters(_RUSSIAN),
    "russianUpper": _letters(_RUSSIAN.upper()),
    "arabicAlpha": _letters(_ARABIC),
    "arabicAbjad": _letters(_ABJAD),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": lambda count: "".join(_CHINESE[int(digit)] for digit in str(abs(count))),
    "decimalFullWidth": lambda count: str(count).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalEnclosedCircle": lambda count: chr(0x245F + count) if 0 < count <= 20 else str(count),
    "decimalEnclosedParen": lambda count: f"({count})",
    "none": lambda _: "",
}


def printed(count: int, style: str) -> str:
    """A count in one of Word's number formats; in digits where the format is not known."""
    return _FORMATS.get(style, str)(count)


# --- definitions ------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` as '%1.' or '(%2)'. After a paragraph of a level below `restart` it begins anew (0: never)."""

    start: int
    style: str
    text: str
    restart: int
    legal: bool  # every number of it in digits
    suffix: str
    paragraph_style: str | None


@dataclass(frozen=True, slots=True)
class NumberedList:
    """One w:num: a use of an abstract list, with what it says otherwise."""

    abstract: str
    levels: dict[int, Level]
    overrides: dict[int, int]


def _level(element: etree._Element, place: int) -> Level:
    restart = number(value(element, "lvlRestart"))
    legal = element.find(W + "isLgl")
    return Level(
        start=number(value(element, "start")) or 0,  # 0 where it is not said (17.9.25)
        style=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        restart=place if restart is None else restart,
        legal=legal is not None and legal.get(W + "val") not in ("0", "false"),
        suffix={"nothing": ""}.get(value(element, "suff") or "tab", " "),
        paragraph_style=value(element, "pStyle"),
    )


def _levels(element: etree._Element) -> dict[int, Level]:
    return {place: _level(level, place) for level in element.iterfind(W + "lvl") if (place := number(level.get(W + "ilvl"))) is not None}


def _overrides(element: etree._Element) -> Iterator[tuple[int, int | None, Level | None]]:
    for override in element.iterfind(W + "lvlOverride"):
        place = number(override.get(W + "ilvl"))
        if place is not None:
            level = override.find(W + "lvl")
            yield place, number(value(override, "startOverride")), None if level is None else _level(level, place)


def word_lists(root: etree._Element | None) -> dict[str, NumberedList]:
    """The lists of a numbering part, by the id that paragraphs name."""
    if root is None:
        return {}
    abstracts = {element.get(W + "abstractNumId") or "": element for element in root.iterfind(W + "abstractNum")}
    linked = {link: name for name, element in abstracts.items() if (link := value(element, "styleLink"))}
    lists = {}
    for element in root.iterfind(W + "num"):
        name = value(element, "abstractNumId") or ""
        style = value(abstracts.get(name), "numStyleLink")  # the levels stand in the list that defines that style
        name = linked.get(style or "", name)
        levels = _levels(abstracts[name]) if name in abstracts else {}
        starts: dict[int, int] = {}
        for place, start, level in _overrides(element):
            if level is not None:
                levels[place] = level
            if start is not None:
                starts[place] = start
        lists[element.get(W + "numId") or ""] = NumberedList(name, levels, starts)
    return lists


# --- counting ---------------------------------------------------------------------------------------------------------------------------

_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-"}  # of the fonts Symbol and Wingdings


@dataclass(slots=True)
class Numbering:
    """Counts a document's numbered paragraphs in order. Lists of the same abstract list count on; a start override begins anew, once."""

    _lists: dict[str, NumberedList]
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """The level of a list that belongs to a paragraph style."""
        levels = self._lists[list_id].levels if list_id in self._lists else {}
        return next((place for place, level in levels.items() if level.paragraph_style == style), None)

    def next(self, list_id: str, place: int) -> str:
        """The number of the next paragraph on a level of a list, with the space after it; '' where there is none."""
        found = self._lists.get(list_id)
        if found is None or place not in found.levels:
            return ""
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        if list_id not in self._used:
            self._used.add(list_id)
            for begun in found.overrides:
                counts[begun] = None
        self._count(found, counts, place)
        return self._print(found, counts, place)

    def _count(self, found: NumberedList, counts: list[int | None], place: int) -> None:
        count = counts[place]
        counts[place] = self._start(found, place) if count is None else count + 1
        for deeper in range(place + 1, LEVELS):
            level = found.levels.get(deeper)
            if level is None or place < level.restart:
                counts[deeper] = None

    def _start(self, found: NumberedList, place: int) -> int:
        return found.overrides.get(place, found.levels[place].start if place in found.levels else 1)

    def _print(self, found: NumberedList, counts: list[int | None], place: int) -> str:
        level = found.levels[place]
        if level.style == "bullet":
            return _BULLETS.get(level.text, level.text) + " " if level.text.strip() else ""

        def count(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            known = counts[at]
            style = "decimal" if level.legal or at not in found.levels else found.levels[at].style
            return printed(self._start(found, at) if known is None else known, style)

        words = re.sub(r"%([1-9])", count, level.text)
        return words + level.suffix if words.strip() else ""
