"""Fetching, against a local server that behaves like the documents site, also on its bad days."""

from __future__ import annotations

import email.utils
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from upright import fetch as module
from upright.exceptions import FetchError
from upright.fetch import Fetched, fetch, file_name

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 1200 + b"\nstartxref\n0\n%%EOF\n"
SYMBOL = "A/HRC/28/10"

Answer = Callable[["Handler"], None]


@dataclass
class Site:
    """The site: a queue of answers to give (then the document), and what it was asked."""

    address: str = ""
    answers: list[Answer] = field(default_factory=list)
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        self.site.asked.append((time.monotonic(), self.path, {name.lower(): value for name, value in self.headers.items()}))
        (self.site.answers.pop(0) if self.site.answers else document)(self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"content_length": str(len(body)), "content_type": "application/pdf"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


def document(handler: Handler) -> None:
    """As the site answers: the document, or the rest of it where the asker has its beginning."""
    asked = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
    if asked and handler.headers.get("If-Range") == '"v1"':
        first = int(asked[1])
        place = f"bytes {first}-{len(PDF) - 1}/{len(PDF)}"
        handler.answer(206, PDF[first:], ETag='"v1"', content_range=place)
    else:
        handler.answer(200, PDF, ETag='"v1"')


def broken_off(handler: Handler) -> None:
    """Half of the document, then the line is cut."""
    handler.send_response(200)
    handler.send_header("ETag", '"v1"')
    handler.send_header("Content-Length", str(len(PDF)))
    handler.end_headers()
    handler.wfile.write(PDF[: len(PDF) // 2])
    handler.wfile.flush()
    handler.close_connection = True
    handler.connection.close()


def status(code: int, **headers: str) -> Answer:
    return lambda handler: handler.answer(code, b"", **headers)


def page(handler: Handler) -> None:
    """The site's way of saying that it has no such document."""
    handler.answer(200, b"<!DOCTYPE html><html>There is no document matching your request.</html>", content_type="text/html")


def elsewhere(handler: Handler) -> None:
    handler.answer(302, b"", location="/doc/undoc/gen/g15/005/61/pdf/g1500561.pdf")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    made = Site()
    handler = type("SiteHandler", (Handler,), {"site": made})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setenv(module.SITE_VARIABLE, made.address)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def get(site: Site, tmp_path: Path) -> Callable[..., Fetched]:
    def getting(symbol: str = SYMBOL, language: str = "en") -> Fetched:
        return fetch(symbol, language, tmp_path, pause=0.01)

    return getting


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_document_comes_whole(site: Site, get: Callable[..., Fetched], tmp_path: Path) -> None:
    got = get()
    assert (got.path.read_bytes(), got.already_there) == (PDF, False)
    assert left(tmp_path) == ["A_HRC_28_10_en.pdf"]
    _, asked, headers = site.asked[0]
    assert urlsplit(asked).path == "/api/symbol/access"
    assert parse_qs(urlsplit(asked).query) == {"s": [SYMBOL], "l": ["en"], "t": ["pdf"]}
    assert headers["user-agent"].startswith("upright/")


def test_what_is_there_is_not_asked_for_again(site: Site, get: Callable[..., Fetched]) -> None:
    get()
    assert get().already_there
    assert len(site.asked) == 1
    get(language="fr")
    assert len(site.asked) == 2


def test_what_is_there_in_part_is(site: Site, get: Callable[..., Fetched], tmp_path: Path) -> None:
    (tmp_path / "A_HRC_28_10_en.pdf").write_bytes(PDF[:1000])
    assert get().path.read_bytes() == PDF


def test_a_broken_connection_is_gone_on_with(site: Site, get: Callable[..., Fetched], tmp_path: Path) -> None:
    site.answers = [broken_off]
    assert get().path.read_bytes() == PDF
    first = int(site.asked[1][2]["range"].removeprefix("bytes=").removesuffix("-"))
    assert 0 < first <= len(PDF) // 2
    assert left(tmp_path) == ["A_HRC_28_10_en.pdf"]


def test_what_was_begun_in_an_earlier_run_is_gone_on_with(site: Site, get: Callable[..., Fetched]) -> None:
    site.answers = [broken_off] * module.TRIES
    with pytest.raises(FetchError, match="the connection broke off; try again later"):
        get()
    assert get().path.read_bytes() == PDF
    assert "range" in site.asked[-1][2]


def test_another_version_on_the_site_begins_anew(site: Site, get: Callable[..., Fetched], tmp_path: Path) -> None:
    (tmp_path / "A_HRC_28_10_en.pdf.part").write_bytes(b"%PDF-1.4 of an earlier version")
    (tmp_path / "A_HRC_28_10_en.pdf.part.version").write_text('"v0"')
    assert get().path.read_bytes() == PDF
    assert left(tmp_path) == ["A_HRC_28_10_en.pdf"]


def test_a_rest_that_does_not_fit_begins_anew(site: Site, get: Callable[..., Fetched], tmp_path: Path) -> None:
    (tmp_path / "A_HRC_28_10_en.pdf.part").write_bytes(PDF + b"and more")
    (tmp_path / "A_HRC_28_10_en.pdf.part.version").write_text('"v1"')
    site.answers = [status(416)]
    assert get().path.read_bytes() == PDF


@pytest.mark.parametrize("answer", [status(429, retry_after="0"), status(503), status(500), elsewhere])
def test_a_bad_moment_passes(site: Site, get: Callable[..., Fetched], answer: Answer) -> None:
    site.answers = [answer]
    assert get().path.read_bytes() == PDF
    assert len(site.asked) == 2


@pytest.mark.parametrize("wait", ["1", "date"])
def test_it_waits_as_long_as_it_is_asked_to(site: Site, get: Callable[..., Fetched], wait: str) -> None:
    site.answers = [
        lambda handler: handler.answer(429, retry_after=email.utils.formatdate(time.time() + 2, usegmt=True) if wait == "date" else wait)
    ]
    get()
    assert site.asked[1][0] - site.asked[0][0] >= 0.9


def test_requests_keep_a_distance(site: Site, tmp_path: Path) -> None:
    for language in ("en", "fr", "es"):
        fetch(SYMBOL, language, tmp_path, pause=0.3)
    assert min(after[0] - before[0] for before, after in zip(site.asked, site.asked[1:], strict=False)) >= 0.25


@pytest.mark.parametrize(
    ("answers", "said", "requests"),
    [
        ([status(404)], "the site has no A/HRC/28/10 in the language 'en'", 1),
        ([page], "the site has no A/HRC/28/10 in the language 'en'.*no PDF", 1),
        ([status(403)], "refused A/HRC/28/10 .en. with status 403", 1),
        ([status(503)] * 9, r"could not be fetched: the site is busy \(status 503\); try again later", module.TRIES),
        ([status(500)] * 9, r"could not be fetched: the site failed \(status 500\); try again later", module.TRIES),
        ([status(429, retry_after="4000")], "asks to wait 4000 seconds", 1),
        ([status(302, location="/again")] * 40, "sends every request on", 21),
        ([lambda handler: handler.answer(200, PDF[:3000])] * 9, "came cut short", module.TRIES),
    ],
)
def test_failures_are_said(
    site: Site, get: Callable[..., Fetched], tmp_path: Path, answers: list[Answer], said: str, requests: int
) -> None:
    site.answers = list(answers)
    with pytest.raises(FetchError, match=said):
        get()
    assert len(site.asked) == requests
    assert not list(tmp_path.glob("*.pdf"))


def test_offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(module.SITE_VARIABLE, "http://127.0.0.1:9")
    with pytest.raises(FetchError, match="does not answer; is this machine online"):
        fetch(SYMBOL, "en", tmp_path, pause=0.001)


@pytest.mark.parametrize(("symbol", "language"), [("", "en"), ("28/10", "en"), ("A" * 200, "en"), (SYMBOL, "de")])
def test_what_cannot_be_asked_for_is_not(site: Site, get: Callable[..., Fetched], symbol: str, language: str) -> None:
    with pytest.raises(FetchError):
        get(symbol, language)
    assert site.asked == []


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("A/HRC/28/10/Add.1", "A_HRC_28_10_Add.1_fr.pdf"),
        ("CCPR/C/SR.3272", "CCPR_C_SR.3272_fr.pdf"),
        ("../../etc/passwd", "etc_passwd_fr.pdf"),
        ("A\\HRC:28|10\x00", "A_HRC_28_10_fr.pdf"),
    ],
)
def test_names_are_safe(symbol: str, name: str) -> None:
    assert file_name(symbol, "fr") == name


def test_progress(site: Site, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    fetch(SYMBOL, "en", tmp_path, pause=0.01, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(PDF), len(PDF))
    assert len(seen) > 3
