"""Section II of a report of the Working Group: conclusions and/or recommendations.

A numbered paragraph states a position and introduces a list ('124. The following recommendations enjoy the support of ...'); its items
are the recommendations ('124.1 Ratify ... (Spain);', or '1.', '2.' restarting under each paragraph in sessions 1 to 7). Other paragraphs
state a position on what stands above them, on numbers of the list, or on recommendations that stand only in the dialogue.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from upright.readers import by_reference
from upright.readers.attribution import BRACKET, Attributed, attribute
from upright.readers.dialogue import DialogueParagraph
from upright.readers.document import Document
from upright.readers.lead_ins import COMMENTS, OTHER, LeadIn, lead_in
from upright.readers.numbers import NUMBER_LIST, numbers
from upright.records import Footnote, Pledge, Position, Recommendation, Record, Source, Unread
from upright.structure import Block, BlockKind

HEADING = re.compile(r"(?:[IVX]+\.?\s*)?(?:summary of )?conclusions?\s+and\s*/?\s*(?:or)?\s*recommendations?", re.IGNORECASE)
_PLEDGES = re.compile(
    r"\bvoluntary\b.{0,80}\b(?:pledges?|commitments?)\b|\bpledges? and commitments?\b|\bcommitments?\s+of\s+the\s+State\b", re.IGNORECASE
)
_CLOSING = re.compile(r"\bconclusions\b.{0,200}\breflect\b.{0,40}\bpositions?\b", re.IGNORECASE | re.DOTALL)
_ABOVE = re.compile(
    r"\b(?:listed|made|contained|formulated|set out|mentioned|appearing|presented|indicated|in the list"
    r"|put forward)\s+(?:\w+\s+){0,3}?above\b"
    r"|\babove(?:-mentioned)? recommendations\b|\bthese recommendations\b|\bthe recommendations above\b|\bresponses?\s+of\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\brecommendations?\s+(?:marked with an asterisk,\s+)?(?:(?:Nos?\.?|numbers?|numbered|in|under|contained|listed"
    r"|paragraphs?|sub-?paragraphs?)\s+)*(?=\d)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\bNos?\.?\s*\d")
_IN_FOOTNOTE = re.compile(r"\brecommendations?\b.{0,60}\bfootnotes?\b", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:in|of|under)\s+paragraph\s+(\d{1,3})\b")
_SOME = re.compile(r"\bsome\b.{0,160}\b(?:others?|while)\b|\bthere are others\b", re.IGNORECASE | re.DOTALL)
_MAIN = re.compile(r"\d{1,3}$")
_ITEM = re.compile(r"(\d{1,3})\.(\d{1,3})$")


_NO_LEAD = LeadIn(position=None, progress=None, stated="")


@dataclass(slots=True)
class _List:
    """A list of recommendations under its lead-in."""

    paragraph: str
    lead: LeadIn | None
    items: list[_Item] = field(default_factory=list)


@dataclass(slots=True)
class _Item:
    number: str
    blocks: list[Block]
    inline: int | None = None  # where it begins, when it stands in its lead-in's own paragraph


def section(document: Document) -> tuple[Block, ...]:
    """The blocks of section II and what follows it, up to the annex; empty where no such section can be found."""
    blocks = document.blocks
    heading = max((at for at, block in enumerate(blocks) if block.kind is BlockKind.HEADING and HEADING.match(block.text)), default=None)
    start = heading + 1 if heading is not None else _first_lead_in(blocks)
    if start is None:
        return ()
    return tuple(block for block in blocks[start:] if block.kind in (BlockKind.PARAGRAPH, BlockKind.TEXT, BlockKind.HEADING))


def _first_lead_in(blocks: tuple[Block, ...]) -> int | None:
    """A report whose heading is not to be found: section II begins at the first lead-in that an item follows."""
    numbered = [(at, block) for at, block in enumerate(blocks) if block.kind is BlockKind.PARAGRAPH and block.label]
    for (at, block), (_, after) in pairwise(numbered):
        if _MAIN.match(block.label or "") and (after.label or "") in (f"{block.label}.1", f"{block.label} (a)") and lead_in(block.text):
            return at
    return None


def recommendations(document: Document, dialogue: dict[str, DialogueParagraph]) -> Iterator[Record]:
    """The recommendations and pledges of a report, and what could not be read, in document order."""
    yield from _Section(document, dialogue).records()


class _Section:
    def __init__(self, document: Document, dialogue: dict[str, DialogueParagraph]) -> None:
        self.document = document
        self.dialogue = dialogue
        self.lists: list[_List] = []
        self.others: list[Record] = []  # by reference, pledges, unread
        self.changes: dict[str, LeadIn] = {}  # numbers whose position is stated afterwards
        self.pledging = False

    def records(self) -> list[Record]:
        blocks = section(self.document)
        self.first = next((int(block.label) for block in blocks if block.label and _MAIN.match(block.label)), 0)
        for block in blocks:
            self._block(block)
        found = [self._record(entry, item) for entry in self.lists for item in entry.items]
        records: list[Record] = [record for record in found if record is not None]
        return sorted([*records, *self.others], key=lambda record: record.source.start)

    def _block(self, block: Block) -> None:
        if block.kind is BlockKind.HEADING:
            self.pledging = bool(_PLEDGES.search(" ".join((*block.headings, block.text))))
        elif self.pledging:
            self._pledge(block)
        elif block.kind is BlockKind.TEXT:
            self._closing_line(block)
        elif _MAIN.match(block.label or ""):
            self._paragraph(block)
        else:
            self._item(block)

    def _pledge(self, block: Block) -> None:
        text = without_number(block.text, block.label)
        if _CLOSING.search(block.text):
            return
        source = self.document.source(block.start, block.end, block.label)
        self.others.append(
            Pledge(document=self.document.symbol, source=source, text=text, made_in=self.document.symbol or self.document.file)
        )

    def _paragraph(self, block: Block) -> None:
        if _CLOSING.search(block.text):
            self.lists.append(_List(block.label or "", None))
            return
        lead = lead_in(block.text)
        if lead and lead.position and _SOME.search(block.text):
            lead = dataclasses.replace(lead, position=Position.PENDING)
        cited = by_reference.references(lead.stated, self.first) if lead else []
        if lead and _NUMBERS.search(block.text) and self._numbers_afterwards(block):
            pass
        elif lead and _IN_FOOTNOTE.search(block.text):
            self._in_footnotes(block, lead)
        elif lead and cited and (lead.position or lead.progress):
            self._cited(block, cited, lead)
            lead = dataclasses.replace(lead, comments=True)  # what is numbered below answers what was cited (A/HRC/10/71, 82-83)
        elif lead and self._numbers_afterwards(block):
            pass
        elif lead and lead.position and self.lists and _ABOVE.search(block.text):
            self._close_lists(lead)
        self.lists.append(_List(block.label or "", lead))
        if lead and lead.position and (start := self._inline(block)) is not None:
            self.lists[-1].items.append(_Item(block.label or "", [block], start))

    def _inline(self, block: Block) -> int | None:
        """Where the only recommendation of a list begins, behind its lead-in's colon: '... the support of the State: Ratify ... (Peru).'"""
        aligned = self.document.aligned(block)
        colon = aligned.text.find(": ")
        rest = aligned.text[colon + 2 :]
        if colon < 0 or not BRACKET.search(rest) or not attribute(rest).states:
            return None
        return aligned.span(colon + 2, len(aligned.text))[0]

    def _cited(self, block: Block, cited: list[by_reference.Reference], lead: LeadIn) -> None:
        for found in by_reference.recommendations(self.document, cited, lead, self.dialogue):
            if isinstance(found, Recommendation):
                if not any(found.source == other.source for other in self.others):  # cited once for the position, once for comments
                    self.others.append(found)
            else:
                source = self.document.source(block.start, block.end, block.label)
                reason = f"the recommendation that is cited in paragraph {found.paragraph} was not found there"
                self.others.append(Unread(document=self.document.symbol, source=source, reason=reason))

    def _in_footnotes(self, block: Block, lead: LeadIn) -> None:
        """'the recommendations in the footnote below are not relevant': they stand in the footnote alone (A/HRC/24/14, 141)."""
        for note in self.document.footnotes_of(block):
            words = self.document.layer.text
            at = note.start + len(note.mark)
            for piece in re.finditer(r"\S.{0,3000}?(?:\)\s*;|\)\s*\.?\s*$)", words[at : note.end], re.DOTALL):
                read = attribute(" ".join(piece[0].split()))
                source = self.document.source(at + piece.start(), at + piece.end(), block.label)
                self.others.append(self._recommendation(source, None, read, lead))

    def _recommendation(
        self, source: Source, number: str | None, read: Attributed, lead: LeadIn, footnotes: tuple[Footnote, ...] = ()
    ) -> Recommendation:
        return Recommendation(
            document=self.document.symbol,
            source=source,
            number=number,
            text=read.text,
            states=read.states,
            parts=read.parts,
            position=lead.position,
            progress=lead.progress,
            position_as_stated=lead.stated or None,
            footnotes=footnotes,
        )

    def _numbers_afterwards(self, block: Block) -> bool:
        """'The State considers that recommendations Nos. 8, 9 and 10 above are already implemented.' (A/HRC/14/10, 96)"""
        known = {item.number for entry in self.lists for item in entry.items}
        found = False
        for sentence in re.split(r"(?<=[.;])\s+(?=[A-Z])", block.text):
            said = lead_in(sentence)
            match = _NUMBERED.search(sentence)
            listed = NUMBER_LIST.match(sentence, match.end()) if match else None
            explains = OTHER.match(sentence)  # 'With regard to 103.4 above, ...' states no position
            if said is None or listed is None or explains:
                continue
            under = self._list_named_in(sentence)
            named = [number for number in numbers(listed[0], under) if number in known]
            self.changes.update(dict.fromkeys(named, said))
            found = found or bool(named)
        return found

    def _list_named_in(self, sentence: str) -> str | None:
        """The list that numbers belong to: the one that the sentence names, or the last ('in paragraph 88 above' may be a slip for 89)."""
        named = _UNDER.search(sentence)
        known = [entry.paragraph for entry in self.lists if entry.items]
        if named and named[1] in known:
            return named[1]
        return known[-1] if known else None

    def _close_lists(self, lead: LeadIn) -> None:
        """A position stated below a list holds for the lists above it that have none of their own."""
        for entry in reversed(self.lists):
            if entry.lead is not None and entry.lead.position is not None:
                break
            if entry.items:
                entry.lead = lead

    def _closing_line(self, block: Block) -> None:
        lead = lead_in(block.text)
        if lead and lead.position and self.lists and _ABOVE.search(block.text):
            self._close_lists(lead)
        elif self.lists and self.lists[-1].items and not lead:
            item = self.lists[-1].items[-1]
            if _carries_on(item.blocks[-1], block):
                item.blocks.append(block)
        elif self.lists and self._single(self.lists[-1], block):
            self.lists[-1].items.append(_Item(self.lists[-1].paragraph, [block]))

    def _single(self, entry: _List, block: Block) -> bool:
        """A recommendation alone under its lead-in has no number of its own (A/HRC/10/80, 101)."""
        return entry.lead is not None and entry.lead.position is not None and not entry.items and bool(attribute(block.text).states)

    def _item(self, block: Block) -> None:
        label = block.label or ""
        if not self.lists:
            self.lists.append(_List("", None))
        current = self.lists[-1]
        if _ITEM.match(label):
            current.items.append(_Item(label, [block]))
        elif current.items and label.startswith(current.items[-1].number):
            current.items[-1].blocks.append(block)
        elif current.lead is not None:  # lettered directly under the paragraph: '104 (a)'
            current.items.append(_Item(label, [block]))

    def _record(self, entry: _List, item: _Item) -> Recommendation | Unread | None:
        """An item as a recommendation; None where it is the State's own comment, numbered like one."""
        start = item.inline if item.inline is not None else item.blocks[0].start
        end = item.blocks[-1].end
        source = self.document.source(start, end, item.number)
        read = attribute(item_words(self.document, start, end, item.number))
        lead = self._lead(entry, item)
        if lead.comments or (not read.states and COMMENTS.search(lead.stated)):
            return None
        if not read.states and lead is _NO_LEAD:
            reason = "an item of a list that no sentence introduces as recommendations, and that names no State"
            return Unread(document=self.document.symbol, source=source, reason=reason)
        return self._recommendation(source, item.number, read, lead, self.document.footnotes_of(*item.blocks))

    def _lead(self, entry: _List, item: _Item) -> LeadIn:
        lead = entry.lead or _NO_LEAD
        change = self.changes.get(item.number)
        if change is None:
            return lead
        return dataclasses.replace(change, position=change.position or lead.position, stated=f"{lead.stated} {change.stated}")


def _carries_on(before: Block, block: Block) -> bool:
    """Whether an unnumbered block is more of the recommendation before it: that is not finished, or this one names States."""
    finished = before.text.rstrip(" *∗").endswith((".", ";", ")"))
    return not finished or block.text[:1].islower() or bool(attribute(block.text).states)


def item_words(document: Document, start: int, end: int, number: str | None) -> str:
    """The words of a numbered recommendation, its number removed."""
    return without_number(document.words(start, end), number)


def without_number(words: str, label: str | None) -> str:
    """Words without the number that they are labelled with: '5. 16 days' under '86.5' -> '16 days'; '124.1 Adopt', '77. 24 Adopt'."""
    if label is None:
        return words
    if limb := re.search(r"\(([a-z]+)\)$", label):
        return re.sub(rf"\(?\s?{limb[1]}\s?\)\s*", "", words, count=1) if re.match(rf"\(?\s?{limb[1]}\s?\)", words) else words
    item = label.rpartition(".")[2]
    plain = re.match(rf"0?{item}\s?[.)](?!\d)\s*|\d{{1,3}}\s?[.-]\s?0?{item}(?!\d)\s?[.)]?\s*|{item}\s+", words)
    return words[plain.end() :] if plain else words
