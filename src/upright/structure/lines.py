"""The lines of a text layer with what was found out about each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from upright.extract.text import Line, TextLayer

NOTE_START = re.compile(r"(\d{1,3}|[*∗]{1,3}|[a-z])\s*(?=\S)")
ALONE = re.compile(r"(?:\d{1,3}|[*∗]{1,3})$")  # the mark on a line of its own
_RAISED = re.compile(r"\d{1,3}(?:\s|$)|(?:os?|ers?|e|re|ème|ª|º)(?=[\s)]|$)")  # a mark, or the end of 'nº', '1er'


@dataclass(slots=True)
class Lines:
    """The lines of a layer with what was found out about each."""

    layer: TextLayer
    lines: tuple[Line, ...]
    words: list[str]
    body_size: float | None
    furniture: list[bool]
    note: list[str | None]  # the mark of the footnote that the line belongs to


# The next item on the line of the one before: '... (Spain);110.44. Take measures ...' (A/HRC/26/12).
_ITEM_INSIDE = re.compile(r"(?<=\))[;.]?\s*(?=\d{1,3}\.\d{1,3}\.?\s+[A-Z])")


def parted(layer: TextLayer) -> tuple[Line, ...]:
    """A layer's lines, each cut where another numbered item begins inside it."""
    lines: list[Line] = []
    for line in layer.lines:
        inside = _ITEM_INSIDE.search(layer.text, line.start, line.end) if layer.wrapped else None
        if inside is None:
            lines.append(line)
        else:
            lines.append(replace(line, end=inside.end()))
            lines.append(Line(inside.end(), line.end, line.page))
    return tuple(lines)


def is_raised(seen: Lines, index: int) -> bool:
    size = seen.lines[index].size
    return size is not None and seen.body_size is not None and size < seen.body_size * 0.7


def begins_raised(seen: Lines, index: int) -> bool:
    """Is the line the rest of a printed line that pdfium cut before a footnote mark: '120 The State ...', in 6 points, 4 above?
    Or before a raised ending: 'o 7 (2018)' behind 'observation générale n'."""
    line, before = seen.lines[index], seen.lines[index - 1] if index else None
    if before is None or line.bottom is None or before.bottom is None or before.page != line.page or not is_raised(seen, index):
        return False
    raised = 0 < line.bottom - before.bottom < 6 and (line.left or 0) > (before.left or 0)
    return raised and _RAISED.match(seen.words[index]) is not None
