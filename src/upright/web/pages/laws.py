"""Laws spoken of: the national laws that the documents on a State name, each with every passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from upright.archive.models import Citation, Paragraph
from upright.web import paging, tables

COLUMNS = ("state", "law", "text", "symbol", "paragraph", "date", "page", "address")
_AROUND = 120  # characters on each side of the words that name a law


def _rows(request: HttpRequest) -> tuple[str, str, QuerySet[Citation]]:
    """The State and the words that an address asks for, and the passages of one file for each document."""
    state, words = request.GET.get("state", "")[:100], request.GET.get("q", "")[:200].strip()
    rows = Citation.objects.filter(cites="law", document__principal=True).exclude(document__state=None).select_related("document")
    if state:
        rows = rows.filter(document__state=state)
    for word in words.split():
        rows = rows.filter(target__icontains=word)
    return state, words, rows


def laws(request: HttpRequest) -> HttpResponse:
    """The laws of a State; without one, how many there are of each."""
    state, words, rows = _rows(request)
    context: dict[str, Any] = {"state": state, "words": words}
    if not state:
        counts = rows.order_by().values_list("document__state")
        context["states"] = list(counts.annotate(laws=Count("target", distinct=True), passages=Count("pk")).order_by("document__state"))
        return render(request, "laws/states.html", context)
    targets: dict[str, list[str]] = defaultdict(list)
    for target in rows.order_by("target").values_list("target", flat=True).distinct():
        targets[_law(target)].append(target)
    page = paging.Page(paging.asked(request), len(targets))
    here = [target for law in list(targets)[page.offset : page.offset + page.size] for target in targets[law]]
    context |= {"laws": _passages(rows.filter(target__in=here)), "page": page, "passages": rows.count()}
    return render(request, "laws/state.html", context)


def _law(target: str) -> str:
    """The name of a law without its article."""
    return target.partition(" art. ")[0].rstrip(",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage that speaks of a law: what stands before and after the words that name it."""

    row: Citation
    before: str
    after: str

    @property
    def article(self) -> str:
        return self.row.target.partition(" art. ")[2]


def _passages(rows: Iterable[Citation]) -> list[tuple[str, list[Passage]]]:
    """Each law with its passages, by document."""
    found = sorted(rows, key=lambda row: (row.target.casefold(), row.document.symbol or "", row.order))
    labels = {row.source_paragraph for row in found}
    paragraphs = Paragraph.objects.filter(document__in={row.document_id for row in found}, label__in=labels)
    texts = {(each.document_id, each.label): each.text for each in paragraphs.order_by("-order")}
    by_law: dict[str, list[Passage]] = defaultdict(list)
    for row in found:
        by_law[_law(row.target)].append(_passage(row, texts.get((row.document_id, row.source_paragraph), "")))
    return list(by_law.items())


def _passage(row: Citation, text: str) -> Passage:
    before, named, after = text.partition(row.text)
    if not named:
        return Passage(row=row, before="", after="")
    start, end = before[-_AROUND:], after[:_AROUND]
    start = f"…{start.partition(' ')[2]}" if len(before) > _AROUND else start
    end = f"{end.rpartition(' ')[0]}…" if len(after) > _AROUND else end
    return Passage(row=row, before=start, after=end)


def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The same list as data, a row for each passage."""
    _state, _words, rows = _rows(request)
    found = rows.order_by("document__state", "target", "document", "order")
    address = request.build_absolute_uri("/")[:-1]

    def listed() -> Any:
        for row in found.iterator(chunk_size=1_000):
            document = row.document
            yield [
                document.state, row.target, row.text, document.symbol, row.source_paragraph, document.date, row.source_page,
                f"{address}{document.get_absolute_url()}#{row.source_paragraph or ''}",
            ]  # fmt: skip

    return tables.respond(tables.Table(name="laws", columns=COLUMNS, rows=listed), ending)
