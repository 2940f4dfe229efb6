"""PDF files made by hand: lines with geometry, superscripts, bold, hyphens and pages as pdfium gives them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from upright.extract import pdf
from upright.extract.text import TextLayer

Draw = Callable[[Canvas], None]


def layer(tmp_path: Path, *pages: Draw) -> TextLayer:
    """The text layer of a PDF whose pages are drawn by functions."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    path = tmp_path / "drawn.pdf"
    path.write_bytes(buffer.getvalue())
    return pdf.read(path)


def line(words: str, x: float = 100, y: float = 700, *, font: str = "Helvetica", size: float = 10) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, y, words)

    return draw


def both(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for each in draws:
            each(canvas)

    return draw


def with_mark(words: str, mark: str, behind: str = "", *, size: float = 6.5) -> Draw:
    """Words with a raised mark behind them."""

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(100, 700)
        text.setFont("Helvetica", 10)
        text.textOut(words)
        text.setFont("Helvetica", size)
        text.setRise(4 if size < 10 else 0)
        text.textOut(mark)
        text.setFont("Helvetica", 10)
        text.setRise(0)
        text.textOut(behind)
        canvas.drawText(text)

    return draw


def test_lines_with_their_place(tmp_path: Path) -> None:
    found = layer(tmp_path, both(line("1. It was held there.", 113, 700), line("It went on.", 141, 688)))
    assert [found.text[each.start : each.end] for each in found.lines] == ["1. It was held there.", "It went on."]
    first, second = found.lines
    assert first.left is not None
    assert second.left is not None
    assert first.left == pytest.approx(113, abs=2)
    assert second.left - first.left == pytest.approx(28, abs=2)
    assert (first.bottom or 0) - (second.bottom or 0) == pytest.approx(12, abs=0.5)
    assert (first.size, first.page) == (10.0, 1)
    assert found.wrapped


def test_size(tmp_path: Path) -> None:
    found = layer(tmp_path, both(line("I. Introduction", 100, 720, size=14), line("1. It was held.", 100, 700)))
    assert [each.size for each in found.lines] == [14.0, 10.0]


def test_bold(specimens: Path) -> None:
    """Recommendations are set in bold, the dialogue is not."""
    found = pdf.read(specimens / "files" / "report2014.pdf")
    bold = {found.text[each.start : each.end]: each.bold for each in found.lines}
    assert next(heavy for words, heavy in bold.items() if words.startswith("II.") and "recommendations" in words and "." * 4 not in words)
    assert not next(heavy for words, heavy in bold.items() if words.startswith("1. "))


def test_pages_are_kept_apart(tmp_path: Path) -> None:
    found = layer(tmp_path, line("One."), line("Two."), line("Three."))
    assert found.text.count("\f") == 2
    assert [found.page_of(each.start) for each in found.lines] == [each.page for each in found.lines] == [1, 2, 3]
    assert [found.text[start:].split()[0] for start in found.page_starts] == ["One.", "Two.", "Three."]


def test_an_empty_page_counts(tmp_path: Path) -> None:
    found = layer(tmp_path, line("One."), lambda canvas: None, line("Three."))
    assert len(found.page_starts) == 3
    assert [each.page for each in found.lines] == [1, 3]


MARKS = [
    ("employment", "1", " (Chile);", "1"),
    ("Build schools (Chile)", "3", " ;", "3"),
    ("Review of the plan", "*", "", "*"),
    ("in all its forms.", "22", " It went on.", "22"),
    ("“as read”", "12", " then", "12"),
]


@pytest.mark.parametrize(("words", "mark", "behind", "wanted"), MARKS)
def test_a_raised_mark_is_found(tmp_path: Path, words: str, mark: str, behind: str, wanted: str) -> None:
    found = layer(tmp_path, with_mark(words, mark, behind))
    assert [found.text[start:end] for start, end in found.marks] == [wanted]
    assert found.text[: found.marks[0][0]].strip() == words


@pytest.mark.parametrize("words", ["employment1", "section B2", "COVID19 ;", "A/HRC/90/4/Add.1", "paragraph 24.1"])
def test_a_digit_of_the_same_size_is_no_mark(tmp_path: Path, words: str) -> None:
    assert layer(tmp_path, line(words)).marks == ()


def test_a_smaller_line_has_no_marks_for_its_own_digits(tmp_path: Path) -> None:
    """Footnotes are set in 9 points beside a body of 10."""
    found = layer(tmp_path, both(line("It was held.", 100, 700), line("See A1 and B2.", 100, 100, size=9)))
    assert found.marks == ()


def test_a_page_scaled_by_its_matrix_keeps_its_sizes(tmp_path: Path) -> None:
    """Some writers set the type at one point and scale it."""

    def scaled(canvas: Canvas) -> None:
        canvas.translate(100, 700)
        canvas.scale(10, 10)
        canvas.setFont("Helvetica", 1)
        canvas.drawString(0, 0, "It was held.")

    (only,) = layer(tmp_path, scaled).lines
    assert only.size == pytest.approx(10, abs=0.2)


def test_a_hyphen_at_a_line_end_is_a_hyphen(tmp_path: Path) -> None:
    found = layer(tmp_path, both(line("Adopt laws on same-", 100, 700), line("sex couples.", 100, 688)))
    assert "\ufffe" not in found.text
    assert found.text.replace("\n", "") == "Adopt laws on same-sex couples."


def test_offsets_are_those_of_the_text(tmp_path: Path) -> None:
    found = layer(tmp_path, both(line("  It was   held. ", 100, 700), line("It went on.", 100, 688)), line("It ended."))
    for each in found.lines:
        words = found.text[each.start : each.end]
        assert words == words.strip()
        assert "\n" not in words
    assert "".join(found.text.split()) == "".join("".join(found.text[each.start : each.end].split()) for each in found.lines)
