"""Accounts: passwords, second factor, single sign-on, sessions, and what stops whoever tries."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from upright.archive import people
from upright.exceptions import UprightError
from upright.web import settings as read_from_the_environment

if TYPE_CHECKING:
    from desks import World

PASSWORD = "a long enough password"
ADDRESS = "maria@example.org"
PATIENCE = "There were too many attempts. Wait five minutes, then try again."
LOGIN, ACTIVATE, CODE = "/accounts/login/", "/accounts/2fa/totp/activate/", "/accounts/2fa/authenticate/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quickly(settings: Settings) -> None:
    """Passwords are hashed slowly, so that they are hard to guess; here many are typed."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def maria(db: None) -> User:
    people.give_account("maria", PASSWORD, email=ADDRESS)
    return User.objects.get(username="maria")


def _sign_in(client: Client, name: str = "maria", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def _is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def _secret(page: Any) -> str:
    found = re.search(r'id="authenticator_secret" value="([A-Z2-7]+)"', page.content.decode())
    assert found
    return found[1]


def _switch_on(client: Client, password: str = PASSWORD) -> str:
    """Set up a second factor as somebody does who is signed in; its secret."""
    page = client.get(ACTIVATE, follow=True)
    if "reauthenticate" in page.redirect_chain[-1][0] if page.redirect_chain else False:
        page = client.post(page.redirect_chain[-1][0], {"password": password}, follow=True)
    secret = _secret(page)
    done = client.post(ACTIVATE, {"code": _code(secret)})
    assert done["Location"] == "/accounts/2fa/recovery-codes/"
    return secret


@pytest.mark.parametrize(("name", "to"), [("focal", "/desk/XVA"), ("ngo", "/desk/XVA"), ("stranger", "/")])
def test_whoever_signs_in_comes_to_their_desk(world: World, client: Client, name: str, to: str) -> None:
    user = User.objects.get(username=name)
    user.set_password(PASSWORD)
    user.save()
    assert _sign_in(client, name)["Location"] == to
    assert Client().post(f"{LOGIN}?next=/states", {"login": name, "password": PASSWORD})["Location"] == "/states", "where they came from"


# --- second factor


def test_a_second_factor_from_end_to_end(maria: User, client: Client) -> None:
    """Set up after the password was said once more; asked for at the next sign-in; a code is good once."""
    _sign_in(client)
    assert client.get(ACTIVATE)["Location"].startswith("/accounts/reauthenticate/")
    page = client.post("/accounts/reauthenticate/?next=" + ACTIVATE, {"password": PASSWORD}, follow=True)
    secret = _secret(page)
    assert '<img src="data:image/svg+xml;base64,' in page.content.decode()
    assert "Incorrect code" in client.post(ACTIVATE, {"code": "000000"}).content.decode()
    assert not Authenticator.objects.exists()
    assert secret == _secret(client.post(ACTIVATE, {"code": "000000"})), "the same key, for it is in the app by now"
    client.post(ACTIVATE, {"code": _code(secret)})
    other = Client()
    assert _sign_in(other)["Location"] == CODE
    assert not _is_in(other)
    code = _code(secret)
    assert other.post(CODE, {"code": code})["Location"] == "/"
    assert _is_in(other)
    third = Client()
    _sign_in(third)
    assert third.post(CODE, {"code": code}).status_code == 200
    assert not _is_in(third), "somebody who looked over a shoulder"


def test_a_recovery_code_lets_in_once(maria: User, client: Client) -> None:
    _sign_in(client)
    _switch_on(client)
    shown = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"^\s*(\d{8})$", re.sub(r"<[^>]+>", "", shown), re.MULTILINE)
    assert len(set(codes)) == 10
    for attempt, comes_in in ((codes[0], True), (codes[0], False), (codes[1], True)):
        other = Client()
        _sign_in(other)
        other.post(CODE, {"code": attempt})
        assert _is_in(other) is comes_in
    assert client.get("/accounts/2fa/recovery-codes/").content.decode().count(codes[0]) == 0


def test_what_guards_an_account_is_changed_by_whoever_says_who_they_are(maria: User, client: Client) -> None:
    """Somebody who finds a browser that is signed in cannot switch it off, read the codes, or add an address."""
    _sign_in(client)
    _switch_on(client)
    session = client.session
    session["account_authentication_methods"] = [{**each, "at": each["at"] - 3600} for each in session["account_authentication_methods"]]
    session.save()
    for address in ("2fa/totp/deactivate/", "2fa/recovery-codes/generate/"):
        assert "reauthenticate" in client.post(f"/accounts/{address}")["Location"], address
    assert "recovery_codes" not in client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert "reauthenticate" in client.get("/accounts/2fa/recovery-codes/download/")["Location"]
    assert "reauthenticate" in client.post("/accounts/email/", {"email": "thief@example.org", "action_add": ""})["Location"]
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
    assert not EmailAddress.objects.filter(email="thief@example.org").exists()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    ("rule", "led"),
    [
        ("off", set()),
        ("coordinators", {"coordinator", "admin"}),
        ("all", {"coordinator", "admin", "focal", "nhri"}),
    ],
)
def test_who_must_have_a_second_factor(world: World, settings: Settings, rule: str, led: set[str]) -> None:
    settings.SECOND_FACTOR = rule
    for name in ("coordinator", "admin", "focal", "nhri"):
        client = world.client(name)
        for address in ("/", "/states", "/documents"):
            answer = client.get(address)
            assert (answer.get("Location") == ACTIVATE) is (name in led), (name, address)
        assert client.get("/account").status_code == 200
    assert Client().get("/").status_code == 200


def test_whoever_sets_it_up_goes_on(world: World, settings: Settings) -> None:
    from desks import PASSWORD as THEIRS

    settings.SECOND_FACTOR = "coordinators"
    client = world.client("coordinator")
    assert client.get("/states", headers={"HX-Request": "true"})["HX-Redirect"] == ACTIVATE
    user = world.people["coordinator"].user
    assert user is not None
    user.set_password(THEIRS)
    user.save()
    client.force_login(user)
    assert "Your role needs a second factor" in client.get("/accounts/2fa/").content.decode()
    _switch_on(client, THEIRS)
    assert client.get("/states").status_code == 200
    assert "Your role needs a second factor" not in client.get("/accounts/2fa/").content.decode()
    Authenticator.objects.all().delete()
    assert client.get("/states")["Location"] == ACTIVATE, "and is led there again when it is gone"


# --- throttled


def test_five_wrong_passwords_close_an_account_for_some_minutes(maria: User) -> None:
    """However the account is called, from wherever, and under whichever name of the site: then the right one opens nothing either."""
    ways: list[tuple[str, dict[str, str]]] = [
        ("maria", {"REMOTE_ADDR": "192.0.2.1"}),
        ("MARIA", {"REMOTE_ADDR": "192.0.2.2"}),
        (ADDRESS, {"REMOTE_ADDR": "192.0.2.3"}),
        ("Maria@example.org", {"REMOTE_ADDR": "192.0.2.4", "HTTP_HOST": "localhost:81"}),
        ("maria", {"REMOTE_ADDR": "192.0.2.5", "HTTP_HOST": "localhost:82"}),
    ]
    people.give_account("colleague", PASSWORD)
    for name, more in ways:
        answer = _sign_in(Client(), name, "wrong wrong wrong", **more)
        assert PATIENCE not in answer.content.decode()
    for name, more in ways:
        answer = _sign_in(Client(), name, PASSWORD, **more)
        assert answer.content.decode().count(PATIENCE) == 1, name
    assert _sign_in(Client(), "colleague", REMOTE_ADDR="192.0.2.1")["Location"] == "/"


def test_and_then_it_opens_again(maria: User, client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/2s/key"}
    for _time in range(2):
        _sign_in(client, password="wrong wrong wrong")
    assert PATIENCE in _sign_in(client).content.decode()
    time.sleep(2.1)
    assert _sign_in(client)["Location"] == "/"


def test_an_address_that_tries_many_names_is_stopped(maria: User) -> None:
    for number in range(20):
        assert PATIENCE not in _sign_in(Client(), f"name{number}", "wrong wrong wrong", REMOTE_ADDR="192.0.2.9").content.decode()
    assert PATIENCE in _sign_in(Client(), REMOTE_ADDR="192.0.2.9").content.decode()
    assert _sign_in(Client(), REMOTE_ADDR="192.0.2.10")["Location"] == "/"


def test_codes_are_throttled_by_account(maria: User, client: Client) -> None:
    _sign_in(client)
    secret = _switch_on(client)
    for at in range(5):
        other = Client()
        _sign_in(other, REMOTE_ADDR=f"192.0.2.{at}")
        assert PATIENCE not in other.post(CODE, {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{at}").content.decode()
    other = Client()
    _sign_in(other, REMOTE_ADDR="192.0.2.99")
    assert PATIENCE in other.post(CODE, {"code": _code(secret)}, REMOTE_ADDR="192.0.2.99").content.decode()
    assert not _is_in(other)


def test_new_passwords_are_throttled(maria: User, client: Client, mailoutbox: list[Any]) -> None:
    answers = [client.post("/accounts/password/reset/", {"email": ADDRESS}, REMOTE_ADDR=f"192.0.2.{at}") for at in range(5)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
    assert PATIENCE in answers[-1].content.decode()
    assert len(mailoutbox) == 3


def test_tries_are_counted_where_every_process_sees_them(maria: User, client: Client) -> None:
    from django.db import connection

    _sign_in(client, password="wrong wrong wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE %s", [f"%login_failed%{'_' * 64}"])
        assert cursor.fetchone()[0] == 1
    assert cache._max_entries >= 100_000, "many others push none of them out"


# --- passwords


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("short1!", "at least 12 characters"),
        ("1qaz2wsx3edc", "too common"),
        ("maria@example", "too similar"),
        ("another fine password", ""),
    ],
)
def test_a_password_is_changed_and_others_are_signed_out(maria: User, client: Client, mailoutbox: list[Any], new: str, says: str) -> None:
    other = Client()
    _sign_in(other)
    _sign_in(client)
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert "password1" in client.post("/accounts/password/change/", {**sent, "oldpassword": "wrong wrong"}).context["form"].fields
    answer = client.post("/accounts/password/change/", sent)
    assert _is_in(client)
    if says:
        assert says in answer.content.decode()
        assert _is_in(other)
    else:
        assert not _is_in(other)
        assert [message.to for message in mailoutbox] == [[ADDRESS]], "the owner learns of it"


def test_a_new_password_by_mail(maria: User, client: Client, mailoutbox: list[Any]) -> None:
    """The link is good once; a second factor stays in force; nobody learns who has an account, and strangers get no mail."""
    _sign_in(client)
    _switch_on(client)
    visitor = Client()
    unknown = visitor.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    known = visitor.post("/accounts/password/reset/", {"email": ADDRESS})
    assert unknown["Location"] == known["Location"]
    mails = [mail for mail in mailoutbox if "/reset/key/" in mail.body]
    assert [mail.to for mail in mails] == [[ADDRESS]]
    assert mails[0].subject == "upright: A new password"
    found = re.search(r"http://testserver(\S+)", mails[0].body)
    assert found
    form = visitor.get(found[1], follow=True)
    there = form.redirect_chain[-1][0]
    new = "another fine password"
    assert visitor.post(there, {"password1": new, "password2": new})["Location"] == "/accounts/password/reset/key/done/"
    assert not _is_in(client), "whoever was signed in is no more"
    assert _sign_in(Client(), password=new)["Location"] == CODE
    assert "no longer good" in Client().get(found[1], follow=True).content.decode()


# --- sessions


def test_sessions_are_listed_and_ended(maria: User, client: Client) -> None:
    other = Client()
    _sign_in(other, HTTP_USER_AGENT="Other browser", REMOTE_ADDR="192.0.2.7")
    _sign_in(client, HTTP_USER_AGENT="This browser")
    page = client.get("/accounts/sessions/").content.decode()
    assert all(each in page for each in ("Other browser", "192.0.2.7", "This browser"))
    people.give_account("colleague", PASSWORD)
    theirs = Client()
    _sign_in(theirs, "colleague")
    assert "Other browser" not in theirs.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert (_is_in(client), _is_in(other), _is_in(theirs)) == (True, False, True)


def test_a_session_gets_a_new_key_and_ends_twelve_hours_after_the_last_page(maria: User, client: Client) -> None:
    client.get(LOGIN)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32  # what somebody else has put there
    _sign_in(client)
    session = client.session
    assert session.session_key != "a" * 32
    assert session.get_expiry_age() == 12 * 60 * 60
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == "", "it ends with the browser"
    session["renewed"] = int(time.time()) - 31 * 60
    session.save()
    before = _ends(client)
    client.get("/")
    after = _ends(client)
    assert after > before
    client.get("/")
    assert _ends(client) == after, "it is not written with every page"


def _ends(client: Client) -> Any:
    from django.contrib.sessions.models import Session

    return Session.objects.get(session_key=client.session.session_key).expire_date


# --- single sign-on


@pytest.fixture(scope="module")
def _provider() -> Iterator[oidc_provider.Provider]:
    with oidc_provider.provider() as one:
        yield one


@pytest.fixture
def provider(_provider: oidc_provider.Provider, settings: Settings, monkeypatch: pytest.MonkeyPatch, maria: User) -> oidc_provider.Provider:
    """One that the settings name, as they are read from the environment; Maria signs on there."""
    one = _provider
    one.person = {"sub": "17", "email": ADDRESS, "email_verified": True}
    one.page, one.says, one.signs = None, {}, None
    for name, value in {"NAME": "Ministry", "SERVER": one.address, "CLIENT": oidc_provider.CLIENT, "SECRET": oidc_provider.SECRET}.items():
        monkeypatch.setenv(f"UPRIGHT_OIDC_{name}", value)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": read_from_the_environment._sign_on()}}
    return one


def _begin(client: Client, **more: str) -> str:
    """The button of the page where one signs in; where it leads to at the provider."""
    found = re.search(r'action="(/accounts/sign-on/[^"]+)"', client.get(LOGIN).content.decode())
    assert found
    return str(client.post(found[1].replace("&amp;", "&"), more)["Location"])


def _there_and_back(client: Client, there: str) -> Any:
    """The answer of the site, after the provider has sent the browser back."""
    back = httpx.get(there)
    assert back.status_code == 302, back.text
    address = urlsplit(back.headers["Location"])
    assert f"{address.scheme}://{address.netloc}" == "http://testserver"
    return client.get(f"{address.path}?{address.query}")


def test_signing_on(provider: oidc_provider.Provider, client: Client, maria: User) -> None:
    """With state, nonce and PKCE, into the account with the address; from then on by the person, whatever their address is."""
    there = _begin(client)
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} < set(asked)
    assert _there_and_back(client, there)["Location"] == "/"
    assert _is_in(client)
    assert [(each.uid, each.extra_data, each.user) for each in SocialAccount.objects.all()] == [("17", {}, maria)]
    provider.person["email"] = "maria.new@example.org"
    other = Client()
    assert _there_and_back(other, _begin(other))["Location"] == "/"
    assert User.objects.count() == 1
    other.post("/accounts/logout/")
    assert not _is_in(other)


def test_a_second_factor_is_asked_for_there_too(provider: oidc_provider.Provider, client: Client) -> None:
    _sign_in(client)
    secret = _switch_on(client)
    other = Client()
    assert _there_and_back(other, _begin(other))["Location"] == CODE
    assert not _is_in(other)
    other.post(CODE, {"code": _code(secret)})
    assert _is_in(other)


def _changed(**said: Any) -> Callable[[oidc_provider.Provider], None]:
    def change(one: oidc_provider.Provider) -> None:
        for name, value in said.items():
            setattr(one, name, value | one.person if name == "page" else value)

    return change


FAILED, NO_ACCOUNT = "did not succeed", "no account here"
REFUSED: dict[str, tuple[Callable[[oidc_provider.Provider], None], int, str]] = {
    "signed by another": (_changed(signs=(oidc_provider.key(), "RS256")), 401, FAILED),
    "signed with the secret": (_changed(signs=(oidc_provider.SECRET * 2, "HS256")), 401, FAILED),
    "not signed": (_changed(signs=(None, "none")), 401, FAILED),
    "for another site": (_changed(says={"aud": "elsewhere"}), 401, FAILED),
    "for several, made for another": (_changed(says={"aud": ["upright", "elsewhere"], "azp": "elsewhere"}), 401, FAILED),
    "by another provider": (_changed(says={"iss": "https://elsewhere.example.org"}), 401, FAILED),
    "too old": (_changed(says={"exp": 1_700_000_000}), 401, FAILED),
    "never too old": (_changed(says={"exp": None}), 401, FAILED),
    "of another sign-on": (_changed(says={"nonce": "another"}), 401, FAILED),
    "of no sign-on": (_changed(says={"nonce": None}), 401, FAILED),
    "about another person": (_changed(says={"sub": "18"}), 401, FAILED),
    "a stranger": (_changed(person={"sub": "9", "email": "stranger@example.org", "email_verified": True}), 403, NO_ACCOUNT),
    "an address that is not verified": (_changed(person={"sub": "9", "email": ADDRESS, "email_verified": False}), 403, "has not verified"),
    "nor in words": (_changed(person={"sub": "9", "email": ADDRESS, "email_verified": "false"}), 403, "has not verified"),
    "nothing said of it": (_changed(person={"sub": "9", "email": ADDRESS}), 403, "has not verified"),
    "no address": (_changed(person={"sub": "9"}), 403, "gave no email address"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_who_is_refused(provider: oidc_provider.Provider, client: Client, case: str) -> None:
    change, status, says = REFUSED[case]
    change(provider)
    answer = _there_and_back(client, _begin(client))
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert not _is_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
    assert client.get("/accounts/3rdparty/signup/", follow=True).request["PATH_INFO"] == LOGIN


@pytest.mark.parametrize("why", ["not confirmed here", "tied to another person", "closed"])
def test_an_account_that_is_not_theirs(provider: oidc_provider.Provider, client: Client, maria: User, why: str) -> None:
    """An address that somebody wrote into their account; an address that was passed on to a successor; an account that was closed."""
    if why == "not confirmed here":
        EmailAddress.objects.update(verified=False)
    elif why == "closed":
        User.objects.update(is_active=False)
    else:
        SocialAccount.objects.create(user=maria, provider=read_from_the_environment._sign_on()[0]["provider_id"], uid="3")
    before = SocialAccount.objects.count()
    answer = _there_and_back(client, _begin(client))
    assert answer.status_code == 403 or answer["Location"] == "/accounts/inactive/"
    assert not _is_in(client)
    assert User.objects.get().has_usable_password()
    assert why == "closed" or SocialAccount.objects.count() == before


def test_answers_that_were_not_asked_for(provider: oidc_provider.Provider, client: Client) -> None:
    """Another state, an answer a second time, and somebody else's code, which the provider gives only to who has asked for it."""
    there = _begin(client)
    back = urlsplit(httpx.get(there).headers["Location"])
    assert client.get(back.path, {**{name: each[0] for name, each in parse_qs(back.query).items()}, "state": "x"}).status_code == 401
    assert Client().get(f"{back.path}?{back.query}").status_code == 401
    thief = Client()
    theirs = urlsplit(httpx.get(_begin(thief)).headers["Location"])
    mixed = {"code": parse_qs(back.query)["code"][0], "state": parse_qs(theirs.query)["state"][0]}
    assert thief.get(theirs.path, mixed).status_code == 401
    assert not _is_in(thief)
    assert client.get(f"{back.path}?{back.query}").status_code == 401, "the code was spent"
    assert client.get(back.path, {"error": "access_denied", "state": parse_qs(urlsplit(_begin(client)).query)["state"][0]})["Location"]
    assert not _is_in(client)


def test_the_address_of_the_page_asks_the_provider_for_nothing(provider: oidc_provider.Provider, client: Client) -> None:
    name = read_from_the_environment._sign_on()[0]["provider_id"]
    there = client.post(f"/accounts/sign-on/{name}/?scope=everything&auth_params=nonce%3Dknown%26prompt%3Dnone")["Location"]
    asked = parse_qs(urlsplit(there).query)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in asked
    assert asked["nonce"] != ["known"]
    assert client.get(f"/accounts/sign-on/{name}/").status_code == 200, "only a button leads there"
    assert client.post("/accounts/sign-on/elsewhere/").status_code == 404


def test_a_provider_that_is_out_of_reach_or_another(provider: oidc_provider.Provider, client: Client, settings: Settings) -> None:
    [app] = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    for server in ("http://localhost:9", provider.address.replace("localhost", "127.0.0.1"), provider.address + "/elsewhere"):
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [{**app, "settings": {"server_url": server}}]}}
        answer = client.post(f"/accounts/sign-on/{app['provider_id']}/")
        assert answer.status_code == 401
        assert FAILED in answer.content.decode()


def test_an_account_is_tied_and_untied(provider: oidc_provider.Provider, client: Client) -> None:
    """By whoever is signed in and says the password once more; also with another address."""
    provider.person["email"] = "elsewhere@example.org"
    _sign_in(client)
    assert "Off." in client.get("/accounts/3rdparty/").content.decode()
    name = read_from_the_environment._sign_on()[0]["provider_id"]
    there = client.post(f"/accounts/sign-on/{name}/?process=connect")["Location"]
    assert _there_and_back(client, there)["Location"].startswith("/accounts/reauthenticate/")
    assert not SocialAccount.objects.exists()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    other = Client()
    assert _there_and_back(other, _begin(other))["Location"] == "/"
    client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


def test_without_a_provider_nothing_is_offered(maria: User, client: Client) -> None:
    assert "sign-on" not in client.get(LOGIN).content.decode()
    _sign_in(client)
    assert "Single sign-on" not in client.get("/account").content.decode()
    assert "No single sign-on is set up" in client.get("/accounts/3rdparty/").content.decode()


def test_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {"NAME": "M", "SERVER": "https://id.example.org/realms/m", "CLIENT": "c", "SECRET": "s"}
    for name, value in whole.items():
        monkeypatch.setenv(f"UPRIGHT_OIDC_{name}", value)
    assert read_from_the_environment._sign_on()[0]["provider_id"] == "id.example.org-realms-m"
    monkeypatch.setenv("UPRIGHT_OIDC_SERVER", "http://id.example.org")
    with pytest.raises(UprightError, match="must begin with https://"):
        read_from_the_environment._sign_on()
    monkeypatch.delenv("UPRIGHT_OIDC_SECRET")
    with pytest.raises(UprightError, match="needs UPRIGHT_OIDC_SECRET as well"):
        read_from_the_environment._sign_on()
    monkeypatch.setenv("UPRIGHT_SECOND_FACTOR", "some")
    with pytest.raises(UprightError, match="off, coordinators or all"):
        read_from_the_environment._second_factor()


def test_forms_lead_to_the_provider_and_nowhere_else(tmp_path: Path) -> None:
    """Read in a process of its own, as a site does."""
    said = {"NAME": "M", "SERVER": "https://id.example.org/realms/m", "CLIENT": "c", "SECRET": "s"}
    environment = {**os.environ, "UPRIGHT_HOME": str(tmp_path), "UPRIGHT_HTTPS": "on"}
    environment |= {f"UPRIGHT_OIDC_{name}": value for name, value in said.items()}
    asks = "from upright.web import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'], s.SECOND_FACTOR)"
    done = subprocess.run([sys.executable, "-c", asks], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[\"'self'\", 'https://id.example.org'] coordinators"
    assert (settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"], settings.SECOND_FACTOR) == (["'self'"], "off")
