"""Documents made by hand for the tests of readers."""

from __future__ import annotations

from upright import structure
from upright.extract.text import Line, TextLayer
from upright.identify import Identity
from upright.readers.document import Document
from upright.records import Kind


def document(layer: TextLayer, kind: Kind, symbol: str | None = None) -> Document:
    """A document of a kind with a text layer."""
    identity = Identity(symbol=symbol, kind=kind, language="en")
    return Document(file="made-by-hand", sha256="0" * 64, structure=structure.build(layer), identity=identity)


def printed(text: str) -> TextLayer:
    """A text as a PDF gives it: lines broken where the page ends."""
    lines, at = [], 0
    for words in text.split("\n"):
        if words:
            lines.append(Line(at, at + len(words), 1))
        at += len(words) + 1
    return TextLayer(text=text, media_type="application/pdf", page_starts=(0,), lines=tuple(lines), wrapped=True)
