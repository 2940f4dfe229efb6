"""The status of treaties: facts with a source, and what is not known is not known."""

from __future__ import annotations

import pytest

from upright import instruments, ratifications, states
from upright.analysis.ratification import asked_to_ratify
from upright.data import rows
from upright.ratifications import Status


def test_every_row_is_of_a_member_and_of_a_known_treaty() -> None:
    members = {code for code, state in states.all_states().items() if state.kind is states.StateKind.MEMBER}
    for row in rows("ratifications.csv"):
        assert row["state"] in members
        assert row["instrument"] in instruments.all_instruments()
        assert row["source"]


def test_a_state_has_one_status_for_each_treaty() -> None:
    table = rows("ratifications.csv")
    assert len({(row["state"], row["instrument"]) for row in table}) == len(table) == 193 * 18 - 1
    assert len(ratifications.covered()) == 18


def test_no_treaty_is_ratified_before_it_was_adopted_or_after_the_data_ends() -> None:
    last = ratifications.collected().latest_event
    for code in ratifications.covered():
        for each in ratifications.of_instrument(code):
            if each.year:
                assert each.status is Status.STATE_PARTY
                assert instruments.all_instruments()[code].adopted.year <= each.year <= last


@pytest.mark.parametrize(
    ("state", "instrument", "status", "year"),
    [("KAZ", "OPCAT", Status.STATE_PARTY, 2008), ("KAZ", "ICCPR", Status.STATE_PARTY, 2006), ("USA", "CRC", Status.SIGNATORY, None)],
)
def test_known_facts(state: str, instrument: str, status: Status, year: int | None) -> None:
    found = ratifications.status(state, instrument)
    assert found
    assert (found.status, found.year) == (status, year)


def test_what_the_data_lacks_is_unknown() -> None:
    assert ratifications.status("GAB", "OP-CRC-IC") is None
    assert ratifications.status("PSE", "CAT") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ratify the OP-CAT", ("OPCAT",)),
        ("Consider ratifying the Optional Protocol to the Convention against Torture", ("OPCAT",)),  # the longest name is meant
        ("Accede to CED and OP-ICESCR", ("ICPPED", "OP-ICESCR")),
        ("Become a party to the ICCPR, the ICESCR and the CAT", ("ICCPR", "ICESCR", "CAT")),
        ("Ratify the Second Optional Protocol to ICCPR and abolish the death penalty", ("ICCPR-OP2",)),
        ("Ratify and implement effectively the Convention on the Rights of Persons with Disabilities", ("CRPD",)),
        ("Ratify CRPD and its Optional Protocol", ("CRPD", "OP-CRPD")),
        ("Sign the Optional Protocol to Convention on the Rights of Persons with Disabilities", ("OP-CRPD",)),
        ("Ratify the two optional protocols to the ICCPR", ("ICCPR-OP1", "ICCPR-OP2")),
        ("Ratify the Optional Protocol to the CRC", ()),  # which of them is not said
        ("Accede to the Rome Statute of the ICC", ("ROME",)),
        ("Ratify OP-CAT and bring its law into line with CEDAW", ("OPCAT",)),
        ("Ratify the core treaties to which it is not yet party", ()),
        ("Take steps to implement CEDAW", ()),
        ("Harmonize its law with the CRC, which it has ratified", ()),
        ("Having ratified CAT, establish a national preventive mechanism", ()),
        ("", ()),
    ],
)
def test_what_a_recommendation_asks_to_ratify(text: str, wanted: tuple[str, ...]) -> None:
    assert asked_to_ratify(text) == wanted


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [("CHE", "fr", "Suisse"), ("CHE", "en", "Switzerland"), ("KAZ", "ru", "Казахстан"), ("XVA", "fr", "Vandrelia"), ("EU", "fr", "EU")],
)
def test_states_have_names_in_the_language_of_the_page(code: str, language: str, name: str) -> None:
    assert states.name(code, language) == name
