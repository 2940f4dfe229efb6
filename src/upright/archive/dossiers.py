"""Which records of a State ask the same: links and dossiers, derived State by State, under what persons judge.

A State is linked anew when one of its documents changed, or by a newer version (`catch_up`), and at once when somebody judges two of its
records. A dossier keeps its address for as long as most of it stays together; an address that went into another dossier leads there. A
judgement and a title are claims: in effect until they are withdrawn, following their records when documents are read again.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import Any

import numpy as np
from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Abs
from django.utils import timezone
from django.utils.translation import gettext as _

from upright import encoder, linking, records
from upright.archive import bulk, claims, courses, meaning, settle
from upright.archive.models import (
    Change,
    Correction,
    Document,
    Dossier,
    DossierMember,
    DossierTitle,
    Link,
    Linked,
    PairJudgement,
    Row,
    Sameness,
)
from upright.archive.rows import ROW_OF, reading_with, ref_of, rows_of
from upright.exceptions import UprightError
from upright.linking.across import UPR
from upright.linking.requests import COMPARED
from upright.records import Kind, LinkKind, keyed
from upright.search.meaning import digest, small, vectors

Progress = Callable[[int, int], None]
Place = tuple[int, str, str]  # a record: the key of its document's row, its kind, its key
KINDS = tuple(ROW_OF[each.NAME] for each in linking.RECORDS)  # what linking reads
DOUBTED = (LinkKind.SAME, LinkKind.NARROWER, LinkKind.BROADER)  # of these a person can say whether both ask the same
_LONGEST_TITLE = 200
_ENDS = ("document_id", "kind", "key", "to_document_id", "to_kind", "to_key", "relation")
_SAYS = ("method", "confidence", "because", "by")


class NotLinked(UprightError):
    """A judgement or a title that cannot be; the message says why."""


def mechanism(document: Document) -> str | None:
    """The mechanism that a document is of: `UPR`, or the code of a committee."""
    return UPR if document.cycle or document.kind in {Kind.WORKING_GROUP_REPORT, Kind.ADVANCE_QUESTIONS} else document.body


# --- what persons say


def judge(a: Row, b: Row, verdict: Sameness, *, by: User) -> PairJudgement:
    """Say that two records of a State ask the same, do not, or cannot be told; what was said of both before is withdrawn.

    The State is linked anew at once. NotLinked says why not; then nothing changed.
    """
    with settle.alone():
        first, second = sorted((_now(a), _now(b)), key=place)
        if place(first) == place(second):
            raise NotLinked(_("These are one record, not two."))
        if not first.document.state or first.document.state != second.document.state:
            raise NotLinked(_("These are records of two States: a dossier is of one."))
        asking = {(each.ref.sha256, each.ref.record, each.ref.key) for each in _requests(first.document.state)}
        if not asking.issuperset((row.document.sha256, row.KIND.NAME, row.key) for row in (first, second)):
            raise NotLinked(_("Only what asks the State for something, or promises it, is in a dossier: once, where it is listed."))
        said = {**_named("", first), **_named("other_", second)}
        _withdraw(PairJudgement.objects.filter(**{name: each for name, each in said.items() if not name.endswith("passage")}), by)
        judgement = PairJudgement.objects.create(**said, verdict=verdict, by=by, at=timezone.now())
        relink(first.document.state)
    return judgement


def withdraw(judgement: PairJudgement, *, by: User) -> None:
    """Take a judgement back: what the machine says is in effect again."""
    with settle.alone():
        if _withdraw(PairJudgement.objects.filter(pk=judgement.pk), by) and judgement.document.state:
            relink(judgement.document.state)


def entitle(dossier: Dossier, title: str, *, by: User) -> DossierTitle | None:
    """Give a dossier a title in place of the one that is written from its members; an empty one takes that back. NotLinked says why not."""
    title = " ".join(title.split())
    if len(title) > _LONGEST_TITLE:
        raise NotLinked(_("A title has %(most)s characters at most.") % {"most": _LONGEST_TITLE})
    with settle.alone():
        members = DossierMember.objects.filter(dossier=dossier.pk).select_related("document")
        for each in titles_of(members).values():
            _withdraw(DossierTitle.objects.filter(pk=each.pk), by)
        rows = [row for row in map(row_of, members) if row]
        if not rows:
            raise NotLinked(_("The State was linked anew, and there is no such dossier any more."))
        return DossierTitle.objects.create(**_named("", rows[0]), title=title, by=by, at=timezone.now()) if title else None


def titles_of(members: Iterable[DossierMember]) -> dict[int, DossierTitle]:
    """The titles that persons gave, by the key of the dossier that the titled record is in; of several the newest. One query."""
    dossier_of = {(each.document_id, each.kind, each.key): each.dossier_id for each in members}
    documents = {document for document, _kind, _key in dossier_of}
    found: dict[int, DossierTitle] = {}
    for each in DossierTitle.objects.filter(document__in=documents, withdrawn_at=None).select_related("by").order_by("at", "pk"):
        dossier = dossier_of.get((each.document_id, each.kind, each.key))
        if dossier is not None:
            found[dossier] = each
    return found


def judgements_of(document: Document) -> QuerySet[PairJudgement]:
    """The judgements that a document has a part in."""
    return PairJudgement.objects.filter(Q(document=document) | Q(other_document=document))


def follow(document: Document, now: claims.Places) -> None:
    """Give the judgements on a document that is read again the keys that its records have now."""
    for each in list(judgements_of(document).order_by("pk")):
        before = (each.key, each.other_key)
        if each.document_id == document.pk:
            each.key = claims.key_now(each.kind, each.key, each.passage, now) or claims.gone(each.key, each.pk)
        if each.other_document_id == document.pk:
            each.other_key = claims.key_now(each.other_kind, each.other_key, each.other_passage, now) or claims.gone(
                each.other_key, each.pk
            )
        if before != (each.key, each.other_key):
            PairJudgement.objects.filter(pk=each.pk).update(key=f"moves {each.pk}")  # through a key that nothing has
            _put(each)


def _put(judgement: PairJudgement) -> None:
    """Write its keys, the lower record first; where somebody said something of the same two already, it is kept on no record."""
    _in_order(judgement)
    slot = PairJudgement.objects.filter(
        document=judgement.document_id,
        kind=judgement.kind,
        key=judgement.key,
        other_document=judgement.other_document_id,
        other_kind=judgement.other_kind,
        other_key=judgement.other_key,
        withdrawn_at=None,
    )
    if judgement.withdrawn_at is None and slot.exclude(pk=judgement.pk).exists():
        judgement.key = claims.gone(judgement.key, judgement.pk)
    judgement.save()


def _in_order(judgement: PairJudgement) -> None:
    own = ("document_id", "kind", "key", "passage")
    first, second = ([getattr(judgement, f"{prefix}{name}") for name in own] for prefix in ("", "other_"))
    for prefix, values in zip(("", "other_"), sorted((first, second)), strict=True):
        for name, value in zip(own, values, strict=True):
            setattr(judgement, f"{prefix}{name}", value)


def on_no_record(document: Document) -> list[PairJudgement]:
    """The judgements in effect of which the document, as it is read now, does not have a record."""
    return [each for each in judgements_of(document).filter(withdrawn_at=None).order_by("pk") if None in rows_judged(each)]


def rows_judged(judgement: PairJudgement) -> tuple[Row | None, Row | None]:
    """The two records; None for one that the document, read again, has no more."""
    return (
        _row(judgement.document_id, judgement.kind, judgement.key),
        _row(judgement.other_document_id, judgement.other_kind, judgement.other_key),
    )


def row_of(member: DossierMember) -> Row | None:
    """The record that a member of a dossier is."""
    return _row(member.document_id, member.kind, member.key)


def _row(document: int, kind: str, key: str) -> Row | None:
    found = ROW_OF[kind]._default_manager.filter(document=document, key=key)
    return found.select_related("document__layer").first()


def _named(prefix: str, row: Row) -> dict[str, Any]:
    """By what a claim names a record."""
    passage = claims.passage(row.document.layer.text, row.source_start, row.source_end)
    own = {"document": row.document, "kind": row.KIND.NAME, "key": row.key, "passage": passage}
    return {f"{prefix}{name}": value for name, value in own.items()}


def place(row: Row) -> Place:
    """By what a record is named."""
    return row.document_id, row.KIND.NAME, row.key


def _now(row: Row) -> Row:
    """The record as it is now: others may have loaded since it was looked at."""
    found = type(row)._default_manager.filter(pk=row.pk, key=row.key).select_related("document__layer").first()
    if found is None:
        raise NotLinked(_("The document was read again, and this record is not in it any more: look at the document anew."))
    return found


def _withdraw(found: QuerySet[Any], by: User) -> int:
    return found.filter(withdrawn_at=None).update(withdrawn_at=timezone.now(), withdrawn_by=by)


# --- what there is to judge


def doubtful(states: Iterable[str] = ()) -> QuerySet[Link]:
    """The links between two records that nobody judged, those that are least sure first; of some States, or of all."""
    ends = [("document", "kind", "key"), ("to_document", "to_kind", "to_key")]
    said = PairJudgement.objects.filter(withdrawn_at=None)
    found = Link.objects.filter(relation__in=DOUBTED, confidence__isnull=False)
    if chosen := list(states):
        found = found.filter(state__in=chosen)
    for first, second in (ends, ends[::-1]):
        names = ("document", "kind", "key", "other_document", "other_kind", "other_key")
        found = found.exclude(Exists(said.filter(**{name: OuterRef(of) for name, of in zip(names, (*first, *second), strict=True)})))
    return found.annotate(doubt=Abs(F("confidence") - 0.5)).order_by("doubt", "state", "pk").select_related("document", "to_document")


# --- what the machine says


def catch_up(progress: Progress | None = None) -> int:
    """Link the States whose documents changed since, or that another version linked; how many those were. NoMeaning without the encoder;
    then nothing changed."""
    waiting = _waiting()
    if waiting:
        vectors([" "])
    for done, state in enumerate(waiting, 1):
        _take_in(state)
        if progress:
            progress(done, len(waiting))
    return len(waiting)


def _take_in(state: str) -> None:
    """Link a State; where its documents are others, first compare them, which takes seconds and holds nobody up. Where they change
    meanwhile, its turn comes again."""
    read = _read(state).get(state)
    known = Linked.objects.filter(state=state, version=linking.version(), compared=read).exists()
    compared = None if known else _compared(state)
    with settle.alone():
        relink(state, compared if _read(state).get(state) == read else None)


def _compared(state: str) -> courses.Compared:
    requests = _requests(state)
    return courses.compare(state, requests, _by_text(requests, _vectors(requests)))


def forget() -> None:
    """Have every State linked anew; dossiers keep their addresses."""
    Linked.objects.all().delete()


def _waiting() -> list[str]:
    """The States to be linked; also one that has no documents any more."""
    there = {each.state: (each.seen, each.compared) for each in Linked.objects.filter(version=linking.version())}
    now, read = _seen(), _read()
    gone = Linked.objects.exclude(state__in=now).values_list("state", flat=True)
    return sorted({*(state for state in now if there.get(state) != (now[state], read[state])), *gone})


def _seen(*states: str) -> dict[str, str]:
    """For each State a digest of its documents and their last changes."""
    numbers = dict(Change.objects.values_list("document_id", "number"))
    return _digests((str(state), pk, numbers.get(pk)) for pk, state in _documents(*states).values_list("pk", "state"))


def _read(*states: str) -> dict[str, str]:
    """For each State a digest of what its documents say: by which reader they were read, and what persons corrected."""
    documents = _documents(*states)
    corrected = Correction.objects.filter(withdrawn_at=None, document__in=documents).order_by("pk")
    names = ("state", "pk", "reader_version", "principal", "shown")
    return _digests(chain(documents.values_list(*names), corrected.values_list("document__state", "document", "pk")))


def _documents(*states: str) -> QuerySet[Document]:
    documents = Document.objects.filter(state__in=states) if states else Document.objects.exclude(state=None)
    return documents.order_by("pk")


def _digests(rows: Iterable[tuple[Any, ...]]) -> dict[str, str]:
    """Rows that begin with a State, as one digest for each State."""
    of_state: dict[str, list[str]] = defaultdict(list)
    for state, *rest in rows:
        of_state[state].append(repr(rest))
    return {state: hashlib.sha256("\n".join(each).encode()).hexdigest() for state, each in of_state.items()}


def _requests(state: str) -> list[linking.Request]:
    """What the documents of a State ask of it, by the keys that their records have in the archive."""
    documents = Document.objects.filter(state=state, shown=True, language=COMPARED, kind__in=linking.KINDS).select_related("layer")
    return [request for document in documents.order_by("pk") for request in _requests_of(document)]


def _requests_of(document: Document) -> Iterator[linking.Request]:
    rows = rows_of(document, KINDS)
    reading = reading_with(document, rows)
    # A record keeps its key when a person corrects its number.
    keys = {(record.NAME, key): row.key for (key, record), row in zip(keyed(reading.records[1:]), rows, strict=True)}
    for each in linking.requests_of(reading):
        yield replace(each, ref=replace(each.ref, key=keys[each.ref.record, each.ref.key]))


def _vectors(requests: Sequence[linking.Request]) -> encoder.Vectors:
    """The meaning of each request, as it is kept (`archive.meaning`); of those that are not, made now and rounded like the others."""
    texts = [each.text for each in requests]
    found, there = meaning.meanings().vectors_of([digest(text) for text in texts])
    missing = [at for at, known in enumerate(there) if not known]
    if missing:
        found[missing] = _rounded(vectors([texts[at] for at in missing]))
    return found


def _by_text(requests: Iterable[linking.Request], vectors: encoder.Vectors) -> dict[str, encoder.Vectors]:
    return {each.text: row for each, row in zip(requests, vectors, strict=True)}


def _rounded(found: encoder.Vectors) -> encoder.Vectors:
    """As vectors come out of where they are kept: so a State is linked alike whether they were there or not."""
    whole: encoder.Vectors = small(found).astype(np.float32)
    whole /= np.maximum(np.linalg.norm(whole, axis=1, keepdims=True), 1e-9)
    return whole


def relink(state: str, compared: courses.Compared | None = None) -> None:
    """Link the records of a State anew; `compared`: its documents as they are now. Within `settle.alone`."""
    documents = {each.sha256: each for each in Document.objects.filter(state=state)}
    seen = _seen(state).get(state)
    requests = _requests(state)
    vectors = _vectors(requests)
    found = linking.of_state(requests, vectors, _judged(state))
    _keep_links(state, found.links, documents)
    _keep_dossiers(state, found.dossiers, documents)
    courses.keep(state, requests, found, _by_text(requests, vectors), compared)
    if seen is None:
        Linked.objects.filter(state=state).delete()
    else:
        _linked(state, seen, _read(state)[state] if compared else None)


def _linked(state: str, seen: str, compared: str | None) -> None:
    """Say that a State is linked; what another version compared is not compared any more."""
    version = linking.version()
    before = Linked.objects.filter(state=state, version=version).values_list("compared", flat=True).first()
    Linked.objects.update_or_create(
        state=state, defaults={"seen": seen, "version": version, "compared": compared or before or ""}
    )  # fmt: skip


def _judged(state: str) -> list[linking.Judged]:
    """What persons judge of pairs of a State's records."""
    said = PairJudgement.objects.filter(document__state=state, withdrawn_at=None).select_related("document", "other_document", "by")
    return [
        linking.Judged(
            ref_of(each.document, each.kind, each.key),
            ref_of(each.other_document, each.other_kind, each.other_key),
            each.verdict,
            each.by.username,
        )
        for each in said.order_by("pk")
    ]


def _keep_links(state: str, links: Iterable[records.Link], documents: dict[str, Document]) -> None:
    """Make the rows of a State's links what was found; those that stay are left alone."""
    wanted: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for each in links:
        start, end = documents[str(each.from_.sha256)].pk, documents[str(each.to.sha256)].pk
        wanted[start, each.from_.record, each.from_.key, end, each.to.record, each.to.key, each.kind.value] = (
            each.method, each.confidence, each.because, each.by,
        )  # fmt: skip
    bulk.keep(Link, (*_ENDS, *_SAYS), [(*ends, *says) for ends, says in wanted.items()], state=state)


def _keep_dossiers(state: str, found: Iterable[records.Dossier], documents: dict[str, Document]) -> None:
    """Make the rows of a State's dossiers what was found, each under the address of the dossier that most of its members were in."""
    wanted = {each.id: each for each in found}
    members = {
        name: [(documents[str(ref.sha256)].pk, ref.record, ref.key) for ref in each.members] for name, each in wanted.items()
    }  # fmt: skip
    there = {each.pk: each for each in Dossier.objects.filter(state=state)}
    before: dict[int, list[Place]] = defaultdict(list)
    rows = DossierMember.objects.filter(dossier__state=state).order_by("dossier", "at")
    for dossier, *at in rows.values_list("dossier", "document", "kind", "key"):
        before[dossier].append(tuple(at))  # type: ignore[arg-type]
    heirs = _heirs(before, members)
    kept = {name: there[pk] for pk, name in heirs.items()}
    taken = {row.slug for row in kept.values()}
    for name in [name for name in wanted if name not in kept]:
        kept[name] = Dossier(state=state, slug=_slug(name, taken))
        taken.add(kept[name].slug)
    formerly = _formerly(there, before, members, heirs)
    for pk in there.keys() - heirs.keys():
        there[pk].delete()
    for name, each in wanted.items():
        led = [slug for slug in dict.fromkeys(formerly.get(name, ())) if slug not in taken]
        _keep_dossier(kept[name], each, led, members[name], before.get(kept[name].pk, []))


def _heirs(before: Mapping[int, Sequence[Place]], members: Mapping[str, Sequence[Place]]) -> dict[int, str]:
    """Which dossier goes on under the address of one that was there: the one with most of its members, of several the earliest found."""
    shared: Counter[tuple[int, str]] = Counter()
    dossiers_of: dict[Place, list[int]] = defaultdict(list)
    for pk, known in before.items():
        for each in known:
            dossiers_of[each].append(pk)
    for name, places in members.items():
        shared.update((pk, name) for each in places for pk in dossiers_of[each])
    order = {name: at for at, name in enumerate(members)}
    heirs: dict[int, str] = {}
    for (pk, name), _number in sorted(shared.items(), key=lambda each: (-each[1], order[each[0][1]], each[0][0])):
        if pk not in heirs and name not in heirs.values():
            heirs[pk] = name
    return heirs


def _formerly(
    there: Mapping[int, Dossier], before: Mapping[int, Sequence[Place]], members: Mapping[str, Sequence[Place]], heirs: Mapping[int, str]
) -> dict[str, list[str]]:
    """The addresses that lead to each dossier: those that it had, and those of dossiers that went into it."""
    found: dict[str, list[str]] = defaultdict(list)
    for pk in sorted(there):
        into = heirs.get(pk) or _most(before.get(pk, []), members)
        if into:
            found[into] += there[pk].formerly if pk in heirs else [*there[pk].formerly, there[pk].slug]
    return found


def _most(places: Sequence[Place], members: Mapping[str, Sequence[Place]]) -> str | None:
    """The dossier with most of some records."""
    shared = {name: len(set(places).intersection(each)) for name, each in members.items()}
    name = max(shared, key=lambda name: shared[name], default=None)
    return name if name is not None and shared[name] else None


def _slug(name: str, taken: set[str]) -> str:
    """An address for a new dossier, out of its name: its earliest record."""
    slug = re.sub(r"[^0-9A-Za-z.]+", "-", name).strip("-")[:150] or "dossier"
    return next(each for each in chain([slug], (f"{slug}-{at}" for at in count(2))) if each not in taken)


def _keep_dossier(row: Dossier, found: records.Dossier, formerly: Sequence[str], members: Sequence[Place], before: Sequence[Place]) -> None:
    now = {
        "title": found.title, "treaties": list(found.treaties), "because": found.because,
        "formerly": list(formerly),
    }  # fmt: skip
    if row._state.adding or any(getattr(row, name) != value for name, value in now.items()):
        for name, value in now.items():
            setattr(row, name, value)
        row.save()
    if list(before) != list(members):
        DossierMember.objects.filter(dossier=row).delete()
        bulk.insert(
            DossierMember,
            [
                {"dossier_id": row.pk, "document_id": document, "kind": kind, "key": key, "at": at}
                for at, (document, kind, key) in enumerate(members)
            ],
        )
