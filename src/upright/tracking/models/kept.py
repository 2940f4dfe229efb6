"""What every row of the desk has: an address, a version against lost updates, who made it, and no way to vanish unseen."""

from __future__ import annotations

import uuid

from django.db import models

from upright.archive.models import choices
from upright.tracking.words import Approval


class Kept(models.Model):
    """A row that is versioned and audited. `hidden_at`: taken out of sight with a reason; it is not deleted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("tracking.Person", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("tracking.Person", models.PROTECT, null=True, related_name="+")
    hidden_at = models.DateTimeField(null=True)
    hidden_because = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


class Approved(Kept):
    """A piece of work that is approved before it is published."""

    changed_at = models.DateTimeField(db_index=True)  # what changed last stands on the first page
    approval = models.CharField(max_length=20, choices=choices(Approval), default=Approval.DRAFT.value, db_index=True)
    returned_because = models.TextField(blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("tracking.Person", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    embargo_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True
