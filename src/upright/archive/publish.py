"""The archive as a data set: CSV and JSON Lines for each kind of record, with a codebook, to be cited and used elsewhere.

The same archive gives the same bytes. No accounts are in it, and no names of those who corrected or judged: of a correction, which field,
and what the document itself says; of a judgement, what is judged and how.
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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from django.db import connection
from django.db.models import Max, Model

from upright.archive import models
from upright.archive.labels import COLUMNS
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
_RECORD = {"symbol": "document__symbol", "sha256": "document__sha256", "record": "kind", "key": "key"}
_OTHER = {
    "other_symbol": "other_document__symbol",
    "other_sha256": "other_document__sha256",
    "other_record": "other_kind",
    "other_key": "other_key",
}
_TO = {"to_symbol": "to_document__symbol", "to_sha256": "to_document__sha256", "to_record": "to_kind", "to_key": "to_key"}
_LABEL = {"scheme": "scheme", "edition": "edition", "value": "value"}
_OF_LABELLING = ("scheme", "edition", "value", "method", "confidence", "because")
# Tables that hold no records: of each its columns, and where they come from. What persons say is in them as far as it is in effect.
_OTHERS: dict[str, tuple[type[Model], dict[str, str]]] = {
    "judgement": (
        models.Judgement,
        {
            "symbol": "document__symbol", "sha256": "document__sha256", "question": "question", "answered_in": "answered_in__symbol",
            "answered_in_sha256": "answered_in__sha256", "paragraph": "paragraph", "verdict": "verdict",
        },
    ),
    "labelling": (models.Labelling, {**_RECORD, **dict.fromkeys(_OF_LABELLING, "labels")}),
    "label_judgement": (models.LabelClaim, {**_RECORD, **_LABEL, "holds": "holds"}),
    "link": (models.Link, {**_RECORD, **_TO, "kind": "relation", "method": "method", "confidence": "confidence", "because": "because"}),
    "dossier": (models.Dossier, {"state": "state", "address": "slug", "title": "title", "treaties": "treaties", "because": "because"}),
    "dossier_member": (models.DossierMember, {"state": "dossier__state", "address": "dossier__slug", "at": "at", **_RECORD}),
    "course": (models.Course, {**_RECORD, "course": "course", **_TO, "method": "method", "confidence": "confidence", "because": "because"}),
    "raised": (
        models.Raised,
        {
            "symbol": "document__symbol", "sha256": "document__sha256", **dict(zip(SOURCE, SOURCE, strict=True)), "text": "text",
            "raised_by": "raised_by", "report": "report__symbol", "report_sha256": "report__sha256", "neglected": "neglected",
            "nearest": "nearest", "method": "method", "confidence": "confidence", "because": "because",
        },
    ),
    "dossier_title": (models.DossierTitle, {**_RECORD, "title": "title"}),
    "pair_judgement": (models.PairJudgement, {**_RECORD, **_OTHER, "verdict": "verdict"}),
}  # fmt: skip
_TYPES = {
    "holds": "boolean", "confidence": "number", "treaties": "array", "at": "integer", "neglected": "boolean",
    "source_page": "integer", "source_start": "integer", "source_end": "integer",
}  # fmt: skip  # the others are strings
_SAID = (models.Correction, models.Judgement, models.LabelClaim, models.DossierTitle, models.PairJudgement)
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
    for name, (table, _columns) in _OTHERS.items():
        if table in _SAID:
            for said in _other(name):
                digest.update(json.dumps([name, *said], default=str).encode())
    for derived in (models.Labelled, models.Linked):
        digest.update(json.dumps(sorted(set(derived.objects.values_list("version", flat=True)))).encode())
    claims = [each._default_manager.aggregate(day=Max("at"))["day"] for each in _SAID]
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


def _rows(tables: Sequence[type[Model]]) -> list[int]:
    """How many rows each table has, in one query for all; of what persons say those in effect, of a labelling one for each label."""
    names = [connection.ops.quote_name(table._meta.db_table) for table in tables]
    counts = zip(map(_counting, tables), names, map(_where, tables), strict=True)
    numbers = ", ".join(f"(SELECT {counting} FROM {name}{where})" for counting, name, where in counts)  # noqa: S608  # names are our own
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {numbers}")
        return list(cursor.fetchone())


def _counting(table: type[Model]) -> str:
    length = "jsonb_array_length" if connection.vendor == "postgresql" else "json_array_length"
    return f"COALESCE(SUM({length}(labels)), 0)" if table is models.Labelling else "COUNT(*)"


def _where(table: type[Model]) -> str:
    return " WHERE withdrawn_at IS NULL" if table in _SAID else ""


def _other(name: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a table that holds no records."""
    table, paths = _OTHERS[name]
    found = table._default_manager.filter(withdrawn_at=None) if table in _SAID else table._default_manager.all()
    order = [path for path in dict.fromkeys(paths.values()) if not path.endswith("symbol")]
    if table is not models.Labelling:
        yield from found.order_by(*order).values_list(*paths.values()).iterator(chunk_size=500)
        return
    places = list(_RECORD.values())
    for *at, labels in found.order_by(*order[:-1]).values_list(*places, "labels").iterator(chunk_size=500):
        for label in labels:
            said = dict(zip(COLUMNS, label, strict=True))
            yield (*at, *(said[column] for column in _OF_LABELLING))


def _tables() -> list[tuple[str, Any, str]]:
    own = [(row.KIND.NAME, row, _summary(row.KIND)) for row in ROWS]
    others = [(name, table, _summary(table)) for name, (table, _columns) in _OTHERS.items()]
    return [("document", Document, _summary(DocumentRecord)), *own, *others]


def _summary(kind: type[Any]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


@cache
def columns(name: str) -> tuple[Column, ...]:
    """The columns of a table, each explained; KeyError where the codebook lacks one."""
    known = {(row["record"], row["field"]): row["says"] for row in data_rows("codebook.csv")}
    return tuple(Column(field, kind, known.get((name, field)) or known["*", field]) for field, kind in _fields(name))


def _fields(name: str) -> Iterator[tuple[str, str]]:
    if name in _OTHERS:
        yield from ((column, _TYPES.get(column, "string")) for column in _OTHERS[name][1])
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
    """Write the data set into a folder, or into one file where the name ends in .zip; one line that says what was written.

    Nothing has its name before all is written: who is stopped in the middle leaves no half file, and no folder of two data sets.
    """
    if target.suffix == ".zip":
        part = target.with_name(f".part-{target.name}")
        with part.open("wb") as out:
            _pack(out, progress)
        part.replace(target)
    else:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".part-", dir=target) as beside:
            for name, pieces in _files(progress):
                with (Path(beside) / name).open("wb") as out:
                    for piece in pieces:
                        out.write(piece)
            for part in sorted(Path(beside).iterdir()):
                part.replace(target / part.name)
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
        wanted = ["as_read" if column.name == "corrected_fields" else column.name for column in columns(name)]
        yield from map(list, Document.objects.order_by("sha256").values_list(*wanted).iterator(chunk_size=500))
        return
    if name in _OTHERS:
        yield from map(list, _other(name))
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
