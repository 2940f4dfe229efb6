"""What a State says of recommendations in its own prose: the answers of an addendum.

    'The Government accepts recommendations 97.1 and 97.3 and takes note of 97.2.'      two verdicts in one sentence
    'Recommendation 97.4 does not enjoy the support of the State.'                      refused, so noted (resolution 5/1, annex, para. 32)
    'The State accepts the first part of the recommendation.'                           in part
    'The State cannot, at this point in time, make a definitive statement.'             pending (A/HRC/14/15/Add.1, no. 1)
    'Noted.'  'Partially accepted.'                                                     a status that stands alone

Refusal, part and delay are looked for before support, for their words hold the words of support. An answer 'in principle' is neither
supported nor noted: its position is None and its words are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from upright.records import Position, Progress


@dataclass(frozen=True, slots=True)
class Verdict:
    """A position, where its words stand in the sentence, and whether it is said of a part only."""

    position: Position | None
    start: int
    end: int
    of_part: bool = False


_RECS = r"(?:recommendations?|recs?\.)"
_NOT = r"(?:(?:does|do|did|can|could|will|would|has|have|is|are|was|were)\s*(?:not|n[’']t)|cannot|never)"
_ACCEPTING = r"(?:enjoy|support|accept|approv|agree|endors|adopt|implement|adhere|subscribe|commit|follow)"
_ADVERB = r"(?:\w+ly\s+|also\s+|thus\s+|therefore\s+|hereby\s+|further\s+|again\s+|now\s+)"
_IN_PART = r"(?:(?:only\s+)?in[\s-]+part|partially|partly|to\s+some\s+extent)"
_PART_OF = re.compile(
    r"\b(?:first|second|third|last|latter|former|other|one|remaining|final)\s+(?:\w+\s+)?(?:parts?|elements?|portions?|half|aspects?"
    r"|sentence|component)\b"
    r"|\b(?:the\s+|a\s+|some\s+|those\s+|that\s+)?(?:parts?|elements?|portions?|aspects?|components?)\s+(?:of\s+(?:the\s+|this\s+"
    r"|these\s+)?recommendations?|(?:concerning|regarding|relating|on|about|which|that|referring)\b)"
    r"|\b(?:the|its)\s+(?:latter|former|remainder)\b",
    re.IGNORECASE,
)

# A negated verb of acceptance is a refusal only where it speaks of recommendations: 'it does not accept torture' is none. `_is_about`
# sees to that.
_VERDICTS = re.compile(
    rf"""
      (?P<principle> \b(?:accept|support|agree|endorse)\w*(?:\s+(?:the|this|these|all|both|following|to|with|and|{_RECS}|nos?\.|
          \d{{1,3}}(?:\.\d{{1,3}})?))*,?(?<!and)\s+in\s+principle\b |
          \bin\s+principle,?\s+(?:accept|support|agree)\w* )
    | (?P<pending>
          \b{_NOT},?\s+(?:[^.;]{{0,40}}?,\s+|yet\s+|currently\s+|now\s+|at\s+this\s+(?:\w+\s+)?(?:stage|time|point|moment)\s+)?(?:make|
          take|give|provide|state|express)\s+(?:a|any|its|her|his)\s+(?:\w+\s+)?(?:statement|position|response|answer|
          commitment\s+at\s+this|decision)
        | \bnot\s+(?:yet\s+)?in\s+a\s+position\s+(?:yet\s+)?to\s+(?:make|take|give|provide|state|express)\b
        | \b(?:{_RECS}|position|decision|response|matter|issue|it|they|this|these)\b(?:[^.;]|(?<=\d)\.(?=\d)){{0,60}}?\b(?:is|are|
          remains?|will\s+be|shall\s+be|to\s+be|being)\s+(?:still\s+|currently\s+|further\s+|carefully\s+|duly\s+|now\s+)*(?:pending|
          under\s+(?:\w+\s+)?(?:consideration|examination|study|review|discussion)|examined\s+further|examined|deferred|studied|
          considered\s+(?:further|at\s+a\s+later|in\s+due)|provided\s+(?:later|at\s+a|in\s+due))
        | \b(?:will|shall)\s+(?:further\s+|carefully\s+|continue\s+to\s+)*(?:examine|study|consider|review|reflect\s+(?:up)?on|
          give\s+(?:\w+\s+)?consideration\s+to)\s+(?:further\s+)?(?:the|this|these|those|such|all)?\s*(?:\w+\s+){{0,2}}?{_RECS}
        | \b(?:defers?|deferred|postpones?|reserves?)\s+(?:its|her|the|a|any)\s+(?:\w+\s+)?(?:position|decision|response|answer|reply) )
    | (?P<partial>
          \benjoy(?:s|ed|ing)?\s+(?:the\s+|its\s+|our\s+|their\s+)?partial\s+support\b
        | \b{_IN_PART}\s+(?:enjoys?\s+the\s+support|accept\w*|support\w*|agree\w*|endors\w*|acceptable|rejected|noted)
        | \b(?:enjoys?\s+the\s+support\s+of\s+[\w\s]{{2,60}}?|accept(?:s|ed|able|ance)?|supports?|supported|agrees?|agreed|endorses?|
          endorsed|noted)(?:\s+(?:the|this|these|to|with|both))?(?:\s+{_RECS})?(?:\s*\d{{1,3}}(?:\.\d{{1,3}})?)?,?\s*[(,–-]?\s*{_IN_PART}\b
        | \bpartial(?:ly)?\s+(?:acceptance|support)\b )
    | (?P<refused>
          \b{_NOT}\s+(?:{_ADVERB}|yet\s+|at\s+(?:this|present)\s+(?:\w+\s+)?(?:stage|time|point|moment),?\s+|be\s+|been\s+|
          able\s+to\s+|in\s+a\s+position\s+(?:\w+\s+){{0,5}}?to\s+|see\s+its\s+way\s+to\s+|
          find\s+it\s+possible\s+to\s+|wish\s+to\s+|intend\s+to\s+|share\s+)*+(?:the\s+)?{_ACCEPTING}\w*
        | \b(?:is|are|was|were)\s+(?:{_ADVERB})*unable\s+(?:\w+\s+){{0,5}}?to\s+{_ACCEPTING}\w*
        | \b(?:remains?\s+(?:not\s+accepted|rejected)|neither\s+accepts?|reject(?:s|ed)?|declines?|declined|refuses?|refused|disagrees?|
          dismiss(?:es|ed)|opposes?)\b
        | \b(?:is|are|as|was|were|be|considered)\s+(?:{_ADVERB})*(?:unacceptable|not\s+acceptable|inacceptable)\b
        | \bnot\s+(?:accepted|supported|acceptable|endorsed|approved|agreed)\b
        | \b(?:not\s+enjoy(?:ing)?)\b )
    | (?P<noted>
          \b(?:takes?|took|taking|has\s+taken|have\s+taken)\s+(?:due\s+|good\s+|full\s+|careful\s+)?note\b
        | \b(?:notes|noted|note)\s+(?:with\s+\w+\s+)?(?:the\s+|this\s+|these\s+|those\s+|following\s+|all\s+|other\s+|remaining\s+|
          \d+\s+(?:of\s+the\s+)?)*{_RECS}
        | \bwhich\s+(?:it|we|the\s+\w+)\s+notes?\b(?!\s+that)
        | \b(?:is|are|was|were|be|been|remains?|hereby|only|merely|therefore|thus|considered)\s+(?:{_ADVERB})*noted\b )
    | (?P<supported>
          \benjoy(?:s|ed|ing)?\s+(?:the\s+|its\s+|our\s+|their\s+)?(?:\w+\s+)?support
        | \b(?:accept|support|endorse|approve)(?:s|ed)\b
        | \b(?:we|and|to|also|can|could|fully|therefore|hereby|I)\s+(?:{_ADVERB})*(?:accept|support|endorse)\s+(?:\w+\s+){{0,3}}?{_RECS}
        | \bagree(?:s|d)?\s+(?:to|with|on)\s+(?:implement(?:ing)?\s+)?(?:the\s+|this\s+|these\s+|all\s+|both\s+|
          following\s+)*(?:\w+\s+)?{_RECS}
        | \b(?:is|are|was|were)\s+(?:{_ADVERB})*(?:acceptable|agreeable|agreed)\b
        | \b(?:has|have|had)\s+no\s+(?:objections?|difficult(?:y|ies))\s+(?:to|in|with)\b
        | \b(?:commits?|is\s+committed|undertakes?)\s+(?:itself\s+)?to\s+(?:implement(?:ing)?|accept(?:ing)?)\s+(?:the\s+|this\s+|
          these\s+|all\s+)*{_RECS}
        | \b(?:can|could)\s+(?:{_ADVERB})*(?:accept|support|endorse|be\s+(?:accepted|supported)) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_POSITIONS = {
    "principle": None,
    "pending": Position.PENDING,
    "partial": Position.PARTIALLY_SUPPORTED,
    "refused": Position.NOTED,
    "noted": Position.NOTED,
    "supported": Position.SUPPORTED,
}
_ABOUT = re.compile(rf"\b{_RECS}|\b(?:Recs?|Nos?)\b|\b\d{{1,3}}\.\d{{1,3}}\b", re.IGNORECASE)
_PRONOUN_OBJECT = re.compile(r"\s+(?:it|them|this|these|its?|both)\b(?=\s*(?:$|[.,;:]|as\b|and\b|because\b|since\b|for\b|in\b))")
# 'recommendations accepted during the first review' tells of an earlier review, 'as noted above', 'it should be noted' of the text itself.
_EARLIER = re.compile(
    r"\b(?:(?:in|during|at|from|under|since)\s+(?:the|its)\s+(?:(?:first|second|third|previous|last|earlier"
    r"|preceding)\s+(?:\w+\s+)?(?:cycle|review|round|UPR)|(?:19|20)\d\d)"
    r"|(?:first|second|third|previous|last)\s+(?:UPR\s+)?cycles?)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:as|it\s+(?:should|must|may|can|is\s+to)|has\s+to)\s+(?:\w+\s+)?(?:be\s+)?noted\b|\bnoted\s+(?:above|below|earlier|that)\b",
    re.IGNORECASE,
)
# The subject of the acceptance is somebody else: 'victims supported by the Government', 'the law approved in May'.
_PASSIVE_OF = re.compile(r"(?:accepted|supported|approved|endorsed|adopted)$", re.IGNORECASE)
_SAID_OF_RECOMMENDATIONS = re.compile(
    rf"(?:{_RECS}|\b\d{{1,3}}(?:\.\d{{1,3}})?[).,]?|\b(?:which|that|these|those|they|it|this|ones?|both|all|part|parts?|elements?))"
    r"(?:\s+\([^)]*\))?,?\s+(?:which\s+|that\s+)?(?:(?:are|is|was|were|has|have|had|been|be|can|could|will|hereby|being|as|fully"
    r"|considered|now|also|therefore|thus|already|deemed|both|all)\s+)*$",
    re.IGNORECASE,
)


def verdicts(sentence: str) -> Iterator[Verdict]:
    """The verdicts on recommendations in one sentence, in order."""
    clause = 0
    for match in _VERDICTS.finditer(sentence):
        name = match.lastgroup or ""
        of_part = bool(_PART_OF.search(sentence, clause, match.start()) or _PART_OF.search(sentence, match.end(), match.end() + 50))
        if not of_part and not _is_about(sentence, match, name):
            continue
        yield Verdict(_POSITIONS[name], match.start(), match.end(), of_part)
        clause = match.end()


def _is_about(sentence: str, match: re.Match[str], name: str) -> bool:
    """Is the verb said of recommendations of this review?"""
    if _ASIDE.search(sentence, max(match.start() - 20, 0), match.end() + 6) or _EARLIER.search(sentence, match.end(), match.end() + 60):
        return False
    if name == "supported" and _PASSIVE_OF.search(match[0]) and " " not in match[0].strip():
        return bool(_SAID_OF_RECOMMENDATIONS.search(sentence[: match.start()])) or _active(sentence, match)
    if name == "pending":
        return True
    return bool(_object(sentence, match))


def _object(sentence: str, match: re.Match[str]) -> bool:
    """A recommendation stands in the sentence, or the verb has only 'it' for an object."""
    return bool(_ABOUT.search(sentence)) or bool(_PRONOUN_OBJECT.match(sentence, match.end()))


def _active(sentence: str, match: re.Match[str]) -> bool:
    """'The State accepted these recommendations': the verb's object follows it."""
    return bool(
        re.match(
            rf"\s+(?:the\s+|this\s+|these\s+|all\s+|following\s+|both\s+|\d+\s+(?:of\s+the\s+)?|most\s+of\s+the\s+)*(?:\w+\s+)?{_RECS}",
            sentence[match.end() :],
            re.IGNORECASE,
        )
    )


# --- a status that stands alone ----------------------------------------------------------------------------------------------------------

_STATUS = re.compile(
    r"""(?P<partial> (?:partially|partly)\s+(?:accepted|supported|agreed|noted) | (?:accepted|supported|accept|
          support)\s*,?\s*\(?(?:in\s+part|partially|partly)\)? | partial\s+(?:acceptance|support) )
      | (?P<principle> (?:accepted|supported|accept|support|agreed)\s+in\s+principle )
      | (?P<refused> (?:not\s+|non[-\s]?)(?:accepted|supported|acceptable|accept|support|agreed|enjoying\s+support) | (?:does|do|
          did)\s+not\s+(?:accept|support|enjoy\s+(?:the\s+)?support(?:\s+of\s+[A-Z][\w\s]{2,40})?) | cannot\s+(?:be\s+)?(?:accept|
          support)(?:ed)? | rejected | reject | refused | declined | unacceptable )
      | (?P<noted> (?:duly\s+)?noted | takes?\s+note | taken\s+note\s+of | takes?\s+note\s+of )
      | (?P<pending> pending(?:\s+(?:further\s+)?consideration)? | under\s+(?:\w+\s+)?(?:consideration|examination|review|study) |
          to\s+be\s+(?:further\s+)?(?:examined|considered|studied) | deferred )
      | (?P<supported> (?:fully\s+)?(?:accepted|supported|agreed|accept|support|accepts|supports|acceptable) |
          enjoys?\s+(?:the\s+)?support(?:\s+of\s+[A-Z][\w\s]{2,40})? )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AFTER_STATUS = re.compile(r"\s*(?:$|[.;:,(/]|[–—-]\s|\s(?:and|but|as|since|because|already|in process|with)\b|\s+[A-Z])")


def status(text: str, start: int = 0) -> Verdict | None:
    """The status that stands at an offset: 'Accepted.', 'Not supported - ...', 'Noted'."""
    match = _STATUS.match(text, start)
    while match is not None and not _AFTER_STATUS.match(text, match.end()):
        return None
    if match is None or not match[0][0].isupper():
        return None
    return Verdict(_POSITIONS[match.lastgroup or ""], match.start(), match.end())


_HEADING = re.compile(
    r"""(?P<partial> \b(?:partially|partly)\s+(?:accepted|supported|enjoy) | \b(?:accepted|supported)\s+(?:in\s+part|partially|partly) |
          \bpartial\s+(?:acceptance|support) | \benjoy(?:s|ed|ing)?\s+(?:the\s+|its\s+)?partial\s+support )
      | (?P<refused> \b(?:not\s+(?:be\s+)?(?:accepted|supported|accept|support|enjoy)|cannot\s+(?:be\s+)?(?:accept|support)|rejected|
          refused|unacceptable) )
      | (?P<pending> \b(?:pending|deferred|under\s+(?:\w+\s+)?(?:consideration|examination|study|review)|
          to\s+be\s+(?:further\s+)?(?:examined|considered)) )
      | (?P<noted> \b(?:noted|take[sn]?\s+note|notes) )
      | (?P<supported> \b(?:accepted|supported|accepts|supports|enjoy(?:s|ed|ing)?\s+(?:the\s+|its\s+)?(?:\w+\s+)?support|agreed|
          acceptable) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def heading_verdict(heading: str) -> Verdict | None:
    """'III. Noted recommendations', 'B. Recommendations that do not enjoy the support of the State'; None for headings of another kind."""
    alone = re.sub(r"^(?:[IVX]+|[A-Z]|\d{1,2})[.)]\s*", "", heading.strip()).strip(" .:")
    match = _HEADING.search(alone)
    if match is None or _EARLIER.search(alone) or (not _ABOUT.search(alone) and len(alone.split()) > 3):
        return None
    if re.match(r"views on conclusions", alone, re.IGNORECASE):
        return None
    return Verdict(_POSITIONS[match.lastgroup or ""], 0, len(heading))


# --- progress ----------------------------------------------------------------------------------------------------------------------------

_LARGELY = re.compile(
    r"\bto\s+a\s+(?:great|large|significant|considerable)\s+(?:extent|degree)\b|\blargely\b|\bmostly\b|\bpartially\s+implemented\b"
    r"|\bpartly\s+implemented\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\balready\s+(?:been\s+|fully\s+|largely\s+)*(?:implemented|fulfilled|carried\s+out|realized|complied)\b"
    r"|\b(?:has|have|had)\s+(?:already\s+|now\s+)?(?:been\s+)?(?:already\s+|fully\s+|largely\s+)*(?:implemented|fulfilled)\b"
    r"|\b(?:is|are|was|were|as)\s+(?:already\s+|fully\s+|now\s+|largely\s+)*(?:implemented|fulfilled)\b|(?:^|[,;(/–-]\s*)(?:already\s+"
    r"|fully\s+)?implemented\b",
    re.IGNORECASE,
)
_UNDER_WAY = re.compile(
    r"\bin\s+(?:the\s+)?(?:process|course)\b|\b(?:being|currently|continuously|constantly)\s+(?:already\s+)?implement(?:ed|ing)\b"
    r"|\bunder\s+(?:way|implementation)\b|\bunderway\b"
    r"|\b(?:already\s+|currently\s+)ongoing\b|\bongoing\s+implementation\b|\bimplementation\s+(?:\w+\s+){0,3}?(?:is|are)\s+(?:already\s+"
    r"|currently\s+)?ongoing\b|\bcontinues?\s+to\s+implement\s+(?:it|this|the\s+recommendation)\b",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    rf"\b{_RECS}|\bit\b|\bthem\b|\bthey\b|\bwhich\b|^\W*(?:already|fully|implemented|in process|under|being|in the process|ongoing)"
    rf"|[,;/–(-]\s*(?:already|implemented|in process|being)",
    re.IGNORECASE,
)


def progress(sentence: str) -> Progress | None:
    """How far the State says that a recommendation is implemented; 'to a great extent' is neither wholly done nor only under way."""
    if not _OF_IT.search(sentence):
        return None
    done, under_way = _DONE.search(sentence), _UNDER_WAY.search(sentence)
    if done and (under_way or _LARGELY.search(sentence)):
        return Progress.IMPLEMENTED_OR_IN_PROCESS
    if done:
        return Progress.ALREADY_IMPLEMENTED
    return Progress.IN_PROCESS if under_way else None
