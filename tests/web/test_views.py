"""The pages as answers: what they hold, how many queries they take, what they refuse."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import translation

from upright.archive import settle
from upright.archive.models import Document, Recommendation
from upright.checks.catalogue import Check
from upright.web import figures
from upright.web.templatetags.upright import word

pytestmark = pytest.mark.django_db

QUERIES = 16  # of SQL, at most, for any page, however many rows there are


def _body(response: Any) -> str:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return str(data.decode())


@pytest.mark.parametrize(
    "address",
    [
        "/", "/states", "/states/XVA", "/states/CHE", "/states/CHE/recommends", "/reviews", "/reviews/XVA/20", "/recommendations",
        "/recommendations?q=school&position=supported&to=XVA", "/recommendations/A/HRC/28/901/57.1", "/passages?q=school", "/documents",
        "/A/HRC/28/901", "/findings", "/ratifications", "/ratifications/OPCAT", "/data", "/search-help",
    ],
)  # fmt: skip
def test_pages_take_a_bounded_number_of_queries(archive: None, client: Client, address: str, django_assert_max_num_queries: Any) -> None:
    client.get(address)  # the index catches up
    with django_assert_max_num_queries(QUERIES):
        response = client.get(address)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/states", "/states/XVA", "/reviews", "/recommendations", "/passages", "/documents", "/findings", "/data"]
)
def test_an_empty_archive_says_how_to_begin(empty_archive: None, client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    if address in {"/", "/recommendations", "/documents", "/reviews"}:
        assert "upright load" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/states/vandrelia", "/states/XVA"),
        ("/states/che", "/states/CHE"),
        ("/a/hrc/28/901", "/A/HRC/28/901"),
        ("/recommendations/a/hrc/28/901/57.1", "/recommendations/A/HRC/28/901/57.1"),
    ],
)
def test_what_is_meant_is_found(archive: None, client: Client, address: str, to: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, to)


@pytest.mark.parametrize(
    "address",
    [
        "/nothing", "/A/HRC/1/1", "/states/XXX", "/reviews/XVA/99", "/recommendations/A/HRC/28/901/999.9", "/documents/" + "0" * 64,
        "/ratifications/NONE", "/recommendations.pdf", "/states/%00", "/A/%F0%9F%99%82",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(archive: None, client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "1e9", "٣", ""])
@pytest.mark.parametrize("address", ["/recommendations", "/documents", "/findings", "/reviews", "/passages", "/A/HRC/28/901"])
def test_odd_pages_are_no_fault(archive: None, client: Client, address: str, page: str) -> None:
    assert client.get(address, {"page": page}).status_code == 200


@pytest.mark.parametrize("text", ['"', "AND", "*", "x" * 10_000, "儿童", "\x00", "((((", "from:", "<script>alert(1)</script>"])
def test_odd_searches_are_no_fault(archive: None, client: Client, text: str) -> None:
    for address in ("/recommendations", "/passages", "/documents", "/dossiers", "/figures", "/laws", "/questions"):
        response = client.get(address, {"q": text})
        assert response.status_code == 200
        assert "<script>alert(1)" not in response.content.decode(), address


def test_the_same_address_gives_the_data(archive: None, client: Client) -> None:
    shown = client.get("/recommendations", {"q": "school", "to": "XVA"}).context["page"].total
    rows = json.loads(_body(client.get("/recommendations.json", {"q": "school", "to": "XVA"})))
    table = list(
        csv.DictReader(io.StringIO(_body(client.get("/recommendations.csv", {"q": "school", "to": "XVA"})).removeprefix("\ufeff")))
    )
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/recommendations.xlsx", {"q": "school", "to": "XVA"}).streaming_content)))  # type: ignore[attr-defined]
    sheet = book.active
    assert sheet is not None
    assert 0 < shown == len(rows) == len(table) == sheet.max_row - 1
    assert [row["number"] for row in rows] == [row["number"] for row in table]
    assert rows[0]["recommending_states"]


@pytest.mark.parametrize(
    "name",
    [
        "states",
        "reviews",
        "recommendations",
        "passages",
        "documents",
        "findings",
        "ratifications",
        "states/KEN/recommends",
        "examinations",
        "questions",
        "unanswered",
        "observations",
        "observations/CRPD/C/XVA/CO/902",
        "figures",
        "laws",
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_every_list_is_to_be_had_as_data(archive: None, client: Client, name: str, ending: str) -> None:
    response = client.get(f"/{name}.{ending}")
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    if ending == "json":
        assert json.loads(body)
    else:
        assert len(body) > 100


def test_facets_and_filters(archive: None, client: Client) -> None:
    response = client.get("/recommendations", {"to": "XVA", "position": ["noted", "supported"]})
    rows = [each.recommendation for each in response.context["rows"]]
    assert rows
    assert {row.position_in_force for row in rows} <= {"noted", "supported"}
    counted = Recommendation.objects.counted().filter(document__state="XVA", position_in_force__in=["noted", "supported"]).count()
    assert response.context["page"].total == counted
    facet = next(each for each in response.context["facets"] if each.name == "position")
    assert {value for value, _, chosen in facet.values if chosen} == {"noted", "supported"}
    assert len(facet.values) > 2  # others can still be chosen


def test_only_what_was_found_is_sent_to_a_page_that_is_there(archive: None, client: Client) -> None:
    response = client.get("/recommendations", headers={"HX-Request": "true"})
    assert response.content.lstrip().startswith(b"<section")


def test_a_recommendation_stands_beside_its_passage(archive: None, client: Client) -> None:
    row = next(each for each in Recommendation.objects.counted().filter(document__symbol="A/HRC/28/901") if len(each.history) > 1)
    body = client.get(row.get_absolute_url()).content.decode()
    assert 'class="here"' in body
    assert f"A/HRC/28/901, para. {row.number}, p. {row.source_page}" in body
    assert body.count('<li><span class="position') == len(row.history)


def test_the_treaty_that_is_asked_for_has_its_status(archive: None, client: Client) -> None:
    row = Recommendation.objects.counted().filter(text__startswith="Ratify").first()
    assert row
    assert "The treaties that it asks to ratify" in client.get(row.get_absolute_url()).content.decode()


def test_every_paragraph_has_a_permanent_link(archive: None, client: Client) -> None:
    document = Document.objects.of_symbol("A/HRC/28/901")[0]
    body = client.get("/A/HRC/28/901").content.decode()
    for label in document.paragraph_set.exclude(label=None).values_list("label", flat=True):
        assert f'id="{label}"' in body


def test_a_page_of_a_pdf_is_drawn(archive: None, client: Client) -> None:
    document = Document.objects.of_symbol("A/HRC/28/901")[0]
    response = client.get(f"/documents/{document.sha256}/pages/1.png")
    assert response.status_code == 200
    assert response.content.startswith(b"\x89PNG")
    assert client.get(f"/documents/{document.sha256}/pages/1.png", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.get(f"/documents/{document.sha256}/pages/9999.png").status_code == 404


def test_a_damaged_pdf_is_no_fault(own_archive: None, client: Client) -> None:
    from upright.archive import files

    document = Document.objects.of_symbol("A/HRC/28/901")[0]
    place = files.place(document.sha256)
    whole = place.read_bytes()
    try:
        place.write_bytes(b"%PDF-1.4 no more")
        assert client.get(f"/documents/{document.sha256}/pages/2.png").status_code == 404
    finally:
        place.write_bytes(whole)


def test_the_original_is_given_as_it_came(archive: None, client: Client, specimens: Any) -> None:
    document = Document.objects.get(file="report2014.docx")
    response = client.get(f"/documents/{document.sha256}/file")
    assert b"".join(response.streaming_content) == (specimens / "files" / "report2014.docx").read_bytes()  # type: ignore[attr-defined]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_data_set_is_one_file(archive: None, client: Client) -> None:
    import zipfile

    body = b"".join(client.get("/data/upright.zip").streaming_content)  # type: ignore[attr-defined]
    assert {"codebook.md", "recommendation.csv", "recommendation.jsonl"} <= set(zipfile.ZipFile(io.BytesIO(body)).namelist())


def test_nothing_is_remembered_of_readers(archive: None, client: Client) -> None:
    response = client.get("/recommendations?q=school")
    assert set(response.cookies) <= {"csrftoken"}
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"


def test_a_misspelt_name_is_asked_back(archive: None, client: Client) -> None:
    for path in ("/recommendations", "/passages"):
        page = client.get(path, {"q": "zebra Kazakstan"}).content.decode()
        assert '<a href="?q=zebra+Kazakhstan">Kazakhstan</a>' in page
        assert "Did you mean" not in client.get(path, {"q": "zebra"}).content.decode()


def _words(response: Any) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def _without_addenda() -> None:
    Document.objects.filter(kind="addendum").delete()
    for report in Document.objects.filter(kind="working_group_report"):
        with settle.alone():
            settle.settle(report)


def test_what_waits_for_an_addendum_is_no_refusal(own_archive: None, client: Client) -> None:
    says = "the addendum in which the State answers is not here"
    assert says not in _words(client.get("/reviews/XVA/20"))
    before = client.get("/states/EGY/recommends").context["whole"].awaited
    pending = "the addendum in which the State answers is not in the archive"
    assert pending not in _words(client.get("/recommendations/A/HRC/28/901/60.15"))
    _without_addenda()
    assert [page for page in ("/reviews/XVA/20", "/states/XVA", "/states/EGY/recommends") if says not in _words(client.get(page))] == []
    assert client.get("/states/EGY/recommends").context["whole"].awaited > before
    assert pending in _words(client.get("/recommendations/A/HRC/28/901/60.15"))
    report = Recommendation.objects.filter(document__symbol="A/HRC/28/901", document__principal=True)
    waiting = report.filter(position_in_force="pending").count()
    bar = client.get("/reviews/XVA/20").context["bar"]
    assert (bar.awaited, bar.total) == (waiting, report.count())
    assert bar.shares["supported"].startswith(f"{bar.counts['supported']} of {report.count() - waiting} answered")
    rows = json.loads(_body(client.get("/states.json")))
    assert next(row["pending"] for row in rows if row["state"] == "XVA") >= waiting  # data says what the documents say


def test_shares_are_of_what_is_answered() -> None:
    nothing = figures.Counted(title="Cycle 2", counts={"awaited": 300})
    assert nothing.shares["supported"] == "–"
    assert nothing.description == "Cycle 2: answer not in the archive 300"
    some = figures.Counted(title="Cycle 2", counts={"supported": 50, "noted": 4, "awaited": 86})
    assert some.shares["supported"] == "50 of 54 answered (93 %)"
    assert some.stated["pending"] == 86
    assert sum(part.width for part in some.parts) == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("A/HRC/28/901", ["/A/HRC/28/901"]),
        ("a/hrc/28/901, para. 57.1", ["/A/HRC/28/901", "/recommendations/A/HRC/28/901/57.1"]),
        ("A/HRC/28/901 999.9", ["/A/HRC/28/901"]),
        ("A/HRC/28/901/Add.1", ["/A/HRC/28/901/Add.1"]),
        ("60.15", ["/recommendations?q=para:60.15"]),
        ("999.9", []),
        ("Vandrelia", ["/states/XVA"]),
        ("KEN", ["/states/KEN"]),
        ("school meals in Kenya", []),
        ("", []),
    ],
)
def test_what_a_query_names_is_pointed_at(archive: None, client: Client, text: str, leads: list[str]) -> None:
    for path in ("/recommendations", "/passages"):
        response = client.get(path, {"q": text})
        assert [pointer.url for pointer in response.context["pointers"]] == leads
        assert all(client.get(url).status_code == 200 and f'href="{url}"' in response.content.decode() for url in leads)


def test_an_unknown_state_finds_nothing_and_the_suggestion_is_a_link(archive: None, client: Client) -> None:
    response = client.get("/recommendations", {"q": "school from:Kennya", "position": "supported"})
    assert response.context["page"].total == 0
    assert '<a href="?q=school+from%3AKEN&amp;position=supported">from:KEN (Kenya)</a>' in response.content.decode()
    assert "no value of position" in _words(client.get("/recommendations", {"q": "position:maybe"}))


def test_a_citation_names_what_others_can_reach(archive: None, client: Client) -> None:
    page = Recommendation.objects.get(document__symbol="A/HRC/28/901", document__principal=True, number="60.15").source_page
    known = (
        f"Report of the Working Group on the Universal Periodic Review: Vandrelia (12 December 2014), A/HRC/28/901, para. 60.15, p. {page}"
    )
    address = "/recommendations/A/HRC/28/901/60.15"
    for host in ("localhost:8000", "127.0.0.1", "[::1]", "[::1]:8000"):
        assert client.get(address, headers={"Host": host}).context["citation"] == known
    assert client.get(address, headers={"Host": "testserver"}).context["citation"] == f"{known}, http://testserver{address}"
    assert client.get(address, headers={"Host": "localhost", "Accept-Language": "fr"}).context["citation"] == known  # as the document
    bare = Recommendation.objects.filter(document__file="report2014.txt").first()
    assert bare
    citation = client.get(bare.get_absolute_url(), headers={"Host": "localhost"}).context["citation"]
    assert citation == f"report2014.txt, para. {bare.number}"


def test_examples_of_searches_find_something(archive: None, client: Client) -> None:
    examples = client.get("/").context["examples"]
    assert len(examples) == 2
    assert all(client.get("/recommendations", {"q": text}).context["page"].total for text in examples)


def test_a_review_with_several_reports_is_one(archive: None, client: Client) -> None:
    reports = Document.objects.principal().filter(kind="working_group_report", state="XVA", working_group_session=20)
    assert reports.count() > 1
    listed = [(row.document.state, row.document.working_group_session) for row, _ in client.get("/reviews").context["listed"]]
    assert listed == [("XVA", 20), ("XVA", 2)]  # the newest first
    assert [address for _, address in client.get("/").context["latest"]] == ["/reviews/XVA/20", "/reviews/XVA/2"]
    assert [review["url"] for review in client.get("/states/XVA").context["reviews"]] == ["/reviews/XVA/20", "/reviews/XVA/2"]
    assert [row["working_group_session"] for row in json.loads(_body(client.get("/reviews.json")))] == [20, 2]
    assert client.get("/reviews/XVA/20").context["document"].symbol == "A/HRC/28/901"
    others = _words(client.get("/states/XVA"))
    assert "A/HRC/28/902" in others  # the other reports stay among its documents


def _reviewed_besides(state: str, session: int, cycle: int, day: str) -> None:
    """Another review in the archive, with one recommendation that is noted."""
    document = Document.objects.of_symbol("A/HRC/28/901")[0]
    review, recommendation = document.review_set.get(), document.recommendation_set.filter(position="noted")[0]
    document.pk, document.sha256, document.symbol = None, f"{session:064x}", f"A/HRC/99/{session}"
    document.state, document.working_group_session, document.cycle = state, session, cycle
    document.save()
    review.pk, review.document, review.reviewed_on = None, document, day
    review.save()
    recommendation.pk, recommendation.document = None, document
    recommendation.save()


def test_reviews_in_order_and_filtered(own_archive: None, client: Client) -> None:
    _reviewed_besides("CHE", 21, 2, "2015-01-20")
    _reviewed_besides("AFG", 1, 1, "2008-04-07")
    _reviewed_besides("KEN", 40, 3, "2022-01-24")

    def listed(**asked: str) -> list[str]:
        return [row.document.state for row, _ in client.get("/reviews", asked).context["listed"]]

    assert listed() == listed(sort="odd") == ["KEN", "CHE", "XVA", "XVA", "AFG"]
    assert listed(sort="state") == ["AFG", "KEN", "CHE", "XVA", "XVA"]
    assert listed(sort="recommendations")[:2] == ["XVA", "XVA"]
    assert listed(sort="supported")[:2] == ["XVA", "XVA"]
    assert listed(cycle="2") == ["CHE", "XVA"]
    assert listed(cycle="x") == listed(group="") == listed()
    assert listed(group="Africa") == ["KEN"]
    assert listed(state="CHE", cycle="2") == ["CHE"]
    assert listed(state="CHE", cycle="3") == []
    assert [row["state_under_review"] for row in json.loads(_body(client.get("/reviews.json?group=Africa")))]


def test_a_history_leads_to_its_documents(archive: None, client: Client) -> None:
    body = client.get("/recommendations/A/HRC/28/901/60.15").content.decode()
    assert '<a href="/A/HRC/28/901/Add.1#7">A/HRC/28/901/Add.1, para. 7</a>' in body
    assert "A/HRC/28/901/Add.1, para. 7 , 2 March 2015" in _words(client.get("/recommendations/A/HRC/28/901/60.15"))
    assert client.get("/A/HRC/28/901/Add.1").content.decode().count('id="7"') == 1


def test_a_finding_stands_beside_the_record_that_it_names(archive: None, client: Client) -> None:
    found = client.get("/recommendations/A/HRC/28/902/58.1").context["findings"]
    assert {finding.check_name for finding in found} == {"bracket_unbalanced", "position_contradicted"}
    assert "A bracket" in _words(client.get("/recommendations/A/HRC/28/902/58.1"))
    assert client.get("/recommendations/A/HRC/28/902/57.1").context["findings"] == []


@pytest.mark.parametrize("address", ["/recommendations", "/documents", "/findings", "/reviews", "/passages"])
def test_a_page_that_there_is_not_is_said(archive: None, client: Client, address: str) -> None:
    response = client.get(address, {"page": "9999"})
    last = response.context["page"].last
    assert f"There is no page 9999: the last one is {last} ." in _words(response)
    assert f'href="?page={last}"' in response.content.decode()
    assert "Nothing" not in _words(response)
    assert "There is no page" not in _words(client.get(address, {"page": str(last)}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("28/901", ["A/HRC/28/901/Add.1", "A/HRC/28/901"]),
        ("vandrelia addendum 902", ["A/HRC/28/902/Add.1"]),
        ("REPORT2014", ["A/HRC/28/901", "report2014.txt"]),
        ("nothing of the kind", []),
        ("\x00", None),
        ("%", []),
    ],
)
def test_documents_are_found_by_symbol_and_title(archive: None, client: Client, text: str, found: list[str] | None) -> None:
    page = client.get("/documents", {"q": text}).context["page"]
    rows = [str(row) for row in client.get("/documents", {"q": text}).context["rows"]]
    assert rows == (found if found is not None else [str(row) for row in Document.objects.principal().newest()])
    data = json.loads(_body(client.get("/documents.json", {"q": text})))
    assert len(data) == page.total == len(rows)


def test_order_is_a_choice_only_where_words_are_looked_for(archive: None, client: Client) -> None:
    for path in ("/recommendations", "/passages"):
        assert 'name="sort"' not in client.get(path, {"q": "to:XVA", "sort": "relevance"}).content.decode()
        assert 'name="sort"' in client.get(path, {"q": "school"}).content.decode()
        assert client.get(path).context["asked"].sort == "order"
        assert client.get(path, {"q": "school"}).context["asked"].sort == "relevance"


def test_what_counts_once_is_said(archive: None, client: Client) -> None:
    files, documents = Document.objects.count(), Document.objects.principal().count()
    assert documents < files
    home = client.get("/")
    assert (home.context["documents"], home.context["files"]) == (documents, files)
    assert f"({files} files)" in _words(home)
    data = _words(client.get("/data"))
    assert "The column counted tells the rows that this site lists and counts." in data
    assert f"({files} files)" in data


def test_a_bar_has_its_key_and_the_first_rows_stand_open(archive: None, client: Client) -> None:
    response = client.get("/states/XVA")
    body = response.content.decode()
    assert 'href="/states/KEN/recommends">What Kenya recommends' in client.get("/states/KEN").content.decode()
    review = response.context["reviews"][0]["counts"]
    assert "supported" in review.names
    assert f'<span class="position supported">supported</span> {review.shares["supported"]}' in body
    assert "<details" not in body.partition("Recommending State</th>")[0].rpartition("Who recommended")[2]
    assert len(response.context["most"]) + len(response.context["others"]) == len(response.context["recommending"])


def test_every_check_has_a_name_in_each_language() -> None:
    for check in Check:
        with translation.override("en"):
            assert word(check.value, "check") == check.value.replace("_", " ")
        for language in ("fr", "ru"):
            with translation.override(language):
                assert str(word(check.value, "check")) not in {check.value, check.value.replace("_", " ")}
