"""How the desk is written: one transaction, a lock against lost updates, and a link in the audit's chain for every row.

The chain holds keys and digests alone. Values stand apart (`models.Value`), each digested with a salt of its own: where a value is erased,
the chain still verifies, and nothing can be guessed from what is left.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from upright.exceptions import UprightError
from upright.tracking.models.kept import Kept
from upright.tracking.models.people import Batch, ChainHead, Entry, Person, Value

_Kept = TypeVar("_Kept", bound=Kept)
# What only keeps the row; and who gave something in confidence, of which nothing is written down twice.
_KEEPING = frozenset({"id", "uid", "version", "created_at", "created_by", "changed_at", "changed_by", "author"})
ERASE, DELETE = "erase", "delete"  # verbs after which values of a row are missing
_AT_ONCE = 500  # rows in one statement
BECAUSE = "because"  # among the values of an entry: the reason that a person gave


class Conflict(UprightError):
    """Somebody else changed the row meanwhile. `current`: as it is now; `theirs`: what they changed; `mine`: what was to be written."""

    def __init__(self, current: Kept, mine: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
        super().__init__("somebody else changed this meanwhile: nothing was lost, see what both of you wrote")
        self.current = current
        self.mine = dict(mine)
        self.theirs = {name: value for name, value in values(current).items() if name in seen and seen[name] != value}


def create(model: type[_Kept], *, by: Person | None, because: str = "", batch: Batch | None = None, **given: Any) -> _Kept:
    """A new row."""
    [row] = create_all(model, [given], by=by, because=because, batch=batch)
    return row


def create_all(
    model: type[_Kept], rows: Iterable[Mapping[str, Any]], *, by: Person | None, because: str = "", batch: Batch | None = None
) -> list[_Kept]:
    """New rows of one table, each with its own link: a fraction of the time that one after the other takes."""
    with alone():
        now = timezone.now()
        of_batch = {"batch": batch} if model is not Batch and hasattr(model, "batch") else {}
        made = [model(**of_batch, **given, created_at=now, changed_at=now, created_by=by, changed_by=by) for given in rows]
        model._default_manager.bulk_create(made, batch_size=_AT_ONCE)
        _link([Written(row, {}, values(row)) for row in made], "create", by, because, batch)
    return made


def change(
    row: _Kept, *, version: int, by: Person | None, because: str = "", batch: Batch | None = None, verb: str = "change", **given: Any
) -> _Kept:
    """Write some fields of a row that the person saw in this version; the row as it is then. Conflict where it is another one meanwhile.

    Fields that are as they were are not written; where none is left, nothing is.
    """
    with alone():
        current = type(row)._default_manager.select_for_update().get(pk=row.pk)
        before = values(current)
        changed = {name: value for name, value in given.items() if plain(current, name, value) != before[_column(current, name)]}
        if not changed:
            return current
        if current.version != version:
            raise Conflict(current, given, values_at(current, version))
        for name, value in changed.items():
            setattr(current, name, value)
        current.version, current.changed_at, current.changed_by = version + 1, timezone.now(), by
        current.save(force_update=True)
        after = values(current)
        names = [name for name in after if after[name] != before[name]]
        written = Written(current, {name: before[name] for name in names}, {name: after[name] for name in names})
        _link([written], verb, by, because, batch)
    return current


def hide(row: _Kept, *, version: int, by: Person | None, because: str, batch: Batch | None = None) -> _Kept:
    """Take a row out of sight, with a reason; it is not deleted, and can be brought back."""
    if not because.strip():
        raise UprightError(_("Say why it is hidden."))
    now = timezone.now()
    return change(row, version=version, by=by, because=because, batch=batch, verb="hide", hidden_at=now, hidden_because=because)


def unhide(row: _Kept, *, version: int, by: Person | None, because: str = "", batch: Batch | None = None) -> _Kept:
    """Bring a row back."""
    return change(row, version=version, by=by, because=because, batch=batch, verb="unhide", hidden_at=None, hidden_because="")


def erase(row: Kept, name: str, instead: str, *, by: Person | None) -> None:
    """Put something else in the place of a personal value, and forget what the audit had of it; the chain says that it was erased."""
    with alone():
        Value.objects.filter(entry__in=_links_of(row), field=name).delete()
        type(row)._default_manager.filter(pk=row.pk).update(**{name: instead})
        _link([Written(row, {}, {})], ERASE, by)


def delete_own(row: Kept, *, by: Person | None) -> None:
    """Really delete what a person gave in confidence and did not submit, or withdrew: the row, and every value the audit had of it."""
    with alone():
        Value.objects.filter(entry__in=_links_of(row)).delete()
        _link([Written(row, {}, {})], DELETE, by)
        row.delete()


def _links_of(row: Kept) -> list[int]:
    """The numbers of the audit's links on a row: asked for by themselves, for PostgreSQL may join all links with all values instead."""
    return list(Entry.objects.filter(object=row.uid).order_by().values_list("number", flat=True))


@contextmanager
def alone() -> Iterator[None]:
    """A transaction in which nobody else adds to the chain."""
    with transaction.atomic():
        if ChainHead.objects.select_for_update().filter(pk=1).first() is None:
            ChainHead.objects.get_or_create(pk=1)
            ChainHead.objects.select_for_update().get(pk=1)
        yield


# --- values


def values(row: models.Model) -> dict[str, Any]:
    """What a row holds, by column, as JSON has it; what only keeps the row is left out."""
    return {
        field.attname: plain(row, field.attname, getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in _KEEPING
    }


def values_at(row: Kept, version: int) -> dict[str, Any]:
    """What a row held in an earlier version, as far as the audit still has it."""
    found = values(row)
    later = Value.objects.filter(entry__in=_links_of(row), entry__row_version__gt=version).order_by("-entry__number")
    for each in later:
        if each.field in found:
            found[each.field] = each.before
    return found


def _column(row: models.Model, name: str) -> str:
    return str(row._meta.get_field(name).attname)  # type: ignore[union-attr]  # the desk's own columns only


def plain(row: models.Model, name: str, value: Any) -> Any:
    """A value of a column as the audit has it."""
    field: Any = row._meta.get_field(name)
    if isinstance(value, models.Model):
        value = value.pk
    return json.loads(json.dumps(field.to_python(value) if value is not None else None, cls=DjangoJSONEncoder))


# --- the chain


class Written(NamedTuple):
    """A row that was written: what it held before and after, by column, of what changed."""

    row: Kept
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def _link(written: Iterable[Written], verb: str, by: Person | None, because: str = "", batch: Batch | None = None) -> None:
    """Add a link for each row; within `alone`."""
    head = ChainHead.objects.select_for_update().get(pk=1)
    entries, said = [], []
    for each in written:
        held = _said(each, because)
        entry = Entry(
            number=head.number + 1, at=timezone.now(), actor=by.key if by else None, verb=verb, table=str(each.row._meta.model_name),
            object=each.row.uid, row_version=each.row.version, batch=batch.uid if batch else None,
            digests={value.field: digests(value) for value in held}, previous=head.hash,
        )  # fmt: skip
        entry.hash = hash_of(entry)
        head.number, head.hash = entry.number, entry.hash
        entries.append(entry)
        for value in held:
            value.entry = entry
        said += held
    Entry.objects.bulk_create(entries, batch_size=_AT_ONCE)
    Value.objects.bulk_create(said, batch_size=_AT_ONCE)
    ChainHead.objects.filter(pk=1).update(number=head.number, hash=head.hash)


def _said(written: Written, because: str) -> list[Value]:
    """The values of a link, each with a salt of its own."""
    before, after = written.before, written.after
    said = [Value(field=name, before=before.get(name), after=after.get(name), salt=secrets.token_hex(16)) for name in after]
    return [*said, Value(field=BECAUSE, after=because, salt=secrets.token_hex(16))] if because else said


def digests(value: Value) -> list[str]:
    """The digests of a value before and after: what the chain holds of it."""
    return [
        hashlib.sha256(f"{value.salt}\n{json.dumps(each, sort_keys=True, cls=DjangoJSONEncoder)}".encode()).hexdigest()
        for each in (value.before, value.after)
    ]


def hash_of(entry: Entry) -> str:
    """The hash of a link: over all that it holds, and the hash of the link before it."""
    held = [
        entry.number, entry.at.isoformat(), str(entry.actor), entry.verb, entry.table, str(entry.object), entry.row_version,
        str(entry.batch), entry.digests, entry.previous,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()
