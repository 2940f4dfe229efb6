"""The public pages as files: nothing unpublished, links that lead to files, the same bytes, read in a browser from the disk."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import browser as at_hand
import pytest
from lxml import html

from desks import World
from upright.exceptions import NotFound, UprightError
from upright.tracking import contributions, evidence, keep
from upright.tracking.models import Desk, Item
from upright.tracking.words import Approval
from upright.web import static_export

PLANTED = "Planted within"  # in every text that is not published
OPEN = "Published without"


@pytest.fixture
def published(world: World) -> World:
    """A desk of which some is published, and all the rest has planted words."""
    first, second, *_others = kept = world.items[:6]
    Item.objects.exclude(pk__in=[each.pk for each in kept]).delete()  # a page for each takes time
    action = world.action(first, approval=Approval.PUBLISHED, title=f"{OPEN} action")
    world.action(second, title=f"{PLANTED} action", description=PLANTED)
    world.action(second, approval=Approval.APPROVED, title=f"{PLANTED} approved")
    world.assessment(first, approval=Approval.PUBLISHED, rationale=f"{OPEN} assessment")
    world.assessment(first, "focal", approval=Approval.PUBLISHED, value="implemented", rationale=f"{OPEN} answer")
    world.assessment(second, rationale=f"{PLANTED} assessment")
    world.assign(second, "Ministry of Health", request=f"{PLANTED} request")
    evidence.add_file(action, b"Bytes that bear it out.\n", name="proof.txt", title=f"{OPEN} proof", by=world.people["focal"])
    who = world.who("stranger")
    organisation = world.organisations["League of Defenders"]
    row = contributions.give(first, organisation, f"{PLANTED} in confidence", who, by=world.people["stranger"])
    contributions.submit(row, who, version=row.version)
    return world


@pytest.fixture
def folder(published: World, tmp_path: Path) -> Path:
    static_export.write(tmp_path / "site", published.desk.state)
    return tmp_path / "site"


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_what_is_written(published: World, folder: Path, tmp_path: Path) -> None:
    files = _files(folder)
    assert {"index.html", "site.css", "XVA/index.html", "XVA/public.html", "XVA/public.csv", "XVA/public.json"} <= set(files)
    assert {"XVA/items.html", "XVA/items.xlsx", "XVA/assessments.html", "XVA/assessments.csv", "XVA/indicators.html"} <= set(files)
    assert sum(name.startswith("XVA/items/") for name in files) == published.desk.items.count()
    whole = b"".join(files.values()).decode(errors="replace")
    for words in ("action", "assessment", "answer", "proof"):
        assert f"{OPEN} {words}" in whole
    assert b"Bytes that bear it out.\n" in files.values()
    assert PLANTED not in whole
    for name in published.people:
        assert f"{name}@example.org" not in whole
    assert not re.search(
        r"<(?:script|form|input|button|select)\b|csrf|sessionid|localhost:\d", whole.replace("http://localhost:8000/desk", "")
    )
    static_export.write(tmp_path / "again", published.desk.state)
    assert _files(tmp_path / "again") == files, "the same data give the same bytes"


def _links(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in folder.rglob("*.html"):
        for element in html.document_fromstring(path.read_text(encoding="utf-8")).iter("a", "link"):
            yield path, element.get("href", "")


def test_every_link_leads_to_a_file(folder: Path) -> None:
    seen = 0
    for path, link in _links(folder):
        assert not link.startswith("/"), (path, link)
        if link.startswith(("#", "http://", "https://", "data:")):
            continue
        name, _hash, anchor = unquote(link).partition("#")
        to = Path(os.path.normpath(path.parent / name))
        assert to.is_file(), (path, link)
        if anchor and to.suffix == ".html":
            assert f'id="{anchor}"' in to.read_text(encoding="utf-8"), (path, link)
        seen += 1
    assert seen > 100


@pytest.mark.parametrize(
    ("link", "address", "name"),
    [
        ("/desk/XVA", "/desk/XVA", "index"), ("/desk/XVA/items?page=2#top", "/desk/XVA/items?page=2", "items-page-2"),
        ("?page=3", "/desk/XVA/items?page=3", "items-page-3"), ("/desk/XVA/items?page=1", "/desk/XVA/items", "items"),
        ("#top", "/desk/XVA/items", "items"), ("/desk/XVA/items.csv", "/desk/XVA/items.csv", "items.csv"),
        ("/desk/XVA/items?q=school", None, ""), ("/desk/XVAX/items", None, ""), ("/desk/KEN", None, ""), ("/states", None, ""),
        ("https://example.org/desk/XVA", None, ""), ("mailto:a@example.org", None, ""), ("/desk/XVA/items?page=x", None, ""),
    ],
)  # fmt: skip
def test_where_a_link_leads(link: str, address: str | None, name: str, tmp_path: Path) -> None:
    site = static_export._Site(Desk(state="XVA"), tmp_path)
    assert site._address(link, "/desk/XVA/items") == address
    assert address is None or site._name(address) == name


def test_what_is_refused(world: World, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").touch()
    with pytest.raises(UprightError):
        static_export.write(tmp_path / "there")
    with pytest.raises(NotFound):
        static_export.write(tmp_path / "none", "ZZZ")
    keep.change(world.desk, version=world.desk.version, by=None, open_to_public=False)
    with pytest.raises(NotFound):
        static_export.write(tmp_path / "closed", world.desk.state)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there"]


@pytest.mark.browser
def test_it_is_read_from_the_disk(folder: Path) -> None:
    """As from a stick: no server, no script, no request that fails or leads elsewhere; accessible on a phone and in the dark."""
    item = min((folder / "XVA" / "items").glob("*.html"))
    pages = [
        "index.html",
        *(f"XVA/{name}.html" for name in ("index", "public", "items", "assessments", "indicators")),
        str(item.relative_to(folder)),
    ]
    with at_hand.browser() as chromium:
        for at, (scheme, width) in enumerate((("light", 1280), ("dark", 360))):
            context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
            page = context.new_page()
            faults: list[str] = []
            asked: list[str] = []
            page.on("requestfailed", lambda request, faults=faults: faults.append(request.url))
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            for name in pages[at::2]:
                page.goto((folder / name).as_uri())
                assert page.locator("h1").count() == 1, name
                # Without `preload` axe would fetch the style sheet itself, which no page on a disk may.
                assert at_hand.faults(page, width=width, preload=False) == [], name
            page.goto((folder / "index.html").as_uri())
            page.click("main a")
            page.click("text=Both sides")
            assert page.locator(f"text={OPEN} assessment").count() > 0
            assert faults == []
            assert all(url.startswith(("file:", "data:")) for url in asked)
            context.close()
