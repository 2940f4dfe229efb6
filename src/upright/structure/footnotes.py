"""Footnotes and endnotes: which lines are theirs, and of which mark."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from upright.structure.furniture import PARAGRAPH
from upright.structure.headings import ANNEX
from upright.structure.lines import ALONE, NOTE_START, Lines

_RULE_LINE = re.compile(r"[_\u2014\u2013\-]{5,}$")
# '** Conclusions and recommendations have not been edited.' stands at the foot of the page where section II begins (2012 on); in plain
# text its stars are lost and it stands between two recommendations.
_UNEDITED = re.compile(r"[*∗\s]*(?:The )?conclusions and(?:/or)? recommendations (?:have not been|will not be) edited", re.IGNORECASE)
_ENDNOTES = re.compile(r"(?:End)?notes?:?|Notas:?|Примечания:?|注|الحواشي", re.IGNORECASE)
_ENDNOTE = re.compile(r"(\d{1,3})(?:\s+|$|(?=[A-Z]))")
_STARS = re.compile(r"[*∗]{1,3}$")  # the note's mark alone, its words on the next line
_TRAILING_MARK = re.compile(r"[.)”\"]\s*(\d{1,2})$")


def mark_footnotes(seen: Lines) -> None:
    """Footnotes stand in smaller type at the foot of a page, each behind its mark; one may go on at the foot of the next page."""
    for index, words in enumerate(seen.words):
        if seen.furniture[index]:
            continue
        if seen.layer.wrapped and _RULE_LINE.match(words):
            seen.furniture[index] = True
        elif _UNEDITED.match(words) or (seen.body_size is None and _STARS.match(words)):
            seen.note[index] = "**"
    _mark_kept_apart(seen)
    _mark_starred(seen)
    endnotes = _mark_endnotes(seen)
    if seen.body_size is None:
        return
    last: str | None = None
    for zone in _foot_zones(seen):
        if endnotes is not None and zone[-1] > endnotes:
            continue
        last = _read_zone(seen, zone, last)
        if last and last[0] in "*∗" and seen.lines[zone[0]].page == 1:
            last = None  # the note to a title goes on over no page


def _mark_endnotes(seen: Lines) -> int | None:
    """Endnotes: all below the line 'Notes' that a first note follows, up to an annex, each with the next number. Gives the line 'Notes'."""
    at = next((index for index, words in enumerate(seen.words) if _ENDNOTES.fullmatch(words) and _first_note_follows(seen, index)), None)
    if at is None:
        return None
    last = 0
    for index in range(at + 1, len(seen.words)):
        if seen.furniture[index]:
            continue
        if ANNEX.match(seen.words[index]):
            break
        match = _ENDNOTE.match(seen.words[index])
        if match and last < int(match[1]) <= last + 3:
            last = int(match[1])
        seen.note[index] = str(last) if last else None
    return at


def _first_note_follows(seen: Lines, index: int) -> bool:
    """On the lines below, furniture left out (the notes may go on from the top of the next page, 4 before 1)."""
    after = [seen.words[other] for other in range(index + 1, min(index + 8, len(seen.words))) if not seen.furniture[other]]
    return bool(after) and re.match(r"[1-4](?:\s|$|[A-Z])", after[0]) is not None


def _mark_kept_apart(seen: Lines) -> None:
    """Footnotes that the format itself keeps apart (DOCX)."""
    starts = [line.start for line in seen.lines]
    for mark, start, end in seen.layer.notes:
        for index in range(bisect_left(starts, start), bisect_left(starts, end)):
            seen.note[index] = mark


_STARRED = re.compile(r"([*∗]{1,3})\s*(?=[^\W\d_])")
_FOOT = 160  # points from the lower edge


def _mark_starred(seen: Lines) -> None:
    """'* Adopted by the Committee at its ... session' at the foot of the first page, where only its star is in smaller type, or nothing."""
    if not seen.layer.has_pages:
        return
    numbered, mark = False, None
    for index, line in enumerate(seen.lines):
        if line.page > 1:
            return
        numbered = numbered or PARAGRAPH.match(seen.words[index]) is not None
        begins = _STARRED.match(seen.words[index]) if numbered and (line.bottom or _FOOT) < _FOOT else None
        mark = begins[1] if begins else mark
        if mark and not seen.furniture[index] and not (is_smaller(seen, index) and not begins):
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
