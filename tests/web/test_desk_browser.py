"""Every page of a desk in the browser: with a sample desk, signed in as three of its people, and as nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import browser as at_hand
import pytest
from django.urls import Resolver404, get_resolver, resolve

pytestmark = pytest.mark.browser

PEOPLE = ("sample-coordinator", "sample-focal-point", "sample-league", "")
# As the command `demo --desk` makes it; and work that is still being written, whose pages have links to change it.
_MAKE = """
import datetime as dt
import re
import django
django.setup()
from upright import demo
from upright.archive import labels
from upright.tracking import keep
from upright.tracking.models import Assessment, Deadline, Desk, Observation, Person
labels.catch_up()
said = demo.sample_desk()
desk = Desk.objects.get()
by = {name: Person.objects.get(user__username=f"sample-{name}") for name in ("league", "coordinator", "focal-point")}
league = by["league"].memberships.get().organisation
values = {"scale": "implementation", "value": "not", "rationale": "Not yet.", "as_of": dt.date(2026, 6, 30)}
assessment = keep.create(Assessment, by=by["league"], item=desk.items.first(), organisation=league, **values)
ministry = by["focal-point"].memberships.get().organisation
values = {"period_start": dt.date(2025, 1, 1), "period_end": dt.date(2025, 12, 31), "value": 5, "source": "The ministry"}
value = keep.create(Observation, by=by["focal-point"], indicator=desk.indicators.first(), organisation=ministry, **values)
keep.create(Deadline, by=by["coordinator"], desk=desk, title="Our own", on=dt.date(2027, 1, 1))
print(re.search("password of each: (\\S+)", said)[1])
print(assessment.get_absolute_url(), value.get_absolute_url())
"""
# Taken by the buttons of pages that are looked at, or by a link that is sent by mail.
BY_BUTTONS = frozenset(
    {
        "desk_action_hide", "desk_assignment_end", "desk_batch_undo", "desk_comment", "desk_comment_hide", "desk_contribution_delete",
        "desk_contribution_step", "desk_deadline_done", "desk_due_say", "desk_evidence", "desk_evidence_file", "desk_evidence_hide",
        "desk_feed", "desk_import_drop", "desk_import_plan", "desk_indicator_hide", "desk_indicator_publish", "desk_invitation_withdraw",
        "desk_job_again", "desk_join", "desk_member_end", "desk_member_role", "desk_milestone_done", "desk_milestone_hide",
        "desk_note_hide", "desk_notices_read", "desk_organisation_bring_back", "desk_organisation_hide", "desk_report_again",
        "desk_report_part_move", "desk_report_step", "desk_restore", "desk_round_sent", "desk_round_back", "desk_report_hide",
        "desk_round_drop", "desk_rule_remove",
        "desk_sample_remove", "desk_scale_hide", "desk_step", "desk_target_hide", "desk_value_hide", "desk_values_entered",
        "desk_values_plan", "desk_values_undo", "you_data", "desk_contribution", "desk_contribution_change",
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, specimens: Path) -> Iterator[tuple[str, ...]]:
    """The address of a site with a sample desk, the password of its people, and the addresses of work that its author alone sees."""
    at_hand.chromium()
    home = tmp_path_factory.mktemp("home")
    with at_hand.site(home, specimens / "files") as address:
        environment = {**os.environ, "UPRIGHT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "upright.web.settings"}
        environment.pop("DATABASE_URL", None)
        made = subprocess.run([sys.executable, "-W", "ignore", "-c", _MAKE], env=environment, check=True, capture_output=True, text=True)
        yield (address, *made.stdout.split())


@pytest.fixture(scope="module")
def chromium(site: tuple[str, ...]) -> Iterator[Any]:
    with at_hand.browser() as browser:
        yield browser


def _cookies(chromium: Any, site: tuple[str, ...], name: str) -> dict[str, Any]:
    address, password, *_work = site
    context = chromium.new_context()
    page = context.new_page()
    page.goto(address + "/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.click("main form button")
    page.wait_for_url(address + "/desk/XVA")
    state: dict[str, Any] = context.storage_state()
    context.close()
    return state


def _name(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).url_name or ""
    except Resolver404:
        return ""


def _walk(chromium: Any, site: tuple[str, ...], name: str, width: int, scheme: str) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """One page of each kind that somebody comes to by links, and what is wrong with it."""
    state = {"storage_state": _cookies(chromium, site, name)} if name else {}
    context = chromium.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800}, **state)
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    first = "/desk/XVA/actions?approval=draft"  # an action that may still be changed is the one that is looked at
    waiting, seen, faults = [*site[2:], first, "/desk/XVA"], dict[str, str](), dict[str, list[Any]]()
    while waiting:
        address = waiting.pop(0)
        if (kind := _name(address)) in seen:
            continue
        answer = page.goto(site[0] + address)
        if answer.status == 404 and address in site[2:]:
            continue
        seen[kind] = address
        wrong = [*at_hand.faults(page, width=width), *([answer.status] if answer.status != 200 else []), *failed]
        failed.clear()
        if wrong:
            faults[address] = wrong
        links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
        paths = dict.fromkeys(urlsplit(urljoin(page.url, each)).path for each in links)
        known = {_name(each) for each in waiting}
        waiting += [each for each in paths if _is_page(each) and not {_name(each)} & (known | set(seen))]
    context.close()
    return seen, faults


def _is_page(path: str) -> bool:
    """Is it a page of the desk, and no file?"""
    name = _name(path)
    is_file = name.endswith("_file") or "." in path.rpartition("/")[2]
    return bool(name) and not is_file and (path.startswith("/desk/XVA") or name in {"desks", "you", "you_erase"})


def test_every_page_is_accessible_to_everybody(chromium: Any, site: tuple[str, ...]) -> None:
    """Wide and light as some, narrow and dark as others; every page of a desk is come to by links, or named as taken by a button."""
    seen: set[str] = set()
    faults: dict[str, Any] = {}
    for at, name in enumerate(PEOPLE):
        width, scheme = ((1280, "light"), (360, "dark"))[at % 2]
        looked_at, wrong = _walk(chromium, site, name, width, scheme)
        seen |= set(looked_at)
        faults |= {f"{name} {address}": each for address, each in wrong.items()}
    desks: Any = next(each for each in get_resolver().url_patterns if str(each.pattern) == "desk/")
    pages = {each.name for each in desks.url_patterns if not each.name.endswith(("_download", "_data"))}
    assert faults == {}
    assert pages - seen - BY_BUTTONS == set()


_NAME = "e => (e.labels?.[0]?.innerText || e.innerText || e.getAttribute('aria-label') || '').trim()"


def _reach(page: Any, name: str) -> None:
    """Press Tab until what is called so has the focus, alone or before more words: one sees that it has it."""
    for _ in range(250):
        page.keyboard.press("Tab")
        focused = page.evaluate_handle("document.activeElement")
        if f"{page.evaluate(_NAME, focused)} ".replace(",", " ").startswith(f"{name} "):
            style = page.evaluate("e => { const s = getComputedStyle(e); return [s.outlineStyle, s.boxShadow] }", focused)
            assert style != ["none", "none"], f"one does not see that {name} has the focus"
            return
    raise AssertionError(f"the key Tab does not lead to {name}")


def _press(page: Any, name: str) -> None:
    """Reach a link or a button, and press Enter."""
    _reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _type(page: Any, name: str, text: str) -> None:
    _reach(page, name)
    page.keyboard.type(text)


def test_work_is_done_with_the_keyboard_alone(chromium: Any, site: tuple[str, ...]) -> None:
    """A coordinator gives a record out; the ministry plans an action and sends it off; an institution assesses it and publishes that."""
    tasks: dict[str, Any] = {"sample-coordinator": _gives, "sample-focal-point": _plans, "sample-league": _assesses}
    for name, task in tasks.items():
        context = chromium.new_context(storage_state=_cookies(chromium, site, name), locale="en-US")
        page = context.new_page()
        page.goto(site[0] + "/desk/XVA/items?document=A/HRC/28/901&q=midwives")
        task(page)
        context.close()


def _gives(page: Any) -> None:
    _reach(page, "tick 59.5")
    page.keyboard.press("Space")
    _press(page, "what is ticked")
    _reach(page, "Institution")
    page.keyboard.type("Ministry of Justice")
    _type(page, "Due", "03012028")
    _press(page, "See what would be done")
    _press(page, "Do it")
    assert page.locator(".messages li").count() == 1
    page.goto(page.url.partition("/desk/XVA")[0] + "/desk/XVA/items?q=midwives&organisation=Ministry of Justice (sample)")
    assert page.locator("main").get_by_text("due 1 March 2028").count() == 1


def _plans(page: Any) -> None:
    _press(page, "59.5")
    _press(page, "Plan an action")
    _type(page, "What is done", "Train midwives")
    _type(page, "Due", "03012028")
    _press(page, "Plan")
    assert page.locator("h1").inner_text() == "Train midwives"
    _press(page, "Submit")
    assert page.locator(".approval-state").first.inner_text() == "submitted"


def _assesses(page: Any) -> None:
    _press(page, "59.5")
    _press(page, "Assess it")
    _reach(page, "implemented")
    page.keyboard.press("ArrowDown")
    _type(page, "Why", "Two schools were opened; they have no teachers yet.")
    _press(page, "Save")
    _press(page, "Approve")
    _reach(page, "Publish")
    page.keyboard.press("Enter")
    _press(page, "Publish")
    assert page.locator(".approval-state").first.inner_text() == "published"
