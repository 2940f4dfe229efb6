"""How the desk is written: versions, conflicts, the chain."""

from __future__ import annotations

import pytest

from desks import World
from upright.tracking import keep
from upright.tracking.models import Action, Entry, Organisation, Value


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


def test_rows_that_are_made_together_each_have_their_link(world: World) -> None:
    before, person = Entry.objects.count(), world.people["coordinator"]
    names = ["Ministry of Roads", "Ministry of Rivers"]
    rows = [{"desk": world.desk, "name": name, "kind": "ministry"} for name in names]
    made = keep.create_all(Organisation, rows, by=person, because="Two more")
    assert [each.name for each in made] == names
    assert all(each.pk for each in made)
    links = list(Entry.objects.order_by("number")[before:])
    assert [(each.object, each.verb, each.row_version) for each in links] == [(each.uid, "create", 1) for each in made]
    assert [each.previous for each in links] == [Entry.objects.get(number=before).hash, links[0].hash]
    assert all(keep.hash_of(each) == each.hash for each in links)
    assert keep.create_all(Organisation, [], by=person) == []
