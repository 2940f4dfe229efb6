"""What a sentence says of the State's position on the recommendations that it introduces, closes or cites.

The wordings are free (over 170 in the reports of two cycles), their words are few: what decides is how the State under review is said
to stand to the recommendations. Refusal is looked for first, for 'did not enjoy the support' holds the words of support.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from upright.records import Position, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadIn:
    """A position with the sentence that states it. `comments`: what follows are the State's comments, not recommendations."""

    position: Position | None
    progress: Progress | None
    stated: str
    neutral: bool = False
    comments: bool = False


_RECOMMENDATION = re.compile(
    r"\brecommendations?\b|\brecommended\b|\bthe following\b.{0,200}\b(?:enjoy|examined|support)|\bagreed on the following\b", re.IGNORECASE
)
# 'noted in the report' says where a recommendation stands, not what the State thinks of it (A/HRC/8/41, 58).
_PLACE = re.compile(
    r"\b(?:as )?(?:noted|reflected|contained|identified|mentioned)\s+(?:in|under|at)\s+(?:(?:the"
    r"|this)\s+(?:present\s+)?report|sections?|paragraphs?)\b|\bnoted (?:above|below)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:(?:did|do|does|would|could|can|will|has|have)\s*not|cannot|neither|nor"
    r"|unable to)\s+(?:\w+\s+){0,3}?(?:enjoy|support|accept|approve|agree|endorse)"
    r"|\bnot\s+(?:enjoy|be\s+(?:able\s+to\s+)?(?:accept|support)|been\s+(?:accepted|supported)|accept|support"
    r"|in a position to (?:accept|support))"
    r"|\brejected\b|\brejects?\b|\bcannot be accepted\b|\bnot acceptable\b|\bdid not meet with\b|\bunable to accept\b"
    r"|\bnot relevant\b|\bdo(?:es)? not fall\b|\bdoes not\b.{0,40}\bsupport\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\bwill\s+(?:\w+\s+){0,3}?(?:be\s+(?:further\s+|carefully\s+|duly\s+)?(?:examined|considered|studied|responded"
    r"|reviewed|provided|addressed)|examine|consider|study|respond|provide|submit|review|give)"
    r"|\bwould\s+(?:\w+\s+){0,2}?(?:be\s+(?:further\s+)?(?:examined|considered|studied|provided)|examine|consider|study|respond|provide)"
    r"|\bresponses?\b.{0,60}\b(?:will|shall|would)\b|\b(?:is|are) to be (?:further )?(?:examined|considered)\b"
    r"|\bdeferred\b|\bto be examined\b|\bfor consideration and response\b",
    re.IGNORECASE,
)
_PARTLY = re.compile(
    r"\b(?:partial(?:ly)?|partly)\s+(?:support|accept|enjoy)|\b(?:accept|support|enjoy)\w*\b[^.;]{0,60}\b(?:in part"
    r"|partially|partly|partial)\b",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(
    r"\bagree[sd]?\s+to\s+(?:\w+\s+)?(?:consider|examine|study|review)\b|\b(?:is|are"
    r"|remain)\s+(?:still\s+)?(?:under (?:consideration|review|examination)|pending)\b"
    r"|\breserve[sd]?\s+its\s+position\b",
    re.IGNORECASE,
)
_IN_PRINCIPLE = re.compile(r"\b(?:accept|support|agree)\w*\b[^.;]{0,60}\bin principle\b", re.IGNORECASE)
_NOTED = re.compile(
    r"\b(?:be|are|were|was|is|been|only)\s+(?:\w+\s+)?noted\b|\btakes?\s+note\b|\btook\s+note\b|\btaken note\b"
    r"|\bnotes\b",
    re.IGNORECASE,
)
_SUPPORTED = re.compile(
    r"\benjoy(?:s|ed|ing)?\b.{0,40}?\bsupport|\b(?:has|have|had) the support\b|\b(?:has|have|had|were|was"
    r"|are|is|been)\s+(?:\w+\s+){0,2}?(?:accepted|supported)\b|\baccepts?\b|\baccepted\b"
    r"|\bagree[sd]?\b|\bsupports\b|\bits support\b|\bwith the agreement\b|\bmeets? with the approval\b|\bapproves?\b|\bendorse[sd]?\b",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(
    r"\brecommendations?\s+(?:were|was|have been|had been)\s+(?:made|formulated|put forward)\b|\bit was recommended\b"
    r"|\bmade the following recommendations\b|\bfollowing recommendations?\b.{0,40}\bmade\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\balready\s+(?:been\s+|being\s+|fully\s+)*(?:implemented|in place|realized|fulfilled|carried out|undertaken)\b"
    r"|\b(?:have|has|had)\s+(?:already\s+)?been\s+(?:already\s+)?(?:fully\s+)?implemented\b"
    r"|\bas\s+(?:already\s+)?implemented\b|\balready implemented\b|\bwere implemented\b",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(
    r"\bin(?:\s+the)?\s+process\b|\b(?:are|is|being|currently)\s+(?:being\s+)?(?:in the (?:course|process) of"
    r"|under)\s+(?:implementation|being implemented|implementing)|\b(?:are|is|already"
    r"|currently)\s+being\s+implemented\b|\bin the course of (?:being implemented|implementation)\b"
    r"|\bunder implementation\b|\bbeing implemented\b",
    re.IGNORECASE,
)
COMMENTS = re.compile(
    r"\b(?:offer(?:s|ed)?(?: the following)?|the following)\s+(?:comments|observations|explanations|clarifications)\b", re.IGNORECASE
)
OTHER = re.compile(r"\b(?:with regard|with respect|regarding|in relation|as regards|concerning)\b", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.;:])\s+(?=[A-Z“(])")


def lead_in(text: str) -> LeadIn | None:
    """The position that a paragraph's own words state, or None where they state none about recommendations.

    The first sentence that says something decides: what follows it tells where the State's views are to be found.
    """
    found: LeadIn | None = None
    for sentence in _SENTENCES.split(text):
        said = _sentence(sentence, found is None)
        if said is None:
            continue
        if found is None or (found.neutral and said.position is not None):
            found = (
                said if found is None else LeadIn(position=said.position, progress=said.progress, stated=f"{found.stated} {said.stated}")
            )
        if not found.neutral:
            break
    return found


def _sentence(sentence: str, first: bool) -> LeadIn | None:
    about = _RECOMMENDATION.search(sentence)
    if not about and not (not first and re.search(r"\bresponses?\b", sentence, re.IGNORECASE)):
        return None
    comments = bool(COMMENTS.search(sentence))
    words = _PLACE.sub(" ", sentence)
    if _IN_PRINCIPLE.search(words):  # neither accepted nor not: the document's words are kept, no position is guessed
        return LeadIn(position=None, progress=None, stated=sentence, neutral=True)
    progress = _progress(words)
    position = _position(words)
    if position is None and progress is None:
        neutral = bool(_NEUTRAL.search(sentence))
        if comments:
            return LeadIn(position=None, progress=None, stated=sentence, comments=True)
        return LeadIn(position=None, progress=None, stated=sentence, neutral=True) if neutral else None
    return LeadIn(position=position, progress=progress, stated=sentence, comments=comments and bool(OTHER.match(sentence)))


def _position(words: str) -> Position | None:
    if _REFUSED.search(words):
        return Position.NOTED
    if _PARTLY.search(words):
        return Position.PARTIALLY_SUPPORTED
    if _UNDECIDED.search(words):
        return Position.PENDING
    supported, later, noted = _SUPPORTED.search(words), _LATER.search(words), _NOTED.search(words)
    if supported:
        return Position.SUPPORTED
    if later:
        return Position.PENDING
    return Position.NOTED if noted else None


def _progress(words: str) -> Progress | None:
    done, under_way = _DONE.search(words), _UNDER_WAY.search(words)
    if done and under_way:
        return Progress.IMPLEMENTED_OR_IN_PROCESS
    if done:
        return Progress.ALREADY_IMPLEMENTED
    return Progress.IN_PROCESS if under_way else None
