"""Walks the lines of the body once and cuts them into drafts of blocks."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from upright.structure.align import passage
from upright.structure.blocks import BlockKind, Draft
from upright.structure.headings import ANNEX, ARTICLES, CONTENTS, LEADERS, NO_HEADING_END, begins_as_heading, heading_level
from upright.structure.lines import Lines, begins_raised
from upright.structure.numbering import ARABIC_LIMB, BARE, DOTTED, LIMB, PLAIN, Numbering


class Builder:
    """Walks the lines of the body once and cuts them into drafts of blocks."""

    def __init__(self, seen: Lines, body: list[int]) -> None:
        self.seen = seen
        self.body = body
        self.openings = _openings(seen, body)
        self.numbering = Numbering()
        self.path: list[tuple[int, str]] = []
        self.done: list[Draft] = []
        self.current = Draft(BlockKind.COVER, None)
        self.annex = False
        self.bases = _bases(seen, body)
        self.width = _usual_width(seen, body)

    def drafts(self) -> list[Draft]:
        contents = self._contents()
        for at, index in enumerate(self.body):
            if contents and contents[0] <= at <= contents[1]:
                self._add(BlockKind.CONTENTS, at, joined=at > contents[0])
            else:
                self._line(at, index)
        return [draft for draft in [*self.done, self.current] if draft.lines]

    def _contents(self) -> tuple[int, int] | None:
        """The first and last line of the table of contents: from its heading to the last line with leaders, or the page's end."""
        start = self._contents_begin()
        if start is None:
            return None
        end = start
        for at in range(start + 1, min(start + 200, len(self.body))):
            words = self.seen.words[self.body[at]]
            if LEADERS.search(words):
                end = at
            elif at > end + 12:
                break
        page = self.seen.lines[self.body[end]].page
        while self.seen.layer.has_pages and end + 1 < len(self.body) and self.seen.lines[self.body[end + 1]].page == page:
            if re.match(r"1\.\s+[A-Z]", self.seen.words[self.body[end + 1]]):
                break
            end += 1
        return start, end

    def _contents_begin(self) -> int | None:
        """The heading of the table of contents; where it is missing, the first of several lines with leaders."""
        first = self.body[:400]
        heading = next((at for at, index in enumerate(first) if CONTENTS.match(self.seen.words[index])), None)
        leaders = [at for at, index in enumerate(first[:120]) if LEADERS.search(self.seen.words[index])]
        return heading if heading is not None or len(leaders) < 3 else leaders[0]

    def _line(self, at: int, index: int) -> None:
        opening = self.openings[at]
        complete = self._complete()
        if self.annex:
            self._add(BlockKind.ANNEX, at, joined=not (opening or (opening is None and complete)))
            return
        label = self._label(at, index, opening, complete)
        if label:
            self._add(BlockKind.PARAGRAPH, at, label=label)
            return
        if self._continues_heading(index, opening):
            self.current.lines.append(index)
            self._name_heading()
            return
        level = self._heading(at, index, opening, complete)
        if level is None and self._leads_to_paragraph(at, index, opening, complete):
            level = 3
        if level is not None:
            self._begin_heading(index, level)
            return
        after = self.current.kind in (BlockKind.HEADING, BlockKind.CONTENTS)
        separate = after or (bool(opening) and complete and self.current.kind is not BlockKind.COVER)
        self._add(BlockKind.COVER if self.current.kind is BlockKind.COVER else BlockKind.TEXT, at, joined=not separate)

    def _heading(self, at: int, index: int, opening: bool | None, complete: bool) -> int | None:
        if opening is None and not (complete or self.current.kind in (BlockKind.HEADING, BlockKind.CONTENTS, BlockKind.COVER)):
            return None
        if self.current.kind is BlockKind.COVER and not _begins_body(self.seen.words[index]):
            return None
        single = at + 1 == len(self.body) or self.openings[at + 1] is not False
        return heading_level(self.seen, index, opening, single)

    def _begin_heading(self, index: int, level: int) -> None:
        self._close()
        self.path = [entry for entry in self.path if entry[0] < level]
        self.current = Draft(BlockKind.HEADING, None, [index], tuple(name for _, name in self.path), level)
        self._name_heading()
        self.annex = bool(ANNEX.match(self.seen.words[index])) and self.numbering.paragraph > 0

    def _name_heading(self) -> None:
        level = self.current.level or 1
        self.path = [entry for entry in self.path if entry[0] < level]
        pieces = [(self.seen.lines[index].start, self.seen.lines[index].end) for index in self.current.lines]
        self.path.append((level, passage(self.seen.layer, pieces, self.seen.layer.marks).rstrip("*∗ ")))

    def _continues_heading(self, index: int, opening: bool | None) -> bool:
        if self.current.kind is not BlockKind.HEADING or opening is not False:
            return False
        last, line = self.seen.lines[self.current.lines[-1]], self.seen.lines[index]
        if begins_raised(self.seen, index):
            return True  # '(art. 1' and its raised 'er'
        return last.bold == line.bold and last.size == line.size and last.page == line.page

    def _label(self, at: int, index: int, opening: bool | None, complete: bool) -> str | None:
        words = self.seen.words[index]
        dotted = DOTTED.match(words)
        if dotted and (opening is not False or complete):  # else '2.1 million' in the middle of a sentence
            label = self.numbering.dotted_item(int(dotted[1]), int(dotted[3]), opening or (opening is None and complete), dotted[2] != ".")
            if label:
                return label
        plain = PLAIN.match(words)
        if plain:
            number = int(next(group for group in plain.groups() if group))
            if plain["dashed"] and (label := self.numbering.dashed(number, self._indent(index))):
                return label
            return self._plain_label(number, words[plain.end() :].lstrip(), at, index, opening, complete)
        bare = BARE.match(words)
        begins = opening or (opening is None and complete and self.seen.lines[index].left is not None)
        if bare and begins and int(bare[1]) == self.numbering.expected():
            return self._plain_label(int(bare[1]), words[bare.end() :], at, index, opening, complete)
        if ARABIC_LIMB.match(words):
            return self.numbering.arabic_limb(opening, complete)
        limb = LIMB.match(words)
        if limb and limb[1] == "a" and self.current.kind is BlockKind.TEXT and self._last_words().endswith(":"):
            self.numbering.limb = ""  # 'The State party should:' below the limbs of a concern has limbs of its own
        return self.numbering.limb_of(limb[1], opening, complete) if limb else None

    def _plain_label(self, number: int, rest: str, at: int, index: int, opening: bool | None, complete: bool) -> str | None:
        if self._numbered_heading(at, index, number, opening):
            return None
        after_heading = self.current.kind in (BlockKind.HEADING, BlockKind.CONTENTS, BlockKind.COVER)
        after_heading = after_heading or self._believed(number, rest, index, opening)
        leads = bool(self.current.lines) and self.seen.words[self.current.lines[-1]].endswith(":")
        return self.numbering.main(number, opening, complete or after_heading, self._indent(index), rest, after_heading, leads)

    def _numbered_heading(self, at: int, index: int, number: int, opening: bool | None) -> bool:
        """'1. Background and framework' in bold: a heading that is numbered like a paragraph."""
        line, words = self.seen.lines[index], self.seen.words[index]
        last = self._whole_heading(at)
        if opening is False or not line.bold or len(words) > 120 or last is None:
            return False
        last = last.rstrip("0123456789")
        if NO_HEADING_END.search(last) or (last.endswith(")") and not ARTICLES.search(last)):
            return False
        if number == self.numbering.paragraph + 1 and not self.path:
            return False
        return number != self.numbering.item + 1 or (number == 1 and not self._begins_list(at))

    def _believed(self, number: int, rest: str, index: int, opening: bool | None) -> bool:
        """Plain text shows no white space: the paragraph that is expected begins below a heading too, but not below '... article'."""
        if opening is not None or self.seen.lines[index].left is not None or number != self.numbering.paragraph + 1:
            return False
        return rest[:1].isupper() and not _GOES_ON.search(self._last_words())

    def _whole_heading(self, at: int) -> str | None:
        """A heading that begins here: this line, or it and a second one in the same type; None where no white space follows."""
        for last in range(at, min(at + 2, len(self.body))):
            first, line = self.seen.lines[self.body[at]], self.seen.lines[self.body[last]]
            if line.bold != first.bold or line.size != first.size:
                return None
            if last + 1 == len(self.body) or self.openings[last + 1] or (last == at and self.openings[last + 1] is None):
                return " ".join(self.seen.words[index] for index in self.body[at : last + 1])
        return None

    def _begins_list(self, at: int) -> bool:
        """'1. Ratify ...' below '... the following recommendations were made:', or with '2.' on one of the next lines."""
        near = (PLAIN.match(self.seen.words[index]) for index in self.body[at + 1 : at + 4])
        if any(match is not None and match[1] == "2" for match in near) or _LIST_OPEN.search(self._last_words()):
            return True
        return self.current.kind is BlockKind.PARAGRAPH and self._announces()

    def _announces(self) -> bool:
        return any(_RECOMMENDATIONS.search(self.seen.words[index]) for index in self.current.lines)

    def _last_words(self) -> str:
        return self.seen.words[self.current.lines[-1]] if self.current.lines else ""

    def _leads_to_paragraph(self, at: int, index: int, opening: bool | None, complete: bool) -> bool:
        """A short line without a stop, between a whole sentence and the next paragraph: a heading in italics, or in plain text."""
        words, last = self.seen.words[index], at
        if opening is not False and self._two_lines(at):
            words, last = f"{words} {self.seen.words[self.body[at + 1]]}", at + 1
        if opening is False or not (complete or self.current.kind is BlockKind.HEADING) or len(words) > 140 or self.numbering.item:
            return False
        if (
            not self.numbering.paragraph
            or not (begins_as_heading(words) or words[:1].isdigit())
            or (_ENDS.search(words) and not ARTICLES.search(words))
        ):
            return False
        after = self.seen.words[self.body[last + 1]] if last + 1 < len(self.body) else ""
        match = PLAIN.match(after)
        number = int(next(group for group in match.groups() if group)) if match else None
        return match is not None and number == self.numbering.paragraph + 1 and begins_as_heading(after[match.end() :].lstrip())

    def _two_lines(self, at: int) -> bool:
        """Do this line and the next stand together in bold, with white space below?"""
        if at + 2 >= len(self.body) or self.openings[at + 1] is not False or self.openings[at + 2] is False:
            return False
        first, second = self.seen.lines[self.body[at]], self.seen.lines[self.body[at + 1]]
        return bool(first.bold and second.bold) and first.size == second.size and first.page == second.page

    def _indent(self, index: int) -> float | None:
        left = self.seen.lines[index].left
        return None if left is None else left - self.bases.get(self.seen.lines[index].page, left)

    def _complete(self) -> bool:
        if not self.current.lines:
            return True
        words = self.seen.words[self.current.lines[-1]]
        return bool(_COMPLETE.search(words)) or (self.seen.layer.wrapped and len(words) < self.width * 0.6 and not words.endswith(","))

    def _add(self, kind: BlockKind, at: int, *, label: str | None = None, joined: bool = False) -> None:
        index = self.body[at]
        if joined and self.current.lines and self.current.kind is not BlockKind.HEADING:
            self.current.lines.append(index)
            return
        self._close()
        self.current = Draft(kind, label, [index], tuple(name for _, name in self.path))

    def _close(self) -> None:
        if self.current.lines:
            self.done.append(self.current)


_GOES_ON = re.compile(
    r"(?:[,–-]|\b(?:articles?|arts?\.|paragraphs?|paras?\.|Nos?\.|and|to|of|in|the|or|by|rule|section|chapter))$", re.IGNORECASE
)
_MARGIN = 60  # points: more is another layout, such as a page on its side
_ENDS = re.compile(r"[.;:,!?)]$")
_LIST_OPEN = re.compile(r"[;:]$")
_RECOMMENDATIONS = re.compile(r"\b(?:following|these|below)\b", re.IGNORECASE)
_BODY_BEGINS = re.compile(
    r"(?:Introduction|INTRODUCTION|Introducción|Введение|导言|مقدمة|I{1,3}\.?\s|A\.\s|Foreword|Executive summary|Annex)", re.IGNORECASE
)


def _begins_body(words: str) -> bool:
    return bool(_BODY_BEGINS.match(words))


def _bases(seen: Lines, body: list[int]) -> dict[int, float]:
    """The left edge of the text on each page. Margins of left and right pages differ; a page of nothing but items has the others' edge."""
    lefts: dict[int, list[float]] = {}
    for index in body:
        line = seen.lines[index]
        if line.left is not None:
            lefts.setdefault(line.page, []).append(line.left)
    own = {page: sorted(found)[len(found) // 20] for page, found in lefts.items()}
    usual = {side: median(edges) for side in (0, 1) if (edges := [edge for page, edge in own.items() if page % 2 == side])}
    return {page: usual[page % 2] if abs(edge - usual[page % 2]) < _MARGIN else edge for page, edge in own.items()}


def _usual_width(seen: Lines, body: list[int]) -> int:
    widths = sorted(len(seen.words[index]) for index in body)
    return widths[len(widths) * 3 // 4] if widths else 0


def _openings(seen: Lines, body: list[int]) -> list[bool | None]:
    """For each line of the body: is there white space above it? None where the layout does not say."""
    if not seen.layer.wrapped:
        return [True] * len(body)
    gaps: list[float | None] = [None, *(_gap(seen, before, index) for before, index in pairwise(body))]
    usual = Counter(round(gap) for gap in gaps if gap is not None and gap > 4).most_common(1)
    if not usual:
        return [None] * len(body)
    least = usual[0][0] * 1.27
    return [None if gap is None or gap <= 0 else gap >= least for gap in gaps]


_COMPLETE = re.compile(r"[.;:?!…。؛：；？！][\])”’\"*∗\d]*$|\)$")


def _gap(seen: Lines, before: int, index: int) -> float | None:
    """Points between two lines of a page; None across pages or without geometry."""
    above, below = seen.lines[before], seen.lines[index]
    if above.page != below.page or above.bottom is None or below.bottom is None:
        return None
    if begins_raised(seen, index):
        return 0.1  # the same printed line
    bottom = seen.lines[before - 1].bottom if begins_raised(seen, before) else above.bottom
    return round((bottom or above.bottom) - below.bottom, 1)
