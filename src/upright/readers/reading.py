"""What comes out of reading one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from upright.identify import Identity
from upright.records import Record, Source

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file, read: which document it is, the text that all offsets count in, and its records in document order.

    `file` is the file's name, as in every record's source. `seconds` is the time that reading took (0.0 when it came out of the cache).
    """

    file: str
    sha256: str
    identity: Identity
    text: str
    records: tuple[Record, ...]
    seconds: float

    def of(self, record: type[R]) -> tuple[R, ...]:
        """The records of one kind, in document order."""
        return tuple(each for each in self.records if isinstance(each, record))

    def passage(self, source: Source) -> str:
        """The words that a record was read from."""
        return self.text[source.start : source.end]
