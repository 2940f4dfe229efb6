"""The bodies that the documents come from: what they are called in six languages, and the symbols of their documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from upright.data import rows

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")


@dataclass(frozen=True, slots=True)
class Body:
    """A body. `kind`: organ, council, working_group, committee, treaty_body or treaty_bodies; `prefixes`: how the symbols of its
    documents begin; `names` by language; `treaty`: the code of the instrument that it watches over."""

    code: str
    kind: str
    prefixes: tuple[str, ...]
    acronym: str
    names: dict[str, str]
    treaty: str | None

    @property
    def name(self) -> str:
        return self.names["en"]


@cache
def all_bodies() -> dict[str, Body]:
    """Every body by its code."""
    return {row["code"]: _body(row) for row in rows("bodies.csv")}


def _body(row: dict[str, str]) -> Body:
    return Body(
        code=row["code"],
        kind=row["kind"],
        prefixes=tuple(row["prefixes"].split(";")),
        acronym=row["acronym"],
        names={language: row[language] for language in LANGUAGES},
        treaty=row["treaty"] or None,
    )


def body(code: str) -> Body | None:
    """The body of a code ('CCPR', 'HRC'); None for an unknown one."""
    return all_bodies().get(code)


@cache
def prefixes() -> dict[tuple[str, ...], str]:
    """The body's code by the parts that the symbols of its documents begin with: ('A', 'HRC', 'WG.6') -> 'UPR'."""
    return {tuple(prefix.split("/")): each.code for each in all_bodies().values() for prefix in each.prefixes}


@cache
def _by_name() -> dict[str, Body]:
    return {_fold(name): each for each in all_bodies().values() for name in each.names.values()}


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted((name for each in all_bodies().values() for name in each.names.values()), key=len, reverse=True)
    written = "|".join(re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]") for name in names)
    return re.compile(rf"^(?:{written})", re.IGNORECASE | re.MULTILINE)


def heading(text: str) -> Body | None:
    """The body whose name, in any of the six languages, the first line begins with that begins with a body's name."""
    match = _pattern().search(text)
    return _by_name()[_fold(match[0])] if match else None


def _fold(name: str) -> str:
    return re.sub(r"\s+", " ", name).replace("’", "'").casefold()
