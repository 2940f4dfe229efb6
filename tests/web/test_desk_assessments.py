"""The pages of assessments, scales and publishing: what each of three people sees and may do there."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from desks import World
from upright.tracking import evidence, keep
from upright.tracking.models import Assessment, Indicator, Item, Milestone, Note, Observation, Scale
from upright.tracking.words import Approval

PUBLISHED = Approval.PUBLISHED
GIVEN = {"scale": "implementation", "value": "partly", "limb": "", "rationale": "Half of it was done.", "as_of": "2026-05-01"}


def _address(world: World, name: str = "assessments", item: Item | None = None) -> str:
    return f"/desk/{world.desk.state}/items/{item.uid}/{name}" if item else f"/desk/{world.desk.state}/{name}"


def test_an_assessment_from_writing_to_publishing(world: World) -> None:
    item, ngo, public = world.items[0], world.client("ngo"), world.client("public")
    address = _address(world, "assess", item)
    assert public.get(address).status_code == 302
    assert world.client("stranger").get(address).status_code == 403
    assert "How far is it implemented?" in ngo.get(address).content.decode()
    assert ngo.post(address, GIVEN | {"value": "A"}).status_code == 400
    assert ngo.post(address, GIVEN | {"as_of": "2100-01-01"}).status_code == 400
    made = ngo.post(address, GIVEN)
    row = Assessment.objects.get()
    assert made["Location"] == row.get_absolute_url()
    for name in ("nhri", "coordinator", "stranger", "public"):
        assert world.client(name).get(row.get_absolute_url()).status_code == 404
        assert "Half of it" not in world.client(name).get(_address(world)).content.decode()
    for step in ("approve", "publish"):
        row.refresh_from_db()
        to = f"/desk/{world.desk.state}/steps/assessment/{row.uid}"
        assert ngo.post(to, {"step": step, "version": row.version}).status_code == 302
    for name in ("nhri", "coordinator", "public"):
        assert "Half of it was done." in world.client(name).get(row.get_absolute_url()).content.decode()
        assert "partly implemented" in world.client(name).get(_address(world)).content.decode()
    assert world.client("nhri").get(f"{row.get_absolute_url()}/change").status_code == 404


def test_two_change_one(world: World) -> None:
    row = world.assessment(world.items[0])
    address, ngo = f"{row.get_absolute_url()}/change", world.client("ngo")
    assert ngo.post(address, GIVEN | {"version": 1}).status_code == 302
    answer = ngo.post(address, GIVEN | {"version": 1, "rationale": "My own words."})
    assert answer.status_code == 409
    for words in ("My own words.", "Half of it was done."):
        assert words in answer.content.decode()
    assert Assessment.objects.get().rationale == "Half of it was done."


def _listed(world: World, name: str, query: str = "") -> list[dict[str, Any]]:
    answer: Any = world.client(name).get(f"{_address(world)}.json{query}")
    found: list[dict[str, Any]] = json.loads(b"".join(answer.streaming_content))
    return found


def test_the_list_is_filtered_and_sorted(world: World) -> None:
    first, second, third = world.items[:3]
    world.assessment(first, approval=PUBLISHED, value="partly")
    world.assessment(first, "nhri", approval=PUBLISHED, value="partly")
    world.assessment(second, approval=PUBLISHED, value="not")
    world.assessment(second, "nhri", approval=PUBLISHED, value="implemented")
    world.assessment(third, approval=PUBLISHED, scale="iri", value="fully")
    world.assessment(third, "nhri", value="not")  # a draft
    said = [(each["number"], each["steps_apart"]) for each in _listed(world, "public")]
    assert said == [(second.number, 2)] * 2 + [(first.number, 0)] * 2 + [(third.number, None)]
    assert [each["steps_apart"] for each in _listed(world, "nhri")][:4] == [2] * 4
    league = world.organisations["League of Defenders"].uid
    for query, numbers in (
        ("?compared=apart", [second.number] * 2), ("?scale=iri", [third.number]), ("?value=implemented", [second.number] * 2),
        (f"?assessor={league}&value=not", [second.number] * 2), ("?assessor=committee", []), ("?theme=zebra", []),
    ):  # fmt: skip
        assert [each["number"] for each in _listed(world, "public", query)] == numbers, query
    page = world.client("public").get(f"{_address(world)}?compared=apart").content.decode()
    assert "2 steps apart" in page
    assert second.text[:40] in page
    assert first.text[:40] not in page


def test_a_scale_of_ones_own(world: World) -> None:
    address, league = _address(world, "scales"), world.organisations["League of Defenders"]
    given = {"organisation": str(league.uid), "name": "Traffic lights", "ordered": "green\namber\nred", "off": "no light"}
    assert world.client("nhri").post(address, given).status_code == 403
    assert world.client("public").post(address, given).status_code == 403
    assert world.client("ngo").post(address, given | {"ordered": "green"}).status_code == 400
    assert world.client("ngo").post(address, given).status_code == 302
    scale = Scale.objects.get()
    assert "no light" in world.client("public").get(address).content.decode()
    item = world.items[0]
    assert "amber" in world.client("ngo").get(f"{_address(world, 'assess', item)}?scale={scale.uid}").content.decode()
    assert world.client("ngo").post(_address(world, "assess", item), GIVEN | {"scale": str(scale.uid), "value": "amber"}).status_code == 302
    hide = {"version": 1, "because": "A better one"}
    assert world.client("nhri").post(f"{address}/{scale.uid}/hide", hide).status_code == 404
    assert world.client("ngo").post(f"{address}/{scale.uid}/hide", hide).status_code == 302
    assert "Traffic lights" not in world.client("ngo").get(_address(world, "assess", item)).content.decode()
    assert "amber" in world.client("ngo").get(Assessment.objects.get().get_absolute_url()).content.decode()


def test_publishing_in_bulk(world: World) -> None:
    rows = [world.action(item, approval=Approval.APPROVED, title=f"Plan {at}") for at, item in enumerate(world.items[:3])]
    address, coordinator = _address(world, "publishing"), world.client("coordinator")
    for name, status in (("focal", 403), ("stranger", 403), ("ngo", 200), ("public", 302)):
        answer = world.client(name).get(f"{address}?kind=action")
        assert answer.status_code == status
        assert "Plan 0" not in answer.content.decode()
    assert "Plan 2" in coordinator.get(f"{address}?kind=action").content.decode()
    chosen = [f"action:{row.uid}:{row.version}" for row in rows[:2]]
    assert coordinator.post(address, {"kind": "action", "do": "preview"}).status_code == 400
    preview = coordinator.post(address, {"kind": "action", "do": "preview", "chosen": chosen}).content.decode()
    assert "Plan 1" in preview
    assert "Plan 2" not in preview
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    assert (
        coordinator.post(address, {"kind": "action", "do": "preview", "chosen": chosen, "embargo_until": "2020-01-01"}).status_code == 400
    )
    coordinator.post(address, {"kind": "action", "do": "publish", "chosen": chosen[:1]})
    coordinator.post(address, {"kind": "action", "do": "publish", "chosen": chosen[1:], "embargo_until": until})
    seen = world.client("public").get(_address(world, "public")).content.decode()
    assert [f"Plan {at}" in seen for at in range(3)] == [True, False, False]
    out = coordinator.get(f"{address}?kind=action&out=1").content.decode()
    assert "not seen before" in out
    rows[0].refresh_from_db()
    coordinator.post(address, {"kind": "action", "out": "1", "do": "take_back", "chosen": [f"action:{rows[0].uid}:{rows[0].version}"]})
    assert "Plan 0" not in world.client("public").get(_address(world, "public")).content.decode()


def test_all_that_becomes_public_is_shown_before(world: World) -> None:
    """Files, links, milestones, dates and budget; and of one record all kinds at once."""
    item, by, coordinator = world.items[0], world.people["focal"], world.client("coordinator")
    action = world.action(item, approval=Approval.APPROVED, budget=120000, currency="EUR", due_on=dt.date(2027, 5, 26))
    keep.create(Milestone, by=by, action=action, title="Draft the bill", due_on=dt.date(2026, 9, 1))
    evidence.add_link(action, "https://example.org/bill", "The bill", by=by)
    Image.new("RGB", (4, 4), "red").save(picture := io.BytesIO(), "PNG")
    evidence.add_file(action, picture.getvalue(), name="school.png", title="The new school", by=by)
    keep.create(Note, by=by, item=item, organisation=action.organisation, on=dt.date(2026, 5, 1), text="It goes", approval="approved")
    world.assign(item, "Ministry of Justice")
    world.action(world.items[1], approval=Approval.APPROVED, title="Of another record")
    address = _address(world, "publishing")
    listed = coordinator.get(f"{address}?item={item.uid}").content.decode()
    assert [words in listed for words in ("Amend the code", "It goes", "lead", "Of another record", " checked")] == [True] * 3 + [False] * 2
    until = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    given = {"item": str(item.uid), "do": "preview_all", "embargo_until": until}
    preview = coordinator.post(address, given).content.decode()
    for words in (
        "The bill",
        "https://example.org/bill",
        "Draft the bill, 1 September 2026",
        "26 May 2027",
        "120\u202f000 EUR",
        "no embargo",
    ):
        assert words in preview, words
    assert "Of another record" not in preview
    chosen = re.findall(r'name="chosen" value="([^"]+)"', preview)
    coordinator.post(address, {"item": str(item.uid), "do": "publish", "chosen": chosen})
    seen = world.client("public").get(_address(world, "public")).content.decode()
    assert [words in seen for words in ("Amend the code", "It goes", "Ministry of Justice", "Of another record")] == [True] * 3 + [False]


def test_who_does_it_is_no_word_of_what_is_done(world: World) -> None:
    """Actions, notes and values count; an assignment alone does not, and stands behind them."""
    by, justice = world.people["focal"], world.organisations["Ministry of Justice"]
    given, acted, measured = world.items[:3]
    world.assign(given, "Ministry of Justice", published_at=timezone.now())
    world.action(acted, approval=PUBLISHED)
    made = keep.create(
        Indicator, by=by, desk=world.desk, organisation=justice, title="Prisoners", aim="outcome", published_at=timezone.now()
    )
    made.items.add(measured)
    period: dict[str, Any] = {"period_start": dt.date(2025, 1, 1), "period_end": dt.date(2025, 12, 31)}
    value: dict[str, Any] = {"value": 7, "source": "Registry", "approval": PUBLISHED.value, "organisation": justice}
    keep.create(Observation, by=by, indicator=made, **period, **value)
    answer: Any = world.client("public").get(_address(world, "public"))
    page = answer.content.decode()
    assert f"2 of {world.desk.items.count()}" in page
    assert answer.context["counts"]["state"] == 2
    assert "Prisoners</a>, 2025: 7" in page
    assert [row.item for row in answer.context["rows"][:3]] == [acted, measured, given]
    assert "Nothing published of what is done." in page


@pytest.mark.parametrize("name", ["assessments", "scales", "public", "contributions", "publishing"])
def test_empty_pages(world: World, name: str) -> None:
    answer = world.client("coordinator").get(_address(world, name))
    assert answer.status_code == 200
    assert "<h1>" in answer.content.decode()
