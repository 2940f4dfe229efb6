"""What is read, compared with labels made by hand: lines of JSON with a file, offsets and fields, never the document's text.

What a label says and what was read match one to one. Where a file is labelled in part (IN_PART), its records are compared up to the end of
the last label: the labels go from the beginning of the document without a gap.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import upright
from upright import labelling
from upright.analysis.replies_to import replies_to
from upright.linking.neglected import Raised, of_reviews, raised
from upright.readers.issue_numbers import issue_of
from upright.readers.reading import Reading
from upright.records import Answer, Citation, Commitment, Concern, Figure, FollowUp, NextReport, Question, Recommendation, Record, Turn

LABELS = Path(__file__).resolve().parent / "labels"
PAIRS = ("pairs", "pairs_one_pass")  # labels of pairs of documents: `labelled_pairs`
IN_PART = {"figures_rq_kaz", "citations_co_CAN", "citations_rq_AGO"}
Row = dict[str, Any]
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Labels of one kind: the `pattern` of their files, what a line of labels `said` and what was `read` (of the documents that the lines
    are about), and when one of those and one of these `match`."""

    name: str
    pattern: str
    said: Callable[[Row], Iterable[Any]]
    read: Callable[[Sequence[Reading]], Iterable[Any]]
    match: Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Score:
    """How what was read compares with the labels of one file: `missed` labels, `surplus` records, and the pairs that match."""

    file: str
    missed: tuple[Any, ...]
    surplus: tuple[Any, ...]
    pairs: tuple[tuple[Any, Any], ...]

    @property
    def recall(self) -> float | None:
        return _share(len(self.pairs), len(self.missed))

    @property
    def precision(self) -> float | None:
        return _share(len(self.pairs), len(self.surplus))


def _share(right: int, wrong: int) -> float | None:
    """None where there is nothing to be right or wrong about."""
    return right / (right + wrong) if right + wrong else None


# --- labels with a span


def _row(row: Row) -> tuple[Row]:
    return (row,)


def _records(kind: type[R]) -> Callable[[Sequence[Reading]], tuple[R, ...]]:
    return lambda readings: readings[0].of(kind)


def _common(row: Row, record: Record | Raised) -> int:
    """How many characters a label and a record have in common."""
    return int(max(0, min(row["end"], record.source.end) - max(row["start"], record.source.start)))


def _half(row: Row, record: Record | Raised) -> bool:
    """They have at least half of the characters in common that one of them or both have."""
    return bool(2 * _common(row, record) >= max(row["end"], record.source.end) - min(row["start"], record.source.start))


def _figure(row: Row, figure: Figure) -> bool:
    return _common(row, figure) > 0 and (row["value"], row["value_high"]) == (figure.value, figure.value_high)


def _commitment(row: Row, said: Commitment) -> bool:
    return _common(row, said) > 0 and (row["by"], row["tense"]) == (said.by, said.tense)


def _citation(row: Row, citation: Citation) -> bool:
    return _common(row, citation) > 0 and (row["cites"], row["target"]) == (citation.cites, citation.target)


# --- turns, and what answers a question


def _spoken(row: Row) -> Iterator[tuple[str, str | None, str]]:
    return ((paragraph, row["speaker"], row["role"]) for paragraph in row["paragraphs"])


def _turns(readings: Sequence[Reading]) -> Iterator[tuple[str, str | None, str]]:
    return ((label, each.speaker.name, each.speaker.role) for each in readings[0].of(Turn) for label in each.paragraphs)


def _links(readings: Sequence[Reading]) -> Iterator[tuple[Question, Answer]]:
    questions = {each.id: each for each in readings[0].of(Question)}
    return ((questions[each.question], each) for each in readings[0].of(Answer) if each.paragraphs)


def _unanswered(readings: Sequence[Reading]) -> Iterator[Question]:
    without = {each.question for each in readings[0].of(Answer) if not each.paragraphs}
    return (each for each in readings[0].of(Question) if each.id in without)


def _link(row: Row, link: tuple[Question, Answer]) -> bool:
    """One of the labelled paragraphs is among those found."""
    question, answer = link
    return _half(row, question) and not set(row["paragraphs"]).isdisjoint(answer.paragraphs)


def _issues(readings: Sequence[Reading]) -> Iterator[tuple[str, frozenset[str | None]]]:
    answers = replies_to(readings[0], readings[1])
    return ((each.question, frozenset(map(issue_of, each.paragraphs))) for each in answers if each.question.isdigit())


# --- concluding observations


def _labelled(label: str, said: Callable[[Row], Iterable[Any]]) -> Callable[[Row], Iterable[Any]]:
    return lambda row: said(row) if row["label"] == label else ()


def _pair(row: Row) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """A recommendation without a concern is no pair of the two."""
    if row["concern"]:
        yield tuple(row["concern"]), tuple(row["recommendation"])


def _pairs(readings: Sequence[Reading]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for each in readings[0].of(Concern):
        yield each.paragraphs, tuple(dict.fromkeys(number.partition(" ")[0] for number in each.recommendations))


def _limbs(row: Row) -> Iterator[tuple[str, str]]:
    return ((number, limb) for number, limbs in row["limbs"].items() for limb in limbs)


def _limbs_read(readings: Sequence[Reading]) -> Iterator[tuple[str | None, str]]:
    return ((each.number, each.limb) for each in readings[0].of(Recommendation) if each.limb)


def _chosen(readings: Sequence[Reading]) -> Iterator[str]:
    return (label for each in readings[0].of(FollowUp) for label in each.paragraphs)


def _due(readings: Sequence[Reading]) -> Iterator[tuple[str | None]]:
    """The day, which may be None."""
    return ((each.due.isoformat() if each.due else None,) for each in readings[0].of(NextReport))


# --- what was raised before a review


def _raised(readings: Sequence[Reading]) -> Iterator[Raised]:
    return raised(readings[0])


def _neglected(readings: Sequence[Reading]) -> Iterator[Raised]:
    return (each.raised for each in of_reviews(readings) if each.neglected)


# --- what records are about


def _about(scheme: str) -> Callable[[Sequence[Reading]], Iterator[tuple[str, int, str]]]:
    """The labels of a scheme that the labelled passages get: file, start, value."""
    return lambda readings: (
        (row["file"], row["start"], found.value)
        for row, text in _passages(readings)
        for found in labelling.label(text, row["kind"])
        if found.scheme == scheme
    )


def _passages(readings: Sequence[Reading]) -> Iterator[tuple[Row, str]]:
    rows = _rows(LABELS / "about_issues.jsonl")
    texts = dict(zip(_all_files(rows), (each.text for each in readings), strict=True))
    return ((row, texts[row["file"]][row["start"] : row["end"]]) for row in rows)


def _about_issues(row: Row) -> Iterator[tuple[str, int, str]]:
    return ((row["file"], row["start"], issue) for issue in row["issues"])


def _about_action(row: Row) -> Iterator[tuple[str, int, str]]:
    if row["action"] is not None:
        yield row["file"], row["start"], str(row["action"])


def _equal(said: Any, read: Any) -> bool:
    return bool(said == read)


FIGURES = LabelSet("figures", "figures_*", _row, _records(Figure), _figure)
SETS = (
    LabelSet("turns", "turns_*", _spoken, _turns, _equal),
    LabelSet("questions", "questions_*", _row, _records(Question), _half),
    LabelSet("linked", "answers_*", lambda row: [row] if row["paragraphs"] else [], _links, _link),
    LabelSet("unanswered", "answers_*", lambda row: [] if row["paragraphs"] else [row], _unanswered, _half),
    FIGURES,
    LabelSet("commitments", "commitments_*", _row, _records(Commitment), _commitment),
    LabelSet("citations", "citations_*", _row, _records(Citation), _citation),
    LabelSet("pairs", "co_*", _labelled("pair", _pair), _pairs, _equal),
    LabelSet("limbs", "co_*", _labelled("pair", _limbs), _limbs_read, _equal),
    LabelSet("follow-up", "co_*", _labelled("followup", lambda row: row["paragraphs"]), _chosen, _equal),
    LabelSet("next report", "co_*", _labelled("next_report", lambda row: [(row["date"],)]), _due, _equal),
    LabelSet("issues", "replies_*", lambda row: [(row["issue"], frozenset(row["paragraphs"]))], _issues, _equal),
    LabelSet("raised", "neglected_*", _row, _raised, _half),
    LabelSet("neglected", "neglected_*", lambda row: [] if row["recommendations"] else [row], _neglected, _half),
    LabelSet("about", "about_*", _about_issues, _about("upr_info_issues"), _equal),
    LabelSet("action", "about_*", _about_action, _about("upr_info_action"), _equal),
)


def scores(labels: LabelSet, documents: Path) -> list[Score]:
    """A score for each labelled file of a set; `documents`: the folder in which the files are, at any depth."""
    return [score(labels, path, documents) for path in sorted(LABELS.glob(f"{labels.pattern}.jsonl"))]


def score(labels: LabelSet, path: Path, documents: Path) -> Score:
    """The score of one file of labels."""
    rows = _rows(path)
    end = max(row["end"] for row in rows) if path.stem in IN_PART else None
    read = labels.read([reading(documents, name) for name in _all_files(rows)])
    return compared(labels, path.stem, rows, [each for each in read if end is None or each.source.start < end])


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _all_files(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in _files(row)))


def _files(row: Row) -> list[str]:
    """The files that a line of labels is about, a report of the review after it; a list of issues and its replies are named by symbols."""
    if "file" in row:
        return [row[part] for part in ("file", "report") if part in row]
    return [f"*_{row[part].replace('/', '_')}.pdf" for part in ("list", "replies")]


@cache
def reading(documents: Path, name: str) -> Reading:
    return upright.read(next(documents.rglob(name)))


def compared(labels: LabelSet, name: str, rows: Iterable[Row], read: Iterable[Any]) -> Score:
    """Labels against what was read."""
    left = list(read)
    pairs, missed = [], []
    for each in (said for row in rows for said in labels.said(row)):
        match = next((one for one in left if labels.match(each, one)), None)
        if match is None:
            missed.append(each)
        else:
            left.remove(match)
            pairs.append((each, match))
    return Score(name, tuple(missed), tuple(left), tuple(pairs))
