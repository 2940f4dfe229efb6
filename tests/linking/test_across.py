"""What became of a request; the texts are reworded from A/HRC/14/10 and A/HRC/28/10 (Kazakhstan) and CCPR/C/SR.3272."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from upright.linking.across import Asked, Course, Piece, Reply, came_again, changes, demand, likeness, rounds, wording
from upright.linking.requests import Request
from upright.records import DocumentRecord, Dossier, Kind, Link, LinkKind, Position, RecordRef, Source

SOURCE = Source(file="f", paragraph=None, page=None, start=0, end=1)
FIRST, SECOND, MEETING, ISSUES, OBSERVATIONS = "A/HRC/14/10", "A/HRC/28/10", "CCPR/C/SR.3272", "CCPR/C/KAZ/Q/2", "CCPR/C/KAZ/CO/2"
HELD = {
    FIRST: (Kind.WORKING_GROUP_REPORT, "HRC", dt.date(2010, 3, 23), 1),
    SECOND: (Kind.WORKING_GROUP_REPORT, "HRC", dt.date(2014, 12, 10), 2),
    ISSUES: (Kind.LIST_OF_ISSUES, "CCPR", dt.date(2015, 8, 20), None),
    MEETING: (Kind.SUMMARY_RECORD, "CCPR", dt.date(2016, 6, 30), None),
    OBSERVATIONS: (Kind.CONCLUDING_OBSERVATIONS, "CCPR", dt.date(2016, 8, 9), None),
}


def document(symbol: str) -> DocumentRecord:
    kind, body, date, cycle = HELD[symbol]
    return DocumentRecord(
        document=symbol,
        source=SOURCE,
        symbol=symbol,
        kind=kind,
        language="en",
        body=body,
        state="KAZ",
        date=date,
        cycle=cycle,
        sha256=symbol,
    )


def asked(
    symbol: str, key: str, text: str, record: str = "recommendation", action: int | None = None, answered: bool | None = None,
    position: Position | None = None,
) -> Asked:  # fmt: skip
    kind, body, date, cycle = HELD[symbol]
    request = Request(
        ref=RecordRef(symbol=symbol, sha256=symbol, record=record, key=key),
        source=SOURCE,
        state="KAZ",
        text=text,
        mechanism="UPR" if cycle else body,
        date=date,
        cycle=cycle,
        number=key,
    )
    return Asked(request=request, kind=kind, action=action, answered=answered, position=position)


def dossier(*members: Asked) -> Dossier:
    refs = tuple(each.ref for each in members)
    return Dossier(document=None, source=SOURCE, id="d", state="KAZ", title="d", treaties=(), members=refs, because=None)


def link(one: Asked, other: Asked, confidence: float) -> Link:
    return Link(
        document=None, source=SOURCE, from_=other.ref, to=one.ref, kind=LinkKind.SAME, method="model", confidence=confidence, because=None
    )  # fmt: skip


DOCUMENTS = [document(symbol) for symbol in HELD]
THEN = asked(FIRST, "97.1", "Consider acceding to the convention on migrant workers", action=3, position=Position.NOTED)
NOW = asked(SECOND, "126.2", "Accede to the convention on migrant workers", action=5, position=Position.SUPPORTED)


# --- the wording


def test_what_is_kept_and_added_is_the_later_text() -> None:
    before, after = "To adopt the law on equality", "Adopt a comprehensive law on equality, without delay"
    found = wording(before, after)
    assert "".join(each.text for each in found if each.piece is not Piece.REMOVED) == after
    assert [each.text.strip() for each in found if each.piece is Piece.ADDED] == ["a comprehensive", "without delay"]


def test_a_mark_or_a_capital_is_no_change() -> None:
    assert [each.piece for each in wording("Ratify the Convention;", "ratify the convention")] == [Piece.KEPT]
    assert likeness("Ratify it", "ratify it.") == 1.0


def test_a_small_word_between_two_changes_is_part_of_them() -> None:
    found = wording("protect victims of violence", "shelter women of courage")
    assert [(each.piece, each.text) for each in found] == [
        (Piece.REMOVED, "protect victims of violence"),
        (Piece.ADDED, "shelter women of courage"),
    ]


def test_nothing_left_or_nothing_before() -> None:
    assert [each.piece for each in wording("a law", "")] == [Piece.REMOVED]
    assert wording("", "") == ()


# --- how much is asked


@pytest.mark.parametrize(
    ("before", "after", "course"),
    [
        (("Consider abolishing it", 3), ("Abolish it", 5), Course.STRENGTHENED),
        (("Abolish it", 5), ("Continue to work for its abolition", 2), Course.WEAKENED),
        (("Continue to work on it", 2), ("Consider working on it", 3), Course.REPEATED),  # neither is the stronger
        (("Prohibit the practice", 5), ("Prohibit the practice immediately", 5), Course.STRENGTHENED),
        (("Prohibit the practice by 2012", 5), ("Prohibit the practice", 5), Course.WEAKENED),
        (("Prohibit the practice in schools", 5), ("Prohibit the practice in all schools", 5), Course.STRENGTHENED),
        (("Improve prisons", 4), ("Take measures against all forms of violence in families", 4), Course.REPEATED),  # 'all' of other things
        (("Consider signing it", None), ("Sign it", None), Course.STRENGTHENED),  # told by words where the category is not known
        (("Ratify ICRMW", 5), ("Ratify the Convention on the Rights of All Migrant Workers", 5), Course.REPEATED),  # a name is no demand
    ],
)
def test_demand(before: tuple[str, int | None], after: tuple[str, int | None], course: Course) -> None:
    one = asked(FIRST, "1", before[0], action=before[1])
    other = asked(SECOND, "2", after[0], action=after[1])
    assert demand(one, other)[0] is course


def test_what_decided_is_said() -> None:
    assert demand(asked(FIRST, "1", "Adopt it", action=5), asked(SECOND, "2", "Adopt it without delay", action=5))[1] == "+ without delay"
    assert demand(THEN, NOW)[1] == "action 3 to 5"


# --- rounds


def test_an_examination_goes_from_its_list_of_issues_to_its_observations() -> None:
    found = rounds(DOCUMENTS)
    assert found[FIRST] == ("UPR", 1)
    assert found[SECOND] == ("UPR", 2)
    assert found[ISSUES] == found[MEETING] == found[OBSERVATIONS] == ("CCPR", 1)


def test_a_list_after_the_observations_begins_the_next_one() -> None:
    later = DocumentRecord(
        document="CCPR/C/KAZ/Q/3", source=SOURCE, symbol="CCPR/C/KAZ/Q/3", kind=Kind.LIST_OF_ISSUES, language="en", body="CCPR",
        date=dt.date(2021, 1, 1), sha256="later",
    )  # fmt: skip
    assert rounds([later, *DOCUMENTS])["later"] == ("CCPR", 2)


# --- what became of it


def test_asked_again_more_strongly_and_supported_now() -> None:
    (change,) = changes([THEN, NOW], [dossier(THEN, NOW)], [link(THEN, NOW, 0.9)], DOCUMENTS)
    assert (change.course, change.earlier, change.later, change.document) == (Course.STRENGTHENED, THEN.ref, NOW.ref, SECOND)
    assert (change.then, change.now) == (Position.NOTED, Position.SUPPORTED)
    assert (change.method, change.confidence, change.because) == ("model", 0.9, "action 3 to 5")
    assert [each.text.strip() for each in change.words if each.piece is Piece.REMOVED] == ["Consider acceding"]


def test_states_that_ask_the_same_in_one_report_repeat_nothing() -> None:
    other = asked(FIRST, "97.2", "Accede to the convention on migrant workers")
    assert not list(changes([THEN, other], [dossier(THEN, other)], [], [document(FIRST)]))


def test_the_most_like_of_the_last_round_is_compared() -> None:
    near = asked(FIRST, "97.2", "Accede to the convention on migrant workers", action=5)
    found = list(changes([THEN, near, NOW], [dossier(THEN, near, NOW)], [], DOCUMENTS))
    assert [(each.course, each.earlier) for each in found] == [(Course.REPEATED, near.ref)]
    assert found[0].confidence is None  # nothing links them


def test_dropped_where_the_next_report_is_at_hand() -> None:
    gone = asked(FIRST, "95.34", "Go on with the settlement of repatriated nomads in the northern provinces")
    other = asked(SECOND, "125.1", "Improve the conditions in prisons")
    (change,) = changes([gone, other], [], [], DOCUMENTS)
    assert (change.course, change.later, change.document) == (Course.DROPPED, None, SECOND)
    assert change.confidence is not None
    assert change.confidence > 0.5
    assert "nomads" in change.because


def test_the_next_report_may_be_of_a_later_cycle() -> None:
    """Where that of the cycle between is not at hand."""
    third = replace(document(SECOND), document="A/HRC/43/10", symbol="A/HRC/43/10", sha256="A/HRC/43/10", cycle=3)
    gone = asked(FIRST, "95.34", "Go on with the settlement of repatriated nomads in the northern provinces")
    other = asked(SECOND, "125.1", "Improve the conditions in prisons")
    ref = replace(other.ref, symbol=third.symbol, sha256=third.sha256)
    later = replace(other, request=replace(other.request, ref=ref, cycle=3))
    (change,) = changes([gone, later], [], [], [document(FIRST), third])
    assert (change.course, change.document) == (Course.DROPPED, third.symbol)


@pytest.mark.parametrize("held", [[FIRST], [FIRST, ISSUES]])
def test_not_dropped_where_the_next_report_is_not_at_hand(held: list[str]) -> None:
    assert not list(changes([THEN], [], [], [document(symbol) for symbol in held]))


def test_not_dropped_where_nothing_could_be_read_of_the_next_report() -> None:
    assert not list(changes([THEN], [], [], DOCUMENTS))


def test_not_dropped_where_much_the_same_is_asked_outside_its_dossier() -> None:
    assert not [each for each in changes([THEN, NOW], [], [], DOCUMENTS) if each.course is Course.DROPPED]


def test_a_committee_asks_about_a_recommendation() -> None:
    question = asked(MEETING, "12/1", "Did the State intend to accede to the convention?", record="question", answered=True)
    found = list(changes([NOW, question], [dossier(NOW, question)], [], DOCUMENTS))
    assert [(each.course, each.earlier, each.later, each.words) for each in found] == [(Course.ASKED, NOW.ref, question.ref, ())]


@pytest.mark.parametrize(("answered", "courses"), [(False, [Course.RETURNED]), (True, []), (None, [])])
def test_only_what_is_known_to_be_unanswered_returns(answered: bool | None, courses: list[Course]) -> None:
    question = asked(MEETING, "12/1", "Would the law be amended?", record="question", answered=answered)
    observed = asked(OBSERVATIONS, "24", "Amend the law")
    found = list(changes([question, observed], [dossier(question, observed)], [], DOCUMENTS))
    assert [each.course for each in found] == courses


def test_answered_since_but_not_before() -> None:
    place = RecordRef(symbol="A/HRC/WG.6/20/KAZ/1", sha256="n", record="paragraph", key="12")
    later = Reply(to=THEN.ref, at=place, date=dt.date(2014, 8, 1), method="stated", confidence=1.0, because="97.1")
    before = Reply(to=THEN.ref, at=place, date=dt.date(2009, 1, 1), method="model", confidence=0.8, because="")
    (change,) = changes([THEN], [], [], [document(FIRST)], [later, before])
    assert (change.course, change.later, change.method, change.because) == (Course.ANSWERED, place, "stated", "97.1")


def test_a_promise_answers_what_was_asked_before_it() -> None:
    promise = asked(MEETING, "3", "The Government would accede to the convention", record="commitment")
    found = list(changes([NOW, promise], [dossier(NOW, promise)], [], DOCUMENTS))
    assert [(each.course, each.earlier, each.later) for each in found] == [(Course.ANSWERED, NOW.ref, promise.ref)]


def test_which_recommendations_of_a_cycle_came_again() -> None:
    members = [THEN, NOW]
    found = list(changes(members, [dossier(*members)], [], DOCUMENTS))
    assert [each.later for each in came_again(found, members, 1)] == [NOW.ref]
    assert came_again(found, members, 1, Position.SUPPORTED) == []
    assert [each.later for each in came_again(found, members, 1, Position.NOTED)] == [NOW.ref]
    assert came_again(found, members, 2) == []
