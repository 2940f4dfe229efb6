"""Paragraphs that a sentence lists, as labels: 'paragraphs 17 (b)–(c) and (e), 23 (poverty) and 10-12 above'
-> 17 (b), 17 (c), 17 (e), 23, 10, 11, 12.

What the list says about each ('23 (poverty)', '26, on equality before the law') is passed over; a number counts where a list can name one:
behind the word itself, a comma, 'and'. Paragraphs of an article or a rule ('article 35, paragraph 2') are no paragraphs of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = (
    r"(?:(?:sub-?)?paragraphs?|paras?\.?|(?:sous-|alinéas )?paragraphes?|párrafos?|párrs?\.|apartados?|пункт(?:ах|ы|е|у)?)(?!\w)"
    r"|\bو?الفقر\w{0,3}|第"
)
# Brackets that hold no limb and no paragraph ('(right to health)', '(article 4 (3))'), and paragraphs of articles and rules.
_ASIDE = re.compile(
    r"\((?!\s*و?\d{1,3}\s*\)|[^()]{0,20}\b(?:paras?\b\.?|paragraph|párr|par\.)|[a-z]{1,2}\)|[ivx]{1,4}\))(?:[^()]|\([^()]*\))*\)"
    r"|\b(?:articles?|rules?|artículos?|règles?|arts?\.)\s+\d+(?:\s\(\d+\))?,?\s+(?:paragraphs?|paras?\.|paragraphes?|párrafos?)\s+\d+"
    r"|\b(?:paragraphe?s?|párrafos?)\s+\d+(?:\s\(\w\))?\s+(?:of|de l['’]|del)\s*(?:article|rule|artículo|the (?:Convention|Covenant))"
    r"|第\s?\d+\s?(?:\(\d+\)\s?)?[条款届号次项期]",
    re.IGNORECASE,
)
_DASH = r"(?:-|–|—|to\b|à\b|a\b)"
_LIMB = r"\(?[a-z]\)(?:\s?\([ivx]{1,4}\))?"
_LIMBS = rf"{_LIMB}(?:\s?(?:,\s?)?(?:{_DASH}|(?:and|et|y|e)\b)?\s?{_LIMB})*"
_NUMBER = r"\d{1,3}(?![\d/]|[.,]\d|\s?(?:per\s?cent|%|years?|months?|ans|mois|años|meses)\b)"
_SEPARATOR = r"(?:[,;&]|\b(?:and|et|y|e|и|ainsi que|así como|as well as)(?=\s)|\sو|[、和及，])"
_ITEM = re.compile(
    rf"(?P<limbs_of>{_LIMBS})\s+(?:del?|du|of)\s+(?:the\s+)?(?:{_WORD})\s+(?P<of>\d{{1,3}})"  # 'los apartados b) y c) del párrafo 16'
    rf"|(?:(?P<word>{_WORD})|{_SEPARATOR})\s*(?P<number>{_NUMBER})"
    rf"(?:\s?(?P<limbs>{_LIMBS})|\s?{_DASH}\s?(?P<last>{_NUMBER}))?",
    re.IGNORECASE,
)
_ONE_LIMB = re.compile(rf"(?P<through>{_DASH}\s?)?\(?(?P<letter>[a-z])\)(?:\s?\((?P<roman>[ivx]{{1,4}})\))?", re.IGNORECASE)
_LONGEST_RANGE = 30


def cited_paragraphs(text: str) -> tuple[str, ...]:
    """The labels of the paragraphs that a sentence names, in its order; () where it names none."""
    words = _ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    found: dict[str, None] = {}
    listing = False
    for match in _ITEM.finditer(words):
        listing = listing or bool(match["word"] or match["of"])
        if listing:
            found.update(dict.fromkeys(_labels(match)))
    return tuple(found)


def _labels(item: re.Match[str]) -> Iterator[str]:
    """One number with its limbs, or a range of numbers."""
    number, limbs, last = item["number"] or item["of"], item["limbs"] or item["limbs_of"], item["last"]
    if limbs:
        yield from (f"{number} {limb}" for limb in _letters(limbs))
    elif last and int(number) < int(last) <= int(number) + _LONGEST_RANGE:
        yield from (str(each) for each in range(int(number), int(last) + 1))
    else:
        yield number


def _letters(limbs: str) -> Iterator[str]:
    """'(a)–(c) and (e)' -> (a), (b), (c), (e)."""
    before = ""
    for match in _ONE_LIMB.finditer(limbs):
        letter = match["letter"].lower()
        if match["through"] and before:
            yield from (f"({chr(each)})" for each in range(ord(before) + 1, ord(letter)))
        yield f"({letter}) ({match['roman']})" if match["roman"] else f"({letter})"
        before = letter
