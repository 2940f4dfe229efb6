"""Corrections: a person's claim above the document's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from upright.archive import claims, corrections, load
from upright.archive.models import Correction, Document, Finding, Paragraph, Recommendation, RecommendingState, Review, Statement
from upright.pipeline import read_file
from upright.readers.reading import Reading
from upright.records import Paragraph as ParagraphRecord
from upright.records import Recommendation as RecommendationRecord
from upright.records import Record


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("editor", password="a long enough password")


@pytest.fixture
def row(own_archive: None) -> Recommendation:
    found = Recommendation.objects.filter(document__file="report2014.pdf", position="supported").first()
    assert isinstance(found, Recommendation)
    return found


def _fresh(row: Any) -> Any:
    return type(row).objects.get(document=row.document, key=row.key)


def test_both_are_kept(row: Recommendation, editor: User) -> None:
    said = row.text
    corrections.correct(row, "text", "What the report means", reason="the PDF drops a line", by=editor)
    now = _fresh(row)
    assert now.text == "What the report means"
    assert now.as_read == {"text": said}


def test_it_survives_when_the_document_is_read_again(row: Recommendation, editor: User) -> None:
    said = row.states
    corrections.correct(row, "states", ["AUT", "CHE"], reason="misread", by=editor)
    Document.objects.filter(pk=row.document_id).update(reader_version="older")
    [loaded] = [each for each in load.load_stale() if isinstance(each, load.Loaded)]
    assert loaded.updated == 0
    now = _fresh(row)
    assert now.states == ["AUT", "CHE"]
    assert now.as_read == {"states": said}
    assert set(RecommendingState.objects.filter(recommendation=now).values_list("state", flat=True)) == {"AUT", "CHE"}


def test_it_can_be_withdrawn(row: Recommendation, editor: User) -> None:
    said = row.text
    correction = corrections.correct(row, "text", "Wrong", reason="a guess", by=editor)
    corrections.withdraw(correction, by=editor, because="I looked again")
    now = _fresh(row)
    assert (now.text, now.as_read) == (said, None)
    assert Correction.objects.get().withdrawn_because == "I looked again"
    corrections.withdraw(correction, by=editor)  # twice does no harm


def test_a_second_correction_takes_the_place_of_the_first(row: Recommendation, editor: User) -> None:
    said = row.text
    corrections.correct(row, "text", "One", reason="a", by=editor)
    second = corrections.correct(_fresh(row), "text", "Two", reason="b", by=editor)
    assert _fresh(row).as_read == {"text": said}
    assert list(Correction.objects.filter(withdrawn_at=None)) == [second]
    corrections.withdraw(second, by=editor)
    assert _fresh(row).text == said


def test_a_position_that_is_corrected_changes_its_history(row: Recommendation, editor: User) -> None:
    corrections.correct(row, "position", "noted", reason="the heading above it", by=editor)
    now = _fresh(row)
    assert now.history[0]["position"] == "noted"
    assert now.position_in_force == "noted"
    corrections.withdraw(Correction.objects.get(), by=editor)
    assert _fresh(row).position_in_force == "supported"


def test_a_position_in_force_that_is_corrected_stays(row: Recommendation, editor: User) -> None:
    corrections.correct(row, "position_in_force", "noted", reason="said in the plenary", by=editor)
    assert _fresh(row).position_in_force == "noted"
    Document.objects.filter(pk=row.document_id).update(reader_version="older")
    list(load.load_stale())
    now = _fresh(row)
    assert (now.position_in_force, now.as_read) == ("noted", {"position_in_force": "supported"})
    corrections.withdraw(Correction.objects.get(), by=editor)
    assert _fresh(row).position_in_force == "supported"


def test_dates_and_lists(own_archive: None, editor: User) -> None:
    review = Review.objects.filter(document__file="report2014.pdf").get()
    before = review.reviewed_on
    corrections.correct(review, "reviewed_on", "2014-11-03", reason="the journal", by=editor)
    assert str(_fresh(review).reviewed_on) == "2014-11-03"
    corrections.withdraw(Correction.objects.get(), by=editor)
    assert _fresh(review).reviewed_on == before
    statement = Statement.objects.filter(document=review.document).first()
    assert statement
    corrections.correct(statement, "by", ["CHE"], reason="misread", by=editor)
    assert _fresh(statement).by == ["CHE"]


@pytest.mark.parametrize(
    ("field", "value", "reason", "says"),
    [
        ("text", "x", "  ", "needs a reason"),
        ("colour", "x", "why", "no field 'colour'"),
        ("position", "maybe", "why", "is none of: supported, noted, pending, partially supported"),
        ("states", "CHE", "why", "is no list"),
        ("states", ["GHA", "XYZ"], "why", r"No State is called XYZ\.$"),
        ("states", ["Ghanna"], "why", r"No State is called Ghanna; did you mean Ghana \(GHA\)\?"),
        ("parts", [{"text": "a", "states": ["Keniya"]}], "why", "did you mean Kenya"),
        ("parts", [{"words": "a"}], "why", "begins with one of: text:, states:"),
        ("footnotes", [{"mark": "1", "text": "a", "start": 9, "end": 9}], "why", "no characters 9 to 9"),
        ("position", "Supported", "why", "what the record says already"),
        ("text", None, "why", "cannot be empty"),
        ("text", "a\0b", "why", "NUL"),
        ("number", "\0", "why", "NUL"),
        ("number", "1" * 41, "why", "at most 40"),
    ],
)
def test_what_cannot_be_is_refused(row: Recommendation, editor: User, field: str, value: Any, reason: str, says: str) -> None:
    with pytest.raises(corrections.NotCorrected, match=says):
        corrections.correct(row, field, value, reason=reason, by=editor)
    assert not Correction.objects.exists()
    assert _fresh(row).as_read is None


@pytest.mark.parametrize(
    ("kind", "field", "value", "says"),
    [
        (Review, "reviewed_on", "3 November", "is no date"),
        (Review, "session_dates", ["2014-11-07", "2014-10-27"], "a first and a last day"),
        (Review, "session_dates", ["2014-10-27"], "a first and a last day"),
        (Review, "statements_announced", -1, "is no number from 0 on"),
        (Review, "statements_announced", "many", "is no number"),
        (Review, "troika", ["Ghana", "Keniya"], "did you mean Kenya"),
        (Review, "state_under_review", "XYZ", "No State is called XYZ"),
        (Statement, "by", ["the press"], "No State is called the press"),
        (Statement, "acts", [{"act": "sang", "start": 1, "end": 2}], "is none of: commended"),
    ],
)
def test_the_same_care_for_every_record(own_archive: None, editor: User, kind: Any, field: str, value: Any, says: str) -> None:
    row = kind.objects.filter(document__file="report2014.pdf").first()
    with pytest.raises(corrections.NotCorrected, match=says):
        corrections.correct(row, field, value, reason="why", by=editor)
    assert not Correction.objects.exists()


@pytest.mark.parametrize("value", [["Ghana", "Kenya"], ["gha", "KEN"], ["GHA", "République du Kenya", "ghana"]])
def test_states_are_kept_by_their_codes(row: Recommendation, editor: User, value: list[str]) -> None:
    assert corrections.correct(row, "states", value, reason="misread", by=editor).value == ["GHA", "KEN"]
    assert _fresh(row).states == ["GHA", "KEN"]


def test_what_changes_nothing_is_refused(row: Recommendation, editor: User) -> None:
    said = row.text
    with pytest.raises(corrections.NotCorrected, match="what the record says already"):
        corrections.correct(row, "states", row.states, reason="misread", by=editor)
    corrections.correct(row, "text", "Another", reason="misread", by=editor)
    with pytest.raises(corrections.NotCorrected, match="withdraw the correction instead"):
        corrections.correct(_fresh(row), "text", said, reason="misread", by=editor)
    assert Correction.objects.filter(withdrawn_at=None).count() == 1


def test_a_correction_of_a_record_that_is_no_more(row: Recommendation, editor: User) -> None:
    correction = corrections.correct(row, "text", "x", reason="y", by=editor)
    Recommendation.objects.filter(pk=row.pk).delete()
    assert corrections.row_of(correction) is None
    corrections.withdraw(correction, by=editor)
    assert Correction.objects.get().withdrawn_at


def _read_again(specimens: Path, change: Callable[[Record], Record | None], name: str = "report2014.pdf") -> load.Loaded:
    """Read a document again, by a reader that reads its records otherwise, or not (None)."""
    path = specimens / "files" / name
    reading: Reading = read_file(path)
    records = [changed for each in reading.records if (changed := change(each)) is not None]
    return load.store(replace(reading, records=tuple(records)), path, None)


def test_nothing_is_said_to_have_changed_where_a_derived_field_is_corrected(row: Recommendation, editor: User) -> None:
    corrections.correct(row, "position_in_force", "noted", reason="said in the plenary", by=editor)
    Document.objects.filter(pk=row.document_id).update(reader_version="older")
    [loaded] = [each for each in load.load_stale() if isinstance(each, load.Loaded)]
    assert (loaded.updated, loaded.differences) == (0, [])


def test_a_position_in_force_of_a_document_without_history(own_archive: None, editor: User) -> None:
    """A matrix states no position in force: that is what comes back."""
    row = Recommendation.objects.exclude(document__kind="working_group_report").first()
    assert row
    said = row.position_in_force
    corrections.correct(row, "position_in_force", "noted", reason="a letter", by=editor)
    assert _fresh(row).as_read == {"position_in_force": said}
    corrections.withdraw(Correction.objects.get(), by=editor)
    assert (_fresh(row).position_in_force, _fresh(row).as_read) == (said, None)


def test_a_record_that_gets_another_number_takes_its_correction_along(row: Recommendation, editor: User, specimens: Path) -> None:
    correction = corrections.correct(row, "text", "What the report means", reason="the PDF drops a line", by=editor)
    said, number = row.text, row.number

    def renumbered(record: Record) -> Record:
        return replace(record, number="58.99") if isinstance(record, RecommendationRecord) and record.number == number else record

    loaded = _read_again(specimens, renumbered)
    correction.refresh_from_db()
    now = corrections.row_of(correction)
    assert isinstance(now, Recommendation)
    assert (now.number, now.text, now.as_read) == ("58.99", "What the report means", {"text": said})
    assert loaded.detached == []
    corrections.withdraw(correction, by=editor)
    assert _fresh(now).text == said


def test_a_correction_whose_record_is_gone_is_kept_and_told(row: Recommendation, editor: User, specimens: Path) -> None:
    correction = corrections.correct(row, "text", "What the report means", reason="the PDF drops a line", by=editor)

    def without(record: Record) -> Record | None:
        return None if isinstance(record, RecommendationRecord) and record.number == row.number else record

    loaded = _read_again(specimens, without)
    assert len(loaded.detached) == 1
    assert "What the report means" in loaded.detached[0]
    correction.refresh_from_db()
    assert corrections.row_of(correction) is None
    assert correction.withdrawn_at is None
    _read_again(specimens, lambda record: record)  # a better reader finds the record again
    assert _fresh(row).text == "What the report means"


def test_a_correction_is_never_laid_over_another_record(own_archive: None, editor: User, specimens: Path) -> None:
    """'4+#2' counts paragraphs without a number below 4: where the first is not read any more, it means another one."""
    name = "addendum2015.docx"
    rows = Paragraph.objects.filter(document__file=name)
    document = Document.objects.get(file=name)
    first, second, third = (rows.get(key=key) for key in ("4+", "4+#2", "4+#3"))
    for row, value in ((second, "Two"), (third, "Three"), (first, "One")):
        corrections.correct(row, "text", value, reason="misread", by=editor)

    def without_first(record: Record) -> Record | None:
        return None if isinstance(record, ParagraphRecord) and record.source.start == first.source_start else record

    loaded = _read_again(specimens, without_first, name)
    now = {row.text: row for row in rows}
    assert (now["Two"].key, now["Three"].key) == ("4+", "4+#2")
    assert now["Two"].source_start == second.source_start
    assert "One" not in now
    assert len(loaded.detached) == 1
    assert [each.value for each in claims.on_no_record(document)] == ["One"]
    _read_again(specimens, lambda record: record, name)
    assert [rows.get(key=key).text for key in ("4+", "4+#2", "4+#3")] == ["One", "Two", "Three"]


def test_a_finding_between_documents_keeps_its_correction(own_archive: None, editor: User) -> None:
    row = Finding.objects.filter(between=True).first()
    assert row
    corrections.correct(row, "message", "It is the addendum that is right", reason="asked the secretariat", by=editor)
    Document.objects.filter(pk=row.document_id).update(reader_version="older")
    assert len(list(load.load_stale())) == 1
    now = _fresh(row)
    assert (now.message, now.as_read) == ("It is the addendum that is right", {"message": row.message})
    corrections.withdraw(Correction.objects.get(), by=editor)
    assert _fresh(row).message == row.message


def test_a_row_that_was_looked_at_before_another_correction(row: Recommendation, editor: User) -> None:
    """Two editors have the same page open: the second knows nothing of the first's correction, and takes nothing of it away."""
    opened = Recommendation.objects.get(pk=row.pk)
    said = (row.text, row.states)
    corrections.correct(row, "text", "One", reason="a", by=editor)
    corrections.correct(opened, "states", ["CHE"], reason="b", by=editor)
    assert _fresh(row).as_read == {"text": said[0], "states": said[1]}
    Recommendation.objects.filter(pk=row.pk).delete()
    with pytest.raises(corrections.NotCorrected, match="not in it any more"):
        corrections.correct(row, "text", "Two", reason="c", by=editor)
