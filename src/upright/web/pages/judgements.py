"""Judgements: pairs of records that may ask the same, those in doubt first, for editors to say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from upright.archive import dossiers
from upright.archive.labels import place
from upright.archive.models import Link, PairJudgement, Sameness
from upright.archive.people import CORRECT
from upright.archive.rows import ROW_OF
from upright.search.highlighting import Pieces
from upright.web import paging
from upright.web.dossiers import Member, between, ends, judged, members_at, near, relation

_SIZE = 10  # pairs on a page: each judgement has the State linked anew
_RECENT = 20  # of the last judgements
_WORDS = re.compile(r"\w+(?:[-’']\w+)*|[^\w]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records side by side, the earlier first. `link`: what the machine says of them; `said`: what a person says."""

    one: Member
    other: Member
    link: Link | None = None
    said: PairJudgement | None = None

    @property
    def id(self) -> str:
        return f"pair-{self.one.kind}-{self.one.row.pk}-{self.other.kind}-{self.other.row.pk}"

    @property
    def relation(self) -> str:
        """How the second record stands to the first."""
        return relation(self.link, self.other.place) if self.link else ""

    @property
    def sides(self) -> list[tuple[Member, Pieces]]:
        """Both records, with the words marked that the other does not have."""
        texts = self.one.row.text, self.other.row.text
        return [(self.one, differing(*texts)), (self.other, differing(*reversed(texts)))]


def differing(text: str, other: str) -> Pieces:
    """A text in pieces, those words marked that another one does not have."""
    known = {word.casefold() for word in _WORDS.findall(other)}
    return [(piece, piece[0].isalnum() and piece.casefold() not in known) for piece in _WORDS.findall(text)]


@login_required
@permission_required(CORRECT, raise_exception=True)
def judgements(request: HttpRequest) -> HttpResponse:
    """What there is to judge, of a State or of all, and what was judged last."""
    state = request.GET.get("state", "")[:100]
    progress = Progress.of(state)
    page = paging.Page(paging.asked(request), progress.waiting, _SIZE)
    links = list(dossiers.doubtful([state] if state else [])[page.offset : page.offset + page.size])
    recent = list(_said(state).select_related("by")[:_RECENT])
    members = members_at(each for pair in (*links, *recent) for each in ends(pair))
    context = {
        "state": state,
        "states": sorted({*progress.states, *([state] if state else [])}),
        "progress": progress,
        "page": page,
        "pairs": [_pair(members, link=each) for each in links if set(ends(each)) <= members.keys()],
        "recent": [_pair(members, said=each) for each in recent if set(ends(each)) <= members.keys()],
    }
    return render(request, "judgements/list.html", context)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many pairs are judged, and how many wait; `states`: those that have any."""

    judged: int
    waiting: int
    states: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.judged + self.waiting

    @classmethod
    def of(cls, state: str) -> Progress:
        judged = Counter(_said("").order_by().values_list("document__state", flat=True))
        waiting = Counter(dossiers.doubtful().order_by().values_list("state", flat=True))
        if state:
            return cls(judged[state], waiting[state], tuple({*judged, *waiting}))
        return cls(judged.total(), waiting.total(), tuple({*judged, *waiting}))


def _said(state: str) -> Any:
    found = PairJudgement.objects.filter(withdrawn_at=None)
    return found.filter(document__state=state) if state else found


def _pair(members: dict[dossiers.Place, Member], *, link: Link | None = None, said: PairJudgement | None = None) -> Pair:
    first, second = ends(cast(Any, link or said))
    one, other = sorted((members[first], members[second]), key=_when)
    return Pair(one=one, other=other, link=link, said=said)


def _when(member: Member) -> tuple[str, int, int]:
    return str(member.document.date or ""), member.document.pk, member.row.order


@login_required
@permission_required(CORRECT, raise_exception=True)
@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """What an editor says of two records; the pair as it then stands."""
    one, other = said_of_two(request)
    back = request.POST.get("next", "")
    if request.headers.get("HX-Request"):
        state = one.document.state
        return render(request, "judgements/judged.html", {"pair": _pair_of(one, other), "progress": Progress.of(_of_page(back, state))})
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else reverse("judgements"))


def _of_page(address: str, state: str | None) -> str:
    """The State that a page of the queue is about; '' for all of them."""
    return state or "" if f"state={state}" in address else ""


def _pair_of(one: Any, other: Any) -> Pair:
    places = place(one), place(other)
    members = members_at(places)
    if len(members) < 2:
        raise Http404(_("There is no such record."))
    first, second = sorted(members.values(), key=_when)
    link = next(iter(between(near(places), *places)), None)
    return Pair(one=first, other=second, link=link, said=next(iter(between(judged(places), *places)), None))


def said_of_two(request: HttpRequest) -> tuple[Any, Any]:
    """Keep what a form says of two records, and give these: that they ask the same, do not, cannot be told, or that nothing was said."""
    one, other = (_record(request.POST.get(name, "")) for name in ("record", "other"))
    verdict, by = request.POST.get("verdict", ""), cast(User, request.user)
    places = place(one), place(other)
    try:
        if verdict == "withdraw":
            for each in between(judged(places), *places):
                dossiers.withdraw(each, by=by)
        elif verdict in set(Sameness):
            dossiers.judge(one, other, Sameness(verdict), by=by)
        else:
            raise Http404(_("There is no such judgement."))
    except dossiers.NotLinked as error:
        messages.error(request, str(error))
    return one, other


def _record(named: str) -> Any:
    """The record that a form names: its kind and the key of its row."""
    kind, _dash, pk = named.partition("-")
    table = ROW_OF.get(kind)
    row = table._default_manager.filter(pk=int(pk)).select_related("document").first() if table and pk.isdecimal() else None
    if row is None:
        raise Http404(_("There is no such record."))
    return row
