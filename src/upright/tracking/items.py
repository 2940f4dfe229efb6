"""What a desk follows up: what the documents of the archive ask its State to do, and what it promised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from django.contrib.auth.models import User

from upright.archive import claims
from upright.archive.models import Commitment, Document, Pledge, Recommendation, Row
from upright.records import Tense
from upright.tracking import keep, people
from upright.tracking.models import Desk, Item, Organisation, Person
from upright.tracking.words import OrganisationKind, Role

Place = tuple[str, str]  # kind and key of a record


def open_desk(state: str, name: str, *, by: Person | None, **given: Any) -> Desk:
    """A desk for a State, with all that it is asked; the one that is there, where there is one."""
    with keep.alone():
        desk = Desk.objects.filter(state=state).first() or keep.create(Desk, by=by, state=state, name=name, **given)
        take_in(desk)
    return desk


def open_for(state: str, name: str, *, mechanism: str, coordinator: User) -> Desk:
    """A desk with whoever coordinates it, in its mechanism: the one that is there, else one that is called so. All of it or nothing."""
    with keep.alone():
        person = people.person_of(coordinator)
        desk = open_desk(state, name, by=person)
        there = Organisation.objects.filter(desk=desk, kind=OrganisationKind.MECHANISM.value, hidden_at=None).first()
        given: dict[str, Any] = {"name": mechanism, "kind": OrganisationKind.MECHANISM.value}
        people.join(person, there or keep.create(Organisation, by=person, desk=desk, **given), Role.COORDINATOR, by=person)
    return desk


def catch_up() -> int:
    """Have every desk follow what its State's documents ask now; how many records are new on one."""
    return sum(take_in(desk) for desk in Desk.objects.all())


def take_in(desk: Desk) -> int:
    """Follow what the State's documents ask now; how many records are new.

    An item follows its record as a correction does (`archive.claims`): by its passage, where its key came to mean another one, and into
    another file of the same symbol. What was followed stays, also where its document is gone.
    """
    new = 0
    with keep.alone():
        there: dict[str, list[Item]] = defaultdict(list)
        for item in Item.objects.filter(desk=desk):
            there[item.symbol or item.sha256].append(item)
        for document in Document.objects.principal().filter(state=desk.state).select_related("layer").order_by("pk"):
            new += _take_in(desk, document, there.get(document.symbol or document.sha256, []))
    return new


def _take_in(desk: Desk, document: Document, there: list[Item]) -> int:
    rows = {(row.KIND.NAME, row.key): row for row in _rows(document)}
    now = {place: claims.passage(document.layer.text, row.source_start, row.source_end) for place, row in rows.items()}
    follows: dict[Place, Item] = {}
    for item in there:
        place = (item.kind, claims.key_now(item.kind, item.key, item.passage, now) or "")
        if place in rows:
            follows.setdefault(place, item)
    _make_room(document, there, rows, follows)
    for place, item in follows.items():
        if values := _changed(item, _values(document, rows[place], now[place])):
            keep.change(item, version=item.version, by=None, verb="follow", **values)
    missing = [{"desk": desk, **_values(document, rows[place], now[place])} for place in rows if place not in follows]
    return len(keep.create_all(Item, missing, by=None))


def _make_room(document: Document, there: Iterable[Item], rows: Container[Place], follows: Mapping[Place, Item]) -> None:
    """Take items from places that other records have now: they come to their own, or stay as what is gone."""
    for item in there:
        place = (item.kind, item.key)
        if item.sha256 == document.sha256 and place in rows and follows.get(place) is not item:
            keep.change(item, version=item.version, by=None, verb="follow", key=claims.gone(item.key, item.pk))
            item.refresh_from_db()


def _rows(document: Document) -> Iterator[Row]:
    """The records of a document that are followed up."""
    if document.counted:
        yield from Recommendation.objects.filter(document=document).order_by("order")
    yield from Pledge.objects.filter(document=document).order_by("order")
    yield from Commitment.objects.filter(document=document, tense=Tense.PROMISED.value).order_by("order")


def _values(document: Document, row: Any, passage: str) -> dict[str, Any]:
    return {
        "document": document, "sha256": document.sha256, "kind": row.KIND.NAME, "key": row.key, "passage": passage,
        "symbol": document.symbol, "file": "" if document.symbol else document.file[:300], "number": _number(row), "text": row.text,
    }  # fmt: skip


def _changed(item: Item, values: dict[str, Any]) -> dict[str, Any]:
    """Those of some values that an item does not have."""
    return {name: value for name, value in values.items() if getattr(item, "document_id" if name == "document" else name) != _key(value)}


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Document) else value


def _number(row: Any) -> str:
    """What a record is cited by: its number with the limb that it is, else its paragraph."""
    limb = getattr(row, "limb", None)
    number = str(getattr(row, "number", None) or row.source_paragraph or row.key)
    return f"{number} {limb if limb.startswith('(') else f'({limb})'}" if limb else number
