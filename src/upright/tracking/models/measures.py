"""What is measured, and what is judged: indicators and assessments."""

from __future__ import annotations

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from upright.archive.models import Document, choices, listed
from upright.tracking import queries
from upright.tracking.models.kept import Approved, Kept
from upright.tracking.models.people import Desk, Organisation, Person
from upright.tracking.models.work import Item
from upright.tracking.words import Aim, Direction


class Indicator(Kept):
    """What is measured, as OHCHR's framework has it. `measure`: what figures in documents call it (`archive.models.Figure.measure`)."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="indicators")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="indicators")  # whose it is
    code = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=300)
    aim = models.CharField(max_length=20, choices=choices(Aim))
    right = models.CharField(max_length=120, blank=True, default="")
    attribute = models.CharField(max_length=200, blank=True, default="")
    unit = models.CharField(max_length=60, blank=True, default="")
    direction = models.CharField(max_length=20, choices=choices(Direction), default=Direction.UNKNOWN.value)
    disaggregation = listed()
    definition = models.TextField(blank=True, default="")
    source = models.TextField(blank=True, default="")
    method = models.TextField(blank=True, default="")
    sdg = models.CharField(max_length=20, blank=True, default="")
    measure = models.CharField(max_length=200, blank=True, default="")
    items = models.ManyToManyField(Item, related_name="indicators")
    published_at = models.DateTimeField(null=True)

    objects = queries.Indicators.as_manager()

    class Meta:
        ordering: ClassVar = ["right", "attribute", "aim", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("desk_indicator", args=[self.desk.state, self.uid])


class Target(Kept):
    """The value that an indicator is to reach, and on which day at the latest."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    value = models.DecimalField(max_digits=20, decimal_places=4)
    on = models.DateField()
    baseline = models.BooleanField(default=False)  # where it started from: the value at that date

    objects = queries.Targets.as_manager()

    class Meta:
        ordering: ClassVar = ["on", "pk"]


class Observation(Approved):
    """A value of an indicator for a period: who says so, out of what. Several sources stand side by side.

    `value` is a number; `stated` what is no number (a law's date, yes or no). `figure_*`: the figure of a document that it was taken from.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="observations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="observations")
    period_start = models.DateField()
    period_end = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    stated = models.CharField(max_length=300, blank=True, default="")
    group = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # of whom: {"sex": "women"}; empty: of all
    source = models.CharField(max_length=500)
    method = models.TextField(blank=True, default="")
    figure_document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    figure_symbol = models.CharField(max_length=100, blank=True, default="")
    figure_key = models.CharField(max_length=160, blank=True, default="")
    figure_passage = models.TextField(blank=True, default="")

    objects = queries.Observations.as_manager()

    class Meta:
        ordering: ClassVar = ["period_start", "period_end", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["indicator", "period_start"], name="observed"),
            models.Index(fields=["indicator", "approval"], name="observed_so_far"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__isnull=False) | ~Q(stated=""), name="an_observation_says_something")
        ]

    def get_absolute_url(self) -> str:
        return reverse("desk_value", args=[self.indicator.desk.state, self.uid])


class Offer(Kept):
    """What a person decided of a figure that was offered to an indicator: taken, or not."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="offers")
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=160)
    passage = models.TextField()
    taken = models.BooleanField()
    observation = models.ForeignKey(Observation, models.SET_NULL, null=True, related_name="+")

    objects = queries.Offers.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "sha256", "key"], condition=Q(hidden_at=None), name="decided_once")
        ]


class Scale(Kept):
    """An organisation's own scale, beside those of `data/scales.csv`. `values`: each with `value`, `label` and `rank`, which is null where
    it is off the order (no information)."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="scales")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="scales")
    name = models.CharField(max_length=100)
    values = listed()

    objects = queries.Scales.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], condition=Q(hidden_at=None), name="one_scale_of_a_name")
        ]


class Assessment(Approved):
    """How far it is implemented, as one organisation sees it at a date. The latest date stands for the organisation; earlier ones stay."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="assessments")
    limb = models.CharField(max_length=10, blank=True, default="")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assessments")
    scale = models.CharField(max_length=60)  # a name of data/scales.csv, or the uid of a Scale
    value = models.CharField(max_length=60)
    rationale = models.TextField()
    as_of = models.DateField()

    objects = queries.Assessments.as_manager()

    class Meta:
        ordering: ClassVar = ["-as_of", "-pk"]

    def get_absolute_url(self) -> str:
        return reverse("desk_assessment", args=[self.item.desk.state, self.uid])


class Contribution(Kept):
    """What somebody gives an organisation in confidence about what is followed up. Its author alone sees whose it is.

    `created_by` and `changed_by` stay empty: the author stands in `author`, which nothing but access reads.
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    text = models.TextField()
    submitted_at = models.DateTimeField(null=True)

    objects = queries.Contributions.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
