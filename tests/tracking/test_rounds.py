"""What comes back by mail, row by row: changed by them, by us, by both, unknown, missing; nothing is lost and nothing is deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from desks import World
from upright.tracking import keep, rounds
from upright.tracking.models import Action, Assessment, Note
from upright.tracking.pieces import Changed, Line, Plan
from upright.tracking.rights import NotAllowed
from upright.tracking.rounds import Commented, Returned, Task
from upright.tracking.words import Approval

DAY = dt.date(2026, 10, 31)


def tasks(world: World, who: str = "focal", organisation: str = "Ministry of Justice") -> list[Task]:
    return rounds.tasks(world.desk, world.organisations[organisation], world.who(who))


def row(task: Task, number: int = 2, **cells: Any) -> Returned:
    """The row of a task as it went out, with other words in some cells."""
    action, judged = task.action, task.assessment
    out: dict[str, Any] = {
        "record": task.item.number, "action": action and action.title, "aim": action and action.aim,
        "progress": action and action.progress, "due": action and action.due_on, "done": action and action.done_on,
        "value": judged and judged.value, "note": None,
    }  # fmt: skip
    return Returned(number=number, cells={**out, **cells}, key=cells.get("key", task.key))


def look(world: World, *returned: Returned, who: str = "focal") -> Plan:
    return rounds.look(returned, world.organisations["Ministry of Justice"], world.who(who), day=DAY)


def one(world: World, returned: Returned, who: str = "focal") -> Line:
    return look(world, returned, who=who).lines[0]


def enter(world: World, *returned: Returned, who: str = "focal", **given: Any) -> None:
    ministry = world.organisations["Ministry of Justice"]
    given = {"seen": look(world, *returned, who=who).digest, "by": world.people[who], "title": "list", "file": "0", **given}
    rounds.enter(lambda: look(world, *returned, who=who), ministry, world.who(who), **given)


def test_what_they_and_we_changed(world: World) -> None:
    """Against the version in the key: theirs alone is written, ours alone stays, both wait for a decision."""
    world.assign(world.items[0], "Ministry of Justice")
    action = world.action(world.items[0])
    [sent] = tasks(world)
    assert one(world, row(sent)).outcome.value == "same"
    assert one(world, row(sent, progress="under way")).outcome.value == "update"
    action = keep.change(action, version=1, by=world.people["colleague"], title="Amend two codes")
    assert one(world, row(sent)).outcome.value == "same"  # they did not touch it
    both = row(sent, progress="under way", action="Amend three codes")
    assert one(world, both).outcome.value == "conflict"
    enter(world, both)
    action.refresh_from_db()
    assert (action.title, action.progress, action.version) == ("Amend two codes", "under_way", 3)
    enter(world, both, over=[2], leave=[2])
    action.refresh_from_db()
    assert action.title == "Amend two codes"
    enter(world, both, over=[2])
    action.refresh_from_db()
    assert action.title == "Amend three codes"
    [now] = tasks(world)
    enter(world, row(now, due=None))
    action.refresh_from_db()
    assert action.due_on is None  # an emptied date is one that they took away, and were shown
    keep.change(action, version=action.version, by=None, approval=Approval.APPROVED.value)
    [line] = look(world, row(now, progress="done", note="It is in force.")).lines
    assert [piece.outcome.value for piece in line.pieces] == ["locked", "insert"]


def test_rows_that_are_not_known(world: World) -> None:
    world.assign(world.items[0], "Ministry of Justice")
    world.action(world.items[0])
    world.assign(world.items[1], "Ministry of Health")
    [sent] = tasks(world)
    wrong = {
        "": "has no key", "no key": "has no key", "0" * 32 + ".1": "none of this institution’s work",
        tasks(world, "health", "Ministry of Health")[0].key: "none of this institution’s work",
        sent.key.replace(".1", ".9"): "a version that there never was",
    }  # fmt: skip
    for each, why in wrong.items():
        assert why in one(world, row(sent, key=each)).why, each
    plan = look(world, row(sent), row(sent, 3, progress="done"))
    assert "same key" in plan.lines[1].why
    assert look(world).missing == (f"{sent.item} Amend the code",)
    assert look(world, row(sent)).missing == ()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"progress": "so so"}, "none of the words"),
    ({"due": "03/04/2027"}, "can be 2027-04-03 or 2027-03-04"),
    ({"action": "x" * 301}, "more than 300 characters"),
    ({"value": "somewhat", "note": "Because"}, "no value of the scale"),
    ({"value": "implemented"}, "needs its reason"),
]


def test_cells_that_are_not_understood(world: World) -> None:
    world.assign(world.items[0], "Ministry of Justice")
    world.assign(world.items[1], "Ministry of Justice")
    world.action(world.items[0])
    world.assessment(world.items[0], by="focal", value="not")
    sent, asked = tasks(world)
    for cells, why in WRONG:
        assert why in one(world, row(sent, **cells)).why, cells
    assert "but not what is done" in one(world, row(asked, progress="done")).why
    assert "needs its aim" in one(world, row(asked, action="Draft a bill")).why
    emptied = one(world, row(sent, action="", value=""))
    assert [piece.outcome.value for piece in emptied.pieces] == ["locked", "locked"]
    enter(world, row(sent, action="", value=""))
    assert (Action.objects.get().title, Assessment.objects.get().value) == ("Amend the code", "not")


def test_a_new_value_is_an_assessment_with_its_reason(world: World) -> None:
    world.assign(world.items[0], "Ministry of Justice")
    judged = world.assessment(world.items[0], by="focal", value="not")
    [sent] = tasks(world)
    later = row(sent, value="partly", note="A bill is there.")
    keep.change(judged, version=1, by=world.people["colleague"], value="implemented")
    assert one(world, later).outcome.value == "conflict"
    enter(world, later, over=[2])
    judged.refresh_from_db()
    assert (judged.value, judged.rationale, judged.as_of) == ("partly", "A bill is there.", DAY)
    keep.change(judged, version=judged.version, by=None, approval=Approval.PUBLISHED.value)
    [now] = tasks(world)
    newer = row(now, value="implemented", note="It is in force.")
    enter(world, newer)
    assert list(Assessment.objects.order_by("pk").values_list("value", flat=True)) == ["partly", "implemented"]  # what was published stays
    assert one(world, newer).outcome.value == "same"


def test_only_as_it_was_shown_and_only_who_may(world: World) -> None:
    world.assign(world.items[0], "Ministry of Justice")
    world.action(world.items[0])
    [sent] = tasks(world)
    back = row(sent, progress="done")
    with pytest.raises(Changed):
        enter(world, back, seen="another")
    for name in ("health", "admin", "ngo", "stranger", "public"):
        assert world.organisations["Ministry of Justice"] not in rounds.organisations(world.desk, world.who(name)), name
    with pytest.raises(NotAllowed):
        enter(world, back, who="health")
    assert Action.objects.get().version == 1
    enter(world, back, who="coordinator")
    assert Action.objects.get().progress == "done"


def test_comments_of_a_matrix_become_notes(world: World) -> None:
    item = next(each for each in world.items if each.symbol)
    ministry, who, document = world.organisations["Ministry of Justice"], world.who("coordinator"), item.document
    assert document is not None

    def again(*rows: Commented) -> Plan:
        sent = {item.number: ["An action is planned."]}
        return rounds.look_at_comments(rows, document, ministry, who, sent=sent, day=DAY)

    own = Commented(item.number, "Text", ("An action is planned",))
    new = Commented(item.number, "Text", ("An action is planned.", "A law was adopted.", "Judges were trained."))
    odd = Commented("9999", "Text", ("Who knows",))
    assert again(own).lines == ()
    plan = again(new, odd)
    assert [line.outcome.value for line in plan.lines] == ["insert", "wrong"]
    assert "Who knows" in plan.lines[1].why  # said, so not lost
    assert str(item) not in plan.missing
    assert plan.missing
    rounds.enter(lambda: again(new), ministry, who, seen=again(new).digest, by=world.people["coordinator"], title="matrix", file="0")
    assert Note.objects.get().text == "A law was adopted.\nJudges were trained."
    assert again(new).lines[0].outcome.value == "same"
