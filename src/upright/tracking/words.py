"""The words of the desk: kinds, roles, states of work. Each is one enum; what is said of it on a page stands in `web.desk.words`."""

from __future__ import annotations

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is. All before the national institution are of the State's side."""

    MECHANISM = "mechanism"
    MINISTRY = "ministry"
    COURT = "court"
    PARLIAMENT = "parliament"
    AGENCY = "agency"
    NATIONAL_INSTITUTION = "national_institution"
    CIVIL_SOCIETY = "civil_society"
    UN = "un"


INDEPENDENT = frozenset({OrganisationKind.NATIONAL_INSTITUTION, OrganisationKind.CIVIL_SOCIETY, OrganisationKind.UN})


class Role(StrEnum):
    """What a member may do in an organisation (`rights`)."""

    COORDINATOR = "coordinator"
    FOCAL_POINT = "focal_point"
    APPROVER = "approver"
    ASSESSOR = "assessor"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class Workflow(StrEnum):
    """Which steps work takes before it is published: whoever wrote it may approve it; another person of the organisation, or a
    coordinator, does; an approver of the organisation submits it on to a coordinator."""

    ALONE = "alone"
    REVIEWED = "reviewed"
    MINISTRY = "ministry"


class Approval(StrEnum):
    """How far a piece of work is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ENDORSED = "endorsed"  # by an approver of the organisation, where a coordinator approves after them
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"


class Step(StrEnum):
    """What is done with a piece of work to take it further, or back."""

    SUBMIT = "submit"
    ENDORSE = "endorse"
    RETURN = "return"
    APPROVE = "approve"
    PUBLISH = "publish"
    TAKE_BACK = "take_back"


class Part(StrEnum):
    """The part that an organisation has in an assignment."""

    LEAD = "lead"
    SUPPORTING = "supporting"


class Aim(StrEnum):
    """What an action aims at, and what an indicator measures (OHCHR, Human Rights Indicators, HR/PUB/12/5, chapter III)."""

    STRUCTURAL = "structural"
    PROCESS = "process"
    OUTCOME = "outcome"


class Progress(StrEnum):
    """How far an action is."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DELAYED = "delayed"
    DROPPED = "dropped"


class Direction(StrEnum):
    """Which way an indicator is meant to move. `unknown`: nobody said."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


class Digest(StrEnum):
    """When a person wants to hear of what happened by e-mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class News(StrEnum):
    """What a person is told of (`notices`)."""

    ASSIGNED = "assigned"
    SUBMITTED = "submitted"  # to be approved by them
    RETURNED = "returned"
    APPROVED = "approved"
    PUBLISHED = "published"
    LIFTED = "lifted"  # its embargo is over
    MENTIONED = "mentioned"
    DUE = "due"
    OVERDUE = "overdue"
    JOINED = "joined"  # somebody whom they invited


class Work(StrEnum):
    """Kinds of bulk work, which can be undone as a whole."""

    ASSIGN = "assign"
    IMPORT = "import"
    RETURNED = "returned"  # a work list or matrix that came back by mail
    SAMPLE = "sample"
