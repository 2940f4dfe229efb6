"""What is searched, what is asked, and what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from upright.exceptions import UprightError

if TYPE_CHECKING:
    from upright.search.query import Query

# The fields that are labels in effect, and the scheme of each.
LABELS = {
    "strength": "upr_info_action", "issue": "upr_info_issues", "theme": "ohchr_themes", "person": "affected_persons",
    "duty_bearer": "duty_bearers", "sdg": "sdg", "treaty": "treaties",
}  # fmt: skip
# What an entry can be filtered by; values are words. The first ones are counted as facets; `theme_given`: the themes of official lists.
FACETS = ("to", "from", "position", "session", "cycle", "year", *LABELS, "theme_given", "type", "language")
FIELDS = (*FACETS, "symbol", "para")
Filters = Mapping[str, Sequence[str]]  # values of one field are alternatives; fields must all hold


class Busy(UprightError):
    """Another process is writing the index."""

    def __init__(self) -> None:
        super().__init__("another process is writing the search index; try again when it has ended")


@dataclass(frozen=True, slots=True)
class Entry:
    """One record to be found. `id` and `document`: their keys in the archive; `order`: where it stands when nothing is ranked, from 0."""

    kind: str
    id: int
    document: int
    language: str | None
    text: str
    order: int
    fields: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Hits:
    """`ids` of one page, how many there are in `total`, and for each facet its values with their counts, the commonest first.

    The counts hold with the query and with all filters but the facet's own, so that a second value of it can be chosen.
    """

    total: int
    ids: tuple[int, ...]
    facets: Mapping[str, Sequence[tuple[str, int]]]


class Index(Protocol):
    """What both indexes do."""

    @property
    def position(self) -> int:
        """Up to which change of the archive the index has seen; 0 when it is new."""

    def replace(self, document: int, entries: Iterable[Entry]) -> None:
        """Take in a document's entries in place of those that were there. Busy when another process is writing."""

    def remove(self, document: int) -> None:
        """Forget a document's entries."""

    def commit(self, position: int) -> None:
        """Make all that was taken in visible."""

    def clear(self) -> None:
        """Forget everything."""

    def count(self) -> int:
        """How many entries there are."""

    def search(
        self,
        query: Query,
        *,
        kind: str,
        filters: Filters,
        facets: Sequence[str] = (),
        sort: str = "relevance",
        offset: int = 0,
        limit: int = 50,
    ) -> Hits:
        """Entries of a kind that the query and the filters hold for, by `relevance` or in their `order`."""
