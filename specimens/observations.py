"""Concluding observations, and the assessment of what was done about them."""

from __future__ import annotations

from typing import Any

from pages import Block, Document, begin, runs

Source = dict[str, Any]
Path = list[tuple[int, str]]
HEADINGS = ("section", "part", "heading")


def observations(name: str, source: Source) -> Document:
    """Concluding observations with their concerns, recommendations, follow-up and next report."""
    document = _begun(name, source)
    number = 0
    path: Path = []
    for block in source["blocks"]:
        if not block.keys().isdisjoint(HEADINGS):
            path = _below(path, block)
            _heading(document, block)
            continue
        number += 1
        _paragraph(document, str(number), block, path)
    document.expected += [{"record": "concern", **row} for row in source["concerns"]]
    document.expected += [{"record": "follow_up", **source["follow_up"]}, {"record": "next_report", **source["next_report"]}]
    return document


def assessment(name: str, source: Source) -> Document:
    """An assessment: unnumbered text under the heading of each paragraph, and its grades."""
    document = _begun(name, source)
    for block in source["blocks"]:
        if "heading" in block:
            _heading(document, block)
        else:
            document.blocks.append(Block("text", runs(block["text"])))
    document.expected += [{"record": "grade", "scale": source["scale"], **row} for row in source["grades"]]
    return document


def _begun(name: str, source: Source) -> Document:
    document = begin(name, source)
    document.front = {key: source[key] for key in ("body", "covenant", "title")}
    facts = ("symbol", "kind", "state")
    known = {**{fact: source[fact] for fact in facts}, "body": source["body_code"], "date": source["date"]}
    document.expected.append({"record": "document", "language": "en", **known})
    return document


def _heading(document: Document, block: Source) -> None:
    """A section and its parts are set larger than a heading, which has the size of the text."""
    text = next(block[kind] for kind in HEADINGS if kind in block)
    document.blocks.append(Block("heading", runs(text, bold=True), level=0 if "heading" in block else 2))


def _below(path: Path, block: Source) -> Path:
    """The path of headings down to this one: a section, a part of it ('A.'), a heading without a number."""
    level, text = next((level, block[kind]) for level, kind in enumerate(HEADINGS) if kind in block)
    return [*(above for above in path if above[0] < level), (level, text)]


def _paragraph(document: Document, label: str, block: Source, path: Path) -> None:
    """A numbered paragraph with its limbs; what recommends is in bold."""
    asks = block.get("recommends", False)
    document.blocks.append(Block("paragraph", runs(block["text"], bold=asks), f"{label}."))
    _expect(document, label, block["text"], path)
    limbs = {f"({chr(ord('a') + at)})": text for at, text in enumerate(block.get("limbs", ()))}
    for limb, text in limbs.items():
        document.blocks.append(Block("limb", runs(text, bold=asks), limb))
        _expect(document, f"{label} {limb}", text, path)
    if asks:
        asked: list[tuple[str | None, str]] = [*limbs.items()] or [(None, block["text"])]
        document.expected += [{"record": "recommendation", "number": label, "limb": limb, "text": text} for limb, text in asked]


def _expect(document: Document, label: str, text: str, path: Path) -> None:
    fields = {"label": label, "headings": [text for _, text in path], "text": text, "footnotes": []}
    document.expected.append({"record": "paragraph", "source": {"paragraph": label}, **fields})
