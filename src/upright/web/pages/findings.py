"""What documents say against themselves."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from upright.archive.models import Finding
from upright.checks.catalogue import SEVERITY
from upright.web import paging, tables

_FILTERS = ("check", "severity", "state")


def _chosen(request: HttpRequest) -> dict[str, list[str]]:
    return {name: [value for value in request.GET.getlist(name) if value] for name in _FILTERS}


def _found(chosen: dict[str, list[str]]) -> Any:
    rows = Finding.objects.principal().filtered(chosen["check"], chosen["severity"], chosen["state"])
    return rows.order_by(F("document__symbol").asc(nulls_last=True), "document", "order")


def findings(request: HttpRequest) -> HttpResponse:
    """All findings, by document."""
    chosen = _chosen(request)
    rows = _found(chosen)
    page = paging.Page(paging.asked(request), rows.count())
    every = Finding.objects.principal().order_by()
    choices = {
        "severity": list(every.values_list("severity").annotate(n=Count("pk")).order_by("severity")),
        "check": list(every.values_list("check_name").annotate(n=Count("pk")).order_by("-n", "check_name")),
        "state": list(
            every.exclude(document__state=None).values_list("document__state").annotate(n=Count("pk")).order_by("-n", "document__state")
        ),
    }
    context = {"rows": rows[page.offset : page.offset + page.size], "page": page, "chosen": chosen, "choices": choices, "known": SEVERITY}
    return render(request, "findings/list.html", context)


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data."""
    columns = ("symbol", "file", "state", "check", "severity", "message", "paragraphs", "expected", "found", "page")
    rows = _found(_chosen(request))

    def listed() -> Any:
        for row in rows.iterator():
            document = row.document
            yield [
                document.symbol, document.file, document.state, row.check_name, row.severity, row.message, row.paragraphs, row.expected,
                row.found, row.source_page,
            ]  # fmt: skip

    return tables.respond(tables.Table(name="findings", columns=columns, rows=listed), ending)
