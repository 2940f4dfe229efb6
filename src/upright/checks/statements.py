"""Who spoke in the interactive dialogue, against what the report announces and what section II attributes to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from upright import states
from upright.checks.catalogue import Check
from upright.checks.evidence import Evidence
from upright.checks.names import misspelt_opening
from upright.readers.dialogue import DELEGATION
from upright.records import Finding, Recommendation, Statement
from upright.structure import Block

# As in A/HRC/28/10, 14: 'During the interactive dialogue, 73 delegations made statements.'
_ANNOUNCEMENT = re.compile(
    r"\b(?P<number>\d{1,3}|[A-Za-z]+(?:-[a-z]+)?)\s+(?:delegations|States|countries)\s+(?:made|delivered|took|had made|gave|intervened)\b"
)


def statements_announced(evidence: Evidence) -> Iterator[Finding]:
    """The number of statements that the report announces, against the States that speak."""
    announced = evidence.review.statements_announced if evidence.review else None
    if announced is None or not evidence.statements:
        return
    spoken = [each for each in evidence.statements if _is_statement(evidence, each)]
    found = len({code for each in spoken for code in each.by} | _unread_speakers(evidence))
    if announced in (found, len(spoken)):
        return
    block, match = _announcement(evidence)
    source = evidence.words_at(block, *match.span()) if block and match else evidence.statements[0].source
    first, last = spoken[0].paragraph, spoken[-1].paragraph
    message = f"{announced} statements are announced, but {found} delegations speak in paragraphs {first} to {last}."
    yield evidence.finding(Check.STATEMENTS_ANNOUNCED, message, source, expected=announced, found=found)


def _unread_speakers(evidence: Evidence) -> set[str]:
    """Recommending States that are named in the debate, though no statement of theirs was read ('According to the State, ...')."""
    recommending = {code for each in evidence.recommendations for code in each.states}
    return recommending - {code for each in evidence.statements for code in each.by} - set(_silent(evidence))


_SPEAKERS = (states.StateKind.MEMBER, states.StateKind.OBSERVER)


def _is_statement(evidence: Evidence, statement: Statement) -> bool:
    """A State's own statement: no point of order, no words of the State under review on an organisation or a region."""
    known = [states.state(code) for code in statement.by]
    speaks = any(each is not None and each.kind in _SPEAKERS for each in known)
    return speaks and not _POINT_OF_ORDER.search(evidence.document.layer.text, statement.source.start, statement.source.end)


_POINT_OF_ORDER = re.compile(r"rais(?:ed|ing)\s+a\s+point\s+of\s+order")


def _announcement(evidence: Evidence) -> tuple[Block | None, re.Match[str] | None]:
    found = ((block, _ANNOUNCEMENT.search(block.text)) for block in evidence.body)
    return next(((block, match) for block, match in found if match), (None, None))


def statement_twice(evidence: Evidence) -> Iterator[Finding]:
    """A State that opens two paragraphs of the dialogue."""
    spoken: dict[str, list[Statement]] = defaultdict(list)
    told = _told(evidence)
    for statement in evidence.statements:
        if len(statement.by) == 1 and statement not in told and _is_statement(evidence, statement) and _opens(evidence, statement):
            spoken[statement.by[0]].append(statement)
    twice = {code: found for code, found in spoken.items() if len(found) > 1 and not _goes_on(found)}
    counted = evidence.review is not None and evidence.review.statements_announced is not None
    if not counted or len(twice) > _MOST_TWICE:
        return
    for code, found in twice.items():
        paragraphs = [each.paragraph for each in found]
        message = f"{_name(code)} makes a statement in paragraphs {_listed(paragraphs)}."
        yield evidence.finding(Check.STATEMENT_TWICE, message, found[-1].source, paragraphs=paragraphs, expected=1, found=len(found))


def _told(evidence: Evidence) -> list[Statement]:
    """What the State under review says of others: statements between two paragraphs of its own."""
    spoken = evidence.of(Statement)
    return [each for before, each, after in zip(spoken, spoken[1:], spoken[2:], strict=False) if before.by == after.by == (DELEGATION,)]


_MOST_TWICE = 3  # more of them are a debate with interruptions, no slip


def _goes_on(found: list[Statement]) -> bool:
    """Is it one statement over two paragraphs, with at most an objection between them?"""
    return _paragraph_number(found[-1]) - _paragraph_number(found[0]) <= _INTERRUPTION


def _paragraph_number(statement: Statement) -> int:
    """The paragraph that a statement stands in, also in a limb of it: 43 of '43 (a)'."""
    number = re.match(r"\d+", statement.paragraph or "")
    return int(number[0]) if number else 0


_INTERRUPTION = 3
_NUMBER_WIDTH = 8


def _opens(evidence: Evidence, statement: Statement) -> bool:
    block = evidence.labels.get(statement.paragraph or "")
    return block is not None and statement.source.start - block.start <= _NUMBER_WIDTH


def recommendations_announced(evidence: Evidence) -> Iterator[Finding]:
    """'made a recommendation' and 'made recommendations', against the recommendations attributed to that State.

    Only in reports that close most statements so (from the sixth session on, not all).
    """
    said = [each for each in evidence.statements if len(each.by) == 1]
    wording = [each for each in said if each.recommendations_announced]
    if len(wording) < len(said) * _MOST:
        return
    attributed: dict[str, list[Recommendation]] = defaultdict(list)
    for each in evidence.recommendations:
        for code in each.states:
            attributed[code].append(each)
    announced: dict[str, set[str | None]] = defaultdict(set)
    for statement in said:
        announced[statement.by[0]].add(statement.recommendations_announced)
    for statement in wording:
        (code,) = statement.by
        if not announced[code] >= {"one", "several"} and (finding := _announced(evidence, statement, code, attributed[code])):
            yield finding


_MOST = 0.5


def _announced(evidence: Evidence, statement: Statement, code: str, made: list[Recommendation]) -> Finding | None:
    """The list cuts and merges: one recommendation on three treaties may stand under three numbers beside others', two under one."""
    one = statement.recommendations_announced == "one"
    alone = [each for each in made if each.states == (code,) and each.parts is None]
    if (one and made and len(alone) < 2) or (not one and (len(made) > 1 or any(_holds_several(each) for each in made))):
        return None
    said = "a recommendation" if one else "recommendations"
    message = f"{_name(code)} announces {said} in paragraph {statement.paragraph}, but {_count(len(made))} attributed to it."
    paragraphs = [statement.paragraph, *(each.number for each in made)]
    expected = "one" if one else "several"
    return evidence.finding(
        Check.RECOMMENDATIONS_ANNOUNCED, message, statement.source, paragraphs=paragraphs, expected=expected, found=len(made)
    )


def _holds_several(recommendation: Recommendation) -> bool:
    return recommendation.parts is not None or ";" in recommendation.text


def _count(made: int) -> str:
    return {0: "none is", 1: "one is"}.get(made, f"{made} are")


def recommending_state_silent(evidence: Evidence) -> Iterator[Finding]:
    """A State to which recommendations are attributed, but which is not even named in the dialogue."""
    for code, found in _silent(evidence).items():
        numbers = [each.number or each.source.paragraph for each in found]
        said = f"Recommendations {_listed(numbers)} are" if len(numbers) > 1 else f"Recommendation {_listed(numbers)} is"
        message = f"{said} attributed to {_name(code)}, which makes no statement in the dialogue."
        yield evidence.finding(Check.RECOMMENDING_STATE_SILENT, message, found[0].source, paragraphs=numbers, found=_name(code))


def _silent(evidence: Evidence) -> dict[str, list[Recommendation]]:
    """The recommendations of States that are not named in the dialogue."""
    speakers = {code for each in evidence.statements for code in each.by}
    silent: dict[str, list[Recommendation]] = defaultdict(list)
    for recommendation in evidence.recommendations if speakers else ():
        for code in set(recommendation.states) - speakers:
            silent[code].append(recommendation)
    if silent:
        named = {state.code for block in evidence.debate for _, _, state in states.mentions(block.text)}
        named |= {slip.code for block in evidence.debate if block.label not in evidence.spoken_in and (slip := misspelt_opening(block))}
        return {code: found for code, found in silent.items() if code not in named}
    return {}


def _name(code: str) -> str:
    known = states.state(code)
    return known.name if known else code


def _listed(numbers: list[str | None]) -> str:
    shown = [number for number in numbers if number]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
