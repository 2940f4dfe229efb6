"""The queue of pairs that may ask the same: an editor says what they are, it is used at once, and taken back; others do not see it."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from upright.archive import dossiers, people
from upright.archive.models import Document, Link, PairJudgement, Recommendation
from upright.web.dossiers import dossiers_of
from upright.web.pages.judgements import Pair, differing

PASSWORD = "a long enough password"
QUEUE = "/judgements"
JUDGE = "/judgements/judge"


@pytest.fixture
def linked(own_archive: None) -> None:
    """Links of which at least two wait to be judged."""
    dossiers.catch_up()
    one, other, third = (
        Recommendation.objects.counted().filter(document__symbol="A/HRC/28/901").select_related("document").order_by("order")[:3]
    )
    state = one.document.state
    for at, (first, second) in enumerate([(one, other), (one, third)]):
        made = {"document": first.document, "kind": "recommendation", "key": first.key, "to_document": second.document}
        Link.objects.filter(**made, to_key=second.key).delete()
        Link.objects.create(
            **made,
            state=state,
            to_kind="recommendation",
            to_key=second.key,
            relation="same",
            method="model",
            confidence=0.5 + at / 1000,
            because="the verb",
        )


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


def _first(editor: Client, address: str = QUEUE) -> Pair:
    return editor.get(address).context["pairs"][0]  # type: ignore[no-any-return]


def _form(pair: Pair, verdict: str, **more: str) -> dict[str, str]:
    return {"record": f"{pair.one.kind}-{pair.one.row.pk}", "other": f"{pair.other.kind}-{pair.other.row.pk}", "verdict": verdict, **more}


def _main(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode().split("<main")[1].split("</main>")[0])


def test_those_in_doubt_come_first_with_reasons(linked: None, editor: Client) -> None:
    pairs = editor.get(QUEUE).context["pairs"]
    doubts = [abs(each.link.confidence - 0.5) for each in pairs]
    assert len(doubts) >= 2
    assert doubts == sorted(doubts)
    seen = _main(editor, QUEUE)
    assert "the verb" in seen
    assert "cannot be told (50 %)" in seen
    assert seen.count("Do both ask the State for the same thing?") == 1 + len(pairs)
    assert re.search(r"<mark>\w+</mark>", seen)


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_what_an_editor_says_is_used_at_once_and_taken_back(linked: None, editor: Client, verdict: str) -> None:
    pair, before = _first(editor), editor.get(QUEUE).context["progress"]
    response = editor.post(JUDGE, _form(pair, verdict, next=QUEUE))
    assert response["Location"] == QUEUE
    judgement = PairJudgement.objects.get(withdrawn_at=None)
    assert (judgement.verdict, judgement.by.username) == (verdict, "editor")
    now = editor.get(QUEUE).context
    assert pair.id not in [each.id for each in now["pairs"]]
    assert [each.id for each in now["recent"]] == [pair.id]
    assert (now["progress"].judged, before.judged) == (1, 0)
    editor.post(JUDGE, _form(pair, "withdraw", next=QUEUE))
    assert not PairJudgement.objects.filter(withdrawn_at=None).exists()
    assert editor.get(QUEUE).context["recent"] == []


def test_with_a_script_the_pair_stands_as_it_is_judged(linked: None, editor: Client) -> None:
    pair = _first(editor)
    response = editor.post(JUDGE, _form(pair, "different", next=QUEUE), headers={"HX-Request": "true"})
    body = response.content.decode()
    assert f'id="{pair.id}"' in body
    assert "not the same: editor" in body
    assert 'value="withdraw"' in body
    assert 'id="progress" hx-swap-oob="true"' in body
    assert "1 of " in body
    assert "<html" not in body


def test_the_machine_speaks_of_the_second_record(linked: None, editor: Client) -> None:
    link = _first(editor).link
    assert link
    for relation, seen in (("narrower", "broader"), ("same", "same")):
        Link.objects.filter(pk=link.pk).update(relation=relation)
        pair = _first(editor)
        assert pair.link == link
        assert pair.one.place == (link.document_id, link.kind, link.key)  # it is of the first record that the link speaks
        assert pair.relation == seen


def test_of_one_state(linked: None, editor: Client) -> None:
    state = Document.objects.get(pk=Link.objects.filter(because="the verb")[0].document_id).state
    assert {each.one.document.state for each in editor.get(f"{QUEUE}?state={state}").context["pairs"]} == {state}
    nothing = editor.get(f"{QUEUE}?state=KEN")
    assert nothing.context["pairs"] == []
    assert "No two records are in doubt" in nothing.content.decode()


def test_others_may_not(linked: None, editor: Client, colleague: Client, client: Client) -> None:
    form = _form(_first(editor), "same")
    assert [colleague.get(QUEUE).status_code, colleague.post(JUDGE, form).status_code] == [403, 403]
    for response in (client.get(QUEUE), client.post(JUDGE, form)):
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")
    assert not PairJudgement.objects.exists()
    assert [QUEUE in each.get("/").content.decode() for each in (editor, client)] == [True, False]


def test_a_form_of_another_site_is_refused(linked: None, editor: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="editor"))
    assert strict.post(JUDGE, _form(_first(editor), "same")).status_code == 403
    assert not PairJudgement.objects.exists()


@pytest.mark.parametrize("changed", [{"verdict": "perhaps"}, {"record": "recommendation-0"}, {"other": "paragraph"}])
def test_what_is_not_there_is_not_found(linked: None, editor: Client, changed: dict[str, str]) -> None:
    assert editor.post(JUDGE, _form(_first(editor), "same") | changed).status_code == 404
    assert not PairJudgement.objects.exists()


def test_a_record_beside_itself_is_refused_in_words(linked: None, editor: Client) -> None:
    form = _form(_first(editor), "same", next=QUEUE)
    response = editor.post(JUDGE, form | {"other": form["record"]}, follow=True)
    assert "one record, not two" in response.content.decode()


def test_visitors_read_that_a_person_says_so(linked: None, editor: Client, client: Client) -> None:
    pair = _first(editor)
    editor.post(JUDGE, _form(pair, "same"))
    dossiers.catch_up()
    (found,) = dossiers_of(pair.one.row)
    assert dossiers_of(pair.other.row) == [found]
    seen = " ".join(_main(client, found.url).split())
    assert "· a person says so" in seen
    assert "by a person: ," not in seen
    assert "by a person: editor" in " ".join(_main(editor, found.url).split())


def test_words_that_the_other_has_not_are_marked() -> None:
    pieces = differing("Abolish the death-penalty at once.", "abolish the penalty, at once")
    assert [piece for piece, hit in pieces if hit] == ["death-penalty"]
    assert "".join(piece for piece, _hit in pieces) == "Abolish the death-penalty at once."
