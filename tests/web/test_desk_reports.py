"""The pages of reports: written, changed by two at once, made anew, approved, downloaded; by one who may, a colleague who may not, and a
stranger."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import browser as at_hand
import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from desks import World
from upright.archive.models import Document
from upright.reports import drafts
from upright.reports.drafts import Section
from upright.tracking import keep, procedures
from upright.tracking.models import Draft, Item, Note
from upright.tracking.words import Approval, Role
from upright.web.desk.report_words import name_of
from upright.web.templatetags.upright import count

REPORTS = "/desk/XVA/reports"
REVIEW = "A/HRC/28/901"
SECRET = "PLANTED"


def item(world: World, key: str = "60.1") -> Item:
    return world.desk.items.get(document=Document.objects.get(symbol=REVIEW, principal=True), key=key)


def written(
    world: World, by: str = "coordinator", kind: str = "mid_term", organisation: str = "Coordination Council", **given: str
) -> Draft:
    values = {"about": f"{kind} {REVIEW}", "organisation": world.organisations[organisation].pk, "title": "Our report", **given}
    response = world.client(by).post(f"{REPORTS}/new", values)
    assert response.status_code == 302, response.content.decode()
    made = Draft.objects.latest("pk")
    assert response["Location"] == at(made)
    return made


def at(draft: Draft, *more: str) -> str:
    return "/".join([f"{REPORTS}/{draft.uid}", *more])


def part(draft: Draft, key: str) -> Section:
    draft.refresh_from_db()
    found = drafts.section(drafts.of(draft), key)
    assert found is not None
    return found


def filled(section: Section, version: int, act: str = "", **words: str) -> dict[str, Any]:
    """What the form of a part sends: its words as they are, but for those that are given by the paragraph's key."""
    sent: dict[str, Any] = {"version": version, "act": act, "heading": section.heading}
    for each in section.paragraphs:
        name = name_of(each.key)
        sent |= {f"text-{name}": words.get(each.key, each.text), f"named-{name}": "\n".join(source.words for source in each.own_sources)}
    return sent


# --- who may what


def test_who_sees_and_who_changes_a_report(world: World) -> None:
    world.action(item(world), approval=Approval.APPROVED, title=SECRET)
    draft = written(world, by="focal", organisation="Ministry of Justice")
    key = drafts.of(draft)[0].key
    reading = [at(draft), f"{at(draft)}.docx", f"{at(draft)}.pdf"]
    changing = {at(draft, "again"): {"version": 1}, at(draft, "hide"): {"version": 1, "because": "x"}}
    seen = {"focal": 200, "colleague": 200, "coordinator": 200, "health": 404, "admin": 404, "ngo": 404, "nhri": 404, "stranger": 404}
    for name, status in seen.items():
        client = world.client(name)
        assert {client.get(address).status_code for address in reading} == {status}, name
        assert client.get(at(draft, "parts", key)).status_code == status, name
        listed = client.get(REPORTS)
        assert (listed.status_code, "Our report" in listed.content.decode()) == (200, status == 200), name
        if status == 404:
            assert {client.post(address, given).status_code for address, given in changing.items()} == {404}, name
            assert client.post(at(draft, "parts", key), filled(part(draft, key), 1)).status_code == 404, name
    public = world.client("public")
    assert [public.get(address).status_code for address in [*reading, at(draft, "parts", key)]] == [404, 404, 404, 302]
    assert {public.post(address, given).status_code for address, given in changing.items()} == {302}
    assert keep.values(draft) == keep.values(Draft.objects.get())
    keep.change(draft, version=1, by=None, approval=Approval.PUBLISHED.value)
    page = public.get(at(draft)).content.decode()
    assert ("Our report" in page, "What is missing" in page, "Take in what is new" in page) == (True, False, False)
    assert world.client("focal").get(at(draft, "parts", key)).status_code == 404  # it is published: take it back first
    assert world.client("focal").get(at(draft).replace("XVA", "KEN")).status_code == 404


def test_who_may_have_one_written(world: World) -> None:
    expected = {"focal": 200, "coordinator": 200, "approver": 200, "nhri": 200, "ngo": 200, "admin": 403, "stranger": 403, "public": 302}
    assert {name: world.client(name).get(f"{REPORTS}/new").status_code for name in expected} == expected
    of = {name: world.organisations[name].pk for name in ("Ministry of Health", "League of Defenders", "Ministry of Justice")}
    for by, organisation, kind in (
        ("focal", "Ministry of Health", "mid_term"), ("coordinator", "League of Defenders", "stakeholder_submission"),
        ("focal", "Ministry of Justice", "stakeholder_submission"), ("ngo", "League of Defenders", "mid_term"),
    ):  # fmt: skip
        response = world.client(by).post(f"{REPORTS}/new", {"organisation": of[organisation], "about": f"{kind} {REVIEW}"})
        assert response.status_code == 400, (by, organisation, kind)
    assert not Draft.objects.exists()


def test_neither_side_reads_of_the_other_what_is_not_published(world: World) -> None:
    """Through pages and files of both sides; the person of the NGO works in the ministry too, and still its words stay apart."""
    from upright.tracking import people

    people.join(world.people["ngo"], world.organisations["Ministry of Justice"], Role.FOCAL_POINT, by=None)
    world.assign(item(world), "Ministry of Justice")
    world.action(item(world), approval=Approval.APPROVED, title=f"{SECRET} of the State")
    world.assessment(item(world), approval=Approval.APPROVED, rationale=f"{SECRET} of the NGO")
    own = {
        "of the State": [written(world), written(world, by="ngo", organisation="Ministry of Justice")],
        "of the NGO": [written(world, by="ngo", kind="stakeholder_submission", organisation="League of Defenders")],
    }
    for whose, made in own.items():
        for draft in made:
            client = world.client("ngo" if whose == "of the NGO" else "coordinator")
            texts = [client.get(at(draft)).content.decode(), *_package(client.get(f"{at(draft)}.docx").content)]
            assert any(f"{SECRET} {whose}" in text for text in texts)
            other = next(name for name in own if name != whose)
            assert not [text for text in texts if f"{SECRET} {other}" in text]
    assert world.client("coordinator").get(at(own["of the NGO"][0])).status_code == 404


def _package(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name).decode("utf-8", "replace") for name in package.namelist()]


# --- written in


def test_a_part_is_changed(world: World) -> None:
    action = world.action(item(world), approval=Approval.APPROVED)
    draft, key = written(world), str(item(world).uid)
    client, mine = world.client("coordinator"), f"action {action.uid}"
    address = at(draft, "parts", key)
    page = client.get(address).content.decode()
    assert "Amend the code" in page
    assert 'data-rest="' in page
    sent = filled(part(draft, key), 1, **{mine: "We amended it."}) | {f"named-{name_of(mine)}": "Law 12 of 2026"}
    assert client.post(address, sent).status_code == 302
    changed = {each.key: each for each in part(draft, key).paragraphs}[mine]
    assert (changed.text, changed.edited, [each.words for each in changed.own_sources]) == ("We amended it.", True, ["Law 12 of 2026"])
    page = client.get(at(draft)).content.decode()
    assert "worded by a person" in page
    assert "version 1, approved; Law 12 of 2026." in page
    for act in (f"up {name_of(mine)}", f"add {name_of(mine)}", f"leave_out {name_of('asked')}", "out", "back"):
        assert client.post(address, filled(part(draft, key), draft.version, act=act)).status_code == 302
    keys = [(each.key.partition(" ")[0], each.out) for each in part(draft, key).paragraphs]
    assert keys == [("action", False), ("own", False), ("asked", True)]
    own = part(draft, key).paragraphs[1].key
    client.post(address, filled(part(draft, key), draft.version, **{own: "Ours, without a source."}))
    page = client.get(at(draft)).content.decode()
    assert "No source is named" in page
    wrong = client.post(address, filled(part(draft, key), draft.version) | {"heading": ""})
    assert (wrong.status_code, "Ours, without a source." in wrong.content.decode()) == (400, True)


def test_two_write_at_once_and_nothing_is_lost(world: World) -> None:
    first, second = world.action(item(world), approval=Approval.APPROVED), world.action(item(world, "60.6"), approval=Approval.APPROVED)
    draft = written(world)
    keys = [str(each.item.uid) for each in (first, second)]
    seen = [filled(part(draft, key), 1, **{f"action {row.uid}": "Mine."}) for key, row in zip(keys, (first, second), strict=True)]
    client = world.client("coordinator")
    assert client.post(at(draft, "parts", keys[0]), seen[0]).status_code == 302
    assert client.post(at(draft, "parts", keys[1]), seen[1]).status_code == 302  # another part: both stand
    assert [part(draft, key).paragraphs[1].text for key in keys] == ["Mine.", "Mine."]

    theirs = seen[0] | {f"text-{name_of(f'action {first.uid}')}": "Theirs.", "heading": "Their heading"}
    response = client.post(at(draft, "parts", keys[0]), theirs)
    page = response.content.decode()
    assert response.status_code == 409
    assert all(words in page for words in ("Mine.", "Theirs.", "Their heading"))
    assert part(draft, keys[0]).paragraphs[1].text == "Mine."
    merged = filled(part(draft, keys[0]), draft.version, **{f"action {first.uid}": "Both."})
    assert client.post(at(draft, "parts", keys[0]), merged).status_code == 302
    assert part(draft, keys[0]).paragraphs[1].text == "Both."


def test_it_is_made_anew_and_approved(world: World) -> None:
    action = world.action(item(world), approval=Approval.APPROVED)
    world.assign(item(world), "Ministry of Justice")
    draft, key = written(world, by="focal", organisation="Ministry of Justice"), str(item(world).uid)
    client = world.client("focal")
    client.post(at(draft, "parts", key), filled(part(draft, key), 1, **{f"action {action.uid}": "Mine."}))
    keep.change(action, version=1, by=None, title="Amend it again")
    assert client.post(at(draft, "again"), {"version": 1}).status_code == 302  # it is at version 2: nothing is written
    assert part(draft, key).paragraphs[1].offer is None
    before = draft.data_version
    client.post(at(draft, "again"), {"version": 2})
    found = part(draft, key).paragraphs[1]
    assert (found.text, found.offer is not None, draft.data_version == before) == ("Mine.", True, False)
    assert "something new is offered" in client.get(at(draft)).content.decode()
    page = client.get(at(draft, "parts", key)).content.decode()
    assert "Amend it again" in page
    assert "There is nothing new." in client.post(at(draft, "again"), {"version": 3}, follow=True).content.decode()
    for name, step, reached in (("focal", "submit", "submitted"), ("approver", "approve", "approved")):
        draft.refresh_from_db()
        sent = {"step": step, "version": draft.version, "next": at(draft)}
        assert world.client(name).post(f"/desk/XVA/steps/draft/{draft.uid}", sent).status_code == 302
        draft.refresh_from_db()
        assert draft.approval == reached
    assert client.post(at(draft, "parts", key), {}).status_code == 404  # it is approved: take it back first


def test_it_says_how_long_it_is(world: World) -> None:
    draft = written(world, by="ngo", kind="stakeholder_submission", organisation="League of Defenders")
    page = world.client("ngo").get(at(draft)).content.decode()
    words = drafts.words(draft.title, drafts.of(draft))
    assert f"<strong data-count>{words}</strong>" in page
    assert f"of {count(2_815)} words" in page
    long = " ".join(["word"] * 3_000)
    client, key = world.client("ngo"), "introduction"
    client.post(at(draft, "parts", key), filled(part(draft, key), 1, by=long))
    over = drafts.words(draft.title, drafts.of(Draft.objects.get())) - 2_815
    assert 0 < over < 1_000
    assert f"longer than the limit by {over} words" in client.get(at(draft)).content.decode()


@pytest.mark.browser
def test_words_are_counted_in_the_browser_as_on_the_server(specimens: Path) -> None:
    cases = [
        "", "One two", "  three\n four\tfive ", "12 per cent – of it", "don’t re-use", "人权 and 人", "кого это касается",
        "a[^1] b\n\n[^1]: no\n  words",
        "— … !", "١٢ شخصا", "x\u00a0y",
    ]  # fmt: skip
    script = specimens.parent / "src/upright/web/static/upright/report_words.js"
    with at_hand.browser() as chromium:
        page = chromium.new_page()
        page.add_script_tag(path=str(script))
        counted = page.evaluate("texts => texts.map(uprightWords)", cases)
        page.close()
    assert counted == [procedures.words(text) for text in cases]
    assert counted[1:3] == [2, 3]


# --- OHCHR's matrix


@pytest.mark.parametrize("layout", ["2014", "2019", "2025"])
def test_the_matrix_has_what_is_approved_as_comments(world: World, layout: str) -> None:
    of = item(world)
    world.action(of, approval=Approval.APPROVED, title="Amend <the> code")
    world.action(of, title=f"{SECRET} draft")
    world.assessment(of, approval=Approval.APPROVED, rationale=f"{SECRET} of the NGO")
    asked = {"document": REVIEW, "layout": layout, "of": "state"}
    response = world.client("coordinator").get(f"{REPORTS}/matrix.docx", asked)
    assert response.status_code == 200
    cells = [cell.text for row in docx.Document(io.BytesIO(response.content)).tables[0].rows for cell in row.cells]
    assert any("Ministry of Justice: Amend <the> code." in each for each in cells)
    assert not any(SECRET in each for each in cells)
    assert response.content == world.client("coordinator").get(f"{REPORTS}/matrix.docx", asked).content


def test_whose_comments_and_who_sees_them(world: World) -> None:
    of, ngo = item(world), str(world.organisations["League of Defenders"].uid)
    world.action(of, approval=Approval.APPROVED, title="Approved")
    world.action(of, approval=Approval.PUBLISHED, title="Published")
    keep.create(
        Note,
        by=None,
        item=of,
        organisation=world.organisations["Ministry of Justice"],
        on=dt.date(2026, 5, 1),
        text="A note",
        approval="approved",
    )
    world.assessment(of, approval=Approval.APPROVED, rationale="By the NGO")

    def comments(name: str, whose: str) -> set[str] | int:
        response = world.client(name).get(f"{REPORTS}/matrix.xlsx", {"document": REVIEW, "layout": "2025", "of": whose})
        if response.status_code != 200:
            return int(response.status_code)
        cells = "\n".join(str(cell.value) for row in openpyxl.load_workbook(io.BytesIO(response.content))["Matrix"] for cell in row)
        return {words for words in ("Approved", "Published", "A note", "By the NGO") if words in cells}

    assert comments("coordinator", "state") == comments("focal", "state") == {"Approved", "Published", "A note"}
    assert comments("ngo", "state") == comments("health", "state") == comments("public", "state") == {"Published"}
    assert comments("ngo", ngo) == {"By the NGO"}
    assert comments("coordinator", ngo) == comments("nhri", ngo) == comments("public", ngo) == 404
    pdf = world.client("coordinator").get(f"{REPORTS}/matrix.pdf", {"document": REVIEW, "layout": "2025", "of": "state"})
    assert pdf.content.startswith(b"%PDF")


def test_pages_ask_the_database_a_bounded_number_of_times(world: World) -> None:
    draft, client = written(world), world.client("coordinator")

    def asked(address: str) -> int:
        client.get(address)  # what is kept from one request to the next
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    before = [asked(REPORTS), asked(at(draft))]
    for each in world.items[10:30]:
        world.action(each, approval=Approval.APPROVED)
        world.assign(each, "Ministry of Justice")
    assert [asked(REPORTS), asked(at(draft))] == before
