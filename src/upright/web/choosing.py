"""Lists that are filtered by columns of the archive: what an address chooses, and the facets to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest

from upright.web.explorer import Facet, facet, without_each


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values of each filter that an address asks for; `columns`: the column of each filter."""

    columns: Mapping[str, str]
    values: dict[str, list[str]]

    @classmethod
    def of(cls, request: HttpRequest, columns: Mapping[str, str]) -> Chosen:
        """Out of the parameters; what is not known among them is passed over."""
        given = {name: [value[:200] for value in request.GET.getlist(name)[:50] if value] for name in columns}
        return cls(columns, {name: values for name, values in given.items() if values})

    def filtered(self, rows: Any, *, without: str | None = None) -> Any:
        """Values of one filter are alternatives; filters must all hold, but for the one that is left out."""
        wanted = {f"{self.columns[name]}__in": values for name, values in self.values.items() if name != without}
        return rows.filter(**wanted) if wanted else rows

    def facets(self, rows: Any) -> list[Facet]:
        """The values that occur, each counted with all filters but its own."""
        found = []
        for name, column in self.columns.items():
            counts = self.filtered(rows, without=name).order_by().values_list(column).annotate(n=Count("pk"))
            known = sorted(((str(value), n) for value, n in counts if value is not None), key=lambda pair: (-pair[1], pair[0]))
            found.append(facet(name, known, self.values.get(name, [])))
        return found

    def addresses(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """Each filter in effect, with the address without it: filter, value, address."""
        return without_each(request, self.values)
