"""Which item and which organisation a line of a tracker means: by symbol and number, by the text, by the name. Nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from upright.tracking.models import Desk, Item, Organisation
from upright.tracking.sheets import Value
from upright.tracking.words import OrganisationKind

_OFFERED = 3  # records whose text is like that of a line
_LIKE = 75  # of 100: less is another text


class Found(NamedTuple):
    """The items that a line is about; where there is none, why, and those that it may mean."""

    items: tuple[Item, ...]
    why: str = ""
    candidates: tuple[Item, ...] = ()


def folded(text: str) -> str:
    """Without capitals, accents, punctuation and double spaces: what is the same then is the same text."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(each for each in letters if not unicodedata.combining(each))))


def wordings(text: str) -> tuple[str, ...]:
    """A recommendation's text without its number, as it is and without the last brackets, in which States stand."""
    text = re.sub(r"^\s*\d[\d.]*[.)]?\s+", "", text)
    said = (folded(text), folded(re.sub(r"\s*\([^()]*\)\s*[.;]?\s*$", "", text)))
    return tuple(each for each in dict.fromkeys(said) if each)


def parts(value: Value, separator: str) -> list[str]:
    """What stands in a cell, one by one."""
    text = "" if value is None else str(value)
    return [each for each in (" ".join(part.split()) for part in (text.split(separator) if separator else [text])) if each]


class Items:
    """The items of a desk, as trackers name them. `keys`: what an earlier import remembered, the key of a line to the uid of an item."""

    def __init__(self, items: Iterable[Item], keys: Mapping[str, str]) -> None:
        self.by_uid = {str(item.uid): item for item in items}
        self.keys = keys
        self.by_number: dict[str, list[Item]] = defaultdict(list)
        self.by_text: dict[str, list[Item]] = defaultdict(list)
        for item in self.by_uid.values():
            self.by_number[_number(item.number)].append(item)
            for text in {*wordings(item.text), *wordings(item.passage)}:
                self.by_text[text].append(item)

    def find(self, values: Mapping[str, Value], key: str, separator: str, chosen: UUID | None) -> Found:
        """What a line means: what a person chose, who can choose another one then; else what it says."""
        said = self._said(values, key, separator)
        if chosen and (item := self.by_uid.get(str(chosen))):
            return Found((item,), candidates=tuple(dict.fromkeys((*said.candidates, *said.items, item))))
        return said

    def _said(self, values: Mapping[str, Value], key: str, separator: str) -> Found:
        """By its number, else its text, else its key."""
        if values.get("number") is not None:
            return self._numbered(values, separator)
        if values.get("text") is not None:
            return self._worded(str(values["text"]), self._of(values))
        known = self.by_uid.get(self.keys.get(key, ""))
        return (
            Found((known,)) if known else Found((), _("The line names no record: its number, its text, or a key that was imported before."))
        )

    def _of(self, values: Mapping[str, Value]) -> str:
        return _symbol(str(values.get("symbol") or ""))

    def _numbered(self, values: Mapping[str, Value], separator: str) -> Found:
        found: list[Item] = []
        for number in _numbers(values["number"], separator):
            there = self._of_number(number, values)
            if len(there) != 1:
                return Found((), _unclear(" / ".join(number), there), tuple(there))
            found += there
        return Found(tuple(dict.fromkeys(found)))

    def _of_number(self, number: tuple[str, ...], values: Mapping[str, Value]) -> list[Item]:
        there = [item for each in number for item in self.by_number.get(_number(each), ())]
        if symbol := self._of(values):
            there = [item for item in there if _symbol(item.symbol or item.file) == symbol]
        if len(there) > 1 and values.get("text") is not None:
            said = set(wordings(str(values["text"])))
            there = [item for item in there if said & {*wordings(item.text), *wordings(item.passage)}] or there
        return there

    def _of_text(self, text: str, symbol: str) -> list[Item]:
        """The items of the first of its wordings that some have."""
        for said in wordings(text):
            found = [each for each in self.by_text.get(said, ()) if not symbol or _symbol(each.symbol or each.file) == symbol]
            if found:
                return list(dict.fromkeys(found))
        return []

    def _worded(self, text: str, symbol: str) -> Found:
        there = self._of_text(text, symbol)
        if len(there) == 1:
            return Found(tuple(there))
        if there:
            return Found((), _("Several records have this text: choose one."), tuple(there))
        near = process.extract(folded(text), list(self.by_text), scorer=fuzz.token_sort_ratio, limit=_OFFERED, score_cutoff=_LIKE)
        like = dict.fromkeys(item for words, _score, _at in near for item in self.by_text[words])
        why = _("No record on this desk has this text: choose one that it means.") if like else _("No record on this desk has this text.")
        return Found((), why, tuple(like)[:_OFFERED])


def _numbers(value: Value, separator: str) -> list[tuple[str, ...]]:
    """The numbers in a cell. 135.1 as a number can be 135.1 or 135.10: a spreadsheet does not keep which."""
    if isinstance(value, float):
        return [(str(value), f"{value}0")]
    return [(each,) for each in parts(value, separator)]


def _unclear(number: str, there: list[Item]) -> str:
    if there:
        return _("Several records have the number %(number)s: choose one, or say above of which document all lines are.") % {
            "number": number
        }
    return _("No record on this desk has the number %(number)s.") % {"number": number}


def _number(number: str) -> str:
    return re.sub(r"\s", "", number).strip(".").casefold()


def _symbol(symbol: str) -> str:
    return re.sub(r"\s", "", symbol).upper()


class Organisations:
    """The organisations of a desk by name and short name. `named`: what a person said of names that are none: the uid of one, or the kind
    of which it is to be made. `others`: names of independent organisations, which the State's side gives nothing to."""

    def __init__(self, desk: Desk, there: Iterable[Organisation], named: Mapping[str, str], others: Collection[str] = ()) -> None:
        self.unknown: dict[str, None] = {}
        self._others = {folded(name) for name in others}
        self._desk, self._named = desk, {folded(name): said for name, said in named.items()}
        self._by_uid = {str(each.uid): each for each in there}
        self._by_name: dict[str, list[Organisation]] = defaultdict(list)
        for each in self._by_uid.values():
            for name in {folded(each.name), folded(each.short)} - {""}:
                self._by_name[name].append(each)

    def ask(self, names: Iterable[str]) -> None:
        """Note all names that are none, also those of lines that are not read yet: a person is asked once."""
        for name in names:
            if folded(name) not in {*self._by_name, *self._others, *map(folded, self.unknown)}:
                self.unknown[name] = None

    def find(self, name: str) -> Organisation:
        """ValueError for a name that is none, or is that of several; one without a key in the table is to be made."""
        there = self._by_name.get(folded(name), [])
        if len(there) == 1:
            return there[0]
        if there:
            raise ValueError(_("Several institutions are called “%(name)s”.") % {"name": name})
        if folded(name) in self._others:
            raise ValueError(_("“%(name)s” is an independent organisation: it imports for itself.") % {"name": name})
        self.ask([name])
        return self._said(name)

    def _said(self, name: str) -> Organisation:
        said = self._named.get(folded(name), "")
        if said in self._by_uid:
            return self._by_uid[said]
        if said not in set(OrganisationKind):
            raise ValueError(_("There is no institution “%(name)s” on this desk: say above what it is.") % {"name": name})
        made = Organisation(desk=self._desk, name=name[:200], kind=said)
        self._by_name[folded(name)].append(made)
        return made
