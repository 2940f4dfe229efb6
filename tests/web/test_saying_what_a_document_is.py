"""A document that does not say what it is: an editor says it, and everybody sees what the file itself says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client

from upright.archive import load, people
from upright.archive.models import Correction, Document

PASSWORD = "a long enough password"
OFFER = "Say what this document is"
TEXT = """The meeting was called to order at 3.05 p.m.

Consideration of reports submitted by States parties under article 40 of the Covenant (continued)

Third periodic report of Vandrelia (continued) (CCPR/C/XVA/3; CCPR/C/XVA/Q/3 and Add.1)

1. At the invitation of the Chair, the delegation of Vandrelia took places at the Committee table.

2. Ms. Tarrow (Vandrelia) said that the lighthouse district had two new schools.

The meeting rose at 4 p.m.
"""


@pytest.fixture
def document(own_archive: None, tmp_path: Path) -> Document:
    (tmp_path / "second.txt").write_text(TEXT, encoding="utf-8")
    [loaded] = load.load([tmp_path / "second.txt"])
    assert isinstance(loaded, load.Loaded)
    return Document.objects.get(pk=loaded.document)


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


def _form(document: Document) -> str:
    return f"/corrections/{document.sha256}/document/document"


def _main(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(re.sub("<[^>]*>", " ", response.content.decode().split("<main")[1]).split())


def test_an_editor_says_it_and_takes_it_back(document: Document, editor: Client, colleague: Client, client: Client) -> None:
    people_there = (editor, colleague, client)
    address = f"/documents/{document.sha256}"
    assert [OFFER in _main(each, address) for each in people_there] == [True, False, False]
    assert "says neither its symbol nor its date" in _main(editor, address)
    assert "The meeting was called to order" in _main(editor, _form(document) + "?field=symbol")
    said = {"field": "symbol", "value": "CCPR/C/SR.9902", "reason": "the cover, in the library"}
    assert editor.post(_form(document), said)["Location"] == "/CCPR/C/SR.9902"
    assert "does not say its date" in _main(editor, "/CCPR/C/SR.9902")
    editor.post(_form(document), {"field": "date", "value": "2016-07-11", "reason": "the journal of that day"})
    seen = [_main(each, "/CCPR/C/SR.9902") for each in people_there]
    assert all("symbol nothing CCPR/C/SR.9902 the cover, in the library" in each for each in seen)
    assert all("date nothing 11 July 2016 the journal of that day" in each for each in seen)
    assert [OFFER in each for each in seen] == [False, False, False]
    assert ["Correct: " in each for each in seen] == [True, False, False]
    assert ["editor" in each for each in seen] == [True, True, False]  # who it was is for those who are signed in
    history = _main(editor, "/corrections")
    assert "CCPR/C/SR.9902 symbol CCPR/C/SR.9902 the cover, in the library" in history
    correction = Correction.objects.get(field="symbol")
    back = re.findall(r'name="next" value="([^"]*)"', editor.get("/CCPR/C/SR.9902").content.decode().split("<main")[1])
    response = editor.post(f"/corrections/{correction.pk}/withdraw", {"next": back[0]}, follow=True)
    assert response.status_code == 200  # its address under the symbol is gone
    assert client.get("/CCPR/C/SR.9902").status_code == 404
    assert "Withdrawn corrections (1)" in _main(editor, address)
    assert "CCPR/C/SR.9902" not in _main(client, address)


def test_a_document_that_says_what_it_is_can_be_corrected_too(own_archive: None, editor: Client, colleague: Client, client: Client) -> None:
    document = Document.objects.get(symbol="A/HRC/28/901", principal=True)
    assert document.date
    pages = [each.get("/A/HRC/28/901").content.decode() for each in (editor, colleague, client)]
    assert [_form(document) in page for page in pages] == [True, False, False]
    assert OFFER not in pages[0]
    for name in re.findall(r'href="\?field=(\w+)"', editor.get(_form(document)).content.decode()):
        assert editor.get(_form(document), {"field": name}).status_code == 200


def test_another_file_of_the_symbol_is_told_of(document: Document, editor: Client) -> None:
    there = Document.objects.get(symbol="CCPR/C/SR.9901", principal=True)
    said = {"field": "symbol", "value": "CCPR/C/SR.9901", "reason": "a guess"}
    response = editor.post(_form(document), said, follow=True)
    assert f"The one that is shown is {there.file}" in response.content.decode()
    assert response.redirect_chain == [(f"/documents/{document.sha256}", 302)]


def test_what_cannot_be_is_one_sentence(document: Document, editor: Client) -> None:
    response = editor.post(_form(document), {"field": "symbol", "value": "SR 9902", "reason": "why"})
    assert "“SR 9902” is not the symbol of a document" in response.content.decode()
    assert editor.get(_form(document) + "?field=kind").status_code == 404
    assert editor.get(f"/corrections/{document.sha256}/document/1").status_code == 404
    assert not Correction.objects.exists()


def test_others_may_not(document: Document, colleague: Client, client: Client) -> None:
    said = {"field": "symbol", "value": "CCPR/C/SR.9902", "reason": "why"}
    assert colleague.post(_form(document), said).status_code == 403
    assert client.post(_form(document), said)["Location"].startswith("/accounts/login/")
    assert not Correction.objects.exists()
