"""What is measured: copies of the library, values side by side, targets, figures of documents that are offered, tables."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desks import World
from upright.archive import load
from upright.exceptions import UprightError
from upright.tracking import batches, imported, indicators, keep, library, offers, sheets
from upright.tracking.cells import Period
from upright.tracking.imported import Outcome, Reading
from upright.tracking.models import Batch, Indicator, Observation, Offer, Target
from upright.tracking.sheets import Mapping
from upright.tracking.words import Approval

MINISTRY = "Ministry of Justice"


def year(number: int) -> Period:
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31))


def _copied(world: World, code: str = "TOR-P1", organisation: str = MINISTRY) -> Indicator:
    found = library.find(code)
    assert found is not None
    return indicators.copy(found, world.organisations[organisation], by=world.people["focal"])


def _observed(world: World, indicator: Indicator, at: int, value: int | None = 1, by: str = "focal", **given: Any) -> Observation:
    organisation = {"focal": MINISTRY, "ngo": "League of Defenders", "health": "Ministry of Health"}[by]
    given = {"source": "Register", "period": year(at), "value": None if value is None else Decimal(value), **given}
    return indicators.observe(indicator, world.organisations[organisation], by=world.people[by], **given)


def test_a_copy_is_made_once(world: World) -> None:
    mine = _copied(world)
    assert (mine.code, mine.aim, mine.unit, mine.direction) == ("TOR-P1", "process", "complaints", "unknown")
    assert mine.disaggregation == ["sex", "age", "place", "force"]
    assert _copied(world).pk == mine.pk
    assert _copied(world, organisation="Ministry of Health").pk != mine.pk
    assert _copied(world, "16.3.2").sdg == "16.3.2"


def test_no_value(world: World) -> None:
    indicator, before = _copied(world), Observation.objects.count()
    backwards = Period(dt.date(2015, 2, 1), dt.date(2015, 1, 1))
    for given, why in (({"value": None}, "Give a value"), ({"source": " "}, "without a source"), ({"period": backwards}, "ends before")):
        with pytest.raises(UprightError, match=why):
            _observed(world, indicator, 2015, **given)
    assert Observation.objects.count() == before


def test_sources_stand_side_by_side(world: World) -> None:
    indicator = _copied(world)
    _observed(world, indicator, 2014, 1282)
    _observed(world, indicator, 2013, 965)
    _observed(world, indicator, 2013, 970, source="Yearbook")
    _observed(world, indicator, 2014, 1282, source="Yearbook")
    _observed(world, indicator, 2014, 80, group={"sex": "women"})
    found = indicators.standing(Observation.objects.filter(indicator=indicator))
    assert [(each.period.start.year, each.group, [int(row.value or 0) for row in each.rows], each.differs) for each in found] == [
        (2013, {}, [965, 970], True),
        (2014, {}, [1282, 1282], False),
        (2014, {"sex": "women"}, [80], False),
    ]
    assert [each.value for each in found] == [None, Decimal(1282), Decimal(80)]


@pytest.mark.parametrize(
    ("direction", "values", "reached", "nearer"),
    [
        ("down", [30], False, True),
        ("down", [20], True, True),
        ("up", [30], True, True),
        ("down", [50], False, False),
        ("down", [60], False, False),
        ("down", [40], False, None),
        ("unknown", [30], None, True),
        ("down", [30, 31], None, None),  # the sources differ
        ("down", [], None, None),
    ],
)
def test_a_target_without_a_score(direction: str, values: list[int], reached: bool | None, nearer: bool | None) -> None:
    """From 40 in 2012 to 20 in 2025; women are another group, and say nothing of all."""
    targets = [Target(value=Decimal(20), on=dt.date(2025, 12, 31)), Target(value=Decimal(40), on=dt.date(2012, 12, 31), baseline=True)]
    rows = [Observation(period_start=dt.date(2015, 1, 1), period_end=dt.date(2015, 12, 31), value=Decimal(value)) for value in values]
    women = Observation(period_start=dt.date(2016, 1, 1), period_end=dt.date(2016, 12, 31), value=Decimal(0), group={"sex": "women"})
    [toward] = indicators.toward(Indicator(direction=direction), targets, indicators.standing([*rows, women]))
    assert (toward.target, toward.reached, toward.nearer) == (targets[0], reached, nearer)


def test_targets(world: World) -> None:
    indicator, focal = _copied(world), world.people["focal"]
    indicators.aim_at(indicator, Decimal(20), dt.date(2025, 12, 31), by=focal)
    baseline = indicators.aim_at(indicator, Decimal(40), dt.date(2012, 12, 31), by=focal, baseline=True)
    assert [(int(each.value), each.on.year, each.baseline) for each in indicator.targets.all()] == [(40, 2012, True), (20, 2025, False)]
    with pytest.raises(UprightError, match="baseline already"):
        indicators.aim_at(indicator, Decimal(41), dt.date(2013, 12, 31), by=focal, baseline=True)
    keep.hide(baseline, version=1, by=focal, because="wrong year")
    indicators.aim_at(indicator, Decimal(41), dt.date(2013, 12, 31), by=focal, baseline=True)


# --- figures of documents --------------------------------------------------------------------------------------------------------------


def test_figures_are_offered_by_words(world: World) -> None:
    indicator = keep.change(_copied(world), version=1, by=None, measure="complaint police; judges")
    found = offers.offers(indicator)
    assert [(each.figure.measure, each.value) for each in found] == [
        ("judges in Vandrelia", Decimal(103)),
        ("complaints against police officers", Decimal(58)),
        ("complaints", Decimal(11)),
    ]
    complaints = found[1]
    assert complaints.period == year(2015)
    assert complaints.source.startswith("CCPR/C/SR.9901, para. 15")
    assert complaints.passage == "58 complaints"
    assert found[0].period is None  # the document names none
    assert offers.offers(indicator, "plaint") == []  # no word begins so
    assert offers.offers(keep.change(indicator, version=2, by=None, measure="")) == []
    # What is not exact is no number.
    compensation, limit = offers.offers(indicator, "compensation; fines")[::-1]
    assert (compensation.value, compensation.stated[:11]) == (None, "between 300")
    assert (limit.value, limit.stated) == (None, "up to 200 florins")


def test_a_figure_enters_when_a_person_accepts_it(world: World) -> None:
    indicator = keep.change(_copied(world), version=1, by=None, measure="complaint police")
    ministry, focal = world.organisations[MINISTRY], world.people["focal"]
    assert not Observation.objects.filter(indicator=indicator).exists()
    complaints, others = offers.offers(indicator)
    assert complaints.period is not None
    given: dict[str, Any] = {"by": focal, "period": complaints.period, "value": complaints.value, "source": complaints.source}
    row = offers.accept(complaints, indicator, ministry, **given)
    assert (int(row.value or 0), row.approval, row.figure_symbol) == (58, Approval.DRAFT.value, "CCPR/C/SR.9901")
    assert (row.figure_key, row.figure_passage) == (complaints.figure.key, "58 complaints")
    assert row.figure_document == complaints.figure.document
    offers.decline(others, indicator, by=focal)
    decided = [each.decided for each in offers.offers(indicator)]
    assert [each and each.taken for each in decided] == [True, False]
    with pytest.raises(UprightError, match="accepted already"):
        offers.accept(complaints, indicator, ministry, **given)
    with pytest.raises(UprightError, match="accepted already"):
        offers.decline(complaints, indicator, by=focal)
    assert Observation.objects.filter(indicator=indicator).count() == 1
    seen = {"focal": 2, "coordinator": 2, "health": 0, "ngo": 0, "stranger": 0, "public": 0}
    assert {name: Offer.objects.seen_by(world.who(name)).count() for name in seen} == seen
    # A no may become a yes, and both stay in the history.
    offers.accept(others, indicator, ministry, by=focal, period=year(2015), value=others.value, source=others.source)
    assert Offer.objects.filter(indicator=indicator, key=others.figure.key).count() == 2


def test_complaints_of_a_real_dialogue(world: World, corpus: Path) -> None:
    """The four figures of complaints in CCPR/C/SR.3272, of which the last has no end that the document names."""
    for _ in load.load([corpus / "documents" / "CCPR_C_SR.3272.txt"], workers=1):
        pass
    keep.change(world.desk, version=world.desk.version, by=None, state="KAZ")
    world.desk.refresh_from_db()
    found = offers.offers(_copied(world))
    assert [(int(each.value or 0), each.figure.period) for each in found] == [
        (965, "2013"),
        (1282, "2014"),
        (622, "2015"),
        (114, "thus far in 2016"),
    ]
    assert [each.period for each in found] == [year(2013), year(2014), year(2015), None]


# --- tables ----------------------------------------------------------------------------------------------------------------------------

TABLE = """Statistics of the Ministry;;;;;
Indicator code;Year;Value;Disaggregation;Data source;Remark
TOR-P1;2013;965;;Register;
TOR-P1;2014;1 282;;Register;
TOR-P1;2014;80;sex: women;Register;
TOR-P1;2015;n/a;;Register;
TOR-P1;2016;;;Register;not counted yet
TOR-P9;2015;1;;Register;
TOR-P1;03/04/2015;5;;Register;
TOR-P1;2013;965;;Register;again
TOR-P1;2013;970;;Yearbook;
"""


def _planned(world: World, text: str = TABLE, by: str = "focal", **reading: Any) -> tuple[list[imported.Planned], Mapping]:
    [sheet] = sheets.read(text.encode(), "values.csv")
    mapping = Mapping.suggested(sheet.header, imported.FIELDS)
    return imported.plan(sheet, mapping, world.organisations[MINISTRY], world.who(by), Reading(**reading)), mapping


def _entered(world: World, planned: list[imported.Planned], mapping: Mapping, *, conflicts: bool) -> Batch:
    given: dict[str, Any] = {
        "by": world.people["focal"],
        "title": "values.csv",
        "digest": "0" * 64,
        "mapping": mapping,
        "conflicts": conflicts,
    }
    return imported.enter(planned, world.organisations[MINISTRY], **given)


def test_a_table_is_shown_before_it_is_entered(world: World) -> None:
    indicator = _copied(world)
    planned, mapping = _planned(world)
    assert mapping.columns == {
        "code": "Indicator code", "period": "Year", "value": "Value", "group": "Disaggregation", "source": "Data source",
    }  # fmt: skip
    assert [(each.number, each.outcome.value) for each in planned] == list(
        enumerate(["new", "new", "new", "wrong", "empty", "wrong", "wrong", "same", "conflict"], 3)
    )
    why = {each.number: each.why for each in planned if each.why}
    assert ("no number" in why[6], "TOR-P9" in why[8], "2015-04-03 or 2015-03-04" in why[9]) == (True, True, True)
    assert [int(row.value or 0) for row in planned[-1].against] == [965]
    assert not Observation.objects.filter(indicator=indicator).exists()


def test_entering_again_enters_nothing_and_undo_takes_it_back(world: World) -> None:
    indicator = _copied(world)
    planned, mapping = _planned(world)
    batch = _entered(world, planned, mapping, conflicts=False)
    rows = Observation.objects.filter(indicator=indicator, hidden_at=None)
    assert sorted((row.period_start.year, int(row.value or 0), tuple(row.group)) for row in rows) == [
        (2013, 965, ()), (2014, 80, ("sex",)), (2014, 1282, ()),
    ]  # fmt: skip
    again, _mapping = _planned(world)
    assert [each.outcome for each in again if each.outcome not in {Outcome.WRONG, Outcome.EMPTY}] == [Outcome.SAME] * 4 + [Outcome.CONFLICT]
    _entered(world, again, mapping, conflicts=True)
    assert {row.source for row in rows.filter(period_start__year=2013)} == {"Register", "Yearbook"}
    assert imported.mapping_before(world.organisations[MINISTRY], tuple(mapping.columns.values())) == mapping
    assert imported.mapping_before(world.organisations["Ministry of Health"], tuple(mapping.columns.values())) is None
    undone = batches.undo(batch, by=world.people["focal"])
    assert (undone.rows, undone.left) == (3, 0)
    assert [row.source for row in rows.all()] == ["Yearbook"]


def test_a_table_says_what_it_lacks(world: World) -> None:
    indicator, table = _copied(world), "Year,Value\n2013,1\n"
    with pytest.raises(UprightError, match="the indicator, by its code or its name; the source"):
        _planned(world, table)
    [planned] = _planned(world, table, indicator=indicator, source="Yearbook")[0]
    assert planned.given["source"] == "Yearbook"
    with pytest.raises(UprightError, match="more than"):
        _planned(world, table + "2013,1\n" * imported.MOST, indicator=indicator, source="Yearbook")
    # Cells that can be read in two ways, when somebody says how they are meant.
    text = "code;start;end;value;source\nTOR-P1;01/02/2015;03/04/2015;1,234;Register\n"
    [planned] = _planned(world, text, day_first=True, decimal=",")[0]
    given = planned.given
    assert (given["period_start"], given["period_end"], given["value"]) == (dt.date(2015, 2, 1), dt.date(2015, 4, 3), Decimal("1.234"))


def test_what_others_have_not_published_is_in_no_comparison(world: World) -> None:
    """The value of another organisation is no conflict for somebody who may not see it, and is one when it is published."""
    indicator = _copied(world)
    row = _observed(world, indicator, 2013, 1, by="health")
    assert _planned(world)[0][0].outcome is Outcome.NEW
    assert _planned(world, by="coordinator")[0][0].outcome is Outcome.CONFLICT
    keep.change(row, version=1, by=None, approval=Approval.PUBLISHED.value)
    assert _planned(world)[0][0].outcome is Outcome.CONFLICT


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("", {}),
        ("women", {"group": "women"}),
        ("sex: women; Age = 0-14", {"sex": "women", "age": "0-14"}),
        (" ; sex=women;", {"sex": "women"}),
        ("age: 5:00", {"age": "5:00"}),
    ],
)
def test_of_whom(text: str, group: dict[str, str]) -> None:
    assert imported.group_of(text) == group
