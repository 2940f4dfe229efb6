"""What a record is about, and why, for everybody to see. An editor says what holds; others with an account, and strangers, do not."""

from __future__ import annotations

import html
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from upright import taxonomies
from upright.archive import dossiers, labels, people
from upright.archive.labels import SDG, STRENGTH, THEMES, TREATIES
from upright.archive.models import (
    Commitment,
    Concern,
    DossierMember,
    Finding,
    Label,
    LabelClaim,
    Labelling,
    Question,
    Recommendation,
    Statement,
)
from upright.web import labels as shown

REPORT = "A/HRC/28/901"
PASSWORD = "a long enough password"


@pytest.fixture
def row(own_archive: None) -> Recommendation:
    """A recommendation with a treaty among its labels."""
    labels.catch_up()
    found = Recommendation.objects.filter(document__symbol=REPORT, document__principal=True).select_related("document")
    return next(each for each in found if _values(each, TREATIES))  # type: ignore[no-any-return]


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


def _values(row: Recommendation, scheme: str) -> list[str]:
    return [each.value for each in labels.of(row) if each.scheme == scheme and each.holds]


def _address(row: Recommendation) -> str:
    return f"/labels/{row.document.sha256}/recommendation/{row.key}"


def _main(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode().split("<main")[1].split("</main>")[0])


def _found(client: Client, treaty: str) -> int:
    return int(client.get("/recommendations", {"treaty": treaty}).context["page"].total)


def test_a_record_says_what_it_is_about_and_why(row: Recommendation, client: Client) -> None:
    seen = _main(client, row.get_absolute_url())
    ours = [each for each in labels.of(row) if each.holds]
    assert ours
    for each in ours:
        (said,) = (said for said in each.said if said.method != "official")
        assert shown.name_of(each.scheme, each.value) in seen
        assert f"({round(100 * (said.confidence or 0))} %)" in seen
        decided = (said.because or "").split(" · ")
        assert any(f"<mark>{word}</mark>" in seen or word in seen for word in decided)
    assert "<form" not in seen


def test_a_label_leads_to_the_recommendations_that_have_it(row: Recommendation, client: Client) -> None:
    (group,) = (each for each in shown.of(row) if each.scheme == TREATIES)
    for each in group.here:
        response = client.get(each.url)
        assert response.context["asked"].filters == {"treaty": [each.held.value]}
        assert row.pk in [found.recommendation.pk for found in response.context["rows"]]


def test_less_sure_labels_stand_apart(row: Recommendation, client: Client) -> None:
    """The surest first; Goals and targets by number."""
    kept = Labelling.objects.get(document=row.document, kind="recommendation", key=row.key)
    themes, others = [each.label for each in taxonomies.scheme(THEMES).values][:4], ["16.10", "16.2", "3", "16.a", "16"]
    sure = [0.3, 0.6, 0.49, 0.99]
    kept.labels = [[THEMES, value, "model", confidence, "", "2025"] for value, confidence in zip(themes, sure, strict=True)]
    kept.labels += [[SDG, value, "rule", 0.3, "", None] for value in others]
    kept.save()
    by_scheme = {each.scheme: each for each in shown.of(row)}
    in_themes, of_goals = by_scheme[THEMES], by_scheme[SDG]
    assert [seen.held.value for seen in in_themes.sure] == [themes[3], themes[1]]
    assert [seen.held.value for seen in in_themes.less_sure] == [themes[2], themes[0]]
    assert [seen.held.value for seen in of_goals.less_sure] == ["3", "16", "16.2", "16.10", "16.a"]
    (list_of_all,) = re.findall(
        r'<dl class="label-list">(.*?)</dl>\s*<details class="soft">\s*<summary>Less sure \(7\)',
        _main(client, row.get_absolute_url()),
        re.DOTALL,
    )
    assert [each in list_of_all for each in themes] == [False, True, False, True]


def test_a_record_leads_to_its_dossier(row: Recommendation, client: Client) -> None:
    """By the title that a person gave, if somebody did; promises in it do not ask."""
    dossiers.catch_up()
    member = next(each for each in DossierMember.objects.filter(kind="recommendation").select_related("dossier") if dossiers.row_of(each))
    found = dossiers.row_of(member)
    assert isinstance(found, Recommendation)
    asked = DossierMember.objects.filter(dossier=member.dossier).exclude(kind="commitment").count()
    address = f"/dossiers/{member.dossier.state}/{member.dossier.slug}"
    people.give_account("editor", PASSWORD)
    for title in (member.dossier.title, "A title of ours"):
        for page in (found.get_absolute_url(), _address(found)):
            seen = " ".join(_main(client, page).split())
            assert f'Dossier: <a href="{address}">{title}</a> (asked {asked} time' in seen
        dossiers.entitle(member.dossier, "A title of ours", by=User.objects.get(username="editor"))
    question = next(filter(None, map(dossiers.row_of, DossierMember.objects.filter(kind="question"))))
    assert "Dossier: <a" in _main(client, f"/labels/{question.document.sha256}/question/{question.key}")


def test_an_editor_says_that_a_label_does_not_hold_and_takes_it_back(row: Recommendation, editor: Client, client: Client) -> None:
    (value, *_others) = _values(row, TREATIES)
    before = _found(client, value)
    said = {"scheme": TREATIES, "value": value, "next": row.get_absolute_url()}
    response = editor.post(_address(row), {**said, "say": "does_not", "reason": "it is named in passing"})
    assert response["Location"].startswith(row.get_absolute_url() + "#labels-recommendation-")
    assert value not in _values(row, TREATIES)
    seen = _main(client, row.get_absolute_url())
    assert "it is named in passing" in seen
    assert "does not hold" in seen
    assert "editor" not in seen  # who it was is for those who are signed in
    assert "editor" in _main(editor, row.get_absolute_url())
    assert _found(client, value) == before - 1  # the index follows
    editor.post(_address(row), {**said, "say": "withdraw"})
    assert value in _values(row, TREATIES)
    assert not LabelClaim.objects.filter(withdrawn_at=None).exists()


def test_an_editor_adds_a_label_from_the_list(row: Recommendation, editor: Client) -> None:
    form = _main(editor, _address(row) + f"?scheme={THEMES}")
    assert set(re.findall(r'<option value="([^"]+)"', form)) == {each.label for each in taxonomies.scheme(THEMES).values}
    assert {each.group for each in taxonomies.scheme(THEMES).values} == set(re.findall(r'<optgroup label="([^"]+)"', form))
    other = next(each.label for each in taxonomies.scheme(THEMES).values if each.label not in _values(row, THEMES))
    editor.post(_address(row), {"scheme": THEMES, "value": other, "say": "holds"})  # a reason is not asked for
    assert other in _values(row, THEMES)


def test_what_is_said_stands_at_once_where_it_was_said(row: Recommendation, editor: Client) -> None:
    (value, *_others) = _values(row, TREATIES)
    said = {"scheme": TREATIES, "value": value, "say": "holds", "next": row.get_absolute_url()}
    response = editor.post(_address(row), said, headers={"HX-Request": "true"})
    body = response.content.decode()
    assert "<html" not in body
    assert f'id="labels-recommendation-{row.pk}"' in body
    assert "judged by editor" in body


def test_another_strength_takes_the_place_of_the_one_that_was(row: Recommendation, editor: Client) -> None:
    (strength,) = _values(row, STRENGTH)
    other = "1" if strength != "1" else "2"
    editor.post(_address(row), {"scheme": STRENGTH, "value": other, "say": "holds"})
    assert _values(row, STRENGTH) == [other]
    assert "another one holds" in _main(editor, row.get_absolute_url())


@pytest.mark.parametrize(("scheme", "value"), [(THEMES, "No such theme"), ("no_such_scheme", "x")])
def test_what_is_no_label_is_said_and_changes_nothing(row: Recommendation, editor: Client, scheme: str, value: str) -> None:
    response = editor.post(_address(row), {"scheme": scheme, "value": value, "say": "holds"}, follow=True)
    assert response.content.decode().count("is no label of") == 1
    response = editor.post(_address(row), {"scheme": scheme, "value": value, "say": "holds"}, headers={"HX-Request": "true"})
    assert response.content.decode().count("is no label of") == 1
    assert not LabelClaim.objects.exists()


def test_others_may_not(row: Recommendation, colleague: Client, client: Client) -> None:
    said = {"scheme": THEMES, "value": taxonomies.scheme(THEMES).values[0].label, "say": "holds"}
    assert colleague.post(_address(row), said).status_code == 403
    response = client.post(_address(row), said)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")
    for each in (colleague, client):
        seen = _main(each, _address(row))
        assert "<form" not in seen
        assert "Add a label" not in seen
    assert not LabelClaim.objects.exists()


def test_a_form_of_another_site_is_refused(row: Recommendation, editor: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="editor"))
    said = {"scheme": THEMES, "value": taxonomies.scheme(THEMES).values[0].label, "say": "holds"}
    assert strict.post(_address(row), said).status_code == 403


def test_questions_and_concerns_have_their_labels_too(row: Recommendation, client: Client) -> None:
    question = next(each for each in Question.objects.of_examinations() if any(held.holds for held in labels.of(each)))
    seen = _main(client, f"/questions?state={question.document.state}")
    assert all(shown.name_of(each.scheme, each.value) in seen for each in labels.of(question) if each.holds)
    concern = next(each for each in Concern.objects.filter(document__principal=True) if any(held.holds for held in labels.of(each)))
    seen = _main(client, f"/observations/{concern.document.symbol}")
    assert all(shown.name_of(each.scheme, each.value) in seen for each in labels.of(concern) if each.holds)
    assert client.get(f"/labels/{concern.document.sha256}/concern/{concern.key}").status_code == 200


def test_a_statement_and_a_promise_lead_to_theirs(row: Recommendation, client: Client) -> None:
    statement = next(each for each in Statement.objects.filter(document__symbol=REPORT, document__principal=True) if labels.of(each))
    promise = Commitment.objects.filter(document__principal=True).select_related("document")[0]
    for each, page in ((statement, f"/reviews/XVA/{row.document.working_group_session}"), (promise, promise.document.examined or "")):
        address = f"/labels/{each.document.sha256}/{each.KIND.NAME}/{each.key}"
        assert f'href="{address}"' in _main(client, page)
        seen = _main(client, address)
        assert ("<mark>" in seen) == bool(labels.of(each)) != ("No label was found for it" in seen)
        assert all(shown.name_of(held.scheme, held.value) in seen for held in labels.of(each) if held.holds)
        assert f'id="labels-{each.KIND.NAME}-{each.pk}"' in client.get(address, headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize("path", ["recommendation/no such key", "paragraph/1", "answer/1"])
def test_what_is_not_there_is_not_found(row: Recommendation, client: Client, path: str) -> None:
    assert client.get(f"/labels/{row.document.sha256}/{path}").status_code == 404


def test_official_labels_stand_beside_ours(row: Recommendation, client: Client) -> None:
    """What a matrix gives and we do not is said to differ, what both give to agree, and what is on nearly all to say nothing."""
    (group,) = (each for each in shown.of(row) if each.scheme == TREATIES)
    document = row.document
    theme = next(each for each in taxonomies.scheme(THEMES).values if each.label not in _values(row, THEMES))
    made = {"document": document, "of": row.key, "method": "official", "source_start": 0, "source_end": 1, "edition": "2025"}
    Label.objects.create(**made, key="a", order=9_001, scheme=THEMES, value=theme.label)
    Label.objects.create(**made, key="b", order=9_002, scheme="ohchr_groups", value="Public officials")
    for value in _values(row, THEMES)[:1]:
        Label.objects.create(**made, key="c", order=9_003, scheme=THEMES, value=value)
    Finding.objects.create(
        document=document, key="says-nothing", order=9_001, check_name="label_says_nothing", severity="note", found="40 of 41",
        message="'Public officials' is on 40 of 41 recommendations: it tells none from another.", source_start=0, source_end=1,
    )  # fmt: skip
    by_scheme = {each.scheme: each for each in shown.of(row)}
    assert [seen.held.value for seen in by_scheme[THEMES].given] == [theme.label]
    assert [document in seen.also for seen in by_scheme[THEMES].here][:1] == [True][: len(by_scheme[THEMES].here)]
    (nothing,) = by_scheme["duty_bearers"].given
    assert (nothing.held.value, nothing.nothing) == ("Public officials", "40 of 41")
    seen = _main(client, row.get_absolute_url())
    assert "on 40 of 41 records of its source" in seen
    assert "not among ours" in seen
    assert group.title


@pytest.mark.parametrize(
    ("text", "because", "marked"),
    [
        ("Ratify the Convention", "ratify", ["Ratify"]),
        ("Ratify the Convention on the Rights of the Child", "Rights of the Child · Child", ["Rights of the Child"]),
        ("Ratify the Convention", "a rule of ours", []),
        ("Protect childless persons; protect the child", "child", ["child"]),
        ("Take steps " + "and more steps " * 30 + "to abolish it", "take · abolish", ["Take", "abolish"]),
    ],
)
def test_the_words_that_decided_are_marked_where_they_stand(text: str, because: str, marked: list[str]) -> None:
    pieces = shown.excerpt(text, because)
    assert [piece for piece, hit in pieces if hit] == marked
    assert len("".join(piece for piece, _hit in pieces)) < len(text) + 5
    assert all(piece == " … " or piece.removesuffix(" …") in text for piece, _hit in pieces)
