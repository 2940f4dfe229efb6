"""What was raised before a review, and taken up in no recommendation of it.

Raised: a request or a concern, sentence by sentence, in OHCHR's compilation, in the summary of stakeholders' submissions, or in a
committee's list of issues. What a sentence does is told by words ('recommended', 'was concerned', 'had failed to'); that it asks for a
report on something, or that the State itself says so, raises nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from upright.data import rows
from upright.linking.nearness import TAKEN, Meanings, Near, Nearness, Passage
from upright.linking.requests import COMPARED, Request, requests_of
from upright.readers.reading import Reading
from upright.readers.sentences import sentences
from upright.records import Kind, Paragraph, Question, Recommendation, Source

BEFORE_A_REVIEW = frozenset({Kind.COMPILATION, Kind.STAKEHOLDER_SUMMARY})
_NUMBER = re.compile(r"\s*\d{1,3}\.\s+")
# What is left of the mark of a note at the end of a paragraph: 'opportunities. 7'.
_MARK = re.compile(r"(?<=\w\w[\w)][.?!”’])(?<!para\.)(?<!aras\.)(?<! [Aa]rt\.)(?<!arts\.)\s+\d{1,3}\s*$")
_WORD = re.compile(r"\w+")
_BETWEEN_REVIEWS = dt.timedelta(days=5 * 365)  # what was raised longer ago was raised before the review before this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A sentence that raises something: its document (a symbol), where it stands, its words, those of its paragraph; `because`: the words
    by which it raises it."""

    document: str | None
    source: Source
    text: str
    paragraph: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Whether a recommendation of the review takes up what was raised. `nearest`: the recommendation that comes nearest to it, None where
    there is none at all; `neglected`: none is near enough; `confidence`: how likely it is that this is so; `because`: the words in common
    with the nearest, or those that stand in no recommendation."""

    raised: Raised
    nearest: Request | None
    neglected: bool
    method: str
    confidence: float
    because: str


def of_reviews(readings: Iterable[Reading]) -> Iterator[Followed]:
    """For each report of a review of one State: what the documents before it raised, and whether it is taken up."""
    held = list(readings)
    for report in held:
        if report.identity.kind is Kind.WORKING_GROUP_REPORT and report.identity.language == COMPARED:
            before = [sentence for each in held if is_before(each, report) for sentence in raised(each)]
            yield from followed(before, [each for each in requests_of(report) if each.ref.record == Recommendation.NAME])


def is_before(reading: Reading, report: Reading) -> bool:
    """Was it there for the review that the report is on: a document of the same cycle, a committee's list of issues of the years before?"""
    one, other = reading.identity, report.identity
    if one.kind in BEFORE_A_REVIEW:
        return (one.state, one.cycle) == (other.state, other.cycle) and one.cycle is not None
    dated = one.date is not None and other.date is not None and other.date - _BETWEEN_REVIEWS < one.date < other.date
    return one.kind is Kind.LIST_OF_ISSUES and one.state == other.state and dated


def raised(reading: Reading) -> Iterator[Raised]:
    """What a document raises, in its order; every issue of a list is raised."""
    if reading.identity.language != COMPARED:
        return
    if reading.identity.kind is Kind.LIST_OF_ISSUES:
        for issue in reading.of(Question):
            yield Raised(document=issue.document, source=issue.source, text=issue.text, paragraph=issue.text, because="issue")
    elif reading.identity.kind in BEFORE_A_REVIEW:
        for paragraph in reading.of(Paragraph):
            if paragraph.label:
                yield from _of_paragraph(reading, paragraph)


def followed(before: Sequence[Raised], recommendations: Sequence[Request], vectors: Meanings | None = None) -> list[Followed]:
    """Each sentence with the recommendation nearest to it. `vectors`: of the recommendations' texts, as far as they are known."""
    if not before:
        return []
    state = recommendations[0].state if recommendations else None
    passages = [Passage(each.text, each.paragraph) for each in before]
    near = Nearness([each.text for each in recommendations], passages, state, vectors).near()
    return [_followed(each, found, recommendations) for each, found in zip(before, near, strict=True)]


def _followed(raised: Raised, near: Near, recommendations: Sequence[Request]) -> Followed:
    neglected = near.taken < TAKEN
    return Followed(
        raised=raised,
        nearest=None if near.at is None else recommendations[near.at],
        neglected=neglected,
        method="model",
        confidence=1 - near.taken if neglected else near.taken,
        because=" · ".join(near.missing if neglected else near.common),
    )


# --- what a sentence does ----------------------------------------------------------------------------------------------------------------


def _of_paragraph(reading: Reading, paragraph: Paragraph) -> Iterator[Raised]:
    number = _NUMBER.match(paragraph.text)
    begins = number.end() if number else 0
    text = _MARK.sub("", paragraph.text[begins:])
    places = _places(reading, paragraph)
    for start, end in sentences(text):
        words = [place for at, place in places if begins + start <= at < begins + end]
        because = raising(text[start:end])
        if because and words:
            source = Source(
                file=paragraph.source.file,
                paragraph=paragraph.label,
                page=paragraph.source.page,
                start=words[0][0],
                end=words[-1][1],
            )
            yield Raised(document=paragraph.document, source=source, text=text[start:end], paragraph=text, because=because)


def _places(reading: Reading, paragraph: Paragraph) -> list[tuple[int, tuple[int, int]]]:
    """Where each word of a paragraph's text stands in the text layer, which has line breaks and the marks of notes between them."""
    found, at = [], paragraph.source.start
    for word in _WORD.finditer(paragraph.text):
        start = reading.text.find(word[0], at, paragraph.source.end)
        if start >= 0:
            at = start + len(word[0])
            found.append((word.start(), (start, at)))
    return found


def raising(sentence: str) -> str | None:
    """The words by which a sentence asks for something or is concerned about it; None where it does neither."""
    plain = sentence.replace("’", "'")
    concern, request = _pattern("concern").search(plain), _pattern("request").search(plain)
    if _pattern("own").search(plain) or (_pattern("report").search(plain) and not concern):
        return None
    said = concern or request
    return said[0] if said else None


@cache
def _pattern(says: str) -> re.Pattern[str]:
    patterns = (row["pattern"] for row in rows("raising_words.csv") if row["says"] == says)
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)
