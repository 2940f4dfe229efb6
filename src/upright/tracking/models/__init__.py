"""The tables of the desk. They are written through `tracking.keep` alone, and read through `seen_by(who)`."""

from __future__ import annotations

from django.db.models import Model

from upright.tracking.models.kept import Approved, Kept
from upright.tracking.models.measures import Assessment, Contribution, Indicator, Observation, Offer, Scale, Target
from upright.tracking.models.people import (
    Batch,
    ChainHead,
    Desk,
    Entry,
    Invitation,
    Membership,
    Organisation,
    Person,
    Routine,
    Value,
)
from upright.tracking.models.work import (
    Action,
    Assignment,
    Comment,
    Deadline,
    Draft,
    Evidence,
    Item,
    Milestone,
    Note,
    Notice,
    Rule,
)

# In the order that they refer to each other: what a backup holds.
TABLES: tuple[type[Model], ...] = (
    Person, Desk, Organisation, Membership, Invitation, Batch, Item, Assignment, Rule, Action, Milestone, Note, Indicator,
    Indicator.items.through, Target, Observation, Offer, Scale, Assessment, Contribution, Evidence, Comment, Comment.mentions.through,
    Notice, Deadline, Draft, Entry, Value, ChainHead,
)  # fmt: skip
KEPT: tuple[type[Kept], ...] = tuple(table for table in TABLES if issubclass(table, Kept))
NAMED: dict[str, type[Kept]] = {str(table._meta.model_name): table for table in KEPT}  # by what the audit calls them

__all__ = [
    "KEPT", "NAMED", "TABLES", "Action", "Approved", "Assessment", "Assignment", "Batch", "ChainHead", "Comment", "Contribution",
    "Deadline", "Desk", "Draft", "Entry", "Evidence", "Indicator", "Invitation", "Item", "Kept", "Membership", "Milestone", "Note",
    "Notice", "Observation", "Offer", "Organisation", "Person", "Routine", "Rule", "Scale", "Target", "Value",
]  # fmt: skip
