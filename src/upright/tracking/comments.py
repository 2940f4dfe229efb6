"""What is said among those who see unpublished work, and who of them is called: with `@` and a name, or picked from a list.

Only those can be called who see the work. Whoever comments knows people of their own organisations by name, and a coordinator those of the
State's side; any other organisation is called as a whole, and nobody learns who that is. A text holds keys in the place of the names that
are called (`@[p:KEY]`, `@[o:UID]`): whoever reads it is shown the names that they may know, and an erased name is gone from it too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from upright.exceptions import UprightError
from upright.tracking import keep, notices
from upright.tracking.models import Action, Assessment, Assignment, Comment, Desk, Item, Membership, Organisation, Person
from upright.tracking.people import names_of
from upright.tracking.queries import state_side
from upright.tracking.rights import WRITES, NotAllowed, Who
from upright.tracking.words import Role

Work = Action | Assessment | Item
TABLES: dict[str, type[Work]] = {"action": Action, "assessment": Assessment, "item": Item}
_CALLED = re.compile(r"@\[([po]:[0-9a-f-]{36})\]")


class Called(NamedTuple):
    """Who can be called: `key` in a text, `name` behind an @, and the persons whom that reaches."""

    key: str
    name: str
    persons: frozenset[int]


class Said(NamedTuple):
    """A comment as somebody may read it: the name of whoever wrote it, where they are to be told; whether they may take it away."""

    comment: Comment
    name: str | None
    text: str
    own: bool


def desk_of(work: Work) -> Desk:
    return work.desk if isinstance(work, Item) else work.item.desk


def organisation_for(work: Work, who: Who) -> Organisation | None:
    """The organisation that somebody comments for: whose work it is, before any other of theirs that sees it. None: they may not."""
    mine = Organisation.objects.filter(pk__in=who.working, desk=desk_of(work), hidden_at=None)
    if isinstance(work, Item):
        return mine.first()
    if not type(work).objects.inside(who).filter(pk=work.pk).exists():
        return None
    return mine.filter(pk=work.organisation_id).first() or mine.of_state().first()


# --- who can be called


def callable_by(work: Work, who: Who) -> list[Called]:
    """Whom somebody can call in a comment on a piece of work: organisations, each with its people that they know by name."""
    mine = organisation_for(work, who)
    if mine is None:
        return []
    seeing: dict[Organisation, dict[int, Person]] = {}
    for each in _seeing(work, mine).exclude(person=who.person).select_related("person", "organisation"):
        seeing.setdefault(each.organisation, {})[each.person_id] = each.person
    pairs = [(person, organisation) for organisation, persons in seeing.items() for person in persons.values()]
    names = names_of(pairs, who)
    found: list[Called] = []
    for organisation, persons in seeing.items():
        found.append(Called(f"o:{organisation.uid}", organisation.name, frozenset(persons)))
        known = ((person, names.get((pk, organisation.pk))) for pk, person in persons.items())
        found += [Called(f"p:{person.key}", name, frozenset({person.pk})) for person, name in known if name]
    return found


def _seeing(work: Work, mine: Organisation) -> QuerySet[Membership, Membership]:
    """The roles by which a comment on it is seen (`queries.Comments`): a notice asks the rights of each person once more."""
    owner, item = (mine, work) if isinstance(work, Item) else (work.organisation, work.item)
    part = Exists(Assignment.objects.filter(item=item, hidden_at=None, organisation=OuterRef("organisation")))
    seen = Q(organisation=owner)
    if not owner.independent:
        seen |= state_side() & (part | Q(role=Role.COORDINATOR.value))
    rows = Membership.objects.filter(seen, organisation__desk=desk_of(work), role__in=WRITES, hidden_at=None, organisation__hidden_at=None)
    return rows.order_by("organisation__name", "person__name", "pk")


# --- said


def say(work: Work, text: str, *, call: Collection[str], who: Who, by: Person) -> Comment:
    """A comment; `call`: the keys of those who are called beside those whose names stand in it. NotAllowed where they may not."""
    organisation = organisation_for(work, who)
    if organisation is None:
        raise NotAllowed(_("only those who work on it can comment"))
    if not text.strip():
        raise UprightError(_("Write something."))
    there = callable_by(work, who)
    keyed, named = _keyed(text.strip(), there)
    picked = [each for each in there if each.key in call and each not in named]
    item = work if isinstance(work, Item) else work.item
    on: dict[str, Any] = {} if isinstance(work, Item) else {str(work._meta.model_name): work}
    with keep.alone():
        words = " ".join([*(f"@[{each.key}]" for each in picked), keyed])
        comment = keep.create(Comment, by=by, item=item, organisation=organisation, text=words, **on)
        comment.mentions.set(Person.objects.filter(pk__in={pk for each in (*picked, *named) for pk in each.persons}))
        notices.mentioned(comment, by=by)
    return comment


def _keyed(text: str, there: Iterable[Called]) -> tuple[str, list[Called]]:
    """A text with keys in the place of the names behind an @, and whom it calls; the longest name counts."""
    by_name: dict[str, Called] = {}
    for each in there:
        by_name.setdefault(each.name.casefold(), each)
    if not by_name:
        return text, []
    any_name = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
    named: list[Called] = []

    def key(found: re.Match[str]) -> str:
        named.append(by_name[found[1].casefold()])
        return f"@[{named[-1].key}]"

    return re.sub(rf"@({any_name})(?!\w)", key, text, flags=re.IGNORECASE), named


# --- read


def read(rows: Iterable[Comment], who: Who) -> list[Said]:
    """Comments as somebody may read them, in a few queries."""
    found = list(rows)
    called = _names({key for each in found for key in _CALLED.findall(each.text)}, who)
    names = names_of([(each.created_by, each.organisation) for each in found], who)
    return [
        Said(
            each, names.get((each.created_by_id or 0, each.organisation_id)), _readable(each.text, called),
            own=who.person is not None and each.created_by_id == who.person,
        )
        for each in found
    ]  # fmt: skip


def _readable(text: str, called: Mapping[str, str]) -> str:
    return _CALLED.sub(lambda found: f"@{called.get(found[1]) or _('somebody')}", text)


def _names(keys: Collection[str], who: Who) -> dict[str, str]:
    """What those who are called are called to whoever reads: a person by name, or by their organisation."""
    uids = {kind: [key[2:] for key in keys if key[0] == kind] for kind in "po"}
    found = {f"o:{each.uid}": each.name for each in Organisation.objects.filter(uid__in=uids["o"])}
    held = Membership.objects.filter(person__key__in=uids["p"], confidential=False).select_related("person", "organisation")
    names = names_of([(each.person, each.organisation) for each in held], who)
    for each in held:
        name = names.get((each.person_id, each.organisation_id))
        if name or f"p:{each.person.key}" not in found:
            found[f"p:{each.person.key}"] = name or each.organisation.name
    return found
