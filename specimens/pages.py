"""The shape of a specimen between its source and its files: blocks of text with what the eye sees, and the records to be read from them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Expected = dict[str, Any]

DISCLAIMER = "Specimen about an invented State, made for tests; not a document of the United Nations."

MARK = re.compile(r"\^(~?)(\d+|\*+)")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one face. `mark`: a footnote mark, set superior; `anchor`: the footnote belongs here, though no mark is printed."""

    text: str
    bold: bool = False
    italic: bool = False
    mark: bool = False
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 or 2), a numbered paragraph, an item, a limb or plain text."""

    kind: str  # title, heading, paragraph, item, limb, text, under, bullet, line
    runs: tuple[Run, ...]
    label: str | None = None
    level: int = 0


@dataclass(slots=True)
class Document:
    """One specimen: what is printed, and what must be read."""

    name: str
    layout: str
    symbol: str
    job: str
    dated: date
    cover_note: str
    front: dict[str, str] = field(default_factory=dict)
    contents: list[tuple[str, str, str]] = field(default_factory=list)  # heading as printed, its paragraphs, its place in `blocks`
    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)


def begin(name: str, source: dict[str, Any]) -> Document:
    """An empty document with what its source says about it."""
    note = f"{source['cover_note']} {DISCLAIMER}"
    return Document(name, source["layout"], source["symbol"], source["job"], source["date"], note)


def runs(text: str, *, bold: bool = False, italic: bool = False) -> tuple[Run, ...]:
    """Text with footnote marks (^1; ^~1 for a note without its mark) as runs."""
    found: list[Run] = []
    at = 0
    for match in MARK.finditer(text):
        found.append(Run(text[at : match.start()], bold, italic))
        if match[1]:
            found.append(Run("", anchor=match[2]))
        else:
            found.append(Run(match[2], bold, mark=True, anchor=match[2]))
        at = match.end()
    found.append(Run(text[at:], bold, italic))
    return tuple(run for run in found if run.text or run.anchor)


def unmarked(text: str) -> str:
    """Text without its footnote marks."""
    return MARK.sub("", text)


def marks_in(text: str) -> list[str]:
    """The printed footnote marks of a text."""
    return [match[2] for match in MARK.finditer(text) if not match[1]]


def day(when: date) -> str:
    """A date as documents print it: 12 December 2014."""
    return f"{when.day} {when:%B %Y}"
