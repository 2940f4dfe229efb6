"""Concluding observations: concerns and what answers them, limbs, follow-up, the next report, in the forms of the nine committees."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from layers import document, printed
from upright.extract import docx as word
from upright.extract.text import Line, TextLayer
from upright.pipeline import read_file
from upright.readers import concluding_observations
from upright.readers.cited_paragraphs import cited_paragraphs
from upright.readers.document import Document
from upright.readers.reading import Reading
from upright.readers.rebuild import rebuild
from upright.records import Concern, FollowUp, Kind, NextReport, Paragraph, Recommendation, Record, Unread
from word_files import docx, paragraph

Pairs = list[tuple[tuple[str, ...], tuple[str, ...]]]
Asked = list[tuple[str | None, str | None]]


def observations(text: str, language: str | None = "en") -> Document:
    made = document(printed(text), Kind.CONCLUDING_OBSERVATIONS)
    return Document(file=made.file, sha256=made.sha256, structure=made.structure, identity=replace(made.identity, language=language))


def read(text: str, language: str | None = "en") -> list[Record]:
    return list(concluding_observations.read(observations(text, language)))


def pairs(records: list[Record]) -> Pairs:
    return [(each.paragraphs, each.recommendations) for each in records if isinstance(each, Concern)]


def asked(records: list[Record]) -> Asked:
    return [(each.number, each.limb) for each in records if isinstance(each, Recommendation)]


HEAD = "1. The Committee considered the report.\nI. Introduction\n2. The Committee welcomes the report.\n"
PRAISE = "II. Positive aspects\n3. The Committee notes with appreciation the new law.\n"
CONCERNS = f"{HEAD}{PRAISE}III. Principal areas of concern and recommendations\n"


@pytest.mark.parametrize(
    ("text", "expected", "limbs"),
    [
        # CRPD/C/GEO/CO/1: the concern in limbs, the recommendation in limbs behind what it recalls
        (
            (
                "4. The Committee is concerned about:\n(a) The lack of a law;\n(b) The lack of data.\n"
                "5. The Committee, recalling its general comment No. 3 (2016) and targets 5.1 and 5.2 of the Goals, recommends "
                "that the State party:\n"
                "(a) Adopt a law;\n(b) Gather data."
            ),
            [(("4",), ("5",))],
            [("5", "(a)"), ("5", "(b)")],
        ),
        # CCPR/C/KAZ/CO/2
        (
            (
                "4. The Committee remains concerned that the law is broad (arts. 9 and 14).\n"
                "5. The State party should bring its law into line with the Covenant. It should also:\n(a) Repeal article "
                "3;\n(b) Train judges."
            ),
            [(("4",), ("5",))],
            [("5", None), ("5", "(a)"), ("5", "(b)")],
        ),
        # CCPR and CAT until 2015: one paragraph does both
        (
            "4. The Committee is concerned about overcrowding. It notes that a plan exists (art. 10).\nThe State party should reduce it.",
            [(("4",), ("4",))],
            [("4", None)],
        ),
        # CRC: both in one sentence, then in two paragraphs
        (
            (
                "4. While concerned at the lack of a plan, the Committee recommends that the State party adopt one.\n"
                "5. The Committee regrets the lack of data.\n6. The Committee urges the State party to gather data."
            ),
            [(("4",), ("4",)), (("5",), ("6",))],
            [("4", None), ("6", None)],
        ),
        # CERD/C/BRA/CO/18-20: several concerns, one answer
        (
            (
                "4. The Committee notes the law but regrets its scope.\n5. The Committee is particularly concerned by:\n(a) "
                "Poverty;\n(b) Hunger.\n"
                "6. Recalling its general recommendation No. 34 (2011), the Committee recommends that the State party take "
                "measures, including by:\n"
                "(a) Building homes;\n(b) Opening schools."
            ),
            [(("4", "5"), ("6",))],
            [("6", "(a)"), ("6", "(b)")],
        ),
        # CERD/C/URY/CO/21-23: an answer that goes on in the next paragraph
        (
            (
                "4. The Committee is concerned about land rights.\n5. The Committee recommends that the State party adopt a plan.\n"
                "6. The Committee also encourages the State party to reconsider its reservation.\n7. The Committee regrets the delays.\n"
                "8. The State party must end them."
            ),
            [(("4",), ("5", "6")), (("7",), ("8",))],
            [("5", None), ("6", None), ("8", None)],
        ),
        # CRPD/C/SWE/CO/1: a recommendation behind praise has no concern
        (
            (
                "4. The Committee commends the State party for its aid.\n5. The Committee recommends that the State party "
                "share its good practice."
            ),
            [],
            [("5", None)],
        ),
        # CRPD/C/PAN/CO/1: 'notes' alone, where something is wrong
        (
            "4. The Committee notes that the criteria are not uniform.\n5. The Committee calls upon the State party to review them.",
            [(("4",), ("5",))],
            [("5", None)],
        ),
        # CERD/C/BRA/CO/18-20, 59: what the Convention calls upon States to do is no recommendation
        (
            (
                "4. The Committee recalls article 7 of the Convention, which calls upon States to teach. The Committee is "
                "concerned that nobody does.\n"
                "5. The Committee recommends that the State party teach."
            ),
            [(("4",), ("5",))],
            [("5", None)],
        ),
        # CEDAW: verbs in the limbs
        (
            (
                "4. The Committee is concerned at stereotypes.\n5. The Committee:\n(a) Urges the State party to act;\n(b) "
                "Recommends that it teach."
            ),
            [(("4",), ("5",))],
            [("5", "(a)"), ("5", "(b)")],
        ),
        # CESCR: 'The Committee recommends that the State party' without a colon, 'draws attention'
        (
            (
                "4. The Committee is concerned that wages are low.\n5. The Committee draws the attention of the State party to "
                "its general comment No. 18 "
                "and recommends that it raise them."
            ),
            [(("4",), ("5",))],
            [("5", None)],
        ),
        # a concern that nothing answers
        ("4. The Committee deplores the delay.\n5. The Committee is also concerned about the fees.", [(("4",), ()), (("5",), ())], []),
        # limbs of limbs are part of their limb
        (
            (
                "4. The Committee is concerned about homes.\n5. The Committee recommends that the State party:\n(a) Build "
                "homes:\n(i) In towns;\n(ii) In villages;\n"
                "(b) Lower rents."
            ),
            [(("4",), ("5",))],
            [("5", "(a)"), ("5", "(b)")],
        ),
    ],
)
def test_pairs(text: str, expected: Pairs, limbs: Asked) -> None:
    records = read(CONCERNS + text)
    assert pairs(records) == expected
    assert asked(records) == limbs


def test_a_chapeau_that_asks_for_more_than_its_limbs() -> None:
    records = read(
        f"{CONCERNS}4. The Committee recommends that the State party end restraint at once, and:\n(a) Train nurses;\n(b) Hire doctors."
    )
    found = [(each.limb, each.text) for each in records if isinstance(each, Recommendation)]
    assert found == [
        (None, "The Committee recommends that the State party end restraint at once"),
        ("(a)", "Train nurses;"),
        ("(b)", "Hire doctors."),
    ]


def words(*paragraphs: str) -> list[Record]:
    """Read paragraphs of a Word file, where text without a number stands on its own."""
    head = ["1. The Committee considered the report.", "2. It welcomes the report.", "C. CONCERNS AND RECOMMENDATIONS"]
    layer = word.read(docx("".join(paragraph(text) for text in [*head, *paragraphs])))
    return list(concluding_observations.read(document(layer, Kind.CONCLUDING_OBSERVATIONS)))


@pytest.mark.parametrize(
    ("texts", "expected", "limbs"),
    [
        # CCPR and CAT until about 2015: the recommendation has no number
        (("3. The Committee is concerned about fees.", "The State party should lower them."), [(("3",), ("3",))], [("3", None)]),
        (
            (
                "3. The Committee is concerned about fees.",
                "The State party should:",
                "(a) Lower them;",
                "(b) Abolish them.",
                "4. It regrets rents.",
            ),
            [(("3",), ("3",)), (("4",), ())],
            [("3", "(a)"), ("3", "(b)")],
        ),
        # CAT, with limbs in both of them
        (
            (
                "3. The Committee is concerned about:",
                "(a) Fees;",
                "(b) Rents.",
                "The State party should:",
                "(a) Lower fees;",
                "(b) Lower rents.",
            ),
            [(("3",), ("3",))],
            [("3", "(a)"), ("3", "(b)")],
        ),
        # text behind the limbs of a recommendation
        (
            (
                "3. The Committee is concerned about fees.",
                "4. The State party should:",
                "(a) Lower them.",
                "The Committee recommends that the State party report.",
            ),
            [(("3",), ("4",))],
            [("4", "(a)"), ("4", None)],
        ),
    ],
)
def test_text_without_a_number(texts: tuple[str, ...], expected: Pairs, limbs: Asked) -> None:
    records = words(*texts)
    assert pairs(records) == expected
    assert asked(records) == limbs


def test_a_concern_ends_where_the_recommending_begins() -> None:
    records = read(
        f"{CONCERNS}4. The Committee is concerned about fees. The law is old. The State party should lower them. It should do so now."
    )
    (concern,) = (each for each in records if isinstance(each, Concern))
    (recommendation,) = (each for each in records if isinstance(each, Recommendation))
    assert concern.text == "The Committee is concerned about fees."
    assert recommendation.text == "The law is old. The State party should lower them. It should do so now."


def test_old_lists_are_not_paired() -> None:
    """The 1990s: concerns in one section, suggestions in another."""
    text = (
        f"{HEAD}B. Positive aspects\n3. The Committee welcomes the new law.\n"
        "C. Factors and difficulties impeding the implementation of the Covenant\n4. The Committee notes the effects of the war.\n"
        "D. Principal subjects of concern\n5. The Committee is concerned at the state of prisons.\n6. The Committee "
        "regrets the lack of data.\n"
        "E. Suggestions and recommendations\n7. The Committee recommends that prisons be repaired.\n"
        "8. Measures should be taken to gather data.\n9. The Committee suggests that the report be published."
    )
    records = read(text)
    assert pairs(records) == [(("5",), ()), (("6",), ())]
    assert asked(records) == [("7", None), ("8", None), ("9", None)]


def test_a_heading_that_is_not_known() -> None:
    """The concerns begin with the first that is voiced, whatever their section is called."""
    text = f"{HEAD}{PRAISE}III. Points that trouble the Committee\n4. The Committee is concerned about fees.\n"
    text = f"{text}5. The State party should lower them.\n"
    assert pairs(read(f"{text}6. The Committee notes that rents are high.\n7. The State party should lower them.")) == [
        (("4",), ("5",)),
        (("6",), ("7",)),
    ]


def test_an_introduction_voices_no_concern() -> None:
    text = HEAD.replace(
        "welcomes the report.", "regrets that the report was late. It requests the State party to submit its reports in time."
    )
    records = read(f"{text}{PRAISE}")
    assert pairs(records) == []
    assert asked(records) == [("2", None)]


def test_positive_aspects_are_no_concerns() -> None:
    text = f"{HEAD}{PRAISE}4. The Committee welcomes the ratification. It urges the State party to ratify the Protocol too."
    assert pairs(read(text)) == []
    assert asked(read(text)) == [("4", None)]


ENDS = f"{CONCERNS}4. The Committee is concerned about X.\n5. The State party should act.\nIV. Follow-up\n"


@pytest.mark.parametrize(
    ("text", "paragraphs", "within", "due"),
    [
        # CRPD/C/AND/CO/1
        (
            (
                "With regard to urgent measures that must be taken, the Committee would like to draw the State party’s "
                "attention to the recommendations "
                "contained in paragraphs 26, on equal recognition before the law, 58, on social protection, and 68, on national monitoring."
            ),
            ("26", "58", "68"),
            None,
            None,
        ),
        # CRPD/C/SYC/CO/1
        (
            (
                "The Committee would like to draw the attention of the State party to the recommendation contained in "
                "paragraph 7 on general obligations, "
                "on which urgent measures must be taken."
            ),
            ("7",),
            None,
            None,
        ),
        # CERD/C/BRA/CO/18-20
        (
            (
                "In accordance with article 9 (1) of the Convention and rule 65 of its rules of procedure, the Committee "
                "requests the State party to provide, "
                "within one year of the adoption of these observations, information on the recommendations contained in "
                "paragraphs 17 (a) (health), "
                "19 (c) (schools) and 36 (a)–(c) (use of force)."
            ),
            ("17 (a)", "19 (c)", "36 (a)", "36 (b)", "36 (c)"),
            "one year",
            None,
        ),
        # CRPD/C/PER/CO/1: the paragraph of the Convention is none of the document
        (
            (
                "The Committee requests the State party to provide, within two years and in accordance with article 35, "
                "paragraph 2 of the Convention, "
                "written information on the steps taken to implement the recommendations contained in paragraphs 23, 29 and 35."
            ),
            ("23", "29", "35"),
            "two years",
            None,
        ),
        # CCPR/C/KAZ/CO/2 and later ones
        (
            (
                "In accordance with rule 75 (1) of its rules of procedure, the State party is requested to provide, by 29 "
                "March 2022, information on the "
                "implementation of the recommendations made by the Committee in paragraphs 18 (terrorism), 24 (detention) and "
                "54 (media) above."
            ),
            ("18", "24", "54"),
            None,
            dt.date(2022, 3, 29),
        ),
        # CAT
        (
            (
                "The Committee requests the State party to provide, by 6 December 2020, information on follow-up to its "
                "recommendations on safeguards and "
                "prisons (see paras. 8 (a), 12 (c) and 16 above)."
            ),
            ("8 (a)", "12 (c)", "16"),
            None,
            dt.date(2020, 12, 6),
        ),
        # CEDAW
        (
            (
                "The Committee requests the State party to provide, within two years, written information on the steps taken "
                "to implement the "
                "recommendations contained in paragraphs 11 (a), 13 (b) and (d) and 21 above."
            ),
            ("11 (a)", "13 (b)", "13 (d)", "21"),
            "two years",
            None,
        ),
        # CESCR
        (
            (
                "In accordance with the procedure on follow-up, the State party is requested to provide, within 24 months of "
                "the adoption, information on "
                "the implementation of the recommendations contained in paragraphs 9 (a) (data), 31 (work) and 45 (c)."
            ),
            ("9 (a)", "31", "45 (c)"),
            "24 months",
            None,
        ),
        # CCPR until 2010
        (
            (
                "In accordance with rule 71, paragraph 5, of its rules, the State party should provide, within one year, "
                "relevant information on the "
                "implementation of the Committee’s recommendations in paragraphs 12-14 and 20."
            ),
            ("12", "13", "14", "20"),
            "one year",
            None,
        ),
        # CMW
        (
            (
                "The Committee requests the State party to provide, within two years, that is, by 1 May 2019, written "
                "information on the implementation of "
                "the recommendations contained in paragraphs 23, 25 and 41."
            ),
            ("23", "25", "41"),
            "two years",
            dt.date(2019, 5, 1),
        ),
    ],
)
def test_follow_up(text: str, paragraphs: tuple[str, ...], within: str | None, due: dt.date | None) -> None:
    records = read(f"{ENDS}6. {text}")
    found = [each for each in records if isinstance(each, FollowUp)]
    assert [(each.paragraphs, each.within, each.due) for each in found] == [(paragraphs, within, due)]
    assert "6" not in [each.number for each in records if isinstance(each, Recommendation)]


@pytest.mark.parametrize(
    "text",
    [
        # CERD/C/URY/CO/21-23, 43
        (
            "The Committee draws attention to the particular importance of the recommendations in paragraphs 11 and 23 and "
            "requests the State party to "
            "provide detailed information in its next periodic report on the measures taken."
        ),
        # CRPD/C/BEL/CO/1, 50
        "The Committee requests the State party to implement the recommendations contained in the present concluding observations.",
        "The Committee requests the State party to include information on paragraph 12 in its next report.",
    ],
)
def test_what_is_no_follow_up(text: str) -> None:
    assert [each for each in read(f"{ENDS}6. {text}") if isinstance(each, FollowUp)] == []


@pytest.mark.parametrize(
    ("text", "due", "stated"),
    [
        (
            "The Committee requests the State party to submit its combined second and third periodic reports by 4 January 2024.",
            dt.date(2024, 1, 4),
            "by 4 January 2024",
        ),
        (
            (
                "The Committee requests the State party to submit its second periodic report by no later than 3 December 2015, "
                "and to include information."
            ),
            dt.date(2015, 12, 3),
            "by no later than 3 December 2015",
        ),
        (
            "The combined fourth and fifth periodic reports are in principle due on 23 November 2032, under the simplified procedure.",
            dt.date(2032, 11, 23),
            "in principle due on 23 November 2032",
        ),
        (
            "The replies of the State party, expected by 13 June 2031, will constitute its combined fourth to sixth periodic reports.",
            dt.date(2031, 6, 13),
            "expected by 13 June 2031",
        ),
        (
            (
                "The Committee will transmit a list of issues prior to reporting at least one year prior to 5 August 2030, the "
                "date by which the combined "
                "second to fifth periodic reports are due."
            ),
            dt.date(2030, 8, 5),
            "prior to 5 August 2030",
        ),
        (
            "The list will be sent at least one year prior to 31August 2030, when the second periodic report is due.",  # CRPD/C/GHA/CO/1
            dt.date(2030, 8, 31),
            "prior to 31August 2030",
        ),
        (
            (
                "The Committee recommends that the State party submit its combined twentieth to twenty-second periodic "
                "reports, as a single document, by 2026."
            ),
            None,
            "by 2026",
        ),
        ("The Committee requests the State party to provide its next periodic report by April 2016.", None, "by April 2016"),
        (
            "The Committee sets 1 August 2010 as the date for the submission of the fifth periodic report.",
            dt.date(2010, 8, 1),
            "sets 1 August 2010",
        ),
        (
            (
                "The Committee requests the State party to submit, by no later than 18 September 2023, specific and updated "
                "information on the implementation of all its recommendations."  # CED, which asks for no periodic reports
            ),
            dt.date(2023, 9, 18),
            "by no later than 18 September 2023",
        ),
        (
            "The Committee invites the State party to submit its sixth periodic report, which was due on 4 May 2006.",
            dt.date(2006, 5, 4),
            "due on 4 May 2006",
        ),
    ],
)
def test_next_report(text: str, due: dt.date | None, stated: str) -> None:
    records = read(f"{ENDS}Next report\n6. {text}")
    assert [(each.due, each.as_stated) for each in records if isinstance(each, NextReport)] == [(due, stated)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Committee will establish and communicate the due date of the tenth periodic report of the State party.",  # CEDAW since 2023
        # CCPR since 2020: the years of the list and of the dialogue are not that of the report
        "The State party will receive in 2027 the list of issues and is expected to submit its replies, its third periodic report.",
    ],
)
def test_a_next_report_without_any_date(sentence: str) -> None:
    (found,) = (each for each in read(f"{ENDS}6. {sentence}") if isinstance(each, NextReport))
    assert (found.due, found.as_stated) == (None, sentence)


FRENCH = (
    "1. Le Comité a examiné le rapport.\nI. Introduction\n2. Le Comité remercie l’État partie.\nII. Aspects "
    "positifs\n3. Le Comité salue la loi.\n"
    "III. Principaux sujets de préoccupation et recommandations\n4. Le Comité constate avec préoccupation :\na) Le "
    "manque de données ;\nb) La loi.\n"
    "5. Le Comité recommande à l’État partie :\na) De recueillir des données ;\nb) De changer la loi.\nIV. Suivi\n"
    "6. Concernant les mesures à prendre d’urgence, il tient à appeler l’attention sur les recommandations figurant aux paragraphes 10 "
    "(harmonisation) et 60 (suivi).\n"
    "7. Le Comité prie l’État partie de lui soumettre ses rapports le 3 mai 2026 au plus tard."
)
SPANISH = (
    "1. El Comité examinó el informe.\nI. Introducción\n2. El Comité agradece el informe.\nII. Aspectos "
    "positivos\n3. El Comité celebra la ley.\n"
    "III. Principales ámbitos de preocupación y recomendaciones\n4. Preocupa al Comité:\na) La falta de datos;\nb) La ley.\n"
    "5. El Comité recomienda al Estado parte que:\na) Reúna datos;\nb) Cambie la ley.\nIV. Seguimiento\n"
    "6. En cuanto a las medidas urgentes, el Comité desea señalar las recomendaciones que figuran en los apartados b) y c) del párrafo 16, "
    "sobre la acogida; 35 c), sobre la escuela; y 22, sobre la libertad.\n"
    "7. El Comité solicita al Estado parte que presente sus informes periódicos a más tardar el 31 de junio de 2026."
)

RUSSIAN = (
    "1. Комитет рассмотрел доклад.\nI. Введение\n2. Комитет благодарит.\nII. Позитивные аспекты\n3. Комитет приветствует закон.\n"
    "III. Основные проблемы, вызывающие обеспокоенность, и рекомендации\n4. Комитет обеспокоен:\na) отсутствием данных;\nb) законом.\n"
    "5. Комитет рекомендует государству-участнику:\na) собирать данные;\nb) изменить закон.\nIV. Последующая деятельность\n"
    "6. Комитет просит государство-участник представить в течение двенадцати месяцев информацию о рекомендациях, содержащихся "
    "в пунктах 18 (закон), 24 a) и 54 выше.\n"
    "7. Комитет просит государство-участник представить доклады не позднее 3 мая 2026 года."
)
CHINESE = (
    "1. 委员会审议了报告。\n一、导言\n2. 委员会感谢缔约国。\n二、积极方面\n3. 委员会欢迎该法律。\n三、主要关切领域和建议\n"
    "4. 委员会感到关切的是：\n(a) 缺乏数据；\n(b) 法律。\n5. 委员会建议缔约国：\n(a) 收集数据；\n(b) 修改法律。\n四、后续行动\n"
    "6. 根据《公约》第三十五条，委员会请缔约国在12个月内提供资料，说明为执行第18、24(a)和54段所载建议而采取的措施。\n"
    "7. 委员会请缔约国至迟于2026年5月3日提交定期报告。"
)


@pytest.mark.parametrize(
    ("language", "text", "chosen", "due", "stated"),
    [
        ("fr", FRENCH, ("10", "60"), dt.date(2026, 5, 3), "le 3 mai 2026"),  # CRPD/C/ECU/CO/2-3
        ("ru", RUSSIAN, ("18", "24 (a)", "54"), dt.date(2026, 5, 3), "не позднее 3 мая 2026"),
        ("zh", CHINESE, ("18", "24 (a)", "54"), dt.date(2026, 5, 3), "于2026年5月3日"),
        ("es", SPANISH, ("16 (b)", "16 (c)", "35 (c)", "22"), None, "a más tardar el 31 de junio de 2026"),  # CRPD/C/GRC/CO/1: no such day
    ],
)
def test_other_languages(language: str, text: str, chosen: tuple[str, ...], due: dt.date | None, stated: str) -> None:
    records = read(text, language)
    assert pairs(records) == [(("4",), ("5",))]
    assert asked(records) == [("5", "(a)"), ("5", "(b)")]
    assert [each.paragraphs for each in records if isinstance(each, FollowUp)] == [chosen]
    assert [(each.due, each.as_stated) for each in records if isinstance(each, NextReport)] == [(due, stated)]


def test_a_language_without_wordings_is_unread() -> None:
    (unread,) = read(f"{ENDS}6. Text.", "ar")
    assert isinstance(unread, Unread)
    assert "(ar)" in unread.reason


@pytest.mark.parametrize(
    "text", [CONCERNS + "4. The Committee is concerned about:\n(a) Fees;\n(b) Rents.\n5. The State party should:\n(a) Act.", FRENCH]
)
def test_one_function_rebuilds_the_text(text: str) -> None:
    made = observations(text, "fr" if text == FRENCH else "en")
    found = [each for each in concluding_observations.read(made) if isinstance(each, Concern | Recommendation)]
    assert found
    assert [rebuild(made, each) for each in found] == [each.text for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "paragraphs 17 (b)–(c) and (e)–(f) (right to health), 23 (poverty, work) and 60 (e) above",
            ("17 (b)", "17 (c)", "17 (e)", "17 (f)", "23", "60 (e)"),
        ),
        ("paragraph 10 (article 4 (3)), paragraph 62 (article 31) and paragraph 66 (article 33)", ("10", "62", "66")),
        ("paragraphs 18 (sub-para), 24 (a) and 54 above", ("18", "24 (a)", "54")),
        ("paras. 9 (a), 31 (c) (i) and 45", ("9 (a)", "31 (c) (i)", "45")),
        ("paragraphs 10, 12-14", ("10", "12", "13", "14")),
        ("aux paragraphes 10 (harmonisation) et 60 (mécanisme)", ("10", "60")),
        ("paragraph 1 of article 9 of the Convention ... in paragraphs 12, 14 (b) and 17 above", ("12", "14 (b)", "17")),
        ("non-discrimination (para. 16), neglect (paras. 22 and 24) and health (para. 36 (a))", ("16", "22", "24", "36 (a)")),
        ("subparagraphs 7 (a), (d) and (l)", ("7 (a)", "7 (d)", "7 (l)")),
        ("paragraph 10 above, on Act No. 25, 2010, and in paragraphs 8 to 9", ("10", "8", "9")),
        ("paragraphes 12 a) et b), 14 et 18", ("12 (a)", "12 (b)", "14", "18")),
        ("rule 65, paragraph 1, of its rules", ()),
        ("12 and 14 of 2019", ()),
    ],
)
def test_cited_paragraphs(text: str, expected: tuple[str, ...]) -> None:
    assert cited_paragraphs(text) == expected


def test_recommendations_in_bold() -> None:
    """CRPD/C/RWA/CO/1: a language without wordings, its recommendations in bold, but not their numbers."""
    rows = [
        ("1. Глава первая", False), ("вводная часть.", False), ("2. Комитет обеспокоен", False), ("отсутствием закона.", False),
        ("3. Комитет рекомендует", False), ("принять закон.", True), ("4. Комитет обеспокоен", False), ("платой.", False),
        ("5. Комитет призывает:", False), ("(a) Снизить плату", False), ("за суды;", True), ("(b) Отменить ее", False), ("в школах.", True),
    ]  # fmt: skip
    lines, text = [], ""
    for words, bold in rows:
        lines.append(Line(len(text), len(text) + len(words), 1, bold=bold))
        text += words + "\n"
    layer = TextLayer(text=text, media_type="application/pdf", page_starts=(0,), lines=tuple(lines), wrapped=True)
    made = document(layer, Kind.CONCLUDING_OBSERVATIONS)
    identity = replace(made.identity, language="ar")
    records = list(concluding_observations.read(Document(file="x", sha256=made.sha256, structure=made.structure, identity=identity)))
    assert pairs(records) == [(("1", "2"), ("3",)), (("4",), ("5",))]
    assert asked(records) == [("3", None), ("5", "(a)"), ("5", "(b)")]


# --- the documents at hand

LABELS = Path(__file__).parents[1] / "labels"
LABELLED = [path.name for path in sorted(LABELS.glob("co_*.jsonl"))]
OBSERVATIONS = "documents/treaty_bodies/concluding_observations"
# How many numbered paragraphs each document has: read off its last page.
PARAGRAPHS = {
    "CERD/C/BRA/CO/18-20": 70, "CERD/C/URY/CO/21-23": 44, "CRPD/C/ALB/CO/1": 59, "CRPD/C/DZA/CO/1": 62, "CRPD/C/AND/CO/1": 73,
    "CRPD/C/ARG/CO/2-3": 69, "CRPD/C/BEL/CO/1": 53, "CRPD/C/BEN/CO/1": 71, "CRPD/C/CAN/CO/1": 64, "CRPD/C/CHL/CO/1": 73,
    "CRPD/C/CHN/CO/1": 102, "CRPD/C/HRV/CO/1": 58, "CRPD/C/DNK/CO/2-3": 93, "CRPD/C/DOM/CO/1": 68, "CRPD/C/ECU/CO/2-3": 65,
    "CRPD/C/EU/CO/2-3": 109, "CRPD/C/FRA/CO/1": 72, "CRPD/C/GEO/CO/1": 71, "CRPD/C/GHA/CO/1": 71, "CRPD/C/GRC/CO/1": 54,
    "CRPD/C/IND/CO/1": 74, "CRPD/C/ISR/CO/1": 75, "CRPD/C/JAM/CO/1": 66, "CRPD/C/KAZ/CO/1": 75, "CRPD/C/LTU/CO/1": 73,
    "CRPD/C/LUX/CO/1": 64, "CRPD/C/MWI/CO/1-2": 74, "CRPD/C/MNG/CO/1": 57, "CRPD/C/MNG/CO/2-3": 75, "CRPD/C/MAR/CO/1": 69,
    "CRPD/C/MMR/CO/1": 70, "CRPD/C/OMN/CO/1": 66, "CRPD/C/PLW/CO/1": 73, "CRPD/C/PAN/CO/1": 70, "CRPD/C/PER/CO/1": 55,
    "CRPD/C/KOR/CO/2-3": 73, "CRPD/C/RWA/CO/1": 67, "CRPD/C/SAU/CO/1": 63, "CRPD/C/SYC/CO/1": 63, "CRPD/C/ESP/CO/1": 56,
    "CRPD/C/SWE/CO/1": 66, "CRPD/C/THA/CO/1": 74, "CRPD/C/TGO/CO/1": 69, "CRPD/C/ZMB/CO/1": 71,
}  # fmt: skip
LANGUAGES = {
    "CRPD/C/ALB/CO/1": "ar", "CRPD/C/KAZ/CO/1": "ar", "CRPD/C/RWA/CO/1": "ar", "CRPD/C/ECU/CO/2-3": "fr", "CRPD/C/GRC/CO/1": "es",
    "CRPD/C/SAU/CO/1": "es",
}  # fmt: skip
WITHOUT_FOLLOW_UP = {"BEL", "DOM", "JAM", "ESP", "SWE", "TGO"}  # no paragraph is chosen


@cache
def reading(path: Path) -> Reading:
    return read_file(path)


@pytest.fixture(scope="module")
def readings(corpus: Path) -> list[Reading]:
    return [reading(path) for path in sorted((corpus / OBSERVATIONS).rglob("*.*"))]


def test_every_document_is_known(readings: list[Reading]) -> None:
    assert {each.identity.symbol for each in readings} == set(PARAGRAPHS)
    assert {each.identity.symbol: each.identity.language for each in readings} == dict.fromkeys(PARAGRAPHS, "en") | LANGUAGES
    assert {each.identity.kind for each in readings} == {Kind.CONCLUDING_OBSERVATIONS}


def test_paragraphs_are_numbered_from_the_first_to_the_last(readings: list[Reading]) -> None:
    for each in readings:
        symbol = each.identity.symbol or ""
        labels = [one.label for one in each.of(Paragraph) if one.label and one.label.isdigit()]
        assert labels == [str(number) for number in range(1, PARAGRAPHS[symbol] + 1)], symbol


def test_limbs_follow_each_other(readings: list[Reading]) -> None:
    """From (a) on in every paragraph; one document leaves a letter out."""
    gaps = []
    for each in readings:
        before: dict[str, str] = {}
        for one in each.of(Paragraph):
            limb = re.fullmatch(r"(\d+) \(([a-z])\)", one.label or "")
            if limb:
                expected = chr(ord(before.get(limb[1], "`")) + 1)
                gaps += [(each.identity.symbol, one.label)] if limb[2] != expected else []
                before[limb[1]] = limb[2]
    assert gaps == [("CRPD/C/LUX/CO/1", "42 (e)")]


def test_every_document_says_when_the_next_report_is_due(readings: list[Reading]) -> None:
    latin = [each for each in readings if each.identity.language != "ar"]
    undated = {each.identity.state: [one.as_stated for one in each.of(NextReport)] for each in latin}
    days = {each.identity.state: [one.due for one in each.of(NextReport)] for each in readings}
    assert {len(found) for found in undated.values()} == {1}
    assert {state: undated[state] for state in undated if days[state] == [None]} == {
        "BRA": ["by 2026"], "GRC": ["a más tardar el 31 de junio de 2026"], "PER": ["by April 2016"],
    }  # fmt: skip


def test_every_document_that_chooses_paragraphs_has_them(readings: list[Reading]) -> None:
    for each in readings:
        if each.identity.language != "ar":
            chosen = [label for one in each.of(FollowUp) for label in one.paragraphs]
            assert bool(chosen) is (each.identity.state not in WITHOUT_FOLLOW_UP), each.identity.symbol
            assert {label.split()[0] for label in chosen} <= {one.label for one in each.of(Paragraph)}


@pytest.mark.parametrize(("state", "first", "last", "chosen"), [
    ("ALB", 5, 53, ("6",)), ("KAZ", 7, 69, ("42", "50", "60")), ("RWA", 5, 61, ("12", "52")),
])  # fmt: skip
def test_arabic_by_its_type(readings: list[Reading], state: str, first: int, last: int, chosen: tuple[str, ...]) -> None:
    """Each second paragraph answers the one before it; the names of months cannot be read."""
    (found,) = (each for each in readings if each.identity.state == state)
    assert pairs(list(found.records)) == [((str(number),), (str(number + 1),)) for number in range(first, last + 1, 2)]
    assert [each.paragraphs for each in found.of(FollowUp)] == [chosen]
    assert [each.due for each in found.of(NextReport)] == [None]
    assert found.of(Unread) == ()


def labelled(name: str, label: str) -> list[dict[str, Any]]:
    rows = map(json.loads, (LABELS / name).read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["label"] == label]


def file_of(corpus: Path, name: str) -> Reading:
    (path,) = (corpus / OBSERVATIONS).rglob(json.loads((LABELS / name).read_text(encoding="utf-8").splitlines()[0])["file"])
    return reading(path)


@pytest.mark.parametrize("name", LABELLED)
class TestLabels:
    def test_pairs(self, corpus: Path, name: str) -> None:
        """A recommendation without a concern is labelled as a pair, and read as a recommendation."""
        wanted = labelled(name, "pair")
        found = file_of(corpus, name)
        assert pairs(list(found.records)) == [(tuple(row["concern"]), tuple(row["recommendation"])) for row in wanted if row["concern"]]
        assert {number for row in wanted for number in row["recommendation"]} <= {one.number for one in found.of(Recommendation)}

    def test_limbs(self, corpus: Path, name: str) -> None:
        found = [(one.number, one.limb) for one in file_of(corpus, name).of(Recommendation) if one.limb]
        for row in labelled(name, "pair"):
            for number, limbs in row["limbs"].items():
                assert [limb for of, limb in found if of == number] == limbs

    def test_follow_up_and_next_report(self, corpus: Path, name: str) -> None:
        found = file_of(corpus, name)
        chosen = [row["paragraphs"] for row in labelled(name, "followup") if row["paragraphs"]]
        assert [list(one.paragraphs) for one in found.of(FollowUp)] == chosen
        due = [row["date"] for row in labelled(name, "next_report")]
        assert [one.due.isoformat() if one.due else None for one in found.of(NextReport)] == due

    def test_headings(self, corpus: Path, name: str) -> None:
        """Every heading stands in the path of the first paragraph below it."""
        found = file_of(corpus, name)
        paths = {one.label: [" ".join(heading.split()) for heading in one.headings] for one in found.of(Paragraph)}
        missing = []
        for row in labelled(name, "section"):
            words = " ".join(found.text[row["start"] : row["end"]].split())
            missing += [] if any(words in heading for heading in paths[row["first"]]) else [words]
        assert len(missing) <= len(labelled(name, "section")) / 100
