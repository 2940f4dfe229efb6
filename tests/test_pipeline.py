"""Many files: in order, each once, whatever happens to one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import upright
from upright import pipeline
from upright.cache import Cache
from upright.exceptions import NotFound, UnknownDocument, UnreadableFile
from upright.packing import Packed
from upright.pipeline import Failure, find, read_file, read_paths
from upright.readers.reading import Reading
from upright.records import DocumentRecord, PositionRecord, Recommendation


@pytest.fixture
def report(specimens: Path) -> Path:
    return specimens / "files" / "report2014.pdf"


def test_a_reading_is_whole(report: Path) -> None:
    reading = read_file(report)
    document = reading.of(DocumentRecord)
    assert reading.records[0] is document[0]
    assert len(document) == 1
    assert document[0].sha256 == reading.sha256
    assert document[0].source.end == len(reading.text)
    assert reading.file == "report2014.pdf"
    assert reading.seconds > 0
    starts = [record.source.start for record in reading.records if record.NAME != "finding"]
    assert starts == sorted(starts)


def test_every_record_points_into_the_text(specimens: Path) -> None:
    for path in sorted((specimens / "files").glob("report*")):
        reading = read_file(path)
        for record in reading.records:
            assert 0 <= record.source.start <= record.source.end <= len(reading.text)
            assert record.source.file == path.name
        for recommendation in reading.of(Recommendation):
            assert recommendation.text.split()[0].strip(",;") in reading.passage(recommendation.source)


def test_find(tmp_path: Path) -> None:
    for name in ("b.pdf", "a.DOCX", "notes.md", ".hidden.pdf", ".git/x.pdf", "~$a.docx", "below/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found = find([tmp_path, tmp_path / "notes.md", tmp_path / "b.pdf"])
    assert [str(path.relative_to(tmp_path)) for path in found.files] == ["a.DOCX", "b.pdf", "below/c.txt", "notes.md"]
    assert found.skipped == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_files_come_in_their_order(specimens: Path, workers: int) -> None:
    files = [specimens / "files" / name for name in ("report2014.txt", "missing.pdf", "report2008.pdf", "addendum2015.pdf")]
    done: list[tuple[int, int]] = []
    outcomes = list(read_paths(files, workers=workers, progress=lambda number, total: done.append((number, total))))
    assert [outcome.file for outcome in outcomes] == ["report2014.txt", str(files[1]), "report2008.pdf", "addendum2015.pdf"]
    assert [type(outcome) for outcome in outcomes] == [Reading, Failure, Reading, Reading]
    assert done == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_one_process_or_two_read_the_same(specimens: Path) -> None:
    files = [specimens / "files" / name for name in ("report2014.pdf", "report2008.docx")]
    one, two = (list(read_paths(files, workers=workers)) for workers in (1, 2))
    assert [outcome.records for outcome in one if isinstance(outcome, Reading)] == [
        outcome.records for outcome in two if isinstance(outcome, Reading)
    ]


def test_a_review_is_merged(specimens: Path) -> None:
    files = [specimens / "files" / name for name in ("report2014.pdf", "addendum2015.pdf")]
    report, addendum = read_paths(files)
    assert isinstance(report, Reading)
    assert isinstance(addendum, Reading)
    assert addendum.of(PositionRecord)
    changed = [each for each in report.of(Recommendation) if each.position_in_force not in (None, each.position)]
    assert changed
    assert all(addendum.identity.symbol in each.history[-1].stated_in for each in changed if addendum.identity.symbol)


def test_an_unchanged_file_is_not_read_again(report: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    (first,) = read_paths([report], cache=cache)
    (second,) = read_paths([report], cache=cache)
    assert isinstance(first, Reading)
    assert isinstance(second, Reading)
    assert first.seconds > 0
    assert second.seconds == 0.0
    assert second.records == first.records


def test_a_changed_file_is_read_again(specimens: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    path = tmp_path / "report.txt"
    for name in ("report2014.txt", "report2008.txt"):
        path.write_bytes((specimens / "files" / name).read_bytes())
        (reading,) = read_paths([path], cache=cache)
        assert isinstance(reading, Reading)
        assert reading.seconds > 0


def test_failures_are_sentences(tmp_path: Path) -> None:
    for name, content in (
        ("empty.pdf", b""),
        ("other.txt", b"A letter about nothing in particular.\n" * 20),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj"),
    ):
        (tmp_path / name).write_bytes(content)
    outcomes = list(read_paths([tmp_path, tmp_path / "missing.pdf"]))
    messages = {Path(outcome.file).name: outcome.message for outcome in outcomes if isinstance(outcome, Failure)}
    assert set(messages) == {"empty.pdf", "other.txt", "cut.pdf", "missing.pdf"}
    assert all(name in message and "Traceback" not in message and "\n" not in message for name, message in messages.items())


def test_read_file_raises(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "other.txt").write_text("A letter about nothing in particular.\n" * 20)
    with pytest.raises(UnreadableFile):
        read_file(tmp_path / "empty.pdf")
    with pytest.raises(UnknownDocument, match="no kind of document that upright knows"):
        read_file(tmp_path / "other.txt")
    with pytest.raises(NotFound):
        read_file(tmp_path / "missing.pdf")


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process with SIGKILL")
def test_a_file_that_ends_its_process_is_one_line(report: Path, specimens: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = specimens / "files" / "report2008.txt"
    monkeypatch.setattr(pipeline, "_work", _deadly)
    outcomes = list(read_paths([report, other, report.with_suffix(".txt")]))
    assert [type(outcome) for outcome in outcomes] == [Reading, Failure, Reading]
    assert isinstance(outcomes[1], Failure)
    assert outcomes[1].message.startswith("report2008.txt: the process that read it was ended by SIGKILL")


def _deadly(cache: Cache | None, name: str) -> Packed | Failure:
    if name.endswith("report2008.txt"):
        os.kill(os.getpid(), signal.SIGKILL)
    return pipeline._work(cache, name)


def test_read_is_public(report: Path) -> None:
    assert upright.read(report).records == read_file(report).records
    assert upright.read(str(report)).of(upright.Recommendation)


def test_public_names_are_there() -> None:
    assert set(upright.__all__) <= set(dir(upright))
    for name in upright.__all__:
        assert getattr(upright, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = upright.nothing


def test_importing_upright_loads_nothing() -> None:
    code = "import sys, upright; print([name for name in sys.modules if name.startswith(('upright.', 'pypdfium2', 'lxml', 'rich'))])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "[]"
