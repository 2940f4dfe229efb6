"""How concluding observations end: the paragraphs on which the State is to report first, and when its next report is due.

    ... to provide, within one year, information on the implementation of the recommendations in paragraphs 18, 24 (a) and 54 above
    ... urgent measures ...: the recommendations contained in paragraphs 10, on legislation, and 62
    ... to submit its combined second and third periodic reports by 4 January 2024

A list of 'paragraphs of particular importance' is for the next report: no follow-up. 'By 2026' is no day: its words are kept.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from upright import sessions
from upright.readers import committee_wording as wording
from upright.readers.cited_paragraphs import cited_paragraphs
from upright.readers.committee_paragraphs import Numbered
from upright.readers.document import Document
from upright.readers.sentences import sentences
from upright.records import FollowUp, NextReport

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# '4 January 2024', '3 mai 2026', '24 de julio de 2026', 'April 2016', '2026'.
_WHEN = re.compile(
    r"(?:\d{1,2}(?:er|º)?\s*(?:de\s+)?)?(?:[^\W\d]{3,}\s*,?\s+(?:del?\s+)?)?(?:19|20)\d{2}\b|\s?\d{4}\s?年(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?日)?"
)
_GLUED = re.compile(r"(\d)(?=[^\W\d]{3})")  # '31August 2030'
_LAST = 25  # paragraphs: what is said of reports before these is about earlier ones


def closing(document: Document, paragraphs: Sequence[Numbered]) -> Iterator[FollowUp | NextReport]:
    """What is chosen for follow-up, in each paragraph that chooses, and the next report."""
    yield from (chosen for paragraph in paragraphs if (chosen := _follow_up(document, paragraph)))
    reports = [report for paragraph in paragraphs[-_LAST:] if (report := _next_report(document, paragraph))]
    dated = [report for report in reports if report.due] or [report for report in reports if _YEAR.search(report.as_stated)] or reports
    yield from dated[-1:]


def _follow_up(document: Document, paragraph: Numbered) -> FollowUp | None:
    language, aligned = document.identity.language, document.aligned(paragraph.block)
    for start, end in sentences(aligned.text):
        sentence = aligned.text[start:end]
        urgent = wording.said(language, "urgent", sentence) or wording.said(language, "urgent", aligned.text[:start])
        within = wording.said(language, "period", sentence)
        day = next(sessions.dates(sentence), None)
        if wording.said(language, "importance", sentence) or not (urgent or within or day):
            continue
        labels = cited_paragraphs(sentence) if urgent or wording.said(language, "requests_information", sentence) else ()
        if labels and not _is_next_report(language, sentence):
            first, last = aligned.span(start, end)
            return FollowUp(
                document=document.symbol,
                source=document.source(first, last, paragraph.label),
                paragraphs=labels,
                within=within["within"] if within else None,
                due=day[2] if day else None,
            )
    return None


def _is_next_report(language: str | None, sentence: str) -> bool:
    return bool(wording.said(language, "next_report", sentence) and wording.said(language, "submits", sentence)) and not wording.said(
        language, "urgent", sentence
    )


def _next_report(document: Document, paragraph: Numbered) -> NextReport | None:
    language, aligned = document.identity.language, document.aligned(paragraph.block)
    found: NextReport | None = None
    for start, end in sentences(aligned.text):
        sentence = aligned.text[start:end]
        if not wording.said(language, "next_report", sentence) or not wording.said(language, "submits", sentence):
            continue
        first, last = aligned.span(start, end)
        due, stated = _due(language, sentence)
        if due is None and stated is None and paragraph.section != "closing":
            continue
        record = NextReport(
            document=document.symbol, source=document.source(first, last, paragraph.label), due=due, as_stated=stated or sentence
        )  # fmt: skip
        if due:
            return record
        found = found or record
    return found


def _due(language: str | None, sentence: str) -> tuple[dt.date | None, str | None]:
    """The day behind 'by', 'no later than', 'due on' ..., and the words that give it; words alone where they name no day."""
    stated: str | None = None
    for cue in wording.every(language, "due", sentence):
        when = _WHEN.match(sentence, cue.end())
        if when is None:
            continue
        words = sentence[cue.start() : when.end()].strip()
        day = next(sessions.dates(_GLUED.sub(r"\1 ", when[0])), None)
        if day:
            return day[2], words
        stated = stated or words
    return None, stated
