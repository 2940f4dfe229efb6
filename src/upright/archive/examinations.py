"""Which documents belong to one examination of a State by a committee: derived, and made anew whenever one of them changes.

The number of the State's report ties nearly all of them: it stands in their symbols (CCPR/C/KAZ/Q/2, CCPR/C/KAZ/CO/2). A summary record has
no such symbol; it is tied by the symbols that its first lines name, else by its session, else by its day. What none of these ties, or what
two examinations could claim, stands alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Q
from django.db.models.functions import Substr

from upright import bodies
from upright.archive import bulk
from upright.archive.models import Document
from upright.records import Kind
from upright.symbols import Symbol, find_symbols

KINDS = (
    Kind.STATE_REPORT, Kind.LIST_OF_ISSUES, Kind.REPLIES, Kind.SUMMARY_RECORD, Kind.CONCLUDING_OBSERVATIONS, Kind.FOLLOW_UP,
)  # fmt: skip
_MEETINGS_APART = dt.timedelta(days=7)  # the meetings of one examination are held on days that follow each other
_OBSERVATIONS_AFTER = dt.timedelta(days=120)  # concluding observations are adopted in the same session, and issued within weeks
_FIRST_LINES = 2_500
_REPORT = re.compile(r"\d+(?:-\d+)?")
# The parts of a symbol between the State and the number of its report.
_SERIES = {
    "Q": Kind.LIST_OF_ISSUES,
    "QPR": Kind.LIST_OF_ISSUES,
    "RQ": Kind.REPLIES,
    "CO": Kind.CONCLUDING_OBSERVATIONS,
    "FCO": Kind.FOLLOW_UP,
}
# Documents whose symbols, in the first lines of another one, say which report that other one is on.
_NAMED_BY = {
    Kind.SUMMARY_RECORD: {Kind.STATE_REPORT, Kind.LIST_OF_ISSUES, Kind.REPLIES},
    Kind.CONCLUDING_OBSERVATIONS: {Kind.STATE_REPORT},
    Kind.REPLIES: {Kind.LIST_OF_ISSUES},
    Kind.LIST_OF_ISSUES: {Kind.STATE_REPORT},
    Kind.FOLLOW_UP: {Kind.CONCLUDING_OBSERVATIONS},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What ties a document to others: `report` is the number of the State's report that it is on."""

    id: int
    kind: str
    report: str | None = None
    session: int | None = None
    meeting: int | None = None
    date: dt.date | None = None
    digest: str = ""


def tie(document: Document) -> list[Document]:
    """Say which examination each document of this one's State and committee belongs to; which of them moved. Within a transaction."""
    family = _family(document)
    names = names_of([_member(each) for each in family])
    moved = []
    for each in family:
        if each.examination != names[each.pk]:
            each.examination = names[each.pk]
            moved.append(each)
    bulk.update(Document, moved, ["examination"])
    left = Document.objects.filter(state=document.state, body=document.body).exclude(examination=None).exclude(pk__in=names)
    left.update(examination=None)  # another file speaks for them now
    document.examination = names.get(document.pk)
    return moved


def siblings(document: Document) -> list[Document]:
    """The other documents of its State and committee that belong to examinations."""
    return [each for each in _family(document) if each.pk != document.pk]


def _family(document: Document) -> list[Document]:
    known = bodies.body(document.body or "")
    if not document.state or known is None or known.kind != "treaty_body":
        return []
    wanted = Q(state=document.state, body=document.body, kind__in=KINDS, principal=True)
    return list(Document.objects.filter(wanted).order_by("pk").annotate(first_lines=Substr("layer__text", 1, _FIRST_LINES)))


def _member(document: Document) -> Member:
    return Member(
        id=document.pk,
        kind=document.kind,
        report=_report(document),
        session=document.committee_session,
        meeting=document.meeting,
        date=document.date,
        digest=document.sha256,
    )


def _report(document: Document) -> str | None:
    """The number of the State's report that a document is on: as its own symbol says, or those that its first lines name."""
    symbol = Symbol(tuple(document.symbol.split("/"))) if document.symbol else None
    if symbol and (own := _numbered(symbol)):
        return own[1]
    if symbol and symbol.state:  # of another procedure: CRPD/C/ESP/RFIR/1 is on an inquiry
        return None
    wanted = _NAMED_BY.get(Kind(document.kind), set())
    found = (each for _, _, each in find_symbols(document.first_lines or "") if (each.body, each.state) == (document.body, document.state))  # type: ignore[attr-defined]
    numbers = {number for kind, number in filter(None, map(_numbered, found)) if kind in wanted}
    return numbers.pop() if len(numbers) == 1 else None


def _numbered(symbol: Symbol) -> tuple[Kind, str] | None:
    """The kind of document that a symbol is of, and the number of the report: ('list_of_issues', '2') for CCPR/C/KAZ/Q/2.

    Reports under an optional protocol are counted apart: 'OPAC-1' for CRC/C/OPAC/KAZ/CO/1.
    """
    state = symbol.state
    if state is None:
        return None
    at = next((at for at, part in enumerate(symbol.parts) if part in {state, "EU"}), None)
    if at is None:
        return None
    protocol = [part for part in symbol.parts[:at] if part.startswith("OP") and len(part) > 2]
    rest = symbol.parts[at + 1 :]
    kind = _SERIES.get(rest[0]) if len(rest) > 1 else None
    number = rest[1] if kind else (rest[0] if rest else "")
    return (kind or Kind.STATE_REPORT, "-".join([*protocol, number])) if _REPORT.fullmatch(number) else None


def names_of(members: Iterable[Member]) -> dict[int, str]:
    """The name of the examination of each document, given those of one State by one committee: '2' by its report, else 'session-117', else
    the day of its first document, else the first letters of that document's digest."""
    names: dict[int, str] = {}
    for group in groups(members):
        name = next(each for each in _possible(group) if each not in names.values())
        names |= {each.id: name for each in group}
    return names


def groups(members: Iterable[Member]) -> list[list[Member]]:
    """The documents of each examination."""
    numbered: dict[str, list[Member]] = {}
    found: list[list[Member]] = []
    for each in members:
        if each.report is None:
            found.append([each])
        elif each.report in numbered:
            numbered[each.report].append(each)
        else:
            numbered[each.report] = [each]
    meetings = _chained([group for group in found if group[0].kind == Kind.SUMMARY_RECORD])
    alone = [group for group in found if group[0].kind != Kind.SUMMARY_RECORD]
    for group in meetings:
        fit = [other for other in [*numbered.values(), *alone] if _together(group, other)]
        if len(fit) == 1:
            fit[0].extend(group)
        else:
            alone.append(group)
    return [*numbered.values(), *alone]


def _chained(meetings: Sequence[list[Member]]) -> list[list[Member]]:
    """The summary records of one session."""
    rows = sorted((each for group in meetings for each in group), key=lambda each: (each.date or dt.date.max, each.meeting or 0, each.id))
    chained: list[list[Member]] = [rows[:1]] if rows else []
    for before, each in pairwise(rows):
        if _one_session(before, each):
            chained[-1].append(each)
        else:
            chained.append([each])
    return chained


def _one_session(one: Member, other: Member) -> bool:
    if one.session and other.session:
        return one.session == other.session
    if one.date and other.date:
        return abs(other.date - one.date) <= _MEETINGS_APART
    return bool(one.meeting and other.meeting) and abs((one.meeting or 0) - (other.meeting or 0)) == 1


def _together(meetings: Sequence[Member], others: Sequence[Member]) -> bool:
    """Are these meetings those of an examination? By its other meetings, or by its concluding observations."""
    return any(
        _one_session(each, other) if other.kind == Kind.SUMMARY_RECORD else _adopted_after(each, other)
        for each in meetings
        for other in others
        if other.kind in {Kind.SUMMARY_RECORD, Kind.CONCLUDING_OBSERVATIONS}
    )


def _adopted_after(meeting: Member, observations: Member) -> bool:
    if meeting.session and observations.session:
        return meeting.session == observations.session
    return bool(meeting.date and observations.date and dt.timedelta() <= observations.date - meeting.date <= _OBSERVATIONS_AFTER)


def _possible(group: Sequence[Member]) -> list[str]:
    first = min(group, key=lambda each: (each.date or dt.date.max, each.digest))
    session = next((each.session for each in group if each.session and each.kind != Kind.LIST_OF_ISSUES), None)
    report = next((each.report for each in group if each.report), None)
    names = [report, f"session-{session}" if session else None, first.date.isoformat() if first.date else None, first.digest[:12]]
    return [name for name in names if name]
