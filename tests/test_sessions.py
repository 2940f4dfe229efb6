from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from upright import sessions
from upright.data import rows


def test_the_twentieth_session_of_the_working_group() -> None:
    session = sessions.working_group_session(20)
    assert (session.first_day, session.last_day) == (dt.date(2014, 10, 27), dt.date(2014, 11, 7))
    assert (session.cycle, session.council_session) == (2, 28)


def test_a_session_that_the_table_does_not_hold() -> None:
    with pytest.raises(KeyError):
        sessions.working_group_session(400)


@pytest.mark.parametrize(("number", "cycle"), [(1, 1), (12, 1), (13, 2), (26, 2), (27, 3), (40, 3), (41, 4), (48, 4), (400, None)])
def test_the_cycle_of_a_session(number: int, cycle: int | None) -> None:
    assert sessions.cycle_of(number) == cycle


@pytest.mark.parametrize(("council", "cycle"), [(8, 1), (28, 2), (34, 2), (36, 3), (59, 4), (35, None), (400, None)])
def test_the_cycle_of_the_outcomes_that_a_council_session_adopts(council: int, cycle: int | None) -> None:
    assert sessions.cycle_at_council(council) == cycle


@pytest.mark.parametrize("body", ["working_group", "council"])
def test_sessions_follow_each_other_without_gap(body: str) -> None:
    of_body = [row for row in rows("sessions.csv") if row["body"] == body]
    assert [int(row["number"]) for row in of_body] == list(range(1, len(of_body) + 1))
    days = [day for row in of_body for day in (row["first_day"], row["last_day"]) if day]
    assert all(earlier <= later for earlier, later in pairwise(days))
    assert all(row["source"] for row in of_body)


def test_the_outcomes_of_a_session_are_adopted_after_it() -> None:
    for row in rows("sessions.csv"):
        if row["council_session"] and row["last_day"]:
            adopted = sessions.council_session(int(row["council_session"])).first_day
            assert adopted is None or adopted > dt.date.fromisoformat(row["last_day"]), row


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "Twenty-eighth session", 28),
        ("en", "its twenty-\neighth session from", 28),
        ("en", "at its 3rd session", 3),
        ("en", "the one hundred and eighteenth session", 118),
        ("fr", "Vingt-deuxième session", 22),
        ("fr", "sa vingt et unième session", 21),
        ("es", "22º período de sesiones", 22),
        ("es", "su Décimo cuarto período de sesiones", 14),
        ("ru", "Тридцать четвертая сессия", 34),
        ("ru", "на своей двадцать второй сессии", 22),
        ("ar", "الدورة العشرون", 20),
        ("ar", "في دورتها الرابعة والثلاثين", 34),
        ("zh", "第三十四届会议", 34),
    ],
)
def test_a_session_counted_in_words(language: str, text: str, number: int) -> None:
    assert [found for _, found in sessions.ordinal_sessions(text, language)] == [number]


@pytest.mark.parametrize("text", ["the session", "a closed session", "the resumed session"])
def test_a_session_without_a_number(text: str) -> None:
    assert list(sessions.ordinal_sessions(text, "en")) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("10 December 2014", dt.date(2014, 12, 10)),
        ("Wednesday, 17 May 2006, at", dt.date(2006, 5, 17)),
        ("1er mars 2019", dt.date(2019, 3, 1)),
        ("29 de octubre de 2019", dt.date(2019, 10, 29)),
        ("16 ноября 2009 года", dt.date(2009, 11, 16)),
        ("٣ أيار/مايو ٢٠١٩", dt.date(2019, 5, 3)),
        ("2023年8月30日", dt.date(2023, 8, 30)),
    ],
)
def test_a_date_in_each_language(text: str, date: dt.date) -> None:
    assert [found for _, _, found in sessions.dates(text)] == [date]


@pytest.mark.parametrize("text", ["31 November 2010", "December 2014", "10 Brumaire 1800", "2014"])
def test_what_is_no_date(text: str) -> None:
    assert list(sessions.dates(text)) == []
