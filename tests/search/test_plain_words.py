"""What people say in plain words, and what the field calls it."""

from __future__ import annotations

import pytest

from upright.data import rows
from upright.search.plain_words import meant, terms


def test_every_term_can_be_looked_for_and_is_said_otherwise() -> None:
    assert len({term.name for term in terms()}) == len(terms()) > 150
    for term in terms():
        assert term.query.root is not None, term.name
        assert not term.query.notes or all(note.remark == "same" for note in term.query.notes), term.name
        assert term.plain
        assert all(wording.strip() == wording != "" for wording in term.plain)
    assert all(row["source"] for row in rows("plain_words.csv"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("prison suicides", "deaths in custody"),
        ("the judge does as the minister says", "independence of the judiciary"),
        ("enfants sans acte de naissance", "birth registration"),
        ("niños soldados", "child soldiers"),
        ("взяточничество", "corruption"),
        ("مياه نظيفة", "safe drinking water"),
        ("没有国籍的人", "stateless persons"),
    ],
)
def test_plain_words_lead_to_the_fields_words(text: str, wanted: str) -> None:
    assert wanted in [term.name for term in meant(text).terms]


def test_what_the_field_has_no_word_for_stays_as_it_is() -> None:
    assert meant("colour of the bicycle shed").terms == ()
