"""upright reads the documents of human rights reviews into exact records.

>>> import upright
>>> reading = upright.read("A_HRC_28_10.pdf")  # doctest: +SKIP
>>> reading.of(upright.Recommendation)[0].states  # doctest: +SKIP
('AUT',)

Public names are those in `__all__`; they are loaded when they are first used, so that `import upright` costs nothing.
"""

from __future__ import annotations

import importlib
import typing

if typing.TYPE_CHECKING:
    import os

    from upright.exceptions import FetchError, NotFound, UnknownDocument, UnreadableFile, UprightError
    from upright.readers.reading import Reading
    from upright.records import (
        Answer,
        Citation,
        Commitment,
        Concern,
        Event,
        Figure,
        Finding,
        Grade,
        Kind,
        Paragraph,
        Position,
        PositionRecord,
        Progress,
        Question,
        Recommendation,
        Record,
        Review,
        Statement,
        Turn,
        Unread,
        as_json,
    )

__all__ = [
    "Answer",
    "Citation",
    "Commitment",
    "Concern",
    "Event",
    "FetchError",
    "Figure",
    "Finding",
    "Grade",
    "Kind",
    "NotFound",
    "Paragraph",
    "Position",
    "PositionRecord",
    "Progress",
    "Question",
    "Reading",
    "Recommendation",
    "Record",
    "Review",
    "Statement",
    "Turn",
    "UnknownDocument",
    "Unread",
    "UnreadableFile",
    "UprightError",
    "as_json",
    "read",
]

_HOMES = {"Reading": "upright.readers.reading"} | dict.fromkeys(
    ("FetchError", "NotFound", "UnknownDocument", "UnreadableFile", "UprightError"), "upright.exceptions"
)


def read(path: str | os.PathLike[str]) -> Reading:
    """Read one document, in this process, without the cache.

    Returns its identity, its text layer and its records in document order; all offsets count characters of `Reading.text`.
    Raises UnreadableFile when the file gives no text, UnknownDocument when it is not of a kind that upright reads.
    """
    from pathlib import Path  # noqa: PLC0415

    from upright.pipeline import read_file  # noqa: PLC0415

    return read_file(Path(path))


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'upright' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES.get(name, "upright.records")), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
