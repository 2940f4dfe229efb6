"""Treaties, protocols and declarations that the documents name, with the acronyms that they use for them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from upright.data import rows


@dataclass(frozen=True, slots=True)
class Instrument:
    """`code`: its usual acronym, or a short name; `kind`: core_treaty, protocol, treaty, declaration, regional_treaty, ilo_convention;
    `acronyms` as documents write them (OP-CAT, OPCAT); `adopted`: the day it was adopted or opened for signature."""

    code: str
    kind: str
    name: str
    acronyms: tuple[str, ...]
    adopted: dt.date


@cache
def all_instruments() -> dict[str, Instrument]:
    """Every instrument by its code."""
    return {row["code"]: _instrument(row) for row in rows("instruments.csv")}


def _instrument(row: dict[str, str]) -> Instrument:
    acronyms = tuple(row["acronyms"].split(";")) if row["acronyms"] else ()
    return Instrument(row["code"], row["kind"], row["name"], acronyms, dt.date.fromisoformat(row["adopted"]))


@cache
def acronyms() -> dict[str, str]:
    """The instrument's code by every acronym that documents use for it."""
    return {acronym: each.code for each in all_instruments().values() for acronym in each.acronyms}


@cache
def _by_name() -> dict[str, Instrument]:
    return {_fold(each.name): each for each in all_instruments().values()}


def find(name: str) -> Instrument | None:
    """The instrument that an acronym ('OPCAT', 'OP-CAT', 'ICCPR-OP 2') or a full English name is; None for any other text."""
    written = re.sub(r"\s*([‐‑–-])\s*", "-", " ".join(name.split()))
    code = acronyms().get(written)
    return all_instruments()[code] if code else _by_name().get(_fold(written))


def _fold(name: str) -> str:
    return re.sub(r"\s+", " ", name).replace("’", "'").casefold().strip(" ,.;").removeprefix("the ")
