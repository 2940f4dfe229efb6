"""States: as they are reviewed, and as they review others."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from upright import ratifications, states
from upright.archive.models import Document, Dossier, Finding, Label, Recommendation, RecommendingState, Review
from upright.records import Kind
from upright.states import StateKind
from upright.web import figures, strengths, tables
from upright.web.figures import Counted
from upright.web.pages.examinations import Examination, of_state
from upright.web.pages.reviews import address
from upright.web.templatetags.upright import state_name
from upright.web.words import UNSTATED

_FEW = 2  # reviews: their bars in the time line say it all
_SHOWN = 20  # recommending States in the chart, and in the table beside it; the rest unfolds
_SORTS = ("name", "received", "made", "reviews")


def _listed() -> list[states.State]:
    """States that are reviewed: members and observers of today, and the invented one where its documents are loaded."""
    kinds = {StateKind.MEMBER, StateKind.OBSERVER}
    here = set(Document.objects.order_by().values_list("state", flat=True).distinct())
    return [each for each in states.all_states().values() if (each.kind in kinds and not each.until) or each.code in here]


def _rows() -> list[dict[str, Any]]:
    """What is known of each State, in a few queries for all."""
    rows_by_state = Recommendation.objects.of_reviews().positions_by("document__state", "document_id")
    received = figures.counted(rows_by_state, Document.objects.unanswered())
    made = Counter(RecommendingState.objects.counted().made())
    reviewed = Counter(Review.objects.all().each_once().order_by().values_list("document__state", flat=True))
    rows = []
    for each in _listed():
        counts = Counted(title=state_name(each.code), counts=received.get(each.code, {}))
        rows.append({"state": each, "name": counts.title, "received": counts, "made": made[each.code], "reviews": reviewed[each.code]})
    return rows


def all_states(request: HttpRequest) -> HttpResponse:
    """All States, as a grid by group and as a list."""
    sort = request.GET.get("sort", "name")
    rows = _sorted(_rows(), sort if sort in _SORTS else "name")
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: states.alphabetical(str(row["name"]))):
        groups[row["state"].group or _("no group")].append(row)
    return render(request, "states/list.html", {"rows": rows, "groups": sorted(groups.items()), "sort": sort})


def _sorted(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    if sort == "name":
        return sorted(rows, key=lambda row: states.alphabetical(str(row["name"])))
    return sorted(rows, key=lambda row: (-(row[sort].total if sort == "received" else row[sort]), states.alphabetical(str(row["name"]))))


def all_states_download(request: HttpRequest, ending: str) -> HttpResponseBase:  # noqa: ARG001
    """The same list as data."""
    columns = ("state", "name", "group", "reviews", "recommendations_received", *figures.STATED, "recommendations_made")

    def rows() -> Any:
        for row in _sorted(_rows(), "name"):
            stated = row["received"].stated.values()
            yield [row["state"].code, row["name"], row["state"].group, row["reviews"], row["received"].total, *stated, row["made"]]

    return tables.respond(tables.Table(name="states", columns=columns, rows=rows), ending)


def _known(code: str) -> states.State | None:
    return states.state(code) or states.state(code.upper()) or states.find(code.replace("-", " "))


def state(request: HttpRequest, code: str) -> HttpResponse:
    """A State: its reviews, what it was recommended and by whom, its treaties, its documents."""
    found = _known(code)
    if found is None or len(found.code) != 3:
        raise Http404(_("There is no State '%(code)s'. The list of States has them all.") % {"code": code[:60]})
    if found.code != code:
        return redirect("state", found.code, permanent=True)
    documents = list(Document.objects.principal().filter(state=code).newest())
    counted = [document.pk for document in documents if document.counted and document.kind != Kind.CONCLUDING_OBSERVATIONS]
    unanswered = Document.objects.filter(state=code).unanswered()
    received = figures.counted(
        ((key, key, *rest) for key, *rest in Recommendation.objects.filter(document__in=counted).positions_by("document_id")), unanswered
    )
    by_state = figures.counted(RecommendingState.objects.filter(document__in=counted).positions_by("state", "document_id"), unanswered)
    reviews = _reviews(documents, received)
    shown = {review["document"].pk for review in reviews}
    examinations = of_state(code)
    shown |= {document.pk for each in examinations for document in each.documents}
    recommending = _by_size(by_state, lambda name: f"{reverse('recommendations')}?to={code}&from={name}")
    context = {
        "state": found,
        "name": state_name(code),
        "reviews": reviews,
        "examinations": examinations,
        "events": _time_line(reviews, examinations),
        "recommendation_kinds": sorted({document.kind for document in documents if document.pk in received}),
        "recommending": recommending,
        "most": recommending[:_SHOWN],
        "others": recommending[_SHOWN:],
        "names": figures.names_used(recommending),
        "themes": _themes(documents),
        "documents": [document for document in documents if document.pk not in shown],
        "treaties": ratifications.of_state(code),
        "findings": Finding.objects.filter(document__in=[document.pk for document in documents]).count(),
        "dossiers": Dossier.objects.filter(state=code).count(),
        "made": RecommendingState.objects.counted().filter(state=code).count(),
        "total": sum(sum(counts.values()) for counts in received.values()),
    }
    context["charts"] = _charts(reviews, recommending)
    context |= strengths.on_a_page({"to": [code]})
    return render(request, "states/one.html", context)


def _reviews(documents: Iterable[Document], received: dict[int, dict[str, int]]) -> list[dict[str, Any]]:
    """The State's reviews, the newest first; of several reports of one the first."""
    first: dict[str, Document] = {}
    for document in documents:
        if document.kind == "working_group_report":
            first.setdefault(address(document), document)
    reports = list(first.values())
    facts = {each.document_id: each for each in Review.objects.filter(document__in=reports)}
    return [
        {
            "document": report,
            "url": address(report),
            "facts": facts.get(report.pk),
            "counts": Counted(title=_title(report), counts=received.get(report.pk, {}), url=address(report)),
        }
        for report in reports
    ]


def _time_line(reviews: list[dict[str, Any]], examinations: list[Examination]) -> list[dict[str, Any]]:
    """The reviews and the examinations by committees together, the newest first; those without a day last."""
    events: list[tuple[dt.date | None, dict[str, Any]]] = [
        *(((each["facts"] and each["facts"].reviewed_on) or each["document"].date, {"review": each}) for each in reviews),
        *((each.date, {"examination": each}) for each in examinations),
    ]
    return [event for _, event in sorted(events, key=lambda pair: pair[0] or dt.date.min, reverse=True)]


def _title(report: Document) -> str:
    if report.cycle and report.date:
        return _("Cycle %(cycle)s, %(year)s") % {"cycle": report.cycle, "year": report.date.year}
    return str(report)


def _by_size(counts: dict[str, dict[str, int]], link: Any) -> list[Counted]:
    """By how many recommendations, the most first."""
    rows = [Counted(title=state_name(key), counts=here, url=link(key)) for key, here in counts.items()]
    return sorted(rows, key=lambda row: (-row.total, states.alphabetical(row.title)))


def _charts(reviews: list[dict[str, Any]], recommending: list[Counted]) -> list[figures.Chart]:
    charts = []
    counts = [review["counts"] for review in reversed(reviews) if review["counts"].total]
    if len(counts) > _FEW:
        charts.append(figures.stacked("cycles", _("Recommendations received in each cycle, by the position in force"), counts))
    if recommending:
        title = _("The States that recommended most, by the position in force")
        charts.append(figures.stacked("recommending", title, recommending[:_SHOWN], across=True))
    return charts


def _themes(documents: Iterable[Document]) -> list[tuple[str, int]]:
    """The themes that official matrices give, the commonest first."""
    labels = Label.objects.filter(document__in=list(documents), scheme="ohchr_themes").values_list("value", flat=True)
    return Counter(labels).most_common(24)


def recommends(request: HttpRequest, code: str) -> HttpResponse:
    """What a State recommends, to whom, and how it was received."""
    found = _known(code)
    if found is None:
        raise Http404(_("There is no State '%(code)s'. The list of States has them all.") % {"code": code[:60]})
    if found.code != code:
        return redirect("recommends", found.code, permanent=True)
    made = RecommendingState.objects.counted().filter(state=code)
    rows = made.positions_by("document__state", "document__cycle", "document_id")
    unanswered = Document.objects.unanswered()
    by_state = figures.counted(((to, *rest) for to, _cycle, *rest in rows), unanswered)
    by_cycle = figures.counted(((cycle, *rest) for _to, cycle, *rest in rows), unanswered)
    cycles = [
        Counted(title=_("Cycle %(n)s") % {"n": cycle}, counts=counts, url=f"{reverse('recommendations')}?from={code}&cycle={cycle}")
        for cycle, counts in sorted(by_cycle.items(), key=lambda pair: pair[0] or 0)
    ]
    to = _by_size(by_state, lambda name: f"{reverse('recommendations')}?from={code}&to={name}")
    context = {
        "state": found,
        "name": state_name(code),
        "cycles": cycles,
        "to": to,
        "names": figures.names_used(to),
        "whole": Counted(title=_("All"), counts=_added(cycles)),
        "charts": [figures.stacked("made", _("Recommendations made in each cycle, by the position in force"), cycles)] if cycles else [],
    }
    context |= strengths.on_a_page({"from": [code]})
    return render(request, "states/recommends.html", context)


def _added(rows: Iterable[Counted]) -> dict[str, int]:
    whole: Counter[str] = Counter()
    for row in rows:
        whole.update(row.counts)
    return dict(whole)


def recommends_download(request: HttpRequest, code: str, ending: str) -> HttpResponseBase:  # noqa: ARG001
    """To whom a State recommends, and how it was received, as data."""
    found = _known(code)
    if found is None:
        raise Http404(_("There is no State '%(code)s'. The list of States has them all.") % {"code": code[:60]})
    rows = RecommendingState.objects.counted().filter(state=found.code).positions_by("document__state", "document__cycle")
    columns = ("recommending_state", "state_under_review", "cycle", "position_in_force", "recommendations")

    def listed() -> Any:
        for to, cycle, position, number in sorted(rows, key=str):
            yield [found.code, to, cycle, position or UNSTATED, number]

    return tables.respond(tables.Table(name=f"recommended-by-{found.code}", columns=columns, rows=listed), ending)
