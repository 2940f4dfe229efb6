"""Concluding observations of the treaty bodies: concerns and the recommendations that answer them, follow-up, the next report.

    12. The Committee is concerned that ...          a concern
    13. The Committee recommends that the State      the recommendation that answers it: its limbs are a
        party: (a) Adopt ...; (b) Provide ...        `Recommendation` each, its chapeau is none, as it asks nothing by itself

    14. The Committee is concerned ... The State     both in one paragraph: the concern ends where the recommending begins
        party should ...

A recommendation's `number` is that of its paragraph, `limb` its letter, `text` the limb's own words. A paragraph without limbs, a chapeau
whose sentences ask for something beside the limbs, and text without a number are recommendations with `limb` None. Paragraphs under the
positive aspects are no concerns; a paragraph of the concerns that neither praises nor recommends is one, whatever its verb ('notes', 'is
aware'). The request to report on some paragraphs first is a `FollowUp`, the date of the next report a `NextReport`; neither is a
recommendation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from upright.extract.text import Span
from upright.readers import committee_wording as wording
from upright.readers.closing import closing
from upright.readers.committee_paragraphs import Numbered, groups, numbered, own_words
from upright.readers.document import Document
from upright.readers.in_bold import ends, paired
from upright.readers.sentences import sentences
from upright.records import Concern, Recommendation, Record, Unread
from upright.structure import Aligned

_AND = re.compile(r"[,;]?\s(?:and|et|y|и)\s*:$")  # '... put an end to restraint, and:' asks for more than the limbs (CRPD/C/MNG/CO/2-3, 32)
_NEVER_CONCERNS = ("introduction", "positive")  # '... regrets that the report was late': said in courtesy
_WITHOUT_CONCERNS = frozenset({"introduction", "positive", "factors", "recommendations", "other", "closing"})


@dataclass(slots=True)
class _Said:
    """What a paragraph does: the span in which it voices a concern, and the spans in which it recommends, each with its limb."""

    paragraph: Numbered
    concern: Span | None = None
    asks: list[tuple[Span, str | None]] = field(default_factory=list)


def read(document: Document) -> Iterator[Record]:
    """Concerns, recommendations, the paragraphs for follow-up, and the date of the next report."""
    paragraphs = numbered(document)
    if not paragraphs:
        yield _unread(document, "no numbered paragraph was found")
        return
    if document.identity.language not in wording.languages():
        yield from _by_type(document, paragraphs)
        return
    ends = list(closing(document, paragraphs))
    yield from ends
    ending = {each.source.paragraph for each in ends}
    for group in groups([each for each in paragraphs if each.label not in ending]):
        yield from _records(document, group)


def _unread(document: Document, reason: str) -> Unread:
    body = document.blocks
    source = document.source(body[0].start if body else 0, body[-1].end if body else 0, None)
    return Unread(document=document.symbol, source=source, reason=reason)


def _by_type(document: Document, paragraphs: list[Numbered]) -> Iterator[Record]:
    """Concerns and recommendations where the wordings of the language are not known."""
    found = list(paired(document, paragraphs))
    if not found:
        yield _unread(document, f"concerns and recommendations are not read in this language ({document.identity.language})")
    closing_records = list(ends(document, paragraphs)) if found else []
    yield from closing_records
    ending = {each.source.paragraph for each in closing_records}
    for concerns, answers in found:
        for paragraph in [each for each in answers if each.label not in ending]:
            spans = {limb: (blocks[0].start, blocks[-1].end) for limb, blocks in paragraph.limbs.items()}
            whole: dict[str | None, Span] = {None: (paragraph.block.start, paragraph.end)}
            yield from (_recommendation(document, paragraph, span, limb) for limb, span in (spans or whole).items())
        voiced = [_Said(paragraph, concern=(paragraph.block.start, paragraph.end)) for paragraph in concerns]
        yield from _concern(document, voiced, [paragraph.label for paragraph in answers])


def _records(document: Document, group: list[Numbered]) -> Iterator[Record]:
    """The recommendations under one heading, and its concerns with those that answer them."""
    concerns: list[_Said] = []
    answers: list[str] = []
    for paragraph in group:
        said = _said(document, paragraph, open_concern=bool(concerns) and not answers)
        yield from (_recommendation(document, paragraph, span, limb) for span, limb in said.asks)
        if said.concern:
            if answers:
                yield from _concern(document, concerns, answers)
                concerns, answers = [], []
            concerns.append(said)
        if said.asks and paragraph.label not in answers:
            answers.append(paragraph.label)
    for together in [concerns] if answers else [[said] for said in concerns]:
        yield from _concern(document, together, answers)


def _concern(document: Document, concerns: list[_Said], answers: list[str]) -> Iterator[Concern]:
    spans = [said.concern for said in concerns if said.concern]
    if not spans:
        return
    label = concerns[0].paragraph.label
    start, end = spans[0][0], spans[-1][1]
    yield Concern(
        document=document.symbol,
        source=document.source(start, end, label),
        paragraphs=tuple(dict.fromkeys(said.paragraph.label for said in concerns)),
        text=own_words(document.words(start, end), label),
        recommendations=tuple(answers),
    )


def _recommendation(document: Document, paragraph: Numbered, span: Span, limb: str | None) -> Recommendation:
    label = paragraph.label if limb is None else f"{paragraph.label} {limb}"
    return Recommendation(
        document=document.symbol,
        source=document.source(*span, label),
        number=paragraph.label,
        text=own_words(document.words(*span), label),
        states=(),
        limb=limb,
    )


def _said(document: Document, paragraph: Numbered, *, open_concern: bool) -> _Said:
    """`open_concern`: a concern before it waits for its recommendation, so that words of concern in a recommendation are the same one."""
    language = document.identity.language
    aligned = document.aligned(paragraph.block)
    spans = list(sentences(aligned.text))
    asking = [bool(wording.said(language, "recommends", aligned.text[start:end])) for start, end in spans]
    limbs_ask = bool(paragraph.limbs) and all(
        wording.said(language, "limb_recommends", own_words(blocks[0].text, blocks[0].label)) for blocks in paragraph.limbs.values()
    )
    if not any(asking) and not limbs_ask:
        return _Said(paragraph, concern=_voiced(language, paragraph, aligned))
    first = asking.index(True) if any(asking) else len(spans) - 1
    worried = [bool(wording.said(language, "concern", aligned.text[start:end])) for start, end in spans]
    before = [at for at in range(first) if worried[at]]
    begin = before[-1] + 1 if before else 0
    said = _Said(paragraph)
    if before and paragraph.section not in _NEVER_CONCERNS:
        said.concern = aligned.span(spans[0][0], spans[begin - 1][1])
    elif any(worried) and not open_concern and paragraph.section not in _WITHOUT_CONCERNS:
        said.concern = (paragraph.block.start, paragraph.end)
    said.asks = list(_asks(paragraph, aligned, spans[begin:], asking[begin:]))
    return said


def _voiced(language: str | None, paragraph: Numbered, aligned: Aligned) -> Span | None:
    """The span of a paragraph that recommends nothing, where it is a concern."""
    whole = " ".join([aligned.text, *(block.text for blocks in paragraph.limbs.values() for block in blocks)])
    worried = wording.said(language, "concern", whole)
    if paragraph.section in _WITHOUT_CONCERNS or paragraph.section is None:
        return (paragraph.block.start, paragraph.end) if worried and paragraph.section not in _NEVER_CONCERNS else None
    praises = wording.said(language, "commends", aligned.text) and not wording.said(language, "but", whole)
    return (paragraph.block.start, paragraph.end) if worried or not praises else None


def _asks(paragraph: Numbered, aligned: Aligned, spans: list[Span], asking: list[bool]) -> Iterator[tuple[Span, str | None]]:
    """What a paragraph recommends: each limb, and what its own sentences ask beside them."""
    if not paragraph.limbs:
        yield aligned.span(spans[0][0], spans[-1][1]), None
        return
    own = [span for span, asks in zip(spans[:-1], asking[:-1], strict=True) if asks]
    joined = _AND.search(aligned.text)
    if joined and asking[-1]:
        own.append((spans[-1][0], joined.start()))
    if own:
        yield aligned.span(own[0][0], own[-1][1]), None
    elif not aligned.text.rstrip().endswith((":", "：")) and asking[-1] and not _leads(aligned.text):
        yield aligned.span(*spans[-1]), None
    for limb, blocks in paragraph.limbs.items():
        yield (blocks[0].start, blocks[-1].end), limb


def _leads(chapeau: str) -> bool:
    """Does a chapeau without its colon lead to limbs? 'The State party should' goes on in them; a sentence with its stop does not."""
    return not chapeau.rstrip().endswith(".")
