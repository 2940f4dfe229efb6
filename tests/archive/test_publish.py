"""The archive as a data set: the same bytes for the same archive, every column explained, nobody named who should not be."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from upright.archive import corrections, people, publish
from upright.archive.models import ROWS, Recommendation


@pytest.fixture
def corrected(own_archive: None) -> Recommendation:
    people.give_account("whistle-blower", "a long enough password")
    row = Recommendation.objects.counted()[0]
    editor = User.objects.get(username="whistle-blower")
    corrections.correct(row, "text", "=1+1", reason="told in confidence", by=editor)
    return row  # type: ignore[no-any-return]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_archive_gives_the_same_bytes(corrected: Recommendation, tmp_path: Path) -> None:
    publish.write(tmp_path / "one")
    publish.write(tmp_path / "two")
    assert _files(tmp_path / "one") == _files(tmp_path / "two")
    publish.write(tmp_path / "one.zip")
    publish.write(tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_change_gives_another_version(corrected: Recommendation) -> None:
    before = publish.edition().version
    corrections.correct(corrected, "text", "Another", reason="so", by=User.objects.get())
    assert publish.edition().version != before


@pytest.mark.parametrize("name", ["document", *(row.KIND.NAME for row in ROWS)])
def test_every_column_is_explained(name: str) -> None:
    assert all(column.says for column in publish.columns(name))


def test_both_forms_have_the_same_rows(corrected: Recommendation, tmp_path: Path) -> None:
    publish.write(tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (tmp_path / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        lines = [json.loads(line) for line in (tmp_path / f"{resource['name']}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert len(rows) == len(lines)
        names = [field["name"] for field in resource["schema"]["fields"]]
        for row, line in zip(rows, lines, strict=True):
            assert list(row) == list(line) == names


def test_nobody_is_named_and_no_cell_is_a_formula(corrected: Recommendation, tmp_path: Path) -> None:
    publish.write(tmp_path)
    for name, data in _files(tmp_path).items():
        assert b"whistle-blower" not in data, name
        assert b"told in confidence" not in data, name
    with (tmp_path / "recommendation.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(each for each in csv.DictReader(file) if each["text"].endswith("=1+1"))
    assert row["text"] == "'=1+1"
    assert "text" in json.loads(row["corrected_fields"])


def test_the_codebook_has_every_table(archive: None) -> None:
    text = publish.codebook()
    for row in ROWS:
        assert f"## {row.KIND.NAME}" in text
