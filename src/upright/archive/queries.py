"""What is asked of the archive, in one place: every page's query is a method here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Value, When, Window
from django.db.models.functions import Coalesce, Concat, RowNumber

from upright.records import Kind

_MOST_WORDS = 8  # of what somebody looks for in symbols and titles


class Documents(models.QuerySet[Any]):
    def of_symbol(self, symbol: str) -> Documents:
        """The files of a document, the principal one first."""
        return self.filter(symbol=symbol).order_by("-principal", "-shown", "language", "pk")

    def principal(self) -> Documents:
        """One file for each document."""
        return self.filter(principal=True)

    def of_examinations(self) -> Documents:
        """Those that belong to examinations by committees."""
        return self.filter(principal=True, examination__isnull=False)

    def newest(self) -> Documents:
        """By date, the newest first; those without a date last."""
        return self.order_by(F("date").desc(nulls_last=True), "symbol", "file", "pk")

    def named(self, text: str) -> Documents:
        """Those that have each of the words in their symbol, title or file name."""
        found = self
        for word in text.replace("\x00", " ").split()[:_MOST_WORDS]:
            found = found.filter(Q(symbol__icontains=word) | Q(title__icontains=word) | Q(file__icontains=word))
        return found

    def values_of(self, field: str) -> list[tuple[Any, int]]:
        """The values of a field with how many documents have each, the commonest first."""
        found = self.order_by().values_list(field).annotate(n=Count("pk"))
        return sorted(((value, n) for value, n in found if value is not None), key=lambda pair: (-pair[1], str(pair[0])))

    def unanswered(self) -> set[int]:
        """The reports without their addendum, in which the State answers: what they leave pending says nothing of the State."""
        own = Q(symbol__startswith=Concat(OuterRef("symbol"), Value("/"))) | Q(working_group_session=OuterRef("working_group_session"))
        addenda = self.model._default_manager.filter(own | Q(cycle=OuterRef("cycle")), kind="addendum", state=OuterRef("state"))
        return set(self.filter(~Exists(addenda), kind="working_group_report").order_by().values_list("pk", flat=True))

    def summary(self) -> dict[str, Any]:
        """How many documents there are, in how many files, of how many States, and when the last one came."""
        return self.aggregate(
            documents=Count("pk", filter=Q(principal=True)),
            files=Count("pk"),
            states=Count("state", filter=Q(principal=True), distinct=True),
            loaded_at=Max("loaded_at"),
        )


class Reviews(models.QuerySet[Any]):
    def principal(self) -> Reviews:
        """One for each report, in whichever formats and languages it is at hand."""
        return self.filter(document__principal=True).select_related("document")

    def each_once(self) -> Reviews:
        """One for each State and session: of several reports of one review the newest. Where State or session is not known, each report."""
        unknown = Q(document__state=None) | Q(document__working_group_session=None)
        alone = Case(When(unknown, then=F("pk")), default=Value(0))
        first = Window(
            RowNumber(),
            partition_by=[F("document__state"), F("document__working_group_session"), alone],
            order_by=[F("document__date").desc(nulls_last=True), "document__symbol", "document__file", "document"],
        )
        found: Reviews = self.principal().annotate(at=first).filter(at=1)
        return found

    def newest(self) -> Reviews:
        """By the day of the review, the newest first; where that is not known, by the date of the report."""
        held = Coalesce("reviewed_on", "document__date")
        return self.order_by(held.desc(nulls_last=True), "document__state", "pk")


class Recommendations(models.QuerySet[Any]):
    def counted(self) -> Recommendations:
        """Those that are listed and counted: each once, in whichever files and matrices it stands."""
        return self.filter(document__counted=True)

    def of_reviews(self) -> Recommendations:
        """Those that States make to each other in the review: a committee's are counted apart."""
        return self.counted().exclude(document__kind=Kind.CONCLUDING_OBSERVATIONS)

    def number_counted(self) -> int:
        """How many are listed and counted. Nearly all are: databases count all rows, and the few that are not, much sooner than these."""
        return self.count() - self.filter(document__counted=False).count()

    def in_order_of(self, ids: Sequence[int]) -> list[Any]:
        """The rows of some keys, in their order, with their documents."""
        rows = self.select_related("document").in_bulk(ids)
        return [rows[pk] for pk in ids if pk in rows]

    def positions_by(self, *fields: str) -> list[tuple[Any, ...]]:
        """Rows of the fields' values, the position in force, and how many."""
        return list(self.order_by().values_list(*fields, "position_in_force").annotate(n=Count("pk")))


class RecommendingStates(models.QuerySet[Any]):
    def counted(self) -> RecommendingStates:
        """Those of recommendations that are listed and counted."""
        return self.filter(document__counted=True)

    def positions_by(self, *fields: str) -> list[tuple[Any, ...]]:
        """Rows of the fields' values, the position in force, and how many."""
        return list(self.order_by().values_list(*fields, "position").annotate(n=Count("pk")))

    def made(self) -> dict[str, int]:
        """How many recommendations each State made."""
        return dict(self.order_by().values_list("state").annotate(n=Count("pk")))


class Questions(models.QuerySet[Any]):
    def of_examinations(self) -> Questions:
        """Those of committees, one file for each document."""
        return self.filter(document__examination__isnull=False).select_related("document")

    def in_order(self) -> Questions:
        """By examination, the newest first, and in it by document and place."""
        return self.order_by(
            models.F("document__date").desc(nulls_last=True),
            "document__state",
            "document__body",
            "document__examination",
            "document",
            "order",
        )


class Findings(models.QuerySet[Any]):
    def principal(self) -> Findings:
        """Those of one file for each document."""
        return self.filter(document__principal=True).select_related("document")

    def filtered(self, checks: Iterable[str], severities: Iterable[str], states: Iterable[str]) -> Findings:
        """Those of some checks, severities and States; an empty choice is all."""
        wanted = Q()
        for name, values in (("check_name", checks), ("severity", severities), ("document__state", states)):
            if chosen := list(values):
                wanted &= Q(**{f"{name}__in": chosen})
        return self.filter(wanted)


class Dossiers(models.QuerySet[Any]):
    def at(self, state: str, slug: str) -> Any:
        """The dossier at an address, also at one that it took over; None where there is none."""
        here = self.filter(state=state)
        return here.filter(slug=slug).first() or next((each for each in here.exclude(formerly=[]) if slug in each.formerly), None)
