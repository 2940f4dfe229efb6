"""Every specimen is read as its source says that it must be."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from upright import extract, structure
from upright.analysis.replies_to import replies_to
from upright.checks import check_review
from upright.pipeline import read_file
from upright.readers.reading import Reading
from upright.records import (
    Answer,
    Concern,
    Finding,
    FollowUp,
    Grade,
    Label,
    NextReport,
    Pledge,
    PositionRecord,
    Question,
    Recommendation,
    Record,
    Review,
    Statement,
    Unread,
    plain,
)
from upright.structure import BlockKind

SPECIMENS = Path(__file__).parents[1] / "specimens"
FILES = [path.name for path in sorted((SPECIMENS / "files").iterdir())]
REPORTS = [name for name in FILES if name.startswith(("report", "slips2014"))]
ADDENDA = [name for name in FILES if name.startswith(("addendum", "slips2015"))]
MATRICES = [name for name in FILES if name.startswith("matrix")]
SUMMARIES = [name for name in FILES if name.startswith("summary")]
SLIPPED = [name for name in FILES if name.startswith("slips")]
ISSUES = [name for name in FILES if name.startswith("issues")]
OBSERVATIONS = [name for name in FILES if name.startswith("observations")]
ASSESSMENTS = [name for name in FILES if name.startswith("assessment")]
REPLIES = [name for name in FILES if name.startswith("replies")]
READ = [name for name in FILES if name not in SUMMARIES]

Expected = dict[str, Any]

BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
CONTRADICTED = {("slips2014", "57.2"), ("slips2014", "58.1"), ("slips2015", "61.5")}  # stated twice, differently


def expected(name: str, record: str) -> list[Expected]:
    lines = (SPECIMENS / "expected" / f"{stem(name)}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["record"] == record]


def stem(name: str) -> str:
    return Path(name).stem


@cache
def reading(name: str) -> Reading:
    return read_file(SPECIMENS / "files" / name)


def flat(text: str | None) -> str:
    """Words with single spaces; a range broken at a line end is one word."""
    return re.sub(r"(?<=\d[–-]) (?=\d)", "", " ".join((text or "").split()))


def bare(text: str) -> str:
    """A recommendation without brackets, and without what joins its parts."""
    return " ".join(re.sub(r"[;,:/.]|\b(?:and|or)\b", " ", BRACKETS.sub(" ", text.lower())).split())


def pick(record: object, fields: Iterable[str]) -> Expected:
    return {field: plain(getattr(record, field)) for field in fields}


@pytest.mark.parametrize("name", [name for name in FILES if name not in MATRICES])
def test_paragraphs(name: str) -> None:
    blocks = structure.build(extract.extract(SPECIMENS / "files" / name)).blocks
    found = [(block.label, flat(block.text)) for block in blocks if block.kind is BlockKind.PARAGRAPH]
    wanted = [(row["label"], flat(row["text"])) for row in expected(name, "paragraph")]
    assert [label for label, _ in found] == [label for label, _ in wanted]
    loose = name.endswith(".txt")  # nothing in plain text tells where a paragraph ends and unnumbered lines begin
    wrong = [label for (label, text), (_, want) in zip(found, wanted, strict=True) if not (want in text if loose else text.endswith(want))]
    assert wrong == []


@pytest.mark.parametrize("name", READ)
def test_identity(name: str) -> None:
    (want,) = expected(name, "document")
    if name.endswith(".txt"):  # no cover: what the text itself says
        want = {key: value for key, value in want.items() if key in ("kind", "language", "state", "working_group_session", "cycle")}
    identity = reading(name).identity
    assert pick(identity, want.keys() - {"record"}) == {key: value for key, value in want.items() if key != "record"}


@pytest.mark.parametrize("name", REPORTS)
def test_review(name: str) -> None:
    (want,) = expected(name, "review")
    (found,) = reading(name).of(Review)
    fields = want.keys() - {"record", "head_of_delegation", "troika", "advance_questions_from"}
    assert pick(found, fields) == {field: want[field] for field in fields}
    assert sorted(found.troika) == sorted(want["troika"])
    assert sorted(found.advance_questions_from) == sorted(want["advance_questions_from"])
    assert want["head_of_delegation"] in (found.head_of_delegation or "")


@pytest.mark.parametrize("name", REPORTS)
def test_statements(name: str) -> None:
    dialogue = {row["source"]["paragraph"] for row in expected(name, "paragraph") if any("dialogue" in words for words in row["headings"])}
    wanted = [row for row in expected(name, "statement") if row["paragraph"] in dialogue]
    found = [record for record in reading(name).of(Statement) if record.paragraph in dialogue]
    assert [(one.paragraph, list(one.by)) for one in found] == [(one["paragraph"], one["by"]) for one in wanted]
    for statement, want in zip(found, wanted, strict=True):
        assert statement.recommendations_announced == want["recommendations_announced"], statement.paragraph
        if want["by"] != ["delegation"]:
            required = {"asked", "recommended"}
            acts, wanted_acts = {str(one.act) for one in statement.acts}, {one["act"] for one in want["acts"]}
            assert acts & required == wanted_acts & required, statement.paragraph


@pytest.mark.parametrize("name", REPORTS)
def test_recommendations(name: str) -> None:
    found = [record for record in reading(name).of(Recommendation) if record.number]
    wanted = [row for row in expected(name, "recommendation") if row["number"]]
    assert [record.number for record in found] == [row["number"] for row in wanted]
    for record, want in zip(found, wanted, strict=True):
        number = record.number
        assert bare(record.text) == bare(want["text"]), number
        assert sorted(record.states) == sorted(want["states"]), number
        assert parts_of(record) == [sorted(part["states"]) for part in want["parts"] or ()], number
        for part, wanted_part in zip(record.parts or (), want["parts"] or (), strict=True):
            assert bare(part.text) == bare(wanted_part["text"]), number
        if (stem(name), number) not in CONTRADICTED:
            assert (record.position, record.progress) == (want["position"], want["progress"]), number
        assert notes(record) == [(note["mark"], note["text"]) for note in want["footnotes"]], number


def notes(record: Recommendation) -> list[tuple[str, str]]:
    return [(note.mark, flat(note.text)) for note in record.footnotes]


def parts_of(record: Recommendation) -> list[list[str]]:
    return [sorted(part.states) for part in record.parts or ()]


@pytest.mark.parametrize("name", REPORTS)
def test_recommendations_that_stand_only_in_the_dialogue(name: str) -> None:
    found = [record for record in reading(name).of(Recommendation) if not record.number]
    wanted = [row for row in expected(name, "recommendation") if not row["number"]]
    places = [(record.source.paragraph, list(record.states), record.position) for record in found]
    assert places == [(row["source"]["paragraph"], row["states"], row["position"]) for row in wanted]
    for record, want in zip(found, wanted, strict=True):
        words = set(bare(record.text).split())
        assert len(words & set(bare(want["text"]).split())) >= 0.6 * len(words), record.text


@pytest.mark.parametrize("name", REPORTS)
def test_pledges(name: str) -> None:
    assert [flat(pledge.text) for pledge in reading(name).of(Pledge)] == [row["text"] for row in expected(name, "pledge")]


@pytest.mark.parametrize("name", [*ADDENDA, *MATRICES])
def test_positions(name: str) -> None:
    fields = ("position", "progress", "recommendation") if name in ADDENDA and not name.endswith(".txt") else ("position",)
    found = {one.recommendation.number: pick(one, fields) for one in reading(name).of(PositionRecord) if not contradicted(name, one)}
    wanted = {row["recommendation"]["number"]: {field: row[field] for field in fields} for row in expected(name, "position")}
    assert found == {number: row for number, row in wanted.items() if (stem(name), number) not in CONTRADICTED}


def contradicted(name: str, record: PositionRecord) -> bool:
    return (stem(name), record.recommendation.number) in CONTRADICTED


@pytest.mark.parametrize("name", ADDENDA)
def test_reasons(name: str) -> None:
    reasons = {one.recommendation.number: flat(one.reason) for one in reading(name).of(PositionRecord) if one.reason}
    wanted = {row["recommendation"]["number"]: flat(row["reason"]) for row in expected(name, "position") if row["reason"]}
    assert {number: reason for number, reason in wanted.items() if reason not in reasons.get(number, "")} == {}


@pytest.mark.parametrize("name", ISSUES)
def test_issues(name: str) -> None:
    wanted = expected(name, "question")
    found = [pick(record, ("id", "asked_by", "text", "form", "about")) for record in reading(name).of(Question)]
    assert found == [{field: row[field] for field in ("id", "asked_by", "text", "form", "about")} for row in wanted]


@pytest.mark.parametrize("name", REPLIES)
def test_replies(name: str) -> None:
    fields = ("question", "paragraphs", "method", "because", "to")
    found = [pick(record, fields) for record in reading(name).of(Answer)]
    assert found == [{field: row[field] for field in fields} for row in expected(name, "answer")]


@pytest.mark.parametrize("issues", ISSUES)
@pytest.mark.parametrize("replies", [name for name in REPLIES if not name.endswith(".txt")])
def test_replies_beside_their_list(issues: str, replies: str) -> None:
    """The list has as issue 6 what is answered under the number 5. Plain text does not show which heading stands above which."""
    tied = {answer.question: answer.paragraphs for answer in replies_to(reading(issues), reading(replies))}
    two, three, six = ("3", "3 (a)", "3 (b)"), ("5", "6"), ("7", "8")
    answered = {
        "1": ("1", "2"),
        "2": (*two, "4"),
        "2 (a)": two,
        "2 (b)": ("4",),
        "3": three,
        "4": three,
        "6": six,
        "6 (a)": six,
        "6 (b)": six,
    }
    assert tied == {**answered, "5": ()}
    (finding,) = check_review([reading(issues), reading(replies)])
    assert (finding.check, finding.expected, finding.found) == ("issue_astray", "6", "5")


@pytest.mark.parametrize("name", OBSERVATIONS)
def test_observations(name: str) -> None:
    kinds: dict[type[Record], tuple[str, ...]] = {
        Concern: ("paragraphs", "recommendations"),
        Recommendation: ("number", "limb", "text"),
        FollowUp: ("paragraphs", "within"),
        NextReport: ("due", "as_stated"),
    }
    for kind, fields in kinds.items():
        found = [pick(record, fields) for record in reading(name).of(kind)]
        assert found == [{field: row.get(field) for field in fields} for row in expected(name, kind.NAME)]


@pytest.mark.parametrize("name", ASSESSMENTS)
def test_grades(name: str) -> None:
    fields = ("paragraph", "limb", "grade_as_stated", "scale", "evaluation")
    found = [pick(record, fields) for record in reading(name).of(Grade)]
    assert found == [{field: row.get(field) for field in fields} for row in expected(name, "grade")]


@pytest.mark.parametrize("name", MATRICES)
def test_rows_of_the_matrix(name: str) -> None:
    found = [(one.number, bare(one.text), sorted(one.states), one.position) for one in reading(name).of(Recommendation)]
    wanted = expected(name, "recommendation")
    assert found == [(row["number"], bare(row["text"]), sorted(row["states"]), row["position"]) for row in wanted]
    labels = {(one.of, one.scheme, one.value) for one in reading(name).of(Label)}
    assert labels == {(row["of"], row["scheme"], row["value"]) for row in expected(name, "label")}


@pytest.mark.parametrize("name", SLIPPED)
def test_every_slip_is_found(name: str) -> None:
    findings = reading(name).of(Finding)
    missed = [row["check"] for row in expected(name, "finding") if not any(meets(finding, row) for finding in findings)]
    assert missed == []


def meets(finding: Finding, want: Expected) -> bool:
    """The finding is about one of the paragraphs (where any is named) and says what was found."""
    about = {*finding.paragraphs, finding.source.paragraph}
    said = flat(" ".join(filter(None, (finding.message, finding.found, finding.expected))))
    return (not want["paragraphs"] or bool(about & set(want["paragraphs"]))) and flat(want["found"]).strip("()") in said


@pytest.mark.parametrize("name", [name for name in READ if name not in SLIPPED])
def test_a_clean_document_has_no_findings(name: str) -> None:
    assert [finding.message for finding in reading(name).of(Finding)] == []


@pytest.mark.parametrize("name", READ)
def test_nothing_is_left_unread(name: str) -> None:
    assert [record.reason for record in reading(name).of(Unread)] == []


@pytest.mark.parametrize("name", READ)
def test_every_record_stands_where_it_says(name: str) -> None:
    text = reading(name).text
    assert all(0 <= record.source.start < record.source.end <= len(text) for record in reading(name).records)
    assert all(first_word(record) in text[record.source.start : record.source.end] for record in reading(name).of(Recommendation))


def first_word(record: Record) -> str:
    assert isinstance(record, Recommendation)
    return record.text.split(maxsplit=1)[0].rstrip(",;")
