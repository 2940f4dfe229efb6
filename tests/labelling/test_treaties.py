"""Treaties as labels."""

from __future__ import annotations

from pathlib import Path

import upright
from upright.labelling import treaties
from upright.labelling.text import Text
from upright.records import Recommendation


def _codes(text: str) -> tuple[str, ...]:
    return tuple(each.value for each in treaties.label(Text(text)))


def test_a_label_says_by_which_words() -> None:
    (crpd, protocol) = treaties.label(Text("Ratify the CRPD and its Optional Protocol; implement CRPD"))
    assert (crpd.scheme, crpd.value, crpd.method, crpd.because) == ("treaties", "CRPD", "rule", "CRPD")
    assert (protocol.value, protocol.because) == ("OP-CRPD", "Optional Protocol")


def test_a_slip_is_less_sure() -> None:
    (slip,) = treaties.label(Text("Ratify CPRD"))
    (right,) = treaties.label(Text("Ratify CRPD"))
    assert slip.value == right.value == "CRPD"
    assert slip.confidence < right.confidence


# A/HRC/28/10: the numbers of paragraphs 125 and 126 that ask to ratify, and what they name.
_KAZAKHSTAN = {
    **dict.fromkeys((f"125.{number}" for number in range(1, 9)), ("CRPD",)),
    "125.9": ("OP-ICESCR",),
    **dict.fromkeys((f"126.{number}" for number in range(1, 5)), ("ICRMW",)),
    **dict.fromkeys((f"126.{number}" for number in (5, 6, 7, 9, 10, 11, 12)), ("ICCPR-OP2",)),
    "126.8": ("OP-CRPD",),
    **dict.fromkeys((f"126.{number}" for number in range(13, 20)), ("ROME",)),
    "126.15": ("ROME", "APIC"),
}


def test_what_kazakhstan_was_asked_to_ratify(corpus: Path) -> None:
    reading = upright.read(corpus / "documents" / "A_HRC_28_10.txt")
    found = {each.number: _codes(each.text) for each in reading.of(Recommendation)}
    assert {number: found[number] for number in _KAZAKHSTAN} == _KAZAKHSTAN
