"""The specimens in the repository are those that their sources give, and their pages look like official ones."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

SPECIMENS = Path(__file__).parents[1] / "specimens"


def made(folder: Path) -> dict[str, bytes]:
    paths = sorted([*(folder / "files").iterdir(), *(folder / "expected").iterdir()])
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def pages() -> list[str]:
    document = pypdfium2.PdfDocument(SPECIMENS / "files" / "report2014.pdf")
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def test_files_are_what_the_sources_give(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SPECIMENS / "make.py", tmp_path], check=True)
    anew, kept = made(tmp_path), made(SPECIMENS)
    assert anew.keys() == kept.keys()
    assert [name for name in kept if anew[name] != kept[name]] == []


def test_a_recommendation_crosses_a_page_with_a_running_header_between(pages: list[str]) -> None:
    crossing = [page for page in pages[1:] if page.splitlines()[2][:1].isalpha() and page.splitlines()[0] == "A/HRC/28/901"]
    assert any(page.splitlines()[2] == "Statelessness;" for page in crossing)


def test_a_compound_is_broken_at_a_line_end(pages: list[str]) -> None:
    assert any("self\ufffeemployed" in page for page in pages)


def test_footnote_marks_are_glued_to_their_word_and_notes_stand_at_the_foot(pages: list[str]) -> None:
    page = next(page for page in pages if "school meals2 (Kenya);" in page)
    assert page.index("school meals2") < page.index("2 The recommendation as read during the interactive dialogue:")
    assert page.rstrip().endswith("(Kenya).")


@pytest.mark.parametrize(("name", "counts"), [
    ("report2014", {"review": 1, "statement": 51, "recommendation": 49, "pledge": 2}),
    ("report2008", {"review": 1, "statement": 16, "recommendation": 11}),
    ("addendum2015", {"position": 26}),
    ("matrix2014", {"recommendation": 49, "position": 49}),
    ("matrix2025", {"recommendation": 6, "position": 6}),
    ("summary2016", {"event": 4, "turn": 17}),
    ("issues2020", {"question": 10, "paragraph": 10}),
    ("replies2021", {"answer": 6, "paragraph": 10}),
    ("observations2022", {"concern": 3, "recommendation": 8, "follow_up": 1, "next_report": 1}),
    ("assessment2024", {"grade": 5}),
    ("slips2014", {"finding": 15, "recommendation": 49}),
    ("slips2015", {"finding": 3}),
])  # fmt: skip
def test_expected_records_are_complete(name: str, counts: dict[str, int]) -> None:
    lines = (SPECIMENS / "expected" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = Counter(json.loads(line)["record"] for line in lines)
    assert {kind: found[kind] for kind in counts} == counts
