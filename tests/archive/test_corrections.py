"""Corrections: a person's claim above the document's."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from upright.archive import corrections, load
from upright.archive.models import Correction, Document, Recommendation, RecommendingState, Review, Statement


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
        ("position", "maybe", "why", "cannot be the position"),
        ("states", "CHE", "why", "cannot be the states"),
        ("text", None, "why", "cannot be the text"),
    ],
)
def test_what_cannot_be_is_refused(row: Recommendation, editor: User, field: str, value: Any, reason: str, says: str) -> None:
    with pytest.raises(corrections.NotCorrected, match=says):
        corrections.correct(row, field, value, reason=reason, by=editor)
    assert not Correction.objects.exists()
    assert _fresh(row).as_read is None


def test_a_correction_of_a_record_that_is_no_more(row: Recommendation, editor: User) -> None:
    correction = corrections.correct(row, "text", "x", reason="y", by=editor)
    Recommendation.objects.filter(pk=row.pk).delete()
    assert corrections.row_of(correction) is None
    corrections.withdraw(correction, by=editor)
    assert Correction.objects.get().withdrawn_at
