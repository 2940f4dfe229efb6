"""Positions that contradict each other, totals that are not those of the lists, recommendations that stand there twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from upright import states
from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.readers.lead_ins import LeadIn, lead_in
from upright.readers.totals import Total, totals_stated
from upright.records import Finding, Kind, Position, PositionRecord, Recommendation

_FIRM = (Position.SUPPORTED, Position.NOTED)


def position_contradicted(evidence: Evidence) -> Iterator[Finding]:
    """A recommendation that is supported in one place and noted in another."""
    if evidence.is_report:
        yield from _by_lists(evidence)
    elif evidence.document.identity.kind in (Kind.ADDENDUM, Kind.MATRIX):
        yield from _by_statements(evidence)


def _by_lists(evidence: Evidence) -> Iterator[Finding]:
    """Recommendations of a list with a firm position, of which a later paragraph states the other one."""
    leads = {block.label: lead_in(block.text) for block in evidence.section if (block.label or "").isdigit()}
    changed: dict[str, list[Recommendation]] = defaultdict(list)
    for each in evidence.recommendations:
        lead = leads.get((each.number or "").partition(".")[0])
        if lead and lead.position in _FIRM and each.position in _FIRM and lead.position != each.position:
            changed[(each.position_as_stated or "").removeprefix(lead.stated).strip()].append(each)
    for said, found in changed.items():
        yield _changed(evidence, said, found, leads)


def _changed(evidence: Evidence, said: str, found: Sequence[Recommendation], leads: dict[str | None, LeadIn | None]) -> Finding:
    numbers = [each.number for each in found]
    block = next((block for block in evidence.section if said and said[-60:] in block.text), None)
    lead = leads[(found[0].number or "").partition(".")[0]]
    before, after = (lead.position if lead else None), found[0].position
    where = f"paragraph {block.label}" if block else "a later paragraph"
    message = f"{_listed(numbers)}: {before} in the list, but {after} in {where}."
    source = evidence.whole(block) if block else found[0].source
    paragraphs = [*numbers, block.label if block else None]
    return evidence.finding(Check.POSITION_CONTRADICTED, message, source, paragraphs=paragraphs, expected=before, found=after)


def _by_statements(evidence: Evidence) -> Iterator[Finding]:
    """Numbers on which an addendum states two positions."""
    stated: dict[str, list[PositionRecord]] = defaultdict(list)
    for record in evidence.of(PositionRecord):
        if record.position in _FIRM:
            stated[record.recommendation.number].append(record)
    for number, records in stated.items():
        first = records[0]
        other = next((each for each in records if each.position != first.position), None)
        if other:
            paragraphs = [first.source.paragraph, other.source.paragraph]
            places = [f"{each.position} in paragraph {each.source.paragraph}" for each in (first, other)]
            message = f"Recommendation {number} is {places[0]}, but {places[1]}."
            yield evidence.finding(
                Check.POSITION_CONTRADICTED, message, other.source, paragraphs=paragraphs, expected=first.position, found=other.position
            )  # fmt: skip


def _listed(numbers: Sequence[str | None]) -> str:
    shown = [number for number in numbers if number]
    return f"Recommendation{'s' if len(shown) > 1 else ''} {', '.join(shown)}"


# --- totals


def totals(evidence: Evidence) -> Iterator[Finding]:
    """The totals that an addendum states, against the numbers that it lists."""
    if evidence.document.identity.kind is not Kind.ADDENDUM:
        return
    for total in totals_stated(evidence.document):
        if total.position and (finding := _total(evidence, total, total.position)):
            yield finding


_OF_PARAGRAPH = re.compile(r"\bparagraph\s+(\d{1,3})\b")


def _total(evidence: Evidence, total: Total, position: Position) -> Finding | None:
    """A total that is neither that of the list it names (or of all) nor that of its own paragraph."""
    records = [record for record in evidence.of(PositionRecord) if record.position is position]
    named = _OF_PARAGRAPH.search(total.block.text)
    under = f"{named[1]}." if named else ""
    of_list = {record.recommendation.number for record in records if record.recommendation.number.startswith(under)}
    here = {record.recommendation.number for record in records if total.block.start <= record.source.start < total.block.end}
    if not records or total.count in (len(of_list), len(here)):
        return None
    message = f"{total.count} recommendations are said to be {position.replace('_', ' ')}, but {len(of_list)} are listed."
    source = evidence.document.source(*total.span, total.block.label)
    return evidence.finding(Check.TOTALS, message, source, expected=total.count, found=len(of_list))


# --- the same recommendation twice


def recommendation_twice(evidence: Evidence) -> Iterator[Finding]:
    """The same words from the same State under two numbers."""
    if not evidence.is_report:
        return
    twice: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for (_, code), numbers in _said(evidence).items():
        if len(numbers) > 1:
            twice[tuple(numbers)].append(code)
    by_number = {each.number: each for each in evidence.recommendations}
    for repeated, senders in twice.items():
        names = ", ".join(known.name for code in sorted(set(senders)) if (known := states.state(code)))
        message = f"{names} made the same recommendation under {' and '.join(repeated)}."
        source = by_number[repeated[-1]].source
        yield evidence.finding(Check.RECOMMENDATION_TWICE, message, source, paragraphs=repeated, found=repeated[-1])


def _said(evidence: Evidence) -> dict[tuple[str, str], dict[str, None]]:
    """The numbers under which a State says some words, in order: words without what varies by chance, State."""
    said: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for each in evidence.recommendations:
        for text, codes in [(part.text, part.states) for part in each.parts or ()] or [(each.text, each.states)]:
            plain = " ".join(re.findall(r"\w+", text.lower()))
            for code in codes if plain and each.number else ():
                said[plain, code][each.number or ""] = None
    return said
