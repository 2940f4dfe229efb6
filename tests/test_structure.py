"""Paragraphs, items, headings, footnotes and furniture of small documents made by hand; the forms are those of real reports, the words are not."""

# ruff: noqa: E501  # one row of a table is one line

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import printed
from upright import structure
from upright.extract.text import Line, TextLayer
from upright.structure import Block, BlockKind, Structure

LOOK = {"¶": "above", "~": "small", "^": "raised", "#": "bold", ">": "indented"}
FILLER = "the Government of Ruritania went on with what it had begun in the year before"
LONG = "\n".join([FILLER] * 60)  # so that most lines stand close below each other, as they do in a document


def laid_out(*pages: str) -> TextLayer:
    """Pages with geometry. Signs before a line: ¶ white space above it, ~ small type, ^ raised, # bold, > further in."""
    text, lines, starts = "", [], []
    for number, page in enumerate(pages, 1):
        text += "\f" if number > 1 else ""
        starts.append(len(text))
        bottom = 780.0
        for printed_line in page.strip("\n").split("\n"):
            words = printed_line.lstrip("".join(LOOK))
            look = {LOOK[sign] for sign in printed_line[: len(printed_line) - len(words)]}
            size = 6.5 if "raised" in look else 9.0 if "small" in look else 10.0
            bottom -= 18 if "above" in look else 12
            left = 113.4 if "indented" not in look else 141.7
            lines.append(Line(len(text), len(text) + len(words), number, left, bottom, size, "bold" in look))
            text += words + "\n"
    return TextLayer(text=text, media_type="application/pdf", page_starts=tuple(starts), lines=tuple(lines), wrapped=True)


def unwrapped(*paragraphs: str) -> TextLayer:
    """One line a paragraph, as in DOCX; '#' before headings."""
    text, lines = "", []
    for paragraph in paragraphs:
        words = paragraph.removeprefix("#")
        lines.append(Line(len(text), len(text) + len(words), 1, level=0 if paragraph.startswith("#") else None))
        text += words + "\n"
    return TextLayer(text=text, media_type="x", page_starts=(0,), lines=tuple(lines), wrapped=False, has_pages=False)


def plain(*pages: str) -> TextLayer:
    """Plain text: no geometry, no pages; what was at the page's edge stands in the middle."""
    layer = printed("\n".join(page.strip("\n") for page in pages))
    return TextLayer(text=layer.text, media_type="text/plain", page_starts=(0,), lines=layer.lines, wrapped=True, has_pages=False)


COVER = "A/HRC/90/4\nHuman Rights Council\nReport of the Working Group\nRuritania"


def of(built: Structure, kind: BlockKind) -> list[Block]:
    return [block for block in built.blocks if block.kind is kind]


def labels(built: Structure) -> list[str]:
    return [block.label or "" for block in of(built, BlockKind.PARAGRAPH)]


def text_of(built: Structure, label: str) -> str:
    (found,) = (block.text for block in of(built, BlockKind.PARAGRAPH) if block.label == label)
    return found


# --- numbering

STYLES = [
    ("124.1", "24.1 Build schools (Chile);", "24.2 Build roads (Peru);", ["24.1", "24.2"]),
    ("67.1. with a final dot", "24.1. Build schools (Chile);", "24.2. Build roads (Peru);", ["24.1", "24.2"]),
    ("plain, restarting", "1. Build schools (Chile);", "2. Build roads (Peru);", ["24.1", "24.2"]),
    ("letters", "(a) Build schools (Chile);", "(b) Build roads (Peru);", ["24 (a)", "24 (b)"]),
    ("no space behind the number", "24.1Build schools (Chile);", "24.2Build roads (Peru);", ["24.1", "24.2"]),
    ("a space in the number", "24. 1 Build schools (Chile);", "24. 2 Build roads (Peru);", ["24.1", "24.2"]),
    ("a hyphen for the dot", "24-1. Build schools (Chile);", "24-2. Build roads (Peru);", ["24.1", "24.2"]),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "wanted"), [row[1:] for row in STYLES], ids=[row[0] for row in STYLES])
@pytest.mark.parametrize("geometry", [True, False])
def test_numbering_styles(first: str, second: str, wanted: list[str], geometry: bool) -> None:
    before = "\n".join(f"¶{number}. Paragraph {number} says so." for number in range(1, 23)) + "\n¶23. This one says that"
    page = f"¶#I. Introduction\n{before}\n{LONG}.\n¶24. The following recommendations enjoy its support:\n¶>{first}\n¶>{second}\n¶25. All conclusions reflect."
    layer = laid_out(COVER, page) if geometry else printed("\n".join(line.lstrip("".join(LOOK)) for line in page.split("\n")))
    assert labels(structure.build(layer))[-4:] == ["24", *wanted, "25"]


def report(*section: str) -> Structure:
    return structure.build(
        laid_out(
            COVER, "\n".join(["¶#I. Introduction", f"¶1. It was held where\n{LONG}.", "¶#II. Conclusions and/or recommendations", *section])
        )
    )


def test_items_restart_under_each_paragraph() -> None:
    """A/HRC/8/26, 86: sessions 1 to 7."""
    built = report(
        "¶2. These enjoy its support:",
        "¶>1. Build schools (Chile);",
        "¶>2. Build roads (Peru).",
        "¶3. These do not:",
        "¶>1. Build walls (Cuba).",
        "¶4. All reflect.",
    )
    assert labels(built) == ["1", "2", "2.1", "2.2", "3", "3.1", "4"]


def test_item_numbers_that_collide_with_the_paragraphs() -> None:
    """A/HRC/14/11, 87: 166 items, so that '88.' is an item and a paragraph."""
    items = [f"¶>{number}. Build school {number} (Chile);" for number in range(1, 9)]
    built = report(
        "¶2. These enjoy its support:", *items, "¶3. The recommendations below did not enjoy its support:", "¶>1. Build walls (Cuba)."
    )
    assert labels(built) == ["1", "2", *(f"2.{number}" for number in range(1, 9)), "3", "3.1"]


def test_collision_without_geometry() -> None:
    """The same in plain text: how the paragraph begins must tell."""
    items = [f"{number}. Build school {number} (Chile);" for number in range(1, 9)]
    lines = [
        "I. Introduction",
        "1. It was held.",
        "2. These enjoy its support:",
        *items,
        "3. The recommendations below did not enjoy its support:",
        "1. Build walls (Cuba).",
    ]
    assert labels(structure.build(printed("\n".join(lines)))) == ["1", "2", *(f"2.{number}" for number in range(1, 9)), "3", "3.1"]


SLIPS = [
    ("a gap", ["2.1 A (Chile);", "2.2 B (Peru);", "2.4 D (Cuba);", "2.5 E (Chile)."], ["2.1", "2.2", "2.4", "2.5"]),
    ("A/HRC/17/11, 128.12 among the items of 129", ["2.1 A (Chile);", "1.2 B (Peru);", "2.3 C (Cuba)."], ["2.1", "1.2", "2.3"]),
    ("A/HRC/19/13, 77. 24", ["2.1 A (Chile);", "2. 2 B (Peru);", "2.3 C (Cuba)."], ["2.1", "2.2", "2.3"]),
    ("a hyphen", ["2.1 A (Chile);", "2-2. B (Peru);", "2.3 C (Cuba)."], ["2.1", "2.2", "2.3"]),
    ("twice", ["2.1 A (Chile);", "2.2 B (Peru);", "2.2 C (Cuba);", "2.3 D (Chile)."], ["2.1", "2.2", "2.2", "2.3"]),
    ("A/HRC/26/16, 118.09 for 118.109", [*(f"2.{number} Build school {number} (Chile);" for number in range(1, 31)), "2.03 B (Peru);", *(f"2.{number} Build road {number} (Cuba);" for number in range(32, 40))],
     [*(f"2.{number}" for number in range(1, 31)), "2.3", *(f"2.{number}" for number in range(32, 40))]),
]  # fmt: skip


@pytest.mark.parametrize(("items", "wanted"), [row[1:] for row in SLIPS], ids=[row[0] for row in SLIPS])
def test_slips(items: list[str], wanted: list[str]) -> None:
    built = report("¶2. These enjoy its support:", *(f"¶>{item}" for item in items), "¶3. All reflect.")
    assert labels(built) == ["1", "2", *wanted, "3"]


def test_a_gap_and_a_repeat_among_paragraphs() -> None:
    built = report("¶2. A second.", "¶4. A fourth.", "¶4. A fourth again.", "¶5. A fifth.")
    assert labels(built) == ["1", "2", "4", "4", "5"]


def test_a_forgotten_dot() -> None:
    """A/HRC/13/9: '83 Strengthen'."""
    built = report(
        "¶2. These enjoy its support:", "¶>1. Build schools (Chile);", "¶>2 Strengthen roads (Peru);", "¶>3. Build walls (Cuba)."
    )
    assert labels(built) == ["1", "2", "2.1", "2.2", "2.3"]


def test_limbs_and_roman_numerals() -> None:
    built = report(
        "¶2. It asked:",
        "¶>(a) About schools:",
        "¶>(i) Old ones;",
        "¶>(ii) New ones;",
        "¶>(b) About roads.",
        "¶3. It went on.",
        "¶>(a) Then it ended.",
    )
    assert labels(built) == ["1", "2", "2 (a)", "2 (a) (i)", "2 (a) (ii)", "2 (b)", "3", "3 (a)"]


def test_letters_inside_an_item() -> None:
    """A/HRC/8/23, 77.7"""
    built = report("¶2. These enjoy its support:", "¶>2.1 Build:", "¶>(a) Schools;", "¶>(b) Roads (Chile);", "¶>2.2 Build walls (Peru).")
    assert labels(built) == ["1", "2", "2.1", "2.1 (a)", "2.1 (b)", "2.2"]


NO_NUMBERS = [
    ("a number in the sentence", "¶2. It built schools, in all", "12. Then it rested."),
    ("a year", "¶2. It was founded in", "2009. Then it grew."),
    ("a section of a law", "¶2. It changed section", "4. That was good."),
    ("a share", "¶2. The rate was", "97.2 per cent of all."),
    ("a decimal", "¶2. In the year before the review was held, the Government of Ruritania spent", "2.1 million on schools."),
    ("letters in the sentence", "¶2. It changed article 5", "(b) of the Code, which was old."),
]  # fmt: skip


@pytest.mark.parametrize("lines", [row[1:] for row in NO_NUMBERS], ids=[row[0] for row in NO_NUMBERS])
def test_a_number_in_the_middle_of_a_sentence_begins_nothing(lines: tuple[str, ...]) -> None:
    built = report(*lines, "¶3. It went on.")
    assert labels(built) == ["1", "2", "3"]
    assert text_of(built, "2").endswith(lines[1])


def test_limbs_whose_first_bracket_was_forgotten() -> None:
    built = report("¶2. It asked:", "¶>a) About schools;", "¶>b) About roads.", "¶3. It went on.")
    assert labels(built) == ["1", "2", "2 (a)", "2 (b)", "3"]


# --- pages and furniture

HEADERS = [
    ("header and number", "A/HRC/90/4\n14", ""),
    ("A/HRC/8/27, Page 16", "A/HRC/90/4\nPage 16", ""),
    ("a space in the symbol", "A/HRC/ 90/4\nPage 16", ""),
    ("A/HRC/23/15, a stroke behind it", "A/HRC/90/4/\n14", ""),
    ("number at the foot", "A/HRC/90/4", "14"),
    ("job number at the foot", "A/HRC/90/4", "GE.90-14978 14"),
    ("number before the job number", "A/HRC/90/4", "14 GE.90-14978"),
    ("addendum", "A/HRC/90/4/Add.1\n3", ""),
    ("with the name of the house", "United Nations A/HRC/90/4\n3", ""),
]  # fmt: skip


@pytest.mark.parametrize(("head", "foot"), [row[1:] for row in HEADERS], ids=[row[0] for row in HEADERS])
def test_an_item_over_the_page(head: str, foot: str) -> None:
    """444 items of 211 reports cross a page."""
    first = (
        f"¶#I. Introduction\n¶1. It was held.\n¶2. These enjoy its support:\n¶>2.1 Build schools where\n>there is need of\n{foot}".rstrip()
    )
    built = structure.build(laid_out(COVER, first, f"{head}\n>them most (Chile);\n¶>2.2 Build roads (Peru).\n¶3. All reflect."))
    assert labels(built) == ["1", "2", "2.1", "2.2", "3"]
    assert text_of(built, "2.1") == "2.1 Build schools where there is need of them most (Chile);"
    furniture = " ".join(block.text for block in of(built, BlockKind.FURNITURE))
    assert furniture.split() == " ".join(filter(None, (foot, head))).split()


def test_a_number_that_begins_a_page_is_believed_where_a_sentence_ended() -> None:
    built = structure.build(laid_out(COVER, f"¶#I. Introduction\n¶1. It was held where\n{FILLER}.", "A/HRC/90/4\n14\n2. It went on."))
    assert labels(built) == ["1", "2"]


def test_the_cover_keeps_its_symbol_and_date() -> None:
    built = structure.build(laid_out("A/HRC/90/4\nDistr. General\n14 July 2031", "A/HRC/90/4\n2\n¶#I. Introduction\n¶1. It was held."))
    assert of(built, BlockKind.COVER)[0].text.startswith("A/HRC/90/4 Distr. General")


def test_plain_text_with_furniture_inside_a_paragraph() -> None:
    """The text of A/HRC/28/10: running headers stand where the pages were."""
    built = structure.build(plain("1. It was held where there", "A/HRC/90/4", "14 GE.90-14978", "is need of it.", "2. It went on."))
    assert labels(built) == ["1", "2"]
    assert text_of(built, "1") == "1. It was held where there is need of it."


def test_a_symbol_inside_plain_text_stays() -> None:
    built = structure.build(plain("1. It is told in document", "A/HRC/90/4 and elsewhere.", "2. It went on."))
    assert text_of(built, "1") == "1. It is told in document A/HRC/90/4 and elsewhere."


# --- footnotes


def noted(*foot: str, then: str = "¶2. It went on.") -> Structure:
    page = "\n".join(["¶#I. Introduction", f"¶1. It was held1 where {FILLER},", f"and {FILLER}2 all the same.", *foot])
    return structure.build(laid_out(COVER, page, f"A/HRC/90/4\n3\n{then}"))


def notes(built: Structure) -> list[tuple[str | None, str]]:
    return [(block.label, block.text) for block in of(built, BlockKind.FOOTNOTE)]


def test_footnotes_behind_their_marks() -> None:
    built = noted("¶^1 Read as: it was not held.", "~2 Read as: it was.")
    assert labels(built) == ["1", "2"]
    assert "Read as" not in text_of(built, "1")


def test_a_mark_on_its_own_line() -> None:
    built = noted("¶^1", "~Read as: it was not held.", "^2", "~Read as: it was.")
    assert notes(built) == [("1", "1 Read as: it was not held."), ("2", "2 Read as: it was.")]


def test_a_mark_glued_to_the_end_of_the_note_before() -> None:
    built = noted("¶^1", "~Read as: it was not held (Peru). 2", "~Read as: it was.")
    assert [label for label, _ in notes(built)] == ["1", "2"]
    assert "Read as" not in text_of(built, "1")


def test_a_note_that_goes_on_over_the_page() -> None:
    page = f"¶#I. Introduction\n¶1. It was held1 where {FILLER}.\n¶^1\n~Read as: it was not held,"
    built = structure.build(
        laid_out(COVER, page, "A/HRC/90/4\n3\n¶2. It went on\nand on and on.\n¶~and that is all.", "A/HRC/90/4\n4\n¶3. It ended.")
    )
    assert labels(built) == ["1", "2", "3"]
    assert [label for label, _ in notes(built)] == ["1", "1"]
    assert text_of(built, "2") == "2. It went on and on and on."


def test_the_sign_that_recommendations_were_not_edited() -> None:
    """Behind two stars at the foot of the page where section II begins; in plain text the stars are lost."""
    built = structure.build(
        plain(
            "1. These enjoy its support:",
            "1.1 Build schools",
            "Conclusions and recommendations have not been edited.",
            "and roads (Chile);",
            "2. It ended.",
        )
    )
    assert text_of(built, "1.1") == "1.1 Build schools and roads (Chile);"
    assert [block.kind for block in built.blocks if "edited" in block.text] == [BlockKind.FOOTNOTE]


def test_footnotes_of_plain_text_by_their_sequence() -> None:
    """The mark is glued to a word; the note stands inside the paragraph that the page broke."""
    built = structure.build(
        plain("1. These enjoy its support:\n1.1 Build schools1 (Chile) and roads in all of\n1 As read: “Build a school”.\n2. It ended.")
    )
    assert text_of(built, "1.1") == "1.1 Build schools (Chile) and roads in all of"
    assert notes(built) == [("1", "1 As read: “Build a school”.")]


def test_marks_are_no_part_of_the_words() -> None:
    layer = laid_out(COVER, "¶#I. Introduction\n¶1. It was held1 there.\n¶2. It ended.")
    at = layer.text.index("held1") + 4
    marked = TextLayer(
        text=layer.text, media_type=layer.media_type, page_starts=layer.page_starts, lines=layer.lines, wrapped=True, marks=((at, at + 1),)
    )
    built = structure.build(marked)
    assert text_of(built, "1") == "1. It was held there."
    assert [block.marks for block in built.blocks if block.label == "1"] == [(("1", at),)]


# --- contents, headings, annex


def test_contents_headings_and_annex() -> None:
    contents = "¶#Contents\n¶I. Introduction ........ 1–4 3\nII. Conclusions ........ 5 4\nAnnex ........ 6"
    body = (
        f"¶#I. Introduction\n¶1. It was held where\n{LONG}.\n¶#A. Presentation by the State\n¶2. It spoke.\n¶#II. Conclusions and/or recommendations\n"
        "¶3. All reflect.\n¶#Annex\n¶Composition of the delegation\n¶1. The Minister"
    )
    built = structure.build(laid_out(COVER, contents, f"A/HRC/90/4\n3\n{body}"))
    assert labels(built) == ["1", "2", "3"]
    assert [block.headings for block in of(built, BlockKind.PARAGRAPH)] == [
        ("I. Introduction",),
        ("I. Introduction", "A. Presentation by the State"),
        ("II. Conclusions and/or recommendations",),
    ]
    assert "Conclusions ........ 5 4" in " ".join(block.text for block in of(built, BlockKind.CONTENTS))
    assert "The Minister" in " ".join(block.text for block in of(built, BlockKind.ANNEX))


def test_a_heading_of_two_lines_is_one() -> None:
    built = structure.build(
        laid_out(
            COVER, "¶#I. Introduction\n¶1. It was held.\n¶#B. Interactive dialogue and responses by\n#the State under review\n¶2. It spoke."
        )
    )
    assert [block.text for block in of(built, BlockKind.HEADING)] == [
        "I. Introduction",
        "B. Interactive dialogue and responses by the State under review",
    ]


def test_paragraphs_of_a_file_without_lines() -> None:
    """DOCX: a paragraph is a line, a heading has its style."""
    built = structure.build(
        unwrapped(
            "#I. Introduction",
            "1. It was held.",
            "#II. Conclusions and/or recommendations",
            "2. These enjoy its support:",
            "2.1 Build schools (Chile);",
            "2.2 Build roads (Peru).",
            "A closing line.",
        )
    )
    assert labels(built) == ["1", "2", "2.1", "2.2"]
    assert [block.text for block in of(built, BlockKind.TEXT)] == ["A closing line."]
    assert [block.headings for block in of(built, BlockKind.PARAGRAPH)][-1] == ("II. Conclusions and/or recommendations",)


# --- joining lines

JOINED = [
    ("Adopt laws on same-\nsex couples", "Adopt laws on same-sex couples"),
    ("Take short-\nand long-term steps", "Take short- and long-term steps"),
    ("Ratify OP-CRC-\nAC soon", "Ratify OP-CRC-AC soon"),
    ("The rate -\nwhich is low - grew", "The rate - which is low - grew"),
    ("Build  two\n schools", "Build two schools"),
    ("Build two\u00a0schools", "Build two schools"),
    ("The twenty-\nseventh session", "The twenty-seventh session"),
    ("Guinea-\nBissau spoke", "Guinea-Bissau spoke"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wanted"), JOINED)
def test_lines_are_joined(lines: str, wanted: str) -> None:
    built = structure.build(printed(f"I. Introduction\n1. {lines}.\n2. It ended."))
    assert text_of(built, "1") == f"1. {wanted}."


def test_the_way_back_to_the_layer() -> None:
    layer = printed("1. Build same-\nsex schools,\nand roads.")
    pieces = [(line.start, line.end) for line in layer.lines]
    aligned = structure.align(layer, pieces, ())
    at = aligned.text.index("sex schools, and")
    start, end = aligned.span(at, at + len("sex schools, and"))
    assert layer.text[start:end] == "sex schools,\nand"


# --- laws

WORDS = st.sampled_from(
    ["A/HRC/90/4", "Page 3", "14", "I. Introduction", "Annex", "Contents", "1", "2.1", "GE.90-1234", "held1", "schools;", "(a)", "(i)", "Chile", "1. It", "2. It",
     "3.", "1.1 Build", "2.1. Build", "1.2", "and", "same-", "sex", "____________", "** Conclusions and recommendations have not been edited.", "All conclusions.", "الفقرة", "导言"]
)  # fmt: skip
PRINTED_LINE = st.builds(
    lambda signs, words: "".join(sorted(set(signs))) + " ".join(words),
    st.text("¶~^#>", max_size=3),
    st.lists(WORDS, min_size=1, max_size=4),
)
PAGE = st.lists(PRINTED_LINE, min_size=1, max_size=14).map("\n".join)
ANY_LINES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip), max_size=25)


def conserves(layer: TextLayer) -> None:
    built = structure.build(layer)
    pieces = sorted(piece for block in built.blocks for piece in block.pieces)
    assert all(end <= start for (_, end), (start, _) in pairwise(pieces))
    kept = [layer.text[start:end] for start, end in pieces]
    assert "".join("".join(kept).split()) == "".join("".join(layer.text[line.start : line.end] for line in layer.lines).split())
    starts = [block.start for block in built.blocks]
    assert starts == sorted(starts)


@given(st.lists(PAGE, min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_every_line_is_in_exactly_one_block(pages: list[str]) -> None:
    conserves(laid_out(*pages))


@given(st.lists(PAGE, min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_every_line_is_in_exactly_one_block_without_geometry(pages: list[str]) -> None:
    bare = [re.sub(r"^[¶~^#>]+", "", page, flags=re.MULTILINE) for page in pages]
    conserves(plain(*bare))


@given(ANY_LINES)
@settings(max_examples=150, deadline=None)
def test_no_text_is_lost_whatever_it_is(lines: list[str]) -> None:
    conserves(printed("\n".join(lines)))
    conserves(unwrapped(*(line for line in lines if line)))


@given(st.lists(st.sampled_from(["schools", "roads", "same-", "sex", "of", "and"]), min_size=1, max_size=12), st.data())
@settings(max_examples=100, deadline=None)
def test_every_word_of_a_block_leads_back_to_itself(words: list[str], data: st.DataObject) -> None:
    layer = printed("\n".join(words))
    aligned = structure.align(layer, [(line.start, line.end) for line in layer.lines], ())
    start = data.draw(st.integers(0, len(aligned.text) - 1))
    end = data.draw(st.integers(start + 1, len(aligned.text)))
    first, last = aligned.span(start, end)
    assert "".join(layer.text[first:last].split()) == "".join(aligned.text[start:end].split())


@given(st.integers(2, 12), st.lists(st.integers(1, 25), min_size=1, max_size=6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_numbers_that_follow_each_other_are_all_found(paragraphs: int, lists: list[int], dotted: bool) -> None:
    """No block holds two numbers, whatever the lengths of the lists."""
    lines, wanted = ["¶#I. Introduction", "¶1. It was held where", *[FILLER] * 60, f"{FILLER}."], ["1"]
    for number in range(2, paragraphs + 1):
        lines.append(f"¶{number}. The following recommendations were made:")
        wanted.append(str(number))
        for item in range(1, lists[number % len(lists)] + 1):
            lines.append(f"¶>{f'{number}.' if dotted else ''}{item}{'' if dotted else '.'} Build school {item} where")
            lines += ["there is need of it", "most of all (Chile);"]
            wanted.append(f"{number}.{item}")
    assert labels(structure.build(laid_out(COVER, *["\n".join(lines[at : at + 90]) for at in range(0, len(lines), 90)]))) == wanted
