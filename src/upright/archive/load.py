"""Documents into the archive: what is new is inserted, what changed is updated, and loading twice changes nothing.

One transaction for each document, in which everything about it is done: whoever is interrupted finds whole documents, and the same
command goes on from there.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from upright import pipeline
from upright.analysis import reviews
from upright.archive import bulk, corrections, files, models, settle
from upright.archive.models import Document, Row
from upright.archive.rows import ROW_OF, columns, keyed
from upright.cache import Cache, reader_version
from upright.exceptions import NotFound
from upright.extract.sniff import sniff
from upright.pipeline import Failure
from upright.readers.reading import Reading
from upright.records import DocumentRecord, Record, field_names

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a new reading changed in one record: `before` and `after` by field; all of `after` empty where the record is gone."""

    kind: str
    key: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What loading one file did to the archive: records inserted, updated, removed, unchanged; `new` where the document was not there."""

    file: str
    document: int
    new: bool = False
    inserted: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    differences: list[Difference] = field(default_factory=list)


def load(
    paths: Iterable[Path], *, workers: int = 1, cache: Cache | None = None, origin: str = "load", progress: Progress | None = None
) -> Iterator[Loaded | Failure]:
    """Load files, and folders with everything below them; yields what was done, file by file, as they are read.

    A file whose content is there and was read by this reader version is not read again.
    """
    found = pipeline.find(paths).files
    digests = {path: _sha256(path) for path in found}
    current = Document.objects.filter(reader_version=reader_version())
    known = set(current.values_list("sha256", flat=True))
    fresh = {digest: path for path, digest in reversed(digests.items()) if digest not in known}  # of several copies the first
    done = len(found) - len(fresh)
    for path, outcome in pipeline.read_each(list(reversed(fresh.values())), workers=workers, cache=cache):
        done += 1
        yield outcome if isinstance(outcome, Failure) else store(outcome, path, origin)
        if progress:
            progress(done, len(found))
    there = dict(current.values_list("sha256", "pk"))
    for path, digest in digests.items():
        if fresh.get(digest) != path and digest in there:
            yield _unchanged(path, there[digest])


def load_stale(*, workers: int = 1, progress: Progress | None = None) -> Iterator[Loaded | Failure]:
    """Read again what an older reader version read, out of the archive's own copies of the files."""
    stale = list(Document.objects.exclude(reader_version=reader_version()).order_by("pk").values_list("sha256", "file"))
    with _under_their_names(stale) as folder:
        paths = [folder / sha256 / name for sha256, name in stale]
        for done, (path, outcome) in enumerate(pipeline.read_each(paths, workers=workers), 1):
            yield outcome if isinstance(outcome, Failure) else store(outcome, path, None)
            if progress:
                progress(done, len(paths))


@contextmanager
def _under_their_names(stale: Iterable[tuple[str, str]]) -> Iterator[Path]:
    """A folder in which the archive's files have their names again: records carry them."""
    with tempfile.TemporaryDirectory(prefix="upright-") as name:
        folder = Path(name)
        for sha256, file in stale:
            (folder / sha256).mkdir()
            (folder / sha256 / file).symlink_to(files.place(sha256))
        yield folder


def _sha256(path: Path) -> str:
    """The digest of a file's content; of one that cannot be opened its name: reading it says why."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return str(path)


def _unchanged(path: Path, pk: int) -> Loaded:
    counted = sum(row._default_manager.filter(document=pk).count() for row in models.ROWS)
    return Loaded(file=path.name, document=pk, unchanged=counted)


def store(reading: Reading, path: Path, origin: str | None) -> Loaded:
    """Put one reading into the archive, in one transaction; its file is kept first, so that no document is ever without."""
    files.keep(path, reading.sha256)
    with transaction.atomic():
        document, new = _document(reading, path, origin)
        loaded = Loaded(file=document.file, document=document.pk, new=new)
        _text(document, reading.text)
        _records(document, reading, loaded)
        models.Reading.objects.create(
            document=document,
            reader_version=document.reader_version,
            read_at=timezone.now(),
            inserted=loaded.inserted,
            updated=loaded.updated,
            removed=loaded.removed,
        )
        settle.settle(document, new=new)
        document.save()
        settle.touch(document)
    return loaded


def _document(reading: Reading, path: Path, origin: str | None) -> tuple[Document, bool]:
    """The row of a document, with what this reading says of it."""
    document = Document.objects.filter(sha256=reading.sha256).first()
    new = document is None
    if document is None:
        data = path.read_bytes()
        document = Document(
            sha256=reading.sha256,
            file=reading.file,
            media_type=sniff(data),
            size=len(data),
            loaded_at=timezone.now(),
            origin=origin or "load",
        )  # fmt: skip
    record = next(each for each in reading.records if isinstance(each, DocumentRecord))
    for name in field_names(DocumentRecord):
        setattr(document, name, getattr(record, name))
    document.reader_version = reader_version()
    document.save()
    return document, new


def _text(document: Document, text: str) -> None:
    layer = models.Text.objects.filter(document=document).first()
    if layer is None or layer.text != text:
        document.layer = models.Text(document=document, text=text)
        document.layer.save()


def _records(document: Document, reading: Reading, loaded: Loaded) -> None:
    """Insert, update and remove rows until they are what was read, under what persons corrected."""
    [reading] = reviews.merge([reading])  # the history of positions begins with what the document itself says
    by_kind: dict[str, list[tuple[int, str, Record]]] = {}
    for order, (key, record) in enumerate(keyed(each for each in reading.records if not isinstance(each, DocumentRecord))):
        by_kind.setdefault(record.NAME, []).append((order, key, record))
    claims = {} if loaded.new else corrections.in_effect(document)
    for name, row in ROW_OF.items():
        _kind(document, row, by_kind.get(name, []), claims, loaded)


def _kind(document: Document, row: type[Row], found: list[tuple[int, str, Record]], claims: corrections.Claims, loaded: Loaded) -> None:
    there: dict[str, Row] = {}
    if not loaded.new:
        rows = row._default_manager.filter(document=document, order__lt=settle.BEHIND)
        there = {each.key: each for each in rows}
    fresh: list[dict[str, Any]] = []
    moved: list[Row] = []
    names: set[str] = set()
    for order, key, record in found:
        values = _values(row, record, claims.get((record.NAME, key)))
        known = there.pop(key, None)
        if known is None:
            fresh.append({"document_id": document.pk, "key": key, "order": order, **_own(row, record), **values})
            continue
        changed = {name for name, value in values.items() if getattr(known, name) != value}
        if changed or known.order != order:
            _note(loaded, known, values, changed)
            moved.append(_set(known, order, values))
            names |= changed
        else:
            loaded.unchanged += 1
    bulk.insert(row, fresh)
    bulk.update(row, moved, ["order", *sorted(names)])
    _remove(row, there, loaded)
    loaded.inserted += len(fresh)


def _values(row: type[Row], record: Record, claims: dict[str, Any] | None) -> dict[str, Any]:
    """The columns of a record, with what persons corrected above what was read; derived columns are `settle`'s."""
    values = {name: value for name, value in columns(record).items() if name not in row.DERIVED}
    values["as_read"] = None
    return corrections.over(values, claims) if claims else values


def _own(row: type[Row], record: Record) -> dict[str, Any]:
    """Derived columns of a new row, as far as its own document says them; what others say comes when they are put together."""
    values = {name: value for name, value in columns(record).items() if name in row.DERIVED}
    return values | {"between": False} if row is models.Finding else values


def _set(row: Row, order: int, values: dict[str, Any]) -> Row:
    row.order = order
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _note(loaded: Loaded, row: Row, values: dict[str, Any], changed: set[str]) -> None:
    """A record that only moved is no difference to show."""
    shown = sorted(name for name in changed if not name.startswith("source_"))
    if not shown:
        loaded.unchanged += 1
        return
    loaded.updated += 1
    before = {name: getattr(row, name) for name in shown}
    loaded.differences.append(Difference(kind=row.KIND.NAME, key=row.key, before=before, after={name: values[name] for name in shown}))


def _remove(row: type[Row], gone: dict[str, Row], loaded: Loaded) -> None:
    row._default_manager.filter(pk__in=[each.pk for each in gone.values()]).delete()
    loaded.removed += len(gone)
    for each in gone.values():
        before = {"text": getattr(each, "text", None) or str(each)}
        loaded.differences.append(Difference(kind=row.KIND.NAME, key=each.key, before=before, after={}))


def remove(named: str) -> list[str]:
    """Take a document out, by its symbol (all its files) or by the sha256 of one file; the names of the files. NotFound without one."""
    found = Document.objects.filter(Q(symbol=named) | Q(sha256=named))
    if not found:
        raise NotFound(f"{named} is not in the archive")
    names = []
    for document in found:
        with transaction.atomic():
            names.append(document.file)
            pk, others = document.pk, settle.others_of(document)
            document.delete()
            models.Change.objects.update_or_create(document_id=pk, defaults={"number": models.Clock.tick()})
            for other in others:
                settle.settle(other)
                other.save()
                settle.touch(other)
        files.place(document.sha256).unlink(missing_ok=True)
    return names
