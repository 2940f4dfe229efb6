"""The first page: what is here, and how to begin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from upright.archive import indexing
from upright.archive.models import Document, Finding, Recommendation, Review
from upright.search import Query
from upright.web.pages.reviews import address

_LATEST = 8
_EXAMPLES = ('"national preventive mechanism" position:noted', "women school*", "school*", "health")
_SHOWN = 2


def home(request: HttpRequest) -> HttpResponse:
    """What the archive holds, and the latest of it."""
    reviews = Review.objects.all().each_once().newest()
    context = {
        **Document.objects.all().summary(),
        "recommendations": Recommendation.objects.all().number_counted(),
        "reviews": reviews.count(),
        "examinations": Document.objects.of_examinations().order_by().values("state", "body", "examination").distinct().count(),
        "findings": Finding.objects.principal().count(),
        "examples": list(islice(_examples(), _SHOWN)),
        "latest": [(each, address(each.document)) for each in reviews[:_LATEST]],
        "loaded": Document.objects.principal().order_by("-loaded_at", "-pk")[:_LATEST],
    }
    return render(request, "home/home.html", context)


def _examples() -> Iterator[str]:
    """Queries to try, those that find something here."""
    for text in _EXAMPLES:
        if indexing.find(Query.parse(text), kind="recommendation", filters={}, sort="order", offset=0, limit=1, facets=()).total:
            yield text
