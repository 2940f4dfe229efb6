"""The calendar of obligations: what a State is to do by when, out of what its documents say and of the rules of the procedures.

The rules are data (`data/procedures.csv`): how long after, or before, what; for which days; where that is said; whether it was verified.
A day that a document states goes before one that a rule gives. What cannot be told is unknown: no day, and the reason stays visible.

The facts (`Review`, `Outcome`, `Observations`, `ListPrior`, `Submitted`) are those of one State. Only the last review, and the last
concluding observations of each committee, oblige; what came before them is overtaken. Where the order of reviews says that one was held
since, it is reckoned from that one, though no document of it is there.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise

from upright import sessions
from upright.data import rows

ANY = "*"  # any body


@dataclass(frozen=True, slots=True)
class Span:
    """From which day to which: one day where it is known to the day."""

    first: dt.date
    last: dt.date

    @property
    def day(self) -> dt.date | None:
        return self.first if self.first == self.last else None


def on_day(day: dt.date | None) -> Span | None:
    """The span of one day."""
    return Span(day, day) if day else None


# --- what is known of a State


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review in the Working Group, held or to come: `day` where it is known, `document` that says so. `cycles`: how many cycles it is
    reckoned to be after the one that the document is of."""

    session: int
    day: dt.date | None = None
    document: str | None = None
    paragraph: str | None = None
    cycles: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The Council's adoption of the outcome of the review in a session of the Working Group."""

    session: int
    day: dt.date
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What concluding observations state of one thing to come: the `day`, or the `period` ('one year'), or `words` alone.

    `about`: the paragraphs that it asks for."""

    paragraph: str | None = None
    day: dt.date | None = None
    period: str | None = None
    words: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """Concluding observations: `adopted` on a day where they say so, `issued` on the day on their cover."""

    body: str
    document: str
    adopted: dt.date | None = None
    issued: dt.date | None = None
    follow_up: tuple[Stated, ...] = ()
    next_report: Stated | None = None

    @property
    def day(self) -> dt.date | None:
        return self.adopted or self.issued


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPrior:
    """A list of issues prior to reporting."""

    body: str
    day: dt.date
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A document that meets an obligation (`code`): of a review, by its `session`, or of a committee, by its `day`."""

    code: str
    body: str
    document: str
    day: dt.date | None = None
    session: int | None = None


Fact = Review | Outcome | Observations | ListPrior | Submitted


# --- the rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A rule: `least` to `most` of `unit` after what (before it where negative); None where only documents say. `by`: state, states,
    stakeholders or committee; `duty`: required, voluntary or expected."""

    code: str
    body: str
    after: str
    least: int | None
    most: int | None
    unit: str
    by: str
    duty: str
    valid_from: dt.date | None
    valid_until: dt.date | None
    source: str
    verified: bool

    def holds(self, day: dt.date) -> bool:
        """Whether it is in force for what happens on a day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    def span(self, since: Span) -> Span | None:
        """What it gives for something that happens between two days."""
        if self.least is None or self.most is None or self.unit == "sessions":
            return None
        if self.unit == "calendar_years":  # known to the year
            return Span(dt.date(since.first.year + self.least, 1, 1), dt.date(since.last.year + self.most, 12, 31))
        return Span(shift(since.first, self.least, self.unit), shift(since.last, self.most, self.unit))


@cache
def parameters() -> tuple[Parameter, ...]:
    """All rules."""
    return tuple(map(_parameter, rows("procedures.csv")))


def _parameter(row: dict[str, str]) -> Parameter:
    return Parameter(
        code=row["code"],
        body=row["body"],
        after=row["after"],
        least=int(row["least"]) if row["least"] else None,
        most=int(row["most"]) if row["most"] else None,
        unit=row["unit"],
        by=row["by"],
        duty=row["duty"],
        valid_from=_day(row["valid_from"]),
        valid_until=_day(row["valid_until"]),
        source=row["source"],
        verified=row["verified"] == "yes",
    )


def _day(cell: str) -> dt.date | None:
    return dt.date.fromisoformat(cell) if cell else None


def parameter(code: str, body: str, day: dt.date) -> Parameter | None:
    """The rule of a body that is in force for what happens on a day, else the one of any body; None where there is none."""
    found = (each for name in (body, ANY) for each in parameters() if (each.code, each.body) == (code, name) and each.holds(day))
    return next(found, None)


def shift(day: dt.date, number: int, unit: str) -> dt.date:
    """A day so many days, working days (Monday to Friday), weeks, months or years later; earlier where the number is negative."""
    if unit == "working_days":
        return _working_days(day, number)
    if unit in {"months", "years"}:
        return _months(day, number * (12 if unit == "years" else 1))
    return day + dt.timedelta(days=number * {"days": 1, "weeks": 7}[unit])


def _months(day: dt.date, number: int) -> dt.date:
    years, month = divmod(day.month - 1 + number, 12)
    year = day.year + years
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _working_days(day: dt.date, number: int) -> dt.date:
    step = dt.timedelta(days=1 if number > 0 else -1)
    for _ in range(abs(number)):
        day += step
        while day.weekday() >= 5:
            day += step
    return day


@cache
def _period_words() -> dict[str, dict[str, int]]:
    words: dict[str, dict[str, int]] = {"months": {}, "number": {}}
    for row in rows("period_words.csv"):
        words[row["stands_for"]][row["word"]] = int(row["value"])
    return words


def months_of(period: str) -> int | None:
    """How many months a stated period has: 'one year', '12 months', 'deux ans', '一年'; None where its words are not known."""
    text = period.casefold().strip()
    units, numbers = _period_words()["months"], _period_words()["number"]
    unit, figure = _first_word(text, units), re.search(r"\d+", text)
    number = int(figure[0]) if figure else 1 if text in units else _first_word(text, numbers)  # 'года' alone is one year
    return unit * number if unit and number else None


def _first_word(text: str, words: dict[str, int]) -> int | None:
    """The value of the first word that stands in a text; a Chinese one has no spaces about it."""
    written = "|".join(
        re.escape(word) if ord(word[0]) > 0x2E7F else rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words, key=len, reverse=True)
    )
    match = re.search(written, text)
    return words[match[0]] if match else None


# --- what is due


class Basis(StrEnum):
    """Where a day comes from: the document states it, states the period, states it in words that name no day; a rule gives it; nothing."""

    DAY = "day"
    PERIOD = "period"
    WORDS = "words"
    RULE = "rule"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is due. `when`: the day, or between which days; None where that cannot be told. `counted_from`: what it was reckoned from.

    `document` and `paragraph`: what it follows from; `about`: the paragraphs that it asks for; `session`: of the review that it is for.
    `computed`: what the rule gives, where the document states another day. `met_by`: the document that meets it. `cycles`: of how many
    reviews since the one in the document nothing is at hand, so that the last was reckoned.
    """

    code: str
    body: str
    when: Span | None
    basis: Basis
    rule: Parameter | None = None
    counted_from: Span | None = None
    counted_after: str | None = None
    computed: Span | None = None
    stated: str | None = None
    document: str | None = None
    paragraph: str | None = None
    about: tuple[str, ...] = ()
    session: int | None = None
    met_by: str | None = None
    cycles: int = 0

    @property
    def date(self) -> dt.date | None:
        """The day, where it is known to the day."""
        return self.when.day if self.when else None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others of its State, also when it is reckoned anew: its code, and the review or passage that it is of."""
        return self.code, f"{self.body} {self.session}" if self.session else " ".join(filter(None, (self.document, self.paragraph)))

    @property
    def of_the_state(self) -> bool:
        """Whether it is for the State to do."""
        return self.rule is not None and self.rule.by == "state"

    def overdue(self, on: dt.date) -> bool:
        """Whether what the State must do is not done by the last day that it may be due on."""
        duty = self.rule is not None and (self.rule.by, self.rule.duty) == ("state", "required")
        return duty and self.met_by is None and self.when is not None and self.when.last < on


def deadlines(events: Iterable[Fact], on: dt.date) -> list[Due]:
    """What follows from the facts that are known on a day, in the order of days; what has no day is last."""
    facts = list(events)
    found = [*_of_reviews(facts, on), *_of_committees(facts, on)]
    return sorted(found, key=lambda due: (due.when is None, due.when.first if due.when else dt.date.max, due.code, due.key))


def _of_reviews(facts: Sequence[Fact], on: dt.date) -> Iterator[Due]:
    reviews = sorted((each for each in facts if isinstance(each, Review)), key=lambda review: review.session)
    held = [each for each in reviews if _begins(each, on)]
    coming = next((each for each in reviews if each not in held), None)
    last = _by_order(held[-1], on) if held else None
    if last:
        yield from (_met(due, facts, on) for due in _after_review(last, facts, on) if last == held[-1] or due.code == "mid_term")
    following = _coming(coming) if coming else _computed_review(last) if last else None
    if following:
        yield from (_met(due, facts, on) for due in (following, *_before_review(following)))


def _by_order(last: Review, on: dt.date) -> Review:
    """The last review that was held, by the order of reviews, where documents stop earlier."""
    following = _computed_review(last)
    if following.session is None or following.when is None or following.when.last >= on:
        return last
    return _by_order(replace(last, session=following.session, day=None, cycles=last.cycles + 1), on)


def _begins(review: Review, on: dt.date) -> bool:
    """Whether it was held by a day."""
    days = on_day(review.day) or _session_days("working_group", review.session)
    return days is not None and days.first <= on


def _after_review(review: Review, facts: Sequence[Fact], on: dt.date) -> Iterator[Due]:
    """The positions before the Council adopts the outcome, and the mid-term report after."""
    council = _council_session(review.session)
    days = _session_days("council", council) if council else None
    yield _due("positions", "UPR", Span(days.first, days.first) if days else None, "council_session", review)
    outcome = next((each for each in facts if isinstance(each, Outcome) and each.session == review.session and each.day <= on), None)
    if outcome:
        yield _due("mid_term", "UPR", on_day(outcome.day), "outcome_adopted", review)
    else:
        yield _due("mid_term", "UPR", days, "outcome_adopted", review)


def _due(code: str, body: str, since: Span | None, after: str, review: Review) -> Due:
    """What a rule gives for a review."""
    rule = parameter(code, body, since.first) if since else None
    when = rule.span(since) if rule and since else None
    return Due(
        code=code,
        body=body,
        when=when,
        basis=Basis.RULE if when else Basis.UNKNOWN,
        rule=rule or _any_rule(code, body),
        counted_from=since,
        counted_after=after,
        document=review.document,
        paragraph=review.paragraph,
        session=review.session,
        cycles=review.cycles,
    )


def _any_rule(code: str, body: str) -> Parameter | None:
    """The newest rule for something: who it obliges is known also where its day is not."""
    return next((each for each in reversed(parameters()) if each.code == code and each.body in {body, ANY}), None)


def _session_days(body: str, number: int) -> Span | None:
    """The days of a session; of one whose last day is not known, the first."""
    find = sessions.council_session if body == "council" else sessions.working_group_session
    try:
        session = find(number)
    except KeyError:
        return None
    return Span(session.first_day, session.last_day or session.first_day) if session.first_day else None


def _council_session(number: int) -> int | None:
    try:
        return sessions.working_group_session(number).council_session
    except KeyError:
        return None


def _coming(review: Review) -> Due:
    """A review to come: documents for it are there already."""
    return Due(
        code="next_review",
        body="UPR",
        when=on_day(review.day) or _session_days("working_group", review.session),
        basis=Basis.DAY if review.day else Basis.RULE,
        rule=_any_rule("next_review", "UPR"),
        document=review.document,
        session=review.session,
    )


def _computed_review(last: Review) -> Due:
    """The next review by the order of reviews: so many sessions later. Unknown from the first cycle, whose sessions had more States."""
    days = on_day(last.day) or _session_days("working_group", last.session)
    rule = parameter("next_review", "UPR", days.first) if days else None
    due = _due("next_review", "UPR", days, "review", last)
    if not (rule and days and rule.least):
        return replace(due, session=None)
    session = last.session + rule.least
    when = _session_days("working_group", session) or _expected(last.session, rule.least)
    return replace(due, when=when, basis=Basis.RULE if when else Basis.UNKNOWN, session=session)


def _expected(session: int, later: int) -> Span | None:
    """When the session so many later may begin: as long after as such sessions were apart so far, the shortest and the longest time."""
    first = _session_days("working_group", session)
    apart = _apart(later)
    return Span(first.first + apart[0], first.first + apart[-1]) if first and apart else None


@cache
def _apart(later: int) -> tuple[dt.timedelta, ...]:
    begins = {int(row["number"]): _day(row["first_day"]) for row in rows("sessions.csv") if row["body"] == "working_group"}
    days = ((begins.get(number + later), begins[number]) for number in begins)
    return tuple(sorted(second - first for second, first in days if first and second))


_BEFORE_REVIEW = ("national_report", "stakeholder_submission", "advance_questions")


def _before_review(review: Due) -> Iterator[Due]:
    """What is due before a review that is to come."""
    if review.session is None:
        return
    fact = Review(session=review.session, document=review.document, paragraph=review.paragraph, cycles=review.cycles)
    for code in _BEFORE_REVIEW:
        rule = _any_rule(code, "UPR")
        since = _first_day(review) if rule and rule.after == "session" else review.when
        yield _due(code, "UPR", since, rule.after if rule else "review", fact)


def _first_day(review: Due) -> Span | None:
    """When the session of a review begins: some days are so long before the session, not before the review in it."""
    days = _session_days("working_group", review.session) if review.session else None
    return on_day(days.first) if days else review.when


# --- committees


def _of_committees(facts: Sequence[Fact], on: dt.date) -> Iterator[Due]:
    known = [each for each in facts if isinstance(each, Observations) and each.day and each.day <= on]
    for body in sorted({each.body for each in known}):
        last = max((each for each in known if each.body == body), key=lambda each: each.day or dt.date.min)
        yield from (_met(due, facts, on, last.day) for due in _after_observations(last, facts, on))


def _after_observations(last: Observations, facts: Sequence[Fact], on: dt.date) -> Iterator[Due]:
    for stated in last.follow_up:
        yield _stated("follow_up", last, stated)
    report = _stated("next_report", last, last.next_report) if last.next_report else None
    if report:
        yield report
    lists = [each for each in facts if isinstance(each, ListPrior) and each.body == last.body and _between(last.day, each.day, on)]
    prior = max(lists, key=lambda each: each.day, default=None)
    if prior:
        yield from _by_rule("replies_to_list_prior", last, on_day(prior.day), prior.document)
    else:
        yield from _by_rule("list_of_issues_prior", last, on_day(last.day), last.document, report)
    yield from _by_rule("next_dialogue", last, on_day(last.day), last.document)


def _between(first: dt.date | None, day: dt.date, last: dt.date) -> bool:
    return (first or day) <= day <= last


def _stated(code: str, last: Observations, stated: Stated) -> Due:
    """What the observations state: a day, else a period, else what the rule of the committee gives. Where the rule gives another, both."""
    since = on_day(last.day)
    rule = parameter(code, last.body, last.day) if last.day else None
    computed = rule.span(since) if rule and since else None
    months = months_of(stated.period) if stated.period else None
    period = Span(shift(since.first, months, "months"), shift(since.last, months, "months")) if months and since else None
    when = on_day(stated.day) or period or (None if stated.words else computed)
    return Due(
        code=code,
        body=last.body,
        when=when,
        basis=_basis(stated, period, when),
        rule=rule or _any_rule(code, last.body),
        counted_from=since,
        counted_after="observations_adopted" if last.adopted else "document_issued",
        computed=computed if computed != when else None,
        stated=stated.words or stated.period,
        document=last.document,
        paragraph=stated.paragraph,
        about=stated.about,
    )


def _basis(stated: Stated, period: Span | None, when: Span | None) -> Basis:
    if stated.day:
        return Basis.DAY
    if period:
        return Basis.PERIOD
    if stated.words:
        return Basis.WORDS
    return Basis.RULE if when else Basis.UNKNOWN


def _by_rule(code: str, last: Observations, since: Span | None, document: str, report: Due | None = None) -> Iterator[Due]:
    """What only a rule gives; nothing where the committee has none, or where it counts from the day of a report that is not known."""
    rule = parameter(code, last.body, since.first) if since else None
    if rule and rule.after == "report_due":
        since = report.when if report else None
    when = rule.span(since) if rule and since else None
    if rule and when:
        yield Due(
            code=code,
            body=last.body,
            when=when,
            basis=Basis.RULE,
            rule=rule,
            counted_from=since,
            counted_after=rule.after,
            document=document,
            paragraph=report.paragraph if report and rule.after == "report_due" else None,
        )


def _met(due: Due, facts: Sequence[Fact], on: dt.date, since: dt.date | None = None) -> Due:
    """With the document that meets it: of the same session of the Working Group, or later than the observations."""
    submitted = [each for each in facts if isinstance(each, Submitted) and (each.code, each.body) == (due.code, due.body)]
    found = next((each for each in submitted if (each.day or on) <= on and _meets(each, due, since)), None)
    return replace(due, met_by=found.document) if found else due


def _meets(submitted: Submitted, due: Due, since: dt.date | None) -> bool:
    if due.session:
        return submitted.session == due.session
    return submitted.day is not None and since is not None and submitted.day > since


# --- backwards from a day


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way to a deadline: from which day, and by which day it should be done."""

    step: str
    begins: dt.date
    ends: dt.date


OWN = "own"  # the plan of a deadline of the desk's own


@cache
def _weeks_before(code: str) -> tuple[tuple[str, int], ...]:
    return tuple((row["step"], int(row["weeks_before"])) for row in rows("plan_steps.csv") if row["code"] == code)


def plan(code: str, day: dt.date) -> tuple[Step, ...]:
    """The steps before a day on which something is due, each until the next begins; none for what others do."""
    days = [(step, day - dt.timedelta(weeks=weeks)) for step, weeks in _weeks_before(code)]
    return tuple(Step(step, begins, ends) for (step, begins), (_, ends) in pairwise([*days, ("", day)]))


# --- words


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How many words a report may have. `binding`: a longer one is sent back, else it is advice; `not_counted`: what does not count."""

    kind: str
    words: int
    binding: bool
    not_counted: tuple[str, ...]
    valid_from: dt.date | None
    valid_until: dt.date | None
    source: str
    verified: bool


@cache
def word_limits() -> tuple[Limit, ...]:
    """All limits."""
    return tuple(
        Limit(
            kind=row["kind"],
            words=int(row["words"]),
            binding=row["binding"] == "yes",
            not_counted=tuple(filter(None, row["not_counted"].split("; "))),
            valid_from=_day(row["valid_from"]),
            valid_until=_day(row["valid_until"]),
            source=row["source"],
            verified=row["verified"] == "yes",
        )
        for row in rows("word_limits.csv")
    )


def word_limit(kind: str, on: dt.date) -> Limit | None:
    """The limit for a kind of report that is in force on a day; None where none is known."""
    return next((each for each in word_limits() if each.kind == kind and (each.valid_from or on) <= on <= (each.valid_until or on)), None)


# '[^3]: Law No. 12', with the lines under it that are set in; '[^3]' in the text.
_NOTE = re.compile(r"^\[\^[^\]\s]+\]:.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*", re.MULTILINE)
_MARK = re.compile(r"\[\^[^\]\s]+\]")
_IDEOGRAPH = re.compile(r"[㐀-䶿一-鿿豈-﫿]")


def words(text: str) -> int:
    """How many words a text has, as word processors count: what stands between spaces, and each Chinese character. Notes do not count."""
    body = _MARK.sub("", _NOTE.sub("", text))
    spaced = _IDEOGRAPH.sub(" ", body)
    return len(_IDEOGRAPH.findall(body)) + sum(any(sign.isalnum() for sign in word) for word in spaced.split())
