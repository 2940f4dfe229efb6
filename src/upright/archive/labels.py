"""What records are about: the machine's labels, what official sources say beside them, and above both what persons say.

The machine's labels are derived: a document that changed, or was labelled by an older version, is labelled anew (`catch_up`). What a person
says is a claim (`LabelClaim`): it is in effect until it is withdrawn, follows its record when the document is read again
(`archive.claims`), and no program writes over it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import User
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from upright import labelling, taxonomies
from upright.archive import bulk, claims, settle
from upright.archive.models import (
    Change,
    Commitment,
    Concern,
    Document,
    Label,
    LabelClaim,
    Labelled,
    Labelling,
    Pledge,
    PositionRecord,
    Question,
    Recommendation,
    Row,
    Statement,
)
from upright.exceptions import UprightError
from upright.search import LABELS

Progress = Callable[[int, int], None]
Place = tuple[int, str, str]  # a record: the key of its document's row, its kind, its key
SCHEMES = tuple(LABELS.values())  # those that the machine labels by
STRENGTH, ISSUES, THEMES, PERSONS, DUTY_BEARERS, SDG, TREATIES = SCHEMES
SINGLE = frozenset({STRENGTH})  # of these a record has one label at most
KINDS: dict[str, type[Row]] = {
    row.KIND.NAME: row for row in (Recommendation, Pledge, Question, Concern, Commitment, Statement)
}  # what is labelled
_READ = 4_096  # lists of labels that are kept read, of a kilobyte each
COLUMNS = ("scheme", "value", "method", "confidence", "because", "edition")


class NotLabelled(UprightError):
    """A label that cannot be said; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one says of a label, and why. `method`: official, rule, model, person; `source`: the official document; `claim`: a person's."""

    method: str
    holds: bool = True
    confidence: float | None = None
    because: str | None = None
    source: Document | None = None
    claim: LabelClaim | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A label of a record: all that is said of it, and whether it is in effect (`holds`): what a person says, else what the machine says.

    A label that only an official source gives stands beside ours (`given`).
    """

    scheme: str
    value: str
    edition: str | None
    holds: bool
    said: tuple[Said, ...]

    @property
    def given(self) -> bool:
        """Does an official source say so?"""
        return any(each.method == "official" for each in self.said)

    @property
    def judged(self) -> LabelClaim | None:
        """What a person says of it."""
        return next((each.claim for each in self.said if each.claim), None)


# --- what is said of records


def of(row: Row) -> tuple[Held, ...]:
    """Every label of a record, those in effect first, with all that is said of each."""
    return of_many([row])[place(row)]


def place(row: Row) -> Place:
    """By what a record is named."""
    return row.document_id, row.KIND.NAME, row.key


def of_many(rows: Iterable[Row]) -> dict[Place, tuple[Held, ...]]:
    """The labels of records, as `of` gives them, in a few queries for all."""
    rows = list(rows)
    found: dict[Place, list[tuple[Any, Said]]] = {place(row): [] for row in rows}
    for source in (_by_the_machine, _by_officials, _by_persons):
        for at, label, said in source(rows):
            if at in found:
                found[at].append((label, said))
    return {at: _held(said) for at, said in found.items()}


def _held(said: Iterable[tuple[tuple[str, str, str | None], Said]]) -> tuple[Held, ...]:
    """What is said, label by label, in the order of the schemes."""
    by_label: dict[tuple[str, str, str | None], list[Said]] = defaultdict(list)
    for label, each in said:
        by_label[label].append(each)
    single = {scheme for (scheme, _value, _edition), all_said in by_label.items() if scheme in SINGLE and _by_person(all_said) is True}
    held = [
        Held(scheme=scheme, value=value, edition=edition, holds=_holds(all_said, alone=scheme in single), said=tuple(all_said))
        for (scheme, value, edition), all_said in by_label.items()
    ]
    return tuple(sorted(held, key=_order))


def _by_person(said: Iterable[Said]) -> bool | None:
    return next((each.holds for each in said if each.claim), None)


def _holds(said: Sequence[Said], *, alone: bool) -> bool:
    """`alone`: a person says which label of the scheme holds."""
    person = _by_person(said)
    if person is not None:
        return person
    return not alone and any(each.method in {"rule", "model"} for each in said)


def _order(held: Held) -> tuple[bool, int, float, str]:
    scheme = SCHEMES.index(held.scheme) if held.scheme in SCHEMES else len(SCHEMES)
    return not held.holds, scheme, -max((each.confidence or 0.0 for each in held.said), default=0.0), held.value


_Saying = Iterator[tuple[Place, tuple[str, str, str | None], Said]]


def _named(table: Any, rows: Iterable[Row]) -> Any:
    """The rows of a table that are on some records, and on others of the same documents and keys."""
    rows = list(rows)
    return table.objects.filter(document__in={row.document_id for row in rows}, key__in={row.key for row in rows})


def _by_the_machine(rows: Iterable[Row]) -> _Saying:
    for document, kind, key, labels in _named(Labelling, rows).values_list("document_id", "kind", "key", "labels"):
        for scheme, value, method, confidence, because, edition in labels:
            yield (document, kind, key), (scheme, value, edition), Said(method=method, confidence=confidence, because=because)


def _by_persons(rows: Iterable[Row]) -> _Saying:
    for each in _named(LabelClaim, rows).filter(withdrawn_at=None).select_related("by"):
        said = Said(method="person", holds=each.holds, because=each.reason or None, claim=each)
        yield (each.document_id, each.kind, each.key), (each.scheme, each.value, each.edition), said


def _by_officials(rows: Iterable[Row]) -> _Saying:
    """The labels of official lists: in the document itself, and for a report's recommendation in the lists that repeat it."""
    rows = list(rows)
    named: dict[tuple[int, str], list[Place]] = defaultdict(list)
    for row in rows:
        named[row.document_id, getattr(row, "number", None) or row.source_paragraph or ""].append(place(row))
    recommendations = {row.pk: place(row) for row in rows if isinstance(row, Recommendation)}
    for document, key, about in PositionRecord.objects.filter(about__in=recommendations).values_list("document_id", "key", "about_id"):
        if document != recommendations[about][0]:
            named[document, key].append(recommendations[about])
    labels = Label.objects.filter(document__in={document for document, _of in named}, of__in={of for _document, of in named})
    for each in labels.select_related("document").order_by("document", "order"):
        for at in named.get((each.document_id, each.of), ()):
            yield at, (each.scheme, each.value, each.edition), Said(method=each.method, because=each.because, source=each.document)


def in_effect(document: Document, kind: str = "recommendation") -> dict[str, Mapping[str, tuple[str, ...]]]:
    """Our labels in effect on the records of one kind in a document: by key, the values of each scheme. Two queries."""
    return {key: values for (_document, _kind, key), values in in_effect_in([document.pk], [kind]).items()}


def in_effect_in(documents: Iterable[int], kinds: Iterable[str], **named: Collection[str]) -> dict[Place, Mapping[str, tuple[str, ...]]]:
    """Our labels in effect on the records of some kinds in some documents, `named` as columns have it: of each record the values of each
    scheme. Two queries."""
    asked: dict[str, Any] = {"document__in": set(documents), "kind__in": set(kinds), **named}
    rows = Labelling.objects.filter(**asked).annotate(written=Cast("labels", TextField()))
    machine = {(document, kind, key): labels for document, kind, key, labels in rows.values_list("document_id", "kind", "key", "written")}
    claims_on: dict[Place, list[LabelClaim]] = defaultdict(list)
    for claim in LabelClaim.objects.filter(**asked, withdrawn_at=None):
        claims_on[claim.document_id, claim.kind, claim.key].append(claim)
    return {at: _in_effect(machine.get(at, "[]"), claims_on.get(at, ())) for at in {**machine, **claims_on}}


def _in_effect(written: str, said: Sequence[LabelClaim]) -> Mapping[str, tuple[str, ...]]:
    """Labels of a record as they are kept (JSON), under what persons say of it, as the values of each scheme."""
    if not said:  # then all that the machine says holds
        return _by_scheme(written)
    by_all = [((scheme, value, edition), Said(method=method)) for scheme, value, method, _c, _b, edition in json.loads(written)]
    by_all += [((each.scheme, each.value, each.edition), Said(method="person", holds=each.holds, claim=each)) for each in said]
    return _values((held.scheme, held.value) for held in _held(by_all) if held.holds)


@lru_cache(maxsize=_READ)
def _by_scheme(written: str) -> Mapping[str, tuple[str, ...]]:
    """What is written follows from what is kept alone: lists of many records are looked at again and again."""
    return _values((scheme, value) for scheme, value, *_others in json.loads(written))


def _values(labels: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    values: dict[str, set[str]] = defaultdict(set)
    for scheme, value in labels:
        values[scheme].add(value)
    return MappingProxyType({scheme: tuple(sorted(found)) for scheme, found in values.items()})


# --- what persons say


def say(row: Row, scheme: str, value: str, *, holds: bool, reason: str = "", by: User) -> LabelClaim:
    """Say that a label holds of a record, or does not; what was said of it before is withdrawn. NotLabelled says why not."""
    _check(row, scheme, value)
    with settle.alone():
        row = _now(row)
        mine = LabelClaim.objects.filter(document=row.document, kind=row.KIND.NAME, key=row.key, scheme=scheme, withdrawn_at=None)
        _withdraw(mine.filter(value=value), by)
        if holds and scheme in SINGLE:
            _withdraw(mine.filter(holds=True), by)
        claim = LabelClaim.objects.create(
            document=row.document,
            kind=row.KIND.NAME,
            key=row.key,
            passage=claims.passage(row.document.layer.text, row.source_start, row.source_end),
            scheme=scheme,
            value=value,
            edition=taxonomies.scheme(scheme).edition,
            holds=holds,
            reason=reason.strip(),
            by=by,
            at=timezone.now(),
        )
        settle.touch(row.document)
    return claim


def withdraw(claim: LabelClaim, *, by: User) -> None:
    """Take back what was said: the machine's label is in effect again."""
    with settle.alone():
        if _withdraw(LabelClaim.objects.filter(pk=claim.pk), by):
            settle.touch(claim.document)


def _withdraw(found: Any, by: User) -> int:
    changed: int = found.filter(withdrawn_at=None).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    return changed


def _now(row: Row) -> Row:
    """The record as it is now: others may have loaded since it was looked at."""
    found = type(row)._default_manager.filter(pk=row.pk, key=row.key).select_related("document__layer").first()
    if found is None:
        raise NotLabelled(_("The document was read again, and this record is not in it any more: look at the document anew."))
    return found


def row_of(claim: LabelClaim) -> Row | None:
    """The record that a claim is about; None where the document, read again, has it no more."""
    return KINDS[claim.kind]._default_manager.filter(document=claim.document_id, key=claim.key).select_related("document").first()


@cache
def vocabulary(scheme: str) -> tuple[str, ...]:
    """The values that a scheme has."""
    return tuple(each.label for each in taxonomies.scheme(scheme).values)


def _check(row: Row, scheme: str, value: str) -> None:
    if row.KIND.NAME not in KINDS:
        raise NotLabelled(_("Records of this kind have no labels."))
    if scheme not in SCHEMES or value not in vocabulary(scheme):
        raise NotLabelled(_("“%(value)s” is no label of %(scheme)s.") % {"value": value, "scheme": scheme})


# --- what the machine says


def catch_up(progress: Progress | None = None) -> int:
    """Label the documents that changed since, or that another version labelled; how many those were."""
    waiting = _waiting()
    for done, pk in enumerate(waiting, 1):
        _label(pk)
        if progress:
            progress(done, len(waiting))
    return len(waiting)


def forget() -> None:
    """Have every document labelled anew."""
    Labelled.objects.all().delete()


def _waiting() -> list[int]:
    """The documents to be labelled, in their order."""
    version = labelling.version()
    seen = dict(Labelled.objects.filter(version=version).values_list("document_id", "number"))
    changes = dict(Change.objects.values_list("document_id", "number"))
    documents = Document.objects.order_by("pk").values_list("pk", flat=True)
    return [pk for pk in documents if seen.get(pk) != changes.get(pk)]


def _label(pk: int) -> None:
    """Label one document. Where it changes meanwhile, its turn comes again."""
    number = _number(pk)
    document = Document.objects.filter(pk=pk).first()
    if document is None:
        return
    found = {at: _labels(texts, at[0]) for at, texts in _texts(document)}
    with settle.alone():
        if _number(pk) != number or not Document.objects.filter(pk=pk).exists():
            return
        if _keep(document, {at: labels for at, labels in found.items() if labels}):
            settle.touch(document)
        Labelled.objects.update_or_create(document=document, defaults={"number": _number(pk) or 0, "version": labelling.version()})


def _number(document: int) -> int | None:
    """The number of a document's last change."""
    return Change.objects.filter(document_id=document).values_list("number", flat=True).first()


def _texts(document: Document) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """The records of a document that are labelled, by kind and key, and what each says. One file of each document is labelled."""
    if not document.shown or document.language not in labelling.LANGUAGES:
        return
    for kind, table in KINDS.items():
        rows: Any = table._default_manager.filter(document=document)
        if table is Statement:
            text = document.layer.text
            for key, acts in rows.values_list("key", "acts"):
                yield (kind, key), tuple(" ".join(text[act["start"] : act["end"]].split()) for act in acts)
        else:
            for key, text in rows.values_list("key", "text"):
                yield (kind, key), (text,)


def _labels(texts: Iterable[str], kind: str) -> list[list[Any]]:
    """The labels of a record's texts as they are kept; of two that are alike the surer one."""
    surest: dict[tuple[str, str], labelling.Labelled] = {}
    for text in texts:
        for each in labelling.label(text, kind):
            known = surest.get((each.scheme, each.value))
            if known is None or each.confidence > known.confidence:
                surest[each.scheme, each.value] = each
    return [[getattr(each, name) for name in COLUMNS] for each in surest.values()]


def _keep(document: Document, found: Mapping[tuple[str, str], list[list[Any]]]) -> bool:
    """Make the rows of a document what was found; whether that changed anything."""
    there = {(each.kind, each.key): each for each in Labelling.objects.filter(document=document)}
    gone = [each.pk for at, each in there.items() if at not in found]
    moved = [each for at, each in there.items() if at in found and each.labels != found[at]]
    for each in moved:
        each.labels = found[each.kind, each.key]
    fresh = [(at, labels) for at, labels in found.items() if at not in there]
    if gone:
        Labelling.objects.filter(pk__in=gone).delete()
    bulk.update(Labelling, moved, ["labels"])
    bulk.insert(
        Labelling, [{"document_id": document.pk, "kind": kind, "key": key, "labels": labels} for (kind, key), labels in fresh]
    )  # fmt: skip
    return bool(gone or moved or fresh)
