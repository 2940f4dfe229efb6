"""Word files made by hand, byte by byte: DOCX out of XML, DOC out of a piece table in a compound file."""

from __future__ import annotations

import io
import struct
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
NAMESPACES = (
    f'{W} {R} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
).encode()


def docx(body: str, **parts: str) -> bytes:
    """A DOCX with some XML in its body; `parts` by the last word of their relationship: numbering, styles, footnotes, settings, header."""
    related = "".join(f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in parts)
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": RELATIONSHIPS.decode(),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
    }
    roots = {"header": "hdr"}
    for name, content in parts.items():
        root = roots.get(name, name)
        files[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
    return zipped({name: content.encode() for name, content in files.items()})


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip of some files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def numbered(text: str, list_id: int, level: int = 0) -> str:
    """A paragraph that Word numbers."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(place: int, text: str, style: str = "decimal", start: int = 1, more: str = "") -> str:
    """One level of a list."""
    said = f'<w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{place}">{said}</w:lvl>'


def abstract(name: int, *levels: str) -> str:
    """A list's definition."""
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def use(list_id: int, name: int, overrides: str = "") -> str:
    """A use of a list."""
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{name}"/>{overrides}</w:num>'


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell that begins with '<w:tcPr>' brings its own properties."""
    return f"<w:tbl>{''.join(map(_row, rows))}</w:tbl>"


def _row(cells: tuple[str, ...]) -> str:
    return f"<w:tr>{''.join(map(_cell, cells))}</w:tr>"


def _cell(text: str) -> str:
    properties, _, words = text.rpartition("</w:tcPr>")
    paragraphs = "".join(paragraph(line) for line in words.split("\n"))
    return f"<w:tc>{properties + '</w:tcPr>' if properties else ''}{paragraphs}</w:tc>"


# --- DOC ------------------------------------------------------------------------------------------------------------------------------

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file ([MS-CFB], version 3) with some streams, each long enough to need no mini stream."""
    padded = {name: content.ljust(-(-max(len(content), 4096) // _SECTOR) * _SECTOR, b"\0") for name, content in streams.items()}
    fat = [_FAT, _END]
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for index, (name, content) in enumerate(padded.items(), 1):
        first, count = len(fat), len(content) // _SECTOR
        fat += [*range(first + 1, first + count), _END]
        entries.append(_entry(name, 2, first, len(content), sibling=index + 1 if index < len(padded) else _FREE))
    entries += [bytes(64) + struct.pack("<HBBIII", 0, 0, 1, _FREE, _FREE, _FREE) + bytes(48)] * (4 - len(entries))
    assert len(entries) == 4
    assert len(fat) <= 128
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat))) + b"".join(entries) + b"".join(padded.values())


def _entry(name: str, kind: int, first: int, size: int, *, child: int = _FREE, sibling: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le")
    links = struct.pack("<HBBIII", len(encoded) + 2, kind, 1, _FREE, sibling, child)
    return encoded.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", first, size)


def doc(text: str, *, headers: str = "", flags: int = 0, version: int = 0xC1) -> bytes:
    """A DOC whose text stands in two pieces: the first half in one byte a character, the second in two."""
    whole = text + headers
    half = len(whole) // 2
    first, second = whole[:half].encode("cp1252"), whole[half:].encode("utf-16-le")
    begin = 2048
    pieces = struct.pack("<3I", 0, half, len(whole))
    pieces += struct.pack("<2xI2x", (begin * 2) | 0x40000000) + struct.pack("<2xI2x", begin + len(first))
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    head = bytearray(begin)
    struct.pack_into("<HH6xH", head, 0, 0xA5EC, version, flags)
    struct.pack_into("<6I", head, 0x4C, len(text), 0, len(headers), 0, 0, 0)
    struct.pack_into("<II", head, 0x9A + 8 * 33, 0, len(clx))
    return compound_file({"WordDocument": bytes(head) + first + second, "0Table": clx})
