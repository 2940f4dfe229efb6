"""What the explorers share: an address that holds a query and filters, facets, and the page of what was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from upright import states, symbols
from upright.archive import indexing
from upright.archive.models import Document, Recommendation
from upright.search import FACETS, LABELS, Hits, Note, Query, Remark, unknown
from upright.web import paging
from upright.web.templatetags.upright import state_name

TITLES: dict[str, Any] = {
    "to": _("State under review"),
    "from": _("Recommending State"),
    "position": _("Position in force"),
    "cycle": _("Cycle"),
    "session": _("Working Group session"),
    "year": _("Year"),
    "strength": _("Strength of action"),
    "issue": _("Issue"),
    "theme": _("Theme"),
    "theme_given": _("Theme as given"),
    "person": _("Group of persons"),
    "duty_bearer": _("Duty-bearer"),
    "sdg": _("Sustainable Development Goal"),
    "treaty": _("Treaty"),
    "type": _("Kind of document"),
    "language": _("Language"),
    "state": _("State"),
    "body": _("Committee"),
    "status": _("Answer"),
    "stated_in": _("Document"),
    "mechanism": _("Mechanism"),
    "outcome": _("What became of it"),
    "times": _("Asked"),
    "open": _("Still to be done"),
    "organisation": _("Institution"),
    "part": _("Its part"),
    "approval": _("State of the work"),
    "record": _("Kind of record"),
    "document": _("Document"),
}
SORTS = {"relevance": _("most relevant first"), "order": _("newest document first")}
_FOLDED = frozenset({*LABELS, "theme_given"})  # many: each unfolds
_SHOWN = 8  # values of a facet; the rest unfolds
_NUMBERS = frozenset({"cycle", "session", "year"})
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3})+[a-z]?(?![\w.])")  # 124.41, as recommendations are numbered
_POINTED_AT = 3  # symbols of one query: nobody types more
REMARKS: dict[Remark, Any] = {
    Remark.CUT: _("Only the first %(others)s words are looked for."),
    Remark.NO_STATE: _("No State is called “%(value)s”."),
    Remark.NO_VALUE: _("“%(value)s” is no value of %(field)s. Known are: %(others)s."),
    Remark.SAME: _("Also looked for what says the same as %(value)s: %(others)s."),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """Values of one facet, each with its count and whether it is chosen; `more` unfolds, and the whole of one that is `folded`."""

    name: str
    title: Any
    values: list[tuple[str, int, bool]]
    more: list[tuple[str, int, bool]]
    folded: bool = False


def facet(name: str, counts: Iterable[tuple[str, int]], chosen: Sequence[str]) -> Facet:
    """The values of a facet, the chosen ones first."""
    counts = list(counts)
    known = dict(counts)
    first = [(value, known.get(value, 0), True) for value in chosen]
    rest = [(value, number, False) for value, number in counts if value not in chosen]
    if name == "strength":
        rest.sort(key=lambda each: each[0])
    if name in _NUMBERS:
        rest.sort(key=lambda each: -int(each[0]) if each[0].isdigit() else 0)
    shown = max(0, _SHOWN - len(first))
    return Facet(name, TITLES[name], first + rest[:shown], rest[shown:], folded=name in _FOLDED and not first)


@dataclass(frozen=True, slots=True)
class Said:
    """A note in words; `meant`: what may be meant instead, `url`: the address that asks for it."""

    words: str
    meant: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A page that the words of a query name: a document, a recommendation or a State."""

    title: Any
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for."""

    text: str
    query: Query
    filters: dict[str, list[str]]
    sort: str
    page: int

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        """Out of the parameters; what is not known among them is passed over."""
        text = request.GET.get("q", "")
        filters = {name: [value[:200] for value in request.GET.getlist(name)[:50] if value] for name in FACETS}
        query = Query.parse(text)
        sort = request.GET.get("sort", "relevance") if query.root else "order"  # without words nothing is more relevant
        chosen = {name: values for name, values in filters.items() if values}
        return cls(text, query, chosen, sort if sort in SORTS else "relevance", paging.asked(request))

    def find(self, kind: str, facets: Sequence[str], *, offset: int | None = None, limit: int = paging.SIZE) -> Hits:
        """One page of what is asked for, or `limit` rows from `offset`."""
        start = (self.page - 1) * paging.SIZE if offset is None else offset
        return indexing.find(self.query, kind=kind, filters=self.filters, sort=self.sort, offset=start, limit=limit, facets=facets)

    def meant(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Names of States that may be meant where nothing is found: each with the address that asks for it."""
        names = self.query.names_meant()
        return [(name, self._instead(request, typed, f'"{name}"' if " " in name else name)) for typed, name in names]

    def _instead(self, request: HttpRequest, typed: str, meant: str) -> str:
        """The same address with another word."""
        parameters = request.GET.copy()
        parameters["q"] = self.text.replace(typed, meant)
        parameters.pop("page", None)
        return f"?{parameters.urlencode()}"

    def said(self, request: HttpRequest) -> list[Said]:
        """The notes on the query and on the filters, in words."""
        return [self._said(request, note) for note in (*self.query.notes, *unknown(self.filters))]

    def _said(self, request: HttpRequest, note: Note) -> Said:
        others = "; " if note.remark is Remark.SAME or any("," in each for each in note.others) else ", "
        words = REMARKS[note.remark] % {"value": note.value, "field": note.field, "others": others.join(note.others)}
        if note.remark is not Remark.NO_STATE or not note.others:
            return Said(words)
        meant = f"{note.field}:{note.others[0]}"
        minus = "-" if note.typed.startswith("-") else ""
        return Said(words, f"{meant} ({state_name(note.others[0])})", self._instead(request, note.typed, minus + meant))

    def pointers(self) -> list[Pointer]:
        """The pages that the words name: people type a symbol, a number or the name of a State into any box."""
        if not self.text or self.page > 1:
            return []
        named = [(start, end, str(symbol)) for start, end, symbol in islice(symbols.find_symbols(self.text[:500].upper()), _POINTED_AT)]
        rest = self.text[:500]
        for start, end, _symbol in reversed(named):
            rest = rest[:start] + " " + rest[end:]
        number = _NUMBER.search(rest)
        return [*_documents([symbol for *_span, symbol in named], number[0] if number else None), *_state(self.text)]

    def facets(self, hits: Hits) -> list[Facet]:
        """The facets to choose from, the chosen values first."""
        return [
            facet(name, hits.facets[name], self.filters.get(name, [])) for name in hits.facets if hits.facets[name] or name in self.filters
        ]

    def chosen(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """Each filter in effect, with the address without it: field, value, address."""
        return without_each(request, self.filters)


def without_each(request: HttpRequest, filters: Mapping[str, Sequence[str]]) -> list[tuple[str, str, str]]:
    """Each value of some filters, with the address without it: filter, value, address."""
    found = []
    for name, values in filters.items():
        for value in values:
            parameters = request.GET.copy()
            parameters.setlist(name, [each for each in values if each != value])
            parameters.pop("page", None)
            found.append((name, value, f"?{parameters.urlencode()}"))
    return found


def _documents(named: Sequence[str], number: str | None) -> Iterator[Pointer]:
    """The documents of some symbols, and the recommendation of a number in each; of a number alone those of all documents."""
    here = Document.objects.principal().filter(symbol__in=named)
    for document in here:
        yield Pointer(_("Document"), str(document), document.get_absolute_url())
    if number and named:
        for row in Recommendation.objects.filter(document__in=here, number=number).select_related("document"):
            yield Pointer(_("Recommendation"), f"{row.document}, {row.number}", row.get_absolute_url())
    elif number and (found := _numbered(number)):
        name = f"{number} ({found})"
        yield Pointer(_("Recommendations of this number"), name, f"{reverse('recommendations')}?q=para:{number}")


def _numbered(number: str) -> int:
    """How many recommendations have a number."""
    query = Query.parse(f"para:{number}")
    return indexing.find(query, kind="recommendation", filters={}, sort="order", offset=0, limit=1, facets=()).total


def _state(text: str) -> Iterator[Pointer]:
    """The State that a text is the code or the name of."""
    text = text.strip().strip('"')
    found = states.state(text) or states.find(text)
    if found and found.code in states.codes():
        yield Pointer(_("State"), state_name(found.code), reverse("state", args=[found.code]))
