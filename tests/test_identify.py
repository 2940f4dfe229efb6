from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from upright.data import rows
from upright.extract import docx, pdf, plain
from upright.extract.text import TextLayer
from upright.identify import Identity, identify, language_of
from upright.records import Kind

BODY = "The delegation presented the measures that had been taken since the previous review and answered the questions of delegations. "


def read(cover: str, name: str = "file.pdf") -> Identity:
    return identify(plain.read(f"{cover}\n1. {BODY * 8}".encode()), name)


REPORT = """Human Rights Council
Twenty-eighth session
Agenda item 6
Universal periodic review
Report of the Working Group on the Universal Periodic
Review*
Freedonia
* The annex is circulated as received.
United Nations A/HRC/28/99
General Assembly Distr.: General
10 December 2014
Original: English
"""


def test_a_report_of_the_working_group() -> None:
    found = read(REPORT.replace("Freedonia", "Kazakhstan"))
    assert found.symbol == "A/HRC/28/99"
    assert found.kind is Kind.WORKING_GROUP_REPORT
    assert (found.language, found.body, found.state) == ("en", "HRC", "KAZ")
    assert found.title == "Report of the Working Group on the Universal Periodic Review Kazakhstan"
    assert (found.date, found.council_session, found.cycle) == (dt.date(2014, 12, 10), 28, 2)


def test_a_state_that_is_not_known_is_not_guessed() -> None:
    assert read(REPORT).state is None


def test_the_session_of_the_working_group_stands_in_the_introduction() -> None:
    introduction = (
        "The Working Group on the Universal Periodic Review, established in accordance with resolution 5/1, held its twentieth session from"
    )
    assert read(f"{REPORT}\nIntroduction\n1. {introduction} 27 October to 7 November 2014.").working_group_session == 20


def test_an_addendum_is_not_the_report_that_it_adds_to() -> None:
    added = REPORT.replace("Freedonia", "Kazakhstan\nAddendum\nViews on conclusions and/or recommendations").replace("28/99", "28/99/Add.1")
    found = read(added)
    assert (found.symbol, found.kind, found.state, found.cycle) == ("A/HRC/28/99/Add.1", Kind.ADDENDUM, "KAZ", 2)


def test_a_text_without_a_cover_has_no_symbol_whatever_its_name_and_its_citations() -> None:
    text = (
        "Introduction\n1. The Working Group on the Universal Periodic Review, established in accordance with Human Rights Council\n"
        "resolution 5/1, held its twentieth session. The review of Kazakhstan was held at the 7th meeting.\n"
        "(a) a report (A/HRC/WG.6/20/KAZ/1)\n"
    )
    found = read(text, "A_HRC_28_10.txt")
    assert found.symbol is None
    assert found.date is None
    assert (found.kind, found.state, found.working_group_session, found.cycle) == (Kind.WORKING_GROUP_REPORT, "KAZ", 20, 2)


@pytest.mark.parametrize(
    ("symbol", "kind"),
    [
        ("A/HRC/WG.6/20/KAZ/1", Kind.NATIONAL_REPORT),
        ("A/HRC/WG.6/20/KAZ/2", Kind.COMPILATION),
        ("A/HRC/WG.6/20/KAZ/3", Kind.STAKEHOLDER_SUMMARY),
        ("A/HRC/WG.6/20/KAZ/2/Corr.1", Kind.CORRIGENDUM),
        ("A/HRC/DEC/28/101", Kind.DECISION),
        ("CCPR/C/SR.3272", Kind.SUMMARY_RECORD),
        ("CCPR/C/KAZ/2", Kind.STATE_REPORT),
        ("CCPR/C/KAZ/Q/2", Kind.LIST_OF_ISSUES),
        ("CCPR/C/KAZ/QPR/3", Kind.LIST_OF_ISSUES),
        ("CCPR/C/KAZ/Q/2/Add.1", Kind.REPLIES),
        ("CRPD/C/KAZ/RQ/1", Kind.REPLIES),
        ("CCPR/C/KAZ/CO/2", Kind.CONCLUDING_OBSERVATIONS),
        ("CCPR/C/KAZ/CO/2/Add.1", Kind.FOLLOW_UP),
        ("CERD/C/BRA/FCO/18-20", Kind.FOLLOW_UP),
        ("A/HRC/28/99", Kind.UNKNOWN),
        ("CCPR/C/GC/36", Kind.UNKNOWN),
        ("A/RES/60/251", Kind.UNKNOWN),
    ],
)
def test_what_the_symbol_says_of_the_kind(symbol: str, kind: Kind) -> None:
    found = read(f"United Nations {symbol}\nDistr.: General\n10 December 2014\n")
    assert (found.symbol, found.kind) == (symbol, kind)


@pytest.mark.parametrize(
    ("cover", "symbol"),
    [
        ("United Nations A\n/HRC/WG.6/33/BRN/2\nGeneral Assembly\n", "A/HRC/WG.6/33/BRN/2"),
        ("A\nUnited Nations\n/HRC/WG.6/33/BRN/2\nGeneral Assembly\n", "A/HRC/WG.6/33/BRN/2"),
        ("UNITED\nNATIONS A\nGENERAL\nA/HRC/12/16\n3 June 2009\n", "A/HRC/12/16"),
        ("Nations Unies CRPD/C/ECU/CO/2-3\n", "CRPD/C/ECU/CO/2-3"),
        ("CRPD المتحدة الأمم /C/ALB/CO/1\n", "CRPD/C/ALB/CO/1"),
        ("* Previously issued under document symbol A/HRC/WG.6/5/L.15\n", None),
        ("as in document A/HRC/28/10\n", None),
    ],
)
def test_the_symbol_is_the_one_of_the_masthead(cover: str, symbol: str | None) -> None:
    assert read(cover).symbol == symbol


def test_a_symbol_in_the_running_headers_is_the_documents_own() -> None:
    page = "A/HRC/28/10\n12\n" + BODY * 3 + "\n"
    assert read("1. " + BODY * 60 + "\n" + page * 3).symbol == "A/HRC/28/10"
    assert read("1. " + BODY * 60 + "\n" + page).symbol is None


def test_the_file_name_gives_the_kind_where_the_text_gives_nothing() -> None:
    found = read("", "A_HRC_WG.6_28_UKR_1_en.txt")
    assert (found.kind, found.symbol, found.state) == (Kind.NATIONAL_REPORT, None, None)
    assert read("", "report_2014.txt").kind is Kind.UNKNOWN
    assert read("", "A_HRC_28_10.txt").kind is Kind.UNKNOWN


def test_advance_questions_and_a_matrix_are_known_by_their_title() -> None:
    questions = read("ADVANCE QUESTIONS TO SLOVENIA – ADD.1\nBELGIUM\nWhat is planned?\n")
    assert (questions.kind, questions.state, questions.body) == (Kind.ADVANCE_QUESTIONS, "SVN", "UPR")
    matrix = read("UPR of Slovenia (2nd Cycle – 20th session)   Thematic list of recommendations\nRecommendation\nPosition\n")
    assert (matrix.kind, matrix.state, matrix.working_group_session, matrix.cycle) == (Kind.MATRIX, "SVN", 20, 2)


def test_a_summary_record_names_its_meeting_and_not_its_chair() -> None:
    cover = (
        "Committee on the Elimination of Discrimination against Women\nThirty-fifth session\nSummary record of the 724th meeting\n"
        "Held at Headquarters, New York, on Wednesday, 17 May 2006, at 3 p.m.\nChairperson: Ms. Marx (Senegal)\n"
        "Initial report of Turkmenistan\n"
    )
    found = read(cover)
    assert (found.kind, found.body, found.state) == (Kind.SUMMARY_RECORD, "CEDAW", "TKM")
    assert (found.meeting, found.committee_session, found.date) == (724, 35, dt.date(2006, 5, 17))


def test_the_session_of_a_working_group_is_not_that_of_the_committee() -> None:
    cover = "Committee on the Rights of Persons with Disabilities\nList of issues*\n"
    box = "United Nations CRPD/C/KAZ/Q/1\nDistr.: General\n1 May 2018\n"
    assert read(f"{cover}* Adopted by the Committee at its nineteenth session.\n{box}").committee_session == 19
    assert read(f"{cover}* Adopted by the pre-sessional working group at its ninth session.\n{box}").committee_session is None


@pytest.mark.parametrize("text", ["", "A/HRC/27/7 para. 112", "12 34 56 " * 200])
def test_too_little_text_has_no_language(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", BODY),
        ("fr", "La délégation a présenté les mesures prises depuis le dernier examen et répondu aux questions. "),
        ("es", "La delegación presentó las medidas adoptadas desde el examen anterior y respondió a las preguntas. "),
        ("ru", "Делегация представила меры, принятые после предыдущего обзора, и ответила на вопросы. "),
        ("ar", "عرض الوفد التدابير المتخذة منذ الاستعراض السابق وأجاب عن الأسئلة المطروحة. "),
        ("zh", "代表团介绍了自上次审议以来采取的措施，并回答了各代表团提出的问题。"),
    ],
)
def test_the_six_languages(language: str, sentence: str) -> None:
    assert language_of(sentence * 12) == language


def test_every_row_of_the_title_patterns_is_a_kind_with_a_source() -> None:
    for row in rows("titles.csv"):
        assert Kind(row["kind"]) is not Kind.UNKNOWN
        assert row["where"] in {"title", "opening"}
        assert row["source"]


# --- real documents


def layer_of(path: Path) -> TextLayer:
    return {".pdf": lambda: pdf.read(path), ".txt": lambda: plain.read(path.read_bytes())}.get(
        path.suffix, lambda: docx.read(path.read_bytes())
    )()


@pytest.mark.parametrize(
    ("name", "symbol", "kind", "language", "state"),
    [
        ("upr/kazakhstan2014.pdf", "A/HRC/28/10", Kind.WORKING_GROUP_REPORT, "en", "KAZ"),
        ("upr/comoros2009.pdf", "A/HRC/12/16", Kind.WORKING_GROUP_REPORT, "en", "COM"),
        ("A_HRC_28_10.txt", None, Kind.WORKING_GROUP_REPORT, "en", "KAZ"),
        ("CCPR_C_SR.3272.txt", None, Kind.SUMMARY_RECORD, "en", "KAZ"),
        ("upr_slovenia/cycle1/g0917825.pdf", "A/HRC/WG.6/7/SVN/2/Corr.1", Kind.CORRIGENDUM, "en", "SVN"),
        ("upr_slovenia/cycle2/g1504261.pdf", "A/HRC/28/15/Add.1", Kind.ADDENDUM, "en", "SVN"),
        ("upr_slovenia/cycle2/g1510722.pdf", "A/HRC/DEC/28/111", Kind.DECISION, "en", "SVN"),
        ("upr_slovenia/cycle4/infographic-slovenia.pdf", None, Kind.INFOGRAPHIC, "en", "SVN"),
        ("upr_slovenia/cycle4/upr48-slovenia-thematic-list-of-recommendatio.docx", None, Kind.MATRIX, "en", "SVN"),
        ("upr_documents/A_HRC_WG.6_34_ITA_3_ru.pdf", "A/HRC/WG.6/34/ITA/3", Kind.STAKEHOLDER_SUMMARY, "ru", "ITA"),
        ("upr_documents/A_HRC_WG.6_7_ITA_1_fr.pdf", "A/HRC/WG.6/7/ITA/1", Kind.NATIONAL_REPORT, "fr", "ITA"),
        ("treaty_bodies/summary_records/A_AC.183_SR.413_2023_zh.txt", None, Kind.SUMMARY_RECORD, "zh", None),
        (
            "treaty_bodies/concluding_observations/crpd/Albania_2019_CRPD_C_ALB_CO_1.pdf",
            "CRPD/C/ALB/CO/1",
            Kind.CONCLUDING_OBSERVATIONS,
            "ar",
            "ALB",
        ),
        (
            "treaty_bodies/concluding_observations/crpd/European_Union_2025_CRPD_C_EU_CO_2-3.pdf",
            "CRPD/C/EU/CO/2-3",
            Kind.CONCLUDING_OBSERVATIONS,
            "en",
            "European Union",
        ),
    ],
)
def test_real_documents(corpus: Path, name: str, symbol: str | None, kind: Kind, language: str, state: str | None) -> None:
    path = corpus / "documents" / name
    found = identify(layer_of(path), path.name)
    assert (found.symbol, found.kind, found.language, found.state) == (symbol, kind, language, state)
