"""What a person says of a document's own fields: above what its file says, and everything that hangs on them follows."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from upright.archive import claims, corrections, dossiers, indexing, load, publish
from upright.archive.models import Correction, Document, DossierMember, Question
from upright.archive.rows import reading_of
from upright.pipeline import read_file
from upright.records import DocumentRecord

# A second meeting of the examination that a specimen is of, as it is without its cover: it says neither its symbol nor its date.
MEETING = """The meeting was called to order at 3.05 p.m.

Consideration of reports submitted by States parties under article 40 of the Covenant (continued)

Third periodic report of Vandrelia (continued) (CCPR/C/XVA/3; CCPR/C/XVA/Q/3 and Add.1)

1. At the invitation of the Chair, the delegation of Vandrelia took places at the Committee table.

2. Ms. Tarrow (Vandrelia) said that persons who did not read either official language were informed of their rights orally, by an
interpreter who read the official text to them.

3. Mr. Ollenby (Vandrelia) said that the lighthouse district had two new schools.

The meeting rose at 4 p.m.
"""


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("editor", password="a long enough password")


@pytest.fixture
def bare(own_archive: None, tmp_path: Path) -> Document:
    document = _loaded(tmp_path / "second.txt", MEETING)
    assert (document.symbol, document.date, document.body, document.state) == (None, None, "CCPR", "XVA")
    return document


def _loaded(path: Path, text: str) -> Document:
    path.write_text(text, encoding="utf-8")
    [loaded] = load.load([path])
    assert isinstance(loaded, load.Loaded)
    return Document.objects.get(pk=loaded.document)


def _fresh(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def _say(document: Document, field: str, value: Any, by: User) -> Correction:
    return corrections.correct(_fresh(document), field, value, reason="the cover, in the library", by=by)


def test_a_document_is_found_by_what_a_person_says(bare: Document, editor: User) -> None:
    assert bare.get_absolute_url() == f"/documents/{bare.sha256}"
    _say(bare, "symbol", " CCPR/C/SR. 9902 ", editor)
    _say(bare, "date", "2016-07-11", editor)
    now = _fresh(bare)
    assert (now.symbol, now.date, now.as_read) == ("CCPR/C/SR.9902", dt.date(2016, 7, 11), {"symbol": None, "date": None})
    assert (now.get_absolute_url(), now.examination) == ("/CCPR/C/SR.9902", "3")
    assert {record.document for record in reading_of(now).records} == {"CCPR/C/SR.9902"}
    question = Question.objects.get(document__symbol="CCPR/C/SR.9901", document__principal=True, key="5/2")
    assert question.status == "answered"
    waiting = indexing.catch_up()
    assert waiting > 0  # its own entries and those of the documents beside it


def test_it_lasts_when_the_document_is_read_again(bare: Document, editor: User, tmp_path: Path) -> None:
    _say(bare, "symbol", "CCPR/C/SR.9902", editor)
    _say(bare, "date", "2016-07-11", editor)
    Document.objects.filter(pk=bare.pk).update(reader_version="older")
    [loaded] = [each for each in load.load_stale() if isinstance(each, load.Loaded)]
    assert (loaded.inserted, loaded.updated, loaded.removed, loaded.detached) == (0, 0, 0, [])
    now = _fresh(bare)
    assert (now.symbol, now.date, now.as_read) == ("CCPR/C/SR.9902", dt.date(2016, 7, 11), {"symbol": None, "date": None})
    path = tmp_path / "second.txt"  # a better reader finds a date: the person's is still above it
    reading = read_file(path)
    records = tuple(replace(each, date=dt.date(2016, 7, 12)) if isinstance(each, DocumentRecord) else each for each in reading.records)
    load.store(replace(reading, records=records), path, None)
    now = _fresh(bare)
    assert (now.date, now.as_read) == (dt.date(2016, 7, 11), {"symbol": None, "date": "2016-07-12"})
    assert claims.on_no_record(now) == []
    corrections.withdraw(Correction.objects.get(field="date"), by=editor)
    assert (_fresh(bare).date, _fresh(bare).as_read) == (dt.date(2016, 7, 12), {"symbol": None})


def test_what_is_withdrawn_restores_what_was_read(bare: Document, editor: User) -> None:
    correction = _say(bare, "symbol", "CCPR/C/SR.9902", editor)
    corrections.withdraw(correction, by=editor, because="it is the record of another meeting")
    now = _fresh(bare)
    assert (now.symbol, now.as_read, now.get_absolute_url()) == (None, None, f"/documents/{bare.sha256}")
    assert Correction.objects.get().withdrawn_because == "it is the record of another meeting"


def test_one_correction_of_a_field_is_in_effect(bare: Document, editor: User) -> None:
    _say(bare, "symbol", "CCPR/C/SR.9903", editor)
    second = _say(bare, "symbol", "CCPR/C/SR.9902", editor)
    assert list(Correction.objects.filter(withdrawn_at=None)) == [second]
    assert _fresh(bare).as_read == {"symbol": None}


def test_of_two_files_of_one_symbol_one_speaks(bare: Document, editor: User) -> None:
    """The one that would if both said the symbol; the other is listed beside it, and neither is lost."""
    there = Document.objects.get(symbol="CCPR/C/SR.9901", principal=True)
    correction = _say(bare, "symbol", "CCPR/C/SR.9901", editor)
    now = _fresh(bare)
    assert (now.principal, now.shown, now.examination) == (False, False, None)
    assert _fresh(there).principal
    assert now in Document.objects.of_symbol("CCPR/C/SR.9901")
    corrections.withdraw(correction, by=editor)
    now = _fresh(bare)
    assert (now.principal, now.shown, now.examination) == (True, True, "3")


def test_a_file_that_was_hidden_by_another_is_shown_when_that_is_another_document(own_archive: None, editor: User) -> None:
    first, second = list(Document.objects.of_symbol("CCPR/C/SR.9901"))[:2]
    assert (first.shown, second.shown) == (True, False)
    correction = _say(first, "symbol", "CCPR/C/SR.9902", editor)
    assert (_fresh(first).principal, _fresh(second).principal, _fresh(second).shown) == (True, True, True)
    corrections.withdraw(correction, by=editor)
    assert (_fresh(first).principal, _fresh(second).principal, _fresh(second).shown) == (True, False, False)


def test_the_documents_that_it_leaves_are_put_together_without_it(bare: Document, editor: User) -> None:
    _say(bare, "symbol", "CCPR/C/SR.9902", editor)
    _say(bare, "date", "2016-07-11", editor)
    question = Question.objects.get(document__symbol="CCPR/C/SR.9901", document__principal=True, key="5/2")
    assert question.status == "answered"
    correction = _say(bare, "state", "ghana", editor)
    question.refresh_from_db()
    assert (_fresh(bare).state, question.status) == ("GHA", "unanswered")
    corrections.withdraw(correction, by=editor)
    question.refresh_from_db()
    assert question.status == "answered"


def test_dossiers_have_its_date(own_archive: None, editor: User) -> None:
    dossiers.catch_up()
    report = Document.objects.get(symbol="A/HRC/8/901", principal=True)
    dossier = DossierMember.objects.filter(document=report, at=0, dossier__members__document__symbol="A/HRC/28/901")[0].dossier
    correction = _say(report, "date", "2030-01-01", editor)
    [member] = DossierMember.objects.filter(document=report, dossier__slug=dossier.slug)
    assert member.at > 0  # in the order of time
    assert dossiers.catch_up() == 1  # what the documents say of it takes longer to compare, and waits until here
    corrections.withdraw(correction, by=editor)
    assert DossierMember.objects.get(document=report, dossier__slug=dossier.slug).at == 0


@pytest.mark.parametrize(
    ("field", "value", "reason", "says"),
    [
        ("symbol", "SR 9902", "why", r"^“SR 9902” is not the symbol of a document: write it like A/HRC/28/10 or CCPR/C/SR\.3272\.$"),
        ("symbol", "A/HRC/28/" + "10/" * 40 + "10", "why", "at most 100"),
        ("symbol", "CCPR/C/SR.9902", " ", "needs a reason"),
        ("symbol", None, "why", "what the record says already"),
        ("date", "11 July 2016", "why", "is no date: write it like"),
        ("state", "Ghanna", "why", r"No State is called Ghanna; did you mean Ghana \(GHA\)\?"),
        ("body", "XXXX", "why", "is none of: "),
        ("language", "de", "why", "is none of: en, fr, es, ru, ar, zh"),
        ("meeting", -1, "why", "is no number from 0 on"),
        ("meeting", 3_000_000_000, "why", "2147483647"),
        ("cycle", 40_000, "why", "32767"),
        ("title", "a\0b", "why", "NUL"),
        ("kind", "decision", "why", "has no field 'kind'"),
        ("sha256", "0", "why", "has no field 'sha256'"),
    ],
)
def test_what_cannot_be_is_refused(bare: Document, editor: User, field: str, value: Any, reason: str, says: str) -> None:
    with pytest.raises(corrections.NotCorrected, match=says):
        corrections.correct(bare, field, value, reason=reason, by=editor)
    assert not Correction.objects.exists()
    assert _fresh(bare).as_read is None


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [("state", "European Union", "European Union"), ("body", "crpd", "CRPD"), ("language", "FR", "fr"), ("meeting", 9902, 9902)],
)
def test_values_are_kept_as_they_are_spelt(bare: Document, editor: User, field: str, value: Any, kept: Any) -> None:
    _say(bare, field, value, editor)
    assert getattr(_fresh(bare), field) == kept


def test_a_document_that_is_no_more(bare: Document, editor: User) -> None:
    load.remove(bare.sha256)
    with pytest.raises(corrections.NotCorrected, match="not in the archive any more"):
        corrections.correct(bare, "symbol", "CCPR/C/SR.9902", reason="why", by=editor)


def test_the_data_set_says_what_the_file_says(bare: Document, editor: User, tmp_path: Path) -> None:
    before = publish.edition().digest
    _say(bare, "date", "2016-07-11", editor)
    assert publish.edition().digest != before
    publish.write(tmp_path / "data.zip")
    with zipfile.ZipFile(tmp_path / "data.zip") as package:
        rows = [json.loads(line) for line in package.read("document.jsonl").splitlines()]
    corrected = {row["file"]: row["corrected_fields"] for row in rows if row["corrected_fields"]}
    assert corrected == {"second.txt": {"date": None}}
    assert {row["date"] for row in rows if row["file"] == "second.txt"} == {"2016-07-11"}


def test_this_database_holds_the_largest_numbers(bare: Document, editor: User) -> None:
    _say(bare, "meeting", 2_147_483_647, editor)
    _say(bare, "cycle", 32_767, editor)
    assert (_fresh(bare).meeting, _fresh(bare).cycle) == (2_147_483_647, 32_767), connection.vendor
