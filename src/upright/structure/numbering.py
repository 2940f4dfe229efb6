"""Which number opens a paragraph: the next one expected, or one that breaks the sequence with white space above it."""

from __future__ import annotations

import re
from dataclasses import dataclass

# '124.1 Adopt', '67.1. Adopt', and the slips '77. 24 Adopt' and '125-15. Adopt'.
DOTTED = re.compile(r"(\d{1,3})(\.\s?|-)(\d{1,3})\.?(?:\s|(?=[A-Z“\"(]))")
PLAIN = re.compile(
    r"(\d{1,3})\s?[.)](?:\s|(?=[A-Z“\"(]))|(\d{1,3})\s*[-–.](?=\s*[\u0600-\u06ff])|(\d{1,3})[.、．](?=[\u4e00-\u9fff])"
    # Arabic in a PDF, its dash drawn before its number; a piece of the line, or the mark of a footnote, may come first.
    r"|(?:(?:[\u0621-\u0652]\s?){0,5}|[()]\s?\d{1,2}\s?[()]\s)[-–]\s?(?P<dashed>\d{1,3})\s+(?=[\u0621-\u064a)])"
)
BARE = re.compile(r"(\d{1,3})\s+(?=[A-Z“])")  # '83 Strengthen': the dot was forgotten
LIMB = re.compile(r"\(?\s?([a-z]{1,4}|[а-я]|[\u0621-\u064a]ـ?)\s?\)(?:\s|(?=[A-Z“\u4e00-\u9fff]))")
# Arabic in a PDF: ')أ', '(ب(', 'ج( '; fonts lose the letter, or show another, so that only its place in the order is sure.
ARABIC_LIMB = re.compile(r"[()]\s?[\u0621-\u064a]{0,2}ـ?\s?[()]?\s+(?=[\u0621-\u064a])|[\u0621-\u064a]{1,2}ـ?\s?[()]\s+(?=[\u0621-\u064a])")
_ARABIC_LETTERS = "أبجدهوزحطيكلمنسعفصقر"
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
# How the paragraphs of section II begin that are no items, where item and paragraph numbers collide (items 1 to 166 under paragraph 87).
_NOT_AN_ITEM = re.compile(
    r"(?:All (?:the )?|The )?(?:conclusions|(?:following |above )?recommendations? "
    r"(?:formulated|listed|below|noted|above|made|will|did|do|enjoy|in|was|were|have|has|which)|following|response|responses)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Numbering:
    """Which numbers have been given, and so which is expected next."""

    paragraph: int = 0
    item: int = 0
    dotted: bool = False
    limb: str = ""
    roman: int = 0
    base: str | None = None  # the label that limbs stand under
    paragraph_indent: float | None = None
    item_indent: float | None = None

    def dotted_item(self, first: int, second: int, opening: bool | None, odd: bool) -> str | None:
        expected = first == self.paragraph and second == self.item + 1 and (self.dotted or second == 1)
        if odd and not expected:
            return None
        # A slip such as 128.12 among the items of 129, or a gap, is believed only with white space above it.
        near = second == self.item + 1 or (abs(first - self.paragraph) <= 2 and second <= self.item + 12)
        if not expected and not (near and opening and self.paragraph):
            return None
        # A slip backwards ('118.09' behind 118.108, A/HRC/26/16) leaves the count where it was: 118.110 is still to come.
        self.item = max(self.item, second) if first == self.paragraph and second > 1 else second
        self.dotted = True
        return self._numbered(f"{first}.{second}")

    def main(
        self, number: int, opening: bool | None, complete: bool, indent: float | None, rest: str, after_heading: bool, leads: bool
    ) -> str | None:
        next_item = not self.dotted and self.item > 0 and number == self.item + 1
        next_paragraph = number == self.paragraph + 1
        if next_item and next_paragraph:
            next_item = self._looks_like_item(indent, rest)
            next_paragraph = not next_item
        # At the top of a page nothing stands above the line: the number that is expected is believed where a sentence begins.
        begins = opening or (opening is None and (complete or (indent is not None and rest[:1].isupper())))
        if next_item and (begins or complete):
            return self._item(number, indent)
        if next_paragraph and (begins or complete or after_heading):
            return self._paragraph(number, indent)
        if number == 1 and self.paragraph > 1 and (opening or (leads and begins)):
            return self._item(1, indent)
        return self._slip(number, indent, rest) if opening or (begins and indent is not None) else None

    def _slip(self, number: int, indent: float | None, rest: str) -> str | None:
        """A gap or a repeated number, with white space above it."""
        if not rest[:1].isupper() and rest[:1] not in "“\"'(":
            return None
        if not self.dotted and self.item and self.item < number <= self.item + 3 and self._where_items_stand(indent):
            return self._item(number, indent)
        if self.paragraph <= number <= self.paragraph + 4 and self.paragraph and not self._further_in(indent):
            return self._paragraph(number, indent)
        return None

    def limb_of(self, letter: str, opening: bool | None, complete: bool) -> str | None:
        if self.base is None:
            return None
        begins = opening or (opening is None and complete)
        after = _next_letter(self.limb)
        if letter == after and (begins or complete):
            self.limb, self.roman = letter, 0
            return f"{self.base} ({letter})"
        if self.limb and self.roman < len(_ROMAN) and letter == _ROMAN[self.roman] and (begins or complete):
            self.roman += 1
            return f"{self.base} ({self.limb}) ({letter})"
        if opening and self.limb and len(letter) == len(self.limb) == 1 and ord(letter) == ord(self.limb) + 2:
            self.limb, self.roman = letter, 0  # a letter was left out: '(c)', '(e)' (CRPD/C/LUX/CO/1, 42)
            return f"{self.base} ({letter})"
        return None

    def dashed(self, number: int, indent: float | None) -> str | None:
        """'-5' at the beginning of an Arabic line is a paragraph's number where it is the next, or nearly: lines are drawn in pieces, so
        that white space says nothing, and a number may stand inside one."""
        return self._paragraph(number, indent) if self.paragraph < number <= self.paragraph + 3 else None

    def arabic_limb(self, opening: bool | None, complete: bool) -> str | None:
        """The next limb in the order of the Arabic letters."""
        after = _ARABIC_LETTERS.find(self.limb) + 1 if self.limb else 0
        if self.base is None or after >= len(_ARABIC_LETTERS) or not (opening or complete):
            return None
        self.limb = _ARABIC_LETTERS[after]
        return f"{self.base} ({self.limb})"

    def expected(self) -> int:
        """The next plain number: the list's, where one is open."""
        return self.item + 1 if self.item and not self.dotted else self.paragraph + 1

    def _numbered(self, label: str) -> str:
        self.base, self.limb, self.roman = label, "", 0
        return label

    def _item(self, number: int, indent: float | None) -> str:
        self.item, self.dotted = number, False
        if indent is not None:
            self.item_indent = indent
        return self._numbered(f"{self.paragraph}.{number}")

    def _paragraph(self, number: int, indent: float | None) -> str:
        self.paragraph = number
        if self.dotted:
            self.item, self.dotted = 0, False
        if indent is not None:
            self.paragraph_indent = indent
        return self._numbered(str(number))

    def _where_items_stand(self, indent: float | None) -> bool:
        """At the items' indent, or at any but the paragraphs'."""
        if indent is None or self.paragraph_indent is None:
            return True
        at_items = self.item_indent is not None and abs(indent - self.item_indent) < 6
        return at_items or abs(indent - self.paragraph_indent) >= 6

    def _further_in(self, indent: float | None) -> bool:
        return indent is not None and self.paragraph_indent is not None and indent > self.paragraph_indent + 6

    def _looks_like_item(self, indent: float | None, rest: str) -> bool:
        if (
            indent is not None
            and self.item_indent is not None
            and self.paragraph_indent is not None
            and self.item_indent != self.paragraph_indent
        ):
            return abs(indent - self.item_indent) < abs(indent - self.paragraph_indent)
        return not _NOT_AN_ITEM.match(rest)


def _next_letter(letter: str) -> str:
    return chr(ord(letter[0]) + 1) * len(letter) if letter else "a"
