"""What became of each request of a State, out of the archive's rows, and where the State speaks of it since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from upright.archive import labels
from upright.archive.dossiers import Place
from upright.archive.models import Course, Document, Dossier, Paragraph, Recommendation
from upright.linking import across
from upright.linking.across import Words, wording
from upright.linking.requests import COMPARED, KINDS
from upright.records import Kind
from upright.web.dossiers import TABLES, Gathered, Member, gathered, member_of

Labels = Mapping[Place, Mapping[str, Sequence[str]]]  # of each record that has any, the values of each scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of a record. `later`: the record that says so, None of what was dropped, and where a passage says so; `dossier`: the one
    that it is in, if any."""

    change: Course
    earlier: Member
    later: Member | None
    dossier: Gathered | None

    @property
    def course(self) -> str:
        return self.change.course

    @property
    def again(self) -> bool:
        """Did a recommendation of the review come again in a later review?"""
        return self.course in across.AGAIN and self.later is not None and bool(self.later.document.cycle) and self.later.is_recommendation

    @property
    def words(self) -> tuple[Words, ...]:
        """What changed in the words, where both are of one kind."""
        return wording(self.earlier.row.text, self.later.row.text) if self.later and self.later.kind == self.earlier.kind else ()


@dataclass(kw_only=True)
class Requests:
    """What the documents at hand ask a State for: its records with their labels, its dossiers, and what became of each record."""

    members: Sequence[Member]
    dossiers: Sequence[Gathered]
    became: Sequence[Became]

    @cached_property
    def labels(self) -> Labels:
        """Those in effect."""
        return labels_of(self.members)


@dataclass(slots=True, kw_only=True)
class Said:
    """A passage in which the State speaks of records of a dossier: `about`, each with by what and how surely it is known."""

    document: Document
    paragraph: Paragraph
    about: list[tuple[Member, Course]] = field(default_factory=list)

    @property
    def surest(self) -> Course:
        return max((course for _member, course in self.about), key=lambda each: each.confidence or 0.0)

    @property
    def url(self) -> str:
        return f"{self.document.get_absolute_url()}#{self.paragraph.label or ''}"


def of_state(state: str) -> Requests:
    """All requests of a State, in a bounded number of queries."""
    members = members_of(Document.objects.filter(state=state))
    at = {each.place: each for each in members}
    dossiers = gathered(Dossier.objects.filter(state=state), at)
    return Requests(members=members, dossiers=dossiers, became=_became(Course.objects.filter(state=state), at, dossiers))


def labels_of(members: Iterable[Member]) -> Labels:
    """Our labels in effect on records."""
    members = list(members)
    return labels.in_effect_in({each.document.pk for each in members}, {each.kind for each in members})


def _became(courses: Iterable[Course], at: Mapping[Place, Member], dossiers: Iterable[Gathered]) -> list[Became]:
    """What became of records, the earliest first."""
    dossier_of = {each.place: dossier for dossier in dossiers for each in dossier.members}
    order = {place: number for number, place in enumerate(dossier_of)}
    found = []
    for each in courses:
        start, end = (each.document_id, each.kind, each.key), (each.to_document_id, each.to_kind, each.to_key)
        if start in at:
            found.append(Became(change=each, earlier=at[start], later=at.get(end), dossier=dossier_of.get(start)))
    return sorted(found, key=lambda each: (order.get(each.earlier.place, len(order)), each.later.place if each.later else ()))


def said_since(found: Gathered) -> list[Said]:
    """Where the State speaks of what a dossier asks: the passages in the order of time, those of one document in its order."""
    at = {each.place: each for each in found.members}
    documents, keys = {document for document, _kind, _key in at}, {key for _document, _kind, key in at}
    courses = Course.objects.filter(
        document__in=documents, key__in=keys, course=across.Course.ANSWERED, to_kind=Paragraph.KIND.NAME
    ).select_related("to_document")
    about: dict[tuple[int, str], list[tuple[Member, Course]]] = defaultdict(list)
    for each in courses:
        if member := at.get((each.document_id, each.kind, each.key)):
            about[each.to_document_id, each.to_key].append((member, each))
    there = Paragraph.objects.filter(document__in={document for document, _ in about}, label__in={label for _, label in about})
    said: dict[tuple[int, str], Said] = {}
    for paragraph in there.order_by("document", "order"):
        place = (paragraph.document_id, paragraph.label or "")
        if place in about and place not in said:
            said[place] = Said(document=about[place][0][1].to_document, paragraph=paragraph, about=about[place])
    return list(said.values())


def recommended(states: Sequence[str]) -> list[Member]:
    """What other States recommend to some States in their reviews, as the explorer lists and counts it."""
    documents = Document.objects.filter(state__in=states, kind=Kind.WORKING_GROUP_REPORT, counted=True)
    return _members((Recommendation,), {each.pk: each for each in documents})


def members_of(documents: QuerySet[Document]) -> list[Member]:
    """The records that ask, of the documents that are compared; of a report with a list none that stand in the dialogue alone."""
    held = {each.pk: each for each in documents.filter(shown=True, language=COMPARED, kind__in=KINDS)}
    found = _members(TABLES, held)
    listed = {each.document.pk for each in found if isinstance(each.row, Recommendation) and each.row.number}
    return [
        each for each in found if not isinstance(each.row, Recommendation) or each.row.number or each.document.pk not in listed
    ]  # fmt: skip


def recommended_in(report: Document, keys: Iterable[str]) -> dict[str, Member]:
    """Recommendations of a report by their keys."""
    return {each.row.key: each for each in _members((Recommendation,), {report.pk: report}, key__in=set(keys))}


def _members(tables: Iterable[type[Any]], documents: Mapping[int, Document], **named: Any) -> list[Member]:
    unanswered = Document.objects.filter(pk__in=documents).unanswered()
    found: list[Member] = []
    for table in tables:
        for row in table._default_manager.filter(Q(**named), document__in=documents).order_by("document", "order"):
            row.document = documents[row.document_id]
            found.append(member_of(row, unanswered))
    return found
