"""Make the specimens: documents of a State that does not exist, and what must be read from them.

    python specimens/make.py [FOLDER]

writes `files/` and `expected/` into FOLDER (this folder, if none is named). Running it twice gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pdf
import plain
import word
from answers import addendum
from issues import list_of_issues, replies
from matrices import matrix2014, matrix2025
from meetings import summary_record
from observations import assessment, observations
from pages import Document, Expected
from reports import report
from wording import SOURCES, load


def main(folder: Path) -> None:
    """Write all files and all expected records."""
    files, expected = folder / "files", folder / "expected"
    files.mkdir(parents=True, exist_ok=True)
    expected.mkdir(exist_ok=True)
    report2014 = report("report2014", load("report2014"))
    addendum2015 = addendum("addendum2015", load("addendum2015"))
    _document(report2014, files, expected=expected, automatic=True)
    _document(report("report2008", load("report2008")), files, expected=expected)
    _document(addendum2015, files, expected=expected)
    _document(summary_record("summary2016", load("summary2016")), files, expected=expected)
    _document(list_of_issues("issues2020", load("issues2020")), files, expected=expected)
    _document(replies("replies2021", load("replies2021")), files, expected=expected)
    _document(observations("observations2022", load("observations2022")), files, expected=expected)
    _document(assessment("assessment2024", load("assessment2024")), files, expected=expected)
    _document(_slipped("slips2014", report), files, expected=expected, word_too=False)
    _document(_slipped("slips2015", addendum), files, expected=expected, word_too=False)
    for matrix in (
        matrix2014("matrix2014", load("matrix2014"), report2014, addendum2015),
        matrix2025("matrix2025", load("matrix2025")),
    ):
        word.write_matrix(matrix, files / f"{matrix.name}.docx")
        _records(expected / f"{matrix.name}.jsonl", matrix.expected)


def _document(document: Document, files: Path, *, expected: Path | None = None, automatic: bool = False, word_too: bool = True) -> None:
    pages = pdf.write(document, files / f"{document.name}.pdf")
    plain.write(document, pages, files / f"{document.name}.txt")
    if word_too:
        word.write(document, files / f"{document.name}.docx", automatic=automatic)
    if expected:
        _records(expected / f"{document.name}.jsonl", document.expected)


def _slipped(name: str, build: Callable[[str, dict[str, Any]], Document]) -> Document:
    """A document with slips: the source of another one with some words replaced, and a finding for each."""
    slips = load(name)
    text = (SOURCES / f"{slips['base']}.toml").read_text(encoding="utf-8")
    for slip in slips["slips"]:
        if text.count(slip["find"]) != 1:
            raise ValueError(f"stands {text.count(slip['find'])} times in {slips['base']}: {slip['find']}")
        text = text.replace(slip["find"], slip["replace"])
    own = {key: value for key, value in slips.items() if key not in ("base", "slips")}
    document = build(name, {**tomllib.loads(text), **own})
    for slip in slips["slips"]:
        document.expected.append({"record": "finding"} | {key: slip.get(key) for key in ("check", "paragraphs", "expected", "found")})
    return document


def _records(path: Path, records: Iterable[Expected]) -> None:
    lines = (json.dumps(record, ensure_ascii=False, default=_plain) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no JSON for {value!r}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
