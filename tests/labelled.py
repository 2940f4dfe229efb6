"""What is read, compared with labels made by hand: lines of JSON with a file, offsets and fields, never the document's text.

A label and a record match where their spans overlap and their values are equal; each matches once. Where a file is labelled in part, its
records are compared up to the end of the last label (the labels go from the beginning of the document without a gap).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import upright
from upright.readers.reading import Reading
from upright.records import Figure, Record

LABELS = Path(__file__).resolve().parent / "labels"


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Labels of one kind: `pattern` of their files, which records they are compared with, and when a label and a record are equal."""

    name: str
    pattern: str
    kind: type[Record]
    equal: Callable[[dict[str, Any], Any], bool]


@dataclass(frozen=True, slots=True)
class Score:
    """How the records of one file compare with its labels: `missed` labels, `surplus` records, and the pairs that match."""

    file: str
    missed: tuple[dict[str, Any], ...]
    surplus: tuple[Record, ...]
    pairs: tuple[tuple[dict[str, Any], Any], ...]

    @property
    def recall(self) -> float:
        return len(self.pairs) / (len(self.pairs) + len(self.missed))

    @property
    def precision(self) -> float:
        return len(self.pairs) / (len(self.pairs) + len(self.surplus))


def _same_figure(label: dict[str, Any], figure: Figure) -> bool:
    return bool(label["value"] == figure.value and label["value_high"] == figure.value_high)


FIGURES = LabelSet("figures", "figures_*.jsonl", Figure, _same_figure)
SETS = (FIGURES,)


def scores(labels: LabelSet, documents: Path) -> list[Score]:
    """A score for each labelled file of a set; `documents`: the folder in which the files are, at any depth."""
    return [score(labels, path, documents) for path in sorted(LABELS.glob(labels.pattern))]


def score(labels: LabelSet, path: Path, documents: Path) -> Score:
    """The score of one file of labels."""
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    name = rows[0]["file"]
    return compared(labels, rows, upright.read(next(documents.rglob(name))))


def compared(labels: LabelSet, rows: list[dict[str, Any]], reading: Reading) -> Score:
    """Labels against the records of a reading."""
    end = max(row["end"] for row in rows)
    records = [record for record in reading.records if isinstance(record, labels.kind) and record.source.start < end]
    pairs, missed = [], []
    for row in rows:
        match = next(
            (
                record
                for record in records
                if record.source.start < row["end"] and row["start"] < record.source.end and labels.equal(row, record)
            ),
            None,
        )
        if match is None:
            missed.append(row)
        else:
            records.remove(match)
            pairs.append((row, match))
    return Score(reading.file, tuple(missed), tuple(records), tuple(pairs))
