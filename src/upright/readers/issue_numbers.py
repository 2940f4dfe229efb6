"""Numbers of issues and paragraphs with their limbs, as headings and texts list them.

'paragraph 4 (a)'   'paragraphs 1 and 2'   '11 (a), (b), (c) and (d)'   '36 (b) and (c)'   '3, 5–7 and 9'   '12 (a)–(d)'
'párrafo 4 a)'      'paragraphe 7, alinéas a) et b)'     'пункты 4 и 5'     '第3至5段'         '17 (a) (ii)'
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upright.records import words

_NUMBER = r"\d{1,3}(?!\d|/\d|[.,]\d)"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LETTER = r"(?:[a-z]|[ivx]{2,4}|[абвгдежс]|[\u0621-\u064a]ـ?)"
_LIMB = rf"(?:\(\s?{_LETTER}\s?\)|(?<![\w(]){_LETTER}\s?\)|(?<=\d){_LETTER}\s?\)|(?<=\d){_LETTER}\b(?!\)))"
_RANGE_SIGN = r"(?:[–—−-]|\bto\b|\bthrough\b|\bà\b|\ba\b(?!\s?\))|\bal\b|\bпо\b|\bإلى\b|至)"
_BESIDE = (
    r"(?:[,;&、،和]|(?<![^\W\d])(?:and|et|y|e|и)\b|\bو(?=\s?[\d(])|\b(?:as well as|ainsi que|así como|а также)\b"
    r"|\b(?:paragraphs?|paras?\.?|questions?|issues?|points?|paragraphes?|párrafos?|preguntas?|пункт\w*|вопрос\w*)"
    r"|\b(?:subparagraphs?|sub-paragraphs?|alinéas?|apartados?|incisos?|подпункт\w*))"
)
_ITEM = rf"{_NUMBER}(?:\s*{_LIMB})*"
# What may stand between two numbers or limbs: 'and', ', ', ', and paragraph', '–'.
_GAP = rf"\s*(?:{_RANGE_SIGN}|(?:{_BESIDE}\s*)+)\s*"
NUMBER_LIST = rf"{_ITEM}(?:{_GAP}(?:{_ITEM}|(?:{_LIMB}\s*)+))*"
_TOKEN = re.compile(rf"(?P<limb>{_LIMB})|(?P<number>{_NUMBER})|(?P<range>{_RANGE_SIGN})|(?P<beside>{_BESIDE})", re.IGNORECASE)
# The letters of a list in the order of each alphabet: the limbs of all language versions of a document are the same ones.
_ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзиклмнопрст", "أبجدهوزحطيكلمنسعفصقرشت")
_LONGEST = 60  # no list has more issues; a wider range is a slip


def issue_numbers(listed: str) -> tuple[str, ...]:
    """The numbers of a list, each as it is cited ('11', '11 (a)', '17 (a) (ii)'), ranges filled in."""
    return tuple(dict.fromkeys(_numbers(listed)))


def _numbers(listed: str) -> Iterator[str]:
    number, limb, ranging, beside = "", "", False, False
    for match in _TOKEN.finditer(words(listed)):
        ranging, beside = ranging or bool(match["range"]), beside or bool(match["beside"])
        if match["number"]:
            if number:
                yield _label(number, limb)
            if number and ranging and not limb:
                yield from map(str, range(int(number) + 1, min(int(match["number"]), int(number) + _LONGEST)))
            number, limb, ranging, beside = str(int(match["number"])), "", False, False
        elif match["limb"] and number:
            letter = re.sub(r"[\s()ـ]", "", match["limb"]).lower()
            if limb and letter in _ROMAN and not (beside or ranging):
                letter = f"{limb}) ({letter}"  # 17 (a) (ii): the limb of a limb
            elif limb:
                yield from _limbs(number, limb, letter if ranging else "")
            limb, ranging, beside = letter, False, False
    if number:
        yield _label(number, limb)


def _limbs(number: str, first: str, last: str) -> Iterator[str]:
    """A limb, and where a range begins with it those between."""
    yield _label(number, first)
    yield from (_label(number, between) for between in _letters(first, last) if last)


def _label(number: str, limb: str) -> str:
    return f"{number} ({limb})" if limb else number


def _letters(first: str, last: str) -> Iterator[str]:
    """The letters between two: (a)–(d) has b and c between."""
    for alphabet in _ALPHABETS:
        if first in alphabet and last in alphabet:
            yield from alphabet[alphabet.index(first) + 1 : alphabet.index(last)]


def issue_of(label: str) -> str:
    """The issue that a limb belongs to: '17' of '17 (a)'."""
    return label.partition(" ")[0]


def in_latin(label: str) -> str:
    """A label with its limb in Latin letters, to compare language versions: '4 (ب)' and '4 (б)' are 4 (b)."""
    return re.sub(r"\((\w)\)", lambda match: f"({_latin(match[1])})", label.replace("ـ", ""))


def _latin(letter: str) -> str:
    latin = _ALPHABETS[0]
    return next((latin[alphabet.index(letter)] for alphabet in _ALPHABETS if letter in alphabet), letter)
