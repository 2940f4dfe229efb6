"""Files that are not what they seem, and files that give no text: one clear sentence each."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from upright.exceptions import NotFound, UnreadableFile
from upright.extract import MAX_BYTES, extract, parts, sniff
from upright.extract.docx import MEDIA_TYPE as DOCX
from word_files import RELATIONSHIPS, compound_file, doc, docx, paragraph, zipped

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


def pdf(words: str = "The delegation said so.", password: str | None = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password) if password else None)
    if words:
        canvas.drawString(72, 700, words)
    else:
        canvas.rect(10, 10, 100, 100)
    canvas.save()
    return buffer.getvalue()


def encrypted_zip(data: bytes) -> bytes:
    """The same zip with the sign that its parts are encrypted."""
    changed = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + at] |= 1
            place = changed.find(signature, place + 4)
    return bytes(changed)


def bomb(declared: int | None = None) -> bytes:
    """A DOCX whose body unpacks to 40 MiB of spaces, and which may lie about that."""
    body = b"<w:document>" + b" " * (40 * 2**20)
    data = zipped({"word/document.xml": body, "_rels/.rels": RELATIONSHIPS})
    if declared is None:
        return data
    changed = bytearray(data)
    struct.pack_into("<I", changed, changed.find(b"PK\x01\x02") + 24, declared)
    return bytes(changed)


WORD = docx(paragraph("The delegation said so."))

UNREADABLE = {
    "empty.pdf": (b"", "empty"),
    "blank.txt": (b" \n\x00\n", "empty"),
    "cut.pdf": (pdf()[:200], "damaged or cut short"),
    "locked.pdf": (pdf(password="x"), "encrypted"),
    "scan.pdf": (pdf(""), "no text layer"),
    "cut.docx": (WORD[: len(WORD) // 2], "damaged or cut short"),
    "locked.docx": (encrypted_zip(WORD), "encrypted"),
    "locked-by-word.docx": (compound_file({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "encrypted Office file"),
    "bomb.docx": (bomb(), "zip bomb"),
    "lying-bomb.docx": (bomb(declared=1000), "zip bomb|damaged"),
    "no-body.docx": (zipped({"word/other.xml": b"<a/>"}), "damaged"),
    "broken.docx": (zipped({"word/document.xml": b"<w:document", "_rels/.rels": RELATIONSHIPS}), "damaged"),
    "picture.pdf": (PNG, "a PNG picture, not a PDF as its name says"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(50), "a JPEG picture; run it through text recognition"),
    "letter.doc": (b"{\\rtf1 words}", "a Rich Text file, not a Word file as its name says; save it as"),
    "sheet.docx": (zipped({"xl/workbook.xml": b"<a/>"}), "a spreadsheet"),
    "slides.docx": (zipped({"ppt/presentation.xml": b"<a/>"}), "a presentation"),
    "folder.zip": (zipped({"a.pdf": b"x"}), "a zip archive; unpack it"),
    "old.xls": (compound_file({"Workbook": b"x"}), "a spreadsheet"),
    "cut.doc": (doc("words\r")[:700], "damaged"),
    "junk.txt": (bytes(range(256)) * 20, "binary data"),
    "data.xml": (b'<?xml version="1.0"?><records><a/></records>', "an XML file"),
    "russian.txt": ("Доклад рабочей группы".encode("koi8-r"), "encoding"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_one_sentence_for_each_failure(tmp_path: Path, name: str) -> None:
    data, message = UNREADABLE[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=message) as caught:
        extract(path)
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_a_folder_a_missing_file_and_one_that_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="a folder, not a file"):
        extract(tmp_path)
    with pytest.raises(NotFound, match="no such file"):
        extract(tmp_path / "missing.pdf")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="not a regular file"):
        extract(tmp_path / "pipe")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("words", encoding="utf-8")

    def refuse(_: Path) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", refuse)  # the superuser, as which tests may run, may read everything
    with pytest.raises(UnreadableFile, match="may not read"):
        extract(path)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert stat.S_ISREG(path.stat().st_mode)
    with pytest.raises(UnreadableFile, match="larger"):
        extract(path)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("report.docx", pdf(), "application/pdf"),
        ("report.doc", WORD, DOCX),
        ("report.pdf", WORD, DOCX),
        ("report.docx", doc("The delegation said so.\r"), "application/msword"),
        ("report.txt", b"<!DOCTYPE html><p>The delegation said so.</p>", "text/html"),
        ("report.pdf", b"The delegation said so.", "text/plain"),
        ("report.txt", b'{"text": "The delegation said so."}', "application/json"),
        ("report.json", b"[Original: English] The delegation said so.", "text/plain"),
    ],
)
def test_the_type_is_what_the_bytes_say(tmp_path: Path, name: str, data: bytes, media_type: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    layer = extract(path)
    assert layer.media_type == sniff(data) == media_type
    assert "The delegation said so." in layer.text


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bomb()
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("it was unpacked"))
    with pytest.raises(UnreadableFile, match="zip bomb"):
        parts.Parts(data)


def test_reading_stops_at_the_bound_whatever_the_file_declares() -> None:
    package = parts.Parts(bomb(declared=1000))
    with pytest.raises(UnreadableFile):
        package.read("word/document.xml")


def test_every_file_at_hand(corpus: Path) -> None:
    paths = [path for path in sorted((corpus / "documents").rglob("*")) if path.suffix in (".doc", ".docx", ".txt", ".json")]
    assert len(paths) > 50
    for path in paths:
        layer = extract(path)
        for line in layer.lines:
            assert layer.text[line.start : line.end].strip() == layer.text[line.start : line.end] != ""
        assert all(after.start >= before.end for before, after in zip(layer.lines, layer.lines[1:], strict=False))
