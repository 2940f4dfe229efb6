"""A reading made by hand: one record of many kinds, with every kind of value that a record can hold."""

from __future__ import annotations

import datetime as dt

from upright.identify import Identity
from upright.readers.reading import Reading
from upright.records import (
    Act,
    ActOf,
    Answer,
    Citation,
    Commitment,
    Concern,
    DocumentRecord,
    DocumentRole,
    Dossier,
    Event,
    Figure,
    Finding,
    FollowUp,
    Footnote,
    Grade,
    Kind,
    Label,
    Link,
    LinkKind,
    Moment,
    NextReport,
    Paragraph,
    Part,
    Pledge,
    Position,
    PositionRecord,
    PositionStated,
    Progress,
    Question,
    Recommendation,
    RecommendationRef,
    Record,
    RecordRef,
    Review,
    Role,
    Severity,
    Source,
    Speaker,
    Statement,
    Tense,
    Turn,
    Unread,
)

SYMBOL = "A/HRC/90/4"
TEXT = "A/HRC/90/4\n\f1. The State said “déjà vu”.\n1.1 =Ratify the treaty1 (France)/accede to it (Germany);\n1 As read.\nNext line.\n"


def source(words: str, paragraph: str | None) -> Source:
    start = TEXT.index(words)
    return Source(file="report.pdf", paragraph=paragraph, page=2, start=start, end=start + len(words))


def reading(*, file: str = "report.pdf", symbol: str = SYMBOL, state: str | None = "XXA") -> Reading:
    """One record of each kind."""
    one, item = source("1. The State said “déjà vu”.", "1"), source("1.1 =Ratify the treaty1 (France)/accede to it (Germany);", "1.1")
    note = Footnote(mark="1", text="As read.", start=TEXT.index("1 As read."), end=TEXT.index("\nNext"))
    stated = PositionStated(position=Position.NOTED, progress=None, position_as_stated="noted", stated_in=f"{SYMBOL}/Add.1, 3")
    records = (
        DocumentRecord(
            document=symbol,
            source=Source(file=file, paragraph=None, page=1, start=0, end=len(TEXT)),
            symbol=symbol,
            kind=Kind.WORKING_GROUP_REPORT,
            language="en",
            date=dt.date(2030, 2, 1),
            cycle=4,
            pages=2,
            sha256="0" * 64,
        ),
        Review(
            document=symbol,
            source=one,
            state_under_review=state,
            working_group_session=60,
            session_dates=(dt.date(2030, 1, 20), dt.date(2030, 1, 31)),
            reviewed_on=dt.date(2030, 1, 21),
            adopted_on=None,
            meetings=(3, 4),
            head_of_delegation="the Minister",
            troika=("DEU", "KWT", "ZAF"),
            documents=(DocumentRole(symbol="A/HRC/WG.6/60/XXA/1", role="national_report"),),
            advance_questions_from=(),
            statements_announced=1,
        ),
        Paragraph(document=symbol, source=one, label="1", headings=("I. Summary", "B. Dialogue"), text="The State said “déjà vu”."),
        Statement(document=symbol, source=one, paragraph="1", by=("FRA",), acts=(ActOf(act=Act.ASKED, start=one.start, end=one.end),)),
        Recommendation(
            document=symbol,
            source=item,
            number="1.1",
            text="=Ratify the treaty/accede to it",
            states=("FRA", "DEU"),
            parts=(Part(text="=Ratify the treaty", states=("FRA",)), Part(text="accede to it", states=("DEU",))),
            position=Position.SUPPORTED,
            progress=Progress.IN_PROCESS,
            position_as_stated="enjoy the support",
            footnotes=(note,),
            history=(stated,),
            position_in_force=Position.NOTED,
        ),
        PositionRecord(
            document=symbol,
            source=item,
            recommendation=RecommendationRef(symbol=None, number="1.1"),
            position=None,
            position_as_stated="@home",
            stated_in=symbol,
        ),
        Pledge(document=symbol, source=one, text="To do it", made_in=symbol),
        Question(document=symbol, source=one, id="1", asked_by=("FRA",), text="Will it?", form="direct", about=("art. 2",)),
        Turn(document=symbol, source=one, paragraphs=("1",), speaker=Speaker(name="Roe", title="Ms.", role=Role.DELEGATION, state="XXA")),
        Event(document=symbol, source=one, event=Moment.ROSE, at="13:10"),
        Answer(document=symbol, source=one, question="1", paragraphs=("1",), confidence=0.7, method="rule", because="déjà vu"),
        Figure(
            document=symbol,
            source=one,
            measure="complaints filed",
            value=30.0,
            value_high=40.0,
            unit="per cent",
            period="2030",
            population=None,
            qualifier="between",
            stated_by="Roe",
            text="30 to 40 per cent",
        ),
        Commitment(document=symbol, source=one, by="Roe", text="would do it", tense=Tense.PROMISED),
        Concern(document=symbol, source=one, paragraphs=("1",), text="The State said", recommendations=("1.1",)),
        FollowUp(document=symbol, source=one, paragraphs=("1.1",), within="one year", due=None),
        NextReport(document=symbol, source=one, due=dt.date(2034, 2, 1), as_stated="by 1 February 2034"),
        Grade(
            document=symbol, source=item, paragraph="1.1", limb="(a)", grade_as_stated="[B]", grade="B", scale=None, evaluation="Partly."
        ),
        Label(document=symbol, source=item, of="1.1", scheme="theme", value="treaties", method="rule", confidence=0.5),
        Citation(document=symbol, source=item, cites="treaty_article", target="ICCPR art. 2", text="article 2"),
        Finding(document=symbol, source=one, check="numbering", severity=Severity.WARNING, message="a gap", paragraphs=("1", "3")),
        Unread(document=symbol, source=one, reason="no State is named"),
    )
    identity = Identity(symbol=symbol, kind=Kind.WORKING_GROUP_REPORT, language="en", state=state, date=dt.date(2030, 2, 1), cycle=4)
    return Reading(file=file, sha256="0" * 64, identity=identity, text=TEXT, records=records, seconds=0.0)


def between() -> tuple[Record, ...]:
    """One record of each kind that is made of several documents."""
    place = source("1.1 =Ratify the treaty1 (France)/accede to it (Germany);", "1.1")
    later = RecordRef(symbol=SYMBOL, sha256="0" * 64, record="recommendation", key="1.1")
    earlier = RecordRef(symbol=None, sha256="1" * 64, record="question", key="2")
    link = Link(
        document=SYMBOL, source=place, from_=later, to=earlier, kind=LinkKind.NARROWER, method="model", confidence=0.9,
        because="=the same treaty; ‘treaty’", by="Somebody",
    )  # fmt: skip
    return link, Dossier(
        document=SYMBOL, source=place, id="1.1", state="XXA", title="Ratification of the treaty", treaties=("CAT",),
        members=(earlier, later), because="the same treaty",
    )  # fmt: skip
