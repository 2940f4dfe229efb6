"""Plain text: encodings, lines, pages."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from upright.exceptions import UnreadableFile
from upright.extract import extract, plain

WORDS = "1. La délégation a dit « oui » – à Genève.\n2. État partie\n"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        WORDS.encode("utf-16-le"),
        WORDS.encode("utf-16-be"),
        WORDS.encode("utf-32"),
        WORDS.encode("cp1252"),
        WORDS.encode("mac_roman"),
        WORDS.replace("\n", "\r\n").encode(),
        WORDS.replace("\n", "\r").encode("mac_roman"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert plain.read(data).text == WORDS


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Доклад рабочей группы".encode("cp1251"), "encoding"),
        (b"\x00\x01\x02\x03\x05words" * 50, "binary"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "damaged"),
        (b" \n.\n", "no words"),
        (b"a" * (plain.MAX_TEXT + 1), "larger"),
    ],
)
def test_what_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        plain.read(data)


def test_lines_and_pages() -> None:
    read = plain.read(b"  one \n\n two\x0cthree\n\x0c\n")
    assert [(read.text[line.start : line.end], line.page) for line in read.lines] == [("one", 1), ("two", 1), ("three", 2)]
    assert read.has_pages
    assert read.page_starts == (0, 13)
    assert [read.page_of(line.start) for line in read.lines] == [1, 1, 2]
    assert plain.read(b"one").page_of(0) is None


def test_wrapped_lines_end_inside_sentences() -> None:
    sentence = "The delegation recalled that the Government had adopted a plan of action on the rights of older persons. "
    wrapped = "\n".join((sentence * 30)[at : at + 80] for at in range(0, 2400, 80))
    assert plain.read(wrapped.encode()).wrapped
    assert not plain.read("\n".join([sentence] * 30).encode()).wrapped
    assert not plain.read("\n".join([sentence * 4] * 30).encode()).wrapped


def test_the_text_of_a_real_file_is_unchanged(corpus: Path) -> None:
    for path in [corpus / "documents" / "A_HRC_28_10.txt", *sorted((corpus / "documents" / "upr_documents").glob("*.txt"))]:
        read = extract(path)
        assert read.text == path.read_text(encoding="utf-8")
        assert read.wrapped
    records = sorted((corpus / "documents" / "treaty_bodies" / "summary_records").glob("*.txt"))
    assert [extract(path).wrapped for path in records] == [False] * 4
