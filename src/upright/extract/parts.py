"""The parts of an Office Open XML file (a zip of XML files), inflated only as far as the bounds allow."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from upright.exceptions import UnreadableFile

MAX_PART = 32 * 2**20  # bytes of one XML part: some 1,700 pages of a matrix
MAX_PACKAGE = 512 * 2**20  # bytes of all parts together, pictures included, as the file declares them
MAX_RATIO = 300  # a part of UN files shrinks 10 to 60 times, a bomb 1,000 times
SMALL = 2**20  # below this a part may shrink as it likes

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)

DAMAGED = "the file is damaged or cut short; fetch it again"
BOMB = "the file would unpack to far more than a document holds (a zip bomb?); it was not read"


class Parts:
    """An opened package: parts by name, relationships by part."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise UnreadableFile(DAMAGED) from error
        infos = self._zip.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise UnreadableFile("the file is encrypted; save a copy without a password and read that")
        if sum(info.file_size for info in infos) > MAX_PACKAGE or any(_swells(info) for info in infos):
            raise UnreadableFile(BOMB)
        self.names = frozenset(info.filename for info in infos)

    def read(self, name: str) -> bytes:
        """The bytes of a part. Never more than `MAX_PART`, whatever size the file declares."""
        try:
            with self._zip.open(name) as part:
                content = part.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, ValueError) as error:
            raise UnreadableFile(DAMAGED) from error
        if len(content) > MAX_PART:
            raise UnreadableFile(BOMB)
        return content

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part; None where there is no such part."""
        if name not in self.names:
            return None
        content = self.read(name)
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return parse(content)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: relationship id -> (last word of its type, part name)."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        if root is None:
            return {}
        return {
            element.get("Id") or "": (
                (element.get("Type") or "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, element.get("Target") or "")).lstrip("/"),
            )
            for element in root.iter(_RELATIONSHIPS)
            if element.get("TargetMode") != "External"
        }

    def main(self) -> str | None:
        """The name of the main part ('word/document.xml')."""
        return next((target for kind, target in self.related("").values() if kind == "officeDocument" and target in self.names), None)


def _swells(info: zipfile.ZipInfo) -> bool:
    return info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1)


def parse(content: bytes) -> etree._Element:
    """XML without a network, entities or huge trees: nothing in it can expand."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(DAMAGED) from error
    if b"<!DOCTYPE" in content[:4096]:  # the format forbids it; only bombs have one
        raise UnreadableFile(BOMB)
    return root
