"""Which documents belong to one examination: what ties them, and what stands alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from upright.archive import exchange, load
from upright.archive.examinations import Member, groups, names_of
from upright.archive.models import Document, Question
from upright.records import Kind

RECORD, OBSERVATIONS, ISSUES = Kind.SUMMARY_RECORD, Kind.CONCLUDING_OBSERVATIONS, Kind.LIST_OF_ISSUES
JUNE, AUGUST, NEXT_YEAR = dt.date(2016, 6, 23), dt.date(2016, 8, 9), dt.date(2017, 8, 9)


def _ids(members: list[Member]) -> list[list[int]]:
    return sorted(sorted(each.id for each in group) for group in groups(members))


@pytest.mark.parametrize(
    ("members", "tied"),
    [
        # the number of the report
        ([Member(id=1, kind=ISSUES, report="2"), Member(id=2, kind=OBSERVATIONS, report="2")], [[1, 2]]),
        ([Member(id=1, kind=ISSUES, report="2"), Member(id=2, kind=OBSERVATIONS, report="3")], [[1], [2]]),
        ([Member(id=1, kind=ISSUES, report="1"), Member(id=2, kind=OBSERVATIONS, report="OPAC-1")], [[1], [2]]),
        # the session, in which the observations are adopted too
        ([Member(id=1, kind=RECORD, session=117), Member(id=2, kind=OBSERVATIONS, report="2", session=117)], [[1, 2]]),
        ([Member(id=1, kind=RECORD, session=116), Member(id=2, kind=OBSERVATIONS, report="2", session=117)], [[1], [2]]),
        # the list of issues was adopted in another session: it says nothing of the meetings
        ([Member(id=1, kind=RECORD, session=117), Member(id=2, kind=ISSUES, report="2", session=117)], [[1], [2]]),
        # the day
        ([Member(id=1, kind=RECORD, date=JUNE), Member(id=2, kind=OBSERVATIONS, report="2", date=AUGUST)], [[1, 2]]),
        ([Member(id=1, kind=RECORD, date=AUGUST), Member(id=2, kind=OBSERVATIONS, report="2", date=JUNE)], [[1], [2]]),
        ([Member(id=1, kind=RECORD, date=JUNE), Member(id=2, kind=OBSERVATIONS, report="2", date=NEXT_YEAR)], [[1], [2]]),
        # two examinations could claim it
        (
            [
                Member(id=1, kind=RECORD, session=70),
                Member(id=2, kind=OBSERVATIONS, report="OPAC-1", session=70),
                Member(id=3, kind=OBSERVATIONS, report="3-4", session=70),
            ],
            [[1], [2], [3]],
        ),
        # meetings that follow each other
        ([Member(id=1, kind=RECORD, meeting=3271), Member(id=2, kind=RECORD, meeting=3272)], [[1, 2]]),
        ([Member(id=1, kind=RECORD, meeting=3271), Member(id=2, kind=RECORD, meeting=3372)], [[1], [2]]),
        ([Member(id=1, kind=RECORD, date=JUNE), Member(id=2, kind=RECORD, date=JUNE + dt.timedelta(1))], [[1, 2]]),
        ([Member(id=1, kind=RECORD, date=JUNE), Member(id=2, kind=RECORD, date=AUGUST)], [[1], [2]]),
        # one of the meetings names the report
        ([Member(id=1, kind=RECORD, meeting=3271), Member(id=2, kind=RECORD, meeting=3272, report="2")], [[1, 2]]),
        # nothing ties them
        ([Member(id=1, kind=RECORD), Member(id=2, kind=OBSERVATIONS)], [[1], [2]]),
    ],
)  # fmt: skip
def test_what_ties_documents(members: list[Member], tied: list[list[int]]) -> None:
    assert _ids(members) == tied
    assert _ids(members[::-1]) == tied


def test_an_examination_has_a_name_of_its_own() -> None:
    members = [
        Member(id=1, kind=OBSERVATIONS, report="2-3", session=27, digest="a" * 64),
        Member(id=2, kind=RECORD, session=12, date=JUNE, digest="b" * 64),
        Member(id=3, kind=OBSERVATIONS, date=NEXT_YEAR, digest="c" * 64),
        Member(id=4, kind=OBSERVATIONS, date=NEXT_YEAR, digest="d" * 64),
    ]
    assert names_of(members) == {1: "2-3", 2: "session-12", 3: "2017-08-09", 4: "d" * 12}


def test_documents_are_tied_when_they_are_loaded(archive: None) -> None:
    found = Document.objects.filter(state="XVA", body="CRPD", principal=True).exclude(examination=None)
    assert {each.examination for each in found if each.kind in {ISSUES, Kind.REPLIES}} == {"901"}
    assert not Document.objects.filter(principal=False).exclude(examination=None).exists()
    assert not Document.objects.filter(kind=Kind.WORKING_GROUP_REPORT).exclude(examination=None).exists()


def test_questions_stay_without_an_answer_when_the_replies_are_taken_out(own_archive: None) -> None:
    issues = Question.objects.filter(document__symbol="CRPD/C/XVA/Q/901", document__principal=True)
    assert issues.filter(status="answered").exists()
    load.remove("CRPD/C/XVA/RQ/901")
    assert set(issues.values_list("status", flat=True)) == {"unknown"}


SECOND_MEETING = """CCPR/C/SR.9902

Human Rights Committee
117th session

Summary record of the 9902nd meeting

Held at the Palais Wilson, Geneva, on Monday, 11 July 2016, at 3 p.m.

The meeting was called to order at 3.05 p.m.

Consideration of reports submitted by States parties under article 40 of the Covenant (continued)

Third periodic report of Vandrelia (continued) (CCPR/C/XVA/3; CCPR/C/XVA/Q/3 and Add.1)

1. At the invitation of the Chair, the delegation of Vandrelia took places at the Committee table.

2. Ms. Tarrow (Vandrelia) said that persons who did not read either official language were informed of their rights orally, by an
interpreter who read the official text to them.

3. Mr. Ollenby (Vandrelia) said that the lighthouse district had two new schools.

The meeting rose at 4 p.m.
"""


def test_what_one_meeting_left_open_is_answered_in_the_next(own_archive: None, tmp_path: Path) -> None:
    question = Question.objects.get(document__symbol="CCPR/C/SR.9901", document__principal=True, key="5/2")
    assert question.status == "unanswered"
    (tmp_path / "second.txt").write_text(SECOND_MEETING, encoding="utf-8")
    [loaded] = load.load([tmp_path / "second.txt"])
    assert isinstance(loaded, load.Loaded)
    second = Document.objects.get(pk=loaded.document)
    assert (second.symbol, second.examination) == ("CCPR/C/SR.9902", "3")
    [asked] = exchange.asked([Question.objects.select_related("document").get(pk=question.pk)])
    assert [(link.document.symbol, link.label) for link in asked.answering] == [("CCPR/C/SR.9902", "2")]
    assert asked.question.status == "answered"
    Document.objects.update(reader_version="older")
    for again in load.load_stale():
        assert isinstance(again, load.Loaded)
        assert (again.inserted, again.updated, again.removed) == (0, 0, 0)
    load.remove("CCPR/C/SR.9902")
    question.refresh_from_db()
    assert question.status == "unanswered"
