"""What each State says inside one number: the forms that clusters take, reworded, with the symbol and number that they stand for."""

from __future__ import annotations

import re

import pytest

from upright.readers.attribution import attribute

Wanted = tuple[tuple[str, str], ...]

# (what it stands for, words, (States, what they say), ...)
CLUSTERS: list[tuple[str, str, Wanted]] = [
    ("A/HRC/28/16, 166.222", "Amend the Act on meetings (Slovakia); Review all laws on meetings (Canada);",
     (("SVK", "Amend the Act on meetings"), ("CAN", "Review all laws on meetings"))),
    ("A/HRC/10/78, 57.19", "To let people write (Sweden, Ireland); to ensure investigation of attacks (Ireland);",
     (("SWE IRL", "To let people write"), ("IRL", "to ensure investigation of attacks"))),
    ("A/HRC/26/10, 101.13", "Adopt a law (Chile), set up an office (Peru), train judges (Cuba);",
     (("CHL", "Adopt a law"), ("PER", "set up an office"), ("CUB", "train judges"))),
    ("A/HRC/25/7, 148.107", "Fight corruption in offices (Cyprus)/Continue its efforts in fighting corruption (Cuba);",
     (("CYP", "Fight corruption in offices"), ("CUB", "Continue its efforts in fighting corruption"))),
    ("A/HRC/23/8, 92.6", "Ratify the Convention (Brazil) / Become a party to the Convention (Estonia) / Ratify the Convention (Maldives);",
     (("BRA MDV", "Ratify the Convention"), ("EST", "Become a party to the Convention"))),
    ("A/HRC/11/16, 68.5", "Adopt the law on children (Slovenia) and to consider a law on corporal punishment (Brazil);",
     (("SVN", "Adopt the law on children"), ("BRA", "to consider a law on corporal punishment"))),
    ("and, two texts", "Ratify the Convention (Chile) and lift its reservations (Peru);",
     (("CHL", "Ratify the Convention"), ("PER", "lift its reservations"))),
    ("and, same State again", "Ratify the Convention (Chile, Peru) and lift its reservations (Peru);",
     (("CHL", "Ratify the Convention"), ("PER", "Ratify the Convention and lift its reservations"))),
    ("A/HRC/15/15, 111.1", "To ratify (Spain)/consider ratifying (Peru) the Convention;",
     (("ESP", "To ratify the Convention"), ("PER", "consider ratifying the Convention"))),
    ("A/HRC/15/15, 111.2", "Ratify (Slovakia, Spain), or consider ratifying (Peru) the Statute;",
     (("SVK ESP", "Ratify the Statute"), ("PER", "consider ratifying the Statute"))),
    ("A/HRC/19/9, 106.2", "Sign (Spain) and ratify (Peru) the Convention;",
     (("ESP", "Sign the Convention"), ("PER", "ratify the Convention"))),
    ("object of the second verb", "Sign (Spain) and ratify the Convention (Peru);",
     (("ESP", "Sign the Convention"), ("PER", "ratify the Convention"))),
    ("next object, comma", "Ratify the Convention (Chile), the Protocol (Peru);",
     (("CHL", "Ratify the Convention"), ("PER", "Ratify the Protocol"))),
    ("next object, and", "Ratify the Convention (Chile) and the Protocol (Peru);",
     (("CHL", "Ratify the Convention"), ("PER", "Ratify the Protocol"))),
    ("next object, three", "Ratify the Convention (Chile), the Protocol (Peru) and the Statute (Cuba);",
     (("CHL", "Ratify the Convention"), ("PER", "Ratify the Protocol"), ("CUB", "Ratify the Statute"))),
    ("added by those who are named", "Fight hunger at all levels (Chile, Peru), through consultations (Peru);",
     (("CHL", "Fight hunger at all levels"), ("PER", "Fight hunger at all levels through consultations"))),
    ("added by another", "Fight hunger at all levels (Chile), in particular in the north (Peru);",
     (("CHL", "Fight hunger at all levels"), ("PER", "Fight hunger at all levels in particular in the north"))),
    ("its protocol", "Ratify the Convention (Chile) and its Optional Protocol (Peru);",
     (("CHL", "Ratify the Convention"), ("PER", "Ratify its Optional Protocol"))),
    ("same words twice", "Ratify the Convention (Chile); Ratify the Convention (Peru);",
     (("CHL PER", "Ratify the Convention"),)),
    ("same words, other end mark", "Ratify the Convention, (Chile); ratify the Convention. (Peru);",
     (("CHL PER", "Ratify the Convention"),)),
    ("a State says two things", "Abolish the levy (Chile); train the police (Chile);",
     (("CHL", "Abolish the levy"), ("CHL", "train the police"))),
    ("brackets joined inside", "Abolish the levy (Chile) (Peru); train the police (Cuba);",
     (("CHL PER", "Abolish the levy"), ("CUB", "train the police"))),
    ("A/HRC/16/13, 100", "Abolish the levy (Chile). Train the police (Cuba).",
     (("CHL", "Abolish the levy"), ("CUB", "Train the police"))),
    ("as well as", "Abolish the levy (Chile), as well as train the police (Cuba);",
     (("CHL", "Abolish the levy"), ("CUB", "train the police"))),
    ("name with a bracket inside", "Abolish the levy (Iran (Islamic Republic of)); train the police (Cuba);",
     (("IRN", "Abolish the levy"), ("CUB", "train the police"))),
    ("adverb before the verb", "Abolish the levy (Chile); urgently train the police (Cuba);",
     (("CHL", "Abolish the levy"), ("CUB", "urgently train the police"))),
    ("acronym inside", "Ratify the Protocol (OPCAT) (Chile); train the police (Cuba);",
     (("CHL", "Ratify the Protocol (OPCAT)"), ("CUB", "train the police"))),
    ("verbs joined by a stroke", "Ratify/accede to the Convention (Chile); sign the Protocol (Cuba);",
     (("CHL", "Ratify/accede to the Convention"), ("CUB", "sign the Protocol"))),
    ("A/HRC/10/78, 57.19, first half", "To respect freedom of expression (Sweden) and of the media (Canada);",
     (("SWE", "To respect freedom of expression"), ("CAN", "To respect freedom of the media"))),
    ("A/HRC/12/14, 56.2", "Accede to the Covenants (Chile), sign the Convention (Peru, Cuba) and ratify it (Cuba);",
     (("CHL", "Accede to the Covenants"), ("PER", "sign the Convention"), ("CUB", "sign the Convention and ratify it"))),
    ("twelve texts", " ".join(f"Build {count} schools ({name});" for count, name in
     [("two", "Chile"), ("three", "Peru"), ("four", "Cuba"), ("five", "Spain"), ("six", "France"), ("seven", "Kenya")]),
     (("CHL", "Build two schools"), ("PER", "Build three schools"), ("CUB", "Build four schools"),
      ("ESP", "Build five schools"), ("FRA", "Build six schools"), ("KEN", "Build seven schools"))),
]  # fmt: skip


@pytest.mark.parametrize(("words", "wanted"), [row[1:] for row in CLUSTERS], ids=[row[0] for row in CLUSTERS])
def test_parts(words: str, wanted: Wanted) -> None:
    found = attribute(words)
    assert [(part.states, part.text) for part in found.parts or ()] == [(tuple(states.split()), text) for states, text in wanted]
    assert set(found.states) == {code for states, _ in wanted for code in states.split()}


@pytest.mark.parametrize("words", [row[1] for row in CLUSTERS], ids=[row[0] for row in CLUSTERS])
def test_the_text_is_the_item_without_its_states(words: str) -> None:
    found = attribute(words)
    assert not any(f"({name}" in found.text for name in ("Chile", "Peru", "Cuba", "Spain", "Iran", "Sweden"))
    assert set(re.findall(r"\w+", found.text)) <= set(re.findall(r"\w+", words))
