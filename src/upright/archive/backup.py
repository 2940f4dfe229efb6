"""The whole archive in one file, and back: tables as JSON Lines, the documents' files, and a digest of each.

The same file fills an empty archive on SQLite or on PostgreSQL. It holds the accounts with the hashes of their passwords: keep it safe.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import IO, Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from upright.archive import files
from upright.archive.models import (
    ROWS,
    Change,
    Clock,
    Correction,
    Course,
    Document,
    Dossier,
    DossierMember,
    DossierTitle,
    Judgement,
    LabelClaim,
    Labelled,
    Labelling,
    Link,
    Linked,
    PairJudgement,
    Raised,
    Reading,
    RecommendingState,
    Text,
)
from upright.console import counted
from upright.exceptions import UprightError

FORMAT = 1
Progress = Callable[[int, int], None]
_AT_ONCE = 500
_MANIFEST = "manifest.json"
# In the order that they refer to each other.
TABLES: tuple[type[models.Model], ...] = (
    Group, User, User.groups.through, User.user_permissions.through, Group.permissions.through, EmailAddress, Authenticator, SocialAccount,
    Document, Text, Reading, *ROWS, RecommendingState, Correction, Judgement, Labelling, Labelled, LabelClaim, Link, Dossier, DossierMember,
    Course, Raised, Linked, DossierTitle, PairJudgement, Change, Clock,
)  # fmt: skip
more_tables: list[type[models.Model]] = []  # of layers above, in the same order: each adds its own when it is ready
# Rows that Django makes itself, with other keys in each database.
_NAMED: dict[type[models.Model], tuple[str, str]] = {Permission: ("content_type__app_label", "codename")}


class NotABackup(UprightError):
    """A file that the archive cannot be restored from; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Files that are kept by their content: what their folder is called in a backup, where it is, and which there are."""

    name: str
    folder: Callable[[], Path]
    digests: Callable[[], Iterable[str]]


_DOCUMENTS = Kept(
    name="files",
    folder=lambda: Path(settings.FILES),
    digests=lambda: Document.objects.order_by("pk").values_list("sha256", flat=True),
)
more_files: list[Kept] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was written or restored; of how many documents the file is missing, and how many other files are."""

    path: Path
    documents: int
    rows: int
    missing: int
    lost: int
    done: str

    def __str__(self) -> str:
        without = f"; the files of {counted(self.missing, 'document')} are missing" if self.missing else ""
        without += f"; {counted(self.lost, 'file')} of evidence missing" if self.lost else ""
        return f"{self.done} {counted(self.documents, 'document')} with {counted(self.rows, 'row')}: {self.path}{without}"


def write(path: Path, progress: Progress | None = None) -> Summary:
    """Write the archive as it is at this moment into a new file, whole or not at all. UprightError where a file is there already."""
    if path.exists():
        raise UprightError(f"{path} is there already: name another file, or delete it first")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)  # readable by its owner alone
    os.close(handle)
    part = Path(name)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as out, moment():
            rows, documents, missing, lost = _write(out, progress)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Summary(path=path, documents=documents, rows=rows, missing=missing, lost=lost, done="wrote")


@contextlib.contextmanager
def moment() -> Iterator[None]:
    """One moment of the database, to be read whatever is written meanwhile."""
    with _writers_go_on(), transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextlib.contextmanager
def _writers_go_on() -> Iterator[None]:
    """On SQLite a transaction that only reads: those of the settings hold all writers back, and a backup takes longer than these wait."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    if database.vendor != "sqlite":
        yield
        return
    before, database.transaction_mode = database.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        database.transaction_mode = before


def _write(out: zipfile.ZipFile, progress: Progress | None) -> tuple[int, int, int, int]:
    """Write everything; how many rows and documents that were, and how many files of documents and of layers above are not there."""
    digests: dict[str, str] = {}
    counts: dict[str, int] = {}
    tables = _tables()
    kept = [(each, list(each.digests())) for each in _files()]
    total = len(tables) + sum(len(some) for _each, some in kept)
    for done, table in enumerate(tables, 1):
        name = f"tables/{_name(table)}.jsonl"
        digests[name], counts[_name(table)] = _member(out, name, _lines(table))
        if progress:
            progress(done, total)
    missing = dict.fromkeys((each.name for each, _some in kept), 0)
    for done, (each, sha256) in enumerate(((each, sha256) for each, some in kept for sha256 in some), len(tables) + 1):
        try:
            out.write(files.place(sha256, each.folder()), f"{each.name}/{sha256}")
        except FileNotFoundError:  # lost, or it was taken out meanwhile
            missing[each.name] += 1
        if progress:
            progress(done, total)
    manifest = {"format": FORMAT, "upright": version("upright"), "made": _now(), "rows": counts, "sha256": digests}
    out.writestr(_MANIFEST, json.dumps(manifest, indent=1))
    documents = missing.pop(_DOCUMENTS.name)
    return sum(counts.values()), len(kept[0][1]), documents, sum(missing.values())


def _tables() -> list[type[models.Model]]:
    return [*TABLES, *more_tables]


def _files() -> list[Kept]:
    return [_DOCUMENTS, *more_files]


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _member(out: zipfile.ZipFile, name: str, lines: Iterable[bytes]) -> tuple[str, int]:
    """Write lines into a member; its digest, and how many there were."""
    digest, count = hashlib.sha256(), 0
    with out.open(name, "w", force_zip64=True) as member:
        for line in lines:
            member.write(line)
            digest.update(line)
            count += 1
    return digest.hexdigest(), count


def _name(table: type[models.Model]) -> str:
    return table._meta.label_lower


def _columns(table: type[models.Model]) -> list[Any]:
    return list(table._meta.concrete_fields)


def _lines(table: type[models.Model]) -> Iterator[bytes]:
    fields = _columns(table)
    names = [field.attname for field in fields]
    foreign = {at: field for at, field in enumerate(fields) if field.remote_field and field.remote_field.model in _NAMED}
    labels = {at: _labels(field.remote_field.model) for at, field in foreign.items()}
    for row in table._default_manager.order_by("pk").values_list(*names).iterator(chunk_size=_AT_ONCE):
        values = [labels[at][value] if at in foreign else value for at, value in enumerate(row)]
        yield (json.dumps(dict(zip(names, values, strict=True)), cls=_Exact, ensure_ascii=False, sort_keys=True) + "\n").encode()


class _Exact(DjangoJSONEncoder):
    """Times with all their digits: Django's encoder cuts microseconds."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.datetime) else super().default(value)


def _labels(table: type[models.Model]) -> dict[int, list[str]]:
    """What a row of Django's own tables is known by in every database."""
    return {pk: list(names) for pk, *names in table._default_manager.values_list("pk", *_NAMED[table])}


def read(path: Path, progress: Progress | None = None) -> Summary:
    """Fill an empty archive from a backup.

    NotABackup where the file is damaged or foreign, or the archive is not empty; then nothing changed.
    """
    if any(table._default_manager.exists() for table in _tables() if table in (Document, User, *more_tables)):
        raise NotABackup("this archive is not empty: restore into a new one (another UPRIGHT_HOME, or an empty database)")
    try:
        with zipfile.ZipFile(path) as source:
            manifest = _checked(source, path)
            kept = [(each, name) for each in _files() for name in source.namelist() if name.startswith(f"{each.name}/")]
            total = len(_tables()) + len(kept)
            with transaction.atomic():
                Clock.objects.all().delete()
                for done, table in enumerate(_tables(), 1):
                    if _name(table) in manifest["rows"]:  # one that was written before there was this table has none of its rows
                        _fill(table, source)
                    if progress:
                        progress(done, total)
                _start_again_after_the_last()
                for done, (each, name) in enumerate(kept, len(_tables()) + 1):
                    _keep(source, name, each)
                    if progress:
                        progress(done, total)
                Clock.renew()
                missing = {each.name: len(list(each.digests())) - sum(of is each for of, _member_of in kept) for each in _files()}
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError, ValidationError, EOFError) as error:
        raise NotABackup(f"{path.name} cannot be restored, and nothing was changed: {error}") from error
    return Summary(
        path=path, documents=manifest["rows"][_name(Document)], rows=sum(manifest["rows"].values()),
        missing=missing.pop(_DOCUMENTS.name), lost=sum(missing.values()), done="restored",
    )  # fmt: skip


def _checked(source: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    if _MANIFEST not in source.namelist():
        raise NotABackup(f"{path.name} is no backup of upright")
    manifest: dict[str, Any] = json.loads(source.read(_MANIFEST))
    if manifest["format"] != FORMAT:
        raise NotABackup(f"{path.name} was written by another version of upright ({manifest['upright']}): restore it with that one")
    for name, wanted in manifest["sha256"].items():
        digest = hashlib.sha256()
        with source.open(name) as member:
            while piece := member.read(1 << 20):
                digest.update(piece)
        if digest.hexdigest() != wanted:
            raise NotABackup(f"{path.name} is damaged: {name} is not as it was written")
    return manifest


def _fill(table: type[models.Model], source: zipfile.ZipFile) -> None:
    fields = {field.attname: field for field in _columns(table)}
    foreign = {
        name: _keys(field.remote_field.model) for name, field in fields.items() if field.remote_field and field.remote_field.model in _NAMED
    }
    stamped = [name for name, field in fields.items() if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)]
    with source.open(f"tables/{_name(table)}.jsonl") as member:
        lines = iter(member)
        while batch := list(islice(lines, _AT_ONCE)):
            rows = [_row(json.loads(line), fields, foreign) for line in batch]
            made = table._default_manager.bulk_create([table(**row) for row in rows], batch_size=_AT_ONCE)
            if stamped:  # Django has put the time of now there
                for one, row in zip(made, rows, strict=True):
                    for name in stamped:
                        setattr(one, name, row[name])
                table._default_manager.bulk_update(made, stamped)


def _row(values: dict[str, Any], fields: dict[str, Any], foreign: dict[str, dict[tuple[str, ...], int]]) -> dict[str, Any]:
    row = {}
    for name, value in values.items():
        if name in foreign:
            value = foreign[name][tuple(value)]  # noqa: PLW2901
        row[name] = value if isinstance(fields[name], models.JSONField) else fields[name].to_python(value)
    return row


def _keys(table: type[models.Model]) -> dict[tuple[str, ...], int]:
    return {tuple(names): pk for pk, names in _labels(table).items()}


def _keep(source: zipfile.ZipFile, name: str, kept: Kept) -> None:
    """Put a file back, if it is what its name says."""
    sha256 = name.removeprefix(f"{kept.name}/")
    with tempfile.NamedTemporaryFile(prefix="upright-") as copy:
        digest = _copied(source, name, copy)
        if digest != sha256:
            raise ValueError(f"the file {sha256} is damaged")
        copy.flush()
        files.keep(Path(copy.name), sha256, kept.folder())


def _copied(source: zipfile.ZipFile, name: str, copy: IO[bytes]) -> str:
    digest = hashlib.sha256()
    with source.open(name) as member:
        while piece := member.read(1 << 20):
            digest.update(piece)
            copy.write(piece)
    return digest.hexdigest()


def _start_again_after_the_last() -> None:
    """Keys of new rows begin after those that were put in (PostgreSQL counts apart)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(statement)
