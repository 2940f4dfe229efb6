"""The checks by name, and how much what they find matters to an editor; `docs/reference/checks.md` says what each means."""

from __future__ import annotations

from enum import StrEnum

from upright.records import Severity


class Check(StrEnum):
    """The name of a check, as a finding gives it."""

    STATEMENTS_ANNOUNCED = "statements_announced"
    STATEMENT_TWICE = "statement_twice"
    RECOMMENDATIONS_ANNOUNCED = "recommendations_announced"
    RECOMMENDING_STATE_SILENT = "recommending_state_silent"
    NUMBER_MISSING = "number_missing"
    NUMBER_REPEATED = "number_repeated"
    NUMBER_MISPRINTED = "number_misprinted"
    LEAD_IN_TWICE = "lead_in_twice"
    RECOMMENDATION_TWICE = "recommendation_twice"
    NAME_MISSPELT = "name_misspelt"
    NAME_VARIANT = "name_variant"
    ATTRIBUTION_MISSING = "attribution_missing"
    ATTRIBUTION_MISPRINTED = "attribution_misprinted"
    BRACKET_UNBALANCED = "bracket_unbalanced"
    POSITION_CONTRADICTED = "position_contradicted"
    TOTALS = "totals"
    SYMBOL_ASTRAY = "symbol_astray"
    REFERENCE_ASTRAY = "reference_astray"
    FOOTNOTE_WITHOUT_MARK = "footnote_without_mark"
    MARK_WITHOUT_FOOTNOTE = "mark_without_footnote"
    ACRONYM_MISTYPED = "acronym_mistyped"
    SESSION_DATES = "session_dates"
    TIMES_OUT_OF_ORDER = "times_out_of_order"
    SPEAKER_SPELT_TWICE = "speaker_spelt_twice"
    ISSUE_TWICE = "issue_twice"
    ISSUE_PASSED_OVER = "issue_passed_over"
    ISSUE_UNKNOWN = "issue_unknown"
    ISSUE_ASTRAY = "issue_astray"
    LIMB_MISSING = "limb_missing"
    FOLLOW_UP_ASTRAY = "follow_up_astray"
    NEXT_REPORT_DATE = "next_report_date"
    LABEL_SAYS_NOTHING = "label_says_nothing"


SEVERITY = {
    Check.STATEMENTS_ANNOUNCED: Severity.ERROR,
    Check.STATEMENT_TWICE: Severity.NOTE,
    Check.RECOMMENDATIONS_ANNOUNCED: Severity.NOTE,
    Check.RECOMMENDING_STATE_SILENT: Severity.WARNING,
    Check.NUMBER_MISSING: Severity.ERROR,
    Check.NUMBER_REPEATED: Severity.ERROR,
    Check.NUMBER_MISPRINTED: Severity.ERROR,
    Check.LEAD_IN_TWICE: Severity.WARNING,
    Check.RECOMMENDATION_TWICE: Severity.WARNING,
    Check.NAME_MISSPELT: Severity.ERROR,
    Check.NAME_VARIANT: Severity.NOTE,
    Check.ATTRIBUTION_MISSING: Severity.ERROR,
    Check.ATTRIBUTION_MISPRINTED: Severity.ERROR,
    Check.BRACKET_UNBALANCED: Severity.WARNING,
    Check.POSITION_CONTRADICTED: Severity.ERROR,
    Check.TOTALS: Severity.ERROR,
    Check.SYMBOL_ASTRAY: Severity.ERROR,
    Check.REFERENCE_ASTRAY: Severity.ERROR,
    Check.FOOTNOTE_WITHOUT_MARK: Severity.WARNING,
    Check.MARK_WITHOUT_FOOTNOTE: Severity.WARNING,
    Check.ACRONYM_MISTYPED: Severity.WARNING,
    Check.SESSION_DATES: Severity.ERROR,
    Check.TIMES_OUT_OF_ORDER: Severity.ERROR,
    Check.SPEAKER_SPELT_TWICE: Severity.WARNING,
    Check.ISSUE_TWICE: Severity.WARNING,
    Check.ISSUE_PASSED_OVER: Severity.NOTE,
    Check.ISSUE_UNKNOWN: Severity.ERROR,
    Check.ISSUE_ASTRAY: Severity.WARNING,
    Check.LIMB_MISSING: Severity.ERROR,
    Check.FOLLOW_UP_ASTRAY: Severity.ERROR,
    Check.NEXT_REPORT_DATE: Severity.ERROR,
    Check.LABEL_SAYS_NOTHING: Severity.NOTE,
}
