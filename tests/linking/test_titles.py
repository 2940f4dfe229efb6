"""What dossiers are called: cases in other words of what stood in reports of working groups."""

from __future__ import annotations

import pytest

from upright.linking.asks import ask
from upright.linking.scorer import because
from upright.linking.titles import title


def called(*texts: str) -> str:
    return title([ask(text) for text in texts], lambda _: 0.8)[0]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Continue to step up efforts to combat the smuggling of children, and", "Fight against the smuggling of children"),
        ("Redouble efforts against forced begging", "Fight against forced begging"),
        ("Continue the programme of mobile libraries in mountain villages (by 2031", "Programme of mobile libraries in mountain villages"),
        (
            "Pursue its national efforts to integrate road safety into the school curriculum",
            "Integration of road safety into the school curriculum",
        ),
        ("Strengthen its measures aimed at the protection of shepherds", "Protection of shepherds"),
        (
            "Strengthen measures, including in the valleys, to combat prejudice against shepherds",
            "Fight against prejudice against shepherds",
        ),
        (
            "Prevent, investigate and punish violence against shepherds",
            "Prevention, investigation and punishment of violence against shepherds",
        ),
        ("Prevent and combat violence against shepherds", "Prevention of and fight against violence against shepherds"),
        (
            "Bring its fisheries act fully into line with international standards",
            "Alignment of the fisheries act with international standards",
        ),
        (
            "Ensure that complaints about beatings of shepherds are promptly investigated",
            "Investigation of complaints about beatings of shepherds",
        ),
        ("Ensure that shepherds are protected from exploitation by landlords", "Protection of shepherds from exploitation by landlords"),
        (
            "Incorporate without delay into its criminal code a definition of usury",
            "Incorporating into the criminal code a definition of usury",
        ),
        ("Fight against usury and adopt a law on lending", "Fight against usury"),
        ("In line with its earlier pledges, enlarge the shelters for widows", "Enlarging the shelters for widows"),
        ("Withdraw its reservations to the Convention on the Rights of the Child", "Withdrawal of the reservations to CRC"),
        ("Pay special attention to the needs of widows in rural areas", "Action on the needs of widows in rural areas"),
        (
            "Ratify the Rome Statute of the International Criminal Court",
            "Ratification of the Rome Statute of the International Criminal Court",
        ),
        ("Prioritize the issue of flooded cellars in old towns", "Issue of flooded cellars in old towns"),
    ],
)
def test_a_title_says_what_is_asked(text: str, wanted: str) -> None:
    assert called(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Adopt legislation that allows the children of lighthouse keepers who were born at sea or on small islands to attend school",
        "Improve the training of teachers of music, of drawing and of crafts in all the secondary schools that lie in the far north",
        "Continue to take measures in order to repair the bridges and the roads of the eastern provinces and to",
    ],
)
def test_a_title_ends_where_a_phrase_ends(text: str) -> None:
    found = called(text).removesuffix(" …")
    assert len(found) <= 84
    assert found.split()[-1] not in {"and", "or", "of", "to", "the", "a", "in", "on", "that", "who", "all", "for"}
    assert found.count("(") == found.count(")")
    assert found[0].isupper()


def test_the_member_that_names_the_object_gives_the_title() -> None:
    vague = "Continue its efforts with a view to better conditions"
    assert (
        called(vague, "Improve the conditions of seasonal fruit pickers", vague)
        == "Improvement of the conditions of seasonal fruit pickers"
    )


def test_what_most_members_say_gives_the_title() -> None:
    texts = ("Abolish whaling", "Abolish whaling", "Take steps to abolish whaling", "Set up a moratorium on whaling")
    assert called(*texts) == "Abolition of whaling"


@pytest.mark.parametrize(
    "text",
    [
        "Release Anna Muster",
        "Ensure that the case of Anna Muster is reviewed",
        "Bring the case of Éva Beispiel to trial",
        "Review the imprisonment of Dr. Muster and Anna Beispiel",
    ],
)
def test_no_person_is_named_in_a_title(text: str) -> None:
    assert not {"muster", "beispiel", "anna", "éva"} & set(called(text).casefold().replace(".", "").split())


def test_a_body_is_no_person() -> None:
    assert called("Cooperate with the Committee on Enforced Disappearances") == "Cooperation with the Committee on Enforced Disappearances"


def test_no_person_is_named_in_what_decided() -> None:
    one = ask("Release Anna Muster, who was sentenced for editing a newspaper")
    other = ask("Free Anna Muster and end her detention over a newspaper")
    said = because(one, other, 0.8)
    assert "muster" not in said.casefold()
    assert "anna" not in said.casefold()
    assert "newspaper" in said


def test_the_names_of_things_stay_in_what_decided() -> None:
    said = because(ask("Found an office under the Paris Principles"), ask("Create a body in line with the Paris Principles"), 0.8)
    assert "paris" in said
