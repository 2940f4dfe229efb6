"""What became of a request: asked again in a later review or by another body, more strongly or less, no more, or answered since.

Pure functions over the requests of one State. What asks the same is told by its dossiers; here their members are compared over time. In one
document several States may ask the same, so that members are compared with those of an earlier round: a cycle of the review, or one
examination by a committee, from its list of issues to its concluding observations.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache

from upright.analysis.treaty_names import named
from upright.data import rows
from upright.linking.nearness import TAKEN, Meanings, Near, Nearness, Passage
from upright.linking.requests import Request
from upright.records import Commitment, DocumentRecord, Dossier, Kind, Link, Position, Question, Recommendation, RecordRef

UPR = "UPR"


class Course(StrEnum):
    """What became of a request. `ASKED`: a committee's question and a recommendation are about the same; `RETURNED`: a question that
    nothing answered came back, as a recommendation or as a question."""

    REPEATED = "repeated"
    STRENGTHENED = "strengthened"
    WEAKENED = "weakened"
    DROPPED = "dropped"
    ANSWERED = "answered"
    ASKED = "asked"
    RETURNED = "returned"


class Piece(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand one after the other, and what became of them."""

    piece: Piece
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with what else is known of it, each None where it is not.

    `kind`: of its document; `action`: how strongly it asks (UPR Info's categories, 1 to 5); `position`: the State's, in force; `answered`:
    of a question, whether anything answers it.
    """

    request: Request
    kind: Kind
    action: int | None = None
    position: Position | None = None
    answered: bool | None = None

    @property
    def ref(self) -> RecordRef:
        return self.request.ref

    @property
    def is_question(self) -> bool:
        return self.ref.record == Question.NAME

    @property
    def is_recommendation(self) -> bool:
        return self.ref.record == Recommendation.NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A passage in which the State, or a record of what it said, speaks of a request: a reply to an issue, an answer in a meeting, a
    paragraph of a report. `method`: stated (it names the request), rule or model."""

    to: RecordRef
    at: RecordRef
    date: dt.date | None
    method: str
    confidence: float | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of the request `earlier`.

    `later`: the request, or the passage, that says so; None of what was dropped. `document`: where that stands, or where it is missing.
    `then` and `now`: the State's positions. `words`: what changed in the wording, between two recommendations or two questions.
    `confidence`: how sure it is that the two are about the same, None where that was not measured.
    """

    course: Course
    earlier: RecordRef
    later: RecordRef | None
    document: str | None
    then: Position | None = None
    now: Position | None = None
    words: tuple[Words, ...] = ()
    method: str
    confidence: float | None
    because: str


# --- the wording -------------------------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"\S+\s*")
_MARKS = re.compile(r"^\W+|\W+$")
_SMALL = 4  # letters of a word that, kept alone between two changes, makes them harder to read: 'of', 'the', 'with'


def wording(before: str, after: str) -> tuple[Words, ...]:
    """The words of both texts in the order of the later one. What differs in marks or capitals alone is kept, as the later one has it, so
    that kept and added words together are the later text."""
    old, new = _WORD.findall(before.strip()), _WORD.findall(after.strip())
    found: list[Words] = []
    for removed, added, kept in _runs(old, new):
        for piece, some in ((Piece.REMOVED, removed), (Piece.ADDED, added), (Piece.KEPT, kept)):
            if some:
                found.append(Words(piece, "".join(some)))
    return tuple(found)


def likeness(before: str, after: str) -> float:
    """How much of two texts is the same words in the same order, from 0 to 1."""
    return _matcher(_WORD.findall(before), _WORD.findall(after)).ratio()


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """Words removed, the words added instead, and those kept after them; a small word kept between two changes is part of a change."""
    at_old = at_new = 0
    for start_old, start_new, size in _matcher(old, new).get_matching_blocks():
        changed = start_old > at_old or start_new > at_new
        last = start_old + size == len(old) and start_new + size == len(new)
        if size == 1 and changed and not last and len(_bare(new[start_new])) <= _SMALL:
            continue
        if changed or size:
            yield old[at_old:start_old], new[at_new:start_new], new[start_new : start_new + size]
        at_old, at_new = start_old + size, start_new + size


def _matcher(before: Sequence[str], after: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, [_bare(word) for word in before], [_bare(word) for word in after], autojunk=False)


def _bare(word: str) -> str:
    return _MARKS.sub("", word.strip()).casefold() or word.strip()


# --- how much is asked -------------------------------------------------------------------------------------------------------------------

# To continue and to consider both stop short of what is asked for: neither is the stronger.
_RANKS = {1: 0, 2: 1, 3: 1, 4: 2, 5: 3}
_LEADING = 8  # words in which a recommendation says what is to be done
_ALIKE = 0.5
_BY_A_TIME = re.compile(
    r"\b(?:by|before|until) (?:the end of |mid-)?(?:\w+ )?(?:19|20)\d\d\b|\bwithin (?:\w+ ){1,3}?(?:days?|weeks?|months?|years?)\b"
    r"|\b(?:by|before) (?:its|the) next (?:review|cycle|report)\b",
    re.IGNORECASE,
)


def demand(earlier: Asked, later: Asked) -> tuple[Course, str]:
    """Does the later of two recommendations ask for more than the earlier, or for less, and by what?

    By the strength of action first; then by words: those of time ('immediately') anywhere, those of scope ('all') where the rest is much
    alike, and those that lead ('consider') where the strength of action is not known.
    """
    one, other = _RANKS.get(earlier.action or 0), _RANKS.get(later.action or 0)
    known = one is not None and other is not None
    if one is not None and other is not None and one != other:
        course = Course.STRENGTHENED if other > one else Course.WEAKENED
        return course, f"action {earlier.action} to {later.action}"
    alike = likeness(earlier.request.text, later.request.text) >= _ALIKE
    counts = {"anywhere"} | ({"alike"} if alike else set()) | (set() if known else {"leading"})
    before, after = _demanding(earlier.request.text, counts), _demanding(later.request.text, counts)
    balance = sum(after.values()) - sum(before.values())
    told = [f"+ {word}" for word in after if word not in before] + [f"- {word}" for word in before if word not in after]
    return Course.STRENGTHENED if balance > 0 else Course.WEAKENED if balance < 0 else Course.REPEATED, " · ".join(told)


def _demanding(text: str, counts: Container[str]) -> dict[str, int]:
    """The words of a text that ask for more (1) or for less (-1), outside the names of treaties."""
    plain = _without_names(text)
    lead = " ".join(plain.split()[:_LEADING])
    found = {match[0]: 1 for match in _BY_A_TIME.finditer(plain)}
    for demand, where, pattern in _demands():
        if where in counts:
            found |= {match[0]: demand for match in pattern.finditer(lead if where == "leading" else plain)}
    return found


def _without_names(text: str) -> str:
    plain = " ".join(text.replace("’", "'").split())
    for each in reversed(named(plain)):
        plain = plain[: each.start] + plain[each.end :]
    return plain.casefold()


@cache
def _demands() -> tuple[tuple[int, str, re.Pattern[str]], ...]:
    """For more (1) and for less (-1), and by where words count, a pattern of them."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in rows("demand_words.csv"):
        found[1 if row["demand"] == "more" else -1, row["counts"]].append(row["words"])
    return tuple(
        (demand, where, re.compile(rf"\b(?:{'|'.join(sorted(some, key=len, reverse=True))})\b")) for (demand, where), some in found.items()
    )


# --- rounds ------------------------------------------------------------------------------------------------------------------------------

# In what order the documents of one examination come; one that stands earlier in it than the last one begins the next examination.
_STAGES = {Kind.LIST_OF_ISSUES: 0, Kind.SUMMARY_RECORD: 1, Kind.CONCLUDING_OBSERVATIONS: 2}
Round = tuple[str, int]  # a mechanism, and the number of a cycle or of an examination among those at hand


def rounds(documents: Iterable[DocumentRecord]) -> dict[str, Round]:
    """The round of each document of a State, by the digest of its file; documents without a mechanism or a date are in none."""
    found: dict[str, Round] = {}
    last: dict[str, tuple[int, int]] = {}  # by committee: the number of its examination, the stage that it has come to
    for each in sorted(documents, key=lambda each: (each.date or dt.date.max, each.symbol or "")):
        if each.cycle:
            found[each.sha256] = (UPR, each.cycle)
        elif each.body and each.date and each.kind in _STAGES:
            number, stage = last.get(each.body, (1, 0))
            now = _STAGES[each.kind]
            if now < stage or now == stage == _STAGES[Kind.CONCLUDING_OBSERVATIONS]:
                number += 1
            last[each.body] = (number, now)
            found[each.sha256] = (each.body, number)
    return found


# --- what became of it -------------------------------------------------------------------------------------------------------------------

Sure = Callable[[RecordRef, RecordRef], tuple[str, float | None]]


def changes(
    asked: Iterable[Asked],
    dossiers: Iterable[Dossier],
    links: Iterable[Link],
    documents: Sequence[DocumentRecord],
    replies: Iterable[Reply] = (),
    vectors: Meanings | None = None,
) -> Iterator[Change]:
    """What became of each request of a State, dossier by dossier, the earliest request first.

    `documents`: all of the State that are at hand, for what was dropped is missing in a report that is there. `vectors`: those of the
    requests' texts, as far as they are known.
    """
    by_ref = {each.ref: each for each in asked}
    round_of = rounds(documents)
    sure = _sure(links)
    spoken: dict[RecordRef, list[Reply]] = defaultdict(list)
    for reply in replies:
        spoken[reply.to].append(reply)
    groups = [[(each, round_of.get(each.ref.sha256 or "")) for each in members] for members in _together(by_ref, dossiers)]
    dropped = _dropped(groups, documents, vectors)
    for placed in groups:
        found = [
            *_again(placed, sure), *_asked(placed, sure), *_returned(placed, sure), *_promised(placed, sure),
            *(dropped[each.ref] for each, _ in placed if each.ref in dropped),
            *(change for each, _ in placed for change in _answered(each, spoken[each.ref])),
        ]  # fmt: skip
        order = {each.ref: at for at, (each, _) in enumerate(placed)}
        yield from sorted(found, key=lambda change: order[change.earlier])


def came_again(found: Iterable[Change], asked: Iterable[Asked], cycle: int, position: Position | None = None) -> list[Change]:
    """The recommendations of a cycle of the review, those with a position where one is given, that came again in a later one: 'which
    supported recommendations of cycle 1 came again?'"""
    of = {each.ref: each for each in asked}
    return [
        each
        for each in found
        if each.course in AGAIN
        and each.later is not None
        and of[each.earlier].request.cycle == cycle
        and of[each.later].request.cycle is not None
        and (position is None or each.then is position)
    ]


AGAIN = frozenset({Course.REPEATED, Course.STRENGTHENED, Course.WEAKENED})  # it came again, by whatever words
Placed = Sequence[tuple[Asked, Round | None]]


def _together(by_ref: Mapping[RecordRef, Asked], dossiers: Iterable[Dossier]) -> Iterator[list[Asked]]:
    """The members of each dossier in the order of time; a request in none is alone."""
    left = dict(by_ref)
    for dossier in dossiers:
        members = [left.pop(ref) for ref in dossier.members if ref in left]
        if members:
            yield sorted(members, key=lambda each: each.request.when)
    yield from ([each] for each in left.values())


def _sure(links: Iterable[Link]) -> Sure:
    """By what, and how surely, two members ask the same: by the link between them; through others as surely as the less sure of the two is
    linked at all."""
    between: dict[frozenset[RecordRef], Link] = {}
    best: dict[RecordRef, float] = {}
    for link in links:
        between[frozenset((link.from_, link.to))] = link
        for ref in (link.from_, link.to):
            best[ref] = max(best.get(ref, 0.0), link.confidence or 0.0)

    def told(one: RecordRef, other: RecordRef) -> tuple[str, float | None]:
        link = between.get(frozenset((one, other)))
        if link:
            return link.method, link.confidence
        return "model", min(best[one], best[other]) if one in best and other in best else None

    return told


def _change(course: Course, earlier: Asked, later: Asked, sure: Sure, because: str) -> Change:
    method, confidence = sure(earlier.ref, later.ref)
    alike = earlier.ref.record == later.ref.record
    return Change(
        course=course,
        earlier=earlier.ref,
        later=later.ref,
        document=later.ref.symbol,
        then=earlier.position,
        now=later.position,
        words=wording(earlier.request.text, later.request.text) if alike else (),
        method=method,
        confidence=confidence,
        because=because,
    )


def _again(placed: Placed, sure: Sure) -> Iterator[Change]:
    """Each recommendation, and each question, with the most like one of the last round of its mechanism; where there is none, of the last
    round of another one."""
    for later, now in placed:
        if later.ref.record == Commitment.NAME:
            continue
        before = [(each, at) for each, at in placed if at and now and _precedes(each, at, later, now)]
        if before:
            own = [each for each in before if now and each[1][0] == now[0]] or before
            last = own[-1][1]
            earlier = max((each for each, at in own if at == last), key=lambda each: likeness(each.request.text, later.request.text))
            course, because = (Course.REPEATED, "") if later.is_question else demand(earlier, later)
            yield _change(course, earlier, later, sure, because or _in(earlier))


def _precedes(earlier: Asked, at: Round, later: Asked, now: Round) -> bool:
    if earlier.ref.record != later.ref.record:
        return False
    return at[1] < now[1] if at[0] == now[0] else earlier.request.when < later.request.when


def _asked(placed: Placed, sure: Sure) -> Iterator[Change]:
    """Each question of a committee with the last recommendation before it; where there is none before it, with the first one after it."""
    for question, at in placed:
        if not question.is_question or not at or at[0] == UPR:
            continue
        recommended = [each for each, of in placed if each.is_recommendation and of != at]
        before = [each for each in recommended if each.request.when < question.request.when]
        if before:
            yield _change(Course.ASKED, before[-1], question, sure, _in(before[-1]))
        elif recommended:
            yield _change(Course.ASKED, question, recommended[0], sure, _in(question))


def _returned(placed: Placed, sure: Sure) -> Iterator[Change]:
    """Each question of a committee that nothing answers with the first of that committee's later documents that asks it again."""
    for question, at in placed:
        if question.is_question and question.answered is False and at and at[0] != UPR:
            after = [
                each
                for each, of in placed
                if of and of[0] == at[0] and each.ref.record != Commitment.NAME and _later_document(question, each)
            ]
            if after:
                yield _change(Course.RETURNED, question, after[0], sure, f"nothing answers it; {_in(after[0])}")


def _promised(placed: Placed, sure: Sure) -> Iterator[Change]:
    """Each promise of the delegation with the last request before it: it speaks of what was asked."""
    for promise, _ in placed:
        if promise.ref.record == Commitment.NAME:
            before = [each for each, _ in placed if each.ref.record != Commitment.NAME and each.request.when < promise.request.when]
            if before:
                yield _change(Course.ANSWERED, before[-1], promise, sure, "promised")


def _later_document(earlier: Asked, later: Asked) -> bool:
    return later.ref.sha256 != earlier.ref.sha256 and later.request.when > earlier.request.when


def _dropped(groups: Sequence[Placed], documents: Iterable[DocumentRecord], vectors: Meanings | None) -> dict[RecordRef, Change]:
    """Recommendations of a cycle of the review, where the report of the next one that is at hand has nothing that asks the same: nothing
    in the same dossier, and nothing near enough in words and meaning either."""
    reports = {each.cycle: each for each in documents if each.kind is Kind.WORKING_GROUP_REPORT and each.cycle}
    of_cycle: dict[int, list[Asked]] = defaultdict(list)
    alone: dict[int, list[Asked]] = defaultdict(list)
    for placed in groups:
        recommended = [(each, at[1]) for each, at in placed if each.is_recommendation and at and at[0] == UPR]
        cycles = {cycle for _, cycle in recommended}
        for each, cycle in recommended:
            of_cycle[cycle].append(each)
            after = min((later for later in reports if later > cycle), default=None)
            if after and after not in cycles:
                alone[cycle].append(each)
    found: dict[RecordRef, Change] = {}
    for cycle, some in alone.items():
        after = min(later for later in reports if later > cycle)
        if not of_cycle.get(after):  # a report of which nothing could be read
            continue
        passages = [Passage(each.request.text, each.request.text) for each in some]
        texts = [each.request.text for each in of_cycle[after]]
        nearest = Nearness(texts, passages, some[0].request.state, vectors).near()
        for each, near in zip(some, nearest, strict=True):
            if near.taken < TAKEN:
                found[each.ref] = _gone(each, reports[after], near)
    return found


def _gone(asked: Asked, report: DocumentRecord, near: Near) -> Change:
    return Change(
        course=Course.DROPPED,
        earlier=asked.ref,
        later=None,
        document=report.symbol,
        then=asked.position,
        method="model",
        confidence=1 - near.taken,
        because=" · ".join(near.missing),
    )


def _answered(asked: Asked, replies: Iterable[Reply]) -> Iterator[Change]:
    """What the State said to it since, the earliest first."""
    for reply in sorted(replies, key=lambda each: (each.date or dt.date.max, each.at.symbol or "", each.at.key)):
        if reply.date is None or asked.request.date is None or reply.date >= asked.request.date:
            yield Change(
                course=Course.ANSWERED,
                earlier=asked.ref,
                later=reply.at,
                document=reply.at.symbol,
                then=asked.position,
                method=reply.method,
                confidence=reply.confidence,
                because=reply.because,
            )


def _in(asked: Asked) -> str:
    """Where a request stands, in words."""
    return f"{asked.ref.symbol or asked.ref.record} {asked.request.number or asked.ref.key}"
