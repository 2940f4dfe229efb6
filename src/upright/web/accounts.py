"""Accounts: given by an administrator (`upright createuser`) or by an invitation, never opened by a visitor."""

from __future__ import annotations

import logging
import time
from typing import Any

import qrcode  # type: ignore[import-untyped]
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email, filter_users_by_username
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from upright.archive.people import CORRECT
from upright.tracking.models import Desk, Membership
from upright.tracking.words import Role
from upright.web.addresses import Answers

_PATIENCE = _("There were too many attempts. Wait five minutes, then try again.")
_RENEWED_AFTER = 30 * 60  # seconds: a session is not written with every page, for on SQLite each writer waits for the others
_LEADS = (Role.COORDINATOR, Role.ADMINISTRATOR)
_logger = logging.getLogger(__name__)


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up."""

    error_messages = {**DefaultAccountAdapter.error_messages, "too_many_login_attempts": _PATIENCE, "rate_limited": _PATIENCE}

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the desk, for whoever works on one; to their choice, for whoever works on several."""
        desks = list(Desk.objects.filter(organisations__memberships__in=_memberships(request.user)).distinct()[:2])
        if len(desks) == 1:
            return desks[0].get_absolute_url()
        return reverse("desks") if desks else str(super().get_login_redirect_url(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """One count for an account, whether its name or its address is typed, and under whichever name the site is reached."""
        name, email = credentials.get("username") or "", credentials.get("email") or ""
        found = [*(filter_users_by_username(name) if name else ()), *(filter_users_by_email(email) if email else ())]
        return f"account:{found[0].pk}" if found else f"nobody:{(name or email).lower()}"


class SignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whoever signs on at the provider is let into the account that they are tied to, or that has their address, verified on both sides."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account with their address. One that is tied to somebody at this provider is not theirs: addresses are passed on."""
        for email in vouched(sociallogin):
            known = EmailAddress.objects.filter(email__iexact=email, verified=True)
            free = known.exclude(user__socialaccount__provider=sociallogin.account.provider).select_related("user")
            if len(free) == 1:
                return free[0].user, email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") != AuthProcess.CONNECT and not sociallogin.is_existing:
            raise ImmediateHttpResponse(stranger(request, sociallogin))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **said: Any) -> None:  # noqa: ARG002
        """Whoever runs the site learns why; whoever signs on learns that it did not succeed."""
        _logger.warning("sign-on at %s: %s", provider.name, said.get("exception") or said.get("error"))


def vouched(login: SocialLogin) -> list[str]:
    """The addresses of a person that the provider says it has verified."""
    return [each.email for each in login.email_addresses if each.verified]


def stranger(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    """What somebody is answered who signed on and has no account here. An open invitation to a `vouched` address may lead further."""
    said = {"provider": login.provider, "email": next((each.email for each in login.email_addresses), ""), "vouched": vouched(login)}
    return render(request, "socialaccount/stranger.html", said, status=403)


# --- second factor


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """The key of an app as a picture that can be scanned on a dark page, too."""

    def build_totp_svg(self, url: str) -> str:
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")  # type: ignore[no-any-return]


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whether somebody must have a second factor (UPRIGHT_SECOND_FACTOR) and has none yet."""
    if settings.SECOND_FACTOR == "off" or not user.is_authenticated or is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        return False
    return settings.SECOND_FACTOR == "all" or _leads(user)


def _leads(user: User) -> bool:
    """Whether somebody gives others their rights, or sees the work of a whole State's side."""
    return _memberships(user).filter(role__in=_LEADS).exists()


def _memberships(user: Any) -> QuerySet[Membership, Membership]:
    return Membership.objects.filter(person__user=user.pk, hidden_at=None)


class SecondFactor:
    """Whoever lacks a second factor that they must have is led to where it is set up, and sees nothing else."""

    def __init__(self, get_response: Answers) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.lacks_second_factor = SimpleLazyObject(lambda: lacks_second_factor(request.user))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Pages of the account itself stay open, and that of the language."""
        here = request.resolver_match.route if request.resolver_match else ""
        if here.startswith(("account", "language/")) or not getattr(request, "lacks_second_factor", False):
            return None
        answer = redirect("mfa_activate_totp")
        return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", False) else answer


# --- sessions


@receiver(user_logged_in)
def _remember(request: HttpRequest, user: User, **_said: Any) -> None:
    """Whether the links to what editors do are shown, so that no page asks for it; whether somebody may is asked where they lead."""
    request.session["corrects"] = user.has_perm(CORRECT)


def renewed(get_response: Answers) -> Answers:
    """Sessions last from the last page that was asked for: a middleware that says so in them, now and then."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get("renewed", 0) > _RENEWED_AFTER:
                request.session["renewed"] = now
        return get_response(request)

    return answer
