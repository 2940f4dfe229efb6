"""What a record is about, and how strongly it asks: labels with their confidence, and the words that decided.

Each scheme is a module of this package with `label(text: Text) -> tuple[Labelled, ...]`; models are small files of weights
(`labelling.weights`), and without them the rules of a scheme answer alone. The same text gets the same labels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from upright.labelling import action, groups, issues, sdgs, themes, treaties, weights
from upright.labelling.labelled import Labelled
from upright.labelling.text import Text
from upright.readers.reading import Reading
from upright.records import Commitment, Concern, Label, Pledge, Question, Recommendation, Record, Source, Statement

__all__ = ["LANGUAGES", "SCHEMES", "Labelled", "Text", "label", "labels", "texts", "version"]

_ASKS = frozenset({"recommendation", "pledge"})  # what says how strongly a State should act
_OF_ALL = (issues, themes, groups, sdgs, treaties)
_MODELS = ("action", "issues")
LANGUAGES = frozenset({"en", None})  # of documents: what the rules and models read, and what is not known to be another
SCHEMES = ("upr_info_action", "upr_info_issues", "ohchr_themes", "affected_persons", "duty_bearers", "sdg", "treaties")


def label(text: str, record: str = "recommendation") -> tuple[Labelled, ...]:
    """All labels of a text, scheme by scheme. `record`: what it is; only a recommendation or a pledge has a strength of action."""
    prepared = Text(text)
    if not prepared.words:
        return ()
    modules = (action, *_OF_ALL) if record in _ASKS else _OF_ALL
    return tuple(found for module in modules for found in module.label(prepared))


def labels(reading: Reading) -> Iterator[Label]:
    """The labels of a reading's records: recommendations, pledges, questions, concerns, commitments, and the sentences of statements.

    A document in another language than English has none.
    """
    for record in reading.records if reading.identity.language in LANGUAGES else ():
        for of, text, source in texts(reading, record):
            for found in label(text, record.NAME):
                yield Label(
                    document=record.document,
                    source=source,
                    of=of,
                    scheme=found.scheme,
                    value=found.value,
                    method=found.method,
                    confidence=found.confidence,
                    because=found.because,
                    edition=found.edition,
                )


def texts(reading: Reading, record: Record) -> Iterator[tuple[str, str, Source]]:
    """What is labelled of a record: what its labels name it by, its words, and where they stand."""
    source = record.source
    if isinstance(record, Recommendation):
        number = record.number or source.paragraph or ""
        yield f"{number} {record.limb}" if record.limb else number, record.text, source
    elif isinstance(record, Question):
        yield record.id, record.text, source
    elif isinstance(record, Concern):
        yield record.paragraphs[0] if record.paragraphs else source.paragraph or "", record.text, source
    elif isinstance(record, Pledge | Commitment):
        yield source.paragraph or "", record.text, source
    elif isinstance(record, Statement):
        for act in record.acts:
            at = Source(file=source.file, paragraph=source.paragraph, page=source.page, start=act.start, end=act.end)
            yield record.paragraph or "", reading.passage(at), at


@cache
def version() -> str:
    """What labels depend on beside the text: the code and rules of this package, the tables that it reads, and the weights in use."""
    digest = hashlib.sha256()
    root = files("upright")
    for folder in ("labelling", "data"):
        for path in sorted(root.joinpath(folder).iterdir(), key=lambda each: each.name):
            if path.is_file() and path.name.endswith((".py", ".csv")):
                digest.update(path.name.encode() + path.read_bytes())
    for name in _MODELS:
        digest.update(weights.digest(name).encode())
    return digest.hexdigest()[:16]
