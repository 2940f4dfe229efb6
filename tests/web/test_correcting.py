"""Who may correct, and what everybody sees: an editor, somebody with an account and no right, and a stranger."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from upright import states
from upright.archive import claims, corrections, entries, people
from upright.archive.models import ROWS, Correction, Recommendation

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


@pytest.mark.parametrize(
    ("written", "more"),
    [
        ("CHE; FRA; BIH", ""),
        ("che, fra", "Bosnia and Herzegovina"),
        ("Switzerland; France", "bih"),
        ("Switzerland, France and Bosnia and Herzegovina", ""),
        ("Suisse\r\nFrance\r\nБосния и Герцеговина", ""),
    ],
)
def test_states_are_written_by_name_or_code(row: Recommendation, editor: Client, written: str, more: str) -> None:
    editor.post(_address(row), {"field": "states", "value": written, "more": more, "reason": "misread"})
    row.refresh_from_db()
    assert row.states == ["CHE", "FRA", "BIH"]


@pytest.mark.parametrize(
    ("field", "value", "reason", "says"),
    [
        ("position", "maybe", "why", "is none of: supported"),
        ("text", "x", "", "needs a reason"),
        ("parts", "[{", "why", "cannot be understood"),
        ("states", "GHA; KEN; XYZ", "why", "No State is called XYZ"),
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


def test_signing_in_leads_back_to_the_record(row: Recommendation, client: Client) -> None:
    people.give_account("editor", PASSWORD)
    [link] = set(re.findall(r'href="(/accounts/login/[^"]*)"', client.get(row.get_absolute_url()).content.decode()))
    form = client.get(link).content.decode()
    [back] = re.findall(r'name="next" value="([^"]*)"', form.split("<main")[1])[:1]
    response = client.post("/accounts/login/", {"login": "editor", "password": PASSWORD, "next": back})
    assert response["Location"] == row.get_absolute_url()


def test_a_page_says_at_the_field_what_was_corrected(row: Recommendation, editor: Client, client: Client) -> None:
    [said] = row.states[:1]
    editor.post(_address(row), {"field": "states", "value": "Ghana", "reason": "misread"})
    editor.post(_address(row), {"field": "text", "value": "A guess", "reason": "a guess"})
    corrections.withdraw(Correction.objects.get(field="text"), by=User.objects.get(username="editor"))
    pages = [each.get(row.get_absolute_url()).content.decode().split("<main")[1] for each in (client, editor)]
    facts = [" ".join(re.sub("<[^>]*>", " ", page.partition('class="facts"')[2].partition("</dl>")[0]).split()) for page in pages]
    assert "Ghana&nbsp; GHA corrected on" in facts[0]
    assert "Ghana&nbsp; GHA corrected by editor" in facts[1]
    assert all(f"the document says: {states.name(said, 'en')}&nbsp; {said}" in each for each in facts)
    assert ["A guess" in page for page in pages] == [False, True]  # what was withdrawn is for editors
    assert "[&#x27;" not in "".join(pages) + editor.get("/corrections").content.decode()  # no list of the code


def test_the_form_of_every_field_gives_back_what_it_shows(own_archive: None) -> None:
    """So that nobody changes by saving what he did not touch."""
    for kind in ROWS:
        for row in kind._default_manager.all()[:60]:
            for name, field in entries.fields_of(kind.KIND).items():
                value = claims.plain(getattr(row, claims.column_of(kind.KIND.NAME, name)))
                back = entries.checked(field, entries.read(field, entries.written(field, value).replace("\n", "\r\n"))) if value else value
                assert back == value, (kind, name)


def test_every_field_has_a_form(row: Recommendation, editor: Client) -> None:
    for kind in ROWS:
        found = kind._default_manager.select_related("document").first()
        address = f"/corrections/{found.document.sha256}/{kind.KIND.NAME}/{found.key}" if found else ""
        for name in entries.fields_of(kind.KIND) if found else ():
            response = editor.get(address, {"field": name})
            assert response.status_code == 200, (kind, name)
            assert "Cancel" in response.content.decode()


def test_nobody_signs_up(own_archive: None, client: Client) -> None:
    client.post("/accounts/signup/", {"username": "new", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(username="new").exists()


def test_a_password_that_is_easy_to_guess_is_refused(own_archive: None) -> None:
    from upright.exceptions import UprightError

    with pytest.raises(UprightError, match="password"):
        people.give_account("editor", "password")
    assert not User.objects.exists()
