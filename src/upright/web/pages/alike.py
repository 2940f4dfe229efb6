"""More like this: the records nearest in meaning to one recommendation, question or concern."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from upright.archive import meaning
from upright.archive.models import Concern, Question, Recommendation, Row
from upright.search.meaning import NoMeaning

_KINDS: dict[str, Any] = {"recommendation": Recommendation, "question": Question, "concern": Concern}
_SHOWN = 50


def alike(request: HttpRequest, sha256: str, kind: str, key: str) -> HttpResponse:
    """What is most like a record, in the documents about its State or about all States."""
    row: Row | None = _KINDS[kind].objects.filter(document__sha256=sha256, key=key).select_related("document").first()
    if row is None:
        raise Http404(_("This file has no such record."))
    state = row.document.state
    everywhere = request.GET.get("in") == "all" or state is None
    try:
        found = meaning.like(row, state=None if everywhere else state, limit=_SHOWN)
    except NoMeaning:
        found = None
    context = {
        "row": row,
        "kind": kind,
        "document": row.document,
        "everywhere": everywhere,
        "rows": [(each, each.KIND.NAME, nearness) for each, nearness in found or ()],
        "unavailable": found is None,
    }
    return render(request, "alike/alike.html", context)
