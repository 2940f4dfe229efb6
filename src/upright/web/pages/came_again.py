"""What recommendations of one review became in the next ones: which came again, how, and which were dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from upright.linking.across import UPR, Course
from upright.records import Kind
from upright.web import courses, paging, tables
from upright.web.courses import Became
from upright.web.dossiers import Gathered, Member, with_dossiers

POSITIONS = ("supported", "partially_supported", "noted", "pending")
COURSES = (Course.REPEATED, Course.STRENGTHENED, Course.WEAKENED, Course.DROPPED)
COLUMNS = (
    "state", "dossier", "title", "became", "earlier_symbol", "earlier_number", "earlier_text", "earlier_states", "position_then",
    "later_symbol", "later_number", "later_text", "later_states", "position_now", "confidence", "because",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Returned:
    """What recommendations of one cycle, in one dossier or alone, became in later ones: `became` of those that came again, or were
    dropped; `earlier`: all of them."""

    dossier: Gathered | None
    earlier: list[Member] = field(default_factory=list)
    became: list[Became] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What became of the recommendations of a cycle (`of`) in the later ones that are at hand."""

    state: str
    cycle: int
    position: str
    of: Sequence[Member]
    became: Sequence[Became]
    returned: int  # how many of them came again

    @property
    def dropped(self) -> list[Became]:
        return [each for each in self.became if each.course == Course.DROPPED]

    @property
    def number(self) -> int:
        return len(self.of)

    @property
    def gone(self) -> int:
        """How many of them were dropped."""
        return len(self.dropped)

    @property
    def untold(self) -> int:
        """Of how many it cannot be told: nothing asks the same, but something near it."""
        return self.number - self.returned - self.gone

    @property
    def courses(self) -> list[tuple[str, int]]:
        """How many later recommendations ask again, and how."""
        found = Counter(each.course for each in self.became)
        return [(course.value, found[course]) for course in COURSES if found[course] and course is not Course.DROPPED]

    @property
    def again(self) -> int:
        return sum(number for _course, number in self.courses)


def came_again(request: HttpRequest) -> HttpResponse:
    """Which recommendations of a cycle came again in a later one, and what changed; which were dropped."""
    state, known = request.GET.get("state", "")[:100], with_dossiers()
    context: dict[str, Any] = {"state": state, "known": known, "positions": POSITIONS, "courses": COURSES}
    if state:
        found, cycles = _again(request, state)
        course = request.GET.get("became", "")[:20]
        rows = _by_dossier(found, course) if found else []
        page = paging.Page(paging.asked(request), len(rows))
        context |= {"found": found, "cycles": cycles, "course": course, "rows": rows[page.offset : page.offset + page.size], "page": page}
    return render(request, "came_again/list.html", context)


def _again(request: HttpRequest, state: str) -> tuple[Again | None, list[int]]:
    """What became of the cycle that is asked for, the last that has a later one where none is; and the cycles to choose from."""
    requests = courses.of_state(state)
    recommended = [each for each in requests.members if each.mechanism == UPR and each.is_recommendation]
    there = {each.document.cycle for each in recommended if each.document.kind == Kind.WORKING_GROUP_REPORT}
    cycles = sorted(filter(None, there))[:-1]
    if not cycles:
        return None, []
    given, position = request.GET.get("cycle", ""), request.GET.get("position", "")
    cycle = int(given) if given in map(str, cycles) else cycles[-1]
    position = position if position in POSITIONS else ""
    return _of_cycle(state, cycle, position, recommended, requests.became), cycles


def _of_cycle(state: str, cycle: int, position: str, recommended: Sequence[Member], became: Sequence[Became]) -> Again:
    of = [each for each in recommended if each.document.cycle == cycle and position in {"", each.position}]
    places = {each.place for each in of}
    again = [each for each in became if each.earlier.document.cycle == cycle and each.again]
    returned = {each.dossier.dossier.pk for each in again if each.dossier}  # also after a cycle in which it was dropped
    dropped = [each for each in became if each.course == Course.DROPPED and not (each.dossier and each.dossier.dossier.pk in returned)]
    found = [each for each in (*again, *dropped) if each.earlier.place in places]
    whole = {member.place for each in found if each.again and each.dossier for member in each.dossier.members}
    came = places & (whole | {each.earlier.place for each in found if each.again})
    return Again(state=state, cycle=cycle, position=position, of=of, became=found, returned=len(came))


def _by_dossier(found: Again, course: str) -> list[Returned]:
    """What became of them, dossier by dossier, those that most came again first; what was dropped each for itself."""
    rows: dict[Any, Returned] = {}
    for each in found.became:
        dropped = each.course == Course.DROPPED
        if course == each.course or (not course and not dropped):
            key = each.earlier.place if dropped or each.dossier is None else each.dossier.dossier.pk
            rows.setdefault(key, Returned(dossier=each.dossier)).became.append(each)
    for row in rows.values():
        inside = {each.place for each in row.dossier.members} if row.dossier else {row.became[0].earlier.place}
        row.earlier = [each for each in found.of if each.place in inside]
    return sorted(rows.values(), key=lambda row: -len(row.became)) if course != Course.DROPPED else list(rows.values())


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    state, known = request.GET.get("state", "")[:100], with_dossiers()

    def listed() -> Iterator[list[Any]]:
        for code in [state] if state else known:
            found, _cycles = _again(request, code)
            for each in found.became if found else ():
                if request.GET.get("became", "") in {"", each.course}:
                    yield _line(code, each)

    return tables.respond(tables.Table(name="came-again", columns=COLUMNS, rows=listed), ending)


def _line(state: str, each: Became) -> list[Any]:
    dossier, earlier, later, change = each.dossier, each.earlier, each.later, each.change
    return [
        state, dossier and dossier.dossier.slug, dossier and dossier.title, each.course, earlier.document.symbol, earlier.number,
        earlier.row.text, earlier.states, earlier.stated, later and later.document.symbol, later and later.number, later and later.row.text,
        later and later.states, later and later.stated, change.confidence, change.because,
    ]  # fmt: skip
