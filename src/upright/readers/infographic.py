"""OHCHR's infographic of a review: how many recommendations the State received and supported.

    'It received 254 recommendations and it supported 217 recommendations at the adoption of its UPR outcome'

The totals are a check on what is read from the report and its addendum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upright.readers.document import Document
from upright.records import Label, Record

SCHEME = "ohchr_infographic"

_TOTALS = {
    "recommendations": re.compile(r"\breceived\s+(?:a\s+total\s+of\s+)?(\d{1,4})\s+recommendations", re.IGNORECASE),
    "supported": re.compile(r"\b(?:supported|accepted)\s+(\d{1,4})(?![\d%]|\.\d)", re.IGNORECASE),
    "noted": re.compile(r"\bnoted\s+(\d{1,4})(?![\d%]|\.\d)", re.IGNORECASE),
}


def totals(document: Document) -> dict[str, int]:
    """The totals that are stated: `recommendations`, `supported`, `noted`."""
    return {name: int(match[1]) for name, match in _found(document)}


def read(document: Document) -> Iterator[Record]:
    """One label for each total: `of` what is counted, `value` the number."""
    for name, match in _found(document):
        source = document.source(*match.span(), None)
        yield Label(document=document.symbol, source=source, of=name, scheme=SCHEME, value=match[1], method="official", because=match[0])


def _found(document: Document) -> Iterator[tuple[str, re.Match[str]]]:
    for name, pattern in _TOTALS.items():
        match = pattern.search(document.layer.text)
        if match:
            yield name, match
