"""Tags and filters of every template: States, positions, symbols and figures look the same on every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils import formats, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from upright import bodies, ratifications, states
from upright.checks.catalogue import Check
from upright.linking.across import UPR, Course
from upright.records import Position, Progress

register = template.Library()

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
_SHAPES = {"answered": "supported", "partly": "partially_supported", "unanswered": "noted", "unknown": "not_stated"}
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
_WORDS: dict[str, Mapping[str, Any]] = {
    "position": POSITIONS, "type": KINDS, "language": LANGUAGES, "status": STATUSES, "strength": STRENGTHS,
    "outcome": COURSES, "times": TIMES,
}  # fmt: skip


@register.filter
def state_name(code: str | None) -> str:
    """The short name of a State in the language of the page; a body that is no State keeps its name."""
    known = states.state(code) if code else None
    return states.name(known.code, translation.get_language() or "en") if known else code or ""


@register.simple_tag
def state(code: str | None) -> SafeString | str:
    """A State: its name, linked to its page, and its code."""
    known = states.state(code) if code else None
    if known is None or known.code not in states.codes():
        return code or ""
    return format_html(
        '<a class="state" href="{}">{}&nbsp;<abbr class="code">{}</abbr></a>', reverse("state", args=[code]), state_name(code), code
    )


@register.simple_tag
def state_list(codes: Iterable[str]) -> SafeString:
    """States, one after the other."""
    return format_html_join("; ", "{}", ((state(code),) for code in codes))


@register.simple_tag
def position(value: str | None, progress: str | None = None) -> SafeString:
    """A position by its word and by a shape, never by colour alone; with the progress that is stated beside it."""
    word = COUNTED.get(value or UNSTATED, value)
    more = format_html(" <span class=progress>{}</span>", PROGRESS[progress]) if progress in PROGRESS else ""
    return format_html('<span class="position {}">{}</span>{}', value or UNSTATED, word, more)


@register.filter
def body_name(code: str | None) -> str:
    """The name of a body in the language of the page."""
    known = bodies.body(code or "")
    return (known.names.get(translation.get_language() or "en") or known.name) if known else code or ""


@register.filter
def mechanism_name(code: str | None) -> str:
    """The review by all States, or the committee of a code."""
    return _("Universal Periodic Review") if code == UPR else body_name(code)


@register.simple_tag
def answered(status: str) -> SafeString:
    """Whether a question is answered, by its word and by a shape."""
    return format_html('<span class="position {}">{}</span>', _SHAPES[status], STATUSES[status])


@register.filter
def record_name(value: str) -> Any:
    """The name of a kind of record in the margin of a document."""
    return RECORDS.get(value, words_of(value))


@register.filter
def verdict_word(value: str) -> Any:
    """What a person says of a paragraph beside a question."""
    return VERDICTS.get(value, value)


@register.filter
def role_name(value: str) -> Any:
    """In what capacity somebody speaks."""
    return ROLES.get(value, value)


@register.filter
def moment_word(value: str) -> Any:
    """What happened to a meeting."""
    return MOMENTS.get(value, value)


@register.filter
def tense_word(value: str) -> Any:
    """Whether what was promised has begun."""
    return TENSES.get(value, value)


@register.filter
def report_name(name: str | None) -> str:
    """The name of an examination in words: by the State's report, the session of the committee, or the day."""
    if not name:
        return ""
    kind, _dash, rest = name.partition("-")
    if kind == "session":
        return _("session %(n)s") % {"n": rest}
    if kind.startswith("OP"):
        return _("report %(n)s under %(protocol)s") % {"n": rest, "protocol": kind}
    if len(name) == 10 and name[4:5] == "-":
        return un_date(name)
    return _("report %(n)s") % {"n": name} if name[0].isdigit() and len(name) < 12 else _("a single document")


@register.filter
def percent(value: float | None) -> str:
    """A share of one in hundredths."""
    return "" if value is None else _("%(n)d %%") % {"n": round(100 * value)}


@register.filter
def quantity(value: float | None) -> str:
    """A number as a text writes it: 1 282, 34.2."""
    return "" if value is None else f"{value:,.10g}".replace(",", "\u202f")


@register.filter
def about_words(value: str) -> str:
    """What a question names: 'article 9' and 'issue 17' in the language of the page, anything else as it is."""
    kind, _space, rest = value.partition(" ")
    words = {"article": _("article %(n)s"), "issue": _("issue %(n)s")}
    return words[kind] % {"n": rest} if kind in words and rest else value.removeprefix("law: ")


@register.filter
def kind_name(value: str) -> Any:
    """The name of a kind of document."""
    return KINDS.get(value, value)


@register.filter
def language_word(value: str | None) -> Any:
    """The name of a language."""
    return LANGUAGES.get(value or "", value or _("unknown"))


@register.filter
def act_name(value: str) -> Any:
    """What a delegation did in its statement."""
    return ACTS.get(value, value)


@register.filter
def group_name(value: str) -> Any:
    """The name of a regional group; what is none is kept."""
    return GROUPS.get(value, value)


@register.filter
def severity_word(value: str) -> Any:
    """How grave a finding is."""
    return SEVERITIES.get(value, value)


@register.filter
def check_name(value: str) -> Any:
    """The name of a check in words."""
    return CHECKS.get(value, value)


@register.filter
def facet_value(value: str, name: str) -> Any:
    """The words for a value of a facet."""
    if name in {"to", "from", "state"}:
        return state_name(value)
    if name == "body":
        return body_name(value)
    if name == "mechanism":
        return mechanism_name(value)
    return _WORDS.get(name, {}).get(value, value)


@register.filter
def un_date(value: dt.date | str | None) -> str:
    """A date as UN documents write it: 4 November 2014, 4 novembre 2014, 4 ноября 2014."""
    if not value:
        return ""
    day = dt.date.fromisoformat(value) if isinstance(value, str) else value
    # The month of a date has a form of its own in Russian.
    return formats.date_format(day, pgettext("date, in the letters of Django", "j F Y"))


@register.filter
def count(value: int | None) -> str:
    """A number with thin spaces between thousands, as it reads in any language."""
    return f"{value or 0:,}".replace(",", "\u202f")


@register.filter
def share(part: int | None, whole: int | None) -> str:
    """A part of a whole with its denominator: 47 of 194 (24 %)."""
    if not whole:
        return _("none")
    return _("%(part)s of %(whole)s (%(percent)d %%)") % {
        "part": count(part),
        "whole": count(whole),
        "percent": round(100 * (part or 0) / whole),
    }


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Pieces of a text, those that were looked for marked."""
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", piece) if hit else piece,) for piece, hit in pieces))


@register.filter
def direction(language: str | None) -> str:
    """The direction that a language is written in."""
    return "rtl" if language == "ar" else "ltr"


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    """A value of a mapping."""
    return mapping.get(key)


@register.filter
def words_of(value: str) -> str:
    """A name of the code as words."""
    return value.replace("_", " ")


@register.filter
def joined(values: Iterable[Any]) -> str:
    """Values, one after the other."""
    return ", ".join(map(str, values))


@register.filter
def unlocalized(value: float) -> str:
    """A number as SVG wants it, in whichever language the page is."""
    return f"{value:g}"


@register.simple_tag
def ratified_when() -> str:
    """How old the data on ratification is."""
    known = ratifications.collected()
    return _("The data ends in %(year)s: what was ratified later is not in it. Source: %(source)s.") % {
        "year": known.latest_event,
        "source": known.source,
    }
