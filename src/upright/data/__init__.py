"""Facts as data: CSV tables with a header, dates in ISO 8601, and a source in the last column."""

from __future__ import annotations

import csv
import io
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the package's CSV tables, as dicts by column name; an empty cell is ''."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    header, *cells = csv.reader(io.StringIO(text, newline=""))
    return [dict(zip(header, row, strict=True)) for row in cells]
