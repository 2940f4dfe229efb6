"""Figures: which numbers of a text are quantities, and what the text says of them. The examples are reworded."""

from __future__ import annotations

import pytest

from upright.analysis.figures import stated
from upright.analysis.periods import periods
from upright.analysis.quantities import quantities

# of each quantity: phrase, value, upper end, unit, qualifier
Expected = list[tuple[str, float, float | None, str | None, str | None]]
QUANTITIES: list[tuple[str, Expected]] = [
    # CCPR/C/SR.3272, 2: counts, with and without their noun
    ("The court received 731 petitions.", [("731 petitions", 731, None, "petitions", None)]),
    ("As many as 1,405 had been lodged.", [("1,405", 1405, None, None, "as many as")]),
    ("Nine inspectors had visited 24 large markets.", [("Nine inspectors", 9, None, "inspectors", None),
                                                      ("24 large markets", 24, None, "large markets", None)]),
    ("Only two national unions remained.", [("two national unions", 2, None, "national unions", "only")]),
    ("There were 12 500 registered voters.", [("12 500 registered voters", 12500, None, "registered voters", None)]),
    ("Thirty five people attended.", [("Thirty five people", 35, None, "people", None)]),
    ("Twenty-one women and one hundred and four men left.", [("Twenty-one women", 21, None, "women", None),
                                                            ("one hundred and four men", 104, None, "men", None)]),
    # CRPD/C/JAM/RQ/1, 57: the number once in words, once in figures
    ("It runs from four (4) regional offices.", [("four (4) regional offices", 4, None, "regional offices", None)]),
    ("Some 3.6 million passports were issued.", [("3.6 million passports", 3.6e6, None, "passports", "some")]),
    ("At least 30 children’s homes were closed.", [("30 children’s homes", 30, None, "children’s homes", "at least")]),
    ("Five members resigned and one member died.", [("Five members", 5, None, "members", None), ("one member", 1, None, "member", None)]),
    ("They met six times.", [("six times", 6, None, "times", None)]),
    # shares
    ("Some 41.5 per cent of jobs are held by men.", [("41.5 per cent", 41.5, None, "per cent", "some")]),
    ("Over 12% were rejected.", [("12%", 12, None, "per cent", "over")]),
    ("The gap narrowed by 2.5 percentage points.", [("2.5 percentage points", 2.5, None, "percentage points", None)]),
    ("Between 20 and 25 per cent of appeals succeed.", [("20 and 25 per cent", 20, 25, "per cent", "between")]),
    ("Almost two thirds of the posts are vacant.", [("two thirds", 0.6667, None, "share", "almost")]),
    ("Half of the clerks are women.", [("Half of", 0.5, None, "share", None)]),
    ("One in five adults reads braille.", [("One in five", 0.2, None, "share", None)]),
    ("That is 1 in 183 women.", [("1 in 183", 0.0055, None, "share", None)]),
    ("Of them, ten percent (10%) left.", [("ten percent", 10, None, "per cent", None)]),
    ("Some 13 out of 142 candidates won; three out of five judges too.", [("13", 13, None, None, "some"),
                                                                         ("142 candidates", 142, None, "candidates", None),
                                                                         ("three out of five", 0.6, None, "share", None)]),
    ("It thanked the 58 States.", [("58 States", 58, None, "States", None)]),
    ("A 30‑day strike began.", [("30‑day", 30, None, "days", None)]),
    ("Enrolment had increased threefold.", [("threefold", 3, None, "fold", None)]),
    ("Budgets have risen 5-fold.", [("5-fold", 5, None, "fold", None)]),
    # ranges
    ("Trials took between five and seven weeks.", [("five and seven weeks", 5, 7, "weeks", "between")]),
    ("The penalty is from 8 to 12 years.", [("8 to 12 years", 8, 12, "years", None)]),
    ("It costs 5–10 euros.", [("5–10 euros", 5, 10, "euros", None)]),
    ("Two or three judges sit.", [("Two or three judges", 2, 3, "judges", None)]),
    # two figures that differ, no range
    ("The number fell from 90 to 70.", [("90", 90, None, None, None), ("70", 70, None, None, None)]),
    ("It rose from 40 to 55 per cent.", [("40", 40, None, "per cent", None), ("55 per cent", 55, None, "per cent", None)]),
    ("Homes fell from 31 in 2011 to 9 in 2014.", [("31", 31, None, None, None), ("9", 9, None, None, None)]),
    # durations and ages
    ("It carries up to 20 years in prison.", [("20 years", 20, None, "years", "up to")]),
    ("A three-month deadline applies.", [("three-month", 3, None, "months", None)]),
    ("The appeal is lodged within 15 working days.", [("15 working days", 15, None, "working days", "within")]),
    ("The age of consent was 17.", [("17", 17, None, "years of age", None)]),
    ("School ends at age 15.", [("age 15", 15, None, "years of age", None)]),
    ("Candidates must be at least 35 years of age.", [("35 years of age", 35, None, "years of age", "at least")]),
    # money
    ("It spent US$ 2.4 million.", [("US$ 2.4 million", 2.4e6, None, "US$", None)]),
    ("A grant of 75 million tenge was paid.", [("75 million tenge", 7.5e7, None, "tenge", None)]),
    ("Fines range between US$ 200 and US$ 900.", [("US$ 200 and US$ 900", 200, 900, "US$", "between")]),
    ("The cost was RSD 1,736.", [("RSD 1,736", 1736, None, "dinars (RSD)", None)]),
    ("They received €6,063 each.", [("€6,063", 6063, None, "euros", None)]),
    ("The fee is five thousand dollars.", [("five thousand dollars", 5000, None, "dollars", None)]),
    # rates and measures
    ("Maternal mortality was 9 per 1,000 live births.", [("9 per 1,000 live births", 9, None, "per 1,000 live births", None)]),
    ("The ratio is 88 deaths per 100,000 live births.", [("88 deaths per 100,000 live births", 88, None, "per 100,000 live births", None)]),
    ("Each cell has 3.5 square metres.", [("3.5 square metres", 3.5, None, "square metres", None)]),
]  # fmt: skip

NO_QUANTITIES = [
    "Under articles 9, 14 and 15 of the Covenant, paragraphs 17 (a)–(c) and issue 26 apply.",
    "See art. 30 (2-1) and arts. 39 (1-1) and 48 of the Act.",
    "General comment No. 25, Act No. 375-II and Law 15/2008 say so.",
    "On 21 May 2016, on May 21, 2016 and from 20 to 24 September 2010 they met.",
    "The Act of 11 October 2011 was amended in 2015.",
    "The meeting rose at 1.10 p.m. and resumed at 15:30.",
    "It is in CCPR/C/KAZ/Q/2/Add.1 and A/70/1.",
    "At its twenty-first session and its 150th meeting it adopted that.",
    "One of them said that the other one was right.",
    "Both ministers and the two women left.",
    "In the past four years and over the last decade much was done; it began three years ago.",
    "A 15-year-old girl spoke.",
    "Persons aged 18 and children under 12 are exempt; children (3–6 years) too.",
    "The hotline 1414 and the Group of 77 are known.",
    "It has a two-tier system and a one-stop shop.",
    "See https://example.org/docs/P1900000326.",
    "Order No. A1-46 of the Minister and Vision 2030 were adopted.",
    "Measures are: (1) training; (2) advice.",
    "The emergency number 112, week 22 and the 16- to 64-year-olds are meant.",
    "Grades 1 and 3 sit a test.",
    "In paragraphs 10 (harmonization of laws) and 60 (independent monitoring) and 35 c) it chose.",
]

FRENCH_AND_SPANISH: list[tuple[str, str, Expected]] = [
    ("fr", "Plus de 1 250 plaintes ont été déposées en 2013.", [("1 250 plaintes", 1250, None, "plaintes", "more than")]),
    ("fr", "Environ 34,2 % des élèves y vont.", [("34,2 %", 34.2, None, "per cent", "about")]),
    ("fr", "Une peine de trois ans est prévue par l’article 12.", [("trois ans", 3, None, "years", None)]),
    ("es", "Se presentaron 1.282 denuncias en 2014.", [("1.282 denuncias", 1282, None, "denuncias", None)]),
    ("es", "Cerca de 3,5 millones de personas viven allí.", [("3,5 millones de personas", 3.5e6, None, "personas", "nearly")]),
    (
        "es",
        "El artículo 14 y el párrafo 3 se aplican; entre 10 y 15 por ciento no.",
        [("10 y 15 por ciento", 10, 15, "per cent", "between")],
    ),
]

PERIODS = [
    ("It grew in 2013.", ["2013"]),
    ("It grew in May 2016.", ["2016-05"]),
    ("It stood so as at 1 September 2021.", ["2021-09-01"]),
    ("It grew between 2012 and 2015 and in 2017-2019.", ["2012/2015", "2017/2019"]),
    ("It grew from January to May 2016.", ["2016-01/2016-05"]),
    ("It grew in the first quarter of 2016 and the second half of 2017.", ["2016-01/2016-03", "2017-07/2017-12"]),
    ("It grew in the first nine months of 2015.", ["2015-01/2015-09"]),
    ("Few came thus far in 2016.", ["thus far in 2016"]),
    ("In 2016, with few thus far.", ["thus far in 2016", "thus far in 2016"]),
    ("It has grown since 2010.", ["since 2010"]),
    ("It was so prior to 2009.", ["before 2009"]),
    ("In the past year it grew; to date none.", ["in the past year", "to date"]),
    ("In the 2013/14 school year.", ["2013/2014"]),
    ("Under the 2014 Act and the Act of 11 October 2011.", []),
]

# a paragraph, and of each figure: phrase, measure, unit, period, population
Fields = list[tuple[str, str | None, str | None, str | None, str | None]]
STATED: list[tuple[str, Fields]] = [
    (  # CCPR/C/SR.3272, 2: years carried over, an elliptical figure, a topic
        (
            "2. As to theft, 96 charges had been filed in 2013, leading to 30 trials and 20 fines; 128 had been filed in 2014, "
            "leading to 15 trials."
        ),
        [("96 charges", "theft charges filed", "charges", "2013", None), ("30 trials", "theft trials", "trials", "2013", None),
         ("20 fines", "theft fines", "fines", "2013", None), ("128", "theft charges filed", "charges", "2014", None),
         ("15 trials", "theft trials", "trials", "2014", None)],
    ),
    (  # CCPR/C/SR.3272, 3
        "3. The annual number of fires in public libraries had fallen from 16 in 2012 to 6 in 2015.",
        [("16", "fires in public libraries", "fires", "2012", None), ("6", "fires in public libraries", "fires", "2015", None)],
    ),
    (  # CCPR/C/SR.3272, 56: a list by year
        "56. Inquiries had been opened in 26 cases in 2011, 25 in 2013, and 16 in the first part of 2016.",
        [("26 cases", "Inquiries opened in cases", "cases", "2011", None), ("25", "Inquiries opened in cases", "cases", "2013", None),
         ("16", "Inquiries opened in cases", "cases", "first part of 2016", None)],
    ),
    (  # CCPR/C/SR.3272, 39: of those
        "39. Faults were found in more than 6,000 bridges; of those, 390 had been repaired.",
        [("6,000 bridges", "Faults found in bridges", "bridges", None, None),
         ("390", "bridges repaired", "bridges", None, "Faults found in bridges")],
    ),
    ("4. There was a reduction of 34 per cent for minors.", [("34 per cent", "reduction for minors", "per cent", None, "minors")]),
    ("9. Unemployment was 2 per cent.", [("2 per cent", "Unemployment", "per cent", None, None)]),
    (
        "31. In 2020, 2,000 women with disabilities were trained.",
        [("2,000 women", "women with disabilities", "women", "2020", "women with disabilities")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), QUANTITIES)
def test_quantities(text: str, expected: Expected) -> None:
    found = quantities(text, "en")
    assert [(text[each.start : each.end], each.value, each.value_high, each.unit, each.qualifier) for each in found] == expected


@pytest.mark.parametrize("text", NO_QUANTITIES)
def test_no_quantities(text: str) -> None:
    assert [text[each.start : each.end] for each in quantities(text, "en")] == []


@pytest.mark.parametrize(("language", "text", "expected"), FRENCH_AND_SPANISH)
def test_quantities_of_other_languages(language: str, text: str, expected: Expected) -> None:
    found = quantities(text, language)
    assert [(text[each.start : each.end], each.value, each.value_high, each.unit, each.qualifier) for each in found] == expected


def test_a_language_without_words_gives_none() -> None:
    assert quantities("965 dossiers", "xx") == []


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_periods(text: str, expected: list[str]) -> None:
    assert [period.normal for period in periods(text)] == expected


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_what_is_stated(text: str, expected: Fields) -> None:
    found = [
        (text[quantity.start : quantity.end], said["measure"], said["unit"], said["period"], said["population"])
        for quantity, said in stated(text, "en")
    ]
    assert found == expected


def test_a_measure_in_another_language_is_the_counted_noun_or_unknown() -> None:
    found = [(said["measure"], said["period"]) for _, said in stated("En 2014 se presentaron 1.282 denuncias, un 20 % más.", "es")]
    assert found == [("denuncias", "2014"), (None, "2014")]


def test_rows_of_a_table_are_no_sentences() -> None:
    assert list(stated("Northern 44 24 0 0 44 24 Central 33 14 4 0 37 14", "en")) == []


def test_a_request_of_somebody_else_is_no_recommendation() -> None:
    text = "The Committee is concerned that voters have only five working days following the request."
    assert [quantity.unit for quantity, _ in stated(text, "en", committee=True)] == ["working days"]


def test_a_committee_states_figures_until_it_recommends() -> None:
    text = (
        "It is concerned that 40 schools are closed. It recommends that the State party open 30 schools. All 20 inspectors should be paid."
    )
    assert [quantity.value for quantity, _ in stated(text, "en", committee=True)] == [40]
