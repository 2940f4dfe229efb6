"""People, their organisations and roles, and the audit: who changed what."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from upright.archive.models import choices
from upright.tracking import queries
from upright.tracking.models.kept import Kept
from upright.tracking.words import INDEPENDENT, Digest, OrganisationKind, Role, Work, Workflow


def feed_secret() -> str:
    return secrets.token_urlsafe(32)


class Person(models.Model):
    """Whoever takes part. What is personal stands here and in the account, and can be erased; the audit knows the key alone."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="person")
    name = models.CharField(max_length=200, blank=True, default="")
    digest = models.CharField(max_length=20, choices=choices(Digest), default=Digest.DAILY.value)
    digested_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, blank=True, default="")  # that they are written to in; empty: nobody said
    feed_secret = models.CharField(max_length=60, unique=True, default=feed_secret)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name or (self.user.get_username() if self.user else "")


class Desk(Kept):
    """The workspace of one State. `open_to_public`: whether the public sees what is published. `sample`: invented, to be tried."""

    state = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    workflow = models.CharField(max_length=20, choices=choices(Workflow), default=Workflow.REVIEWED.value)
    open_to_public = models.BooleanField(default=True)
    sample = models.BooleanField(default=False)

    objects = queries.Desks.as_manager()

    class Meta:
        ordering: ClassVar = ["state"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk", args=[self.state])


class Organisation(Kept):
    """An institution of the State's side, or an independent one."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="organisations")
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=30, blank=True, default="")
    kind = models.CharField(max_length=30, choices=choices(OrganisationKind))

    objects = queries.Organisations.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["desk", "name"], name="one_organisation_of_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def independent(self) -> bool:
        return OrganisationKind(self.kind) in INDEPENDENT


class Membership(Kept):
    """A person's role in an organisation. `confidential`: others of the organisation do not see who it is, its administrator apart."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=choices(Role))
    confidential = models.BooleanField(default=False)

    objects = queries.Memberships.as_manager()

    class Meta:
        ordering: ClassVar = ["organisation", "role", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], condition=Q(hidden_at=None), name="one_role_once")
        ]


class Invitation(Kept):
    """An address that somebody may join an organisation with. `digest`: of the secret in the link, which is nowhere kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=20, choices=choices(Role))
    email = models.EmailField()
    confidential = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    objects = queries.Invitations.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]


class Batch(Kept):
    """Bulk work, which can be undone as a whole: its entries in the audit say what it did. `summary`: how many of what."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="batches")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="batches")
    work = models.CharField(max_length=20, choices=choices(Work))
    title = models.CharField(max_length=300)
    digest = models.CharField(max_length=64, blank=True, default="", db_index=True)
    summary = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(null=True)

    objects = queries.Batches.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Entry(models.Model):
    """One link of the audit's chain: who did what to which row, and digests of the values before and after; no name, no value.

    `digests`: for each field the digests of the salted value before and after. `hash`: of the whole, and of the hash before it.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    verb = models.CharField(max_length=20)
    table = models.CharField(max_length=30)
    object = models.UUIDField(db_index=True)
    row_version = models.PositiveIntegerField()
    batch = models.UUIDField(null=True, db_index=True)
    digests = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = queries.Entries.as_manager()

    class Meta:
        ordering: ClassVar = ["-number"]
        indexes: ClassVar = [models.Index(fields=["table", "number"], name="links_of_a_table")]


class Value(models.Model):
    """What a field was before and after an entry of the audit: apart from the chain, so that it can be erased."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="values")
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    salt = models.CharField(max_length=32)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "field"], name="one_value_of_a_field")]


class ChainHead(models.Model):
    """The last link of the chain: its one row is locked by whoever adds a link."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class Routine(models.Model):
    """What is done again and again: when next. Whoever moves `next_at` on does it, so it is done once, however many workers there are."""

    name = models.CharField(primary_key=True, max_length=40)
    next_at = models.DateTimeField()
