"""What bears out a piece of work: files and links, several each.

A file is of one of the types in `data/evidence_types.csv` by what its bytes say, is freed from its author's traces (`traces`), and lies
under its content's digest in a folder of its own beside the documents, which no web server shows. What somebody gives in confidence
carries no name: not in the row, not in the audit, not in the name of the file.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from upright.archive import files
from upright.data import rows
from upright.exceptions import UprightError
from upright.extract.sniff import ENCRYPTED, NAMES, sniff
from upright.tracking import keep, traces
from upright.tracking.models import Action, Assessment, Contribution, Desk, Evidence, Note, Observation, Person
from upright.tracking.rights import Who
from upright.tracking.traces import Refused

Work = Action | Note | Observation | Assessment | Contribution
TABLES: dict[str, type[Work]] = {
    "action": Action, "note": Note, "observation": Observation, "assessment": Assessment, "contribution": Contribution,
}  # fmt: skip
AT_ONCE = 10  # files
LARGEST = 50 * 2**20  # bytes that are read of a file: no type may have more (a test holds it)


class NotTaken(UprightError):
    """A file that is not kept, and why."""


class Type(NamedTuple):
    """A type of file that is taken: what it is for, and how large it may be (bytes)."""

    media_type: str
    ending: str
    name: str
    used_for: str
    largest: int

    @property
    def megabytes(self) -> int:
        return self.largest // 2**20


@cache
def types() -> dict[str, Type]:
    """The types of files that are taken, by media type."""
    found = (
        Type(row["media_type"], row["ending"], row["name"], row["used_for"], int(row["megabytes"]) * 2**20)
        for row in rows("evidence_types.csv")
    )
    return {each.media_type: each for each in found}


def folder() -> Path:
    return Path(settings.FILES).with_name("evidence")


def digests() -> list[str]:
    """The digests of all files that evidence names, hidden or not."""
    return list(Evidence.objects.exclude(sha256="").order_by("sha256").values_list("sha256", flat=True).distinct())


def place(evidence: Evidence) -> Path:
    """Where the file is."""
    return files.place(evidence.sha256, folder())


def work_of(evidence: Evidence) -> Work:
    """What it bears out."""
    found: Work = next(work for name in TABLES if (work := getattr(evidence, name)) is not None)
    return found


def desk_of(work: Work) -> Desk:
    return work.indicator.desk if isinstance(work, Observation) else work.item.desk


class BorneOut(NamedTuple):
    """What bears out a piece of work, as far as somebody sees it, and whether they may change that."""

    rows: list[Evidence]
    may_change: bool


def of_each(works: Sequence[Work], who: Who) -> dict[UUID, BorneOut]:
    """What bears out pieces of work of one table that somebody sees, by their uid. Two queries, however many there are."""
    if not works:
        return {}
    name = str(works[0]._meta.model_name)
    rows: dict[int, list[Evidence]] = {work.pk: [] for work in works}
    for each in Evidence.objects.seen_by(who).filter(**{f"{name}__in": list(rows)}):
        rows[getattr(each, f"{name}_id")].append(each)
    table: Any = TABLES[name]._default_manager
    may_change = set(table.changed_by(who).filter(pk__in=list(rows)).values_list("pk", flat=True))
    return {work.uid: BorneOut(rows[work.pk], work.pk in may_change) for work in works}


# --- added


def add_link(work: Work, url: str, title: str, *, by: Person) -> Evidence:
    """A link; one that is there already is not added again."""
    there = Evidence.objects.filter(**_given(work), url=url, hidden_at=None).first()
    return there or keep.create(Evidence, by=_named(work, by), **_given(work), title=title[:300] or url[:300], url=url)


def add_file(work: Work, data: bytes, *, name: str, title: str, by: Person) -> Evidence:
    """A file, without its author's traces; one that is there already is not added again. NotTaken says in one sentence what to do."""
    kind = _type(data, name)
    cleaned = traces.clean(data, kind.media_type)
    if isinstance(cleaned, Refused):
        raise NotTaken(str(_REFUSED[cleaned]) % {"name": name})
    sha256 = hashlib.sha256(cleaned).hexdigest()
    title = title.strip() or _("File") if isinstance(work, Contribution) else title.strip() or Path(name).stem
    with keep.alone(), tempfile.NamedTemporaryFile(prefix="upright-") as copy:
        there = Evidence.objects.filter(**_given(work), sha256=sha256, hidden_at=None).first()
        if there is not None:
            return there
        copy.write(cleaned)
        copy.flush()
        files.keep(Path(copy.name), sha256, folder())
        return keep.create(
            Evidence, by=_named(work, by), **_given(work), title=title[:300], sha256=sha256, file=_file_name(title, kind),
            media_type=kind.media_type, size=len(cleaned),
        )  # fmt: skip


def _type(data: bytes, name: str) -> Type:
    """The type of a file by its bytes; NotTaken where it is none of those that are taken, or too large."""
    if not data:
        raise NotTaken(_("%(name)s is empty.") % {"name": name})
    media_type = sniff(data)
    if media_type == ENCRYPTED:
        raise NotTaken(str(_REFUSED[Refused.PASSWORD]) % {"name": name})
    kind = types().get(media_type)
    if kind is None:
        said = {"name": name, "kind": NAMES[media_type][0] if media_type in NAMES else media_type, "types": _taken()}
        raise NotTaken(_("%(name)s is %(kind)s by its content. These are taken: %(types)s.") % said)
    if len(data) > kind.largest:
        large = {"name": name, "size": len(data) // 2**20, "limit": kind.largest // 2**20}
        raise NotTaken(_("%(name)s has %(size)s MB; a file of its type may have %(limit)s MB.") % large)
    return kind


def _taken() -> str:
    return ", ".join(each.name for each in types().values())


def _file_name(title: str, kind: Type) -> str:
    """What the file is called when it is fetched: by its title, for its own name may be somebody's."""
    plain = re.sub(r"[^\w.-]+", "-", title).strip("-.")[:100]
    return f"{plain or 'file'}.{kind.ending}"


def _named(work: Work, by: Person) -> Person | None:
    return None if isinstance(work, Contribution) else by


def _given(work: Work) -> dict[str, Any]:
    return {str(type(work)._meta.model_name): work}


_REFUSED: dict[Refused, Any] = {
    Refused.PASSWORD: gettext_lazy("%(name)s is protected with a password: save it without one."),
    Refused.DAMAGED: gettext_lazy("%(name)s is damaged, or not what it begins as: open it, save it anew and try again."),
    Refused.HOLDS_FILES: gettext_lazy("%(name)s holds other files, whose authors cannot be taken out: give each of them by itself."),
    Refused.MACROS: gettext_lazy("%(name)s holds programs (macros): save it without them."),
    Refused.PICTURE: gettext_lazy("%(name)s holds a picture that tells who made it and cannot be freed of that: save it as PDF anew."),
    Refused.HEAVY: gettext_lazy("%(name)s takes too much time or memory to read: make it smaller."),
}


# --- taken away


def delete(evidence: Evidence, *, by: Person | None = None) -> None:
    """Really delete what was given in confidence: the row, its values in the audit, and the file, where nothing else names it."""
    sha256 = evidence.sha256
    with transaction.atomic():
        keep.delete_own(evidence, by=by)
        if sha256:
            transaction.on_commit(partial(_drop, sha256))


def delete_of(contribution: Contribution) -> None:
    """Really delete all evidence of what somebody gives in confidence: before the contribution itself is deleted."""
    for each in Evidence.objects.filter(contribution=contribution):
        delete(each)


def _drop(sha256: str) -> None:
    with keep.alone():
        if not Evidence.objects.filter(sha256=sha256).exists():
            files.drop(sha256, folder())
