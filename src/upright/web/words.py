"""The words of pages for the values that records have: what is none of them stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from upright.checks.catalogue import Check
from upright.linking.across import Course
from upright.records import LinkKind, Position, Progress
from upright.web.desk.words import APPROVALS, PARTS

UNSTATED = "not_stated"
POSITIONS: dict[str, Any] = {
    Position.SUPPORTED.value: pgettext_lazy("position", "supported"),
    Position.PARTIALLY_SUPPORTED.value: pgettext_lazy("position", "partially supported"),
    Position.NOTED.value: pgettext_lazy("position", "noted"),
    Position.PENDING.value: pgettext_lazy("position", "pending"),
    UNSTATED: pgettext_lazy("position", "not stated"),
}
AWAITED = "awaited"  # pending, and the addendum that may say more is not here
COUNTED: dict[str, Any] = {**POSITIONS, AWAITED: pgettext_lazy("position", "answer not in the archive")}
PROGRESS: dict[str, Any] = {
    Progress.ALREADY_IMPLEMENTED.value: gettext_lazy("already implemented"),
    Progress.IN_PROCESS.value: gettext_lazy("in the process of implementation"),
    Progress.IMPLEMENTED_OR_IN_PROCESS.value: gettext_lazy("implemented or in the process of implementation"),
}
KINDS: dict[str, Any] = {
    "working_group_report": gettext_lazy("report of the Working Group"),
    "addendum": gettext_lazy("addendum"),
    "matrix": gettext_lazy("matrix of recommendations"),
    "uhri": gettext_lazy("record of the Universal Human Rights Index"),
    "advance_questions": gettext_lazy("advance questions"),
    "national_report": gettext_lazy("national report"),
    "compilation": gettext_lazy("compilation of United Nations information"),
    "stakeholder_summary": gettext_lazy("summary of stakeholders’ submissions"),
    "corrigendum": gettext_lazy("corrigendum"),
    "decision": gettext_lazy("decision"),
    "infographic": gettext_lazy("infographic"),
    "summary_record": gettext_lazy("summary record"),
    "list_of_issues": gettext_lazy("list of issues"),
    "replies": gettext_lazy("replies to a list of issues"),
    "state_report": gettext_lazy("State party’s report"),
    "concluding_observations": gettext_lazy("concluding observations"),
    "follow_up": gettext_lazy("information on follow-up"),
    "unknown": gettext_lazy("unknown"),
}
LANGUAGES: dict[str, Any] = {
    "ar": gettext_lazy("Arabic"),
    "zh": gettext_lazy("Chinese"),
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "ru": gettext_lazy("Russian"),
    "es": gettext_lazy("Spanish"),
}
ACTS: dict[str, Any] = {
    "commended": gettext_lazy("commended"),
    "noted": gettext_lazy("noted"),
    "concerned": gettext_lazy("was concerned"),
    "regretted": gettext_lazy("regretted"),
    "asked": gettext_lazy("asked"),
    "encouraged": gettext_lazy("encouraged"),
    "urged": gettext_lazy("urged"),
    "recommended": gettext_lazy("recommended"),
}
GROUPS: dict[str, Any] = {
    "Africa": gettext_lazy("Africa"),
    "Asia-Pacific": gettext_lazy("Asia-Pacific"),
    "EEG": gettext_lazy("Eastern Europe"),
    "GRULAC": gettext_lazy("Latin America and the Caribbean"),
    "WEOG": gettext_lazy("Western Europe and others"),
}
SEVERITIES: dict[str, Any] = {
    "error": gettext_lazy("error"),
    "warning": gettext_lazy("warning"),
    "note": gettext_lazy("note"),
}
STATUSES: dict[str, Any] = {
    "answered": gettext_lazy("answered"),
    "partly": gettext_lazy("answered in part"),
    "unanswered": gettext_lazy("not answered"),
    "unknown": gettext_lazy("no reply at hand"),
}
VERDICTS: dict[str, Any] = {
    "answers": gettext_lazy("answers"),
    "partly": gettext_lazy("answers in part"),
    "does_not": gettext_lazy("does not answer"),
}
ROLES: dict[str, Any] = {
    "chair": gettext_lazy("Chair"),
    "member": gettext_lazy("member of the Committee"),
    "delegation": gettext_lazy("delegation"),
    "secretariat": gettext_lazy("Secretariat"),
    "other": gettext_lazy("other"),
}
MOMENTS: dict[str, Any] = {
    "opened": gettext_lazy("opened"),
    "suspended": gettext_lazy("suspended"),
    "resumed": gettext_lazy("resumed"),
    "rose": gettext_lazy("rose"),
}
RECORDS: dict[str, Any] = {
    "turn": gettext_lazy("speaks"),
    "event": gettext_lazy("the meeting"),
    "question": gettext_lazy("question"),
    "answer": gettext_lazy("answers"),
    "figure": gettext_lazy("figure"),
    "commitment": gettext_lazy("promise"),
    "concern": gettext_lazy("concern"),
    "follow_up": gettext_lazy("for follow-up"),
    "next_report": gettext_lazy("next report due"),
    "grade": gettext_lazy("grade"),
}
TENSES: dict[str, Any] = {"promised": gettext_lazy("promised"), "under_way": gettext_lazy("under way")}
CHECKS: dict[str, Any] = {
    Check.STATEMENTS_ANNOUNCED.value: pgettext_lazy("check", "statements announced"),
    Check.STATEMENT_TWICE.value: pgettext_lazy("check", "statement twice"),
    Check.RECOMMENDATIONS_ANNOUNCED.value: pgettext_lazy("check", "recommendations announced"),
    Check.RECOMMENDING_STATE_SILENT.value: pgettext_lazy("check", "recommending state silent"),
    Check.NUMBER_MISSING.value: pgettext_lazy("check", "number missing"),
    Check.NUMBER_REPEATED.value: pgettext_lazy("check", "number repeated"),
    Check.NUMBER_MISPRINTED.value: pgettext_lazy("check", "number misprinted"),
    Check.LEAD_IN_TWICE.value: pgettext_lazy("check", "lead in twice"),
    Check.RECOMMENDATION_TWICE.value: pgettext_lazy("check", "recommendation twice"),
    Check.NAME_MISSPELT.value: pgettext_lazy("check", "name misspelt"),
    Check.NAME_VARIANT.value: pgettext_lazy("check", "name variant"),
    Check.ATTRIBUTION_MISSING.value: pgettext_lazy("check", "attribution missing"),
    Check.ATTRIBUTION_MISPRINTED.value: pgettext_lazy("check", "attribution misprinted"),
    Check.BRACKET_UNBALANCED.value: pgettext_lazy("check", "bracket unbalanced"),
    Check.POSITION_CONTRADICTED.value: pgettext_lazy("check", "position contradicted"),
    Check.TOTALS.value: pgettext_lazy("check", "totals"),
    Check.SYMBOL_ASTRAY.value: pgettext_lazy("check", "symbol astray"),
    Check.REFERENCE_ASTRAY.value: pgettext_lazy("check", "reference astray"),
    Check.FOOTNOTE_WITHOUT_MARK.value: pgettext_lazy("check", "footnote without mark"),
    Check.MARK_WITHOUT_FOOTNOTE.value: pgettext_lazy("check", "mark without footnote"),
    Check.ACRONYM_MISTYPED.value: pgettext_lazy("check", "acronym mistyped"),
    Check.SESSION_DATES.value: pgettext_lazy("check", "session dates"),
    Check.TIMES_OUT_OF_ORDER.value: pgettext_lazy("check", "times out of order"),
    Check.SPEAKER_SPELT_TWICE.value: pgettext_lazy("check", "speaker spelt twice"),
    Check.ISSUE_TWICE.value: pgettext_lazy("check", "issue twice"),
    Check.ISSUE_PASSED_OVER.value: pgettext_lazy("check", "issue passed over"),
    Check.ISSUE_UNKNOWN.value: pgettext_lazy("check", "issue unknown"),
    Check.ISSUE_ASTRAY.value: pgettext_lazy("check", "issue astray"),
    Check.LIMB_MISSING.value: pgettext_lazy("check", "limb missing"),
    Check.FOLLOW_UP_ASTRAY.value: pgettext_lazy("check", "follow up astray"),
    Check.NEXT_REPORT_DATE.value: pgettext_lazy("check", "next report date"),
    Check.LABEL_SAYS_NOTHING.value: pgettext_lazy("check", "label says nothing"),
}
STRENGTHS: dict[str, Any] = {  # UPR Info's categories, the weakest first
    "1": gettext_lazy("1: minimal action"),
    "2": gettext_lazy("2: continuing action"),
    "3": gettext_lazy("3: considering action"),
    "4": gettext_lazy("4: general action"),
    "5": gettext_lazy("5: specific action"),
}
COURSES: dict[str, Any] = {
    Course.REPEATED.value: pgettext_lazy("what became of a request", "repeated"),
    Course.STRENGTHENED.value: pgettext_lazy("what became of a request", "strengthened"),
    Course.WEAKENED.value: pgettext_lazy("what became of a request", "weakened"),
    Course.DROPPED.value: pgettext_lazy("what became of a request", "dropped"),
    Course.ANSWERED.value: pgettext_lazy("what became of a request", "answered since"),
    Course.ASKED.value: pgettext_lazy("what became of a request", "asked by a committee"),
    Course.RETURNED.value: pgettext_lazy("what became of a request", "came back unanswered"),
}
TIMES: dict[str, Any] = {"several": gettext_lazy("more than once"), "once": gettext_lazy("once")}
RELATIONS: dict[str, Any] = {
    LinkKind.SAME.value: gettext_lazy("asks the same"),
    "perhaps_same": gettext_lazy("may ask the same"),
    LinkKind.NARROWER.value: gettext_lazy("asks for a part of it"),
    LinkKind.BROADER.value: gettext_lazy("asks for more"),
    LinkKind.FOLLOWS_UP.value: gettext_lazy("follows it up"),
    "is_followed_up": gettext_lazy("is followed up here"),
    LinkKind.CONTRADICTS.value: gettext_lazy("asks for the contrary"),
}
SAMENESS: dict[str, Any] = {
    "same": pgettext_lazy("judgement of two records", "the same"),
    "different": pgettext_lazy("judgement of two records", "not the same"),
    "unsure": pgettext_lazy("judgement of two records", "cannot be told"),
}
METHODS: dict[str, Any] = {
    "official": gettext_lazy("by an official source"),
    "rule": gettext_lazy("by a rule"),
    "model": gettext_lazy("by a model"),
    "person": gettext_lazy("by a person"),
}
FOLLOWED: dict[str, Any] = {  # what a desk follows up
    "recommendation": gettext_lazy("recommendation"),
    "pledge": gettext_lazy("pledge"),
    "commitment": gettext_lazy("promise"),
}
OPEN: dict[str, Any] = {
    "no_lead": gettext_lazy("without a lead"),
    "no_action": gettext_lazy("without an action"),
    "overdue": gettext_lazy("overdue"),
}
# What a template asks for by its name: the fields of facets are among these.
WORDS: Mapping[str, Mapping[str, Any]] = {
    "position": POSITIONS, "type": KINDS, "language": LANGUAGES, "status": STATUSES, "strength": STRENGTHS, "outcome": COURSES,
    "times": TIMES, "act": ACTS, "group": GROUPS, "severity": SEVERITIES, "check": CHECKS, "verdict": VERDICTS, "role": ROLES,
    "moment": MOMENTS, "tense": TENSES, "relation": RELATIONS, "sameness": SAMENESS, "method": METHODS, "record": FOLLOWED, "open": OPEN,
    "part": PARTS, "approval": APPROVALS,
}  # fmt: skip
