"""Which type of file is this? By its bytes."""

from __future__ import annotations

import contextlib
import io
import json
import re
import zipfile
from collections.abc import Iterator

import olefile

from upright.exceptions import UnreadableFile
from upright.extract import doc, docx, html, pdf, plain

JSON = "application/json"
BINARY = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument"
XLSX, PPTX = f"{_OFFICE}.spreadsheetml.sheet", f"{_OFFICE}.presentationml.presentation"
ENCRYPTED = "application/x-ole-encrypted"
OLE = "application/x-ole-storage"

# What a file is that upright does not read, and what to do with it.
_SAVE = "save it as PDF, DOCX or text and read that"
_RECOGNISE = "run it through text recognition first, for example ocrmypdf"
_UNPACK = "unpack it and read the files in it"
_FETCH = "fetch the document again"
NAMES: dict[str, tuple[str, str]] = {
    "image/png": ("a PNG picture", _RECOGNISE),
    "image/jpeg": ("a JPEG picture", _RECOGNISE),
    "image/gif": ("a GIF picture", _RECOGNISE),
    "image/tiff": ("a TIFF picture", _RECOGNISE),
    "application/rtf": ("a Rich Text file", _SAVE),
    "application/postscript": ("a PostScript file", _SAVE),
    "application/vnd.oasis.opendocument.text": ("an OpenDocument text", _SAVE),
    XLSX: ("a spreadsheet", _SAVE),
    PPTX: ("a presentation", _SAVE),
    "application/vnd.ms-excel": ("a spreadsheet", _SAVE),
    "application/vnd.ms-powerpoint": ("a presentation", _SAVE),
    "application/zip": ("a zip archive", _UNPACK),
    "application/gzip": ("a gzip archive", _UNPACK),
    "application/x-7z-compressed": ("a 7-zip archive", _UNPACK),
    "application/vnd.rar": ("a RAR archive", _UNPACK),
    "application/xml": ("an XML file", _SAVE),
    ENCRYPTED: ("an encrypted Office file", "save a copy without a password and read that"),
    OLE: ("an Office file without a document in it", _FETCH),
    BINARY: ("binary data, not a document", _FETCH),
}

SUFFIXES: dict[str, tuple[str, str]] = {
    ".pdf": (pdf.MEDIA_TYPE, "a PDF"),
    ".docx": (docx.MEDIA_TYPE, "a Word file"),
    ".doc": (doc.MEDIA_TYPE, "a Word file"),
    ".html": (html.MEDIA_TYPE, "a web page"),
    ".htm": (html.MEDIA_TYPE, "a web page"),
    ".txt": (plain.MEDIA_TYPE, "plain text"),
    ".json": (JSON, "JSON"),
}

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
)
_PDF_WITHIN = 1024  # bytes of anything may stand before '%PDF-'
_HTML = re.compile(
    r"(?:<!--.*?-->|<\?xml[^>]*>|\s)*<(?:!doctype\s+html|html|head|body|title|meta|table|div|p|h1)\b", re.IGNORECASE | re.DOTALL
)  # fmt: skip


def sniff(data: bytes) -> str:
    """The media type of a file's bytes; 'application/octet-stream' where they are no text and of no known type."""
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(olefile.MAGIC):
        return _ole(data)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return pdf.MEDIA_TYPE
    return _text(data)


def _zip(data: bytes) -> str:
    names = _entries(data)
    if any(name.startswith("word/") for name in names):
        return docx.MEDIA_TYPE
    if any(name.startswith("xl/") for name in names):
        return XLSX
    if any(name.startswith("ppt/") for name in names):
        return PPTX
    return "application/vnd.oasis.opendocument.text" if b"mimetypeapplication/vnd.oasis" in data[:100] else "application/zip"


def _entries(data: bytes) -> list[str]:
    """The names in a zip: from its directory, or, where a truncated file has none, from what stands before each part."""
    with contextlib.suppress(zipfile.BadZipFile, ValueError, OSError, NotImplementedError), zipfile.ZipFile(io.BytesIO(data)) as opened:
        return opened.namelist()
    return list(_local_names(data))


def _local_names(data: bytes) -> Iterator[str]:
    for match in re.finditer(rb"PK\x03\x04.{22}(..)..", data[: 2**20], re.DOTALL):
        yield data[match.end() : match.end() + int.from_bytes(match[1], "little")].decode("utf-8", "replace")


def _ole(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for stream, media_type in (
                ("EncryptedPackage", ENCRYPTED),
                ("WordDocument", doc.MEDIA_TYPE),
                ("Workbook", "application/vnd.ms-excel"),
                ("PowerPoint Document", "application/vnd.ms-powerpoint"),
            ):
                if ole.exists(stream):
                    return media_type
    except (OSError, ValueError, IndexError, olefile.olefile.OleFileError):  # cut short: the reader says so
        return doc.MEDIA_TYPE
    return OLE


def _text(data: bytes) -> str:
    try:
        text = plain.decode(data)
    except UnreadableFile:
        return plain.MEDIA_TYPE if b"\x00" not in data[:4096] else BINARY
    if not plain.is_text(text):
        return BINARY
    begin = text.lstrip("\ufeff \t\r\n")
    if _HTML.match(begin[:8192]):
        return html.MEDIA_TYPE
    if _is_json(begin):
        return JSON
    return "application/xml" if begin.startswith("<?xml") else plain.MEDIA_TYPE


def _is_json(text: str) -> bool:
    if not re.match(r"\{\s*[\"}]|\[\s*[\[{\"\d\]]", text):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
