"""Acceptance by strength of action: how many of the recommendations of each strength States supported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from upright import states
from upright.archive import indexing
from upright.search import Query
from upright.web import tables
from upright.web.choosing import Chosen
from upright.web.explorer import TITLES, Facet, facet
from upright.web.strengths import NONE, OF_REVIEWS, STATED, charts, received, received_by
from upright.web.templatetags.upright import facet_value
from upright.web.words import STRENGTHS

BY = ("to", "from", "cycle", "issue")
FILTERS = ("to", "from", "cycle", "issue", "theme")
HEADINGS: dict[str, Any] = {
    "to": gettext_lazy("By State under review"),
    "from": gettext_lazy("By recommending State"),
    "cycle": gettext_lazy("By cycle"),
    "issue": gettext_lazy("By issue"),
}
COLUMNS = ("by", "value", "strength", "recommendations", "stated", *STATED, "pending_or_not_stated", "share_supported")


def _chosen(request: HttpRequest) -> tuple[str, Chosen]:
    by = request.GET.get("by", BY[0])
    return by if by in BY else BY[0], Chosen.of(request, dict.fromkeys(FILTERS, ""))


def acceptance(request: HttpRequest) -> HttpResponse:
    """How recommendations of each strength were received: all that the filters hold for, and by a field."""
    by, chosen = _chosen(request)
    whole = received(chosen.values)
    context = {
        "by": by,
        "ways": [(name, TITLES[name]) for name in BY],
        "heading": HEADINGS[by],
        "first": TITLES[by],
        "whole": whole,
        "rows": _in_order(by, received_by(by, chosen.values)),
        "strengths": list(STRENGTHS.items()),
        "facets": _facets(chosen),
        "chosen": chosen.addresses(request),
        "charts": charts(whole),
    }
    return render(request, "acceptance/acceptance.html", context)


def _in_order(by: str, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Each value with its counts by strength; cycles in their order, anything else by size."""
    rows = [
        {"value": value, "name": str(facet_value(value, by)), "all": counts[-1], "of": {each.strength: each for each in counts}}
        for value, counts in found.items()
    ]
    return sorted(rows, key=lambda row: (int(row["value"]) if by == "cycle" else -row["all"].total, states.alphabetical(row["name"])))


def _facets(chosen: Chosen) -> list[Facet]:
    """The values to choose from, each counted with all filters but its own."""
    asked = {**chosen.values, "position": OF_REVIEWS}
    hits = indexing.find(Query.parse(""), kind="recommendation", filters=asked, sort="order", offset=0, limit=1, facets=FILTERS)
    return [facet(name, hits.facets[name], chosen.values.get(name, [])) for name in FILTERS if hits.facets[name] or name in chosen.values]


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same counts as data."""
    by, chosen = _chosen(request)

    def rows() -> Iterator[list[Any]]:
        for each in received(chosen.values):
            yield _row("", "", each)
        for value, counts in received_by(by, chosen.values).items():
            for each in counts:
                yield _row(by, value, each)

    return tables.respond(tables.Table(name="acceptance", columns=COLUMNS, rows=rows), ending)


def _row(by: str, value: str, each: Any) -> list[Any]:
    strength = {None: "all", NONE: "none"}.get(each.strength, each.strength)
    share = round(each.supported / each.stated, 4) if each.stated else None
    return [by, value, strength, each.total, each.stated, *(each.counts.get(name, 0) for name in STATED), each.pending, share]
