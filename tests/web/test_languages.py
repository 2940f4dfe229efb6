"""The site in French and Russian: what is translated, in which forms, and how a language is chosen."""

from __future__ import annotations

import gettext
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import browser as at_hand
import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import translation

from conftest import REPOSITORY
from upright.web.templatetags import upright as tags

WEB = REPOSITORY / "src" / "upright" / "web"
OTHER = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
_LANG = re.compile(r'<html lang="([^"]*)" dir="([^"]*)"')


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """The language that a request chose stays in its thread."""
    yield
    translation.activate(settings.LANGUAGE_CODE)


def _po(language: str) -> Path:
    return WEB / "locale" / language / "LC_MESSAGES" / "django.po"


def _catalogue(language: str) -> dict[object, str]:
    with _po(language).with_suffix(".mo").open("rb") as stream:
        catalogue: dict[object, str] = vars(gettext.GNUTranslations(stream))["_catalog"]
    return {message: text for message, text in catalogue.items() if message}


def _check(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/messages.py", "--check", "--locale", str(folder)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=REPOSITORY)


def test_the_translations_have_the_messages_of_the_templates_and_the_code() -> None:
    done = _check(WEB / "locale")
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('msgid "Recommendations"', 'msgid "Recomendations"'),  # a message that no template has
        ('msgstr "Рекомендации"', 'msgstr "рекомендации"'),  # not what the .mo file beside it says
        ("%(part)s из %(whole)s", "%(part)s из %(all)s"),  # a placeholder that nothing fills
    ],
)
def test_a_translation_that_is_out_of_date_is_found(tmp_path: Path, before: str, after: str) -> None:
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text = _po("ru").read_text(encoding="utf-8")
    assert before in text
    (folder / "django.po").write_text(text.replace(before, after), encoding="utf-8")
    (folder / "django.mo").write_bytes(_po("ru").with_suffix(".mo").read_bytes())
    done = _check(tmp_path)
    assert done.returncode == 1
    assert str(folder) in done.stderr


@pytest.mark.parametrize("language", OTHER)
def test_no_translation_closes_an_attribute(language: str) -> None:
    """Translations of templates' own words are put into pages as they are, also between quotation marks."""
    assert [text for text in _catalogue(language).values() if re.search(r'["<>]', text)] == []


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "рекомендация"), (2, "рекомендации"), (5, "рекомендаций"), (11, "рекомендаций"), (21, "рекомендация"), (194, "рекомендации")],
)
def test_russian_counts_in_three_forms(number: int, words: str) -> None:
    counted = Template("{% load i18n %}{% blocktranslate count n=n %}recommendation{% plural %}recommendations{% endblocktranslate %}")
    with translation.override("ru"):
        assert counted.render(Context({"n": number})) == words


def test_one_word_in_two_senses() -> None:
    """A position is noted by the State, something else by a delegation that speaks."""
    with translation.override("fr"):
        assert "notée" in tags.position("noted")
        assert str(tags.word("noted", "act")) == "a noté"
    with translation.override("ru"):
        assert "принята к сведению" in tags.position("noted")
        assert str(tags.word("noted", "act")) == "отметила"


@pytest.mark.parametrize(("language", "day"), [("en", "4 November 2014"), ("fr", "4 novembre 2014"), ("ru", "4 ноября 2014")])
def test_dates_in_the_language_of_the_page(language: str, day: str) -> None:
    with translation.override(language):
        assert tags.un_date("2014-11-04") == day


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Recommandations", "État examiné", "appuyée", "session", "Égypte", "document le plus récent d’abord"]),
        ("ru", ["Рекомендации", "Государство — объект обзора", "поддержана", "сессия", "Египет", "сначала новейшие документы"]),
    ],
)
def test_the_explorer_speaks_the_language_that_the_browser_asks_for(archive: None, client: Client, language: str, words: list[str]) -> None:
    response = client.get("/recommendations", headers={"Accept-Language": language})
    body = response.content.decode()
    assert response.headers["Content-Language"] == language
    assert _LANG.search(body).groups() == (language, "ltr")  # type: ignore[union-attr]
    assert [word for word in words if word not in body] == []


@pytest.mark.parametrize("language", OTHER)
@pytest.mark.parametrize("address", ["/", "/recommendations?q=school&position=noted", "/states/KEN?x=1", "/A/HRC/28/901?page=2"])
def test_a_language_is_chosen_with_a_form_and_the_page_stays(archive: None, client: Client, address: str, language: str) -> None:
    """What a browser without JavaScript does: it sends the form of the page, and follows."""
    body = client.get(address).content.decode()
    form = re.search(rf'<form action="{reverse("set_language")}" method="post">.*?</form>', body, re.DOTALL)
    assert form
    assert f'<option value="{language}"' in form[0]
    there = re.search(r'name="next" value="([^"]*)"', form[0])
    assert there
    response = client.post(reverse("set_language"), {"next": there[1].replace("&amp;", "&"), "language": language})
    assert response.status_code == 302
    assert response.headers["Location"] == address
    assert _LANG.search(client.get(address).content.decode()).groups() == (language, "ltr")  # type: ignore[union-attr]
    assert _LANG.search(client.get("/reviews").content.decode()).groups() == (language, "ltr")  # type: ignore[union-attr]


def test_pages_of_errors_speak_the_language_too(db: None, client: Client) -> None:
    response = client.get("/states/ZZZ", headers={"Accept-Language": "ru"})
    body = response.content.decode()
    assert response.status_code == 404
    assert _LANG.search(body).groups() == ("ru", "ltr")  # type: ignore[union-attr]
    assert "Не найдено" in body


def test_a_fault_is_said_in_the_language_of_the_page(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from upright.web.pages import home

    monkeypatch.delattr(home, "Review")
    client.raise_request_exception = False
    body = client.get("/", headers={"Accept-Language": "fr"}).content.decode()
    assert _LANG.search(body).groups() == ("fr", "ltr")  # type: ignore[union-attr]
    assert "Une défaillance d’upright" in body


def test_a_text_keeps_its_own_language_and_direction(archive: None, client: Client) -> None:
    """Words of a document are marked as what they are, in a page of another language."""
    body = client.get("/recommendations/A/HRC/28/901/57.1", headers={"Accept-Language": "fr"}).content.decode()
    assert re.search(r'<blockquote lang="en" dir="ltr"', body)


def test_arabic_is_written_from_right_to_left(archive: None, client: Client) -> None:
    from upright.archive.models import Document

    Document.objects.filter(symbol="A/HRC/28/901").update(language="ar")
    body = client.get("/recommendations/A/HRC/28/901/57.1").content.decode()
    assert re.search(r'<blockquote lang="ar" dir="rtl"', body)
    assert re.search(r'<article class="paper" lang="ar" dir="rtl"', client.get("/A/HRC/28/901").content.decode())


@pytest.mark.browser
def test_longer_words_fit_on_a_phone(tmp_path: Path, specimens: Path) -> None:
    with at_hand.browser() as chromium, at_hand.site(tmp_path, specimens / "files" / "report2014.txt") as site:
        for language in OTHER:
            context = chromium.new_context(locale=language, viewport={"width": 360, "height": 800})
            page = context.new_page()
            for address in ("/", "/states", "/reviews", "/recommendations?q=school", "/documents", "/accounts/login/"):
                page.goto(site + address)
                assert page.evaluate("document.documentElement.lang") == language
                assert page.evaluate("document.documentElement.scrollWidth") <= 360, f"{address} is wider than the window in {language}"
            context.close()
