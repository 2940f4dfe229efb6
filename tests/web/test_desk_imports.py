"""The pages of imports and of work by mail: who may, what is shown before anything is done, done, undone; without JavaScript."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from typing import Any
from urllib.parse import urlencode

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desks import STATE, World
from upright.tracking import keep
from upright.tracking.models import Action, Assessment, Assignment, Batch, Note, Organisation

IMPORT, ROUNDS = f"/desk/{STATE}/import", f"/desk/{STATE}/rounds"
CHOSEN = {
    "chosen": "1", "column_0": "number", "column_1": "organisation", "column_2": "action", "column_3": "status",
    "separator": "semicolon", "first": "leads", "stated_aim": "process",
}  # fmt: skip


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return html.unescape(response.content.decode())


def seen(text: str) -> str:
    return text.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def sends(client: Client, content: bytes, side: str = "state", name: str = "tracker.csv") -> Any:
    return client.post(IMPORT, {"side": side, "file": SimpleUploadedFile(name, content)})


def test_who_imports_and_who_works_by_mail(world: World) -> None:
    """Coordinators and independent organisations import; who writes for the State's side works by mail; a file is its sender's."""
    expected = {
        "coordinator": (200, 200), "focal": (403, 200), "colleague": (403, 200), "admin": (403, 403), "ngo": (200, 403),
        "nhri": (200, 403), "stranger": (403, 403), "public": (302, 302),
    }  # fmt: skip
    ministry, health = world.organisations["Ministry of Justice"], world.organisations["Ministry of Health"]
    for name, statuses in expected.items():
        client = world.client(name)
        assert (client.get(IMPORT).status_code, client.get(ROUNDS).status_code) == statuses, name
        given = client.get(f"{ROUNDS}/{ministry.uid}.xlsx").status_code
        assert given == (200 if name in {"coordinator", "focal", "colleague"} else statuses[1]), name
    assert world.client("focal").get(f"{ROUNDS}/{health.uid}.docx").status_code == 404
    assert world.client("coordinator").get(f"{ROUNDS}/{ministry.uid}.pdf").status_code == 404
    plan = sends(world.client("coordinator"), b"No,Who\n1,Ministry of Justice\n").headers["Location"]
    assert world.client("focal").get(plan).status_code == 403
    assert world.client("ngo").get(plan).status_code == 302
    assert sends(world.client("ngo"), b"No,Who\n1,Ministry of Justice\n").status_code == 400  # the State's side is no choice of theirs
    assert not Batch.objects.exists()


def test_a_tracker_is_looked_at_entered_and_undone(world: World) -> None:
    coordinator, item = world.client("coordinator"), world.items[0]
    refused = sends(coordinator, b"PK\x03\x04 no", name="tracker.xlsx")
    assert (refused.status_code, "damaged" in refused.content.decode()) == (400, True)
    table = f"No,Who,What,How far,Theme\n{item.number},Ministry of Labour,Draft a bill,in progress,x\n9999,Ministry of Justice,,,\n"
    address = sends(coordinator, table.encode()).headers["Location"]
    unsaid = page(coordinator, f"{address}&{urlencode(CHOSEN | {'stated_aim': ''})}")
    assert "Say first: the aim of actions" in unsaid
    text = page(coordinator, f"{address}&{urlencode(CHOSEN)}")
    assert "nothing is taken: Theme" in " ".join(text.split())
    assert "Institutions that are not on this desk" in text
    assert "has the number 9999" in text
    said = f"{address}&{urlencode(CHOSEN | {'unknown': 'Ministry of Labour', 'becomes': 'ministry'})}"
    text = page(coordinator, said)
    assert ("Action, new" in text, Action.objects.exists(), Organisation.objects.filter(name="Ministry of Labour").exists()) == (
        True,
        False,
        False,
    )
    assert coordinator.post(said, {"seen": "another"}).headers["Location"] == said  # not what was shown: nothing is done
    assert not Action.objects.exists()
    batch = coordinator.post(said, {"seen": seen(text)}).headers["Location"]
    action = Action.objects.get()
    assert (action.title, action.progress, action.aim, action.organisation.name) == (
        "Draft a bill",
        "under_way",
        "process",
        "Ministry of Labour",
    )
    assert page(coordinator, IMPORT).count("tracker.csv") == 1
    again = sends(coordinator, table.encode()).headers["Location"]
    assert "Nothing can be entered: 1 line is not understood" in page(coordinator, f"{again}&{urlencode(CHOSEN)}")
    assert [world.client(name).get(batch).status_code for name in ("focal", "ngo", "stranger")] == [404, 404, 404]
    coordinator.post(f"{batch}/undo")
    assert not Action.objects.filter(hidden_at=None).exists()
    coordinator.post(again.replace("?", "/drop?"))
    assert "not here any more" in coordinator.get(again, follow=True).content.decode()


def test_all_that_a_table_does_not_say_is_asked_at_once(world: World) -> None:
    """A record, an institution and an aim: each answer stays while others are given. A column of words is none of dates."""
    coordinator, items = world.client("coordinator"), world.items[:5]
    for at, item in enumerate(items):
        keep.change(item, version=1, by=None, number="60.15", symbol=f"X/{at}")
    table = b"No,Ministry,What was done,How it goes\n60.15,Ministry of Labour,Draft a bill,Well\n60.15,Ministry of Labour,Train judges,\n"
    address = sends(coordinator, table).headers["Location"]
    text = page(coordinator, address)
    assert re.search(r'name="column_2"[^§]*?<option value="action" selected>', text)
    given = {
        "chosen": "1",
        "column_0": "number",
        "column_1": "organisation",
        "column_2": "action",
        "column_3": "progress",
        "separator": "comma",
    }
    text = page(coordinator, f"{address}&{urlencode(given)}")
    assert "Say first: the aim of actions, here or in a column; the day of notes" in text
    assert [text.count(f"2:{item.uid}") for item in items] == [1] * 5  # all of that number
    assert (text.count('name="unknown"'), 'name="seen"' in text) == (1, False)
    means = [("means", f"2:{items[3].uid}"), ("means", f"3:{items[4].uid}")]
    text = page(coordinator, f"{address}&{urlencode([*given.items(), *means])}")
    assert [text.count(f'value="{value}" selected') for _name, value in means] == [1, 1]
    rest = {"stated_aim": "process", "day": "2026-10-01", "unknown": "Ministry of Labour", "becomes": "ministry"}
    said = f"{address}&{urlencode([*given.items(), *means, *rest.items()])}"
    coordinator.post(said, {"seen": seen(page(coordinator, said))})
    assert {(each.item_id, each.title) for each in Action.objects.all()} == {
        (items[3].pk, "Draft a bill"), (items[4].pk, "Train judges")
    }  # fmt: skip
    again = sends(coordinator, table).headers["Location"]
    assert "The column No is this already." in page(coordinator, f"{again}&{urlencode(given | {'column_1': 'number'})}")
    text = page(coordinator, f"{again}&{urlencode(given | rest | {'symbol': 'X/1'})}")  # of the document of all lines
    assert ("choose one" in text, text.count("Action, new")) == (False, 2)


def test_a_record_is_chosen_among_those_that_a_text_may_mean(world: World) -> None:
    ngo, item = world.client("ngo"), world.items[3]
    side = world.organisations["League of Defenders"].uid
    table = f"Text,Level,Why\n{item.text.replace(' ', ' also ', 1)},partly implemented,A bill.\n".encode()
    address = sends(ngo, table, str(side)).headers["Location"]
    chosen = {"chosen": "1", "column_0": "text", "column_1": "assessment", "column_2": "rationale", "separator": "semicolon",
              "scale": "implementation", "day": "2026-06-30"}  # fmt: skip
    text = page(ngo, f"{address}&{urlencode(chosen)}")
    assert f'value="2:{item.uid}"' in text
    assert "Supporting institutions" not in text  # nothing of the State's side is theirs to import
    said = f"{address}&{urlencode(chosen | {'means': f'2:{item.uid}'})}"
    ngo.post(said, {"seen": seen(page(ngo, said))})
    row = Assessment.objects.get()
    assert (row.item, row.value, row.organisation.name, row.as_of) == (item, "partly", "League of Defenders", dt.date(2026, 6, 30))
    assert "A bill." not in world.client("coordinator").get(f"/desk/{STATE}/assessments").content.decode()


def _list(world: World, name: str, changed: dict[str, str]) -> bytes:
    """The work list of the Ministry of Justice as somebody has it, with other words in some cells."""
    given = world.client(name).get(f"{ROUNDS}/{world.organisations['Ministry of Justice'].uid}.xlsx")
    assert given.headers["Content-Disposition"] == 'attachment; filename="work-list-XVA-ministry-of-justice.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(given.content))
    for cell, words in changed.items():
        book.worksheets[0][cell] = words
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sends_back(world: World, client: Client, content: bytes, about: str = "list", name: str = "list.xlsx") -> Any:
    ministry = world.organisations["Ministry of Justice"]
    sent = {"organisation": ministry.pk, "about": about, "day": "2026-10-31", "file": SimpleUploadedFile(name, content)}
    return client.post(ROUNDS, sent)


def test_a_work_list_comes_back_with_a_conflict(world: World) -> None:
    item, focal = world.items[0], world.client("focal")
    world.assign(item, "Ministry of Justice")
    action = world.action(item)
    content = _list(world, "focal", {"G3": "done", "I3": "2026-10-01", "J3": "In force since October."})
    keep.change(action, version=1, by=world.people["colleague"], progress="delayed", description="More")
    address = _sends_back(world, focal, content).headers["Location"]
    text = page(focal, address)
    assert "it was planned; on the desk it is delayed; the file says done" in text
    assert "Note, new" in text
    assert [world.client(name).get(address).status_code for name in ("health", "stranger", "ngo")] == [302, 403, 403]
    batch = focal.post(address, {"seen": seen(text), "over": "3"}).headers["Location"]
    action.refresh_from_db()
    assert (action.progress, action.done_on, action.description) == ("done", dt.date(2026, 10, 1), "More")
    assert Note.objects.get().text == "In force since October."
    done = page(focal, batch)
    assert "list.xlsx, from Ministry of Justice" in done
    assert [words in done for words in ("action: <b>1</b>", "progress note: <b>1</b>", "2026, focal", "<span>done</span>")] == [True] * 4
    again = page(focal, _sends_back(world, focal, content).headers["Location"])
    assert "There is nothing to read in." in again
    focal.post(f"{batch}/undo")
    action.refresh_from_db()
    assert (action.progress, Note.objects.filter(hidden_at=None).exists()) == ("delayed", False)
    keep.change(action, version=action.version, by=None, approval="approved")
    late = html.unescape(focal.get(_sends_back(world, focal, content).headers["Location"]).content.decode())
    assert re.search(r"<br>[^<:]+: done <span[^>]*>\(on the desk: delayed\)", late)
    refused = _sends_back(world, focal, b"a,b\n1,2\n", name="list.csv")
    assert (refused.status_code, "This is no work list" in html.unescape(refused.content.decode())) == (400, True)


def test_a_work_list_says_whose_it_is(world: World) -> None:
    """Nobody has to choose; a wrong choice, or a file of nobody's work here, is one sentence. Matrices are those that go out."""
    world.assign(world.items[0], "Ministry of Justice")
    content, coordinator = _list(world, "focal", {}), world.client("coordinator")
    ministry, health = world.organisations["Ministry of Justice"], world.organisations["Ministry of Health"]

    def send(client: Client, organisation: str, about: str = "list") -> Any:
        file = SimpleUploadedFile("list.xlsx", content)
        return client.post(ROUNDS, {"organisation": organisation, "about": about, "day": "2026-10-31", "file": file})

    assert f"organisation={ministry.uid}" in send(coordinator, "").headers["Location"]
    for client, chosen, why in (
        (coordinator, str(health.pk), "the work list of another institution: Ministry of Justice"),
        (world.client("health"), "", "No row of this file has a key of work"),
    ):
        answer = send(client, chosen)
        assert (answer.status_code, why in html.unescape(answer.content.decode())) == (400, True), why
    offered = re.findall(r'<option value="([^"]+)">OHCHR’s matrix', page(coordinator, ROUNDS))
    matrices = page(coordinator, f"/desk/{STATE}/reports").split('id="matrix_document"')[1].split("</select>")[0]
    assert offered
    assert offered == re.findall(r'<option value="([^"]+)"', matrices)


def test_a_matrix_comes_back_with_comments(world: World) -> None:
    """What the desk itself wrote into the matrix is not taken for a comment; each row can be left out."""
    from upright.archive.models import Document
    from upright.reports import comments, from_archive, matrix
    from upright.tracking.words import Approval

    document = Document.objects.get(symbol="A/HRC/28/901", principal=True)
    first, second, third = [each for each in world.items if each.document_id == document.pk][:3]
    world.action(first, approval=Approval.APPROVED)
    coordinator = world.client("coordinator")
    own = comments.of(document, world.desk, world.who("coordinator"), None)[0]
    rows = from_archive.rows(document, {**own, first.key: [*own[first.key], "Judges were trained."], second.key: ["A law was adopted."],
                                        third.key: ["Nothing to say."]})  # fmt: skip
    for ending, write in (("xlsx", matrix.write_xlsx), ("docx", matrix.write_docx)):
        out = io.BytesIO()
        write(rows, "2025", from_archive.heading(document), out)
        address = _sends_back(world, coordinator, out.getvalue(), "A/HRC/28/901", f"matrix.{ending}").headers["Location"]
        text = page(coordinator, address)
        assert "<b>3</b> new" in text, ending
    unsaid = {"organisation": "", "about": "A/HRC/28/901", "day": "2026-10-31", "file": SimpleUploadedFile("m.docx", out.getvalue())}
    assert "Say whose matrix it is." in coordinator.post(ROUNDS, unsaid).content.decode()  # its rows have no keys
    line = re.search(r'name="leave" value="(\d+)"(?=.*?leave the line out)', text.split("Nothing to say.")[1])
    assert line is not None
    coordinator.post(address, {"seen": seen(text), "leave": line[1]})
    assert {(each.item_id, each.text) for each in Note.objects.all()} == {
        (first.pk, "Judges were trained."),
        (second.pk, "A law was adopted."),
    }
    assert "<b>2</b> the same" in page(
        coordinator, _sends_back(world, coordinator, out.getvalue(), "A/HRC/28/901", "m.docx").headers["Location"]
    )
    assert Assignment.objects.count() == 0
