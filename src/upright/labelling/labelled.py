"""One label that a scheme gives to a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """`value` in the words of `scheme` (of its `edition`, where it has several); `method`: rule or model; `confidence`: from 0 to 1, how
    often such a label is right for States that were not trained on; `because`: the words that decided, as they stand in the text, ' · '
    between them."""

    scheme: str
    value: str
    method: str
    confidence: float
    because: str
    edition: str | None = None
