"""Addendum to a report of the Working Group (A/HRC/{session}/{n}/Add.1): the State's positions on the recommendations.

States answer in their own form. Four are found, and mixed:

    '3. The Government accepts the recommendations 1-5, 14-16 and 20.'       lists of numbers, often under a heading (A/HRC/28/15/Add.1)
    '97.4  The Government has ratified ...' under 'Noted recommendations'    entries by number, their position in the heading or the list
    'Recommendation 97.4: Ratify ... (Spain). Response: Accepted.'           the recommendation's text is repeated before the answer
    '5., 6., 7. The Government accepts these recommendations.'               paragraphs numbered as recommendations (A/HRC/14/15/Add.1)

Tables (number, position, comment) are read as entries, in Word files cell by cell. Numbers are given as they are written; a footnote that
says under which paragraph of the report they stand completes them ('5' -> '115.5'), otherwise the merging of the review does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from upright.extract.text import Span
from upright.readers.answer_rows import REPEATED, Row, rows
from upright.readers.document import Document
from upright.readers.entries import BODY, Segment, heading_like, segments
from upright.readers.named import ALL, EXCEPT, LEADS, OTHERS, PART, REST, Listed, assigned, combined, lists, with_others
from upright.readers.sentences import sentences
from upright.readers.totals import total
from upright.readers.verdicts import Verdict, heading_verdict, progress, status, verdicts
from upright.records import Pledge, Position, PositionRecord, Progress, RecommendationRef, Record, Unread
from upright.structure import Aligned, Block, BlockKind, align
from upright.symbols import Symbol

_PLEDGES = re.compile(r"\bvoluntary\b.*\b(?:pledges?|commitments?)\b|\bpledges and commitments\b", re.IGNORECASE)
_TITLE = re.compile(r"views on conclusions", re.IGNORECASE)
_ANSWER = re.compile(
    r"(?:^|[.;:)”\"]\s*|\s)(?:(?:State(?:[’']s)?|Government(?:[’']s)?|Country)\s+)?"
    r"(?P<label>Response|Position|Answer|Reply|Comments?|Decision|Status|Remarks?|Observations?|Explanation"
    r"|Views?)(?:\s+of\s+[A-Z][^:]{2,60})?\s*:\s*"
)
_SEE = re.compile(
    r"(?:please\s+)?(?:see|refer\s+to|same\s+(?:answer|response|reply|comments?|position)|as\s+(?:in|under|for)|idem|ibid)\b", re.IGNORECASE
)
_EVERY = re.compile(
    r"\ball\s+(?:of\s+)?(?:the\s+|its\s+|\d+\s+)*(?:\w+\s+)?recommendations\b|\brecommendations\b[^.;]{0,80}\b(?:all"
    r"|in\s+their\s+entirety)\b",
    re.IGNORECASE,
)
_ON_EXCEPTION = re.compile(r"[\s,(–-]*(?:(?:which|that)(?:\s+\w+){0,4}?\s*)?", re.IGNORECASE)  # 'except 97.4, which is noted'
_ANNOUNCES = re.compile(
    r"\b(?:following|additional|further)\s+(?:information|comments?|clarifications?|explanations?|remarks|responses)\b|\bclustered\b"
    r"|\bcategor(?:y|ies)\b",
    re.IGNORECASE,
)
_ON_THEM = re.compile(r"\b(?:they|them|these|those|it|which)\b", re.IGNORECASE)
_UNDER = re.compile(
    r"\b(?:recommendations?|numbers?|numbering|numbered|list)\b[^.;]{0,120}?\bparagraphs?\s+(\d{1,3})(?!\d|\.\d|\s?\(\d)(?:\s+of\s+(?:the"
    r"|its)\s+(?:\w+\s+){0,3}?report|(?=\s*\.))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A position with its words, where they stand, and in which paragraph of the addendum."""

    position: Position | None
    progress: Progress | None
    stated: str
    reason: str | None
    span: Span
    paragraph: str | None


@dataclass(slots=True)
class _Answers:
    """What was found, by number: positions, and words of an entry that state none."""

    stated: dict[str, list[_Said]] = field(default_factory=dict)
    comments: dict[str, list[_Said]] = field(default_factory=dict)
    defaults: dict[str, _Said] = field(default_factory=dict)
    excepted: dict[str, _Said] = field(default_factory=dict)  # outside of 'all', with no position of their own in that sentence
    others: list[Record] = field(default_factory=list)

    def state(self, number: str, said: _Said) -> None:
        self.stated.setdefault(number, []).append(said)


def read(document: Document) -> Iterator[Record]:
    """Positions, pledges, and what looks like a position and could not be read, in document order."""
    if document.identity.language not in (None, "en"):
        span = (document.blocks[0].start, document.blocks[-1].end) if document.blocks else (0, 0)
        yield _unread(document, span, None, f"positions are read in English only, not in '{document.identity.language}'")
        return
    yield from sorted(_Addendum(document).records(), key=lambda record: record.source.start)


def report_symbol(symbol: str | None) -> str | None:
    """The symbol of the report that an addendum adds to: A/HRC/28/15 for A/HRC/28/15/Add.1."""
    try:
        parent = Symbol.parse(symbol).parent if symbol else None
    except ValueError:
        return None
    return str(parent) if parent else None


def _unread(document: Document, span: Span, paragraph: str | None, reason: str) -> Unread:
    return Unread(document=document.symbol, source=document.source(*span, paragraph), reason=reason)


# --- reading -----------------------------------------------------------------------------------------------------------------------------


class _Addendum:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.about = report_symbol(document.symbol)
        self.under = _stated_paragraph(document)
        self.answers = _Answers()
        self.lead: _Said | None = None
        self.lead_path: tuple[str, ...] = ()
        self.heading: _Said | None = None

    def records(self) -> list[Record]:
        waiting: list[Segment] = []
        for segment in segments(self.document, self.under):
            if segment.block.kind is BlockKind.HEADING and not segment.numbers:
                self._heading(segment)
            elif _pledging(segment.block):
                self._pledge(segment)
            elif segment.numbers and not self._words(segment).text.strip():
                waiting.append(segment)
            else:
                waiting = self._with_waiting(segment, waiting)
        self._flush(waiting)
        for row in rows(self.document):
            self._row(row)
        return [*self._positions(), *self.answers.others]

    def _words(self, segment: Segment) -> Aligned:
        return align(self.document.layer, segment.spans, self.document.structure.marks)

    def _with_waiting(self, segment: Segment, waiting: list[Segment]) -> list[Segment]:
        """Numbers on lines of their own belong to the answer below them, or stand under the heading's position."""
        if segment.numbers and waiting and self._default(segment) is None:
            segment.numbers = (*(number for entry in waiting for number in entry.numbers), *segment.numbers)
            segment.start = waiting[0].start
        else:
            self._flush(waiting)
        if segment.numbers:
            self._flush([segment])
        else:
            self._prose(segment)
        return []

    def _flush(self, waiting: list[Segment]) -> None:
        for segment in waiting:
            self._entry(segment.numbers, self._words(segment), (segment.start, segment.end), segment.paragraph, self._default(segment))

    def _default(self, segment: Segment) -> _Said | None:
        """The position that stands over an entry: in the sentence that introduces it, else in the nearest heading that states one."""
        if self.lead and self.lead_path == segment.block.headings:
            return self.lead
        return self.heading

    def _heading(self, segment: Segment) -> None:
        text = self._words(segment).text
        verdict = heading_verdict(text)
        self.lead = None
        if verdict:
            span = (segment.start, segment.end)
            self.heading = _Said(verdict.position, progress(text), text, None, span, None)
        elif not segment.block.headings or (segment.block.level or 9) <= 1:
            self.heading = None

    def _pledge(self, segment: Segment) -> None:
        text = re.sub(r"^\d{1,3}\.\s+", "", self._words(segment).text)
        source = self.document.source(segment.start, segment.end, segment.paragraph)
        self.answers.others.append(
            Pledge(document=self.document.symbol, source=source, text=text, made_in=self.document.symbol or self.document.file)
        )

    # --- prose

    def _prose(self, segment: Segment) -> None:
        words = self._words(segment)
        verdict = heading_like(words.text)
        if verdict:
            self.heading = _Said(verdict.position, progress(words.text), words.text, None, (segment.start, segment.end), segment.paragraph)
            self.lead = None
            return
        spans = list(sentences(words.text))
        one = _one_answer([words.text[start:end] for start, end in spans], self.under)
        if one:
            self._entry(one, words, (segment.start, segment.end), segment.paragraph, None)
            return
        for at, span in enumerate(spans):
            self._sentence(segment, words, span, [words.text[a:b] for a, b in spans[at + 1 :]])

    def _sentence(self, segment: Segment, words: Aligned, span: Span, after: list[str]) -> None:
        sentence = words.text[span[0] : span[1]]
        found, listed_numbers = list(verdicts(sentence)), list(lists(sentence, self.under))
        alone = not any(list(verdicts(other)) or list(lists(other, None)) for other in after)
        on_them = next((other for other in after[:1] if alone and _ON_THEM.search(other) and progress(other)), None)
        done = progress(sentence) or (progress(on_them) if on_them else None)
        stated = f"{sentence} {on_them}" if on_them else sentence
        rest = " ".join(other for other in after if alone and other != on_them and not _ANNOUNCES.search(other))
        place = words.span(*span)

        def said(position: Position | None) -> _Said:
            under_heading = self.heading.progress if self.heading and self.heading.position == position else None
            return _Said(position, done or under_heading, stated, rest or None, place, segment.paragraph)

        if found and listed_numbers:
            for named, position in assigned(sentence, with_others(sentence, listed_numbers, found), found):
                for number in named:
                    self.answers.state(number, said(position))
            if EXCEPT.search(sentence) and _EVERY.search(sentence):
                self._except(sentence, listed_numbers, found, said)
        elif listed_numbers and done:
            for listed in listed_numbers:
                for number in listed.numbers:
                    self.answers.comments.setdefault(number, []).append(said(None))
            self._progress_lead(sentence, said(None), segment)
        elif found:
            self._without_numbers(segment, sentence, said(found[0].position))

    def _progress_lead(self, sentence: str, said: _Said, segment: Segment) -> None:
        if LEADS.search(sentence) and self.lead is None:
            self.lead, self.lead_path = said, segment.block.headings

    def _except(self, sentence: str, listed_numbers: list[Listed], found: list[Verdict], said: Callable[[Position | None], _Said]) -> None:
        """'accepts all recommendations except 97.4': the others are meant. The exceptions' position is that of a clause on them ('which
        are noted'), else unknown."""
        after = min(match.start() for match in EXCEPT.finditer(sentence))
        excepted = [listed for listed in listed_numbers if listed.start > after]
        own = [verdict for verdict in found if any(_ON_EXCEPTION.fullmatch(sentence, listed.end, verdict.start) for listed in excepted)]
        others = next((verdict for verdict in found if verdict not in own), None)
        for number in (number for listed in excepted for number in listed.numbers):
            self.answers.stated[number] = [each for each in self.answers.stated.get(number, []) if each.span != said(None).span]
            if own:
                self.answers.state(number, said(own[0].position))
            else:
                self.answers.excepted[number] = said(None)
        if others:
            self.answers.state(OTHERS, said(others.position))
        else:
            reason = "the position on all recommendations but the exceptions could not be read"
            self.answers.others.append(_unread(self.document, said(None).span, said(None).paragraph, reason))

    def _without_numbers(self, segment: Segment, sentence: str, said: _Said) -> None:
        if total(sentence):
            return
        if REST.search(sentence):
            self.answers.state(OTHERS, said)
        elif LEADS.search(sentence):
            self.lead, self.lead_path = said, segment.block.headings
        elif _EVERY.search(sentence):
            self.answers.state(ALL, said)
        elif re.search(r"\b(?:this|the)\s+recommendation\b|\bthese\s+recommendations\b", sentence, re.IGNORECASE):
            reason = "a position is stated, but the recommendation that it is on is not named by number"
            self.answers.others.append(_unread(self.document, said.span, segment.paragraph, reason))

    # --- entries

    def _entry(self, named: tuple[str, ...], words: Aligned, span: Span, paragraph: str | None, default: _Said | None) -> None:
        said = _answer(words, named, paragraph, span)
        if said.position is None and said.stated == "":
            said = _Said(None, said.progress, "", said.reason, span, paragraph)
        for number in named:
            if said.stated and (said.position is not None or said.progress is None):
                self.answers.state(number, self._with_default(said, default))
            else:
                self.answers.comments.setdefault(number, []).append(said)
                if default is not None:
                    self.answers.defaults.setdefault(
                        number, _Said(default.position, default.progress, default.stated, said.reason, span, paragraph)
                    )

    @staticmethod
    def _with_default(said: _Said, default: _Said | None) -> _Said:
        """'It cannot accept the second part' under 'Accepted recommendations': accepted in part."""
        if said.position is None and default and default.position is Position.SUPPORTED and PART.search(said.stated):
            return _Said(Position.PARTIALLY_SUPPORTED, said.progress, said.stated, said.reason, said.span, said.paragraph)
        return said

    def _row(self, row: Row) -> None:
        words = Aligned(row.text, ())
        if row.position is None:
            said = _answer(words, row.numbers, None, row.span)
        else:
            said = _Said(row.position.position, progress(row.stated), row.stated, row.text or None, row.span, None)
        for number in row.numbers:
            if said.stated:
                self.answers.state(number, _Said(said.position, said.progress, said.stated, said.reason, row.span, None))
            else:
                self.answers.comments.setdefault(number, []).append(_Said(None, said.progress, "", said.reason, row.span, None))

    # --- records

    def _positions(self) -> Iterator[Record]:
        answers = self.answers
        for number in dict.fromkeys([*answers.stated, *answers.defaults, *answers.comments]):
            stated = answers.stated.get(number) or ([answers.defaults[number]] if number in answers.defaults else [])
            comments = answers.comments.get(number, [])
            stated = stated or self._referred(comments)
            if not stated and number in answers.comments:
                comment = comments[0]
                yield _unread(
                    self.document, comment.span, comment.paragraph, f"no position on recommendation {number} could be read in its answer"
                )
            if not stated and number in answers.excepted:
                stated = [answers.excepted[number]]
            for at, said in enumerate(stated):
                yield self._record(number, said, comments if at == len(stated) - 1 else [])

    def _referred(self, comments: list[_Said]) -> list[_Said]:
        """'See recommendation 71': the answer there is the answer here, where it says one thing."""
        for comment in comments:
            if not comment.reason or not _SEE.match(comment.reason):
                continue
            named = [number for listed in lists(comment.reason, self.under) for number in listed.numbers]
            said = [self.answers.stated[number][-1] for number in named if number in self.answers.stated]
            if said and len({each.position for each in said}) == 1:
                return [_Said(said[0].position, said[0].progress, comment.reason, None, comment.span, comment.paragraph)]
        return []

    def _record(self, number: str, said: _Said, comments: list[_Said]) -> PositionRecord:
        more = next((comment for comment in comments if comment.progress), None)
        reasons = dict.fromkeys(text for text in (said.reason, *(comment.reason for comment in comments)) if text)
        stated_in = self.document.symbol or self.document.file
        return PositionRecord(
            document=self.document.symbol,
            source=self.document.source(*said.span, said.paragraph),
            recommendation=RecommendationRef(symbol=self.about, number=number),
            position=said.position,
            progress=more.progress if more else said.progress,
            position_as_stated=f"{said.stated} {more.stated}".strip() if more else said.stated,
            reason=" ".join(reasons) or None,
            stated_in=f"{stated_in} para. {said.paragraph}" if said.paragraph else stated_in,
        )


def _one_answer(texts: Sequence[str], under: str | None) -> tuple[str, ...]:
    """The recommendations that a whole paragraph answers: one sentence names them, others go on about them ('The second part is noted')."""
    named = [tuple(number for listed in lists(text, under) for number in listed.numbers) for text in texts]
    naming = [numbers for numbers in named if numbers]
    speaking = [text for text in texts if list(verdicts(text))]
    general = any(REST.search(text) or _EVERY.search(text) or LEADS.search(text) or total(text) for text in speaking)
    if len(naming) != 1 or len(speaking) < 2 or general:
        return ()
    text = next(text for text, numbers in zip(texts, named, strict=True) if numbers)
    positions = (
        {position for some, position in assigned(text, list(lists(text, under)), list(verdicts(text))) if some}
        if text in speaking
        else set()
    )
    return naming[0] if len(positions) <= 1 else ()


def _pledging(block: Block) -> bool:
    return any(_PLEDGES.search(heading) and not _TITLE.search(heading) for heading in block.headings)


def _stated_paragraph(document: Document) -> str | None:
    """The paragraph that bare numbers stand under: 'the numbers follow the list in paragraph 115 of the report'."""
    texts = [block.text for block in document.blocks if block.kind in BODY or block.kind is BlockKind.FOOTNOTE]
    found = {match[1] for text in texts for match in _UNDER.finditer(text)}
    return found.pop() if len(found) == 1 else None


# --- one answer --------------------------------------------------------------------------------------------------------------------------


def _answer(words: Aligned, named: Sequence[str], paragraph: str | None, span: Span) -> _Said:
    """What an entry says. `stated` is empty where it states no position; its words are then the reason for a position stated elsewhere."""
    text = words.text
    label = _ANSWER.search(text)
    begin = label.end() if label else 0
    found: list[tuple[Span, list[Verdict]]] = []
    done: Progress | None = None
    spans = [(begin + start, begin + end) for start, end in sentences(text[begin:])]
    for start, end in spans:
        said = _verdicts_in(text[start:end], named)
        if said:
            found.append(((start, end), said))
        done = done or progress(text[start:end])
    position = combined([verdict for _, some in found for verdict in some])
    stating = {place for place, _ in found}
    stated = " ".join(text[start:end] for start, end in sorted(stating))
    refused = {place for place, some in found if all(verdict.position is not Position.SUPPORTED for verdict in some)}
    split = position is Position.PARTIALLY_SUPPORTED and len(stating) > len(refused)
    reason = _reason(text, spans, stating - refused if split else stating, begin)
    if found and words.segments:
        span = (words.span(*min(stating))[0], words.span(*max(stating))[1])
    if not found and done:
        return _Said(None, done, next(text[a:b] for a, b in spans if progress(text[a:b])), reason, span, paragraph)
    return _Said(position, done, stated, reason, span, paragraph)


def _verdicts_in(sentence: str, named: Sequence[str]) -> list[Verdict]:
    """The verdicts of a sentence on the entry's own recommendations."""
    alone = status(sentence)
    if alone is None and (match := re.search(r"(?<=[;:)”\"])\s+(?=[A-Z])|^[^\w\s]+\s*", sentence)):
        alone = status(sentence, match.end())
    if alone:
        return [alone]
    others = {number for listed in lists(sentence, None) for number in listed.numbers}
    if others and not others & {*named, *(number.rpartition(".")[2] for number in named)}:
        return []
    return list(verdicts(sentence))


def _reason(text: str, spans: Sequence[Span], stating: set[Span], begin: int) -> str | None:
    """The sentences beside those that state the position; what stands before them may be the recommendation's own text, repeated."""
    first = min(stating)[0] if stating else begin
    before = " ".join(text[start:end] for start, end in spans if end <= first)
    kept = [] if not stating or REPEATED.search(before) else [before]
    kept += [text[start:end] for start, end in spans if start >= first and (start, end) not in stating]
    return " ".join(part for part in kept if part).strip(" –—-") or None
