"""What replies, reports and information on follow-up say that they answer, in reworded lines of the forms that were seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from layers import document, printed
from upright.pipeline import read_file
from upright.readers import follow_up, replies, state_report
from upright.readers.answered import parts
from upright.readers.articles import articles_of_heading, articles_of_text
from upright.readers.document import Document
from upright.readers.issue_numbers import in_latin, issue_numbers
from upright.records import Answer, Kind


@pytest.mark.parametrize(("listed", "numbers"), [
    ("4 (a)", ["4 (a)"]),  # CRPD/C/JAM/RQ/1
    ("1and 2", ["1", "2"]),  # CRPD/C/LTU/Q/1/Add.1
    ("11 (a), (b), (c) and (d)", ["11 (a)", "11 (b)", "11 (c)", "11 (d)"]),  # CRPD/C/JAM/RQ/1
    ("3, 5–7 and 9", ["3", "5", "6", "7", "9"]),  # CRPD/C/KAZ/RQ/1
    ("12 (a)–(d)", ["12 (a)", "12 (b)", "12 (c)", "12 (d)"]),
    ("2 and paragraph 3 (b)", ["2", "3 (b)"]),
    ("17 (a) (ii)", ["17 (a) (ii)"]),
    ("5(a) and (b)", ["5 (a)", "5 (b)"]),
    ("4 a) y b)", ["4 (a)", "4 (b)"]),  # limbs as Spanish prints them
    ("3 a 5", ["3", "4", "5"]),
    ("7, alinéas a) et b)", ["7 (a)", "7 (b)"]),
    ("4 и 5", ["4", "5"]),
    ("4(أ) و(ب)", ["4 (أ)", "4 (ب)"]),
    ("3至5", ["3", "4", "5"]),
])  # fmt: skip
def test_numbers(listed: str, numbers: list[str]) -> None:
    assert list(issue_numbers(listed)) == numbers


def test_limbs_in_latin_letters() -> None:
    assert [in_latin(label) for label in ("4 (ب)", "4 (б)", "4 (b)", "17 (a) (ii)", "4")] == ["4 (b)", "4 (b)", "4 (b)", "17 (a) (ii)", "4"]


@pytest.mark.parametrize(("heading", "articles"), [
    ("Equality (art. 5)", ["5"]),
    ("Right to life (arts. 2, 6 and 26)", ["2", "6", "26"]),
    ("C. Obligaciones específicas (arts. 31 a 33)", ["31", "32", "33"]),
    ("Objet (art. 1 à 4)", ["1", "2", "3", "4"]),
    ("Article 9 Accessibility", ["9"]),  # CRPD/C/KIR/RQ/1
    ("Равенство (ст. 5)", ["5"]),
    ("المساواة (المادة 5)", ["5"]),
    ("平等（第5条）", ["5"]),
    ("对第3段的答复", []),
    ("B. Specific rights", []),
])  # fmt: skip
def test_articles_of_headings(heading: str, articles: list[str]) -> None:
    assert list(articles_of_heading(heading)) == [f"article {number}" for number in articles]


@pytest.mark.parametrize(("text", "articles"), [
    ("in line with articles 12 and 13 of the Convention", ["12", "13"]),
    ("article 9 (1) of the Covenant and article 6, paragraph 2, of the Optional Protocol", ["9"]),
    ("el artículo 24 de la Convención", ["24"]),
    ("under article 136 of the Health Code", []),
    ("artículo 11, párrafo 5, del Código", []),
])  # fmt: skip
def test_articles_of_texts(text: str, articles: list[str]) -> None:
    assert list(articles_of_text(text)) == [f"article {number}" for number in articles]


def made(text: str, kind: Kind = Kind.REPLIES, symbol: str | None = "CRPD/C/XVA/RQ/1") -> Document:
    return document(printed(text), kind, symbol)


def said(answers: list[Answer]) -> list[tuple[str, tuple[str, ...]]]:
    return [(answer.question, answer.paragraphs) for answer in answers]


HEADINGS = [
    ("Reply to paragraph 4 (a) of the list of issues CRPD/C/XVA/Q/1", ["4 (a)"]),  # CRPD/C/JAM/RQ/1
    ("Replies to the issues raised in paragraph 4", ["4"]),  # CRPD/C/KAZ/RQ/1
    ("Replies to the questions raised in paragraphs 4 and 5 of the list of issues", ["4", "5"]),  # CRPD/C/MRT/RQ/1
    ("A. Follow-up information relating to paragraph 11 (b) of the concluding observations", ["11 (b)"]),  # CRPD/C/MNE/CO/1/Add.2
    ("Information relating to paragraph 36 (b) and (c)", ["36 (b)", "36 (c)"]),  # CERD/C/BRA/FCO/18-20
    ("Reply to question 1", ["1"]),
    ("Response to Question No. 12:", ["12"]),
    ("Answers to issues 7 to 9", ["7", "8", "9"]),
    ("Issue No. 5", ["5"]),
    ("Question 7 (a): Access to courts", ["7 (a)"]),
    ("Paragraph 9 of the concluding observations", ["9"]),
    ("Para. 14", ["14"]),
    ("Recommendation No. 23 (b)", ["23 (b)"]),
    ("Réponse au paragraphe 5 de la liste de points", ["5"]),
    ("Réponses aux questions soulevées aux paragraphes 2 à 4", ["2", "3", "4"]),
    ("Respuesta al párrafo 3 de la lista de cuestiones", ["3"]),
    ("Respuestas a las cuestiones planteadas en el párrafo 4 a)", ["4 (a)"]),
    ("Ответ на вопросы, поднятые в пункте 5 перечня вопросов", ["5"]),
    ("الرد على المسائل المثارة في الفقرة 6 من قائمة المسائل", ["6"]),
    ("对问题清单第3段的答复", ["3"]),
    ("Response to the recommendation contained in paragraph 12 of the concluding observations", ["12"]),
    ("Recommendations contained in paragraphs 7 and 9", ["7", "9"]),
    ("Ad paragraph 12", ["12"]),
    ("Concerning paragraph 9 (a)", ["9 (a)"]),
    ("Question no 5", ["5"]),
    ("Recommandations figurant au paragraphe 8", ["8"]),
    ("Información relativa al párrafo 9 de las observaciones finales", ["9"]),
    ("Pregunta núm. 5", ["5"]),
    ("По пункту 3 перечня вопросов", ["3"]),
    ("Ответ на вопрос № 5", ["5"]),
    ("السؤال رقم 5", ["5"]),
    ("رداً على السؤال ٥ من قائمة المسائل", ["5"]),
]
NO_HEADINGS = [
    "Replies of Vandrelia to the list of issues",
    "Reply to paragraph 2 of article 4 of the Covenant",
    "Response to the issues of 2019",
    "Information on general recommendation No. 25",
    "Article 9",
    "• Question 36. Do you have difficulty hearing?",  # CRPD/C/KAZ/RQ/1, of a census
    "Comments on 5 per cent of the cases",
]


@pytest.mark.parametrize(("heading", "numbers"), HEADINGS)
def test_headings(heading: str, numbers: list[str]) -> None:
    found = parts(made(f"I. Introduction\n\n1. The State party is pleased to reply.\n\n{heading}\n\n2. The law was amended in 2020."))
    assert [number for part in found for number in part.numbers] == numbers
    assert all(part.words == heading and part.below for part in found)


@pytest.mark.parametrize("heading", NO_HEADINGS)
def test_what_names_no_issue(heading: str) -> None:
    assert parts(made(f"I. Introduction\n\n1. The State party is pleased to reply.\n\n{heading}\n\n2. The law was amended in 2020.")) == []


TWO = """I. Introduction

1. The State party is pleased to reply.

Reply to paragraph 1 of the list of issues (CRPD/C/XVA/Q/1)

2. The law was amended in 2020.

3. Two courts were founded:

(a) One in the north;

(b) One in the south.

Reply to paragraph 2 of the list of issues

4. Nothing changed.
"""


def test_an_answer_has_all_paragraphs_up_to_the_next_heading() -> None:
    made_up = made(TWO)
    answers = list(replies.read(made_up))
    assert said(answers) == [("1", ("2", "3", "3 (a)", "3 (b)")), ("2", ("4",))]
    assert [(one.to, one.method, one.confidence) for one in answers] == [("CRPD/C/XVA/Q/1", "stated", 1.0)] * 2
    assert answers[0].because == "Reply to paragraph 1 of the list of issues (CRPD/C/XVA/Q/1)"
    start, end = answers[0].source.start, answers[0].source.end
    assert made_up.layer.text[start:end] == "2. The law was amended in 2020."
    assert answers[0].source.paragraph == "2"


def test_headings_upon_each_other_are_answered_together() -> None:
    text = TWO.replace("Reply to paragraph 2", "Reply to paragraph 2 of the list of issues\n\nReply to paragraph 3")
    assert said(list(replies.read(made(text))))[1:] == [("2", ("4",)), ("3", ("4",))]


def test_a_heading_with_nothing_below_it_answers_nothing() -> None:
    text = TWO.replace("4. Nothing changed.\n", "")
    (*_, last) = replies.read(made(text))
    assert (last.question, last.paragraphs, last.confidence) == ("2", (), None)


def test_unnumbered_text_answers_too() -> None:
    (*_, last) = replies.read(made(TWO.replace("4. Nothing changed.", "• Nothing changed in the north.")))
    assert (last.question, last.paragraphs, last.confidence) == ("2", (), 1.0)


def test_a_heading_inside_a_paragraph_is_no_broken_line_of_it() -> None:
    inside = TWO.replace("4. Nothing changed.", "4. More is said in the\nreply to paragraph 7 of the list of issues\nand elsewhere.")
    assert said(list(replies.read(made(inside)))) == [("1", ("2", "3", "3 (a)", "3 (b)")), ("2", ("4",))]


def test_issues_repeated_without_a_heading() -> None:
    """CRPD/C/UKR/Q/1/Add.1 prints each issue before the paragraphs that answer it; older replies number the issues only."""
    only = "\n\n".join(f"{number}. Please indicate whether law {number} was amended.\n\nIt was, in May." for number in range(1, 7))
    assert said(list(replies.read(made(only)))) == [(str(number), (str(number),)) for number in range(1, 7)]


def test_first_words_say_it_where_headings_do_not() -> None:
    text = "I. Introduction\n\n1. The State party replies.\n\n2. With reference to question 3 of the list of issues, the law was amended."
    assert said(list(replies.read(made(text)))) == [("3", ("2",))]
    assert said(list(replies.read(made(text.replace("question 3 of the list of issues", "article 3 of the Convention"))))) == []


@pytest.mark.parametrize(("symbol", "to"), [
    ("CRPD/C/XVA/Q/1/Add.1", "CRPD/C/XVA/Q/1"),
    ("CRPD/C/KAZ/RQ/1", None),  # the list that the text names is another State's
])  # fmt: skip
def test_which_list_is_answered(symbol: str, to: str | None) -> None:
    assert replies.list_of_issues(made(TWO, symbol=symbol)) == to


OBSERVED = """I. Introduction

1. The State party is pleased to report.

12. The Committee recommends that the State party amend the law.

2. The law was amended in 2020.

14. The State party should train all judges.

3. They were trained in spring.
"""


def test_recommendations_repeated_in_information_on_follow_up() -> None:
    answers = list(follow_up.read(made(OBSERVED, Kind.FOLLOW_UP, "CCPR/C/KAZ/CO/2/Add.1")))
    assert said(answers) == [("12", ("2",)), ("14", ("3",))]
    assert {answer.to for answer in answers} == {"CCPR/C/KAZ/CO/2"}


def test_paragraphs_of_a_committee_are_no_recommendations_repeated() -> None:
    text = "I. Introduction\n\n1. The Committee adopted its report.\n\n2. The Committee recommends that the State party amend the law."
    assert list(follow_up.read(made(text, Kind.FOLLOW_UP, "CRPD/C/KAZ/RFIR/1"))) == []


FOLLOWED = TWO.replace("of the list of issues (CRPD/C/XVA/Q/1)", "of the concluding observations (CRPD/C/KAZ/CO/1)").replace(
    "Reply to", "Follow-up information relating to"
)  # fmt: skip


@pytest.mark.parametrize("symbol", ["CRPD/C/KAZ/FCO/1", "CRPD/C/KAZ/CO/1/Add.2"])
def test_follow_up(symbol: str) -> None:
    answers = list(follow_up.read(made(FOLLOWED.replace("of the list of issues", ""), Kind.FOLLOW_UP, symbol)))
    assert said(answers) == [("1", ("2", "3", "3 (a)", "3 (b)")), ("2", ("4",))]
    assert {answer.to for answer in answers} == {"CRPD/C/KAZ/CO/1"}


def test_a_report_answers_earlier_recommendations_and_issues() -> None:
    observations = list(state_report.read(made(FOLLOWED, Kind.STATE_REPORT, "CRPD/C/KAZ/2")))
    assert next((one.question, one.to) for one in observations) == ("1", "CRPD/C/KAZ/CO/1")
    issues = list(state_report.read(made(TWO.replace("Q/1", "QPR/2").replace("XVA", "KAZ"), Kind.STATE_REPORT, "CRPD/C/KAZ/2-3")))
    assert [(one.question, one.to) for one in issues] == [("1", "CRPD/C/KAZ/QPR/2"), ("2", "CRPD/C/KAZ/QPR/2")]
    assert (
        list(state_report.read(made(TWO.replace(" of the list of issues (CRPD/C/XVA/Q/1)", "").replace("of the list of issues", "")))) == []
    )


# --- documents at hand


@pytest.mark.parametrize(("file", "last"), [
    ("Angola_2021_CRPD_C_AGO_RQ_1", 30),
    ("Bosnia_and_Herzegovina_2017_CRPD_C_BIH_Q_1_Add.1", 30),
    ("Brazil_2015_CRPD_C_BRA_Q_1_Add.1", 37),
    ("Kazakhstan_2021_CRPD_C_KAZ_RQ_1", 30),
    ("Kiribati_2024_CRPD_C_KIR_RQ_1", 30),
    ("Lithuania_2015_CRPD_C_LTU_Q_1_Add.1", 30),
    ("Republic_of_Korea_2014_CRPD_C_KOR_Q_1_Add.1", 34),
    ("Ukraine_2015_CRPD_C_UKR_Q_1_Add.1", 32),
])  # fmt: skip
def test_every_issue_is_named_in_its_order(corpus: Path, file: str, last: int) -> None:
    """These replies name all issues of their list; their own paragraphs follow each other without a gap."""
    reading = read_file(corpus / "documents" / "treaty_bodies" / "replies" / "crpd" / f"{file}.pdf")
    answers = reading.of(Answer)
    assert list(dict.fromkeys(answer.question.partition(" ")[0] for answer in answers)) == [str(number) for number in range(1, last + 1)]
    firsts = [int(label.partition(" ")[0]) for answer in answers for label in answer.paragraphs]
    assert firsts == sorted(firsts) or file.startswith("Lithuania")  # which answers two issues by the same paragraphs
    assert all(answer.to and answer.to.endswith("/Q/1") for answer in answers)


@pytest.mark.parametrize(("file", "to", "questions"), [
    ("cerd/CERD_C_BRA_FCO_18-20", "CERD/C/BRA/CO/18-20", ["17 (a)", "19 (c)", "23 (a)", "36 (a)", "36 (b)", "36 (c)", "36 (d)"]),
    ("crpd/Luxembourg_2018_CRPD_C_LUX_CO_1_Add.2", "CRPD/C/LUX/CO/1", ["9", "25"]),
    ("crpd/Montenegro_2019_CRPD_C_MNE_CO_1_Add.2", "CRPD/C/MNE/CO/1",
     ["11", "11 (a)", "11 (b)", "11 (c)", "11 (d)", "11 (e)", "19 (a)", "19 (b)", "19 (c)"]),
    ("crpd/Spain_2024_CRPD_C_ESP_RFIR_1", None, []),  # the committee's own report
])  # fmt: skip
def test_information_on_follow_up(corpus: Path, file: str, to: str | None, questions: list[str]) -> None:
    reading = read_file(corpus / "documents" / "treaty_bodies" / "follow_up" / f"{file}.pdf")
    assert [answer.question for answer in reading.of(Answer)] == questions
    assert {answer.to for answer in reading.of(Answer)} == ({to} if to else set())
