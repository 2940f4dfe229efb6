"""What is followed up comes to its own records when a document is read again, and no two are in one place."""

from __future__ import annotations

from desks import World
from upright.archive.models import Recommendation
from upright.tracking import items
from upright.tracking.models import Item


def _first_two(world: World) -> tuple[Item, Item]:
    first = world.items[0]
    return first, next(each for each in world.items[1:] if each.document_id == first.document_id)


def test_records_that_have_each_other_s_keys_are_followed_to_them(world: World) -> None:
    first, second = _first_two(world)
    for item, key in ((first, "between"), (second, first.key), (first, second.key)):
        Item.objects.filter(pk=item.pk).update(key=key)  # as they were before the document was read again
    assert items.take_in(world.desk) == 0
    assert {each.pk: each.key for each in Item.objects.filter(pk__in=(first.pk, second.pk))} == {first.pk: first.key, second.pk: second.key}


def test_a_record_with_the_key_of_one_that_is_gone_is_new(world: World) -> None:
    first, second = _first_two(world)
    key = f"{first.key}#2"  # told by a counter from another record of that number: it may mean any of them
    Recommendation.objects.filter(document=second.document_id, key=second.key).update(key=key)
    Item.objects.filter(pk=second.pk).update(key=key, passage="What is in the document no more.")
    assert items.take_in(world.desk) == 1
    gone, new = Item.objects.get(pk=second.pk), Item.objects.get(desk=world.desk, document=second.document_id, key=key)
    assert (gone.text, gone.key != key) == (second.text, True)
    assert new.passage == second.passage
    assert items.take_in(world.desk) == 0
