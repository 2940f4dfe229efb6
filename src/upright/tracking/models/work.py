"""What is followed up, and the work on it."""

from __future__ import annotations

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from upright.archive.models import Document, choices, listed
from upright.tracking import queries
from upright.tracking.models.kept import Approved, Kept
from upright.tracking.models.people import Batch, Desk, Organisation, Person
from upright.tracking.words import Aim, Part, Progress


class Item(Kept):
    """A record that is followed up: a recommendation, a committee's paragraph, a pledge, an issue of a list.

    It names its record by document, kind and key, and by the passage as it was, and keeps its symbol, number and text: the work on it
    outlives the document. `document` is empty where it was taken out of the archive.
    """

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="items")
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=160)
    passage = models.TextField()
    symbol = models.CharField(max_length=100, null=True)
    file = models.CharField(max_length=300, blank=True, default="")  # the name of its document, where that has no symbol
    number = models.CharField(max_length=160)
    text = models.TextField()

    objects = queries.Items.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["desk", "sha256", "kind", "key"], name="followed_once")]

    def __str__(self) -> str:
        return f"{self.symbol or self.file} {self.number}".strip() or self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("desk_item", args=[self.desk.state, self.uid])


class Assignment(Kept):
    """The part that an organisation has in what is followed up, and by when. Published by a coordinator."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assignments")
    part = models.CharField(max_length=20, choices=choices(Part))
    due_on = models.DateField(null=True, db_index=True)
    request = models.TextField(blank=True, default="")  # what the coordinator asks of them
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = queries.Assignments.as_manager()

    class Meta:
        ordering: ClassVar = ["item", "part", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "organisation"], condition=Q(hidden_at=None), name="assigned_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(hidden_at=None, part="lead"), name="one_lead"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Rule(Kept):
    """By which label an organisation is given what is followed up: a theme, a treaty, a group of persons to a ministry."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="rules")
    scheme = models.CharField(max_length=60)
    value = models.CharField(max_length=255)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="rules")
    part = models.CharField(max_length=20, choices=choices(Part))

    objects = queries.Rules.as_manager()

    class Meta:
        ordering: ClassVar = ["scheme", "value", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["desk", "scheme", "value", "organisation"], condition=Q(hidden_at=None), name="one_rule")
        ]


class Action(Approved):
    """What an organisation does about what is followed up."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="actions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="actions")
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True, default="")
    aim = models.CharField(max_length=20, choices=choices(Aim))
    progress = models.CharField(max_length=20, choices=choices(Progress), default=Progress.PLANNED.value)
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True, db_index=True)
    done_on = models.DateField(null=True)
    budget = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")

    objects = queries.Actions.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("desk_action", args=[self.item.desk.state, self.uid])


class Milestone(Kept):
    """A step of an action."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=300)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    objects = queries.Milestones.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]


class Note(Approved):
    """How it goes: what an organisation says of its work on what is followed up, or of one action."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="notes")
    action = models.ForeignKey(Action, models.CASCADE, null=True, related_name="notes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="notes")
    on = models.DateField()
    text = models.TextField()

    objects = queries.Notes.as_manager()

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]


class Evidence(Kept):
    """A file or a link that bears out a piece of work, seen by whoever sees that. `sha256`: of the file, without its author's traces."""

    action = models.ForeignKey(Action, models.CASCADE, null=True, related_name="evidence")
    note = models.ForeignKey(Note, models.CASCADE, null=True, related_name="evidence")
    observation = models.ForeignKey("tracking.Observation", models.CASCADE, null=True, related_name="evidence")
    assessment = models.ForeignKey("tracking.Assessment", models.CASCADE, null=True, related_name="evidence")
    contribution = models.ForeignKey("tracking.Contribution", models.CASCADE, null=True, related_name="evidence")
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=1000, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    file = models.CharField(max_length=255, blank=True, default="")
    media_type = models.CharField(max_length=100, blank=True, default="")
    size = models.PositiveBigIntegerField(null=True)

    objects = queries.EvidenceOf.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(url="") | ~Q(sha256=""), name="evidence_is_a_file_or_a_link")]


class Comment(Kept):
    """What is said among those who see unpublished work."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="comments")
    action = models.ForeignKey(Action, models.CASCADE, null=True, related_name="comments")
    assessment = models.ForeignKey("tracking.Assessment", models.CASCADE, null=True, related_name="comments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="comments")  # of whoever comments
    text = models.TextField()
    mentions = models.ManyToManyField(Person, related_name="+")

    objects = queries.Comments.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]


class Notice(models.Model):
    """What a person is told. `once`: by which it is told once only, however often the work that tells it is done."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    verb = models.CharField(max_length=40)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    url = models.CharField(max_length=500)
    once = models.CharField(max_length=200)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = queries.Notices.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "once"], name="told_once")]


class Deadline(Kept):
    """A date of the desk's own, or what the desk says of one that follows from the procedures (`rule`, `about`)."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="deadlines")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="deadlines")  # empty: of the whole State's side
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="deadlines")
    rule = models.CharField(max_length=80, blank=True, default="")
    about = models.CharField(max_length=200, blank=True, default="")
    title = models.CharField(max_length=300)
    on = models.DateField(null=True, db_index=True)
    done_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = queries.Deadlines.as_manager()

    class Meta:
        ordering: ClassVar = ["on", "pk"]


class Draft(Approved):
    """A report that is being written. `sections`: its headings and paragraphs, each with what it is made from (`reports.drafts`)."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="drafts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    about = models.CharField(max_length=100, blank=True, default="")  # the symbol of the document that it answers
    sections = listed()
    data_version = models.CharField(max_length=64, blank=True, default="")

    objects = queries.Drafts.as_manager()

    class Meta:
        ordering: ClassVar = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("desk_report", args=[self.desk.state, self.uid])
