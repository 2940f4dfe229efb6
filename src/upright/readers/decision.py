"""Decision of the Human Rights Council on the outcome of a review: which report and which views of the State it adopts.

    'Adopts the outcome of the review of Freedonia, comprising the report thereon (A/HRC/14/15), together with ... (A/HRC/14/15/Add.1)'

(2010), 'Decides to adopt the outcome ...' (2015), or with the symbols in footnotes (2025).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upright.readers.document import Document
from upright.records import Citation, Record, words
from upright.symbols import Symbol, find_symbols

_ADOPTS = re.compile(
    r"\b(?:Adopts|Decides\s+to\s+adopt)\s+the\s+outcome\b|\b(?:Adopte|Décide\s+d[’']adopter)\s+(?:les?\s+)?(?:résultats?|document)\b"
    r"|\b(?:Aprueba|Decide\s+aprobar)\s+el\s+(?:resultado|documento)\b"
)
_REPORT = re.compile(r"A/HRC/(?:S-)?\d{1,3}/\d{1,3}")


def read(document: Document) -> Iterator[Record]:
    """A citation for each document that the outcome is made of, and that is named beside it."""
    for start, end, symbol in _cited(document):
        text = words(document.layer.text[start:end])
        source = document.source(start, end, None)
        yield Citation(document=document.symbol, source=source, cites="document", target=str(symbol), text=text)


def adopted(document: Document) -> str | None:
    """The symbol of the report that the decision adopts: the first one it names that is no part of another document."""
    return next((str(symbol) for _, _, symbol in _cited(document) if _REPORT.fullmatch(str(symbol))), None)


def _cited(document: Document) -> Iterator[tuple[int, int, Symbol]]:
    """Symbols from the operative sentence on, footnotes included, each once; the decision's own left out."""
    text = document.layer.text
    operative = _ADOPTS.search(text)
    if operative is None:
        return
    seen = {document.symbol}
    for start, end, symbol in find_symbols(text[operative.start() :]):
        if str(symbol) not in seen and "/DEC/" not in str(symbol):
            seen.add(str(symbol))
            yield operative.start() + start, operative.start() + end, symbol
