"""The pages of indicators: who sees and does what, values by hand, out of documents and out of tables, each way without JavaScript."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desks import STATE, World
from upright.tracking import indicators, keep, library
from upright.tracking.cells import Period
from upright.tracking.models import Batch, Indicator, Observation
from upright.tracking.words import Approval

BASE = f"/desk/{STATE}/indicators"
YEAR = Period(dt.date(2015, 1, 1), dt.date(2015, 12, 31))
TABLE = b"code;period;value;source\r\nTOR-P1;2013;965;Register\r\nTOR-P1;2014;1 282;Register\r\nTOR-P1;2015;n/a;Register\r\n"


def _indicator(world: World, organisation: str = "Ministry of Justice", **changed: Any) -> Indicator:
    found = library.find("TOR-P1")
    assert found is not None
    made = indicators.copy(found, world.organisations[organisation], by=world.people["focal"])
    return keep.change(made, version=1, by=None, **changed) if changed else made


def _value(world: World, indicator: Indicator, by: str = "focal", **given: Any) -> Observation:
    organisation = world.organisations[{"focal": "Ministry of Justice", "ngo": "League of Defenders"}[by]]
    given = {"period": YEAR, "value": Decimal(58), "source": "Register", **given}
    return indicators.observe(indicator, organisation, by=world.people[by], **given)


def _text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_who_sees_an_indicator_and_its_values(world: World) -> None:
    """The State's side sees all of its indicators, and of the values its own; others what is published, each value for itself."""
    indicator = _indicator(world)
    row = _value(world, indicator)
    one, value = f"{BASE}/{indicator.uid}", f"{BASE}/values/{row.uid}"
    before = {"focal": (200, 200), "colleague": (200, 200), "coordinator": (200, 200), "health": (200, 404), "admin": (404, 404),
              "nhri": (404, 404), "ngo": (404, 404), "stranger": (404, 404), "public": (404, 404)}  # fmt: skip
    for name, (sees, sees_value) in before.items():
        client = world.client(name)
        assert (client.get(one).status_code, client.get(value).status_code) == (sees, sees_value), name
        assert (indicator.title in _text(client, BASE)) == (sees == 200), name
        assert (len(json.loads(client.get(f"{BASE}.json").getvalue())) == 1) == (sees_value == 200), name
    own = _indicator(world, "League of Defenders")
    assert [world.client(name).get(f"{BASE}/{own.uid}").status_code for name in ("ngo", "nhri", "coordinator")] == [200, 404, 404]
    keep.change(indicator, version=indicator.version, by=None, published_at=row.created_at)
    assert indicator.title in _text(world.client("public"), BASE)
    assert ">58<" not in _text(world.client("public"), one)
    keep.change(row, version=1, by=None, approval=Approval.PUBLISHED.value)
    page = _text(world.client("public"), one)
    assert ">58<" in page
    assert "Enter a value" not in page


WRITES = {
    "new": "/new", "change": "/{indicator}/change", "enter": "/{indicator}/enter", "aim": "/{indicator}/aim",
    "offers": "/{indicator}/offers", "hide": "/{indicator}/hide", "publish": "/{indicator}/publish", "import": "/import",
    "copy": "/library", "change value": "/values/{value}/change", "hide value": "/values/{value}/hide",
}  # fmt: skip


def test_who_may_write(world: World) -> None:
    """404: not to be seen; 403: seen, and not theirs; 302: to sign in. An organisation of the State may enter values of its own."""
    indicator = _indicator(world)
    row = _value(world, indicator)
    places = {name: BASE + path.format(indicator=indicator.uid, value=row.uid) for name, path in WRITES.items()}
    expected = {
        "health": {"new": 400, "change": 403, "enter": 400, "aim": 403, "offers": 403, "hide": 403, "publish": 403, "change value": 404,
                   "hide value": 404, "import": 400, "copy": 403},
        "ngo": {"new": 400, "import": 400, "copy": 403, **dict.fromkeys(set(WRITES) - {"new", "import", "copy"}, 404)},
        "stranger": {"new": 403, "import": 403, "copy": 403, **dict.fromkeys(set(WRITES) - {"new", "import", "copy"}, 404)},
        "public": dict.fromkeys(WRITES, 302) | {"copy": 403},
    }  # fmt: skip
    for name, statuses in expected.items():
        client = world.client(name)
        assert {place: client.post(address).status_code for place, address in places.items()} == statuses, name
    indicator.refresh_from_db()
    row.refresh_from_db()
    assert (indicator.version, row.version, Indicator.objects.count()) == (1, 1, 1)


def test_from_the_library_to_a_target(world: World) -> None:
    focal, ministry = world.client("focal"), world.organisations["Ministry of Justice"]
    assert "Complaints of torture or ill-treatment received" in _text(focal, f"{BASE}/library?q=torture&aim=process")
    response = focal.post(f"{BASE}/library", {"code": ["TOR-P1"], "organisation": str(ministry.uid)})
    indicator = Indicator.objects.get()
    one = f"{BASE}/{indicator.uid}"
    assert response.headers["Location"] == one
    assert "on the desk" in _text(focal, f"{BASE}/library?q=torture")
    sent = {"organisation": ministry.pk, "period": "2015", "value": "1282", "source": "Register", "group": ""}
    assert "write a year" in focal.post(f"{one}/enter", {**sent, "period": "lately"}).content.decode()
    assert "Give a value" in focal.post(f"{one}/enter", {**sent, "value": ""}).content.decode()
    assert focal.post(f"{one}/enter", sent).status_code == 302
    assert focal.post(f"{one}/enter", {**sent, "value": "1300", "source": "Yearbook"}).status_code == 302
    assert focal.post(f"{one}/aim", {"value": "600", "on": "2030-12-31"}).status_code == 302
    page = _text(focal, one)
    assert "Where the sources differ" in page
    assert "not known: the sources differ" in page
    chart = json.loads(page.split('id="chart-indicator" type="application/json">')[1].split("</script>")[0])
    assert chart["names"] == [str(year) for year in range(2015, 2031)]
    drawn = {each["name"]: [value for value in each["values"] if value is not None] for each in chart["series"]}
    assert drawn == {"Register": [1282], "Yearbook": [1300], "Target": [600]}
    wrong = focal.post(f"{one}/change", {"title": "x", "aim": "process", "direction": "up", "sdg": "99.9.9", "version": 1})
    assert (wrong.status_code, "no such indicator" in wrong.content.decode()) == (400, True)


def test_what_an_indicator_measures(world: World) -> None:
    indicator, (first, second, *_rest) = _indicator(world), world.items
    focal, address = world.client("focal"), f"{BASE}/{indicator.uid}/measures"
    focal.post(address, {"item": [str(first.uid), str(second.uid)]})
    assert set(indicator.items.all()) == {first, second}
    focal.post(f"{address}?q={first.number}", {})  # what the list does not show stays
    assert set(indicator.items.all()) == {second}
    assert second.get_absolute_url() in _text(focal, f"{BASE}/{indicator.uid}")
    assert [world.client(name).post(address).status_code for name in ("health", "ngo", "public")] == [403, 404, 302]


def test_a_value_is_changed_by_two_at_once(world: World) -> None:
    row = _value(world, _indicator(world))
    address = f"{BASE}/values/{row.uid}/change"
    sent = {"period_start": "2015-01-01", "period_end": "2015-12-31", "value": "59", "source": "Register", "version": 1}
    assert world.client("focal").post(address, sent).status_code == 302
    lost = world.client("colleague").post(address, {**sent, "value": "60", "source": "Yearbook"})
    row.refresh_from_db()
    assert (lost.status_code, int(row.value or 0), row.source) == (409, 59, "Register")
    assert "Yearbook" in lost.content.decode()
    gone = f"{BASE}/values/{row.uid}/hide"
    world.client("focal").post(gone, {"version": 2, "because": ""})
    assert Observation.objects.filter(hidden_at=None).exists()
    world.client("focal").post(gone, {"version": 2, "because": "Counted twice"})
    assert not Observation.objects.filter(hidden_at=None).exists()


def test_figures_of_documents_are_decided_by_a_person(world: World) -> None:
    indicator = _indicator(world, measure="complaint police")
    focal, one = world.client("focal"), f"{BASE}/{indicator.uid}"
    assert "2 figures in the State’s documents" in _text(focal, one)
    assert "2 figures in documents to decide on" in _text(focal, BASE)
    assert "to decide on" not in _text(world.client("health"), BASE)
    page = _text(focal, f"{one}/offers")
    assert "<mark>58 complaints</mark>" in page
    assert 'value="2015"' in page
    assert not Observation.objects.exists()
    sha, key = (page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("sha256", "key"))
    sent = {"sha256": sha, "key": key, "organisation": world.organisations["Ministry of Justice"].pk, "period": "2015", "value": "58",
            "source": "CCPR/C/SR.9901, para. 15"}  # fmt: skip
    wrong = focal.post(f"{one}/offers", {**sent, "period": "03/04/2015", "what": "accept"})
    assert (wrong.status_code, "2015-04-03 or 2015-03-04" in wrong.content.decode()) == (400, True)
    focal.post(f"{one}/offers", {"sha256": sha, "key": key, "what": "decline"})
    assert "Offer it again" in _text(focal, f"{one}/offers")
    focal.post(f"{one}/offers", {"sha256": sha, "key": key, "what": "again"})
    focal.post(f"{one}/offers", {**sent, "what": "accept"})
    row = Observation.objects.get()
    assert (int(row.value or 0), row.figure_passage, row.approval) == (58, "58 complaints", "draft")
    assert focal.post(f"{one}/offers", {"sha256": sha, "key": "none", "what": "accept"}).status_code == 404
    assert "58 complaints" in _text(focal, f"{BASE}/values/{row.uid}")


def test_the_words_that_figures_are_offered_by_are_shown_and_kept(world: World) -> None:
    indicator = _indicator(world)
    focal, one = world.client("focal"), f"{BASE}/{indicator.uid}/offers"
    page = _text(focal, one)
    assert f"under “{indicator.measure}”" in page
    assert f'value="{indicator.measure}"' in page
    assert "58 complaints" in (found := _text(focal, f"{one}?q=complaint+police"))
    assert "Keep these words" in found
    focal.post(one, {"what": "words", "q": "complaint police", "version": indicator.version})
    assert "58 complaints" in (kept := _text(focal, one))
    assert "Keep these words" not in kept
    assert world.client("health").post(one, {"what": "words", "q": "judges", "version": 2}).status_code == 403


def test_a_table_is_looked_at_entered_and_undone(world: World) -> None:
    _indicator(world)
    focal, ministry = world.client("focal"), world.organisations["Ministry of Justice"]
    refused = focal.post(f"{BASE}/import", {"organisation": str(ministry.uid), "file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no")})
    assert (refused.status_code, "damaged" in refused.content.decode()) == (400, True)
    sent = focal.post(f"{BASE}/import", {"organisation": str(ministry.uid), "file": SimpleUploadedFile("values.csv", TABLE)})
    plan = sent.headers["Location"]
    page = _text(focal, plan)
    assert "“n/a” is no number" in page
    assert "<b>2</b> new" in page
    assert not Observation.objects.exists()
    assert world.client("health").get(plan).status_code == 302  # another person's file, and another's organisation
    done = focal.post(plan).headers["Location"]
    assert sorted(int(row.value or 0) for row in Observation.objects.all()) == [965, 1282]
    assert "Undo the import" in _text(focal, done)
    assert world.client("health").get(done).status_code == world.client("ngo").get(done).status_code == 404
    # The same table again enters nothing.
    again = focal.post(f"{BASE}/import", {"organisation": str(ministry.uid), "file": SimpleUploadedFile("values.csv", TABLE)})
    assert "Nothing in the table is new." in _text(focal, again.headers["Location"])
    focal.post(again.headers["Location"])
    assert Batch.objects.count() == 1
    assert world.client("health").post(f"{done}/undo").status_code == 404
    focal.post(f"{done}/undo")
    assert not Observation.objects.filter(hidden_at=None).exists()
    assert "Undone" in _text(focal, done)


def test_what_is_given_as_data_is_the_same_when_it_is_imported(world: World) -> None:
    _value(world, _indicator(world), group={"sex": "women"})
    focal = world.client("focal")
    given = focal.get(f"{BASE}.csv")
    content = given.getvalue()
    ministry = world.organisations["Ministry of Justice"]
    sent = focal.post(f"{BASE}/import", {"organisation": str(ministry.uid), "file": SimpleUploadedFile("values.csv", content)})
    assert "<b>1</b> there already" in _text(focal, sent.headers["Location"])


def test_pages_ask_a_bounded_number_of_questions(world: World, django_assert_max_num_queries: Any) -> None:
    indicator = _indicator(world)
    for at in range(12):
        _value(world, indicator, source=f"Source {at}", value=Decimal(at))
    client = world.client("focal")
    with django_assert_max_num_queries(25):
        _text(client, BASE)
    with django_assert_max_num_queries(30):
        _text(client, f"{BASE}/{indicator.uid}")


def test_odd_addresses(world: World) -> None:
    public = world.client("public")
    for path in ("?right=nothing", "?organisation=none", "?q=%00", "?page=9", ".csv?aim=x", "/library?q=none"):
        assert public.get(BASE + path).status_code == 200, path
