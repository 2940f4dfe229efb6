"""The same records in every format, and no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from readings import SYMBOL, TEXT, between, reading
from upright.exceptions import UprightError
from upright.export import Csv, Jsonl, Xlsx, columns, guarded, json_line, jsonl, row
from upright.records import BETWEEN, RECORDS, Paragraph, PositionRecord, Recommendation, as_json

RECORDS_READ = reading().records
SAMPLES = (*RECORDS_READ, *between())
RECOMMENDATION = reading().of(Recommendation)[0]


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: record.NAME)
def test_a_json_line_is_the_record(record: Any) -> None:
    assert json.loads(json_line(record)) == as_json(record)
    assert "\n" not in json_line(record)


def test_jsonl_keeps_letters_as_they_are() -> None:
    out = io.StringIO()
    jsonl(RECORDS_READ, out)
    assert "déjà vu" in out.getvalue()
    assert len(out.getvalue().splitlines()) == len(RECORDS_READ)


def test_jsonl_file(tmp_path: Path) -> None:
    with Jsonl(tmp_path / "found.jsonl") as writer:
        writer.write(RECORDS_READ)
    lines = (tmp_path / "found.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["record"] for line in lines] == [record.NAME for record in RECORDS_READ]


def test_columns_fit_rows() -> None:
    for record in SAMPLES:
        assert len(columns(type(record))) == len(row(record))
    assert columns(PositionRecord)[:8] == (
        "document", "source.file", "source.paragraph", "source.page", "source.start", "source.end",
        "recommendation.symbol", "recommendation.number",
    )  # fmt: skip


def test_cells() -> None:
    cells = dict(zip(columns(Recommendation), row(RECOMMENDATION), strict=True))
    assert cells["states"] == "FRA; DEU"
    assert cells["position"] == "supported"
    assert cells["limb"] is None
    assert cells["source.page"] == 2
    assert json.loads(str(cells["parts"]))[1] == {"text": "accede to it", "states": ["DEU"]}


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_what_begins_a_formula_is_guarded(begin: str) -> None:
    assert guarded(f"{begin}cmd|' /C calc'!A0") == f"'{begin}cmd|' /C calc'!A0"


@pytest.mark.parametrize("cell", ["Ratify", "", -5, 2.5, None, "a=b"])
def test_what_does_not_is_left(cell: Any) -> None:
    assert guarded(cell) == cell


def test_csv_folder(tmp_path: Path) -> None:
    with Csv(tmp_path / "out", ()) as writer:
        writer.write(RECORDS_READ)
        writer.write(RECORDS_READ)
    assert {path.stem for path in (tmp_path / "out").iterdir()} == {record.NAME for record in RECORDS}
    data = (tmp_path / "out" / "recommendation.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")  # Excel
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[0]["text"] == "'=Ratify the treaty/accede to it"
    assert rows[0]["position"] == "supported"


def test_csv_of_one_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Csv(None, ("recommendation",)) as writer:
        writer.write([RECOMMENDATION])
    out = capsys.readouterr().out
    assert out.splitlines()[0].startswith("document,source.file")
    with Csv(tmp_path / "one.csv", ("recommendation",)) as writer:
        writer.write([RECOMMENDATION])
    assert (tmp_path / "one.csv").read_text(encoding="utf-8-sig").splitlines() == out.splitlines()


@pytest.mark.parametrize(("output", "only"), [(None, ()), (None, ("finding", "label")), (Path("all.csv"), ())])
def test_csv_of_many_kinds_needs_a_folder(output: Path | None, only: tuple[str, ...]) -> None:
    with pytest.raises(UprightError, match="--only"):
        Csv(output, only)


def test_xlsx(tmp_path: Path) -> None:
    long = replace(reading().of(Paragraph)[0], text="x" * 40_000)
    with Xlsx(tmp_path / "out.xlsx") as writer:
        writer.write([*SAMPLES, long])
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert set(book.sheetnames) == {record.NAME for record in (*RECORDS, *BETWEEN)}
    assert book["link"]["G1"].value == "from.symbol"
    sheet = book["recommendation"]
    names = [cell.value for cell in sheet[1]]
    cells = dict(zip(names, sheet[2], strict=True))
    assert cells["text"].value == "=Ratify the treaty/accede to it"
    assert cells["text"].data_type == "s"
    assert cells["source.start"].value == TEXT.index("1.1 =Ratify")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert len(str(book["paragraph"].cell(3, columns(Paragraph).index("text") + 1).value)) == 32_767
    assert cells["document"].value == SYMBOL


def test_an_empty_workbook_opens(tmp_path: Path) -> None:
    with Xlsx(tmp_path / "out.xlsx") as writer:
        writer.write([])
    assert openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames == ["no records"]
