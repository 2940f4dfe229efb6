"""Dossiers: what a State is asked again and again, by whom, in which words, and how it answered."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from upright import ratifications
from upright.archive import dossiers as kept
from upright.archive import exchange, labels
from upright.archive.dossiers import Place
from upright.archive.exchange import Asked
from upright.archive.models import (
    Document,
    Dossier,
    DossierMember,
    Figure,
    Link,
    PairJudgement,
    PositionRecord,
    Question,
    Recommendation,
)
from upright.archive.people import CORRECT
from upright.linking import across
from upright.linking.across import Words, likeness, wording
from upright.linking.requests import COMPARED, KINDS
from upright.records import LinkKind
from upright.web import courses, figures, paging, tables
from upright.web.choosing import Chosen
from upright.web.courses import Said
from upright.web.dossiers import Gathered, Member, Occasion, between, ends, gathered, judged, members_at, near, relation
from upright.web.explorer import Facet, facet
from upright.web.pages.judgements import said_of_two

FILTERS = ("times", "mechanism", "cycle", "position", "outcome", "treaty", "theme")
SORTS = ("asked", "newest", "unanswered")
_FEW = 2  # reviews
_WHOLE = 0.5  # a theme of a dossier is one of at least half of its records
_ALIKE = 0.35  # wordings that have less in common are said side by side
COLUMNS = (
    "state", "dossier", "title", "records", "mechanisms", "cycles", "asked_by", "since", "last", "positions_then", "positions_now",
    "answered", "treaties", "themes", "address",
)  # fmt: skip
MEMBERS = (
    "state", "dossier", "title", "symbol", "date", "mechanism", "cycle", "record", "key", "text", "asked_by", "position",
    "position_in_force", "method", "confidence", "because", "page", "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A dossier in a list, with what it is filtered by."""

    dossier: Gathered
    themes: tuple[str, ...]
    outcomes: tuple[str, ...]

    def values(self, name: str) -> Sequence[str]:
        """Its values of a filter."""
        match name:
            case "times":
                return ["several" if len(self.dossier.asked) > 1 else "once"]
            case "mechanism":
                return self.dossier.mechanisms
            case "cycle":
                return [str(cycle) for cycle in self.dossier.cycles]
            case "position":
                return self.dossier.now.positions.names if self.dossier.now else []
            case "outcome":
                return self.outcomes
            case "treaty":
                return list(self.dossier.dossier.treaties)
        return self.themes

    @property
    def answered(self) -> bool:
        """Did the State say anything to any of it, with its positions or since?"""
        return self.dossier.answered or across.Course.ANSWERED in self.outcomes

    def holds(self, chosen: Chosen, *, without: str | None = None) -> bool:
        """Values of one filter are alternatives; filters must all hold, but for the one that is left out."""
        return all(set(values) & set(self.values(name)) for name, values in chosen.values.items() if name != without)

    def has(self, words: Sequence[str]) -> bool:
        """Are all words in its title or in one of its records?"""
        texts = [self.dossier.title, *(each.row.text for each in self.dossier.members)]
        return any(all(word in text.casefold() for word in words) for text in texts)


def dossiers(request: HttpRequest) -> HttpResponse:
    """The dossiers of a State; without one, how many there are of each."""
    state = request.GET.get("state", "")[:100]
    if not state:
        counts = Dossier.objects.order_by().values_list("state").annotate(n=Count("pk", distinct=True), records=Count("members"))
        return render(request, "dossiers/states.html", {"states": sorted(counts)})
    asked = _Asked.of(request, state)
    page = paging.Page(paging.asked(request), len(asked.found))
    context = {
        "state": state,
        "words": asked.words,
        "sort": asked.sort,
        "sorts": SORTS,
        "rows": asked.found[page.offset : page.offset + page.size],
        "page": page,
        "facets": asked.facets(),
        "chosen": asked.chosen.addresses(request),
        "any": bool(asked.rows),
        "left_out": _left_out(state),
    }
    return render(request, "dossiers/list.html", context)


def _left_out(state: str) -> list[Document]:
    """The documents that ask the State for something, and are compared with nothing: they are not in English."""
    asking = Document.objects.filter(state=state, principal=True, kind__in=KINDS)
    return list(asking.exclude(language=COMPARED).order_by("-date", "symbol", "pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What an address asks for: `rows` that have the words, `found` those that the filters hold for, in order."""

    words: str
    sort: str
    chosen: Chosen
    rows: list[Row]
    found: list[Row]

    @classmethod
    def of(cls, request: HttpRequest, state: str) -> _Asked:
        words = request.GET.get("q", "")[:200].strip()
        sort = request.GET.get("sort", SORTS[0])
        chosen = Chosen.of(request, dict.fromkeys(FILTERS, ""))
        rows = [row for row in _rows(state) if row.has(words.casefold().split())]
        found = sorted((row for row in rows if row.holds(chosen)), key=_ORDERS.get(sort, _ORDERS[SORTS[0]]))
        return cls(words=words, sort=sort if sort in SORTS else SORTS[0], chosen=chosen, rows=rows, found=found)

    def facets(self) -> list[Facet]:
        """The values that occur, each counted with all filters but its own."""
        found = []
        for name in FILTERS:
            counts = Counter(value for row in self.rows if row.holds(self.chosen, without=name) for value in row.values(name))
            if counts or name in self.chosen.values:
                found.append(facet(name, sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])), self.chosen.values.get(name, [])))
        return found


def _most_asked(row: Row) -> tuple[Any, ...]:
    return -len(row.dossier.asked), row.dossier.since or dt.date.max, row.dossier.title


def _newest(row: Row) -> tuple[Any, ...]:
    return -(row.dossier.last or dt.date.min).toordinal(), *_most_asked(row)


def _never_answered(row: Row) -> tuple[Any, ...]:
    return row.answered, *_most_asked(row)


_ORDERS = {"asked": _most_asked, "newest": _newest, "unanswered": _never_answered}


def _rows(state: str) -> list[Row]:
    requests = courses.of_state(state)
    outcomes: dict[str, set[str]] = defaultdict(set)
    for each in requests.became:
        if each.dossier:
            outcomes[each.dossier.dossier.slug].add(each.course)
    return [
        Row(dossier=each, themes=_themes(each, requests.labels), outcomes=tuple(sorted(outcomes[each.dossier.slug])))
        for each in requests.dossiers
    ]


def _themes(dossier: Gathered, held: courses.Labels) -> tuple[str, ...]:
    """The themes of at least half of its records."""
    counts = Counter(value for each in dossier.members for value in held.get(each.place, {}).get(labels.THEMES, ()))
    return tuple(value for value, number in counts.most_common() if number >= _WHOLE * len(dossier.members))


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    state = request.GET.get("state", "")[:100]
    address = request.build_absolute_uri("/")[:-1]

    def listed() -> Iterator[list[Any]]:
        for code in [state] if state else sorted(set(Dossier.objects.order_by().values_list("state", flat=True).distinct())):
            for row in _Asked.of(request, code).found:
                yield _line(row, address)

    return tables.respond(tables.Table(name="dossiers", columns=COLUMNS, rows=listed), ending)


def _line(row: Row, address: str) -> list[Any]:
    each = row.dossier
    then, now = each.then, each.now
    return [
        each.dossier.state, each.dossier.slug, each.title, len(each.members), each.mechanisms, each.cycles, each.states, each.since,
        each.last, dict(then.positions.counts) if then else None, dict(now.positions.counts) if now else None, row.answered,
        each.dossier.treaties, row.themes, address + each.url,
    ]  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Seen:
    """A record on the page of its dossier. `why`: the surest link to another record in it; `other`: that record; `said`: what persons
    say of both."""

    member: Member
    why: Link | None = None
    other: Member | None = None
    said: list[PairJudgement] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A day in the time line: a document asks (`occasion` with its records), the State answers (`stated`, by position), or a document of
    its speaks of what was asked (`said`)."""

    document: Document
    occasion: Occasion | None = None
    seen: Sequence[Seen] = ()
    stated: Sequence[PositionRecord] = ()
    said: Sequence[Said] = ()

    @property
    def about(self) -> set[int]:
        """The documents that ask, or that are answered."""
        if self.occasion:
            return {self.document.pk}
        spoken = {member.document.pk for said in self.said for member, _course in said.about}
        return spoken | {each.about.document_id for each in self.stated if each.about}

    @property
    def reasons(self) -> list[PositionRecord]:
        """The positions for which it gives a reason, each reason once."""
        return list({each.reason: each for each in self.stated if each.reason}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The two nearest wordings of an occasion and of the one before it; `words` is empty where they have little in common."""

    before: Member
    after: Member
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A record that is not in a dossier, and how it stands to one that is: what the machine (`link`) and what persons say (`said`)."""

    link: Link | None
    member: Member
    inside: Member
    relation: str
    said: list[PairJudgement]


def dossier(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """A dossier: from the first request to the last answer."""
    found = _found(code, slug)
    if found.dossier.slug != slug:
        return redirect(found.url, permanent=True)
    places = {each.place: each for each in found.members}
    links, said = near(places), judged(places)
    seen = {place: _seen(member, places, links, said) for place, member in places.items()}
    asked = exchange.asked([each.row for each in found.members if isinstance(each.row, Question)])
    context = {
        "found": found,
        "state": code,
        "events": _events(found, seen),
        "charts": _charts(found),
        "steps": _steps(found.occasions),
        "asked": asked,
        "figures": _figures(asked),
        "near": _near(places, links, said),
        "treaties": [(treaty, ratifications.status(code, treaty)) for treaty in _covered(found.dossier.treaties)],
        "namesakes": Dossier.objects.filter(state=code, title=found.dossier.title).exclude(pk=found.dossier.pk),
    }
    return render(request, "dossiers/one.html", context)


def _covered(treaties: Sequence[str]) -> list[str]:
    return [each for each in treaties if each in ratifications.covered()]


def _found(code: str, slug: str) -> Gathered:
    known = Dossier.objects.at(code, slug)
    found = gathered([known]) if known else []
    if not found:
        raise Http404(_("There is no such dossier in this archive: its records may be in another one now."))
    return found[0]


def _seen(member: Member, inside: dict[Place, Member], links: Sequence[Link], said: Sequence[PairJudgement]) -> Seen:
    """Why a record is in its dossier: what a person said, else the surest link; without one it is compared with the first record."""
    own = [each for each in links if member.place in ends(each) and each.relation == LinkKind.SAME and set(ends(each)) <= inside.keys()]
    why = max(own, key=lambda each: (each.method == "person", each.confidence or 0.0), default=None)
    first = next((each for each in inside.values() if each.place != member.place), None)
    other = inside[_other_end(why, member.place)] if why else first
    return Seen(member=member, why=why, other=other, said=between(said, member.place, other.place) if other else [])


def _other_end(pair: Link | PairJudgement, place: Place) -> Place:
    first, second = ends(pair)
    return second if first == place else first


def _events(found: Gathered, seen: dict[Place, Seen]) -> list[Event]:
    """What was asked and what was answered, the earliest first."""
    asked = [Event(document=each.document, occasion=each, seen=[seen[member.place] for member in each.members]) for each in found.occasions]
    of_reviews = [each.row.pk for each in found.members if each.is_recommendation]
    stated: dict[int, list[PositionRecord]] = {}
    rows = PositionRecord.objects.filter(about__in=of_reviews).select_related("document", "about__document")
    for each in rows.order_by("document", "order"):
        stated.setdefault(each.document_id, []).append(each)
    said: dict[int, list[Said]] = {}
    for passage in courses.said_since(found):
        said.setdefault(passage.document.pk, []).append(passage)
    answers = [
        *(Event(document=group[0].document, stated=group) for group in stated.values()),
        *(Event(document=group[0].document, said=group) for group in said.values()),
    ]
    last: dict[int, dt.date] = {}  # of each document that asks: the day of the last answer that has one
    for event in [*asked, *answers]:
        for pk in event.about:
            last[pk] = max(last.get(pk, dt.date.min), event.document.day or dt.date.min)
    return sorted([*asked, *answers], key=lambda event: _when(event, last))


def _when(event: Event, last: dict[int, dt.date]) -> tuple[dt.date, bool, bool]:
    """An answer without a date stands after the others to the same document."""
    day = event.document.day or max((last[pk] for pk in event.about), default=dt.date.min)
    return dt.date.max if day == dt.date.min else day, event.occasion is None, event.document.day is None


def _charts(found: Gathered) -> list[figures.Chart]:
    """Positions from review to review, where there are more than a few: else their bars in the time line say it all."""
    counts = [each.positions for each in found.reviewed]
    title = _("How the State answered, review by review")
    return [figures.stacked("positions", title, counts)] if len(counts) > _FEW else []


def _steps(occasions: Sequence[Occasion]) -> list[Step]:
    """What changed in the wording from each occasion to the next."""
    found = []
    for before, after in pairwise(occasions):
        pairs = [(likeness(a.row.text, b.row.text), a, b) for a in before.asked for b in after.asked if a.kind == b.kind]
        if not pairs:
            continue
        alike, first, second = max(pairs, key=lambda pair: pair[0])
        words = wording(first.row.text, second.row.text) if alike >= _ALIKE else ()
        found.append(Step(before=first, after=second, words=words))
    return found


def _figures(asked: Sequence[Asked]) -> list[Figure]:
    """The figures in the paragraphs that answer its questions."""
    places = {(link.document.pk, link.label) for each in asked for link in each.answering}
    rows = Figure.objects.filter(document__in={pk for pk, _ in places}, source_paragraph__in={label for _, label in places})
    found = rows.select_related("document").order_by("document__date", "document", "order")
    return [each for each in found if (each.document_id, each.source_paragraph) in places]


def _near(inside: dict[Place, Member], links: Sequence[Link], said: Sequence[PairJudgement]) -> list[Near]:
    """Records that are judged beside one of it, or ask for a part of it, for more, or against it: each once, the surest first."""
    outside: dict[Place, PairJudgement | Link] = {}
    pairs: list[PairJudgement | Link] = [*reversed(said), *sorted(links, key=lambda each: -(each.confidence or 0.0))]
    for pair in pairs:
        for place in set(ends(pair)) - inside.keys():
            outside.setdefault(place, pair)
    members = members_at(outside)
    found = []
    for place, pair in outside.items():
        if member := members.get(place):
            other = _other_end(pair, place)
            link = pair if isinstance(pair, Link) else next(iter(between(links, place, other)), None)
            how = _relation(link, place) if link else ""
            found.append(Near(link=link, member=member, inside=inside[other], relation=how, said=between(said, place, other)))
    return found


def _relation(link: Link, place: Place) -> str:
    """How a record that is not in the dossier stands to the other: one that asks the same does not surely enough, or it were in it."""
    return "perhaps_same" if link.relation == LinkKind.SAME else relation(link, place)


def one_download(request: HttpRequest, code: str, slug: str, ending: str) -> HttpResponseBase:
    """The records of a dossier as data."""
    found = _found(code, slug)
    address = request.build_absolute_uri("/")[:-1]
    places = {each.place: each for each in found.members}
    links = near(places)

    def listed() -> Iterator[list[Any]]:
        for each in found.members:
            why = _seen(each, places, links, ()).why
            row, document = each.row, each.document
            own = (row.position, row.position_in_force) if isinstance(row, Recommendation) else (None, None)
            yield [
                code, found.dossier.slug, found.title, document.symbol, document.day, each.mechanism, document.cycle, each.kind, row.key,
                row.text, each.states, *own, why and why.method, why and why.confidence, why and why.because, row.source_page,
                address + each.url,
            ]  # fmt: skip

    return tables.respond(tables.Table(name=f"dossier-{code}-{found.dossier.slug}"[:80], columns=MEMBERS, rows=listed), ending)


@login_required
@permission_required(CORRECT, raise_exception=True)
@require_POST
def judge(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """What an editor says of two records; the dossier as it then stands."""
    _one, other = said_of_two(request)
    return redirect(_address_now(code, slug, other))


def _address_now(code: str, slug: str, row: Any) -> str:
    """The page of the dossier that a record is in now; where it is in none, the list of its State."""
    document, kind, key = labels.place(row)
    here = DossierMember.objects.filter(document=document, kind=kind, key=key).select_related("dossier")
    slugs = [each.dossier.slug for each in here]
    if slugs or Dossier.objects.at(code, slug):
        return reverse("dossier", args=[code, slug if slug in slugs or not slugs else slugs[0]])
    return f"{reverse('dossiers')}?state={code}"


@login_required
@permission_required(CORRECT, raise_exception=True)
@require_POST
def entitle(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """The title that an editor gives a dossier; an empty one takes it back."""
    found = _found(code, slug)
    try:
        kept.entitle(found.dossier, request.POST.get("title", ""), by=cast(User, request.user))
    except kept.NotLinked as error:
        messages.error(request, str(error))
    return redirect(found.url)
