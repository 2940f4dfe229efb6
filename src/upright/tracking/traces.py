"""What a file tells of whoever made it, and is taken out before it is kept: names of authors, devices, places, folders, printers.

The files come from anybody: `clean` works in a process of its own, which may hang, swell or die.
"""

from __future__ import annotations

import io
import tempfile
import warnings
import zipfile
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import pikepdf
from lxml import etree
from PIL import Image, ImageOps

from upright import processes
from upright.exceptions import UnreadableFile, UprightError
from upright.extract import docx, pdf, plain
from upright.extract.parts import Parts, parse
from upright.extract.sniff import ENCRYPTED, PPTX, XLSX

_LIMITS = processes.Limits(seconds=60, memory=1 << 30)
_ANYBODY = "Author"  # what Word itself writes where it takes names out


class Refused(StrEnum):
    """Why a file is not kept."""

    PASSWORD = "password"  # noqa: S105
    DAMAGED = "damaged"
    HOLDS_FILES = "holds_files"
    MACROS = "macros"
    PICTURE = "picture"
    HEAVY = "heavy"


class _No(UprightError):
    def __init__(self, why: Refused) -> None:
        super().__init__(why.value)
        self.why = why


def clean(data: bytes, media_type: str) -> bytes | Refused:
    """The same file without its author's traces: one of the types in `CLEANED`."""
    if media_type == ENCRYPTED:
        return Refused.PASSWORD
    if media_type == plain.MEDIA_TYPE:
        return data
    with tempfile.TemporaryDirectory(prefix="upright-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        [(_number, found)] = processes.run(_TASKS[media_type], [str(path)], 1, _LIMITS)
    return Refused.HEAVY if isinstance(found, processes.Lost) else found


def _tried(cleaned: Callable[[bytes], bytes], path: str) -> bytes | Refused:
    try:
        return cleaned(Path(path).read_bytes())
    except _No as error:
        return error.why
    except MemoryError:
        return Refused.HEAVY
    except Exception:  # noqa: BLE001  # a file made to break a library: nothing of it is kept
        return Refused.DAMAGED


def clean_pdf(path: str) -> bytes | Refused:
    return _tried(_pdf, path)


def clean_office(path: str) -> bytes | Refused:
    return _tried(_office, path)


def clean_picture(path: str) -> bytes | Refused:
    return _tried(_picture, path)


_TASKS = {
    pdf.MEDIA_TYPE: clean_pdf, docx.MEDIA_TYPE: clean_office, XLSX: clean_office, PPTX: clean_office,
    "image/jpeg": clean_picture, "image/png": clean_picture,
}  # fmt: skip
CLEANED = frozenset({*_TASKS, plain.MEDIA_TYPE})


# --- pictures


def _picture(data: bytes) -> bytes:
    """The picture upright, without what stands beside its points: no place, device, time, comment, profile or second picture."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "MPO")) as opened:
            kind = "PNG" if opened.format == "PNG" else "JPEG"
            upright = ImageOps.exif_transpose(opened)
            upright.info = {name: value for name, value in upright.info.items() if name == "transparency"}
            upright.save(out, kind, quality=95)
    return out.getvalue()


# --- PDF


def _pdf(data: bytes) -> bytes:
    """The document written anew: nothing of an earlier state of it, no properties, no names on remarks."""
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.attachments:
                raise _No(Refused.HOLDS_FILES)
            for name in ("/Info", "/ID"):
                if name in document.trailer:
                    del document.trailer[name]
            for each in document.objects:
                if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                    _clean_object(each)
            document.save(out, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PasswordError as error:
        raise _No(Refused.PASSWORD) from error
    return out.getvalue()


def _clean_object(each: pikepdf.Object) -> None:
    for name in ("/Metadata", "/PieceInfo"):
        if name in each:
            del each[name]
    kind = str(each.get("/Subtype", ""))
    if kind == "/FileAttachment":
        raise _No(Refused.HOLDS_FILES)
    if "/T" in each and "/Rect" in each and kind != "/Widget":  # who wrote a remark; a field of a form has its name there
        del each["/T"]
    if isinstance(each, pikepdf.Stream) and each.get("/Filter") == pikepdf.Name.DCTDecode:
        _clean_jpeg(each)


def _clean_jpeg(stream: pikepdf.Stream) -> None:
    """A photograph within a PDF keeps what the camera wrote into it."""
    data = stream.read_raw_bytes()
    head = data[: 2**16]
    if b"Exif\x00" not in head and b"http://ns.adobe.com/xap" not in head and b"Photoshop 3.0" not in head:
        return
    with Image.open(io.BytesIO(data), formats=("JPEG", "MPO")) as opened:
        if opened.mode not in {"L", "RGB"}:  # what the numbers of four inks mean is said where it would be lost
            raise _No(Refused.PICTURE)
        opened.info = {}
        out = io.BytesIO()
        opened.save(out, "JPEG", quality=95)
    stream.write(out.getvalue(), filter=pikepdf.Name.DCTDecode)


# --- Office

_DROPPED = ("docProps/", "customXml/", "printerSettings/")
_MACROS = ("vbaproject", "activex", "macrosheets")
_OFFICE = (".docx", ".xlsx", ".pptx")
_PEOPLE = frozenset({"author", "initials", "userId", "providerId", "userName"})  # attributes, wherever they stand
_NAMED = frozenset({("person", "displayName"), ("cmAuthor", "name"), ("author", "name"), ("userInfo", "name")})  # and on these elements
_VALUES = {"initials": "A", "providerId": "None"}


def _office(data: bytes) -> bytes:
    """The package without properties, with nobody's name on remarks and changes, and without times in the zip."""
    parts = Parts(data)
    if any(word in name.casefold() for name in parts.names for word in _MACROS):
        raise _No(Refused.MACROS)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts.names, key=lambda each: (each != "[Content_Types].xml", each)):
            if not name.endswith("/") and not _is_dropped(name):
                package.writestr(zipfile.ZipInfo(name), _part(name, parts.read(name)), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _is_dropped(target: str) -> bool:
    return any(folder in target for folder in _DROPPED)


def _part(name: str, content: bytes) -> bytes:
    ending = "." + name.casefold().rpartition(".")[2]
    if ending in {".xml", ".rels"}:
        return _xml(name, content)
    if ending in {".jpg", ".jpeg", ".png"}:
        return _picture(content)
    if ending in {".tif", ".tiff"}:
        raise _No(Refused.PICTURE)
    if ending in _OFFICE:
        return _office(content)
    if "/embeddings/" in name:
        raise _No(Refused.HOLDS_FILES)
    return content


def _xml(name: str, content: bytes) -> bytes:
    try:
        root = parse(content)
    except UnreadableFile:
        raise _No(Refused.DAMAGED) from None
    changed = False
    for element in list(root.iter()):  # remarks and instructions of XML are left out by `parse`
        changed |= _without_part(element) if name.endswith((".rels", "[Content_Types].xml")) else _without_name(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if changed else content


def _without_part(element: etree._Element) -> bool:
    """Nothing refers to what was left out, nor to a folder on somebody's machine."""
    target = element.get("Target") or element.get("PartName") or ""
    if _is_dropped(target):
        _remove(element)
        return True
    if element.get("TargetMode") == "External" and target.casefold().startswith(("file:", "\\\\")):
        element.set("Target", target.replace("\\", "/").rpartition("/")[2])
        return True
    return False


def _without_name(element: etree._Element) -> bool:
    kind = etree.QName(element).localname
    if kind == "absPath":  # the folder that a workbook was saved in
        _remove(element)
        return True
    changed = False
    for attribute in list(element.attrib):
        name = etree.QName(attribute).localname
        if name in _PEOPLE or (kind, name) in _NAMED:
            element.set(attribute, _VALUES.get(name, _ANYBODY))
            changed = True
        elif kind == "pageSetup" and name == "id":  # the printer's settings, which are left out
            del element.attrib[attribute]
            changed = True
    if kind == "author" and element.text:
        element.text, changed = _ANYBODY, True
    return changed


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
