"""The first page: what is here, and how to begin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from upright.archive.models import Document, Finding, Recommendation, Review
from upright.web.pages.reviews import address

_LATEST = 8


def home(request: HttpRequest) -> HttpResponse:
    """What the archive holds, and the latest of it."""
    reviews = Review.objects.principal().newest()
    context = {
        **Document.objects.all().summary(),
        "recommendations": Recommendation.objects.all().number_counted(),
        "reviews": reviews.count(),
        "examinations": Document.objects.of_examinations().order_by().values("state", "body", "examination").distinct().count(),
        "findings": Finding.objects.principal().count(),
        "latest": [(each, address(each.document)) for each in reviews[:_LATEST]],
        "loaded": Document.objects.principal().order_by("-loaded_at", "-pk")[:_LATEST],
    }
    return render(request, "home/home.html", context)
