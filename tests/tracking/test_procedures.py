"""The rules are whole and dated; what is due follows from facts; what cannot be told is unknown."""

from __future__ import annotations

import datetime as dt

import pytest

from upright import bodies
from upright.data import rows
from upright.tracking import procedures
from upright.tracking.procedures import Basis, Due, Fact, ListPrior, Observations, Outcome, Review, Span, Stated, Submitted

D = dt.date
KAZAKHSTAN = Review(session=20, day=D(2014, 10, 30), document="A/HRC/28/10", paragraph="1")
COVENANT = Observations(
    body="CCPR",
    document="CCPR/C/KAZ/CO/2",
    issued=D(2016, 8, 9),
    adopted=D(2016, 7, 11),
    follow_up=(Stated(paragraph="55", period="one year", about=("18", "24", "54")),),
    next_report=Stated(paragraph="57", day=D(2020, 7, 15), words="by 15 July 2020"),
)


def due(code: str, facts: list[Fact], on: dt.date) -> Due:
    [found] = [each for each in procedures.deadlines(facts, on) if each.code == code]
    return found


def codes(facts: list[Fact], on: dt.date) -> set[str]:
    return {each.code for each in procedures.deadlines(facts, on)}


# --- the data


def test_rules_are_dated_sourced_and_do_not_overlap() -> None:
    every = procedures.parameters()
    assert all(each.source and each.duty in {"required", "voluntary", "expected"} for each in every)
    assert all(each.by in {"state", "states", "stakeholders", "committee"} for each in every)
    assert all(each.body == "*" or bodies.body(each.body) for each in every)
    for each in every:
        others = [other for other in every if (other.code, other.body) == (each.code, each.body) and other is not each]
        assert not any(other.holds(each.valid_from or D.min) for other in others), each


@pytest.mark.parametrize("name", ["procedures.csv", "word_limits.csv"])
def test_what_is_verified_is_said_to_be_so(name: str) -> None:
    found = rows(name)
    assert {row["verified"] for row in found} == {"yes", "no"}
    assert all("general knowledge" not in row["source"] and "not found" not in row["source"] for row in found if row["verified"] == "yes")


def test_steps_of_a_plan_go_towards_the_day() -> None:
    for code in {row["code"] for row in rows("plan_steps.csv")}:
        steps = procedures.plan(code, D(2027, 7, 2))
        assert [each.begins for each in steps] == sorted(each.begins for each in steps)
        assert (steps[-1].step, steps[-1].ends) == ("submit", D(2027, 7, 2))


@pytest.mark.parametrize(
    ("body", "day", "months"),
    [
        ("CCPR", D(2016, 7, 11), 12),
        ("CCPR", D(2019, 7, 11), 24),
        ("CCPR", D(2023, 7, 11), 36),
        ("CERD", D(2022, 12, 1), 12),
        ("CRPD", D(2016, 4, 18), 12),
        ("CRPD", D(2023, 9, 1), None),  # its observations name no period since
        ("CCPR", D(1995, 1, 1), None),
        ("CRC", D(2023, 9, 1), None),
    ],
)
def test_the_period_of_follow_up_is_that_of_its_day(body: str, day: dt.date, months: int | None) -> None:
    rule = procedures.parameter("follow_up", body, day)
    assert rule is not None
    assert rule.most == months


# --- days


@pytest.mark.parametrize(
    ("day", "number", "unit", "result"),
    [
        (D(2014, 10, 27), -10, "working_days", D(2014, 10, 13)),
        (D(2025, 1, 20), -10, "working_days", D(2025, 1, 6)),
        (D(2024, 11, 30), 3, "months", D(2025, 2, 28)),
        (D(2024, 2, 29), 12, "months", D(2025, 2, 28)),
        (D(2025, 1, 31), -2, "months", D(2024, 11, 30)),
        (D(2020, 2, 29), 4, "years", D(2024, 2, 29)),
        (D(2025, 1, 20), -15, "weeks", D(2024, 10, 7)),
        (D(2025, 6, 16), 0, "days", D(2025, 6, 16)),
    ],
)
def test_a_day_so_much_later(day: dt.date, number: int, unit: str, result: dt.date) -> None:
    assert procedures.shift(day, number, unit) == result


@pytest.mark.parametrize(
    ("period", "months"),
    [
        *[
            ("one year", 12),
            ("a year", 12),
            ("one-year period", 12),
            ("twelve (12) months", 12),
            ("24 months", 24),
            ("twenty-four months", 24),
        ],
        *[
            ("un an", 12),
            ("dix-huit mois", 18),
            ("dix-neuf mois", None),
            ("deux ans", 24),
            ("dos años", 24),
            ("двух лет", 24),
            ("года", 12),
            ("一年", 12),
            ("18个月", 18),
        ],
        *[("soon", None), ("nineteen months", None), ("", None), ("the session", None)],
    ],
)
def test_a_period_in_words(period: str, months: int | None) -> None:
    assert procedures.months_of(period) == months


# --- a review


def test_what_follows_from_a_review() -> None:
    facts: list[Fact] = [KAZAKHSTAN]
    on = D(2015, 1, 1)
    positions, mid_term, following = (due(code, facts, on) for code in ("positions", "mid_term", "next_review"))
    assert (positions.date, positions.counted_after, positions.document) == (D(2015, 3, 2), "council_session", "A/HRC/28/10")
    assert positions.rule is not None
    assert positions.rule.verified
    assert mid_term.date is None  # the day of adoption is not known, only the session
    assert mid_term.when == Span(D(2017, 3, 2), D(2017, 3, 27))
    assert (following.session, following.when) == (34, Span(D(2019, 11, 4), D(2019, 11, 15)))
    assert due("advance_questions", facts, on).when == Span(D(2019, 10, 21), D(2019, 11, 1))


def test_the_mid_term_report_is_two_years_after_the_day_of_adoption() -> None:
    found = due("mid_term", [KAZAKHSTAN, Outcome(session=20, day=D(2015, 3, 19), document="A/HRC/DEC/28/111")], D(2015, 4, 1))
    assert (found.date, found.counted_from, found.basis) == (D(2017, 3, 19), Span(D(2015, 3, 19), D(2015, 3, 19)), Basis.RULE)
    assert found.rule is not None
    assert (found.rule.duty, found.rule.verified) == ("voluntary", False)
    assert not found.overdue(D(2020, 1, 1))  # nobody owes it


def test_a_review_whose_day_is_not_set_is_between_two_days_that_the_calendar_gives() -> None:
    found = due("next_review", [Review(session=48, day=D(2025, 1, 28))], D(2026, 1, 1))
    begins = {int(row["number"]): row["first_day"] for row in rows("sessions.csv") if row["body"] == "working_group" and row["first_day"]}
    days = {number: D.fromisoformat(day) for number, day in begins.items()}
    apart = [days[number + 14] - days[number] for number in days if number + 14 in days]
    assert found.session == 62
    assert found.date is None
    assert found.when == Span(days[48] + min(apart), days[48] + max(apart))


def test_after_the_first_cycle_the_order_tells_no_session() -> None:
    found = due("next_review", [Review(session=7, day=D(2010, 2, 12), document="A/HRC/14/10")], D(2010, 6, 1))
    assert (found.session, found.when, found.basis) == (None, None, Basis.UNKNOWN)


def test_documents_that_stop_early_do_not_stop_the_order() -> None:
    assert codes([KAZAKHSTAN], D(2026, 1, 1)) >= {"mid_term", "next_review"}
    assert "positions" not in codes([KAZAKHSTAN], D(2026, 1, 1))  # whether a review's report asked for any is not known without it
    assert due("mid_term", [KAZAKHSTAN], D(2026, 1, 1)).session == 48
    assert {due(code, [KAZAKHSTAN], D(2026, 1, 1)).cycles for code in ("mid_term", "next_review", "national_report")} == {2}
    assert due("mid_term", [KAZAKHSTAN], D(2016, 1, 1)).cycles == 0
    assert due("next_review", [KAZAKHSTAN], D(2026, 1, 1)).session == 62


def test_a_review_to_come_is_the_one_that_documents_are_there_for() -> None:
    facts: list[Fact] = [
        KAZAKHSTAN,
        Review(session=35, document="A/HRC/WG.6/35/KAZ/1"),  # moved from the thirty-fourth
        Submitted(code="national_report", body="UPR", document="A/HRC/WG.6/35/KAZ/1", session=35, day=D(2019, 11, 1)),
    ]
    on = D(2019, 12, 1)
    following = due("next_review", [*facts], on)
    assert (following.session, following.document) == (35, "A/HRC/WG.6/35/KAZ/1")
    report = due("national_report", facts, on)
    assert report.met_by == "A/HRC/WG.6/35/KAZ/1"
    assert not report.overdue(D(2020, 6, 1))


def test_what_is_required_and_not_at_hand_is_overdue_after_its_last_day() -> None:
    positions = due("positions", [KAZAKHSTAN], D(2015, 6, 1))
    assert positions.overdue(D(2015, 6, 1))
    assert not positions.overdue(D(2015, 3, 2))
    addendum = Submitted(code="positions", body="UPR", document="A/HRC/28/10/Add.1", session=20, day=D(2015, 3, 5))
    assert due("positions", [KAZAKHSTAN, addendum], D(2015, 6, 1)).met_by == "A/HRC/28/10/Add.1"
    assert due("positions", [KAZAKHSTAN, addendum], D(2015, 3, 4)).met_by is None  # not yet


# --- concluding observations


def test_the_human_rights_committee_on_kazakhstan() -> None:
    facts: list[Fact] = [COVENANT]
    follow_up, report = (due(code, facts, D(2017, 1, 1)) for code in ("follow_up", "next_report"))
    assert (follow_up.date, follow_up.basis, follow_up.about) == (D(2017, 7, 11), Basis.PERIOD, ("18", "24", "54"))
    assert (follow_up.document, follow_up.paragraph, follow_up.counted_after) == ("CCPR/C/KAZ/CO/2", "55", "observations_adopted")
    assert follow_up.computed is None  # the rule gives the same
    assert (report.date, report.basis, report.stated) == (D(2020, 7, 15), Basis.DAY, "by 15 July 2020")


@pytest.mark.parametrize(
    ("stated", "when", "computed", "basis"),
    [
        (Stated(day=D(2018, 1, 31)), D(2018, 1, 31), D(2017, 7, 11), Basis.DAY),
        (Stated(period="two years"), D(2018, 7, 11), D(2017, 7, 11), Basis.PERIOD),
        (Stated(), D(2017, 7, 11), None, Basis.RULE),
        (Stated(words="in due time"), None, D(2017, 7, 11), Basis.WORDS),
    ],
)
def test_what_a_document_states_goes_before_the_rule(stated: Stated, when: dt.date | None, computed: dt.date | None, basis: Basis) -> None:
    facts: list[Fact] = [Observations(body="CCPR", document="CCPR/C/KAZ/CO/2", adopted=D(2016, 7, 11), follow_up=(stated,))]
    found = due("follow_up", facts, D(2017, 1, 1))
    assert (found.date, found.computed and found.computed.day, found.basis) == (when, computed, basis)


def test_a_period_counts_from_the_cover_where_the_day_of_adoption_is_not_known() -> None:
    facts: list[Fact] = [Observations(body="CERD", document="x", issued=D(2022, 12, 19), follow_up=(Stated(period="one year"),))]
    found = due("follow_up", facts, D(2023, 1, 1))
    assert (found.date, found.counted_after) == (D(2023, 12, 19), "document_issued")


def test_only_the_last_observations_of_a_committee_oblige() -> None:
    later = Observations(
        body="CCPR", document="CCPR/C/KAZ/CO/3", adopted=D(2025, 7, 10), next_report=Stated(paragraph="50", day=D(2033, 7, 10))
    )
    found = procedures.deadlines([COVENANT, later], D(2026, 1, 1))
    assert {each.document for each in found} == {"CCPR/C/KAZ/CO/3"}
    assert {each.document for each in procedures.deadlines([COVENANT, later], D(2025, 1, 1))} == {"CCPR/C/KAZ/CO/2"}
    dialogue = next(each for each in found if each.code == "next_dialogue")
    assert dialogue.when == Span(D(2033, 1, 1), D(2033, 12, 31))  # the cycle is known to the year


def test_a_list_of_issues_prior_to_reporting_is_awaited_then_answered() -> None:
    observations = Observations(
        body="CRPD", document="CRPD/C/X/CO/1", adopted=D(2019, 9, 1), next_report=Stated(paragraph="70", day=D(2027, 6, 5))
    )
    waiting = due("list_of_issues_prior", [observations], D(2020, 1, 1))
    assert (waiting.date, waiting.key) == (D(2026, 6, 5), ("list_of_issues_prior", "CRPD/C/X/CO/1 70"))
    received = ListPrior(body="CRPD", day=D(2026, 4, 2), document="CRPD/C/X/QPR/2-3")
    replies = due("replies_to_list_prior", [observations, received], D(2026, 5, 1))
    assert (replies.date, replies.document) == (D(2027, 4, 2), "CRPD/C/X/QPR/2-3")
    assert "list_of_issues_prior" not in codes([observations, received], D(2026, 5, 1))


def test_nothing_is_due_where_nothing_is_known() -> None:
    assert procedures.deadlines([], D(2026, 1, 1)) == []
    assert codes([Observations(body="CRC", document="CRC/C/X/CO/1", adopted=D(2020, 1, 1))], D(2026, 1, 1)) == set()


def test_what_is_due_comes_in_the_order_of_days_with_the_unknown_last() -> None:
    unknown = Observations(body="CERD", document="x", issued=D(2014, 12, 19), next_report=Stated(words="by 2026"))
    found = procedures.deadlines([KAZAKHSTAN, unknown], D(2015, 1, 1))
    days = [each.when.first for each in found if each.when]
    assert days == sorted(days)
    assert [each.when for each in found][-1] is None


# --- words


@pytest.mark.parametrize(
    ("kind", "words", "binding"),
    [
        *[("national_report", 10_700, True), ("addendum", 2_675, True), ("stakeholder_submission", 2_815, True)],
        *[("joint_stakeholder_submission", 5_630, True), ("common_core_document", 42_400, True), ("initial_report", 31_800, True)],
        *[("periodic_report", 21_200, True), ("replies_to_list", 10_700, False)],
    ],
)
def test_word_limits(kind: str, words: int, binding: bool) -> None:
    found = procedures.word_limit(kind, D(2025, 1, 1))
    assert found is not None
    assert (found.words, found.binding) == (words, binding)


def test_no_limit_is_made_up() -> None:
    assert procedures.word_limit("mid_term", D(2025, 1, 1)) is None
    assert procedures.word_limit("periodic_report", D(2014, 1, 1)) is None  # before the resolution


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Cameras were put up in all the stations.", 8),
        ("well-known – and 3.1 per cent", 5),  # a dash alone is no word
        ("The Act[^1] is in force.[^2]\n\n[^1]: Act No. 12 of 2014.\n[^2]: See below\n  and above.\n\nIt holds.", 7),
        ("国家应当 adopt", 5),
        ("[^1]: only a note", 0),
    ],
)
def test_words_are_counted_without_notes(text: str, count: int) -> None:
    assert procedures.words(text) == count
