"""Running headers, page numbers and footnotes: lines that interrupt the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from upright.extract.text import Line, TextLayer

_SYMBOL_LINE = re.compile(r"(?:United Nations\s+)?[A-Z]{1,5}/[A-Z0-9][A-Za-z0-9./ \-]*[A-Z0-9]/?[*]{0,3}(?:\s+\d{1,4})?$")
_PAGE_LINE = re.compile(r"(?:Page|page|Página|página|Стр\.|стр\.)\s*\d{1,4}$|\d{1,4}$|\d{1,4}/\d{1,4}$")
_JOB_LINE = re.compile(r"(?:\d{1,4}\s+)?(?:GE|V)\.\s?\d\d-\d{4,6}.{0,40}$|[*\uf02a][\d\uf030-\uf039]{7}[*\uf02a]$|[\uf000-\uf0ff\s]+$")
_RULE_LINE = re.compile(r"[_\u2014\u2013\-]{5,}$")
# '** Conclusions and recommendations have not been edited.' stands at the foot of the page where section II begins (2012 on); in plain
# text its stars are lost and it stands between two recommendations.
_UNEDITED = re.compile(r"[*∗\s]*(?:The )?conclusions and(?:/or)? recommendations (?:have not been|will not be) edited", re.IGNORECASE)
_STARS = re.compile(r"[*∗]{1,3}$")  # the note's mark alone, its words on the next line
NOTE_START = re.compile(r"(\d{1,3}|[*∗]{1,3}|[a-z])\s*(?=\S)")
ALONE = re.compile(r"(?:\d{1,3}|[*∗]{1,3})$")  # the mark on a line of its own
_TRAILING_MARK = re.compile(r"[.)”\"]\s*(\d{1,2})$")


def _is_furniture(words: str, edge: bool, near_furniture: bool) -> bool:
    if _JOB_LINE.match(words):
        return True
    if not edge:
        return False
    return bool(_SYMBOL_LINE.match(words)) or (near_furniture and bool(_PAGE_LINE.match(words)))


@dataclass(slots=True)
class Lines:
    """The lines of a layer with what was found out about each."""

    layer: TextLayer
    lines: tuple[Line, ...]
    words: list[str]
    body_size: float | None
    furniture: list[bool]
    note: list[str | None]  # the mark of the footnote that the line belongs to


def look_at(layer: TextLayer) -> Lines:
    words = [layer.text[line.start : line.end].strip() for line in layer.lines]
    sizes: Counter[float] = Counter()
    for line in layer.lines:
        if line.size:
            sizes[line.size] += line.end - line.start
    body_size = sizes.most_common(1)[0][0] if sizes else None
    seen = Lines(layer, layer.lines, words, body_size, [False] * len(words), [None] * len(words))
    _mark_furniture(seen)
    _mark_footnotes(seen)
    return seen


def _mark_furniture(seen: Lines) -> None:
    if not seen.layer.wrapped:
        for index, line in enumerate(seen.lines):
            seen.furniture[index] = line.style == "header" and index > 40
        return
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(seen.lines):
        pages.setdefault(line.page, []).append(index)
    for page, indexes in pages.items():
        edges = set(indexes[:4] + indexes[-4:]) if seen.layer.has_pages else set(indexes)
        for index in indexes:
            if page == 1 and seen.layer.has_pages and not _JOB_LINE.match(seen.words[index]):
                continue  # the cover's own symbol and date
            if ALONE.match(seen.words[index]) and _is_raised(seen, index):
                continue  # the mark of a footnote, not a page number
            near = seen.layer.has_pages or _near_furniture(seen, index)
            seen.furniture[index] = _is_furniture(seen.words[index], index in edges, near)


def _is_raised(seen: Lines, index: int) -> bool:
    size = seen.lines[index].size
    return size is not None and seen.body_size is not None and size < seen.body_size * 0.7


def _near_furniture(seen: Lines, index: int) -> bool:
    return any(
        0 <= other < len(seen.words) and (_SYMBOL_LINE.match(seen.words[other]) or _JOB_LINE.match(seen.words[other]))
        for other in (index - 1, index + 1)
    )


def _mark_footnotes(seen: Lines) -> None:
    """Footnotes stand in smaller type at the foot of a page, each behind its mark; one may go on at the foot of the next page."""
    for index, words in enumerate(seen.words):
        if seen.furniture[index]:
            continue
        if seen.layer.wrapped and _RULE_LINE.match(words):
            seen.furniture[index] = True
        elif _UNEDITED.match(words) or (seen.body_size is None and _STARS.match(words)):
            seen.note[index] = "**"
    _mark_kept_apart(seen)
    if seen.body_size is None:
        return
    last: str | None = None
    for zone in _foot_zones(seen):
        last = _read_zone(seen, zone, last)


def _mark_kept_apart(seen: Lines) -> None:
    """Footnotes that the format itself keeps apart (DOCX)."""
    starts = [line.start for line in seen.lines]
    for mark, start, end in seen.layer.notes:
        for index in range(bisect_left(starts, start), bisect_left(starts, end)):
            seen.note[index] = mark


def _foot_zones(seen: Lines) -> Iterator[list[int]]:
    """For each page the lines at its foot that are smaller than the body."""
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(seen.lines):
        if not seen.furniture[index]:
            pages.setdefault(line.page, []).append(index)
    for indexes in pages.values():
        zone: list[int] = []
        for index in reversed(indexes):
            if not is_smaller(seen, index) and seen.note[index] is None:
                break
            zone.append(index)
        if zone and len(zone) < len(indexes):
            yield zone[::-1]


def is_smaller(seen: Lines, index: int) -> bool:
    return (seen.lines[index].size or 99) < (seen.body_size or 0) * 0.96


def _read_zone(seen: Lines, zone: list[int], last: str | None) -> str | None:
    """Give each line of a zone its footnote's mark; the mark that is still open at its end."""
    mark: str | None = None
    follows: str | None = None  # a mark that stands at the end of the line before: '... (Brazil). 2'
    for index in zone:
        begins = mark_at(seen, index) or follows
        if begins is None and mark is None:
            if last is None or seen.note[index] is not None:
                continue
            begins = last  # carried over from the page before
        mark = begins or mark
        seen.note[index] = seen.note[index] or mark
        trailing = _TRAILING_MARK.search(seen.words[index])
        follows = trailing[1] if trailing and mark is not None and _follows(trailing[1], mark) else None
    return mark


def mark_at(seen: Lines, index: int) -> str | None:
    words = seen.words[index]
    if seen.note[index] is not None:
        return seen.note[index]
    if (seen.lines[index].size or 99) >= (seen.body_size or 0) * 0.8:
        return None
    start = ALONE.match(words) or NOTE_START.match(words)
    return start[0].strip() if start else None


def _follows(number: str, mark: str) -> bool:
    return number == (str(int(mark) + 1) if mark.isdigit() else "1")
