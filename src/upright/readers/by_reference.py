"""Recommendations that stand only in the dialogue, cited from section II by paragraph (sessions 1 to 5).

    'The recommendations noted in the report in paragraphs 24 (b), 37 (a) and 41 above did not enjoy the support of ...'
    'One recommendation noted in paragraphs 10 and 15 (the ratification of ...) did not enjoy the support of ...' (A/HRC/8/41, 58)

Such a recommendation has no number; its text is its sentence (or its lettered piece) as it stands, its State the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from upright.readers.dialogue import DELEGATION, DialogueParagraph, acts_of
from upright.readers.document import Document
from upright.readers.lead_ins import LeadIn
from upright.records import Act, Part, Recommendation

_LIMBS = r"(?:\s*(?:,|and|&|-|to|or)?\s*\(?\b[a-z]\))"
_CITED = rf"\d{{1,3}}(?:{_LIMBS})*"
_LIST = re.compile(
    rf"\b(?:paragraphs?|paras?\.?)\s+(?P<list>{_CITED}(?:\s*\((?:the|on|concerning|regarding|with|last|first|second|third)\b[^)]*\))?"
    rf"(?:(?:[,;&\s–-]|and\b|to\b|as well as\b|in\b)++(?:paragraphs?\s+)?{_CITED}(?:\s*\((?:the|on|concerning"
    rf"|regarding|with|last|first|second|third)\b[^)]*\))?)*)"
)
_ONE = re.compile(
    r"(?P<number>\d{1,3})(?P<limbs>(?:"
    + _LIMBS
    + r")*)(?:\s*\((?P<topic>(?:the|on|concerning|regarding|with|last|first|second|third)\b[^)]*)\))?(?P<to>\s*(?:to|-|–)\s*(?=\d))?"
)
_ABOUT = re.compile(r"\brecommendations?\b", re.IGNORECASE)
_MARKER = re.compile(r"\(?\b([a-z])\)\s")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}|[A-Z]{2,}")
_STOP = frozenset(
    {
        *("that", "with", "from", "this", "their", "which", "other", "would", "should", "have", "been", "were", "also", "into"),
        *("recommendation", "recommendations", "state", "rights", "human", "international"),
    }
)
_RECOMMENDING = frozenset({Act.RECOMMENDED, Act.URGED, Act.ENCOURAGED})
_SUGGESTED = re.compile(r"\bsuggest|\bpropos|\bcall(?:ed|ing)|\bshould\b|\binvit|\bhoped\b|\brequested\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A paragraph of the dialogue that section II cites: its number, the letters in it, and what the recommendation is said to be about."""

    paragraph: str
    limbs: tuple[str, ...] = ()
    topic: str | None = None


def references(text: str, before: int) -> list[Reference]:
    """The paragraphs, all with a number below `before`, whose recommendations a paragraph of section II speaks of."""
    if not _ABOUT.search(text):
        return []
    found: list[Reference] = []
    for match in _LIST.finditer(text):
        found += _cited(match["list"])
    return [reference for reference in found if 1 < int(reference.paragraph) < before]


def _cited(text: str) -> Iterator[Reference]:
    waiting: list[Reference] = []
    first: int | None = None
    for match in _ONE.finditer(text):
        number = int(match["number"])
        if first is not None and first < number < first + 60:
            waiting += [Reference(str(between)) for between in range(first + 1, number)]
        waiting.append(Reference(str(number), tuple(re.findall(r"[a-z](?=\))", match["limbs"])), match["topic"]))
        first = number if match["to"] else None
        if match["topic"]:  # 'paragraphs 10, 15 and 39 (the ratification of ...)': the topic of all three
            yield from (Reference(item.paragraph, item.limbs, match["topic"]) for item in waiting)
            waiting = []
    yield from waiting


def recommendations(
    document: Document, cited: list[Reference], lead: LeadIn, dialogue: dict[str, DialogueParagraph]
) -> Iterator[Recommendation | Reference]:
    """The recommendations that some references point to; a reference whose paragraph holds none comes back as it is."""
    for reference in cited:
        paragraph = dialogue.get(reference.paragraph)
        found = list(_in_paragraph(document, reference, lead, paragraph)) if paragraph else []
        if found:
            yield from found
        else:
            yield reference


def _in_paragraph(document: Document, reference: Reference, lead: LeadIn, paragraph: DialogueParagraph) -> Iterator[Recommendation]:
    for by, begin, stop in _chosen(reference, paragraph):
        start, end = _asked(paragraph.aligned.text, begin, stop, reference.topic)
        first, last = paragraph.aligned.span(start, end)
        text = paragraph.aligned.text[start:end]
        asked = clause(text)
        yield Recommendation(
            document=document.symbol,
            source=document.source(first, last, reference.paragraph),
            number=None,
            text=text,
            states=by,
            parts=(Part(text=asked, states=by),) if asked != text else None,
            position=lead.position,
            progress=lead.progress,
            position_as_stated=lead.stated,
        )


# The abbreviation that a sentence introduces at its end, and the separator: no part of what is asked.
_END = re.compile(r"(?:\s*\([A-Z][A-Za-z-]{1,12}\))?[\s.;,]*(?:\b(?:and|or)\b)?[\s,;]*$")
_AND = re.compile(r"[,;]\s+(?:and\s+)?(?:to\s+|that\s+)?(?=[a-z]+ing\b|[a-z]+\s)|\s+and\s+(?=[a-z]+ing\b|take\b)")


def _asked(text: str, start: int, end: int, topic: str | None) -> tuple[int, int]:
    """A sentence without its end mark; where a topic picks one of several clauses, up to the end of that clause."""
    if topic:
        wanted = _content(topic)
        cuts = [match.start() for match in _AND.finditer(text, start, end)]
        said = next((cut for cut in cuts if wanted & _content(text[start:cut]) or _acronym(topic, text[start:cut])), end)
        after = text[said:end]
        if not wanted & _content(after) and not _acronym(topic, after):
            end = said
    tail = _END.search(text, start, end)
    return start, tail.start() if tail else end


_VERB = re.compile(
    r"\b(?:recommend(?:ed|s|ing)|urg(?:ed|ing)|encourag(?:ed|ing)|call(?:ed|ing) (?:up)?on|call(?:ed|ing) for"
    r"|suggest(?:ed|ing)|propos(?:ed|ing)|invit(?:ed|ing)|welcomed)\b"
)
_FILLER = re.compile(
    r"(?:\s*[:,]|\s+(?:to|that|also|further|inter alia|should|in this regard|it|the (?:Government|government|State"
    r"|authorities|country)(?: of [A-Z]\w+)?|Government)\b"
    r"|\s+(?:the )?(?:[A-Z][a-z]+)(?: (?:of|and|the|[A-Z][a-z]+))*(?=\s+(?:to|that|:|\(|[a-z]))|\s*\(?\b[a-z]\)(?=\s))*\s*"
)


def clause(text: str) -> str:
    """What is asked, out of a sentence of the dialogue: 'Chile recommended that the Government (c) abolish ...' -> 'abolish ...'."""
    markers = list(_MARKER.finditer(text))
    if markers:
        start = markers[-1].end()
    else:
        verbs = list(_VERB.finditer(text))
        if not verbs:
            return text
        asking = [verb for verb in verbs if verb[0].startswith("recommend")] or verbs[-1:]
        start = asking[0].end() if asking[0].end() < len(text) - 12 else verbs[0].end()
    filler = _FILLER.match(text, start)
    rest = text[filler.end() if filler else start :].strip()
    return rest if len(rest.split()) > 2 else text


Passage = tuple[tuple[str, ...], int, int]


def _chosen(reference: Reference, paragraph: DialogueParagraph) -> list[Passage]:
    passages = [passage for passage in _pieces(paragraph) if passage[0] != (DELEGATION,)]
    if reference.limbs:
        return _limbs(reference, paragraph, passages)
    text = paragraph.aligned.text
    recommended = _recommended(passages, text)
    wider = [
        passage
        for passage in passages
        if _RECOMMENDING & set(acts_of(text[passage[1] : passage[2]])) or _SUGGESTED.search(text[passage[1] : passage[2]])
    ]
    if reference.topic and (place := _PLACE.match(reference.topic)):
        return (recommended or wider or passages)[_PLACES[place[1]]]
    return _on_topic(reference.topic, wider, text) if reference.topic else recommended or wider


def _limbs(reference: Reference, paragraph: DialogueParagraph, passages: list[Passage]) -> list[Passage]:
    """The lettered pieces; where the paragraph shows no letters, (a) is its first recommendation and (b) its second."""
    text = paragraph.aligned.text
    lettered = [passage for limb in reference.limbs if (passage := _lettered(paragraph, passages, limb))]
    if lettered:
        return lettered
    recommended = _recommended(passages, text)
    if len(recommended) <= max(ord(limb) - ord("a") for limb in reference.limbs):
        recommended = [piece for passage in recommended for piece in _clauses(passage, text)]
    return [recommended[at] for limb in reference.limbs if (at := ord(limb) - ord("a")) < len(recommended)]


def _clauses(passage: Passage, text: str) -> Iterator[Passage]:
    """'It recommended taking measures and promoting dialogue': two recommendations in one sentence."""
    by, start, end = passage
    cuts = list(_AND.finditer(text, start, end))
    starts, ends = [start, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), end]
    yield from ((by, a, b) for a, b in zip(starts, ends, strict=True))


_PLACE = re.compile(r"(first|second|third|last)\s+sentence")
_PLACES = {"first": slice(0, 1), "second": slice(1, 2), "third": slice(2, 3), "last": slice(-1, None)}


def _recommended(passages: list[Passage], text: str) -> list[Passage]:
    """The passages in which the speaker recommends; a lettered piece goes with the sentence that began the list."""
    found: list[Passage] = []
    listing = False
    for passage in passages:
        words = text[passage[1] : passage[2]]
        lettered = bool(_MARKER.match(words))
        recommends = Act.RECOMMENDED in set(acts_of(words))
        listing = recommends or (listing and lettered)
        if listing:
            found.append(passage)
    return found


def _on_topic(topic: str, passages: list[Passage], text: str) -> list[Passage]:
    """The passages that share most words with what the recommendation is said to be about."""
    wanted = _content(topic)
    shared = [(len(wanted & _content(text[start:end])) + _acronym(topic, text[start:end]), (by, start, end)) for by, start, end in passages]
    most = max((score for score, _ in shared), default=0)
    return [passage for score, passage in shared if score == most and most > 0]


def _content(text: str) -> set[str]:
    return {word.lower()[:6] for word in _WORD.findall(text) if word.lower() not in _STOP}


def _acronym(topic: str, text: str) -> int:
    """'ICRMW' for 'the International Convention on the Protection of the Rights of All Migrant Workers ...': initials in order."""
    initials = "".join(word[0] for word in re.findall(r"\b[A-Z][a-z]+", topic)).lower()
    return max((3 for acronym in re.findall(r"\b[A-Z]{3,8}\b", text) if _in_order(acronym.lower(), initials)), default=0)


def _in_order(letters: str, within: str) -> bool:
    rest = iter(within)
    return all(letter in rest for letter in letters)


def _pieces(paragraph: DialogueParagraph) -> Iterator[Passage]:
    """Sentences with their speaker, cut at letters: '... recommended (a) doing this; (b) doing that.'"""
    for spoken in paragraph.spoken:
        for start, end in spoken.spans:
            markers = list(_MARKER.finditer(paragraph.aligned.text, start, end))
            cuts = [start, *(marker.start() for marker in markers[1:]), end]
            yield from ((spoken.by, a, b) for a, b in pairwise(cuts))


def _lettered(paragraph: DialogueParagraph, passages: list[Passage], letter: str) -> Passage | None:
    text = paragraph.aligned.text
    for by, start, end in passages:
        if any(marker[1] == letter for marker in _MARKER.finditer(text, start, end)):
            return by, start, end
    return None
