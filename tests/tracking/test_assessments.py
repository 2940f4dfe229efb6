"""Assessments: the scales as data, who stands where, how they disagree, who may write one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desks import World
from upright.archive.models import Document, Grade
from upright.data import rows
from upright.exceptions import UprightError
from upright.tracking import assessments, keep, scales
from upright.tracking.assessments import Compared, Stand
from upright.tracking.models import Assessment, Item
from upright.tracking.rights import NotAllowed
from upright.tracking.words import Approval

PUBLISHED = Approval.PUBLISHED
GIVEN = {"limb": "", "rationale": "Nothing was done.", "as_of": dt.date(2026, 5, 1)}


# --- scales


def test_every_grade_that_documents_give_is_on_a_scale() -> None:
    for row in rows("grades.csv"):
        grading = scales.known()[row["scale"]]
        assert grading.degree(row["grade"] or row["meaning"]), row
    assert all(row["source"] for name in ("scales.csv", "scale_mapping.csv") for row in rows(name))


def test_no_information_stands_off_the_order() -> None:
    off = {(name, each.value) for name, grading in scales.known().items() for each in grading.degrees if each.rank is None}
    assert off == {
        ("implementation", "unknown"), ("ccpr_2017", "D"), ("ccpr_2008", "D1"), ("ccpr_2008", "D2"), ("cat_2015", "D"), ("ced", "D"),
        ("cedaw", "lack of sufficient information"), ("cescr_2017", "lack of sufficient information"),
    }  # fmt: skip


def test_mappings_lead_to_degrees() -> None:
    for row in rows("scale_mapping.csv"):
        for scale, value in ((row["scale"], row["value"]), (row["to_scale"], row["to_value"])):
            assert scales.known()[scale].degree(value), row


def test_own_scales(world: World) -> None:
    league = world.organisations["League of Defenders"]
    made = scales.create(league, "Traffic lights", ["green", " amber", "", "red"], ["no light"], by=world.people["ngo"])
    grading = scales.offered(league)[str(made.uid)]
    assert [(each.value, each.rank) for each in grading.degrees] == [("green", 2), ("amber", 1), ("red", 0), ("no light", None)]
    assert str(made.uid) not in scales.offered(world.organisations["Commission for Human Rights"])
    for ordered, off in ((["one"], []), (["a", "A"], []), (["a", "b"], ["a"]), ([str(n) for n in range(13)], []), (["x" * 61, "y"], [])):
        with pytest.raises(UprightError):
            scales.create(league, "Wrong", ordered, off, by=world.people["ngo"])
    with pytest.raises(UprightError):
        scales.create(league, "Traffic lights", ["up", "down"], by=world.people["ngo"])


# --- compared


def _stand(said: str, limb: str = "") -> Stand:
    scale, _, value = said.partition(":")
    grading = scales.known().get(scale)
    return Stand(
        item=1, limb=limb, organisation=None, body="", grading=grading, degree=grading.degree(value) if grading else None, value=value,
        as_of=None, rationale="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "compared", "steps"),
    [
        ("implementation:implemented", "implementation:not", Compared.APART, 2),
        ("implementation:partly", "implementation:not", Compared.APART, 1),
        ("implementation:partly", "implementation:partly", Compared.AGREE, 0),
        ("implementation:unknown", "implementation:not", Compared.OFF_ORDER, None),
        ("implementation:unknown", "implementation:unknown", Compared.AGREE, None),
        ("ccpr_2017:A", "ccpr_2017:E", Compared.APART, 3),
        ("ccpr_2017:C", "ccpr_2017:D", Compared.OFF_ORDER, None),
        ("ccpr_2008:C1", "ccpr_2008:C2", Compared.AGREE, 0),
        ("ccpr_2008:D1", "ccpr_2008:D2", Compared.OFF_ORDER, None),
        ("ccpr_2008:B2", "ccpr_2017:C", Compared.APART, 1),
        ("ccpr_2008:D2", "ccpr_2017:D", Compared.AGREE, None),
        ("iri:fully", "implementation:not", Compared.APART, 2),
        ("iri:partially", "cedaw:partially implemented", Compared.AGREE, 0),
        ("cedaw:substantially implemented", "iri:fully", Compared.NOT_COMPARABLE, None),
        ("ccpr_2017:A", "implementation:implemented", Compared.NOT_COMPARABLE, None),
        ("nobody's:A", "ccpr_2017:A", Compared.NOT_COMPARABLE, None),
    ],
)
def test_two_are_compared(first: str, second: str, compared: Compared, steps: int | None) -> None:
    for one, other in ((first, second), (second, first)):
        [pair] = assessments.compare([_stand(one), _stand(other)]).pairs
        assert (pair.compared, pair.steps) == (compared, steps)


def test_disagreement_is_counted_never_averaged() -> None:
    said = ("implementation:implemented", "implementation:partly", "implementation:not", "implementation:unknown", "ccpr_2017:A")
    found = assessments.compare([_stand(each) for each in said])
    assert (len(found.pairs), found.steps, found.apart, found.off_order, found.not_comparable) == (10, 2, 3, 3, 4)
    assert [pair.steps for pair in found.pairs][:3] == [2, 1, 1]
    assert assessments.compare([_stand(said[0], "(a)"), _stand(said[2], "(b)"), _stand(said[2])]).pairs == ()


# --- who stands where


def test_the_latest_approved_stands_and_earlier_ones_are_kept(world: World) -> None:
    item = world.items[0]
    world.assessment(item, approval=PUBLISHED, value="not", as_of=dt.date(2025, 1, 1))
    world.assessment(item, approval=PUBLISHED, value="partly", as_of=dt.date(2026, 1, 1))
    world.assessment(item, value="implemented", as_of=dt.date(2026, 6, 1))  # a draft
    for name in ("ngo", "nhri", "public"):
        [stand] = assessments.of_items([item], world.who(name))[item.pk]
        assert (stand.value, stand.earlier) == ("partly", 2 if name == "ngo" else 1)
    published = Assessment.objects.get(value="partly")
    assert [each.value for each in assessments.earlier_than(published, world.who("public"))] == ["not"]
    assert [each.value for each in assessments.earlier_than(published, world.who("ngo"))] == ["implemented", "not"]


def test_the_committee_is_an_assessor(world: World) -> None:
    """Its grades come from the documents of the examination in which the recommendation was made."""
    items = {each.key: each for each in Item.objects.filter(symbol="CRPD/C/XVA/CO/902")}
    there = Document.objects.filter(grade__isnull=False).distinct()
    here = next(iter(items.values())).document
    assert here is not None
    there.update(body=here.body, examination=here.examination)
    numbers = sorted({key.split()[0] for key in items}, key=int)
    for before, now in zip(("14", "22"), numbers, strict=False):
        Grade.objects.filter(paragraph=before).update(paragraph=now)
    found = assessments.of_items(items.values(), world.who("public"))
    limbs = {key: [(stand.value, stand.limb) for stand in found[item.pk]] for key, item in items.items()}
    for key in items:
        number, _, limb = key.partition(" ")
        graded = {"(a)": "A", "(b)": "C", "(c)": "C"}
        whole = [(value, letter) for letter, value in graded.items()] if not limb else [(graded[limb], "")] if limb in graded else []
        assert limbs[key] == (whole if number == numbers[0] else [("B", "")] if number == numbers[1] else [])
    stand = next(stand for stands in found.values() for stand in stands)
    assert (stand.organisation, stand.body, stand.assessment, stand.degree and stand.degree.letter) == (None, "CRPD", None, stand.value)


def test_a_desk_is_asked_in_few_queries(world: World) -> None:
    for item in world.items[:20]:
        world.assessment(item, approval=PUBLISHED)
        world.assessment(item, "nhri", approval=PUBLISHED, value="partly")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = assessments.of_items(world.items, world.who("public"))
    assert sum(map(len, found.values())) == 40
    assert len(queries) <= 6


# --- written


@pytest.mark.parametrize(
    ("who", "organisation", "allowed"),
    [
        ("ngo", "League of Defenders", True), ("nhri", "Commission for Human Rights", True), ("focal", "Ministry of Justice", True),
        ("ngo", "Commission for Human Rights", False), ("coordinator", "League of Defenders", False),
        ("admin", "Ministry of Justice", False), ("stranger", "League of Defenders", False),
    ],
)  # fmt: skip
def test_who_assesses(world: World, who: str, organisation: str, allowed: bool) -> None:
    item, mine = world.items[0], world.organisations[organisation]

    def assess() -> Assessment:
        return assessments.assess(item, mine, world.who(who), by=world.people[who], scale="implementation", value="not", **GIVEN)

    if allowed:
        assert assess().approval == Approval.DRAFT.value
    else:
        with pytest.raises(NotAllowed):
            assess()
        assert not Assessment.objects.exists()


@pytest.mark.parametrize("given", [{"value": "A"}, {"scale": "ccpr_2008", "value": "A"}, {"scale": "none"}, {"as_of": dt.date(2100, 1, 1)}])
def test_what_is_refused(world: World, given: dict[str, object]) -> None:
    values = {"scale": "implementation", "value": "not", **GIVEN, **given}
    league = world.organisations["League of Defenders"]
    with pytest.raises(UprightError):
        assessments.assess(world.items[0], league, world.who("ngo"), by=world.people["ngo"], **values)


def test_change(world: World) -> None:
    row, given = world.assessment(world.items[0]), {"scale": "implementation", "value": "partly", **GIVEN}
    changed = assessments.change(row, world.who("ngo"), version=1, by=world.people["ngo"], **given)
    assert (changed.value, changed.version) == ("partly", 2)
    with pytest.raises(keep.Conflict):
        assessments.change(row, world.who("ngo"), version=1, by=world.people["ngo"], **{**given, "value": "implemented"})
    for name in ("nhri", "coordinator"):
        with pytest.raises(NotAllowed):
            assessments.change(row, world.who(name), version=2, by=world.people[name], **given)
    published = world.assessment(world.items[1], approval=PUBLISHED)
    with pytest.raises(NotAllowed):
        assessments.change(published, world.who("ngo"), version=1, by=world.people["ngo"], **given)
