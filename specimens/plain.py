"""Specimens as plain text, as programs that undo a PDF leave them: a blank line after every line, no cover, page breaks in the middle of
paragraphs with a space before the next page's first line, footnotes and now and then a header or a page number between."""

from __future__ import annotations

from pathlib import Path

from pages import Document
from pdf import Page


def write(document: Document, pages: list[Page], path: Path) -> None:
    """Write the text of the pages behind cover and contents."""
    body = [page for page in pages if not page.front]
    leaks = {body[(len(body) - 1) // 2].number}  # one page in the middle keeps its header and number
    path.write_text("".join(_page(document, page, page.number in leaks) for page in body), encoding="utf-8", newline="\n")


def _page(document: Document, page: Page, leaks: bool) -> str:
    furniture = {document.symbol, document.job, str(page.number), f"Page {page.number}"}
    lines = [(" " if line.pieces[0].size > 11.5 else "") + line.text for line in page.lines if line.text not in furniture]
    text = " " + "".join(f"{line} \n\n" for line in lines).lstrip()
    if page.notes:
        text += "  \n\n " + "".join(f"{line.text} \n\n" for line in page.notes)
    if leaks:
        text += f"{document.symbol} \n\n{document.job} {page.number} \n\n" if document.layout == "2016" else f" \n{page.number} \n\n"
    return text.removesuffix("\n\n") + "\n"
