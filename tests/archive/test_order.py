"""A law: the archive depends on which documents are in it, not on the order in which they came."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from upright.archive import load
from upright.archive.models import Document, Finding, Paragraph, PositionRecord, Reading, Recommendation, RecommendingState, Text
from upright.pipeline import read_file
from upright.readers.reading import Reading as Read
from upright.records import DocumentRecord, Kind
from whole import differing, everything


@functools.cache
def _read(path: Path) -> Read:
    return read_file(path)


def _store(paths: Iterable[Path]) -> dict[str, list[str]]:
    for path in paths:
        load.store(_read(path), path, "load")
    return everything()


@pytest.fixture
def documents(specimens: Path, tmp_path: Path) -> list[Path]:
    """The specimens, and what makes choosing hard: a second edition in the same format, one without a cover, another of the same name."""
    paths = sorted((specimens / "files").iterdir())
    text = (specimens / "files" / "report2014.txt").read_text(encoding="utf-8")
    addendum = (specimens / "files" / "addendum2015.txt").read_text(encoding="utf-8")
    made = {
        "again/report2014.txt": text + "\n",
        "bare/report2014.txt": text.replace("A/HRC/28/901", ""),
        "again/report2014.pdf.txt": text.replace("Vandrelia", "Vandrelia "),
        "other/report2014.txt": addendum + "\n\n",
        "bare/addendum.txt": addendum.replace("A/HRC/28/901/Add.1", ""),
    }
    for name, words in made.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(words, encoding="utf-8")
    pdf = tmp_path / "again" / "report2014.pdf"
    pdf.write_bytes((specimens / "files" / "report2014.pdf").read_bytes() + b"\n")
    return [*paths, *(tmp_path / name for name in made), pdf]


def test_the_order_of_loading_does_not_matter(empty_archive: None, documents: list[Path]) -> None:
    wanted = _store(documents)
    assert len(wanted["Document"]) == len(documents)
    for order in (documents[::-1], *(random.Random(seed).sample(documents, len(documents)) for seed in range(3))):
        Document.objects.all().delete()
        found = _store(order)
        assert not differing(wanted, found), [path.name for path in order]


def test_whatever_an_older_reader_read_reading_again_gives_what_a_first_reading_gives(empty_archive: None, documents: list[Path]) -> None:
    """Other symbols, States and kinds, other rows, other values: nothing of them is left, nor of what was derived from them."""
    wanted = _store(documents)
    chance = random.Random(1)
    for document in Document.objects.order_by("sha256"):
        _misread(document, chance)
    Document.objects.update(reader_version="older", shown=True, principal=True, counted=True)
    found = _store(documents)
    del wanted["Reading"], found["Reading"]
    assert not differing(wanted, found)
    assert Reading.objects.count() == 2 * len(documents)


def _misread(document: Document, chance: random.Random) -> None:
    """What a worse reader might have read."""
    match chance.randrange(5):
        case 0:
            document.symbol = "A/HRC/28/901"
        case 1:
            document.state = None
        case 2:
            document.symbol, document.working_group_session = None, 3
        case 3:
            document.kind = "compilation"
        case _:
            document.state, document.language = "KEN", None
    document.save()
    for table in (Paragraph, Recommendation, PositionRecord, Finding):
        rows = list(table._default_manager.filter(document=document).order_by("key"))
        for row in chance.sample(rows, len(rows) // 3):
            row.delete()
    Recommendation.objects.filter(document=document, position="noted").update(position="supported", states=["CHE"], position_in_force=None)
    RecommendingState.objects.filter(document=document, state="FRA").delete()
    Text.objects.filter(document=document).update(text="Some other text")


def test_loading_in_any_order_twice_changes_nothing(empty_archive: None, documents: list[Path]) -> None:
    before = _store(documents)
    again = list(load.load(documents[::-1]))
    assert sum(each.inserted + each.updated + each.removed + each.new for each in again if isinstance(each, load.Loaded)) == 0
    assert len(again) == len(documents)
    assert not differing(before, everything())


@pytest.mark.parametrize(("field", "value"), [("state", "KEN"), ("symbol", "A/HRC/28/999/Add.1"), ("kind", "compilation")])
@pytest.mark.parametrize("name", ["addendum2015.pdf", "report2014.pdf"])
def test_a_document_that_turns_out_to_be_another_leaves_nothing_behind(
    name: str, field: str, value: str, empty_archive: None, documents: list[Path]
) -> None:
    """Read again by a better reader: the documents that it was put together with are put together without it."""
    documents = [path for path in documents if "2014" in path.name or "2015" in path.name]
    path = next(path for path in documents if path.name == name)
    others = [each for each in documents if each != path]
    other = _read_otherwise(_read(path), field, value)
    _store(others)
    load.store(other, path, "load")
    wanted = everything()
    Document.objects.all().delete()
    _store(documents)
    load.store(other, path, "load")
    found = everything()
    del wanted["Reading"], found["Reading"]
    assert not differing(wanted, found)


def _read_otherwise(reading: Read, field: str, value: str) -> Read:
    changed: dict[str, Any] = {field: Kind(value) if field == "kind" else value}
    records = [replace(each, **changed) if isinstance(each, DocumentRecord) else each for each in reading.records]
    return replace(reading, identity=replace(reading.identity, **changed), records=tuple(records))
