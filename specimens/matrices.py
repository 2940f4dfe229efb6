"""OHCHR's thematic lists of recommendations: one table, a row for each recommendation under its first theme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pages import Document, Expected
from wording import printed, recommendation

Source = dict[str, Any]

SHOWN = {"supported": "Supported", "noted": "Noted", "partially_supported": "Partially supported"}
STATED = {shown: position for position, shown in SHOWN.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One recommendation in the table; `theme` is the theme that it is listed under."""

    theme: str
    number: str
    text: str
    position: str
    stated_in: str
    paragraph: str
    themes: tuple[str, ...]
    groups: tuple[str, ...]
    sdgs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table and what must be read from it."""

    name: str
    layout: str
    title: str
    list_title: str
    rows: tuple[Row, ...]
    expected: list[Expected]


def matrix2014(name: str, source: Source, report: Document, addendum: Document) -> Matrix:
    """The list of the second cycle, from the report and the addendum."""
    recommendations = {record["number"]: record for record in report.expected if record["record"] == "recommendation"}
    items = {block.label: "".join(run.text for run in block.runs if not run.mark) for block in report.blocks if block.kind == "item"}
    answers = {record["recommendation"]["number"]: record for record in addendum.expected if record["record"] == "position"}
    rows: list[Row] = []
    expected: list[Expected] = [{"record": "document", "kind": "matrix", "language": "en", "state": "XVA", "cycle": 2}]
    for theme in source["themes"]:
        for number in theme["rows"]:
            answer, read = answers.get(number), recommendations[number]
            stated_in, paragraph = (addendum.symbol, answer["source"]["paragraph"]) if answer else (report.symbol, number.split(".")[0])
            position = SHOWN[answer["position"] if answer else read["position"]]
            themes = (theme["name"], *source["also"].get(number, ()))
            row = Row(theme["name"], number, items[number], position, stated_in, paragraph, themes, tuple(theme["groups"]))
            rows.append(row)
            expected += _read(row, report.symbol, {key: read[key] for key in ("text", "states", "parts")}, "2014")
    missing = set(recommendations) - {row.number for row in rows}
    if missing:
        raise ValueError(f"not in the matrix: {sorted(missing)}")
    return Matrix(name, "2014", source["title"], source["list_title"], tuple(rows), expected)


def matrix2025(name: str, source: Source) -> Matrix:
    """The list of the fourth cycle, which brings its own recommendations."""
    rows: list[Row] = []
    expected: list[Expected] = [{"record": "document", "kind": "matrix", "language": "en", "state": "XVA", "cycle": 4}]
    for theme in source["themes"]:
        for row in theme["rows"]:
            made = Row(
                theme["name"], row["number"], printed(row["text"]), row["position"], f"{source['symbol']}/Add.1", str(row["paragraph"]),
                (theme["name"], *row["also"]), tuple(row["groups"]), tuple(row["sdgs"]),
            )  # fmt: skip
            rows.append(made)
            expected += _read(made, source["symbol"], recommendation(row["text"]), "2025")
    return Matrix(name, "2025", source["title"], source["list_title"], tuple(rows), expected)


def _read(row: Row, report: str, read: Source, edition: str) -> list[Expected]:
    """The records of one row: the recommendation, its position, its labels."""
    common = {"number": row.number, **read, "position": STATED[row.position], "position_as_stated": row.position}
    reference = {"symbol": report, "number": row.number}
    stated = {"position": STATED[row.position], "position_as_stated": row.position, "stated_in": f"{row.stated_in}, para. {row.paragraph}"}
    labels = {("ohchr_themes", edition): row.themes, ("ohchr_groups", edition): row.groups, ("sdg", None): row.sdgs}
    return [
        {"record": "recommendation", **common},
        {"record": "position", "recommendation": reference, **stated},
        *(
            {"record": "label", "of": row.number, "scheme": scheme, "value": value, "edition": of}
            for (scheme, of), values in labels.items()
            for value in values
        ),
    ]
