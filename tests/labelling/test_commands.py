"""`upright label` and `upright train`, as a user types them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from upright import labelling, read

pytestmark = pytest.mark.usefixtures("cache_folder")

_VERBS = {1: "Share experience on", 2: "Continue", 3: "Consider", 4: "Strengthen", 5: "Ratify"}


def upright(*arguments: str | Path, code: int = 0, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "upright", *map(str, arguments)]
    environment = os.environ | ({"UPRIGHT_HOME": str(home)} if home else {})
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", env=environment)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def report(specimens: Path) -> Path:
    return specimens / "files" / "report2014.pdf"


def test_labels_as_json_lines_say_what_decided(report: Path) -> None:
    lines = [json.loads(line) for line in upright("label", report, "--format", "jsonl", "--only", "upr_info_action").stdout.splitlines()]
    assert {line["record"] for line in lines} == {"label"}
    assert {line["scheme"] for line in lines} == {"upr_info_action"}
    assert len({line["of"] for line in lines}) == len(lines)
    assert all(line["because"] and 0 < line["confidence"] <= 1 and line["method"] in {"rule", "model"} for line in lines)


def test_labels_as_a_table_and_as_a_spreadsheet(report: Path, tmp_path: Path) -> None:
    table = upright("label", report, "--only", "sdg").stdout
    assert table.index("57.2   Keep the small schools") < table.index(
        "4 Quality education"
    )  # recommendations first, and what the numbers are
    upright("label", report, "--format", "csv", "--output", tmp_path / "labels", "--only", "treaties")
    (file,) = (tmp_path / "labels").glob("label*.csv")
    with file.open(encoding="utf-8-sig", newline="") as cells:
        assert {row["scheme"] for row in csv.DictReader(cells)} == {"treaties"}
    upright("label", report, "--format", "xlsx", "--output", tmp_path / "labels.xlsx")
    assert (tmp_path / "labels.xlsx").read_bytes()[:2] == b"PK"


def test_what_is_not_in_english_has_no_labels(specimens: Path) -> None:
    issues = read(specimens / "files" / "issues2020.txt")
    assert any(labelling.labels(issues))
    assert not any(labelling.labels(replace(issues, identity=replace(issues.identity, language="es"))))


def test_a_scheme_that_is_not_there_is_said(report: Path) -> None:
    assert "there is no scheme 'colour'" in " ".join(upright("label", report, "--only", "colour", code=2).stderr.replace("│", " ").split())


def test_weights_of_ones_own_are_used(tmp_path: Path, report: Path) -> None:
    source = tmp_path / "export.csv"
    states = ("Kazakhstan", "Slovenia", "Benin", "Peru", "Fiji", "Iceland", "Oman", "Tuvalu")
    with source.open("w", encoding="mac-roman", newline="") as file:
        writer = csv.writer(file, lineterminator="\r")
        writer.writerow(("Recommendation", "SuR", "Action", "Issue"))
        for state in states:
            for action, verb in _VERBS.items():
                issues = "Justice, NHRI" if action > 3 else "Elections"
                writer.writerows(
                    (f"{verb} {thing} in {state}", state, action, issues) for thing in ("courts", "camps", "law", "votes", "bail")
                )
    done = upright("train", "--from", source, home=tmp_path / "home")
    assert "200 coded recommendations" in done.stderr
    assert (tmp_path / "home" / "weights" / "action.npz").exists()
    own = upright("label", report, "--format", "jsonl", "--only", "upr_info_action", home=tmp_path / "home").stdout
    assert own != upright("label", report, "--format", "jsonl", "--only", "upr_info_action", home=tmp_path / "other").stdout


def test_what_cannot_be_trained_on_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("name,age\nx,1\n", encoding="utf-8")
    assert len(upright("train", "--from", tmp_path / "notes.csv", code=1, home=tmp_path).stderr.splitlines()) == 1
