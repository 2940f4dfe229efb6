"""Who recommends what: brackets in the forms that reports have them, reworded, with the symbol and number that they stand for."""

# ruff: noqa: E501  # one row of a table is one line

from __future__ import annotations

import pytest

from upright.readers.attribution import attribute, rebuilt, tidy

ONE = "Ratify the Convention on the Rights of Seafarers"

# (what it stands for, what stands behind `ONE`, States)
BRACKETS = [
    ("A/HRC/28/10, 124.1", " (Spain);", "ESP"),
    ("last of a list", " (Spain).", "ESP"),
    ("A/HRC/15/7, 99.5", " (Sudan) .", "SDN"),
    ("A/HRC/16/15, 93.6", " (Sudan) ;", "SDN"),
    ("A/HRC/14/17, 95.8", " (Bolivia);.", "BOL"),
    ("A/HRC/24/3, 113.59", " (Germany):", "DEU"),
    ("A/HRC/19/6, 78.1", " (Australia),", "AUS"),
    ("no end mark", " (Côte d’Ivoire)", "CIV"),
    ("straight apostrophe", " (Côte d'Ivoire);", "CIV"),
    ("no space before", "(Viet Nam);", "VNM"),
    ("spaces inside", " ( Chile );", "CHL"),
    ("mark in the bracket", " (Chile.);", "CHL"),
    ("A/HRC/13/15, 89.40", " (Germany);*", "DEU"),
    ("stars in U+2217", " (Germany)∗∗;", "DEU"),
    ("A/HRC/21/11, 119.124", " (Paraguay);2", "PRY"),
    ("A/HRC/23/7, 115.75", " (New Zealand); 6", "NZL"),
    ("mark before the end mark", " (Switzerland)3 ;", "CHE"),
    ("stray quotation mark", " (Switzerland)”;", "CHE"),
    ("several in one bracket", " (Slovenia, Sweden);", "SVN SWE"),
    ("A/HRC/19/4, 102", " (Kenya; Chad; Peru);", "KEN TCD PER"),
    ("A/HRC/22/13, 102", " (Burundi, Namibia and Togo);", "BDI NAM TGO"),
    ("comma before and", " (Burundi, Namibia, and Togo);", "BDI NAM TGO"),
    ("and alone", " (Bosnia and Herzegovina and Trinidad and Tobago);", "BIH TTO"),
    ("slash", " (Burundi/Namibia);", "BDI NAM"),
    ("A/HRC/28/10, 125.8", " (Hungary) (Spain);", "HUN ESP"),
    ("A/HRC/16/11, 92", " (Cyprus); (Denmark); (Republic of Korea);", "CYP DNK KOR"),
    ("A/HRC/28/14, 127", " (Cyprus), (Denmark);", "CYP DNK"),
    ("and between brackets", " (Cyprus) and (Denmark);", "CYP DNK"),
    ("one and several", " (Chile, Peru) (Denmark);", "CHL PER DNK"),
    ("named twice", " (Chile) (Peru) (Chile);", "CHL PER"),
    ("A/HRC/28/10, 126", " (Iran (Islamic republic of));", "IRN"),
    ("inner bracket and another", " (Venezuela (Bolivarian Republic of), Cuba);", "VEN CUB"),
    ("inner bracket forgotten", " (Venezuela (Bolivarian Republic of);", "VEN"),
    ("inner bracket at the end of several", " (Cuba, Bolivia (Plurinational State of));", "CUB BOL"),
    ("article", " (the Netherlands);", "NLD"),
    ("two articles", " (the Netherlands and the United Kingdom);", "NLD GBR"),
    ("long name", " (United Kingdom of Great Britain and Northern Ireland);", "GBR"),
    ("former name", " (Libyan Arab Jamahiriya);", "LBY"),
    ("name with 'former'", " (the former Yugoslav Republic of Macedonia);", "MKD"),
    ("observer", " (Holy See);", "VAT"),
    ("observer, State of Palestine", " (State of Palestine, Holy See);", "PSE VAT"),
    ("acronym", " (DPRK);", "PRK"),
    ("USA", " (USA);", "USA"),
    ("on behalf of", " (Portugal, on behalf of a group of States);", "PRT"),
    ("on behalf of, brackets", " (Egypt (on behalf of the African Group));", "EGY"),
    ("A/HRC/28/11, 135.7", " Ghana);", "GHA"),
    ("closing only, long name", " Republic of Moldova);", "MDA"),
    ("opened only", " (Chile;", "CHL"),
    ("opened only, two", " (Chile Egypt,", "CHL EGY"),
]  # fmt: skip


@pytest.mark.parametrize(("behind", "wanted"), [row[1:] for row in BRACKETS], ids=[row[0] for row in BRACKETS])
def test_one_text(behind: str, wanted: str) -> None:
    found = attribute(ONE + behind)
    assert found.text == ONE
    assert found.states == tuple(wanted.split())
    assert found.parts is None
    assert rebuilt(ONE + behind) == found.text


# Names as printed that are read as the State nearest to them.
MISSPELT = [
    ("A/HRC/26/8", " (Holly See);", "VAT", "Holly See"),
    ("A/HRC/20/4", " (United States of Americas);", "USA", "United States of Americas"),
    ("A/HRC/13/5", " (Phillipines);", "PHL", "Phillipines"),
    ("one of two", " (Chile, Argentinia);", "CHL ARG", "Argentinia"),
]  # fmt: skip


@pytest.mark.parametrize(("behind", "wanted", "printed"), [row[1:] for row in MISSPELT], ids=[row[0] for row in MISSPELT])
def test_a_misspelt_name(behind: str, wanted: str, printed: str) -> None:
    found = attribute(ONE + behind)
    assert found.states == tuple(wanted.split())
    assert found.text == ONE


# Names and brackets inside the text that attribute nothing.
INSIDE = [
    ("an acronym", "Ratify the Protocol (OPCAT) without delay (Chile);", "Ratify the Protocol (OPCAT) without delay", "CHL"),
    ("a law", "Amend the Press Act (Law No. 5) (Chile);", "Amend the Press Act (Law No. 5)", "CHL"),
    ("a State", "Resolve the case of the fishermen from Peru (Chile);", "Resolve the case of the fishermen from Peru", "CHL"),
    ("a State at the end", "Grant visas to nationals of Peru (Chile);", "Grant visas to nationals of Peru", "CHL"),
    ("an adjective", "Treat Chilean nationals as others (Peru);", "Treat Chilean nationals as others", "PER"),
    ("letters", "Protect (a) girls; (b) boys (Chile);", "Protect (a) girls; (b) boys", "CHL"),
    ("a year", "Implement the plan (2010–2014) fully (Chile);", "Implement the plan (2010–2014) fully", "CHL"),
    ("an article", "Bring its law in line with the Covenant (art. 26) (Chile);", "Bring its law in line with the Covenant (art. 26)", "CHL"),
    ("an organisation", "Work with the agency (UNHCR) (Chile);", "Work with the agency (UNHCR)", "CHL"),
    ("the European Union", "Join the regional scheme (European Union) (Chile);", "Join the regional scheme (European Union)", "CHL"),
    ("recommendation of a body", "Follow the recommendation of the Committee (CERD) (Peru);", "Follow the recommendation of the Committee (CERD)", "PER"),
    ("A/HRC/16/13, 98.9", "Investigate crimes; aggressively prosecute traffickers (Peru) ;", "Investigate crimes; aggressively prosecute traffickers", "PER"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "text", "wanted"), [row[1:] for row in INSIDE], ids=[row[0] for row in INSIDE])
def test_what_attributes_nothing_stays(words: str, text: str, wanted: str) -> None:
    found = attribute(words)
    assert (found.text, found.states, found.parts) == (text, tuple(wanted.split()), None)


# The State's own comment behind the bracket is none of what was recommended.
COMMENTS = [
    ("A/HRC/13/3, 89.1", ": Ruritania does not accept this recommendation, since nationality is settled in the Constitution;"),
    ("A/HRC/13/3, 89.2", ". Ruritania agrees that the law is not retroactive, but cannot accept the allegation;"),
    ("A/HRC/13/3, 89.3", ": The judiciary in Ruritania is independent and its decisions are impartial;"),
    ("A/HRC/11/28, 82", "; Ruritania stated that the Code already provides for this;"),
    ("A/HRC/14/7, 100", ". The Government of Ruritania considers that its law is enough."),
]


@pytest.mark.parametrize("behind", [row[1] for row in COMMENTS], ids=[row[0] for row in COMMENTS])
def test_a_comment_behind_the_bracket_is_no_part_of_the_recommendation(behind: str) -> None:
    found = attribute(f"{ONE} (Chile){behind}")
    assert (found.text, found.states, found.parts) == (ONE, ("CHL",), None)


def test_a_state_named_in_prose() -> None:
    """A/HRC/8/19, 60.3"""
    found = attribute("With regard to the recommendation of Switzerland reflected in paragraph 35 above, Ruritania can accept it in part.")
    assert found.states == ("CHE",)
    assert found.text.endswith("in part")


def test_nobody_is_named() -> None:
    """A/HRC/8/23, 77.1: conclusions with the agreement of the State, nobody's recommendation."""
    found = attribute("Ruritania is commended for its efforts and is encouraged to go on.")
    assert (found.text, found.states, found.parts) == ("Ruritania is commended for its efforts and is encouraged to go on", (), None)


def test_two_texts_in_one_item() -> None:
    found = attribute("Ratify the Convention (Chile) and lift its reservations (Peru);")
    assert found.states == ("CHL", "PER")
    assert found.parts is not None
    assert [part.states for part in found.parts] == [("CHL",), ("PER",)]
    assert found.text == "Ratify the Convention and lift its reservations"


TIDY = [
    ("  Ratify   it ; ", "Ratify it"),
    ("Ratify it , soon", "Ratify it, soon"),
    ("Ratify it, ; and go on", "Ratify it, and go on"),
    ("Ratify it.∗∗", "Ratify it"),
    ("", ""),
]


@pytest.mark.parametrize(("words", "wanted"), TIDY)
def test_tidy(words: str, wanted: str) -> None:
    assert tidy(words) == wanted
    assert tidy(tidy(words)) == wanted
