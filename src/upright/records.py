"""The words of the field: the only place where the shape of a record is said.

Every record says which document it is from (`document`, a symbol, or None where the text does not give one) and where it stands (`source`).
`start` and `end` are character offsets into the text layer (what `upright text FILE` prints). States are ISO 3166-1 alpha-3 codes (PSE, VAT
included); a body that is no State keeps its name. A value that the document does not give is None, never guessed.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

SCHEMA = 1


class Kind(StrEnum):
    """Kinds of document."""

    WORKING_GROUP_REPORT = "working_group_report"
    ADDENDUM = "addendum"
    MATRIX = "matrix"
    UHRI = "uhri"
    ADVANCE_QUESTIONS = "advance_questions"
    NATIONAL_REPORT = "national_report"
    COMPILATION = "compilation"
    STAKEHOLDER_SUMMARY = "stakeholder_summary"
    CORRIGENDUM = "corrigendum"
    DECISION = "decision"
    INFOGRAPHIC = "infographic"
    SUMMARY_RECORD = "summary_record"
    LIST_OF_ISSUES = "list_of_issues"
    REPLIES = "replies"
    STATE_REPORT = "state_report"
    CONCLUDING_OBSERVATIONS = "concluding_observations"
    FOLLOW_UP = "follow_up"
    UNKNOWN = "unknown"


class Position(StrEnum):
    """The State's position: what enjoys its support is identified as such, the rest is noted (A/HRC/RES/5/1, annex, para. 32)."""

    SUPPORTED = "supported"
    NOTED = "noted"
    PENDING = "pending"
    PARTIALLY_SUPPORTED = "partially_supported"


class Progress(StrEnum):
    """How far the State says that it has come, in the same sentence as its position."""

    ALREADY_IMPLEMENTED = "already_implemented"
    IN_PROCESS = "in_process"
    IMPLEMENTED_OR_IN_PROCESS = "implemented_or_in_process"


class Act(StrEnum):
    """What a State does in its statement in the interactive dialogue."""

    COMMENDED = "commended"
    NOTED = "noted"
    CONCERNED = "concerned"
    REGRETTED = "regretted"
    ASKED = "asked"
    ENCOURAGED = "encouraged"
    URGED = "urged"
    RECOMMENDED = "recommended"


class Role(StrEnum):
    """In what capacity somebody speaks in a meeting."""

    CHAIR = "chair"
    MEMBER = "member"
    DELEGATION = "delegation"
    SECRETARIAT = "secretariat"
    OTHER = "other"


class Moment(StrEnum):
    """What the record of a meeting gives a time for."""

    OPENED = "opened"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ROSE = "rose"


class Tense(StrEnum):
    """Whether what was promised is announced only, or has begun."""

    PROMISED = "promised"
    UNDER_WAY = "under_way"


class LinkKind(StrEnum):
    """How what one record asks stands to what another asks: `narrower`, a part or a special case of it; `follows_up`, it cites or quotes
    the other; `contradicts`, to fulfil the one goes against the other."""

    SAME = "same"
    NARROWER = "narrower"
    BROADER = "broader"
    FOLLOWS_UP = "follows_up"
    CONTRADICTS = "contradicts"


class Severity(StrEnum):
    """How much a finding matters to an editor of the document."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a record stands: `text[start:end]` is the passage; `page` counts from 1 in the file."""

    file: str
    paragraph: str | None
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A footnote: its mark, its words, and where its words stand."""

    mark: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What some of the States say inside one numbered recommendation, where they word it differently."""

    text: str
    states: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOf:
    """One act in a statement, with the span of its sentence."""

    act: Act
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRole:
    """A document that a report names, and its part in the review (`national_report`, `compilation`, `stakeholder_summary`, ...)."""

    symbol: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationRef:
    """A recommendation of another document: its symbol and its number there."""

    symbol: str | None
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRef:
    """A record of any document: the document's symbol (None where its text gives none), the digest of its file, the kind of the record, and
    its key: what it is cited by there ("124.1"; "124.1#2" where two are cited alike)."""

    symbol: str | None
    sha256: str | None
    record: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionStated:
    """One event in the history of a position: who stated it where (`stated_in`: symbol, or file name, and paragraph)."""

    position: Position | None
    progress: Progress | None
    position_as_stated: str | None
    stated_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks in a meeting: an official of the review. `name` without its title ("Seibert-Fohr"), None where only the office is given
    ("The Chair"); `state`: of a delegation."""

    name: str | None
    title: str | None
    role: Role
    state: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record carries."""

    NAME: ClassVar[str] = "record"
    document: str | None
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord(Record):
    """The document itself; its source span is the whole text layer."""

    NAME: ClassVar[str] = "document"
    schema: int = SCHEMA
    symbol: str | None
    kind: Kind
    language: str | None
    title: str | None = None
    body: str | None = None
    state: str | None = None
    date: datetime.date | None = None
    council_session: int | None = None
    working_group_session: int | None = None
    cycle: int | None = None
    committee_session: int | None = None
    meeting: int | None = None
    pages: int | None = None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph(Record):
    """A numbered paragraph, item or limb, without furniture and footnotes. `label`: the number it is cited by ("24", "124.1", "12 (a)")."""

    NAME: ClassVar[str] = "paragraph"
    label: str | None
    headings: tuple[str, ...]
    text: str
    footnotes: tuple[Footnote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Record):
    """The facts of a review in the Working Group, from the report's introduction. `session_dates`: first and last day."""

    NAME: ClassVar[str] = "review"
    state_under_review: str | None
    working_group_session: int | None
    session_dates: tuple[datetime.date, datetime.date] | None
    reviewed_on: datetime.date | None
    adopted_on: datetime.date | None
    meetings: tuple[int, ...]
    head_of_delegation: str | None
    troika: tuple[str, ...]
    documents: tuple[DocumentRole, ...]
    advance_questions_from: tuple[str, ...]
    statements_announced: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    """A statement in the interactive dialogue. `by`: the speakers' codes, or ("delegation",) for the State under review."""

    NAME: ClassVar[str] = "statement"
    paragraph: str | None
    by: tuple[str, ...]
    acts: tuple[ActOf, ...]
    recommendations_announced: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation(Record):
    """A recommendation; `text` is without its number and its States.

    `parts`: what some of its States say, where they word it differently; of a recommendation that stands only in the dialogue, what its
    sentence asks. `history` and `position_in_force` are filled when the documents of a review are read together.
    """

    NAME: ClassVar[str] = "recommendation"
    number: str | None
    text: str
    states: tuple[str, ...]
    parts: tuple[Part, ...] | None = None
    limb: str | None = None
    position: Position | None = None
    progress: Progress | None = None
    position_as_stated: str | None = None
    footnotes: tuple[Footnote, ...] = ()
    history: tuple[PositionStated, ...] = ()
    position_in_force: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRecord(Record):
    """A position stated outside the list itself: in an addendum, a matrix, the plenary."""

    NAME: ClassVar[str] = "position"
    recommendation: RecommendationRef
    position: Position | None
    progress: Progress | None = None
    position_as_stated: str | None
    reason: str | None = None
    stated_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge(Record):
    """A voluntary pledge or commitment: not a recommendation."""

    NAME: ClassVar[str] = "pledge"
    text: str
    made_in: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn(Record):
    """One person's turn in a summary record: the labels of its paragraphs, and who speaks."""

    NAME: ClassVar[str] = "turn"
    paragraphs: tuple[str, ...]
    speaker: Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """The meeting was opened, suspended, resumed, or rose; `at`: 24-hour time ("13:10"), None where the record gives none."""

    NAME: ClassVar[str] = "event"
    event: Moment
    at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Record):
    """A question to the State: of a State in advance, of a committee's member in a meeting, or an issue of a list of issues.

    `id`: what answers name it by; in a list of issues the issue's number ("17 (a)"). `asked_by`: codes of States, a member's name, or the
    code of the committee. `form`: "direct" or "indirect". `about`: what it names ("article 9", "issue 17", "law: ...").
    """

    NAME: ClassVar[str] = "question"
    id: str
    asked_by: tuple[str, ...]
    text: str
    form: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Record):
    """Where a question is answered: the labels of the paragraphs; none where nothing in the document answers it.

    `to`: the document that the question stands in (its symbol), None for this document itself. `confidence` from 0 to 1, `method`
    ("stated" where the document itself says what it answers, "rule"), `because`: what decided. The source is the first answering passage,
    or that of the question where nothing answers it.
    """

    NAME: ClassVar[str] = "answer"
    question: str
    paragraphs: tuple[str, ...]
    confidence: float | None
    method: str
    because: str | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Record):
    """A quantity that a text states. `value_high`: the upper end of a range; `unit`: what is counted or measured ("complaints", "per cent",
    "months", "tenge"); `period`: "2013", "2016-01/2016-05", or the words of the text; `qualifier`: "more than", "about", "up to" ...

    `measure` is the same for the figures of one series. `stated_by`: the speaker's name, or the State.
    """

    NAME: ClassVar[str] = "figure"
    measure: str | None
    value: float
    value_high: float | None
    unit: str | None
    period: str | None
    population: str | None
    qualifier: str | None
    stated_by: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Record):
    """A promise made in speech, in no list of recommendations. `by`: the speaker's name; `tense`: promised, or already under way."""

    NAME: ClassVar[str] = "commitment"
    by: str | None
    text: str
    tense: Tense


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern(Record):
    """A committee's concern: the labels of its paragraphs, and the numbers of the recommendations that answer it."""

    NAME: ClassVar[str] = "concern"
    paragraphs: tuple[str, ...]
    text: str
    recommendations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Record):
    """The paragraphs of concluding observations on which the State is to report first; `within`: the period as stated ("one year"), `due`:
    the day where one is given."""

    NAME: ClassVar[str] = "follow_up"
    paragraphs: tuple[str, ...]
    within: str | None
    due: datetime.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextReport(Record):
    """When the State's next report is due, where the concluding observations say so; `as_stated`: their words."""

    NAME: ClassVar[str] = "next_report"
    due: datetime.date | None
    as_stated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade(Record):
    """How a committee assesses the follow-up to a paragraph, or a limb of it, of its concluding observations.

    `grade_as_stated`: the document's own words or letter; `grade`: the letter in capitals where it gives one; `scale`: which set of grades
    (a key of `data/grades.csv`); `evaluation`: the committee's reasons.
    """

    NAME: ClassVar[str] = "grade"
    paragraph: str
    limb: str | None
    grade_as_stated: str
    grade: str | None
    scale: str | None
    evaluation: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Record):
    """What a record is about, as somebody (`method`: official, rule, model, person) says. `of`: the record's number or paragraph.

    `edition`: of the scheme, where it has several; `because`: the words of the record that decided, or a person's reason; `by`: the person.
    """

    NAME: ClassVar[str] = "label"
    of: str
    scheme: str
    value: str
    method: str
    confidence: float | None = None
    because: str | None = None
    edition: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Record):
    """What a passage cites. `cites`: document, treaty_article, law, general_comment, recommendation, resolution, sdg_target."""

    NAME: ClassVar[str] = "citation"
    cites: str
    target: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Record):
    """What the document says against itself: something that an editor would want to know."""

    NAME: ClassVar[str] = "finding"
    check: str
    severity: Severity
    message: str
    paragraphs: tuple[str, ...]
    expected: str | None = None
    found: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Record):
    """A passage that should have been a record and could not be read, and why."""

    NAME: ClassVar[str] = "unread"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Record):
    """How what a record asks stands to what another record asks of the same State.

    `from` is the later of the two, and where the link stands. `method`: rule, model, person (`by`: the person, if it is said);
    `confidence` from 0 to 1; `because`: what decided.
    """

    NAME: ClassVar[str] = "link"
    from_: RecordRef
    to: RecordRef
    kind: LinkKind
    method: str
    confidence: float | None
    because: str | None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Record):
    """The records that ask a State for the same thing, the earliest first.

    `id` is made of the earliest member and stays as long as that is the earliest. `title` is made of the members' words; `treaties`: what
    it asks to ratify (codes); `because`: what the members have in common.
    """

    NAME: ClassVar[str] = "dossier"
    id: str
    state: str
    title: str
    treaties: tuple[str, ...]
    members: tuple[RecordRef, ...]
    because: str | None


RECORDS: tuple[type[Record], ...] = (
    DocumentRecord, Paragraph, Review, Statement, Recommendation, PositionRecord, Pledge, Turn, Event, Question, Answer, Figure, Commitment,
    Concern, FollowUp, NextReport, Grade, Label, Citation, Finding, Unread,
)  # fmt: skip
BETWEEN: tuple[type[Record], ...] = (Link, Dossier)  # made of several documents: no reading of one holds them


def plain(value: Any) -> Any:
    """The JSON form of a value: dates as ISO 8601, tuples as lists, dataclasses as objects."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name_of(field.name): plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


def as_json(record: Record) -> dict[str, Any]:
    """A record as one JSON object, `record` first."""
    return {"record": record.NAME, **plain(record)}


def name_of(field: str) -> str:
    """The name of a field as it is put out: `from`, which Python keeps for itself, is `from_` here."""
    return field.removesuffix("_")


def field_names(record: type[Record]) -> Iterator[str]:
    """The names of a record's own fields, in order, without the common ones."""
    common = {field.name for field in dataclasses.fields(Record)}
    return (field.name for field in dataclasses.fields(record) if field.name not in common)


_LONGEST_KEY = 140


def keyed(records: Iterable[Record]) -> Iterator[tuple[str, Record]]:
    """Each record of a document with its key: what it is cited by, and a counter where several are cited alike (`124.1`, `124.1#2`)."""
    seen: Counter[tuple[str, str]] = Counter()
    above = ""
    for record in records:
        if isinstance(record, Paragraph) and record.label:
            above = record.label
        cited = _cited(record, above)[:_LONGEST_KEY]
        seen[record.NAME, cited] += 1
        times = seen[record.NAME, cited]
        yield (cited if times == 1 else f"{cited}#{times}"), record


def _cited(record: Record, above: str) -> str:
    """What a record is cited by in its document; unnumbered text by the paragraph above it."""
    match record:
        case Review():
            return "review"
        case Paragraph():
            return record.label or f"{above}+"
        case Recommendation():
            number = record.number or f"para. {record.source.paragraph}"
            return f"{number} {record.limb}" if record.limb else number
        case PositionRecord():
            return record.recommendation.number
        case Question():
            return record.id
        case Answer():
            return f"{record.to or ''} {record.question}".strip()
        case Grade():
            return f"{record.paragraph} {record.limb or ''}".strip()
        case Label():
            return f"{record.of} {record.scheme} {record.value}"
        case Finding():
            return f"{record.check} {' '.join(record.paragraphs)}"
        case _:
            return record.source.paragraph or "-"


def words(text: str) -> str:
    """Words separated by single spaces."""
    return re.sub(r"\s+", " ", text).strip()
