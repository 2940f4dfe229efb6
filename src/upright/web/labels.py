"""Labels of records for the eye: by scheme, each with why it is there, where it leads, and what official sources say beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation

from upright import taxonomies
from upright.archive import labels
from upright.archive.labels import Held, Place, Said
from upright.archive.models import Document, Finding, Row, Statement
from upright.checks.catalogue import Check
from upright.search import LABELS
from upright.taxonomies import Value
from upright.web.explorer import TITLES
from upright.web.words import STRENGTHS

FIELDS = {scheme: name for name, scheme in LABELS.items()}  # by scheme, the field of the explorer that finds its labels
_AROUND = 60  # characters beside the words that decided
_BETWEEN = " · "  # stands between those words
_SURE = 0.5  # with less than this confidence a label stands apart

Pieces = list[tuple[str, bool]]  # of a text, and whether each is to be marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A label on a page. `name`: in words; `url`: the recommendations that have it, or '' where none can be asked for; `nothing`: of how
    many records it is on how many in its source, where that is nearly all; `also`: official sources that say the same."""

    held: Held
    name: str
    text: str
    url: str = ""
    nothing: str = ""
    also: tuple[Document, ...] = ()

    @property
    def ours(self) -> Said | None:
        """What the machine says."""
        return next((each for each in self.held.said if each.method in {"rule", "model"}), None)

    @property
    def confidence(self) -> float:
        """How sure it is: what a person says, wholly."""
        return 1.0 if self.held.judged or not self.ours or self.ours.confidence is None else self.ours.confidence

    @property
    def sources(self) -> list[Document]:
        """The official documents that give it."""
        return list(dict.fromkeys(each.source for each in self.held.said if each.source))

    @property
    def passage(self) -> Pieces:
        """The words that decided, marked where they stand in the text; nothing where they do not."""
        return excerpt(self.text, self.ours.because or "") if self.ours else []

    @property
    def can_be_said(self) -> bool:
        """Is it a label that a person can give?"""
        return self.held.scheme in labels.SCHEMES and self.held.value in labels.vocabulary(self.held.scheme)


@dataclass(slots=True, kw_only=True)
class Group:
    """The labels of a scheme: those in effect, the surest first, those that a person says do not hold (or that another one took the place
    of), and those of official sources that are not among ours."""

    scheme: str
    here: list[Seen] = field(default_factory=list)
    not_here: list[Seen] = field(default_factory=list)
    given: list[Seen] = field(default_factory=list)

    @property
    def title(self) -> Any:
        return TITLES[FIELDS[self.scheme]]

    @property
    def sure(self) -> list[Seen]:
        """Those in effect that are rather right than wrong."""
        return [each for each in self.here if each.confidence >= _SURE]

    @property
    def less_sure(self) -> list[Seen]:
        return [each for each in self.here if each.confidence < _SURE]

    @property
    def all(self) -> list[Seen]:
        return [*self.here, *self.not_here, *self.given]


def of(row: Row) -> list[Group]:
    """The labels of a record, scheme by scheme; schemes without one are left out."""
    return of_many([row])[labels.place(row)]


def of_many(rows: Iterable[Row]) -> dict[Place, list[Group]]:
    """The labels of records, in a few queries for all."""
    rows = list(rows)
    held = labels.of_many(rows)
    nothing = _saying_nothing(label for each in held.values() for label in each)
    return {labels.place(row): _groups(held[labels.place(row)], " ".join(text_of(row).split()), nothing) for row in rows}


def text_of(row: Row) -> str:
    """What a record says: of a statement the sentences that are labelled."""
    if isinstance(row, Statement):
        text = row.document.layer.text
        return " ".join(text[act["start"] : act["end"]] for act in row.acts)
    return str(getattr(row, "text", ""))


def _saying_nothing(held: Iterable[Held]) -> dict[tuple[int, str], str]:
    """Official labels that are on nearly every record of their document, as the check found them: by document and label, on how many."""
    documents = {said.source.pk for label in held for said in label.said if said.source}
    if not documents:
        return {}
    found = Finding.objects.filter(document__in=documents, check_name=Check.LABEL_SAYS_NOTHING)
    # The message of the check begins with the label, between quotation marks.
    return {(each.document_id, each.message[1:].rpartition("' is on ")[0]): each.found or "" for each in found}


def _groups(held: Sequence[Held], text: str, nothing: dict[tuple[int, str], str]) -> list[Group]:
    also: dict[tuple[str, str], list[Document]] = defaultdict(list)
    groups = {scheme: Group(scheme=scheme) for scheme in labels.SCHEMES}
    effective = {(each.scheme, each.value) for each in held if each.holds}
    for each in held:
        seen = _seen(each, text, nothing)
        if each.holds:
            groups[each.scheme].here.append(seen)
        elif each.judged or seen.ours:
            groups[each.scheme].not_here.append(seen)
        elif same := effective & set(_in_ours(each)):
            for label in same:
                also[label] += seen.sources
        else:
            groups[_scheme_of(each)].given.append(seen)
    for group in groups.values():
        here = (replace(seen, also=_each_once(seen.sources + also[group.scheme, seen.held.value])) for seen in group.here)
        group.here = sorted(here, key=_order)
    return [group for group in groups.values() if group.all]


def _order(seen: Seen) -> tuple[Any, ...]:
    """The surest first, then by name; Goals and targets by number, those targets last that have a letter."""
    if seen.held.scheme != labels.SDG:
        return -seen.confidence, seen.name
    goal, _dot, target = seen.held.value.partition(".")
    return int(goal), not target.isdecimal() if target else False, int(target) if target.isdecimal() else 0, target


def _each_once(documents: Iterable[Document]) -> tuple[Document, ...]:
    return tuple(dict.fromkeys(documents))


def _seen(held: Held, text: str, nothing: dict[tuple[int, str], str]) -> Seen:
    known = (nothing.get((said.source.pk, held.value)) for said in held.said if said.source)
    return Seen(held=held, name=name_of(held.scheme, held.value), text=text, url=_url(held), nothing=next(filter(None, known), ""))


def _url(held: Held) -> str:
    """The recommendations that have a label; of an official one only themes can be asked for."""
    of_officials = "theme_given" if held.scheme == labels.THEMES else ""
    name = FIELDS.get(held.scheme, "") if held.holds or not held.given else of_officials
    return f"{reverse('recommendations')}?{urlencode({name: held.value})}" if name else ""


def name_of(scheme: str, value: str) -> str:
    """A label in words: a strength by its name, a Goal by its name in the language of the page."""
    if scheme == labels.STRENGTH:
        return str(STRENGTHS.get(value, value))
    if scheme == labels.SDG and (known := taxonomies.scheme(scheme).find(value)):
        names = taxonomies.goal_names(translation.get_language() or "en")
        return f"{known.code} {names.get(known.code, known.name)}"
    return value


@cache
def title_of(scheme: str, value: str) -> str:
    """What a code stands for, where a label is one."""
    known = taxonomies.scheme(scheme).find(value) if scheme == labels.TREATIES else None
    return known.name if known else ""


def _given_as(held: Held) -> Value | None:
    """The value of its list that an official label is; None for one that no list has."""
    try:
        known = held.edition in taxonomies.editions(held.scheme)
    except KeyError:
        return None
    return taxonomies.scheme(held.scheme, held.edition).find(held.value) if known else None


@cache
def _crossed(value: Value, scheme: str) -> tuple[str, ...]:
    return tuple(each.value.label for each in taxonomies.crosswalk(value, scheme))


def _in_ours(held: Held) -> list[tuple[str, str]]:
    """The labels that stand for an official one in the lists that we label by."""
    value = _given_as(held)
    if value is None:
        return [(held.scheme, held.value)]
    scheme = _scheme_of(held)
    return [(scheme, label) for label in _crossed(value, scheme)]


def _scheme_of(held: Held) -> str:
    """The scheme of ours that an official label belongs to: a group of persons has rights, or owes them."""
    if held.scheme in labels.SCHEMES:
        return held.scheme
    value = _given_as(held)
    halves = {group: scheme for scheme, group in taxonomies.FACETS.items()}
    return halves.get(value.group if value else "", labels.PERSONS)


def excerpt(text: str, because: str) -> Pieces:
    """The words that decided with what stands around them; [] where none of them stands in the text."""
    spans = _spans(text, [each for each in because.split(_BETWEEN) if each.strip()])
    found: Pieces = []
    at = 0
    for start, end in spans:
        if start - at > 2 * _AROUND or (not found and start > _AROUND):
            left = _word_start(text, start - _AROUND)
            found += [(text[at : _word_end(text, at + _AROUND)], False)] if found else []
            found.append((" … ", False))
            at = left
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    if found:
        end = _word_end(text, at + _AROUND)
        found.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return [(piece, hit) for piece, hit in found if piece]


def _spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where each of some words first stands, without those inside of others, in the order of the text."""
    hits = (re.search(rf"(?<!\w){re.escape(word.strip())}(?!\w)", text, re.IGNORECASE) for word in words)
    spans: list[tuple[int, int]] = []
    for start, end in sorted((hit.start(), -hit.end()) for hit in hits if hit):
        if not spans or start >= spans[-1][1]:
            spans.append((start, -end))
    return spans


def _word_start(text: str, at: int) -> int:
    return text.find(" ", at) + 1


def _word_end(text: str, at: int) -> int:
    end = text.find(" ", at)
    return len(text) if end < 0 else end
