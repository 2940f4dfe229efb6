"""Plain text and JSON -> text layer: the file's own text, decoded, with line ends as \\n and nothing else changed."""

from __future__ import annotations

import codecs
import re

from upright.exceptions import UnreadableFile
from upright.extract.text import Line, TextLayer

MEDIA_TYPE = "text/plain"
MAX_TEXT = 16 * 2**20  # bytes: some 5,000 pages

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Letters and signs that Latin text has beyond ASCII: the one-byte encoding under which more of them appear is the file's own.
_USUAL = frozenset("éèêëàâçîïôöûùüáíóúñäßÉÈÀÇÑÁÍÓÚ’‘“”–—«»°§…\u00a0")
_ENDS = re.compile(r"[.;:!?。；：！？؟؛»”\")\]]$")


def decode(data: bytes) -> str:
    """The text of some bytes: by byte order mark, as UTF-8, as UTF-16 without a mark, else as Windows-1252 or Mac Roman.

    UnreadableFile where the bytes are no text, or text in a one-byte encoding of another script: never guess.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding)
    if is_utf16(data):
        return _decoded(data, "utf-16-be" if data[0] == 0 else "utf-16-le")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte(data)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile("the text is damaged or cut short; fetch it again, or save it as UTF-8") from error


def is_utf16(data: bytes) -> bool:
    """Are the bytes UTF-16 without a byte order mark? In Latin text then every second byte is 0."""
    sample = data[:2000]
    if len(sample) < 4 or len(data) % 2:
        return False
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    return max(even, odd) > 0.7 and min(even, odd) < 0.05


def _one_byte(data: bytes) -> str:
    high = sum(byte > 127 for byte in data)
    if high > len(data) * 0.3:
        raise UnreadableFile("the text is in an encoding that upright does not know; save it as UTF-8")
    read: list[str] = []
    for encoding in ("cp1252", "mac_roman"):
        try:
            read.append(data.decode(encoding))
        except UnicodeDecodeError:  # five bytes mean nothing in Windows-1252
            continue
    return max(read, key=lambda text: sum(character in _USUAL for character in text))


def is_text(text: str) -> bool:
    """Is this text, not binary data that could be decoded?"""
    control = sum(character < " " and character not in "\n\r\t\f\v\x1a\x1b" for character in text[:100_000])
    return control <= len(text[:100_000]) / 1000


def read(data: bytes, media_type: str = MEDIA_TYPE) -> TextLayer:
    """The text layer of plain text: a line for every line with words; form feeds part pages, which are unknown where there are none."""
    if len(data) > MAX_TEXT:
        raise UnreadableFile(f"the text is larger than upright reads in one file ({MAX_TEXT // 2**20} MiB); split it")
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if not is_text(text):
        raise UnreadableFile("this is binary data, not a document")
    if not any(character.isalnum() for character in text):
        raise UnreadableFile("the file holds no words")
    starts = [0, *(match.end() for match in re.finditer("\f", text) if text[match.end() :].strip())]
    lines = tuple(_lines(text))
    return TextLayer(
        text=text,
        media_type=media_type,
        page_starts=tuple(starts),
        lines=lines,
        wrapped=media_type == MEDIA_TYPE and _wrapped(text, lines),
        has_pages=len(starts) > 1,
    )


def _lines(text: str) -> list[Line]:
    page, lines = 1, []
    for match in re.finditer(r"\f|[^\n\f]+", text):
        words = match[0].strip()
        if match[0] == "\f":
            page += 1
        elif words:
            start = match.start() + match[0].index(words)
            lines.append(Line(start, start + len(words), page))
    return lines


def _wrapped(text: str, lines: tuple[Line, ...]) -> bool:
    """Does a line end where the page's width did? Then the long lines are alike in length, and most end inside a sentence."""
    lengths = sorted(line.end - line.start for line in lines)
    usual = lengths[len(lengths) * 9 // 10]
    full = [line for line in lines if line.end - line.start > usual * 0.7]
    inside = sum(not _ENDS.search(text[line.start : line.end]) for line in full)
    return usual <= 130 and len(full) > 2 and inside > len(full) / 2
