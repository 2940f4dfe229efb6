"""Who may correct, and what everybody sees: an editor, somebody with an account and no right, and a stranger."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from upright.archive import people
from upright.archive.models import Correction, Recommendation

PASSWORD = "a long enough password"


@pytest.fixture
def row(own_archive: None) -> Recommendation:
    return Recommendation.objects.counted().filter(document__symbol="A/HRC/28/901")[0]  # type: ignore[no-any-return]


@pytest.fixture
def editor(own_archive: None) -> Client:
    people.give_account("editor", PASSWORD)
    client = Client()
    client.force_login(User.objects.get(username="editor"))
    return client


@pytest.fixture
def colleague(own_archive: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("colleague", password=PASSWORD))
    return client


def _address(row: Recommendation) -> str:
    return f"/corrections/{row.document.sha256}/recommendation/{row.key}"


def test_an_editor_corrects_and_withdraws(row: Recommendation, editor: Client, client: Client) -> None:
    assert editor.get(_address(row) + "?field=text").status_code == 200
    response = editor.post(_address(row), {"field": "text", "value": "What it means", "reason": "a line is lost"}, follow=True)
    assert "What it means" in response.content.decode()
    seen = client.get(row.get_absolute_url()).content.decode()
    assert "What it means" in seen
    assert row.text in seen.replace("&#x27;", "'")
    assert "a line is lost" in seen
    assert "editor" not in seen.split("<main")[1]  # who it was is for those who are signed in
    found = client.get("/recommendations", {"q": '"what it means"'})
    assert found.context["page"].total == 1  # the index follows
    correction = Correction.objects.get()
    editor.post(f"/corrections/{correction.pk}/withdraw")
    row.refresh_from_db()
    assert row.text != "What it means"


def test_lists_are_written_with_semicolons(row: Recommendation, editor: Client) -> None:
    editor.post(_address(row), {"field": "states", "value": "CHE; FRA", "reason": "misread"})
    row.refresh_from_db()
    assert row.states == ["CHE", "FRA"]


@pytest.mark.parametrize(
    ("field", "value", "reason", "says"),
    [
        ("position", "maybe", "why", "cannot be the position"),
        ("text", "x", "", "needs a reason"),
        ("parts", "[{", "why", "cannot be understood"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_loses_nothing(
    row: Recommendation, editor: Client, field: str, value: str, reason: str, says: str
) -> None:
    response = editor.post(_address(row), {"field": field, "value": value, "reason": reason})
    body = response.content.decode()
    assert says in body
    assert value in body
    assert not Correction.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_not(row: Recommendation, colleague: Client, client: Client, method: str) -> None:
    data = {"field": "text", "value": "x", "reason": "y"}
    for address in (_address(row), "/corrections", "/corrections/1/withdraw"):
        assert getattr(colleague, method)(address, data).status_code == 403
        response = getattr(client, method)(address, data)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")
    assert not Correction.objects.exists()


def test_a_page_offers_corrections_to_editors_alone(row: Recommendation, editor: Client, colleague: Client, client: Client) -> None:
    offered = [_address(row) in each.get(row.get_absolute_url()).content.decode() for each in (editor, colleague, client)]
    assert offered == [True, False, False]


def test_signing_in_and_out(own_archive: None, client: Client) -> None:
    people.give_account("editor", PASSWORD)
    assert client.post("/accounts/login/", {"login": "editor", "password": "wrong"}).status_code == 200
    assert client.post("/accounts/login/", {"login": "editor", "password": PASSWORD})["Location"] == "/"
    assert "editor" in client.get("/account").content.decode()
    client.post("/accounts/logout/")
    assert client.get("/account").status_code == 302


def test_nobody_signs_up(own_archive: None, client: Client) -> None:
    client.post("/accounts/signup/", {"username": "new", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(username="new").exists()


def test_a_password_that_is_easy_to_guess_is_refused(own_archive: None) -> None:
    from upright.exceptions import UprightError

    with pytest.raises(UprightError, match="password"):
        people.give_account("editor", "password")
    assert not User.objects.exists()
