"""Lists of words by which documents are sorted, in their editions, and the ways from one to another.

    scheme("ohchr_themes", "2014").find("A12 Acceptance of international norms")
    crosswalk(value, "ohchr_themes", "2025")       # what stands for it there, and how
    moved(labels, "2025")                          # what becomes of labels when they are read by another edition

Schemes: upr_info_action, upr_info_issues, ohchr_themes, ohchr_groups and its two halves affected_persons and duty_bearers, sdg, treaties.
Values and editions stand in taxonomies.csv and taxonomy_editions.csv, ways in taxonomy_crosswalk.csv, the goals and targets in
sdg_targets.csv and sdg_names.csv, treaties in instruments.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from upright import instruments
from upright.data import rows

# Who has the rights, and who owes them: two facets of one list of OHCHR's.
FACETS = {"affected_persons": "rights_holder", "duty_bearers": "duty_bearer"}
_GROUPS = "ohchr_groups"


@dataclass(frozen=True, slots=True)
class Value:
    """A word of a scheme. `edition`: None where the scheme has but one, or for UPR Info's names of sessions 1 to 20; `code`: as the source
    counts it ('A12', '16.3'), else the name; `parent`: the code of the value above it; `group`: the heading that it stands under, of groups
    of persons rights_holder, duty_bearer or ''; `dated`: the year of the edition."""

    scheme: str
    edition: str | None
    code: str
    name: str
    parent: str | None
    group: str
    source: str
    dated: str

    @property
    def key(self) -> tuple[str, str | None, str]:
        """What the crosswalk knows it by; the halves of the list of groups are that list's."""
        return _GROUPS if self.scheme in FACETS else self.scheme, self.edition, self.code

    @property
    def label(self) -> str:
        """As documents write it: 'A12 Acceptance of international norms', '16.3'."""
        if self.scheme in ("sdg", "treaties", "upr_info_action"):
            return self.code
        return self.name if self.code == self.name else f"{self.code} {self.name}"


class Scheme:
    """One edition of a scheme; `values` in the order of its source."""

    def __init__(self, name: str, edition: str | None, dated: str, source: str, values: Iterable[Value]) -> None:
        self.name, self.edition, self.dated, self.source = name, edition, dated, source
        self.values = tuple(values)
        self._by_code = {each.code: each for each in self.values}
        self._by_name: dict[str, Value] = {}
        for each in self.values:
            for written in (each.label, each.name, each.code):
                self._by_name.setdefault(_folded(written), each)

    def get(self, code: str) -> Value | None:
        """The value of a code; None for one that is not there."""
        return self._by_code.get(code)

    def find(self, text: str) -> Value | None:
        """The value of a name or code as documents write them ('16 - PEACE, JUSTICE AND STRONG INSTITUTIONS'); None for any other text."""
        found = self._by_code.get(text) or self._by_name.get(_folded(text))
        if found is None and self.name == "sdg" and (number := re.match(r"(\d{1,2}(?:\.[\da-d]{1,2})?)\s+-\s", text)):
            found = self._by_code.get(number[1])
        return found


def _folded(name: str) -> str:
    """Without what differs from one document to the next: capitals, '&' or 'and', commas, spaces at a slash."""
    return " ".join(re.findall(r"[^\W_]+|\.", name.casefold().replace("&", " and ")))


# --- schemes and editions --------------------------------------------------------------------------------------------------------------


@cache
def editions(name: str) -> tuple[str | None, ...]:
    """The editions of a scheme, the oldest first; KeyError for a scheme that is not there."""
    found = tuple(row["edition"] or None for row in rows("taxonomy_editions.csv") if row["scheme"] == _list_of(name))
    if not found:
        raise KeyError(name)
    return found


@cache
def scheme(name: str, edition: str | None = None) -> Scheme:
    """One edition of a scheme; without `edition` the one that has none, else the newest. KeyError for what is not there."""
    known = editions(name)
    edition = edition if edition in known else known[-1] if edition is None else None
    if edition not in known:
        raise KeyError(name)
    row = next(row for row in rows("taxonomy_editions.csv") if (row["scheme"], row["edition"] or None) == (_list_of(name), edition))
    return Scheme(name, edition, row["dated"], row["source"], _values(name, edition, row["dated"]))


def _list_of(name: str) -> str:
    return _GROUPS if name in FACETS else name


def _values(name: str, edition: str | None, dated: str) -> Iterator[Value]:
    if name == "sdg":
        for row in rows("sdg_targets.csv"):
            goal, _, target = row["code"].partition(".")
            yield Value(name, None, row["code"], row["name"], goal if target else None, "", row["source"], dated)
    elif name == "treaties":
        for each in instruments.all_instruments().values():
            yield Value(name, None, each.code, each.name, None, each.kind, "instruments.csv", str(each.adopted.year))
    else:
        for row in rows("taxonomies.csv"):
            if (row["scheme"], row["edition"] or None) == (_list_of(name), edition) and FACETS.get(name, row["group"]) == row["group"]:
                yield Value(name, edition, row["code"], row["name"], row["parent"] or None, row["group"], row["source"], dated)


@cache
def goal_names(language: str) -> Mapping[str, str]:
    """The names of the seventeen Goals by their number, in ar, en, es, fr, ru or zh."""
    return {row["code"]: row["name"] for row in rows("sdg_names.csv") if row["language"] == language}


# --- ways from one to another ------------------------------------------------------------------------------------------------------------

_HUB = "ohchr_themes"  # what issues and treaties reach the goals by
RELATIONS = ("same", "narrower", "broader", "related")
_INVERSE = {"same": "same", "narrower": "broader", "broader": "narrower", "related": "related"}
_Key = tuple[str, str | None, str]


class Crossed(NamedTuple):
    """`value` stands in another scheme or edition for the value asked about, and is the same, narrower, broader or related."""

    value: Value
    relation: str


class _Way(NamedTuple):
    to: _Key
    relation: str


@cache
def _ways() -> Mapping[_Key, tuple[_Way, ...]]:
    """Every row of the crosswalk, in both directions; a row that says that nothing stands for a value leads nowhere."""
    found: dict[_Key, list[_Way]] = {}
    for row in rows("taxonomy_crosswalk.csv"):
        one, other = (row["scheme"], row["edition"] or None, row["code"]), (row["to_scheme"], row["to_edition"] or None, row["to_code"])
        if row["relation"] != "none":
            found.setdefault(one, []).append(_Way(other, row["relation"]))
            found.setdefault(other, []).append(_Way(one, _INVERSE[row["relation"]]))
    return {key: tuple(ways) for key, ways in found.items()}


@cache
def _nothing() -> frozenset[tuple[_Key, tuple[str, str | None]]]:
    """The values of which the crosswalk says that nothing stands for them in a list."""
    return frozenset(
        ((row["scheme"], row["edition"] or None, row["code"]), (row["to_scheme"], row["to_edition"] or None))
        for row in rows("taxonomy_crosswalk.csv")
        if row["relation"] == "none"
    )


def crosswalk(value: Value, to_scheme: str, edition: str | None = None) -> tuple[Crossed, ...]:
    """What stands for a value in another scheme or edition, by the shortest way through the editions; () where nothing does."""
    target = scheme(to_scheme, edition)
    wanted = (_list_of(to_scheme), target.edition)
    if (value.key, wanted) in _nothing():
        return ()
    between = {wanted[0], _list_of(value.scheme), _HUB}
    reached: dict[_Key, str] = {value.key: "same"}
    last = reached
    while last:
        if found := [(key, relation) for key, relation in last.items() if key[:2] == wanted]:
            return tuple(Crossed(there, relation) for (_, _, code), relation in found if (there := target.get(code)))
        step: dict[_Key, str] = {}
        for key, relation in last.items():
            for way in _ways().get(key, ()):
                if way.to not in reached and way.to[0] in between:
                    joined = _joined(relation, way.relation)
                    step[way.to] = min(joined, step.get(way.to, joined), key=RELATIONS.index)
        reached = reached | step
        last = step
    return ()


def _joined(one: str, other: str) -> str:
    """The relation of two steps: narrower than what is narrower is narrower; narrower than what is broader may be anything."""
    if "same" in (one, other):
        return other if one == "same" else one
    return one if one == other else "related"


# --- labels under another edition --------------------------------------------------------------------------------------------------------


class Labelled(Protocol):
    """A label: a record's, or one of ours."""

    @property
    def scheme(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def edition(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of a label: `change` is kept (the same word), renamed (another word for the same), split (several), widened, narrowed,
    changed (one that is related), lost (nothing stands for it), unknown (the label is no value of its edition, or of which is not said)."""

    label: Labelled
    change: str
    to: tuple[Crossed, ...]


def moved(labels: Iterable[Labelled], edition: str) -> Iterator[Move]:
    """What becomes of each label when it is read by another edition of its scheme; labels of schemes without that edition are left out."""
    for label in labels:
        if edition in editions(label.scheme):
            known = label.edition in editions(label.scheme)
            value = scheme(label.scheme, label.edition).find(label.value) if known else None
            to = crosswalk(value, label.scheme, edition) if value else ()
            yield Move(label, _change(value, to), to)


def _change(value: Value | None, to: tuple[Crossed, ...]) -> str:
    if value is None:
        return "unknown"
    if len(to) != 1:
        return "split" if to else "lost"
    (only,) = to
    if only.relation == "same":
        return "kept" if only.value.label == value.label else "renamed"
    return {"broader": "widened", "narrower": "narrowed", "related": "changed"}[only.relation]
