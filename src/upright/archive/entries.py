"""What a person writes into a field of a record, and how it reads there, by the type of the field in `upright.records`.

Values are in their JSON form: dates as ISO 8601, tuples as lists, dataclasses as objects. States are written by their names or codes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
import types
import typing
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from upright import bodies, states
from upright.exceptions import UprightError
from upright.records import DocumentRecord, Part, Question, Recommendation, Review, Speaker, Statement, field_names
from upright.symbols import Symbol

# The fields that hold States; no type says so.
_STATES = frozenset(
    [(Recommendation, "states"), (Part, "states"), (Statement, "by"), (Question, "asked_by"), (Speaker, "state"), (DocumentRecord, "state")]
    + [(Review, name) for name in ("state_under_review", "troika", "advance_questions_from")]
)  # fmt: skip
_DELEGATION = "delegation"  # what `Statement.by` says of the State under review
_OTHERS_TOO = frozenset([(Question, "asked_by")])  # members of committees ask too
# Nor what can stand in these.
_LISTED: dict[tuple[type, str], tuple[str, ...]] = {
    (DocumentRecord, "language"): bodies.LANGUAGES,
    (DocumentRecord, "body"): tuple(bodies.all_bodies()),
}
# What can be said of a document; not its kind, by which its records were read.
_OF_DOCUMENTS = (
    "symbol", "date", "state", "body", "language", "title", "meeting", "committee_session", "council_session", "working_group_session",
    "cycle",
)  # fmt: skip
_NEAR = 70.0  # per cent: a State whose name is less like what was written is no suggestion


class NotCorrected(UprightError):
    """A correction that cannot be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record, or of a part of one: `item` is its type, or that of each of its values where it has `many`, `length` of them
    (None: any number). None is a value where it is `optional`."""

    owner: type
    name: str
    item: Any
    many: bool
    length: int | None
    optional: bool

    @property
    def form(self) -> str:
        """How it is written: states, state, parts, list, choice, date, number or text."""
        if (self.owner, self.name) in _STATES:
            return "states" if self.many else "state"
        if dataclasses.is_dataclass(self.item):
            return "parts"
        if self.many:
            return "list"
        return "choice" if self.choices else _form_of(self.item)

    @property
    def choices(self) -> list[str]:
        """The values of a choice."""
        if (self.owner, self.name) in _LISTED:
            return list(_LISTED[self.owner, self.name])
        return [each.value for each in self.item] if issubclass(self.item, StrEnum) else []

    @property
    def inner(self) -> dict[str, Field]:
        """The fields of its parts."""
        return fields_of(self.item)


def _form_of(item: Any) -> str:
    return {dt.date: "date", int: "number", float: "number"}.get(item, "text")


def fields_of(owner: type) -> dict[str, Field]:
    """The fields of a record or of a part of one, by name."""
    hints = typing.get_type_hints(owner)
    return {name: _field(owner, name, hints[name]) for name in _names(owner)}


def _names(owner: type) -> Iterable[str]:
    if owner is DocumentRecord:
        return _OF_DOCUMENTS
    return field_names(owner) if hasattr(owner, "NAME") else (each.name for each in dataclasses.fields(owner))


def _field(owner: type, name: str, hint: Any) -> Field:
    optional = isinstance(hint, types.UnionType)
    [hint] = [each for each in typing.get_args(hint) if each is not types.NoneType] if optional else [hint]
    if typing.get_origin(hint) is not tuple:
        return Field(owner, name, hint, many=False, length=None, optional=optional)
    items = typing.get_args(hint)
    return Field(owner, name, items[0], many=True, length=None if items[-1] is Ellipsis else len(items), optional=optional)


def written(field: Field, value: Any, between: str = "\n") -> str:
    """A value as a person can edit it: one line for each of many, `name: value` for a part."""
    if value is None:
        return ""
    if field.form in {"state", "states"}:
        return "; ".join(states.name(code, get_language() or "en") for code in (value if field.many else [value]))
    if field.form == "parts":
        return "\n\n".join(_part_written(field, each) for each in (value if field.many else [value]))
    return between.join(map(str, value)) if field.many else str(value)


def _part_written(field: Field, part: dict[str, Any]) -> str:
    return "\n".join(f"{_words(name)}: {written(inner, part.get(name), '; ')}" for name, inner in field.inner.items())


def _words(name: str) -> str:
    return name.replace("_", " ")


def read(field: Field, text: str, between: str = "\n") -> Any:
    """What was written as a value, which `checked` has still to look at. NotCorrected where it cannot be understood."""
    text = text.replace("\r\n", "\n").strip()
    if field.form == "states":
        return _pieces(text)
    if field.form == "parts":
        parts = [_part_read(field, block) for block in re.split(r"\n\s*\n", text) if block.strip()]
        return (parts or (None if field.optional else [])) if field.many else parts[0] if parts else None
    if field.many:
        values = [_number(field, each.strip()) for each in text.split(between.strip() or "\n") if each.strip()]
        return values or (None if field.optional else [])
    return _number(field, text) if text else None


def _pieces(text: str) -> list[str]:
    """Names or codes between semicolons or on lines; between commas where they are neither a name nor names as in a document's bracket."""
    found: list[str] = []
    for piece in filter(None, map(str.strip, re.split(r"[;\n]", text))):
        if _state(piece):
            found.append(piece)
        elif named := states.attribution(piece):  # 'France and Bosnia and Herzegovina'
            found += [each.code for each in named]
        else:
            found += filter(None, map(str.strip, piece.split(",")))
    return found


def _part_read(field: Field, block: str) -> dict[str, Any]:
    """The lines of one part; a line that begins with no name goes on with the one before."""
    names = {_words(name): name for name in field.inner}
    found: dict[str, str] = dict.fromkeys(field.inner, "")
    name = ""
    for line in block.strip().split("\n"):
        begins, colon, rest = line.partition(":")
        if colon and begins.strip().lower() in names:
            name, line = names[begins.strip().lower()], rest.strip()  # noqa: PLW2901
        elif not name:
            raise NotCorrected(_("“%(line)s” cannot be understood: a line begins with one of: %(names)s.") % _said(line, names))
        found[name] += f"\n{line}" if found[name] else line
    return {name: read(inner, found[name], ";") for name, inner in field.inner.items()}


def _said(line: str, names: Iterable[str]) -> dict[str, str]:
    return {"line": line, "names": ", ".join(f"{name}:" for name in names)}


def _number(field: Field, text: str) -> Any:
    if field.item not in {int, float}:
        return text
    try:
        return int(text) if field.item is int else float(text)
    except ValueError as error:
        raise NotCorrected(_("“%(value)s” is no number.") % {"value": text}) from error


def checked(field: Field, value: Any) -> Any:
    """A value as the archive keeps it: States by their codes, words of a choice as they are spelt. NotCorrected where it cannot be."""
    if value is None or value == "":
        if field.optional:
            return None
        raise NotCorrected(_("“%(name)s” cannot be empty.") % {"name": _words(field.name)})
    if not field.many:
        return _one(field, value)
    if not isinstance(value, list | tuple):
        raise NotCorrected(_("“%(value)s” is no list.") % {"value": value})
    found = [_one(field, each) for each in value]
    if field.form == "states":
        return list(dict.fromkeys(found))
    if field.length is not None and (len(found) != field.length or found != sorted(found)):
        raise NotCorrected(_("Here stand a first and a last day, one on each line."))
    return found


def _one(field: Field, value: Any) -> Any:
    """One value, checked by the form that it has."""
    if field.form in {"state", "states"}:
        return _code(field, value)
    if field.form == "parts":
        return _part(field, value)
    if field.choices:
        return _choice(field, value)
    match _form_of(field.item):
        case "date":
            return _date(value)
        case "number":
            return _number_of(field, value)
    if not isinstance(value, str):
        raise NotCorrected(_("“%(value)s” is no text.") % {"value": value})
    return _symbol(value) if (field.owner, field.name) == (DocumentRecord, "symbol") else value.strip()


def _part(field: Field, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() - field.inner.keys():
        raise NotCorrected(_("“%(line)s” cannot be understood: a line begins with one of: %(names)s.") % _said(str(value), field.inner))
    return {name: checked(inner, value.get(name)) for name, inner in field.inner.items()}


def _choice(field: Field, value: Any) -> str:
    found = {each.lower(): each for each in field.choices}.get("_".join(str(value).lower().split()))
    if found is None:
        values = ", ".join(map(_words, field.choices))
        raise NotCorrected(_("“%(value)s” is none of: %(values)s.") % {"value": value, "values": values})
    return found


def _symbol(value: str) -> str:
    """A symbol as it is spelt, without spaces and breaks."""
    try:
        return str(Symbol.parse(value))
    except ValueError as error:
        said = {"value": value.strip()}
        raise NotCorrected(_("“%(value)s” is not the symbol of a document: write it like A/HRC/28/10 or CCPR/C/SR.3272.") % said) from error


def _date(value: Any) -> str:
    try:
        return dt.date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise NotCorrected(_("“%(value)s” is no date: write it like 2014-11-03.") % {"value": value}) from error


def _number_of(field: Field, value: Any) -> Any:
    """Sessions, meetings and places are counted from 0 on; a measure may be any number."""
    if isinstance(value, bool) or not isinstance(value, field.item | int) or not math.isfinite(value):
        raise NotCorrected(_("“%(value)s” is no number.") % {"value": value})
    if field.item is int and value < 0:
        raise NotCorrected(_("“%(value)s” is no number from 0 on.") % {"value": value})
    return value


def _state(word: str) -> states.State | None:
    """The State of a code or a name, in small letters too."""
    code = word.upper()
    return states.state(code) if code in states.codes() else states.state(word) or states.find(word)


def _code(field: Field, value: Any) -> str:
    word = " ".join(str(value).split())
    known = _state(word)
    if known:
        return known.code
    if (field.owner, field.name) == (Statement, "by") and word.lower() == _DELEGATION:
        return _DELEGATION
    if (field.owner, field.name) in _OTHERS_TOO and word and not states.certainly(word):
        return word
    near = states.suggest(word)
    if near and near[1] >= _NEAR:
        said = {"name": word, "near": states.name(near[0].code, get_language() or "en"), "code": near[0].code}
        raise NotCorrected(_("No State is called %(name)s; did you mean %(near)s (%(code)s)?") % said)
    raise NotCorrected(_("No State is called %(name)s.") % {"name": word})
