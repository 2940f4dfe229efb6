"""Pieces of the text layer as running text, and the way back to their offsets."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from upright.extract.text import Span, TextLayer

# 'short-' at a line end keeps its space before 'and long-term': only then is the hyphen not inside one word.
_HANGING = re.compile(r"(?:and|or|et|ou|y|и|или)\b")


_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})  # one for one: offsets stay


@dataclass(frozen=True, slots=True)
class Aligned:
    """Words joined from pieces of the text layer, and the way back: `segments` are (offset in `text`, offset in the layer), ascending."""

    text: str
    segments: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the text layer."""
        return self._offset(start), self._offset(max(end - 1, start)) + 1

    def _offset(self, at: int) -> int:
        joined, layer = self.segments[max(bisect_right(self.segments, (at, 1 << 60)) - 1, 0)]
        return layer + at - joined


def align(layer: TextLayer, pieces: Iterable[Span], marks: tuple[Span, ...]) -> Aligned:
    """The words of some pieces of the text layer as running text, footnote marks left out.

    A hyphen at a line end is a real one ('same-sex') and takes no space after it.
    """
    text = ""
    segments: list[tuple[int, int]] = []
    for start, end in pieces:
        line_begins = True
        for match in _runs(layer.text, start, end, marks):
            words = match[0]
            if (line_begins and text and not (text.endswith("-") and not text.endswith(" -") and not _HANGING.match(words))) or (
                not line_begins and match[2]
            ):
                text += " "
            segments.append((len(text), match[1]))
            text += words
            line_begins = False
    return Aligned(text, tuple(segments))


def _runs(text: str, start: int, end: int, marks: tuple[Span, ...]) -> Iterator[tuple[str, int, bool]]:
    """Runs of words with single spaces: the words, their offset, and whether white space stands before them."""
    cuts = marks[bisect_left(marks, (start, 0)) : bisect_left(marks, (end, 0))]
    for a, b in zip([start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end], strict=True):
        piece = text[a:b].translate(_SPACES)
        if "  " in piece or "\t" in piece or "\n" in piece:
            for match in re.finditer(r"\S+(?: \S+)*", piece):
                yield match[0], a + match.start(), match.start() > 0
        elif words := piece.strip():
            yield words, a + piece.index(words), piece[0] == " "


def passage(layer: TextLayer, pieces: Iterable[Span], marks: tuple[Span, ...]) -> str:
    """The words of some pieces of the text layer as running text; see `align`."""
    return align(layer, pieces, marks).text
