"""How the desk is written: versions, conflicts, the chain."""

from __future__ import annotations

import pytest

from desks import World
from upright.tracking import keep
from upright.tracking.models import Action, Entry, Value


def test_what_is_written_is_in_the_audit(world: World) -> None:
    action = world.action(world.items[0])
    person = world.people["colleague"]
    changed = keep.change(action, version=1, by=person, because="The minister asked", title="Amend the whole code")
    assert (changed.version, changed.title, changed.changed_by) == (2, "Amend the whole code", person)
    created, entry = Entry.objects.filter(object=action.uid).order_by("number")
    assert (created.verb, entry.verb, entry.actor, entry.row_version) == ("create", "change", person.key, 2)
    said = {each.field: (each.before, each.after) for each in Value.objects.filter(entry=entry)}
    assert said == {"title": ("Amend the code", "Amend the whole code"), keep.BECAUSE: (None, "The minister asked")}


def test_nothing_is_written_where_nothing_changes(world: World) -> None:
    action, before = world.action(world.items[0]), Entry.objects.count()
    assert keep.change(action, version=1, by=None, title=action.title).version == 1
    assert Entry.objects.count() == before


def test_an_update_is_never_lost(world: World) -> None:
    action = world.action(world.items[0])
    keep.change(action, version=1, by=world.people["colleague"], title="Theirs", description="New")
    with pytest.raises(keep.Conflict) as caught:
        keep.change(action, version=1, by=world.people["focal"], title="Mine", budget=5)
    assert caught.value.current.version == 2
    assert caught.value.theirs == {"title": "Theirs", "description": "New"}
    assert caught.value.mine == {"title": "Mine", "budget": 5}
    assert Action.objects.get(pk=action.pk).title == "Theirs"


def test_links_hold_no_values(world: World) -> None:
    action = world.action(world.items[0])
    entry = Entry.objects.get(object=action.uid)
    assert keep.hash_of(entry) == entry.hash
    assert set(entry.digests) >= {"title", "item_id"}
    assert action.title not in str(entry.digests)
    assert all(keep.digests(each) == entry.digests[each.field] for each in entry.values.all())
