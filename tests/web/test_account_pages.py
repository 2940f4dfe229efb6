"""An account in a real browser, without JavaScript: single sign-on under the policy in force, and a second factor."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import browser as at_hand
import oidc_provider
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

ADDRESS = "maria@example.org"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def provider() -> Iterator[oidc_provider.Provider]:
    with oidc_provider.provider() as one:
        one.person = {"sub": "17", "email": ADDRESS, "email_verified": True}
        yield one


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, specimens: Path, provider: oidc_provider.Provider) -> Iterator[str]:
    at_hand.chromium()
    home = tmp_path_factory.mktemp("home")
    said = {"NAME": "Ministry", "SERVER": provider.address, "CLIENT": oidc_provider.CLIENT, "SECRET": oidc_provider.SECRET}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in said.items():
            patch.setenv(f"UPRIGHT_OIDC_{name}", value)
        with at_hand.site(home, specimens / "files" / "report2008.txt") as address:
            command = [sys.executable, "-W", "ignore", "-m", "upright", "createuser", "maria", "--email", ADDRESS]
            environment = {**os.environ, "UPRIGHT_HOME": str(home)}
            subprocess.run(command, env=environment, check=True, capture_output=True, input=f"{at_hand.PASSWORD}\n".encode())
            yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with at_hand.browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def looked_at(chromium: Any) -> Callable[[Any], None]:
    """A page as it stands: no violation that axe finds, on a wide light screen and on a narrow dark one, where nothing sticks out."""
    copy = chromium.new_context(bypass_csp=True).new_page()

    def look(page: Any) -> None:
        copy.route("**/*", lambda route: route.fulfill(body=page.content(), content_type="text/html"), times=1)
        copy.goto(page.url)
        for width, scheme in ((1280, "light"), (360, "dark")):
            copy.set_viewport_size({"width": width, "height": 800})
            copy.emulate_media(color_scheme=scheme)
            assert at_hand.faults(copy, width=width) == [], page.url

    return look


def _pressed(page: Any, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).click()


def test_an_account_from_sign_on_to_second_factor(chromium: Any, looked_at: Callable[[Any], None], site: str) -> None:
    """The policy lets the form lead to the provider; the rest needs no script; the picture of the key is one that can be scanned."""
    said: list[str] = []
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.on("console", lambda message: said.append(message.text))
    page.goto(site + "/accounts/login/?next=/documents")
    _pressed(page, "Sign in with Ministry")
    assert page.url == site + "/documents"
    page.goto(site + "/accounts/2fa/")
    page.get_by_role("link", name="Set up").click()
    page.fill("input[name=password]", at_hand.PASSWORD)
    _pressed(page, "Go on")
    looked_at(page)
    assert page.locator("main img").evaluate("each => each.complete && each.naturalWidth > 0")
    secret = page.locator("#authenticator_secret").input_value()
    page.fill("input[name=code]", "000000")
    _pressed(page, "Switch on")
    looked_at(page)
    page.fill("input[name=code]", str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))))
    _pressed(page, "Switch on")
    looked_at(page)
    codes = page.locator("#recovery_codes").inner_text().split()
    assert len(codes) == 10
    for address in ("/accounts/2fa/", "/accounts/2fa/recovery-codes/generate/", "/accounts/2fa/totp/deactivate/"):
        page.goto(site + address)
        looked_at(page)
    page.goto(site + "/accounts/logout/")
    _pressed(page, "Sign out")
    page.goto(site + "/accounts/login/")
    _pressed(page, "Sign in with Ministry")
    assert page.url.endswith("/accounts/2fa/authenticate/")
    looked_at(page)
    page.fill("input[name=code]", codes[0])
    _pressed(page, "Sign in")
    assert page.url == site + "/"
    assert said == []


def test_somebody_who_is_not_known(chromium: Any, looked_at: Callable[[Any], None], site: str, provider: oidc_provider.Provider) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    known, provider.person = provider.person, {"sub": "9", "email": "stranger@example.org", "email_verified": True}
    page.goto(site + "/accounts/login/")
    looked_at(page)
    _pressed(page, "Sign in with Ministry")
    assert "stranger@example.org" in page.locator("main").inner_text()
    looked_at(page)
    provider.person, provider.signs = known, (oidc_provider.key(), "RS256")
    page.goto(site + "/accounts/login/")
    _pressed(page, "Sign in with Ministry")
    assert "did not succeed" in page.locator("main").inner_text()
    looked_at(page)
    provider.signs = None
    page.goto(site + "/account")
    assert "/accounts/login/" in page.url
