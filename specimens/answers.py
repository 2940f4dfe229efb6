"""Addenda: what the State under review answers after the review."""

from __future__ import annotations

from typing import Any

from pages import Block, Document, Expected, begin, marks_in, runs, unmarked

Source = dict[str, Any]

SUBTITLE = "Views on conclusions and/or recommendations, voluntary commitments and replies presented by the State under review"


def addendum(name: str, source: Source) -> Document:
    """An addendum with the positions that must be read from it."""
    document = begin(name, source)
    document.front = {
        "council_session": source["council_session_words"],
        "title": "Report of the Working Group on the Universal Periodic Review",
        "state": "Vandrelia",
        "addendum": SUBTITLE,
    }
    document.notes = source["notes"]
    facts = ("symbol", "kind", "state", "council_session")
    document.expected.append({"record": "document", "language": "en", "date": source["date"], **{fact: source[fact] for fact in facts}})
    number = 0
    headings: list[str] = []
    for block in source["blocks"]:
        if "heading" in block:
            headings = [block["heading"]]
            document.blocks.append(Block("heading", runs(block["heading"], bold=True), level=1))
        elif "text" in block:
            number += 1
            _paragraph(document, source, str(number), headings, block)
        else:
            document.blocks.append(Block("line", runs(block["on"])))
            document.blocks.append(Block("under", runs(block["reason"])))
    _reasons(document, source)
    return document


def _paragraph(document: Document, source: Source, label: str, headings: list[str], block: Source) -> None:
    text = block["text"]
    document.blocks.append(Block("paragraph", runs(text), f"{label}."))
    footnotes = [{"mark": mark, "text": source["notes"][mark]} for mark in marks_in(text)]
    fields = {"label": label, "headings": list(headings), "text": unmarked(text), "footnotes": footnotes}
    document.expected.append({"record": "paragraph", "source": {"paragraph": label}, **fields})
    for stated in (block.get("stated"), block.get("also")):
        if stated:
            document.expected += [_position(source, label, number, stated, unmarked(text)) for number in stated["numbers"]]


def _position(source: Source, label: str, number: str, stated: Source, text: str) -> Expected:
    return {
        "record": "position",
        "source": {"paragraph": label},
        "recommendation": {"symbol": source["report"], "number": number},
        "position": stated["position"],
        "progress": stated.get("progress"),
        "position_as_stated": text,
        "reason": stated.get("reason"),
        "stated_in": f"{source['symbol']}, para. {label}",
    }


def _reasons(document: Document, source: Source) -> None:
    """The reasons that stand below the list under the number of a recommendation."""
    for block in source["blocks"]:
        for number in _spelt_out(block["on"]) if "on" in block else ():
            for record in document.expected:
                if record["record"] == "position" and record["recommendation"]["number"] == number:
                    record["reason"] = block["reason"]


def _spelt_out(numbers: str) -> list[str]:
    """'60.2, 60.4' or '60.17-18' as single numbers."""
    found = []
    for piece in numbers.split(", "):
        paragraph, _, items = piece.partition(".")
        first, _, last = items.partition("-")
        found += [f"{paragraph}.{item}" for item in range(int(first), int(last or first) + 1)]
    return found
