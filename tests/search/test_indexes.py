"""Both indexes answer the same queries alike."""

from __future__ import annotations

import json
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from entries_at_hand import ENTRIES, ODD, QUERIES
from hypothesis import given, settings
from hypothesis import strategies as st

from upright.search import FACETS, Busy, DerivedIndex, Index, PostgresIndex, Query


def _fill(index: Index, position: int = 1) -> Index:
    for document in {entry.document for entry in ENTRIES}:
        index.replace(document, [entry for entry in ENTRIES if entry.document == document])
    index.commit(position)
    return index


@pytest.fixture(scope="module")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return _fill(DerivedIndex(tmp_path_factory.mktemp("index")))


@pytest.fixture(scope="module")
def in_database(postgres_url: str) -> Iterator[Index]:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        yield _fill(PostgresIndex(connection.cursor))


@pytest.fixture(params=["derived", "in_database"])
def index(request: pytest.FixtureRequest) -> Index:
    found: Index = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize(("text", "kind", "wanted"), QUERIES)
def test_a_query_finds_what_it_means(index: Index, text: str, kind: str, wanted: set[int]) -> None:
    hits = index.search(Query.parse(text), kind=kind, filters={})
    assert set(hits.ids) == wanted
    assert hits.total == len(wanted)


@pytest.mark.parametrize("text", ODD)
def test_odd_input_is_never_an_error(index: Index, text: str) -> None:
    index.search(Query.parse(text), kind="recommendation", filters={}, facets=FACETS)


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("ab\"*-():ORNDT 儿ا'é"), max_size=60) | st.text(max_size=60))
def test_no_query_fails(derived: Index, text: str) -> None:
    derived.search(Query.parse(text), kind="recommendation", filters={})


def test_facets_hold_with_the_query_and_the_other_filters(index: Index) -> None:
    hits = index.search(
        Query.parse("ratify OR judicial"), kind="recommendation", filters={"to": ["KAZ"], "position": ["noted"]}, facets=FACETS
    )
    asked = [entry for entry in ENTRIES if entry.id in {0, 1, 4, 5, 6}]

    def holds(entry: Any, but: str) -> bool:
        return all(
            name == but or set(values) & set(entry.fields.get(name, ())) for name, values in (("to", ["KAZ"]), ("position", ["noted"]))
        )

    for name in FACETS:
        counted = Counter(value for entry in asked if holds(entry, name) for value in entry.fields.get(name, ()))
        assert dict(hits.facets[name]) == counted, name
    assert hits.ids == (0,)


def test_filters_of_one_field_are_alternatives(index: Index) -> None:
    hits = index.search(Query.parse(""), kind="recommendation", filters={"to": ["KAZ", "FRA"]})
    assert hits.ids == (0, 1, 2)  # in their order


def test_pages_are_parts_of_one_list(index: Index) -> None:
    pages = [index.search(Query.parse(""), kind="recommendation", filters={}, offset=at, limit=3).ids for at in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [number for page in pages for number in page] == [0, 1, 2, 3, 4, 5, 6]


def test_a_word_as_typed_comes_before_others_of_its_stem(index: Index) -> None:
    assert index.search(Query.parse("ratifying"), kind="recommendation", filters={}).ids[0] == 1


def test_taking_in_twice_is_taking_in_once(index: Index) -> None:
    before = index.count()
    _fill(index)
    assert index.count() == before == len(ENTRIES)


def test_removing_and_clearing(tmp_path: Path) -> None:
    index = _fill(DerivedIndex(tmp_path / "index"))
    index.remove(1)
    index.commit(2)
    assert index.count() == len([entry for entry in ENTRIES if entry.document != 1])
    index.clear()
    assert (index.count(), index.position) == (0, 0)


def test_a_crash_between_commit_and_position_does_no_harm(tmp_path: Path) -> None:
    index = DerivedIndex(tmp_path / "index")
    index._say = lambda position: None  # type: ignore[method-assign]  # the process ends before it is said
    _fill(index, 5)
    again = DerivedIndex(tmp_path / "index")
    assert again.position == 0
    _fill(again, 5)
    assert (again.count(), again.position) == (len(ENTRIES), 5)


@pytest.mark.parametrize("damage", ["meta.json", "upright.json", "older"])
def test_a_damaged_or_older_folder_is_made_anew(tmp_path: Path, damage: str) -> None:
    _fill(DerivedIndex(tmp_path / "index"))
    if damage == "older":
        (tmp_path / "index" / "upright.json").write_text(json.dumps({"schema": 0, "position": 9}))
    else:
        (tmp_path / "index" / damage).write_text("{ damaged")
    index = DerivedIndex(tmp_path / "index")
    assert index.search(Query.parse("ratify"), kind="recommendation", filters={}).total in {0, 2}
    _fill(index)
    assert index.search(Query.parse("ratify"), kind="recommendation", filters={}).total == 2


def test_tables_of_a_version_with_other_fields_are_made_anew(postgres_url: str) -> None:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA older; SET search_path TO older")
        connection.execute("CREATE TABLE upright_search (kind text, id bigint, document bigint, position numeric, f_to text[])")
        connection.execute("CREATE TABLE upright_search_state (id integer PRIMARY KEY, schema integer, position bigint)")
        connection.execute("INSERT INTO upright_search_state VALUES (1, 1, 7)")
        index = PostgresIndex(connection.cursor)
        assert index.position == 0
        assert set(_fill(index).search(Query.parse("strength:5"), kind="recommendation", filters={}).ids) == {0}
        again = PostgresIndex(connection.cursor)
        assert (again.position, again.count()) == (1, len(ENTRIES))
        connection.execute("DROP SCHEMA older CASCADE")


def test_another_process_that_writes_is_waited_for(tmp_path: Path) -> None:
    first, second = DerivedIndex(tmp_path / "index"), DerivedIndex(tmp_path / "index")
    first.replace(1, [])
    with pytest.raises(Busy):
        second.replace(1, [])
    first.commit(1)
    second.replace(1, [])
    second.commit(2)


def _write(folder: str) -> None:
    _fill(DerivedIndex(Path(folder)), 7)


def test_what_another_process_wrote_is_seen(tmp_path: Path) -> None:
    index = DerivedIndex(tmp_path / "index")
    assert index.search(Query.parse("ratify"), kind="recommendation", filters={}).total == 0
    process = multiprocessing.get_context("spawn").Process(target=_write, args=(str(tmp_path / "index"),))
    process.start()
    process.join()
    assert index.search(Query.parse("ratify"), kind="recommendation", filters={}).total == 2
    assert index.position == 7
