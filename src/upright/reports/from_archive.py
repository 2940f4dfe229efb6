"""The rows of a matrix out of the archive.

    rows(document)                                  of a report, or of a matrix itself
    rows(document, {"124.1": ["Law of 2024", ...]})     with what assessors say, by the keys of the recommendations

Where OHCHR has sorted the recommendations (the document is a matrix, or one that repeats it is at hand), its labels are taken as they are;
else those that hold in the archive: what persons say, above what rules and models found. A row says which (`MatrixRow.derived`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from upright import taxonomies
from upright.archive import labels
from upright.archive.models import Correction, Document, Label, LabelClaim, PositionRecord, Reading, Recommendation
from upright.archive.rows import record_of
from upright.exceptions import NotFound
from upright.readers.matrix import GROUPS, SDG, THEMES
from upright.records import Kind, Position
from upright.reports import read_back
from upright.reports.rows import Heading, MatrixRow

_LAST = 1000  # themes that no list has stand after all others


class _Labels(NamedTuple):
    themes: tuple[str, ...]
    persons: tuple[str, ...]
    sdgs: tuple[str, ...]


def rows(document: Document, comments: Mapping[str, Sequence[str]] | None = None) -> list[MatrixRow]:
    """A row for each recommendation; `comments`: lines on the level of implementation, by the recommendation's key.

    A matrix keeps its order. The recommendations of a report are put in the order of OHCHR's matrices: what is supported before all
    else, and in both by theme as OHCHR's list has them, then as the report has them.
    """
    found = list(Recommendation.objects.filter(document=document).order_by("order"))
    official = _official(document)
    held = _held(row for row in found if row.pk not in official)
    said, sources = comments or {}, _sources(document)
    made = [
        MatrixRow(
            **_recommended(row, document),
            **_stated(row, document, sources),
            **(official.get(row.pk) or held[row.pk])._asdict(),
            derived=row.pk not in official and any(held[row.pk]),
            comments=tuple(said.get(row.key, ())),
        )
        for row in found
    ]
    return made if document.kind == Kind.MATRIX else sorted(made, key=_order)


def heading(document: Document, commented: dt.date | None = None) -> Heading:
    """What a matrix of the document is about; `commented`: the day of the last comment that goes in.

    `dated` is the last day on which the document, or a list of OHCHR's that sorts it, was read or corrected, or a label of it judged.
    NotFound when the document does not say its State.
    """
    if not document.state:
        raise NotFound(f"{document} does not say which State it is about: correct the document's State first")
    days = [*_days(document), *([commented] if commented else [])]
    return Heading(state=document.state, cycle=document.cycle, session=document.working_group_session, dated=max(days))


def _days(document: Document) -> Iterator[dt.date]:
    """The days on which what the rows hold was read, corrected or judged."""
    documents = {document.pk, *(matrix for matrix, _of, _row in _lists(document))}
    yield document.loaded_at.date()
    for table, fields in ((Reading, ["read_at"]), (Correction, ["at", "withdrawn_at"]), (LabelClaim, ["at", "withdrawn_at"])):
        for moments in table.objects.filter(document__in=documents).values_list(*fields):
            yield from (moment.date() for moment in moments if moment)


def _order(row: MatrixRow) -> tuple[bool, int]:
    return row.position != Position.SUPPORTED, _place(row.themes[0]) if row.themes else _LAST


@cache
def _place(theme: str) -> int:
    """The place of a theme in OHCHR's list, of whichever edition it is."""
    for edition in taxonomies.editions(THEMES):
        themes = taxonomies.scheme(THEMES, edition)
        if value := themes.find(theme):
            return themes.values.index(value)
    return _LAST


# --- what is recommended, and the position on it ----------------------------------------------------------------------------------------


def _recommended(row: Recommendation, document: Document) -> dict[str, Any]:
    record: Any = record_of(row, document)
    said = read_back.wording(record, document.layer.text)
    return {"number": record.number, "text": record.text, "states": record.states, "parts": record.parts, "wording": said}


def _stated(row: Recommendation, document: Document, sources: Mapping[str, str | None]) -> dict[str, Any]:
    """Position, as it is written, and where it is stated. A matrix says all three itself; a report's position is the one in force."""
    if document.kind == Kind.MATRIX:
        written = None if "position" in (row.as_read or {}) else row.position_as_stated  # a person corrected what the words say
        return {"position": _known(row.position), "position_as_stated": written, "source": sources.get(row.number or "")}
    return {"position": _known(row.position_in_force), "source": stated_last(row, document)}


def _known(position: str | None) -> Position | None:
    return Position(position) if position else None


def _sources(document: Document) -> dict[str, str | None]:
    """Where a matrix says that its positions are stated, by number."""
    stated = PositionRecord.objects.filter(document=document, stated_in__startswith="matrix").values_list("recommendation", "stated_in")
    return {about["number"]: read_back.source(stated_in) for about, stated_in in stated}


def stated_last(row: Recommendation, document: Document) -> str | None:
    """Where the position in force was stated last, in words of matrices: 'A/HRC/28/15/Add.1 - Para. 3'; the report's own by its list."""
    for each in reversed(row.history):
        if each["position"] == row.position_in_force and not each["stated_in"].startswith("matrix"):
            symbol, _, paragraph = each["stated_in"].partition(" para. ")
            if symbol == document.symbol and paragraph == row.number:
                paragraph = paragraph.partition(".")[0]
            return f"{symbol} - Para. {paragraph}" if paragraph else symbol
    return None


# --- labels -----------------------------------------------------------------------------------------------------------------------------


def _lists(document: Document) -> list[tuple[int, str, int]]:
    """Where OHCHR sorts the recommendations of a document: key of the list's document, number in it, key of the recommendation's row."""
    if document.kind == Kind.MATRIX:
        found = Recommendation.objects.filter(document=document, number__isnull=False).values_list("number", "pk")
        return [(document.pk, number, pk) for number, pk in found]
    repeated = PositionRecord.objects.filter(about__document=document, document__kind__in=(Kind.MATRIX, Kind.UHRI))
    # By name of the kind: a matrix goes before the index.
    ordered = repeated.order_by("document__kind", "-document__principal", "document").values_list("document", "recommendation", "about")
    return [(matrix, about["number"], pk) for matrix, about, pk in ordered]


def _official(document: Document) -> dict[int, _Labels]:
    """OHCHR's labels of each recommendation that has some, in OHCHR's order, out of the first list that sorts it."""
    lists = _lists(document)
    given: dict[tuple[int, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    named = Label.objects.filter(document__in={matrix for matrix, _of, _row in lists}, method="official").order_by("document", "order")
    for matrix, of, scheme, value in named.values_list("document", "of", "scheme", "value"):
        given[matrix, of][scheme].append(value)
    found: dict[int, _Labels] = {}
    for matrix, of, pk in lists:
        if (matrix, of) in given:
            found.setdefault(pk, _labels(given[matrix, of]))
    return found


def _held(found: Iterable[Recommendation]) -> dict[int, _Labels]:
    """The labels in effect of each recommendation, the surest first, as OHCHR's lists have them."""
    found = list(found)
    held = labels.of_many(found)
    return {row.pk: _named(held[labels.place(row)]) for row in found}


def _named(held: Iterable[labels.Held]) -> _Labels:
    values: dict[str, list[str]] = defaultdict(list)
    for each in held:
        if each.holds:
            values[each.scheme].append(each.value)
    groups = values[labels.PERSONS] + values[labels.DUTY_BEARERS]
    return _labels({THEMES: values[labels.THEMES], GROUPS: groups, SDG: list(_goals(values[labels.SDG]))})


def _labels(values: Mapping[str, Sequence[str]]) -> _Labels:
    return _Labels(*(tuple(values.get(scheme, ())) for scheme in (THEMES, GROUPS, SDG)))


def _goals(codes: Iterable[str]) -> Iterator[str]:
    """Goals as matrices write them ('16 - PEACE, JUSTICE AND STRONG INSTITUTIONS'); a target counts as its Goal."""
    names: Any = taxonomies.goal_names("en")
    for goal in sorted({code.partition(".")[0] for code in codes}, key=int):
        yield f"{goal} - {names[goal].upper()}"
