"""The commands, as a user types them."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from upright.extract import extract
from upright.pipeline import read_file
from upright.records import Recommendation

pytestmark = pytest.mark.usefixtures("cache_folder")


def upright(*arguments: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "upright", *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def report(specimens: Path) -> Path:
    return specimens / "files" / "report2014.pdf"


@pytest.fixture(scope="module")
def recommendation(report: Path) -> Recommendation:
    return read_file(report).of(Recommendation)[1]


def lines(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_help_names_every_command() -> None:
    said = upright("--help").stdout
    for command in ("read", "check", "show", "text", "fetch", "cache", "demo", "schema"):
        assert f" {command} " in said


def test_version() -> None:
    assert upright("--version").stdout.startswith("upright 0.")


def test_help_starts_fast() -> None:
    """What the command line loads before it knows the command: none of the libraries that read documents."""
    heavy = ("pypdfium2", "lxml", "docx", "httpx", "numpy", "distributed")
    code = f"import sys, upright.cli; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "[]"


def test_text_is_exactly_the_text_layer(report: Path) -> None:
    command = [sys.executable, "-m", "upright", "text", str(report)]
    assert subprocess.run(command, check=True, capture_output=True).stdout.decode() == extract(report).text


def test_jsonl_on_stdout_and_nothing_else(report: Path) -> None:
    done = upright("read", report, "--format", "jsonl")
    records = lines(done.stdout)
    assert records[0]["record"] == "document"
    assert sum(record["record"] == "recommendation" for record in records) == len(read_file(report).of(Recommendation))
    assert done.stderr == ""


def test_only(report: Path) -> None:
    done = upright("read", report, "--format", "jsonl", "--only", "recommendation, statement")
    assert {record["record"] for record in lines(done.stdout)} == {"recommendation", "statement"}


def test_only_of_an_unknown_kind(report: Path) -> None:
    assert "no kind of record 'poem'" in " ".join(upright("read", report, "--only", "poem", code=2).stderr.split())


def test_table(report: Path, recommendation: Recommendation) -> None:
    said = upright("read", report).stdout
    assert str(recommendation.number) in said
    assert recommendation.states[0] in said
    assert "\x1b" not in said


def test_table_of_several_is_a_line_each(specimens: Path) -> None:
    done = upright("read", *sorted((specimens / "files").glob("report*")), "--workers", "2")
    assert sum(line.count("report20") for line in done.stdout.splitlines()) == 6
    assert len(done.stdout.splitlines()) < 12
    assert "6 of 6 files read" in done.stderr


def test_csv(report: Path, tmp_path: Path) -> None:
    upright("read", report, "--format", "csv", "--output", tmp_path / "out")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "recommendation.csv").read_text(encoding="utf-8-sig"))))
    assert [row["number"] for row in rows] == [each.number for each in read_file(report).of(Recommendation)]
    assert "--only" in upright("read", report, "--format", "csv", code=1).stderr


def test_xlsx(report: Path, tmp_path: Path) -> None:
    upright("read", report, "--format", "xlsx", "--output", tmp_path / "out.xlsx")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["recommendation"].max_row == 1 + len(read_file(report).of(Recommendation))
    assert "--output" in upright("read", report, "--format", "xlsx", code=1).stderr


def test_output_that_cannot_be_written(report: Path, tmp_path: Path) -> None:
    for asked in ("read jsonl", "read xlsx", "read table", "label table", "link jsonl", "link table"):
        command, wanted = asked.split()
        done = upright(command, report, "--format", wanted, "--output", tmp_path / "no" / "such" / "folder.x", code=1)
        assert "cannot be written" in done.stderr


def test_a_bad_file_is_one_line_and_the_others_are_read(report: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 and no more")
    (tmp_path / "good.pdf").write_bytes(report.read_bytes())
    (tmp_path / "notes.md").touch()
    done = upright("read", tmp_path, "--format", "jsonl", code=1)
    assert lines(done.stdout)[0]["record"] == "document"
    errors = done.stderr.splitlines()
    assert len(errors) == 2
    assert errors[0].startswith("bad.pdf: ")
    assert errors[1].startswith("1 of 2 files read")
    assert errors[1].endswith("1 files of other types passed over")


def test_nothing_to_read(tmp_path: Path) -> None:
    assert "nothing to read" in upright("read", tmp_path, code=1).stderr
    assert "there is no such file" in upright("read", tmp_path / "missing.pdf", code=1).stderr
    assert "there is no such file" in upright("text", tmp_path / "missing.pdf", code=1).stderr


def test_check(specimens: Path) -> None:
    said = upright("check", specimens / "files" / "slips2014.pdf").stdout
    assert "Findings (" in said


def test_show_from_the_cache(report: Path, recommendation: Recommendation) -> None:
    symbol, number = str(recommendation.document), str(recommendation.number)
    assert "upright read FILE" in upright("show", symbol, number, code=1).stderr
    upright("read", report)
    said = upright("show", symbol.lower(), number).stdout
    assert " ".join(recommendation.text.split()[:4]) in said
    assert f"page {recommendation.source.page}" in said
    assert f"{symbol} has no recommendation and no paragraph 999.9" in upright("show", symbol, "999.9", code=1).stderr


def test_show_from_a_folder(report: Path, recommendation: Recommendation, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(report.read_bytes())
    symbol, number = str(recommendation.document), str(recommendation.number)
    assert "a.pdf, page" in upright("show", symbol, number, "--in", tmp_path).stdout
    assert "is not in" in upright("show", "A/HRC/1/1", number, "--in", tmp_path, code=1).stderr


def test_show_says_it_once(specimens: Path, tmp_path: Path) -> None:
    """Out of the file that has pages, whichever is read first."""
    for name in ("report2014.docx", "report2014.pdf", "report2014.txt"):
        (tmp_path / name).write_bytes((specimens / "files" / name).read_bytes())
    said = upright("show", "A/HRC/28/901", "60.15", "--in", tmp_path).stdout
    assert said.count(", characters ") == 1
    assert "report2014.pdf, page 8, paragraph 60.15" in said


def test_cache_commands(report: Path, cache_folder: Path) -> None:
    assert upright("cache", "path").stdout.strip() == str(cache_folder)
    assert upright("cache", "info").stdout.startswith("0 readings")
    upright("read", report)
    assert upright("cache", "info").stdout.startswith("1 readings")
    assert upright("cache", "clear").stdout.startswith("1 readings removed")
    assert upright("cache", "info").stdout.startswith("0 readings")


def test_demo_on_specimens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPRIGHT_CORPUS", str(tmp_path))
    monkeypatch.setenv("UPRIGHT_HOME", str(tmp_path / "home"))
    done = upright("demo", "--no-site")
    assert "does not exist" in done.stderr
    assert "working group report" in done.stdout
    assert "The first recommendation, beside its passage" in done.stdout


def test_demo_on_the_corpus_at_hand(tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "one.pdf").write_bytes(report.read_bytes())
    monkeypatch.setenv("UPRIGHT_CORPUS", str(tmp_path))
    monkeypatch.setenv("UPRIGHT_HOME", str(tmp_path / "home"))
    done = upright("demo", "--no-site")
    assert str(tmp_path) in done.stderr
    assert "one.pdf" in done.stdout


def test_schema() -> None:
    assert json.loads(upright("schema").stdout)["$defs"]["recommendation"]


def test_fetch_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UPRIGHT_SITE", "http://127.0.0.1:9")
    assert "no document symbol" in upright("fetch", "28/10", code=1).stderr
    upright("fetch", "A/HRC/28/10", "--language", "de", code=2)


@pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes of POSIX")
def test_a_reader_that_goes_away_ends_it_silently(specimens: Path) -> None:
    command = [sys.executable, "-m", "upright", "read", str(specimens / "files"), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read().decode()
    assert "Broken" not in said
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_it_cleanly(specimens: Path, tmp_path: Path) -> None:
    for number in range(240):
        (tmp_path / f"{number}.pdf").write_bytes((specimens / "files" / "report2014.pdf").read_bytes() + b"%" * number)
    command = [sys.executable, "-m", "upright", "read", str(tmp_path), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout
        assert process.stdout.readline()  # it is at work, and cannot end: nobody reads more of what it writes
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=30)[1].decode()
    assert process.returncode == 130
    assert said.strip().splitlines() == ["interrupted; what was read is kept, the same command goes on from there"]


def test_one_bad_file_costs_no_other_its_line(report: Path, tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.pdf").write_bytes(report.read_bytes())
    (tmp_path / "e.pdf").touch()
    done = upright("read", tmp_path, code=1)
    assert [f"{name}.pdf" in done.stdout for name in "abcde"] == [True, True, True, True, False]
    assert "e.pdf: the file is empty" in done.stderr


def test_output_never_replaces_a_document_that_is_read(report: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.pdf"
    own.write_bytes(report.read_bytes())
    done = upright("read", own, "--output", own, code=1)
    assert "is one of the documents to read" in done.stderr
    assert own.read_bytes() == report.read_bytes()


def test_a_run_that_reads_nothing_keeps_the_output_of_the_last(report: Path, tmp_path: Path) -> None:
    output = tmp_path / "records.xlsx"
    upright("read", report, "--format", "xlsx", "--output", output)
    before = output.read_bytes()
    upright("read", tmp_path / "none.pdf", "--format", "xlsx", "--output", output, code=1)
    assert output.read_bytes() == before
    assert not list(tmp_path.glob(".part-*"))


def test_the_ending_of_the_output_is_its_format(report: Path, tmp_path: Path) -> None:
    done = upright("read", report, "--output", tmp_path / "records.xlsx", code=1)
    assert "--format xlsx" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_kind_of_record_that_is_not_there_is_named(report: Path) -> None:
    assert "no position records" in upright("read", report, "--only", "position").stdout
