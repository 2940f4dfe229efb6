"""Which document is this? Symbol, kind, body, language, State, session, date, out of the document's own words."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from upright.records import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a document says of itself; None where it does not say."""

    symbol: str | None
    kind: Kind
    language: str | None
    title: str | None = None
    body: str | None = None
    state: str | None = None
    date: datetime.date | None = None
    council_session: int | None = None
    working_group_session: int | None = None
    cycle: int | None = None
    committee_session: int | None = None
    meeting: int | None = None
