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
from upright.readers import meeting_times, speakers
from upright.readers.document import Document
from upright.readers.sentences import sentences
from upright.readers.speakers import Opening, Setting, opening
from upright.records import Event, Moment, Record, Role, Speaker, Turn, Unread
from upright.structure import Aligned, Block, BlockKind, align

# What the record tells in its own voice.
_NARRATED = re.compile(
    rf"At\s+the\s+(?:invitation|request)\s+of\s+the\s+(?:{speakers.CHAIR}|President)\b"
    r"|It\s+was\s+(?:so\s+)?(?:decided|agreed)\b"
    r"|(?:The\s+)?(?:Draft\s+|Provisional\s+|Annotated\s+|Committee’s\s+)*(?:agenda|programme|draft|report|proposal|amendment|decision|conclusion"
    r"|recommendation|text|minutes|list|paragraph|chapter|section|general\s+(?:comment|recommendation)|concluding\s+observations|resolution)"
    r"(?:[^.;]|\.(?=\S)){0,160}?\s(?:was|were)\s+(?:adopted|approved|rejected|withdrawn|elected)(?:[^.;]{0,80})?\.?\s*$"
    r"|(?:In\s+the\s+absence\s+of\s[^.]{0,120}|There\s+being\s+no\s+objection[^.]{0,120}|For\s+lack\s+of\s[^.]{0,60})\b(?:took|elected|decided|presided|was)\b"
    r"|(?:The\s+(?:members\s+of\s+the\s+)?Committee\s+observed\s+a\s+minute|A\s+(?:short\s+)?(?:film|video|vote|recorded\s+vote|minute)\b[^.]{0,80}\bwas\b)"
    r"|The\s+(?:members\s+of\s+the\s+)?(?:delegation|members|representatives?)(?:\s+of\s[^.]{0,80}?)?\s+"
    r"(?:withdrew|(?:took|resumed)\s+(?:a\s+|their\s+|its\s+)?(?:places?|seats?)|left|was\s+again\s+invited)\b",
    re.IGNORECASE,
)  # fmt: skip
_MOVED = re.compile(
    r"(?:,[^,.]{1,80},|\s+and\s(?:(?!said\b)[^.]){0,160}?)?\s+(?:(?:took|resumed)\s+(?:the|her|his)\s+[Cc]hair\b|(?:took|resumed)\s+(?:an?\s+|their\s+|his\s+|her\s+|its\s+)?(?:places?|seats?)\b"
    r"|withdrew\s*[.(]|withdrew\s+from\s+the\s+(?:meeting|table|room)|left\s+the\s+(?:meeting|room|table)|(?:was|were)\s+elected\b|made\s+(?:the|his|her|their)\s+(?:following\s+)?solemn)"
)  # fmt: skip
_TOOK_THE_CHAIR = re.compile(r",?\s+(?:took|resumed)\s+(?:the|her|his)\s+chair\b", re.IGNORECASE)
_PERSON = re.compile(rf"\b(?:{speakers.title_pattern()})\s")
_COVER_CHAIR = re.compile(
    rf"(?P<office>{speakers.CHAIR}|\bPRESIDENT|\bPresident)\s*:\s*(?=(?:{speakers.title_pattern()})\s)", re.IGNORECASE
)
_LATER = re.compile(r"\blater\s*:", re.IGNORECASE)
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
    yield from _events(document)
    if document.identity.language not in ("en", None):
        yield _other_language(document)
        return
    said = list(_turns(document, list(_passages(document))))
    spelt = speakers.spellings([each.speaker for each in said if each.speaker])
    for each in said:
        yield from _records(document, each, spelt)


def _events(document: Document) -> Iterator[Event]:
    language = document.identity.language or "en"
    for block in document.blocks:
        if block.kind in (*_BODY, BlockKind.COVER):
            for aligned in _pieces(document, block):
                for event in meeting_times.events(aligned.text, language):
                    source = document.source(*aligned.span(event.start, event.end), None)
                    yield from (Event(document=document.symbol, source=source, event=moment, at=at) for moment, at in event.moments)


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


# --- passages


def _pieces(document: Document, block: Block) -> Iterator[Aligned]:
    """A block's paragraphs: the whole block where lines end where the page does, else each of its lines."""
    if document.layer.wrapped:
        yield document.aligned(block)
        return
    yield from (align(document.layer, [piece], document.structure.marks) for piece in block.pieces)


def _passages(document: Document) -> Iterator[_Passage]:
    """The paragraphs and headings of the meeting, from the first that is numbered or opens a turn; what stands unnumbered behind the end
    ('No summary record was prepared for the rest of the meeting') is none."""
    label: str | None = None
    begun = ended = False
    complete = True  # the passage before; where it breaks off at the foot of a page, what follows is no heading
    for block in document.blocks:
        if block.kind is BlockKind.ANNEX:
            return
        label = block.label or label if block.kind in _BODY else label
        for number, aligned in _paragraphs(document, block):
            rose = next((event.end for event in _told(aligned.text) if event.moments[-1][0] is Moment.ROSE), len(aligned.text) + 1)
            for start, end in _without_events(aligned.text):
                text, own = aligned.text[start:end], number if start == 0 else None
                begun = begun or own is not None or _is_told(text)
                ended = (ended or start >= rose) and own is None
                if begun and not ended:
                    heading = block.kind is BlockKind.HEADING or (complete and _is_heading(text, own))
                    yield _Passage(label, own, *aligned.span(start, end), text, heading)
                    complete = heading or not document.layer.wrapped or bool(_SENTENCE_END.search(text))
            ended = ended or rose <= len(aligned.text)


def _is_told(text: str) -> bool:
    """Does somebody begin to speak, or does something happen?"""
    found = opening(text)
    return bool(found and found.says) or _is_narrative(text, found)


_BODY = (BlockKind.PARAGRAPH, BlockKind.TEXT, BlockKind.HEADING)


def _paragraphs(document: Document, block: Block) -> Iterator[tuple[str | None, Aligned]]:
    """A block's paragraphs with their numbers; of a cover what follows the opening of the meeting, for where nothing is numbered the cover
    does not end."""
    opened = block.kind in _BODY
    if not opened and block.kind is not BlockKind.COVER:
        return
    for at, aligned in enumerate(_pieces(document, block)):
        if opened:
            yield block.label if at == 0 else None, aligned
        opened = opened or bool(_told(aligned.text))


def _without_events(text: str) -> Iterator[Span]:
    at = 0
    for event in _told(text):
        if text[at : event.start].strip():
            yield at, event.start
        at = event.end
    if text[at:].strip():
        yield at, len(text)


def _told(text: str) -> list[meeting_times.Told]:
    return list(meeting_times.events(text, "en"))


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
        openings = [(each.number, found) for each in passages if (found := opening(each.text)) and found.says]
        self.numbered = 2 * sum(number is not None for number, _ in openings) > len(openings)
        self.in_gaps = frozenset(_in_gaps(passages))
        self.named = speakers.known([found for number, found in openings if number or not self.numbered])
        self.said: _Said | None = None
        self.under_heading = True
        self.number: str | None = None
        self._begin(list(_front(document)), passages)

    def _begin(self, front: Sequence[str], passages: Sequence[_Passage]) -> None:
        """The Chair that the cover names ('Chairperson: Ms. Holm'); where it names a later one too, and nobody takes the chair, no one."""
        self.temporary: Speaker | None = None
        self.chair: Speaker | None = None
        for text in front:
            for match in _COVER_CHAIR.finditer(text):
                found = opening(text[match.end() :].partition("\n")[0])
                if found and found.name:
                    self._seat(replace(speakers.speaker(found, self.setting), role=Role.CHAIR), match["office"])
        self.first_chair = self.chair
        if any(map(_LATER.search, front)) and not any(_TOOK_THE_CHAIR.search(each.text) for each in passages):
            self.chair = None
        for text in front:
            self._change_chair(text)

    def _seat(self, person: Speaker, office: str) -> None:
        if office.casefold().startswith("temp"):
            self.temporary = person
        elif self.chair is None:
            self.chair = person

    def hear(self, passage: _Passage) -> _Said | None:
        """Take a passage; the turn that it ends, if it ends one."""
        if passage.is_heading:
            self.under_heading = True
            return None
        before, found = self.said, opening(passage.text)
        if _is_narrative(passage.text, found):
            self.said = None
            self._change_chair(passage.text)
        elif found and self._opens(found, passage):
            self._give(self._who(found), passage)
        elif before is None or self._is_astray(passage):
            self._give(None, passage)
        else:
            before.passages.append(passage)
        if self.said:
            self._change_chair(_last_sentence(passage.text))
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
        """Does a turn begin here?

        Where paragraphs are numbered, one without a number only where a number is missing, or the name is in brackets, an office, known,
        or stands under a heading: else a sentence about a person ('Mr. Roe said that he had been beaten') would do.
        """
        is_known = speakers.fold(found.name or "") in self.named
        if self.numbered and passage.number is None:
            likely = found.bracket or found.office or self.under_heading or passage.start in self.in_gaps
            return found.says and bool(likely or is_known)
        return found.says or speakers.is_official(found, self.setting) or (is_known and found.acts)

    def _who(self, found: Opening) -> Speaker:
        who = speakers.speaker(found, self.setting)
        chair = {"chair": self.chair, "temporary": self.temporary or self.chair}.get(found.office or "")
        return replace(who, name=chair.name, title=chair.title, state=chair.state) if chair else who

    def _change_chair(self, text: str) -> None:
        """'In the absence of Ms. Holm, Mr. Lund (Vice-Chair) took the Chair', 'The Chair resumed the chair'."""
        moved = _TOOK_THE_CHAIR.search(text)
        if moved is None:
            return
        named = [found for match in _PERSON.finditer(text, 0, moved.start()) if (found := opening(text[match.start() :]))]
        if named and named[-1].name:
            self.chair = replace(speakers.speaker(named[-1], self.setting), role=Role.CHAIR)
        else:
            self.chair = self.first_chair


def _last_sentence(text: str) -> str:
    """The last sentence of a paragraph where it tells that a person moved: a line that was drawn to the paragraph above it."""
    *_, (start, end) = sentences(text)
    found = opening(text[start:end])
    return text[start:end] if found and _MOVED.match(found.rest) else ""


def _in_gaps(passages: Sequence[_Passage]) -> Iterator[int]:
    """Where the passages without a number stand between whose neighbours a number is missing."""
    before, between = None, list[int]()
    for each in passages:
        if each.number is None:
            between.append(each.start)
            continue
        if not _follows(before, each.number):
            yield from between
        before, between = each.number, []


def _follows(before: str | None, number: str) -> bool:
    """Is a paragraph the next one? A limb, or a number that is no plain one, breaks no sequence."""
    return not (before and before.isdecimal() and number.isdecimal()) or int(number) == int(before) + 1


def _is_narrative(text: str, found: Opening | None) -> bool:
    words = text[speakers.NUMBER.match(text).end() :]  # type: ignore[union-attr]  # the pattern matches nothing too
    return bool(_MOVED.match(found.rest) if found else _NARRATED.match(words))


def _front(document: Document) -> Iterator[str]:
    """What stands before the meeting is called to order, block by block with its lines: the cover."""
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            return
        text = "\n".join(document.layer.text[start:end].strip() for start, end in block.pieces)
        opened = _told(text)
        yield text[: opened[0].start] if opened else text
        if opened:
            return
