"""The numbered paragraphs of a treaty body's document, each with its limbs, under its section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from upright.readers import committee_wording as wording
from upright.readers.document import Document
from upright.structure import Block, BlockKind

_LIMB_LABEL = re.compile(r"(\d+)\s(\(\S{1,4}\))(?:\s\(\S{1,5}\))?")
_OWN_NUMBER = re.compile(r"-?\s?(\d{1,3})\s?(?:[.)\-–]|(?=\s))[\s\-–]*")


@dataclass(slots=True)
class Numbered:
    """A paragraph, or what goes on in it without a number: `block` is its own words (of one with limbs its chapeau), `limbs` the blocks of
    each limb ('(a)', with its own limbs); `section` as in `wording.section`, `heading` the last heading above it."""

    label: str
    block: Block
    section: str | None
    heading: str | None
    limbs: dict[str, list[Block]] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """Where the last of its blocks ends in the text layer."""
        return [self.block, *(block for blocks in self.limbs.values() for block in blocks)][-1].end


def numbered(document: Document) -> list[Numbered]:
    """The paragraphs in their order. Text without a number that recommends, or voices a concern, goes on in the paragraph above it: the
    Human Rights Committee and the Committee against Torture long printed 'The State party should ...' so."""
    language = document.identity.language
    found: list[Numbered] = []
    section: str | None = None
    heading: str | None = None
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            section = wording.section(language, block.text) or section
            heading = block.text
        elif block.kind is BlockKind.PARAGRAPH and block.label:
            limb = _LIMB_LABEL.fullmatch(block.label)
            if limb and found and found[-1].label == limb[1]:
                found[-1].limbs.setdefault(limb[2], []).append(block)
            elif block.label.isdigit():
                found.append(Numbered(block.label, block, section, heading))
        elif block.kind is BlockKind.TEXT and found and _says_something(language, block.text):
            found.append(Numbered(found[-1].label, block, section, heading))
    if not any(paragraph.section in ("concerns", "recommendations") for paragraph in found):
        _begin_concerns(language, found)
    return found


def _begin_concerns(language: str | None, paragraphs: list[Numbered]) -> None:
    """Where no heading was known to begin the concerns, they begin with the first paragraph that voices one."""
    begun = False
    for paragraph in paragraphs:
        begun = begun or (wording.said(language, "concern", paragraph.block.text) is not None and paragraph.section != "introduction")
        if begun and paragraph.section in (None, "introduction", "positive", "factors"):
            paragraph.section = "concerns"


def _says_something(language: str | None, text: str) -> bool:
    return bool(wording.said(language, "recommends", text) or wording.said(language, "concern", text))


def own_words(words: str, label: str | None) -> str:
    """The words of a passage without the number or limb that they are labelled with: '12. The Committee' under '12', '(a) Adopt' under
    '12 (a)'. Words that begin inside the paragraph stay as they are."""
    if label is None:
        return words
    if limb := re.search(r"\((\S{1,4})\)$", label):
        return re.sub(rf"^\(?\s?{re.escape(limb[1])}\s?\)\s*", "", words)
    number = _OWN_NUMBER.match(words)
    return words[number.end() :] if number and number[1] == label else words


def groups(paragraphs: list[Numbered]) -> Iterator[list[Numbered]]:
    """Runs of paragraphs under one heading."""
    run: list[Numbered] = []
    for paragraph in paragraphs:
        if run and (paragraph.heading, paragraph.section) != (run[-1].heading, run[-1].section):
            yield run
            run = []
        run.append(paragraph)
    if run:
        yield run
