"""Who is party to which treaty, as of the day that the data ends."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from upright import instruments, ratifications, states
from upright.ratifications import Status
from upright.states import StateKind
from upright.web import tables
from upright.web.templatetags.upright import state_name


def _members() -> list[str]:
    kinds = {StateKind.MEMBER}
    codes = (code for code, each in states.all_states().items() if each.kind in kinds and not each.until)
    return sorted(codes, key=lambda code: states.alphabetical(state_name(code)))


def treaties(request: HttpRequest) -> HttpResponse:
    """Every treaty with its number of parties, and the whole matrix."""
    codes = ratifications.covered()
    rows = [{"instrument": instruments.all_instruments()[code], "counts": _counts(code)} for code in codes]
    matrix = [(code, [ratifications.status(code, instrument) for instrument in codes]) for code in _members()]
    return render(request, "ratifications/list.html", {"rows": rows, "codes": codes, "matrix": matrix})


def _counts(code: str) -> dict[str, int]:
    found = ratifications.of_instrument(code)
    return {status.value: sum(each.status is status for each in found) for status in Status} | {"all": len(found)}


def one(request: HttpRequest, code: str) -> HttpResponse:
    """A treaty: every State's status."""
    if code not in ratifications.covered():
        raise Http404(_("There is no data on the ratification of '%(code)s'.") % {"code": code[:60]})
    rows = [(state, ratifications.status(state, code)) for state in _members()]
    return render(
        request, "ratifications/one.html", {"instrument": instruments.all_instruments()[code], "rows": rows, "counts": _counts(code)}
    )


def download(request: HttpRequest, ending: str) -> HttpResponseBase:  # noqa: ARG001
    """Every State's status under every treaty as data."""
    columns = ("state", "instrument", "status", "year", "note", "data_ends", "source")
    known = ratifications.collected()

    def rows() -> Any:
        for state in _members():
            for each in ratifications.of_state(state):
                yield [each.state, each.instrument, each.status.value, each.year, each.note, known.latest_event, known.source]

    return tables.respond(tables.Table(name="ratifications", columns=columns, rows=rows), ending)
