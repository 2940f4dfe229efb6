"""Who does what on a desk: a table that was written by hand (`rights_done.csv`), tried through the pages.

Whatever is done adds a link to the audit; whatever is refused adds none.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from planted import Planted, plant

from desks import STATE, World
from upright.tracking.models import Assignment, Batch, Entry, Kept, Membership

DONE = Path(__file__).with_name("rights_done.csv")
Form = dict[str, Any]


def _table() -> dict[str, dict[str, bool]]:
    with DONE.open(encoding="utf-8", newline="") as lines:
        return {row.pop("done"): {who: may == "y" for who, may in row.items()} for row in csv.DictReader(lines)}


@pytest.fixture
def planted(world: World) -> Planted:
    return plant(world)


def _step(table: str, row: Kept, step: str, because: str = "") -> tuple[str, Form]:
    return reverse("desk_step", args=[STATE, table, row.uid]), {"step": step, "version": row.version, "because": because}


def _tried(planted: Planted) -> dict[str, tuple[str, Form]]:
    """For each line of the table an address and what is sent to it."""
    rows, world = planted.rows, planted.world
    ministry, league = world.organisations["Ministry of Justice"].pk, str(world.organisations["League of Defenders"].uid)
    item = world.items[0]
    action: Form = {"organisation": ministry, "title": "Another", "aim": "process", "progress": "planned"}
    judged: Form = {"scale": "implementation", "value": "partly", "rationale": "Seen.", "as_of": "2026-01-31"}
    link: Form = {"url": "https://example.org/a", "title": "A law"}
    value: Form = {"organisation": ministry, "period": "2021", "value": "5", "source": "Register", "period_start": "2021-01-01"}
    measured: Form = {"title": "Other", "aim": "process", "direction": "up"}
    colleague = Membership.objects.get(person=world.people["colleague"])
    assignment = Assignment.objects.filter(item=item)[0]
    batch = Batch.objects.get()

    def at(name: str, *args: Any) -> str:
        return reverse(name, args=[STATE, *(each.uid if isinstance(each, Kept) else each for each in args)])

    def of(name: str, row: Kept, form: Form) -> tuple[str, Form]:
        return at(name, row), {"version": row.version, "because": "A reason", **form}

    return {
        "new_action": (at("desk_action_new", item), action),
        "change_action_draft": of("desk_action_change", rows["action_draft"], action),
        "change_action_supported": of("desk_action_change", rows["action_supported"], action),
        "change_action_published": of("desk_action_change", rows["action_published"], action),
        "hide_action_draft": of("desk_action_hide", rows["action_draft"], {}),
        "submit_action_draft": _step("action", rows["action_draft"], "submit"),
        "approve_action_submitted": _step("action", rows["action_submitted"], "approve"),
        "return_action_submitted": _step("action", rows["action_submitted"], "return", "Say more"),
        "publish_action_approved": _step("action", rows["action_approved"], "publish"),
        "publish_action_draft": _step("action", rows["action_draft"], "publish"),
        "take_back_action_published": _step("action", rows["action_published"], "take_back"),
        "new_milestone": (at("desk_milestone_new", rows["action_draft"]), {"title": "First", "due_on": "2027-01-31"}),
        "milestone_is_done": of("desk_milestone_done", rows["milestone_of_draft"], {"done": "1"}),
        "new_note": (at("desk_note_new", rows["action_draft"]), {"organisation": ministry, "on": "2026-01-31", "text": "It goes."}),
        "link_to_action_draft": (at("desk_evidence", "action", rows["action_draft"]), link),
        "link_to_action_published": (at("desk_evidence", "action", rows["action_published"]), link),
        "link_to_league_draft": (at("desk_evidence", "assessment", rows["assessment_league_draft"]), link),
        "comment_on_action_draft": (at("desk_comment", "action", rows["action_draft"]), {"text": "Well"}),
        "comment_on_action_published": (at("desk_comment", "action", rows["action_published"]), {"text": "Well"}),
        "comment_on_league_draft": (at("desk_comment", "assessment", rows["assessment_league_draft"]), {"text": "Well"}),
        "assess": (at("desk_assess", item), judged),
        "change_league_draft": of("desk_assessment_change", rows["assessment_league_draft"], judged),
        "approve_league_draft": _step("assessment", rows["assessment_league_draft"], "approve"),
        "publish_commission_approved": _step("assessment", rows["assessment_commission_approved"], "publish"),
        "take_back_league_published": _step("assessment", rows["assessment_league_published"], "take_back"),
        "change_contribution": of("desk_contribution_change", rows["contribution_draft"], {"text": "Other words"}),
        "submit_contribution": of("desk_contribution_step", rows["contribution_draft"], {}),
        "delete_contribution": of("desk_contribution_delete", rows["contribution_draft"], {}),
        "end_assignment": of("desk_assignment_end", assignment, {}),
        "undo_batch": of("desk_batch_undo", batch, {}),
        "change_settings": (at("desk_settings"), {"name": "Desk", "workflow": "alone", "version": world.desk.version}),
        "add_organisation": (at("desk_organisation_add"), {"name": "Ministry of Roads", "kind": "ministry"}),
        "rename_ministry": of("desk_organisation", world.organisations["Ministry of Justice"], {"name": "Justice", "kind": "ministry"}),
        "invite_to_ministry": (
            at("desk_invite", world.organisations["Ministry of Justice"]), {"role": "focal_point", "email": "new@example.org"},
        ),
        "invite_to_league": (at("desk_invite", world.organisations["League of Defenders"]), {"role": "assessor", "email": "n@example.org"}),
        "withdraw_invitation": of("desk_invitation_withdraw", rows["invited_to_ministry"], {}),
        "end_membership": of("desk_member_end", colleague, {}),
        "change_indicator": of("desk_indicator_change", rows["indicator_published"], measured),
        "publish_indicator": of("desk_indicator_publish", rows["indicator_unpublished"], {"publish": "1"}),
        "enter_value": (at("desk_value_new", rows["indicator_published"]), value),
        "aim_indicator": (at("desk_target_new", rows["indicator_published"]), {"value": "3", "on": "2027-12-31"}),
        "change_deadline_of_ministry": of("desk_deadline_change", rows["deadline_of_ministry"], {"title": "Other", "on": "2027-02-01"}),
        "change_deadline_of_state": of("desk_deadline_change", rows["deadline_of_state"], {"title": "Other", "on": "2027-02-01"}),
        "change_deadline_of_league": of("desk_deadline_change", rows["deadline_of_league"], {"title": "Other", "on": "2027-02-01"}),
        "scale_of_league": (at("desk_scales"), {"organisation": league, "name": "Ours", "ordered": "a\nb", "off": "c"}),
    }  # fmt: skip


@pytest.mark.parametrize("name", list(next(iter(_table().values()))))
def test_everybody_does_what_they_may_and_nothing_else(planted: Planted, name: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the queries are the same on every database")
    client, table = planted.world.client(name), _table()
    tried = _tried(planted)
    assert set(tried) == set(table)
    done, answers = {}, {}
    for each, (address, form) in tried.items():
        with transaction.atomic():
            before = Entry.objects.count()
            response = client.post(address, form)
            done[each], answers[each] = Entry.objects.count() > before, response.status_code
            transaction.set_rollback(True)
    wrong = {each: (table[each][name], answers[each]) for each in table if done[each] != table[each][name]}
    assert wrong == {}
