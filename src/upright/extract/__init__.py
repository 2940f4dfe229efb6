"""File -> text layer. The type of a file is what its bytes say, never what its name says.

Bounds, so that one file takes bounded time and memory: `MAX_BYTES` a file, `pdf.MAX_PAGES`, `parts.MAX_PART` an inflated part of a Word
file, `plain.MAX_TEXT` a text.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path

from upright.exceptions import NotFound, UnreadableFile
from upright.extract import doc, docx, html, pdf, plain
from upright.extract.sniff import JSON, NAMES, SUFFIXES, sniff
from upright.extract.text import TextLayer

__all__ = ["MAX_BYTES", "extract", "sniff"]

MAX_BYTES = 128 * 2**20  # a UN document has less than 10 MiB; scans with pictures less than 100

_READERS: dict[str, Callable[[bytes], TextLayer]] = {
    docx.MEDIA_TYPE: docx.read,
    doc.MEDIA_TYPE: doc.read,
    html.MEDIA_TYPE: html.read,
    plain.MEDIA_TYPE: plain.read,
    JSON: lambda data: plain.read(data, JSON),
}


_CUT_JSON = re.compile(rb'[\s\xef\xbb\xbf]*(?:\{\s*"[^"]+"\s*:|\[\s*\{\s*")')  # begins as JSON does, and does not parse


def extract(path: Path) -> TextLayer:
    """The text layer of a file.

    NotFound when there is no such file; UnreadableFile, with one sentence that says what to do next, when it gives no text.
    """
    data = _bytes(path)
    media_type = sniff(data)
    try:
        if media_type == pdf.MEDIA_TYPE:
            return pdf.read(path)
        if media_type == plain.MEDIA_TYPE and _CUT_JSON.match(data):
            raise UnreadableFile("the JSON is damaged or cut short; export or fetch it again")
        if media_type in _READERS:
            return _READERS[media_type](data)
    except UnreadableFile as error:
        said = str(error)
        raise UnreadableFile(said if said.startswith(path.name) else f"{path.name}: {said}") from error
    raise UnreadableFile(f"{path.name}: {_refusal(path, media_type)}")


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFile(f"{path.name}: this is a folder, not a file; give the files in it")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile(f"{path.name}: this is not a regular file")
        if status.st_size > MAX_BYTES:
            raise UnreadableFile(f"{path.name}: the file is larger than upright reads ({MAX_BYTES // 2**20} MiB); split it")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"{path}: there is no such file") from error
    except PermissionError as error:
        raise UnreadableFile(f"{path.name}: you may not read this file; change its permissions") from error
    except OSError as error:
        raise UnreadableFile(f"{path.name}: the file cannot be read ({error.strerror})") from error
    if not data.strip(b"\x00 \t\r\n\x0c"):
        raise UnreadableFile(f"{path.name}: the file is empty; fetch it again")
    return data


def _refusal(path: Path, media_type: str) -> str:
    name, advice = NAMES[media_type]
    claimed = SUFFIXES.get(path.suffix.lower())
    instead = f", not {claimed[1]} as its name says" if claimed and claimed[0] != media_type else ""
    return f"this is {name}{instead}; {advice}"
