"""Records of meetings: times out of order, a speaker's name spelt in two ways.

'The meeting was suspended at 11.30 a.m. and resumed at 11.10 a.m.'
'Mr. Goldoba (Freedonia)' in paragraph 39, 'Mr. Goldaba (Freedonia)' in paragraph 71
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.readers.speakers import opening
from upright.records import Event, Finding, Turn


def times(evidence: Evidence) -> Iterator[Finding]:
    """An event of the meeting at an earlier time than the one before it."""
    for before, event in pairwise(each for each in evidence.of(Event) if each.at):
        if (event.at or "") < (before.at or ""):
            message = f"The meeting {_said(event)} at {event.at}, before it {_said(before)} at {before.at}."
            yield evidence.finding(Check.TIMES_OUT_OF_ORDER, message, event.source, expected=f"after {before.at}", found=event.at)


def _said(event: Event) -> str:
    return event.event.value if event.event.value == "rose" else f"was {event.event.value}"


def speaker_spelt_twice(evidence: Evidence) -> Iterator[Finding]:
    """Turns of one person under another spelling than that of the record's other turns."""
    for turn in evidence.of(Turn):
        words = evidence.document.words(turn.source.start, turn.source.end)
        found, name = opening(words), turn.speaker.name
        if found and found.name and name and found.name != name:
            message = f"The name of a speaker is spelt in two ways: '{found.name}' here, '{name}' elsewhere."
            source = turn.source
            yield evidence.finding(
                Check.SPEAKER_SPELT_TWICE, message, source, paragraphs=turn.paragraphs[:1], expected=name, found=found.name
            )  # fmt: skip
