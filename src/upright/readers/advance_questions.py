"""Questions that States put in writing before a review: under each State's name its questions, one bullet or paragraph each.

    BELGIUM
    • What is the state of the ratification of the Convention?            direct
    • We should be grateful to know what measures were taken.             indirect

A paragraph that asks nothing (an introduction to the next question) is a `paragraph`. In PDFs, whose lines end where the page does, a
bullet begins a question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from upright import states
from upright.extract.text import Line, Span
from upright.readers.document import Document
from upright.readers.sentences import sentences
from upright.records import Paragraph, Question, Record
from upright.structure import BlockKind, align

_BULLET = re.compile(r"(?:[•·▪➢✓o*]|[-–—])\s+|[•·▪➢]|\(?(?:\d{1,2}|[a-z])[.)]\s+")
_BEHALF = re.compile(r"\s*,?\s*\(?(?:also\s+)?on\s+behalf\s+o[fn]\b", re.IGNORECASE)
# 'Joint submission on behalf of Costa Rica, the Maldives and Slovenia, as members of ...'
_JOINT = re.compile(
    r"Joint\s+(?:submission|question|statement)s?\s+(?:on\s+behalf\s+of|by|from)\s+(?P<who>[^.:]+?)(?:,\s+as\b|[.:])", re.IGNORECASE
)  # fmt: skip
# A question whose mark was forgotten: 'How do you intend to include them in the follow-up.'
_ASKS = re.compile(r"(?:What|Which|How|When|Where|Why|Who|To\s+what\s+extent|¿|Qu[eé]|C[oó]mo|Quel(?:le)?s?|Comment)\b")
_INDIRECT = re.compile(
    r"\b(?:would|should|will)\s+(?:also\s+)?(?:be\s+)?(?:like|wish|appreciate|grateful|interested|welcome|pleased|obliged)\b"
    r"|\b(?:wish(?:es)?|wants?)\s+to\s+(?:ask|know|learn)\b|\b(?:wonders?|asks?|enquires?|inquires?)\b"
    r"|\bplease\b|\b(?:kindly|request(?:s|ed)?)\b"
    r"|\b(?:desea(?:r[íi]a(?:n|mos)?)?|quisiera(?:n|mos)?|interesar[íi]a)\s+(?:saber|preguntar|conocer)\b"
    r"|\b(?:souhaite(?:rait|raient|rions|nt)?|voudrait|voudrions|aimerait|aimerions)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.?!;:]\W*$")


@dataclass(slots=True)
class _Item:
    """A bullet or paragraph under a State's name."""

    heading: str
    askers: tuple[str, ...]
    spans: list[Span] = field(default_factory=list)


def read(document: Document) -> Iterator[Record]:
    """Questions, numbered by State ('BEL 1'), and paragraphs that ask nothing."""
    counts: Counter[str] = Counter()
    for item in _items(document):
        aligned = align(document.layer, item.spans, document.structure.marks)
        text = own_words(aligned.text)
        form = _form(text)
        source = document.source(item.spans[0][0], item.spans[-1][1], None)
        if form is None:
            yield Paragraph(document=document.symbol, source=source, label=None, headings=(item.heading,), text=text)
            continue
        asked_by = _joint(text) or item.askers
        counts[asked_by[0]] += 1
        yield Question(
            document=document.symbol, source=source, id=f"{asked_by[0]} {counts[asked_by[0]]}", asked_by=asked_by, text=text, form=form
        )  # fmt: skip


def own_words(item: str) -> str:
    """The words of an item without the bullet or number that it may begin with."""
    bullet = _BULLET.match(item)
    return item[bullet.end() :] if bullet else item


def _items(document: Document) -> Iterator[_Item]:
    """The paragraphs under each State's name; what stands before the first name is the title."""
    lines = _lines(document)
    current: _Item | None = None
    for at, line in enumerate(lines):
        text = document.layer.text[line.start : line.end]
        askers = _askers(text)
        if askers:
            if current and current.spans:
                yield current
            current = _Item(text, askers)
        elif current is None:
            continue
        elif current.spans and _begins(document, lines, at):
            yield current
            current = _Item(current.heading, current.askers, [(line.start, line.end)])
        else:
            current.spans.append((line.start, line.end))
    if current and current.spans:
        yield current


def _lines(document: Document) -> list[Line]:
    furniture = {piece for block in document.blocks if block.kind is BlockKind.FURNITURE for piece in block.pieces}
    return [line for line in document.layer.lines if (line.start, line.end) not in furniture]


def _askers(text: str) -> tuple[str, ...]:
    """The States of a heading: 'BELGIUM', 'PORTUGAL on behalf of the Group of ...', 'CHILE AND PERU'."""
    if len(text) > 160 or _ENDS.search(text.rstrip(": ")) or _BULLET.match(text):
        return ()
    name = text.strip(" :").replace("&", "and")
    leading = states.leading(name)
    if leading and _BEHALF.match(name, leading[1]):
        return (leading[0].code,)
    found = states.find(name)
    several = (found,) if found else states.attribution(name) or ()
    return tuple(state.code for state in several)


def _begins(document: Document, lines: list[Line], at: int) -> bool:
    """Does a line begin a question of its own?"""
    text = document.layer.text
    words = text[lines[at].start : lines[at].end]
    if not document.layer.wrapped or _BULLET.match(words):
        return True
    following = text[lines[at + 1].start : lines[at + 1].end] if at + 1 < len(lines) else ""
    complete = bool(_ENDS.search(text[lines[at - 1].start : lines[at - 1].end]))
    return complete and _is_topic(words) and bool(_BULLET.match(following))


def _is_topic(words: str) -> bool:
    """A line between questions: a topic ('Protection of minorities'), a note in brackets; no sentence."""
    return words.startswith("[") or (len(words.split()) <= 6 and "?" not in words and not _BULLET.match(words))


def _form(text: str) -> str | None:
    """direct: a question with its mark; indirect: 'would like to know ...'; None: nothing is asked."""
    asked = [text[start:end] for start, end in sentences(text)] or [text]
    if _ASKS.match(text) or any("?" in sentence and not _INDIRECT.search(sentence) for sentence in asked):
        return "direct"
    if any("?" in sentence or _INDIRECT.search(sentence) for sentence in asked):
        return "indirect"
    return None


def _joint(text: str) -> tuple[str, ...]:
    match = _JOINT.match(text)
    return tuple(dict.fromkeys(state.code for _, _, state in states.mentions(match["who"]))) if match else ()
