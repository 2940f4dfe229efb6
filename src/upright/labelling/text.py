"""A text's words, prepared once for all schemes.

Folding changes no length, so that an offset into the folded text is one into the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"([^\W_]+)(?:'s\b)?")  # "women's", 'women'
_QUOTES = dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("“”„«»", '"')
_DASHES = dict.fromkeys("‐‑‒–—", "-")


def _plain_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() and base.isalpha() else letter


_LETTERS = {letter: _plain_letter(letter) for letter in map(chr, range(0xC0, 0x250))}
_FOLDED = str.maketrans(_LETTERS | _QUOTES | _DASHES | {"\n": " ", "\t": " ", "\xa0": " ", "\xad": "-"})


def folded(text: str) -> str:
    """Small letters without accents, plain quotes and hyphens; of the same length, character for character."""
    plain = text.translate(_FOLDED)
    small = plain.lower()
    return small if len(small) == len(plain) else "".join(each.lower() if len(each.lower()) == 1 else each for each in plain)


class Text:
    """`raw`: as it stands; `folded`: the same, folded; `words`: its words in order, `spans`: where each stands, start and end."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.folded = folded(raw)
        found = list(_WORD.finditer(self.folded))
        self.words = tuple(each[1] for each in found)
        self.spans = tuple(each.span(1) for each in found)

    def __len__(self) -> int:
        return len(self.words)

    def quoted(self, spans: Iterable[tuple[int, int]], most: int = 4) -> str:
        """The passages at these offsets as they stand in the text and in its order, those that meet as one, ' · ' between them."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if joined and start <= joined[-1][1] + 1:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return " · ".join(dict.fromkeys(" ".join(self.raw[start:end].split()) for start, end in joined[:most]))
