"""What a binary Word file's tables say about its paragraphs: cells, list numbers, outline level ([MS-DOC] 2.9.175, 2.9.131, 2.9.150)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from upright.extract.numbering import LEVELS, Level, NumberedList

_PARAGRAPHS, _LISTS, _LIST_USES = 13, 73, 74  # places in FibRgFcLcb97
_PAGE = 512

# Property modifiers ([MS-DOC] 2.6.2).
_IN_TABLE, _ENDS_ROW, _LIST, _LIST_LEVEL, _OUTLINE = 0x2416, 0x2417, 0x460B, 0x260A, 0x2640
_SIZES = (1, 1, 2, 4, 2, 2, None, 3)  # bytes of an operand, by the modifier's highest three bits; None: the first byte says
_LONG = 0xD608  # the one modifier whose length takes two bytes

# Number formats ([MS-OSHARED] 2.2.1.3).
_FORMATS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal"}
_FORMATS |= {22: "decimalZero", 23: "bullet"}
_FORMATS |= {37: "chineseCounting", 39: "chineseCountingThousand", 46: "arabicAlpha", 48: "arabicAbjad"}
_FORMATS |= {58: "russianLower", 59: "russianUpper", 255: "none"}


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph's properties. `list_id` counts the uses of lists from 1, 0: not numbered; `outline` is a heading's level, from 1."""

    in_table: bool = False
    ends_row: bool = False
    list_id: int = 0
    level: int = 0
    outline: int | None = None


def table(document: bytes, tables: bytes, place: int) -> bytes:
    """One of the tables that the file's header points to; empty where there is none."""
    start, size = struct.unpack_from("<II", document, 0x9A + 8 * place)
    return tables[start : start + size]


def looks(document: bytes, tables: bytes) -> list[tuple[int, int, Look]]:
    """Paragraph properties by bytes of the document: first byte, end, properties; ascending."""
    index = table(document, tables, _PARAGRAPHS)
    count = max((len(index) - 4) // 8, 0)
    pages = struct.unpack_from(f"<{count}I", index, 4 * (count + 1)) if count else ()
    places = {(page & 0x3FFFFF) * _PAGE for page in pages}
    return sorted((found for place in places for found in _on_page(document, place)), key=lambda found: found[0])


def _on_page(document: bytes, at: int) -> Iterator[tuple[int, int, Look]]:
    page = document[at : at + _PAGE]
    if len(page) < _PAGE:
        return
    count = page[-1]
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        place = page[4 * (count + 1) + 13 * number] * 2
        yield bounds[number], bounds[number + 1], _look(page, place) if place else Look()


def _look(page: bytes, place: int) -> Look:
    """Properties: a length in words (odd: less one byte; 0: the next byte says), the style's number, modifiers."""
    size = page[place] * 2 - 1
    if size < 0:
        place += 1
        size = page[place] * 2
    said = dict(_modifiers(page[place + 3 : place + 1 + size]))
    outline = said.get(_OUTLINE, 9)
    return Look(
        in_table=bool(said.get(_IN_TABLE)),
        ends_row=bool(said.get(_ENDS_ROW)),
        list_id=said.get(_LIST, 0),
        level=min(said.get(_LIST_LEVEL, 0), LEVELS - 1),
        outline=outline + 1 if outline < 9 else None,
    )


def _modifiers(data: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while at + 3 <= len(data):
        code = int.from_bytes(data[at : at + 2], "little")
        size = _SIZES[code >> 13]
        at += 2
        if code == _LONG:
            size = int.from_bytes(data[at : at + 2], "little") + 1
        elif size is None:
            size = data[at] + 1
        yield code, int.from_bytes(data[at : at + size], "little") if size <= 4 else 0
        at += size


# --- lists ------------------------------------------------------------------------------------------------------------------------------


def numbered_lists(document: bytes, tables: bytes) -> dict[str, NumberedList]:
    """The lists that paragraphs name, by the number of their use."""
    levels = _levels_by_list(document, tables)
    uses = table(document, tables, _LIST_USES)
    count = struct.unpack_from("<I", uses)[0] if uses else 0
    found = {}
    for use in range(min(count, (len(uses) - 4) // 16)):
        name = struct.unpack_from("<I", uses, 4 + 16 * use)[0]
        found[str(use + 1)] = NumberedList(str(name), levels.get(name, {}), {})
    for use, place, start in _restarts(uses, count):
        if str(use) in found:
            found[str(use)].overrides[place] = start
    return found


def _restarts(uses: bytes, count: int) -> Iterator[tuple[int, int, int]]:
    """Where a use of a list begins a level anew: the use, the level, the first number."""
    at = 4 + 16 * count
    for use in range(count):
        at += 4
        for _ in range(uses[4 + 16 * use + 12]):
            start, flags = struct.unpack_from("<II", uses, at)
            at += 8
            if flags & 0x20:  # a whole level is given
                start = struct.unpack_from("<I", uses, at)[0]
                at = _level(uses, at, flags & 15)[1]
            if flags & 0x30:
                yield use + 1, flags & 15, start


def _levels_by_list(document: bytes, tables: bytes) -> dict[int, dict[int, Level]]:
    start = struct.unpack_from("<I", document, 0x9A + 8 * _LISTS)[0]
    heads = table(document, tables, _LISTS)
    if not heads:
        return {}
    count = struct.unpack_from("<H", heads)[0]
    at = start + 2 + 28 * count  # the levels stand behind the table and are not counted in its size
    found: dict[int, dict[int, Level]] = {}
    for number in range(count):
        name, flags = struct.unpack_from("<I22xB", heads, 2 + 28 * number)
        levels = found.setdefault(name, {})
        for place in range(1 if flags & 1 else LEVELS):
            levels[place], at = _level(tables, at, place)
    return found


def _level(data: bytes, at: int, place: int) -> tuple[Level, int]:
    """One level of a list, and where the next one begins."""
    start, style, flags, follow, size, more, restart = struct.unpack_from("<IBB9xB8xBBB", data, at)
    at += 28 + size + more
    length = struct.unpack_from("<H", data, at)[0]
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    words = "".join(f"%{ord(character) + 1}" if ord(character) < LEVELS else character for character in text)
    level = Level(
        start=start,
        style=_FORMATS.get(style, "decimal"),
        text=words,
        restart=restart if flags & 0x08 else place,
        legal=bool(flags & 0x04),
        suffix="" if follow == 2 else " ",
        paragraph_style=None,
    )
    return level, at + 2 + 2 * length
