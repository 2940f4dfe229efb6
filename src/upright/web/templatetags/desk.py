"""What the templates of the desk ask for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.db.models import Model
from django.utils.text import Truncator

from upright.archive.models import Row
from upright.tracking import approval, comments, evidence, people
from upright.tracking.models import Action, Approved, Comment, Desk, Item, Note, Notice, Organisation, Person
from upright.tracking.words import Step
from upright.web.desk import asking, due_words, navigation
from upright.web.desk.words import ROWS, WORDS
from upright.web.templatetags.upright import un_date

register = template.Library()


@register.inclusion_tag("desk/navigation.html", takes_context=True)
def desk_navigation(context: Any) -> dict[str, Any]:
    """The second line of links, and the menu at its end."""
    request, desk = context["request"], context["desk"]
    here = request.resolver_match.url_name if request.resolver_match else None
    unread = Notice.objects.seen_by(asking.who(request)).filter(desk=desk, seen_at=None).count()
    places = navigation.places(asking.who(request), desk)
    line, menu = [each for each in places if not each.seldom], [each for each in places if each.seldom]
    return {"line": line, "menu": menu, "desk": desk, "here": here, "unread": unread}


@register.inclusion_tag("desk/pieces/followed_up.html", takes_context=True)
def followed_up(context: Any, row: Row) -> dict[str, Any]:
    """Where a record of the archive is followed up: on the desks that whoever looks may see."""
    followed = Item.objects.filter(document=row.document_id, kind=row.KIND.NAME, key=row.key)
    if not followed.exists():  # as most: then it does not matter who asks
        return {"items": []}
    return {"items": followed.seen_by(asking.who(context["request"])).select_related("desk")}


@register.filter
def desk_word(value: str, name: str = "") -> Any:
    """The word for a value of one of `words.WORDS`: of the one that is named, or the first that has it. Any other value stays as it is."""
    among = [WORDS[name]] if name else WORDS.values()
    return next((words[value] for words in among if value in words), value)


@register.filter
def moment(at: dt.datetime) -> str:
    """A point in time, as embargoes have it: 10 December 2026, 10:00 (UTC)."""
    return f"{un_date(at.astimezone(dt.UTC))}, {at.astimezone(dt.UTC):%H:%M} (UTC)"


@register.filter
def due_name(facts: dict[str, Any]) -> str:
    """What a notice of a date of the procedures is about; nothing for any other notice."""
    return due_words.named(facts["due"], facts["body"], facts.get("session")) if "due" in facts else ""


@register.simple_tag(takes_context=True)
def desk_steps(context: Any, work: Approved) -> list[Step]:
    """The steps that whoever looks may take with a piece of work, those that take it further first."""
    return sorted(approval.steps(work, asking.who(context["request"])), key=list(Step).index)


@register.simple_tag(takes_context=True)
def desk_along(context: Any, work: Approved) -> list[Note]:
    """The notes of an action that whoever looks may take a step further together with it."""
    return approval.along(work, asking.who(context["request"])) if isinstance(work, Action) else []


@register.simple_tag(takes_context=True)
def person_name(context: Any, person: Person | None, organisation: Organisation) -> str | None:
    """What a person is called to whoever looks; nothing where they are not to be told."""
    return people.name_of(person, organisation, asking.who(context["request"]))


@register.filter
def table_of(row: Model) -> str:
    """The name of a row's table, as addresses of the desk name it."""
    return str(row._meta.model_name)


@register.simple_tag(takes_context=True)
def desk_evidence(context: Any, work: Any) -> dict[str, Any]:
    """What bears out a piece of work, as far as whoever looks sees it; and whether they may add to it. `evidence_of`, of a page that shows
    many works: what it asked for at once."""
    known: dict[Any, evidence.BorneOut] = context.get("evidence_of") or {}
    found = known.get(work.uid) or evidence.of_each([work], asking.who(context["request"]))[work.uid]
    return {**found._asdict(), "types": evidence.types().values()}


@register.filter
def evidence_type(media_type: str) -> str:
    """The name of a type of file."""
    kind = evidence.types().get(media_type)
    return kind.name if kind else media_type


@register.simple_tag(takes_context=True)
def desk_comments(context: Any, work: Any) -> dict[str, Any]:
    """The comments on a piece of work that whoever looks sees, and whom they can call in their own."""
    asks = asking.who(context["request"])
    of = {"action": None, "assessment": None, "item": work} if isinstance(work, Item) else {table_of(work): work}
    rows = Comment.objects.seen_by(asks).filter(**of).select_related("organisation", "created_by")
    may = comments.organisation_for(work, asks) is not None
    return {"said": comments.read(rows, asks), "may": may, "there": comments.callable_by(work, asks) if may else []}


@register.filter
def row_name(row: Model) -> str:
    """What a row is called in the history of another one."""
    title = getattr(row, "title", "") or getattr(row, "text", "") or str(row)
    return f"{ROWS.get(table_of(row), table_of(row))} “{Truncator(title).chars(60)}”"


@register.simple_tag(takes_context=True)
def may_plan(context: Any, desk: Desk) -> bool:
    """May whoever looks plan actions on a desk? The institutions of the State's side do."""
    writes = Organisation.objects.written_by(asking.who(context["request"]))
    return writes.of_state().filter(desk=desk).exists()
