"""The pages on what is asked again: dossiers, what came again, what was neglected, and two sides compared."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from upright.archive import corrections, dossiers, labels, people
from upright.archive.models import (
    Correction,
    Course,
    Document,
    Dossier,
    DossierMember,
    DossierTitle,
    PairJudgement,
    Question,
    Recommendation,
)
from upright.linking.across import wording
from upright.web import courses
from upright.web.dossiers import gathered
from upright.web.templatetags.linking import reason

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
CRPD = "/dossiers/XVA/A-HRC-8-901-23.1"  # asked in both cycles to ratify it
FIRST, SECOND = "A/HRC/8/901", "A/HRC/28/901"


def _body(response: Any) -> str:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return str(data.decode())


def _main(response: Any) -> str:
    return _body(response).split("<main")[1]


def _titles(response: Any) -> list[str]:
    return [row.dossier.title for row in response.context["rows"]]


@pytest.fixture
def linked(own_archive: None) -> None:
    """The specimens with their labels and dossiers."""
    labels.catch_up()
    dossiers.catch_up()


@pytest.fixture
def editor(linked: None) -> Client:
    people.give_account("editor", PASSWORD)
    client = Client()
    client.force_login(User.objects.get(username="editor"))
    return client


@pytest.fixture
def colleague(linked: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_user("colleague", password=PASSWORD))
    return client


def _dossier() -> Dossier:
    found: Dossier = Dossier.objects.get(state="XVA", slug=CRPD.rpartition("/")[2])
    return found


def _places(dossier: Dossier) -> set[tuple[str | None, str]]:
    return set(DossierMember.objects.filter(dossier=dossier).values_list("document__symbol", "key"))


# --- the list


def test_the_dossiers_of_a_state_are_listed_the_most_asked_first(linked: None, client: Client) -> None:
    assert 'href="/dossiers?state=XVA"' in _main(client.get("/dossiers"))
    page = client.get("/dossiers?state=XVA")
    numbers = [len(row.dossier.asked) for row in page.context["rows"]]
    assert numbers == sorted(numbers, reverse=True)
    assert "Ratification of CRPD" in _titles(page)
    assert page.context["page"].total == Dossier.objects.filter(state="XVA").count()


@pytest.mark.parametrize(
    ("query", "inside", "outside"),
    [
        ("treaty=CRPD", "Ratification of CRPD", "nurses"),
        ("q=midwives", "nurses", "Ratification of CRPD"),
        ("outcome=repeated&treaty=CRPD&times=several", "Ratification of CRPD", "nurses"),
        ("mechanism=CRPD", "human rights education", "Ratification of CRPD"),
        ("cycle=1", "Ratification of CRPD", "human rights education"),
    ],
)
def test_dossiers_are_filtered(linked: None, client: Client, query: str, inside: str, outside: str) -> None:
    titles = _titles(client.get(f"/dossiers?state=XVA&{query}"))
    assert any(inside in title for title in titles)
    assert not any(outside in title for title in titles)


def test_a_facet_counts_what_its_value_would_show(linked: None, client: Client) -> None:
    """Each count is that of the list with this value, under the other filters in effect."""
    for facet in client.get("/dossiers?state=XVA&cycle=2").context["facets"]:
        for value, number, _chosen in facet.values[:3]:
            chosen = {"state": "XVA", "cycle": "2", facet.name: value}
            assert client.get("/dossiers", chosen).context["page"].total == number, (facet.name, value)


def test_what_was_never_answered_comes_first_where_it_is_asked_for(linked: None, client: Client) -> None:
    answered = [row.answered for row in client.get("/dossiers?state=XVA&sort=unanswered").context["rows"]]
    assert answered == sorted(answered)
    assert {False, True} <= set(answered)
    last = [row.dossier.last for row in client.get("/dossiers?state=XVA&sort=newest&times=several").context["rows"]]
    assert last == sorted(last, reverse=True)


def test_the_list_as_data(linked: None, client: Client) -> None:
    rows = json.loads(_body(client.get("/dossiers.json?state=XVA")))
    assert len(rows) == Dossier.objects.filter(state="XVA").count()
    [crpd] = [row for row in rows if row["treaties"] == ["CRPD"]]
    assert crpd["records"] == _dossier().members.count()
    assert crpd["address"].endswith(CRPD)
    assert (crpd["cycles"], crpd["mechanisms"]) == ([1, 2], ["UPR"])


# --- one dossier


def test_a_dossier_goes_from_the_first_request_to_the_last_answer(linked: None, client: Client) -> None:
    page = client.get(CRPD)
    events = page.context["events"]
    assert events[0].document.symbol == FIRST
    assert "A/HRC/28/901/Add.1" in [event.document.symbol for event in events if event.stated]
    days = [event.document.date for event in events if event.document.date]
    assert days == sorted(days)
    seen = _main(page)
    for member in page.context["found"].members:
        assert f'id="recommendation-{member.row.pk}"' in seen
        assert f"#{member.row.source_paragraph}" in seen
    assert "/ratifications/CRPD" in seen


def test_each_record_says_why_it_is_there(linked: None, client: Client) -> None:
    events = client.get(CRPD).context["events"]
    seen = [each for event in events for each in event.seen]
    assert len(seen) > 2
    for each in seen:
        assert each.why.because
        assert each.why.method in {"rule", "model"}
        assert 0 < each.why.confidence <= 1
        assert each.other.place != each.member.place


def test_the_time_line_has_what_the_state_said_since(linked: None, client: Client) -> None:
    found = Course.objects.filter(state="XVA", course="answered", to_kind="paragraph").select_related("to_document")
    assert found
    for course in found:
        place = {"document": course.document_id, "kind": course.kind, "key": course.key}
        page = client.get(gathered([DossierMember.objects.get(**place).dossier])[0].url)
        said = {each.paragraph.label: each for event in page.context["events"] for each in event.said}
        assert said[course.to_key].document == course.to_document
        assert (course.document_id, course.kind, course.key) in {member.place for member, _ in said[course.to_key].about}
        assert f"{course.to_document.get_absolute_url()}#{course.to_key}" in _main(page)


def test_what_changed_in_the_words_is_said_and_not_by_colour_alone() -> None:
    words = wording("Ratify the <b>Convention</b>", "Ratify the <i>Protocol</i> soon")
    shown = Template("{% load linking %}{% changed words %}").render(Context({"words": words}))
    assert "<del><span class=hidden-but-read>taken out: </span>&lt;b&gt;Convention&lt;/b&gt;</del>" in shown
    assert "<ins><span class=hidden-but-read>added: </span>&lt;i&gt;Protocol&lt;/i&gt; soon</ins>" in shown


def test_the_records_of_a_dossier_as_data(linked: None, client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(_body(client.get(f"{CRPD}.csv")).lstrip("\ufeff"))))
    assert {(row["symbol"] or None, row["key"]) for row in rows} == {(symbol, key) for symbol, key in _places(_dossier())}
    assert all(row["because"] for row in rows)


def test_a_former_address_leads_to_the_dossier(linked: None, client: Client) -> None:
    Dossier.objects.filter(pk=_dossier().pk).update(formerly=["another"])
    response = client.get("/dossiers/XVA/another")
    assert (response.status_code, response["Location"]) == (301, CRPD)
    assert client.get("/dossiers/XVA/nothing").status_code == 404
    assert client.get("/dossiers/KEN/A-HRC-8-901-23.1").status_code == 404


# --- what editors say


def test_an_editor_gives_a_title_and_takes_it_back(editor: Client, client: Client) -> None:
    written = _dossier().title
    assert editor.post(f"{CRPD}/title", {"title": "The  rights of persons with disabilities"})["Location"] == CRPD
    seen = _main(client.get(CRPD))
    assert "<h1>The rights of persons with disabilities</h1>" in seen
    assert written in seen
    assert "editor" not in seen  # who it was is for those who are signed in
    assert "The rights of persons with disabilities" in _titles(client.get("/dossiers?state=XVA"))
    editor.post(f"{CRPD}/title", {"title": ""})
    assert f"<h1>{written}</h1>" in _main(client.get(CRPD))
    assert DossierTitle.objects.exclude(withdrawn_at=None).count() == 1


def test_an_editor_says_that_a_record_is_another_and_undoes_it(editor: Client) -> None:
    before = _places(_dossier())
    [record] = Recommendation.objects.filter(document__symbol=FIRST, document__principal=True, key="23.1")
    [other] = Recommendation.objects.filter(document__symbol=SECOND, document__principal=True, key="60.3")
    named = {"record": f"recommendation-{other.pk}", "other": f"recommendation-{record.pk}"}
    response = editor.post(f"{CRPD}/judge", {**named, "verdict": "different"}, follow=True)
    assert response.status_code == 200
    together = Dossier.objects.filter(members__document__symbol=FIRST, members__key="23.1")
    assert not together.filter(members__in=DossierMember.objects.filter(document=other.document, key="60.3")).exists()
    assert PairJudgement.objects.get(withdrawn_at=None).verdict == "different"
    editor.post(f"{CRPD}/judge", {**named, "verdict": "withdraw"})
    assert not PairJudgement.objects.filter(withdrawn_at=None).exists()
    assert _places(_dossier()) == before


def test_a_judgement_is_seen_beside_the_record(editor: Client, client: Client) -> None:
    first, second = _two(client)
    named = {"record": f"{first.kind}-{first.row.pk}", "other": f"{second.kind}-{second.row.pk}"}
    editor.post(f"{CRPD}/judge", {**named, "verdict": "same"})
    assert "as a person judged" in _main(client.get(CRPD))
    assert "the same: editor" in " ".join(_main(editor.get(CRPD)).split())


def _two(client: Client) -> tuple[Any, Any]:
    """A record and the one that it is compared with."""
    seen = client.get(CRPD).context["events"][0].seen[0]
    return seen.member, seen.other


@pytest.mark.parametrize("what", ["judge", "title"])
def test_only_editors_judge_and_entitle(colleague: Client, client: Client, what: str) -> None:
    assert colleague.post(f"{CRPD}/{what}", {"title": "Other"}).status_code == 403
    assert client.post(f"{CRPD}/{what}", {"title": "Other"})["Location"].startswith("/accounts/login/")
    assert not DossierTitle.objects.exists()
    assert 'class="judge' not in _main(colleague.get(CRPD))


def test_what_cannot_be_judged_is_said(editor: Client) -> None:
    assert editor.get(f"{CRPD}/judge").status_code == 405
    first, second = _two(editor)
    named = {"record": f"{first.kind}-{first.row.pk}", "other": f"{first.kind}-{first.row.pk}"}
    assert "one record, not two" in _body(editor.post(f"{CRPD}/judge", {**named, "verdict": "same"}, follow=True))
    named["other"] = f"{second.kind}-{second.row.pk}"
    assert editor.post(f"{CRPD}/judge", {**named, "verdict": "perhaps"}).status_code == 404
    assert editor.post(f"{CRPD}/judge", {"record": "recommendation-0", "other": "x", "verdict": "same"}).status_code == 404
    assert "at most" in _body(editor.post(f"{CRPD}/title", {"title": "x" * 300}, follow=True))


# --- from one review to the next


def test_what_came_again_and_what_was_dropped_is_all_there_was(linked: None, client: Client) -> None:
    page = client.get("/came-again?state=XVA")
    found = page.context["found"]
    assert found.cycle == 1
    assert {each.number for each in found.of} == set(
        Recommendation.objects.filter(document__symbol=FIRST, document__principal=True).exclude(number=None).values_list("key", flat=True)
    )
    assert found.returned == len({each.place for row in page.context["rows"] for each in row.earlier}) > 0
    assert found.returned + found.gone + found.untold == found.number
    assert found.untold >= 0
    pairs = {(each.earlier.number, each.later.number) for row in page.context["rows"] for each in row.became}
    assert ("23.1", "60.3") in pairs
    assert found.again == sum(number for _course, number in found.courses)
    dropped = client.get("/came-again?state=XVA&became=dropped").context["rows"]
    assert {row.became[0].earlier.number for row in dropped}.isdisjoint({earlier for earlier, _later in pairs})
    assert len(dropped) == found.gone


def test_what_came_again_by_the_position_then(linked: None, client: Client) -> None:
    every = client.get("/came-again?state=XVA").context["found"]
    numbers = {}
    for position in ("supported", "partially_supported", "noted", "pending"):
        found = client.get(f"/came-again?state=XVA&position={position}").context["found"]
        assert {each.position for each in found.of} <= {position}
        numbers[position] = found.number
    assert 0 < numbers["supported"] < every.number
    rows = list(csv.DictReader(io.StringIO(_body(client.get("/came-again.csv?state=XVA&position=supported")).lstrip("\ufeff"))))
    assert {row["position_then"] for row in rows} == {"supported"}


# --- side by side


def test_two_cycles_by_dossier(linked: None, client: Client) -> None:
    page = client.get("/comparison?state=XVA&left=1&right=2")
    [crpd] = [row for row in page.context["rows"] if row.title == "Ratification of CRPD"]
    inside = gathered([_dossier()])[0].members
    numbers = [sum(each.document.cycle == cycle for each in inside) for cycle in (1, 2)]
    assert [crpd.left.total, crpd.right.total] == numbers
    for (side, _other, shared), cycle in zip(page.context["shared"], (1, 2), strict=True):
        assert 0 < shared <= side.number
        assert {each.document.cycle for each in side.members} == {cycle}


@pytest.mark.parametrize("by", ["issue", "theme", "treaty", "strength"])
def test_two_cycles_by_label(linked: None, client: Client, by: str) -> None:
    """A count leads to the explorer, which finds as many."""
    rows = client.get(f"/comparison?state=XVA&left=1&right=2&by={by}").context["rows"]
    assert rows
    for row in rows[:3]:
        assert row.left.total + row.right.total > 0
        if row.left.total:
            assert client.get(row.left.url).context["page"].total == row.left.total


def test_two_mechanisms(linked: None, client: Client) -> None:
    page = client.get("/comparison?of=mechanisms&state=XVA&left=UPR&right=CRPD")
    both = [row for row in page.context["rows"] if row.left.total and row.right.total]
    assert any("human rights education" in row.title for row in both)
    assert {each.mechanism for each in page.context["asked"].sides[1].members} == {"CRPD"}


def test_two_states(linked: None, client: Client) -> None:
    """One State alone has dossiers here: there are no two to compare."""
    assert "There are no two to compare" in _main(client.get("/comparison?of=states"))
    assert json.loads(_body(client.get("/comparison.json?of=states"))) == []


def test_the_comparison_as_data(linked: None, client: Client) -> None:
    rows = json.loads(_body(client.get("/comparison.json?state=XVA&left=1&right=2")))
    requests = courses.of_state("XVA")
    assert len(rows) == 2 * sum(
        any(each.document.cycle and each.is_recommendation for each in dossier.members) for dossier in requests.dossiers
    )


# --- what was raised


@pytest.fixture
def issues(linked: None) -> Document:
    """A list of issues that is dated before a review."""
    report = Document.objects.get(symbol=SECOND, principal=True)
    found: Document = Document.objects.get(symbol="CRPD/C/XVA/Q/901", principal=True)
    assert report.date is not None
    people.give_account("editor", PASSWORD)
    day = str(report.date - dt.timedelta(days=90))
    corrections.correct(found, "date", day, reason="the cover", by=User.objects.get(username="editor"))
    dossiers.catch_up()
    return found


def test_what_was_raised_before_a_review(issues: Document, client: Client) -> None:
    page = client.get("/neglected?state=XVA&cycle=2")
    asked = page.context["asked"]
    taken = client.get("/neglected?state=XVA&cycle=2&show=taken_up").context["asked"]
    questions = list(Question.objects.filter(document=issues))
    assert asked.total == len(questions) > 0
    assert len(asked.found) + len(taken.found) == asked.total
    assert {row.found.text for row in asked.rows} == {row.text for row in questions}
    assert {row.nearest.document.symbol for row in asked.rows} <= {SECOND, "A/HRC/28/902"}
    sure = [row.found.confidence for row in asked.found]
    assert sure == sorted(sure, reverse=True)
    rows = json.loads(_body(client.get("/neglected.json?state=XVA&cycle=2")))
    assert [row["raised"] for row in rows] == [row.found.text for row in asked.found]


def test_what_was_raised_is_compared_anew_when_a_document_changes(issues: Document, client: Client) -> None:
    assert client.get("/neglected?state=XVA&cycle=2").context["asked"].total
    correction = Correction.objects.get(document=issues, withdrawn_at=None)
    corrections.withdraw(correction, by=correction.by)
    dossiers.catch_up()
    assert client.get("/neglected?state=XVA&cycle=2").context["asked"].total == 0


@pytest.mark.parametrize("name", ["dossiers", "came-again", "comparison", "neglected"])
def test_an_empty_archive_is_no_fault(empty_archive: None, client: Client, name: str) -> None:
    assert client.get(f"/{name}").status_code == 200
    assert client.get(f"/{name}?state=XVA").status_code == 200
    assert client.get(f"/{name}?state=XVA&of=mechanisms&by=theme&cycle=9&page=4").status_code == 200
    assert json.loads(_body(client.get(f"/{name}.json?state=XVA"))) == []


def test_what_decided_is_said_in_the_language_of_the_page() -> None:
    with translation.override("fr"):
        assert reason("in most of them: <prisons>") == 'dans la plupart : <span lang="en" dir="ltr">&lt;prisons&gt;</span>'
        assert reason("near in meaning") == "proches par le sens"
        assert reason("+ immediately") == '<span lang="en" dir="ltr">+ immediately</span>'
