"""Replies to a list of issues: which paragraphs answer which issue, as the replies themselves say.

    'Reply to paragraph 4 (a) of the list of issues CRPD/C/JAM/Q/1'      answer to 4 (a): the paragraphs below
    'Replies to the questions raised in paragraphs 4 and 5'              the same paragraphs answer both

Replies that follow the articles of the treaty and name no issue give no answers here; `analysis.replies_to` ties them to their list.
"""

from __future__ import annotations

from collections.abc import Iterator

from upright.readers.answered import answers, parts
from upright.readers.document import Document
from upright.records import Answer
from upright.structure import BlockKind
from upright.symbols import Symbol, find_symbols

PRIOR_TO_REPORTING = frozenset({"QPR"})
_LISTS = frozenset({"Q"}) | PRIOR_TO_REPORTING


def read(document: Document) -> Iterator[Answer]:
    """An `answer` for every issue that a heading names."""
    to = list_of_issues(document)
    for part in parts(document):
        yield from answers(document, part, part.symbol or to)


def list_of_issues(document: Document, lists: frozenset[str] = _LISTS) -> str | None:
    """The list that a document answers: the one that it adds to (CRPD/C/BRA/Q/1 of its Add.1), or the first of its State that it names.
    `lists`: the parts of the symbols that are wanted."""
    own = _parsed(document.symbol)
    if own and own.parent and lists & set(own.parts):
        return str(own.parent)
    for block in document.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.FOOTNOTE):
            continue
        for _, _, symbol in find_symbols(block.text):
            if lists & set(symbol.parts) and (own is None or (symbol.state == own.state and symbol.body == own.body)):
                return str(symbol.parent or symbol)
    return None


def _parsed(symbol: str | None) -> Symbol | None:
    return Symbol.parse(symbol) if symbol else None
