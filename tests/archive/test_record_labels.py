"""What persons say of labels: above the machine's, kept when documents are read again, and withdrawn; what the machine says is derived."""

from __future__ import annotations

import csv
import dataclasses
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upright import labelling
from upright.archive import backup, corrections, indexing, labels, load, people, publish
from upright.archive.labels import STRENGTH, TREATIES
from upright.archive.models import (
    Change,
    Document,
    Dossier,
    Label,
    LabelClaim,
    Labelled,
    Labelling,
    Linked,
    Recommendation,
    Statement,
)
from upright.pipeline import read_file
from upright.records import Recommendation as RecommendationRecord
from upright.records import Record
from upright.search import Query

REPORT = "A/HRC/28/901"


@pytest.fixture
def labelled(own_archive: None) -> None:
    labels.catch_up()


@pytest.fixture
def editor(own_archive: None) -> User:
    people.give_account("editor", "a long enough password")
    return User.objects.get(username="editor")


@pytest.fixture
def row(labelled: None) -> Recommendation:
    """A recommendation that names a treaty, in the file that speaks for its report."""
    for each in Recommendation.objects.filter(document__symbol=REPORT, document__principal=True).select_related("document"):
        if _values(each, TREATIES):
            return each  # type: ignore[no-any-return]
    raise AssertionError("no recommendation of the specimen names a treaty")


def _values(row: Recommendation, scheme: str) -> list[str]:
    return [each.value for each in labels.of(row) if each.scheme == scheme and each.holds]


def _found(**filters: str) -> set[int]:
    chosen = {name: [value] for name, value in filters.items()}
    return set(indexing.find(Query.parse(""), kind="recommendation", filters=chosen, sort="order", offset=0, limit=500).ids)


def _ours(row: Recommendation) -> list[labels.Held]:
    return [each for each in labels.of(row) if any(said.method in {"rule", "model"} for said in each.said)]


def test_every_label_of_the_machine_says_how_sure_it_is_and_why(row: Recommendation) -> None:
    found = _ours(row)
    assert found
    for each in found:
        (said,) = (said for said in each.said if said.method != "official")
        assert each.holds
        assert 0.0 < (said.confidence or 0.0) <= 1.0
        assert all(piece in " ".join(row.text.split()) for piece in (said.because or "").split(" · "))
    wanted = {(each.scheme, each.value) for each in labelling.label(row.text)}
    assert {(each.scheme, each.value) for each in found} == wanted


def test_other_records_are_labelled_too(labelled: None) -> None:
    kinds = set(Labelling.objects.values_list("kind", flat=True))
    assert {"recommendation", "question"} <= kinds <= labels.KINDS.keys()
    assert not Labelling.objects.filter(labels=[]).exists()


def test_what_a_statement_says_is_labelled_sentence_by_sentence(labelled: None) -> None:
    each = Statement.objects.filter(document__principal=True, document__language="en").exclude(acts=[])[0]
    text = each.document.layer.text
    wanted = {
        (found.scheme, found.value)
        for act in each.acts
        for found in labelling.label(" ".join(text[act["start"] : act["end"]].split()), "statement")
    }
    assert {(held.scheme, held.value) for held in labels.of(each)} == wanted


def test_a_second_run_changes_nothing(labelled: None) -> None:
    rows, changes = list(Labelling.objects.order_by("pk").values()), dict(Change.objects.values_list("document_id", "number"))
    assert rows
    assert labels.catch_up() == 0
    labels.forget()
    assert labels.catch_up() == Document.objects.count()
    assert list(Labelling.objects.order_by("pk").values()) == rows
    assert dict(Change.objects.values_list("document_id", "number")) == changes  # nothing for the index to take in


def test_another_version_labels_anew(row: Recommendation) -> None:
    Labelling.objects.filter(document=row.document, key=row.key).update(labels=[[TREATIES, "UDHR", "rule", 0.5, "an older rule", None]])
    Labelled.objects.filter(document=row.document).update(version="older")
    assert labels.catch_up() == 1
    assert "UDHR" not in _values(row, TREATIES)
    assert _values(row, TREATIES)


def test_what_changed_is_labelled_anew(row: Recommendation, editor: User) -> None:
    corrections.correct(row, "text", "Ratify the Convention on the Rights of Persons with Disabilities", reason="a slip", by=editor)
    assert labels.catch_up() >= 1
    assert _values(Recommendation.objects.get(pk=row.pk), TREATIES) == ["CRPD"]


def test_files_that_do_not_speak_for_their_document_and_other_languages_have_no_labels(labelled: None) -> None:
    assert not Labelling.objects.filter(document__shown=False).exists()
    assert not Labelling.objects.exclude(document__language="en").exclude(document__language=None).exists()


# --- what persons say


def test_a_person_overrules_and_takes_back(row: Recommendation, editor: User) -> None:
    value = _values(row, TREATIES)[0]
    claim = labels.say(row, TREATIES, value, holds=False, reason="named in passing", by=editor)
    assert value not in _values(row, TREATIES)
    (held,) = (each for each in labels.of(row) if (each.scheme, each.value) == (TREATIES, value))
    assert [(said.method, said.holds, said.because) for said in held.said if said.claim] == [("person", False, "named in passing")]
    assert held.judged == claim
    assert any(said.method in {"rule", "model"} for said in held.said)  # what the machine says is still shown
    labels.withdraw(claim, by=editor)
    assert value in _values(row, TREATIES)
    assert LabelClaim.objects.get().withdrawn_by == editor


def test_a_person_adds_a_label_and_the_last_word_is_in_effect(row: Recommendation, editor: User) -> None:
    assert "ICRMW" not in _values(row, TREATIES)
    labels.say(row, TREATIES, "ICRMW", holds=True, by=editor)
    assert "ICRMW" in _values(row, TREATIES)
    labels.say(row, TREATIES, "ICRMW", holds=False, by=editor)
    assert "ICRMW" not in _values(row, TREATIES)
    assert LabelClaim.objects.filter(withdrawn_at=None).count() == 1
    assert LabelClaim.objects.count() == 2


def test_one_strength_of_action_holds(row: Recommendation, editor: User) -> None:
    for value in ("2", "4"):
        labels.say(row, STRENGTH, value, holds=True, by=editor)
        assert _values(row, STRENGTH) == [value]
    assert LabelClaim.objects.filter(withdrawn_at=None).count() == 1


def test_what_a_person_says_is_found_at_once(row: Recommendation, editor: User) -> None:
    value = _values(row, TREATIES)[0]
    assert row.pk in _found(treaty=value)
    claim = labels.say(row, TREATIES, value, holds=False, by=editor)
    assert row.pk not in _found(treaty=value)
    labels.say(row, STRENGTH, "3", holds=True, by=editor)
    assert row.pk in _found(strength="3")
    labels.withdraw(claim, by=editor)
    assert row.pk in _found(treaty=value)


@pytest.mark.parametrize(("scheme", "value"), [(TREATIES, "no treaty"), ("colour", "red"), (STRENGTH, "6"), ("sdg", "18")])
def test_what_no_scheme_has_cannot_be_said(row: Recommendation, editor: User, scheme: str, value: str) -> None:
    with pytest.raises(labels.NotLabelled, match="no label"):
        labels.say(row, scheme, value, holds=True, by=editor)
    assert not LabelClaim.objects.exists()


def test_what_cannot_be_labelled(row: Recommendation, editor: User) -> None:
    official = Label.objects.select_related("document")[0]
    with pytest.raises(labels.NotLabelled, match="kind"):
        labels.say(official, TREATIES, "CRPD", holds=True, by=editor)
    Recommendation.objects.filter(pk=row.pk).delete()
    with pytest.raises(labels.NotLabelled, match="read again"):
        labels.say(row, TREATIES, "CRPD", holds=True, by=editor)
    assert not LabelClaim.objects.exists()


# --- official labels


def test_official_labels_stand_beside_ours(labelled: None) -> None:
    """The list of 2014 labels the recommendations of the report: its themes are said to be given, and are not ours."""
    given = 0
    for each in Recommendation.objects.filter(document__symbol=REPORT, document__principal=True).select_related("document"):
        official = [held for held in labels.of(each) if held.given and held.scheme == labels.THEMES]
        for held in official:
            (source,) = {said.source for said in held.said if said.method == "official"}
            assert source is not None
            assert (source.kind, held.edition) == ("matrix", "2014")
            assert each.pk in _found(theme_given=held.value)
        given += len(official)
    assert given


def test_labels_of_many_records_take_a_few_queries(labelled: None) -> None:
    rows = list(Recommendation.objects.filter(document__symbol=REPORT, document__shown=True).select_related("document"))
    with CaptureQueriesContext(connection) as few:
        one = labels.of_many(rows[:1])
    with CaptureQueriesContext(connection) as many:
        found = labels.of_many(rows)
    assert len(many) == len(few) <= 6
    assert found[labels.place(rows[0])] == one[labels.place(rows[0])]
    assert any(found.values())


# --- read again, taken out, kept


def _again(specimens: Path, row: Recommendation, change: Callable[[RecommendationRecord], Record | None]) -> load.Loaded:
    """Read a document again, by a reader that reads one of its recommendations otherwise, or not."""
    path = specimens / "files" / row.document.file
    reading = read_file(path)
    records = tuple(
        new
        for each in reading.records
        if (new := change(each) if isinstance(each, RecommendationRecord) and each.number == row.number else each) is not None
    )
    return load.store(dataclasses.replace(reading, records=records), path, None)


def test_a_claim_survives_another_reading(row: Recommendation, editor: User) -> None:
    labels.say(row, TREATIES, "ICRMW", holds=True, by=editor)
    Document.objects.filter(pk=row.document_id).update(reader_version="older")
    (loaded,) = load.load_stale()
    assert isinstance(loaded, load.Loaded)
    assert loaded.detached == []
    labels.catch_up()
    assert "ICRMW" in _values(row, TREATIES)


def test_a_claim_follows_its_record_to_another_key(row: Recommendation, editor: User, specimens: Path) -> None:
    labels.say(row, TREATIES, "ICRMW", holds=True, by=editor)
    _again(specimens, row, lambda each: dataclasses.replace(each, number="9.99"))
    assert LabelClaim.objects.get().key == "9.99"
    moved = Recommendation.objects.select_related("document").get(document=row.document, key="9.99")
    assert "ICRMW" in _values(moved, TREATIES)


def test_a_claim_on_what_is_gone_is_kept_on_no_record(row: Recommendation, editor: User, specimens: Path) -> None:
    labels.say(row, TREATIES, "ICRMW", holds=True, by=editor)
    loaded = _again(specimens, row, lambda each: None)
    assert len(loaded.detached) == 1
    assert "treaties ICRMW holds" in loaded.detached[0]
    claim = LabelClaim.objects.get()
    assert labels.row_of(claim) is None
    assert claim.withdrawn_at is None


def test_two_claims_never_meet_on_one_label(row: Recommendation, editor: User, specimens: Path) -> None:
    """Two recommendations change numbers: what is said of each goes with it."""
    same = Recommendation.objects.filter(document=row.document).exclude(pk=row.pk).select_related("document")
    other = next(each for each in same if each.number and each.text != row.text)
    labels.say(row, TREATIES, "ICRMW", holds=True, by=editor)
    labels.say(other, TREATIES, "ICRMW", holds=False, by=editor)
    path = specimens / "files" / row.document.file
    reading = read_file(path)
    swap = {row.number: other.number, other.number: row.number}
    records = tuple(
        dataclasses.replace(each, number=swap[each.number]) if isinstance(each, RecommendationRecord) and each.number in swap else each
        for each in reading.records
    )
    load.store(dataclasses.replace(reading, records=records), path, None)
    assert {(each.key, each.holds) for each in LabelClaim.objects.all()} == {(other.key, True), (row.key, False)}


def test_what_persons_said_goes_with_its_document(row: Recommendation, editor: User) -> None:
    labels.say(row, TREATIES, "ICRMW", holds=True, by=editor)
    (removed,) = load.remove(row.document.sha256)
    assert str(removed).endswith("and with it 1 label")
    assert not LabelClaim.objects.exists()
    assert not Labelling.objects.filter(document=row.document_id).exists()


def test_a_backup_holds_what_persons_said_and_what_is_derived(row: Recommendation, editor: User, tmp_path: Path) -> None:
    labels.say(row, TREATIES, "ICRMW", holds=True, reason="so", by=editor)
    labels.catch_up()
    before = list(Labelling.objects.order_by("pk").values())
    backup.write(tmp_path / "archive.zip")
    for table in (LabelClaim, Dossier, Linked, Document, Change):
        table._default_manager.all().delete()
    User.objects.all().delete()
    backup.read(tmp_path / "archive.zip")
    kept = LabelClaim.objects.get()
    assert (kept.key, kept.value, kept.reason, kept.by.get_username()) == (row.key, "ICRMW", "so", "editor")
    assert list(Labelling.objects.order_by("pk").values()) == before
    assert labels.catch_up() == 0


def test_the_data_set_holds_labels_and_not_who_said_so(row: Recommendation, editor: User, tmp_path: Path) -> None:
    before = publish.edition().digest
    labels.say(row, TREATIES, "ICRMW", holds=True, reason="told in confidence", by=editor)
    assert publish.edition().digest != before
    publish.write(tmp_path)
    (said,) = _csv(tmp_path / "label_judgement.csv")
    assert (said["symbol"], said["record"], said["key"]) == (REPORT, "recommendation", row.key)
    assert (said["value"], said["holds"]) == ("ICRMW", "True")
    assert not [path.name for path in tmp_path.iterdir() if b"told in confidence" in path.read_bytes()]
    assert not [path.name for path in tmp_path.glob("label_judgement.*") if b"editor" in path.read_bytes()]
    rows = _csv(tmp_path / "labelling.csv")
    described = {each.name: each.rows for each in publish.described()}
    assert len(rows) == described["labelling"] == sum(len(each.labels) for each in Labelling.objects.all())
    mine = {(each["scheme"], each["value"]) for each in rows if each["sha256"] == row.document.sha256 and each["key"] == row.key}
    assert {(TREATIES, value) for value in _values(row, TREATIES)} - {(TREATIES, "ICRMW")} <= mine


def _csv(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path, specimens: Path) -> None:
    """Killed after the first document: that one is labelled whole, the others are not, and the next run labels those alone."""
    script = f"""
import os
from pathlib import Path
from upright import archive_cli
archive_cli._ready()
from upright.archive import labels, load
from upright.archive.models import Labelled, Labelling
list(load.load([Path({str(specimens / "files" / "report2014.txt")!r}), Path({str(specimens / "files" / "report2008.txt")!r})]))
if os.fork() == 0:
    from django.db import connections
    connections.close_all()
    labels.catch_up(lambda done, total: os._exit(9))
os.wait()
documents = set(Labelled.objects.values_list("document_id", flat=True))
print(len(documents), set(Labelling.objects.values_list("document_id", flat=True)) <= documents, labels.catch_up(), labels.catch_up())
"""
    environment = {"UPRIGHT_HOME": str(tmp_path / "home"), "UPRIGHT_CACHE": str(tmp_path / "cache"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["1", "True", "1", "0"], done.stderr
