"""The pages on examinations by committees: what they gather, who may judge, and what is drafted of what was not answered."""

from __future__ import annotations

import io
import json
from typing import Any

import docx
import pytest
from django.contrib.auth.models import User
from django.test import Client

from upright.analysis.series import Series
from upright.archive import people
from upright.archive.models import Document, Figure, Grade, Judgement, Paragraph, Question, Recommendation
from upright.records import Figure as FigureRecord
from upright.records import Source
from upright.web import drafts
from upright.web.pages import series
from upright.web.pages.observations import pairs_of

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"
RECORD, ISSUES, OBSERVATIONS = "CCPR/C/SR.9901", "CRPD/C/XVA/Q/901", "CRPD/C/XVA/CO/902"


def _body(response: Any) -> str:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return str(data.decode())


def _main(response: Any) -> str:
    return _body(response).split("<main")[1]


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


@pytest.fixture
def question(own_archive: None) -> Question:
    answered = Question.objects.of_examinations().filter(document__symbol=RECORD, status="answered")
    found: Question = answered.order_by("order")[0]
    return found


def _judge(question: Question) -> str:
    return f"/questions/{question.document.sha256}/{question.key}/judge"


def test_an_examination_is_one_page(archive: None, client: Client) -> None:
    page = _main(client.get("/examinations/XVA/CCPR/3"))
    rows = Question.objects.filter(document__symbol=RECORD, document__principal=True)
    assert all(f'id="q{row.pk}"' in page for row in rows)
    assert "member of the Committee" in page
    assert "opened 10:05" in " ".join(page.split())


def test_issues_stand_beside_the_replies(archive: None, client: Client) -> None:
    page = client.get("/examinations/XVA/CRPD/901")
    asked = [each for section in page.context["sections"] for each in section.asked]
    answered = [each for each in asked if each.answering]
    assert len(answered) > 5
    assert {link.document.symbol for each in answered for link in each.answering} == {"CRPD/C/XVA/RQ/901"}
    by_article = client.get("/examinations/XVA/CRPD/901?by=about").context["sections"]
    titles = [section.title for section in by_article]
    assert sum(len(section.asked) for section in by_article) == len(asked)
    numbers = [int(title.split()[1]) for title in titles if title.startswith("article")]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    "address",
    ["/examinations/XVA/CCPR/99", "/examinations/XXX/CCPR/3", "/observations/A/HRC/28/901", "/observations/CRPD/C/XVA/CO/1.csv"],
)
def test_what_is_not_there_is_said(archive: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["examinations", "questions", "unanswered", "observations", "figures", "laws"])
def test_an_empty_archive_is_no_fault(empty_archive: None, client: Client, name: str) -> None:
    assert client.get(f"/{name}").status_code == 200
    assert client.get(f"/{name}?state=XVA&q=x").status_code == 200
    assert json.loads(_body(client.get(f"/{name}.json"))) == []


def test_an_editor_judges_and_undoes(question: Question, editor: Client, client: Client) -> None:
    [link] = [each.pk for each in Paragraph.objects.filter(document=question.document, label="13")]
    response = editor.post(_judge(question), {"verdict": "does_not", "paragraph": link, "next": "/questions?state=XVA"})
    assert response["Location"] == f"/questions?state=XVA#q{question.pk}"
    question.refresh_from_db()
    assert question.status == "unanswered"
    seen = _main(client.get("/unanswered"))
    assert question.text in seen.replace("&#x27;", "'")
    assert "as a person judged" in seen
    assert "editor" not in _main(client.get("/questions?state=XVA"))  # who it was is for those who are signed in
    editor.post(_judge(question), {"verdict": "withdraw"})
    question.refresh_from_db()
    assert question.status == "answered"


def test_a_judgement_gives_the_question_as_it_then_stands(question: Question, editor: Client) -> None:
    response = editor.post(_judge(question), {"verdict": "partly", "label": "19"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert page.strip().startswith(f'<li class="asked" id="q{question.pk}"')
    assert "answered in part" in page
    assert "<html" not in page


@pytest.mark.parametrize("data", [{"verdict": "answers", "label": "9999"}, {"verdict": "answers"}])
def test_what_cannot_be_judged_is_said(question: Question, editor: Client, data: dict[str, str]) -> None:
    page = editor.post(_judge(question), data, follow=True).content.decode()
    assert "paragraph" in page.split('class="messages"')[1].split("</ul>")[0]
    assert not Judgement.objects.exists()


def test_an_unknown_verdict_is_not_found(question: Question, editor: Client) -> None:
    assert editor.post(_judge(question), {"verdict": "maybe"}).status_code == 404
    assert editor.get(_judge(question)).status_code == 405


def test_others_may_not_judge(question: Question, colleague: Client, client: Client) -> None:
    data = {"verdict": "does_not"}
    assert colleague.post(_judge(question), data).status_code == 403
    assert client.post(_judge(question), data)["Location"].startswith("/accounts/login/")
    assert not Judgement.objects.exists()


def test_judging_is_offered_to_editors_alone(question: Question, editor: Client, colleague: Client, client: Client) -> None:
    for address in ("/questions?state=XVA", "/examinations/XVA/CCPR/3"):
        offered = [_judge(question) in each.get(address).content.decode() for each in (editor, colleague, client)]
        assert offered == [True, False, False]


@pytest.mark.parametrize(
    ("kind", "key"),
    [("turn", "2"), ("event", "-"), ("question", "5/1"), ("answer", "5/1"), ("figure", "2"), ("figure", "2#2")],
)
def test_any_record_of_a_summary_record_is_corrected_with_one_click(editor: Client, client: Client, kind: str, key: str) -> None:
    document = Document.objects.get(symbol=RECORD, principal=True)
    address = f"/corrections/{document.sha256}/{kind}/{key.replace('#', '%23')}"
    pages = "".join(editor.get(each).content.decode() for each in (f"/{RECORD}", "/examinations/XVA/CCPR/3"))
    assert address in pages
    assert editor.get(address).status_code == 200
    assert address not in client.get(f"/{RECORD}").content.decode()


def test_a_figure_is_corrected_as_a_number(editor: Client) -> None:
    row = Figure.objects.filter(document__symbol=RECORD, document__principal=True).order_by("order")[0]
    editor.post(f"/corrections/{row.document.sha256}/figure/{row.key}", {"field": "value", "value": "613.5", "reason": "a slip"})
    row.refresh_from_db()
    assert row.value == 613.5


def test_concerns_stand_beside_their_recommendations(archive: None, client: Client) -> None:
    document = Document.objects.get(symbol=OBSERVATIONS, principal=True)
    pairs = pairs_of(document)
    rows = list(Recommendation.objects.filter(document=document).order_by("order"))
    assert sorted(each.row.pk for pair in pairs for each in pair.recommendations) == sorted(row.pk for row in rows)
    assert any(pair.concern and len(pair.recommendations) > 1 for pair in pairs)
    chosen = [each for pair in pairs for each in pair.recommendations if each.chosen]
    assert chosen
    page = _main(client.get(f"/observations/{OBSERVATIONS}"))
    assert page.count("chosen-one") == len(chosen)
    data = json.loads(_body(client.get(f"/observations/{OBSERVATIONS}.json")))
    assert sum(row["number"] is not None for row in data) == len(rows)


def test_grades_are_shown_with_their_passages(archive: None, client: Client) -> None:
    """In the assessment itself, which has no numbered paragraphs, and on the page of the examination."""
    rows = Grade.objects.filter(document__symbol="CCPR/C/140/3/Add.901", document__principal=True)
    assert rows.exists()
    page = _main(client.get("/CCPR/C/140/3/Add.901"))
    assert all(f'id="{row.source_paragraph}"' in page for row in rows)
    assert all(row.grade_as_stated in _main(client.get("/examinations/XVA/CCPR/901")) for row in rows)


def test_a_limb_of_a_committees_recommendation_has_an_address(archive: None, client: Client) -> None:
    """Several recommendations share a number: each is found by number and limb."""
    for row in Recommendation.objects.filter(document__symbol=OBSERVATIONS, document__principal=True):
        page = client.get(row.get_absolute_url())
        assert page.context["row"] == row
        assert "not stated" not in _main(page)  # no State takes a position on it


def test_a_committees_recommendations_are_counted_apart(archive: None, client: Client) -> None:
    state = client.get("/states/XVA").context
    review = Recommendation.objects.counted().filter(document__state="XVA").exclude(document__kind="concluding_observations")
    assert state["total"] == review.count()
    explorer = client.get("/recommendations?to=XVA&type=concluding_observations").context
    assert explorer["page"].total == Recommendation.objects.filter(document__symbol=OBSERVATIONS, document__principal=True).count()
    everything = {facet.name: facet for facet in client.get("/recommendations?to=XVA").context["facets"]}
    assert {value for value, _, _ in everything["type"].values} >= {"concluding_observations", "working_group_report"}
    positions = sum(number for _, number, _ in [*everything["position"].values, *everything["position"].more])
    assert positions == review.count()


def test_the_state_has_its_examinations_beside_its_reviews(archive: None, client: Client) -> None:
    page = client.get("/states/XVA")
    events = page.context["events"]
    assert {next(iter(event)) for event in events} == {"review", "examination"}
    assert "/examinations/XVA/CCPR/3" in _main(page)


def test_what_was_not_answered_as_a_word_document(question: Question, editor: Client, client: Client) -> None:
    editor.post(_judge(question), {"verdict": "does_not"})
    found = docx.Document(io.BytesIO(client.get("/unanswered.docx?state=XVA").content))
    text = [paragraph.text for paragraph in found.paragraphs]
    listed = json.loads(_body(client.get("/unanswered.json?state=XVA")))
    assert len(listed) == Question.objects.of_examinations().filter(status="unanswered", document__state="XVA").count()
    assert all(row["draft"] in text for row in listed)
    assert any(RECORD in line and f"para. {question.source_paragraph}" in line for line in text)


@pytest.mark.parametrize(
    ("said", "drafted"),
    [
        ("asked whether the register was open to lawyers", "Please indicate whether the register was open to lawyers."),
        ("He wondered what the fine would be", "Please indicate what the fine would be."),
        ("She would like to know, in particular, how judges were chosen", "Please indicate how judges were chosen."),
        ("how many of them had been paid", "Please indicate how many of them had been paid."),
        ("More information was needed on the closure of rural courts", "Please provide information on the closure of rural courts."),
        ("Comments on the two cases would be welcome", "Please provide comments on the two cases."),
        ("He requested data on the number of women in prison", "Please provide data on the number of women in prison."),
        ("Had anybody been suspended?", "Please reply to the question: “Had anybody been suspended?”"),
        ("the delegation should address the matter", "Please reply to the question: “the delegation should address the matter”"),
    ],
)
def test_a_question_of_a_record_is_drafted_as_one_of_a_list(archive: None, said: str, drafted: str) -> None:
    document = Document(kind="summary_record", language="en")
    assert drafts.draft(Question(document=document, text=said, form="indirect")) == drafted
    quoted = f"Please reply to the question: “{said}”"
    assert drafts.draft(Question(document=document, text=said, form="direct")) == quoted  # its words are in the order of a question


def test_an_issue_is_drafted_as_it_stands(archive: None) -> None:
    document = Document(kind="list_of_issues", language="fr")
    assert drafts.draft(Question(document=document, text="Donner des renseignements sur les prisons.")) == (
        "Donner des renseignements sur les prisons."
    )


def _series(*points: tuple[str | None, float]) -> Series:
    source = Source(file="a.txt", paragraph="2", page=None, start=0, end=1)
    rest: dict[str, Any] = {"document": None, "source": source, "value_high": None, "population": None, "qualifier": None}
    return Series(
        measure="complaints of torture",
        unit="complaints",
        population=None,
        figures=tuple(
            FigureRecord(measure="complaints of torture", value=value, unit="complaints", period=period, stated_by=None, text="", **rest)
            for period, value in points
        ),
    )


@pytest.mark.parametrize(
    ("points", "names"),
    [
        ([("2013", 965), ("2014", 1282), ("2015", 622), ("thus far in 2016", 114)], ["2013", "2014", "2015", "2016"]),
        ([("2013", 965), ("2014", 1282)], None),  # two points are no series
        ([("2013", 965), ("2014", 1282), ("2014", 7), ("2015", 622)], None),  # two things counted in one measure
        ([("2013", 965), ("2014/2015", 1282), ("2016", 622), (None, 5)], None),  # a period of two years is no point
    ],
)
def test_a_series_that_can_be_drawn(points: list[tuple[str | None, float]], names: list[str] | None) -> None:
    chart = series._chart(_series(*points), 0)
    assert (chart and chart.data["names"]) == names
    if chart:
        assert chart.title == "complaints of torture"


def test_the_figures_of_a_state(archive: None, client: Client) -> None:
    page = client.get("/figures?state=XVA")
    rows = Figure.objects.filter(document__state="XVA", document__principal=True)
    assert page.context["page"].total == rows.count() > 0
    assert len(json.loads(_body(client.get("/figures.json?state=XVA")))) == rows.count()
    measure = rows.exclude(measure=None)[0].measure or ""
    narrowed = client.get("/figures", {"state": "XVA", "q": measure}).context["page"].total
    assert 0 < narrowed < rows.count()
