"""How a committee assesses the follow-up to its concluding observations: a grade for each paragraph, or limb of one.

    Paragraph 18: Counter-terrorism ...        the paragraph that the following is about
    [B]: (a), (b) and (c)                      the grade, and the limbs that it is given to
    The Committee welcomes ...                 the evaluation, to the next grade

    18 [B] [C], 24 (a) [C] and 54 [B]          in one line: counted for the paragraphs that have no part of their own
    12 (a) | B1 | The Committee ...            a row of a table
    ... the recommendation in paragraph 13 (b) has been partially implemented          in words, in a letter

Grades are kept as they are stated; the sets of grades are in `data/grades.csv`. A document without grades (a State's own report on
follow-up) gives nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from upright.data import rows
from upright.extract.text import Span
from upright.readers.cited_paragraphs import cited_paragraphs
from upright.readers.document import Document
from upright.readers.sentences import sentences
from upright.records import Grade
from upright.structure import BlockKind

_GRADE = r"[A-E][12]?"
_LIMBS = r"\(?[a-z]\)(?:(?:\s?[,;]\s?|\s?(?:and|-|–)\s?|\s)\(?[a-z]\))*"
# '[C]: (a), (b)', '(d) [B1]', '18 [B]', '24 (a)[C]', 'Evaluation: B2'.
_MARK = re.compile(
    rf"(?:(?P<number>\b\d{{1,3}})[ ]?)?(?P<before>{_LIMBS})?[ ]?\[(?P<grade>{_GRADE})\](?:\s?:?\s?(?:for )?(?P<after>{_LIMBS}))?"
    rf"|^(?:Grade|Assessment|Rating|Evaluation|Committee['’]s evaluation)\s?:\s?(?P<stated>{_GRADE})\b(?:\s(?P<limbs>{_LIMBS}))?",
    re.MULTILINE,
)
_PARAGRAPH = re.compile(
    rf"^(?:Paragraph|Para\.|Recommendation(?: in paragraph)?)\s(?P<number>\d{{1,3}})(?:\s?(?P<limbs>{_LIMBS}))?", re.MULTILINE
)
_CHOSEN = re.compile(r"^Follow-up paragraphs?\s?:\s?(?P<list>[^\n]+)", re.MULTILINE | re.IGNORECASE)
# What ends an evaluation.
_ENDS = re.compile(
    r"^(?:Recommended action|Next (?:periodic )?report|Follow-up paragraphs?|Summary of|Concluding observations"
    r"|Information (?:received|from)|State party['’]s (?:reply|response)|Committee['’]s evaluation|Paragraph \d|Action:|Date of)",
    re.MULTILINE,
)
_LETTER = re.compile(r"\(?([a-z])\)")
_RANGE = re.compile(r"\(?([a-z])\)\s?[-–]\s?\(?([a-z])\)")
_WORDS = 6  # a cell with more is an evaluation
_BODY = frozenset({BlockKind.COVER, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.TEXT})


@dataclass(frozen=True, slots=True)
class _Given:
    """A grade as it stands: the paragraph and limb it is given to, its words, and the spans of the passage and of the evaluation."""

    paragraph: str
    limb: str | None
    stated: str
    span: Span
    evaluation: Span | None


class _Lines:
    """The body's lines, one below the other, and the way back to the text layer."""

    def __init__(self, document: Document) -> None:
        pieces = sorted(piece for block in document.blocks if block.kind in _BODY for piece in block.pieces)
        self.text = "\n".join(document.layer.text[start:end] for start, end in pieces)
        self._starts: list[Span] = []
        at = 0
        for start, end in pieces:
            self._starts.append((at, start))
            at += end - start + 1

    def offset(self, at: int) -> int:
        """Where a character stands in the text layer."""
        joined, layer = next(entry for entry in reversed(self._starts) if entry[0] <= at)
        return layer + at - joined

    def span(self, start: int, end: int) -> Span:
        """A passage, white space around it left out."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        return self.offset(start), self.offset(max(end - 1, start)) + 1


def read(document: Document) -> Iterator[Grade]:
    """The grades in their order."""
    lines = _Lines(document)
    given = [*_marked(lines), *_in_rows(document)]
    if not given:
        given = list(_in_words(document, lines))
    scale = _scale(document, frozenset(each.stated for each in given))
    for each in sorted(given, key=lambda one: one.span):
        evaluation = document.words(*each.evaluation) if each.evaluation else ""
        yield Grade(
            document=document.symbol,
            source=document.source(*each.span, each.paragraph if each.limb is None else f"{each.paragraph} {each.limb}"),
            paragraph=each.paragraph,
            limb=each.limb,
            grade_as_stated=each.stated,
            grade=each.stated if re.fullmatch(_GRADE, each.stated) else None,
            scale=scale,
            evaluation=evaluation or None,
        )


# --- letters in brackets


def _marked(lines: _Lines) -> Iterator[_Given]:
    """The grades under each paragraph's heading, and those of the line at the head for the paragraphs that have no heading."""
    heads = list(_PARAGRAPH.finditer(lines.text))
    marks = list(_MARK.finditer(lines.text))
    under: list[_Given] = []
    summary: list[_Given] = []
    numbers: list[str] = []
    for at, mark in enumerate(marks):
        head = next((each for each in reversed(heads) if each.start() <= mark.start()), None)
        goes_on = bool(numbers) and at > 0 and "\n" not in lines.text[marks[at - 1].end() : mark.start()]
        if mark["number"] or head is None or goes_on:
            numbers = [mark["number"]] if mark["number"] else numbers or _chosen(lines.text)
            summary += [_given(lines, each, limb, mark, None) for each in numbers for limb in _limbs(mark, None)]
            continue
        numbers = []
        end = min([*(each.start() for each in (*marks, *heads) if each.start() > mark.start()), len(lines.text)])
        found = _ENDS.search(lines.text, mark.end(), end)
        end = found.start() if found else end
        body = lines.span(mark.end(), end) if lines.text[mark.end() : end].strip(" :.,;\n") else None
        under += [_given(lines, head["number"], limb, mark, body) for limb in _limbs(mark, head)]
    has_part = {each.paragraph for each in under}
    yield from under
    yield from (each for each in summary if each.paragraph not in has_part)


def _chosen(text: str) -> list[str]:
    """The paragraphs for follow-up: what a grade without any paragraph is given to ('no reply: [D]')."""
    chosen = _CHOSEN.search(text)
    return list(cited_paragraphs(f"paragraphs {chosen['list']}")) if chosen else []


def _limbs(mark: re.Match[str], head: re.Match[str] | None) -> list[str | None]:
    """The limbs that a grade is given to: '(a)-(c) and (e)' -> (a), (b), (c), (e); None for a whole paragraph."""
    printed = mark["after"] or mark["before"] or mark["limbs"] or (head["limbs"] if head else None) or ""
    filled = _RANGE.sub(lambda run: " ".join(f"({chr(each)})" for each in range(ord(run[1]), ord(run[2]) + 1)), printed)
    return [f"({letter[1]})" for letter in _LETTER.finditer(filled)] or [None]


def _given(lines: _Lines, paragraph: str, limb: str | None, mark: re.Match[str], evaluation: Span | None) -> _Given:
    number, _, own_limb = paragraph.partition(" ")
    start, end = lines.span(*mark.span())
    return _Given(
        number, limb or own_limb or None, mark["grade"] or mark["stated"], (start, evaluation[1] if evaluation else end), evaluation
    )


# --- tables


def _in_rows(document: Document) -> Iterator[_Given]:
    """A row with a cell that is a paragraph's number and one that is a grade; its longest other cell is the evaluation."""
    by_row: dict[tuple[int, int], list[tuple[str, Span]]] = {}
    for cell in document.layer.cells:
        words = " ".join(document.layer.text[cell.start : cell.end].split())
        by_row.setdefault((cell.table, cell.row), []).append((words, (cell.start, cell.end)))
    for cells in by_row.values():
        labels = next((each for words, _ in cells if (each := _row_labels(words))), ())
        stated = next((words.strip("[]") for words, _ in cells if re.fullmatch(rf"\[?{_GRADE}\]?", words)), None)
        if not labels or stated is None:
            continue
        longest = max(cells, key=lambda each: len(each[0]))
        span = min(each[1][0] for each in cells), max(each[1][1] for each in cells)
        for label in labels:
            number, _, limb = label.partition(" ")
            yield _Given(number, limb or None, stated, span, longest[1] if len(longest[0].split()) > _WORDS else None)


def _row_labels(words: str) -> tuple[str, ...]:
    """'12', '12 (a)', 'Paragraph 12 (a) and (b)'; () for other words."""
    if not re.fullmatch(rf"(?:(?:Paragraphs?|Paras?\.)\s)?\d{{1,3}}(?:\s?{_LIMBS})?", words):
        return ()
    return cited_paragraphs(f"paragraphs {re.sub(r'^[A-Za-z.]+ ', '', words)}")


# --- words


@cache
def _words(body: str | None) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(row["pattern"], re.IGNORECASE), row["scale"]) for row in rows("grades.csv") if row["pattern"] and row["body"] == body
    )


def _in_words(document: Document, lines: _Lines) -> Iterator[_Given]:
    """In a letter: each sentence that says how far the recommendation that was named last is implemented."""
    labels: tuple[str, ...] = ()
    for start, end in sentences(lines.text):
        sentence = lines.text[start:end]
        labels = cited_paragraphs(" ".join(sentence.split())) or labels
        found = next((match for pattern, _ in _words(document.identity.body) if (match := pattern.search(sentence))), None)
        if found is None or not labels or not re.search(r"\b(?:considers?|finds?|assess\w*|has been|have been)\b", sentence):
            continue
        for label in labels:
            number, _, limb = label.partition(" ")
            span = lines.span(start, end)
            yield _Given(number, limb or None, " ".join(found[0].split()), span, span)


def _scale(document: Document, stated: frozenset[str]) -> str | None:
    """The set of grades of the document's body that was in use at its date and holds all the grades that it gives."""
    day: dt.date | None = document.identity.date
    known: dict[str, set[str]] = {}
    for row in rows("grades.csv"):
        in_use = day is None or (int(row["from"]) <= day.year and (not row["until"] or day.year <= int(row["until"])))
        if row["body"] == document.identity.body and in_use:
            known.setdefault(row["scale"], set()).add(row["grade"])
    fitting = [scale for scale, grades in known.items() if grades == {""} or stated <= grades]
    return fitting[0] if stated and len(fitting) == 1 else None
