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
from itertools import groupby, pairwise

from upright.extract.text import Span
from upright.readers.document import Document
from upright.readers.numbers import NUMBER_LIST, numbers
from upright.readers.sentences import sentences
from upright.readers.verdicts import Verdict, heading_verdict, progress, status, verdicts
from upright.records import Pledge, Position, PositionRecord, Progress, RecommendationRef, Record, Unread
from upright.structure import Aligned, Block, BlockKind, align
from upright.symbols import Symbol

# What stands for a number where a position is on all recommendations ('all'), on all under a paragraph of the report ('97.all'), or on all
# that the addendum names nowhere else ('others'): only the report can say which they are.
ALL = "all"
OTHERS = "others"

_BODY = frozenset({BlockKind.COVER, BlockKind.PARAGRAPH, BlockKind.TEXT, BlockKind.HEADING, BlockKind.ANNEX})
_PLEDGES = re.compile(r"\bvoluntary\b.*\b(?:pledges?|commitments?)\b|\bpledges and commitments\b", re.IGNORECASE)
_TITLE = re.compile(r"views on conclusions", re.IGNORECASE)

# --- entries: where an answer to numbered recommendations begins -------------------------------------------------------------------------

_LIST = NUMBER_LIST.pattern
_BULLET = r"(?:[•▪◦*·–-]\s*)?"
_TOWARDS = (
    r"(?:(?:with\s+(?:regard|respect)\s+to|regarding|concerning|as\s+(?:regards|to|for)|on|in\s+(?:response|reply|relation|regard)\s+to"
    r"|(?:response|reply|answer|comments?)\s+(?:to|on))\s+(?:the\s+)?)?"
)
_NAMED = re.compile(
    rf"{_BULLET}\(?(?:(?i:{_TOWARDS})(?:(?i:recommendations?|recs?\b\.?|r\.)|Paragraphs?|Paras?\.?)(?:\s*(?i:nos?\b\.?|numbers?|n°"
    rf"|paragraphs?))?|Nos?\.|N°)\s*(?P<list>{_LIST})\)?"
    r"(?P<close>\s*(?:[:.;,)–—-]+(?=\s|$)|(?=[A-Z“\"(])|$))"
)
_DOTTED = re.compile(
    rf"{_BULLET}[\[(]?(?P<list>(?=\d{{1,3}}\s?(?:\.\s?\d|\(\d)){_LIST})(?:[.:;,]*[\])]|[.:;]"
    rf"|\s*[–—-](?=\s))?(?P<close>\s*(?=[A-Z“\"(\[•]|$))"
)
_PLAIN = re.compile(r"(?P<list>\d{1,3}\.(?:\s*[,;&]?\s*(?:and\s+)?\d{1,3}\.)*),?(?P<close>\s+(?=[A-Z“\"(])|\s*$)")
_MORE = re.compile(r"(?P<list>\d{1,3}\.(?:\s*[,;&]?\s*(?:and\s+)?\d{1,3}\.)*),?(?:\s+|$)")
_CONTINUES = re.compile(
    r"(?:[,–-]|\b(?:and|or|to|of|in|by|the|recommendations?|paragraphs?|paras?|Nos?\.?|numbers?|articles?))$|(?:^"
    r"|[\s,.–-])\d{1,3}\.\d{1,3}[.,;]?$",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(r"\d{1,3}\s?[.)]\s+")
_ENDNOTES = re.compile(r"(?:Notes|NOTES|Endnotes?|ENDNOTES?)")
_ENDS = re.compile(r"[.;:!?)\]”\"]\d{0,3}$|^$")
_ANSWER = re.compile(
    r"(?:^|[.;:)”\"]\s*|\s)(?:(?:State(?:[’']s)?|Government(?:[’']s)?|Country)\s+)?"
    r"(?P<label>Response|Position|Answer|Reply|Comments?|Decision|Status|Remarks?|Observations?|Explanation"
    r"|Views?)(?:\s+of\s+[A-Z][^:]{2,60})?\s*:\s*"
)
_SEE = re.compile(
    r"(?:please\s+)?(?:see|refer\s+to|same\s+(?:answer|response|reply|comments?|position)|as\s+(?:in|under|for)|idem|ibid)\b", re.IGNORECASE
)
_REPEATED = re.compile(r"\([^()]+(?:\([^()]+\))?\)[;.]?\s*$|[”\"][;.]?\s*$")

# --- numbers in a sentence ---------------------------------------------------------------------------------------------------------------

_AFTER_WORD = re.compile(
    rf"(?<!\()\b(?:recommendations?|recs?\.?|numbers|numbered|nos?\.?)\s+(?:(?:contained|listed|set\s+out|included|made|found|in|under"
    rf"|the|nos?\b\.?|numbers?|numbered|following|and|sub-?paragraphs?)\s*)*:?\s*\(?(?P<list>{_LIST})",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(rf"(?P<list>(?=\d{{1,3}}\s?(?:\.\d|\(\d)){_LIST})")
_PARAGRAPH = re.compile(
    rf"\brecommendations?\b[^.;:]{{0,60}}?\bparagraphs?\s+(?P<under>\d{{1,3}})(?!\d|\.\d|\s?\(\d)(?:\s+(?:and"
    rf"|to)\s+(?P<also>\d{{1,3}})(?!\d|\.\d))?(?:[^:.;]{{0,90}}:\s*(?P<list>(?!\d{{1,3}}\.\d){_LIST}))?",
    re.IGNORECASE,
)
_NO_NUMBER_BEFORE = re.compile(
    r"(?:articles?|arts?\.|sections?|targets?|goals?|SDGs?|rules?|chapters?|table|annex|version|USD|EUR|US\$|€|\$|about|approximately"
    r"|resolution)\s*$",
    re.IGNORECASE,
)
_NO_NUMBER_AFTER = re.compile(r"\s*(?:%|per\s+cent|percent|million|billion|thousand|km|years?|hectares?|euros?|dollars?)", re.IGNORECASE)
_EVERY = re.compile(
    r"\ball\s+(?:of\s+)?(?:the\s+|its\s+|\d+\s+)*(?:\w+\s+)?recommendations\b|\brecommendations\b[^.;]{0,80}\b(?:all"
    r"|in\s+their\s+entirety)\b",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\b(?:all\s+(?:the\s+)?(?:other|remaining)|(?:the\s+)?(?:other|remaining|rest\s+of\s+the))\s+(?:\d+\s+)?recommendations\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"\b(?:except(?:\s+for)?|with\s+the\s+exception\s+of|other\s+than|apart\s+from|save\s+for|excluding)\b", re.IGNORECASE)
_ON_EXCEPTION = re.compile(r"[\s,(–-]*(?:(?:which|that)(?:\s+\w+){0,4}?\s*)?", re.IGNORECASE)  # 'except 97.4, which is noted'
_LEADS = re.compile(r":\s*$|\b(?:following|below|listed\s+here|hereunder|hereafter)\b", re.IGNORECASE)
_ANNOUNCES = re.compile(
    r"\b(?:following|additional|further)\s+(?:information|comments?|clarifications?|explanations?|remarks|responses)\b|\bclustered\b"
    r"|\bcategor(?:y|ies)\b",
    re.IGNORECASE,
)
_ON_THEM = re.compile(r"\b(?:they|them|these|those|it|which)\b", re.IGNORECASE)
_PARTLY = re.compile(r"\(\s*(?:in\s+part|partially|partly|(?:first|second|last)\s+part(?:\s+only)?|partial)\s*\)", re.IGNORECASE)
_PART = re.compile(
    r"\bparts?\b|\bportion\b|\bformer\b|\blatter\b|\bremainder\b|\brest\s+of\s+(?:it|the\s+recommendation)\b|\belements?\b|\baspects?\b",
    re.IGNORECASE,
)
_UNDER = re.compile(
    r"\b(?:recommendations?|numbers?|numbering|numbered|list)\b[^.;]{0,120}?\bparagraphs?\s+(\d{1,3})(?!\d|\.\d|\s?\(\d)(?:\s+of\s+(?:the"
    r"|its)\s+(?:\w+\s+){0,3}?report|(?=\s*\.))",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Line:
    """A line of the body (of a format without layout, a paragraph): its words, its span, whether a block begins with it."""

    words: str
    span: Span
    opens: bool
    block: Block


@dataclass(slots=True)
class _Segment:
    """Text under one block heading path: an entry, when it answers `numbers`; else a paragraph of prose or a heading."""

    block: Block
    numbers: tuple[str, ...]
    spans: list[Span]
    start: int
    paragraph: str | None

    @property
    def end(self) -> int:
        return self.spans[-1][1] if self.spans else self.start


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


# --- cutting the body --------------------------------------------------------------------------------------------------------------------


def _lines(document: Document) -> Iterator[_Line]:
    for block in document.blocks:
        if block.kind in _BODY:
            for at, piece in enumerate(block.pieces):
                if _ENDNOTES.fullmatch(document.layer.text[slice(*piece)].strip()):
                    return
                yield _Line(align(document.layer, (piece,), document.structure.marks).text, piece, at == 0, block)


def _segments(document: Document, under: str | None) -> Iterator[_Segment]:
    """The body cut where an answer to numbered recommendations begins, and at blocks."""
    lines = list(_lines(document))
    plain = _numbers_are_recommendations(lines)
    current: _Segment | None = None
    paragraph: str | None = None
    before, last = "", 0
    open_list = False
    for line in lines:
        if line.opens and line.block.kind is BlockKind.PARAGRAPH and not plain:
            paragraph = (line.block.label or "").split(" (")[0] or paragraph
        match = _marker(line, before, plain, last)
        if current and current.numbers and open_list and (more := _MORE.match(line.words)):
            current.numbers += tuple(numbers(more["list"], under))
            open_list = line.words[: more.end()].rstrip().endswith(",")
            current.spans.append(_rest(document, line, more.end()))
        elif match:
            if current:
                yield current
            found = tuple(dict.fromkeys(numbers(match["list"], under)))
            last = int(re.sub(r"\D.*", "", match["list"])) if plain else 0
            open_list = plain and line.words[: match.end()].rstrip().endswith(",")
            current = _Segment(line.block, found, [_rest(document, line, match.end())], line.span[0], found[0] if plain else paragraph)
        elif current is None or (line.opens and _separate(line, current)):
            if current:
                yield current
            own = _OWN_NUMBER.match(line.words) if line.block.kind is BlockKind.PARAGRAPH else None
            current = _Segment(line.block, (), [_rest(document, line, own.end()) if own else line.span], line.span[0], paragraph)
        else:
            current.spans.append(line.span)
        before = line.words
    if current:
        yield current


def _separate(line: _Line, current: _Segment) -> bool:
    """Does a block begin a segment of its own? An entry goes on through unnumbered blocks under the same heading."""
    if not current.numbers or line.block.kind is BlockKind.HEADING:
        return True
    return line.block.kind is BlockKind.PARAGRAPH or line.block.headings != current.block.headings or _heading_like(line.words) is not None


def _heading_like(words: str) -> Verdict | None:
    """An unmarked line that is a heading: 'Recommendations that do not enjoy the support of the State'."""
    if (
        len(words) > 140
        or words.endswith((".", ";", ","))
        or re.match(r"[a-z]", words)
        or not re.search(r"\brecommendations\b", words, re.IGNORECASE)
    ):
        return None
    return heading_verdict(words) if not NUMBER_LIST.search(re.sub(r"^(?:\d{1,2}|[IVX]+|[A-Z])[.)]\s", "", words)) else None


def _rest(document: Document, line: _Line, at: int) -> Span:
    """What follows the first `at` characters of a line's words, in the text layer."""
    return align(document.layer, (line.span,), document.structure.marks).span(at, at + 1)[0] if at < len(line.words) else line.span[
        1
    ], line.span[1]


def _marker(line: _Line, before: str, plain: bool, last: int) -> re.Match[str] | None:
    """The number or numbers that a line's answer is to; None where the line goes on with a sentence or a list."""
    if line.block.kind is BlockKind.COVER and line.opens:
        return None
    if not line.opens and _CONTINUES.search(before):
        return None
    if plain and (match := _PLAIN.match(line.words)):
        return match if last < int(match[0].partition(".")[0]) <= last + 60 else None
    return _named_marker(line, before) or _DOTTED.match(line.words)


def _named_marker(line: _Line, before: str) -> re.Match[str] | None:
    """'Recommendation 97.4: ...', 'Rec. 18 We ...'; '(No. 174).' in the middle of a sentence is none."""
    if not line.opens and not _ENDS.search(before):
        return None
    match = _NAMED.match(line.words)
    comma = match is not None and match["close"].strip().startswith(",")
    return None if comma and line.words[:1] not in "WCIAR" else match


def _numbers_are_recommendations(lines: Sequence[_Line]) -> bool:
    """Are the numbers of the addendum's paragraphs those of recommendations? Then they answer 'the recommendation', with no number."""
    if any(_named_marker(line, before.words) or (line.opens and _DOTTED.match(line.words)) for before, line in pairwise(lines)):
        return False
    numbered = [at for at, line in enumerate(lines) if _PLAIN.match(line.words)]
    answers = 0
    for at, following in pairwise([*numbered, len(lines)]):
        text = _PLAIN.sub("", " ".join(line.words for line in lines[at : min(at + 3, following)]), count=1)
        first = next((text[start:end] for start, end in sentences(text)), "")
        answers += (
            bool(list(verdicts(first)))
            and bool(re.search(r"\brecommendations?\b|\bstatement\b|\bit\b", first))
            and not list(_lists(first, None))
        )
    return answers >= 3 and answers * 2 >= len(numbered)


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
        waiting: list[_Segment] = []
        for segment in _segments(self.document, self.under):
            if segment.block.kind is BlockKind.HEADING and not segment.numbers:
                self._heading(segment)
            elif _pledging(segment.block):
                self._pledge(segment)
            elif segment.numbers and not self._words(segment).text.strip():
                waiting.append(segment)
            else:
                waiting = self._with_waiting(segment, waiting)
        self._flush(waiting)
        for row in _rows(self.document):
            self._row(row)
        return [*self._positions(), *self.answers.others]

    def _words(self, segment: _Segment) -> Aligned:
        return align(self.document.layer, segment.spans, self.document.structure.marks)

    def _with_waiting(self, segment: _Segment, waiting: list[_Segment]) -> list[_Segment]:
        """Numbers on lines of their own belong to the answer below them, or stand under the heading's position."""
        if segment.numbers and waiting and self._default(segment) is None:
            segment.numbers = (*(number for entry in waiting for number in entry.numbers), *segment.numbers)
            segment.start = waiting[0].start
        else:
            self._flush(waiting)
        if segment.numbers:
            self._entry(segment.numbers, self._words(segment), (segment.start, segment.end), segment.paragraph, self._default(segment))
        else:
            self._prose(segment)
        return []

    def _flush(self, waiting: list[_Segment]) -> None:
        for segment in waiting:
            self._entry(segment.numbers, self._words(segment), (segment.start, segment.end), segment.paragraph, self._default(segment))

    def _default(self, segment: _Segment) -> _Said | None:
        """The position that stands over an entry: in the sentence that introduces it, else in the nearest heading that states one."""
        if self.lead and self.lead_path == segment.block.headings:
            return self.lead
        return self.heading

    def _heading(self, segment: _Segment) -> None:
        text = self._words(segment).text
        verdict = heading_verdict(text)
        self.lead = None
        if verdict:
            span = (segment.start, segment.end)
            self.heading = _Said(verdict.position, progress(text), text, None, span, None)
        elif not segment.block.headings or (segment.block.level or 9) <= 1:
            self.heading = None

    def _pledge(self, segment: _Segment) -> None:
        text = re.sub(r"^\d{1,3}\.\s+", "", self._words(segment).text)
        source = self.document.source(segment.start, segment.end, segment.paragraph)
        self.answers.others.append(
            Pledge(document=self.document.symbol, source=source, text=text, made_in=self.document.symbol or self.document.file)
        )

    # --- prose

    def _prose(self, segment: _Segment) -> None:
        words = self._words(segment)
        verdict = _heading_like(words.text)
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

    def _sentence(self, segment: _Segment, words: Aligned, span: Span, after: list[str]) -> None:
        sentence = words.text[span[0] : span[1]]
        found, lists = list(verdicts(sentence)), list(_lists(sentence, self.under))
        alone = not any(list(verdicts(other)) or list(_lists(other, None)) for other in after)
        on_them = next((other for other in after[:1] if alone and _ON_THEM.search(other) and progress(other)), None)
        done = progress(sentence) or (progress(on_them) if on_them else None)
        stated = f"{sentence} {on_them}" if on_them else sentence
        rest = " ".join(other for other in after if alone and other != on_them and not _ANNOUNCES.search(other))
        place = words.span(*span)

        def said(position: Position | None) -> _Said:
            under_heading = self.heading.progress if self.heading and self.heading.position == position else None
            return _Said(position, done or under_heading, stated, rest or None, place, segment.paragraph)

        if found and lists:
            for named, position in _assigned(sentence, _with_others(sentence, lists, found), found):
                for number in named:
                    self.answers.state(number, said(position))
            if _EXCEPT.search(sentence) and _EVERY.search(sentence):
                self._except(sentence, lists, found, said)
        elif lists and done:
            for listed in lists:
                for number in listed.numbers:
                    self.answers.comments.setdefault(number, []).append(said(None))
            self._progress_lead(sentence, said(None), segment)
        elif found:
            self._without_numbers(segment, sentence, said(found[0].position))

    def _progress_lead(self, sentence: str, said: _Said, segment: _Segment) -> None:
        if _LEADS.search(sentence) and self.lead is None:
            self.lead, self.lead_path = said, segment.block.headings

    def _except(self, sentence: str, lists: list[_Listed], found: list[Verdict], said: Callable[[Position | None], _Said]) -> None:
        """'accepts all recommendations except 97.4': the others are meant. The exceptions' position is that of a clause on them ('which
        are noted'), else unknown."""
        after = min(match.start() for match in _EXCEPT.finditer(sentence))
        excepted = [listed for listed in lists if listed.start > after]
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

    def _without_numbers(self, segment: _Segment, sentence: str, said: _Said) -> None:
        if total(sentence):
            return
        if _REST.search(sentence):
            self.answers.state(OTHERS, said)
        elif _LEADS.search(sentence):
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
        if said.position is None and default and default.position is Position.SUPPORTED and _PART.search(said.stated):
            return _Said(Position.PARTIALLY_SUPPORTED, said.progress, said.stated, said.reason, said.span, said.paragraph)
        return said

    def _row(self, row: _Row) -> None:
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
            named = [number for listed in _lists(comment.reason, self.under) for number in listed.numbers]
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
    named = [tuple(number for listed in _lists(text, under) for number in listed.numbers) for text in texts]
    naming = [numbers for numbers in named if numbers]
    speaking = [text for text in texts if list(verdicts(text))]
    general = any(_REST.search(text) or _EVERY.search(text) or _LEADS.search(text) or total(text) for text in speaking)
    if len(naming) != 1 or len(speaking) < 2 or general:
        return ()
    text = next(text for text, numbers in zip(texts, named, strict=True) if numbers)
    positions = (
        {position for some, position in _assigned(text, list(_lists(text, under)), list(verdicts(text))) if some}
        if text in speaking
        else set()
    )
    return naming[0] if len(positions) <= 1 else ()


def _pledging(block: Block) -> bool:
    return any(_PLEDGES.search(heading) and not _TITLE.search(heading) for heading in block.headings)


def _stated_paragraph(document: Document) -> str | None:
    """The paragraph that bare numbers stand under: 'the numbers follow the list in paragraph 115 of the report'."""
    texts = [block.text for block in document.blocks if block.kind in _BODY or block.kind is BlockKind.FOOTNOTE]
    found = {match[1] for text in texts for match in _UNDER.finditer(text)}
    return found.pop() if len(found) == 1 else None


# --- one sentence: which verdict on which numbers ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Listed:
    """Numbers in a sentence; `partly`: those that it marks '(in part)'."""

    start: int
    end: int
    numbers: tuple[str, ...]
    partly: frozenset[str] = frozenset()


def _lists(sentence: str, under: str | None) -> Iterator[_Listed]:
    """The recommendations that a sentence names by number."""
    partly: set[str] = set()
    for match in _PARTLY.finditer(sentence):
        before = list(NUMBER_LIST.finditer(sentence, 0, match.start()))
        if before:
            partly.update(list(numbers(before[-1][0], under))[-1:])
    plain = _PARTLY.sub(lambda match: " " * len(match[0]), sentence)
    at = 0
    for match in _found_lists(plain):
        if match.start() < at:
            continue
        at = match.end()
        if _NO_NUMBER_BEFORE.search(plain[: match.start("list") if match["list"] else match.start()]) or _NO_NUMBER_AFTER.match(
            plain, match.end()
        ):
            continue
        listed = tuple(dict.fromkeys(_named(match, under)))
        yield _Listed(match.start(), match.end(), listed, frozenset(partly.intersection(listed)))


def _with_others(sentence: str, lists: list[_Listed], found: Sequence[Verdict]) -> list[_Listed]:
    """The lists of a sentence and 'all other recommendations' among them, unless a list follows that says which these are."""
    rest = _REST.search(sentence)
    if rest is None or _LEADS.search(sentence) or _EXCEPT.search(sentence):
        return lists
    after = min((listed.start for listed in lists if listed.end > rest.end()), default=None)
    if after is not None and not any(rest.end() <= verdict.start < after for verdict in found):
        return lists
    return sorted([*lists, _Listed(*rest.span(), (OTHERS,))], key=lambda listed: listed.start)


def _found_lists(sentence: str) -> list[re.Match[str]]:
    found = [match for pattern in (_PARAGRAPH, _AFTER_WORD, _ANYWHERE) for match in pattern.finditer(sentence)]
    return sorted(found, key=lambda match: (match.start(), -match.end()))


def _named(match: re.Match[str], under: str | None) -> Iterator[str]:
    paragraph = match.groupdict().get("under")
    if match["list"]:
        yield from numbers(match["list"], paragraph or under)
    elif paragraph:  # 'the recommendations in paragraph 97': every one that stands under it
        yield from (f"{each}.{ALL}" for each in (paragraph, match["also"]) if each)


def _assigned(sentence: str, lists: Sequence[_Listed], found: Sequence[Verdict]) -> Iterator[tuple[Sequence[str], Position | None]]:
    """Each list takes the verdict before it ('accepts 1, 2 and notes 3'), or, where the first list opens the sentence, the one after it
    ('1 and 2 are accepted, 3 is noted'). A verdict left over, on another part of the same recommendations, makes them accepted in part."""
    if not found:
        return
    passive = lists[0].start < found[0].start
    taken: dict[int, list[_Listed]] = {}
    for listed in lists:
        after = next((at for at, verdict in enumerate(found) if verdict.start >= listed.end), None)
        before = next((at for at, verdict in reversed(list(enumerate(found))) if verdict.start < listed.start), None)
        chosen = (after if after is not None else before) if passive else (before if before is not None else after)
        if chosen is None:  # 'Recommendation 97.1 is under consideration': the verdict's words hold the number
            chosen = next((at for at, verdict in enumerate(found) if verdict.start < listed.end and listed.start < verdict.end), None)
        if chosen is not None:
            taken.setdefault(chosen, []).append(listed)
    left = [verdict for at, verdict in enumerate(found) if at not in taken]
    for at, some in taken.items():
        position = _combined([found[at], *(verdict for verdict in left if verdict.of_part or _PART.search(sentence))])
        for listed in some:
            yield [number for number in listed.numbers if number not in listed.partly], position
            yield sorted(listed.partly), Position.PARTIALLY_SUPPORTED if position is Position.SUPPORTED else position


def _combined(found: Sequence[Verdict]) -> Position | None:
    """One position out of the verdicts of one answer. Support of one thing and refusal of another: in part. Refusal of a part, and no
    word of the rest: None."""
    positions = {verdict.position for verdict in found}
    if Position.PARTIALLY_SUPPORTED in positions or (Position.SUPPORTED in positions and len(positions) > 1):
        return Position.PARTIALLY_SUPPORTED
    if any(verdict.of_part for verdict in found):
        return Position.PARTIALLY_SUPPORTED if Position.SUPPORTED in positions else None
    return next((position for position in (Position.SUPPORTED, Position.NOTED, Position.PENDING) if position in positions), None)


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
    position = _combined([verdict for _, some in found for verdict in some])
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
    others = {number for listed in _lists(sentence, None) for number in listed.numbers}
    if others and not others & {*named, *(number.rpartition(".")[2] for number in named)}:
        return []
    return list(verdicts(sentence))


def _reason(text: str, spans: Sequence[Span], stating: set[Span], begin: int) -> str | None:
    """The sentences beside those that state the position; what stands before them may be the recommendation's own text, repeated."""
    first = min(stating)[0] if stating else begin
    before = " ".join(text[start:end] for start, end in spans if end <= first)
    kept = [] if not stating or _REPEATED.search(before) else [before]
    kept += [text[start:end] for start, end in spans if start >= first and (start, end) not in stating]
    return " ".join(part for part in kept if part).strip(" –—-") or None


# --- tables ------------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table that answers recommendations: its number cell, the cell or the column that states a position, and the rest."""

    numbers: tuple[str, ...]
    position: Verdict | None
    stated: str
    text: str
    span: Span


_CHECKED = re.compile(r"[xX✓✔√☑☒•●+]|yes|Yes", re.IGNORECASE)
_NUMBER_CELL = re.compile(rf"(?:(?i:recommendations?|recs?\.?|nos?\.?|paras?\.?)\s*)*\(?(?P<list>{_LIST})\)?[.:)]?(?=\s|$)")


def _rows(document: Document) -> Iterator[_Row]:
    """The rows of Word tables; a PDF shows no cells, its rows are read as entries."""
    cells = document.layer.cells
    over: tuple[Verdict, str] | None = None
    header: list[Verdict | None] = []
    for (_, row), group in groupby(cells, key=lambda cell: (cell.table, cell.row)):
        some = list(group)
        texts = [document.words(cell.start, cell.end) for cell in some]
        span = (some[0].start, some[-1].end)
        if row == 0:
            header, over = [heading_verdict(text) if text else None for text in texts], None
        match = next((found for text in texts[:2] if (found := _NUMBER_CELL.match(text))), None)
        if match is None:
            spanning = {text for text in texts if text}
            if row and len(spanning) == 1 and (verdict := heading_verdict(spanning.pop())):
                over = (verdict, next(text for text in texts if text))
            continue
        verdict, stated = _cell_verdict(texts, header, over)
        rest = [text[found.end() :].strip() if (found := _NUMBER_CELL.match(text)) and at < 2 else text for at, text in enumerate(texts)]
        answer = [text for at, text in enumerate(rest) if text and text != stated and not (at < len(rest) - 1 and _REPEATED.search(text))]
        yield _Row(tuple(dict.fromkeys(numbers(match["list"]))), verdict, stated, " ".join(answer), span)


def _cell_verdict(texts: list[str], header: list[Verdict | None], over: tuple[Verdict, str] | None) -> tuple[Verdict | None, str]:
    """A cell that is a status, a column 'Accepted' that is ticked, or the row above that spans the table."""
    for text in texts:
        verdict = status(text[:1].upper() + text[1:]) if text else None
        if verdict and len(text.split()) <= 12:
            return verdict, text
    for text, column in zip(texts, header, strict=False):
        if column and _CHECKED.fullmatch(text.strip()):
            return column, text
    return over or (None, "")


# --- totals ------------------------------------------------------------------------------------------------------------------------------

_UNITS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: at for at, word in enumerate(_UNITS, 1)} | {word: at * 10 for at, word in enumerate(_TENS, 2)}
_COUNT = rf"(?:\d{{1,3}}|(?:(?:{'|'.join(_WORDS)}|hundred|and|a)[\s-]+)*(?:{'|'.join(_WORDS)}|hundred))"


@dataclass(frozen=True, slots=True)
class Total:
    """A count that the addendum states: so many recommendations of a position; None: received in all."""

    position: Position | None
    count: int
    stated: str
    start: int
    end: int


def totals_stated(document: Document) -> tuple[Total, ...]:
    """The counts of recommendations that an addendum states ('accepts 142 recommendations', 'of which 217 are supported and 37 noted')."""
    found: list[Total] = []
    for block in document.blocks:
        if block.kind not in _BODY or block.kind is BlockKind.HEADING:
            continue
        words = document.aligned(block)
        for start, end in sentences(words.text):
            found += [
                Total(position, count, words.text[start:end], *words.span(start, end)) for position, count in total(words.text[start:end])
            ]
    return tuple(found)


# Not the number of a list ('2. Accepted recommendations', '40., 41.'), of a range, of a symbol.
_NUMERAL = re.compile(rf"(?<![\w./–-])(?P<count>{_COUNT})(?![\w/–-]|\.\d|,\s?\d|\.\s*[,A-Z\d])", re.IGNORECASE)
_OF_ALL = re.compile(r"\b(?:of|from|out\s+of)\s+(?:the\s+|a\s+|its\s+)?(?:total\s+(?:of\s+)?)?$", re.IGNORECASE)
_RECEIVED = re.compile(
    r"\b(?:received|contains?|containing|made|issued|put\s+forward|addressed|total\s+of|were\s+(?:made|presented))\b", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?:of\s+(?:the|these|those|its|them|which)\s+)?(?:\d{1,3}\s+)?(?:other\s+|remaining\s+|further\s+"
    r"|of\s+)?recommendations?\b|(?:of\s+(?:them|which|these|those)\b|others?\b)|(?=\s*(?:,|\.|;|and\b|are\b|were\b|is\b|have\b|has\b"
    r"|enjoy|do\b|did\b|could\b|cannot\b|accepted|supported|noted|rejected|not\b)))",
    re.IGNORECASE,
)
_IN_PART = re.compile(r"\s*,?\s*(?:in\s+part|partially|partly)\b", re.IGNORECASE)
_ENDED = re.compile(
    r"\s*(?:recommendations?\s+)?(?:(?:are|were|was|is|have|has|been|being|as)\s+)*(?P<status>not\s+(?:accepted|supported)|accepted"
    r"|supported|noted|rejected|pending|partially\s+(?:accepted|supported))",
    re.IGNORECASE,
)


def total(sentence: str) -> list[tuple[Position | None, int]]:
    """The counts that one sentence states, each with its position."""
    if not re.search(r"\brecommendations?\b", sentence, re.IGNORECASE):
        return []
    found = list(verdicts(sentence))
    totals: list[tuple[Position | None, int]] = []
    for match in _NUMERAL.finditer(sentence):
        counted = _COUNTED.match(sentence, match.end())
        count = _value(match["count"])
        named = re.search(
            r"\b(?:recommendations?|nos?\.?|numbers?|paragraphs?|paras?\.?|cycle|session|article)\s*(?:[\d.,\s–-]|and\b)*$",
            sentence[: match.start()],
            re.IGNORECASE,
        )
        enumerator = sentence[match.end() : match.end() + 1] == "." and re.search(r"(?:^|[;:.])\s*$", sentence[: match.start()])
        if counted is None or count is None or named or enumerator:
            continue
        if _OF_ALL.search(sentence[: match.start()]):
            totals.append((None, count))
        elif _IN_PART.match(sentence, counted.end()):
            totals.append((Position.PARTIALLY_SUPPORTED, count))
        elif chosen := _counted_position(sentence, match.start(), counted.end(), found):
            totals.append((chosen.position, count))
        elif "recommendation" in counted[0] and _RECEIVED.search(sentence):
            totals.append((None, count))
    return totals


def _counted_position(sentence: str, start: int, end: int, found: Sequence[Verdict]) -> Verdict | None:
    """The verdict beside a count: '37 are noted', 'accepts 142'."""
    ended = _ENDED.match(sentence, end)
    if ended and (verdict := status(ended["status"].capitalize())):
        return verdict
    close = [verdict for verdict in found if 0 <= start - verdict.end <= 25 or verdict.start <= start < verdict.end]
    after = [verdict for verdict in found if 0 <= verdict.start - end <= 25]
    return close[-1] if close else after[0] if after else None


def _value(words: str) -> int | None:
    if words.isdigit():
        return int(words)
    value = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        value = max(value, 1) * 100 if word == "hundred" else value + _WORDS.get(word, 0)
    return value or None
