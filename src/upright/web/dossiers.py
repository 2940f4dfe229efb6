"""Dossiers with the records in them: who asked, in which mechanism and cycle, and how the State answered, then and now."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from upright import states
from upright.archive.dossiers import Place, mechanism, titles_of
from upright.archive.models import (
    Commitment,
    Document,
    Dossier,
    DossierMember,
    DossierTitle,
    Link,
    PairJudgement,
    Question,
    Recommendation,
    Row,
    Status,
)  # fmt: skip
from upright.records import Kind, LinkKind, Position
from upright.web.figures import Counted, counted_as
from upright.web.templatetags.upright import mechanism_name, state_name
from upright.web.words import AWAITED, UNSTATED

_Pair = TypeVar("_Pair", Link, PairJudgement)
_TURNED = {LinkKind.NARROWER: LinkKind.BROADER.value, LinkKind.BROADER: LinkKind.NARROWER.value, LinkKind.FOLLOWS_UP: "is_followed_up"}
TABLES: tuple[type[Any], ...] = (Recommendation, Question, Commitment)  # what may be in a dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A record of a dossier: a recommendation, a question, or what the State promises. `position`: what it is counted as
    (`figures.counted_as`); None where no State takes one."""

    row: Recommendation | Question | Commitment
    position: str | None

    @property
    def document(self) -> Document:
        return self.row.document

    @property
    def kind(self) -> str:
        return self.row.KIND.NAME

    @property
    def place(self) -> Place:
        return self.row.document_id, self.kind, self.row.key

    @property
    def is_recommendation(self) -> bool:
        return isinstance(self.row, Recommendation)

    @property
    def is_question(self) -> bool:
        return isinstance(self.row, Question)

    @property
    def is_promise(self) -> bool:
        return isinstance(self.row, Commitment)

    @property
    def number(self) -> str:
        """What it is cited by in its document."""
        if isinstance(self.row, Recommendation):
            return self.row.key
        listed = isinstance(self.row, Question) and self.document.kind == Kind.LIST_OF_ISSUES
        return self.row.id_in_document if listed and isinstance(self.row, Question) else f"{_('para.')} {self.row.source_paragraph or ''}"

    @property
    def url(self) -> str:
        """Its page; of a question its passage."""
        if isinstance(self.row, Recommendation):
            return self.row.get_absolute_url()
        return f"{self.document.get_absolute_url()}#{self.row.source_paragraph or ''}"

    @property
    def mechanism(self) -> str | None:
        """The review by all States, or the committee's code."""
        return mechanism(self.document)

    @property
    def states(self) -> list[str]:
        """The codes of the States that ask; none where a committee does."""
        if isinstance(self.row, Commitment):
            return []
        given = self.row.asked_by if isinstance(self.row, Question) else self.row.states
        return [code for code in given if code in states.codes()]

    @property
    def stated(self) -> str | None:
        """The position in force of a recommendation, as it is kept."""
        return self.row.position_in_force if isinstance(self.row, Recommendation) else None

    @property
    def answered(self) -> bool:
        """Did the State say anything to it?"""
        if isinstance(self.row, Question):
            return self.row.status in {Status.ANSWERED, Status.PARTLY}
        return self.is_promise or self.position not in {None, UNSTATED, AWAITED, Position.PENDING}


@dataclass(slots=True, kw_only=True)
class Occasion:
    """What one document asks: a report of a review, concluding observations, a meeting's record."""

    document: Document
    members: list[Member] = field(default_factory=list)

    @property
    def mechanism(self) -> str | None:
        return mechanism(self.document)

    @property
    def name(self) -> str:
        """The mechanism, and the cycle or the year."""
        name = _("Review, cycle %(n)s") % {"n": self.document.cycle} if self.document.cycle else mechanism_name(self.mechanism)
        return f"{name}, {self.document.day.year}" if self.document.day else name

    @property
    def asked(self) -> list[Member]:
        """Its records that ask: a promise asks for nothing."""
        return [each for each in self.members if not each.is_promise]

    @property
    def positions(self) -> Counted:
        """How the State stands to what it was recommended here."""
        cycle, date = self.document.cycle, self.document.day
        title = _("Cycle %(cycle)s, %(year)s") % {"cycle": cycle, "year": date.year} if cycle and date else self.name
        return Counted(title=title, counts=Counter(each.position for each in self.members if each.position))

    @property
    def statuses(self) -> list[tuple[str, int]]:
        """How many of its questions stand how."""
        found = Counter(each.row.status for each in self.members if isinstance(each.row, Question))
        return [(status.value, found[status]) for status in Status if found[status]]


@dataclass(kw_only=True)
class Named:
    """A dossier. `given`: what a person calls it, if somebody does."""

    dossier: Dossier
    given: DossierTitle | None = None

    @property
    def title(self) -> str:
        return self.given.title if self.given else self.dossier.title

    @property
    def url(self) -> str:
        return reverse("dossier", args=[self.dossier.state, self.dossier.slug])


@dataclass(kw_only=True)
class InDossier(Named):
    """A dossier that a record is in. `number`: how many of its records ask."""

    number: int


@dataclass(kw_only=True)
class Gathered(Named):
    """A dossier with its records in the order of time."""

    members: list[Member] = field(default_factory=list)

    @cached_property
    def occasions(self) -> list[Occasion]:
        """Its records by document, the earliest first."""
        found: dict[int, Occasion] = {}
        for each in self.members:
            found.setdefault(each.document.pk, Occasion(document=each.document)).members.append(each)
        return sorted(found.values(), key=lambda each: (each.document.day or dt.date.max, each.document.symbol or ""))

    @property
    def asked(self) -> list[Member]:
        """Its records that ask: a promise asks for nothing."""
        return [each for each in self.members if not each.is_promise]

    @cached_property
    def states(self) -> list[str]:
        """The codes of the States that asked, those first that asked most often."""
        return [code for code, _ in Counter(code for each in self.members for code in each.states).most_common()]

    @cached_property
    def mechanisms(self) -> list[str]:
        return list(dict.fromkeys(each.mechanism for each in self.occasions if each.mechanism))

    @property
    def cycles(self) -> list[int]:
        return sorted({each.document.cycle for each in self.members if each.document.cycle})

    @cached_property
    def reviewed(self) -> list[Occasion]:
        """The occasions on which the State took, or may take, a position."""
        return [each for each in self.occasions if each.positions.total]

    @property
    def then(self) -> Occasion | None:
        """The first review that asked it; None where there are no two to compare."""
        return self.reviewed[0] if len(self.reviewed) > 1 else None

    @property
    def now(self) -> Occasion | None:
        """The last review that asked it."""
        return self.reviewed[-1] if self.reviewed else None

    @property
    def since(self) -> dt.date | None:
        return min((each.document.day for each in self.members if each.document.day), default=None)

    @property
    def last(self) -> dt.date | None:
        return max((each.document.day for each in self.members if each.document.day), default=None)

    @property
    def answered(self) -> bool:
        """Did the State say anything to any of it?"""
        return any(each.answered for each in self.members)


def with_dossiers() -> list[str]:
    """The States that have dossiers, by name."""
    known = Dossier.objects.order_by().values_list("state", flat=True).distinct()
    return sorted(known, key=lambda code: states.alphabetical(state_name(code)))


def gathered(dossiers: Iterable[Dossier], known: Mapping[Place, Member] | None = None) -> list[Gathered]:
    """Dossiers with their records, in the order given: a few queries for all. `known`: the records, where they are at hand already."""
    found = {each.pk: Gathered(dossier=each) for each in dossiers}
    members = list(DossierMember.objects.filter(dossier__in=found).order_by("dossier", "at"))
    rows = members_at(map(_place, members)) if known is None else known
    for each in members:
        if row := rows.get(_place(each)):
            found[each.dossier_id].members.append(row)
    for pk, title in titles_of(members).items():
        found[pk].given = title
    return [each for each in found.values() if each.members]


def dossiers_of(row: Row) -> list[InDossier]:
    """The dossiers that a record is in. Two queries."""
    mine = DossierMember.objects.filter(document=row.document_id, kind=row.KIND.NAME, key=row.key)
    members = list(DossierMember.objects.filter(dossier__in=mine.values("dossier")).select_related("dossier"))
    given = titles_of(members)
    asked = Counter(each.dossier_id for each in members if each.kind != Commitment.KIND.NAME)  # a promise asks for nothing
    found = {each.dossier_id: each.dossier for each in members}
    return [InDossier(dossier=each, given=given.get(pk), number=asked[pk]) for pk, each in found.items()]


def _place(member: DossierMember) -> Place:
    return member.document_id, member.kind, member.key


def members_at(places: Iterable[Place]) -> dict[Place, Member]:
    """The records at some places, where they are recommendations and questions that are still there."""
    wanted = set(places)
    documents = Document.objects.in_bulk({document for document, _kind, _key in wanted})
    unanswered = Document.objects.filter(pk__in=documents).unanswered() if documents else set()
    found: dict[Place, Member] = {}
    for table in TABLES:
        kind = table.KIND.NAME
        keys = {key for _document, of, key in wanted if of == kind}
        if not keys:
            continue
        for row in table.objects.filter(document__in=documents, key__in=keys):
            if (row.document_id, kind, row.key) in wanted:
                row.document = documents[row.document_id]
                found[row.document_id, kind, row.key] = member_of(row, unanswered)
    return found


def member_of(row: Recommendation | Question | Commitment, unanswered: Container[int]) -> Member:
    """A record; `unanswered`: the reports whose answer is not in the archive."""
    if not isinstance(row, Recommendation) or row.document.kind == Kind.CONCLUDING_OBSERVATIONS:
        return Member(row=row, position=None)
    return Member(row=row, position=counted_as(row.position_in_force, row.document_id, unanswered))


def near(places: Iterable[Place]) -> list[Link]:
    """The links that have one of the records at an end."""
    return _between(Link.objects.all(), "to_", places)


def judged(places: Iterable[Place]) -> list[PairJudgement]:
    """What persons say of these records and others, in effect."""
    rows = PairJudgement.objects.filter(withdrawn_at=None).select_related("by").order_by("at", "pk")
    return _between(rows, "other_", places)


def _between(rows: Any, prefix: str, places: Iterable[Place]) -> list[Any]:
    wanted = set(places)
    documents, keys = {document for document, _kind, _key in wanted}, {key for _document, _kind, key in wanted}
    there = Q(**{f"{prefix}document__in": documents, f"{prefix}key__in": keys})
    return [each for each in rows.filter(Q(document__in=documents, key__in=keys) | there) if wanted & set(ends(each))]


def ends(pair: Link | PairJudgement) -> tuple[Place, Place]:
    """The two records that are linked or judged."""
    prefix = "to_" if isinstance(pair, Link) else "other_"
    there = (getattr(pair, f"{prefix}document_id"), getattr(pair, f"{prefix}kind"), getattr(pair, f"{prefix}key"))
    return (pair.document_id, pair.kind, pair.key), there


def between(pairs: Iterable[_Pair], one: Place, other: Place) -> list[_Pair]:
    """Those of some links or judgements that are of these two records."""
    return [each for each in pairs if set(ends(each)) == {one, other}]


def relation(link: Link, place: Place) -> str:
    """How the record at a place stands to the other one: a link speaks of its first record."""
    return link.relation if ends(link)[0] == place else _TURNED.get(LinkKind(link.relation), link.relation)
