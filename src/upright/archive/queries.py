"""What is asked of the archive, in one place: every page's query is a method here."""

from __future__ import annotations

from typing import Any

from django.db import models


class Documents(models.QuerySet[Any]):
    def of_symbol(self, symbol: str) -> Documents:
        """The files of a document, the principal one first."""
        return self.filter(symbol=symbol).order_by("-principal", "-shown", "language", "pk")


class Reviews(models.QuerySet[Any]):
    def principal(self) -> Reviews:
        """One for each report, in whichever formats and languages it is at hand."""
        return self.filter(document__principal=True).select_related("document")


class Recommendations(models.QuerySet[Any]):
    def counted(self) -> Recommendations:
        """Those that are listed and counted: each once, in whichever files and matrices it stands."""
        return self.filter(document__counted=True)
