from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from upright import states
from upright.data import rows
from upright.extract import pdf
from upright.states import NameKind, StateKind


def codes(found: tuple[states.State, ...] | None) -> list[str] | None:
    return [each.code for each in found] if found else None


# --- data


def test_193_member_states_and_two_observers() -> None:
    kinds = [each.kind for each in states.all_states().values() if not each.until]
    assert kinds.count(StateKind.MEMBER) == 193
    assert kinds.count(StateKind.OBSERVER) == 2


def test_every_member_has_a_group_and_a_numeric_code() -> None:
    for each in states.all_states().values():
        if each.kind is StateKind.MEMBER:
            assert each.group in {"Africa", "Asia-Pacific", "EEG", "GRULAC", "WEOG"}, each
            assert re.fullmatch(r"\d{3}", each.m49 or ""), each


def test_every_member_and_observer_has_a_name_in_each_of_the_six_languages() -> None:
    languages = defaultdict(set)
    for row in rows("state_names.csv"):
        languages[row["code"]].add(row["language"])
    for code, each in states.all_states().items():
        if each.kind in {StateKind.MEMBER, StateKind.OBSERVER} and not each.until:
            assert languages[code] == {"en", "fr", "es", "ru", "ar", "zh"}, code


def test_every_name_is_found_again_as_the_state_that_it_names() -> None:
    for row in rows("state_names.csv"):
        found = states.find(row["name"])
        assert (found.code if found else "") == row["code"] or row["kind"] == "no_state", row


def test_every_name_says_where_it_is_from() -> None:
    assert all(row["source"] for name in ("states.csv", "state_names.csv") for row in rows(name))


# --- exact names


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kazakhstan", "KAZ"),
        ("the Netherlands", "NLD"),
        ("  Viet\nNam ", "VNM"),
        ("Vietnam", "VNM"),
        ("Côte d’Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Iran, Islamic Republic of", "IRN"),
        ("Islamic Republic of Iran", "IRN"),
        ("Iran (Islamic republic\nof)", "IRN"),
        ("Democratic People’s Republic of Korea", "PRK"),
        ("DPRK", "PRK"),
        ("Swaziland", "SWZ"),
        ("Cape Verde", "CPV"),
        ("The former Yugoslav Republic of Macedonia", "MKD"),
        ("Libyan Arab Jamahiriya", "LBY"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Palestine", "PSE"),
        ("Holy See", "VAT"),
        ("UK", "GBR"),
        ("United States", "USA"),
        ("Lao PDR", "LAO"),
        ("Serbia and Montenegro", "SCG"),
        ("European Union", "European Union"),
        ("l’Italie", "ITA"),
        ("la Suisse", "CHE"),
        ("El Salvador", "SLV"),
        ("Соединенные Штаты", "USA"),
        ("哈萨克斯坦", "KAZ"),
        ("المملكة المتحدة", "GBR"),
    ],
)
def test_a_name_is_found(name: str, code: str) -> None:
    found = states.find(name)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("name", ["", "us", "OPCAT", "Italian", "Northern Ireland", "Niger Delta", "Korea", "the delegation"])
def test_what_is_no_name_is_not_found(name: str) -> None:
    assert states.find(name) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kazakhstan", NameKind.SHORT),
        ("Republic of Kazakhstan", NameKind.OFFICIAL),
        ("Swaziland", NameKind.FORMER),
        ("UK", NameKind.VARIANT),
        ("Holly See", NameKind.TYPING_ERROR),
        ("Atlantis", None),
    ],
)
def test_the_kind_of_a_name(name: str, kind: NameKind | None) -> None:
    assert states.name_kind(name) == kind


# --- names in a text


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("Mexico welcomed the report", "MEX", "Mexico"),
        ("The Islamic Republic of Iran noted", "IRN", "The Islamic Republic of Iran"),
        ("Guinea-Bissau said", "GNB", "Guinea-Bissau"),
        ("Guinea said", "GIN", "Guinea"),
        ("the former Yugoslav Republic of Macedonia asked", "MKD", "the former Yugoslav Republic of Macedonia"),
        ("Le Maroc a noté", "MAR", "Le Maroc"),
        ("Serbia and Montenegro were", "SRB", "Serbia"),
    ],
)
def test_the_name_that_a_text_begins_with(text: str, code: str, name: str) -> None:
    found = states.leading(text)
    assert found is not None
    assert (found[0].code, text[: found[1]]) == (code, name)


@pytest.mark.parametrize(
    "text", ["The delegation of Chad", "Northern Ireland was", "Nigerian women", "chad said", "Us", "Guinea-Conakry", ""]
)
def test_a_text_that_begins_with_no_name(text: str) -> None:
    assert states.leading(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Papua New Guinea, Equatorial Guinea, Guinea and Guinea-Bissau", ["PNG", "GNQ", "GIN", "GNB"]),
        ("Nigeria and Niger, not the Niger Delta", ["NGA", "NER"]),
        ("women in Northern Ireland and in Ireland", ["IRL"]),
        ("the Republic of Korea and the Democratic People's Republic of Korea", ["KOR", "PRK"]),
        ("a turkey, a chad and a jordan", []),
        ("Turkish, Chadian and Jordanian delegates", []),
        ("Congo, the Democratic Republic of the Congo", ["COG", "COD"]),
        ("the Dominican Republic and Dominica", ["DOM", "DMA"]),
        ("the Sudan and South Sudan", ["SDN", "SSD"]),
        ("de l’Italie et de la Côte d’Ivoire", ["ITA", "CIV"]),
        ("哈萨克斯坦和中国", ["KAZ", "CHN"]),
        ("the US told us", ["USA"]),
        ("Kazakhstan12 and Peru.", ["KAZ", "PER"]),
    ],
)
def test_names_in_running_text(text: str, found: list[str]) -> None:
    assert [each.code for _, _, each in states.mentions(text)] == found


def test_the_span_of_a_mention_is_the_name_as_printed() -> None:
    text = "by Iran (Islamic Republic of) and by Viet\nNam."
    assert [text[start:end] for start, end, _ in states.mentions(text)] == ["Iran (Islamic Republic of)", "Viet\nNam"]


# --- brackets


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("Chile", ["CHL"]),
        ("Slovenia, Sweden", ["SVN", "SWE"]),
        ("Chile; Peru; Spain", ["CHL", "PER", "ESP"]),
        ("Burundi, Namibia and Togo", ["BDI", "NAM", "TGO"]),
        ("Chad/Peru", ["TCD", "PER"]),
        ("the Netherlands", ["NLD"]),
        ("Venezuela (Bolivarian Republic of)", ["VEN"]),
        ("Iran (Islamic Republic of); Slovenia", ["IRN", "SVN"]),
        ("Bolivia (Plurinational State of), Cuba and Spain", ["BOL", "CUB", "ESP"]),
        ("Sweden, on behalf of the Nordic countries", ["SWE"]),
        ("Egypt (on behalf of the African Group)", ["EGY"]),
        ("Trinidad and Tobago, Antigua and Barbuda", ["TTO", "ATG"]),
        ("Bosnia and Herzegovina and Saint Vincent and the Grenadines", ["BIH", "VCT"]),
        ("United Kingdom of Great Britain and Northern Ireland", ["GBR"]),
        ("Serbia and Montenegro", ["SRB", "MNE"]),
        ("Niger, Nigeria", ["NER", "NGA"]),
        ("Dominican Republic, and Chile", ["DOM", "CHL"]),
        ("Spain, Spain", ["ESP"]),
        ("Guinea-\nBissau", ["GNB"]),
        ("Chile,", ["CHL"]),
        ("OPCAT", None),
        ("Law No. 5", None),
        ("ILO", None),
        ("European Union", None),
        ("Chile, OPCAT", None),
        ("in Chile", None),
        ("Chile 2014", None),
        ("us", None),
        ("", None),
    ],
)
def test_the_states_in_a_bracket(inside: str, found: list[str] | None) -> None:
    assert codes(states.attribution(inside)) == found


@pytest.mark.parametrize(
    ("inside", "found", "misspelt"),
    [
        ("Kazakhstn", ["KAZ"], ("Kazakhstn",)),
        ("Austria, Slovena", ["AUT", "SVN"], ("Slovena",)),
        ("United States of Amercia", ["USA"], ("United States of Amercia",)),
        ("Chile Egypt", ["CHL", "EGY"], ("Chile Egypt",)),
        ("Mexico 4", ["MEX"], ("Mexico 4",)),
        ("Chile", ["CHL"], ()),
    ],
)
def test_slips_in_a_bracket_are_read_and_named(inside: str, found: list[str], misspelt: tuple[str, ...]) -> None:
    read = states.attribution_fuzzy(inside)
    assert read is not None
    assert (codes(read[0]), read[1]) == (found, misspelt)


@pytest.mark.parametrize(
    "inside", ["Nigera", "Italian", "Qatari", "OPCAT", "Islamic Republic of", "Law No. 5", "Chile and OPCAT", "", "Austrlia"]
)
def test_what_is_not_certain_is_not_read(inside: str) -> None:
    assert states.attribution_fuzzy(inside) is None


def test_a_suggestion_has_a_score() -> None:
    suggested = states.suggest("Phillipines")
    assert suggested is not None
    assert suggested[0].code == "PHL"
    assert 85 < suggested[1] < 100


# --- real documents

_BRACKET = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)[;.]")


def test_the_brackets_of_a_real_report_are_states_or_no_names_at_all(corpus: Path) -> None:
    layer = pdf.read(corpus / "documents" / "upr" / "kazakhstan2014.pdf")
    brackets = [match[1] for match in _BRACKET.finditer(layer.text)]
    read = [codes(states.attribution(inside)) for inside in brackets]
    assert sum(found is not None for found in read) >= 190
    unread = [inside for inside, found in zip(brackets, read, strict=True) if not found]
    named = [each.code for inside in unread for _, _, each in states.mentions(inside) if each.kind is not StateKind.ORGANISATION]
    assert named == []
