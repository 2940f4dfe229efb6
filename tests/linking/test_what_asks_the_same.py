"""Links and dossiers: made by hand, and of real documents."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import upright
from upright import table
from upright.linking import Judged, Linked, Request, link, of_state, requests_of
from upright.records import Dossier, LinkKind, RecordRef, Source

KAZAKHSTAN = ("kazakhstan2010.pdf", "A_HRC_28_10.txt", "CCPR_C_SR.3272.txt")


def request(key: str, text: str, *, year: int = 2014, state: str = "XXA", record: str = "recommendation") -> Request:
    symbol = f"A/HRC/{year}/1"
    return Request(
        ref=RecordRef(symbol=symbol, sha256=str(year) * 16, record=record, key=key),
        source=Source(file=f"{year}.pdf", paragraph=key, page=1, start=int(key.replace(".", "")), end=9999),
        state=state,
        text=text,
        mechanism="UPR",
        date=dt.date(year, 3, 1),
        cycle=1 if year < 2012 else 2,
        number=key,
    )


PRISONS = [
    request("10.1", "Improve the conditions in prisons", year=2010),
    request("10.2", "Ratify CRPD", year=2010),
    request("10.3", "Open a school of music in every district", year=2010),
    request("20.1", "Continue its efforts to improve prison conditions"),
    request("20.2", "Consider ratifying the Convention on the Rights of Persons with Disabilities"),
    request("20.3", "Ratify the Optional Protocol to CRPD"),
    request("20.4", "Take further measures to improve conditions in prisons"),
]


def test_a_document_without_symbol_is_named_by_its_file() -> None:
    asked = [replace(each, ref=replace(each.ref, symbol=None)) for each in PRISONS]
    shown = io.StringIO()
    table.console(shown).print(table.dossiers(of_state(asked).dossiers, asked))
    assert "2010.pdf 10.1 " in shown.getvalue()


def groups(found: Linked) -> set[frozenset[str]]:
    return {frozenset(member.key for member in each.members) for each in found.dossiers}


def kinds(found: Linked) -> dict[tuple[str, str], LinkKind]:
    return {(each.from_.key, each.to.key): each.kind for each in found.links if each.kind is not LinkKind.FOLLOWS_UP}


def test_what_asks_the_same_is_one_dossier_across_cycles() -> None:
    found = of_state(PRISONS)
    assert groups(found) == {
        frozenset({"10.1", "20.1", "20.4"}),
        frozenset({"10.2", "20.2"}),
        frozenset({"10.3"}),
        frozenset({"20.3"}),
    }


def test_a_link_goes_from_the_later_to_the_earlier_and_says_why() -> None:
    found = of_state(PRISONS)
    assert kinds(found)["20.2", "10.2"] is LinkKind.SAME
    assert ("10.2", "20.2") not in kinds(found)
    (prison,) = (each for each in found.links if (each.from_.key, each.to.key) == ("20.1", "10.1"))
    assert prison.method == "model"
    assert prison.confidence is not None
    assert 0.6 <= prison.confidence <= 1
    assert prison.because is not None
    assert "prison" in prison.because
    assert prison.document == "A/HRC/2014/1"
    (treaty,) = (each for each in found.links if (each.from_.key, each.to.key) == ("20.2", "10.2"))
    assert (treaty.method, treaty.because) == ("rule", "both ask to ratify CRPD")


def test_titles_and_names_are_made_of_the_members() -> None:
    titles = {each.id: (each.title, each.treaties) for each in of_state(PRISONS).dossiers}
    assert titles["A/HRC/2010/1 10.2"] == ("Ratification of CRPD", ("CRPD",))
    assert titles["A/HRC/2010/1 10.1"][0].startswith("Improvement of")
    assert titles["A/HRC/2014/1 20.3"] == ("Ratification of OP-CRPD", ("OP-CRPD",))


def test_the_order_of_the_requests_makes_no_difference() -> None:
    wanted = of_state(PRISONS)
    mixed = list(PRISONS)
    for seed in range(5):
        random.Random(seed).shuffle(mixed)
        assert of_state(mixed) == wanted


def test_a_protocol_is_not_its_treaty_and_two_treaties_are_more_than_one() -> None:
    found = of_state(
        [
            request("1.1", "Ratify ICRMW"),
            request("1.2", "Ratify ICRMW and CRPD"),
            request("1.3", "Accede to the Optional Protocol to CRPD"),
        ]
    )
    assert len(found.dossiers) == 3
    assert kinds(found) == {("1.2", "1.1"): LinkKind.BROADER}


def test_an_agreement_attached_to_a_treaty_goes_with_it() -> None:
    rome = "Rome Statute of the International Criminal Court"
    both = f"Ratify the {rome} and the Agreement on the Privileges and Immunities of the International Criminal Court"
    found = of_state([request("1.1", f"Ratify the {rome}"), request("1.2", both)])
    assert groups(found) == {frozenset({"1.1", "1.2"})}
    assert kinds(found) == {("1.2", "1.1"): LinkKind.BROADER}


def test_what_is_to_be_brought_back_and_what_is_to_be_ended_contradict_each_other() -> None:
    found = of_state(
        [request("1.1", "Prohibit corporal punishment in schools"), request("1.2", "Reintroduce corporal punishment in schools")]
    )
    assert kinds(found) == {("1.2", "1.1"): LinkKind.CONTRADICTS}
    assert len(found.dossiers) == 2


def test_a_moratorium_is_not_contradicted_by_its_return() -> None:
    texts = ("Establish a moratorium on the death penalty", "Reinstate the moratorium on the death penalty")
    found = of_state([request(f"1.{at}", text) for at, text in enumerate(texts, 1)])
    assert groups(found) == {frozenset({"1.1", "1.2"})}


def test_a_request_follows_up_what_it_names() -> None:
    found = of_state(
        [
            request("7.1", "Register religious groups without delay", year=2010),
            request("7.2", "Build a bridge", year=2010),
            request("8.1", "As recommended in the previous review, register all religious groups without delay"),
            request("8.2", "Carry out the recommendation in A/HRC/2010/1, para. 7.2"),
            request("8.3", "Paint the bridge"),
        ]
    )
    follows = {(each.from_.key, each.to.key): each for each in found.links if each.kind is LinkKind.FOLLOWS_UP}
    assert set(follows) == {("8.1", "7.1"), ("8.2", "7.2")}
    assert {each.method for each in follows.values()} == {"rule"}


def test_a_request_follows_up_the_paragraph_that_it_cites() -> None:
    earlier = request("9", "Train judges in the rights of persons with disabilities", year=2010)
    earlier = Request(
        ref=RecordRef(symbol="CRPD/C/XXA/CO/1", sha256="a", record="recommendation", key="9"),
        source=earlier.source,
        state="XXA",
        text=earlier.text,
        mechanism="CRPD",
        date=dt.date(2010, 1, 1),
    )
    later = request("12.1", "Carry out what was recommended in CRPD/C/XXA/CO/1, para. 9")
    (follow,) = (each for each in of_state([earlier, later]).links if each.kind is LinkKind.FOLLOWS_UP)
    assert follow.to.symbol == "CRPD/C/XXA/CO/1"
    assert follow.because == "cites it: ‘CRPD/C/XXA/CO/1, para. 9’"


# --- what persons say


def judged(one: str, other: str, verdict: str) -> Judged:
    of = {each.number: each.ref for each in PRISONS}
    return Judged(of[one], of[other], verdict, "editor")


def test_same_brings_together_at_once() -> None:
    found = of_state(PRISONS, None, [judged("10.3", "20.3", "same")])
    assert frozenset({"10.3", "20.3"}) in groups(found)
    (said,) = (each for each in found.links if {each.from_.key, each.to.key} == {"10.3", "20.3"})
    assert (said.kind, said.method, said.by, said.confidence) == (LinkKind.SAME, "person", "editor", 1.0)


def test_same_brings_together_all_that_stands_with_the_two() -> None:
    found = of_state(PRISONS, None, [judged("10.3", "20.1", "same")])
    assert frozenset({"10.1", "10.3", "20.1", "20.4"}) in groups(found)


def test_same_brings_only_the_two_together_where_what_stands_with_them_is_said_to_differ() -> None:
    found = groups(of_state(PRISONS, None, [judged("10.3", "20.1", "same"), judged("10.3", "10.1", "different")]))
    assert frozenset({"10.3", "20.1"}) in found
    assert frozenset({"10.1", "20.4"}) in found


def test_different_keeps_apart_whatever_stands_between() -> None:
    for at, one in enumerate(PRISONS):
        for other in PRISONS[at + 1 :]:
            found = of_state(PRISONS, None, [judged(str(one.number), str(other.number), "different")])
            assert not any({one.number, other.number} <= group for group in groups(found))
            assert not any({each.from_.key, each.to.key} == {one.number, other.number} for each in found.links)


def test_the_same_words_are_kept_apart_where_a_person_says_so() -> None:
    twins = [
        request("1.1", "Abolish the death penalty"),
        request("1.2", "Abolish the death penalty"),
        request("1.3", "Abolish the death penalty"),
    ]
    apart = Judged(twins[0].ref, twins[1].ref, "different", "editor")
    assert groups(of_state(twins)) == {frozenset({"1.1", "1.2", "1.3"})}
    assert not any({"1.1", "1.2"} <= group for group in groups(of_state(twins, None, [apart])))


def test_unsure_says_nothing_of_the_pair() -> None:
    found = of_state(PRISONS, None, [judged("10.2", "20.2", "unsure")])
    assert ("20.2", "10.2") not in kinds(found)
    assert frozenset({"10.2"}) in groups(found)


def test_the_later_judgement_holds_and_others_of_other_records_are_passed_over() -> None:
    elsewhere = Judged(RecordRef(symbol="A/HRC/9/9", sha256=None, record="recommendation", key="1"), PRISONS[0].ref, "same", "editor")
    found = of_state(PRISONS, None, [judged("10.2", "20.2", "different"), elsewhere, judged("20.2", "10.2", "same")])
    assert frozenset({"10.2", "20.2"}) in groups(found)


def test_nothing_asks_nothing() -> None:
    assert of_state([]) == Linked((), ())


def test_a_promise_belongs_to_what_was_asked_and_makes_no_dossier_of_its_own() -> None:
    found = of_state(
        [
            request("1.1", "Abolish the death penalty", year=2010),
            request("2", "The death penalty would be abolished", record="commitment"),
            request("3", "A new opera house would be opened", record="commitment"),
        ]
    )
    assert groups(found) == {frozenset({"1.1", "2"})}


def test_no_name_of_a_person_becomes_a_title() -> None:
    (found,) = of_state([request("1.1", "Release Anna Muster and all other prisoners of conscience")]).dossiers
    assert "Muster" not in found.title


# --- Kazakhstan


@cache
def kazakhstan(documents: Path) -> tuple[Sequence[Request], Linked]:
    readings = [upright.read(next(documents.rglob(name))) for name in KAZAKHSTAN]
    return [each for reading in readings for each in requests_of(reading)], link(readings)


def holding(found: Linked, key: str) -> Dossier:
    """The dossier that a recommendation of 2014 is in."""
    (dossier,) = (each for each in found.dossiers if any(ref.key == key and ref.symbol is None for ref in each.members))
    return dossier


def numbers(text: str) -> set[str]:
    """'125.1-125.8' in full."""
    found: set[str] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        paragraph, start = first.split(".")
        found |= {f"{paragraph}.{at}" for at in range(int(start), int((last or first).split(".")[1]) + 1)}
    return found


@pytest.mark.parametrize(
    ("title", "treaty", "wanted"),
    [
        ("Ratification of CRPD", "CRPD", "125.1-125.8"),
        ("Abolition of the death penalty", None, "125.42-125.47 126.26"),
        ("Ratification of ICCPR-OP2", "ICCPR-OP2", "126.5-126.7 126.9-126.12"),
        ("Ratification of ICRMW", "ICRMW", "126.1-126.4"),
        ("Ratification of the Rome Statute of the International Criminal Court", "ROME", "126.13-126.19"),
        ("Ratification of OP-CRPD", "OP-CRPD", "126.8"),
    ],
)
def test_kazakhstan_in_2014(title: str, treaty: str | None, wanted: str, corpus: Path) -> None:
    requests, found = kazakhstan(corpus / "documents")
    listed = {each.ref for each in requests if each.source.file == "A_HRC_28_10.txt"}
    dossier = holding(found, wanted.partition("-")[0].partition(" ")[0])
    assert {ref.key for ref in dossier.members if ref in listed} == numbers(wanted)
    assert dossier.title == title
    assert dossier.treaties == ((treaty,) if treaty else ())


@pytest.mark.parametrize(("key", "earlier"), [("125.1", {"95.3", "95.4"}), ("126.1", {"97.1"}), ("125.42", {"97.16", "97.18"})])
def test_dossiers_go_on_from_2010(key: str, earlier: set[str], corpus: Path) -> None:
    _, found = kazakhstan(corpus / "documents")
    dossier = holding(found, key)
    assert {ref.key for ref in dossier.members if ref.symbol == "A/HRC/14/10"} >= earlier
    assert dossier.document == "A/HRC/14/10"
    assert dossier.id == f"A/HRC/14/10 {dossier.members[0].key}"


def test_what_was_said_before_the_committee_belongs_to_abolition(corpus: Path) -> None:
    """CCPR/C/SR.3272, paragraph 3: executions are suspended, abolition is under way."""
    requests, found = kazakhstan(corpus / "documents")
    before = {each.ref for each in requests if each.source.file == "CCPR_C_SR.3272.txt" and each.source.paragraph == "3"}
    assert before
    assert before <= set(holding(found, "125.42").members)


def test_as_recommended_in_the_previous_review(corpus: Path) -> None:
    """A/HRC/28/10, 124.23, on religious groups that are not traditional: none of 2010 is near enough in words, and none is guessed; 126.39,
    on libel."""
    _, found = kazakhstan(corpus / "documents")
    follows = {(each.from_.key, each.to.key) for each in found.links if each.kind is LinkKind.FOLLOWS_UP}
    assert {to for start, to in follows if start == "126.39"} <= {"97.11", "97.12", "97.20", "97.21"}
    assert {start for start, _ in follows} <= {"124.23", "126.39"}


def test_one_record_more_leaves_the_names_of_the_others(corpus: Path) -> None:
    requests, _ = kazakhstan(corpus / "documents")
    whole = of_state(requests)
    for at in range(7, len(requests), 120):
        less = of_state([each for each in requests if each is not requests[at]])
        kept = {each.id for each in whole.dossiers if requests[at].ref not in each.members}
        assert len(kept - {each.id for each in less.dossiers}) <= 1
