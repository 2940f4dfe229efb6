"""Summary record of a meeting: turns and events.

    The meeting was called to order at 10.05 a.m.
    1. At the invitation of the Chair, the delegation took places ...      nobody speaks
    2. Mr. Idris (Freedonia) said that ...                                 a turn begins
    3. The law had been amended ...                                        and goes on
    The meeting was suspended at 11.30 a.m. and resumed at 11.40 a.m.
    73. The Chair thanked the delegation ...

Every paragraph of the meeting is in one turn, or tells what happened, or is `unread`: under a heading a paragraph that has lost its number
and its first words does not say who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from upright import bodies
from upright.extract.text import Span
from upright.readers import speakers
from upright.readers.document import Document
from upright.readers.speakers import Opening, Setting, opening
from upright.records import Event, Moment, Record, Role, Speaker, Turn, Unread
from upright.structure import Aligned, Block, BlockKind, align

_MEETING = (
    r"The\s+(?:(?:first|second|public|closed|private|open)\s+(?:part\s+of\s+the\s+|\(\w+\)\s+)?)?meeting"
    r"|The\s+(?:public\s+|first\s+part\s+of\s+the\s+)?discussion\s+(?:covered|recorded)\s+in\s+the\s+(?:present\s+)?(?:summary\s+)?record"
)
_CLOCK = r"(?:\d{1,2}(?:[.:]\d{2})?\s*(?:[ap]\.?\s?m\b\.?)?(?:\s+noon|\s+midnight)?|noon|midday|midnight)"
_HAPPENED = (
    (Moment.OPENED, r"(?:was\s+)?(?:called\s+to\s+order|opened|began|started|commenced)"),
    (Moment.SUSPENDED, r"(?:was\s+)?suspended"),
    (Moment.RESUMED, r"(?:was\s+)?(?:resumed|reconvened)"),
    (Moment.ROSE, r"rose|ended|(?:was\s+)?(?:adjourned|closed)"),
)
_VERBS = "|".join(f"(?P<{moment.value}>{verb})" for moment, verb in _HAPPENED)
# e.g. 'The meeting was suspended at 11.25 a.m. and was resumed at 11.45 a.m.', 'The public part of the meeting rose at 1 p.m.'
_EVENT = re.compile(
    rf"(?:^|(?<=[.?!)*”’\"]\s))\W?(?:{_MEETING})\s+(?:{_VERBS})(?:\s+(?:at|from)\s+(?P<at>{_CLOCK}))?"
    rf"(?:,?\s+(?:and|to|until)\s+(?:(?:was\s+)?(?P<again>resumed|reconvened|rose)\s+)?(?:at\s+)?(?P<later>{_CLOCK}))?\W*(?=$|[A-Z\d(*])"
)
_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?\s*(?P<half>[ap]?)")

# What the record tells in its own voice.
_NARRATED = re.compile(
    rf"At\s+the\s+(?:invitation|request)\s+of\s+the\s+(?:{speakers.CHAIR}|President)\b"
    r"|It\s+was\s+(?:so\s+)?(?:decided|agreed)\b"
    r"|(?:The\s+)?(?:Draft\s+|Provisional\s+|Annotated\s+|Committee’s\s+)*(?:agenda|programme|draft|report|proposal|amendment|decision|conclusion"
    r"|recommendation|text|minutes|list|paragraph|chapter|section|general\s+(?:comment|recommendation)|concluding\s+observations|resolution)"
    r"[^.;]{0,160}?\s(?:was|were)\s+(?:adopted|approved|rejected|withdrawn|elected)(?:[^.;]{0,80})?\.?\s*$"
    r"|(?:In\s+the\s+absence\s+of\s[^.]{0,120}|There\s+being\s+no\s+objection[^.]{0,120}|For\s+lack\s+of\s[^.]{0,60})\b(?:took|elected|decided|presided|was)\b"
    r"|(?:The\s+(?:members\s+of\s+the\s+)?Committee\s+observed\s+a\s+minute|A\s+(?:short\s+)?(?:film|video|vote|recorded\s+vote|minute)\b[^.]{0,80}\bwas\b)"
    r"|The\s+(?:delegation|members|representatives?)(?:\s+of\s[^.]{0,80}?)?\s+(?:withdrew|took\s+(?:a\s+)?(?:places?|seats?)|left|was\s+again\s+invited)\b",
    re.IGNORECASE,
)  # fmt: skip
_MOVED = re.compile(
    r",?\s+(?:also\s+|then\s+|again\s+|subsequently\s+)?(?:(?:took|resumed)\s+(?:the|her|his)\s+[Cc]hair\b|took\s+(?:a\s+)?(?:places?|seats?)\b|withdrew\b(?!\s+h)"
    r"|left\s+the\b|presided\b|vacated\b|was\s+elected\b|(?:and\s[^.]{0,80}\s)?were\s+elected\b|made\s+the\s+solemn\b"
    r"|(?:,\s*)?[^.,]{0,60},\s+(?:took|resumed)\s+the\s+[Cc]hair\b|(?:and\s[^.]{0,120}\s)?took\s+(?:a\s+)?(?:places?|seats?)\b)",
)  # fmt: skip
_TOOK_THE_CHAIR = re.compile(r"\b(?:took|resumed)\s+(?:the|her|his)\s+chair\b", re.IGNORECASE)
_PERSON = re.compile(rf"\b(?:{speakers.title_pattern()})\s")
_COVER_CHAIR = re.compile(
    rf"(?:^|\s)(?:{speakers.CHAIR}|President)\s*:\s*(?=(?:{speakers.title_pattern()})\s)", re.MULTILINE
)  # fmt: skip
_ASKS = re.compile(
    r"\b(?:asked|wondered|enquired|inquired|requested)\b|\?"
    r"|\b(?:know|learn|hear)\s+(?:what|whether|how|why|if|more)\b|\binformation\s+(?:was|on)\b", re.IGNORECASE
)  # fmt: skip
_LONGEST_HEADING = 200
_SENTENCE_END = re.compile(r"[.?!;:,]\W*$")


@dataclass(frozen=True, slots=True)
class _Passage:
    """A paragraph of the meeting without the events in it: `label` its own or that of the paragraph above, `number` its own."""

    label: str | None
    number: str | None
    start: int
    end: int
    text: str
    is_heading: bool = False


@dataclass(slots=True)
class _Said:
    """The passages of one turn; `speaker` None where the record does not say who speaks."""

    speaker: Speaker | None
    passages: list[_Passage] = field(default_factory=list)


def read(document: Document) -> Iterator[Record]:
    """Turns and events; what does not say who speaks is `unread`."""
    if document.identity.language not in ("en", None):
        yield _other_language(document)
        return
    yield from events(document)
    said = list(_turns(document, list(_passages(document))))
    spelt = speakers.spellings([each.speaker for each in said if each.speaker])
    for each in said:
        yield from _records(document, each, spelt)


def _other_language(document: Document) -> Unread:
    source = document.source(document.blocks[0].start, document.blocks[-1].end, None)
    reason = f"turns are read in English only; this record is in another language ({document.identity.language})"
    return Unread(document=document.symbol, source=source, reason=reason)


def _records(document: Document, said: _Said, spelt: dict[Speaker, Speaker]) -> Iterator[Record]:
    labels = tuple(dict.fromkeys(each.label for each in said.passages if each.label))
    source = document.source(said.passages[0].start, said.passages[-1].end, labels[0] if labels else None)
    if said.speaker is None:
        yield Unread(document=document.symbol, source=source, reason="the record does not say who speaks here")
        if not any(_ASKS.search(each.text) for each in said.passages):
            return
        # Who asks the State for information is a member, whatever the name.
        said.speaker = Speaker(name=None, title=None, role=Role.MEMBER, state=None)
    yield Turn(document=document.symbol, source=source, paragraphs=labels, speaker=spelt.get(said.speaker, said.speaker))


# --- events


def events(document: Document) -> Iterator[Event]:
    """When the meeting was opened, suspended, resumed, and when it rose."""
    for block in document.blocks:
        if block.kind in (BlockKind.FURNITURE, BlockKind.FOOTNOTE, BlockKind.CONTENTS):
            continue
        for aligned in _pieces(document, block):
            for match in _EVENT.finditer(aligned.text):
                source = document.source(*aligned.span(*_trimmed(match)), None)
                yield from (Event(document=document.symbol, source=source, event=moment, at=at) for moment, at in _moments(match))


def _trimmed(match: re.Match[str]) -> Span:
    return match.start() + len(match[0]) - len(match[0].lstrip()), match.start() + len(match[0].rstrip(" *"))


def _moments(match: re.Match[str]) -> Iterator[tuple[Moment, str | None]]:
    first = next(moment for moment, _ in _HAPPENED if match[moment.value])
    later = match["later"]
    half = _half(later) if later and match["at"] and not _half(match["at"]) else ""  # 'from 4.30 to 4.45 p.m.'
    yield first, clock(f"{match['at']} {half}") if match["at"] else None
    if later and first is Moment.SUSPENDED:
        yield Moment.RESUMED, clock(later)
    elif later and match["again"] == "rose":
        yield Moment.ROSE, clock(later)


def _half(time: str) -> str:
    found = _HOUR.match(time)
    return found["half"] if found else ""


def clock(printed: str) -> str | None:
    """'1.10 p.m.' -> '13:10', 'noon' -> '12:00'; None where a time up to 12 does not say in which half of the day it is."""
    time = _HOUR.match(printed)
    if "midnight" in printed or time is None:
        return "00:00" if "midnight" in printed else "12:00"
    hour, minute, half = int(time["hour"]), int(time["minute"] or 0), time["half"]
    if "noon" in printed:
        return "12:00"
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12) or (not half and hour <= 12):
        return None
    return f"{hour % 12 + 12 * (half == 'p') if half else hour:02}:{minute:02}"


# --- passages


def _pieces(document: Document, block: Block) -> Iterator[Aligned]:
    """A block's paragraphs: the whole block where lines end where the page does, else each of its lines."""
    if document.layer.wrapped:
        yield document.aligned(block)
        return
    yield from (align(document.layer, [piece], document.structure.marks) for piece in block.pieces)


def _passages(document: Document) -> Iterator[_Passage]:
    """The paragraphs and headings of the meeting, from the first that is numbered or opens a turn."""
    label: str | None = None
    begun = False
    for block in document.blocks:
        if block.kind is BlockKind.ANNEX:
            return
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.TEXT, BlockKind.HEADING):
            continue
        label = block.label or label
        for at, aligned in enumerate(_pieces(document, block)):
            number = block.label if at == 0 else None
            for start, end in _without_events(aligned.text):
                begins = opening(aligned.text[start:end])
                begun = begun or number is not None or bool(begins and begins.says)
                if begun:
                    text = aligned.text[start:end]
                    heading = block.kind is BlockKind.HEADING or (not document.layer.wrapped and _is_heading(text, number))
                    yield _Passage(label, number, *aligned.span(start, end), text, heading)


def _without_events(text: str) -> Iterator[Span]:
    at = 0
    for match in _EVENT.finditer(text):
        if text[at : match.start()].strip():
            yield at, match.start()
        at = match.end()
    if text[at:].strip():
        yield at, len(text)


def _is_heading(text: str, number: str | None) -> bool:
    return number is None and len(text) <= _LONGEST_HEADING and text[:1].isupper() and not _SENTENCE_END.search(text)


# --- turns


def _turns(document: Document, passages: Sequence[_Passage]) -> Iterator[_Said]:
    """The passages of the meeting, turn by turn; what nobody says is in none."""
    floor = _Floor(document, passages)
    for each in passages:
        finished = floor.hear(each)
        if finished:
            yield finished
    if floor.said:
        yield floor.said


class _Floor:
    """Who has the floor, and who holds the chair: at first the person on the cover, then whoever takes it."""

    def __init__(self, document: Document, passages: Sequence[_Passage]) -> None:
        body = bodies.body(document.identity.body) if document.identity.body else None
        self.setting = Setting(document.identity.state, states_are_members=body is not None and body.kind != "treaty_body")
        self.named = speakers.known([found for each in passages if each.number and (found := opening(each.text))])
        self.first_chair = self.chair = _cover_chair(document, self.setting)
        self.said: _Said | None = None
        self.under_heading = True
        self.number: str | None = None

    def hear(self, passage: _Passage) -> _Said | None:
        """Take a passage; the turn that it ends, if it ends one."""
        if passage.is_heading:
            self.under_heading = True
            return None
        before, found = self.said, opening(passage.text)
        if _is_narrative(passage.text, found):
            self.said = None
            self._change_chair(passage.text, found)
        elif found and self._opens(found, passage):
            self._give(self._who(found), passage)
        elif before is None or self._is_astray(passage):
            self._give(None, passage)
        else:
            before.passages.append(passage)
        self.under_heading = False
        self.number = passage.number or self.number
        return before if before is not self.said else None

    def _give(self, speaker: Speaker | None, passage: _Passage) -> None:
        if self.said is None or self.said.speaker != speaker:
            self.said = _Said(speaker)
        self.said.passages.append(passage)

    def _is_astray(self, passage: _Passage) -> bool:
        """Under a heading, a paragraph without its number, or behind a gap, has lost the words that say who speaks."""
        return self.under_heading and (passage.number is None or not _follows(self.number, passage.number))

    def _opens(self, found: Opening, passage: _Passage) -> bool:
        """Does a turn begin here? Without a number only where the name is in brackets, an office, known, or stands under a heading: else
        a sentence about a person ('Mr. Roe said that he had been beaten') would do."""
        certain = found.bracket or found.office or self.under_heading or speakers.fold(found.name or "") in self.named
        return found.says and (passage.number is not None or bool(certain))

    def _who(self, found: Opening) -> Speaker:
        who = speakers.speaker(found, self.setting)
        if found.office == "chair" and self.chair:
            return replace(who, name=self.chair.name, title=self.chair.title, state=self.chair.state)
        return who

    def _change_chair(self, text: str, found: Opening | None) -> None:
        """'Ms. Holm (Vice-Chair) took the Chair', 'In the absence of the Chair, Ms. Holm took the chair', 'The Chair resumed the chair'."""
        if not _TOOK_THE_CHAIR.search(text):
            return
        who = _PERSON.search(text) if found is None else None
        found = opening(text[who.start() :]) if who else found
        if found and found.name:
            self.chair = replace(speakers.speaker(found, self.setting), role=Role.CHAIR)
        elif found and found.office == "chair":
            self.chair = self.first_chair


def _follows(before: str | None, number: str) -> bool:
    """Is a paragraph the next one? A limb, or a number that is no plain one, breaks no sequence."""
    return not (before and before.isdecimal() and number.isdecimal()) or int(number) == int(before) + 1


def _is_narrative(text: str, found: Opening | None) -> bool:
    words = text[speakers.NUMBER.match(text).end() :]  # type: ignore[union-attr]  # the pattern matches nothing too
    return bool(_NARRATED.match(words) or (found and _MOVED.match(found.rest)))


def _cover_chair(document: Document, setting: Setting) -> Speaker | None:
    """The Chair that the cover names: 'Chairperson: Ms. Holm', 'Chair: Mr. AMOR (later: ...)'."""
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            return None
        text = document.aligned(block).text
        match = _COVER_CHAIR.search(text)
        found = opening(text[match.end() :]) if match else None
        if found and found.name:
            return replace(speakers.speaker(found, setting), role=Role.CHAIR)
    return None
