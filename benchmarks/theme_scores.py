"""Themes, groups of persons and Goals against what OHCHR's matrices on Slovenia say (2014, read by the edition of 2025, and 2025).

Prints micro and macro figures, with --values also those of each value; with --write counts how often each value is right in the matrix of
2014 and in the records of the Index at hand (src/upright/data/label_precision.csv). Nothing of the matrix of 2025 is written: it measures.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from corpus import REPOSITORY, SHARED
from upright import taxonomies
from upright.labelling import groups, sdgs, themes
from upright.labelling.labelled import Labelled
from upright.labelling.text import Text

_DATA = REPOSITORY / "src" / "upright" / "data" / "label_precision.csv"
_OLD, _NEW = 2, 4  # the cycles of the matrices of 2014 and of 2025
_EDITIONS = {_OLD: "2014", _NEW: "2025"}
_MATRIX, _INDEX = "matrix of 2014 on Slovenia", "records of the Universal Human Rights Index at hand"
_ON_NEARLY_ALL = "Public officials"  # on 253 of the 254 recommendations of 2025: says nothing

Label = Callable[[Text], tuple[Labelled, ...]]


@dataclass
class Score:
    """Labels by value: right, given in vain, missed."""

    right: Counter[str] = field(default_factory=Counter)
    vain: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, official: set[str], ours: set[str]) -> None:
        self.right.update(official & ours)
        self.vain.update(ours - official)
        self.missed.update(official - ours)

    def figures(self, value: str | None = None) -> tuple[float, float, float]:
        """Precision, recall, F1; of one value, or of all together."""
        right, vain, missed = ((each[value] if value else each.total()) for each in (self.right, self.vain, self.missed))
        return right / max(1, right + vain), right / max(1, right + missed), 2 * right / max(1, 2 * right + vain + missed)

    def macro(self) -> float:
        """The mean F1 of the values that the official labels have."""
        values = self.right.keys() | self.missed.keys()
        return sum(self.figures(value)[2] for value in values) / len(values)


def scored(rows: Iterable[tuple[str, set[str]]], label: Label, scheme: str, within: set[str] | None = None) -> Score:
    """`within`: only these values, of both sides."""
    score = Score()
    for text, official in rows:
        ours = {each.value for each in label(Text(text)) if each.scheme == scheme}
        score.add(official & within, ours & within) if within is not None else score.add(official, ours)
    return score


def matrix(cycle: int, column: str, scheme: str) -> Iterator[tuple[str, set[str]]]:
    """The recommendations of a matrix, each with its official labels in the edition of 2025."""
    with (SHARED / "gold" / "ohchr_slovenia.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["cycle"] == cycle:
                yield row["text"], {code for label in row[column] for code in _today(label, scheme, cycle)}


def _today(label: str, scheme: str, cycle: int) -> set[str]:
    value = taxonomies.scheme(scheme, _EDITIONS[cycle]).find(label)
    crossed = taxonomies.crosswalk(value, scheme, "2025") if value else ()
    return {each.value.code for each in crossed if each.relation in ("same", "broader") or scheme == "ohchr_groups"}


def goals(cycle: int) -> Iterator[tuple[str, set[str]]]:
    with (SHARED / "gold" / "ohchr_slovenia.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["cycle"] == cycle:
                yield row["text"], {str(label).partition(" ")[0] for label in row["sdgs"]}


def index_records(column: str, scheme: str) -> Iterator[tuple[str, set[str]]]:
    """The records of the Universal Human Rights Index at hand, with their official labels."""
    for path in sorted((SHARED / "documents" / "uhri").glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        found = (taxonomies.scheme(scheme).find(label.strip()) for label in record[column])
        yield record["text"], {each.code for each in found if each}


def measured(cycle: int) -> Iterator[tuple[str, Score]]:
    """What is compared of a matrix, by the name of the scheme."""
    yield "ohchr_themes", scored(matrix(cycle, "themes", "ohchr_themes"), themes.label, "ohchr_themes")
    for scheme in taxonomies.FACETS:
        within = {each.code for each in taxonomies.scheme(scheme, "2025").values} - {_ON_NEARLY_ALL}
        yield scheme, scored(matrix(cycle, "groups", "ohchr_groups"), groups.label, scheme, within)
    if cycle == _NEW:
        yield "sdg", scored(goals(cycle), sdgs.label, "sdg", {str(number) for number in range(1, 18)})


def counted() -> Iterator[tuple[str, str, int, int, str]]:
    """How often each value is right: scheme, value, right, given, where."""
    scores = [(scheme, score, _MATRIX) for scheme, score in measured(_OLD)]
    scores.append(("ohchr_themes", scored(index_records("themes", "ohchr_themes"), themes.label, "ohchr_themes"), _INDEX))
    scores.append(("affected_persons", scored(index_records("affected_persons", "ohchr_groups"), groups.label, "affected_persons"), _INDEX))
    scores.append(("sdg", scored(index_records("sdgs", "sdg"), sdgs.label, "sdg"), _INDEX))
    for scheme, score, source in scores:
        for value in sorted(score.right.keys() | score.missed.keys() | score.vain.keys()):
            if source is not _MATRIX or _was_there(scheme, value):
                yield scheme, value, score.right[value], score.right[value] + score.vain[value], source


def write() -> None:
    with _DATA.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["scheme", "value", "right", "given", "source"])
        table.writerows(counted())


def _was_there(scheme: str, value: str) -> bool:
    """Whether the list of 2014 had the same value; what it had not could not be given."""
    today = taxonomies.scheme(scheme, "2025").find(value)
    return today is not None and any(each.relation == "same" for each in taxonomies.crosswalk(today, scheme, "2014"))


def main() -> None:
    for cycle in (_OLD, _NEW):
        for scheme, score in measured(cycle):
            precision, recall, f1 = score.figures()
            print(f"{_EDITIONS[cycle]}  {scheme:17} micro P {precision:.3f} R {recall:.3f} F1 {f1:.3f}   macro F1 {score.macro():.3f}")
            for value in sorted(score.right.keys() | score.missed.keys() | score.vain.keys()) if "--values" in sys.argv else ():
                precision, recall, f1 = score.figures(value)
                print(f"      {value[:70]:70} {score.right[value] + score.missed[value]:4} P {precision:.2f} R {recall:.2f} F1 {f1:.2f}")
    if "--write" in sys.argv:
        write()


if __name__ == "__main__":
    main()
