"""Dates, meetings, delegation, troika, documents, questions in advance: the wordings of sessions 1 to 48, about an invented State."""

# ruff: noqa: E501  # one row of a table is one line

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from layers import printed
from upright import structure
from upright.identify import Identity
from upright.readers.document import Document
from upright.readers.introduction import review
from upright.records import Kind, Review
from upright.structure import BlockKind

HELD = "1. The Working Group held its tenth session from 24 January to 4 February 2011. The review of Ruritania was held at the 3rd meeting, on 25 January 2011. The delegation of Ruritania was headed by Flavia Elphberg, Minister for Roads. At its 7th meeting, held on 27 January 2011, the Working Group adopted the report on Ruritania."
TROIKA = "2. On 21 June 2010, the Human Rights Council selected the following group of rapporteurs (troika) to facilitate the review of Ruritania: Chile, the Netherlands and Zambia."
DOCUMENTS = "3. The following documents were issued: a national report (A/HRC/WG.6/10/NPL/1); a compilation prepared by OHCHR (A/HRC/WG.6/10/NPL/2); a summary prepared by OHCHR (A/HRC/WG.6/10/NPL/3)."
ADVANCE = "4. A list of questions prepared in advance by Denmark, the Czech Republic and the United Kingdom was transmitted to Ruritania through the troika."


def of(*paragraphs: str, dialogue: str = "") -> Review:
    """The review of an invented State, out of these paragraphs in the place of the usual ones with the same number."""
    usual = {words.split(".")[0]: words for words in (HELD, TROIKA, DOCUMENTS, ADVANCE)}
    text = "\n".join((usual | {words.split(".")[0]: words for words in paragraphs}).values()) + f"\n5. {dialogue or 'It was so.'}\n"
    built = structure.build(printed(f"I. Introduction\n{text}"))
    identity = Identity(symbol="A/HRC/90/4", kind=Kind.WORKING_GROUP_REPORT, language="en", state="XVA", working_group_session=10)
    document = Document(file="report.pdf", sha256="", structure=built, identity=identity)
    numbered = [block for block in built.blocks if block.kind is BlockKind.PARAGRAPH]
    found = review(document, numbered[:4], numbered[4:])
    assert found is not None
    return found


def test_the_usual_wording() -> None:
    found = of()
    assert found.session_dates == (dt.date(2011, 1, 24), dt.date(2011, 2, 4))
    assert (found.reviewed_on, found.adopted_on) == (dt.date(2011, 1, 25), dt.date(2011, 1, 27))
    assert found.meetings == (3, 7)
    assert found.head_of_delegation == "Flavia Elphberg, Minister for Roads"
    assert found.troika == ("CHL", "NLD", "ZMB")
    assert [(each.symbol[-5:], each.role) for each in found.documents] == [
        ("NPL/1", "national_report"),
        ("NPL/2", "compilation"),
        ("NPL/3", "stakeholder_summary"),
    ]
    assert found.advance_questions_from == ("DNK", "CZE", "GBR")
    assert (found.working_group_session, found.state_under_review) == (10, "XVA")


def test_no_introduction_no_review() -> None:
    built = structure.build(printed("Nothing.\n"))
    document = Document(file="x", sha256="", structure=built, identity=Identity(symbol=None, kind=Kind.WORKING_GROUP_REPORT, language="en"))
    assert review(document, [], []) is None


# (what it stands for, a paragraph, field, its value)
WORDINGS: list[tuple[str, str, str, Any]] = [
    ("A/HRC/8/24, 1", "1. The Working Group held its first session from 7 to 18 April 2008.", "session_dates", (dt.date(2008, 4, 7), dt.date(2008, 4, 18))),
    ("A/HRC/59/15, 1", "1. The Working Group held its forty-eighth session from 20 to 31 January 2025.", "session_dates", (dt.date(2025, 1, 20), dt.date(2025, 1, 31))),
    ("two months", "1. The Working Group held its third session from 1 to 15 December 2008.", "session_dates", (dt.date(2008, 12, 1), dt.date(2008, 12, 15))),
    ("two years", "1. The Working Group held its ninth session from 29 December 2010 to 4 January 2011.", "session_dates", (dt.date(2010, 12, 29), dt.date(2011, 1, 4))),
    ("a dash", "1. The Working Group held its ninth session from 1–12 November 2010.", "session_dates", (dt.date(2010, 11, 1), dt.date(2010, 11, 12))),
    ("A/HRC/8/24, 1, no comma", "1. The review of Ruritania was held at the 6th meeting on 9 April 2008.", "reviewed_on", dt.date(2008, 4, 9)),
    ("A/HRC/8/19, 1, held twice", "1. The review of Ruritania was held at the 1st meeting held on 7 April 2008.", "reviewed_on", dt.date(2008, 4, 7)),
    ("A/HRC/28/10, 1", "1. The review of Ruritania was held at the 7th meeting, on 30 October 2014.", "reviewed_on", dt.date(2014, 10, 30)),
    ("A/HRC/8/22, 1, a number in words", "1. The review of Ruritania was held at the fourth meeting held on 8 April 2008. At its twelfth meeting held on 10 April 2008, the Working Group adopted the report.", "meetings", (4, 12)),
    ("A/HRC/28/10, 1, adopted", "1. At its 14th meeting, held on 4 November 2014, the Working Group adopted the report on Ruritania.", "adopted_on", dt.date(2014, 11, 4)),
    ("A/HRC/8/24, 1, adopted", "1. At its 10th meeting held on 11 April 2008, the Working Group adopted the present report on Ruritania.", "adopted_on", dt.date(2008, 4, 11)),
    ("A/HRC/11/15, 1, no number", "1. At its meeting held on 4 February 2009, the Working Group adopted the present report on Ruritania.", "adopted_on", dt.date(2009, 2, 4)),
    ("A/HRC/11/15, 1, meetings", "1. The review of Ruritania was held at the 1st meeting on 2 February 2009. At its meeting held on 4 February 2009, it adopted the report.", "meetings", (1,)),
    ("A/HRC/8/24, 1, H.E.", "1. The delegation of Ruritania was headed by H.E. Ms. Flavia Elphberg, Secretary of State. For the composition see the annex.", "head_of_delegation", "H.E. Ms. Flavia Elphberg, Secretary of State"),
    ("A/HRC/11/15, 1, co-headed", "1. The delegation of Ruritania was co-headed by H.E. Flavia Elphberg and H.E. Rudolf Rassendyll, Ministers. It was large.", "head_of_delegation", "H.E. Flavia Elphberg and H.E. Rudolf Rassendyll, Ministers"),
    ("led", "1. The delegation of Ruritania was led by the Minister for Roads, Flavia Elphberg.", "head_of_delegation", "the Minister for Roads, Flavia Elphberg"),
    ("and composed of", "1. The delegation of Ruritania was headed by Flavia Elphberg and was composed of nine members.", "head_of_delegation", "Flavia Elphberg"),
    ("A/HRC/59/15, 2", "2. On 8 January 2025, the Human Rights Council selected the following group of rapporteurs (troika) to facilitate the review of Ruritania: Dominican Republic, South Africa and Thailand.", "troika", ("DOM", "ZAF", "THA")),
    ("troika, names with and", "2. On 8 May 2010, the Council selected the following group of rapporteurs (troika): Bosnia and Herzegovina, Trinidad and Tobago and Guinea-Bissau.", "troika", ("BIH", "TTO", "GNB")),
    ("troika, name with a bracket", "2. The following group of rapporteurs (troika) was selected: Bolivia (Plurinational State of), Iran (Islamic Republic of) and the Republic of Korea.", "troika", ("BOL", "IRN", "KOR")),
    ("one State asks", "4. A list of questions prepared in advance by Denmark was transmitted to Ruritania through the troika.", "advance_questions_from", ("DNK",)),
    ("A/HRC/8/24, 4, nobody is named", "4. A list of questions prepared in advance by States members and observers of the Council was transmitted to Ruritania.", "advance_questions_from", ()),
    ("A/HRC/59/15, 4, a group of sponsors", "4. A list of questions prepared in advance by Belgium, members of the core group of sponsors of the resolutions (Costa Rica and Maldives), Germany, Portugal, on behalf of the Group of Friends on follow-up, and Spain was transmitted to Ruritania.", "advance_questions_from", ("BEL", "CRI", "MDV", "DEU", "PRT", "ESP")),
    ("a corrigendum", "3. The documents were: a national report (A/HRC/WG.6/10/NPL/1) and its corrigendum (A/HRC/WG.6/10/NPL/1/Corr.1); a compilation (A/HRC/WG.6/10/NPL/2).", "documents", 3),
    ("symbol with a space", "3. The documents were: a national report (A/HRC/ WG.6/10/NPL/1).", "documents", 1),
]  # fmt: skip


@pytest.mark.parametrize(("paragraph", "name", "value"), [row[1:] for row in WORDINGS], ids=[row[0] for row in WORDINGS])
def test_wordings(paragraph: str, name: str, value: Any) -> None:
    found = getattr(of(paragraph), name)
    assert (len(found) if name == "documents" else found) == value


# Unknown is a value: what the text does not say is None, not guessed.
MISSING = [
    ("A/HRC/26/18, 1", "1. The Working Group held its nineteenth session in Geneva.", "session_dates"),
    ("no date of the review", "1. The review of Ruritania was held.", "reviewed_on"),
    ("no year", "1. The review of Ruritania was held at the 3rd meeting, on 25 January.", "reviewed_on"),
    ("a day that does not exist", "1. The review of Ruritania was held at the 3rd meeting, on 31 April 2011.", "reviewed_on"),
    ("nobody leads", "1. The delegation of Ruritania was large.", "head_of_delegation"),
]


@pytest.mark.parametrize(("paragraph", "name"), [row[1:] for row in MISSING], ids=[row[0] for row in MISSING])
def test_what_is_not_said_is_not_guessed(paragraph: str, name: str) -> None:
    assert getattr(of(paragraph), name) is None


ANNOUNCED = [
    ("During the interactive dialogue, 73 delegations made statements.", 73),
    ("During the interactive dialogue, seventy-three delegations made statements.", 73),
    ("During the interactive dialogue, forty delegations made statements.", 40),
    ("Thirty-six delegations made statements.", 36),
    ("During the ensuing interactive dialogue, statements were made by 46 delegations.", 46),
    ("Statements were made by many.", None),
    ("A number of delegations welcomed the report.", None),
    ("During the dialogue, nineteen States took the floor.", 19),
    ("In total, 42 statements were made by delegations.", 42),
]


@pytest.mark.parametrize(("dialogue", "wanted"), ANNOUNCED)
def test_statements_announced(dialogue: str, wanted: int | None) -> None:
    assert of(dialogue=dialogue).statements_announced == wanted
