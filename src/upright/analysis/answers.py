"""Which paragraphs of the delegation answer a member's question: in the same summary record, or in those of one examination together.

Of all that the delegation says after a question, the nearest passage is chosen by the signs of `answer_signs`; then it is decided whether
the nearest answers. What is not likely enough to be answered (THRESHOLD) is listed as unanswered, with the passage that came nearest.
The confidence says how likely it is that the question is answered, or, of one that is listed, that it is not. Words decide, not meaning:
a link is to be looked at, above all where its confidence is below 0.9.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from upright.analysis.answer_signs import Choice, choices, deciding, weighed, weights
from upright.analysis.exchange import Asked, Exchange, Passage
from upright.analysis.terms import terms
from upright.readers.document import Document
from upright.readers.reading import Reading
from upright.records import Answer, Kind, Record

BIAS = "bias"
# A question is taken for answered where that is at least as likely as not. Two labelled records, each measured with weights fitted to the
# other: 71 and 80 % of the unanswered are found, and 22 and 37 % of those listed are answered after all; 73 and 62 % of the answered are
# linked to a right paragraph. From 0.55 on a few more are found and fewer linked (`benchmarks/fit_answers.py`).
THRESHOLD = 0.5
_ALSO = math.log(0.7)  # another passage answers too where it is nearly as likely to be the nearest
_AT_MOST = 3
_WORDS_SAID = 5
_NO_NAME = re.compile(r"(?<![\w-])[a-z][a-z’'-]*(?![\w-])")


def find(document: Document, records: Sequence[Record]) -> Iterator[Record]:
    """An `answer` for every question of a summary record."""
    if document.identity.kind is Kind.SUMMARY_RECORD:
        yield from answers_in(records)


def answers_across(readings: Sequence[Reading]) -> Iterator[Answer]:
    """An `answer` for every question of several summary records of one examination, each looked for in its own and the later ones.

    A pure function. The meetings are put in order of date and number; `to` names the record that a question stands in where another
    answers it.
    """
    meetings = [each for each in readings if each.identity.kind is Kind.SUMMARY_RECORD]
    meetings.sort(key=lambda each: (str(each.identity.date or ""), each.identity.meeting or 0))
    yield from answers_in(*(each.records for each in meetings))


def answers_in(*parts: Sequence[Record]) -> Iterator[Answer]:
    """An `answer` for every question in the records of one meeting, or of several in their order."""
    exchange = Exchange(parts)
    found = choices(exchange, weights("choose"))
    for choice in found:
        if choice.nearest is None:
            yield _unanswered(choice.asked, 1.0, "the delegation says nothing after it")
            continue
        signs = deciding(exchange, choice, found)
        likely = 1 / (1 + math.exp(-weighed({**signs, BIAS: 1.0}, weights("decide"))))
        if likely < THRESHOLD or not choice.asked.touched_by(choice.nearest):
            because = f"nearest: {choice.nearest.label}; {_why(exchange, choice.asked, choice.nearest)}"
            yield _unanswered(choice.asked, max(1 - likely, THRESHOLD), because)
        else:
            yield _answered(exchange, choice, choice.nearest, likely)


def _unanswered(asked: Asked, sure: float, because: str) -> Answer:
    question = asked.question
    return Answer(
        document=question.document,
        source=question.source,
        question=question.id,
        paragraphs=(),
        confidence=round(sure, 2),
        method="rule",
        because=because,
    )


def _answered(exchange: Exchange, choice: Choice, nearest: Passage, sure: float) -> Answer:
    question = choice.asked.question
    passages = _answering(choice, nearest)
    elsewhere = nearest.part != choice.asked.passage.part
    first = passages[0]
    return Answer(
        document=nearest.document if elsewhere else question.document,
        source=replace(first.source, paragraph=first.label),
        question=question.id,
        paragraphs=tuple(each.label for each in passages),
        confidence=round(sure, 2),
        method="rule",
        because=_why(exchange, choice.asked, nearest),
        to=question.document if elsewhere else None,
    )


def _answering(choice: Choice, nearest: Passage) -> list[Passage]:
    """The nearest passage and those of the same record that are almost as near, in their order."""
    least = choice.nearness[nearest] + _ALSO
    near = [each for each, nearness in choice.nearness.items() if nearness >= least and each.part == nearest.part]
    near.sort(key=choice.nearness.__getitem__, reverse=True)
    return sorted(near[:_AT_MOST], key=lambda each: each.place)


def _why(exchange: Exchange, asked: Asked, passage: Passage) -> str:
    """The words in common, and the other signs that can be said in words."""
    said = _words(exchange, asked, passage)
    if passage.cue:
        said.append(f'reply begins "{passage.cue}"')
    kind = asked.kind_given(passage)
    if kind:
        said.append("gives what is asked for" if kind > 0 else "does not give the number, time or reason asked for")
    return "; ".join(said) or "no word in common"


def _words(exchange: Exchange, asked: Asked, passage: Passage) -> list[str]:
    """Words that the passage has in common with the question, the rarest first, then with what the question leans on; as the member said
    them, and never a name, which may be of a person spoken about."""
    forms: dict[str, str] = {}
    for word in _NO_NAME.findall(f"{asked.question.text} {asked.passage.text}"):
        for term in terms(word):
            forms.setdefault(term, word)
    found: list[str] = []
    for some in (asked.own, asked.lead | asked.referred):
        common = some & passage.terms & forms.keys()
        found += sorted(common, key=lambda term: (-exchange.rarity.of(term), term))
    return list(dict.fromkeys(forms[term] for term in found[:_WORDS_SAID]))
