"""Lists of recommendation numbers, as reports and addenda write them.

    '1-5, 14-16 and 20'          '122.17-18, 122.34- 35'          'Nos. 8, 9 and 10'
    '140.35. 140.36' (a dot for a comma, A/HRC/59/15/Add.1)       '115.1 to 115.7'
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"\d{1,3}(?:\s?\.\s?\d{1,3})?"
_BETWEEN = r"\s*(?:[,;&.–—-]|\band\b|\bto\b|\bthrough\b|\(?[Nn]os?\.?|\brecommendations?\b|\bas well as\b)\s*"
NUMBER_LIST = re.compile(rf"{_NUMBER}(?:(?:{_BETWEEN})+{_NUMBER})*(?![\d%])")
_RANGE = re.compile(rf"(?P<first>{_NUMBER})\s*(?:[–—-]|\bto\b|\bthrough\b)\s*(?P<last>{_NUMBER})|(?P<one>{_NUMBER})")


def numbers(text: str, paragraph: str | None = None) -> Iterator[str]:
    """The numbers of a list, ranges filled in, each in full ('122.18'). `paragraph`: what a bare number stands under ('17' -> '122.17').

    A bare number after a full one takes its paragraph: '122.34-35'.
    """
    under = paragraph
    for match in _RANGE.finditer(text):
        first = _split(match["one"] or match["first"], under)
        under = first[0]
        if not match["last"]:
            yield _number(*first)
            continue
        last = _split(match["last"], under)
        if last[0] == first[0] and first[1] <= last[1] < first[1] + 400:
            yield from (_number(first[0], number) for number in range(first[1], last[1] + 1))
        else:
            yield _number(*first)
            yield _number(*last)


def _split(number: str, under: str | None) -> tuple[str | None, int]:
    whole, _, item = re.sub(r"\s", "", number).partition(".")
    return (whole, int(item)) if item else (under, int(whole))


def _number(paragraph: str | None, item: int) -> str:
    return f"{paragraph}.{item}" if paragraph else str(item)
