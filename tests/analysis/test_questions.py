"""Questions in reported speech: what a sentence asks, cut into what could be answered separately."""

from __future__ import annotations

import pytest

from upright.analysis.questions import asked

CASES = [
    # CCPR/C/SR.3272, 11
    ("She asked which court heard such complaints.", ["She asked which court heard such complaints"]),
    # CCPR/C/SR.3272, 6: two question words
    ("How long had the clerks been held and on what charges?", ["How long had the clerks been held", "on what charges?"]),
    (
        "The Committee would like to know whether the fee was proportionate and how it could be waived before a hearing.",
        ["The Committee would like to know whether the fee was proportionate", "how it could be waived before a hearing"],
    ),
    # CCPR/C/SR.3272, 7: a general request, and what it is about in particular
    (
        "The Committee would like more information on the role of the registrar and, in particular, whether she could reopen a case.",
        ["The Committee would like more information on the role of the registrar", "whether she could reopen a case"],
    ),
    ("Given the new rules, it would be helpful to know whether bags were searched and, if so, how files were protected.",
     ["it would be helpful to know whether bags were searched", "if so, how files were protected"]),
    # reports that ... and that ...
    ("Comments were also needed on reports that letters were opened and that calls were recorded.",
     ["Comments were also needed on reports that letters were opened", "that calls were recorded"]),
    ("The delegation should comment on the reports that the bridge was closed.",
     ["The delegation should comment on the reports that the bridge was closed"]),
    ("The delegation might like to explain why the post was vacant.", ["The delegation might like to explain why the post was vacant"]),
    # CCPR/C/SR.3272, 17: a list of things
    (
        "She would like further information on the standard of proof, the duration of inquiries, the practice of X, and types of redress.",
        ["She would like further information on the standard of proof", "the duration of inquiries", "the practice of X",
         "types of redress"],
    ),
    # one thing with two heads
    ("Details were requested on the content and progress of the plan.", ["Details were requested on the content and progress of the plan"]),
    # CCPR/C/SR.3272, 21: purposes of measures
    (
        "She asked what steps were taken to open shelters, to train guards and to pay compensation.",
        ["She asked what steps were taken to open shelters", "to train guards", "to pay compensation"],
    ),
    # direct, with another auxiliary
    (
        "Did the notes include an examination, and were they seen by a judge?",
        ["Did the notes include an examination", "were they seen by a judge?"],
    ),
    ("If not, what steps were planned?", ["If not, what steps were planned?"]),
    # a lead-in is not the question
    ("In the light of those reports, he wondered how the measure complied with article 21 of the Covenant.",
     ["he wondered how the measure complied with article 21 of the Covenant"]),
    ("Mr. Idris said that he would appreciate information on the draft law.", ["he would appreciate information on the draft law"]),
    ("Ms. Roe asked whether it was true that the road was closed.", ["asked whether it was true that the road was closed"]),
    # CEDAW/C/SR.724, 1 and 2
    ("More information was needed on the closure of some upland schools.",
     ["More information was needed on the closure of some upland schools"]),
    ("It was unclear why pupils would leave.", ["It was unclear why pupils would leave"]),
    ("She requested data on the number of pupils and the steps taken to find them places.",
     ["She requested data on the number of pupils", "the steps taken to find them places"]),
    ("It would be interesting to learn what sums were lent, how long repayment took and how many defaulted.",
     ["It would be interesting to learn what sums were lent", "how long repayment took", "how many defaulted"]),
    # 'which', 'who' and 'where' behind a comma are relative
    ("He asked whether the Office, which had been set up in 2009, could act alone.",
     ["He asked whether the Office, which had been set up in 2009, could act alone"]),
    ("She invited the delegation to explain the reasons for the fall in the number of visits, inquiries and fines.",
     ["She invited the delegation to explain the reasons for the fall in the number of visits, inquiries and fines"]),
    ("The delegation was asked to clarify the scope of the exemption.", ["The delegation was asked to clarify the scope of the exemption"]),
    ("She would be grateful if the delegation could indicate how many had applied.",
     ["She would be grateful if the delegation could indicate how many had applied"]),
    ("An update on the census would be welcome.", ["An update on the census would be welcome"]),
    ("His question was whether the tax applied.", ["His question was whether the tax applied"]),
    # CEDAW/C/SR.724, 5
    ("She would like detailed information, however, on the level of wages.",
     ["She would like detailed information, however, on the level of wages"]),
    ("He would be interested in hearing how the fund worked.", ["He would be interested in hearing how the fund worked"]),
    ("She would appreciate knowing whether the post was filled.", ["She would appreciate knowing whether the post was filled"]),
    ("It was not clear from the report why the post was vacant.", ["It was not clear from the report why the post was vacant"]),
    ("She inquired into the causes of the delay.", ["She inquired into the causes of the delay"]),
    ("Could the delegation say when the census would be held?", ["Could the delegation say when the census would be held?"]),
]  # fmt: skip

NOT_ASKED = [
    "She was concerned that the fee was too high.",
    "The State party should repeal the Act.",
    "The State party should provide shelters in every region.",
    "The next report should indicate how many had applied.",
    "The Committee had asked the State party in 2009 to amend the Act.",
    "The organizations had been asked whether they agreed.",
    "He would like to congratulate the delegation.",
    "The delegation might like to consult the guidelines of the Office.",
    "She welcomed the information on the census.",
    "The reports raised questions regarding the independence of the board.",
    "She hoped that the law would be amended.",
    "Insulting an official should not be an offence.",
]


@pytest.mark.parametrize(("sentence", "wanted"), CASES, ids=[sentence[:50] for sentence, _ in CASES])
def test_what_a_sentence_asks(sentence: str, wanted: list[str]) -> None:
    assert [sentence[start:end] for start, end, _ in asked(sentence)] == wanted


@pytest.mark.parametrize("sentence", NOT_ASKED)
def test_what_is_no_question(sentence: str) -> None:
    assert list(asked(sentence)) == []


@pytest.mark.parametrize(("sentence", "form"), [("Was it so?", "direct"), ("She asked whether it was so.", "indirect")])
def test_its_form(sentence: str, form: str) -> None:
    assert [found for _, _, found in asked(sentence)] == [form]


@pytest.mark.parametrize(
    ("sentence", "sure", "number"),
    [
        ("The Chair asked whether the delegation was ready.", False, 1),
        ("The Chair invited the delegation to reply to the questions.", False, 0),
        ("The Chair said that further information would be welcome.", False, 0),
    ],
)
def test_a_chair_asks_only_with_a_question_word(sentence: str, sure: bool, number: int) -> None:
    assert len(list(asked(sentence, sure=sure))) == number
