"""What became of each request of a State: `linking.across` over the rows of the archive."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from upright import records
from upright.archive import labels
from upright.archive.dossiers import Place
from upright.archive.models import Document, Dossier, Link, Question, Recommendation, Status
from upright.archive.rows import document_record
from upright.linking import across
from upright.linking.across import Change, Course
from upright.linking.requests import KINDS, Request
from upright.records import Kind, LinkKind, Position, RecordRef, Source
from upright.web.dossiers import TABLES, Gathered, Member, ends, gathered, member_of

_ANSWERS = {Status.ANSWERED: True, Status.PARTLY: True, Status.UNANSWERED: False}  # of any other nothing is known
Labels = Mapping[Place, Sequence[labels.Held]]
_LANGUAGE = "en"  # what is compared
_AGAIN = frozenset({Course.REPEATED, Course.STRENGTHENED, Course.WEAKENED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of a record. `later`: the record that says so, None of what was dropped; `dossier`: the one that it is in, if any."""

    change: Change
    earlier: Member
    later: Member | None
    dossier: Gathered | None

    @property
    def course(self) -> str:
        return self.change.course.value

    @property
    def again(self) -> bool:
        """Did a recommendation of the review come again in a later review?"""
        return self.change.course in _AGAIN and self.later is not None and bool(self.later.document.cycle) and self.later.is_recommendation


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """What the documents at hand ask a State for: its records with their labels, its dossiers, and what became of each record."""

    members: Sequence[Member]
    labels: Labels
    dossiers: Sequence[Gathered]
    became: Sequence[Became]


def of_state(state: str) -> Requests:
    """All requests of a State, in a bounded number of queries."""
    documents = list(Document.objects.principal().filter(state=state))
    members = members_of(Document.objects.filter(state=state))
    held = labels.of_many([each.row for each in members])
    dossiers = gathered(Dossier.objects.filter(state=state), {each.place: each for each in members})
    links = Link.objects.filter(state=state, relation=LinkKind.SAME)
    return Requests(members=members, labels=held, dossiers=dossiers, became=_became(members, held, dossiers, links, documents))


def of_dossier(found: Gathered, links: Iterable[Link]) -> list[Became]:
    """What became of the records of one dossier."""
    documents = list(Document.objects.principal().filter(state=found.dossier.state))
    held = labels.of_many([each.row for each in found.members])
    return _became(found.members, held, [found], links, documents)


def recommended(states: Sequence[str]) -> list[Member]:
    """What other States recommend to some States in their reviews, as the explorer lists and counts it."""
    documents = Document.objects.filter(state__in=states, kind=Kind.WORKING_GROUP_REPORT, counted=True)
    return _members((Recommendation,), {each.pk: each for each in documents})


def members_of(documents: QuerySet[Document]) -> list[Member]:
    """The records that ask, of the documents that are compared."""
    return _listed(_members(TABLES, {each.pk: each for each in documents.filter(shown=True, language=_LANGUAGE, kind__in=KINDS)}))


def recommended_in(report: Document) -> list[Member]:
    """The recommendations of a report."""
    return _listed(_members((Recommendation,), {report.pk: report}))


def _listed(found: Sequence[Member]) -> list[Member]:
    """Of a report with a list of recommendations, none that stand in the dialogue alone."""
    listed = {each.document.pk for each in found if isinstance(each.row, Recommendation) and each.row.number}
    return [
        each for each in found if not isinstance(each.row, Recommendation) or each.row.number or each.document.pk not in listed
    ]  # fmt: skip


def _members(tables: Iterable[type[Any]], documents: Mapping[int, Document]) -> list[Member]:
    unanswered = Document.objects.filter(pk__in=documents).unanswered()
    found: list[Member] = []
    for table in tables:
        for row in table._default_manager.filter(document__in=documents).order_by("document", "order"):
            row.document = documents[row.document_id]
            found.append(member_of(row, unanswered))
    return found


def _became(
    members: Sequence[Member], held: Labels, dossiers: Sequence[Gathered], links: Iterable[Link], documents: Collection[Document]
) -> list[Became]:
    """What became of records, the earliest of each dossier first."""
    of_document = {each.pk: each for each in documents} | {each.document.pk: each.document for each in members}
    by_ref = {ref(each): each for each in members if not each.is_promise}
    dossier_of = {ref(each): dossier for dossier in dossiers for each in dossier.members}
    found = across.changes(
        [_asked(each, _strength(held[each.place])) for each in by_ref.values()],
        [_dossier(each) for each in dossiers],
        [_link(each, of_document) for each in links if all(place[0] in of_document for place in ends(each))],
        [document_record(each, 0) for each in documents],
    )
    return [
        Became(
            change=each,
            earlier=by_ref[each.earlier],
            later=by_ref[each.later] if each.later else None,
            dossier=dossier_of.get(each.earlier),
        )
        for each in found
    ]


def ref(member: Member) -> RecordRef:
    """A record as records between documents name it."""
    return _ref(member.document, member.place)


def _ref(document: Document, place: Place) -> RecordRef:
    return RecordRef(symbol=document.symbol, sha256=document.sha256, record=place[1], key=place[2])


def _asked(member: Member, strength: int | None) -> across.Asked:
    row, kind = member.row, Kind(member.document.kind)
    if isinstance(row, Question):
        return across.Asked(request=request_of(member), kind=kind, answered=_ANSWERS.get(Status(row.status)))
    position = Position(row.position_in_force) if isinstance(row, Recommendation) and row.position_in_force else None
    return across.Asked(request=request_of(member), kind=kind, action=strength, position=position)


def _strength(held: Iterable[labels.Held]) -> int | None:
    """How strongly a record asks, where that is known."""
    return next((int(each.value) for each in held if each.scheme == labels.STRENGTH and each.holds), None)


def request_of(member: Member) -> Request:
    """A record as linking reads it."""
    row, document = member.row, member.document
    source = Source(
        file=document.file, paragraph=row.source_paragraph, page=row.source_page, start=row.source_start, end=row.source_end
    )  # fmt: skip
    return Request(
        ref=ref(member), source=source, state=document.state or "", text=row.text, mechanism=member.mechanism, date=document.date,
        cycle=document.cycle, number=row.number if isinstance(row, Recommendation) else None,
    )  # fmt: skip


def _dossier(found: Gathered) -> records.Dossier:
    members = tuple(ref(each) for each in found.members)
    source = Source(file="", paragraph=None, page=None, start=0, end=0)
    return records.Dossier(
        document=None, source=source, id=found.dossier.slug, state=found.dossier.state, title=found.title,
        treaties=tuple(found.dossier.treaties), members=members, because=found.dossier.because,
    )  # fmt: skip


def _link(link: Link, documents: dict[int, Document]) -> records.Link:
    start, end = ((documents[place[0]], place) for place in ends(link))
    source = Source(file=start[0].file, paragraph=None, page=None, start=0, end=0)
    return records.Link(
        document=start[0].symbol, source=source, from_=_ref(*start), to=_ref(*end), kind=LinkKind(link.relation), method=link.method,
        confidence=link.confidence, because=link.because, by=link.by,
    )  # fmt: skip
