"""The words of pages for the values of the desk (`tracking.words`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from upright.tracking.words import Aim, Approval, Digest, Direction, OrganisationKind, Part, Progress, Role, Step, Work, Workflow

KINDS: dict[str, Any] = {
    OrganisationKind.MECHANISM.value: gettext_lazy("national mechanism"),
    OrganisationKind.MINISTRY.value: gettext_lazy("ministry"),
    OrganisationKind.COURT.value: gettext_lazy("court"),
    OrganisationKind.PARLIAMENT.value: gettext_lazy("parliament"),
    OrganisationKind.AGENCY.value: gettext_lazy("agency"),
    OrganisationKind.NATIONAL_INSTITUTION.value: gettext_lazy("national human rights institution"),
    OrganisationKind.CIVIL_SOCIETY.value: gettext_lazy("civil society"),
    OrganisationKind.UN.value: gettext_lazy("United Nations"),
}
ROLES: dict[str, Any] = {
    Role.COORDINATOR.value: gettext_lazy("coordinator"),
    Role.FOCAL_POINT.value: gettext_lazy("focal point"),
    Role.APPROVER.value: gettext_lazy("approver"),
    Role.ASSESSOR.value: gettext_lazy("assessor"),
    Role.EDITOR.value: gettext_lazy("editor"),
    Role.ADMINISTRATOR.value: gettext_lazy("administrator"),
}
WORKFLOWS: dict[str, Any] = {
    Workflow.ALONE.value: gettext_lazy("whoever writes approves"),
    Workflow.REVIEWED.value: gettext_lazy("another person approves"),
    Workflow.MINISTRY.value: gettext_lazy("the institution endorses, the mechanism approves"),
}
APPROVALS: dict[str, Any] = {
    Approval.DRAFT.value: pgettext_lazy("state of work", "draft"),
    Approval.SUBMITTED.value: pgettext_lazy("state of work", "submitted"),
    Approval.ENDORSED.value: pgettext_lazy("state of work", "endorsed"),
    Approval.RETURNED.value: pgettext_lazy("state of work", "returned"),
    Approval.APPROVED.value: pgettext_lazy("state of work", "approved"),
    Approval.PUBLISHED.value: pgettext_lazy("state of work", "published"),
}
STEPS: dict[str, Any] = {
    Step.SUBMIT.value: gettext_lazy("Submit"),
    Step.ENDORSE.value: gettext_lazy("Endorse"),
    Step.RETURN.value: gettext_lazy("Return"),
    Step.APPROVE.value: gettext_lazy("Approve"),
    Step.PUBLISH.value: gettext_lazy("Publish"),
    Step.TAKE_BACK.value: gettext_lazy("Take back"),
}
PARTS: dict[str, Any] = {
    Part.LEAD.value: pgettext_lazy("part in an assignment", "lead"),
    Part.SUPPORTING.value: pgettext_lazy("part in an assignment", "supporting"),
}
AIMS: dict[str, Any] = {
    Aim.STRUCTURAL.value: pgettext_lazy("aim", "structural"),
    Aim.PROCESS.value: pgettext_lazy("aim", "process"),
    Aim.OUTCOME.value: pgettext_lazy("aim", "outcome"),
}
AIM_HINTS: dict[str, Any] = {  # beside them, for whoever does not know the words
    Aim.STRUCTURAL.value: gettext_lazy("laws and institutions"),
    Aim.PROCESS.value: gettext_lazy("measures and programmes"),
    Aim.OUTCOME.value: gettext_lazy("what people have of it"),
}
PROGRESS: dict[str, Any] = {
    Progress.PLANNED.value: pgettext_lazy("progress", "planned"),
    Progress.UNDER_WAY.value: pgettext_lazy("progress", "under way"),
    Progress.DONE.value: pgettext_lazy("progress", "done"),
    Progress.DELAYED.value: pgettext_lazy("progress", "delayed"),
    Progress.DROPPED.value: pgettext_lazy("progress", "dropped"),
}
DIRECTIONS: dict[str, Any] = {
    Direction.UP.value: gettext_lazy("meant to rise"),
    Direction.DOWN.value: gettext_lazy("meant to fall"),
    Direction.UNKNOWN.value: gettext_lazy("not said"),
}
DIGESTS: dict[str, Any] = {
    Digest.AT_ONCE.value: gettext_lazy("at once"),
    Digest.DAILY.value: gettext_lazy("once a day"),
    Digest.WEEKLY.value: gettext_lazy("once a week"),
    Digest.NEVER.value: gettext_lazy("never"),
}
BULK: dict[str, Any] = {
    Work.ASSIGN.value: gettext_lazy("assignments"),
    Work.IMPORT.value: gettext_lazy("import"),
    Work.RETURNED.value: gettext_lazy("work list that came back"),
    Work.SAMPLE.value: gettext_lazy("sample"),
}
VERBS: dict[str, Any] = {
    "create": gettext_lazy("made"),
    "change": gettext_lazy("changed"),
    "hide": gettext_lazy("hidden"),
    "unhide": gettext_lazy("brought back"),
    "undo": gettext_lazy("undone"),
    "follow": gettext_lazy("followed its record"),
    "restore": gettext_lazy("restored"),
    "delete": gettext_lazy("deleted"),
    "erase": gettext_lazy("erased"),
    "accept": gettext_lazy("accepted"),
    Step.SUBMIT.value: gettext_lazy("submitted"),
    Step.ENDORSE.value: gettext_lazy("endorsed"),
    Step.RETURN.value: gettext_lazy("returned"),
    Step.APPROVE.value: gettext_lazy("approved"),
    Step.PUBLISH.value: gettext_lazy("published"),
    Step.TAKE_BACK.value: gettext_lazy("taken back"),
}

# What a row of a table is called.
ROWS: dict[str, Any] = {
    "action": gettext_lazy("Action"),
    "milestone": gettext_lazy("Milestone"),
    "note": gettext_lazy("Note"),
    "evidence": gettext_lazy("Evidence"),
    "comment": gettext_lazy("Comment"),
    "observation": gettext_lazy("Value"),
    "assessment": gettext_lazy("Assessment"),
    "assignment": gettext_lazy("Assignment"),
    "indicator": gettext_lazy("Indicator"),
    "draft": gettext_lazy("Report"),
}

# By the name that a template gives: {{ action.approval|desk_word:"approval" }}.
WORDS: dict[str, dict[str, Any]] = {
    "approval": APPROVALS, "progress": PROGRESS, "aim": AIMS, "part": PARTS, "kind": KINDS, "role": ROLES, "step": STEPS,
    "workflow": WORKFLOWS, "direction": DIRECTIONS, "digest": DIGESTS, "bulk": BULK, "verb": VERBS, "aim_hint": AIM_HINTS,
}  # fmt: skip
