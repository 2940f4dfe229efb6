"""The rows of a matrix out of the archive: OHCHR's own labels first, the position in force, what persons corrected."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from upright.archive import corrections, labels, load, people
from upright.archive.models import Document, Label, Reading, Recommendation
from upright.exceptions import NotFound
from upright.pipeline import read_file
from upright.records import Position
from upright.reports import from_archive, layouts, read_back
from upright.reports.matrix import write_docx
from upright.reports.rows import MatrixRow

MATRIX, OLD = "cycle4/upr48-slovenia-thematic-list-of-recommendatio.docx", "A/HRC/8/901"


@pytest.fixture
def editor(own_archive: None) -> User:
    people.give_account("editor", "a long enough password")
    return User.objects.get(username="editor")


def _document(**named: str) -> Document:
    found: Document = Document.objects.filter(shown=True, **named).order_by("-principal")[0]
    return found


def _report() -> Document:
    return _document(symbol="A/HRC/28/901")


def _by_number(rows: list[MatrixRow]) -> dict[str | None, MatrixRow]:
    return {row.number: row for row in rows}


def test_a_real_matrix_goes_through_the_archive_unchanged(corpus: Path, own_archive: None) -> None:
    path = corpus / "documents" / "upr_slovenia" / MATRIX
    (loaded,) = load.load([path])
    assert isinstance(loaded, load.Loaded)
    document = Document.objects.get(file=path.name)
    rows, reading = from_archive.rows(document), read_file(path)
    assert rows == read_back.of_records(reading.records, reading.text)
    assert len(rows) == 254
    heading = from_archive.heading(document)
    assert (heading.state, heading.cycle, heading.session) == ("SVN", 4, 48)
    assert layouts.table(rows, "2025", heading).title == "UPR of Slovenia (4th Cycle - 48th Session)"


def test_a_matrix_keeps_its_order_and_what_it_says(archive: None, specimens: Path) -> None:
    reading = read_file(specimens / "files" / "matrix2014.docx")
    assert from_archive.rows(_document(file="matrix2014.docx")) == read_back.of_records(reading.records, reading.text)


def test_a_report_has_the_labels_of_ohchrs_matrix_and_its_own_positions(archive: None) -> None:
    report, matrix = _report(), _by_number(from_archive.rows(_document(file="matrix2014.docx")))
    rows = from_archive.rows(report)
    assert len(rows) == Recommendation.objects.filter(document=report).count() == len(matrix)
    for row in rows:
        theirs = matrix[row.number]
        assert (row.themes, row.persons, row.sdgs, row.derived) == (theirs.themes, theirs.persons, theirs.sdgs, False)
        assert (row.text, row.states, row.position, row.source) == (theirs.text, theirs.states, theirs.position, theirs.source)
    order = [(row.position != Position.SUPPORTED, from_archive._place(row.themes[0])) for row in rows]
    assert order == sorted(order)
    assert len(set(order)) > 5


def test_without_a_matrix_the_labels_in_effect_are_taken(own_archive: None) -> None:
    labels.catch_up()
    report = _document(symbol=OLD)
    rows = from_archive.rows(report)
    held = labels.in_effect(report)
    known = {each.text: each.key for each in Recommendation.objects.filter(document=report)}
    assert any(row.derived for row in rows)
    for row in rows:
        of = held.get(known[row.text], {})
        assert sorted(row.themes) == sorted(of.get(labels.THEMES, ()))
        assert sorted(row.persons) == sorted((*of.get(labels.PERSONS, ()), *of.get(labels.DUTY_BEARERS, ())))
        assert {goal.partition(" - ")[0] for goal in row.sdgs} == {code.partition(".")[0] for code in of.get(labels.SDG, ())}
        assert row.derived == any((row.themes, row.persons, row.sdgs))


def test_what_a_person_corrected_goes_before_the_documents_words(editor: User) -> None:
    document = _document(file="matrix2014.docx")
    row = next(each for each in Recommendation.objects.filter(document=document, position="supported") if not each.parts)
    corrections.correct(row, "states", ["CHL"], reason="a slip", by=editor)
    corrections.correct(Recommendation.objects.get(pk=row.pk), "position", "noted", reason="a slip", by=editor)
    made = _by_number(from_archive.rows(document))[row.number]
    assert (made.states, made.wording, made.position, made.position_as_stated) == (("CHL",), None, Position.NOTED, None)
    out = io.BytesIO()
    write_docx(from_archive.rows(document), "2014", from_archive.heading(document), out)
    again = _by_number(read_back.read_docx(io.BytesIO(out.getvalue())))[row.number]
    assert (again.text, again.states, again.position, again.themes) == (made.text, ("CHL",), Position.NOTED, made.themes)


def test_comments_stand_at_the_recommendation_of_their_key(archive: None) -> None:
    report = _report()
    key = Recommendation.objects.filter(document=report).order_by("order")[3].key
    rows = from_archive.rows(report, {key: ["Done in 2016."], "no such key": ["x"]})
    assert [(row.number, row.comments) for row in rows if row.comments] == [(key, ("Done in 2016.",))]


def test_the_day_of_the_data_is_that_of_its_last_change(editor: User) -> None:
    document, matrix = _report(), _document(file="matrix2014.docx")
    Document.objects.all().update(loaded_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    Reading.objects.all().update(read_at=dt.datetime(2020, 1, 2, tzinfo=dt.UTC))
    assert from_archive.heading(_report()).dated == dt.date(2020, 1, 2)
    Reading.objects.filter(document=matrix).update(read_at=dt.datetime(2020, 1, 3, tzinfo=dt.UTC))
    assert from_archive.heading(_report()).dated == dt.date(2020, 1, 3)
    assert from_archive.heading(_report(), dt.date(2020, 2, 1)).dated == dt.date(2020, 2, 1)
    found = corrections.correct(Recommendation.objects.filter(document=document)[0], "states", ["CHL"], reason="a slip", by=editor)
    assert from_archive.heading(_report(), dt.date(2020, 2, 1)).dated == found.at.date()


def test_a_document_without_a_state_has_no_heading(own_archive: None) -> None:
    Document.objects.filter(pk=_report().pk).update(state=None)
    with pytest.raises(NotFound, match="which State"):
        from_archive.heading(_report())


def test_rows_take_a_few_queries(own_archive: None) -> None:
    labels.catch_up()
    for document in (_report(), _document(symbol=OLD)):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            from_archive.rows(document)
        assert len(queries) <= 10
    assert Label.objects.exists()


def test_what_the_page_shows_runs(archive: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, specimens: Path) -> None:
    page = (specimens.parent / "docs" / "how-to" / "fill-the-matrix.md").read_text(encoding="utf-8")
    (tmp_path / "specimens").symlink_to(specimens)
    monkeypatch.chdir(tmp_path)
    exec("\n".join(re.findall(r"```python\n(.+?)```", page, re.DOTALL)), {})  # the page's own lines
    with Path("matrix.docx").open("rb") as word, Path("matrix.xlsx").open("rb") as sheet:
        assert "The law was adopted in 2016." in _by_number(read_back.read_docx(word))["60.1"].comments
        assert len(read_back.read_xlsx(sheet)) > 5
