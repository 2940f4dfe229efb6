"""Search: a query language, and an index that is derived from the archive and can be made anew at any time.

Two indexes answer alike: one of its own on this machine (`DerivedIndex`), and one in the PostgreSQL database that several hosts share
(`PostgresIndex`).
"""

from upright.search.derived import DerivedIndex
from upright.search.entries import FACETS, LABELS, Busy, Entry, Filters, Hits, Index
from upright.search.highlighting import highlight, snippet
from upright.search.postgres import PostgresIndex
from upright.search.query import Note, Query, Remark, unknown

__all__ = [
    "FACETS",
    "LABELS",
    "Busy",
    "DerivedIndex",
    "Entry",
    "Filters",
    "Hits",
    "Index",
    "Note",
    "PostgresIndex",
    "Query",
    "Remark",
    "highlight",
    "snippet",
    "unknown",
]
