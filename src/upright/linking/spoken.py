"""Where a State speaks of what it was asked: replies for `across.changes`.

    stated  a report cites the recommendation by its number, replies name the issue
    rule    a paragraph of a meeting's record answers the question (analysis.answers)
    model   a sentence of a report says much the same as a request (linking.nearness): the one request that is nearest to it

A document is compared with the requests that are older than it; what is not dated is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from upright.analysis.replies_to import pairs, replies_to
from upright.linking.across import Reply
from upright.linking.nearness import Meanings, Nearness, Passage
from upright.linking.requests import COMPARED, Request
from upright.readers.reading import Reading
from upright.readers.sentences import sentences
from upright.records import Answer, Citation, Kind, Paragraph, Question, Recommendation, RecordRef

_REPORTS = frozenset({Kind.NATIONAL_REPORT, Kind.STATE_REPORT, Kind.REPLIES})
_LIKELY = 0.7  # below it a sentence more often only touches on the subject


def spoken(readings: Sequence[Reading], requests: Sequence[Request], vectors: Meanings | None = None) -> Iterator[Reply]:
    """What the documents of one State say of what it was asked. `vectors`: of the requests' texts, as far as they are known."""
    at = {(each.ref.record, each.ref.symbol, each.ref.key): each for each in requests}
    for reading in readings:
        yield from _cited(reading, requests)
        yield from _answers(reading, reading.of(Answer), at)
        if reading.identity.kind in _REPORTS and reading.identity.language == COMPARED:
            yield from _near(reading, requests, vectors)
    for issues, answering in pairs(readings):
        yield from _answers(answering, replies_to(issues, answering), at)


def _cited(reading: Reading, requests: Sequence[Request]) -> Iterator[Reply]:
    """A number alone ('97.20') is one of the last report before the document."""
    date = reading.identity.date
    older = [each for each in _older(requests, date) if each.ref.record == Recommendation.NAME and each.cycle]
    last = max((each.cycle or 0 for each in older), default=0)
    of_last = {each.number: each for each in older if each.cycle == last}
    by_symbol = {(each.ref.symbol, each.number): each for each in older}
    for cited in reading.of(Citation):
        symbol, _, number = cited.target.rpartition(" ")
        if cited.cites == Recommendation.NAME and cited.source.paragraph:
            request = by_symbol.get((symbol, number)) if symbol else of_last.get(number)
            if request:
                yield _reply(request, reading, cited.source.paragraph, "stated", 1.0, cited.text)


def _answers(reading: Reading, answers: Iterable[Answer], at: Mapping[tuple[str, str | None, str], Request]) -> Iterator[Reply]:
    for answer in answers:
        request = at.get((Question.NAME, answer.to or reading.identity.symbol, answer.question))
        if request and answer.paragraphs:
            yield _reply(request, reading, answer.paragraphs[0], answer.method, answer.confidence, answer.because or "")


def _near(reading: Reading, requests: Sequence[Request], vectors: Meanings | None) -> Iterator[Reply]:
    """Of several sentences of a paragraph that are nearest to one request, that which is most likely to speak of it."""
    older = _older(requests, reading.identity.date)
    found = [
        (paragraph.label, Passage(paragraph.text[start:end], paragraph.text))
        for paragraph in reading.of(Paragraph)
        if paragraph.label
        for start, end in sentences(paragraph.text)
    ]
    if not older or not found:
        return
    near = Nearness([each.text for each in older], [passage for _, passage in found], reading.identity.state, vectors).near()
    best: dict[tuple[str, int], Reply] = {}
    for (label, _), each in zip(found, near, strict=True):
        if each.at is not None and each.taken >= _LIKELY:
            known = best.get((label, each.at))
            if known is None or (known.confidence or 0.0) < each.taken:
                best[label, each.at] = _reply(older[each.at], reading, label, "model", each.taken, " · ".join(each.common))
    yield from best.values()


def _older(requests: Iterable[Request], date: dt.date | None) -> list[Request]:
    return [each for each in requests if date and each.date and each.date < date]


def _reply(request: Request, reading: Reading, paragraph: str, method: str, confidence: float | None, because: str) -> Reply:
    place = RecordRef(symbol=reading.identity.symbol, sha256=reading.sha256, record=Paragraph.NAME, key=paragraph)
    return Reply(to=request.ref, at=place, date=reading.identity.date, method=method, confidence=confidence, because=because)
