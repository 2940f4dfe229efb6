"""What people are told of the work: written with it, in its transaction, and mailed afterwards by a job.

A person is told once only, and only of what they may see; a notice names no person. Mail is sent at most once: notices are claimed before
they are sent, so a worker that is killed in between leaves them on the page alone.
"""

from __future__ import annotations

import datetime as dt
import smtplib
import socket
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from upright.exceptions import UprightError
from upright.tracking import deadlines
from upright.tracking.models import (
    NAMED,
    Action,
    Approved,
    Assignment,
    Comment,
    Deadline,
    Desk,
    Kept,
    Membership,
    Milestone,
    Note,
    Notice,
    Organisation,
    Person,
)
from upright.tracking.people import who_of
from upright.tracking.procedures import Due
from upright.tracking.rights import WRITES, Who
from upright.tracking.words import Approval, Digest, News, Role

REMINDED = (1, 7, 30)  # days before a date: our choice, nobody prescribes it
LATE_FOR = 30  # days after which nobody is told of a date that was over before they came
_IN_ONE_MAIL = 50
# The server did not take the message, for certain: it may be sent again.
_REFUSED = (
    smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused, smtplib.SMTPRecipientsRefused,
)  # fmt: skip
_NOT_SENT = (*_REFUSED, ConnectionRefusedError, socket.gaierror, smtplib.SMTPConnectError)


class Unreachable(UprightError):
    """The mail server could not be reached, or broke off."""


class Refused(UprightError):
    """The mail server did not take a message."""


class Told(NamedTuple):
    """A notice as it is shown. `stands`: whether the person still sees what it is about; where not, nothing is said of it."""

    notice: Notice
    stands: bool
    on: dt.date | None


# --- telling


def tell(news: News, work: Kept, *, to: Iterable[Person], by: Person | None = None, once: str = "", **facts: Any) -> None:
    """Tell persons of a piece of work: those who may see it, whoever did it apart. Within the transaction of the work.

    `once`: what a person is told of once only (default: this version of the work). `facts`: `because`, `on`, `n`.
    """
    listening = {person.pk: person for person in to if person.user_id is not None and (by is None or person.pk != by.pk)}
    told = [person for person in listening.values() if _sees(person, work)]
    _write([_notice(news, work, person, once or f"{news.value}:{work.uid}:{work.version}", facts) for person in told])


def assigned(assignments: Sequence[Assignment], *, by: Person | None = None) -> None:
    """Tell those who work in the organisations what was assigned to them: once for each organisation, however many records it were."""
    by_organisation: dict[int, list[Assignment]] = defaultdict(list)
    for each in assignments:
        by_organisation[each.organisation_id].append(each)
    for rows in by_organisation.values():
        tell(News.ASSIGNED, rows[0], to=workers(rows[0].organisation), by=by, n=len(rows), on=rows[0].due_on if len(rows) == 1 else None)


def mentioned(comment: Comment, *, by: Person | None = None) -> None:
    """Tell those who are named in a comment."""
    tell(News.MENTIONED, comment, to=comment.mentions.all(), by=by)


def taken(work: Approved, desk: Desk) -> None:
    """A step was taken with a piece of work: what asked for it, of whomever, is read. Within the transaction of the step."""
    asks = Q(once__startswith=f"{News.SUBMITTED.value}:{work.uid}:") | Q(once__startswith=f"{News.RETURNED.value}:{work.uid}:")
    read(Notice.objects.filter(asks, desk=desk))


def workers(organisation: Organisation) -> QuerySet[Person, Person]:
    """Those who work in an organisation: an administrator alone sees members, not work."""
    held = Q(memberships__organisation=organisation, memberships__role__in=WRITES, memberships__hidden_at=None)
    return Person.objects.filter(held).distinct()


def coordinators(desk: Desk) -> QuerySet[Person, Person]:
    """Those who coordinate the State's side."""
    held = Q(memberships__organisation__desk=desk, memberships__role=Role.COORDINATOR.value, memberships__hidden_at=None)
    return Person.objects.filter(held).distinct()


def _sees(person: Person, work: Kept) -> bool:
    rows: Any = type(work)._default_manager
    return bool(rows.seen_by(who_of(person)).filter(pk=work.pk).exists())


def _notice(news: News, work: Kept, person: Person, once: str, facts: dict[str, Any]) -> Notice:
    desk, url = _place(work)
    said = {"table": work._meta.model_name, "uid": work.uid, **_names(work), **{name: value for name, value in facts.items() if value}}
    return Notice(person=person, desk=desk, verb=news.value, facts=said, url=url, once=once, at=timezone.now())


def _write(notices: Sequence[Notice]) -> None:
    """Write notices that were not written before, and have a worker mail them to those who want to hear at once."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    for person in {each.person_id for each in notices if each.person.digest == Digest.AT_ONCE.value}:
        mail.enqueue(person)


def _subject(work: Kept) -> Any:
    """What a piece of work is about, and is shown on the page of."""
    if isinstance(work, Comment):
        return work.action or work.assessment or work.item
    for name in ("action", "indicator"):
        if getattr(work, name, None) is not None:
            return getattr(work, name)
    return work if hasattr(work, "get_absolute_url") else getattr(work, "item", None) or work


def _place(work: Kept) -> tuple[Desk, str]:
    """The desk that a piece of work is on, and the page that shows it."""
    about = _subject(work)
    owner = work.organisation if isinstance(work, Membership) else getattr(about, "item", None) or about
    desk: Desk = owner if isinstance(owner, Desk) else owner.desk
    page = next((each for each in (work, about) if hasattr(each, "get_absolute_url")), desk).get_absolute_url()
    return desk, f"{page}#note-{work.uid}" if isinstance(work, Note) and work.action else page


def _names(work: Kept) -> dict[str, str]:
    """What a notice calls the work: titles on the State's side alone; what independent organisations write is theirs."""
    about = _subject(work)
    organisation: Organisation | None = getattr(work, "organisation", None) or getattr(about, "organisation", None)
    item = getattr(work, "item", None) or getattr(about, "item", None)
    title = "" if organisation and organisation.independent else getattr(work, "title", "") or getattr(about, "title", "")
    names = {"item": str(item or ""), "title": str(title), "organisation": str(organisation or "")}
    return {name: value for name, value in names.items() if value}


# --- dates


def remind(today: dt.date) -> int:
    """Tell everybody of dates of their organisations that come near, or are over, and coordinators of what their State owes by the
    procedures; how many notices that are."""
    notices = [notice for person in _active() for notice in _reminders(person, today)]
    notices += [notice for desk in Desk.objects.filter(hidden_at=None) for notice in _obliged(desk, today)]
    before = Notice.objects.count()
    with transaction.atomic():
        _write(notices)
    return Notice.objects.count() - before


def _owed(due: Due, last: dt.date, today: dt.date) -> bool:
    """Whether it comes near and is the State's to do; or is over, and is what the State must do."""
    left = (last - today).days
    return due.overdue(today) if -LATE_FOR <= left < 0 else due.of_the_state and due.met_by is None and 0 <= left <= REMINDED[-1]


def _active() -> QuerySet[Person, Person]:
    return Person.objects.filter(user__is_active=True, memberships__hidden_at=None).distinct()


def _reminders(person: Person, today: dt.date) -> Iterator[Notice]:
    for row, on in _dated(who_of(person), today):
        news, once = _step(str(row.uid), on, today)
        yield _notice(news, row, person, once, {"on": on})


def _step(uid: str, on: dt.date, today: dt.date) -> tuple[News, str]:
    """Whether a date comes near or is over, and what is told of it once."""
    left = (on - today).days
    if left < 0:
        return News.OVERDUE, f"{News.OVERDUE.value}:{uid}:{on}"
    return News.DUE, f"{News.DUE.value}:{uid}:{on}:{next((days for days in REMINDED if left <= days), None)}"


def _obliged(desk: Desk, today: dt.date) -> Iterator[Notice]:
    """What coordinators are told of what the procedures oblige their State to: by its last day, unless it is met, or done as they say."""
    told = list(coordinators(desk).filter(user__is_active=True))
    done = set(desk.deadlines.exclude(done_on=None).filter(hidden_at=None).values_list("rule", "about"))
    for due in deadlines.of_state(desk.state, today) if told else ():
        if due.when and _owed(due, due.when.last, today) and due.key not in done:
            news, once = _step(f"{desk.uid}:{':'.join(due.key)}", due.when.last, today)
            facts = {"on": due.when.last, "due": due.code, "body": due.body, "session": due.session}
            url = reverse("desk_due", args=[desk.state, *due.key])
            for person in told:
                notice = _notice(news, desk, person, once, facts)
                notice.url = url
                yield notice


def _dated(who: Who, today: dt.date) -> Iterator[tuple[Kept, dt.date]]:
    """What is to be done by the organisations that somebody works in, and by when."""
    first, last = today - dt.timedelta(LATE_FOR), today + dt.timedelta(REMINDED[-1])
    end = last + dt.timedelta(1)
    mine, of_state = Q(organisation__in=who.working), Q(organisation=None, desk__in=who.state_side)
    due, done = {"due_on__gte": first, "due_on__lte": last}, {"done_on": None}
    milestones = Milestone.objects.seen_by(who).filter(action__organisation__in=who.working, action__hidden_at=None, **done, **due)
    own = Deadline.objects.seen_by(who).filter(mine | of_state, on__gte=first, on__lte=last, **done)
    for field, rows in (
        ("due_on", Assignment.objects.overdue(end).seen_by(who).filter(mine, **due).select_related("item__desk", "organisation")),
        ("due_on", Action.objects.overdue(end).seen_by(who).filter(mine, **due).select_related("item__desk", "organisation")),
        ("due_on", milestones.select_related("action__item__desk", "action__organisation")),
        ("on", own.select_related("desk", "organisation")),
    ):
        for row in rows:
            yield row, getattr(row, field)


def lift(now: dt.datetime) -> None:
    """Tell whoever worked on it that the embargo of what was published is over."""
    over = {"embargo_until__lte": now, "embargo_until__gt": now - dt.timedelta(LATE_FOR)}
    for table in NAMED.values():
        if issubclass(table, Approved):
            for work in table._default_manager.filter(hidden_at=None, approval=Approval.PUBLISHED.value, **over):
                with transaction.atomic():
                    tell(News.LIFTED, work, to=authors(work), once=f"lifted:{work.uid}:{work.embargo_until}")


def authors(work: Approved) -> list[Person]:
    """Who made a piece of work, and who wrote it last."""
    return [person for person in (work.created_by, work.changed_by) if person is not None]


# --- reading


def shown(notices: Iterable[Notice], who: Who) -> list[Told]:
    """Notices as they are shown: nothing is said of work that the person does not see any more."""
    rows = list(notices)
    uids: dict[str, set[str]] = defaultdict(set)
    for each in rows:
        uids[each.facts["table"]].add(each.facts["uid"])
    seen = {str(uid) for table, some in uids.items() for uid in _seen(table, some, who)}
    return [Told(each, each.facts["uid"] in seen, _date(each.facts.get("on"))) for each in rows]


def _seen(table: str, uids: set[str], who: Who) -> Iterable[Any]:
    rows: Any = NAMED[table]._default_manager
    return list(rows.seen_by(who).filter(uid__in=uids).values_list("uid", flat=True))


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None


def read(notices: QuerySet[Notice, Notice]) -> int:
    """Mark notices as read; how many were not."""
    return notices.filter(seen_at=None).update(seen_at=timezone.now())


# --- mail


@task()
def mail(person: int) -> int:
    """Write to a person what they have not read and were not written yet; how many notices that are.

    The claim is committed before the message is sent. It is given back where the server surely did not take the message; where that is
    not known, the person has it on the page, and is not written a second time.
    """
    now = timezone.now()
    message, told = _claim(person, now)
    if message is None:
        return 0
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        if isinstance(error, _NOT_SENT):
            Notice.objects.filter(person=person, mailed_at=now).update(mailed_at=None)
        # From None: what the server said may name the person, and would be kept with the job and logged.
        raise (Refused if isinstance(error, _REFUSED) else Unreachable)(type(error).__name__) from None
    return told


def _claim(person: int, now: dt.datetime) -> tuple[EmailMessage | None, int]:
    """Mark what is to be mailed as mailed; the message, and how many notices are in it. Whoever comes second finds nothing."""
    with transaction.atomic():
        to = Person.objects.select_for_update().filter(pk=person, user__is_active=True).exclude(digest=Digest.NEVER.value).first()
        if to is None or to.user is None or not to.user.email:
            return None, 0
        found = list(Notice.objects.filter(person=to, seen_at=None, mailed_at=None))
        told = [each for each in shown(found, who_of(to)) if each.stands]
        Notice.objects.filter(pk__in=[each.pk for each in found]).update(mailed_at=now)
        Person.objects.filter(pk=to.pk).update(digested_at=now)
        return _message(to, told, to.user.email) if told else None, len(told)


def _message(to: Person, told: Sequence[Told], address: str) -> EmailMessage:
    context = {"told": told[:_IN_ONE_MAIL], "n": len(told), "more": max(0, len(told) - _IN_ONE_MAIL), "site": settings.SITE}
    with translation.override(to.language or settings.LANGUAGE_CODE):
        subject = render_to_string("desk/mail/notices_subject.txt", context).strip()
        return EmailMessage(subject, render_to_string("desk/mail/notices.txt", context), to=[address])


def digests(now: dt.datetime) -> int:
    """Have a worker write to everybody whose day or week is over and who has something unread; to how many."""
    waiting = Person.objects.filter(user__is_active=True, notices__seen_at=None, notices__mailed_at=None, notices__isnull=False)
    day, week = Q(digest=Digest.DAILY.value), Q(digest=Digest.WEEKLY.value)
    never = Q(digested_at=None)
    due = day & (never | Q(digested_at__lte=now - dt.timedelta(1))) | week & (never | Q(digested_at__lte=now - dt.timedelta(7)))
    persons = list(waiting.filter(due).distinct().values_list("pk", flat=True))
    for person in persons:
        mail.enqueue(person)
    return len(persons)
