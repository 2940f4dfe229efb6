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
    runs: list[str] = []
    segments: list[tuple[int, int]] = []
    length = 0
    last = ""
    for start, end in pieces:
        line_begins = True
        for words, offset, spaced in _runs(layer.text, start, end, marks):
            hyphen = line_begins and last.endswith("-") and not last.endswith(" -") and not _HANGING.match(words)
            if last and (spaced or line_begins) and not hyphen:
                runs.append(" ")
                length += 1
            segments.append((length, offset))
            runs.append(words)
            length += len(words)
            last = words
            line_begins = False
    return Aligned("".join(runs), tuple(segments))


def _runs(text: str, start: int, end: int, marks: tuple[Span, ...]) -> Iterator[tuple[str, int, bool]]:
    """Runs of words with single spaces: the words, their offset, and whether white space stands before them."""
    first = bisect_left(marks, (start, 0))
    if first == len(marks) or marks[first][0] >= end:
        yield from _spaced(text, start, end)
        return
    cuts = marks[first : bisect_left(marks, (end, 0))]
    for a, b in zip([start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end], strict=True):
        yield from _spaced(text, a, b)


def _spaced(text: str, start: int, end: int) -> Iterator[tuple[str, int, bool]]:
    piece = text[start:end]
    if not piece.isascii():
        piece = piece.translate(_SPACES)
    if "  " in piece or "\t" in piece or "\n" in piece:
        for match in re.finditer(r"\S+(?: \S+)*", piece):
            yield match[0], start + match.start(), match.start() > 0
    elif words := piece.strip():
        yield words, start + piece.index(words), piece[0] == " "


def passage(layer: TextLayer, pieces: Iterable[Span], marks: tuple[Span, ...]) -> str:
    """The words of some pieces of the text layer as running text; see `align`."""
    return align(layer, pieces, marks).text
