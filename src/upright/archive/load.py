"""Documents into the archive: what is new is inserted, what changed is updated, and loading twice changes nothing.

One transaction for each document, in which everything about it is done: whoever is interrupted finds whole documents, and the same
command goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import DataError
from django.db.models import Q
from django.utils import timezone

from upright import pipeline
from upright.analysis import reviews
from upright.archive import bulk, claims, dossiers, files, judgements, models, settle
from upright.archive.models import Document, Row
from upright.archive.rows import ROW_OF, columns
from upright.cache import Cache, reader_version
from upright.console import counted
from upright.exceptions import NotFound
from upright.extract.sniff import sniff
from upright.pipeline import Failure
from upright.readers.reading import Reading
from upright.records import DocumentRecord, Record, field_names, keyed

Progress = Callable[[int, int], None]
# Columns that are no field of the record, as they are before documents are put together.
_BEFORE_SETTLED: dict[type[Row], dict[str, Any]] = {models.Finding: {"between": False}, models.Question: {"status": models.Status.UNKNOWN}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a new reading changed in one record: `before` and `after` by field; all of `after` empty where the record is gone."""

    kind: str
    key: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Loaded:
    """What loading one file did to the archive: records inserted, updated, removed, unchanged; `new` where the document was not there,
    `copy` where the file is the same as an earlier one of the run.

    `detached`: what persons say of records, in effect, that are not in the document any more.
    """

    file: str
    document: int
    new: bool = False
    inserted: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0
    copy: bool = False
    differences: list[Difference] = field(default_factory=list)
    detached: list[str] = field(default_factory=list)


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
    first = {digest: path for path, digest in reversed(digests.items())}  # of several copies
    fresh = {digest: path for digest, path in first.items() if digest not in known}
    done = len(found) - len(fresh)
    for path, outcome in pipeline.read_each(list(reversed(fresh.values())), workers=workers, cache=cache):
        done += 1
        yield outcome if isinstance(outcome, Failure) else _stored(outcome, path, origin)
        if progress:
            progress(done, len(found))
    there = dict(current.values_list("sha256", "pk"))
    for path, digest in digests.items():
        if fresh.get(digest) != path and digest in there:
            yield _unchanged(path, there[digest], copy=path != first[digest])


def load_stale(*, workers: int = 1, progress: Progress | None = None) -> Iterator[Loaded | Failure]:
    """Read again what an older reader version read, out of the archive's own copies of the files."""
    stale = list(Document.objects.exclude(reader_version=reader_version()).order_by("pk").values_list("sha256", "file"))
    with _under_their_names(stale) as folder:
        paths = [folder / sha256 / name for sha256, name in stale]
        for done, (path, outcome) in enumerate(pipeline.read_each(paths, workers=workers), 1):
            yield outcome if isinstance(outcome, Failure) else _stored(outcome, path, None)
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


def _unchanged(path: Path, pk: int, *, copy: bool) -> Loaded:
    """As many records as were inserted: what is found between documents is none of a file's own."""
    counted = sum(row._default_manager.filter(document=pk, order__lt=settle.BEHIND).count() for row in models.ROWS)
    return Loaded(file=path.name, document=pk, unchanged=counted, copy=copy)


def _stored(reading: Reading, path: Path, origin: str | None) -> Loaded | Failure:
    """What loading a file did; a Failure where this file is at fault, so that the others are still loaded."""
    try:
        return store(reading, path, origin)
    except files.Changed as error:
        return Failure(file=str(path), message=str(error))
    except (DataError, UnicodeError) as error:  # SQLite takes any text, PostgreSQL neither NUL nor more than a column holds
        return Failure(file=str(path), message=f"{path.name}: the archive cannot hold what was read ({error}); please report it")


def store(reading: Reading, path: Path, origin: str | None) -> Loaded:
    """Put one reading into the archive, in one transaction; its file is kept before that ends, so that no document is ever without.

    `files.NotKept` where the disk is full, `files.Changed` where the file is not the one any more that was read.
    """
    with settle.alone():
        files.keep(path, reading.sha256)
        document, new, others = _document(reading, origin)
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
        settle.touch(document)
        _settle(others)
        if not new:
            said = [*claims.on_no_record(document), *judgements.on_no_record(document), *dossiers.on_no_record(document)]
            loaded.detached = [_said(each) for each in said]
    return loaded


def _said(claim: Any) -> str:
    return f"{claim} = {json.dumps(claim.value, ensure_ascii=False)}" if isinstance(claim, models.Correction) else str(claim)


def _settle(others: Iterable[Document]) -> None:
    """Put documents together again, without one that had a part in them."""
    for pk in [other.pk for other in others]:
        other = Document.objects.get(pk=pk)
        settle.settle(other)
        settle.touch(other)


def _document(reading: Reading, origin: str | None) -> tuple[Document, bool, list[Document]]:
    """The row of a document, with what this reading says of it; whether it is new; the documents that it had a part in, if it has moved."""
    document = Document.objects.filter(sha256=reading.sha256).first()
    new = document is None
    if document is None:
        data = files.place(reading.sha256).read_bytes()
        document = Document(
            sha256=reading.sha256,
            file=reading.file,
            media_type=sniff(data),
            size=len(data),
            loaded_at=timezone.now(),
            origin=origin or "load",
        )  # fmt: skip
    record = next(each for each in reading.records if isinstance(each, DocumentRecord))
    read = {name: getattr(record, name) for name in field_names(DocumentRecord)}
    values = claims.over(read, {} if new else claims.on_itself(document))
    moved = not new and any(getattr(document, name) != value for name, value in values.items())
    others = settle.others_of(document) if moved else []
    for name, value in values.items():
        setattr(document, name, value)
    document.reader_version = reader_version()
    document.save()
    return document, new, others


def _text(document: Document, text: str) -> None:
    layer = models.Text.objects.filter(document=document).first()
    if layer is None or layer.text != text:
        document.layer = models.Text(document=document, text=text)
        document.layer.save()


def _records(document: Document, reading: Reading, loaded: Loaded) -> None:
    """Insert, update and remove rows until they are what was read, under what persons corrected."""
    [reading] = reviews.merge([reading])  # the history of positions begins with what the document itself says
    by_kind: dict[str, list[tuple[int, str, Record]]] = {}
    found = list(keyed(each for each in reading.records if not isinstance(each, DocumentRecord)))
    for order, (key, record) in enumerate(found):
        by_kind.setdefault(record.NAME, []).append((order, key, record))
    said: claims.Claims = {}
    if not loaded.new:
        now = claims.places(found, reading.text)
        claims.follow(document, now)
        judgements.follow(document, now)
        dossiers.follow(document, now)
        said = claims.in_effect(document)
    for name, row in ROW_OF.items():
        _kind(document, row, by_kind.get(name, []), said, loaded)


def _kind(document: Document, row: type[Row], found: list[tuple[int, str, Record]], said: claims.Claims, loaded: Loaded) -> None:
    there: dict[str, Row] = {}
    if not loaded.new:
        rows = row._default_manager.filter(document=document, order__lt=settle.BEHIND)
        there = {each.key: each for each in rows}
    fresh: list[dict[str, Any]] = []
    moved: list[Row] = []
    names: set[str] = set()
    for order, key, record in found:
        known = there.pop(key, None)
        values = _values(row, record, said.get((record.NAME, key), {}), known)
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


def _values(row: type[Row], record: Record, said: dict[str, Any], known: Row | None) -> dict[str, Any]:
    """The columns of a record, with what persons corrected above what was read; derived columns are `settle`'s."""
    values = {name: value for name, value in columns(record).items() if name not in row.DERIVED}
    values = claims.over(values, said)
    for name in row.DERIVED & said.keys():  # what the documents say of it is derived too: as it was, until they are put together
        values["as_read"][name] = ((known and known.as_read) or {}).get(name)
    return values


def _own(row: type[Row], record: Record) -> dict[str, Any]:
    """Derived columns of a new row, as far as its own document says them; what others say comes when they are put together."""
    values = {name: value for name, value in columns(record).items() if name in row.DERIVED}
    return values | _BEFORE_SETTLED.get(row, {})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A file that was taken out, and how much that persons said went with it: also of labels, and titles of dossiers."""

    file: str
    corrections: int
    judgements: int = 0
    labels: int = 0
    titles: int = 0

    def __str__(self) -> str:
        went = ((self.corrections, "correction"), (self.judgements, "judgement"), (self.labels, "label"), (self.titles, "title"))
        gone = [counted(number, what) for number, what in went if number]
        return self.file + (f", and with it {_listed(gone)}" if gone else "")


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def remove(named: str) -> list[Removed]:
    """Take a document out, by its symbol (all its files) or by the sha256 of one file. NotFound without one."""
    found = list(Document.objects.filter(Q(symbol=named) | Q(sha256=named)))
    if not found:
        raise NotFound(f"{named} is not in the archive")
    removed = []
    for document in found:
        with settle.alone():
            others = settle.others_of(document)
            removed.append(
                Removed(
                    file=document.file,
                    corrections=document.corrections.count(),
                    judgements=judgements.of(document).count() + dossiers.judgements_of(document).count(),
                    labels=document.label_claims.count(),
                    titles=document.dossier_titles.count(),
                )
            )
            models.Change.objects.update_or_create(document_id=document.pk, defaults={"number": models.Clock.tick()})
            document.delete()
            _settle(others)
        _drop(document.sha256)
    return removed


def _drop(sha256: str) -> None:
    """Delete a file that is no document's any more: after its document is gone for certain, and while nobody can load it again."""
    with settle.alone():
        if not Document.objects.filter(sha256=sha256).exists():
            files.drop(sha256)
