"""The public pages of desks as plain files: to be put on any server, or taken along on a stick, and read without a server or JavaScript.

    write(folder)              # of every desk that is open to the public
    write(folder, "XVA")       # of one

The site itself is asked for its pages as a visitor who is not signed in is, from the first page of a desk along its links: nothing is
written that the public does not see. A page is `DESK/address.html`; its links are made relative, and what would need a server is left out:
forms, scripts, and links to what is not written. The same data give the same bytes, on the same day.
"""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from lxml import html

from upright.exceptions import NotFound, UprightError
from upright.tracking.models import Desk
from upright.tracking.rights import PUBLIC
from upright.web.tables import ENDINGS

STYLE = "site.css"
_PAGE = "text/html"
_EVIDENCE = re.compile(r"/evidence/[^/]+/file")
_OF_FORMS = ("button", "input", "select", "textarea", "label", "fieldset", "aside")
_MOST = 200_000  # addresses: a site with more would lead round in circles


class Written(NamedTuple):
    """What was written: pages, and other files (data, evidence), of how many desks."""

    desks: int
    pages: int
    files: int

    def __str__(self) -> str:
        return f"{self.pages:,} pages and {self.files:,} other files of {self.desks:,} {'desk' if self.desks == 1 else 'desks'}"


def write(folder: Path, state: str | None = None) -> Written:
    """Write the public pages into a new folder. NotFound where there is no desk that the public sees; UprightError where it is in use."""
    desks = [each for each in Desk.objects.seen_by(PUBLIC).order_by("state") if state is None or each.state == state]
    if not desks:
        raise NotFound(f"there is no desk{f' of {state}' if state else ''} that is open to the public")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UprightError(f"{folder} is there already: name a new folder, or an empty one")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".upright-") as beside:  # a folder is whole, or not there
        new = Path(beside) / "site"
        new.mkdir()
        with _connected():
            written = [_Site(each, new).write() for each in desks]
        (new / STYLE).write_bytes(Path(str(finders.find(f"upright/{STYLE}"))).read_bytes())
        _write_page(new / "index.html", "", render_to_string("desk/public/static_desks.html", {"desks": desks}), root="")
        if folder.exists():
            folder.rmdir()
        new.rename(folder)
    return Written(len(desks), sum(pages for pages, _files in written) + 1, sum(files for _pages, files in written) + 1)


class _Site:
    """One desk on its way into files: `places` has the file of each address that a visitor is answered, None for each that they are not."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder, self.handler = desk, folder, WSGIHandler()
        self.below, self.all = reverse("desk", args=[desk.state]), reverse("desks")
        self.places: dict[str, Path | None] = {self.all: folder / "index.html"}

    def write(self) -> tuple[int, int]:
        """What is reached from the first page, each page then with links to files; how many pages and other files."""
        pages = self._reached()
        for address, place in pages.items():
            self._finish(address, place)
        return len(pages), sum(place is not None for place in self.places.values()) - len(pages) - 1

    def _reached(self) -> dict[str, Path]:
        """Have every page as the site gives it in its place: those that links lead to, and what they link to."""
        pages: dict[str, Path] = {}
        waiting = deque([self.below, reverse("desk_public", args=[self.desk.state])])
        while waiting and len(self.places) < _MOST:
            address = waiting.popleft()
            if address in self.places:
                continue
            place = self.places[address] = self._fetch(address)
            if place is not None and place.suffix == ".html":
                pages[address] = place
                waiting += self._links(_content(place.read_bytes()), address)
        return pages

    def _fetch(self, address: str) -> Path | None:
        """The file that an address is put into; None where a visitor is not answered, or by what is neither page nor data nor evidence."""
        path, _question, _asked = address.partition("?")
        headers, body = _asked_of(self.handler, address)
        if headers is None:
            return None
        if headers.get_content_type() == _PAGE:
            name = f"{self._name(address)}.html"
        elif path.endswith(ENDINGS):
            name = self._name(address)
        elif _EVIDENCE.search(path):
            name = f"{self._name(address).removesuffix('/file')}/{headers.get_filename() or 'file'}"
        else:
            return None
        place = self.folder / self.desk.state / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(body)
        return place

    def _name(self, address: str) -> str:
        """What the file of an address is called: 'index', 'items/UID', 'items-page-2', 'items.csv'."""
        path, _question, page = address.partition("?page=")
        name = re.sub(r"[^\w./-]", "-", path.removeprefix(self.below).strip("/")) or "index"
        return f"{name}-page-{page}" if page else name

    def _links(self, content: html.HtmlElement, page: str) -> Iterator[str]:
        for link in content.iter("a"):
            address = self._address(link.get("href", ""), page)
            if address is not None:
                yield address

    def _address(self, link: str, page: str) -> str | None:
        """The address in this site that a link leads to, with the page of a list; None where it leads elsewhere, or chooses something."""
        parts = urlsplit(link)
        path = unquote(parts.path) or urlsplit(page).path
        within = path in {self.below, self.all} or path.startswith((f"{self.below}/", f"{self.below}."))
        asked = parse_qs(parts.query)
        number = asked.pop("page", ["1"])[0]
        if parts.scheme or parts.netloc or not within or asked or not number.isdigit():
            return None
        return path if int(number) == 1 else f"{path}?page={int(number)}"

    def _finish(self, address: str, place: Path) -> None:
        """Have a page's links lead to files, and what needs a server gone."""
        body = place.read_bytes()
        content = _without_server(_content(body))
        for link in list(content.iter("a")):
            self._relink(link, address, place)
        inside = (content.text or "") + "".join(html.tostring(each, encoding="unicode") for each in content)
        _write_page(place, _title(body), inside, root=f"{os.path.relpath(self.folder, place.parent)}/", desk=self.desk)

    def _relink(self, link: html.HtmlElement, page: str, place: Path) -> None:
        """Have a link lead to a file; where it leads to none, its words alone stay. Links to other sites stay as they are."""
        given = link.get("href", "")
        if urlsplit(given).scheme in {"http", "https"} or given.startswith("#"):
            return
        to = self.places.get(self._address(given, page) or "")
        if to is None:
            link.drop_tag()
            return
        relative = quote(str(PurePosixPath(os.path.relpath(to, place.parent))))
        anchor = urlsplit(given).fragment
        link.set("href", f"{relative}#{anchor}" if anchor else relative)


# --- pages -----------------------------------------------------------------------------------------------------------------------------


def _content(body: bytes) -> html.HtmlElement:
    document: html.HtmlElement = html.document_fromstring(body.decode())
    return document.get_element_by_id("content")


def _title(body: bytes) -> str:
    title = html.document_fromstring(body.decode()).findtext("head/title") or ""
    return " ".join(title.split()).removesuffix("upright").rstrip(" ·")


def _without_server(content: html.HtmlElement) -> html.HtmlElement:
    """Without scripts, forms and what is marked. Where a list stands in the form of its filters, it stays."""
    for each in [*content.iter("script", "noscript"), *content.xpath(".//*[@data-needs-server]")]:
        each.drop_tree()
    for form in list(content.iter("form")):
        if any(True for _each in form.iter("section", "table")):
            for each in list(form.iter(*_OF_FORMS)):
                if each.getparent() is not None:
                    each.drop_tree()
            form.drop_tag()
        else:
            form.drop_tree()
    return content


def _write_page(place: Path, title: str, content: str, *, root: str, desk: Desk | None = None) -> None:
    safe = mark_safe(content)  # noqa: S308  # the site's own pages
    given: dict[str, Any] = {"title": title, "today": timezone.localdate(), "content": safe, "desk": desk, "root": root, "style": STYLE}
    lines = render_to_string("desk/public/static.html", given).splitlines()
    place.write_text("\n".join(line.rstrip() for line in lines if line.strip()) + "\n", encoding="utf-8")


@contextmanager
def _connected() -> Iterator[None]:
    """The site is asked within this process: its connection to the database is not closed after each page."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


# --- asked as a visitor does -------------------------------------------------------------------------------------------------------------


def _asked_of(handler: WSGIHandler, address: str) -> tuple[Message | None, bytes]:
    """What the site answers to a visitor: its headers and body; None where it is not 200."""
    path, _question, query = address.partition("?")
    site = urlsplit(settings.SITE)
    environ: dict[str, Any] = {
        "PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query, "HTTP_HOST": site.netloc, "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
    }  # fmt: skip
    setup_testing_defaults(environ)
    found: list[tuple[str, Message]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> Any:
        message = Message()
        for name, value in headers:
            message[name] = value
        found.append((status, message))

    answer: Any = handler(environ, start)
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    [(status, message)] = found
    return (message if status.startswith("200") else None), body
