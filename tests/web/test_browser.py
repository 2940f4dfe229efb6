"""Every page in a real browser: accessible, nothing loaded from elsewhere, no dead links, usable without JavaScript.

The pages come from the URL configuration: one that is not named here fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import browser as at_hand
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

# By name in the URL configuration: examples of its pages. Pages that begin with '!' are looked at signed in.
PAGES: dict[str, list[str]] = {
    "home": ["/"],
    "states": ["/states", "/states?sort=received"],
    "state": ["/states/XVA", "/states/KEN"],
    "recommends": ["/states/KEN/recommends", "/states/XVA/recommends"],
    "reviews": ["/reviews", "/reviews?sort=state&cycle=2"],
    "review": ["/reviews/XVA/20"],
    "examinations": ["/examinations", "/examinations?body=CCPR"],
    "examination": [
        "/examinations/XVA/CCPR/3", "/examinations/XVA/CRPD/901?by=about", "/examinations/XVA/CRPD/902", "/examinations/XVA/CCPR/901",
        "!/examinations/XVA/CCPR/3",
    ],
    "questions": ["/questions?state=XVA", "/questions?status=unanswered", "!/questions?body=CCPR"],
    "judge": [],  # reached by the buttons of the pages above
    "unanswered": ["/unanswered", "/unanswered?state=KEN"],
    "observations": ["/observations"],
    "observation": ["/observations/CRPD/C/XVA/CO/902", "!/observations/CRPD/C/XVA/CO/902"],
    "figures": ["/figures", "/figures?state=XVA", "/figures?state=XVA&q=zebra"],
    "laws": ["/laws", "/laws?state=XVA"],
    "dossiers": ["/dossiers", "/dossiers?state=XVA&times=several", "/dossiers?state=XVA&q=zebra"],
    "dossier": ["/dossiers/XVA/A-HRC-8-901-23.1", "!/dossiers/XVA/A-HRC-8-901-22.2"],
    "dossier_title": [], "judge_pair": [],  # reached by the buttons of the page above
    "came_again": ["/came-again", "/came-again?state=XVA", "/came-again?state=XVA&became=dropped"],
    "comparison": [
        "/comparison", "/comparison?state=XVA&left=1&right=2", "/comparison?state=XVA&left=1&right=2&by=theme",
        "/comparison?of=mechanisms&state=XVA&left=UPR&right=CRPD", "/comparison?of=states",
    ],
    "neglected": ["/neglected", "/neglected?state=XVA"],
    "recommendations": ["/recommendations", "/recommendations?q=school+OP-CAT&position=supported", "/recommendations?q=zebra",
        "/recommendations?q=a+doctor+in+every+village&by=meaning", "/recommendations?q=school&by=both"],
    "recommendation": ["/recommendations/A/HRC/28/901/57.1", "/recommendations/A/HRC/28/901/60.15", "!/recommendations/A/HRC/28/901/60.3",
        "/recommendations/CRPD/C/XVA/CO/902/5 (a)"],
    "recommendation_of_file": [],  # the same page
    "alike": ["/like/ec1769b0de72f15b7929e64b905afb42f30d0cb66573e23ec92a56ac1da41ba5/recommendation/60.15?in=all"],
    "acceptance": ["/acceptance", "/acceptance?by=issue&to=XVA", "/acceptance?to=KEN"],
    "judgements": ["!/judgements", "!/judgements?state=KEN"],
    "judge_two": [],  # reached by the buttons of the page above
    "labels": [
        "/labels/ec1769b0de72f15b7929e64b905afb42f30d0cb66573e23ec92a56ac1da41ba5/recommendation/60.15",
        "!/labels/ec1769b0de72f15b7929e64b905afb42f30d0cb66573e23ec92a56ac1da41ba5/recommendation/60.15?scheme=sdg",
    ],
    "passages": ["/passages", "/passages?q=torture"],
    "search_help": ["/search-help"],
    "documents": ["/documents", "/documents?kind=addendum"],
    "document": [
        "/A/HRC/28/901", "/A/HRC/28/901/Add.1", "/A/HRC/28/901?page=2", "/CCPR/C/SR.9901", "!/CCPR/C/SR.9901", "/CRPD/C/XVA/CO/902",
        "/CCPR/C/140/3/Add.901",
    ],
    "file": [],  # the same page
    "findings": ["/findings", "/findings?severity=error"],
    "ratifications": ["/ratifications"],
    "ratification": ["/ratifications/OPCAT"],
    "data": ["/data"],
    "corrections": ["!/corrections"],
    "correct": [],  # reached by the links of a record's page
    "account": ["!/account"],
    "account_login": ["/accounts/login/"],
    "account_logout": ["!/accounts/logout/"],
    "account_signup": ["/accounts/signup/"],
    "account_inactive": ["/accounts/inactive/"],
    "account_change_password": ["!/accounts/password/change/"],
    "account_set_password": [],  # only for accounts without one
    "account_reset_password": ["/accounts/password/reset/"],
    "account_reset_password_done": ["/accounts/password/reset/done/"],
    "account_reset_password_from_key": ["/accounts/password/reset/key/x-y/"],
    "account_reset_password_from_key_done": ["/accounts/password/reset/key/done/"],
    "account_reauthenticate": ["!/accounts/reauthenticate/"],
    "account_email": ["!/accounts/email/"],
    "account_email_verification_sent": [],
    "account_confirm_email": [],
    "account_request_login_code": [],
    "account_confirm_login_code": [],
    "mfa_index": ["!/accounts/2fa/"],
    "mfa_authenticate": [],  # after the password of an account that has a second factor: its own test
    "mfa_reauthenticate": [],
    "mfa_trust": [],
    "mfa_activate_totp": ["!/accounts/2fa/totp/activate/"],
    "mfa_deactivate_totp": [],
    "mfa_view_recovery_codes": [],
    "mfa_generate_recovery_codes": [],
    "mfa_download_recovery_codes": [],
    "usersessions_list": ["!/accounts/sessions/"],
    "socialaccount_connections": ["!/accounts/3rdparty/"],
    "socialaccount_login_cancelled": ["/accounts/3rdparty/login/cancelled/"],
    "socialaccount_login_error": [], "socialaccount_signup": [],  # the way back from a provider
    "openid_connect_login": [], "openid_connect_callback": [],
    "page_image": [], "original": [], "withdraw": [], "set_language": [], "data_download": [],
}  # fmt: skip
ADDRESSES = [address for addresses in PAGES.values() for address in addresses]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, specimens: Path) -> Iterator[str]:
    at_hand.chromium()
    with at_hand.site(tmp_path_factory.mktemp("home"), specimens / "files") as address:
        yield address


@pytest.fixture(scope="module")
def chromium(site: str) -> Iterator[Any]:
    with at_hand.browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def signed_in(chromium: Any, site: str) -> dict[str, Any]:
    """The cookies of somebody who is signed in."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(site + "/accounts/login/")
    page.fill("input[name=login]", "editor")
    page.fill("input[name=password]", at_hand.PASSWORD)
    page.click("main form button")
    page.wait_for_url(site + "/")
    state: dict[str, Any] = context.storage_state()
    context.close()
    return state


def _context(chromium: Any, signed_in: dict[str, Any], address: str, **options: Any) -> Any:
    state = {"storage_state": signed_in} if address.startswith("!") else {}
    return chromium.new_context(bypass_csp=True, **state, **options)


def _names(patterns: Any) -> Iterator[str]:
    """The names of all pages; those of desks are looked at in a module of their own."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "desk/":
            continue
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_every_page_is_looked_at() -> None:
    names = {name for name in _names(get_resolver().url_patterns) if not name.endswith("_download")}
    assert names - set(PAGES) == set(), "name these pages here, with an address of each"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_accessible_and_asks_nobody_else(chromium: Any, signed_in: dict[str, Any], site: str, address: str) -> None:
    """With the strict policy in force: no request elsewhere, no violation; accessible, light at a desk and dark on a phone."""
    state = {"storage_state": signed_in} if address.startswith("!") else {}
    context = chromium.new_context(color_scheme="light", viewport={"width": 1280, "height": 800}, **state)
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(site + address.removeprefix("!"), wait_until="networkidle")
    assert answer.status == 200
    faults = at_hand.faults(page, width=1280)
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="dark")
    assert faults + at_hand.faults(page, width=360) == []
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert said == []
    context.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_usable_without_javascript(chromium: Any, signed_in: dict[str, Any], site: str, address: str) -> None:
    context = _context(chromium, signed_in, address, java_script_enabled=False)
    page = context.new_page()
    page.goto(site + address.removeprefix("!"))
    assert page.locator("h1").count() == 1
    assert page.locator("main").inner_text().strip()
    assert page.locator("button:visible[data-copy], input:visible[data-narrow]").count() == 0  # what would do nothing is not there
    context.close()


def test_filters_work_without_javascript(chromium: Any, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/recommendations")
    before = page.locator("#found strong").first.inner_text()
    page.check("input[name=position][value=noted]")
    page.click("aside button.primary")
    assert "position=noted" in page.url
    assert page.locator("#found strong").first.inner_text() != before
    context.close()


def test_filters_take_effect_at_once_with_javascript(chromium: Any, site: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(site + "/recommendations")
    page.check("input[name=position][value=noted]")
    page.wait_for_url("**position=noted**")
    page.wait_for_function(
        "document.querySelectorAll('#found .position.noted').length > 0 && !document.querySelector('#found .position.supported')"
    )
    page.check("input[name=position][value=supported]")
    page.wait_for_url("**position=supported**")
    page.go_back()
    page.wait_for_function("!document.querySelector('input[name=position][value=supported]').checked")
    assert page.is_checked("input[name=position][value=noted]"), "boxes follow the address"
    page.go_back()
    page.wait_for_function("!document.querySelector('input[name=position][value=noted]').checked")
    assert "position" not in page.url
    context.close()


def test_the_printed_page_follows_the_reading(chromium: Any, site: str) -> None:
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/A/HRC/28/901#60.15")
    page.wait_for_function("document.querySelector('#page').dataset.page === '8'")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("document.querySelector('#page').dataset.page !== '8'")
    context.close()


def test_the_printed_page_is_reached_on_a_phone(chromium: Any, site: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 760}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/A/HRC/28/901#58.3")
    page.click("[id='58.3'] [data-turns-to]")
    page.wait_for_function("Math.abs(document.querySelector('#page').getBoundingClientRect().top) < 40")
    assert page.locator("#page").get_attribute("data-page") == page.locator("[id='58.3'] [data-turns-to]").get_attribute("data-turns-to")
    context.close()


def test_no_link_is_broken(chromium: Any, site: str) -> None:
    """Links and anchors of every page that needs no account, and of what they link to once more."""
    context = chromium.new_context()
    page = context.new_page()
    seen: dict[str, str] = {}
    links: list[tuple[str, str]] = []
    for address in (each for each in ADDRESSES if not each.startswith("!")):
        page.goto(site + address)
        seen[urlsplit(page.url).path] = page.content()
        links += [
            (address, urljoin(page.url, href))
            for href in page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
        ]
    wanted = {(url.partition("#")[0], url.partition("#")[2]): where for where, url in links if url.startswith(site)}
    broken = []
    bodies: dict[str, str] = {}
    for (url, anchor), where in sorted(wanted.items())[:1500]:
        if url not in bodies:
            answer = context.request.get(url)
            bodies[url] = answer.text() if answer.ok and "html" in answer.headers.get("content-type", "") else ("" if answer.ok else "!")
        if bodies[url] == "!" or (anchor and bodies[url] and f'id="{anchor}"' not in bodies[url]):
            broken.append((where, url, anchor))
    assert broken == []
    context.close()


def test_the_keyboard_reaches_the_content(chromium: Any, site: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(site + "/states/XVA")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    context.close()


def test_an_editor_judges_with_the_keys(chromium: Any, signed_in: dict[str, Any], site: str) -> None:
    """j to the first question, n: it is not answered; u: as it was. Then the same without JavaScript, with the buttons."""
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(site + "/questions?body=CCPR&status=answered")
    first = page.locator(".asked").first
    there = f"#{first.get_attribute('id')} .answer .position"
    page.keyboard.press("j")
    assert "here" in (first.get_attribute("class") or "")
    page.keyboard.press("n")
    page.wait_for_selector(f"{there}.noted")
    assert page.evaluate("document.activeElement.id") == first.get_attribute("id")
    page.keyboard.press("u")
    page.wait_for_selector(f"{there}.supported")
    context.close()
    context = chromium.new_context(storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/questions?body=CCPR&status=answered")
    page.locator(".asked form.judge button[value=partly]").first.click()
    assert "/questions?body=CCPR&status=answered#q" in page.url
    page.goto(site + "/questions?body=CCPR&status=partly")
    page.locator(".asked form.judge button[value=withdraw]").first.click()
    page.goto(site + "/questions?body=CCPR&status=partly")
    assert page.locator(".asked").count() == 0
    context.close()


def test_an_editor_judges_two_records_with_the_keys(chromium: Any, signed_in: dict[str, Any], site: str) -> None:
    """The first is selected, d: not the same, and on to the next; z undoes it from there; ? shows the keys. Then without JavaScript."""
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(site + "/judgements")
    assert page.locator(".asked").count() > 1
    first, second = (page.locator(".asked").nth(at).get_attribute("id") for at in (0, 1))
    assert not page.locator("details[data-keys] p").is_visible()
    page.keyboard.press("?")
    assert page.locator("details[data-keys] p").is_visible()
    assert page.locator(".asked[aria-current=true]").get_attribute("id") == first
    assert page.locator("[data-selected]").inner_text().startswith("Pair 1 of ")
    page.keyboard.press("d")
    assert page.evaluate("document.activeElement.id") == second
    assert page.locator("[data-selected]").inner_text().startswith("Pair 2 of ")
    page.wait_for_selector(f"#{first} button[value=withdraw]")
    assert "not the same: editor" in page.locator(f"#{first}").inner_text()
    assert page.locator("#progress").inner_text().strip().startswith("1 of ")
    assert page.evaluate("document.activeElement.id") == second
    page.keyboard.press("z")
    page.wait_for_selector(f"#{first} button[value=withdraw]", state="detached")
    assert page.locator("#progress").inner_text().strip().startswith("0 of ")
    context.close()
    context = chromium.new_context(storage_state=signed_in, java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/judgements")
    page.locator(f"#{first} button[value=same]").click()
    assert page.locator(f"#{first}").count() == 0
    page.locator("[data-recent] button[value=withdraw]").first.click()
    assert page.locator(f"#{first}").count() == 1
    context.close()


def test_an_editor_says_which_labels_hold(chromium: Any, signed_in: dict[str, Any], site: str) -> None:
    """In the page that it stands on, by a button; then the same without JavaScript."""
    address = site + "/recommendations/A/HRC/28/901/60.15"
    for script in (True, False):
        context = chromium.new_context(storage_state=signed_in, java_script_enabled=script)
        page = context.new_page()
        page.goto(address)
        page.locator(".labels .why summary").click()
        page.locator(".reason button[value=does_not]").first.click()
        page.wait_for_selector(".reason.not-in-effect button[value=withdraw]", state="attached")
        assert page.url.startswith(address)
        if not script:
            page.locator(".labels .why summary").click()
        page.locator(".reason button[value=withdraw]").first.click()
        page.wait_for_selector(".reason button[value=withdraw]", state="detached")
        context.close()


def test_charts_are_drawn_beside_their_tables(chromium: Any, site: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(site + "/states/KEN/recommends")
    page.wait_for_selector("[data-chart] svg")
    assert page.locator("figure + .scroll table, figure ~ .scroll table").count() >= 1
    context.close()


def test_a_second_factor(chromium: Any, site: str, tmp_path: Path, specimens: Path) -> None:
    """Driven to the end: switched on with a code, asked for at the next sign-in."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    def code(secret: str) -> str:
        return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))

    with at_hand.site(tmp_path, specimens / "files" / "report2008.txt") as own:
        context = chromium.new_context()
        page = context.new_page()

        def sign_in() -> None:
            page.goto(own + "/accounts/login/")
            page.fill("input[name=login]", "editor")
            page.fill("input[name=password]", at_hand.PASSWORD)
            page.click("main form button")

        sign_in()
        page.goto(own + "/accounts/2fa/totp/activate/")
        page.fill("input[name=password]", at_hand.PASSWORD)  # asked for once more before what guards the account is changed
        page.click("main form button")
        secret = page.locator("#authenticator_secret").input_value()
        page.fill("input[name=code]", code(secret))
        page.click("main form button")
        page.goto(own + "/accounts/logout/")
        page.click("main form button")
        sign_in()
        assert "/2fa/authenticate" in page.url
        page.fill("input[name=code]", "000000")
        page.locator("main form button").first.click()
        assert "/2fa/authenticate" in page.url  # a wrong code lets nobody in
        page.goto(own + "/account")
        assert page.url.endswith("/accounts/2fa/authenticate/")
        context.close()
