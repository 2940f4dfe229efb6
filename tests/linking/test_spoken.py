"""Where a State speaks of what it was asked: by number, as an answer, by what is said; reworded from A/HRC/14/10."""

from __future__ import annotations

import datetime as dt

from upright.identify import Identity
from upright.linking.requests import Request, requests_of
from upright.linking.spoken import spoken
from upright.readers.reading import Reading
from upright.records import Answer, Citation, Kind, Paragraph, Question, Recommendation, Record, Source

SOURCE = Source(file="f", paragraph=None, page=None, start=0, end=1)
ASKED = {
    "97.1": "Accede to the Convention on Migrant Workers",
    "97.2": "Abolish the death penalty",
    "97.3": "Protect the Aral Sea from drying up",
}


def reading(kind: Kind, symbol: str, date: dt.date | None, records: list[Record], cycle: int | None = None) -> Reading:
    identity = Identity(symbol=symbol, kind=kind, language="en", state="KAZ", cycle=cycle, date=date, body=None if cycle else "CCPR")
    return Reading(file="f", sha256=symbol, identity=identity, text="-", records=tuple(records), seconds=0.0)


def report() -> Reading:
    listed: list[Record] = [
        Recommendation(document="A/HRC/14/10", source=SOURCE, number=number, text=text, states=("AUT",)) for number, text in ASKED.items()
    ]
    return reading(Kind.WORKING_GROUP_REPORT, "A/HRC/14/10", dt.date(2010, 3, 23), listed, cycle=1)


def paragraph(label: str, text: str) -> Paragraph:
    return Paragraph(document=None, source=Source(file="f", paragraph=label, page=1, start=0, end=1), label=label, headings=(), text=text)


def national(date: dt.date | None, *records: Record) -> Reading:
    return reading(Kind.NATIONAL_REPORT, "A/HRC/WG.6/20/KAZ/1", date, list(records), cycle=2)


def cited(target: str) -> Citation:
    at = Source(file="f", paragraph="9", page=1, start=0, end=1)
    return Citation(document=None, source=at, cites="recommendation", target=target, text=f"({target})")


def requests() -> list[Request]:
    return list(requests_of(report()))


def test_a_report_names_recommendations_with_and_without_the_symbol() -> None:
    reports = [report(), national(dt.date(2014, 8, 1), cited("97.2"), cited("A/HRC/14/10 97.1"), cited("A/HRC/99/1 97.1"), cited("97.9"))]
    found = list(spoken(reports, requests()))
    assert [(each.to.key, each.at.key, each.method, each.confidence) for each in found] == [
        ("97.2", "9", "stated", 1.0), ("97.1", "9", "stated", 1.0),
    ]  # fmt: skip


def test_a_report_says_much_the_same() -> None:
    said = paragraph(
        "12", "12. The Government abolished the death penalty and closed the death row. A new opera house was opened in the capital."
    )
    found = list(spoken([report(), national(dt.date(2014, 8, 1), said)], requests()))
    assert [(each.to.key, each.at.key, each.method) for each in found] == [("97.2", "12", "model")]
    assert {"death", "penalty"} <= set(found[0].because.split(" · "))


def test_nothing_speaks_of_what_was_asked_later_or_without_a_date() -> None:
    said = paragraph("12", "12. The Government abolished the death penalty.")
    assert not list(spoken([report(), national(dt.date(2009, 8, 1), said, cited("97.2"))], requests()))
    assert not list(spoken([report(), national(None, said, cited("97.2"))], requests()))


def test_a_question_of_a_meeting_is_answered_in_it() -> None:
    question = Question(document=None, source=SOURCE, id="4/1", asked_by=("X",), text="Would it be abolished?", form="direct")
    answers = [
        Answer(document=None, source=SOURCE, question="4/1", paragraphs=("8",), confidence=0.7, method="rule", because="abolished"),
        Answer(document=None, source=SOURCE, question="4/2", paragraphs=(), confidence=None, method="rule"),
    ]
    meeting = reading(Kind.SUMMARY_RECORD, "CCPR/C/SR.3272", dt.date(2016, 6, 30), [question, *answers])
    found = list(spoken([meeting], list(requests_of(meeting))))
    assert [(each.to.key, each.at.key, each.method, each.confidence) for each in found] == [("4/1", "8", "rule", 0.7)]
