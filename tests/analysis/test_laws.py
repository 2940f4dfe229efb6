"""What national laws are called, and the register of a State's laws. The examples are reworded; the laws are invented."""

from __future__ import annotations

import pytest

from upright.analysis.laws import Mention, mentions, register
from upright.records import Citation, Source

NAMED = [
    # CCPR/C/SR.3272: by a name in capitals, with the year before or behind, with what is new or old about it
    ("It revised the Fair Rents Act of 2009, which capped rents.", ["Fair Rents Act, 2009"]),
    ("Under the 2009 Fair Rents Act rents were capped.", ["Fair Rents Act, 2009"]),
    ("The Fair Rents Act (2009) and the Fair Rents Act, 2011, differ.", ["Fair Rents Act, 2009", "Fair Rents Act, 2011"]),
    ("The new Harbour Code replaced the previous Harbour Code.", ["Harbour Code", "former Harbour Code"]),
    ("It asked about the Harbour Code and Code of Civil Procedure.", ["Harbour Code", "Code of Civil Procedure"]),
    ("The Code on Minor Offences contained two rules.", ["Code on Minor Offences"]),
    ("The Constitution was clear.", ["Constitution"]),
    ("Amendments to the Vandrelian Harbour Code were pending.", ["Harbour Code"]),
    ("Restrictions in the Harbour Code and the Amended Constitution stood.", ["Harbour Code", "Constitution"]),
    # by its date and title; its date alone
    ("The Act of 5 May 2001 on Village Halls and Public Squares stood.", ["Act of 5 May 2001 on Village Halls and Public Squares"]),
    ("The Act of 5 May 2001 stood.", ["Act of 5 May 2001"]),
    ("The Act on the Rules for Building and Letting Halls in the Kingdom of Vandrelia is old.",
     ["Act on the Rules for Building and Letting Halls in the Kingdom of Vandrelia"]),
    ("The Constitutional Act on the Audit Office and the Duties of Auditors said so.",
     ["Constitutional Act on the Audit Office and the Duties of Auditors"]),
    # a title in small letters ends where the sentence goes on
    ("The Act amending legislation on the work of choirs eased the rules.", ["Act amending legislation on the work of choirs"]),
    ("The law on village roads and their repair required signs.", ["law on village roads and their repair"]),
    ("Under the criminal code, that was punished.", ["Criminal Code"]),
    # CRPD/C/AND/CO/1, CRPD/C/ARG/CO/2-3, CERD/C/BRA/FCO/18-20: by number
    ("Act No. 7/2013 on asylum applies.", ["Act No. 7/2013"]),
    ("Act 30/2022, the Qualified Act on Wards and Families, applies.", ["Act No. 30/2022", "Qualified Act on Wards and Families"]),
    ("Executive Decree No. 17-187 of 3 June 2017 applies.", ["Executive Decree No. 17-187"]),
    ("Law No. 26.657 on hospitals and Law No. 12,288/2010 apply.", ["Law No. 26.657", "Law No. 12,288/2010"]),
    ("Law No. 12 of 3 May 2010 and Decree-Law No. 25/2012 apply.", ["Law No. 12 of 2010", "Decree-Law No. 25/2012"]),
    ("The Quiet Hospitals Act (No. 26.657) of 2010 applies.", ["Quiet Hospitals Act No. 26.657"]),
    ("Act CXXV of 2003 applies.", ["Act CXXV of 2003"]),
    # CRPD/C/CAN/CO/1: lists, charters of rights
    ("It cited the Bridges Act, the River Toll Act and others.", ["Bridges Act", "River Toll Act"]),
    ("The Vandrelian Charter of Rights and Freedoms and the Patients Bill of Rights Act apply.",
     ["Vandrelian Charter of Rights and Freedoms", "Patients Bill of Rights Act"]),
    ("The Harbour Code and the Act Guaranteeing the Rights of Sailors and the Labour Code apply.",
     ["Harbour Code", "Act Guaranteeing the Rights of Sailors", "Labour Code"]),
    # CRPD/C/LTU/Q/1/Add.1, CRPD/C/AZE/FCO/2-3: with the State's name behind the head or the title
    ("The Harbour Code of the Republic of Vandrelia and the Law of the Republic of Vandrelia on Public Boats apply.",
     ["Harbour Code", "Law on Public Boats"]),
    ("The Law on Public Boats of Vandrelia applies.", ["Law on Public Boats"]),
    # CRPD/C/UKR/Q/1/Add.1 and other States' words
    ("The Law of Vandrelia “On Public Boats” and the Law On Public Roads apply.", ["Law On Public Boats", "Law On Public Roads"]),
    ("Law No 15/2008, Law N° 18.561 and the Fair Boats Act 2010 apply.", ["Law No. 15/2008", "Law No. 18.561", "Fair Boats Act, 2010"]),
    # 'the Act' is the nearest one of that name
    ("The Bridges Act is old. The Act says little; that law was never amended.", ["Bridges Act", "Bridges Act", "Bridges Act"]),
]  # fmt: skip

NO_LAWS = [
    "A draft Bridges Act and a draft Harbour Code were before Parliament.",
    "The Act was long.",
    "The law required it, as the rule of law did.",
    "The Code of Conduct for judges and the Rome Statute were cited.",
    "The Law Commission and the Faculty of Law met; International Humanitarian Law was taught.",
    "It would act under a new law on bridges.",
    "The Legal Act was not named.",
]


@pytest.mark.parametrize(("text", "laws"), NAMED)
def test_laws_are_named(text: str, laws: list[str]) -> None:
    assert [mention.law for mention in mentions(text, state="Vandrelia")] == laws


@pytest.mark.parametrize("text", NO_LAWS)
def test_what_is_no_law(text: str) -> None:
    assert mentions(text, state="Vandrelia") == []


def test_the_act_may_have_been_named_earlier_in_the_paragraph() -> None:
    (earlier,) = mentions("It had the Bridges Act.")
    text = "The Act was new."
    assert mentions(text, before=[earlier]) == [Mention(text.index("Act"), text.index("Act") + 3, "Bridges Act", "Act")]


def cited(target: str, cites: str = "law") -> Citation:
    source = Source(file="made-by-hand", paragraph="1", page=None, start=0, end=1)
    return Citation(document=None, source=source, cites=cites, target=target, text=target)


def test_the_register_joins_the_names_of_a_law() -> None:
    targets = [
        "Bridges Act",
        "Bridges Act, 2004 art. 12",
        "bridges act art. 2",
        "Harbour Code art. 9",
        "Harbour Code sect. 3",
        "Act No. 26.653",
        "Quiet Act No. 26,653",
    ]
    laws = register([*map(cited, targets), cited("CCPR/GC 34", "general_comment")])
    assert [(law.name, law.articles, len(law.citations)) for law in laws] == [
        ("Bridges Act, 2004", ("2", "12"), 3),
        ("Harbour Code", ("sect. 3", "9"), 2),
        ("Quiet Act No. 26,653", (), 2),
    ]
    assert laws[0].names == ("Bridges Act", "Bridges Act, 2004", "bridges act")


def test_laws_of_different_years_stay_apart() -> None:
    laws = register(map(cited, ["Rents Act, 2009", "Rents Act, 2011", "Rents Act", "Law No. 5 of 2010", "Law No. 5 of 2012"]))
    assert [law.name for law in laws] == ["Law No. 5 of 2010", "Law No. 5 of 2012", "Rents Act", "Rents Act, 2009", "Rents Act, 2011"]
