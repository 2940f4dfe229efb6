"""What was read comes back as it was; what is broken is no entry."""

from __future__ import annotations

import multiprocessing
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from readings import SYMBOL, reading
from upright import cache as module
from upright.cache import Cache
from upright.packing import pack, unpack
from upright.readers.reading import Reading
from upright.records import RECORDS


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def loaded(cache: Cache) -> Reading | None:
    packed = cache.load("0" * 64, "report.pdf")
    return unpack(packed) if packed else None


def stored(cache: Cache) -> list[Path]:
    return [path for path in cache.folder.rglob("*") if path.is_file()]


def test_every_kind_of_record_comes_back_as_it_was(cache: Cache) -> None:
    whole = reading()
    assert {type(record) for record in whole.records} == set(RECORDS)
    cache.store(pack(whole), Path("report.pdf"))
    assert loaded(cache) == whole


def test_damaged_bytes_are_said_to_be() -> None:
    packed = pack(reading())
    for body in (b"", packed.body[:-9], zlib.compress(b"{}"), zlib.compress(b'{"identity": {}, "text": "", "records": [["poem", {}]]}')):
        with pytest.raises(ValueError, match="damaged"):
            unpack(replace(packed, body=body))


def test_other_content_or_name_or_reader_is_another_entry(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.store(pack(reading()), Path("report.pdf"))
    assert cache.load("1" * 64, "report.pdf") is None
    assert cache.load("0" * 64, "copy.pdf") is None
    monkeypatch.setattr(module, "reader_version", lambda: "other")
    assert cache.load("0" * 64, "report.pdf") is None
    assert cache.size().older == 1


def test_older_versions_go(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("one", "two", "three", "four"):
        monkeypatch.setattr(module, "reader_version", lambda version=version: version)
        cache.store(pack(reading()), Path("report.pdf"))
    assert sorted(path.name.partition("-")[0] for path in (cache.folder / "readings").iterdir()) == ["four", "three"]


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"{}\nnot compressed", b"\x00" * 100])
def test_a_broken_entry_is_no_entry(cache: Cache, damage: bytes) -> None:
    cache.store(pack(reading()), Path("report.pdf"))
    stored(cache)[0].write_bytes(damage)
    assert cache.load("0" * 64, "report.pdf") is None
    assert list(cache.entries()) == []
    cache.store(pack(reading()), Path("report.pdf"))
    assert loaded(cache) == reading()


def test_an_entry_cut_short_is_no_entry(cache: Cache) -> None:
    cache.store(pack(reading()), Path("report.pdf"))
    place = stored(cache)[0]
    place.write_bytes(place.read_bytes()[:-20])
    assert cache.load("0" * 64, "report.pdf") is None


def test_entries_say_what_they_are(cache: Cache) -> None:
    cache.store(pack(reading()), Path("report.pdf"))
    cache.store(pack(reading(file="other.pdf", symbol="A/HRC/90/5", state=None)), Path("other.pdf"))
    entries = list(cache.entries())
    assert [(entry.packed.symbol, entry.packed.file) for entry in entries] == [("A/HRC/90/5", "other.pdf"), (SYMBOL, "report.pdf")]
    assert entries[1].packed.keys == (SYMBOL, "XXA")
    assert unpack(entries[1].packed) == reading()


def test_clear(cache: Cache) -> None:
    cache.store(pack(reading()), Path("report.pdf"))
    assert cache.size().current == 1
    assert cache.size().bytes > 100
    assert cache.clear().current == 1
    assert stored(cache) == []
    assert cache.clear().current == 0


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    Cache(tmp_path / "file").store(pack(reading()), Path("report.pdf"))


def test_the_folder_is_the_platforms_or_a_named_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(module.FOLDER, raising=False)
    assert Cache().folder.name == "upright"
    monkeypatch.setenv(module.FOLDER, str(tmp_path))
    assert Cache().folder == tmp_path


def test_the_reader_version_is_that_of_the_package() -> None:
    assert module.reader_version().startswith("0.")
    assert len(module.reader_version().partition("-")[2]) == 16


def write_often(folder: Path) -> None:
    cache = Cache(folder)
    for number in range(50):
        cache.store(pack(replace(reading(), text=f"{number} " * 5000)), Path("report.pdf"))


def test_two_processes_never_see_half_an_entry(cache: Cache) -> None:
    cache.store(pack(reading()), Path("report.pdf"))
    writers = [multiprocessing.get_context("spawn").Process(target=write_often, args=(cache.folder,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert cache.load("0" * 64, "report.pdf") is not None
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert [path.name for path in stored(cache) if path.name.startswith(".part-")] == []
