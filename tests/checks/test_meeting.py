"""What the record of a meeting says against itself."""

from __future__ import annotations

import pytest

from layers import document, printed
from upright.checks import meeting
from upright.checks.evidence import Evidence
from upright.readers import summary_record
from upright.records import Kind


def evidence(text: str) -> Evidence:
    made = document(printed(text), Kind.SUMMARY_RECORD)
    return Evidence(made, list(summary_record.read(made)))


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("suspended at 11.30 a.m. and resumed at 11.10 a.m.", "rose at 1 p.m.", ["11:10"]),
        ("suspended at 11.30 a.m. and resumed at 11.40 a.m.", "rose at 11 a.m.", ["11:00"]),
        ("suspended at 11.30 a.m. and resumed at 11.40 a.m.", "rose at 1 p.m.", []),
        ("suspended.", "rose at 1 p.m.", []),
    ],
)
def test_times(first: str, last: str, found: list[str]) -> None:
    text = (
        f"The meeting was called to order at 10 a.m.\n1. Ms. Holm said so.\nThe meeting was {first}\n2. Mr. Roe agreed.\nThe meeting {last}"
    )
    findings = list(meeting.times(evidence(text)))
    assert [each.found for each in findings] == found


def test_a_name_in_two_spellings() -> None:
    text = "1. Mr. Goldoba (Kenya) said so.\n2. Ms. Holm asked why.\n3. Mr. Goldaba (Kenya) said so.\n4. Ms. Holm asked again."
    findings = list(meeting.speaker_spelt_twice(evidence(text)))
    assert [(each.paragraphs, each.expected, each.found) for each in findings] == [(("3",), "Goldoba", "Goldaba")]
