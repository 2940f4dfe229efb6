"""Count how often UPR Info codes by the rules that upright has of it: src/upright/data/action_rules.csv and issue_rules.csv.

Verbs are counted in the States that are developed on, rules of issues in all: issue rules are features that the model weighs anew.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from corpus import REPOSITORY, SHARED
from upright.data import rows as table
from upright.labelling import action, training
from upright.labelling.phrases import Rules
from upright.labelling.text import Text
from upright.labelling.training import Row

_DATA = REPOSITORY / "src" / "upright" / "data"


def actions(coded: Sequence[Row]) -> list[tuple[int, int]]:
    """Of each row of action_rules.csv: how often it was coded so, of how many."""
    right, given = Counter[str](), Counter[str]()
    for row in coded:
        if training.fold(row.state) != training.LAST and (found := action.rule(Text(row.text))):
            given[found[0].verb] += 1
            right[found[0].verb] += found[0].action == row.action
    return [(right[line["verb"]], given[line["verb"]]) for line in table("action_rules.csv")]


def issues(coded: Sequence[Row]) -> list[tuple[int, int]]:
    """Of each row of issue_rules.csv: how often it was coded so, of how many."""
    held = table("issue_rules.csv")
    single = [Rules([line]) for line in held]
    right, given = Counter[int](), Counter[int]()
    for row in coded:
        text = Text(row.text)
        for number, rule in enumerate(single):
            if rule.find(text):
                given[number] += 1
                right[number] += held[number]["value"] in row.issues
    return [(right[number], given[number]) for number in range(len(held))]


def write(name: str, counted: Sequence[tuple[int, int]], columns: tuple[str, str]) -> None:
    """Write counts into two columns of a table."""
    lines = table(name)
    with (_DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, lines[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**line, **dict(zip(columns, counts, strict=True))} for line, counts in zip(lines, counted, strict=True))


def main() -> None:
    coded, _ = training.read(SHARED / "gold" / "upr_info.jsonl")
    write("action_rules.csv", actions(coded), ("right", "of"))
    write("issue_rules.csv", issues(coded), ("right", "given"))


if __name__ == "__main__":
    main()
