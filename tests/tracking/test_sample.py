"""A desk to try, and how it is taken away."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from upright.archive import labels
from upright.archive.models import Document
from upright.exceptions import UprightError
from upright.tracking import items, offers, sample
from upright.tracking.models import (
    TABLES,
    Action,
    Assessment,
    Assignment,
    ChainHead,
    Desk,
    Entry,
    Indicator,
    Organisation,
    Person,
    Value,
)


@pytest.fixture
def made(own_archive: None) -> sample.Sample:
    labels.catch_up()
    return sample.make("XVA", "Desk of Varland")


def test_a_sample_desk_has_something_of_everything(made: sample.Sample) -> None:
    assert made.desk.sample
    assert Organisation.objects.count() == 4
    assert Person.objects.count() == len(made.accounts) == 5
    assert set(Action.objects.values_list("approval", flat=True)) == {"draft", "submitted", "approved", "published"}
    assert Indicator.objects.exists()
    assert len(set(Assessment.objects.filter(approval="published").values_list("value", flat=True))) == 3
    assert all("sample" in each.name for each in Organisation.objects.all())
    _fits()


def _fits() -> None:
    """What is done and measured fits what the records ask for."""
    report = Document.objects.get(symbol="A/HRC/28/901", principal=True)
    assert set(Action.objects.values_list("item__document", flat=True)) == {report.pk}
    assert Action.objects.count() == Assignment.objects.filter(item__actions__isnull=False, part="lead").count() >= 12
    measured = {each.code: {item.text.casefold() for item in each.items.all()} for each in Indicator.objects.all()}
    for code, word in {"ALL-P2": "ombudsperson", "TOR-P5": "police", "ALL-S1": "acced"}.items():
        assert any(word in text for text in measured.pop(code))
    assert not measured  # nothing is measured that no record asks for
    decided = {each.code: [offer.decided is not None for offer in offers.offers(each)] for each in Indicator.objects.exclude(measure="")}
    assert all(True in each and False in each for each in decided.values()), decided  # some were accepted, some wait


def test_it_is_taken_away_at_once(made: sample.Sample) -> None:
    sample.remove(made.desk)
    left = {table._meta.model_name for table in TABLES if table._default_manager.exists()}
    assert left <= {"entry", "chainhead", "value"}
    assert not Value.objects.exists()
    assert not User.objects.filter(username__startswith="sample-").exists()
    assert Entry.objects.count() == ChainHead.objects.get().number


def test_it_is_taken_away_on_its_page(made: sample.Sample, client: Client) -> None:
    address = f"/desk/{made.desk.state}/settings"
    client.force_login(User.objects.get(username="sample-league"))
    assert client.post(f"{address}/remove-sample").status_code == 404
    client.force_login(User.objects.get(username="sample-coordinator"))
    shown = client.get(address).content.decode()
    assert all(words in shown for words in ("remove-sample", "It cannot be undone", ", ".join(made.accounts)))
    assert client.post(f"{address}/remove-sample").status_code == 302
    assert not Desk.objects.exists()
    assert client.get("/desk/").status_code == 200


def test_a_desk_of_ones_own_is_not_taken_for_a_sample(own_archive: None) -> None:
    desk = items.open_desk("XVA", "Desk of Varland", by=None)
    with pytest.raises(UprightError, match="people work on"):
        sample.make("XVA", "Another")
    with pytest.raises(UprightError, match="no sample"):
        sample.remove(desk)
    assert Desk.objects.get() == desk
