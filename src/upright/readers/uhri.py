"""Records of the Universal Human Rights Index (JSON): one annotation a record, or a list of them.

The index repeats paragraphs of documents, with labels. A recommendation is read as a `recommendation`, a concern or observation as a
`paragraph`; the document that it stands in is cited, and every label is kept as the index gives it (`method`: official). Spans are those
of the values in the file, in JSON's own writing (`passage`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from upright import states
from upright.readers.document import Document
from upright.records import Citation, Label, Paragraph, Recommendation, Record, Unread, words

# Keys of a record that label it, and the scheme of the label.
_SCHEMES = {
    "themes": "ohchr_themes",
    "affected_persons": "ohchr_groups",
    "sdgs": "sdg",
    "countries": "uhri_countries",
    "regions": "uhri_regions",
    "body": "uhri_body",
    "upr_cycle": "upr_cycle",
    "_id": "uhri_annotation",
}
_SPACE = re.compile(r"[ \t\r\n]*")
# 'Climate change \n11. The Committee ...', 'B.Positive aspects\n3.The Committee ...': headings, then the paragraph's number.
_PARAGRAPH = re.compile(r"(?P<headings>(?:[^\n]*\n)*?)\s*(?P<number>\d{1,3})\.\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of the file with the span of its writing; of a string without the quotation marks."""

    value: Any
    start: int
    end: int


def read(document: Document) -> Iterator[Record]:
    """The records of an export, in order."""
    text = document.layer.text
    begin = _skip(text, 0)
    for item in _items(text, begin) if text[begin : begin + 1] == "[" else [_value(text, begin)]:
        yield from _annotation(document, item)


def passage(written: str) -> str:
    """The words of a string as JSON writes them, without its quotation marks."""
    return str(json.loads(f'"{written}"', strict=False))


def _annotation(document: Document, item: _Value) -> Iterator[Record]:
    members = dict(_members(document.layer.text, item.start)) if isinstance(item.value, dict) else {}
    text = members.get("text")
    if text is None or not isinstance(text.value, str) or not text.value.strip():
        source = document.source(item.start, item.end, None)
        yield Unread(document=document.symbol, source=source, reason="a record of the index without a text")
        return
    begun = _PARAGRAPH.match(text.value)
    number = begun["number"] if begun else None
    identifier = members.get("_id")
    of = number or (str(identifier.value) if identifier else "")
    yield _record(document, members, text, begun)
    yield from _citation(document, members, number)
    yield from _labels(document, members, of, number)


def _record(document: Document, members: dict[str, _Value], text: _Value, begun: re.Match[str] | None) -> Record:
    number = begun["number"] if begun else None
    headings = tuple(filter(None, map(words, begun["headings"].split("\n")))) if begun else ()
    plain = own_words(text.value)
    source = document.source(text.start, text.end, number)
    kind = members.get("annotation_type")
    if kind is not None and "recommendation" in str(kind.value).lower():
        recommending = _states(members.get("upr_recommending_country"))
        return Recommendation(document=document.symbol, source=source, number=number, text=plain, states=recommending)
    return Paragraph(document=document.symbol, source=source, label=number, headings=headings, text=plain)


def own_words(annotation: str) -> str:
    """The words of a record's text without the headings and the number that it may begin with."""
    begun = _PARAGRAPH.match(annotation)
    return words(annotation[begun.end() :] if begun else annotation)


def _states(named: _Value | None) -> tuple[str, ...]:
    """Codes of recommending States; a name that is none stays as it is."""
    names = named.value if named is not None and isinstance(named.value, list) else []
    found = [(str(name), states.find(str(name))) for name in names]
    return tuple(dict.fromkeys(state.code if state else name for name, state in found))


def _citation(document: Document, members: dict[str, _Value], number: str | None) -> Iterator[Citation]:
    symbol = members.get("symbol")
    if symbol is not None and isinstance(symbol.value, str) and symbol.value:
        source = document.source(symbol.start, symbol.end, number)
        yield Citation(document=document.symbol, source=source, cites="document", target=symbol.value, text=symbol.value)


def _labels(document: Document, members: dict[str, _Value], of: str, number: str | None) -> Iterator[Label]:
    for key, scheme in _SCHEMES.items():
        value = members.get(key)
        listed = list(_items(document.layer.text, value.start)) if value is not None and isinstance(value.value, list) else [value]
        for each in listed:
            if each is not None and each.value not in (None, ""):
                source = document.source(each.start, each.end, number)
                yield Label(document=document.symbol, source=source, of=of, scheme=scheme, value=str(each.value), method="official")


# --- values with their places (the json module reads values but does not say where they stand) ------------------------------------------


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _value(text: str, at: int) -> _Value:
    value, end = json.JSONDecoder().raw_decode(text, at)
    return _Value(value, at + 1, end - 1) if isinstance(value, str) else _Value(value, at, end)


def _after(text: str, value: _Value) -> int:
    """Where the next member or item begins, or its closing bracket stands."""
    at = _skip(text, value.end + isinstance(value.value, str))
    return _skip(text, at + 1) if text[at] == "," else at


def _items(text: str, at: int) -> Iterator[_Value]:
    at = _skip(text, at + 1)
    while text[at] != "]":
        value = _value(text, at)
        yield value
        at = _after(text, value)


def _members(text: str, at: int) -> Iterator[tuple[str, _Value]]:
    at = _skip(text, at + 1)
    while text[at] != "}":
        key = _value(text, at)
        value = _value(text, _skip(text, _skip(text, key.end + 1) + 1))
        yield str(key.value), value
        at = _after(text, value)
