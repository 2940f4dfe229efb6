"""Lists of recommendation numbers, and counts, as reports and addenda write them.

'1-5, 14-16 and 20'          '122.17-18, 122.34- 35'          'Nos. 8, 9 and 10'          '5., 6., 7.'
'140.35. 140.36' (a dot for a comma, A/HRC/59/15/Add.1)       '115.1 to 115.7'            '86 (1), 86 (3)' for 86.1 and 86.3
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WHOLE = r"\d{1,3}(?!\d)"
_NUMBER = rf"{_WHOLE}(?:\s?\.\s?{_WHOLE}|\s?\({_WHOLE}\))?"
_RANGE_SIGN = r"[–—−-]|\bto\b|\bthrough\b"
_BETWEEN = rf"\s*(?:[,;&.]|{_RANGE_SIGN}|\band\b|\bor\b|\(?\b[Nn]os?\b\.?+|\b[Rr]ecs?\b\.?+|\b[Rr]ecommendations?\b|\bas well as\b)"
# Not the numbers of a symbol (A/HRC/28/15), a year, a share or an amount.
NUMBER_LIST = re.compile(rf"(?<![\d/]){_NUMBER}(?:(?:{_BETWEEN})++\s*{_NUMBER})*(?![%/]|\.?\d)")
_RANGE = re.compile(rf"(?P<first>{_NUMBER})\s*\.?\s*(?:{_RANGE_SIGN})\s*(?P<last>{_NUMBER})|(?P<one>{_NUMBER})")
# '13. 14' is one number in '77.13, 77. 24' and alone, two in '9, 11, 13. 14 and 20'.
_TIGHT = re.compile(r"\d\.\d|\d\s?\(\d")
_LOOSE = re.compile(r"(?<=\d)\s?\.\s(?=\d)|(?<=\d)\s\.(?=\d)")
_ALONE = re.compile(rf"{_NUMBER}")
_UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = {word: at for at, word in enumerate(_UNITS, 1)} | {word: at * 10 for at, word in enumerate(_TENS, 2)}
_LONGEST = 400  # no report has more recommendations under one paragraph


def numbers(text: str, paragraph: str | None = None) -> Iterator[str]:
    """The numbers of a list, ranges filled in, each in full ('122.18'). `paragraph`: what a bare number stands under ('17' -> '122.17').

    A bare number after a full one takes its paragraph: '122.34-35'. A range whose ends stand under two paragraphs gives its ends only.
    """
    under = paragraph
    if _LOOSE.search(text) and not _TIGHT.search(text) and not _ALONE.fullmatch(text.strip()):
        text = _LOOSE.sub(", ", text)
    for match in _RANGE.finditer(text):
        first = _split(match["one"] or match["first"], under)
        under = first[0]
        if not match["last"]:
            yield _number(*first)
            continue
        last = _split(match["last"], under)
        if last[0] == first[0] and first[1] <= last[1] < first[1] + _LONGEST:
            yield from (_number(first[0], number) for number in range(first[1], last[1] + 1))
        else:
            yield _number(*first)
            yield _number(*last)


def _split(number: str, under: str | None) -> tuple[str | None, int]:
    whole, _, item = re.sub(r"[\s)]", "", number).replace("(", ".").partition(".")
    return (whole, int(item)) if item else (under, int(whole))


def _number(paragraph: str | None, item: int) -> str:
    return f"{paragraph}.{item}" if paragraph else str(item)


def count(words: str) -> int | None:
    """A count in digits or in words: '73', 'seventy-three', 'one hundred and two'. None where the words are no number."""
    if words.isdigit():
        return int(words)
    value = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        value = max(value, 1) * 100 if word == "hundred" else value + NUMBER_WORDS.get(word, 0)
    return value or None
