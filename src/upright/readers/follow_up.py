"""Information on follow-up: which paragraphs answer which paragraph of the concluding observations.

    'A. Follow-up information relating to paragraph 11 (b) of the concluding observations (CRPD/C/XYZ/CO/1)'

A committee's own report on an inquiry has the same kind of symbol, and answers nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from upright.readers.answered import LIST, answers, parts
from upright.readers.document import Document
from upright.records import Answer
from upright.structure import BlockKind
from upright.symbols import Symbol, find_symbols


def read(document: Document) -> Iterator[Answer]:
    """An `answer` for every paragraph of the concluding observations that a heading names."""
    to = concluding_observations(document)
    for part in parts(document):
        if part.of != LIST:
            yield from answers(document, part, part.symbol or to)


def concluding_observations(document: Document) -> str | None:
    """The observations that a document follows up: those that it adds to (CRPD/C/LUX/CO/1 of its Add.2), or the first of its State that it
    names."""
    own = Symbol.parse(document.symbol) if document.symbol else None
    if own and own.parent and "CO" in own.parts:
        return str(own.parent)
    for block in document.blocks:
        for _, _, symbol in find_symbols(block.text) if block.kind is not BlockKind.FURNITURE else ():
            if "CO" in symbol.parts and (own is None or (symbol.state == own.state and symbol.body == own.body)):
                return str(symbol.parent or symbol)
    return None
