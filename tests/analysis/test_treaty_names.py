"""Treaties by their names: the examples are worded after recommendations of the sessions 1 to 20 and A/HRC/28/10."""

from __future__ import annotations

import pytest

from upright.analysis.treaty_names import named


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ratify the Second Optional Protocol to ICCPR", ["ICCPR-OP2"]),
        ("Accede to the Second Optional Protocol to the Covenant on Civil and Political Rights", ["ICCPR-OP2"]),
        ("Ratify the Second Optional Protocol", ["ICCPR-OP2"]),
        ("Ratify the Optional Protocol to the ICCPR, and so abolish the death penalty", ["ICCPR-OP2"]),
        ("Ratify the Optional Protocol to ICCPR", ["ICCPR-OP1"]),
        ("Ratify both optional protocols to the ICCPR", ["ICCPR-OP1", "ICCPR-OP2"]),
        ("Sign OP-CAT, the ICCPR-OP 2 and OP-ICCPR", ["OPCAT", "ICCPR-OP2", "ICCPR-OP1"]),
        ("Ratify the ICCPR and the OP-CAT", ["ICCPR", "OPCAT"]),  # not 'ICCPR-OP'
        # The protocol alone, never the treaty it belongs to.
        ("Ratify the Optional Protocol to CRPD", ["OP-CRPD"]),
        ("Ratify the Optional Protocol to the Convention on the Rights of Persons with Disabilities (CRPD)", ["OP-CRPD"]),
        ("Ratify CRPD and its Optional Protocol", ["CRPD", "OP-CRPD"]),
        ("Accede to the Convention against Torture and to the Optional Protocol thereto", ["CAT", "OPCAT"]),
        ("Ratify the Optional Protocols to CAT, CEDAW and CRPD", ["OPCAT", "OP-CEDAW", "OP-CRPD"]),
        ("Ratify the two Optional Protocols to CRC, the ICRMW and the Rome Statute", ["OP-CRC-AC", "OP-CRC-SC", "ICRMW", "ROME"]),
        ("Ratify ICCPR and its two Optional Protocols, CAT and CED", ["ICCPR", "ICCPR-OP1", "ICCPR-OP2", "CAT", "ICPPED"]),
        # Which protocol to CRC: by its subject; without one it is not said.
        ("Ratify the Optional Protocol to the CRC on the sale of children", ["OP-CRC-SC"]),
        ("Ratify the Optional Protocol on the involvement of children in armed conflict", ["OP-CRC-AC"]),
        ("Ratify the third Optional Protocol to the CRC", ["OP-CRC-IC"]),
        ("Ratify the Optional Protocol to the CRC", []),
        ("Ratify the Optional Protocol to CED", []),  # there is none
        # A name in other words.
        ("Accede to the Convention for the Protection of all Persons against Enforced Disappearances", ["ICPPED"]),
        ("Ratify the Convention on the Protection of the Rights of All Migrants Workers and Members of the Families", ["ICRMW"]),
        ("Join the International Covenants on Civil and Political Rights and on Economic, Social and Cultural Rights", ["ICCPR", "ICESCR"]),
        ("Ratify both International Covenants", ["ICCPR", "ICESCR"]),
        ("Ratify the 1951 Convention relating to the Status of Refugees and its 1967 Protocol", ["REFUGEES", "REFUGEES-P"]),
        ("Ratify the Protocol to the African Charter on Human and Peoples' Rights on the Rights of Women in Africa", ["MAPUTO"]),
        ("Adhérer à la Convention contre la torture", ["CAT"]),
        # Acronyms with a slip.
        ("Ratify CPRD and ICESR", ["CRPD", "ICESCR"]),
        # The ILO's by number.
        ("Ratify ILO Conventions No. 138 and 182", ["ILO-138", "ILO-182"]),
        ("Ratify Convention No. 169 of the ILO", ["ILO-169"]),
        ("Join the International Labour Organization's Domestic Workers Convention (No. 189)", ["ILO-189"]),
    ],
)
def test_treaties_are_known_by_all_their_names(text: str, wanted: list[str]) -> None:
    assert list(dict.fromkeys(each.code for each in named(text))) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Ratify the conventions to which it is not yet a party",
        "Adopt protocols for the police, and for cats",  # small letters are no acronym
        "Train judges in the use of the Istanbul Protocol",
        "Accept the recommendations of the UPR and of OHCHR on LGBT persons and HIV-AIDS",
        "Cooperate with UNICEF and UNHCR",
        "Ratify OP-CERD",  # there is none
        "",
    ],
)
def test_what_is_no_treaty_is_none(text: str) -> None:
    assert named(text) == []


def test_a_name_stands_where_it_is_found() -> None:
    text = "Sign and ratify the Optional Protocol to CRPD, the CAT and ILO Convention No. 169"
    assert [text[each.start : each.end] for each in named(text)] == ["Optional Protocol to CRPD", "CAT", "ILO Convention No. 169"]
