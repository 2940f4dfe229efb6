"""The archive as a data set: CSV and JSON Lines for each kind of record, with a codebook, to be cited and used elsewhere.

The same archive gives the same bytes. No accounts are in it, and no names of those who corrected or judged: of a correction, which field,
and what the document itself says.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from django.db import connection
from django.db.models import Max, Model

from upright.archive import models
from upright.archive.models import ROWS, Document, Row
from upright.archive.rows import SOURCE, column_names
from upright.data import rows as data_rows
from upright.export import guarded
from upright.records import DocumentRecord, field_names

Progress = Callable[[int, int], None]
_LICENCE = (
    "The documents are the United Nations'; the records were read from them by upright (Apache License 2.0). "
    "Facts are free to use; cite both."
)
_JUDGEMENT = "judgement"
_JUDGED = {
    "symbol": "document__symbol", "sha256": "document__sha256", "question": "question", "answered_in": "answered_in__symbol",
    "answered_in_sha256": "answered_in__sha256", "paragraph": "paragraph", "verdict": "verdict",
}  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the time that every file in a package has: the same archive gives the same bytes


@dataclass(frozen=True, slots=True)
class Edition:
    """Which data this is: the day of the archive's last change and a digest of its contents."""

    version: str
    day: str
    documents: int
    digest: str

    @property
    def citation(self) -> str:
        return f"upright: reviews of the human rights record of States, {self.documents} documents. Version {self.version}, {self.day}."


@dataclass(frozen=True, slots=True)
class Described:
    """A table: its name, how many rows it has, what it holds."""

    name: str
    rows: int
    says: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, its type (Frictionless Table Schema), and what it means."""

    name: str
    type: str
    says: str


def edition() -> Edition:
    """Which data this is. The digest is of every document's content, the reader that read it, and the corrections in effect."""
    digest = hashlib.sha256()
    documents = list(Document.objects.order_by("sha256").values_list("sha256", "reader_version", "counted"))
    digest.update(json.dumps(documents).encode())
    effective = models.Correction.objects.filter(withdrawn_at=None).order_by("document__sha256", "kind", "key", "field")
    for correction in effective.values_list("document__sha256", "kind", "key", "field", "value"):
        digest.update(json.dumps(correction, default=str).encode())
    for judgement in _judged():
        digest.update(json.dumps(judgement, default=str).encode())
    claims = [each._default_manager.aggregate(day=Max("at"))["day"] for each in (models.Correction, models.Judgement)]
    days = [Document.objects.aggregate(day=Max("readings__read_at"))["day"], *claims]
    day = max((each for each in days if each), default=None)
    return Edition(
        version=f"{day:%Y.%m.%d}-{digest.hexdigest()[:8]}" if day else "empty",
        day=f"{day:%Y-%m-%d}" if day else "",
        documents=len(documents),
        digest=digest.hexdigest(),
    )


def described() -> list[Described]:
    """The tables of the data set."""
    tables = _tables()
    numbers = _rows([table for _, table, _ in tables])
    return [Described(name, number, says) for (name, _, says), number in zip(tables, numbers, strict=True)]


def _rows(tables: Iterable[type[Model]]) -> list[int]:
    """How many rows each table has, in one query for all; of judgements those in effect."""
    in_effect: dict[type[Model], str] = {models.Judgement: " WHERE withdrawn_at IS NULL"}
    quoted = ((connection.ops.quote_name(table._meta.db_table), in_effect.get(table, "")) for table in tables)
    numbers = ", ".join(f"(SELECT COUNT(*) FROM {name}{where})" for name, where in quoted)  # noqa: S608  # names are the models' own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {numbers}")
        return list(cursor.fetchone())


def _judged() -> Any:
    """The judgements in effect, as the data set gives them."""
    found = models.Judgement.objects.filter(withdrawn_at=None)
    return found.order_by("document__sha256", "question", "answered_in__sha256", "paragraph").values_list(*_JUDGED.values())


def _tables() -> list[tuple[str, Any, str]]:
    own = [(row.KIND.NAME, row, _summary(row.KIND)) for row in ROWS]
    return [("document", Document, _summary(DocumentRecord)), *own, (_JUDGEMENT, models.Judgement, _summary(models.Judgement))]


def _summary(kind: type[Any]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


@cache
def columns(name: str) -> tuple[Column, ...]:
    """The columns of a table, each explained; KeyError where the codebook lacks one."""
    known = {(row["record"], row["field"]): row["says"] for row in data_rows("codebook.csv")}
    return tuple(Column(field, kind, known.get((name, field)) or known["*", field]) for field, kind in _fields(name))


def _fields(name: str) -> Iterator[tuple[str, str]]:
    if name == _JUDGEMENT:
        yield from ((column, "string") for column in _JUDGED)
        return
    kind = DocumentRecord if name == "document" else next(row.KIND for row in ROWS if name == row.KIND.NAME)
    types = {field.name: str(field.type) for field in dataclasses.fields(kind)}
    yield "symbol" if name != "document" else "sha256", "string"
    if name != "document":
        yield "sha256", "string"
        yield "key", "string"
        yield "counted", "boolean"
    for field in field_names(kind):
        if field not in {"sha256", "schema"} and (name != "document" or field != "sha256"):
            yield field, _type(types[field])
    if name == "document":
        yield from (
            ("file", "string"),
            ("media_type", "string"),
            ("principal", "boolean"),
            ("counted", "boolean"),
            ("reader_version", "string"),
        )
    else:
        yield from zip(SOURCE, ("string", "integer", "integer", "integer"), strict=True)
        yield "corrected_fields", "object"


def _type(annotation: str) -> str:
    if "tuple" in annotation:
        return "array"
    for word, kind in (("date", "date"), ("int", "integer"), ("float", "number"), ("Ref", "object")):
        if re.search(rf"\b\w*{word}\b", annotation):
            return kind
    return "string"


def write(target: Path, progress: Progress | None = None) -> str:
    """Write the data set into a folder, or into one file where the name ends in .zip; one line that says what was written."""
    if target.suffix == ".zip":
        part = target.with_name(f".part-{target.name}")
        with part.open("wb") as out:
            _pack(out, progress)
        part.replace(target)
    else:
        target.mkdir(parents=True, exist_ok=True)
        for name, pieces in _files(progress):
            with (target / name).open("wb") as out:
                for piece in pieces:
                    out.write(piece)
    return f"{edition().citation} Written to {target}"


def packed() -> tuple[IO[bytes], str]:
    """The data set as one file, and its name."""
    out = tempfile.TemporaryFile(prefix="upright-")  # noqa: SIM115  # who sends it closes it
    _pack(out, None)
    out.seek(0)
    return out, f"upright-{edition().version}.zip"


def _pack(out: IO[bytes], progress: Progress | None) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, pieces in _files(progress):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            with package.open(info, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)


def _files(progress: Progress | None) -> Iterator[tuple[str, Iterable[bytes]]]:
    tables = _tables()
    now = edition()
    yield "README.md", [_readme(now).encode()]
    yield "CITATION.cff", [_citation(now).encode()]
    yield "codebook.md", [codebook().encode()]
    yield "datapackage.json", [_package(now).encode()]
    for done, (name, table, _says) in enumerate(tables, 1):
        yield f"{name}.csv", _csv(name, table)
        yield f"{name}.jsonl", _jsonl(name, table)
        if progress:
            progress(done, len(tables))


def _values(name: str, table: Any) -> Iterator[list[Any]]:
    """The rows of a table, by document and place in it."""
    if table is Document:
        wanted = [column.name for column in columns(name)]
        yield from map(list, Document.objects.order_by("sha256").values_list(*wanted).iterator(chunk_size=500))
        return
    if table is models.Judgement:
        yield from map(list, _judged().iterator(chunk_size=500))
        return
    own = list(column_names(table.KIND).values())
    chosen = ("document__symbol", "document__sha256", "key", "document__counted", *own, *SOURCE, "as_read")
    for row in table._default_manager.order_by("document__sha256", "order", "key").values_list(*chosen).iterator(chunk_size=500):
        yield list(row)


def _csv(name: str, table: type[Row]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([column.name for column in columns(name)])
    yield b"\xef\xbb\xbf"
    for row in _values(name, table):
        writer.writerow([_cell(value) for value in row])
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        simple = isinstance(value, list) and all(isinstance(each, str | int) for each in value)
        value = "; ".join(map(str, value)) if simple else json.dumps(value, ensure_ascii=False, sort_keys=True)
    elif value is not None and not isinstance(value, str | int | float):
        value = str(value)
    return guarded(value)


def _jsonl(name: str, table: type[Row]) -> Iterator[bytes]:
    names = [column.name for column in columns(name)]
    for row in _values(name, table):
        yield (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str) + "\n").encode("utf-8", "replace")


def codebook() -> str:
    """Every table and every column in words."""
    parts = ["# Codebook\n"]
    for name, _table, says in _tables():
        parts.append(f"\n## {name}\n\n{says}\n\n| column | type | meaning |\n|---|---|---|\n")
        parts += [f"| `{column.name}` | {column.type} | {column.says} |\n" for column in columns(name)]
    return "".join(parts)


def _package(now: Edition) -> str:
    resources = [
        {
            "name": name,
            "path": f"{name}.csv",
            "description": says,
            "schema": {"fields": [{"name": each.name, "type": each.type, "description": each.says} for each in columns(name)]},
        }
        for name, _table, says in _tables()
    ]
    package = {"name": "upright", "version": now.version, "created": now.day, "description": _LICENCE, "resources": resources}
    return json.dumps(package, indent=1, ensure_ascii=False)


def _readme(now: Edition) -> str:
    return (
        f"# upright, version {now.version}\n\n{now.citation}\n\nDigest of the contents: sha256 {now.digest}\n\n{_LICENCE}\n\n"
        "One table for each kind of record, as CSV (UTF-8) and as JSON Lines; `codebook.md` explains every column,\n"
        "`datapackage.json` says the same to programs. A record that a person corrected says so in `corrected_fields`:\n"
        "the fields, with what the document itself says.\n"
        "Several files of one document are in it: take the rows whose `counted` is true to have each recommendation once.\n"
    )


def _citation(now: Edition) -> str:
    return (
        'cff-version: 1.2.0\ntype: dataset\ntitle: "upright: reviews of the human rights record of States"\n'
        f'version: "{now.version}"\ndate-released: "{now.day}"\nauthors:\n  - name: "The upright developers"\n'
    )
