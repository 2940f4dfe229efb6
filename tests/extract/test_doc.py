"""Binary Word files."""

from __future__ import annotations

from pathlib import Path

import pytest

from upright.exceptions import UnreadableFile
from upright.extract import doc as reader
from upright.extract import extract
from word_files import compound_file, doc


def test_pieces_of_one_and_two_bytes() -> None:
    read = reader.read(doc("Côte d’Ivoire asks.\rWhat was done for the “erased” – and when?\rИ ещё вопрос\r"))
    assert read.text == "Côte d’Ivoire asks.\nWhat was done for the “erased” – and when?\nИ ещё вопрос\n"


def test_fields_and_special_characters() -> None:
    read = reader.read(doc('\x13 HYPERLINK "x" \x14shown\x15 non\x1ebreaking, op\x1ftional\x0bnext line\r\x13 PAGE \x15After it\r'))
    assert read.text == "shown non-breaking, optional\nnext line\nAfter it\n"


def test_headers_come_first() -> None:
    read = reader.read(doc("1. The body begins here.\r", headers="A/HRC/90/4\rA/HRC/90/4\rPage 2\rGE.14-99999 (E)\r"))
    assert read.text == "A/HRC/90/4\n1. The body begins here.\n"
    assert [line.style for line in read.lines] == ["header", None]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (doc("secret\r", flags=0x0100), "encrypted"),
        (doc("secret\r", flags=0x8000), "encrypted"),
        (doc("old\r", version=0x68), "Word 95"),
        (doc("\r\r"), "no words"),
        (compound_file({"WordDocument": b"\xec\xa5" + b"\xff" * 4000, "0Table": b""}), "encrypted|damaged"),
        (compound_file({"WordDocument": b"\0" * 4000, "0Table": b""}), "damaged"),
        (doc("words\r")[:3000], "damaged"),
    ],
)
def test_what_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        reader.read(data)


def test_real_files_keep_their_bullets(corpus: Path) -> None:
    folder = corpus / "documents" / "upr_slovenia" / "cycle3_questions"
    read = extract(folder / "Advance_questions_Slovenia_first_batch.doc")
    assert read.media_type == reader.MEDIA_TYPE
    assert [read.text[line.start : line.start + 2] for line in read.lines].count("• ") == 7
    assert read.text.startswith("ADVANCE QUESTIONS TO SLOVENIA")
