"""Addenda in the forms that States give them, reworded: what each recommendation gets, and what is left unread."""

from __future__ import annotations

from pathlib import Path

import pytest

from upright import structure
from upright.extract import pdf
from upright.extract.text import Cell, Line, TextLayer
from upright.identify import Identity
from upright.readers import addendum, totals
from upright.readers.document import Document
from upright.readers.verdicts import verdicts
from upright.records import Kind, Pledge, Position, PositionRecord, Progress, Record, Unread

SUPPORTED, NOTED, PENDING, PARTLY = Position.SUPPORTED, Position.NOTED, Position.PENDING, Position.PARTIALLY_SUPPORTED


def document(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), symbol: str | None = "A/HRC/90/4/Add.1") -> Document:
    """A document of unwrapped paragraphs, '#' before headings, with one table of cells at its end."""
    text, lines, cells = "", [], []
    for paragraph in paragraphs:
        words = paragraph.removeprefix("#").strip()
        lines.append(Line(len(text), len(text) + len(words), 1, level=0 if paragraph.startswith("#") else None))
        text += words + "\n"
    for row, columns in enumerate(rows):
        for column, words in enumerate(columns):
            lines.append(Line(len(text), len(text) + len(words), 1))
            cells.append(Cell(0, row, column, 1, len(text), len(text) + len(words)))
            text += words + "\n"
    layer = TextLayer(text=text, media_type="x", page_starts=(0,), lines=tuple(lines), wrapped=False, cells=tuple(cells), has_pages=False)
    identity = Identity(symbol=symbol, kind=Kind.ADDENDUM, language="en", state="XVA")
    return Document(file="addendum.docx", sha256="", structure=structure.build(layer), identity=identity)


def read(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> list[Record]:
    return list(addendum.read(document("# Introduction", *paragraphs, rows=rows)))


def stated(records: list[Record]) -> dict[str, Position | None]:
    return {record.recommendation.number: record.position for record in records if isinstance(record, PositionRecord)}


def only(records: list[Record]) -> PositionRecord:
    (record,) = (record for record in records if isinstance(record, PositionRecord))
    return record


LISTS = [
    (
        "1. The Government accepts recommendations 97.1, 97.3 and 97.5 and takes note of 97.2 and 97.4.",
        {1: SUPPORTED, 2: NOTED, 3: SUPPORTED, 4: NOTED, 5: SUPPORTED},
    ),
    ("1. Recommendations 97.1 and 97.2 are accepted, while 97.3 is noted.", {1: SUPPORTED, 2: SUPPORTED, 3: NOTED}),
    (
        "1. The following recommendations enjoy the support of Ruritania: 97.1-3, 97.5.",
        {1: SUPPORTED, 2: SUPPORTED, 3: SUPPORTED, 5: SUPPORTED},
    ),
    ("1. The following recommendations do not enjoy the support of Ruritania: 97.1 to 97.3.", {1: NOTED, 2: NOTED, 3: NOTED}),
    ("1. Ruritania is not in a position to accept recommendations 97.1; 97.2.", {1: NOTED, 2: NOTED}),
    ("1. Recommendation 97.1 does not enjoy the support of Ruritania, and would thus be noted.", {1: NOTED}),
    ("1. Ruritania accepts in part recommendations 97.1 and 97.2.", {1: PARTLY, 2: PARTLY}),
    ("1. Ruritania accepts recommendations 97.1, 97.2 (in part), 97.3.", {1: SUPPORTED, 2: PARTLY, 3: SUPPORTED}),
    ("1. Ruritania accepts the first part of recommendation 97.1 and takes note of the second part.", {1: PARTLY}),
    ("1. Recommendation 97.1 is still under consideration by the competent ministries.", {1: PENDING}),
    (
        "1. The recommendations in paragraph 97: 1, 3 and 5-6 are acceptable to Ruritania.",
        {1: SUPPORTED, 3: SUPPORTED, 5: SUPPORTED, 6: SUPPORTED},
    ),
    ("1. Ruritania rejects recommendations 97 (1) and 97 (2).", {1: NOTED, 2: NOTED}),
    ("1. With regard to recommendations 97.1 and 97.2, Ruritania supports both.", {1: SUPPORTED, 2: SUPPORTED}),
    ("1. Ruritania can accept recommendation 97.1. It cannot support recommendation 97.2.", {1: SUPPORTED, 2: NOTED}),
    ("1. Having examined them, Ruritania agrees with recommendations 97.1, 97.2.", {1: SUPPORTED, 2: SUPPORTED}),
]


@pytest.mark.parametrize(("text", "wanted"), LISTS)
def test_lists_of_numbers(text: str, wanted: dict[int, Position]) -> None:
    assert stated(read(text)) == {f"97.{number}": position for number, position in wanted.items()}


ANSWERS = [
    ("97.4 Ratify the Convention (Spain). Response: Accepted.", SUPPORTED),
    ("97.4. Accept the request for a visit (Spain). Response: Noted.", NOTED),
    ("Recommendation 97.4: Ratify the Convention (Spain). Position: Not supported. Parliament refused it in 1999.", NOTED),
    ("Rec. 97.4 – Partially accepted. The age of marriage will be raised.", PARTLY),
    ("(97.4) The Government does not accept this recommendation.", NOTED),
    ("Paragraph 97.4: Ruritania supports this recommendation.", SUPPORTED),
    ("97.4 (Spain): The Government rejects it.", NOTED),
    ("Response to recommendation 97.4: This recommendation enjoys the support of Ruritania.", SUPPORTED),
    ("97.4 Ruritania cannot at this stage give a definite answer, since Parliament has not decided. It cannot make a statement.", PENDING),
    ("97.4 Ruritania accepts the recommendation on training. It cannot accept the recommendation to abolish the courts.", PARTLY),
    ("97.4 Supported – already implemented.", SUPPORTED),
    ("97.4 The reform of 2011 met this demand. The recommendation is therefore accepted.", SUPPORTED),
]


@pytest.mark.parametrize(("text", "position"), ANSWERS)
def test_answers_by_number(text: str, position: Position) -> None:
    record = only(read(text))
    assert (record.recommendation.number, record.position) == ("97.4", position)
    assert record.recommendation.symbol == "A/HRC/90/4"


def test_what_is_acceptable_in_principle_is_neither_supported_nor_noted() -> None:
    record = only(read("97.4 Ruritania accepts this recommendation in principle."))
    assert record.position is None
    assert record.position_as_stated == "Ruritania accepts this recommendation in principle."


def test_an_answer_without_a_verdict_is_unread_not_guessed() -> None:
    records = read("97.4 The importance of the matter is well known in Ruritania.")
    assert stated(records) == {}
    assert [type(record) for record in records] == [Unread]


def test_a_position_without_a_number_is_unread() -> None:
    records = read("Spain asked for the ratification of the Convention. The Government accepts this recommendation.")
    assert [type(record) for record in records] == [Unread]


def test_the_list_decides_and_the_entry_below_gives_the_reason() -> None:
    records = read(
        "# II. Noted recommendations",
        "1. The Government notes recommendations 97.1 and 97.2 and offers the following comments.",
        "97.1",
        "The courts are independent.",
        "97.1-3 See above.",
        "# I. Accepted recommendations",
        "2. The Government accepts recommendation 97.3.",
    )
    assert stated(records) == {"97.1": NOTED, "97.2": NOTED, "97.3": SUPPORTED}
    first = next(record for record in records if isinstance(record, PositionRecord))
    assert first.reason is not None
    assert first.reason.startswith("The courts are independent.")
    assert first.stated_in == "A/HRC/90/4/Add.1 para. 1"


def test_entries_under_a_heading_take_its_position() -> None:
    records = read(
        "# A. Recommendations that enjoy support",
        "97.1 The law will be amended.",
        "# B. Recommendations not accepted",
        "97.2",
        "97.3 No change is planned.",
    )
    assert stated(records) == {"97.1": SUPPORTED, "97.2": NOTED, "97.3": NOTED}


def test_progress_stands_in_the_next_sentence_or_in_the_heading() -> None:
    records = read("1. Ruritania accepts recommendations 97.1 and 97.2. It considers that they are already implemented.")
    assert {record.progress for record in records if isinstance(record, PositionRecord)} == {Progress.ALREADY_IMPLEMENTED}
    records = read("# Accepted recommendations that are in the process of implementation", "1. Ruritania accepts recommendation 97.1.")
    assert only(records).progress is Progress.IN_PROCESS


def test_paragraph_numbers_may_be_those_of_the_recommendations() -> None:
    records = read(
        "1. Ruritania cannot, at this point, make a definitive statement.",
        "2. Ruritania accepts the recommendation. The Convention (No. 174) was signed.",
        "3., 4., 5. The Government accepts these recommendations.",
        "6. Ruritania accepts the recommendation on training.",
        "Ruritania cannot accept the recommendation on courts.",
        "7. Ruritania does not accept this recommendation.",
    )
    assert stated(records) == {"1": PENDING, "2": SUPPORTED, "3": SUPPORTED, "4": SUPPORTED, "5": SUPPORTED, "6": PARTLY, "7": NOTED}


def test_bare_numbers_stand_under_the_paragraph_that_the_addendum_names() -> None:
    records = read(
        "1. The numbers of the recommendations follow the list in paragraph 97 of the report.",
        "2. Ruritania accepts the recommendations 1, 3 and 13. 14.",
    )
    assert stated(records) == dict.fromkeys(("97.1", "97.3", "97.13", "97.14"), SUPPORTED)


def test_see_another_answer() -> None:
    records = read("97.1 Ruritania accepts this recommendation.", "97.2 See recommendation 97.1.")
    assert stated(records) == {"97.1": SUPPORTED, "97.2": SUPPORTED}


def test_all_and_all_others() -> None:
    assert stated(read("1. Ruritania accepts all the recommendations.")) == {"all": SUPPORTED}
    assert stated(read("1. Ruritania accepts all recommendations except 97.4.")) == {"97.4": None, "others": SUPPORTED}
    assert stated(read("1. Ruritania accepts recommendation 97.1.", "2. The remaining recommendations are noted.")) == {
        "97.1": SUPPORTED,
        "others": NOTED,
    }


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("1. Ruritania accepts all recommendations with the exception of recommendation 97.4.", None),
        ("1. Ruritania accepts all recommendations except 97.4, which it notes.", NOTED),
        ("1. Ruritania accepts all recommendations except 97.4, which is noted.", NOTED),
        ("1. Except for 97.4, all recommendations are accepted.", None),
    ],
)
def test_exceptions_are_not_among_the_others(text: str, position: Position | None) -> None:
    assert stated(read(text)) == {"97.4": position, "others": SUPPORTED}


def test_the_position_of_an_exception_may_stand_elsewhere() -> None:
    records = read("1. Ruritania accepts all recommendations except 97.4.", "# Noted recommendations", "97.4 The law is enough.")
    assert stated(records) == {"97.4": NOTED, "others": SUPPORTED}


def test_all_others_beside_a_list() -> None:
    records = read("1. Ruritania accepts recommendation 97.1 and all other recommendations.")
    assert stated(records) == {
        "97.1": SUPPORTED,
        "others": SUPPORTED,
    }
    records = read("1. Recommendation 97.1 is noted, and all other recommendations are accepted.")
    assert stated(records) == {"97.1": NOTED, "others": SUPPORTED}
    assert stated(read("1. Ruritania notes the remaining recommendations 97.2 and 97.3.")) == {"97.2": NOTED, "97.3": NOTED}


def test_a_paragraph_at_the_end_of_a_sentence() -> None:
    assert stated(read("1. Ruritania accepts the recommendations in paragraph 97.")) == {"97.all": SUPPORTED}


def test_partial_support_is_no_full_support() -> None:
    assert stated(read("1. Recommendations 97.1 and 97.2 enjoy the partial support of Ruritania.")) == {"97.1": PARTLY, "97.2": PARTLY}


def test_a_list_accepted_in_principle() -> None:
    record = only(read("1. Ruritania accepted the following recommendations in principle: 97.1."))
    assert record.position is None
    assert "in principle" in (record.position_as_stated or "")


def test_repeated_words_take_no_time() -> None:
    """Where the parts of a pattern overlap, this ends only when the stars do."""
    assert list(verdicts("cannot " + "currently " * 200)) == []
    assert list(verdicts("cannot " + "be able to " * 200)) == []


def test_tables() -> None:
    rows = (
        ("No.", "Recommendation", "Position", "Comments"),
        ("97.1", "Ratify the Convention (Spain)", "Supported", "In 2016."),
        ("97.2", "Accept visits (Chile)", "Does not enjoy support", ""),
        ("97.3, 97.4", "Train the police (Peru)", "Partially accepted", "As to the first part."),
    )
    records = read("The table gives the positions.", rows=rows)
    assert stated(records) == {"97.1": SUPPORTED, "97.2": NOTED, "97.3": PARTLY, "97.4": PARTLY}
    assert [record.reason for record in records if isinstance(record, PositionRecord)][:2] == ["In 2016.", None]


def test_tables_whose_columns_are_ticked() -> None:
    rows = (
        ("Recommendation", "Accepted", "Noted"),
        ("97.1 Ratify the Convention (Spain)", "X", ""),
        ("97.2 Abolish the fee (Chile)", "", "X"),
    )
    assert stated(read("The table gives the positions.", rows=rows)) == {"97.1": SUPPORTED, "97.2": NOTED}


def test_what_is_said_of_other_matters_is_no_position() -> None:
    records = read(
        "1. The recommendations accepted during the first cycle have been implemented.",
        "2. Victims are supported by the Ministry, and it should be noted that their number falls.",
        "3. Ruritania welcomes the recommendations made in paragraph 97.",
    )
    assert stated(records) == {}


def test_pledges() -> None:
    records = read("# Voluntary pledges and commitments", "7. Ruritania will publish a report on its progress.")
    (pledge,) = records
    assert isinstance(pledge, Pledge)
    assert (pledge.text, pledge.made_in) == ("Ruritania will publish a report on its progress.", "A/HRC/90/4/Add.1")


TOTALS = [
    ("The Government accepts 142 recommendations.", [(SUPPORTED, 142)]),
    ("For the time being, the Government notes 21 recommendations.", [(NOTED, 21)]),
    ("The report contains 163 recommendations.", [(None, 163)]),
    ("It sets out its position on all recommendations, of which 217 are supported and 37 noted.", [(SUPPORTED, 217), (NOTED, 37)]),
    (
        "Of the 115 recommendations received, 90 enjoy the support of Ruritania and 25 are noted.",
        [(None, 115), (SUPPORTED, 90), (NOTED, 25)],
    ),
    ("Ruritania accepts ninety-one recommendations.", [(SUPPORTED, 91)]),
    (
        "It accepts 13 recommendations, accepts 2 recommendations in part and notes 5 recommendations.",
        [(SUPPORTED, 13), (PARTLY, 2), (NOTED, 5)],
    ),
    ("Ruritania accepts recommendations 5, 6 and 7.", []),
]


@pytest.mark.parametrize(("text", "wanted"), TOTALS)
def test_totals_stated(text: str, wanted: list[tuple[Position | None, int]]) -> None:
    assert totals.total(text) == wanted


def test_another_language_is_said_to_be_unread() -> None:
    french = document("# Introduction", "1. Le Gouvernement accepte les recommandations 97.1 et 97.2.")
    french.identity = Identity(symbol=None, kind=Kind.ADDENDUM, language="fr")
    (record,) = addendum.read(french)
    assert isinstance(record, Unread)


REAL = [
    ("cycle1/g1012465.pdf", "A/HRC/14/15/Add.1", 97),
    ("cycle2/g1504261.pdf", "A/HRC/28/15/Add.1", 163),
    ("cycle4/g2505828.pdf", "A/HRC/59/15/Add.1", 254),
]


@pytest.mark.parametrize(("name", "symbol", "count"), REAL)
def test_every_recommendation_of_real_addenda_is_answered(corpus: Path, name: str, symbol: str, count: int) -> None:
    layer = pdf.read(corpus / "documents" / "upr_slovenia" / name)
    identity = Identity(symbol=symbol, kind=Kind.ADDENDUM, language="en", state="SVN")
    real = Document(file=name, sha256="", structure=structure.build(layer), identity=identity)
    records = list(addendum.read(real))
    positions = [record for record in records if isinstance(record, PositionRecord)]
    unread = [record for record in records if isinstance(record, Unread)]
    assert len(positions) + len(unread) == count
    assert len(unread) == (1 if count == 97 else 0)  # no. 15 of 2010 agrees with the importance of a programme, and says no more
    stated = {total.position: total.count for total in totals.totals_stated(real)}
    for position, total in stated.items():
        assert total == (count if position is None else sum(record.position is position for record in positions))
    for record in positions:
        assert layer.text[record.source.start : record.source.end].strip()
