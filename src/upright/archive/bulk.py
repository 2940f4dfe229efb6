"""Many rows at once: one prepared statement for all of them.

Django's `bulk_create` and `bulk_update` build one long statement out of expressions, which took two thirds of the time of loading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

_AT_ONCE = 500  # keys in one statement: databases have a limit


def insert(model: type[models.Model], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, given as values by attribute name (`document_id`); all have the same names."""
    if not rows:
        return
    fields = _fields(model, rows[0])
    names = ", ".join(_quoted(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    # Names of tables and columns are the models' own, and quoted.
    _run(f"INSERT INTO {_quoted(model._meta.db_table)} ({names}) VALUES ({marks})", _values(fields, rows))  # noqa: S608


def update(model: type[models.Model], rows: Iterable[models.Model], names: Sequence[str]) -> None:
    """Write some attributes of rows that are there."""
    fields = _fields(model, [*names, model._meta.pk.attname])
    *changed, key = fields
    setting = ", ".join(f"{_quoted(field.column)} = %s" for field in changed)
    values = _values(fields, [{field.attname: getattr(row, field.attname) for field in fields} for row in rows])
    if values:
        _run(f"UPDATE {_quoted(model._meta.db_table)} SET {setting} WHERE {_quoted(key.column)} = %s", values)  # noqa: S608


def keep(model: type[models.Model], names: Sequence[str], wanted: Iterable[tuple[Any, ...]], **among: Any) -> None:
    """Make the rows that have the values `among` what is wanted, each given by the values of `names`; those that stay are left alone."""
    missing = dict.fromkeys(wanted)
    rows: Any = model._default_manager.filter(**among)
    gone = []
    for pk, *row in rows.order_by("pk").values_list("pk", *names):
        if tuple(row) in missing:
            del missing[tuple(row)]
        else:
            gone.append(pk)
    for start in range(0, len(gone), _AT_ONCE):
        rows.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    insert(model, [{**among, **dict(zip(names, row, strict=True))} for row in missing])


def _fields(model: type[models.Model], names: Iterable[str]) -> list[Any]:
    known = {field.attname: field for field in model._meta.concrete_fields}
    return [known[name] for name in names]


def _values(fields: Sequence[Any], rows: Iterable[dict[str, Any]]) -> list[list[Any]]:
    database = connections[DEFAULT_DB_ALIAS]  # itself, not the proxy, which takes as long as the conversion
    prepare = [(field.attname, field.get_db_prep_save) for field in fields]
    return [[convert(row[name], database) for name, convert in prepare] for row in rows]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _run(statement: str, values: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
