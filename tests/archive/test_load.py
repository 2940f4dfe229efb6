"""Documents into the archive: nothing is lost, nothing is done twice, nothing is left half done."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from django.db import models as columns_of
from django.db.models import Sum

from upright import pipeline
from upright.archive import files, load, models, rows, settle
from upright.archive.models import Document, Finding, Recommendation, RecommendingState
from upright.exceptions import NotFound
from upright.pipeline import Failure, read_file
from upright.readers.reading import Reading
from upright.records import RECORDS, DocumentRecord, Record, field_names
from upright.records import Recommendation as RecommendationRecord

NAMES = ["report2014.pdf", "addendum2015.pdf", "matrix2014.docx", "summary2016.pdf", "report2008.docx", "slips2014.pdf"]


def _load(*paths: Path) -> list[load.Loaded]:
    outcomes = list(load.load(paths))
    assert not any(isinstance(outcome, Failure) for outcome in outcomes)
    return [outcome for outcome in outcomes if isinstance(outcome, load.Loaded)]


def _tables() -> dict[str, list[Any]]:
    """All that the archive holds, without what tells one row from another."""
    kinds: tuple[Any, ...] = (*models.ROWS, models.RecommendingState, models.Text)
    return {kind.__name__: sorted(map(repr, kind._default_manager.order_by().values_list())) for kind in kinds}


@pytest.mark.parametrize("record", RECORDS)
def test_tables_have_the_fields_of_the_records(record: type[Record]) -> None:
    """The shape of a record is said in one place; the tables follow it."""
    if record is DocumentRecord:
        names = {field.name for field in Document._meta.concrete_fields}
        assert set(field_names(record)) <= names
        return
    row = rows.ROW_OF[record.NAME]
    names = {field.name for field in row._meta.concrete_fields}
    assert set(rows.column_names(record).values()) <= names
    own = names - {field.name for field in models.Row._meta.fields} - {"id", "document"}
    assert own - set(rows.column_names(record).values()) <= {"about", "between", "status"}


@pytest.mark.parametrize("record", RECORDS)
def test_choices_are_the_words_of_the_field(record: type[Record]) -> None:
    row = Document if record is DocumentRecord else rows.ROW_OF[record.NAME]
    for field in row._meta.concrete_fields:
        if field.choices and isinstance(field, columns_of.CharField):
            assert (field.max_length or 0) >= max(len(value) for value, _ in field.flatchoices)


@pytest.mark.parametrize("name", NAMES)
def test_the_archive_gives_back_what_was_read(name: str, archive: None, specimens: Path) -> None:
    """Round trip: the records out of the tables are those that were read."""
    read = read_file(specimens / "files" / name)
    kept = rows.reading_of(Document.objects.get(sha256=read.sha256))
    assert kept.text == read.text
    assert kept.identity == read.identity
    found = [record for record in kept.records if not _between(kept, record)]
    assert [_alone(record) for record in found] == [_alone(record) for record in read.records]


def _between(reading: Reading, record: Record) -> bool:
    return record.NAME == "finding" and Finding.objects.filter(
        document__sha256=reading.sha256, between=True, message=record.message  # type: ignore[attr-defined]
    ).exists()  # fmt: skip


def _alone(record: Record) -> Record:
    """A record as its own document says it."""
    return replace(record, history=(), position_in_force=None) if isinstance(record, RecommendationRecord) else record


def test_positions_have_the_history_that_a_run_over_all_documents_gives(empty_archive: None, specimens: Path) -> None:
    paths = [specimens / "files" / name for name in ("report2014.pdf", "addendum2015.pdf", "matrix2014.docx", "matrix2025.docx")]
    for path in paths:  # one after the other, as they come in over the years
        _load(path)
    read = {each.sha256: each for each in pipeline.read_paths(paths) if isinstance(each, Reading)}
    for document in Document.objects.all():
        kept = rows.reading_of(document)
        assert kept.of(RecommendationRecord) == read[document.sha256].of(RecommendationRecord)
    report = Document.objects.get(kind="working_group_report")
    assert any(len(row.history) > 1 for row in Recommendation.objects.filter(document=report))


def test_the_order_of_loading_does_not_matter(empty_archive: None, specimens: Path) -> None:
    names = ("addendum2015.pdf", "report2014.pdf", "matrix2014.docx")
    histories = []
    for order in (names, names[::-1]):
        Document.objects.all().delete()
        for name in order:
            _load(specimens / "files" / name)
        found = Recommendation.objects.filter(document__kind="working_group_report")
        histories.append(list(found.order_by("key").values_list("key", "history", "position_in_force")))
    assert histories[0] == histories[1]


def test_loading_twice_changes_nothing(archive: None, specimens: Path) -> None:
    before = _tables()
    inserted = models.Reading.objects.aggregate(n=Sum("inserted"))["n"]
    again = _load(specimens / "files")
    assert sum(each.inserted + each.updated + each.removed + each.new for each in again) == 0
    assert sum(each.unchanged for each in again) == inserted  # said in the same way
    assert _tables() == before


def test_a_file_that_is_the_same_as_another_is_said_to_be(empty_archive: None, specimens: Path, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        shutil.copy(specimens / "files" / "addendum2015.txt", tmp_path / name)
    assert sorted((each.file, each.copy) for each in _load(tmp_path)) == [("a.txt", False), ("b.txt", True)]


def test_reading_again_changes_nothing(own_archive: None) -> None:
    """Also where the reader is another version that reads the same."""
    before = _tables()
    Document.objects.update(reader_version="older")
    again = [each for each in load.load_stale() if isinstance(each, load.Loaded)]
    assert len(again) == Document.objects.count()
    assert sum(each.inserted + each.updated + each.removed for each in again) == 0
    after = _tables()
    for name in before:
        assert [row for row in before[name] if row not in after[name]] == []


def test_what_an_older_reader_read_is_read_again_and_the_difference_shown(own_archive: None) -> None:
    document = Document.objects.get(file="report2014.pdf")
    row = Recommendation.objects.filter(document=document).first()
    assert row
    right = row.text
    Recommendation.objects.filter(pk=row.pk).update(text="What an older reader read")
    Finding.objects.filter(document=document).update(key="of a check that is no more")
    Document.objects.filter(pk=document.pk).update(reader_version="older")
    [loaded] = [each for each in load.load_stale() if isinstance(each, load.Loaded)]
    row.refresh_from_db()
    assert row.text == right
    [difference] = [each for each in loaded.differences if each.kind == "recommendation"]
    assert difference.before["text"] == "What an older reader read"
    assert difference.after["text"] == right
    assert document.readings.count() == 2
    assert not list(load.load_stale())


def test_a_document_that_fails_half_way_leaves_nothing(empty_archive: None, specimens: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(settle, "settle", fail)
    with pytest.raises(OSError, match="full"):
        list(load.load([specimens / "files" / "report2014.pdf"]))
    assert not Document.objects.exists()
    assert not Recommendation.objects.exists()


def test_copies_of_one_file_are_one_document(empty_archive: None, specimens: Path, tmp_path: Path) -> None:
    shutil.copy(specimens / "files" / "report2008.txt", tmp_path / "copy.txt")
    first, second = _load(specimens / "files" / "report2008.txt", tmp_path / "copy.txt")
    assert (first.new, second.new) == (True, False)
    assert first.document == second.document


def test_one_file_speaks_for_a_document(archive: None) -> None:
    """The same report as PDF, Word and text: its recommendations are listed once."""
    editions = Document.objects.of_symbol("A/HRC/28/901")
    assert len(editions) > 1
    assert [each.principal for each in editions] == [True] + [False] * (len(editions) - 1)
    assert editions[0].media_type == "application/pdf"


def test_another_file_speaks_when_the_first_is_removed(own_archive: None) -> None:
    chosen, *others = Document.objects.of_symbol("A/HRC/28/901")
    assert load.remove(chosen.sha256) == [load.Removed(file=chosen.file, corrections=0)]
    assert not files.place(chosen.sha256).exists()
    now = Document.objects.of_symbol("A/HRC/28/901")[0]
    assert now.principal
    assert now.pk in {each.pk for each in others}
    assert any(len(row.history) > 1 for row in Recommendation.objects.filter(document=now))


def test_removing_what_is_not_there(archive: None) -> None:
    with pytest.raises(NotFound, match="not in the archive"):
        load.remove("A/HRC/1/1")


def test_a_report_without_its_cover_is_another_file_of_it(empty_archive: None, specimens: Path, tmp_path: Path) -> None:
    """A text of A/HRC/28/10 that begins with its introduction: no symbol, but State and session."""
    text = (specimens / "files" / "report2014.txt").read_text(encoding="utf-8")
    (tmp_path / "bare.txt").write_text(text.replace("A/HRC/28/901", ""), encoding="utf-8")
    _load(tmp_path / "bare.txt")
    assert Document.objects.get().principal
    _load(specimens / "files" / "report2014.pdf")
    assert Document.objects.get(symbol=None).principal is False


def test_recommending_states_agree_with_the_recommendations(archive: None) -> None:
    wanted = {(row.pk, state, row.position_in_force) for row in Recommendation.objects.all() for state in row.states}
    assert set(RecommendingState.objects.values_list("recommendation", "state", "position")) == wanted


def test_a_file_that_cannot_be_read_is_one_sentence_and_costs_nothing_else(empty_archive: None, specimens: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nothing behind")
    shutil.copy(specimens / "files" / "report2008.txt", tmp_path)
    outcomes = list(load.load([tmp_path, tmp_path / "missing.pdf"]))
    failures = [each.message for each in outcomes if isinstance(each, Failure)]
    assert len(failures) == 2
    assert all("\n" not in message for message in failures)
    assert Document.objects.count() == 1


def test_a_file_that_is_changed_while_it_is_loaded_is_not_kept_under_another_content(
    empty_archive: None, specimens: Path, tmp_path: Path, cache_folder: Path
) -> None:
    shutil.copy(specimens / "files" / "report2008.txt", tmp_path)
    path = tmp_path / "report2008.txt"
    reading = read_file(path)
    path.write_text("Something else", encoding="utf-8")
    (kept := files.place(reading.sha256)).unlink()
    try:
        with pytest.raises(files.Changed, match=r"report2008\.txt was changed"):
            load.store(reading, path, "load")
        assert not kept.exists()
        assert not list(kept.parent.glob(".part-*"))
        assert not Document.objects.exists()
    finally:
        files.keep(specimens / "files" / "report2008.txt", reading.sha256)


def test_what_a_killed_process_left_behind_is_swept_away(own_archive: None, specimens: Path, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("Some document", encoding="utf-8")
    sha256 = hashlib.sha256(b"Some document").hexdigest()
    folder = files.place(sha256).parent
    folder.mkdir(parents=True, exist_ok=True)
    old, young = folder / ".part-1-old", folder / ".part-2-young"
    for part in (old, young):
        part.touch()
    os.utime(old, (0, 0))
    files.keep(tmp_path / "new.txt", sha256)
    assert (old.exists(), young.exists(), files.place(sha256).exists()) == (False, True, True)


def test_every_change_is_numbered_in_the_order_of_commits(own_archive: None, specimens: Path) -> None:
    numbers = list(models.Change.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == Document.objects.count()
    last = max(numbers)
    settle.touch(Document.objects.all()[0])
    assert models.Change.objects.get(document_id=Document.objects.all()[0].pk).number == last + 1


def test_identity_has_no_field_that_the_table_lacks() -> None:
    names = {field.name for field in Document._meta.concrete_fields}
    assert {field.name for field in fields(read_identity())} <= names


def read_identity() -> Any:
    from upright.identify import Identity

    return Identity
