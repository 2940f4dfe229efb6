"""The interactive dialogue: who spoke in which paragraph, and what they did there.

    '25. Costa Rica congratulated ... It was concerned about ... It inquired about ... It made recommendations.'

In the first sessions one paragraph may hold several speakers; a sentence that begins with another State, or has one as its subject
('Noting the progress, Peru recommended ...'), begins that State's statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from upright import states
from upright.readers.document import Document
from upright.readers.sentences import sentences
from upright.records import Act, ActOf, Statement
from upright.structure import Aligned, Block, BlockKind

DELEGATION = "delegation"

# One pattern an act; the field's summaries use few verbs and these are all of them that occur often.
_ACTS: tuple[tuple[Act, re.Pattern[str]], ...] = tuple(
    (act, re.compile(pattern, re.IGNORECASE))
    for act, pattern in (
        (Act.RECOMMENDED, (
            r"\brecommend(?:ed|s|ing)?\b(?!ations)|\b(?:made|offered|put forward|formulated|presented|had|gave|proposed"
            r"|submitted)\s+(?:(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}|some|several|many|various|further|additional"
            r"|other|following|its|number|series|set|of|few|related|specific|concrete|constructive|new|also)\s+){0,5}recommendations?\b"
        )),
        (
            Act.ASKED,
            (
                r"\basked\b|\b(?:in|en)quired\b|\b(?:requested|sought|wished for|solicited)\b|\bwondered\b|\bquer(?:y|ied)\b"
                r"|\bquestion(?:ed|s? (?:on|about|regarding|as to))\b"
                r"|\b(?:wished|would (?:like|wish|appreciate|be (?:interested|grateful|pleased))|wanted|was interested|was keen"
                r"|keen)\s+to\s+(?:\w+\s+){0,2}?(?:know|learn|hear|be informed|receive|obtain|get|understand|have)\b"
                r"|\bwould (?:welcome|appreciate)\s+(?:\w+\s+){0,3}?(?:information|details|clarifications?|comments|elaboration)\b"
                r"|\binterested in (?:knowing|learning|hearing|receiving)\b|\bposed\b.{0,30}\bquestions?\b"
                r"|\braised (?:\w+\s+){0,3}?questions?\b"
            ),
        ),
        (Act.URGED, r"\burged\b|\burging\b|\bcall(?:ed|ing)\s+(?:up)?on\b|\bcalled for\b|\bappeal(?:ed|ing) to\b|\bexhorted\b"),
        (Act.ENCOURAGED, r"\bencourag(?:ed|ing)\b|\binvited\b"),
        (Act.REGRETTED, (
            r"\bregrett?(?:ed|ing|s)\b|\bdeplored\b|\bexpressed\s+(?:\w+\s+){0,3}?(?:regret|disappointment)\b|\bdisappointed\b"
            r"|\blamented\b"
        )),
        (Act.CONCERNED, (
            r"\bconcern(?:s|ed)?\s+(?:about|at|over|that|by|with|regarding|for|on|as to)\b|\bconcerned\b|\b(?:expressed|voiced"
            r"|raised|shared|shares|noted with|reiterated|with)\s+(?:\w+\s+){0,4}?concerns?\b|\bworr(?:y|ied)\b|\balarmed\b"
            r"|\bpreoccup"
        )),
        (Act.COMMENDED, (
            r"\bcommend(?:ed|ing|s)\b|\bcongratulat(?:ed|ing|es)\b|\bwelcom(?:ed|ing|es)\b|\bprais(?:ed|ing)\b|\bapplaud(?:ed"
            r"|ing)\b|\bappreciat(?:ed|ing|es|ion)\b|\blauded\b|\bsaluted\b|\bpaid tribute\b|\bthanked\b|\bsatisfaction\b"
            r"|\bpleased (?:at|with|to note|by|that)\b|\bencouraged by\b|\badmir"
        )),
        (Act.NOTED, (
            r"\bnot(?:ed|ing)\b|\b(?:took|taking) note\b|\bobserved\b|\backnowledg(?:ed|ing)\b|\brecogni[sz](?:ed|ing)\b"
            r"|\bhighlighted\b|\bstressed\b|\bemphasi[sz]ed\b|\bunderlined\b"
        )),
    )
)  # fmt: skip
# 'noted that the Committee had recommended ...', 'as recommended by ...': somebody else's recommendation.
_REPORTED = re.compile(
    r"\b(?:Committee|Rapporteurs?|Commission|Commissioner|Expert|bod(?:y|ies)|CERD|CEDAW|CAT|CRC|CESCR|HR Committee"
    r"|OHCHR|UNHCR)\b[^.;,]{0,40}\brecommended\b|\b(?:been|as) recommended\b|\brecommended by\b"
)
_ENCOURAGED_BY = re.compile(r"\b(?:was|were|is|felt)\s+encouraged\b|\bencouraged by\b", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:made|offered|put forward|presented|had|gave|formulated)\s+(?:a|one"
    r"|the following)\s+(?:\w+\s+)?recommendation\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:made|offered|put forward|presented|had|gave|formulated)\s+(?:(?:a number of|several|some|the|its|two|three"
    r"|four|five|further|various|many|following|other|a few|a series of|additional)\s+)*recommendations\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:It|They|She|He|Its|Their|Also|Further|Furthermore|Finally|In addition|Additionally|Moreover|However)\b")
_DELEGATION = re.compile(
    r"(?:The|Its|His|Her)\s+(?:\w+\s+){0,2}?(?:delegation|State under review|Minister|Vice-Minister|Deputy|Government"
    r"|representative|head of (?:the )?delegation|Ambassador|Attorney|Secretary|Permanent|Commissioner|Ministry"
    r"|Director|President|Under-Secretary)"
    r"|(?:In|By way of)\s+(?:its\s+|his\s+|her\s+|their\s+)?(?:response|responding|reply|replying|answer|conclusion"
    r"|concluding)|Responding|Replying|Answering|On (?:the )?(?:questions?|issues?)\b|(?:With|In) (?:regard|respect"
    r"|reference|relation) to\b|Regarding\b|Concerning\b|As (?:for|regards|to)\b|Turning to\b",
)
_ANSWERING = re.compile(
    r"(?:In|By way of)\s+(?:its\s+|his\s+|her\s+)?(?:response|responding|reply|replying|answer|conclusion|concluding)"
    r"|Responding|Replying|The delegation",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"(?:During|In the course of|A number of|Several|Many|Some|Most|Other|Additional|All|Delegations|Statements|The (?:President|Chair))\b"
)
_ENVOY = re.compile(r"The (?:representative|delegate|delegation|Ambassador) of (?=[A-Z]|the [A-Z])")
# The subject is the State itself, not what is the State's: 'China's reforms'.
_OWNED = re.compile(r"[’'`]s?\b")
_VERB_AFTER = re.compile(
    r"(?:\s*\([^)]*\))?,?\s+(?:(?:also|further|then|therefore|finally|in particular|on behalf of|speaking on behalf of"
    r"|while|particularly|strongly|warmly|again|additionally|thus|nevertheless|moreover|furthermore|as|similarly"
    r"|specifically|equally|likewise|again)\b[^.]{0,60}?\s)?[a-z]+(?:ed|d|t|e|s|ew|ok|ave|ade|id|ought)\b"
)
_ACTED = (
    r"(?:\w+ly\s+|also\s+|further\s+|then\s+|therefore\s+)?(?:recommended|asked|inquired|enquired|requested|noted"
    r"|welcomed|commended|expressed|encouraged|urged|called|congratulated|stated|wished|suggested|regretted|hoped"
    r"|praised|acknowledged|appreciated|recognized|stressed|raised|sought|made|wondered|proposed|thanked|indicated"
    r"|said|was|took|considered|supported|invited|observed|referred|emphasized|highlighted|shared|looked)\b"
)
_SUBJECT_LATER = re.compile(
    rf",\s+(?:the\s+)?(?P<name>[A-Z][^,;:.]{{2,70}}?)\s+{_ACTED}|^According to (?:the )?(?P<source>[A-Z][^,]{{2,60}}),"
)


@dataclass(slots=True)
class Spoken:
    """Sentences of one speaker in one paragraph: spans in the paragraph's own words."""

    by: tuple[str, ...]
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DialogueParagraph:
    """A paragraph of the dialogue with its speakers."""

    block: Block
    aligned: Aligned
    spoken: tuple[Spoken, ...]


def dialogue(document: Document, blocks: Iterable[Block], state_under_review: str | None) -> Iterator[DialogueParagraph]:
    """The paragraphs of the interactive dialogue with who speaks in them; a limb or a continuation belongs to the speaker before it."""
    last: tuple[str, ...] | None = None
    for block in blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.TEXT):
            continue
        aligned = document.aligned(block)
        begin = _number_width(block, aligned)
        continues = last if block.kind is BlockKind.TEXT or "(" in (block.label or "") else None
        spoken = tuple(_speakers(aligned.text, begin, state_under_review, continues))
        if not spoken and last == (DELEGATION,) and not _GENERAL.match(aligned.text, begin):
            # The State's reply runs on over several paragraphs that name no speaker.
            spoken = (Spoken(last, [span for span in sentences(aligned.text) if span[1] > begin]),)
        if spoken:
            last = spoken[-1].by
        yield DialogueParagraph(block, aligned, spoken)


def _number_width(block: Block, aligned: Aligned) -> int:
    number = re.match(r"\(?\w{1,5}[.)]?\s*", aligned.text) if block.label else None
    return number.end() if number else 0


def _speakers(text: str, begin: int, state_under_review: str | None, continues: tuple[str, ...] | None) -> Iterator[Spoken]:
    current: Spoken | None = Spoken(continues) if continues else None
    for first, end in sentences(text):
        start = max(first, begin)
        if end <= begin:
            continue
        by = _speaker(text[start:end], state_under_review, first=current is None)
        if by and (current is None or by != current.by):
            if current and current.spans:
                yield current
            current = Spoken(by)
        if current:
            current.spans.append((start, end))
    if current and current.spans:
        yield current


def _speaker(sentence: str, state_under_review: str | None, *, first: bool) -> tuple[str, ...] | None:
    """The State that a sentence has as its subject; None when the speaker goes on."""
    if not first and _PRONOUN.match(sentence):
        return None
    by = _subject(sentence, state_under_review, first=first)
    # Inside another State's statement the State under review is spoken of; it answers only where the sentence says so.
    return None if by == (DELEGATION,) and not first and not _ANSWERING.match(sentence) else by


def _subject(sentence: str, state_under_review: str | None, *, first: bool) -> tuple[str, ...] | None:
    envoy = _ENVOY.match(sentence)
    found = states.leading(sentence[envoy.end() :]) if envoy else states.leading(sentence)
    if found and found[0].kind is states.StateKind.ORGANISATION:  # only States and observers take the floor in the Working Group
        found = None
    if found and envoy:
        return _named(found[0].code, state_under_review)
    if found and not _OWNED.match(sentence, found[1]) and (first or _VERB_AFTER.match(sentence, found[1])):
        return _named(found[0].code, state_under_review)
    if later := _subject_later(sentence):
        return _named(later, state_under_review)
    if first or _DELEGATION.match(sentence):
        return (DELEGATION,) if _DELEGATION.match(sentence) and first else None
    return None


def _named(code: str, state_under_review: str | None) -> tuple[str, ...]:
    return (DELEGATION,) if code == state_under_review else (code,)


def _subject_later(sentence: str) -> str | None:
    for match in _SUBJECT_LATER.finditer(sentence):
        state = states.find(match["name"] or match["source"])
        if state and state.kind in (states.StateKind.MEMBER, states.StateKind.OBSERVER, states.StateKind.SPECIMEN):
            return state.code
    return None


def statements(document: Document, paragraphs: Iterable[DialogueParagraph]) -> Iterator[Statement]:
    """One `statement` for each speaker of each paragraph."""
    for paragraph in paragraphs:
        for spoken in paragraph.spoken:
            start, end = paragraph.aligned.span(spoken.spans[0][0], spoken.spans[-1][1])
            words = " ".join(paragraph.aligned.text[a:b] for a, b in spoken.spans)
            yield Statement(
                document=document.symbol,
                source=document.source(start, end, paragraph.block.label),
                paragraph=paragraph.block.label,
                by=spoken.by,
                acts=tuple(_acts(paragraph.aligned, spoken)) if spoken.by != (DELEGATION,) else (),
                recommendations_announced="one" if _ONE.search(words) else "several" if _SEVERAL.search(words) else None,
            )


def _acts(aligned: Aligned, spoken: Spoken) -> Iterator[ActOf]:
    for start, end in spoken.spans:
        for act in acts_of(aligned.text[start:end]):
            first, last = aligned.span(start, end)
            yield ActOf(act=act, start=first, end=last)


def acts_of(sentence: str) -> Iterator[Act]:
    """What is done in a sentence."""
    own = _REPORTED.sub(" ", sentence)
    for act, pattern in _ACTS:
        if pattern.search(own) and not (act is Act.ENCOURAGED and _ENCOURAGED_BY.search(sentence)):
            yield act
