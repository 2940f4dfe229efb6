"""Who speaks in the interactive dialogue, and what they do there: sentences as reports have them, about invented matters."""

# ruff: noqa: E501  # one row of a table is one line

from __future__ import annotations

import pytest

from layers import document, printed
from upright.readers.dialogue import DELEGATION, acts_of, dialogue, statements
from upright.records import Act, Kind, Statement

UNDER_REVIEW = "CHE"


def said(*paragraphs: str) -> list[Statement]:
    """The statements of a dialogue on Switzerland; paragraphs are numbered from 5."""
    numbered = "\n".join(f"{number}. {words}" for number, words in enumerate(paragraphs, 5))
    before = "\n".join(f"{number}. It was so." for number in range(1, 5))
    made = document(printed(f"I. Introduction\n{before}\nB. Interactive dialogue\n{numbered}\n"), Kind.WORKING_GROUP_REPORT, "A/HRC/90/4")
    blocks = [block for block in made.blocks if block.label and int(block.label.split(" ", maxsplit=1)[0]) >= 5]
    return list(statements(made, dialogue(made, blocks, UNDER_REVIEW)))


def by(*paragraphs: str) -> list[str]:
    return ["+".join(statement.by) for statement in said(*paragraphs)]


# (what it stands for, paragraph, speakers)
SPEAKERS = [
    ("one", "Peru commended the law. It noted the plan. It made recommendations.", "PER"),
    ("article", "The Philippines congratulated the Government.", "PHL"),
    ("name of several words", "The Islamic Republic of Iran welcomed the plan.", "IRN"),
    ("name with a bracket", "Venezuela (Bolivarian Republic of) praised the schools.", "VEN"),
    ("long name", "The United Kingdom of Great Britain and Northern Ireland asked about roads.", "GBR"),
    ("observer", "The Holy See welcomed the law.", "VAT"),
    ("acronym", "The Lao People’s Democratic Republic noted the plan.", "LAO"),
    ("A/HRC/8/41, 53, subject later", "While noting that the roads are old, Italy also noted the new ones.", "ITA"),
    ("subject later, participle", "Noting the progress made, Peru recommended the building of roads.", "PER"),
    ("subject later with article", "With regard to roads, the Netherlands asked for a list.", "NLD"),
    ("several, one after the other", "Peru asked about roads. Chile asked about schools. Cuba welcomed both.", "PER CHL CUB"),
    ("pronouns go on", "Peru asked about roads. It welcomed the law. They were many. Its wish was peace. Chile asked about schools.", "PER CHL"),
    ("says it twice", "Peru asked about roads. Peru further recommended the building of schools.", "PER"),
    ("possessive is no subject", "Peru welcomed the plan. China’s reforms were mentioned. It made a recommendation.", "PER"),
    ("possessive, straight", "Peru welcomed the plan. China's reforms were mentioned.", "PER"),
    ("another State as object", "Peru thanked its neighbours. The borders with Chile were quiet.", "PER"),
    ("the State under review in another's statement", "Peru welcomed the plan. Switzerland had built roads.", "PER"),
    ("adverb before the verb", "Peru asked about roads. Chile also recommended the building of schools.", "PER CHL"),
    ("on behalf of a group", "Egypt, speaking on behalf of the African Group, welcomed the plan.", "EGY"),
    ("the delegation", "The delegation said that roads were built.", DELEGATION),
    ("A/HRC/8/41, 46", "In response to the interventions, Switzerland noted that roads were old.", DELEGATION),
    ("In response", "In response, the head of the delegation said that roads were built.", DELEGATION),
    ("its name", "Switzerland explained that roads were built.", DELEGATION),
    ("a minister", "The Minister for Roads said that they were built.", DELEGATION),
    ("an issue", "On the issue of roads, the delegation explained the plan.", DELEGATION),
    ("A/HRC/28/10, 119", "In relation to the ratification of treaties, the delegation noted the costs.", DELEGATION),
    ("A/HRC/22/6, 71, a State in brackets", "As to the roads (Germany), the delegation reported that they were old.", DELEGATION),
    ("answers inside a paragraph", "Peru asked about roads. In response, Switzerland said that they were old.", f"PER {DELEGATION}"),
]  # fmt: skip


@pytest.mark.parametrize(("paragraph", "wanted"), [row[1:] for row in SPEAKERS], ids=[row[0] for row in SPEAKERS])
def test_speakers(paragraph: str, wanted: str) -> None:
    assert by(paragraph) == wanted.split()


def test_limbs_belong_to_the_speaker_before_them() -> None:
    found = said("Peru recommended that it:\n(a) Build roads;\n(b) Build schools.", "Chile welcomed the plan.")
    assert [(statement.paragraph, statement.by) for statement in found] == [
        ("5", ("PER",)),
        ("5 (a)", ("PER",)),
        ("5 (b)", ("PER",)),
        ("6", ("CHL",)),
    ]


def test_a_statement_stands_where_it_says() -> None:
    (one, two) = said("Peru asked about\nroads. Chile asked about schools.")
    assert (one.paragraph, two.paragraph) == ("5", "5")
    assert one.source.end <= two.source.start
    assert [act.act for act in one.acts] == [Act.ASKED]
    assert one.acts[0].start == one.source.start


# A sentence and the acts in it.
ACTS = [
    ("It recommended that roads be built.", "recommended"),
    ("It recommends building roads.", "recommended"),
    ("Peru made a recommendation.", "recommended"),
    ("Peru made recommendations.", "recommended"),
    ("It made three recommendations.", "recommended"),
    ("It made a number of recommendations.", "recommended"),
    ("It offered the following recommendations.", "recommended"),
    ("It put forward several recommendations.", "recommended"),
    ("It had two recommendations.", "recommended"),
    ("It submitted two further recommendations.", "recommended"),
    ("It asked about roads.", "asked"),
    ("It inquired about roads.", "asked"),
    ("It enquired as to the roads.", "asked"),
    ("It requested information on roads.", "asked"),
    ("It wished to know how roads were built.", "asked"),
    ("It would like to hear more about roads.", "asked"),
    ("It wondered whether roads were built.", "asked"),
    ("It would appreciate further information on roads.", "asked"),
    ("It was interested in knowing how roads were built.", "asked"),
    ("It raised two questions.", "asked"),
    ("It sought clarification on roads.", "asked"),
    ("It posed a number of questions.", "asked"),
    ("It was concerned about the roads.", "concerned"),
    ("It expressed deep concern at the roads.", "concerned"),
    ("It regretted the state of the roads.", "regretted"),
    ("It expressed regret at the roads.", "regretted"),
    ("It urged the Government to build roads.", "urged"),
    ("It called on the Government to build roads.", "urged"),
    ("It called upon the Government to build roads.", "urged"),
    ("It encouraged the Government to build roads.", "encouraged"),
    ("It commended the roads.", "commended"),
    ("It congratulated the Government.", "commended"),
    ("It welcomed the roads.", "commended"),
    ("It was encouraged by the roads.", "commended"),
    ("It noted the roads.", "noted"),
    ("It took note of the roads.", "noted"),
    ("It acknowledged the roads.", "noted"),
    ("It noted the roads but was concerned about bridges.", "concerned noted"),
    ("It welcomed the roads and asked about bridges.", "asked commended"),
    ("It welcomed the roads and recommended bridges.", "recommended commended"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "wanted"), ACTS)
def test_acts(sentence: str, wanted: str) -> None:
    assert sorted(str(act) for act in acts_of(sentence)) == sorted(wanted.split())


# Sentences that only look as if the speaker recommended or asked something.
NOT_RECOMMENDED = [
    ("A/HRC/28/10, 45", "It noted with satisfaction progress made in implementing the recommendations of the first review."),
    ("accepted before", "It noted that the Government had accepted 120 recommendations."),
    ("in line with", "It welcomed a law in line with recommendations of the Committee."),
    ("compliance", "It commended compliance with the recommendations of treaty bodies."),
    ("follow-up", "It welcomed the plan made to follow up on recommendations."),
    ("by a committee", "It noted that the Committee had recommended the building of roads."),
    ("as recommended", "It welcomed the law, as recommended by the Committee."),
    ("been recommended", "It noted that this had been recommended in the first cycle."),
    ("the last review", "It recalled the recommendations of the last review."),
    ("despite", "Despite several recommendations, roads remained old."),
]


@pytest.mark.parametrize("sentence", [row[1] for row in NOT_RECOMMENDED], ids=[row[0] for row in NOT_RECOMMENDED])
def test_nothing_is_recommended(sentence: str) -> None:
    assert Act.RECOMMENDED not in set(acts_of(sentence))


NOT_ASKED = [
    "It welcomed the answer to the question of roads.",
    "It noted the unasked and the unanswered.",
    "It would welcome the building of roads.",
    "It wished the Government success.",
    "It hoped to see roads.",
]


@pytest.mark.parametrize("sentence", NOT_ASKED)
def test_nothing_is_asked(sentence: str) -> None:
    assert Act.ASKED not in set(acts_of(sentence))


ANNOUNCED = [
    ("Peru made a recommendation.", "one"),
    ("Peru made one recommendation.", "one"),
    ("Peru made the following recommendation.", "one"),
    ("Peru made recommendations.", "several"),
    ("Peru made a number of recommendations.", "several"),
    ("Peru made two recommendations.", "several"),
    ("Peru offered some recommendations.", "several"),
    ("Peru noted the implementation of recommendations.", None),
    ("Peru recommended roads.", None),
]


@pytest.mark.parametrize(("paragraph", "wanted"), ANNOUNCED)
def test_recommendations_announced(paragraph: str, wanted: str | None) -> None:
    assert [statement.recommendations_announced for statement in said(paragraph)] == [wanted]
