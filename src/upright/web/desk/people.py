"""Who takes part: the members of organisations, invitations, and what is kept of oneself."""

from __future__ import annotations

import smtplib
from collections import defaultdict
from typing import Any, NamedTuple, cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from upright.exceptions import UprightError
from upright.tracking import keep, notices, people
from upright.tracking.models import Desk, Invitation, Membership, Organisation, Person
from upright.tracking.rights import NotAllowed
from upright.tracking.words import Digest, News, Role
from upright.web.desk.asking import desk_of, one, person, version, who
from upright.web.desk.forms import Form, Text
from upright.web.desk.words import DIGESTS, ROLES

_REASON = 500  # characters
_TO_FILES = "django.core.mail.backends.filebased.EmailBackend"  # where no mail server is set
_SHOWN = ("uid", "organisation", "role", "confidential", "created_at", "person__name", "person__user__username")  # of a member in the list
_LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Group(NamedTuple):
    """An organisation as its page shows it: its members, each with whether they may be changed, and the invitations that are open."""

    organisation: Organisation
    invites: bool
    members: list[tuple[Membership, bool]]
    invitations: list[Invitation]


def _posted(request: HttpRequest) -> QueryDict | None:
    """What a form was filled in with, also where that is nothing; None where it was not sent."""
    return request.POST if request.method == "POST" else None


# --- members


@login_required
def members(request: HttpRequest, state: str) -> HttpResponse:
    """The members of the organisations that they see the members of."""
    desk = desk_of(request, state)
    groups = [each for each in _groups(request, desk) if each.members or each.invites]
    return render(request, "desk/people/list.html", {"desk": desk, "groups": groups})


def _groups(request: HttpRequest, desk: Desk) -> list[Group]:
    asking = who(request)
    organisations = Organisation.objects.seen_by(asking).filter(desk=desk)
    invites = set(Organisation.objects.changed_by(asking).filter(desk=desk).values_list("pk", flat=True))
    rows = Membership.objects.seen_by(asking).filter(organisation__desk=desk).select_related("person__user").only(*_SHOWN)
    changed = set(Membership.objects.changed_by(asking).filter(organisation__desk=desk).values_list("pk", flat=True))
    there: dict[int, list[tuple[Membership, bool]]] = defaultdict(list)
    for row in rows.order_by("role", "person__name", "pk"):
        there[row.organisation_id].append((row, row.pk in changed))
    waiting: dict[int, list[Invitation]] = defaultdict(list)
    for invitation in Invitation.objects.seen_by(asking).filter(organisation__desk=desk, accepted_at=None):
        waiting[invitation.organisation_id].append(invitation)
    return [Group(each, each.pk in invites, there[each.pk], waiting[each.pk]) for each in organisations]


class OtherRole(Form):
    """Another role."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, organisation: Organisation, *arguments: Any, **given: Any) -> None:
        super().__init__(*arguments, **given)
        cast(Any, self.fields["role"]).choices = [(each.value, ROLES[each.value]) for each in people.roles_for(organisation)]


class Ending(Form):
    """Why a membership ends."""

    because = Text(label=gettext_lazy("Why does the membership end?"), rows=2, max_length=_REASON)


def _member(request: HttpRequest, desk: Desk, uid: UUID) -> Membership:
    rows = Membership.objects.changed_by(who(request)).filter(organisation__desk=desk)
    found: Membership = one(rows.select_related("organisation", "person__user"), uid)
    return found


@login_required
def member(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """A membership: another role, or its end."""
    desk = desk_of(request, state)
    return _member_page(request, desk, _member(request, desk, uid))


def _member_page(request: HttpRequest, desk: Desk, row: Membership, **given: Any) -> HttpResponse:
    forms_ = {"role": OtherRole(row.organisation, initial={"role": row.role}), "ending": Ending(), **given}
    status = 400 if given else 200
    return render(request, "desk/people/member.html", {"desk": desk, "member": row, **forms_}, status=status)


@login_required
@require_POST
def role(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Give a member another role."""
    desk = desk_of(request, state)
    row = _member(request, desk, uid)
    form = OtherRole(row.organisation, request.POST)
    if form.is_valid():
        try:
            people.change_role(row, Role(form.cleaned_data["role"]), version=version(request), by=person(request))
        except UprightError as error:
            form.add_error("role", str(error))
        else:
            messages.success(request, _("The role is changed."))
            return redirect("desk_people", state=desk.state)
    return _member_page(request, desk, row, role=form)


@login_required
@require_POST
def end(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """End a membership, with a reason."""
    desk = desk_of(request, state)
    row = _member(request, desk, uid)
    form = Ending(request.POST)
    if form.is_valid():
        try:
            people.end(row, version=version(request), by=person(request), because=form.cleaned_data["because"])
        except UprightError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The membership has ended. What they did stays."))
            return redirect("desk_people", state=desk.state)
    return _member_page(request, desk, row, ending=form)


# --- invitations


class Invited(OtherRole):
    """Who is invited."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    confidential = forms.BooleanField(
        label=gettext_lazy("In confidence"), required=False,
        help_text=gettext_lazy("Other members do not see that they take part; whoever administers the organisation does."),
    )  # fmt: skip
    field_order = ("email", "role", "confidential")


@login_required
def invite(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Invite somebody by e-mail. The secret stands in the message alone."""
    desk = desk_of(request, state)
    organisation = one(Organisation.objects.changed_by(who(request)).filter(desk=desk), uid)
    form = Invited(organisation, _posted(request))
    if not organisation.independent:
        del form.fields["confidential"]
    if request.method == "POST" and form.is_valid() and (link := _invited(request, organisation, form)):
        messages.success(request, _sent(form.cleaned_data["email"], link))
        return redirect("desk_people", state=desk.state)
    context = {"desk": desk, "organisation": organisation, "form": form, "days": people.INVITED_FOR.days}
    return render(request, "desk/people/invite.html", context, status=400 if form.errors else 200)


def _sent(email: str, link: str) -> str:
    """Where the message is. Where it only lies in a folder, whoever invites hands its link over, and sees it this once."""
    if settings.EMAIL_BACKEND != _TO_FILES:
        return _("The invitation is on its way to %(email)s.") % {"email": email}
    said = {"email": email, "link": link, "folder": settings.EMAIL_FILE_PATH}
    return _("No mail server is set, so the message lies in %(folder)s. Send %(email)s this link yourself: %(link)s") % said


def _invited(request: HttpRequest, organisation: Organisation, form: Invited) -> str | None:
    """Invite, and send the message; the link that accepts, or None where it could not be done: what nobody got is withdrawn."""
    given, by = form.cleaned_data, person(request)
    invitation, secret = people.invite(
        organisation, Role(given["role"]), given["email"], by=by, confidential=given.get("confidential", False)
    )  # fmt: skip
    link = request.build_absolute_uri(reverse("desk_join", args=[secret]))
    try:
        _message(invitation, link).send()
    except (smtplib.SMTPException, OSError):
        keep.hide(invitation, version=invitation.version, by=by, because="the message could not be sent")
        form.add_error(None, _("The message could not be sent, so nobody is invited. Try again later, or tell whoever runs the site."))
        return None
    return link


def _message(invitation: Invitation, link: str) -> EmailMessage:
    context = {"invitation": invitation, "desk": invitation.organisation.desk, "days": people.INVITED_FOR.days, "link": link}
    subject = render_to_string("desk/mail/invitation_subject.txt", context).strip()
    return EmailMessage(subject, render_to_string("desk/mail/invitation.txt", context), to=[invitation.email])


@login_required
@require_POST
def withdraw(request: HttpRequest, state: str, uid: UUID) -> HttpResponse:
    """Withdraw an invitation: its link leads nowhere any more."""
    desk = desk_of(request, state)
    row = one(Invitation.objects.changed_by(who(request)).filter(organisation__desk=desk, accepted_at=None), uid)
    try:
        keep.hide(row, version=version(request), by=person(request), because="withdrawn")
    except keep.Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("desk_people", state=desk.state)


class Account(Form):
    """An account for whoever was invited and has none."""

    name = forms.CharField(label=gettext_lazy("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("The password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("The two passwords differ."))
        return given


@never_cache
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation: with one's account, or with a new one."""
    try:
        invitation = people.invitation_of(secret)
    except NotAllowed:
        return render(request, "desk/people/invitation_over.html", status=410)
    form = Account(_posted(request)) if not request.user.is_authenticated else None
    if request.method == "POST" and (form is None or _opened(request, form, secret)):
        return _joined(request, secret, invitation)
    known = User.objects.filter(email__iexact=invitation.email, is_active=True).exists()
    context = {"invitation": invitation, "organisation": invitation.organisation, "form": form, "known": known}
    return render(request, "desk/people/join.html", context, status=400 if form and form.errors else 200)


def _opened(request: HttpRequest, form: Account, secret: str) -> bool:
    """Open the account and sign in; whether that could be done."""
    if not form.is_valid():
        return False
    try:
        user = people.open_account(secret, form.cleaned_data["name"], form.cleaned_data["password"])
    except ValidationError as error:
        _refuse(form, error)
        return False
    perform_login(request, user, email_verification="none")
    return True


def _refuse(form: Account, error: ValidationError) -> None:
    """Say beside each field what is wrong with it."""
    if hasattr(error, "error_dict"):
        for name, errors in error.error_dict.items():
            form.add_error({"username": "name"}.get(name), errors)
    else:
        form.add_error("password", error)


def _joined(request: HttpRequest, secret: str, invitation: Invitation) -> HttpResponse:
    membership = people.accept(secret, cast(User, request.user))
    if invitation.created_by is not None:
        notices.tell(News.JOINED, membership, to=[invitation.created_by], by=membership.person)
    messages.success(request, _("You have joined %(organisation)s.") % {"organisation": invitation.organisation})
    return redirect(invitation.organisation.desk)


# --- oneself


class Wishes(Form):
    """How somebody is told what happens."""

    digest = forms.ChoiceField(label=gettext_lazy("Notices by e-mail"), choices=[(each.value, DIGESTS[each.value]) for each in Digest])
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the messages"), required=False,
        choices=[("", gettext_lazy("not said: that of the site")), *((code, get_language_info(code)["name_local"]) for code in _LANGUAGES)],
    )  # fmt: skip


@login_required
def you(request: HttpRequest) -> HttpResponse:
    """What one is told and how, in which organisations one takes part, and what is kept of oneself."""
    asks = person(request)
    form = Wishes(_posted(request), initial={"digest": asks.digest, "language": asks.language})
    if request.method == "POST" and form.is_valid():
        Person.objects.filter(pk=asks.pk).update(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("you")
    mine = asks.memberships.filter(hidden_at=None).select_related("organisation__desk")
    context = {"form": form, "memberships": mine, "address": cast(User, request.user).email}
    return render(request, "desk/people/you.html", context, status=400 if form.errors else 200)


@login_required
def data(request: HttpRequest) -> HttpResponse:
    """All that is kept of oneself, as a file."""
    answer = JsonResponse(people.export(person(request)), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = 'attachment; filename="upright-my-data.json"'
    return answer


class Erasing(Form):
    """Whether somebody means it."""

    sure = forms.BooleanField(label=gettext_lazy("Erase my account: this cannot be taken back"))


@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's account, after the password was asked for."""
    asks = person(request)
    form = Erasing(_posted(request))
    if request.method == "POST" and form.is_valid():
        people.erase(asks, by=asks)
        logout(request)
        return render(request, "desk/people/erased.html")
    alone = [each.organisation.desk for each in _alone(asks)]
    return render(request, "desk/people/erase.html", {"form": form, "alone": alone}, status=400 if form.errors else 200)


def _alone(asks: Person) -> list[Membership]:
    """Where nobody else coordinates."""
    mine = asks.memberships.filter(role=Role.COORDINATOR.value, hidden_at=None).select_related("organisation__desk")
    return [each for each in mine if not notices.coordinators(each.organisation.desk).exclude(pk=asks.pk).exists()]


# Before the pages of a desk, whose first part is the code of its State.
personal = [
    path("you", you, name="you"),
    path("you/data.json", data, name="you_data"),
    path("you/erase", erase, name="you_erase"),
    path("join/<str:secret>", join, name="desk_join"),
]
urlpatterns = [
    path("<str:state>/people", members, name="desk_people"),
    path("<str:state>/people/<uuid:uid>", member, name="desk_member"),
    path("<str:state>/people/<uuid:uid>/role", role, name="desk_member_role"),
    path("<str:state>/people/<uuid:uid>/end", end, name="desk_member_end"),
    path("<str:state>/organisations/<uuid:uid>/invite", invite, name="desk_invite"),
    path("<str:state>/invitations/<uuid:uid>/withdraw", withdraw, name="desk_invitation_withdraw"),
]
