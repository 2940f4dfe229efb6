"""A meeting as an exchange: what members ask, with what stands around it, and what the delegation says after it, passage by passage."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from upright.analysis.terms import Rarity, families, pattern, terms
from upright.readers.sentences import sentences
from upright.records import Paragraph, Question, Record, Role, Source, Turn
from upright.states import all_states

_NUMBERED = re.compile(r"^\s*\d+\.\s+")
# Who speaks, before what is said: a name with its State, then a verb and 'that'.
_SPEAKER = re.compile(r"^(?:Mr|Mrs|Ms|Mx|Dr|Sir)\.?\s[^(.]{1,40}\([^)]*\),?\s*(?:[a-z]+\s+that,?\s+)?")
_OPENING_WORDS = 14
_SUBJECT_ENDS = re.compile(r"[,;]|\s(?:he|she)\s+(?:[a-z]+\s+)?(?:said|explained|noted|added)\b")
_NUMBER_WORD = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d[\d,.]*)"
_DURATION = re.compile(rf"\b{_NUMBER_WORD}\s+(?:hour|day|week|month|year)s?\b(?!\s+of\s+age)", re.IGNORECASE)
_NUMBER = re.compile(rf"(?<!article )(?<!articles )(?<!of )\b(?!(?:19|20)\d\d\b){_NUMBER_WORD}\b|\bper\s+cent\b", re.IGNORECASE)
_ASKER = re.compile(r"^(?:\w+\s)?(?:he|she|it)\b", re.IGNORECASE)  # of the asking, not of what is asked: 'She would like', 'it was unclear'
_THAT = re.compile(r"\b(?:on|in|of|to|from|by|about|regarding|with|how|whether|for|if)\s+that\b", re.IGNORECASE)
_FEW = 2  # a question of so few words of its own leans on what stands before it


@dataclass(frozen=True, eq=False)
class Passage:
    """One paragraph of one turn, whoever speaks. `part`: which record of the examination it stands in; `block`: the replies that it belongs
    to, or comes before, counted from 0; `place`: its place among all passages."""

    part: int
    label: str
    place: int
    turn: int | None
    block: int
    role: Role
    document: str | None
    source: Source
    text: str

    @cached_property
    def body(self) -> str:
        """What is said, without who says it."""
        return _SPEAKER.sub("", self.text)

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(terms(self.body))

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(self.counts)

    @cached_property
    def families(self) -> frozenset[str]:
        return frozenset(family for term in self.terms for family in families(term))

    @cached_property
    def sentences(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(terms(self.body[start:end])) for start, end in sentences(self.body))

    @cached_property
    def opening(self) -> frozenset[str]:
        """The words that it begins with: a reply tends to say first what it replies to."""
        return frozenset(terms(" ".join(self.body.split()[:_OPENING_WORDS])))

    @cached_property
    def cue(self) -> str | None:
        """The words that a reply opens with: 'responding to', 'with regard to'."""
        match = pattern("reply opens").match(self.body)
        return match[0].casefold() if match else None

    @cached_property
    def announced(self) -> tuple[frozenset[str], ...]:
        """What its sentences say that they are about: 'With regard to prison labour, ...', 'As to the fees, ...'."""
        found = []
        for start, end in sentences(self.body):
            cue = pattern("reply opens").match(self.body, start, end)
            if cue:
                found.append(frozenset(terms(_SUBJECT_ENDS.split(self.body[cue.end() : end], maxsplit=1)[0])))
        return tuple(each for each in found if each)

    @cached_property
    def length(self) -> float:
        """1 for 40 words; long passages have many words in common with anything."""
        return math.sqrt(max(self.counts.total(), 30) / 40)

    def has(self, term: str) -> float:
        """1 for a word, 0.5 for another word of its family, else 0."""
        return 1.0 if term in self.terms else 0.5 if families(term) & self.families else 0.0


@dataclass(frozen=True, eq=False)
class Asked:
    """A question where it is asked. `lead`: the words before it in its sentence; `before`: those of the sentence before."""

    question: Question
    passage: Passage
    own: frozenset[str]
    lead: frozenset[str]
    before: frozenset[str]
    number: int  # how many questions stand before it in its passage

    @cached_property
    def refers_back(self) -> bool:
        """'such a reduction', 'on that issue', or too few words to stand alone."""
        said = _ASKER.sub("", self.question.text)
        return len(self.own) <= _FEW or bool(pattern("refers back").search(said) or _THAT.search(said))

    @cached_property
    def referred(self) -> frozenset[str]:
        return self.before if self.refers_back else frozenset()

    def is_named_in(self, passage: Passage) -> bool:
        """The reply names the member who asks."""
        return any(re.search(rf"\b{re.escape(name)}\b", passage.text) for name in self.question.asked_by)

    def touched_by(self, passage: Passage) -> bool:
        """The reply has a word of the question, or a word for the same; where the question refers back, of what it refers to."""
        return any(passage.has(term) for term in (self.own | self.lead | self.before if self.refers_back else self.own))

    @cached_property
    def topic(self) -> dict[str, float]:
        """The words that come back in what the member says, each with the logarithm of how often."""
        return {term: math.log(count) for term, count in self.passage.counts.items() if count > 1}

    def kind_given(self, passage: Passage) -> int:
        """1 where numbers, a duration or a reason are asked for and given, -1 where asked for and not given."""
        said, reply = self.question.text, passage.body
        kinds = (
            (pattern("asks duration"), _DURATION),
            (pattern("asks number"), _NUMBER),
            (pattern("asks reason"), pattern("gives reason")),
        )
        return sum(1 if gives.search(reply) else -1 for asks, gives in kinds if asks.search(said))


class Exchange:
    """The passages and questions of the records of one examination, in the order of the meetings."""

    def __init__(self, parts: Sequence[Sequence[Record]]) -> None:
        self.passages: list[Passage] = []
        self.asked: list[Asked] = []
        for part, records in enumerate(parts):
            self._add(part, records)
        self.rarity = Rarity((passage.terms for passage in self.passages), _names_of_states(parts))
        self._replies = [passage for passage in self.passages if passage.role is Role.DELEGATION]

    def replies_after(self, asked: Asked) -> list[Passage]:
        """What the delegation says after a question."""
        return [passage for passage in self._replies if passage.place > asked.passage.place]

    def beside(self, passage: Passage) -> list[Passage]:
        """The passages of the same turn just before and after one."""
        near = (self.passages[place] for place in (passage.place - 1, passage.place + 1) if 0 <= place < len(self.passages))
        return [each for each in near if (each.part, each.turn) == (passage.part, passage.turn)]

    def position(self, passage: Passage) -> float:
        """From 0 to 1: the place of a passage among those of its block and role."""
        alike = [each.place for each in self.passages if (each.block, each.role) == (passage.block, passage.role)]
        return (alike.index(passage.place) + 0.5) / len(alike)

    def _add(self, part: int, records: Sequence[Record]) -> None:
        first = len(self.passages)
        for passage in self._read(part, records):
            self.passages.append(passage)
        for question in (each for each in records if isinstance(each, Question)):
            holder = next((each for each in self.passages[first:] if _holds(each.source, question.source)), None)
            if holder is not None:
                before = sum(1 for each in self.asked if each.passage is holder)
                self.asked.append(_asked(question, holder, before))

    def _read(self, part: int, records: Sequence[Record]) -> list[Passage]:
        """The passages of one record. A member who speaks after replies begins a block: what is asked, and the replies to it. A chair who
        gives the floor does not."""
        turns = [each for each in records if isinstance(each, Turn)]
        block = self.passages[-1].block + 1 if self.passages else 0
        found: list[Passage] = []
        replied = False
        label = ""
        for paragraph in (each for each in records if isinstance(each, Paragraph)):
            label = paragraph.label or label
            turn, role = _speaking(turns, paragraph)
            if found and (found[-1].label, found[-1].turn) == (label, turn):
                found[-1] = _joined(found[-1], paragraph)
                continue
            if role is Role.MEMBER:
                block += replied
                replied = False
            replied = replied or role is Role.DELEGATION
            place = len(self.passages) + len(found)
            text = _NUMBERED.sub("", paragraph.text)
            found.append(Passage(part, label, place, turn, block, role, paragraph.document, paragraph.source, text))
        return found


def _names_of_states(parts: Sequence[Sequence[Record]]) -> list[str]:
    """The names of the States whose delegations speak."""
    codes = {each.speaker.state for records in parts for each in records if isinstance(each, Turn) and each.speaker.state}
    return [all_states()[code].name for code in sorted(codes & all_states().keys())]


def _speaking(turns: Sequence[Turn], paragraph: Paragraph) -> tuple[int | None, Role]:
    """Which turn a paragraph is of, and its role; None where nobody speaks."""
    for number, turn in enumerate(turns):
        if turn.source.start <= paragraph.source.start < turn.source.end:
            return number, turn.speaker.role
    return None, Role.OTHER


def _joined(passage: Passage, paragraph: Paragraph) -> Passage:
    return replace(passage, source=replace(passage.source, end=paragraph.source.end), text=f"{passage.text} {paragraph.text}")


def _holds(outer: Source, inner: Source) -> bool:
    return outer.start <= inner.start < outer.end


def _asked(question: Question, passage: Passage, number: int) -> Asked:
    at = max(passage.text.find(question.text), 0)
    spans = list(sentences(passage.text))
    here = max((index for index, (start, _) in enumerate(spans) if start <= at), default=0)
    own = frozenset(terms(question.text))
    lead = frozenset(terms(passage.text[spans[here][0] : at])) - own
    before = frozenset(terms(passage.text[slice(*spans[here - 1])])) - own - lead if here else frozenset()
    return Asked(question, passage, own, lead, before, number)
