"""What an organisation may say in a report of its own, out of the archive and the work on a desk.

    subjects("mid_term", document, organisation)      # what the document asks, each with what may be said of it

It is what every member of the organisation may read who writes for it, whoever asks for the report: the State's side what it approved, as
far as the organisation sees it; an independent organisation its own, and what others published. What is not approved is counted alone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from upright.archive import exchange, grades
from upright.archive.models import Document, DossierMember, FollowUp, Question, Recommendation
from upright.data import rows as data
from upright.records import Kind as DocumentKind
from upright.reports import from_archive
from upright.tracking import about, deadlines, indicators
from upright.tracking.models import (
    Action,
    Assessment,
    Assignment,
    Desk,
    Evidence,
    Indicator,
    Item,
    Milestone,
    Note,
    Observation,
    Organisation,
    Target,
)
from upright.tracking.queries import state_side
from upright.tracking.rights import WRITES, Holds, Who
from upright.tracking.words import Approval, OrganisationKind, Part, Role

READY = (Approval.APPROVED.value, Approval.PUBLISHED.value)
_REVIEWS = (DocumentKind.WORKING_GROUP_REPORT, DocumentKind.MATRIX)
# Which organisations write a report of a kind, and about documents of which kinds.
_OF_STATE: dict[str, tuple[str, ...]] = {
    "mid_term": _REVIEWS,
    "follow_up": (DocumentKind.CONCLUDING_OBSERVATIONS,),
    "replies_to_list": (DocumentKind.LIST_OF_ISSUES,),
    "replies_to_list_prior": (DocumentKind.LIST_OF_ISSUES,),
}
_OF_INDEPENDENT: dict[str, tuple[str, ...]] = {
    "stakeholder_submission": _REVIEWS,
    "committee_submission": (DocumentKind.CONCLUDING_OBSERVATIONS,),
}
ABOUT = _OF_STATE | _OF_INDEPENDENT


@cache
def wordings(kind: str) -> dict[str, tuple[str, int]]:
    """The headings of a kind of report (`data/report_kinds.csv`) in their order: each with its level, 0 for the title."""
    return {row["part"]: (row["wording"], int(row["level"])) for row in data("report_kinds.csv") if row["kind"] == kind}


def kinds_of(organisation: Organisation) -> tuple[str, ...]:
    """The kinds of report that an organisation writes."""
    return tuple(_OF_INDEPENDENT if organisation.independent else _OF_STATE)


def writers(desk: Desk, who: Who) -> QuerySet[Organisation]:
    """The organisations of a desk that somebody writes reports for (as `queries.Drafts` has it)."""
    coordinated = state_side_of() & Q(desk__in=who.coordinated)
    return Organisation.objects.seen_by(who).filter(Q(pk__in=who.organisations(WRITES)) | coordinated, desk=desk)


def state_side_of() -> Q:
    """Organisations that are of the State's side."""
    return ~Q(kind__in=[each.value for each in OrganisationKind if Organisation(kind=each.value).independent])


def sight_of(organisation: Organisation) -> Who:
    """What whoever writes for an organisation may read there, whatever else they are: all of the State's side for its mechanism."""
    mechanism = organisation.kind == OrganisationKind.MECHANISM.value
    role = Role.ASSESSOR if organisation.independent else Role.COORDINATOR if mechanism else Role.FOCAL_POINT
    held = Holds(
        desk=organisation.desk_id, organisation=organisation.pk, role=role, independent=organisation.independent, mechanism=mechanism,
    )  # fmt: skip
    return Who(holds=(held,))


def documents(kind: str, desk: Desk) -> list[Document]:
    """The documents that a report of a kind can be about, the latest first."""
    found = Document.objects.principal().filter(state=desk.state, kind__in=ABOUT[kind], counted=True).order_by("-date", "symbol", "file")
    if kind == "follow_up":
        return list(found.filter(pk__in=FollowUp.objects.values("document")))
    if DocumentKind.LIST_OF_ISSUES in ABOUT[kind]:
        return [each for each in found if deadlines.prior_to_reporting(each) == (kind == "replies_to_list_prior")]
    return list(found)


def address_of(document: Document) -> str:
    """By what a draft names the document that it is about: its symbol, or the digest of its file."""
    return document.symbol or document.sha256


def document_of(desk: Desk, address: str) -> Document | None:
    """The document that a draft is about; None where it was taken out of the archive."""
    found = Document.objects.principal().filter(Q(symbol=address) | Q(sha256=address), state=desk.state)
    return found.select_related("layer").first() if address else None


# --- what is asked, and what may be said of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An indicator with the values that may be said, and its targets."""

    indicator: Indicator
    standing: Sequence[indicators.Standing]
    targets: Sequence[Target]


@dataclass(slots=True, kw_only=True)
class Work:
    """What may be said of an item. `waiting`: how many pieces of work on it are not approved yet."""

    leads: list[Organisation] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one part of a report is about: a recommendation, a pledge, a question (`part`), and the work on what is followed up of it.

    `paragraph`: where it stands in the document; `stated`: where its position was stated last; `dossier`: the key of the one that it is
    in; `replied`: symbol and paragraphs of documents that reply to it already."""

    key: str
    part: str
    label: str
    text: str
    paragraph: str | None
    states: tuple[str, ...] = ()
    position: str | None = None
    stated: str | None = None
    dossier: int | None = None
    items: tuple[Item, ...] = ()
    work: tuple[Work, ...] = ()
    replied: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def all(self, name: str) -> list[Any]:
        """The work of a kind on all its items, each piece once."""
        rows = (each for work in self.work for each in getattr(work, name))
        return list({each.indicator.pk if isinstance(each, Measured) else each.pk: each for each in rows}.values())

    @property
    def waiting(self) -> int:
        return sum(work.waiting for work in self.work)


def subjects(kind: str, document: Document, organisation: Organisation) -> list[Subject]:
    """What a document asks, in its order, each with what an organisation may say of it. A bounded number of queries, however long it is."""
    found = _questions(document, organisation) if "question" in wordings(kind) else _items(kind, document, organisation)
    work = work_on({item for subject in found for item in subject.items}, organisation)
    return [_with(subject, tuple(work[item.pk] for item in subject.items)) for subject in found]


def _with(subject: Subject, work: tuple[Work, ...]) -> Subject:
    return replace(subject, work=work)


def _items(kind: str, document: Document, organisation: Organisation) -> list[Subject]:
    """Recommendations, and of a review the pledges: of an institution but for the mechanism those that it has a part in."""
    sight = sight_of(organisation)
    items: Any = Item.objects.seen_by(sight).filter(desk=organisation.desk_id, document=document, kind__in=wordings(kind))
    if not organisation.independent and organisation.kind != OrganisationKind.MECHANISM.value:
        items = items.of(sight)
    by_key = {(item.kind, item.key): item for item in items}
    rows = Recommendation.objects.filter(document=document).order_by("order")
    recommended = [row for row in rows if ("recommendation", row.key) in by_key]
    if kind == "follow_up":
        recommended = _chosen(document, recommended)
    dossiers = about.dossiers_of(by_key.values())
    found = [_recommended(row, document, by_key["recommendation", row.key], dossiers) for row in recommended]
    pledges = sorted((item for item in by_key.values() if item.kind == "pledge"), key=lambda item: item.pk)
    return [*found, *(_pledged(item) for item in pledges)]


def _chosen(document: Document, recommended: Iterable[Recommendation]) -> list[Recommendation]:
    """Those that the committee asks for information on, with their limbs."""
    named = [grades.labelled(label) for row in FollowUp.objects.filter(document=document) for label in row.paragraphs]
    return [row for row in recommended if any(grades.covers(each, _place(row)) for each in named)]


def _place(row: Recommendation) -> grades.Place:
    return grades.place(row.number, row.limb)


def _recommended(row: Recommendation, document: Document, item: Item, dossiers: dict[int, int]) -> Subject:
    limb = f" {row.limb}" if row.limb else ""
    return Subject(
        key=str(item.uid), part="recommendation", label=f"{row.number or item.number}{limb}", text=row.text,
        paragraph=row.number or row.source_paragraph, states=tuple(row.states), position=row.position_in_force,
        stated=from_archive.stated_last(row, document) if row.position_in_force else None, dossier=dossiers.get(item.pk), items=(item,),
    )  # fmt: skip


def _pledged(item: Item) -> Subject:
    return Subject(key=str(item.uid), part="pledge", label=item.number, text=item.text, paragraph=item.number, items=(item,))


def _questions(document: Document, organisation: Organisation) -> list[Subject]:
    """The questions of a list, each with what is followed up in the dossiers that it is in, and where it was replied to before."""
    asked = exchange.asked(list(Question.objects.filter(document=document).select_related("document").order_by("order")))
    mates = _mates(document, organisation)
    return [
        Subject(
            key=f"question {each.question.key}", part="question", label=each.question.id_in_document, text=each.question.text,
            paragraph=each.question.source_paragraph or each.question.id_in_document, items=tuple(mates.get(each.question.key, ())),
            replied=tuple(_replied(each)),
        )
        for each in asked
    ]  # fmt: skip


def _replied(asked: exchange.Asked) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The State's written replies; what was said in the room is in the summary record."""
    paragraphs: dict[str, list[str]] = defaultdict(list)
    for link in asked.answering:
        if link.document.kind == DocumentKind.REPLIES:
            paragraphs[str(link.document)].append(link.label)
    for symbol, labels in paragraphs.items():
        yield symbol, tuple(dict.fromkeys(labels))


def _mates(document: Document, organisation: Organisation) -> dict[str, list[Item]]:
    """What is followed up of the dossiers that questions of a document are in, by the key of the question."""
    mine = DossierMember.objects.filter(document=document, kind=Question.KIND.NAME)
    dossiers: dict[int, list[str]] = defaultdict(list)
    for dossier, key in mine.values_list("dossier", "key"):
        dossiers[dossier].append(key)
    others = DossierMember.objects.filter(dossier__in=dossiers).exclude(document=document)
    at = defaultdict(list)
    for dossier, *place in others.values_list("dossier", "document", "kind", "key"):
        at[tuple(place)].extend(dossiers[dossier])
    found: dict[str, list[Item]] = defaultdict(list)
    followed = Item.objects.seen_by(sight_of(organisation)).filter(desk=organisation.desk_id, document__in={place[0] for place in at})
    for item in followed.order_by("-document__date", "pk"):
        for key in at.get((item.document_id, item.kind, item.key), ()):
            found[key].append(item)
    return found


# --- the work on it


def work_on(items: Iterable[Item], organisation: Organisation) -> dict[int, Work]:
    """What an organisation may say of items, by their keys."""
    sight, found = sight_of(organisation), {item.pk: Work() for item in items}
    side = Q() if organisation.independent else state_side()
    own = Q(organisation=organisation) if organisation.independent else state_side()
    leads = Assignment.objects.seen_by(sight).filter(side, item__in=found, part=Part.LEAD.value).select_related("organisation")
    for each in leads:
        found[each.item_id].leads.append(each.organisation)
    for name, table, whose in (("actions", Action, side), ("notes", Note, side), ("assessments", Assessment, own)):
        rows: QuerySet[Any] = table.objects.seen_by(sight).filter(whose, item__in=found)
        for item in rows.exclude(approval__in=READY).order_by().values_list("item", flat=True):
            found[item].waiting += 1
        for row in rows.filter(approval__in=READY).select_related("organisation"):
            getattr(found[row.item_id], name).append(row)
    for work in found.values():
        work.assessments = list(_latest(work.assessments))
        work.notes.sort(key=lambda note: (note.on, note.pk))
    _measure(found, sight, side)
    return found


def _latest(assessments: Iterable[Assessment]) -> Iterable[Assessment]:
    """Of each organisation and limb the one that stands now."""
    rows = sorted(assessments, key=lambda row: (row.as_of, row.pk))
    latest = {(row.organisation_id, row.limb): row for row in rows}
    return sorted(latest.values(), key=lambda row: (row.limb, row.organisation.name))


def _measure(found: dict[int, Work], sight: Who, side: Q) -> None:
    known = Indicator.objects.seen_by(sight).in_bulk()
    through = Indicator.items.through.objects.filter(item__in=found, indicator__in=known)
    pairs = list(through.order_by("indicator__right", "indicator__title", "pk").values_list("indicator", "item"))
    used = {indicator for indicator, _item in pairs}
    values: dict[int, list[Observation]] = defaultdict(list)
    seen = Observation.objects.seen_by(sight).filter(side, indicator__in=used, approval__in=READY)
    for row in seen.select_related("organisation"):
        values[row.indicator_id].append(row)
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.seen_by(sight).filter(indicator__in=used):
        targets[target.indicator_id].append(target)
    for indicator, item in pairs:
        measured = Measured(indicator=known[indicator], standing=indicators.standing(values[indicator]), targets=targets[indicator])
        found[item].measured.append(measured)


def evidence_of(found: Iterable[Subject], organisation: Organisation) -> dict[tuple[str, int], list[Evidence]]:
    """What bears out the work of subjects, by its table and key."""
    found, rows = list(found), Evidence.objects.seen_by(sight_of(organisation))
    borne: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
    for name, table in (("action", "actions"), ("note", "notes"), ("assessment", "assessments")):
        works = {each.pk for subject in found for each in subject.all(table)}
        for row in rows.filter(**{f"{name}__in": works}):
            borne[name, getattr(row, f"{name}_id")].append(row)
    return borne


def milestones_of(found: Iterable[Subject], organisation: Organisation) -> dict[int, list[Milestone]]:
    """The milestones that were reached, by the key of their action."""
    actions = {each.pk for subject in found for each in subject.all("actions")}
    reached: dict[int, list[Milestone]] = defaultdict(list)
    for row in (
        Milestone.objects.seen_by(sight_of(organisation)).filter(action__in=actions, done_on__isnull=False).order_by("done_on", "pk")
    ):
        reached[row.action_id].append(row)
    return reached


class Chosen(NamedTuple):
    """Where concluding observations ask for information on their follow-up: the paragraph, what on, within which time, by when."""

    paragraph: str
    about: tuple[str, ...]
    within: str | None
    due: dt.date | None


def asked_for(document: Document) -> Chosen | None:
    """What a document asks for information on; None where it asks for none."""
    rows = list(FollowUp.objects.filter(document=document).order_by("order"))
    if not rows:
        return None
    labels = tuple(dict.fromkeys(label for row in rows for label in row.paragraphs))
    return Chosen(rows[0].source_paragraph or "", labels, rows[0].within, rows[0].due)
