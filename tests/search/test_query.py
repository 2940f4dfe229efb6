"""What a person types, and what is said back."""

from __future__ import annotations

import pytest
from entries_at_hand import ODD

from upright import taxonomies
from upright.search import Note, Query, Remark, highlight, snippet, unknown

_DUTY_BEARERS = tuple(each.label for each in taxonomies.scheme("duty_bearers").values)


@pytest.mark.parametrize("text", ODD)
def test_parsing_never_fails(text: str) -> None:
    Query.parse(text)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("from:Switserland", Note(Remark.NO_STATE, "Switserland", ("CHE",), "from", "from:Switserland")),
        ('school -to:"Viet Namm"', Note(Remark.NO_STATE, "Viet Namm", ("VNM",), "to", '-to:"Viet Namm"')),
        ("to:Qwxz", Note(Remark.NO_STATE, "Qwxz", (), "to", "to:Qwxz")),
        ("language:xx", Note(Remark.NO_VALUE, "xx", ("ar", "en", "es", "fr", "ru", "zh"), "language", "language:xx")),
        ("duty_bearer:zzz", Note(Remark.NO_VALUE, "zzz", _DUTY_BEARERS, "duty_bearer", "duty_bearer:zzz")),
        ("word " * 100, Note(Remark.CUT, others=("64",))),
    ],
)
def test_notes_say_what_was_done(text: str, note: Note) -> None:
    assert Query.parse(text).notes == (note,)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("person:Women", "person", "Women & girls"),  # no other value begins so
        ("person:child", "person", "child"),  # two do
        ("position:pend", "position", "pending"),
        ("treaty:crpd", "treaty", "CRPD"),
    ],
)
def test_a_value_is_found_by_how_it_alone_begins(text: str, field: str, value: str) -> None:
    query = Query.parse(text)
    assert query.filters == {field: (value,)}
    assert [note.value for note in query.notes] == (["child"] if value == "child" else [])


def test_filters_of_an_address_that_there_are_not() -> None:
    theme = taxonomies.scheme("ohchr_themes").values[0].label
    assert not list(unknown({"theme": [theme], "to": ["KAZ"], "position": ["not_stated"], "year": ["2015"], "theme_given": ["Any"]}))
    notes = list(unknown({"theme": ["zzz"], "to": ["Kazakhstan", "Qwxz"], "strength": ["5", "specific"]}))
    assert [(note.remark, note.field, note.value) for note in notes] == [
        (Remark.NO_VALUE, "theme", "zzz"),
        (Remark.NO_VALUE, "to", "Kazakhstan"),
        (Remark.NO_STATE, "to", "Qwxz"),
        (Remark.NO_VALUE, "strength", "specific"),
    ]
    assert notes[1].others == ("KAZ",)
    assert notes[0].others[-1] == "…"


@pytest.mark.parametrize(("text", "same"), [("UK", "United Kingdom"), ("OP-CAT", "Optional Protocol to the Convention against Torture")])
def test_what_says_the_same_is_said(text: str, same: str) -> None:
    (note,) = Query.parse(text).notes
    assert (note.remark, note.value) == (Remark.SAME, text)
    assert any(same in other for other in note.others)


@pytest.mark.parametrize("text", ["from:Switserland", "position:maybe", "type:report"])
def test_a_value_that_there_is_not_stays_and_finds_nothing(text: str) -> None:
    name, _, value = text.partition(":")
    assert Query.parse(text).filters == {name: (value,)}


def test_a_plain_query_has_nothing_to_say() -> None:
    assert Query.parse("school meals").notes == ()


def _marked(text: str, query: str, language: str = "en") -> str:
    return "".join(f"[{piece}]" if hit else piece for piece, hit in highlight(text, Query.parse(query), language))


@pytest.mark.parametrize(
    ("text", "query", "language", "wanted"),
    [
        ("Ratify it, having ratified more", "ratifying", "en", "[Ratify] it, having [ratified] more"),
        ("the death penalty and penalty", '"death penalty"', "en", "the [death penalty] and penalty"),
        ("abolish capital punishment", "death penalty", "en", "abolish [capital punishment]"),
        ("the women’s rights", "woman", "en", "the [women]’s rights"),
        ("courts are accessible", "access*", "en", "courts are [accessible]"),
        ("courts without appeal", "courts -appeal", "en", "[courts] without appeal"),
        ("Métis people", "metis", "fr", "[Métis] people"),
        ("保护儿童权利", "儿童", "zh", "保护[儿童]权利"),
        ("حماية حقوق المرأة", "مرأة", "ar", "حماية حقوق ال[مرأة]"),
        ("применение пыток", "пытки", "ru", "применение [пыток]"),
        ("nothing", "", "en", "nothing"),
    ],
)
def test_highlighting(text: str, query: str, language: str, wanted: str) -> None:
    assert _marked(text, query, language) == wanted


@pytest.mark.parametrize("text", ["short", "a long text " * 60, "儿" * 900])
@pytest.mark.parametrize("query", ["", "long", "儿", '"', "zebra"])
def test_highlighting_loses_nothing(text: str, query: str) -> None:
    assert "".join(piece for piece, _ in highlight(text, Query.parse(query), "en")) == text
    shown = "".join(piece for piece, _ in snippet(text, Query.parse(query), "en"))
    assert len(shown) <= 310


def test_a_snippet_shows_the_words() -> None:
    pieces = snippet("at first nothing of note. " * 40 + "Then torture. " + "And more. " * 60, Query.parse("torture"), "en")
    assert ("torture", True) in pieces


@pytest.mark.parametrize(
    ("text", "filters", "excluded"),
    [
        ("NOT from:CHE torture", {}, {"from": ("CHE",)}),
        ("-from:CHE torture", {}, {"from": ("CHE",)}),
        ("torture NOT position:noted from:CHE", {"from": ("CHE",)}, {"position": ("noted",)}),
    ],
)
def test_not_before_a_field(text: str, filters: dict[str, tuple[str, ...]], excluded: dict[str, tuple[str, ...]]) -> None:
    query = Query.parse(text)
    assert (query.filters, query.excluded) == (filters, excluded)
    assert [term.text for term in query.wanted()] == ["torture"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kazakstan", [("Kazakstan", "Kazakhstan")]),
        ("torture Phillipines", [("Phillipines", "Philippines")]),
        ("Kazakhstan", []),
        ("Nigerian", []),
        ("zebra", []),
        ("Kazaks*", []),
    ],
)
def test_names_that_may_be_meant(text: str, wanted: list[tuple[str, str]]) -> None:
    assert list(Query.parse(text).names_meant()) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Investigate all deaths that occur in police custody", "Investigate all [deaths] that occur in police [custody]"),
        ("Abolish the death penalty", "Abolish the death penalty"),
        ("Keep nobody in custody for the penalty of death", "Keep nobody in custody for the penalty of death"),  # left out by -penalty
        ("Prevent each suicide in prisons", "Prevent each [suicide] in [prisons]"),
        ("Mourn a death " + "and mend the road " * 6 + "to those in custody", None),  # far from each other
    ],
)
def test_a_term_is_marked_only_where_the_whole_of_it_stands(text: str, wanted: str | None) -> None:
    term = Query.parse("(deaths custody -penalty) OR (suicide* (prison OR detention))")
    shown = "".join(f"[{piece}]" if hit else piece for piece, hit in highlight(text, Query.parse(""), "en", [term]))
    assert shown == (wanted or text)
