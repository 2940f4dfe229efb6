"""Summary records: who speaks, and when the meeting was opened, suspended, resumed and rose."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from layers import document, printed
from upright.extract.text import TextLayer
from upright.identify import identify
from upright.pipeline import read_file
from upright.readers import summary_record
from upright.readers.speakers import Setting, opening, speaker
from upright.records import Event, Finding, Kind, Paragraph, Record, Role, Speaker, Turn, Unread, plain

FREE = Setting("XVA", states_are_members=False)


def who(text: str, setting: Setting = FREE) -> tuple[str | None, str | None, str, str | None] | None:
    """Title, name, role and State of the speaker whose turn a paragraph opens; None where it opens none."""
    found = opening(text)
    if found is None or not found.says:
        return None
    said = speaker(found, setting)
    return said.title, said.name, said.role.value, said.state


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # CCPR/C/SR.3272, 2, 6, 46, 52, 69: reworded
        ("2. Mr. Oduya (Kenya) said that the law was new.", ("Mr.", "Oduya", "delegation", "KEN")),
        ("6. Ms. Holm-Fehr said that States could not do so.", ("Ms.", "Holm-Fehr", "member", None)),
        ("46. Mr. Roe (Iran (Islamic Republic of)), responding to a question, said no.", ("Mr.", "Roe", "delegation", "IRN")),
        ("52. Mr. Roe (Kenya) confirmed that the Code asked for it.", ("Mr.", "Roe", "delegation", "KEN")),
        ("69. Ms. Holm, referring to the Act of 2015, asked whether it was in force.", ("Ms.", "Holm", "member", None)),
        # CEDAW/C/SR.724, 1, 27, 35, 38, 49, 62
        ("1. Ms. Pereira da Luz expressed the hope that data would come.", ("Ms.", "Pereira da Luz", "member", None)),
        ("27. Ms. Oka, referring to paragraph 9 of the report (CEDAW/C/XVA/1-2), noted that all was well.", ("Ms.", "Oka", "member", None)),
        ("38. Ms. Ibáñez Domínguez said that she, too, was concerned.", ("Ms.", "Ibáñez Domínguez", "member", None)),
        ("49. Ms. Lin Xiaohua said that paragraph 9 gave no figures.", ("Ms.", "Lin Xiaohua", "member", None)),
        ("62. Ms. Žunić asked whether it was a crime.", ("Ms.", "Žunić", "member", None)),
        # names
        ("3. Mr. de Villiers wondered why.", ("Mr.", "de Villiers", "member", None)),
        ("3. Mr. Ben Said enquired about the law.", ("Mr.", "Ben Said", "member", None)),
        ("3. Sir Peter Rawley commended the State party.", ("Sir", "Peter Rawley", "member", None)),
        ("3. Mr. al-Hadi was pleased to note the law.", ("Mr.", "al-Hadi", "member", None)),
        ("3. Mr. O’Brien also invited the delegation to comment.", ("Mr.", "O’Brien", "member", None)),
        ("3. Mrs. van der Berg would like to know more.", ("Mrs.", "van der Berg", "member", None)),
        ("3. Ms. Holm: how many were there?", ("Ms.", "Holm", "member", None)),
        # capitals: CAT/C/SR.525, CERD/C/SR.1437, CCPR/C/SR.2564/Add.1
        ("3. Mr. AMARI said that he agreed.", ("Mr.", "Amari", "member", None)),
        ("3. Ms. McDONNELL asked for figures.", ("Ms.", "McDonnell", "member", None)),
        ("3. Mr. LI Guoqiang thanked the delegation.", ("Mr.", "Li Guoqiang", "member", None)),
        ("Sir Peter RAWLEY, Special Rapporteur for follow-up on Views, introduced his report.", ("Sir", "Peter Rawley", "member", None)),
        ("3. Ms. O'HARA-DUNNE said yes.", ("Ms.", "O'Hara-Dunne", "member", None)),
        # a number without a space behind it: CERD/C/SR.1437, 1
        ("1.Mr. BERG (Rapporteur) drew attention to a document.", ("Mr.", "Berg", "member", None)),
        # the Chair
        ("3. The Chair thanked the delegation.", (None, None, "chair", None)),
        ("3. The CHAIRPERSON said that time was short.", (None, None, "chair", None)),
        ("THE CHAIRPERSON declared open the session.", (None, None, "chair", None)),
        ("3. The Chairman, summing up, said that much was done.", (None, None, "chair", None)),
        ("3. The Acting Chair invited the delegation to reply.", (None, None, "chair", None)),
        ("3. The Temporary Chairperson declared open the session.", (None, None, "chair", None)),
        ("3. The Chair drew attention to article 2.", (None, None, "chair", None)),
        ("3. The Chairperson, speaking in her personal capacity, said that it was clear.", (None, None, "member", None)),
        ("3. The Chair, speaking as a member of the Committee, asked why.", (None, None, "member", None)),
        ("3. The Chair, speaking in his capacity as Country Rapporteur, asked why.", (None, None, "member", None)),
        ("2.After a discussion in which Mr. BERG and Ms. ROE took part, the CHAIRMAN read out the names.", (None, None, "chair", None)),
        ("2. In reply to Ms. Holm, Mr. Oduya (Kenya) said that it was so.", ("Mr.", "Oduya", "delegation", "KEN")),
        # offices in brackets and between commas
        ("3. Ms. Holm (Alternate Country Rapporteur) asked how long.", ("Ms.", "Holm", "member", None)),
        ("3. Mr. Oduya, Minister of Justice, introducing the report, said so.", ("Mr.", "Oduya", "delegation", "XVA")),
        ("3. Mr. Oduya (Minister of Justice) said so.", ("Mr.", "Oduya", "delegation", "XVA")),
        ("3. Ms. Holm (Country Rapporteur) asked how long.", ("Ms.", "Holm", "member", None)),
        ("3. Mr. Berg, Country Rapporteur, said that the report was late.", ("Mr.", "Berg", "member", None)),
        ("3. Ms. Holm (Rapporteur for the report of Kenya) said so.", ("Ms.", "Holm", "member", None)),
        ("3. Ms. Holm (Vice-Chairperson) said so.", ("Ms.", "Holm", "member", None)),
        ("3. Mr. Berg (Secretary of the Committee) said that rooms were few.", ("Mr.", "Berg", "secretariat", None)),
        ("3. Ms. ROE (Secretary of the Committee), in response to Mr. LI Guoqiang, said no.", ("Ms.", "Roe", "secretariat", None)),
        ("3. Mr. Berg (Office of the United Nations High Commissioner for Human Rights) said so.", ("Mr.", "Berg", "secretariat", None)),
        ("3. Mr. Berg (Chief, Groups Section, Office of the Commissioner (OHCHR)), commended it.", ("Mr.", "Berg", "secretariat", None)),
        ("3. Mr. BERG (Representative of the Secretary-General) conveyed wishes.", ("Mr.", "Berg", "secretariat", None)),
        ("3. Ms. Holm (UNICEF) said that her office helped.", ("Ms.", "Holm", "other", None)),
        ("3. Mr. Berg (Observer for Jordan) said that it must stop.", ("Mr.", "Berg", "other", "JOR")),
        ("3. Mr. Berg (former Special Rapporteur on Chad), speaking via video link, said so.", ("Mr.", "Berg", "other", None)),
        # territories speak in the delegation of their State
        ("3. Mr. Chan (Hong Kong, China) said that courts were free.", ("Mr.", "Chan", "delegation", "CHN")),
        ("3. Ms. Quayle (Isle of Man) said so.", ("Ms.", "Quayle", "delegation", "GBR")),
        ("3. At the invitation of the Chair, Mr. Berg (Secretary of the Committee) read a list.", ("Mr.", "Berg", "secretariat", None)),
        ("3. At the invitation of the Chair, Mr. Oduya (Kenya) took a place at the Committee table.", None),
        # groups, and several at once
        ("3. Mr. Berg, Ms. HOLM and Mr. Roe said that they agreed.", (None, None, "member", None)),
        ("3. Mr. Berg and Ms. Holm (Vice-Chair) took part.", None),
        ("3. The delegation of Kenya said that figures would follow.", (None, None, "delegation", "KEN")),
        ("3. The representative of Kenya explained the law.", (None, None, "delegation", "KEN")),
        # guests
        ("3. Ms. Holm (Kenya National Commission on Human Rights) said so.", ("Ms.", "Holm", "other", None)),
        ("3. Mr. Oduya (Kenya, Deputy Head of Delegation) said so.", ("Mr.", "Oduya", "delegation", "KEN")),
        ("3. Ms. Holm was particularly concerned at the delay.", ("Ms.", "Holm", "member", None)),
        ("3. Ms. Holm was not convinced that it was so.", ("Ms.", "Holm", "member", None)),
        ("3. The Chair, noting the time and speaking in his personal capacity, asked why.", (None, None, "member", None)),
        ("3. The Chair said that he had been speaking in his personal capacity.", (None, None, "chair", None)),
        # persons spoken about, and other beginnings
        ("3. Mr. Oduya was not allowed to appeal.", None),
        ("3. Mr. Oduya would be released.", None),
        ("3. Mr. Oduya could not appeal.", None),
        ("3. After his arrest, Mr. Oduya told the court that he was ill.", None),
        ("3. Mr. Oduya’s lawyer said that he was ill.", None),
        ("3. Mr. Oduya had been arrested in May.", None),
        ("3. Mr. Oduya, who had been arrested, was ill.", None),
        ("3. Mr. Oduya was released.", None),
        ("3. The Chair of the Supreme Court had said so.", None),
        ("3. The Chairperson’s proposal was good.", None),
        ("3. The delegation should comment on the law.", None),
        ("3. The President of the Republic said that courts were free.", None),
        ("3. In reply to the question, she said that Mr. Oduya had left.", None),
        ("3. Turning to article 7, he asked how long.", None),
    ],
)  # fmt: skip
def test_who_opens_a_turn(text: str, expected: tuple[str | None, ...] | None) -> None:
    assert who(text) == expected


def test_members_of_a_committee_of_states() -> None:
    """A/AC.183/SR.413: nobody is under review, and the members are States."""
    states = Setting(None, states_are_members=True)
    assert who("Mr. Berg (Tunisia) said that his country agreed.", states) == ("Mr.", "Berg", "member", "TUN")
    assert who("Mr. Berg (Observer for Jordan) said so.", states) == ("Mr.", "Berg", "other", "JOR")


def read(text: str | TextLayer) -> list[Record]:
    return list(summary_record.read(document(printed(text) if isinstance(text, str) else text, Kind.SUMMARY_RECORD)))


def turns(records: list[Record]) -> list[tuple[tuple[str, ...], str | None, str]]:
    return [(each.paragraphs, each.speaker.name, each.speaker.role.value) for each in records if isinstance(each, Turn)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The meeting was called to order at 10.05 a.m.", [("opened", "10:05")]),
        ("The meeting was called to order at 3 p.m.", [("opened", "15:00")]),
        ("The public part of the meeting was called to order at 4.20 p.m.", [("opened", "16:20")]),
        ("The second part (public) of the meeting began at 5 p.m.", [("opened", "17:00")]),
        ("The discussion covered in the summary record began at 5.15 p.m.", [("opened", "17:15")]),
        ("The meeting was suspended at 11.25 a.m. and resumed at 11.45 a.m.", [("suspended", "11:25"), ("resumed", "11:45")]),
        ("The meeting was suspended at 11.55 a.m. and was resumed at noon.", [("suspended", "11:55"), ("resumed", "12:00")]),
        ("The meeting was suspended from 4.30 to 4.45 p.m.", [("suspended", "16:30"), ("resumed", "16:45")]),
        ("The meeting was suspended.", [("suspended", None)]),
        ("The meeting rose at 1.10 p.m.", [("rose", "13:10")]),
        ("The meeting rose at 12 noon.", [("rose", "12:00")]),
        ("The public part of the meeting rose at 12.05 p.m.", [("rose", "12:05")]),
        ("The discussion covered in the summary record ended at 12.45 p.m.", [("rose", "12:45")]),
        ("The meeting was adjourned at 6 p.m.", [("rose", "18:00")]),
        ("Mr. Berg said that the meeting was suspended at 3 p.m. by the police.", []),
        ("The meeting was suspended at the wish of the delegation, she said.", []),
    ],
)
def test_events(text: str, expected: list[tuple[str, str | None]]) -> None:
    records = read(f"1. Ms. Holm said that it was late.\n{text}")
    assert [(each.event.value, each.at) for each in records if isinstance(each, Event)] == expected


MEETING = """Chairperson: Ms. Ibarra
later: Mr. Lund (Vice-Chairperson)
The meeting was called to order at 10 a.m.
1. At the invitation of the Chairperson, Mr. Odunya (Kenya) took a place at the Committee table.
2. Mr. Odunya (Kenya), introducing the report of Kenya, said that a Government was elected in 2010.
3. The law had been amended, and Mr. Roe said so in court.
4. Mr. Roe had been convicted.
5. Ms. Holm said that Mr. Roe had been beaten. How many cases were there?
The meeting was suspended at 11.30 a.m. and resumed at 11.40 a.m.
6. She also asked for figures.
7. Mr. Lund (Vice-Chairperson) took the Chair.
8. The Chairperson said that time was short.
9. Ms. Ibarra asked why.
10. Mr. Odumya (Kenya) said that there were nine.
11. The Chairperson resumed the chair.
12. The Chairperson thanked the delegation.
13. The agenda was adopted.
The meeting rose at 1 p.m.
* No summary record was prepared for the rest of the meeting."""


def test_a_meeting() -> None:
    records = read(MEETING)
    assert turns(records) == [
        (("2", "3", "4"), "Odunya", "delegation"),
        (("5", "6"), "Holm", "member"),
        (("8",), "Lund", "chair"),
        (("9",), "Ibarra", "member"),
        (("10",), "Odunya", "delegation"),
        (("12",), "Ibarra", "chair"),
    ]
    assert [(each.event.value, each.at) for each in records if isinstance(each, Event)] == [
        ("opened", "10:00"), ("suspended", "11:30"), ("resumed", "11:40"), ("rose", "13:00"),
    ]  # fmt: skip
    assert not [each for each in records if isinstance(each, Unread)]


def test_a_line_that_was_drawn_to_the_paragraph_above_it() -> None:
    """As in CCPR/C/SR.3272, 24, where the line of the suspension stands under the paragraph without a space."""
    records = read(
        "Chair: Ms. Ibarra\n1. Ms. Holm said so, and that Mr. Roe took the chair.\n2. The Chair thanked her. Mr. Lund took the Chair.\n"
        "3. The Chair said so."
    )
    assert turns(records) == [(("1",), "Holm", "member"), (("2",), "Ibarra", "chair"), (("3",), "Lund", "chair")]


def test_a_sentence_cut_by_the_foot_of_a_page() -> None:
    """CCPR/C/SR.3272, 15 and 40: header and number of the page stand inside a sentence."""
    cut = "1. Ms. Holm said that the law limited the right of\n\f\nCCPR/C/SR.9902\nGE.16-90118 3\nKenyan workers to strike."
    assert turns(read(f"{cut}\n2. Mr. Roe agreed.")) == [(("1",), "Holm", "member"), (("2",), "Roe", "member")]


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("Goldoba", "Goldaba", True),  # a letter
        ("Žunić", "Zunic", True),  # accents
        ("AMARI", "Amari", True),  # capitals
        ("Tarrow", "Garrow", False),  # the first letter
        ("Roe", "Rowe", False),  # too short to tell
        ("Oduya", "Holmes", False),
    ],
)
def test_two_spellings_of_a_name(one: str, other: str, joined: bool) -> None:
    records = read(f"1. Mr. {one} (Kenya) said so.\n2. Ms. Holm asked why.\n3. Mr. {other} (Kenya) said so.")
    names = {each.speaker.name for each in records if isinstance(each, Turn)}
    assert len(names) == (2 if joined else 3)


def test_who_takes_the_floor_from_the_other_is_another_person() -> None:
    records = read("1. Mr. Goldoba (Kenya) said so.\n2. Mr. Goldaba (Kenya) said so.")
    assert [name for _, name, _ in turns(records)] == ["Goldoba", "Goldaba"]


def test_a_record_without_numbers() -> None:
    """CAT/C/SR.1540 as the web gives it: the numbers are lost."""
    records = read(
        lines(
            "Chair: Ms. Ibarra",
            "The meeting was called to order at 10 a.m.",
            "Organizational matters",
            "The Chair invited Mr. Roe to present the report.",
            "Mr. Roe said that the report was short.",
            "The report would be longer next year.",
            "Chapter I was adopted.",
            "Ms. Holm asked why.",
        )
    )
    assert turns(records) == [((), "Ibarra", "chair"), ((), "Roe", "member"), ((), "Holm", "member")]
    assert not [each for each in records if isinstance(each, Unread)]


def test_a_turn_that_has_lost_its_number_only() -> None:
    """CEDAW/C/SR.434: a number is missing where a name without a number may begin a turn; elsewhere it is spoken about."""
    records = read(
        lines(
            "1. Ms. Holm said so.",
            "Mr. Roe said that he had been beaten.",
            "2. It was so.",
            "Mr. Lund asked why.",
            "4. He waited.",
            "5. Ms. Holm thanked him.",
            "6. Mr. Berg agreed.",
        )
    )
    assert turns(records) == [
        (("1", "2"), "Holm", "member"),
        (("2", "4"), "Lund", "member"),
        (("5",), "Holm", "member"),
        (("6",), "Berg", "member"),
    ]


def test_what_has_lost_its_beginning() -> None:
    """CEDAW/C/SR.434, 15 to 17: under a heading, a paragraph without its number and its first words is nobody's."""
    records = read(
        lines(
            "1. Ms. Holm said that the law was old.",
            "It had to be revised.",
            "Articles 1 and 2",
            "She asked what was planned.",
            "3. Mr. Roe said that he agreed.",
            "Article 3",
            "All was well.",
        )
    )
    assert turns(records) == [(("1",), "Holm", "member"), (("1",), None, "member"), (("3",), "Roe", "member")]
    assert [each.source.paragraph for each in records if isinstance(each, Unread)] == ["1", "3"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "La séance est ouverte à 10 h 5.", [("opened", "10:05")]),
        ("fr", "La séance est suspendue à 11 h 25; elle est reprise à 11 h 45.", [("suspended", "11:25"), ("resumed", "11:45")]),
        ("fr", "La séance est levée à 13 heures.", [("rose", "13:00")]),
        ("es", "Se declara abierta la sesión a las 15.05 horas.", [("opened", "15:05")]),
        ("es", "Se suspende la sesión a las 16.30 horas y se reanuda a las 16.45 horas.", [("suspended", "16:30"), ("resumed", "16:45")]),
        ("ru", "Заседание открывается в 10 ч. 05 м.", [("opened", "10:05")]),
        ("zh", "上午10时10分宣布开会。", [("opened", "10:10")]),
        ("zh", "下午1时散会。", [("rose", "13:00")]),
        ("ar", "افتتحت الجلسة الساعة 10/05", [("opened", "10:05")]),
        ("fr", "La séance était longue.", []),
    ],
)
def test_another_language(language: str, text: str, expected: list[tuple[str, str | None]]) -> None:
    """Events are read; turns are not, and the record says so."""
    made = document(printed(f"1. {text}"), Kind.SUMMARY_RECORD)
    made.identity = replace(made.identity, language=language)
    records = list(summary_record.read(made))
    assert [(each.event.value, each.at) for each in records if isinstance(each, Event)] == expected
    assert [type(each) for each in records if not isinstance(each, Event)] == [Unread]


def lines(*each: str) -> TextLayer:
    """A text whose lines are paragraphs, as a plain file gives it."""
    return replace(printed("\n".join(each)), wrapped=False, media_type="text/plain")


# --- what the record is


@pytest.mark.parametrize(
    ("title", "meeting"),
    [
        ("Summary record of the 9907th meeting", 9907),
        ("SUMMARY RECORD (PARTIAL)* OF THE 30th MEETING", 30),  # E/C.12/2003/SR.30
        ("PROVISIONAL SUMMARY RECORD OF THE 972nd MEETING", 972),  # CERD/C/SR.972
        ("SUMMARY RECORD OF THE SECOND PART (PUBLIC)* OF THE 835th MEETING", 835),  # CAT/C/SR.835/Add.1
        ("Summary record of the 1563rd (Chamber B) meeting", 1563),  # CRC/C/SR.1563
        ("Summary record of the 1845th meeting*", 1845),  # CRC/C/SR.1845
    ],
)
def test_a_record_without_its_symbol(title: str, meeting: int) -> None:
    text = f"Committee on the Rights of the Child\nFifty-fifth session\n{title}\nHeld on Friday, 4 October 2013, at 3 p.m.\n"
    found = identify(
        printed(f"{text}1. The Chair said that the committee had the report of the State party on its table, and thanked it." * 3), "x.txt"
    )
    assert (found.kind, found.meeting, found.body, found.committee_session) == (Kind.SUMMARY_RECORD, meeting, "CRC", 55)
    assert found.date == dt.date(2013, 10, 4)


# --- whole records

SR = "documents/treaty_bodies/summary_records"
RECORDS = {
    "CCPR_C_SR.3272": "documents/CCPR_C_SR.3272.txt",
    "CEDAW_C_SR.434": f"{SR}/CEDAW_C_SR.434_Nepal_1999_en.txt",
    "CEDAW_C_SR.724": f"{SR}/CEDAW_C_SR.724_Turkmenistan_2006_en.txt",
    "A_AC.183_SR.413": f"{SR}/A_AC.183_SR.413_2023_en.txt",
}


@cache
def found(path: Path) -> tuple[Record, ...]:
    return read_file(path).records


def spoken(records: tuple[Record, ...], label: str) -> Speaker:
    return next(each.speaker for each in records if isinstance(each, Turn) and label in each.paragraphs)


def test_every_paragraph_of_sr_3272(corpus: Path) -> None:
    """73 of 73: paragraph 1 is told by the record, every other one is in one turn, with its speaker and role."""
    records = found(corpus / RECORDS["CCPR_C_SR.3272"])
    said = [(label, each.speaker) for each in records if isinstance(each, Turn) for label in each.paragraphs]
    assert [label for label, _ in said] == [str(number) for number in range(2, 74)]
    assert {each.role for _, each in said} == {Role.DELEGATION, Role.MEMBER, Role.CHAIR}
    assert [label for label, each in said if each.role is Role.MEMBER] == [*map(str, range(6, 25)), "69", "70"]
    assert [label for label, each in said if each.role is Role.CHAIR] == ["73"]
    assert {each.state for _, each in said if each.role is Role.DELEGATION} == {"KAZ"}
    assert spoken(records, "39").name == spoken(records, "71").name == "Goloburda"
    assert [(each.event.value, each.at) for each in records if isinstance(each, Event)] == [
        ("opened", "10:05"), ("suspended", "11:30"), ("resumed", "11:40"), ("rose", "13:10"),
    ]  # fmt: skip


def test_the_chair_of_sr_724_changes(corpus: Path) -> None:
    records = found(corpus / RECORDS["CEDAW_C_SR.724"])
    assert spoken(records, "21") == Speaker(name="Manalo", title="Ms.", role=Role.MEMBER, state=None)
    assert spoken(records, "64") == Speaker(name="Schöpp-Schilling", title="Ms.", role=Role.CHAIR, state=None)
    assert not [each for each in records if isinstance(each, Turn) and "43" in each.paragraphs]


# Paragraphs in which nobody speaks.
TOLD = {"CCPR_C_SR.3272": ["1"], "CEDAW_C_SR.434": ["1"], "CEDAW_C_SR.724": ["43"], "A_AC.183_SR.413": ["1"]}


@pytest.mark.parametrize("name", RECORDS)
def test_every_numbered_paragraph_is_in_one_turn_or_told(corpus: Path, name: str) -> None:
    records = found(corpus / RECORDS[name])
    spans = [each.source for each in records if isinstance(each, Turn)]
    alone = []
    for each in records:
        if isinstance(each, Paragraph) and each.label:
            inside = [span for span in spans if span.start <= each.source.start < span.end]
            assert len(inside) <= 1
            alone += [] if inside else [each.label]
    assert alone == TOLD[name]


def test_chinese(corpus: Path) -> None:
    records = found(corpus / f"{SR}/A_AC.183_SR.413_2023_zh.txt")
    assert [(each.event.value, each.at) for each in records if isinstance(each, Event)] == [("opened", "10:10"), ("rose", "11:35")]
    assert len([each for each in records if isinstance(each, Unread)]) == 1


@pytest.mark.parametrize("kind", ["pdf", "docx", "txt"])
def test_the_specimen(specimens: Path, kind: str) -> None:
    records = found(specimens / "files" / f"summary2016.{kind}")
    rows = [json.loads(line) for line in (specimens / "expected" / "summary2016.jsonl").read_text(encoding="utf-8").splitlines()]
    said = [{"paragraphs": plain(each.paragraphs), "speaker": plain(each.speaker)} for each in records if isinstance(each, Turn)]
    chair = "Brannick" if kind != "txt" else None  # the text begins where the meeting does, without the cover that names the Chair
    wanted = [{key: row[key] for key in ("paragraphs", "speaker")} for row in rows if row["record"] == "turn"]
    for row in wanted:
        if row["speaker"]["name"] == "Brannick" and chair is None:
            row["speaker"] |= {"name": None, "title": None}
    assert said == wanted
    times = [(each.event.value, each.at) for each in records if isinstance(each, Event)]
    assert times == [(row["event"], row["at"]) for row in rows if row["record"] == "event"]


@pytest.mark.parametrize("name", RECORDS)
def test_turns_stand_in_order_and_apart(corpus: Path, name: str) -> None:
    said = [each for each in found(corpus / RECORDS[name]) if isinstance(each, Turn)]
    assert said
    for before, after in pairwise(said):
        assert before.source.end <= after.source.start


def test_the_two_spellings_are_reported(corpus: Path) -> None:
    records = found(corpus / RECORDS["CCPR_C_SR.3272"])
    reported = [each for each in records if isinstance(each, Finding) and each.check == "speaker_spelt_twice"]
    assert [(each.expected, each.found, each.paragraphs) for each in reported] == [("Goloburda", "Goluburda", ("71",))]
