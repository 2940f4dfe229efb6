"""Facts as data: CSV tables with a header, dates in ISO 8601, and a source in the last column."""

from __future__ import annotations

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the package's CSV tables, as dicts by column name; an empty cell is ''."""
    with files(__name__).joinpath(name).open(encoding="utf-8", newline="") as lines:
        header, *cells = csv.reader(lines)
    return [dict(zip(header, row, strict=True)) for row in cells]
