"""How far what is followed up is implemented, as several see it: side by side, compared, never averaged.

    stands = of_items(items, who)          # who says what of each item, as far as somebody sees it
    compare(stands[item.pk])               # who disagrees with whom, and by how much

Of each organisation its latest assessment of an item, or of one limb, stands: an approved one before one that is being written. Beside them
stands the committee's own grade, as its documents give it. Two that are about the same limb are compared

- on one scale, by how many of its steps lie between them; where one of the two stands off the order (no information, no cooperation) there
  is no number between them, and the pair is counted apart;
- on two scales only where the table of mappings says which degrees are the same; else they are not comparable.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from upright.archive import grades
from upright.archive.models import Document, Grade, Recommendation
from upright.exceptions import UprightError
from upright.tracking import keep, scales
from upright.tracking.models import Assessment, Item, Organisation, Person
from upright.tracking.rights import NotAllowed, Who
from upright.tracking.scales import Degree, Grading
from upright.tracking.words import Approval

COMMITTEE = "committee"  # how filters name the assessor who has no organisation on the desk
_STANDS = frozenset({Approval.APPROVED.value, Approval.PUBLISHED.value})
_STOOD = ("uid", "item", "limb", "organisation", "scale", "value", "rationale", "as_of", "approval")  # what a stand shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where one assessor stands on an item, or a limb of it: an organisation by its assessment, or a committee (`body`) by its grade, which
    nobody writes here. `grading` and `degree`: None where a document's scale is not known; `value` then says what it says."""

    item: int
    limb: str
    organisation: Organisation | None
    body: str
    grading: Grading | None
    degree: Degree | None
    value: str
    as_of: dt.date | None
    rationale: str
    assessment: Assessment | None = None
    grade: Grade | None = None
    earlier: int = 0

    @property
    def assessor(self) -> str:
        """By what filters name who it is."""
        return str(self.organisation.uid) if self.organisation else COMMITTEE


class Compared(StrEnum):
    """How two assessments stand to each other."""

    AGREE = "agree"
    APART = "apart"
    OFF_ORDER = "off_order"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two assessors on one limb. `on`: the scale that they are compared on; `steps`: of that scale, where both stand in its order."""

    first: Stand
    second: Stand
    compared: Compared
    steps: int | None = None
    on: Grading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """All pairs of assessors of one item. `steps`: the largest number between two of them; None where no two are in one order."""

    pairs: tuple[Pair, ...]

    def count(self, compared: Compared) -> int:
        return sum(pair.compared is compared for pair in self.pairs)

    @property
    def apart(self) -> int:
        """How many pairs disagree by a step or more."""
        return self.count(Compared.APART)

    @property
    def off_order(self) -> int:
        return self.count(Compared.OFF_ORDER)

    @property
    def not_comparable(self) -> int:
        return self.count(Compared.NOT_COMPARABLE)

    @property
    def steps(self) -> int | None:
        return max((pair.steps for pair in self.pairs if pair.steps is not None), default=None)

    @property
    def size(self) -> tuple[int, int, int, int]:
        """By what items are listed, the largest first."""
        return self.steps or 0, self.apart, self.off_order, self.not_comparable


# --- who stands where


def of_items(items: Iterable[Item], who: Who) -> dict[int, list[Stand]]:
    """Where the assessors of items (of one desk) stand, as far as somebody sees it: by the item's key, committees first, then by name."""
    items = list(items)
    found: dict[int, list[Stand]] = {item.pk: [] for item in items}
    if items:
        for stand in (*_of_committees(items), *_of_organisations(items, who)):
            found[stand.item].append(stand)
    return found


def _of_organisations(items: Sequence[Item], who: Who) -> list[Stand]:
    rows = list(Assessment.objects.seen_by(who).filter(item__in=items).only(*_STOOD))
    organisations = Organisation.objects.in_bulk({row.organisation_id for row in rows})  # few: each is made once, not for every row
    gradings = _gradings(rows, items[0])
    known = {item.pk: item for item in items}
    by_assessor: dict[tuple[int, str, int], list[Assessment]] = defaultdict(list)
    for row in rows:
        row.item, row.organisation = known[row.item_id], organisations[row.organisation_id]
        by_assessor[row.item_id, row.limb, row.organisation_id].append(row)
    stands = [_stand(max(rows, key=_standing), gradings, earlier=len(rows) - 1) for rows in by_assessor.values()]
    return sorted(stands, key=lambda each: (each.organisation.name if each.organisation else "", each.limb))


def _gradings(rows: Iterable[Assessment], item: Item) -> dict[str, Grading]:
    """The scales that assessments are on."""
    known = scales.known()
    return known if all(row.scale in known for row in rows) else scales.of(item.desk)


def _standing(row: Assessment) -> tuple[bool, dt.date, int]:
    """By what the one that stands is chosen."""
    return row.approval in _STANDS, row.as_of, row.pk


def _stand(row: Assessment, gradings: dict[str, Grading], earlier: int = 0) -> Stand:
    grading = gradings.get(row.scale)
    return Stand(
        item=row.item_id, limb=row.limb, organisation=row.organisation, body="", grading=grading,
        degree=grading.degree(row.value) if grading else None, value=row.value, as_of=row.as_of, rationale=row.rationale, assessment=row,
        earlier=earlier,
    )  # fmt: skip


def stands_of(rows: Sequence[Assessment]) -> list[Stand]:
    """Assessments of one desk, each as it stands beside others."""
    gradings = _gradings(rows, rows[0].item) if rows else {}
    return [_stand(row, gradings) for row in rows]


def earlier_than(row: Assessment, who: Who) -> list[Stand]:
    """The other assessments by its organisation of the same item and limb that somebody sees, the latest first."""
    rows = Assessment.objects.seen_by(who).filter(item=row.item, limb=row.limb, organisation=row.organisation_id).exclude(pk=row.pk)
    return stands_of(list(rows.select_related("organisation", "item__desk").order_by("-as_of", "-pk")))


def _of_committees(items: Sequence[Item]) -> list[Stand]:
    asked = [item for item in items if item.document_id and item.kind == Recommendation.KIND.NAME]
    here = {item.document_id: item.document for item in asked if Item.document.is_cached(item) and item.document}
    there = Document.objects.in_bulk({item.document_id for item in asked} - set(here))
    given = grades.given([*here.values(), *there.values()])
    return [stand for item in items for stand in _of_committee(item, given.get(item.document_id or 0, ()))]


def _of_committee(item: Item, given: Sequence[Grade]) -> list[Stand]:
    """The latest grade of each limb that the item is about."""
    here = grades.labelled(item.key)
    latest: dict[str, Grade] = {}
    earlier: Counter[str] = Counter()
    for grade in given:
        named = grades.place(grade.paragraph, grade.limb)
        whole = here.limb is None and named.number == here.number  # asked as one, graded by its limbs
        if whole or grades.covers(named, here):
            limb = f"({named.limb})" if whole and named.limb else ""
            earlier[limb] += limb in latest
            latest[limb] = grade
    return [_graded(item, limb, grade, earlier[limb]) for limb, grade in sorted(latest.items())]


def _graded(item: Item, limb: str, grade: Grade, earlier: int) -> Stand:
    grading, degree = scales.of_grade(grade) or (None, None)
    return Stand(
        item=item.pk, limb=limb, organisation=None, body=grade.document.body or "", grading=grading, degree=degree,
        value=grade.grade_as_stated, as_of=grade.document.date, rationale=grade.evaluation or "", grade=grade, earlier=earlier,
    )  # fmt: skip


# --- compared


def compare(stands: Sequence[Stand]) -> Disagreement:
    """Every two of them that are about the same limb, those furthest apart first."""
    pairs = [_pair(first, second) for first, second in combinations(stands, 2) if first.limb == second.limb]
    return Disagreement(pairs=tuple(sorted(pairs, key=lambda each: (-(each.steps or 0), each.compared is not Compared.OFF_ORDER))))


def _pair(first: Stand, second: Stand) -> Pair:
    for on, one, other in _on_one_scale(first, second):
        steps = on.steps(one, other)
        if steps is None and one != other:
            return Pair(first=first, second=second, compared=Compared.OFF_ORDER, on=on)
        compared = Compared.APART if steps else Compared.AGREE
        return Pair(first=first, second=second, compared=compared, steps=steps, on=on)
    return Pair(first=first, second=second, compared=Compared.NOT_COMPARABLE)


def _on_one_scale(first: Stand, second: Stand) -> Iterable[tuple[Grading, Degree, Degree]]:
    """The scales on which both have a degree: their own where it is one, else by the table of mappings."""
    if not (first.grading and first.degree and second.grading and second.degree):
        return
    shared = {each.name for each in scales.mapped_to(second.grading)}
    for on in scales.mapped_to(first.grading):
        one, other = scales.same(first.grading, first.degree, on), scales.same(second.grading, second.degree, on)
        if on.name in shared and one and other:
            yield on, one, other


# --- written


def assess(item: Item, organisation: Organisation, who: Who, *, by: Person, **given: Any) -> Assessment:
    """A new assessment, as a draft: of an organisation that somebody writes for. NotAllowed, or UprightError says what is wrong."""
    if not Organisation.objects.written_by(who).filter(pk=organisation.pk, desk=item.desk_id).exists():
        raise NotAllowed(_("You do not assess for this organisation."))
    checked(organisation, **given)
    return keep.create(Assessment, by=by, item=item, organisation=organisation, **given)


def change(row: Assessment, who: Who, *, version: int, by: Person, **given: Any) -> Assessment:
    """Change one that is not approved yet."""
    if not Assessment.objects.changed_by(who).filter(pk=row.pk).exists():
        raise NotAllowed(_("This assessment cannot be changed now, or not by you: write a later one, which will stand for it."))
    checked(row.organisation, **given)
    return keep.change(row, version=version, by=by, **given)


def checked(organisation: Organisation, *, scale: str, value: str, as_of: dt.date, **_others: Any) -> None:
    """UprightError where the value is none of its scale, or the date is to come."""
    grading = scales.offered(organisation).get(scale)
    if grading is None or grading.degree(value) is None:
        raise UprightError(_("Choose a value of the scale."))
    if as_of > timezone.localdate():
        raise UprightError(_("The cut-off date is to come: say until when you looked."))


def limbs(item: Item) -> list[str]:
    """The limbs of its paragraph that the committee graded apart: what may be assessed apart as well."""
    return sorted({stand.limb for stand in _of_committees([item]) if stand.limb})
