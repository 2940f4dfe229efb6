"""What the two explorers share: an address that holds a query and filters, facets, and the page of what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from upright.archive import indexing
from upright.search import FACETS, Hits, Query
from upright.web import paging

TITLES: dict[str, Any] = {
    "to": _("State under review"),
    "from": _("Recommending State"),
    "position": _("Position in force"),
    "cycle": _("Cycle"),
    "session": _("Working Group session"),
    "year": _("Year"),
    "theme": _("Theme as given"),
    "type": _("Kind of document"),
    "language": _("Language"),
}
SORTS = {"relevance": _("most relevant first"), "order": _("newest document first")}
_SHOWN = 8  # values of a facet; the rest unfolds
_NUMBERS = frozenset({"cycle", "session", "year"})


@dataclass(frozen=True, slots=True)
class Facet:
    """Values of one facet, each with its count and whether it is chosen; `more` unfolds."""

    name: str
    title: Any
    values: list[tuple[str, int, bool]]
    more: list[tuple[str, int, bool]]


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
        sort = request.GET.get("sort", "relevance")
        chosen = {name: values for name, values in filters.items() if values}
        return cls(text, Query.parse(text), chosen, sort if sort in SORTS else "relevance", paging.asked(request))

    def find(self, kind: str, facets: Sequence[str], *, offset: int | None = None, limit: int = paging.SIZE) -> Hits:
        """One page of what is asked for, or `limit` rows from `offset`."""
        start = (self.page - 1) * paging.SIZE if offset is None else offset
        return indexing.find(self.query, kind=kind, filters=self.filters, sort=self.sort, offset=start, limit=limit, facets=facets)

    def meant(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Names of States that may be meant where nothing is found: each with the address that asks for it."""
        found = []
        for typed, name in self.query.names_meant():
            parameters = request.GET.copy()
            parameters["q"] = self.text.replace(typed, f'"{name}"' if " " in name else name)
            parameters.pop("page", None)
            found.append((name, f"?{parameters.urlencode()}"))
        return found

    def facets(self, hits: Hits) -> list[Facet]:
        """The facets to choose from, the chosen values first."""
        return [self._facet(name, hits.facets[name]) for name in hits.facets if hits.facets[name] or name in self.filters]

    def _facet(self, name: str, counts: Sequence[tuple[str, int]]) -> Facet:
        chosen = self.filters.get(name, [])
        known = dict(counts)
        first = [(value, known.get(value, 0), True) for value in chosen]
        rest = [(value, number, False) for value, number in counts if value not in chosen]
        if name in _NUMBERS:
            rest.sort(key=lambda each: -int(each[0]) if each[0].isdigit() else 0)
        shown = max(0, _SHOWN - len(first))
        return Facet(name, TITLES[name], first + rest[:shown], rest[shown:])

    def chosen(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """Each filter in effect, with the address without it: field, value, address."""
        found = []
        for name, values in self.filters.items():
            for value in values:
                parameters = request.GET.copy()
                parameters.setlist(name, [each for each in values if each != value])
                parameters.pop("page", None)
                found.append((name, value, f"?{parameters.urlencode()}"))
        return found
