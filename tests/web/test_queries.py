"""How many SQL queries a page takes: a bounded number, and no more for an archive of many documents than for one.

The pages come from the URL configuration: one that is not named here fails.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from upright.archive import bulk, dossiers, labels, meaning, people
from upright.archive.models import ROWS, Answer, Change, Document, Dossier, DossierMember, Question, Recommendation, RecommendingState, Text
from upright.archive.settle import touch

pytestmark = pytest.mark.django_db

MOST = 20  # SQL queries of any page, those about who is signed in included
REPORT = "A/HRC/28/901"
DIALOGUE = ("CCPR/C/SR.9901", "CRPD/C/XVA/Q/901", "CRPD/C/XVA/RQ/901", "CRPD/C/XVA/CO/902")

# By name in the URL configuration: a page that lists rows or shows one, of what the report holds.
PAGES: dict[str, list[str]] = {
    "home": ["/"],
    "states": ["/states", "/states?sort=received"],
    "states_download": ["/states.json"],
    "state": ["/states/XVA", "/states/KEN"],
    "recommends": ["/states/KEN/recommends"],
    "recommends_download": ["/states/KEN/recommends.json"],
    "reviews": ["/reviews", "/reviews?sort=supported&cycle=2&group=Africa"],
    "reviews_download": ["/reviews.json"],
    "review": ["/reviews/XVA/20"],
    "examinations": ["/examinations", "/examinations?body=CCPR"],
    "examinations_download": ["/examinations.json"],
    "examination": ["/examinations/XVA/CCPR/3", "/examinations/XVA/CRPD/901?by=about"],
    "questions": ["/questions", "/questions?status=unanswered"],
    "questions_download": ["/questions.json"],
    "unanswered": ["/unanswered", "/unanswered?state=XVA"],
    "unanswered_download": ["/unanswered.json"],
    "unanswered_document_download": ["/unanswered.docx"],
    "observations": ["/observations"],
    "observations_download": ["/observations.json"],
    "observation": ["/observations/CRPD/C/XVA/CO/902"],
    "observation_download": ["/observations/CRPD/C/XVA/CO/902.json"],
    "figures": ["/figures", "/figures?state=XVA"],
    "figures_download": ["/figures.json"],
    "laws": ["/laws", "/laws?state=XVA"],
    "laws_download": ["/laws.json"],
    "dossiers": ["/dossiers", "/dossiers?state=XVA&treaty=CRPD"],
    "dossiers_download": ["/dossiers.json?state=XVA"],
    "dossier": ["/dossiers/XVA/crpd"],
    "dossier_download": ["/dossiers/XVA/crpd.json"],
    "came_again": ["/came-again", "/came-again?state=XVA"],
    "came_again_download": ["/came-again.json?state=XVA"],
    "comparison": ["/comparison?state=XVA", "/comparison?state=XVA&by=theme", "/comparison?of=mechanisms&state=XVA"],
    "comparison_download": ["/comparison.json?of=mechanisms&state=XVA"],
    "neglected": ["/neglected", "/neglected?state=XVA"],
    "neglected_download": ["/neglected.json?state=XVA"],
    "recommendations": ["/recommendations", "/recommendations?q=school&to=XVA&position=supported&from=KEN", "/recommendations?sort=order"],
    "recommendations_download": ["/recommendations.json", "/recommendations.csv?q=school"],
    "recommendation": [f"/recommendations/{REPORT}/57.1", f"/recommendations/{REPORT}/60.3"],
    "acceptance": ["/acceptance", "/acceptance?by=from&cycle=2"],
    "acceptance_download": ["/acceptance.json?by=issue"],
    "judgements": ["/judgements", "/judgements?state=XVA"],
    "labels": ["/labels/ec1769b0de72f15b7929e64b905afb42f30d0cb66573e23ec92a56ac1da41ba5/recommendation/60.15"],
    "alike": ["/like/ec1769b0de72f15b7929e64b905afb42f30d0cb66573e23ec92a56ac1da41ba5/recommendation/60.15"],
    "passages": ["/passages", '/passages?q="the+right+to"'],
    "passages_download": ["/passages.json?q=school"],
    "documents": ["/documents", "/documents?kind=working_group_report"],
    "documents_download": ["/documents.json"],
    "document": [f"/{REPORT}", f"/{REPORT}?page=2", "/CCPR/C/SR.9901", "/CRPD/C/XVA/CO/902", "/CRPD/C/XVA/RQ/901"],
    "findings": ["/findings", "/findings?severity=error"],
    "findings_download": ["/findings.json"],
    "ratifications": ["/ratifications"],
    "ratifications_download": ["/ratifications.json"],
    "ratification": ["/ratifications/OPCAT"],
    "data": ["/data"],
    "corrections": ["/corrections"],
    # The same page as another one, no list of rows, or the whole archive as a file.
    "recommendation_of_file": [], "file": [], "original": [], "page_image": [], "search_help": [], "data_download": [],
    "withdraw": [], "judge": [], "judge_two": [], "dossier_title": [], "judge_pair": [], "correct": [], "account": [],
}  # fmt: skip
ADDRESSES = [address for addresses in PAGES.values() for address in addresses]
COPIES = 4
OTHERS = ("CHE", "FRA")  # the page of Kenya, which is not under review, stays one without reviews


def test_every_page_is_named_here() -> None:
    names = {each.name for each in get_resolver().url_patterns if isinstance(each, URLPattern)}
    assert names == PAGES.keys()


@pytest.fixture
def report(own_archive: None) -> Document:
    """The only report of an archive, with recommendations, statements and findings; beside it the documents of examinations."""
    found: Document = Document.objects.of_symbol(REPORT)[0]
    kept = [found.pk, *Document.objects.principal().filter(symbol__in=DIALOGUE).values_list("pk", flat=True)]
    Document.objects.exclude(pk__in=kept).delete()
    Change.objects.exclude(document_id__in=kept).delete()
    return found


def _add_copies(report: Document) -> None:
    """The report once more as reviews of other sessions of its State, and once more as reviews of other States."""
    for number in range(1, COPIES + 1):
        values = Document.objects.filter(pk=report.pk).values().get() | {
            "id": None,
            "sha256": f"{number:064x}",
            "symbol": f"{REPORT}{number}",
            "state": report.state if number % 2 else OTHERS[number % len(OTHERS)],
            "working_group_session": number,
        }
        _add_rows(report, Document.objects.create(**values))
    for each in Document.objects.filter(symbol__in=DIALOGUE):
        _add_examinations(each)


def _add_examinations(document: Document) -> None:
    """A document of an examination once more in other examinations of its State, and of other States."""
    for number in range(1, COPIES + 1):
        values = Document.objects.filter(pk=document.pk).values().get() | {
            "id": None,
            "sha256": f"{document.pk * 100 + number:064x}",
            "symbol": f"{document.symbol}{number}",
            "state": document.state if number % 2 else OTHERS[number % len(OTHERS)],
            "examination": f"{document.examination}{number}",
        }
        copy = Document.objects.create(**values)
        _add_rows(document, copy)
        Answer.objects.filter(document=copy).exclude(to=None).update(to=Concat("to", Value(str(number))))


def _add_rows(report: Document, copy: Document) -> None:
    Text.objects.create(document=copy, text=report.layer.text)
    for model in ROWS:
        rows = model._default_manager.filter(document=report).values()
        bulk.insert(model, [{name: value for name, value in row.items() if name != "id"} | {"document_id": copy.pk} for row in rows])
    keys = dict(Recommendation.objects.filter(document=copy).values_list("key", "pk"))
    made = RecommendingState.objects.filter(document=report).select_related("recommendation")
    bulk.insert(RecommendingState, [_recommends(each, keys[each.recommendation.key], copy) for each in made])
    touch(copy)


def _recommends(row: RecommendingState, recommendation: int, copy: Document) -> dict[str, Any]:
    return {"recommendation_id": recommendation, "document_id": copy.pk, "state": row.state, "position": row.position}


def _queries(client: Client, address: str) -> list[str]:
    """The statements that a page took."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert response.status_code == 200, address
    return [query["sql"] for query in captured.captured_queries]


@pytest.fixture
def editor(archive: None, client: Client, django_user_model: Any) -> Client:
    """Somebody who sees every page."""
    people.give_account("editor", "correct horse battery staple")
    client.force_login(django_user_model.objects.get(username="editor"))
    return client


def _derived(editor: Client) -> None:
    """What is made of the documents: labels, vectors, dossiers (of which one has an address that is known here), the index."""
    labels.catch_up()
    meaning.catch_up()
    dossiers.catch_up()
    Dossier.objects.filter(state="XVA", title="Ratification of CRPD").update(slug="crpd")
    editor.get("/recommendations")


def test_a_page_takes_a_bounded_number_of_queries(archive: None, editor: Client) -> None:
    _derived(editor)
    taken = {address: len(_queries(editor, address)) for address in ADDRESSES}
    assert {address: number for address, number in taken.items() if number > MOST} == {}


def test_more_documents_take_no_more_queries(report: Document, editor: Client) -> None:
    _derived(editor)
    before = {address: _queries(editor, address) for address in ADDRESSES}
    rows, asked = Recommendation.objects.counted().count(), Question.objects.of_examinations().count()
    _add_copies(report)
    members = DossierMember.objects.count()
    _derived(editor)
    assert DossierMember.objects.count() > members
    assert Recommendation.objects.counted().count() == (1 + COPIES) * rows
    assert Question.objects.of_examinations().count() == (1 + COPIES) * asked
    after = {address: _queries(editor, address) for address in ADDRESSES}
    grown = {address: after[address] for address in ADDRESSES if len(after[address]) > len(before[address])}
    assert grown == {}
