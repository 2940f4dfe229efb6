"""What a matrix of recommendations says, row by row, whatever it is written to and read from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from upright.records import Part, Position

VERSION = 12  # characters of the version: enough that two data sets hardly ever have the same


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One recommendation of a matrix.

    `text` is without number and States; `wording`: the document's own words, States included, None where they do not give `text` and
    `states` (a correction is above them): then the row is put together out of `parts`, or `text` and `states`. `states`: codes.
    `source`: where the position is stated, 'SYMBOL - Para. n'. `position_as_stated` goes before `position` (both None: not known).
    `themes`, `persons`, `sdgs`: labels as lists of OHCHR's write them; the first theme is the one that the row stands under.
    `derived`: these are not OHCHR's, rules and models found them. `comments`: lines on the level of implementation.
    """

    number: str | None
    text: str
    states: tuple[str, ...]
    parts: tuple[Part, ...] | None = None
    wording: str | None = None
    source: str | None = None
    position: Position | None = None
    position_as_stated: str | None = None
    themes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    derived: bool = False
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a matrix is about: the code of the State, cycle and session of the working group (None: not known), the day of the data."""

    state: str
    cycle: int | None
    session: int | None
    dated: dt.date


def version(rows: Iterable[MatrixRow]) -> str:
    """The version of the data in some rows: a digest, 12 hexadecimal digits; another one whenever anything in them differs."""
    return hashlib.sha256(msgspec.json.encode(list(rows))).hexdigest()[:VERSION]
