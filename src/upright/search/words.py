"""A text as words: what is taken in and what is asked for go through the same functions, so that they meet.

Words are folded (case, accents, apostrophes, Arabic letter forms) and stemmed in their language; Chinese is taken character by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

EXACT = "exact"
STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
LATIN = ("en", "fr", "es")  # languages in which words of the Latin alphabet are looked for
_WORD = r"[\p{Han}]|[\p{L}\p{N}\p{M}&&[^\p{Han}]]+"
_LONGEST = 80  # bytes of a word

_SAME = str.maketrans(
    {"ё": "е", "Ё": "Е", "’": "'", "‘": "'", "ʼ": "'", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}
)
# The English genitive; Arabic vowel marks and lengthening; the Arabic article with what may stand before it (والاتفاقية, للمرأة).
_DROPPED = re.compile(r"(?<=\w)'s\b|[\u064b-\u0652\u0670\u0640]|(?<!\w)[وفبك]?ال(?=\w{3})|(?<!\w)لل(?=\w{3})")


class Word(NamedTuple):
    """A word of a text: its folded form, its stem, and where it stands."""

    exact: str
    stem: str
    start: int
    end: int


@cache
def analyzer(name: str) -> TextAnalyzer:
    """How words are made: `exact`, or the code of a language that has a stemmer."""
    builder = (
        TextAnalyzerBuilder(Tokenizer.regex(_WORD))
        .filter(Filter.remove_long(_LONGEST))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )
    return (builder if name == EXACT else builder.filter(Filter.stemmer(STEMMERS[name]))).build()


def folded(text: str) -> str:
    """A text before it is cut into words."""
    return _DROPPED.sub("", text.translate(_SAME))


def exact(text: str) -> list[str]:
    """The words of a text, unstemmed."""
    return analyzer(EXACT).analyze(folded(text))


def stems(text: str, language: str) -> list[str]:
    """The words of a text, stemmed in a language that has a stemmer."""
    return analyzer(language).analyze(folded(text))


def words(text: str, language: str | None) -> Iterator[Word]:
    """The words of a text with their places in it."""
    plain = text.translate(_SAME)
    kept = _kept(plain)
    letters = _DROPPED.sub("", plain)
    tokens = analyzer(EXACT).pre_tokenize(letters).tokens
    stemmed = analyzer(language).analyze(letters) if language in STEMMERS else [token.text for token in tokens]
    for token, stem in zip(tokens, stemmed, strict=True):
        start, end = token.char_offset_from, token.char_offset_to
        yield Word(token.text, stem, kept[start], kept[end - 1] + 1)


def _kept(text: str) -> range | list[int]:
    """For every letter of the folded text its place in the text."""
    if not _DROPPED.search(text):
        return range(len(text))
    dropped = {at for match in _DROPPED.finditer(text) for at in range(*match.span())}
    return [at for at in range(len(text)) if at not in dropped]


def scripts(text: str) -> tuple[str, ...]:
    """The languages whose stems a word of a query may have, by its letters."""
    if re.search(r"[\u0400-\u04ff]", text):
        return ("ru",)
    if re.search(r"[\u0600-\u06ff]", text):
        return ("ar",)
    return LATIN if re.search(r"[A-Za-zÀ-ÿ]", text) else ()
