"""HTML pages."""

from __future__ import annotations

import pytest

from upright.exceptions import UnreadableFile
from upright.extract import html
from upright.extract.text import TextLayer


def read(body: str) -> TextLayer:
    return html.read(f"<!DOCTYPE html><html><head><title>T</title><style>p {{}}</style></head><body>{body}</body></html>".encode())


def test_blocks_become_paragraphs() -> None:
    heading, block = "<h2>A.\n Background</h2>", "<div>1. The <b>State</b>\n party<br>said <p>more</p> after</div>"
    layer = read(f"<nav>menu</nav>{heading}{block}<script>x()</script>")
    assert layer.text == "A. Background\n1. The State party\nsaid\nmore\nafter\n"
    assert [(line.style, line.level) for line in layer.lines] == [("h2", 2), (None, None), ("p", None), (None, None)]
    assert layer.lines[0].bold


def test_lists_show_what_the_browser_shows() -> None:
    layer = read('<ol start="3"><li>three<ul><li>dot</li></ul></li><li>four</li><li value="9">nine</li></ol>')
    assert layer.text == "3. three\n• dot\n4. four\n9. nine\n"


def test_an_item_that_holds_paragraphs() -> None:
    assert (
        read("<ol><li><p>one</p><p>more</p></li><li>  <p>two</p></li><li></li><li>four</li></ol>").text == "1. one\nmore\n2. two\n4. four\n"
    )


def test_a_page_that_nests_without_end() -> None:
    with pytest.raises(UnreadableFile, match="too deeply"):
        read("<div>" * 5000 + "word")


def test_raised_digits_are_marks() -> None:
    layer = read("<p>Law<sup>12</sup> of the 2<sup>nd</sup> kind</p>")
    assert [layer.text[start:end] for start, end in layer.marks] == ["12"]


def test_cells() -> None:
    layer = read('<table><tr><th colspan="2">head</th></tr><tr><td rowspan="2">a</td><td>b</td></tr><tr><td></td></tr></table><p>after</p>')
    assert [(cell.row, cell.column, cell.columns, layer.text[cell.start : cell.end]) for cell in layer.cells] == [
        (0, 0, 2, "head"), (1, 0, 1, "a"), (1, 1, 1, "b"), (2, 1, 1, ""),
    ]  # fmt: skip


def test_encodings() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Доклад</p></body></html>'
    assert html.read(page.encode("cp1251")).text == "Доклад\n"
    assert html.read(page.encode("utf-8")).text == "Доклад\n"


def test_a_page_without_words() -> None:
    with pytest.raises(UnreadableFile, match="no words"):
        read("<script>document.write('all')</script>")
