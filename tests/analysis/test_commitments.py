"""Which clauses of a delegation's speech promise something. The examples are reworded."""

from __future__ import annotations

from pathlib import Path

import pytest

from upright import read
from upright.analysis.commitments import promised
from upright.records import Commitment, Tense

P, U = Tense.PROMISED, Tense.UNDER_WAY
PROMISES = [
    # CCPR/C/SR.3272
    ("Vandrelia would seek to carry out the advice and would set up an office.", [("Vandrelia would seek to carry out the advice", P),
                                                                                  ("would set up an office", P)]),
    ("Roads were closed; however, steps were being taken to mend them, and there were plans to widen the bridge.",
     [("steps were being taken to mend them", U), ("there were plans to widen the bridge", P)]),
    ("Tolls had been stopped and the Cabinet was moving towards their abolition.", [("the Cabinet was moving towards their abolition", U)]),
    # without its subject a promise would say nothing
    ("Tolls were high. The Cabinet had halved the tolls and was moving towards their abolition.",
     [("The Cabinet had halved the tolls and was moving towards their abolition", U)]),
    ("Work to change the rules was currently under way.", [("Work to change the rules was currently under way", U)]),
    ("It was gradually introducing new signs.", [("It was gradually introducing new signs", U)]),
    ("When the survey was ready, the rules would be changed.", [("When the survey was ready, the rules would be changed", P)]),
    ("The Cabinet had agreed to host a visit in May.", [("The Cabinet had agreed to host a visit in May", P)]),
    # CEDAW/C/SR.724
    ("The list would be watched and changed if necessary.", [("The list would be watched and changed if necessary", P)]),
    ("She said that the advice would be heeded and that, in the next report, more would be said of boats.",
     [("the advice would be heeded", P), ("in the next report, more would be said of boats", P)]),
    ("Mr. Ode (Vandrelia) said that his country was committed to ratifying the treaty.",
     [("his country was committed to ratifying the treaty", P)]),
    # what other records say
    ("The Ministry intended to open a school.", [("The Ministry intended to open a school", P)]),
    ("It undertook to reply in writing.", [("It undertook to reply in writing", P)]),
    ("A bill on boats was before Parliament.", [("A bill on boats was before Parliament", U)]),
    ("A bill was being drafted, which would be adopted in 2017.", [("A bill was being drafted", U), ("would be adopted in 2017", P)]),
    ("Negotiations on the bill were ongoing.", [("Negotiations on the bill were ongoing", U)]),
    ("A working group had been set up to draft a bill.", [("A working group had been set up to draft a bill", U)]),
    ("A further reform was planned.", [("A further reform was planned", P)]),
    ("Ratification was under consideration.", [("Ratification was under consideration", U)]),
    ("It was considering signing the treaty.", [("It was considering signing the treaty", U)]),
    ("The law was due to enter into force in May.", [("The law was due to enter into force in May", P)]),
    ("He would reply to those questions in writing.", [("He would reply to those questions in writing", P)]),
    ("The Ministry would ensure safety at sea.", [("The Ministry would ensure safety at sea", P)]),
    ("Consideration was being given to a new law.", [("Consideration was being given to a new law", U)]),
]  # fmt: skip

NO_PROMISES = [
    "Parliament had adopted the Act and had opened ten schools.",
    "Otherwise the owner would lose the boat.",
    "If the boat sank, the State would pay.",
    "The court would decide within ten days.",
    "Persons who failed to pay would lose their boats.",
    "Such a rule would be contrary to the Constitution and would mean new costs.",
    "The probation rules enabled it, so that pupils would learn to sail.",
    "There were no plans to change the age.",
    "The State was not considering a ban.",
    "An investigation was under way.",
    "Three detainees were being held in the harbour.",
    "The rules were intended to keep order, which was due to the crowd.",
    "The Government would not pay.",
    "Women were currently working as sailors.",
    "She would now turn to the question of boats.",
    "That would ensure safety at sea.",
    "The rules were being enforced and crews were being heard.",
    "It would take time and skippers would benefit from it.",
]


@pytest.mark.parametrize(("text", "expected"), PROMISES)
def test_a_promise(text: str, expected: list[tuple[str, Tense]]) -> None:
    assert [(text[start:end], tense) for start, end, tense in promised(text)] == expected


@pytest.mark.parametrize("text", NO_PROMISES)
def test_no_promise(text: str) -> None:
    assert list(promised(text)) == []


def test_only_the_delegation_promises(corpus: Path) -> None:
    reading = read(corpus / "documents" / "CCPR_C_SR.3272.txt")
    said = reading.of(Commitment)
    assert len(said) == 19
    assert {each.by for each in said if each.source.paragraph == "72"} == {"Azimova"}
    assert not {each.source.paragraph for each in said} & {str(number) for number in range(6, 25)}
