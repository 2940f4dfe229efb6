"""The tables. A record's columns are the fields of its dataclass in `upright.records`, and beside them where it stands.

What a column holds is what is in effect: what the document says, and above it what a person corrected. The document's own value of a
corrected field is kept in `as_read`, the claim itself in `Correction`. A field whose shape is a list or an object is JSON.
"""

from __future__ import annotations

import datetime as dt
import uuid
from enum import StrEnum
from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from upright import records
from upright.archive import queries


class Status(StrEnum):
    """Whether a question is answered, as far as the archive can tell. `unknown`: nothing at hand could answer it."""

    ANSWERED = "answered"
    PARTLY = "partly"
    UNANSWERED = "unanswered"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What a person says of a paragraph beside a question."""

    ANSWERS = "answers"
    PARTLY = "partly"
    DOES_NOT = "does_not"


class Sameness(StrEnum):
    """What a person says of two records: whether they ask the same."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


def choices(values: type[Any]) -> list[tuple[str, str]]:
    """The choices of a column out of an enum of the field's words."""
    return [(value.value, value.value.replace("_", " ")) for value in values]


def listed(**options: Any) -> models.JSONField[Any, Any]:
    """A column for a tuple."""
    return models.JSONField(default=list, encoder=DjangoJSONEncoder, **options)


class Document(models.Model):
    """A document's file that was read. A symbol may have several: language versions, and the same text in other formats.

    `shown`: the best file of its symbol and language; `principal`: the best of its symbol, which speaks for it; `counted`: its
    recommendations are listed and counted, because it is principal and does not only repeat a report that is there (a matrix does).
    `examination`: by which name its examination is known among those of its State by its committee (`archive.examinations`).
    `as_read`: what the file says, of the fields that a person corrected.
    """

    KIND: ClassVar[type[records.Record]] = records.DocumentRecord  # it is corrected as its records are, by its only key
    key: ClassVar[str] = records.DocumentRecord.NAME

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    origin = models.CharField(max_length=20, default="load")
    loaded_at = models.DateTimeField()
    schema = models.PositiveSmallIntegerField(default=records.SCHEMA)
    symbol = models.CharField(max_length=100, null=True, db_index=True)
    kind = models.CharField(max_length=40, choices=choices(records.Kind), db_index=True)
    language = models.CharField(max_length=2, null=True)
    title = models.TextField(null=True)
    body = models.CharField(max_length=40, null=True)
    state = models.CharField(max_length=100, null=True, db_index=True)
    date = models.DateField(null=True)
    council_session = models.PositiveSmallIntegerField(null=True)
    working_group_session = models.PositiveSmallIntegerField(null=True)
    cycle = models.PositiveSmallIntegerField(null=True)
    committee_session = models.PositiveSmallIntegerField(null=True)
    meeting = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    shown = models.BooleanField(default=True)
    principal = models.BooleanField(default=True)
    counted = models.BooleanField(default=True)
    examination = models.CharField(max_length=80, null=True, db_index=True)
    reader_version = models.CharField(max_length=60, db_index=True)
    as_read = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    objects = queries.Documents.as_manager()

    class Meta:
        ordering: ClassVar = ["-date", "symbol", "file", "pk"]

    def __str__(self) -> str:
        return self.symbol or self.file

    @property
    def document(self) -> Document:
        """The document that is corrected: itself."""
        return self

    @property
    def examined(self) -> str | None:
        """The page of the examination that it belongs to."""
        known = self.state and self.body and self.examination
        return reverse("examination", args=[self.state, self.body, self.examination]) if known else None

    @cached_property
    def day(self) -> dt.date | None:
        """Its date; of a report that gives none that of the review which it is about."""
        review = Review.objects.filter(document=self).first() if self.date is None else None
        return self.date or (review and (review.adopted_on or review.reviewed_on)) or None

    def get_absolute_url(self) -> str:
        if self.symbol and self.shown:
            url = reverse("document", args=[self.symbol])
            return url if self.principal else f"{url}?language={self.language}"
        return reverse("file", args=[self.sha256])


class Text(models.Model):
    """What `upright text` prints of a document: all offsets count in it."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="layer")
    text = models.TextField()


class Reading(models.Model):
    """One reading of a document: by which reader, when, and what it changed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="readings")
    reader_version = models.CharField(max_length=60)
    read_at = models.DateTimeField()
    inserted = models.PositiveIntegerField()
    updated = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["-read_at", "-pk"]


class Row(models.Model):
    """What every record carries. `key`: what tells it from others of its kind in its document, also when the document is read again.

    `order`: its place among all records of the document. `as_read`: what the document says, of the fields that a person corrected.
    """

    KIND: ClassVar[type[records.Record]]
    DERIVED: ClassVar[frozenset[str]] = frozenset()  # fields that are made out of several documents, not read in this one

    document = models.ForeignKey(Document, models.CASCADE)
    key = models.CharField(max_length=160)
    order = models.PositiveIntegerField()
    source_paragraph = models.CharField(max_length=100, null=True)
    source_page = models.PositiveIntegerField(null=True)
    source_start = models.PositiveIntegerField()
    source_end = models.PositiveIntegerField()
    as_read = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        abstract = True
        ordering: ClassVar = ["document", "order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "key"], name="%(class)s_key")]

    def __str__(self) -> str:
        return f"{self.document}: {self.key}"


class Paragraph(Row):
    KIND = records.Paragraph
    label = models.CharField(max_length=100, null=True)
    headings = listed()
    text = models.TextField()
    footnotes = listed()


class Review(Row):
    KIND = records.Review
    state_under_review = models.CharField(max_length=100, null=True)
    working_group_session = models.PositiveSmallIntegerField(null=True)
    session_dates = models.JSONField(null=True)
    reviewed_on = models.DateField(null=True)
    adopted_on = models.DateField(null=True)
    meetings = listed()
    head_of_delegation = models.TextField(null=True)
    troika = listed()
    documents = listed()
    advance_questions_from = listed()
    statements_announced = models.PositiveSmallIntegerField(null=True)

    objects = queries.Reviews.as_manager()


class Statement(Row):
    KIND = records.Statement
    paragraph = models.CharField(max_length=100, null=True)
    by = listed()
    acts = listed()
    recommendations_announced = models.CharField(max_length=20, null=True)


class Recommendation(Row):
    KIND = records.Recommendation
    DERIVED = frozenset({"history", "position_in_force"})
    number = models.CharField(max_length=40, null=True)
    text = models.TextField()
    states = listed()
    parts = models.JSONField(null=True)
    limb = models.CharField(max_length=20, null=True)
    position = models.CharField(max_length=40, null=True, choices=choices(records.Position))
    progress = models.CharField(max_length=40, null=True, choices=choices(records.Progress))
    position_as_stated = models.TextField(null=True)
    footnotes = listed()
    history = listed()
    position_in_force = models.CharField(max_length=40, null=True, choices=choices(records.Position))

    objects = queries.Recommendations.as_manager()

    class Meta(Row.Meta):
        indexes: ClassVar = [
            models.Index(fields=["document", "number"], name="recommendation_number"),
            models.Index(fields=["document", "position_in_force"], name="recommendation_position"),
        ]

    def get_absolute_url(self) -> str:
        document = self.document
        if self.number and document.symbol and document.principal:
            return reverse("recommendation", args=[document.symbol, self.key])
        return reverse("recommendation_of_file", args=[document.sha256, self.key])


class RecommendingState(models.Model):
    """A State that makes a recommendation: derived, so that what a State recommends is found and counted at once."""

    recommendation = models.ForeignKey(Recommendation, models.CASCADE, related_name="recommending")
    document = models.ForeignKey(Document, models.CASCADE, db_index=False)
    state = models.CharField(max_length=100)
    position = models.CharField(max_length=40, null=True)

    objects = queries.RecommendingStates.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["recommendation", "state"], name="recommending_once")]
        indexes: ClassVar = [
            models.Index(fields=["state", "document", "position"], name="recommending_state"),
            models.Index(fields=["document", "state", "position"], name="recommending_document"),
        ]


class PositionRecord(Row):
    """`about`: the recommendation that the position is on, where it is in the archive: derived."""

    KIND = records.PositionRecord
    recommendation = models.JSONField(encoder=DjangoJSONEncoder)
    position = models.CharField(max_length=40, null=True, choices=choices(records.Position))
    progress = models.CharField(max_length=40, null=True, choices=choices(records.Progress))
    position_as_stated = models.TextField(null=True)
    reason = models.TextField(null=True)
    stated_in = models.CharField(max_length=200)
    about = models.ForeignKey(Recommendation, models.SET_NULL, null=True, related_name="stated")


class Pledge(Row):
    KIND = records.Pledge
    text = models.TextField()
    made_in = models.CharField(max_length=200)


class Turn(Row):
    KIND = records.Turn
    paragraphs = listed()
    speaker = models.JSONField(encoder=DjangoJSONEncoder)


class Event(Row):
    KIND = records.Event
    event = models.CharField(max_length=20, choices=choices(records.Moment))
    at = models.CharField(max_length=5, null=True)


class Question(Row):
    """`status`: whether it is answered, in whichever document of its examination: derived."""

    KIND = records.Question
    id_in_document = models.CharField(max_length=100)
    asked_by = listed()
    text = models.TextField()
    form = models.CharField(max_length=20)
    about = listed()
    status = models.CharField(max_length=20, choices=choices(Status), default=Status.UNKNOWN.value, db_index=True)

    objects = queries.Questions.as_manager()


class Answer(Row):
    KIND = records.Answer
    question = models.CharField(max_length=100)
    paragraphs = listed()
    confidence = models.FloatField(null=True)
    method = models.CharField(max_length=20)
    because = models.TextField(null=True)
    to = models.CharField(max_length=100, null=True)


class Figure(Row):
    KIND = records.Figure
    measure = models.TextField(null=True)
    value = models.FloatField()
    value_high = models.FloatField(null=True)
    unit = models.CharField(max_length=200, null=True)
    period = models.CharField(max_length=200, null=True)
    population = models.TextField(null=True)
    qualifier = models.CharField(max_length=60, null=True)
    stated_by = models.CharField(max_length=200, null=True)
    text = models.TextField()


class Commitment(Row):
    KIND = records.Commitment
    by = models.CharField(max_length=200, null=True)
    text = models.TextField()
    tense = models.CharField(max_length=20, choices=choices(records.Tense))


class Concern(Row):
    KIND = records.Concern
    paragraphs = listed()
    text = models.TextField()
    recommendations = listed()


class FollowUp(Row):
    KIND = records.FollowUp
    paragraphs = listed()
    within = models.CharField(max_length=200, null=True)
    due = models.DateField(null=True)


class NextReport(Row):
    KIND = records.NextReport
    due = models.DateField(null=True)
    as_stated = models.TextField()


class Grade(Row):
    KIND = records.Grade
    paragraph = models.CharField(max_length=40)
    limb = models.CharField(max_length=20, null=True)
    grade_as_stated = models.TextField()
    grade = models.CharField(max_length=10, null=True)
    scale = models.CharField(max_length=60, null=True)
    evaluation = models.TextField(null=True)


class Label(Row):
    KIND = records.Label
    of = models.CharField(max_length=100)
    scheme = models.CharField(max_length=60)
    value = models.CharField(max_length=255)
    method = models.CharField(max_length=20)
    confidence = models.FloatField(null=True)
    because = models.TextField(null=True)
    edition = models.CharField(max_length=20, null=True)
    by = models.CharField(max_length=150, null=True)


class Citation(Row):
    KIND = records.Citation
    cites = models.CharField(max_length=40)
    target = models.CharField(max_length=255)
    text = models.TextField()


class Finding(Row):
    """`between`: found by reading the documents of a review together, not in this one alone."""

    KIND = records.Finding
    check_name = models.CharField(max_length=60, db_index=True)
    severity = models.CharField(max_length=20, choices=choices(records.Severity))
    message = models.TextField()
    paragraphs = listed()
    expected = models.TextField(null=True)
    found = models.TextField(null=True)
    between = models.BooleanField(default=False)

    objects = queries.Findings.as_manager()


class Unread(Row):
    KIND = records.Unread
    reason = models.TextField()


ROWS: tuple[type[Row], ...] = (
    Paragraph, Review, Statement, Recommendation, PositionRecord, Pledge, Turn, Event, Question, Answer, Figure, Commitment, Concern,
    FollowUp, NextReport, Grade, Label, Citation, Finding, Unread,
)  # fmt: skip
COLUMN_OF = {("question", "id"): "id_in_document", ("finding", "check"): "check_name"}  # names that Django keeps for itself


class Correction(models.Model):
    """What a person says a field of a record should be: a claim above the document's. It is withdrawn, never deleted.

    It names its record by document, kind and key, so that it outlives the row when the document is read again. `passage`: the record's
    passage as the person saw it, by which the record is known should its key change.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    passage = models.TextField(default="")
    field = models.CharField(max_length=40)
    value = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "kind", "key", "field"], condition=Q(withdrawn_at=None), name="one_correction_in_effect"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.kind} {self.key}: {self.field}"


class Judgement(models.Model):
    """What a person says of a question and a paragraph: that it answers it, or does not. It is withdrawn, never deleted.

    Both are named by document and key, and by the passage as the person saw it, so that the judgement outlives the rows when a document is
    read again. `paragraph` is empty where the person says that nothing at all answers the question; `answered_in` is then the document that
    the question stands in.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="judgements")
    question = models.CharField(max_length=160)
    question_passage = models.TextField()
    answered_in = models.ForeignKey(Document, models.CASCADE, related_name="judgements_of_paragraphs")
    paragraph = models.CharField(max_length=160, blank=True, default="")
    paragraph_passage = models.TextField(blank=True, default="")
    verdict = models.CharField(max_length=20, choices=choices(Verdict))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "question", "answered_in", "paragraph"],
                condition=Q(withdrawn_at=None),
                name="one_judgement_in_effect",
            ),
            models.CheckConstraint(condition=~Q(paragraph="") | Q(verdict="does_not"), name="an_answer_has_a_paragraph"),
        ]

    def __str__(self) -> str:
        return f"{self.document} question {self.question}, {self.answered_in} {self.paragraph or '-'}: {self.verdict}"


class Labelling(models.Model):
    """The labels that the machine gives one record: derived (`archive.labels`). `labels`: of each the values of `labels.COLUMNS`."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="labellings", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    labels = listed()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "kind", "key"], name="labelled_once")]

    def __str__(self) -> str:
        return f"{self.document} {self.kind} {self.key}"


class Labelled(models.Model):
    """Up to which change a document's records were labelled, and by which version of the labels' rules and weights."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="labelled")
    number = models.BigIntegerField()
    version = models.CharField(max_length=60)


class LabelClaim(models.Model):
    """What a person says of a label: that it holds of a record, or does not. It is withdrawn, never deleted.

    It names its record by document, kind and key, and by the passage that the person saw, as a `Correction` does.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="label_claims")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    passage = models.TextField()
    scheme = models.CharField(max_length=60)
    value = models.CharField(max_length=255)
    edition = models.CharField(max_length=20, null=True)
    holds = models.BooleanField()
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "kind", "key", "scheme", "value"], condition=Q(withdrawn_at=None), name="one_claim_in_effect"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.kind} {self.key}: {self.scheme} {self.value} {'holds' if self.holds else 'does not hold'}"


class Link(models.Model):
    """Two records of a State of which the machine says how they belong together: derived (`archive.dossiers`)."""

    state = models.CharField(max_length=100, db_index=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="links", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    to_document = models.ForeignKey(Document, models.CASCADE, related_name="links_to_it", db_index=False)
    to_kind = models.CharField(max_length=40)
    to_key = models.CharField(max_length=160)
    relation = models.CharField(max_length=20)
    method = models.CharField(max_length=20)
    confidence = models.FloatField(null=True)
    because = models.TextField(null=True)
    by = models.CharField(max_length=150, null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["document", "kind", "key"], name="link_from"),
            models.Index(fields=["to_document", "to_kind", "to_key"], name="link_to"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.kind} {self.key}, {self.to_document} {self.to_kind} {self.to_key}: {self.relation}"


class Dossier(models.Model):
    """Records of a State that ask the same: derived (`archive.dossiers`), under the same address for as long as most of it is the same.

    `title`: written from its members; what a person calls it is a `DossierTitle`. `formerly`: addresses of dossiers that it took in.
    """

    state = models.CharField(max_length=100)
    slug = models.CharField(max_length=160)
    title = models.TextField()
    treaties = listed()
    because = models.TextField(null=True)
    formerly = listed()

    objects = queries.Dossiers.as_manager()

    class Meta:
        ordering: ClassVar = ["state", "slug"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["state", "slug"], name="one_dossier_at_an_address")]

    def __str__(self) -> str:
        return f"{self.state}: {self.title}"


class DossierMember(models.Model):
    """A record in a dossier; `at`: its place in the order of time."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="members", db_index=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="dossier_members", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    at = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["dossier", "at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "document", "kind", "key"], name="once_in_a_dossier")]
        indexes: ClassVar = [models.Index(fields=["document", "kind", "key"], name="dossier_of_a_record")]


class Course(models.Model):
    """What became of a record that asks a State for something: derived (`archive.courses`).

    `to_...`: the record, or the paragraph, that says so; of what was dropped only the report that it is missing in.
    """

    state = models.CharField(max_length=100, db_index=True)
    course = models.CharField(max_length=20)
    document = models.ForeignKey(Document, models.CASCADE, related_name="courses", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    to_document = models.ForeignKey(Document, models.CASCADE, related_name="courses_to_it")
    to_kind = models.CharField(max_length=40, blank=True, default="")
    to_key = models.CharField(max_length=160, blank=True, default="")
    method = models.CharField(max_length=20)
    confidence = models.FloatField(null=True)
    because = models.TextField(blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["document", "kind", "key"], name="course_of_a_record")]

    def __str__(self) -> str:
        return f"{self.document} {self.kind} {self.key}: {self.course}"


class Raised(models.Model):
    """A sentence that raised something before a review, and whether a recommendation of it takes it up: derived (`archive.courses`).

    `raised_by`: the words by which it does; `report`: of the review; `nearest`: the key of the recommendation that is nearest to it.
    """

    state = models.CharField(max_length=100, db_index=True)
    report = models.ForeignKey(Document, models.CASCADE, related_name="raised_before")
    document = models.ForeignKey(Document, models.CASCADE, related_name="raised")
    source_paragraph = models.CharField(max_length=100, null=True)
    source_page = models.PositiveIntegerField(null=True)
    source_start = models.PositiveIntegerField()
    source_end = models.PositiveIntegerField()
    text = models.TextField()
    raised_by = models.TextField()
    neglected = models.BooleanField()
    nearest = models.CharField(max_length=160, null=True)
    method = models.CharField(max_length=20)
    confidence = models.FloatField()
    because = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.document} {self.source_paragraph}: {self.text}"


class Linked(models.Model):
    """That the records of a State were linked: `seen`, a digest of its documents with their changes, and the version of the rules.

    `compared`: a digest of what its documents said when their passages were compared with its records, by the same version.
    """

    state = models.CharField(max_length=100, primary_key=True)
    seen = models.CharField(max_length=64)
    compared = models.CharField(max_length=64, blank=True, default="")
    version = models.CharField(max_length=60)


class DossierTitle(models.Model):
    """What a person calls a dossier: the one that a record is in, which is named as a claim names it. It is withdrawn, never deleted."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="dossier_titles")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    passage = models.TextField()
    title = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "kind", "key"], condition=Q(withdrawn_at=None), name="one_title_in_effect"),
            models.CheckConstraint(condition=~Q(title=""), name="a_title_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.kind} {self.key}: {self.title}"


class PairJudgement(models.Model):
    """What a person says of two records: that they ask the same, do not, or cannot be told. It is withdrawn, never deleted.

    Both are named by document, kind and key, and by the passage that the person saw. The first is the one of the lower document, kind, key.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="pair_judgements")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    passage = models.TextField()
    other_document = models.ForeignKey(Document, models.CASCADE, related_name="pair_judgements_of_others")
    other_kind = models.CharField(max_length=40)
    other_key = models.CharField(max_length=160)
    other_passage = models.TextField()
    verdict = models.CharField(max_length=20, choices=choices(Sameness))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "kind", "key", "other_document", "other_kind", "other_key"],
                condition=Q(withdrawn_at=None),
                name="one_pair_judgement_in_effect",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.kind} {self.key}, {self.other_document} {self.other_kind} {self.other_key}: {self.verdict}"


class Change(models.Model):
    """The last change of each document, numbered in the order of commits: what an index that has seen up to a number still has to take in.

    Also of documents that were removed, therefore without a foreign key.
    """

    document_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(unique=True)


class Clock(models.Model):
    """One row. Whoever changes documents locks it first: one writes after the other, and numbers of changes are in the order of commits."""

    number = models.BigIntegerField(default=0)
    archive = models.UUIDField(default=uuid.uuid4)  # which archive the numbers are of: an index of another one is worth nothing

    @classmethod
    def tick(cls) -> int:
        """The next number, in a transaction of the only writer (`settle.alone`)."""
        cls.objects.get_or_create(pk=1)
        cls.objects.filter(pk=1).update(number=F("number") + 1)
        return cls.objects.get(pk=1).number

    @classmethod
    def renew(cls) -> None:
        """Another archive from now on: what any index holds is not of this one."""
        cls.objects.update_or_create(pk=1, defaults={"archive": uuid.uuid4()})
