"""Lists of issues, and lists of issues prior to reporting: one question for each issue and each limb of it.

    heading   'Equality and non-discrimination (art. 5)'                      what the issues below are about
    issue     '4. Please provide information on measures taken to:'           indirect
    limb      '(a) Adopt comprehensive legislation (CRPD/C/XYZ/1, para. 34);'  4 (a), about paragraph 34 of the report too
    issue     '5. What plans does the State party have to ...?'               direct

A numbered paragraph that asks nothing and has no limbs (how the list was adopted) is a paragraph only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upright.readers.answered import asks
from upright.readers.articles import articles_of_heading, articles_of_text
from upright.readers.committee_paragraphs import own_words
from upright.readers.document import Document
from upright.readers.issue_numbers import NUMBER_LIST, issue_numbers, issue_of
from upright.records import Question
from upright.structure import Block, BlockKind
from upright.symbols import Symbol, find_symbols

_PARAGRAPHS = r"(?:\bparas?\.|\bparagraphs?|\bpárrs?\.|\bpárrafos?|\bparagraphes?|\bпп?\.|\bпункт\w*|الفقر(?:ة|ات|تين|تان))"
_CITED = re.compile(rf"{_PARAGRAPHS}\s*(?P<list>{NUMBER_LIST})", re.IGNORECASE)
_REPORT = re.compile(
    r"\s*,?\s*(?:of|in|du|del?|dans)\s+(?:(?:the|its|le|el|su)\s+)?(?:[\w’'-]+\s+){0,4}?(?:report|rapport|informe)\b", re.IGNORECASE
)
_STATE_REPORT = re.compile(r"\d+(?:-\d+)?")
# A heading of two lines, or one that is set apart by its articles alone: 'Freedom from torture (art. 15)'.
_HEADING = re.compile(r"^.{3,200}\((?:arts?\.|articles?|artículos?|ст\.|статьи)[^()]*\)$", re.IGNORECASE)
_BULLET = re.compile(r"[•·▪–—-]\s|[a-zà-ÿа-я]")


def read(document: Document) -> Iterator[Question]:
    """A `question` for every issue and limb, in document order."""
    holders = {issue_of(block.label) for block in document.blocks if block.label and " " in block.label}
    about: tuple[str, ...] = ()
    for at, block in enumerate(document.blocks):
        if _is_heading(block):
            about = articles_of_heading(block.text)
        elif block.kind is BlockKind.PARAGRAPH and block.label and (" " in block.label or block.label in holders or asks(block.text)):
            yield _question(document, block, _end(document, at), about)


def _is_heading(block: Block) -> bool:
    """The symbol at the foot of the first page is none, though it may look like one."""
    if block.kind is BlockKind.TEXT:
        return bool(_HEADING.match(block.text))
    return block.kind is BlockKind.HEADING and not list(find_symbols(block.text))


def _question(document: Document, block: Block, end: int, heading: tuple[str, ...]) -> Question:
    text = own_words(document.words(block.start, end), block.label)
    about = dict.fromkeys((*heading, *articles_of_text(text), *_of_report(text, document.symbol)))
    return Question(
        document=document.symbol,
        source=document.source(block.start, end, block.label),
        id=block.label or "",
        asked_by=(document.identity.body,) if document.identity.body else (),
        text=text,
        form="direct" if re.search(r"[?？؟]", text) else "indirect",
        about=tuple(about),
    )


def _end(document: Document, at: int) -> int:
    """Where an issue ends: behind the bullets and broken lines that follow its block."""
    end = document.blocks[at].end
    for block in document.blocks[at + 1 :]:
        if block.kind is BlockKind.TEXT and _BULLET.match(block.text):
            end = block.end
        elif block.kind not in (BlockKind.FURNITURE, BlockKind.FOOTNOTE):
            break
    return end


def _of_report(text: str, own: str | None) -> Iterator[str]:
    """The paragraphs of the State's report that an issue names: 'paragraph 34 of the report', '(para. 254)', '(CRPD/C/XYZ/1, para. 4)'."""
    symbols = [(end, symbol) for _, end, symbol in find_symbols(text)]
    for match in _CITED.finditer(text):
        before = text[: match.start()]
        named = next((symbol for end, symbol in reversed(symbols) if re.fullmatch(r"[\s,]*(?:see\s+)?", text[end : match.start()])), None)
        bracketed = bool(re.search(r"(?:[(]|[(][^()]*;)\s*(?:(?:see|véase|voir|см\.)\s+)?$", before))
        if (named and _is_report(named, own)) or (not named and (bracketed or _REPORT.match(text, match.end()))):
            yield from (f"report para. {number}" for number in issue_numbers(match["list"]))


def _is_report(symbol: Symbol, own: str | None) -> bool:
    """CRPD/C/PRY/1 and CCPR/C/KAZ/2: a State's own reports have nothing but a number behind its code."""
    return len(symbol.parts) == 4 and bool(_STATE_REPORT.fullmatch(symbol.parts[3])) and (own is None or symbol.parts[0] in own)
