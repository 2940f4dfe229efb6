"""Schemes, their editions, and the ways between them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from upright import taxonomies
from upright.data import rows
from upright.instruments import all_instruments
from upright.taxonomies import RELATIONS, crosswalk, moved, scheme

_SCHEMES = ("upr_info_action", "upr_info_issues", "ohchr_themes", "ohchr_groups", "affected_persons", "duty_bearers", "sdg", "treaties")
_ALL = [(name, edition) for name in _SCHEMES for edition in taxonomies.editions(name)]


@dataclass(frozen=True)
class _Label:
    scheme: str
    value: str
    edition: str | None = None


# --- the lists ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "edition"), _ALL)
def test_every_value_is_found_by_its_code_name_and_label(name: str, edition: str | None) -> None:
    values = scheme(name, edition).values
    assert values
    assert len({each.code for each in values}) == len(values)
    for each in values:
        assert each.source
        assert each.dated
        for written in (each.code, each.label, each.label.upper()):
            assert scheme(name, edition).find(written) == each
        assert scheme(name, edition).find(each.name) is not None


@pytest.mark.parametrize(("name", "edition"), _ALL)
def test_a_parent_is_a_value_of_the_same_edition(name: str, edition: str | None) -> None:
    for each in scheme(name, edition).values:
        if each.parent:
            parent = scheme(name, edition).get(each.parent)
            assert parent
            assert parent.parent is None


def test_the_lists_are_as_long_as_their_sources_say() -> None:
    assert len(scheme("upr_info_action").values) == 5
    assert len(scheme("upr_info_issues").values) == 54
    assert len([each for each in scheme("sdg").values if each.parent is None]) == 17
    assert len([each for each in scheme("sdg").values if each.parent]) == 169
    assert {each.code for each in scheme("treaties").values} == set(all_instruments())


def test_names_are_known_as_documents_write_them() -> None:
    themes = scheme("ohchr_themes", "2014")
    assert themes.find("A45 National Human Rights Institution (NHRI)") == themes.find("a45") == themes.get("A45")
    groups = scheme("ohchr_groups", "2014")
    assert groups.find("minorities/ racial, ethnic, linguistic, religious or descent-based groups") is not None
    goal = scheme("sdg").find("16 - PEACE, JUSTICE AND STRONG INSTITUTIONS")
    assert goal
    assert goal.code == "16"
    assert scheme("ohchr_themes", "2025").find("Right to be left alone") is None
    assert scheme("sdg").find("18 - NOTHING") is None


def test_what_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        scheme("colours")
    with pytest.raises(KeyError):
        scheme("ohchr_themes", "1999")


def test_who_has_rights_and_who_owes_them_are_apart() -> None:
    for edition in ("2014", "2019", "2025"):
        persons = {each.code for each in scheme("affected_persons", edition).values}
        bearers = {each.code for each in scheme("duty_bearers", edition).values}
        rest = {each.code for each in scheme("ohchr_groups", edition).values} - persons - bearers
        assert not persons & bearers
        assert rest <= {"General"}  # says nobody in particular
        assert "Public officials" in bearers
        assert "Older persons" in persons


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_the_goals_have_names_in_six_languages(language: str) -> None:
    names = taxonomies.goal_names(language)
    assert set(names) == {str(number) for number in range(1, 18)}
    assert all(names.values())
    assert len(set(names.values())) == 17


def test_official_labels_are_values_of_their_edition(corpus: Path) -> None:
    editions = {2: "2014", 4: "2025"}
    with (corpus / "gold" / "ohchr_slovenia.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            for field, name in (("themes", "ohchr_themes"), ("groups", "ohchr_groups")):
                for label in row[field]:
                    assert scheme(name, editions[row["cycle"]]).find(label), label
            assert all(scheme("sdg").find(label) for label in row["sdgs"])


# --- the ways ----------------------------------------------------------------------------------------------------------------------------


def test_no_row_of_the_crosswalk_dangles() -> None:
    for row in rows("taxonomy_crosswalk.csv"):
        assert row["source"]
        assert scheme(row["scheme"], row["edition"] or None).get(row["code"]), row
        if row["relation"] == "none":
            assert not row["to_code"]
        else:
            assert row["relation"] in RELATIONS
            assert scheme(row["to_scheme"], row["to_edition"] or None).get(row["to_code"]), row


@pytest.mark.parametrize(
    ("name", "edition", "to", "to_edition"),
    [
        ("ohchr_themes", "2014", "ohchr_themes", "2019"),
        ("ohchr_themes", "2019", "ohchr_themes", "2025"),
        ("ohchr_themes", "2014", "ohchr_themes", "2025"),
        ("ohchr_themes", "2025", "sdg", None),
        ("ohchr_groups", "2014", "ohchr_groups", "2025"),
        ("upr_info_issues", None, "upr_info_issues", "2025"),
        ("upr_info_issues", None, "ohchr_themes", "2025"),
        ("upr_info_issues", "2025", "ohchr_themes", "2025"),
        ("upr_info_issues", None, "sdg", None),
        ("treaties", None, "ohchr_themes", "2025"),
    ],
)
def test_every_value_has_a_way_or_a_row_that_says_that_it_has_none(name: str, edition: str | None, to: str, to_edition: str | None) -> None:
    none = {(row["scheme"], row["edition"] or None, row["code"]) for row in rows("taxonomy_crosswalk.csv") if row["relation"] == "none"}
    for value in scheme(name, edition).values:
        found = crosswalk(value, to, to_edition)
        assert found or value.key in none, value
        for each in found:
            assert each.relation in RELATIONS
            assert (each.value.scheme, each.value.edition) == (to, to_edition)


def test_a_way_leads_back() -> None:
    for value in scheme("ohchr_themes", "2019").values:
        for there, relation in crosswalk(value, "ohchr_themes", "2025"):
            back = {each.value.code: each.relation for each in crosswalk(there, "ohchr_themes", "2019")}
            assert value.code in back
            assert (relation == "same") == (back[value.code] == "same")


def test_relations_join() -> None:
    def ways(name: str, edition: str | None, code: str, to: str, to_edition: str | None = None) -> dict[str, str]:
        value = scheme(name, edition).get(code)
        assert value
        return {each.value.code: each.relation for each in crosswalk(value, to, to_edition)}

    assert ways("ohchr_themes", "2014", "A12", "ohchr_themes", "2025") == {
        "Ratification of & accession to international instruments": "same"
    }
    assert ways("ohchr_themes", "2014", "E31", "ohchr_themes", "2025") == {"Labour rights and right to work": "broader"}
    assert ways("ohchr_themes", "2014", "D29", "ohchr_themes", "2025") == {
        "Violence against women": "related",
        "Sexual & gender-based violence": "related",
    }
    assert ways("ohchr_groups", "2014", "Rural women", "affected_persons", "2025") == {"Women & girls": "broader"}
    assert ways("ohchr_groups", "2014", "Prison officials", "affected_persons", "2025") == {}  # they owe, they are not owed
    assert ways("upr_info_issues", None, "Right to education", "sdg") == {"4": "same"}
    assert ways("upr_info_issues", None, "Other", "ohchr_themes", "2025") == {}


# --- labels under another edition --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "change", "to"),
    [
        ("A45 National Human Rights Institution (NHRI)", "renamed", 1),  # the code is gone
        ("D29 Domestic violence", "split", 2),
        ("E32 Right to just and favourable conditions of work", "widened", 1),
        ("G2 Lesbian, gay, bisexual and transgender and intersex persons (LGBTI)", "changed", 1),
        ("Z9 Nothing", "unknown", 0),
    ],
)
def test_labels_move_to_another_edition(value: str, change: str, to: int) -> None:
    (move,) = moved([_Label("ohchr_themes", value, "2014")], "2025")
    assert (move.change, len(move.to)) == (change, to)


def test_what_nothing_stands_for_is_lost_and_what_stays_is_kept() -> None:
    lost, kept = moved([_Label("ohchr_groups", "general", "2014"), _Label("ohchr_groups", "Older persons", "2019")], "2025")
    assert (lost.change, kept.change) == ("lost", "kept")


def test_a_label_of_no_edition_is_not_guessed() -> None:
    (move,) = moved([_Label("ohchr_themes", "Right to health", None)], "2025")
    assert (move.change, move.to) == ("unknown", ())


def test_labels_of_other_schemes_are_left_out() -> None:
    assert list(moved([_Label("sdg", "16.3"), _Label("treaties", "CRC")], "2025")) == []
