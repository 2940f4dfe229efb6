"""Reports of States parties: numbered paragraphs under articles, which every document has, and what they say that they answer.

'Reply to the recommendation in paragraph 12 of the concluding observations (CEDAW/C/XYZ/CO/5)'     answer to an earlier recommendation
'Reply to paragraph 5 of the list of issues prior to reporting (CCPR/C/XYZ/QPR/5)'                  answer to an issue
"""

from __future__ import annotations

from collections.abc import Iterator

from upright.readers.answered import LIST, OBSERVATIONS, answers, parts
from upright.readers.document import Document
from upright.readers.follow_up import concluding_observations
from upright.readers.replies import PRIOR_TO_REPORTING, list_of_issues
from upright.records import Answer
from upright.symbols import Symbol


def read(document: Document) -> Iterator[Answer]:
    """An `answer` for every paragraph or issue that a heading names, where it is clear of which document."""
    observations, issues = concluding_observations(document), list_of_issues(document, PRIOR_TO_REPORTING)
    for part in parts(document):
        named = part.of or _kind(part.symbol) or (LIST if issues else None)
        if named == OBSERVATIONS:
            yield from answers(document, part, part.symbol or observations)
        elif named == LIST:
            yield from answers(document, part, part.symbol or issues)


def _kind(symbol: str | None) -> str | None:
    named = set(Symbol.parse(symbol).parts) if symbol else set()
    return OBSERVATIONS if "CO" in named else LIST if named & {"Q", "QPR"} else None
