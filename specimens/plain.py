"""Specimens as plain text, as programs that undo a PDF leave them: a blank line after every line, no cover, page breaks in the middle of
paragraphs with a space before the next page's first line, footnotes and now and then a header or a page number between."""

from __future__ import annotations

from pathlib import Path

from pages import Document
from pdf import Page


def write(document: Document, pages: list[Page], path: Path) -> None:
    """Write the text of the pages behind cover and contents; one page in the middle keeps its header and number."""
    body = [page for page in pages if not page.front]
    kept = body[len(body) // 2].number
    text = "".join(_page(document, page, page.number == kept) for page in body)
    path.write_text(text, encoding="utf-8", newline="\n")


def _page(document: Document, page: Page, kept: bool) -> str:
    furniture = {document.symbol, document.job, str(page.number), f"Page {page.number}"}
    lines = [line for line in page.lines if line.text not in furniture]
    text = "".join(f"{' ' if line.pieces[0].size > 11.5 else ''}{line.text} \n\n" for line in lines).lstrip()
    if page.notes:
        text += "  \n\n " + "".join(f"{line.text} \n\n" for line in page.notes)
    return (_header(document, page.number) if kept else " ") + text.removesuffix("\n\n") + "\n"


def _header(document: Document, number: int) -> str:
    shown = {"2008": f"Page {number}", "2016": f"{document.job} {number}"}.get(document.layout, f" {number}")
    return f"\n\n\n{document.symbol} \n\n{shown} \n\n"
